package hierarchy_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

var (
	smallTrees = flag.Int("trees", 800, "how many small trees are compared with a search over all their plans")
	smallSeed  = flag.Uint64("treeseed", 1, "seed of the small trees")
)

// smallTree is a weighted mean over a tree of few units, small enough that all its
// plans can be searched. Quotas, bounds and holds are in quanta, references in
// tenths of a quantum.
type smallTree struct {
	units    []hierarchy.Unit
	children map[string][]string
	total    int64
	sign     int64
	places   int32
	method   string
	refs     map[string]int64 // in tenths of a quantum
	weights  map[string]int64
	basis    map[string]int64 // of leaves, and of some parents
	min, max map[string]int64
	held     map[string]int64
	stretch  int64 // in percent

	feasible map[string]bool // what search has found
	loose    bool            // see nearest
	unclear  bool            // a family without weights is refused, and a loose search may find more
}

// drawSmall draws a tree of one to three levels below the target's unit.
func drawSmall(r *rand.Rand) *smallTree {
	x := &smallTree{
		children: map[string][]string{}, refs: map[string]int64{}, weights: map[string]int64{},
		basis: map[string]int64{},
		min:   map[string]int64{}, max: map[string]int64{}, held: map[string]int64{}, feasible: map[string]bool{},
		sign: 1, places: r.Int32N(3),
	}

	x.units = []hierarchy.Unit{{Code: "T", Level: "0"}}
	depth := 1 + r.IntN(3)
	above := []string{"T"}

	for level := 1; level <= depth; level++ {
		var next []string
		for _, p := range above {
			if level > 1 && r.IntN(3) == 0 {
				continue // it hands nothing down
			}
			for i := range 1 + r.IntN(3) {
				code := strings.TrimPrefix(p, "T") + string(rune('A'+i))
				x.units = append(x.units, hierarchy.Unit{Code: code, Level: fmt.Sprint(level), Parent: p})
				x.children[p] = append(x.children[p], code)
				next = append(next, code)
			}
		}
		above = next
	}

	x.total = r.Int64N(7)
	x.method = []string{"uniform", "scale", "shift", "increment", "converge", "blend", "bands"}[r.IntN(7)]
	flat := len(x.children) == 1 // where bounds of either sign are simple

	for _, u := range x.units[1:] {
		x.refs[u.Code] = r.Int64N(60)
		if r.IntN(2) == 0 {
			x.refs[u.Code] -= x.refs[u.Code] % 10
		}

		x.weights[u.Code] = r.Int64N(4)
		if len(x.children[u.Code]) == 0 || r.IntN(8) == 0 {
			if x.basis[u.Code] = r.Int64N(6); r.IntN(6) == 0 {
				x.basis[u.Code] = 0
			} else if r.IntN(5) == 0 {
				x.basis[u.Code] = 20 + r.Int64N(80)
			}
		}

		low := int64(0)
		if flat {
			low = -3
		}
		if r.IntN(4) == 0 {
			x.min[u.Code] = low + r.Int64N(5)
		}
		if r.IntN(3) == 0 {
			x.max[u.Code] = x.min[u.Code] + r.Int64N(6)
		}
		if r.IntN(6) == 0 {
			x.held[u.Code] = r.Int64N(7)
		}
	}

	if r.IntN(6) == 0 {
		x.stretch = []int64{-40, 5, 30, 50}[r.IntN(4)]
	}
	if r.IntN(4) == 0 && x.total > 0 { // zero is like above zero
		x.mirror()
	}
	return x
}

// mirror turns all signs.
func (x *smallTree) mirror() {
	x.sign, x.total = -1, -x.total
	x.min, x.max = mirrored(x.max), mirrored(x.min)
	x.held, x.refs = mirrored(x.held), mirrored(x.refs)
}

func mirrored(m map[string]int64) map[string]int64 {
	out := map[string]int64{}
	for code, v := range m {
		out[code] = -v
	}
	return out
}

// baseOf is the basis of a unit: its own, or that of its children.
func (x *smallTree) baseOf(code string) int64 {
	if b, ok := x.basis[code]; ok {
		return b
	}
	sum := int64(0)
	for _, c := range x.children[code] {
		sum += x.baseOf(c)
	}
	return sum
}

func (x *smallTree) whole(parent string) int64 {
	sum := int64(0)
	for _, c := range x.children[parent] {
		sum += x.baseOf(c)
	}
	return sum
}

// idle reports whether the weight of a unit is zero whatever the amount, and then
// its offset in tenths of a quantum. A family in which none that counts has a
// weight can divide nothing.
func (x *smallTree) idle(code string) (offset int64, idle bool) {
	switch x.method {
	case "scale", "bands":
		return 0, x.weights[code] == 0
	case "increment":
		return x.refs[code], x.weights[code] == 0
	}
	return 0, false
}

// shifted reports whether a child of a parent has an offset.
func (x *smallTree) shifted(parent string) bool {
	if x.method != "shift" && x.method != "increment" && x.method != "blend" {
		return false
	}
	return slices.ContainsFunc(x.children[parent], func(c string) bool { return x.refs[c] != 0 })
}

func (x *smallTree) dead(parent string) bool {
	for _, c := range x.children[parent] {
		if _, idle := x.idle(c); !idle && x.baseOf(c) > 0 {
			return false
		}
	}
	return true
}

// amount is what a parent hands down.
func (x *smallTree) amount(q int64) int64 {
	n := q * (100 + x.stretch)
	if n < 0 {
		return -((-n + 50) / 100)
	}
	return (n + 50) / 100
}

// bounds are the own bounds of a unit. A bound that is absent is far away, or zero
// by the rule of signs.
func (x *smallTree) bounds(code string, sign int64, still bool) (lo, hi int64) {
	const far = 100_000
	if v, ok := x.held[code]; ok {
		return v, v
	}

	low, hasLow := x.min[code]
	high, hasHigh := x.max[code]
	if lo = -far; hasLow {
		lo = low
	} else if sign >= 0 || still {
		if lo = 0; hasHigh && high < 0 {
			lo = high
		}
	}

	if hi = far; hasHigh {
		hi = high
	} else if sign < 0 || still {
		if hi = 0; hasLow && low > 0 {
			hi = low
		}
	}

	return lo, hi
}

// still returns the bounds of a child of an amount of zero: what is nearest to zero
// unless the units below it need more.
func (x *smallTree) still(code string, lo, hi int64) (low, high int64) {
	q := min(max(0, lo), hi)
	for range 60 {
		if x.can(code, q) {
			return min(lo, q), max(hi, q)
		}
		if q += x.sign; !x.keeps(code, q) {
			break
		}
	}
	return lo, hi
}

// nearest returns the quotas of a child without weight: those next to its offset or,
// if the units below it allow neither, the nearest that they allow. A plan may take
// one that they meet more exactly, which is looked for in a loose search.
func (x *smallTree) nearest(code string, offset, lo, hi int64) (low, high int64) {
	first, last := max(lo, -60), min(hi, 60)
	for first < last && !x.can(code, first) {
		first++
	}
	for last > first && !x.can(code, last) {
		last--
	}
	offset = min(max(offset, 10*first), 10*last)
	low, high = floorDiv(offset, 10), -floorDiv(-offset, 10)
	if len(x.children[code]) > 0 && (low != offset/10 || !x.can(code, offset/10) || first == last || low == first ||
		high == last) {
		x.unclear = true
		if x.loose {
			return max(first, low-2), min(last, high+2)
		}
	}
	return low, high
}

// keeps reports whether a quota is within the unit's own bounds.
func (x *smallTree) keeps(code string, q int64) bool {
	low, hasLow := x.min[code]
	high, hasHigh := x.max[code]
	return (!hasLow || q >= low) && (!hasHigh || q <= high)
}

// can reports whether a unit can have a quota: whether there are quotas of the
// units below it that keep all bounds and holds, and make the mean of each family
// but for half a quantum. It searches them all.
func (x *smallTree) can(code string, q int64) bool {
	family := x.children[code]
	if len(family) == 0 {
		return true
	}
	key := fmt.Sprint(code, " ", q, x.loose)
	if known, ok := x.feasible[key]; ok {
		return known
	}
	amount := x.amount(q)
	whole := x.whole(code)
	sign := amount
	if sign == 0 {
		sign = x.sign
	}
	still := amount == 0 && !x.shifted(code)
	x.unclear = x.unclear || x.dead(code)

	// The quotas that each child can have, and what the children after it add at
	// least and at most.
	n := len(family)
	lo, hi := make([]int64, n), make([]int64, n)
	least, most := make([]int64, n+1), make([]int64, n+1)
	for k := n - 1; k >= 0; k-- {
		c := family[k]
		lo[k], hi[k] = x.bounds(c, sign, still)
		if _, held := x.held[c]; still && !held {
			lo[k], hi[k] = x.still(c, lo[k], hi[k])
		}
		if offset, idle := x.idle(c); idle && !x.dead(code) {
			lo[k], hi[k] = x.nearest(c, offset, lo[k], hi[k])
		}
		b := x.baseOf(c)
		least[k], most[k] = least[k+1]+b*lo[k], most[k+1]+b*hi[k]
	}
	var search func(k int, mass int64) bool
	search = func(k int, mass int64) bool {
		if k == n {
			return true
		}
		c, b := family[k], x.baseOf(family[k])
		from, to := lo[k], hi[k]
		if b > 0 { // as little and as much as leaves the others room
			from = max(from, -floorDiv(2*mass+2*most[k+1]-whole*(2*amount-1), 2*b))
			to = min(to, floorDiv(whole*(2*amount+1)-2*mass-2*least[k+1], 2*b))
		} else { // any will do
			from, to = max(from, -60), min(to, 60)
		}
		for v := from; v <= to; v++ {
			if x.can(c, v) && search(k+1, mass+b*v) {
				return true
			}
		}
		return false
	}
	ok := search(0, 0)
	x.feasible[key] = ok
	return ok
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// given is the tree as Cascade is given it, without the units of some codes.
func (x *smallTree) given(without ...string) (*hierarchy.Tree, target.Target, hierarchy.Options) {
	levels := []string{"0"}
	var units []hierarchy.Unit
	for _, u := range x.units {
		if !slices.ContainsFunc(without, func(c string) bool { return strings.HasPrefix(u.Code, c) }) {
			units = append(units, u)
			if !slices.Contains(levels, u.Level) {
				levels = append(levels, u.Level)
			}
		}
	}

	slices.Sort(levels)
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		panic(err)
	}

	column := func(m map[string]int64, exp int32) hierarchy.Column {
		figures := map[string]decimal.Decimal{}
		for _, u := range units {
			if v, ok := m[u.Code]; ok {
				figures[u.Code] = decimal.New(v, exp)
			}
		}
		c, err := tree.Column(maps.All(figures))
		if err != nil {
			panic(err)
		}
		return c
	}

	weights := column(x.weights, 0)
	refs := column(x.refs, -x.places-1)
	o := hierarchy.Options{Basis: column(x.basis, 0)}

	switch x.method {
	case "uniform":
		o.Rule.Method = hierarchy.Uniform()
	case "scale":
		o.Rule.Method = hierarchy.Scale(weights)
	case "shift":
		o.Rule.Method = hierarchy.Shift(refs)
	case "increment":
		o.Rule.Method = hierarchy.Increment(refs, weights)
	case "converge":
		o.Rule.Method = hierarchy.Converge(weights, d("0.5"))
	case "blend":
		o.Rule.Method = hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Uniform()}, hierarchy.Part{
			Weight: d("2"), Method: hierarchy.Shift(refs),
		})
	case "bands":
		group := map[string]int64{}
		for code, w := range x.weights {
			group[code] = w + 1
		}
		o.Rule.Method = hierarchy.Bands(column(group, 0), d("0"), d("1"), d("2"), d("3"))
	}

	if low := column(x.min, -x.places); low.Len() > 0 {
		o.Rule.Min = low
	}
	if high := column(x.max, -x.places); high.Len() > 0 {
		o.Rule.Max = high
	}
	if x.stretch != 0 {
		o.Rule.Stretch = decimal.NewNullDecimal(decimal.New(x.stretch, -2))
	}
	for _, u := range units {
		if v, ok := x.held[u.Code]; ok {
			o.Holds = append(o.Holds, hierarchy.Hold{Unit: u.Code, Value: decimal.New(v, -x.places)})
		}
	}

	return tree, target.Target{
		Code: "t", Unit: "T", Period: target.Year(2020), Value: decimal.New(x.total, -x.places),
		Indicator: target.Indicator{
			Code: "x", Kind: target.Reduction, Better: target.Higher, Places: target.Places(x.places),
		},
	}, o
}

// String prints a tree for a report.
func (x *smallTree) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "T = %d, %s, stretch %d, places %d", x.total, x.method, x.stretch, x.places)
	for _, u := range x.units[1:] {
		fmt.Fprintf(
			&b, "\n%s: reference %d/10, weight %d, basis %d", u.Code, x.refs[u.Code], x.weights[u.Code],
			x.baseOf(u.Code),
		)
		for name, m := range map[string]map[string]int64{"min": x.min, "max": x.max, "held": x.held} {
			if v, ok := m[u.Code]; ok {
				fmt.Fprintf(&b, ", %s %d", name, v)
			}
		}
	}
	return b.String()
}

func (x *smallTree) quanta(v decimal.Decimal) int64 { return v.Shift(x.places).IntPart() }

func (x *smallTree) quotas(p *hierarchy.Plan) map[string]int64 {
	out := map[string]int64{}
	for q := range p.All() {
		out[q.Unit.Code] = x.quanta(q.Value)
	}
	return out
}

// refusedByFormula reports whether a cascade may be refused though there is a plan: because
// the formula without bounds gives a quota of the wrong sign, or because no child
// with a basis has a weight in a family that has an amount.
func refusedByFormula(err error) bool {
	for _, e := range target.AllErrors(err) {
		if strings.Contains(e.Path, ".claims[") || strings.Contains(e.Remedy, "no claim has a weight") ||
			strings.Contains(e.Remedy, "weights are all zero") {
			return true
		}
	}
	return false
}

// TestSmallTrees compares cascades of weighted means with a search over all plans
// of small trees: nothing that cannot be met is accepted and nothing that can be
// met is refused; every mean is as near to its amount as the rule for rounding
// says; what is held as it was issued leaves the plan as it is; and children whose
// basis is zero change nothing for the others.
func TestSmallTrees(t *testing.T) {
	r := rand.New(rand.NewPCG(*smallSeed, 7))
	var plans, infeasible, other int
	for range *smallTrees {
		x := drawSmall(r)
		tree, goal, o := x.given()
		plan, err := hierarchy.Cascade(tree, goal, o)
		x.loose = err == nil
		can := x.can("T", x.total)

		switch {
		case err == nil && !can:
			t.Fatalf("accepted, but there is no plan:\n%v\n%s", x, quotas(plan))
		case err != nil && refusedByFormula(err):
			other++
			continue
		case err != nil && can && x.unclear:
			other++
			continue
		case err != nil && can:
			t.Fatalf("refused, but there is a plan: %v\n%v", err, x)
		case err != nil:
			if !errors.Is(err, target.ErrInfeasible) {
				t.Fatalf("refused for another reason: %v\n%v", err, x)
			}
			infeasible++
			continue
		}

		plans++
		if err := plan.Check(); err != nil {
			t.Fatalf("Check() = %v\n%v", err, x)
		}

		x.checkMeans(t, plan)
		x.checkExact(t, plan)
		x.checkRevisions(t, r, plan)
		x.checkWithoutBasis(t, plan)
	}

	t.Logf("%d trees: %d plans, %d that cannot be met, %d refused for a formula", *smallTrees, plans, infeasible, other)
}

// checkMeans checks that no quota can go to the other side of its exact figure and
// bring the mean of its family nearer to the amount.
func (x *smallTree) checkMeans(t *testing.T, plan *hierarchy.Plan) {
	t.Helper()
	got := x.quotas(plan)
	for parent, family := range x.children {
		whole := x.whole(parent)
		rest := whole * x.amount(got[parent])
		for _, c := range family {
			rest -= x.baseOf(c) * got[c]
		}
		if whole == 0 {
			continue
		}
		if 2*max(rest, -rest) > whole {
			t.Fatalf("the mean of %s is missed by %d/%d\n%v\n%v", parent, rest, whole, x, got)
		}

		for _, c := range family {
			exact := plan.Explain(c).Steps[0].Exact
			if !exact.Valid {
				continue
			}
			side := int64(exact.Decimal.Shift(x.places).Cmp(decimal.New(got[c], 0)))
			if after := rest - side*x.baseOf(c); side != 0 && x.baseOf(c) > 0 && max(after, -after) < max(rest, -rest) {
				t.Fatalf(
					"%s could go by %d, and the mean of %s would be nearer: %d instead of %d\n%v\n%v", c, side,
					parent, after, rest, x, got,
				)
			}
		}
	}
}

// exact returns the least and the most quota of a unit that the units below it can
// meet exactly, but for the rounding of their own quotas; those that they can meet
// but for half a quantum, if there is none.
func (x *smallTree) exact(code string) (least, most int64) {
	lo, hi := x.bounds(code, x.sign, false)
	if len(x.children[code]) == 0 || lo == hi {
		return lo, hi
	}
	whole := x.whole(code)
	if whole == 0 {
		return lo, hi
	}
	low, high := x.masses(code)
	least, most = max(lo, -floorDiv(-low, 10*whole)), min(hi, floorDiv(high, 10*whole))
	if least <= most {
		return least, most
	}
	least, most = hi+1, lo-1
	for q := max(lo, -60); q <= min(hi, 60); q++ {
		if x.can(code, q) {
			least, most = min(least, q), max(most, q)
		}
	}
	return least, most
}

// masses is what the children of a unit make together, at least and at most, within
// their exact quotas: bases times tenths of a quantum.
func (x *smallTree) masses(parent string) (low, high int64) {
	for _, c := range x.children[parent] {
		l, h := x.exact(c)
		l, h = 10*l, 10*h
		if offset, idle := x.idle(c); idle && !x.dead(parent) {
			l, h = min(max(offset, l), h), min(max(offset, l), h)
		}
		low, high = low+l*x.baseOf(c), high+h*x.baseOf(c)
	}
	return low, high
}

// checkExact checks that the children of each family have quotas that the units
// below them can meet exactly, if such quotas make the amount of the family.
func (x *smallTree) checkExact(t *testing.T, plan *hierarchy.Plan) {
	t.Helper()
	if x.stretch != 0 || x.total == 0 {
		return // the search above tells that these can be met
	}
	got := x.quotas(plan)
	for parent, family := range x.children {
		low, high := x.masses(parent)
		whole := x.whole(parent)
		if amount := 10 * got[parent] * whole; 2*(low-amount) > 10*whole || 2*(amount-high) > 10*whole {
			continue
		}
		for _, c := range family {
			l, h := x.exact(c)
			if _, idle := x.idle(c); !idle && (got[c] < l || got[c] > h) {
				t.Fatalf("%s has %d, but %d to %d can be met exactly\n%v\n%v", c, got[c], l, h, x, got)
			}
		}
	}
}

// checkRevisions holds some of the quotas as they were issued.
func (x *smallTree) checkRevisions(t *testing.T, r *rand.Rand, plan *hierarchy.Plan) {
	t.Helper()
	for round := range 3 {
		var held []hierarchy.Hold
		for q := range plan.All() {
			if q.Unit.Code != "T" && (round == 0 || r.IntN(2) == 0) {
				held = append(held, hierarchy.Hold{Unit: q.Unit.Code, Value: q.Value})
			}
		}
		again, err := plan.Revise(hierarchy.Options{Holds: held})
		if err != nil {
			t.Fatalf("Revise() = %v\n%v\n%v, held %v", err, x, x.quotas(plan), held)
		}
		if before, after := x.quotas(plan), x.quotas(again); !maps.Equal(before, after) {
			t.Fatalf("with %v held as issued, Revise() = %v, want %v\n%v", held, after, before, x)
		}

		// A new cascade need not return the same plan, but it can be done.
		tree, goal, o := x.given()
		o.Holds = held
		for code, v := range x.held {
			if !slices.ContainsFunc(held, func(h hierarchy.Hold) bool { return h.Unit == code }) {
				o.Holds = append(o.Holds, hierarchy.Hold{Unit: code, Value: decimal.New(v, -x.places)})
			}
		}
		if _, err := hierarchy.Cascade(tree, goal, o); err != nil && !refusedByFormula(err) {
			t.Fatalf("held as issued: %v\n%v\n%v, held %v", err, x, x.quotas(plan), held)
		}
	}
}

// checkWithoutBasis leaves out each unit whose basis is zero.
func (x *smallTree) checkWithoutBasis(t *testing.T, plan *hierarchy.Plan) {
	t.Helper()
	for _, u := range x.units[1:] {
		if x.baseOf(u.Code) > 0 || len(x.children[u.Parent]) < 2 || x.dead(u.Parent) {
			continue // where none that counts has a weight, all count alike
		}
		tree, goal, o := x.given(u.Code)
		without, err := hierarchy.Cascade(tree, goal, o)
		if err != nil {
			t.Fatalf("without %s: %v\n%v", u.Code, err, x)
		}
		got, want := x.quotas(without), x.quotas(plan)
		for code := range want {
			if strings.HasPrefix(code, u.Code) {
				delete(want, code)
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("without %s, whose basis is zero: %v, want %v\n%v", u.Code, got, want, x)
		}
	}
}
