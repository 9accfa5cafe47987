package acceptance_test

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// planArgs is a cascade as plain data: the method by its name, columns as maps.
type planArgs struct {
	Levels  []string
	Units   []hierarchy.Unit
	Target  target.Target
	Method  string
	By      map[string]decimal.Decimal // what the method goes by
	More    map[string]decimal.Decimal // its second column
	Share   decimal.Decimal            // its share, weight or progress
	Steps   []decimal.Decimal
	Basis   map[string]decimal.Decimal
	Min     map[string]decimal.Decimal
	Max     map[string]decimal.Decimal
	Release []string
	Stretch decimal.Decimal
	Reserve decimal.Decimal
	Round   apportion.Rounding
	Held    []hierarchy.Hold
	Groups  []hierarchy.GroupBound
	Exempt  []hierarchy.Exemption
	Level   string // whose rule has no bounds, stretch or reserve
	Depth   string
	Code    string
}

func planOf(t target.Target, method string) planArgs {
	levels, units := nation()
	a := planArgs{
		Levels: levels, Units: units, Target: t.Clone(), Method: method, Level: "city", Code: "3102",
		By: figures(inForce), More: figures(people), Basis: figures(people),
		Share: num("0.625"), Steps: nums("2 3 4.5"),
	}
	a.Basis["44x"] = num("4300")
	return a
}

func (a *planArgs) method(by, more hierarchy.Column) hierarchy.Method {
	switch a.Method {
	case "equal":
		return hierarchy.Equal()
	case "uniform":
		return hierarchy.Uniform()
	case "proportional":
		return hierarchy.Proportional(by)
	case "increment":
		return hierarchy.Increment(by, more)
	case "scale":
		return hierarchy.Scale(by)
	case "shift":
		return hierarchy.Shift(by)
	case "converge":
		return hierarchy.Converge(by, a.Share)
	case "bands":
		return hierarchy.Bands(by, a.Steps...)
	case "negotiated":
		return hierarchy.Negotiated(more, a.Share, hierarchy.Proportional(by))
	case "blend":
		return hierarchy.Blend(
			hierarchy.Part{Weight: a.Share, Method: hierarchy.Proportional(by)},
			hierarchy.Part{Weight: num("0.25"), Method: hierarchy.Proportional(more)},
			hierarchy.Part{Weight: num("0.125")},
		)
	case "capability":
		return hierarchy.Capability(by, by, more)
	case "equal awards":
		return hierarchy.EqualAwards(by)
	case "equal losses":
		return hierarchy.EqualLosses(by)
	case "talmud":
		return hierarchy.Talmud(by)
	case "random arrival":
		return hierarchy.RandomArrival(by)
	case "minimal overlap":
		return hierarchy.MinimalOverlap(by)
	case "adjusted proportional":
		return hierarchy.AdjustedProportional(by)
	case "piniles":
		return hierarchy.Piniles(by)
	case "ratio of means":
		return hierarchy.RatioOfMeans(by, more)
	case "mean of ratios":
		return hierarchy.MeanOfRatios(by, more)
	}
	return nil
}

// options builds the columns and the options.
func (a *planArgs) options() (*hierarchy.Tree, hierarchy.Options, error) {
	t, c, err := tree(a.Levels, a.Units, a.By, a.More, a.Basis, a.Min, a.Max)
	if err != nil {
		return nil, hierarchy.Options{}, err
	}

	plain := hierarchy.Rule{Method: a.method(c[0].Named("patents in force"), c[1].Named("population"))}
	if a.Target.Indicator.Kind.Law() != target.WeightedMean {
		plain.Rounding = a.Round
	}
	rule := plain
	rule.Min, rule.Max = c[3], c[4]
	rule.Stretch, rule.Reserve = decimal.NewNullDecimal(a.Stretch), decimal.NewNullDecimal(a.Reserve)
	o := hierarchy.Options{Rule: rule, Holds: a.Held, GroupBounds: a.Groups, Exempt: a.Exempt, LastLevel: a.Depth}
	if a.Depth == "" {
		o.Units = map[string]hierarchy.Rule{"11": plain}
	}
	if a.Level != "" {
		o.Levels = map[string]hierarchy.Rule{a.Level: plain}
	}
	if a.Target.Indicator.Kind.Law() == target.WeightedMean {
		o.Basis = c[2]
	}
	return t, o, nil
}

func cascade(a *planArgs) (any, error) {
	t, o, err := a.options()
	if err != nil {
		return nil, err
	}
	p, err := hierarchy.Cascade(t, a.Target, o)
	if err != nil {
		return nil, err
	}
	q, ok := p.Quota(a.Code)
	out := []any{p, q, ok, len(p.Explain(a.Code).Steps), slices.Collect(p.Exemptions()), p.Check()}
	if len(a.Groups) > 0 {
		out = append(out, slices.Collect(p.Groups()), p.Explain(a.Code).String())
	}
	return out, nil
}

// formArgs is a plan in another form, and one of its quotas handed down further.
type formArgs struct {
	Plan       planArgs
	Code       string
	Conversion convert.Conversion
	Bases      map[string]decimal.Decimal
	MeanBases  map[string]decimal.Decimal
	Unit       string
}

func (a *formArgs) run() (any, error) {
	t, o, err := a.Plan.options()
	if err != nil {
		return nil, err
	}
	p, err := hierarchy.Cascade(t, a.Plan.Target, o)
	if err != nil {
		return nil, err
	}
	_, columns, err := treeAnd(t, a.Bases, a.MeanBases)
	if err != nil {
		return nil, err
	}
	form := hierarchy.ConvertOptions{Code: a.Code, Conversion: a.Conversion, Basis: columns[0].Named("bases")}
	if a.MeanBases != nil {
		form.MeanBasis = columns[1]
	}
	converted, err := p.Convert(form)
	if err != nil {
		return nil, err
	}

	var out several
	out.add(converted, converted.Check())
	from, same := converted.From()
	out.add([]any{from == p, same.Code}, nil)
	further, err := converted.Continue(a.Unit, hierarchy.Options{})
	if err == nil {
		out.add([]any{further, further.Above() == converted, further.Explain(a.Plan.Code).String()}, nil)
		converted = further
	}

	data, err := converted.MarshalWithInputs()
	if err != nil {
		return nil, err
	}
	out.add(hierarchy.ReadPlan(data, hierarchy.Inputs{}))
	written, err := form.MarshalJSON()
	if err != nil {
		return nil, err
	}
	read, err := hierarchy.ReadConvertOptions(written, hierarchy.Inputs{Columns: columns})
	out.add(read.Conversion, err)
	return out.done()
}

// formOperations convert, hand down, write and read: a code of a megabyte stands in each
// of four plans and two documents.
func formOperations() []operation {
	form := func(name string, t target.Target, method string, change func(*formArgs)) operation {
		return use("hierarchy.Plan.Convert/"+name, func() formArgs {
			a := formArgs{Plan: planOf(t, method), Code: "form", Bases: figures(people), Unit: "11"}
			a.Bases["44x"] = num("4300")
			a.Plan.Depth, a.Plan.Level = "province", ""
			change(&a)
			return a
		}, (*formArgs).run).allocates(128 << 20)
	}
	return []operation{
		form("ratio to numerator", goal(target.Ratio, "14.40"), "uniform", func(a *formArgs) {
			a.Plan.Stretch = num("0.05")
			a.Plan.Depth, a.Unit = "", "3101"
			a.Conversion = convert.Conversion{
				Formula: convert.RatioToNumerator, Rounded: true,
				To: target.Indicator{
					Code: "patents", Kind: target.Stock, Better: target.Higher, Places: target.Places(0),
				},
				Basis: convert.Basis{In: num("10000")},
			}
		}),
		form("level to reduction", goal(target.Stock, "300000"), "proportional", func(a *formArgs) {
			a.Conversion = convert.Conversion{
				Formula: convert.LevelToReduction, Years: 5,
				To: target.Indicator{
					Code: "cut", Kind: target.Reduction, Better: target.Higher, Per: num("100"),
					Places: target.Places(2),
				},
				Basis: convert.Basis{Period: target.Year(2010)},
			}
		}),
		form("growth to ratio", goal(target.Growth, "7.35"), "uniform", func(a *formArgs) {
			a.Plan.Target.Comparator, a.Plan.Target.Upper = target.Within, num("8.05")
			a.Bases["00"], a.MeanBases = num("14.2"), figures(people)
			a.MeanBases["44x"] = num("4300")
			a.Conversion = convert.Conversion{
				Formula: convert.GrowthToLevel,
				To: target.Indicator{
					Code: "income", Kind: target.Ratio, Better: target.Higher, Places: target.Places(1),
				},
			}
		}),
	}
}

func planOperations() []operation {
	ops := formOperations()
	add := func(name string, t target.Target, method string, change func(*planArgs)) {
		ops = append(ops, use("hierarchy.Cascade/"+name, func() planArgs {
			a := planOf(t, method)
			if change != nil {
				change(&a)
			}
			return a
		}, cascade))
	}
	for _, method := range []string{
		"equal", "proportional", "increment", "negotiated", "blend", "capability", "ratio of means",
		"mean of ratios",
	} {
		add("stock "+method, goal(target.Stock, "300000"), method, func(a *planArgs) {
			if method == "negotiated" {
				a.More = figures(bids)
			}
		})
	}
	for _, method := range []string{
		"equal awards", "equal losses", "talmud", "random arrival", "minimal overlap", "adjusted proportional",
		"piniles",
	} {
		add("claims "+method, goal(target.Stock, "90000"), method, func(a *planArgs) { a.Level = "" })
	}
	for _, method := range []string{"equal", "uniform", "scale", "shift", "converge", "bands", "blend", "negotiated"} {
		add("ratio "+method, goal(target.Ratio, "14.40"), method, func(a *planArgs) {
			a.By, a.More = figures(density), figures(density)
			a.By["44x"], a.More["44x"] = num("2.1"), num("2.2")
			if method == "bands" {
				a.By = figures(bands)
				a.By["44x"], a.Target.Value, a.Level = num("1"), num("3.10"), ""
			}
		})
	}
	for r := apportion.LargestRemainder; r <= apportion.Dean; r++ {
		add("flow "+r.String(), goal(target.Flow, "300001"), "proportional", func(a *planArgs) { a.Round = r })
	}
	for _, k := range []target.Kind{target.Share, target.Growth, target.Reduction} {
		add(k.String(), goal(k, "7.35"), "uniform", func(a *planArgs) {
			a.Min, a.Max = map[string]decimal.Decimal{"11": num("8.11")}, map[string]decimal.Decimal{"31": num("7.00")}
		})
	}
	add("cumulative", goal(target.Cumulative, "300000"), "increment", nil)
	add("milestone", goal(target.Milestone, "3"), "proportional", func(a *planArgs) {
		a.Depth, a.Level = "province", ""
	})
	add("bounds", goal(target.Stock, "300000"), "proportional", func(a *planArgs) {
		a.Min = map[string]decimal.Decimal{"99": num("2000")}
		a.Max = map[string]decimal.Decimal{"11": num("100000")}
		a.Stretch, a.Reserve = num("0.05"), num("1234")
		a.Held = []hierarchy.Hold{{
			Unit: "3102", By: "decree", Reason: "pilot", Value: num("40000"), Until: target.Year(2016),
		}}
	})
	add("groups", goal(target.Stock, "300000"), "proportional", func(a *planArgs) {
		a.Groups = []hierarchy.GroupBound{
			{Name: "the municipalities", Units: []string{"11", "31"}, Min: decimal.NewNullDecimal(num("200000"))},
			{
				Name: "two cities", Units: []string{"3101", "3102"}, By: "decree", Reason: "pilot",
				Min: decimal.NewNullDecimal(num("60000")), Max: decimal.NewNullDecimal(num("70000")),
			},
		}
		a.Held = []hierarchy.Hold{{Unit: "3102", Value: num("40000")}}
	})
	add("exempt", goal(target.Reduction, "16"), "uniform", func(a *planArgs) {
		a.Exempt = []hierarchy.Exemption{{Unit: "31", By: "State Council", Reason: "no figures"}}
		a.Code = "31"
	})
	add("lower", goal(target.Flow, "-300"), "equal", func(a *planArgs) { a.Target.Indicator.Better = target.Lower })
	add("range", goal(target.Growth, "6.50"), "uniform", func(a *planArgs) {
		a.Target.Comparator, a.Target.Upper = target.Within, num("7.00")
	})
	add("quantum", goal(target.Stock, "300000"), "proportional", func(a *planArgs) {
		a.Target.Indicator.Quantum = num("100")
	})
	add("wide", goal(target.Stock, "123456789012345678901234567890"), "proportional", func(a *planArgs) {
		a.By["11"] = num("98765432109876543210987.654321")
	})

	return append(ops,
		use("hierarchy.Prepare", func() planArgs {
			a := planOf(goal(target.Ratio, "14.40"), "scale")
			a.By, a.Share, a.Steps = figures(density), num("12.5"), nil
			a.By["44x"] = num("2.1")
			a.Max = map[string]decimal.Decimal{"11": num("30")}
			return a
		}, func(a *planArgs) (any, error) {
			t, o, err := a.options()
			if err != nil {
				return nil, err
			}
			prepared, err := hierarchy.Prepare(t, a.Target, o)
			if err != nil {
				return nil, err
			}

			var s several
			for _, scenario := range []hierarchy.Scenario{
				{Value: decimal.NewNullDecimal(a.Share)},
				{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}},
				{Basis: o.Basis, Value: decimal.NewNullDecimal(a.Target.Value)},
			} {
				plan, err := prepared.Run(scenario)
				if s.add(plan, err); err != nil {
					break
				}
				again, err := prepared.RunFrom(plan, scenario)
				s.add(again.Equal(plan), err)
				for u, b := range plan.Bounded() {
					s.add([]any{u.Code, b}, nil)
				}
				words, exp, ok := plan.Column().Words()
				var all []int64
				for _, word := range words {
					all = append(all, word)
				}
				s.add([]any{all, exp, ok}, nil)
			}
			return s.done()
		}),
		use("hierarchy.Plan", func() planArgs {
			a := planOf(goal(target.Stock, "300000"), "proportional")
			a.Held = []hierarchy.Hold{
				{Unit: "11", By: "decree", Value: num("120000")},
				{Unit: "31", By: "the ministry", Value: num("60000"), Until: target.Year(2014)},
			}
			a.Release = []string{"11"}
			return a
		}, func(a *planArgs) (any, error) {
			t, o, err := a.options()
			if err != nil {
				return nil, err
			}
			held := o.Holds
			o.Holds = nil
			plan, err := hierarchy.Cascade(t, a.Target, o)
			if err != nil {
				return nil, err
			}
			o.Holds = held
			var s several
			revised, err := plan.Revise(hierarchy.Options{Holds: held})
			s.add(revised, err)
			more := a.Target
			more.Value = more.Value.Add(num("1"))
			s.add(plan.ReviseTo(more, hierarchy.Options{}))
			if err != nil {
				return nil, err
			}
			s.add(revised.Revise(hierarchy.Options{Release: a.Release}))
			s.add([]any{
				slices.Collect(revised.Holds()), slices.Collect(revised.Lapsed()),
				slices.Collect(revised.TakenOver()),
			}, nil)
			s.add(plan.Diff(revised), nil)
			merged, err := hierarchy.Strictest(plan, revised)
			s.add(merged, err)
			s.add(merged.Gaps(), nil)
			announced := maps.Clone(a.More)
			for code := range announced {
				if u, ok := t.Unit(code); ok && u.Level == "city" && u.Parent != "00" {
					delete(announced, code)
				}
			}
			adopted, err := t.Column(column(announced))
			s.add(adopted, err)
			s.add(hierarchy.Compare(plan, adopted))
			s.add(hierarchy.MiddleOut(t, a.Target, adopted, hierarchy.Options{LastLevel: "province"}))
			s.add(hierarchy.CascadeAll(
				t, slices.Values([]target.Target{a.Target, more}),
				func(target.Target) hierarchy.Options { return o },
			))
			s.add([]any{
				plan.Len(), plan.Equal(revised), plan.Column(), plan.Tree().Len(), slices.Collect(plan.Level("city")),
				slices.Collect(plan.Children("44")),
				slices.Collect(plan.Targets()),
			}, nil)
			return s.done()
		}),
		use("hierarchy.Method", func() planArgs {
			return planOf(
				goal(target.Stock, "300000"), "blend",
			)
		}, func(a *planArgs) (any, error) {
			_, o, err := a.options()
			if err != nil {
				return nil, err
			}
			m := o.Rule.Method
			if m == nil {
				m = hierarchy.Equal()
			}
			return m.Claims(hierarchy.Family{
				Root: "00", Target: a.Target, Children: a.Units[min(1, len(a.Units)):min(4, len(a.Units))],
				Amount: a.Target.Value,
			})
		}),
	)
}
