package hierarchy

import (
	"math"
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
)

const (
	noLeast = math.MinInt64
	noMost  = math.MaxInt64
)

// limits are the least and the most that the quota of each unit can be, by place.
type limits struct {
	least, most numbers
	needed      []needs
}

// needs says which limits of a unit are those of the units below it.
type needs uint8

const (
	leastNeeded needs = 1 << iota
	mostNeeded
)

func newLimits(n int) limits {
	l := limits{
		least: numbers{words: make([]int64, n)}, most: numbers{words: make([]int64, n)}, needed: make([]needs, n),
	}
	for at := range n {
		l.least.words[at], l.most.words[at] = noLeast, noMost
	}
	return l
}

// low and high return a limit, nil where there is none.
func (l *limits) low(at int) *big.Int {
	if l.least.wide[at] == nil && l.least.words[at] == noLeast {
		return nil
	}
	return l.least.big(at)
}

func (l *limits) high(at int) *big.Int {
	if l.most.wide[at] == nil && l.most.words[at] == noMost {
		return nil
	}
	return l.most.big(at)
}

// raise and lower tighten a limit and report whether that changed it.
func (l *limits) raise(at int, v *big.Int) bool {
	if low := l.low(at); low != nil && low.Cmp(v) >= 0 {
		return false
	}
	l.least.set(at, v)
	return true
}

func (l *limits) lower(at int, v *big.Int) bool {
	if high := l.high(at); high != nil && high.Cmp(v) <= 0 {
		return false
	}
	l.most.set(at, v)
	return true
}

// crossed reports whether the least of a unit is above its most.
func (l *limits) crossed(at int) bool {
	if l.narrow() {
		return l.least.words[at] > l.most.words[at]
	}
	low, high := l.low(at), l.high(at)
	return low != nil && high != nil && low.Cmp(high) > 0
}

// narrow reports whether all limits are words.
func (l *limits) narrow() bool { return len(l.least.wide)+len(l.most.wide) == 0 }

// forget drops the limits of a unit.
func (l *limits) forget(at int) {
	l.least.words[at], l.most.words[at] = noLeast, noMost
	delete(l.least.wide, at)
	delete(l.most.wide, at)
	l.needed[at] = 0
}

// copy takes over the limits that a unit has elsewhere.
func (l *limits) copy(from *limits, at int) {
	l.needed[at] = from.needed[at]
	if from.narrow() && l.narrow() {
		l.least.words[at], l.most.words[at] = from.least.words[at], from.most.words[at]
		return
	}
	l.assign(at, from.low(at), from.high(at))
}

// assign sets the limits of a unit; nil is none.
func (l *limits) assign(at int, low, high *big.Int) {
	needed := l.needed[at]
	l.forget(at)
	if l.needed[at] = needed; low != nil {
		l.least.set(at, low)
	}
	if high != nil {
		l.most.set(at, high)
	}
}

// words returns the limits of a family as words, and reports whether they are.
func (l *limits) words(f *family) (lo, hi []int64, ok bool) {
	if !l.narrow() {
		for k := range f.n {
			if at := f.place(k); l.least.wide[at] != nil || l.most.wide[at] != nil {
				return nil, nil, false
			}
		}
	}
	if f.places == nil {
		return l.least.words[f.lo:f.hi], l.most.words[f.lo:f.hi], true
	}
	lo, hi = make([]int64, f.n), make([]int64, f.n)
	for k := range f.n {
		lo[k], hi[k] = l.least.words[f.place(k)], l.most.words[f.place(k)]
	}
	return lo, hi, true
}

// big returns the limits of a family, nil where there are none.
func (l *limits) big(f *family) (lo, hi []*big.Int) {
	lo, hi = make([]*big.Int, f.n), make([]*big.Int, f.n)
	for k := range f.n {
		lo[k], hi[k] = l.low(f.place(k)), l.high(f.place(k))
	}
	return lo, hi
}

// columnScale takes the mantissas of a column to quanta: m·times/per.
type columnScale struct{ times, per int64 }

// scaleOf returns the scale of a column, the zero scale if it does not fit words.
func scaleOf(c fixed.Column, q fixed.Quantum) columnScale {
	if !q.M.IsInt64() {
		return columnScale{}
	}
	shift := c.Exp() - q.Exp
	var s columnScale
	var ok bool
	if shift >= 0 {
		s.per = q.M.Int64()
		s.times, ok = fixed.Scale(1, shift)
	} else {
		s.times = 1
		s.per, ok = fixed.Scale(q.M.Int64(), -shift)
	}
	if !ok {
		return columnScale{}
	}
	return s
}

// count returns the quanta of a mantissa, rounded up or down.
func (s columnScale) count(m int64, up bool) (int64, bool) {
	p := m * s.times
	if m != 0 && (p/m != s.times || m == math.MinInt64 || p == math.MinInt64) {
		return 0, false
	}
	n, rest := p/s.per, p%s.per
	switch {
	case up && rest > 0:
		n++
	case !up && rest < 0:
		n--
	}
	return n, n != noLeast && n != noMost
}

// bound takes a unit's bound from a column, rounded inwards to quanta.
func (c *constraints) bound(x *numbers, at int, col fixed.Column, s columnScale, up bool) {
	if words := col.Words(); words != nil && s.times != 0 {
		if m, ok := s.count(words[at], up); ok {
			x.words[at] = m
			return
		}
	}
	if d := col.Decimal(at); up {
		x.set(at, c.step.Ceil(d))
	} else {
		x.set(at, c.step.Floor(d))
	}
}
