package apportion

import (
	"math/big"
	"slices"
)

// checkBig reports negative weights and crossing bounds.
func checkBig(total *big.Int, weights, lo, hi []*big.Int) error {
	var negative, crossing []int
	for i, w := range weights {
		if w.Sign() < 0 {
			negative = append(negative, i)
		}
		if lo[i] != nil && hi[i] != nil && lo[i].Cmp(hi[i]) > 0 {
			crossing = append(crossing, i)
		}
	}
	e := &InfeasibleError{Total: new(big.Int).Set(total)}
	switch {
	case negative != nil:
		e.Kind, e.Claims = NegativeWeight, negative
	case crossing != nil:
		e.Kind, e.Claims = MinAboveMax, crossing
	default:
		return nil
	}
	return e
}

// infeasible explains why the total is out of reach: it is too low for the claims, or too high.
func infeasible(total *big.Int, weights, lo, hi []*big.Int, low bool) error {
	e := &InfeasibleError{
		Kind:   MaximaBelowTotal,
		Total:  new(big.Int).Set(total),
		SumMin: reach(weights, lo, hi, lo, total.Sign() >= 0),
		SumMax: reach(weights, lo, hi, hi, total.Sign() <= 0),
	}
	bounds, away := hi, total.Sign() > 0
	if low {
		e.Kind = MinimaAboveTotal
		bounds, away = lo, total.Sign() < 0
	}

	if away && !slices.ContainsFunc(weights, func(w *big.Int) bool { return w.Sign() > 0 }) {
		e.Kind = NoWeight
		for i := range weights {
			e.Claims = append(e.Claims, i)
		}
		return e
	}

	for i, b := range bounds {
		if b == nil {
			continue
		}
		// A bound of zero changes nothing if zero is the limit anyway. A claim
		// without weight counts only if its bound moves it.
		moved := b.Sign() < 0
		if low {
			moved = b.Sign() > 0
		}
		if moved || weights[i].Sign() > 0 && (away || b.Sign() != 0) {
			e.Claims = append(e.Claims, i)
		}
	}

	return e
}

// reach sums the bounds on one side. It returns nil if there is no limit. If stay is
// set, a claim without a bound stays at its point nearest to zero.
func reach(weights, lo, hi, side []*big.Int, stay bool) *big.Int {
	sum := new(big.Int)
	for i, w := range weights {
		switch {
		case w.Sign() == 0 || side[i] == nil && stay:
			sum.Add(sum, nearestZero(lo[i], hi[i]))
		case side[i] == nil:
			return nil
		default:
			sum.Add(sum, side[i])
		}
	}
	return sum
}
