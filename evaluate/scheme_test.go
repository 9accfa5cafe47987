package evaluate_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// attained returns the assessment of a target with the given code that is
// attained by the given share.
func attained(t testing.TB, code, share string) evaluate.Assessment {
	t.Helper()
	goal := aim(target.Flow, target.Higher, "1")
	goal.Code = code
	a, err := evaluate.Assess(goal, seen(share))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func evaluator(t testing.TB, s evaluate.Scheme) *evaluate.Evaluator {
	t.Helper()
	e, err := evaluate.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func carbonBook() evaluate.Scheme {
	return evaluate.Scheme{
		Name: "carbon intensity, 12th plan",
		Items: []evaluate.Item{
			{Code: "annual", Max: num("25"), Points: evaluate.ProRata{}, Veto: true},
			{Code: "cumulative", Max: num("25"), Points: evaluate.ProRata{}, Veto: true},
			{Code: "measures", Max: num("50")},
		},
		Grades: []evaluate.Grade{
			{Name: "excellent", From: num("90")}, {Name: "good", From: num("80")}, {Name: "pass", From: num("60")},
			{Name: "fail"},
		},
		Failed: "fail",
	}
}

func energyBook() evaluate.Scheme {
	return evaluate.Scheme{
		Name: "energy intensity, 2007",
		Items: []evaluate.Item{
			{
				Code: "target", Max: num("40"), Veto: true,
				Points: evaluate.Steps{Breakpoints: []evaluate.Breakpoint{
					{At: num("1"), Points: num("40")},
					{At: num("0.9"), Points: num("36")},
					{At: num("0.8"), Points: num("32")},
					{At: num("0.7"), Points: num("28")},
					{At: num("0.6"), Points: num("24")},
					{At: num("0.5"), Points: num("20")},
				}},
				Bonus: &evaluate.Bonus{Per: num("0.1"), Points: num("3"), Max: num("9")},
			},
			{Code: "measures", Max: num("60")},
		},
		Grades: []evaluate.Grade{
			{Name: "over-fulfilled", From: num("95")},
			{Name: "fulfilled", From: num("80")},
			{Name: "basically fulfilled", From: num("60")},
			{Name: "not fulfilled"},
		},
		Failed: "not fulfilled",
	}
}

func TestPublishedBooks(t *testing.T) {
	var books struct {
		Carbon []struct {
			Annual, Cumulative, Measures decimal.Decimal
			AnnualPoints                 decimal.Decimal `json:"annual_points"`
			CumulativePoints             decimal.Decimal `json:"cumulative_points"`
			Total                        decimal.Decimal
			Veto                         bool
			ByPoints                     string `json:"by_points"`
			Grade                        string
		}
		Energy []struct {
			Completion, Measures, Points, Total decimal.Decimal
			Veto                                bool
			Grade                               string
		}
		Steps [][2]decimal.Decimal
		Bands [][2]decimal.Decimal
	}

	raw, err := os.ReadFile("testdata/books.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &books); err != nil {
		t.Fatal(err)
	}

	carbon := evaluator(t, carbonBook())
	for i, c := range books.Carbon {
		card, err := carbon.Score(evaluate.Case{
			Unit: "440000",
			Assessments: []evaluate.Assessment{attained(t, "annual", c.Annual.StringFixed(2)),
				attained(t, "cumulative", c.Cumulative.StringFixed(2))},
			Awarded: map[string]decimal.Decimal{"measures": c.Measures},
		})
		if err != nil {
			t.Fatal(err)
		}
		if !card.Total.Equal(c.Total) || card.ByPoints != c.ByPoints || card.Grade != c.Grade ||
			(len(card.Vetoes) > 0) != c.Veto ||
			!card.Lines[0].Points.Equal(c.AnnualPoints) || !card.Lines[1].Points.Equal(c.CumulativePoints) {
			t.Errorf("carbon case %d: got\n%swant %+v", i, card.Explain(), c)
		}
	}

	e := evaluator(t, energyBook())
	for i, c := range books.Energy {
		card, err := e.Score(evaluate.Case{
			Assessments: []evaluate.Assessment{attained(t, "target", c.Completion.StringFixed(3))},
			Awarded:     map[string]decimal.Decimal{"measures": c.Measures},
		})
		if err != nil {
			t.Fatal(err)
		}
		got := card.Lines[0].Points.Add(card.Lines[0].Bonus)
		if !got.Equal(c.Points) || !card.Total.Equal(c.Total) || card.Grade != c.Grade ||
			(len(card.Vetoes) > 0) != c.Veto {
			t.Errorf("energy case %d: got\n%swant %+v", i, card.Explain(), c)
		}
	}

	pointsOf := func(item evaluate.Item, percent decimal.Decimal) decimal.Decimal {
		e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{item}, Failed: "failed"})
		card, err := e.Score(evaluate.Case{Assessments: []evaluate.Assessment{attained(t, item.Code,
			percent.Shift(-2).StringFixed(5))}})
		if err != nil {
			t.Fatal(err)
		}
		return card.Total
	}

	for _, c := range books.Steps {
		if got := pointsOf(energyBook().Items[0], c[0]); !got.Equal(c[1]) {
			t.Errorf("steps at %v %%: got %v, want %v", c[0], got, c[1])
		}
	}

	banded := evaluate.Item{Code: "target", Max: num("30"), Points: evaluate.ProRata{}, Veto: true,
		Bonus: &evaluate.Bonus{Per: num("0.1"), Points: num("1"), Max: num("5")}}
	for _, c := range books.Bands {
		if got := pointsOf(banded, c[0]); !got.Equal(c[1]) {
			t.Errorf("bonus bands at %v %%: got %v, want %v", c[0], got, c[1])
		}
	}
}

func TestNewReportsEveryProblem(t *testing.T) {
	tests := []struct {
		name   string
		change func(*evaluate.Scheme)
		want   error
		path   string
	}{
		{"no items", func(s *evaluate.Scheme) { s.Items = nil }, target.ErrRequired, "scheme.items"},
		{"no code", func(s *evaluate.Scheme) { s.Items[1].Code = "" }, target.ErrRequired, "scheme.items[1].code"},
		{"duplicate code", func(s *evaluate.Scheme) { s.Items[1].Code = "target" }, target.ErrDuplicate,
			"scheme.items[1].code"},
		{"negative max", func(s *evaluate.Scheme) { s.Items[1].Max = num("-1") }, target.ErrRange,
			"scheme.items[1].max"},
		{"huge max", func(s *evaluate.Scheme) { s.Items[1].Max = decimal.New(1, 1_000_000_000) }, target.ErrRange,
			"scheme.items[1].max"},
		{"no steps", func(s *evaluate.Scheme) { s.Items[0].Points = evaluate.Steps{} }, target.ErrRequired,
			"scheme.items[0].points.breakpoints"},
		{"steps rise", func(s *evaluate.Scheme) { s.Items[0].Points.(evaluate.Steps).Breakpoints[2].At = num("0.95") },
			target.ErrInvalid, "scheme.items[0].points.breakpoints[2].at"},
		{"steps of one height",
			func(s *evaluate.Scheme) { s.Items[0].Points.(evaluate.Steps).Breakpoints[2].At = num("0.90") },
			target.ErrInvalid, "scheme.items[0].points.breakpoints[2].at"},
		{"less for more",
			func(s *evaluate.Scheme) { s.Items[0].Points.(evaluate.Steps).Breakpoints[2].Points = num("37") },
			target.ErrInvalid, "scheme.items[0].points.breakpoints[2].points"},
		{"more than max",
			func(s *evaluate.Scheme) { s.Items[0].Points.(evaluate.Steps).Breakpoints[0].Points = num("41") },
			target.ErrRange, "scheme.items[0].points.breakpoints[0].points"},
		{"corners rise", func(s *evaluate.Scheme) {
			s.Items[0].Points = evaluate.Bands{Breakpoints: []evaluate.Breakpoint{{At: num("0.5"), Points: num("1")},
				{At: num("1"), Points: num("1")}}}
		}, target.ErrInvalid, "scheme.items[0].points.breakpoints[1].at"},
		{"points by pointer", func(s *evaluate.Scheme) { s.Items[0].Points = (*evaluate.ProRata)(nil) },
			target.ErrUnknown, "scheme.items[0].points"},
		{"deduction per nothing",
			func(s *evaluate.Scheme) { s.Items[0].Points = evaluate.Deductions{Points: num("1")} }, target.ErrRange,
			"scheme.items[0].points.per"},
		{"bonus per nothing", func(s *evaluate.Scheme) { s.Items[0].Bonus.Per = num("0") }, target.ErrRange,
			"scheme.items[0].bonus.per"},
		{"negative bonus", func(s *evaluate.Scheme) { s.Items[0].Bonus.Points = num("-3") }, target.ErrRange,
			"scheme.items[0].bonus.points"},
		{"bonus on awarded points", func(s *evaluate.Scheme) { s.Items[1].Bonus = &evaluate.Bonus{Per: num("1")} },
			target.ErrMismatch, "scheme.items[1].bonus"},
		{"scored deduction", func(s *evaluate.Scheme) { s.Items[0].Penalty = true }, target.ErrMismatch,
			"scheme.items[0].penalty"},
		{"veto that cannot be missed", func(s *evaluate.Scheme) { s.Items[1].Veto, s.Items[1].Max = true, num("0") },
			target.ErrMismatch, "scheme.items[1].veto"},
		{"grades rise", func(s *evaluate.Scheme) { s.Grades[1].From = num("96") }, target.ErrInvalid,
			"scheme.grades[1].from"},
		{"grades of one bound", func(s *evaluate.Scheme) { s.Grades[1].From = num("95.0") }, target.ErrInvalid,
			"scheme.grades[1].from"},
		{"two lowest grades", func(s *evaluate.Scheme) { s.Grades[2].From = num("0") }, target.ErrDuplicate,
			"scheme.grades[2].from"},
		{"no lowest grade", func(s *evaluate.Scheme) { s.Grades = s.Grades[:3] }, target.ErrRequired,
			"scheme.grades[2].from"},
		{"negative grade", func(s *evaluate.Scheme) { s.Grades[3].From = num("-1") }, target.ErrRange,
			"scheme.grades[3].from"},
		{"nameless grade", func(s *evaluate.Scheme) { s.Grades[3].Name = "" }, target.ErrRequired,
			"scheme.grades[3].name"},
		{"two grades of one name", func(s *evaluate.Scheme) { s.Grades[3].Name = "fulfilled" }, target.ErrDuplicate,
			"scheme.grades[3].name"},
		{"veto without a grade", func(s *evaluate.Scheme) { s.Grades, s.Failed = nil, "" }, target.ErrRequired,
			"scheme.failed"},
		{"negative cap", func(s *evaluate.Scheme) { s.Cap = maybe("-1") }, target.ErrRange, "scheme.cap"},
		{"rounded to nothing", func(s *evaluate.Scheme) { s.Round = maybe("0") }, target.ErrRange, "scheme.round"},
		{"deduction of nothing", func(s *evaluate.Scheme) { s.Items[0].Points = evaluate.Deductions{Per: num("1")} },
			target.ErrRange, "scheme.items[0].points.points"},
		{"negative bonus at most", func(s *evaluate.Scheme) { s.Items[0].Bonus.Max = num("-1") }, target.ErrRange,
			"scheme.items[0].bonus.max"},
		{"veto by a maximum that is none",
			func(s *evaluate.Scheme) { s.Items[1].Veto, s.Items[1].Max = true, num("-1") }, target.ErrRange,
			"scheme.items[1].max"},
		{"deduction that is a veto", func(s *evaluate.Scheme) { s.Items[1].Veto, s.Items[1].Penalty = true, true },
			target.ErrMismatch, "scheme.items[1].veto"},
		{"steps below a huge one", func(s *evaluate.Scheme) {
			s.Items[0].Points.(evaluate.Steps).Breakpoints[1].At = decimal.New(1, 1_000_000_000)
		}, target.ErrRange, "scheme.items[0].points.breakpoints[1].at"},
		{"steps of endless points", func(s *evaluate.Scheme) {
			s.Items[0].Points.(evaluate.Steps).Breakpoints[1].Points = decimal.New(1, 1_000_000_000)
		}, target.ErrRange, "scheme.items[0].points.breakpoints[1].points"},
		{"steps below a negative one", func(s *evaluate.Scheme) {
			s.Items[0].Points.(evaluate.Steps).Breakpoints[1].Points = decimal.New(-1, 1_000_000_000)
		}, target.ErrRange, "scheme.items[0].points.breakpoints[1].points"},
		{"negative weight of a year",
			func(s *evaluate.Scheme) { s.Years = &evaluate.YearWeights{Earlier: num("2"), Last: num("-1")} },
			target.ErrRange, "scheme.years.last"},
		{"huge weight of a year", func(s *evaluate.Scheme) {
			s.Years = &evaluate.YearWeights{Earlier: decimal.New(1, 1_000_000_000), Last: num("1")}
		}, target.ErrRange, "scheme.years.earlier"},
		{"years that do not add up",
			func(s *evaluate.Scheme) { s.Years = &evaluate.YearWeights{Earlier: num("0.5"), Last: num("0.6")} },
			target.ErrInvalid, "scheme.years"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := energyBook()
			tt.change(&s)
			_, err := evaluate.New(s)
			all := target.AllErrors(err)
			if len(all) != 1 || !errors.Is(err, tt.want) || all[0].Path != tt.path {
				t.Errorf("got %v, want %q at %s alone", err, tt.want, tt.path)
			}
		})
	}

	s := energyBook()
	s.Items[1].Max = num("0")
	if _, err := evaluate.New(s); err != nil {
		t.Errorf("an item without points or a veto: %v", err)
	}

	s = energyBook()
	for _, tt := range tests {
		if strings.HasPrefix(tt.path, "scheme.items[1]") {
			tt.change(&s)
		}
	}

	s.Grades[1].From = num("96")
	if _, err := evaluate.New(s); len(target.AllErrors(err)) < 4 {
		t.Errorf("several problems: %v", err)
	}
}

func TestScoreErrors(t *testing.T) {
	e := evaluator(t, energyBook())
	good := func() evaluate.Case {
		return evaluate.Case{
			Unit:        "440000",
			Assessments: []evaluate.Assessment{attained(t, "target", "1")},
			Awarded:     map[string]decimal.Decimal{"measures": num("50")},
		}
	}

	if _, err := e.Score(good()); err != nil {
		t.Fatal(err)
	}

	tests := []struct {
		name   string
		change func(*evaluate.Case)
		want   []error
	}{
		{"nothing", func(c *evaluate.Case) { *c = evaluate.Case{} }, []error{target.ErrMissing, target.ErrMissing}},
		{"no award", func(c *evaluate.Case) { c.Awarded = nil }, []error{target.ErrMissing}},
		{"no assessment", func(c *evaluate.Case) { c.Assessments = nil }, []error{target.ErrMissing}},
		{"too many points", func(c *evaluate.Case) { c.Awarded["measures"] = num("60.1") }, []error{target.ErrRange}},
		{"negative points", func(c *evaluate.Case) { c.Awarded["measures"] = num("-1") }, []error{target.ErrRange}},
		{"endless points", func(c *evaluate.Case) { c.Awarded["measures"] = decimal.New(1, -1_000_000_000) },
			[]error{target.ErrRange}},
		{"unknown codes", func(c *evaluate.Case) {
			c.Awarded["x"], c.Awarded["y"] = num("1"), num("1")
			c.Assessments = append(c.Assessments, attained(t, "z", "1"))
		}, []error{target.ErrUnknown, target.ErrUnknown, target.ErrUnknown}},
		{"assessed twice", func(c *evaluate.Case) { c.Assessments = append(c.Assessments, attained(t, "target", "2")) },
			[]error{target.ErrDuplicate}},
		{"assessed and awarded", func(c *evaluate.Case) { c.Awarded["target"] = num("40") },
			[]error{target.ErrMismatch}},
		{"another unit", func(c *evaluate.Case) { c.Unit = "350000" }, []error{target.ErrMismatch}},
		{"target without a code", func(c *evaluate.Case) { c.Assessments[0].Target.Code = "" },
			[]error{target.ErrRequired, target.ErrMissing}},
		{"attainment out of bounds",
			func(c *evaluate.Case) { c.Assessments[0].Attainment.Decimal = decimal.New(1, 1_000_000_000) },
			[]error{target.ErrRange, target.ErrMissing}},
		{"panel beside awards", func(c *evaluate.Case) {
			c.Panel = []evaluate.Opinion{{By: "a", Awarded: map[string]decimal.Decimal{"measures": num("1")}}}
		}, []error{target.ErrMismatch}},
		{"panel of which one is silent", func(c *evaluate.Case) {
			c.Panel, c.Awarded = []evaluate.Opinion{{By: "a", Awarded: c.Awarded}, {By: "b"}}, nil
		}, []error{target.ErrMissing}},
		{"panel of one name", func(c *evaluate.Case) {
			c.Panel, c.Awarded = []evaluate.Opinion{{By: "a", Awarded: c.Awarded}, {By: "a", Awarded: c.Awarded}}, nil
		}, []error{target.ErrDuplicate}},
		{"panel without a name", func(c *evaluate.Case) {
			c.Panel, c.Awarded = []evaluate.Opinion{{By: "a", Awarded: c.Awarded}, {Awarded: c.Awarded}}, nil
		}, []error{target.ErrRequired}},
		{"negative weight", func(c *evaluate.Case) {
			c.Panel, c.Awarded = []evaluate.Opinion{{By: "a", Weight: num("-1"), Awarded: c.Awarded}}, nil
		}, []error{target.ErrRange}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := good()
			tt.change(&c)
			card, err := e.Score(c)
			var got []error
			for _, fe := range target.AllErrors(err) {
				got = append(got, fe.Err)
			}

			if diff := cmp.Diff(tt.want, got, cmp.Comparer(func(a, b error) bool { return a == b })); diff != "" {
				t.Errorf("Score() errors mismatch (-want +got):\n%s\n%v", diff, err)
			}
			if card.Lines != nil {
				t.Error("a card beside an error")
			}
		})
	}
}
