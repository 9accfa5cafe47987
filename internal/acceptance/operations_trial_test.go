package acceptance_test

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/trial"
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
		d.Gini(a.Digits), d.SampleGini(a.Digits), d.Hoover(a.Digits), d.TheilT(a.Digits), d.TheilL(a.Digits),
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

func trialOperations() []operation {
	return []operation{
		use("trial.Distribution", equityOf, runEquity),
	}
}
