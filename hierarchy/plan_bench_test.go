package hierarchy_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// BenchmarkRollUp rolls sums and weighted means up the tree, in 1 and 3 allocations;
// beside it the same sums on decimals in a map, 2 allocations a unit, and on
// bare integers.
func BenchmarkRollUp(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		c := w.column(b, w.tree(b))
		for _, kind := range []target.Kind{target.Flow, target.Ratio} {
			b.Run(kind.String()+"/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := hierarchy.RollUp(kind, c, c); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("naive/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sums := make(map[string]decimal.Decimal, len(w.units))
				for i := len(w.units) - 1; i > 0; i-- {
					u := w.units[i]
					if w.first[i] == w.first[i+1] { // at the end of the tree
						sums[u.Code] = decimal.New(w.weights[i], 0)
					}
					sums[u.Parent] = sums[u.Parent].Add(sums[u.Code])
				}
				if !sums[w.units[0].Code].Equal(decimal.New(w.weights[0], 0)) {
					b.Fatal("the sums are wrong")
				}
			}
		})
		b.Run("floor/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sums := make([]int64, len(w.units))
				for i := len(w.units) - 1; i > 0; i-- {
					if w.first[i] == w.first[i+1] {
						sums[i] = w.weights[i]
					}
					sums[w.parent[i]] += sums[i]
				}
				if sums[0] != w.weights[0] {
					b.Fatal("the sums are wrong")
				}
			}
		})
	}
}

// BenchmarkColumn takes a figure for each unit from an iterator of codes and
// decimals, in 2 allocations more than the iterator's own two a unit, beside a map
// of the same; and from a function of the unit, by index, beside a slice.
func BenchmarkColumn(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		b.Run(shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tree.Column(w.figures()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("map/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if figures := maps.Collect(w.figures()); len(figures) != len(w.units) {
					b.Fatal("figures are missing")
				}
			}
		})
		figures := make([]decimal.Decimal, len(w.weights))
		for i, v := range w.weights {
			figures[i] = decimal.New(v, 0)
		}
		b.Run("func/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				i := -1
				if _, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
					i++
					return figures[i], true
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("slice/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if taken := slices.Clone(figures); len(taken) != len(w.units) {
					b.Fatal("figures are missing")
				}
			}
		})
	}
}

// BenchmarkPlan reads every quota of a plan, 2 allocations a unit for its
// decimal; checks it, 6 a family; takes its figures as a column, in 3; and
// measures its slack, in 24 a level.
func BenchmarkPlan(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		plan, err := hierarchy.Cascade(tree, w.target(), hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(b, tree))},
		})
		if err != nil {
			b.Fatal(err)
		}
		for name, read := range map[string]func() bool{
			"all": func() bool {
				n := 0
				for range plan.All() {
					n++
				}
				return n == plan.Len()
			},
			"check":  func() bool { return plan.Check() == nil },
			"column": func() bool { return plan.Column().Len() == plan.Len() },
			"slack":  func() bool { return len(plan.Slack()) > 0 },
		} {
			b.Run(name+"/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if !read() {
						b.Fatal("the plan is not whole")
					}
				}
			})
		}
	}
}

// BenchmarkExplain explains one unit at the end of the tree: the cost is that
// of the families above it, not of the tree.
func BenchmarkExplain(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		plan, err := hierarchy.Cascade(tree, w.target(), hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(w.column(b, tree))},
		})
		if err != nil {
			b.Fatal(err)
		}
		last := w.units[len(w.units)-1].Code
		b.Run(shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if len(plan.Explain(last).Steps) == 0 {
					b.Fatal("no explanation")
				}
			}
		})
	}
}

// BenchmarkConvert puts a plan of densities into numbers, in 18 bytes a unit;
// beside it the same by decimals in a map, 14 allocations a unit.
func BenchmarkConvert(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		people := w.column(b, w.tree(b))
		goal := w.target()
		goal.Value, goal.Indicator = decimal.New(330, -2), target.Indicator{
			Code: "density", Kind: target.Ratio, Per: decimal.New(10_000, 0), Places: target.Places(2),
		}
		plan, err := hierarchy.Cascade(people.Tree(), goal, hierarchy.Options{Basis: people})
		if err != nil {
			b.Fatal(err)
		}
		o := hierarchy.ConvertOptions{
			Conversion: convert.Conversion{
				Formula: convert.RatioToNumerator,
				To:      target.Indicator{Code: "patents", Kind: target.Stock, Places: target.Places(0)},
			},
			Basis: people,
		}

		b.Run(shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := plan.Convert(o); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("naive/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				numbers := make(map[string]decimal.Decimal, len(w.units))
				for i := len(w.units) - 1; i >= 0; i-- {
					code := w.units[i].Code
					if w.first[i] == w.first[i+1] { // at the end of the tree
						q, _ := plan.Quota(code)
						basis, _ := people.At(code)
						numbers[code] = q.Value.Mul(basis).DivRound(goal.Indicator.Per, 0)
					}
					if i > 0 {
						numbers[w.units[i].Parent] = numbers[w.units[i].Parent].Add(numbers[code])
					}
				}
			}
		})
	}
}
