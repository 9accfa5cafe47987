package temporal

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// shareOut returns the parts of a total.
func (w *way) shareOut() []*big.Int {
	var parts []*big.Rat
	switch s := w.shape.(type) {
	case StraightLine:
		parts = w.linearParts()
	case ConstantRate:
		parts = w.geometricParts()
	case Schedule:
		parts = w.partsTo(w.schedule(s))
	case Profile:
		if figures := w.figures(s, w.steps); figures != nil {
			parts = w.partsTo(runningShares(figures))
		}
	}
	if w.problems.Len() > 0 {
		return nil
	}

	_, approximate := w.shape.(ConstantRate)
	for _, x := range parts {
		if x.Quo(x, w.quantum); approximate {
			snap(x)
		}
	}
	return largestRemainders(parts, w.quanta(w.value))
}

// partsTo returns the parts of the total between shares of the way.
func (w *way) partsTo(shares []*big.Rat) []*big.Rat {
	parts := make([]*big.Rat, len(shares))
	before := new(big.Rat)
	for k, share := range shares {
		parts[k] = new(big.Rat).Sub(share, before)
		parts[k].Mul(parts[k], w.value)
		before = share
	}
	return parts
}

// linearParts returns equal parts or, if there is a baseline, parts on a line
// that begins at it.
func (w *way) linearParts() []*big.Rat {
	n := int64(len(w.steps))
	parts := make([]*big.Rat, n)
	if w.t.Baseline == nil {
		for k := range parts {
			parts[k] = new(big.Rat).Mul(w.value, big.NewRat(1, n))
		}
		return parts
	}
	if !w.baselineBefore() {
		return nil
	}

	base, sum := w.basePerStep(), int64(0)
	for _, p := range w.steps {
		sum += middles(w.t.Baseline.Period, p)
	}
	rest := new(big.Rat).Mul(base, big.NewRat(n, 1))
	rest.Sub(w.value, rest)
	for k, p := range w.steps {
		parts[k] = new(big.Rat).Mul(rest, big.NewRat(middles(w.t.Baseline.Period, p), sum))
		parts[k].Add(parts[k], base)
	}
	return parts
}

// baselineBefore reports whether there is a baseline that ends before the
// target's period begins.
func (w *way) baselineBefore() bool {
	switch b := w.t.Baseline; {
	case b == nil:
		w.report("target.baseline", nil, target.ErrRequired, whereItBegins)
		return false
	case lastMonth(b.Period) >= firstMonth(w.t.Period):
		remedy := "it must end before " + w.t.Period.String() + " begins"
		w.report("target.baseline.period", b.Period, target.ErrRange, remedy)
		return false
	}
	return true
}

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
	lead, gap := middles(w.t.Baseline.Period, w.steps[0]), int64(2*w.by.Months())
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

// snap rounds a number that floating-point arithmetic has made to a multiple of
// 2⁻¹²⁸, so that equal numbers are found equal, and halves are found halves.
func snap(x *big.Rat) *big.Rat {
	const bits = 128
	num := new(big.Int).Lsh(x.Num(), bits)
	return x.SetFrac(fixed.DivHalfUp(num, x.Denom()), new(big.Int).Lsh(big.NewInt(1), bits))
}

// largestRemainders rounds the parts down to whole numbers. It gives the rest of
// the total, one each, to the largest remainders, and of equal ones to the
// earlier.
func largestRemainders(parts []*big.Rat, total *big.Int) []*big.Int {
	type remainder struct {
		k    int
		size *big.Rat
	}
	whole, remainders := make([]*big.Int, len(parts)), make([]remainder, len(parts))
	left := new(big.Int).Set(total)
	for k, x := range parts {
		whole[k] = new(big.Int).Div(x.Num(), x.Denom()) // rounds down, as the denominator is positive
		left.Sub(left, whole[k])
		remainders[k] = remainder{k, new(big.Rat).Sub(x, new(big.Rat).SetInt(whole[k]))}
	}

	slices.SortStableFunc(remainders, func(a, b remainder) int {
		return cmp.Or(b.size.Cmp(a.size), cmp.Compare(a.k, b.k))
	})
	for _, r := range remainders[:left.Int64()] {
		whole[r.k].Add(whole[r.k], big.NewInt(1))
	}
	return whole
}

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
		w.report("target.value", w.t.Value, target.ErrRange, "no constant rate leads to zero")
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

// shorten bounds the size of a fraction. It keeps 400 digits after the point, far
// more than a figure has.
func shorten(x *big.Rat) {
	if x.Denom().BitLen() > 2000 {
		shift := fixed.Pow10(400)
		m := new(big.Int).Mul(x.Num(), shift)
		x.SetFrac(m.Quo(m, x.Denom()), shift)
	}
}
