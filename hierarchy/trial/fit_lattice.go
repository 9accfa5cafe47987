package trial

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// A value of a parameter is a whole number of units of its last decimal: place z
// on the lattice is z·10^−Places.

func (p *quotaPath) value(z *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(z, fixed.Pow10(p.parameter.Places))
}

func (p *quotaPath) decimalAt(z *big.Int) decimal.Decimal {
	return decimal.NewFromBigInt(z, -p.parameter.Places)
}

// below returns the last place that is not above a number.
func (p *quotaPath) below(x *big.Rat) *big.Int {
	z := new(big.Int).Mul(x.Num(), fixed.Pow10(p.parameter.Places))
	return z.Div(z, x.Denom()) // rounds down, as denominators are positive
}

// above returns the first place that is not below a number.
func (p *quotaPath) above(x *big.Rat) *big.Int {
	z := new(big.Int).Neg(x.Num())
	z.Mul(z, fixed.Pow10(p.parameter.Places))
	z.Div(z, x.Denom())
	return z.Neg(z)
}

// piece returns the piece in which a number between the ends lies.
func (p *quotaPath) piece(x *big.Rat) *piece {
	i, _ := slices.BinarySearchFunc(p.pieces, x, func(one piece, x *big.Rat) int { return one.to.Cmp(x) })
	return &p.pieces[i]
}

// at returns the distance at a place.
func (p *quotaPath) at(z *big.Int) *big.Rat {
	x := p.value(z)
	return p.of(p.piece(x).quotas(x))
}

// best returns the place with the least distance, the first of several. Between
// knots the distance is monotone, so that it is next to one of them. The first and the
// last knot are places.
func (p *quotaPath) best() (least *big.Rat, value decimal.Decimal) {
	for _, knot := range p.knots {
		for _, z := range []*big.Int{p.below(knot), p.above(knot)} {
			if d := p.at(z); least == nil || d.Cmp(least) < 0 {
				least, value = d, p.decimalAt(z)
			}
		}
	}
	return least, value
}

// ranges joins the places whose distance is good. Between two knots these are all
// of the places, or those up to one, or from one on.
func (p *quotaPath) ranges(good func(distance *big.Rat) bool) []Range {
	var found [][2]*big.Int
	add := func(from, to *big.Int) {
		if n := len(found); n > 0 && new(big.Int).Sub(from, found[n-1][1]).Cmp(big.NewInt(1)) <= 0 {
			found[n-1][1] = to
			return
		}
		found = append(found, [2]*big.Int{from, to})
	}

	for k := 1; k < len(p.knots); k++ {
		from, to := p.above(p.knots[k-1]), p.below(p.knots[k])
		if from.Cmp(to) > 0 {
			continue
		}
		start, end := good(p.at(from)), good(p.at(to))
		switch {
		case start && end:
			add(from, to)
		case start:
			add(from, p.lastGood(from, to, good))
		case end:
			add(p.lastGood(to, from, good), to)
		}
	}

	out := make([]Range, len(found))
	for i, r := range found {
		out[i] = Range{p.decimalAt(r[0]), p.decimalAt(r[1])}
	}
	return out
}

// lastGood returns the last good place on the way from a good one to one that is not.
func (p *quotaPath) lastGood(from, to *big.Int, good func(distance *big.Rat) bool) *big.Int {
	for new(big.Int).Sub(to, from).CmpAbs(big.NewInt(1)) > 0 {
		middle := new(big.Int).Add(from, to)
		if middle.Rsh(middle, 1); good(p.at(middle)) {
			from = middle
		} else {
			to = middle
		}
	}
	return from
}
