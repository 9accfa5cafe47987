package system_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// steps is what four years bring a unit. In fewer years, every rank has one minimum and one maximum.
type steps [4]int64

func (s steps) sum() int64 { return s[0] + s[1] + s[2] + s[3] }

// limitedCase is a small plan with limits, in whole numbers.
type limitedCase struct {
	levels bool             // a Stock; otherwise a Flow
	before map[string]int64 // of a Stock
	way    map[string]int64 // what all years bring
	top    steps
	min    map[string]int64
	max    map[string]int64
}

// between returns what one year of a unit may bring, and whether it has limits.
func (c limitedCase) between(unit string) (low, high int64) {
	low, high = 0, max(c.way[unit], -c.way[unit])
	if x, ok := c.min[unit]; ok {
		low = x
	}
	if x, ok := c.max[unit]; ok {
		high = min(x, high)
	}
	if c.way[unit] < 0 {
		return -high, -low
	}
	return low, high
}

// all returns everything that the years of a unit can bring, by trying all divisions of
// those below it.
func (c limitedCase) all(unit string) map[steps]bool {
	low, high := c.between(unit)
	out := map[steps]bool{}

	add := func(s steps) {
		for _, x := range s {
			if unit != "N" && (x < low || x > high) {
				return
			}
		}
		if s.sum() == c.way[unit] {
			out[s] = true
		}
	}

	children := map[string][2]string{"N": {"A", "B"}, "A": {"A1", "A2"}, "B": {"B1", "B2"}}
	if pair, ok := children[unit]; ok {
		second := c.all(pair[1])
		for x := range c.all(pair[0]) {
			for y := range second {
				add(steps{x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3]})
			}
		}
		return out
	}

	for x := low; x <= high; x++ {
		for y := low; y <= high; y++ {
			for z := low; z <= high; z++ {
				add(steps{x, y, z, c.way[unit] - x - y - z})
			}
		}
	}
	return out
}

func drawLimited(t *rapid.T) limitedCase {
	c := limitedCase{
		levels: rapid.Bool().Draw(t, "levels"),
		before: map[string]int64{}, way: map[string]int64{}, min: map[string]int64{}, max: map[string]int64{},
	}

	least := int64(0)
	if c.levels {
		least = -2
	}
	for _, u := range units[3:] {
		c.way[u] = rapid.Int64Range(least, 5).Draw(t, "way of "+u)
		c.before[u] = rapid.Int64Range(2, 9).Draw(t, "before of "+u)
	}

	for _, of := range []map[string]int64{c.way, c.before} {
		of["A"], of["B"] = of["A1"]+of["A2"], of["B1"]+of["B2"]
		of["N"] = of["A"] + of["B"]
	}
	for _, u := range units[1:] {
		if rapid.Bool().Draw(t, "a maximum of "+u) {
			c.max[u] = rapid.Int64Range(1, 5).Draw(t, "the maximum of "+u)
		}
		if rapid.IntRange(0, 3).Draw(t, "a minimum of "+u) == 0 {
			c.min[u] = min(rapid.Int64Range(0, 2).Draw(t, "the minimum of "+u), c.maxOr(u, 2))
		}
	}
	return c
}

func (c limitedCase) maxOr(unit string, other int64) int64 {
	if x, ok := c.max[unit]; ok {
		return x
	}
	return other
}

// plan returns the plan of the case, and its options.
func (c limitedCase) plan(
	t tester, tree *hierarchy.Tree, shape temporal.Shape,
) (*hierarchy.Plan, system.YearsOptions) {
	goal := flow("x", 0)
	goal.Period = target.Years(2011, 2014)
	o := system.YearsOptions{
		Units:      map[string]temporal.Shape{"N": shape},
		UnitLimits: map[string]system.YearLimits{},
	}
	quotas := map[string]int64{}
	for _, u := range units {
		quotas[u] = c.way[u]
	}
	if c.levels {
		goal.Indicator.Kind, goal.Period = target.Stock, target.Year(2014)
		goal.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(c.before["N"], 0)}
		o.Before, o.OneWay = columnOf(t, tree, c.before), true
		for _, u := range units {
			quotas[u] += c.before[u]
		}
	}

	for _, u := range units[1:] {
		var l system.YearLimits
		if x, ok := c.min[u]; ok {
			l.Min = decimal.NewNullDecimal(decimal.New(x, 0))
		}
		if x, ok := c.max[u]; ok {
			l.Max = decimal.NewNullDecimal(decimal.New(x, 0))
		}
		o.UnitLimits[u] = l
	}

	leaves := map[string]int64{}
	for _, u := range units[3:] {
		leaves[u] = quotas[u]
	}
	plan, err := hierarchy.MiddleOut(tree, goal, columnOf(t, tree, leaves), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return plan, o
}

// TestLimitsAreRefusedOnlyIfImpossible compares with a search through all plans.
func TestLimitsAreRefusedOnlyIfImpossible(t *testing.T) {
	rapid.Check(t, limitsAreRefusedOnlyIfImpossible)
}

func FuzzLimitsAreRefusedOnlyIfImpossible(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(limitsAreRefusedOnlyIfImpossible))
}

func limitsAreRefusedOnlyIfImpossible(t *rapid.T) {
	c, shape := drawLimited(t), temporal.Schedule{}
	share := int64(0)
	for k := range 4 {
		share += rapid.Int64Range(0, 3).Draw(t, fmt.Sprint("share ", k))
		shape.Shares = append(shape.Shares, decimal.New(share, 0))
	}
	if share == 0 {
		shape.Shares = decimals(1, 2, 3, 4)
	}
	c.compare(t, shape)
}

// TestLimitsBelow has families whose years no single minimum and maximum describe: A1 can have 4 in
// one year, and A2 only 1 in each of three.
func TestLimitsBelow(t *testing.T) {
	for _, last := range []int64{4, 6, 8, 10, 11} {
		for _, first := range []int64{0, 1, 2, 3} {
			for _, levels := range []bool{false, true} {
				c := limitedCase{
					levels: levels,
					before: map[string]int64{"A1": 1, "A2": 1, "B1": 1, "B2": 1, "A": 2, "B": 2, "N": 4},
					way:    map[string]int64{"A1": 4, "A2": 3, "B1": 5, "B2": 3, "A": 7, "B": 8, "N": 15},
					min:    map[string]int64{},
					max:    map[string]int64{"A2": 1, "B1": 4},
				}
				c.compare(t, temporal.Schedule{Shares: decimals(first, first+1, 15-last, 15)})
			}
		}
	}
}

// TestLimitsDownwards has two units that fall. B1 has no limits, and no refusal names it.
func TestLimitsDownwards(t *testing.T) {
	c := limitedCase{
		levels: true,
		before: map[string]int64{"A1": 5, "A2": 5, "B1": 5, "B2": 5, "A": 10, "B": 10, "N": 20},
		way:    map[string]int64{"A1": 0, "A2": -2, "B1": -1, "B2": 0, "A": -2, "B": -1, "N": -3},
		min:    map[string]int64{}, max: map[string]int64{"A2": 1},
	}
	c.compare(t, temporal.Schedule{Shares: decimals(0, 0, 0, 1)})
	c.compare(t, temporal.Schedule{Shares: decimals(0, 0, 1, 3)})
}

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Fatal(args ...any)
}

// compare compares Spread with a search through all plans.
func (c limitedCase) compare(t tester, shape temporal.Schedule) {
	t.Helper()
	tree := grove(t)
	plan, o := c.plan(t, tree, shape)

	points, err := temporal.Path(plan.Target(), shape, target.Yearly)
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	if c.levels {
		last = c.before["N"]
	}
	for k, x := range points {
		c.top[k] = x.Value.IntPart() - last
		if c.levels {
			last = x.Value.IntPart()
		}
	}
	possible := c.all("N")[c.top]

	years, err := system.Spread(plan, o)
	if none, ok := errors.AsType[*system.LimitsError](err); possible && err != nil || !possible && !ok {
		t.Fatalf("Spread() = %v, %v, possible: %v (%+v)", none, err, possible, c)
	} else if ok {
		checkConflict(t, c, none)
		return
	}
	for _, u := range units[1:] {
		low, high := c.between(u)
		last := int64(0)
		if c.levels {
			last = c.before[u]
		}
		for k, x := range years.Quotas(u) {
			n := x.Value.IntPart() - last
			if c.levels {
				last = x.Value.IntPart()
			}
			if n < low || n > high {
				t.Errorf("year %d brings %s %d, want from %d to %d", k, u, n, low, high)
			}
		}
	}
}

// checkConflict says that a refusal is a proof: without the limits that it does not name, there
// is still no plan.
func checkConflict(t tester, c limitedCase, e *system.LimitsError) {
	less := limitedCase{levels: c.levels, way: c.way, top: c.top, min: map[string]int64{}, max: map[string]int64{}}
	if len(e.Limits) == 0 || len(e.Years) == 0 || e.Amount.Equal(e.Room) {
		t.Errorf("LimitsError = %+v, want limits, years, and an amount that is not the room", e)
	}
	for _, l := range e.Limits {
		given, of := l.Min, c.min
		if l.Max.Valid {
			given, of = l.Max, c.max
		}
		if x, ok := of[l.Unit]; !ok || !given.Valid || !given.Decimal.Equal(decimal.New(x, 0)) {
			t.Errorf("%v: nobody has given the limit %q", e, l)
		}
		if less.min[l.Unit] = c.min[l.Unit]; l.Max.Valid {
			delete(less.min, l.Unit)
			less.max[l.Unit] = c.max[l.Unit]
		}
	}
	if less.all("N")[c.top] {
		t.Errorf("%v: there are years that keep these limits", e)
	}
}

// limit makes limits of whole numbers; a number below zero is none.
func limit(low, high int64) system.YearLimits {
	var l system.YearLimits
	if low >= 0 {
		l.Min = decimal.NewNullDecimal(decimal.New(low, 0))
	}
	if high >= 0 {
		l.Max = decimal.NewNullDecimal(decimal.New(high, 0))
	}
	return l
}

// percent makes limits in percent.
func percent(low, high int64) system.YearLimits {
	l := limit(low, high)
	l.Percent = true
	return l
}

// stock is a change of homes that makes them a Stock of 60 in 2010 and 600 in 2013.
func stock(g *target.Target, _ *hierarchy.Options) {
	g.Indicator.Kind, g.Period = target.Stock, target.Year(2013)
	g.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(60, 0)}
}

// late is a schedule whose last year brings the most.
var late = temporal.Schedule{Shares: decimals(1, 3, 6)}

// stocks are the figures of the units before the plan.
var stocks = map[string]int64{"N": 60, "A": 40, "B": 20, "A1": 30, "A2": 10, "B1": 12, "B2": 8}

func TestLimits(t *testing.T) {
	tree := grove(t)
	before := columnOf(t, tree, stocks)
	rise := func(o system.YearsOptions) system.YearsOptions {
		o.Before, o.OneWay = before, true
		return o
	}

	for _, c := range []struct {
		name   string
		change func(*target.Target, *hierarchy.Options)
		years  system.YearsOptions
		want   map[string][]int64
	}{
		{
			name:  "a total",
			years: system.YearsOptions{Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(-1, 120)}},
			want: map[string][]int64{
				"N": {100, 200, 300}, "A": {60, 120, 120}, "B": {40, 80, 180}, "A1": {30, 60, 60},
			},
		},
		{
			name:  "a total in percent of the quota",
			years: system.YearsOptions{Shape: late, UnitLimits: map[string]system.YearLimits{"A": percent(-1, 40)}},
			want:  map[string][]int64{"A": {60, 120, 120}, "B": {40, 80, 180}},
		},
		{
			name:   "a total below zero",
			change: func(g *target.Target, _ *hierarchy.Options) { g.Value = decimal.New(-600, 0) },
			years:  system.YearsOptions{Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(-1, 120)}},
			want:   map[string][]int64{"N": {-100, -200, -300}, "A": {-60, -120, -120}, "B": {-40, -80, -180}},
		},
		{
			name: "a level", change: stock,
			years: rise(system.YearsOptions{
				Shape: late, LevelLimits: map[string]system.YearLimits{"city": limit(10, 70)},
			}),
			want: map[string][]int64{
				"A": {83, 170, 300}, "A1": {50, 90, 150}, "A2": {33, 80, 150}, "B1": {35, 80, 150}, "B2": {32, 80, 150},
			},
		},
		{
			name: "limits that are kept change nothing", change: stock,
			years: rise(system.YearsOptions{Limits: limit(0, 300)}),
			want:  map[string][]int64{"N": {240, 420, 600}, "A": {127, 213, 300}, "A1": {70, 110, 150}},
		},
		{
			name: "a unit without the limits of its level", change: stock,
			years: rise(system.YearsOptions{
				Shape: late, LevelLimits: map[string]system.YearLimits{"province": limit(-1, 90)},
				UnitLimits: map[string]system.YearLimits{"B": {}},
			}),
			want: map[string][]int64{"N": {150, 330, 600}, "A": {120, 210, 300}, "B": {30, 120, 300}},
		},
		{
			name: "a level in percent of the figure before", change: stock,
			years: rise(system.YearsOptions{
				Shape: late, UnitLimits: map[string]system.YearLimits{"A": percent(-1, 225)},
			}),
			want: map[string][]int64{"N": {150, 330, 600}, "A": {120, 210, 300}, "B": {30, 120, 300}},
		},
		{
			name: "a minimum of a total",
			years: system.YearsOptions{
				Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(80, -1), "B": {}},
			},
			want: map[string][]int64{"A": {80, 88, 132}, "B": {20, 112, 168}},
		},
		{
			name: "a total with figures before", change: func(g *target.Target, _ *hierarchy.Options) {
				g.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(60, 0)}
			},
			years: system.YearsOptions{
				Before: before, Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(80, -1)},
			},
			want: map[string][]int64{"A": {80, 88, 132}, "B": {20, 112, 168}},
		},
		{
			name: "a level that has room", change: stock,
			years: rise(system.YearsOptions{
				Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(-1, 115)},
			}),
			want: map[string][]int64{"N": {150, 330, 600}, "A": {88, 185, 300}, "B": {62, 145, 300}},
		},
		{
			name: "a way down, with room", change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				g.Value = decimal.New(90, 0)
				o.Holds = []hierarchy.Hold{{Unit: "A", Value: decimal.New(20, 0), By: "the test"}}
			},
			years: rise(system.YearsOptions{Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(-1, 9)}}),
			want:  map[string][]int64{"N": {65, 75, 90}, "A": {36, 29, 20}},
		},
		{
			name: "a way down, with a minimum", change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				g.Value = decimal.New(90, 0)
				o.Holds = []hierarchy.Hold{{Unit: "A", Value: decimal.New(20, 0), By: "the test"}}
			},
			years: rise(system.YearsOptions{Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(5, -1)}}),
			want:  map[string][]int64{"N": {65, 75, 90}, "A": {35, 30, 20}},
		},
		{
			name: "a way down", change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				g.Value = decimal.New(70, 0)
			},
			years: rise(system.YearsOptions{Shape: late, UnitLimits: map[string]system.YearLimits{"A": limit(-1, 2)}}),
			want:  map[string][]int64{"N": {62, 65, 70}, "A": {39, 37, 35}, "B": {23, 28, 35}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			years, err := system.Spread(homes(t, tree, c.change), c.years)
			if err != nil {
				t.Fatal(err)
			}
			paths(t, years, c.want)
		})
	}
}

func TestLimitsErrors(t *testing.T) {
	tree := grove(t)
	before := columnOf(t, tree, stocks)
	units := func(unit string, l system.YearLimits) map[string]system.YearLimits {
		return map[string]system.YearLimits{unit: l}
	}
	stretched := func(_ *target.Target, o *hierarchy.Options) {
		o.Rule.Stretch = decimal.NewNullDecimal(decimal.New(1, -1))
	}
	mean := func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		g.Indicator.Kind, g.Indicator.Places = target.Ratio, target.Places(2)
		o.Basis = columnOf(t, tree, map[string]int64{"A1": 1, "A2": 1, "B1": 1, "B2": 1})
	}
	unequal := map[string]int64{"N": 60, "A": 40, "B": 25, "A1": 30, "A2": 10, "B1": 12, "B2": 8}
	tens := func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		g.Indicator.Quantum = decimal.New(10, 0)
	}
	early := map[string]temporal.Shape{"A1": temporal.Schedule{Shares: decimals(50, 100, 100)}}

	for _, c := range []struct {
		name   string
		change func(*target.Target, *hierarchy.Options)
		years  system.YearsOptions
		want   error
	}{
		{"one way of a total", nil, system.YearsOptions{OneWay: true}, target.ErrInvalid},
		{"a minimum below zero", nil, system.YearsOptions{Limits: system.YearLimits{
			Min: decimal.NewNullDecimal(decimal.New(-1, 0)),
		}}, target.ErrRange},
		{"a maximum below zero", nil, system.YearsOptions{Limits: system.YearLimits{
			Max: decimal.NewNullDecimal(decimal.New(-1, 0)),
		}}, target.ErrRange},
		{"out of order", nil, system.YearsOptions{Limits: limit(3, 2)}, target.ErrRange},
		{"percent of nothing", nil, system.YearsOptions{
			UnitLimits: units("A", system.YearLimits{Percent: true}),
		}, target.ErrInvalid},
		{"a level", nil, system.YearsOptions{LevelLimits: units("village", limit(1, 2))}, target.ErrUnknown},
		{"the level of the plan's own unit", nil, system.YearsOptions{
			LevelLimits: units("nation", limit(1, 2)),
		}, target.ErrUnknown},
		{"a unit", nil, system.YearsOptions{UnitLimits: units("of which", limit(1, 2))}, target.ErrUnknown},
		{"the plan's own unit", nil, system.YearsOptions{UnitLimits: units("N", limit(1, 2))}, target.ErrInvalid},
		{"a mean", mean, system.YearsOptions{Before: before, OneWay: true, Limits: limit(-1, 200)}, target.ErrKind},
		{"both ways", stock, system.YearsOptions{Before: before, Limits: limit(-1, 200)}, target.ErrRequired},
		{"a stretch", stretched, system.YearsOptions{Limits: limit(-1, 200)}, target.ErrMismatch},
		{"figures before that miss the sum", stock, system.YearsOptions{
			Before: columnOf(t, tree, unequal), OneWay: true, Limits: limit(-1, 200),
		}, target.ErrMismatch},
		{"figures before between two quanta", tens, system.YearsOptions{
			Before: before, OneWay: true, Limits: limit(-1, 200),
		}, target.ErrQuantum},
		{"percent without figures before", func(g *target.Target, _ *hierarchy.Options) {
			g.Indicator.Kind = target.Cumulative
		}, system.YearsOptions{Limits: percent(-1, 200)}, target.ErrMissing},
		{"a year that is meant to have nothing", nil, system.YearsOptions{
			Units: early, Shape: late, UnitLimits: units("B1", limit(-1, 60)),
		}, target.ErrMismatch},
		{"too little", nil, system.YearsOptions{UnitLimits: units("B1", limit(-1, 49))}, target.ErrInfeasible},
		{"too much", nil, system.YearsOptions{UnitLimits: units("B1", limit(51, -1))}, target.ErrInfeasible},
	} {
		_, err := system.Spread(homes(t, tree, c.change), c.years)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: Spread() = %v, want %v", c.name, err, c.want)
		}
	}

	if _, err := system.Spread(homes(t, tree, nil), system.YearsOptions{
		Units: early, UnitLimits: units("B1", limit(-1, 60)),
	}); err != nil {
		t.Errorf("limits that are kept: Spread() = %v, want no error", err)
	}
}

// TestLimitsConflicts says which years, units and limits a refusal names.
func TestLimitsConflicts(t *testing.T) {
	tree := grove(t)
	down := func(g *target.Target, o *hierarchy.Options) {
		stock(g, o)
		g.Value = decimal.New(20, 0)
	}
	for _, c := range []struct {
		change func(*target.Target, *hierarchy.Options)
		shape  temporal.Shape
		limits map[string]system.YearLimits
		want   string
	}{
		{
			limits: map[string]system.YearLimits{"B1": limit(-1, 49)},
			want:   "2011, 2012, 2013 must bring B1 150, and the limits allow only 147 (B1 at most 49)",
		},
		{
			limits: map[string]system.YearLimits{"B1": limit(51, -1)},
			want:   "2011, 2012, 2013 must bring B1 153, and the limits allow only 150 (B1 at least 51)",
		},
		{
			limits: map[string]system.YearLimits{"A1": limit(45, -1), "A2": limit(45, -1), "A": limit(-1, 80)},
			want:   "2011, 2012, 2013 must bring A 300, and the limits allow only 240 (A at most 80)",
		},
		{
			shape: late,
			limits: map[string]system.YearLimits{
				"A1": limit(-1, 60), "A2": limit(-1, 60), "B": limit(20, 150), "B1": limit(20, -1), "A": limit(20, 250),
			},
			want: "2013 must bring N 300, and the limits allow only 270 " +
				"(A1 at most 60, A2 at most 60, B at most 150)",
		},
		{
			shape:  late,
			limits: map[string]system.YearLimits{"A": limit(90, -1), "A1": limit(20, -1), "B": limit(70, 170)},
			want:   "2013 must bring N 300, and the limits allow only 280 (A at least 90, B at least 70)",
		},
		{
			change: func(g *target.Target, o *hierarchy.Options) {
				stock(g, o)
				o.Holds = []hierarchy.Hold{{Unit: "B", Value: decimal.New(20, 0), By: "the test"}}
			},
			limits: map[string]system.YearLimits{"B": limit(1, -1)},
			want:   "2011, 2012, 2013 must bring B 3, and the limits allow only 0 (B at least 1)",
		},
		{
			change: down,
			limits: map[string]system.YearLimits{"A1": limit(-1, 8)},
			want:   "2011, 2012, 2013 must bring A1 −25, and the limits allow only −24 (A1 at most 8)",
		},
		{
			change: down,
			limits: map[string]system.YearLimits{"A1": limit(9, -1)},
			want:   "2011, 2012, 2013 must bring A1 −27, and the limits allow only −25 (A1 at least 9)",
		},
	} {
		years := system.YearsOptions{Shape: c.shape, UnitLimits: c.limits}
		if c.change != nil {
			years.Before, years.OneWay = columnOf(t, tree, stocks), true
		}
		_, err := system.Spread(homes(t, tree, c.change), years)
		if want := "system: " + c.want + ": change the limits or the shapes"; err == nil || err.Error() != want {
			t.Errorf("Spread() = %v, want %s", err, want)
		}
	}

	var many system.LimitsError
	for range 10 {
		many.Limits = append(many.Limits, system.UnitLimit{Unit: "A", Min: decimal.NewNullDecimal(decimal.New(8, 0))})
	}
	if got, want := many.Error(), ", A at least 8): "; !strings.Contains(got, want) {
		t.Errorf("Error() = %s, want %s", got, want)
	}
	many.Limits = append(many.Limits, many.Limits[:2]...)
	if got, want := many.Error(), ", A at least 8, and 2 more): "; !strings.Contains(got, want) {
		t.Errorf("Error() = %s, want %s", got, want)
	}
}

// TestLimitsStay says that years keep their limits after they are written, read and revised.
func TestLimitsStay(t *testing.T) {
	tree := grove(t)
	before := columnOf(t, tree, stocks)
	plan := homes(t, tree, stock)
	years, err := system.Spread(plan, system.YearsOptions{
		Before: before, OneWay: true, Shape: late,
		LevelLimits: map[string]system.YearLimits{"city": limit(10, 70)},
		UnitLimits:  map[string]system.YearLimits{"A": percent(10, 400), "B": {}},
	})
	if err != nil {
		t.Fatal(err)
	}

	text, err := years.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	read, err := system.ReadYears(text, hierarchy.Inputs{Trees: []*hierarchy.Tree{tree}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(years.Options().UnitLimits, read.Options().UnitLimits); diff != "" {
		t.Errorf("the limits of units read differ:\n%s", diff)
	}
	if diff := cmp.Diff(years.Options().LevelLimits, read.Options().LevelLimits); diff != "" {
		t.Errorf("the limits of levels read differ:\n%s", diff)
	}

	revised, err := years.Revise(plan, target.Year(2012))
	if err != nil {
		t.Fatal(err)
	}
	paths(t, revised, map[string][]int64{"N": {150, 330, 600}, "A2": {33, 80, 150}, "B2": {32, 80, 150}})
	if revised.Plan(target.Year(2013)) != plan {
		t.Error("the last year of a level is another plan than the one that was spread")
	}
	least, err := system.Spread(homes(t, tree, nil), system.YearsOptions{
		Shape: late,
		UnitLimits: map[string]system.YearLimits{
			"A": limit(80, -1), "B": limit(19, 170), "B1": limit(-1, 85),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{"A", "B", "B1"} {
		for year, want := range map[int]string{2011: map[string]string{"A": "A at least 80"}[u], 2012: "", 2013: ""} {
			if got := least.Explain(u, target.Year(year)).Limit.String(); got != want {
				t.Errorf("Explain(%s, %d).Limit = %q, want %q (%v)", u, year, got, want, least.Quotas(u))
			}
		}
	}

	for _, c := range []struct {
		unit string
		year int
		want string
	}{
		{"B2", 2013, "B2 at most 70"},
		{"A1", 2012, ""},
		{"A", 2013, ""},
		{"B", 2013, ""},
		{"A2", 2011, ""}, // it is past
	} {
		if got := revised.Explain(c.unit, target.Year(c.year)).Limit.String(); got != c.want {
			t.Errorf("Explain(%s, %d).Limit = %q, want %q", c.unit, c.year, got, c.want)
		}
	}

	changed := years.Options()
	changed.UnitLimits["A"] = limit(1, 1)
	if diff := cmp.Diff(percent(10, 400), years.Options().UnitLimits["A"]); diff != "" {
		t.Errorf("Options shares its limits:\n%s", diff)
	}
}

// TestLimitsOfThePast says that limits are for the years that are left, from where the past has led.
func TestLimitsOfThePast(t *testing.T) {
	tree := grove(t)
	first := columnOf(t, tree, map[string]int64{"N": 200, "A": 130, "B": 70, "A1": 100, "A2": 30, "B1": 40, "B2": 30})
	years, err := system.Spread(homes(t, tree, nil), system.YearsOptions{
		Past:  []system.YearColumn{{Year: target.Year(2011), Figures: first}},
		Units: map[string]temporal.Shape{"N": temporal.Schedule{Shares: decimals(2, 5, 6)}},

		UnitLimits: map[string]system.YearLimits{"A1": limit(-1, 30), "A2": limit(10, 75)},
	})
	if err != nil {
		t.Fatal(err)
	}
	paths(t, years, map[string][]int64{
		"N": {200, 300, 100}, "A": {130, 105, 65}, "A1": {100, 30, 20}, "A2": {30, 75, 45}, "B": {70, 195, 35},
	})
}
