package evaluate_test

import (
	"strings"
	"testing"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func TestPointForms(t *testing.T) {
	deduct := evaluate.Deduct{Per: num("0.05"), Points: num("3")}
	begun := deduct
	begun.Begun = true
	bands := evaluate.Bands{{At: num("1"), Points: num("20")}, {At: num("0.8"), Points: num("12")}, {At: num("0.5"), Points: num("3")}}
	tests := []struct {
		name   string
		points evaluate.Points
		share  string
		want   string
	}{
		{"pro rata, third", evaluate.Pro{}, "0.3333", "6.666"},
		{"pro rata, over", evaluate.Pro{}, "1.2", "20"},
		{"pro rata, nothing", evaluate.Pro{}, "0", "0"},
		{"pro rata, wrong way", evaluate.Pro{}, "-0.5", "0"},
		{"bands, top", bands, "1.5", "20"},
		{"bands, at a corner", bands, "0.8", "12"},
		{"bands, half way", bands, "0.9", "16"},
		{"bands, lower band", bands, "0.6", "6"},
		{"bands, last corner", bands, "0.5", "3"},
		{"bands, below", bands, "0.4999", "0"},
		{"deducted, met", deduct, "1", "20"},
		{"deducted, not a full step", deduct, "0.951", "20"},
		{"deducted, one full step", deduct, "0.95", "17"},
		{"deducted, two full steps", deduct, "0.899", "14"},
		{"deducted, all", deduct, "0.6", "0"},
		{"deducted, begun", begun, "0.951", "17"},
		{"deducted, begun, exactly one", begun, "0.95", "17"},
		{"deducted, begun, second", begun, "0.949", "14"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("20"), Points: tt.points}}})
			card := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "a", tt.share)}})
			if !card.Total.Equal(num(tt.want)) {
				t.Errorf("got %v, want %s", card.Total, tt.want)
			}
		})
	}
}

// TestExactAtTheCut has three thirds make a whole and a hair's breadth miss.
func TestExactAtTheCut(t *testing.T) {
	items := []evaluate.Item{
		{Code: "a", Max: num("20"), Points: evaluate.Pro{}},
		{Code: "b", Max: num("20"), Points: evaluate.Pro{}},
		{Code: "c", Max: num("20"), Points: evaluate.Pro{}},
	}
	e := evaluator(t, evaluate.Scheme{Items: items, Grades: []evaluate.Grade{{Name: "pass", From: num("20")}, {Name: "fail"}}})
	third := func(code, actual string) evaluate.Assessment {
		goal := aim(target.Flow, target.Higher, "3")
		goal.Code = code
		a, err := evaluate.Assess(goal, seen(actual))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	card := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{third("a", "1"), third("b", "1"), third("c", "1")}})
	if !card.Total.Equal(num("20")) || card.Grade != "pass" {
		t.Errorf("three thirds of 20: %v, %s", card.Total, card.Grade)
	}
	card = score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{third("a", "1"), third("b", "1"), third("c", "0.99999999999999999999")}})
	if card.Grade != "fail" {
		t.Errorf("less than three thirds of 20: %s", card.Grade)
	}
	steps := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("1"), Points: evaluate.Steps{{At: num("1"), Points: num("1")}}}}})
	if card = score(t, steps, evaluate.Case{Assessments: []evaluate.Assessment{third("a", "2.99999999999999999999")}}); !card.Total.IsZero() {
		t.Errorf("just short of the step: %v", card.Total)
	}
	// An assessment that was not made by Assess is taken by what it says.
	if card = score(t, steps, evaluate.Case{Assessments: []evaluate.Assessment{{Target: target.Target{Code: "a"}, Attainment: maybe("1.1"), Met: true}}}); !card.Total.Equal(num("1")) {
		t.Errorf("by attainment alone: %v", card.Total)
	}
}

func TestWithoutAttainment(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "t", Max: num("10"), Points: evaluate.Pro{}}}})
	for actual, want := range map[string]string{"0": "10", "3": "0"} {
		a, err := evaluate.Assess(aim(target.Flow, target.Lower, "0"), seen(actual))
		if err != nil {
			t.Fatal(err)
		}
		card := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{a}})
		if !card.Total.Equal(num(want)) || !strings.Contains(card.Lines[0].Why, "zero target") {
			t.Errorf("%s accidents: %v points, %s", actual, card.Total, card.Lines[0].Why)
		}
	}
}
