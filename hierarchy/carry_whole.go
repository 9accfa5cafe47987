package hierarchy

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// CarryWhole is [Succession.Carry] for figures of a Sum or Count kind that come
// in whole quanta: patents, which cannot be halved. The exact figures of the new
// units are rounded down, and what that leaves goes, one quantum each, to the
// largest remainders, equal ones in the order of the codes. It is settled apart
// for each set of units that changes connect, so that the sum of every such set
// is kept, no figure is a whole quantum from its exact value, and nothing moves
// between units that have nothing to do with each other. A zero quantum is 1.
//
// CarryWhole returns the errors of Carry, and an error if the kind is averaged,
// the quantum is negative or out of bounds, or a figure is not a multiple of it.
func (s *Succession) CarryWhole(kind target.Kind, c Column, quantum decimal.Decimal) (Column, error) {
	if err := s.accept(kind, c); err != nil {
		return Column{}, err
	}
	switch {
	case kind.Law() == target.WeightedMean:
		return Column{}, &target.FieldError{Path: "kind", Value: kind.String(), Err: target.ErrKind, Remedy: "a mean is not handed on in whole quanta: use Carry"}
	case !fixed.InBounds(quantum) || quantum.Sign() < 0:
		return Column{}, &target.FieldError{Path: "quantum", Value: quantum, Err: target.ErrRange, Remedy: "give a quantum above 0, with at most 100 digits before and 100 after the point, or 0 for 1"}
	case quantum.IsZero():
		quantum = one
	}
	y := carrier{s: s, c: c}
	y.choose()
	w := whole{carrier: &y, step: newQuantum(quantum)}
	w.count()
	if y.faults.Len() > 0 {
		return Column{}, y.faults.Err()
	}
	return Column{tree: s.new, name: c.name, figures: w.share()}, nil
}

// whole carries a column in quanta.
type whole struct {
	*carrier
	step  quantum
	quota numbers // of the old units, in quanta
}

func (w *whole) count() {
	n := w.s.old.Len()
	w.quota.words = make([]int64, n)
	for u := range n {
		if !w.c.has(u) {
			continue
		}
		q, ok := w.step.count(w.figure(u))
		if !ok {
			w.fault(w.s.old, u, "figures", w.figure(u), target.ErrQuantum, "use Carry, or a quantum that divides it")
		}
		w.quota.set(u, q)
	}
}

// remainder is what rounding down takes from a new unit.
type remainder struct {
	set  int32 // of connected units
	unit int
	rest weight
}

func (w *whole) share() fixed.Column {
	news := make([]*big.Int, w.s.new.Len())
	// What rounding down leaves of each set: its old figures less its new ones.
	sets := w.connect()
	left := map[int32]*big.Int{}
	add := func(set int32, n *big.Int, sign int64) {
		if left[set] == nil {
			left[set] = new(big.Int)
		}
		left[set].Add(left[set], new(big.Int).Mul(n, big.NewInt(sign)))
	}
	var remainders []remainder
	counted := make([]bool, w.s.old.Len())
	for v := range news {
		links := w.used(v)
		if len(links) == 0 {
			continue
		}
		if len(links) == 1 && links[0].share.m == nil {
			news[v] = w.quota.big(int(links[0].from))
			continue
		}
		var scale int32
		for _, l := range links {
			scale = max(scale, l.share.scale)
		}
		sum := new(big.Int)
		set := sets.find(links[0].from)
		for _, l := range links {
			q := w.quota.big(int(l.from))
			sum.Add(sum, new(big.Int).Mul(q, l.share.mantissa(scale)))
			if !counted[l.from] {
				counted[l.from] = true
				add(set, q, 1)
			}
		}
		rest := new(big.Int)
		news[v], rest = sum.DivMod(sum, fixed.Pow10(scale), rest)
		add(set, news[v], -1)
		remainders = append(remainders, remainder{set, v, weight{rest, scale}})
	}
	slices.SortFunc(remainders, func(a, b remainder) int {
		return cmp.Or(
			cmp.Compare(a.set, b.set), compareShares(b.rest, a.rest),
			strings.Compare(w.s.new.units[a.unit].Code, w.s.new.units[b.unit].Code),
		)
	})
	for _, r := range remainders {
		if n := left[r.set]; n.Sign() > 0 {
			n.Sub(n, bigOne)
			news[r.unit].Add(news[r.unit], bigOne)
		}
	}
	out := fixed.NewBuilder(len(news))
	for v, n := range news {
		if n != nil {
			out.Set(v, w.step.times(n))
		}
	}
	return out.Column()
}

// connect joins the old units whose figures meet in a new one, and through them
// those that they meet elsewhere.
func (w *whole) connect() forest {
	f := make(forest, w.s.old.Len())
	for i := range f {
		f[i] = int32(i)
	}
	for v := range w.s.new.Len() {
		links := w.used(v)
		for i := 1; i < len(links); i++ {
			a, b := f.find(links[0].from), f.find(links[i].from)
			f[max(a, b)] = min(a, b)
		}
	}
	return f
}

// forest is a partition: each element leads to one of its set, the least to
// itself.
type forest []int32

func (f forest) find(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}
