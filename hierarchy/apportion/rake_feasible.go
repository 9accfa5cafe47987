package apportion

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/biproportional"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// support asks for every two margins whether the zeros of the seed leave a way to
// meet both, and sets the values to zero that are zero in every such way. It
// begins again as long as that makes new zeros.
func (r *raking) support() error {
	for again := true; again; {
		again = false
		for k, a := range r.margins {
			for l := k + 1; l < len(r.margins); l++ {
				b := r.margins[l]
				if len(a.Totals) > 1<<20/len(b.Totals) {
					continue
				}

				fewer, e := r.pair(a, b)
				if e != nil {
					e.Margin, e.Across = k, l
					if e.turned {
						e.Margin, e.Across = l, k
					}
					return e
				}
				again = again || fewer && len(r.margins) > 2
			}
		}
	}
	return nil
}

// pair sets the values to zero that are zero in every block that meets both
// margins. It reports whether there were some, or that no block does.
func (r *raking) pair(a, b *rakeMargin) (fewer bool, e *RakeError) {
	p := r.problem(a, b)
	m, n := len(p.Rows), len(p.Cols)
	empty, cut := biproportional.Support(p)
	if cut == nil {
		none := make([]bool, m*n)
		for _, c := range empty {
			none[c] = true
		}
		for c := range r.none {
			if !r.none[c] && none[int(a.group[c])*n+int(b.group[c])] {
				r.none[c], fewer = true, true
			}
		}
		return fewer, nil
	}

	// The cut holds for the lines in it or, read from the other side, for those
	// that are not. One of the two leaves out the row and column that were added.
	e = &RakeError{Totals: cut.Rows, Others: cut.Cols}
	if slices.Contains(cut.Cols, n-1) {
		e.turned = true
		e.Totals, e.Others = except(cut.Cols, n-1), except(cut.Rows, m-1)
		e.Amount, e.Room = known(b, e.Totals), known(a, e.Others)
	} else {
		e.Amount, e.Room = known(a, e.Totals), known(b, e.Others)
	}
	return false, e
}

// problem is two margins as a table with a row for each total of one and a column
// for each of the other. What is free gets more than the known totals, so that
// something is left where they are all zero. One more row and column, the last,
// take up the rest.
func (r *raking) problem(a, b *rakeMargin) biproportional.Problem {
	exp := int32(0)
	for _, m := range []*rakeMargin{a, b} {
		for _, t := range m.Totals {
			if t.Valid {
				exp = min(exp, t.Decimal.Exponent())
			}
		}
	}
	rows, rowSum, freeRows := a.whole(exp)
	cols, colSum, freeCols := b.whole(exp)
	plenty := new(big.Int).Add(rowSum, colSum)
	plenty.Add(plenty, big.NewInt(1))
	for _, margin := range [][]*big.Int{rows, cols} {
		for i, n := range margin {
			if n == nil {
				margin[i] = plenty
			}
		}
	}

	times := func(n int64) *big.Int { return new(big.Int).Mul(plenty, big.NewInt(n)) }
	rest := times(freeRows) // at least enough, since agree has compared what is known
	rest.Add(rest, rowSum).Sub(rest, colSum)
	m, n := len(rows)+1, len(cols)+1
	p := biproportional.Problem{
		Rows: append(rows, times(freeCols)), Cols: append(cols, rest), Weights: make([]*big.Int, m*n),
	}

	no, yes := new(big.Int), big.NewInt(1)
	for c := range p.Weights {
		p.Weights[c] = no
	}
	p.Weights[m*n-1] = yes
	for i, t := range a.Totals {
		if !t.Valid {
			p.Weights[i*n+n-1] = yes
		}
	}
	for j, t := range b.Totals {
		if !t.Valid {
			p.Weights[(m-1)*n+j] = yes
		}
	}
	for c, none := range r.none {
		if !none {
			p.Weights[int(a.group[c])*n+int(b.group[c])] = yes
		}
	}
	return p
}

// whole returns the totals of a margin as whole numbers at an exponent, nil where
// they are free, their sum, and how many are free.
func (m *rakeMargin) whole(exp int32) (totals []*big.Int, sum *big.Int, free int64) {
	sum = new(big.Int)
	for _, t := range m.Totals {
		if !t.Valid {
			totals = append(totals, nil)
			free++
			continue
		}
		n, _ := fixed.Mantissa(t.Decimal, exp)
		totals = append(totals, n)
		sum.Add(sum, n)
	}
	return totals, sum, free
}

// except returns the numbers below n that are not among the given ones.
func except(chosen []int, n int) (others []int) {
	for i := range n {
		if _, ok := slices.BinarySearch(chosen, i); !ok {
			others = append(others, i)
		}
	}
	return others
}

func known(m *rakeMargin, totals []int) (sum decimal.Decimal) {
	for _, t := range totals {
		sum = sum.Add(m.Totals[t].Decimal)
	}
	return sum
}

// RakeError proves that two margins of a [Block] cannot both be met:
//   - Amount is the sum of the Totals of the margin Margin;
//   - Room is the sum of Others, totals of the margin Across, and is less than Amount;
//   - all values in the groups of Totals that can be above zero are also in the groups
//     of Others.
//
// A value can be above zero if it is in the seed and no two margins force it to zero.
// RakeError matches [target.ErrInfeasible].
type RakeError struct {
	Margin int   // place among the margins
	Totals []int // places among its totals
	Amount decimal.Decimal
	Across int   // place of the other margin
	Others []int // places among its totals
	Room   decimal.Decimal
	turned bool
}

// Error names the first ten of the totals of either margin, and their sums.
func (e *RakeError) Error() string { return e.field().Error() }

// Unwrap returns the error as a [target.FieldError].
func (e *RakeError) Unwrap() error { return e.field() }

func (e *RakeError) field() *target.FieldError {
	return &target.FieldError{
		Path: fmt.Sprintf("margins[%d]", e.Margin), Err: target.ErrInfeasible,
		Remedy: fmt.Sprintf(
			"%s have the sum %s, but all values that can be above zero in them are also in %s of margins[%d], "+
				"which have the sum %s",
			listPlaces("totals", e.Totals), fault.Text(e.Amount),
			listPlaces("totals", e.Others), e.Across, fault.Text(e.Room),
		),
	}
}
