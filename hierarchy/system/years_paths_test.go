package system_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// hundredths checks the quotas of units in hundredths, year by year.
func hundredths(t *testing.T, y *system.Years, want map[string][]string) {
	t.Helper()
	for unit, all := range want {
		var got []string
		for _, x := range y.Quotas(unit) {
			got = append(got, x.Value.StringFixed(2))
		}
		if diff := cmp.Diff(all, got); diff != "" {
			t.Errorf("the quotas of %s differ:\n%s", unit, diff)
		}
	}
}

// alike gives all units the same figure.
func alike(n int64) map[string]int64 {
	figures := map[string]int64{}
	for _, u := range units {
		figures[u] = n
	}
	return figures
}

// ratio is a change of homes that makes them a Ratio of 60 in 2010 and 600 in 2013, with
// bases for A1 to B2.
func ratio(t *testing.T, tree *hierarchy.Tree, bases ...int64) func(*target.Target, *hierarchy.Options) {
	return func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		g.Indicator.Kind, g.Indicator.Places = target.Ratio, target.Places(2)
		o.Basis = basesOf(t, tree, bases...)
	}
}

func basesOf(t *testing.T, tree *hierarchy.Tree, bases ...int64) hierarchy.Column {
	figures := map[string]int64{}
	for k, x := range bases {
		figures[units[3+k]] = x
	}
	return columnOf(t, tree, figures)
}

// cut is a change of homes that makes them a Reduction by 20 % in three years.
func cut(t *testing.T, tree *hierarchy.Tree) func(*target.Target, *hierarchy.Options) {
	return func(g *target.Target, o *hierarchy.Options) {
		g.Indicator.Kind, g.Indicator.Places, g.Value = target.Reduction, target.Places(2), decimal.New(20, 0)
		g.Indicator.Per = decimal.New(100, 0)
		o.Basis = basesOf(t, tree, 1, 1, 1, 1)
	}
}

func TestSpreadPaths(t *testing.T) {
	tree := grove(t)
	even := alike(60)
	at := func(y int, figures map[string]int64) []system.YearColumn {
		return []system.YearColumn{{Year: target.Year(y), Figures: columnOf(t, tree, figures)}}
	}
	back := append(at(2011, map[string]int64{"A1": 90, "A2": 10}), at(2012, map[string]int64{"A1": 30, "A2": 300})...)
	half := map[string]int64{"N": 150, "A": 75, "B": 75, "A1": 30, "A2": 45, "B1": 40, "B2": 35}
	based := func(g *target.Target, _ *hierarchy.Options) {
		g.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(100, 0)}
	}
	lower := func(g *target.Target, o *hierarchy.Options) {
		g.Indicator.Better = target.Lower
		o.Levels = map[string]hierarchy.Rule{"province": {Stretch: decimal.NewNullDecimal(decimal.New(1, -1))}}
	}
	fast := map[string]temporal.Shape{"A1": temporal.ConstantRate{}}

	for _, c := range []struct {
		name   string
		change func(*target.Target, *hierarchy.Options)
		years  system.YearsOptions
		want   map[string][]string
	}{
		{
			name: "the basis of a year", change: ratio(t, tree, 1, 1, 1, 1),
			years: system.YearsOptions{
				Before: columnOf(t, tree, even), Bases: at(2012, map[string]int64{"A1": 1, "A2": 3, "B1": 1, "B2": 1}),
				Published: at(2012, map[string]int64{"A1": 500, "A2": 400}),
			},
			want: map[string][]string{
				"N":  {"240.00", "420.00", "600.00"},
				"A":  {"240.00", "420.00", "600.00"},
				"A1": {"240.00", "494.12", "600.00"},
				"A2": {"240.00", "395.29", "600.00"},
				"B1": {"240.00", "420.00", "600.00"},
			},
		},
		{
			name: "published after the past", change: ratio(t, tree, 1, 1, 1, 1),
			years: system.YearsOptions{
				Before: columnOf(t, tree, even), Past: at(2011, even),
				Published: at(2012, map[string]int64{"A1": 350, "A2": 250}),
			},
			want: map[string][]string{
				"N":  {"60.00", "330.00", "600.00"},
				"A":  {"60.00", "330.00", "600.00"},
				"A1": {"60.00", "385.00", "600.00"},
				"A2": {"60.00", "275.00", "600.00"},
				"B1": {"60.00", "330.00", "600.00"},
			},
		},
		{
			name: "a figure stays between the year before and the end", change: stock,
			years: system.YearsOptions{
				Before: columnOf(t, tree, stocks), OneWay: true, Shape: late,
				Published: back,
			},
			want: map[string][]string{
				"N":  {"150.00", "330.00", "600.00"},
				"A":  {"83.00", "170.00", "300.00"},
				"A1": {"73.00", "73.00", "150.00"},
				"A2": {"10.00", "97.00", "150.00"},
				"B1": {"35.00", "81.00", "150.00"},
			},
		},
		{
			name: "a cumulative total stays so too",
			change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				g.Indicator.Kind = target.Cumulative
			},
			years: system.YearsOptions{
				Before: columnOf(t, tree, stocks), Shape: late,
				Published: back,
			},
			want: map[string][]string{
				"N":  {"150.00", "330.00", "600.00"},
				"A":  {"83.00", "170.00", "300.00"},
				"A1": {"73.00", "73.00", "150.00"},
				"A2": {"10.00", "97.00", "150.00"},
				"B1": {"35.00", "81.00", "150.00"},
			},
		},
		{
			name: "a stock may turn back", change: stock,
			years: system.YearsOptions{
				Before: columnOf(t, tree, stocks), Shape: late,
				Published: back,
			},
			want: map[string][]string{
				"N":  {"150.00", "330.00", "600.00"},
				"A":  {"83.00", "170.00", "300.00"},
				"A1": {"75.00", "15.00", "150.00"},
				"A2": {"8.00", "155.00", "150.00"},
				"B1": {"35.00", "81.00", "150.00"},
			},
		},
		{
			name: "a stretch of the past", change: func(_ *target.Target, o *hierarchy.Options) {
				o.Levels = map[string]hierarchy.Rule{"province": {Stretch: decimal.NewNullDecimal(decimal.New(1, -1))}}
			},
			years: system.YearsOptions{Past: at(2011, map[string]int64{
				"N": 150, "A": 80, "B": 90, "A1": 40, "A2": 40, "B1": 50, "B2": 40,
			})},
			want: map[string][]string{
				"N":  {"150.00", "225.00", "225.00"},
				"A":  {"80.00", "125.00", "125.00"},
				"A1": {"40.00", "63.00", "62.00"},
				"A2": {"40.00", "62.00", "63.00"},
				"B1": {"50.00", "58.00", "57.00"},
			},
		},
		{
			name: "a stretch downwards", change: lower, years: system.YearsOptions{},
			want: map[string][]string{
				"N":  {"200.00", "200.00", "200.00"},
				"A":  {"90.00", "90.00", "90.00"},
				"A1": {"45.00", "45.00", "45.00"},
				"A2": {"45.00", "45.00", "45.00"},
				"B1": {"45.00", "45.00", "45.00"},
			},
		},
		{
			name: "a constant rate after the past", change: based,
			years: system.YearsOptions{
				Before: columnOf(t, tree, map[string]int64{"A1": 20}), Past: at(2011, half), Units: fast,
			},
			want: map[string][]string{
				"N":  {"150.00", "200.00", "250.00"},
				"A":  {"75.00", "100.00", "125.00"},
				"A1": {"30.00", "47.00", "73.00"},
				"A2": {"45.00", "53.00", "52.00"},
				"B1": {"40.00", "49.00", "61.00"},
			},
		},
		{
			name: "a straight line after the past, with figures before", change: based,
			years: system.YearsOptions{
				Before: columnOf(t, tree, map[string]int64{"A1": 20, "A2": 30}), Past: at(2011, half),
			},
			want: map[string][]string{
				"N":  {"150.00", "200.00", "250.00"},
				"A":  {"75.00", "100.00", "125.00"},
				"A1": {"30.00", "50.00", "70.00"},
				"A2": {"45.00", "50.00", "55.00"},
				"B1": {"40.00", "49.00", "61.00"},
			},
		},
		{
			name: "a straight line after the past", change: nil,
			years: system.YearsOptions{Past: at(2011, half)},
			want: map[string][]string{
				"N":  {"150.00", "225.00", "225.00"},
				"A":  {"75.00", "113.00", "112.00"},
				"A1": {"30.00", "60.00", "60.00"},
				"A2": {"45.00", "53.00", "52.00"},
				"B1": {"40.00", "55.00", "55.00"},
			},
		},
		{
			name: "a rate after the past", change: cut(t, tree),
			years: system.YearsOptions{Past: at(2011, map[string]int64{
				"N": 5, "A": 6, "B": 4, "A1": 8, "A2": 4, "B1": 4, "B2": 4,
			})},
			want: map[string][]string{
				"N":  {"5.00", "12.50", "20.00"},
				"A":  {"6.00", "13.00", "20.00"},
				"A1": {"8.00", "14.00", "20.00"},
				"A2": {"4.00", "12.00", "20.00"},
				"B1": {"4.00", "12.00", "20.00"},
			},
		},
		{
			name: "a rate that has nothing left", change: func(g *target.Target, o *hierarchy.Options) {
				cut(t, tree)(g, o)
				g.Value = decimal.New(100, 0)
			},
			years: system.YearsOptions{Past: at(2011, alike(100))},
			want: map[string][]string{
				"N":  {"100.00", "100.00", "100.00"},
				"A":  {"100.00", "100.00", "100.00"},
				"A1": {"100.00", "100.00", "100.00"},
				"A2": {"100.00", "100.00", "100.00"},
				"B1": {"100.00", "100.00", "100.00"},
			},
		},
		{
			name: "waypoints that are past", change: stock,
			years: system.YearsOptions{
				Before: columnOf(t, tree, stocks), Past: at(2011, map[string]int64{
					"N": 100, "A": 60, "B": 40, "A1": 30, "A2": 30, "B1": 20, "B2": 20,
				}),
				Units: map[string]temporal.Shape{"N": temporal.Through{Waypoints: []target.Point{
					{Period: target.Year(2011), Value: decimal.New(240, 0)},
					{Period: target.Year(2012), Value: decimal.New(500, 0)},
				}}},
			},
			want: map[string][]string{
				"N":  {"100.00", "500.00", "600.00"},
				"A":  {"60.00", "257.00", "300.00"},
				"A1": {"30.00", "129.00", "150.00"},
				"A2": {"30.00", "128.00", "150.00"},
				"B1": {"20.00", "122.00", "150.00"},
			},
		},
		{
			name: "zero at a constant rate", change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				o.Holds = []hierarchy.Hold{{Unit: "A1", Value: decimal.Decimal{}, By: "the test"}}
			},
			years: system.YearsOptions{
				Before: columnOf(t, tree, map[string]int64{
					"N": 60, "A": 40, "B": 20, "A1": 0, "A2": 40, "B1": 10, "B2": 10,
				}),
				Units: fast,
			},
			want: map[string][]string{
				"N":  {"240.00", "420.00", "600.00"},
				"A":  {"127.00", "213.00", "300.00"},
				"A1": {"0.00", "0.00", "0.00"},
				"A2": {"127.00", "213.00", "300.00"},
				"B1": {"57.00", "104.00", "150.00"},
			},
		},
		{
			name: "a figure that goes to zero", change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				o.Holds = []hierarchy.Hold{{Unit: "A1", Value: decimal.Decimal{}, By: "the test"}}
			},
			years: system.YearsOptions{Before: columnOf(t, tree, stocks)},
			want: map[string][]string{
				"N":  {"240.00", "420.00", "600.00"},
				"A":  {"127.00", "213.00", "300.00"},
				"A1": {"20.00", "10.00", "0.00"},
				"A2": {"107.00", "203.00", "300.00"},
				"B1": {"58.00", "104.00", "150.00"},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			years, err := system.Spread(homes(t, tree, c.change), c.years)
			if err != nil {
				t.Fatal(err)
			}
			hundredths(t, years, c.want)
		})
	}
}

// TestSpreadSigns follows families whose figures have both signs, or are all below zero.
func TestSpreadSigns(t *testing.T) {
	tree := grove(t)
	signed := func(value int64, base int64) func(*target.Target, *hierarchy.Options) {
		return func(g *target.Target, _ *hierarchy.Options) {
			g.Indicator.Kind, g.Period, g.Value = target.Stock, target.Year(2015), decimal.New(value, 0)
			g.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(base, 0)}
		}
	}
	type change = func(*target.Target, *hierarchy.Options)
	spread := func(change change, before map[string]int64, o system.YearsOptions) *system.Years {
		o.Before = columnOf(t, tree, before)
		years, err := system.Spread(homes(t, tree, change), o)
		if err != nil {
			t.Fatal(err)
		}
		return years
	}

	both := map[string]int64{"N": 0, "A": 300, "B": -300, "A1": 150, "A2": 150, "B1": -150, "B2": -150}
	paths(t, spread(signed(600, 0), both, system.YearsOptions{}), map[string][]int64{
		"N": {120, 240, 360, 480, 600}, "A": {300, 300, 300, 300, 300}, "B": {-180, -60, 60, 180, 300},
		"B1": {-90, -30, 30, 90, 150},
	})
	paths(t, spread(signed(600, 0), both, system.YearsOptions{OneWay: true}), map[string][]int64{
		"A": {300, 300, 300, 300, 300}, "B": {-180, -60, 60, 180, 300},
	})
	moved := system.YearsOptions{Published: []system.YearColumn{{
		Year: target.Year(2011), Figures: columnOf(t, tree, map[string]int64{"A": 280, "B": -200}),
	}}}
	paths(t, spread(signed(600, 0), both, moved), map[string][]int64{
		"A": {300, 300, 300, 300, 300}, "B": {-180, -60, 60, 180, 300},
	})

	down := map[string]int64{"N": -40, "A": -30, "B": -10, "A1": -10, "A2": -20, "B1": -10, "B2": 0}
	paths(t, spread(signed(-600, -40), down, system.YearsOptions{}), map[string][]int64{
		"N": {-152, -264, -376, -488, -600}, "A": {-84, -138, -192, -246, -300}, "A2": {-46, -72, -98, -124, -150},
	})
}

// TestSpreadKeepsRules says which parts of the rules of a plan are rules of its years.
func TestSpreadKeepsRules(t *testing.T) {
	tree := grove(t)
	tenth, thirty := decimal.NewNullDecimal(decimal.New(1, -1)), decimal.NewNullDecimal(decimal.New(30, 0))
	before := columnOf(t, tree, map[string]int64{"N": 100, "A": 55, "B": 55, "A1": 22, "A2": 22, "B1": 27, "B2": 28})

	plan := homes(t, tree, func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		g.Baseline.Value, g.Code, g.Replaces = decimal.New(100, 0), "homes", "fewer homes"
		o.Rule.Method = hierarchy.Proportional(columnOf(t, tree, map[string]int64{
			"A": 1, "B": 1, "A1": 1, "A2": 1, "B1": 1, "B2": 1,
		}))
		o.Rule.Min = columnOf(t, tree, map[string]int64{"B": 300})
		o.Levels = map[string]hierarchy.Rule{"province": {Stretch: tenth, Method: hierarchy.Equal()}}
		o.Units = map[string]hierarchy.Rule{"A": {Reserve: thirty}, "B": {Rounding: 1, Method: hierarchy.Equal()}}
	})
	years, err := system.Spread(plan, system.YearsOptions{Before: before})
	if err != nil {
		t.Fatal(err)
	}
	paths(t, years, map[string][]int64{
		"N": {267, 433, 600}, "A": {147, 238, 330}, "B": {147, 238, 330}, "A1": {59, 104, 150}, "B1": {73, 119, 165},
	})
	of := years.Plan(target.Year(2012)).Target()
	if of.Code != "homes 2012" || of.From != "homes" || of.Replaces != "" || of.Period != target.Year(2012) {
		t.Errorf("the target of 2012 is %+v, want one of its own", of)
	}
}

// TestSpreadOfRates says for which period a year of rates is.
func TestSpreadOfRates(t *testing.T) {
	tree := grove(t)
	years, err := system.Spread(homes(t, tree, cut(t, tree)), system.YearsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := years.Plan(target.Year(2012)).Target().Period, target.Years(2011, 2012); got != want {
		t.Errorf("the period of 2012 is %v, want %v", got, want)
	}
	if got, want := years.Explain("A1", target.Year(2011)).Alone.Decimal.Round(4).String(), "6.6667"; got != want {
		t.Errorf("the own path of A1 has %s in 2011, want %s", got, want)
	}

	all, err := system.Spread(homes(t, tree, func(g *target.Target, o *hierarchy.Options) {
		cut(t, tree)(g, o)
		g.Value = decimal.New(100, 0)
	}), system.YearsOptions{
		Past: []system.YearColumn{{Year: target.Year(2011), Figures: columnOf(t, tree, alike(100))}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if rates, left := all.Rates("A"); len(rates) != 3 || !rates[1].Value.IsZero() || !left.IsZero() {
		t.Errorf("Rates() of a cut by 100 %% = %v, %s, want nothing after the first year", rates, left)
	}
	var none *system.Years
	if rates, _ := none.Rates("A"); rates != nil {
		t.Errorf("Rates() of nil = %v, want none", rates)
	}
}

// TestSpreadBefore leads from figures before only the units that have some.
func TestSpreadBefore(t *testing.T) {
	tree := grove(t)
	years, err := system.Spread(homes(t, tree, func(g *target.Target, _ *hierarchy.Options) {
		g.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(100, 0)}
	}), system.YearsOptions{Before: columnOf(t, tree, map[string]int64{"A1": 20})})
	if err != nil {
		t.Fatal(err)
	}
	for unit, want := range map[string]string{"A1": "35", "B1": "50"} {
		if got := years.Explain(unit, target.Year(2011)).Alone.Decimal; got.String() != want {
			t.Errorf("the own path of %s has %s, want %s", unit, got, want)
		}
	}
}

// TestSpreadTakesACopy changes what a caller gave and got.
func TestSpreadTakesACopy(t *testing.T) {
	tree := grove(t)
	past := func(y, n int64) system.YearColumn {
		return system.YearColumn{Year: target.Year(int(y)), Figures: columnOf(t, tree, map[string]int64{
			"N": 4 * n, "A": 2 * n, "B": 2 * n, "A1": n, "A2": n, "B1": n, "B2": n,
		})}
	}
	o := system.YearsOptions{
		Units:  map[string]temporal.Shape{"N": late},
		Levels: map[string]temporal.Shape{"city": late},
		Published: []system.YearColumn{{
			Year: target.Year(2013), Figures: columnOf(t, tree, map[string]int64{"A1": 70}),
		}},
		Past: []system.YearColumn{past(2012, 40), past(2011, 30)}, // in any order
	}
	years, err := system.Spread(homes(t, tree, nil), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []system.YearsOptions{o, years.Options()} {
		got.Units["A"], got.Levels["province"] = late, late
		got.Past[0], got.Published[0] = past(2013, 1), past(2012, 1)
	}

	kept := years.Options()
	if diff := cmp.Diff(map[string]temporal.Shape{"N": late}, kept.Units); diff != "" {
		t.Errorf("Spread shares the shapes of units:\n%s", diff)
	}
	if diff := cmp.Diff(map[string]temporal.Shape{"city": late}, kept.Levels); diff != "" {
		t.Errorf("Spread shares the shapes of levels:\n%s", diff)
	}
	if kept.Past[0].Year != target.Year(2011) || kept.Published[0].Year != target.Year(2013) {
		t.Errorf("Options() = %v, want the years that were given, in order", kept)
	}
}

// TestReviseAgain revises years that have a past and published figures.
func TestReviseAgain(t *testing.T) {
	tree := grove(t)
	published := func(y int) system.YearColumn {
		return system.YearColumn{Year: target.Year(y), Figures: columnOf(t, tree, map[string]int64{"A1": 70})}
	}
	plan := homes(t, tree, nil)
	years, err := system.Spread(plan, system.YearsOptions{
		Published: []system.YearColumn{published(2011), published(2012), published(2013)},
	})
	if err != nil {
		t.Fatal(err)
	}

	for _, from := range []int{2012, 2013} {
		again, err := years.Revise(plan, target.Year(from))
		if err != nil {
			t.Fatal(err)
		}
		o := again.Options()
		if len(o.Past) != from-2011 || len(o.Published) != 2014-from || o.Published[0].Year != target.Year(from) {
			t.Errorf("Revise from %d has %d past and %d published years, want %d and %d",
				from, len(o.Past), len(o.Published), from-2011, 2014-from)
		}
		years = again
	}
}

// TestSpreadRefuses says where a problem is, and that it is the only one.
func TestSpreadRefuses(t *testing.T) {
	tree, twin := grove(t), grove(t)
	at := func(y int, figures map[string]int64) []system.YearColumn {
		return []system.YearColumn{{Year: target.Year(y), Figures: columnOf(t, tree, figures)}}
	}
	year := func(n int64) map[string]int64 {
		return map[string]int64{"N": 4 * n, "A": 2 * n, "B": 2 * n, "A1": n, "A2": n, "B1": n, "B2": n}
	}
	small, err := hierarchy.NewTree([]string{"nation"}, []hierarchy.Unit{{Code: "N", Level: "nation"}})
	if err != nil {
		t.Fatal(err)
	}
	foreign := columnOf(t, small, map[string]int64{"N": 60})
	fives := func(g *target.Target, _ *hierarchy.Options) { g.Indicator.Quantum = decimal.New(5, 0) }
	part := columnOf(t, tree, map[string]int64{"N": 60, "A": 40})
	early := map[string]temporal.Shape{"A": temporal.Schedule{Shares: decimals(1, 1, 1)}, "N": late}

	for _, c := range []struct {
		name   string
		change func(*target.Target, *hierarchy.Options)
		years  system.YearsOptions
		want   error
		path   string
		n      int // problems
	}{
		{"yes or no", func(g *target.Target, _ *hierarchy.Options) {
			g.Indicator.Kind, g.Value = target.Milestone, decimal.New(2, 0)
		}, system.YearsOptions{}, target.ErrKind, "plan.target.indicator.kind", 1},
		{"figures before a rate", cut(t, tree), system.YearsOptions{
			Before: part,
		}, target.ErrInvalid, "options.before", 1},
		{"no figures before", stock, system.YearsOptions{}, target.ErrRequired, "options.before", 1},
		{"figures before of another tree", stock, system.YearsOptions{
			Before: foreign,
		}, target.ErrMismatch, "options.before", 1},
		{"gaps in figures before", stock, system.YearsOptions{
			Before: part,
		}, target.ErrMissing, `options.before["A1"]`, 5},
		{"all years are past", nil, system.YearsOptions{
			Past: slices.Concat(at(2011, year(10)), at(2012, year(10)), at(2013, year(10))),
		}, target.ErrRange, "options.past", 1},
		{"more years are past", nil, system.YearsOptions{
			Past: slices.Concat(at(2011, year(10)), at(2012, year(10)), at(2013, year(10)), at(2014, year(1))),
		}, target.ErrRange, "options.past", 1},
		{"another tree in the past", nil, system.YearsOptions{
			Past: []system.YearColumn{{Year: target.Year(2011), Figures: foreign}},
		}, target.ErrMismatch, `options.past["2011"]`, 1},
		{"a past figure between quanta", fives, system.YearsOptions{
			Past: at(2011, map[string]int64{"N": 40, "A": 20, "B": 20, "A1": 12, "A2": 8, "B1": 10, "B2": 10}),
		}, target.ErrQuantum, `options.past["2011"]["A1"]`, 2},
		{"published in the past", nil, system.YearsOptions{
			Past: at(2011, year(10)), Published: at(2011, map[string]int64{"A1": 3}),
		}, target.ErrInvalid, `options.published["2011"]`, 1},
		{"published of another tree", nil, system.YearsOptions{
			Published: []system.YearColumn{{Year: target.Year(2012), Figures: foreign}},
		}, target.ErrMismatch, `options.published["2012"]`, 1},
		{"a year twice", nil, system.YearsOptions{
			Past:      at(2011, year(10)),
			Published: append(at(2012, map[string]int64{"A1": 3}), at(2012, map[string]int64{"A2": 3})...),
		}, target.ErrDuplicate, `options.published["2012"]`, 1},
		{"another year", nil, system.YearsOptions{
			Past: at(2011, year(10)), Published: at(2019, map[string]int64{"A1": 3}),
		}, target.ErrUnknown, "options.published[0].year", 1},
		{"the basis of the last year", ratio(t, tree, 1, 1, 1, 1), system.YearsOptions{
			Before: columnOf(t, tree, year(15)), Bases: at(2013, year(1)),
		}, target.ErrInvalid, `options.bases["2013"]`, 0},
		{"a basis of another tree", nil, system.YearsOptions{
			Bases: []system.YearColumn{{Year: target.Year(2012), Figures: foreign}},
		}, target.ErrMismatch, `options.bases["2012"]`, 1},
		{"a schedule of the years that are left", nil, system.YearsOptions{
			Past: at(2011, year(10)), Shape: temporal.Schedule{Shares: decimals(1, 2)},
		}, target.ErrMismatch, "options.shape", 1},
		{"schedules of the years that are left", nil, system.YearsOptions{
			Past:   at(2011, year(10)),
			Levels: map[string]temporal.Shape{"city": temporal.Schedule{Shares: decimals(1, 2)}},
			Units:  map[string]temporal.Shape{"A": temporal.Schedule{Shares: decimals(1, 2)}, "B": late},
		}, target.ErrMismatch, `options.levels["city"]`, 2},
		{"a schedule of other years", nil, system.YearsOptions{
			Shape: temporal.Schedule{Shares: decimals(1, 2)},
		}, target.ErrMismatch, "options.units", 0},
		{"a past without a total that has parts", nil, system.YearsOptions{
			Past: at(2011, map[string]int64{"N": 100, "A": 0, "B": 100, "A1": 5, "A2": 5, "B1": 50, "B2": 50}),
		}, target.ErrInfeasible, "", 0},
		{"a past with more than everything", nil, system.YearsOptions{
			Past: at(2011, year(175)),
		}, target.ErrInfeasible, `options.units["N"]`, 7},
		{"the wrong sign", nil, system.YearsOptions{
			Published: at(2012, map[string]int64{"A1": -3}),
		}, target.ErrRange, `options.units["A1"]["2012"]`, 1},
		{"the wrong sign after the past", nil, system.YearsOptions{
			Past: at(2011, year(10)), Published: at(2012, map[string]int64{"A1": -3}),
		}, target.ErrRange, `options.units["A1"]["2012"]`, 1},
		{"a path that has an error", stock, system.YearsOptions{
			Before: columnOf(t, tree, map[string]int64{
				"N": 60, "A": 60, "B": 0, "A1": 70, "A2": -10, "B1": 0, "B2": 0,
			}),
			Units: map[string]temporal.Shape{"A2": temporal.ConstantRate{}},
		}, nil, `options.units["A2"]`, 0},
		{"a path that turns back", stock, system.YearsOptions{
			Before: columnOf(t, tree, stocks), OneWay: true,
			Units: map[string]temporal.Shape{"N": temporal.Profile{Series: []target.Point{
				{Period: target.Year(2010), Value: decimal.New(60, 0)},
				{Period: target.Year(2011), Value: decimal.New(800, 0)},
				{Period: target.Year(2012), Value: decimal.New(700, 0)},
				{Period: target.Year(2013), Value: decimal.New(600, 0)},
			}}},
		}, target.ErrInfeasible, `years["2011"]`, 0},
		{"a past that is no mean", ratio(t, tree, 1, 1, 1, 1), system.YearsOptions{
			Before: columnOf(t, tree, alike(60)),
			Past: at(2011, map[string]int64{
				"N": 100, "A": 100, "B": 200, "A1": 100, "A2": 100, "B1": 200, "B2": 200,
			}),
		}, target.ErrInfeasible, `years["2011"]`, 0},
		{"limits of a level", nil, system.YearsOptions{
			LevelLimits: map[string]system.YearLimits{"city": limit(3, 2)},
		}, target.ErrRange, `options.levelLimits["city"].min`, 1},
		{"units that have too much for their years", nil, system.YearsOptions{
			Units: early,
		}, target.ErrInfeasible, "below N, the units A have 300 to place; the years 2011, and the others as far as " +
			"their paths are not zero, have room for only 100", 0},
	} {
		_, err := system.Spread(homes(t, tree, c.change), c.years)
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: Spread() = %v, want %v at %s", c.name, err, c.want, c.path)
		}
		if n := len(target.AllErrors(err)); c.n > 0 && n != c.n {
			t.Errorf("%s: Spread() = %v, want %d problems", c.name, err, c.n)
		}
	}

	same := columnOf(t, twin, map[string]int64{"A1": 70})
	if _, err := system.Spread(homes(t, tree, nil), system.YearsOptions{
		Published: []system.YearColumn{{Year: target.Year(2012), Figures: same}},
	}); err != nil {
		t.Errorf("a column of an equal tree: Spread() = %v, want no error", err)
	}
	if _, err := system.Spread(homes(t, tree, nil), system.YearsOptions{
		Limits: limit(50, 100), UnitLimits: map[string]system.YearLimits{"B1": limit(50, 50)},
	}); err != nil {
		t.Errorf("limits that are kept: Spread() = %v, want no error", err)
	}
}

// TestSpreadResidual starts the residual child of a stock from zero.
func TestSpreadResidual(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "rest", Level: "province", Parent: "N", Role: hierarchy.Residual},
	})
	if err != nil {
		t.Fatal(err)
	}
	plan := homes(t, tree, func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		o.Rule.Method = hierarchy.Proportional(columnOf(t, tree, map[string]int64{"A": 1, "rest": 1}))
	})
	years, err := system.Spread(plan, system.YearsOptions{
		Before: columnOf(t, tree, map[string]int64{"N": 60, "A": 60}),
	})
	if err != nil {
		t.Fatal(err)
	}
	paths(t, years, map[string][]int64{"N": {240, 420, 600}, "A": {140, 220, 300}, "rest": {100, 200, 300}})

	years, err = system.Spread(plan, system.YearsOptions{
		Before: columnOf(t, tree, map[string]int64{"N": 60, "A": 30, "rest": 30}),
	})
	if err != nil {
		t.Fatal(err)
	}
	paths(t, years, map[string][]int64{"A": {120, 210, 300}, "rest": {120, 210, 300}})
}

// TestSpreadOneChild keeps apart a province and its only city, which have the same quota and other shapes.
func TestSpreadOneChild(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "B", Level: "province", Parent: "N"},
		{Code: "B1", Level: "city", Parent: "B"},
		{Code: "A1", Level: "city", Parent: "A"},
	})
	if err != nil {
		t.Fatal(err)
	}

	years, err := system.Spread(homes(t, tree, nil), system.YearsOptions{
		Levels: map[string]temporal.Shape{"city": late},
		Units:  map[string]temporal.Shape{"A": late, "B": temporal.Schedule{Shares: decimals(3, 4, 6)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for unit, want := range map[string]string{"A": "50", "A1": "50", "B": "150", "B1": "50"} {
		if got := years.Explain(unit, target.Year(2011)).Alone.Decimal; got.String() != want {
			t.Errorf("the own path of %s has %s, want %s", unit, got, want)
		}
	}
}
