package ranking

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// scores returns the column that is ranked.
func (t *Table) scores() fixed.Column {
	score := t.value
	if t.options.Places != nil {
		score = rounded(score, *t.options.Places)
	}
	if t.options.Better == target.Nearer {
		score = t.distances(score)
	}
	return score
}

// rounded returns the column in so many decimals, halves away from zero.
func rounded(c fixed.Column, places int32) fixed.Column {
	drop := -c.Exp() - places
	if drop <= 0 {
		return c
	}
	if words := c.Words(); words != nil && drop <= 18 {
		p, _ := fixed.Scale(1, drop)
		short := make([]int64, len(words))
		for i, m := range words {
			q, r := m/p, m%p
			switch {
			case r >= p-r:
				q++
			case -r >= p+r:
				q--
			}
			short[i] = q
		}
		return fixed.FromWords(short, -places)
	}
	b := fixed.NewBuilder(c.Len())
	for i := range c.Len() {
		b.SetBig(i, fixed.DivHalfUp(c.Mantissa(i), fixed.Pow10(drop)), -places)
	}
	return b.Column()
}

// distances returns how far each figure is from its unit's target.
func (t *Table) distances(c fixed.Column) fixed.Column {
	b := fixed.NewBuilder(c.Len())
	for u := range c.Len() {
		if goal := t.goal(u); goal.Valid && t.value.Has(u) {
			b.Set(u, c.Decimal(u).Sub(goal.Decimal).Abs())
		}
	}
	return b.Column()
}

// sorter returns the function that orders units from the best score to the
// worst, equal ones by number. Its argument must be in order of number.
func (t *Table) sorter() func([]int32) {
	words := t.score.Words()
	if words == nil && t.score.Len() > 0 {
		return t.wideSorter()
	}
	flip := uint64(1) << 63 // makes words sort as the numbers do
	if t.options.Better == target.Higher {
		flip = ^flip
	}
	var buf []keyed
	return func(units []int32) {
		if n := 2 * len(units); cap(buf) < n {
			buf = make([]keyed, n)
		}
		items, other := buf[:len(units)], buf[len(units):2*len(units)]
		for i, u := range units {
			items[i] = keyed{uint64(words[u]) ^ flip, u}
		}
		sortKeyed(items, other)
		for i, it := range items {
			units[i] = it.id
		}
	}
}

func (t *Table) wideSorter() func([]int32) {
	wide := make([]*big.Int, t.score.Len())
	for u := range wide {
		wide[u] = t.score.Mantissa(u)
	}
	sign := 1
	if t.options.Better == target.Higher {
		sign = -1
	}
	return func(units []int32) {
		slices.SortFunc(units, func(a, b int32) int {
			return cmp.Or(sign*wide[a].Cmp(wide[b]), cmp.Compare(a, b))
		})
	}
}

// equal reports whether two units have the same score.
func (t *Table) equal(a, b int32) bool {
	if words := t.score.Words(); words != nil {
		return words[a] == words[b]
	}
	return t.score.Mantissa(int(a)).Cmp(t.score.Mantissa(int(b))) == 0
}

// lead returns how much better the score of unit a is than that of unit b.
func (t *Table) lead(a, b int32) decimal.Decimal {
	if t.options.Better != target.Higher {
		a, b = b, a
	}
	if words := t.score.Words(); words != nil {
		x, y := words[a], words[b]
		if d := x - y; (d < x) == (y > 0) {
			return decimal.New(d, t.score.Exp())
		}
	}
	return t.score.Decimal(int(a)).Sub(t.score.Decimal(int(b)))
}
