package acceptance_test

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// systemArgs is a system of indicators as plain data.
type systemArgs struct {
	Levels  []string
	Units   []hierarchy.Unit
	Whole   target.Target
	First   target.Target
	Second  target.Target
	Ratio   target.Target
	Product target.Target

	Totals, FirstOf, SecondOf, RatioOf map[string]decimal.Decimal
	FirstMin, SecondMost               map[string]decimal.Decimal
	ProductMin, ProductMost            map[string]decimal.Decimal
	Holds                              []hierarchy.Hold
	Sums                               []system.Sum
	Ratios                             []system.Ratio
	Code, Unit                         string
	Known                              bool // whether the figures of the first are known
}

// cascade plans the system, checks and explains it, and reads it back.
func (a *systemArgs) cascade() (any, error) {
	t, columns, err := tree(
		a.Levels, a.Units, a.Totals, a.FirstOf, a.SecondOf, a.RatioOf, a.FirstMin, a.SecondMost,
		a.ProductMin, a.ProductMost,
	)
	if err != nil {
		return nil, err
	}
	by := func(m hierarchy.Method) hierarchy.Options { return hierarchy.Options{Rule: hierarchy.Rule{Method: m}} }
	first := system.Indicator{Target: a.First, Options: by(hierarchy.Proportional(columns[1]))}
	first.Options.Rule.Min, first.Options.Holds = columns[4], a.Holds
	if a.Known {
		first.Figures, first.Options = columns[1], hierarchy.Options{}
	}
	second := system.Indicator{Target: a.Second, Options: by(hierarchy.Proportional(columns[2]))}
	second.Options.Rule.Max = columns[5]
	indicators := []system.Indicator{
		{Target: a.Whole, Options: by(hierarchy.Proportional(columns[0]))},
		first, second,
		{Target: a.Ratio, Options: by(hierarchy.Scale(columns[3]))},
		{Target: a.Product},
	}
	for i, x := range indicators {
		for _, s := range a.Sums {
			if s.Derived == x.Target.Code {
				indicators[i].Options = hierarchy.Options{Holds: x.Options.Holds}
			}
		}
		for _, r := range a.Ratios {
			if r.Derived == x.Target.Code {
				indicators[i].Options = hierarchy.Options{Holds: x.Options.Holds}
			}
		}
	}

	if a.ProductMin != nil {
		indicators[4].Options.Rule.Min, indicators[4].Options.Rule.Max = columns[6], columns[7]
	}

	plans, err := system.Cascade(t, system.Config{Indicators: indicators, Sums: a.Sums, Ratios: a.Ratios})
	if err != nil {
		return nil, err
	}
	var out several
	for _, plan := range plans.All() {
		out.add(plan, nil)
	}
	out.add(plans.Plan(a.Code), plans.Check())
	out.add(plans.Residuals(), nil)
	explained := plans.Explain(a.Code, a.Unit)
	out.add([]any{explained, explained.String(), plans.Tree().Len()}, nil)
	text, err := plans.MarshalJSON()
	if err != nil {
		return nil, err
	}
	read, err := system.ReadPlans(text, hierarchy.Inputs{Trees: []*hierarchy.Tree{t}, Columns: columns})
	if err != nil {
		return nil, err
	}
	out.add(read.Plan(a.Code), nil)
	return out.done()
}

type balanceArgs struct {
	Figures    []system.Figure
	Identities []system.Identity
	Options    system.BalanceOptions
	Code       string
}

// yearsArgs are a plan and its years as plain data.
type yearsArgs struct {
	Levels                    []string
	Units                     []hierarchy.Unit
	Target                    target.Target
	Weights, Basis, Before    map[string]decimal.Decimal
	Published, Past           map[string]decimal.Decimal
	PublishedYear, PastYear   target.Period
	From                      target.Period
	By                        target.Frequency
	Shares                    []decimal.Decimal // of a schedule; nil means a straight line
	ShapeOfLevel, ShapeOfUnit string            // a level with constant rates, and a unit with a straight line
	OneWay                    bool
	Limits                    system.YearLimits
	LimitedUnit               string // empty means all units
	Unit                      string
	Year                      target.Period
}

// spread makes the years, checks and explains them, revises them and reads them back.
func (a *yearsArgs) spread() (any, error) {
	t, columns, err := tree(a.Levels, a.Units, a.Weights, a.Basis, a.Before, a.Published, a.Past)
	if err != nil {
		return nil, err
	}
	o := hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(columns[0])}}
	if a.Basis != nil {
		o.Basis = columns[1]
	}
	plan, err := hierarchy.Cascade(t, a.Target, o)
	if err != nil {
		return nil, err
	}
	years := system.YearsOptions{By: a.By, OneWay: a.OneWay, Limits: a.Limits}
	if a.LimitedUnit != "" {
		years.Limits = system.YearLimits{}
		years.UnitLimits = map[string]system.YearLimits{a.LimitedUnit: a.Limits}
	}
	if a.Shares != nil {
		years.Shape = temporal.Schedule{Shares: a.Shares}
	}
	if a.Before != nil {
		years.Before = columns[2]
	}
	if a.ShapeOfLevel != "" {
		years.Levels = map[string]temporal.Shape{a.ShapeOfLevel: temporal.ConstantRate{}}
	}
	if a.ShapeOfUnit != "" {
		years.Units = map[string]temporal.Shape{a.ShapeOfUnit: temporal.StraightLine{}}
	}
	if a.Published != nil {
		years.Published = []system.YearColumn{{Year: a.PublishedYear, Figures: columns[3]}}
	}
	if a.Past != nil {
		years.Past = []system.YearColumn{{Year: a.PastYear, Figures: columns[4]}}
	}

	y, err := system.Spread(plan, years)
	if err != nil {
		return nil, err
	}
	var out several
	for year, of := range y.All() {
		out.add([]any{year, of.Len()}, of.Check())
	}
	rates, left := y.Rates(a.Unit)
	explained := y.Explain(a.Unit, a.Year)
	out.add([]any{y.Quotas(a.Unit), rates, left, y.Of().Len(), y.Options().By}, y.Check())
	out.add(y.Plan(a.Year), nil)
	out.add([]any{explained, explained.String()}, nil)
	revised, err := y.Revise(plan, a.From)
	if err == nil {
		out.add(revised.Quotas(a.Unit), revised.Check())
	} else {
		out.add(nil, err)
	}
	text, err := y.MarshalJSON()
	if err != nil {
		return nil, err
	}
	read, err := system.ReadYears(text, hierarchy.Inputs{Trees: []*hierarchy.Tree{t}, Columns: columns})
	if err != nil {
		return nil, err
	}
	out.add(read.Quotas(a.Unit), nil)
	return out.done()
}

func systemOperations() []operation {
	args := func() balanceArgs {
		one := num("1")
		return balanceArgs{
			Figures: []system.Figure{
				{Code: "invention", Value: some("92.2"), Of: some("2"), Min: some("80.5")},
				{Code: "utility model", Value: some("270.1"), Of: some("1"), Max: some("269.9")},
				{Code: "design", Value: some("117.0"), Of: some("0.5")},
				{Code: "total", Value: some("479.2"), Kept: true, Of: some("1")},
				{Code: "others"},
			},
			Identities: []system.Identity{
				{Name: "types", Terms: map[string]decimal.Decimal{
					"invention": one, "utility model": one, "design": one, "total": num("-1"),
				}},
				{
					Name:  "others",
					Terms: map[string]decimal.Decimal{"utility model": one, "design": one, "others": num("-1")},
				},
				{
					Name: "limit", Terms: map[string]decimal.Decimal{"design": one}, Comparison: system.AtMost,
					Right: num("400"),
				},
			},
			Options: system.BalanceOptions{Firmness: hierarchy.WeightFirmness},
			Code:    "design",
		}
	}

	wholeAndParts := func() systemArgs {
		levels, units := nation()
		whole := goal(target.Stock, "300000")
		whole.Code = "whole"
		first, second, ratio, product := whole.Clone(), whole.Clone(), whole.Clone(), whole.Clone()
		first.Code, first.Value = "inventions", num("120000")
		second.Code, second.Value = "others", num("180000")
		ratio.Code, ratio.Value = "density", num("3.3")
		ratio.Indicator.Kind, ratio.Indicator.Places = target.Ratio, target.Places(2)
		product.Code, product.Value = "product", num("0")
		a := systemArgs{
			Levels: levels, Units: units, Whole: whole, First: first, Second: second, Ratio: ratio, Product: product,
			Totals: figures(inForce), FirstOf: figures(inForce), SecondOf: figures(bids), RatioOf: figures(density),
			FirstMin:   map[string]decimal.Decimal{"11": num("20000")},
			SecondMost: map[string]decimal.Decimal{"3101": num("25000")},
			Holds:      []hierarchy.Hold{{Unit: "3102", By: "decree", Reason: "pilot", Value: num("9000")}},
			Sums:       []system.Sum{{Name: "types", Whole: "whole", Parts: []string{"others", "inventions"}}},
			Ratios: []system.Ratio{{
				Name: "control", Numerator: "product", Ratio: "density", Denominator: "whole", Derived: "product",
			}},
			Code: "inventions", Unit: "3101",
		}
		a.FirstOf["44x"], a.SecondOf["44x"] = num("3000"), num("4000")
		return a
	}
	balance := func(a *balanceArgs) (any, error) {
		b, err := system.Balance(a.Figures, a.Identities, a.Options)
		if err != nil {
			return nil, err
		}
		var out several
		out.add(b, b.Check())
		f, ok := b.Figure(a.Code)
		out.add([]any{f, f.String(), ok}, nil)
		return out.done()
	}

	return []operation{
		use("system.Cascade", wholeAndParts, func(a *systemArgs) (any, error) { return a.cascade() }),
		use("system.Cascade/limits", func() systemArgs {
			a := wholeAndParts()
			a.ProductMin = map[string]decimal.Decimal{"1101": num("400000"), "31": num("190000")}
			a.ProductMost = map[string]decimal.Decimal{"3101": num("40000"), "44": num("150000")}
			a.Code = "density"
			return a
		}, func(a *systemArgs) (any, error) { return a.cascade() }),
		use("system.Cascade/derived", func() systemArgs {
			a := wholeAndParts()
			a.Sums[0].Derived, a.Sums[0].Parts = "whole", []string{"inventions", "others"}
			a.Whole.Value = num("0")
			a.Known, a.Holds = true, nil
			for _, province := range []string{"00", "11", "31", "44"} {
				delete(a.FirstOf, province)
			}
			a.Product.Value = num("500000")
			a.Ratio.Value = num("0")
			a.Ratios[0].Derived = "density"
			return a
		}, func(a *systemArgs) (any, error) { return a.cascade() }),
		use("system.Spread", func() yearsArgs {
			levels, units := nation()
			t := goal(target.Flow, "300000")
			t.Period = target.FiveYearPlan(12)
			weights := figures(inForce)
			weights["44x"] = num("100")
			return yearsArgs{
				Levels: levels, Units: units, Target: t, Weights: weights,
				Published: map[string]decimal.Decimal{"1101": num("12000")}, PublishedYear: target.Year(2013),
				Shares: nums("20 40 60 80 100"), ShapeOfUnit: "31",
				From: target.Year(2012), By: target.Yearly, Unit: "3101", Year: target.Year(2013),
			}
		}, func(a *yearsArgs) (any, error) { return a.spread() }),
		use("system.Spread/levels", func() yearsArgs {
			levels, units := nation()
			t := withBase(goal(target.Stock, "300000"), 2010, "151410")
			t.Period = target.FiveYearPlan(12)
			weights := figures(inForce)
			weights["44x"] = num("100")
			return yearsArgs{
				Levels: levels, Units: units, Target: t, Weights: weights, Before: figures(inForce),
				OneWay: true, ShapeOfLevel: "province",
				From: target.Year(2012), By: target.Yearly, Unit: "3101", Year: target.Year(2013),
			}
		}, func(a *yearsArgs) (any, error) { return a.spread() }),
		use("system.Spread/limits", func() yearsArgs {
			levels, units := nation()
			t := withBase(goal(target.Stock, "300000"), 2010, "151922")
			t.Period = target.FiveYearPlan(12)
			before, weights := figures(inForce), figures(inForce)
			weights["44x"] = num("100")
			before["44x"], before["00"] = num("7687"), num("151922") // so that they add up
			return yearsArgs{
				Levels: levels, Units: units, Target: t, Weights: weights, Before: before, OneWay: true,
				Shares: nums("10 25 45 70 100"), LimitedUnit: "31",
				Limits: system.YearLimits{Max: some("28"), Percent: true},
				From:   target.Year(2012), By: target.Yearly, Unit: "3101", Year: target.Year(2013),
			}
		}, func(a *yearsArgs) (any, error) { return a.spread() }),
		use("system.Spread/rates", func() yearsArgs {
			levels, units := nation()
			t := goal(target.Reduction, "16")
			t.Period, t.Indicator.Places, t.Indicator.Per = target.FiveYearPlan(12), target.Places(2), num("100")
			past, weights := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
			for _, u := range units {
				// A path of rates is a root of a hundred digits, so only two differ.
				past[u.Code], weights[u.Code] = num("3.5"), num("1")
			}
			weights["3101"] = num("1.2")

			return yearsArgs{
				Levels: levels, Units: units, Target: t, Weights: weights, Basis: figures(people),
				Past: past, PastYear: target.Year(2011), Shares: nums("20 40 60 80 100"),
				From: target.Year(2013), By: target.Yearly, Unit: "3101", Year: target.Year(2013),
			}
		}, func(a *yearsArgs) (any, error) { return a.spread() }),
		use("system.Balance", args, balance),
		use("system.Balance/movement", func() balanceArgs {
			a := args()
			a.Options.Movement = some("0.8")
			a.Figures[1].After, a.Figures[2].After = "invention", "utility model"
			return a
		}, balance),
		use("system.Balance/whole", func() balanceArgs {
			a := args()
			a.Options = system.BalanceOptions{Firmness: hierarchy.VarianceFirmness, Quantum: num("0.1")}
			return a
		}, balance),
	}
}
