package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/target"
)

const (
	union = "EU"
	due   = 2030

	contraction, convergence = 2005, 2050 // years between which emissions per head become equal
)

// A cut can be shared out as a rate, as emissions that remain, or as emissions
// that remain per head. All three have the same total.
var (
	cut = target.Indicator{
		Code: "cut", Name: "cut of emissions under effort sharing below 2005", Measure: "%",
		Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2),
	}
	remaining = target.Indicator{
		Code: "emissions", Name: "emissions under effort sharing", Measure: "Mt CO2e",
		Kind: target.Flow, Better: target.Lower, Places: target.Places(6),
	}
	density = target.Indicator{
		Code: "emissions-per-head", Name: "emissions under effort sharing per head", Measure: "t CO2e per head",
		Kind: target.Ratio, Better: target.Lower, Places: target.Places(6),
	}
)

// bandEnds are the euro of GDP per head at which one band ends and the next begins.
// bandSteps are what the bands are to cut, before they are multiplied by one number
// such that the total holds.
var (
	bandEnds  = []int64{10000, 20000, 30000, 40000}
	bandSteps = []int64{10, 20, 30, 40, 50}
)

// pact is one of the two regulations.
type pact struct {
	Year        int
	Floor, Ceil decimal.Decimal // least and greatest cut of a state, %
	source      int             // its number
	adopted     func(state) decimal.Decimal
}

var pacts = []pact{
	{2018, decimal.New(0, 0), decimal.New(40, 0), 1, func(s state) decimal.Decimal { return s.Cut2018 }},
	{2023, decimal.New(10, 0), decimal.New(50, 0), 2, func(s state) decimal.Decimal { return s.Cut2023 }},
}

// formula is a way to share a cut.
type formula struct {
	Head, Name string
	Short      string // for the first page
	indicator  target.Indicator
	method     func(*shares) hierarchy.Method
}

var formulas = []formula{
	{
		"Equal", "the same cut for all: emissions in proportion to those of 2005 (grandfathering)",
		"the same cut for all", cut,
		func(*shares) hierarchy.Method { return hierarchy.Uniform() },
	},
	{
		"GDP", "cuts in proportion to GDP per head", "by GDP per head", cut,
		func(s *shares) hierarchy.Method { return hierarchy.Scale(s.wealth.Named("GDP per head of 2013")) },
	},
	{
		"Abil.", "ability to pay: what is cut, in proportion to emissions × ∛(GDP per head)",
		"by its cube root", remaining,
		func(s *shares) hierarchy.Method {
			return hierarchy.Capability(
				s.base.Named("emissions of 2005"), s.gdp.Named("GDP of 2013"), s.people.Named("population of 2013"),
			)
		},
	},
	{
		"Bands", "five bands of GDP per head, cutting in proportion 1 : 2 : 3 : 4 : 5", "by five bands of it", cut,
		func(s *shares) hierarchy.Method {
			var steps []decimal.Decimal
			for _, step := range bandSteps {
				steps = append(steps, decimal.New(step, 0))
			}
			return hierarchy.Bands(s.band.Named("bands of GDP per head"), steps...)
		},
	},
	{
		"Conv.", "emissions per head on their way from those of 2005 to the same for all in 2050",
		"equal per head by 2050", density,
		func(s *shares) hierarchy.Method {
			way := decimal.New(due-contraction, 0).DivRound(decimal.New(convergence-contraction, 0), 4)
			return hierarchy.Converge(s.before.Named("emissions per head, 2005"), way)
		},
	},
	{
		"Heads", "emissions in proportion to population", "equal per head", remaining,
		func(s *shares) hierarchy.Method { return hierarchy.Proportional(s.people.Named("population of 2013")) },
	},
}

// shares has the states as a tree and their figures as columns of it.
type shares struct {
	states                                  []state
	tree                                    *hierarchy.Tree
	base, people, gdp, wealth, band, before hierarchy.Column
	sumBase, sumPeople                      decimal.Decimal
}

// outcome is what one formula gives under one pact.
type outcome struct {
	Formula  formula
	Plan     *hierarchy.Plan
	Cuts     map[string]decimal.Decimal // by code, % below 2005, rounded to two places
	Capped   map[string]bool
	Mean     decimal.Decimal     // of the cuts, weighted by the base
	Off      decimal.Decimal     // mean absolute difference from what was adopted, points
	OffBase  decimal.Decimal     // the same, weighted by the base
	Rank     decimal.NullDecimal // Spearman's ρ with what was adopted; absent where all cuts are equal
	Worst    state               // where the difference is greatest
	WorstOff decimal.Decimal     // cut by formula less cut adopted
}

// year is everything about one pact.
type year struct {
	pact
	Mean     decimal.Decimal // of the adopted cuts, weighted by the base, two places: what the formulas share
	Plain    decimal.Decimal // plain mean of the adopted cuts
	Outcomes []outcome
	Free     []outcome // without caps
	Refused  []refusal // without caps, where a formula has no answer
}

// refusal is a case that has no answer.
type refusal struct {
	What string
	Err  error
}

// MarshalText writes the case and why it has none.
func (r refusal) MarshalText() ([]byte, error) { return []byte(r.What + ": " + r.Err.Error()), nil }

// result is the whole page.
type result struct {
	states  []state
	Years   []year
	Within  outcome // the total of 2023 within the caps of 2018, by GDP per head
	Refused []refusal
	Why     hierarchy.Explanation

	Sides []side      // by pact
	Taken []handedOut // what rules make of quotas that were handed out
	Doubt doubt
}

// run computes everything.
func run(states []state, provinces []province) (*result, error) {
	s, err := readColumns(states)
	if err != nil {
		return nil, err
	}

	r := &result{states: slices.Clone(states)}
	slices.SortStableFunc(r.states, func(a, b state) int {
		return cmp.Or(b.perHead().Cmp(a.perHead()), cmp.Compare(a.Code, b.Code))
	})

	for _, p := range pacts {
		y, err := s.year(p)
		if err != nil {
			return nil, err
		}
		r.Years = append(r.Years, y)
		trial, err := s.side(y)
		if err != nil {
			return nil, err
		}
		r.Sides = append(r.Sides, trial)
	}

	if r.Taken, err = taken(states, provinces); err != nil {
		return nil, err
	}
	if r.Doubt, err = doubts(provinces); err != nil {
		return nil, err
	}

	before, now := pacts[0], r.Years[1]
	if r.Within, err = s.share(formulas[1], now.Mean, before, true); err != nil {
		return nil, err
	}

	one := decimal.New(1, 0)
	for _, beyond := range []struct {
		pact
		mean decimal.Decimal
	}{{before, before.Ceil.Add(one)}, {now.pact, now.Floor.Sub(one)}} {
		if _, err := s.share(formulas[1], beyond.mean, beyond.pact, true); err != nil {
			what := fmt.Sprintf("%s %% within the caps of %d, by GDP per head", beyond.mean, beyond.Year)
			r.Refused = append(r.Refused, refusal{what, err})
		}
	}

	r.Why = now.Outcomes[1].Plan.Explain("IT")
	return r, nil
}

// readColumns makes the tree and the columns.
func readColumns(states []state) (*shares, error) {
	s := &shares{states: states}
	units := []hierarchy.Unit{{Code: union, Name: "European Union", Level: "union"}}
	base, people, gdp := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	wealth, band, before := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}, map[string]decimal.Decimal{}

	for _, x := range states {
		units = append(units, hierarchy.Unit{Code: x.Code, Name: x.Name, Level: "state", Parent: union})
		base[x.Code], people[x.Code], gdp[x.Code] = x.Base, x.People, x.GDP
		wealth[x.Code] = x.perHead()
		before[x.Code] = x.Base.DivRound(x.People, 12)
		group := int64(1)
		for _, end := range bandEnds {
			if !x.perHead().LessThan(decimal.New(end, 0)) {
				group++
			}
		}
		band[x.Code] = decimal.New(group, 0)
		s.sumBase, s.sumPeople = s.sumBase.Add(x.Base), s.sumPeople.Add(x.People)
	}

	tree, err := hierarchy.NewTree([]string{"union", "state"}, units)
	if err != nil {
		return nil, err
	}

	s.tree = tree
	for _, c := range []struct {
		to      *hierarchy.Column
		figures map[string]decimal.Decimal
	}{{&s.base, base}, {&s.people, people}, {&s.gdp, gdp}, {&s.wealth, wealth}, {&s.band, band}, {&s.before, before}} {
		if *c.to, err = s.column(c.figures); err != nil {
			return nil, err
		}
	}

	return s, nil
}

func (s *shares) column(figures map[string]decimal.Decimal) (hierarchy.Column, error) {
	return s.tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for _, x := range s.states {
			if f, ok := figures[x.Code]; ok && !yield(x.Code, f) {
				return
			}
		}
	})
}

// mean is the mean of cuts weighted by the base, as RollUp makes it.
func (s *shares) mean(cuts map[string]decimal.Decimal) (decimal.Decimal, error) {
	c, err := s.column(cuts)
	if err != nil {
		return decimal.Decimal{}, err
	}
	up, err := hierarchy.RollUp(target.Reduction, c, s.base)
	if err != nil {
		return decimal.Decimal{}, err
	}
	mean, _ := up.At(union)
	return mean, nil
}

// year shares the mean of what a pact adopted by every formula, with its caps
// and without.
func (s *shares) year(p pact) (year, error) {
	y := year{pact: p}
	cuts := map[string]decimal.Decimal{}
	var sum decimal.Decimal
	for _, x := range s.states {
		cuts[x.Code] = p.adopted(x)
		sum = sum.Add(p.adopted(x))
	}

	mean, err := s.mean(cuts)
	if err != nil {
		return y, err
	}

	y.Mean = mean.Round(cut.Places.Or(0))
	y.Plain = sum.DivRound(decimal.New(int64(len(s.states)), 0), cut.Places.Or(0))
	for _, f := range formulas {
		o, err := s.share(f, y.Mean, p, true)
		if err != nil {
			return y, fmt.Errorf("%d, %s: %w", p.Year, f.Head, err)
		}
		y.Outcomes = append(y.Outcomes, o)
		switch o, err := s.share(f, y.Mean, p, false); err {
		case nil:
			y.Free = append(y.Free, o)
		default:
			y.Refused = append(y.Refused, refusal{f.Head, err})
		}
	}

	return y, nil
}

// share cascades a cut by a formula and compares the result with what a pact
// adopted.
func (s *shares) share(f formula, mean decimal.Decimal, p pact, caps bool) (outcome, error) {
	out := outcome{Formula: f, Cuts: map[string]decimal.Decimal{}, Capped: map[string]bool{}}
	rule := hierarchy.Rule{Method: f.method(s)}
	if caps {
		for _, end := range []decimal.Decimal{p.Floor, p.Ceil} {
			bounds := map[string]decimal.Decimal{}
			for _, x := range s.states {
				bounds[x.Code] = x.figure(f.indicator, end)
			}
			c, err := s.column(bounds)
			if err != nil {
				return out, err
			}
			// The greatest cut is the least that may remain.
			if (f.indicator.Kind == target.Reduction) == end.Equal(p.Floor) {
				rule.Min = c
			} else {
				rule.Max = c
			}
		}
	}

	t := target.Target{
		Code: fmt.Sprintf("EU-%d", p.Year), Indicator: f.indicator,
		Unit: union, Period: target.Year(due), Force: target.Binding,
		Value: state{Base: s.sumBase, People: s.sumPeople}.figure(f.indicator, mean).Round(f.indicator.Places.Or(0)),
	}

	options := hierarchy.Options{Rule: rule}
	switch f.indicator.Code {
	case cut.Code:
		options.Basis = s.base.Named("emissions of 2005")
	case density.Code:
		options.Basis = s.people.Named("population of 2013")
	}

	var err error
	if out.Plan, err = hierarchy.Cascade(s.tree, t, options); err != nil {
		return out, err
	}
	if err := out.Plan.Check(); err != nil {
		return out, err
	}

	for _, x := range s.states {
		q, _ := out.Plan.Quota(x.Code)
		out.Cuts[x.Code] = x.cutOf(f.indicator, q.Value)
		out.Capped[x.Code] = q.DecidedBy == apportion.ByMinimum || q.DecidedBy == apportion.ByMaximum
	}

	return out, out.compare(s, p)
}

// figure is what a cut of so many percent leaves a state, in the unit of the
// indicator: the cut itself, emissions, or emissions per head.
func (x state) figure(i target.Indicator, percent decimal.Decimal) decimal.Decimal {
	left := x.Base.Mul(decimal.New(100, 0).Sub(percent)).Shift(-2)
	switch i.Code {
	case remaining.Code:
		return left
	case density.Code:
		return left.DivRound(x.People, 12)
	}
	return percent
}

// cutOf turns a quota into a cut in percent, rounded to two places.
func (x state) cutOf(i target.Indicator, quota decimal.Decimal) decimal.Decimal {
	switch i.Code {
	case remaining.Code:
		return x.Base.Sub(quota).Shift(2).DivRound(x.Base, cut.Places.Or(0))
	case density.Code:
		return x.Base.Sub(quota.Mul(x.People)).Shift(2).DivRound(x.Base, cut.Places.Or(0))
	}
	return quota
}

// compare holds the cuts against the adopted ones.
func (o *outcome) compare(s *shares, p pact) error {
	adopted := map[string]decimal.Decimal{}
	var sum, weighted decimal.Decimal
	for _, x := range s.states {
		adopted[x.Code] = p.adopted(x)
		off := o.Cuts[x.Code].Sub(p.adopted(x))
		sum, weighted = sum.Add(off.Abs()), weighted.Add(off.Abs().Mul(x.Base))
		if o.Worst.Code == "" || off.Abs().GreaterThan(o.WorstOff.Abs()) {
			o.Worst, o.WorstOff = x, off
		}
	}

	o.Off = sum.DivRound(decimal.New(int64(len(s.states)), 0), cut.Places.Or(0))
	o.OffBase = weighted.DivRound(s.sumBase, cut.Places.Or(0))
	mean, err := s.mean(o.Cuts)
	if err != nil {
		return err
	}

	o.Mean = mean
	mine, err := consensus.Descending(o.Cuts)
	if err != nil {
		return err
	}

	theirs, err := consensus.Descending(adopted)
	if err != nil {
		return err
	}

	o.Rank, err = consensus.Spearman(mine, theirs)
	return err
}

// ends are the states with the least and the greatest cut, the first by code
// of several.
func (o outcome) ends(states []state) (least, most state) {
	least, most = states[0], states[0]
	for _, x := range states {
		if c := o.Cuts[x.Code].Cmp(o.Cuts[least.Code]); c < 0 || c == 0 && x.Code < least.Code {
			least = x
		}
		if c := o.Cuts[x.Code].Cmp(o.Cuts[most.Code]); c > 0 || c == 0 && x.Code < most.Code {
			most = x
		}
	}
	return least, most
}
