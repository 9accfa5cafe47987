package temporal

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Shape says how a path leads to its target. It is one of [StraightLine],
// [ConstantRate], [Schedule] and [Profile]. [Path] says what each means for
// which kind of indicator.
type Shape interface{ shape() }

var _ = []Shape{StraightLine{}, ConstantRate{}, Schedule{}, Profile{}}

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

// Profile is the path that follows another series, for example last year's
// months.
type Profile struct {
	Series []target.Point // a positive figure for each step
}

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

// figures returns the figures of the series at the given periods.
func (f Profile) figures(problems *target.Problems, periods []target.Period) []*big.Rat {
	points := sorted(problems, "shape.series", f.Series)
	if problems.Len() > 0 {
		return nil
	}

	figures := make([]*big.Rat, len(periods))
	for k, p := range periods {
		at := problems.At("shape.series").Key(p.String())
		x, found := find(points, p)
		switch {
		case !found:
			at.Report(nil, target.ErrMissing, "give a figure for every step")
		case at.Positive(x.Value):
			figures[k] = x.Value.Rat()
		}
	}
	return figures
}
