package hierarchy

import (
	"math/big"
	"slices"

	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
)

// integers is arithmetic on integers of any size. A bound that is nil is absent.
type integers struct{ negative bool }

func (a *integers) of(v int64) *big.Int { return big.NewInt(v) }

func (a *integers) add(x, y *big.Int) *big.Int { return new(big.Int).Add(x, y) }
func (a *integers) sub(x, y *big.Int) *big.Int { return new(big.Int).Sub(x, y) }
func (a *integers) mul(x, y *big.Int) *big.Int { return new(big.Int).Mul(x, y) }
func (a *integers) sign(x *big.Int) int        { return x.Sign() }
func (a *integers) cmp(x, y *big.Int) int      { return x.Cmp(y) }

func (a *integers) cmpRatios(x, xDen, y, yDen *big.Int) int {
	return a.mul(x, yDen).Cmp(a.mul(y, xDen))
}

func (a *integers) given(bound *big.Int) bool { return bound != nil }

func (a *integers) none() *big.Int { return nil }

func (a *integers) plus(sum, x, y *big.Int) *big.Int {
	product := a.mul(x, y)
	return product.Add(sum, product)
}

func (a *integers) minus(sum, x, y *big.Int) *big.Int {
	product := a.mul(x, y)
	return product.Sub(sum, product)
}

func (a *integers) weigh(sum, basis, weight *big.Int) *big.Int {
	a.negative = a.negative || weight.Sign() < 0
	return a.plus(sum, basis, weight)
}

func (a *integers) fraction(o, v, w, u *big.Int) *big.Int {
	x := a.mul(w, u)
	return x.Add(x, a.mul(o, v))
}

func (a *integers) signOf(o, v, w, u *big.Int) int { return a.fraction(o, v, w, u).Sign() }

func (a *integers) floor(o, v, w, u, by *big.Int) (q, rest *big.Int) {
	x := a.fraction(o, v, w, u)
	return x.DivMod(x, by, new(big.Int))
}

func (a *integers) nearest(o, v, w, u, by *big.Int) (q *big.Int, side int8) {
	x := a.fraction(o, v, w, u)
	q = fixed.DivHalfUp(x, by)
	return q, int8(x.Cmp(a.mul(q, by)))
}

func (a *integers) multiplier(total *big.Int, weights, lo, hi []*big.Int) (multiplier[*big.Int], bool) {
	m, ok := kernel.BigMultiplier(total, weights, lo, hi)
	return multiplier[*big.Int]{m.Total, m.Weight, m.Bounds}, ok
}

func (a *integers) fits() bool { return true }

func (a *integers) weightBelowZero() bool { return a.negative }

func (a *integers) descending(children []int32, basis []*big.Int) {
	slices.SortStableFunc(children, func(i, j int32) int { return basis[j].Cmp(basis[i]) })
}
