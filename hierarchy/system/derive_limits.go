package system

import (
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Limit is what the bounds or the hold of a derived figure allow a figure from which it
// follows, in the same unit. A hold is both a minimum and a maximum.
type Limit struct {
	Identity    string
	Derived     string              // code of the derived indicator
	Min, Max    decimal.NullDecimal // bounds of the derived figure
	Least, Most decimal.NullDecimal // of the figure from which it follows, multiples of its quantum
}

// String prints the limit, as in "at most 0.459, so that energy is at most 31,000".
func (l Limit) String() string {
	return betweenText(l.Least, l.Most) + ", so that " + l.Derived + " is " + betweenText(l.Min, l.Max)
}

// betweenText prints two bounds, of which one can be absent.
func betweenText(low, high decimal.NullDecimal) string {
	switch {
	case low.Valid && high.Valid && low.Decimal.Equal(high.Decimal):
		return numtext.Figure(low.Decimal)
	case low.Valid && high.Valid:
		return "at least " + numtext.Figure(low.Decimal) + " and at most " + numtext.Figure(high.Decimal)
	case low.Valid:
		return "at least " + numtext.Figure(low.Decimal)
	}
	return "at most " + numtext.Figure(high.Decimal)
}

// outside reports whether a figure is below the one bound or above the other.
func outside(v decimal.Decimal, low, high decimal.NullDecimal) bool {
	return low.Valid && v.LessThan(low.Decimal) || high.Valid && v.GreaterThan(high.Decimal)
}

// demands are the bounds and holds of a derived indicator.
type demands struct {
	min, max hierarchy.Column
	holds    map[string]decimal.Decimal // those in force
}

// demands returns the bounds and holds of a derived indicator.
func (x *Indicator) demands() demands {
	out := demands{x.Options.Rule.Min, x.Options.Rule.Max, map[string]decimal.Decimal{}}
	for _, h := range x.Options.Holds {
		if !lapsed(h, x.Target) {
			out.holds[h.Unit] = h.Value
		}
	}
	return out
}

// lapsed reports whether the last period of a hold ends before that of a target.
func lapsed(h hierarchy.Hold, t target.Target) bool {
	return !h.Until.IsZero() && h.Until.Last().Compare(t.Period.Last()) < 0
}

// at returns the bounds of the figure of a unit.
func (d demands) at(unit string) (low, high decimal.NullDecimal) {
	if v, ok := d.holds[unit]; ok {
		return decimal.NewNullDecimal(v), decimal.NewNullDecimal(v)
	}
	low.Decimal, low.Valid = d.min.At(unit)
	high.Decimal, high.Valid = d.max.At(unit)
	return low, high
}

// taker returns the indicator that takes over the bounds of the derived one. It must be
// planned by rules of its own. It is empty if there is none.
func (p *Plans) taker(id systemIdentity) string {
	known := func(code string) bool { return p.indicator(code).Figures.Tree() != nil }
	if code := id.taker(known); code != "" && !known(code) && !p.follows(code) {
		return code
	}
	return ""
}

// follows reports whether an identity makes the figures of an indicator.
func (p *Plans) follows(code string) bool {
	for id := range p.identities {
		if id.derived() == code {
			return true
		}
	}
	return slices.ContainsFunc(p.config.Sums, func(s Sum) bool {
		return s.Derived == "" && slices.Contains(s.Parts, code)
	})
}

// identities yields the identities from which an indicator follows.
func (p *Plans) identities(yield func(systemIdentity) bool) {
	for _, s := range p.config.Sums {
		if s.Derived != "" && !yield(s) {
			return
		}
	}
	for _, r := range p.config.Ratios {
		if !yield(r) {
			return
		}
	}
}

// limits returns the limits on the figures of an indicator, by the index of the unit, for
// the units from one index up to another. The plans of the indicator and of the others in
// its identities must be there. The target's unit and units with a hold have no limits,
// since their figures are given.
func (p *Plans) limits(code string, from, end int) map[int][]Limit {
	out, given := map[int][]Limit{}, map[string]bool{}
	for id := range p.identities {
		if p.taker(id) != code {
			continue
		}
		if plan := p.plans[code]; len(given) == 0 {
			given[plan.Target().Unit] = true
			for h := range plan.Holds() {
				given[h.Unit] = true
			}
		}

		asked := p.indicator(id.derived()).demands()
		of, _ := p.columns(id.others())
		for i := from; i < end; i++ {
			figures, ok := of.at(i)
			unit := p.tree.UnitAt(i)
			if !ok || given[unit.Code] || unit.Role == hierarchy.Memo {
				continue
			}
			l := Limit{Identity: id.name(), Derived: id.derived()}
			l.Min, l.Max = asked.at(unit.Code)
			l.Least, l.Most = p.room(id, code, figures, l.Min, l.Max, !of.below(p.tree, i))
			if l.Least.Valid || l.Most.Valid {
				out[i] = append(out[i], l)
			}
		}
	}

	return out
}

// room returns the least and the most that the figure of an indicator can be, in its
// quanta, so that the derived figure is within its bounds. The other figures stay. Neither
// is valid if no figure will do.
//
// The bounds are those of the rounded derived figure. But in a unit above the end of the
// plans, a figure that adds up is a sum of rounded ones: there, they are those of the exact
// figure.
func (p *Plans) room(
	id systemIdentity, code string, figures map[string]decimal.Decimal, low, high decimal.NullDecimal, end bool,
) (least, most decimal.NullDecimal) {
	derived := p.indicator(id.derived()).Target.Indicator
	step, of := fixed.NewQuantum(derived.EffectiveQuantum()), maps.Clone(figures)
	isRounded := end || derived.Kind.Law() == target.WeightedMean
	delete(of, code)
	ratio := p.ratio(id)
	slope := id.slope(code, of, ratio)
	own := p.indicator(code).Target.Indicator.EffectiveQuantum()

	// last returns the last figure that keeps a bound: a maximum, or with side −1 a minimum.
	last := func(bound decimal.NullDecimal, side int) decimal.NullDecimal {
		if !bound.Valid || slope == 0 {
			return decimal.NullDecimal{}
		}
		quanta := step.Floor(bound.Decimal)
		//mutate:equal side <= 0: the side is 1 or −1
		if side < 0 {
			quanta = step.Ceil(bound.Decimal)
		}
		edge, open := step.Times(quanta), false
		if isRounded { // halves away from zero, so that a half can be beyond the bound
			half := step.Times(big.NewInt(int64(side))).Mul(decimal.New(5, -1))
			//mutate:equal quanta.Sign() / side: the side is 1 or −1
			edge, open = edge.Add(half), quanta.Sign()*side >= 0
		}
		of[id.derived()] = edge
		x := id.solve(code, of, ratio)
		if x == nil {
			return decimal.NullDecimal{}
		}
		//mutate:equal side / slope: both are 1 or −1
		return decimal.NewNullDecimal(inward(x, own, side*slope, open))
	}

	least, most = last(low, -1), last(high, 1)
	//mutate:equal slope <= 0: neither is there if nothing rises
	if slope < 0 {
		least, most = most, least
	}
	if least.Valid && most.Valid && least.Decimal.GreaterThan(most.Decimal) {
		return decimal.NullDecimal{}, decimal.NullDecimal{}
	}
	return least, most
}

// inward rounds an edge to the last quantum within it: below a maximum, or with side −1
// above a minimum. An open edge is itself not within.
func inward(x *big.Rat, quantum decimal.Decimal, side int, open bool) decimal.Decimal {
	n := new(big.Rat).Quo(x, quantum.Rat())
	//mutate:equal n.Quo(n, big.NewRat(int64(side), 1)): the side is 1 or −1
	n.Mul(n, big.NewRat(int64(side), 1)) // now it is a maximum
	whole := new(big.Int).Div(n.Num(), n.Denom())
	if open && n.IsInt() {
		whole.Sub(whole, big.NewInt(1))
	}
	//mutate:equal whole.Quo(whole, big.NewInt(int64(side))): the side is 1 or −1
	return fixed.NewQuantum(quantum).Times(whole.Mul(whole, big.NewInt(int64(side))))
}

// keepLimits plans an indicator again within its limits, unless its plan keeps them.
func (b *builder) keepLimits(x *Indicator, o hierarchy.Options) error {
	code := x.Target.Code
	limits := b.limits(code, 0, b.tree.Len())
	kept := true
	for i, all := range limits {
		v, _ := b.plans[code].Column().FigureAt(i)
		for _, l := range all {
			kept = kept && !outside(v, l.Least, l.Most)
		}
	}
	if kept {
		return nil
	}

	o, err := b.withLimits(o, b.plans[code], limits)
	if err != nil {
		return b.under(code, err)
	}
	plan, err := hierarchy.Cascade(b.tree, x.Target, o)
	if err != nil {
		return b.conflict(code, err, limits)
	}
	b.plans[code] = plan
	return nil
}

// withLimits returns options with the limits among their bounds. Since a unit has the
// bounds of the rule for its family, the bounds of all rules become those of Options.Rule.
func (b *builder) withLimits(
	o hierarchy.Options, plan *hierarchy.Plan, limits map[int][]Limit,
) (hierarchy.Options, error) {
	lows, highs := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	rules := newFamilies(b.tree)
	for q := range plan.All() {
		code := q.Unit.Code
		if code == plan.Target().Unit {
			continue
		}
		i, _ := b.tree.Index(code)
		amount, _ := plan.Column().FigureAt(b.tree.ParentAt(i))
		least, most := rules.bounds(o, i)
		low, hasLow := least.FigureAt(i)
		high, hasHigh := most.FigureAt(i)
		for _, l := range limits[i] {
			// Without a bound, a figure has the sign of the amount. A limit beyond zero
			// would allow the other one.
			free := l.Least.Decimal.Sign() <= 0 && amount.Sign() >= 0
			//mutate:equal v.Decimal.GreaterThanOrEqual(low): it is the same bound then
			if v := l.Least; v.Valid && (hasLow && v.Decimal.GreaterThan(low) || !hasLow && !free) {
				low, hasLow = v.Decimal, true
			}
			free = l.Most.Decimal.Sign() >= 0 && amount.Sign() <= 0
			//mutate:equal v.Decimal.LessThanOrEqual(high): it is the same bound then
			if v := l.Most; v.Valid && (hasHigh && v.Decimal.LessThan(high) || !hasHigh && !free) {
				high, hasHigh = v.Decimal, true
			}
		}
		if hasLow {
			lows[code] = low
		}
		if hasHigh {
			highs[code] = high
		}
	}

	o = unbounded(o)
	for _, bound := range []struct {
		column  *hierarchy.Column
		figures map[string]decimal.Decimal
		name    string
	}{{&o.Rule.Min, lows, "minima of "}, {&o.Rule.Max, highs, "maxima of "}} {
		if len(bound.figures) == 0 {
			continue
		}
		c, err := b.tree.Column(maps.All(bound.figures))
		if err != nil {
			return o, err
		}
		*bound.column = c.Named(bound.name + plan.Target().Code)
	}
	return o, nil
}

// conflict returns the error of an indicator that cannot be planned within its limits. It
// adds the limits of the units in conflict and of those below them, or else the limits that
// the plan without limits exceeds.
func (b *builder) conflict(code string, err error, limits map[int][]Limit) error {
	var p target.Problems
	p.At("indicators").Key(code).Add(err)
	none, ok := errors.AsType[*hierarchy.InfeasibleError](err)

	for _, i := range slices.Sorted(maps.Keys(limits)) {
		unit := b.tree.UnitAt(i).Code
		free, _ := b.plans[code].Column().FigureAt(i)
		for _, l := range limits[i] {
			if ok && !b.concerns(none, i) || !ok && !outside(free, l.Least, l.Most) {
				continue
			}
			asked := l.Max
			if !asked.Valid {
				asked = l.Min
			}
			place := p.At("indicators").Key(l.Derived).Field("units").Key(unit)
			place.Report(asked.Decimal, target.ErrInfeasible,
				"by identity "+l.Identity+" it leaves "+code+" "+betweenText(l.Least, l.Most)+": change it")
		}
	}

	return p.Err()
}

// concerns reports whether an error names a unit or one above it.
func (b *builder) concerns(e *hierarchy.InfeasibleError, i int) bool {
	for ; i >= 0; i = b.tree.ParentAt(i) {
		if slices.Contains(e.Units, b.tree.UnitAt(i).Code) {
			return true
		}
	}
	return false
}

// remedy says which figures of the others would bring the derived figure of a unit within
// bounds.
func (d *deriver) remedy(unit string, low, high decimal.NullDecimal) string {
	of, _ := d.columns(d.identity.others())
	i, _ := d.tree.Index(unit)
	figures, _ := of.at(i)
	others, all, kept := d.identity.others(), []string(nil), false
	for _, code := range others {
		least, most := d.room(d.identity, code, figures, low, high, d.end[i])
		if outside(figures[code], least, most) {
			all = append(all, code+" "+betweenText(least, most))
		} else if least.Valid || most.Valid {
			kept = true
		}
	}

	change := "change " + strings.Join(others, " or ") + " there"
	switch {
	case len(all) > 0:
		return "it needs " + strings.Join(all, " or ") + " there"
	case kept:
		return "the units below it are rounded: bound them, or " + change
	}
	return change
}
