package system_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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
	whole     *hierarchy.Plan
	totals    map[string]int64
	parts     []system.Part
	low, high []map[string]int64 // of each part
}

func drawSplitting(t *rapid.T) *splitting {
	tree := grove(t)
	s := &splitting{totals: map[string]int64{}}
	for _, leaf := range units[3:] {
		v := rapid.Int64Range(0, 3).Draw(t, leaf)
		s.totals[leaf] = v
		s.totals[leaf[:1]] += v
		s.totals["N"] += v
	}
	var err error
	s.whole, err = hierarchy.Cascade(tree, flow("whole", s.totals["N"]), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(columnOf(t, tree, s.totals))},
	})
	if err != nil {
		t.Fatal(err)
	}

	left := s.totals["N"]
	n := rapid.IntRange(2, 3).Draw(t, "parts")
	for j := range n {
		v := left
		if j < n-1 {
			v = rapid.Int64Range(0, left).Draw(t, "value")
		}
		left -= v
		s.part(t, tree, j, v)
	}
	return s
}

// part draws the weights, bounds and holds of a part.
func (s *splitting) part(t *rapid.T, tree *hierarchy.Tree, j int, value int64) {
	low, high := map[string]int64{"N": value}, map[string]int64{"N": value}
	weights, mins, maxs := map[string]int64{}, map[string]int64{}, map[string]int64{}
	part := system.Part{Target: flow(fmt.Sprintf("part%d", j), value)}

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
			part.Holds = append(part.Holds, hierarchy.Hold{Unit: code, Value: decimal.New(v, 0), By: "the ministry"})
		case 3:
			if len(code) == 2 {
				weights[code], high[code] = 0, 0
			}
		}
	}

	part.Weights = columnOf(t, tree, weights)
	if len(mins) > 0 {
		part.Min = columnOf(t, tree, mins)
	}
	if len(maxs) > 0 {
		part.Max = columnOf(t, tree, maxs)
	}
	s.parts, s.low, s.high = append(s.parts, part), append(s.low, low), append(s.high, high)
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

// Parts divides whenever a division exists, both margins hold, and bounds and holds
// are kept.
func partsAddUp(t *rapid.T) {
	s := drawSplitting(t)
	plans, err := system.Parts("types", s.whole, s.parts)
	if possible := s.possible(); possible != (err == nil) {
		t.Fatalf("Parts() = %v, but a division exists: %t", err, possible)
	}
	if err != nil {
		if _, ok := errors.AsType[*system.PartsError](err); !ok || !errors.Is(err, target.ErrInfeasible) {
			t.Fatalf("Parts() = %v, want a PartsError", err)
		}
		return
	}
	if err := system.CheckParts(s.whole, plans...); err != nil {
		t.Fatal(err)
	}
	for j, plan := range plans {
		if err := plan.Check(); err != nil {
			t.Fatal(err)
		}
		for _, code := range units {
			q, ok := plan.Quota(code)
			if v := q.Value.IntPart(); !ok || v < s.low[j][code] || v > s.high[j][code] {
				t.Fatalf("part %d: Quota(%s) = %v, want at least %d and at most %d",
					j, code, q.Value, s.low[j][code], s.high[j][code])
			}
		}
	}

	// The order of the parts does not matter.
	turned := slices.Clone(s.parts)
	slices.Reverse(turned)
	again, err := system.Parts("types", s.whole, turned)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(again)
	for j, plan := range plans {
		if !plan.Equal(again[j]) {
			t.Fatalf("part %d in another order:\n%v\nwant\n%v", j, again[j], plan)
		}
	}
}

func TestPartsAddUp(t *testing.T) { rapid.Check(t, partsAddUp) }
func FuzzPartsAddUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(partsAddUp)) }

func TestPartsErrors(t *testing.T) {
	tree := grove(t)
	figures := map[string]int64{"N": 10, "A": 6, "B": 4, "A1": 3, "A2": 3, "B1": 2, "B2": 2}
	weights := columnOf(t, tree, figures)
	whole, err := hierarchy.Cascade(tree, flow("whole", 10), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)},
	})
	if err != nil {
		t.Fatal(err)
	}
	ratio := flow("ratio", 10)
	ratio.Indicator.Kind, ratio.Indicator.Places = target.Ratio, target.Places(0)
	mean, err := hierarchy.Cascade(tree, ratio, hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.Uniform()}, Basis: weights,
	})
	if err != nil {
		t.Fatal(err)
	}
	part := func(code string, value int64, change func(*system.Part)) system.Part {
		p := system.Part{Target: flow(code, value), Weights: weights}
		if change != nil {
			change(&p)
		}
		return p
	}
	hold := func(unit, value string) func(*system.Part) {
		return func(p *system.Part) { p.Holds = append(p.Holds, hierarchy.Hold{Unit: unit, Value: d(value)}) }
	}
	for _, tt := range []struct {
		name, identity string
		whole          *hierarchy.Plan
		parts          []system.Part
		want           string
	}{
		{"no plan", "types", nil, []system.Part{part("a", 10, nil)}, "whole"},
		{"no name", "", whole, []system.Part{part("a", 10, nil)}, "identity"},
		{"no parts", "types", whole, nil, "parts"},
		{"a mean", "types", mean, []system.Part{part("a", 10, nil)}, "whole.target.indicator.kind"},
		{"too little", "types", whole, []system.Part{part("a", 4, nil), part("b", 5, nil)}, "must add up to 10"},
		{"one code", "types", whole, []system.Part{part("a", 4, nil), part("a", 6, nil)}, "parts[1].target.code"},
		{"below zero", "types", whole, []system.Part{part("a", -1, nil), part("b", 11, nil)}, "parts[0].target.value"},
		{
			"another unit", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { p.Target.Unit = "A" })},
			"target.unit",
		},
		{
			"another period", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { p.Target.Period = target.Year(2016) })},
			"target.period",
		},
		{
			"another kind", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { p.Target.Indicator.Kind = target.Stock })},
			"indicator.kind",
		},
		{
			"another quantum", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { p.Target.Indicator.Quantum = d("5") })},
			"indicator.quantum",
		},
		{
			"no weights", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { p.Weights = hierarchy.Column{} })},
			"weights",
		},
		{
			"a weight missing", "types", whole,
			[]system.Part{
				part("a", 10, func(p *system.Part) { p.Weights = columnOf(t, tree, map[string]int64{"A": 1}) }),
			},
			`weights["A1"]`,
		},
		{
			"another tree", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { p.Min = columnOf(t, grove(t), figures) })},
			"parts[0].min",
		},
		{"a hold of the top", "types", whole, []system.Part{part("a", 10, hold("N", "10"))}, "holds[0].unit"},
		{"a hold of nobody", "types", whole, []system.Part{part("a", 10, hold("X", "1"))}, "holds[0].unit"},
		{"a hold of a half", "types", whole, []system.Part{part("a", 10, hold("A", "1.5"))}, "holds[0].value"},
		{
			"held twice", "types", whole,
			[]system.Part{part("a", 10, func(p *system.Part) { hold("A", "1")(p); hold("A", "1")(p) })},
			"holds[1].unit",
		},
		{
			"a hold with an end", "types", whole, []system.Part{part("a", 10, func(p *system.Part) {
				p.Holds = []hierarchy.Hold{{Unit: "A", Value: d("6"), Until: target.Year(2014)}}
			})}, "holds[0]",
		},
		{
			"more than the unit", "types", whole,
			[]system.Part{part("a", 4, hold("A1", "4")), part("b", 6, nil)},
			"identity types cannot be met below A: unit A1, part a",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := system.Parts(tt.identity, tt.whole, tt.parts)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parts() = %v, want an error with %s", err, tt.want)
			}
		})
	}

	plans, err := system.Parts("types", whole, []system.Part{part("a", 3, nil), part("b", 7, nil)})
	if err != nil {
		t.Fatal(err)
	}
	err = system.CheckParts(whole, plans[0], plans[0])
	if err == nil || !strings.Contains(err.Error(), `units["N"]`) {
		t.Errorf("CheckParts() = %v, want the unit N", err)
	}
	if err := system.CheckParts(nil); err == nil {
		t.Error("CheckParts(nil) = nil, want an error")
	}
}
