package evaluate_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// The items that are known take over what is left out, in proportion to their maxima:
// 40 and 20 count as 60 and 30 of 90. A bonus and a penalty keep their size.
func TestOptional(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{
		{
			Code: "a", Max: num("40"), Points: evaluate.ProRata{},
			Bonus: &evaluate.Bonus{Per: num("0.1"), Points: num("1"), Max: num("5")},
		},
		{Code: "b", Max: num("30"), Points: evaluate.ProRata{}, Optional: true},
		{Code: "c", Max: num("20")},
		{Code: "fines", Max: num("10"), Penalty: true, Optional: true},
	}})
	full := evaluate.Case{
		Assessments: []evaluate.Assessment{attained(t, "a", "1.2"), attained(t, "b", "0.5")},
		Awarded:     map[string]decimal.Decimal{"c": num("10"), "fines": num("4")},
	}
	if card := score(t, e, full); !card.Total.Equal(num("63")) {
		t.Errorf("Score() = %s, want 40 + 2 + 15 + 10 - 4", card)
	}

	part := evaluate.Case{
		Assessments: []evaluate.Assessment{attained(t, "a", "1.2")},
		Awarded:     map[string]decimal.Decimal{"c": num("10"), "fines": num("4")},
	}
	want := `  a      62  of 60 + 2: attainment 1.2: in full; bonus 2 × 1 over; × 1.5 for items left out
  b       0  of 0: nothing is known of it: left out
  c      15  of 30: awarded; × 1.5 for items left out
  fines  −4  of 10: taken off
  total  73
`
	if diff := cmp.Diff(want, score(t, e, part).Explain()); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}

	delete(part.Awarded, "fines")
	if card := score(t, e, part); !card.Total.Equal(num("77")) {
		t.Errorf("Score() = %s, want 60 + 2 + 15", card)
	}

	// An item without a maximum leaves the points of the others as they are.
	none := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{
		{Code: "a", Max: num("40"), Points: evaluate.ProRata{}},
		{Code: "b", Max: num("0"), Points: evaluate.ProRata{}, Optional: true},
	}})
	want = `  a      20  of 40: attainment 0.5: 0.5 of 40
  b       0  of 0: nothing is known of it: left out
  total  20
`
	if diff := cmp.Diff(want, score(t, none, assessed(attained(t, "a", "0.5"))).Explain()); diff != "" {
		t.Errorf("Explain() without a maximum mismatch (-want +got):\n%s", diff)
	}

	// What is not optional must be there.
	part.Assessments = nil
	_, err := e.Score(part)
	if diff := cmp.Diff([]string{`case.items["a"] has no figure`}, testkit.Problems(err)); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
}

func TestOptionalNothingLeft(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{
		{Code: "a", Max: num("40"), Points: evaluate.ProRata{}, Optional: true},
		{Code: "b", Max: num("0")},
	}})
	_, err := e.Score(evaluate.Case{Awarded: map[string]decimal.Decimal{"b": num("0")}})
	if diff := cmp.Diff([]string{"case.items has no figure"}, testkit.Problems(err)); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
}

// A total of 89.996 is rounded up to 90.00 and is good, rounded down to 89.99 and is
// fair.
func TestFloor(t *testing.T) {
	for isFloor, want := range map[bool]string{false: "90 good", true: "89.99 fair"} {
		e := evaluator(t, evaluate.Scheme{
			Items:  []evaluate.Item{{Code: "a", Max: num("100")}},
			Grades: []evaluate.Grade{{Name: "good", From: num("90")}, {Name: "fair"}},
			Round:  decimal.NewNullDecimal(num("0.01")), Floor: isFloor,
		})
		card := score(t, e, evaluate.Case{Awarded: map[string]decimal.Decimal{"a": num("89.996")}})
		if got := card.Total.String() + " " + card.Grade; got != want {
			t.Errorf("floor %t: %s, want %s", isFloor, got, want)
		}
	}
}

// The target of a plan is a veto in its last year only, even a target whose force is a
// veto.
func TestVetoAtEnd(t *testing.T) {
	goal := percent(aim(target.Reduction, target.Higher, "16"))
	goal.Period, goal.Force = target.FiveYearPlan(12), target.Veto
	e := evaluator(t, evaluate.Scheme{
		Items: []evaluate.Item{{
			Code: "t", Max: num("100"), Points: evaluate.ProRata{}, ScoreBy: evaluate.ByProgress, VetoAtEnd: true,
		}},
		Grades: []evaluate.Grade{{Name: "fulfilled", From: num("60")}, {Name: "not fulfilled"}},
	})

	for _, tt := range []struct {
		period target.Period
		actual string
		want   string
	}{
		{target.Years(2011, 2014), "12", "fulfilled"},
		{target.FiveYearPlan(12), "12", "not fulfilled"},
		{target.FiveYearPlan(12), "16", "fulfilled"},
	} {
		a, err := evaluate.Assess(goal, in(tt.period, tt.actual))
		if err != nil {
			t.Fatal(err)
		}
		if card := score(t, e, assessed(a)); card.Grade != tt.want {
			t.Errorf("%v, %s %%: %s, want %s", tt.period, tt.actual, card, tt.want)
		}
	}
}

func TestBookOptionsRefused(t *testing.T) {
	s := evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "a", Max: num("1"), Points: evaluate.ProRata{}, Veto: true, VetoAtEnd: true, Optional: true},
			{Code: "b", Max: num("1"), VetoAtEnd: true},
			{Code: "c", Max: num("1"), Points: evaluate.ProRata{}, VetoAtEnd: true, Optional: true},
			{Code: "d", Max: num("1"), Points: evaluate.ProRata{}, Veto: true, Optional: true},
		},
		Floor: true,
	}
	want := []string{
		"scheme.items[0].optional does not fit",
		"scheme.items[0].vetoAtEnd does not fit",
		"scheme.items[1].vetoAtEnd does not fit",
		"scheme.items[2].optional does not fit",
		"scheme.items[3].optional does not fit",
		"scheme.failed is required",
		"scheme.round is required",
	}

	if diff := cmp.Diff(want, testkit.Problems(s.Validate())); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
}

func TestBookOptionsJSON(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "a", Max: num("1"), Points: evaluate.ProRata{}, VetoAtEnd: true, ScoreBy: evaluate.ByProgress},
			{Code: "b", Max: num("1"), Optional: true},
		},
		Failed: "no", Round: decimal.NewNullDecimal(num("1")), Floor: true,
	})
	const want = `{"items":[{"code":"a","max":"1","points":{"method":"pro rata"},"scoreBy":"progress","vetoAtEnd":true},` +
		`{"code":"b","max":"1","optional":true}],"failed":"no","round":"1","floor":true}`
	data, err := json.Marshal(e)
	if err != nil || string(data) != want {
		t.Errorf("Marshal() = %s, %v, want %s", data, err, want)
	}
	var read evaluate.Evaluator
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e.Scheme(), read.Scheme()); diff != "" {
		t.Errorf("Unmarshal() mismatch (-want +got):\n%s", diff)
	}
}
