package acceptance_test

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

type equityArgs struct {
	Figures, Weights []decimal.Decimal
	Counts           []decimal.Decimal
	By               []decimal.Decimal
	Part, Epsilon    decimal.Decimal
	Digits           int
}

func equityOf() equityArgs {
	return equityArgs{
		nums("27.538 0 8.7374 15.4518 8.7374"), nums("11.398589 7.050034 10.610055 5.78119 0.602005"),
		nums("3 1 0 2 1"), nums("35273 5752 15163 46182 5752"), num("0.35"), num("0.5"), 16,
	}
}

func runEquity(a *equityArgs) (any, error) {
	var s several
	weighted, err := trial.NewDistribution(a.Figures, a.Weights)
	s.addEquity(a, weighted, err)
	counted, err := trial.NewCounts(a.Figures, a.Counts)
	s.addEquity(a, counted, err)
	ratios, err := trial.NewRatios(a.Figures, a.Weights)
	s.addEquity(a, ratios, err)
	if s.err != nil {
		return nil, s.err
	}

	s.add(trial.Decompose(a.Digits, weighted, counted, ratios))
	return s.done()
}

// addEquity adds every measure of a distribution.
func (s *several) addEquity(a *equityArgs, d *trial.Distribution, err error) {
	if err != nil {
		s.add(nil, err)
		return
	}

	s.add([]decimal.NullDecimal{
		d.Mean(a.Digits), d.Least(a.Digits), d.Greatest(a.Digits),
		d.Gini(a.Digits), d.SampleGini(a.Digits), d.PlainGini(a.Digits), d.Hoover(a.Digits), d.TheilT(a.Digits),
		d.TheilL(a.Digits),
		d.Variation(a.Digits), d.SampleVariation(a.Digits),
	}, nil)
	s.add(d.Atkinson(a.Epsilon, a.Digits))
	s.add(d.Equivalent(a.Epsilon, a.Digits))
	s.add(d.ShareOf(a.Part, a.Digits))
	s.add(d.WeightOf(a.Part, a.Digits))
	s.add(d.Lorenz(a.Digits), nil)
	s.add(d.Concentration(a.By, a.Digits))
	s.add(d.Progressivity(a.By, a.Digits))
}

type trialArgs struct {
	Levels     []string
	Units      []hierarchy.Unit
	Target     target.Target
	From, To   decimal.Decimal
	Steps      int
	Places     int32
	Part       decimal.Decimal
	Heads      map[string]decimal.Decimal
	Last       map[string]decimal.Decimal
	Digits     int
	Undominate []string
}

func trialOf() trialArgs {
	levels, units := nation()
	return trialArgs{
		Levels: levels, Units: units, Target: goal(target.Stock, "300000"),
		From: num("0"), To: num("0.5"), Steps: 2, Places: 3, Part: num("0.1"),
		Heads: figures(people), Last: figures(bids), Digits: 12,
		Undominate: []string{"Gini per head", "at bounds"},
	}
}

// runTrial puts equal shares and a family between them and shares by size on
// trial.
func (a *trialArgs) spec() (trial.Spec, error) {
	t, columns, err := tree(a.Levels, a.Units, a.Heads, a.Last)
	if err != nil {
		return trial.Spec{}, err
	}
	heads, last := columns[0], columns[1]

	return trial.Spec{
		Tree: t, Target: a.Target, Level: "province", Heads: heads, Output: last, Last: last, Most: last,
		Candidates: []trial.Candidate{
			{Name: "equally"},
			{
				Name: "converging",
				Parameters: []trial.Parameter{
					{Name: "progress", From: a.From, To: a.To, Steps: a.Steps, Places: a.Places},
				},
				Options: hierarchy.Options{LastLevel: "province"},
				Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
					return hierarchy.Rule{Method: hierarchy.Converge(heads, values[0])}, nil
				},
			},
		},
		Measures: []trial.Measure{
			{Of: trial.GiniEffort, Per: trial.PerHead},
			{Of: trial.PlainGiniEffort, Per: trial.PerHead},
			{Of: trial.TheilEffort, Per: trial.PerUnit},
			{Of: trial.LeastEffort, Per: trial.PerHead},
			{Of: trial.GreatestEffort, Per: trial.PerOutput},
			{Of: trial.Progressivity},
			{Of: trial.Moved, Part: a.Part},
			{Of: trial.AtBounds},
			{Of: trial.Beyond},
			{Of: trial.Slack},
		},
		Digits: a.Digits,
	}, nil
}

func runTrial(a *trialArgs) (any, error) {
	spec, err := a.spec()
	if err != nil {
		return nil, err
	}
	r, err := trial.Run(spec)
	if err != nil {
		return nil, err
	}
	data, err := r.MarshalJSON()
	if err != nil {
		return nil, err
	}

	var s several
	read, err := trial.ReadResult(data, spec)
	if err != nil {
		return nil, err
	}
	s.add(read.Records(), nil)
	s.add(r.Undominated(a.Undominate...))
	for _, o := range r.Outcomes {
		s.add(o.Quotas())
		s.add(slices.Collect(o.Rows()), nil)
		s.add(o.Distribution(trial.PerHead), nil)
	}
	return s.done()
}

type doubtArgs struct {
	Levels       []string
	Units        []hierarchy.Unit
	Target       target.Target
	Denominators map[string]decimal.Decimal
	Errors       map[string]decimal.Decimal
	Vintage      map[string]decimal.Decimal
	Results      map[string]decimal.Decimal
	Quotas       map[string]decimal.Decimal
	Reference    map[string]decimal.Decimal
	Confidence   decimal.Decimal
	Draws        int
	Seed         uint64
}

func doubtOf() doubtArgs {
	levels, units := nation()
	return doubtArgs{
		Levels: levels, Units: units, Target: goal(target.Ratio, "14.40"), Denominators: figures(people),
		Results: figures(inForce), Reference: figures(density), Confidence: num("0.8"), Draws: 200, Seed: 3,
	}
}

func runDoubt(a *doubtArgs) (any, error) {
	d, err := a.doubts()
	if err != nil {
		return nil, err
	}
	return []any{d.Exact, d.Rows, d.Estimates()}, nil
}

func (a *doubtArgs) doubts() (*trial.Doubts, error) {
	t, columns, err := tree(
		a.Levels, a.Units, a.Denominators, a.Errors, a.Vintage, a.Results, a.Quotas, a.Reference,
	)
	if err != nil {
		return nil, err
	}

	s := trial.DoubtSpec{
		Tree: t, Target: a.Target, Level: "province", Denominators: columns[0], Errors: columns[1],
		Results: columns[3], Quotas: columns[4], Confidence: a.Confidence, Draws: a.Draws, Seed: a.Seed,
	}
	if len(a.Vintage) > 0 {
		s.Vintages = []hierarchy.Column{columns[2]}
	}
	if len(a.Quotas) == 0 {
		s.Options = hierarchy.Options{LastLevel: "province"}
		s.Vary = func(hierarchy.Column) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Scale(columns[5])}, nil
		}
	}
	return trial.Doubt(s)
}

// doubts is the operation with what says how far the denominators may be off.
func doubts(change func(a *doubtArgs)) func() doubtArgs {
	return func() doubtArgs {
		a := doubtOf()
		change(&a)
		return a
	}
}

type fitArgs struct {
	Levels    []string
	Units     []hierarchy.Unit
	Target    target.Target
	From, To  decimal.Decimal
	Steps     int
	Places    int32
	Basis     map[string]decimal.Decimal
	Observed  map[string]decimal.Decimal
	Weights   map[string]decimal.Decimal
	Reference map[string]decimal.Decimal
	Distance  trial.Distance
	Tolerance decimal.Decimal
	Within    decimal.Decimal
}

func fitOf(d trial.Distance) func() fitArgs {
	return func() fitArgs {
		levels, units := nation()
		return fitArgs{
			Levels: levels, Units: units, Target: goal(target.Ratio, "14.40"), Distance: d,
			From: num("0"), To: num("1"), Steps: 4, Places: 3, Basis: figures(people),
			Observed: figures(density), Weights: figures(inForce), Reference: figures(density),
			Tolerance: num("0.5"), Within: num("0.01"),
		}
	}
}

func runFit(a *fitArgs) (any, error) {
	f, err := a.fits()
	if err != nil {
		return nil, err
	}
	return []any{f.String(), f.Fits[0]}, f.Fits[0].Err
}

func (a *fitArgs) fits() (*trial.Fits, error) {
	t, columns, err := tree(a.Levels, a.Units, a.Basis, a.Observed, a.Weights, a.Reference)
	if err != nil {
		return nil, err
	}
	return trial.Fit(trial.FitSpec{
		Tree: t, Target: a.Target, Level: "province", Basis: columns[0], Observed: columns[1], Weights: columns[2],
		Distance: a.Distance, Tolerance: a.Tolerance, Within: a.Within,
		Candidates: []trial.Candidate{{
			Name: "converging", Options: hierarchy.Options{LastLevel: "province"},
			Parameters: []trial.Parameter{{Name: "progress", From: a.From, To: a.To, Steps: a.Steps, Places: a.Places}},
			Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
				return hierarchy.Rule{Method: hierarchy.Converge(columns[3], values[0])}, nil
			},
		}},
	})
}

func trialOperations() []operation {
	return []operation{
		use("trial.Fit", fitOf(trial.MeanAbsolute), runFit),
		use("trial.Fit/squares", fitOf(trial.RootMeanSquare), runFit),
		use("trial.Fit/share", fitOf(trial.ShareOff), runFit),
		use("trial.Doubt/vintages", doubts(func(a *doubtArgs) { a.Vintage = figures(bids) }), runDoubt),
		use("trial.Doubt/drawn", doubts(func(a *doubtArgs) { a.Errors = figures(bands) }), runDoubt).allocates(4 << 30),
		use("trial.Doubt/fixed", doubts(func(a *doubtArgs) {
			a.Errors, a.Quotas = figures(bands), figures(density)
		}), runDoubt).allocates(4 << 30),
		use("trial.Distribution", equityOf, runEquity),
		use("trial.Run", trialOf, runTrial),
	}
}
