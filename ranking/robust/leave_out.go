package robust

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// LeftOut is the rank of a unit with all components, and without each in turn.
type LeftOut struct {
	Code        string
	Rank        int
	Without     []int // by component
	Best, Worst int   // of Without
}

// LeaveOneOut ranks the units by the weighted sum of their scores, once with all
// components and once without each. The weights of the others keep their
// proportions. Units of equal score share the better rank. The result is by code.
//
// LeaveOneOut returns an error if:
//   - there is one weight only, or one component has the whole weight;
//   - a weight is negative, or the weights do not add up to 1, to within 1e-9;
//   - the units are not valid, as for [Intervals].
func LeaveOneOut(units []ScoredUnit, weights []decimal.Decimal) ([]LeftOut, error) {
	var problems target.Problems
	checkWeights(problems.At("weights"), weights)
	positive := 0
	for _, w := range weights {
		if w.Sign() > 0 {
			positive++
		}
	}
	if problems.Len() == 0 && positive < 2 {
		remedy := "at least two components must have weight, so that one can be left out"
		problems.At("weights").Report(nil, target.ErrInvalid, remedy)
	}
	p := newScoreTable(&problems, units, len(weights), int64(len(weights))+1)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	exp := leastExponent(weights)
	all := make([]*big.Int, len(weights))
	for c, w := range weights {
		all[c] = fixed.Rescale(w, exp)
	}

	rows := make([]LeftOut, len(p.codes))
	for i, r := range p.ranks(all) {
		rows[i] = LeftOut{Code: p.codes[i], Rank: r, Without: make([]int, len(weights)), Best: len(rows), Worst: 1}
	}
	for c := range all {
		kept := all[c]
		all[c] = new(big.Int)
		for i, r := range p.ranks(all) {
			row := &rows[i]
			row.Without[c], row.Best, row.Worst = r, min(row.Best, r), max(row.Worst, r)
		}
		all[c] = kept
	}
	return rows, nil
}
