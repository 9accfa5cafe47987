package leastchange

import (
	"math"
	"math/big"
)

// words is a store of machine words.
type words struct {
	*Problem
	x       []int64
	weights []float64 // nil means 1 for all
	stride  int64     // quanta of a step
	inner   []int32   // the families
	even    *evens    // those for which their units stand; nil if there are none
	secondary
}

// secondary is the secondary objective: Σ gain·(x − wanted)² over the units
// without weight. The slices are nil if there are none.
type secondary struct {
	wanted []int64 // whole quanta
	part   []int16 // and parts of a quantum
	gain   []int32
}

// parts is the number of parts of a quantum in the secondary objective. mostGain is the
// largest gain.
const (
	parts    = 1 << 10
	mostGain = 1 << 20
)

// want sets the preferred figure of a unit, in real numbers.
func (s *secondary) want(unit int, x, gain float64) {
	quanta := math.Floor(x)
	if !(math.Abs(quanta) < maxQuanta) {
		quanta, x = 0, 0
	}
	s.wanted[unit] = int64(quanta)
	s.part[unit] = int16(math.RoundToEven((x - quanta) * parts))
	s.gain[unit] = int32(min(max(gain, 1), mostGain))
}

// growth returns the growth of the secondary objective with a step of a unit, and the
// size of its terms. off is the distance from the preferred figure in whole quanta.
func (s *secondary) growth(unit int, off, stride float64, dir int) (by, size float64) {
	gain, move := float64(s.gain[unit]), float64(stride*parts)
	d := 2 * (float64(off*parts) - float64(s.part[unit]))
	if dir == down {
		d = -d
	}
	return float64(gain * (d + move)), float64(gain * (math.Abs(d) + move))
}

// exactGrowth is growth in whole numbers.
func (s *secondary) exactGrowth(unit int, off, stride *big.Int, dir int) *big.Int {
	d := new(big.Int).Mul(off, big.NewInt(parts))
	d.Sub(d, big.NewInt(int64(s.part[unit])))
	d.Lsh(d, 1)
	if dir == down {
		d.Neg(d)
	}
	d.Add(d, new(big.Int).Mul(stride, big.NewInt(parts)))
	return d.Mul(d, big.NewInt(int64(s.gain[unit])))
}

func (w *words) weightless(unit int) bool { return w.weights != nil && w.weights[unit] == 0 }

// excess returns twice the difference of the figure from the proposed one, in parts of a
// quantum.
func (w *words) excess(unit int) int64 { return 2 * (w.Scale*w.x[unit] - w.Figures[unit]) }

func (w *words) edge(unit, dir int) (cost, bool) {
	c := cost{}
	move := w.Scale * w.stride
	x := w.x[unit]
	if unit == 0 && w.Total != nil && !w.nears(dir) {
		return c, false
	}
	if dir == up {
		if w.High != nil && x > w.High[unit]-w.stride {
			return c, false
		}
	} else if w.Low != nil && x < w.Low[unit]+w.stride {
		return c, false
	}

	if w.weightless(unit) {
		c.second, c.secondSize = w.growth(unit, float64(x-w.wanted[unit]), float64(w.stride), dir)
	} else {
		c.main = w.main(unit, dir, w.excess(unit), move)
		c.size = max(c.main, -c.main)
	}
	if f := w.family(unit); f != nil {
		leaf, excess := w.even.next(f, x, dir)
		main := w.main(int(leaf), dir, excess, move)
		c.main += main
		c.size += max(main, -main)
	}
	return c, true
}

// main returns the growth of the objective with a step of a unit.
func (w *words) main(unit, dir int, excess, move int64) float64 {
	if dir == down {
		excess = -excess
	}
	main := float64(excess + move)
	if w.weights != nil {
		main = float64(main * w.weights[unit])
	}
	return main
}

// family returns the even family for which a unit stands, nil if there is none.
func (w *words) family(unit int) *evenFamily {
	if k := w.inner[unit]; w.even.has(k) {
		return &w.even.of[k]
	}
	return nil
}

func (w *words) step(unit, dir int) {
	if dir == up {
		w.x[unit] += w.stride
	} else {
		w.x[unit] -= w.stride
	}
}

func (w *words) total(unit int) {
	sum := int64(0)
	for _, v := range w.x[w.First[unit]:w.First[unit+1]] {
		sum += v
	}
	w.x[unit] = sum
}

func (w *words) outside(unit int) (dir int, ok bool) {
	x := w.x[unit]
	if unit == 0 && w.Total != nil {
		if w.nears(up) {
			return up, true
		}
		return down, w.nears(down)
	}
	if w.High != nil && w.High[unit] != NoHigh && x >= w.High[unit]+w.stride {
		return down, true
	}
	if w.Low != nil && w.Low[unit] != NoLow && x <= w.Low[unit]-w.stride {
		return up, true
	}
	return 0, false
}

// nears reports whether a step moves the root towards its total, and not beyond.
func (w *words) nears(dir int) bool {
	if dir == up {
		return w.x[0] <= *w.Total-w.stride
	}
	return w.x[0] >= *w.Total+w.stride
}

func (w *words) exactly(unit, dir int) (*big.Rat, *big.Int) {
	main, second := new(big.Rat), new(big.Int)
	if w.weightless(unit) {
		off := big.NewInt(w.x[unit] - w.wanted[unit])
		second = w.exactGrowth(unit, off, big.NewInt(w.stride), dir)
	} else {
		main = w.exactMain(unit, dir, w.excess(unit))
	}
	if f := w.family(unit); f != nil {
		leaf, excess := w.even.next(f, w.x[unit], dir)
		main.Add(main, w.exactMain(int(leaf), dir, excess))
	}
	return main, second
}

func (w *words) exactMain(unit, dir int, excess int64) *big.Rat {
	if dir == down {
		excess = -excess
	}
	main := new(big.Rat).SetInt64(excess + w.Scale*w.stride)
	return main.Mul(main, w.exactWeight(unit))
}

func (w *words) alike(a, b int) bool {
	if w.weightless(a) || w.excess(a) != w.excess(b) || w.family(a) != nil || w.family(b) != nil {
		return false
	}
	num, den := w.weight(a)
	otherNum, otherDen := w.weight(b)
	return num == otherNum && den == otherDen
}

// leaves works without bounds, and with weights.
func (w *words) leaves(lo, hi int32, accuracy float64) (by [2]int32, ok bool) {
	if w.bounded() || w.weights == nil {
		return by, false
	}

	x := w.x[lo:hi]
	p, weights, move := w.Figures[lo:hi][:len(x)], w.weights[lo:hi][:len(x)], w.Scale*w.stride
	less := lead{cost: math.MaxInt64, next: math.MaxInt64}
	more := less
	for k, v := range x {
		weight := weights[k]
		if weight == 0 {
			return by, false
		}
		d := 2 * (w.Scale*v - p[k])

		c := ordered(float64(float64(move-d) * weight))
		less.next = min(less.next, max(less.cost, c))
		if c <= less.cost {
			less.unit = k
		}
		less.cost = min(less.cost, c)

		c = ordered(float64(float64(move+d) * weight))
		more.next = min(more.next, max(more.cost, c))
		if c < more.cost {
			more.unit = k
		}
		more.cost = min(more.cost, c)
	}
	by = [2]int32{down: lo + int32(less.unit), up: lo + int32(more.unit)}
	return by, less.certain(accuracy) && more.certain(accuracy)
}

// lead is a unit with the least cost, and the least cost of the others.
type lead struct {
	unit       int
	cost, next int64 // ordered
}

// certain reports whether errors of the costs cannot change which unit it is.
func (l *lead) certain(accuracy float64) bool {
	least, next := unordered(l.cost), unordered(l.next)
	return accuracy == 0 || next-least > accuracy*(math.Abs(least)+math.Abs(next))
}

// ordered returns a word for a number. Words have the order of their numbers, and their
// minimum takes no branch.
func ordered(c float64) int64 {
	b := int64(math.Float64bits(c))
	return b ^ int64(uint64(b>>63)>>1)
}

// unordered is the reverse of ordered.
func unordered(b int64) float64 { return math.Float64frombits(uint64(b ^ int64(uint64(b>>63)>>1))) }

// accuracy returns the relative error of the cost of a way, with a margin. It is
// zero if costs are whole numbers that are certain to stay below 2⁵².
func (w *words) accuracy() float64 {
	if w.Den != nil {
		return roundings(w.First)
	}

	most := 0.0
	enter := func(unit int, off float64) {
		if w.weights != nil {
			off = float64(off * w.weights[unit])
		}
		most = max(most, off)
	}
	if w.Total == nil {
		enter(0, math.Abs(float64(w.Scale*w.x[0]-w.Figures[0])))
	}
	for unit, k := range w.inner[:w.even.parents] {
		if f := w.family(unit); f != nil {
			t, _ := f.rounds(w.x[unit])
			enter(int(f.first), float64(w.Scale)*float64(max(t, -t)+2))
			continue
		}
		if k < 0 {
			continue
		}
		for i := int(w.First[unit]); i < int(w.First[unit+1]); i++ {
			enter(i, math.Abs(float64(w.Scale*w.x[i]-w.Figures[i])))
		}
	}
	//mutate:equal most*float64(depth(w.First)) <= 1<<40: the limit has a margin
	if most*float64(depth(w.First)) < 1<<40 {
		return 0
	}
	return roundings(w.First)
}

// roundings is the relative error of the cost of a way: of some roundings in each
// term, and one in each sum.
func roundings(first []int32) float64 { return float64(depth(first)+4) * 0x1p-50 }
