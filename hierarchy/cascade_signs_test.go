package hierarchy_test

import (
	"cmp"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// task is a target of either sign with rules by level, bounds and holds, which
// may be below zero too. Figures are in quanta.
type task struct {
	units         []hierarchy.Unit
	tree          *hierarchy.Tree
	ind           target.Indicator
	quantum       decimal.Decimal
	total         int64
	rules         [2]taskRule // by default, and for prefectures
	weights, base map[string]decimal.Decimal
	held          map[string]int64
}

type taskRule struct {
	min, max         map[string]decimal.Decimal
	stretch, reserve decimal.Decimal
	rounding         hierarchy.Rounding
}

func drawTask(t *rapid.T, kinds ...target.Kind) task {
	x := task{units: drawUnits(t), held: map[string]int64{}}
	var err error
	if x.tree, err = hierarchy.NewTree(levels, x.units); err != nil {
		t.Fatal(err)
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	x.quantum = rapid.SampledFrom([]decimal.Decimal{d("1"), d("0.1"), d("20"), d("2.5")}).Draw(t, "quantum")
	x.ind = target.Indicator{Code: "x", Kind: kind, Better: rapid.SampledFrom([]target.Direction{target.Higher, target.Lower}).Draw(t, "better"), Places: 1, Quantum: x.quantum}
	x.total = rapid.Int64Range(-120, 120).Draw(t, "total")
	if kind == target.Milestone {
		x.ind.Places, x.ind.Quantum, x.quantum, x.total = 0, decimal.Zero, d("1"), max(x.total, -x.total)%8
	}
	figures := func(label string, low, high int64) map[string]decimal.Decimal {
		out := map[string]decimal.Decimal{}
		for _, u := range x.units[1:] {
			if rapid.IntRange(0, 4).Draw(t, label+"?") == 0 {
				out[u.Code] = decimal.New(rapid.Int64Range(10*low, 10*high).Draw(t, label), -1).Mul(x.quantum)
			}
		}
		return out
	}
	around := x.total / 4
	reach := rapid.SampledFrom([]int64{around, around, 3 * x.total}).Draw(t, "reach") // beyond what there is, so that others go below zero
	for i := range x.rules {
		r := &x.rules[i]
		if rapid.Bool().Draw(t, "bounded") {
			r.min, r.max = figures("min", min(around, 0)-20, max(reach, 0)), figures("max", min(reach, 0), max(around, 0)+20)
		}
		if rapid.IntRange(0, 2).Draw(t, "stretched") == 0 {
			r.stretch, r.reserve = decimal.New(rapid.Int64Range(-40, 40).Draw(t, "stretch"), -2), decimal.New(rapid.Int64Range(-30, 30).Draw(t, "reserve"), -1)
		}
		if kind.Law() != target.WeightedMean {
			r.rounding = hierarchy.Rounding(rapid.IntRange(0, 5).Draw(t, "rounding"))
		}
	}
	x.weights, x.base = map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, u := range x.units {
		x.weights[u.Code] = decimal.New(rapid.Int64Range(0, 50).Draw(t, "weight"), -1)
		x.base[u.Code] = decimal.New(rapid.Int64Range(0, 9).Draw(t, "basis"), 0)
	}
	under := map[string]bool{} // below a memo unit, or one
	for _, u := range x.units[1:] {
		under[u.Code] = under[u.Parent] || u.Role == hierarchy.Memo
		if !under[u.Code] && rapid.IntRange(0, 9).Draw(t, "hold") == 0 {
			x.held[u.Code] = rapid.Int64Range(min(reach, -2), max(reach, 2)).Draw(t, "held")
		}
	}
	return x
}

// mirror turns all signs.
func (x task) mirror() task {
	negate := func(figures map[string]decimal.Decimal) map[string]decimal.Decimal {
		out := map[string]decimal.Decimal{}
		for code, v := range figures {
			out[code] = v.Neg()
		}
		return out
	}
	x.total = -x.total
	for i, r := range x.rules {
		x.rules[i].min, x.rules[i].max, x.rules[i].reserve = negate(r.max), negate(r.min), r.reserve.Neg()
	}
	x.held = maps.Clone(x.held)
	for code := range x.held {
		x.held[code] *= -1
	}
	return x
}

func (x task) cascade(t *rapid.T) (*hierarchy.Plan, error) {
	column := func(figures map[string]decimal.Decimal) hierarchy.Column {
		c, err := x.tree.Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	rule := func(r taskRule) hierarchy.Rule {
		return hierarchy.Rule{
			Method: hierarchy.Proportional(column(x.weights)), Min: column(r.min), Max: column(r.max),
			Stretch: r.stretch, Reserve: r.reserve.Mul(x.quantum), Rounding: r.rounding,
		}
	}
	o := hierarchy.Options{Rule: rule(x.rules[0]), Levels: map[string]hierarchy.Rule{"prefecture": rule(x.rules[1])}, Basis: column(x.base)}
	for code, v := range x.held {
		o.Held = append(o.Held, hierarchy.Hold{Unit: code, Value: x.quantum.Mul(decimal.New(v, 0)), By: "the ministry"})
	}
	return hierarchy.Cascade(x.tree, target.Target{Code: "t", Unit: "0", Indicator: x.ind, Period: target.Year(2015), Value: x.quantum.Mul(decimal.New(x.total, 0))}, o)
}

// reference is a task as the slow reference sees it.
func (x task) reference() *reference {
	ref := newReference(x.units, x.ind.Kind.Law())
	ref.lower, ref.sign = x.ind.Better == target.Lower, cmp.Compare(x.total, 0)
	quantum := ratOf(x.quantum)
	var rules [2]refRule
	for i, r := range x.rules {
		rules[i] = refRule{weights: rats(x.weights, rat(1)), min: rats(r.min, quantum), max: rats(r.max, quantum), stretch: ratOf(r.stretch), reserve: ratOf(r.reserve), rounding: r.rounding}
	}
	highest := map[string]int{}
	for _, u := range x.units {
		level := slices.Index(levels, u.Level)
		if h, ok := highest[u.Parent]; !ok || level < h {
			highest[u.Parent] = level
		}
	}
	for _, u := range x.units {
		ref.rule[u.Code] = rules[0]
		if levels[highest[u.Code]] == "prefecture" {
			ref.rule[u.Code] = rules[1]
		}
	}
	ref.basis, ref.held = rats(x.base, rat(1)), x.held
	return ref
}

// Each family of a plan is what Apportion makes of its load within what the
// holds and bounds allow: the quotas of sums and counts, and of all laws what
// decided them.
func familiesAreApportioned(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Flow, target.Milestone, target.Ratio)
	plan, err := x.cascade(t)
	ref := x.reference()
	for _, u := range ref.children["0"] {
		ref.allowed("0", u)
	}
	if ref.failed {
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("the bounds and holds contradict each other: %v", err)
		}
		return
	}
	quanta := func(code string) int64 {
		q, ok := plan.Quota(code)
		if !ok {
			t.Fatalf("%s has no quota", code)
		}
		n, rest := q.Value.QuoRem(x.quantum, 0)
		if !rest.IsZero() {
			t.Fatalf("%s has %v, which is no multiple of %v", code, q.Value, x.quantum)
		}
		return n.IntPart()
	}
	if err != nil {
		return
	}
	mean := x.ind.Kind.Law() == target.WeightedMean
	for _, parent := range x.units {
		family := ref.children[parent.Code]
		if _, ok := plan.Quota(parent.Code); !ok || len(family) == 0 {
			continue
		}
		load := ref.load(parent.Code, quanta(parent.Code))
		mass, whole := new(big.Rat), new(big.Rat)
		least, most := new(big.Rat), new(big.Rat)
		claims, intervals := make([]hierarchy.Claim, len(family)), make([]interval, len(family))
		for i, u := range family {
			in := ref.allowed(parent.Code, u)
			intervals[i] = in
			basis := d("1")
			if mean {
				basis = x.base[u.Code]
			}
			whole.Add(whole, ratOf(basis))
			claims[i].Weight = x.weights[u.Code].Mul(basis)
			bound := func(v *int64) (b decimal.NullDecimal) {
				if v != nil {
					b = decimal.NewNullDecimal(decimal.New(*v, 0).Mul(basis))
				}
				return b
			}
			claims[i].Min, claims[i].Max = bound(in.least), bound(in.most)
			in = in.toward(ref.sign)
			add := func(sum *big.Rat, v *int64) *big.Rat {
				if sum == nil || v == nil {
					return nil
				}
				return sum.Add(sum, new(big.Rat).Mul(ratOf(basis), rat(*v)))
			}
			least, most = add(least, in.least), add(most, in.most)
		}
		mass.Mul(rat(load), whole)
		if !mean {
			mass = rat(load)
		} else { // a mean is met but for its quantum
			if least != nil && mass.Cmp(least) < 0 && new(big.Rat).Sub(least, mass).Cmp(whole) < 0 {
				mass = least
			}
			if most != nil && mass.Cmp(most) > 0 && new(big.Rat).Sub(mass, most).Cmp(whole) < 0 {
				mass = most
			}
		}
		total, _ := decimal.NewFromString(mass.FloatString(0))
		want, failed := hierarchy.Apportion(total, claims, hierarchy.ApportionOptions{Rounding: ref.rule[parent.Code].rounding})
		if failed != nil {
			t.Fatalf("the load of %s has been shared, but Apportion says %v", parent.Code, failed)
		}
		for i, u := range family {
			q, _ := plan.Quota(u.Code)
			if !mean && !want.Shares[i].Equal(decimal.New(quanta(u.Code), 0)) {
				t.Errorf("%s has %v, want %v quanta", u.Code, q.Value, want.Shares[i])
			}
			bound, in := want.Bounds[i], intervals[i]
			_, held := x.held[u.Code]
			switch {
			case held:
				bound = hierarchy.Held
			case bound == hierarchy.AtMax && x.ind.Kind == target.Milestone && ref.rule[parent.Code].max[u.Code] == nil:
				bound = hierarchy.Free // as many as there are
			case bound == hierarchy.AtMin && in.leastBelow, bound == hierarchy.AtMax && in.mostBelow:
				bound = hierarchy.Reserved
			}
			if e := plan.Explain(u.Code).Steps[0].Exact; e.Valid && e.Decimal.Sub(q.Value).Abs().Cmp(x.quantum) >= 0 {
				t.Errorf("%s has %v, and %v exactly", u.Code, q.Value, e.Decimal)
			}
			without := mean && x.base[u.Code].IsZero() // then no division finds its bound
			if q.Bound != bound && !without {
				t.Errorf("%s is %v, want %v", u.Code, q.Bound, bound)
			}
			if without && (q.Bound == hierarchy.AtMin && (in.least == nil || *in.least != quanta(u.Code)) || q.Bound == hierarchy.AtMax && (in.most == nil || *in.most != quanta(u.Code))) {
				t.Errorf("%s is %v, but has %v", u.Code, q.Bound, q.Value)
			}
		}
		if mean && load != 0 && (load < 0) == (ref.sign < 0) {
			for i, v := range ref.figures(parent.Code, load, intervals) {
				if got := quanta(family[i].Code); got != v {
					t.Errorf("%s has %d quanta, want %d", family[i].Code, got, v)
				}
			}
		}
	}
}

// figures are those of a family of a weighted mean, whose load has the sign of
// the total.
func (r *reference) figures(parent string, load int64, intervals []interval) []int64 {
	n, sign := len(intervals), int64(cmp.Compare(load, 0))
	claims, bases, lo, hi := make([]*big.Rat, n), make([]*big.Rat, n), make([]int64, n), make([]*int64, n)
	for i, u := range r.children[parent] {
		claims[i], bases[i] = r.rule[parent].weights[u.Code], r.basis[u.Code]
		in := intervals[i]
		if sign < 0 {
			in.least, in.most = minus(in.most), minus(in.least)
		}
		in = in.toward(1)
		lo[i], hi[i] = *in.least, in.most
	}
	out := r.mean(sign*load, claims, bases, lo, hi)
	for i := range out {
		out[i] *= sign
	}
	return out
}

func minus(v *int64) *int64 {
	if v == nil {
		return nil
	}
	return new(-*v)
}

func TestFamiliesAreApportioned(t *testing.T) { rapid.Check(t, familiesAreApportioned) }

func FuzzFamilies(f *testing.F) { f.Fuzz(rapid.MakeFuzz(familiesAreApportioned)) }

// What is left beside a hold may be of the sign opposite to the load's.
func TestExactSharesBelowZero(t *testing.T) {
	f := newFan(3)
	for _, tt := range []struct {
		kind  target.Kind
		total string
	}{{target.Flow, "100"}, {target.Ratio, "33"}} {
		p, err := hierarchy.Cascade(f.tree, f.target(tt.kind, tt.total, 0), hierarchy.Options{
			Rule:  hierarchy.Rule{Method: hierarchy.Proportional(f.column("1", "1", "2")), Min: f.column("", "-100", "-100")},
			Basis: f.column("1", "1", "1"),
			Held:  []hierarchy.Hold{{Unit: "01", Value: d("180"), By: "the ministry"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range []string{"02", "03"} {
			q, _ := p.Quota(code)
			exact := p.Explain(code).Steps[0].Exact
			if !exact.Valid || q.Value.Sign() >= 0 || exact.Decimal.Sub(q.Value).Abs().Cmp(d("1")) >= 0 {
				t.Errorf("%v: %s has %v, and %v exactly", tt.kind, code, q.Value, exact.Decimal)
			}
		}
	}
}

// With all signs turned, a target is decomposed to the same quotas with the
// signs turned, or refused for the same reason.
func signsMirror(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Flow, target.Ratio)
	x.total = cmp.Or(x.total, 1) // zero counts as above zero
	a, err := x.cascade(t)
	b, mirrored := x.mirror().cascade(t)
	if (err == nil) != (mirrored == nil) {
		t.Fatalf("%v, but with the signs turned %v", err, mirrored)
	}
	if err != nil {
		if diff := gocmp.Diff(conflicts(err, 1), conflicts(mirrored, -1)); diff != "" {
			t.Errorf("other conflicts with the signs turned (-plain +turned):\n%s", diff)
		}
		return
	}
	turned := map[hierarchy.Bound]hierarchy.Bound{hierarchy.AtMin: hierarchy.AtMax, hierarchy.AtMax: hierarchy.AtMin, hierarchy.Held: hierarchy.Held, hierarchy.Reserved: hierarchy.Reserved}
	for q := range a.All() {
		other, ok := b.Quota(q.Unit.Code)
		if !ok || !other.Value.Neg().Equal(q.Value) || other.Bound != turned[q.Bound] {
			t.Errorf("%s has %v (%v), but with the signs turned %v (%v)", q.Unit.Code, q.Value, q.Bound, other.Value, other.Bound)
		}
		if r, other := a.Residual(q.Unit.Code), b.Residual(q.Unit.Code); !r.Equal(other.Neg()) {
			t.Errorf("%s leaves %v, but with the signs turned %v", q.Unit.Code, r, other)
		}
	}
}

// conflicts are the loads that cannot be met, and between what limits they
// would have to be.
func conflicts(err error, sign int64) map[string][3]string {
	out := map[string][3]string{}
	var walk func(error)
	walk = func(err error) {
		if all, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range all.Unwrap() {
				walk(e)
			}
		}
		e, ok := err.(*hierarchy.InfeasibleError)
		if !ok {
			return
		}
		turn := func(v decimal.NullDecimal) string {
			if !v.Valid {
				return "none"
			}
			return v.Decimal.Mul(decimal.New(sign, 0)).String()
		}
		least, most := turn(e.Least), turn(e.Most)
		if sign < 0 {
			least, most = most, least
		}
		out[e.Parent] = [3]string{e.Load.Mul(decimal.New(sign, 0)).String(), least, most}
	}
	walk(err)
	return out
}

func TestSignsMirror(t *testing.T) { rapid.Check(t, signsMirror) }

func FuzzSignsMirror(f *testing.F) { f.Fuzz(rapid.MakeFuzz(signsMirror)) }

// What a unit is said to be decided by is the bound that decided it, and a
// conflict names no more than what is in conflict.
func TestBoundsThroughLevels(t *testing.T) {
	tree := chinaTree(t)
	bounds := func(f ...string) hierarchy.Column { return column(t, tree, figures(f...)) }
	held := func(code, value string) hierarchy.Hold {
		return hierarchy.Hold{Unit: code, Value: d(value), By: "the ministry"}
	}
	prop := hierarchy.Proportional(bounds("440000", "60", "410000", "30", "650000", "10", "440100", "20", "440300", "50", "44rest", "5", "410100", "9", "419001", "1"))
	for _, tt := range []struct {
		name, total string
		o           hierarchy.Options
		want        string
	}{
		{
			"its own maximum above what is needed below", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Max: bounds("440000", "40")}, Held: []hierarchy.Hold{held("440100", "9")}},
			"000000=100 410000=45 440000=40(at maximum) 650000=15 410100=41 419001=4 440100=9(held) 440300=28 44rest=3",
		},
		{
			"its own minimum above what is needed below", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Min: bounds("410000", "40", "419001", "7")}},
			"000000=100 410000=40(at minimum) 440000=51 650000=9 410100=33 419001=7(at minimum) 440100=14 440300=34 44rest=3",
		},
		{
			"maxima below", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Max: bounds("410100", "10.9", "419001", "5")}},
			"000000=100 410000=15(reserved) 440000=73 650000=12 410100=10(at maximum) 419001=5(at maximum) 440100=19 440300=49 44rest=5",
		},
		{
			"minima below a total below zero", "-100",
			hierarchy.Options{Rule: hierarchy.Rule{Method: prop, Min: bounds("410100", "-10.9", "419001", "-5")}},
			"000000=-100 410000=-15(reserved) 440000=-73 650000=-12 410100=-10(at minimum) 419001=-5(at minimum) 440100=-19 440300=-49 44rest=-5",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, tt.total, 0), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := quotas(p); got != tt.want {
				t.Errorf("quotas are\n%s, want\n%s", got, tt.want)
			}
		})
	}
	for _, tt := range []struct {
		name, total string
		o           hierarchy.Options
		want        []string
	}{
		{
			"a hold below the holds below it", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Max: bounds("440300", "50", "44rest", "50", "440100", "50")}, Held: []hierarchy.Hold{held("440000", "5"), held("440300", "6"), held("440100", "1")}},
			[]string{`units["440000"]: load 5 cannot be met: its own bounds or hold leave no quota that suits the holds and bounds below it, at least 7, at most 57 ("440300")`},
		},
		{
			"a hold above the maxima below it", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Max: bounds("410100", "3", "419001", "4")}, Held: []hierarchy.Hold{held("410000", "8")}},
			[]string{`units["410000"]: load 8 cannot be met: its own bounds or hold leave no quota that suits the holds and bounds below it, at least 0, at most 7 ("410100", "419001")`},
		},
		{
			"a load between those that quotas make", "100",
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"prefecture": {Stretch: d("0.3")}}, Held: []hierarchy.Hold{held("440100", "5"), held("440300", "5"), held("44rest", "5")}},
			[]string{`units["440000"]: load 16 cannot be met: no quota makes a load that suits the holds and bounds below it, at least 15, at most 15 ("440100", "440300", "44rest")`},
		},
		{
			"a load between those that quotas make, below zero", "-100",
			hierarchy.Options{Levels: map[string]hierarchy.Rule{"prefecture": {Stretch: d("0.3")}}, Held: []hierarchy.Hold{held("440100", "-5"), held("440300", "-5"), held("44rest", "-5")}},
			[]string{`units["440000"]: load -16 cannot be met: no quota makes a load that suits the holds and bounds below it, at least -15, at most -15 ("440100", "440300", "44rest")`},
		},
		{
			"crossed bounds are one problem", "100",
			hierarchy.Options{Rule: hierarchy.Rule{Min: bounds("440300", "6.5"), Max: bounds("440100", "2", "440300", "6.9", "44rest", "2")}},
			[]string{`min["440300"] 6.5 cannot be met: no multiple of the quantum lies between it and the maximum, 6.9`},
		},
		{
			"below zero", "-100",
			hierarchy.Options{Rule: hierarchy.Rule{Min: bounds("410100", "-3", "419001", "-4")}, Held: []hierarchy.Hold{held("410000", "-8")}},
			[]string{`units["410000"]: load -8 cannot be met: its own bounds or hold leave no quota that suits the holds and bounds below it, at least -7, at most 0 ("410100", "419001")`},
		},
		{
			"two conflicts", "100",
			hierarchy.Options{Held: []hierarchy.Hold{held("440000", "5"), held("440300", "6"), held("410000", "1"), held("410100", "2")}},
			[]string{
				"2 problems:",
				`units["410000"]: load 1 cannot be met: its own bounds or hold leave no quota that suits the holds and bounds below it, at least 2 ("410100")`,
				`units["440000"]: load 5 cannot be met: its own bounds or hold leave no quota that suits the holds and bounds below it, at least 6 ("440300")`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, tt.total, 0), tt.o)
			var got []string
			if err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Cascade() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
