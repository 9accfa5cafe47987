package rows

import (
	"fmt"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// LevelColumns names the columns of a table of paths that have the units of one level.
type LevelColumns struct {
	Level string // name of the level
	Code  string // header of the codes of its units
	Name  string // header of their names; empty means that they have none
}

// ReadPaths reads a tree from a table in which every row is a path from the top
// down, with a column for each level:
//
//	region  district  store
//	North   Harbour   n-101
//	North   Harbour   n-102
//	South   Old Town  s-201
//
// The levels are those below the root, highest first. If the root has no code, the first
// level has the root. An empty cell means that the path leaves the level out: the next unit
// is directly under the unit before. A unit that is in several rows must have the same name
// and parent in all of them.
//
// ReadPaths returns an error if
//   - a level has no name or no header of codes, or a column is missing;
//   - a row has no unit, or a unit that differs from the same one in an earlier row;
//   - [hierarchy.NewTree] returns one.
//
// It reports every problem by row and column.
func ReadPaths(src Records, root hierarchy.Unit, levels []LevelColumns) (*hierarchy.Tree, error) {
	p := pathReader{first: map[string]int{}, place: map[string]int{}, headers: map[string]string{}}
	for i, l := range levels {
		at := p.problems.At("levels").Index(i)
		at.Field("level").Required(l.Level != "", "name the level")
		at.Field("code").Required(l.Code != "", "give the header of the codes")
	}
	if p.problems.Len() > 0 {
		return nil, p.problems.Err()
	}

	var names []string
	if root.Code != "" {
		p.units = append(p.units, root)
		names = append(names, root.Level)
	}
	for _, l := range levels {
		names = append(names, l.Level)
	}
	p.each(src, func(r *Row) { p.path(r, root.Code, levels) })
	if p.problems.Len() > 0 {
		return nil, p.problems.Err()
	}

	tree, err := hierarchy.NewTree(names, p.units)
	if err != nil {
		return nil, byRow(err, p.first, func(code, name string) string {
			if name == "code" {
				return p.headers[code]
			}
			return name
		})
	}
	return tree, nil
}

type pathReader struct {
	table
	units   []hierarchy.Unit
	place   map[string]int    // by code, its place in units
	first   map[string]int    // by code, the row that it was first in
	headers map[string]string // by code, the header that it was under
}

func (p *pathReader) path(r *Row, parent string, levels []LevelColumns) {
	found := false
	for _, l := range levels {
		u := hierarchy.Unit{Code: r.Text(l.Code), Level: l.Level, Parent: parent}
		if l.Name != "" {
			u.Name = r.Text(l.Name)
		}
		if u.Code == "" {
			continue
		}
		found = true
		parent = u.Code
		p.unit(r, l, u)
	}
	if !found {
		p.problems.At("rows").Index(r.Number).Report(nil, target.ErrRequired, "give the code of at least one unit")
	}
}

// unit keeps a unit, or compares it with the one that an earlier row has.
func (p *pathReader) unit(r *Row, s LevelColumns, u hierarchy.Unit) {
	at, known := p.place[u.Code]
	if !known {
		p.place[u.Code], p.first[u.Code], p.headers[u.Code] = len(p.units), r.Number, s.Code
		p.units = append(p.units, u)
		return
	}
	if was := p.units[at]; was != u {
		remedy := fmt.Sprintf("in row %d it is of level %q, under %q", p.first[u.Code], was.Level, was.Parent)
		if was.Name != u.Name {
			remedy = fmt.Sprintf("in row %d its name is %q", p.first[u.Code], was.Name)
		}
		r.At(s.Code).Report(u.Code, target.ErrMismatch, remedy)
	}
}
