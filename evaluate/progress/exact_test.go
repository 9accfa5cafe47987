package progress_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// Irrational in general, these roots are fractions, which no number of digits of
// the logarithms would show. They are written with the digits that they have.
func TestExactResults(t *testing.T) {
	grown := func(n int, value decimal.Decimal) progress.Progress {
		return track(t, by(target.Higher, 2030, "1.21"), []target.Point{
			{Period: target.Year(2000), Value: num("1")}, {Period: target.Year(2000 + n), Value: value},
		}, progress.CAGRRatio{})
	}
	rate := func(n int, value decimal.Decimal) decimal.Decimal {
		return grown(n, value).ObservedRate.Decimal
	}
	power := func(d string, n int) decimal.Decimal {
		p := num("1")
		for range n {
			p = p.Mul(num(d))
		}
		return p
	}
	goal := percent(aim(target.Reduction, target.Higher, "17"))
	flat := goal
	flat.Period = target.FiveYearPlan(12)
	since2011 := func(year int, value string) []target.Point {
		return []target.Point{{Period: target.Years(2011, year), Value: num(value)}}
	}
	onFlatPath := progress.PathGap{Path: append(since2011(2012, "17"), since2011(2015, "17")...)}
	atEnd := []target.Point{{Period: goal.Period, Value: num("17.12345678901234567")}}

	for _, tt := range []struct {
		name string
		got  decimal.Decimal
		want string
	}{
		{"a rate between two neighbours goes up", rate(2, power("1.12345678901234565", 2)), "0.1234567890123457"},
		{"a negative one down", rate(3, power("0.87654321098765435", 3)), "-0.1234567890123457"},
		{"no zeros end it", rate(2, num("1.21")), "0.1"},
		{"nor does it lose one before the point", rate(1, num("1234567890123451")), "1234567890123450"},
		{"a forecast", grown(10, num("4")).Forecast.Decimal, "64"},
		{"a forecast between two neighbours", grown(20, power("3.00005", 2)).Forecast.Decimal, "27.00135002250013"},
		{
			"a figure at the end is its own", track(t, goal, atEnd, progress.PathGap{}).Forecast.Decimal,
			"17.12345678901234567",
		},
		{
			"so is one on a path that is flat",
			track(t, flat, since2011(2012, "17.12345678901234567"), onFlatPath).Forecast.Decimal,
			"17.12345678901234567",
		},
		{"and a reduction of nothing", track(t, flat, since2011(2012, "0"), onFlatPath).Forecast.Decimal, "0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.got.StringFixed(max(0, -tt.got.Exponent()))
			if got != tt.want || tt.got.Exponent() > 0 {
				t.Errorf("got %s with exponent %d, want %s", got, tt.got.Exponent(), tt.want)
			}
		})
	}
}
