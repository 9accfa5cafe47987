package hierarchy_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// exemptAreLeftOut compares plans with exempt units with plans over a tree in which
// the units are memo units: they take no part in either.
func exemptAreLeftOut(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Ratio, target.Milestone)
	tgt, o := x.given(t)
	want, wantErr := hierarchy.Cascade(x.tree, tgt, o)

	members := slices.Clone(x.units)
	out := map[string]bool{}
	var exempt []hierarchy.Exemption
	for i, u := range members {
		if u.Role == hierarchy.Memo {
			members[i].Role = hierarchy.Member
			if !out[u.Parent] {
				exempt = append(exempt, hierarchy.Exemption{Unit: u.Code, Reason: "no figures"})
			}
		}
		out[u.Code] = out[u.Parent] || u.Role == hierarchy.Memo
	}
	tree, err := hierarchy.NewTree(levels, members)
	if err != nil {
		t.Fatal(err)
	}
	x.tree = tree
	tgt, o = x.given(t)
	o.Exempt = exempt
	slices.Reverse(o.Exempt)
	got, err := hierarchy.Cascade(tree, tgt, o)
	for _, problem := range testkit.Problems(err) {
		if strings.HasPrefix(problem, "options.exempt") {
			t.Skip("a parent without a child, or beyond the last level")
		}
	}
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("Cascade() with exemptions: %v, with memo units: %v", err, wantErr)
	}
	if err != nil {
		return
	}
	values := func(p *hierarchy.Plan) map[string]string {
		all := map[string]string{}
		for q := range p.All() {
			all[q.Unit.Code] = q.Value.String() + " " + q.DecidedBy.String()
		}
		return all
	}
	if diff := cmp.Diff(values(want), values(got)); diff != "" {
		t.Errorf("Cascade() mismatch (-memo units +exemptions):\n%s", diff)
	}
	if err := got.Check(); err != nil {
		t.Error(err)
	}
	if n := len(slices.Collect(got.Exemptions())); n != len(exempt) {
		t.Errorf("Exemptions() yields %d, want %d", n, len(exempt))
	}
}

func TestExemptAreLeftOut(t *testing.T) { rapid.Check(t, exemptAreLeftOut) }

func FuzzExemptAreLeftOut(f *testing.F) { f.Fuzz(rapid.MakeFuzz(exemptAreLeftOut)) }

// exempting is a plan of a mean of 20 over A, B and C, with B exempt.
func exempting(t *testing.T) (*hierarchy.Tree, target.Target, hierarchy.Options) {
	t.Helper()
	tree := under(t, "A B C M* A1:A B1:B")
	one, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("A", d("1")) && yield("B", d("1")) && yield("C", d("3"))
	})
	if err != nil {
		t.Fatal(err)
	}

	ref, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("A", d("1")) && yield("B", d("4")) && yield("C", d("3"))
	})
	if err != nil {
		t.Fatal(err)
	}

	goal := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2010), Value: d("20"),
		Indicator: target.Indicator{Code: "x", Kind: target.Reduction, Better: target.Higher, Places: target.Places(1)},
	}
	return tree, goal, hierarchy.Options{
		Basis: one.Named("energy"), LastLevel: "1", Rule: hierarchy.Rule{Method: hierarchy.Scale(ref)},
		Exempt: []hierarchy.Exemption{{Unit: "B", By: "the council", Reason: "no figures"}},
	}
}

func TestExemption(t *testing.T) {
	tree, goal, o := exempting(t)
	plan, err := hierarchy.Cascade(tree, goal, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Exempt[0].Reason = "changed by the caller"
	if got := shown(plan.Column()); got != "0=20 A=8 C=24" {
		t.Errorf("Cascade() = %s, want 0=20 A=8 C=24", got)
	}
	if q, ok := plan.Quota("B"); ok {
		t.Errorf("B has the quota %v, want none", q)
	}
	for code, want := range map[string]string{
		"B":  `"B": no quota: exempt by the council: no figures` + "\n",
		"B1": `"B1": no quota: the plan ends above its level` + "\n",
		"M":  `"M": no quota: it takes no part in the division of "0"` + "\n",
	} {
		if got := plan.Explain(code).String(); got != want {
			t.Errorf("Explain(%s) = %q, want %q", code, got, want)
		}
	}
	x := plan.Explain("A")
	if !strings.Contains(x.String(), ", without B (exempt)\n") || !slices.Equal(x.Steps[0].Exempt, []string{"B"}) {
		t.Errorf("Explain(A) does not name what is exempt:\n%s", x)
	}
	if text := plan.String(); !strings.HasSuffix(text, "B: exempt by the council: no figures\n") {
		t.Errorf("String() does not name what is exempt:\n%s", text)
	}

	// The document, and what is prepared.
	data, err := plan.MarshalWithInputs()
	var back hierarchy.Plan
	if err != nil || json.Unmarshal(data, &back) != nil || !back.Equal(plan) || back.Digest() != plan.Digest() {
		t.Errorf("%s does not read back equal, %v", data, err)
	}
	prepared, err := hierarchy.Prepare(tree, goal, plan.Options())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := prepared.Run(hierarchy.Scenario{}); err != nil || !again.Equal(plan) {
		t.Errorf("Run() = %v, %v", again, err)
	}

	// A revision keeps the exemption until it is ended.
	kept, err := plan.Revise(hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "A", Value: d("5")}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(kept.Column()); got != "0=20 A=5 C=25" {
		t.Errorf("Revise() = %s, want 0=20 A=5 C=25", got)
	}
	ended, err := plan.Revise(hierarchy.Options{Exempt: []hierarchy.Exemption{}})
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(ended.Column()); got != "0=20 A=7.2 B=28.6 C=21.4" {
		t.Errorf("Revise() without the exemption = %s, want 0=20 A=7.2 B=28.6 C=21.4", got)
	}
}

func TestExemptBelow(t *testing.T) {
	tree, goal, o := exempting(t)
	o.LastLevel, o.Rule.Method = "", hierarchy.Uniform()
	plan, err := hierarchy.Cascade(tree, goal, o)
	if err == nil {
		t.Fatalf("Cascade() = %v, want an error: A1 has no basis", plan)
	}

	o.Basis = hierarchy.Column{}
	goal.Indicator.Kind, o.Rule.Method = target.Flow, hierarchy.Equal()
	if plan, err = hierarchy.Cascade(tree, goal, o); err != nil {
		t.Fatal(err)
	}

	if got := shown(plan.Column()); got != "0=20 A1=10 A=10 C=10" {
		t.Errorf("Cascade() = %s, want 0=20 A1=10 A=10 C=10", got)
	}
	want := `"B1": no quota: unit B, above it, is exempt by the council: no figures` + "\n"
	if got := plan.Explain("B1").String(); got != want {
		t.Errorf("Explain(B1) = %q, want %q", got, want)
	}
	var none *hierarchy.Plan
	if n := len(slices.Collect(none.Exemptions())); n != 0 {
		t.Errorf("Exemptions() of no plan yields %d, want 0", n)
	}
}

func TestExemptionsRefused(t *testing.T) {
	tree, goal, o := exempting(t)
	exempt := func(codes ...string) (all []hierarchy.Exemption) {
		for _, code := range codes {
			all = append(all, hierarchy.Exemption{Unit: code, Reason: "no figures"})
		}
		return all
	}
	tests := []struct {
		name   string
		exempt []hierarchy.Exemption
		change func(*hierarchy.Options)
		want   []string
	}{
		{"unknown", exempt("X"), nil, []string{`options.exempt["X"] is unknown`}},
		{"twice", exempt("B", "B"), nil, []string{`options.exempt["B"] is given twice`}},
		{"no reason", []hierarchy.Exemption{{Unit: "B"}}, nil, []string{`options.exempt["B"].reason is required`}},
		{"the target's unit", exempt("0"), nil, []string{`options.exempt["0"] does not fit`}},
		{"a memo unit", exempt("M"), nil, []string{`options.exempt["M"] does not fit`}},
		{"beyond the last level", exempt("A1"), nil, []string{`options.exempt["A1"] does not fit`}},
		{"all", exempt("A", "B", "C"), nil, []string{
			`options.exempt["A"] does not fit`, `options.exempt["B"] does not fit`,
			`options.exempt["C"] does not fit`,
		}},
		{"a held one", exempt("B"), func(o *hierarchy.Options) {
			o.Holds = []hierarchy.Hold{{Unit: "B", Value: d("1")}}
		}, []string{`options.holds["B"] does not fit`}},
		{"one with a rule", exempt("A"), func(o *hierarchy.Options) {
			o.LastLevel, o.Units = "", map[string]hierarchy.Rule{"A": {Method: hierarchy.Uniform()}}
		}, []string{`options.units["A"] does not fit`}},
	}
	for _, tt := range tests {
		given := o
		given.Exempt = tt.exempt
		if tt.change != nil {
			tt.change(&given)
		}
		plan, err := hierarchy.Cascade(tree, goal, given)
		if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" || plan != nil {
			t.Errorf("%s: Cascade() mismatch (-want +got):\n%s", tt.name, diff)
		}
	}

	goal.Unit = "A"
	_, err := hierarchy.Cascade(tree, goal, hierarchy.Options{Basis: o.Basis, Exempt: exempt("B")})
	if !errors.Is(err, target.ErrMismatch) {
		t.Errorf("Cascade() of A with B exempt: %v, want ErrMismatch", err)
	}
}

func TestExemptAndReconcile(t *testing.T) {
	tree, goal, o := exempting(t)
	bids, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("A", d("15")) && yield("B", d("20")) && yield("C", d("25"))
	})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := hierarchy.Reconcile(
		tree, goal, []hierarchy.Proposal{{Figures: bids}}, hierarchy.ReconcileOptions{Basis: o.Basis, LastLevel: "1"},
	)
	if err != nil {
		t.Fatal(err)
	}
	_, err = plan.Revise(hierarchy.Options{Exempt: o.Exempt})
	if want := []string{"options.exempt is not valid"}; !slices.Equal(testkit.Problems(err), want) {
		t.Errorf("Revise() with an exemption: %v, want %v", err, want)
	}
}
