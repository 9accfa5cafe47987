package trial_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// inProportion is a trial of one rule: 120 in the proportions 1, 2 and 3.
func (s shops) inProportion(t testing.TB, value string) trial.Spec {
	t.Helper()
	rule := hierarchy.Rule{Method: hierarchy.Proportional(s.column(t, "1", "2", "3"))}
	options := hierarchy.Options{Rule: rule, LastLevel: "shop"}
	return trial.Spec{
		Tree: s.tree, Target: s.target(value), Level: "shop",
		Candidates: []trial.Candidate{{Name: "c", Options: options}},
	}
}

// plainFigure is a figure of a result, or "none".
func plainFigure(x decimal.NullDecimal) string {
	if !x.Valid {
		return "none"
	}
	return x.Decimal.String()
}

// The quotas are 20, 40 and 60. Those of last year were 20, 50 and 45: B has a fifth less, C a
// third more. It does not matter how figures are written, and whether they fit machine words.
func TestMovedByHand(t *testing.T) {
	s := newShops(t)
	const many = "00000000000000000000"
	for _, tt := range []struct {
		part   string
		last   []string // 20, 50 and 45 if empty
		target string   // 120 if empty
		want   string
	}{
		{part: "0", want: "2"},
		{part: "0.19", want: "2"},
		{part: "0.2", want: "1"},
		{part: "0.3333", want: "1"},
		{part: "0.334", want: "0"},
		{part: "1e1", want: "0"},
		{part: "0e1", want: "2"},
		{part: "1" + many, want: "0"},
		{part: "0.2" + many + "1", want: "1"},
		{part: "0.1999999999999999999999", want: "2"},
		{part: "1e-25", want: "2"},
		{part: "0.2", last: []string{"20", "50", "45"}, want: "1"},
		{part: "0.2", last: []string{"20.00", "50.00"}, want: "0"},
		{part: "0", last: []string{"20.00", "50.00"}, want: "1"},
		{part: "1e-25", last: []string{"20.00", "50.00"}, want: "1"},
		{part: "1e1", last: []string{"-20.00", "40.00", "60.00"}, want: "0"},
		{part: "2.0", last: []string{"-20.00", "40.00", "60.00"}, want: "0"},
		{part: "1.9", last: []string{"-20.00", "40.00", "60.00"}, want: "1"},
		{part: "1", last: []string{"-20.00", "40.00", "60.00"}, want: "1"},
		{part: "0.2", last: []string{"20", "50"}, want: "0"},
		{part: "0", last: []string{"20", "50"}, want: "1"},
		{part: "1e-25", last: []string{"20", "50"}, want: "1"},
		{part: "0.2", last: []string{"20.0", "50.0000001", "45"}, want: "2"},
		{part: "0.2", last: []string{"20.0", "49.999", "45"}, want: "1"},
		{part: "0.2", last: []string{"20." + many + "1", "50", "45"}, want: "1"},
		{part: "0", last: []string{"20." + many + "1", "50", "45"}, want: "3"},
		{part: "0", last: []string{"-20", "40", "60"}, want: "1"},
		{part: "2", last: []string{"-20", "40", "60"}, want: "0"},
		{part: "1.9", last: []string{"-20", "40", "60"}, want: "1"},
		{part: "0.2", last: []string{"20", "50", "45"}, target: "120" + many, want: "3"},
		{part: "0.2", last: []string{"20" + many, "50" + many, "45" + many}, target: "120" + many, want: "1"},
	} {
		spec := s.inProportion(t, "120")
		if tt.target != "" {
			spec = s.inProportion(t, tt.target)
		}
		spec.Last = s.column(t, "20.00", "50.00", "45.00") // of the places of the quotas
		if tt.last != nil {
			spec.Last = s.column(t, tt.last...)
		}

		spec.Measures = []trial.Measure{{Of: trial.Moved, Part: dec(tt.part)}}
		if got := plainFigure(run(t, spec).Outcomes[0].Measures[0]); got != tt.want {
			t.Errorf("moved by more than %s from %v = %s, want %s", tt.part, tt.last, got, tt.want)
		}
	}
}

// Every measure of quotas 20, 40 and 60, and of densities whose quotas are 9 for all.
func TestMeasuresByHand(t *testing.T) {
	s := newShops(t)
	column := func(figures ...string) hierarchy.Column { return s.column(t, figures...) }
	flow := func(change func(s *trial.Spec)) trial.Spec {
		spec := s.inProportion(t, "120")
		change(&spec)
		return spec
	}
	mean := func(basis hierarchy.Column, change func(s *trial.Spec)) trial.Spec {
		spec := s.inProportion(t, "9")
		spec.Target.Indicator.Kind, spec.Target.Indicator.Per = target.Ratio, dec("10")
		spec.Candidates[0].Options.Rule.Method, spec.Basis = hierarchy.Uniform(), basis
		change(&spec)
		return spec
	}
	stretched := func(spec *trial.Spec) {
		spec.Candidates[0].Options.Rule.Stretch = decimal.NewNullDecimal(dec("0.1"))
	}
	held := func(spec *trial.Spec) {
		spec.Candidates[0].Options.Holds = []hierarchy.Hold{{Unit: "C", Value: dec("60"), By: "the council"}}
	}
	people := func(spec *trial.Spec) {
		spec.Start, spec.Heads, spec.Output = column("10", "10", "10"), column("1", "2", "5"), column("10", "30", "100")
	}
	bounds := func(spec *trial.Spec) { spec.Least, spec.Most = column("25"), column("", "35", "70") }

	for _, tt := range []struct {
		name    string
		spec    trial.Spec
		measure trial.Measure
		want    string
	}{
		{"least effort", flow(people), trial.Measure{Of: trial.LeastEffort}, "10"},
		{"greatest effort", flow(people), trial.Measure{Of: trial.GreatestEffort}, "50"},
		{"per head", flow(people), trial.Measure{Of: trial.GreatestEffort, Per: trial.PerHead}, "15"},
		{"per output", flow(people), trial.Measure{Of: trial.LeastEffort, Per: trial.PerOutput}, "0.5"},
		// 2·(1·2·5 + 2·5·5) / (2·8·90)
		{"Gini", flow(people), trial.Measure{Of: trial.GiniEffort, Per: trial.PerHead}, "0.08333333333333333"},
		// (10·−2 + 10·0 + 15·2) / (3·35)
		{"plain", flow(people), trial.Measure{Of: trial.PlainGiniEffort, Per: trial.PerHead}, "0.09523809523809524"},
		// By output per head, the area is 10·1 + 50·2 + 130·5 = 760 of 8·90 for efforts, and 1010 of
		// 8·140 for output: −1/18 − 11/112.
		{"progressivity", flow(people), trial.Measure{Of: trial.Progressivity}, "-0.1537698412698413"},
		{"no heads", flow(func(*trial.Spec) {}), trial.Measure{Of: trial.Progressivity}, "none"},
		{
			"no output", flow(func(s *trial.Spec) { s.Heads = column("1", "2", "5") }),
			trial.Measure{Of: trial.Progressivity},
			"none",
		},
		{"no last year", flow(people), trial.Measure{Of: trial.Moved}, "none"},
		{"free", flow(people), trial.Measure{Of: trial.AtBounds}, "0"},
		{"held", flow(held), trial.Measure{Of: trial.AtBounds}, "1"},
		{"beyond", flow(bounds), trial.Measure{Of: trial.Beyond}, "10"}, // 5 too few, and 5 too many
		{"least", flow(func(s *trial.Spec) { s.Least = column("25") }), trial.Measure{Of: trial.Beyond}, "5"},
		{"most", flow(func(s *trial.Spec) { s.Most = column("15") }), trial.Measure{Of: trial.Beyond}, "5"},
		{"no reach", flow(people), trial.Measure{Of: trial.Beyond}, "none"},
		{"slack", flow(stretched), trial.Measure{Of: trial.Slack}, "0.1"},
		{"no slack", flow(people), trial.Measure{Of: trial.Slack}, "0"},
		{"of nothing", s.inProportion(t, "0"), trial.Measure{Of: trial.Slack}, "none"},

		{
			"mean beyond",
			mean(column("30", "40", "30"), func(s *trial.Spec) { s.Least, s.Most = column("11"), column("", "8") }),
			trial.Measure{Of: trial.Beyond},
			"10", // (2·30 + 1·40) / 10
		},
		{"mean slack", mean(column("30", "40", "30"), stretched), trial.Measure{Of: trial.Slack}, "0.9"},
		{
			"mean effort", mean(column("30", "40", "50"), func(s *trial.Spec) { s.Start = column("10", "20", "30") }),
			trial.Measure{Of: trial.GreatestEffort},
			"17", // 9·30/10 − 10
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.spec.Measures = []trial.Measure{tt.measure}
			o := run(t, tt.spec).Outcomes[0]
			if o.Err != nil {
				t.Fatal(o.Err)
			}
			if got := plainFigure(o.Measures[0]); got != tt.want {
				t.Errorf("%s = %s, want %s", tt.measure.Of, got, tt.want)
			}
		})
	}
}

// Rows have what is given for them: changes and reach where a figure of last year, a least or a
// greatest quota is given.
func TestRowsByHand(t *testing.T) {
	s := newShops(t)
	spec := s.inProportion(t, "120")
	spec.Start, spec.Heads = s.column(t, "10", "10", "12"), s.column(t, "1", "2", "7")
	spec.Output, spec.Digits = s.column(t, "4", "5", "6"), 3
	spec.Last, spec.Least, spec.Most = s.column(t, "15", "", "75"), s.column(t, "20", "", "61"), s.column(t, "", "39.5")
	spec.Candidates[0].Options.Holds = []hierarchy.Hold{{Unit: "B", Value: dec("40"), By: "the council"}}

	type row struct {
		code, quota, effort, perHead, perOutput, change, beyond string
		by                                                      apportion.DecidedBy
	}
	want := []row{
		{"A", "20", "10", "10", "2.5", "5", "0", apportion.ByClaim},
		{"B", "40", "30", "15", "6", "none", "0.5", apportion.ByHold},
		{"C", "60", "48", "6.86", "8", "-15", "-1", apportion.ByClaim},
	}
	o := run(t, spec).Outcomes[0]
	var got []row
	for r := range o.Rows() {
		got = append(got, row{
			r.Unit.Code, r.Quota.String(), r.Effort.String(), plainFigure(r.PerHead), plainFigure(r.PerOutput),
			plainFigure(r.Change), plainFigure(r.Beyond), r.DecidedBy,
		})
	}
	if !slices.Equal(got, want) {
		t.Errorf("Rows() = %v, want %v", got, want)
	}
	for r := range o.Rows() {
		if r.Unit.Code != "A" {
			t.Errorf("Rows() begin with %s, want A", r.Unit.Code)
		}
		break
	}

	bare := s.inProportion(t, "120")
	for r := range run(t, bare).Outcomes[0].Rows() {
		if r.PerHead.Valid || r.PerOutput.Valid || r.Change.Valid || r.Beyond.Valid || !r.Effort.Equal(r.Quota) {
			t.Errorf("Rows() of a trial without columns has %+v", r)
		}
	}
}

// Units are compared if they are of the level, the target reaches them, and they are neither
// memo nor residual units nor below a memo unit. What is below them does not matter.
func TestLevelsCompared(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"nation", "province", "city", "ward"}, []hierarchy.Unit{
		{Code: "N", Level: "nation"},
		{Code: "a", Level: "province", Parent: "N"},
		{Code: "b", Level: "province", Parent: "N"},
		{Code: "m", Level: "province", Parent: "N", Role: hierarchy.Memo},
		{Code: "r", Level: "province", Parent: "N", Role: hierarchy.Residual},
		{Code: "a2", Level: "city", Parent: "a"},
		{Code: "a3", Level: "city", Parent: "a", Role: hierarchy.Memo},
		{Code: "a1", Level: "city", Parent: "a"},
		{Code: "b1", Level: "city", Parent: "b"},
		{Code: "m1", Level: "city", Parent: "m"},
		{Code: "w1", Level: "ward", Parent: "a1"},
		{Code: "w2", Level: "ward", Parent: "a1"},
	})
	if err != nil {
		t.Fatal(err)
	}

	// Equal parts, and nothing for the residual unit; the second one is beyond machine words.
	for _, value := range []string{"600", "600000000000000000000000"} {
		many := value[3:]
		for _, tt := range []struct {
			level, unit string
			want        map[string]string
		}{
			{"province", "N", map[string]string{"a": "300", "b": "300"}},
			{"city", "N", map[string]string{"a1": "150", "a2": "150", "b1": "300"}},
			{"ward", "N", map[string]string{"w1": "75", "w2": "75"}},
			{"", "N", map[string]string{"w1": "75", "w2": "75"}},
			{"city", "a", map[string]string{"a1": "300", "a2": "300"}},
		} {
			spec := trial.Spec{
				Tree: tree, Level: tt.level, Target: newShops(t).target(value),
				Candidates: []trial.Candidate{{Name: "c"}},
			}
			spec.Target.Unit = tt.unit
			if tt.unit == "N" {
				spec.Candidates[0].Options.Holds = []hierarchy.Hold{{Unit: "r", By: "the ministry"}}
			}
			o := run(t, spec).Outcomes[0]
			if o.Err != nil {
				t.Fatal(o.Err)
			}

			var codes []string
			for r := range o.Rows() {
				codes = append(codes, r.Unit.Code)
				if want := dec(tt.want[r.Unit.Code] + many); !r.Quota.Equal(want) {
					t.Errorf("%s of %s: %s has %v, want %v", tt.level, tt.unit, r.Unit.Code, r.Quota, want)
				}
			}
			if len(codes) != len(tt.want) || !slices.IsSorted(codes) {
				t.Errorf("%s of %s compares %v, want %v", tt.level, tt.unit, codes, tt.want)
			}
			quotas, err := o.Quotas()
			if err != nil || quotas.Len() != len(codes) {
				t.Errorf("%s of %s: Quotas() = %d figures, %v, want %d",
					tt.level, tt.unit, quotas.Len(), err, len(codes))
			}
		}
	}
}

// Efforts beyond machine words are as exact as others.
func TestWideEfforts(t *testing.T) {
	s := newShops(t)
	for _, tt := range []struct {
		value string
		start []string
		want  []string
	}{
		{
			"9000000000000000000",
			[]string{"-9000000000000000000", "1", "-9000000000000000000"},
			[]string{"10500000000000000000", "2999999999999999999", "13500000000000000000"},
		},
		{
			"6e30",
			[]string{"1", "0.5", "1e30"},
			[]string{"999999999999999999999999999999", "1999999999999999999999999999999.5", "2e30"},
		},
		{
			"6",
			[]string{"0.00000000000000000000000001", "1e25", "3"},
			[]string{"0.99999999999999999999999999", "-9999999999999999999999998", "0"},
		},
	} {
		spec := s.inProportion(t, tt.value)
		spec.Target.Indicator.Places, spec.Start, spec.Digits = target.Places(0), s.column(t, tt.start...), 40
		i := 0
		for r := range run(t, spec).Outcomes[0].Rows() {
			if !r.Effort.Equal(dec(tt.want[i])) {
				t.Errorf("effort of %s for %s = %v, want %s", r.Unit.Code, tt.value, r.Effort, tt.want[i])
			}
			i++
		}
	}
}

// Only efforts of an additive target per unit are those of a sample.
func TestDistributionsOfOutcomes(t *testing.T) {
	s := newShops(t)
	spec := s.inProportion(t, "120")
	spec.Heads = s.column(t, "1", "2", "5")
	o := run(t, spec).Outcomes[0]
	// (20·20 + 20·40 + 40·20)·2 … of a sample of three: 4·(20+20+40)/(2·9·40)·3/2 and 2/3 of that.
	if got := plainFigure(o.Distribution(trial.PerUnit).SampleGini(4)); got != "0.3333" {
		t.Errorf("SampleGini() of efforts = %s, want 0.3333", got)
	}
	if got := plainFigure(o.Distribution(trial.PerHead).SampleGini(4)); got != "none" {
		t.Errorf("SampleGini() per head = %s, want none", got)
	}
	if got := plainFigure(o.Distribution(trial.PerHead).Mean(4)); got != "15" {
		t.Errorf("Mean() per head = %s, want 15", got)
	}
	if o.Distribution(trial.PerOutput) != nil {
		t.Error("Distribution() per output is not nil without Output")
	}

	spec.Target.Indicator.Kind, spec.Basis = target.Ratio, s.column(t, "1", "1", "1")
	spec.Candidates[0].Options.Rule.Method = hierarchy.Uniform()
	if got := plainFigure(run(t, spec).Outcomes[0].Distribution(trial.PerUnit).SampleGini(4)); got != "none" {
		t.Errorf("SampleGini() of ratios = %s, want none", got)
	}
}

// The values of several parameters change from the last one on.
func TestGridOrder(t *testing.T) {
	s := newShops(t)
	spec := s.inProportion(t, "120")
	spec.Candidates[0].Parameters = []trial.Parameter{
		{Name: "x", From: dec("1"), To: dec("2"), Steps: 1},
		{Name: "y", From: dec("0"), To: dec("1"), Steps: 2, Places: 1},
	}
	spec.Candidates[0].Vary = func([]decimal.Decimal) (hierarchy.Rule, error) { return hierarchy.Rule{}, nil }
	var got []string
	for _, record := range run(t, spec).Records()[1:] {
		got = append(got, record[1])
	}
	want := []string{
		"x = 1, y = 0.0", "x = 1, y = 0.5", "x = 1, y = 1.0", "x = 2, y = 0.0", "x = 2, y = 0.5", "x = 2, y = 1.0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values mismatch (-want +got):\n%s", diff)
	}
}

// Each limit of a spec allows its own value and no more. All problems are reported.
func TestRunLimits(t *testing.T) {
	var members []hierarchy.Unit
	for i := range 501 {
		members = append(members, hierarchy.Unit{Code: string(rune('一' + i)), Level: "b", Parent: "0"})
	}
	trees := map[int]*hierarchy.Tree{}
	for _, n := range []int{500, 501} {
		root := hierarchy.Unit{Code: "0", Level: "a"}
		tree, err := hierarchy.NewTree([]string{"a", "b"}, append([]hierarchy.Unit{root}, members[:n]...))
		if err != nil {
			t.Fatal(err)
		}
		trees[n] = tree
	}
	vary := func([]decimal.Decimal) (hierarchy.Rule, error) { return hierarchy.Rule{}, nil }
	grid := func(name string, parameters, steps int) trial.Candidate {
		c := trial.Candidate{Name: name, Vary: vary}
		for range parameters {
			c.Parameters = append(c.Parameters, trial.Parameter{Name: "p", To: dec("1"), Steps: steps, Places: 1})
		}
		return c
	}
	with := func(change func(p *trial.Parameter)) trial.Candidate {
		c := grid("c", 1, 1)
		change(&c.Parameters[0])
		return c
	}
	own := func(*trial.Outcome) decimal.NullDecimal { return decimal.NullDecimal{} }
	twice := func(m trial.Measure) []trial.Measure { return []trial.Measure{m, m} }
	ones, err := trees[501].Constant("b", dec("1"))
	if err != nil {
		t.Fatal(err)
	}
	huge := decimal.New(1, 1_000_000)

	const steps, list = "candidates[0].parameters[0].steps", "candidates[0].parameters"
	const from, to, places = list + "[0].from", list + "[0].to", list + "[0].places"
	for _, tt := range []struct {
		name       string
		units      int // 500 if 0
		digits     int // 101 if 0
		candidates []trial.Candidate
		measures   []trial.Measure
		change     func(s *trial.Spec)
		want       []string // besides digits
	}{
		{name: "five parameters", candidates: []trial.Candidate{grid("c", 5, 1)}},
		{name: "six parameters", candidates: []trial.Candidate{grid("c", 6, 1)}, want: []string{list}},
		{name: "100,000 values", candidates: []trial.Candidate{grid("c", 1, 99_999)}},
		{
			name: "50 million quotas and more", units: 501, candidates: []trial.Candidate{grid("c", 1, 99_999)},
			want: []string{"candidates"},
		},
		{
			name: "100,001 outcomes", candidates: []trial.Candidate{grid("c", 1, 99_999), {Name: "d"}},
			want: []string{"candidates"},
		},
		{
			name: "100,001 values", candidates: []trial.Candidate{grid("c", 1, 100_000)},
			want: []string{list, "candidates"},
		},
		{
			name: "too many steps", candidates: []trial.Candidate{grid("c", 1, 100_001)},
			want: []string{steps, list, "candidates"},
		},
		{
			name: "values of two parameters", candidates: []trial.Candidate{grid("c", 2, 316)},
			want: []string{list, "candidates"}, // 317²
		},
		{name: "less than no step", candidates: []trial.Candidate{grid("c", 1, -5)}, want: []string{steps}},
		{name: "30 places", candidates: []trial.Candidate{with(func(p *trial.Parameter) { p.Places = 30 })}},
		{
			name: "31 places", candidates: []trial.Candidate{with(func(p *trial.Parameter) { p.Places = 31 })},
			want: []string{places},
		},
		{
			name: "one value", candidates: []trial.Candidate{with(func(p *trial.Parameter) { p.From = p.To })},
			want: []string{to},
		},
		{
			name: "huge", candidates: []trial.Candidate{with(func(p *trial.Parameter) { p.From = huge })},
			want: []string{from},
		},
		{
			name:       "huge values",
			candidates: []trial.Candidate{with(func(p *trial.Parameter) { p.From, p.To = huge, huge })},
			want:       []string{from},
		},
		{
			name: "no name", candidates: []trial.Candidate{with(func(p *trial.Parameter) { p.Name = "" })},
			want: []string{list + "[0].name"},
		},
		{name: "parameters of one value", candidates: []trial.Candidate{{Name: "c", Vary: vary}}, want: []string{list}},
		{
			name: "a name twice", candidates: []trial.Candidate{{Name: "c"}, {Name: "c"}},
			want: []string{"candidates[1].name"},
		},
		{
			name: "no names", candidates: []trial.Candidate{{}, {}},
			want: []string{"candidates[0].name", "candidates[1].name"},
		},
		{name: "a digit", digits: 1, candidates: []trial.Candidate{{}}, want: []string{"candidates[0].name"}},
		{name: "100 digits", digits: 100, candidates: []trial.Candidate{{}}, want: []string{"candidates[0].name"}},
		{name: "fewer than no digits", digits: -1, candidates: []trial.Candidate{{Name: "c"}}},
		{
			name: "a wrong part twice", candidates: []trial.Candidate{{Name: "c"}}, measures: twice(
				trial.Measure{Of: trial.GiniEffort, Part: dec("-1")},
			), want: []string{"measures[0].part", "measures[1].part"},
		},
		{
			name: "a wrong part of an own measure twice", candidates: []trial.Candidate{{Name: "c"}}, measures: twice(
				trial.Measure{Own: own, Name: "m", Part: dec("-1")},
			), want: []string{"measures[0].part", "measures[1].part"},
		},
		{
			name: "a wrong direction twice", candidates: []trial.Candidate{{Name: "c"}}, measures: twice(
				trial.Measure{Of: trial.GiniEffort, Better: target.Nearer},
			), want: []string{"measures[0].better", "measures[1].better"},
		},
		{
			name: "a candidate with the name of a measure", candidates: []trial.Candidate{{Name: "Gini"}},
			measures: []trial.Measure{{Of: trial.GiniEffort}},
		},
		{
			name: "no unit of the target", candidates: []trial.Candidate{{Name: "c"}},
			change: func(s *trial.Spec) { s.Target.Unit = "" }, want: []string{"target.unit"},
		},
		{
			name: "no tree", candidates: []trial.Candidate{{Name: "c"}},
			change: func(s *trial.Spec) { s.Tree = nil }, want: []string{"tree"},
		},
		{
			name: "a level above", candidates: []trial.Candidate{{Name: "c"}},
			change: func(s *trial.Spec) { s.Level = "a" }, want: []string{"level"},
		},
		{
			name: "figures of another tree", digits: 9, candidates: []trial.Candidate{{Name: "c"}},
			change: func(s *trial.Spec) { s.Start, s.Heads = ones, ones }, want: []string{"start", "heads"},
		},
		{
			name: "two wrong measures", candidates: []trial.Candidate{{Name: "c"}}, measures: make([]trial.Measure, 2),
			want: []string{"measures[0].of", "measures[1].of"},
		},
		{
			name: "a measure that is wrong in all", candidates: []trial.Candidate{{Name: "c"}},
			measures: []trial.Measure{{Of: trial.Slack + 1, Per: 9, Part: dec("-1"), Better: target.Nearer}},
			want:     []string{"measures[0].part", "measures[0].per", "measures[0].of", "measures[0].better"},
		},
		{
			name: "measures that differ in a name or in better", candidates: []trial.Candidate{{Name: "c"}},
			measures: []trial.Measure{
				{Of: trial.GiniEffort}, {Of: trial.GiniEffort, Name: "g"}, {Of: trial.GiniEffort, Better: target.Lower},
			},
			want: []string{"measures[2]"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec := trial.Spec{Tree: trees[500], Candidates: tt.candidates, Measures: tt.measures, Digits: 101}
			if tt.units > 0 {
				spec.Tree = trees[tt.units]
			}
			if tt.digits != 0 {
				spec.Digits = tt.digits
			}
			spec.Target = newShops(t).target("1")
			spec.Target.Unit = "0"
			if tt.change != nil {
				tt.change(&spec)
			}
			_, err := trial.Run(spec)

			want := slices.Clone(tt.want)
			if spec.Digits > 100 || spec.Digits < 1 {
				want = append(want, "digits")
			}
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("Run() = %v, at %v, want errors at %v", err, got, want)
			}
		})
	}
}

// A candidate whose options exempt a unit has no answer.
func TestRunRefusesExemptions(t *testing.T) {
	s := newShops(t)
	spec := s.inProportion(t, "120")
	spec.Candidates[0].Options.Exempt = []hierarchy.Exemption{{Unit: "A", Reason: "closed"}}
	all := target.AllErrors(run(t, spec).Outcomes[0].Err)
	if len(all) != 1 || all[0].Path != "options.exempt" {
		t.Errorf("Err = %v, want one error at options.exempt", all)
	}
}

// Measures are printed to four significant digits, whole numbers whole. Records have all of them.
func TestResultAsText(t *testing.T) {
	s := newShops(t)
	spec := s.inProportion(t, "120")
	spec.Candidates = append(spec.Candidates, trial.Candidate{
		Name: "d", Options: spec.Candidates[0].Options,
		Parameters: []trial.Parameter{{Name: "x", From: dec("1000"), To: dec("2000.5"), Steps: 1, Places: 1}},
		Vary: func(values []decimal.Decimal) (hierarchy.Rule, error) {
			if values[0].Equal(dec("1000")) {
				return hierarchy.Rule{}, nil
			}
			return hierarchy.Rule{Min: s.column(t, "100", "100")}, nil
		},
	})
	for _, x := range []string{"1234567", "12345.6", "1234.56", "1.23456", "0.0123456", "-0.5", "3e2", "0"} {
		of := func(*trial.Outcome) decimal.NullDecimal { return decimal.NewNullDecimal(dec(x)) }
		spec.Measures = append(spec.Measures, trial.Measure{Name: x, Own: of})
	}
	spec.Measures = append(spec.Measures, trial.Measure{Of: trial.Beyond})
	r := run(t, spec)

	const want = "" +
		"candidate  parameters     1234567  12345.6  1234.56  1.23456  0.0123456     -0.5  3e2  0  beyond reach\n" +
		"c                       1,234,567   12,346    1,235    1.235    0.01235  −0.5000  300  0             –\n" +
		"d          x = 1,000.0  1,234,567   12,346    1,235    1.235    0.01235  −0.5000  300  0             –\n" +
		"d          x = 2,000.5  no answer\n"
	if diff := cmp.Diff(want, r.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
	records := r.Records()
	figures := []string{"1234567", "12345.6", "1234.56", "1.23456", "0.0123456", "-0.5", "300", "0", "", ""}
	if diff := cmp.Diff(append([]string{"d", "x = 1000.0"}, figures...), records[2]); diff != "" {
		t.Errorf("Records()[2] mismatch (-want +got):\n%s", diff)
	}
	last := records[3]
	if last[1] != "x = 2000.5" || last[2] != "" || last[11] == "" || len(last) != len(records[0]) {
		t.Errorf("Records()[3] = %q, want values, no figures and an error", last)
	}
}

// Measures have names, and directions in which they are judged.
func TestMeasureNames(t *testing.T) {
	s := newShops(t)
	own := func(o *trial.Outcome) decimal.NullDecimal {
		return decimal.NewNullDecimal(decimal.New(int64(len(o.Candidate)), 0))
	}
	const shown = "not judged"
	for _, tt := range []struct {
		measure trial.Measure
		name    string
		front   string // candidates that no other beats
	}{
		{trial.Measure{Of: trial.GiniEffort}, "Gini", "c, dd, e"},
		{trial.Measure{Of: trial.GiniEffort, Per: trial.PerHead}, "Gini per head", "c, dd, e"},
		{trial.Measure{Of: trial.GreatestEffort}, "greatest effort", "c, dd, e"},
		{trial.Measure{Of: trial.GreatestEffort, Per: trial.PerOutput}, "greatest effort per output", "c, dd, e"},
		{trial.Measure{Of: trial.Progressivity, Per: trial.PerHead}, "progressivity", "c, dd, e"},
		{trial.Measure{Of: trial.AtBounds, Per: trial.PerHead}, "at bounds", "c, dd, e"},
		{trial.Measure{Of: trial.Moved, Part: dec("0.10")}, "moved by more than 0.10", "c, dd, e"},
		{trial.Measure{Of: trial.Moved, Name: "m"}, "m", "c, dd, e"},
		{trial.Measure{Of: trial.LeastEffort}, "least effort", shown},
		{trial.Measure{Of: trial.LeastEffort, Better: target.Higher}, "least effort", "c, dd, e"},
		{trial.Measure{Of: trial.Slack}, "slack", shown},
		{trial.Measure{Of: trial.Slack, Better: target.Lower}, "slack", "c, dd, e"},
		{trial.Measure{Own: own, Name: "length"}, "length", shown},
		{trial.Measure{Own: own, Name: "length", Better: target.Lower}, "length", "c, e"},
		{trial.Measure{Own: own, Name: "length", Better: target.Higher}, "length", "dd"},
		{trial.Measure{Own: own, Name: "length", Of: trial.GiniEffort}, "length", shown},
	} {
		spec := s.inProportion(t, "120")
		spec.Heads, spec.Output, spec.Last = s.column(t, "1", "2", "5"), s.column(t, "1", "3", "5"), s.sales
		for _, name := range []string{"dd", "e"} {
			other := spec.Candidates[0]
			other.Name = name
			spec.Candidates = append(spec.Candidates, other)
		}
		spec.Measures = []trial.Measure{tt.measure}
		r := run(t, spec)
		if r.Measures[0] != tt.name {
			t.Errorf("name of %+v = %q, want %q", tt.measure, r.Measures[0], tt.name)
		}

		var names []string
		front, err := r.Undominated(tt.name)
		for _, o := range front {
			names = append(names, o.Candidate)
		}
		got := strings.Join(names, ", ")
		if errors.Is(err, target.ErrKind) {
			got = shown
		}
		if got != tt.front {
			t.Errorf("Undominated(%q) = %q, %v, want %q", tt.name, got, err, tt.front)
		}
	}
}

// A mean whose units have no basis has no slack: the residual unit has all of it.
func TestSlackWithoutBasis(t *testing.T) {
	tree, err := hierarchy.NewTree([]string{"n", "p"}, []hierarchy.Unit{
		{Code: "0", Level: "n"},
		{Code: "A", Level: "p", Parent: "0"},
		{Code: "B", Level: "p", Parent: "0", Role: hierarchy.Residual},
	})
	if err != nil {
		t.Fatal(err)
	}
	spec := trial.Spec{
		Tree: tree, Target: newShops(t).target("3"), Basis: shops{tree: tree}.column(t, "0", "7"),
		Candidates: []trial.Candidate{{Name: "c"}}, Measures: []trial.Measure{{Of: trial.Slack}},
	}
	spec.Target.Unit, spec.Target.Indicator.Kind = "0", target.Ratio
	spec.Candidates[0].Options.Rule.Method = hierarchy.Uniform()
	o := run(t, spec).Outcomes[0]
	if o.Err != nil || o.Measures[0].Valid {
		t.Errorf("slack = %v, %v, want none", o.Measures[0], o.Err)
	}
}
