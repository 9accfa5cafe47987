package trial_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/internal/transcend"
)

// sample is figures with weights; some of both are zero.
type sample struct{ figures, weights []decimal.Decimal }

func drawSample(t *rapid.T) sample {
	var s sample
	for range rapid.IntRange(1, 8).Draw(t, "n") {
		x := decimal.New(rapid.SampledFrom([]int64{0, 1, 2, 2, 5, 10, 333, 1 << 40}).Draw(t, "figure"), -2)
		w := decimal.New(rapid.SampledFrom([]int64{0, 1, 1, 3, 250, 7}).Draw(t, "weight"), -1)
		s.figures, s.weights = append(s.figures, x), append(s.weights, w)
	}
	// At least one figure counts and is above zero.
	s.figures, s.weights = append(s.figures, decimal.New(4, 0)), append(s.weights, decimal.New(2, 0))
	return s
}

func (s sample) distribution(t *rapid.T) *trial.Distribution {
	d, err := trial.NewDistribution(s.figures, s.weights)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// measures are all relative measures to a number of digits.
func measures(d *trial.Distribution, n int) []decimal.NullDecimal {
	return []decimal.NullDecimal{
		d.Gini(n), d.Hoover(n), d.TheilT(n), d.TheilL(n), d.Variation(n),
		must(d.Atkinson(dec("0.5"), n)), must(d.Atkinson(dec("1"), n)), must(d.Atkinson(dec("2.25"), n)),
		must(d.ShareOf(dec("0.3"), n)), must(d.WeightOf(dec("0.3"), n)),
	}
}

// must takes a measure whose arguments are right.
func must(m decimal.NullDecimal, err error) decimal.NullDecimal {
	if err != nil {
		panic(err)
	}
	return m
}

func same(a, b decimal.NullDecimal) bool { return a.Valid == b.Valid && a.Decimal.Equal(b.Decimal) }

// Measures do not change when units are permuted, all figures or all weights are
// multiplied, a unit is divided into two alike, or units without weight are
// added.
func measuresAreInvariant(t *rapid.T) {
	s := drawSample(t)
	want := measures(s.distribution(t), 12)

	var changed sample
	figure, weight := dec("0.25"), dec("300")
	for _, i := range rapid.Permutation(indices(len(s.figures))).Draw(t, "order") {
		x, w := s.figures[i].Mul(figure), s.weights[i].Mul(weight)
		half := w.Mul(dec("0.5"))
		changed.figures = append(changed.figures, x, dec("77"), x)
		changed.weights = append(changed.weights, half, decimal.Zero, w.Sub(half))
	}
	for i, got := range measures(changed.distribution(t), 12) {
		if !same(got, want[i]) {
			t.Fatalf("measure %d of %v = %v, of %v = %v", i, s, want[i], changed, got)
		}
	}
}

func TestMeasuresAreInvariant(t *testing.T) { rapid.Check(t, measuresAreInvariant) }
func FuzzMeasuresAreInvariant(f *testing.F) { f.Fuzz(rapid.MakeFuzz(measuresAreInvariant)) }

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// A transfer from a richer unit to a poorer one, at most to where they would be
// equal, never raises a measure (Pigou 1912, Dalton 1920).
func transfersNeverRaise(t *rapid.T) {
	s := drawSample(t)
	i := rapid.IntRange(0, len(s.figures)-1).Draw(t, "poor")
	j := rapid.IntRange(0, len(s.figures)-1).Draw(t, "rich")
	if s.figures[i].GreaterThan(s.figures[j]) {
		i, j = j, i
	}
	wi, wj := s.weights[i], s.weights[j]
	before := s.distribution(t)

	// Each unit of weight of i gains, each of j loses, the masses cancel out.
	after := sample{slices.Clone(s.figures), s.weights}
	part := rapid.SampledFrom(decs("0", "0.001", "0.25", "0.5", "1")).Draw(t, "part")
	if whole := wi.Add(wj); whole.Sign() > 0 {
		gap := s.figures[j].Sub(s.figures[i]).Mul(part)
		after.figures[i] = s.figures[i].Mul(whole).Add(gap.Mul(wj))
		after.figures[j] = s.figures[j].Mul(whole).Sub(gap.Mul(wi))
		for k := range after.figures {
			if k != i && k != j {
				after.figures[k] = s.figures[k].Mul(whole)
			}
		}
	}
	a, b := measures(before, 25)[:8], measures(after.distribution(t), 25)[:8]
	for k := range a {
		if a[k].Valid && b[k].Valid && b[k].Decimal.GreaterThan(a[k].Decimal) {
			t.Fatalf("measure %d rises from %v of %v to %v of %v", k, a[k], s, b[k], after)
		}
	}
}

func TestTransfersNeverRaise(t *testing.T) { rapid.Check(t, transfersNeverRaise) }
func FuzzTransfersNeverRaise(f *testing.F) { f.Fuzz(rapid.MakeFuzz(transfersNeverRaise)) }

// pairwise computes Gini's and Hoover's index by their definitions.
func (s sample) pairwise() (gini, hoover *big.Rat) {
	weight, mass := new(big.Rat), new(big.Rat)
	for i, x := range s.figures {
		w := s.weights[i].Rat()
		weight.Add(weight, w)
		mass.Add(mass, new(big.Rat).Mul(w, x.Rat()))
	}
	mean := new(big.Rat).Quo(mass, weight)

	gini, hoover = new(big.Rat), new(big.Rat)
	for i, x := range s.figures {
		for j, y := range s.figures {
			term := new(big.Rat).Sub(x.Rat(), y.Rat())
			term.Abs(term).Mul(term, s.weights[i].Rat()).Mul(term, s.weights[j].Rat())
			gini.Add(gini, term)
		}
		term := new(big.Rat).Sub(x.Rat(), mean)
		hoover.Add(hoover, term.Abs(term).Mul(term, s.weights[i].Rat()))
	}
	double := new(big.Rat).Mul(mass, big.NewRat(2, 1))
	return gini.Quo(gini, double).Quo(gini, weight), hoover.Quo(hoover, double)
}

func measuresMeetDefinitions(t *rapid.T) {
	s := drawSample(t)
	d := s.distribution(t)
	gini, hoover := s.pairwise()
	for _, n := range []int{1, 3, 16, 40} {
		if got, want := d.Gini(n).Decimal, transcend.Fraction(gini, n); !got.Equal(want) {
			t.Fatalf("Gini(%d) of %v = %v, want %v", n, s, got, want)
		}
		if got, want := d.Hoover(n).Decimal, transcend.Fraction(hoover, n); !got.Equal(want) {
			t.Fatalf("Hoover(%d) of %v = %v, want %v", n, s, got, want)
		}
	}

	// Atkinson of ε = 1 is 1 − exp(−L), and the equivalent the mean without it.
	if l := d.TheilL(40); l.Valid {
		rest := decimal.New(1, 0).Sub(must(d.Atkinson(dec("1"), 40)).Decimal)
		if got := transcend.Ln(rest, 40).Neg(); got.Sub(l.Decimal).Abs().GreaterThan(dec("1e-30")) {
			t.Fatalf("Atkinson(1) of %v makes L %v, want %v", s, got, l.Decimal)
		}
	}
	want := d.Mean(50).Decimal.Mul(decimal.New(1, 0).Sub(must(d.Atkinson(dec("0.5"), 50)).Decimal))
	if got := must(d.Equivalent(dec("0.5"), 20)).Decimal; got.Sub(want).Abs().GreaterThan(want.Abs().Shift(-19)) {
		t.Fatalf("Equivalent(0.5) of %v = %v, want %v", s, got, want)
	}
}

func TestMeasuresMeetDefinitions(t *testing.T) { rapid.Check(t, measuresMeetDefinitions) }

// Theil's T between and within groups adds up to that of all, whatever the
// groups and the scales in which they are given.
func decompositionAddsUp(t *rapid.T) {
	a, b := drawSample(t), drawSample(t)
	all := sample{slices.Concat(a.figures, b.figures), slices.Concat(a.weights, b.weights)}
	parts, err := trial.Decompose(40, a.distribution(t), b.distribution(t))
	if err != nil {
		t.Fatal(err)
	}
	sum := parts.Between.Decimal.Add(parts.Within.Decimal)
	if want := all.distribution(t).TheilT(30).Decimal; sum.Sub(want).Abs().GreaterThan(dec("1e-28")) {
		t.Fatalf("Decompose(%v, %v) = %v, which adds up to %v, want %v", a, b, parts, sum, want)
	}
}

func TestDecompositionAddsUp(t *testing.T) { rapid.Check(t, decompositionAddsUp) }

// Ratios are the same as their quotients with the denominators as weights.
func ratiosAreQuotients(t *rapid.T) {
	s := drawSample(t)
	var masses []decimal.Decimal
	for i, x := range s.figures {
		masses = append(masses, x.Mul(s.weights[i]))
	}
	ratios, err := trial.NewRatios(masses, s.weights)
	if err != nil {
		t.Fatal(err)
	}
	want := measures(s.distribution(t), 20)
	for i, got := range measures(ratios, 20) {
		if !same(got, want[i]) {
			t.Fatalf("measure %d of ratios %v = %v, want %v", i, s, got, want[i])
		}
	}
	if got := ratios.Mean(20); !same(got, s.distribution(t).Mean(20)) {
		t.Fatalf("Mean of ratios %v = %v", s, got)
	}
}

func TestRatiosAreQuotients(t *testing.T) { rapid.Check(t, ratiosAreQuotients) }

// The concentration over the figures' own order is the Gini coefficient, over
// the opposite order its negative, and over equal figures 0.
func concentrationIsBounded(t *rapid.T) {
	s := drawSample(t)
	d := s.distribution(t)
	var opposite, flat, other []decimal.Decimal
	for _, x := range s.figures {
		opposite, flat = append(opposite, x.Neg()), append(flat, decimal.New(3, 0))
		other = append(other, decimal.New(rapid.Int64Range(0, 5).Draw(t, "by"), 0))
	}

	gini := d.Gini(20).Decimal
	for name, tt := range map[string]struct {
		by         []decimal.Decimal
		least, top decimal.Decimal
	}{
		"own order":      {s.figures, gini, gini},
		"opposite order": {opposite, gini.Neg(), gini.Neg()},
		"no order":       {flat, decimal.Zero, decimal.Zero},
		"another order":  {other, gini.Neg(), gini},
	} {
		got, err := d.Concentration(tt.by, 20)
		if err != nil {
			t.Fatal(err)
		}
		if got.Decimal.LessThan(tt.least) || got.Decimal.GreaterThan(tt.top) {
			t.Fatalf("Concentration of %v over %s = %v, not from %v to %v", s, name, got.Decimal, tt.least, tt.top)
		}
	}
}

func TestConcentrationIsBounded(t *testing.T) { rapid.Check(t, concentrationIsBounded) }
