package apportion_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// smallTable is a table whose solutions can all be tried, in quanta.
type smallTable struct {
	n                  int // columns
	weights, low, high []int64
	rows, cols         []int64
	rounding           apportion.Rounding
}

// signpost returns the square of the number from which a product is rounded up
// to k.
func (s smallTable) signpost(k int64) *big.Rat {
	switch s.rounding {
	case apportion.Jefferson:
		return rat(k * k)
	case apportion.Adams:
		return rat((k - 1) * (k - 1))
	case apportion.Hill:
		return rat(k * (k - 1))
	case apportion.Dean:
		return big.NewRat(4*k*k*(k-1)*(k-1), (2*k-1)*(2*k-1))
	}
	return big.NewRat((2*k-1)*(2*k-1), 4)
}

// solve tries all tables that meet the margins within the bounds. Those of a
// divisor method are the ones of which the product of weight over signpost, over
// all quanta beyond the least, is greatest.
func (s smallTable) solve() (best [][]int64) {
	most := new(big.Rat)
	x := make([]int64, len(s.weights))
	left := slices.Concat(s.rows, s.cols)
	var fill func(c int, product *big.Rat)
	fill = func(c int, product *big.Rat) {
		if c == len(x) {
			if slices.ContainsFunc(left, func(n int64) bool { return n != 0 }) || product.Cmp(most) < 0 {
				return
			}
			if product.Cmp(most) > 0 {
				most.Set(product)
				best = nil
			}
			best = append(best, slices.Clone(x))
			return
		}

		row, col := c/s.n, len(s.rows)+c%s.n
		w, low, high := s.weights[c], s.low[c], s.high[c]
		switch {
		case w == 0:
			high = low
		case s.rounding >= apportion.Adams && s.rows[row] > 0 && s.cols[c%s.n] > 0 && high > 0:
			low = max(low, 1)
		}

		product = new(big.Rat).Set(product)
		for v := low; v <= min(high, left[row], left[col]); v++ {
			if v > low {
				product.Mul(product, rat(w*w)).Quo(product, s.signpost(v))
			}
			x[c], left[row], left[col] = v, left[row]-v, left[col]-v
			fill(c+1, product)
			left[row], left[col] = left[row]+v, left[col]+v
		}
	}

	fill(0, rat(1))
	return best
}

func tableMatchesReference(t *rapid.T) {
	m, n := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "cols")
	s := smallTable{
		n: n, rows: make([]int64, m), cols: make([]int64, n),
		rounding: rapid.SampledFrom(divisors).Draw(t, "rounding"),
	}
	half := int64(rapid.SampledFrom([]int{5, -5}).Draw(t, "sign")) // a quantum of 0.5, for totals of either sign
	quanta := func(k int64) decimal.Decimal { return decimal.New(k*half, -1) }
	var weights [][]decimal.Decimal
	o := apportion.TableOptions{Rounding: s.rounding, Quantum: d("0.5")}

	for i := range m {
		weights = append(weights, make([]decimal.Decimal, n))
		o.Min, o.Max = append(o.Min, make([]decimal.NullDecimal, n)), append(o.Max, make([]decimal.NullDecimal, n))
		for j := range n {
			w, x := rapid.Int64Range(0, 4).Draw(t, "weight"), rapid.Int64Range(0, 3).Draw(t, "entry")
			weights[i][j] = decimal.New(w, 0)
			s.rows[i], s.cols[j] = s.rows[i]+x, s.cols[j]+x
			low, high := int64(0), int64(99)
			near, far := &o.Min[i][j], &o.Max[i][j]
			if half < 0 {
				near, far = far, near
			}
			if rapid.IntRange(0, 3).Draw(t, "bounded below") == 0 {
				low = rapid.Int64Range(0, 2).Draw(t, "low")
				*near = decimal.NewNullDecimal(quanta(low))
			}
			if rapid.IntRange(0, 3).Draw(t, "bounded above") == 0 {
				high = rapid.Int64Range(low, 3).Draw(t, "high")
				*far = decimal.NewNullDecimal(quanta(high))
			}
			s.weights, s.low, s.high = append(s.weights, w), append(s.low, low), append(s.high, high)
		}
	}

	var rows, cols []decimal.Decimal
	for _, k := range s.rows {
		rows = append(rows, quanta(k))
	}
	for _, k := range s.cols {
		cols = append(cols, quanta(k))
	}
	got, err := apportion.Table(weights, rows, cols, o)
	best := s.solve()
	if len(best) == 0 {
		if !errors.Is(err, target.ErrInfeasible) {
			t.Errorf("%+v: no table, but %v, %v", s, got.Entries, err)
		}
		return
	}
	if err != nil {
		t.Fatalf("%+v: %v, want %v", s, err, best)
	}

	// Of equals, the one that gives the quanta in doubt to the earliest cells.
	want := slices.MaxFunc(best, slices.Compare[[]int64])
	for c, k := range want {
		tied := slices.ContainsFunc(best, func(x []int64) bool { return x[c] != k })
		cell := apportion.Cell{Row: c / n, Col: c % n}
		if !got.Entries[cell.Row][cell.Col].Equal(quanta(k)) || slices.Contains(got.Tied, cell) != tied {
			t.Fatalf("%+v: %v, tied %v; want the last of %v", s, got.Entries, got.Tied, fmt.Sprint(best, want))
		}
	}
}

func TestTableMatchesReference(t *testing.T) { rapid.Check(t, tableMatchesReference) }

func FuzzTableMatchesReference(f *testing.F) { f.Fuzz(rapid.MakeFuzz(tableMatchesReference)) }
