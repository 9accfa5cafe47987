package robust_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// What is at a limit is accepted, and what is just beyond it is not. Where the
// work would take long, another fault keeps it from being done.
func TestLimits(t *testing.T) {
	type confidence = robust.ConfidenceOptions
	sets := func(o confidence, estimates ...robust.Estimate) error {
		o.Replicates = max(o.Replicates, 1)
		o.Better = target.Higher
		_, err := robust.ConfidenceSets(estimates, o)
		return err
	}

	many := func(n int, o confidence) error {
		o.Alpha = dec("2")
		o.Better = target.Higher
		_, err := robust.ConfidenceSets(counties(n, 1), o)
		return err
	}

	alpha := []string{"options.alpha range"}
	second := func(_ any, err error) error { return err }
	draws := func(n, draws int) error {
		return second(robust.SampleRanks(emptyUnits(n), must(robust.Simplex(1000)), robust.SampleOptions{Draws: draws}))
	}
	weights := func(n int) []decimal.Decimal { return slices.Repeat([]decimal.Decimal{decimal.New(1, -3)}, n) }
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"largest values", sets(confidence{}, robust.Estimate{"a", 1e100, 1}, robust.Estimate{"b", -1e100, 1}), nil},
		{"least standard error", sets(confidence{}, robust.Estimate{"a", 1, 1e-100}), nil},
		{"largest standard error", sets(confidence{}, robust.Estimate{"a", 1, 1e100}), nil},
		{
			"standard errors that are wrong by themselves", sets(confidence{}, robust.Estimate{
				"a",
				1,
				1e-101,
			}, robust.Estimate{"b", 1, 1}),
			[]string{`estimates["a"].se range`},
		},
		{
			"least standard error beside 1", sets(confidence{}, robust.Estimate{
				"a",
				1,
				1e-100,
			}, robust.Estimate{"b", 1, 1}),
			[]string{"estimates mismatch"},
		},
		{
			"largest standard error beside 1", sets(confidence{}, robust.Estimate{
				"a",
				1,
				1e100,
			}, robust.Estimate{"b", 1, 1}),
			[]string{"estimates mismatch"},
		},
		{"most replicates", many(1, confidence{Replicates: 1_000_000}), alpha},
		{"draws of simultaneous sets", many(512, confidence{Replicates: 1 << 19}), alpha},
		{"too many draws", many(513, confidence{Replicates: 1 << 19}), append(alpha, "options.replicates range")},
		{"stored draws of marginal sets", many(64, confidence{Replicates: 1 << 19, Family: robust.Marginal}), alpha},
		{
			"too many to store",
			many(65, confidence{Replicates: 1 << 19, Family: robust.Marginal}),
			append(alpha, "options.replicates range"),
		},
		{"most units", many(50_000, confidence{Replicates: 1}), alpha},
		{"too many units", many(50_001, confidence{Replicates: 1}), append([]string{"estimates range"}, alpha...)},
		{
			"largest count",
			second(robust.Multinomial([]robust.CategoryCount{{"a", 1_000_000_000}}, robust.MultinomialOptions{})),
			nil,
		},
		{"most components", second(robust.Simplex(1000)), nil},
		{"most weights", second(robust.Around(weights(1000), decimal.Zero)), nil},
		{
			"too many weights",
			second(robust.Around(weights(1001), decimal.Zero)),
			[]string{"weights range", "weights range"},
		},
		{
			"most bounds",
			second(robust.Box(weights(1000), slices.Repeat([]decimal.Decimal{decimal.New(1, 0)}, 1000))),
			nil,
		},
		{
			"too many bounds", second(robust.Box(make([]decimal.Decimal, 1001), slices.Repeat([]decimal.Decimal{
				decimal.New(1, 0),
			}, 1001))),
			[]string{"low range"},
		},
		{
			"weights above 1 as by rounding",
			second(robust.Around([]decimal.Decimal{dec("0.5"), dec("0.500000001")}, decimal.Zero)),
			nil,
		},
		{
			"weights below 1 as by rounding",
			second(robust.Around([]decimal.Decimal{dec("0.5"), dec("0.499999999")}, decimal.Zero)),
			nil,
		},
		{
			"weights above 1", second(robust.Around([]decimal.Decimal{dec("0.5"), dec("0.5000000011")}, decimal.Zero)),
			[]string{"weights range"},
		},
		{
			"box of one point",
			second(robust.Box([]decimal.Decimal{dec("0.3"), dec("0.7")}, []decimal.Decimal{dec("0.3"), dec("0.7")})),
			nil,
		},
		{
			"one draw",
			second(
				robust.SampleRanks(
					[]robust.ScoredUnit{{"a", []decimal.Decimal{dec("1")}}},
					must(robust.Simplex(1)),
					robust.SampleOptions{Draws: 1},
				),
			),
			nil,
		},
		{"most draws of weights", draws(4, 1_000_000), []string{lacking(0), lacking(1), lacking(2), lacking(3)}},
		{"too many draws of weights", draws(1, 1_000_001), []string{"options.draws range", lacking(0)}},
		{
			"too much work for draws",
			draws(5, 1_000_000),
			[]string{"units range", lacking(0), lacking(1), lacking(2), lacking(3), lacking(4)},
		},
		{
			"two weights to leave out",
			second(
				robust.LeaveOneOut([]robust.ScoredUnit{{"a", weights(2)}}, []decimal.Decimal{dec("0.3"), dec("0.7")}),
			),
			nil,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, problems(tt.err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s\n%v", diff, tt.err)
			}
		})
	}

	// 1,000 weights and 1,001 rankings: 3,996 units are just within 4·10⁹.
	for _, tt := range []struct {
		units int
		want  string
	}{{3996, lacking(0)}, {3997, "units range"}} {
		err := second(robust.LeaveOneOut(emptyUnits(tt.units), weights(1000)))
		if got := problems(err); got[0] != tt.want {
			t.Errorf("the first problem of %d units is %s, want %s", tt.units, got[0], tt.want)
		}
	}
}

// emptyUnits returns units that lack their scores.
func emptyUnits(n int) []robust.ScoredUnit {
	units := make([]robust.ScoredUnit, n)
	for i := range units {
		units[i].Code = unitCode(i)
	}
	return units
}

func lacking(i int) string { return fmt.Sprintf("units[%q].scores mismatch", unitCode(i)) }

// The error says how far the standard errors are apart.
func TestSpreadOfStandardErrors(t *testing.T) {
	_, err := robust.ConfidenceSets(
		[]robust.Estimate{{"a", 1, 0.5}, {"b", 1, 2e12}, {"c", 1, 4}},
		robust.ConfidenceOptions{Better: target.Higher},
	)
	list := target.AllErrors(err)
	if len(list) != 1 || list[0].Value != 4e12 {
		t.Errorf("%v, want one problem with the value 4e12", err)
	}
}
