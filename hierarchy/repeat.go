package hierarchy

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// RepeatOptions are the choices of [Repeat].
type RepeatOptions struct {
	LastLevel string // last level to reach; empty means all levels
}

// Repeat hands a target down by repeating it: every unit below the target's gets the same
// value. It is for every kind, and the only way down for the kinds [target.Index] and
// [target.Position], which no arithmetic decomposes.
//
// The targets are like those of [Plan.Targets]: breadth first, the original first, each
// with the code of its parent's target in From. Memo units, and the units below them,
// get none.
//
// Repeat returns an error if:
//   - the tree is nil or empty;
//   - the target is not valid, or its unit is not in the tree;
//   - the last level is not in the tree, or not below the target's unit.
func Repeat(tree *Tree, t target.Target, o RepeatOptions) ([]target.Target, error) {
	c := checker{tree: tree, target: t}
	p := &Plan{tree: tree, target: t.Clone(), options: Options{LastLevel: o.LastLevel}}
	p.setRoles()
	if !c.problems.At("tree").Required(tree.Len() > 0, "make one by NewTree") {
		return nil, c.problems.Err()
	}
	c.problems.Add(t.Validate())
	known := c.root(p)
	c.lastLevel(c.problems.At("options").Field("lastLevel"), p, known)
	if c.problems.Len() > 0 {
		return nil, c.problems.Err()
	}

	var out []target.Target
	for at, reached := range p.reach() {
		if reached {
			out = append(out, p.targetOf(at))
		}
	}
	return out, nil
}

// FigureAtPlace turns a place in a ranking into a figure to reach. It returns the
// figure of the child of a unit that holds the place now; the first place is 1.
// Children that are no members ([Memo], [Residual]) or have no figure are not
// ranked. Equal figures have adjoining places. "Among the first three for patents
// per head" becomes "at least 12.81".
//
// FigureAtPlace returns an error if the unit is unknown, the direction is neither
// Higher nor Lower, or the place is below 1 or above the number of members with
// a figure.
func (c Column) FigureAtPlace(parent string, place int, better target.Direction) (decimal.Decimal, error) {
	var problems target.Problems
	if better != target.Higher && better != target.Lower {
		problems.At("better").Report(better.String(), target.ErrKind, "say whether higher or lower figures come first")
	}
	at, ok := c.tree.at(parent)
	if !ok {
		problems.At("parent").Report(parent, target.ErrUnknown, c.tree.unknown(parent))
	}
	var ranked []decimal.Decimal
	if ok {
		for i, hi := c.tree.family(at); i < hi; i++ {
			if c.has(i) && c.tree.roles[i] == Member {
				ranked = append(ranked, c.figures.Decimal(i))
			}
		}
		if len(ranked) == 0 {
			problems.At("parent").Report(parent, target.ErrMissing, "none of its children has a figure")
		} else {
			problems.At("place").Count(place, 1, len(ranked))
		}
	}
	if problems.Len() > 0 {
		return decimal.Decimal{}, problems.Err()
	}

	slices.SortFunc(ranked, func(a, b decimal.Decimal) int {
		if better == target.Higher {
			a, b = b, a
		}
		return a.Cmp(b)
	})
	return ranked[place-1], nil
}
