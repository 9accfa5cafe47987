package robust

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// ScoredUnit is a unit with its scores by component. They are on one scale, and
// higher scores are better.
type ScoredUnit struct {
	Code   string
	Scores []decimal.Decimal
}

// maxWork bounds the number of component scores that one call compares.
const maxWork = 4_000_000_000

// scoreTable is the scores of units, by code, in units of 10^exp.
type scoreTable struct {
	codes      []string
	components int
	scores     []*big.Int // unit by unit
	words      []int64    // the same, or nil if one is too wide
	exp        int32
}

// newScoreTable checks the units. Each of them is compared a number of times, which bounds
// their number.
func newScoreTable(problems *target.Problems, units []ScoredUnit, components int, times int64) *scoreTable {
	at := problems.At("units")
	before := problems.Len()
	codes := make([]string, len(units))
	for i, u := range units {
		codes[i] = u.Code
	}
	order := checkCodes(at, codes, maxUnits)
	if work := int64(len(units)) * int64(components); times > 0 && work > maxWork/times {
		at.Report(len(units), target.ErrRange, "units times components times repetitions must be at most 4e9")
	}
	for _, i := range order {
		scores := at.Key(codes[i]).Field("scores")
		if n := len(units[i].Scores); n != components {
			scores.Report(n, target.ErrMismatch, fmt.Sprintf("give a score for each of the %d weights", components))
			continue
		}
		for c, s := range units[i].Scores {
			scores.Index(c).Figure(s)
		}
	}
	if problems.Len() > before {
		return nil
	}

	p := &scoreTable{components: components, scores: make([]*big.Int, 0, len(units)*components)}
	for _, u := range units {
		p.exp = min(p.exp, leastExponent(u.Scores))
	}
	for _, i := range order {
		p.codes = append(p.codes, codes[i])
		for _, s := range units[i].Scores {
			p.scores = append(p.scores, fixed.Rescale(s, p.exp))
		}
	}
	p.words = wordsOf(p.scores)
	return p
}

// wordsOf returns integers as machine words. It returns nil if one is so large that a
// difference of two might not fit a word. Sums of their products with weights, which add
// up to at most about 10¹⁸, fit 128 bits.
func wordsOf(figures []*big.Int) []int64 {
	words := make([]int64, len(figures))
	for i, f := range figures {
		if f.BitLen() > 62 {
			return nil
		}
		words[i] = f.Int64()
	}
	return words
}

func (p *scoreTable) row(i int) []*big.Int { return p.scores[i*p.components : (i+1)*p.components] }

// gain returns the scores of unit i less those of unit j.
func (p *scoreTable) gain(i, j int) []*big.Int {
	a, b := p.row(i), p.row(j)
	gain := make([]*big.Int, len(a))
	for c := range a {
		gain[c] = new(big.Int).Sub(a[c], b[c])
	}
	return gain
}

// ranks returns the competition ranks of the units at weights.
func (p *scoreTable) ranks(weights []*big.Int) []int {
	totals, term := make([]*big.Int, len(p.codes)), new(big.Int)
	for i := range totals {
		totals[i] = new(big.Int)
		for c, s := range p.row(i) {
			totals[i].Add(totals[i], term.Mul(s, weights[c]))
		}
	}
	ranks := make([]int, len(totals))
	rank(ranks, make([]int, len(totals)), func(i, j int) int { return totals[i].Cmp(totals[j]) })
	return ranks
}

// rank sets competition ranks, the largest first. Order is scratch memory.
func rank(ranks, order []int, compare func(i, j int) int) {
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compare(j, i) })
	for k, i := range order {
		ranks[i] = k + 1
		if k > 0 && compare(order[k-1], i) == 0 {
			ranks[i] = ranks[order[k-1]]
		}
	}
}

// leastExponent returns the least exponent of figures, at most 0.
func leastExponent(figures []decimal.Decimal) int32 {
	exp := int32(0)
	for _, f := range figures {
		exp = min(exp, f.Exponent())
	}
	return exp
}

// indices returns the numbers from 0 to n − 1.
func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
