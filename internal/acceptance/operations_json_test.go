package acceptance_test

import (
	"encoding/json"
	"slices"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// document is a JSON text and what it is read into.
type document struct {
	name string
	of   func() (json.Marshaler, error)
	into func() json.Unmarshaler
}

// documents are JSON texts of every type that is read from one.
func documents() []document {
	_, targets := agenda()
	full := withBase(goal(target.Ratio, "3.30"), 2010, "1.70")
	full.Comparator, full.Upper, full.Links = target.Within, num("3.50"), targets[0].Links
	full.Withdrawn, full.From, full.Replaces = "2014-01", "a", "b"
	table := func() (json.Marshaler, error) {
		a := tableOf()
		then, err := ranking.New(a.Then, a.Options)
		if err != nil {
			return nil, err
		}
		a.Options.Before = then
		return ranking.New(a.Now, a.Options)
	}

	row := func() (json.Marshaler, error) {
		t, err := table()
		if err != nil {
			return nil, err
		}
		r, _ := t.(*ranking.Table).Row("340000")
		return r, nil
	}

	value := func(v json.Marshaler) func() (json.Marshaler, error) {
		return func() (json.Marshaler, error) { return v, nil }
	}
	return []document{
		{"agenda", func() (json.Marshaler, error) { return target.NewAgenda(agenda()) }, func() json.Unmarshaler {
			return new(target.Agenda)
		}},
		{"target", value(full), func() json.Unmarshaler { return new(target.Target) }},
		{"indicator", value(full.Indicator), func() json.Unmarshaler { return new(target.Indicator) }},
		{"goal", value(target.Goal{
			Code: "g", Title: "t", Statement: "s", Parent: "p", Horizon: target.Year(2020), Setter: "x",
			Priority: 3,
		}), func() json.Unmarshaler { return new(target.Goal) }},
		{
			"observation", value(target.Observation{
				Unit: "00", Indicator: "i", Period: target.Quarter(2015, 2), Value: num("6.30"),
				Status: target.Revised, Coverage: "all", Source: full.Source,
			}),
			func() json.Unmarshaler { return new(target.Observation) },
		},
		{"point", value(*full.Baseline), func() json.Unmarshaler { return new(target.Point) }},
		{"source", value(full.Source), func() json.Unmarshaler { return new(target.Source) }},
		{"link", value(full.Links[0]), func() json.Unmarshaler { return new(target.Link) }},
		{
			"change",
			value(target.AgendaChange{What: target.Replaced, Date: "2016-03-16", From: &targets[2], To: &targets[3]}),
			func() json.Unmarshaler { return new(target.AgendaChange) },
		},
		{"precedence", value(settersOf().Precedence), func() json.Unmarshaler { return new(target.Precedence) }},
		{"choice", value(choiceOf().Choice), func() json.Unmarshaler { return new(target.Choice) }},
		{"chosen", func() (json.Marshaler, error) {
			a := choiceOf()
			return a.Choice.Choose(slices.Values(a.Figures))
		}, func() json.Unmarshaler { return new(target.Chosen) }},
		{"discrepancy", func() (json.Marshaler, error) {
			a := choiceOf()
			chosen, err := a.Choice.Choose(slices.Values(a.Figures))
			return chosen.Disagreements[0], err
		}, func() json.Unmarshaler { return new(target.Discrepancy) }},
		{"answer", value(target.Answer{Unit: "310000", Target: &full, Before: true}), func() json.Unmarshaler {
			return new(target.Answer)
		}},
		{
			"citation", value(target.Citation{Document: settersOf().Documents[0], Targets: []string{"office"}}),
			func() json.Unmarshaler { return new(target.Citation) },
		},
		{"spliced", func() (json.Marshaler, error) {
			a := spliceOf()
			return temporal.Splice(a.Indicator, a.Observations, a.Options)
		}, func() json.Unmarshaler { return new(temporal.Spliced) }},
		{
			"demand", value(hierarchy.Demand{
				Unit: hierarchy.Unit{Code: "34", Level: "province"}, Target: full, Line: 1, Lines: []int{0, 1},
			}),
			func() json.Unmarshaler { return new(hierarchy.Demand) },
		},
		{"relative", value(bestTen()), func() json.Unmarshaler { return new(target.Relative) }},
		{"document", value(settersOf().Documents[3]), func() json.Unmarshaler { return new(target.Document) }},
		{"body", value(bodies()[3]), func() json.Unmarshaler { return new(target.Body) }},
		{"bodies", func() (json.Marshaler, error) { return target.NewBodies(bodies()) }, func() json.Unmarshaler {
			return new(target.Bodies)
		}},
		{"scheme", value(book()), func() json.Unmarshaler { return new(evaluate.Scheme) }},
		{
			"evaluator", func() (json.Marshaler, error) { return evaluate.New(book()) },
			func() json.Unmarshaler { return new(evaluate.Evaluator) },
		},
		{
			"publication", value(tableOf().Options.Publication),
			func() json.Unmarshaler { return new(target.Publication) },
		},
		{
			"disclosure", value(tableOf().Options.Disclosures[0]),
			func() json.Unmarshaler { return new(ranking.Disclosure) },
		},
		{"entry", value(entries("1")[0]), func() json.Unmarshaler { return new(ranking.Entry) }},
		{"row", row, func() json.Unmarshaler { return new(ranking.Row) }},
		{"table", table, func() json.Unmarshaler { return new(ranking.Table) }},
		{
			"unit",
			value(hierarchy.Unit{Code: "4403", Name: "Shenzhen", Level: "city", Parent: "44", Role: hierarchy.Memo}),
			func() json.Unmarshaler { return new(hierarchy.Unit) },
		},
		{"tree", func() (json.Marshaler, error) { return hierarchy.NewTree(nation()) }, func() json.Unmarshaler {
			return new(hierarchy.Tree)
		}},
		{"plan", planDocument, func() json.Unmarshaler { return new(hierarchy.Plan) }},
	}
}

// planDocument is the document of a plan of densities, with its inputs.
func planDocument() (json.Marshaler, error) {
	levels, units := nation()
	t, columns, err := tree(levels, units, figures(inForce), figures(people), figures(density))
	if err != nil {
		return nil, err
	}

	goal := goal(target.Ratio, "3.30")
	plan, err := hierarchy.Cascade(t, goal, hierarchy.Options{
		Rule: hierarchy.Rule{
			Method: hierarchy.Blend(
				hierarchy.Part{Weight: num("0.6"), Method: hierarchy.Scale(columns[2].Named("density"))},
				hierarchy.Part{Weight: num("0.4"), Method: hierarchy.Uniform()},
			),
			Stretch: some("0.05"),
		},
		Levels: map[string]hierarchy.Rule{"city": {Method: hierarchy.Equal(), Max: columns[2]}},
		Basis:  columns[1],
		Holds:  []hierarchy.Hold{{Unit: "11", Value: num("5.00"), By: "State Council", Until: target.Year(2020)}},
		Exempt: []hierarchy.Exemption{{Unit: "99", By: "State Council", Reason: "no figures"}},
	})
	if err != nil {
		return nil, err
	}
	return withInputs{plan}, nil
}

// withInputs writes a plan with its inputs.
type withInputs struct{ plan *hierarchy.Plan }

func (w withInputs) MarshalJSON() ([]byte, error) { return w.plan.MarshalWithInputs() }

func jsonOperations() []operation {
	var ops []operation
	for _, d := range documents() {
		ops = append(ops, use("json/"+d.name, func() struct{} { return struct{}{} }, func(*struct{}) (any, error) {
			v, err := d.of()
			if err != nil {
				return nil, err
			}
			data, err := v.MarshalJSON()
			if err != nil {
				return nil, err
			}
			into := d.into()
			if err := into.UnmarshalJSON(data); err != nil {
				return nil, err
			}
			return []any{json.RawMessage(data), into}, nil
		}))
	}
	return ops
}
