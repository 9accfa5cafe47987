package evaluate_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestAssessmentString(t *testing.T) {
	patents := target.Target{
		Unit: "440000", Period: target.Year(2015), Value: testkit.Dec("102218"),
		Indicator: target.Indicator{Code: "p", Measure: "patents in force", Kind: target.Stock, Better: target.Higher},
	}

	waste := patents
	waste.Indicator.Better, waste.Value = target.Lower, testkit.Dec("0")
	for _, tt := range []struct {
		of     target.Target
		figure string
		status target.Status
		want   string
	}{
		{
			patents, "138878", target.Final,
			"440000: 138,878, target at least 102,218 patents in force by 2015: met by 36,660, attainment 1.3586…",
		},
		{
			patents, "102218", target.Provisional,
			"440000: 102,218 (provisional), target at least 102,218 patents in force by 2015: met, attainment 1",
		},
		{
			patents, "51109.0", target.Final,
			"440000: 51,109.0, target at least 102,218 patents in force by 2015: missed by 51,109.0, attainment 0.5",
		},
		{waste, "3", target.Final, "440000: 3, target at most 0 patents in force by 2015: missed by 3"},
	} {
		a, err := evaluate.Assess(tt.of, target.Observation{
			Unit: "440000", Indicator: "p", Period: target.Year(2015), Value: testkit.Dec(tt.figure), Status: tt.status,
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(a); got != tt.want {
			t.Errorf("String() = %s, want %s", got, tt.want)
		}
	}

	if got := fmt.Sprint(evaluate.Assessment{Actual: decimal.New(1, 1<<30), ToDate: true}); got == "" {
		t.Error("an assessment of a huge figure prints nothing")
	}
}

// Points have the places of the book, and never seem to reach what they do not.
func TestScorecardPlaces(t *testing.T) {
	card := evaluate.Scorecard{Unit: "11", Total: testkit.Dec("59.9999"), Grade: "failed"}.WithItems(
		evaluate.ItemScore{
			Code: "x", Max: testkit.Dec("80"), Points: testkit.Dec("63.11926605504587"), Why: "pro rata",
		},
	)
	want := "11\n  x      63.11…  of 80: pro rata\n  total  59.99…\n  grade failed\n"
	if got := fmt.Sprint(card); got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	card.Places = target.Places(3)
	want = "11\n  x      63.119…  of 80: pro rata\n  total  59.999…\n  grade failed\n"
	if got := card.Explain(); got != want {
		t.Errorf("Explain() = %q, want %q", got, want)
	}
}
