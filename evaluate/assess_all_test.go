package evaluate_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func assessAll(t testing.TB, targets []target.Target, observations []target.Observation) *evaluate.Assessed {
	t.Helper()
	all, err := evaluate.AssessAll(slices.Values(targets), slices.Values(observations), evaluate.AssessOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAssessAll(t *testing.T) {
	stock := func(unit, value string) target.Target {
		goal := aim(target.Stock, target.Higher, value)
		goal.Unit, goal.Code = unit, unit
		return goal
	}

	saw := func(unit string, p target.Period, value string, s target.Status) target.Observation {
		o := seen(value)
		o.Unit, o.Period, o.Status = unit, p, s
		return o
	}

	year := target.Year(2015)
	targets := []target.Target{
		stock("440000", "10"), stock("110000", "20"), stock("310000", "30"),
		stock("350000", "40"), stock("120000", "50"),
	}
	observations := []target.Observation{
		saw("110000", target.Month(2015, 12), "21", target.Final),
		saw("110000", year, "19", target.Provisional),
		saw("440000", target.Quarter(2015, 4), "9", target.Final),
		saw("440000", target.Month(2015, 12), "11", target.Estimated),
		saw("310000", year, "1", target.Provisional),
		saw("310000", year, "2", target.Final),
		saw("310000", year, "3", target.Revised),
		saw("310000", year, "4", target.Estimated),
		saw("350000", target.Year(2014), "5", target.Final),
		saw("990000", year, "6", target.Final),
	}

	got := assessAll(t, targets, observations)
	actual := map[string]string{}
	var order []string
	for a := range got.All() {
		order = append(order, a.Target.Unit)
		actual[a.Target.Unit] = a.Actual.StringFixed(0)
	}

	if diff := cmp.Diff([]string{"440000", "110000", "310000"}, order); diff != "" {
		t.Errorf("order mismatch (-want +got):\n%s", diff)
	}
	// Its own period, then the shortest; a revised figure before a final one.
	if diff := cmp.Diff(map[string]string{"440000": "11", "110000": "19", "310000": "3"}, actual); diff != "" {
		t.Errorf("figures mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]target.Target{targets[3], targets[4]}, slices.Collect(got.Missing())); diff != "" {
		t.Errorf("targets without an observation mismatch (-want +got):\n%s", diff)
	}
	untargeted := []target.Observation{observations[8], observations[9]}
	if diff := cmp.Diff(untargeted, slices.Collect(got.Untargeted())); diff != "" {
		t.Errorf("observations without a target mismatch (-want +got):\n%s", diff)
	}
	text := "3 targets assessed, 2 without an observation; 2 observations without a target"
	if got.String() != text {
		t.Errorf("String() = %s, want %s", got, text)
	}

	if got, want := assessAll(t, nil, nil).String(), "0 targets assessed"; got != want {
		t.Errorf("String() of nothing = %s, want %s", got, want)
	}

	turned := slices.Clone(observations)
	slices.Reverse(turned)
	again := slices.Collect(assessAll(t, targets, turned).All())
	if diff := cmp.Diff(slices.Collect(got.All()), again); diff != "" {
		t.Errorf("AssessAll() mismatch (-observations +observations in another order):\n%s", diff)
	}
}

func TestAssessAllTakesTheLatestToDate(t *testing.T) {
	goal := percent(aim(target.Reduction, target.Higher, "17"))
	goal.Period = target.FiveYearPlan(12)
	early, late := seen("3"), seen("9")
	early.Period, late.Period = target.Years(2011, 2012), target.Years(2011, 2014)
	got := assessAll(t, []target.Target{goal}, []target.Observation{late, early})
	for a := range got.All() {
		if !a.Actual.Equal(num("9")) {
			t.Errorf("AssessAll() = %v, want 9", a.Actual)
		}
	}
	if n := len(slices.Collect(got.Untargeted())); got.Len() != 1 || n != 0 {
		t.Errorf("AssessAll() = %d assessments, %d untargeted, want 1 and 0", got.Len(), n)
	}
}

// A target passes over observations of another coverage. They are no duplicates of each
// other.
func TestAssessAllCoverage(t *testing.T) {
	whole := aim(target.Stock, target.Higher, "10")
	part := whole
	part.Code, part.Indicator.Coverage = "part", "industry"
	all, industry, homes := seen("12"), seen("7"), seen("3")
	industry.Coverage, homes.Coverage = "industry", "homes"

	got := assessAll(t, []target.Target{whole, part}, []target.Observation{industry, homes, all})
	untargeted := slices.Collect(got.Untargeted())
	if diff := cmp.Diff([]target.Observation{homes}, untargeted); diff != "" || got.Len() != 2 {
		t.Fatalf("AssessAll() = %d assessments, untargeted (-want +got):\n%s", got.Len(), diff)
	}
	assessments := slices.Collect(got.All())
	for i, want := range []string{"12", "7"} {
		if a := assessments[i]; !a.Actual.Equal(num(want)) {
			t.Errorf("AssessAll() = %v for %s, want %s", a.Actual, a.Target.Code, want)
		}
	}
	got = assessAll(t, []target.Target{whole}, []target.Observation{industry})
	if len(slices.Collect(got.Missing())) != 1 {
		t.Errorf("AssessAll() = %d assessments, want one missing", got.Len())
	}

	_, err := evaluate.AssessAll(
		slices.Values([]target.Target{part}), slices.Values([]target.Observation{industry, industry}),
		evaluate.AssessOptions{})
	want := []string{`observations["440000", "x", "industry", 2015, final] is given twice`}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("AssessAll() mismatch (-want +got):\n%s", diff)
	}
}

func TestAssessAllErrors(t *testing.T) {
	good := aim(target.Stock, target.Higher, "10")
	bad := good
	bad.Code, bad.Unit = "", ""
	observations := []target.Observation{seen("1"), seen("2"), {Unit: "u"}}
	targets := slices.Values([]target.Target{good, bad})
	want := []string{
		`observations["440000", "x", 2015, final] is given twice`,
		`observations["u", "", , final].indicator is required`,
		`observations["u", "", , final].period is required`,
		`targets["", "x", 2015].unit is required`,
	}

	for range 2 {
		got, err := evaluate.AssessAll(targets, slices.Values(observations), evaluate.AssessOptions{})
		if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
			t.Errorf("AssessAll() mismatch (-want +got):\n%s", diff)
		}
		if got != nil {
			t.Errorf("AssessAll() = %v with an error, want none", got)
		}
		slices.Reverse(observations)
	}
}

// Whoever stops early, or asks nothing, gets no more.
func TestAssessAllStops(t *testing.T) {
	goal := aim(target.Stock, target.Higher, "10")
	one, two := seen("3"), seen("4")
	one.Unit, two.Unit = "980000", "990000"
	missing := goal
	missing.Unit = "110000"
	targets := []target.Target{goal, missing, goal, missing}
	all := assessAll(t, targets, []target.Observation{seen("1"), one, two})
	count := 0
	for range all.All() {
		count++
		break
	}
	for range all.Missing() {
		count++
		break
	}
	for range all.Untargeted() {
		count++
		break
	}
	if count != 3 || all.Len() != 2 {
		t.Errorf("AssessAll() yields %d of %d assessments, want 3 steps of 2", count, all.Len())
	}

	var none *evaluate.Assessed
	for _, empty := range []*evaluate.Assessed{none, {}} {
		n := len(slices.Collect(empty.All())) +
			len(slices.Collect(empty.Missing())) + len(slices.Collect(empty.Untargeted()))
		if n+empty.Len() != 0 {
			t.Errorf("%v yields %d values, want 0", empty, n)
		}
	}
}

// A sequence that yields other targets the second time is not taken for a shorter one.
func TestAssessAllReadsTwice(t *testing.T) {
	goal, other := aim(target.Stock, target.Higher, "10"), aim(target.Stock, target.Higher, "10")
	other.Unit = "110000"
	for name, second := range map[string][]target.Target{
		"none": nil, "fewer": {goal}, "more": {goal, goal, goal}, "another": {goal, other}, "invalid": {goal, {}},
	} {
		t.Run(name, func(t *testing.T) {
			targets := []target.Target{goal, goal}
			all, err := evaluate.AssessAll(func(yield func(target.Target) bool) {
				slices.Values(targets)(yield)
			}, slices.Values([]target.Observation{seen("9")}), evaluate.AssessOptions{})
			if err != nil {
				t.Fatal(err)
			}

			targets = second
			defer func() {
				if recover() == nil {
					t.Error("All() yields other targets, want a panic")
				}
			}()
			for range all.All() {
			}
		})
	}
}

// Observations share slots of a table, units subjects, and subjects units.
func TestAssessAllManyObservations(t *testing.T) {
	const units, indicators = 3_000, 3
	var targets []target.Target
	var observations []target.Observation

	for u := range units {
		for i := range indicators {
			goal := aim(target.Stock, target.Higher, "10")
			goal.Unit, goal.Indicator.Code = strconv.Itoa(u), strconv.Itoa(i)
			o := seen(strconv.Itoa(u*indicators + i))
			o.Unit, o.Indicator, o.Source.Document = goal.Unit, goal.Indicator.Code, strconv.Itoa(u)
			targets, observations = append(targets, goal), append(observations, o)
		}
	}

	all := assessAll(t, targets, observations)
	i := 0
	for a := range all.All() {
		if diff := cmp.Diff(observations[i], a.Observation); diff != "" {
			t.Fatalf("AssessAll() mismatch (-want +got):\n%s", diff)
		}
		i++
	}

	if i != units*indicators || all.Len() != i {
		t.Errorf("AssessAll() = %d assessments, want %d", i, units*indicators)
	}
}
