package evaluate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func TestAssess(t *testing.T) {
	const (
		none     = evaluate.NoBaseline
		met      = evaluate.AlreadyMet
		atBase   = evaluate.AtBaseline
		toZero   = evaluate.ZeroTarget
		byZero   = evaluate.ZeroActual
		opposite = evaluate.OppositeSigns
		lost     = evaluate.WholeLost
		place    = evaluate.NotComparable
	)
	flow, stock, ratio := target.Flow, target.Stock, target.Ratio
	cut, grow := target.Reduction, target.Growth
	up, down, near := target.Higher, target.Lower, target.Nearer
	tests := []struct {
		name                      string
		target                    target.Target
		actual                    string
		gap, attainment, progress string
		why, whyNoProgress        evaluate.Reason
	}{
		{"short", aim(flow, up, "100"), "98", "-2", "0.98", "", 0, none},
		{"exactly met", aim(stock, up, "3.30"), "3.3", "0", "1", "", 0, none},
		{"exceeded", aim(ratio, up, "3.3"), "6.3", "3", "1.909090909090909", "", 0, none},
		{"sixteen digits, half away from zero", aim(flow, up, "3"), "2", "-1", "0.6666666666666667", "", 0, none},
		{"lower is better, missed", aim(ratio, down, "0.8"), "1", "-0.2", "0.8", "", 0, none},
		{"lower is better, met", aim(ratio, down, "0.8"), "0.5", "0.3", "1.6", "", 0, none},
		{"comparator over direction", atMost(aim(flow, up, "100")), "80", "20", "1.25", "", 0, none},
		{"no direction is at least", aim(flow, 0, "100"), "80", "-20", "0.8", "", 0, none},

		{"zero target missed", aim(flow, down, "0"), "2", "-2", "", "", toZero, none},
		{"zero target met", aim(flow, down, "0"), "0", "0", "", "", toZero, none},
		{"zero figure, higher better", aim(flow, up, "5"), "0", "-5", "0", "", 0, none},
		{"zero figure, lower better", aim(flow, down, "5"), "0", "5", "", "", byZero, none},
		{"opposite signs", percent(aim(grow, up, "7.5")), "-1.2", "-8.7", "", "", opposite, none},
		{"both negative, met", aim(grow, up, "-4"), "-2", "2", "2", "", 0, none},
		{"both negative, missed", aim(grow, up, "-4"), "-5", "-1", "0.8", "", 0, none},
		{"both negative, lower better, met", aim(grow, down, "-4"), "-5", "1", "1.25", "", 0, none},
		{"both negative, lower better, missed", aim(grow, down, "-4"), "-2", "-2", "0.5", "", 0, none},
		{"negative target, zero figure, lower better", aim(grow, down, "-4"), "0", "-4", "0", "", 0, none},
		{"negative target, zero figure, higher better", aim(grow, up, "-4"), "0", "4", "", "", byZero, none},

		{"range, within", within(aim(ratio, near, "20"), "30"), "22", "2", "1", "", 0, none},
		{"range, near its upper end", within(aim(ratio, near, "20"), "30"), "29", "1", "1", "", 0, none},
		{"range, at its end", within(aim(ratio, near, "20"), "30"), "30", "0", "1", "", 0, none},
		{"range, below", within(aim(ratio, near, "20"), "30"), "15", "-5", "0.75", "", 0, none},
		{"range, above", within(aim(ratio, near, "20"), "30"), "40", "-10", "0.75", "", 0, none},
		{"range from zero, below", within(aim(ratio, near, "0"), "30"), "-1", "-1", "", "", toZero, none},
		{"range from zero, at it", within(aim(ratio, near, "0"), "30"), "0", "0", "1", "", 0, none},
		{"range up to zero, at it", within(aim(ratio, near, "-30"), "0"), "0", "0", "1", "", 0, none},
		{"about, within", about(aim(grow, near, "7.5"), "0.5"), "7.2", "0.2", "1", "", 0, none},
		{"about, below", about(aim(grow, near, "7.5"), "0.5"), "6.3", "-0.7", "0.9", "", 0, none},
		{"about, no tolerance, above", about(aim(ratio, near, "1"), "0"), "1.25", "-0.25", "0.8", "", 0, none},

		{"index", aim(target.Index, up, "80"), "60", "-20", "0.75", "", 0, none},
		{"place", aim(target.Position, down, "10"), "12", "-2", "", "", place, none},
		{"milestone done", aim(target.Milestone, up, "1"), "1", "0", "1", "", 0, none},
		{"milestone open", aim(target.Milestone, up, "1"), "0", "-1", "0", "", 0, none},

		{"half way", from(aim(stock, up, "3.3"), "1.7"), "2.5", "-0.8", "0.7575757575757576", "0.5", 0, 0},
		{"way back", from(aim(stock, up, "4"), "2"), "1", "-3", "0.25", "-0.5", 0, 0},
		{"beyond", from(aim(stock, up, "4"), "2"), "5", "1", "1.25", "1.5", 0, 0},
		{"way down", from(aim(ratio, down, "10"), "20"), "14", "-4", "0.7142857142857143", "0.6", 0, 0},
		{"met at the baseline", from(aim(ratio, up, "10"), "12"), "11", "1", "1.1", "", 0, met},
		{"target is the baseline", from(aim(ratio, up, "10"), "10"), "11", "1", "1.1", "", 0, atBase},
		{"no ratio but a way", from(aim(flow, down, "0"), "8"), "2", "-2", "", "0.75", toZero, 0},
		{"way to a range", from(within(aim(ratio, near, "20"), "30"), "10"), "15", "-5", "0.75", "0.5", 0, 0},
		{"way into a range", from(within(aim(ratio, near, "20"), "30"), "10"), "25", "5", "1", "1", 0, 0},
		{
			"way past a range", from(within(aim(ratio, near, "20"), "30"), "10"),
			"36", "-6", "0.8333333333333333", "0.4",
			0, 0,
		},
		{
			"way to parity", from(about(aim(ratio, near, "1"), "0"), "0.8"),
			"1.1", "-0.1", "0.9090909090909091", "0.5", 0, 0,
		},
		{"range met at the baseline", from(within(aim(ratio, near, "20"), "30"), "25"), "15", "-5", "0.75", "", 0, met},
		{
			"range begins at the baseline", from(within(aim(ratio, near, "20"), "30"), "20"), "15", "-5", "0.75", "", 0,
			atBase,
		},

		{"reduction", percent(aim(cut, up, "19")), "10", "-9", "0.5263157894736842", "0.5", 0, 0},
		{"reduction as a share of 1", aim(cut, up, "0.19"), "0.1", "-0.09", "0.5263157894736842", "0.5", 0, 0},
		{
			"reduction heeds no baseline", from(percent(aim(cut, up, "19")), "5"),
			"10", "-9", "0.5263157894736842", "0.5",
			0, 0,
		},
		{"reduction exactly met", percent(aim(cut, up, "17")), "17.0", "0", "1", "1", 0, 0},
		{"nothing reduced", percent(aim(cut, up, "17")), "0", "-17", "0", "0", 0, 0},
		{"increase instead", percent(aim(cut, up, "19")), "-10", "-29", "", "-0.4523050177253243", opposite, 0},
		{"reduction by the whole", percent(aim(cut, up, "100")), "40", "-60", "0.4", "", 0, lost},
		{"reduction to nothing", percent(aim(cut, up, "50")), "100", "50", "2", "", 0, lost},
		{"growth allowed", percent(aim(cut, up, "-5")), "-3", "2", "1.666666666666667", "", 0, met},
		{"no reduction wanted", percent(aim(cut, up, "0")), "3", "3", "", "", toZero, atBase},
		{
			"reduction in a range", percent(within(aim(cut, near, "19"), "27.1")),
			"10", "-9", "0.5263157894736842", "0.5",
			0, 0,
		},
		{"reduction within its range", percent(within(aim(cut, near, "19"), "27.1")), "20", "1", "1", "1", 0, 0},
		{
			"reduction past its range", percent(within(aim(cut, near, "19"), "27.1")), "34.39", "-7.29",
			"0.7880197731898808", "0.5", 0, 0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evaluate.Assess(tt.target, seen(tt.actual))
			if err != nil {
				t.Fatal(err)
			}
			want := evaluate.Assessment{
				Target: tt.target, Observation: seen(tt.actual), Actual: num(tt.actual),
				Gap: num(tt.gap), Met: num(tt.gap).Sign() >= 0,
				Attainment: maybe(tt.attainment), AttainmentReason: tt.why,
				Progress: maybe(tt.progress), ProgressReason: tt.whyNoProgress,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Assess() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAssessPublished(t *testing.T) {
	goal := aim(target.Ratio, target.Higher, "3.30")
	exact, err := evaluate.Assess(goal, seen("3.296"))
	if err != nil {
		t.Fatal(err)
	}
	if exact.Met {
		t.Error("3.296 meets 3.30 exactly")
	}

	published, err := evaluate.AssessWith(goal, seen("3.295"), evaluate.AssessOptions{Published: true})
	if err != nil {
		t.Fatal(err)
	}

	want := evaluate.Assessment{
		Target: goal, Observation: seen("3.295"), Actual: num("3.30"), Attainment: maybe("1"), Met: true,
		ProgressReason: evaluate.NoBaseline, Published: true,
	}

	if diff := cmp.Diff(want, published); diff != "" {
		t.Errorf("AssessWith() mismatch (-want +got):\n%s", diff)
	}
}

func TestAssessPeriods(t *testing.T) {
	plan := target.FiveYearPlan(12)
	month := target.Month(2015, 12)
	tests := []struct {
		name           string
		kind           target.Kind
		target, actual target.Period
		fits, toDate   bool
	}{
		{"same year", target.Flow, target.Year(2015), target.Year(2015), true, false},
		{"another year", target.Stock, target.Year(2015), target.Year(2014), false, false},
		{"stock at the end of the year", target.Stock, target.Year(2015), month, true, false},
		{"ratio at the end of the plan", target.Ratio, plan, target.Year(2015), true, false},
		{"cumulative at the end", target.Cumulative, plan, month, true, false},
		{"milestone in the last year", target.Milestone, plan, target.Year(2015), true, false},
		{"flow of a month is not the year's", target.Flow, target.Year(2015), month, false, false},
		{"growth of a year is not the plan's", target.Growth, plan, target.Year(2015), false, false},
		{"reduction of a year is not the plan's", target.Reduction, plan, target.Year(2015), false, false},
		{"reduction since the base", target.Reduction, plan, target.Years(2011, 2013), true, true},
		{"reduction beyond the plan", target.Reduction, plan, target.Years(2011, 2016), false, false},
		{"stock before the end", target.Stock, plan, target.Years(2011, 2013), false, false},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			goal, o := aim(tt.kind, target.Higher, "0.2"), seen("0.1")
			goal.Period, o.Period = tt.target, tt.actual
			got, err := evaluate.Assess(goal, o)
			if !tt.fits {
				if !errors.Is(err, target.ErrMismatch) {
					t.Errorf("got %v, want a mismatch", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.ToDate != tt.toDate {
				t.Errorf("to date is %v, want %v", got.ToDate, tt.toDate)
			}
		})
	}
}

// The observation must cover what the target covers. What is refused says what to do.
func TestAssessMismatch(t *testing.T) {
	goal := percent(aim(target.Growth, target.Higher, "7.5"))
	part := goal
	part.Indicator.Coverage = "industry"
	half := target.Months(target.Month(2015, 1), target.Month(2015, 6))

	for _, tt := range []struct {
		name   string
		goal   target.Target
		change func(o *target.Observation)
		want   string
	}{
		{"it fits", goal, func(*target.Observation) {}, ""},
		{"another unit", goal, func(o *target.Observation) { o.Unit = "350000" }, `the target is of unit "440000"`},
		{"another indicator", goal, func(o *target.Observation) { o.Indicator = "y" }, `the target is of "x"`},
		{
			"a part of what is covered", goal, func(o *target.Observation) { o.Coverage = "industry" },
			"the target covers everything: leave the coverage empty",
		},
		{"more than is covered", part, func(*target.Observation) {}, `the target covers "industry"`},
		{"a part for a part", part, func(o *target.Observation) { o.Coverage = "industry" }, ""},
		{
			"another year", goal, func(o *target.Observation) { o.Period = target.Year(2014) },
			"the target is for 2015",
		},
		{
			"a rate to date", goal, func(o *target.Observation) { o.Period = half },
			"give the figure of whole years",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := seen("7")
			tt.change(&o)
			_, err := evaluate.Assess(tt.goal, o)
			if tt.want == "" {
				if err != nil {
					t.Errorf("Assess() = %v, want no error", err)
				}
				return
			}
			if !errors.Is(err, target.ErrMismatch) || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("Assess() = %v, want ErrMismatch: %s", err, tt.want)
			}
		})
	}
}

func TestAssessErrors(t *testing.T) {
	other := seen("1")
	other.Unit, other.Indicator, other.Period = "350000", "y", target.Year(2012)
	_, err := evaluate.Assess(aim(target.Flow, target.Higher, "1"), other)
	if !errors.Is(err, target.ErrMismatch) || len(target.AllErrors(err)) != 3 {
		t.Errorf("another unit, indicator and period: %v", err)
	}

	_, err = evaluate.Assess(target.Target{}, target.Observation{})
	if !errors.Is(err, target.ErrRequired) || len(target.AllErrors(err)) < 6 {
		t.Errorf("nothing given: %v", err)
	}

	huge := seen("1")
	huge.Value = decimal.New(1, 1_000_000_000)
	if _, err = evaluate.Assess(aim(target.Flow, target.Higher, "1"), huge); !errors.Is(err, target.ErrRange) {
		t.Errorf("1e1000000000: %v", err)
	}
}

func TestAssessKeepsStatusAndCopies(t *testing.T) {
	goal := from(aim(target.Stock, target.Higher, "4"), "2")
	o := seen("3")
	o.Status = target.Provisional
	got, err := evaluate.Assess(goal, o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Observation.Status != target.Provisional {
		t.Errorf("status %v", got.Observation.Status)
	}

	goal.Baseline.Value = num("99")
	if !got.Target.Baseline.Value.Equal(num("2")) {
		t.Error("the assessment shares the caller's baseline")
	}

	for _, change := range []func(*target.Target){
		func(x *target.Target) { x.Tags = []string{"a"} },
		func(x *target.Target) { x.Links = []target.Link{{Relation: target.Corrects, Target: "a"}} },
	} {
		goal := aim(target.Stock, target.Higher, "4")
		change(&goal)
		got := assess(t, goal, "3").Target
		if len(goal.Tags) > 0 {
			goal.Tags[0] = "changed"
		} else {
			goal.Links[0].Target = "changed"
		}
		if len(got.Tags) > 0 && got.Tags[0] != "a" || len(got.Links) > 0 && got.Links[0].Target != "a" {
			t.Errorf("the assessment shares the caller's %v and %v", got.Tags, got.Links)
		}
	}
}
