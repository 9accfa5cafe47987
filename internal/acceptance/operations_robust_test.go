package acceptance_test

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

type regionArgs struct {
	Units      []robust.ScoredUnit
	Components int
	Weights    []decimal.Decimal
	Share      decimal.Decimal
	Low, High  []decimal.Decimal
	Sampling   robust.SampleOptions
	Pair       [2]string
	Rank       int
}

func regionOf() regionArgs {
	return regionArgs{
		Units: []robust.ScoredUnit{
			{Code: "Beijing", Scores: nums("100 37.5 88")},
			{Code: "Shanghai", Scores: nums("45.3 62.25 91")},
			{Code: "Jiangsu", Scores: nums("7.3 80 70.5")},
			{Code: "Anhui", Scores: nums("4.8 79 71")},
		},
		Components: 3, Weights: nums("0.5 0.3 0.2"), Share: num("0.25"), Low: nums("0.1 0.2 0"),
		High:     nums("0.6 0.5 1"),
		Sampling: robust.SampleOptions{Draws: 500, Seed: 11}, Pair: [2]string{"Jiangsu", "Anhui"}, Rank: 1,
	}
}

func runRegion(a *regionArgs) (any, error) {
	simplex, err := robust.Simplex(a.Components)
	if err != nil {
		return nil, err
	}

	around, err := robust.Around(a.Weights, a.Share)
	if err != nil {
		return nil, err
	}

	box, err := robust.Box(a.Low, a.High)
	if err != nil {
		return nil, err
	}

	var s several
	for _, region := range []*robust.Region{simplex, around, box} {
		d, err := robust.Intervals(a.Units, region)
		if err != nil {
			return nil, err
		}
		m, err := d.Margin(a.Pair[0], a.Pair[1])
		s.add([]any{d, m, m.Necessary(), m.Possible(), region.Components()}, err)
		shares, err := robust.SampleRanks(a.Units, region, a.Sampling)
		s.add(shares, err)
		for _, x := range shares {
			s.add(x.Count(a.Rank), nil)
		}
	}

	s.add(robust.LeaveOneOut(a.Units, a.Weights))
	return s.done()
}

type setsArgs struct {
	Estimates  []robust.Estimate
	Confidence robust.ConfidenceOptions
	Counts     []robust.CategoryCount
	Counting   robust.MultinomialOptions
	Best       int
}

func setsOf() setsArgs {
	return setsArgs{
		Estimates: []robust.Estimate{
			{Code: "Japan", Value: 526.97, SE: 2.47},
			{Code: "Korea", Value: 525.93, SE: 3.12},
			{Code: "Estonia", Value: 523.41, SE: 1.74},
			{Code: "Netherlands", Value: 519.23, SE: 2.63},
			{Code: "Poland", Value: 515.65, SE: 2.60},
			{Code: "Canada", Value: 512.02, SE: 2.36},
		},
		Confidence: robust.ConfidenceOptions{Alpha: num("0.1"), Better: target.Higher, Replicates: 400, Seed: 3},
		Counts: []robust.CategoryCount{
			{Code: "Gansu", Count: 1238},
			{Code: "Xinjiang", Count: 950},
			{Code: "Ningxia", Count: 442},
			{Code: "Hainan", Count: 417},
			{Code: "Qinghai", Count: 207},
			{Code: "Tibet", Count: 40},
		},
		Counting: robust.MultinomialOptions{Alpha: num("0.05")}, Best: 2,
	}
}

func runSets(a *setsArgs) (any, error) {
	var s several
	for _, family := range []robust.SetFamily{robust.Simultaneous, robust.Marginal} {
		for _, side := range []robust.Side{robust.TwoSided, robust.LowerBound, robust.UpperBound} {
			confidence := a.Confidence
			confidence.Family, confidence.Side = max(family, confidence.Family), max(side, confidence.Side)
			sets, err := robust.ConfidenceSets(a.Estimates, confidence)
			s.add(sets, err)
			counting := a.Counting
			counting.Family, counting.Side = max(family, counting.Family), max(side, counting.Side)
			counted, err := robust.Multinomial(a.Counts, counting)
			s.add(counted, err)
			if s.err != nil {
				return nil, s.err
			}
			if family == robust.Simultaneous && side == robust.TwoSided {
				s.add(sets.Best(a.Best))
				s.add(counted.Worst(a.Best))
			}
		}
	}

	return s.done()
}

func robustOperations() []operation {
	return []operation{
		use("robust.Region", regionOf, runRegion),
		use("robust.Sets", setsOf, runSets),
		use("robust.Sets/step", func() setsArgs {
			a := setsOf()
			a.Confidence.SingleStep, a.Confidence.Better, a.Counting.Adjustment = true, target.Lower, robust.Bonferroni
			return a
		}, runSets),
		use("robust.OmegaRanks", func() struct {
			Figures []decimal.Decimal
			Omega   decimal.Decimal
			Better  target.Direction
		} {
			return struct {
				Figures []decimal.Decimal
				Omega   decimal.Decimal
				Better  target.Direction
			}{nums("3.5 2 2.0 -7 11"), num("0.5"), target.Higher}
		}, func(a *struct {
			Figures []decimal.Decimal
			Omega   decimal.Decimal
			Better  target.Direction
		},
		) (any, error) {
			return robust.OmegaRanks(a.Figures, a.Omega, a.Better)
		}),
	}
}
