package hierarchy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// Units for which nothing is proposed keep their quotas when a plan is revised, at both ends of
// a range, whether or not the figures fit words.
func TestReconciledKeepsWhatNobodyProposed(t *testing.T) {
	for _, tt := range []struct {
		name string
		reconciling
		want, revised string // before and after the hold of B1 goes
	}{
		{
			name:        "a sum",
			reconciling: reconciling{value: "20", bids: []bids{{figures: "A=10"}}, holds: "B1=8"},
			want:        "0=20(descendants) A=10 B=10 A1=5 A2=5 B1=8(hold) B2=2",
			revised:     "0=20 A=10 B=10 A1=5 A2=5 B1=8 B2=2",
		},
		{
			name:        "a range",
			reconciling: reconciling{value: "20", upper: "30", bids: []bids{{figures: "A=10"}}, holds: "B1=8"},
			want:        "0=20..30(descendants) A=10..10 B=10..20 A1=5..5 A2=5..5 B1=8..8(hold) B2=2..12",
			revised:     "0=20..30 A=10..10 B=10..20 A1=5..5 A2=5..5 B1=8..8 B2=2..12",
		},
		{
			name:        "a wide sum",
			reconciling: reconciling{value: "2e19", bids: []bids{{figures: "A=10000000000000000000"}}, holds: "B1=8"},
			want: "0=20000000000000000000(descendants) A=10000000000000000000 B=10000000000000000000 " +
				"A1=5000000000000000000 A2=5000000000000000000 B1=8(hold) B2=9999999999999999992",
			revised: "0=20000000000000000000 A=10000000000000000000 B=10000000000000000000 " +
				"A1=5000000000000000000 A2=5000000000000000000 B1=8 B2=9999999999999999992",
		},
	} {
		tt.tree = "A B A1:A A2:A B1:B B2:B"
		plan, err := tt.reconcile(t)
		if err != nil {
			t.Fatal(err)
		}
		if got := quotas(plan); got != tt.want {
			t.Errorf("%s: Reconcile() has %s, want %s", tt.name, got, tt.want)
		}
		revised, err := plan.Revise(hierarchy.Options{Release: []string{"B1"}})
		if err != nil {
			t.Fatal(err)
		}
		if got := quotas(revised); got != tt.revised {
			t.Errorf("%s: Revise() has %s, want %s", tt.name, got, tt.revised)
		}
	}

	// From quotas that fit no word to a target that does: B and C give up the same.
	wide := reconciling{
		tree: "A B C", value: "2e19", bids: []bids{{figures: "A=10"}}, holds: "B=9999999999999999990",
	}
	plan, err := wide.reconcile(t)
	if err != nil {
		t.Fatal(err)
	}
	goal := plan.Target()
	goal.Value = d("30")
	revised, err := plan.ReviseTo(goal, hierarchy.Options{Release: []string{"B"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(revised), "0=30 A=10 B=5 C=15"; got != want {
		t.Errorf("ReviseTo() has %s, want %s", got, want)
	}
}

// What a target that moves was before it moved is its value in a revision of the same target.
func TestReconciledIsRevisedFromItsInputs(t *testing.T) {
	n := reconciling{
		tree: "A B", kind: target.Ratio, places: 1, value: "6", open: &bids{}, basis: "A=1 B=1",
		bids: []bids{{figures: "A=3 B=3"}}, holds: "A=5",
	}
	tree, goal, proposed, o := n.inputs(t)
	o.Holds[0].Until = target.Year(2021)
	lapsed := o.Holds[0]
	lapsed.Unit, lapsed.Until = "B", target.Year(2019)
	o.Holds = append(o.Holds, lapsed)
	plan, err := hierarchy.Reconcile(tree, goal, proposed, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Holds[0].Value, o.Target.Factor, proposed[0].By = d("1"), some("9"), "somebody else"
	if r, _ := plan.Reconciliation(); !r.Options.Holds[0].Value.Equal(d("5")) || r.Options.Target.Factor.Valid ||
		r.Proposals[0].By != "" {
		t.Errorf("Reconciliation() = %+v, want what was given to Reconcile", r)
	}
	if got := plan.Explain("B").Steps[0].Lapsed; len(got) != 1 || got[0].Until != lapsed.Until {
		t.Errorf("Explain(B) has the lapsed holds %+v, want %+v", got, lapsed)
	}

	further := plan.Target()
	further.Value = d("9")
	later := plan.Target()
	later.Period = target.Year(2022)
	for _, tt := range []struct {
		name    string
		to      target.Target
		options hierarchy.Options
		want    string // quotas, or the paths of errors
	}{
		{name: "as it was", to: plan.Target(), want: quotas(plan)},
		{name: "another value", to: further, want: "0=5 A=5(hold) B=5"},
		{name: "another period", to: later, want: "0=4 A=4 B=4"},
		{
			name: "other bases", to: plan.Target(), options: hierarchy.Options{Basis: codedFigures(t, tree, "A=3 B=1")},
			want: "0=4.6 A=5(hold) B=3.4",
		},
		{
			name: "nothing held", to: plan.Target(), options: hierarchy.Options{
				Release: []string{"0"}, Rule: hierarchy.Rule{Method: hierarchy.Equal()},
			},
			want: "options.rule.method options.release[0]",
		},
	} {
		revised, err := plan.ReviseTo(tt.to, tt.options)
		got := paths(t, err)
		if err == nil {
			got = quotas(revised)
		}
		if got != tt.want {
			t.Errorf("%s: ReviseTo() = %s (%v), want %s", tt.name, got, err, tt.want)
		}
	}
}

// Each step of an explanation has its figures.
func TestReconcileSteps(t *testing.T) {
	n := reconciling{
		tree: "A B", kind: target.Ratio, places: 1, value: "6", basis: "A=1 B=2", bids: []bids{{figures: "A=3 B=3"}},
		min: "A=4", max: "A=9",
	}
	plan, err := n.reconcile(t)
	if err != nil {
		t.Fatal(err)
	}

	s := plan.Explain("A").Steps[0]
	for _, tt := range []struct{ name, got, want string }{
		{"Amount", s.Amount.String(), "6"},
		{"From", s.From.String(), "6"},
		{"Parent", s.Parent.Code, "0"},
		{"Basis", s.Basis.Decimal.String(), "1"},
		{"BasisName", s.BasisName, ""},
		{"Residual", s.Residual.String(), plan.Residual("0").String()},
		{"Min", s.Min.Decimal.String(), "4"},
		{"Max", s.Max.Decimal.String(), "9"},
		{"Exact", s.Exact.Decimal.String(), "4.8"},
		{"Proposed", s.Move.Proposed.Decimal.String(), "3"},
		{"Sums", s.Move.Sums.String(), "1.8"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s of Explain(A).Steps[0] = %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

// An explanation lists the twenty bounds that move a unit most, and adds up the others. At the
// price of A and B, u00 would have 116.5 more, and each of the 23 units makes up for a part.
func TestReconcileManyBounds(t *testing.T) {
	for _, tt := range []struct {
		bounds, listed int
		others         string
	}{
		{bounds: 20, listed: 20, others: "0"},
		{bounds: 21, listed: 20, others: "5.0652"},
	} {
		var tree, figures, most strings.Builder
		for i := range tt.bounds {
			fmt.Fprintf(&tree, " u%02d", i)
			fmt.Fprintf(&figures, " u%02d=100", i)
			fmt.Fprintf(&most, " u%02d=%d", i, 99-i)
		}
		n := reconciling{
			tree: tree.String() + " A B", value: fmt.Sprint(100 * (tt.bounds + 2)),
			bids: []bids{{figures: figures.String() + " A=100 B=100"}}, max: most.String(),
		}
		plan, err := n.reconcile(t)
		if err != nil {
			t.Fatal(err)
		}
		m := plan.Explain("A").Steps[0].Move
		if len(m.Bounds) != tt.listed || m.OtherBounds.String() != tt.others {
			t.Errorf(
				"with %d bounds Explain(A) lists %d and %s of others, want %d and %s", tt.bounds, len(m.Bounds),
				m.OtherBounds, tt.listed, tt.others,
			)
		}
		for i, b := range m.Bounds {
			last := tt.bounds - 1 - i
			if want := fmt.Sprintf("u%02d", last); b.Unit.Code != want || b.DecidedBy != apportion.ByMaximum ||
				b.Limit.String() != fmt.Sprint(99-last) {
				t.Errorf("bound %d of %d is %+v, want that of %s", i, tt.bounds, b, want)
			}
		}
	}
}

// Each of a hundred bounds decides only because of those before it. The exact figures are
// within them all the same.
func TestReconcileChainOfBounds(t *testing.T) {
	const count = 100
	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		for _, side := range []int64{1, -1} {
			var tree, figures, bases, bounds strings.Builder
			level, rest := int64(1_000_000), int64(0) // the figure of those left, and what they take up
			for i := range count {
				code := fmt.Sprintf("u%03d", i)
				tree.WriteString(" " + code)
				figures.WriteString(" " + code + "=0")
				bases.WriteString(" " + code + "=1")
				if left := int64(count - i - 1); i < count-1 {
					bound := level - 1000
					fmt.Fprintf(&bounds, " %s=%d", code, side*bound)
					rest += level - bound
					level += rest / left
					rest %= left
				}
			}
			n := reconciling{
				tree: tree.String(), kind: kind, value: fmt.Sprint(side * count * 1_000_000), basis: bases.String(),
				bids: []bids{{figures: figures.String()}},
			}
			if kind == target.Ratio {
				n.value = fmt.Sprint(side * 1_000_000)
			} else {
				n.basis = ""
			}
			if n.max = bounds.String(); side < 0 {
				n.min, n.max = n.max, ""
			}

			for _, n := range []reconciling{n, n.beyondWords()} {
				plan, err := n.reconcile(t)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range []int{0, count / 2, count - 2} {
					s := plan.Explain(fmt.Sprintf("u%03d", i)).Steps[0]
					if !s.Exact.Decimal.Equal(s.Quota.Value) || s.Quota.DecidedBy == apportion.ByClaim {
						t.Errorf(
							"%v times %d: u%03d is %v by %v, and %v exactly, want its bound", kind, side, i,
							s.Quota.Value, s.Quota.DecidedBy, s.Exact.Decimal,
						)
					}
				}
			}
		}
	}
}
