package temporal

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/internal/series"
	"github.com/targetcascade/cascade/target"
)

// YearOnYear returns the rates of change on the same period of the year before:
//
//	Growth      (x − y)/y · Per
//	Reduction   (y − x)/y · Per
//
// Here x is the figure of a period, and y the figure of [target.Period.YearBefore].
// Periods can be months, the time to date, or any others. A figure without one of the
// year before has no rate. Rates are rounded to the Places of the indicator, halves away
// from zero.
//
// All levels must be of one vintage. If the year before was revised, the published
// growth is on the revised figures.
//
// YearOnYear returns an error if:
//   - the indicator is not valid, is no Growth or Reduction (ErrKind), or has no
//     Places;
//   - a level is not valid or given twice;
//   - a figure of the year before is not greater than 0.
//
// It reports every problem.
func YearOnYear(rate target.Indicator, levels []target.Point) ([]target.Point, error) {
	var problems target.Problems
	checkRate(&problems, rate)
	levels = sorted(&problems, "levels", levels)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	var out []target.Point
	for _, x := range levels {
		before, found := series.At(levels, x.Period.YearBefore())
		if !found || !problems.At("levels").Key(before.Period.String()).Positive(before.Value) {
			continue
		}
		change := new(big.Rat).Quo(x.Value.Rat(), before.Value.Rat())
		out = append(out, target.Point{Period: x.Period, Value: roundRate(rate, change.Sub(change, oneRat))})
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

var oneRat = big.NewRat(1, 1) // is not changed

// checkRate checks that an indicator is a rate of change that can be rounded.
func checkRate(problems *target.Problems, rate target.Indicator) {
	if !problems.Add(rate.Validate()) {
		return
	}
	at := problems.At("indicator")
	if rate.Kind != target.Growth && rate.Kind != target.Reduction {
		at.Field("kind").Report(rate.Kind, target.ErrKind, "must be a growth or a reduction")
	}
	at.Field("places").Required(!rate.Places.IsZero(), "set the number of decimals to which rates are rounded")
}

// roundRate returns the rate of a relative change, which it changes.
func roundRate(rate target.Indicator, change *big.Rat) decimal.Decimal {
	change.Mul(change, rate.Scale().Rat())
	if rate.Kind == target.Reduction {
		change.Neg(change)
	}
	return fixed.Round(change.Num(), change.Denom(), rate.Places.Or(0))
}

// RateToDate makes rates to date from the rates of the parts of a year, all on the
// same period of the year before: Σ yₖrₖ / Σ yₖ, with the figures y of the year
// before. So the growth of the first half is not the mean of two quarters. Rates
// are rounded to the Places of the indicator, halves away from zero.
//
// The rates of parts follow each other without a gap. The base has a figure of
// the year before for each, or figures that add up to it. It is of a Flow.
// [RatesOfParts] goes the other way.
//
// RateToDate returns an error if:
//   - the indicator is not valid, is no Growth or Reduction (ErrKind), or has no
//     Places;
//   - a rate or a figure of the base is not valid or given twice;
//   - two parts overlap, or there is a gap between them, or they are more than a
//     year;
//   - the base of a part is incomplete (ErrMissing), or not greater than 0.
//
// It reports every problem.
func RateToDate(rate target.Indicator, rates, base []target.Point) ([]target.Point, error) {
	var problems target.Problems
	checkRate(&problems, rate)
	rates, base = sorted(&problems, "rates", rates), sorted(&problems, "base", base)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	var out []target.Point
	sum, weights := decimal.Zero, decimal.Zero
	for k, x := range rates {
		if k > 0 && x.Period.First() != rates[k-1].Period.Last().Next() {
			remedy := "give the rates of parts that follow each other"
			problems.At("rates").Key(x.Period.String()).Report(nil, target.ErrMissing, remedy)
			continue
		}
		weight, ok := baseOf(&problems, base, x.Period)
		if !ok || !checkWithinYear(&problems, "rates", target.Months(rates[0].Period, x.Period)) {
			continue
		}
		weights, sum = weights.Add(weight), sum.Add(weight.Mul(x.Value))
		value := new(big.Rat).Quo(sum.Rat(), weights.Rat())
		out = append(out, target.Point{
			Period: target.Months(rates[0].Period, x.Period),
			Value:  fixed.Round(value.Num(), value.Denom(), rate.Places.Or(0)),
		})
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// checkWithinYear reports a period of more than a year, which overlaps the same
// period of the year before.
func checkWithinYear(problems *target.Problems, name string, p target.Period) bool {
	if p.Len() > 12 {
		problems.At(name).Report(p, target.ErrRange, "rates on the year before are of at most twelve months")
		return false
	}
	return true
}

// baseOf returns the figure of the year before of a period, added up from parts,
// and reports if there is none.
func baseOf(problems *target.Problems, base []target.Point, p target.Period) (decimal.Decimal, bool) {
	before := p.YearBefore()
	at := problems.At("base").Key(before.String())
	if x, found := series.At(base, before); found {
		return x.Value, at.Positive(x.Value)
	}

	sum, next := decimal.Zero, before.First()
	start, _ := slices.BinarySearchFunc(base, before.First(), func(x target.Point, first target.Period) int {
		return x.Period.Last().Compare(first)
	})
	for _, x := range base[start:] {
		if x.Period.Last().Compare(before.Last()) > 0 {
			break
		}
		if x.Period.First() == next {
			sum, next = sum.Add(x.Value), x.Period.Last().Next()
		}
	}
	if next != before.Last().Next() {
		at.Report(nil, target.ErrMissing, "give the figure of the year before, or of its parts")
		return decimal.Decimal{}, false
	}
	return sum, at.Positive(sum)
}

// ImpliedRate is the rate of a part of a year that rates to date imply.
type ImpliedRate struct {
	Period target.Period
	Value  decimal.Decimal // with 16 significant digits

	// Low and High are the ends of the interval of the rate if the rates to date
	// are rounded to the Places of their indicator. They have 16 significant digits.
	Low, High decimal.Decimal
}

// RatesOfParts returns the rates of the parts between rates to date, all on the
// same period of the year before: (Yₖ·Rₖ − Yₖ₋₁·Rₖ₋₁)/(Yₖ − Yₖ₋₁), with the figures
// Y of the year before to date. With the rate of the first quarters and the target
// of the year it is the rate that the rest of the year needs.
//
// Published rates are rounded to the Places of the indicator. What they imply for a
// part is known to the interval from Low to High only.
//
// The rates to date begin with the same month. The base has the figures of the
// year before, to date or of parts that add up. It is of a Flow. [RateToDate] goes
// the other way.
//
// RatesOfParts returns an error if:
//   - the indicator is not valid, is no Growth or Reduction (ErrKind), or has no
//     Places;
//   - a rate or a figure of the base is not valid or given twice;
//   - the rates do not begin with one month (ErrMismatch), or are for more than a
//     year;
//   - the base of a period is incomplete (ErrMissing), or does not grow from one
//     period to the next.
//
// It reports every problem.
func RatesOfParts(rate target.Indicator, toDate, base []target.Point) ([]ImpliedRate, error) {
	var problems target.Problems
	checkRate(&problems, rate)
	toDate, base = sorted(&problems, "toDate", toDate), sorted(&problems, "base", base)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	var out []ImpliedRate
	half := decimal.New(5, -rate.Places.Or(0)-1)
	before := target.Point{}
	weightBefore := decimal.Zero
	for k, x := range toDate {
		at := problems.At("toDate").Key(x.Period.String())
		if k > 0 && x.Period.First() != toDate[0].Period.First() {
			at.Report(nil, target.ErrMismatch, "rates to date must begin with "+toDate[0].Period.First().String())
			continue
		}
		weight, ok := baseOf(&problems, base, x.Period)
		if !ok || !checkWithinYear(&problems, "toDate", x.Period) {
			continue
		}
		if weight.Cmp(weightBefore) <= 0 {
			remedy := "must be greater than that of the shorter period"
			problems.At("base").Key(x.Period.YearBefore().String()).Report(weight, target.ErrRange, remedy)
			continue
		}

		part := ImpliedRate{Period: x.Period}
		spread := half.Mul(weight)
		if k > 0 {
			part.Period = target.Months(before.Period.Last().Next(), x.Period)
			spread = half.Mul(weight.Add(weightBefore))
		}
		change := x.Value.Mul(weight).Sub(before.Value.Mul(weightBefore))
		growth := weight.Sub(weightBefore)
		part.Value = quotient.Round(quotient.Of(change, growth))
		part.Low = quotient.Round(quotient.Of(change.Sub(spread), growth))
		part.High = quotient.Round(quotient.Of(change.Add(spread), growth))
		out = append(out, part)
		before, weightBefore = x, weight
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// RateOfQuotient returns the rate of change of a quotient from the rates of its
// numerator and its denominator: ((1 + n/Per)/(1 + d/Per) − 1)·Per for a Growth,
// with the opposite sign for a Reduction. Both rates are growth per the Per of the
// indicator. With consumption 11.2 % up and output 11.1 % up, intensity is 0.09 %
// up and not 0.1 %. The result is rounded to the Places of the indicator, halves
// away from zero.
//
// RateOfQuotient returns an error if:
//   - the indicator is not valid, is no Growth or Reduction (ErrKind), or has no
//     Places;
//   - a rate is out of bounds, or leaves nothing of the denominator.
func RateOfQuotient(rate target.Indicator, numerator, denominator decimal.Decimal) (decimal.Decimal, error) {
	var problems target.Problems
	checkRate(&problems, rate)
	sound := problems.At("numerator").Figure(numerator)
	sound = problems.At("denominator").Figure(denominator) && sound
	if !sound || problems.Len() > 0 {
		return decimal.Decimal{}, problems.Err()
	}

	left := rate.Scale().Add(denominator)
	if left.Sign() <= 0 {
		problems.At("denominator").Report(denominator, target.ErrRange, tooGreatALoss)
		return decimal.Decimal{}, problems.Err()
	}
	change := quotient.Of(rate.Scale().Add(numerator), left)
	return inBounds(roundRate(rate, change.Sub(change, oneRat)))
}
