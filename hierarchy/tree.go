package hierarchy

import (
	"cmp"
	"iter"
	"slices"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Unit is a place in a hierarchy: a nation, a province, a sales region.
type Unit struct {
	Code   string `strict:"required"`
	Name   string
	Level  string `strict:"required"`
	Parent string // code; empty for the root
	Role   Role
}

// Tree is one line of leadership over units. It is immutable and safe for
// concurrent use. The zero Tree and a nil *Tree have no units.
type Tree struct {
	levels []string
	units  []Unit  // breadth first; siblings by code
	roles  []Role  // of each unit
	level  []int32 // of each unit, an index of levels
	parent []int32 // −1 for the root
	first  []int32 // the children of i are first[i] up to first[i+1]
	codes  codeTable
}

// NewTree builds a tree from its levels, highest first, and its units in any
// order. A unit may sit directly under one that is more than one level up: a
// county under its province. The siblings of one parent are kept in the order
// of their codes, which is also the rule by which ties are broken.
//
// NewTree returns an error if
//   - there is no level, or a level has no name or is given twice;
//   - a unit has no code, or a code that another unit has;
//   - a level, a code or a name is not UTF-8;
//   - a code or a level begins with a byte-order mark;
//   - a unit's level or parent is unknown, or its level is not below its parent's;
//   - a unit's role is none of the constants, or the root is not a [Member];
//   - no unit or more than one is without a parent;
//   - parents form a cycle.
//
// It reports every problem, by code. If no unit is below its parent, it reports
// the order of the levels instead of every unit.
func NewTree(levels []string, units []Unit) (*Tree, error) {
	var problems target.Problems
	if t := build(levels, units, &problems); problems.Len() == 0 {
		return t, nil
	}

	// Once more in the order of the codes, for a report that does not depend
	// on the order of the input.
	problems = target.Problems{}
	sorted := slices.Clone(units)
	slices.SortFunc(sorted, func(a, b Unit) int {
		return cmp.Or(
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Parent, b.Parent),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Role, b.Role),
		)
	})
	build(levels, sorted, &problems)
	return nil, problems.Err()
}

// quote returns a code for an error, in quotes.
func quote(code string) string { return fault.Text(code) }

// at returns the place of a unit.
func (t *Tree) at(code string) (int, bool) {
	if t == nil {
		return 0, false
	}
	i := t.codes.find(code, t.units)
	return int(max(i, 0)), i >= 0
}

// family returns the bounds of the children of the unit at a place.
func (t *Tree) family(at int) (lo, hi int) { return int(t.first[at]), int(t.first[at+1]) }

// Len returns the number of units.
func (t *Tree) Len() int {
	if t == nil {
		return 0
	}
	return len(t.units)
}

// Levels returns the names of the levels, highest first.
func (t *Tree) Levels() []string {
	if t == nil {
		return nil
	}
	return slices.Clone(t.levels)
}

// Root returns the unit without a parent, the zero Unit for an empty tree.
func (t *Tree) Root() Unit {
	if t.Len() == 0 {
		return Unit{}
	}
	return t.units[0]
}

// Unit returns the unit with the code.
func (t *Tree) Unit(code string) (Unit, bool) {
	at, ok := t.at(code)
	if !ok {
		return Unit{}, false
	}
	return t.units[at], true
}

// Children yields the units directly under the one with the code, by code; none
// for an unknown unit.
func (t *Tree) Children(code string) iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		at, ok := t.at(code)
		if !ok {
			return
		}
		for i := t.first[at]; i < t.first[at+1]; i++ {
			if !yield(t.units[i]) {
				return
			}
		}
	}
}

// Ancestors yields the units above the one with the code, its parent first and
// the root last; none for an unknown unit.
func (t *Tree) Ancestors(code string) iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		at, ok := t.at(code)
		if !ok {
			return
		}
		for i := t.parent[at]; i >= 0; i = t.parent[i] {
			if !yield(t.units[i]) {
				return
			}
		}
	}
}

// Level yields the units of a level in the order of [Tree.All]; none for an
// unknown level.
func (t *Tree) Level(level string) iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		for u := range t.All() {
			if u.Level == level && !yield(u) {
				return
			}
		}
	}
}

// All yields the units breadth first, the root first and siblings by code.
func (t *Tree) All() iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		if t == nil {
			return
		}
		for _, u := range t.units {
			if !yield(u) {
				return
			}
		}
	}
}

// Equal reports whether both trees have the same levels and units.
func (t *Tree) Equal(o *Tree) bool {
	if t == o {
		return true
	}
	if t == nil || o == nil {
		return false
	}
	return slices.Equal(t.levels, o.levels) && slices.Equal(t.units, o.units)
}

// Index returns the index of the unit with the code, its place in the order of
// [Tree.All] from 0 on, and whether the tree has it. Programs that run over many
// columns look codes up once and then use [Tree.UnitAt], [Column.FigureAt] and
// the like, which take no time to search and allocate nothing.
func (t *Tree) Index(code string) (int, bool) { return t.at(code) }

// UnitAt returns the unit with the index, the zero Unit for an index that no unit
// has.
func (t *Tree) UnitAt(i int) Unit {
	if !t.has(i) {
		return Unit{}
	}
	return t.units[i]
}

// ParentAt returns the index of the parent of the unit with the index, −1 for the
// root and for an index that no unit has.
func (t *Tree) ParentAt(i int) int {
	if !t.has(i) {
		return -1
	}
	return int(t.parent[i])
}

// ChildrenAt returns the indices of the children of the unit with the index, from
// first up to end: siblings are next to each other, by code. Both are 0 for an
// index that no unit has.
func (t *Tree) ChildrenAt(i int) (first, end int) {
	if !t.has(i) {
		return 0, 0
	}
	return t.family(i)
}

// has reports whether a unit has the index.
func (t *Tree) has(i int) bool { return i >= 0 && i < t.Len() }

// Role says whether a unit counts towards its parent.
type Role uint8

const (
	Member   Role = iota // counts towards its parent
	Memo                 // an "of which": Shenzhen inside Guangdong; shown, never summed
	Residual             // what the parent has and no child covers
)

var roleWords = enum.New[Role]("role", target.UnknownError, []string{
	Member: "member", Memo: "memo", Residual: "residual",
})

// String returns the role in lower case, "unknown" for a number that is no role.
func (r Role) String() string { return roleWords.String(r) }

// MarshalText returns the role in lower case, and an error if it is none of the
// constants.
func (r Role) MarshalText() ([]byte, error) { return roleWords.Marshal(r) }

// UnmarshalText reads a role as String prints it, and returns an error for any
// other text.
func (r *Role) UnmarshalText(text []byte) error { return roleWords.Unmarshal(r, text) }
