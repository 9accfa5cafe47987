package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// family is one parent with those of its children that take part.
type family struct {
	*engine
	parent int
	rule   *rule
	n      int
	lo, hi int     // the children, when all take part
	places []int32 // those that take part, otherwise
	quota  *big.Int
	amount *big.Int
	formula
}

func (e *engine) family(at int) *family {
	f := new(family)
	f.open(e, at)
	return f
}

// open makes f the family of a parent.
func (f *family) open(e *engine, at int) {
	*f = family{engine: e, parent: at, rule: e.ruleOf(at)}
	f.lo, f.hi = e.tree.family(at)
	f.n = f.hi - f.lo
	for i := f.lo; i < f.hi; i++ {
		if e.tree.roles[i] == Memo {
			f.skip()
			break
		}
	}
}

// skip leaves out the memo units.
func (f *family) skip() {
	f.places = make([]int32, 0, f.n)
	for i := f.lo; i < f.hi; i++ {
		if f.tree.roles[i] != Memo {
			f.places = append(f.places, int32(i))
		}
	}
	f.n = len(f.places)
}

func (f *family) place(k int) int {
	if f.places != nil {
		return int(f.places[k])
	}
	return f.lo + k
}

func (f *family) role(k int) Role { return f.tree.roles[f.place(k)] }

// scratch returns memory for the weights of the family.
func (f *family) scratch() []int64 {
	f.engine.room = resize(f.engine.room, f.n)
	return f.engine.room
}

// root returns the code of the unit whose figure is divided down to the family.
func (f *family) root() string {
	at := f.parent
	for at != f.Plan.root {
		if i, ok := f.held[at]; ok && f.options.Holds[i].Start {
			break
		}
		at = int(f.tree.parent[at])
	}
	return f.tree.units[at].Code
}

// public is the family as a user's method sees it.
func (f *family) public() Family {
	out := Family{
		Root: f.root(), Target: f.targetOf(f.parent), Parent: f.tree.units[f.parent], Amount: f.step.Times(f.amount),
	}
	out.Target.Value = f.step.Times(f.quota)
	for k := range f.n {
		at := f.place(k)
		out.Children = append(out.Children, f.tree.units[at])
		if f.law == target.WeightedMean {
			out.Basis = append(out.Basis, fixed.FromBig(f.basis.big(at), f.options.Basis.figures.Exp()))
		}
	}
	return out
}
