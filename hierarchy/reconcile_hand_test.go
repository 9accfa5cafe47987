package hierarchy_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func proposals(rule hierarchy.FirmnessRule, of, figures hierarchy.Column) []hierarchy.Proposal {
	return []hierarchy.Proposal{{By: "A", Figures: figures, Firmness: hierarchy.Firmness{Rule: rule, Of: of}}}
}

// What each rule of firmness means, on two or three figures.
func TestReconcileByHand(t *testing.T) {
	f := newFan(2)
	none := hierarchy.Column{}
	factor := func(x string, figures hierarchy.Column) hierarchy.Proposal {
		return hierarchy.Proposal{By: "B", Figures: figures, Firmness: hierarchy.Firmness{Factor: some(x)}}
	}

	for _, tt := range []struct {
		name     string
		value    string
		places   int32
		proposed []hierarchy.Proposal
		options  hierarchy.ReconcileOptions
		want     string
		loss     string
	}{
		{
			name: "equal", value: "12", proposed: proposals(hierarchy.EqualFirmness, none, f.column("4", "2")),
			want: "00=12 01=7 02=5", loss: "0",
		},
		{
			name: "equal, and a quantum over", value: "11",
			proposed: proposals(hierarchy.EqualFirmness, none, f.column("4", "2")),
			want:     "00=11 01=7 02=4", loss: "0.5", // 3² + 2² less twice 2.5²
		},
		{
			name: "by the figure", value: "12",
			proposed: proposals(hierarchy.FigureFirmness, none, f.column("2", "6")),
			want:     "00=12 01=3 02=9", loss: "0",
		},
		{
			name: "by the figure below zero", value: "-12",
			proposed: proposals(hierarchy.FigureFirmness, none, f.column("-2", "-6")),
			want:     "00=-12 01=-3 02=-9", loss: "0",
		},
		{
			name: "a figure of zero", value: "12",
			proposed: proposals(hierarchy.FigureFirmness, none, f.column("0", "6")),
			want:     "00=12(descendants) 01=0(hold) 02=12", loss: "0",
		},
		{
			name: "by weight", value: "12",
			proposed: proposals(hierarchy.WeightFirmness, f.column("1", "3"), f.column("4", "4")),
			want:     "00=12 01=7 02=5", loss: "0",
		},
		{
			name: "a weight of zero", value: "12",
			proposed: proposals(hierarchy.WeightFirmness, f.column("0", "3"), f.column("4", "4")),
			want:     "00=12 01=8 02=4", loss: "0",
		},
		{
			name: "by variance", value: "12",
			proposed: proposals(hierarchy.VarianceFirmness, f.column("1", "3"), f.column("4", "4")),
			want:     "00=12 01=5 02=7", loss: "0",
		},
		{
			name: "a variance of zero", value: "12",
			proposed: proposals(hierarchy.VarianceFirmness, f.column("0", "3"), f.column("4", "4")),
			want:     "00=12(descendants) 01=4(hold) 02=8", loss: "0",
		},
		{
			name: "a weight of 0.25 against 0.75", value: "10",
			proposed: append(
				proposals(hierarchy.WeightFirmness, f.column("0.25", ""), f.column("0", "")),
				factor("0.75", f.column("8", "")),
			),
			want: "00=10 01=6 02=4", loss: "0",
		},
		{
			name: "a variance of 0.25, which weighs 4, against 12", value: "10",
			proposed: append(
				proposals(hierarchy.VarianceFirmness, f.column("0.25", ""), f.column("0", "")),
				factor("12", f.column("8", "")),
			),
			want: "00=10 01=6 02=4", loss: "0",
		},
		{
			name: "a figure of 0.5, which weighs 2, against 6", value: "10", places: 1,
			proposed: append(
				proposals(hierarchy.FigureFirmness, none, f.column("0.5", "")), factor("6", f.column("8.5", "")),
			),
			want: "00=10 01=6.5 02=3.5", loss: "0",
		},
		{
			name: "bounds", value: "12", proposed: proposals(hierarchy.EqualFirmness, none, f.column("4", "2")),
			options: hierarchy.ReconcileOptions{Max: f.column("6", "")},
			want:    "00=12(descendants) 01=6(maximum) 02=6", loss: "0",
		},
		{
			name: "a minimum", value: "12", proposed: proposals(hierarchy.EqualFirmness, none, f.column("4", "2")),
			options: hierarchy.ReconcileOptions{Min: f.column("", "6")},
			want:    "00=12(descendants) 01=6 02=6(minimum)", loss: "0",
		},
		{
			name: "the target moves too", value: "12",
			proposed: proposals(hierarchy.EqualFirmness, none, f.column("4", "2")),
			options:  hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{}}, want: "00=10 01=6 02=4", loss: "0",
		},
		{
			name: "the target moves half as easily", value: "14",
			proposed: proposals(hierarchy.EqualFirmness, none, f.column("4", "2")),
			options:  hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{Factor: some("0.5")}},
			want:     "00=10 01=6 02=4", loss: "0", // 0.5·4 = 2
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			goal := f.target(target.Flow, tt.value, tt.places)
			plan, err := hierarchy.Reconcile(f.tree, goal, tt.proposed, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if got := quotas(plan); got != tt.want {
				t.Errorf("Reconcile() has %s, want %s", got, tt.want)
			}
			if err := plan.Check(); err != nil {
				t.Error(err)
			}
			r, ok := plan.Reconciliation()
			if !ok || !r.Loss.Equal(d(tt.loss)) || !r.Objective.Equal(r.Least.Add(r.Loss)) {
				t.Errorf("Reconciliation() = %+v, want a loss of %s", r, tt.loss)
			}
		})
	}
}

// What cannot move is listed in the order of the tree, and explained as such.
func TestReconcileListsWhatCannotMove(t *testing.T) {
	f := newFan(4)
	plan, err := hierarchy.Reconcile(
		f.tree, f.target(target.Flow, "20", 0),
		[]hierarchy.Proposal{
			{By: "A", Figures: f.column("", "", "3"), Firmness: hierarchy.Firmness{
				Rule: hierarchy.VarianceFirmness, Of: f.column("", "", "0"),
			}},
			{By: "B", Figures: f.column("0", "6", "5"), Firmness: hierarchy.Firmness{Rule: hierarchy.FigureFirmness}},
		},
		hierarchy.ReconcileOptions{Holds: []hierarchy.Hold{{Unit: "02", Value: d("7"), By: "council"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(plan), "00=20(descendants) 01=0(hold) 02=7(hold) 03=3(hold) 04=10"; got != want {
		t.Errorf("Reconcile() has %s, want %s", got, want)
	}

	r, _ := plan.Reconciliation()
	var got []string
	for _, m := range r.Immovable {
		got = append(got, m.Unit.Code+m.By+m.Proposed.String()+m.Quota.String()+m.Change.String())
	}
	if got, want := strings.Join(got, " "), "01B000 03A330"; got != want {
		t.Errorf("Immovable = %s, want %s", got, want)
	}

	for code, want := range map[string][]string{
		"01": {"proposed 0 by B, which cannot move under its firmness", "→ 0, hold"},
		"02": {"held at 7 by council"},
		"03": {"proposed 3 by A and 5 by B, which cannot move under its firmness; moved by −2", "→ 3, hold"},
		"04": {"nothing proposed: +4.5 from the units around it, +5.5 by other bounds → 10"},
	} {
		for _, part := range want {
			if text := plan.Explain(code).String(); !strings.Contains(text, part) {
				t.Errorf("Explain(%s) =\n%s\nwant %q in it", code, text, part)
			}
		}
	}
	cascaded, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "20", 0), hierarchy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []*hierarchy.Plan{nil, cascaded} {
		if r, ok := other.Reconciliation(); ok || r.Proposals != nil {
			t.Errorf("Reconciliation() of a plan that was not reconciled = %+v, %t", r, ok)
		}
		for m := range other.Moves() {
			t.Errorf("Moves() of a plan that was not reconciled = %+v", m)
		}
	}
}

// What is wrong with proposals is reported at its place.
func TestReconcileErrors(t *testing.T) {
	f, other := newFan(2), newFan(2)
	figures := f.column("4", "2")
	firm := func(x hierarchy.Firmness) []hierarchy.Proposal {
		return []hierarchy.Proposal{{Figures: figures, Firmness: x}}
	}
	of := func(rule hierarchy.FirmnessRule, of hierarchy.Column) []hierarchy.Proposal {
		return firm(hierarchy.Firmness{Rule: rule, Of: of})
	}
	root, err := f.tree.Column(func(yield func(string, decimal.Decimal) bool) { yield("00", d("9")) })
	if err != nil {
		t.Fatal(err)
	}
	within := func(g *target.Target) { g.Comparator, g.Upper = target.Within, d("20") }

	for _, tt := range []struct {
		name     string
		proposed []hierarchy.Proposal
		options  hierarchy.ReconcileOptions
		change   func(*target.Target)
		want     string
	}{
		{name: "nothing proposed", want: "proposed"},
		{name: "no figures", proposed: []hierarchy.Proposal{{}}, want: "proposed[0].figures"},
		{
			name: "another tree", proposed: []hierarchy.Proposal{{Figures: other.column("1", "1")}},
			want: "proposed[0].figures",
		},
		{name: "for the root alone", proposed: []hierarchy.Proposal{{Figures: root}}, want: "proposed[0].figures"},
		{name: "no rule", proposed: of(9, hierarchy.Column{}), want: "proposed[0].firmness.rule"},
		{
			name: "no weights", proposed: of(hierarchy.WeightFirmness, hierarchy.Column{}),
			want: "proposed[0].firmness.of",
		},
		{
			name: "weights of another tree", proposed: of(hierarchy.WeightFirmness, other.column("1", "1")),
			want: "proposed[0].firmness.of",
		},
		{
			name: "weights that nobody reads", proposed: of(hierarchy.EqualFirmness, figures),
			want: "proposed[0].firmness.of",
		},
		{
			name: "a gap", proposed: of(hierarchy.WeightFirmness, f.column("1", "")),
			want: `proposed[0].firmness.of["02"]`,
		},
		{
			name: "below zero", proposed: of(hierarchy.VarianceFirmness, f.column("1", "-1")),
			want: `proposed[0].firmness.of["02"]`,
		},
		{
			name: "no factor", proposed: firm(hierarchy.Firmness{Factor: some("0")}),
			want: "proposed[0].firmness.factor",
		},
		{
			name: "what cannot move is no multiple of the quantum",
			proposed: []hierarchy.Proposal{{
				Figures: f.column("4", "2.5"), Firmness: hierarchy.Firmness{
					Rule: hierarchy.VarianceFirmness, Of: f.column("1", "0"),
				},
			}},
			want: `proposed[0].figures["02"]`,
		},
		{
			name: "the end of a range", proposed: firm(hierarchy.Firmness{}), change: within,
			options: hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{}}, want: "options.target",
		},
		{
			name: "no firmness of the target", proposed: firm(hierarchy.Firmness{}),
			options: hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{Factor: some("-1")}},
			want:    "options.target.factor",
		},
		{
			name: "no factor, and a gap",
			proposed: firm(hierarchy.Firmness{
				Rule: hierarchy.WeightFirmness, Of: f.column("1", ""), Factor: some("0"),
			}),
			want: `proposed[0].firmness.factor proposed[0].firmness.of["02"]`,
		},
		{
			name: "no rule of the target", proposed: firm(hierarchy.Firmness{}),
			options: hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{Rule: 9}}, want: "options.target.rule",
		},
		{
			name: "weights of the target of another tree", proposed: firm(hierarchy.Firmness{}),
			options: hierarchy.ReconcileOptions{
				Target: &hierarchy.Firmness{Rule: hierarchy.WeightFirmness, Of: other.column("1", "1")},
			},
			want: "options.target.of",
		},
		{
			name: "an unknown unit", proposed: firm(hierarchy.Firmness{}),
			options: hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{}},
			change:  func(g *target.Target) { g.Unit = "03x" }, want: "target.unit",
		},
		{
			name: "a start", proposed: firm(hierarchy.Firmness{}),
			options: hierarchy.ReconcileOptions{Holds: []hierarchy.Hold{{Unit: "01", Value: d("3"), Start: true}}},
			want:    "options.holds[0].start",
		},
	} {
		goal := f.target(target.Flow, "9", 0)
		if tt.change != nil {
			tt.change(&goal)
		}
		_, err := hierarchy.Reconcile(f.tree, goal, tt.proposed, tt.options)
		if got := paths(t, err); got != tt.want {
			t.Errorf("%s: Reconcile() = %v, want an error at %s", tt.name, err, tt.want)
		}
	}
}

// A revision reconciles the same figures again, with what the new options say on top.
func TestReconciledIsRevised(t *testing.T) {
	tree := regions(t)
	bids := codedFigures(t, tree, "11=4 12=2 2=6")
	least := codedFigures(t, tree, "11=5")
	plan, err := hierarchy.Reconcile(tree, target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("12"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher},
	}, []hierarchy.Proposal{{By: "bids", Figures: bids}}, hierarchy.ReconcileOptions{
		Min: least, Holds: []hierarchy.Hold{{Unit: "2", Value: d("6"), By: "council"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := quotas(plan), "0=12(descendants) 1=6 2=6(hold) 11=5(minimum) 12=1"; got != want {
		t.Errorf("Reconcile() has %s, want %s", got, want)
	}
	more := plan.Target()
	more.Value = d("18")

	for _, tt := range []struct {
		name    string
		to      target.Target
		options hierarchy.Options
		want    string // quotas, or the paths of errors
	}{
		{name: "as it was", to: plan.Target(), want: quotas(plan)},
		{name: "more", to: more, want: "0=18(descendants) 1=12 2=6(hold) 11=7 12=5"},
		{
			name: "a hold more", to: more,
			options: hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "12", Value: d("3")}}},
			want:    "0=18(descendants) 1=12 2=6(hold) 11=9 12=3(hold)",
		},
		{
			name: "a hold less", to: more, options: hierarchy.Options{Release: []string{"2"}},
			want: "0=18(descendants) 1=10 2=8 11=6 12=4",
		},
		{
			name: "other bounds", to: plan.Target(),
			options: hierarchy.Options{Rule: hierarchy.Rule{Min: codedFigures(t, tree, "12=3")}},
			want:    "0=12(descendants) 1=6 2=6(hold) 11=3 12=3(minimum)",
		},
		{
			name: "bounds of no unit left", to: more, options: hierarchy.Options{LastLevel: "region"},
			want: "options.min",
		},
		{
			name: "fewer levels", to: more, options: hierarchy.Options{
				LastLevel: "region", Rule: hierarchy.Rule{Min: codedFigures(t, tree, "1=1")},
			},
			want: "0=18(descendants) 1=12 2=6(hold)",
		},
		{
			name: "rules", to: more, options: hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Equal(), Stretch: some("0.1"), Reserve: some("1"), Rounding: 1},
			},
			want: "options.rule.method options.rule.stretch options.rule.reserve options.rule.rounding",
		},
		{
			name: "rules of levels and units", to: more, options: hierarchy.Options{
				Levels: map[string]hierarchy.Rule{"town": {}}, Units: map[string]hierarchy.Rule{"1": {}},
				Exempt:      []hierarchy.Exemption{{Unit: "2", Reason: "none"}},
				GroupBounds: []hierarchy.GroupBound{{Name: "g", Units: []string{"1", "2"}, Min: some("1")}},
			},
			want: "options.levels options.units options.exempt options.groupBounds",
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
		if err == nil && revised.Before() != plan {
			t.Errorf("%s: Before() = %v, want the plan that was revised", tt.name, revised.Before())
		}
	}
}

// Three plans are equally near. The order of the proposals does not decide between them.
func TestTiedProposalsInAnyOrder(t *testing.T) {
	tree := flat(t, "A", "B", "C")
	column := func(exp int32, figures map[string]int64) hierarchy.Column {
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			v, ok := figures[u.Code]
			return decimal.New(v, exp), ok
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	weighted := hierarchy.Proposal{
		Figures: column(-1, map[string]int64{"0": 0, "A": 0, "B": 0, "C": 0}),
		Firmness: hierarchy.Firmness{
			Rule: hierarchy.WeightFirmness, Of: column(0, map[string]int64{"0": 0, "A": 0, "B": 3, "C": 0}),
		},
	}
	plain := hierarchy.Proposal{Figures: column(-1, map[string]int64{"0": 0, "A": 0, "C": -1})}
	goal := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d("0.1"),
		Indicator: target.Indicator{Code: "x", Kind: target.Flow, Better: target.Higher, Places: target.Places(1)},
	}
	o := hierarchy.ReconcileOptions{Target: &hierarchy.Firmness{Factor: decimal.NewNullDecimal(d("2"))}}

	one, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{weighted, plain}, o)
	if err != nil {
		t.Fatal(err)
	}
	other, err := hierarchy.Reconcile(tree, goal, []hierarchy.Proposal{plain, weighted}, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := one.Diff(other); len(diff) > 0 {
		t.Errorf("Reconcile() of the proposals in another order: %v", diff)
	}
}

// The words of a rule read back, and are those that documents have.
func TestFirmnessRules(t *testing.T) {
	for rule, want := range map[hierarchy.FirmnessRule]string{
		hierarchy.EqualFirmness: "equal", hierarchy.StructuralFirmness: "structural",
		hierarchy.FigureFirmness: "by the figure", hierarchy.WeightFirmness: "by weight",
		hierarchy.VarianceFirmness: "by variance",
	} {
		var read hierarchy.FirmnessRule
		if err := read.UnmarshalText([]byte(rule.String())); err != nil || read != rule || rule.String() != want {
			t.Errorf("FirmnessRule(%d).String() = %s, which is read as %d (%v), want %s", rule, rule, read, err, want)
		}
	}
}
