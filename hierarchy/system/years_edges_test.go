package system_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// homes is a plan of 600 homes in three years, with weights or equally.
func homes(t *testing.T, tree *hierarchy.Tree, change func(*target.Target, *hierarchy.Options)) *hierarchy.Plan {
	t.Helper()
	goal, o := flow("homes", 600), hierarchy.Options{}
	goal.Period = target.Years(2011, 2013)
	if change != nil {
		change(&goal, &o)
	}
	plan, err := hierarchy.Cascade(tree, goal, o)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// paths checks the quotas of units, year by year.
func paths(t *testing.T, y *system.Years, want map[string][]int64) {
	t.Helper()
	for unit, all := range want {
		got := y.Quotas(unit)
		if len(got) != len(all) {
			t.Errorf("Quotas(%s) = %v, want %v", unit, got, all)
			continue
		}
		for k, x := range got {
			if !x.Value.Equal(decimal.New(all[k], 0)) {
				t.Errorf("Quotas(%s) = %v, want %v", unit, got, all)
				break
			}
		}
	}
}

func TestSpreadEdges(t *testing.T) {
	tree := grove(t)
	signs := columnOf(t, tree, map[string]int64{"N": 0, "A": 60, "B": -60, "A1": 30, "A2": 30, "B1": -30, "B2": -30})

	for _, c := range []struct {
		name   string
		change func(*target.Target, *hierarchy.Options)
		years  system.YearsOptions
		want   map[string][]int64
	}{
		{
			name: "quarters", years: system.YearsOptions{By: target.Quarterly},
			change: func(g *target.Target, _ *hierarchy.Options) { g.Period = target.Year(2011) },
			want: map[string][]int64{
				"N": {150, 150, 150, 150}, "A": {75, 75, 75, 75}, "B1": {38, 38, 37, 37}, "B2": {37, 37, 38, 38},
			},
		},
		{
			name: "a stretch stays in every year",
			change: func(_ *target.Target, o *hierarchy.Options) {
				o.Levels = map[string]hierarchy.Rule{
					"province": {Stretch: decimal.NewNullDecimal(decimal.New(1, -1))},
				}
			},
			want: map[string][]int64{"N": {200, 200, 200}, "A": {110, 110, 110}, "A1": {55, 55, 55}},
		},
		{
			name:   "a total below zero",
			change: func(g *target.Target, _ *hierarchy.Options) { g.Value = decimal.New(-600, 0) },
			want:   map[string][]int64{"N": {-200, -200, -200}, "A": {-100, -100, -100}, "B1": {-50, -50, -50}},
		},
		{
			name:   "nothing",
			change: func(g *target.Target, _ *hierarchy.Options) { g.Value = decimal.New(0, 0) },
			want:   map[string][]int64{"N": {0, 0, 0}, "A": {0, 0, 0}, "B1": {0, 0, 0}},
		},
		{
			name: "levels of both signs", years: system.YearsOptions{Before: signs},
			change: func(g *target.Target, _ *hierarchy.Options) {
				g.Indicator.Kind, g.Baseline = target.Stock, &target.Point{Period: target.Year(2010)}
			},
			// A goes from 60 to 300, and B from −60 to 300.
			want: map[string][]int64{"N": {200, 400, 600}, "A": {140, 220, 300}, "B": {60, 180, 300}},
		},
		{
			name: "bounds of a group are for the plan",
			change: func(_ *target.Target, o *hierarchy.Options) {
				o.GroupBounds = []hierarchy.GroupBound{{
					Name: "A", Units: []string{"A1", "A2"}, Min: decimal.NewNullDecimal(decimal.New(250, 0)),
				}}
			},
			want: map[string][]int64{"N": {200, 200, 200}, "A": {100, 100, 100}, "A1": {50, 50, 50}},
		},
		{
			name:   "one year",
			change: func(g *target.Target, _ *hierarchy.Options) { g.Period = target.Year(2011) },
			want:   map[string][]int64{"N": {600}, "A": {300}, "A1": {150}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := homes(t, tree, c.change)
			years, err := system.Spread(plan, c.years)
			if err != nil {
				t.Fatal(err)
			}
			paths(t, years, c.want)
		})
	}
}

func TestSpreadErrors(t *testing.T) {
	tree, other := grove(t), grove(t)
	all := map[string]int64{"N": 4, "A": 2, "B": 2, "A1": 1, "A2": 1, "B1": 1, "B2": 1}
	column := columnOf(t, tree, all)
	year := func(y int, c hierarchy.Column) []system.YearColumn {
		return []system.YearColumn{{Year: target.Year(y), Figures: c}}
	}
	small, err := hierarchy.NewTree([]string{"nation"}, []hierarchy.Unit{{Code: "N", Level: "nation"}})
	if err != nil {
		t.Fatal(err)
	}
	foreign := columnOf(t, small, map[string]int64{"N": 1})
	village := map[string]temporal.Shape{"village": temporal.StraightLine{}}
	memo := map[string]temporal.Shape{"of which": temporal.StraightLine{}}
	stock := func(g *target.Target, _ *hierarchy.Options) {
		g.Indicator.Kind, g.Baseline = target.Stock, &target.Point{Period: target.Year(2010), Value: decimal.New(4, 0)}
	}

	for _, c := range []struct {
		name   string
		change func(*target.Target, *hierarchy.Options)
		years  system.YearsOptions
		want   error
	}{
		{"a level", nil, system.YearsOptions{Levels: village}, target.ErrUnknown},
		{"no shape of a level", nil, system.YearsOptions{
			Levels: map[string]temporal.Shape{"city": nil},
		}, target.ErrRequired},
		{"a unit", nil, system.YearsOptions{Units: memo}, target.ErrUnknown},
		{"no shape of a unit", nil, system.YearsOptions{
			Units: map[string]temporal.Shape{"A": nil},
		}, target.ErrRequired},
		{"a frequency", nil, system.YearsOptions{By: 77}, target.ErrUnknown},
		{"before without a baseline", nil, system.YearsOptions{Before: column}, target.ErrMismatch},
		{"no figures before", stock, system.YearsOptions{}, target.ErrRequired},
		{"another baseline", stock, system.YearsOptions{
			Before: columnOf(t, tree, map[string]int64{"N": 5, "A": 2, "B": 2, "A1": 1, "A2": 1, "B1": 1, "B2": 1}),
		}, target.ErrMismatch},
		{"a gap before", stock, system.YearsOptions{
			Before: columnOf(t, tree, map[string]int64{"N": 4, "A": 2, "B": 2, "A1": 1}),
		}, target.ErrMissing},
		{"another tree", nil, system.YearsOptions{Published: year(2012, foreign)}, target.ErrMismatch},
		{"another year", nil, system.YearsOptions{Published: year(2019, column)}, target.ErrUnknown},
		{"the top", nil, system.YearsOptions{Published: year(2012, column)}, target.ErrInvalid},
		{"the last year", stock, system.YearsOptions{
			Before: column, Published: year(2013, columnOf(t, tree, map[string]int64{"A": 1})),
		}, target.ErrInvalid},
		{"a year twice", nil, system.YearsOptions{
			Published: append(year(2012, columnOf(t, tree, map[string]int64{"A": 1})),
				year(2012, columnOf(t, tree, map[string]int64{"B": 1}))...),
		}, target.ErrDuplicate},
		{"a basis of a sum", nil, system.YearsOptions{Bases: year(2012, column)}, target.ErrInvalid},
		{"the second year is past", nil, system.YearsOptions{Past: year(2012, column)}, target.ErrMismatch},
		{"a gap in the past", nil, system.YearsOptions{
			Past: year(2011, columnOf(t, tree, map[string]int64{"N": 4})),
		}, target.ErrMissing},
		{"more than the quota", nil, system.YearsOptions{Past: year(2011, columnOf(t, tree, map[string]int64{
			"N": 400, "A": 310, "B": 90, "A1": 155, "A2": 155, "B1": 45, "B2": 45,
		}))}, target.ErrInfeasible},
		{"a range", func(g *target.Target, _ *hierarchy.Options) {
			g.Comparator, g.Upper = target.Within, decimal.New(700, 0)
		}, system.YearsOptions{}, target.ErrKind},
	} {
		_, err := system.Spread(homes(t, tree, c.change), c.years)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: Spread() = %v, want %v", c.name, err, c.want)
		}
	}

	if _, err := system.Spread(nil, system.YearsOptions{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Spread(nil) = %v, want %v", err, target.ErrRequired)
	}
	var none *system.Years
	if _, err := none.Revise(nil, target.Year(2012)); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Revise of nil = %v, want %v", err, target.ErrRequired)
	}
	if err := none.Check(); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Check of nil = %v, want %v", err, target.ErrRequired)
	}
	if none.Plan(target.Year(2012)) != nil || none.Quotas("A") != nil || none.Of() != nil {
		t.Error("a nil *Years has plans")
	}
	years, err := system.Spread(homes(t, other, nil), system.YearsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := years.Revise(years.Of(), target.Year(2019)); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Revise from 2019 = %v, want %v", err, target.ErrUnknown)
	}
}
