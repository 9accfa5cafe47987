package crosswalk

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// whole carries a column in quanta.
type whole struct {
	*carrier
	step   fixed.Quantum
	counts []*big.Int // of the old units, in quanta; nil for a gap
}

// carryWhole makes the figure of each new unit in quanta.
func (y *carrier) carryWhole(out *hierarchy.ColumnBuilder, step fixed.Quantum) {
	w := whole{carrier: y, step: step}
	w.count()
	if y.problems.Len() == 0 {
		w.divide(out)
	}
}

// count expresses the figures of the old units in quanta.
func (w *whole) count() {
	w.counts = make([]*big.Int, w.x.old.Len())
	for u := range w.counts {
		if !w.figures[u].has {
			continue
		}
		n, ok := w.step.Count(w.decimal(u))
		if !ok {
			w.at(w.x.old, u).Report(
				w.decimal(u), target.ErrQuantum, "carry exactly, without a quantum, or with one that divides it",
			)
		}
		w.counts[u] = n
	}
}

// remainder is the exact figure of a new unit less the figure rounded down.
type remainder struct {
	set  int32 // of connected units
	unit int
	rest share
}

// divide rounds the figures of the new units down. The quanta that are left in each
// set go to its largest remainders, one each.
func (w *whole) divide(out *hierarchy.ColumnBuilder) {
	news := make([]*big.Int, w.x.new.Len())
	left := map[int32]*big.Int{} // by set: its old figures less its new ones
	add := func(set int32, n *big.Int, sign int64) {
		if left[set] == nil {
			left[set] = new(big.Int)
		}
		left[set].Add(left[set], new(big.Int).Mul(n, big.NewInt(sign)))
	}

	sets := w.connect()
	var remainders []remainder
	counted := make([]bool, w.x.old.Len())
	for v := range news {
		links := w.used(v)
		if len(links) == 0 {
			continue
		}
		if len(links) == 1 && links[0].share.m == nil {
			news[v] = w.counts[links[0].from]
			continue
		}

		set := sets.find(links[0].from)
		for _, l := range links {
			if !counted[l.from] {
				counted[l.from] = true
				add(set, w.counts[l.from], 1)
			}
		}

		var rest share
		news[v], rest = w.down(links)
		add(set, news[v], -1)
		remainders = append(remainders, remainder{set, v, rest})
	}

	w.handOut(remainders, left, news)
	for v, n := range news {
		if n != nil {
			out.Set(v, w.step.Times(n))
		}
	}
}

// handOut adds the quanta that are left in each set to the new units with the largest
// remainders, one each. Equal remainders are taken in the order of the codes.
func (w *whole) handOut(remainders []remainder, left map[int32]*big.Int, news []*big.Int) {
	slices.SortFunc(remainders, func(a, b remainder) int {
		return cmp.Or(
			cmp.Compare(a.set, b.set), compareShares(b.rest, a.rest),
			strings.Compare(w.x.new.UnitAt(a.unit).Code, w.x.new.UnitAt(b.unit).Code),
		)
	})

	for _, r := range remainders {
		if n := left[r.set]; n.Sign() > 0 {
			n.Sub(n, bigOne)
			news[r.unit].Add(news[r.unit], bigOne)
		}
	}
}

// down returns the exact figure of a new unit rounded down, and the remainder.
func (w *whole) down(links []link) (*big.Int, share) {
	var scale int32
	for _, l := range links {
		scale = max(scale, l.share.scale)
	}

	sum, rest := new(big.Int), new(big.Int)
	for _, l := range links {
		sum.Add(sum, new(big.Int).Mul(w.counts[l.from], l.share.mantissa(scale)))
	}
	sum.DivMod(sum, fixed.Pow10(scale), rest)
	return sum, share{rest, scale}
}

// connect partitions the old units into sets. Two units are in one set if figures of
// both go to one new unit, or if a chain of such pairs connects them.
func (w *whole) connect() forest {
	f := make(forest, w.x.old.Len())
	for i := range f {
		f[i] = int32(i)
	}
	for v := range w.x.new.Len() {
		links := w.used(v)
		for i := 1; i < len(links); i++ {
			a, b := f.find(links[0].from), f.find(links[i].from)
			f[max(a, b)] = min(a, b)
		}
	}
	return f
}

// forest is a partition. Each element points to an element of its set; the least
// element of a set points to itself.
type forest []int32

func (f forest) find(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}
