package hierarchy_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/quadratic"
	"github.com/targetcascade/cascade/target"
)

// bidding is a small problem of Reconcile: a ragged tree with memo and residual
// units, several proposals with gaps, bounds and holds.
type bidding struct {
	tree     *hierarchy.Tree
	codes    []string // of the units that get a quota, the root first
	parent   map[string]string
	goal     target.Target
	figures  []map[string]int64 // of each proposal, in quanta
	weights  []map[string]*big.Rat
	proposed []hierarchy.Proposal
	options  hierarchy.ReconcileOptions
	low      map[string]int64
	high     map[string]int64
}

func drawBidding(t *rapid.T, most int) *bidding {
	b := &bidding{parent: map[string]string{}, low: map[string]int64{}, high: map[string]int64{}}
	n := rapid.IntRange(2, most).Draw(t, "units")
	levels := []string{"l0", "l1", "l2", "l3"}
	depth := map[string]int{"u0": 0}
	memo := map[string]bool{}
	units := []hierarchy.Unit{{Code: "u0", Level: "l0"}}
	b.codes = []string{"u0"}
	for i := 1; i < n; i++ {
		code := fmt.Sprintf("u%d", i)
		above := units[rapid.IntRange(0, i-1).Draw(t, "parent")]
		if depth[above.Code] == 3 {
			above = units[0]
		}
		depth[code] = depth[above.Code] + 1
		role := rapid.SampledFrom([]hierarchy.Role{
			hierarchy.Member, hierarchy.Member, hierarchy.Member, hierarchy.Residual, hierarchy.Memo,
		}).Draw(t, "role")
		units = append(units, hierarchy.Unit{Code: code, Parent: above.Code, Level: levels[depth[code]], Role: role})
		if memo[code] = role == hierarchy.Memo || memo[above.Code]; !memo[code] {
			b.codes = append(b.codes, code)
			b.parent[code] = above.Code
		}
	}
	var err error
	if b.tree, err = hierarchy.NewTree(levels, units); err != nil {
		t.Fatal(err)
	}

	value := rapid.Int64Range(-8, 20).Draw(t, "value")
	b.goal = target.Target{
		Code: "t", Unit: "u0", Period: target.Year(2020), Value: decimal.New(value, -1),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(1)},
	}
	for range rapid.IntRange(1, 2).Draw(t, "proposals") {
		b.propose(t, n)
	}
	if rapid.Bool().Draw(t, "open") {
		b.options.Target = &hierarchy.Firmness{Factor: decimal.NewNullDecimal(decimal.New(2, 0))}
		b.figures = append(b.figures, map[string]int64{"u0": value})
		b.weights = append(b.weights, map[string]*big.Rat{"u0": big.NewRat(2, 1)})
	} else {
		b.low["u0"], b.high["u0"] = value, value
	}
	b.bound(t)
	return b
}

// propose draws a proposal.
func (b *bidding) propose(t *rapid.T, n int) {
	figures, of := map[string]int64{}, map[string]int64{}
	for i := range n {
		code := fmt.Sprintf("u%d", i)
		if rapid.IntRange(0, 3).Draw(t, "gap") > 0 {
			figures[code] = rapid.Int64Range(-5, 9).Draw(t, "figure")
			of[code] = rapid.Int64Range(0, 3).Draw(t, "of")
		}
	}

	column := func(values map[string]int64, exp int32) hierarchy.Column {
		c, err := b.tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := values[u.Code]
			return decimal.New(v, exp), ok
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	rule := hierarchy.FirmnessRule(rapid.IntRange(0, 4).Draw(t, "rule"))
	p := hierarchy.Proposal{By: "somebody", Figures: column(figures, -1), Firmness: hierarchy.Firmness{Rule: rule}}
	if rule >= hierarchy.WeightFirmness {
		p.Firmness.Of = column(of, 0)
	}

	weights := map[string]*big.Rat{}
	for code, f := range figures {
		w := big.NewRat(1, 1)
		switch rule {
		case hierarchy.StructuralFirmness:
			w = big.NewRat(1, b.ends(code))
		case hierarchy.FigureFirmness:
			if f == 0 {
				w = nil
			} else {
				w = big.NewRat(10, max(f, -f))
			}
		case hierarchy.WeightFirmness:
			w = big.NewRat(of[code], 1)
		case hierarchy.VarianceFirmness:
			if of[code] == 0 {
				w = nil
			} else {
				w = big.NewRat(1, of[code])
			}
		}

		weights[code] = w
	}

	b.proposed = append(b.proposed, p)
	b.figures = append(b.figures, figures)
	b.weights = append(b.weights, weights)
}

// ends counts the units at the end of the tree below a unit.
func (b *bidding) ends(code string) int64 {
	sum := int64(0)
	for child, parent := range b.parent {
		if parent == code {
			sum += b.ends(child)
		}
	}
	return max(sum, 1)
}

// bound draws bounds and holds, and takes over figures that cannot move.
func (b *bidding) bound(t *rapid.T) {
	columns := [2]map[string]decimal.Decimal{{}, {}}
	for _, code := range b.codes[1:] {
		for side, limits := range []map[string]int64{b.low, b.high} {
			if rapid.IntRange(0, 3).Draw(t, "bound") == 0 {
				v := rapid.Int64Range(-3, 3).Draw(t, "limit") + int64(side)*4
				limits[code] = v
				columns[side][code] = decimal.New(v, -1)
			}
		}
		if rapid.IntRange(0, 7).Draw(t, "held") == 0 {
			v := rapid.Int64Range(-2, 5).Draw(t, "hold")
			b.options.Holds = append(b.options.Holds, hierarchy.Hold{Unit: code, Value: decimal.New(v, -1)})
			if low, ok := b.low[code]; !ok || low < v {
				b.low[code] = v
			}
			if high, ok := b.high[code]; !ok || high > v {
				b.high[code] = v
			}
		}
	}

	for side, into := range []*hierarchy.Column{&b.options.Min, &b.options.Max} {
		if len(columns[side]) == 0 {
			continue
		}
		var err error
		*into, err = b.tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			d, ok := columns[side][u.Code]
			return d, ok
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// counts reports whether a figure for a unit counts.
func (b *bidding) counts(code string) bool {
	return slices.Contains(b.codes, code) && (code != "u0" || b.options.Target != nil)
}

// objective returns the objective of quotas in quanta.
func (b *bidding) objective(q map[string]int64) *big.Rat {
	sum := new(big.Rat)
	for k, figures := range b.figures {
		for code, f := range figures {
			if w := b.weights[k][code]; w != nil && b.counts(code) {
				d := big.NewRat(q[code]-f, 10)
				sum.Add(sum, d.Mul(d.Mul(d, d), w))
			}
		}
	}
	return sum
}

// allowed reports whether quotas keep sums, bounds and figures that cannot move.
func (b *bidding) allowed(q map[string]int64) bool {
	sums := map[string]int64{}
	for _, code := range b.codes[1:] {
		sums[b.parent[code]] += q[code]
	}
	for code, sum := range sums {
		if q[code] != sum {
			return false
		}
	}

	for _, code := range b.codes {
		low, hasLow := b.low[code]
		high, hasHigh := b.high[code]
		if hasLow && q[code] < low || hasHigh && q[code] > high {
			return false
		}
		for k, figures := range b.figures {
			if w, ok := b.weights[k][code]; ok && w == nil && b.counts(code) && q[code] != figures[code] {
				return false
			}
		}
	}

	return true
}

func wordsOf(p *hierarchy.Plan) map[string]int64 {
	out := map[string]int64{}
	for q := range p.All() {
		out[q.Unit.Code] = q.Value.Shift(1).IntPart()
	}
	return out
}

// acceptable reports whether an error is about the problem and not about the
// solver.
func acceptable(err error) bool {
	return errors.Is(err, target.ErrInfeasible) || errors.Is(err, target.ErrMismatch)
}

// No plan is nearer, as far as single exchanges can tell, and the explanation of
// every quota adds up.
func reconciledIsNearest(t *rapid.T) {
	b := drawBidding(t, 9)
	plan, err := hierarchy.Reconcile(b.tree, b.goal, b.proposed, b.options)
	if err != nil {
		if !acceptable(err) {
			t.Fatal(err)
		}
		return
	}
	if err := plan.Check(); err != nil {
		t.Fatal(err)
	}
	q := wordsOf(plan)
	if len(q) != len(b.codes) || !b.allowed(q) {
		t.Fatalf("the quotas %v break sums or bounds", q)
	}

	least := b.objective(q)
	parents := map[string]bool{}
	for _, p := range b.parent {
		parents[p] = true
	}
	var leaves []string
	for _, code := range b.codes {
		if !parents[code] {
			leaves = append(leaves, code)
		}
	}
	step := func(code string, by int64) {
		for ; code != ""; code = b.parent[code] {
			q[code] += by
		}
	}
	for _, gains := range append(leaves, "") {
		for _, gives := range append(leaves, "") {
			step(gains, 1)
			step(gives, -1)
			if o := b.objective(q); b.allowed(q) && o.Cmp(least) < 0 {
				t.Fatalf("a quantum from %q to %q lowers the objective from %s to %s", gives, gains, least, o)
			}
			step(gains, -1)
			step(gives, 1)
		}
	}
	explanationAddsUp(t, b, plan)

	r, ok := plan.Reconciliation()
	if got := r.Objective.Rat(); !ok ||
		new(big.Rat).Sub(got, least).Abs(new(big.Rat).Sub(got, least)).Cmp(big.NewRat(1, 1e12)) > 0 {
		t.Fatalf("Reconciliation() = %v, want an objective of %s", r, least.FloatString(16))
	}
	if r.Loss.Sign() < 0 {
		t.Fatalf("loss = %v", r.Loss)
	}
}

// explanationAddsUp checks the parts of each explanation, and what the sums alone
// move against an independent solver.
func explanationAddsUp(t *rapid.T, b *bidding, plan *hierarchy.Plan) {
	free := &quadratic.Problem{N: len(b.codes)}
	index := map[string]int{}
	for i, code := range b.codes {
		index[code] = i
	}
	only := func(code string, by int64) quadratic.Term {
		return quadratic.Term{At: index[code], Coef: big.NewRat(by, 1)}
	}
	for k, figures := range b.figures {
		for code, f := range figures {
			if w := b.weights[k][code]; w != nil && w.Sign() > 0 && b.counts(code) {
				free.Squares = append(free.Squares, quadratic.Square{
					Weight: w, Terms: []quadratic.Term{only(code, 1)}, Centre: big.NewRat(f, 10),
				})
			}
		}
	}
	children := map[string][]quadratic.Term{}
	for _, code := range b.codes[1:] {
		children[b.parent[code]] = append(children[b.parent[code]], only(code, 1))
	}
	for parent, terms := range children {
		free.Constraints = append(free.Constraints, quadratic.Constraint{
			Terms: append(terms, only(parent, -1)), Limit: new(big.Rat),
		})
	}
	if b.options.Target == nil {
		kept := quadratic.Constraint{Terms: []quadratic.Term{only("u0", 1)}, Limit: b.goal.Value.Rat()}
		free.Constraints = append(free.Constraints, kept)
	}
	alone, err := quadratic.Solve(free)

	limit := big.NewRat(1, 10000)
	for _, code := range b.codes {
		for _, s := range plan.Explain(code).Steps[:1] {
			m := s.Move
			if m == nil {
				continue
			}
			sum := m.Proposed.Decimal.Add(m.Sums).Add(m.OtherBounds).Add(m.Rounding)
			for _, bound := range m.Bounds {
				sum = sum.Add(bound.By)
			}
			if !sum.Equal(s.Quota.Value) {
				t.Fatalf("%s: the parts make %v, want %v", code, sum, s.Quota.Value)
			}
			if err != nil {
				continue // nothing determines what the sums alone make
			}
			want := new(big.Rat).Sub(alone.X[index[code]], m.Proposed.Decimal.Rat())
			if d := want.Sub(want, m.Sums.Rat()); d.Abs(d).Cmp(limit) > 0 {
				t.Fatalf(
					"%s: the sums move it by %v, want %s more\n%v", code, m.Sums, d.FloatString(9),
					plan.Explain(code),
				)
			}
		}
	}
}

func TestReconciledIsNearest(t *testing.T) { rapid.Check(t, reconciledIsNearest) }
func FuzzReconciledIsNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(reconciledIsNearest)) }

// A plan whose quotas are proposed comes back, and so does one whose quotas are
// held. The order of the proposals does not matter, and they are not changed.
func reconciledComesBack(t *rapid.T) {
	b := drawBidding(t, 9)
	plan, err := hierarchy.Reconcile(b.tree, b.goal, b.proposed, b.options)
	if err != nil || len(b.codes) == 1 {
		return
	}
	again := b.options
	again.Target = nil
	coherent, err := hierarchy.Reconcile(b.tree, plan.Target(), []hierarchy.Proposal{{Figures: plan.Column()}}, again)
	if err != nil {
		t.Fatal(err)
	}
	same(t, plan, coherent)

	var held []hierarchy.Hold
	for q := range plan.All() {
		if q.Unit.Code != "u0" && rapid.Bool().Draw(t, "hold") {
			held = append(held, hierarchy.Hold{Unit: q.Unit.Code, Value: q.Value})
		}
	}
	revised, err := plan.Revise(hierarchy.Options{Holds: held})
	if err != nil {
		t.Fatal(err)
	}
	same(t, plan, revised)

	turned := slices.Clone(b.proposed)
	slices.Reverse(turned)
	reversed, err := hierarchy.Reconcile(b.tree, b.goal, turned, b.options)
	if err != nil {
		t.Fatal(err)
	}
	same(t, plan, reversed)
}

func same(t rapid.TB, want, got *hierarchy.Plan) {
	t.Helper()
	if diff := want.Diff(got); len(diff) > 0 {
		t.Fatalf("the plans differ: %v", diff)
	}
}

func TestReconciledComesBack(t *testing.T) { rapid.Check(t, reconciledComesBack) }

// Factors times one number change nothing, and neither does the order in which the units
// of the tree are given. A further bound never brings the plan nearer.
func reconciledKeepsItsLaws(t *rapid.T) {
	b := drawBidding(t, 9)
	plan, err := hierarchy.Reconcile(b.tree, b.goal, b.proposed, b.options)
	if err != nil || len(b.codes) == 1 {
		return
	}

	factor := decimal.New(rapid.Int64Range(2, 1_000_003).Draw(t, "factor"), -3)
	scale := func(f hierarchy.Firmness) hierarchy.Firmness {
		own := decimal.New(1, 0)
		if f.Factor.Valid {
			own = f.Factor.Decimal
		}
		f.Factor = decimal.NewNullDecimal(own.Mul(factor))
		return f
	}
	scaled, options := slices.Clone(b.proposed), b.options
	for i := range scaled {
		scaled[i].Firmness = scale(scaled[i].Firmness)
	}
	if options.Target != nil {
		options.Target = new(scale(*options.Target))
	}
	got, err := hierarchy.Reconcile(b.tree, b.goal, scaled, options)
	if err != nil {
		t.Fatal(err)
	}
	same(t, plan, got)

	same(t, plan, b.turned(t))

	at := rapid.SampledFrom(b.codes[1:]).Draw(t, "bounded")
	limit := decimal.New(rapid.Int64Range(-3, 6).Draw(t, "limit"), -1)
	options = b.options
	if options.Min, err = b.tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		own, ok := b.options.Min.At(u.Code)
		if u.Code == at && (!ok || limit.GreaterThan(own)) {
			return limit, true
		}
		return own, ok
	}); err != nil {
		t.Fatal(err)
	}
	bounded, err := hierarchy.Reconcile(b.tree, b.goal, b.proposed, options)
	if err != nil {
		return // the bound cannot be met
	}
	free, more := b.objective(wordsOf(plan)), b.objective(wordsOf(bounded))
	if more.Cmp(free) < 0 {
		t.Fatalf("a minimum of %v for %s lowers the objective from %s to %s", limit, at, free, more)
	}
}

// turned reconciles over the same tree, made of the same units in the opposite order, with
// holds in the opposite order.
func (b *bidding) turned(t *rapid.T) *hierarchy.Plan {
	t.Helper()
	var units []hierarchy.Unit
	for u := range b.tree.All() {
		units = append(units, u)
	}
	slices.Reverse(units)
	tree, err := hierarchy.NewTree(b.tree.Levels(), units)
	if err != nil {
		t.Fatal(err)
	}
	move := func(c hierarchy.Column) hierarchy.Column {
		if c.Tree() == nil {
			return c
		}
		out, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) { return c.At(u.Code) })
		if err != nil {
			t.Fatal(err)
		}
		return out
	}

	proposed, options := slices.Clone(b.proposed), b.options
	for i := range proposed {
		proposed[i].Figures = move(proposed[i].Figures)
		proposed[i].Firmness.Of = move(proposed[i].Firmness.Of)
	}
	options.Min, options.Max = move(options.Min), move(options.Max)
	options.Holds = slices.Clone(options.Holds)
	slices.Reverse(options.Holds)
	plan, err := hierarchy.Reconcile(tree, b.goal, proposed, options)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestReconciledKeepsItsLaws(t *testing.T) { rapid.Check(t, reconciledKeepsItsLaws) }
func FuzzReconciledKeepsItsLaws(f *testing.F) { f.Fuzz(rapid.MakeFuzz(reconciledKeepsItsLaws)) }
