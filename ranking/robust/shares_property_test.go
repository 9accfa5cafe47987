package robust_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
)

// On the simplex of two components the first weight is even over 0 … 1; of
// three, it is above t in (1 − t)² of all draws.
func TestSharesAreUniform(t *testing.T) {
	d := func(figures ...int64) []decimal.Decimal {
		var s []decimal.Decimal
		for _, f := range figures {
			s = append(s, decimal.New(f, -1))
		}
		return s
	}

	const draws = 40_000
	tests := []struct {
		name   string
		region *robust.Region
		unit   []decimal.Decimal // against zero
		want   float64           // probability of being first
	}{
		{"two components", must(robust.Simplex(2)), d(7, -3), 0.7},
		{"three components", must(robust.Simplex(3)), d(1, -1, -1), 0.25},
		{"cut simplex", must(robust.Box(d(0, 0, 0), d(5, 10, 10))), d(6, -4, -4), (0.36 - 0.25) / 0.75},
		{"around", must(robust.Around(d(5, 5), dec("0.2"))), d(1, -1), 0.5},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zero := make([]decimal.Decimal, len(tt.unit))
			us := []robust.ScoredUnit{{Code: "a", Scores: tt.unit}, {Code: "b", Scores: zero}}
			shares := must(robust.SampleRanks(us, tt.region, robust.SampleOptions{Draws: draws, Seed: 3}))
			got := float64(shares[0].Count(1)) / draws
			// Four standard errors of the share.
			if diff := got - tt.want; diff > 0.01 || diff < -0.01 {
				t.Errorf("first in %v of the draws, want %v", got, tt.want)
			}
		})
	}
}

// Bounds of more digits than a draw has are rounded inwards: the first weight
// is never below its bound, so unit a, which gains what the weight lacks of
// it, is never first.
func TestSharesStayInside(t *testing.T) {
	bound := dec("0.4999999999999999995")
	region := must(robust.Box(
		[]decimal.Decimal{bound, decimal.Zero},
		[]decimal.Decimal{dec("0.5000000000000000015"), decimal.NewFromInt(1)},
	))
	us := []robust.ScoredUnit{
		{Code: "a", Scores: []decimal.Decimal{bound.Sub(decimal.NewFromInt(1)), bound}},
		{Code: "b", Scores: []decimal.Decimal{decimal.Zero, decimal.Zero}},
	}
	got := must(robust.SampleRanks(us, region, robust.SampleOptions{Draws: 100}))
	want := []robust.RankShares{{"a", 2, []int{100}}, {"b", 1, []int{100}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Shares() mismatch (-want +got):\n%s", diff)
	}
}

// A region with one point, of more digits than a draw has, is that point.
func TestSharesOfAPoint(t *testing.T) {
	third := dec("0.33333333333333333333")
	weights := []decimal.Decimal{third, third, decimal.NewFromInt(1).Sub(third).Sub(third)}
	region := must(robust.Around(weights, decimal.Zero))
	us := []robust.ScoredUnit{
		{Code: "a", Scores: []decimal.Decimal{dec("3"), dec("0"), dec("0")}},
		{Code: "b", Scores: []decimal.Decimal{dec("0"), dec("3"), dec("0")}},
		{Code: "c", Scores: []decimal.Decimal{dec("0"), dec("0"), dec("3")}},
	}
	got := must(robust.SampleRanks(us, region, robust.SampleOptions{Draws: 5}))
	want := []robust.RankShares{{"a", 2, []int{5}}, {"b", 2, []int{5}}, {"c", 1, []int{5}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Shares() mismatch (-want +got):\n%s", diff)
	}
}
