package evaluate

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// Points turns attainment into points. It is one of [ProRata], [Steps], [Interpolation]
// and [Deductions]. All are exact, and none gives fewer points for more attainment.
type Points interface {
	json.Marshaler

	// points returns the points of a rate, and how they came about.
	points(r scoreRate, most *big.Rat) (p *big.Rat, why string)
	check(at target.Place, most decimal.Decimal)
	clone() Points
}

const pointsRemedy = "must be one of ProRata, Steps, Interpolation, Deductions, by value"

// isPoints reports whether p is of one of the four types, by value.
func isPoints(p Points) bool {
	switch p.(type) {
	case ProRata, Steps, Interpolation, Deductions:
		return true
	}
	return false
}

// ProRata gives attainment × maximum, at most the maximum.
type ProRata struct{}

func (ProRata) points(r scoreRate, most *big.Rat) (*big.Rat, string) {
	switch {
	case r.cmp(one) >= 0:
		return most, "in full"
	case r.value.Sign() <= 0:
		return new(big.Rat), "nothing attained"
	}
	return new(big.Rat).Mul(r.value, most), fmt.Sprintf("%s of %s", quotient.Brief(r.value), quotient.Plain(most))
}

func (ProRata) check(target.Place, decimal.Decimal) {}

func (p ProRata) clone() Points { return p }

// Breakpoint gives Points at an attainment.
type Breakpoint struct{ At, Points decimal.Decimal }

// Steps gives the points of the highest breakpoint that attainment reaches, and
// none below the lowest.
type Steps struct {
	Breakpoints []Breakpoint // by falling At
}

func (s Steps) points(r scoreRate, _ *big.Rat) (*big.Rat, string) {
	for _, b := range s.Breakpoints {
		if r.cmp(b.At.Rat()) >= 0 {
			return b.Points.Rat(), "step from " + numtext.Figure(b.At)
		}
	}
	return new(big.Rat), "below the last step"
}

func (s Steps) check(at target.Place, most decimal.Decimal) {
	checkBreakpoints(at.Field("breakpoints"), s.Breakpoints, most)
}

func (s Steps) clone() Points { return Steps{slices.Clone(s.Breakpoints)} }

// Interpolation gives points on straight lines between breakpoints. Above the highest
// breakpoint it gives the points of that one, and none below the lowest.
type Interpolation struct {
	Breakpoints []Breakpoint // by falling At
}

func (s Interpolation) points(r scoreRate, _ *big.Rat) (*big.Rat, string) {
	for i, low := range s.Breakpoints {
		at, points := low.At.Rat(), low.Points.Rat()
		switch {
		case r.cmp(at) < 0:
			continue
		case i == 0:
			return points, "from " + numtext.Figure(low.At)
		}

		high := s.Breakpoints[i-1]
		slope := quotient.Of(high.Points.Sub(low.Points), high.At.Sub(low.At))
		rise := slope.Mul(slope, new(big.Rat).Sub(r.value, at))
		why := fmt.Sprintf("between %s and %s", numtext.Figure(low.At), numtext.Figure(high.At))
		return points.Add(points, rise), why
	}
	return new(big.Rat), "below the last breakpoint"
}

func (s Interpolation) check(at target.Place, most decimal.Decimal) {
	checkBreakpoints(at.Field("breakpoints"), s.Breakpoints, most)
}

func (s Interpolation) clone() Points { return Interpolation{slices.Clone(s.Breakpoints)} }

// Deductions takes Points off the item's maximum for each full Per by which
// attainment falls short of 1. Begun also counts a Per that is not full. The
// points are never below 0.
type Deductions struct {
	Per    decimal.Decimal `strict:"required"`
	Points decimal.Decimal `strict:"required"`
	Begun  bool
}

func (d Deductions) points(r scoreRate, most *big.Rat) (*big.Rat, string) {
	if r.cmp(one) >= 0 {
		return most, "in full"
	}

	short := new(big.Rat).Sub(one, r.value)
	count := whole(short.Quo(short, d.Per.Rat()), d.Begun)
	less := new(big.Rat).Mul(new(big.Rat).SetInt(count), d.Points.Rat())
	why := fmt.Sprintf("less %s × %s", numtext.Comma(count.String()), numtext.Figure(d.Points))
	if less.Cmp(most) >= 0 {
		return new(big.Rat), why + ", not below 0"
	}
	return less.Sub(most, less), why
}

func (d Deductions) check(at target.Place, _ decimal.Decimal) {
	at.Field("per").Positive(d.Per)
	at.Field("points").Positive(d.Points)
}

func (d Deductions) clone() Points { return d }

// points returns the bonus of a rate, and how it came about.
func (b Bonus) points(r scoreRate) (*big.Rat, string) {
	switch {
	case r.cmp(one) <= 0:
		return new(big.Rat), ""
	case r.unbounded && b.Points.IsZero():
		return new(big.Rat), ""
	case r.unbounded:
		return b.Max.Rat(), "the most, " + numtext.Figure(b.Max)
	}

	over := new(big.Rat).Sub(r.value, one)
	count := whole(over.Quo(over, b.Per.Rat()), false)
	points := new(big.Rat).Mul(new(big.Rat).SetInt(count), b.Points.Rat())
	why := fmt.Sprintf("%s × %s over", numtext.Comma(count.String()), numtext.Figure(b.Points))
	if most := b.Max.Rat(); points.Cmp(most) > 0 {
		return most, why + ", at most " + numtext.Figure(b.Max)
	}
	return points, why
}

// whole returns r rounded down or, with up, rounded up.
func whole(r *big.Rat, up bool) *big.Int {
	q, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if up && rest.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

func checkBreakpoints(at target.Place, breakpoints []Breakpoint, most decimal.Decimal) {
	at.Required(len(breakpoints) > 0, "give at least one breakpoint")
	for i, b := range breakpoints {
		place := at.Index(i)
		sound := place.Field("at").NonNegative(b.At)
		sound = checkPoints(place.Field("points"), b.Points, most) && sound
		if i == 0 || !sound {
			continue
		}

		before := breakpoints[i-1]
		if !fixed.InBounds(before.At) || !fixed.InBounds(before.Points) {
			continue
		}
		if b.At.Cmp(before.At) >= 0 {
			place.Field("at").
				Report(b.At, target.ErrInvalid, "order the breakpoints by falling attainment: the highest first")
		}
		if b.Points.Cmp(before.Points) > 0 {
			place.Field("points").Report(b.Points, target.ErrInvalid, "less attainment must not give more points")
		}
	}
}

// checkPoints reports points above the item's maximum, and answers whether they
// can be compared with others.
func checkPoints(at target.Place, points, most decimal.Decimal) bool {
	if !at.NonNegative(points) {
		return false
	}
	if points.Cmp(most) > 0 {
		at.Report(points, target.ErrRange, "must be at most the item's maximum, "+numtext.Figure(most))
	}
	return true
}
