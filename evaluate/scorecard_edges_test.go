package evaluate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// Each member of a panel must award each item that one of them awards. That is the only
// problem that is reported of the item.
func TestPanelAwardsAScoredItem(t *testing.T) {
	awards := func(points ...string) map[string]decimal.Decimal {
		m := map[string]decimal.Decimal{"measures": num(points[0])}
		if len(points) > 1 {
			m["target"] = num(points[1])
		}
		return m
	}

	_, err := evaluator(t, energyBook()).Score(evaluate.Case{
		Assessments: []evaluate.Assessment{attained(t, "target", "1")},
		Panel:       []evaluate.Opinion{{By: "a", Awarded: awards("50", "40")}, {By: "b", Awarded: awards("50")}},
	})
	want := []string{`case.panel["b"].awarded["target"] has no figure`}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("Score() mismatch (-want +got):\n%s", diff)
	}
}

// The awards of a panel stand beside the line that they make.
func TestExplainPanel(t *testing.T) {
	card := score(t, evaluator(t, energyBook()), evaluate.Case{
		Assessments: []evaluate.Assessment{attained(t, "target", "1.2")},
		Panel: []evaluate.Opinion{
			{By: "province", Weight: num("2"), Awarded: map[string]decimal.Decimal{"measures": num("40")}},
			{By: "prefecture", Weight: num("1"), Awarded: map[string]decimal.Decimal{"measures": num("55")}},
		},
	})
	want := `energy intensity, 2007
  target    46  of 40 + 6: attainment 1.2: step from 1; bonus 2 × 3 over
  measures  45  of 60: awarded, prefecture 55, province 40
  total     91
  grade fulfilled
`
	if diff := cmp.Diff(want, card.Explain()); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}
}

// Totals at the cap and at zero are left as they are, and say nothing.
func TestTotalsAtTheirLimits(t *testing.T) {
	book := evaluate.Scheme{
		Items: []evaluate.Item{{Code: "a", Max: num("10")}, {Code: "b", Max: num("10"), Penalty: true}},
		Cap:   maybe("8"),
		Round: maybe("2"),
	}
	for _, tt := range []struct{ a, b, total, notes string }{
		{"8", "0", "8", "[]"},
		{"9", "0", "8", "[capped from 9]"},
		{"5", "5", "0", "[]"},
		{"5", "6", "0", "[not below 0]"},
		{"6", "0", "6", "[]"},
		{"7", "0", "8", "[rounded from 7]"},
	} {
		awarded := map[string]decimal.Decimal{"a": num(tt.a), "b": num(tt.b)}
		card := score(t, evaluator(t, book), evaluate.Case{Awarded: awarded})
		if got := fmt.Sprint(card.Notes); !card.Total.Equal(num(tt.total)) || got != tt.notes {
			t.Errorf("Score() = %v, %s for %s less %s, want %s, %s", card.Total, got, tt.a, tt.b, tt.total, tt.notes)
		}
	}
}

// A cap that is no multiple of what totals are rounded to is still not exceeded.
func TestRoundedAtTheCap(t *testing.T) {
	book := evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("10")}}, Cap: maybe("7.5"), Round: maybe("1")}
	for _, tt := range []struct{ a, total, notes string }{
		{"7.4", "7", "[rounded from 7.4]"},
		{"7.5", "7.5", "[]"},
		{"9", "7.5", "[capped from 9]"},
	} {
		card := score(t, evaluator(t, book), evaluate.Case{Awarded: map[string]decimal.Decimal{"a": num(tt.a)}})
		if got := fmt.Sprint(card.Notes); !card.Total.Equal(num(tt.total)) || got != tt.notes {
			t.Errorf("Score() = %v, %s for %s, want %s, %s", card.Total, got, tt.a, tt.total, tt.notes)
		}
	}
}

// A missed veto gives the grade that the book names for it, or the last one.
func TestGradeOfAMissedVeto(t *testing.T) {
	book := evaluate.Scheme{
		Items:  []evaluate.Item{{Code: "a", Max: num("10"), Veto: true}},
		Grades: []evaluate.Grade{{Name: "good", From: num("5")}, {Name: "poor"}},
	}
	missed := evaluate.Case{Awarded: map[string]decimal.Decimal{"a": num("9")}}

	for _, tt := range []struct {
		failed string
		grades []evaluate.Grade
		want   string
	}{
		{"failed", book.Grades, "failed"},
		{"", book.Grades, "poor"},
		{"failed", nil, "failed"},
	} {
		book.Failed, book.Grades = tt.failed, tt.grades
		if got := score(t, evaluator(t, book), missed).Grade; got != tt.want {
			t.Errorf("Score() = %q with Failed %q and %d grades, want %q", got, tt.failed, len(tt.grades), tt.want)
		}
	}
}

// A quota is scored by the item of the target that it was decomposed from,
// unless the book has an item of the quota's own code.
func TestItemOfAQuota(t *testing.T) {
	items := []evaluate.Item{{Code: "plan", Max: num("10"), Points: evaluate.ProRata{}}}
	quota := attained(t, "plan/440000", "0.5")
	quota.Target.Unit = "440000"
	card := score(t, evaluator(t, evaluate.Scheme{Items: items}), assessed(quota))
	if !card.Total.Equal(num("5")) {
		t.Errorf("Score() = %v by the target's item, want 5", card.Total)
	}

	items = append(items, evaluate.Item{Code: "plan/440000", Max: num("100"), Points: evaluate.ProRata{}})
	card = score(t, evaluator(t, evaluate.Scheme{Items: items}), assessed(attained(t, "plan", "1"), quota))
	if !card.Total.Equal(num("60")) {
		t.Errorf("Score() = %v by the quota's own item, want 60", card.Total)
	}
}

// An item that is scored from a target can be awarded points instead, if the target was
// not assessed.
func TestAwardInsteadOfAnAssessment(t *testing.T) {
	e := single(t, evaluate.Item{Code: "a", Max: num("40"), Points: evaluate.ProRata{}})
	card := score(t, e, evaluate.Case{Awarded: map[string]decimal.Decimal{"a": num("12")}})
	if line := card.Items()[0]; !card.Total.Equal(num("12")) || line.Why != "awarded" {
		t.Errorf("Score() = %v, %s, want 12, awarded", card.Total, line.Why)
	}
}

// Cards are equal if everything that they say is. Figures are compared as numbers.
func TestScorecardEqual(t *testing.T) {
	card := func(change func(*evaluate.Scorecard, *evaluate.ItemScore)) evaluate.Scorecard {
		c := evaluate.Scorecard{
			Unit: "u", Scheme: "book", Total: num("7"), ByPoints: "good", Grade: "failed", Vetoes: []string{"a"},
			Notes: []string{"note"}, Places: target.Places(2), Publication: target.Publication{Evaluator: "sipo"},
		}
		line := evaluate.ItemScore{
			Code: "a", Name: "A", Max: num("10"), Points: num("6"), Bonus: num("1"), Attainment: maybe("0.6"),
			Awards: []evaluate.Award{{By: "x", Points: num("6")}}, Veto: true, Why: "awarded",
		}
		change(&c, &line)
		return c.WithItems(line)
	}
	base := card(func(*evaluate.Scorecard, *evaluate.ItemScore) {})

	for name, change := range map[string]func(*evaluate.Scorecard, *evaluate.ItemScore){
		"zeros at the end": func(c *evaluate.Scorecard, l *evaluate.ItemScore) {
			c.Total, l.Max, l.Points, l.Bonus = num("7.0"), num("10.0"), num("6.0"), num("1.0")
			l.Attainment, l.Awards[0].Points = maybe("0.60"), num("6.00")
		},
		"nothing": func(*evaluate.Scorecard, *evaluate.ItemScore) {},
	} {
		if !base.Equal(card(change)) {
			t.Errorf("Equal() of cards that differ by %s = false, want true", name)
		}
	}

	for name, change := range map[string]func(*evaluate.Scorecard, *evaluate.ItemScore){
		"unit":          func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Unit = "v" },
		"scheme":        func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Scheme = "other" },
		"total":         func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Total = num("8") },
		"by points":     func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.ByPoints = "fair" },
		"grade":         func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Grade = "good" },
		"vetoes":        func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Vetoes = nil },
		"notes":         func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Notes = nil },
		"places":        func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Places = target.Places(3) },
		"publication":   func(c *evaluate.Scorecard, _ *evaluate.ItemScore) { c.Publication.Evaluator = "nbs" },
		"code":          func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Code = "b" },
		"name":          func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Name = "B" },
		"maximum":       func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Max = num("11") },
		"points":        func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Points = num("5") },
		"bonus":         func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Bonus = num("2") },
		"attainment":    func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Attainment = maybe("0.7") },
		"no attainment": func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Attainment.Valid = false },
		"evaluator":     func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Awards[0].By = "y" },
		"award":         func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Awards[0].Points = num("5") },
		"no award":      func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Awards = nil },
		"veto":          func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Veto = false },
		"reason":        func(_ *evaluate.Scorecard, l *evaluate.ItemScore) { l.Why = "taken off" },
	} {
		if base.Equal(card(change)) || card(change).Equal(base) {
			t.Errorf("Equal() of cards that differ by %s = true, want false", name)
		}
	}

	// A card with other lines shares nothing with the one that it is made from.
	other := base.WithItems()
	other.Vetoes[0], other.Notes[0] = "changed", "changed"
	if base.Vetoes[0] != "a" || base.Notes[0] != "note" {
		t.Errorf("WithItems() shares vetoes %q and notes %q", base.Vetoes, base.Notes)
	}
}

func TestEvaluatorString(t *testing.T) {
	items := []evaluate.Item{{Code: "a", Max: num("1")}, {Code: "b", Max: num("1")}}
	grades := []evaluate.Grade{{Name: "all"}}
	for _, tt := range []struct {
		e    *evaluate.Evaluator
		want string
	}{
		{nil, "no book"},
		{evaluator(t, evaluate.Scheme{Items: items[:1]}), "book of 1 item"},
		{evaluator(t, evaluate.Scheme{Items: items, Grades: grades}), "book of 2 items, 1 grade"},
		{evaluator(t, energyBook()), "energy intensity, 2007, 2 items, 4 grades"},
	} {
		if got := tt.e.String(); got != tt.want {
			t.Errorf("String() = %s, want %s", got, tt.want)
		}
	}
}

// The lines of several years, with the veto of the last.
func TestLinesOfYears(t *testing.T) {
	e := evaluator(t, energyBook())
	year := func(attainment string) evaluate.Scorecard {
		return score(t, e, evaluate.Case{
			Assessments: []evaluate.Assessment{attained(t, "target", attainment)},
			Awarded:     map[string]decimal.Decimal{"measures": num("50")},
		})
	}

	for _, tt := range []struct {
		name  string
		cards []evaluate.Scorecard
		want  string
	}{
		{"one year", []evaluate.Scorecard{year("1")}, "last 90 of 100: the only year"},
		{"one year, missed", []evaluate.Scorecard{year("0.9")}, "last 86 of 100, missed: the only year"},
		{
			"three years",
			[]evaluate.Scorecard{year("1"), year("0.9"), year("1.1")},
			"earlier 44 of 50: mean 88 × 0.5; last 46.5 of 50: 93 × 0.5",
		},
		{
			"three years, the last missed",
			[]evaluate.Scorecard{year("1"), year("1"), year("0.9")},
			"earlier 45 of 50: mean 90 × 0.5; last 43 of 50, missed: 86 × 0.5",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			card, err := e.CombineYears(tt.cards)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range card.Items() {
				missed := ""
				if l.Veto {
					missed = ", missed"
				}
				got = append(got, fmt.Sprintf("%s %v of %v%s: %s", l.Code, l.Points, l.Max, missed, l.Why))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("lines mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
