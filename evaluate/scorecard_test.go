package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func score(t testing.TB, e *evaluate.Evaluator, c evaluate.Case) evaluate.Scorecard {
	t.Helper()
	card, err := e.Score(c)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func TestVetoes(t *testing.T) {
	book := evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "accidents", Points: evaluate.ProRata{}, Veto: true},
			{Code: "plan", Max: num("10"), Veto: true},
			{Code: "work", Max: num("90")},
		},
		Grades: []evaluate.Grade{{Name: "good", From: num("80")}, {Name: "fair", From: num("60")}, {Name: "poor"}},
	}

	e := evaluator(t, book)
	accidents := func(n string, force target.Force) evaluate.Assessment {
		goal := aim(target.Flow, target.Lower, "0")
		goal.Code, goal.Force = "accidents", force
		a, err := evaluate.Assess(goal, seen(n))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}

	run := func(e *evaluate.Evaluator, n, plan string, force target.Force) evaluate.Scorecard {
		return score(t, e, evaluate.Case{
			Assessments: []evaluate.Assessment{accidents(n, force)},
			Awarded:     map[string]decimal.Decimal{"plan": num(plan), "work": num("90")},
		})
	}

	if c := run(e, "0", "10", 0); c.Grade != "good" || c.Vetoes != nil {
		t.Errorf("nothing missed: %+v", c)
	}
	if c := run(e, "1", "10", 0); c.Grade != "poor" || c.ByPoints != "good" || !c.Lines[0].Veto {
		t.Errorf("an accident: %+v", c)
	}
	if c := run(e, "0", "9.9", 0); c.Grade != "poor" || !slices.Equal(c.Vetoes, []string{"plan"}) {
		t.Errorf("an awarded veto: %+v", c)
	}
	if c := run(e, "2", "9.9", 0); !slices.Equal(c.Vetoes, []string{"accidents", "plan"}) {
		t.Errorf("two vetoes: %+v", c)
	}

	book.Items[0].Veto = false
	if c := run(evaluator(t, book), "1", "10", target.Veto); c.Grade != "poor" {
		t.Errorf("a target whose force is veto: %+v", c)
	}
	if c := run(evaluator(t, book), "1", "10", target.Binding); c.Grade != "good" {
		t.Errorf("a binding target: %+v", c)
	}

	// Points may be awarded while the figure decides the veto.
	book.Items[0] = evaluate.Item{Code: "accidents", Max: num("10"), Veto: true}
	c := score(t, evaluator(t, book), evaluate.Case{
		Assessments: []evaluate.Assessment{accidents("0", 0)},
		Awarded:     map[string]decimal.Decimal{"accidents": num("4"), "plan": num("10"), "work": num("70")},
	})

	if c.Grade != "good" || !c.Total.Equal(num("84")) {
		t.Errorf("awarded points, met target: %+v", c)
	}
}

func TestCapRoundDeductions(t *testing.T) {
	e := evaluator(t, fullBook())
	c := evaluate.Case{
		Assessments: []evaluate.Assessment{
			attained(t, "target", "1.3"), attained(t, "growth", "1"), attained(t, "water", "0.75"),
			attained(t, "air", "0.99"),
		},
		Awarded: map[string]decimal.Decimal{"measures": num("60"), "penalties": num("1.7")},
	}

	card := score(t, e, c)
	// 49 + 60 + 12.5 + 5 + 8 − 1.7 = 132.8, capped.
	if !card.Total.Equal(num("110")) || !slices.Equal(card.Notes, []string{"capped from 132.8"}) ||
		!card.Lines[5].Points.Equal(num("-1.7")) {
		t.Errorf("capped: %v %v", card.Total, card.Notes)
	}

	c.Awarded["measures"] = num("20")
	if card = score(t, e, c); !card.Total.Equal(num("93")) || !slices.Equal(card.Notes, []string{"rounded from 92.8"}) {
		t.Errorf("rounded: %v %v", card.Total, card.Notes)
	}

	book := evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("5")},
		{Code: "b", Max: num("9"), Penalty: true}}}
	card = score(t, evaluator(t, book),
		evaluate.Case{Awarded: map[string]decimal.Decimal{"a": num("5"), "b": num("9")}})
	if !card.Total.IsZero() || !slices.Equal(card.Notes, []string{"not below 0"}) {
		t.Errorf("more deducted than earned: %v %v", card.Total, card.Notes)
	}
}

func TestPanel(t *testing.T) {
	e := evaluator(t, energyBook())
	run := func(panel ...evaluate.Opinion) evaluate.Scorecard {
		return score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "target", "1")}, Panel: panel})
	}

	says := func(by, weight, points string) evaluate.Opinion {
		return evaluate.Opinion{By: by, Weight: num(weight),
			Awarded: map[string]decimal.Decimal{"measures": num(points)}}
	}

	even := run(says("province", "0", "40"), says("prefecture", "0", "55"))
	if !even.Total.Equal(num("87.5")) {
		t.Errorf("weighed alike: %v", even.Total)
	}

	weighed := run(says("province", "2", "40"), says("prefecture", "1", "55"))
	if !weighed.Total.Equal(num("85")) {
		t.Errorf("two to one: %v", weighed.Total)
	}
	if diff := cmp.Diff(weighed, run(says("prefecture", "1", "55"), says("province", "2", "40"))); diff != "" {
		t.Errorf("the order of the panel matters:\n%s", diff)
	}

	want := []evaluate.Award{{By: "prefecture", Points: num("55")}, {By: "province", Points: num("40")}}
	if diff := cmp.Diff(want, weighed.Lines[1].Awards); diff != "" {
		t.Errorf("awards mismatch (-want +got):\n%s", diff)
	}
}

func TestExplain(t *testing.T) {
	e := evaluator(t, energyBook())
	card := score(t, e, evaluate.Case{
		Unit:        "130000",
		Assessments: []evaluate.Assessment{energy(t, "130000", "4.40", "4.02")},
		Awarded:     map[string]decimal.Decimal{"measures": num("59.5")},
	})

	want := `130000, energy intensity, 2007
  target      36  of 40: attainment 0.913636…: step from 0.9; missed, which is a veto
  measures  59.5  of 60: awarded
  total     95.5
  grade not fulfilled: missed target, whatever the total (by points: over-fulfilled)
`

	if diff := cmp.Diff(want, card.Explain()); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}
	if got := (evaluate.Scorecard{}).Explain(); got != "  total  0\n" {
		t.Errorf("an empty card explains itself as %q", got)
	}
}

func TestEvaluatorKeepsItsOwnBook(t *testing.T) {
	book := energyBook()
	e := evaluator(t, book)
	before := score(t, e,
		evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "target", "1.2")},
			Awarded: map[string]decimal.Decimal{"measures": num("50")}})

	book.Items[0].Points.(evaluate.Steps).Breakpoints[0].Points = num("1")
	book.Items[0].Bonus.Points = num("0")
	book.Grades[0].Name = "changed"
	bands := evaluate.Bands{Breakpoints: []evaluate.Breakpoint{{At: num("1"), Points: num("9")},
		{At: num("0"), Points: num("0")}}}
	years := &evaluate.YearWeights{Earlier: num("0.5"), Last: num("0.5")}
	other := evaluator(t,
		evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("10"), Points: bands}}, Years: years})
	bands.Breakpoints[0].Points, years.Last = num("7"), num("7")
	if s := other.Scheme(); !s.Items[0].Points.(evaluate.Bands).Breakpoints[0].Points.Equal(num("9")) || !s.Years.Last.Equal(num("0.5")) {
		t.Errorf("the evaluator shares its bands or years: %+v", s)
	}

	copied := e.Scheme()
	copied.Items[0].Points.(evaluate.Steps).Breakpoints[0].Points = num("2")
	copied.Items[1].Max = num("0")
	after := score(t, e,
		evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "target", "1.2")},
			Awarded: map[string]decimal.Decimal{"measures": num("50")}})

	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the evaluator shares its book (-before +after):\n%s", diff)
	}
}
