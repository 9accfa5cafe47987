package target

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
)

// shareOut returns the parts of a total.
func (w *way) shareOut() []*big.Int {
	n := len(w.steps)
	parts := make([]*big.Rat, n)
	switch s := w.shape.(type) {
	case linear:
		w.line(parts)
	case compounds:
		w.geometric(parts)
	case shares:
		before := new(big.Rat)
		for k, share := range s.rats(w.faults, n) {
			parts[k] = new(big.Rat).Sub(share, before)
			parts[k].Mul(parts[k], w.value)
			before = share
		}
	case following:
		figures := w.figures(s, w.steps)
		sum := new(big.Rat)
		for _, x := range figures {
			sum.Add(sum, x)
		}
		for k, x := range figures {
			parts[k] = x.Mul(x, w.value)
			parts[k].Quo(parts[k], sum)
		}
	}
	if w.faults.Len() > 0 {
		return nil
	}
	_, rough := w.shape.(compounds)
	for k := range parts {
		if parts[k].Quo(parts[k], w.quantum); rough {
			settle(parts[k])
		}
	}
	return largestRemainders(parts, w.quanta(w.value))
}

// line fills in equal parts, or a line from the baseline with the right sum.
func (w *way) line(parts []*big.Rat) {
	n := int64(len(parts))
	if w.t.Baseline == nil {
		for k := range parts {
			parts[k] = new(big.Rat).Mul(w.value, big.NewRat(1, n))
		}
		return
	}
	if !w.baselineBefore() {
		return
	}
	base, sum := w.perStep(), int64(0)
	for _, p := range w.steps {
		sum += middles(w.t.Baseline.Period, p)
	}
	rest := new(big.Rat).Mul(base, big.NewRat(n, 1))
	rest.Sub(w.value, rest)
	for k, p := range w.steps {
		parts[k] = new(big.Rat).Mul(rest, big.NewRat(middles(w.t.Baseline.Period, p), sum))
		parts[k].Add(parts[k], base)
	}
}

func (w *way) baselineBefore() bool {
	b := w.t.Baseline
	if b == nil {
		w.fail("target.baseline", nil, ErrRequired, "say where the path begins")
		return false
	}
	if b.Period.last >= w.t.Period.first {
		w.fail("target.baseline.period", b.Period, ErrRange, "it ends before "+w.t.Period.String()+" begins")
		return false
	}
	return true
}

// geometric fills in the geometric progression from the baseline with the right
// sum. Its quotient has no closed form; it is found by bisection to far more
// bits than a figure can have digits.
func (w *way) geometric(parts []*big.Rat) {
	if !w.baselineBefore() {
		return
	}
	base := w.perStep()
	if base.Sign() <= 0 || w.value.Sign() <= 0 {
		w.fail("shape", "compound", ErrRange, "baseline and value are positive")
		return
	}
	const prec = 1024
	float := func(q *big.Rat) *big.Float { return new(big.Float).SetPrec(prec).SetRat(q) }
	want := float(new(big.Rat).Quo(w.value, base)) // Σ q^e
	// The middles lie evenly: e₀, e₀ + d, e₀ + 2d, … half months apart.
	lead, d := middles(w.t.Baseline.Period, w.steps[0]), 2*int64(int32(w.by.Months()))
	common := gcd(lead, d)
	lead, d = lead/common, d/common
	sum := func(q *big.Float, terms []*big.Float) *big.Float {
		x, factor := power(q, lead), power(q, d)
		total := new(big.Float).SetPrec(prec)
		for k := range w.steps {
			if terms != nil {
				terms[k] = new(big.Float).Set(x)
			}
			total.Add(total, x)
			x = new(big.Float).SetPrec(prec).Mul(x, factor)
		}
		return total
	}
	low, high := new(big.Float).SetPrec(prec), new(big.Float).SetPrec(prec).SetInt64(1)
	for sum(high, nil).Cmp(want) < 0 {
		low.Set(high)
		high.Mul(high, big.NewFloat(2))
	}
	for range prec {
		q := new(big.Float).SetPrec(prec).Add(low, high)
		q.Quo(q, big.NewFloat(2))
		if sum(q, nil).Cmp(want) < 0 {
			low = q
		} else {
			high = q
		}
	}
	terms := make([]*big.Float, len(parts))
	whole := sum(high, terms)
	for k, x := range terms {
		parts[k], _ = x.Quo(x, whole).Rat(nil)
		parts[k].Mul(parts[k], w.value)
	}
}

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

// settle rounds a number that floating-point arithmetic has made to a multiple
// of 2⁻¹²⁸, so that two that are equal are found equal, and a half a half.
func settle(x *big.Rat) *big.Rat {
	const bits = 128
	num := new(big.Int).Lsh(x.Num(), bits)
	return x.SetFrac(fixed.DivHalfUp(num, x.Denom()), new(big.Int).Lsh(big.NewInt(1), bits))
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// largestRemainders rounds the parts down to whole numbers and gives what the
// total leaves over, one each, to the largest remainders, the earlier first.
func largestRemainders(parts []*big.Rat, total *big.Int) []*big.Int {
	type rest struct {
		k   int
		rat *big.Rat
	}
	whole, rests := make([]*big.Int, len(parts)), make([]rest, len(parts))
	left := new(big.Int).Set(total)
	for k, x := range parts {
		whole[k] = new(big.Int).Div(x.Num(), x.Denom()) // floor: the denominator is positive
		left.Sub(left, whole[k])
		rests[k] = rest{k, new(big.Rat).Sub(x, new(big.Rat).SetInt(whole[k]))}
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Or(b.rat.Cmp(a.rat), cmp.Compare(a.k, b.k)) })
	for i := range int(left.Int64()) {
		whole[rests[i].k].Add(whole[rests[i].k], big.NewInt(1))
	}
	return whole
}

// compound returns the rates of the steps of a growth or a reduction.
func (w *way) compound() []*big.Int {
	n := len(w.steps)
	per := w.t.Indicator.Scale().Rat()
	end := factor(w.t.Indicator, w.t.Value) // of Per
	if end.Sign() < 0 {
		w.fail("target.value", w.t.Value, ErrRange, "less than nothing would be left")
		return nil
	}
	if !bounded(w.faults, "target.value", end) {
		return nil
	}
	levels := make([]*big.Rat, n) // what becomes of 1
	last := new(big.Rat).Quo(end.Rat(), per)
	progress := make([]*big.Rat, n)
	for k := range progress {
		progress[k] = big.NewRat(int64(k+1), int64(n))
	}
	switch s := w.shape.(type) {
	case linear:
		for k, share := range progress {
			levels[k] = between(big.NewRat(1, 1), last, share)
		}
	case shares:
		progress = s.rats(w.faults, n)
	case following:
		if figures := w.figures(s, w.steps); figures != nil {
			progress = running(figures)
		}
	}
	if w.faults.Len() > 0 {
		return nil
	}
	if levels[0] == nil {
		if end.Sign() == 0 {
			w.fail("target.value", w.t.Value, ErrRange, "no constant rate leads to nothing")
			return nil
		}
		for k, share := range progress {
			levels[k] = w.level(end, share)
		}
	}
	return w.rates(levels, per)
}

// level returns (end/Per)^share to a hundred digits, exactly at both ends.
func (w *way) level(end decimal.Decimal, share *big.Rat) *big.Rat {
	per := w.t.Indicator.Scale()
	done := fixedInt(share.Num())
	rest := fixedInt(new(big.Int).Sub(share.Denom(), share.Num()))
	if rest.IsZero() {
		return new(big.Rat).Quo(end.Rat(), per.Rat())
	}
	mean := transcend.GeometricMean([]decimal.Decimal{end, per}, []decimal.Decimal{done, rest}, transcend.MaxDigits)
	return new(big.Rat).Quo(mean.Rat(), per.Rat())
}

func fixedInt(n *big.Int) decimal.Decimal { return decimal.NewFromBigInt(n, 0) }

// rates returns the rounded rate of each step that leads from where the rates
// before it have led to the step's level.
func (w *way) rates(levels []*big.Rat, per *big.Rat) []*big.Int {
	sign := int64(1)
	if w.t.Indicator.Kind == Reduction {
		sign = -1
	}
	out := make([]*big.Int, len(levels))
	reached := big.NewRat(1, 1)
	for k, level := range levels {
		if reached.Sign() <= 0 { // rounding has left nothing to reduce
			out[k] = new(big.Int)
			continue
		}
		rate := new(big.Rat).Quo(level, reached)
		rate.Sub(rate, big.NewRat(1, 1))
		rate.Mul(rate, per).Mul(rate, big.NewRat(sign, 1))
		out[k] = w.quanta(rate)
		rate.SetInt(out[k])
		rate.Mul(rate, w.quantum).Quo(rate, per).Mul(rate, big.NewRat(sign, 1))
		rate.Add(rate, big.NewRat(1, 1))
		reached.Mul(reached, rate)
		shorten(reached)
	}
	return out
}

// shorten keeps a fraction's size in bounds: 400 digits after the point are far
// more than a figure has.
func shorten(x *big.Rat) {
	if x.Denom().BitLen() > 2000 {
		const digits = 400
		m := new(big.Int).Mul(x.Num(), pow10(digits))
		x.SetFrac(m.Quo(m, x.Denom()), pow10(digits))
	}
}

func pow10(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }
