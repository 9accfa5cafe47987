package hierarchy_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
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

// drawMeans draws a mean to reconcile: figures that are coherent or
// not, in whole quanta or not, large or small, with gaps; equal bases, others and
// zeros; several proposals.
func drawMeans(t *rapid.T) (*hierarchy.Tree, target.Target, []hierarchy.Proposal, hierarchy.ReconcileOptions) {
	n := rapid.IntRange(2, 16).Draw(t, "units")
	levels := []string{"l0", "l1", "l2", "l3"}
	depth := []int{0}
	units := []hierarchy.Unit{{Code: "u0", Level: "l0"}}
	for i := 1; i < n; i++ {
		above := rapid.IntRange(0, i-1).Draw(t, "parent")
		if depth[above] == 3 {
			above = 0
		}
		depth = append(depth, depth[above]+1)
		u := hierarchy.Unit{Code: fmt.Sprintf("u%d", i), Parent: units[above].Code, Level: levels[depth[i]]}
		if above == 0 && i > 1 && rapid.IntRange(0, 5).Draw(t, "memo") == 0 {
			u.Role = hierarchy.Memo
		}
		units = append(units, u)
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}

	column := func(exp int32, gaps int, draw func() int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
			return decimal.New(draw(), exp), gaps == 0 || rapid.IntRange(0, gaps).Draw(t, "gap") > 0
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	places := rapid.Int32Range(0, 3).Draw(t, "places")
	most := rapid.SampledFrom([]int64{3, 1000, 1e9, 1e15}).Draw(t, "most")
	value := rapid.Int64Range(-most, most).Draw(t, "value")
	coherent := rapid.IntRange(0, 4).Draw(t, "coherent") == 0
	figure := func() int64 {
		if coherent {
			return value
		}
		return rapid.Int64Range(-most, most).Draw(t, "figure")
	}

	var proposed []hierarchy.Proposal
	for range rapid.IntRange(1, 2).Draw(t, "proposals") {
		exp := -places
		if !coherent {
			exp -= rapid.Int32Range(0, 2).Draw(t, "finer")
		}
		p := hierarchy.Proposal{Figures: column(exp, rapid.SampledFrom([]int{0, 3}).Draw(t, "gaps"), figure)}
		switch p.Firmness.Rule = hierarchy.FirmnessRule(rapid.IntRange(0, 4).Draw(t, "rule")); p.Firmness.Rule {
		case hierarchy.WeightFirmness, hierarchy.VarianceFirmness:
			p.Firmness.Of = column(0, 0, func() int64 { return rapid.Int64Range(1, most).Draw(t, "of") })
		}
		if rapid.Bool().Draw(t, "factor") {
			p.Firmness.Factor = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(1, 999).Draw(t, "by"), -1))
		}
		proposed = append(proposed, p)
	}

	bases := rapid.SampledFrom([][]int64{{1}, {4}, {1, 2, 3}, {0, 1, 10}, {1, 1e6, 1e12}}).Draw(t, "bases")
	o := hierarchy.ReconcileOptions{Basis: column(0, 0, func() int64 {
		return rapid.SampledFrom(bases).Draw(t, "basis")
	})}
	if rapid.IntRange(0, 3).Draw(t, "open") == 0 {
		o.Target = &hierarchy.Firmness{}
	}
	some := rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "unbounded")
	switch wide := rapid.SampledFrom([]int64{-1, -1, 0, 0, 1, 4, 1000}).Draw(t, "bounds"); {
	case wide > 0:
		o.Min = column(-places, some, func() int64 { return -wide * rapid.Int64Range(0, most).Draw(t, "min") })
		o.Max = column(-places, some, func() int64 { return wide * rapid.Int64Range(0, most).Draw(t, "max") })
	case wide < 0:
		// Near the value, often at it, and often with no room between them.
		off := rapid.SampledFrom([]int64{0, 0, 0, 1, 2, most})
		o.Min = column(-places, some, func() int64 { return value - off.Draw(t, "below") })
		o.Max = column(-places, some, func() int64 { return value + off.Draw(t, "above") })
	}
	if o.Min.Len() == 0 {
		o.Min = hierarchy.Column{}
	}
	if o.Max.Len() == 0 {
		o.Max = hierarchy.Column{}
	}
	goal := target.Target{
		Code: "t", Unit: "u0", Period: target.Year(2020), Value: decimal.New(value, -places),
		Indicator: target.Indicator{
			Code: "x", Kind: target.Ratio, Better: target.Higher, Places: target.Places(places),
		},
	}
	return tree, goal, proposed, o
}

// Means that are reconciled in floating point are those that many bits give.
func meansInFloatsAreExact(t *rapid.T) {
	tree, goal, proposed, o := drawMeans(t)
	asInFull(t, tree, goal, proposed, o)
}

// They are so too if bounds are where quotas are without bounds.
func boundsAtQuotasAreExact(t *rapid.T) {
	tree, goal, proposed, o := drawMeans(t)
	o.Min, o.Max = hierarchy.Column{}, hierarchy.Column{}
	plan, err := hierarchy.Reconcile(tree, goal, proposed, o)
	if err != nil {
		return
	}

	goal = plan.Target()
	bounds := func(name string) hierarchy.Column {
		quotas := plan.Column()
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			q, ok := quotas.At(u.Code)
			return q, ok && rapid.IntRange(0, 2).Draw(t, name) == 0
		})
		if err != nil {
			t.Fatal(err)
		}
		if c.Len() == 0 {
			return hierarchy.Column{}
		}
		return c
	}
	o.Min, o.Max = bounds("min"), bounds("max")
	asInFull(t, tree, goal, proposed, o)
}

func asInFull(
	t rapid.TB, tree *hierarchy.Tree, goal target.Target, proposed []hierarchy.Proposal, o hierarchy.ReconcileOptions,
) {
	t.Helper()
	want, _, wantErr := hierarchy.ReconcileInFull(tree, goal, proposed, o)
	if want == nil && wantErr == nil {
		return
	}
	got, err := hierarchy.Reconcile(tree, goal, proposed, o)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("Reconcile() = %v, want %v", err, wantErr)
	}
	if err != nil {
		return
	}

	same(t, want, got)
	for u := range tree.All() {
		a, _ := got.Quota(u.Code)
		b, _ := want.Quota(u.Code)
		if a.DecidedBy != b.DecidedBy {
			t.Fatalf("Quota(%s) is decided by %v, want %v", u.Code, a.DecidedBy, b.DecidedBy)
		}
		if a, b := got.Residual(u.Code), want.Residual(u.Code); !a.Equal(b) {
			t.Fatalf("Residual(%s) = %v, want %v", u.Code, a, b)
		}
	}
}

// Bounds that decide nothing leave a mean in floating point.
func TestBoundsOfMeansInFloats(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "B", Level: "province", Parent: "N"},
	})
	if err != nil {
		t.Fatal(err)
	}
	constant := func(value int64) hierarchy.Column {
		c, err := tree.Constant("province", decimal.New(value, 0))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	goal := target.Target{
		Code: "t", Unit: "N", Period: target.Year(2020), Value: decimal.New(33, -1),
		Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2)},
	}
	proposed := []hierarchy.Proposal{{Figures: constant(3)}}

	// The units of 3 move to 3.3.
	for _, tt := range []struct {
		name     string
		min, max int64
		floats   bool
	}{
		{name: "far", min: 0, max: 10, floats: true},
		{name: "near", min: 3, max: 4, floats: true},
		{name: "crossed by a unit", min: 4, max: 5},
	} {
		o := hierarchy.ReconcileOptions{Basis: constant(7), Min: constant(tt.min), Max: constant(tt.max)}
		_, floats, err := hierarchy.ReconcileInFull(tree, goal, proposed, o)
		if floats != tt.floats || (err == nil) != tt.floats {
			t.Errorf("%s: in floating point = %v, %v, want %v", tt.name, floats, err, tt.floats)
		}
	}

	// A maximum of 3 keeps A, so that B moves to 3.6. With one of 3.3 it is open whether the bound
	// decides.
	for _, tt := range []struct {
		name   string
		most   decimal.Decimal
		floats bool
	}{
		{name: "decides", most: decimal.New(3, 0), floats: true},
		{name: "just reached", most: decimal.New(33, -1)},
	} {
		most, err := tree.Column(func(yield func(string, decimal.Decimal) bool) { yield("A", tt.most) })
		if err != nil {
			t.Fatal(err)
		}
		o := hierarchy.ReconcileOptions{Basis: constant(7), Max: most}
		_, floats, err := hierarchy.ReconcileInFull(tree, goal, proposed, o)
		if err != nil || floats != tt.floats {
			t.Errorf("%s: in floating point = %v, %v, want %v", tt.name, floats, err, tt.floats)
		}
	}
}

// The maxima of C and D allow B a mean of 1.5, and in whole quanta 1. Its figure is 1.17.
func TestMeanAtLimitOfQuanta(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "town"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "B", Level: "province", Parent: "N"},
		{Code: "C", Level: "town", Parent: "B"},
		{Code: "D", Level: "town", Parent: "B"},
	})
	if err != nil {
		t.Fatal(err)
	}
	column := func(figures map[string]int64) hierarchy.Column {
		c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			for code, v := range figures {
				if !yield(code, decimal.New(v, 0)) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	goal := target.Target{
		Code: "t", Unit: "N", Period: target.Year(2020),
		Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher, Places: target.Places(0)},
	}
	proposed := []hierarchy.Proposal{{
		Figures: column(map[string]int64{"A": 0, "B": 7, "C": 0, "D": 0}),
		Firmness: hierarchy.Firmness{
			Rule: hierarchy.WeightFirmness, Of: column(map[string]int64{"A": 6, "B": 3, "C": 9, "D": 3}),
		},
	}}
	o := hierarchy.ReconcileOptions{
		Basis: column(map[string]int64{"A": 1, "B": 1, "C": 1, "D": 1}), Max: column(map[string]int64{"C": 1, "D": 2}),
	}

	plan, err := hierarchy.Reconcile(tree, goal, proposed, o)
	if err != nil {
		t.Fatal(err)
	}
	q, _ := plan.Quota("B")
	if !q.Value.Equal(decimal.New(1, 0)) || q.DecidedBy != apportion.ByDescendants {
		t.Errorf("Quota(B) = %v, decided by %v, want 1, by %v", q.Value, q.DecidedBy, apportion.ByDescendants)
	}
}

func TestMeansInFloatsAreExact(t *testing.T)  { rapid.Check(t, meansInFloatsAreExact) }
func TestBoundsAtQuotasAreExact(t *testing.T) { rapid.Check(t, boundsAtQuotasAreExact) }
func FuzzMeansInFloatsAreExact(f *testing.F)  { f.Fuzz(rapid.MakeFuzz(meansInFloatsAreExact)) }

// Quotas of a mean that satisfy its law exactly come back when they are proposed, and
// factors times one number change nothing.
func meansComeBack(t *rapid.T) {
	tree, goal, proposed, o := drawMeans(t)
	plan, err := hierarchy.Reconcile(tree, goal, proposed, o)
	if err != nil {
		return
	}

	scaled, own := slices.Clone(proposed), o
	factor := decimal.New(rapid.Int64Range(2, 1_000_003).Draw(t, "factor"), -3)
	scale := func(f hierarchy.Firmness) hierarchy.Firmness {
		by := factor
		if f.Factor.Valid {
			by = by.Mul(f.Factor.Decimal)
		}
		f.Factor = decimal.NewNullDecimal(by)
		return f
	}
	for i := range scaled {
		scaled[i].Firmness = scale(scaled[i].Firmness)
	}
	if own.Target != nil {
		own.Target = new(scale(*own.Target))
	}
	again, err := hierarchy.Reconcile(tree, goal, scaled, own)
	if err != nil {
		t.Fatal(err)
	}
	same(t, plan, again)

	for u := range tree.All() {
		if !plan.Residual(u.Code).IsZero() {
			return
		}
	}
	o.Target = nil
	back, err := hierarchy.Reconcile(tree, plan.Target(), []hierarchy.Proposal{{Figures: plan.Column()}}, o)
	if err != nil {
		return // nothing but the target's own unit has a quota
	}
	same(t, plan, back)
}

func TestMeansComeBack(t *testing.T) { rapid.Check(t, meansComeBack) }

// The minima of D, E and F are met by 2/3, and in whole numbers by 1. With that N can have
// −1.4 or more: −1, although −2 is nearer to the exact −1.53.
func TestRootOfMeanMeetsMinima(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "B", Level: "province", Parent: "N"},
		{Code: "D", Level: "city", Parent: "A"},
		{Code: "E", Level: "city", Parent: "A"},
		{Code: "F", Level: "city", Parent: "A"},
	})
	if err != nil {
		t.Fatal(err)
	}
	column := func(figures map[string]int64) hierarchy.Column {
		out, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return decimal.New(v, 0), ok
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}

	low := map[string]int64{"A": -9, "B": -9, "D": -9, "E": -9, "F": -9}
	plan, err := hierarchy.Reconcile(tree, target.Target{
		Code: "t", Unit: "N", Period: target.Year(2020), Value: decimal.New(-9, 0),
		Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher, Places: target.Places(0)},
	}, []hierarchy.Proposal{{Figures: column(low)}}, hierarchy.ReconcileOptions{
		Basis:  column(map[string]int64{"A": 4, "B": 6, "D": 1, "E": 1, "F": 1}),
		Min:    column(map[string]int64{"B": -3, "D": 0, "E": 1, "F": 1}),
		Target: &hierarchy.Firmness{},
	})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]int64{"N": -1, "A": 1, "B": -2} {
		if got, _ := plan.Quota(code); !got.Value.Equal(decimal.New(want, 0)) {
			t.Errorf("Quota(%s) = %v, want %d", code, got.Value, want)
		}
	}
}

// Figures at bounds that decide nothing come back, although floating point, which looks
// for the bounds first, cannot tell a quantum of F from rounding and takes D and E to be
// at their maxima.
func TestMeansAtBoundsComeBack(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "A", Level: "province", Parent: "N"},
		{Code: "D", Level: "city", Parent: "A"},
		{Code: "E", Level: "city", Parent: "A"},
		{Code: "B", Level: "province", Parent: "N"},
		{Code: "C", Level: "province", Parent: "N"},
		{Code: "F", Level: "province", Parent: "N"},
	})
	if err != nil {
		t.Fatal(err)
	}
	column := func(n, a, de, b, c, f int64) hierarchy.Column {
		figures := map[string]int64{"N": n, "A": a, "B": b, "C": c, "D": de, "E": de, "F": f}
		out, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			return decimal.New(figures[u.Code], 0), true
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}

	const value = 1_000_000_000_000
	figures := column(value, value, value, value, value+1, value-1_000_000)
	plan, err := hierarchy.Reconcile(tree, target.Target{
		Code: "t", Unit: "N", Period: target.Year(2020), Value: decimal.New(value, 0),
		Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher, Places: target.Places(0)},
	}, []hierarchy.Proposal{{Figures: figures}}, hierarchy.ReconcileOptions{
		Basis: column(1, 1, 1, 1, 1_000_000, 1),
		Min:   column(value, value, value, value, value, 0),
		Max:   column(value, value+1, value+1, value, value+1, value),
	})
	if err != nil {
		t.Fatal(err)
	}
	for u := range tree.All() {
		want, _ := figures.At(u.Code)
		if got, _ := plan.Quota(u.Code); !got.Value.Equal(want) {
			t.Errorf("Quota(%s) = %v, want %v", u.Code, got.Value, want)
		}
	}
}
