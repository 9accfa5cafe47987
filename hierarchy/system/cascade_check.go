package system

import (
	"maps"
	"slices"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// check checks everything that can be seen before planning, and finds the order of
// the steps.
func (b *builder) check() error {
	var p target.Problems
	at := p.At("indicators")
	p.At("tree").Required(b.tree.Len() > 0, "make one by NewTree")
	at.Required(len(b.config.Indicators) > 0, "give at least one")

	b.indicators = map[string]*Indicator{}
	for i := range b.config.Indicators {
		x := &b.config.Indicators[i]
		code := x.Target.Code
		place := at.Key(code)
		place.Field("target").Field("code").Code(code)
		place.Field("target").AddRooted(x.Target.Validate())
		if b.indicators[code] != nil {
			place.Duplicate(code)
		}
		b.indicators[code] = x
		if want := b.config.Indicators[0].Target.Unit; x.Target.Unit != want {
			place.Field("target").Field("unit").Report(x.Target.Unit, target.ErrMismatch,
				"must be the unit of the other targets, "+want)
		}
	}

	b.checkNames(p.At("sums"), p.At("ratios"))
	for _, s := range b.config.Sums {
		b.checkSum(p.At("sums").Key(s.Name), s)
	}
	for _, r := range b.config.Ratios {
		b.checkRatio(p.At("ratios").Key(r.Name), r)
	}
	b.checkMade(p.At("sums"), p.At("ratios"))
	if p.Len() == 0 {
		b.checkDerived(at)
	}
	if p.Len() == 0 {
		b.arrange(at)
	}
	return p.Err()
}

// checkNames checks that identities have names, and no two of them the same.
func (b *builder) checkNames(sums, ratios target.Place) {
	seen := map[string]bool{}
	name := func(at target.Place, name string) {
		at = at.Key(name)
		at.Field("name").Required(name != "", "name it, so that explanations can")
		if seen[name] {
			at.Field("name").Duplicate(name)
		}
		seen[name] = true
	}
	for _, s := range b.config.Sums {
		name(sums, s.Name)
	}
	for _, r := range b.config.Ratios {
		name(ratios, r.Name)
	}
}

// known checks that a code is that of an indicator whose kind has the law.
func (b *builder) known(at target.Place, code string, law target.Law) {
	x := b.indicators[code]
	if x == nil {
		at.Unknown(code, slices.Sorted(maps.Keys(b.indicators))...)
		return
	}
	if kind := x.Target.Indicator.Kind; kind.Law() != law {
		remedy := "the indicator must add up over units"
		if law == target.WeightedMean {
			remedy = "the indicator must be a ratio, a share, a growth or a reduction"
		}
		at.Report(kind, target.ErrKind, code+": "+remedy)
	}
	if x.Target.EffectiveComparator() == target.Within {
		at.Report(code, target.ErrKind, "a range has no place in an identity: give a target at one end")
	}
}

func (b *builder) checkSum(at target.Place, s Sum) {
	b.known(at.Field("whole"), s.Whole, target.Sum)
	at.Field("parts").Required(len(s.Parts) > 0, "give the parts of the whole")
	for i, part := range s.Parts {
		b.known(at.Field("parts").Key(part), part, target.Sum)
		if part == s.Whole || i > 0 && s.Parts[i-1] == part {
			at.Field("parts").Key(part).Duplicate(part)
		}
	}
	if s.Derived != "" && s.Derived != s.Whole && !slices.Contains(s.Parts, s.Derived) {
		at.Field("derived").Unknown(s.Derived, append([]string{s.Whole}, s.Parts...)...)
	}
}

func (b *builder) checkRatio(at target.Place, r Ratio) {
	b.known(at.Field("numerator"), r.Numerator, target.Sum)
	b.known(at.Field("ratio"), r.Ratio, target.WeightedMean)
	b.known(at.Field("denominator"), r.Denominator, target.Sum)
	if r.Numerator == r.Denominator {
		at.Field("denominator").Duplicate(r.Denominator)
	}
	if !slices.Contains([]string{r.Numerator, r.Ratio, r.Denominator}, r.Derived) {
		at.Field("derived").Unknown(r.Derived, r.Numerator, r.Ratio, r.Denominator)
	}
	for _, o := range b.config.Ratios {
		if o.Ratio == r.Ratio && o.Denominator != r.Denominator {
			at.Field("denominator").Report(r.Denominator, target.ErrMismatch,
				"the ratio has one basis: it has the denominator "+o.Denominator+" in identity "+o.Name)
			break
		}
	}
}

// checkMade checks that no indicator is made by two identities.
func (b *builder) checkMade(sums, ratios target.Place) {
	by := map[string]string{}
	made := func(at target.Place, code, identity string) {
		if other, twice := by[code]; twice {
			at.Report(code, target.ErrDuplicate, "it follows from identity "+other+" already")
		}
		by[code] = identity
	}
	for _, s := range b.config.Sums {
		at := sums.Key(s.Name)
		if s.Derived != "" {
			made(at.Field("derived"), s.Derived, s.Name)
			continue
		}
		for _, part := range s.Parts {
			made(at.Field("parts").Key(part), part, s.Name)
		}
	}
	for _, r := range b.config.Ratios {
		made(ratios.Key(r.Name).Field("derived"), r.Derived, r.Name)
	}
}

// checkDerived checks that nothing is given that would have no effect.
func (b *builder) checkDerived(at target.Place) {
	figures := func(code, why string) {
		at.Key(code).Field("figures").Report(nil, target.ErrInvalid, why)
	}
	derived := func(code string) {
		x := b.indicators[code]
		if x.Figures.Tree() != nil {
			figures(code, "leave them out: they follow from an identity")
		}
		o := x.Options
		if !onlyHoldsAndBounds(o) {
			at.Key(code).Field("options").Report(nil, target.ErrInvalid,
				"give only holds, rule.min and rule.max: the indicator follows from an identity")
		}
		for _, c := range []hierarchy.Column{o.Rule.Min, o.Rule.Max} {
			if c.Tree() != nil && c.Tree() != b.tree {
				at.Key(code).Field("options").Field("rule").Report(
					c.Name(), target.ErrMismatch, "must be a column of the tree")
			}
		}
	}

	for _, s := range b.config.Sums {
		if s.Derived != "" {
			derived(s.Derived)
			continue
		}
		whole := b.indicators[s.Whole].Target
		for _, part := range s.Parts {
			x := b.indicators[part]
			b.checkPart(at.Key(part).Field("target"), x.Target, whole)
			if groups := x.Options.GroupBounds; len(groups) > 0 {
				at.Key(part).Field("options").Field("groupBounds").Report(groups[0].Name, target.ErrInvalid,
					"leave them out: a part is divided in a table; bound its single units, or a group of the whole")
			}
			if x.Figures.Tree() != nil {
				figures(part, "leave them out: the targets of parts are divided together")
			}
		}
	}

	for _, r := range b.config.Ratios {
		derived(r.Derived)
		x := b.indicators[r.Ratio]
		if r.Derived == r.Numerator && x.Options.Basis.Tree() != nil {
			at.Key(r.Ratio).Field("options").Field("basis").Report(x.Options.Basis.Name(), target.ErrInvalid,
				"leave it out: the basis is "+r.Denominator)
		}
	}
}

// checkPart checks that a part can stand in a table with its whole.
func (b *builder) checkPart(at target.Place, t, whole target.Target) {
	if t.Indicator.Kind != whole.Indicator.Kind {
		at.Field("indicator").Field("kind").Report(t.Indicator.Kind, target.ErrMismatch,
			"must be that of the whole, "+whole.Indicator.Kind.String())
	}
	if !t.Period.Equal(whole.Period) {
		at.Field("period").Report(t.Period, target.ErrMismatch, "must be that of the whole, "+whole.Period.String())
	}
	if step, want := t.Indicator.EffectiveQuantum(), whole.Indicator.EffectiveQuantum(); !step.Equal(want) {
		at.Field("indicator").Field("quantum").Report(step, target.ErrMismatch,
			"must be that of the whole, "+fixed.Plain(want))
	}
}

// onlyHoldsAndBounds reports whether options say nothing but holds and bounds.
func onlyHoldsAndBounds(o hierarchy.Options) bool {
	r := o.Rule
	plain := r.Method == nil && !r.Stretch.Valid && !r.Reserve.Valid && r.Rounding == 0
	return plain && len(o.Levels) == 0 && len(o.Units) == 0 && o.Basis.Tree() == nil &&
		len(o.Release) == 0 && len(o.Exempt) == 0 && len(o.GroupBounds) == 0 && o.LastLevel == ""
}
