package trial_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// effortSharing is the cut of 2018 by three rules within its limits.
func effortSharing(t testing.TB, u units) trial.Spec {
	t.Helper()
	limits := hierarchy.Rule{Min: u.all(t, "0"), Max: u.all(t, "40")}
	uniform, wealth := limits, limits
	uniform.Method, wealth.Method = hierarchy.Uniform(), hierarchy.Scale(u.figures["wealth"])

	return trial.Spec{
		Tree: u.tree, Target: cut("28.78", 2), Basis: u.figures["base_2005"],
		Heads: u.figures["population_2013"], Output: u.figures["gdp_2013"], Last: u.figures["reduction_2018"],
		Candidates: []trial.Candidate{
			{Name: "the same for all", Options: hierarchy.Options{Rule: uniform}},
			{Name: "by GDP per head", Options: hierarchy.Options{Rule: wealth}},
			{
				Name:       "a part by GDP per head",
				Parameters: []trial.Parameter{{Name: "part", From: dec("0"), To: dec("1"), Steps: 4, Places: 2}},
				Options:    hierarchy.Options{Rule: limits},
				Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
					return hierarchy.Rule{Method: hierarchy.Blend(
						hierarchy.Part{Weight: values[0], Method: hierarchy.Scale(u.figures["wealth"])},
						hierarchy.Part{Weight: dec("1").Sub(values[0]), Method: hierarchy.Uniform()},
					)}, nil
				},
			},
		},
		Measures: []trial.Measure{
			{Of: trial.GiniEffort, Per: trial.PerHead},
			{Of: trial.GiniEffort, Per: trial.PerOutput},
			{Of: trial.PlainGiniEffort, Per: trial.PerHead},
			{Of: trial.TheilEffort, Per: trial.PerHead},
			{Of: trial.LeastEffort, Per: trial.PerHead},
			{Of: trial.GreatestEffort, Per: trial.PerHead},
			{Of: trial.Progressivity},
			{Of: trial.Moved, Part: dec("0.2")},
			{Of: trial.AtBounds},
			{Of: trial.Slack},
		},
	}
}

func run(t testing.TB, s trial.Spec) *trial.Result {
	t.Helper()
	r, err := trial.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a trial measures of a rule is what the quotas of its plan come to.
func TestRunMeasuresPlans(t *testing.T) {
	u := readUnion(t)
	s := effortSharing(t, u)
	r := run(t, s)
	if len(r.Outcomes) != 7 {
		t.Fatalf("Run() = %d outcomes, want 7", len(r.Outcomes))
	}
	for _, o := range r.Outcomes {
		if o.Err != nil {
			t.Fatalf("%s %v: %v", o.Candidate, o.Values, o.Err)
		}
	}

	options := s.Candidates[1].Options
	options.Basis = s.Basis
	plan, err := hierarchy.Cascade(u.tree, s.Target, options)
	if err != nil {
		t.Fatal(err)
	}
	var cuts, people []decimal.Decimal
	bound := int64(0)
	rows := slices.Collect(r.Outcomes[1].Rows())
	for i, row := range rows {
		q, _ := plan.Quota(row.Unit.Code)
		base, _ := s.Basis.At(row.Unit.Code)
		heads, _ := s.Heads.At(row.Unit.Code)
		effort := base.Mul(q.Value).Shift(-2)
		if !row.Quota.Equal(q.Value) || row.DecidedBy != q.DecidedBy || !row.Effort.Equal(effort) {
			t.Errorf("Rows()[%d] = %+v, want quota %+v and effort %v", i, row, q, effort)
		}
		if want := effort.DivRound(heads, 30).Round(15); !row.PerHead.Decimal.Round(15).Equal(want) {
			t.Errorf("Rows()[%d].PerHead = %v, want %v", i, row.PerHead.Decimal, want)
		}
		if q.DecidedBy != apportion.ByClaim {
			bound++
		}
		cuts, people = append(cuts, effort), append(people, heads)
	}
	burden, err := trial.NewRatios(cuts, people)
	if err != nil {
		t.Fatal(err)
	}
	want := []decimal.NullDecimal{
		burden.Gini(16), {}, burden.PlainGini(16), burden.TheilT(16), burden.Least(16), burden.Greatest(16),
	}
	for k, m := range want {
		if m.Valid && !same(r.Outcomes[1].Measures[k], m) {
			t.Errorf("%s = %v, want %v", r.Measures[k], r.Outcomes[1].Measures[k], m)
		}
	}
	if got := r.Outcomes[1].Measures[8].Decimal; !got.Equal(decimal.New(bound, 0)) {
		t.Errorf("at bounds = %v, want %d", got, bound)
	}
}

// Whether a unit has moved does not depend on how its figures are written.
func TestMoved(t *testing.T) {
	u := readUnion(t)
	s := effortSharing(t, u)
	s.Candidates = s.Candidates[1:2]
	s.Measures = nil
	for _, part := range []string{"0", "0.1", "0.25", "1", "2.5"} {
		s.Measures = append(s.Measures, trial.Measure{Of: trial.Moved, Part: dec(part)})
	}
	first := run(t, s).Outcomes[0]
	for k, m := range s.Measures {
		n := int64(0)
		for row := range first.Rows() {
			last := row.Quota.Sub(row.Change.Decimal)
			if row.Change.Decimal.Abs().GreaterThan(last.Abs().Mul(m.Part)) {
				n++
			}
		}
		if got := first.Measures[k].Decimal; !got.Equal(decimal.New(n, 0)) {
			t.Errorf("moved by more than %v = %v, want %d", m.Part, got, n)
		}
	}

	// The cut of a state in a hundredth of a millionth more, and in other scales.
	for _, more := range []string{"0.00000001", "1e-30"} {
		wide := s
		wide.Last, _ = s.Last.With("FR", dec("37").Add(dec(more)))
		for k, m := range run(t, wide).Outcomes[0].Measures {
			if !same(m, first.Measures[k]) {
				t.Errorf("moved by more than %v = %v, want %v", s.Measures[k].Part, m, first.Measures[k])
			}
		}
	}
}

// The ends of a blend are its parts, and the grid runs from one to the other.
func TestRunGrid(t *testing.T) {
	u := readUnion(t)
	r := run(t, effortSharing(t, u))
	for i, want := range []string{"0", "0.25", "0.5", "0.75", "1"} {
		if got := r.Outcomes[2+i].Values[0]; !got.Equal(dec(want)) {
			t.Errorf("Values[%d] = %v, want %s", i, got, want)
		}
	}
	for _, pair := range [][2]int{{0, 2}, {1, 6}} {
		for k := range r.Measures {
			if a, b := r.Outcomes[pair[0]].Measures[k], r.Outcomes[pair[1]].Measures[k]; !same(a, b) {
				t.Errorf("%s: %v and %v, want equals", r.Measures[k], a, b)
			}
		}
	}
}

func TestParameterGrid(t *testing.T) {
	p := trial.Parameter{From: dec("-1"), To: dec("1"), Steps: 3, Places: 1}
	var got []string
	for k := range p.Steps + 1 {
		got = append(got, p.At(k).String())
	}
	if diff := cmp.Diff([]string{"-1", "-0.3", "0.3", "1"}, got); diff != "" {
		t.Errorf("At() mismatch (-want +got):\n%s", diff)
	}
}

// A rule that has no answer is an outcome with its error, and the rest goes on.
func TestRunKeepsRefusals(t *testing.T) {
	u := readUnion(t)
	s := effortSharing(t, u)
	s.Target = cut("41", 2)
	s.Candidates = append(s.Candidates, trial.Candidate{
		Name: "without limits", Options: hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Uniform()}},
	}, trial.Candidate{
		Name: "panics", Parameters: []trial.Parameter{{Name: "x", To: dec("1"), Steps: 1}},
		Vary: func([]decimal.Decimal) (hierarchy.Rule, error) { panic("oh") },
	})

	r := run(t, s)
	for i, o := range r.Outcomes {
		want := target.ErrInfeasible
		if i > 7 {
			want = target.ErrInvalid
		}
		switch {
		case o.Candidate == "without limits":
			if o.Err != nil || !o.Measures[0].Valid {
				t.Errorf("%s: %v, %v", o.Candidate, o.Err, o.Measures)
			}
		case !errors.Is(o.Err, want) || o.Measures[0].Valid:
			t.Errorf("%s %v: %v, %v, want %v", o.Candidate, o.Values, o.Err, o.Measures, want)
		}
		for range o.Rows() {
			if o.Err != nil {
				t.Errorf("%s: rows without an answer", o.Candidate)
			}
		}
	}
	front, err := r.Undominated("Gini per head", "at bounds")
	if err != nil || len(front) != 1 {
		t.Errorf("Undominated() = %v, %v, want the one with an answer", front, err)
	}
}

// Efforts are what a quota adds to the start, or takes off it.
func TestStart(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"n", "p"}, []hierarchy.Unit{
		{Code: "0", Level: "n"},
		{Code: "a", Level: "p", Parent: "0"},
		{Code: "b", Level: "p", Parent: "0"},
		{Code: "m", Level: "p", Parent: "0", Role: hierarchy.Memo},
		{Code: "r", Level: "p", Parent: "0", Role: hierarchy.Residual},
	})
	if err != nil {
		t.Fatal(err)
	}

	column := func(a, b string) hierarchy.Column {
		c, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
			_ = yield("a", dec(a)) && yield("b", dec(b)) && yield("r", dec("0"))
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	tests := []struct {
		name   string
		kind   target.Kind
		better target.Direction
		value  string
		want   []string
	}{
		{"more", target.Stock, target.Higher, "100", []string{"20", "60"}},
		{"less", target.Stock, target.Lower, "100", []string{"-20", "-60"}},
		{"a density", target.Ratio, target.Higher, "9", []string{"17", "24"}}, // 9·30/10 − 10, 9·40/10 − 12 …
		{"a change", target.Reduction, target.Higher, "20", []string{"60", "80"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := trial.Spec{
				Tree: tree, Start: column("10", "10"), Basis: column("30", "40"),
				Candidates: []trial.Candidate{{Name: "it", Options: hierarchy.Options{
					Rule: hierarchy.Rule{Method: hierarchy.Proportional(column("3", "7"))},
				}}},
				Target: target.Target{
					Code: "t", Unit: "0", Period: target.Year(2030), Value: dec(tt.value), Force: target.Binding,
					Indicator: target.Indicator{
						Code: "i", Kind: tt.kind, Better: tt.better, Per: dec("10"), Places: target.Places(4),
					},
				},
			}
			if tt.kind == target.Ratio || tt.kind == target.Reduction {
				s.Candidates[0].Options.Rule.Method = hierarchy.Uniform()
			}
			if tt.kind == target.Ratio {
				s.Start = column("10", "12")
			}
			var got []string
			for row := range run(t, s).Outcomes[0].Rows() {
				got = append(got, row.Effort.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("efforts mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// What none beats is what a comparison of all pairs leaves.
func TestUndominatedByPairs(t *testing.T) {
	spec := effortSharing(t, readUnion(t))
	one := spec.Candidates[0]
	directions := []target.Direction{target.Lower, target.Higher, target.Lower}
	rapid.Check(t, func(t *rapid.T) {
		// Candidates have letters as names, by which measures find their figures.
		var figures [][]decimal.NullDecimal
		spec.Candidates, spec.Measures = nil, nil
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			one.Name = string(rune('a' + i))
			spec.Candidates = append(spec.Candidates, one)
			var row []decimal.NullDecimal
			for range directions {
				x := rapid.Int64Range(0, 4).Draw(t, "figure")
				row = append(row, decimal.NullDecimal{Decimal: decimal.New(x, 0), Valid: x > 0})
			}
			figures = append(figures, row)
		}
		names := []string{"x", "y", "z"}
		for k, name := range names {
			of := func(o *trial.Outcome) decimal.NullDecimal { return figures[o.Candidate[0]-'a'][k] }
			spec.Measures = append(spec.Measures, trial.Measure{Name: name, Better: directions[k], Own: of})
		}
		r, err := trial.Run(spec)
		if err != nil {
			t.Fatal(err)
		}
		front, err := r.Undominated(names...)
		if err != nil {
			t.Fatal(err)
		}

		var got []string
		for _, o := range front {
			got = append(got, o.Candidate)
		}
		if want := undominated(figures, directions); !slices.Equal(got, want) {
			t.Fatalf("Undominated() of %v = %v, want %v", figures, got, want)
		}
	})
}

func undominated(figures [][]decimal.NullDecimal, directions []target.Direction) []string {
	var names []string
	for i, a := range figures {
		complete := !slices.ContainsFunc(a, func(x decimal.NullDecimal) bool { return !x.Valid })
		beaten := slices.ContainsFunc(figures, func(b []decimal.NullDecimal) bool { return beats(b, a, directions) })
		if complete && !beaten {
			names = append(names, string(rune('a'+i)))
		}
	}
	return names
}

func beats(b, a []decimal.NullDecimal, directions []target.Direction) bool {
	better := false
	for k, d := range directions {
		c := b[k].Decimal.Cmp(a[k].Decimal)
		if d == target.Lower {
			c = -c
		}
		if !b[k].Valid || c < 0 {
			return false
		}
		better = better || c > 0
	}
	return better
}

func TestUndominatedErrors(t *testing.T) {
	r := run(t, effortSharing(t, readUnion(t)))
	tests := []struct {
		measures []string
		want     error
	}{
		{nil, target.ErrRequired},
		{[]string{"Gini"}, target.ErrUnknown},
		{[]string{"Gini per head", "Gini per head"}, target.ErrDuplicate},
		{[]string{"slack"}, target.ErrKind},
	}
	for _, tt := range tests {
		if _, err := r.Undominated(tt.measures...); !errors.Is(err, tt.want) {
			t.Errorf("Undominated(%q) = %v, want %v", tt.measures, err, tt.want)
		}
	}
}

func TestRunErrors(t *testing.T) {
	u := readUnion(t)
	other := readUnion(t)
	vary := func([]decimal.Decimal) (hierarchy.Rule, error) { return hierarchy.Rule{}, nil }
	gaps, err := u.tree.Column(func(yield func(string, decimal.Decimal) bool) { yield("FR", dec("1")) })
	if err != nil {
		t.Fatal(err)
	}

	own := trial.Measure{Own: func(*trial.Outcome) decimal.NullDecimal { return decimal.NullDecimal{} }}
	type spec = *trial.Spec
	const family, alike = "candidates[2].parameters[0]", "the same for all"
	par := func(s spec) *trial.Parameter { return &s.Candidates[2].Parameters[0] }
	tests := []struct {
		name   string
		change func(s spec)
		path   string
		want   error
	}{
		{"no tree", func(s spec) { s.Tree = nil }, "tree", target.ErrRequired},
		{"no target", func(s spec) { s.Target.Unit = "" }, "target.unit", target.ErrRequired},
		{"unit", func(s spec) { s.Target.Unit = "US" }, "target.unit", target.ErrUnknown},
		{"level", func(s spec) { s.Level = "county" }, "level", target.ErrUnknown},
		{"level above", func(s spec) { s.Level = "union" }, "level", target.ErrMismatch},
		{"digits", func(s spec) { s.Digits = 101 }, "digits", target.ErrRange},
		{"no candidate", func(s spec) { s.Candidates = nil }, "candidates", target.ErrRequired},
		{"no name", func(s spec) { s.Candidates[1].Name = "" }, "candidates[1].name", target.ErrRequired},
		{"twice", func(s spec) { s.Candidates[1].Name = alike }, "candidates[1].name", target.ErrDuplicate},
		{"no vary", func(s spec) { s.Candidates[2].Vary = nil }, "candidates[2].vary", target.ErrRequired},
		{"grid", func(s spec) { s.Candidates[0].Vary = vary }, "candidates[0].parameters", target.ErrRequired},
		{"no step", func(s spec) { par(s).Steps = 0 }, family + ".steps", target.ErrRange},
		{"to", func(s spec) { par(s).To = dec("0") }, family + ".to", target.ErrRange},
		{"places", func(s spec) { par(s).Places = -1 }, family + ".places", target.ErrRange},
		{"too many", func(s spec) { par(s).Steps = 100_000 }, "candidates[2].parameters", target.ErrRange},
		{"measure", func(s spec) { s.Measures[0].Of = 0 }, "measures[0].of", target.ErrRequired},
		{"measure twice", func(s spec) { s.Measures[1] = s.Measures[0] }, "measures[1]", target.ErrDuplicate},
		{"base", func(s spec) { s.Measures[0].Per = 3 }, "measures[0].per", target.ErrUnknown},
		{"part", func(s spec) { s.Measures[7].Part = dec("-1") }, "measures[7].part", target.ErrRange},
		{"better", func(s spec) { s.Measures[0].Better = target.Nearer }, "measures[0].better", target.ErrKind},
		{"own", func(s spec) { s.Measures[0] = own }, "measures[0].name", target.ErrRequired},
		{"no basis", func(s spec) { s.Basis = hierarchy.Column{} }, "basis", target.ErrRequired},
		{"another tree", func(s spec) { s.Heads = other.figures["wealth"] }, "heads", target.ErrMismatch},
		{"no head", func(s spec) { s.Heads, _ = s.Heads.With("FR", dec("0")) }, `heads["FR"]`, target.ErrRange},
		{"gap", func(s spec) { s.Start = gaps }, `start["AT"]`, target.ErrMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := effortSharing(t, u)
			tt.change(&s)
			_, err := trial.Run(s)
			all := target.AllErrors(err)
			if len(all) == 0 || !errors.Is(all[0], tt.want) || all[0].Path != tt.path {
				t.Errorf("Run() = %v, want %s %v", err, tt.path, tt.want)
			}
		})
	}
}

// Options of a candidate cannot have another basis than the trial.
func TestRunRefusesBasis(t *testing.T) {
	s := effortSharing(t, readUnion(t))
	s.Candidates[0].Options.Basis = s.Heads
	if o := run(t, s).Outcomes[0]; !errors.Is(o.Err, target.ErrMismatch) {
		t.Errorf("Err = %v, want a mismatch", o.Err)
	}
}

// The quotas of an outcome are a column; an outcome without an answer has none, and no
// distribution. Nor has one whose denominators are not given.
func TestQuotasAndDistributions(t *testing.T) {
	s := effortSharing(t, readUnion(t))
	s.Output = hierarchy.Column{}
	s.Candidates = s.Candidates[:1]
	o := run(t, s).Outcomes[0]
	quotas, err := o.Quotas()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row := range o.Rows() {
		n++
		if q, ok := quotas.At(row.Unit.Code); !ok || !q.Equal(row.Quota) {
			t.Errorf("Quotas() of %s = %v, want %v", row.Unit.Code, q, row.Quota)
		}
	}
	if quotas.Len() != n || n == 0 {
		t.Errorf("Quotas() has %d units, want %d", quotas.Len(), n)
	}
	if o.Distribution(trial.PerOutput) != nil || o.Distribution(trial.PerHead) == nil || o.Distribution(9) != nil {
		t.Error("Distribution() is of denominators that are not given, or not of those that are")
	}

	s.Target = cut("41", 2)
	refused := run(t, s).Outcomes[0]
	none, err := refused.Quotas()
	if err != nil || none.Len() != 0 || refused.Distribution(trial.PerUnit) != nil {
		t.Errorf("Quotas() without an answer = %d units, %v, want none", none.Len(), err)
	}
}
