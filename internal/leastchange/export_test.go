package leastchange

import (
	"math"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/int128"
)

// Guess returns the solution in real numbers, within the bounds of the leaves.
func Guess(p *Problem) []float64 {
	inner, families := p.inner()
	g := newGuess(p.floats(), inner, families)
	x := make([]float64, p.len())
	x[0] = g.nodes[0].figure
	for unit := range p.len() {
		if k := inner[unit]; k >= 0 {
			for i := int(p.First[unit]); i < int(p.First[unit+1]); i++ {
				x[i] = g.wish(&g.nodes[k], i)
				if inner[i] < 0 {
					x[i] = min(max(x[i], float64(p.low(i))), float64(p.high(i)))
				}
			}
		}
	}
	return x
}

// Floats states a problem in real numbers.
func FloatsOf(p *Problem) *Floats { return p.floats() }

// slow is a store that compares all costs in fractions of big integers.
type slow struct{ *words }

func (slow) fraction(int, int) (fraction, bool) { return fraction{}, false }

func (slow) leaves(int32, int32, float64) (by [2]int32, ok bool) { return by, false }

// SolveSlowly is Solve without its ways to be fast.
func SolveSlowly(p *Problem) (x []int64, at []Bound, err error) {
	return solve(p, func(w *words) slow { return slow{w} })
}

// Costs returns the cost of a step of a unit at some figure, of the objective and of the
// secondary one. It is given twice: as words, and as fractions of big integers.
func Costs(
	p *Problem, unit, dir int, x, wanted int64, part int16,
) (main, exact *big.Rat, second, exactSecond *big.Int) {
	n := p.len()
	inner, _ := p.inner()
	w := &words{Problem: p, x: make([]int64, n), weights: p.weights(p.relative()), stride: 1, inner: inner}
	w.wanted, w.part, w.gain = make([]int64, n), make([]int16, n), make([]int32, n)
	w.x[unit], w.wanted[unit], w.part[unit], w.gain[unit] = x, wanted, part, mostGain
	f, _ := w.fraction(unit, dir)
	main = new(big.Rat).SetFrac(f.num.Big(), big.NewInt(f.den))
	exact, exactSecond = w.exactly(unit, dir)
	return main, exact, f.second.Big(), exactSecond
}

// SumOfFractions adds two costs. It reports false if the sum does not fit.
func SumOfFractions(num, den, otherNum, otherDen int64) (*big.Rat, bool) {
	f := fraction{num: int128.Of(num), den: den}
	ok := f.add(fraction{num: int128.Of(otherNum), den: otherDen})
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetFrac(f.num.Big(), big.NewInt(f.den)), true
}

// CompareFractions compares two costs.
func CompareFractions(num, den, otherNum, otherDen int64) int {
	return fraction{num: int128.Of(num), den: den}.compare(fraction{num: int128.Of(otherNum), den: otherDen})
}

// Merge merges two runs of sorted prices, and returns where each price comes from.
func Merge(x, y []float64) (prices []float64, from []int) {
	var both []corner
	for i, price := range slices.Concat(x, y) {
		both = append(both, corner{price, float64(i)})
	}
	to := make([]corner, len(both))
	mergeTwo(to, both, len(x))
	for _, c := range to {
		prices, from = append(prices, c.price), append(from, int(c.slope))
	}
	return prices, from
}

// SolveFrom is Solve with a beginning of its own: the figures of the leaves. Folded says
// whether even families are left out.
func SolveFrom(p *Problem, x []int64, folded bool) []int64 {
	return solveFrom(p, x, folded, func(w *words) *words { return w })
}

// asking is a store that counts how often it is asked for the cost of a step.
type asking struct {
	store
	times *int
}

func (a asking) edge(unit, dir int) (cost, bool) {
	*a.times++
	return a.store.edge(unit, dir)
}

// Asked returns how often SolveFrom asks for the cost of a step of a unit.
func Asked(p *Problem, x []int64) (times int) {
	solveFrom(p, x, false, func(w *words) asking { return asking{w, &times} })
	return times
}

func solveFrom[S store](p *Problem, x []int64, folded bool, storeOf func(*words) S) []int64 {
	inner, families := p.inner()
	f := p.floats()
	w := &words{Problem: p, x: slices.Clone(x), weights: p.weights(f.Weights), stride: 1, inner: inner}
	w.even = newEvens(p, inner, families)
	g := newGuess(f, inner, families)
	g.prefer(&w.secondary)
	if p.Wanted != nil && w.wanted != nil {
		w.wanted = p.Wanted
		clear(w.part)
	}

	for unit := p.len() - 1; unit >= 0; unit-- {
		if inner[unit] >= 0 {
			w.total(unit)
		} else {
			w.x[unit] = min(max(x[unit], p.low(unit)), p.high(unit))
		}
	}
	if p.Total != nil && w.even.has(inner[0]) {
		w.x[0] = *p.Total // a root of an even family is never moved to it
	}
	if !folded {
		w.even = &evens{Problem: p, parents: g.parents}
	}
	e := &exchange[S]{store: storeOf(w), first: p.First, parents: g.parents, ways: make([]ways, families)}
	e.inner, e.moves = w.even.fold(inner), math.MaxInt64
	e.accuracy = w.accuracy()
	e.optimise()
	w.even.unfold(inner, w.x)
	return w.x
}

// counting is a store that counts steps.
type counting struct {
	store
	steps *int
}

func (c counting) step(unit, dir int) {
	*c.steps++
	c.store.step(unit, dir)
}

// Steps returns by how many steps of units Solve gets from its guess to the solution.
func Steps(p *Problem) (steps int) {
	_, _, _ = solve(p, func(w *words) counting { return counting{w, &steps} })
	return steps
}

// WideSteps is Steps for SolveWide.
func WideSteps(p *Wide) (steps int) {
	solveWide(p, func(s *bigs) counting { return counting{s, &steps} })
	return steps
}

// Cheapest puts the n cheapest keys first. A negative unit loses a quantum.
func Cheapest(costs []float64, units []int32, n int) []int32 {
	var keys []key
	for i, c := range costs {
		keys = append(keys, key{c, units[i]})
	}
	selectCheapest(keys, n)
	var out []int32
	for _, k := range keys {
		out = append(out, k.unit)
	}
	return out
}

// Corners returns how many corners the functions of all families keep, and the room for those
// that they have.
func Corners(p *Problem) (kept, room int) {
	inner, families := p.inner()
	g := &guess{Floats: p.floats(), inner: inner, parents: parents(inner), nodes: make([]node, families), tiny: 1}
	b := newBent(g)
	b.bend()
	for _, c := range b.curves {
		kept += c.hi - c.lo
	}
	return kept, cap(b.corners)
}

// Relative returns the weights in floating point, beside the largest.
func Relative(p *Problem) []float64 { return p.relative() }

// Within clamps a figure to the bounds of a unit.
func (p *Wide) Within(unit int, x int64) *big.Int {
	return (&bigs{Wide: p}).within(unit, big.NewInt(x))
}

// certain is a store that counts how often it is asked for costs in fractions: on words, and of
// big integers.
type certain struct {
	store
	short, long *int
}

func (c certain) fraction(unit, dir int) (fraction, bool) {
	*c.short++
	return c.store.fraction(unit, dir)
}

func (c certain) exactly(unit, dir int) (*big.Rat, *big.Int) {
	*c.long++
	return c.store.exactly(unit, dir)
}

// AskedExactly returns how often Solve asks for costs in fractions, on words and of big integers.
func AskedExactly(p *Problem) (short, long int) {
	_, _, _ = solve(p, func(w *words) certain { return certain{w, &short, &long} })
	return short, long
}
