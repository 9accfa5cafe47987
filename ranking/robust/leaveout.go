package robust

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// LeftOut is the rank of a unit with all components, and without each in turn.
type LeftOut struct {
	Code        string
	Rank        int
	Without     []int // by component
	Best, Worst int   // of Without
}

// LeaveOneOut ranks the units by the weighted sum of their scores, once with
// all components and once without each; the weights of the others keep their
// proportions. Units of one score share the better rank. The result is by
// code.
//
// LeaveOneOut returns an error if the weights are fewer than two, are
// negative, do not add up to 1 (to within 1e-9), or one of them is all of the
// weight, or if the units are not valid, as for [Intervals].
func LeaveOneOut(units []Unit, weights []decimal.Decimal) ([]LeftOut, error) {
	var faults fault.List
	checkWeights(weights, &faults)
	positive := 0
	for _, w := range weights {
		if w.Sign() > 0 {
			positive++
		}
	}
	if faults.Len() == 0 && positive < 2 {
		faults.Add(&target.FieldError{
			Path: "weights", Err: target.ErrInvalid, Remedy: "no component can be left out where one has all the weight",
		})
	}
	p, err := newPanel(units, len(weights), int64(len(weights))+1)
	if err != nil {
		faults.Add(err)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	exp := lowest(weights)
	all := make([]*big.Int, len(weights))
	for c, w := range weights {
		all[c] = mantissa(w, exp)
	}
	rows := make([]LeftOut, len(p.codes))
	for i, rank := range p.ranks(all) {
		rows[i] = LeftOut{Code: p.codes[i], Rank: rank, Without: make([]int, len(weights)), Best: len(rows), Worst: 1}
	}
	for c := range all {
		kept := all[c]
		all[c] = new(big.Int)
		for i, rank := range p.ranks(all) {
			row := &rows[i]
			row.Without[c], row.Best, row.Worst = rank, min(row.Best, rank), max(row.Worst, rank)
		}
		all[c] = kept
	}
	return rows, nil
}
