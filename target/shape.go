package target

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
)

// Shape says how a path leads to its target. It is one of [Linear],
// [Compound], [Shares] and [Following]; [Path] says what each means for which
// kind of indicator.
type Shape interface{ shape() }

type (
	linear    struct{}
	compounds struct{}
	shares    struct{ parts []decimal.Decimal }
	following struct{ indicator []Point }
)

func (linear) shape()    {}
func (compounds) shape() {}
func (shares) shape()    {}
func (following) shape() {}

// Linear is the path of equal steps.
func Linear() Shape { return linear{} }

// Compound is the path of equal rates.
func Compound() Shape { return compounds{} }

// Shares is the path on which the given shares of the way are covered at the
// end of each step: 20, 40, 60, 80, 100, or 0.2 to 1. They must not fall, and
// the last, which is the whole way, must be positive.
func Shares(parts ...decimal.Decimal) Shape { return shares{slices.Clone(parts)} }

// Following is the path with the profile of another series, which has a
// positive figure for each step.
func Following(indicator []Point) Shape { return following{slices.Clone(indicator)} }

// rats checks the shares and returns them as parts of the whole.
func (s shares) rats(l *fault.List, steps int) []*big.Rat {
	if len(s.parts) != steps {
		l.Add(&FieldError{Path: "shape.shares", Value: len(s.parts), Err: ErrMismatch, Remedy: "give one share for each step, " + fault.Text(steps)})
		return nil
	}
	parts := make([]*big.Rat, steps)
	for k, x := range s.parts {
		if !bounded(l, "shape.shares", x) {
			return nil
		}
		parts[k] = x.Rat()
		if x.Sign() < 0 || k > 0 && parts[k].Cmp(parts[k-1]) < 0 {
			l.Add(&FieldError{Path: "shape.shares", Value: x, Err: ErrRange, Remedy: "shares of the way covered begin at or above zero and never fall"})
			return nil
		}
	}
	whole := parts[steps-1]
	if whole.Sign() == 0 {
		l.Add(&FieldError{Path: "shape.shares", Value: s.parts[steps-1], Err: ErrRange, Remedy: "the last share is the whole way"})
		return nil
	}
	for k := range parts {
		parts[k] = new(big.Rat).Quo(parts[k], whole)
	}
	return parts
}

// rats returns the figures of the series at the given periods.
func (f following) rats(l *fault.List, periods []Period) []*big.Rat {
	points := sorted(l, "shape.following", f.indicator)
	if l.Len() > 0 {
		return nil
	}
	figures := make([]*big.Rat, len(periods))
	for k, p := range periods {
		j, found := slices.BinarySearchFunc(points, p, func(x Point, p Period) int { return x.Period.Compare(p) })
		switch {
		case !found:
			l.Add(&FieldError{Path: at("shape.following", p), Err: ErrMissing, Remedy: "the series to follow has a figure for every step"})
		case points[j].Value.Sign() <= 0:
			l.Add(&FieldError{Path: at("shape.following", p), Value: points[j].Value, Err: ErrRange, Remedy: "the series to follow is positive"})
		default:
			figures[k] = points[j].Value.Rat()
		}
	}
	return figures
}
