package trial_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// flatTree has n units under one.
func flatTree(t testing.TB, n int) *hierarchy.Tree {
	t.Helper()
	members := []hierarchy.Unit{{Code: "0", Level: "a"}}
	for i := range n {
		members = append(members, hierarchy.Unit{Code: fmt.Sprintf("u%04d", i), Level: "b", Parent: "0"})
	}
	tree, err := hierarchy.NewTree([]string{"a", "b"}, members)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// Each limit of a spec allows its own value and no more. All problems are reported.
func TestDoubtLimits(t *testing.T) {
	for _, tt := range []struct {
		name   string
		units  int // 3 if 0
		change func(s *trial.DoubtSpec)
		want   []string // besides errors, which is always missing
		remedy string
	}{
		{name: "nothing", change: func(*trial.DoubtSpec) {}},
		{name: "200 draws", change: func(s *trial.DoubtSpec) { s.Draws = 200 }},
		{name: "199 draws", change: func(s *trial.DoubtSpec) { s.Draws = 199 }, want: []string{"draws"}},
		{name: "100,000 draws", change: func(s *trial.DoubtSpec) { s.Draws = 100_000 }},
		{name: "100,001 draws", change: func(s *trial.DoubtSpec) { s.Draws = 100_001 }, want: []string{"draws"}},
		{name: "20 million figures", units: 200, change: func(s *trial.DoubtSpec) { s.Draws = 100_000 }},
		{
			name: "more than 20 million figures", units: 201, change: func(s *trial.DoubtSpec) { s.Draws = 100_000 },
			want: []string{"draws"}, remedy: "at most 99502 for 201 units",
		},
		{name: "half", change: func(s *trial.DoubtSpec) { s.Confidence = dec("0.5") }},
		{name: "nearly sure", change: func(s *trial.DoubtSpec) { s.Confidence = dec("0.9999") }},
		{
			name: "less than half", change: func(s *trial.DoubtSpec) { s.Confidence = dec("0.4999") },
			want: []string{"confidence"},
		},
		{
			name: "too sure", change: func(s *trial.DoubtSpec) { s.Confidence = dec("0.99991") },
			want: []string{"confidence"},
		},
		{name: "no level", change: func(s *trial.DoubtSpec) { s.Level = "c" }, want: []string{"level"}},
		{name: "no unit", change: func(s *trial.DoubtSpec) { s.Target.Unit = "" }, want: []string{"target.unit"}},
		{
			name: "a range", want: []string{"target.comparator"}, change: func(s *trial.DoubtSpec) {
				s.Target.Comparator, s.Target.Upper = target.Within, dec("200")
			},
		},
		{
			name: "nearer", want: []string{"target.indicator.better"}, change: func(s *trial.DoubtSpec) {
				s.Target.Indicator.Better = target.Nearer
				s.Target.Comparator, s.Target.Tolerance = target.About, dec("1")
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := trial.DoubtSpec{Tree: flatTree(t, max(tt.units, 3)), Target: newShops(t).target("100")}
			if tt.units == 0 {
				tt.units = 3
			}
			s.Target.Unit = "0"
			tt.change(&s)
			_, err := trial.Doubt(s)

			want := append(slices.Clone(tt.want), "errors")
			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path)
				if tt.remedy != "" && e.Path == "draws" && e.Remedy != tt.remedy {
					t.Errorf("remedy %q, want %q", e.Remedy, tt.remedy)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("Doubt() = %v, at %v, want errors at %v", err, got, want)
			}
		})
	}
}

// All that is wrong with figures is reported at once.
func TestDoubtFigures(t *testing.T) {
	s := newShops(t)
	good := s.column(t, "100", "100", "100")
	for _, tt := range []struct {
		name   string
		change func(s *trial.DoubtSpec)
		want   []string
	}{
		{"good", func(*trial.DoubtSpec) {}, nil},
		{
			"no denominators", func(d *trial.DoubtSpec) { d.Denominators = hierarchy.Column{} },
			[]string{"denominators"},
		},
		{
			"gaps and zeros", func(d *trial.DoubtSpec) { d.Denominators = s.column(t, "0", "100") },
			[]string{`denominators["A"]`, `denominators["C"]`},
		},
		{
			"negative errors", func(d *trial.DoubtSpec) { d.Errors = s.column(t, "-1", "", "-2") },
			[]string{`errors["A"]`, `errors["C"]`},
		},
		{"no errors where there are none", func(d *trial.DoubtSpec) { d.Errors = s.column(t, "1") }, nil},
		{
			"a vintage without figures", func(d *trial.DoubtSpec) {
				d.Errors, d.Vintages = hierarchy.Column{}, []hierarchy.Column{good, {}, s.column(t, "1", "2")}
			},
			[]string{"vintages[1]", `vintages[2]["C"]`},
		},
		{
			"gaps in quotas", func(d *trial.DoubtSpec) { d.Quotas = s.column(t, "1", "", "1") },
			[]string{`quotas["B"]`},
		},
		{
			"exempt", func(d *trial.DoubtSpec) {
				d.Options.Exempt = []hierarchy.Exemption{{Unit: "A", Reason: "closed"}}
			},
			[]string{"options.exempt"},
		},
		{
			"a rule of no level", func(d *trial.DoubtSpec) { d.Options.Levels = map[string]hierarchy.Rule{"ward": {}} },
			[]string{`options.levels["ward"]`, `options.levels["ward"]`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec := trial.DoubtSpec{
				Tree: s.tree, Level: "shop", Target: s.target("120"), Denominators: good, Errors: good, Draws: 200,
				Options: hierarchy.Options{LastLevel: "shop"},
			}
			tt.change(&spec)
			_, err := trial.Doubt(spec)

			var got []string
			for _, e := range target.AllErrors(err) {
				got = append(got, e.Path)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Doubt() = %v, at %v, want errors at %v", err, got, tt.want)
			}
		})
	}
}

// The same seed draws the same figures on every platform: what the seed gave when the test was
// written. Of a sum of 1,000, A has 323 with an error of 24, and 1.645 errors are 40.
func TestDrawnFigures(t *testing.T) {
	s := newShops(t)
	type row struct{ quota, result, met, ranks string }
	show := func(d *trial.Doubts) []row {
		var rows []row
		for _, r := range d.Rows {
			x := row{quota: plainFigure(r.Quota.Low) + " " + r.Quota.Value.String() + " " + plainFigure(r.Quota.High)}
			if r.Result != nil {
				x.result = r.Result.Low.Decimal.StringFixed(4) + " " + r.Result.High.Decimal.StringFixed(4)
				x.met = r.Met.Decimal.String() + " " + r.Verdict.String()
				x.ranks = fmt.Sprint(r.Rank, r.Best, r.Worst)
			}
			rows = append(rows, x)
		}
		return rows
	}
	shares := func(d hierarchy.Column) (hierarchy.Rule, error) {
		return hierarchy.Rule{Method: hierarchy.Proportional(d)}, nil
	}

	for _, tt := range []struct {
		name   string
		value  string
		kind   target.Kind
		change func(d *trial.DoubtSpec)
		want   []row
	}{
		{
			name: "a sum", value: "1000", kind: target.Flow,
			change: func(d *trial.DoubtSpec) { d.Vary = shares },
			want: []row{
				{"280 322.58 380", "325.0000 325.0000", "0.4875 no detectable difference", "2 2 2"},
				{"600 645.16 700", "640.0000 640.0000", "0.465 no detectable difference", "1 1 1"},
				{"30 32.26 36", "", "", ""},
			},
		},
		{
			name: "a negative sum", value: "-1000", kind: target.Flow,
			change: func(d *trial.DoubtSpec) { d.Vary, d.Results = shares, s.column(t, "-330", "-640", "-29") },
			want: []row{
				{"-380 -322.58 -280", "-330.0000 -330.0000", "0.4175 no detectable difference", "2 2 2"},
				{"-700 -645.16 -600", "-640.0000 -640.0000", "0.535 no detectable difference", "3 3 3"},
				{"-36 -32.26 -30", "-29.0000 -29.0000", "0.9975 met", "1 1 1"},
			},
		},
		{
			name: "narrow", value: "1000", kind: target.Flow,
			change: func(d *trial.DoubtSpec) {
				d.Vary, d.Errors, d.Confidence = shares, s.column(t, "0.1"), dec("0.5")
			},
			want: []row{
				{"322.4 322.58 322.8", "325.0000 325.0000", "1 met", "2 2 2"},
				{"645 645.16 645.3", "640.0000 640.0000", "0 missed", "1 1 1"},
				{"32.25 32.26 32.26", "", "", ""},
			},
		},
		{
			name: "nearly sure", value: "1000", kind: target.Flow,
			change: func(d *trial.DoubtSpec) { d.Vary, d.Confidence, d.Draws = shares, dec("0.9999"), 200 },
			want: []row{
				{"240 322.58 400", "325.0000 325.0000", "0.51 no detectable difference", "2 2 2"},
				{"580 645.16 720", "640.0000 640.0000", "0.465 no detectable difference", "1 1 1"},
				{"29 32.26 37", "", "", ""},
			},
		},
		{
			name: "errors of thousandths", value: "10000000", kind: target.Flow,
			change: func(d *trial.DoubtSpec) {
				d.Vary, d.Errors, d.Confidence = shares, s.column(t, "0.001"), dec("0.5")
			},
			want: []row{
				{"3225790 3225806.45 3225830", "325.0000 325.0000", "0 missed", "2 2 2"},
				{"6451590 6451612.9 6451630", "640.0000 640.0000", "0 missed", "1 1 1"},
				{"322579.5 322580.65 322581.5", "", "", ""},
			},
		},
		{
			name: "a mean", value: "3", kind: target.Ratio,
			change: func(d *trial.DoubtSpec) {
				d.Results = s.column(t, "306", "590", "38")
				d.Options.Rule.Method = hierarchy.Scale(s.column(t, "3", "2.5", "3.5"))
			},
			want: []row{
				{"3.32 3.35 3.36", "2.6278 3.6624", "0.1825 no detectable difference", "2 2 3"},
				{"2.76 2.78 2.8", "2.7258 3.2144", "0.895 no detectable difference", "3 2 3"},
				{"3.87 3.9 3.94", "3.8000 3.8000", "0 missed", "1 1 1"},
			},
		},
		{
			name: "large errors", value: "1000", kind: target.Flow,
			change: func(d *trial.DoubtSpec) { d.Vary, d.Errors = shares, s.column(t, "80", "", "9.25") },
			want: []row{
				{"0 322.58 600", "325.0000 325.0000", "0.455 no detectable difference", "2 2 2"},
				{"400 645.16 900", "640.0000 640.0000", "0.56 no detectable difference", "1 1 1"},
				{"0 32.26 100", "", "", ""},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := trial.DoubtSpec{
				Tree: s.tree, Level: "shop", Target: s.target(tt.value), Options: hierarchy.Options{LastLevel: "shop"},
				Denominators: s.column(t, "100", "200", "10"), Errors: s.column(t, "10", "10"),
				Results: s.column(t, "325", "640"), Draws: 400, Seed: 11,
			}
			d.Target.Indicator.Kind = tt.kind
			tt.change(&d)
			if got := show(doubt(t, d)); !slices.Equal(got, tt.want) {
				t.Errorf("Doubt() = %q, want %q", got, tt.want)
			}
		})
	}
}

// The interval of a result is open if the denominator can be zero or less, and the result is not
// zero. The normal quantile of 0.95 is 1.644853626951472 in fifteen decimals.
func TestDoubtOfNothing(t *testing.T) {
	s := newShops(t)
	spec := doubtOfShops(t, s, target.Higher, []string{"0", "10", "-10"}, []string{"0", "5", "5"})
	spec.Denominators, spec.Errors = s.column(t, "100", "1.644853626951472", "1"), s.column(t, "80", "1", "2")
	want := []string{"0 to 0", "3.03978416 to none", "none to -2.331161408"}
	for i, r := range doubt(t, spec).Rows {
		end := func(x decimal.NullDecimal) string {
			x.Decimal = x.Decimal.Round(9)
			return plainFigure(x)
		}
		if got := end(r.Result.Low) + " to " + end(r.Result.High); got != want[i] {
			t.Errorf("result of %s = %s, want %s", r.Unit.Code, got, want[i])
		}
	}

	// Intervals that touch: with results that are equal and have no error, none is better.
	spec = doubtOfShops(t, s, target.Higher, []string{"10", "20", "20"}, []string{"0", "0", "0"})
	spec.Errors = s.column(t, "0.001")
	for i, want := range [][3]int{{3, 3, 3}, {1, 1, 1}, {1, 1, 1}} {
		r := doubt(t, spec).Rows[i]
		if got := [3]int{r.Rank, r.Best, r.Worst}; got != want {
			t.Errorf("ranks of %s = %v, want %v", r.Unit.Code, got, want)
		}
	}
}

// What a rule refuses for a vintage is reported at the vintage.
func TestDoubtOfVintageRefused(t *testing.T) {
	s := newShops(t)
	_, err := trial.Doubt(trial.DoubtSpec{
		Tree: s.tree, Level: "shop", Target: s.target("120"), Options: hierarchy.Options{LastLevel: "shop"},
		Denominators: s.column(t, "1", "2", "3"),
		Vintages:     []hierarchy.Column{s.column(t, "1", "2", "4"), s.column(t, "7", "2", "3")},
		Vary: func(d hierarchy.Column) (hierarchy.Rule, error) {
			if x, _ := d.At("A"); x.Equal(dec("7")) {
				return hierarchy.Rule{Max: s.column(t, "1", "1", "1")}, nil
			}
			return hierarchy.Rule{Method: hierarchy.Proportional(d)}, nil
		},
	})
	if all := target.AllErrors(err); len(all) == 0 || !strings.HasPrefix(all[0].Path, "vintages[1]") {
		t.Errorf("Doubt() = %v, want an error at vintages[1]", err)
	}
}

// At most 50 units are printed, and how many more there are.
func TestManyDoubtsAsText(t *testing.T) {
	for n, want := range map[int]string{50: "", 51: "1 more", 1_060: "1,010 more"} {
		tree := flatTree(t, n)
		ones, err := tree.Constant("b", dec("1"))
		if err != nil {
			t.Fatal(err)
		}
		s := trial.DoubtSpec{
			Tree: tree, Target: newShops(t).target("100"), Denominators: ones, Errors: ones, Quotas: ones,
		}
		s.Target.Unit = "0"
		lines := strings.Split(strings.TrimSuffix(doubt(t, s).String(), "\n"), "\n")
		if want == "" {
			if len(lines) != 51 {
				t.Errorf("String() of %d units has %d lines, want a head and 50", n, len(lines))
			}
			continue
		}
		if len(lines) != 52 || !strings.Contains(lines[51], want) {
			t.Errorf("String() of %d units has %d lines, the last one %q, want 52 and %q",
				n, len(lines), lines[len(lines)-1], want)
		}
	}
}
