package leastchange

import (
	"math"
	"slices"
)

// bent solves a problem with bounds in real numbers, in floating point.
//
// The figure of a unit is a piecewise linear function of its parent's price. It is
// constant where a bound decides the figure.
//
// The function of a leaf is p + price/w, cut off at its bounds: it has two corners.
//
// The function of a family is the sum of the children's functions; its corners are
// theirs, in order. The function of the parent follows from it in two steps:
//
//  1. The parent's own weight w moves a corner from the price μ to μ + w·(x − p), where x
//     is the family's sum there. It changes a slope s to s/(1 + w·s).
//  2. The function is cut off at the parent's bounds.
//
// The root has no parent, and its price is zero. From there down, the figure of each
// unit says at which price of its family the children add up to it.
//
// Corners and slopes are counted from the price of zero to both sides, because leaves
// without weight have very steep slopes: figures far from the beginning are not accurate.
type bent struct {
	*guess
	corners []corner // of all families, one after the other
	curves  []curve  // of each family

	runs  []int // first corner of each child, during the merge
	spare []corner
	most  int // number of corners that a family keeps; 0 means all
}

// corner is where a function changes its slope.
type corner struct {
	price float64
	// slope is the slope on the side away from zero. During the addition of functions
	// it is the slope on the right less the slope on the left.
	slope float64
}

// curve is a function of the price.
type curve struct {
	lo, mid, hi int     // the corners at prices up to zero, and those above
	x, slope    float64 // at a price of zero
}

// point is a place on a function: on the piece to the left of a corner.
type point struct {
	price, x float64
	corner   int
}

// deep is a number of levels. In deeper trees families keep a limited number of corners,
// to save memory.
const deep = 20

func newBent(g *guess) *bent {
	b := &bent{guess: g, curves: make([]curve, len(g.nodes))}
	if depth(g.First) > deep {
		b.most = max(32, 16*g.len()/len(g.nodes))
	}
	b.corners = make([]corner, 0, b.room())
	return b
}

// room returns the greatest possible number of corners.
func (b *bent) room() int {
	all := 0
	many := make([]int, len(b.nodes))
	for unit := b.len() - 1; unit >= 0; unit-- {
		k := b.inner[unit]
		if k < 0 {
			continue
		}
		for i := b.First[unit]; i < b.First[unit+1]; i++ {
			many[k] += 2
			//mutate:equal j > 0: family 0 is that of the root, which is no child
			if j := b.inner[i]; j >= 0 {
				many[k] += many[j]
			}
		}
		all += many[k]
		if b.most > 0 {
			many[k] = min(many[k], b.most)
		}
	}
	return all
}

// bend computes the functions of all families, from the last one to the root.
func (b *bent) bend() {
	for unit := b.len() - 1; unit >= 0; unit-- {
		if b.inner[unit] >= 0 {
			b.add(unit)
		}
	}
}

// add adds up the functions of the children of a unit.
func (b *bent) add(unit int) {
	c := &b.curves[b.inner[unit]]
	c.lo, b.runs = len(b.corners), b.runs[:0]
	for i := int(b.First[unit]); i < int(b.First[unit+1]); i++ {
		b.runs = append(b.runs, len(b.corners)-c.lo)
		x, slope := b.child(i)
		c.x, c.slope = c.x+x, c.slope+slope
	}
	c.hi = len(b.corners)
	b.merge(b.corners[c.lo:])

	c.mid = c.lo
	for c.mid < c.hi && b.corners[c.mid].price <= 0 {
		c.mid++
	}
	slope := c.slope
	for k := c.mid; k < c.hi; k++ {
		slope = max(0, slope+b.corners[k].slope)
		b.corners[k].slope = slope
	}
	slope = c.slope
	for k := c.mid - 1; k >= c.lo; k-- {
		slope = max(0, slope-b.corners[k].slope)
		b.corners[k].slope = slope
	}
	b.thin(c)
}

// child adds the corners of a child, and returns its part of the value and of the
// slope at a price of zero.
func (b *bent) child(i int) (x, slope float64) {
	r := b.share(i)
	if r == 0 {
		return 0, 0
	}
	start := len(b.corners)
	//mutate:equal k > 0: family 0 is that of the root, which is no child
	if k := b.inner[i]; k >= 0 && !b.nodes[k].apart {
		x, slope = b.emit(i, &b.curves[k])
	}
	if k := b.inner[i]; k < 0 || b.nodes[k].apart {
		p, w := b.alone(i)
		x, slope = b.line(p, 1/w, b.low(i), b.high(i))
	}
	if b.Shares == nil {
		return x, slope
	}

	// The price for the child is r times the family's, and the child counts r times.
	square := float64(r * r)
	for k := start; k < len(b.corners); k++ {
		b.corners[k].price /= r
		b.corners[k].slope *= square
	}
	return float64(r * x), float64(square * slope)
}

// line adds the corners of x + slope·price between bounds, and returns the value
// and the slope at a price of zero.
func (b *bent) line(x, slope, low, high float64) (value, at float64) {
	if low == high {
		return low, 0
	}
	if slope == 0 {
		return x, 0
	}

	value, at = x, slope
	if !math.IsInf(low, 0) {
		price := (low - x) / slope
		b.corners = append(b.corners, corner{price, slope})
		if price > 0 {
			value, at = low, 0
		}
	}
	if !math.IsInf(high, 0) {
		price := (high - x) / slope
		b.corners = append(b.corners, corner{price, -slope})
		if price <= 0 {
			value, at = high, 0
		}
	}
	return value, at
}

// slopes returns the slope of the piece to the left of a corner.
func (b *bent) slopes(c *curve, at int) float64 {
	switch {
	case at < c.mid:
		return b.corners[at].slope
	case at == c.mid:
		return c.slope
	}
	return b.corners[at-1].slope
}

// The sides of a point on a function.
const (
	left  = -1
	right = 1
)

// next returns the next corner of a function on one side of a point, and false if there is
// none.
func (b *bent) next(c *curve, at point, side int) (to point, ok bool) {
	k, past := at.corner, at.corner+1
	if side == left {
		k, past = k-1, k-1
	}
	if k < c.lo || k >= c.hi {
		return at, false
	}
	price := b.corners[k].price
	return point{price, at.x + float64(b.slopes(c, at.corner)*(price-at.price)), past}, true
}

// find returns the point of a function at which price + w·(x − p) has a value.
func (b *bent) find(c *curve, w, p, value float64) point {
	at, side := point{0, c.x, c.mid}, right
	past := func(at point) bool { return at.price+float64(w*(at.x-p)) >= value }
	if past(at) {
		side = left
	}
	for {
		to, ok := b.next(c, at, side)
		if !ok || past(to) != (side == left) {
			break
		}
		at = to
	}

	slope := b.slopes(c, at.corner)
	length := (value - at.price - float64(w*(at.x-p))) / (1 + float64(w*slope))
	return point{at.price + length, at.x + float64(slope*length), at.corner}
}

// emit adds the corners of a unit with children, and returns the value and the
// slope at a price of zero.
func (b *bent) emit(i int, c *curve) (value, slope float64) {
	w, p, low, high := b.weight(i), b.Figures[i], b.low(i), b.high(i)
	if low == high {
		return low, 0
	}
	at := b.find(c, w, p, 0)
	slope = b.slopes(c, at.corner)
	slope /= 1 + float64(w*slope)
	switch {
	case at.x < low:
		value, slope = low, 0
	case at.x > high:
		value, slope = high, 0
	default:
		value = at.x
	}

	// First to the left, in reversed order, then to the right.
	start := len(b.corners)
	b.cut(c, w, at, -high, -low, left)
	slices.Reverse(b.corners[start:])
	start = len(b.corners)
	b.cut(c, w, at, low, high, right)
	for _, k := range b.corners[start:] {
		if k.price > 0 {
			break
		}
		slope += k.slope
	}
	return value, slope
}

// cut follows a function from the price of zero to one side, and adds the corners that it has
// between bounds. The bounds of the left side are those of the figures with the other sign.
func (b *bent) cut(c *curve, w float64, at point, near, far, side float64) {
	for price := 0.0; ; {
		slope := b.slopes(c, at.corner)
		bends := slope / (1 + float64(w*slope))
		to, more := b.next(c, at, int(side))
		x, y := float64(side*at.x), float64(side*to.x)
		if x < near && slope > 0 && (!more || y >= near) {
			b.corners = append(b.corners, corner{price + float64(side*(near-x))/bends, float64(side * bends)})
		}
		if x > far {
			return
		}
		if !math.IsInf(far, 0) && slope > 0 && (!more || y > far) {
			b.corners = append(b.corners, corner{price + float64(side*(far-x))/bends, -float64(side * bends)})
			return
		}
		if !more {
			return
		}

		price += to.price - at.price + float64(w*(to.x-at.x))
		if y >= near {
			after := b.slopes(c, to.corner)
			b.corners = append(b.corners, corner{price, float64(side * (after/(1+float64(w*after)) - bends))})
		}
		at = to
	}
}

// merge sorts runs of corners by price.
func (b *bent) merge(all []corner) {
	if cap(b.spare) < len(all) {
		b.spare = make([]corner, len(all))
	}

	from, to := all, b.spare[:len(all)]
	runs := b.runs
	for len(runs) > 1 {
		kept := runs[:0]
		for k := 0; k < len(runs); k += 2 {
			lo, mid, hi := runs[k], len(all), len(all)
			if k+1 < len(runs) {
				mid = runs[k+1]
			}
			if k+2 < len(runs) {
				hi = runs[k+2]
			}
			mergeTwo(to[lo:hi], from[lo:hi], mid-lo)
			kept = append(kept, lo)
		}
		runs = kept
		from, to = to, from
	}
	if len(all) > 0 && &from[0] != &all[0] {
		copy(all, from)
	}
}

// mergeTwo merges two runs, of which the second begins at mid, from both ends at once.
// Corners at one price stay in their order. Where the next corner comes from is
// arithmetic, since a processor cannot foresee it.
func mergeTwo(to, from []corner, mid int) {
	i, j := 0, mid
	last, other := mid-1, len(from)-1
	for i < last && j < other {
		later := 0
		if from[j].price < from[i].price {
			later = 1
		}
		to[i+j-mid] = from[i+later*(j-i)]
		i, j = i+1-later, j+later

		later = 0
		if from[other].price < from[last].price {
			later = 1
		}
		to[last+other-mid+1] = from[other+later*(last-other)]
		last, other = last-later, other-1+later
	}

	for i <= last || j <= other {
		if j > other || i <= last && from[i].price <= from[j].price {
			to[i+j-mid] = from[i]
			i++
		} else {
			to[i+j-mid] = from[j]
			j++
		}
	}
}

// thin drops every other corner of a function that has too many.
func (b *bent) thin(c *curve) {
	for b.most > 0 && c.hi-c.lo > b.most {
		above := b.halve(b.corners[c.mid:c.hi])
		below := b.corners[c.lo:c.mid]
		slices.Reverse(below)
		below = b.halve(below)
		slices.Reverse(below)

		c.mid = c.lo + len(below)
		c.hi = c.mid + copy(b.corners[c.mid:], above)
		b.corners = b.corners[:c.hi]
	}
}

// halve keeps every other corner of one side, from zero outwards. The slopes are changed
// so that the function passes through the corners that stay.
func (b *bent) halve(side []corner) []corner {
	to := 0
	for k := 0; k < len(side); k += 2 {
		kept := side[k]
		if k+2 < len(side) {
			x, y := side[k+1].price-kept.price, side[k+2].price-side[k+1].price
			if x+y != 0 {
				kept.slope = (float64(kept.slope*x) + float64(side[k+1].slope*y)) / (x + y)
			}
		} else if k+1 < len(side) {
			kept.slope = side[k+1].slope
		}
		side[to] = kept
		to++
	}
	return side[:to]
}
