package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// LorenzPoint is a point of the Lorenz curve: the units with the smallest figures, which
// have the part Weight of all the weight, have the part Share of the total.
type LorenzPoint struct {
	Weight, Share decimal.Decimal
}

// Lorenz returns the points of the Lorenz curve, from (0, 0), one for each unit
// with a weight, ascending by figure. It returns nil if the curve does not exist.
func (d *Distribution) Lorenz(digits int) []LorenzPoint {
	if !d.relative() {
		return nil
	}

	points := make([]LorenzPoint, 1, len(d.order)+1)
	weight, mass := new(big.Int), new(big.Int)
	for _, i := range d.order {
		weight.Add(weight, d.w(int(i)))
		mass.Add(mass, d.m(int(i)))
		points = append(points, LorenzPoint{
			Weight: round(weight, d.weights, digits).Decimal,
			Share:  round(mass, d.masses, digits).Decimal,
		})
	}
	return points
}

// ShareOf returns the share of the total that the units with the smallest figures have, up
// to a part of all the weight: 0.5 asks what the poorer half has. Between the points of the
// Lorenz curve it follows a straight line.
//
// ShareOf returns an error if weight is not from 0 to 1.
func (d *Distribution) ShareOf(weight decimal.Decimal, digits int) (decimal.NullDecimal, error) {
	if err := checkPart("weight", weight); err != nil || !d.relative() {
		return decimal.NullDecimal{}, err
	}
	return d.interpolate(weight, digits, d.w, d.weights, d.m, d.masses), nil
}

// WeightOf returns the part of all the weight that the units with the smallest figures need
// to have a share of the total: 0.6 asks who has the first 60 %. It is the inverse of
// [Distribution.ShareOf], and the smallest weight if there are several.
//
// WeightOf returns an error if share is not from 0 to 1.
func (d *Distribution) WeightOf(share decimal.Decimal, digits int) (decimal.NullDecimal, error) {
	if err := checkPart("share", share); err != nil || !d.relative() {
		return decimal.NullDecimal{}, err
	}
	return d.interpolate(share, digits, d.m, d.masses, d.w, d.weights), nil
}

func checkPart(path string, part decimal.Decimal) error {
	var p target.Problems
	p.At(path).Between(part, decimal.Zero, decimal.New(1, 0))
	return p.Err()
}

// interpolate follows the line through the cumulated points (x, y) to a part of the sum of x,
// and returns the part of the sum of y there.
func (d *Distribution) interpolate(
	part decimal.Decimal, digits int, x func(i int) *big.Int, sumX *big.Int, y func(i int) *big.Int, sumY *big.Int,
) decimal.NullDecimal {
	want := new(big.Rat).Mul(part.Rat(), new(big.Rat).SetInt(sumX))
	haveX, haveY := new(big.Rat), new(big.Rat)
	for _, i := range d.order {
		step := new(big.Rat).SetInt(x(int(i)))
		rest := new(big.Rat).Sub(want, haveX)
		if rest.Sign() == 0 {
			break
		}
		if rest.Cmp(step) <= 0 { //mutate:equal rest.Cmp(step) < 0: nothing is left for the next step
			rest.Quo(rest, step)
			haveY.Add(haveY, rest.Mul(rest, new(big.Rat).SetInt(y(int(i)))))
			break
		}
		haveX.Add(haveX, step)
		haveY.Add(haveY, new(big.Rat).SetInt(y(int(i))))
	}
	haveY.Quo(haveY, new(big.Rat).SetInt(sumY))
	return round(haveY.Num(), haveY.Denom(), digits)
}
