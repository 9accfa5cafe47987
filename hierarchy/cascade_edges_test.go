package hierarchy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

func TestCascadeWithoutATree(t *testing.T) {
	for _, tree := range []*hierarchy.Tree{nil, {}} {
		_, err := hierarchy.Cascade(tree, chinaTarget(target.Flow, "100", 0), hierarchy.Options{})
		all := target.AllErrors(err)
		if len(all) != 1 || !errors.Is(err, target.ErrRequired) || !strings.Contains(err.Error(), "tree is required") {
			t.Errorf("got %v, want that the tree is required", err)
		}
	}
}

func TestHoldOutOfBounds(t *testing.T) {
	_, err := hierarchy.Cascade(chinaTree(t), chinaTarget(target.Flow, "100", 0), hierarchy.Options{
		Holds: []hierarchy.Hold{{Unit: "440000", Value: decimal.New(1, 1_000_000_000)}},
	})
	if fe, ok := errors.AsType[*target.FieldError](err); !ok || !errors.Is(err, target.ErrRange) ||
		fe.Path != `options.holds["440000"]` {
		t.Errorf("got %v", err)
	}
}

// A basis is added up from below where a unit has none, without the memo units
// and the residual.
func TestBasisFromBelow(t *testing.T) {
	tree := chinaTree(t)
	below := column(t, tree, figures(
		"440100", "25", "440300", "35", "410100", "29", "419001", "1", "650000", "10", "66bt00", "9",
	))
	given := column(t, tree, figures("440000", "60", "410000", "30", "650000", "10"))
	by := hierarchy.Rule{Method: hierarchy.Proportional(column(
		t, tree, figures("440000", "3", "410000", "2", "650000", "1"),
	))}
	plan := func(basis hierarchy.Column) *hierarchy.Plan {
		p, err := hierarchy.Cascade(tree, chinaTarget(target.Ratio, "3.3", 2), hierarchy.Options{
			Rule: by, Basis: basis, LastLevel: "province",
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	a, b := plan(below), plan(given)
	if diff := gocmp.Diff(quotas(b), quotas(a)); diff != "" {
		t.Errorf("another basis from below (-given +from below):\n%s", diff)
	}
	if got := a.Explain("440000").Steps[0].Basis; !got.Decimal.Equal(d("60")) {
		t.Errorf("the basis is %v, want 60", got)
	}
	_, err := hierarchy.Cascade(tree, chinaTarget(target.Ratio, "3.3", 2), hierarchy.Options{
		Rule: by, Basis: column(t, tree, figures("440100", "25", "44rest", "35", "410000", "30", "650000", "10")),
		LastLevel: "province",
	})
	if !errors.Is(err, target.ErrMissing) || !strings.Contains(err.Error(), `basis["440000"]`) {
		t.Errorf("got %v, want that the basis of 440000 is missing, since 440300 has none", err)
	}
}

// recorder keeps the family that it was asked about.
type recorder struct{ seen *[]hierarchy.Family }

func (r recorder) Claims(f hierarchy.Family) ([]hierarchy.Claim, error) {
	*r.seen = append(*r.seen, f)
	return weighted(f.Basis), nil
}

// weighted are claims of the weights, without offsets.
func weighted(weights []decimal.Decimal) []hierarchy.Claim {
	claims := make([]hierarchy.Claim, len(weights))
	for i, w := range weights {
		claims[i].Weight = w
	}
	return claims
}

func TestFamilyOfAMethod(t *testing.T) {
	tree := chinaTree(t)
	basis := column(t, tree, figures(
		"440000", "60.5", "410000", "30", "650000", "10", "440100", "20.25", "440300", "40", "44rest", "0.25",
		"410100", "29", "419001", "1",
	))
	var seen []hierarchy.Family
	p, err := hierarchy.Cascade(tree, chinaTarget(target.Ratio, "3.3", 2), hierarchy.Options{
		Rule: hierarchy.Rule{Method: recorder{&seen}, Stretch: decimal.NewNullDecimal(d("0.1"))}, Basis: basis,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 {
		t.Fatalf("%d families, want 3", len(seen))
	}

	for _, f := range seen {
		q, _ := p.Quota(f.Parent.Code)
		if !f.Target.Value.Equal(q.Value) || f.Target.Unit != f.Parent.Code || f.Root != "000000" {
			t.Errorf("the target of %s is %v of %s", f.Parent.Code, f.Target.Value, f.Target.Unit)
		}
		if want := q.Value.Mul(d("1.1")).Round(2); !f.Amount.Equal(want) {
			t.Errorf("the amount of %s is %v, want %v", f.Parent.Code, f.Amount, want)
		}
		if len(f.Basis) != len(f.Children) {
			t.Fatalf("%d bases for %d children", len(f.Basis), len(f.Children))
		}
		for i, u := range f.Children {
			if want, _ := basis.At(u.Code); !f.Basis[i].Equal(want) || u.Role == hierarchy.Memo {
				t.Errorf("%s has the basis %v, want %v", u.Code, f.Basis[i], want)
			}
		}
	}
}

// Of what is left beside a hold, a child that no bound lets below zero gets
// nothing, and is said to.
func TestExactShareAgainstTheTotal(t *testing.T) {
	f := newFan(3)
	for _, sign := range []string{"", "-"} {
		bound := f.column("", negative(sign+"200"), "")
		o := hierarchy.Options{Holds: []hierarchy.Hold{{Unit: "01", Value: d(sign +
			"180"), By: "the ministry"}}, Basis: f.column("1", "1", "1")}
		if o.Rule.Min = bound; sign != "" {
			o.Rule = hierarchy.Rule{Max: bound}
		}
		for kind, total := range map[target.Kind]string{target.Flow: sign + "90", target.Ratio: sign + "30"} {
			p, err := hierarchy.Cascade(f.tree, f.target(kind, total, 0), o)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := quotas(p), fmt.Sprintf("00=%s 01=%s180(hold) 02=%s 03=0", total, sign, negative(sign+
				"90")); got != want {
				t.Errorf("%v: quotas are %s, want %s", kind, got, want)
			}
			for code, want := range map[string]string{"02": negative(sign + "90"), "03": "0"} {
				if x := p.Explain(code).Steps[0].Exact; !x.Valid || !x.Decimal.Equal(d(want)) {
					t.Errorf("%v: %s is said to have %v exactly, want %s", kind, code, x, want)
				}
			}
		}
	}
}

func negative(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return rest
	}
	return "-" + s
}

func TestColumnsWithinMethods(t *testing.T) {
	f, other := newFan(2), newFan(2)
	own, alien := f.column("1", "2"), other.column("1", "2")
	for _, m := range []hierarchy.Method{
		hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(own)}, hierarchy.Part{
			Weight: d("1"), Method: hierarchy.Proportional(alien),
		}),
		hierarchy.Negotiated(own, d("0.5"), hierarchy.Proportional(alien)),
		hierarchy.Negotiated(alien, d("0.5"), hierarchy.Proportional(own)),
	} {
		if _, err := f.quotas(
			target.Flow, "30", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: m}},
		); !errors.Is(err, target.ErrMismatch) {
			t.Errorf("%v: got %v, want a mismatch of trees", m, err)
		}
	}

	m := hierarchy.Blend(hierarchy.Part{
		Weight: d("0.60"), Method: hierarchy.Proportional(own.Named("population")),
	}, hierarchy.Part{Weight: d("0.4")})
	if got, want := fmt.Sprint(m), "by a blend of 0.6 in proportion to population and 0.4 equally"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}

// Quotas as a column are the quotas, whatever their size and step.
func TestPlanColumn(t *testing.T) {
	f := newFan(2)
	for _, x := range []struct{ value, quantum string }{
		{"7", "1"}, {"10000", "2500"}, {"1e40", "1"}, {"7.5", "0.5"}, {"12e3", "1e3"},
	} {
		tgt := f.target(target.Flow, x.value, 1)
		tgt.Indicator.Quantum = d(x.quantum)
		p, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := p.Column()
		if c.Len() != p.Len() {
			t.Errorf("%d figures of %d quotas", c.Len(), p.Len())
		}
		for q := range p.All() {
			if v, ok := c.At(q.Unit.Code); !ok || !v.Equal(q.Value) {
				t.Errorf("%s of %s: the column has %v, the plan %v", q.Unit.Code, x.value, v, q.Value)
			}
		}
	}
}

// What a mean is missed by, and how far its levels are from the target, is in the
// unit of the indicator, whatever the quantum.
func TestMeansInTheUnitOfTheIndicator(t *testing.T) {
	f := newFan(2)
	for _, x := range []struct {
		value, quantum, quotas, residual, figure string
	}{
		{"3", "1", "00=3 01=2 02=4", "0.2", "2.8"},
		{"15", "5", "00=15 01=10 02=20", "1", "14"},
		{"3000", "1e3", "00=3000 01=2000 02=4000", "200", "2800"},
		{
			"297e-17", "99e-17", "00=0.00000000000000297 01=0.00000000000000198 02=0.00000000000000396", "2e-16",
			"28e-16",
		},
	} {
		tgt := f.target(target.Ratio, x.value, 20)
		tgt.Indicator.Quantum = d(x.quantum)
		p, err := hierarchy.Cascade(f.tree, tgt, hierarchy.Options{
			Rule: hierarchy.Rule{Method: hierarchy.Proportional(f.column("1", "2"))}, Basis: f.column("3", "2"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := quotas(p); got != x.quotas {
			t.Errorf("quotas are %s, want %s", got, x.quotas)
		}
		s := p.Slack()[0]
		if got := p.Residual("00"); !got.Equal(d(x.residual)) || !s.Figure.Equal(d(x.figure)) ||
			!s.Total.Decimal.Equal(d(x.residual).Neg()) {
			t.Errorf(
				"%s: the residual is %v, the figure %v, the slack %v; want %s and %s", x.value, got, s.Figure,
				s.Total.Decimal, x.residual, x.figure,
			)
		}
	}
}

// The slack of a province's own target starts from the province.
func TestSlackBelowAProvince(t *testing.T) {
	tgt := chinaTarget(target.Flow, "1000", 0)
	tgt.Unit = "410000"
	p, err := hierarchy.Cascade(
		chinaTree(t), tgt, hierarchy.Options{Rule: hierarchy.Rule{Stretch: decimal.NewNullDecimal(d("0.1"))}},
	)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.Slack() {
		got = append(got, fmt.Sprintf("%s %d %v %v %v", s.Level, s.Units, s.Figure, s.Step.Decimal, s.Total.Decimal))
	}
	if want := []string{"prefecture 1 1100 0.1 0.1", "county 1 1100 0 0.1"}; gocmp.Diff(want, got) != "" {
		t.Errorf("Slack() = %q, want %q", got, want)
	}
}

// Where the plan ends changes nothing above, if nothing is asked for below and no
// unit to be counted is without a weight.
func depthOnlyCuts(t *rapid.T) {
	x := drawTask(t, target.Flow, target.Milestone, target.Milestone, target.Ratio)
	if x.ind.Kind == target.Milestone {
		for code, w := range x.weights {
			x.weights[code] = w.Add(d("0.1"))
		}
	}

	x.done = nil
	x.held, x.rules = nil, [2]taskRule{{rounding: x.rules[0].rounding}, {rounding: x.rules[1].rounding}}
	whole, err := x.cascade(t)
	if err != nil {
		return
	}

	above := map[string]int{"": -1} // the level of each unit
	for _, u := range x.units {
		above[u.Code] = slices.Index(levels, u.Level)
	}

	for i, level := range levels[1:] {
		x.depth = level
		cut, err := x.cascade(t)
		if err != nil {
			t.Fatalf("down to the %s: %v", level, err)
		}
		for q := range whole.All() {
			p, ok := cut.Quota(q.Unit.Code)
			if reached := above[q.Unit.Parent] < i+1; reached != ok {
				t.Errorf("down to the %s: %s has a quota: %t", level, q.Unit.Code, ok)
			} else if ok && !p.Value.Equal(q.Value) {
				t.Errorf("down to the %s: %s has %v instead of %v", level, q.Unit.Code, p.Value, q.Value)
			}
		}
	}
}

func TestDepthOnlyCuts(t *testing.T) { rapid.Check(t, depthOnlyCuts) }

func TestBandsAtTheirEnds(t *testing.T) {
	f := newFan(3)
	got, err := f.quotas(target.Flow, "30", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Bands(
		f.column("1", "2", "2"), d("0"), d("5"),
	)}})
	if want := "[0 15 15]"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("a step of zero: got %v, %v, want %s", got, err, want)
	}
	for _, group := range []string{"0", "-1", "1.5", "3"} {
		_, err := f.quotas(target.Flow, "30", 0, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Bands(
			f.column("1", group, "2"), d("1"), d("5"),
		)}})
		if !errors.Is(err, target.ErrRange) || !strings.Contains(err.Error(), `figures["02"] `+group) {
			t.Errorf("group %s: got %v", group, err)
		}
	}
}

func TestRoleBeyondTheConstants(t *testing.T) {
	if text, err := (hierarchy.Residual + 1).MarshalText(); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("MarshalText() = %s, %v", text, err)
	}
}

// The limits of a mean have four decimals more than its quantum, and of minima
// those are named that suffice for the conflict, by what they weigh.
func TestInfeasibleMeans(t *testing.T) {
	f := newFan(2)
	_, err := hierarchy.Cascade(f.tree, f.target(target.Ratio, "3.00", 2), hierarchy.Options{
		Rule: hierarchy.Rule{Max: f.column("1", "0")}, Basis: f.column("1", "2"),
	})
	if e, ok := errors.AsType[*hierarchy.InfeasibleError](err); !ok || e.Most.Decimal.String() != "0.333333" ||
		!e.Least.Decimal.IsZero() {
		t.Errorf("got %v", err)
	}

	if _, err := hierarchy.Cascade(
		f.tree, f.target(target.Ratio, "3.00", 2), hierarchy.Options{Basis: f.column("1", "-2e30")},
	); !errors.Is(err, target.ErrRange) || !strings.Contains(err.Error(), `basis["02"]`) {
		t.Errorf("a basis below zero and beyond a word: %v", err)
	}

	tree := chinaTree(t)
	basis := column(t, tree, figures(
		"440000", "75", "410000", "30", "650000", "10", "440100", "20", "440300", "50", "44rest", "5", "410100",
		"29", "419001", "1",
	))
	_, err = hierarchy.Cascade(tree, chinaTarget(target.Ratio, "5", 0), hierarchy.Options{
		Rule: hierarchy.Rule{Min: column(t, tree, figures("440100", "4", "440300", "8"))}, Basis: basis,
		Holds: []hierarchy.Hold{{Unit: "440000", Value: d("5"), By: "the ministry"}},
	})
	if e, ok := errors.AsType[*hierarchy.InfeasibleError](err); !ok || e.Parent != "440000" ||
		fmt.Sprint(e.Units) != "[440300]" || !e.Least.Decimal.Equal(d("6.4")) {
		t.Errorf("got %v", err)
	}
}
