package evaluate_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

var (
	num   = testkit.Dec
	maybe = testkit.Null
)

// brief prints a figure with up to eight decimals.
func brief(d decimal.NullDecimal) string {
	if !d.Valid {
		return "none"
	}
	s := d.Decimal.StringFixed(8)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// aim returns a target of unit 440000 for the year 2015.
func aim(kind target.Kind, better target.Direction, value string) target.Target {
	return target.Target{
		Code:      "t",
		Indicator: target.Indicator{Code: "x", Kind: kind, Better: better, Places: target.Places(2)},
		Unit:      "440000",
		Period:    target.Year(2015),
		Value:     num(value),
	}
}

func seen(value string) target.Observation {
	return target.Observation{Unit: "440000", Indicator: "x", Period: target.Year(2015), Value: num(value)}
}

func from(t target.Target, value string) target.Target {
	t.Baseline = &target.Point{Period: target.Year(2010), Value: num(value)}
	return t
}

func percent(t target.Target) target.Target {
	t.Indicator.Per = num("100")
	return t
}

func within(t target.Target, upper string) target.Target {
	t.Comparator, t.Upper = target.Within, num(upper)
	return t
}

func about(t target.Target, tolerance string) target.Target {
	t.Comparator, t.Tolerance = target.About, num(tolerance)
	return t
}

func atMost(t target.Target) target.Target {
	t.Comparator = target.AtMost
	return t
}

func assess(t testing.TB, goal target.Target, actual string) evaluate.Assessment {
	t.Helper()
	a, err := evaluate.Assess(goal, seen(actual))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// attained returns the assessment of a target with the given code that is
// attained by the given share.
func attained(t testing.TB, code, share string) evaluate.Assessment {
	t.Helper()
	goal := aim(target.Flow, target.Higher, "1")
	goal.Code = code
	return assess(t, goal, share)
}

func evaluator(t testing.TB, s evaluate.Scheme) *evaluate.Evaluator {
	t.Helper()
	e, err := evaluate.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func score(t testing.TB, e *evaluate.Evaluator, c evaluate.Case) evaluate.Scorecard {
	t.Helper()
	card, err := e.Score(c)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// single returns the evaluator of a book of one item.
func single(t testing.TB, item evaluate.Item) *evaluate.Evaluator {
	t.Helper()
	return evaluator(t, evaluate.Scheme{Items: []evaluate.Item{item}})
}

// assessed returns a case of assessments alone.
func assessed(assessments ...evaluate.Assessment) evaluate.Case {
	return evaluate.Case{Assessments: assessments}
}

// breakpoints returns those of pairs of attainment and points, such as "0.9 36".
func breakpoints(pairs ...string) []evaluate.Breakpoint {
	var all []evaluate.Breakpoint
	for _, pair := range pairs {
		d := testkit.Decs(pair)
		all = append(all, evaluate.Breakpoint{At: d[0], Points: d[1]})
	}
	return all
}
