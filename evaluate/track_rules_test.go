package evaluate_test

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
	byName := map[string]evaluate.Colour{"red": evaluate.Red, "orange": evaluate.Orange, "yellow": evaluate.Yellow, "green": evaluate.Green}
	for i, c := range file.Colours {
		var colours []evaluate.Colour
		for _, name := range c.Indicators {
			colours = append(colours, byName[name])
		}
		got := evaluate.GoalColour(colours)
		caution := got == evaluate.Orange || got == evaluate.Yellow
		if got.String() != c.Goal && !(c.Goal == "caution" && caution) {
			t.Errorf("colours %d: %v, want %s", i, got, c.Goal)
		}
	}
	if got := evaluate.GoalColour([]evaluate.Colour{0, evaluate.Yellow}); got != evaluate.Yellow {
		t.Errorf("one indicator with data: %v", got)
	}
	if got := evaluate.GoalColour(nil); got != 0 || got.String() != "no data" {
		t.Errorf("no indicator: %v", got)
	}
	for i, c := range file.Trends {
		mean, goal, err := evaluate.GoalTrend(c.Indicators, c.Of)
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
	if mean, goal, err := evaluate.GoalTrend([]decimal.Decimal{num("0"), num("1"), num("0.5")}, 4); err != nil || !mean.Decimal.Equal(num("0.5")) || goal != "decreasing" {
		t.Errorf("trends that fall: %v %s, %v", mean.Decimal, goal, err)
	}
	if got := evaluate.Colour(5).String(); got != "unknown" {
		t.Errorf("a colour after green: %s", got)
	}
	if mean, goal, err := evaluate.GoalTrend([]decimal.Decimal{num("0"), num("1"), num("0.5")}, 4); err != nil || !mean.Decimal.Equal(num("0.5")) || goal != "decreasing" {
		t.Errorf("trends that fall: %v %s, %v", mean.Decimal, goal, err)
	}
	if got := evaluate.Colour(5).String(); got != "unknown" {
		t.Errorf("a colour after green: %s", got)
	}
	if _, _, err := evaluate.GoalTrend([]decimal.Decimal{num("4.1"), num("-1")}, 1); len(target.AllErrors(err)) != 3 {
		t.Errorf("trends out of range: %v", err)
	}
}

func TestTrackReasons(t *testing.T) {
	all := []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.OpenSDG(),
		evaluate.Linear{},
		evaluate.Forecast{},
		evaluate.UNSD(),
		evaluate.Weather{},
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
		evaluate.PathGap{},
	}
	growth := []evaluate.Pace{evaluate.CAGRRatio{}, evaluate.UNSD(), evaluate.OpenSDG()}
	based := []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.OpenSDG(),
		evaluate.Linear{},
		evaluate.Forecast{},
		evaluate.UNSD(),
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
	}
	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		paces  []evaluate.Pace
		want   evaluate.Reason
	}{
		{"no points", by(target.Higher, 2020, "5"), nil, all, evaluate.TooFewPoints},
		{"all after the deadline", by(target.Higher, 2014, "5"), series(t, 2015, "1", "2"), all, evaluate.DeadlinePassed},
		{"one point", by(target.Higher, 2020, "5"), series(t, 2015, "1"), based, evaluate.TooFewPoints},
		{"one point before the deadline", by(target.Higher, 2015, "5"), series(t, 2015, "1", "9"), based, evaluate.TooFewPoints},
		{"three points", by(target.Higher, 2020, "5"), series(t, 2015, "1", "2", "3"), []evaluate.Pace{evaluate.Weather{}}, evaluate.TooFewPoints},
		{"zero base", by(target.Higher, 2020, "5"), series(t, 2015, "0", "2"), growth[:2], evaluate.ZeroBase},
		{"sign change", by(target.Higher, 2020, "5"), series(t, 2015, "-1", "2"), growth, evaluate.OppositeSigns},
		{"target across zero", by(target.Higher, 2020, "5"), series(t, 2015, "-2", "-1"), []evaluate.Pace{evaluate.CAGRRatio{}, evaluate.OpenSDG()}, evaluate.OppositeSigns},
		{"zero target", by(target.Lower, 2020, "0"), series(t, 2015, "5", "2"), growth[:1], evaluate.ZeroTarget},
		{"target is the base", by(target.Higher, 2020, "5"), series(t, 2015, "5.0", "4"), based, evaluate.AtBaseline},
		{"met at the base", by(target.Higher, 2020, "5"), series(t, 2015, "6", "4"), based, evaluate.AlreadyMet},
		{"left the range", within(by(target.Nearer, 2020, "1"), "3"), series(t, 2015, "2", "4"), []evaluate.Pace{evaluate.CurrentStatus{}, evaluate.Forecast{}, evaluate.UNSD()}, evaluate.AlreadyMet},
		{"stayed in the range", within(by(target.Nearer, 2020, "1"), "3"), series(t, 2015, "2", "2.5"), based, evaluate.AlreadyMet},
		{"no step due", by(target.Higher, 2020, "5"), series(t, 2020, "4"), []evaluate.Pace{evaluate.PathGap{Path: series(t, 2021, "5")}}, evaluate.NoPath},
		{"no base for the way", by(target.Higher, 2020, "5"), series(t, 2020, "4"), []evaluate.Pace{evaluate.PathGap{}}, evaluate.NoBaseline},
	}
	for _, tt := range tests {
		for _, p := range tt.paces {
			t.Run(fmt.Sprintf("%s, %T", tt.name, p), func(t *testing.T) {
				got := track(t, tt.target, tt.points, p)
				if got.Reason != tt.want {
					t.Errorf("reason %q, want %q: %+v", got.Reason, tt.want, got)
				}
				_, linear := p.(evaluate.Linear) // who leaves the target is decreasing
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
		{"next to nothing", by(target.Higher, 2020, "2"), []target.Point{year(2015, "1"), year(2020, hair)}, "2e-91", "1.345004791774515e-90", hair},
		{"next to nothing needed", by(target.Higher, 2020, hair), []target.Point{year(2015, "1"), year(2019, "1.5")}, "0.1066819197003216", "5.33409598501608e89", "1.660022879550482"},
		{"to nothing", by(target.Lower, 2025, "1"), []target.Point{year(2015, "2"), year(2020, "0")}, "-1", "14.93272617291297", "0"},
		{"one year", by(target.Higher, 2016, "121"), []target.Point{year(2014, "100"), year(2015, "110")}, "0.1", "1", "121"},
		{"half a year", by(target.Higher, 2016, "121"), []target.Point{year(2014, "100"), {Period: target.Quarter(2015, 2), Value: num("110")}}, "0.21", "2.1", "146.41"},
		{"exact root", by(target.Higher, 2020, "400"), []target.Point{year(2010, "100"), year(2012, "121")}, "0.1", "0.6725023958872576", "259.37424601"},
		{"no time left", by(target.Higher, 2012, "400"), []target.Point{year(2010, "100"), year(2012, "144")}, "0.2", "0.2", "144"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, evaluate.CAGRRatio{})
			for what, pair := range map[string][2]decimal.Decimal{
				"observed": {num(tt.observed), got.Observed.Decimal},
				"ratio":    {num(tt.ratio), got.Ratio.Decimal},
				"forecast": {num(tt.forecast), got.Forecast.Decimal},
			} {
				if !pair[0].Equal(pair[1]) {
					t.Errorf("%s is %v, want %v", what, pair[1], pair[0])
				}
			}
		})
	}
	far := by(target.Higher, 9999, "5")
	jump := []target.Point{{Period: target.Month(2015, 1), Value: num("1e-100")}, {Period: target.Month(2015, 2), Value: num("1e99")}}
	far.Value = num("1e100").Sub(num("1"))
	if got := track(t, far, jump, evaluate.UNSD()); got.Reason != evaluate.Unbounded || got.Category != "" {
		t.Errorf("growth without bounds: %+v", got)
	}
	if got := track(t, far, jump, evaluate.CAGRRatio{}); got.Forecast.Valid || got.Category == "" {
		t.Errorf("growth without bounds: %+v", got)
	}
	rise := percent(aim(target.Reduction, target.Higher, "17"))
	rise.Period = target.Years(2015, 9999)
	if got := track(t, rise, series(t, 2015, "-1e99"), evaluate.PathGap{Schedule: []decimal.Decimal{num("0.01")}}); got.Forecast.Valid {
		t.Errorf("a rise without bounds: %v", got.Reason)
	}
	wide := track(t, by(target.Higher, 2020, "1e99"), []target.Point{year(2010, "1e-100"), year(2011, "1e98")}, evaluate.CAGRRatio{})
	if !wide.Observed.Decimal.Equal(num("1e198")) || wide.Category != "significant progress towards" {
		t.Errorf("from bound to bound: %v", wide)
	}
}

func TestTrackErrors(t *testing.T) {
	goal := by(target.Higher, 2020, "5")
	good := series(t, 2015, "1", "2")
	bad := []target.Point{{}, {Period: target.Year(2015), Value: num("1")}, {Period: target.Month(2015, 12), Value: decimal.New(1, 1<<30)}}
	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		pace   evaluate.Pace
		want   []error
	}{
		{"no pace", goal, good, nil, []error{target.ErrRequired}},
		{"pace by pointer", goal, good, (*evaluate.Linear)(nil), []error{target.ErrRequired}},
		{"bad points", goal, bad, evaluate.Linear{}, []error{target.ErrRequired, target.ErrRange, target.ErrDuplicate}},
		{"cuts rise", goal, good, evaluate.Linear{Cuts: []evaluate.Cut{{Name: "a", From: num("1")}, {Name: "b", From: num("2")}, {Name: "c"}}}, []error{target.ErrInvalid}},
		{"last cut has a bound", goal, good, evaluate.CAGRRatio{Cuts: []evaluate.Cut{{Name: "a", From: num("1")}}}, []error{target.ErrInvalid}},
		{"nameless cut", goal, good, evaluate.CurrentStatus{Cuts: []evaluate.Cut{{}}}, []error{target.ErrRequired}},
		{"corners rise", goal, good, evaluate.CAGRRatio{Scores: []evaluate.Corner{{At: num("1")}, {At: num("1")}}}, []error{target.ErrInvalid}},
		{"negative nearness", goal, good, evaluate.Forecast{Near: maybe("-1")}, []error{target.ErrRange}},
		{"no year", goal, good, evaluate.Anticipated{Since: -1}, []error{target.ErrRange}},
		{"path and schedule", goal, good, evaluate.PathGap{Path: good, Schedule: []decimal.Decimal{num("1")}}, []error{target.ErrMismatch}},
		{"path of bad points", goal, good, evaluate.PathGap{Path: bad[:1]}, []error{target.ErrRequired}},
		{"negative schedule", goal, good, evaluate.PathGap{Schedule: []decimal.Decimal{num("-1")}}, []error{target.ErrRange}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := evaluate.Track(tt.target, tt.points, tt.pace)
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
	for _, p := range []evaluate.Pace{evaluate.Linear{}, evaluate.CurrentStatus{}, evaluate.Anticipated{}, evaluate.PathGap{}} {
		if _, err := evaluate.TrackTrend(goal.Indicator, good, p); !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}
	for _, p := range []evaluate.Pace{nil, (*evaluate.CAGRRatio)(nil), &evaluate.Forecast{}} {
		if _, err := evaluate.TrackTrend(goal.Indicator, good, p); len(target.AllErrors(err)) != 1 || !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}
	// Two figures of one period, one of them endless, are not compared.
	for _, huge := range []decimal.Decimal{decimal.New(1, 1<<30), decimal.New(1, -1<<30)} {
		twice := []target.Point{{Period: target.Year(2015), Value: num("1")}, {Period: target.Year(2015), Value: huge}}
		for range 2 {
			if _, err := evaluate.Track(goal, twice, evaluate.Linear{}); len(target.AllErrors(err)) != 2 || !errors.Is(err, target.ErrDuplicate) {
				t.Errorf("an endless figure beside another: %v", err)
			}
			slices.Reverse(twice)
		}
	}
	for _, p := range []evaluate.Pace{nil, (*evaluate.CAGRRatio)(nil), &evaluate.Forecast{}} {
		if _, err := evaluate.TrackTrend(goal.Indicator, good, p); len(target.AllErrors(err)) != 1 || !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}
	// Two figures of one period, one of them endless, are not compared.
	for _, huge := range []decimal.Decimal{decimal.New(1, 1<<30), decimal.New(1, -1<<30)} {
		twice := []target.Point{{Period: target.Year(2015), Value: num("1")}, {Period: target.Year(2015), Value: huge}}
		for range 2 {
			if _, err := evaluate.Track(goal, twice, evaluate.Linear{}); len(target.AllErrors(err)) != 2 || !errors.Is(err, target.ErrDuplicate) {
				t.Errorf("an endless figure beside another: %v", err)
			}
			slices.Reverse(twice)
		}
	}
}

func TestTrackOrderAndCopies(t *testing.T) {
	goal := by(target.Lower, 2030, "10")
	points := series(t, 2015, "20", "19", "17", "16", "14")
	turned := slices.Clone(points)
	slices.Reverse(turned)
	before := slices.Clone(turned)
	for _, p := range []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.Linear{},
		evaluate.Forecast{},
		evaluate.Weather{},
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
		evaluate.PathGap{Path: turned},
	} {
		if diff := cmp.Diff(track(t, goal, points, p), track(t, goal, turned, p)); diff != "" {
			t.Errorf("%T depends on the order (-sorted +turned):\n%s", p, diff)
		}
	}
	if diff := cmp.Diff(before, turned); diff != "" {
		t.Errorf("the caller's points were moved:\n%s", diff)
	}
}
