package main

import (
	"fmt"
	"html/template"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
)

// way is one way to share what the provinces have to add.
type way struct {
	Value    decimal.Decimal // of the parameter of its family
	Gini     decimal.Decimal // of what provinces have to add per head
	Greatest decimal.Decimal // what a province has to add, over what it had, at most
	Unbeaten bool            // no other way is as good in both, and better in one
}

// ways are two families.
type ways struct {
	Mixes    []way // from all by the patents that provinces had to all by population
	Ceilings []way // all by population, with a ceiling: so many times what a province had
}

// steps is the number of steps of each family.
const steps = 20

// try puts the families on trial.
func (r *report) try(d data, _ *hierarchy.Tree) error {
	units := []hierarchy.Unit{{Code: china, Name: "China", Level: nation}}
	for _, p := range d.Provinces {
		units = append(units, hierarchy.Unit{Code: p.Code, Name: p.Name, Level: province, Parent: china})
	}
	tree, err := hierarchy.NewTree([]string{nation, province}, units)
	if err != nil {
		return err
	}
	had, err := tree.Column(maps.All(d.Patents[base]))
	if err != nil {
		return err
	}
	people, err := tree.Column(maps.All(d.People))
	if err != nil {
		return err
	}

	one := decimal.New(1, 0)
	mix := trial.Candidate{
		Name:       "mix",
		Parameters: []trial.Parameter{{Name: "part by population", To: one, Steps: steps, Places: 2}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: one.Sub(values[0]), Method: hierarchy.Increment(had, had)},
				hierarchy.Part{Weight: values[0], Method: hierarchy.Increment(had, people)},
			)}, nil
		},
	}
	ceiling := trial.Candidate{
		Name: "ceiling",
		Parameters: []trial.Parameter{
			{Name: "times", From: decimal.New(3, 0), To: decimal.New(17, 0), Steps: steps, Places: 1},
		},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			most, err := had.Scale(one.Add(values[0]))
			return hierarchy.Rule{Method: hierarchy.Increment(had, people), Max: most}, err
		},
	}
	tried, err := trial.Run(trial.Spec{
		Tree: tree, Target: r.Goal, Start: had, Heads: people, Output: had, Candidates: []trial.Candidate{mix, ceiling},
		Measures: []trial.Measure{
			{Of: trial.GiniEffort, Per: trial.PerHead}, {Of: trial.GreatestEffort, Per: trial.PerOutput},
		},
	})
	if err != nil {
		return err
	}
	return r.keep(tried)
}

// keep keeps what the trial found.
func (r *report) keep(tried *trial.Result) error {
	front, err := tried.Undominated(tried.Measures...)
	if err != nil {
		return err
	}
	for _, o := range tried.Outcomes {
		if o.Err != nil {
			return o.Err
		}
		family := &r.Ways.Mixes
		if o.Candidate == "ceiling" {
			family = &r.Ways.Ceilings
		}
		*family = append(*family, way{
			o.Values[0], o.Measures[0].Decimal, o.Measures[1].Decimal, slices.Contains(front, o),
		})
	}
	return nil
}

// chart draws what each way asks per head and at most.
func (w ways) chart() (template.HTML, error) {
	p := plot.New()
	p.BackgroundColor = nil
	for _, family := range []struct {
		ways  []way
		style draw.LineStyle
	}{
		{w.Mixes, draw.LineStyle{Color: ofPath, Width: 1.5, Dashes: []vg.Length{4, 3}}},
		{w.Ceilings, draw.LineStyle{Color: ofResults, Width: 2}},
	} {
		var points plotter.XYs
		for _, x := range family.ways {
			points = append(points, plotter.XY{X: x.Greatest.InexactFloat64(), Y: x.Gini.InexactFloat64()})
		}
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			return "", err
		}
		line.LineStyle = family.style
		dots.GlyphStyle = draw.GlyphStyle{Color: family.style.Color, Radius: 2.5, Shape: draw.CircleGlyph{}}
		p.Add(line, dots)
	}

	first, last := w.Mixes[0], w.Mixes[steps]
	dress(p)
	p.X.Tick.Length = 3
	p.X.Tick.Marker = plot.ConstantTicks{mark(first.Greatest, 1, "×"), mark(last.Greatest, 1, "×")}
	p.Y.Tick.Marker = plot.ConstantTicks{mark(decimal.Zero, 0, ""), mark(first.Gini, 2, "")}
	p.X.Min, p.X.Max = 0, 1.08*last.Greatest.InexactFloat64()
	p.Y.Min, p.Y.Max = 0, 1.08*first.Gini.InexactFloat64()
	return drawing(p, 360, 200, "ways", "Ways to share the target", fmt.Sprintf(
		"The Gini coefficient per head falls from %s to %s while the most that a province has to add rises "+
			"from %s to %s times what it had: along a straight line for mixes, below it for ceilings.",
		first.Gini.StringFixed(2), last.Gini.StringFixed(2),
		first.Greatest.StringFixed(1), last.Greatest.StringFixed(1)))
}

// mark is a figure on an axis.
func mark(x decimal.Decimal, places int32, suffix string) plot.Tick {
	return plot.Tick{Value: x.InexactFloat64(), Label: x.StringFixed(places) + suffix}
}
