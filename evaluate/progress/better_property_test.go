package progress_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// betterNeverScoresLess has the last figure of a series be the better one, and
// the score of every rule that has one no lower.
func betterNeverScoresLess(t *rapid.T) {
	goal, points := drawCourse(t)
	goal.Comparator, goal.Upper, goal.Tolerance = target.AtLeast, decimal.Decimal{}, decimal.Decimal{}
	if goal.Indicator.Better == target.Lower {
		goal.Comparator = target.AtMost
	}
	if len(points) == 0 || points[len(points)-1].Period.EndYear() > goal.Period.EndYear() {
		t.Skip("nothing to judge")
	}
	last := &points[len(points)-1]
	one, other := last.Value, decimal.New(rapid.Int64Range(-12, 12).Draw(t, "other"), 0)
	if (one.Cmp(other) > 0) == (goal.Comparator == target.AtLeast) {
		one, other = other, one
	}

	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.CurrentStatus{},
		progress.Anticipated{},
		progress.PathGap{},
	} {
		last.Value = one
		worse, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}
		last.Value = other
		better, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}
		if worse.Score.Valid && better.Score.Valid && worse.Score.Decimal.Cmp(better.Score.Decimal) > 0 {
			t.Errorf("%T: %v scores %v, %v only %v", p, one, worse.Score.Decimal, other, better.Score.Decimal)
		}
	}
}

func TestBetterNeverScoresLess(t *testing.T) { rapid.Check(t, betterNeverScoresLess) }

func FuzzBetterNeverScoresLess(f *testing.F) { f.Fuzz(rapid.MakeFuzz(betterNeverScoresLess)) }

// nearerIsBetter has every rule call it progress where the distance to the aim
// has become less, and none where it has become more, as Assess does.
func nearerIsBetter(t *rapid.T) {
	integer := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(1, 99).Draw(t, name), 0) }
	goal := percent(kind(by(target.Nearer, 2030, "0"), target.Share))
	goal.Value = integer("aim")
	if rapid.Bool().Draw(t, "range") {
		goal.Comparator, goal.Upper = target.Within, goal.Value.Add(integer("width"))
	}
	base, now := integer("base"), integer("now")
	goal.Baseline = &target.Point{Period: target.Year(2015), Value: base}
	o := seen("0")
	o.Value, goal.Period = now, o.Period
	a, err := evaluate.Assess(goal, o)
	if err != nil || !a.Progress.Valid || a.Progress.Decimal.IsZero() {
		t.Skip("no way to go")
	}

	nearer := a.Progress.Decimal.Sign() > 0
	goal.Period = target.Year(2030)
	path := []target.Point{{Period: target.Year(2020), Value: base}, {Period: target.Year(2030), Value: goal.Value}}
	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.CurrentStatus{},
		progress.PathGap{Path: path},
	} {
		got, err := progress.Track(goal, []target.Point{{Period: target.Year(2020), Value: now}}, p)
		if err != nil {
			t.Fatal(err)
		}
		if got.Reason != 0 {
			t.Errorf("%T: reason %q from %v to %v", p, got.Reason, base, now)
		}
		if (got.Measure.Decimal.Sign() > 0) != nearer {
			t.Errorf("%T: ratio %v from %v to %v, aim %v", p, got.Measure.Decimal, base, now, goal.Value)
		}
		if _, ok := p.(progress.PathGap); ok && (got.Gap.Decimal.Sign() > 0) != nearer {
			t.Errorf("%T: gap %v from %v to %v, aim %v", p, got.Gap.Decimal, base, now, goal.Value)
		}
	}

	// The symbols need four years; the first and the last decide the direction.
	series := years(2017, base.String(), base.String(), now.String(), now.String())
	goal.Baseline = nil
	if got := track(t, goal, series, progress.Weather{}); (got.Category == progress.Thunderstorm) == nearer {
		t.Errorf("weather: %q from %v to %v, aim %v", got.Category, base, now, goal.Value)
	}
}

func TestNearerIsBetter(t *testing.T) { rapid.Check(t, nearerIsBetter) }

func FuzzNearerIsBetter(f *testing.F) { f.Fuzz(rapid.MakeFuzz(nearerIsBetter)) }
