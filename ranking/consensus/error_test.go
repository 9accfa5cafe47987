package consensus_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/target"
)

// problems lists the paths and sentinels of an error.
func problems(err error) []string {
	names := map[error]string{
		target.ErrRequired: "required", target.ErrUnknown: "unknown", target.ErrDuplicate: "duplicate",
		target.ErrInvalid: "invalid", target.ErrRange: "range", target.ErrMismatch: "mismatch",
		target.ErrMissing: "missing",
	}
	var list []string
	for _, e := range target.AllErrors(err) {
		list = append(list, e.Path+" "+names[e.Err])
	}
	return list
}

func TestErrors(t *testing.T) {
	d := decimal.RequireFromString
	huge := decimal.New(1, 1_000_000_000)
	bad := consensus.Ranking{{"a", "a"}, {}, {"", "b"}, {"a"}}
	abc := consensus.Strict("a", "b", "c")
	second := func(_ any, err error) error { return err }
	weight := func(w decimal.Decimal) []consensus.Ballot {
		return []consensus.Ballot{{Order: abc, Weight: decimal.NewNullDecimal(w)}, {Order: abc}}
	}
	single := func(w string) []consensus.Ballot {
		return []consensus.Ballot{{Order: consensus.Strict("a"), Weight: decimal.NewNullDecimal(d(w))}}
	}
	// Only the pair of the two most important items has a weight.
	topTwo := func(place int) float64 { return []float64{1, 1, 0}[place] }
	badly := []string{"a[0][1] duplicate", "a[1] required", "a[2][0] required", "a[3][0] duplicate"}
	p := must(consensus.New(consensus.Ballots(abc), consensus.Options{}))
	list := []string{"a", "b", "c"}
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"no figures", second(consensus.Descending(nil)), []string{"figures required"}},
		{
			"bad figures", second(consensus.Ascending(map[string]decimal.Decimal{"": d("1"), "b": huge, "a": huge})),
			[]string{`figures[""] required`, `figures["a"] range`, `figures["b"] range`},
		},
		{"list of ties", second(consensus.Ranking{{"a", "b"}, {"c"}}.List()), []string{"ranking[0] invalid"}},
		{"list of nothing", second(consensus.Ranking{}.List()), []string{"ranking required"}},
		{"bad ranking", second(consensus.NewKendall(bad, consensus.Strict("a", "b"))), badly},
		{"empty rankings", second(consensus.NewKendall(nil, nil)), []string{"a required", "b required"}},
		{
			"other items", second(consensus.Spearman(abc, consensus.Strict("b", "d", "e"))),
			[]string{"b mismatch", "b mismatch", "a mismatch", "a mismatch"},
		},
		{"bad footrule", second(consensus.Footrule(abc, abc, 3)), []string{"ties unknown"}},
		{
			"item twice at the top",
			second(consensus.NewKendall(consensus.Strict("a", "b"), consensus.Ranking{{"a", "a"}, {"b"}})),
			[]string{"b[0][1] duplicate"},
		},
		{
			"empty group of the first",
			second(consensus.NewKendall(consensus.Ranking{{"a"}, {}, {"b"}}, consensus.Strict("a", "b"))),
			[]string{"a[1] required"},
		},
		{
			"empty group of the second",
			second(consensus.NewKendall(consensus.Strict("a", "b"), consensus.Ranking{{"a"}, {"b"}, {}})),
			[]string{"b[2] required"},
		},
		{
			"no code in either", second(consensus.NewKendall(consensus.Strict("", "b"), consensus.Strict("", "b"))),
			[]string{"a[0][0] required", "b[0][0] required"},
		},
		{
			"footrule of others",
			second(consensus.Footrule(abc, consensus.Strict("a", "b"), consensus.MeanPlace)),
			[]string{"b mismatch"},
		},
		{
			"weighted of others",
			second(consensus.WeightedTau(abc, nil, consensus.WeightedTauOptions{})),
			[]string{"b required", "b mismatch", "b mismatch", "b mismatch"},
		},
		{
			"by what",
			second(consensus.WeightedTau(abc, abc, consensus.WeightedTauOptions{By: 4})),
			[]string{"options.by unknown"},
		},
		{
			"bad weights",
			second(consensus.WeightedTau(abc, abc, consensus.WeightedTauOptions{Weigh: func(place int) float64 {
				return []float64{-1, math.NaN(), math.Inf(1)}[place]
			}})),
			[]string{"options.weigh(0) range", "options.weigh(1) range", "options.weigh(2) range"},
		},
		{
			"bad order of importance",
			second(
				consensus.WeightedTau(
					abc,
					abc,
					consensus.WeightedTauOptions{By: consensus.ByOrder, Order: []string{"a", "b", "b"}},
				),
			),
			[]string{"options.order[2][0] duplicate", "options.order mismatch"},
		},
		{
			"an order that nothing reads",
			second(consensus.WeightedTau(abc, abc, consensus.WeightedTauOptions{Order: []string{"a", "b", "c"}})),
			[]string{"options.order mismatch"},
		},
		{
			"all tied",
			second(consensus.WeightedTau(consensus.Ranking{{"a", "b", "c"}}, abc, consensus.WeightedTauOptions{})),
			[]string{"a, b missing"},
		},
		{
			"all tied by the second",
			second(consensus.WeightedTau(abc, consensus.Ranking{{"a", "b", "c"}}, consensus.WeightedTauOptions{})),
			[]string{"a, b missing"},
		},
		{
			"tied where a has its weights, but not where b has them",
			second(
				consensus.WeightedTau(
					abc,
					consensus.Ranking{{"c"}, {"a", "b"}},
					consensus.WeightedTauOptions{Weigh: topTwo, Multiply: true},
				),
			),
			[]string{"a, b missing"},
		},
		{
			"tied where b has its weights",
			second(
				consensus.WeightedTau(
					consensus.Ranking{{"c"}, {"a", "b"}},
					abc,
					consensus.WeightedTauOptions{Weigh: topTwo, Multiply: true, By: consensus.ByB},
				),
			),
			[]string{"a, b missing"},
		},
		{
			"tied where the order has its weights",
			second(consensus.WeightedTau(consensus.Ranking{{"c"}, {"a", "b"}}, abc, consensus.WeightedTauOptions{
				Weigh: topTwo, Multiply: true, By: consensus.ByOrder, Order: []string{"b", "a", "c"},
			})),
			[]string{"a, b missing"},
		},
		{
			"largest weights",
			second(
				consensus.WeightedTau(
					abc,
					abc,
					consensus.WeightedTauOptions{Weigh: func(int) float64 { return 1e100 }},
				),
			), nil,
		},
		{
			"no weight",
			second(
				consensus.WeightedTau(abc, abc, consensus.WeightedTauOptions{Weigh: func(int) float64 { return 0 }}),
			),
			[]string{"a, b missing"},
		},
		{
			"no ballots",
			second(consensus.New(nil, consensus.Options{Unranked: 2})),
			[]string{"ballots required", "options.unranked unknown"},
		},
		{
			"bad ballots",
			second(
				consensus.New(
					[]consensus.Ballot{{}, {Order: bad, Weight: decimal.NewNullDecimal(d("0"))}},
					consensus.Options{},
				),
			),
			[]string{
				"ballots[0].order required", "ballots[1].order[0][1] duplicate", "ballots[1].order[1] required",
				"ballots[1].order[2][0] required", "ballots[1].order[3][0] duplicate", "ballots[1].weight range",
			},
		},
		{
			"negative weight",
			second(consensus.New(weight(d("-1")), consensus.Options{})),
			[]string{"ballots[0].weight range"},
		},
		{
			"huge weight",
			second(consensus.New(weight(huge), consensus.Options{})),
			[]string{"ballots[0].weight range"},
		},
		{
			"wide weight",
			second(consensus.New(weight(d("1e18")), consensus.Options{})),
			[]string{"ballots range"},
		},
		{
			"narrow weight",
			second(consensus.New(weight(d("1e-20")), consensus.Options{})),
			[]string{"ballots range"},
		},
		{"widest weight", second(consensus.New(single("2305843009213693951"), consensus.Options{})), nil},
		{
			"wider weight",
			second(consensus.New(single("2305843009213693952"), consensus.Options{})),
			[]string{"ballots range"},
		},
		{"unknown items", second(p.Prefers("x", "")), []string{"a unknown", "b unknown"}},
		{"k of 0", second(consensus.TopOverlap(list, list, 0)), []string{"k range"}},
		{"k of 4", second(consensus.TopOverlap(list, list, 4)), []string{"k range"}},
		{"bad depth", second(consensus.AverageOverlap(list, list, -1)), []string{"depth range"}},
		{
			"bad lists",
			second(consensus.AverageOverlap([]string{"a", "", "a"}, nil, 0)),
			[]string{"a[1] required", "a[2] duplicate", "b required"},
		},
		{"no list to the depth of 1", second(consensus.AverageOverlap(list, nil, 1)), []string{"b required"}},
		{"bad second list", second(consensus.RBO(list, []string{"a", "a"}, d("0.5"))), []string{"b[1] duplicate"}},
		{"p of 0", second(consensus.RBO(list, list, d("0"))), []string{"p range"}},
		{"p of 1", second(consensus.RBOExtrapolated(list, list, d("1"))), []string{"p range"}},
		{"tiny p", second(consensus.RBO(nil, list, decimal.New(1, -1_000_000_000))), []string{"p range", "a required"}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, problems(tt.err)); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s\n%v", diff, tt.err)
			}
		})
	}
}

func TestUndefinedCoefficients(t *testing.T) {
	one := consensus.Strict("a")
	k := must(consensus.NewKendall(one, one))
	for name, got := range map[string]decimal.NullDecimal{
		"TauA": k.TauA(), "TauB": k.TauB(), "TauC": k.TauC(), "SomersD": k.SomersD(), "Normalized": k.Normalized(),
		"Spearman": must(consensus.Spearman(one, one)),
	} {
		if got.Valid {
			t.Errorf("%s of one item = %v", name, got.Decimal)
		}
	}
}

// Neither the caller's slices nor what is returned is part of a result.
func TestImmutable(t *testing.T) {
	order := consensus.Ranking{{"b", "a"}, {"c"}}
	p := must(consensus.New(consensus.Ballots(order), consensus.Options{}))
	k := must(p.Kemeny())
	order[0][0], order[1] = "z", nil
	items := p.Items()
	items[0] = "z"
	k.Order()[0] = "z"
	for o := range k.All() {
		slices.Reverse(o)
	}
	want := [][]string{{"a", "b", "c"}, {"b", "a", "c"}}
	if diff := cmp.Diff(want, slices.Collect(k.All())); diff != "" {
		t.Errorf("All() mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, p.Items()); diff != "" {
		t.Errorf("Items() mismatch (-want +got):\n%s", diff)
	}
}
