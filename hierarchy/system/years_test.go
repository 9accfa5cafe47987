package system_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// spread is a drawn plan that is spread over its years.
type spread struct {
	tree    *hierarchy.Tree
	target  target.Target
	options hierarchy.Options
	years   system.YearsOptions
}

func (s spread) plan(t interface{ Fatal(...any) }) *hierarchy.Plan {
	plan, err := hierarchy.Cascade(s.tree, s.target, s.options)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

var kindsOfYears = []target.Kind{
	target.Flow, target.Stock, target.Cumulative, target.Ratio, target.Share, target.Growth, target.Reduction,
}

var shapesOfYears = []temporal.Shape{
	nil,
	temporal.StraightLine{},
	temporal.ConstantRate{},
	temporal.Schedule{Shares: decimals(20, 40, 60, 80, 100)},
	temporal.Schedule{Shares: decimals(5, 15, 40, 70, 100)},
	temporal.Profile{Series: []target.Point{
		{Period: target.Year(2010), Value: decimal.New(90, 0)},
		{Period: target.Year(2011), Value: decimal.New(100, 0)},
		{Period: target.Year(2012), Value: decimal.New(104, 0)},
		{Period: target.Year(2013), Value: decimal.New(110, 0)},
		{Period: target.Year(2014), Value: decimal.New(108, 0)},
		{Period: target.Year(2015), Value: decimal.New(120, 0)},
	}},
}

func decimals(all ...int64) []decimal.Decimal {
	var out []decimal.Decimal
	for _, x := range all {
		out = append(out, decimal.New(x, 0))
	}
	return out
}

// drawSpread draws a plan of any kind for five years, whose figures grow.
func drawSpread(t *rapid.T) spread {
	kind := rapid.SampledFrom(kindsOfYears).Draw(t, "kind")
	s := spread{tree: grove(t), target: flow("x", rapid.Int64Range(16, 900).Draw(t, "value"))}
	s.target.Period, s.target.Indicator.Kind = target.FiveYearPlan(12), kind
	mean := kind.Law() == target.WeightedMean

	weights, before := map[string]int64{}, map[string]int64{}
	for _, u := range units[3:] {
		weights[u] = rapid.Int64Range(1, 50).Draw(t, "weight of "+u)
		before[u] = 1
	}
	if mean {
		s.target.Indicator.Places = target.Places(2)
		s.target.Indicator.Per = decimal.New(100, 0)
		s.target.Value = decimal.New(rapid.Int64Range(100, 4000).Draw(t, "mean"), -2)
		basis := map[string]int64{}
		for _, u := range units[3:] {
			basis[u] = rapid.Int64Range(1, 30).Draw(t, "basis of "+u)
		}
		s.options.Basis = columnOf(t, s.tree, basis)
		for _, u := range units {
			before[u] = 1
			weights[u] = rapid.Int64Range(40, 60).Draw(t, "reference of "+u)
		}
		s.options.Rule.Method = hierarchy.Scale(columnOf(t, s.tree, weights))
	} else {
		before["A"], before["B"], before["N"] = 2, 2, 4
		weights["A"], weights["B"] = weights["A1"]+weights["A2"], weights["B1"]+weights["B2"]
		s.options.Rule.Method = hierarchy.Proportional(columnOf(t, s.tree, weights))
		s.options.Rule.Min = columnOf(t, s.tree, map[string]int64{"A1": 2, "A2": 2, "B1": 2, "B2": 2, "A": 4, "B": 4})
	}

	s.years.Shape = rapid.SampledFrom(shapesOfYears).Draw(t, "shape")
	if rapid.Bool().Draw(t, "a shape of B1") {
		s.years.Units = map[string]temporal.Shape{"B1": temporal.Schedule{Shares: decimals(30, 50, 60, 90, 100)}}
	}
	s.years.OneWay = kind != target.Flow && rapid.Bool().Draw(t, "one way")
	if kind != target.Growth && kind != target.Reduction {
		s.years.Before = columnOf(t, s.tree, before)
		s.target.Baseline = &target.Point{Period: target.Year(2010), Value: decimal.New(before["N"], 0)}
	}
	return s
}

// falls reports whether a drawn path turns back by its shape, as the profile does.
func (s spread) falls() bool {
	_, profile := s.years.Shape.(temporal.Profile)
	return profile && s.years.OneWay
}

func TestYearsAreCoherent(t *testing.T) { rapid.Check(t, yearsAreCoherent) }

func FuzzYearsAreCoherent(f *testing.F) { f.Fuzz(rapid.MakeFuzz(yearsAreCoherent)) }

// yearsAreCoherent says that units and years add up, and proves it without Check.
func yearsAreCoherent(t *rapid.T) {
	s := drawSpread(t)
	plan := s.plan(t)
	years, err := system.Spread(plan, s.years)
	if err != nil {
		if s.falls() && errors.Is(err, target.ErrInfeasible) {
			return
		}
		t.Fatal(err)
	}
	if err := years.Check(); err != nil {
		t.Fatal(err)
	}

	kind := s.target.Indicator.Kind
	for q := range plan.All() {
		points := years.Quotas(q.Unit.Code)
		if len(points) != 5 {
			t.Fatalf("Quotas(%s) has %d years, want 5", q.Unit.Code, len(points))
		}
		last := points[4].Value
		if kind == target.Flow {
			last = decimal.Decimal{}
			for _, x := range points {
				last = last.Add(x.Value)
			}
		}
		if !last.Equal(q.Value) {
			t.Errorf("the years of %s come to %s, want %s", q.Unit.Code, last, q.Value)
		}
		for k := 1; k < 5 && (s.years.OneWay || kind == target.Cumulative) && kind != target.Flow; k++ {
			a, b := points[k-1].Value, points[k].Value
			if up := points[4].Value.Cmp(a); up*b.Cmp(a) < 0 || up*points[4].Value.Cmp(b) < 0 {
				t.Errorf("%s has %s after %s on its way to %s: it turns back", q.Unit.Code, b, a, points[4].Value)
			}
		}
	}
	for year, of := range years.All() {
		for q := range of.All() {
			sum, n := decimal.Decimal{}, 0
			for child := range of.Children(q.Unit.Code) {
				sum, n = sum.Add(child.Value), n+1
			}
			if kind.Law() == target.Sum && n > 0 && !sum.Equal(q.Value) {
				t.Errorf("%s: the children of %s have %s, want %s", year, q.Unit.Code, sum, q.Value)
			}
		}
	}
}

func TestYearsCompound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpread(t)
		if k := s.target.Indicator.Kind; k != target.Growth && k != target.Reduction {
			return
		}
		years, err := system.Spread(s.plan(t), s.years)
		if err != nil {
			return // yearsAreCoherent knows when
		}
		for _, u := range units {
			rates, left := years.Rates(u)
			whole, err := temporal.Combine(s.target.Indicator, s.target.Period, rates, nil)
			if err != nil {
				t.Fatal(err)
			}
			q, _ := years.Of().Quota(u)
			miss := whole.Sub(q.Value).Abs()
			if miss.GreaterThan(decimal.New(2, -2)) || left.Abs().GreaterThan(decimal.New(2, -2)) {
				t.Errorf("the rates of %s compound to %s, want %s; left %s", u, whole, q.Value, left)
			}
		}
	})
}

// TestYearsStay revises plans half way: years that are past stay, and the rest is
// coherent. With the same plan and whole shares the years come back.
func TestYearsStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpread(t)
		s.years.OneWay = false
		plan := s.plan(t)
		years, err := system.Spread(plan, s.years)
		if err != nil {
			t.Fatal(err)
		}
		s.target.Value = s.target.Value.Add(decimal.New(rapid.Int64Range(0, 400).Draw(t, "more"), 0))
		if s.target.Indicator.Kind == target.Reduction {
			s.target.Value = decimal.New(55, 0)
		}
		n := rapid.IntRange(0, 4).Draw(t, "years that are past")
		later, err := plan.ReviseTo(s.target, hierarchy.Options{})
		if err != nil {
			t.Skip(err)
		}
		revised, err := years.Revise(later, target.Year(2011+n))
		if err != nil {
			if errors.Is(err, target.ErrInfeasible) || errors.Is(err, target.ErrRange) {
				return // a unit has more already
			}
			t.Fatal(err)
		}
		for _, u := range units {
			if diff := cmp.Diff(years.Quotas(u)[:n], revised.Quotas(u)[:n]); diff != "" {
				t.Errorf("Revise moved past years of %s:\n%s", u, diff)
			}
		}
		if err := revised.Check(); err != nil {
			t.Error(err)
		}
	})
}

// TestYearsOfOrder permutes units and options.
func TestYearsOfOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpread(t)
		published := func() system.YearColumn {
			c := map[string]int64{"A1": rapid.Int64Range(1, 9).Draw(t, "published"), "B": 3}
			return system.YearColumn{Year: target.Year(2012), Figures: columnOf(t, s.tree, c)}
		}
		s.years.Published = []system.YearColumn{published()}
		other := published()
		other.Year = target.Year(2013)
		s.years.Published = append(s.years.Published, other)
		one, err := system.Spread(s.plan(t), s.years)

		slices.Reverse(s.years.Published)
		two, err2 := system.Spread(s.plan(t), s.years)
		if fmt.Sprint(err) != fmt.Sprint(err2) {
			t.Fatalf("Spread = %v, and %v with the columns reversed", err, err2)
		}
		for _, u := range units {
			if diff := cmp.Diff(one.Quotas(u), two.Quotas(u)); err == nil && diff != "" {
				t.Errorf("the order of the columns moves %s:\n%s", u, diff)
			}
		}
	})
}

// TestCoherentYearsComeBack publishes the years of a plan: they stay, except that means
// which rounding has left a residual move by some quanta.
func TestCoherentYearsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpread(t)
		s.years.OneWay = false
		plan := s.plan(t)
		one, err := system.Spread(plan, s.years)
		if err != nil {
			t.Fatal(err)
		}

		s.years.Published = nil
		for year, of := range one.All() {
			if year == target.Year(2015) && s.target.Indicator.Kind != target.Flow {
				continue
			}
			c, err := s.tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
				q, ok := of.Quota(u.Code)
				return q.Value, ok && u.Code != "N"
			})
			if err != nil {
				t.Fatal(err)
			}
			s.years.Published = append(s.years.Published, system.YearColumn{Year: year, Figures: c})
		}
		two, err := system.Spread(plan, s.years)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range units {
			for k, x := range one.Quotas(u) {
				moved := two.Quotas(u)[k].Value.Sub(x.Value).Abs()
				if s.options.Basis.Tree() == nil && !moved.IsZero() || moved.GreaterThan(decimal.New(1, -1)) {
					t.Errorf("published %s of %s moves by %s", x.Value, u, moved)
				}
			}
		}
	})
}

// Years print the quota of the target's own unit in each year. Nil years have nothing.
func TestYearsAsText(t *testing.T) {
	_, _, years := everyOption(t)
	const text = "" +
		"N, homes\n" +
		"  2011    100.00\n" +
		"  2012    350.00\n" +
		"  2013    600.00\n"
	if got, want := years.String(), text; got != want {
		t.Errorf("String() =\n%s\nwant\n%s", got, want)
	}

	var none *system.Years
	if got, want := none.String(), "no years\n"; got != want {
		t.Errorf("String() of nil = %q, want %q", got, want)
	}
	if none.Plan(target.Year(2011)) != nil || years.Plan(target.Year(1999)) != nil || none.Of() != nil {
		t.Error("Plan() of nil years, or of another year, is not nil")
	}
	for year := range none.All() {
		t.Errorf("All() of nil years yields %v", year)
	}
}
