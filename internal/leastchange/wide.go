package leastchange

import (
	"math"
	"math/big"
	"slices"
)

// A Wide problem is a [Problem] with numbers of any size. The root has children.
type Wide struct {
	First   []int32
	Figures []*big.Int // in parts of a quantum
	Scale   *big.Int   // parts of a quantum, above zero
	Weights []*big.Rat // zero means that nothing is proposed; nil means 1 for all
	// Low and High are minima and maxima in quanta. Nil means none, for a unit or
	// for all.
	Low, High []*big.Int
	Total     *big.Int // of the root; nil means that it moves like the others
	Wanted    []*big.Int
}

// SolveWide is [Solve] for numbers of any size. Its time grows with their digits.
func SolveWide(p *Wide) (x []*big.Int, at []Bound) {
	return solveWide(p, func(s *bigs) *bigs { return s })
}

// solveWide solves a problem with a store. It is made from a store of big integers.
func solveWide[S store](p *Wide, storeOf func(*bigs) S) (x []*big.Int, at []Bound) {
	shift := p.shift()
	f := p.floats(shift)
	inner, families := (&Problem{First: p.First}).inner()
	s := &bigs{Wide: p, weights: f.Weights, x: make([]*big.Int, len(p.Figures)), shift: shift}

	g := newGuess(f, inner, families)
	g.prefer(&s.secondary)
	if s.prefers = p.Wanted; s.prefers != nil {
		clear(s.part)
	}
	at = g.active()
	s.begin(slices.Clone(at), shift)

	// Strides of many quanta come first, in case many moves are left.
	e := &exchange[S]{store: storeOf(s), first: p.First, inner: inner, parents: g.parents, ways: make([]ways, families)}
	//mutate:equal 4 / len(p.Figures): the limit only says how soon strides come first
	//mutate:equal 4*len(p.Figures) - 1000: the limit only says how soon strides come first
	e.accuracy, e.moves = roundings(p.First), int64(4*len(p.Figures)+1000)
	s.setStride(0)
	if e.optimise() {
		return s.x, at
	}
	e.moves = math.MaxInt64
	for step := shift + keep; ; step-- {
		s.setStride(step)
		e.optimise()
		if step == 0 {
			return s.x, at
		}
	}
}

// begin solves the problem in real numbers, with enough bits for all quanta, and rounds
// the figures of the leaves.
func (s *bigs) begin(at []Bound, shift uint) {
	bits := RealBits + shift
	var total *big.Float
	if s.Total != nil {
		total = new(big.Float).SetPrec(bits).SetInt(s.Total)
	}
	r := newReal(s.First, realWide{s.Wide}, at, total, bits)
	x, half := r.new(), big.NewFloat(0.5)
	round := func(unit int) {
		if x.IsInf() {
			x.SetInt64(0)
		}
		q, _ := x.Add(x, half).Int(nil) // near enough to begin
		s.x[unit] = s.within(unit, q)
	}

	r.Root(x)
	round(0)
	for parent := range s.x {
		for unit := int(s.First[parent]); unit < int(s.First[parent+1]); unit++ {
			r.Figure(unit, parent, x)
			round(unit)
		}
	}
}

// within clamps a figure to the bounds of its unit.
func (s *bigs) within(unit int, x *big.Int) *big.Int {
	low, high := s.own(unit)
	if low != nil && x.Cmp(low) < 0 {
		x.Set(low)
	}
	if high != nil && x.Cmp(high) > 0 {
		x.Set(high)
	}
	return x
}

// realWide states a problem for a [Real].
type realWide struct{ *Wide }

func (p realWide) Figure(unit int, figure, weight *big.Float) {
	figure.SetRat(new(big.Rat).SetFrac(p.Figures[unit], p.Scale))
	if weight.SetInt64(1); p.Weights != nil {
		weight.SetRat(p.Weights[unit])
	}
}

func (p realWide) Limits(unit int) (low, high *big.Float) {
	l, h := p.own(unit)
	if l != nil {
		low = new(big.Float).SetInt(l)
	}
	if h != nil {
		high = new(big.Float).SetInt(h)
	}
	return low, high
}

func (realWide) Share(int, *big.Float) bool { return false }

// keep is the number of bits of a figure in the first guess.
const keep = 40

// Tighten is [Problem.Tighten] for numbers of any size.
func (p *Wide) Tighten() (*Wide, []*Conflict) {
	if !p.bounded() {
		return p, nil
	}
	n := len(p.Figures)
	out := *p
	out.Total, out.Low, out.High = nil, make([]*big.Int, n), make([]*big.Int, n)
	var conflicts []*Conflict

	for unit := n - 1; unit >= 0; unit-- {
		low, high := p.own(unit)
		crossed := low != nil && high != nil && low.Cmp(high) > 0
		if p.First[unit] < p.First[unit+1] {
			if least := out.sum(unit, out.Low); least != nil && (low == nil || least.Cmp(low) > 0) {
				low = least
			}
			if most := out.sum(unit, out.High); most != nil && (high == nil || most.Cmp(high) < 0) {
				high = most
			}
		}
		out.Low[unit], out.High[unit] = low, high
		if low != nil && high != nil && low.Cmp(high) > 0 {
			conflicts = append(conflicts, p.conflict(&out, unit, crossed))
			out.Low[unit], out.High[unit] = nil, nil
		}
	}
	return &out, conflicts
}

func (p *Wide) bounded() bool { return p.Low != nil || p.High != nil }

// own returns the bounds of a unit, nil for none.
func (p *Wide) own(unit int) (low, high *big.Int) {
	if unit == 0 && p.Total != nil {
		return p.Total, p.Total
	}
	if p.Low != nil {
		low = p.Low[unit]
	}
	if p.High != nil {
		high = p.High[unit]
	}
	return low, high
}

// sum returns the sum of the bounds of the children of a unit, or nil if one has none.
func (p *Wide) sum(unit int, bounds []*big.Int) *big.Int {
	sum := new(big.Int)
	for _, v := range bounds[p.First[unit]:p.First[unit+1]] {
		if v == nil {
			return nil
		}
		sum.Add(sum, v)
	}
	return sum
}

func (p *Wide) conflict(tight *Wide, unit int, crossed bool) *Conflict {
	return conflictOf(p.First, unit, crossed, func(i int, high bool) bool {
		low, most := p.own(i)
		if high {
			return most != nil && tight.High[i] != nil && most.Cmp(tight.High[i]) == 0
		}
		return low != nil && tight.Low[i] != nil && low.Cmp(tight.Low[i]) == 0
	})
}

// shift returns how many bits of a figure the first guess leaves out.
func (p *Wide) shift() uint {
	bits := 0
	for _, f := range p.Figures {
		bits = max(bits, f.BitLen()-p.Scale.BitLen()+1)
	}
	for _, bounds := range [][]*big.Int{p.Low, p.High, {p.Total}} {
		for _, v := range bounds {
			if v != nil {
				bits = max(bits, v.BitLen())
			}
		}
	}
	return uint(max(0, bits-keep))
}

// floats states the problem in real numbers, with 2^shift quanta for one.
func (p *Wide) floats(shift uint) *Floats {
	f := &Floats{First: p.First, Figures: make([]float64, len(p.Figures)), Weights: p.weights()}
	part, quanta := new(big.Int).Lsh(p.Scale, shift), new(big.Int).Lsh(big.NewInt(1), shift)
	for i, v := range p.Figures {
		f.Figures[i], _ = new(big.Rat).SetFrac(v, part).Float64()
	}

	bounds := func(of []*big.Int, absent float64) []float64 {
		out := make([]float64, len(p.Figures))
		for i := range out {
			if out[i] = absent; of != nil && of[i] != nil {
				out[i], _ = new(big.Rat).SetFrac(of[i], quanta).Float64()
			}
		}
		return out
	}
	if p.Total != nil {
		total, _ := new(big.Rat).SetFrac(p.Total, quanta).Float64()
		f.Total = &total
	}
	if p.bounded() {
		f.Low, f.High = bounds(p.Low, math.Inf(-1)), bounds(p.High, math.Inf(1))
	}
	return f
}

// weights returns the weights in floating point, the largest as 1.
func (p *Wide) weights() []float64 {
	if p.Weights == nil {
		return nil
	}
	most := slices.MaxFunc(p.Weights, (*big.Rat).Cmp)
	out := make([]float64, len(p.Weights))
	for i, w := range p.Weights {
		if w.Sign() > 0 {
			f, _ := new(big.Rat).Quo(w, most).Float64()
			out[i] = max(f, math.SmallestNonzeroFloat64)
		}
	}
	return out
}

// bigs is a store of big integers.
type bigs struct {
	*Wide
	x       []*big.Int
	weights []float64
	stride  *big.Int
	move    *big.Int // the parts of a stride
	secondary
	shift   uint // of what is wanted
	prefers []*big.Int
}

func (s *bigs) total(unit int) {
	sum := s.x[unit].SetInt64(0)
	for _, v := range s.x[s.First[unit]:s.First[unit+1]] {
		sum.Add(sum, v)
	}
}

func (s *bigs) setStride(shift uint) {
	s.stride = new(big.Int).Lsh(big.NewInt(1), shift)
	s.move = new(big.Int).Lsh(s.Scale, shift)
}

// room reports whether a figure can go a step without passing a bound.
func (s *bigs) room(unit, dir int) bool {
	if unit == 0 && s.Total != nil {
		past := new(big.Int).Sub(s.Total, s.x[0])
		if dir == down {
			past.Neg(past)
		}
		return past.Cmp(s.stride) >= 0
	}
	bounds, x := s.Low, new(big.Int).Sub(s.x[unit], s.stride)
	if dir == up {
		bounds, x = s.High, x.Add(s.x[unit], s.stride)
	}
	if bounds == nil || bounds[unit] == nil {
		return true
	}
	return dir == up && x.Cmp(bounds[unit]) <= 0 || dir == down && x.Cmp(bounds[unit]) >= 0
}

func (s *bigs) weightless(unit int) bool { return s.weights != nil && s.weights[unit] == 0 }

// excess returns twice the difference of the figure from the proposed one, in the
// direction of a step, plus the parts of the step.
func (s *bigs) excess(unit, dir int) *big.Int {
	d := new(big.Int).Mul(s.Scale, s.x[unit])
	d.Sub(d, s.Figures[unit])
	if dir == down {
		d.Neg(d)
	}
	return d.Add(d.Lsh(d, 1), s.move)
}

func (s *bigs) off(unit int) *big.Int {
	if s.prefers != nil {
		return new(big.Int).Sub(s.x[unit], s.prefers[unit])
	}
	d := new(big.Int).Lsh(big.NewInt(s.wanted[unit]), s.shift)
	return d.Sub(s.x[unit], d)
}

func (s *bigs) edge(unit, dir int) (cost, bool) {
	if !s.room(unit, dir) {
		return cost{}, false
	}
	if s.weightless(unit) {
		off, _ := s.off(unit).Float64()
		stride, _ := s.stride.Float64()
		second, size := s.growth(unit, off, stride, dir)
		return cost{second: second, secondSize: size}, true
	}
	main, _ := s.excess(unit, dir).Float64()
	if s.weights != nil {
		main = float64(main * s.weights[unit])
	}
	return cost{main: main, size: math.Abs(main)}, true
}

func (s *bigs) step(unit, dir int) {
	if dir == up {
		s.x[unit].Add(s.x[unit], s.stride)
	} else {
		s.x[unit].Sub(s.x[unit], s.stride)
	}
}

func (s *bigs) outside(unit int) (dir int, ok bool) {
	if unit == 0 && s.Total != nil {
		if s.room(0, up) {
			return up, true
		}
		return down, s.room(0, down)
	}
	past := new(big.Int)
	if s.High != nil && s.High[unit] != nil && past.Add(s.High[unit], s.stride).Cmp(s.x[unit]) <= 0 {
		return down, true
	}
	if s.Low != nil && s.Low[unit] != nil && past.Sub(s.Low[unit], s.stride).Cmp(s.x[unit]) >= 0 {
		return up, true
	}
	return 0, false
}

func (s *bigs) exactly(unit, dir int) (*big.Rat, *big.Int) {
	main := new(big.Rat)
	if s.weightless(unit) {
		return main, s.exactGrowth(unit, s.off(unit), s.stride, dir)
	}
	main.SetInt(s.excess(unit, dir))
	if s.Weights != nil {
		main.Mul(main, s.Weights[unit])
	}
	return main, new(big.Int)
}

func (s *bigs) alike(a, b int) bool {
	if s.weightless(a) || s.Weights != nil && s.Weights[a].Cmp(s.Weights[b]) != 0 {
		return false
	}
	return s.excess(a, up).Cmp(s.excess(b, up)) == 0
}

func (s *bigs) leaves(int32, int32, float64) (by [2]int32, ok bool) { return by, false }
