package leastchange

import (
	"math"
	"math/big"
)

// A Wide problem is a [Problem] with numbers of any size.
type Wide struct {
	First   []int32
	Figures []*big.Int // in parts of a quantum
	Scale   *big.Int   // parts of a quantum, above zero
	Weights []*big.Rat // zero means that nothing is proposed; nil means 1 for all
	// Low and High are minima and maxima in quanta. Nil means none, for a unit or
	// for all.
	Low, High []*big.Int
}

// SolveWide is [Solve] for numbers of any size. It takes longer, and the more so
// the more digits the numbers have.
func SolveWide(p *Wide) []*big.Int {
	near, shift := p.near()
	inner, families := near.inner()
	s := &bigs{Wide: p, weights: p.weights(), x: make([]*big.Int, near.len())}

	// Begin with the solution of a problem on words, in steps of 2^shift.
	g := newGuess(near, s.weights, inner, families)
	x := make([]int64, near.len())
	g.quanta(x)
	g.prefer(&s.secondary)
	s.shift = shift
	for unit, v := range x {
		s.begin(unit, new(big.Int).Lsh(big.NewInt(v), shift))
	}

	// A step is halved until it is a quantum.
	e := &exchange[*bigs]{store: s, first: p.First, inner: inner, ways: make([]ways, families)}
	e.accuracy, e.moves = roundings(near.depth()), -1
	for at := shift + keep; ; at-- {
		s.setStride(at)
		e.settle()
		if at == 0 {
			return s.x
		}
	}
}

// keep is the number of bits that the first guess knows of a figure.
const keep = 40

// near returns a problem on words that is p with 2^shift quanta for one.
func (p *Wide) near() (out *Problem, shift uint) {
	bits := 0
	for _, f := range p.Figures {
		bits = max(bits, f.BitLen()-p.Scale.BitLen()+1)
	}
	for _, bounds := range [][]*big.Int{p.Low, p.High} {
		for _, v := range bounds {
			if v != nil {
				bits = max(bits, v.BitLen())
			}
		}
	}
	shift = uint(max(0, bits-keep))

	out = &Problem{First: p.First, Scale: 1 << 10, Figures: make([]int64, len(p.Figures))}
	part := new(big.Int).Lsh(p.Scale, shift)
	for i, f := range p.Figures {
		v := new(big.Int).Lsh(f, 10)
		out.Figures[i] = v.Quo(v, part).Int64()
	}
	bound := func(of []*big.Int, none int64) []int64 {
		if of == nil {
			return nil
		}
		out := make([]int64, len(of))
		for i, v := range of {
			if out[i] = none; v != nil {
				out[i] = new(big.Int).Rsh(v, shift).Int64()
			}
		}
		return out
	}
	out.Low, out.High = bound(p.Low, NoLow), bound(p.High, NoHigh)
	return out, shift
}

// weights returns the weights in floating point, the largest as 1.
func (p *Wide) weights() []float64 {
	if p.Weights == nil {
		return nil
	}
	most := new(big.Rat)
	for _, w := range p.Weights {
		if w.Cmp(most) > 0 {
			most = w
		}
	}
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
	shift uint // of what is wanted
}

// begin sets the figure of a leaf, within its bounds.
func (s *bigs) begin(unit int, x *big.Int) {
	if s.Low != nil && s.Low[unit] != nil && x.Cmp(s.Low[unit]) < 0 {
		x.Set(s.Low[unit])
	}
	if s.High != nil && s.High[unit] != nil && x.Cmp(s.High[unit]) > 0 {
		x.Set(s.High[unit])
	}
	s.x[unit] = x
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

// excess returns twice the figure beside what is proposed, in the direction of a
// step, and the parts of the step.
func (s *bigs) excess(unit, dir int) *big.Int {
	d := new(big.Int).Mul(s.Scale, s.x[unit])
	d.Sub(d, s.Figures[unit])
	if dir == down {
		d.Neg(d)
	}
	return d.Add(d.Lsh(d, 1), s.move)
}

func (s *bigs) off(unit int) *big.Int {
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
	if s.weightless(a) || s.weightless(b) || s.Weights != nil && s.Weights[a].Cmp(s.Weights[b]) != 0 {
		return false
	}
	return s.excess(a, up).Cmp(s.excess(b, up)) == 0
}

func (s *bigs) leaves(int32, int32, float64) (by [2][2]int32, ok bool) { return by, false }
