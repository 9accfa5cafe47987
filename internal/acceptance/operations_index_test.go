package acceptance_test

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

type indexArgs struct {
	Spec   index.Spec
	Data   index.Data
	Places int32
	Unit   string
}

// indexOf is a composite of two groups with three indicators each.
func indexOf() indexArgs {
	node := func(code, parent, weight string, better target.Direction) index.Node {
		n := index.Node{Code: code, Name: code, Parent: parent, Better: better}
		if weight != "" {
			n.Weight = some(weight)
		}
		return n
	}
	return indexArgs{
		Spec: index.Spec{
			Nodes: []index.Node{
				node("all", "", "", 0), node("input", "all", "1", 0), node("output", "all", "2", 0),
				node("spending", "input", "3", target.Higher), node("people", "input", "2", target.Higher),
				node("energy", "input", "1", target.Lower),
				node("patents", "output", "2", target.Higher), node("papers", "output", "1", target.Higher),
				node("delay", "output", "1", target.Lower),
			},
			Availability: some("0.5"),
		},
		Data: index.Data{
			Units: []string{"Anhui", "Beijing", "Guangdong", "Jiangsu", "Shanghai", "Tibet", "Zhejiang"},
			Figures: map[string][]decimal.NullDecimal{
				"spending": gaps("1.96 6.01 2.47 2.57 3.73 0.30 2.36"),
				"people":   gaps("21.7 113.2 46.2 65.2 71.1 3.5 65.7"),
				"energy":   gaps("0.66 0.33 0.45 0.46 0.46 - 0.46"),
				"patents":  gaps("4.26 61.34 12.95 14.21 28.96 1.1 12.89"),
				"papers":   gaps("3.1 30.5 2.5 5.0 13.2 0.5 -"), "delay": gaps("12 3.5 7 6 4.25 30 6"),
			},
		},
		Places: 12, Unit: "Jiangsu",
	}
}

func runIndex(a *indexArgs) (any, error) {
	c, err := index.New(a.Spec)
	if err != nil {
		return nil, err
	}
	r, err := c.Score(a.Data)
	if err != nil {
		return nil, err
	}
	score, ok := r.Score(a.Unit, "output")
	var figures []decimal.Decimal
	for _, x := range r.Figures("all", a.Places) {
		figures = append(figures, x)
	}
	return []any{c, r, score, ok, figures, slices.Collect(r.Units()), r.Contributions(a.Unit)}, nil
}

func indexOperations() []operation {
	ops := []operation{
		use("integrity.Recount", recountOf, func(a *recountArgs) (any, error) {
			return integrity.Recount(a.Lines, a.Options)
		}),
	}

	add := func(name string, change func(*indexArgs)) {
		ops = append(ops, use("index."+name, func() indexArgs {
			a := indexOf()
			change(&a)
			return a
		}, runIndex))
	}

	add("New", func(*indexArgs) {})
	for name, m := range map[string]index.Mean{
		"Geometric": index.Geometric{}, "Harmonic": index.Harmonic{}, "Power": index.Power{P: num("-1.5")},
		"Minimum": index.Minimum{}, "Arithmetic": index.Arithmetic{},
	} {
		add(name, func(a *indexArgs) {
			a.Spec.Aggregate, a.Spec.Normalise = m, index.MinMax{Onto: index.ScoreRange{From: num("1"), To: num("100")}}
		})
	}

	for name, w := range map[string]index.Weighting{
		"Given": index.GivenWeights{}, "Equal": index.EqualWeights{}, "Entropy": index.Entropy{},
		"CRITIC": index.CRITIC{}, "StandardDeviation": index.StandardDeviation{},
	} {
		add(name, func(a *indexArgs) { a.Spec.Weigh = w })
	}

	add("AHP", func(a *indexArgs) {
		a.Spec.Nodes[2].Weigh = index.AHP{
			Order: []string{"patents", "papers", "delay"}, Matrix: judgements(),
			Limit: decimal.NewNullDecimal(num("0.1")),
		}
	})

	for name, n := range map[string]index.Normalisation{
		"Goalposts": index.Goalposts{
			Low: num("0"), High: num("120"), Clip: true, Onto: index.ScoreRange{To: num("10")},
		},
		"ZScore": index.ZScore{Mean: num("100"), SD: num("10")},
		"Rank":   index.Rank{}, "Borda": index.Borda{}, "PercentileRank": index.PercentileRank{},
		"ShareOfBest": index.ShareOfBest{}, "MinMax": index.MinMax{},
	} {
		add(name, func(a *indexArgs) { a.Spec.Normalise = n })
	}

	add("OwnTarget", func(a *indexArgs) {
		a.Spec.Nodes[3].Normalise = index.OwnTarget{Cap: true}
		a.Data.Targets = map[string][]decimal.NullDecimal{"spending": gaps("2.2 6 2.5 2.5 3.5 0.6 2.5")}
		a.Data.Baselines = map[string][]decimal.NullDecimal{"spending": gaps("1.3 5.8 1.8 2.1 2.8 0.2 1.8")}
	})

	add("AsIs", func(a *indexArgs) { a.Spec.Nodes[3].Normalise = index.AsIs{} })
	add("Winsorise", func(a *indexArgs) {
		a.Spec.Nodes[6].Winsorise = &index.Winsorise{
			Skewness: decimal.NewNullDecimal(num("1")), Kurtosis: decimal.NewNullDecimal(num("3")), Most: 2,
		}
	})

	slices.SortFunc(ops, func(a, b operation) int { return compareText(a.name, b.name) })
	return append(ops, use("index.Compare", judgements, func(m *[][]decimal.Decimal) (any, error) {
		return index.ComparePairwise(*m)
	}))
}

func judgements() [][]decimal.Decimal {
	return [][]decimal.Decimal{
		nums("1 3 5"), {num("0.333333333333333333"), num("1"), num("2")}, {num("0.2"), num("0.5"), num("1")},
	}
}

type recountArgs struct {
	Lines   []integrity.PublishedRatio
	Options integrity.RecountOptions
}

// recountOf is a table in which two provinces have each other's population.
func recountOf() recountArgs {
	line := func(code, numerator, denominator, earlier string) integrity.PublishedRatio {
		return integrity.PublishedRatio{
			Code: code, Name: "province " + code, Earlier: some(earlier),
			Numerator: num(numerator), Denominator: num(denominator),
		}
	}
	lines := []integrity.PublishedRatio{
		line("450000", "5020", "46.8", "46.8"), line("520000", "3940", "45.0", "34.8"),
		line("360000", "3896", "34.8", "45.0"),
	}
	lines[0].Ratio, lines[1].Ratio = some("107.2"), some("87.5")
	return recountArgs{lines, integrity.RecountOptions{
		Per: num("1"), Places: 1, DenominatorPlaces: 1, MaxChange: num("0.05"),
	}}
}
