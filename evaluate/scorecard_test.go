package evaluate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestVetoes(t *testing.T) {
	items := []evaluate.Item{
		{Code: "accidents", Points: evaluate.ProRata{}, Veto: true},
		{Code: "plan", Max: num("10"), Veto: true},
		{Code: "work", Max: num("90")},
	}
	harmless := slices.Clone(items)
	harmless[0].Veto = false

	for _, tt := range []struct {
		name            string
		items           []evaluate.Item
		accidents, plan string
		force           target.Force
		grade           string
		missed          []string
	}{
		{"nothing missed", items, "0", "10", 0, "good", nil},
		{"an accident", items, "1", "10", 0, "poor", []string{"accidents"}},
		{"points missed that are awarded", items, "0", "9.9", 0, "poor", []string{"plan"}},
		{"two vetoes", items, "2", "9.9", 0, "poor", []string{"accidents", "plan"}},
		{"a target whose force is a veto", harmless, "1", "10", target.Veto, "poor", []string{"accidents"}},
		{"a binding target", harmless, "1", "10", target.Binding, "good", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			goal := aim(target.Flow, target.Lower, "0")
			goal.Code, goal.Force = "accidents", tt.force
			grades := []evaluate.Grade{{Name: "good", From: num("80")}, {Name: "fair", From: num("60")}, {Name: "poor"}}
			e := evaluator(t, evaluate.Scheme{Items: tt.items, Grades: grades})
			card := score(t, e, evaluate.Case{
				Assessments: []evaluate.Assessment{assess(t, goal, tt.accidents)},
				Awarded:     map[string]decimal.Decimal{"plan": num(tt.plan), "work": num("90")},
			})

			if card.Grade != tt.grade || card.ByPoints != "good" || !slices.Equal(card.Vetoes, tt.missed) {
				t.Errorf("Score() = %s, by points %s, vetoes %q, want %s, good, %q",
					card.Grade, card.ByPoints, card.Vetoes, tt.grade, tt.missed)
			}
			for _, line := range card.Items() {
				if line.Veto != slices.Contains(tt.missed, line.Code) {
					t.Errorf("line %s: Veto = %t", line.Code, line.Veto)
				}
			}
		})
	}
}

// Points may be awarded while the figure decides the veto.
func TestVetoOfAnAwardedItem(t *testing.T) {
	goal := aim(target.Flow, target.Lower, "0")
	goal.Code = "accidents"
	e := evaluator(t, evaluate.Scheme{
		Items:  []evaluate.Item{{Code: "accidents", Max: num("10"), Veto: true}},
		Failed: "fail",
	})
	for accidents, want := range map[string]string{"0": "", "1": "fail"} {
		card := score(t, e, evaluate.Case{
			Assessments: []evaluate.Assessment{assess(t, goal, accidents)},
			Awarded:     map[string]decimal.Decimal{"accidents": num("4")},
		})
		if card.Grade != want || !card.Total.Equal(num("4")) {
			t.Errorf("Score() = %v, %q for %s accidents, want 4, %q", card.Total, card.Grade, accidents, want)
		}
	}
}

func TestCapRoundPenalties(t *testing.T) {
	e := evaluator(t, fullBook())
	c := evaluate.Case{
		Assessments: []evaluate.Assessment{
			attained(t, "target", "1.3"), attained(t, "growth", "1"), attained(t, "water", "0.75"),
			attained(t, "air", "0.99"),
		},
		Awarded: map[string]decimal.Decimal{"measures": num("60"), "penalties": num("1.7")},
	}

	// 49 + 60 + 12.5 + 5 + 8 − 1.7 = 132.8, capped.
	card := score(t, e, c)
	if !card.Total.Equal(num("110")) || !slices.Equal(card.Notes, []string{"capped from 132.8"}) {
		t.Errorf("Score() = %v, %q, want 110, capped from 132.8", card.Total, card.Notes)
	}
	if got := card.Items()[5].Points; !got.Equal(num("-1.7")) {
		t.Errorf("Score() = %v points for the penalty, want -1.7", got)
	}

	c.Awarded["measures"] = num("20")
	card = score(t, e, c)
	if !card.Total.Equal(num("93")) || !slices.Equal(card.Notes, []string{"rounded from 92.8"}) {
		t.Errorf("Score() = %v, %q, want 93, rounded from 92.8", card.Total, card.Notes)
	}
}

func TestPanel(t *testing.T) {
	e := evaluator(t, energyBook())
	run := func(panel ...evaluate.Opinion) evaluate.Scorecard {
		return score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "target", "1")}, Panel: panel})
	}

	awards := func(by, weight, points string) evaluate.Opinion {
		awarded := map[string]decimal.Decimal{"measures": num(points)}
		return evaluate.Opinion{By: by, Weight: num(weight), Awarded: awarded}
	}

	even := run(awards("province", "0", "40"), awards("prefecture", "0", "55"))
	if !even.Total.Equal(num("87.5")) {
		t.Errorf("Score() = %v with equal weights, want 87.5", even.Total)
	}
	weighed := run(awards("province", "2", "40"), awards("prefecture", "1", "55"))
	if !weighed.Total.Equal(num("85")) {
		t.Errorf("Score() = %v with two to one, want 85", weighed.Total)
	}
	reversed := run(awards("prefecture", "1", "55"), awards("province", "2", "40"))
	if diff := cmp.Diff(weighed, reversed); diff != "" {
		t.Errorf("Score() mismatch (-panel +panel in another order):\n%s", diff)
	}

	want := []evaluate.Award{{By: "prefecture", Points: num("55")}, {By: "province", Points: num("40")}}
	if diff := cmp.Diff(want, weighed.Items()[1].Awards); diff != "" {
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
		t.Errorf("Explain() = %q for an empty card, want a total of 0", got)
	}
}

func TestEvaluatorKeepsItsOwnBook(t *testing.T) {
	book := fullBook()
	e := evaluator(t, book)
	want := fullBook()

	// Neither the caller's book nor a copy that was handed out is the evaluator's.
	for _, other := range []evaluate.Scheme{book, e.Scheme()} {
		other.Items[0].Points.(evaluate.Steps).Breakpoints[0].Points = num("1")
		other.Items[0].Bonus.Points = num("0")
		other.Items[1].Max = num("0")
		other.Items[3].Points.(evaluate.Interpolation).Breakpoints[0].Points = num("7")
		other.Grades[0].Name = "changed"
		other.Years.Last = num("7")
	}
	if diff := cmp.Diff(want, e.Scheme()); diff != "" {
		t.Errorf("Scheme() mismatch (-before +after):\n%s", diff)
	}
}

// A card prints points in the places of its book, two at least, and not with all the
// digits that they have. What is cut is marked.
func TestExplainHasThePlacesOfTheBook(t *testing.T) {
	for _, tt := range []struct {
		name, round, points, total string
	}{
		{name: "not rounded", points: "26.66…", total: "57.16…"},
		{name: "to whole points", round: "1", points: "26.66…", total: "57"},
		{name: "to halves", round: "0.5", points: "26.66…", total: "57"},
		{name: "to hundredths", round: "0.01", points: "26.66…", total: "57.17"},
		{name: "to four places", round: "0.0001", points: "26.6666…", total: "57.1667"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book := evaluate.Scheme{Items: []evaluate.Item{
				{Code: "t", Max: num("40"), Points: evaluate.ProRata{}}, {Code: "work", Max: num("60")},
			}}
			if tt.round != "" {
				book.Round = maybe(tt.round)
			}
			card := score(t, evaluator(t, book), evaluate.Case{
				Assessments: []evaluate.Assessment{assess(t, aim(target.Flow, target.Higher, "3"), "2")},
				Awarded:     map[string]decimal.Decimal{"work": num("30.5")},
			})

			var printed []string
			for line := range strings.Lines(card.Explain()) {
				printed = append(printed, strings.Fields(line)[1])
			}
			if diff := cmp.Diff([]string{tt.points, "30.5", tt.total}, printed); diff != "" {
				t.Errorf("Explain() =\n%spoints mismatch (-want +got):\n%s", card.Explain(), diff)
			}
		})
	}
}

// East Asian characters take two columns, so that the points stand below each other.
func TestExplainEastAsianNames(t *testing.T) {
	card := evaluate.Scorecard{Total: testkit.Dec("11")}.WithItems(
		evaluate.ItemScore{Code: "a", Name: "总量", Max: testkit.Dec("20"), Points: testkit.Dec("10"), Why: "awarded"},
		evaluate.ItemScore{Code: "b", Name: "fines", Max: testkit.Dec("5"), Points: testkit.Dec("1"), Why: "awarded"},
	)
	const want = "  a 总量   10  of 20: awarded\n" +
		"  b fines   1  of 5: awarded\n" +
		"  total    11\n"
	if got := card.Explain(); got != want {
		t.Errorf("Explain() = \n%s, want \n%s", got, want)
	}
}
