package evaluate

import (
	"math/big"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// The symbols of [Weather], from the best to the worst.
const (
	Sun            = "sun"
	SlightlyCloudy = "slightly cloudy"
	Cloud          = "cloud"
	Thunderstorm   = "thunderstorm"
)

// Weather draws the weather symbols of the German Sustainable Development
// Strategy (Destatis, indicator status: methodology). The change a year of the
// last five years, from the points within them, of which there must be four,
// is carried on to the target year; with m the share of the gap between the
// current figure and the target that would then be missed:
//
//	sun               the target would be met, or m < 5 %
//	slightly cloudy   5 % ≤ m ≤ 20 %
//	cloud             m > 20 %, and moving in the right direction
//	thunderstorm      not moving in the right direction
//
// Where the target is met already, or is to be held in EachYear, the last
// figure decides first, the trend second:
//
//	sun               met, and the trend does not lead away
//	slightly cloudy   met, but it does
//	cloud             not met, but the trend does not lead away
//	thunderstorm      not met, and it does
//
// Of a range the weakest end is the target: the lower one where higher is
// better, the upper one where lower is, the nearer one where nearer is. Without
// a target, the trend decides first, the last change second:
//
//	sun               both in the right direction
//	slightly cloudy   the trend is, the last change is not
//	cloud             the trend is not, the last change is
//	thunderstorm      neither is
//
// Ratio is m, zero or less where the target would be met. [WeatherOf] judges an
// indicator with several targets.
type Weather struct {
	EachYear bool // the target is to be held in every year
}

// window returns the points of the last five years.
func (Weather) window(c course) []target.Point {
	if len(c.points) == 0 {
		return nil
	}
	last := c.points[len(c.points)-1].Period
	first := slices.IndexFunc(c.points, func(p target.Point) bool { return months(p.Period, last) <= 60 })
	return c.points[first:]
}

func (w Weather) enough(c course) bool { return len(w.window(c)) >= 4 }

func (Weather) check(*fault.List) {}

func (w Weather) track(c course) Progress {
	points := w.window(c)
	c.base, c.current = points[0], points[len(points)-1]
	c.aim()
	out := c.progress(0)
	slope := c.slope()
	ahead := c.ahead(slope)
	out.Observed = null(significant(slope))
	out.Forecast = null(significant(ahead))
	figure := c.at
	if c.inside {
		// Within a range without a better side a trend leads away if it leads
		// out of the range.
		low, high := ends(c.target)
		out.Reason = AlreadyMet
		out.Category = Sun
		if ahead.Cmp(low.Rat()) < 0 || ahead.Cmp(high.Rat()) > 0 {
			out.Category = SlightlyCloudy
		}
		return out
	}
	if c.left() > 0 {
		gap := new(big.Rat).Mul(c.goal.Sub(figure).Rat(), big.NewRat(12, c.left()))
		out.Required = null(significant(gap))
	}
	course := c.signed(slope).Sign()
	met := c.reached(figure)
	if met || w.EachYear {
		if met {
			out.Reason = AlreadyMet
		}
		out.Category = symbol(met, course >= 0)
		return out
	}
	miss := new(big.Rat).Sub(c.goal.Rat(), ahead)
	miss.Quo(miss, c.goal.Sub(figure).Rat())
	out.Ratio = null(significant(miss))
	switch {
	case miss.Cmp(big.NewRat(5, 100)) < 0:
		out.Category = Sun
	case miss.Cmp(big.NewRat(20, 100)) <= 0:
		out.Category = SlightlyCloudy
	case course > 0:
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
	out := c.progress(0)
	slope := c.slope()
	out.Observed = null(significant(slope))
	last := c.current.Value.Sub(points[len(points)-2].Value)
	out.Category = symbol(c.signed(slope).Sign() > 0, c.signed(last.Rat()).Sign() > 0)
	return out
}

// symbol combines the two pieces of information, of which the first decides.
func symbol(first, second bool) string {
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

// WeatherOf judges one indicator that has several targets: of those whose
// period has not ended before the last point only the next one in time counts,
// or the last one where all have, and of several for the same time the worst
// symbol does. It returns the verdict and the target that gave it, the first
// in the order of the codes where several do.
//
// WeatherOf returns an error if there is no target, the targets are of several
// indicators or units, or in the cases of [Track].
func WeatherOf(targets []target.Target, series []target.Point, w Weather) (Progress, target.Target, error) {
	var l fault.List
	if len(targets) == 0 {
		l.Add(&target.FieldError{Path: "targets", Err: target.ErrRequired})
	}
	points := checkSeries(&l, "series", series)
	ordered := slices.SortedStableFunc(slices.Values(targets), func(a, b target.Target) int {
		if c := a.Period.Last().Compare(b.Period.Last()); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
	for _, t := range ordered {
		l.Add(t.Validate())
		if first := ordered[0]; t.Unit != first.Unit || t.Indicator.Code != first.Indicator.Code {
			l.Add(&target.FieldError{Path: targetPath(t), Err: target.ErrMismatch, Remedy: "all targets are of one unit and one indicator"})
		}
	}
	if l.Len() > 0 {
		return Progress{}, target.Target{}, l.Err()
	}
	next := ordered[len(ordered)-1].Period.Last()
	if len(points) > 0 {
		now := points[len(points)-1].Period
		if i := slices.IndexFunc(ordered, func(t target.Target) bool { return months(now, t.Period) >= 0 }); i >= 0 {
			next = ordered[i].Period.Last()
		}
	}
	var (
		worst Progress
		by    target.Target
		found bool
	)
	symbols := []string{Sun, SlightlyCloudy, Cloud, Thunderstorm}
	for _, t := range ordered {
		if t.Period.Last() != next {
			continue
		}
		p, err := Track(t, points, w)
		if err != nil {
			return Progress{}, target.Target{}, err
		}
		if !found || slices.Index(symbols, p.Category) > slices.Index(symbols, worst.Category) {
			worst, by, found = p, t.Clone(), true
		}
	}
	return worst, by, nil
}
