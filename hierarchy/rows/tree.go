package rows

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

var unitFields = []field[hierarchy.Unit]{
	textField("code", true, func(u *hierarchy.Unit) *string { return &u.Code }),
	textField("name", false, func(u *hierarchy.Unit) *string { return &u.Name }),
	textField("level", true, func(u *hierarchy.Unit) *string { return &u.Level }),
	textField("parent", false, func(u *hierarchy.Unit) *string { return &u.Parent }),
	wordField("role", false, func(u *hierarchy.Unit) *hierarchy.Role { return &u.Role }),
}

// ReadTree reads a tree from a table with a row for each unit, in any order. The fields are:
//
//	required   code, level, parent (empty for the root only)
//	optional   name, role
//
// Levels are the names of the levels, highest first.
//
// ReadTree returns an error if the table does not have the layout, and the errors of
// [hierarchy.NewTree]. It reports every problem by row and column.
func ReadTree(src Records, levels []string, l Layout) (*hierarchy.Tree, error) {
	t := new(table)
	var units []hierarchy.Unit
	first := map[string]int{} // by code, its row
	err := readRecords(src, l, unitFields, t, func(r *Row, _ string, u hierarchy.Unit) {
		if row, twice := first[u.Code]; twice {
			r.At(l.header("code")).Report(u.Code, target.ErrDuplicate, fmt.Sprintf("it is also in row %d", row))
			return
		}
		first[u.Code] = r.Number
		units = append(units, u)
	})
	if err != nil {
		return nil, err
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		return nil, byRow(err, first, func(_, name string) string { return l.header(name) })
	}
	return tree, nil
}

// byRow returns the problems of units with the paths of their rows, in the order of the
// rows. Each remedy begins with the unit's code. Problems of no unit come first.
func byRow(err error, row map[string]int, header func(code, name string) string) error {
	var p target.Problems
	codes := make(map[string]string, len(row)) // by path of the unit
	for code := range row {
		codes[p.At("units").Key(code).String()] = code
	}

	all := target.AllErrors(err)
	place := make(map[*target.FieldError]int, len(all))
	for i, e := range all {
		moved := *e
		all[i] = &moved
		dot := strings.LastIndexByte(e.Path, '.')
		if dot < 0 { //mutate:equal dot <= 0: no path begins with a dot
			continue
		}
		if code, ok := codes[e.Path[:dot]]; ok {
			moved.Path = p.At("rows").Index(row[code]).Field(header(code, e.Path[dot+1:])).String()
			moved.Remedy = "of unit " + fault.Text(code)
			if e.Remedy != "" {
				moved.Remedy += ", " + e.Remedy
			}
			place[all[i]] = row[code]
		}
	}
	slices.SortStableFunc(all, func(x, y *target.FieldError) int { return cmp.Compare(place[x], place[y]) })
	for _, e := range all {
		p.Add(e)
	}
	return p.Err()
}

// Tree returns the rows of a tree, breadth first: code, name, level, parent and
// role. [ReadTree] reads them back.
func Tree(t *hierarchy.Tree) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if !yield([]string{"code", "name", "level", "parent", "role"}) {
			return
		}
		for u := range t.All() {
			if !yield([]string{u.Code, u.Name, u.Level, u.Parent, u.Role.String()}) {
				return
			}
		}
	}
}
