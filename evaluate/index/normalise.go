package index

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Normalisation brings an indicator's figures to a scale on which they can be
// averaged with others, higher being better whatever the indicator's
// direction. In the formulas x is the figure, min, max and n are taken over
// the units that have one, and a score s between 0 and 1 comes out as
//
//	From + s·(To − From)
//
// on the normalisation's [Range]. It is one of [MinMax], [Goalposts], [ZScore],
// [Rank], [Borda], [PercentileRank], [ShareOfBest], [OwnTarget] and [AsIs].
//
// MinMax, ZScore, Rank, Borda and PercentileRank refuse an indicator whose
// figures are all the same (for the first two, as float64), because it does not
// tell units apart. They and
// ShareOfBest are relative to the units in the set: a unit's score moves when
// another unit's figure does. Goalposts and OwnTarget are absolute.
type Normalisation interface{ normalisation() }

// Range is where normalised scores from 0 to 1 are laid out. The zero Range is
// 0 to 100.
type Range struct{ From, To decimal.Decimal }

// MinMax scores the place between the worst and the best unit:
//
//	s = (x − min)/(max − min)   where higher is better
//	s = (max − x)/(max − min)   where lower is better
type MinMax struct{ Onto Range }

// Goalposts scores the place between two fixed figures, which do not depend on
// the units in the set:
//
//	s = (x − Low)/(High − Low)   where higher is better
//	s = (High − x)/(High − Low)  where lower is better
//
// A figure beyond a goalpost scores beyond the range, unless Clip holds it at
// the range's end.
type Goalposts struct {
	Low, High decimal.Decimal
	Clip      bool
	Onto      Range
}

// ZScore scores the distance from the mean m in standard deviations sd, taken
// with n − 1:
//
//	Mean + SD·(x − m)/sd   where higher is better
//	Mean − SD·(x − m)/sd   where lower is better
//
// A zero SD is 1.
type ZScore struct{ Mean, SD decimal.Decimal }

// Rank scores one more than the number of units with a worse figure: the worst
// unit scores 1, the best of n without ties n, equal figures score the same.
// Figures are compared exactly.
type Rank struct{}

// Borda scores the number of units with a worse figure, compared exactly.
type Borda struct{}

// PercentileRank scores the share of the other units that have a worse figure,
// compared exactly: s = (rank − 1)/(n − 1).
type PercentileRank struct{ Onto Range }

// ShareOfBest scores the figure as a share of the best one:
//
//	s = x/max   where higher is better; max must be positive
//	s = min/x   where lower is better; every x must be positive
type ShareOfBest struct{ Onto Range }

// OwnTarget scores how near each unit is to its own target T, from its own
// baseline b, or from zero where it has none:
//
//	s = 1 − (T − x)/|T − b|   where higher is better
//	s = 1 − (x − T)/|T − b|   where lower is better
//	s = 1 − |x − T|/|T − b|   where nearer is better
//
// The target met scores 1, the baseline 0 when the target lies ahead of it,
// and a better figure never scores less. A figure beyond the target scores
// above 1 unless Cap holds it there. A unit with a figure and no target has a
// gap.
//
// The yardstick is the unit's own way to go, never the worst figure among its
// peers. Measured from the peers' minimum, (x − min)/(T − min), the score of one
// unit would change when another unit improves; it does not exist for the unit
// that is the minimum and has reached its target; and where all are beyond the
// target T − min is negative, so that better figures score less.
type OwnTarget struct {
	Cap  bool
	Onto Range
}

// AsIs takes figures that are scores already. The indicator's direction must
// be higher.
type AsIs struct{}

func (MinMax) normalisation()         {}
func (Goalposts) normalisation()      {}
func (ZScore) normalisation()         {}
func (Rank) normalisation()           {}
func (Borda) normalisation()          {}
func (PercentileRank) normalisation() {}
func (ShareOfBest) normalisation()    {}
func (OwnTarget) normalisation()      {}
func (AsIs) normalisation()           {}

// checkNormalisation checks what can be known without data.
func checkNormalisation(l *fault.List, path string, n Normalisation, better target.Direction) {
	at := path + ".normalise"
	nearer, lower := false, true
	switch n := n.(type) {
	case MinMax:
		n.Onto.check(l, at)
	case Goalposts:
		n.Onto.check(l, at)
		low, high := bounded(l, at+".low", n.Low), bounded(l, at+".high", n.High)
		if low && high && n.Low.Cmp(n.High) >= 0 {
			l.Add(&target.FieldError{Path: at + ".high", Value: n.High, Err: target.ErrRange, Remedy: "above the low goalpost, whatever the direction"})
		}
	case ZScore:
		bounded(l, at+".mean", n.Mean)
		if bounded(l, at+".sd", n.SD) && n.SD.Sign() < 0 {
			l.Add(&target.FieldError{Path: at + ".sd", Value: n.SD, Err: target.ErrRange, Remedy: "give a positive number, or leave it zero for 1"})
		}
	case Rank, Borda:
	case PercentileRank:
		n.Onto.check(l, at)
	case ShareOfBest:
		n.Onto.check(l, at)
	case OwnTarget:
		n.Onto.check(l, at)
		nearer = true
	case AsIs:
		lower = false
	default:
		l.Add(&target.FieldError{
			Path: at, Value: fmt.Sprintf("%T", n), Err: target.ErrUnknown,
			Remedy: "MinMax, Goalposts, ZScore, Rank, Borda, PercentileRank, ShareOfBest, OwnTarget or AsIs",
		})
		return
	}
	switch {
	case better == target.Nearer && !nearer:
		l.Add(&target.FieldError{Path: path + ".better", Value: better, Err: target.ErrMismatch, Remedy: "only OwnTarget knows what to be near to"})
	case better == target.Lower && !lower:
		l.Add(&target.FieldError{Path: path + ".better", Value: better, Err: target.ErrMismatch, Remedy: "a score taken as it is must be better when it is higher"})
	}
}

func (r Range) check(l *fault.List, path string) {
	from, to := bounded(l, path+".onto.from", r.From), bounded(l, path+".onto.to", r.To)
	if from && to && r.From.Cmp(r.To) >= 0 && !(r.From.IsZero() && r.To.IsZero()) {
		l.Add(&target.FieldError{Path: path + ".onto.to", Value: r.To, Err: target.ErrRange, Remedy: "above the beginning of the range"})
	}
}

func (r Range) floats() (from, width float64) {
	if r.From.IsZero() && r.To.IsZero() {
		return 0, 100
	}
	from = detmath.Float(r.From)
	return from, detmath.Float(r.To) - from
}

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
		squares[i] = d * d
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
