package hierarchy

import (
	"math"

	"github.com/targetcascade/cascade/internal/fixed"
)

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
