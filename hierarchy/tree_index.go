package hierarchy

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
