package system

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Config is a system of indicators that are planned together.
type Config struct {
	Indicators []Indicator
	Sums       []Sum
	Ratios     []Ratio
}

// Indicator is an indicator of a system. The code of its target names it in
// identities.
type Indicator struct {
	// Target is for the same unit as the other targets. The value of a derived indicator
	// is 0, or a value that its figure must satisfy.
	Target target.Target

	// Options are those of the cascade of the target. A derived indicator may have only
	// Holds, Rule.Min and Rule.Max, which its figures must keep.
	Options hierarchy.Options

	// Figures are known figures of units, such as a forecast of output. [hierarchy.MiddleOut]
	// makes the plan of them, and sets the value of the target.
	Figures hierarchy.Column
}

// Sum is an identity of a whole and its parts, by the codes of indicators:
//
//	Whole = Parts[0] + Parts[1] + …
//
// If Derived is empty, all targets are given, and the parts are divided together.
// Otherwise it names the indicator that follows from the others in every unit: the whole,
// or a part.
type Sum struct {
	Name    string `strict:"required"` // as explanations and errors name it
	Whole   string `strict:"required"`
	Parts   []string
	Derived string
}

// Ratio is an identity of three indicators, by their codes. With the Per of the
// ratio's indicator (100 for percent), the kind of the ratio says which one:
//
//	Ratio, Share   Numerator = Denominator · Ratio / Per
//	Growth         Numerator = Denominator · (1 + Ratio / Per)
//	Reduction      Numerator = Denominator · (1 − Ratio / Per)
//
// Numerator and denominator add up over units. The basis of the ratio is the denominator.
// Derived names the one of the three that follows from the others.
type Ratio struct {
	Name        string `strict:"required"` // as explanations and errors name it
	Numerator   string `strict:"required"`
	Ratio       string `strict:"required"`
	Denominator string `strict:"required"`
	Derived     string `strict:"required"`
}

// IdentityResidual is what rounding leaves of an identity in a unit: the derived figure less
// the exact one, in sixteen decimals, halves away from zero.
type IdentityResidual struct {
	Identity string
	Unit     hierarchy.Unit
	By       decimal.Decimal
}

// Plans are the plans of a system, one for each indicator. They are immutable and
// safe for concurrent use. A nil *Plans has none.
type Plans struct {
	tree   *hierarchy.Tree
	config Config // sorted
	plans  map[string]*hierarchy.Plan
	alone  map[string]hierarchy.Column // what the rules of parts would give
}

// Cascade plans a system of indicators over a tree such that every identity holds in
// every unit. Each indicator has a [hierarchy.Plan], which checks, explains and is
// written as any other.
//
// # Parts of a whole
//
// The whole is planned first. Then, level by level, the quotas of the children of each
// unit form a two-way table of units × parts. Its row totals are the children's quotas
// of the whole. Its column totals are the parts' quotas of the parent. The table is
// that of [apportion.Table] with Webster's rounding: in whole quanta, within bounds and
// holds, and as nearly proportional to the weights as both margins allow. If cells tie,
// the first unit and the part with the smaller code get the quanta in doubt.
//
// The weights of a part are the quotas that its own rules give without bounds and
// holds, in billionths of the quantum. A part with the weight 0 in a unit has nothing
// there, unless a bound or a hold asks for it.
//
// Every table leaves room for the bounds and holds of all units further down: for each
// part, and for four to six parts also for each set of parts. Up to six parts, what can be
// met is therefore met. With more, a division can be refused although another one higher up
// would do: then join parts in groups, since a part can have parts.
//
// Figures below zero are divided as their mirror image. Parts of both signs are refused,
// since nothing is proportional to weights then. Ranges are refused, since the tables of
// their two ends could put a lower end above an upper one.
//
// # Derived indicators
//
// An indicator that adds up is rounded to its quantum, halves away from zero, in every unit
// at the end of the plans that it follows from. The units above have the sums of these
// figures. A ratio is rounded to its quantum in every unit.
//
// The mean of a family of ratios can then be further from the figure of its parent than half
// a quantum. In that case single figures are rounded to the other side, those first that end
// nearest to their exact ones. [Plans.Residuals] returns what rounding leaves of the
// identity.
//
// Bounds and holds of a derived indicator limit one of the others, if the rest of them are
// planned before it:
//
//	derived            open                  planned before
//	numerator          the ratio             the denominator
//	ratio              the numerator         the denominator, if it has Figures
//	denominator        the numerator         the ratio, if it has Figures
//	whole or part      the whole or a part   the others, if they have Figures
//
// With 100 of output, consumption of at most 46 leaves an intensity of at most 0.46. The
// open indicator is planned again within these limits if its plan exceeds one. It must be
// neither derived nor a part in a table. [Explanation.Limits] has the limits of a unit.
//
// A limit is the last quantum at which the rounded derived figure keeps its bound. In a unit
// with units below it, the derived figure is a sum of rounded ones, and the limit is that of
// the exact figure: rounding can still exceed a tight bound, and a hold there makes a limit
// only if it is exact. Held units and the target's unit have no limits. A bound that limits
// nothing is only checked, and the error says which figures of the others would keep it.
//
// # Errors
//
// Cascade returns an error if
//   - the tree is nil or empty, or there are no indicators;
//   - a target is not valid, or is for another unit than the others;
//   - a code or a name is empty or given twice, or an identity names an unknown indicator, or one twice;
//   - an indicator is derived twice, or is a part twice;
//   - indicators follow from one another in a circle ([target.ErrCycle]);
//   - an indicator of a sum, a numerator or a denominator does not add up over units, or a ratio has
//     neither a numerator nor a mean ([target.ErrKind]);
//   - a part differs from its whole in kind, quantum or period, figures of parts and their whole have
//     opposite signs, or a target is within a range;
//   - the targets of parts do not add up to that of the whole ([target.ErrMismatch]);
//   - a stretch or a reserve makes a whole or a part hand down more or less than it has;
//   - a divisor of a derived figure is zero, or a figure of an identity is missing;
//   - a derived figure does not satisfy its target, a hold or a bound ([target.ErrInfeasible]);
//   - identities contradict each other by more than rounding explains ([Plans.Check]), as they can if a
//     ratio has too few places;
//   - no table meets both margins ([*PartsError]), or [hierarchy.Cascade] returns an error for an indicator.
func Cascade(tree *hierarchy.Tree, c Config) (*Plans, error) {
	b := builder{Plans: Plans{
		tree: tree, config: c.sorted(), plans: map[string]*hierarchy.Plan{}, alone: map[string]hierarchy.Column{},
	}}
	if err := b.check(); err != nil {
		return nil, err
	}

	for _, s := range b.steps {
		if err := s.run(); err != nil {
			return nil, err
		}
	}
	if err := b.Plans.Check(); err != nil {
		return nil, err
	}
	return &b.Plans, nil
}

// sorted returns a copy, with indicators by code and identities by name.
func (c Config) sorted() Config {
	out := Config{slices.Clone(c.Indicators), slices.Clone(c.Sums), slices.Clone(c.Ratios)}
	slices.SortStableFunc(out.Indicators, func(a, b Indicator) int { return cmp.Compare(a.Target.Code, b.Target.Code) })
	slices.SortStableFunc(out.Sums, func(a, b Sum) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(out.Ratios, func(a, b Ratio) int { return cmp.Compare(a.Name, b.Name) })
	for i, s := range out.Sums {
		out.Sums[i].Parts = slices.Sorted(slices.Values(s.Parts))
	}
	for i := range out.Indicators {
		x := &out.Indicators[i]
		x.Target = x.Target.Clone()
		x.Options.Holds, x.Options.Exempt = slices.Clone(x.Options.Holds), slices.Clone(x.Options.Exempt)
		x.Options.GroupBounds = slices.Clone(x.Options.GroupBounds)
	}
	return out
}

// Tree returns the tree of the plans.
func (p *Plans) Tree() *hierarchy.Tree {
	if p == nil {
		return nil
	}
	return p.tree
}

// All yields the plans by the codes of their targets.
func (p *Plans) All() iter.Seq2[string, *hierarchy.Plan] {
	return func(yield func(string, *hierarchy.Plan) bool) {
		if p == nil {
			return
		}
		for _, x := range p.config.Indicators {
			if !yield(x.Target.Code, p.plans[x.Target.Code]) {
				return
			}
		}
	}
}

// String prints the plans one after another, as [hierarchy.Plan.String] does, with an
// empty line between them.
func (p *Plans) String() string {
	var text []string
	for _, plan := range p.All() {
		text = append(text, plan.String())
	}
	return strings.Join(text, "\n")
}

// Plan returns the plan of an indicator, nil if there is none.
func (p *Plans) Plan(code string) *hierarchy.Plan {
	if p == nil {
		return nil
	}
	return p.plans[code]
}

// builder plans the indicators of a system one after the other.
type builder struct {
	Plans
	indicators map[string]*Indicator
	steps      []cascadeStep
}

// cascadeStep plans some indicators when others are planned.
type cascadeStep struct {
	needs, gives []string
	run          func() error
}

// arrange finds the steps and their order.
func (b *builder) arrange(at target.Place) {
	made := map[string]bool{} // by an identity
	var all []cascadeStep
	for _, s := range b.config.Sums {
		if s.Derived == "" {
			all = append(all, cascadeStep{
				needs: []string{s.Whole}, gives: s.Parts, run: func() error { return b.divide(s) },
			})
		} else {
			all = append(all, cascadeStep{
				needs: s.others(), gives: []string{s.Derived}, run: func() error { return b.derive(s) },
			})
		}
	}
	for _, r := range b.config.Ratios {
		all = append(all, cascadeStep{
			needs: r.others(), gives: []string{r.Derived}, run: func() error { return b.derive(r) },
		})
	}
	for _, s := range all {
		for _, code := range s.gives {
			made[code] = true
		}
	}
	for _, x := range b.config.Indicators {
		if code := x.Target.Code; !made[code] {
			all = append(all, cascadeStep{
				needs: b.needs(code), gives: []string{code}, run: func() error { return b.cascade(code) },
			})
		}
	}

	b.order(at, all)
}

// order puts each step after the steps that it needs, and reports a circle.
func (b *builder) order(at target.Place, all []cascadeStep) {
	done := map[string]bool{}
	ready := func(s cascadeStep) bool {
		return !slices.ContainsFunc(s.needs, func(code string) bool { return !done[code] })
	}
	//mutate:equal len(all) >= 0: nothing is ready then
	for len(all) > 0 {
		i := slices.IndexFunc(all, ready)
		if i < 0 {
			break
		}
		for _, code := range all[i].gives {
			done[code] = true
		}
		b.steps = append(b.steps, all[i])
		all = slices.Delete(all, i, i+1)
	}

	var circle []string
	for _, s := range all {
		circle = append(circle, s.gives...)
	}
	if len(circle) > 0 {
		slices.Sort(circle)
		at.Report(strings.Join(circle, ", "), target.ErrCycle,
			"they follow from one another: give a target for one of them instead of deriving it")
	}
}

// needs returns what is planned before an indicator that is not derived: its basis, and the
// others of an identity whose derived indicator limits it.
func (b *builder) needs(code string) []string {
	all := b.basisOf(code)
	for id := range b.identities {
		if b.taker(id) == code {
			all = append(all, slices.DeleteFunc(id.others(), func(o string) bool { return o == code })...)
		}
	}
	return all
}

// basisOf returns the denominator of a ratio whose basis it is; none for other
// indicators, and for a ratio from which the denominator follows.
func (b *builder) basisOf(code string) []string {
	for _, r := range b.config.Ratios {
		if r.Ratio == code && r.Derived != r.Denominator {
			return []string{r.Denominator}
		}
	}
	return nil
}

// cascade plans an indicator that is not derived.
func (b *builder) cascade(code string) error {
	x := b.indicators[code]
	o := x.Options
	for _, basis := range b.basisOf(code) {
		o.Basis = b.plans[basis].Column().Named(basis)
	}

	var plan *hierarchy.Plan
	var err error
	if x.Figures.Tree() != nil {
		plan, err = hierarchy.MiddleOut(b.tree, x.Target, x.Figures, o)
	} else {
		plan, err = hierarchy.Cascade(b.tree, x.Target, o)
	}
	if err != nil {
		return b.under(code, err)
	}
	b.plans[code] = plan
	return b.keepLimits(x, o)
}

// under returns an error with the indicator that it is about.
func (b *builder) under(code string, err error) error {
	var p target.Problems
	p.At("indicators").Key(code).Add(err)
	return p.Err()
}
