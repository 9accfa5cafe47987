package evaluate_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// Irrational in general, these results are fractions here, which no number of
// digits of the logarithms would show. They are written with the digits that
// they have.
func TestExactResults(t *testing.T) {
	within := percent(aim(target.Reduction, target.Higher, "10"))
	within.Comparator, within.Upper = target.Within, num("19")
	reduction := func(actual string) decimal.Decimal {
		t.Helper()
		a, err := evaluate.Assess(within, seen(actual))
		if err != nil {
			t.Fatal(err)
		}
		return a.Progress.Decimal
	}
	observed := func(years int, figure decimal.Decimal) evaluate.Progress {
		t.Helper()
		p, err := evaluate.Track(by(target.Higher, 2030, "1.21"), []target.Point{
			{Period: target.Year(2000), Value: num("1")}, {Period: target.Year(2000 + years), Value: figure},
		}, evaluate.CAGRRatio{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	power := func(d string, n int) decimal.Decimal {
		p := num("1")
		for range n {
			p = p.Mul(num(d))
		}
		return p
	}
	last := func(reduction string) decimal.Decimal {
		goal := percent(aim(target.Reduction, target.Higher, "17"))
		return track(t, goal, []target.Point{{Period: goal.Period, Value: num(reduction)}}, evaluate.PathGap{}).Forecast.Decimal
	}
	tests := []struct {
		name string
		got  decimal.Decimal
		want string
	}{
		{"as far beyond the range as the range is from the base", reduction("27.1"), "0"},
		{"twice as far, one way and back", reduction("34.39"), "-1"},
		{"half as far", reduction("19"), "1"},
		{"a rate that lies between two neighbours goes up", observed(2, power("1.12345678901234565", 2)).Observed.Decimal, "0.1234567890123457"},
		{"a negative one down", observed(3, power("0.87654321098765435", 3)).Observed.Decimal, "-0.1234567890123457"},
		{"a figure at the end is its own forecast", last("17.12345678901234567"), "17.12345678901234567"},
		{"no zeros end it", observed(2, num("1.21")).Observed.Decimal, "0.1"},
		{"nor does it lose one before the point", observed(1, num("1234567890123451")).Observed.Decimal, "1234567890123450"},
		{"a forecast", observed(10, num("4")).Forecast.Decimal, "64"},
		{"a forecast between two neighbours", observed(20, power("3.00005", 2)).Forecast.Decimal, "27.00135002250013"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.got.StringFixed(max(0, -tt.got.Exponent()))
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if tt.got.Exponent() > 0 {
				t.Errorf("%s has the exponent %d", got, tt.got.Exponent())
			}
		})
	}
}
