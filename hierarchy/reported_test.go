package hierarchy_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// grove is a tree given as "T A<T B<T A1<A", with columns given as "A=1 B=2".
type grove struct{ tree *hierarchy.Tree }

func newGrove(t *testing.T, units string) grove {
	t.Helper()
	depth := map[string]int{}
	var all []hierarchy.Unit
	levels := []string{"0"}
	for word := range strings.FieldsSeq(units) {
		code, parent, _ := strings.Cut(word, "<")
		if parent != "" {
			depth[code] = depth[parent] + 1
		}
		level := fmt.Sprint(depth[code])
		if !slices.Contains(levels, level) {
			levels = append(levels, level)
		}
		all = append(all, hierarchy.Unit{Code: code, Level: level, Parent: parent})
	}
	tree, err := hierarchy.NewTree(levels, all)
	if err != nil {
		t.Fatal(err)
	}
	return grove{tree}
}

func pairs(text string) map[string]decimal.Decimal {
	m := map[string]decimal.Decimal{}
	for word := range strings.FieldsSeq(text) {
		code, value, _ := strings.Cut(word, "=")
		m[code] = d(value)
	}
	return m
}

func (g grove) column(text string) hierarchy.Column {
	c, err := g.tree.Column(maps.All(pairs(text)))
	if err != nil {
		panic(err)
	}
	return c
}

func (g grove) target(kind target.Kind, value string, places int32) target.Target {
	return target.Target{
		Code: "t", Unit: "T", Period: target.Year(2030), Value: d(value),
		Indicator: target.Indicator{Code: "x", Kind: kind, Better: target.Higher, Places: target.Places(places)},
	}
}

func holds(text string) (held []hierarchy.Hold) {
	for word := range strings.FieldsSeq(text) {
		code, value, _ := strings.Cut(word, "=")
		held = append(held, hierarchy.Hold{Unit: code, Value: d(value), By: "the ministry"})
	}
	return held
}

// quotasOf prints the quotas of the units named in a text of the form that they are
// printed in.
func quotasOf(p *hierarchy.Plan, like string) string {
	var out []string
	for word := range strings.FieldsSeq(like) {
		code, _, _ := strings.Cut(word, "=")
		q, _ := p.Quota(code)
		out = append(out, code+"="+q.Value.String())
	}
	return strings.Join(out, " ")
}

// TestReportedMeans has weighted means in whole quanta that users of other systems
// reported as wrong there: each in the smallest form that shows it.
func TestReportedMeans(t *testing.T) {
	uniform := func(grove) hierarchy.Method { return hierarchy.Uniform() }
	scale := func(weights string) func(grove) hierarchy.Method {
		return func(g grove) hierarchy.Method { return hierarchy.Scale(g.column(weights)) }
	}

	for _, tt := range []struct {
		source, units string
		kind          target.Kind
		value         string
		places        int32
		method        func(grove) hierarchy.Method
		basis, max    string
		held          string
		want          string
	}{
		{
			source: "github.com/ActivitySim/populationsim/issues/53: a unit with nobody in it stops the rest; with it",
			units:  "T A<T B<T A1<A A2<A A3<A", kind: target.Ratio, value: "5", method: uniform,
			basis: "A1=1 A2=1 A3=0 B=2", held: "A1=2 A2=4", want: "A=3 B=7 A1=2 A2=4 A3=3",
		},
		{
			source: "and without it",
			units:  "T A<T B<T A1<A A2<A", kind: target.Ratio, value: "5", method: uniform,
			basis: "A1=1 A2=1 B=2", held: "A1=2 A2=4", want: "A=3 B=7 A1=2 A2=4",
		},
		{
			source: "IBM TM1, Spreading in TurboIntegrator: Hold. The quota above must suffice for the caps below",
			units:  "T A<T B<T A1<A A2<A", kind: target.Reduction, value: "2", method: uniform,
			basis: "A1=99 A2=1 B=100", max: "A1=1 A2=2", want: "A=1 B=3 A1=1 A2=1",
		},
		{
			source: "github.com/sktime/sktime/issues/7586: what is fixed at its own figure",
			units:  "T A<T B<T", kind: target.Ratio, value: "3.3", places: 2, method: scale("A=0 B=1.7"),
			basis: "A=57 B=1303", held: "B=3.44", want: "A=0 B=3.44",
		},
		{
			source: "github.com/karmada-io/karmada/issues/4220: what nothing depends on, beside what is fixed",
			units:  "T A<T B<T", kind: target.Ratio, value: "22", method: uniform,
			basis: "A=0 B=15", held: "B=22", want: "A=22 B=22",
		},
		{
			source: "a branch of nobody gets what the method gives it",
			units:  "T A<T B<T A1<A A2<A", kind: target.Ratio, value: "22", method: uniform,
			basis: "A1=0 A2=0 B=15", want: "A=22 B=22 A1=22 A2=22",
		},
		{
			source: "and so does one whose references are averaged as if all counted alike",
			units:  "T A<T B<T A1<A A2<A", kind: target.Ratio, value: "20", method: scale("A=1 B=1 A1=1 A2=3"),
			basis: "A1=0 A2=0 B=15", want: "A=20 B=20 A1=10 A2=30",
		},
		{
			source: "a weight of zero beside a cap further down",
			units:  "T A<T B<T A1<A A2<A", kind: target.Ratio, value: "10", method: scale("A=1 B=1 A1=1 A2=0"),
			basis: "A1=1 A2=1 B=2", max: "A1=2", want: "A=1 B=19 A1=2 A2=0",
		},
	} {
		t.Run(tt.source, func(t *testing.T) {
			g := newGrove(t, tt.units)
			o := hierarchy.Options{
				Rule: hierarchy.Rule{Method: tt.method(g)}, Basis: g.column(tt.basis), Holds: holds(tt.held),
			}
			if tt.max != "" {
				o.Rule.Max = g.column(tt.max)
			}
			p, err := hierarchy.Cascade(g.tree, g.target(tt.kind, tt.value, tt.places), o)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(); err != nil {
				t.Error(err)
			}
			if got := quotasOf(p, tt.want); got != tt.want {
				t.Errorf("Cascade() = %s, want %s", got, tt.want)
			}
		})
	}
}

// TestReportedRevisions hold what was issued as it was issued: nothing moves.
func TestReportedRevisions(t *testing.T) {
	for _, tt := range []struct {
		source, value, basis, weights string
		places                        int32
		held, want                    string
	}{
		{
			"github.com/sktime/sktime/issues/7586, github.com/tidyverts/fabletools/issues/352", "3.3",
			"A=57 B=1303", "A=0 B=1.7", 2, "B=3.44", "A=0 B=3.44",
		},
		{"github.com/karmada-io/karmada/issues/4220", "22", "A=0 B=15", "A=1 B=1", 0, "B=22", "A=22 B=22"},
	} {
		g := newGrove(t, "T A<T B<T")
		p, err := hierarchy.Cascade(g.tree, g.target(target.Ratio, tt.value, tt.places), hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Scale(g.column(tt.weights))}, Basis: g.column(tt.basis),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := quotasOf(p, tt.want); got != tt.want {
			t.Errorf("%s: Cascade() = %s, want %s", tt.source, got, tt.want)
		}
		again, err := p.Revise(hierarchy.Options{Holds: holds(tt.held)})
		if err != nil {
			t.Fatal(err)
		}
		if got := quotasOf(again, tt.want); got != tt.want {
			t.Errorf("%s: Revise() = %s, want %s", tt.source, got, tt.want)
		}
	}
}

// TestReportedRefusals are refused with the limits that there are.
func TestReportedRefusals(t *testing.T) {
	for _, tt := range []struct {
		source      string
		kind        target.Kind
		value       string
		places      int32
		weights     string
		basis, max  string
		most, units string
	}{
		// 10 % cannot be reached where 9.01 % is the most, in whole percents as in tenths.
		{
			"github.com/statistikat/surveysd/issues/26", target.Reduction, "10", 0, "A=1 B=1", "A=100 B=1",
			"A=9 B=10", "9.0099", "[A B]",
		},
		{
			"github.com/statistikat/surveysd/issues/26", target.Reduction, "10", 1, "A=1 B=1", "A=100 B=1",
			"A=9 B=10", "9.0099", "[A B]",
		},
		{
			"github.com/daniGiro/FoReco/issues/7: which bounds", target.Ratio, "3", 0, "A=0 B=1", "A=1 B=1",
			"A=10 B=3", "1.5", "[A B]",
		},
		{
			"github.com/daniGiro/FoReco/issues/7: which bounds", target.Flow, "6", 0, "A=0 B=1", "", "A=10 B=3",
			"3", "[A B]",
		},
	} {
		g := newGrove(t, "T A<T B<T")
		o := hierarchy.Options{Rule: hierarchy.Rule{
			Method: hierarchy.Proportional(g.column(tt.weights)), Max: g.column(tt.max),
		}}
		if tt.basis != "" {
			o.Basis = g.column(tt.basis)
		}
		_, err := hierarchy.Cascade(g.tree, g.target(tt.kind, tt.value, tt.places), o)
		e, ok := errors.AsType[*hierarchy.InfeasibleError](err)
		if !ok || !e.Most.Valid || e.Most.Decimal.Round(4).String() != tt.most || fmt.Sprint(e.Units) != tt.units {
			t.Errorf("%s: Cascade() = %v, want at most %s by %s", tt.source, err, tt.most, tt.units)
		}
		if all := target.AllErrors(err); len(all) != 1 || all[0].Path != `units["T"]` ||
			!errors.Is(all[0], target.ErrInfeasible) {
			t.Errorf("%s: AllErrors() = %v", tt.source, all)
		}
	}
}

// TestOffsetsUnderHolds: methods with an offset keep their own formula beside what
// a hold or a bound decides.
func TestOffsetsUnderHolds(t *testing.T) {
	f := newFan(3)
	ones := f.column("1", "1", "1")
	for _, tt := range []struct {
		name    string
		kind    target.Kind
		value   string
		places  int32
		method  hierarchy.Method
		min     string
		max     string
		held    string
		want    string
		explain string // of the second unit
	}{
		{
			name: "a shift beside a hold", kind: target.Growth, value: "7", places: 2, held: "01=5",
			method: hierarchy.Shift(f.column("2", "12", "4").Named("growth of 2014")), want: "5 12 4",
			explain: "12 (growth of 2014), shifted by +0, basis 1: 12.000000 → 12.00",
		},
		{
			name: "a shift", kind: target.Growth, value: "7.5", places: 2,
			method: hierarchy.Shift(f.column("2", "12", "4")), want: "3.5 13.5 5.5",
			explain: "12 (reference), shifted by +1.5, basis 1: 13.500000 → 13.50",
		},
		{
			name: "an increment beside a hold", kind: target.Flow, value: "20", held: "01=5",
			method: hierarchy.Increment(f.column("1", "12", "3"), ones), want: "5 12 3",
			explain: "12 (done) + 0 (weight 1 × 0): 12.0000 → 12",
		},
		{
			name: "an increment below a maximum", kind: target.Flow, value: "22", max: "1",
			method: hierarchy.Increment(f.column("1", "12", "3"), ones), want: "1 15 6",
			explain: "12 (done) + 3 (weight 1 × 3): 15.0000 → 15",
		},
		{
			name: "less than is done, with minima", kind: target.Flow, value: "8", min: "0 0 0",
			method: hierarchy.Increment(f.column("1", "12", "0"), f.column("1", "1", "0")), want: "0 8 0",
			explain: "12 (done) − 4 (weight 1 × −4): 8.0000 → 8",
		},
		{
			name: "growth below zero, with a minimum", kind: target.Growth, value: "1", places: 1, min: "-100",
			method: hierarchy.Shift(f.column("-3", "4", "5")), want: "-4 3 4",
			explain: "4 (reference), shifted by −1, basis 1: 3.00000 → 3.0",
		},
		{
			name: "a blend of one part", kind: target.Flow, value: "20", held: "01=5",
			method: hierarchy.Blend(hierarchy.Part{
				Weight: d("3"), Method: hierarchy.Increment(f.column("1", "12", "3"), ones),
			}), want: "5 12 3",
		},
		{
			name: "a blend of shifts", kind: target.Flow, value: "24", held: "01=7",
			method: hierarchy.Blend(
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Shift(f.column("2", "10", "3"))},
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Shift(f.column("4", "14", "3"))},
			), want: "7 13 4",
		},
		{
			name: "a blend of proportions scales", kind: target.Flow, value: "24", held: "01=6",
			method: hierarchy.Blend(
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(f.column("1", "2", "1"))},
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(f.column("1", "2", "1"))},
			), want: "6 12 6",
		},
		{
			name: "quotas that are not negotiated", kind: target.Flow, value: "20", held: "01=5",
			method: hierarchy.Negotiated(
				hierarchy.Column{}, d("1"), hierarchy.Increment(f.column("1", "12", "3"), ones),
			), want: "5 12 3",
		},
		{
			name: "only bids", kind: target.Flow, value: "20", held: "01=5",
			method: hierarchy.Negotiated(f.column("1", "2", "1"), d("0"), hierarchy.Proportional(hierarchy.Column{})),
			want:   "5 10 5",
		},
		{
			name: "a part that does not count", kind: target.Flow, value: "20", held: "01=5",
			method: hierarchy.Blend(
				hierarchy.Part{Method: hierarchy.Proportional(hierarchy.Column{})},
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(f.column("1", "2", "1"))},
			), want: "5 10 5",
		},
		{
			// Incomes per head of 8, 27 and 64 have the roots 2, 3 and 4: λ is −1/5.
			name: "ability to pay beside a hold", kind: target.Flow, value: "82", held: "01=50",
			method: hierarchy.Capability(
				f.column("60", "50", "60"), f.column("800", "270", "64"), f.column("100", "10", "1"),
			),
			want: "50 20 12",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := hierarchy.Options{Rule: hierarchy.Rule{Method: tt.method}, Holds: holds(tt.held)}
			if tt.kind == target.Growth {
				o.Basis = ones
			}
			if tt.min != "" {
				o.Rule.Min = f.column(strings.Fields(tt.min)...)
			}
			if tt.max != "" {
				o.Rule.Max = f.column(strings.Fields(tt.max)...)
			}
			p, err := hierarchy.Cascade(f.tree, f.target(tt.kind, tt.value, tt.places), o)
			if err != nil {
				t.Fatal(err)
			}

			var got []string
			for q := range p.Level("province") {
				got = append(got, q.Value.String())
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("Cascade() = %s, want %s", s, tt.want)
			}
			if text := p.Explain("02").String(); !strings.Contains(text, tt.explain) {
				t.Errorf("Explain() = \n%s\nwant %s", text, tt.explain)
			}
		})
	}
}

// A branch with nothing to divide and no weights gets zeros by every method:
// github.com/Rhymond/go-money/issues/122, in a tree.
func TestEmptyBranch(t *testing.T) {
	g := newGrove(t, "T A<T B<T A1<A B1<B B2<B")
	w := g.column("T=5 A=5 B=0 A1=5 B1=0 B2=0")
	part := func(share string, m hierarchy.Method) hierarchy.Part {
		return hierarchy.Part{Weight: d(share), Method: m}
	}

	for _, m := range []hierarchy.Method{
		hierarchy.Proportional(w),
		hierarchy.Blend(part("0.6", hierarchy.Proportional(w)), part("0.4", hierarchy.Proportional(w))),
		hierarchy.Converge(w, d("0")),
		hierarchy.Negotiated(w, d("0.5"), hierarchy.Proportional(w)),
		hierarchy.Capability(w, w, g.column("A=1 B=1 A1=1 B1=1 B2=1")),
		hierarchy.RatioOfMeans(w),
		hierarchy.Increment(w, w),
	} {
		p, err := hierarchy.Cascade(
			g.tree, g.target(target.Flow, "10", 0), hierarchy.Options{Rule: hierarchy.Rule{Method: m}},
		)
		if err != nil {
			t.Errorf("%v: %v", m, err)
			continue
		}
		if want, got := "A=10 B=0 A1=10 B1=0 B2=0", quotasOf(p, "A B A1 B1 B2"); got != want {
			t.Errorf("%v: Cascade() = %s, want %s", m, got, want)
		}
	}
}

// Where a part of a blend has nothing to divide by is said:
// github.com/Nixtla/hierarchicalforecast/issues/324, in a blend.
func TestWhereAPartHasNoWeights(t *testing.T) {
	g := newGrove(t, "T A<T B<T A1<A B1<B B2<B")
	w := g.column("A=5 B=1 A1=5 B1=0 B2=0")
	m := hierarchy.Blend(
		hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(w)},
		hierarchy.Part{Weight: d("1"), Method: hierarchy.Equal()},
	)
	_, err := hierarchy.Cascade(
		g.tree, g.target(target.Flow, "10", 0), hierarchy.Options{Rule: hierarchy.Rule{Method: m}},
	)
	if all := target.AllErrors(err); len(all) != 1 || all[0].Path != `units["B"].method.blend[0]` ||
		!errors.Is(err, target.ErrInfeasible) {
		t.Errorf("Cascade() = %v, want an error at units[\"B\"].method.blend[0]", err)
	}
}

// What a cap further down leaves goes elsewhere if the other child has no weight.
func TestWeightOfZeroBesideACap(t *testing.T) {
	g := newGrove(t, "T A<T B<T A1<A A2<A")
	p, err := hierarchy.Cascade(g.tree, g.target(target.Flow, "10", 0), hierarchy.Options{
		Rule:  hierarchy.Rule{Max: g.column("A1=2")},
		Units: map[string]hierarchy.Rule{"A": {Method: hierarchy.Proportional(g.column("A1=1 A2=0"))}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if want, got := "A=2 B=8 A1=2 A2=0", quotasOf(p, "A B A1 A2"); got != want {
		t.Errorf("Cascade() = %s, want %s", got, want)
	}
}

// Holds in conflict are called holds, with who set them and by how much they are
// too much; all gaps of a column are reported at once.
func TestErrorsToActOn(t *testing.T) {
	f := newFan(3)
	for _, tt := range []struct {
		name string
		o    hierarchy.Options
		want string
	}{
		{
			"holds",
			hierarchy.Options{Holds: []hierarchy.Hold{
				{Unit: "01", By: "the boss", Value: d("8")}, {Unit: "02", By: "Ann", Value: d("7")},
			}},
			`units["00"] 10 cannot be met: holds exceed the amount, at least 15 ("01", "02"): "01" is held at 8 by the boss, "02" is held at 7 by Ann: ` +

				`raise the target by 5, or lower these holds by as much`,
		},
		{
			"gaps",
			hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: d("1"), Method: hierarchy.Equal()},
				hierarchy.Part{
					Weight: d("1"), Method: hierarchy.Proportional(f.column("", "", "1").Named("sales of 2025")),
				},
			)}},
			"2 problems:\n" +
				`options.rule.method.blend[1].figures["01"] has no figure: give a figure of sales of 2025 for it, or roll the column up from below` + "\n" +
				`options.rule.method.blend[1].figures["02"] has no figure: give a figure of sales of 2025 for it, or roll the column up from below`,
		},
		{
			"a formula below zero",
			hierarchy.Options{
				Rule: hierarchy.Rule{Method: hierarchy.Increment(f.column("1", "30", "0"), f.column("1", "1", "1"))},
			},
			"2 problems:\n" +
				`units["00"].claims["01"] cannot be met: its quota would fall below zero: bound the quotas (a minimum, such as 0), or divide the amount by another method` + "\n" +
				`units["00"].claims["03"] cannot be met: its quota would fall below zero: bound the quotas (a minimum, such as 0), or divide the amount by another method`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "10", 0), tt.o)
			if err == nil || err.Error() != tt.want {
				t.Errorf("Cascade() = %v, want\n%s", err, tt.want)
			}
		})
	}
}

// Middle-out disaggregation with method A of Gross and Sohl takes the shares in the
// units in the middle: the figures are worked out from their definition.
func TestMeanOfRatiosFromTheMiddle(t *testing.T) {
	g := newGrove(t, "T G1<T G2<T B1<G1 B2<G1 B3<G2 B4<G2")
	var history []hierarchy.Column
	for _, year := range []string{
		"B1=10 B2=30 B3=5 B4=55", "B1=12 B2=28 B3=9 B4=51", "B1=15 B2=33 B3=4 B4=60", "B1=20 B2=31 B3=8 B4=71",
	} {
		up, err := hierarchy.RollUp(target.Flow, g.column(year), hierarchy.Column{})
		if err != nil {
			t.Fatal(err)
		}
		history = append(history, up)
	}

	p, err := hierarchy.MiddleOut(g.tree, g.target(target.Flow, "0", 4), g.column("G1=60 G2=90"), hierarchy.Options{
		Rule: hierarchy.Rule{Method: hierarchy.MeanOfRatios(history...)},
	})
	if err != nil {
		t.Fatal(err)
	}

	want := "T=150 G1=60 G2=90 B1=18.8199 B2=41.1801 B3=8.9347 B4=81.0653"
	if got := quotasOf(p, want); got != want {
		t.Errorf("MiddleOut() = %s, want %s", got, want)
	}
}
