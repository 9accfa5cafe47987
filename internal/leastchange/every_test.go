package leastchange_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/internal/quadratic"
)

// everyProblem calls a function for problems on a tree of five units: unit 1 has the children 3
// and 4. Each unit below the root has no bounds, a minimum above what is proposed for it, a
// maximum below that, or one figure. In short mode it takes a fifth of them.
func everyProblem(do func(p *leastchange.Problem)) {
	const no, free = leastchange.NoLow, leastchange.NoHigh
	bounds := [4][][2]int64{
		{{no, free}, {13, free}, {no, 2}, {5, 5}},
		{{no, free}, {no, 6}, {9, 12}},
		{{no, free}, {4, free}, {no, -1}, {0, 3}},
		{{no, free}, {8, free}, {no, 3}, {6, 6}},
	}

	for _, weights := range [][]int64{nil, {0, 0, 1, 2, 3}, {1, 2, 0, 1, 1}, {3, 1, 1, 0, 1}, {1, 0, 2, 0, 0}} {
		for _, total := range []*int64{nil, new(int64(17))} {
			for set := range 4 * 3 * 4 * 4 {
				if testing.Short() && set%5 != 0 {
					continue
				}
				p := &leastchange.Problem{
					First: []int32{1, 3, 5, 5, 5, 5}, Figures: []int64{36, 21, 14, 3, 11}, Scale: 2, Num: weights,
					Total: total,
					Low:   []int64{no}, High: []int64{free},
				}
				for _, b := range bounds {
					p.Low, p.High = append(p.Low, b[set%len(b)][0]), append(p.High, b[set%len(b)][1])
					set /= len(b)
				}
				do(p)
			}
		}
	}
}

// In every small problem, words, big integers, floating point and many bits agree with a
// solver that knows nothing of trees, and so do the bounds that decide.
func TestEveryProblem(t *testing.T) {
	solved, contradicted := 0, 0
	everyProblem(func(p *leastchange.Problem) {
		tight, conflicts, err := p.Tighten()
		if err != nil {
			t.Fatal(err)
		}
		q := general(p)
		want, err := quadratic.Solve(q)
		_, contradiction := errors.AsType[*quadratic.InfeasibleError](err)
		_, undetermined := errors.AsType[*quadratic.UndeterminedError](err)
		if !undetermined && contradiction != (len(conflicts) > 0) {
			t.Fatalf("Tighten(%v to %v) = %v, want %v", p.Low, p.High, conflicts, err)
		}
		tightWide, wideConflicts := wide(p, big.NewInt(1)).Tighten()
		if diff := cmp.Diff(conflicts, wideConflicts); diff != "" {
			t.Fatalf("Tighten() of big integers mismatch (-want +got):\n%s", diff)
		}
		if len(conflicts) > 0 {
			minimalConflicts(t, p, conflicts)
			contradicted++
			return
		}
		solved++

		x, at, err := leastchange.Solve(tight)
		if err != nil {
			t.Fatal(err)
		}
		keeps(t, p, x)
		certain(t, p, x)
		words, wideAt := leastchange.SolveWide(tightWide)
		if !slices.Equal(at, wideAt) {
			t.Fatalf("SolveWide(%v) says that %v decide, want %v", p, wideAt, at)
		}
		for i, v := range words {
			if v.Cmp(big.NewInt(x[i])) != 0 {
				t.Fatalf("SolveWide(%v) = %v, want %v", p, words, x)
			}
		}
		oneSide(t, p, tight, x)
		if !undetermined {
			decides(t, p, q, want, at)
			inReal(t, source{Problem: tight}, at, want.X)
			for i, v := range leastchange.Guess(tight) {
				if w, _ := want.X[i].Float64(); math.Abs(v-w) > 1e-6 {
					t.Fatalf("Guess(%v) of unit %d = %v, want %v", p, i, v, w)
				}
			}
		}
	})
	if solved == 0 || contradicted == 0 {
		t.Errorf("%d problems are solved and %d contradict themselves, want both", solved, contradicted)
	}
}

// oneSide checks that minima alone, or maxima alone, do what they do beside bounds that nothing has.
func oneSide(t *testing.T, p, tight *leastchange.Problem, want []int64) {
	t.Helper()
	one := *tight
	one.Total = p.Total
	none := func(bounds []int64, no int64) bool {
		return !slices.ContainsFunc(bounds[1:], func(b int64) bool { return b != no })
	}
	switch {
	case none(tight.High, leastchange.NoHigh):
		one.High = nil
	case none(tight.Low, leastchange.NoLow):
		one.Low = nil
	default:
		return
	}

	if got := solve(t, &one); !slices.Equal(got, want) {
		t.Fatalf("Solve(%v) = %v, want %v", &one, got, want)
	}
	for _, solve := range []func(*leastchange.Wide) []*big.Int{
		func(w *leastchange.Wide) []*big.Int { x, _ := leastchange.SolveWide(w); return x },
		func(w *leastchange.Wide) []*big.Int { w, _ = w.Tighten(); x, _ := leastchange.SolveWide(w); return x },
	} {
		if got := solve(wide(&one, big.NewInt(1))); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("SolveWide(%v) = %v, want %v", &one, got, want)
		}
	}
}

// decides checks that a bound that pulls decides, and that one that decides is met.
func decides(t fatal, p *leastchange.Problem, q *quadratic.Problem, s *quadratic.Solution, at []leastchange.Bound) {
	t.Helper()
	for k, c := range q.Constraints {
		if len(c.Terms) != 1 || c.Op == quadratic.Equal || s.Multipliers[k].Sign() == 0 {
			continue
		}
		unit, want := c.Terms[0].At, leastchange.AtLow
		if c.Op == quadratic.AtMost {
			want = leastchange.AtHigh
		}
		if got := at[unit]; got != want && p.Low[unit] != p.High[unit] {
			t.Fatalf("%v: bound %d decides unit %d, want %d", p, got, unit, want)
		}
	}
}

// inReal checks the solution with many bits. It begins with the bounds that decide, with any one
// of them mistaken, and with none.
func inReal(t *testing.T, s source, at []leastchange.Bound, want []*big.Rat) {
	t.Helper()
	var total *big.Float
	if s.Total != nil {
		total = new(big.Float).SetInt64(*s.Total)
	}
	begin := func(at []leastchange.Bound) {
		given := slices.Clone(at)
		r := leastchange.NewReal(s.First, s, at, total)
		x := new(big.Float).SetPrec(leastchange.RealBits)
		for i := range want {
			if i == 0 {
				r.Root(x)
			} else {
				r.Figure(i, parentOf(s.First, i), x)
			}
			d := new(big.Float).SetPrec(leastchange.RealBits).SetRat(want[i])
			if d.Sub(d, x).Abs(d).Cmp(big.NewFloat(1e-60)) > 0 {
				t.Fatalf("%v in %v from %v: unit %d = %.20g, want %s",
					s.Problem, s.eighths, given, i, x, want[i].FloatString(20))
			}
		}
	}

	begin(make([]leastchange.Bound, len(at)))
	for unit := range at {
		for _, b := range []leastchange.Bound{leastchange.Inside, leastchange.AtLow, leastchange.AtHigh} {
			low, high := s.Limits(unit)
			if b == leastchange.AtLow && low == nil || b == leastchange.AtHigh && high == nil {
				continue
			}
			mistaken := slices.Clone(at)
			mistaken[unit] = b
			begin(mistaken)
		}
	}
}

// In every small problem of weighted means, many bits agree with a solver that knows nothing of
// trees. Floating point does so within its errors, which are small.
func TestEveryMean(t *testing.T) {
	shares := [][]int64{{8, 8, 8, 3, 24}, {8, 16, 0, 8, 1}, {8, 2, 5, 0, 0}, {8, 0, 0, 2, 3}}
	solved, known := 0, 0

	everyProblem(func(p *leastchange.Problem) {
		if p.Low[1] != leastchange.NoLow || p.High[1] != leastchange.NoHigh {
			return
		}
		for _, eighths := range shares {
			q := general(p)
			countInEighths(q, eighths)
			want, err := quadratic.Solve(q)
			if err != nil {
				continue
			}
			solved++
			f := leastchange.FloatsOf(p)
			for _, e := range eighths {
				f.Shares = append(f.Shares, float64(e)/8)
			}
			at := f.Active()
			inReal(t, source{p, eighths}, at, want.X)
			answers(t, source{p, eighths}, at, want.X)
			known += inFloats(t, source{p, eighths}, at, want.X)
		}
	})
	if want := solved * 13 / 2; solved == 0 || known < want {
		t.Errorf("floating point knows %d figures of %d problems, want %d or more", known, solved, want)
	}
}

// answers checks what Real says of families: the sums of their children, whether one is free, and
// the price, by which a child that is not free moves.
func answers(t *testing.T, s source, at []leastchange.Bound, want []*big.Rat) {
	t.Helper()
	var total *big.Float
	if s.Total != nil {
		total = new(big.Float).SetInt64(*s.Total)
	}
	number := func() *big.Float { return new(big.Float).SetPrec(leastchange.RealBits) }
	r := leastchange.NewReal(s.First, s, slices.Clone(at), total)
	m, v, sum, spread, share, price := number(), number(), number(), number(), number(), number()
	for unit := range want {
		lo, hi := s.First[unit], s.First[unit+1]
		r.Price(unit, price)
		if lo == hi {
			if price.Sign() != 0 || r.Loose(unit) {
				t.Fatalf("leaf %d has the price %g, want 0", unit, price)
			}
			continue
		}

		loose, firm := number(), number() // how far the children move, those that are free and the others
		free := false
		sum.SetInt64(0)
		for i := lo; i < hi; i++ {
			isFree := r.Alone(int(i), m, v)
			s.Share(int(i), share)
			sum.Add(sum, m.Mul(m, share))
			v.Mul(v, share.Mul(share, share))
			if isFree && share.Sign() != 0 {
				free = true
				loose.Add(loose, v)
			} else {
				firm.Add(firm, v)
			}
		}
		if free {
			firm = loose
		}
		gotSum := number()
		r.Sum(unit, gotSum, spread)
		if gotSum.Cmp(sum) != 0 || spread.Cmp(firm) != 0 || r.Loose(unit) != free {
			t.Fatalf("%v: Sum(%d) = %g, %g, loose %t, want %g, %g, %t",
				s.Problem, unit, gotSum, spread, r.Loose(unit), sum, firm, free)
		}
		if free && price.Sign() != 0 {
			t.Fatalf("the loose family %d has the price %g, want 0", unit, price)
		}

		for i := lo; i < hi && !price.IsInf(); i++ {
			w := weightOf(s.Problem, int(i))
			if at[i] != leastchange.Inside || w.Sign() == 0 || !isLeaf(s.First, int(i)) {
				continue
			}
			x, _ := want[i].Float64()
			f, _ := w.Float64()
			p, _ := price.Float64()
			got := f * (x - float64(s.Figures[i])/float64(s.Scale))
			if math.Abs(got-p*float64(s.eighths[i])/8) > 1e-12 {
				t.Fatalf("%v: unit %d answers to a price of %g, want %g", s.Problem, i, got, p)
			}
		}
	}
}

// inFloats checks the figures of a problem in floating point, whose bounds are known. It returns
// how many it says something of.
func inFloats(t *testing.T, s source, at []leastchange.Bound, want []*big.Rat) (known int) {
	t.Helper()
	pins := &leastchange.Pins{At: at, Figures: make([]float64, len(at))}
	for i, b := range at {
		switch b {
		case leastchange.AtLow:
			pins.Figures[i] = float64(s.Low[i])
		case leastchange.AtHigh:
			pins.Figures[i] = float64(s.High[i])
		}
	}
	near := leastchange.NewNear(s.First, s, pins)
	check := func(unit int, e leastchange.Estimate) {
		if !(e.Error < math.Inf(1)) {
			return // nothing is said
		}
		known++
		w, _ := want[unit].Float64()
		if d := math.Abs(e.Figure - w); !(d <= e.Error+1e-14*math.Abs(w)) || !(e.Error < 1e-10) {
			t.Fatalf("%v in %v at %v: unit %d = %g ± %g, want %g",
				s.Problem, s.eighths, at, unit, e.Figure, e.Error, w)
		}
	}
	root, _ := want[0].Float64()
	if e, ok := near.Root(); ok && s.Total == nil {
		check(0, e)
	}
	for parent := range []int{0, 1} {
		lo, hi := int(s.First[parent]), int(s.First[parent+1])
		out := make([]leastchange.Estimate, hi-lo)
		figure, _ := want[parent].Float64()
		if !near.Family(parent, leastchange.Estimate{Figure: figure}, out) {
			continue
		}
		for i, e := range out {
			check(lo+i, e)
		}
	}

	// Inside shows the figures with pins as they are without them: on the side of the pin.
	asked := 0
	all := near.Inside(leastchange.Estimate{Figure: root}, func(unit int, e leastchange.Estimate) bool {
		if asked++; e.Error >= 0 && e.Error < 1e-10 {
			known++
		}
		switch at[unit] {
		case leastchange.Inside:
			check(unit, e)
		case leastchange.AtLow:
			if unit > 0 && s.Low[unit] != s.High[unit] && e.Figure-e.Error > pins.Figures[unit] {
				t.Fatalf("%v in %v: unit %d = %g ± %g, want at most %g", s.Problem, s.eighths, unit, e.Figure, e.Error,
					pins.Figures[unit])
			}
		case leastchange.AtHigh:
			if unit > 0 && s.Low[unit] != s.High[unit] && e.Figure+e.Error < pins.Figures[unit] {
				t.Fatalf("%v in %v: unit %d = %g ± %g, want at least %g", s.Problem, s.eighths, unit, e.Figure, e.Error,
					pins.Figures[unit])
			}
		}
		return true
	})
	if all != (asked == len(at)) {
		t.Fatalf("%v in %v: Inside() = %t after %d units of %d", s.Problem, s.eighths, all, asked, len(at))
	}
	return known
}

func parentOf(first []int32, unit int) int {
	for i := range first {
		if int(first[i+1]) > unit {
			return i
		}
	}
	return -1
}
