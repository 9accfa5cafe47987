package progress

import (
	"math/big"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// The categories of [Weather], from the best to the worst.
const (
	Sun            = "sun"
	SlightlyCloudy = "slightly cloudy"
	Cloud          = "cloud"
	Thunderstorm   = "thunderstorm"
)

var symbols = []string{Sun, SlightlyCloudy, Cloud, Thunderstorm}

// Weather draws the weather symbols of the German Sustainable Development Strategy
// (Destatis, status of indicators, methodology).
//
// The trend is the mean change a year of the last five years. It is computed from
// the points within them, of which there must be four, and carried on to the target
// year. The measure m is the share of the gap between the current figure and the
// target that would then be missed:
//
//	sun               the target would be met, or m < 5 %
//	slightly cloudy   5 % ≤ m ≤ 20 %
//	cloud             m > 20 %, and the trend is in the right direction
//	thunderstorm      the trend is not in the right direction
//
// If the target is met already, or is to be held in EachYear, the last figure comes
// first and the trend second. There is no measure then:
//
//	sun               met, and the trend does not lead away
//	slightly cloudy   met, but the trend leads away
//	cloud             not met, but the trend does not lead away
//	thunderstorm      not met, and the trend leads away
//
// Without a target the trend comes first and the last change second:
//
//	sun               both are in the right direction
//	slightly cloudy   the trend is, the last change is not
//	cloud             the trend is not, the last change is
//	thunderstorm      neither is
//
// For a range (target.Within), the end that is easiest to reach is used:
//
//	Better    end
//	Higher    Value (lower end)
//	Lower     Upper (upper end)
//	Nearer    the end nearer to the figure
//
// Within a range without a better side, the trend leads away if it leads out of the
// range by the target year.
type Weather struct {
	EachYear bool // the target is to be held in every year
}

// window returns the points of the last five years.
func (Weather) window(c course) []target.Point {
	if len(c.points) == 0 {
		return nil
	}
	last := c.points[len(c.points)-1].Period
	first := slices.IndexFunc(c.points, func(p target.Point) bool {
		return series.MonthsBetween(p.Period, last) <= 60
	})
	return c.points[first:]
}

func (w Weather) enough(c course) bool { return len(w.window(c)) >= 4 }

func (Weather) check(target.Place) {}

func (w Weather) track(c course) Progress {
	points := w.window(c)
	c.base, c.current = points[0], points[len(points)-1]
	c.aim()
	slope := c.slope()
	ahead := c.forecast(slope)
	out := c.verdict(0)
	out.ObservedRate = quotient.Null(slope)
	out.Forecast = quotient.Null(ahead)
	if c.inside {
		out.Reason = evaluate.AlreadyMet
		out.Category = symbolOf(true, c.band.DistanceRat(ahead).Sign() == 0)
		return out
	}

	left := c.goal.Sub(c.at)
	if c.left() > 0 {
		out.RequiredRate = quotient.Null(perYear(left, c.left()))
	}
	direction := c.signed(slope).Sign()
	isMet := c.reached(c.at)
	if isMet || w.EachYear {
		if isMet {
			out.Reason = evaluate.AlreadyMet
		}
		out.Category = symbolOf(isMet, direction >= 0)
		return out
	}

	miss := new(big.Rat).Sub(c.goal.Rat(), ahead)
	miss.Quo(miss, left.Rat())
	out.Measure = quotient.Null(miss)
	switch {
	case miss.Cmp(big.NewRat(5, 100)) < 0:
		out.Category = Sun
	case miss.Cmp(big.NewRat(20, 100)) <= 0:
		out.Category = SlightlyCloudy
	case direction > 0:
		out.Category = Cloud
	default:
		out.Category = Thunderstorm
	}
	return out
}

func (w Weather) trend(c course) Progress {
	points := w.window(c)
	c.base, c.current = points[0], points[len(points)-1]
	c.from, c.at = c.base.Value, c.current.Value
	slope := c.slope()
	out := c.verdict(0)
	out.ObservedRate = quotient.Null(slope)

	last := c.at.Sub(points[len(points)-2].Value)
	out.Category = symbolOf(c.signed(slope).Sign() > 0, c.signed(last.Rat()).Sign() > 0)
	return out
}

// symbolOf returns the symbol for two answers. The first one weighs more.
func symbolOf(first, second bool) string {
	switch {
	case first && second:
		return Sun
	case first:
		return SlightlyCloudy
	case second:
		return Cloud
	}
	return Thunderstorm
}

// WeatherOf returns the weather symbol of an indicator that has several targets,
// and the target that determines it:
//
//  1. Targets whose period ends before the last point are ignored, unless all of
//     them do; then the latest is used.
//  2. Among the rest, only the targets with the earliest end are used.
//  3. Among several targets with the same end, the worst symbol wins; ties go to the
//     lowest code.
//
// WeatherOf returns an error if there is no target, the targets are of several
// units or indicators, or [Track] returns one.
func WeatherOf(targets []target.Target, points []target.Point, w Weather) (Progress, target.Target, error) {
	var p target.Problems
	p.At("targets").Required(len(targets) > 0, "give at least one target")
	points = series.Sorted(p.At("series"), points)
	ordered := slices.SortedStableFunc(slices.Values(targets), compareEnds)
	for _, t := range ordered {
		checkSameSubject(p.At("targets").Key(t.Code), t, ordered[0])
	}
	if p.Len() > 0 {
		return Progress{}, target.Target{}, p.Err()
	}

	var worst Progress
	var decisive target.Target
	for _, t := range nextTargets(ordered, points) {
		v, err := Track(t, points, w)
		if err != nil {
			return Progress{}, target.Target{}, err
		}
		if decisive.Unit == "" || slices.Index(symbols, v.Category) > slices.Index(symbols, worst.Category) {
			worst, decisive = v, t
		}
	}
	return worst, decisive.Clone(), nil
}

// compareEnds orders targets by the end of their period, then by code.
func compareEnds(a, b target.Target) int {
	if c := a.Period.Last().Compare(b.Period.Last()); c != 0 {
		return c
	}
	return strings.Compare(a.Code, b.Code)
}

func checkSameSubject(at target.Place, t, first target.Target) {
	at.AddRooted(t.Validate())
	if t.Unit != first.Unit {
		remedy := "all targets must be of one unit, such as " + fault.Text(first.Unit)
		at.Field("unit").Report(t.Unit, target.ErrMismatch, remedy)
	}
	if code := t.Indicator.Code; code != first.Indicator.Code {
		remedy := "all targets must be of one indicator, such as " + fault.Text(first.Indicator.Code)
		at.Field("indicator").Field("code").Report(code, target.ErrMismatch, remedy)
	}
}

// nextTargets returns the targets with the earliest end that is not before the last point.
// If all ends are before it, it returns the targets with the latest end.
func nextTargets(ordered []target.Target, points []target.Point) []target.Target {
	end := ordered[len(ordered)-1].Period.Last()
	if len(points) > 0 {
		now := points[len(points)-1].Period
		ahead := func(t target.Target) bool { return series.MonthsBetween(now, t.Period) >= 0 }
		if i := slices.IndexFunc(ordered, ahead); i >= 0 {
			end = ordered[i].Period.Last()
		}
	}
	return slices.DeleteFunc(ordered, func(t target.Target) bool { return t.Period.Last() != end })
}
