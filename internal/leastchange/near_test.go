package leastchange_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/leastchange"
)

func (s source) Near(lo, hi int, figures, weights []float64) {
	for i := lo; i < hi; i++ {
		figures[i-lo] = float64(s.Figures[i]) / float64(s.Scale)
		weights[i-lo], _ = weightOf(s.Problem, i).Float64()
	}
}

func (s source) NearShares(unit int, shares []float64) {
	for i := s.First[unit]; i < s.First[unit+1]; i++ {
		shares[i-s.First[unit]] = float64(s.eighths[i]) / 8
	}
}

// drawWide draws a problem without bounds, with figures, weights and shares of many
// sizes.
func drawWide(t *rapid.T) source {
	p := &leastchange.Problem{First: drawTree(t, 30), Scale: rapid.SampledFrom([]int64{1, 3, 1000}).Draw(t, "scale")}
	most := int64(1) << rapid.SampledFrom([]int{3, 20, 50, 62}).Draw(t, "bits")
	weights := []int64{1, 1, 2, 1000, 1 << 40, 1<<62 - 1}
	if rapid.IntRange(0, 2).Draw(t, "gaps") == 0 {
		weights = append(weights, 0)
	}
	s := source{Problem: p}
	for range len(p.First) - 1 {
		p.Figures = append(p.Figures, rapid.Int64Range(-most, most).Draw(t, "figure"))
		p.Num = append(p.Num, rapid.SampledFrom(weights).Draw(t, "num"))
		p.Den = append(p.Den, max(1, rapid.SampledFrom(weights).Draw(t, "den")))
		s.eighths = append(s.eighths, rapid.SampledFrom([]int64{0, 1, 8, 8, 1 << 30}).Draw(t, "share"))
	}
	return s
}

// drawPins lets bounds decide figures of some units below the root, or of none.
func drawPins(t *rapid.T, s source) *leastchange.Pins {
	some := rapid.SampledFrom([]int{0, 0, 1, 4}).Draw(t, "pins")
	if some == 0 {
		return nil
	}
	n := len(s.Figures)
	pins := &leastchange.Pins{At: make([]leastchange.Bound, n), Figures: make([]float64, n)}
	s.Low, s.High = make([]int64, n), make([]int64, n)
	for i := 1; i < n; i++ {
		if rapid.IntRange(0, some).Draw(t, "pinned") > 0 {
			continue
		}
		pins.At[i] = rapid.SampledFrom([]leastchange.Bound{leastchange.AtLow, leastchange.AtHigh}).Draw(t, "at")
		s.Low[i] = rapid.Int64Range(-1<<50, 1<<50).Draw(t, "bound")
		s.High[i], pins.Figures[i] = s.Low[i], float64(s.Low[i])
	}
	return pins
}

// No figure in floating point is further from the one with many bits than its error
// says. Whatever else is known in floating point agrees with what many bits say.
func errorsAreBounds(t *rapid.T) {
	s := drawWide(t)
	pins := drawPins(t, s)
	at := []leastchange.Bound(nil)
	if pins != nil {
		at = pins.At
	}
	near := leastchange.NewNear(s.First, s, pins)
	upward := leastchange.NewRealUpward(s.First, s, at)
	m, v := new(big.Float).SetPrec(leastchange.RealBits), new(big.Float).SetPrec(leastchange.RealBits)
	check := func(unit int, e leastchange.Estimate, x *big.Float) {
		if math.IsInf(e.Error, 1) || math.IsNaN(e.Error) {
			return // nothing is said
		}
		d := new(big.Float).SetPrec(leastchange.RealBits).SetFloat64(e.Figure)
		if d.Sub(d, x); d.Abs(d).Cmp(big.NewFloat(e.Error)) > 0 {
			t.Fatalf("figure %d = %g ± %g, want %.20g", unit, e.Figure, e.Error, x)
		}
	}

	e, ok := near.Root()
	if free := upward.Alone(0, m, v); ok == free {
		t.Fatalf("Root() is known: %v, want %v", ok, !free)
	} else if ok {
		check(0, e, m)
	}
	for parent := range len(s.First) - 1 {
		lo, hi := int(s.First[parent]), int(s.First[parent+1])
		out := make([]leastchange.Estimate, hi-lo)
		total := rapid.Int64Range(-1<<52, 1<<52).Draw(t, "total")
		if lo == hi || !near.Family(parent, leastchange.Estimate{Figure: float64(total)}, out) {
			continue
		}
		sum, spread := new(big.Float).SetPrec(leastchange.RealBits), new(big.Float).SetPrec(leastchange.RealBits)
		share := new(big.Float).SetPrec(leastchange.RealBits)
		for i := lo; i < hi; i++ {
			upward.Alone(i, m, v)
			s.Share(i, share)
			sum.Add(sum, m.Mul(m, share))
			spread.Add(spread, v.Mul(v, share.Mul(share, share)))
		}
		price := new(big.Float).SetPrec(leastchange.RealBits).SetInt64(total)
		price.Quo(price.Sub(price, sum), spread)
		for i := lo; i < hi; i++ {
			upward.Alone(i, m, v)
			s.Share(i, share)
			v.Mul(v.Mul(v, share), price)
			check(i, out[i-lo], m.Add(m, v))
		}
	}
}

// insideAsksForAll: given the root's own figure, Inside asks for every unit, with an error
// that reaches the figure of the whole problem with many bits. It stops at the first no.
func insideAsksForAll(t *rapid.T) {
	s := drawWide(t)
	near := leastchange.NewNear(s.First, s, nil)
	root, ok := near.Root()
	if !ok {
		return
	}
	seen := map[int]leastchange.Estimate{}
	all := near.Inside(root, func(unit int, x leastchange.Estimate) bool {
		seen[unit] = x
		return true
	})
	if !all {
		return // nothing is known of some family
	}
	if len(seen) != len(s.First)-1 {
		t.Fatalf("Inside() asks for %d units, want %d", len(seen), len(s.First)-1)
	}

	exact, x := leastchange.NewReal(s.First, s, nil, nil), new(big.Float).SetPrec(leastchange.RealBits)
	for parent := range len(s.First) - 1 {
		for i := int(s.First[parent]); i < int(s.First[parent+1]); i++ {
			exact.Figure(i, parent, x)
			e := seen[i]
			d := new(big.Float).SetPrec(leastchange.RealBits)
			if math.IsInf(e.Error, 1) || math.IsNaN(e.Error) || x.IsInf() {
				continue
			}
			if d.SetFloat64(e.Figure).Sub(d, x).Abs(d).Cmp(big.NewFloat(e.Error)) > 0 {
				t.Fatalf("figure %d = %g ± %g, want %.20g", i, e.Figure, e.Error, x)
			}
		}
	}

	stop, asked := rapid.IntRange(0, len(seen)-1).Draw(t, "no"), 0
	if near.Inside(root, func(int, leastchange.Estimate) bool { asked++; return asked <= stop }) || asked != stop+1 {
		t.Fatalf("Inside() asks %d times, want a no at %d", asked, stop+1)
	}
}

func TestInsideAsksForAll(t *testing.T) { rapid.Check(t, insideAsksForAll) }

func TestErrorsAreBounds(t *testing.T) { rapid.Check(t, errorsAreBounds) }
func FuzzErrorsAreBounds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(errorsAreBounds)) }

// The figure of the root is known unless a bound decides it, or nothing does.
func TestNearRoot(t *testing.T) {
	const in = leastchange.Inside
	for _, tt := range []struct {
		name string
		num  []int64
		at   leastchange.Bound // of the root
		want bool
	}{
		{name: "inside", num: []int64{1, 1, 1}, at: in, want: true},
		{name: "at a bound", num: []int64{1, 1, 1}, at: leastchange.AtLow},
		{name: "free", num: []int64{0, 1, 0}, at: in},
		{name: "free at a bound", num: []int64{0, 1, 0}, at: leastchange.AtHigh},
	} {
		p := &leastchange.Problem{First: []int32{1, 3, 3, 3}, Scale: 1, Figures: []int64{9, 4, 5}, Num: tt.num}
		pins := &leastchange.Pins{At: []leastchange.Bound{tt.at, in, in}, Figures: []float64{7, 0, 0}}
		near := leastchange.NewNear(p.First, source{p, []int64{8, 8, 8}}, pins)
		if got, ok := near.Root(); ok != tt.want {
			t.Errorf("%s: Root() = %v, %t, want %t", tt.name, got, ok, tt.want)
		}
	}
}

// Bounds of one kind do without the other.
func TestActiveOfOneKind(t *testing.T) {
	inf := math.Inf(1)
	for _, tt := range []struct {
		low, high []float64
		want      leastchange.Bound // of the first leaf
	}{
		{want: leastchange.Inside},
		{high: []float64{inf, 3, inf}, want: leastchange.AtHigh},
		{low: []float64{-inf, 5, -inf}, want: leastchange.AtLow},
		{low: []float64{-inf, 1, -inf}, high: []float64{inf, 3, inf}, want: leastchange.AtHigh},
	} {
		f := &leastchange.Floats{First: []int32{1, 3, 3, 3}, Figures: []float64{9, 4, 5}, Low: tt.low, High: tt.high}
		got := leastchange.Inside
		if at := f.Active(); at != nil {
			got = at[1]
		}
		if got != tt.want {
			t.Errorf("bounds from %v to %v: %v decides, want %v", tt.low, tt.high, got, tt.want)
		}
	}
}
