package robust_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/robust"
)

func vector(figures ...string) []decimal.Decimal {
	v := make([]decimal.Decimal, len(figures))
	for i, f := range figures {
		v[i] = dec(f)
	}
	return v
}

// box returns the region between bounds.
func box(low, high []decimal.Decimal) *robust.Region { return must(robust.Box(low, high)) }

func TestSharesDefault(t *testing.T) {
	us := []robust.ScoredUnit{{"a", vector("1", "0")}, {"b", vector("0", "1")}}
	got := must(robust.SampleRanks(us, must(robust.Simplex(2)), robust.SampleOptions{}))
	if n := got[0].Count(1) + got[0].Count(2); n != 1000 {
		t.Errorf("%d draws, want 1,000", n)
	}
}

// How often a weighted sum is above another where the region is small beside
// the unit of a draw, has few points, or a component that cannot move.
func TestSharesOfNarrowRegions(t *testing.T) {
	const draws = 2000
	tests := []struct {
		name      string
		low, high []decimal.Decimal
		a, b      []decimal.Decimal
		want      float64 // share of draws with a first
	}{
		// The first weight is even over 5 … 10 units of 10⁻¹⁰.
		{
			"lower bound of ten decimals", vector("0.0000000005", "0"), vector("0.000000001", "1"),
			vector("1", "0"), vector("0.00000000075", "0.00000000075"), 0.5,
		},
		{
			"upper bound of ten decimals", vector("0", "0"), vector("0.0000000015", "1"),
			vector("1", "0"), vector("0.0000000012", "0.0000000012"), 0.2,
		},
		{
			"bounds of ten decimals between two of nine", vector("0.0000000002", "0"), vector("0.0000000008", "1"),
			vector("1", "0"), vector("0.0000000004", "0.0000000004"), 2.0 / 3,
		},
		{
			"bounds of ten decimals far apart", vector("0.1000000001", "0"), vector("0.9000000001", "1"),
			vector("1", "0"), vector("0.5", "0.5"), 0.5,
		},
		// Three points: none of the last two weights is one unit, or either.
		{
			"three points", vector("0.999999999", "0", "0"), vector("1", "1", "1"),
			vector("1", "1", "0"), vector("0.9999999995", "0.9999999995", "0.9999999995"), 2.0 / 3,
		},
		{
			"component that cannot move", vector("0.3", "0", "0"), vector("0.3", "1", "1"),
			vector("1", "1", "0"), vector("0.5", "0.5", "0.5"), 5.0 / 7,
		},
		{
			"component that cannot move by itself", vector("0.3", "0", "0"), vector("0.3", "1", "1"),
			vector("1", "0", "0"), vector("0.3000001", "0.3000001", "0.3000001"), 0,
		},
		// The bounds have no multiple of 10⁻¹⁸ between them, and unit a has what
		// the first weight is above its lower bound.
		{
			"bounds between two units of a draw",
			vector("0.1234567890123456781", "0"), vector("0.1234567890123456789", "1"),
			vector(
				"0.8765432109876543219",
				"-0.1234567890123456781",
			), vector("-0.00000000000000000001", "-0.00000000000000000001"), 1,
		},
		// The second weight is even over what the first leaves, which stays.
		{
			"a third of twenty decimals", vector("0.33333333333333333333", "0", "0"),
			vector("0.33333333333333333333", "1", "1"),
			vector("0", "1", "0"), vector("0.25", "0.25", "0.25"), 0.625,
		},
		{
			"a third of twenty decimals by itself", vector("0.33333333333333333333", "0", "0"),
			vector("0.33333333333333333333", "1", "1"),
			vector(
				"0.66666666666666666667",
				"-0.33333333333333333333",
				"-0.33333333333333333333",
			), vector("0", "0", "0"), 1,
		},
		{
			"close bounds beside others", vector("0.1234567890123456781", "0", "0.3"),
			vector("0.1234567890123456789", "1", "0.3"),
			vector("0", "1", "0"), vector("0.25", "0.25", "0.25"), 1,
		},
		{
			"close bounds beside others that are free", vector("0.1234567890123456781", "0", "0"),
			vector("0.1234567890123456789", "1", "0.5"),
			vector("0", "1", "0"), vector("0.6", "0.6", "0.6"), 0.553,
		},
		// The second weight is ½ or ½ + 10⁻¹⁸ of what the first leaves, which
		// both lie above the middle of its bounds less 2·10⁻¹⁹.
		{
			"close bounds beside others that hold few points",
			vector(
				"0.50000000000000000001",
				"0.2499999999999999995",
				"0",
			), vector("0.50000000000000000009", "0.2500000000000000005", "1"),
			vector("0", "1", "0"), vector("0.2499999999999999998", "0.2499999999999999998", "0.2499999999999999998"), 1,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			us := []robust.ScoredUnit{{"a", tt.a}, {"b", tt.b}}
			shares := must(robust.SampleRanks(us, box(tt.low, tt.high), robust.SampleOptions{Draws: draws, Seed: 5}))
			got := float64(shares[0].Count(1)) / draws
			// Over four standard errors, and nothing where there is no chance.
			if diff := got - tt.want; diff > 0.046 || diff < -0.046 || tt.want == 0 && got != 0 ||
				tt.want == 1 && got != 1 {
				t.Errorf("first in %v of the draws, want %v", got, tt.want)
			}
		})
	}
}

// The one point of a region that is too narrow has its weights from the first
// component on: 0.123…, 0.5 and the rest, 0.376….
func TestSharesOfACorner(t *testing.T) {
	region := box(
		vector("0.1234567890123456781", "0.5", "0.3765432109876543211"),
		vector("0.1234567890123456789", "0.5", "0.3765432109876543219"),
	)
	us := []robust.ScoredUnit{
		{"0.350", vector("0", "0.7", "0")},
		{"0.376", vector("0", "0", "1")},
		{"0.395", vector("3.2", "0", "0")},
	}
	got := must(robust.SampleRanks(us, region, robust.SampleOptions{Draws: 2}))
	want := []robust.RankShares{{"0.350", 3, []int{2}}, {"0.376", 2, []int{2}}, {"0.395", 1, []int{2}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Shares() mismatch (-want +got):\n%s", diff)
	}
}

// In a corner the first component has all that its bounds allow, and the last
// the rest of what the lower bounds leave: 0.123…6784, 0.5 and 0.376…3216, to
// the nineteenth decimal.
func TestSharesOfACornerAreExact(t *testing.T) {
	region := box(
		vector("0.1234567890123456781", "0.5", "0.3765432109876543211"),
		vector("0.1234567890123456784", "0.5", "0.3765432109876543219"),
	)

	flat := func(code, score string) robust.ScoredUnit {
		return robust.ScoredUnit{Code: code, Scores: vector(score, score, score)}
	}
	us := []robust.ScoredUnit{
		flat("above last", "0.37654321098765432165"),
		{"last", vector("0", "0", "1")},
		flat("below last", "0.37654321098765432155"),
		flat("above first", "0.12345678901234567845"),
		{"first", vector("1", "0", "0")},
		flat("below first", "0.12345678901234567835"),
	}

	want := make(map[string]robust.RankShares)

	for i, u := range us {
		want[u.Code] = robust.RankShares{Code: u.Code, First: i + 1, Counts: []int{2}}
	}
	for _, got := range must(robust.SampleRanks(us, region, robust.SampleOptions{Draws: 2})) {
		if diff := cmp.Diff(want[got.Code], got); diff != "" {
			t.Errorf("Shares() mismatch (-want +got):\n%s", diff)
		}
	}
}

// A component that cannot have any weight changes no draw.
func TestSharesBesideAnEmptyComponent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		us, m := drawUnits(t, 4)
		var low, high []decimal.Decimal
		for range m {
			low, high = append(low, decimal.Zero), append(high, decimal.NewFromInt(1))
		}
		o := robust.SampleOptions{Draws: 10, Seed: rapid.Uint64().Draw(t, "seed")}
		want := must(robust.SampleRanks(us, box(low, high), o))
		for i := range us {
			us[i].Scores = append(us[i].Scores, decimal.NewFromInt(rapid.Int64Range(-9, 9).Draw(t, "score")))
		}
		got := must(robust.SampleRanks(us, box(append(low, decimal.Zero), append(high, decimal.Zero)), o))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("Shares() mismatch (-want +got):\n%s", diff)
		}
	})
}
