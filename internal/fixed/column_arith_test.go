package fixed_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/fixed"
)

// arithFigures are figures at which arithmetic on words may go wrong.
var arithFigures = []string{
	"0", "1", "-1", "0.5", "-2.5", "7.125", "9223372036854775807", "-9223372036854775808", "4611686018427387904.0",
	"3037000499.97", "0.000000000000000001", "123456789012345678901234567890", "1" + strings.Repeat("0", 99),
	"0." + strings.Repeat("0", 99) + "1", strings.Repeat("9", 100) + ".9", "-0." + strings.Repeat("0", 59) + "20",
}

func drawFixed(t *rapid.T, n int) fixed.Column {
	b := fixed.NewBuilder(n)
	choice := arithFigures[:rapid.SampledFrom([]int{6, len(arithFigures)}).Draw(t, "choice")]
	full := rapid.Bool().Draw(t, "full")
	for i := range n {
		if full || rapid.Bool().Draw(t, "given") {
			b.Set(i, dec(rapid.SampledFrom(choice).Draw(t, "figure")))
		}
	}
	return b.Column()
}

// within reports whether a fraction has at most 100 digits before and after the
// decimal point.
func within(x *big.Rat) bool {
	limit := new(big.Rat).SetInt(fixed.Pow10(fixed.Digits))
	return new(big.Rat).Abs(x).Cmp(limit) < 0 && limit.Mul(limit, x).IsInt()
}

// rounded rounds a fraction to a number of decimals, halves away from zero.
func rounded(x *big.Rat, places int32) *big.Rat {
	r, _ := new(big.Rat).SetString(x.FloatString(int(places)))
	return r
}

func TestArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, 3, 64, 65}).Draw(t, "places")
		a, b := drawFixed(t, n), drawFixed(t, n)
		factor := dec(rapid.SampledFrom(arithFigures).Draw(t, "factor"))
		if rapid.Bool().Draw(t, "thousands") {
			factor = decimal.New(rapid.Int64Range(-9, 9).Draw(t, "mantissa"), 3)
		}
		to := rapid.Int32Range(0, 30).Draw(t, "decimals")

		check := func(name string, got fixed.Column, out []int, want func(x, y *big.Rat) *big.Rat) {
			count := 0
			for i := range n {
				x, y := at(a, i), at(b, i)
				w := want(x, y)
				if w != nil && !within(w) {
					if !slices.Contains(out, i) {
						t.Fatalf("%s: place %d of %v is not out of bounds", name, i, w)
					}
					w = nil
				} else if slices.Contains(out, i) {
					t.Fatalf("%s: place %d of %v is out of bounds", name, i, w)
				}
				if w == nil {
					if got.Has(i) || got.Words() != nil && got.Words()[i] != 0 {
						t.Fatalf("%s: place %d is no gap, or one with a word", name, i)
					}
					continue
				}
				count++
				if !got.Has(i) || got.Decimal(i).Rat().Cmp(w) != 0 {
					t.Fatalf("%s: place %d = %v, want %v", name, i, got.Decimal(i), w)
				}
			}
			if got.Len() != n || got.Count() != count || got.Full() != (count == n) || got.Exp() > 0 {
				t.Fatalf("%s: Len() = %d, Count() = %d, Full() = %t, Exp() = %d, want %d, %d", name,
					got.Len(), got.Count(), got.Full(), got.Exp(), n, count)
			}
		}
		both := func(f func(z, x, y *big.Rat) *big.Rat) func(x, y *big.Rat) *big.Rat {
			return func(x, y *big.Rat) *big.Rat {
				if x == nil || y == nil {
					return nil
				}
				return f(new(big.Rat), x, y)
			}
		}
		one := func(f func(z, x *big.Rat) *big.Rat) func(x, _ *big.Rat) *big.Rat {
			return func(x, _ *big.Rat) *big.Rat {
				if x == nil {
					return nil
				}
				return f(new(big.Rat), x)
			}
		}

		sum, out := a.Add(b)
		check("Add", sum, out, both((*big.Rat).Add))
		difference, out := a.Sub(b)
		check("Sub", difference, out, both((*big.Rat).Sub))
		product, out := a.Mul(b)
		check("Mul", product, out, both((*big.Rat).Mul))
		check("Least", a.Least(b), nil, both(func(_, x, y *big.Rat) *big.Rat {
			if x.Cmp(y) < 0 {
				return x
			}
			return y
		}))
		check("Greatest", a.Greatest(b), nil, both(func(_, x, y *big.Rat) *big.Rat {
			if x.Cmp(y) > 0 {
				return x
			}
			return y
		}))
		times, out := a.Times(factor.Coefficient(), factor.Exponent())
		check("Times", times, out, one(func(z, x *big.Rat) *big.Rat { return z.Mul(x, factor.Rat()) }))
		short, out := a.Round(to)
		check("Round", short, out, one(func(_, x *big.Rat) *big.Rat { return rounded(x, to) }))
		check("Fill", a.Fill(b), nil, func(x, y *big.Rat) *big.Rat {
			if x == nil {
				return y
			}
			return x
		})

		quotient, zero, out := a.Quo(b, factor.Coefficient(), factor.Exponent(), to)
		zeros := 0
		check("Quo", quotient, out, both(func(z, x, y *big.Rat) *big.Rat {
			if y.Sign() == 0 {
				zeros++
				return nil
			}
			return rounded(z.Mul(factor.Rat(), z.Quo(x, y)), to)
		}))
		if zeros != len(zero) || slices.ContainsFunc(zero, func(i int) bool { return b.Decimal(i).Sign() != 0 }) {
			t.Fatalf("Quo: zero divisors at %v, want %d of them", zero, zeros)
		}

		if n == 0 {
			return
		}
		place := rapid.IntRange(0, n-1).Draw(t, "place")
		before := a.Decimal(place)
		with := a.With([]int{place}, []decimal.Decimal{factor})
		if !with.Has(place) || !with.Decimal(place).Equal(factor) || !a.Decimal(place).Equal(before) {
			t.Fatalf("With: place %d = %v, want %v", place, with.Decimal(place), factor)
		}
		for i := range n {
			if i != place && (with.Has(i) != a.Has(i) || !with.Decimal(i).Equal(a.Decimal(i))) {
				t.Fatalf("With: place %d = %v, want %v", i, with.Decimal(i), a.Decimal(i))
			}
		}
	})
}

// at returns the figure of a place, nil for a gap.
func at(c fixed.Column, i int) *big.Rat {
	if !c.Has(i) {
		return nil
	}
	return c.Decimal(i).Rat()
}
