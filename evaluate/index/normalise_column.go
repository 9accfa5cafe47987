package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// figureColumn is the figures of one indicator while they are normalised.
type figureColumn struct {
	node  *treeNode
	at    target.Place
	x     []float64                      // by unit; NaN is a gap
	exact func(unit int) decimal.Decimal // the figures themselves

	// Of OwnTarget; nil without.
	targets, baselines []decimal.NullDecimal
	targetAt           func(unit int) target.Place
}

func isGap(x float64) bool { return x != x }

// span returns the least and the greatest figure, and the number of figures. Gaps are left
// out.
func span(x []float64) (low, high float64, n int) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !isGap(v) {
			n++
		}
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
	}
	return low, high, n
}

// normalise turns the figures of the column into scores in place.
func (c *figureColumn) normalise() {
	low, high, n := span(c.x)
	if n == 0 {
		c.at.Report(nil, target.ErrMissing, "no unit has a figure: leave the indicator out")
		return
	}
	if c.isConstant(low == high) {
		c.at.Report(nil, target.ErrInvalid, "all figures are equal: leave the indicator out, or use Goalposts")
		return
	}

	lower := c.node.better == target.Lower
	switch n := c.node.normalise.(type) {
	case MinMax:
		linear(c.x, low, high, lower, n.Onto, false)
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
		c.shares(low, high, lower, n.Onto)
	case OwnTarget:
		c.ownTarget(n)
	}
}

// isConstant reports whether the normalisation fails because all figures are equal.
// Rankings fail only if they are equal exactly, and not only as float64.
func (c *figureColumn) isConstant(equalFloats bool) bool {
	if !equalFloats {
		return false
	}
	switch c.node.normalise.(type) {
	case MinMax, ZScore:
		return true
	case Rank, Borda, PercentileRank:
		return c.isExactlyConstant()
	}
	return false
}

func (c *figureColumn) isExactlyConstant() bool {
	first := -1
	for i, v := range c.x {
		switch {
		case isGap(v):
		case first < 0:
			first = i
		case c.exact(i).Cmp(c.exact(first)) != 0:
			return false
		}
	}
	return true
}

// linear scores the position between low and high.
func linear(x []float64, low, high float64, lower bool, onto ScoreRange, clip bool) {
	from, width := onto.floats()
	start, length := low, high-low
	if lower {
		start, length = high, -length
	}

	if !clip {
		for i, v := range x {
			x[i] = from + float64((v-start)/length*width)
		}
		return
	}
	for i, v := range x {
		s := (v - start) / length
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

	d := detmath.Deviate(x)
	own := d.SD()
	for i, v := range x {
		x[i] = mean + float64((v-d.Mean)/own*sd)
	}
}

// ranks scores each unit with base plus the number of units that have a worse
// figure.
func (c *figureColumn) ranks(lower bool, base int) {
	order := make([]int32, 0, len(c.x))
	for i, v := range c.x {
		if !isGap(v) {
			order = append(order, int32(i))
		}
	}

	sign := 1
	if lower {
		sign = -1
	}
	// The nearest float64 of a greater figure is not less. Only figures with the
	// same float64 have to be compared exactly.
	compare := func(a, b int32) int {
		order := cmp.Compare(c.x[a], c.x[b])
		if order == 0 {
			order = c.exact(int(a)).Cmp(c.exact(int(b)))
		}
		return sign * order
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

func (c *figureColumn) percentiles(lower bool, onto ScoreRange) {
	_, _, n := span(c.x)
	c.ranks(lower, 0)

	from, width := onto.floats()
	for i, v := range c.x {
		c.x[i] = from + float64(v/float64(n-1)*width)
	}
}

func (c *figureColumn) shares(low, high float64, lower bool, onto ScoreRange) {
	switch {
	case lower && low <= 0:
		c.at.Report(nil, target.ErrRange, "every figure must be positive for a share of the lowest one")
		return
	case !lower && high <= 0:
		c.at.Report(nil, target.ErrRange, "the highest figure must be positive for a share of it")
		return
	}

	from, width := onto.floats()
	for i, v := range c.x {
		s := v / high
		if lower {
			s = low / v
		}
		c.x[i] = from + float64(s*width)
	}
}

func (c *figureColumn) ownTarget(o OwnTarget) {
	from, width := o.Onto.floats()
	for i, v := range c.x {
		if isGap(v) || !c.targets[i].Valid {
			c.x[i] = math.NaN()
			continue
		}

		goal := c.targets[i].Decimal
		distance := goal
		if c.baselines != nil && c.baselines[i].Valid {
			distance = goal.Sub(c.baselines[i].Decimal)
		}
		if distance.IsZero() {
			remedy := "the target equals the baseline, which is 0 if none is given: give another baseline"
			c.targetAt(i).Report(goal, target.ErrInvalid, remedy)
			continue
		}

		s := 1 - ratio(c.shortfall(goal.Sub(c.exact(i))), distance.Abs())
		if o.Cap && s > 1 {
			s = 1
		}
		c.x[i] = from + float64(s*width)
	}
}

// shortfall turns target − figure into how far the figure is from meeting the
// target, which is negative for a figure beyond it.
func (c *figureColumn) shortfall(difference decimal.Decimal) decimal.Decimal {
	switch c.node.better {
	case target.Lower:
		return difference.Neg()
	case target.Nearer:
		return difference.Abs()
	}
	return difference
}

// ratio divides two decimals after rounding each to float64.
func ratio(a, b decimal.Decimal) float64 { return detmath.Float(a) / detmath.Float(b) }
