package quadratic

import (
	"math"
	"math/big"
)

// number is what the active-set method calculates with: floating point for a
// guess, fractions for certainty.
type number[T any] interface {
	add(T) T
	sub(T) T
	mul(T) T
	quo(T) T
	cmp(T) int
	abs() T
	// small reports whether the number may be zero: whether rounding can make it of the
	// difference of numbers of the given size.
	small(size T) bool
	from(*big.Rat) T
}

// float is a number in floating point. Products are converted before they are
// added, so that no compiler fuses the two.
type float float64

func (a float) add(b float) float { return a + b }
func (a float) sub(b float) float { return a - b }
func (a float) mul(b float) float { return float(float64(a * b)) }
func (a float) quo(b float) float { return a / b }
func (a float) abs() float        { return float(math.Abs(float64(a))) }

func (a float) cmp(b float) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (a float) small(size float) bool { return a.abs() <= 1e-9*size }

func (float) from(r *big.Rat) float {
	f, _ := r.Float64()
	return float(f)
}

// wide is a number in floating point of a thousand bits. It is never changed.
type wide struct{ *big.Float }

// wideBits is the precision of a wide number.
const wideBits = 1024

func newWide() *big.Float { return new(big.Float).SetPrec(wideBits) }

func (a wide) add(b wide) wide { return wide{newWide().Add(a.Float, b.Float)} }
func (a wide) sub(b wide) wide { return wide{newWide().Sub(a.Float, b.Float)} }
func (a wide) mul(b wide) wide { return wide{newWide().Mul(a.Float, b.Float)} }
func (a wide) quo(b wide) wide { return wide{newWide().Quo(a.Float, b.Float)} }
func (a wide) abs() wide       { return wide{newWide().Abs(a.Float)} }
func (a wide) cmp(b wide) int  { return a.Cmp(b.Float) }

// small reports whether a number is below 2⁻⁵¹² of a size, give or take a bit.
func (a wide) small(size wide) bool {
	if a.Sign() == 0 {
		return true
	}
	return size.Sign() != 0 && a.MantExp(nil) < size.MantExp(nil)-wideBits/2
}

func (wide) from(r *big.Rat) wide { return wide{newWide().SetRat(r)} }

// exact is a number as a fraction. It is never changed.
type exact struct{ *big.Rat }

func (a exact) add(b exact) exact { return exact{new(big.Rat).Add(a.Rat, b.Rat)} }
func (a exact) sub(b exact) exact { return exact{new(big.Rat).Sub(a.Rat, b.Rat)} }
func (a exact) mul(b exact) exact { return exact{new(big.Rat).Mul(a.Rat, b.Rat)} }
func (a exact) quo(b exact) exact { return exact{new(big.Rat).Quo(a.Rat, b.Rat)} }
func (a exact) abs() exact        { return exact{new(big.Rat).Abs(a.Rat)} }
func (a exact) cmp(b exact) int   { return a.Cmp(b.Rat) }
func (a exact) small(exact) bool  { return a.Sign() == 0 }

func (exact) from(r *big.Rat) exact { return exact{r} }
