package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// column is one indicator's figures while they are being normalised.
type column struct {
	node  *node
	path  string
	x     []float64 // by unit; NaN is a gap
	units units
	// exact gives the figures themselves, targets and bases those that go with
	// OwnTarget; nil without them.
	exact          func(i int) decimal.Decimal
	targets, bases []decimal.NullDecimal
}

func (c *column) fail(l *fault.List, err error, remedy string) {
	l.Add(&target.FieldError{Path: c.path, Err: err, Remedy: remedy})
}

// span returns the least and the greatest figure and how many there are.
func span(x []float64) (lo, hi float64, n int) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if v == v {
			n++
		}
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
	}
	return lo, hi, n
}

// normalise turns the column's figures into scores in place.
func (c *column) normalise(l *fault.List) {
	lo, hi, n := span(c.x)
	if n == 0 {
		c.fail(l, target.ErrMissing, "no unit has one: leave the indicator out")
		return
	}
	constant := false
	switch c.node.normalise.(type) {
	case MinMax, ZScore:
		constant = lo == hi
	case Rank, Borda, PercentileRank:
		constant = lo == hi && c.constant()
	}
	if constant {
		c.fail(l, target.ErrInvalid, "all its figures are the same, so that it tells no unit from another: leave it out, or give it goalposts")
		return
	}
	lower := c.node.better == target.Lower
	switch n := c.node.normalise.(type) {
	case MinMax:
		linear(c.x, lo, hi, lower, n.Onto, false)
	case Goalposts:
		linear(c.x, detmath.Float(n.Low), detmath.Float(n.High), lower, n.Onto, n.Clip)
	case ZScore:
		zscore(c.x, detmath.Float(n.Mean), detmath.Float(n.SD), lower)
	case Rank:
		c.ranks(lower, 1)
	case Borda:
		c.ranks(lower, 0)
	case PercentileRank:
		c.percentiles(lower, n.Onto)
	case ShareOfBest:
		c.shares(l, lo, hi, lower, n.Onto)
	case OwnTarget:
		c.ownTarget(l, n)
	}
}

// constant reports whether the figures are exactly the same.
func (c *column) constant() bool {
	first := -1
	for i, v := range c.x {
		switch {
		case v != v:
		case first < 0:
			first = i
		case c.exact(i).Cmp(c.exact(first)) != 0:
			return false
		}
	}
	return true
}

func linear(x []float64, lo, hi float64, lower bool, onto Range, clip bool) {
	from, width := onto.floats()
	span := hi - lo
	if lower {
		lo, span = hi, -span
	}
	if !clip {
		for i, v := range x {
			x[i] = from + float64((v-lo)/span*width)
		}
		return
	}
	for i, v := range x {
		s := (v - lo) / span
		if s < 0 {
			s = 0
		}
		if s > 1 {
			s = 1
		}
		x[i] = from + float64(s*width)
	}
}

func zscore(x []float64, mean, sd float64, lower bool) {
	if sd == 0 {
		sd = 1
	}
	if lower {
		sd = -sd
	}
	m, s := moments(x)
	for i, v := range x {
		x[i] = mean + float64((v-m)/s*sd)
	}
}

// moments returns the mean and the standard deviation, with n − 1, of the
// figures that are not gaps; there must be two different ones.
func moments(x []float64) (mean, sd float64) {
	_, _, n := span(x)
	mean = detmath.Sum(x) / float64(n)
	squares := make([]float64, len(x))
	var off float64
	for i, v := range x {
		d := v - mean
		squares[i] = float64(d * d)
		if d == d {
			off += d
		}
	}
	// The second term takes out what the mean's own rounding adds.
	ss := detmath.Sum(squares) - float64(off*off)/float64(n)
	return mean, math.Sqrt(ss / float64(n-1))
}

// ranks scores each unit with the number of units that have a worse figure,
// plus base.
func (c *column) ranks(lower bool, base int) {
	order := make([]int32, 0, len(c.x))
	for i, v := range c.x {
		if v == v {
			order = append(order, int32(i))
		}
	}
	sign := 1
	if lower {
		sign = -1
	}
	// Rounding to floats keeps the order of figures, so that only those that
	// round to the same float have to be compared again.
	compare := func(a, b int32) int {
		o := cmp.Compare(c.x[a], c.x[b])
		if o == 0 {
			o = c.exact(int(a)).Cmp(c.exact(int(b)))
		}
		return sign * o
	}
	slices.SortFunc(order, compare)
	ranks := make([]float64, len(order))
	for k := range order {
		ranks[k] = float64(k + base)
		if k > 0 && compare(order[k-1], order[k]) == 0 {
			ranks[k] = ranks[k-1]
		}
	}
	for k, i := range order {
		c.x[i] = ranks[k]
	}
}

func (c *column) percentiles(lower bool, onto Range) {
	_, _, n := span(c.x)
	c.ranks(lower, 0)
	from, width := onto.floats()
	for i, v := range c.x {
		c.x[i] = from + float64(v/float64(n-1)*width)
	}
}

func (c *column) shares(l *fault.List, lo, hi float64, lower bool, onto Range) {
	switch {
	case lower && lo <= 0:
		c.fail(l, target.ErrRange, "a share of the lowest figure exists only where all figures are positive")
		return
	case !lower && hi <= 0:
		c.fail(l, target.ErrRange, "a share of the highest figure exists only where that is positive")
		return
	}
	from, width := onto.floats()
	for i, v := range c.x {
		s := v / hi
		if lower {
			s = lo / v
		}
		c.x[i] = from + float64(s*width)
	}
}

func (c *column) ownTarget(l *fault.List, o OwnTarget) {
	from, width := o.Onto.floats()
	for i, v := range c.x {
		if v != v || !c.targets[i].Valid {
			c.x[i] = math.NaN()
			continue
		}
		x, t := c.exact(i), c.targets[i].Decimal
		way := t
		if c.bases != nil && c.bases[i].Valid {
			way = t.Sub(c.bases[i].Decimal)
		}
		if way.IsZero() {
			l.Add(&target.FieldError{
				Path: c.units.path("targets", c.node.code, i), Value: t, Err: target.ErrInvalid,
				Remedy: "the target is the baseline (zero where none is given), so that there is no way to measure by: give another baseline",
			})
			continue
		}
		short := t.Sub(x)
		switch c.node.better {
		case target.Lower:
			short = short.Neg()
		case target.Nearer:
			short = short.Abs()
		}
		s := 1 - ratio(short, way.Abs())
		if o.Cap && s > 1 {
			s = 1
		}
		c.x[i] = from + float64(s*width)
	}
}

// ratio divides two decimals, whose difference of exponents is bounded, with
// one rounding of each.
func ratio(a, b decimal.Decimal) float64 {
	return detmath.Float(a) / detmath.Float(b)
}
