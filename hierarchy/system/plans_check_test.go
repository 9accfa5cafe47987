package system_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// Formulas of derived figures, by what follows and by the kind of the ratio.
func TestExplainFormula(t *testing.T) {
	tree := grove(t)
	basis := columnOf(t, tree, map[string]int64{"A1": 3, "A2": 3, "B1": 2, "B2": 2})
	for _, tt := range []struct {
		kind     target.Kind
		per      string
		derived  string
		residual string // in the province A, of the output 600, the energy 1201 and the ratio 2.00
		want     string
	}{
		{kind: target.Ratio, derived: "energy", want: "600 · 2.00"},
		{kind: target.Ratio, derived: "output", residual: "0.5", want: "1,201 / 2.00"},
		{kind: target.Ratio, derived: "intensity", residual: "-0.0016666666666667", want: "1,201 / 600"},
		{kind: target.Ratio, per: "100", derived: "energy", want: "600 · 2.00 / 100"},
		{kind: target.Ratio, per: "100", derived: "output", want: "1,201 / (2.00 / 100)"},
		{
			kind: target.Growth, per: "100", derived: "output", residual: "-0.4509803921568627",
			want: "1,201 / (1 + 2.00 / 100)",
		},
		{
			kind: target.Ratio, per: "100", derived: "intensity", residual: "0.0033333333333333",
			want: "1,201 / 600 · 100",
		},
		{kind: target.Growth, derived: "energy", want: "600 · (1 + 2.00)"},
		{kind: target.Growth, per: "100", derived: "energy", want: "600 · (1 + 2.00 / 100)"},
		{kind: target.Growth, derived: "intensity", residual: "-0.0016666666666667", want: "(1,201 / 600 − 1)"},
		{
			kind: target.Growth, per: "100", derived: "intensity", residual: "0.0033333333333333",
			want: "(1,201 / 600 − 1) · 100",
		},
		{kind: target.Reduction, derived: "energy", want: "600 · (1 − 2.00)"},
		{kind: target.Reduction, derived: "intensity", residual: "0.0016666666666667", want: "(1 − 1,201 / 600)"},
	} {
		c := dual(t, tree, hierarchy.Options{})
		c.Ratios[0].Derived = tt.derived
		given := map[string]*system.Indicator{
			"output": &c.Indicators[0], "intensity": &c.Indicators[1], "energy": &c.Indicators[2],
		}
		given["energy"].Options = given["output"].Options
		given["energy"].Figures = columnOf(t, tree, map[string]int64{"A": 1201, "B": 800})
		given["intensity"].Target.Value = d("2")
		given["intensity"].Target.Indicator.Kind = tt.kind
		if tt.per != "" {
			given["intensity"].Target.Indicator.Per = d(tt.per)
		}
		if tt.derived == "output" {
			given["intensity"].Options.Basis = basis
		}
		follows := given[tt.derived]
		follows.Options, follows.Figures, follows.Target.Value = hierarchy.Options{}, hierarchy.Column{}, d("0")

		plans, err := system.Cascade(tree, c)
		if err != nil {
			t.Errorf("Cascade() of %v, %s = %v", tt.kind, tt.derived, err)
			continue
		}
		x := plans.Explain(tt.derived, "A")
		if x.Formula != tt.want {
			t.Errorf("Explain(A) of %v, %s has %q, want %q", tt.kind, tt.derived, x.Formula, tt.want)
		}
		if tt.residual == "" {
			tt.residual = "0"
		}
		if !x.Residual.Valid || !x.Residual.Decimal.Equal(d(tt.residual)) {
			t.Errorf("Explain(A) of %v, %s has the residual %v, want %s", tt.kind, tt.derived, x.Residual, tt.residual)
		}
		inList := slices.ContainsFunc(plans.Residuals(), func(r system.IdentityResidual) bool {
			return r.Unit.Code == "A" && r.By.Equal(d(tt.residual))
		})
		if want := tt.residual != "0"; inList != want {
			t.Errorf("Residuals() of %v, %s has A: %t, want %t", tt.kind, tt.derived, inList, want)
		}
		if rounded := strings.Contains(x.String(), "by rounding\n"); rounded != (tt.residual != "0") {
			t.Errorf("Explain(A) of %v, %s = %v", tt.kind, tt.derived, x)
		}
	}
}

// Sums that follow explain themselves by their parts, and leave no residual.
func TestExplainSum(t *testing.T) {
	tree := grove(t)
	config := system.Config{
		Indicators: []system.Indicator{
			{Target: flow("whole", 10)}, {Target: flow("a", 4)}, {Target: flow("b", 0)}, {Target: flow("all", 0)},
		},
		Sums: []system.Sum{
			{Name: "rest", Whole: "whole", Parts: []string{"b", "a"}, Derived: "b"},
			{Name: "both", Whole: "all", Parts: []string{"b", "a"}, Derived: "all"},
		},
	}
	plans, err := system.Cascade(tree, config)
	if err != nil {
		t.Fatal(err)
	}

	for code, want := range map[string]string{
		"b":   "  follows from identity rest: 5 − 2\n",
		"all": "  follows from identity both: 2 + 3\n",
	} {
		if got := plans.Explain(code, "A").String(); !strings.HasSuffix(got, want) {
			t.Errorf("Explain(A) of %s = %q, want it to end in %q", code, got, want)
		}
	}
	for _, code := range []string{"whole", "a"} {
		if x := plans.Explain(code, "A"); x.Identity != "" || x.Moved.Valid {
			t.Errorf("Explain(A) of %s = %+v, want no identity", code, x)
		}
	}
	if all := plans.Residuals(); len(all) > 0 {
		t.Errorf("Residuals() = %v, want none", all)
	}
}

// The order of identities and parts does not matter, nor what becomes of the caller's
// slices.
func TestCascadeCopies(t *testing.T) {
	tree := grove(t)
	config := func() system.Config {
		whole := flow("whole", 10)
		whole.Tags = []string{"growth"}
		return system.Config{
			Indicators: []system.Indicator{
				{Target: whole, Options: hierarchy.Options{
					Holds:       []hierarchy.Hold{{Unit: "A1", Value: d("3"), By: "the ministry"}},
					Exempt:      []hierarchy.Exemption{{Unit: "B2", By: "the centre", Reason: "a flood"}},
					GroupBounds: []hierarchy.GroupBound{{Name: "south", Units: []string{"A", "B"}, Max: some("10")}},
				}},
				{Target: flow("a", 4)},
				{Target: flow("b", 6)},
				{Target: flow("c", 0)},
				{Target: flow("e", 0)},
			},
			Sums: []system.Sum{
				{Name: "types", Whole: "whole", Parts: []string{"b", "a"}},
				{Name: "more", Whole: "c", Parts: []string{"b", "whole"}, Derived: "c"},
				{Name: "again", Whole: "e", Parts: []string{"c", "a"}, Derived: "e"},
			},
		}
	}
	c := config()
	plans, err := system.Cascade(tree, c)
	if err != nil {
		t.Fatal(err)
	}
	before, err := json.Marshal(plans)
	if err != nil {
		t.Fatal(err)
	}

	c.Indicators[0].Target.Tags[0] = "nothing"
	o := c.Indicators[0].Options
	o.Holds[0].Value, o.Exempt[0].Unit, o.GroupBounds[0].Name = d("9"), "B1", "north"
	c.Sums[0].Parts[0], c.Sums[0], c.Indicators[1] = "nobody", system.Sum{}, system.Indicator{}
	after, err := json.Marshal(plans)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("plans after the caller's slices changed (-before +after):\n%s", diff)
	}

	turned := config()
	slices.Reverse(turned.Sums)
	for _, s := range turned.Sums {
		slices.Reverse(s.Parts)
	}
	first := slices.Clone(turned.Sums[0].Parts)
	plans, err = system.Cascade(tree, turned)
	if err != nil {
		t.Fatal(err)
	}
	after, err = json.Marshal(plans)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("plans of identities in another order (-first +then):\n%s", diff)
	}
	if !slices.Equal(turned.Sums[0].Parts, first) || turned.Sums[0].Name != "again" {
		t.Errorf("Cascade() has turned the caller's identities: %v", turned.Sums)
	}
}

// The basis of the intensity is not output: the nation's product is missed by more than
// rounding explains. That is, with quanta of 1 and 0.01, cities two levels down, output of
// 100 and 25 in each city of A and B and intensities of 0.2 and 0.8:
//
//	A1, A2  2·(0.5 + 0.5·0.2 + 2·0.01·100) = 5.2
//	B1, B2  2·(0.5 + 0.5·0.8 + 2·0.01·25)  = 2.8
//	A, B, N 0.01·(200 + 50 + 250)          = 5
func TestCascadeBroken(t *testing.T) {
	tree := grove(t)
	c := dual(t, tree, hierarchy.Options{})
	c.Ratios[0].Derived = "output"
	c.Indicators[0].Options, c.Indicators[0].Target.Value = hierarchy.Options{}, d("0")
	former := map[string]int64{"A": 1, "B": 4, "A1": 1, "A2": 1, "B1": 4, "B2": 4}
	c.Indicators[1].Options = rule(hierarchy.Scale(columnOf(t, tree, former)))
	c.Indicators[1].Options.Basis = columnOf(t, tree, map[string]int64{"A1": 1, "A2": 1, "B1": 1, "B2": 1})
	c.Indicators[2].Figures = columnOf(t, tree, map[string]int64{"A1": 20, "A2": 20, "B1": 20, "B2": 20})
	_, err := system.Cascade(tree, c)
	want := `ratios["control"].units["N"] -45 breaks the law of its kind: energy exceeds what output and intensity make ` +
		`by this, and rounding explains no more than 13: give intensity more places`
	if !errors.Is(err, target.ErrBroken) || err.Error() != want {
		t.Errorf("Cascade() = %v, want %s", err, want)
	}
}
