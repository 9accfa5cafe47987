package temporal

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Rest returns the figure that the rest of a target's period needs after the figures of
// its first parts, such that all parts [Combine] to the target.
//
// For a Flow it is exactly the target less the parts. For a Growth or a Reduction it is
// the rate of the rest as a whole: after cuts that leave 0.8439 of the base, a cut by 20 %
// in all needs 1 − 0.80/0.8439. It is rounded to the Places of the indicator.
//
// Rest returns an error if:
//   - the indicator is not valid, neither adds up nor compounds over time
//     (ErrKind), or compounds and has no Places;
//   - the whole or a part is not valid, or a part is given twice;
//   - the parts do not follow each other from the beginning of the period, or leave
//     no rest of it;
//   - a rate leaves nothing.
//
// It reports every problem.
func Rest(i target.Indicator, whole target.Point, parts []target.Point) (target.Point, error) {
	var problems target.Problems
	checkLaw(&problems, i, whole.Period)
	problems.At("whole").AddRooted(whole.Validate())
	parts = sorted(&problems, "parts", parts)
	law := i.TimeLaw()
	if problems.Len() == 0 && law != target.TimeSum && law != target.TimeCompound {
		remedy := "only figures that add up or compound over time have a rest"
		problems.At("indicator").Field("kind").Report(i.Kind, target.ErrKind, remedy)
	}
	if err := problems.Err(); err != nil {
		return target.Point{}, err
	}

	rest := checkRest(&problems, i, whole, parts)
	if err := problems.Err(); err != nil {
		return target.Point{}, err
	}

	left := whole.Value
	if law == target.TimeCompound {
		left = restRate(i, left, parts)
	} else {
		for _, x := range parts {
			left = left.Sub(x.Value)
		}
	}
	left, err := inBounds(left)
	return target.Point{Period: rest, Value: left}, err
}

// checkRest returns the rest of the period, and reports parts that leave none and rates
// without a meaning.
func checkRest(
	problems *target.Problems, i target.Indicator, whole target.Point, parts []target.Point,
) (rest target.Period) {
	var done target.Period
	for _, x := range parts {
		checkNext(problems.At("parts").Key(x.Period.String()), whole.Period, done, x.Period)
		done = x.Period
	}

	rest = whole.Period
	if !done.IsZero() {
		rest = target.Months(done.Last().Next(), whole.Period)
	}
	if rest.IsZero() {
		problems.At("parts").Report(done, target.ErrRange, "they must leave a part of "+whole.Period.String())
	}

	checkFigures(problems, i, parts)
	if i.TimeLaw() != target.TimeCompound {
		return rest
	}
	if growthFactor(i, whole.Value).Sign() < 0 {
		problems.At("whole").Field("value").Report(whole.Value, target.ErrRange, tooGreatALoss)
	}
	for _, x := range parts {
		if growthFactor(i, x.Value).Sign() == 0 {
			problems.At("parts").Key(x.Period.String()).Report(
				x.Value, target.ErrRange, "it leaves nothing for the rest",
			)
		}
	}
	return rest
}

// restRate returns the rate that compounds with those of the parts to the whole:
// W·perⁿ/Πf − per, with what the rates make of per, W and the f, negated for a
// reduction.
func restRate(i target.Indicator, whole decimal.Decimal, parts []target.Point) decimal.Decimal {
	if len(parts) == 0 {
		return whole
	}
	den, exp := growthProduct(i, parts, min(i.Scale().Exponent(), whole.Exponent()))

	// In units of 10^exp, the result is num/den.
	per := fixed.Rescale(i.Scale(), exp)
	num := new(big.Int).Exp(per, big.NewInt(int64(len(parts))), nil)
	num.Mul(num, fixed.Rescale(growthFactor(i, whole), exp))
	num.Sub(num, new(big.Int).Mul(den, per))
	if i.Kind == target.Reduction {
		num.Neg(num)
	}
	return roundScaled(num, den, exp, i.Places.Or(0))
}
