package trial_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// density is a target of invention patents in force per 10,000 people.
func density(value string, places int32) target.Target {
	return target.Target{
		Code: "density", Unit: "CN", Period: target.Year(2015), Value: dec(value), Force: target.Expected,
		Indicator: target.Indicator{
			Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(places),
		},
	}
}

// patentDensity is the provinces' density of 2015, quotas by that of 2010, with
// the populations from before and after the census of 2020.
func patentDensity(t testing.TB, n units) trial.DoubtSpec {
	t.Helper()
	people := n.figures["population_2010"]
	before, err := n.figures["inventions_2010"].Div(people, hierarchy.Division{Places: target.Places(6)})
	if err != nil {
		t.Fatal(err)
	}
	return trial.DoubtSpec{
		Tree: n.tree, Target: density("6.3", 2), Denominators: n.figures["population_2015"],
		Vintages: []hierarchy.Column{n.figures["population_2015_revised"]}, Results: n.figures["inventions_2015"],
		Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Scale(before)}},
	}
}

func doubt(t testing.TB, s trial.DoubtSpec) *trial.Doubts {
	t.Helper()
	d, err := trial.Doubt(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What the census of 2020 changes: each quota is one of two, and a verdict holds
// only if both agree.
func TestDoubtOfVintages(t *testing.T) {
	n := readProvinces(t)
	s := patentDensity(t, n)
	d := doubt(t, s)
	if !d.Exact {
		t.Error("Exact = false, want true")
	}

	plans := make([]*hierarchy.Plan, 2)
	vintages := []string{"population_2015", "population_2015_revised"}
	for k, people := range vintages {
		o := s.Options
		o.Basis = n.figures[people]
		var err error
		if plans[k], err = hierarchy.Cascade(n.tree, s.Target, o); err != nil {
			t.Fatal(err)
		}
	}

	verdicts := map[trial.Verdict]int{}
	for _, r := range d.Rows {
		x, _ := s.Results.At(r.Unit.Code)
		met := 0
		for k, people := range vintages {
			q, _ := plans[k].Quota(r.Unit.Code)
			if q.Value.LessThan(r.Quota.Low.Decimal) || q.Value.GreaterThan(r.Quota.High.Decimal) {
				t.Errorf("%s: quota %v not within %v", r.Unit.Name, q.Value, r.Quota)
			}
			heads, _ := n.figures[people].At(r.Unit.Code)
			if x.Cmp(q.Value.Mul(heads)) >= 0 {
				met++
			}
		}
		want := []trial.Verdict{trial.Missed, trial.NoDifference, trial.Met}[met]
		if r.Verdict != want || !r.Met.Decimal.Equal(decimal.New(int64(met), 0).DivRound(dec("2"), 1)) {
			t.Errorf("%s: %v, met %v, want %v", r.Unit.Name, r.Verdict, r.Met.Decimal, want)
		}
		verdicts[r.Verdict]++
	}
	want := map[trial.Verdict]int{trial.Met: 18, trial.Missed: 11, trial.NoDifference: 2}
	if diff := cmp.Diff(want, verdicts); diff != "" {
		t.Errorf("verdicts mismatch (-want +got):\n%s", diff)
	}
}

// With fixed quotas, the interval of a ratio is its numerator over the ends of the
// denominator: Φ⁻¹(0.95) = 1.644853626951473.
func TestDoubtInClosedForm(t *testing.T) {
	n := readProvinces(t)
	s := patentDensity(t, n)
	s.Vintages = nil
	var err error
	if s.Errors, err = s.Denominators.Scale(dec("0.02")); err != nil {
		t.Fatal(err)
	}
	if s.Quotas, err = n.tree.Constant("province", dec("12.80")); err != nil {
		t.Fatal(err)
	}
	d := doubt(t, s)
	if !d.Exact {
		t.Error("Exact = false, want true")
	}

	i := slices.IndexFunc(d.Rows, func(r trial.DoubtRow) bool { return r.Unit.Code == "440000" })
	guangdong := d.Rows[i]
	// 138878 / (10849 · (1 ± 0.02 · 1.644853626951473))
	low, high := dec("12.3932924429"), dec("13.2364354610")
	if got := guangdong.Result.Low.Decimal; got.Sub(low).Abs().GreaterThan(dec("1e-8")) {
		t.Errorf("Low = %v, want %v", got, low)
	}
	if got := guangdong.Result.High.Decimal; got.Sub(high).Abs().GreaterThan(dec("1e-8")) {
		t.Errorf("High = %v, want %v", got, high)
	}
	if guangdong.Verdict != trial.NoDifference {
		t.Errorf("Verdict = %v, want %v: the quota is within the interval", guangdong.Verdict, trial.NoDifference)
	}
	for code, want := range map[string]trial.Verdict{"110000": trial.Met, "540000": trial.Missed} {
		i := slices.IndexFunc(d.Rows, func(r trial.DoubtRow) bool { return r.Unit.Code == code })
		if d.Rows[i].Verdict != want {
			t.Errorf("%s: %v, want %v", code, d.Rows[i].Verdict, want)
		}
	}

	// The estimates go into simultaneous confidence sets, which are wider.
	sets, err := robust.ConfidenceSets(d.Estimates(), robust.ConfidenceOptions{
		Better: target.Higher, Alpha: dec("0.1"), Seed: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]trial.DoubtRow{}
	for _, r := range d.Rows {
		rows[r.Unit.Code] = r
	}
	for set := range sets.All() {
		r := rows[set.Code]
		if set.Rank != r.Rank || set.Lower > r.Rank || set.Upper < r.Rank || r.Best > r.Rank || r.Worst < r.Rank {
			t.Errorf("%s: rank %d, from %d to %d, in the set %v", set.Code, r.Rank, r.Best, r.Worst, set)
		}
	}
}

// Two units share a stock by people, of which one number has an error: the ends of
// the quota are those of the share at the ends of that number.
func TestDoubtByDraws(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"n", "p"}, []hierarchy.Unit{
		{Code: "0", Level: "n"}, {Code: "a", Level: "p", Parent: "0"}, {Code: "b", Level: "p", Parent: "0"},
	})
	if err != nil {
		t.Fatal(err)
	}

	column := func(a, b string) hierarchy.Column {
		c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			_ = (a == "" || yield("a", dec(a))) && yield("b", dec(b))
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	s := trial.DoubtSpec{
		Tree: tree, Denominators: column("1000", "1000"), Errors: column("", "100"), Results: column("50500", "50500"),
		Target: target.Target{
			Code: "t", Unit: "0", Period: target.Year(2030), Value: dec("100000"), Force: target.Binding,
			Indicator: target.Indicator{Code: "i", Kind: target.Flow, Better: target.Higher},
		},
		Vary: func(d hierarchy.Column) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Proportional(d)}, nil
		},
		Draws: 8_000, Seed: 7,
	}

	d := doubt(t, s)
	// b has 1000 ± 164.485, so that a has 100000·1000/(2000 ± 164.485).
	for i, want := range [][2]int64{{46_200, 54_480}, {45_520, 53_800}} {
		q := d.Rows[i].Quota
		for k, end := range []decimal.Decimal{q.Low.Decimal, q.High.Decimal} {
			if off := end.Sub(decimal.New(want[k], 0)).Abs(); off.GreaterThan(dec("600")) {
				t.Errorf("quota %d is from %v to %v, want %v", i, q.Low.Decimal, q.High.Decimal, want)
			}
		}
		// The quota is met with 1000 − 19.8 or less of b, Φ(−0.198) = 0.4215, or for b
		// with 1000 + 20.2 or less, Φ(0.202) = 0.5800.
		met := []string{"0.5785", "0.5800"}[i]
		off := d.Rows[i].Met.Decimal.Sub(dec(met)).Abs()
		if off.GreaterThan(dec("0.02")) || d.Rows[i].Verdict != trial.NoDifference {
			t.Errorf("%s: met %v, %v, want %s", d.Rows[i].Unit.Code, d.Rows[i].Met.Decimal, d.Rows[i].Verdict, met)
		}
	}

	// Another seed moves the printed ends by a unit of their last place at most.
	for seed := range uint64(4) {
		s.Seed = seed
		for i, r := range doubt(t, s).Rows {
			for k, end := range []decimal.NullDecimal{r.Quota.Low, r.Quota.High} {
				first := []decimal.NullDecimal{d.Rows[i].Quota.Low, d.Rows[i].Quota.High}[k]
				if off := end.Decimal.Sub(first.Decimal).Abs(); off.GreaterThan(dec("500")) {
					t.Errorf("seed %d: an end of %s at %v, was %v", seed, r.Unit.Code, end.Decimal, first.Decimal)
				}
			}
		}
	}
}

// The same spec gives the same bits; a seed counts only where something is drawn.
func TestDoubtIsReproducible(t *testing.T) {
	n := readProvinces(t)
	s := patentDensity(t, n)
	first := doubt(t, s)
	s.Seed = 99
	if diff := cmp.Diff(first.Rows, doubt(t, s).Rows); diff != "" {
		t.Errorf("vintages differ by the seed:\n%s", diff)
	}

	s.Vintages, s.Draws = nil, 200
	s.Errors, _ = s.Denominators.Scale(dec("0.02"))
	first = doubt(t, s)
	if diff := cmp.Diff(first.Rows, doubt(t, s).Rows); diff != "" {
		t.Errorf("a second run differs:\n%s", diff)
	}
	if first.Exact || len(first.Estimates()) != 31 {
		t.Errorf("Exact = %v with %d estimates, want false with 31", first.Exact, len(first.Estimates()))
	}
	moved := 0
	for _, r := range first.Rows {
		if r.Best > r.Rank || r.Worst < r.Rank || r.Quota.Low.Decimal.GreaterThan(r.Quota.Value) {
			t.Errorf("%s: rank %d from %d to %d, quota %v", r.Unit.Name, r.Rank, r.Best, r.Worst, r.Quota)
		}
		if r.Best != r.Worst {
			moved++
		}
	}
	if moved < 5 {
		t.Errorf("%d ranks are in doubt, want some", moved)
	}
}

func TestDoubtErrors(t *testing.T) {
	n := readProvinces(t)
	other := readProvinces(t)
	zero, err := n.figures["population_2015"].With("110000", dec("0"))
	if err != nil {
		t.Fatal(err)
	}

	type spec = *trial.DoubtSpec
	tests := []struct {
		name   string
		change func(s spec)
		path   string
		want   error
	}{
		{"no tree", func(s spec) { s.Tree = nil }, "tree", target.ErrRequired},
		{"level", func(s spec) { s.Level = "county" }, "level", target.ErrUnknown},
		{"nearer", func(s spec) { s.Target.Indicator.Better = 3 }, "target.indicator.better", target.ErrKind},
		{"both", func(s spec) { s.Errors = s.Denominators }, "errors", target.ErrMismatch},
		{"neither", func(s spec) { s.Vintages = nil }, "errors", target.ErrMismatch},
		{"quotas", func(s spec) {
			s.Quotas = s.Denominators
			s.Vary = func(hierarchy.Column) (hierarchy.Rule, error) { return hierarchy.Rule{}, nil }
		}, "vary", target.ErrMismatch},
		{"basis", func(s spec) { s.Options.Basis = s.Denominators }, "options.basis", target.ErrMismatch},
		{"exempt", func(s spec) {
			s.Options.Exempt = []hierarchy.Exemption{{Unit: "540000", Reason: "no figures"}}
		}, "options.exempt", target.ErrMismatch},
		{"confidence", func(s spec) { s.Confidence = dec("1") }, "confidence", target.ErrRange},
		{"draws", func(s spec) { s.Draws = 10 }, "draws", target.ErrRange},
		{"many draws", func(s spec) { s.Draws = 1_000_000 }, "draws", target.ErrRange},
		{"none", func(s spec) { s.Denominators = hierarchy.Column{} }, "denominators", target.ErrRequired},
		{"zero", func(s spec) { s.Denominators = zero }, `denominators["110000"]`, target.ErrRange},
		{"tree", func(s spec) { s.Results = other.figures["inventions_2015"] }, "results", target.ErrMismatch},
		{"vintage", func(s spec) { s.Vintages = make([]hierarchy.Column, 1) }, "vintages[0]", target.ErrRequired},
		{"panic", func(s spec) {
			s.Vary = func(hierarchy.Column) (hierarchy.Rule, error) { panic("oh") }
		}, "vary", target.ErrInvalid},
		{"a vintage without an answer", func(s spec) {
			calls := 0
			s.Vary = func(hierarchy.Column) (hierarchy.Rule, error) {
				if calls++; calls > 2 { // the rows, and the denominators in use
					return hierarchy.Rule{}, target.ErrMissing
				}
				return s.Options.Rule, nil
			}
		}, "", target.ErrMissing},
		{"no answer", func(s spec) {
			s.Options.Rule.Max, _ = n.tree.Constant("province", dec("1"))
		}, "", target.ErrInfeasible},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := patentDensity(t, n)
			tt.change(&s)
			_, err := trial.Doubt(s)
			if !errors.Is(err, tt.want) {
				t.Fatalf("Doubt() = %v, want %v", err, tt.want)
			}
			if all := target.AllErrors(err); tt.path != "" && (len(all) == 0 || all[0].Path != tt.path) {
				t.Errorf("Doubt() = %v, want the path %s", err, tt.path)
			}
		})
	}
}
