package trial

import (
	"cmp"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
)

// numbers are mantissas at one exponent: machine words, or big integers if one of
// them does not fit. Unlike a column of figures, they may be products of figures.
type numbers struct {
	words []int64
	wide  []*big.Int // in place of words
	exp   int32
}

// numbersOf takes decimals that are in bounds.
func numbersOf(figures []decimal.Decimal) numbers {
	b := fixed.NewBuilder(len(figures))
	for i, x := range figures {
		b.Set(i, x)
	}
	c := b.Column()
	if c.Words() != nil {
		return numbers{words: c.Words(), exp: c.Exp()}
	}

	n := numbers{wide: make([]*big.Int, len(figures)), exp: c.Exp()}
	for i := range n.wide {
		n.wide[i] = c.Mantissa(i)
	}
	return n
}

func (n numbers) len() int { return len(n.words) + len(n.wide) }

// mantissa returns a new number.
func (n numbers) mantissa(i int) *big.Int {
	if n.words != nil {
		return big.NewInt(n.words[i])
	}
	return new(big.Int).Set(n.wide[i])
}

func (n numbers) sign(i int) int {
	if n.words != nil {
		return cmp.Compare(n.words[i], 0)
	}
	return n.wide[i].Sign()
}

// sumOf adds up the numbers at some places.
func (n numbers) sumOf(places []int32) *big.Int {
	if n.words != nil {
		var sum int128.Int
		for _, i := range places {
			sum = sum.Add(int128.Of(n.words[i]))
		}
		return sum.Big()
	}

	sum := new(big.Int)
	for _, i := range places {
		sum.Add(sum, n.wide[i])
	}
	return sum
}

// times returns the products of two lists of numbers.
func (n numbers) times(o numbers) numbers {
	out := numbers{exp: n.exp + o.exp}
	if n.words != nil && o.words != nil {
		out.words = make([]int64, len(n.words))
		for i := range n.words {
			var ok bool
			if out.words[i], ok = fixed.MulWords(n.words[i], o.words[i]); !ok {
				out.words = nil
				break
			}
		}
		if out.words != nil {
			return out
		}
	}

	out.wide = make([]*big.Int, n.len())
	for i := range out.wide {
		out.wide[i] = n.mantissa(i)
		out.wide[i].Mul(out.wide[i], o.mantissa(i))
	}
	return out
}

// scaled returns the numbers times a decimal that is in bounds.
func (n numbers) scaled(x decimal.Decimal) numbers {
	if x.Cmp(decimal.New(1, 0)) == 0 {
		return n
	}
	factors := make([]decimal.Decimal, n.len())
	for i := range factors {
		factors[i] = x
	}
	return n.times(numbersOf(factors))
}

// minus returns the differences of two lists of numbers.
func (n numbers) minus(o numbers) numbers {
	exp := min(n.exp, o.exp)
	n, o = n.at(exp), o.at(exp)
	if n.words != nil && o.words != nil {
		out := numbers{words: make([]int64, len(n.words)), exp: exp}
		for i := range n.words {
			var ok bool
			if out.words[i], ok = int128.Of(n.words[i]).Sub(int128.Of(o.words[i])).Int64(); !ok {
				out.words = nil
				break
			}
		}
		if out.words != nil {
			return out
		}
	}

	out := numbers{wide: make([]*big.Int, n.len()), exp: exp}
	for i := range out.wide {
		out.wide[i] = n.mantissa(i)
		out.wide[i].Sub(out.wide[i], o.mantissa(i))
	}
	return out
}

// decimal returns a number as a decimal.
func (n numbers) decimal(i int) decimal.Decimal {
	if n.words != nil {
		return decimal.New(n.words[i], n.exp)
	}
	return decimal.NewFromBigInt(n.wide[i], n.exp)
}

// rat returns a number as a fraction.
func (n numbers) rat(i int) *big.Rat { return n.decimal(i).Rat() }

// at returns the numbers at another exponent. It must be at most their own, or zero if they
// are whole.
func (n numbers) at(exp int32) numbers {
	if exp == n.exp {
		return n
	}

	out := numbers{wide: make([]*big.Int, n.len()), exp: exp}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n.exp-exp, exp-n.exp))), nil)
	for i := range out.wide {
		out.wide[i] = n.mantissa(i)
		if n.exp > exp { //mutate:equal n.exp >= exp: equal exponents need no change
			out.wide[i].Mul(out.wide[i], scale)
		} else {
			out.wide[i].Quo(out.wide[i], scale)
		}
	}
	return out.narrow()
}

// narrow makes words of big integers if all fit.
func (n numbers) narrow() numbers {
	words := make([]int64, len(n.wide))
	for i, m := range n.wide {
		if !m.IsInt64() {
			return n
		}
		words[i] = m.Int64()
	}
	return numbers{words: words, exp: n.exp}
}

// part returns the numbers from one place up to another.
func (n numbers) part(from, to int) numbers {
	if n.words != nil {
		return numbers{words: n.words[from:to], exp: n.exp}
	}
	return numbers{wide: n.wide[from:to], exp: n.exp}
}

// join puts lists of numbers one after another.
func join(lists []numbers) numbers {
	exp := lists[0].exp
	for _, n := range lists {
		exp = min(exp, n.exp)
	}

	out := numbers{exp: exp}
	for _, n := range lists {
		scaled := n.at(exp)
		for i := range scaled.len() {
			out.wide = append(out.wide, scaled.mantissa(i))
		}
	}
	return out.narrow()
}
