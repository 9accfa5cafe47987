package apportion

import "math/big"

// A Multiplier is the λ of the division within bounds xᵢ = clamp(λ·wᵢ, lᵢ, uᵢ)
// with Σ xᵢ = T. It is Total/Weight, and below zero if Down is set: the sum of
// what no bound decides over the sum of those weights.
type Multiplier struct {
	Total, Weight uint64
	Down          bool
	// Bounds tells for each claim whether a bound decides it.
	Bounds []Bound
}

// Open reports whether bounds decide every claim, so that a range of multipliers
// gives the same division. Total and Weight are zero then.
func (m *Multiplier) Open() bool { return m.Weight == 0 }

// Multiplier finds the multiplier of a division. Other than in [Divider.Words] a
// claim without a bound can take either sign: an absent bound is no bound. The
// slice of the result is valid until the next call.
//
// It reports false if some number does not fit, or if the bounds leave no
// division; [BigMultiplier] tells which.
func (d *Divider) Multiplier(total int64, weights, lo, hi []int64) (Multiplier, bool) {
	if _, ok := sumWeights(weights); !ok || total <= -limit || total >= limit {
		return Multiplier{}, false
	}
	d.base = resize(d.base, len(weights))
	f, ok := d.frame(d.base, total, weights, lo, hi, false)
	if !ok || f.total > f.base && f.total > f.cap {
		return Multiplier{}, false
	}

	m := Multiplier{Down: f.turned, Bounds: f.bounds}
	switch {
	case f.total > f.base:
		lambda := d.level(&f, f.total)
		m.Total = f.total
		for i, w := range f.w {
			if w == 0 {
				continue
			}
			share, _, b := place(&lambda, uint64(w), f.min[i], f.max[i])
			if b == Free {
				m.Weight += uint64(w)
			} else {
				m.Total -= share
				f.bounds[i] = b
			}
		}
		if m.Weight == 0 {
			f.markHeld()
		}
	case movesAtZero(weights, lo, hi):
		m.Weight = 1
	}
	if f.turned {
		turnBounds(f.bounds)
	}
	return m, true
}

// movesAtZero reports whether a claim is strictly between its bounds at a
// multiplier of zero, which is then the only one.
func movesAtZero(weights, lo, hi []int64) bool {
	for i, w := range weights {
		if l, u := boundsOf(lo, hi, i); w > 0 && l < 0 && u > 0 {
			return true
		}
	}
	return false
}

// A WideMultiplier is a [Multiplier] with big numbers. Total has the sign of λ.
type WideMultiplier struct {
	Total, Weight *big.Int
	Bounds        []Bound
}

// BigMultiplier is [Divider.Multiplier] for numbers of any size. It reports false
// if the bounds leave no division. The slices lo and hi hold one bound for each
// claim, where nil means none.
func BigMultiplier(total *big.Int, weights, lo, hi []*big.Int) (WideMultiplier, bool) {
	if checkBig(total, weights, lo, hi) != nil {
		return WideMultiplier{}, false
	}
	d := newBigDivision(total, weights, lo, hi, false)
	if d.short() {
		return WideMultiplier{}, false
	}

	m := WideMultiplier{Total: new(big.Int), Weight: new(big.Int)}
	switch {
	case d.total.Cmp(d.base) > 0:
		m.Total.Set(d.total)
		lambda := d.level(d.total)
		for _, c := range d.act {
			share, b := c.place(lambda)
			if b == Free {
				m.Weight.Add(m.Weight, c.w)
			} else {
				m.Total.Sub(m.Total, share)
				d.bounds[c.i] = b
			}
		}
	case movesAtZeroBig(weights, lo, hi):
		m.Weight.SetInt64(1)
	}
	if d.turned {
		m.Total.Neg(m.Total)
		turnBounds(d.bounds)
	}
	m.Bounds = d.bounds
	return m, true
}

func movesAtZeroBig(weights, lo, hi []*big.Int) bool {
	for i, w := range weights {
		if w.Sign() > 0 && (lo[i] == nil || lo[i].Sign() < 0) && (hi[i] == nil || hi[i].Sign() > 0) {
			return true
		}
	}
	return false
}

// turnBounds turns the bounds of negated shares back.
func turnBounds(bounds []Bound) {
	for i, b := range bounds {
		switch b {
		case AtMin:
			bounds[i] = AtMax
		case AtMax:
			bounds[i] = AtMin
		}
	}
}
