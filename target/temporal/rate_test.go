package temporal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

func rateOf(kind target.Kind, places int32) target.Indicator {
	return target.Indicator{Code: "r", Kind: kind, Per: dec("100"), Places: target.Places(places)}
}

func TestYearOnYear(t *testing.T) {
	levels := "2014-Q1 110, 2013-Q1 100, 2014-Q2 90, 2014-H1 200, 2013-H1 220, 2012-Q1 200"
	growth, err := temporal.YearOnYear(rateOf(target.Growth, 1), pointsOf(t, levels))
	if want := "2013-Q1 -50, 2014-Q1 10, 2014-H1 -9.1"; err != nil || list(growth) != want {
		t.Errorf("YearOnYear() = %s, %v, want %s", list(growth), err, want)
	}
	cuts, err := temporal.YearOnYear(rateOf(target.Reduction, 1), pointsOf(t, levels))
	if want := "2013-Q1 50, 2014-Q1 -10, 2014-H1 9.1"; err != nil || list(cuts) != want {
		t.Errorf("YearOnYear() = %s, %v, want %s", list(cuts), err, want)
	}

	for name, tt := range map[string]struct {
		rate   target.Indicator
		levels string
		want   []string
	}{
		"a flow": {rateOf(target.Flow, 1), "2014 1", []string{"indicator.kind is ruled out"}},
		"no places": {
			target.Indicator{Code: "r", Kind: target.Growth}, "2014 1", []string{"indicator.places is required"},
		},
		"twice":       {rateOf(target.Growth, 1), "2014 1, 2014 2", []string{`levels["2014"] is given twice`}},
		"from zero":   {rateOf(target.Growth, 1), "2014 1, 2013 0", []string{`levels["2013"] is out of range`}},
		"from a loss": {rateOf(target.Growth, 1), "2014 1, 2013 -1", []string{`levels["2013"] is out of range`}},
		"no indicator": {
			target.Indicator{}, "2014 1", []string{"indicator.code is required", "indicator.kind is required"},
		},
	} {
		_, err := temporal.YearOnYear(tt.rate, pointsOf(t, tt.levels))
		if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRateToDate(t *testing.T) {
	growth := rateOf(target.Growth, 2)
	base := "2013-01/2013-02 10, 2013-03 10, 2013-Q2 60"
	got, err := temporal.RateToDate(growth, pointsOf(t, "2014-Q2 1, 2014-Q1 5"), pointsOf(t, base))
	if want := "2014-Q1 5, 2014-H1 2"; err != nil || list(got) != want {
		t.Errorf("RateToDate() = %s, %v, want %s", list(got), err, want)
	}
	parts, err := temporal.RatesOfParts(growth, pointsOf(t, "2014-Q1 5, 2014-H1 2"), pointsOf(t, base))
	want := []temporal.ImpliedRate{
		{Period: target.Quarter(2014, 1), Value: dec("5"), Low: dec("4.995"), High: dec("5.005")},
		// ± 0.005·(80 + 20)/60
		{
			Period: target.Quarter(2014, 2), Value: dec("1"), Low: dec("0.9916666666666667"),
			High: dec("1.008333333333333"),
		},
	}

	if diff := cmp.Diff(want, parts, cmp.Comparer(decimal.Decimal.Equal)); err != nil || diff != "" {
		t.Errorf("RatesOfParts() = %v (-want +got):\n%s", err, diff)
	}
	whole := pointsOf(t, "2013-Q1 20, 2013-H1 80")
	if again, err := temporal.RatesOfParts(growth, pointsOf(t, "2014-Q1 5, 2014-H1 2"), whole); err != nil ||
		cmp.Diff(parts, again, cmp.Comparer(decimal.Decimal.Equal)) != "" {
		t.Errorf("RatesOfParts() from totals to date = %v, %v, want %v", again, err, parts)
	}
}

func TestRatesRefuse(t *testing.T) {
	growth := rateOf(target.Growth, 1)
	for name, tt := range map[string]struct {
		rates, base     string
		toDate, ofParts []string
	}{
		"no base": {
			"2014-Q1 5", "2014-Q1 5",
			[]string{`base["2013-Q1"] has no figure`},
			[]string{`base["2013-Q1"] has no figure`},
		},
		"an incomplete base": {
			"2014-Q1 5", "2013-01 5, 2013-03 5",
			[]string{`base["2013-Q1"] has no figure`},
			[]string{`base["2013-Q1"] has no figure`},
		},
		"a base of zero": {
			"2014-Q1 5", "2013-Q1 0",
			[]string{`base["2013-Q1"] is out of range`},
			[]string{`base["2013-Q1"] is out of range`},
		},
		"a base that adds up to nothing": {
			"2014-Q1 5", "2013-01 1, 2013-02/2013-03 -1",
			[]string{`base["2013-Q1"] is out of range`},
			[]string{`base["2013-Q1"] is out of range`},
		},
		"parts with a gap": {
			"2014-Q1 5, 2014-Q3 5", "2013-Q1 1, 2013-Q3 1",
			[]string{`rates["2014-Q3"] has no figure`},
			[]string{`toDate["2014-Q3"] does not fit`},
		},
		"a base that shrinks": {
			"2014-Q1 5, 2014-H1 5", "2013-Q1 4, 2013-H1 3",
			[]string{`rates["2014-H1"] has no figure`},
			[]string{`base["2013-H1"] is out of range`},
		},
		"a base that stands still": {
			"2014-Q1 5, 2014-H1 5", "2013-Q1 4, 2013-Q2 0",
			[]string{`rates["2014-H1"] has no figure`},
			[]string{`base["2013-H1"] is out of range`},
		},
		"two years": {
			"2014/2015 5", "2013/2014 4", []string{"rates is out of range"}, []string{"toDate is out of range"},
		},
		"one and a half": {
			"2014 5, 2015-H1 5", "2013 4, 2014-H1 4",
			[]string{"rates is out of range"},
			[]string{`toDate["2015-H1"] does not fit`},
		},
		"one twice": {
			"2014 5, 2014 5", "2013 4, 2013 4",
			[]string{`rates["2014"] is given twice`, `base["2013"] is given twice`},
			[]string{`toDate["2014"] is given twice`, `base["2013"] is given twice`},
		},
	} {
		_, err := temporal.RateToDate(growth, pointsOf(t, tt.rates), pointsOf(t, tt.base))
		if diff := cmp.Diff(tt.toDate, testkit.Problems(err)); diff != "" {
			t.Errorf("%s: RateToDate() (-want +got):\n%s", name, diff)
		}
		_, err = temporal.RatesOfParts(growth, pointsOf(t, tt.rates), pointsOf(t, tt.base))
		if diff := cmp.Diff(tt.ofParts, testkit.Problems(err)); diff != "" {
			t.Errorf("%s: RatesOfParts() (-want +got):\n%s", name, diff)
		}
	}

	// The indicator is looked at, and so is each rate.
	one, far := pointsOf(t, "2014 5"), decimal.New(1, 100)
	_, toDate := temporal.RateToDate(flow, one, one)
	_, ofParts := temporal.RatesOfParts(flow, one, one)
	_, ofQuotient := temporal.RateOfQuotient(flow, decimal.Zero, decimal.Zero)
	_, numerator := temporal.RateOfQuotient(growth, far, decimal.Zero)
	_, denominator := temporal.RateOfQuotient(growth, decimal.Zero, far)
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"RateToDate", toDate, "indicator.kind is ruled out"},
		{"RatesOfParts", ofParts, "indicator.kind is ruled out"},
		{"RateOfQuotient", ofQuotient, "indicator.kind is ruled out"},
		{"RateOfQuotient of a long numerator", numerator, "numerator is out of range"},
		{"RateOfQuotient of a long denominator", denominator, "denominator is out of range"},
	} {
		if got := testkit.Problems(tt.err); len(got) == 0 || got[0] != tt.want {
			t.Errorf("%s: %q, want %s", tt.name, got, tt.want)
		}
	}
}

// The rate to date of the parts' rates is the rate of the sums.
func rateToDateIsRateOfSums(t *rapid.T) {
	rate := rateOf(rapid.SampledFrom([]target.Kind{target.Growth, target.Reduction}).Draw(t, "kind"), 20)
	var levels, base []target.Point
	for q := range rapid.IntRange(1, 4).Draw(t, "quarters") {
		p := target.Quarter(2014, q+1)
		levels = append(levels,
			target.Point{Period: p, Value: decimal.New(rapid.Int64Range(-50, 1000).Draw(t, "figure"), -1)},
			target.Point{Period: p.YearBefore(), Value: decimal.New(
				rapid.SampledFrom([]int64{1, 2, 4, 8, 500}).Draw(t, "base"), 0,
			)},
		)
		base = append(base, levels[2*q+1])
	}

	parts, err := temporal.YearOnYear(rate, levels)
	if err != nil {
		t.Fatal(err)
	}
	got, err := temporal.RateToDate(rate, parts, base)
	if err != nil {
		t.Fatal(err)
	}
	sums, err := temporal.ToDate(flow, target.FiscalCalendar{}, levels)
	if err != nil {
		t.Fatal(err)
	}
	want, err := temporal.YearOnYear(rate, sums)
	if err != nil || len(want) != len(got) {
		t.Fatalf("%d rates of sums, %v, want %d", len(want), err, len(got))
	}
	for k := range got {
		if off := got[k].Value.Sub(want[k].Value); off.Abs().Cmp(decimal.New(1, -18)) > 0 ||
			got[k].Period != want[k].Period {
			t.Errorf("RateToDate() = %v, want %v", got[k], want[k])
		}
	}

	back, err := temporal.RatesOfParts(rate, got, base)
	if err != nil {
		t.Fatal(err)
	}
	for k, x := range back {
		off := x.Value.Sub(parts[k].Value)
		if off.Abs().Cmp(decimal.New(1, -10)) > 0 || x.Low.Cmp(x.High) > 0 {
			t.Errorf("RatesOfParts() = %v, want %v", x, parts[k])
		}
	}
}

func TestRateToDateIsRateOfSums(t *testing.T) { rapid.Check(t, rateToDateIsRateOfSums) }

func TestRateOfQuotient(t *testing.T) {
	for _, tt := range []struct {
		kind        target.Kind
		num, den    string
		want        string
		wantProblem []string
	}{
		{target.Growth, "11.2", "11.1", "0.09", nil},
		{target.Reduction, "11.2", "11.1", "-0.09", nil},
		{target.Reduction, "3", "8", "4.63", nil},
		{target.Growth, "-100", "0", "-100.00", nil},
		{target.Growth, "0", "-100", "", []string{"denominator is out of range"}},
		{target.Stock, "0", "0", "", []string{"indicator.kind is ruled out"}},
	} {
		got, err := temporal.RateOfQuotient(rateOf(tt.kind, 2), dec(tt.num), dec(tt.den))
		if diff := cmp.Diff(tt.wantProblem, testkit.Problems(err)); diff != "" {
			t.Errorf("RateOfQuotient(%s, %s) (-want +got):\n%s", tt.num, tt.den, diff)
		}
		if err == nil && !got.Equal(dec(tt.want)) {
			t.Errorf("RateOfQuotient(%s, %s) = %v, want %s", tt.num, tt.den, got, tt.want)
		}
	}

	far := decimal.New(1, 1<<30)
	_, err := temporal.RateOfQuotient(rateOf(target.Growth, 2), far, far)
	if diff := cmp.Diff(
		[]string{"numerator is out of range", "denominator is out of range"}, testkit.Problems(err),
	); diff != "" {
		t.Errorf("out of bounds (-want +got):\n%s", diff)
	}
}

func TestRest(t *testing.T) {
	eleventh := target.FiveYearPlan(11)
	for _, tt := range []struct {
		name         string
		indicator    target.Indicator
		whole        target.Point
		parts, want  string
		wantProblems []string
	}{
		{"a flow", flow, *point(target.Year(2014), "100"), "2014-Q1 30, 2014-Q2 25.5", "2014-H2 44.5", nil},
		{"in any order", flow, *point(target.Year(2014), "100"), "2014-Q2 25.5, 2014-Q1 30", "2014-H2 44.5", nil},
		{"over the target", flow, *point(target.Year(2014), "100"), "2014-H1 120", "2014-H2 -20", nil},
		{
			"a part that takes more than everything", rateOf(target.Growth, 0), *point(target.Years(2011, 2012), "1"),
			"2011 -150", "",
			[]string{`parts["2011"] is out of range`},
		},
		{
			"out of bounds", flow,
			target.Point{Period: target.Year(2014), Value: decimal.New(1, 100)},
			"2014-H1 1", "",
			[]string{"whole.value is out of range"},
		},
		{"nothing done", flow, *point(target.Year(2014), "100"), "", "2014 100", nil},
		// 1 − 0.80/0.8439, and not 20 − 16.59.
		{
			"a cut", rateOf(target.Reduction, 2), *point(eleventh, "20"), "2006 2.74, 2007 5.04, 2008 5.20, 2009 3.61",
			"2010 5.21", nil,
		},
		{"a growth", rateOf(target.Growth, 0), *point(target.Years(2011, 2012), "21"), "2011 10", "2012 10", nil},
		{
			"nothing compounded", rateOf(target.Growth, 0), *point(target.Years(2011, 2012), "21.5"), "",
			"2011/2012 21.5", nil,
		},
		{
			"no rest", flow, *point(target.Year(2014), "100"), "2014-H1 1, 2014-H2 1", "",
			[]string{"parts is out of range"},
		},
		{
			"beyond the end", flow, *point(target.Year(2014), "100"), "2014/2015 1", "",
			[]string{"parts is out of range"},
		},
		{
			"from the middle", flow, *point(target.Year(2014), "100"), "2014-Q2 1", "",
			[]string{`parts["2014-Q2"] has no figure`},
		},
		{
			"an overlap", flow, *point(target.Year(2014), "100"), "2014-Q1 1, 2014-H1 1", "",
			[]string{`parts["2014-H1"] is given twice`},
		},
		{
			"nothing left", rateOf(target.Reduction, 0), *point(target.Years(2011, 2012), "100"), "2011 100", "",
			[]string{`parts["2011"] is out of range`},
		},
		{
			"less than nothing", rateOf(target.Reduction, 0), *point(target.Years(2011, 2012), "101"), "2011 10", "",
			[]string{"whole.value is out of range"},
		},
		{
			"a stock",
			target.Indicator{Code: "s", Kind: target.Stock},
			*point(target.Year(2014), "1"), "", "",
			[]string{"indicator.kind is ruled out"},
		},
		{
			"no places",
			target.Indicator{Code: "g", Kind: target.Growth},
			*point(target.Year(2014), "1"), "", "",
			[]string{"indicator.places is required"},
		},
	} {
		got, err := temporal.Rest(tt.indicator, tt.whole, pointsOf(t, tt.parts))
		if diff := cmp.Diff(tt.wantProblems, testkit.Problems(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if err == nil && list([]target.Point{got}) != tt.want {
			t.Errorf("%s: Rest() = %s, want %s", tt.name, list([]target.Point{got}), tt.want)
		}
	}
}

// The parts and the rest combine to the whole.
func restCombines(t *rapid.T) {
	i := rapid.SampledFrom([]target.Indicator{
		flow, rateOf(target.Growth, 20), rateOf(target.Reduction, 20),
	}).Draw(t, "indicator")
	n := rapid.IntRange(0, 4).Draw(t, "parts")
	var parts []target.Point
	for k := range n {
		parts = append(parts, target.Point{
			Period: target.Year(2011 + k), Value: decimal.New(rapid.Int64Range(-90, 90).Draw(t, "part"), 0),
		})
	}
	whole := target.Point{
		Period: target.FiveYearPlan(12), Value: decimal.New(rapid.Int64Range(-90, 90).Draw(t, "whole"), 0),
	}

	rest, err := temporal.Rest(i, whole, parts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := temporal.Combine(i, whole.Period, append(parts, rest), nil)
	if off := got.Sub(whole.Value); err != nil || off.Abs().Cmp(decimal.New(1, -15)) > 0 {
		t.Errorf("the parts and the rest %v make %v, %v, want %v", rest, got, err, whole.Value)
	}
}

func TestRestCombines(t *testing.T) { rapid.Check(t, restCombines) }
