package hierarchy

import (
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Revise cascades the plan's target again after a change in the course of the
// period: what o holds has been issued and stays, and the rest is divided again
// with the least change. It is [Plan.ReviseTo] with the plan's own target.
func (p *Plan) Revise(o Options) (*Plan, error) { return p.ReviseTo(p.Target(), o) }

// ReviseTo cascades a changed target over the plan's tree with as little change
// to the quotas as the law allows. Under each parent, the children that are not
// held divide what is left in proportion to the absolute values of their former
// quotas, at either end of a range. A family of a Sum or Count kind keeps its
// quotas if its amount, holds and bounds are as before. A family of a
// WeightedMean kind, whose rounded quotas missed its amount, may come nearer to
// it.
//
// What o does not say stays as it was:
//   - the basis and the depth;
//   - each field of the default rule except its method;
//   - the rules by level and the rules by unit, if o has no such map; if it has, each field that
//     one of its rules does not say is that of the former rule for the same level or unit;
//   - the holds on units that o.Held does not name.
//
// The former quotas replace the method of each former rule, unless o says one.
// If a child that is not held had no quota, or all had a quota of zero, the
// former method is used.
//
// A hold is taken over from plan to plan until it lapses: [Plan.TakenOver] lists
// those that never do. To release a hold, name its unit in o.Release. To change
// it, give another one in o.Held. A hold that had lapsed in p is dropped if the
// period of the target changes.
//
// ReviseTo returns the errors of [Cascade], and an error if a unit to be released
// is not held by p or is held by o.
func (p *Plan) ReviseTo(t target.Target, o Options) (*Plan, error) {
	if p == nil || p.lower == nil || p.lines != nil {
		return nil, &target.FieldError{Path: "plan", Err: target.ErrRequired, Remedy: "revise a plan made by Cascade"}
	}
	former := p.options
	out := o.clone()
	out.Rule = p.revised(o.Rule, former.Rule)
	if out.Rule.Method == nil {
		out.Rule.Method = p.former(former.Rule.Method)
	}
	out.Levels = p.revisedAll(o.Levels, former.Levels)
	out.Units = p.revisedAll(o.Units, former.Units)
	if !out.Basis.given() {
		out.Basis = former.Basis
	}
	if out.Depth == "" {
		out.Depth = former.Depth
	}

	taken, err := p.takeOver(t, o)
	if err != nil {
		return nil, err
	}
	out.Held, out.Release = append(out.Held, taken...), nil
	revised, err := Cascade(p.tree, t, out)
	if err != nil {
		return nil, err
	}
	for _, h := range taken {
		if h.Until.IsZero() {
			revised.taken = append(revised.taken, h)
		}
	}
	return revised, nil
}

// takeOver returns the holds of the plan that stay in force when it is revised.
func (p *Plan) takeOver(t target.Target, o Options) ([]Hold, error) {
	var problems target.Problems
	named := make(map[string]bool, len(o.Held)+len(o.Release))
	for _, h := range o.Held {
		named[h.Unit] = true
	}
	for i, code := range o.Release {
		at := problems.At("options").Field("release").Index(i)
		held := slices.ContainsFunc(p.options.Held, func(h Hold) bool { return h.Unit == code })
		switch {
		case named[code]:
			at.Report(code, target.ErrDuplicate, "it is also in options.held or released twice: leave one of them out")
		case !held:
			at.Report(code, target.ErrUnknown, "the plan holds no such unit: Plan.Held lists its holds")
		}
		named[code] = true
	}
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	var taken []Hold
	for _, h := range p.options.Held {
		if !named[h.Unit] && (t.Period == p.target.Period || !h.lapsed(p.target)) {
			taken = append(taken, h)
		}
	}
	return taken, nil
}

// revisedAll returns the rules by level or by unit of a revised plan.
func (p *Plan) revisedAll(now, before map[string]Rule) map[string]Rule {
	if now == nil {
		now = make(map[string]Rule, len(before))
		for name := range before {
			now[name] = Rule{}
		}
	}
	out := make(map[string]Rule, len(now))
	for name, r := range now {
		out[name] = p.revised(r, before[name])
	}
	return out
}

// revised is a rule with the fields of the former one in place of those that it
// does not say, and the former quotas in place of the former method.
func (p *Plan) revised(r, before Rule) Rule {
	out := r.within(before)
	if r.Method == nil && before.Method != nil {
		out.Method = p.former(before.Method)
	}
	return out
}

// former returns the method that shares by the plan's quotas, or by the method
// that it had if there are none.
func (p *Plan) former(method Method) Method {
	m := former{proportional: proportional{p.amounts(p.lower), "in proportion to "}, otherwise: wrap(method)}
	if p.upper != nil {
		m.upper = p.amounts(p.upper)
	}
	return m
}

// amounts returns the quotas without their signs, to share an amount of either
// sign by.
func (p *Plan) amounts(r *result) Column {
	b := fixed.NewBuilder(p.tree.Len())
	for at := range p.places() {
		b.Set(at, p.value(r, at).Abs())
	}
	return Column{tree: p.tree, name: "the former quotas", figures: b.Column()}
}

// former shares by former quotas, and by another method where there are none.
type former struct {
	proportional
	upper     Column // those at the far end of a range
	otherwise claimer
}

func (m former) columns() []Column {
	return append([]Column{m.weights}, m.otherwise.columns()...)
}

// by returns the method for a family.
func (m former) by(codes iter.Seq[string]) claimer {
	some := false
	for code := range codes {
		q, ok := m.weights.At(code)
		if !ok {
			return m.otherwise
		}
		some = some || !q.IsZero()
	}
	if !some {
		return m.otherwise
	}
	return m.proportional
}

// Claims implements [Method].
func (m former) Claims(f Family) ([]decimal.Decimal, error) {
	return m.by(codesOf(f.Children)).Claims(f)
}

func codesOf(units []Unit) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, u := range units {
			if !yield(u.Code) {
				return
			}
		}
	}
}

func (m former) claim(f *family) error {
	// The far end of a range is divided when the near one is done.
	if m.upper.given() && f.target.EffectiveComparator() == target.Within && f.lower != nil && f.Plan.upper == nil {
		m.weights = m.upper
	}
	return m.by(func(yield func(string) bool) {
		for k := range f.n {
			if _, held := f.held[f.place(k)]; !held && !yield(f.tree.units[f.place(k)].Code) {
				return
			}
		}
	}).claim(f)
}
