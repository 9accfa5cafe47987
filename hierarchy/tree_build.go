package hierarchy

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// build makes a tree, or gathers what is wrong with it.
func build(levels []string, units []Unit, l *fault.List) *Tree {
	depth := checkLevels(levels, l)
	if len(units) == 0 || len(units) > math.MaxInt32-1 {
		l.Add(&target.FieldError{Path: "units", Value: len(units), Err: target.ErrRange, Remedy: "give at least a root and at most 2³¹−2 units"})
		return nil
	}
	n := len(units)
	b := builder{
		units:  units,
		index:  make(map[string]int32, n),
		parent: make([]int32, n),
		level:  make([]int32, n),
		faults: l,
	}
	b.enter(depth)
	root := b.link()
	if root < 0 {
		return nil
	}
	order, first := b.order(root)
	if len(order) < n {
		b.cycles()
	}
	if l.Len() > 0 {
		return nil
	}
	return b.tree(slices.Clone(levels), order, first)
}

func checkLevels(levels []string, l *fault.List) map[string]int32 {
	if len(levels) == 0 {
		l.Add(&target.FieldError{Path: "levels", Err: target.ErrRequired, Remedy: "name them, highest first"})
	}
	depth := make(map[string]int32, len(levels))
	for i, name := range levels {
		if _, twice := depth[name]; twice {
			l.Add(&target.FieldError{Path: "levels", Value: name, Err: target.ErrDuplicate})
		}
		if name == "" {
			l.Add(&target.FieldError{Path: "levels", Value: name, Err: target.ErrRequired, Remedy: "every level has a name"})
		}
		depth[name] = int32(i)
	}
	return depth
}

// builder turns units in input order into a tree. Its slices are by input
// position.
type builder struct {
	units  []Unit
	index  map[string]int32
	parent []int32 // −1: none, or not known
	level  []int32 // −1: not known
	faults *fault.List
}

func path(code, field string) string { return "units[" + quote(code) + "]." + field }

func quote(code string) string { return fault.Text(code) }

// enter indexes the units by code and checks each by itself.
func (b *builder) enter(depth map[string]int32) {
	var name string
	level := int32(-1)
	for i := range b.units {
		u := &b.units[i]
		before := len(b.index)
		b.index[u.Code] = int32(i)
		if len(b.index) == before {
			b.faults.Add(&target.FieldError{Path: path(u.Code, "code"), Value: u.Name, Err: target.ErrDuplicate, Remedy: "give each unit a code of its own"})
		}
		if u.Code == "" {
			b.faults.Add(&target.FieldError{Path: path(u.Code, "code"), Value: u.Name, Err: target.ErrRequired})
		} else if !utf8.ValidString(u.Code) {
			b.faults.Add(&target.FieldError{Path: path(u.Code, "code"), Err: target.ErrInvalid, Remedy: "codes are UTF-8"})
		}
		if i == 0 || u.Level != name {
			name = u.Level
			at, known := depth[name]
			if level = at; !known {
				level = -1
			}
		}
		if b.level[i] = level; level < 0 {
			b.faults.Add(&target.FieldError{Path: path(u.Code, "level"), Value: u.Level, Err: target.ErrUnknown, Remedy: "use one of the levels given"})
		}
		if u.Role > Residual {
			b.faults.Add(&target.FieldError{Path: path(u.Code, "role"), Value: uint8(u.Role), Err: target.ErrUnknown, Remedy: "use Member, Memo or Residual"})
		}
	}
}

// link resolves the parents and returns the root, or −1.
func (b *builder) link() int32 {
	root := int32(-1)
	var code string
	parent := int32(-1)
	for i := range b.units {
		u := &b.units[i]
		if u.Parent == "" {
			b.parent[i] = -1
			if u.Role != Member {
				b.faults.Add(&target.FieldError{Path: path(u.Code, "role"), Value: u.Role.String(), Err: target.ErrInvalid, Remedy: "the root is a member"})
			}
			if root >= 0 {
				b.faults.Add(&target.FieldError{Path: path(u.Code, "parent"), Err: target.ErrRequired, Remedy: "only one unit, the root, has no parent; " + quote(b.units[root].Code) + " has none either"})
				continue
			}
			root = int32(i)
			continue
		}
		if u.Parent != code {
			code = u.Parent
			at, known := b.index[code]
			if parent = at; !known {
				parent = -1
			}
		}
		b.parent[i] = parent
		switch {
		case parent < 0:
			b.faults.Add(&target.FieldError{Path: path(u.Code, "parent"), Value: u.Parent, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
		case parent == int32(i) || b.level[i] < 0 || b.level[parent] < 0:
			// A cycle or an unknown level, reported as such.
		case b.level[i] <= b.level[parent]:
			b.faults.Add(&target.FieldError{Path: path(u.Code, "level"), Value: u.Level, Err: target.ErrInvalid, Remedy: "a unit is below its parent, which is of level " + quote(b.units[parent].Level)})
		}
	}
	if root < 0 {
		b.faults.Add(&target.FieldError{Path: "units", Err: target.ErrRequired, Remedy: "one unit, the root, has no parent"})
	}
	return root
}

// order numbers the units that the root reaches breadth first, siblings by
// code, and returns them with the bounds of each one's children.
func (b *builder) order(root int32) (order, first []int32) {
	n := len(b.units)
	start := make([]int32, n+1) // by input position of the parent
	for _, p := range b.parent {
		if p >= 0 {
			start[p+1]++
		}
	}
	for i := range n {
		start[i+1] += start[i]
	}
	children := make([]int32, start[n])
	next := slices.Clone(start[:n])
	for i, p := range b.parent {
		if p >= 0 {
			children[next[p]] = int32(i)
			next[p]++
		}
	}
	byCode := func(i, j int32) int { return strings.Compare(b.units[i].Code, b.units[j].Code) }
	order = append(make([]int32, 0, n), root)
	first = make([]int32, 0, n+1)
	for at := 0; at < len(order); at++ {
		first = append(first, int32(len(order)))
		family := children[start[order[at]]:start[order[at]+1]]
		if !slices.IsSortedFunc(family, byCode) {
			slices.SortFunc(family, byCode)
		}
		order = append(order, family...)
	}
	return order, append(first, int32(len(order)))
}

// cycles reports the cycles among the units that the root does not reach.
func (b *builder) cycles() {
	const (
		unseen = iota
		walked
		done
	)
	state := make([]uint8, len(b.units))
	for i := range b.units {
		at := int32(i)
		for at >= 0 && state[at] == unseen {
			state[at] = walked
			at = b.parent[at]
		}
		if at >= 0 && state[at] == walked {
			b.faults.Add(&target.FieldError{
				Path: path(b.units[at].Code, "parent"), Value: b.units[at].Parent, Err: target.ErrCycle,
				Remedy: "break the cycle " + b.cycle(at),
			})
		}
		for at = int32(i); at >= 0 && state[at] == walked; at = b.parent[at] {
			state[at] = done
		}
	}
}

// cycle prints the cycle through a unit, at most ten units of it.
func (b *builder) cycle(at int32) string {
	var s strings.Builder
	s.WriteString(quote(b.units[at].Code))
	for i, next := 1, b.parent[at]; ; i, next = i+1, b.parent[next] {
		s.WriteString(" under ")
		if i == 10 && next != at {
			s.WriteString("… under ")
			next = at
		}
		s.WriteString(quote(b.units[next].Code))
		if next == at {
			return s.String()
		}
	}
}

func (b *builder) tree(levels []string, order, first []int32) *Tree {
	n := len(order)
	t := &Tree{
		levels: levels,
		units:  make([]Unit, n),
		level:  make([]int32, n),
		parent: make([]int32, n),
		first:  first,
		index:  b.index,
		place:  make([]int32, n),
	}
	for at, i := range order {
		t.units[at] = b.units[i]
		t.level[at] = b.level[i]
		t.place[i] = int32(at)
	}
	t.parent[0] = -1
	for at := range n {
		for c := first[at]; c < first[at+1]; c++ {
			t.parent[c] = int32(at)
		}
	}
	return t
}
