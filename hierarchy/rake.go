package hierarchy

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/biproportional"
	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
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

func (r *raking) options(o RakeOptions) {
	r.tolerance, r.places, r.sweeps = o.Tolerance, o.Places, o.Sweeps
	if r.sweeps == 0 {
		r.sweeps = 10_000
	}
	if r.sweeps < 0 {
		r.faults.Add(&target.FieldError{Path: "options.sweeps", Value: o.Sweeps, Err: target.ErrRange, Remedy: "give a positive number; zero is 10,000"})
	}
	if o.Places < 0 || o.Places > fixed.Digits {
		r.faults.Add(&target.FieldError{Path: "options.places", Value: o.Places, Err: target.ErrRange, Remedy: "at most 100"})
	}
	switch {
	case !r.in("options.tolerance", o.Tolerance):
	case o.Tolerance.Sign() < 0:
		r.faults.Add(&target.FieldError{Path: "options.tolerance", Value: o.Tolerance, Err: target.ErrRange, Remedy: "give a positive number; zero is 0.000001"})
	default:
		if o.Tolerance.IsZero() {
			r.tolerance = decimal.New(1, -6)
		}
		if r.places == 0 {
			r.places = min(max(0, -r.tolerance.Exponent())+6, fixed.Digits)
		}
	}
}

func (r *raking) in(path string, d decimal.Decimal) bool {
	if fixed.InBounds(d) {
		return true
	}
	r.faults.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
	return false
}

func (r *raking) amount(path string, d decimal.Decimal) {
	if r.in(path, d) && d.Sign() < 0 {
		r.faults.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "give zero or more"})
	}
}

func (r *raking) block() {
	if n := len(r.seed.Shape); n != 2 && n != 3 {
		r.faults.Add(&target.FieldError{Path: "seed.shape", Value: n, Err: target.ErrRange, Remedy: "give two or three axes"})
		return
	}
	size := 1
	for _, n := range r.seed.Shape {
		if n < 1 || size > len(r.seed.Values)/n {
			size = 0
			break
		}
		size *= n
	}
	if size == 0 || size != len(r.seed.Values) || size > math.MaxInt32 {
		r.faults.Add(&target.FieldError{Path: "seed.values", Value: len(r.seed.Values), Err: target.ErrMismatch, Remedy: fmt.Sprintf("give one for each place of the shape %v", r.seed.Shape)})
		return
	}
	for c, v := range r.seed.Values {
		r.amount(fmt.Sprintf("seed.values[%d]", c), v)
	}
}

func (r *raking) margin(k int, m Margin) {
	path := fmt.Sprintf("margins[%d]", k)
	for i, axis := range m.Axes {
		if axis < 0 || axis >= len(r.seed.Shape) || i > 0 && axis <= m.Axes[i-1] {
			r.faults.Add(&target.FieldError{Path: path + ".axes", Value: m.Axes, Err: target.ErrInvalid, Remedy: "give axes of the seed in ascending order"})
			return
		}
	}
	groups := 1
	for _, axis := range m.Axes {
		groups *= r.seed.Shape[axis]
	}
	if groups != len(m.Totals) {
		r.faults.Add(&target.FieldError{Path: path + ".totals", Value: len(m.Totals), Err: target.ErrMismatch, Remedy: fmt.Sprintf("give %d, one for each place of its axes", groups)})
		return
	}
	rm := &rakeMargin{Margin: m, group: make([]int32, len(r.seed.Values)), want: make([]float64, groups), seen: make([]bool, groups)}
	place := make([]int, len(r.seed.Shape))
	for c, v := range r.seed.Values {
		g := 0
		for _, axis := range m.Axes {
			g = g*r.seed.Shape[axis] + place[axis]
		}
		rm.group[c] = int32(g)
		rm.seen[g] = rm.seen[g] || v.Sign() > 0
		for axis := len(place) - 1; axis >= 0; axis-- {
			if place[axis]++; place[axis] < r.seed.Shape[axis] {
				break
			}
			place[axis] = 0
		}
	}
	for g, t := range m.Totals {
		if !t.Valid {
			continue
		}
		at := fmt.Sprintf("%s.totals[%d]", path, g)
		if r.amount(at, t.Decimal); fixed.InBounds(t.Decimal) {
			rm.want[g] = detmath.Float(t.Decimal)
		}
		if t.Decimal.Sign() > 0 && !rm.seen[g] {
			r.faults.Add(&target.FieldError{Path: at, Value: t.Decimal, Err: target.ErrInfeasible, Remedy: "all its values are zero in the seed: give it some, or nothing to sum to"})
		}
	}
	r.margins = append(r.margins, rm)
}

// agree compares what every two margins say of the axes that both have.
func (r *raking) agree() {
	for k, a := range r.margins {
		for l := range k {
			b := r.margins[l]
			var shared []int
			for _, axis := range a.Axes {
				if slices.Contains(b.Axes, axis) {
					shared = append(shared, axis)
				}
			}
			x, y := r.sums(a, shared), r.sums(b, shared)
			for g := range x {
				// A side that knows only a part gives a lower limit.
				if x[g].known && y[g].known && !x[g].sum.Equal(y[g].sum) ||
					x[g].known && y[g].sum.GreaterThan(x[g].sum) || y[g].known && x[g].sum.GreaterThan(y[g].sum) {
					r.faults.Add(&target.FieldError{
						Path: fmt.Sprintf("margins[%d].totals", k), Value: x[g].sum, Err: target.ErrMismatch,
						Remedy: fmt.Sprintf("margins[%d].totals sum to %s over the same values", l, fault.Text(y[g].sum)),
					})
				}
			}
		}
	}
}

type rakeSum struct {
	sum   decimal.Decimal
	known bool // no part of it is free
}

// sums adds up the totals of a margin that lie at the same place of some of its
// axes.
func (r *raking) sums(m *rakeMargin, axes []int) []rakeSum {
	n := 1
	for _, axis := range axes {
		n *= r.seed.Shape[axis]
	}
	sums := make([]rakeSum, n)
	for g := range sums {
		sums[g].known = true
	}
	for t, total := range m.Totals {
		at, g, size := t, 0, 1
		for i := len(m.Axes) - 1; i >= 0; i-- {
			place := at % r.seed.Shape[m.Axes[i]]
			at /= r.seed.Shape[m.Axes[i]]
			if slices.Contains(axes, m.Axes[i]) {
				g += place * size
				size *= r.seed.Shape[m.Axes[i]]
			}
		}
		if total.Valid {
			sums[g].sum = sums[g].sum.Add(total.Decimal)
		} else {
			sums[g].known = false
		}
	}
	return sums
}

// feasible asks for every two margins whether the zeros of the seed leave a way
// to meet both: whether a flow from the totals of one to those of the other
// exists.
func (r *raking) feasible() error {
	for k, a := range r.margins {
		for l := k + 1; l < len(r.margins); l++ {
			b := r.margins[l]
			if len(a.Totals) > 1<<20/len(b.Totals) {
				continue
			}
			if e := r.flow(a, b); e != nil {
				e.Margin, e.Across = k, l
				if e.turned {
					e.Margin, e.Across = l, k
				}
				return e
			}
		}
	}
	return nil
}

// flow looks for values that meet both margins. What is free gets as much as
// it could ever need, and one more row and column, the last, take up the rest.
func (r *raking) flow(a, b *rakeMargin) *RakeError {
	exp := int32(0)
	for _, m := range []*rakeMargin{a, b} {
		for _, t := range m.Totals {
			if t.Valid {
				exp = min(exp, t.Decimal.Exponent())
			}
		}
	}
	read := func(m *rakeMargin) (known []*big.Int, sum *big.Int, free int64) {
		sum = new(big.Int)
		for _, t := range m.Totals {
			if !t.Valid {
				known = append(known, nil)
				free++
				continue
			}
			n, _ := fixed.Mantissa(t.Decimal, exp)
			known = append(known, n)
			sum.Add(sum, n)
		}
		return known, sum, free
	}
	rows, rsum, rfree := read(a)
	cols, csum, cfree := read(b)
	plenty := new(big.Int).Add(rsum, csum)
	plenty.Add(plenty, big.NewInt(1))
	fill := func(margin []*big.Int) {
		for i, n := range margin {
			if n == nil {
				margin[i] = plenty
			}
		}
	}
	fill(rows)
	fill(cols)
	times := func(n int64) *big.Int { return new(big.Int).Mul(plenty, big.NewInt(n)) }
	m, n := len(rows)+1, len(cols)+1
	rest := times(rfree)
	rest.Add(rest, rsum).Sub(rest, csum)
	if rest.Sign() < 0 { // agree has compared what is known
		rest.SetInt64(0)
	}
	p := biproportional.Problem{Rows: append(rows, times(cfree)), Cols: append(cols, rest), Weights: make([]*big.Int, m*n)}
	no, yes := new(big.Int), big.NewInt(1)
	for c := range p.Weights {
		p.Weights[c] = no
	}
	p.Weights[m*n-1] = yes
	for i, t := range a.Totals {
		if !t.Valid {
			p.Weights[i*n+n-1] = yes
		}
	}
	for j, t := range b.Totals {
		if !t.Valid {
			p.Weights[(m-1)*n+j] = yes
		}
	}
	for c, v := range r.seed.Values {
		if v.Sign() > 0 {
			p.Weights[int(a.group[c])*n+int(b.group[c])] = yes
		}
	}
	cut := biproportional.Feasible(p)
	if cut == nil {
		return nil
	}
	// The cut holds for the lines in it or, read from the other side, for those
	// that are not. One of the two leaves out the row and column that were added.
	e := &RakeError{Totals: cut.Rows, Others: cut.Cols}
	if slices.Contains(cut.Cols, n-1) || slices.Contains(cut.Rows, m-1) {
		e.turned = true
		e.Totals, e.Others = except(cut.Cols, n-1), except(cut.Rows, m-1)
		e.Load, e.Room = known(b, e.Totals), known(a, e.Others)
	} else {
		e.Load, e.Room = known(a, e.Totals), known(b, e.Others)
	}
	return e
}

// except returns the numbers below n that are not among the given ones.
func except(places []int, n int) (others []int) {
	for i := range n {
		if _, ok := slices.BinarySearch(places, i); !ok {
			others = append(others, i)
		}
	}
	return others
}

func known(m *rakeMargin, totals []int) (sum decimal.Decimal) {
	for _, t := range totals {
		sum = sum.Add(m.Totals[t].Decimal)
	}
	return sum
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
		default:
			off = max(off, want)
			sums[g] = 1
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

// RakeError proves that two margins of a [Block] cannot both be met: the given
// totals of one sum to Load, and all values that may be above zero in their
// groups lie in groups of the others, of another margin, which sum to Room
// only. It matches [target.ErrInfeasible].
type RakeError struct {
	Margin int   // place among the margins
	Totals []int // places among its totals
	Load   decimal.Decimal
	Across int   // place of the other margin
	Others []int // places among its totals
	Room   decimal.Decimal
	turned bool
}

// Error names the first ten of the totals of either margin, and their sums.
func (e *RakeError) Error() string {
	return fmt.Sprintf("margins[%d] %v: %s sum to %s, and their values lie where %s of margins[%d] sum to %s",
		e.Margin, target.ErrInfeasible, lines("total", e.Totals), fault.Text(e.Load), lines("total", e.Others), e.Across, fault.Text(e.Room))
}

// Unwrap returns [target.ErrInfeasible].
func (e *RakeError) Unwrap() error { return target.ErrInfeasible }
