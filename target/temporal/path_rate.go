package temporal

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// compound returns the rates of the steps of a growth or a reduction.
func (w *way) compound() []*big.Int {
	end := growthFactor(w.t.Indicator, w.t.Value) // what becomes of Per
	if end.Sign() < 0 {
		w.report("target.value", w.t.Value, target.ErrRange, tooGreatALoss)
		return nil
	}
	if !w.problems.At("target.value").Figure(end) {
		return nil
	}

	levels := w.relativeLevels(end)
	if levels == nil {
		return nil
	}
	return w.rates(levels)
}

// relativeLevels returns the level at the end of each step, relative to the
// start.
func (w *way) relativeLevels(end decimal.Decimal) []*big.Rat {
	n := int64(len(w.steps))
	shares := make([]*big.Rat, n)
	for k := range shares {
		shares[k] = big.NewRat(int64(k+1), n)
	}
	if _, ok := w.shape.(StraightLine); ok {
		one := big.NewRat(1, 1)
		last := new(big.Rat).Quo(end.Rat(), w.t.Indicator.Scale().Rat())
		for k, share := range shares {
			shares[k] = between(one, last, share)
		}
		return shares
	}

	switch s := w.shape.(type) {
	case Schedule:
		shares = w.schedule(s)
	case Profile:
		if figures := w.figures(s, w.steps); figures != nil {
			shares = runningShares(figures)
		}
	}
	if w.problems.Len() > 0 {
		return nil
	}
	if end.Sign() == 0 {
		w.report("target.value", w.t.Value, target.ErrRange, "no constant rate leads to zero: use StraightLine")
		return nil
	}
	for k, share := range shares {
		shares[k] = w.geometricLevel(end, share)
	}
	return shares
}

// geometricLevel returns (end/Per)^share to a hundred digits, and exactly at
// both ends.
func (w *way) geometricLevel(end decimal.Decimal, share *big.Rat) *big.Rat {
	per := w.t.Indicator.Scale()
	done := decimal.NewFromBigInt(share.Num(), 0)
	rest := decimal.NewFromBigInt(new(big.Int).Sub(share.Denom(), share.Num()), 0)
	if rest.IsZero() {
		return new(big.Rat).Quo(end.Rat(), per.Rat())
	}
	mean := transcend.GeometricMean([]decimal.Decimal{end, per}, []decimal.Decimal{done, rest}, transcend.MaxDigits)
	return new(big.Rat).Quo(mean.Rat(), per.Rat())
}

// rates returns the rounded rate of each step. It leads from where the rounded
// rates before it have led to the level of the step.
func (w *way) rates(levels []*big.Rat) []*big.Int {
	one, per := big.NewRat(1, 1), w.t.Indicator.Scale().Rat()
	sign := big.NewRat(1, 1)
	if w.kind == target.Reduction {
		sign.SetInt64(-1)
	}

	out := make([]*big.Int, len(levels))
	reached := big.NewRat(1, 1)
	for k, level := range levels {
		if reached.Sign() <= 0 { // rounding has left nothing to reduce
			out[k] = new(big.Int)
			continue
		}
		rate := new(big.Rat).Quo(level, reached)
		rate.Sub(rate, one).Mul(rate, per).Mul(rate, sign)
		out[k] = w.quanta(rate)

		rate.SetInt(out[k])
		rate.Mul(rate, w.quantum).Quo(rate, per).Mul(rate, sign)
		reached.Mul(reached, rate.Add(rate, one))
		shorten(reached)
	}
	return out
}

// shorten bounds the size of a fraction. It keeps 400 digits after the point, many more
// than a figure has.
func shorten(x *big.Rat) {
	if x.Denom().BitLen() > 2000 {
		shift := fixed.Pow10(400)
		m := new(big.Int).Mul(x.Num(), shift)
		x.SetFrac(m.Quo(m, x.Denom()), shift)
	}
}
