package leastchange_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/internal/quadratic"
)

// source states a problem with shares in eighths.
type source struct {
	*leastchange.Problem
	eighths []int64 // nil means 8 for all
}

func (s source) Figure(i int, figure, weight *big.Float) {
	figure.SetRat(big.NewRat(s.Figures[i], s.Scale))
	weight.SetRat(weightOf(s.Problem, i))
}

func (s source) Limits(i int) (low, high *big.Float) {
	if s.Low != nil && s.Low[i] != leastchange.NoLow {
		low = new(big.Float).SetInt64(s.Low[i])
	}
	if s.High != nil && s.High[i] != leastchange.NoHigh {
		high = new(big.Float).SetInt64(s.High[i])
	}
	return low, high
}

func (s source) Share(i int, share *big.Float) bool {
	if s.eighths == nil {
		return false
	}
	share.SetRat(big.NewRat(s.eighths[i], 8))
	return true
}

// With many bits, the solution is that of an independent solver in fractions, with
// shares, where only leaves have bounds, and without.
func realIsExact(t *rapid.T) {
	p, tight := drawFeasible(t, 12)
	n := len(p.Figures)
	shared := rapid.Bool().Draw(t, "shares")
	if !shared {
		p = tight
	}
	for i := range n {
		if shared && p.Low != nil && !isLeaf(p.First, i) {
			p.Low[i], p.High[i] = leastchange.NoLow, leastchange.NoHigh
		}
	}
	s := source{Problem: p}
	f := leastchange.FloatsOf(p)
	q := general(p)
	if shared {
		f.Shares = make([]float64, n)
		for i := range n {
			s.eighths = append(s.eighths, rapid.SampledFrom([]int64{0, 1, 3, 8, 24}).Draw(t, "share"))
			f.Shares[i] = float64(s.eighths[i]) / 8
		}
		q.Constraints = slices.DeleteFunc(q.Constraints, func(c quadratic.Constraint) bool {
			counts := len(c.Terms) == 1
			for j, term := range c.Terms {
				if c.Op == quadratic.Equal && len(c.Terms) > 1 && term.Coef.Sign() > 0 {
					c.Terms[j].Coef = big.NewRat(s.eighths[term.At], 8)
					counts = counts || s.eighths[term.At] > 0
				}
			}
			return !counts // no child counts, and the parent is by itself
		})
	}
	want, err := quadratic.Solve(q)
	if err != nil {
		return // contradictory, or not determined
	}

	var total *big.Float
	if p.Total != nil {
		total = new(big.Float).SetInt64(*p.Total)
	}
	r := leastchange.NewReal(p.First, s, f.Active(), total)
	x := make([]*big.Float, n)
	for i := range x {
		x[i] = new(big.Float).SetPrec(leastchange.RealBits)
	}
	r.Root(x[0])
	for i := range n {
		for c := p.First[i]; c < p.First[i+1]; c++ {
			r.Figure(int(c), i, x[c])
		}
	}
	limit := big.NewFloat(1e-60)
	for i := range x {
		d := new(big.Float).SetPrec(leastchange.RealBits).SetRat(want.X[i])
		if d.Sub(d, x[i]).Abs(d).Cmp(limit) > 0 {
			t.Fatalf("unit %d = %.20g, want %s", i, x[i], want.X[i].FloatString(20))
		}
	}
}

func TestRealIsExact(t *testing.T) { rapid.Check(t, realIsExact) }
