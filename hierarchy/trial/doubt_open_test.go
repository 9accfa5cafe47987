package trial_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/target"
)

// doubtOfShops has sales per head of 100 heads each. Heads of A have a standard error of
// 80, which is 131.6 at 90 % and more than there are; those of B one of 10, or 16.45.
func doubtOfShops(t testing.TB, s shops, better target.Direction, results, quotas []string) trial.DoubtSpec {
	t.Helper()
	spec := trial.DoubtSpec{
		Tree: s.tree, Level: "shop", Target: s.target("0.1"),
		Denominators: s.column(t, "100", "100", "100"), Errors: s.column(t, "80", "10"),
		Results: s.column(t, results...), Quotas: s.column(t, quotas...),
	}
	spec.Target.Indicator.Kind, spec.Target.Indicator.Better = target.Ratio, better
	return spec
}

// An interval is open where the denominator may be next to nothing. By hand, 10/231.588 =
// 0.043, 10/116.449 = 0.086 and 10/83.551 = 0.120.
func TestDoubtWithOpenEnds(t *testing.T) {
	s := newShops(t)
	type row struct {
		Low, High   string // to three places; empty if open
		Verdict     trial.Verdict
		Best, Worst int
	}

	for _, tt := range []struct {
		name            string
		better          target.Direction
		results, quotas []string
		want            []row
	}{
		{
			name: "higher", better: target.Higher, results: []string{"10", "10", "0"},
			quotas: []string{"0.04", "0.13", "0"},
			want: []row{
				{"0.043", "", trial.Met, 1, 2},
				{"0.086", "0.120", trial.Missed, 1, 2},
				{"0.000", "0.000", trial.Met, 3, 3},
			},
		},
		{
			name: "within the interval", better: target.Higher, results: []string{"10", "10"},
			quotas: []string{"9", "0.1", "0"},
			want: []row{
				{"0.043", "", trial.NoDifference, 1, 2},
				{"0.086", "0.120", trial.NoDifference, 1, 2},
				{"", "", trial.NoVerdict, 0, 0},
			},
		},
		{
			name: "lower", better: target.Lower, results: []string{"10", "10", "0"},
			quotas: []string{"0.04", "0.13", "0"},
			want: []row{
				{"0.043", "", trial.Missed, 2, 3},
				{"0.086", "0.120", trial.Met, 2, 3},
				{"0.000", "0.000", trial.Met, 1, 1},
			},
		},
		{
			name: "lower, within the interval", better: target.Lower, results: []string{"10", "10", "0"},
			quotas: []string{"9", "0.1", "-1"},
			want: []row{
				{"0.043", "", trial.NoDifference, 2, 3},
				{"0.086", "0.120", trial.NoDifference, 2, 3},
				{"0.000", "0.000", trial.Missed, 1, 1},
			},
		},
		{
			name: "below zero, higher", better: target.Higher, results: []string{"-10", "-10", "-20"},
			quotas: []string{"0", "-0.13", "-0.2"},
			want: []row{
				{"", "-0.043", trial.Missed, 1, 3},
				{"-0.120", "-0.086", trial.Met, 1, 2},
				{"-0.200", "-0.200", trial.Met, 2, 3},
			},
		},
		{
			name: "below zero, lower", better: target.Lower, results: []string{"-10", "-10", "-20"},
			quotas: []string{"0", "-0.13", "-0.2"},
			want: []row{
				{"", "-0.043", trial.Met, 1, 3},
				{"-0.120", "-0.086", trial.Missed, 2, 3},
				{"-0.200", "-0.200", trial.Met, 1, 2},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []row
			for _, r := range doubt(t, doubtOfShops(t, s, tt.better, tt.results, tt.quotas)).Rows {
				end := func(x decimal.NullDecimal) string {
					if !x.Valid {
						return ""
					}
					return x.Decimal.StringFixed(3)
				}
				one := row{Verdict: r.Verdict, Best: r.Best, Worst: r.Worst}
				if r.Result != nil {
					one.Low, one.High = end(r.Result.Low), end(r.Result.High)
				}
				got = append(got, one)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Doubt() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDoubtsAsText(t *testing.T) {
	s := newShops(t)
	got := doubt(t, doubtOfShops(t, s, target.Higher, []string{"10", "10"}, []string{"0.04", "0.13", "0"})).String()
	const want = "" +
		"unit    quota     from       to  result     from      to  verdict\n" +
		"A     0.04000  0.04000  0.04000  0.1000  0.04318       –  met\n" +
		"B      0.1300   0.1300   0.1300  0.1000  0.08587  0.1197  missed\n" +
		"C           0        0        0\n"
	if got != want {
		t.Errorf("String() =\n%s\nwant\n%s", got, want)
	}
}

// A rule sees the denominators of all units that are not above the level. The result of a
// sum does not go by them.
func TestDoubtOfVintagesOfASum(t *testing.T) {
	s, seen := newShops(t), 0
	spec := trial.DoubtSpec{
		Tree: s.tree, Level: "shop", Target: s.target("100"), Options: hierarchy.Options{LastLevel: "shop"},
		Denominators: s.column(t, "10", "20", "20", "", "", "50", "", "", "", "", "", "", "7"), // of F and M too
		Vintages:     []hierarchy.Column{s.column(t, "10", "10", "20")},
		Results:      s.column(t, "20", "45", ""),
		Vary: func(d hierarchy.Column) (hierarchy.Rule, error) {
			seen += d.Len()
			return hierarchy.Rule{Method: hierarchy.Proportional(d)}, nil
		},
	}

	d := doubt(t, spec)
	if seen != 4+4+3 {
		t.Errorf("Vary sees %d figures, want four of the denominators twice, three of the vintage", seen)
	}
	type row struct {
		low, high string
		verdict   trial.Verdict
		rank      int
	}
	for i, want := range []row{
		{"20", "25", trial.NoDifference, 2}, {"25", "40", trial.Met, 1}, {"40", "50", trial.NoVerdict, 0},
	} {
		r := d.Rows[i]
		got := row{r.Quota.Low.Decimal.String(), r.Quota.High.Decimal.String(), r.Verdict, r.Rank}
		if got != want {
			t.Errorf("%s: %+v, want %+v", r.Unit.Code, got, want)
		}
		if r.Result != nil && !r.Result.Low.Decimal.Equal(r.Result.High.Decimal) {
			t.Errorf("%s: result %+v, want one figure", r.Unit.Code, r.Result)
		}
	}
	if got := d.Estimates(); len(got) != 0 {
		t.Errorf("Estimates() = %v, want none of a sum", got)
	}
}

// What a rule refuses for a draw is the error of the whole.
func TestDoubtOfARuleThatRefusesADraw(t *testing.T) {
	s := newShops(t)
	calls := 0
	_, err := trial.Doubt(trial.DoubtSpec{
		Tree: s.tree, Level: "shop", Target: s.target("100"), Options: hierarchy.Options{LastLevel: "shop"},
		Denominators: s.column(t, "10", "20", "20"), Errors: s.column(t, "1"), Draws: 200,
		Vary: func(hierarchy.Column) (hierarchy.Rule, error) {
			if calls++; calls > 5 {
				return hierarchy.Rule{}, target.ErrMissing
			}
			return hierarchy.Rule{}, nil
		},
	})
	if !errors.Is(err, target.ErrMissing) {
		t.Errorf("Doubt() = %v, want %v", err, target.ErrMissing)
	}
}
