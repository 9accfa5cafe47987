package hierarchy

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"

	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
)

// onWords is arithmetic on machine words. Products are within ±2⁶²; the fractions of
// floor and nearest are made from products of 128 bits.
type onWords struct {
	divider  *kernel.Divider
	bounds   []kernel.Bound
	wide     bool // a number did not fit
	negative bool // a weight is below zero
}

func (a *onWords) of(v int64) int64 { return v }

func (a *onWords) add(x, y int64) int64 {
	sum, ok := fixed.AddWords(x, y)
	a.wide = a.wide || !ok
	return sum
}

func (a *onWords) sub(x, y int64) int64 {
	rest := x - y
	a.wide = a.wide || (x >= 0) != (y >= 0) && (rest >= 0) != (x >= 0)
	return rest
}

func (a *onWords) mul(x, y int64) int64 {
	product, ok := fixed.MulWords(x, y)
	a.wide = a.wide || !ok
	return product
}

func (a *onWords) sign(x int64) int   { return cmp.Compare(x, 0) }
func (a *onWords) cmp(x, y int64) int { return cmp.Compare(x, y) }

func (a *onWords) cmpRatios(x, xDen, y, yDen int64) int {
	return int128.Mul(x, yDen).Cmp(int128.Mul(y, xDen))
}

func (a *onWords) given(bound int64) bool { return bound != noLeast && bound != noMost }

func (a *onWords) none() int64 { return noLeast }

func (a *onWords) plus(sum, x, y int64) int64  { return a.add(sum, a.mul(x, y)) }
func (a *onWords) minus(sum, x, y int64) int64 { return a.sub(sum, a.mul(x, y)) }

func (a *onWords) weigh(sum, basis, weight int64) int64 {
	a.negative = a.negative || weight < 0
	return a.add(sum, a.mul(basis, weight))
}

func (a *onWords) signOf(o, v, w, u int64) int {
	return int128.Mul(o, v).Add(int128.Mul(w, u)).Sign()
}

func (a *onWords) floor(o, v, w, u, by int64) (q, rest int64) {
	x := int128.Mul(o, v).Add(int128.Mul(w, u))
	word, ok := x.Int64()
	if ok { // as it mostly is
		q, rest = word/by, word%by
	} else {
		whole, r := x.QuoRem(int128.Of(by))
		q, ok = whole.Int64()
		rest, _ = r.Int64()
	}

	if rest < 0 {
		q, rest = q-1, rest+by
	}
	a.wide = a.wide || !ok || q <= -1<<62 || q >= 1<<62
	return q, rest
}

func (a *onWords) nearest(o, v, w, u, by int64) (q int64, side int8) {
	if o != 0 {
		return a.nearestShifted(o, v, w, u, by)
	}

	// As floor, on what is most common: one product, none of a weight below zero.
	h, l := bits.Mul64(uint64(w), fixed.Magnitude(u))
	if h >= uint64(by) {
		a.wide = true
		return 0, 0
	}
	m, r := bits.Div64(h, l, uint64(by))
	if r > 0 {
		side = 1
	}
	if r >= uint64(by)-r {
		m++
		side = -side
	}
	a.wide = a.wide || m >= 1<<62
	if u < 0 {
		return -int64(m), -side
	}
	return int64(m), side
}

func (a *onWords) nearestShifted(o, v, w, u, by int64) (q int64, side int8) {
	q, rest := a.floor(o, v, w, u, by)
	if rest == 0 {
		return q, 0
	}
	if rest > by-rest || rest == by-rest && q >= 0 {
		return q + 1, -1
	}
	return q, 1
}

func (a *onWords) multiplier(total int64, weights, lo, hi []int64) (multiplier[int64], bool) {
	m, ok := a.divider.Multiplier(total, weights, lo, hi)
	if !ok || m.Total > math.MaxInt64 || m.Weight > math.MaxInt64 {
		return multiplier[int64]{}, false
	}
	num := int64(m.Total)
	if m.Down {
		num = -num
	}
	a.bounds = append(a.bounds[:0], m.Bounds...) // the divider may be used again
	return multiplier[int64]{num, int64(m.Weight), a.bounds}, true
}

func (a *onWords) fits() bool { return !a.wide }

func (a *onWords) weightBelowZero() bool { return a.negative }

func (a *onWords) descending(children []int32, basis []int64) {
	slices.SortStableFunc(children, func(i, j int32) int { return cmp.Compare(basis[j], basis[i]) })
}

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
