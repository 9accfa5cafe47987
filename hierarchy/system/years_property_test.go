package system_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
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

// figured is a plan for five years whose figures are plain data, so that units can have other
// codes and figures other sizes.
type figured struct {
	kind      target.Kind
	value     decimal.Decimal
	figures   map[string]map[string]decimal.Decimal // columns by their use
	shapes    map[string]temporal.Shape
	limits    map[string]system.YearLimits
	oneWay    bool
	order     []int             // in which the units are given
	codes     map[string]string // of units
	magnitude int32             // powers of ten by which figures and quantum are larger
}

// grovesOrder is the order in which grove gives its units, without the memo.
var grovesOrder = []int{0, 1, 2, 3, 4, 5, 6}

// drawFigured draws a plan. Its figures are large and drawn evenly, so that nothing ties: the order of
// the units decides ties.
func drawFigured(t *rapid.T) figured {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	f := figured{
		kind: rapid.SampledFrom(kindsOfYears).Draw(t, "kind"), order: grovesOrder, codes: map[string]string{},
		figures: map[string]map[string]decimal.Decimal{},
		shapes:  map[string]temporal.Shape{}, limits: map[string]system.YearLimits{},
	}
	draw := func(use string, low, high int64, of ...string) map[string]decimal.Decimal {
		all := map[string]decimal.Decimal{}
		for _, u := range of {
			all[u] = decimal.New(low+random.Int64N(high-low), 0)
		}
		f.figures[use] = all
		return all
	}

	mean := f.kind.Law() == target.WeightedMean
	f.value = decimal.New(50_000_000+random.Int64N(9_000_000), 0)
	draw("weights", 1_000_000, 9_000_000, units...)
	if mean {
		draw("weights", 4_000_000, 6_000_000, units...)
		draw("before", 10_000_000, 20_000_000, units...)
		draw("basis", 1_000_000, 9_000_000, units[3:]...)
	} else {
		before := draw("before", 1_000_000, 2_000_000, units[3:]...)
		before["A"], before["B"] = before["A1"].Add(before["A2"]), before["B1"].Add(before["B2"])
		before["N"] = before["A"].Add(before["B"])
	}
	if f.kind == target.Growth || f.kind == target.Reduction {
		delete(f.figures, "before")
	}
	for _, u := range units {
		f.codes[u] = u
		share := int64(0)
		var s temporal.Schedule
		for range 5 {
			share += 1000 + random.Int64N(500)
			s.Shares = append(s.Shares, decimal.New(share, 0))
		}
		f.shapes[u] = s
	}
	if rapid.Bool().Draw(t, "published") {
		draw("published", 10_000_000, 12_000_000, "A1", "B")
	}
	f.oneWay = f.kind != target.Flow && rapid.Bool().Draw(t, "one way")
	if !mean && (f.oneWay || f.kind == target.Flow) && rapid.Bool().Draw(t, "limits") {
		for _, u := range units[1:] {
			l := system.YearLimits{Max: decimal.NewNullDecimal(decimal.New(225+random.Int64N(400), -1)), Percent: true}
			if f.kind != target.Flow {
				l = system.YearLimits{Max: decimal.NewNullDecimal(decimal.New(5_000_000+random.Int64N(4_000_000), 0))}
			}
			f.limits[u] = l
		}
	}
	return f
}

// spread makes the years, with the codes, the order and the size that f says.
func (f figured) spread(t *rapid.T) (*system.Years, error) {
	given := []hierarchy.Unit{
		{Code: f.codes["N"], Level: "nation"},
		{Code: f.codes["A"], Level: "province", Parent: f.codes["N"]},
		{Code: f.codes["B"], Level: "province", Parent: f.codes["N"]},
		{Code: f.codes["A1"], Level: "city", Parent: f.codes["A"]},
		{Code: f.codes["A2"], Level: "city", Parent: f.codes["A"]},
		{Code: f.codes["B1"], Level: "city", Parent: f.codes["B"]},
		{Code: f.codes["B2"], Level: "city", Parent: f.codes["B"]},
	}
	var all []hierarchy.Unit
	for _, i := range f.order {
		all = append(all, given[i])
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, all)
	if err != nil {
		t.Fatal(err)
	}
	size := func(d decimal.Decimal) decimal.Decimal { return d.Shift(f.magnitude) }
	column := func(use string, sized bool) hierarchy.Column {
		figures := map[string]decimal.Decimal{}
		for u, x := range f.figures[use] {
			if figures[f.codes[u]] = x; sized {
				figures[f.codes[u]] = size(x)
			}
		}
		c, err := tree.Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	goal := target.Target{
		Code: "x", Unit: f.codes["N"], Period: target.FiveYearPlan(12), Value: size(f.value),
		Indicator: target.Indicator{Code: "x", Kind: f.kind, Better: target.Higher, Quantum: size(decimal.New(1, 0))},
	}
	o, years := hierarchy.Options{}, system.YearsOptions{OneWay: f.oneWay}
	o.Rule.Method = hierarchy.Proportional(column("weights", false))
	if f.kind.Law() == target.WeightedMean {
		goal.Indicator.Per = size(decimal.New(100_000_000, 0))
		o.Basis, o.Rule.Method = column("basis", false), hierarchy.Scale(column("weights", false))
	}
	if before := f.figures["before"]; before != nil {
		years.Before = column("before", true)
		goal.Baseline = &target.Point{Period: target.Year(2010), Value: size(before["N"])}
	}
	if f.figures["published"] != nil {
		years.Published = []system.YearColumn{{Year: target.Year(2012), Figures: column("published", true)}}
	}
	years.Units, years.UnitLimits = map[string]temporal.Shape{}, map[string]system.YearLimits{}
	for u, shape := range f.shapes {
		years.Units[f.codes[u]] = shape
	}
	for u, l := range f.limits {
		if !l.Percent {
			l.Max.Decimal = size(l.Max.Decimal)
		}
		years.UnitLimits[f.codes[u]] = l
	}

	plan, err := hierarchy.Cascade(tree, goal, o)
	if err != nil {
		t.Fatal(err)
	}
	return system.Spread(plan, years)
}

// sameYears compares two answers, whose figures differ by powers of ten and whose units by their codes.
func sameYears(t *rapid.T, f, g figured) {
	one, err := f.spread(t)
	two, err2 := g.spread(t)

	// A cumulative total can have a quota below what was there before, which is out of range.
	isExpected := err == nil
	for _, sentinel := range []error{target.ErrInfeasible, target.ErrRange} {
		if errors.Is(err, sentinel) != errors.Is(err2, sentinel) {
			t.Fatalf("Spread = %v, and then %v", err, err2)
		}
		isExpected = isExpected || errors.Is(err, sentinel)
	}
	if !isExpected || (err == nil) != (err2 == nil) {
		t.Fatalf("Spread = %v, and then %v", err, err2)
	}

	for _, u := range units {
		want := one.Quotas(f.codes[u])
		for k := range want {
			want[k].Value = want[k].Value.Shift(g.magnitude - f.magnitude)
		}
		if diff := cmp.Diff(want, two.Quotas(g.codes[u])); diff != "" {
			t.Errorf("the quotas of %s, then %s, differ:\n%s", f.codes[u], g.codes[u], diff)
		}
	}
}

// TestYearsOfUnitsInAnyOrder gives the units in another order: nothing changes.
func TestYearsOfUnitsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFigured(t)
		g := f
		g.order = rapid.Permutation(grovesOrder).Draw(t, "order")
		sameYears(t, f, g)
	})
}

// TestYearsOfUnitsByAnyCode changes the codes of the units of each family, and so their order in the tree
// and in all tables: the units keep their quotas.
func TestYearsOfUnitsByAnyCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFigured(t)
		g := f
		g.codes = map[string]string{"N": "N"}
		for _, family := range [][]string{{"A", "B"}, {"A1", "A2"}, {"B1", "B2"}} {
			names := slices.Clone(family)
			if rapid.Bool().Draw(t, fmt.Sprintf("swap %v", family)) {
				slices.Reverse(names)
			}
			for i, u := range family {
				g.codes[u] = names[i]
			}
		}
		sameYears(t, f, g)
	})
}

// TestYearsOfAnySize multiplies quantum and figures by a power of ten: so are the quotas.
func TestYearsOfAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFigured(t)
		g := f
		g.magnitude = rapid.Int32Range(-6, 6).Draw(t, "power of ten")
		sameYears(t, f, g)
	})
}
