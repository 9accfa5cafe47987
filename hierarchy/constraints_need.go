package hierarchy

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/fixed"
)

// need tightens the constraints of a parent to the amounts that its children can
// share.
func (c *constraints) need(at int) {
	f := &c.f
	f.open(c.engine, at)
	if !c.needSums(f) && !c.needWords(f) {
		c.needBig(f)
	}
}

// needSums is needWords for what is most common, a sum whose quotas are not below
// zero: two sums of words. It reports false, and has done nothing, where that is
// not so or the constraints of the parent cross.
func (c *constraints) needSums(f *family) bool {
	l := &c.allowed
	if c.exact != nil || c.anySign || !f.rule.plain || f.places != nil || !l.narrow() || c.signAt(f.parent) < 0 {
		return false
	}
	weights, ok := f.steadyWords()
	if !ok || !anyNonZero(weights) {
		return false
	}

	least, most, limited := int64(0), int64(0), true
	for k, w := range weights {
		low, high := l.least.words[f.lo+k], l.most.words[f.lo+k]
		if low == noLeast {
			low = min(0, high)
		}
		if w == 0 {
			low = min(max(low, 0), high)
			high = low
		}
		var fits bool
		if least, fits = fixed.AddWords(least, low); !fits {
			return false
		}
		if limited = limited && high != noMost; limited {
			if most, fits = fixed.AddWords(most, high); !fits {
				return false
			}
		}
	}

	low, high := &l.least.words[f.parent], &l.most.words[f.parent]
	least = max(least, 0)
	if least > *high || limited && (most < *low || most == noMost) {
		return false
	}
	if least > 0 && least > *low {
		*low = least
		l.needed[f.parent] |= leastNeeded
	}
	if limited && most < *high {
		*high = most
		l.needed[f.parent] |= mostNeeded
	}
	return true
}

func anyNonZero(weights []int64) bool {
	return slices.ContainsFunc(weights, func(w int64) bool { return w != 0 })
}

// needWords is need on machine words, for a rule whose amount is the quota. It
// reports false, and has done nothing, if a number does not fit or the constraints
// of the parent cross.
func (c *constraints) needWords(f *family) bool {
	if !f.rule.plain {
		return false
	}
	weights, ok := f.steadyWords()
	if !ok {
		return false
	}
	d, ok := f.inWords(new(big.Int), weights)
	if !ok {
		return false
	}
	sign := c.signAt(f.parent)
	d.sign, d.still = sign, false
	d.sumBasis()
	d.loosen(f.scratch())

	var all [2]tier[int64]
	var found [2]extent[int64]
	tiers := c.tiers()
	for i, l := range tiers {
		var lo, hi []int64
		if lo, hi, ok = l.words(f); !ok {
			return false
		}
		all[i] = tier[int64]{lo, hi, i == 0}
	}
	for i := range tiers {
		found[i] = d.amountsWithin(all[:len(tiers)], i)
	}
	if !d.a.fits() {
		return false
	}

	at := f.parent
	for i, l := range tiers {
		if !l.narrow() {
			return false
		}
		s := found[i]
		low, high := l.least.words[at], l.most.words[at]
		least := !s.noLeast && (c.anySign || sign < 0 || s.least > 0) && s.least > low
		most := !s.noMost && (c.anySign || sign >= 0 || s.most < 0) && s.most < high
		if least {
			low = s.least
		}
		if most {
			high = s.most
		}
		if low > high {
			if i == 0 {
				return false // needBig reports it
			}
			l.copy(&c.allowed, at)
			break
		}
		l.least.words[at], l.most.words[at] = low, high
		if least {
			l.needed[at] |= leastNeeded
		}
		if most {
			l.needed[at] |= mostNeeded
		}
	}
	return true
}

// tiers are the limits to be found: the allowed ones and, for weighted means, the
// exact ones.
func (c *constraints) tiers() []*limits {
	if c.exact == nil {
		return []*limits{&c.allowed}
	}
	return []*limits{&c.allowed, c.exact}
}

func (c *constraints) needBig(f *family) {
	d := f.inIntegers(new(big.Int), f.steadyWeights())
	at, sign := f.parent, c.signAt(f.parent)
	d.sign, d.still = sign, false
	d.sumBasis()
	d.loosen(d.weights)

	var all []tier[*big.Int]
	for i, l := range c.tiers() {
		lo, hi := l.big(f)
		all = append(all, tier[*big.Int]{lo, hi, i == 0})
	}
	for i, l := range c.tiers() {
		s := d.amountsWithin(all, i)
		own := [2]*big.Int{l.low(at), l.high(at)}
		// A quota of the sign needs nothing to meet minima of zero.
		if !s.noLeast && (c.anySign || sign < 0 || s.least.Sign() > 0) && l.raise(at, f.rule.least(s.least)) {
			l.needed[at] |= leastNeeded
		}
		if !s.noMost && (c.anySign || sign >= 0 || s.most.Sign() < 0) && l.lower(at, f.rule.most(s.most)) {
			l.needed[at] |= mostNeeded
		}
		if !l.crossed(at) {
			continue
		}
		if i > 0 { // no quantum is exact: those are that are allowed
			l.copy(&c.allowed, at)
			continue
		}
		c.conflict(f, d, own, s)
		if c.exact != nil {
			c.exact.copy(l, at)
		}
		return
	}
}

// sumBasis adds up the bases.
func (d *division[N, A]) sumBasis() {
	if d.whole = d.a.of(1); d.basis == nil {
		return
	}
	d.whole = d.a.of(0)
	for _, b := range d.basis {
		d.whole = d.a.add(d.whole, b)
	}
}

// amountsWithin returns the amounts that the children can share within one of the
// tiers, the allowed one first and the exact one second. In the allowed tier the
// quota of a child whose weight is zero is anything between those of the two.
func (d *division[N, A]) amountsWithin(tiers []tier[N], i int) extent[N] {
	d.lo, d.hi = tiers[i].lo, tiers[i].hi
	s := d.amounts(tiers[i].rounded)
	if i > 0 || len(tiers) < 2 || !d.anyIdle() {
		return s
	}

	a := d.a
	d.lo, d.hi = d.idleWithin(tiers[1], tiers[0])
	other := d.amounts(true)
	if s.noLeast = s.noLeast || other.noLeast; a.cmp(other.least, s.least) < 0 {
		s.least = other.least
	}
	if s.noMost = s.noMost || other.noMost; a.cmp(other.most, s.most) > 0 {
		s.most = other.most
	}
	return s
}

// amounts returns the least and the most whole amounts that the children can
// share: exactly or, if rounded is set, but for rounding, which is half a quantum
// of a mean.
func (d *division[N, A]) amounts(rounded bool) extent[N] {
	a := d.a
	s := d.extent(rounded)
	if a.sign(d.whole) == 0 {
		return extent[N]{noLeast: true, noMost: true}
	}
	by, slack := a.mul(d.unit, d.whole), a.of(0)
	if !a.fits() {
		return s
	}
	if d.mean && rounded {
		slack, by = by, a.add(by, by)
		s.least, s.most = a.add(s.least, s.least), a.add(s.most, s.most)
	}

	one, zero := a.of(1), a.of(0)
	least, rest := a.floor(a.sub(s.least, slack), one, zero, zero, by)
	if a.sign(rest) > 0 {
		least = a.add(least, one)
	}
	s.least = least
	s.most, _ = a.floor(a.add(s.most, slack), one, zero, zero, by)
	return s
}

// steadyWords returns a weight for each child that is zero if that is known before
// the amount is. It reports false if such a child has an offset.
func (f *family) steadyWords() (weights []int64, ok bool) {
	if p, is := f.rule.claimer.(proportional); is {
		if weights, ok = f.wordsOfAny(p.column); ok {
			return weights, true
		}
	}
	weights = f.scratch()
	s, is := f.rule.claimer.(steady)
	for k := range weights {
		if weights[k] = 1; !is {
			continue
		}
		offset, zero := s.steady(f, k)
		if offset != nil {
			return nil, false
		}
		if zero {
			weights[k] = 0
		}
	}
	return weights, true
}

// steadyWeights is steadyWords with the offsets of children whose weight is zero.
func (f *family) steadyWeights() []*big.Int {
	weights := make([]*big.Int, f.n)
	f.formula = formula{offsets: zeros(f.n)}
	s, is := f.rule.claimer.(steady)
	for k := range weights {
		if weights[k] = bigOne; !is {
			continue
		}
		offset, zero := s.steady(f, k)
		if zero {
			weights[k] = new(big.Int)
		}
		if offset != nil {
			f.offsets[k] = offset
		}
	}
	f.dropZeros()
	return weights
}

// loosen makes all weights 1 if no child that counts has one. Such a family can
// divide nothing. Its quota is then left to its parent, and what comes of it is
// reported where the family is divided.
func (d *division[N, A]) loosen(weights []N) {
	for k, w := range d.weights {
		if d.a.sign(w) != 0 && d.counts(k) {
			return
		}
	}
	d.offsets = nil
	d.weights = weights
	for k := range weights {
		weights[k] = d.a.of(1)
	}
}
