package acceptance_test

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// settersArgs are targets of several setters and what is asked about them.
type settersArgs struct {
	Goals      []target.Goal
	Targets    []target.Target
	Precedence target.Precedence
	Documents  []target.Document
	Unit, Goal string
	Code       string
	Units      []string
}

func settersOf() settersArgs {
	goals, targets := agenda()
	floor := targets[3].Clone()
	floor.Code, floor.Setter, floor.Tier, floor.Replaces, floor.Value = "floor", "sipo", target.BottomLine, "", num(
		"9.0",
	)
	announced := targets[4].Clone()
	announced.Code, announced.Setter, announced.Value = "announced", "440000", num("10.0")
	midTerm := targets[3].Clone()
	midTerm.Code, midTerm.Replaces, midTerm.Period, midTerm.Value = "mid-term", "", target.Year(2018), num("9.8")
	midTerm.Links = []target.Link{{Relation: target.MidTermOf, Target: "plan-13"}}
	var documents []target.Document

	for _, t := range targets {
		documents = append(documents, target.Document{
			Code: t.Code, Title: t.Source.Document, Spellings: []string{"the " + t.Code}, Issuer: "state-council",
			Kind: "plan", Period: t.Period, Date: t.Source.Date, Languages: []string{"zh", "en"},
		})
	}

	documents[3].Supersedes, documents[4].Implements = "action", "plan-12"
	return settersArgs{
		Goals: goals, Targets: append(targets, floor, announced, midTerm),
		Precedence: target.Precedence{
			Setters: []string{"sipo", ""}, Tiers: []target.Tier{target.Standard, target.BottomLine},
		},
		Documents: documents, Unit: "000000", Goal: "strategy", Code: "plan-13", Units: []string{"440000", "540000"},
	}
}

func runSetters(a *settersArgs) (any, error) {
	agenda, err := target.NewAgenda(a.Goals, a.Targets)
	if err != nil {
		return nil, err
	}
	var s several
	for _, t := range a.Targets {
		s.add(a.Precedence.Compare(a.Targets[0], t), nil)
	}
	s.add(a.Precedence.Binding(agenda.Targets()))
	s.add(agenda.Answers(a.Code, a.Units...))
	s.add(agenda.Cited(a.Documents))
	s.add([]any{
		slices.Collect(agenda.Of(a.Unit)), slices.Collect(agenda.Subgoals(a.Goal)),
		slices.Collect(agenda.Under(a.Goal)),
		slices.Collect(agenda.Children(a.Code)), slices.Collect(agenda.Lineage(a.Code)), agenda.Waypoints(a.Code),
	}, nil)
	return s.done()
}

// bodiesArgs are bodies and what is asked about them.
type bodiesArgs struct {
	Bodies                []target.Body
	Code, Setter          string
	Indicator, Date       string
	Line                  target.Line
	Levels                []string
	Kinds                 []target.BodyKind
	WithoutBodyOfThisCode string
}

func bodies() []target.Body {
	const up, side = target.Professional, target.Territorial
	return []target.Body{
		{Code: "state-council", Kind: target.Government, Level: "nation", Unit: "000000"},
		{
			Code: "sipo", Name: "State Intellectual Property Office", Kind: target.Office, Level: "nation",
			From: "1998", Until: "2018-08-27",
		},
		{
			Code: "anhui", Kind: target.Government, Level: "province", Unit: "340000",
			Led: []target.Leadership{{By: "state-council", Line: side}},
		},
		{Code: "anhui-pipo", Kind: target.Office, Level: "office", Unit: "340000", Led: []target.Leadership{
			{By: "sipo", Line: up, Over: []string{"density"}, From: "2001", Until: "2018-08-27"},
			{By: "anhui", Line: side},
		}},
		{
			Code: "hefei-window", Kind: target.Branch, Level: "office", Unit: "340100",
			Led: []target.Leadership{{By: "sipo", Line: up}},
		},
	}
}

func runBodies(a *bodiesArgs) (any, error) {
	b, err := target.NewBodies(a.Bodies)
	if err != nil {
		return nil, err
	}
	var s several
	body, known := b.Body(a.WithoutBodyOfThisCode)
	s.add([]any{b, body, known}, nil)
	s.add(b.Exists(a.Code, a.Date))
	s.add(b.Leaders(a.Code, a.Indicator, a.Date))
	s.add(b.Mode(a.Code, a.Indicator, a.Date))
	s.add(b.Led(a.Setter, a.Indicator, a.Date))
	s.add(b.MaySet(a.Setter, a.Code, a.Indicator, a.Date))
	s.add(hierarchy.LeadershipTree(b, hierarchy.LeadershipOptions{
		Line: a.Line, On: a.Date, Levels: a.Levels, Indicator: a.Indicator, Kinds: a.Kinds,
	}))
	return s.done()
}

// relativeArgs are a relative target and the figures that it is set against.
type relativeArgs struct {
	Relative target.Relative
	Figures  []target.Observation
}

// bestTen is a target to be among the best of the provinces.
func bestTen() target.Relative {
	t := goal(target.Growth, "0")
	t.Setter = "anhui"
	return target.Relative{
		Target: t, Indicator: "gdp", Period: target.Year(2014), Place: 2, Peers: []string{"11", "31", "34"},
		Factor: some("1.05"), Margin: num("0.2"),
	}
}

func relativeOf() relativeArgs {
	a := relativeArgs{Relative: bestTen()}
	for i, value := range nums("7.3 7.0 9.2") {
		a.Figures = append(a.Figures, target.Observation{
			Unit: a.Relative.Peers[i], Indicator: "gdp", Period: target.Year(2014), Value: value,
		})
	}
	return a
}

// demandArgs are targets of two lines over one tree.
type demandArgs struct {
	Levels        []string
	Units         []hierarchy.Unit
	First, Second target.Target
}

func demandsOf() demandArgs {
	levels, units := nation()
	first, second := goal(target.Stock, "300000"), goal(target.Stock, "280000")
	second.Setter, second.Period = "sipo", target.Year(2014)
	return demandArgs{levels, units, first, second}
}

func runDemands(a *demandArgs) (any, error) {
	tree, err := hierarchy.NewTree(a.Levels, a.Units)
	if err != nil {
		return nil, err
	}
	var plans []*hierarchy.Plan
	for _, t := range []target.Target{a.First, a.Second, a.First} {
		plan, err := hierarchy.Cascade(tree, t, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Equal()}})
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return hierarchy.Demands(plans...)
}

// choiceArgs are figures of several reporters and vintages.
type choiceArgs struct {
	Choice       target.Choice
	Figures      []target.Observation
	Amount       decimal.Decimal
	Reason, Date string
	Target       target.Target
}

func choiceOf() choiceArgs {
	aim := goal(target.Ratio, "3.30")
	by := func(reporter, vintage, value string) target.Observation {
		return target.Observation{
			Unit: aim.Unit, Indicator: aim.Indicator.Code, Period: aim.Period, Value: num(value), Reporter: reporter,
			Vintage: vintage,
			Source:  target.Source{Document: "report", Date: "2016-03"},
		}
	}
	return choiceArgs{
		Choice: target.Choice{Reporters: []string{"sipo", "nbs"}, Newest: true, AsOf: "2017-06-30"},
		Figures: []target.Observation{
			by("sipo", "2016-01", "3.35"), by("sipo", "2017-02", "3.32"), by("nbs", "", "3.4"),
		},
		Amount: num("-0.05"), Reason: "lapsed patents", Date: "2018-01-15", Target: aim,
	}
}

func runChoice(a *choiceArgs) (any, error) {
	chosen, err := a.Choice.Choose(slices.Values(a.Figures))
	if err != nil {
		return nil, err
	}

	var s several
	s.add(chosen, nil)
	for _, o := range chosen.Observations {
		corrected, err := o.Correct(a.Amount, a.Reason, a.Date)
		s.add([]any{corrected, corrected.Known(), corrected.Correction.IsZero()}, err)
		if err != nil {
			break
		}
		then, err := evaluate.Assess(a.Target, o)
		s.add(then, err)
		now, errNow := evaluate.Assess(a.Target, corrected)
		s.add(now, errNow)
		if err == nil && errNow == nil {
			s.add(evaluate.NewRecheck(then, now))
		}
	}

	return s.done()
}

// spliceArgs are figures by the definitions before and after a break.
type spliceArgs struct {
	Indicator    target.Indicator
	Observations []target.Observation
	Options      temporal.SpliceOptions
}

func spliceOf() spliceArgs {
	a := spliceArgs{
		Indicator: target.Indicator{Code: "filings", Kind: target.Flow, Places: target.Places(0)},
		Options:   temporal.SpliceOptions{Old: []string{"inventions", "models"}, New: []string{"firms", "others"}},
	}
	add := func(indicator string, first int, values string) {
		for _, p := range years(first, values) {
			a.Observations = append(a.Observations, target.Observation{
				Unit: "34", Indicator: indicator, Period: p.Period, Value: p.Value,
			})
		}
	}
	add("inventions", 2014, "14 16 18")
	add("models", 2014, "30 35 40")
	add("firms", 2016, "50 61")
	add("others", 2016, "11 12")
	return a
}

func runSplice(a *spliceArgs) (any, error) {
	return temporal.Splice(a.Indicator, a.Observations, a.Options)
}

// sumsArgs are a tree with figures, and one figure that changes.
type sumsArgs struct {
	Levels  []string
	Units   []hierarchy.Unit
	Figures map[string]decimal.Decimal
	Code    string
	Value   decimal.Decimal
}

func runSums(a *sumsArgs) (any, error) {
	_, columns, err := tree(a.Levels, a.Units, a.Figures)
	if err != nil {
		return nil, err
	}
	return columns[0].WithSums(a.Code, a.Value)
}

func settersOperations() []operation {
	return []operation{
		use("target.Setters", settersOf, runSetters),
		use("target.Bodies", func() bodiesArgs {
			return bodiesArgs{
				Bodies: bodies(), Code: "anhui-pipo", Setter: "sipo", Indicator: "density", Date: "2013-06",
				Line: target.Professional, Levels: []string{"nation", "province", "office"},
				Kinds: []target.BodyKind{target.Office},
			}
		}, runBodies),
		use("target.Relative", relativeOf, func(a *relativeArgs) (any, error) {
			return a.Relative.Resolve(slices.Values(a.Figures))
		}),
		use("target.Agenda.Resolve", relativeOf, func(a *relativeArgs) (any, error) {
			inStep := a.Relative
			inStep.Target.Code, inStep.Place, inStep.Peers, inStep.Unit = "in-step", 0, nil, "11"
			inStep.Target.Setter = "nation"
			goals, _ := agenda()
			agenda, err := target.NewAgenda(goals, nil, a.Relative, inStep)
			if err != nil {
				return nil, err
			}
			resolved, err := agenda.Resolve(slices.Values(a.Figures))
			if err != nil {
				return nil, err
			}
			return []any{
				slices.Collect(agenda.Relatives()), slices.Collect(agenda.Targets()), written(agenda),
				slices.Collect(resolved.Targets()), written(resolved), agenda.Equal(resolved),
			}, nil
		}),
		use("target.Choice", choiceOf, runChoice),
		use("temporal.Splice", spliceOf, runSplice),
		use("hierarchy.Column.WithSums", func() sumsArgs {
			levels, units := nation()
			return sumsArgs{levels, units, figures(inForce), "1101", num("41600")}
		}, runSums),
		use("hierarchy.Demands", demandsOf, runDemands),
	}
}
