package hierarchy

import (
	"fmt"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// maxLines is how many lines of leadership a merged plan can have.
const maxLines = 100

// Strictest merges plans that reach the same units along different lines of
// leadership (条块): territorial, professional, the legal parent and the one that
// administers. Each unit gets the hardest of the quotas that its lines give it,
// the greatest where the target is at least to be reached and the smallest where
// it is at most ([target.Target.EffectiveComparator]); where several are equally hard, the
// earlier plan's. [Quota.Line] says which plan it
// is, and [Plan.Explain] explains that one.
//
// The merged plan has the tree and the units of the first; what other plans reach
// besides is left out. Its quotas need not add up: [Plan.Check] checks that each is the
// strictest, and [Plan.Slack] measures by how much they go beyond the first
// plan's target.
//
// Strictest returns an error if there is no plan or more than 100, one is nil,
// empty or itself merged, the indicators, periods or comparators differ, or the
// target is within a range or about a value.
func Strictest(plans ...*Plan) (*Plan, error) {
	if err := checkLines(plans); err != nil {
		return nil, err
	}
	first := *plans[0]
	out := &first
	out.lines = append([]*Plan(nil), plans...)
	n := out.tree.Len()
	out.line = make([]uint8, n)
	out.lower = &result{quotas: numbers{words: make([]int64, n)}, state: make([]uint8, n)}
	lowerIsBetter := out.target.EffectiveComparator() == target.AtMost
	for at := range plans[0].places() {
		u := out.tree.units[at]
		for i, p := range plans {
			from, ok := p.at(u.Code)
			if !ok {
				continue
			}
			q := p.lower.quotas.big(from)
			harder := out.lower.state[at] == 0
			if !harder {
				side := q.Cmp(out.lower.quotas.big(at))
				harder = side > 0 && !lowerIsBetter || side < 0 && lowerIsBetter
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

func checkLines(plans []*Plan) error {
	var l fault.List
	if len(plans) == 0 || len(plans) > maxLines {
		l.Add(&target.FieldError{Path: "plans", Value: len(plans), Err: target.ErrRange, Remedy: "give from 1 to 100"})
		return l.Err()
	}
	for i, p := range plans {
		path := fmt.Sprintf("plans[%d]", i)
		if p == nil || p.lower == nil || p.lines != nil {
			l.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "give plans made by Cascade"})
			continue
		}
		t := p.target
		if t.EffectiveComparator() != target.AtLeast && t.EffectiveComparator() != target.AtMost {
			l.Add(&target.FieldError{Path: path + ".target.comparator", Value: t.EffectiveComparator().String(), Err: target.ErrKind, Remedy: "only at least and at most have a harder side"})
		}
		first := plans[0]
		if first == nil || i == 0 {
			continue
		}
		switch f := first.target; {
		case t.Indicator.Code != f.Indicator.Code || t.Indicator.Kind != f.Indicator.Kind:
			l.Add(&target.FieldError{Path: path + ".target.indicator", Value: t.Indicator.Code, Err: target.ErrMismatch, Remedy: "merge plans of one indicator"})
		case !t.Indicator.Scale().Equal(f.Indicator.Scale()):
			l.Add(&target.FieldError{Path: path + ".target.indicator", Value: t.Indicator.Scale(), Err: target.ErrMismatch, Remedy: "merge plans whose figures are per the same number"})
		case !t.Indicator.EffectiveQuantum().Equal(f.Indicator.EffectiveQuantum()):
			l.Add(&target.FieldError{Path: path + ".target.indicator", Value: t.Indicator.EffectiveQuantum(), Err: target.ErrMismatch, Remedy: "merge plans of one quantum"})
		case t.Period != f.Period:
			l.Add(&target.FieldError{Path: path + ".target.period", Value: t.Period, Err: target.ErrMismatch, Remedy: "merge plans of one period"})
		case t.EffectiveComparator() != f.EffectiveComparator():
			l.Add(&target.FieldError{Path: path + ".target.comparator", Value: t.EffectiveComparator().String(), Err: target.ErrMismatch, Remedy: "merge plans of one comparator"})
		}
	}
	return l.Err()
}

// checkStrictest is Check for a merged plan.
func (p *Plan) checkStrictest() error {
	again, err := Strictest(p.lines...)
	if err != nil {
		return err
	}
	var l fault.List
	for at := range p.places() {
		if p.lower.quotas.big(at).Cmp(again.lower.quotas.big(at)) != 0 {
			l.Add(&target.FieldError{
				Path: "units[" + quote(p.tree.units[at].Code) + "]", Value: p.value(p.lower, at), Err: target.ErrBroken,
				Remedy: "the strictest of its lines is " + fault.Text(again.value(again.lower, at)),
			})
		}
	}
	return l.Err()
}
