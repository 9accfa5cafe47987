package hierarchy_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/target"
)

// In quanta so small that rounding does not show, a reconciled mean is that of an
// independent solver.
func meansAreNearest(t *rapid.T) {
	n := rapid.IntRange(2, 9).Draw(t, "units")
	levels := []string{"l0", "l1", "l2", "l3"}
	depth, parent := []int{0}, []int{-1}
	units := []hierarchy.Unit{{Code: "u0", Level: "l0"}}
	for i := 1; i < n; i++ {
		above := rapid.IntRange(0, i-1).Draw(t, "parent")
		if depth[above] == 3 {
			above = 0
		}
		depth, parent = append(depth, depth[above]+1), append(parent, above)
		units = append(units, hierarchy.Unit{
			Code: fmt.Sprintf("u%d", i), Parent: units[above].Code, Level: levels[depth[i]],
		})
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}

	column := func(of func(i int) (decimal.Decimal, bool)) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			var i int
			_, _ = fmt.Sscanf(u.Code, "u%d", &i)
			return of(i)
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	draw := func(name string, low, high int64) (out []int64) {
		for range n {
			out = append(out, rapid.Int64Range(low, high).Draw(t, name))
		}
		return out
	}
	leaf := make([]bool, n)
	for i := range leaf {
		leaf[i] = true
	}
	for _, p := range parent[1:] {
		leaf[p] = false
	}
	basis, figures, weights := draw("basis", 0, 5), draw("figure", -9, 30), draw("weight", 1, 4)
	lows, highs := draw("low", -5, 40), draw("high", 0, 60)
	bounded := rapid.Bool().Draw(t, "bounded")
	isLow := func(i int) bool { return bounded && leaf[i] && lows[i] < 8 }
	isHigh := func(i int) bool { return bounded && leaf[i] && highs[i] > 20 }

	proposal := hierarchy.Proposal{
		Figures: column(func(i int) (decimal.Decimal, bool) { return decimal.New(figures[i], 0), i > 0 }),
		Firmness: hierarchy.Firmness{Rule: hierarchy.WeightFirmness, Of: column(func(i int) (decimal.Decimal, bool) {
			return decimal.New(weights[i], 0), true
		})},
	}
	o := hierarchy.ReconcileOptions{Basis: column(func(i int) (decimal.Decimal, bool) {
		return decimal.New(basis[i], 0), leaf[i] || rapid.Bool().Draw(t, "own basis")
	})}
	if bounded {
		o.Min = column(func(i int) (decimal.Decimal, bool) { return decimal.New(lows[i], 0), isLow(i) })
		o.Max = column(func(i int) (decimal.Decimal, bool) { return decimal.New(highs[i], 0), isHigh(i) })
		if o.Min.Len() == 0 {
			o.Min = hierarchy.Column{}
		}
		if o.Max.Len() == 0 {
			o.Max = hierarchy.Column{}
		}
	}
	open := rapid.Bool().Draw(t, "open")
	if open {
		o.Target = &hierarchy.Firmness{}
	}
	goal := target.Target{
		Code: "t", Unit: "u0", Period: target.Year(2020), Value: decimal.New(figures[0], 0),
		Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher, Places: target.Places(14)},
	}
	plan, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{proposal}, o)

	// The same for the solver, with the bases that units without one have.
	bases := make([]int64, n)
	for i := n - 1; i >= 0; i-- {
		if d, ok := o.Basis.At(units[i].Code); ok {
			bases[i] = d.IntPart()
			continue
		}
		for j, p := range parent {
			if p == i {
				bases[i] += bases[j]
			}
		}
	}
	q := &quadratic.Problem{N: n}
	only := func(i int, by int64) quadratic.Term { return quadratic.Term{At: i, Coef: big.NewRat(by, 1)} }
	demand := func(op quadratic.Op, limit int64, terms ...quadratic.Term) {
		q.Constraints = append(q.Constraints, quadratic.Constraint{Terms: terms, Op: op, Limit: big.NewRat(limit, 1)})
	}
	whole := make([]int64, n)
	for i := range n {
		w := weights[i]
		if i == 0 {
			w = 1
		}
		q.Squares = append(q.Squares, quadratic.Square{
			Weight: big.NewRat(w, 1), Terms: []quadratic.Term{only(i, 1)}, Centre: big.NewRat(figures[i], 1),
		})
		if isLow(i) {
			demand(quadratic.AtLeast, lows[i], only(i, 1))
		}
		if isHigh(i) {
			demand(quadratic.AtMost, highs[i], only(i, 1))
		}
		var terms []quadratic.Term
		for j, p := range parent {
			if p == i {
				whole[i] += bases[j]
				terms = append(terms, only(j, bases[j]))
			}
		}
		if whole[i] > 0 {
			demand(quadratic.Equal, 0, append(terms, only(i, -whole[i]))...)
		}
	}
	if !open {
		demand(quadratic.Equal, figures[0], only(0, 1))
	}
	want, wantErr := quadratic.Solve(q)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("Reconcile() = %v, want %v", err, wantErr)
	}
	if err != nil {
		return
	}
	if err := plan.Check(); err != nil {
		t.Fatal(err)
	}
	limit := big.NewRat(1, 1e10)
	for i, u := range units {
		got, _ := plan.Quota(u.Code)
		d := new(big.Rat).Sub(got.Value.Rat(), want.X[i])
		if d.Abs(d).Cmp(limit) > 0 {
			t.Fatalf("%s has %v, want %s\n%v", u.Code, got.Value, want.X[i].FloatString(12), plan.Explain(u.Code))
		}
	}
}

func TestMeansAreNearest(t *testing.T) { rapid.Check(t, meansAreNearest) }
