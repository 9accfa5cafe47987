package hierarchy

import (
	"github.com/targetcascade/cascade/internal/fault"
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
// The merged plan has the tree and the units of the first plan. [Plan.Gaps] lists the
// units that only some of the lines reach, in the merged plan or not. The quotas need
// not add up. [Plan.Check] checks that each is the strictest. [Plan.Slack] measures
// how far they exceed the target of the first plan.
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
	return out, nil
}

// LineGap is a unit that some lines of leadership reach and others do not.
type LineGap struct {
	Unit            Unit  // as the first line that reaches it has it
	Reached, Missed []int // the plans that give it a quota, and those that do not, ascending
}

// Gaps returns the units that only some of the plans merged by [Strictest] reach:
// in the order of [Plan.All], and then those that the first plan does not reach,
// which the merged plan lacks, in the order of the plans. A plan of [Cascade] has
// none.
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
