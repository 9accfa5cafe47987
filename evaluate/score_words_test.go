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

// scoreOnWordsIsByFractions compares the scorecard on machine words with the one on
// fractions, to the last bit, by books of every form and figures of every size.
func scoreOnWordsIsByFractions(t *rapid.T) {
	book, c := uglyBook(t), evaluate.Case{Unit: "440000"}
	for _, item := range book.Items {
		if item.Optional && rapid.Bool().Draw(t, item.Code+" is missing") {
			continue
		}
		if item.Points == nil {
			if c.Awarded == nil {
				c.Awarded = map[string]decimal.Decimal{}
			}
			c.Awarded[item.Code] = uglyPoints(t, "award of "+item.Code)
			continue
		}
		c.Assessments = append(c.Assessments, uglyAssessment(t, item.Code))
	}
	e, err := evaluate.New(book)
	if err != nil {
		t.Skip("no book")
	}

	want, wantErr := evaluate.ScoreByFractions(e, c)
	got, err := e.Score(c)
	if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
		t.Fatalf("Score() = error %v, want %v", err, wantErr)
	}
	if diff := cmp.Diff(partsOf(want), partsOf(got), sameDigits, cmp.AllowUnexported(parts{})); diff != "" {
		t.Errorf("Score(%v) mismatch (-fractions +words):\n%s", c, diff)
	}
	if err == nil && (!want.Equal(got) || want.Equal(got.WithItems())) {
		t.Errorf("Score(%v) is not the card on fractions, or one without lines", c)
	}
}

// parts are what a card says.
type parts struct {
	unit, scheme    string
	total           decimal.Decimal
	byPoints, grade string
	vetoes, notes   []string
	places          target.Precision
	lines           []evaluate.ItemScore
}

func partsOf(c evaluate.Scorecard) parts {
	return parts{c.Unit, c.Scheme, c.Total, c.ByPoints, c.Grade, c.Vetoes, c.Notes, c.Places, c.Items()}
}

func TestScoreOnWords(t *testing.T) { rapid.Check(t, scoreOnWordsIsByFractions) }

func FuzzScoreOnWords(f *testing.F) { f.Fuzz(rapid.MakeFuzz(scoreOnWordsIsByFractions)) }

// uglyBook draws a book of some items of every form, with figures that are met often.
func uglyBook(t *rapid.T) evaluate.Scheme {
	book := evaluate.Scheme{
		Grades: []evaluate.Grade{
			{Name: "high", From: uglyPoints(t, "high").Add(num("0.1"))},
			{Name: "low"},
		},
	}

	if rapid.Bool().Draw(t, "has a cap") {
		book.Cap = decimal.NewNullDecimal(uglyPoints(t, "cap"))
	}

	if rapid.Bool().Draw(t, "is rounded") {
		book.Round = decimal.NewNullDecimal(rapid.SampledFrom([]decimal.Decimal{
			num("1"), num("0.1"), num("0.5"), num("3"), num("1e-16"), num("1e-24"), num("1e-26"),
		}).Draw(t, "round"))
		book.Floor = rapid.Bool().Draw(t, "down")
	}

	for i := range rapid.IntRange(1, 4).Draw(t, "items") {
		item := evaluate.Item{
			Code: string(rune('a' + i)), Max: num("40"), Veto: rapid.IntRange(0, 4).Draw(t, "veto") == 0,
			ScoreBy: evaluate.ScoreBy(rapid.IntRange(0, 2).Draw(t, "score by")),
		}

		switch rapid.IntRange(0, 5).Draw(t, "kind of item") {
		case 0:
			item.ScoreBy, item.Penalty = evaluate.ByAttainment, !item.Veto && rapid.Bool().Draw(t, "penalty")
		case 1:
			item.Max, item.Points = uglyPoints(t, "max"), evaluate.ProRata{}
		default:
			item.Points = drawPoints(t)
		}

		if item.Points != nil && rapid.Bool().Draw(t, "bonus") {
			item.Bonus = drawBonus(t)
		}
		if !item.Veto && item.Points != nil {
			item.VetoAtEnd = rapid.IntRange(0, 4).Draw(t, "veto at end") == 0
		}
		item.Optional = !item.Veto && !item.VetoAtEnd && rapid.Bool().Draw(t, "optional")
		book.Items = append(book.Items, item)
	}

	return book
}

// uglyPoints draws points: mostly small ones that are met often.
func uglyPoints(t *rapid.T, name string) decimal.Decimal {
	return decimal.New(
		rapid.OneOf(
			rapid.Int64Range(0, 40), rapid.Int64Range(0, 4000), rapid.Int64Range(0, math.MaxInt64),
		).Draw(t, name),
		rapid.OneOf(rapid.Just(int32(0)), rapid.Int32Range(-3, 1), rapid.Int32Range(-26, 20)).Draw(t, name+" exponent"),
	)
}

// uglyAssessment draws an assessment by Assess, or one that somebody changed.
func uglyAssessment(t *rapid.T, code string) evaluate.Assessment {
	var goal target.Target
	o := seen("0")
	if rapid.IntRange(0, 2).Draw(t, code+" is ugly") == 0 {
		goal, o.Value = uglyTarget(t), ugly(t, code+" actual")
	} else {
		goal, o.Value = drawTarget(t), drawFigure(t, code+" actual")
	}
	goal.Code = code
	goal.Force = target.Force(rapid.IntRange(0, 3).Draw(t, code+" force"))
	if rapid.Bool().Draw(t, code+" of a plan") {
		goal.Code += "/" + goal.Unit
	}
	a, err := evaluate.AssessWith(goal, o, evaluate.AssessOptions{Published: rapid.Bool().Draw(t, code+" published")})
	if err != nil {
		t.Skip("out of bounds")
	}

	switch rapid.IntRange(0, 19).Draw(t, code+" is changed") {
	case 0:
		a.Attainment = decimal.NewNullDecimal(uglyPoints(t, code+" attainment"))
	case 1:
		a.Attainment, a.Met = decimal.NullDecimal{}, rapid.Bool().Draw(t, code+" met")
	case 2:
		a.Target.Unit = "elsewhere"
	case 3:
		a.Progress = decimal.NewNullDecimal(decimal.New(1, 500))
	case 4:
		a.Target.Tolerance = decimal.New(0, 500)
	case 5:
		a.Attainment.Decimal = a.Attainment.Decimal.Shift(-3).Mul(num("1000.0"))
	}
	return a
}

// A card reads back from its JSON, keeps the lines that it is given, and shares them
// with nobody.
func TestScorecardKept(t *testing.T) {
	card := score(t, single(t, evaluate.Item{Code: "t", Max: num("40"), Points: evaluate.ProRata{}}),
		assessed(attained(t, "t", "0.987")))
	text, err := card.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var again evaluate.Scorecard
	if err := again.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	if !again.Equal(card) || len(again.Items()) != 1 {
		t.Errorf("UnmarshalJSON(%s) = %v, want %v", text, again, card)
	}
	if err := again.UnmarshalJSON([]byte(`{"total": "1", "half": "2"}`)); err == nil || !again.Equal(card) {
		t.Errorf("UnmarshalJSON() of an unknown field = %v, %v, want an error and no change", again, err)
	}

	award := []evaluate.Award{{By: "province", Points: num("1")}}
	made := card.WithItems(evaluate.ItemScore{Code: "x", Awards: award})
	award[0].By = "changed"
	made.Items()[0].Code, made.Items()[0].Awards[0].By = "changed", "changed"
	if line := made.Items()[0]; line.Code != "x" || line.Awards[0].By != "province" {
		t.Errorf("WithItems() shares its results: %+v", line)
	}
	if len(card.Items()) != 1 || card.Items()[0].Code != "t" || made.Equal(card) {
		t.Errorf("WithLines() changed its card: %v", card)
	}
}

// Everyday books and figures need no fractions.
func TestEverydayScoresOnWords(t *testing.T) {
	book := energyBook()
	c := evaluate.Case{
		Assessments: []evaluate.Assessment{attained(t, "target", "1.25")},
		Awarded:     map[string]decimal.Decimal{"measures": num("50")},
	}
	if !evaluate.ScoresOnWords(evaluator(t, book), c) {
		t.Error("Score() takes fractions for the energy book")
	}

	for name, points := range map[string]evaluate.Points{
		"pro rata":      evaluate.ProRata{},
		"steps":         evaluate.Steps{Breakpoints: breakpoints("1 40", "0.9 36")},
		"interpolation": evaluate.Interpolation{Breakpoints: breakpoints("1 40", "0.9 36", "0.5 0")},
		"deductions":    evaluate.Deductions{Per: num("0.05"), Points: num("2.5")},
	} {
		for _, share := range []string{"0", "0.3", "0.77", "0.987", "1", "1.3"} {
			for _, measure := range []evaluate.ScoreBy{evaluate.ByAttainment, evaluate.ByLinear} {
				item := evaluate.Item{
					Code: "t", Max: num("40"), Points: points, ScoreBy: measure,
					Bonus: &evaluate.Bonus{Per: num("0.1"), Points: num("3"), Max: num("9")},
				}
				if !evaluate.ScoresOnWords(single(t, item), assessed(attained(t, "t", share))) {
					t.Errorf("Score() takes fractions for %s of %s by %v", share, name, measure)
				}
			}
		}
	}
}

// A case of one's own stack must stay there: a million units are scored in one pass.
func TestScoreKeepsNoCase(t *testing.T) {
	e := evaluator(t, evaluate.Scheme{
		Items: []evaluate.Item{{Code: "target", Max: num("40"), Points: evaluate.ProRata{}}},
	})
	a, want := attained(t, "target", "0.75"), num("30")

	allocs := testing.AllocsPerRun(100, func() {
		card, err := e.Score(evaluate.Case{Unit: a.Target.Unit, Assessments: []evaluate.Assessment{a}})
		if err != nil || !card.Total.Equal(want) {
			t.Fatalf("Score = %v, %v, want %v", card.Total, err, want)
		}
	})
	const points = 2 // a decimal
	if allocs > points {
		t.Errorf("Score takes %v allocations, want %d, those of the points", allocs, points)
	}
}
