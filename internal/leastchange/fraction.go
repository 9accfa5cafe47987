package leastchange

import (
	"cmp"

	"github.com/targetcascade/cascade/internal/int128"
)

// fraction is the exact cost of a way, as far as it fits: num/den is the change of
// the objective, and second that of the secondary one.
type fraction struct {
	num, second int128.Int
	den         int64 // above zero
}

// add adds the cost of one more edge. It reports false if the sum does not fit.
func (f *fraction) add(o fraction) bool {
	f.second = f.second.Add(o.second)
	if f.den == o.den {
		var ok bool
		f.num, ok = f.num.AddOK(o.num)
		return ok
	}

	a, aFits := f.num.MulWord(o.den)
	b, bFits := o.num.MulWord(f.den)
	num, numFits := a.AddOK(b)
	den, denFits := int128.Mul(f.den, o.den).Int64()
	f.num, f.den = num, den
	return aFits && bFits && numFits && denFits
}

// compare compares two costs. The secondary objective decides where the first one
// is the same.
func (f fraction) compare(o fraction) int {
	if f.den == o.den {
		if d := f.num.Cmp(o.num); d != 0 {
			return d
		}
		return f.second.Cmp(o.second)
	}

	sign := f.num.Sign()
	if d := cmp.Compare(sign, o.num.Sign()); d != 0 {
		return d
	}
	d := sign * int128.CmpProducts(f.num.Abs(), int128.Of(o.den), o.num.Abs(), int128.Of(f.den))
	if d != 0 {
		return d
	}
	return f.second.Cmp(o.second)
}

// negative returns the cost with its sign turned.
func (f fraction) negative() fraction {
	return fraction{f.num.Neg(), f.second.Neg(), f.den}
}

// fraction is exactly as a [fraction]. It does not fit in rare cases.
func (w *words) fraction(unit, dir int) (fraction, bool) {
	out, ok := fraction{den: 1}, true
	if w.weightless(unit) {
		out.second = w.wordGrowth(unit, w.x[unit]-w.wanted[unit], w.stride, dir)
	} else {
		out = w.mainFraction(unit, dir, w.excess(unit))
	}
	if f := w.family(unit); f != nil {
		leaf, excess := w.even.next(f, w.x[unit], dir)
		ok = out.add(w.mainFraction(int(leaf), dir, excess))
	}
	return out, ok
}

func (w *words) mainFraction(unit, dir int, excess int64) fraction {
	if dir == down {
		excess = -excess
	}
	num, den := w.weight(unit)
	return fraction{num: int128.Mul(excess+w.Scale*w.stride, num), den: den}
}

// wordGrowth is exactGrowth in 128 bits, of which it needs less than a hundred.
func (s *secondary) wordGrowth(unit int, off, stride int64, dir int) int128.Int {
	d := int128.Mul(off, 2*parts).Sub(int128.Of(2 * int64(s.part[unit])))
	if dir == down {
		d = d.Neg()
	}
	d, _ = d.Add(int128.Mul(stride, parts)).MulWord(int64(s.gain[unit]))
	return d
}

// fraction leaves numbers of any size to exactly.
func (*bigs) fraction(int, int) (fraction, bool) { return fraction{}, false }
