package hierarchy

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Block is a table of two or three dimensions: the values row by row, the last
// axis fastest.
type Block struct {
	Shape  []int
	Values []decimal.Decimal
}

// Margin gives what a [Block] is to sum to over all axes but the given ones:
// Axes {0} is a total for each row, Axes {0, 1} of three one for each pair.
// Totals are in the order of the block, the last axis fastest. Those that are
// not valid are free.
type Margin struct {
	Axes   []int // ascending
	Totals []decimal.NullDecimal
}

// RakeOptions are the choices of [Rake].
type RakeOptions struct {
	Tolerance decimal.Decimal // how far a sum may be off its total; zero is 0.000001
	Places    int32           // decimals of the result; zero is six more than the tolerance has
	Sweeps    int             // passes over all margins, at most; zero is 10,000
}

// Raked is a block raked to its margins.
type Raked struct {
	Block
	Converged bool // all sums of the values, as they stand here, are within the tolerance
	Sweeps    int
	// Off is the largest distance of a sum of the values from its total, and
	// Margin and Total say where: margins[Margin].Totals[Total].
	Off           decimal.Decimal
	Margin, Total int
}

// Rake scales a block until it sums to all margins, by iterative proportional
// fitting: for one margin after the other, every value is multiplied by the
// total of its group over the group's sum, and again, until all sums are within
// the tolerance. In two dimensions the result is the real-valued counterpart of
// [Table]:
//
//	valueᵢⱼ = ρᵢ · seedᵢⱼ · σⱼ
//
// Of all blocks that meet the margins it is the one that strays least from the
// seed in relative entropy. Values that are zero in the seed stay zero, and a
// total that is not valid leaves its group free.
//
// Rake does not say that it converged because it came to rest: it sums the
// values that it returns, exactly, and compares. It stops when they are within
// the tolerance, when 100 sweeps have not brought them nearer by a hundredth,
// or after the given number. It computes to some 15 digits, with the same bits
// on every platform, and rounds values to the given places.
//
// Rake returns an error if the seed does not have two or three axes, or not the
// values of its shape; if there are no margins, or one does not fit the shape;
// if a value or total is negative; if two margins do not agree on what they both
// know; if a group of zeros has a total; if an option is negative; if a number
// has more than 100 digits before or after the point; and a [*RakeError] if the
// zeros of the seed keep two margins from being met at once. In two dimensions
// that is every case in which they cannot be. In three, margins that agree in
// pairs may still contradict each other; then Converged is false. Two margins
// with more than a million pairs of totals are not compared.
//
// Sources: Deming and Stephan, Annals of Mathematical Statistics 11, 1940;
// Bacharach, Biproportional Matrices and Input-Output Change, 1970.
func Rake(seed Block, margins []Margin, o RakeOptions) (Raked, error) {
	r := &raking{seed: seed}
	r.options(o)
	if r.block(); r.faults.Len() == 0 {
		for k := range margins {
			r.margin(k, margins[k])
		}
		if len(margins) == 0 {
			r.faults.Add(&target.FieldError{Path: "margins", Err: target.ErrRequired, Remedy: "give at least one"})
		}
	}
	if r.faults.Len() == 0 {
		r.agree()
	}
	if r.faults.Len() > 0 {
		return Raked{}, r.faults.Err()
	}
	if err := r.feasible(); err != nil {
		return Raked{}, err
	}
	return r.run(), nil
}

// raking is one call of Rake.
type raking struct {
	faults    fault.List
	seed      Block
	margins   []*rakeMargin
	tolerance decimal.Decimal
	places    int32
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
		values[c] = detmath.Float(v)
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
	result := Raked{Block: Block{Shape: slices.Clone(r.seed.Shape), Values: make([]decimal.Decimal, len(values))}, Sweeps: sweeps}
	for c, v := range values {
		result.Values[c] = detmath.Decimal(v, r.places)
	}
	r.compare(&result)
	return result
}

// fit scales the values of each group to its total, and returns how far the
// sum of one was off at most, before.
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
			off = max(off, math.Abs(want-sum))
			sums[g] = want / sum
			// Where it is zero, so are all its values, and remain so.
		}
	}
	for c := range values {
		values[c] *= sums[m.group[c]]
	}
	return off
}

// compare sums the values exactly.
func (r *raking) compare(result *Raked) {
	for k, m := range r.margins {
		sums := make([]decimal.Decimal, len(m.Totals))
		for c, v := range result.Values {
			sums[m.group[c]] = sums[m.group[c]].Add(v)
		}
		for g, t := range m.Totals {
			if !t.Valid {
				continue
			}
			if d := sums[g].Sub(t.Decimal).Abs(); d.GreaterThan(result.Off) {
				result.Off, result.Margin, result.Total = d, k, g
			}
		}
	}
	result.Converged = !result.Off.GreaterThan(r.tolerance)
}
