package trial_test

import (
	"fmt"
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

// BenchmarkRun puts a thousand rules on trial: blends of shares by population and
// by output, with four measures each.
func BenchmarkRun(b *testing.B) {
	for _, sizes := range [][]int{{1, 27}, {1, 31, 334}, {1, 31, 334, 2735}} {
		n := 0
		for _, size := range sizes {
			n += size
		}
		tree, columns := government(b, sizes...)
		people, output, last := columns[0], columns[1], columns[2]
		spec := trial.Spec{
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
		b.Run(fmt.Sprintf("1000/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := trial.Run(spec); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
