package evaluate

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Points turns attainment into points: [Pro], [Steps], [Bands] or [Deduct].
// All are exact, and never give less for more attainment.
type Points interface {
	points(a attained, max *big.Rat) (p *big.Rat, why string)
	validate(l *fault.List, path string, max decimal.Decimal)
}

var _ = [...]Points{Pro{}, Steps{}, Bands{}, Deduct{}}

// Pro gives points pro rata: attainment times the item's maximum, at most the
// maximum.
type Pro struct{}

func (Pro) points(a attained, max *big.Rat) (*big.Rat, string) {
	switch {
	case a.cmp(one) >= 0:
		return max, "in full"
	case a.rate.Sign() <= 0:
		return new(big.Rat), "nothing attained"
	}
	return new(big.Rat).Mul(a.rate, max), fmt.Sprintf("%s of %s", brief(a.rate), plain(max))
}

func (Pro) validate(*fault.List, string, decimal.Decimal) {}

// Steps gives the points of the first step that attainment reaches, and none
// below the last. They are listed by falling At, which is included.
type Steps []Step

// Step is the number of points from an attainment up.
type Step struct{ At, Points decimal.Decimal }

func (s Steps) points(a attained, _ *big.Rat) (*big.Rat, string) {
	for _, step := range s {
		if a.cmp(step.At.Rat()) >= 0 {
			return step.Points.Rat(), "step from " + text(step.At)
		}
	}
	return new(big.Rat), "below the last step"
}

func (s Steps) validate(l *fault.List, path string, max decimal.Decimal) {
	validateSteps(l, path, s, max)
}

// Bands gives points that rise along a straight line within each band of
// attainment, from the points at its lower corner to those at its upper one:
// the first corner's points above it, none below the last. The corners are
// listed by falling At.
type Bands []Step

func (s Bands) points(a attained, _ *big.Rat) (*big.Rat, string) {
	for i, low := range s {
		at, points := low.At.Rat(), low.Points.Rat()
		switch {
		case a.cmp(at) < 0:
			continue
		case i == 0:
			return points, "from " + text(low.At)
		}
		high := s[i-1]
		slope := new(big.Rat).Quo(high.Points.Sub(low.Points).Rat(), high.At.Sub(low.At).Rat())
		rise := slope.Mul(slope, new(big.Rat).Sub(a.rate, at))
		return points.Add(points, rise), fmt.Sprintf("between %s and %s", text(low.At), text(high.At))
	}
	return new(big.Rat), "below the last corner"
}

func (s Bands) validate(l *fault.List, path string, max decimal.Decimal) {
	validateSteps(l, path, s, max)
}

// Deduct takes Points off the item's maximum for each full Per of attainment
// short of 1, for each Per begun where Begun is set, and never more than the
// maximum.
type Deduct struct {
	Per, Points decimal.Decimal
	Begun       bool
}

func (d Deduct) points(a attained, max *big.Rat) (*big.Rat, string) {
	if a.cmp(one) >= 0 {
		return max, "in full"
	}
	short := new(big.Rat).Sub(one, a.rate)
	count := whole(short.Quo(short, d.Per.Rat()), d.Begun)
	less := new(big.Rat).Mul(new(big.Rat).SetInt(count), d.Points.Rat())
	why := fmt.Sprintf("less %s × %s", count, text(d.Points))
	if less.Cmp(max) >= 0 {
		return new(big.Rat), why + ", not below 0"
	}
	return less.Sub(max, less), why
}

func (d Deduct) validate(l *fault.List, path string, _ decimal.Decimal) {
	aboveZero(l, path+".per", d.Per)
	aboveZero(l, path+".points", d.Points)
}

// points returns the bonus for an attainment.
func (b Bonus) points(a attained) (*big.Rat, string) {
	switch {
	case a.cmp(one) <= 0:
		return new(big.Rat), ""
	case a.above && b.Points.Sign() > 0:
		return b.Max.Rat(), "the most, " + text(b.Max)
	case a.above:
		return new(big.Rat), ""
	}

	over := new(big.Rat).Sub(a.rate, one)
	count := whole(over.Quo(over, b.Per.Rat()), false)
	points := new(big.Rat).Mul(new(big.Rat).SetInt(count), b.Points.Rat())
	why := fmt.Sprintf("%s × %s over", count, text(b.Points))
	if most := b.Max.Rat(); points.Cmp(most) > 0 {
		return most, why + ", at most " + text(b.Max)
	}
	return points, why
}

// whole returns the greatest integer not above r, or the least not below it.
func whole(r *big.Rat, up bool) *big.Int {
	q, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if up && rest.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

func validateSteps(l *fault.List, path string, steps []Step, max decimal.Decimal) {
	if len(steps) == 0 {
		l.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "give at least one step"})
	}
	for i, s := range steps {
		at := path + "[" + strconv.Itoa(i) + "]"
		sound := atLeastZero(l, at+".at", s.At)
		if atLeastZero(l, at+".points", s.Points) {
			if s.Points.Cmp(max) > 0 {
				l.Add(&target.FieldError{Path: at + ".points", Value: s.Points, Err: target.ErrRange, Remedy: "at most the item's maximum, " + text(max)})
			}
		} else {
			sound = false
		}
		if i == 0 || !sound || !fixed.InBounds(steps[i-1].At) || !fixed.InBounds(steps[i-1].Points) {
			continue
		}
		if s.At.Cmp(steps[i-1].At) >= 0 {
			l.Add(&target.FieldError{Path: at + ".at", Value: s.At, Err: target.ErrInvalid, Remedy: "steps fall strictly: the highest attainment first"})
		}
		if s.Points.Cmp(steps[i-1].Points) > 0 {
			l.Add(&target.FieldError{Path: at + ".points", Value: s.Points, Err: target.ErrInvalid, Remedy: "less attainment gives no more points"})
		}
	}
}
