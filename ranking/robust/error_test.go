package robust_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// problems lists the paths and sentinels of an error.
func problems(err error) []string {
	names := map[error]string{
		target.ErrRequired: "required", target.ErrUnknown: "unknown", target.ErrDuplicate: "duplicate",
		target.ErrInvalid: "invalid", target.ErrRange: "range", target.ErrMismatch: "mismatch",
		target.ErrInfeasible: "infeasible",
	}
	var list []string
	for _, e := range target.AllErrors(err) {
		list = append(list, e.Path+" "+names[e.Err])
	}
	return list
}

func TestErrors(t *testing.T) {
	huge := decimal.New(1, 1_000_000_000)
	nan, inf := math.NaN(), math.Inf(1)
	d := func(figures ...string) []decimal.Decimal {
		var out []decimal.Decimal
		for _, f := range figures {
			out = append(out, dec(f))
		}
		return out
	}

	simplex := must(robust.Simplex(2))
	good := []robust.ScoredUnit{{"a", d("1", "2")}, {"b", d("2", "1")}}
	sets := func(e []robust.Estimate, o robust.ConfidenceOptions) error {
		_, err := robust.ConfidenceSets(e, o)
		return err
	}

	counts := func(c []robust.CategoryCount, o robust.MultinomialOptions) error {
		_, err := robust.Multinomial(c, o)
		return err
	}

	second := func(_ any, err error) error { return err }
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"no estimates", sets(nil, robust.ConfidenceOptions{Better: target.Higher}), []string{"estimates required"}},
		{
			"bad estimates and options",
			sets(
				[]robust.Estimate{{"b", 1, 0}, {"b", nan, 1}, {"", 1, -1}, {"c", inf, nan}, {"d", 1e101, 1e-101}},
				robust.ConfidenceOptions{
					Alpha: dec("1"), Family: 2, Side: 3, Better: target.Nearer, Replicates: -1,
				},
			),
			[]string{
				"estimates[2].code required", `estimates["b"] duplicate`, `estimates[""].se range`,
				`estimates["b"].se range`, `estimates["b"].value range`, `estimates["c"].value range`,
				`estimates["c"].se range`, `estimates["d"].value range`, `estimates["d"].se range`,
				"options.alpha range", "options.family unknown", "options.side unknown", "options.better invalid",
				"options.replicates range",
			},
		},
		{
			"no direction",
			sets([]robust.Estimate{{"a", 1, 1}}, robust.ConfidenceOptions{}),
			[]string{"options.better required"},
		},
		{
			"standard errors apart",
			sets([]robust.Estimate{{"a", 1, 1e-7}, {"b", 1, 1.1e5}}, robust.ConfidenceOptions{Better: target.Higher}),
			[]string{"estimates mismatch"},
		},
		{
			"standard errors just within",
			sets([]robust.Estimate{{"a", 1, 1e-6}, {"b", 1, 1e6}}, robust.ConfidenceOptions{Better: target.Higher}),
			nil,
		},
		{
			"alpha below 0",
			sets([]robust.Estimate{{"a", 1, 1}}, robust.ConfidenceOptions{Better: target.Higher, Alpha: dec("-0.05")}),
			[]string{"options.alpha range"},
		},
		{
			"alpha without bounds",
			sets(
				[]robust.Estimate{{"a", 1, 1}},
				robust.ConfidenceOptions{Better: target.Higher, Alpha: decimal.New(1, -1_000_000_000)},
			),
			[]string{"options.alpha range"},
		},
		{
			"too many replicates",
			sets(
				[]robust.Estimate{{"a", 1, 1}},
				robust.ConfidenceOptions{Better: target.Higher, Replicates: 1_000_001},
			),
			[]string{"options.replicates range"},
		},
		{
			"too much memory",
			sets(
				counties(1000, 1),
				robust.ConfidenceOptions{Better: target.Higher, Replicates: 100_000, Family: robust.Marginal},
			),
			[]string{"options.replicates range"},
		},
		{"no counts", counts(nil, robust.MultinomialOptions{}), []string{"counts required"}},
		{
			"bad counts",
			counts(
				[]robust.CategoryCount{{"a", -1}, {"a", 1_000_000_001}, {"", 1}},
				robust.MultinomialOptions{Alpha: dec("2"), Family: 9, Side: 9, Adjustment: 9},
			),
			[]string{
				"counts[2].code required", `counts["a"] duplicate`,
				`counts["a"].count range`, `counts["a"].count range`,
				"options.alpha range", "options.family unknown", "options.side unknown", "options.adjustment unknown",
			},
		},
		{"no components", second(robust.Simplex(0)), []string{"components range"}},
		{"many components", second(robust.Simplex(1001)), []string{"components range"}},
		{
			"weights off the simplex",
			second(robust.Around(d("0.5", "-0.1", "0.5"), dec("1.5"))),
			[]string{"weights[1] range", "weights range", "share range"},
		},
		{
			"huge weights",
			second(robust.Around([]decimal.Decimal{huge}, huge)),
			[]string{"weights[0] range", "share range"},
		},
		{"no weights", second(robust.Around(nil, decimal.Zero)), []string{"weights range"}},
		{"box of two sizes", second(robust.Box(d("0", "0"), d("1"))), []string{"high mismatch"}},
		{"empty box", second(robust.Box(nil, nil)), []string{"low range"}},
		{"box below 0", second(robust.Box(d("-0.1", "0"), d("1", "1.1"))), []string{"low[0] range", "high[1] range"}},
		{"box upside down", second(robust.Box(d("0.5", "0.2"), d("0.4", "0.9"))), []string{"low[0] infeasible"}},
		{"box above the simplex", second(robust.Box(d("0.6", "0.6"), d("1", "1"))), []string{"low infeasible"}},
		{"box below the simplex", second(robust.Box(d("0", "0"), d("0.4", "0.4"))), []string{"high infeasible"}},
		{"no region", second(robust.Intervals(good, nil)), []string{"region required"}},
		{
			"empty region",
			second(robust.SampleRanks(good, &robust.Region{}, robust.SampleOptions{})),
			[]string{"region required"},
		},
		{
			"bad units",
			second(
				robust.Intervals(
					[]robust.ScoredUnit{{"a", d("1")}, {"a", []decimal.Decimal{huge, huge}}, {"", d("1", "2")}},
					simplex,
				),
			),
			[]string{
				"units[2].code required", `units["a"] duplicate`, `units["a"].scores mismatch`,
				`units["a"].scores[0] range`, `units["a"].scores[1] range`,
			},
		},
		{"no units", second(robust.Intervals(nil, simplex)), []string{"units required"}},
		{
			"draws",
			second(robust.SampleRanks(nil, simplex, robust.SampleOptions{Draws: -1})),
			[]string{"options.draws range", "units required"},
		},
		{
			"unknown units",
			second(must(robust.Intervals(good, simplex)).Margin("x", "y")),
			[]string{"a unknown", "b unknown"},
		},
		{"nothing to leave out", second(robust.LeaveOneOut(good, d("1", "0"))), []string{"weights invalid"}},
		{
			"weights and units",
			second(robust.LeaveOneOut(nil, d("0.4", "0.4"))),
			[]string{"weights range", "units required"},
		},
		{
			"omega",
			second(robust.OmegaRanks(nil, dec("1.1"), target.Nearer)),
			[]string{"figures required", "omega range", "better invalid"},
		},
		{
			"huge figure",
			second(robust.OmegaRanks([]decimal.Decimal{huge}, huge, target.Higher)),
			[]string{"figures[0] range", "omega range"},
		},
	}

	simultaneous := must(robust.ConfidenceSets([]robust.Estimate{{"a", 1, 1}}, robust.ConfidenceOptions{
		Better: target.Higher,
	}))
	marginal := must(
		robust.Multinomial([]robust.CategoryCount{{"a", 1}}, robust.MultinomialOptions{Family: robust.Marginal}),
	)
	upper := must(
		robust.Multinomial([]robust.CategoryCount{{"a", 1}}, robust.MultinomialOptions{Side: robust.UpperBound}),
	)

	for name, err := range map[string]error{
		"k of 0 best": second(simultaneous.Best(0)), "k of 2 worst": second(simultaneous.Worst(2)),
	} {
		if diff := cmp.Diff([]string{"k range"}, problems(err)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", name, diff)
		}
	}

	if diff := cmp.Diff([]string{"k range", "sets mismatch"}, problems(second(marginal.Best(-1)))); diff != "" {
		t.Errorf("marginal sets mismatch (-want +got):\n%s", diff)
	}
	if err := second(upper.Best(1)); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("best of upper bounds: %v", err)
	}
	if worst, err := upper.Worst(1); err != nil || len(worst) != 1 {
		t.Errorf("worst of upper bounds: %v, %v", worst, err)
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, problems(tt.err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s\n%v", diff, tt.err)
			}
			if tt.err != nil && len(tt.err.Error()) > 4000 {
				t.Errorf("an error of %d bytes", len(tt.err.Error()))
			}
		})
	}
}

// Neither what is passed in nor what comes out shares memory with a result.
func TestImmutable(t *testing.T) {
	us := []robust.ScoredUnit{
		{"a", []decimal.Decimal{dec("1"), dec("2")}},
		{"b", []decimal.Decimal{dec("2"), dec("1")}},
	}

	weights := []decimal.Decimal{dec("0.6"), dec("0.4")}
	region := must(robust.Around(weights, dec("0.1")))
	d := must(robust.Intervals(us, region))
	before, margin := slices.Collect(d.All()), must(d.Margin("a", "b"))
	us[0].Scores[0], weights[0], us[1].Code = dec("9"), dec("0"), "z"

	for row := range d.All() {
		row.Best = 99
		break
	}

	if diff := cmp.Diff(before, slices.Collect(d.All())); diff != "" {
		t.Errorf("All() mismatch (-want +got):\n%s", diff)
	}
	if again := must(d.Margin("a", "b")); !again.Least.Equal(margin.Least) || !again.Most.Equal(margin.Most) {
		t.Errorf("Margin() = %v, was %v", again, margin)
	}
}

// Every element in the wrong is named, up to a bound.
func TestErrorsAreCapped(t *testing.T) {
	estimates := make([]robust.Estimate, 200)
	for i := range estimates {
		estimates[i] = robust.Estimate{Code: strings.Repeat("市", 1000), SE: -1}
	}
	_, err := robust.ConfidenceSets(estimates, robust.ConfidenceOptions{Better: target.Higher})
	if n := len(target.AllErrors(err)); n != 50 || len(err.Error()) > 4000 {
		t.Errorf("%d problems in %d bytes", n, len(err.Error()))
	}
}
