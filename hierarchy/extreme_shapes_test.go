package hierarchy_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// wide is a root over n units, each of which is over one more if nested; deep a
// chain of n levels.
func wide(n int, nested bool) ([]string, []hierarchy.Unit) {
	units := []hierarchy.Unit{{Code: "0", Level: "whole"}}
	for i := range n {
		part := hierarchy.Unit{Code: fmt.Sprintf("p%07d", i), Level: "part", Parent: "0"}
		if units = append(units, part); nested {
			units = append(units, hierarchy.Unit{Code: "s" + part.Code, Level: "share", Parent: part.Code})
		}
	}
	levels := []string{"whole", "part", "share"}
	if !nested {
		levels = levels[:2]
	}
	return levels, units
}

func deep(n int) ([]string, []hierarchy.Unit) {
	var levels []string
	var units []hierarchy.Unit
	for i := range n {
		levels = append(levels, fmt.Sprintf("l%07d", i))
		u := hierarchy.Unit{Code: fmt.Sprintf("u%07d", i), Level: levels[i]}
		if i > 0 {
			u.Parent = units[i-1].Code
		}
		units = append(units, u)
	}
	return levels, units
}

// TestExtremeShapes does everything with a plan over a root with fifteen thousand
// children and over a chain of as many levels. What takes the square of that is
// felt here, and does not end with ten million.
func TestExtremeShapes(t *testing.T) {
	const n = 15_000
	for name, build := range map[string]func() ([]string, []hierarchy.Unit){
		"wide":   func() ([]string, []hierarchy.Unit) { return wide(n, false) },
		"nested": func() ([]string, []hierarchy.Unit) { return wide(n/2, true) },
		"deep":   func() ([]string, []hierarchy.Unit) { return deep(n) },
	} {
		for _, kind := range []target.Kind{target.Flow, target.Ratio, target.Milestone} {
			t.Run(name+"/"+kind.String(), func(t *testing.T) {
				levels, units := build()
				tree, err := hierarchy.NewTree(levels, units)
				if err != nil {
					t.Fatal(err)
				}
				ones, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
					return decimal.New(1, 0), true
				})
				if err != nil {
					t.Fatal(err)
				}
				goal := target.Target{
					Code: "t", Unit: units[0].Code, Period: target.Year(2015), Value: decimal.New(int64(n), 0),
					Indicator: target.Indicator{Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(0)},
				}
				o := hierarchy.Options{
					Rule: hierarchy.Rule{Method: hierarchy.Proportional(ones), Min: ones}, Basis: ones,
					Levels: map[string]hierarchy.Rule{units[len(units)-1].Level: {
						Method: hierarchy.Proportional(ones), Min: ones,
					}},
				}
				if kind == target.Milestone {
					goal.Value = decimal.New(1, 0)
					o = hierarchy.Options{LastLevel: levels[len(levels)-1]}
				}
				plan, err := hierarchy.Cascade(tree, goal, o)
				if err != nil {
					t.Fatal(err)
				}
				if err := plan.Check(); err != nil {
					t.Error(err)
				}
				if len(plan.Slack()) == 0 || plan.Column().Len() != plan.Len() ||
					len(slices.Collect(plan.Targets())) != plan.Len() {
					t.Error("the plan is not whole")
				}
				last := units[len(units)-1].Code
				if steps := plan.Explain(last).Steps; len(steps) < 2 || steps[0].Quota.Unit.Code != last {
					t.Errorf("%d steps explain %s", len(steps), last)
				}
				if len(slices.Collect(tree.Ancestors(last))) == 0 ||
					len(slices.Collect(plan.Children(units[0].Code))) == 0 {
					t.Error("ancestors or children are missing")
				}
				revised, err := plan.Revise(hierarchy.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if d := plan.Diff(revised); len(d) > 0 {
					t.Errorf("a revision without a change: %v", d[0])
				}
				if kind != target.Milestone {
					if _, err := hierarchy.RollUp(kind, plan.Column(), ones); err != nil {
						t.Error(err)
					}
				}
				if _, err := hierarchy.Strictest(plan, revised); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
