package hierarchy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// groupTask is one family with bounds on groups, small enough that all its plans can be
// searched. Figures are in quanta.
type groupTask struct {
	fan              fan
	amount           int64
	weights, offsets []int64
	least, most      []*int64 // a hold has equal bounds
	holds            []bool
	groups           []smallGroup
	rounding         apportion.Rounding
	increment        bool
}

type smallGroup struct {
	of          []int
	least, most *int64
}

func drawGroupTask(t *rapid.T) *groupTask {
	n := rapid.IntRange(2, 4).Draw(t, "units")
	x := &groupTask{
		fan: newFan(n), weights: make([]int64, n), offsets: make([]int64, n),
		least: make([]*int64, n), most: make([]*int64, n), holds: make([]bool, n),
	}
	low := int64(0)
	if n < 4 && rapid.IntRange(0, 3).Draw(t, "signs") == 0 {
		low = -4
	}
	x.amount = rapid.Int64Range(2*low, 9).Draw(t, "amount")
	x.increment = low == 0 && rapid.Bool().Draw(t, "increment")
	roundings := []apportion.Rounding{
		apportion.LargestRemainder, apportion.Webster, apportion.Jefferson, apportion.Adams,
	}
	if x.increment {
		roundings = roundings[:1]
	}
	x.rounding = rapid.SampledFrom(roundings).Draw(t, "rounding")

	for i := range n {
		x.weights[i] = rapid.Int64Range(0, 4).Draw(t, "weight")
		if x.increment {
			x.offsets[i] = rapid.Int64Range(0, 3).Draw(t, "offset")
		}
		switch rapid.IntRange(0, 7).Draw(t, "bounds") {
		case 0:
			x.least[i] = new(rapid.Int64Range(low, 3).Draw(t, "min"))
		case 1:
			x.most[i] = new(rapid.Int64Range(low, 6).Draw(t, "max"))
		case 2:
			x.least[i] = new(rapid.Int64Range(low, 6).Draw(t, "hold"))
			x.most[i], x.holds[i] = x.least[i], true
		}
	}

	x.drawGroups(t, low)
	return x
}

// drawGroups draws groups of the first units, the one in the other or beside it.
func (x *groupTask) drawGroups(t *rapid.T, low int64) {
	draw := func(of []int) {
		g := smallGroup{of: of}
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		if kind != 1 {
			g.least = new(rapid.Int64Range(2*low, 7).Draw(t, "group min"))
		}
		if kind == 1 || kind == 2 {
			g.most = new(rapid.Int64Range(2*low, 9).Draw(t, "group max"))
		}
		if g.least != nil && g.most != nil && *g.least > *g.most {
			g.least, g.most = g.most, g.least
		}
		x.groups = append(x.groups, g)
	}

	all := rapid.Permutation(x.fan.places()).Draw(t, "order")
	size := rapid.IntRange(2, len(all)).Draw(t, "size")
	draw(all[:size])
	switch rest := all[size:]; {
	case size > 2 && rapid.Bool().Draw(t, "inner"):
		draw(all[:2])
	case len(rest) > 1 && rapid.Bool().Draw(t, "beside"):
		draw(rest)
	}
}

func (f fan) places() []int {
	all := make([]int, len(f.codes))
	for i := range all {
		all[i] = i
	}
	return all
}

// options are the options of the task, with figures times a scale.
func (x *groupTask) options(scale int64) hierarchy.Options {
	column := func(figures []*int64) hierarchy.Column {
		text := make([]string, len(figures))
		for i, v := range figures {
			if v != nil && !x.holds[i] {
				text[i] = fmt.Sprint(*v * scale)
			}
		}
		return x.fan.column(text...)
	}
	figures := func(all []int64, scale int64) hierarchy.Column {
		text := make([]string, len(all))
		for i, v := range all {
			text[i] = fmt.Sprint(v * scale)
		}
		return x.fan.column(text...)
	}

	o := hierarchy.Options{Rule: hierarchy.Rule{
		Method: hierarchy.Proportional(figures(x.weights, 1)), Rounding: x.rounding,
	}}
	if x.increment {
		o.Rule.Method = hierarchy.Increment(figures(x.offsets, scale), figures(x.weights, 1))
	}
	for i, held := range x.holds {
		if held {
			o.Holds = append(o.Holds, hierarchy.Hold{Unit: x.fan.codes[i], Value: decimal.New(*x.least[i]*scale, 0)})
		}
	}
	if c := column(x.least); c.Len() > 0 {
		o.Rule.Min = c
	}
	if c := column(x.most); c.Len() > 0 {
		o.Rule.Max = c
	}
	for i, g := range x.groups {
		out := hierarchy.GroupBound{Name: fmt.Sprint("group ", i)}
		for _, k := range g.of {
			out.Units = append(out.Units, x.fan.codes[k])
		}
		if g.least != nil {
			out.Min = decimal.NewNullDecimal(decimal.New(*g.least*scale, 0))
		}
		if g.most != nil {
			out.Max = decimal.NewNullDecimal(decimal.New(*g.most*scale, 0))
		}
		o.GroupBounds = append(o.GroupBounds, out)
	}
	return o
}

func (x *groupTask) cascade(scale int64) ([]int64, *hierarchy.Plan, error) {
	tgt := x.fan.target(target.Flow, fmt.Sprint(x.amount*scale), 0)
	p, err := hierarchy.Cascade(x.fan.tree, tgt, x.options(scale))
	if err != nil {
		return nil, nil, err
	}
	var got []int64
	for q := range p.Children(tgt.Unit) {
		got = append(got, q.Value.IntPart())
	}
	return got, p, nil
}

// limits are the bounds of a unit with the rule of signs, and the quota of a unit
// without a weight.
func (x *groupTask) limits(i int) (lo, hi int64) {
	lo, hi = -1000, 1000
	if x.least[i] != nil {
		lo = *x.least[i]
	}
	if x.most[i] != nil {
		hi = *x.most[i]
	}
	still := x.amount == 0 && !slices.ContainsFunc(x.offsets, func(o int64) bool { return o != 0 })
	if (x.amount >= 0 || still) && x.least[i] == nil {
		lo = min(0, hi)
	}
	if (x.amount < 0 || still) && x.most[i] == nil {
		hi = max(0, lo)
	}
	if x.weights[i] == 0 {
		q := max(lo, min(hi, x.offsets[i]))
		return q, q
	}
	return lo, hi
}

// keeps reports whether quotas keep the bounds of all groups, in multiples of a scale.
func (x *groupTask) keeps(quotas []int64, scale int64) bool {
	for _, g := range x.groups {
		sum := int64(0)
		for _, k := range g.of {
			sum += quotas[k]
		}
		if g.least != nil && sum < *g.least*scale || g.most != nil && sum > *g.most*scale {
			return false
		}
	}
	return true
}

// search yields every plan that keeps all bounds.
func (x *groupTask) search(yield func([]int64)) {
	quotas := make([]int64, len(x.weights))
	var next func(i int, left int64)
	next = func(i int, left int64) {
		lo, hi := x.limits(i)
		if i == len(quotas)-1 {
			if quotas[i] = left; lo <= left && left <= hi && x.keeps(quotas, 1) {
				yield(quotas)
			}
			return
		}
		for q := max(lo, -30); q <= min(hi, 30); q++ {
			quotas[i] = q
			next(i+1, left-q)
		}
	}
	next(0, x.amount)
}

// strain is Σ q²/w over the units with a weight, which Webster's rounding of proportions
// makes least.
func (x *groupTask) strain(quotas []int64) *big.Rat {
	sum := new(big.Rat)
	for i, w := range x.weights {
		if w > 0 {
			sum.Add(sum, big.NewRat(quotas[i]*quotas[i], w))
		}
	}
	return sum
}

// What can be met is never refused, what cannot is infeasible, and with Webster's rounding
// the plan is the best of all that keep the bounds.
func groupsAreKept(t *rapid.T) {
	x := drawGroupTask(t)
	var best *big.Rat
	x.search(func(quotas []int64) {
		if s := x.strain(quotas); best == nil || s.Cmp(best) < 0 {
			best = s
		}
	})

	got, p, err := x.cascade(1)
	if err != nil {
		if best != nil && !strings.Contains(err.Error(), "claims[") && !strings.Contains(err.Error(), "min[") {
			t.Fatalf("Cascade() = %v, want a plan of strain %v", err, best)
		}
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("Cascade() = %v, want an infeasible division", err)
		}
		return
	}
	if best == nil {
		t.Fatalf("Cascade() = %v, want an error: no plan keeps all bounds", got)
	}

	for i, q := range got {
		if lo, hi := x.limits(i); q < lo || q > hi {
			t.Errorf("quota %d = %d, want %d to %d", i, q, lo, hi)
		}
	}
	if !x.keeps(got, 1) {
		t.Errorf("quotas = %v, beyond the bounds of a group", got)
	}
	if s := x.strain(got); x.rounding == apportion.Webster && !x.increment && s.Cmp(best) != 0 {
		t.Errorf("strain of %v = %v, want %v", got, s, best)
	}
	x.consistent(t, p)
}

// consistent checks what follows from a plan with groups.
func (x *groupTask) consistent(t *rapid.T, p *hierarchy.Plan) {
	if err := p.Check(); err != nil {
		t.Errorf("Check() = %v", err)
	}
	for g := range p.Groups() {
		if g.AboveMin.Decimal.Sign() < 0 || g.BelowMax.Decimal.Sign() < 0 {
			t.Errorf("Groups() has %+v, which breaks a bound", g)
		}
	}
	for q := range p.All() {
		s := p.Explain(q.Unit.Code).Steps[0]
		if (q.DecidedBy == apportion.ByGroup) != (s.Group != nil) {
			t.Errorf("Explain(%s).Group = %v, want one if %v is by a group", q.Unit.Code, s.Group, q)
		}
	}

	if again, err := p.Revise(hierarchy.Options{}); err != nil || !again.Equal(p) {
		t.Errorf("Revise() = %v, %v, want the plan %v", again, err, p)
	}
	// Bounds that are met change nothing.
	free := p.Options()
	free.GroupBounds = nil
	plain, err := hierarchy.Cascade(p.Tree(), p.Target(), free)
	if err != nil {
		t.Fatalf("Cascade() without groups = %v", err)
	}
	var quotas []int64
	for q := range plain.Children(p.Target().Unit) {
		quotas = append(quotas, q.Value.IntPart())
	}
	if x.keeps(quotas, 1) && !plain.Equal(p) {
		t.Errorf("the plan without groups keeps them, but with them it is\n%v, not\n%v", p, plain)
	}
}

func TestGroupsAreKept(t *testing.T) { rapid.Check(t, groupsAreKept) }

func FuzzGroupsAreKept(f *testing.F) { f.Fuzz(rapid.MakeFuzz(groupsAreKept)) }

// groupsFollowTheRule: in fine quanta, no exchange between two units that all bounds allow
// brings the quotas nearer to oᵢ + λ·wᵢ: it would lower Σ (q − o)²/w.
func groupsFollowTheRule(t *rapid.T) {
	const scale, step = 1_000_000, 100
	x := drawGroupTask(t)
	got, _, err := x.cascade(scale)
	if err != nil {
		return
	}

	for i := range got {
		for j := range got {
			if i == j || x.weights[i] == 0 || x.weights[j] == 0 {
				continue
			}
			_, most := x.limits(i)
			least, _ := x.limits(j)
			moved := slices.Clone(got)
			moved[i], moved[j] = moved[i]+step, moved[j]-step
			if moved[i] > most*scale || moved[j] < least*scale || !x.keeps(moved, scale) {
				continue
			}
			up := big.NewRat(got[i]-x.offsets[i]*scale, x.weights[i])
			down := big.NewRat(got[j]-x.offsets[j]*scale, x.weights[j])
			if gain := down.Sub(down, up); gain.Cmp(big.NewRat(20, 1)) > 0 {
				t.Errorf("quotas %v: a quantum from %d to %d gains %v", got, j, i, gain)
			}
		}
	}
}

func TestGroupsFollowTheRule(t *testing.T) { rapid.Check(t, groupsFollowTheRule) }

func FuzzGroupsFollowTheRule(f *testing.F) { f.Fuzz(rapid.MakeFuzz(groupsFollowTheRule)) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }

// groupNation is a nation of the provinces A and B with three and two cities.
const groupNation = "A B A1:A A2:A A3:A B1:B B2:B"

func cascadeGroups(t *testing.T, value string, change func(*hierarchy.Options), groups ...hierarchy.GroupBound) (
	*hierarchy.Plan, error,
) {
	t.Helper()
	tree := under(t, groupNation)
	o := hierarchy.Options{GroupBounds: groups}
	if change != nil {
		change(&o)
	}
	return hierarchy.Cascade(tree, target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d(value),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
	}, o)
}

// Bounds of groups further down are set aside at every ancestor, beside stretch, reserve
// and holds.
func TestGroupsReserveAbove(t *testing.T) {
	cities := func(least, most string) hierarchy.GroupBound {
		g := hierarchy.GroupBound{Name: "two cities", Units: []string{"A1", "A2"}}
		if least != "" {
			g.Min = some(least)
		}
		if most != "" {
			g.Max = some(most)
		}
		return g
	}

	stretch := func(o *hierarchy.Options) {
		o.Levels = map[string]hierarchy.Rule{"2": {Stretch: some("0.5"), Reserve: some("1")}}
	}
	held := func(o *hierarchy.Options) {
		o.Holds = []hierarchy.Hold{{Unit: "A1", Value: d("2")}}
	}

	for _, c := range []struct {
		name   string
		group  hierarchy.GroupBound
		change func(*hierarchy.Options)
		want   string
	}{
		{"free", cities("", ""), nil, ""},
		{"met", cities("6", "7"), nil, "0=20 A1=4 A2=3 A3=3 A=10 B1=5 B2=5 B=10"},
		{"raises its parent", cities("12", ""), nil, "0=20 A1=6 A2=6 A3=0 A=12 B1=4 B2=4 B=8"},
		{"and beside a hold", cities("12", ""), held, "0=20 A1=2 A2=10 A3=0 A=12 B1=4 B2=4 B=8"},
		{"exactly", cities("8", "8"), nil, "0=20 A1=4 A2=4 A3=2 A=10 B1=5 B2=5 B=10"},
		{"limits its units", cities("", "4"), nil, "0=20 A1=2 A2=2 A3=6 A=10 B1=5 B2=5 B=10"},
		{"of a stretched amount", cities("16", ""), stretch, "0=20 A1=8 A2=8 A3=0 A=11 B1=7 B2=6 B=9"},
	} {
		var groups []hierarchy.GroupBound
		if c.group.Min.Valid || c.group.Max.Valid {
			groups = append(groups, c.group)
		}

		p, err := cascadeGroups(t, "20", c.change, groups...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if err := p.Check(); err != nil {
			t.Errorf("%s: Check() = %v", c.name, err)
		}
		if got := shown(p.Column()); c.want != "" && got != c.want {
			t.Errorf("%s: Cascade() = %s, want %s", c.name, got, c.want)
		}
	}
}

// What is wrong with a group is reported by its name, with all other problems.
func TestGroupErrors(t *testing.T) {
	least := some("3")
	group := func(name string, codes string) hierarchy.GroupBound {
		return hierarchy.GroupBound{Name: name, Units: strings.Fields(codes), Min: least}
	}

	for _, c := range []struct {
		name   string
		groups []hierarchy.GroupBound
		want   string
		is     error
	}{
		{"no name", []hierarchy.GroupBound{group("", "A B")}, "[0].name", target.ErrRequired},
		{"one unit", []hierarchy.GroupBound{group("g", "A")}, `["g"].units`, target.ErrRange},
		{"a unit twice", []hierarchy.GroupBound{group("g", "A A")}, `["g"].units["A"]`, target.ErrDuplicate},
		{"an unknown unit", []hierarchy.GroupBound{group("g", "A X")}, `["g"].units["X"]`, target.ErrUnknown},
		{"the root", []hierarchy.GroupBound{group("g", "A 0")}, `["g"].units["0"]`, target.ErrMismatch},
		{"two parents", []hierarchy.GroupBound{group("g", "A1 B1")}, `["g"].units["B1"]`, target.ErrMismatch},
		{"a unit and its child", []hierarchy.GroupBound{group("g", "A A1")}, `["g"].units["A1"]`, target.ErrMismatch},
		{"a unit without a quota", []hierarchy.GroupBound{group("g", "C1 C2")}, `["g"].units["C2"]`, target.ErrMismatch},
		{"no bound", []hierarchy.GroupBound{{Name: "g", Units: []string{"A", "B"}}}, `["g"]`, target.ErrRequired},
		{"crossed", []hierarchy.GroupBound{
			{Name: "g", Units: []string{"A", "B"}, Min: some("4"), Max: some("3")},
		}, `["g"].min`, target.ErrInfeasible},
		{"no quantum inside", []hierarchy.GroupBound{
			{Name: "g", Units: []string{"A", "B"}, Min: some("3.2"), Max: some("3.8")},
		}, `["g"].min`, target.ErrInfeasible},
		{"a name twice", []hierarchy.GroupBound{group("g", "A B"), group("g", "A1 A2")}, `["g"].name`, target.ErrDuplicate},
		{"the same units", []hierarchy.GroupBound{group("g", "A B"), group("h", "B A")}, `["g"]`, target.ErrDuplicate},
		{"an overlap", []hierarchy.GroupBound{group("g", "A1 A2"), group("h", "A2 A3")}, `["g"]`, target.ErrMismatch},
	} {
		tree := under(t, groupNation+" C C1:C C2*:C")

		_, err := hierarchy.Cascade(tree, target.Target{
			Code: "t", Unit: "0", Period: target.Year(2020), Value: d("20"),
			Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
		}, hierarchy.Options{GroupBounds: c.groups})
		if got, want := paths(t, err), "options.groupBounds"+c.want; got != want || !errors.Is(err, c.is) {
			t.Errorf("%s: Cascade() = %v, want %v at %s", c.name, err, c.is, want)
		}
	}
}

// A mean has no sum over a group, and a claims rule no division of one.
func TestGroupsAreForSums(t *testing.T) {
	f := newFan(2)
	o := hierarchy.Options{GroupBounds: []hierarchy.GroupBound{{Name: "g", Units: f.codes, Min: some("1")}}}
	ratio := o
	ratio.Rule.Method, ratio.Basis = hierarchy.Uniform(), f.column("1", "1")
	if _, err := hierarchy.Cascade(f.tree, f.target(target.Ratio, "3", 0), ratio); !errors.Is(err, target.ErrKind) {
		t.Errorf("Cascade() of a ratio = %v, want %v", err, target.ErrKind)
	}
	awards := o
	awards.Rule.Method = hierarchy.Talmud(f.column("9", "9"))
	_, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "3", 0), awards)
	if got, want := paths(t, err), `options.groupBounds["g"]`; got != want {
		t.Errorf("Cascade() by Talmud = %v, want an error at %s", err, want)
	}

	prepared, err := hierarchy.Prepare(f.tree, f.target(target.Flow, "3", 0), o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = prepared.Run(hierarchy.Scenario{Rule: awards.Rule})
	if got, want := paths(t, err), `options.groupBounds["g"]`; got != want {
		t.Errorf("Run() by Talmud = %v, want an error at %s", err, want)
	}
}

// An infeasible division names the groups in place of their units.
func TestGroupsInfeasible(t *testing.T) {
	group := func(name, codes, least, most string) hierarchy.GroupBound {
		g := hierarchy.GroupBound{Name: name, Units: strings.Fields(codes)}
		if least != "" {
			g.Min = some(least)
		}
		if most != "" {
			g.Max = some(most)
		}
		return g
	}
	hold := func(unit, value string) hierarchy.Hold {
		return hierarchy.Hold{Unit: unit, Value: d(value), By: "the centre"}
	}

	for _, c := range []struct {
		name   string
		groups []hierarchy.GroupBound
		holds  []hierarchy.Hold
		want   string // parent, amount, units, groups, holds
	}{
		{
			"minima exceed the target",
			[]hierarchy.GroupBound{group("g", "A1 A2", "15", ""), group("h", "B1 B2", "6", "")},
			nil,
			"0 20 [A B] [] 0",
		},
		{
			"a hold above a group",
			[]hierarchy.GroupBound{group("g", "A1 A2", "15", "")},
			[]hierarchy.Hold{hold("A", "12")},
			"A 12 [] [g] 1",
		},
		{
			"holds exceed the maximum of a group",
			[]hierarchy.GroupBound{group("g", "A1 A2", "", "5")},
			[]hierarchy.Hold{hold("A1", "4"), hold("A2", "3")},
			"A 5 [A1 A2] [g] 2",
		},
		{
			"holds fall short of the minimum of a group",
			[]hierarchy.GroupBound{group("g", "A1 A2", "5", "")},
			[]hierarchy.Hold{hold("A1", "1"), hold("A2", "3")},
			"A 5 [A1 A2] [g] 2",
		},
		{
			"a group in a group",
			[]hierarchy.GroupBound{group("in", "A1 A2", "5", ""), group("out", "A1 A2 A3", "", "4")},
			nil,
			"A 4 [] [out in] 0",
		},
		{
			"maxima of groups fall short",
			[]hierarchy.GroupBound{group("g", "A1 A2 A3", "", "5"), group("h", "B1 B2", "", "6")},
			nil,
			"0 20 [A B] [] 0",
		},
		{
			"a group of all children",
			[]hierarchy.GroupBound{group("g", "A B", "", "15")},
			nil,
			"0 20 [] [g] 0",
		},
	} {
		_, err := cascadeGroups(t, "20", func(o *hierarchy.Options) { o.Holds = c.holds }, c.groups...)
		e, ok := errors.AsType[*hierarchy.InfeasibleError](err)
		if !ok {
			t.Errorf("%s: Cascade() = %v, want an InfeasibleError", c.name, err)
			continue
		}
		var groups []string
		for _, g := range e.Groups {
			groups = append(groups, g.Name)
			if !strings.Contains(err.Error(), `"`+g.Name+`" at `) {
				t.Errorf("%s: %v does not name %s", c.name, err, g.Name)
			}
		}
		if got := fmt.Sprint(e.Parent, " ", e.Amount, " ", e.Units, " ", groups, " ", len(e.Holds)); got != c.want {
			t.Errorf("%s: Cascade() = %s (%v), want %s", c.name, got, err, c.want)
		}
	}
}

// Groups are listed by name, with what is left to their bounds.
func TestGroupsOfAPlan(t *testing.T) {
	p, err := cascadeGroups(t, "20", nil,
		hierarchy.GroupBound{Name: "h", Units: []string{"B1", "B2"}, Max: some("12")},
		hierarchy.GroupBound{Name: "g", Units: []string{"A1", "A2"}, Min: some("5"), Max: some("7")},
	)
	if err != nil {
		t.Fatal(err)
	}

	left := func(x decimal.NullDecimal) string {
		if !x.Valid {
			return "none"
		}
		return x.Decimal.String()
	}
	var got []string
	for g := range p.Groups() {
		got = append(got, fmt.Sprintf("%s: %s, %s, %s", g.Group.Name, g.Total, left(g.AboveMin), left(g.BelowMax)))
	}
	if diff := cmp.Diff([]string{"g: 7, 2, 0", "h: 10, none, 2"}, got); diff != "" {
		t.Errorf("Groups() mismatch (-want +got):\n%s", diff)
	}
	for g := range p.Groups() {
		if g.Group.Name != "g" {
			t.Errorf("Groups() goes on to %s", g.Group.Name)
		}
		break
	}

	merged, err := hierarchy.Strictest(p, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []*hierarchy.Plan{nil, {}, merged} {
		for g := range other.Groups() {
			t.Errorf("Groups() of %v = %v, want none", other, g)
		}
	}
}

// Both ends of a range keep the bounds of a group.
func TestGroupsOfARange(t *testing.T) {
	f := newFan(3)
	tgt := f.target(target.Flow, "9", 0)
	tgt.Comparator, tgt.Upper = target.Within, d("30")

	p, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{GroupBounds: []hierarchy.GroupBound{
		{Name: "g", Units: []string{"01", "02"}, Min: some("8"), Max: some("12")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for q := range p.Children("00") {
		got = append(got, fmt.Sprint(q.Value, "–", q.Upper.Decimal))
	}

	if want := "[4–6 4–6 1–18]"; fmt.Sprint(got) != want {
		t.Errorf("Cascade() = %v, want %s", got, want)
	}
	for g := range p.Groups() {
		if !g.AboveMin.Decimal.IsZero() || !g.BelowMax.Decimal.IsZero() || !g.Upper.Decimal.Equal(d("12")) {
			t.Errorf("Groups() = %+v, want 8 to 12, at both bounds", g)
		}
	}
}

// A revision keeps the groups, unless it names others or none; a scenario keeps them too.
func TestGroupsAreRevised(t *testing.T) {
	group := hierarchy.GroupBound{Name: "g", Units: []string{"A1", "A2"}, Min: some("12"), By: "the centre"}
	p, err := cascadeGroups(t, "20", nil, group)
	if err != nil {
		t.Fatal(err)
	}
	group.Units[0] = "B1" // the caller's
	more := p.Target()
	more.Value = d("26")

	for _, c := range []struct {
		name   string
		groups []hierarchy.GroupBound
		want   string
	}{
		{"kept", nil, "0=26 A1=8 A2=8 A3=0 A=16 B1=5 B2=5 B=10"},
		{"ended", []hierarchy.GroupBound{}, "0=26 A1=8 A2=8 A3=0 A=16 B1=5 B2=5 B=10"},
		{
			"others",
			[]hierarchy.GroupBound{{Name: "h", Units: []string{"A1", "A2"}, Max: some("10")}},
			"0=26 A1=5 A2=5 A3=6 A=16 B1=5 B2=5 B=10", // A3 had nothing: it is divided equally again
		},
	} {
		next, err := p.ReviseTo(more, hierarchy.Options{GroupBounds: c.groups})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := shown(next.Column()); got != c.want {
			t.Errorf("%s: ReviseTo() = %s, want %s", c.name, got, c.want)
		}

		want := c.groups
		if want == nil {
			want = p.Options().GroupBounds
		}
		if diff := cmp.Diff(want, next.Options().GroupBounds, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: groups (-want +got):\n%s", c.name, diff)
		}
	}
}

// A plan with groups reads back from its JSON, and explains its quotas as before. Neither
// the order of the groups nor that of their units matters.
func TestGroupsReadBack(t *testing.T) {
	groups := []hierarchy.GroupBound{
		{Name: "in A", Units: []string{"A1", "A2"}, Min: some("12"), By: "the centre", Reason: "a pilot"},
		{Name: "all", Units: []string{"A", "B"}, Max: some("20.5")},
	}
	p, err := cascadeGroups(t, "20", nil, groups...)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := hierarchy.ReadPlan(data, hierarchy.Inputs{Trees: []*hierarchy.Tree{p.Tree()}})
	if err != nil {
		t.Fatal(err)
	}
	if !again.Equal(p) || again.Explain("A1").String() != p.Explain("A1").String() {
		t.Errorf("ReadPlan() = %v, want %v", again, p)
	}
	if text := p.Explain("A1").String(); !strings.Contains(text, `"in A" at least 12 by the centre: a pilot`) {
		t.Errorf("Explain() = %s, want the group", text)
	}

	slices.Reverse(groups)
	slices.Reverse(groups[1].Units)
	turned, err := cascadeGroups(t, "20", nil, groups...)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := json.Marshal(turned); err != nil || string(other) != string(data) {
		t.Errorf("Marshal() in another order = %s, %v, want %s", other, err, data)
	}
}

// A prepared cascade keeps its groups in every scenario.
func TestGroupsInScenarios(t *testing.T) {
	p, err := cascadeGroups(t, "20", nil, hierarchy.GroupBound{Name: "g", Units: []string{"A1", "A2"}, Min: some("12")})
	if err != nil {
		t.Fatal(err)
	}

	prepared, err := hierarchy.Prepare(p.Tree(), p.Target(), p.Options())
	if err != nil {
		t.Fatal(err)
	}

	for _, value := range []string{"12", "20", "31"} {
		got, err := prepared.RunFrom(p, hierarchy.Scenario{Value: some(value)})
		if err != nil {
			t.Fatal(err)
		}
		want, err := cascadeGroups(t, value, nil, p.Options().GroupBounds...)
		if err != nil {
			t.Fatal(err)
		}
		if shown(got.Column()) != shown(want.Column()) {
			t.Errorf("RunFrom(%s) = %s, want %s", value, shown(got.Column()), shown(want.Column()))
		}
	}
	if _, err := prepared.Run(hierarchy.Scenario{Value: some("11")}); !errors.Is(err, target.ErrInfeasible) {
		t.Errorf("Run(11) = %v, want an infeasible division", err)
	}
}

// A plan of Reconcile has no groups, and its revision takes none.
func TestGroupsAreNotReconciled(t *testing.T) {
	f := newFan(2)
	bids := []hierarchy.Proposal{{Figures: f.column("4")}}
	p, err := hierarchy.Reconcile(f.tree, f.target(target.Flow, "9", 0), bids, hierarchy.ReconcileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Revise(hierarchy.Options{
		GroupBounds: []hierarchy.GroupBound{{Name: "g", Units: f.codes, Min: some("1")}},
	})
	if got, want := paths(t, err), "options.groupBounds"; got != want {
		t.Errorf("Revise() = %v, want an error at %s", err, want)
	}
}

// The order in which a group names its units shows nowhere.
func TestGroupUnitsInAnyOrder(t *testing.T) {
	f := newFan(3)
	units := []string{"03", "01"}
	p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "60", 0), hierarchy.Options{
		GroupBounds: []hierarchy.GroupBound{{Name: "g", Units: units, Max: some("30")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"01", "03"}
	for g := range p.Groups() {
		if !slices.Equal(g.Group.Units, want) || !slices.Equal(p.Explain("01").Steps[0].Group.Units, want) {
			t.Errorf("Groups() yields %v, Explain() has %v, want %v", g.Group, p.Explain("01").Steps[0].Group, want)
		}
	}
	if got := p.Options().GroupBounds[0].Units; !slices.Equal(got, want) || units[0] != "03" {
		t.Errorf("Options() has %v, want %v, and the caller %v", got, want, units)
	}
}
