package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Corrupt returns a copy of a plan in which the quota of one unit is changed by
// some quanta, which no caller can do.
func Corrupt(p *Plan, code string, quanta int64) *Plan {
	out, lower := *p, *p.lower
	lower.quotas.words = append([]int64(nil), lower.quotas.words...)
	at, _ := p.tree.at(code)
	lower.quotas.words[at] += quanta
	out.lower = &lower
	return &out
}

// Misbook is Corrupt of the quota of a child of the target's own unit, with the
// mass that it moves booked as left by rounding.
func Misbook(p *Plan, code string, quanta int64) *Plan {
	out := Corrupt(p, code, quanta)
	at, _ := p.tree.at(code)
	rest := new(big.Int).Mul(p.basis.big(at), big.NewInt(-quanta))
	if r := out.lower.rest[p.root]; r != nil {
		rest.Add(rest, r)
	}
	out.lower.rest = map[int]*big.Int{p.root: rest}
	return out
}

// BytesPerUnit returns what a plan keeps of its own for each unit of the tree.
func BytesPerUnit(p *Plan) int {
	n := 0
	for _, r := range []*result{p.lower, p.upper} {
		if r == nil {
			continue
		}
		n += 8*cap(r.quotas.words) + cap(r.state) + 64*len(r.rest)
		if b := r.bounds; b != nil {
			n += 8*cap(b.allowed.least.words) + 8*cap(b.allowed.most.words) + cap(b.allowed.needed)
		}
	}
	n += 8*cap(p.basis.words) + cap(p.based)
	return n / p.tree.Len()
}

// Scaled returns a column with all figures and its exponent multiplied so that
// they no longer fit machine words: the same proportions on the other path.
func Scaled(c Column, by decimal.Decimal) Column {
	out, err := c.tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for u, x := range c.All() {
			if !yield(u.Code, x.Mul(by)) {
				return
			}
		}
	})
	if err != nil {
		panic(err)
	}
	return out
}
