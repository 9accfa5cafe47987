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
	line := evaluate.Interpolation{Breakpoints: breakpoints("1 20", "0.8 12", "0.5 3")}

	for _, tt := range []struct {
		name   string
		points evaluate.Points
		share  string
		want   string
	}{
		{"pro rata, third", evaluate.ProRata{}, "0.3333", "6.666"},
		{"pro rata, over", evaluate.ProRata{}, "1.2", "20"},
		{"pro rata, nothing", evaluate.ProRata{}, "0", "0"},
		{"pro rata, wrong way", evaluate.ProRata{}, "-0.5", "0"},
		{"line, top", line, "1.5", "20"},
		{"line, at a breakpoint", line, "0.8", "12"},
		{"line, half way", line, "0.9", "16"},
		{"line, lower line", line, "0.6", "6"},
		{"line, last breakpoint", line, "0.5", "3"},
		{"line, below", line, "0.4999", "0"},
		{"deducted, met", deduct, "1", "20"},
		{"deducted, not a full step", deduct, "0.951", "20"},
		{"deducted, one full step", deduct, "0.95", "17"},
		{"deducted, two full steps", deduct, "0.899", "14"},
		{"deducted, all", deduct, "0.6", "0"},
		{"deducted, begun", begun, "0.951", "17"},
		{"deducted, begun, exactly one", begun, "0.95", "17"},
		{"deducted, begun, second", begun, "0.949", "14"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := single(t, evaluate.Item{Code: "a", Max: num("20"), Points: tt.points})
			card := score(t, e, assessed(attained(t, "a", tt.share)))
			if !card.Total.Equal(num(tt.want)) {
				t.Errorf("Score() = %v, want %s", card.Total, tt.want)
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
			e := single(t, evaluate.Item{Code: "a", Max: num("20"), Points: tt.points, Bonus: tt.bonus})
			card := score(t, e, assessed(attained(t, "a", tt.share)))
			if _, got, _ := strings.Cut(card.Items()[0].Why, ": "); got != tt.want {
				t.Errorf("Why = %q, want %q", got, tt.want)
			}
		})
	}
}

// If the figures of an assessment make its attainment, their exact quotient counts, a
// third for a third. Otherwise the attainment counts as written.
func TestAttainmentOfAnAssessment(t *testing.T) {
	e := single(t, evaluate.Item{Code: "a", Max: num("3"), Points: evaluate.ProRata{}})
	goal := aim(target.Flow, target.Higher, "30")
	goal.Code = "a"
	goal.Baseline = &target.Point{Period: target.Year(2010), Value: num("1")}
	endless := decimal.New(1, 1<<30)
	const asWritten = "0.9999999999999999"

	places := func(n int32) func(a *evaluate.Assessment) {
		return func(a *evaluate.Assessment) { a.Target.Indicator.Places = target.Places(n) }
	}
	for _, tt := range []struct {
		name   string
		change func(a *evaluate.Assessment)
		want   string
	}{
		{"as assessed", func(*evaluate.Assessment) {}, "1"},
		{"in whole numbers", places(0), "1"},
		{"with all places", places(target.MaxPlaces), "1"},
		{"with more places", places(target.MaxPlaces + 1), asWritten},
		{"with fewer than none", places(-1), asWritten},
		{"with another figure", func(a *evaluate.Assessment) { a.Actual = num("11") }, asWritten},
		{"with an endless figure", func(a *evaluate.Assessment) { a.Actual = endless }, asWritten},
		{"with an endless baseline", func(a *evaluate.Assessment) { a.Target.Baseline.Value = endless }, "1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := evaluate.AssessWith(goal, seen("10"), evaluate.AssessOptions{Published: true})
			if err != nil {
				t.Fatal(err)
			}
			tt.change(&a)
			if card := score(t, e, assessed(a)); !card.Total.Equal(num(tt.want)) {
				t.Errorf("Score() = %v, want %s", card.Total, tt.want)
			}
		})
	}
}

// An attainment may be as small and as great as a quotient of figures can be.
func TestAttainmentInBounds(t *testing.T) {
	e := single(t, evaluate.Item{Code: "a", Max: num("20"), Points: evaluate.ProRata{}})
	power := func(bits uint) decimal.Decimal {
		return decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), bits), 0)
	}

	for _, tt := range []struct {
		attainment decimal.Decimal
		want       error
	}{
		{decimal.New(1, 400), nil},
		{decimal.New(1, 401), target.ErrRange},
		{decimal.New(1, -400), nil},
		{decimal.New(1, -401), target.ErrRange},
		{power(1332), nil},
		{power(1333), target.ErrRange},
	} {
		a := evaluate.Assessment{
			Target: target.Target{Code: "a"}, Attainment: decimal.NewNullDecimal(tt.attainment),
		}
		if _, err := e.Score(assessed(a)); !errors.Is(err, tt.want) {
			t.Errorf("Score() at %v digits, 10^%d: %v, want %v",
				tt.attainment.NumDigits(), tt.attainment.Exponent(), err, tt.want)
		}
	}
}

// Three thirds make a whole, and a hair less does not.
func TestExactAtABound(t *testing.T) {
	third := func(code, actual string) evaluate.Assessment {
		goal := aim(target.Flow, target.Higher, "3")
		goal.Code = code
		return assess(t, goal, actual)
	}
	book := evaluate.Scheme{Grades: []evaluate.Grade{{Name: "pass", From: num("20")}, {Name: "fail"}}}
	for _, code := range []string{"a", "b", "c"} {
		book.Items = append(book.Items, evaluate.Item{Code: code, Max: num("20"), Points: evaluate.ProRata{}})
	}

	e := evaluator(t, book)
	card := score(t, e, assessed(third("a", "1"), third("b", "1"), third("c", "1")))
	if !card.Total.Equal(num("20")) || card.Grade != "pass" {
		t.Errorf("Score() = %v, %s, want 20, pass", card.Total, card.Grade)
	}
	card = score(t, e, assessed(third("a", "1"), third("b", "1"), third("c", "0.99999999999999999999")))
	if card.Grade != "fail" {
		t.Errorf("Score() = %s, want fail", card.Grade)
	}

	step := evaluate.Steps{Breakpoints: breakpoints("1 1")}
	e = single(t, evaluate.Item{Code: "a", Max: num("1"), Points: step})
	if card := score(t, e, assessed(third("a", "2.99999999999999999999"))); !card.Total.IsZero() {
		t.Errorf("Score() = %v short of the step, want 0", card.Total)
	}
	// An assessment that Assess did not make counts as it says.
	a := evaluate.Assessment{Target: target.Target{Code: "a"}, Attainment: maybe("1.1"), Met: true}
	if card := score(t, e, assessed(a)); !card.Total.Equal(num("1")) {
		t.Errorf("Score() = %v by the attainment alone, want 1", card.Total)
	}
}

func TestWithoutAttainment(t *testing.T) {
	e := single(t, evaluate.Item{Code: "t", Max: num("10"), Points: evaluate.ProRata{}})
	for accidents, want := range map[string]string{"0": "10", "3": "0"} {
		a := assess(t, aim(target.Flow, target.Lower, "0"), accidents)
		card := score(t, e, assessed(a))
		if !card.Total.Equal(num(want)) || !strings.Contains(card.Items()[0].Why, "zero target") {
			t.Errorf("Score() = %v, %s for %s accidents, want %s", card.Total, card.Items()[0].Why, accidents, want)
		}
	}
}
