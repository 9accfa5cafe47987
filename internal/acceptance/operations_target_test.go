package acceptance_test

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// indicator is one of each kind.
func indicator(k target.Kind) target.Indicator {
	i := target.Indicator{Code: "i-" +
		k.String(), Name: k.String(), Measure: "%", Kind: k, Better: target.Higher, Places: target.Places(2)}
	switch k.Law() {
	case target.WeightedMean:
		i.Per = decimal.New(100, 0)
	case target.Sum, target.Count:
		i.Places, i.Measure = target.Precision{}, "patents"
	case target.NoLaw:
	}
	return i
}

// goal is a target of the nation for the twelfth plan.
func goal(k target.Kind, value string) target.Target {
	return target.Target{
		Code: "t-" + k.String(), Goal: "strategy", Indicator: indicator(k), Unit: "00", Period: target.Year(2015),
		Value: num(value),
		Force: target.Binding, Tags: []string{"innovation", "plan"},
		Source: target.Source{Document: "12th five-year plan", Issuer: "State Council", Date: "2011-03-14"},
	}
}

func withBase(t target.Target, year int, value string) target.Target {
	t.Baseline = &target.Point{Period: target.Year(year), Value: num(value)}
	return t
}

// agenda is what China wanted of patents per head.
func agenda() (goals []target.Goal, targets []target.Target) {
	density := target.Indicator{
		Code: "density", Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher,
		Per: num("10000"), Places: target.Places(1), OverTime: target.TimeLast,
	}
	by := func(code string, year int, value, date string) target.Target {
		return target.Target{
			Code: code, Goal: "strategy", Indicator: density, Unit: "000000", Period: target.Year(year),
			Value:      num(value),
			Comparator: target.AtLeast, Force: target.Expected, Source: target.Source{Document: code, Date: date},
		}
	}

	office, plan := by("office", 2015, "3.3", "2010-11-11"), by("plan-12", 2015, "3.3", "2011-03-14")
	office.Links = []target.Link{{Relation: target.PromotedTo, Target: plan.Code, Date: "2011-03-14"}}
	action, later := by("action", 2020, "14", "2014-12-10"), by("plan-13", 2020, "12", "2016-03-16")
	later.Replaces = action.Code
	part := by("guangdong", 2015, "9.8", "2012-05-01")
	part.Unit, part.From, part.Withdrawn = "440000", "plan-12", "2015-12"
	goals = []target.Goal{
		{
			Code: "strategy", Title: "National intellectual property strategy", Horizon: target.Years(2008, 2020),
			Setter: "State Council", Source: target.Source{Date: "2008-06-05"},
		},
		{Code: "quality", Statement: "Better patents", Parent: "strategy", Priority: 2},
	}

	return goals, []target.Target{office, plan, action, later, part}
}

type agendaArgs struct {
	Goals    []target.Goal
	Targets  []target.Target
	Date     string
	From, To string
	Code     string
}

func agendaOf() agendaArgs {
	goals, targets := agenda()
	return agendaArgs{goals, targets, "2015-06-30", "2009", "2016-12-31", "plan-13"}
}

// problemsArgs is an input with something wrong in every part.
type problemsArgs struct {
	Code, Word   string
	Known        []string
	Value        decimal.Decimal
	Index, Count int
}

func problemsOf() problemsArgs {
	return problemsArgs{
		Code: "32\n0000", Word: "yearly", Known: []string{"monthly", "quarterly"},
		Value: num("-1.5"), Index: 2, Count: 31,
	}
}

func (a *problemsArgs) report() []any {
	var out []any
	for _, byPath := range []bool{false, true} {
		p := target.Problems{ByPath: byPath}
		at := p.At("options").Field("units").Key(a.Code)
		well := []bool{
			at.Field("code").Code(a.Code), at.Field("word").Required(a.Word == "", a.Word),
			at.Field("word").OneOf(a.Word, a.Known...),
			at.Field("figure").Figure(a.Value), at.Field("positive").Positive(a.Value),
			at.Field("zero").NonNegative(a.Value),
			at.Field("share").Between(a.Value, decimal.Zero, num("1")), at.Index(a.Index).Count(a.Count, 0, 30),
		}
		at.Unknown(a.Word, a.Known...)
		at.Duplicate(a.Value)
		at.Report(a.Count, target.ErrInvalid, a.Word)
		well = append(well, at.Add(target.UnknownError("kind", a.Word, a.Known...)), at.AddRooted(p.Err()), p.Full())
		out = append(out, well, p.Len(), p.Err().Error(), len(target.AllErrors(p.Err())), at.String())
	}
	return out
}

type pathArgs struct {
	Target target.Target
	Shape  string
	Shares []decimal.Decimal
	Series []target.Point
	Step   target.Frequency
}

func runPath(a *pathArgs) (any, error) {
	var s temporal.Shape
	switch a.Shape {
	case "linear":
		s = temporal.StraightLine{}
	case "compound":
		s = temporal.ConstantRate{}
	case "shares":
		s = temporal.Schedule{Shares: a.Shares}
	case "following":
		s = temporal.Profile{Series: a.Series}
	}
	points, err := temporal.Path(a.Target, s, a.Step)
	return points, err
}

type disaggregateArgs struct {
	Long, Series []target.Point
	Options      temporal.DisaggregateOptions
}

func targetOperations() []operation {
	ops := []operation{
		use("target.Agenda", agendaOf, func(a *agendaArgs) (any, error) {
			made, err := target.NewAgenda(a.Goals, a.Targets)
			if err != nil {
				return nil, err
			}
			var s several
			s.add(made, nil)
			then, err := made.AsOf(a.Date)
			s.add(then, err)
			s.add(each(made.Changes(a.From, a.To)))
			s.add(slices.Collect(made.History(a.Code)), nil)
			g, ok := made.Goal(a.Code)
			t, found := made.Target(a.Code)
			s.add([]any{g, ok, t, found, made.InForce(a.Code), made.Equal(then)}, nil)
			s.add(slices.Collect(made.Goals()), nil)
			s.add(slices.Collect(made.All()), nil)
			return s.done()
		}),
		use("target.AgendaChange", func() target.AgendaChange {
			_, targets := agenda()
			return target.AgendaChange{What: target.Replaced, Date: "2016-03-16", From: &targets[2], To: &targets[3]}
		}, func(c *target.AgendaChange) (any, error) {
			return []any{c.Fields(), c.String()}, nil
		}),
		use("target.Validate", func() target.Target {
			t := withBase(goal(target.Ratio, "3.30"), 2010, "1.70")
			t.Comparator, t.Upper, t.Tolerance = target.Within, num("3.50"), num("0")
			t.Links = []target.Link{{Relation: target.DecomposedFrom, Target: "x", Date: "2011"}}
			return t
		}, func(t *target.Target) (any, error) {
			return []any{
				t.EffectiveComparator(), t.String(), t.Due(), t.Indicator.Scale(), t.Indicator.EffectiveQuantum(),
				t.Indicator.TimeLaw(),
			}, t.Validate()
		}),
		use("target.Meets", func() struct {
			Target target.Target
			Figure decimal.Decimal
		} {
			t := goal(target.Index, "50")
			t.Comparator, t.Tolerance = target.About, num("0.5")
			return struct {
				Target target.Target
				Figure decimal.Decimal
			}{t, num("50.4")}
		}, func(a *struct {
			Target target.Target
			Figure decimal.Decimal
		},
		) (any, error) {
			return []any{a.Target.Meets(a.Figure), a.Target.Due(), a.Target.Indicator.Format(a.Figure)}, nil
		}),
		use("target.Precision", func() target.Precision {
			return target.Places(2)
		}, func(p *target.Precision) (any, error) {
			n, said := p.Get()
			return []any{n, said, p.Or(1), target.Places(n).Valid(), target.Precision{}.Or(n)}, nil
		}),
		use("target.Observation", func() target.Observation {
			return target.Observation{
				Unit: "00", Indicator: "i", Period: target.Year(2015), Value: num("6.3"), Coverage: "all",
				Source: target.Source{Date: "2016"},
			}
		}, func(o *target.Observation) (any, error) {
			return *o, o.Validate()
		}),
		use("target.Goal", func() target.Goal {
			return target.Goal{
				Code: "g", Title: "strategy", Statement: "more", Parent: "p", Horizon: target.Years(2008, 2020),
				Setter: "s", Priority: 1,
			}
		}, func(g *target.Goal) (any, error) {
			return *g, g.Validate()
		}),
		use("target.Period", func() struct {
			Text, Date        string
			Year, Quarter, To int
			Month             time.Month
			Plan              int
			Places            int32
			Step              target.Frequency
		} {
			return struct {
				Text, Date        string
				Year, Quarter, To int
				Month             time.Month
				Plan              int
				Places            int32
				Step              target.Frequency
			}{"2011/2015", "2013-05-31", 2011, 3, 2014, time.May, 12, 8, target.Quarterly}
		}, func(a *struct {
			Text, Date        string
			Year, Quarter, To int
			Month             time.Month
			Plan              int
			Places            int32
			Step              target.Frequency
		},
		) (any, error) {
			p, err := target.ParsePeriod(a.Text)
			if err != nil {
				return nil, err
			}

			all := []target.Period{
				p, target.Year(a.Year), target.Years(a.Year, a.To), target.Quarter(a.Year, a.Quarter),
				target.Month(a.Year, a.Month),
				target.FiveYearPlan(a.Plan), target.Months(target.Year(a.Year), target.Year(a.To)),
			}

			var s several
			for _, q := range all {
				days, of, err := p.Elapsed(a.Date)
				s.add([]int{days, of}, err)
				s.add(q.ElapsedShare(a.Date, a.Places))
				y1, m1 := q.Start()
				y2, m2 := q.End()
				s.add([]any{y1, int(m1), y2, int(m2), a.Step.Months()}, nil)
				s.add([]any{
					q, q.First(), q.Last(), q.Len(), q.EndYear(), q.IsZero(), p.Contains(q), p.Compare(q), p.Equal(q),
					slices.Collect(q.Split(a.Step)), slices.Collect(q.Split(target.Yearly)),
					len(slices.Collect(q.Split(target.Quarterly))), len(slices.Collect(q.Split(target.Monthly))),
				}, nil)
			}

			return s.done()
		}),
		use(
			"target.Problems", problemsOf, func(a *problemsArgs) (any, error) { return a.report(), nil },
		).allocates(128 << 20),
		use("temporal.Combine", func() struct {
			Indicator     target.Indicator
			Period        target.Period
			Parts, Basis  []target.Point
			Laws          []target.TimeLaw
			AllErrorsFrom error
		} {
			return struct {
				Indicator     target.Indicator
				Period        target.Period
				Parts, Basis  []target.Point
				Laws          []target.TimeLaw
				AllErrorsFrom error
			}{
				Indicator: indicator(target.Reduction), Period: target.Years(2006, 2010),
				Parts: years(2006, "-1.51 2.20 4.18 3.61 4.01"), Basis: years(2006, "100 113 127 145 160"),
				Laws: []target.TimeLaw{
					target.TimeSum, target.TimeLast, target.TimeFirst, target.TimeMean, target.TimeWeighted,
					target.TimeCompound,
				},
			}
		}, func(a *struct {
			Indicator     target.Indicator
			Period        target.Period
			Parts, Basis  []target.Point
			Laws          []target.TimeLaw
			AllErrorsFrom error
		},
		) (any, error) {
			var s several
			for _, law := range a.Laws {
				i, basis := a.Indicator, []target.Point(nil)
				if i.OverTime = law; law == target.TimeWeighted {
					basis = a.Basis
				}
				x, err := temporal.Combine(i, a.Period, a.Parts, basis)
				s.add(x, err)
				s.add(target.AllErrors(err), nil)
			}
			return s.done()
		}),
		use("temporal.Series", func() struct {
			Indicator    target.Indicator
			Observations []target.Observation
		} {
			at := func(year int, v string, s target.Status) target.Observation {
				return target.Observation{
					Unit: "00", Indicator: "i-growth", Period: target.Year(year), Value: num(v), Status: s,
				}
			}
			return struct {
				Indicator    target.Indicator
				Observations []target.Observation
			}{indicator(target.Growth), []target.Observation{
				at(2009, "8.7", target.Provisional), at(2008, "9.0", target.Provisional),
				at(2008, "9.6", target.Revised), at(2009, "9.1", target.Final),
			}}
		}, func(a *struct {
			Indicator    target.Indicator
			Observations []target.Observation
		},
		) (any, error) {
			return temporal.Series(a.Indicator, a.Observations)
		}),
	}

	for _, k := range []target.Kind{
		target.Flow, target.Stock, target.Cumulative, target.Ratio, target.Share, target.Growth, target.Reduction,
		target.Index,
	} {
		for _, shape := range []string{"linear", "compound", "shares", "following"} {
			ops = append(ops, use("temporal.Path/"+k.String()+"-"+shape, func() pathArgs {
				t := withBase(goal(k, "31"), 2010, "17")
				if k == target.Flow || k == target.Growth || k == target.Reduction {
					t.Period = target.FiveYearPlan(12)
				}
				a := pathArgs{Target: t, Shape: shape, Step: target.Yearly}
				switch shape {
				case "shares":
					a.Shares = nums("20 41 60 83 100")
				case "following":
					a.Series = years(2010, "17 19.5 22 24.25 26 30")
				}
				return a
			}, runPath))
		}
	}

	for _, m := range []temporal.Disaggregation{
		temporal.DentonProportional, temporal.DentonAdditive, temporal.ChowLin, temporal.Fernandez,
		temporal.Litterman, temporal.Even,
	} {
		for _, law := range []target.TimeLaw{target.TimeSum, target.TimeMean, target.TimeLast, target.TimeFirst} {
			ops = append(ops, use("temporal.Disaggregate/"+m.String()+"-"+law.String(), func() disaggregateArgs {
				o := temporal.DisaggregateOptions{
					Method: m, Conversion: law, Places: 2, NoConstant: law == target.TimeLast,
				}
				if law == target.TimeFirst {
					o.Difference, o.Original = 2, true
				}
				if m == temporal.ChowLin || m == temporal.Litterman {
					o.Rho = num("0.75")
				}
				return disaggregateArgs{
					Long: []target.Point{
						{Period: target.Years(2009, 2010), Value: num("201.50")},
						{Period: target.Years(2011, 2012), Value: num("256.19")},
						{Period: target.Years(2013, 2014), Value: num("306.21")},
						{Period: target.Years(2015, 2016), Value: num("402.88")},
					},
					Series:  years(2009, "31.4 39.1 41.5 53.5 70.4 80.1 96.8 120.4 124.5"),
					Options: o,
				}
			}, func(a *disaggregateArgs) (any, error) {
				figures, err := temporal.Disaggregate(a.Long, a.Series, a.Options)
				if err != nil || a.Options.Method != temporal.ChowLin && a.Options.Method != temporal.Litterman {
					return figures, err
				}
				rho, err := temporal.EstimateRho(a.Long, a.Series, a.Options)
				return []any{figures, rho}, err
			}))
		}
	}

	return ops
}
