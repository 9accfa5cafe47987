package system

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// targetOf returns the target of a year.
func (s *spreader) targetOf(t int, value decimal.Decimal) target.Target {
	x := s.target.Clone()
	x.Value, x.Period = value, s.steps[t]
	if s.mode == yearRates {
		x.Period = target.Months(s.target.Period, s.steps[t])
	}
	if x.From = s.target.Code; x.Code != "" {
		x.Code += " " + s.steps[t].String()
	}
	x.Links, x.Replaces, x.Withdrawn = nil, "", ""
	return x
}

// bareOptions returns the options of the plan without methods, bounds, groups and holds. What
// is left says which units have quotas and what parents hand down.
func (s *spreader) bareOptions(t int) hierarchy.Options {
	o := s.of.Options()
	bare := func(r hierarchy.Rule) hierarchy.Rule {
		r.Method, r.Min, r.Max = nil, hierarchy.Column{}, hierarchy.Column{}
		return r
	}
	all := func(rules map[string]hierarchy.Rule) map[string]hierarchy.Rule {
		out := map[string]hierarchy.Rule{}
		for key, r := range rules {
			if r.Stretch.Valid || r.Reserve.Valid || r.Rounding != 0 {
				out[key] = bare(r)
			}
		}
		return out
	}

	o.Rule, o.Levels, o.Units = bare(o.Rule), all(o.Levels), all(o.Units)
	o.Holds, o.Release, o.GroupBounds = nil, nil, nil
	for _, c := range s.options.Bases {
		if c.Year == s.steps[t] {
			o.Basis = c.Figures
		}
	}
	return o
}

// cascadeYear makes the plan of a year by cascading its figure along the own paths.
func (s *spreader) cascadeYear(t int) error {
	if t == len(s.steps)-1 {
		s.plans[t] = s.of
		return nil
	}

	o := s.bareOptions(t)
	paths := s.alone[t-s.past]
	o.Rule.Method = hierarchy.Scale(paths)
	bounds := s.bounds(t)
	for _, at := range s.units {
		if method := s.otherMethod(at, paths, t, bounds); method != nil {
			r := o.Units[s.tree.UnitAt(at).Code]
			r.Method = method
			o.Units[s.tree.UnitAt(at).Code] = r
		}
	}
	var p target.Problems
	at := p.At("years").Key(s.steps[t].String())
	var err error
	if o.Rule.Min, err = s.boundsColumn(bounds.low, t); !at.Add(err) {
		return p.Err()
	}
	if o.Rule.Max, err = s.boundsColumn(bounds.high, t); !at.Add(err) {
		return p.Err()
	}
	s.plans[t], err = hierarchy.Cascade(s.tree, s.targetOf(t, s.top[t-s.past]), o)
	at.Add(err)
	return p.Err()
}

// yearBounds are bounds of the figures of a year, by the index of the unit.
type yearBounds struct{ low, high map[int]decimal.Decimal }

// boundsColumn makes a column of the bounds of a year, the zero Column if there are none.
func (s *spreader) boundsColumn(of map[int]decimal.Decimal, t int) (hierarchy.Column, error) {
	if len(of) == 0 {
		return hierarchy.Column{}, nil
	}
	c := s.tree.ColumnBuilder()
	for i, value := range of {
		c.Set(i, value)
	}
	column, err := c.Column()
	return column.Named("between the year before " + s.steps[t].String() + " and the end"), err
}

// bounds returns the bounds that keep the figures of a year from turning back; none if they
// may.
func (s *spreader) bounds(t int) yearBounds {
	b := yearBounds{map[int]decimal.Decimal{}, map[int]decimal.Decimal{}}
	if !s.options.OneWay && s.target.Indicator.Kind != target.Cumulative {
		return b
	}
	for _, i := range s.units[1:] {
		x := s.own[i]
		last := x.before.Decimal // zero for a rate, and for a cumulative total without a baseline
		if t > 0 {
			q, _ := s.plans[t-1].Quota(s.tree.UnitAt(i).Code)
			last = q.Value
		}
		b.low[i], b.high[i] = decimal.Min(last, x.quota), decimal.Max(last, x.quota)
	}
	return b
}

// otherMethod returns the method of a family that cannot be in proportion to its own paths,
// nil for other families. If all figures are moved by the same amount, one may change its
// sign. A figure without bounds cannot, so that otherMethod adds wide ones.
func (s *spreader) otherMethod(at int, paths hierarchy.Column, t int, b yearBounds) hierarchy.Method {
	children := s.children(at)
	var above, below bool
	far := s.top[t-s.past].Abs()
	for _, i := range children {
		x, _ := paths.FigureAt(i)
		above, below = above || x.IsPositive(), below || x.IsNegative()
		far = far.Add(x.Abs())
	}
	switch {
	case len(children) == 0 || above && !below:
		return nil
	case below && !above:
		if turned, err := paths.Scale(decimal.New(-1, 0)); err == nil {
			return hierarchy.Scale(turned)
		}
		return nil
	}

	far = far.Add(s.own[at].quota.Abs()).Mul(decimal.New(4, 0)).Ceil()
	for _, i := range children {
		if _, bounded := b.low[i]; !bounded {
			b.low[i], b.high[i] = far.Neg(), far
		}
	}
	return hierarchy.Shift(paths)
}

// planPast makes the plan of a year that is past.
func (s *spreader) planPast(t int) error {
	quotas := map[int]decimal.Decimal{}
	for _, i := range s.units {
		quotas[i] = s.own[i].past[t]
	}
	return s.planOf(t, quotas, func(int, int) string { return "the year is past and stays" })
}

// planOf makes the plan of a year from its quotas.
func (s *spreader) planOf(t int, quotas map[int]decimal.Decimal, reason func(t, i int) string) error {
	o := s.bareOptions(t)
	if s.target.Indicator.Kind.Law() == target.Sum {
		o.Rule, o.Levels, o.Units = hierarchy.Rule{}, nil, s.stretches(quotas)
	}
	if t >= s.past {
		o.Rule.Method = hierarchy.Proportional(s.alone[t-s.past])
		for _, x := range s.alone[t-s.past].All() {
			if x.IsNegative() {
				o.Rule.Method = hierarchy.Equal() // claims are not negative
			}
		}
	}

	for _, i := range s.units[1:] {
		o.Holds = append(o.Holds, hierarchy.Hold{
			Unit: s.tree.UnitAt(i).Code, Value: quotas[i], By: "years", Reason: reason(t, i),
		})
	}
	var p target.Problems
	var err error
	s.plans[t], err = hierarchy.Cascade(s.tree, s.targetOf(t, quotas[s.units[0]]), o)
	p.At("years").Key(s.steps[t].String()).Add(err)
	return p.Err()
}

// stretchPlaces is the number of decimals of a stretch that was found from quotas.
const stretchPlaces = 60

// stretches returns the rules by which parents hand down what their children have.
func (s *spreader) stretches(quotas map[int]decimal.Decimal) map[string]hierarchy.Rule {
	out := map[string]hierarchy.Rule{}
	for _, at := range s.units {
		sum, children := decimal.Decimal{}, s.children(at)
		for _, i := range children {
			sum = sum.Add(quotas[i])
		}
		own := quotas[at]
		if len(children) == 0 || sum.Equal(own) || own.IsZero() {
			continue
		}
		stretch := sum.Sub(own)
		if s.target.Indicator.Better == target.Lower {
			stretch = stretch.Neg()
		}
		stretch = stretch.DivRound(own, stretchPlaces)
		out[s.tree.UnitAt(at).Code] = hierarchy.Rule{Stretch: decimal.NewNullDecimal(stretch)}
	}
	return out
}
