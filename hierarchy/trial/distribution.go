package trial

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Distribution is how unequal figures of units are: emissions per head of
// states, incomes of persons, burdens of provinces. It is made by
// [NewDistribution], [NewCounts] or [NewRatios].
//
// The order of the units shows in no measure. Zeros count like any other figure. A measure
// that does not exist is not valid:
//   - every relative measure (all but Mean, Least and Greatest) if a figure is negative or the mean is zero;
//   - [Distribution.TheilL] if a figure is zero;
//   - measures of a sample if the weights are not counts, or there is one observation.
//
// Measures are exact fractions, or logarithms and roots of such. Each is rounded once, to
// the number of significant digits that the caller asks for, halves away from zero. Digits
// are from 1 to 100. A smaller number means 1 and a greater one 100.
//
// A Distribution is immutable and safe for concurrent use. The zero Distribution
// and a nil *Distribution have no units, and all their measures are absent.
type Distribution struct {
	// The figure of unit i is massᵢ/weightᵢ. Units of weight zero do not count.
	weight, mass numbers
	order        []int32 // units of positive weight, ascending by figure, then weight

	weights, masses *big.Int // sums of the mantissas
	words           bool     // all mantissas and both sums fit words
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

	x, w := numbersOf(figures), numbersOf(weights)
	if counts {
		w = w.at(0)
	}
	return newDistribution(x.times(w), w, counts), nil
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

	return newDistribution(numbersOf(numerators), numbersOf(denominators), false), nil
}

// newDistribution sorts the units and adds them up.
func newDistribution(mass, weight numbers, counts bool) *Distribution {
	d := &Distribution{weight: weight, mass: mass, counts: counts}
	d.order = make([]int32, 0, weight.len()) //mutate:equal left out: it only takes longer
	for i := range weight.len() {
		if weight.sign(i) > 0 {
			d.order = append(d.order, int32(i))
		}
	}
	d.weights, d.masses = weight.sumOf(d.order), mass.sumOf(d.order)

	//mutate:equal left out: it only takes longer
	d.words = weight.words != nil && mass.words != nil && d.weights.IsInt64() && d.masses.IsInt64()
	if d.words {
		d.sortWords()
	} else {
		slices.SortFunc(d.order, d.compareUnits)
	}
	return d
}

// compareFigures compares units by figure: xᵢ < xⱼ exactly when mᵢ·wⱼ < mⱼ·wᵢ.
func (d *Distribution) compareFigures(i, j int32) int {
	if w, m := d.weight.words, d.mass.words; w != nil && m != nil {
		return int128.Mul(m[i], w[j]).Cmp(int128.Mul(m[j], w[i]))
	}
	left, right := d.w(int(j)), d.w(int(i))
	return left.Mul(left, d.m(int(i))).Cmp(right.Mul(right, d.m(int(j))))
}

// compareUnits compares units by figure, weight and place.
func (d *Distribution) compareUnits(i, j int32) int {
	return cmp.Or(d.compareFigures(i, j), d.w(int(i)).Cmp(d.w(int(j))), cmp.Compare(i, j))
}

// sortWords sorts by approximate figures first. They are off by less than three
// units in 2⁵³, so that larger differences decide.
func (d *Distribution) sortWords() {
	w, m := d.weight.words, d.mass.words
	type rough struct {
		figure float64
		unit   int32
	}
	units := make([]rough, len(d.order))
	for k, i := range d.order {
		units[k] = rough{float64(m[i]) / float64(w[i]), i}
	}

	slices.SortFunc(units, func(a, b rough) int {
		const off = 1.0 / (1 << 50)
		i, j := a.unit, b.unit
		if gap, size := a.figure-b.figure, math.Abs(a.figure)+math.Abs(b.figure); math.Abs(gap) > off*size {
			return cmp.Compare(a.figure, b.figure)
		}
		return cmp.Or(d.compareFigures(i, j), cmp.Compare(w[i], w[j]), cmp.Compare(i, j))
	})
	for k, u := range units {
		d.order[k] = u.unit
	}
}

// w and m are the mantissas of the weight and of the mass of a unit.
func (d *Distribution) w(i int) *big.Int { return d.weight.mantissa(i) }
func (d *Distribution) m(i int) *big.Int { return d.mass.mantissa(i) }

// exp is the exponent of a quotient of a mass and a weight.
func (d *Distribution) exp() int32 { return d.mass.exp - d.weight.exp }

// ends are the units with the least and the greatest figure.
func (d *Distribution) ends() (first, last int) {
	return int(d.order[0]), int(d.order[len(d.order)-1])
}

// given reports whether there are units.
func (d *Distribution) given() bool { return d != nil && len(d.order) > 0 }

// relative reports whether the relative measures exist.
func (d *Distribution) relative() bool {
	return d.given() && d.m(int(d.order[0])).Sign() >= 0 && d.masses.Sign() > 0
}

// equal reports whether all figures are the same.
func (d *Distribution) equal() bool {
	first, last := d.ends()
	a, b := d.m(first), d.m(last)
	//mutate:equal a.Quo(a, d.w(last)): figures that differ are not equal then either, and equal ones only take longer
	return a.Mul(a, d.w(last)).Cmp(b.Mul(b, d.w(first))) == 0
}

// Mean returns the weighted mean of the figures.
func (d *Distribution) Mean(digits int) decimal.NullDecimal {
	if !d.given() {
		return decimal.NullDecimal{}
	}
	return d.figure(d.masses, d.weights, digits)
}

// String prints the number of figures, their mean, their ends and their Gini
// coefficient, to four significant digits.
func (d *Distribution) String() string {
	const digits = 6
	if !d.given() {
		return "no figures"
	}
	return numtext.Counted(len(d.order), "figure") + ", mean " + short(d.Mean(digits)) +
		", from " + short(d.Least(digits)) + " to " + short(d.Greatest(digits)) + ", Gini " + short(d.Gini(digits))
}

// Least returns the smallest figure.
func (d *Distribution) Least(digits int) decimal.NullDecimal {
	if !d.given() {
		return decimal.NullDecimal{}
	}
	first, _ := d.ends()
	return d.figure(d.m(first), d.w(first), digits)
}

// Greatest returns the greatest figure.
func (d *Distribution) Greatest(digits int) decimal.NullDecimal {
	if !d.given() {
		return decimal.NullDecimal{}
	}
	_, last := d.ends()
	return d.figure(d.m(last), d.w(last), digits)
}

// figure rounds mass/weight, in the unit of the figures.
func (d *Distribution) figure(mass, weight *big.Int, digits int) decimal.NullDecimal {
	rounded := transcend.Fraction(new(big.Rat).SetFrac(mass, weight), digits)
	return decimal.NewNullDecimal(rounded.Shift(d.exp()))
}

// round rounds a fraction.
func round(num, den *big.Int, digits int) decimal.NullDecimal {
	return decimal.NewNullDecimal(transcend.Fraction(new(big.Rat).SetFrac(num, den), digits))
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
