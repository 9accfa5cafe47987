package leastchange

import (
	"math"
	"math/big"
	"slices"
)

// NoLow and NoHigh mean no minimum and no maximum.
const (
	NoLow  = math.MinInt64
	NoHigh = math.MaxInt64
)

// A Problem is a tree with a figure proposed for each unit. Units are numbered
// breadth first, so that the children of unit i are those from First[i] up to
// First[i+1]. The root is unit 0. It has children.
//
// A unit without a figure has the weight zero.
type Problem struct {
	First   []int32 // one more than there are units
	Figures []int64 // in parts of a quantum
	Scale   int64   // parts of a quantum, at least 1
	// The weight of a unit is Num/Den. Each of them may be nil, which means 1 for all.
	Num, Den []int64
	// Low and High are minima and maxima in quanta; nil means none. They must
	// agree: see [Problem.Tighten].
	Low, High []int64
	// Total is the fixed figure of the root; its bounds are then not used. Nil means
	// that the root moves like the other units.
	Total *int64
	// Wanted are the preferred figures of units without weight if several solutions
	// are equally near. Nil means their figures in real numbers.
	Wanted []int64
}

// maxQuanta is the limit of each bound of a problem on words. maxParts is the limit of
// the sum of all its figures and bounds, in parts of a quantum.
const (
	maxQuanta = 1 << 60
	maxParts  = 1 << 58
)

// fits reports whether every figure fits a word. No figure can exceed the sum of all
// figures and bounds.
func (p *Problem) fits() bool {
	total := float64(p.len())
	if p.Total != nil {
		total += math.Abs(float64(*p.Total))
	}
	total += p.size()
	for _, v := range p.Low {
		if v != NoLow {
			total += math.Abs(float64(v))
		}
	}
	for _, v := range p.High {
		if v != NoHigh {
			total += math.Abs(float64(v))
		}
	}
	return float64(total*float64(p.Scale)) < maxParts
}

// size returns the sum of the sizes of all figures in quanta, or more if that is too small to
// matter.
func (p *Problem) size() float64 {
	const small = maxParts >> 10
	bits := uint64(0)
	for _, f := range p.Figures {
		bits |= uint64(max(f, -f))
	}
	if most := float64(float64(bits) * float64(p.len())); most < small {
		return most / float64(p.Scale)
	}

	sum := 0.0
	for _, f := range p.Figures {
		sum += math.Abs(float64(f)) / float64(p.Scale)
	}
	return sum
}

func (p *Problem) len() int { return len(p.First) - 1 }

func (p *Problem) leaf(i int) bool { return p.First[i] == p.First[i+1] }

// onlyLeaves reports whether no child of a unit has children.
func (p *Problem) onlyLeaves(unit int) bool {
	return p.First[p.First[unit]] == p.First[p.First[unit+1]]
}

// weight returns the numerator and the denominator of a unit's weight.
func (p *Problem) weight(i int) (num, den int64) {
	num, den = 1, 1
	if p.Num != nil {
		num = p.Num[i]
	}
	if p.Den != nil {
		den = p.Den[i]
	}
	return num, den
}

func (p *Problem) low(i int) int64 {
	if i == 0 && p.Total != nil {
		return *p.Total
	}
	if p.Low == nil {
		return NoLow
	}
	return p.Low[i]
}

func (p *Problem) high(i int) int64 {
	if i == 0 && p.Total != nil {
		return *p.Total
	}
	if p.High == nil {
		return NoHigh
	}
	return p.High[i]
}

// bounded reports whether any unit may have bounds beside the total.
func (p *Problem) bounded() bool { return p.Low != nil || p.High != nil }

// exactWeight returns the weight of a unit.
func (p *Problem) exactWeight(i int) *big.Rat { return big.NewRat(p.weight(i)) }

// depth returns the number of levels of a tree.
func depth(first []int32) int {
	levels := 0
	for lo, hi := 0, 1; lo < hi; lo, hi = hi, int(first[hi]) {
		levels++
	}
	return levels
}

// inner numbers the units with children. Leaves have −1.
func (p *Problem) inner() (places []int32, families int) {
	places = make([]int32, p.len())
	for i := range places {
		places[i] = -1
		if !p.leaf(i) {
			places[i] = int32(families)
			families++
		}
	}
	return places, families
}

// weights returns the weights of costs, nil if all are 1: whole numbers as they are, and
// fractions as relative returns them.
func (p *Problem) weights(relative []float64) []float64 {
	if p.Num == nil || p.Den != nil {
		return relative
	}
	out := make([]float64, len(p.Num))
	for i, num := range p.Num {
		out[i] = float64(num)
	}
	return out
}

// parents returns how many units there are up to the last one with children.
func parents(inner []int32) int {
	n := len(inner)
	//mutate:equal inner[n-1] >= 0: it only says where loops end that pass leaves over
	for n > 0 && inner[n-1] < 0 {
		n--
	}
	return n
}

// relative returns the weights divided by the largest one, nil if all are 1. Each is one
// division: weights that differ by a common factor give the same result.
func (p *Problem) relative() []float64 {
	if p.Num == nil && p.Den == nil {
		return nil
	}

	num, den := p.largestWeight()
	out := make([]float64, p.len())
	if p.Num == nil {
		for i, d := range p.Den {
			out[i] = float64(den) / float64(d)
		}
		return out
	}
	for i := range out {
		if n, d := p.weight(i); n > 0 {
			out[i] = float64(float64(n)*float64(den)) / float64(float64(num)*float64(d))
		}
	}
	return out
}

// largestWeight returns the largest weight, or one that floating point does not tell from it.
func (p *Problem) largestWeight() (num, den int64) {
	switch {
	case p.Num == nil:
		return 1, slices.Min(p.Den)
	case p.Den == nil:
		return slices.Max(p.Num), 1
	}

	num, den = p.weight(0)
	for i := range p.len() {
		if n, d := p.weight(i); float64(float64(n)*float64(den)) > float64(float64(num)*float64(d)) {
			num, den = n, d
		}
	}
	return num, den
}

// floats states the problem in real numbers.
func (p *Problem) floats() *Floats {
	f := &Floats{First: p.First, Figures: make([]float64, p.len()), Weights: p.relative()}
	scale := float64(p.Scale)
	for i, v := range p.Figures {
		f.Figures[i] = float64(v) / scale
	}
	if p.Total != nil {
		f.Total = new(float64(*p.Total))
	}
	if !p.bounded() {
		return f
	}

	f.Low, f.High = make([]float64, p.len()), make([]float64, p.len())
	for i := range f.Low {
		f.Low[i], f.High[i] = float64(p.low(i)), float64(p.high(i))
		if p.low(i) == NoLow {
			f.Low[i] = math.Inf(-1)
		}
		if p.high(i) == NoHigh {
			f.High[i] = math.Inf(1)
		}
	}
	return f
}
