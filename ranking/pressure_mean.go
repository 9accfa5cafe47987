package ranking

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
)

// partMean is the weighted mean of the parts.
type partMean struct {
	weights *Parts
	words   [7]int64 // the weights in one unit
	total   int64    // of words; 0 if words do not hold them
}

// meanOf returns the mean by weights, not all of which are zero.
func meanOf(weights *Parts) partMean {
	mean := partMean{weights: weights}
	var exp int32
	for _, w := range weights.all() {
		exp = min(exp, w.Exponent())
	}
	total := int64(0)
	for i, w := range weights.all() {
		m, isWord := fixed.Word(*w)
		m, fits := fixed.Scale(m, w.Exponent()-exp)
		sum, adds := fixed.AddWords(total, m)
		if !isWord || !fits || !adds {
			return mean
		}
		mean.words[i], total = m, sum
	}
	mean.total = total
	return mean
}

// of returns Σ wp / Σ w.
func (m *partMean) of(parts *Parts) decimal.Decimal {
	all := parts.all()
	if m.total == 0 {
		return m.ofDecimals(all)
	}

	// A part is at most 10^18 in its last decimal, so that no sum exceeds
	// 10^18 · total.
	var sum int128.Int
	for i, part := range all {
		p, _ := fixed.Word(*part)
		p, ok := fixed.Scale(p, shareDigits+part.Exponent())
		if !ok {
			return m.ofDecimals(all)
		}
		sum = sum.Add(int128.Mul(m.words[i], p))
	}
	index, _ := sum.QuoHalfUp(int128.Of(m.total)).Int64()
	return decimal.New(index, -shareDigits)
}

func (m *partMean) ofDecimals(parts [7]*decimal.Decimal) decimal.Decimal {
	var sum, total decimal.Decimal
	for i, w := range m.weights.all() {
		sum, total = sum.Add(w.Mul(*parts[i])), total.Add(*w)
	}
	return sum.DivRound(total, shareDigits)
}
