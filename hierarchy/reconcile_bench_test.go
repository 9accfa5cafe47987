package hierarchy_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// bids are figures proposed for every unit of a world, which nearly add up.
func (w *world) bids(tb testing.TB, tree *hierarchy.Tree) hierarchy.Column {
	tb.Helper()
	figures := make(map[string]decimal.Decimal, len(w.units))
	for i, u := range w.units {
		v := w.weights[i]
		v += v / 50 * (int64(i)%7 - 3) / 3
		figures[u.Code] = decimal.New(v, 0)
	}
	c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) { return figures[u.Code], true })
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// bounds are a column of a percentage of each unit's weight, plus some.
func (w *world) bounds(tb testing.TB, tree *hierarchy.Tree, percent, more int64) hierarchy.Column {
	tb.Helper()
	figures := make(map[string]decimal.Decimal, len(w.units))
	for i, u := range w.units {
		figures[u.Code] = decimal.New(w.weights[i]*percent/100+more, 0)
	}
	c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) { return figures[u.Code], true })
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// BenchmarkReconcile compares reconciliation with the proportional cascade over the
// same tree.
func BenchmarkReconcile(b *testing.B) {
	for _, shape := range shapes {
		w := newWorld(shape.sizes)
		tree := w.tree(b)
		goal := w.target()
		goal.Value = decimal.New(w.weights[0]+w.weights[0]/100, 0)
		bids, weights := w.bids(b, tree), w.column(b, tree)
		run := func(name string, t target.Target, firmness hierarchy.Firmness, o hierarchy.ReconcileOptions) {
			b.Run(name+"/"+shape.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					proposed := []hierarchy.Proposal{{Figures: bids, Firmness: firmness}}
					if _, err := hierarchy.Reconcile(tree, t, proposed, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		run("equal", goal, hierarchy.Firmness{}, hierarchy.ReconcileOptions{})
		run("structural", goal, hierarchy.Firmness{Rule: hierarchy.StructuralFirmness}, hierarchy.ReconcileOptions{})
		run("variance", goal, hierarchy.Firmness{
			Rule: hierarchy.VarianceFirmness, Of: weights,
		}, hierarchy.ReconcileOptions{})
		run("bounded", goal, hierarchy.Firmness{}, hierarchy.ReconcileOptions{
			Min: w.bounds(b, tree, 90, 0), Max: w.bounds(b, tree, 110, 10),
		})
		ratio := goal
		ratio.Indicator.Kind, ratio.Indicator.Places, ratio.Value = target.Ratio, target.Places(2), decimal.New(330, -2)
		run("ratio", ratio, hierarchy.Firmness{}, hierarchy.ReconcileOptions{Basis: weights})
		// The mean is far below the figures, so that a minimum at one of them decides.
		last := w.units[len(w.units)-1].Code
		least, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			figure, _ := bids.At(last)
			yield(last, figure)
		})
		if err != nil {
			b.Fatal(err)
		}
		run("ratio, one bound", ratio, hierarchy.Firmness{}, hierarchy.ReconcileOptions{Basis: weights, Min: least})
		b.Run("cascade of a ratio/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o := hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(bids)}, Basis: weights}
				if _, err := hierarchy.Cascade(tree, ratio, o); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("cascade/"+shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o := hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Proportional(weights)}}
				if _, err := hierarchy.Cascade(tree, goal, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
