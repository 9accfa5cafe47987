package evaluate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// As published, a target and what it is compared with are rounded to the
// indicator's places, all of its figures alike.
func TestAssessWithPublished(t *testing.T) {
	whole := func(value string) target.Target {
		goal := aim(target.Flow, target.Higher, value)
		goal.Indicator.Places = target.Places(0)
		return goal
	}

	ranged := whole("9.6")
	ranged.Comparator, ranged.Upper = target.Within, num("20.4")
	wider := ranged
	wider.Upper = num("20.6")
	near := whole("10.4")
	near.Comparator, near.Tolerance = target.About, num("1.6")
	based := whole("10.4")
	based.Baseline = &target.Point{Period: target.Year(2014), Value: num("5.6")}
	tests := []struct {
		name               string
		goal               target.Target
		actual             string
		met, publishedMet  bool
		ratio, publishedAs string // attainment, or progress with a baseline
	}{
		{"a value", whole("10.4"), "10", false, true, "0.96153846", "1"},
		{"an actual", whole("10"), "9.5", false, true, "0.95", "1"},
		{"an upper end", ranged, "20.41", false, true, "", ""},
		{"beyond the upper end", ranged, "20.5", false, false, "", ""},
		{"an upper end rounded up", wider, "20.7", false, true, "", ""},
		{"a lower end", ranged, "9.5", false, true, "", ""},
		{"a tolerance", near, "12", true, true, "", ""},
		{"a tolerance rounded up", near, "8.5", false, true, "", ""},
		{"a baseline", based, "8", false, false, "0.5", "0.5"},
		{"a baseline rounded up", based, "7.6", false, false, "0.41666667", "0.5"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for published, want := range map[bool]struct {
				met   bool
				ratio string
			}{false: {tt.met, tt.ratio}, true: {tt.publishedMet, tt.publishedAs}} {
				a, err := evaluate.AssessWith(tt.goal, seen(tt.actual), evaluate.AssessOptions{Published: published})
				if err != nil {
					t.Fatal(err)
				}
				got := a.Attainment
				if tt.goal.Baseline != nil {
					got = a.Progress
				}
				if a.Met != want.met || want.ratio != "" && brief(got) != want.ratio {
					t.Errorf("AssessWith(Published: %t) = met %t, %s, want %t, %s",
						published, a.Met, brief(got), want.met, want.ratio)
				}
			}
		})
	}
}

// Published figures have a known number of decimals. Kinds that add up or count have
// whole numbers if the indicator does not say how many.
func TestPublishedPlaces(t *testing.T) {
	const missing = "target.indicator.places is required"
	for _, tt := range []struct {
		kind target.Kind
		want string
	}{
		{target.Flow, ""},
		{target.Stock, ""},
		{target.Milestone, ""},
		{target.Ratio, missing},
		{target.Growth, missing},
		{target.Index, missing},
	} {
		goal := aim(tt.kind, target.Higher, "1")
		goal.Indicator.Places = target.Precision{}
		_, err := evaluate.AssessWith(goal, seen("1"), evaluate.AssessOptions{Published: true})
		if got := strings.Join(testkit.Problems(err), "; "); got != tt.want {
			t.Errorf("AssessWith() = %q for a %v, want %q", got, tt.kind, tt.want)
		}

		_, err = evaluate.AssessAll(
			slices.Values([]target.Target{goal}), slices.Values([]target.Observation{seen("1")}),
			evaluate.AssessOptions{Published: true})
		if (err != nil) != (tt.want != "") {
			t.Errorf("AssessAll() = %v for a %v, want %q", err, tt.kind, tt.want)
		}
		if _, err := evaluate.Assess(goal, seen("1")); err != nil {
			t.Errorf("Assess() = %v for a %v, want no error", err, tt.kind)
		}
	}
}

// Figures as published compare like figures that were rounded beforehand.
func publishedHolds(t *rapid.T) {
	goal := drawTarget(t)
	places := rapid.Int32Range(0, 2).Draw(t, "places")
	goal.Indicator.Places = target.Places(places)
	if goal.Validate() != nil {
		t.Skip("out of bounds")
	}

	o := seen("0")
	o.Value = drawFigure(t, "actual")
	got, err := evaluate.AssessWith(goal, o, evaluate.AssessOptions{Published: true})
	if err != nil {
		t.Fatal(err)
	}

	goal = goal.Clone()
	goal.Value, goal.Upper = goal.Value.Round(places), goal.Upper.Round(places)
	goal.Tolerance = goal.Tolerance.Round(places)
	if goal.Baseline != nil {
		goal.Baseline.Value = goal.Baseline.Value.Round(places)
	}

	o.Value = o.Value.Round(places)
	want, err := evaluate.Assess(goal, o)
	if err != nil {
		t.Fatal(err)
	}

	want.Target, want.Observation, want.Published = got.Target, got.Observation, true
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("AssessWith() mismatch (-want +got):\n%s", diff)
	}
}

func TestPublishedHolds(t *testing.T) { rapid.Check(t, publishedHolds) }

func FuzzPublishedHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(publishedHolds)) }
