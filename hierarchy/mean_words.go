package hierarchy

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
)

// meanScratch is memory for the weighted means of families on machine words.
type meanScratch struct {
	weights, lo, hi, shares []int64
	other                   []int8
	order                   []int32
}

// divideMeanWords is divideMean where every number fits a word. It reports
// false, and has done nothing, where one does not.
func (e *engine) divideMeanWords(f *family, out *result) (bool, error) {
	if f.words == nil || !f.load.IsInt64() || f.places != nil || len(e.basis.wide) > 0 || e.bounds != nil && !e.bounds.fit(f) {
		return false, nil
	}
	m := &e.means
	basis := e.basis.words[f.lo:f.hi]
	whole, ok := fixed.SumWords(basis)
	due, fits := fixed.MulWords(whole, f.load.Int64())
	if !ok || !fits || !m.weigh(basis, f.words) {
		return false, nil
	}
	var (
		mass          = due
		lo, hi        []int64
		o             apportion.Outcome
		total, weight uint64
		down          = due < 0
		err           error
	)
	if e.bounds == nil {
		sum, fits := fixed.SumWords(m.weights)
		if !fits {
			return false, nil
		}
		if total, weight = fixed.Magnitude(mass), uint64(sum); weight == 0 && total != 0 {
			return false, nil // the other way reports it
		}
	} else {
		lo, hi = e.bounds.words(f)
		if mass, ok = m.scaleBounds(basis, lo, hi, due, whole, e.bounds.signOf(f)); !ok {
			return false, nil
		}
		m.shares = resize(m.shares, f.n)
		if o, err = e.divider.Words(m.shares, mass, m.weights, m.lo, m.hi, apportion.LargestRemainder); err != nil {
			return false, nil // likewise
		}
		down = o.Down
		t, w := o.Quota()
		if !t.IsUint64() || !w.IsInt64() {
			return false, nil
		}
		if total, weight = t.Uint64(), w.Uint64(); weight == 0 && slices.Contains(basis, 0) {
			return false, nil // the other way finds what the children without a basis go by
		}
	}
	figures := out.quotas.words[f.lo:f.hi]
	rest, ok := m.round(figures, basis, f.words, lo, hi, o.Bounds, total, weight, down, due, mass)
	if !ok {
		return false, nil
	}
	rest = m.settle(figures, basis, rest)
	e.mark(f, o, out)
	if rest != 0 {
		out.leave(f.parent, big.NewInt(rest))
	}
	return true, nil
}

// weigh fills in the weights of the mass, bᵢcᵢ.
func (m *meanScratch) weigh(basis, claims []int64) bool {
	m.weights = resize(m.weights, len(basis))
	for k, b := range basis {
		w, ok := fixed.MulWords(b, claims[k])
		if m.weights[k] = w; !ok || claims[k] < 0 {
			return false
		}
	}
	return true
}

// scaleBounds takes the bounds from figures to masses, and moves a mass that
// they miss by less than a quantum of the mean onto them.
func (m *meanScratch) scaleBounds(basis, lo, hi []int64, due, whole int64, sign int) (mass int64, ok bool) {
	m.lo, m.hi = resize(m.lo, len(basis)), resize(m.hi, len(basis))
	least, most := int64(0), int64(0)
	noLow, noHigh := false, false
	for k, b := range basis {
		m.lo[k], m.hi[k] = noLeast, noMost
		if lo[k] != noLeast {
			if m.lo[k], ok = fixed.MulWords(lo[k], b); !ok {
				return 0, false
			}
			if least, ok = fixed.AddWords(least, m.lo[k]); !ok {
				return 0, false
			}
		} else if sign < 0 {
			noLow = true
		} else if hi[k] < 0 {
			return 0, false
		}
		if hi[k] != noMost {
			if m.hi[k], ok = fixed.MulWords(hi[k], b); !ok {
				return 0, false
			}
			if most, ok = fixed.AddWords(most, m.hi[k]); !ok {
				return 0, false
			}
		} else if sign >= 0 {
			noHigh = true
		} else if lo[k] > 0 {
			return 0, false
		}
	}
	mass = due
	if gap, fits := fixed.AddWords(least, -mass); !noLow && fits && gap > 0 && gap < whole {
		mass = least
	}
	if gap, fits := fixed.AddWords(mass, -most); !noHigh && fits && gap > 0 && gap < whole {
		mass = most
	}
	return mass, true
}

// round takes each figure to the nearest quantum and returns what that leaves
// of the mass.
func (m *meanScratch) round(figures, basis, claims, lo, hi []int64, bounds []apportion.Bound, total, weight uint64, negative bool, due, mass int64) (rest int64, ok bool) {
	m.other = resize(m.other, len(figures))
	rest = due // its steps may wrap around, its end does not
	for k, b := range basis {
		q, side := int64(0), int8(0)
		switch {
		case bounds != nil && b > 0 && bounds[k] == apportion.AtMin:
			q = lo[k]
		case bounds != nil && b > 0 && bounds[k] == apportion.AtMax:
			q = hi[k]
		case weight > 0:
			h, l := bits.Mul64(uint64(claims[k]), total)
			if h >= weight {
				return 0, false
			}
			w, r := bits.Div64(h, l, weight)
			if r > 0 {
				side = 1
			}
			if r >= weight-r {
				w++
				side = -side
			}
			if w >= math.MaxInt64 {
				return 0, false
			}
			if q = int64(w); negative {
				q, side = -q, -side
			}
			if bounds != nil && (negative && mass >= 0 && lo[k] == noLeast || !negative && mass <= 0 && hi[k] == noMost) {
				q, side = 0, 0
			}
		}
		if bounds != nil && lo[k] != noLeast && (q < lo[k] || q == lo[k] && side < 0) {
			q, side, bounds[k] = lo[k], 0, apportion.AtMin
		}
		if bounds != nil && hi[k] != noMost && (q > hi[k] || q == hi[k] && side > 0) {
			q, side, bounds[k] = hi[k], 0, apportion.AtMax
		}
		if b == 0 {
			side = 0
		}
		figures[k], m.other[k] = q, side
		rest -= q * b
	}
	return rest, true
}

// settle is mean.settle on words.
func (m *meanScratch) settle(figures, basis []int64, rest int64) int64 {
	if rest == 0 {
		return 0
	}
	m.order = m.order[:0]
	for k, side := range m.other {
		if side != 0 {
			m.order = append(m.order, int32(k))
		}
	}
	slices.SortStableFunc(m.order, func(i, j int32) int { return cmp.Compare(basis[j], basis[i]) })
	for moved := true; moved && rest != 0; {
		moved = false
		side := int64(cmp.Compare(rest, 0))
		for _, k := range m.order {
			if int64(m.other[k]) != side || uint64(basis[k]) >= 2*fixed.Magnitude(rest) {
				continue
			}
			figures[k] += side
			rest -= side * basis[k]
			m.other[k] = int8(-side)
			moved = true
			if int64(cmp.Compare(rest, 0)) != side {
				break
			}
		}
	}
	return rest
}

func resize[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	return s[:n]
}
