package evaluate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
)

func carbonBook() evaluate.Scheme {
	return evaluate.Scheme{
		Name: "carbon intensity, 12th plan",
		Items: []evaluate.Item{
			{Code: "annual", Max: num("25"), Points: evaluate.ProRata{}, Veto: true},
			{Code: "cumulative", Max: num("25"), Points: evaluate.ProRata{}, Veto: true},
			{Code: "measures", Max: num("50")},
		},
		Grades: []evaluate.Grade{
			{Name: "excellent", From: num("90")},
			{Name: "good", From: num("80")},
			{Name: "pass", From: num("60")},
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

	testkit.ReadJSON(t, "testdata/books.json", &books)

	carbon := evaluator(t, carbonBook())
	for _, c := range books.Carbon {
		annual := attained(t, "annual", c.Annual.StringFixed(2))
		cumulative := attained(t, "cumulative", c.Cumulative.StringFixed(2))
		card := score(t, carbon, evaluate.Case{
			Unit:        "440000",
			Assessments: []evaluate.Assessment{annual, cumulative},
			Awarded:     map[string]decimal.Decimal{"measures": c.Measures},
		})
		checkCard(t, card, c.Total, c.Grade, c.Veto)
		if card.ByPoints != c.ByPoints {
			t.Errorf("ByPoints = %q, want %q", card.ByPoints, c.ByPoints)
		}
		for i, want := range []decimal.Decimal{c.AnnualPoints, c.CumulativePoints} {
			if got := card.Items()[i].Points; !got.Equal(want) {
				t.Errorf("Lines[%d].Points = %v, want %v", i, got, want)
			}
		}
	}

	e := evaluator(t, energyBook())
	for _, c := range books.Energy {
		card := score(t, e, evaluate.Case{
			Assessments: []evaluate.Assessment{attained(t, "target", c.Completion.StringFixed(3))},
			Awarded:     map[string]decimal.Decimal{"measures": c.Measures},
		})
		checkCard(t, card, c.Total, c.Grade, c.Veto)
		if got := card.Items()[0].Points.Add(card.Items()[0].Bonus); !got.Equal(c.Points) {
			t.Errorf("points and bonus = %v, want %v", got, c.Points)
		}
	}

	banded := evaluate.Item{
		Code: "target", Max: num("30"), Points: evaluate.ProRata{}, Veto: true,
		Bonus: &evaluate.Bonus{Per: num("0.1"), Points: num("1"), Max: num("5")},
	}
	for _, part := range []struct {
		item  evaluate.Item
		cases [][2]decimal.Decimal // attainment in per cent, points
	}{{energyBook().Items[0], books.Steps}, {banded, books.Bands}} {
		e := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{part.item}, Failed: "failed"})
		for _, c := range part.cases {
			a := attained(t, part.item.Code, c[0].Shift(-2).StringFixed(5))
			if card := score(t, e, evaluate.Case{Assessments: []evaluate.Assessment{a}}); !card.Total.Equal(c[1]) {
				t.Errorf("Score() = %v at %v %%, want %v", card.Total, c[0], c[1])
			}
		}
	}
}

// checkCard compares a card with a published result.
func checkCard(t *testing.T, card evaluate.Scorecard, total decimal.Decimal, grade string, veto bool) {
	t.Helper()
	if !card.Total.Equal(total) || card.Grade != grade || len(card.Vetoes) > 0 != veto {
		t.Errorf("Score() =\n%swant %v, %q, veto missed: %t", card.Explain(), total, grade, veto)
	}
}

func TestNewReportsEveryProblem(t *testing.T) {
	huge := decimal.New(1, 1_000_000_000)
	breaks := func(s *evaluate.Scheme) []evaluate.Breakpoint { return s.Items[0].Points.(evaluate.Steps).Breakpoints }

	for _, tt := range []struct {
		name   string
		change func(s *evaluate.Scheme)
		want   string
	}{
		{"an item without points or a veto", func(s *evaluate.Scheme) { s.Items[1].Max = num("0") }, ""},
		{"no items", func(s *evaluate.Scheme) { s.Items = nil }, "scheme.items is required"},
		{"no code", func(s *evaluate.Scheme) { s.Items[1].Code = "" }, "scheme.items[1].code is required"},
		{
			"duplicate code", func(s *evaluate.Scheme) { s.Items[1].Code = "target" },
			"scheme.items[1].code is given twice",
		},
		{
			"negative max", func(s *evaluate.Scheme) { s.Items[1].Max = num("-1") },
			"scheme.items[1].max is out of range",
		},
		{"huge max", func(s *evaluate.Scheme) { s.Items[1].Max = huge }, "scheme.items[1].max is out of range"},
		{
			"no steps", func(s *evaluate.Scheme) { s.Items[0].Points = evaluate.Steps{} },
			"scheme.items[0].points.breakpoints is required",
		},
		{
			"steps rise", func(s *evaluate.Scheme) { breaks(s)[2].At = num("0.95") },
			"scheme.items[0].points.breakpoints[2].at is not valid",
		},
		{
			"steps of one height", func(s *evaluate.Scheme) { breaks(s)[2].At = num("0.90") },
			"scheme.items[0].points.breakpoints[2].at is not valid",
		},
		{
			"less for more", func(s *evaluate.Scheme) { breaks(s)[2].Points = num("37") },
			"scheme.items[0].points.breakpoints[2].points is not valid",
		},
		{
			"more than max", func(s *evaluate.Scheme) { breaks(s)[0].Points = num("41") },
			"scheme.items[0].points.breakpoints[0].points is out of range",
		},
		{
			"an interpolation rises",
			func(s *evaluate.Scheme) {
				s.Items[0].Points = evaluate.Interpolation{Breakpoints: breakpoints("0.5 1", "1 1")}
			},
			"scheme.items[0].points.breakpoints[1].at is not valid",
		},
		{
			"points by pointer", func(s *evaluate.Scheme) { s.Items[0].Points = (*evaluate.ProRata)(nil) },
			"scheme.items[0].points is unknown",
		},
		{
			"deduction per nothing",
			func(s *evaluate.Scheme) { s.Items[0].Points = evaluate.Deductions{Points: num("1")} },
			"scheme.items[0].points.per is out of range",
		},
		{
			"bonus per nothing", func(s *evaluate.Scheme) { s.Items[0].Bonus.Per = num("0") },
			"scheme.items[0].bonus.per is out of range",
		},
		{
			"negative bonus", func(s *evaluate.Scheme) { s.Items[0].Bonus.Points = num("-3") },
			"scheme.items[0].bonus.points is out of range",
		},
		{
			"bonus on awarded points", func(s *evaluate.Scheme) { s.Items[1].Bonus = &evaluate.Bonus{Per: num("1")} },
			"scheme.items[1].bonus does not fit",
		},
		{
			"scored penalty", func(s *evaluate.Scheme) { s.Items[0].Penalty = true },
			"scheme.items[0].penalty does not fit",
		},
		{
			"veto that cannot be missed", func(s *evaluate.Scheme) { s.Items[1].Veto, s.Items[1].Max = true, num("0") },
			"scheme.items[1].veto does not fit",
		},
		{
			"grades rise", func(s *evaluate.Scheme) { s.Grades[1].From = num("96") },
			"scheme.grades[1].from is not valid",
		},
		{
			"grades of one bound", func(s *evaluate.Scheme) { s.Grades[1].From = num("95.0") },
			"scheme.grades[1].from is not valid",
		},
		{
			"two lowest grades", func(s *evaluate.Scheme) { s.Grades[2].From = num("0") },
			"scheme.grades[2].from is given twice",
		},
		{"no lowest grade", func(s *evaluate.Scheme) { s.Grades = s.Grades[:3] }, "scheme.grades[2].from is required"},
		{
			"negative grade", func(s *evaluate.Scheme) { s.Grades[3].From = num("-1") },
			"scheme.grades[3].from is out of range",
		},
		{"nameless grade", func(s *evaluate.Scheme) { s.Grades[3].Name = "" }, "scheme.grades[3].name is required"},
		{
			"two grades of one name", func(s *evaluate.Scheme) { s.Grades[3].Name = "fulfilled" },
			"scheme.grades[3].name is given twice",
		},
		{
			"veto without a grade", func(s *evaluate.Scheme) { s.Grades, s.Failed = nil, "" },
			"scheme.failed is required",
		},
		{"negative cap", func(s *evaluate.Scheme) { s.Cap = maybe("-1") }, "scheme.cap is out of range"},
		{"rounded to nothing", func(s *evaluate.Scheme) { s.Round = maybe("0") }, "scheme.round is out of range"},
		{
			"deduction of nothing", func(s *evaluate.Scheme) { s.Items[0].Points = evaluate.Deductions{Per: num("1")} },
			"scheme.items[0].points.points is out of range",
		},
		{
			"negative bonus at most", func(s *evaluate.Scheme) { s.Items[0].Bonus.Max = num("-1") },
			"scheme.items[0].bonus.max is out of range",
		},
		{
			"veto by a maximum that is none",
			func(s *evaluate.Scheme) { s.Items[1].Veto, s.Items[1].Max = true, num("-1") },
			"scheme.items[1].max is out of range",
		},
		{
			"penalty that is a veto", func(s *evaluate.Scheme) { s.Items[1].Veto, s.Items[1].Penalty = true, true },
			"scheme.items[1].veto does not fit",
		},
		{
			"steps below a huge one", func(s *evaluate.Scheme) { breaks(s)[1].At = huge },
			"scheme.items[0].points.breakpoints[1].at is out of range",
		},
		{
			"steps of endless points", func(s *evaluate.Scheme) { breaks(s)[1].Points = huge },
			"scheme.items[0].points.breakpoints[1].points is out of range",
		},
		{
			"steps below a negative one", func(s *evaluate.Scheme) { breaks(s)[1].Points = huge.Neg() },
			"scheme.items[0].points.breakpoints[1].points is out of range",
		},
		{
			"negative weight of a year",
			func(s *evaluate.Scheme) { s.Years = &evaluate.YearWeights{Earlier: num("2"), Last: num("-1")} },
			"scheme.years.last is out of range",
		},
		{
			"huge weight of a year",
			func(s *evaluate.Scheme) { s.Years = &evaluate.YearWeights{Earlier: huge, Last: num("1")} },
			"scheme.years.earlier is out of range",
		},
		{
			"years that do not add up",
			func(s *evaluate.Scheme) { s.Years = &evaluate.YearWeights{Earlier: num("0.5"), Last: num("0.6")} },
			"scheme.years is not valid",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := energyBook()
			tt.change(&s)
			_, err := evaluate.New(s)
			if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), "; ")); diff != "" {
				t.Errorf("New() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNewReportsAllProblems(t *testing.T) {
	s := energyBook()
	s.Items[0].Code, s.Items[1].Code = "", ""
	s.Items[1].Max = num("-1")
	s.Grades[1].From = num("96")
	_, err := evaluate.New(s)
	want := []string{
		"scheme.items[0].code is required",
		"scheme.items[1].code is required",
		"scheme.items[1].max is out of range",
		"scheme.grades[1].from is not valid",
	}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("New() mismatch (-want +got):\n%s", diff)
	}
}

func TestScoreErrors(t *testing.T) {
	e := evaluator(t, energyBook())
	measures := func(points string) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{"measures": num(points)}
	}
	panel := func(c *evaluate.Case, opinions ...evaluate.Opinion) { c.Panel, c.Awarded = opinions, nil }

	for _, tt := range []struct {
		name   string
		change func(c *evaluate.Case)
		want   []string
	}{
		{"sound", func(*evaluate.Case) {}, nil},
		{"nothing", func(c *evaluate.Case) { *c = evaluate.Case{} }, []string{
			`case.items["target"] has no figure`, `case.items["measures"] has no figure`,
		}},
		{"no award", func(c *evaluate.Case) { c.Awarded = nil }, []string{`case.items["measures"] has no figure`}},
		{"no assessment", func(c *evaluate.Case) { c.Assessments = nil }, []string{
			`case.items["target"] has no figure`,
		}},
		{"too many points", func(c *evaluate.Case) { c.Awarded = measures("60.1") }, []string{
			`case.awarded["measures"] is out of range`,
		}},
		{"negative points", func(c *evaluate.Case) { c.Awarded = measures("-1") }, []string{
			`case.awarded["measures"] is out of range`,
		}},
		{"endless points", func(c *evaluate.Case) { c.Awarded["measures"] = decimal.New(1, -1_000_000_000) }, []string{
			`case.awarded["measures"] is out of range`,
		}},
		{"unknown codes", func(c *evaluate.Case) {
			c.Awarded["x"], c.Awarded["y"] = num("1"), num("1")
			c.Assessments = append(c.Assessments, attained(t, "z", "1"))
		}, []string{
			`case.assessments["z"] is unknown`, `case.awarded["x"] is unknown`, `case.awarded["y"] is unknown`,
		}},
		{"assessed twice", func(c *evaluate.Case) {
			c.Assessments = append(c.Assessments, attained(t, "target", "2"))
		}, []string{`case.assessments["target"] is given twice`}},
		{"assessed and awarded", func(c *evaluate.Case) { c.Awarded["target"] = num("40") }, []string{
			`case.awarded["target"] does not fit`,
		}},
		{"another unit", func(c *evaluate.Case) { c.Unit = "350000" }, []string{
			`case.assessments["target"].unit does not fit`,
		}},
		{"target without a code", func(c *evaluate.Case) { c.Assessments[0].Target.Code = "" }, []string{
			`case.assessments[""] is required`, `case.items["target"] has no figure`,
		}},
		{"attainment out of bounds", func(c *evaluate.Case) {
			c.Assessments[0].Attainment.Decimal = decimal.New(1, 1_000_000_000)
		}, []string{`case.assessments["target"].attainment is out of range`, `case.items["target"] has no figure`}},
		{"panel and awards", func(c *evaluate.Case) {
			c.Panel = []evaluate.Opinion{{By: "a", Awarded: measures("1")}}
		}, []string{`case.awarded does not fit`}},
		{"a silent member", func(c *evaluate.Case) {
			panel(c, evaluate.Opinion{By: "a", Awarded: measures("1")}, evaluate.Opinion{By: "b"})
		}, []string{`case.panel["b"].awarded["measures"] has no figure`}},
		{"two members of one name", func(c *evaluate.Case) {
			o := evaluate.Opinion{By: "a", Awarded: measures("1")}
			panel(c, o, o)
		}, []string{`case.panel["a"].by is given twice`}},
		{"a member without a name", func(c *evaluate.Case) {
			panel(c, evaluate.Opinion{By: "a", Awarded: measures("1")}, evaluate.Opinion{Awarded: measures("1")})
		}, []string{`case.panel[""].by is required`}},
		{"negative weight", func(c *evaluate.Case) {
			panel(c, evaluate.Opinion{By: "a", Weight: num("-1"), Awarded: measures("1")})
		}, []string{`case.panel["a"].weight is out of range`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := evaluate.Case{
				Unit:        "440000",
				Assessments: []evaluate.Assessment{attained(t, "target", "1")},
				Awarded:     measures("50"),
			}
			tt.change(&c)
			card, err := e.Score(c)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("Score() mismatch (-want +got):\n%s", diff)
			}
			if err != nil && card.Items() != nil {
				t.Errorf("Score() = %+v with an error, want an empty card", card)
			}
		})
	}
}
