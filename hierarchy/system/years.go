package system

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// YearColumn is a column of figures for one year.
type YearColumn struct {
	Year    target.Period
	Figures hierarchy.Column
}

// YearsOptions are the choices of [Spread]. The zero value makes yearly plans on
// straight lines.
type YearsOptions struct {
	// By is the length of a year. 0 means yearly; quarterly makes quarterly plans.
	By target.Frequency

	// Shape is how the figure of a unit moves over the years, as in [temporal.Path].
	// Levels has the shapes of the units of a level, Units those of single units. Units
	// goes before Levels, and Levels before Shape. Nil means StraightLine. A schedule has a
	// share for each year of the plan, those that are past included.
	//
	// The units below a unit add up to its path. If they have seasons, give the units above
	// them one too, such as the sums of the figures below: a straight line above levels the
	// seasons out.
	Shape  temporal.Shape
	Levels map[string]temporal.Shape
	Units  map[string]temporal.Shape

	// Before are the figures of the units at the baseline of the plan's target.
	Before hierarchy.Column

	// Bases are the bases of weighted means in single years. Years without one, and the
	// last year, have the basis of the plan.
	Bases []YearColumn

	// Published are figures that units have announced. They take the place of those of the
	// shapes, and are moved as little as the totals allow.
	Published []YearColumn

	// Past are the figures of the first years, which stay as they are.
	Past []YearColumn

	// OneWay keeps the figures of every unit from turning back: each lies between the
	// figure of the year before and the figure of the last year. A Cumulative never turns
	// back. A Flow of several years refuses OneWay, since its years add up.
	OneWay bool

	// Limits bound what each year brings a unit. LevelLimits has those of the units of a level,
	// UnitLimits those of single units. UnitLimits goes before LevelLimits, and LevelLimits
	// before Limits; limits without Min and Max mean none. The plan's own unit has none.
	Limits      YearLimits
	LevelLimits map[string]YearLimits
	UnitLimits  map[string]YearLimits
}

// Years are the plans of a plan's years. They are immutable and safe for concurrent
// use. A nil *Years has none.
type Years struct {
	of      *hierarchy.Plan
	options YearsOptions // sorted
	mode    yearsMode
	steps   []target.Period
	plans   []*hierarchy.Plan
	alone   []hierarchy.Column // what the shapes of the units give, after the years that are past
}

// yearsMode is how figures of years relate to those of the plan.
type yearsMode uint8

const (
	yearLevels yearsMode = iota // the last year has the figure of the plan
	yearTotals                  // the years add up to it
	yearRates                   // the change to date: the last year has the figure of the plan
)

// Spread makes a plan for each year of a plan, such that units and years stay
// coherent:
//
//	kind               the plan of a year has                   over the years
//	Flow               the quota of the year                    add up to the quota of the plan, exactly
//	Stock, Cumulative  the figure at the end of the year        the last year is the plan
//	Ratio, Share       the figure of the year                   the last year is the plan
//	Growth, Reduction  the change since the plan began          the last year is the plan
//
// A Flow, Growth or Reduction whose plan is for one year only moves there from its
// baseline, as a Ratio does. In every year the units obey the law of the kind, so that
// each plan checks, explains and is written as any other.
//
// # Paths
//
// The figures of the plan's own unit are those of [temporal.Path] by its shape. Every other
// unit has such a path too, from its figure in Before to its quota: its own path. Its figures
// are those of its own path, moved as little as possible:
//
//	Flow      two-way tables of units × years, level by level ([apportion.Table] with
//	          Webster's rounding): the entries are as nearly proportional to the own paths as
//	          both totals allow
//	the rest  in every year, the children of a unit divide its figure in proportion to
//	          their own paths ([hierarchy.Scale]), which makes the squares of the changes over
//	          the figures least; if the figures of a family are zero, or have both signs,
//	          all are moved by the same amount ([hierarchy.Shift])
//
// This keeps published figures near their levels. To keep their movements instead, balance
// them first ([BalanceOptions.Movement]) and give the result as Published.
//
// Own paths that are coherent are moved only by rounding. If a parent hands
// down more or less than its quota, by a stretch or a reserve, it does so in every year.
//
// # Rates
//
// The figures of Growth and Reduction are changes since the plan began: 3.43, 6.74, 9.93,
// 13.02 and 16 % on the way to a cut by 16 %. They obey the law of the kind in every
// year. [Years.Rates] returns the rates of single years, which compound to them. Rates of
// single years could not be rounded so that they obey the law in every year and compound to
// the quota of every unit.
//
// # Limits
//
// OneWay can always be met if the path of the plan's own unit does not turn back and the
// figures before the plan are coherent.
//
// [YearLimits] bound what each year brings: the year of a Flow, the step of a Stock or
// a Cumulative. If the years keep the limits anyway, nothing changes. Otherwise the years are
// divided again, family by family, in tables of units × years ([apportion.Table]): what they
// bring is as nearly proportional to the own paths as both totals and the limits of all units
// below allow. What limits allow in whole quanta is never refused. If no years keep them, the
// error names years, units and limits (*[LimitsError]).
//
// This is exact because limits are the same in every year. For the following, use [Balance]
// with identities for all years at once:
//   - limits on the growth from one year to the next in percent of the year before, and a Flow that
//     must not fall;
//   - limits of weighted means;
//   - limits where a parent hands down more or less than its quota, or where figures before the
//     plan do not add up.
//
// # Years that are past
//
// The figures in Past stay. The other years lead from there to the quotas of the plan:
// totals have what is left to share out, and other figures move on from the last past
// year. [Years.Revise] continues with another plan.
//
// # Errors
//
// Spread returns an error if
//   - the plan is nil or empty, or its target is within a range or is of a kind that has no path or
//     does not add up or average over units ([target.ErrKind]);
//   - a level or a unit of the shapes is unknown or has no quota;
//   - a column is of another tree, a year is none of the plan's, or a year is given twice;
//   - a figure before the plan or of a past year is missing ([target.ErrMissing]), or a past figure is
//     not a multiple of the quantum;
//   - figures are given that have no effect: a basis of an additive kind or of the last year,
//     published figures of the plan's own unit or of a past year;
//   - the path of a unit has an error of [temporal.Path], or a total gets a year of the opposite sign;
//   - past years have more than the quota of a unit;
//   - OneWay is set for a Flow of several years;
//   - limits are negative or out of order, or are for a unit or a level that cannot have any, or for a
//     kind or figures that cannot keep them exactly, as above; or a Stock has limits without OneWay;
//   - limits bind, and the path of a Flow is zero in a year;
//   - no years keep the limits (*[LimitsError]);
//   - no table has both totals (*[YearsError]), as when a year has something to divide and the paths of
//     all units are zero in it;
//   - [hierarchy.Cascade] returns an error for a year.
//
// Each table depends on the table of the level above. Units whose paths have zeros can
// therefore be refused although another division higher up would do.
func Spread(plan *hierarchy.Plan, o YearsOptions) (*Years, error) {
	s := spreader{Years: Years{of: plan, options: o.sorted()}, own: map[int]ownPath{}}
	for _, step := range []func() error{
		s.check, s.readColumns, s.readLimits, s.findPaths, s.makePlans, s.keepLimits, s.Check,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return &s.Years, nil
}

// sorted returns a copy, with columns by year.
func (o YearsOptions) sorted() YearsOptions {
	byYear := func(columns []YearColumn) []YearColumn {
		return slices.SortedStableFunc(slices.Values(columns), func(a, b YearColumn) int {
			return a.Year.Compare(b.Year)
		})
	}
	o.Levels, o.Units = maps.Clone(o.Levels), maps.Clone(o.Units)
	o.LevelLimits, o.UnitLimits = maps.Clone(o.LevelLimits), maps.Clone(o.UnitLimits)
	o.Bases, o.Published, o.Past = byYear(o.Bases), byYear(o.Published), byYear(o.Past)
	o.By = cmp.Or(o.By, target.Yearly)
	return o
}

// Of returns the plan whose years they are.
func (y *Years) Of() *hierarchy.Plan {
	if y == nil {
		return nil
	}
	return y.of
}

// Options returns the options that the years were made with.
func (y *Years) Options() YearsOptions {
	if y == nil {
		return YearsOptions{}
	}
	return y.options.sorted()
}

// All yields the years and their plans, in order.
func (y *Years) All() iter.Seq2[target.Period, *hierarchy.Plan] {
	return func(yield func(target.Period, *hierarchy.Plan) bool) {
		if y == nil {
			return
		}
		for t, step := range y.steps {
			if !yield(step, y.plans[t]) {
				return
			}
		}
	}
}

// String prints the target, and for each year the quota of the target's own unit.
func (y *Years) String() string {
	if y == nil || y.of == nil {
		return "no years\n"
	}

	t := y.of.Target()
	lines := texttable.Table{{fault.Line(t.Unit, 80) + ", " + fault.Line(t.Indicator.Code, 80), ""}}
	for _, q := range y.Quotas(t.Unit) {
		lines = append(lines, []string{"  " + q.Period.String(), numtext.Figure(q.Value)})
	}
	return lines.Layout("lr")
}

// Plan returns the plan of a year, nil if there is none.
func (y *Years) Plan(year target.Period) *hierarchy.Plan {
	if y == nil {
		return nil
	}
	if t := slices.Index(y.steps, year); t >= 0 {
		return y.plans[t]
	}
	return nil
}

// Quotas returns the quotas of a unit, year by year. It returns nil for a unit without
// quotas.
func (y *Years) Quotas(unit string) []target.Point {
	var all []target.Point
	for year, plan := range y.All() {
		q, ok := plan.Quota(unit)
		if !ok {
			return nil
		}
		all = append(all, target.Point{Period: year, Value: q.Value})
	}
	return all
}

// Revise makes the years of another plan, usually one of [hierarchy.Plan.Revise] or
// [hierarchy.Plan.ReviseTo], and keeps the quotas of all years before a given one. The options
// are those of [Years.Options]. To change them too, set Past and call [Spread].
//
// Revise returns an error if the year is none of the plan's, or [Spread] returns one.
func (y *Years) Revise(plan *hierarchy.Plan, from target.Period) (*Years, error) {
	var p target.Problems
	if !p.At("years").Required(y != nil && y.of != nil, "make them by Spread") {
		return nil, p.Err()
	}
	n := slices.Index(y.steps, from)
	if n < 0 {
		p.At("from").Unknown(from, periodTexts(y.steps)...)
		return nil, p.Err()
	}

	o := y.options
	o.Past = nil
	for t, step := range y.steps[:n] {
		o.Past = append(o.Past, YearColumn{step, y.plans[t].Column()})
	}
	o.Published = slices.DeleteFunc(slices.Clone(o.Published), func(c YearColumn) bool {
		return slices.Contains(y.steps[:n], c.Year)
	})
	return Spread(plan, o)
}

func periodTexts(periods []target.Period) []string {
	var all []string
	for _, p := range periods {
		all = append(all, p.String())
	}
	return all
}

// spreader makes the years of a plan. Units are known by their index in the tree.
type spreader struct {
	Years
	tree   *hierarchy.Tree
	target target.Target
	units  []int // that have a quota, the plan's own first, parents before children
	own    map[int]ownPath
	past   int               // how many years are past
	top    []decimal.Decimal // figures of the plan's own unit, after the past years
}

// ownPath is what the figures of one unit start from.
type ownPath struct {
	quota   decimal.Decimal
	before  decimal.NullDecimal // the figure at the baseline
	past    []decimal.Decimal   // figures of the past years
	figures []decimal.Decimal   // of its own path, after the past years
}
