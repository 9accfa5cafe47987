package convert

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Step is the conversion of one figure.
type Step struct {
	Conversion Conversion
	From       target.Indicator // of the figure
	Figure     decimal.Decimal

	// Exact is the result before rounding, with all its decimals. If it has more
	// than 100, or no end, Approximate is true and Exact has four decimals more
	// than the quantum of the result.
	Exact       decimal.Decimal
	Approximate bool

	Result decimal.Decimal // rounded to the quantum of Conversion.To

	// Low and High are the ends of the interval in which the exact result lies if
	// figure and basis are rounded as the conversion says. They have four decimals
	// more than the quantum, rounded outwards. They are absent if neither figure is
	// rounded, or if a figure within its rounding cannot be converted.
	Low, High decimal.NullDecimal
}

// interval sets the ends of the interval of a rounded figure or basis. The result
// is monotonic in both, so that they are among the results of the ends.
func (s *Step) interval(basis *big.Rat) {
	c := s.Conversion
	figures := ends(s.Figure, c.Rounded)
	bases := ends(c.Basis.Value, c.Basis.Rounded)
	places := exactPlaces(c.To)
	var low, high decimal.NullDecimal

	for _, x := range figures {
		for _, b := range bases {
			result, ok := c.result(x, b, s.From)
			if !ok {
				return
			}
			l, h := result.bounds(places)
			if !low.Valid || l.Cmp(low.Decimal) < 0 { //mutate:equal l.Cmp(low.Decimal) <= 0: equals
				low = decimal.NewNullDecimal(l)
			}
			if !high.Valid || h.Cmp(high.Decimal) > 0 { //mutate:equal h.Cmp(high.Decimal) >= 0: equals
				high = decimal.NewNullDecimal(h)
			}
		}
	}
	s.Low, s.High = low, high
}

// ends returns the ends of the interval of figures that round to x, or x alone.
func ends(x decimal.Decimal, rounded bool) []*big.Rat {
	if !rounded {
		return []*big.Rat{x.Rat()}
	}
	half := decimal.New(5, x.Exponent()-1)
	return []*big.Rat{x.Sub(half).Rat(), x.Add(half).Rat()}
}

// String prints the step as people write it:
//
//	1,370,536,875 (residents) × (1 + 5.84 / 100) = 1,450,576,228.5 → 1,450,576,229
func (s Step) String() string {
	var b strings.Builder
	c := s.Conversion
	x, basis, name := numtext.Plain(s.Figure), numtext.Plain(c.Basis.Value), ""
	if c.Basis.Name != "" {
		name = " (" + fault.Clip(c.Basis.Name, 200) + ")"
	}
	basis += name

	from, to := numtext.Plain(s.From.Scale()), numtext.Plain(c.To.Scale())
	switch c.Formula {
	case GrowthToLevel:
		b.WriteString(basis + " × " + c.years("(1"+signed(s.Figure)+" / "+from+")"))
	case ReductionToLevel:
		b.WriteString(basis + " × " + c.years("(1"+signed(s.Figure.Neg())+" / "+from+")"))
	case LevelToGrowth:
		b.WriteString("(" + c.root(x+" / "+basis) + " − 1) × " + to)
	case LevelToReduction:
		b.WriteString("(1 − " + c.root(x+" / "+basis) + ") × " + to)
	case RatioToNumerator, ShareToPart:
		b.WriteString(x + perText(s.From) + " × " + basis + c.in(s.From.Scale()))
	case NumeratorToRatio, PartToShare:
		b.WriteString(x + " / " + basis + c.in(c.To.Scale()))
		if !c.isPer(c.To.Scale()) {
			b.WriteString(" × " + to)
		}
	case IncrementToLevel:
		b.WriteString(basis + signed(s.Figure))
	case LevelToIncrement:
		b.WriteString(x + signed(c.Basis.Value.Neg()) + name)
	}

	s.writeResult(&b)
	return b.String()
}

// signed prints a figure that is added: " + 5.84", or " − 5.84" if it is negative.
func signed(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return " − " + numtext.Plain(d.Neg())
	}
	return " + " + numtext.Plain(d)
}

// perText names the unit of measure of a ratio or a share.
func perText(i target.Indicator) string {
	if i.Measure != "" {
		return " " + fault.Clip(i.Measure, 200)
	}
	return " per " + numtext.Plain(i.Scale())
}

func (s Step) writeResult(b *strings.Builder) {
	sign := " = "
	if s.Approximate {
		sign = " ≈ "
	}
	b.WriteString(sign + numtext.Plain(s.Exact))
	if !s.Result.Equal(s.Exact) {
		b.WriteString(" → " + numtext.Comma(s.Conversion.To.Format(s.Result)))
	}
	if s.Low.Valid {
		low, high := numtext.Plain(s.Low.Decimal), numtext.Plain(s.High.Decimal)
		b.WriteString("; from " + low + " to " + high + ", since the figures are rounded")
	}
}

func (c Conversion) years(factor string) string {
	if c.Years < 2 {
		return factor
	}
	return factor + "^" + numtext.Count(c.Years)
}

func (c Conversion) root(quotient string) string {
	if c.Years < 2 {
		return quotient
	}
	return "(" + quotient + ")^(1/" + numtext.Count(c.Years) + ")"
}

// isPer reports whether the basis is stated in the number that the ratio is per.
func (c Conversion) isPer(per decimal.Decimal) bool {
	return !c.Basis.In.IsZero() && c.Basis.In.Equal(per)
}

// in names the number in which the basis is stated, if it is not the one that
// the ratio is per.
func (c Conversion) in(per decimal.Decimal) string {
	if c.Basis.In.IsZero() || c.isPer(per) {
		return ""
	}
	return " × " + numtext.Plain(c.Basis.In)
}
