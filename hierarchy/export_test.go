package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
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
			if b.engine != nil || b.exact != nil || b.f.n > 0 { // what only the division needs
				n += 64 * p.tree.Len()
			}
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

// ReconcileInFull is Reconcile of a mean with many bits for each figure. Floats
// reports whether Reconcile divides in floating point where it can.
func ReconcileInFull(
	tree *Tree, t target.Target, proposed []Proposal, o ReconcileOptions,
) (plan *Plan, floats bool, err error) {
	r := &reconciled{proposals: proposed, options: o.clone(), value: t.Value}
	c := checker{tree: tree, target: t, flat: true, open: o.Target != nil}
	p, err := c.prepare(r.options.rules(), func(p *Plan, known bool) { c.proposals(p, r, known) })
	if err != nil {
		return nil, false, err
	}
	r.arrange()
	p.nearest = r
	e := engine{Plan: p, anySign: true}
	own := e.ownLimits(nil)
	if e.faults.Len() > 0 {
		return nil, false, e.faults.Err()
	}
	var total *big.Int
	if !c.open {
		total = p.quanta(t.Value)
	}
	m := e.nearestMean(own)
	near := e.nearestMean(own).inFloats()
	floats = near != nil && (own == nil || near.within(own, total) != nil)
	if p.lower, err = e.runNearest(m, total, nil); err != nil {
		return nil, false, err
	}
	if total == nil {
		p.target.Value = p.value(p.lower, p.root)
	}

	return p, floats, nil
}
