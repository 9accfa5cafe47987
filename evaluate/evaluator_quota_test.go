package evaluate_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// TestScoreQuota scores a unit by the quota that a plan made of the target of
// the book: its code is the target's, a solidus and the unit's.
func TestScoreQuota(t *testing.T) {
	book, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{{Code: "12FYP", Max: decimal.New(40, 0),
		Points: evaluate.ProRata{}}}})
	if err != nil {
		t.Fatal(err)
	}

	quota := target.Target{
		Unit: "440000", Period: target.Year(2015), Value: decimal.New(100, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}

	scoreAs := func(code string) (evaluate.Scorecard, error) {
		quota.Code = code
		a, err := evaluate.Assess(quota,
			target.Observation{Unit: "440000", Indicator: "patents", Period: target.Year(2015),
				Value: decimal.New(50, 0)})
		if err != nil {
			t.Fatal(err)
		}
		return book.Score(evaluate.Case{Unit: "440000", Assessments: []evaluate.Assessment{a}})
	}

	for _, code := range []string{"12FYP", "12FYP/440000"} {
		if card, err := scoreAs(code); err != nil || !card.Total.Equal(decimal.New(20, 0)) {
			t.Errorf("%s: %v points, %v; want 20", code, card.Total, err)
		}
	}

	for _, code := range []string{"12FYP/11", "13FYP/440000"} {
		if _, err := scoreAs(code); !errors.Is(err, target.ErrUnknown) {
			t.Errorf("%s: %v; want an unknown item", code, err)
		}
	}
}
