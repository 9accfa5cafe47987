package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestInfeasibleErrorNamesTen(t *testing.T) {
	var units []string
	for i := range 12 {
		units = append(units, fmt.Sprint("u", i))
	}

	const tenUnits = `"u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"`
	for _, tt := range []struct {
		name string
		err  hierarchy.InfeasibleError
		want string
	}{
		{
			"no one",
			hierarchy.InfeasibleError{Parent: "p", Least: decimal.NewNullDecimal(d("7"))},
			`units["p"] 5 cannot be met: why, at least 7`,
		},
		{
			"ten units",
			hierarchy.InfeasibleError{Parent: "p", Units: units[:10]},
			`units["p"] 5 cannot be met: why (` + tenUnits + ")",
		},
		{
			"twelve units",
			hierarchy.InfeasibleError{Parent: "p", Units: units, Most: decimal.NewNullDecimal(d("3"))},
			`units["p"] 5 cannot be met: why, at most 3 (` + tenUnits + " and 2 more)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.err.Reason, tt.err.Amount = "why", d("5")
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// A hold, or a figure that cannot move, that the unit's own bounds exclude.
func TestReconcileOwnContradiction(t *testing.T) {
	tree := flat(t, "A", "B")
	goal := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("10"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
	}
	column := func(code, figure string) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) { return d(figure), u.Code == code })
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	held := []hierarchy.Hold{{Unit: "A", Value: d("4"), By: "the centre"}}
	still := hierarchy.Firmness{Rule: hierarchy.VarianceFirmness, Of: column("A", "0")}

	for _, tt := range []struct {
		name     string
		firmness hierarchy.Firmness
		options  hierarchy.ReconcileOptions
		least    string
		most     string
	}{
		{
			name: "held above its maximum", options: hierarchy.ReconcileOptions{Holds: held, Max: column("A", "3")},
			least: "4", most: "3",
		},
		{
			name: "held below its minimum", options: hierarchy.ReconcileOptions{Holds: held, Min: column("A", "5")},
			least: "5", most: "4",
		},
		{
			name: "cannot move below its maximum", firmness: still,
			options: hierarchy.ReconcileOptions{Max: column("A", "3")}, least: "4", most: "3",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			proposed := []hierarchy.Proposal{{Figures: column("A", "4"), Firmness: tt.firmness}}
			_, err := hierarchy.Reconcile(tree, goal, proposed, tt.options)
			got, ok := errors.AsType[*hierarchy.InfeasibleError](err)
			if !ok {
				t.Fatalf("Reconcile() = %v, want an InfeasibleError", err)
			}
			if got.Parent != "A" || !got.Amount.Equal(d("4")) ||
				!got.Least.Decimal.Equal(d(tt.least)) || !got.Most.Decimal.Equal(d(tt.most)) {
				t.Errorf("Reconcile() = %v, want A with 4, at least %s and at most %s", got, tt.least, tt.most)
			}
		})
	}
}

// All minima that keep a mean above its maximum are in conflict, those of zero too: quotas
// can be below zero. Without any of them there is a plan.
func TestReconcileMeanContradiction(t *testing.T) {
	tree := under(t, "A B C:B D:B E:B")
	column := func(figures map[string]string) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			text, ok := figures[u.Code]
			if !ok {
				return decimal.Decimal{}, false
			}
			return d(text), true
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	basis := column(map[string]string{"0": "10", "A": "4", "B": "6", "C": "3", "D": "3", "E": "0"})
	goal := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("5"),
		Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Lower, Places: target.Places(2)},
	}
	reconcile := func(least map[string]string) error {
		_, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{{Figures: column(least)}},
			hierarchy.ReconcileOptions{Basis: basis, Min: column(least)})
		return err
	}

	least := map[string]string{"A": "0", "C": "20", "D": "0", "E": "7"}
	got, ok := errors.AsType[*hierarchy.InfeasibleError](reconcile(least))
	if !ok {
		t.Fatalf("Reconcile() = %v, want an InfeasibleError", got)
	}
	if want := []string{"A", "C", "D"}; !slices.Equal(got.Units, want) {
		t.Errorf("Units = %v, want %v", got.Units, want)
	}
	for _, without := range got.Units {
		fewer := maps.Clone(least)
		delete(fewer, without)
		if err := reconcile(fewer); err != nil {
			t.Errorf("without the minimum of %s: Reconcile() = %v", without, err)
		}
	}
}
