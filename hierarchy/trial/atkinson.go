package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// Atkinson returns Atkinson's index with an aversion to inequality of epsilon,
//
//	1 − (Σ (wᵢ/W) (xᵢ/μ)^(1−ε))^(1/(1−ε))
//
// and for ε = 1 one minus the geometric mean over the arithmetic mean. From
// ε = 1 on it is 1 if a figure is zero (Atkinson 1970, Journal of Economic Theory
// 2, 244–263).
//
// Atkinson returns an error if epsilon is not above 0 and at most 10, or has more
// than two places.
func (d *Distribution) Atkinson(epsilon decimal.Decimal, digits int) (decimal.NullDecimal, error) {
	if err := checkAversion(epsilon); err != nil || !d.relative() {
		return decimal.NullDecimal{}, err
	}
	if d.equal() {
		return decimal.NewNullDecimal(decimal.Zero), nil
	}

	m, positive := d.powerMean(epsilon)
	if !positive {
		return decimal.NewNullDecimal(decimal.New(1, 0)), nil
	}
	return decimal.NewNullDecimal(transcend.AffinePowerMean(unity, big.NewRat(-1, 1), m, digits)), nil
}

// Equivalent returns the equally distributed equivalent: if all units had this figure, that
// would be as good as the distribution, at an aversion to inequality of epsilon. It is the
// mean times 1 − [Distribution.Atkinson]. It is absent if that is, and returns the same
// errors.
func (d *Distribution) Equivalent(epsilon decimal.Decimal, digits int) (decimal.NullDecimal, error) {
	if err := checkAversion(epsilon); err != nil || !d.relative() {
		return decimal.NullDecimal{}, err
	}
	if d.equal() {
		return d.Mean(digits), nil
	}

	m, positive := d.powerMean(epsilon)
	if !positive {
		return decimal.NewNullDecimal(decimal.Zero), nil
	}
	mean := new(big.Rat).SetFrac(d.masses, d.weights)
	rounded := transcend.AffinePowerMean(new(big.Rat), mean, m, digits)
	return decimal.NewNullDecimal(rounded.Shift(d.exp())), nil
}

func checkAversion(epsilon decimal.Decimal) error {
	var p target.Problems
	at := p.At("epsilon")
	if at.Between(epsilon, decimal.New(1, -2), decimal.New(10, 0)) && !epsilon.Equal(epsilon.Truncate(2)) {
		at.Report(epsilon, target.ErrRange, "must have at most two decimal places")
	}
	return p.Err()
}

// powerMean returns the mean of order 1 − ε of the figures over their mean. It returns false
// if that is zero, or so small that it changes no digit of 1.
func (d *Distribution) powerMean(epsilon decimal.Decimal) (transcend.PowerMean, bool) {
	m := transcend.PowerMean{Order: new(big.Rat).Sub(unity, epsilon.Rat())}
	zeros := new(big.Int)
	for _, i := range d.order {
		w := d.w(int(i))
		if d.m(int(i)).Sign() == 0 {
			zeros.Add(zeros, w)
			continue
		}
		m.Figures, m.Weights = append(m.Figures, d.ratio(i)), append(m.Weights, w)
	}
	if zeros.Sign() == 0 {
		return m, true
	}
	if m.Order.Sign() <= 0 {
		return m, false
	}

	// The zeros multiply the mean by (W⁺/W)^(1/r). With at least a bit each and
	// 1/r ≤ 100, that falls below 2⁻⁸⁰⁰⁰ only where their weight is enormous.
	m.Zeros = zeros
	rest := new(big.Int).Sub(d.weights, zeros)
	bits := int64(zeros.BitLen() - rest.BitLen())
	//mutate:equal m.Order.Cmp(big.NewRat(bits, 8000)) >= 0: either way it changes no digit
	return m, m.Order.Cmp(big.NewRat(bits, 8000)) > 0
}
