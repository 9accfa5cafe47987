package temporal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// From January 2017 no figures by type of patent are published for provinces
// (note 80): what follows is another indicator, and the series ends.
func TestSeedBreakOfStatistics(t *testing.T) {
	byType := target.Indicator{Code: "by-type", Kind: target.Flow}
	byApplicant := target.Indicator{Code: "by-applicant", Kind: target.Flow, Revises: "by-type"}
	obs := []target.Observation{
		{Unit: "320000", Indicator: "by-type", Period: target.Year(2016), Value: dec("1")},
		{Unit: "320000", Indicator: "by-applicant", Period: target.Year(2017), Value: dec("1")},
	}
	for _, i := range []target.Indicator{byType, byApplicant} {
		if _, err := temporal.Series(i, obs); len(target.AllErrors(err)) != 1 ||
			target.AllErrors(err)[0].Err != target.ErrMismatch {
			t.Errorf("%s: %v", i.Code, err)
		}
	}
	if got, err := temporal.Series(byApplicant, obs[1:]); err != nil || len(got) != 1 {
		t.Errorf("after the break: %v, %v", got, err)
	}
}

// Note 50: 1,370,536,875 people in 2010 and 5.84 % in ten years make
// 1,450,576,228.5, which the article prints as 1,450,576,229.
func TestSeedPopulation(t *testing.T) {
	people := target.Target{
		Indicator: target.Indicator{Code: "growth", Kind: target.Growth, Per: dec("100"), Places: target.Places(2)},
		Unit:      "000000", Period: target.Years(2011, 2020), Value: dec("5.84"),
	}

	path, err := temporal.Path(people, temporal.ConstantRate{}, target.Yearly)
	if err != nil {
		t.Fatal(err)
	}
	grown, err := temporal.Combine(people.Indicator, people.Period, path, nil)
	if err != nil || !grown.Equal(dec("5.84")) {
		t.Fatalf("%s compound to %s, %v", line(path), grown, err)
	}
	exact := dec("1370536875").Mul(decimal.New(1, 0).Add(grown.Shift(-2)))
	if !exact.Equal(dec("1450576228.5")) {
		t.Errorf("exactly %s", exact)
	}
	if got := (target.Indicator{Kind: target.Stock}).Format(exact); got != "1450576229" {
		t.Errorf("printed %s, want 1450576229", got)
	}
}

// What Qinghai's statistics bureau printed on 2009-09-17 about the cut of
// energy per output by 17 % in 2006–2010, and the same to more digits.
func TestQinghai(t *testing.T) {
	cut := target.Indicator{Code: "energy", Kind: target.Reduction, Per: dec("100"), Places: target.Places(9)}
	done, err := temporal.Combine(cut, target.Years(2006, 2008), years(2006, "-1.51 2.20 4.18"), nil)
	if err != nil {
		t.Fatal(err)
	}
	one, hundred := decimal.New(1, 0), decimal.New(100, 0)
	left := one.Sub(done.Shift(-2))
	rest := dec("0.83").DivRound(left, 40)
	exact := []struct {
		name            string
		got             decimal.Decimal
		places          int32
		printed, digits string
	}{
		{"index", left, 4, "0.9513", "0.95127010596"},
		{"cut so far", done, 2, "4.87", "4.872989404"},
		{"still to cut", hundred.Sub(rest.Shift(2)), 2, "12.75", "12.74823051835703"},
	}
	for _, tt := range exact {
		if got := tt.got.StringFixed(tt.places); got != tt.printed {
			t.Errorf("%s = %s, printed %s", tt.name, got, tt.printed)
		}
		want := dec(tt.digits)
		if got := tt.got.Round(-want.Exponent()); !got.Equal(want) {
			t.Errorf("%s = %s, want %s", tt.name, got, want)
		}
	}

	// A yearly cut by x leaves (1 − x)ⁿ, which falls as x grows.
	rates := []struct {
		name            string
		whole           decimal.Decimal
		n               int
		printed, digits string
	}{
		{"a year so far", left, 3, "1.65", "1.651452625758960"},
		{"a year still", rest, 2, "6.59", "6.591344361647637"},
		{"a year by the target", dec("0.83"), 5, "3.66", "3.658008713729829"},
	}
	for _, tt := range rates {
		for _, text := range []string{tt.printed, tt.digits} {
			rate, half := dec(text), decimal.New(5, dec(text).Exponent()-1)
			least, most := power(
				one.Sub(rate.Add(half).Shift(-2)),
				tt.n,
			), power(
				one.Sub(rate.Sub(half).Shift(-2)),
				tt.n,
			)
			if tt.whole.Cmp(least) < 0 || tt.whole.Cmp(most) > 0 {
				t.Errorf("%s: a cut by %s leaves from %s to %s, want %s", tt.name, text, least, most, tt.whole)
			}
		}
	}

	share := 100 * detmath.Log(detmath.Float(left)) / detmath.Log(0.83)
	if got := decimal.NewFromFloat(share); got.StringFixed(1) != "26.8" ||
		got.Sub(dec("26.81122028883946")).Abs().Cmp(dec("1e-12")) > 0 {
		t.Errorf("share of the way = %s, want 26.81122028883946", got)
	}
}

func power(x decimal.Decimal, n int) decimal.Decimal {
	p := decimal.New(1, 0)
	for range n {
		p = p.Mul(x)
	}
	return p
}

// The switches of the decimal package move no figure.
func TestSwitchesMoveNothing(t *testing.T) {
	type result struct{ Path, Rate, Years string }
	cut := goal(target.Reduction, 4, target.FiveYearPlan(11), "20", nil)
	related := years(2006, "1 2 3 4 5")
	run := func() result {
		path, err := temporal.Path(cut, temporal.ConstantRate{}, target.Yearly)
		if err != nil {
			t.Fatal(err)
		}
		rate, err := temporal.Combine(cut.Indicator, cut.Period, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		series, err := temporal.Disaggregate(path, related, temporal.DisaggregateOptions{Places: 4})
		if err != nil {
			t.Fatal(err)
		}
		return result{line(path), rate.StringFixed(4), line(series)}
	}

	want := run()
	defer func(d, p, e, m int, q, z, n bool) {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = d, p
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent = e, m
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = q, z, n
	}(decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent,
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent,
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation)

	for name, set := range map[string]func(){
		"DivisionPrecision":            func() { decimal.DivisionPrecision = 0 },
		"PowPrecisionNegativeExponent": func() { decimal.PowPrecisionNegativeExponent = 0 },
		"ExpMaxIterations":             func() { decimal.ExpMaxIterations = 1 },
		"MaxDecodeExponent":            func() { decimal.MaxDecodeExponent = 0 },
		"MarshalJSONWithoutQuotes":     func() { decimal.MarshalJSONWithoutQuotes = !decimal.MarshalJSONWithoutQuotes },
		"TrimTrailingZeros":            func() { decimal.TrimTrailingZeros = !decimal.TrimTrailingZeros },
		"UseScientificNotation":        func() { decimal.UseScientificNotation = !decimal.UseScientificNotation },
	} {
		set()
		if diff := cmp.Diff(want, run()); diff != "" {
			t.Errorf("%s moves (-want +got):\n%s", name, diff)
		}
	}
}
