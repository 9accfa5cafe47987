package trial

import (
	"math/big"
	"slices"
)

// linear is the function a + b·p of a parameter p.
type linear struct{ a, b *big.Rat }

// through returns the line through two points of different parameters.
func through(p0, y0, p1, y1 *big.Rat) linear {
	slope := new(big.Rat).Sub(y1, y0)
	slope.Quo(slope, new(big.Rat).Sub(p1, p0))
	start := new(big.Rat).Mul(slope, p0)
	return linear{start.Sub(y0, start), slope}
}

func constant(y *big.Rat) linear { return linear{y, new(big.Rat)} }

func (l linear) at(p *big.Rat) *big.Rat {
	y := new(big.Rat).Mul(l.b, p)
	return y.Add(y, l.a)
}

func (l linear) plus(m linear) linear {
	return linear{new(big.Rat).Add(l.a, m.a), new(big.Rat).Add(l.b, m.b)}
}

func (l linear) minus(m linear) linear { return l.plus(m.times(big.NewRat(-1, 1))) }

func (l linear) times(x *big.Rat) linear {
	return linear{new(big.Rat).Mul(l.a, x), new(big.Rat).Mul(l.b, x)}
}

// isConstant reports whether the line does not depend on the parameter.
func (l linear) isConstant() bool { return l.b.Sign() == 0 }

// root returns where the line is zero, and false if it is level.
func (l linear) root() (*big.Rat, bool) {
	if l.isConstant() {
		return nil, false
	}
	p := new(big.Rat).Quo(l.a, l.b)
	return p.Neg(p), true
}

// track is a family whose claims and bounds are lines in a parameter. Either all
// weights are constant, or all offsets and bounds are.
type track struct {
	mass           *big.Rat
	basis          []*big.Rat
	offset, weight []linear
	least, most    []linear
	hasLeast       []bool
	hasMost        []bool
}

// sharing returns the family at a parameter.
func (t *track) sharing(p *big.Rat) (*sharing, claims) {
	n := len(t.basis)
	s := &sharing{mass: t.mass, basis: t.basis, least: make([]*big.Rat, n), most: make([]*big.Rat, n)}
	c := claims{make([]*big.Rat, n), make([]*big.Rat, n)}
	for i := range n {
		c.offset[i], c.weight[i] = t.offset[i].at(p), t.weight[i].at(p)
		if t.hasLeast[i] {
			s.least[i] = t.least[i].at(p)
		}
		if t.hasMost[i] {
			s.most[i] = t.most[i].at(p)
		}
	}
	return s, c
}

// piece is an interval of a parameter in which the same children are at the same bounds.
// Every quota is a quotient of lines there: top[i]/bottom, with a bottom that is positive
// inside.
type piece struct {
	from, to *big.Rat
	top      []linear
	bottom   linear
}

// quotas returns the quotas at a value of the parameter in the piece. At an end where all
// weights are zero, so that tops and bottom are, they are the limits from inside.
func (p *piece) quotas(at *big.Rat) []*big.Rat {
	q, bottom := make([]*big.Rat, len(p.top)), p.bottom.at(at)
	for i, l := range p.top {
		if bottom.Sign() == 0 {
			q[i] = new(big.Rat).Quo(l.b, p.bottom.b)
		} else {
			q[i] = l.at(at)
			q[i].Quo(q[i], bottom)
		}
	}
	return q
}

// mostPieces bounds how many pieces are followed.
const mostPieces = 10_000

// pieces returns the pieces from one value of the parameter to another, in order. It returns
// false if somewhere no λ divides the family, or if there are too many pieces.
func (t *track) pieces(from, to *big.Rat) ([]piece, bool) {
	var found []piece
	open := [][2]*big.Rat{{from, to}}
	for len(open) > 0 {
		last := len(open) - 1
		gap := open[last]
		open = open[:last]
		if gap[0].Cmp(gap[1]) >= 0 {
			continue
		}
		one, ok := t.pieceWithin(gap[0], gap[1])
		if !ok || len(found) == mostPieces {
			return nil, false
		}
		found = append(found, one)
		open = append(open, [2]*big.Rat{gap[0], one.from}, [2]*big.Rat{one.to, gap[1]})
	}
	slices.SortFunc(found, func(a, b piece) int { return a.from.Cmp(b.from) })
	return found, true
}

// pieceWithin returns a piece of an interval. It looks at a point inside, and at
// others if that one happens to be an end of a piece.
func (t *track) pieceWithin(from, to *big.Rat) (piece, bool) {
	for _, part := range []*big.Rat{big.NewRat(1, 2), big.NewRat(1, 3), big.NewRat(3, 5), big.NewRat(5, 7)} {
		at := new(big.Rat).Sub(to, from)
		at.Add(from, at.Mul(at, part))
		one, ok := t.pieceAround(at, from, to)
		if !ok {
			return piece{}, false
		}
		if one.from.Cmp(one.to) < 0 {
			return one, true
		}
	}
	return piece{}, false
}

// pieceAround returns the piece of an interval in which a point lies.
func (t *track) pieceAround(at, from, to *big.Rat) (piece, bool) {
	s, c := t.sharing(at)
	_, places, ok := s.quotas(c)
	if !ok {
		return piece{}, false
	}

	// What bounds do not take is shared by weight: λ = rest/growth.
	rest, growth := constant(t.mass), constant(new(big.Rat))
	for i, b := range t.basis {
		switch places[i] {
		case atLeast:
			rest = rest.minus(t.least[i].times(b))
		case atMost:
			rest = rest.minus(t.most[i].times(b))
		default:
			rest = rest.minus(t.offset[i].times(b))
			growth = growth.plus(t.weight[i].times(b))
		}
	}

	one := piece{from: from, to: to, top: make([]linear, len(t.basis)), bottom: growth}
	for i := range t.basis {
		share := t.share(i, rest, growth)
		switch places[i] {
		case atLeast:
			one.top[i] = product(t.least[i], growth)
		case atMost:
			one.top[i] = product(t.most[i], growth)
		default:
			one.top[i] = share
		}
		if t.hasLeast[i] {
			one.cut(share.minus(product(t.least[i], growth)), at)
		}
		if t.hasMost[i] {
			one.cut(share.minus(product(t.most[i], growth)), at)
		}
	}
	return one, true
}

// share is oᵢ + λ·wᵢ with λ = rest/growth, times growth.
func (t *track) share(i int, rest, growth linear) linear {
	return product(t.offset[i], growth).plus(product(t.weight[i], rest))
}

// product multiplies two lines of which one is constant.
func product(l, m linear) linear {
	if m.isConstant() {
		return l.times(m.a)
	}
	return m.times(l.a)
}

// cut ends the piece where a line changes its sign.
func (p *piece) cut(l linear, at *big.Rat) {
	root, ok := l.root()
	if !ok {
		return
	}
	if c := root.Cmp(at); c <= 0 && root.Cmp(p.from) > 0 {
		p.from = root
	}
	if c := root.Cmp(at); c >= 0 && root.Cmp(p.to) < 0 {
		p.to = root
	}
}
