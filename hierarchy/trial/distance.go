package trial

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Distance says how far quotas are from those that were observed, over the units
// with an observation. The difference of a unit is its quota less the
// observation, dᵢ; its weight is wᵢ.
type Distance uint8

const (
	// MeanAbsolute is Σ wᵢ|dᵢ| / Σ wᵢ. Few units that follow no rule move its
	// optimum little.
	MeanAbsolute Distance = iota
	// RootMeanSquare is √(Σ wᵢdᵢ² / Σ wᵢ).
	RootMeanSquare
	// Greatest is the greatest |dᵢ| of a unit whose weight is positive.
	Greatest
	// ShareOff is the weight of the units with |dᵢ| above the tolerance, over Σ wᵢ.
	ShareOff
)

var distanceWords = enum.New[Distance]("distance", target.UnknownError, []string{
	"mean absolute difference", "root mean square", "greatest difference", "share off",
})

// String returns the word of the distance: "mean absolute difference".
func (d Distance) String() string { return distanceWords.String(d) }

// MarshalText writes the word of the distance.
func (d Distance) MarshalText() ([]byte, error) { return distanceWords.Marshal(d) }

// UnmarshalText reads the word of a distance.
func (d *Distance) UnmarshalText(text []byte) error { return distanceWords.Unmarshal(d, text) }

// comparison is what quotas are compared with.
type comparison struct {
	distance  Distance
	observed  []*big.Rat // nil where there is none
	weight    []*big.Rat
	whole     *big.Rat // sum of the weights of what is observed
	tolerance *big.Rat
}

// each yields the units that count, with the difference of each.
func (c *comparison) each(quotas []*big.Rat, visit func(i int, off *big.Rat)) {
	for i, o := range c.observed {
		if o != nil && c.weight[i].Sign() > 0 {
			visit(i, new(big.Rat).Sub(quotas[i], o))
		}
	}
}

// of returns the distance of quotas; the square of a RootMeanSquare.
func (c *comparison) of(quotas []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	c.each(quotas, func(i int, off *big.Rat) {
		off.Abs(off)
		switch c.distance {
		case MeanAbsolute:
			sum.Add(sum, off.Mul(off, c.weight[i]))
		case RootMeanSquare:
			sum.Add(sum, off.Mul(off, off).Mul(off, c.weight[i]))
		case Greatest:
			if off.Cmp(sum) > 0 { //mutate:equal off.Cmp(sum) >= 0: it is the same number then
				sum.Set(off)
			}
		case ShareOff:
			if off.Cmp(c.tolerance) > 0 {
				sum.Add(sum, c.weight[i])
			}
		}
	})

	if c.distance == Greatest {
		return sum
	}
	return sum.Quo(sum, c.whole)
}

// knots returns the parameters of a piece between which the distance is monotone,
// the ends included, in order. The minimum over the piece is at one of them.
func (c *comparison) knots(p *piece) []*big.Rat {
	inside := []*big.Rat{p.from, p.to}
	add := func(at *big.Rat, ok bool) {
		//mutate:equal at.Cmp(p.from) >= 0: it is among them
		//mutate:equal at.Cmp(p.to) <= 0: it is among them
		if ok && at.Cmp(p.from) > 0 && at.Cmp(p.to) < 0 {
			inside = append(inside, at)
		}
	}

	// A difference is top/bottom, with one bottom for all.
	tops := c.tops(p)
	switch c.distance {
	case MeanAbsolute: // a quotient of lines between the zeros of the differences
		for _, l := range tops {
			add(l.root())
		}
	case RootMeanSquare:
		add(c.stationary(p))
	case Greatest: // a quotient of lines between the corners of their envelope
		lines := slices.Clone(tops)
		for _, l := range tops {
			lines = append(lines, l.times(big.NewRat(-1, 1)))
		}
		for _, at := range corners(lines) {
			add(at, true)
		}
	case ShareOff: // level between the parameters at which a difference is the tolerance
		edge := p.bottom.times(c.tolerance)
		for _, l := range tops {
			add(l.minus(edge).root())
			add(l.plus(edge).root())
		}
	}
	slices.SortFunc(inside, (*big.Rat).Cmp)
	if c.distance == ShareOff {
		return withMiddles(inside)
	}
	return inside
}

// tops returns the differences of the units that count, times the bottom of the
// piece.
func (c *comparison) tops(p *piece) []linear {
	var tops []linear
	for i, o := range c.observed {
		if o != nil && c.weight[i].Sign() > 0 {
			tops = append(tops, p.top[i].minus(p.bottom.times(o)))
		}
	}
	return tops
}

// stationary returns where the derivative of the mean square is zero. With lines
// aᵢ + bᵢp over d + ep, that is where Σ wᵢ(aᵢ + bᵢp)(bᵢd − aᵢe) = 0.
func (c *comparison) stationary(p *piece) (*big.Rat, bool) {
	sum := constant(new(big.Rat))
	for i, o := range c.observed {
		if o == nil || c.weight[i].Sign() == 0 {
			continue
		}
		l := p.top[i].minus(p.bottom.times(o))
		x, y := new(big.Rat).Mul(l.b, p.bottom.a), new(big.Rat).Mul(l.a, p.bottom.b)
		x.Sub(x, y)
		sum = sum.plus(l.times(x.Mul(x, c.weight[i])))
	}
	return sum.root()
}

// corners returns the parameters at which the upper envelope of lines turns from
// one line to the next, in order.
func corners(lines []linear) []*big.Rat {
	slices.SortFunc(lines, func(a, b linear) int {
		if by := a.b.Cmp(b.b); by != 0 {
			return by
		}
		return a.a.Cmp(b.a)
	})

	var hull []linear
	var turns []*big.Rat // turns[k] is where hull[k+1] rises above hull[k]
	for _, l := range lines {
		for len(hull) > 0 {
			last := hull[len(hull)-1]
			if last.b.Cmp(l.b) == 0 { // parallel, and not above
				hull = hull[:len(hull)-1]
				turns = turns[:max(0, len(turns)-1)]
				continue
			}
			at, _ := last.minus(l).root()
			if len(turns) == 0 || at.Cmp(turns[len(turns)-1]) > 0 {
				turns = append(turns, at)
				break
			}
			hull = hull[:len(hull)-1]
			turns = turns[:len(turns)-1]
		}
		hull = append(hull, l)
	}
	return turns
}

// withMiddles adds the middle between each two neighbours.
func withMiddles(at []*big.Rat) []*big.Rat {
	var all []*big.Rat
	for i, p := range at {
		if i > 0 {
			middle := new(big.Rat).Add(at[i-1], p)
			all = append(all, middle.Mul(middle, big.NewRat(1, 2)))
		}
		all = append(all, p)
	}
	return all
}

func newComparison(d Distance, observed, weight []*big.Rat, tolerance *big.Rat) *comparison {
	c := &comparison{distance: d, observed: observed, weight: weight, whole: new(big.Rat), tolerance: tolerance}
	for i, o := range observed {
		if o != nil {
			c.whole.Add(c.whole, weight[i])
		}
	}
	return c
}
