package target_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// The ministry assigned Jiangsu 12 patents per 10,000 people, the province
// announced 13, and named a bottom line. All are in force together; a precedence
// says which binds.
func ExamplePrecedence() {
	density := target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(1)}
	by := func(code, setter string, tier target.Tier, value string) target.Target {
		return target.Target{
			Code: code, Setter: setter, Tier: tier, Indicator: density, Unit: "320000",
			Period: target.Year(2015), Value: decimal.RequireFromString(value),
		}
	}
	agenda, err := target.NewAgenda(nil, []target.Target{
		by("assigned", "sipo", target.Standard, "12"),
		by("announced", "320000", target.Standard, "13"),
		by("floor", "320000", target.BottomLine, "11"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for t := range agenda.Of("320000") {
		fmt.Println(t.Code, t.Setter, t.Tier, t.Value)
	}
	_, err = target.Precedence{}.Binding(agenda.Of("320000"))
	fmt.Println(err)
	binding, err := target.Precedence{Setters: []string{"sipo", "320000"}}.Binding(agenda.Of("320000"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("binding:", binding[0].Code, binding[0])
	// Output:
	// announced 320000 standard 13
	// assigned sipo standard 12
	// floor 320000 bottom line 11
	// targets["assigned"] does not fit: target "announced" is for the same unit, indicator and period, and neither has precedence: list their setters in precedence.setters
	// binding: assigned at least 12.0 by 2015
}

// Shanghai had a strategy before the nation, Anhui followed, and Tibet has not
// answered.
func ExampleAnswer() {
	issue := func(code, unit, date string, links ...target.Link) target.Target {
		return target.Target{
			Code: code, Indicator: target.Indicator{Code: "strategy", Kind: target.Milestone}, Unit: unit,
			Period: target.Year(2020), Value: decimal.New(1, 0), Links: links, Source: target.Source{Date: date},
		}
	}
	adopted := target.Link{Relation: target.AdoptedFrom, Target: "nation"}
	agenda, err := target.NewAgenda(nil, []target.Target{
		issue("nation", "000000", "2008-06-05"),
		issue("shanghai", "310000", "2004-09-14", adopted),
		issue("anhui", "340000", "2009-03-01", adopted),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	answers, err := agenda.Answers("nation", "310000", "340000", "540000")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range answers {
		switch {
		case a.Target == nil:
			fmt.Println(a.Unit, "has not answered")
		case a.Before:
			fmt.Println(a.Unit, "announced before the centre,", a.Target.Source.Date)
		default:
			fmt.Println(a.Unit, "answered,", a.Target.Source.Date)
		}
	}
	// Output:
	// 310000 announced before the centre, 2004-09-14
	// 340000 answered, 2009-03-01
	// 540000 has not answered
}

// Customs are under vertical leadership. A provincial patent office is under the
// national office and under its province.
func ExampleNewBodies() {
	bodies, err := target.NewBodies([]target.Body{
		{Code: "state-council", Kind: target.Government, Level: "nation"},
		{Code: "sipo", Kind: target.Office, Level: "nation", Led: []target.Leadership{
			{By: "state-council", Line: target.Territorial},
		}},
		{Code: "customs", Kind: target.Office, Level: "nation", Led: []target.Leadership{
			{By: "state-council", Line: target.Territorial},
		}},
		{Code: "anhui", Kind: target.Government, Level: "province", Unit: "340000", Led: []target.Leadership{
			{By: "state-council", Line: target.Territorial},
		}},
		{Code: "anhui-pipo", Kind: target.Office, Level: "province", Unit: "340000", Led: []target.Leadership{
			{By: "sipo", Line: target.Professional, Over: []string{"density"}},
			{By: "anhui", Line: target.Territorial},
		}},
		{Code: "hefei-customs", Kind: target.Office, Level: "province", Unit: "340000", Led: []target.Leadership{
			{By: "customs", Line: target.Professional},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, code := range []string{"anhui-pipo", "hefei-customs", "anhui"} {
		mode, err := bodies.Mode(code, "", "2013")
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(code, mode, mode == target.DoubleLeadership)
	}
	for _, indicator := range []string{"density", "gdp"} {
		may, err := bodies.MaySet("sipo", "anhui-pipo", indicator, "2013")
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("sipo may set", indicator, may)
	}
	// Output:
	// anhui-pipo double true
	// hefei-customs vertical false
	// anhui local false
	// sipo may set density true
	// sipo may set gdp false
}

// Incomes are to grow in step with GDP.
func ExampleRelative() {
	incomes := target.Relative{
		Target: target.Target{
			Indicator: target.Indicator{
				Code: "income-growth", Measure: "%", Kind: target.Growth, Better: target.Higher,
				Per: decimal.New(100, 0),
			},
			Unit: "340000", Period: target.Year(2021),
		},
		Indicator: "gdp-growth",
	}
	t, err := incomes.Resolve(slices.Values([]target.Observation{
		{Unit: "340000", Indicator: "gdp-growth", Period: target.Year(2021), Value: decimal.RequireFromString("8.3")},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t)
	// Output: at least 8.3 % in 2021
}

// An agenda keeps a target that is set against a figure until the figure is known.
func ExampleAgenda_Resolve() {
	income := target.Indicator{
		Code: "income-growth", Measure: "%", Kind: target.Growth, Better: target.Higher, Per: decimal.New(100, 0),
	}
	agenda, err := target.NewAgenda(nil, nil, target.Relative{
		Target: target.Target{
			Code: "in-step", Setter: "anhui", Indicator: income, Unit: "340000", Period: target.Year(2021),
		},
		Indicator: "gdp-growth",
	}, target.Relative{
		Target: target.Target{
			Code: "not-below", Setter: "nation", Indicator: income, Unit: "340000", Period: target.Year(2021),
		},
		Unit: "000000",
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	resolved, err := agenda.Resolve(slices.Values([]target.Observation{
		{Unit: "340000", Indicator: "gdp-growth", Period: target.Year(2021), Value: decimal.RequireFromString("8.3")},
		{
			Unit: "000000", Indicator: "income-growth", Period: target.Year(2021),
			Value: decimal.RequireFromString("8.1"),
		},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range resolved.Targets() {
		fmt.Println(t.Code, t)
	}
	// Output:
	// in-step at least 8.3 % in 2021
	// not-below at least 8.1 % in 2021
}

// One plan is cited in two spellings. The second is noticed.
func ExampleCitation() {
	cite := func(code, unit, document string) target.Target {
		return target.Target{
			Code: code, Indicator: target.Indicator{Code: "density", Kind: target.Ratio}, Unit: unit,
			Period: target.Year(2015), Value: decimal.RequireFromString("3.3"),
			Source: target.Source{Document: document},
		}
	}
	agenda, err := target.NewAgenda(nil, []target.Target{
		cite("nation", "000000", "12th Five-Year Plan"), cite("anhui", "340000", "12th FYP"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	plan := target.Document{
		Code: "plan-12", Title: "12th Five-Year Plan", Issuer: "npc", Kind: "five-year plan",
		Period: target.FiveYearPlan(12),
	}
	_, err = agenda.Cited([]target.Document{plan})
	fmt.Println(err)
	plan.Spellings = []string{"12th FYP"}
	cited, err := agenda.Cited([]target.Document{plan})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range cited {
		fmt.Println(c.Document.Code, c.Targets)
	}
	// Output:
	// targets["anhui"].source.document "12th FYP" is unknown: it resembles "12th Five-Year Plan": add it to the spellings of document "plan-12"
	// plan-12 [anhui nation]
}
