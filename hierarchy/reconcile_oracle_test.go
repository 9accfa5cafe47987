package hierarchy_test

import (
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// leastChange is a case of weighted least change on a tree. The file has the source
// of each.
type leastChange struct {
	ID, Kind string
	Tree     map[string][]string
	Shares   map[string]map[string]decimal.Decimal
	Figures  map[string]decimal.Decimal

	Weights, Variances map[string]json.Number
	Alterability       map[string]decimal.Decimal
	Fixed              []string
	Lower, Upper       map[string]decimal.Decimal
	Levels             map[string][]json.Number
	Expected           json.RawMessage
}

func leastChanges(t *testing.T) []leastChange {
	t.Helper()
	data, err := os.ReadFile("../internal/quadratic/testdata/reconcile.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []leastChange }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all.Cases, func(c leastChange) bool { return c.Kind != "tree" })
}

// root returns the name of the unit that is nobody's child.
func (c leastChange) root() string {
	for name := range c.Tree {
		if !slices.ContainsFunc(slices.Collect(maps.Values(c.Tree)), func(s []string) bool {
			return slices.Contains(s, name)
		}) {
			return name
		}
	}
	return ""
}

// tree makes the tree of a case, with levels named by their depth.
func (c leastChange) tree(t *testing.T) *hierarchy.Tree {
	t.Helper()
	names := []string{"0", "1", "2", "3", "4", "5"}
	var units []hierarchy.Unit
	var add func(name, parent string, depth int) int
	add = func(name, parent string, depth int) int {
		units = append(units, hierarchy.Unit{Code: name, Parent: parent, Level: names[depth]})
		deepest := depth
		for _, child := range c.Tree[name] {
			deepest = max(deepest, add(child, name, depth+1))
		}
		return deepest
	}
	deepest := add(c.root(), "", 0)
	tree, err := hierarchy.NewTree(names[:deepest+1], units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func columnFrom[T any](
	t *testing.T, tree *hierarchy.Tree, figures map[string]T, of func(T) decimal.Decimal,
) hierarchy.Column {
	t.Helper()
	c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for name, v := range figures {
			if !yield(name, of(v)) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// variances returns the variances of a case; with an alterability they are that times
// the size of the figure.
func (c leastChange) variances() map[string]json.Number {
	if c.Alterability == nil {
		return c.Variances
	}
	out := map[string]json.Number{}
	for name, a := range c.Alterability {
		out[name] = json.Number(a.Mul(c.Figures[name]).Abs().String())
	}
	return out
}

// reconcile solves a case with quanta of 10⁻¹².
func (c leastChange) reconcile(t *testing.T) (*hierarchy.Plan, error) {
	t.Helper()
	tree := c.tree(t)
	same := func(d decimal.Decimal) decimal.Decimal { return d }
	number := func(n json.Number) decimal.Decimal { return decimal.RequireFromString(n.String()) }
	root := c.root()

	proposal := hierarchy.Proposal{By: "the case", Figures: columnFrom(t, tree, c.Figures, same)}
	switch {
	case c.Weights != nil:
		proposal.Firmness = hierarchy.Firmness{
			Rule: hierarchy.WeightFirmness, Of: columnFrom(t, tree, c.Weights, number),
		}
	case c.variances() != nil:
		proposal.Firmness = hierarchy.Firmness{
			Rule: hierarchy.VarianceFirmness, Of: columnFrom(t, tree, c.variances(), number),
		}
	}

	goal := target.Target{
		Code: "t", Unit: root, Period: target.Year(2020), Value: c.Figures[root],
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(12)},
	}
	o := hierarchy.ReconcileOptions{Min: columnFrom(t, tree, c.Lower, same), Max: columnFrom(t, tree, c.Upper, same)}
	if len(c.Lower) == 0 {
		o.Min = hierarchy.Column{}
	}
	if len(c.Upper) == 0 {
		o.Max = hierarchy.Column{}
	}
	if c.Shares != nil {
		goal.Indicator.Kind = target.Ratio
		basis := map[string]decimal.Decimal{root: decimal.New(1, 0)}
		for _, shares := range c.Shares {
			maps.Copy(basis, shares)
		}
		o.Basis = columnFrom(t, tree, basis, same)
	}
	for _, name := range c.Fixed {
		if name != root {
			o.Holds = append(o.Holds, hierarchy.Hold{Unit: name, Value: c.Figures[name]})
		}
	}
	if !slices.Contains(c.Fixed, root) {
		o.Target = &hierarchy.Firmness{}
		proposal.Figures = lacking(t, tree, proposal.Figures, root)
		*o.Target = proposal.Firmness
	}
	if _, ok := c.Figures[root]; !ok { // a target that counts for nothing
		none := columnFrom(t, tree, map[string]decimal.Decimal{root: {}}, same)
		*o.Target = hierarchy.Firmness{Rule: hierarchy.WeightFirmness, Of: none}
	}
	return hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{proposal}, o)
}

// lacking returns a column without the figure of a unit.
func lacking(t *testing.T, tree *hierarchy.Tree, c hierarchy.Column, code string) hierarchy.Column {
	t.Helper()
	out, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
		d, ok := c.At(u.Code)
		return d, ok && u.Code != code
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReconcileOracles(t *testing.T) {
	for _, c := range leastChanges(t) {
		t.Run(c.ID, func(t *testing.T) {
			if c.Levels != nil {
				c.conditional(t)
				return
			}
			plan, err := c.reconcile(t)
			if string(c.Expected) == `"infeasible"` {
				var failed *hierarchy.InfeasibleError
				if !errors.As(err, &failed) {
					t.Fatalf("Reconcile() = %v, want an InfeasibleError", err)
				}
				t.Log(err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := plan.Check(); err != nil {
				t.Error(err)
			}
			var want map[string]json.Number
			if err := json.Unmarshal(c.Expected, &want); err != nil {
				t.Fatal(err)
			}
			for name, w := range want {
				q, ok := plan.Quota(name)
				x, _ := new(big.Rat).SetString(strings.Trim(w.String(), `"`))
				d := new(big.Rat).Sub(q.Value.Rat(), x)
				limit := big.NewRat(1, 1e11)
				if size := new(big.Rat).Abs(x); size.Cmp(big.NewRat(100000, 1)) > 0 {
					limit.Mul(limit, size)
				}
				if !ok || d.Abs(d).Cmp(limit) > 0 {
					t.Errorf("Quota(%s) = %v, want %s", name, q.Value, w)
				}
			}
		})
	}
}

// conditional compares a case that is the mean of several plans. Each is nearest to the
// figures of one level and of the leaves. An exogenous level is held.
func (c leastChange) conditional(t *testing.T) {
	t.Helper()
	levels := [][]string{{"T"}, {"G1", "G2"}, {"B1", "B2", "B3", "B4"}}
	names := []string{"given total", "given groups", "given leaves"}
	units := slices.Concat(levels...)
	exogenous := strings.Contains(c.ID, "exogenous")
	counted := 3
	if strings.Contains(c.ID, "aggregates-only") {
		counted = 2 // without the leaves'
	}

	mean := make([]decimal.Decimal, len(units))
	for l, level := range levels {
		own := c
		own.Figures = map[string]decimal.Decimal{"T": c.Figures["T"]}
		own.Variances = map[string]json.Number{"T": "1e15"} // the target has a value, which hardly counts
		for _, name := range slices.Concat(level, levels[2]) {
			own.Figures[name], own.Variances[name] = c.Figures[name], c.Variances[name]
		}
		if exogenous {
			own.Fixed = level
		}

		plan, err := own.reconcile(t)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range units {
			q, _ := plan.Quota(name)
			want := decimal.RequireFromString(c.Levels[names[l]][i].String())
			if q.Value.Sub(want).Abs().GreaterThan(decimal.New(1, -9)) {
				t.Errorf("%s: Quota(%s) = %v, want %v", names[l], name, q.Value, want)
			}
			if l < counted {
				mean[i] = mean[i].Add(q.Value)
			}
		}
	}

	var want map[string]json.Number
	if err := json.Unmarshal(c.Expected, &want); err != nil {
		t.Fatal(err)
	}
	for i, name := range units {
		w := decimal.RequireFromString(want[name].String())
		got := mean[i].DivRound(decimal.NewFromInt(int64(counted)), 15)
		if got.Sub(w).Abs().GreaterThan(decimal.New(1, -9)) {
			t.Errorf("the mean of %s = %v, want %v", name, got, w)
		}
	}
}

// TestReconcileMinT compares with what forecasting systems return for the same
// figures. The file has the source of each case.
func TestReconcileMinT(t *testing.T) {
	data, err := os.ReadFile("testdata/oracle_mint.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Cases []struct {
			ID, Rule             string
			Tree                 map[string][]string
			Figures, Variances   map[string]decimal.Decimal
			Held, Without, Least []string
			Expected             map[string]decimal.Decimal
		}
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Cases) != 13 {
		t.Errorf("%d cases are read", len(all.Cases))
	}

	rules := map[string]hierarchy.FirmnessRule{
		"equal": hierarchy.EqualFirmness, "structural": hierarchy.StructuralFirmness,
		"variance": hierarchy.VarianceFirmness, "figure": hierarchy.FigureFirmness,
	}
	same := func(v decimal.Decimal) decimal.Decimal { return v }
	for _, c := range all.Cases {
		t.Run(c.ID, func(t *testing.T) {
			shape := leastChange{Tree: c.Tree}
			tree, root := shape.tree(t), shape.root()
			firmness := hierarchy.Firmness{Rule: rules[c.Rule]}
			if c.Variances != nil {
				firmness.Of = columnFrom(t, tree, c.Variances, same)
			}
			goal := target.Target{
				Code: "t", Unit: root, Period: target.Year(2020), Value: c.Figures[root],
				Indicator: target.Indicator{
					Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(14),
				},
			}
			var o hierarchy.ReconcileOptions
			for _, name := range c.Held {
				if name != root {
					o.Holds = append(o.Holds, hierarchy.Hold{Unit: name, Value: c.Figures[name]})
				}
			}
			if !slices.Contains(c.Held, root) {
				o.Target = &firmness
			}
			if c.Least != nil {
				least := map[string]decimal.Decimal{}
				for _, name := range c.Least {
					least[name] = decimal.Decimal{}
				}
				o.Min = columnFrom(t, tree, least, same)
			}
			proposed := maps.Clone(c.Figures)
			for _, name := range append(c.Without, root) {
				delete(proposed, name)
			}

			plan, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{{
				Figures: columnFrom(t, tree, proposed, same), Firmness: firmness,
			}}, o)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range c.Expected {
				q, _ := plan.Quota(name)
				if off := q.Value.Sub(want).Abs(); off.GreaterThan(decimal.New(1, -12)) {
					t.Errorf("Quota(%s) = %v, want %v", name, q.Value, want)
				}
			}
		})
	}
}
