package hierarchy

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

// feasible asks for every two margins whether the zeros of the seed leave a way
// to meet both: whether a flow from the totals of one to those of the other
// exists.
func (r *raking) feasible() error {
	for k, a := range r.margins {
		for l := k + 1; l < len(r.margins); l++ {
			b := r.margins[l]
			if len(a.Totals) > 1<<20/len(b.Totals) {
				continue
			}
			if e := r.flow(a, b); e != nil {
				e.Margin, e.Across = k, l
				if e.turned {
					e.Margin, e.Across = l, k
				}
				return e
			}
		}
	}
	return nil
}

// flow looks for values that meet both margins. What is free gets as much as
// it could ever need, and one more row and column, the last, take up the rest.
func (r *raking) flow(a, b *rakeMargin) *RakeError {
	exp := int32(0)
	for _, m := range []*rakeMargin{a, b} {
		for _, t := range m.Totals {
			if t.Valid {
				exp = min(exp, t.Decimal.Exponent())
			}
		}
	}
	read := func(m *rakeMargin) (known []*big.Int, sum *big.Int, free int64) {
		sum = new(big.Int)
		for _, t := range m.Totals {
			if !t.Valid {
				known = append(known, nil)
				free++
				continue
			}
			n, _ := fixed.Mantissa(t.Decimal, exp)
			known = append(known, n)
			sum.Add(sum, n)
		}
		return known, sum, free
	}
	rows, rsum, rfree := read(a)
	cols, csum, cfree := read(b)
	plenty := new(big.Int).Add(rsum, csum)
	fill := func(margin []*big.Int) {
		for i, n := range margin {
			if n == nil {
				margin[i] = plenty
			}
		}
	}
	fill(rows)
	fill(cols)
	times := func(n int64) *big.Int { return new(big.Int).Mul(plenty, big.NewInt(n)) }
	m, n := len(rows)+1, len(cols)+1
	rest := times(rfree) // at least enough, since agree has compared what is known
	rest.Add(rest, rsum).Sub(rest, csum)
	p := biproportional.Problem{Rows: append(rows, times(cfree)), Cols: append(cols, rest), Weights: make([]*big.Int, m*n)}
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
	for c, v := range r.seed.Values {
		if v.Sign() > 0 {
			p.Weights[int(a.group[c])*n+int(b.group[c])] = yes
		}
	}
	cut := biproportional.Feasible(p)
	if cut == nil {
		return nil
	}
	// The cut holds for the lines in it or, read from the other side, for those
	// that are not. One of the two leaves out the row and column that were added.
	e := &RakeError{Totals: cut.Rows, Others: cut.Cols}
	if slices.Contains(cut.Cols, n-1) {
		e.turned = true
		e.Totals, e.Others = except(cut.Cols, n-1), except(cut.Rows, m-1)
		e.Load, e.Room = known(b, e.Totals), known(a, e.Others)
	} else {
		e.Load, e.Room = known(a, e.Totals), known(b, e.Others)
	}
	return e
}

// except returns the numbers below n that are not among the given ones.
func except(places []int, n int) (others []int) {
	for i := range n {
		if _, ok := slices.BinarySearch(places, i); !ok {
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

// RakeError proves that two margins of a [Block] cannot both be met: the given
// totals of one sum to Load, and all values that may be above zero in their
// groups lie in groups of the others, of another margin, which sum to Room
// only. It matches [target.ErrInfeasible].
type RakeError struct {
	Margin int   // place among the margins
	Totals []int // places among its totals
	Load   decimal.Decimal
	Across int   // place of the other margin
	Others []int // places among its totals
	Room   decimal.Decimal
	turned bool
}

// Error names the first ten of the totals of either margin, and their sums.
func (e *RakeError) Error() string {
	return fmt.Sprintf("margins[%d] %v: %s sum to %s, and their values lie where %s of margins[%d] sum to %s",
		e.Margin, target.ErrInfeasible, lines("total", e.Totals), fault.Text(e.Load), lines("total", e.Others), e.Across, fault.Text(e.Room))
}

// Unwrap returns [target.ErrInfeasible].
func (e *RakeError) Unwrap() error { return target.ErrInfeasible }
