package hierarchy_test

import (
	"cmp"
	"maps"
	"math/big"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
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
	done          map[string]decimal.Decimal // offsets; nil for none
	held          map[string]int64
	depth         string
}

type taskRule struct {
	min, max         map[string]decimal.Decimal
	stretch, reserve decimal.Decimal
	rounding         apportion.Rounding
}

func drawTask(t *rapid.T, kinds ...target.Kind) task {
	x := task{units: drawUnits(t), held: map[string]int64{}}
	var err error
	if x.tree, err = hierarchy.NewTree(levels, x.units); err != nil {
		t.Fatal(err)
	}

	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	x.quantum = rapid.SampledFrom([]decimal.Decimal{d("1"), d("0.1"), d("20"), d("2.5")}).Draw(t, "quantum")
	x.ind = target.Indicator{
		Code: "x", Kind: kind,
		Better: rapid.SampledFrom([]target.Direction{target.Higher, target.Lower}).Draw(t, "better"),
		Places: target.Places(1), Quantum: x.quantum,
	}

	x.total = rapid.Int64Range(-120, 120).Draw(t, "total")
	if kind == target.Milestone {
		x.ind.Places, x.ind.Quantum, x.quantum, x.total = target.Places(0), decimal.Zero, d("1"), max(
			x.total, -x.total,
		)%8
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
	// beyond what there is, so that others go below zero
	reach := rapid.SampledFrom([]int64{around, around, 3 * x.total}).Draw(t, "reach")
	for i := range x.rules {
		r := &x.rules[i]
		if rapid.Bool().Draw(t, "bounded") {
			r.min, r.max = figures("min", min(around, 0)-20, max(reach, 0)), figures(
				"max", min(reach, 0), max(around, 0)+20,
			)
		}
		if rapid.IntRange(0, 2).Draw(t, "stretched") == 0 {
			r.stretch = decimal.New(rapid.Int64Range(-40, 40).Draw(t, "stretch"), -2)
			r.reserve = decimal.New(rapid.Int64Range(0, 30).Draw(t, "reserve"), -1)
			if x.total < 0 {
				r.reserve = r.reserve.Neg()
			}
		}
		if kind.Law() != target.WeightedMean {
			r.rounding = apportion.Rounding(rapid.IntRange(0, 6).Draw(t, "rounding"))
		}
	}

	x.weights, x.base = map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, u := range x.units {
		x.weights[u.Code] = decimal.New(rapid.Int64Range(0, 50).Draw(t, "weight"), -1)
		x.base[u.Code] = decimal.New(rapid.Int64Range(0, 9).Draw(t, "basis"), 0)
	}

	if rapid.IntRange(0, 2).Draw(t, "increment") == 0 {
		x.done = map[string]decimal.Decimal{}
		for _, u := range x.units {
			x.done[u.Code] = decimal.New(
				rapid.Int64Range(min(x.total, 0)-5, max(x.total, 0)+5).Draw(t, "done"), -1,
			).Mul(x.quantum)
		}
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
	if x.done != nil {
		x.done = negate(x.done)
	}
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
	tgt, o := x.given(t)
	return hierarchy.Cascade(x.tree, tgt, o)
}

// given is the task as Cascade is given it.
func (x task) given(t *rapid.T) (target.Target, hierarchy.Options) {
	column := func(figures map[string]decimal.Decimal) hierarchy.Column {
		c, err := x.tree.Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	bounds := func(figures map[string]decimal.Decimal) hierarchy.Column {
		if figures == nil {
			return hierarchy.Column{}
		}
		return column(figures)
	}

	method := hierarchy.Proportional(column(x.weights))
	if x.done != nil {
		method = hierarchy.Increment(column(x.done), column(x.weights))
	}
	rule := func(r taskRule) hierarchy.Rule {
		return hierarchy.Rule{
			Method: method, Min: bounds(r.min), Max: bounds(r.max),
			Stretch: decimal.NewNullDecimal(r.stretch), Reserve: decimal.NewNullDecimal(r.reserve.Mul(x.quantum)),
			Rounding: r.rounding,
		}
	}

	x = x.useful()
	o := hierarchy.Options{Rule: rule(x.rules[0]), Basis: column(x.base), LastLevel: x.depth}
	if x.reachesPrefectures() {
		o.Levels = map[string]hierarchy.Rule{"prefecture": rule(x.rules[1])}
	}
	for code, v := range x.held {
		o.Holds = append(o.Holds, hierarchy.Hold{
			Unit: code, Value: x.quantum.Mul(decimal.New(v, 0)), By: "the ministry",
		})
	}

	return target.Target{
		Code: "t", Unit: "0", Indicator: x.ind, Period: target.Year(2015),
		Value: x.quantum.Mul(decimal.New(x.total, 0)),
	}, o
}

// reachesPrefectures reports whether the rule for prefectures applies to anybody.
func (x task) reachesPrefectures() bool {
	for _, level := range newReference(x.units, x.ind.Kind.Law()).parents(x.depth) {
		if level == "prefecture" {
			return true
		}
	}
	return false
}

// useful is the task without the columns of bounds that Cascade would refuse
// because they apply to nobody.
func (x task) useful() task {
	ref := newReference(x.units, x.ind.Kind.Law())
	parents := ref.parents(x.depth)
	keep := func(figures map[string]decimal.Decimal, only string) map[string]decimal.Decimal {
		for parent, level := range parents {
			for _, c := range ref.children[parent] {
				if _, ok := figures[c.Code]; ok && (only == "" || level == only) {
					return figures
				}
			}
		}
		return nil
	}
	x.rules[0].min, x.rules[0].max = keep(x.rules[0].min, ""), keep(x.rules[0].max, "")
	x.rules[1].min, x.rules[1].max = keep(x.rules[1].min, "prefecture"), keep(x.rules[1].max, "prefecture")
	return x
}

// reference is a rule as the slow reference sees it; bounds that are not said
// are nil.
func (r taskRule) reference(x task, quantum *big.Rat) refRule {
	out := refRule{
		weights: rats(x.weights, rat(1)), stretch: ratOf(r.stretch), reserve: ratOf(r.reserve),
		rounding: r.rounding,
	}
	if x.done != nil {
		out.offsets = rats(x.done, quantum)
	}
	if r.min != nil {
		out.min = rats(r.min, quantum)
	}
	if r.max != nil {
		out.max = rats(r.max, quantum)
	}
	return out
}

// reference is a task as the slow reference sees it.
func (x task) reference() *reference {
	ref := newReference(x.units, x.ind.Kind.Law())
	ref.lower, ref.sign = x.ind.Better == target.Lower, cmp.Compare(x.total, 0)
	quantum := ratOf(x.quantum)
	x = x.useful()
	byDefault, byPrefecture := x.rules[0].reference(x, quantum), x.rules[1].reference(x, quantum)
	ref.complete(byDefault, map[string]refRule{"prefecture": byPrefecture}, nil, x.depth)
	ref.basis, ref.held = rats(x.base, rat(1)), x.held
	return ref
}

// What is left beside a hold may be of the sign opposite to the amount's.
func TestExactSharesBelowZero(t *testing.T) {
	f := newFan(3)
	for _, tt := range []struct {
		kind  target.Kind
		total string
	}{{target.Flow, "100"}, {target.Ratio, "33"}} {
		p, err := hierarchy.Cascade(f.tree, f.target(tt.kind, tt.total, 0), hierarchy.Options{
			Rule: hierarchy.Rule{
				Method: hierarchy.Proportional(f.column("1", "1", "2")), Min: f.column("", "-100", "-100"),
			},
			Basis: f.column("1", "1", "1"),
			Holds: []hierarchy.Hold{{Unit: "01", Value: d("180"), By: "the ministry"}},
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

	turned := map[apportion.DecidedBy]apportion.DecidedBy{
		apportion.ByMinimum: apportion.ByMaximum, apportion.ByMaximum: apportion.ByMinimum,
		apportion.ByHold: apportion.ByHold, apportion.ByDescendants: apportion.ByDescendants,
	}

	for q := range a.All() {
		other, ok := b.Quota(q.Unit.Code)
		same := ok && other.Value.Neg().Equal(q.Value)
		// Of a minimum and a maximum that are equal, the minimum is named.
		s := a.Explain(q.Unit.Code).Steps[0]
		equal := s.Min.Valid && s.Max.Valid && s.Min.Decimal.Equal(s.Max.Decimal)
		if !same || !equal && other.DecidedBy != turned[q.DecidedBy] {
			t.Errorf("%s has %v (%v), but with the signs turned %v (%v)",
				q.Unit.Code, q.Value, q.DecidedBy, other.Value, other.DecidedBy)
		}
		if r, other := a.Residual(q.Unit.Code), b.Residual(q.Unit.Code); !r.Equal(other.Neg()) {
			t.Errorf("%s leaves %v, but with the signs turned %v", q.Unit.Code, r, other)
		}
	}
}

// conflicts are the amounts that cannot be met, and between what limits they
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
		out[e.Parent] = [3]string{e.Amount.Mul(decimal.New(sign, 0)).String(), least, most}
	}

	walk(err)
	return out
}

func TestSignsMirror(t *testing.T) { rapid.Check(t, signsMirror) }

func FuzzSignsMirror(f *testing.F) { f.Fuzz(rapid.MakeFuzz(signsMirror)) }
