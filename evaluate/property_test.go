package evaluate_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// drawFigure draws a decimal: mostly small ones, which meet often, some of them
// with an exponent at the bounds.
func drawFigure(t *rapid.T, name string) decimal.Decimal {
	if rapid.IntRange(0, 9).Draw(t, name+" is extreme") == 0 {
		return decimal.New(rapid.Int64Range(-99, 99).Draw(t, name),
			rapid.Int32Range(-100, 90).Draw(t, name+" exponent"))
	}
	return decimal.New(rapid.Int64Range(-300, 300).Draw(t, name), rapid.Int32Range(-2, 1).Draw(t, name+" exponent"))
}

func positive(t *rapid.T, name string) decimal.Decimal {
	return decimal.New(rapid.Int64Range(1, 5000).Draw(t, name), rapid.Int32Range(-3, 1).Draw(t, name+" exponent"))
}

func drawTarget(t *rapid.T) target.Target {
	goal := aim(target.Kind(rapid.IntRange(1, 10).Draw(t, "kind")),
		target.Direction(rapid.IntRange(0, 3).Draw(t, "better")), "0")
	goal.Value = drawFigure(t, "value")
	goal.Comparator = target.Comparator(rapid.IntRange(0, 4).Draw(t, "comparator"))
	switch goal.EffectiveComparator() {
	case target.Within:
		goal.Upper = goal.Value.Add(drawFigure(t, "width").Abs())
	case target.About:
		goal.Tolerance = drawFigure(t, "tolerance").Abs()
	}

	if rapid.Bool().Draw(t, "has a baseline") {
		goal.Baseline = &target.Point{Period: target.Year(2010), Value: drawFigure(t, "baseline")}
	}
	if rapid.Bool().Draw(t, "percent") {
		goal.Indicator.Per = num("100")
	}

	return goal
}

// assessmentHolds checks what ties the parts of an assessment together.
func assessmentHolds(t *rapid.T) {
	goal := drawTarget(t)
	if goal.Validate() != nil {
		t.Skip("out of bounds")
	}

	o := seen("0")
	o.Value = drawFigure(t, "actual")
	a, err := evaluate.Assess(goal, o)
	if err != nil {
		t.Fatal(err)
	}
	if a.Met != (a.Gap.Sign() >= 0) {
		t.Errorf("met is %v, gap %v", a.Met, a.Gap)
	}
	if a.Attainment.Valid != (a.AttainmentReason == 0) {
		t.Errorf("attainment %v with reason %q", a.Attainment, a.AttainmentReason)
	}
	if a.Attainment.Valid {
		beyond := a.Attainment.Decimal.Cmp(num("1"))
		if a.Met && beyond < 0 || !a.Met && beyond > 0 {
			t.Errorf("met is %v at an attainment of %v", a.Met, a.Attainment.Decimal)
		}
		if a.Attainment.Decimal.Sign() < 0 || a.Attainment.Decimal.NumDigits() > evaluate.SignificantDigits {
			t.Errorf("attainment %v", a.Attainment.Decimal)
		}
	}

	if a.Progress.Valid != (a.ProgressReason == 0) {
		t.Errorf("progress %v with reason %q", a.Progress, a.ProgressReason)
	}
}

func TestAssessmentHolds(t *testing.T) { rapid.Check(t, assessmentHolds) }

func FuzzAssessmentHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(assessmentHolds)) }

func TestAttainmentIsMonotone(t *testing.T) { rapid.Check(t, attainmentIsMonotone) }

func FuzzAttainmentIsMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(attainmentIsMonotone)) }

func TestBetterNeverEarnsLess(t *testing.T) { rapid.Check(t, betterNeverEarnsLess) }

func FuzzBetterNeverEarnsLess(f *testing.F) { f.Fuzz(rapid.MakeFuzz(betterNeverEarnsLess)) }

func TestScaleDoesNotMatter(t *testing.T) { rapid.Check(t, scaleDoesNotMatter) }

func TestReductionIsLnRatio(t *testing.T) { rapid.Check(t, reductionIsLnRatio) }

func TestScoreIsMonotone(t *testing.T) { rapid.Check(t, scoreIsMonotone) }

func FuzzScoreIsMonotone(f *testing.F) { f.Fuzz(rapid.MakeFuzz(scoreIsMonotone)) }

func TestScoreIgnoresOrder(t *testing.T) { rapid.Check(t, scoreIgnoresOrder) }

// attainmentIsMonotone has a better figure attain no less.
func attainmentIsMonotone(t *rapid.T) {
	goal := drawTarget(t)
	goal.Comparator = []target.Comparator{target.AtLeast, target.AtMost}[rapid.IntRange(0, 1).Draw(t, "side")]
	goal.Upper, goal.Tolerance = decimal.Decimal{}, decimal.Decimal{}
	worse, better := seen("0"), seen("0")
	worse.Value, better.Value = drawFigure(t, "worse"), drawFigure(t, "better")
	if (worse.Value.Cmp(better.Value) > 0) == (goal.Comparator == target.AtLeast) {
		worse, better = better, worse
	}

	a, err := evaluate.Assess(goal, worse)
	if err != nil {
		t.Skip("out of bounds")
	}

	b, err := evaluate.Assess(goal, better)
	if err != nil {
		t.Fatal(err)
	}
	if a.Gap.Cmp(b.Gap) > 0 || a.Met && !b.Met {
		t.Errorf("%v and %v: gaps %v, %v", worse.Value, better.Value, a.Gap, b.Gap)
	}
	if a.Attainment.Valid && b.Attainment.Valid && a.Attainment.Decimal.Cmp(b.Attainment.Decimal) > 0 {
		t.Errorf("%v attains %v, %v only %v", worse.Value, a.Attainment.Decimal, better.Value, b.Attainment.Decimal)
	}
	if a.Progress.Valid && b.Progress.Valid && a.Progress.Decimal.Cmp(b.Progress.Decimal) > 0 {
		t.Errorf("%v progressed %v, %v only %v", worse.Value, a.Progress.Decimal, better.Value, b.Progress.Decimal)
	}
}

// betterNeverEarnsLess scores two figures of one target, of any kind and
// direction, by any form of points and any bonus. Of a range the better figure
// is the nearer one of two on the same side, or the one within.
func betterNeverEarnsLess(t *rapid.T) {
	goal := drawTarget(t)
	goal.Code = "a"
	item := evaluate.Item{Code: "a", Max: num("40"), Points: drawPoints(t)}
	if rapid.Bool().Draw(t, "bonus") {
		item.Bonus = drawBonus(t)
	}
	book, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{item}})
	if err != nil {
		t.Fatal(err)
	}

	options := evaluate.AssessOptions{Published: rapid.Bool().Draw(t, "published")}
	earned := func(name string) (evaluate.Assessment, decimal.Decimal) {
		o := seen("0")
		o.Value = drawFigure(t, name)
		a, err := evaluate.AssessWith(goal, o, options)
		if err != nil {
			t.Skip("out of bounds")
		}
		card, err := book.Score(assessed(a))
		if err != nil {
			t.Fatal(err)
		}
		return a, card.Total
	}
	worse, less := earned("one")
	better, more := earned("other")
	if worse.Gap.Cmp(better.Gap) > 0 {
		worse, better, less, more = better, worse, more, less
	}

	above := func(a evaluate.Assessment) bool { return a.Actual.Cmp(a.Target.Value) > 0 }
	if goal.EffectiveComparator() >= target.About && !better.Met && above(worse) != above(better) {
		t.Skip("on two sides of a range")
	}
	if less.Cmp(more) > 0 {
		t.Errorf("Score() = %v for %v, %v for %v, which is better", less, worse.Actual, more, better.Actual)
	}
}

// scaleDoesNotMatter restates all figures in another unit.
func scaleDoesNotMatter(t *rapid.T) {
	goal := drawTarget(t)
	goal.Indicator.Kind = target.Ratio
	o := seen("0")
	o.Value = drawFigure(t, "actual")
	a, err := evaluate.Assess(goal, o)
	if err != nil {
		t.Skip("out of bounds")
	}

	by := decimal.New(rapid.Int64Range(1, 40).Draw(t, "factor"), 0)
	goal.Value, goal.Upper, goal.Tolerance = goal.Value.Mul(by), goal.Upper.Mul(by), goal.Tolerance.Mul(by)
	o.Value = o.Value.Mul(by)
	if goal.Baseline != nil {
		goal.Baseline.Value = goal.Baseline.Value.Mul(by)
	}

	b, err := evaluate.Assess(goal, o)
	if err != nil {
		t.Skip("out of bounds")
	}

	a.Target, a.Observation, a.Actual, a.Gap = b.Target, b.Observation, b.Actual, a.Gap.Mul(by)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("the unit of measure matters (-want +got):\n%s", diff)
	}
}

// The progress of a reduction is a quotient of logarithms.
func reductionIsLnRatio(t *rapid.T) {
	goal := percent(aim(target.Reduction, target.Higher, "0"))
	goal.Value = decimal.New(rapid.Int64Range(1, 9999).Draw(t, "target"), -2)
	o := seen("0")
	o.Value = decimal.New(rapid.Int64Range(-30000, 9999).Draw(t, "actual"), -2)
	a, err := evaluate.Assess(goal, o)
	if err != nil {
		t.Fatal(err)
	}

	logLeft := func(d decimal.Decimal) float64 { return math.Log1p(-d.Shift(-2).InexactFloat64()) }
	want := logLeft(o.Value) / logLeft(goal.Value)
	if got := a.Progress.Decimal.InexactFloat64(); math.Abs(got-want) > 1e-12*max(1, math.Abs(want)) {
		t.Errorf("Assess() = progress %v, want %v", got, want)
	}
}

func drawPoints(t *rapid.T) evaluate.Points {
	draw := func(most int) []evaluate.Breakpoint {
		n := rapid.IntRange(1, most).Draw(t, "steps")
		at, points := rapid.Int64Range(50, 130).Draw(t, "first step"), int64(40)
		var steps []evaluate.Breakpoint
		for range n {
			steps = append(steps, evaluate.Breakpoint{At: decimal.New(at, -2), Points: decimal.New(points, 0)})
			at -= rapid.Int64Range(1, 8).Draw(t, "fall")
			points -= rapid.Int64Range(0, 6).Draw(t, "loss")
		}
		return steps
	}

	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		return evaluate.Steps{Breakpoints: draw(6)}
	case 1:
		return evaluate.Interpolation{Breakpoints: draw(6)}
	case 2:
		begun := rapid.Bool().Draw(t, "begun")
		return evaluate.Deductions{Per: positive(t, "per"), Points: positive(t, "points"), Begun: begun}
	}
	return evaluate.ProRata{}
}

// drawBonus draws a bonus, now and then of no points.
func drawBonus(t *rapid.T) *evaluate.Bonus {
	points := positive(t, "bonus points").Sub(num("0.001"))
	return &evaluate.Bonus{Per: positive(t, "bonus per"), Points: points, Max: positive(t, "bonus max")}
}

// scoreIsMonotone has more attainment earn no fewer points.
func scoreIsMonotone(t *rapid.T) {
	item := evaluate.Item{Code: "a", Max: num("40"), Points: drawPoints(t)}
	if rapid.Bool().Draw(t, "bonus") {
		item.Bonus = drawBonus(t)
	}

	e, err := evaluate.New(evaluate.Scheme{Items: []evaluate.Item{item}})
	if err != nil {
		t.Fatal(err)
	}

	earned := func(share decimal.Decimal) decimal.Decimal {
		a := evaluate.Assessment{Target: target.Target{Code: "a"}, Attainment: decimal.NewNullDecimal(share)}
		card, err := e.Score(assessed(a))
		if err != nil {
			t.Fatal(err)
		}
		limit := item.Max
		if item.Bonus != nil {
			limit = limit.Add(item.Bonus.Max)
		}
		if card.Total.Sign() < 0 || card.Total.Cmp(limit) > 0 {
			t.Errorf("%v points of %v", card.Total, limit)
		}
		return card.Total
	}

	less, more := positive(t, "less"), positive(t, "more")
	if less.Cmp(more) > 0 {
		less, more = more, less
	}
	if a, b := earned(less), earned(more); a.Cmp(b) > 0 {
		t.Errorf("%v earns %v, %v only %v", less, a, more, b)
	}
}

func scoreIgnoresOrder(t *rapid.T) {
	codes := []string{"a", "b", "c", "d"}
	book := evaluate.Scheme{Grades: []evaluate.Grade{{Name: "good", From: num("80")}, {Name: "poor"}}}
	c := evaluate.Case{Awarded: map[string]decimal.Decimal{"e": num("3")}}
	for _, code := range codes {
		item := evaluate.Item{Code: code, Max: num("30"), Points: evaluate.ProRata{}, Veto: code == "b"}
		book.Items = append(book.Items, item)
		c.Assessments = append(c.Assessments, evaluate.Assessment{
			Target: target.Target{Code: code}, Met: rapid.Bool().Draw(t, "met"),
			Attainment: decimal.NewNullDecimal(positive(t, code)),
		})
	}

	book.Items = append(book.Items, evaluate.Item{Code: "e", Max: num("3")})
	e, err := evaluate.New(book)
	if err != nil {
		t.Fatal(err)
	}

	want, err := e.Score(c)
	if err != nil {
		t.Fatal(err)
	}

	c.Assessments = rapid.Permutation(c.Assessments).Draw(t, "order")
	got, err := e.Score(c)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the order of the assessments matters:\n%s", diff)
	}
}

func FuzzSchemeJSON(f *testing.F) {
	for _, s := range []evaluate.Scheme{carbonBook(), energyBook(), fullBook()} {
		text, err := s.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var s evaluate.Scheme
		if s.UnmarshalJSON(text) != nil {
			return
		}
		if _, err := evaluate.New(s); err != nil {
			t.Fatalf("read, but not valid: %v", err)
		}

		written, err := s.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}

		var again evaluate.Scheme
		if err := again.UnmarshalJSON(written); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, again); diff != "" {
			t.Errorf("scheme after JSON mismatch:\n%s", diff)
		}
	})
}
