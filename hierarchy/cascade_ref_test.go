package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

var levels = []string{"nation", "province", "prefecture", "county"}

// drawUnits draws a tree of up to four levels with memo and residual units and
// units that skip levels.
func drawUnits(t *rapid.T) []hierarchy.Unit {
	units := []hierarchy.Unit{{Code: "0", Level: levels[0]}}
	depth := map[string]int{"0": 0}
	n := rapid.IntRange(1, 16).Draw(t, "units")
	for i := range n {
		parent := units[rapid.IntRange(0, len(units)-1).Draw(t, "parent")]
		if depth[parent.Code] == len(levels)-1 {
			parent = units[0]
		}
		level := rapid.IntRange(depth[parent.Code]+1, len(levels)-1).Draw(t, "level")
		u := hierarchy.Unit{
			Code: fmt.Sprintf("%02d", (i*7+3)%100), Level: levels[level], Parent: parent.Code,
			Role: rapid.SampledFrom([]hierarchy.Role{
				hierarchy.Member, hierarchy.Member, hierarchy.Member, hierarchy.Memo, hierarchy.Residual,
			}).Draw(t, "role"),
		}
		depth[u.Code] = level
		units = append(units, u)
	}
	return units
}

// drawFigures draws a figure for each unit, or for some.
func drawFigures(t *rapid.T, units []hierarchy.Unit, label string, some bool, high int64) map[string]decimal.Decimal {
	figures := map[string]decimal.Decimal{}
	for _, u := range units {
		if some && rapid.IntRange(0, 3).Draw(t, label+"?") > 0 {
			continue
		}
		figures[u.Code] = decimal.New(
			rapid.Int64Range(0, high).Draw(t, label), -int32(rapid.IntRange(0, 2).Draw(t, label+" places")),
		)
	}
	return figures
}

func rats(figures map[string]decimal.Decimal, quantum *big.Rat) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	for code, d := range figures {
		out[code] = new(big.Rat).Quo(ratOf(d), quantum)
	}
	return out
}

func cascadeMatchesReference(t *rapid.T) {
	units := drawUnits(t)
	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Ratio, target.Milestone, target.Growth}).Draw(t, "kind")
	ind := target.Indicator{
		Code: "x", Kind: kind,
		Better: rapid.SampledFrom([]target.Direction{target.Higher, target.Lower}).Draw(t, "better"),
	}
	if kind != target.Milestone {
		ind.Places = target.Places(int32(rapid.IntRange(0, 2).Draw(t, "places")))
	}
	quantum := ratOf(ind.EffectiveQuantum())
	total := rapid.Int64Range(0, 300).Draw(t, "total")
	if kind == target.Milestone {
		total %= 12
	}
	ref := newReference(units, kind.Law())
	ref.lower = ind.Better == target.Lower
	ref.quotas["0"] = total

	permuted := rapid.Permutation(units).Draw(t, "order")
	tree, err := hierarchy.NewTree(levels, permuted)
	if err != nil {
		t.Fatal(err)
	}
	column := func(figures map[string]decimal.Decimal) hierarchy.Column {
		c, err := tree.Column(maps.All(figures))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	drawRule := func(label string) (hierarchy.Rule, refRule) {
		rule, out := hierarchy.Rule{}, refRule{}
		if rapid.Bool().Draw(t, label+" weighted") {
			weights := drawFigures(t, units, label+" weight", false, 50)
			rule.Method = hierarchy.Proportional(column(weights))
			out.weights = rats(weights, rat(1))
			switch rapid.IntRange(0, 4).Draw(t, label+" shifted") {
			case 0: // what is done, and the rest by the weights
				done := drawFigures(t, units, label+" done", false, max(1, total/4))
				rule.Method = hierarchy.Increment(column(done), column(weights))
				out.offsets = rats(done, quantum)
			case 1: // the same for each
				rule.Method = hierarchy.Shift(column(weights))
				out.offsets = rats(weights, quantum)
				for _, u := range units {
					if out.weights[u.Code] = rat(1); u.Role == hierarchy.Residual && kind.Law() != target.WeightedMean {
						out.weights[u.Code] = new(big.Rat)
					}
				}
			}
		}
		if rapid.IntRange(0, 2).Draw(t, label+" bounded") == 0 {
			high := max(1, total/2)
			lo, hi := drawFigures(t, units, label+" min", true, high), drawFigures(t, units, label+" max", true, 4*high)
			rule.Min, rule.Max = column(lo), column(hi)
			out.min, out.max = rats(lo, quantum), rats(hi, quantum)
		}
		if rapid.IntRange(0, 2).Draw(t, label+" stretched") == 0 {
			stretch := decimal.New(rapid.Int64Range(-30, 30).Draw(t, label+" stretch"), -2)
			rule.Stretch, out.stretch = decimal.NewNullDecimal(stretch), ratOf(stretch)
		}
		if rapid.IntRange(0, 2).Draw(t, label+" reserved") == 0 {
			reserve := decimal.New(rapid.Int64Range(0, 30).Draw(t, label+" reserve"), -1)
			rule.Reserve, out.reserve = decimal.NewNullDecimal(reserve), new(big.Rat).Quo(ratOf(reserve), quantum)
		}
		return rule, out
	}
	var o hierarchy.Options
	byLevel, byUnit := map[string]refRule{}, map[string]refRule{}
	o.Levels, o.Units = map[string]hierarchy.Rule{}, map[string]hierarchy.Rule{}
	var byDefault refRule
	o.Rule, byDefault = drawRule("default")
	if rapid.Bool().Draw(t, "by level") {
		o.Levels["prefecture"], byLevel["prefecture"] = drawRule("prefecture")
	}
	own := units[rapid.IntRange(0, len(units)-1).Draw(t, "own")].Code
	if rapid.Bool().Draw(t, "by unit") {
		o.Units[own], byUnit[own] = drawRule("unit")
	}
	ref.complete(byDefault, byLevel, byUnit, "")
	basis := drawFigures(t, units, "basis", false, 40)
	if kind.Law() == target.WeightedMean {
		o.Basis = column(basis)
		ref.basis = rats(basis, rat(1))
	}
	under := map[string]bool{"0": false} // below a memo unit, or one
	for _, u := range units[1:] {
		under[u.Code] = under[u.Parent] || u.Role == hierarchy.Memo
		if !under[u.Code] && rapid.IntRange(0, 7).Draw(t, "hold") == 0 {
			v := rapid.Int64Range(0, max(1, total/3)).Draw(t, "held")
			ref.held[u.Code] = v
			value, _ := decimal.NewFromString(new(big.Rat).Mul(rat(v), quantum).FloatString(2))
			o.Holds = append(o.Holds, hierarchy.Hold{Unit: u.Code, Value: value, By: "the ministry"})
		}
	}
	value, _ := decimal.NewFromString(new(big.Rat).Mul(rat(total), quantum).FloatString(2))
	tgt := target.Target{Code: "t", Unit: "0", Indicator: ind, Period: target.Year(2015), Value: value}

	plan, err := hierarchy.Cascade(tree, tgt, o)
	if ref.idle(byDefault, byLevel, byUnit, total, "") {
		if !slices.ContainsFunc(refused, func(e error) bool { return errors.Is(err, e) }) {
			t.Fatalf("a rule or a bound applies to nobody, but Cascade() returns %v", err)
		}
		return
	}
	for _, u := range ref.children["0"] { // contradictions are found before anything is divided
		ref.limits("0", u)
	}
	ref.divide("0")
	if ref.failed != (err != nil) {
		t.Fatalf("reference failed: %v, error: %v", ref.failed, err)
	}
	if err != nil {
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("unexpected error %v", err)
		}
		return
	}
	if got, want := plan.Len(), len(ref.quotas); got != want {
		t.Fatalf("%d quotas, want %d", got, want)
	}
	for code, want := range ref.quotas {
		q, ok := plan.Quota(code)
		if !ok || ratOf(q.Value).Cmp(new(big.Rat).Mul(rat(want), quantum)) != 0 {
			t.Errorf("quota of %s is %v (%v), want %d quanta", code, q.Value, ok, want)
		}
		if plan.Explain(code).String() == "" {
			t.Errorf("no explanation for %s", code)
		}
	}
	if err := plan.Check(); err != nil {
		t.Errorf("Check: %v", err)
	}
	for _, s := range plan.Slack() {
		want := new(big.Rat).Mul(ref.front(slices.Index(levels, s.Level)), quantum)
		if off := want.Sub(want, ratOf(s.Figure)); off.Abs(off).Cmp(big.NewRat(1, 2e16)) > 0 {
			t.Errorf("the quotas of level %s make %v, which is off by %s", s.Level, s.Figure, off.FloatString(3))
		}
	}
}

func TestCascadeMatchesReference(t *testing.T) { rapid.Check(t, cascadeMatchesReference) }

func FuzzCascade(f *testing.F) { f.Fuzz(rapid.MakeFuzz(cascadeMatchesReference)) }
