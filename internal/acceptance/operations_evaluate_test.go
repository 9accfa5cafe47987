package acceptance_test

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

type assessArgs struct {
	Target      target.Target
	Observation target.Observation
	Options     evaluate.AssessOptions
}

type trackArgs struct {
	Target target.Target
	Series []target.Point
	Rule   progress.Rule
}

// book is a scoring book with everything in it.
func book() evaluate.Scheme {
	return evaluate.Scheme{
		Name: "book",
		Items: []evaluate.Item{
			{
				Code: "t-ratio", Name: "density", Max: num("40"), Points: evaluate.ProRata{},
				Bonus: &evaluate.Bonus{Per: num("0.1"), Points: num("1"), Max: num("5")}, Veto: true,
			},
			{
				Code: "t-stock", Max: num("20"), ScoreBy: evaluate.ByLinear,
				Points: evaluate.Steps{
					Breakpoints: []evaluate.Breakpoint{
						{At: num("1"), Points: num("20")},
						{At: num("0.9"), Points: num("15")},
						{At: num("0.5"), Points: num("3")},
					},
				},
			},
			{
				Code: "t-growth", Max: num("10"),
				Points: evaluate.Interpolation{
					Breakpoints: []evaluate.Breakpoint{
						{At: num("1"), Points: num("10")},
						{At: num("0.8"), Points: num("6")},
						{At: num("0"), Points: num("0")},
					},
				},
			},
			{
				Code: "t-flow", Max: num("10"),
				Points: evaluate.Deductions{Per: num("0.03"), Points: num("1"), Begun: true}, VetoAtEnd: true,
			},
			{Code: "survey", Max: num("5"), Optional: true},
			{Code: "system", Max: num("20")},
			{Code: "accidents", Max: num("10"), Penalty: true},
		},
		Grades: []evaluate.Grade{{Name: "excellent", From: num("90")}, {Name: "good", From: num("75")}, {Name: "fail"}},
		Failed: "fail", Cap: some("105"), Round: some("0.01"), Floor: true, Years: &evaluate.YearWeights{
			Earlier: num("0.5"), Last: num("0.5"),
		},
	}
}

// result is a target with what was observed of it.
type result struct {
	Target target.Target
	Actual decimal.Decimal
}

// toDateArgs are targets on the way, with a path for one of them.
type toDateArgs struct {
	Targets      []target.Target
	Observations []target.Observation
	Path         []target.Point
	By           target.Period
	Choice       target.Choice
}

func toDateOf() toDateArgs {
	flow, growth := goal(target.Flow, "120"), goal(target.Growth, "7.5")
	density := withBase(goal(target.Ratio, "3.3"), 2010, "1.7")
	reduction := goal(target.Reduction, "16")
	reduction.Period = target.Years(2011, 2015)
	a := toDateArgs{
		Targets: []target.Target{flow, growth, density, reduction, goal(target.Milestone, "1")},
		Path:    quarters(2015, "3 4 0 5"), By: target.Month(2015, 12),
	}
	for k, period := range []target.Period{
		target.Half(2015, 1), target.Half(2015, 1), target.Month(2014, 9), target.Years(2011, 2013),
	} {
		t := a.Targets[k]
		a.Observations = append(a.Observations, target.Observation{
			Unit: t.Unit, Indicator: t.Indicator.Code, Period: period, Value: nums("77.7 7.4 2.9 9")[k],
		})
	}
	return a
}

// chosenArgs are figures of two reporters for one target.
type chosenArgs struct {
	Targets      []target.Target
	Observations []target.Observation
	Choice       target.Choice
}

func chosenOf() chosenArgs {
	t := goal(target.Ratio, "3.3")
	a := chosenArgs{Targets: []target.Target{t}, Choice: target.Choice{Reporters: []string{"sipo"}, AsOf: "2016-06"}}
	for k, reporter := range []string{"anhui", "sipo"} {
		a.Observations = append(a.Observations, target.Observation{
			Unit: t.Unit, Indicator: t.Indicator.Code, Period: t.Period, Value: nums("4.1 3.1")[k],
			Reporter: reporter, Vintage: "2016-03",
		})
	}
	return a
}

func runToDate(a *toDateArgs) (any, error) {
	var s several
	path := func(t target.Target) []target.Point {
		if t.Indicator.Kind == target.Flow {
			return a.Path
		}
		return nil
	}

	for k, o := range a.Observations[:min(len(a.Observations), len(a.Targets))] {
		x, err := evaluate.ToDate(a.Targets[k], o, evaluate.ToDateOptions{Path: path(a.Targets[k]), By: a.By})
		soFar, needed := x.PerStep(target.Quarterly)
		s.add([]any{x, x.String(), soFar, needed, x.Due.String(), written(x)}, err)
	}

	m, err := evaluate.Monitor(
		slices.Values(a.Targets), slices.Values(a.Observations),
		evaluate.MonitorOptions{Path: path, By: a.By, Choice: &a.Choice},
	)
	s.add([]any{
		m.Len(), slices.Collect(m.All()), slices.Collect(m.Missing()), slices.Collect(m.Overdue()),
		slices.Collect(m.Untargeted()), m.Chosen(),
	}, err)
	return s.done()
}

type scoreArgs struct {
	Scheme  evaluate.Scheme
	Results []result
	Case    evaluate.Case
	Later   decimal.Decimal
}

func evaluateOperations() []operation {
	var ops []operation
	for _, k := range []target.Kind{
		target.Flow, target.Stock, target.Cumulative, target.Ratio, target.Share, target.Growth, target.Reduction,
		target.Index, target.Position, target.Milestone,
	} {
		ops = append(ops, use("evaluate.Assess/"+k.String(), func() assessArgs {
			t := withBase(goal(k, "16"), 2010, "11")
			actual := "13.89"
			switch k {
			case target.Position:
				t.Indicator.Better, t.Indicator.Places, actual = target.Lower, target.Places(0), "12"
			case target.Milestone:
				t, actual = goal(k, "1"), "1"
			}
			return assessArgs{
				t,
				target.Observation{Unit: "00", Indicator: t.Indicator.Code, Period: t.Period, Value: num(actual)},
				evaluate.AssessOptions{Published: true},
			}
		}, func(a *assessArgs) (any, error) {
			x, err := evaluate.Assess(a.Target, a.Observation)
			if err != nil {
				return nil, err
			}
			y, err := evaluate.AssessWith(a.Target, a.Observation, a.Options)
			return []any{x, y, written(x)}, err
		}))
	}

	rules := []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.UNSD(),
		progress.Forecast{},
		progress.Weather{},
		progress.Weather{EachYear: true},
		progress.CurrentStatus{},
		progress.Anticipated{Since: 2010},
		progress.PathGap{},
		progress.PathGap{Schedule: nums("0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1")},
	}

	names := []string{
		"cagr", "open sdg", "linear", "unsd", "forecast", "weather", "each year", "current status", "anticipated",
		"path gap", "schedule",
	}
	for i, p := range rules {
		ops = append(ops, use("progress.Track/"+names[i], func() trackArgs {
			t := withBase(goal(target.Share, "18"), 2010, "11.7")
			if t.Period = target.Year(2020); names[i] == "schedule" {
				p = progress.PathGap{
					Schedule: nums("0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"), Path: nil, Categories: nil,
				}
			}
			return trackArgs{t, years(2010, "11.7 12.5 13.5 13.8 14.4 14.9"), cloneRule(p)}
		}, func(a *trackArgs) (any, error) {
			v, err := progress.Track(a.Target, a.Series, a.Rule)
			return []any{v, written(v)}, err
		}))
		switch p.(type) {
		case progress.CAGRRatio, progress.Forecast, progress.Weather:
			ops = append(ops, use("progress.TrackTrend/"+names[i], func() trackArgs {
				return trackArgs{goal(target.Share, "18"), years(2010, "11.7 12.5 13.5 13.8 14.4 14.9"), cloneRule(p)}
			}, func(a *trackArgs) (any, error) {
				return progress.TrackTrend(a.Target.Indicator, a.Series, a.Rule)
			}))
		}
	}

	return append(ops,
		use("evaluate.AssessAll", func() []assessArgs {
			var all []assessArgs
			for _, unit := range []string{"44", "11", "31"} {
				t := goal(target.Ratio, "3.3")
				t.Unit = unit
				all = append(
					all,
					assessArgs{
						Target: t,
						Observation: target.Observation{
							Unit: unit + "0", Indicator: t.Indicator.Code, Period: t.Period, Value: num("4.1"),
						},
					},
				)
			}
			all[1].Observation.Unit = "11"
			return all
		}, func(all *[]assessArgs) (any, error) {
			var targets []target.Target
			var observations []target.Observation
			for _, a := range *all {
				targets, observations = append(targets, a.Target), append(observations, a.Observation)
			}
			assessed, err := evaluate.AssessAll(
				slices.Values(targets), slices.Values(observations), evaluate.AssessOptions{},
			)
			return []any{
				slices.Collect(assessed.All()), slices.Collect(assessed.Missing()),
				slices.Collect(assessed.Untargeted()),
			}, err
		}),
		use("evaluate.AssessAll/Choice", chosenOf, func(a *chosenArgs) (any, error) {
			assessed, err := evaluate.AssessAll(
				slices.Values(a.Targets), slices.Values(a.Observations), evaluate.AssessOptions{Choice: &a.Choice},
			)
			return []any{assessed.Len(), slices.Collect(assessed.All()), assessed.Chosen()}, err
		}),
		use("evaluate.ToDate", toDateOf, runToDate),
		use("progress.WeatherOf", func() struct {
			Targets []target.Target
			Series  []target.Point
		} {
			a, b := goal(target.Share, "18"), goal(target.Share, "30")
			a.Period, b.Period, b.Code = target.Year(2020), target.Year(2030), "b"
			return struct {
				Targets []target.Target
				Series  []target.Point
			}{[]target.Target{b, a}, years(2010, "11.7 12.5 13.5 13.8 14.4 14.9")}
		}, func(a *struct {
			Targets []target.Target
			Series  []target.Point
		},
		) (any, error) {
			p, t, err := progress.WeatherOf(a.Targets, a.Series, progress.Weather{})
			return []any{p, t}, err
		}),
		use("progress.Goals", func() struct {
			Colours    []progress.Colour
			Trends     []decimal.Decimal
			Indicators int
		} {
			return struct {
				Colours    []progress.Colour
				Trends     []decimal.Decimal
				Indicators int
			}{[]progress.Colour{progress.Green, progress.Red, progress.Green}, nums("4 4 1"), 4}
		}, func(a *struct {
			Colours    []progress.Colour
			Trends     []decimal.Decimal
			Indicators int
		},
		) (any, error) {
			mean, category, err := progress.GoalTrend(a.Trends, a.Indicators)
			if err != nil {
				return nil, err
			}
			var verdicts []progress.Progress
			for _, d := range a.Trends {
				verdicts = append(verdicts, progress.Progress{Score: decimal.NewNullDecimal(d)})
			}
			all, err := progress.OpenSDG().Mean(verdicts)
			return []any{progress.GoalColour(a.Colours), mean, category, all}, err
		}),
		use("evaluate.Score", func() scoreArgs {
			return scoreArgs{
				Scheme: book(),
				Results: []result{
					{goal(target.Ratio, "3.3"), num("3.71")},
					{goal(target.Stock, "300000"), num("281113")},
					{goal(target.Growth, "7.5"), num("6.9")},
					{goal(target.Flow, "1000"), num("900")},
				},
				Case: evaluate.Case{Unit: "00", Panel: []evaluate.Opinion{
					{
						By: "a", Weight: num("0.7"),
						Awarded: map[string]decimal.Decimal{"system": num("17"), "accidents": num("2")},
					},
					{
						By: "b", Weight: num("0.3"),
						Awarded: map[string]decimal.Decimal{"system": num("14.5"), "accidents": num("2")},
					},
				}},
				Later: num("3"),
			}
		}, func(a *scoreArgs) (any, error) {
			e, err := evaluate.New(a.Scheme)
			if err != nil {
				return nil, err
			}

			c := a.Case
			for _, r := range a.Results {
				x, err := evaluate.Assess(
					r.Target,
					target.Observation{
						Unit: r.Target.Unit, Indicator: r.Target.Indicator.Code, Period: r.Target.Period,
						Value: r.Actual,
					},
				)
				if err != nil {
					return nil, err
				}
				c.Assessments = append(c.Assessments, x)
			}

			first, err := e.Score(c)
			if err != nil {
				return nil, err
			}

			c.Panel, c.Awarded = nil, map[string]decimal.Decimal{"system": num("18"), "accidents": a.Later}
			second, err := e.Score(c)
			if err != nil {
				return nil, err
			}

			both, err := e.CombineYears([]evaluate.Scorecard{first, second})
			return []any{
				first, first.Explain(), second.Explain(), both, both.Explain(), written(first), written(e.Scheme()),
				a.Scheme.Validate(),
			}, err
		}).allocates(128<<20),
		use("response.Analyse", func() struct {
			Change    target.AgendaChange
			Behaviour response.Behaviour
		} {
			from, to := goal(target.Ratio, "12"), goal(target.Ratio, "16")
			from.Period, to.Period, to.Code = target.Year(2020), target.Year(2025), "high"
			return struct {
				Change    target.AgendaChange
				Behaviour response.Behaviour
			}{
				target.AgendaChange{What: target.Replaced, Date: "2020-11-03", From: &from, To: &to},
				response.Behaviour{
					Unit: "00",
					Figures: years(
						2014, "1209402 1596977 1628881 1720828 2335411 2474406 3520901 4467165 4201203 3532282",
					),
					Part: years(2014, "162680 263436 302136 326970 345959 360919 440691 585910 695591 819234"),
					Log:  true,
					Control: response.Control{
						Unit:    "34",
						Figures: years(2014, "48380 59039 60983 58213 79747 82524 119696 153475 156584 142638"),
						Part:    years(2014, "5184 11180 15292 12440 14846 14958 21432 23624 26180 30526"),
					},
				},
			}
		}, func(a *struct {
			Change    target.AgendaChange
			Behaviour response.Behaviour
		},
		) (any, error) {
			turn, err := response.InterventionOf(a.Change)
			if err != nil {
				return nil, err
			}
			r, err := response.Analyse(turn, a.Behaviour)
			return []any{r, r.Explain()}, err
		}),
		use("integrity.Bunch", func() bunchArgs { return bunchOf(integrity.NoCorrection) }, runBunch),
		use("integrity.Bunch/above", func() bunchArgs { return bunchOf(integrity.AboveTarget) }, runBunch),
		use("integrity.Bunch/region", func() bunchArgs { return bunchOf(integrity.AboveRegion) }, runBunch),
		use("integrity.Bunch/defaults", func() bunchArgs {
			a := bunchOf(integrity.AboveTarget)
			a.Options.Edge, a.Options.Elsewhere = integrity.LowerEdge, nums("90")
			a.Options.Order, a.Options.Tolerance, a.Options.RoundNumbers = 0, num("0"), nil
			return a
		}, runBunch),
		use("integrity.FirstDigits", func() []decimal.Decimal {
			return nums(
				"1209402 1596977 162680 263436 302136 585910 695591 819234 44 " +
					"0.0091 -7.5 0 23 31 111 112 118 97 2.5 36",
			)
		}, func(figures *[]decimal.Decimal) (any, error) {
			d, err := integrity.FirstDigits(*figures)
			return []any{d, d.Conformity(), d.Caveat()}, err
		}),
		use("integrity.NearTarget", func() struct {
			Figures     []decimal.Decimal
			Options     integrity.WindowOptions
			Met, Missed int
		} {
			return struct {
				Figures     []decimal.Decimal
				Options     integrity.WindowOptions
				Met, Missed int
			}{
				nums("0.80 0.79 0.80 0.78 0.79 0.80 0.83 0.81 0.70 0.80"),
				integrity.WindowOptions{Target: num("0.80"), Width: num("0.025"), Better: target.Lower},
				59, 41,
			}
		}, func(a *struct {
			Figures     []decimal.Decimal
			Options     integrity.WindowOptions
			Met, Missed int
		},
		) (any, error) {
			near, err := integrity.NearTarget(a.Figures, a.Options)
			if err != nil {
				return nil, err
			}
			b, err := integrity.Binomial(a.Met, a.Missed)
			return []any{near, near.Caveat(), b}, err
		}),
		use("integrity.Ratchet", func() struct {
			Revisions []integrity.TargetRevision
			Better    target.Direction
		} {
			step := func(unit, t, a, n string) integrity.TargetRevision {
				return integrity.TargetRevision{Unit: unit, Target: num(t), Actual: num(a), Next: num(n)}
			}
			return struct {
				Revisions []integrity.TargetRevision
				Better    target.Direction
			}{[]integrity.TargetRevision{
				step("A", "10", "12", "11.1"), step("A", "11.1", "9", "10.8"), step("B", "8", "8", "8.2"),
				step("B", "8.2", "11", "9.5"), step("C", "9", "8", "8.9"), step("C", "8.9", "9.7", "9.3"),
			}, target.Higher}
		}, func(a *struct {
			Revisions []integrity.TargetRevision
			Better    target.Direction
		},
		) (any, error) {
			r, err := integrity.Ratchet(a.Revisions, a.Better)
			return []any{r, r.Caveat()}, err
		}),
		use("integrity.CompareGuards", func() struct {
			Volumes []integrity.GuardedVolume
			Options integrity.GuardOptions
		} {
			pair := func(unit, a, b, c, d string) integrity.GuardedVolume {
				return integrity.GuardedVolume{
					Unit: unit, Volume: integrity.BeforeAfter{Before: num(a), After: num(b)},
					Guard: integrity.BeforeAfter{Before: num(c), After: num(d)},
				}
			}
			return struct {
				Volumes []integrity.GuardedVolume
				Options integrity.GuardOptions
			}{[]integrity.GuardedVolume{
				pair("Anqing", "1200", "2100", "4.1", "9.8"),
				pair("Bozhou", "800", "960", "5.0", "4.2"), pair("Chizhou", "500", "510", "3.3", "3.1"),
			}, integrity.GuardOptions{Better: target.Lower, Rise: num("0.10"), Worse: num("0.5")}}
		}, func(a *struct {
			Volumes []integrity.GuardedVolume
			Options integrity.GuardOptions
		},
		) (any, error) {
			g, err := integrity.CompareGuards(a.Volumes, a.Options)
			return []any{g, g.Caveat()}, err
		}),
	)
}

// cloneRule gives each use its own slices.
func cloneRule(p progress.Rule) progress.Rule {
	switch p := p.(type) {
	case progress.CAGRRatio:
		p.Categories, p.TrendCategories = slices.Clone(p.Categories), slices.Clone(p.TrendCategories)
		p.Scores, p.TrendScores = slices.Clone(p.Scores), slices.Clone(p.TrendScores)
		return p
	case progress.Forecast:
		p.Categories, p.TrendCategories = slices.Clone(p.Categories), slices.Clone(p.TrendCategories)
		return p
	case progress.PathGap:
		p.Schedule = slices.Clone(p.Schedule)
		return p
	}
	return p
}

type bunchArgs struct {
	Figures []decimal.Decimal
	Options integrity.BunchOptions
}

func bunchOf(c integrity.BunchCorrection) bunchArgs {
	var figures []decimal.Decimal
	for pct := int64(80); pct <= 120; pct++ {
		for range 3 + (pct*pct)%4 {
			figures = append(figures, decimal.New(pct, 0))
		}
	}
	for range 12 {
		figures = append(figures, decimal.New(100, 0))
	}
	return bunchArgs{figures, integrity.BunchOptions{
		Target: num("100"), Width: num("1"), Below: 19, Above: 20, ExcludeBelow: 2, ExcludeAbove: 1, Order: 4,
		RoundNumbers: nums("5"), Correct: c, Tolerance: num("0.000001"), Replicates: 50, Seed: 7,
	}}
}

func runBunch(a *bunchArgs) (any, error) {
	b, err := integrity.Bunch(a.Figures, a.Options)
	return []any{b, b.Caveat()}, err
}
