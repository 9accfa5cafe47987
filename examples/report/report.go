package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

const (
	china    = "000000"
	residual = "-rest" // follows the code of a province to make that of what its cities do not cover

	nation, province, city = "nation", "province", "city"

	base, due = 2013, 2020 // the year before the plan, and the one that it is for
	halfWay   = 2017       // of the book's first item

	sharePlaces int32 = 1 // decimals of a share in percent

	actionPlan = "Action Plan for the Further Implementation of the National Intellectual Property Strategy (2014–2020)"
)

var (
	perTenThousand = decimal.New(14, 0) // the published target
	stretch        = decimal.New(5, -2) // what each level asks of the next in excess
	patents        = target.Indicator{
		Code: "inventions", Name: "invention patents in force", Measure: "patents",
		Kind: target.Stock, Better: target.Higher,
	}
)

// report is what the page shows.
type report struct {
	Goal   target.Target
	People decimal.Decimal // of all provinces, in units of 10,000
	Plan   *hierarchy.Plan
	Years  *system.Years // the plan's, from base + 1 to due
	Nation series
	Units  []unit // provinces, by code
	Book   evaluate.Scheme
	Cards  []scored // provinces, by points
	Ranks  []rank
	Ways   ways // to share the target
}

// series compares the results of one unit with its quotas of the years.
type series struct {
	Code, Name string
	Before     decimal.Decimal       // at the end of the base year
	At         []evaluate.Assessment // one for each year from base + 1 to due
}

// Due is the result against the quota itself.
func (s series) Due() evaluate.Assessment { return s.At[len(s.At)-1] }

// In is the result of one year.
func (s series) In(year int) evaluate.Assessment { return s.At[year-base-1] }

// unit is a province.
type unit struct {
	series
	Card evaluate.Scorecard
}

// scored is a province's place by points.
type scored struct {
	unit
	Place ranking.Row
}

// rank is a province's place among the peers.
type rank struct {
	ranking.Row
	Began int // its place in the first year
}

// compute makes the report.
func compute(d data) (*report, error) {
	r := &report{Book: d.Book}
	tree, err := d.tree()
	if err != nil {
		return nil, err
	}
	for _, step := range []func(data, *hierarchy.Tree) error{r.cascade, r.spread, r.follow, r.score, r.rank, r.try} {
		if err := step(d, tree); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// tree has China, its provinces and the cities that the patent office lists,
// and, beside these cities, what they leave of their province.
func (d *data) tree() (*hierarchy.Tree, error) {
	units := []hierarchy.Unit{{Code: china, Name: "China", Level: nation}}
	names := map[string]string{}
	for _, p := range d.Provinces {
		names[p.Code] = p.Name
		units = append(units, hierarchy.Unit{Code: p.Code, Name: p.Name, Level: province, Parent: china})
	}
	covered := ""
	for _, c := range d.Cities {
		parent := above(c.Code)
		units = append(units, hierarchy.Unit{Code: c.Code, Name: c.Name, Level: city, Parent: parent})
		if parent != covered {
			covered = parent
			units = append(units, hierarchy.Unit{
				Code: parent + residual, Name: "Rest of " + names[parent], Level: city, Parent: parent,
				Role: hierarchy.Residual,
			})
		}
	}
	return hierarchy.NewTree([]string{nation, province, city}, units)
}

// cascade turns the published density into patents and hands these down, each
// level asking for more than it owes.
func (r *report) cascade(d data, tree *hierarchy.Tree) error {
	for _, n := range d.People {
		r.People = r.People.Add(n)
	}
	r.Goal = target.Target{
		Code: "CN-IP-2020", Indicator: patents, Unit: china, Period: target.Year(due),
		Value: perTenThousand.Mul(r.People), Force: target.Expected,
		Source: target.Source{Document: actionPlan, Issuer: "State Council", Date: "2014-12-10"},
	}

	had, err := tree.Column(maps.All(d.Patents[base]))
	if err != nil {
		return err
	}
	total := decimal.Zero
	for _, n := range d.Patents[base] {
		total = total.Add(n)
	}
	r.Goal.Baseline = &target.Point{Period: target.Year(base), Value: total}
	parts, err := tree.Column(maps.All(d.listed()))
	if err != nil {
		return err
	}

	had, parts = had.Named(fmt.Sprintf("patents in force in %d", base)), parts.Named("patents in force in January 2014")
	excess := decimal.NewNullDecimal(stretch)
	r.Plan, err = hierarchy.Cascade(tree, r.Goal, hierarchy.Options{Levels: map[string]hierarchy.Rule{
		province: {Method: hierarchy.Proportional(had), Stretch: excess},
		city:     {Method: hierarchy.Proportional(parts), Stretch: excess},
	}})
	if err != nil {
		return err
	}
	return r.Plan.Check()
}

// listed has the patents of January 2014, also of what the cities leave of their province.
func (d *data) listed() figures {
	listed := maps.Clone(d.Listed)
	for _, c := range d.Cities {
		rest := above(c.Code) + residual
		if _, begun := listed[rest]; !begun {
			listed[rest] = d.Listed[above(c.Code)]
		}
		listed[rest] = listed[rest].Sub(d.Listed[c.Code])
	}
	return listed
}

// spread gives every year quotas of its own, on the way from the base year to the plan.
// The nation's grow by the same factor every year, and every level asks for as much in
// excess as it does in the last one.
func (r *report) spread(d data, tree *hierarchy.Tree) error {
	before := d.listed()
	maps.Copy(before, d.Patents[base])
	before[china] = r.Goal.Baseline.Value
	had, err := tree.Column(maps.All(before))
	if err != nil {
		return err
	}

	r.Years, err = system.Spread(r.Plan, system.YearsOptions{Shape: temporal.ConstantRate{}, Before: had})
	return err
}

// follow compares the results of every year with its quotas, for the nation and for each
// province.
func (r *report) follow(d data, tree *hierarchy.Tree) error {
	results := map[int]hierarchy.Column{}
	for year, f := range d.Patents {
		c, err := tree.Column(maps.All(f))
		if err != nil {
			return err
		}
		if results[year], err = hierarchy.RollUp(patents.Kind, c, hierarchy.Column{}); err != nil {
			return err
		}
	}

	for q := range r.Plan.All() {
		u := q.Unit
		if u.Level == city {
			continue // no results of the cities are published to the end
		}
		s, err := r.along(u, results)
		if err != nil {
			return err
		}
		if u.Level == nation {
			r.Nation = s
		} else {
			r.Units = append(r.Units, unit{series: s})
		}
	}
	return nil
}

// along is one unit's series.
func (r *report) along(u hierarchy.Unit, results map[int]hierarchy.Column) (series, error) {
	s := series{Code: u.Code, Name: u.Name}
	known := false
	if s.Before, known = results[base].At(u.Code); !known {
		return s, fmt.Errorf("%s has no figure of %d", u.Name, base)
	}

	for _, q := range r.Years.Quotas(u.Code) {
		reached, known := results[q.Period.EndYear()].At(u.Code)
		if !known {
			return s, fmt.Errorf("%s has no figure of %v", u.Name, q.Period)
		}
		t := r.Goal
		t.Unit, t.Period, t.Value, t.Baseline = u.Code, q.Period, q.Value, nil
		o := target.Observation{Unit: u.Code, Indicator: patents.Code, Period: q.Period, Value: reached}
		a, err := evaluate.Assess(t, o)
		if err != nil {
			return s, err
		}
		s.At = append(s.At, a)
	}
	return s, nil
}

// score gives every province its card, and ranks the totals. The book knows an
// assessment by the code of its target.
func (r *report) score(data, *hierarchy.Tree) error {
	e, err := evaluate.New(r.Book)
	if err != nil {
		return err
	}

	units := map[string]unit{}
	var entries []ranking.Entry
	for i := range r.Units {
		u := &r.Units[i]
		reached, quota := u.In(halfWay), u.Due()
		reached.Target.Code, quota.Target.Code = "way", "target"
		u.Card, err = e.Score(evaluate.Case{Unit: u.Code, Assessments: []evaluate.Assessment{reached, quota}})
		if err != nil {
			return err
		}
		units[u.Code] = *u
		entries = append(entries, ranking.Entry{Code: u.Code, Name: u.Name, Value: u.Card.Total})
	}

	table, err := ranking.New(entries, ranking.Options{Indicator: "points", Better: target.Higher})
	if err != nil {
		return err
	}
	for row := range table.All() {
		r.Cards = append(r.Cards, scored{unit: units[row.Code], Place: row})
	}
	return nil
}

// rank makes one table a year, by the share of that year's quota that was reached,
// and keeps the last. Shares that print alike tie.
func (r *report) rank(data, *hierarchy.Tree) error {
	var first, last *ranking.Table
	for year := base + 1; year <= due; year++ {
		var entries []ranking.Entry
		for _, u := range r.Units {
			share := u.In(year).Attainment
			entry := ranking.Entry{Code: u.Code, Name: u.Name, Value: share.Decimal, Missing: !share.Valid}
			entries = append(entries, entry)
		}

		table, err := ranking.New(entries, ranking.Options{
			Indicator: "attainment", Better: target.Higher, Places: target.Places(sharePlaces + 2), Before: last,
		})
		if err != nil {
			return err
		}
		if first == nil {
			first = table
		}
		last = table
	}

	for row := range last.All() {
		began, _ := first.Row(row.Code)
		r.Ranks = append(r.Ranks, rank{Row: row, Began: began.Rank})
	}
	return nil
}

// ByName are the provinces in alphabetical order.
func (r *report) ByName() []unit {
	return slices.SortedFunc(slices.Values(r.Units), func(a, b unit) int { return strings.Compare(a.Name, b.Name) })
}

// Since is the number of places won since the first year.
func (r rank) Since() int { return r.Began - r.Rank }
