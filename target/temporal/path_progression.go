package temporal

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// geometricParts returns the geometric progression from the baseline that adds
// up to the total. Its quotient has no closed form. It is found by bisection, to
// far more bits than a figure can have digits.
func (w *way) geometricParts() []*big.Rat {
	if !w.baselineBefore() {
		return nil
	}
	base := w.basePerStep()
	if base.Sign() <= 0 || w.value.Sign() <= 0 {
		w.report("shape", "ConstantRate", target.ErrRange, bothPositive)
		return nil
	}

	// The middles of the steps are lead, lead + gap, lead + 2·gap, … half months
	// after the middle of the baseline: the sum of the powers of q is wanted.
	lead, gap := halfMonthsBetween(w.t.Baseline.Period, w.steps[0]), int64(2*w.by.Months())
	common := fixed.GCD(lead, gap)
	powers := progression{lead: lead / common, gap: gap / common, n: len(w.steps)}
	want := powers.float().SetRat(new(big.Rat).Quo(w.value, base))

	terms, sum := powers.terms(powers.quotient(want))
	parts := make([]*big.Rat, len(terms))
	for k, x := range terms {
		parts[k], _ = x.Quo(x, sum).Rat(nil)
		parts[k].Mul(parts[k], w.value)
	}
	return parts
}

// progression is the powers lead, lead + gap, … of a quotient, n of them.
type progression struct {
	lead, gap int64
	n         int
}

// progressionBits is the precision of a progression.
const progressionBits = 1024

func (progression) float() *big.Float { return new(big.Float).SetPrec(progressionBits) }

// terms returns the powers of q and their sum.
func (p progression) terms(q *big.Float) (terms []*big.Float, sum *big.Float) {
	x, step := power(q, p.lead), power(q, p.gap)
	sum = p.float()
	for range p.n {
		terms = append(terms, x)
		sum.Add(sum, x)
		x = p.float().Mul(x, step)
	}
	return terms, sum
}

// quotient returns the q whose powers add up to a sum.
func (p progression) quotient(want *big.Float) *big.Float {
	enough := func(q *big.Float) bool {
		_, sum := p.terms(q)
		return sum.Cmp(want) >= 0
	}
	low, high := p.float(), p.float().SetInt64(1)
	for !enough(high) {
		low.Set(high)
		high.Mul(high, big.NewFloat(2))
	}

	for range progressionBits {
		middle := p.float().Add(low, high)
		middle.Quo(middle, big.NewFloat(2))
		if enough(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// power returns qⁿ.
func power(q *big.Float, n int64) *big.Float {
	x := new(big.Float).SetPrec(q.Prec()).SetInt64(1)
	for square := new(big.Float).Set(q); n > 0; n >>= 1 {
		if n&1 == 1 {
			x.Mul(x, square)
		}
		square.Mul(square, square)
	}
	return x
}
