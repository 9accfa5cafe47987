package apportion

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// Block is a table of any number of dimensions: the values row by row, the last
// axis fastest.
type Block struct {
	Shape  []int
	Values []decimal.Decimal
}

// Margin gives what a [Block] is to sum to over all axes except the given ones:
// Axes {0} is a total for each row, Axes {0, 1} of three one for each pair.
// Totals are in the order of the block, the last axis fastest. Totals that are
// not valid are free.
type Margin struct {
	Axes   []int // ascending
	Totals []decimal.NullDecimal
}

// RakeOptions are the choices of [Rake]. The zero value has the defaults.
type RakeOptions struct {
	// Tolerance is how far a sum may be off its total, as a fraction of the total.
	// 0 means 0.000001.
	Tolerance decimal.Decimal
	// Places is the number of decimals of the values, from 0 to 100. If it is not
	// said, there are at least 12, and as many as it takes for a value's rounding
	// to be a millionth of the tolerance of the smallest total.
	Places target.Precision
	// Sweeps is the greatest number of passes over all margins. 0 means 10,000.
	Sweeps int
}

// Raked is a block raked to its margins.
type Raked struct {
	Block
	Converged bool // all sums of the values, as they stand here, are within the tolerance
	Sweeps    int
	// Off is the largest distance of a sum of the values from its total, as a
	// fraction of the total, rounded to 20 decimals. Margin and Total say where:
	// margins[Margin].Totals[Total].
	Off           decimal.Decimal
	Margin, Total int
}

// Rake scales a block until it sums to all margins, by iterative proportional fitting.
// For one margin after the other, every value is multiplied by the total of its group
// over the group's sum. That is repeated until all sums are within the tolerance. In two
// dimensions the result is the real-valued counterpart of [Table]:
//
//	valueᵢⱼ = ρᵢ · seedᵢⱼ · σⱼ
//
// Of all blocks that meet the margins it is the nearest to the seed in relative
// entropy. Values that are zero in the seed stay zero. A total that is not valid
// leaves its group free.
//
// Some values above zero may have to be zero, because every block that meets two
// of the margins has a zero there. Rake finds them first and sets them to zero.
// Otherwise the fitting would approach zero without ever coming near.
//
// Rake sums the values that it returns exactly and compares the sums with the
// totals: Converged is never a guess. It stops when all sums are within the
// tolerance, when 100 sweeps have not brought them nearer by a hundredth, or
// after the given number of sweeps. It computes with about 15 digits, with the
// same bits on every platform, and rounds values to the given places.
//
// Rake returns an error if
//   - the seed has no axis, or not one value for each place of its shape;
//   - there are no margins, or one does not fit the shape or gives no total;
//   - a value or a total is negative, or has more than 100 digits before or after the decimal point;
//   - two margins have different sums over the same values;
//   - a group of zeros has a total above zero;
//   - an option is negative, or Places is above 100;
//   - the zeros of the seed keep two margins from being met at once ([*RakeError]).
//
// In two dimensions, these are all cases in which the margins cannot be met. Three
// margins or more may contradict each other although every two agree; then
// Converged is false. Two margins with more than a million pairs of totals are
// not compared.
//
// Sources: Deming and Stephan, Annals of Mathematical Statistics 11, 1940;
// Bacharach, Biproportional Matrices and Input-Output Change, 1970.
func Rake(seed Block, margins []Margin, o RakeOptions) (Raked, error) {
	r := &raking{seed: seed}
	r.options(r.problems.At("options"), o)
	if r.block(r.problems.At("seed")) {
		at := r.problems.At("margins")
		at.Required(len(margins) > 0, "give at least one")
		for k := range margins {
			r.margin(at.Index(k), margins[k])
		}
	}
	if r.problems.Len() == 0 {
		r.agree()
	}
	if r.problems.Len() > 0 {
		return Raked{}, r.problems.Err()
	}

	if err := r.support(); err != nil {
		return Raked{}, err
	}
	return r.run(), nil
}

// raking is one call of Rake.
type raking struct {
	problems  target.Problems
	seed      Block
	none      []bool // values that are zero in the result
	margins   []*rakeMargin
	tolerance decimal.Decimal
	places    target.Precision
	sweeps    int
}

// rakeMargin is a margin with what belongs to each of its totals.
type rakeMargin struct {
	Margin
	group []int32 // of each value
	want  []float64
	seen  []bool // whether a group has a value above zero
}

func (r *raking) run() Raked {
	values := make([]float64, len(r.seed.Values))
	for c, v := range r.seed.Values {
		if !r.none[c] {
			values[c] = detmath.Float(v)
		}
	}

	goal := detmath.Float(r.tolerance) / 4
	sweeps, before := 0, math.Inf(1)
	for sweeps < r.sweeps {
		sweeps++
		off := 0.0
		for _, m := range r.margins {
			off = max(off, m.fit(values))
		}
		if off <= goal {
			break
		}
		if sweeps%100 == 0 {
			if off > 0.99*before {
				break
			}
			before = off
		}
	}

	result := Raked{
		Block:  Block{Shape: slices.Clone(r.seed.Shape), Values: make([]decimal.Decimal, len(values))},
		Sweeps: sweeps,
	}
	places := r.decimals()
	for c, v := range values {
		result.Values[c] = detmath.Decimal(v, places)
	}
	r.compare(&result)
	return result
}

// fit scales the values of each group to its total, and returns how far the
// sum of one was off at most before, as a fraction of the total.
func (m *rakeMargin) fit(values []float64) (off float64) {
	sums := make([]float64, len(m.want))
	for c, v := range values {
		sums[m.group[c]] += v
	}
	for g, sum := range sums {
		switch want := m.want[g]; {
		case !m.Totals[g].Valid:
			sums[g] = 1
		case sum > 0:
			sums[g] = want / sum
			if want > 0 {
				off = max(off, math.Abs(want-sum)/want)
			}
			// If it is zero, so are all its values, and remain so.
		}
	}
	for c := range values {
		values[c] *= sums[m.group[c]]
	}

	return off
}

// compare sums the values exactly.
func (r *raking) compare(result *Raked) {
	result.Converged = true
	worst, whole := decimal.Zero, one // worst/whole is the largest distance so far
	for k, m := range r.margins {
		sums := make([]decimal.Decimal, len(m.Totals))
		for c, v := range result.Values {
			sums[m.group[c]] = sums[m.group[c]].Add(v)
		}
		for g, t := range m.Totals {
			if !t.Valid || t.Decimal.IsZero() { // of which all values are zero
				continue
			}
			off := sums[g].Sub(t.Decimal).Abs()
			if off.GreaterThan(r.tolerance.Mul(t.Decimal)) {
				result.Converged = false
			}
			if off.Mul(whole).GreaterThan(worst.Mul(t.Decimal)) {
				worst, whole = off, t.Decimal
				result.Margin, result.Total = k, g
			}
		}
	}

	result.Off = worst.DivRound(whole, offPlaces).Normalize()
}

// offPlaces is the number of decimals of Raked.Off.
const offPlaces = 20
