package evaluate_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

func table(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func score(t testing.TB, e *evaluate.Evaluator, c evaluate.Case) evaluate.Scorecard {
	t.Helper()
	card, err := e.Score(c)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// energy returns the assessment of a yearly target of energy intensity.
func energy(t testing.TB, unit, goal, actual string) evaluate.Assessment {
	t.Helper()
	a, err := evaluate.Assess(target.Target{
		Code:      "target",
		Indicator: target.Indicator{Code: "energy", Kind: target.Reduction, Better: target.Higher, Per: num("100"), Places: 2},
		Unit:      unit,
		Period:    target.Year(2007),
		Value:     num(goal),
		Force:     target.Veto,
	}, target.Observation{Unit: unit, Indicator: "energy", Period: target.Year(2007), Value: num(actual)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestEnergyEvaluation2007 scores the provinces with the book of 2007: whoever
// missed the target was published as not fulfilled, and is so here however many
// points its measures bring.
func TestEnergyEvaluation2007(t *testing.T) {
	e := evaluator(t, energyBook())
	missed := map[string]bool{}
	for _, row := range table(t, "energy_2007.csv") {
		a := energy(t, row[0], row[2], row[3])
		card := score(t, e, evaluate.Case{Unit: row[0], Assessments: []evaluate.Assessment{a}, Awarded: map[string]decimal.Decimal{"measures": num("60")}})
		if card.ByPoints == "not fulfilled" {
			t.Errorf("%s: %s by points, with all points for measures", row[1], card.ByPoints)
		}
		failed := card.Grade == "not fulfilled"
		if published := row[4] == "not_fulfilled"; failed != published {
			t.Errorf("%s: failed is %v, published %s\n%s", row[1], failed, row[4], card.Explain())
		}
		if failed {
			missed[row[1]] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{"Hebei": true, "Shanxi": true, "Inner Mongolia": true}, missed); diff != "" {
		t.Errorf("provinces that failed mismatch (-want +got):\n%s", diff)
	}
}

// TestSichuanGrades2016 gives all prefectures the same points for measures: with
// 46 to 48 of 60 the bonus for exceeding the target alone gives each of them
// the grade that was published, and with fewer or more it does not.
func TestSichuanGrades2016(t *testing.T) {
	e := evaluator(t, energyBook())
	names := map[string]string{"over_fulfilled": "over-fulfilled", "fulfilled": "fulfilled"}
	var reproduced []int64
	for measures := range int64(61) {
		same := true
		for _, row := range table(t, "sichuan_2016.csv") {
			card := score(t, e, evaluate.Case{
				Unit:        row[0],
				Assessments: []evaluate.Assessment{energy(t, row[0], row[2], row[3])},
				Awarded:     map[string]decimal.Decimal{"measures": decimal.New(measures, 0)},
			})
			same = same && card.Grade == names[row[4]]
		}
		if same {
			reproduced = append(reproduced, measures)
		}
	}
	if !slices.Equal(reproduced, []int64{46, 47, 48}) {
		t.Errorf("the published grades follow from %v points for measures, want 46 to 48", reproduced)
	}
}

// TestFiveYearProgress reckons the progress that bureaus published.
func TestFiveYearProgress(t *testing.T) {
	for _, row := range table(t, "five_year_progress.csv") {
		goal := percent(aim(target.Reduction, target.Higher, row[3]))
		plan, err := target.ParsePeriod(row[1])
		if err != nil {
			t.Fatal(err)
		}
		elapsed, err := target.ParsePeriod(row[2])
		if err != nil {
			t.Fatal(err)
		}
		goal.Period = plan
		o := seen(row[4])
		o.Period = elapsed
		a, err := evaluate.Assess(goal, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Progress.Decimal.Shift(2).Round(2); !got.Equal(num(row[6])) || !a.ToDate {
			t.Errorf("%s: progress %v, want %s", row[0], got, row[6])
		}
		// The same, as a series on its way by the plan's schedule.
		p := track(t, goal, []target.Point{{Period: elapsed, Value: num(row[4])}}, evaluate.PathGap{})
		if !p.Observed.Decimal.Equal(a.Progress.Decimal) {
			t.Errorf("%s: tracked progress %v", row[0], p.Observed)
		}
		if want := decimal.New(int64(2*elapsed.Len()/12), -1); !p.Required.Decimal.Equal(want) {
			t.Errorf("%s: due %v, want %v", row[0], p.Required, want)
		}
	}
}

func TestYears(t *testing.T) {
	raw, err := os.ReadFile("testdata/books.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Years []struct {
			Earlier               []decimal.Decimal
			Last, Weighted, Whole decimal.Decimal
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	exact := carbonBook()
	whole := carbonBook()
	whole.Round = maybe("1")
	for i, c := range file.Years {
		var cards []evaluate.Scorecard
		for _, total := range append(slices.Clone(c.Earlier), c.Last) {
			cards = append(cards, evaluate.Scorecard{Unit: "440000", Total: total})
		}
		for _, tt := range []struct {
			book evaluate.Scheme
			want decimal.Decimal
		}{{exact, c.Weighted}, {whole, c.Whole}} {
			card, err := evaluator(t, tt.book).Years(cards)
			if err != nil {
				t.Fatal(err)
			}
			if !card.Total.Equal(tt.want) {
				t.Errorf("years %d: %v, want %v", i, card.Total, tt.want)
			}
		}
	}
	e := evaluator(t, exact)
	good := evaluate.Scorecard{Unit: "440000", Total: num("90")}
	failed := good
	failed.Vetoes = []string{"cumulative"}
	card, err := e.Years([]evaluate.Scorecard{good, failed})
	if err != nil || card.Grade != "fail" || card.ByPoints != "excellent" {
		t.Errorf("missed in the last year: %v, %+v", err, card)
	}
	if card, err = e.Years([]evaluate.Scorecard{failed, good}); err != nil || card.Grade != "excellent" {
		t.Errorf("missed in an earlier year: %v, %+v", err, card)
	}
	if card, err = e.Years([]evaluate.Scorecard{good}); err != nil || !card.Total.Equal(num("90")) {
		t.Errorf("one year: %v, %+v", err, card)
	}
	if _, err = e.Years(nil); !errors.Is(err, target.ErrRequired) {
		t.Errorf("no year: %v", err)
	}
	other := evaluate.Scorecard{Unit: "350000", Total: num("-1")}
	if _, err = e.Years([]evaluate.Scorecard{good, other}); len(target.AllErrors(err)) != 2 {
		t.Errorf("another unit, negative total: %v", err)
	}
	exact.Years = &evaluate.Years{Earlier: num("0.4"), Last: num("0.6")}
	if card, err = evaluator(t, exact).Years([]evaluate.Scorecard{{Total: num("80")}, {Total: num("90")}}); err != nil || !card.Total.Equal(num("86")) {
		t.Errorf("weights of the book: %v, %v", err, card.Total)
	}
}

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

func TestVetoes(t *testing.T) {
	book := evaluate.Scheme{
		Items: []evaluate.Item{
			{Code: "accidents", Points: evaluate.Pro{}, Veto: true},
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
			attained(t, "target", "1.3"), attained(t, "growth", "1"), attained(t, "water", "0.75"), attained(t, "air", "0.99"),
		},
		Awarded: map[string]decimal.Decimal{"measures": num("60"), "penalties": num("1.7")},
	}
	card := score(t, e, c)
	// 49 + 60 + 12.5 + 5 + 8 − 1.7 = 132.8, capped.
	if !card.Total.Equal(num("110")) || !slices.Equal(card.Notes, []string{"capped from 132.8"}) || !card.Lines[5].Points.Equal(num("-1.7")) {
		t.Errorf("capped: %v %v", card.Total, card.Notes)
	}
	c.Awarded["measures"] = num("20")
	if card = score(t, e, c); !card.Total.Equal(num("93")) || !slices.Equal(card.Notes, []string{"rounded from 92.8"}) {
		t.Errorf("rounded: %v %v", card.Total, card.Notes)
	}
	book := evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("5")}, {Code: "b", Max: num("9"), Deduction: true}}}
	card = score(t, evaluator(t, book), evaluate.Case{Awarded: map[string]decimal.Decimal{"a": num("5"), "b": num("9")}})
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
		return evaluate.Opinion{By: by, Weight: num(weight), Awarded: map[string]decimal.Decimal{"measures": num(points)}}
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
	before := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "target", "1.2")}, Awarded: map[string]decimal.Decimal{"measures": num("50")}})
	book.Items[0].Points.(evaluate.Steps)[0].Points = num("1")
	book.Items[0].Bonus.Points = num("0")
	book.Grades[0].Name = "changed"
	bands := evaluate.Bands{{At: num("1"), Points: num("9")}, {At: num("0"), Points: num("0")}}
	years := &evaluate.Years{Earlier: num("0.5"), Last: num("0.5")}
	other := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("10"), Points: bands}}, Years: years})
	bands[0].Points, years.Last = num("7"), num("7")
	if s := other.Scheme(); !s.Items[0].Points.(evaluate.Bands)[0].Points.Equal(num("9")) || !s.Years.Last.Equal(num("0.5")) {
		t.Errorf("the evaluator shares its bands or years: %+v", s)
	}
	copied := e.Scheme()
	copied.Items[0].Points.(evaluate.Steps)[0].Points = num("2")
	copied.Items[1].Max = num("0")
	after := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{attained(t, "target", "1.2")}, Awarded: map[string]decimal.Decimal{"measures": num("50")}})
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the evaluator shares its book (-before +after):\n%s", diff)
	}
}
