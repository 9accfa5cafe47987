package target

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Combine makes the figure of the period p from the figures of its parts, by
// the indicator's law over time ([Indicator.TimeLaw]):
//
//	TimeSum       Σ xₜ, exact
//	TimeLast      the x that ends with p, as it stands
//	TimeFirst     the x that begins with p, as it stands
//	TimeMean      Σ nₜxₜ / Σ nₜ, n the number of months
//	TimeWeighted  Σ bₜxₜ / Σ bₜ, b the basis of the part
//	TimeCompound  Π(1 + xₜ/Per)·Per − Per; of a Reduction Per − Π(1 − xₜ/Per)·Per
//
// Quotients and products are rounded once, to the indicator's Places, halves
// away from zero. The parts may come in any order and in different lengths.
// Only TimeWeighted needs a basis, one figure for each part: the denominator of
// a ratio, the whole of a share.
//
// Combine returns an error if the indicator is not valid, the law rounds and the
// indicator's Places is not said, the law is NoTimeLaw (ErrKind), the parts overlap (ErrDuplicate), leave the period (ErrRange) or
// leave a gap in it (ErrMissing) — for TimeLast and TimeFirst only the end that
// counts must be there —, the basis of a part is absent or negative or all are
// zero, a Milestone is neither 0 nor 1, a Cumulative falls (ErrBroken), or a
// rate goes below nothing left. It reports every problem.
func Combine(i Indicator, p Period, parts, basis []Point) (decimal.Decimal, error) {
	var l fault.List
	i.validate(&l, "indicator")
	if p.IsZero() {
		l.Add(&FieldError{Path: "period", Err: ErrRequired})
	}
	law := i.TimeLaw()
	if law == NoTimeLaw && l.Len() == 0 {
		l.Add(&FieldError{Path: "indicator.kind", Value: i.Kind, Err: ErrKind, Remedy: "its figures do not combine over time"})
	}
	if rounds := law == TimeMean || law == TimeWeighted || law == TimeCompound; rounds && i.Places.IsZero() {
		l.Add(&FieldError{Path: "indicator.places", Err: ErrRequired, Remedy: "set the number of decimals to which the figure is rounded"})
	}
	parts = sorted(&l, "parts", parts)
	if err := l.Err(); err != nil {
		return decimal.Decimal{}, err
	}
	tile(&l, p, parts, law)
	meaningful(&l, i, parts)
	weights := weigh(&l, law, parts, basis)
	if err := l.Err(); err != nil {
		return decimal.Decimal{}, err
	}
	switch law {
	case TimeSum:
		sum := decimal.Zero
		for _, x := range parts {
			sum = sum.Add(x.Value)
		}
		return within(sum)
	case TimeLast:
		return parts[len(parts)-1].Value, nil
	case TimeFirst:
		return parts[0].Value, nil
	case TimeCompound:
		return compound(i, parts)
	}
	return weightedMean(parts, weights, i.Places.Or(0))
}

// sorted returns the points by period and reports those that are not sound.
func sorted(l *fault.List, path string, points []Point) []Point {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b Point) int { return a.Period.Compare(b.Period) })
	for i, x := range points {
		x.validate(l, at(path, x.Period))
		if i > 0 && x.Period == points[i-1].Period && !x.Period.IsZero() {
			l.Add(&FieldError{Path: at(path, x.Period), Err: ErrDuplicate})
		}
	}
	return points
}

func at(path string, p Period) string { return fmt.Sprintf("%s[%q]", path, p) }

// tile reports parts that overlap or leave the period, and gaps between them.
func tile(l *fault.List, p Period, parts []Point, law TimeLaw) {
	next := p.first
	gap := func(to int32) {
		l.Add(&FieldError{Path: "parts", Value: Period{next, to}, Err: ErrMissing, Remedy: "give the figure of every part of " + p.String()})
	}
	for k, x := range parts {
		switch {
		case !p.Contains(x.Period):
			l.Add(&FieldError{Path: at("parts", x.Period), Err: ErrRange, Remedy: "it is not within " + p.String()})
			continue
		case x.Period.first < next:
			l.Add(&FieldError{Path: at("parts", x.Period), Err: ErrDuplicate, Remedy: "it overlaps the part before it"})
		case x.Period.first > next && law != TimeLast && (law != TimeFirst || k == 0):
			gap(x.Period.first - 1)
		}
		next = x.Period.last + 1
	}
	if next <= p.last && (law != TimeFirst || len(parts) == 0) {
		gap(p.last)
	}
}

// meaningful reports figures that their kind cannot have.
func meaningful(l *fault.List, i Indicator, parts []Point) {
	for k, x := range parts {
		path := at("parts", x.Period)
		switch i.Kind {
		case Milestone:
			if !x.Value.IsZero() && x.Value.Cmp(decimal.New(1, 0)) != 0 {
				l.Add(&FieldError{Path: path, Value: x.Value, Err: ErrRange, Remedy: "a milestone is 0 or 1"})
			}
		case Cumulative:
			if k > 0 && x.Value.Cmp(parts[k-1].Value) < 0 {
				l.Add(&FieldError{Path: path, Value: x.Value, Err: ErrBroken, Remedy: "a running total never falls"})
			}
		}
		if i.TimeLaw() == TimeCompound && factor(i, x.Value).Sign() < 0 {
			l.Add(&FieldError{Path: path, Value: x.Value, Err: ErrRange, Remedy: "less than nothing would be left"})
		}
	}
}

// factor returns Per + g, or Per − r for a reduction: what becomes of Per.
func factor(i Indicator, rate decimal.Decimal) decimal.Decimal {
	if i.Kind == Reduction {
		return i.Scale().Sub(rate)
	}
	return i.Scale().Add(rate)
}

// weigh returns the weights of the parts, as months or by the basis.
func weigh(l *fault.List, law TimeLaw, parts, basis []Point) []decimal.Decimal {
	weights := make([]decimal.Decimal, len(parts))
	if law != TimeWeighted {
		for k, x := range parts {
			weights[k] = decimal.New(int64(x.Period.Len()), 0)
		}
		return weights
	}
	basis = sorted(l, "basis", basis)
	positive := false
	for k, x := range parts {
		j, found := slices.BinarySearchFunc(basis, x.Period, func(b Point, p Period) int { return b.Period.Compare(p) })
		if !found {
			l.Add(&FieldError{Path: at("basis", x.Period), Err: ErrMissing, Remedy: "give the denominator of each part"})
			continue
		}
		weights[k] = basis[j].Value
		positive = positive || weights[k].Sign() > 0
		if weights[k].Sign() < 0 {
			l.Add(&FieldError{Path: at("basis", x.Period), Value: weights[k], Err: ErrRange, Remedy: "give a positive number, or zero"})
		}
	}
	if l.Len() == 0 && !positive {
		l.Add(&FieldError{Path: "basis", Err: ErrRange, Remedy: "not all of it may be zero"})
	}
	return weights
}

func weightedMean(parts []Point, weights []decimal.Decimal, places int32) (decimal.Decimal, error) {
	num, den := decimal.Zero, decimal.Zero
	for k, x := range parts {
		num = num.Add(x.Value.Mul(weights[k]))
		den = den.Add(weights[k])
	}
	exp := min(num.Exponent(), den.Exponent())
	n, d := rescale(num, exp), rescale(den, exp)
	return within(fixed.Round(n, d, places))
}

// rescale returns d as a multiple of 10^exp, which is not above d's exponent.
// It serves figures out of bounds too, such as products of two.
func rescale(d decimal.Decimal, exp int32) *big.Int {
	m := d.Coefficient()
	return m.Mul(m, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Exponent()-exp)), nil))
}

// compound returns Per·Π(fₜ/Per) − Per, negated for a reduction, with f the
// factors, rounded once.
func compound(i Indicator, parts []Point) (decimal.Decimal, error) {
	exp := i.Scale().Exponent()
	for _, x := range parts {
		exp = min(exp, x.Value.Exponent())
	}
	factors := make([]*big.Int, len(parts))
	for k, x := range parts {
		factors[k] = rescale(factor(i, x.Value), exp)
	}
	// In units of 10^exp, Per is per and the result num/den.
	per := rescale(i.Scale(), exp)
	den := new(big.Int).Exp(per, big.NewInt(int64(len(parts)-1)), nil)
	num := multiply(factors)
	num.Sub(num, new(big.Int).Mul(den, per))
	if i.Kind == Reduction {
		num.Neg(num)
	}
	// num/den·10^exp in units of 10^−Places.
	places := i.Places.Or(0)
	if shift := exp + places; shift >= 0 {
		num.Mul(num, fixed.Pow10(shift))
	} else {
		den.Mul(den, fixed.Pow10(-shift))
	}
	return within(fixed.FromBig(fixed.DivHalfUp(num, den), -places))
}

// multiply returns the product of the factors by halves, which keeps both
// sides of each multiplication of one size.
func multiply(factors []*big.Int) *big.Int {
	if len(factors) == 1 {
		return new(big.Int).Set(factors[0])
	}
	half := len(factors) / 2
	a, b := multiply(factors[:half]), multiply(factors[half:])
	return a.Mul(a, b)
}

// within passes on a result that is in bounds.
func within(d decimal.Decimal) (decimal.Decimal, error) {
	if !fixed.InBounds(d) {
		return decimal.Decimal{}, &FieldError{Path: "result", Value: d, Err: ErrRange, Remedy: "at most 100 digits before and 100 after the point"}
	}
	return d, nil
}

// Series makes one series of points from what was observed of the indicator in
// one unit, by period. Where a period was observed more than once, the firmest
// figure counts: Revised before Final, Final before Provisional, Provisional
// before Estimated.
//
// A series never joins across a break and never mixes coverage. Series returns
// an error if an observation is not valid, belongs to another unit than the
// first, is of another indicator — of the definition that i revises, say —, or
// covers something else than the indicator (ErrMismatch each), or if a period
// has two figures of the same status (ErrDuplicate). It reports every problem.
func Series(i Indicator, observations []Observation) ([]Point, error) {
	var l fault.List
	i.validate(&l, "indicator")
	obs := slices.Clone(observations)
	slices.SortStableFunc(obs, func(a, b Observation) int {
		if c := a.Period.Compare(b.Period); c != 0 {
			return c
		}
		return firmness(b.Status) - firmness(a.Status)
	})
	units := make([]string, 0, len(obs))
	for _, o := range obs {
		units = append(units, o.Unit)
	}
	slices.Sort(units)
	if units = slices.Compact(units); len(units) > 1 {
		l.Add(&FieldError{Path: "observations", Value: units[1], Err: ErrMismatch, Remedy: fmt.Sprintf("a series is of one unit, but this one is also of %q", fault.Clip(units[0], 80))})
	}
	var points []Point
	for k, o := range obs {
		path := at("observations", o.Period)
		o.validate(&l, path)
		switch {
		case o.Indicator == i.Code:
		case o.Indicator == i.Revises && i.Revises != "":
			l.Add(&FieldError{Path: path + ".indicator", Value: o.Indicator, Err: ErrMismatch, Remedy: "the series breaks where the definition was replaced"})
		default:
			l.Add(&FieldError{Path: path + ".indicator", Value: o.Indicator, Err: ErrMismatch, Remedy: "the series is of " + fault.Text(i.Code)})
		}
		if o.Coverage != i.Coverage {
			l.Add(&FieldError{Path: path + ".coverage", Value: o.Coverage, Err: ErrMismatch, Remedy: "the indicator covers " + fault.Text(i.Coverage)})
		}
		switch {
		case k == 0 || o.Period != obs[k-1].Period:
			points = append(points, Point{o.Period, o.Value})
		case o.Status == obs[k-1].Status:
			l.Add(&FieldError{Path: path, Value: o.Status, Err: ErrDuplicate, Remedy: "one figure of a status for each period"})
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return points, nil
}

func firmness(s Status) int {
	switch s {
	case Revised:
		return 3
	case Final:
		return 2
	case Provisional:
		return 1
	}
	return 0
}
