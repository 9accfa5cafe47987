package system

import (
	"slices"

	"github.com/targetcascade/cascade/hierarchy"
)

// families knows which rule of options divides the family of a parent.
type families struct {
	tree   *hierarchy.Tree
	levels map[int]string // of the rules of families, by their parents
}

func newFamilies(tree *hierarchy.Tree) families { return families{tree, map[int]string{}} }

// bounds returns the columns that have the bounds of a unit.
func (f families) bounds(o hierarchy.Options, at int) (least, most hierarchy.Column) {
	parent := f.tree.ParentAt(at)
	for _, r := range []hierarchy.Rule{o.Units[f.tree.UnitAt(parent).Code], o.Levels[f.level(parent)], o.Rule} {
		if least.Tree() == nil {
			least = r.Min
		}
		if most.Tree() == nil {
			most = r.Max
		}
	}
	return least, most
}

// level returns the level of the rule for a family: the highest one of its members.
func (f families) level(parent int) string {
	level, known := f.levels[parent]
	if known {
		return level
	}
	levels := f.tree.Levels()
	//mutate:equal len(levels) + 1: a family that is divided has a member
	highest := len(levels) - 1
	for i, end := f.tree.ChildrenAt(parent); i < end; i++ {
		if u := f.tree.UnitAt(i); u.Role != hierarchy.Memo {
			highest = min(highest, slices.Index(levels, u.Level))
		}
	}
	f.levels[parent] = levels[highest]
	return levels[highest]
}

// unbounded returns options without bounds. Rules that say nothing else are left out.
func unbounded(o hierarchy.Options) hierarchy.Options {
	free := func(rules map[string]hierarchy.Rule) map[string]hierarchy.Rule {
		out := map[string]hierarchy.Rule{}
		for key, r := range rules {
			r.Min, r.Max = hierarchy.Column{}, hierarchy.Column{}
			if r.Method != nil || r.Stretch.Valid || r.Reserve.Valid || r.Rounding != 0 {
				out[key] = r
			}
		}
		return out
	}
	o.Rule.Min, o.Rule.Max = hierarchy.Column{}, hierarchy.Column{}
	o.Levels, o.Units = free(o.Levels), free(o.Units)
	return o
}
