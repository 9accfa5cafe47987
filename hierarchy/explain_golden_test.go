package hierarchy_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

var update = flag.Bool("update", false, "write the file of explanations afresh")

// explained prints what each parent hands down, and why each unit has its quota.
func explained(p *hierarchy.Plan) string {
	var b strings.Builder
	parent := ""
	for q := range p.All() {
		lines := strings.Split(p.Explain(q.Unit.Code).String(), "\n")
		if lines[1] != parent {
			parent = lines[1]
			b.WriteString(parent + "\n")
		}
		for _, line := range lines[2:] {
			if !strings.HasPrefix(line, "    ") {
				break
			}
			b.WriteString(q.Unit.Code + strings.TrimPrefix(line, "  ") + "\n")
		}
		if steps := p.Explain(q.Unit.Code).Steps; len(steps) > 1 {
			b.WriteString(q.Unit.Code + "    " + stepFigures(steps[0]) + "\n")
		}
	}
	return b.String()
}

// stepFigures prints the figures of a step that its text does not have or rounds.
func stepFigures(s hierarchy.ExplainStep) string {
	var all []string
	add := func(name string, x decimal.Decimal, given bool) {
		if given {
			all = append(all, name+" "+x.String())
		}
	}
	add("offset", s.Claim.Offset, !s.Claim.Offset.IsZero())
	add("weight", s.Claim.Weight, true)
	add("of", s.Weights, true)
	add("shared", s.Shared, true)
	add("λ", s.Multiple.Decimal, s.Multiple.Valid)
	add("min", s.Min.Decimal, s.Min.Valid)
	add("max", s.Max.Decimal, s.Max.Valid)
	add("exact", s.Exact.Decimal, s.Exact.Valid)
	add("cut", s.Cut, true)
	return fmt.Sprintf("%s, %v, %d up, tied %v for %d, no mean %v",
		strings.Join(all, ", "), s.Rounding, s.Up, s.Tied, s.Won, s.NoMean)
}

// The file testdata/explanations.txt has what Explain prints of each quota, for the cases of
// TestLimitsOfSums, TestLimitsOfMeans and TestLimitsOfCounts, and for each method. To write
// it afresh: go test -run TestExplanations -update .
func TestExplanations(t *testing.T) {
	var got strings.Builder
	tree := under(t, limitsTree)
	cases := slices.Concat(
		explainedCases(t, tree), limitsOfSums(t, tree), limitsOfMeans(t, tree), limitsOfCounts(t, tree),
	)
	for _, c := range cases {
		if p, err := c.run(t, tree, false); err == nil {
			fmt.Fprintf(&got, "# %s\n%s\n", c.name, explained(p))
		}
	}

	cities := waysTree(t, "")
	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		in := &columnsOf{t: t, tree: cities}
		methods := methodsOf(in.of)
		for _, name := range slices.Sorted(maps.Keys(methods)) {
			tgt := target.Target{
				Code: "t", Unit: "A", Period: target.Year(2020), Value: d("20"),
				Indicator: target.Indicator{Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(2)},
			}
			o := hierarchy.Options{Rule: hierarchy.Rule{
				Method: methods[name], Min: in.of("- - - 2"), Max: in.of("9.99 - - -"),
			}}
			if kind == target.Ratio {
				o.Basis = in.of("1 2 3 4")
			}
			if p, err := hierarchy.Cascade(cities, tgt, o); err == nil {
				fmt.Fprintf(&got, "# %s of a %v\n%s\n", name, kind, explained(p))
			}
		}
	}

	const file = "testdata/explanations.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}
}

// explainedCases are cases of which the explanation says more than the limits.
func explainedCases(t *testing.T, tree *hierarchy.Tree) []limitsCase {
	t.Helper()
	type options = hierarchy.Options
	type tgt = target.Target
	column := func(words string) hierarchy.Column { return columnIn(t, tree, words) }
	by := func(m hierarchy.Method, more ...func(*tgt, *options)) func(*tgt, *options) {
		return func(x *tgt, o *options) {
			o.Rule.Method = m
			for _, change := range more {
				change(x, o)
			}
		}
	}
	set := func(change func(*options)) func(*tgt, *options) { return func(_ *tgt, o *options) { change(o) } }
	mean := func(x *tgt, o *options) {
		x.Indicator.Kind, o.Basis = target.Ratio, column("A1=1 A2=2 A3=4 B1=3 B2=5").Named("people")
	}
	thousands := func(x *tgt, _ *options) { x.Indicator.Places, x.Indicator.Quantum = target.Precision{}, d("1000") }
	claims := column("A=90 B=60 A1=40 A2=30 A3=20 B1=50 B2=10").Named("claims")
	weights := column("A=1 B=1 A1=0 A2=1 A3=1 B1=0 B2=1")
	third := hierarchy.Blend(
		part("1", hierarchy.Shift(column("A=1 B=2 A1=1 A2=2 A3=4 B1=1 B2=2"))), part("2", hierarchy.Equal()),
	)

	return []limitsCase{
		{name: "groups", value: "24", change: set(func(o *options) {
			o.GroupBounds = append(groups("A1 A2 ≥10", "A1 A2 A3 ≤12", "B1 B2 ≤14"), groups("A B ≥3")...)
			o.GroupBounds[3].Name, o.GroupBounds[0].By = "all", "the centre"
		})},
		{name: "a group within bounds", value: "24", min: "A1=3", max: "A3=4", change: set(func(o *options) {
			o.GroupBounds = groups("A1 A2 ≤7")
		})},
		{name: "rules with bounds by level and by unit", value: "24", change: set(func(o *options) {
			o.Levels = map[string]hierarchy.Rule{"2": {Min: column("A1=9"), Stretch: some("0.25"), Reserve: some("1")}}
			o.Units = map[string]hierarchy.Rule{"B": {Max: column("B1=2")}}
		})},
		{name: "exemptions", value: "24", change: set(func(o *options) {
			o.Exempt = []hierarchy.Exemption{{Unit: "A3", Reason: "a flood"}, {Unit: "A1", Reason: "a storm"}}
		})},
		{name: "holds by somebody", value: "24", change: set(func(o *options) {
			o.Holds = []hierarchy.Hold{
				{Unit: "A", Value: d("15"), By: "the centre", Reason: "a pilot", Start: true},
				{Unit: "A2", Value: d("9"), By: "the ministry"},
				{Unit: "A3", Value: d("2"), Until: target.Year(2019)},
			}
		})},
		{name: "Jefferson", value: "25", max: "B2=4", change: set(func(o *options) {
			o.Rule.Rounding = apportion.Jefferson
		})},
		{name: "Talmud", value: "60", max: "A2=10", change: by(hierarchy.Talmud(claims))},
		{name: "equal losses", value: "60", min: "A3=9", change: by(hierarchy.EqualLosses(claims))},
		{name: "random arrival", value: "60", change: by(hierarchy.RandomArrival(claims))},
		{name: "thirds", value: "25", max: "A3=3", change: by(third)},
		{name: "thirds of a mean", value: "25", max: "A3=3", change: by(third, mean)},
		{name: "thirds alone", value: "7", change: by(hierarchy.Blend(
			part("1", hierarchy.Increment(column("A=3 B=4 A1=1 A2=1 A3=1 B1=2 B2=2"), weights)),
			part("2", hierarchy.Increment(column("A=3 B=4 A1=2 A2=1 A3=0 B1=1 B2=3"), weights)),
		))},
		{name: "in thousands", value: "24000", min: "A1=9001", change: thousands},
		{name: "coarse weights", value: "24", weights: "A=3e3 B=1e3 A1=1e5 A2=2e5 A3=3e5 B1=1e3 B2=1e3"},
		{
			name: "coarse weights of a mean", value: "24", weights: "A=3e3 B=1e3 A1=1e5 A2=2e5 A3=3e5 B1=1e3 B2=1e3",
			change: mean,
		},
		{
			name: "long weights", value: "24", weights: "A=0.1234567890123 B=0.123456789012 A1=1 A2=1 A3=1 B1=1 B2=1",
			change: mean,
		},
		{name: "weights of no word", value: "24", weights: "A=1e25 B=3e25 A1=1e25 A2=1 A3=1 B1=1 B2=1", max: "A1=2"},
		{name: "tied increments", value: "25", change: by(hierarchy.Increment(
			column("A=1 B=1 A1=1 A2=1 A3=1 B1=2 B2=2"), column("A=1 B=1 A1=1 A2=1 A3=1 B1=1 B2=1"),
		))},
		{name: "capability", value: "60", min: "B1=30", change: by(hierarchy.Capability(
			claims, column("A=8 B=27 A1=8 A2=64 A3=27 B1=1 B2=1"), column("A=1 B=1 A1=1 A2=1 A3=1 B1=1 B2=8"),
		))},
		{name: "a mean of nothing", value: "0", change: mean},
		{name: "nothing", value: "0", min: "A1=0", max: "B1=3"},
		{name: "large quotas", value: "9000000", max: "A1=1234567", change: set(func(o *options) {
			o.Holds = []hierarchy.Hold{hold("B1", "1000001")}
		})},
	}
}
