package evaluate

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
)

// Digits is the number of significant digits to which quotients, roots and
// logarithms are given, rounded half away from zero.
const Digits = 16

// significant rounds r to Digits significant digits, half away from zero, and
// drops the zeros that end it after the point.
func significant(r *big.Rat) decimal.Decimal {
	if r.Sign() == 0 {
		return decimal.Decimal{}
	}
	// |r| lies strictly between 10^(size−1) and 10^(size+1), so that one of two
	// numbers of places leaves Digits digits.
	size := len(new(big.Int).Abs(r.Num()).Text(10)) - len(r.Denom().Text(10))
	places := int64(Digits - size)
	m := scaled(r, places)
	if len(new(big.Int).Abs(m).Text(10)) > Digits {
		places--
		m = scaled(r, places)
	}
	mantissa := m.Int64()
	for places > 0 && mantissa%10 == 0 {
		mantissa /= 10
		places--
	}
	return decimal.New(mantissa, int32(-places))
}

// scaled returns r·10^places as a whole number, half away from zero.
func scaled(r *big.Rat, places int64) *big.Int {
	num, den := r.Num(), r.Denom()
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(places, -places)), nil)
	if places >= 0 {
		num = p.Mul(p, num)
	} else {
		den = p.Mul(p, den)
	}
	return fixed.DivHalfUp(num, den)
}

// shortest drops the zeros that end d after the point, as significant does.
func shortest(d decimal.Decimal) decimal.Decimal { return significant(d.Rat()) }

// radical is base^(num/den).
func radical(base *big.Rat, num, den int64) transcend.Radical {
	return transcend.Radical{Base: base, Num: num, Den: den}
}

// affine returns a + b·x to Digits significant digits.
func affine(a, b *big.Rat, x transcend.Radical) decimal.Decimal {
	return shortest(transcend.Affine(a, b, x, Digits))
}

// plain prints r in at most Digits significant digits, without an exponent.
func plain(r *big.Rat) string { return text(significant(r)) }

// brief prints r as plain does, but cuts it after six decimals and marks the
// cut, so that it never seems to reach what it does not.
func brief(r *big.Rat) string {
	const places = 6
	d := significant(r)
	if d.Exponent() >= -places || d.Abs().Cmp(decimal.New(1, -places)) < 0 {
		return text(d)
	}
	return text(d.Truncate(places)) + "…"
}

// text prints d as written, without an exponent, whatever the switches of
// package decimal.
func text(d decimal.Decimal) string { return d.StringFixed(max(0, -d.Exponent())) }

func null(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: true}
}

var one, minusOne = big.NewRat(1, 1), big.NewRat(-1, 1)
