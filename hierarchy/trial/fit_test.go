package trial_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// slope is the family of rules in which the cut grows by so many points with every
// thousand euro of GDP per head, within limits.
func slope(u units, limits hierarchy.Rule, steps int, places int32) trial.Candidate {
	return trial.Candidate{
		Name: "slope", Options: hierarchy.Options{Rule: limits},
		Parameters: []trial.Parameter{{Name: "points", From: dec("0"), To: dec("3"), Steps: steps, Places: places}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			points, err := u.figures["wealth"].Scale(values[0].Shift(-3))
			return hierarchy.Rule{Method: hierarchy.Shift(points)}, err
		},
	}
}

// mix is the family of rules between the same cut for all and cuts by GDP per head.
func mix(u units, limits hierarchy.Rule, steps int, places int32) trial.Candidate {
	return trial.Candidate{
		Name: "mix", Options: hierarchy.Options{Rule: limits},
		Parameters: []trial.Parameter{{Name: "part", From: dec("0"), To: dec("1"), Steps: steps, Places: places}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			return hierarchy.Rule{Method: hierarchy.Blend(
				hierarchy.Part{Weight: values[0], Method: hierarchy.Scale(u.figures["wealth"])},
				hierarchy.Part{Weight: dec("1").Sub(values[0]), Method: hierarchy.Uniform()},
			)}, nil
		},
	}
}

func limitsOf(t testing.TB, u units, least, most string) hierarchy.Rule {
	t.Helper()
	return hierarchy.Rule{Min: u.all(t, least), Max: u.all(t, most)}
}

// adopted is what the Union set in 2018, to be explained.
func adopted(t testing.TB, u units, candidates ...trial.Candidate) trial.FitSpec {
	t.Helper()
	return trial.FitSpec{
		Tree: u.tree, Target: cut("28.78", 2), Basis: u.figures["base_2005"], Observed: u.figures["reduction_2018"],
		Tolerance: dec("0.5"), Within: dec("0.25"), Candidates: candidates,
	}
}

func fit(t testing.TB, s trial.FitSpec) *trial.Fits {
	t.Helper()
	f, err := trial.Fit(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var distances = []trial.Distance{trial.MeanAbsolute, trial.RootMeanSquare, trial.Greatest, trial.ShareOff}

// The exact search finds what trying every value of the parameter finds, and the
// same values about as good; the zoom, which a grid of two points leaves to itself
// or a rule by level, never more.
func TestFitAgainstEveryValue(t *testing.T) {
	u := readUnion(t)
	limits := limitsOf(t, u, "0", "40")
	for _, build := range []func(units, hierarchy.Rule, int, int32) trial.Candidate{slope, mix} {
		all := build(u, limits, 300, 2)
		all.Parameters[0].To = dec("3")
		if all.Name == "mix" {
			all.Parameters[0].To, all.Parameters[0].Steps = dec("1"), 100
		}
		few := all
		few.Parameters = slices.Clone(all.Parameters)
		few.Parameters[0].Steps = 7

		for _, d := range distances {
			s := adopted(t, u, few)
			s.Distance = d
			got := fit(t, s).Fits[0]
			if !got.Exact[0] {
				t.Fatalf("%s by %v: Exact = false", all.Name, d)
			}

			// Every value is on this grid; rules by level leave it to grids.
			each := all
			each.Options.Levels = map[string]hierarchy.Rule{"state": {Rounding: 0, Min: limits.Min}}
			s.Candidates = []trial.Candidate{each}
			want := fit(t, s).Fits[0]
			if want.Exact[0] {
				t.Fatalf("%s by %v: a rule by level is followed exactly", all.Name, d)
			}
			if off := got.Distance.Sub(want.Distance).Abs(); off.GreaterThan(dec("1e-8")) {
				t.Errorf("%s by %v: Distance = %v at %v, want %v at %v",
					all.Name, d, got.Distance, got.Values, want.Distance, want.Values)
			}
			if diff := cmp.Diff(want.Near, got.Near); diff != "" && d != trial.ShareOff {
				t.Errorf("%s by %v: Near mismatch (-want +got):\n%s", all.Name, d, diff)
			}
		}
	}
}

// Quotas that a known rule gave, rounded to whole points and with three political
// exceptions, give the rule back and name the exceptions.
func TestFitRecovers(t *testing.T) {
	u := readUnion(t)
	limits := limitsOf(t, u, "0", "45")
	wealth, err := u.figures["wealth"].Scale(dec("0.00137"))
	if err != nil {
		t.Fatal(err)
	}
	limits.Method = hierarchy.Shift(wealth)
	plan, err := hierarchy.Cascade(u.tree, cut("31", 0), hierarchy.Options{Rule: limits, Basis: u.figures["base_2005"]})
	if err != nil {
		t.Fatal(err)
	}

	observed := plan.Column()
	exceptions := map[string]string{"FR": "25", "PL": "19", "IE": "30"}
	for code, x := range exceptions {
		if observed, err = observed.With(code, dec(x)); err != nil {
			t.Fatal(err)
		}
	}
	limits.Method = nil
	s := adopted(t, u, slope(u, limits, 12, 5), mix(u, limits, 12, 5))
	s.Target, s.Observed, s.Tolerance = cut("31", 2), observed, dec("1.25")
	f := fit(t, s)

	got := f.Fits[0]
	if off := got.Values[0].Sub(dec("1.37")).Abs(); off.GreaterThan(dec("0.02")) {
		t.Errorf("slope = %v, want about 1.37", got.Values[0])
	}
	if got.Distance.GreaterThan(f.Fits[1].Distance) {
		t.Errorf("the rival is nearer: %v and %v", got.Distance, f.Fits[1].Distance)
	}
	inside := slices.ContainsFunc(got.Near[0], func(r trial.Range) bool {
		return r.From.LessThanOrEqual(dec("1.37")) && r.To.GreaterThanOrEqual(dec("1.37"))
	})
	if !inside {
		t.Errorf("Near = %v, want 1.37 in it", got.Near)
	}
	for _, r := range got.Rows {
		_, exception := exceptions[r.Unit.Code]
		if r.Explained == exception {
			t.Errorf("%s: off by %v, Explained = %v", r.Unit.Code, r.Off, r.Explained)
		}
		if r.Never && !exception {
			t.Errorf("%s: Never = true, off by %v", r.Unit.Code, r.Off)
		}
	}
}

// A power of GDP per head is no line: grids find it, and give it back.
func TestFitOfPowers(t *testing.T) {
	u := readUnion(t)
	power := trial.Candidate{
		Name:       "power",
		Parameters: []trial.Parameter{{Name: "exponent", From: dec("0"), To: dec("2"), Steps: 8, Places: 3}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			raised, err := u.figures["wealth"].Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal {
				y, err := x.PowWithPrecision(values[0], 20)
				if err != nil {
					t.Fatal(err)
				}
				return y.Round(10)
			})
			return hierarchy.Rule{Method: hierarchy.Scale(raised)}, err
		},
	}

	rule, err := power.Vary([]decimal.Decimal{dec("0.731")})
	if err != nil {
		t.Fatal(err)
	}

	plan, err := hierarchy.Cascade(u.tree, cut("31", 6), hierarchy.Options{Rule: rule, Basis: u.figures["base_2005"]})
	if err != nil {
		t.Fatal(err)
	}

	s := adopted(t, u, power)
	s.Target, s.Observed, s.Tolerance = cut("31", 2), plan.Column(), dec("0.001")
	got := fit(t, s).Fits[0]
	if !got.Values[0].Equal(dec("0.731")) || got.Exact[0] {
		t.Errorf("exponent = %v (exact: %v), want 0.731 by grids", got.Values[0], got.Exact[0])
	}
	for _, r := range got.Rows {
		if !r.Explained || r.Never {
			t.Errorf("%s is off by %v", r.Unit.Code, r.Off)
		}
	}
}

// Two parameters are refined in turn: the slopes below and above the mean.
func TestFitOfTwoParameters(t *testing.T) {
	u := readUnion(t)
	kink := dec("26")
	two := trial.Candidate{
		Name: "two slopes", Options: hierarchy.Options{Rule: limitsOf(t, u, "0", "40")},
		Parameters: []trial.Parameter{
			{Name: "below", From: dec("0"), To: dec("3"), Steps: 6, Places: 4},
			{Name: "above", From: dec("0"), To: dec("3"), Steps: 6, Places: 4},
		},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			points, err := u.figures["wealth"].Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal {
				x = x.Shift(-3)
				over := decimal.Max(x.Sub(kink), decimal.Zero)
				return x.Sub(over).Mul(values[0]).Add(over.Mul(values[1]))
			})
			return hierarchy.Rule{Method: hierarchy.Shift(points)}, err
		},
	}
	f := fit(t, adopted(t, u, two, slope(u, limitsOf(t, u, "0", "40"), 6, 4)))
	got := f.Fits[0]
	if diff := cmp.Diff([]bool{true, true}, got.Exact); diff != "" {
		t.Errorf("Exact mismatch (-want +got):\n%s", diff)
	}
	if got.Tried != 49 || got.Distance.GreaterThan(f.Fits[1].Distance) {
		t.Errorf("%d tried, distance %v, want 49 and at most %v", got.Tried, got.Distance, f.Fits[1].Distance)
	}

	// No value of one parameter alone is nearer.
	for k := range got.Values {
		for _, step := range []string{"-0.0001", "0.0001", "-0.01", "0.01"} {
			moved := slices.Clone(got.Values)
			moved[k] = moved[k].Add(dec(step))
			rule, err := two.Vary(moved)
			if err != nil {
				t.Fatal(err)
			}
			rule.Min, rule.Max = two.Options.Rule.Min, two.Options.Rule.Max
			single := adopted(t, u, trial.Candidate{Name: "one", Options: hierarchy.Options{Rule: rule}})
			if d := fit(t, single).Fits[0].Distance; d.LessThan(got.Distance.Sub(dec("1e-8"))) {
				t.Errorf("%v is nearer than %v: %v and %v", moved, got.Values, d, got.Distance)
			}
		}
	}
}

// Units without an observation do not count, and the order of the candidates and
// the scale of the figures do not either.
func TestFitWithGaps(t *testing.T) {
	u := readUnion(t)
	limits := limitsOf(t, u, "0", "40")
	s := adopted(t, u, slope(u, limits, 12, 4))
	some, err := u.tree.Column(func(yield func(string, decimal.Decimal) bool) {
		for unit, x := range u.figures["reduction_2018"].All() {
			if unit.Code < "M" && !yield(unit.Code, x) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Observed = some
	first := fit(t, s).Fits[0]
	if len(first.Rows) != some.Len() {
		t.Errorf("%d rows, want %d", len(first.Rows), some.Len())
	}

	// The same by weights of zero.
	s.Observed = u.figures["reduction_2018"]
	s.Weights, err = s.Observed.Map(func(unit hierarchy.Unit, _ decimal.Decimal) decimal.Decimal {
		if unit.Code < "M" {
			return dec("3")
		}
		return decimal.Zero
	})
	if err != nil {
		t.Fatal(err)
	}
	second := fit(t, s).Fits[0]
	if !second.Distance.Equal(first.Distance) || !second.Values[0].Equal(first.Values[0]) {
		t.Errorf("with weights: %v at %v, want %v at %v", second.Distance, second.Values, first.Distance, first.Values)
	}

	s.Candidates = append(s.Candidates, mix(u, limits, 12, 4))
	slices.Reverse(s.Candidates)
	third := fit(t, s).Fits[1]
	if diff := cmp.Diff(second.Near, third.Near); diff != "" || !third.Distance.Equal(second.Distance) {
		t.Errorf("beside another candidate: %v at %v\n%s", third.Distance, third.Values, diff)
	}
}

func TestFitRefusals(t *testing.T) {
	u := readUnion(t)
	limits := limitsOf(t, u, "0", "28") // below the mean
	f := fit(t, adopted(t, u, slope(u, limits, 3, 2), slope2(u)))
	if got := f.Fits[0]; !errors.Is(got.Err, target.ErrInfeasible) || got.Refused != 4 || len(got.Rows) > 0 {
		t.Errorf("Err = %v, %d refused, want infeasible and 4", got.Err, got.Refused)
	}
	if got := f.Fits[1]; got.Err != nil || got.Refused != 1 || got.Exact[0] {
		t.Errorf("Err = %v, %d refused of %d, exact %v", got.Err, got.Refused, got.Tried, got.Exact)
	}
	for _, x := range f.Fits {
		if len(f.String()) == 0 || x.Candidate == "" {
			t.Errorf("String() = %q", f)
		}
	}
}

// slope2 has no answer at the last point of its grid.
func slope2(u units) trial.Candidate {
	c := slope(u, hierarchy.Rule{}, 3, 2)
	vary := c.Vary
	c.Name = "refuses"
	c.Vary = func(values []decimal.Decimal) (hierarchy.Rule, error) {
		if values[0].Equal(dec("3")) {
			panic("too steep")
		}
		return vary([]decimal.Decimal{values[0].Shift(-1)})
	}
	return c
}

func TestFitErrors(t *testing.T) {
	u, other := readUnion(t), readUnion(t)
	negative, err := u.figures["wealth"].With("FR", dec("-1"))
	if err != nil {
		t.Fatal(err)
	}

	type spec = *trial.FitSpec
	tests := []struct {
		name   string
		change func(s spec)
		path   string
		want   error
	}{
		{"no tree", func(s spec) { s.Tree = nil }, "tree", target.ErrRequired},
		{"no candidate", func(s spec) { s.Candidates = nil }, "candidates", target.ErrRequired},
		{"distance", func(s spec) { s.Distance = 9 }, "distance", target.ErrUnknown},
		{"tolerance", func(s spec) { s.Tolerance = dec("-1") }, "tolerance", target.ErrRange},
		{"within", func(s spec) { s.Within = dec("-1") }, "within", target.ErrRange},
		{"no observation", func(s spec) { s.Observed = hierarchy.Column{} }, "observed", target.ErrRequired},
		{"another tree", func(s spec) { s.Observed = other.figures["wealth"] }, "observed", target.ErrMismatch},
		{"weight", func(s spec) { s.Weights = negative }, `weights["FR"]`, target.ErrRange},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := adopted(t, u, slope(u, limitsOf(t, u, "0", "40"), 3, 2))
			tt.change(&s)
			_, err := trial.Fit(s)
			all := target.AllErrors(err)
			if len(all) == 0 || !errors.Is(all[0], tt.want) || all[0].Path != tt.path {
				t.Errorf("Fit() = %v, want %s %v", err, tt.path, tt.want)
			}
		})
	}
}

// TestFitOfOnePoint fits a parameter whose range has one value at its places.
func TestFitOfOnePoint(t *testing.T) {
	u := readUnion(t)
	c := slope(u, limitsOf(t, u, "0", "40"), 4, 2)
	c.Parameters[0].From, c.Parameters[0].To = dec("1.37"), dec("1.3701")

	best := fit(t, adopted(t, u, c)).Fits[0]
	if best.Err != nil {
		t.Fatalf("Fit(one value): %v", best.Err)
	}
	if got := best.Values[0]; !got.Equal(dec("1.37")) {
		t.Errorf("Fit(one value) = %s, want 1.37", got)
	}
}
