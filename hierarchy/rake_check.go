package hierarchy

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

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
				if x[g].known && y[g].sum.GreaterThan(x[g].sum) || y[g].known && x[g].sum.GreaterThan(y[g].sum) {
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
