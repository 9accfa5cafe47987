package robust_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// The product that spares a division leaves in what is above by little, and
// nothing that is equal.
func TestExceeds(t *testing.T) {
	tests := []struct {
		difference, least, most, best float64
		want                          bool
	}{
		{2, 1, 1, 1, true},
		{1, 2, 2, 1, false},
		{2, 1, 1, 2, false},
		{6, 3, 4, 2, false},
		{1 + 0x1p-45, 1, 1, 1, true},
		{3 + 0x1p-43, 3, 3, 1, true},
		{0, 1, 1, 0, false},
		{0, 1, 1, -1, true},
		{-1, 1, 2, 0, false},
		{-1, 1, 2, -0.5, false},
		{-1, 1, 2, -0.75, true},
		{-1, 1, 4, -0.5, true},
		{-4, 1, 2, -3, true},
		{1, 1, 2, -3, true},
		{-1e300, 1, 1, math.Inf(-1), true},
	}

	for _, tt := range tests {
		if got := robust.Exceeds(tt.difference, tt.least, tt.most, tt.best); got != tt.want {
			t.Errorf("exceeds(%v, %v, %v, %v) = %v", tt.difference, tt.least, tt.most, tt.best, got)
		}
	}
}

// testCritical compares critical figures with those of a search over every
// pair, for every family and side.
func testCritical(t *testing.T, estimates []robust.Estimate, replicates int, alpha string, seed uint64) {
	t.Helper()
	var values, se []float64
	for _, e := range estimates {
		values, se = append(values, e.Value), append(se, e.SE)
	}

	for _, o := range []robust.ConfidenceOptions{
		{},
		{Family: robust.Marginal},
		{Family: robust.Marginal, Side: robust.LowerBound},
		{Family: robust.Marginal, Side: robust.UpperBound},
	} {
		o.Better, o.Alpha, o.Replicates, o.Seed = target.Higher, dec(alpha), replicates, seed
		tail := int(o.Alpha.Mul(decimal.NewFromInt(int64(replicates))).IntPart()) + 1
		rows, want := naiveSets(estimates, o)

		name := fmt.Sprintf("%d units, α %s, family %d, side %d", len(values), alpha, o.Family, o.Side)
		if diff := cmp.Diff(want, robust.Critical(values, se, o.Family, o.Side, replicates, tail, seed)); diff != "" {
			t.Errorf("%s: critical figures mismatch (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(rows, byCode(must(robust.ConfidenceSets(estimates, o)))); diff != "" {
			t.Errorf("%s: ConfidenceSets() mismatch (-want +got):\n%s", name, diff)
		}
	}
}

// Where nearly all pairs are significant, those left have the worse unit
// first; with a large α their largest difference is negative, and so are the
// bounds of whole blocks.
func TestCriticalFiguresOfClearOrders(t *testing.T) {
	for p := 1; p <= 5; p++ {
		for seed := range uint64(3) {
			estimates := make([]robust.Estimate, p)
			for i := range estimates {
				value, se := float64(100*(i*3%5)), float64(1+i*i%4)
				estimates[i] = robust.Estimate{Code: unitCode(i), Value: value, SE: se}
			}
			testCritical(t, estimates, 60, "0.97", seed)
			testCritical(t, estimates, 60, "0.05", seed)
		}
	}
}

// A difference that equals the critical figure is not significant, neither at
// the end nor when pairs are left out for the next round.
func TestDifferenceThatIsCritical(t *testing.T) {
	const replicates = 20
	for seed := range uint64(4) {
		for _, side := range []robust.Side{robust.TwoSided, robust.LowerBound, robust.UpperBound} {
			for _, family := range []robust.SetFamily{robust.Simultaneous, robust.Marginal} {
				// The standard error of the difference is 5.
				estimates := []robust.Estimate{{"a", 0, 3}, {"b", 0, 4}}
				o := robust.ConfidenceOptions{
					Better: target.Higher, Alpha: dec("0.2"), Family: family, Side: side,
					Replicates: replicates, Seed: seed, SingleStep: true,
				}
				_, cuts := naiveSets(estimates, o)

				for _, cut := range cuts {
					for _, sign := range []float64{1, -1} {
						estimates[0].Value = 5 * sign * cut
						if estimates[0].Value/5 != sign*cut {
							continue
						}
						for _, o.SingleStep = range []bool{true, false} {
							want, _ := naiveSets(estimates, o)
							if diff := cmp.Diff(want, byCode(must(robust.ConfidenceSets(estimates, o)))); diff != "" {
								t.Errorf("seed %d, %+v mismatch (-want +got):\n%s", seed, o, diff)
							}
						}
						_, want := naiveSets(estimates, o)
						values, se := []float64{estimates[0].Value, 0}, []float64{3, 4}
						if diff := cmp.Diff(
							want,
							robust.Critical(values, se, family, side, replicates, 5, seed),
						); diff != "" {
							t.Errorf("seed %d, %+v: critical figures mismatch (-want +got):\n%s", seed, o, diff)
						}
					}
				}
			}
		}
	}
}

// Two clear pairs make room for a third that a single step does not find.
func TestStepDownFindsMore(t *testing.T) {
	estimates := []robust.Estimate{{"a", 0, 1}, {"b", 2.8, 1}, {"c", 100, 1}, {"d", 200, 1}, {"e", 300, 1}}
	o := robust.ConfidenceOptions{Better: target.Higher, Replicates: 500, Alpha: dec("0.2")}
	down := slices.Collect(must(robust.ConfidenceSets(estimates, o)).All())
	o.SingleStep = true
	single := slices.Collect(must(robust.ConfidenceSets(estimates, o)).All())
	want := []robust.RankSet{{"e", 1, 1, 1}, {"d", 2, 2, 2}, {"c", 3, 3, 3}, {"b", 4, 4, 5}, {"a", 5, 4, 5}}
	if diff := cmp.Diff(want, single); diff != "" {
		t.Errorf("single step mismatch (-want +got):\n%s", diff)
	}
	want[3].Upper, want[4].Lower = 4, 5
	if diff := cmp.Diff(want, down); diff != "" {
		t.Errorf("step-down mismatch (-want +got):\n%s", diff)
	}
}

// Units of one estimate share the better rank and are listed by code.
func TestEqualEstimates(t *testing.T) {
	got := must(
		robust.ConfidenceSets(
			[]robust.Estimate{{"c", 1, 1}, {"b", 2, 3}, {"a", 1, 2}},
			robust.ConfidenceOptions{Better: target.Higher, Replicates: 10},
		),
	)
	want := []robust.RankSet{{"b", 1, 1, 3}, {"a", 2, 1, 3}, {"c", 2, 1, 3}}
	if diff := cmp.Diff(want, slices.Collect(got.All())); diff != "" {
		t.Errorf("ConfidenceSets() mismatch (-want +got):\n%s", diff)
	}
}
