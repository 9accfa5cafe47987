package convert

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Figure converts one figure of an indicator.
//
// Figure returns an error if
//   - the conversion or the indicator is not valid;
//   - the formula is not between the kinds of the two indicators;
//   - the indicators or the basis differ in coverage;
//   - a share is below 0 or above the whole, and BeyondWhole is not set;
//   - a rate cannot compound: a reduction by more than the whole over years, or a
//     level that is not above 0;
//   - the figure or the result has more than 100 digits before or after the
//     decimal point.
//
// It reports every problem.
func (c Conversion) Figure(x decimal.Decimal, from target.Indicator) (Step, error) {
	var p target.Problems
	if !c.check(&p, from) {
		return Step{}, p.Err()
	}
	s := c.step(p.At("figure"), x, from)
	return s, p.Err()
}

// step converts a figure, and reports what is wrong with it.
func (c Conversion) step(at target.Place, x decimal.Decimal, from target.Indicator) Step {
	s := Step{Conversion: c, From: from, Figure: x}
	if !at.Figure(x) || !c.inWhole(at, x, from) {
		return s
	}
	basis := c.Basis.Value.Rat()
	result, ok := c.result(x.Rat(), basis, from)
	if !ok {
		at.Report(x, target.ErrRange, "the rate does not compound: what is left must be greater than 0")
		return s
	}

	s.Result = result.nearest(c.To.EffectiveQuantum())
	exact, finite := result.decimal(exactPlaces(c.To))
	s.Exact, s.Approximate = exact, !finite
	if c.Rounded || c.Basis.Rounded {
		s.interval(basis)
	}
	if at.Figure(s.Result) {
		at.Figure(s.Exact)
	}
	return s
}

// inWhole reports whether a share is between 0 and the whole.
func (c Conversion) inWhole(at target.Place, x decimal.Decimal, from target.Indicator) bool {
	switch {
	case c.BeyondWhole || c.Formula.pair() != ShareToPart:
		return true
	case c.Formula == ShareToPart:
		return at.Between(x, decimal.Zero, from.Scale())
	}
	whole := c.Basis.Value
	if !c.Basis.In.IsZero() {
		whole = whole.Mul(c.Basis.In)
	}
	return at.Between(x, decimal.Zero, whole)
}

// exactPlaces is how many decimals an exact result shows that does not end: four
// more than the quantum has.
func exactPlaces(to target.Indicator) int32 { return max(0, -to.EffectiveQuantum().Exponent()) + 4 }

// result applies the formula to a figure and a basis.
func (c Conversion) result(x, basis *big.Rat, from target.Indicator) (number, bool) {
	per := from.Scale().Rat()
	if !c.Formula.toLevel() {
		per = c.To.Scale().Rat()
	}
	if c.perBasis() && !c.Basis.In.IsZero() {
		basis = new(big.Rat).Mul(basis, c.Basis.In.Rat())
	}

	one, y := big.NewRat(1, 1), new(big.Rat)
	switch c.Formula {
	case GrowthToLevel, ReductionToLevel:
		y.Quo(x, per)
		if c.Formula == ReductionToLevel {
			y.Neg(y)
		}
		return compound(basis, y.Add(y, one), max(c.Years, 1))
	case LevelToGrowth, LevelToReduction:
		return rate(per, y.Quo(x, basis), max(c.Years, 1), c.Formula == LevelToReduction)
	case RatioToNumerator, ShareToPart:
		return number{fraction: y.Quo(y.Mul(x, basis), per)}, true
	case NumeratorToRatio, PartToShare:
		return number{fraction: y.Quo(y.Mul(x, per), basis)}, true
	case IncrementToLevel:
		return number{fraction: y.Add(basis, x)}, true
	}
	return number{fraction: y.Sub(x, basis)}, true // LevelToIncrement
}
