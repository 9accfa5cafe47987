package trial_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// burdens are cuts and populations of n units.
func burdens(n int) (cuts, people []decimal.Decimal) {
	for i := range n {
		x := int64(i*i*31%9973 + i)
		cuts = append(cuts, decimal.New(1_000+x*7919%100_003, -2))
		people = append(people, decimal.New(50_000+x*104_729%9_999_991, -4))
	}
	return cuts, people
}

func BenchmarkDistribution(b *testing.B) {
	for _, n := range []int{27, 334, 3101} {
		cuts, people := burdens(n)
		b.Run(fmt.Sprintf("make/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := trial.NewRatios(cuts, people); err != nil {
					b.Fatal(err)
				}
			}
		})
		d, err := trial.NewRatios(cuts, people)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("gini/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Gini(16)
			}
		})
		b.Run(fmt.Sprintf("theil/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.TheilT(16)
			}
		})
	}
}

// government is a tree of the given numbers of units by level, with populations,
// output and last year's quotas.
func government(b *testing.B, sizes ...int) (*hierarchy.Tree, []hierarchy.Column) {
	b.Helper()
	var levels []string
	var all []hierarchy.Unit
	above := 0
	for l, n := range sizes {
		levels = append(levels, fmt.Sprintf("level %d", l))
		start := len(all)
		for i := range n {
			u := hierarchy.Unit{Code: fmt.Sprintf("%d%05d", l, i), Level: levels[l]}
			if l > 0 {
				u.Parent = all[above+i*sizes[l-1]/n].Code
			}
			all = append(all, u)
		}
		above = start
	}
	tree, err := hierarchy.NewTree(levels, all)
	if err != nil {
		b.Fatal(err)
	}

	var columns []hierarchy.Column
	for _, factor := range []int64{104_729, 7_919, 611_953} {
		leaves, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for i, u := range all[above:] {
				if !yield(u.Code, decimal.New(1_000+int64(i+1)*factor%99_991, 0)) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		all, err := hierarchy.RollUp(target.Flow, leaves, hierarchy.Column{})
		if err != nil {
			b.Fatal(err)
		}
		columns = append(columns, all)
	}
	return tree, columns
}

// thousand is a trial of a thousand rules: blends of shares by population and by
// output, with four measures each.
func thousand(b *testing.B, sizes ...int) trial.Spec {
	b.Helper()
	tree, columns := government(b, sizes...)
	people, output, last := columns[0], columns[1], columns[2]

	return trial.Spec{
		Tree: tree, Heads: people, Output: output, Last: last,
		Target: target.Target{
			Code: "t", Unit: "000000", Period: target.Year(2030), Force: target.Binding,
			Value:     decimal.New(50_000_000, 0),
			Indicator: target.Indicator{Code: "t", Kind: target.Flow, Better: target.Higher},
		},
		Candidates: []trial.Candidate{{
			Name:       "blend",
			Parameters: []trial.Parameter{{Name: "part", To: decimal.New(1, 0), Steps: 999, Places: 4}},
			Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
				rest := decimal.New(1, 0).Sub(values[0])
				return hierarchy.Rule{Method: hierarchy.Blend(
					hierarchy.Part{Weight: values[0], Method: hierarchy.Proportional(people)},
					hierarchy.Part{Weight: rest, Method: hierarchy.Proportional(output)},
				)}, nil
			},
		}},
		Measures: []trial.Measure{
			{Of: trial.GiniEffort, Per: trial.PerHead},
			{Of: trial.TheilEffort, Per: trial.PerHead},
			{Of: trial.GreatestEffort, Per: trial.PerOutput},
			{Of: trial.Moved, Part: decimal.New(1, -1)},
		},
	}
}

// governments are trees of 27 states, 334 cities and 2,735 counties, with what is
// above them.
var governments = [][]int{{1, 27}, {1, 31, 334}, {1, 31, 334, 2735}}

// BenchmarkRun runs a thousand rules. Naive cascades each from scratch and takes one
// of the four measures, Gini per head, by fractions.
func BenchmarkRun(b *testing.B) {
	for _, sizes := range governments {
		spec := thousand(b, sizes...)
		b.Run(fmt.Sprintf("1000/%d", spec.Tree.Len()), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := trial.Run(spec); err != nil {
					b.Fatal(err)
				}
			}
		})
		if spec.Tree.Len() > 1000 {
			continue // half a minute
		}
		b.Run(fmt.Sprintf("naive1000/%d", spec.Tree.Len()), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				runNaively(b, spec)
			}
		})
	}
}

// runNaively cascades every rule from scratch and takes the Gini coefficient per
// head.
func runNaively(b *testing.B, s trial.Spec) {
	b.Helper()
	levels := s.Tree.Levels()
	heads := map[string]*big.Rat{}
	for u := range s.Tree.Level(levels[len(levels)-1]) {
		x, _ := s.Heads.At(u.Code)
		heads[u.Code] = x.Rat()
	}

	c := s.Candidates[0]
	for k := range c.Parameters[0].Steps + 1 {
		rule, err := c.Vary([]decimal.Decimal{c.Parameters[0].At(k)})
		if err != nil {
			b.Fatal(err)
		}
		plan, err := hierarchy.Cascade(s.Tree, s.Target, hierarchy.Options{Rule: rule})
		if err != nil {
			b.Fatal(err)
		}
		giniOfRats(plan, heads)
	}
}

// giniOfRats is the Gini coefficient of quotas per head, by population.
func giniOfRats(plan *hierarchy.Plan, heads map[string]*big.Rat) *big.Rat {
	type unit struct{ ratio, quota, heads *big.Rat }
	var all []unit
	whole, people := new(big.Rat), new(big.Rat)
	for code, h := range heads {
		q, _ := plan.Quota(code)
		quota := q.Value.Rat()
		all = append(all, unit{new(big.Rat).Quo(quota, h), quota, h})
		whole.Add(whole, quota)
		people.Add(people, h)
	}
	slices.SortFunc(all, func(a, b unit) int { return a.ratio.Cmp(b.ratio) })

	// One less the area under the Lorenz curve, twice: Σ heads · (before + after).
	before, area := new(big.Rat), new(big.Rat)
	for _, u := range all {
		after := new(big.Rat).Add(before, u.quota)
		both := new(big.Rat).Add(before, after)
		area.Add(area, both.Mul(both, u.heads))
		before = after
	}
	return area.Sub(big.NewRat(1, 1), area.Quo(area, whole.Mul(whole, people)))
}

// BenchmarkFit looks for the blend behind quotas of a known one that were rounded:
// exactly in a family of 27 and of 334 units, from a grid of 20. Naive tries every
// one of 1,001 values.
func BenchmarkFit(b *testing.B) {
	for _, n := range []int{27, 334} {
		spec := thousand(b, 1, n)
		known, err := spec.Candidates[0].Vary([]decimal.Decimal{decimal.New(614, -3)})
		if err != nil {
			b.Fatal(err)
		}
		plan, err := hierarchy.Cascade(spec.Tree, spec.Target, hierarchy.Options{Rule: known})
		if err != nil {
			b.Fatal(err)
		}
		s := trial.FitSpec{
			Tree: spec.Tree, Target: spec.Target, Candidates: spec.Candidates, Observed: plan.Column(),
			Tolerance: decimal.New(5, -1),
		}
		for _, way := range []struct {
			name  string
			steps int
		}{{"exact", 20}, {"naive", 1000}} {
			if way.name == "naive" && n > 27 {
				continue // a minute
			}
			s.Candidates[0].Parameters[0].Steps, s.Candidates[0].Parameters[0].Places = way.steps, 3
			b.Run(fmt.Sprintf("%s/%d", way.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f, err := trial.Fit(s)
					if err != nil || !f.Fits[0].Values[0].Equal(decimal.New(614, -3)) {
						b.Fatal(f, err)
					}
				}
			})
		}
	}
}
