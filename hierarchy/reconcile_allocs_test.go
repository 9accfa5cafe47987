package hierarchy_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// provinces are a nation of n provinces with five cities each, as the function under reads
// them: p0, p1 and so on, with c00 up to c40 under p0.
func provinces(n int) (tree string, codes []string) {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, " p%d", i)
		codes = append(codes, fmt.Sprint("p", i))
	}
	for i := range n {
		for j := range 5 {
			fmt.Fprintf(&s, " c%d%d:p%d", j, i, i)
			codes = append(codes, fmt.Sprintf("c%d%d", j, i))
		}
	}
	return s.String(), codes
}

// figuresOf gives a figure to each code, as the function codedFigures reads them.
func figuresOf(codes []string, of func(i int) int) string {
	var s strings.Builder
	for i, code := range codes {
		fmt.Fprintf(&s, " %s=%d", code, of(i))
	}
	return s.String()
}

// What a reconciliation of common figures allocates does not grow with the number of units, but
// for what rounding leaves of each mean: it works on machine words, or in floating point. Where
// a column says it all, it is not copied.
func TestReconcileOnWordsAllocatesNothingPerUnit(t *testing.T) {
	const few, many = 20, 220
	weights := func(rule hierarchy.FirmnessRule) func(*reconciling, []string) {
		return func(r *reconciling, codes []string) {
			r.bids[0].rule, r.bids[0].of = rule, figuresOf(codes, func(i int) int { return 1 + i%4 })
		}
	}
	rule := func(rule hierarchy.FirmnessRule) func(*reconciling, []string) {
		return func(r *reconciling, _ []string) { r.bids[0].rule = rule }
	}

	for _, tt := range []struct {
		name   string
		bytes  float64 // for each unit of a sum, at most; 0 for any number
		sums   bool    // the mean is solved with many bits
		change func(r *reconciling, codes []string)
	}{
		{name: "equal", bytes: 64},
		{
			name: "a figure for the root", bytes: 64,
			change: func(r *reconciling, _ []string) { r.bids[0].figures += " 0=7" },
		},
		{name: "structural", bytes: 95, change: rule(hierarchy.StructuralFirmness)},
		{name: "by the figure", change: rule(hierarchy.FigureFirmness)},
		{name: "by weight", bytes: 100, change: weights(hierarchy.WeightFirmness)},
		{name: "by variance", change: weights(hierarchy.VarianceFirmness)},
		{name: "by variance, with one for the root", bytes: 95, change: func(r *reconciling, codes []string) {
			weights(hierarchy.VarianceFirmness)(r, codes)
			r.bids[0].of += " 0=2"
		}},
		{name: "one lacks a figure", bytes: 105, change: func(r *reconciling, _ []string) {
			r.bids[0].figures = strings.Replace(r.bids[0].figures, " c00=", " 0=", 1)
		}},
		{name: "two proposals", change: func(r *reconciling, codes []string) {
			r.bids = append(r.bids, bids{factor: "0.3", figures: figuresOf(codes, func(int) int { return 104 })})
		}},
		{name: "beside a memo", change: func(r *reconciling, _ []string) { r.tree += " M*" }},
		{name: "a target that moves", change: func(r *reconciling, _ []string) { r.open = &bids{} }},
		{name: "bounds that decide nothing", change: func(r *reconciling, codes []string) {
			r.min = figuresOf(codes, func(int) int { return 20 })
			r.max = figuresOf(codes, func(int) int { return 900 })
		}},
		{name: "a maximum that decides", change: func(r *reconciling, _ []string) { r.max = "c00=90" }},
		{name: "a minimum that decides", change: func(r *reconciling, _ []string) { r.min = "c00=110" }},
		{name: "a hold", change: func(r *reconciling, _ []string) { r.holds = "c00=95" }},
		{name: "a maximum that decides for a province", sums: true, change: func(r *reconciling, _ []string) {
			r.max = "p0=90"
		}},
		{name: "a minimum, and a target that moves", change: func(r *reconciling, _ []string) {
			r.min, r.open = "c00=110", &bids{}
		}},
	} {
		for _, kind := range []target.Kind{target.Flow, target.Ratio} {
			of := func(n int) (allocs, bytes float64) {
				tree, codes := provinces(n)
				r := reconciling{tree: tree, kind: kind, value: fmt.Sprint(510 * n)}
				r.bids = []bids{{figures: figuresOf(codes, func(i int) int {
					if i < n && kind == target.Flow {
						return 500 + i%7
					}
					return 100 + i%7
				})}}
				if kind == target.Ratio {
					r.value, r.places, r.basis = "103.3", 1, figuresOf(codes[n:], func(i int) int { return 10 + i%3 })
				}
				if tt.change != nil {
					tt.change(&r, codes)
				}
				units, goal, proposed, o := r.inputs(t)
				run := func() {
					if _, err := hierarchy.Reconcile(units, goal, proposed, o); err != nil {
						t.Fatal(err)
					}
				}

				allocs = testing.AllocsPerRun(2, run)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				run()
				runtime.ReadMemStats(&after)
				return allocs, float64(after.TotalAlloc - before.TotalAlloc)
			}

			if tt.sums && kind != target.Flow {
				continue
			}
			a, x := of(few)
			b, y := of(many)
			const units, families = 6 * (many - few), many - few
			limit := 0.05 * units
			if kind == target.Ratio {
				limit = 6 * families // a number and its place in a map
			}
			if more := b - a; more > limit {
				t.Errorf("%s of a %v: %d units more take %v allocations", tt.name, kind, units, more)
			}
			if more := y - x; kind == target.Flow && tt.bytes > 0 && more > tt.bytes*units {
				t.Errorf("%s of a %v: %d units more take %v bytes", tt.name, kind, units, more)
			}
		}
	}
}
