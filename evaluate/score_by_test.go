package evaluate_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// The points of an item with a maximum of 100, without a limit from above but the
// maximum.
func TestScoreBy(t *testing.T) {
	higher, lower := aim(target.Ratio, target.Higher, "10"), aim(target.Ratio, target.Lower, "10")
	deficit := aim(target.Ratio, target.Higher, "-10")
	debt := aim(target.Ratio, target.Lower, "-10")
	ranged := within(aim(target.Ratio, target.Nearer, "10"), "20")
	reduction := percent(aim(target.Reduction, target.Higher, "19"))

	for _, tt := range []struct {
		name    string
		measure evaluate.ScoreBy
		goal    target.Target
		actual  string
		want    string // points
	}{
		{"attainment, at least", evaluate.ByAttainment, higher, "8", "80"},
		{"attainment, at most", evaluate.ByAttainment, lower, "12.5", "80"},
		{"linear, at least", evaluate.ByLinear, higher, "8", "80"},
		{"linear, at most", evaluate.ByLinear, lower, "12", "80"},
		{"linear, at most, twice as much", evaluate.ByLinear, lower, "20", "0"},
		{"linear, at most, three times", evaluate.ByLinear, lower, "30", "0"},
		{"linear, at least below zero", evaluate.ByLinear, deficit, "-12", "80"},
		{"linear, at most below zero", evaluate.ByLinear, debt, "-8", "80"},
		{"linear, on the other side of zero", evaluate.ByLinear, debt, "2", "0"},
		{"linear, below a range", evaluate.ByLinear, ranged, "9", "90"},
		{"linear, within a range", evaluate.ByLinear, ranged, "15", "100"},
		{"linear, above a range", evaluate.ByLinear, ranged, "25", "75"},
		{"linear, a target of zero, met", evaluate.ByLinear, aim(target.Ratio, target.Lower, "0"), "0", "100"},
		{"linear, a target of zero, missed", evaluate.ByLinear, aim(target.Ratio, target.Lower, "0"), "1", "0"},
		{"linear, at the end of a range", evaluate.ByLinear, ranged, "20", "100"},
		{"linear, a place", evaluate.ByLinear, aim(target.Position, target.Lower, "3"), "3", "100"},

		{"progress", evaluate.ByProgress, from(higher, "5"), "8", "60"},
		{"progress, downwards", evaluate.ByProgress, from(lower, "20"), "12", "80"},
		{"progress, backwards", evaluate.ByProgress, from(higher, "5"), "4", "0"},
		{"progress, without end", evaluate.ByProgress, from(higher, "7"), "8", "33.33333333333333"},
		{"progress to a range", evaluate.ByProgress, from(ranged, "0"), "9", "90"},
		{"progress, met at the baseline", evaluate.ByProgress, from(higher, "12"), "11", "100"},
		{"progress, met at the baseline and lost", evaluate.ByProgress, from(higher, "12"), "9", "0"},
		{"progress of a reduction", evaluate.ByProgress, reduction, "10", "50"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := single(t, evaluate.Item{Code: "t", Max: num("100"), Points: evaluate.ProRata{}, ScoreBy: tt.measure})
			c := assessed(assess(t, tt.goal, tt.actual))
			slow, err := evaluate.ScoreByFractions(e, c)
			if err != nil {
				t.Fatal(err)
			}
			for _, card := range []evaluate.Scorecard{score(t, e, c), slow} {
				if !card.Total.Equal(num(tt.want)) {
					t.Errorf("Score() = %s, want %s", card, tt.want)
				}
			}
		})
	}
}

// A third of the way is not a step at 0.33333333333333334, and not short of one at
// 0.3333333333333333: the exact figures count.
func TestScoreByIsExact(t *testing.T) {
	goal := from(aim(target.Ratio, target.Higher, "10"), "7")
	limit := aim(target.Ratio, target.Lower, "3")

	for _, tt := range []struct {
		measure evaluate.ScoreBy
		goal    target.Target
		actual  string
		at      string
		want    string
	}{
		{evaluate.ByProgress, goal, "8", "0.33333333333333334", "0"},
		{evaluate.ByProgress, goal, "8", "0.3333333333333333", "1"},
		{evaluate.ByLinear, limit, "5", "0.33333333333333334", "0"},
		{evaluate.ByLinear, limit, "5", "0.3333333333333333", "1"},
	} {
		e := single(t, evaluate.Item{
			Code: "t", Max: num("1"), ScoreBy: tt.measure,
			Points: evaluate.Steps{Breakpoints: breakpoints(tt.at + " 1")},
		})

		c := assessed(assess(t, tt.goal, tt.actual))
		slow, err := evaluate.ScoreByFractions(e, c)
		if err != nil {
			t.Fatal(err)
		}

		for _, card := range []evaluate.Scorecard{score(t, e, c), slow} {
			if !card.Total.Equal(num(tt.want)) {
				t.Errorf("%v of %s, step at %s: %v points, want %s", tt.measure, tt.actual, tt.at, card.Total, tt.want)
			}
		}
	}
}

func TestScoreByRefused(t *testing.T) {
	awarded := evaluate.Scheme{Items: []evaluate.Item{{Code: "a", Max: num("1"), ScoreBy: evaluate.ByProgress}}}
	unknown := evaluate.Scheme{Items: []evaluate.Item{
		{Code: "a", Max: num("1"), ScoreBy: 9, Points: evaluate.ProRata{}},
	}}
	for want, s := range map[string]evaluate.Scheme{
		"scheme.items[0].scoreBy does not fit": awarded,
		"scheme.items[0].scoreBy is unknown":   unknown,
	} {
		if got := testkit.Problems(s.Validate()); len(got) != 1 || got[0] != want {
			t.Errorf("Validate() = %v, want %s", got, want)
		}
	}

	e := single(t, evaluate.Item{Code: "t", Max: num("1"), ScoreBy: evaluate.ByProgress, Points: evaluate.ProRata{}})
	_, err := e.Score(assessed(assess(t, aim(target.Ratio, target.Higher, "10"), "8")))
	if got := testkit.Problems(err); len(got) != 1 || got[0] != `case.assessments["t"] has no figure` {
		t.Errorf("Score() = %v, want that there is no baseline", got)
	}
}

// An assessment that Assess did not make is scored by whether its target is met.
func TestScoreByOfAnything(t *testing.T) {
	goal := from(aim(target.Ratio, target.Higher, "10"), "5")
	a := evaluate.Assessment{Target: goal, Actual: decimal.New(1, 1<<30), Met: true}
	for _, m := range []evaluate.ScoreBy{evaluate.ByLinear, evaluate.ByProgress} {
		e := single(t, evaluate.Item{Code: "t", Max: num("1"), ScoreBy: m, Points: evaluate.ProRata{}})
		if card := score(t, e, assessed(a)); !card.Total.Equal(num("1")) {
			t.Errorf("%v: %s, want 1", m, card)
		}
	}

	// Not met, with a progress or a baseline out of bounds.
	far := decimal.New(5, 500)
	reduced := assess(t, from(percent(aim(target.Reduction, target.Higher, "16")), "0"), "8")
	reduced.Progress = decimal.NewNullDecimal(far)
	level := assess(t, goal, "8")
	level.Target.Baseline.Value = far.Neg()
	e := single(t, evaluate.Item{Code: "t", Max: num("1"), ScoreBy: evaluate.ByProgress, Points: evaluate.ProRata{}})
	for _, a := range []evaluate.Assessment{reduced, level} {
		if card := score(t, e, assessed(a)); !card.Total.IsZero() {
			t.Errorf("%v: %s, want 0", a.Target, card)
		}
	}
}

func TestScoreByJSON(t *testing.T) {
	s := evaluate.Scheme{Items: []evaluate.Item{
		{Code: "a", Max: num("1"), Points: evaluate.ProRata{}},
		{Code: "b", Max: num("1"), Points: evaluate.ProRata{}, ScoreBy: evaluate.ByLinear},
	}}
	const want = `{"items":[{"code":"a","max":"1","points":{"method":"pro rata"}},` +
		`{"code":"b","max":"1","points":{"method":"pro rata"},"scoreBy":"linear attainment"}]}`
	data, err := json.Marshal(s)
	if err != nil || string(data) != want {
		t.Errorf("Marshal() = %s, %v, want %s", data, err, want)
	}
	var read evaluate.Scheme
	if err := json.Unmarshal(data, &read); err != nil || read.Items[1].ScoreBy != evaluate.ByLinear {
		t.Errorf("Unmarshal() = %+v, %v", read, err)
	}
}
