package acceptance_test

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// sharedAgenda asks one agenda.
func sharedAgenda() sharing {
	return sharing{"target.Agenda/shared", func() ([]call, error) {
		a, err := target.NewAgenda(agenda())
		if err != nil {
			return nil, err
		}
		return methods(a), nil
	}}
}

// sharedMethods cascades with the same tree, columns and methods at the same
// time.
func sharedMethods() sharing {
	return sharing{"hierarchy.Options", func() ([]call, error) {
		var calls []call
		for _, op := range planOperations() {
			a, ok := op.args().(*planArgs)
			if !ok {
				continue
			}
			tree, options, err := a.options()
			if err != nil {
				return nil, err
			}
			calls = append(calls, fallible(op.name, func() (*hierarchy.Plan, error) {
				return hierarchy.Cascade(tree, a.Target, options)
			}))
		}
		return calls, nil
	}}
}

// sharedColumns uses one tree and its columns in everything that takes them.
func sharedColumns() sharing {
	return sharing{"hierarchy.Column", func() ([]call, error) {
		levels, units := nation()
		whole, basis := figures(inForce), figures(people)
		whole["44x"], basis["44x"] = num("7687"), num("4300")
		cuts := figures(bids)
		for code := range cuts {
			cuts[code] = cuts[code].Shift(-4)
		}
		tree, c, err := tree(levels, units, whole, basis, cuts, figures(density), figures(bids))
		if err != nil {
			return nil, err
		}
		return append(
			methods([]any{tree, c}),
			fallible("RollUp", func() (hierarchy.Column, error) {
				return hierarchy.RollUp(target.Stock, c[0], hierarchy.Column{})
			}),
			fallible("RollUp, mean", func() (hierarchy.Column, error) {
				return hierarchy.RollUp(target.Ratio, c[0], c[1])
			}),
			fallible("RollUpCovered", func() ([]hierarchy.Column, error) {
				figures, covered, err := hierarchy.RollUpCovered(target.Ratio, c[0], c[1])
				return []hierarchy.Column{figures, covered}, err
			}),
			fallible("Repeat", func() ([]target.Target, error) {
				return hierarchy.Repeat(
					tree, goal(target.Position, "5"), hierarchy.RepeatOptions{LastLevel: "province"},
				)
			}),
			fallible("FigureAtPlace", func() (decimal.Decimal, error) {
				return c[0].FigureAtPlace("00", 2, target.Higher)
			}),
			fallible("StructureEffects", func() ([]hierarchy.StructureEffect, error) {
				return hierarchy.StructureEffects(c[2], hierarchy.StructureOptions{
					Ratios: c[3], Denominators: c[1], Projected: c[4], Per: num("100"),
				})
			}),
		), nil
	}}
}

// sharedPlans revises and compares the same plans.
func sharedPlans() sharing {
	return sharing{"hierarchy.Plan/shared", func() ([]call, error) {
		a := planOf(goal(target.Stock, "300000"), "blend")
		tree, options, err := a.options()
		if err != nil {
			return nil, err
		}
		announced := maps.Clone(a.More)
		maps.DeleteFunc(announced, func(code string, _ decimal.Decimal) bool { return len(code) == 4 })
		adopted, err := tree.Column(column(announced))
		if err != nil {
			return nil, err
		}
		plan, err := hierarchy.Cascade(tree, a.Target, options)
		if err != nil {
			return nil, err
		}
		held := hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "11", By: "decree", Value: num("120000")}}}
		revised, err := plan.Revise(held)
		if err != nil {
			return nil, err
		}
		fresh, err := hierarchy.Cascade(tree, a.Target, options)
		if err != nil {
			return nil, err
		}
		more := a.Target
		more.Value = num("300001")
		return append(
			methods(fresh),
			fallible("Revise", func() (*hierarchy.Plan, error) { return plan.Revise(held) }),
			fallible("ReviseTo", func() (*hierarchy.Plan, error) { return plan.ReviseTo(more, held) }),
			call{"Diff", func() any { return plan.Diff(revised) }},
			fallible("Strictest", func() (*hierarchy.Plan, error) { return hierarchy.Strictest(plan, revised) }),
			fallible("Compare", func() (hierarchy.Adoption, error) { return hierarchy.Compare(plan, adopted) }),
			fallible("MiddleOut", func() (*hierarchy.Plan, error) {
				return hierarchy.MiddleOut(tree, a.Target, adopted, hierarchy.Options{LastLevel: "province"})
			}),
			fallible("CascadeAll", func() ([]*hierarchy.Plan, error) {
				return hierarchy.CascadeAll(
					tree, slices.Values([]target.Target{a.Target, more}),
					func(target.Target) hierarchy.Options { return options },
				)
			}),
		), nil
	}}
}

// sharedCrosswalk carries the same columns over the same crosswalk.
func sharedCrosswalk() sharing {
	return sharing{"crosswalk.Crosswalk/shared", func() ([]call, error) {
		levels, units := nation()
		later := slices.DeleteFunc(slices.Clone(units), func(u hierarchy.Unit) bool { return u.Code == "3102" })
		before, c, err := tree(levels, units, figures(inForce), figures(people))
		if err != nil {
			return nil, err
		}
		after, err := hierarchy.NewTree(levels, later)
		if err != nil {
			return nil, err
		}
		s, err := crosswalk.New(before, after, []crosswalk.Change{
			{Date: "2011-08-22", From: "3102", To: "3101", Weight: num("0.625")},
			{Date: "2011-08-22", From: "3102", To: "3103", Weight: num("0.375")},
		})
		if err != nil {
			return nil, err
		}
		return append(
			methods(s),
			fallible("Carry, stock", func() (hierarchy.Column, error) {
				return s.Carry(target.Stock, c[0], crosswalk.CarryOptions{})
			}),
			fallible("Carry, ratio", func() (hierarchy.Column, error) {
				return s.Carry(target.Ratio, c[0], crosswalk.CarryOptions{Basis: c[1]})
			}),
			fallible("Carry, stock in whole numbers", func() (hierarchy.Column, error) {
				return s.Carry(target.Stock, c[0], crosswalk.CarryOptions{Quantum: num("1")})
			}),
		), nil
	}}
}

// sharedShapes lays paths of the same shapes.
func sharedShapes() sharing {
	return sharing{"temporal.Shape", func() ([]call, error) {
		series := years(2010, "17 19.5 22 24.25 26 30")
		t := withBase(goal(target.Ratio, "31"), 2010, "17")
		var calls []call
		for _, shape := range []temporal.Shape{
			temporal.StraightLine{},
			temporal.ConstantRate{},
			temporal.Schedule{Shares: nums("20 41 60 83 100")},
			temporal.Profile{Series: series},
		} {
			calls = append(calls, fallible("Path", func() ([]target.Point, error) {
				return temporal.Path(t, shape, target.Yearly)
			}))
		}
		return calls, nil
	}}
}

// sharedEvaluator scores the same cases by one evaluator.
func sharedEvaluator() sharing {
	return sharing{"evaluate.Evaluator", func() ([]call, error) {
		e, err := evaluate.New(book())
		if err != nil {
			return nil, err
		}
		c := evaluate.Case{Unit: "00", Awarded: map[string]decimal.Decimal{"system": num("18"), "accidents": num("3")}}
		for _, r := range []result{
			{goal(target.Ratio, "3.3"), num("3.71")},
			{goal(target.Stock, "300000"), num("281113")},
			{goal(target.Growth, "7.5"), num("6.9")},
			{goal(target.Flow, "1000"), num("900")},
		} {
			x, err := evaluate.Assess(r.Target, target.Observation{
				Unit: "00", Indicator: r.Target.Indicator.Code, Period: r.Target.Period, Value: r.Actual,
			})
			if err != nil {
				return nil, err
			}
			c.Assessments = append(c.Assessments, x)
		}
		other, err := evaluate.New(book())
		if err != nil {
			return nil, err
		}
		card, err := other.Score(c)
		if err != nil {
			return nil, err
		}
		return append(
			methods([]any{e, card}),
			fallible("Score", func() (evaluate.Scorecard, error) { return e.Score(c) }),
			fallible("Years", func() (evaluate.Scorecard, error) {
				return e.CombineYears([]evaluate.Scorecard{card, card})
			}),
		), nil
	}}
}

// sharedComposites scores the same data by the same composites.
func sharedComposites() sharing {
	return sharing{"index.Composite", func() ([]call, error) {
		var calls []call
		for _, op := range indexOperations() {
			a, ok := op.args().(*indexArgs)
			if !ok {
				continue
			}
			c, err := index.New(a.Spec)
			if err != nil {
				return nil, err
			}
			calls = append(calls, fallible(op.name, func() (*index.Result, error) { return c.Score(a.Data) }))
		}
		a := indexOf()
		c, err := index.New(a.Spec)
		if err != nil {
			return nil, err
		}
		r, err := c.Score(a.Data)
		if err != nil {
			return nil, err
		}
		return append(calls, methods([]any{c, r})...), nil
	}}
}

// sharedRegions ranks the same units over the same regions of weights.
func sharedRegions() sharing {
	return sharing{"robust.Region/shared", func() ([]call, error) {
		a := regionOf()
		a.Sampling.Draws = 20
		var calls []call
		for _, build := range []func() (*robust.Region, error){
			func() (*robust.Region, error) { return robust.Simplex(a.Components) },
			func() (*robust.Region, error) { return robust.Around(a.Weights, a.Share) },
			func() (*robust.Region, error) { return robust.Box(a.Low, a.High) },
		} {
			region, err := build()
			if err != nil {
				return nil, err
			}
			other, err := build()
			if err != nil {
				return nil, err
			}
			d, err := robust.Intervals(a.Units, other)
			if err != nil {
				return nil, err
			}
			calls = append(
				append(calls, methods([]any{region, d})...),
				fallible("Intervals", func() (*robust.Dominance, error) { return robust.Intervals(a.Units, region) }),
				fallible("Shares", func() ([]robust.RankShares, error) {
					return robust.SampleRanks(a.Units, region, a.Sampling)
				}),
			)
		}
		return calls, nil
	}}
}

// sharedSets asks the same confidence sets.
func sharedSets() sharing {
	return sharing{"robust.RankSets", func() ([]call, error) {
		a := setsOf()
		sets, err := robust.ConfidenceSets(a.Estimates, a.Confidence)
		if err != nil {
			return nil, err
		}
		counted, err := robust.Multinomial(a.Counts, a.Counting)
		if err != nil {
			return nil, err
		}
		return methods([]any{sets, counted}), nil
	}}
}

// sharedTable ranks and views after the same earlier table.
func sharedTable() sharing {
	return sharing{"ranking.Table", func() ([]call, error) {
		a := tableOf()
		then, err := ranking.New(a.Then, a.Options)
		if err != nil {
			return nil, err
		}
		o := a.Options
		o.Before = then
		now, err := ranking.New(a.Now, o)
		if err != nil {
			return nil, err
		}
		changes, err := ranking.Changes(a.Now, a.Then, a.Change)
		if err != nil {
			return nil, err
		}
		return append(
			methods([]any{then, now, changes}),
			fallible("New", func() (*ranking.Table, error) { return ranking.New(a.Now, o) }),
			fallible("View", func() (*ranking.View, error) { return now.View(a.Audience) }),
			fallible("Pressures", func() ([]ranking.Pressure, error) { return now.Pressures(a.Pressure) }),
			fallible("Tournament", func() (ranking.Tournament, error) { return now.Tournament(a.Code, a.Rivals) }),
		), nil
	}}
}

// sharedBallots compares the same rankings, alone and together.
func sharedBallots() sharing {
	return sharing{"consensus.Preferences", func() ([]call, error) {
		a := ordersOf()
		p, err := consensus.New(consensus.Ballots(a.A, a.B, a.C), a.Options)
		if err != nil {
			return nil, err
		}
		k, err := consensus.NewKendall(a.A, a.C)
		if err != nil {
			return nil, err
		}
		other, err := consensus.New(consensus.Ballots(a.A, a.B, a.C), a.Options)
		if err != nil {
			return nil, err
		}
		best, err := other.Kemeny()
		if err != nil {
			return nil, err
		}
		return methods([]any{p, k, best, other.Borda(), a.C}), nil
	}}
}
