package progress_test

import (
	"strings"
	"testing"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// Rates that are hard to round: growth by next to nothing, to nothing, over a part of a
// year, and from one bound of the figures to the other.
func TestGrowthRates(t *testing.T) {
	hair := "1." + strings.Repeat("0", 89) + "1"
	quarter := append(years(2014, "100"), target.Point{Period: target.Quarter(2015, 2), Value: num("110")})
	month := []target.Point{
		{Period: target.Month(2017, 12), Value: num("100")},
		{Period: target.Month(2018, 1), Value: num("101")},
	}

	for _, tt := range []struct {
		name                        string
		goal                        target.Target
		points                      []target.Point
		observed, measure, forecast string
	}{
		{
			"next to nothing", by(target.Higher, 2020, "2"), years(2015, "1 - - - -", hair),
			"2e-91", "1.345004791774515e-90", hair,
		},
		{
			"next to nothing required", by(target.Higher, 2020, hair), years(2015, "1 - - - 1.5"),
			"0.1066819197003216", "5.33409598501608e89", "1.660022879550482",
		},
		{"to nothing", by(target.Lower, 2025, "1"), years(2015, "2 - - - - 0"), "-1", "14.93272617291297", "0"},
		{"one year", by(target.Higher, 2016, "121"), years(2014, "100 110"), "0.1", "1", "121"},
		{"half a year", by(target.Higher, 2016, "121"), quarter, "0.21", "2.1", "146.41"},
		// 1.01¹² − 1: from December to January is one month (RyanFriedman/growth-engine 1).
		{
			"one month", by(target.Higher, 2018, "101"), month, "0.1268250301319697", "12.68250301319697",
			"112.682503013197",
		},
		{
			"an exact root", by(target.Higher, 2020, "400"), years(2010, "100 - 121"),
			"0.1", "0.6725023958872576", "259.37424601",
		},
		{"no time left", by(target.Higher, 2012, "400"), years(2010, "100 - 144"), "0.2", "0.2", "144"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.goal, tt.points, progress.CAGRRatio{})
			for _, f := range []struct{ name, got, want string }{
				{"ObservedRate", got.ObservedRate.Decimal.String(), num(tt.observed).String()},
				{"Measure", got.Measure.Decimal.String(), num(tt.measure).String()},
				{"Forecast", got.Forecast.Decimal.String(), num(tt.forecast).String()},
			} {
				if f.got != f.want {
					t.Errorf("%s = %s, want %s", f.name, f.got, f.want)
				}
			}
		})
	}

	bounds := []target.Point{
		{Period: target.Year(2010), Value: num("1e-100")},
		{Period: target.Year(2011), Value: num("1e98")},
	}
	wide := track(t, by(target.Higher, 2020, "1e99"), bounds, progress.CAGRRatio{})
	if !wide.ObservedRate.Decimal.Equal(num("1e198")) || wide.Category != "significant progress towards" {
		t.Errorf("Track() = rate %v, %q, want 1e198, significant progress towards", wide.ObservedRate, wide.Category)
	}
}
