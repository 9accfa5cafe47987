package trial

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Distribution is how unequal figures of units are: emissions per head of
// states, incomes of persons, burdens of provinces. It is made by
// [NewDistribution], [NewCounts] or [NewRatios].
//
// Figures are sorted together with their weights, so that the order of the units
// shows in no measure. Zeros count like any other figure. A measure that does
// not exist is absent:
//   - every relative measure (all but Mean, Least and Greatest) if a figure is negative or the mean is zero;
//   - [Distribution.TheilL] if a figure is zero;
//   - measures of a sample if the weights are not counts, or there is one observation.
//
// Measures are exact fractions, or logarithms and roots of such; each is rounded
// once, to the number of significant digits that the caller asks for, halves
// away from zero. Digits are from 1 to 100; a number outside is taken as the
// nearer end.
//
// A Distribution is immutable and safe for concurrent use. The zero Distribution
// has no units, and all its measures are absent.
type Distribution struct {
	// The weight of unit i is weight[i] · 10^weightExp and its figure is
	// mass[i]/weight[i] · 10^exp. Units of weight zero do not count.
	weight, mass   []*big.Int
	weightExp, exp int32
	order          []int // units of positive weight, ascending by figure, then weight

	weights, masses *big.Int // sums
	counts          bool     // weights are numbers of observations
}

// NewDistribution makes the distribution of figures with weights: incomes per
// head of provinces, weighted by population. Nil weights count each figure as
// one observation.
//
// NewDistribution returns an error if:
//   - the numbers of figures and weights differ;
//   - a figure or a weight has more than 100 digits before or after the point;
//   - a weight is negative, or no weight is positive.
func NewDistribution(figures, weights []decimal.Decimal) (*Distribution, error) {
	if weights != nil {
		return newWeighted(figures, weights, false)
	}
	ones := make([]decimal.Decimal, len(figures))
	for i := range ones {
		ones[i] = decimal.New(1, 0)
	}
	return newWeighted(figures, ones, true)
}

// NewCounts makes the distribution of figures that were observed several times:
// 25 farms of 2.5 hectares, 13 of 7.5.
//
// NewCounts returns an error if a count is no whole number, and in the cases of
// [NewDistribution].
func NewCounts(figures, counts []decimal.Decimal) (*Distribution, error) {
	return newWeighted(figures, counts, true)
}

func newWeighted(figures, weights []decimal.Decimal, counts bool) (*Distribution, error) {
	var p target.Problems
	checkLength(&p, "weights", len(weights), len(figures))
	checkFigures(&p, "figures", figures)
	checkWeights(&p, "weights", weights)
	for i, w := range weights {
		if counts && fixed.InBounds(w) && !w.IsInteger() {
			p.At("weights").Index(i).Report(w, target.ErrRange, "a count must be a whole number")
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}

	x, w := mantissas(figures), mantissas(weights)
	d := &Distribution{exp: x.Exp(), weightExp: w.Exp(), counts: counts}
	d.weight, d.mass = make([]*big.Int, len(figures)), make([]*big.Int, len(figures))
	for i := range figures {
		d.weight[i] = w.Mantissa(i)
		d.mass[i] = new(big.Int).Mul(x.Mantissa(i), d.weight[i])
	}
	if counts {
		d.whole()
	}
	d.arrange()
	return d, nil
}

// whole brings the weights of counts to whole numbers.
func (d *Distribution) whole() {
	scale := fixed.Pow10(max(d.weightExp, -d.weightExp))
	for i := range d.weight {
		if d.weightExp > 0 {
			d.weight[i] = new(big.Int).Mul(d.weight[i], scale)
			d.mass[i] = new(big.Int).Mul(d.mass[i], scale)
		} else {
			d.weight[i] = new(big.Int).Quo(d.weight[i], scale)
			d.mass[i] = new(big.Int).Quo(d.mass[i], scale)
		}
	}
	d.weightExp = 0
}

// NewRatios makes the distribution of ratios, each weighted by its denominator:
// emissions per head, weighted by population. The ratios are not rounded, and
// their weighted mean is the ratio of the sums. A unit whose numerator and
// denominator are both zero does not count.
//
// NewRatios returns an error if:
//   - the numbers of numerators and denominators differ;
//   - one of them has more than 100 digits before or after the point;
//   - a denominator is negative, or zero under a numerator that is not, or none is positive.
func NewRatios(numerators, denominators []decimal.Decimal) (*Distribution, error) {
	var p target.Problems
	checkLength(&p, "denominators", len(denominators), len(numerators))
	checkFigures(&p, "numerators", numerators)
	checkWeights(&p, "denominators", denominators)
	for i := range min(len(numerators), len(denominators)) {
		if denominators[i].IsZero() && !numerators[i].IsZero() {
			const remedy = "a ratio needs a denominator greater than 0"
			p.At("denominators").Index(i).Report(denominators[i], target.ErrRange, remedy)
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}

	m, w := mantissas(numerators), mantissas(denominators)
	d := &Distribution{exp: m.Exp() - w.Exp(), weightExp: w.Exp()}
	d.weight, d.mass = make([]*big.Int, len(numerators)), make([]*big.Int, len(numerators))
	for i := range numerators {
		d.weight[i], d.mass[i] = w.Mantissa(i), m.Mantissa(i)
	}
	d.arrange()
	return d, nil
}

// arrange sorts the units and adds them up.
func (d *Distribution) arrange() {
	d.weights, d.masses = new(big.Int), new(big.Int)
	for i, w := range d.weight {
		if w.Sign() > 0 {
			d.order = append(d.order, i)
			d.weights.Add(d.weights, w)
			d.masses.Add(d.masses, d.mass[i])
		}
	}

	a, b := new(big.Int), new(big.Int)
	slices.SortStableFunc(d.order, func(i, j int) int {
		// xᵢ < xⱼ exactly when mᵢ·wⱼ < mⱼ·wᵢ.
		if c := a.Mul(d.mass[i], d.weight[j]).Cmp(b.Mul(d.mass[j], d.weight[i])); c != 0 {
			return c
		}
		return d.weight[i].Cmp(d.weight[j])
	})
}

// relative reports whether the relative measures exist.
func (d *Distribution) relative() bool {
	return d != nil && len(d.order) > 0 && d.mass[d.order[0]].Sign() >= 0 && d.masses.Sign() > 0
}

// equal reports whether all figures are the same.
func (d *Distribution) equal() bool {
	first, last := d.order[0], d.order[len(d.order)-1]
	a, b := new(big.Int).Mul(d.mass[first], d.weight[last]), new(big.Int).Mul(d.mass[last], d.weight[first])
	return a.Cmp(b) == 0
}

// Mean returns the weighted mean of the figures.
func (d *Distribution) Mean(digits int) decimal.NullDecimal {
	if d == nil || len(d.order) == 0 {
		return decimal.NullDecimal{}
	}
	return d.figure(d.masses, d.weights, digits)
}

// Least returns the smallest figure.
func (d *Distribution) Least(digits int) decimal.NullDecimal {
	if d == nil || len(d.order) == 0 {
		return decimal.NullDecimal{}
	}
	first := d.order[0]
	return d.figure(d.mass[first], d.weight[first], digits)
}

// Greatest returns the greatest figure.
func (d *Distribution) Greatest(digits int) decimal.NullDecimal {
	if d == nil || len(d.order) == 0 {
		return decimal.NullDecimal{}
	}
	last := d.order[len(d.order)-1]
	return d.figure(d.mass[last], d.weight[last], digits)
}

// figure rounds mass/weight, in the unit of the figures.
func (d *Distribution) figure(mass, weight *big.Int, digits int) decimal.NullDecimal {
	rounded := transcend.Fraction(new(big.Rat).SetFrac(mass, weight), digits)
	return decimal.NewNullDecimal(rounded.Shift(d.exp))
}

// round rounds a fraction.
func round(num, den *big.Int, digits int) decimal.NullDecimal {
	return decimal.NewNullDecimal(transcend.Fraction(new(big.Rat).SetFrac(num, den), digits))
}

func mantissas(figures []decimal.Decimal) fixed.Column {
	b := fixed.NewBuilder(len(figures))
	for i, x := range figures {
		b.Set(i, x)
	}
	return b.Column()
}

func checkLength(p *target.Problems, path string, have, want int) {
	if have != want {
		p.At(path).Report(have, target.ErrMismatch, fmt.Sprintf("give one for each of the %d figures", want))
	}
}

func checkFigures(p *target.Problems, path string, figures []decimal.Decimal) {
	for i, x := range figures {
		p.At(path).Index(i).Figure(x)
	}
}

func checkWeights(p *target.Problems, path string, weights []decimal.Decimal) {
	some := false
	for i, w := range weights {
		p.At(path).Index(i).NonNegative(w)
		some = some || w.Sign() > 0
	}
	p.At(path).Required(some, "give at least one greater than 0")
}
