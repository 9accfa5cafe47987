package rows

import (
	"iter"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Plan returns the rows of a plan, in the order of [hierarchy.Plan.All]. The fields are:
//
//	always                      unit, name, level, parent, quota, decided by (what decided the quota)
//	if the target is a range    upper (the quota's upper end)
//
// [ReadColumns] reads the quotas back with Across "name" and the name "quota".
func Plan(p *hierarchy.Plan) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		within := p.Target().EffectiveComparator() == target.Within
		head := []string{"unit", "name", "level", "parent", "quota"}
		if within {
			head = append(head, "upper")
		}
		if !yield(append(head, "decided by")) {
			return
		}
		for q := range p.All() {
			row := []string{q.Unit.Code, q.Unit.Name, q.Unit.Level, q.Unit.Parent, figureText(q.Value, true)}
			if within {
				row = append(row, figureText(q.Upper.Decimal, q.Upper.Valid))
			}
			if !yield(append(row, q.DecidedBy.String())) {
				return
			}
		}
	}
}
