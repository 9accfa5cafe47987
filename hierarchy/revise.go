package hierarchy

import (
	"iter"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Revise cascades the plan's target again after a change at half way: what o
// holds has been issued and stays, and the rest is divided again with the least
// change. It is [Plan.ReviseTo] with the plan's own target.
func (p *Plan) Revise(o Options) (*Plan, error) { return p.ReviseTo(p.Target(), o) }

// ReviseTo cascades a changed target over the plan's tree with as little change
// to the quotas as the law allows: under each parent the children that are not
// held share what is left in proportion to the amounts of their former quotas, at
// either end of a range. A family of a Sum or Count kind whose load, holds and
// bounds are as before keeps its quotas; one of a WeightedMean kind, whose
// rounded quotas missed its load, may come nearer to it.
//
// What o leaves out stays as it was: its basis, its depth, the rules by level and
// those by unit where it has no such map, a default rule that is the zero Rule,
// and the holds on units that o.Held does not name. A rule's method is replaced by
// the former quotas unless o gives one; where a child that is not held had none,
// or all of them were zero, the former method is used.
//
// ReviseTo returns the errors of [Cascade].
func (p *Plan) ReviseTo(t target.Target, o Options) (*Plan, error) {
	if p == nil || p.lower == nil || p.lines != nil {
		return nil, &target.FieldError{Path: "plan", Err: target.ErrRequired, Remedy: "revise a plan made by Cascade"}
	}
	former := p.options
	out := o.clone()
	out.Rule = p.revised(o.Rule, former.Rule)
	out.Levels = p.revisedAll(o.Levels, former.Levels, former.Rule)
	out.Units = p.revisedAll(o.Units, former.Units, former.Rule)
	if !out.Basis.given() {
		out.Basis = former.Basis
	}
	if out.Depth == "" {
		out.Depth = former.Depth
	}
	named := make(map[string]bool, len(o.Held))
	for _, h := range o.Held {
		named[h.Unit] = true
	}
	for _, h := range former.Held {
		if !named[h.Unit] {
			out.Held = append(out.Held, h)
		}
	}
	return Cascade(p.tree, t, out)
}

func (p *Plan) revisedAll(now, before map[string]Rule, otherwise Rule) map[string]Rule {
	if now == nil {
		now = make(map[string]Rule, len(before))
		for name := range before {
			now[name] = Rule{} // as before, but for the method
		}
	}
	out := make(map[string]Rule, len(now))
	for name, r := range now {
		was, ok := before[name]
		if !ok {
			was = otherwise
		}
		out[name] = p.revised(r, was)
	}
	return out
}

// revised is a rule with the former quotas in place of the method that it
// leaves open.
func (p *Plan) revised(r, before Rule) Rule {
	if r.zero() {
		r = before
		r.Method = nil
	}
	if r.Method == nil {
		m := former{proportional: proportional{p.amounts(p.lower), "in proportion to "}, otherwise: wrap(before.Method)}
		if p.upper != nil {
			m.upper = p.amounts(p.upper)
		}
		r.Method = m
	}
	return r
}

// amounts returns the quotas without their signs, to share a load of either sign
// by.
func (p *Plan) amounts(r *result) Column {
	b := fixed.NewBuilder(p.tree.Len())
	for at := range p.places() {
		b.Set(at, p.value(r, at).Abs())
	}
	return Column{tree: p.tree, name: "the former quotas", figures: b.Column()}
}

func (r Rule) zero() bool {
	return r.Method == nil && !r.Min.given() && !r.Max.given() && r.Stretch.IsZero() && r.Reserve.IsZero() && r.Rounding == LargestRemainder
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
