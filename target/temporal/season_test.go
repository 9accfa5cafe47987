package temporal_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

func TestSeason(t *testing.T) {
	for _, tt := range []struct {
		name         string
		series, want string
		year         target.Period
	}{
		{"last year", "2014-H1 3, 2014-H2 5", "2016-H1 3, 2016-H2 5", target.Year(2016)},
		{
			"January and February together", "2013-01/2013-02 2, 2013-03/2013-12 7",
			"2014-01/2014-02 2, 2014-03/2014-12 7",
			target.Year(2014),
		},
		// Shares of 1/2 and 1/4, so 3/8 of the mean of 4 and 12.
		{"two years", "2014-H1 2, 2014-H2 2, 2013-H1 3, 2013-H2 9", "2015-H1 3, 2015-H2 5", target.Year(2015)},
		{
			"with a year between", "2014-H1 2, 2014-H2 2, 2011-H1 3, 2011-H2 9", "2015-H1 3, 2015-H2 5",
			target.Year(2015),
		},
		{
			"a fiscal year", "2020-04/2020-09 1, 2020-10/2021-03 0, 2019-04/2019-09 1, 2019-10/2020-03 1",
			"2021-04/2021-09 1.125, 2021-10/2022-03 0.375", india.Year(2021),
		},
		// 1/3 and 2/3, as long as the digits last.
		{
			"without end", "2014-H1 1, 2014-H2 2, 2013-H1 100, 2013-H2 200",
			"2015-H1 50.5, 2015-H2 101", target.Year(2015),
		},
		{
			"with many digits", "2014-H1 1, 2014-H2 2, 2013-H1 1, 2013-H2 1",
			"2015-H1 1.04166666666666666666666666667, 2015-H2 1.45833333333333333333333333333", target.Year(2015),
		},
	} {
		series := pointsOf(t, tt.series)
		slices.Reverse(series)
		got, err := temporal.Season(series, tt.year)
		if err != nil || list(got) != tt.want {
			same := err == nil && slices.EqualFunc(got, pointsOf(t, tt.want), func(a, b target.Point) bool {
				return a.Period == b.Period && a.Value.Equal(b.Value)
			})
			if !same {
				t.Errorf("%s: Season() = %s, %v, want %s", tt.name, list(got), err, tt.want)
			}
		}
	}
}

func TestSeasonRefuses(t *testing.T) {
	year := target.Year(2015)
	for _, tt := range []struct {
		name   string
		series string
		year   target.Period
		want   []string
	}{
		{"nothing", "", year, []string{"series is required"}},
		{"no year", "2014 1", target.Period{}, []string{"year is required"}},
		{"a plan", "2014 1", target.FiveYearPlan(12), []string{"year is out of range"}},
		{"half a year", "2014-H1 1", year, []string{"series has no figure"}},
		{"the other half", "2014-H2 1", year, []string{"series has no figure"}},
		{"a hole", "2014-Q1 1, 2014-H2 1", year, []string{"series has no figure"}},
		{"an overlap", "2014-Q1 1, 2014-H1 1, 2014-H2 1", year, []string{`series["2015-H1"] is given twice`}},
		{"a half twice", "2014-H1 1, 2014-H1 1, 2014-H2 1", year, []string{`series["2014-H1"] is given twice`}},
		{"zeros", "2014-H1 0, 2014-H2 0", year, []string{"series is out of range"}},
		{"below zero", "2014-H1 -1, 2014-H2 9", year, []string{`series["2014-H1"] is out of range`}},
		{"other parts", "2014-H1 1, 2014-H2 1, 2013 1", year, []string{"series does not fit"}},
		{"the year itself", "2015 1", year, []string{`series["2015"] is out of range`}},
		{"a later year", "2016 1", year, []string{`series["2016"] is out of range`}},
		{"over New Year", "2013-07/2014-06 1", year, []string{`series["2013-07/2014-06"] is out of range`}},
		{"two years as one", "2013/2014 1", year, []string{`series["2013/2014"] is out of range`}},
		{"last year unfinished", "2013 3, 2014-01/2014-11 1", year, []string{"series has no figure"}},
	} {
		_, err := temporal.Season(pointsOf(t, tt.series), tt.year)
		if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The season of several years is the mean of their shares, and does not change if
// one of them is stated in another unit.
func seasonIsMeanOfShares(t *rapid.T) {
	n := rapid.IntRange(1, 4).Draw(t, "years")
	var series []target.Point
	shares := make([]*big.Rat, 4)
	for k := range shares {
		shares[k] = new(big.Rat)
	}
	for y := range n {
		values := rapid.SliceOfN(rapid.Int64Range(0, 9), 4, 4).Draw(t, "figures")
		sum := values[0] + values[1] + values[2] + values[3]
		if sum == 0 {
			values[0], sum = 1, 1
		}
		unit := rapid.Int32Range(-3, 3).Draw(t, "unit")
		for q, v := range values {
			series = append(series, target.Point{Period: target.Quarter(2010+y, q+1), Value: decimal.New(v, unit)})
			shares[q].Add(shares[q], big.NewRat(v, sum*int64(n)))
		}
	}

	got, err := temporal.Season(rapid.Permutation(series).Draw(t, "order"), target.Year(2020))
	if err != nil {
		t.Fatal(err)
	}
	whole := new(big.Rat)
	for _, x := range got {
		whole.Add(whole, x.Value.Rat())
	}
	for q, x := range got {
		share := new(big.Rat).Quo(x.Value.Rat(), whole)
		off := share.Sub(share, shares[q])
		if off.Abs(off).Cmp(big.NewRat(1, 1e18)) > 0 || x.Period != target.Quarter(2020, q+1) {
			t.Errorf("share of %v is off by %s", x.Period, off.FloatString(30))
		}
	}
}

func TestSeasonIsMeanOfShares(t *testing.T) { rapid.Check(t, seasonIsMeanOfShares) }
