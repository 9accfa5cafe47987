package hierarchy

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Copy hands a target down by repeating it: every unit below the target's gets
// the same value. It is the way down for an [target.Index] or a
// [target.Position], which no arithmetic decomposes, and is open to every kind.
// The targets are those of [Plan.Targets]: breadth first, the original first,
// each with the code of its parent's in From. Memo units and what is below them
// get none. An empty depth is all levels.
//
// Copy returns an error if the tree is nil or empty, the target is not valid or
// its unit is not in the tree, or the depth is not a level of the tree.
func Copy(tree *Tree, t target.Target, depth string) ([]target.Target, error) {
	var l fault.List
	if tree.Len() == 0 {
		l.Add(&target.FieldError{Path: "tree", Err: target.ErrRequired, Remedy: "make one by NewTree"})
		return nil, l.Err()
	}
	l.Add(t.Validate())
	p := &Plan{tree: tree, target: t.Clone(), depth: int32(len(tree.levels))}
	at, ok := tree.at(t.Unit)
	if p.root = at; !ok && t.Unit != "" {
		l.Add(&target.FieldError{Path: "target.unit", Value: t.Unit, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
	}
	if depth != "" {
		if p.depth = int32(slices.Index(tree.levels, depth)); p.depth < 0 {
			l.Add(&target.FieldError{Path: "depth", Value: depth, Err: target.ErrUnknown, Remedy: "use a level of the tree"})
		}
	}
	if l.Len() > 0 {
		return nil, l.Err()
	}
	var out []target.Target
	for at, reached := range p.reach() {
		if reached {
			out = append(out, p.targetOf(at))
		}
	}
	return out, nil
}

// Threshold turns a place in a ranking into a figure to reach: that of the child
// of a unit which holds the place now, the first place being 1. Children that are no
// members ([Memo], [Residual]) or have no figure are not ranked; equal figures
// hold adjoining places.
// "Among the first three for patents per head" becomes "at least 12.81".
//
// Threshold returns an error if the unit is unknown, the direction is neither
// Higher nor Lower, or the place is below 1 or beyond the number of members with
// a figure.
func Threshold(c Column, parent string, place int, better target.Direction) (decimal.Decimal, error) {
	var l fault.List
	at, ok := c.tree.at(parent)
	if !ok {
		l.Add(&target.FieldError{Path: "parent", Value: parent, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
	}
	if better != target.Higher && better != target.Lower {
		l.Add(&target.FieldError{Path: "better", Value: better.String(), Err: target.ErrKind, Remedy: "say whether higher or lower figures come first"})
	}
	var ranked []decimal.Decimal
	if ok {
		for i, hi := c.tree.family(at); i < hi; i++ {
			if c.has(i) && c.tree.units[i].Role == Member {
				ranked = append(ranked, c.figures.Decimal(i))
			}
		}
		if place < 1 || place > len(ranked) {
			l.Add(&target.FieldError{Path: "place", Value: place, Err: target.ErrRange, Remedy: "from 1 to the number of children with a figure"})
		}
	}
	if l.Len() > 0 {
		return decimal.Decimal{}, l.Err()
	}
	slices.SortFunc(ranked, func(a, b decimal.Decimal) int {
		if better == target.Higher {
			a, b = b, a
		}
		return a.Cmp(b)
	})
	return ranked[place-1], nil
}
