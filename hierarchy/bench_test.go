package hierarchy_test

import (
	"cmp"
	"fmt"
	"iter"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// world is a synthetic administrative tree of the shape of China's, in the
// numbers of the end of 2023 down to the towns and a made-up number of villages:
// breadth first, with a weight for each unit that is the sum of its children's.
type world struct {
	levels  []string
	units   []hierarchy.Unit
	parent  []int32
	first   []int32
	weights []int64
}

var shapes = []struct {
	name  string
	sizes []int // units of each level
}{
	{"31", []int{1, 31}},
	{"334", []int{1, 31, 334}},
	{"2850", []int{1, 31, 334, 2850}},
	{"41352", []int{1, 31, 334, 2850, 41352}},
	{"1062247", []int{1, 31, 334, 2850, 41352, 1017679}},
}

func newWorld(sizes []int) *world {
	w := &world{levels: []string{"nation", "province", "prefecture", "county", "town", "village"}[:len(sizes)]}
	rng := rand.New(rand.NewPCG(1, 2))
	above := 0 // first unit of the level above

	for l, n := range sizes {
		start := len(w.units)
		for i := range n {
			u := hierarchy.Unit{Code: fmt.Sprintf("%d%07d", l, i), Level: w.levels[l]}
			p := int32(-1)
			if l > 0 {
				p = int32(above + i*sizes[l-1]/n)
				u.Parent = w.units[p].Code
			}
			w.units = append(w.units, u)
			w.parent = append(w.parent, p)
		}
		above = start
	}

	n := len(w.units)
	w.weights = make([]int64, n)
	w.first = make([]int32, n+1)
	for i := above; i < n; i++ {
		w.weights[i] = 1 + rng.Int64N(5000)
	}
	for i := n - 1; i > 0; i-- {
		w.weights[w.parent[i]] += w.weights[i]
		w.first[w.parent[i]+1]++
	}

	w.first[0] = 1
	for i := range n {
		w.first[i+1] += w.first[i]
	}
	return w
}

func (w *world) figures() iter.Seq2[string, decimal.Decimal] {
	return func(yield func(string, decimal.Decimal) bool) {
		for i, v := range w.weights {
			if !yield(w.units[i].Code, decimal.New(v, 0)) {
				return
			}
		}
	}
}

func (w *world) tree(tb testing.TB) *hierarchy.Tree {
	tb.Helper()
	tree, err := hierarchy.NewTree(w.levels, w.units)
	if err != nil {
		tb.Fatal(err)
	}
	return tree
}

func (w *world) column(tb testing.TB, tree *hierarchy.Tree) hierarchy.Column {
	tb.Helper()
	c, err := tree.Column(w.figures())
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func (w *world) target() target.Target {
	return target.Target{
		Code: "t", Unit: w.units[0].Code, Period: target.Year(2015), Value: decimal.New(int64(len(w.units))*100, 0),
		Indicator: target.Indicator{
			Code: "patents", Kind: target.Flow, Better: target.Higher, Places: target.Places(0),
		},
	}
}

// floorCascade is the proportional cascade on bare integers: what the library
// must come near to.
func (w *world) floorCascade(quotas []int64) {
	type remainder struct {
		r  uint64
		at int32
	}

	var rest []remainder
	for p := range w.units {
		lo, hi := w.first[p], w.first[p+1]
		if lo == hi {
			continue
		}

		amount, sum, left := uint64(quotas[p]), uint64(w.weights[p]), quotas[p]
		rest = rest[:0]
		for i := lo; i < hi; i++ {
			h, l := bits.Mul64(amount, uint64(w.weights[i]))
			q, r := bits.Div64(h, l, sum)
			quotas[i] = int64(q)
			left -= int64(q)
			rest = append(rest, remainder{r, i})
		}

		slices.SortFunc(rest, func(a, b remainder) int {
			return cmp.Or(cmp.Compare(b.r, a.r), cmp.Compare(a.at, b.at))
		})
		for _, r := range rest[:left] {
			quotas[r.at]++
		}
	}
}

// naiveCascade is the same on decimals, as one would write it first.
func (w *world) naiveCascade(weights, quotas []decimal.Decimal) {
	for p := range w.units {
		lo, hi := w.first[p], w.first[p+1]
		if lo == hi {
			continue
		}
		sum := decimal.Zero
		for i := lo; i < hi; i++ {
			sum = sum.Add(weights[i])
		}
		left := quotas[p]
		type remainder struct {
			r  decimal.Decimal
			at int32
		}
		rest := make([]remainder, 0, hi-lo)
		for i := lo; i < hi; i++ {
			q, r := quotas[p].Mul(weights[i]).QuoRem(sum, 0)
			quotas[i] = q
			left = left.Sub(q)
			rest = append(rest, remainder{r, i})
		}
		slices.SortFunc(rest, func(a, b remainder) int {
			return cmp.Or(b.r.Cmp(a.r), cmp.Compare(a.at, b.at))
		})
		for _, r := range rest[:left.IntPart()] {
			quotas[r.at] = quotas[r.at].Add(decimal.New(1, 0))
		}
	}
}

// BenchmarkCascade compares the proportional cascade with the naive one on
// decimals and with bare integers, and the other methods and kinds with both. A
// cascade makes 3 allocations a family (a bounded one 4, a ratio 5, a stretched
// one 9) and none a unit, the naive code 12 a unit, the floor 5 in all.
func BenchmarkCascade(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		column := w.column(b, tree)
		t := w.target()
		run := func(name string, t target.Target, o hierarchy.Options) {
			b.Run(name+"/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := hierarchy.Cascade(tree, t, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		run("proportional", t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(column)}})
		run("webster", t, hierarchy.Options{Rule: hierarchy.Rule{
			Method: hierarchy.Proportional(column), Rounding: apportion.Webster,
		}})
		run("equal", t, hierarchy.Options{})
		run("increment", t, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Increment(w.share(b, tree, 50), column)},
		})
		run("blend", t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Blend(
			hierarchy.Part{Weight: decimal.New(6, -1), Method: hierarchy.Proportional(column)},
			hierarchy.Part{Weight: decimal.New(4, -1), Method: hierarchy.Equal()},
		)}})
		run("shift", t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Shift(w.share(b, tree, 50))}})
		run("negotiated", t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Negotiated(
			w.share(b, tree, 120), decimal.New(5, -1), hierarchy.Proportional(column),
		)}})
		run("converge", t, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Converge(column, decimal.New(5, -1))},
		})
		run("stretched", t, hierarchy.Options{Rule: hierarchy.Rule{
			Method: hierarchy.Proportional(column), Stretch: decimal.NewNullDecimal(decimal.New(5, -2)),
		}})
		run("bounded", t, hierarchy.Options{Rule: hierarchy.Rule{
			Method: hierarchy.Proportional(column), Min: w.share(b, tree, 90), Max: w.share(b, tree, 115),
		}})
		ratio := t
		ratio.Indicator.Kind, ratio.Indicator.Places, ratio.Value = target.Ratio, target.Places(2), decimal.New(330, -2)
		run("ratio", ratio, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(column)}, Basis: column})
		b.Run("floor/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				quotas := make([]int64, len(w.units))
				quotas[0] = int64(len(w.units)) * 100
				w.floorCascade(quotas)
			}
		})
		b.Run("naive/"+shape.name, func(b *testing.B) {
			weights := make([]decimal.Decimal, len(w.units))
			for i, v := range w.weights {
				weights[i] = decimal.New(v, 0)
			}
			b.ReportAllocs()
			for b.Loop() {
				quotas := make([]decimal.Decimal, len(w.units))
				quotas[0] = decimal.New(int64(len(w.units))*100, 0)
				w.naiveCascade(weights, quotas)
			}
		})
	}
}

// share returns a column of pct % of each unit's proportional quota.
func (w *world) share(tb testing.TB, tree *hierarchy.Tree, pct int64) hierarchy.Column {
	tb.Helper()
	c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for i, u := range w.units {
			q := w.weights[i] * int64(len(w.units)) / w.weights[0] * pct
			if pct > 100 {
				q += 100 * 100
			}
			if !yield(u.Code, decimal.New(q, 0)) {
				return
			}
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// BenchmarkNewTree compares building a tree with a map of its codes, from units
// in order and shuffled. Both allocate what the map does and some 20 columns.
func BenchmarkNewTree(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		shuffled := slices.Clone(w.units)
		rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		for name, units := range map[string][]hierarchy.Unit{"sorted": w.units, "shuffled": shuffled} {
			b.Run(name+"/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := hierarchy.NewTree(w.levels, units); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(name+"-map/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					index := make(map[string]int32, len(units))
					for i := range units {
						index[units[i].Code] = int32(i)
					}
					runtime.KeepAlive(index)
				}
			})
		}
	}
}
