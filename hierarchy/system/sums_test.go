package system_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// grove is a nation of two provinces with two cities each.
func grove(t interface{ Fatal(...any) }) *hierarchy.Tree {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "B", Level: "province", Parent: "N"},
		{Code: "A1", Level: "city", Parent: "A"},
		{Code: "A2", Level: "city", Parent: "A"},
		{Code: "B1", Level: "city", Parent: "B"},
		{Code: "B2", Level: "city", Parent: "B"},
		{Code: "of which", Level: "city", Parent: "B", Role: hierarchy.Memo},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

var units = []string{"N", "A", "B", "A1", "A2", "B1", "B2"}

func flow(code string, value int64) target.Target {
	return target.Target{
		Code: code, Unit: "N", Period: target.Year(2015), Value: decimal.New(value, 0),
		Indicator: target.Indicator{Code: code, Kind: target.Flow, Better: target.Higher},
	}
}

func columnOf(t interface{ Fatal(...any) }, tree *hierarchy.Tree, figures map[string]int64) hierarchy.Column {
	if figures == nil {
		return hierarchy.Column{}
	}
	c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		v, ok := figures[u.Code]
		return decimal.New(v, 0), ok
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// splitting is a drawn whole with two or three parts.
type splitting struct {
	tree      *hierarchy.Tree
	config    system.Config
	totals    map[string]int64
	parts     []string
	low, high []map[string]int64 // of each part
}

func drawSplitting(t *rapid.T) *splitting {
	tree := grove(t)
	s := &splitting{tree: tree, totals: map[string]int64{}}
	for _, leaf := range units[3:] {
		v := rapid.Int64Range(0, 3).Draw(t, leaf)
		s.totals[leaf] = v
		s.totals[leaf[:1]] += v
		s.totals["N"] += v
	}
	s.config.Indicators = []system.Indicator{{
		Target:  flow("whole", s.totals["N"]),
		Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(columnOf(t, tree, s.totals))}},
	}}

	left := s.totals["N"]
	n := rapid.IntRange(2, 4).Draw(t, "parts")
	for j := range n {
		v := left
		if j < n-1 {
			v = rapid.Int64Range(0, left).Draw(t, "value")
		}
		left -= v
		s.part(t, tree, j, v)
	}
	s.config.Sums = []system.Sum{{Name: "types", Whole: "whole", Parts: s.parts}}
	return s
}

// part draws the weights, bounds and holds of a part.
func (s *splitting) part(t *rapid.T, tree *hierarchy.Tree, j int, value int64) {
	low, high := map[string]int64{"N": value}, map[string]int64{"N": value}
	weights, mins, maxs := map[string]int64{}, map[string]int64{}, map[string]int64{}
	x := system.Indicator{Target: flow(fmt.Sprintf("part%d", j), value)}

	for _, code := range units[1:] {
		weights[code] = rapid.Int64Range(1, 9).Draw(t, "weight")
		low[code], high[code] = 0, 99
		switch rapid.IntRange(0, 7).Draw(t, "role") {
		case 0:
			mins[code] = rapid.Int64Range(0, 2).Draw(t, "min")
			low[code] = mins[code]
		case 1:
			maxs[code] = rapid.Int64Range(0, 3).Draw(t, "max")
			high[code] = maxs[code]
		case 2:
			v := rapid.Int64Range(0, 2).Draw(t, "hold")
			low[code], high[code] = v, v
			x.Options.Holds = append(
				x.Options.Holds, hierarchy.Hold{Unit: code, Value: decimal.New(v, 0), By: "the ministry"},
			)
		case 3:
			if len(code) == 2 {
				weights[code], high[code] = 0, 0
			}
		}
	}

	// A part needs a rule that can divide its target alone.
	weights["A"], weights["B"] = weights["A1"]+weights["A2"], weights["B1"]+weights["B2"]
	x.Options.Rule.Method = hierarchy.Proportional(columnOf(t, tree, weights))
	if len(mins) > 0 {
		x.Options.Rule.Min = columnOf(t, tree, mins)
	}
	if len(maxs) > 0 {
		x.Options.Rule.Max = columnOf(t, tree, maxs)
	}
	s.config.Indicators = append(s.config.Indicators, x)
	s.parts, s.low, s.high = append(s.parts, x.Target.Code), append(s.low, low), append(s.high, high)
}

// possible searches all divisions of the cities.
func (s *splitting) possible() bool {
	quotas := make([]map[string]int64, len(s.parts))
	for j := range quotas {
		quotas[j] = map[string]int64{}
	}
	var try func(leaf, j int, left int64) bool
	try = func(leaf, j int, left int64) bool {
		if leaf == len(units) {
			return s.allowed(quotas)
		}

		code := units[leaf]
		from := int64(0)
		if j == len(s.parts)-1 {
			from = left
		}

		for v := from; v <= left; v++ {
			if v < s.low[j][code] || v > s.high[j][code] {
				continue
			}
			quotas[j][code] = v
			if j < len(s.parts)-1 {
				if try(leaf, j+1, left-v) {
					return true
				}
				continue
			}
			next := leaf + 1
			if next == len(units) && s.allowed(quotas) {
				return true
			}
			if next < len(units) && try(next, 0, s.totals[units[next]]) {
				return true
			}
		}

		return false
	}

	return try(3, 0, s.totals[units[3]])
}

func (s *splitting) allowed(quotas []map[string]int64) bool {
	for j, q := range quotas {
		a, b := q["A1"]+q["A2"], q["B1"]+q["B2"]
		for code, v := range map[string]int64{"A": a, "B": b, "N": a + b} {
			if v < s.low[j][code] || v > s.high[j][code] {
				return false
			}
		}
	}
	return true
}

// Cascade divides parts whenever a division exists, both margins hold, and bounds and
// holds are kept.
func partsAddUp(t *rapid.T) {
	s := drawSplitting(t)
	plans, err := system.Cascade(s.tree, s.config)
	if possible := s.possible(); possible != (err == nil) {
		t.Fatalf("Cascade() = %v, but a division exists: %t", err, possible)
	}
	if err != nil {
		if !errors.Is(err, target.ErrInfeasible) {
			t.Fatalf("Cascade() = %v, want ErrInfeasible", err)
		}
		return
	}
	if err := plans.Check(); err != nil {
		t.Fatal(err)
	}
	for j, part := range s.parts {
		plan := plans.Plan(part)
		for _, code := range units {
			q, ok := plan.Quota(code)
			if v := q.Value.IntPart(); !ok || v < s.low[j][code] || v > s.high[j][code] {
				t.Fatalf("part %d: Quota(%s) = %v, want at least %d and at most %d",
					j, code, q.Value, s.low[j][code], s.high[j][code])
			}
		}
	}

	// The order of the indicators does not matter.
	turned := s.config
	turned.Indicators = slices.Clone(turned.Indicators)
	slices.Reverse(turned.Indicators)
	again, err := system.Cascade(s.tree, turned)
	if err != nil {
		t.Fatal(err)
	}
	for code, plan := range plans.All() {
		if !plan.Equal(again.Plan(code)) {
			t.Fatalf("part %s in another order:\n%v\nwant\n%v", code, again.Plan(code), plan)
		}
	}
}

func TestPartsAddUp(t *testing.T) { rapid.Check(t, partsAddUp) }
func FuzzPartsAddUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(partsAddUp)) }

// A system that has a division, around which bounds are drawn, is never refused.
func partsAreNotRefused(t *rapid.T) {
	provinces := []string{"A", "B", "C"}
	list := []hierarchy.Unit{{Code: "N", Level: "nation"}}
	for _, p := range provinces {
		list = append(list, hierarchy.Unit{Code: p, Level: "province", Parent: "N"})
		for _, c := range []string{"1", "2", "3"} {
			list = append(list, hierarchy.Unit{Code: p + c, Level: "city", Parent: p})
		}
	}
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, list)
	if err != nil {
		t.Fatal(err)
	}

	totals := map[string]int64{}
	c := system.Config{Indicators: make([]system.Indicator, 1)}
	c.Sums = []system.Sum{{Name: "types", Whole: "whole"}}
	for j := range rapid.IntRange(4, 6).Draw(t, "parts") {
		code := fmt.Sprint("part", j)
		quotas, weights := map[string]int64{}, map[string]int64{}
		for _, u := range list {
			if len(u.Code) == 2 {
				v := rapid.Int64Range(0, 3).Draw(t, "quota")
				for _, of := range []string{u.Code, u.Parent, "N"} {
					quotas[of] += v
					totals[of] += v
				}
			}
			weights[u.Code] = rapid.Int64Range(1, 9).Draw(t, "weight")
			if len(u.Code) == 2 && quotas[u.Code] == 0 {
				weights[u.Code] = rapid.Int64Range(0, 1).Draw(t, "no weight")
			}
		}
		for _, p := range provinces { // a part needs a rule that can divide its target alone
			weights[p] = weights[p+"1"] + weights[p+"2"] + weights[p+"3"]
		}
		least, most := map[string]int64{}, map[string]int64{}
		for _, u := range list[1:] {
			if rapid.Bool().Draw(t, "bounded") {
				most[u.Code] = quotas[u.Code] + rapid.Int64Range(0, 1).Draw(t, "max")
			}
			if rapid.IntRange(0, 3).Draw(t, "low") == 0 {
				least[u.Code] = max(0, quotas[u.Code]-rapid.Int64Range(0, 1).Draw(t, "min"))
			}
		}
		x := system.Indicator{Target: flow(code, quotas["N"])}
		x.Options.Rule.Method = hierarchy.Proportional(columnOf(t, tree, weights))
		if len(most) > 0 {
			x.Options.Rule.Max = columnOf(t, tree, most)
		}
		if len(least) > 0 {
			x.Options.Rule.Min = columnOf(t, tree, least)
		}
		c.Indicators = append(c.Indicators, x)
		c.Sums[0].Parts = append(c.Sums[0].Parts, code)
	}
	c.Indicators[0] = system.Indicator{Target: flow("whole", totals["N"])}
	c.Indicators[0].Options.Rule.Method = hierarchy.Proportional(columnOf(t, tree, totals))

	plans, err := system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := plans.Check(); err != nil {
		t.Fatal(err)
	}
	for _, x := range c.Indicators[1:] {
		for q := range plans.Plan(x.Target.Code).All() {
			if v, ok := x.Options.Rule.Max.At(q.Unit.Code); ok && q.Value.GreaterThan(v) {
				t.Fatalf("Quota(%s) = %v, want at most %v", q.Unit.Code, q.Value, v)
			}
			if v, ok := x.Options.Rule.Min.At(q.Unit.Code); ok && q.Value.LessThan(v) {
				t.Fatalf("Quota(%s) = %v, want at least %v", q.Unit.Code, q.Value, v)
			}
		}
	}
}

func TestPartsAreNotRefused(t *testing.T) { rapid.Check(t, partsAreNotRefused) }
func FuzzPartsAreNotRefused(f *testing.F) { f.Fuzz(rapid.MakeFuzz(partsAreNotRefused)) }

// mirrored returns a system whose targets, bounds and holds have the opposite sign.
func mirrored(t *rapid.T, c system.Config) system.Config {
	negated := func(c hierarchy.Column) hierarchy.Column {
		if c.Tree() == nil {
			return c
		}
		out, err := c.Scale(decimal.New(-1, 0))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}

	out := c
	out.Indicators = slices.Clone(c.Indicators)
	for i := range out.Indicators {
		x := &out.Indicators[i]
		x.Target.Value = x.Target.Value.Neg()
		x.Options.Holds = slices.Clone(x.Options.Holds)
		for k := range x.Options.Holds {
			x.Options.Holds[k].Value = x.Options.Holds[k].Value.Neg()
		}
		r := &x.Options.Rule
		r.Min, r.Max = negated(r.Max), negated(r.Min)
	}
	return out
}

// Figures below zero are divided as their mirror image.
func partsBelowZero(t *rapid.T) {
	s := drawSplitting(t)
	plans, err := system.Cascade(s.tree, s.config)
	turned, failure := system.Cascade(s.tree, mirrored(t, s.config))
	if (err == nil) != (failure == nil) {
		t.Fatalf("Cascade() = %v, and of the mirror image %v", err, failure)
	}
	if err != nil {
		return
	}
	for code, plan := range plans.All() {
		for q := range plan.All() {
			if o, _ := turned.Plan(code).Quota(q.Unit.Code); !o.Value.Equal(q.Value.Neg()) {
				t.Fatalf("Quota(%s) of %s = %v, and of the mirror image %v", q.Unit.Code, code, q.Value, o.Value)
			}
		}
	}
}

func TestPartsBelowZero(t *testing.T) { rapid.Check(t, partsBelowZero) }
func FuzzPartsBelowZero(f *testing.F) { f.Fuzz(rapid.MakeFuzz(partsBelowZero)) }

// What parts must or can have further down is set aside above, by the rules of each level.
func TestPartsFurtherDown(t *testing.T) {
	tree := grove(t)
	bound := func(figures map[string]int64) hierarchy.Column { return columnOf(t, tree, figures) }
	for _, tt := range []struct {
		name   string
		change func(a, b *hierarchy.Options)
		want   map[string]string // of the part a
	}{
		{
			name: "a minimum", change: func(a, _ *hierarchy.Options) { a.Rule.Min = bound(map[string]int64{"A1": 2}) },
			want: map[string]string{"A": "2", "A1": "2", "B": "0"},
		},
		{
			name: "maxima",
			change: func(a, _ *hierarchy.Options) {
				a.Levels = map[string]hierarchy.Rule{"city": {Max: bound(map[string]int64{"A1": 0, "A2": 0})}}
			},
			want: map[string]string{"A": "0", "B": "2", "B1": "1"},
		},
		{
			name: "maxima of the rule of a province",
			change: func(a, _ *hierarchy.Options) {
				a.Units = map[string]hierarchy.Rule{"A": {Max: bound(map[string]int64{"A1": 0, "A2": 0})}}
				a.Levels = map[string]hierarchy.Rule{"city": {Max: bound(map[string]int64{"B1": 0})}}
			},
			want: map[string]string{"A": "0", "B": "2", "B1": "0", "B2": "2"},
		},
		{
			name:   "what the other part cannot take",
			change: func(_, b *hierarchy.Options) { b.Rule.Max = bound(map[string]int64{"A1": 0}) },
			want:   map[string]string{"A": "2", "A1": "2", "B": "0"},
		},
		{
			name: "a hold that has lapsed",
			change: func(a, _ *hierarchy.Options) {
				a.Holds = []hierarchy.Hold{
					{Unit: "A1", Value: d("2"), Until: target.Year(2014)},
					{Unit: "B1", Value: d("0"), By: "the ministry"},
				}
			},
			want: map[string]string{"A": "1", "A1": "1", "B1": "0", "B2": "1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := system.Config{
				Indicators: []system.Indicator{
					{Target: flow("whole", 8)}, {Target: flow("a", 2)}, {Target: flow("b", 3)}, {Target: flow("c", 3)},
				},
				Sums: []system.Sum{{Name: "types", Whole: "whole", Parts: []string{"a", "b", "c"}}},
			}
			tt.change(&c.Indicators[1].Options, &c.Indicators[2].Options)
			c.Indicators[3].Options = c.Indicators[2].Options // the other parts are alike
			plans, err := system.Cascade(tree, c)
			if err != nil {
				t.Fatal(err)
			}
			for code, want := range tt.want {
				if q, _ := plans.Plan("a").Quota(code); !q.Value.Equal(d(want)) {
					t.Errorf("Quota(%s) = %v, want %s", code, q.Value, want)
				}
			}
			for h := range plans.Plan("a").Holds() {
				if h.Until.Equal(target.Year(2014)) {
					t.Errorf("Holds() has %v, which has lapsed", h)
				}
			}
		})
	}

	// The whole ends at the provinces, and so do its parts.
	c := system.Config{
		Indicators: []system.Indicator{
			{Target: flow("whole", 8), Options: hierarchy.Options{LastLevel: "province"}},
			{Target: flow("a", 2)},
			{Target: flow("b", 6)},
		},
		Sums: []system.Sum{{Name: "types", Whole: "whole", Parts: []string{"a", "b"}}},
	}
	plans, err := system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	if got := plans.Plan("a").Len(); got != 3 {
		t.Errorf("%d units have a quota of a, want 3", got)
	}
}
