package hierarchy

import (
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// LeadershipOptions say which line of leadership becomes a tree.
type LeadershipOptions struct {
	Line      target.Line       // required
	On        string            // ISO 8601 date; required
	Levels    []string          // levels of the bodies, highest first; required
	Indicator string            // leadership over this indicator; empty means over anything
	Kinds     []target.BodyKind // kinds of bodies that are in the tree; nil means all
}

// LeadershipTree returns the tree of one line of leadership on a date. Several
// trees share the bodies: a provincial patent office is in the professional tree
// under the national office and in the territorial tree under its province, while a
// customs office is in the professional tree alone. Codes, names and levels of the
// units are those of the bodies.
//
// The tree has the bodies of the kinds that exist on the date and lead or are led on
// the line. So branches at a place are kept apart from the offices of its
// government by Kinds.
//
// LeadershipTree returns an error if:
//   - the line, the date or the levels are missing or not valid;
//   - a body has several leaders on the line over different indicators, and no
//     indicator is given;
//   - the bodies make no tree: see [NewTree].
func LeadershipTree(bodies *target.Bodies, o LeadershipOptions) (*Tree, error) {
	var problems target.Problems
	at := problems.At("options")
	line := at.Field("line")
	if line.Required(o.Line != 0, "must be one of territorial, professional") {
		_, err := o.Line.MarshalText()
		line.Add(err)
	}
	problems.At("bodies").Required(bodies != nil, "")
	at.Field("levels").Required(len(o.Levels) > 0, "give the levels of the bodies, highest first")
	at.Field("on").Required(o.On != "", "give a date")
	if err := problems.Err(); err != nil {
		return nil, err
	}

	parents, exists, leads := make(map[string]string), make(map[string]bool), make(map[string]bool)
	for b := range bodies.All() {
		isThere, err := bodies.Exists(b.Code, o.On)
		if err != nil {
			at.Field("on").Report(o.On, target.ErrInvalid, "write a date as 2011-03-14, 2011-03 or 2011")
			break
		}
		if !isThere || len(o.Kinds) > 0 && !slices.Contains(o.Kinds, b.Kind) {
			continue
		}
		exists[b.Code] = true
		if leader := o.leader(problems.At("bodies").Key(b.Code), bodies, b.Code); leader != "" {
			parents[b.Code], leads[leader] = leader, true
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	var units []Unit
	for b := range bodies.All() {
		if exists[b.Code] && (parents[b.Code] != "" || leads[b.Code]) {
			units = append(units, Unit{Code: b.Code, Name: b.Name, Level: b.Level, Parent: parents[b.Code]})
		}
	}
	return NewTree(o.Levels, units)
}

// leader returns the code of the body that leads another one on the line, empty if
// none does, and reports several.
func (o LeadershipOptions) leader(at target.Place, bodies *target.Bodies, code string) string {
	leaders, err := bodies.Leaders(code, o.Indicator, o.On)
	if !at.Add(err) {
		return ""
	}
	leaders = slices.DeleteFunc(leaders, func(l target.Leadership) bool { return l.Line != o.Line })
	switch len(leaders) {
	case 0:
		return ""
	case 1:
	default:
		remedy := "it is also led by " + fault.Text(leaders[1].By) + ": give the indicator over which the tree is"
		at.Report(leaders[0].By, target.ErrDuplicate, remedy)
	}
	return leaders[0].By
}
