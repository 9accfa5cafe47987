package progress_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

func TestGoalColourAndTrend(t *testing.T) {
	raw, err := os.ReadFile("testdata/sdsn.json")
	if err != nil {
		t.Fatal(err)
	}

	var file struct {
		Colours []struct {
			Indicators []string
			Goal       string
		}
		Trends []struct {
			Indicators []decimal.Decimal
			Of         int
			Mean       decimal.Decimal
			Goal       string
		}
	}

	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}

	byName := map[string]progress.Colour{"red": progress.Red, "orange": progress.Orange, "yellow": progress.Yellow,
		"green": progress.Green}
	for i, c := range file.Colours {
		var colours []progress.Colour
		for _, name := range c.Indicators {
			colours = append(colours, byName[name])
		}
		got := progress.GoalColour(colours)
		caution := got == progress.Orange || got == progress.Yellow
		if got.String() != c.Goal && !(c.Goal == "caution" && caution) {
			t.Errorf("colours %d: %v, want %s", i, got, c.Goal)
		}
	}

	if got := progress.GoalColour([]progress.Colour{0, progress.Yellow}); got != progress.Yellow {
		t.Errorf("one indicator with data: %v", got)
	}
	if got := progress.GoalColour(nil); got != 0 || got.String() != "no data" {
		t.Errorf("no indicator: %v", got)
	}

	for i, c := range file.Trends {
		mean, goal, err := progress.GoalTrend(c.Indicators, c.Of)
		if err != nil {
			t.Fatal(err)
		}
		if c.Goal == "not reported" {
			if mean.Valid || goal != "" {
				t.Errorf("trends %d: %v %s, want none", i, mean, goal)
			}
		} else if !mean.Decimal.Equal(c.Mean) || goal != c.Goal {
			t.Errorf("trends %d: %v %s, want %v %s", i, mean.Decimal, goal, c.Mean, c.Goal)
		}
	}

	if mean, goal, err := progress.GoalTrend([]decimal.Decimal{num("0"), num("1"), num("0.5")}, 4); err != nil || !mean.Decimal.Equal(num("0.5")) || goal != "decreasing" {
		t.Errorf("trends that fall: %v %s, %v", mean.Decimal, goal, err)
	}
	if got := progress.Colour(5).String(); got != "unknown" {
		t.Errorf("a colour after green: %s", got)
	}
	if mean, goal, err := progress.GoalTrend([]decimal.Decimal{num("0"), num("1"), num("0.5")}, 4); err != nil || !mean.Decimal.Equal(num("0.5")) || goal != "decreasing" {
		t.Errorf("trends that fall: %v %s, %v", mean.Decimal, goal, err)
	}
	if got := progress.Colour(5).String(); got != "unknown" {
		t.Errorf("a colour after green: %s", got)
	}
	if _, _, err := progress.GoalTrend([]decimal.Decimal{num("4.1"), num("-1")}, 1); len(target.AllErrors(err)) != 3 {
		t.Errorf("trends out of range: %v", err)
	}
}

func TestTrackReasons(t *testing.T) {
	all := []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.Weather{},
		progress.CurrentStatus{},
		progress.Anticipated{},
		progress.PathGap{},
	}

	growth := []progress.Rule{progress.CAGRRatio{}, progress.UNSD(), progress.OpenSDG()}
	based := []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.CurrentStatus{},
		progress.Anticipated{},
	}

	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		rules  []progress.Rule
		want   evaluate.Reason
	}{
		{"no points", by(target.Higher, 2020, "5"), nil, all, evaluate.TooFewPoints},
		{"all after the deadline", by(target.Higher, 2014, "5"), years(2015, "1", "2"), all, evaluate.DeadlinePassed},
		{"one point", by(target.Higher, 2020, "5"), years(2015, "1"), based, evaluate.TooFewPoints},
		{"one point before the deadline", by(target.Higher, 2015, "5"), years(2015, "1", "9"), based,
			evaluate.TooFewPoints},
		{"three points", by(target.Higher, 2020, "5"), years(2015, "1", "2", "3"), []progress.Rule{progress.Weather{}},
			evaluate.TooFewPoints},
		{"zero base", by(target.Higher, 2020, "5"), years(2015, "0", "2"), growth[:2], evaluate.ZeroBase},
		{"sign change", by(target.Higher, 2020, "5"), years(2015, "-1", "2"), growth, evaluate.OppositeSigns},
		{"target across zero", by(target.Higher, 2020, "5"), years(2015, "-2", "-1"),
			[]progress.Rule{progress.CAGRRatio{}, progress.OpenSDG()}, evaluate.OppositeSigns},
		{"zero target", by(target.Lower, 2020, "0"), years(2015, "5", "2"), growth[:1], evaluate.ZeroTarget},
		{"target is the base", by(target.Higher, 2020, "5"), years(2015, "5.0", "4"), based, evaluate.AtBaseline},
		{"met at the base", by(target.Higher, 2020, "5"), years(2015, "6", "4"), based, evaluate.AlreadyMet},
		{"left the range", within(by(target.Nearer, 2020, "1"), "3"), years(2015, "2", "4"),
			[]progress.Rule{progress.CurrentStatus{}, progress.Forecast{}, progress.UNSD()}, evaluate.AlreadyMet},
		{"stayed in the range", within(by(target.Nearer, 2020, "1"), "3"), years(2015, "2", "2.5"), based,
			evaluate.AlreadyMet},
		{"no step due", by(target.Higher, 2020, "5"), years(2020, "4"),
			[]progress.Rule{progress.PathGap{Path: years(2021, "5")}}, evaluate.NoPath},
		{"no base for the way", by(target.Higher, 2020, "5"), years(2020, "4"), []progress.Rule{progress.PathGap{}},
			evaluate.NoBaseline},
	}

	for _, tt := range tests {
		for _, p := range tt.rules {
			t.Run(fmt.Sprintf("%s, %T", tt.name, p), func(t *testing.T) {
				got := track(t, tt.target, tt.points, p)
				if got.Reason != tt.want {
					t.Errorf("reason %q, want %q: %+v", got.Reason, tt.want, got)
				}
				_, linear := p.(progress.LinearRatio) // who leaves the target is decreasing
				if tt.want != evaluate.AlreadyMet && got.Category != "" && !linear {
					t.Errorf("category %q beside reason %q", got.Category, got.Reason)
				}
			})
		}
	}
}

// TestRates are rates that are hard to round: growth by next to nothing, to
// nothing, over a part of a year, and from one bound of the figures to the
// other.
func TestRates(t *testing.T) {
	year := func(y int, figure string) target.Point {
		return target.Point{Period: target.Year(y), Value: num(figure)}
	}

	hair := "1." + strings.Repeat("0", 89) + "1"
	tests := []struct {
		name                      string
		target                    target.Target
		points                    []target.Point
		observed, ratio, forecast string
	}{
		{"next to nothing", by(target.Higher, 2020, "2"), []target.Point{year(2015, "1"), year(2020, hair)}, "2e-91",
			"1.345004791774515e-90", hair},
		{"next to nothing needed", by(target.Higher, 2020, hair), []target.Point{year(2015, "1"), year(2019, "1.5")},
			"0.1066819197003216", "5.33409598501608e89", "1.660022879550482"},
		{"to nothing", by(target.Lower, 2025, "1"), []target.Point{year(2015, "2"), year(2020, "0")}, "-1",
			"14.93272617291297", "0"},
		{"one year", by(target.Higher, 2016, "121"), []target.Point{year(2014, "100"), year(2015, "110")}, "0.1", "1",
			"121"},
		{"half a year", by(target.Higher, 2016, "121"),
			[]target.Point{year(2014, "100"), {Period: target.Quarter(2015, 2), Value: num("110")}}, "0.21", "2.1",
			"146.41"},
		{"exact root", by(target.Higher, 2020, "400"), []target.Point{year(2010, "100"), year(2012, "121")}, "0.1",
			"0.6725023958872576", "259.37424601"},
		{"no time left", by(target.Higher, 2012, "400"), []target.Point{year(2010, "100"), year(2012, "144")}, "0.2",
			"0.2", "144"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, progress.CAGRRatio{})
			for what, pair := range map[string][2]decimal.Decimal{
				"observed": {num(tt.observed), got.ObservedRate.Decimal},
				"ratio":    {num(tt.ratio), got.Measure.Decimal},
				"forecast": {num(tt.forecast), got.Forecast.Decimal},
			} {
				if !pair[0].Equal(pair[1]) {
					t.Errorf("%s is %v, want %v", what, pair[1], pair[0])
				}
			}
		})
	}

	far := by(target.Higher, 9999, "5")
	jump := []target.Point{{Period: target.Month(2015, 1), Value: num("1e-100")},
		{Period: target.Month(2015, 2), Value: num("1e99")}}
	far.Value = num("1e100").Sub(num("1"))
	if got := track(t, far, jump, progress.UNSD()); got.Reason != evaluate.Unbounded || got.Category != "" {
		t.Errorf("growth without bounds: %+v", got)
	}
	if got := track(t, far, jump, progress.CAGRRatio{}); got.Forecast.Valid || got.Category == "" {
		t.Errorf("growth without bounds: %+v", got)
	}

	rise := percent(aim(target.Reduction, target.Higher, "17"))
	rise.Period = target.Years(2015, 9999)
	if got := track(t, rise, years(2015, "-1e99"), progress.PathGap{Schedule: []decimal.Decimal{num("0.01")}}); got.Forecast.Valid {
		t.Errorf("a rise without bounds: %v", got.Reason)
	}

	wide := track(t, by(target.Higher, 2020, "1e99"), []target.Point{year(2010, "1e-100"), year(2011, "1e98")},
		progress.CAGRRatio{})
	if !wide.ObservedRate.Decimal.Equal(num("1e198")) || wide.Category != "significant progress towards" {
		t.Errorf("from bound to bound: %v", wide)
	}
}

func TestTrackErrors(t *testing.T) {
	goal := by(target.Higher, 2020, "5")
	good := years(2015, "1", "2")
	bad := []target.Point{{}, {Period: target.Year(2015), Value: num("1")},
		{Period: target.Month(2015, 12), Value: decimal.New(1, 1<<30)}}
	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		rule   progress.Rule
		want   []error
	}{
		{"no rule", goal, good, nil, []error{target.ErrRequired}},
		{"rule by pointer", goal, good, (*progress.LinearRatio)(nil), []error{target.ErrRequired}},
		{"bad points", goal, bad, progress.LinearRatio{},
			[]error{target.ErrRequired, target.ErrRange, target.ErrDuplicate}},
		{"cuts rise", goal, good,
			progress.LinearRatio{Categories: []progress.Category{{Name: "a", From: num("1")},
				{Name: "b", From: num("2")}, {Name: "c"}}}, []error{target.ErrInvalid}},
		{"last cut has a bound", goal, good,
			progress.CAGRRatio{Categories: []progress.Category{{Name: "a", From: num("1")}}},
			[]error{target.ErrInvalid}},
		{"nameless cut", goal, good, progress.CurrentStatus{Categories: []progress.Category{{}}},
			[]error{target.ErrRequired}},
		{"corners rise", goal, good, progress.CAGRRatio{Scores: []progress.ScorePoint{{At: num("1")}, {At: num("1")}}},
			[]error{target.ErrInvalid}},
		{"negative nearness", goal, good, progress.Forecast{Near: maybe("-1")}, []error{target.ErrRange}},
		{"no year", goal, good, progress.Anticipated{Since: -1}, []error{target.ErrRange}},
		{"path and schedule", goal, good, progress.PathGap{Path: good, Schedule: []decimal.Decimal{num("1")}},
			[]error{target.ErrMismatch}},
		{"path of bad points", goal, good, progress.PathGap{Path: bad[:1]}, []error{target.ErrRequired}},
		{"negative schedule", goal, good, progress.PathGap{Schedule: []decimal.Decimal{num("-1")}},
			[]error{target.ErrRange}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := progress.Track(tt.target, tt.points, tt.rule)
			all := target.AllErrors(err)
			if len(all) != len(tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			for _, want := range tt.want {
				if !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
			}
		})
	}

	for _, p := range []progress.Rule{progress.LinearRatio{}, progress.CurrentStatus{}, progress.Anticipated{},
		progress.PathGap{}} {
		if _, err := progress.TrackTrend(goal.Indicator, good, p); !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}

	for _, p := range []progress.Rule{nil, (*progress.CAGRRatio)(nil), &progress.Forecast{}} {
		if _, err := progress.TrackTrend(goal.Indicator, good, p); len(target.AllErrors(err)) != 1 || !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}

	// Two figures of one period, one of them endless, are not compared.
	for _, huge := range []decimal.Decimal{decimal.New(1, 1<<30), decimal.New(1, -1<<30)} {
		twice := []target.Point{{Period: target.Year(2015), Value: num("1")}, {Period: target.Year(2015), Value: huge}}
		for range 2 {
			if _, err := progress.Track(goal, twice, progress.LinearRatio{}); len(target.AllErrors(err)) != 2 || !errors.Is(err, target.ErrDuplicate) {
				t.Errorf("an endless figure beside another: %v", err)
			}
			slices.Reverse(twice)
		}
	}

	for _, p := range []progress.Rule{nil, (*progress.CAGRRatio)(nil), &progress.Forecast{}} {
		if _, err := progress.TrackTrend(goal.Indicator, good, p); len(target.AllErrors(err)) != 1 || !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}

	// Two figures of one period, one of them endless, are not compared.
	for _, huge := range []decimal.Decimal{decimal.New(1, 1<<30), decimal.New(1, -1<<30)} {
		twice := []target.Point{{Period: target.Year(2015), Value: num("1")}, {Period: target.Year(2015), Value: huge}}
		for range 2 {
			if _, err := progress.Track(goal, twice, progress.LinearRatio{}); len(target.AllErrors(err)) != 2 || !errors.Is(err, target.ErrDuplicate) {
				t.Errorf("an endless figure beside another: %v", err)
			}
			slices.Reverse(twice)
		}
	}
}

func TestTrackOrderAndCopies(t *testing.T) {
	goal := by(target.Lower, 2030, "10")
	points := years(2015, "20", "19", "17", "16", "14")
	turned := slices.Clone(points)
	slices.Reverse(turned)
	before := slices.Clone(turned)

	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		progress.LinearRatio{},
		progress.Forecast{},
		progress.Weather{},
		progress.CurrentStatus{},
		progress.Anticipated{},
		progress.PathGap{Path: turned},
	} {
		if diff := cmp.Diff(track(t, goal, points, p), track(t, goal, turned, p)); diff != "" {
			t.Errorf("%T depends on the order (-sorted +turned):\n%s", p, diff)
		}
	}

	if diff := cmp.Diff(before, turned); diff != "" {
		t.Errorf("the caller's points were moved:\n%s", diff)
	}
}
