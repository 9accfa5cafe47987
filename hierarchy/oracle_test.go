package hierarchy_test

import (
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// oracle is what forecast reconciliation systems gave: each case is a
// disaggregation of a total, or of figures in the middle, over a small tree.
type oracle struct {
	Trees map[string][][2]string // code and parent, highest first
	Cases []struct {
		Name, Source, Tree, Method string
		Total                      decimal.NullDecimal
		Weights                    map[string]decimal.Decimal
		History                    []map[string]decimal.Decimal // of the leaves
		Start                      map[string]decimal.Decimal   // figures in the middle of the tree
		Want                       map[string]decimal.Decimal
	}
	Traps struct {
		Zero, Negative, Ragged struct {
			Total        decimal.Decimal
			Weights      map[string]decimal.Decimal
			Theirs, Want map[string]decimal.Decimal
		}
		Missing struct {
			Total   decimal.Decimal
			History []map[string]decimal.Decimal
			Theirs  map[string]map[string]decimal.Decimal
		}
	}
}

func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func reconciliation(t *testing.T) oracle {
	t.Helper()
	var o oracle
	readJSON(t, "oracle_reconciliation.json", &o)
	return o
}

// tree makes one of the oracle's trees, with levels named by their depth.
func (o oracle) tree(t *testing.T, name string) *hierarchy.Tree {
	t.Helper()
	depth := map[string]int{"": -1}
	var units []hierarchy.Unit
	var levels []string
	for _, u := range o.Trees[name] {
		at := depth[u[1]] + 1
		depth[u[0]] = at
		if level := strconv.Itoa(at); at == len(levels) {
			levels = append(levels, level)
		}
		units = append(units, hierarchy.Unit{Code: u[0], Parent: u[1], Level: strconv.Itoa(at)})
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// flow is a target in as many places as no system here prints.
func flow(unit string, value decimal.Decimal, places int32) target.Target {
	return target.Target{
		Code: "t", Unit: unit, Period: target.Year(2020), Value: value,
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(places)},
	}
}

// rolledUp rolls the history of the leaves up, so that every unit has one.
func rolledUp(t *testing.T, tree *hierarchy.Tree, periods []map[string]decimal.Decimal) []hierarchy.Column {
	t.Helper()
	var out []hierarchy.Column
	for _, p := range periods {
		up, err := hierarchy.RollUp(target.Flow, column(t, tree, p), hierarchy.Column{})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, up)
	}
	return out
}

// TestReconciliation compares with hierarchicalforecast, hts and FoReco. They
// print up to sixteen digits of binary floating point, and so are the exact
// figures only to about twelve decimals.
func TestReconciliation(t *testing.T) {
	const places = 14
	o := reconciliation(t)
	for _, tt := range o.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			tree := o.tree(t, tt.Tree)
			root := tree.Root().Code
			got := map[string]decimal.Decimal{}
			collect := func(p *hierarchy.Plan, err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				if err := p.Check(); err != nil {
					t.Error(err)
				}
				for q := range p.All() {
					got[q.Unit.Code] = q.Value
				}
			}

			var rule hierarchy.Rule
			switch tt.Method {
			case "proportional":
				rule.Method = hierarchy.Proportional(column(t, tree, tt.Weights))
			case "ratio of means":
				rule.Method = hierarchy.RatioOfMeans(rolledUp(t, tree, tt.History)...)
			case "mean of ratios":
				rule.Method = hierarchy.MeanOfRatios(rolledUp(t, tree, tt.History)...)
			case "roll up":
				up, err := hierarchy.RollUp(target.Flow, column(t, tree, tt.Weights), hierarchy.Column{})
				if err != nil {
					t.Fatal(err)
				}
				for u, x := range up.All() {
					got[u.Code] = x
				}
			default:
				t.Fatalf("unknown method %q", tt.Method)
			}

			switch {
			case tt.Total.Valid:
				collect(hierarchy.Cascade(tree, flow(root, tt.Total.Decimal, places), hierarchy.Options{Rule: rule}))
			case tt.Method == "mean of ratios":
				// The systems take the shares in the figure of the unit in the
				// middle, so each is a target of its own.
				sum := decimal.Zero
				for code, x := range tt.Start {
					sum = sum.Add(x)
					collect(hierarchy.Cascade(tree, flow(code, x, places), hierarchy.Options{Rule: rule}))
				}
				got[root] = sum
			case tt.Start != nil:
				collect(hierarchy.MiddleOut(
					tree, flow(root, decimal.Zero, places), column(t, tree, tt.Start),
					hierarchy.Options{Rule: rule},
				))
			}

			near := d("0.000000000001")
			for code, want := range tt.Want {
				if x, ok := got[code]; !ok || x.Sub(want).Abs().Cmp(near) > 0 {
					t.Errorf("%s: %v, %v; they print %v (%s)", code, x, ok, want, tt.Source)
				}
			}
		})
	}
}

// TestReconciliationTraps holds what the same systems get wrong or leave unsaid
// against what is right: a typed error, or the figures.
func TestReconciliationTraps(t *testing.T) {
	o := reconciliation(t)
	tree := o.tree(t, "two levels")
	run := func(tree *hierarchy.Tree, total decimal.Decimal, o hierarchy.Options) (map[string]decimal.Decimal, error) {
		p, err := hierarchy.Cascade(tree, flow("Total", total, 2), o)
		if err != nil {
			return nil, err
		}
		got := map[string]decimal.Decimal{}
		for q := range p.All() {
			got[q.Unit.Code] = q.Value
		}
		return got, p.Check()
	}
	by := func(m hierarchy.Method) hierarchy.Options { return hierarchy.Options{Rule: hierarchy.Rule{Method: m}} }

	t.Run("all siblings zero", func(t *testing.T) {
		trap := o.Traps.Zero
		weights := hierarchy.Proportional(column(t, tree, trap.Weights))
		_, err := run(tree, trap.Total, by(weights))
		var failed *hierarchy.InfeasibleError
		if !errors.As(err, &failed) || failed.Parent != "Total" || !failed.Amount.Equal(trap.Total) {
			t.Errorf("got %v, want an *InfeasibleError at Total", err)
		}
		// Their silent equal split is ours by request, for the parents in question.
		equally := hierarchy.Options{Rule: hierarchy.Rule{Method: weights}, Units: map[string]hierarchy.Rule{
			"Total": {Method: hierarchy.Equal()}, "G2": {Method: hierarchy.Equal()},
		}}
		got, err := run(tree, trap.Total, equally)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(trap.Theirs, got); diff != "" {
			t.Errorf("split equally where all are zero (-want +got):\n%s", diff)
		}
		// Where nothing is to be shared, no weight is needed.
		if _, err := run(tree, decimal.Zero, by(weights)); err != nil {
			t.Errorf("an amount of zero: %v", err)
		}
	})

	t.Run("a negative weight", func(t *testing.T) {
		trap := o.Traps.Negative
		_, err := run(tree, trap.Total, by(hierarchy.Proportional(column(t, tree, trap.Weights))))
		if !errors.Is(err, target.ErrRange) || !strings.Contains(err.Error(), `"G1"`) {
			t.Errorf("got %v, want ErrRange at G1", err)
		}
		// Theirs hands G1 a negative share, and G2 more than there is.
		if g2 := trap.Theirs["G2"]; g2.Cmp(trap.Total) <= 0 {
			t.Errorf("their G2 is %v: no trap", g2)
		}
	})

	t.Run("a leaf under the root", func(t *testing.T) {
		trap := o.Traps.Ragged
		ragged := o.tree(t, "with a leaf under the root")
		got, err := run(ragged, trap.Total, by(hierarchy.Proportional(column(t, ragged, trap.Weights))))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(trap.Want, got); diff != "" {
			t.Errorf("quotas mismatch (-want +got):\n%s", diff)
		}
		if trap.Theirs["B3"].Sign() != 0 {
			t.Error("theirs gives the leaf something: no trap")
		}
	})

	t.Run("a child without history", func(t *testing.T) {
		trap := o.Traps.Missing
		for name, theirs := range trap.Theirs {
			if theirs["Total"].Equal(trap.Total) {
				t.Errorf("their %s keeps the total: no trap", name)
			}
		}
		if _, err := hierarchy.RollUp(
			target.Flow, column(t, tree, trap.History[0]), hierarchy.Column{},
		); !errors.Is(err, target.ErrMissing) || !strings.Contains(err.Error(), `"B4"`) {
			t.Errorf("RollUp gives %v, want ErrMissing at B4", err)
		}
		var gaps []hierarchy.Column
		for _, p := range trap.History {
			up, _, err := hierarchy.RollUpCovered(target.Flow, column(t, tree, p), hierarchy.Column{})
			if err != nil {
				t.Fatal(err)
			}
			gaps = append(gaps, up)
		}
		whole := rolledUp(t, tree, trap.History[2:])
		for name, method := range map[string]func(...hierarchy.Column) hierarchy.Method{
			"MeanOfRatios": hierarchy.MeanOfRatios, "RatioOfMeans": hierarchy.RatioOfMeans,
		} {
			if _, err := run(tree, trap.Total, by(method(gaps...))); !errors.Is(err, target.ErrMissing) ||
				!strings.Contains(err.Error(), `"B4"`) {
				t.Errorf("%s gives %v, want ErrMissing at B4", name, err)
			}
			got, err := run(tree, trap.Total, by(method(whole...)))
			if err != nil {
				t.Fatal(err)
			}
			if sum := got["B1"].Add(got["B2"]).Add(got["B3"]).Add(got["B4"]); !sum.Equal(trap.Total) {
				t.Errorf("%s over the whole years makes %v, want %v", name, sum, trap.Total)
			}
		}
	})

	t.Run("bases", func(t *testing.T) {
		growth := flow("Total", d("7.5"), 2)
		growth.Indicator.Kind = target.Growth
		g := column(t, tree, figures("B1", "7", "B2", "8", "B3", "9", "B4", "6"))
		negative := column(t, tree, figures("G1", "1", "G2", "1", "B1", "-1", "B2", "5", "B3", "1", "B4", "1"))
		if _, err := hierarchy.Cascade(
			tree, growth, hierarchy.Options{Basis: negative},
		); !errors.Is(err, target.ErrRange) || !strings.Contains(err.Error(), `basis["B1"]`) {
			t.Errorf("negative: Cascade gives %v, want ErrRange at B1", err)
		}
		if _, err := hierarchy.RollUp(target.Growth, g, negative); !errors.Is(err, target.ErrRange) ||
			!strings.Contains(err.Error(), `basis["B1"]`) {
			t.Errorf("negative: RollUp gives %v, want ErrRange at B1", err)
		}
		// Where no mean exists, there is none, and the rest goes on.
		empty := column(t, tree, figures("G1", "1", "G2", "1", "B1", "0", "B2", "0", "B3", "1", "B4", "1"))
		plan, err := hierarchy.Cascade(tree, growth, hierarchy.Options{Basis: empty})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Check(); err != nil {
			t.Error(err)
		}
		for _, code := range []string{"B1", "B2", "B3", "B4"} {
			if q, _ := plan.Quota(code); !q.Value.Equal(d("7.5")) {
				t.Errorf("%s has %v, want 7.5", code, q.Value)
			}
		}
		up, err := hierarchy.RollUp(target.Growth, g, empty)
		if err != nil {
			t.Fatal(err)
		}
		total, _ := up.At("Total")
		if _, ok := up.At("G1"); ok || !total.Equal(d("7.5")) {
			t.Errorf("RollUp gives G1 a figure: %t; the total is %v, want 7.5", ok, total)
		}
	})
}
