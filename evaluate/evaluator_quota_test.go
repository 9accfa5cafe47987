package evaluate_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// A unit is scored by the quota that a plan made of the target of the book: its code is
// that of the target, a solidus and that of the unit.
func TestScoreQuota(t *testing.T) {
	e := single(t, evaluate.Item{Code: "12FYP", Max: num("40"), Points: evaluate.ProRata{}})
	quota := target.Target{
		Unit: "440000", Period: target.Year(2015), Value: decimal.New(100, 0),
		Indicator: target.Indicator{Code: "patents", Kind: target.Stock, Better: target.Higher},
	}
	observed := target.Observation{
		Unit: "440000", Indicator: "patents", Period: target.Year(2015), Value: decimal.New(50, 0),
	}

	for code, want := range map[string]error{
		"12FYP":        nil,
		"12FYP/440000": nil,
		"12FYP/11":     target.ErrUnknown,
		"13FYP/440000": target.ErrUnknown,
	} {
		quota.Code = code
		a, err := evaluate.Assess(quota, observed)
		if err != nil {
			t.Fatal(err)
		}
		card, err := e.Score(evaluate.Case{Unit: "440000", Assessments: []evaluate.Assessment{a}})
		if !errors.Is(err, want) || err == nil && !card.Total.Equal(num("20")) {
			t.Errorf("Score() = %v, %v for the target %s, want 20 or %v", card.Total, err, code, want)
		}
	}
}
