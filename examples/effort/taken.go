package main

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

const nation = "CN"

// handedOut is a set of quotas that were handed out, and what two rules make of
// them.
type handedOut struct {
	Name, What string
	Says       string // what the documents say, in short
	Long       string // and at length
	Fits       *trial.Fits
	Observed   int // units with a quota that was read
	Units      int
}

// intensity and patents are targets of China's 12th five-year plan.
var (
	intensity = target.Indicator{
		Code: "energy-intensity", Name: "cut of energy per unit of GDP", Measure: "%",
		Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2),
	}
	inForce = target.Indicator{
		Code: "patents-per-head", Name: "invention patents in force per 10,000 people", Measure: "per 10,000 people",
		Kind: target.Ratio, Better: target.Higher, Places: target.Places(2),
	}
)

// taken looks for the rule behind five sets of quotas.
func taken(states []state, provinces []province) ([]handedOut, error) {
	var out []handedOut
	for _, f := range []func() (handedOut, error){
		func() (handedOut, error) { return takenBy2020(states) },
		func() (handedOut, error) { return takenBy2030(states, pacts[0]) },
		func() (handedOut, error) { return takenBy2030(states, pacts[1]) },
		func() (handedOut, error) { return takenForEnergy(provinces) },
		func() (handedOut, error) { return takenForPatents(provinces) },
	} {
		h, err := f()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name, err)
		}
		out = append(out, h)
	}
	return out, nil
}

// takenBy2020 is about the quotas of 2009, of the states whose quota was read.
func takenBy2020(all []state) (handedOut, error) {
	h := handedOut{
		Name: "2020", What: "EU, cuts 2005–2020", Units: len(all),
		Says: "−20 to 20, by GDP per head [5]",
		Long: "between a cut of 20 % for the richest and growth of 20 % for the least wealthy, by GDP per head [5, 6]",
	}
	var read []state
	for _, x := range all {
		if x.Cut2009.Valid {
			read = append(read, x)
		}
	}
	return h.ofStates(read, byWealth{
		year:   2020,
		cut:    func(x state) decimal.Decimal { return x.Cut2009.Decimal },
		wealth: state.perHead2005,
		people: func(x state) decimal.Decimal { return x.People2005 },
		least:  decimal.New(-20, 0), most: decimal.New(20, 0),
	})
}

// takenBy2030 is about the quotas of a pact.
func takenBy2030(all []state, p pact) (handedOut, error) {
	h := handedOut{
		Name: fmt.Sprint(p.Year), What: fmt.Sprintf("EU, cuts 2005–2030 of %d", p.Year), Units: len(all),
		Says: fmt.Sprintf("%s to %s, less above the mean [%d]", p.Floor, p.Ceil, p.source),
		Long: fmt.Sprintf(
			"between %s and %s %%, by GDP per head, above its mean adjusted to what cuts cost [%d, 6]", p.Floor,
			p.Ceil, p.source,
		),
	}
	return h.ofStates(all, byWealth{
		year: due, cut: p.adopted, wealth: state.perHead, people: func(x state) decimal.Decimal { return x.People },
		least: p.Floor, most: p.Ceil,
	})
}

// byWealth is what rules by GDP per head need of states.
type byWealth struct {
	year                int
	cut, wealth, people func(state) decimal.Decimal
	least, most         decimal.Decimal
}

// ofStates fits rules by GDP per head within limits: one slope, or one below the mean
// of the Union and one above. It also fits mixes of equal cuts with cuts in proportion.
func (h handedOut) ofStates(states []state, of byWealth) (handedOut, error) {
	s, err := readColumns(states)
	if err != nil {
		return h, err
	}
	observed, err := s.by(of.cut)
	if err != nil {
		return h, err
	}
	wealth, err := s.by(func(x state) decimal.Decimal { return of.wealth(x).Shift(-3) })
	if err != nil {
		return h, err
	}
	limits := hierarchy.Options{}
	if limits.Rule.Min, err = s.tree.Constant("state", of.least); err != nil {
		return h, err
	}
	if limits.Rule.Max, err = s.tree.Constant("state", of.most); err != nil {
		return h, err
	}

	var people, output decimal.Decimal
	for _, x := range states {
		people, output = people.Add(of.people(x)), output.Add(of.wealth(x).Mul(of.people(x)))
	}
	mean := output.DivRound(people, 0).Shift(-3)

	h.Fits, err = h.fit(trial.FitSpec{
		Tree: s.tree, Basis: s.base, Observed: observed, Tolerance: decimal.New(1, 0), Within: decimal.New(1, -1),
		Target: target.Target{
			Code: "EU-cut", Indicator: cut, Unit: union, Period: target.Year(of.year), Force: target.Binding,
		},
		Candidates: []trial.Candidate{slope(wealth, limits), slopes(wealth, mean, limits), mix(wealth, limits)},
	})
	h.Observed = len(states)
	return h, err
}

// fit fits the rules to a target that is the mean of what was handed out.
func (h handedOut) fit(s trial.FitSpec) (*trial.Fits, error) {
	up, err := hierarchy.RollUp(s.Target.Indicator.Kind, s.Observed, s.Basis)
	if err != nil {
		return nil, err
	}
	mean, _ := up.At(s.Tree.Root().Code)
	s.Target.Value = mean.Round(s.Target.Indicator.Places.Or(0))
	return trial.Fit(s)
}

// slope is the family in which a quota grows by so many points with every
// thousand of GDP per head.
func slope(wealth hierarchy.Column, limits hierarchy.Options) trial.Candidate {
	return trial.Candidate{
		Name: "Slope", Options: limits,
		Parameters: []trial.Parameter{{Name: "points", To: decimal.New(3, 0), Steps: 30, Places: 3}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			points, err := wealth.Scale(values[0])
			return hierarchy.Rule{Method: hierarchy.Shift(points)}, err
		},
	}
}

// slopes is the family with one slope below a GDP per head and another above.
func slopes(wealth hierarchy.Column, bend decimal.Decimal, limits hierarchy.Options) trial.Candidate {
	return trial.Candidate{
		Name: "Bent", Options: limits,
		Parameters: []trial.Parameter{
			{Name: "below", To: decimal.New(3, 0), Steps: 10, Places: 3},
			{Name: "above", To: decimal.New(3, 0), Steps: 10, Places: 3},
		},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			points, err := wealth.Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal {
				below := decimal.Min(x, bend)
				return below.Mul(values[0]).Add(x.Sub(below).Mul(values[1]))
			})
			return hierarchy.Rule{Method: hierarchy.Shift(points)}, err
		},
	}
}

// mix is the family between the same for all and in proportion to a reference.
func mix(reference hierarchy.Column, limits hierarchy.Options) trial.Candidate {
	return trial.Candidate{
		Name: "Mix", Options: limits,
		Parameters: []trial.Parameter{{Name: "part", To: decimal.New(1, 0), Steps: 20, Places: 3}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: values[0], Method: hierarchy.Scale(reference)},
				hierarchy.Part{Weight: decimal.New(1, 0).Sub(values[0]), Method: hierarchy.Uniform()},
			)}, nil
		},
	}
}

// by is a column of the states.
func (s *shares) by(of func(state) decimal.Decimal) (hierarchy.Column, error) {
	figures := map[string]decimal.Decimal{}
	for _, x := range s.states {
		figures[x.Code] = of(x)
	}
	return s.column(figures)
}

// land has provinces as a tree.
type land struct {
	provinces []province
	tree      *hierarchy.Tree
}

func newLand(provinces []province) (*land, error) {
	units := []hierarchy.Unit{{Code: nation, Name: "China", Level: "nation"}}
	for _, x := range provinces {
		units = append(units, hierarchy.Unit{Code: x.Code, Name: x.Name, Level: "province", Parent: nation})
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, units)
	return &land{provinces, tree}, err
}

// by is a column of the provinces, without those that have no figure.
func (l *land) by(of func(province) decimal.NullDecimal) (hierarchy.Column, error) {
	return l.tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for _, x := range l.provinces {
			if f := of(x); f.Valid && !yield(x.Code, f.Decimal) {
				return
			}
		}
	})
}

func known(of func(province) decimal.Decimal) func(province) decimal.NullDecimal {
	return func(x province) decimal.NullDecimal { return decimal.NewNullDecimal(of(x)) }
}

// takenForEnergy is about the bands of the 12th plan, of the provinces whose
// energy is known.
func takenForEnergy(all []province) (handedOut, error) {
	out := handedOut{
		Name: "Energy", What: "China, energy per GDP 2010–2015", Units: len(all),
		Says: "five bands, by development … [8]",
		Long: "10, 15, 16, 17 or 18 %, by development, structure of the economy, potential, capacity of the " +
			"environment [8]",
	}

	var some []province
	for _, x := range all {
		if x.Energy.Valid {
			some = append(some, x)
		}
	}

	out.Observed = len(some)
	country, err := newLand(some)
	if err != nil {
		return out, err
	}

	energy, err := country.by(func(x province) decimal.NullDecimal { return x.Energy })
	if err != nil {
		return out, err
	}

	cuts, err := country.by(known(func(x province) decimal.Decimal { return x.Cut }))
	if err != nil {
		return out, err
	}

	wealth, err := country.by(known(province.perHead))
	if err != nil {
		return out, err
	}

	before, err := country.by(func(x province) decimal.NullDecimal {
		return decimal.NewNullDecimal(x.Energy.Decimal.DivRound(x.GDP, 4))
	})
	if err != nil {
		return out, err
	}

	limits := hierarchy.Options{}
	if limits.Rule.Min, err = country.tree.Constant("province", decimal.New(10, 0)); err != nil {
		return out, err
	}
	if limits.Rule.Max, err = country.tree.Constant("province", decimal.New(18, 0)); err != nil {
		return out, err
	}

	thrifty := slope(before, limits)
	thrifty.Name = "Intensity"
	thrifty.Parameters = []trial.Parameter{
		{Name: "points", From: decimal.New(-3, 0), To: decimal.New(3, 0), Steps: 30, Places: 3},
	}
	gdp := slope(wealth, limits)
	gdp.Parameters = []trial.Parameter{{Name: "points", To: decimal.New(5, -1), Steps: 25, Places: 3}}
	out.Fits, err = out.fit(trial.FitSpec{
		Tree: country.tree, Basis: energy, Observed: cuts, Tolerance: decimal.New(5, -1), Within: decimal.New(1, -1),
		Target: target.Target{
			Code: "energy-2015", Indicator: intensity, Unit: nation, Period: target.Year(2015), Force: target.Binding,
		},
		Candidates: []trial.Candidate{gdp, thrifty},
	})

	return out, err
}

// takenForPatents is about what provinces aimed at for 2015, against the nation's
// 3.3.
func takenForPatents(all []province) (handedOut, error) {
	out := handedOut{
		Name: "Patents", What: "China, invention patents in force per 10,000 people by 2015", Units: len(all),
		Says: "3.3 for the nation only [9]",
		Long: "3.3 for the nation, and nothing on provinces; they set their own [9, 12]",
	}

	country, err := newLand(all)
	if err != nil {
		return out, err
	}

	people, err := country.by(known(func(x province) decimal.Decimal { return x.People2010 }))
	if err != nil {
		return out, err
	}

	aims, err := country.by(func(x province) decimal.NullDecimal { return x.Density })
	if err != nil {
		return out, err
	}

	out.Observed = aims.Len()
	before, err := country.by(known(province.density2010))
	if err != nil {
		return out, err
	}

	wealth, err := country.by(known(province.perHead))
	if err != nil {
		return out, err
	}

	gdp, had := mix(wealth, hierarchy.Options{}), mix(before, hierarchy.Options{})
	gdp.Name, had.Name = "GDP", "Density"
	out.Fits, err = trial.Fit(trial.FitSpec{
		Tree: country.tree, Basis: people, Observed: aims, Tolerance: decimal.New(5, -1), Within: decimal.New(1, 0),
		Target: target.Target{
			Code: "patents-2015", Indicator: inForce, Unit: nation, Period: target.Year(2015), Force: target.Expected,
			Value: decimal.New(33, -1),
		},
		Candidates: []trial.Candidate{had, gdp},
	})

	return out, err
}
