package acceptance_test

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/target"
)

func compareText(a, b string) int { return strings.Compare(a, b) }

type tableOptionArgs struct {
	Then, Now     []ranking.Entry
	Options       ranking.Options // of both tables, except Before
	Change        ranking.ChangeOptions
	Pressure      ranking.PressureOptions
	Rivals        ranking.Rivals
	Audience      ranking.Audience
	Code          string
	Top, Bottom   int
	Group         string
	WithoutBefore bool
	Date          string // on which the publicity is asked for
}

func entries(s string) []ranking.Entry {
	codes := []string{"110000", "310000", "320000", "330000", "340000", "370000", "440000"}
	var out []ranking.Entry
	for i, v := range nums(s) {
		group := "east"
		if codes[i] == "340000" || codes[i] == "110000" {
			group = "other"
		}
		out = append(
			out,
			ranking.Entry{
				Code: codes[i], Name: "unit " + codes[i], Group: group, Value: v, TieBreak: nums("1 2"),
				Target: some("700"),
			},
		)
	}
	return out
}

func tableOf() tableOptionArgs {
	a := tableOptionArgs{
		Then: entries("4144.2 2050.6 798.6 797.2 198.7 293.8 797.2"),
		Now:  entries("7676.0 3521.3 1841.2 1649.6 636.5 636.5 1552.5"),
		Options: ranking.Options{
			Indicator: "density", Better: target.Higher, TieBreak: []target.Direction{
				target.Higher, target.Lower,
			}, Places: target.Places(1),
			Target: some("1000"), Tiles: 3, Classes: []ranking.Class{
				{Name: "first", Place: 2}, {Name: "second", Value: some("1000")}, {Name: "third"},
			},
			Publication: target.Publication{Evaluator: "sipo", Publisher: "centre", Date: "2014-02-01", Until: "2015"},
			Disclosures: []ranking.Disclosure{{Publicity: ranking.Public, From: "2011", Until: "2013"}},
		},
		Date:   "2013-06-30",
		Change: ranking.ChangeOptions{Rate: true, Per: num("100"), Places: target.Places(1)},
		Pressure: ranking.PressureOptions{
			Cut: -1, Period: target.FiveYearPlan(12), At: target.Month(2014, time.January), Force: target.Binding,
			Publicity: ranking.Public, Weights: ranking.Parts{Shortfall: num("2"), Ahead: num("1"), Next: num("0.5")},
		},
		Rivals: ranking.Rivals{
			Predecessor: some("600.5"), Past: some("198.7"), Neighbours: []string{"320000", "330000", "370000"},
		},
		Audience: ranking.Audience{Top: 2, Bottom: 1, Own: []string{"340000"}},
		Code:     "340000", Top: 2, Bottom: 3, Group: "east",
	}

	a.Now[6].Exempt = "counts the whole province"
	return a
}

func runTable(a *tableOptionArgs) (any, error) {
	o := a.Options
	then, err := ranking.New(a.Then, o)
	if err != nil {
		return nil, err
	}

	if !a.WithoutBefore {
		o.Before = then
	}
	now, err := ranking.New(a.Now, o)
	if err != nil {
		return nil, err
	}

	var s several
	s.add(now, nil)
	row, ok := now.Row(a.Code)
	s.add([]any{
		row, ok, row.Mean(), row.Percentile(), row.CumeDist(), now.Len(), slices.Collect(now.Groups()),
		slices.Collect(now.Group(a.Group)),
		slices.Collect(now.Top(a.Top)), slices.Collect(now.Bottom(a.Bottom)), now.Equal(then), now.Options().Tiles,
	}, nil)
	s.add(now.Pressures(a.Pressure))
	s.add(now.Tournament(a.Code, a.Rivals))
	s.add(now.PublicityOn(a.Date))
	s.add(o.Publication.ValidOn(a.Date))
	s.add(now.View(a.Audience))
	changes, err := ranking.Changes(a.Now, a.Then, a.Change)
	s.add(changes, err)
	if err != nil {
		return nil, err
	}

	// The entries of the change carry no keys to break ties by.
	o.Before, o.TieBreak, o.Target, o.Classes = nil, nil, some("100"), nil
	for i := range changes {
		changes[i].TieBreak = nil
	}
	change, err := ranking.New(changes, o)
	if err != nil {
		return nil, err
	}

	level := a.Options
	level.Before = nil
	table, err := ranking.New(a.Now, level)
	if err != nil {
		return nil, err
	}

	b, err := ranking.NewBulletin(table, change)
	s.add(b, err)
	return s.done()
}

type ordersArgs struct {
	A, B, C  consensus.Ranking
	Weights  []decimal.NullDecimal
	Options  consensus.Options
	Depth    int
	P        decimal.Decimal
	Ties     consensus.TiedPlace
	Figures  map[string]decimal.Decimal
	Weighing consensus.WeightedTauOptions
	Pair     [2]string
}

func ordersOf() ordersArgs {
	return ordersArgs{
		A: consensus.Strict("Memphis", "Nashville", "Chattanooga", "Knoxville"),
		B: consensus.Strict("Nashville", "Chattanooga", "Knoxville", "Memphis"),
		C: consensus.Ranking{{"Knoxville", "Chattanooga"}, {"Nashville"}, {"Memphis"}}, Weights: gaps("42 26 32"),
		Depth: 3, P: num("0.9"), Figures: map[string]decimal.Decimal{
			"a": num("3"), "b": num("2.50"), "c": num("2.5"), "d": num("-1"),
		},
		Pair: [2]string{"Memphis", "Nashville"}, Weighing: consensus.WeightedTauOptions{
			By: consensus.ByOrder, Order: []string{"Knoxville", "Memphis", "Nashville", "Chattanooga"}, Multiply: true,
		},
	}
}

func runOrders(a *ordersArgs) (any, error) {
	ballots := consensus.Ballots(a.A, a.B, a.C)
	for i := range min(len(ballots), len(a.Weights)) {
		ballots[i].Weight = a.Weights[i]
	}
	p, err := consensus.New(ballots, a.Options)
	if err != nil {
		return nil, err
	}

	var s several
	s.add(p, nil)
	s.add(p.Kemeny())
	s.add(p.Prefers(a.Pair[0], a.Pair[1]))
	s.add(p.Borda().Ranking(), nil)
	k, err := consensus.NewKendall(a.A, a.C)
	s.add([]any{k, k.TauA(), k.TauB(), k.TauC(), k.SomersD(), k.Distance(), k.Normalized()}, err)
	s.add(consensus.Spearman(a.A, a.C))
	s.add(consensus.Footrule(a.A, a.C, a.Ties))
	s.add(consensus.WeightedTau(a.A, a.C, a.Weighing))
	for by := consensus.ByBoth; by <= consensus.ByB; by++ {
		s.add(consensus.WeightedTau(a.A, a.B, consensus.WeightedTauOptions{By: by}))
		s.add(consensus.WeightedTau(a.A, a.C, consensus.WeightedTauOptions{By: by, Multiply: true}))
	}

	x, err := a.A.List()
	s.add(x, err)
	y, err := a.B.List()
	s.add(y, err)
	s.add(consensus.TopOverlap(x, y, a.Depth))
	s.add(consensus.AverageOverlap(x, y, a.Depth))
	s.add(consensus.RBO(x, y, a.P))
	s.add(consensus.RBOExtrapolated(x, y, a.P))
	s.add(consensus.Descending(a.Figures))
	s.add(consensus.Ascending(a.Figures))
	return s.done()
}

func rankingOperations() []operation {
	ops := []operation{
		use("consensus.New", ordersOf, runOrders),
		use("consensus.New/last", func() ordersArgs {
			a := ordersOf()
			a.Options.Unranked, a.Ties = consensus.TiedLast, consensus.LowestPlace
			return a
		}, runOrders),
	}

	for ties := ranking.Competition; ties <= ranking.Ordinal; ties++ {
		ops = append(ops, use("ranking.New/"+ties.String(), func() tableOptionArgs {
			a := tableOf()
			a.Options.Ties = ties
			return a
		}, runTable))
	}

	return append(ops, use("ranking.New/groups", func() tableOptionArgs {
		a := tableOf()
		a.Options.Groups, a.Options.Better = true, target.Nearer
		a.Rivals.Neighbours = []string{"110000"}
		return a
	}, runTable))
}
