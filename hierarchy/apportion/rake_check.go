package apportion

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

func (r *raking) options(at target.Place, o RakeOptions) {
	r.tolerance, r.places, r.sweeps = o.Tolerance, o.Places, o.Sweeps
	if at.Field("tolerance").NonNegative(o.Tolerance) && o.Tolerance.IsZero() {
		r.tolerance = decimal.New(1, -6)
	}
	at.Field("places").Count(int(o.Places.Or(0)), 0, fixed.Digits)
	if at.Field("sweeps").Count(o.Sweeps, 0, math.MaxInt) && o.Sweeps == 0 {
		r.sweeps = 10_000
	}
}

// decimals returns the number of decimals of the values.
func (r *raking) decimals() int32 {
	if n, ok := r.places.Get(); ok {
		return n
	}
	const (
		least = 12
		finer = 6
	)
	places := int32(least)
	for _, m := range r.margins {
		for _, t := range m.Totals {
			if t.Valid && t.Decimal.Sign() > 0 {
				places = max(places, finer-magnitude(t.Decimal)-magnitude(r.tolerance))
			}
		}
	}
	return min(places, fixed.Digits)
}

// magnitude returns the power of ten of the first digit of a number above zero.
func magnitude(d decimal.Decimal) int32 { return int32(d.NumDigits()) - 1 + d.Exponent() }

// block checks the seed, and reports whether it has a shape.
func (r *raking) block(at target.Place) bool {
	shape := r.seed.Shape
	if !at.Field("shape").Required(len(shape) > 0, "give the length of each axis") {
		return false
	}
	size := 1
	for _, n := range shape {
		if n < 1 || size > len(r.seed.Values)/n {
			size = 0
			break
		}
		size *= n
	}
	if size == 0 || size != len(r.seed.Values) || size > math.MaxInt32 {
		at.Field("values").Report(
			len(r.seed.Values), target.ErrMismatch, fmt.Sprintf("give one value for each place of the shape %v", shape),
		)
		return false
	}

	sound := true
	r.none = make([]bool, size)
	for c, v := range r.seed.Values {
		sound = at.Field("values").Index(c).NonNegative(v) && sound
		r.none[c] = v.Sign() <= 0
	}
	return sound
}

// margin checks a margin and finds the group of each value.
func (r *raking) margin(at target.Place, m Margin) {
	for i, axis := range m.Axes {
		if axis < 0 || axis >= len(r.seed.Shape) || i > 0 && axis <= m.Axes[i-1] {
			at.Field("axes").Report(
				m.Axes, target.ErrInvalid,
				fmt.Sprintf("give axes of the seed, from 0 to %d, in ascending order", len(r.seed.Shape)-1),
			)
			return
		}
	}
	groups := 1
	for _, axis := range m.Axes {
		groups *= r.seed.Shape[axis]
	}
	if groups != len(m.Totals) {
		at.Field("totals").Report(
			len(m.Totals), target.ErrMismatch, fmt.Sprintf("give %d totals, one for each place of its axes", groups),
		)
		return
	}
	if !slices.ContainsFunc(m.Totals, func(t decimal.NullDecimal) bool { return t.Valid }) {
		at.Field("totals").Report(nil, target.ErrRequired, "all its totals are free: give one, or leave the margin out")
		return
	}

	rm := &rakeMargin{Margin: m, group: r.groups(m.Axes), want: make([]float64, groups), seen: make([]bool, groups)}
	for c, g := range rm.group {
		rm.seen[g] = rm.seen[g] || !r.none[c]
	}
	for g, t := range m.Totals {
		place := at.Field("totals").Index(g)
		if !t.Valid || !place.NonNegative(t.Decimal) {
			continue
		}
		rm.want[g] = detmath.Float(t.Decimal)
		if t.Decimal.Sign() > 0 && !rm.seen[g] {
			place.Report(
				t.Decimal, target.ErrInfeasible,
				"all its values are zero in the seed: give one a value above zero, or set the total to 0",
			)
		}
	}
	r.margins = append(r.margins, rm)
}

// groups returns, for each value, which total of a margin it belongs to.
func (r *raking) groups(axes []int) []int32 {
	group := make([]int32, len(r.seed.Values))
	place := make([]int, len(r.seed.Shape))
	for c := range group {
		g := 0
		for _, axis := range axes {
			g = g*r.seed.Shape[axis] + place[axis]
		}
		group[c] = int32(g)
		for axis := len(place) - 1; axis >= 0; axis-- {
			if place[axis]++; place[axis] < r.seed.Shape[axis] {
				break
			}
			place[axis] = 0
		}
	}
	return group
}

// agree compares what every two margins say of the axes that both have.
func (r *raking) agree() {
	for k, a := range r.margins {
		at := r.problems.At("margins").Index(k).Field("totals")
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
				more, less := y[g].sum.GreaterThan(x[g].sum), x[g].sum.GreaterThan(y[g].sum)
				if x[g].known && more || y[g].known && less {
					at.Report(
						x[g].sum, target.ErrMismatch,
						fmt.Sprintf("margins[%d].totals have the sum %s over the same values", l, fault.Text(y[g].sum)),
					)
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
