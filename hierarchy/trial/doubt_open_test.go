package trial_test

import (
	"errors"
	"math"
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

// Ranks go from the best to the worst of all vintages; equal results share the better one.
// Per 1,000 heads, A has 100, B 80 and C 300, and in the other vintage 100, 160 and 150.
func TestDoubtOfVintagesRanks(t *testing.T) {
	s := newShops(t)
	spec := doubtOfShops(t, s, target.Higher, []string{"10", "8", "30"}, []string{"100", "100", "100"})
	spec.Target.Indicator.Per = dec("1000")
	spec.Errors, spec.Vintages = hierarchy.Column{}, []hierarchy.Column{s.column(t, "100", "50", "200")}

	type row struct {
		low, high         string
		rank, best, worst int
		verdict           trial.Verdict
	}
	check := func(want []row) {
		t.Helper()
		for i, r := range doubt(t, spec).Rows {
			low, high := r.Result.Low.Decimal.String(), r.Result.High.Decimal.String()
			got := row{low, high, r.Rank, r.Best, r.Worst, r.Verdict}
			if got != want[i] {
				t.Errorf("%s: %+v, want %+v", r.Unit.Code, got, want[i])
			}
		}
	}
	check([]row{
		{"100", "100", 2, 2, 3, trial.Met},
		{"80", "160", 3, 1, 3, trial.NoDifference},
		{"150", "300", 1, 1, 2, trial.Met},
	})

	spec.Results = s.column(t, "10", "10", "30")
	check([]row{
		{"100", "100", 2, 2, 3, trial.Met},
		{"100", "200", 2, 1, 2, trial.Met},
		{"150", "300", 1, 1, 2, trial.Met},
	})
}

// A quota that is the same for all does not go by the denominators that are drawn. Results
// and verdicts do: B has 10/101 with an error of 10 heads, around A's 0.1.
func TestDoubtByDrawsRanks(t *testing.T) {
	s := newShops(t)
	spec := doubtOfShops(t, s, target.Higher, []string{"10", "10", "1"}, nil)
	spec.Denominators, spec.Errors = s.column(t, "100", "101", "100"), s.column(t, "", "10")
	spec.Options, spec.Seed = hierarchy.Options{
		LastLevel: "shop", Rule: hierarchy.Rule{Method: hierarchy.Uniform()},
	}, 1
	d := doubt(t, spec)

	for i, want := range []struct {
		low, high         string // to three places
		rank, best, worst int
		verdict           trial.Verdict
	}{
		{"0.100", "0.100", 1, 1, 2, trial.Met},
		{"0.085", "0.118", 2, 1, 2, trial.NoDifference}, // 10/117.449 and 10/84.551
		{"0.010", "0.010", 3, 3, 3, trial.Missed},
	} {
		r := d.Rows[i]
		low, high := r.Result.Low.Decimal.StringFixed(3), r.Result.High.Decimal.StringFixed(3)
		if low != want.low || high != want.high {
			t.Errorf("%s: result from %s to %s, want %s to %s", r.Unit.Code, low, high, want.low, want.high)
		}
		if r.Rank != want.rank || r.Best != want.best || r.Worst != want.worst || r.Verdict != want.verdict {
			t.Errorf("%s: rank %d, %d to %d, %v, want %+v", r.Unit.Code, r.Rank, r.Best, r.Worst, r.Verdict, want)
		}
		if q := r.Quota; !q.Low.Decimal.Equal(dec("0.1")) || !q.High.Decimal.Equal(dec("0.1")) {
			t.Errorf("%s: quota %+v, want 0.1", r.Unit.Code, q)
		}
	}
	// (x/d)·(s/d) = 10·10/101².
	got := d.Estimates()
	if len(got) != 1 || got[0].Code != "B" || math.Abs(got[0].SE-100.0/10201) > 1e-12 {
		t.Errorf("Estimates() = %+v, want that of B with 0.0098", got)
	}
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
			if _, ok := d.At("F"); ok {
				t.Error("Vary sees the denominator of F, which is above the level")
			}
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
