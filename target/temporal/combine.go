package temporal

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// Combine makes the figure of a period from the figures of its parts, by the
// indicator's law over time ([target.Indicator.TimeLaw]):
//
//	TimeSum       Σ xₜ, exact
//	TimeLast      the x that ends with the period, unchanged
//	TimeFirst     the x that begins with the period, unchanged
//	TimeMean      Σ nₜxₜ / Σ nₜ, n the number of months
//	TimeWeighted  Σ bₜxₜ / Σ bₜ, b the basis of the part
//	TimeCompound  Π(1 + xₜ/Per)·Per − Per; of a Reduction Per − Π(1 − xₜ/Per)·Per
//
// Quotients and products are rounded once, to the indicator's Places, halves
// away from zero. The parts may come in any order and may have different
// lengths. Only TimeWeighted uses the basis: the denominator of a ratio or the
// whole of a share, one figure for each part.
//
// Combine returns an error if:
//   - the indicator is not valid, or the period is missing;
//   - the law is NoTimeLaw (ErrKind), or rounds and Places is absent (ErrRequired);
//   - two parts overlap (ErrDuplicate), or a part is not within the period (ErrRange);
//   - the period has a gap (ErrMissing); for TimeLast and TimeFirst only at the end that counts;
//   - the basis of a part is absent or negative, or all are zero;
//   - a Milestone is neither 0 nor 1, or a Cumulative falls (ErrBroken);
//   - a rate leaves less than nothing.
//
// It reports every problem.
func Combine(i target.Indicator, p target.Period, parts, basis []target.Point) (decimal.Decimal, error) {
	var problems target.Problems
	checkLaw(&problems, i, p)
	parts = sorted(&problems, "parts", parts)
	if err := problems.Err(); err != nil {
		return decimal.Decimal{}, err
	}

	law := i.TimeLaw()
	checkTiling(&problems, p, parts, law)
	checkFigures(&problems, i, parts)
	weights := weigh(&problems, law, parts, basis)
	if err := problems.Err(); err != nil {
		return decimal.Decimal{}, err
	}

	switch law {
	case target.TimeSum:
		sum := decimal.Zero
		for _, x := range parts {
			sum = sum.Add(x.Value)
		}
		return inBounds(sum)
	case target.TimeLast:
		return parts[len(parts)-1].Value, nil
	case target.TimeFirst:
		return parts[0].Value, nil
	case target.TimeCompound:
		return compound(i, parts)
	}
	return weightedMean(parts, weights, i.Places.Or(0))
}

// checkLaw checks that the indicator has a law by which to combine.
func checkLaw(problems *target.Problems, i target.Indicator, p target.Period) {
	valid := problems.Add(i.Validate())
	valid = problems.At("period").Required(!p.IsZero(), "give the period that the parts make") && valid

	at := problems.At("indicator")
	switch i.TimeLaw() {
	case target.NoTimeLaw:
		if valid {
			at.Field("kind").Report(i.Kind, target.ErrKind, "its figures do not combine over time")
		}
	case target.TimeMean, target.TimeWeighted, target.TimeCompound:
		at.Field("places").Required(!i.Places.IsZero(), "set the number of decimals to which the figure is rounded")
	}
}

// sorted returns the points by period, and reports those that are not valid or
// given twice.
func sorted(problems *target.Problems, name string, points []target.Point) []target.Point {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b target.Point) int { return a.Period.Compare(b.Period) })

	for i, x := range points {
		at := problems.At(name).Key(x.Period.String())
		at.AddRooted(x.Validate())
		if i > 0 && x.Period == points[i-1].Period && !x.Period.IsZero() {
			at.Duplicate(nil)
		}
	}
	return points
}

// checkTiling reports parts that overlap or leave the period, and gaps between
// them.
func checkTiling(problems *target.Problems, p target.Period, parts []target.Point, law target.TimeLaw) {
	next, end := firstMonth(p), lastMonth(p)
	gap := func(to int) {
		remedy := "give the figure of every part of " + p.String()
		problems.At("parts").Report(monthSpan(next, to), target.ErrMissing, remedy)
	}

	for k, x := range parts {
		at := problems.At("parts").Key(x.Period.String())
		first := firstMonth(x.Period)
		switch {
		case !p.Contains(x.Period):
			at.Report(nil, target.ErrRange, "must be within "+p.String())
			continue
		case first < next:
			at.Report(nil, target.ErrDuplicate, overlapRemedy)
		case first > next && law != target.TimeLast && (law != target.TimeFirst || k == 0):
			gap(first - 1)
		}
		next = lastMonth(x.Period) + 1
	}
	if next <= end && (law != target.TimeFirst || len(parts) == 0) {
		gap(end)
	}
}

const overlapRemedy = "it overlaps the part before it: give parts that follow each other"

// checkFigures reports figures that their kind cannot have.
func checkFigures(problems *target.Problems, i target.Indicator, parts []target.Point) {
	compounds := i.TimeLaw() == target.TimeCompound
	for k, x := range parts {
		at := problems.At("parts").Key(x.Period.String())
		switch i.Kind {
		case target.Milestone:
			if !x.Value.IsZero() && !x.Value.Equal(decimal.New(1, 0)) {
				at.Report(x.Value, target.ErrRange, "a milestone must be 0 or 1")
			}
		case target.Cumulative:
			if k > 0 && x.Value.Cmp(parts[k-1].Value) < 0 {
				at.Report(x.Value, target.ErrBroken, "a cumulative total must not fall")
			}
		}
		if compounds && growthFactor(i, x.Value).Sign() < 0 {
			at.Report(x.Value, target.ErrRange, tooGreatALoss)
		}
	}
}

const tooGreatALoss = "must not take away more than there is"

// growthFactor returns what a rate makes of Per: Per + g, or Per − r for a reduction.
func growthFactor(i target.Indicator, rate decimal.Decimal) decimal.Decimal {
	if i.Kind == target.Reduction {
		return i.Scale().Sub(rate)
	}
	return i.Scale().Add(rate)
}

// weigh returns the weights of the parts: their basis for TimeWeighted, and
// otherwise their months.
func weigh(problems *target.Problems, law target.TimeLaw, parts, basis []target.Point) []decimal.Decimal {
	weights := make([]decimal.Decimal, len(parts))
	if law != target.TimeWeighted {
		for k, x := range parts {
			weights[k] = decimal.New(int64(x.Period.Len()), 0)
		}
		return weights
	}

	before := problems.Len()
	basis = sorted(problems, "basis", basis)
	positive := false
	for k, x := range parts {
		at := problems.At("basis").Key(x.Period.String())
		b, found := series.At(basis, x.Period)
		if !found {
			at.Report(nil, target.ErrMissing, "give the denominator of each part")
			continue
		}
		weights[k] = b.Value
		at.NonNegative(b.Value)
		positive = positive || b.Value.Sign() > 0
	}
	if problems.Len() == before && !positive {
		problems.At("basis").Report(nil, target.ErrRange, "at least one figure must be greater than 0")
	}
	return weights
}

func weightedMean(parts []target.Point, weights []decimal.Decimal, places int32) (decimal.Decimal, error) {
	num, den := decimal.Zero, decimal.Zero
	for k, x := range parts {
		num = num.Add(x.Value.Mul(weights[k]))
		den = den.Add(weights[k])
	}
	exp := min(num.Exponent(), den.Exponent())
	return inBounds(fixed.Round(fixed.Rescale(num, exp), fixed.Rescale(den, exp), places))
}

// compound returns Per·Π(fₜ/Per) − Per, negated for a reduction, rounded once;
// the f are the factors of the parts.
func compound(i target.Indicator, parts []target.Point) (decimal.Decimal, error) {
	num, exp := growthProduct(i, parts, i.Scale().Exponent())

	// In units of 10^exp, Per is per and the result is num/den.
	per := fixed.Rescale(i.Scale(), exp)
	den := new(big.Int).Exp(per, big.NewInt(int64(len(parts)-1)), nil)
	num.Sub(num, new(big.Int).Mul(den, per))
	if i.Kind == target.Reduction {
		num.Neg(num)
	}

	return inBounds(roundScaled(num, den, exp, i.Places.Or(0)))
}

// growthProduct returns the product of the growth factors of the parts, each in units of
// 10^exp: the least exponent of the parts and the given one.
func growthProduct(i target.Indicator, parts []target.Point, least int32) (product *big.Int, exp int32) {
	exp = least
	for _, x := range parts {
		exp = min(exp, x.Value.Exponent())
	}
	factors := make([]*big.Int, len(parts))
	for k, x := range parts {
		factors[k] = fixed.Rescale(growthFactor(i, x.Value), exp)
	}
	return multiply(factors), exp
}

// roundScaled returns num/den·10^exp rounded to a number of places. It changes num and den.
func roundScaled(num, den *big.Int, exp, places int32) decimal.Decimal {
	if shift := exp + places; shift >= 0 {
		num.Mul(num, fixed.Pow10(shift))
	} else {
		den.Mul(den, fixed.Pow10(-shift))
	}
	return fixed.FromBig(fixed.DivHalfUp(num, den), -places)
}

// multiply returns the product of the factors. It multiplies by halves, so that the two
// sides of each multiplication have about the same size.
func multiply(factors []*big.Int) *big.Int {
	if len(factors) == 1 {
		return new(big.Int).Set(factors[0])
	}
	half := len(factors) / 2
	a, b := multiply(factors[:half]), multiply(factors[half:])
	return a.Mul(a, b)
}

// inBounds returns d, or an error if it has more digits than a figure may have.
func inBounds(d decimal.Decimal) (decimal.Decimal, error) {
	var problems target.Problems
	if !problems.At("result").Figure(d) {
		return decimal.Decimal{}, problems.Err()
	}
	return d, nil
}
