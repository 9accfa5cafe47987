package system_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// What holds data is read back from its JSON.
func TestJSONReadsBack(t *testing.T) {
	identity := system.Identity{
		Name: "sum", Terms: map[string]decimal.Decimal{"a": d("1"), "b": d("-1")},
		Comparison: system.AtMost, Right: d("0.5"),
	}
	figure := system.Figure{Code: "a", Value: some("2.50"), Max: some("3"), Of: some("7")}
	constraint := system.Constraint{Kind: system.Maximum, Figure: "a", Limit: d("3")}
	cause := system.Cause{Constraint: constraint, By: d("-0.25")}
	balanced, err := system.Balance(
		[]system.Figure{{Code: "a", Value: some("3")}, {Code: "b", Value: some("2"), Max: some("2")}},
		[]system.Identity{{Name: "equal", Terms: map[string]decimal.Decimal{"a": d("1"), "b": d("-1")}}},
		system.BalanceOptions{Quantum: d("0.5")},
	)
	if err != nil {
		t.Fatal(err)
	}

	testkit.ReadsBack(t, identity, "identity")
	testkit.ReadsBack(t, figure, "figure")
	testkit.ReadsBack(t, constraint, "constraint")
	testkit.ReadsBack(t, cause, "cause")
	testkit.ReadsBack(t, system.BindingConstraint{Constraint: constraint, Price: d("2")}, "binding")
	testkit.ReadsBack(t, *balanced, "balanced")
	testkit.ReadsBack(t, balanced.Figures[0], "balancedFigure")
	testkit.ReadsBack(
		t, system.BalanceOptions{Firmness: hierarchy.FigureFirmness, Quantum: d("1")}, "balanceOptions",
	)
	testkit.ReadsBack(t, system.Sum{Name: "types", Whole: "w", Parts: []string{"a", "b"}, Derived: "b"}, "sum")
	testkit.ReadsBack(t, system.Ratio{
		Name: "control", Numerator: "n", Ratio: "r", Denominator: "d", Derived: "n",
	}, "ratio")
	testkit.ReadsBack(
		t, system.IdentityResidual{Identity: "control", Unit: hierarchy.Unit{Code: "A"}, By: d("0.4")}, "residual",
	)
	_, _, years := everyOption(t)
	testkit.ReadsBack(t, years.Explain("A1", target.Year(2012)), "yearExplanation")
	testkit.ReadsBack(t, testkit.Filled[system.YearLimits](), "yearLimits")
	testkit.ReadsBack(t, testkit.Filled[system.UnitLimit](), "unitLimit")
	testkit.ReadsBack(t, system.Limit{Identity: "control", Derived: "n", Max: some("9"), Most: some("0.4")}, "limit")
	for _, r := range []system.Comparison{system.Exactly, system.AtMost, system.AtLeast} {
		testkit.ReadsBack(t, r, "comparison")
	}
	for _, k := range []system.ConstraintKind{system.IdentityHolds, system.KeptValue, system.Minimum, system.Maximum} {
		testkit.ReadsBack(t, k, "constraint")
	}

	tree := grove(t)
	plans, err := system.Cascade(tree, dual(t, tree, hierarchy.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	testkit.ReadsBack(t, plans.Explain("energy", "A1"), "explanation")
}

// Errors are written as problems, with their text. What refers to a tree is read by a
// function that knows it.
func TestJSONOfErrors(t *testing.T) {
	contradiction := &system.InfeasibleError{
		Constraints: []system.Constraint{
			{Kind: system.KeptValue, Figure: "a", Limit: d("3")}, {Kind: system.IdentityHolds, Identity: "sum"},
		},
		Factors: []*big.Rat{big.NewRat(1, 1), big.NewRat(-1, 1)},
	}
	parts := &system.PartsError{
		Identity: "types", Parent: "N", Units: []string{"A"}, Parts: []string{"a"}, Amount: d("3"), Room: d("2"),
	}
	for want, err := range map[string]error{
		`{"path":"figures","problem":"infeasible","remedy":"figures cannot be balanced: ` +
			`the kept value 3 of a, identity sum contradict each other: change one of them"}`: contradiction,
		`{"path":"parts","problem":"infeasible","remedy":"identity types cannot be met below N: ` +
			`unit A, part a have 3, and others leave room for only 2: ` +
			`change the targets, bounds or rules of the parts"}`: parts,
		`{"path":"years","problem":"infeasible","remedy":"the year 2011 has 3 to divide below N, ` +
			`and the paths of all units are zero in it: change the shapes or the published figures"}`: &system.YearsError{
			Parent: "N", Years: []target.Period{target.Year(2011)}, Amount: d("3"),
		},
		`{"path":"limits","problem":"infeasible","remedy":"2011 must bring A 5, ` +
			`and the limits allow only 4 (A at most 4): change the limits or the shapes"}`: &system.LimitsError{
			Unit: "A", Years: []target.Period{target.Year(2011)}, Amount: d("5"), Room: d("4"),
			Limits: []system.UnitLimit{{Unit: "A", Max: some("4")}},
		},
	} {
		if got, failure := json.Marshal(err); failure != nil || string(got) != want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", err, got, failure, want)
		}
		all := target.AllErrors(fmt.Errorf("plan: %w", err))
		if !errors.Is(err, target.ErrInfeasible) || len(all) != 1 || !strings.Contains(want, `"path":"`+all[0].Path) {
			t.Errorf("AllErrors(%v) = %v, want one that cannot be met", err, all)
		}
	}

	const refers = " is not valid: it refers to a tree and columns: read the document by "
	const remedy, years = refers + "ReadPlans", refers + "ReadYears"
	for want, v := range map[string]json.Unmarshaler{
		"indicator" + remedy: new(system.Indicator),
		"config" + remedy:    new(system.Config),
		"plans" + remedy:     new(system.Plans),

		"years" + years:        new(system.Years),
		"yearColumn" + years:   new(system.YearColumn),
		"yearsOptions" + years: new(system.YearsOptions),
	} {
		if err := v.UnmarshalJSON([]byte("{}")); err == nil || err.Error() != want {
			t.Errorf("UnmarshalJSON() = %v, want %s", err, want)
		}
	}
}
