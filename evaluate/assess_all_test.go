package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func assessAll(t testing.TB, targets []target.Target, observations []target.Observation) evaluate.Assessed {
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
	for _, a := range got.Assessments {
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
	if diff := cmp.Diff([]target.Target{targets[3], targets[4]}, got.Missing); diff != "" {
		t.Errorf("targets without an observation mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]target.Observation{observations[8], observations[9]}, got.Untargeted); diff != "" {
		t.Errorf("observations without a target mismatch (-want +got):\n%s", diff)
	}

	turned := slices.Clone(observations)
	slices.Reverse(turned)
	if diff := cmp.Diff(got.Assessments, assessAll(t, targets, turned).Assessments); diff != "" {
		t.Errorf("AssessAll() mismatch (-observations +observations in another order):\n%s", diff)
	}
}

func TestAssessAllTakesTheLatestToDate(t *testing.T) {
	goal := percent(aim(target.Reduction, target.Higher, "17"))
	goal.Period = target.FiveYearPlan(12)
	early, late := seen("3"), seen("9")
	early.Period, late.Period = target.Years(2011, 2012), target.Years(2011, 2014)
	got := assessAll(t, []target.Target{goal}, []target.Observation{late, early})
	if len(got.Assessments) != 1 || !got.Assessments[0].Actual.Equal(num("9")) || len(got.Untargeted) != 0 {
		t.Errorf("got %+v", got)
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
	if diff := cmp.Diff([]target.Observation{homes}, got.Untargeted); diff != "" || len(got.Assessments) != 2 {
		t.Fatalf("AssessAll() = %d assessments, untargeted (-want +got):\n%s", len(got.Assessments), diff)
	}
	for i, want := range []string{"12", "7"} {
		if a := got.Assessments[i]; !a.Actual.Equal(num(want)) {
			t.Errorf("AssessAll() = %v for %s, want %s", a.Actual, a.Target.Code, want)
		}
	}
	if got := assessAll(t, []target.Target{whole}, []target.Observation{industry}); len(got.Missing) != 1 {
		t.Errorf("AssessAll() = %d missing, want 1", len(got.Missing))
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
		if got.Assessments != nil {
			t.Errorf("AssessAll() = %v with an error, want none", got.Assessments)
		}
		slices.Reverse(observations)
	}
}
