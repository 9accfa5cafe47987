package temporal

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// Shape says how a path leads to its target. It is one of [StraightLine],
// [ConstantRate], [Schedule], [Profile] and [Through]. [Path] says what each means
// for which kind of indicator.
type Shape interface {
	json.Marshaler
	shape()
}

var _ = []Shape{StraightLine{}, ConstantRate{}, Schedule{}, Profile{}, Through{}}

// StraightLine is the path of equal differences.
type StraightLine struct{}

// ConstantRate is the path of equal rates of change.
type ConstantRate struct{}

// Schedule is the path on which given shares of the way are covered at the end
// of each step: 20, 40, 60, 80 and 100, or 0.2 to 1.
type Schedule struct {
	// Shares has one share for each step. The first must not be negative, none
	// may be below the one before, and the last, the whole way, must be positive.
	Shares []decimal.Decimal
}

// Profile is the path that follows another series, for example the population.
// [Season] makes the series of last year's months.
type Profile struct {
	// Series has a figure for each step. The figures must be positive; if the
	// path shares something out, some may be zero.
	Series []target.Point
}

// Through is the path through mid-term values: 3.3 by 2013 on the way to 12 by
// 2020. [target.Agenda.Waypoints] returns those of a target.
type Through struct {
	// Waypoints are figures on the way, in any order. The period of each ends with
	// a step of the path, after the baseline and before the target.
	Waypoints []target.Point
	// Shape is the shape of the path between two of them: StraightLine or
	// ConstantRate. Nil means StraightLine.
	Shape Shape
}

func (Through) shape()      {}
func (StraightLine) shape() {}
func (ConstantRate) shape() {}
func (Schedule) shape()     {}
func (Profile) shape()      {}

// progress checks the shares and returns them as parts of the whole way.
func (s Schedule) progress(at target.Place, steps int) []*big.Rat {
	at = at.Field("shares")
	if len(s.Shares) != steps {
		at.Report(len(s.Shares), target.ErrMismatch, fmt.Sprintf("give one share for each of the %d steps", steps))
		return nil
	}

	parts := make([]*big.Rat, steps)
	for k, x := range s.Shares {
		if !at.Index(k).NonNegative(x) {
			return nil
		}
		parts[k] = x.Rat()
		if k > 0 && parts[k].Cmp(parts[k-1]) < 0 {
			at.Index(k).Report(x, target.ErrRange, "must not be below the share before it")
			return nil
		}
	}

	whole := parts[steps-1]
	if !at.Index(steps - 1).Positive(s.Shares[steps-1]) {
		return nil
	}
	for k := range parts {
		parts[k] = new(big.Rat).Quo(parts[k], whole)
	}
	return parts
}

// figures returns the figures of the series at the given periods. With shares some figures
// may be zero, but not all.
func (f Profile) figures(problems *target.Problems, periods []target.Period, shares bool) []*big.Rat {
	points := sorted(problems, "shape.series", f.Series)
	if problems.Len() > 0 {
		return nil
	}
	f.reportGaps(problems, points, periods)

	figures := make([]*big.Rat, len(periods))
	positive := false
	for k, p := range periods {
		x, found := series.At(points, p)
		if !found {
			continue
		}
		at := problems.At("shape.series").Key(p.String())
		if shares && at.NonNegative(x.Value) || !shares && at.Positive(x.Value) {
			figures[k] = x.Value.Rat()
			positive = positive || x.Value.Sign() > 0
		}
	}
	if problems.Len() == 0 && !positive {
		problems.At("shape.series").Report(nil, target.ErrRange, "at least one figure must be greater than 0")
	}
	return figures
}

// reportGaps reports the periods without a figure. Periods that follow each other are one
// problem.
func (f Profile) reportGaps(problems *target.Problems, points []target.Point, periods []target.Period) {
	remedy := "give a figure for every step"
	if n := len(points); n > 0 {
		remedy += "; the series is of " + target.Months(points[0].Period, points[n-1].Period).String() +
			": Season moves an earlier year"
	}
	for k := 0; k < len(periods); k++ {
		from := k
		for k < len(periods) {
			if _, found := series.At(points, periods[k]); found {
				break
			}
			k++
		}
		if k > from {
			gap := target.Months(periods[from], periods[k-1])
			problems.At("shape.series").Key(gap.String()).Report(nil, target.ErrMissing, remedy)
		}
	}
}
