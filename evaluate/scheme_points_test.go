package evaluate_test

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func TestPointForms(t *testing.T) {
	deduct := evaluate.Deductions{Per: num("0.05"), Points: num("3")}
	begun := deduct
	begun.Begun = true
	bands := evaluate.Bands{Breakpoints: []evaluate.Breakpoint{{At: num("1"), Points: num("20")},
		{At: num("0.8"), Points: num("12")}, {At: num("0.5"), Points: num("3")}}}
	tests := []struct {
		name   string
		points evaluate.Points
		share  string
		want   string
	}{
		{"pro rata, third", evaluate.ProRata{}, "0.3333", "6.666"},
		{"pro rata, over", evaluate.ProRata{}, "1.2", "20"},
		{"pro rata, nothing", evaluate.ProRata{}, "0", "0"},
		{"pro rata, wrong way", evaluate.ProRata{}, "-0.5", "0"},
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

// The reasons at the very points where the rules change.
func TestPointReasons(t *testing.T) {
	deduct := evaluate.Deductions{Per: num("0.1"), Points: num("5")}
	bonus := &evaluate.Bonus{Per: num("0.1"), Points: num("3"), Max: num("6")}

	for _, tt := range []struct {
		points evaluate.Points
		bonus  *evaluate.Bonus
		share  string
		want   string
	}{
		{evaluate.ProRata{}, nil, "1", "in full"},
		{evaluate.ProRata{}, nil, "0.123456", "0.123456 of 20"},
		{evaluate.ProRata{}, nil, "0.1234567", "0.123456… of 20"},
		{evaluate.ProRata{}, nil, "0.000001", "0.000001 of 20"},
		{evaluate.ProRata{}, nil, "0.0000001", "0.0000001 of 20"},
		{evaluate.ProRata{}, nil, "0", "nothing attained"},
		{deduct, nil, "1", "in full"},
		{deduct, nil, "0.7", "less 3 × 5"},
		{deduct, nil, "0.6", "less 4 × 5, not below 0"},
		{evaluate.ProRata{}, bonus, "1", "in full"},
		{evaluate.ProRata{}, bonus, "1.05", "in full; bonus 0 × 3 over"},
		{evaluate.ProRata{}, bonus, "1.2", "in full; bonus 2 × 3 over"},
		{evaluate.ProRata{}, bonus, "1.3", "in full; bonus 3 × 3 over, at most 6"},
	} {
		t.Run(fmt.Sprintf("%T %s", tt.points, tt.share), func(t *testing.T) {
			e := evaluator(t,
				evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("20"), Points: tt.points,
					Bonus: tt.bonus}}})
			card := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "a", tt.share)}})
			if _, got, _ := strings.Cut(card.Lines[0].Why, ": "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Where an assessment's figures make its attainment, it counts as their
// quotient, a third for a third; where they cannot, as written.
func TestAttainmentOfAnAssessment(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("3"), Points: evaluate.ProRata{}}}})
	third := func(change func(a *evaluate.Assessment)) evaluate.Assessment {
		goal := aim(target.Flow, target.Higher, "30")
		goal.Code = "a"
		goal.Baseline = &target.Point{Period: target.Year(2010), Value: num("1")}
		a, err := evaluate.AssessWith(goal, seen("10"), evaluate.AssessOptions{Published: true})
		if err != nil {
			t.Fatal(err)
		}
		change(&a)
		return a
	}

	for _, tt := range []struct {
		name   string
		change func(a *evaluate.Assessment)
		want   string
	}{
		{"as assessed", func(*evaluate.Assessment) {}, "1"},
		{"in whole numbers", func(a *evaluate.Assessment) { a.Target.Indicator.Places = target.Places(0) }, "1"},
		{"with all places",
			func(a *evaluate.Assessment) { a.Target.Indicator.Places = target.Places(target.MaxPlaces) }, "1"},
		{"with more places",
			func(a *evaluate.Assessment) { a.Target.Indicator.Places = target.Places(target.MaxPlaces + 1) },
			"0.9999999999999999"},
		{"with fewer than none", func(a *evaluate.Assessment) { a.Target.Indicator.Places = target.Places(-1) },
			"0.9999999999999999"},
		{"with another figure", func(a *evaluate.Assessment) { a.Actual = num("11") }, "0.9999999999999999"},
		{"with an endless figure", func(a *evaluate.Assessment) { a.Actual = decimal.New(1, 1<<30) },
			"0.9999999999999999"},
		{"with an endless baseline", func(a *evaluate.Assessment) { a.Target.Baseline.Value = decimal.New(1, 1<<30) },
			"1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			card := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{third(tt.change)}})
			if !card.Total.Equal(num(tt.want)) {
				t.Errorf("got %v, want %s", card.Total, tt.want)
			}
		})
	}
}

// An attainment may be as small and as great as a quotient of figures can be.
func TestAttainmentInBounds(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("20"), Points: evaluate.ProRata{}}}})

	for _, tt := range []struct {
		attainment decimal.Decimal
		want       error
	}{
		{decimal.New(1, 400), nil},
		{decimal.New(1, 401), target.ErrRange},
		{decimal.New(1, -400), nil},
		{decimal.New(1, -401), target.ErrRange},
		{decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1332), 0), nil},
		{decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1333), 0), target.ErrRange},
	} {
		_, err := e.Score(evaluate.Case{Assessments: []evaluate.Assessment{{Target: target.Target{Code: "a"},
			Attainment: decimal.NewNullDecimal(tt.attainment)}}})
		if !errors.Is(err, tt.want) {
			t.Errorf("10^%d: %v, want %v", tt.attainment.Exponent(), err, tt.want)
		}
	}
}

// TestExactAtTheCut has three thirds make a whole and a hair's breadth miss.
func TestExactAtTheCut(t *testing.T) {
	items := []evaluate.Item{
		{Code: "a", Max: num("20"), Points: evaluate.ProRata{}},
		{Code: "b", Max: num("20"), Points: evaluate.ProRata{}},
		{Code: "c", Max: num("20"), Points: evaluate.ProRata{}},
	}

	e := evaluator(t,
		evaluate.Scheme{Items: items, Grades: []evaluate.Grade{{Name: "pass", From: num("20")}, {Name: "fail"}}})
	third := func(code, actual string) evaluate.Assessment {
		goal := aim(target.Flow, target.Higher, "3")
		goal.Code = code
		a, err := evaluate.Assess(goal, seen(actual))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}

	card := score(t, e,
		evaluate.Case{Assessments: []evaluate.Assessment{third("a", "1"), third("b", "1"), third("c", "1")}})
	if !card.Total.Equal(num("20")) || card.Grade != "pass" {
		t.Errorf("three thirds of 20: %v, %s", card.Total, card.Grade)
	}

	card = score(t, e,
		evaluate.Case{Assessments: []evaluate.Assessment{third("a", "1"), third("b", "1"),
			third("c", "0.99999999999999999999")}})

	if card.Grade != "fail" {
		t.Errorf("less than three thirds of 20: %s", card.Grade)
	}

	steps := evaluator(t,
		evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("1"),
			Points: evaluate.Steps{Breakpoints: []evaluate.Breakpoint{{At: num("1"), Points: num("1")}}}}}})

	if card = score(t, steps,
		evaluate.Case{Assessments: []evaluate.Assessment{third("a", "2.99999999999999999999")}}); !card.Total.IsZero() {
		t.Errorf("just short of the step: %v", card.Total)
	}
	// An assessment that was not made by Assess is taken by what it says.
	if card = score(t, steps,
		evaluate.Case{Assessments: []evaluate.Assessment{{Target: target.Target{Code: "a"}, Attainment: maybe("1.1"),
			Met: true}}}); !card.Total.Equal(num("1")) {
		t.Errorf("by attainment alone: %v", card.Total)
	}
}

func TestWithoutAttainment(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "t", Max: num("10"), Points: evaluate.ProRata{}}}})
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
