package acceptance_test

import (
	"io"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
	"github.com/targetcascade/cascade/target/temporal"
)

type columnArgs struct {
	Tree     treeArgs
	Factor   decimal.Decimal
	Division hierarchy.Division
	Places   int32
	Level    string
	Code     string
}

type readArgs struct {
	Rule, Shape, Scenario string
	Levels                []string
	Units                 []hierarchy.Unit
	People                map[string]decimal.Decimal
}

// keptOperations are of columns that calculate, of rows of text, and of what is
// written and read again.
func keptOperations() []operation {
	return slices.Concat(rowsOperations(), convertOperations(), documentOperations(), []operation{
		use("hierarchy.ReadScenario", func() readArgs {
			levels, units := nation()
			return readArgs{
				Rule:  `{"method":"linear ratio","categories":[{"name":"on schedule","from":"0.95"},{"name":"behind"}]}`,
				Shape: `{"method":"schedule","shares":["0.2","1"]}`, Levels: levels, Units: units, People: figures(people),
				Scenario: `{"value":"310000","rule":{"method":{"method":"proportional","weights":"people"}}}`,
			}
		}, func(a *readArgs) (any, error) {
			_, columns, err := tree(a.Levels, a.Units, a.People)
			if err != nil {
				return nil, err
			}
			var out several
			out.add(progress.ReadRule([]byte(a.Rule)))
			out.add(temporal.ReadShape([]byte(a.Shape)))
			scenario, err := hierarchy.ReadScenario(
				[]byte(a.Scenario), hierarchy.Inputs{Columns: []hierarchy.Column{columns[0].Named("people")}},
			)
			out.add(scenario.Value, err)
			return out.done()
		}),
		use("hierarchy.Column arithmetic", func() columnArgs {
			return columnArgs{
				Tree: treeOf(), Factor: num("0.9"), Places: 0, Level: "province", Code: "44",
				Division: hierarchy.Division{Per: num("10000"), Places: target.Places(2), ZeroIsGap: true},
			}
		}, func(a *columnArgs) (any, error) {
			t, columns, err := tree(a.Tree.Levels, a.Tree.Units, a.Tree.Figures, a.Tree.Basis)
			if err != nil {
				return nil, err
			}
			x, y := columns[0].Named(a.Tree.Name), columns[1].Named("people")

			var out several
			out.add(x.Add(y))
			out.add(x.Sub(y))
			out.add(x.Mul(y))
			out.add(x.Div(y, a.Division))
			out.add(x.Scale(a.Factor))
			out.add(x.Round(a.Places))
			out.add(x.Least(y))
			out.add(x.Greatest(y))
			constant, err := t.Constant(a.Level, a.Factor)
			out.add(constant, err)
			out.add(constant.Fill(x))
			out.add(x.With(a.Code, a.Factor))
			out.add(x.Map(func(hierarchy.Unit, decimal.Decimal) decimal.Decimal { return a.Tree.One }))
			out.add(x.Sum(a.Level))
			u, least, err := x.Min(a.Level)
			out.add([]any{u, least}, err)
			u, greatest, err := x.Max(a.Level)
			out.add([]any{u, greatest}, err)
			return out.done()
		}),
	})
}

type convertArgs struct {
	Conversion  convert.Conversion
	Target      target.Target
	Code        string
	Observation target.Observation
	Figure      decimal.Decimal
}

func convertOperations() []operation {
	return []operation{use("convert.Conversion", func() convertArgs {
		growth := target.Indicator{
			Code: "growth", Kind: target.Growth, Better: target.Higher, Per: num("100"), Places: target.Places(2),
		}
		return convertArgs{
			Conversion: convert.Conversion{
				Formula: convert.GrowthToLevel,
				To:      target.Indicator{Code: "people", Kind: target.Stock, Places: target.Places(0)},
				Basis: convert.Basis{
					Name: "people in 2010", Value: num("1370536875"), Period: target.Year(2010), Rounded: true,
				},
				Years: 1, Rounded: true,
			},
			Target: target.Target{
				Code: "t", Indicator: growth, Unit: "00", Period: target.Years(2011, 2015), Value: num("5.84"),
				Comparator: target.Within, Upper: num("6.1"),
			},
			Code: "t-level",
			Observation: target.Observation{
				Unit: "00", Indicator: "growth", Period: target.Years(2011, 2015), Value: num("5.9"),
			},
			Figure: num("7.2"),
		}
	}, func(a *convertArgs) (any, error) {
		var out several
		out.add(nil, a.Conversion.Validate())
		out.add(a.Conversion.Target(a.Target, a.Code))
		out.add(a.Conversion.Observation(a.Observation, a.Target.Indicator))
		step, err := a.Conversion.Figure(a.Figure, a.Target.Indicator)
		out.add(step, err)
		out.add(step.String(), nil)
		out.add(a.Conversion.Formula.Inverse(), nil)
		return out.done()
	})}
}

type documentArgs struct {
	Levels       []string
	Units        []hierarchy.Unit
	Target       target.Target
	Weights, Min map[string]decimal.Decimal
	Reserve      decimal.Decimal
	Holds        []hierarchy.Hold
}

// documentOperations write plans, and read them with the inputs that they refer to.
func documentOperations() []operation {
	return []operation{use("hierarchy.ReadPlan", func() documentArgs {
		levels, units := nation()
		return documentArgs{
			Levels: levels, Units: units, Target: goal(target.Stock, "300000"),
			Weights: figures(inForce), Min: map[string]decimal.Decimal{"99": num("2000")}, Reserve: num("1234"),
			Holds: []hierarchy.Hold{
				{Unit: "3102", By: "decree", Reason: "pilot", Value: num("40000"), Until: target.Year(2016)},
			},
		}
	}, func(a *documentArgs) (any, error) {
		t, columns, err := tree(a.Levels, a.Units, a.Weights, a.Min)
		if err != nil {
			return nil, err
		}
		plan, err := hierarchy.Cascade(t, a.Target, hierarchy.Options{
			Rule: hierarchy.Rule{
				Method: hierarchy.Proportional(columns[0]), Min: columns[1], Reserve: decimal.NewNullDecimal(a.Reserve),
			},
			Holds: a.Holds,
		})
		if err != nil {
			return nil, err
		}
		o := plan.Options()
		data, err := plan.MarshalJSON()
		if err != nil {
			return nil, err
		}
		whole, err := plan.MarshalWithInputs()
		if err != nil {
			return nil, err
		}
		column, err := plan.Column().Named("quotas").MarshalJSON()
		if err != nil {
			return nil, err
		}
		options, err := o.MarshalJSON()
		if err != nil {
			return nil, err
		}

		var out several
		inputs := hierarchy.Inputs{Trees: []*hierarchy.Tree{t}, Columns: columns}
		read, err := hierarchy.ReadPlan(data, inputs)
		out.add(read, err)
		out.add(hierarchy.ReadPlan(whole, hierarchy.Inputs{}))
		again, err := hierarchy.ReadOptions(options, inputs)
		out.add(again.Holds, err)
		quotas, err := t.ReadColumn(column)
		out.add(quotas, err)
		out.add(nil, plan.Verify(quotas))
		out.add([]string{t.Digest(), quotas.Digest(), plan.Digest()}, nil)
		out.add(plan.Before() == nil, nil)
		return out.done()
	})}
}

type rowsArgs struct {
	Levels     []string
	Tree       [][]string
	Columns    [][]string
	Paths      [][]string
	Root       hierarchy.Unit
	PathLevels []rows.LevelColumns
	Figures    [][]string
	Indicators [][]string
	Targets    [][]string
	Layout     rows.Layout
	Wide       rows.Layout
	Format     rows.Format
	Cell       string
}

func rowsOperations() []operation {
	return []operation{
		use("rows.Read", func() rowsArgs {
			return rowsArgs{
				Levels: []string{"nation", "province"},
				Tree: [][]string{
					{"code", "name", "level", "parent"},
					{"00", "China", "nation", ""},
					{"11", "Beijing", "province", "00"},
					{"44", "Guangdong", "province", "00"},
				},
				Columns: [][]string{{"code", "people", "patents"}, {"11", "19600", "55,879"}, {"44", "104300", "NA"}},
				Paths:   [][]string{{"region", "store"}, {"N", "n1"}, {"", "n2"}},
				Root:    hierarchy.Unit{Code: "0", Level: "company"},
				PathLevels: []rows.LevelColumns{
					{Level: "region", Code: "region"}, {Level: "store", Code: "store", Name: "store"},
				},
				Figures: [][]string{{"code", "2014", "2015"}, {"11", "103,638", "133,040"}, {"44", "NA", "138,878"}},
				Indicators: [][]string{
					{"code", "kind", "better", "per", "places"},
					{"patents", "stock", "higher", "", "0"},
					{"density", "ratio", "higher", "10000", "2"},
				},
				Targets: [][]string{
					{"code", "2015", "baseline", "baseline period"},
					{"11", "150,000", "100,000", "2010"},
					{"44", "140,000", "", ""},
				},
				Layout: rows.Layout{},
				Wide: rows.Layout{
					Format:  rows.Format{Thousands: ",", Missing: []string{"NA"}},
					Headers: map[string]string{"unit": "code"}, Fixed: map[string]string{
						"indicator": "patents",
					}, Across: "period",
				},
				Format: rows.Format{Decimal: ",", Thousands: ".", Percent: rows.PercentDivided},
				Cell:   "1.234,5 %",
			}
		}, func(a *rowsArgs) (any, error) {
			var out several
			t, err := rows.ReadTree(source(a.Tree), a.Levels, a.Layout)
			out.add(t, err)
			if err != nil {
				return nil, err
			}
			out.add(slices.Collect(rows.Tree(t)), nil)
			out.add(rows.ReadPaths(source(a.Paths), a.Root, a.PathLevels))

			byName := a.Wide
			byName.Across, byName.Fixed = "name", nil
			columns, err := rows.ReadColumns(source(a.Columns), t, byName)
			out.add(columns, err)
			written, err := rows.Columns(columns...)
			out.add(each(written, err))

			observations, err := rows.ReadObservations(source(a.Figures), a.Wide)
			out.add(observations, err)
			out.add(slices.Collect(rows.Observations(observations)), nil)
			indicators, err := rows.ReadIndicators(source(a.Indicators), a.Layout)
			out.add(indicators, err)
			out.add(slices.Collect(rows.Indicators(indicators)), nil)
			targets, err := rows.ReadTargets(source(a.Targets), indicators, a.Wide)
			out.add(targets, err)
			written, err = rows.Targets(targets)
			out.add(each(written, err))

			out.add(nil, a.Format.Validate())
			out.add(a.Format.Figure(a.Cell))
			out.add(nil, rows.Each(rows.From(reader(a.Columns)), a.Wide.Format, func(r *rows.Row) {
				out.add([]any{
					r.Text("code"), r.Optional("patents"), r.Figure("people"), r.Count("people"), r.Has("code"),
					maps.Collect(r.Cells()), r.At("code").String(),
				}, nil)
			}))
			out.add(nil, rows.Each(source([][]string{{"p"}, {"2015"}}), a.Wide.Format, func(r *rows.Row) {
				out.add(r.Period("p"), nil)
			}))
			return out.done()
		}),
		use("rows.Write", treeOf, func(a *treeArgs) (any, error) {
			t, columns, err := tree(a.Levels, a.Units, a.Figures, a.Basis)
			if err != nil {
				return nil, err
			}
			plan, err := hierarchy.Cascade(t, target.Target{
				Unit: "00", Period: target.Year(2015), Value: num("300000"),
				Indicator: target.Indicator{
					Code: "patents", Kind: a.Kind, Better: target.Higher, Places: target.Places(0),
				},
			}, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}})
			if err != nil {
				return nil, err
			}
			leaders, err := ranking.New([]ranking.Entry{
				{Code: "11", Name: a.Name, Value: num("2.5")}, {Code: "44", Value: a.One},
			}, ranking.Options{Better: target.Higher})
			if err != nil {
				return nil, err
			}
			card := evaluate.Scorecard{Unit: "11", Total: a.One}.WithItems(evaluate.ItemScore{Code: "x", Points: a.One})
			cards := []evaluate.Scorecard{card}

			var out several
			out.add(columns[0].Tree() == t, nil)
			out.add(slices.Collect(rows.Plan(plan)), nil)
			out.add(slices.Collect(rows.Ranking(leaders)), nil)
			out.add(slices.Collect(rows.Standings([]evaluate.Standing{{DueValue: a.One}})), nil)
			out.add(slices.Collect(rows.Assessments([]evaluate.Assessment{{Actual: a.One}})), nil)
			out.add(slices.Collect(rows.Scorecards(cards)), nil)
			out.add(slices.Collect(rows.ScorecardItems(cards)), nil)
			return out.done()
		}),
	}
}

func source(records [][]string) rows.Records { return rows.Of(slices.Values(records)) }

// reader returns the records one by one, as the Read of a csv.Reader does.
func reader(records [][]string) func() ([]string, error) {
	return func() ([]string, error) {
		if len(records) == 0 {
			return nil, io.EOF
		}
		record := records[0]
		records = records[1:]
		return record, nil
	}
}
