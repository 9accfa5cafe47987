package evaluate_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// reports are public bug reports and what is right.
type reports struct {
	Cases []struct {
		Source, What    string
		Kind            target.Kind
		Better          target.Direction
		Value, Baseline string
		Item            json.RawMessage
		Results         []map[string]any // by field
	}
	Grades []struct {
		Source, What                string
		Bound, Round, Points, Total string
		Passed                      bool
	}
}

func TestReports(t *testing.T) {
	var file reports
	testkit.ReadJSON(t, "testdata/reports.json", &file)
	for _, c := range file.Cases {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			goal := aim(c.Kind, c.Better, c.Value)
			if c.Baseline != "" {
				goal = from(goal, c.Baseline)
			}

			for _, want := range c.Results {
				a := assess(t, goal, want["actual"].(string))
				got := map[string]any{
					"actual": want["actual"], "met": a.Met, "gap": a.Gap.String(),
					"attainment": orNull(a.Attainment), "attainmentReason": a.AttainmentReason.String(),
					"progress": orNull(a.Progress), "progressReason": a.ProgressReason.String(),
				}
				if c.Item != nil {
					card := score(t, evaluator(t, bookOf(t, c.Item)), assessed(a))
					got["points"] = card.Total.String()
				}
				for field, w := range want {
					if got[field] != w {
						t.Errorf("%s = %v at %v, want %v", field, got[field], want["actual"], w)
					}
				}
			}
		})
	}
}

func TestReportsOfGrades(t *testing.T) {
	var file reports
	testkit.ReadJSON(t, "testdata/reports.json", &file)
	for _, c := range file.Grades {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			e := evaluator(t, evaluate.Scheme{
				Items:  []evaluate.Item{{Code: "work", Max: num("100")}},
				Grades: []evaluate.Grade{{Name: "passed", From: num(c.Bound)}, {Name: "failed"}},
				Round:  maybe(c.Round),
			})
			card := score(t, e, evaluate.Case{Awarded: map[string]decimal.Decimal{"work": num(c.Points)}})
			if !card.Total.Equal(num(c.Total)) || (card.Grade == "passed") != c.Passed {
				t.Errorf("Score() = %v, %s, want %s, passed: %t", card.Total, card.Grade, c.Total, c.Passed)
			}
		})
	}
}

// bookOf returns the book of an item in JSON.
func bookOf(t *testing.T, item json.RawMessage) evaluate.Scheme {
	t.Helper()
	var book evaluate.Scheme
	if err := book.UnmarshalJSON([]byte(`{"items": [` + string(item) + `]}`)); err != nil {
		t.Fatal(err)
	}
	return book
}

// orNull returns a figure as text, nil for none.
func orNull(d decimal.NullDecimal) any {
	if !d.Valid {
		return nil
	}
	return d.Decimal.String()
}
