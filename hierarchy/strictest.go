package hierarchy

import (
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// maxLines is how many lines of leadership a merged plan can have.
const maxLines = 100

// Strictest merges plans that reach the same units along different lines of
// leadership (条块): territorial, professional, the legal parent and the one that
// administers. Each unit gets the hardest of the quotas that its lines give it. That
// is the greatest quota if the target is to be reached at least, and the smallest if
// at most ([target.Target.EffectiveComparator]). If several are equally hard, the
// quota of the earlier plan counts. [Quota.Line] says which plan it is from, and
// [Plan.Explain] explains that plan.
//
// The merged plan has the tree, the units and the basis of the first plan, and its
// target with the strictest value. It revises no plan and has no moves, even if its lines
// do. [Plan.Gaps] lists the units that only some of the lines reach, in the merged plan or
// not. The quotas need not add up. [Plan.Check] checks that each is the strictest.
// [Plan.Slack] measures how far they exceed the target.
//
// Strictest returns an error if:
//   - there is no plan or more than 100;
//   - a plan is nil, empty or itself merged;
//   - the indicators, their quanta, the periods or the comparators differ;
//   - the target is within a range or about a value.
//
// [Demands] takes plans of different indicators and deadlines too.
func Strictest(plans ...*Plan) (*Plan, error) {
	if err := checkLines(plans); err != nil {
		return nil, err
	}
	first := *plans[0]
	out := &first
	out.lines, out.taken = append([]*Plan(nil), plans...), nil
	out.before, out.nearest, out.converted, out.above = nil, nil, nil, nil
	n := out.tree.Len()
	out.line = make([]uint8, n)
	out.lower = &result{quotas: numbers{words: make([]int64, n)}, state: make([]uint8, n)}

	lowerIsHarder := out.target.EffectiveComparator() == target.AtMost
	for at := range plans[0].places() {
		code := out.tree.units[at].Code
		for i, p := range plans {
			from, ok := p.at(code)
			if !ok {
				continue
			}
			q := p.lower.quotas.big(from)
			harder := out.lower.state[at] == 0
			if !harder {
				side := q.Cmp(out.lower.quotas.big(at))
				harder = side > 0 && !lowerIsHarder || side < 0 && lowerIsHarder
			}
			if harder {
				out.lower.quotas.set(at, q)
				out.lower.state[at] = p.lower.state[from]
				out.line[at] = uint8(i)
			}
		}
	}

	if q := out.value(out.lower, out.root); !q.Equal(out.target.Value) {
		out.target.Value = q
	}
	return out, nil
}

// LineGap is a unit that some lines of leadership reach and others do not.
type LineGap struct {
	Unit            Unit  // as the first line that reaches it has it
	Reached, Missed []int // the plans that give it a quota, and those that do not, ascending
}

// Gaps returns the units that only some of the plans merged by [Strictest] reach. Those
// that the merged plan has come first, in the order of [Plan.All]. Those that the first
// plan does not reach, and the merged plan lacks, follow in the order of the plans. A plan
// of [Cascade] has none.
func (p *Plan) Gaps() []LineGap {
	if p == nil {
		return nil
	}
	var out []LineGap
	for i, line := range p.lines {
		for at := range line.places() {
			g := LineGap{Unit: line.tree.units[at]}
			for k, other := range p.lines {
				if _, ok := other.at(g.Unit.Code); ok {
					g.Reached = append(g.Reached, k)
				} else {
					g.Missed = append(g.Missed, k)
				}
			}
			if g.Reached[0] == i && len(g.Missed) > 0 {
				out = append(out, g)
			}
		}
	}
	return out
}

func checkLines(plans []*Plan) error {
	var problems target.Problems
	if !problems.At("plans").Count(len(plans), 1, maxLines) {
		return problems.Err()
	}
	for i, p := range plans {
		at := problems.At("plans").Index(i)
		if !at.Required(p != nil && p.lower != nil && p.lines == nil, "give plans made by Cascade") {
			continue
		}
		if !hasHarderSide(p.target) {
			at.Field("target").Field("comparator").Report(
				p.target.EffectiveComparator().String(), target.ErrKind, "only at least and at most have a harder side",
			)
		}
		if first := plans[0]; i > 0 && first != nil {
			checkLine(at.Field("target"), p.target, first.target)
		}
	}
	return problems.Err()
}

// checkLine compares the target of a line with that of the first one.
func checkLine(at target.Place, t, first target.Target) {
	indicator := at.Field("indicator")
	switch i, f := t.Indicator, first.Indicator; {
	case i.Code != f.Code || i.Kind != f.Kind:
		indicator.Report(
			i.Code, target.ErrMismatch, "merge plans of one indicator; the first plan is of "+quote(f.Code),
		)
	case !i.Scale().Equal(f.Scale()):
		indicator.Field("per").Report(
			i.Scale(), target.ErrMismatch,
			"merge plans whose figures are per the same number; the first plan's are per "+fault.Text(f.Scale()),
		)
	case !i.EffectiveQuantum().Equal(f.EffectiveQuantum()):
		indicator.Report(
			i.EffectiveQuantum(), target.ErrMismatch,
			"merge plans of one quantum; the first plan's is "+fault.Text(f.EffectiveQuantum()),
		)
	case t.Period != first.Period:
		at.Field("period").Report(
			t.Period, target.ErrMismatch, "merge plans of one period; the first plan is for "+first.Period.String(),
		)
	case t.EffectiveComparator() != first.EffectiveComparator():
		at.Field("comparator").Report(
			t.EffectiveComparator().String(), target.ErrMismatch,
			"merge plans of one comparator; the first plan's is "+first.EffectiveComparator().String(),
		)
	}
}

// checkStrictest is Check for a merged plan.
func (p *Plan) checkStrictest() error {
	again, err := Strictest(p.lines...)
	if err != nil {
		return err
	}
	var problems target.Problems
	for at := range p.places() {
		if p.lower.quotas.big(at).Cmp(again.lower.quotas.big(at)) != 0 {
			problems.At("units").Key(p.tree.units[at].Code).Report(p.value(p.lower, at), target.ErrBroken,
				"the strictest quota of its lines is "+fault.Text(again.value(again.lower, at)))
		}
	}
	return problems.Err()
}

// Demand is what lines of leadership ask of a unit: one target, or the strictest of
// several that can be compared.
type Demand struct {
	Unit   Unit          `strict:"required"` // as the first line that reaches it has it
	Target target.Target `strict:"required"` // as the target of the line's plan ([Plan.Targets]) has it
	Line   int           `strict:"required"` // the plan that the target is from
	// all plans that ask for the same indicator, period and comparator, ascending
	Lines []int `strict:"required"`
}

// MarshalJSON writes the demand as an object.
func (d Demand) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a demand as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the unit or the target is not valid.
func (d *Demand) UnmarshalJSON(data []byte) error {
	var fresh Demand
	err := targetjson.Unmarshal(data, &fresh, "demand")
	if err == nil {
		*d = fresh
	}
	return err
}

// Demands returns what plans along different lines of leadership (条块) ask of each
// unit. Unlike [Strictest] it takes plans of different indicators, deadlines,
// comparators and reach:
//
//   - quotas of one indicator, quantum, period and comparator (at least or at most)
//     are merged: the hardest of them is asked, and that of the earlier plan if they
//     are equally hard;
//   - all others are listed side by side.
//
// No unit and no quota is dropped. The units come in the order of [Plan.All] of the
// first plan, then those that only the second plan reaches, and so on. The demands
// on a unit come in the order of the plans that first ask for them.
//
// Demands returns an error if there is no plan or more than 100, or a plan is nil,
// empty or merged by Strictest.
func Demands(plans ...*Plan) ([]Demand, error) {
	if err := checkPlans(plans); err != nil {
		return nil, err
	}

	groups := mergeable(plans)
	var demands []Demand
	for i, line := range plans {
		for at := range line.places() {
			unit := line.tree.units[at]
			isKnown := func(earlier *Plan) bool { _, known := earlier.at(unit.Code); return known }
			if slices.ContainsFunc(plans[:i], isKnown) {
				continue
			}
			for _, members := range groups {
				if d, asked := demand(plans, members, unit); asked {
					demands = append(demands, d)
				}
			}
		}
	}
	return demands, nil
}

// checkPlans checks the number of plans and that Cascade made them.
func checkPlans(plans []*Plan) error {
	var problems target.Problems
	if problems.At("plans").Count(len(plans), 1, maxLines) {
		for i, p := range plans {
			isMade := p != nil && p.lower != nil && p.lines == nil
			problems.At("plans").Index(i).Required(isMade, "give plans made by Cascade")
		}
	}
	return problems.Err()
}

// mergeable groups the plans whose quotas can be compared. The groups come in the
// order of their first plans.
func mergeable(plans []*Plan) [][]int {
	var groups [][]int
	for i, p := range plans {
		fits := func(members []int) bool {
			var problems target.Problems
			checkLine(problems.At("target"), p.target, plans[members[0]].target)
			return hasHarderSide(p.target) && problems.Len() == 0
		}
		if k := slices.IndexFunc(groups, fits); k >= 0 {
			groups[k] = append(groups[k], i)
		} else {
			groups = append(groups, []int{i})
		}
	}
	return groups
}

// hasHarderSide reports whether one of two different quotas of a target is harder.
func hasHarderSide(t target.Target) bool {
	comparator := t.EffectiveComparator()
	return comparator == target.AtLeast || comparator == target.AtMost
}

// demand returns what a group of plans asks of a unit, and whether any of them
// does.
func demand(plans []*Plan, members []int, unit Unit) (Demand, bool) {
	d := Demand{Unit: unit}
	for _, i := range members {
		p := plans[i]
		at, reached := p.at(unit.Code)
		if !reached {
			continue
		}
		d.Lines = append(d.Lines, i)
		t := p.targetOf(at)
		side := t.Value.Cmp(d.Target.Value)
		if t.EffectiveComparator() == target.AtMost {
			side = -side
		}
		if len(d.Lines) == 1 || side > 0 {
			d.Target, d.Line = t, i
		}
	}
	return d, len(d.Lines) > 0
}

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
	problems.At("bodies").Required(bodies != nil, "make them by target.NewBodies")
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
