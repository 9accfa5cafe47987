package progress_test

import (
	"errors"
	"testing"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

func TestWeather(t *testing.T) {
	up, down, near := target.Higher, target.Lower, target.Nearer
	ranged := func(better target.Direction) target.Target {
		return within(by(better, 2030, "20"), "30")
	}

	each := progress.Weather{EachYear: true}
	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		rule   progress.Weather
		want   string
	}{
		// At 1 a year for ten years from 15 the series ends at 25.
		{"met in time", by(up, 2030, "25"), years(2015, "10", "11", "12", "13", "14", "15"), progress.Weather{},
			progress.Sun},
		{"exactly 5 % missed", by(up, 2030, "25.526315789473684210526315789"),
			years(2015, "10", "11", "12", "13", "14", "15"), progress.Weather{}, progress.Sun},
		{"5 % of 20 missed", by(up, 2030, "40"), years(2015, "15.5", "", "", "18", "19", "20.5"), progress.Weather{},
			progress.Cloud},
		{"exactly 20 % missed", by(up, 2030, "27.5"), years(2015, "10", "11", "12", "13", "14", "15"),
			progress.Weather{}, progress.SlightlyCloudy},
		{"more than 20 % missed", by(up, 2030, "27.6"), years(2015, "10", "11", "12", "13", "14", "15"),
			progress.Weather{}, progress.Cloud},
		{"no change", by(up, 2030, "20"), years(2015, "10", "11", "12", "13", "14", "10"), progress.Weather{},
			progress.Thunderstorm},
		{"wrong way", by(down, 2030, "5"), years(2015, "10", "11", "12", "13", "14", "15"), progress.Weather{},
			progress.Thunderstorm},
		{"older points do not count", by(up, 2030, "25"), years(2014, "99", "10", "11", "12", "13", "14", "15"),
			progress.Weather{}, progress.Sun},
		{"met, still rising", by(up, 2030, "14"), years(2017, "12", "13", "14", "15"), progress.Weather{},
			progress.Sun},
		{"met, but falling", by(up, 2030, "14"), years(2017, "19", "18", "17", "15"), progress.Weather{},
			progress.SlightlyCloudy},
		{"each year, met", by(up, 2030, "14"), years(2017, "15", "15", "15", "15"), each, progress.Sun},
		{"each year, met, falling", by(up, 2030, "14"), years(2017, "18", "15", "15", "15"), each,
			progress.SlightlyCloudy},
		{"each year, missed, rising", by(up, 2030, "14"), years(2017, "10", "11", "12", "13"), each, progress.Cloud},
		{"each year, missed, unchanged", by(up, 2030, "14"), years(2017, "13", "11", "12", "13"), each, progress.Cloud},
		{"each year, missed, falling", by(up, 2030, "14"), years(2017, "13.5", "13", "13", "13"), each,
			progress.Thunderstorm},
		{"range, higher is better: its lower end", ranged(up), years(2017, "35", "34", "33", "32"), progress.Weather{},
			progress.SlightlyCloudy},
		{"range, lower is better: its upper end", ranged(down), years(2017, "35", "34", "33", "32"), progress.Weather{},
			progress.Sun},
		{"range, nearer is better: the near end", ranged(near), years(2017, "45", "44", "43", "42"), progress.Weather{},
			progress.SlightlyCloudy},
		{"within the range and staying", ranged(near), years(2017, "25", "25", "25", "25.3"), progress.Weather{},
			progress.Sun},
		{"within the range and leaving", ranged(near), years(2017, "22", "23", "25", "26"), progress.Weather{},
			progress.SlightlyCloudy},
		{"within the range and to its upper end", by2028(ranged(near)), years(2017, "24.5", "25", "26", "26"),
			progress.Weather{}, progress.Sun},
		{"within the range and past it", by2028(ranged(near)), years(2017, "24.5", "25", "26", "26.1"),
			progress.Weather{}, progress.SlightlyCloudy},
		{"within the range and to its lower end", by2028(ranged(near)), years(2017, "25.5", "25", "25", "24"),
			progress.Weather{}, progress.Sun},
		{"within the range and below it", by2028(ranged(near)), years(2017, "25.5", "25", "25", "23.9"),
			progress.Weather{}, progress.SlightlyCloudy},
		{"into the range", ranged(near), years(2017, "12", "15", "18", "21"), progress.Weather{}, progress.Sun},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, tt.rule)
			if got.Category != tt.want {
				t.Errorf("got %s, want %s: %+v", got.Category, tt.want, got)
			}
			// Of a range its weakest end is the target.
			met := tt.target.Meets(got.Current.Value)
			if tt.target.Comparator == target.Within && tt.target.Indicator.Better == up {
				met = got.Current.Value.Cmp(tt.target.Value) >= 0
			}
			if met != (got.Reason == evaluate.AlreadyMet) {
				t.Errorf("met is %t, the reason %q", met, got.Reason)
			}
		})
	}
}

// by2028 leaves eight years from 2020: a change by 1.5 in the three years before
// goes on by 4.
func by2028(goal target.Target) target.Target {
	goal.Period = target.Year(2028)
	return goal
}

func TestWeatherTrend(t *testing.T) {
	tests := []struct {
		name   string
		better target.Direction
		points []target.Point
		want   string
	}{
		{"both right", target.Higher, years(2017, "1", "2", "3", "4"), progress.Sun},
		{"last change wrong", target.Higher, years(2017, "1", "4", "4", "3"), progress.SlightlyCloudy},
		{"no last change", target.Higher, years(2017, "1", "4", "4", "4"), progress.SlightlyCloudy},
		{"turned for the better", target.Lower, years(2017, "1", "4", "5", "4"), progress.Cloud},
		{"stagnant, but turned", target.Lower, years(2017, "4", "4", "5", "4"), progress.Cloud},
		{"neither", target.Lower, years(2017, "1", "2", "3", "4"), progress.Thunderstorm},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := progress.TrackTrend(target.Indicator{Code: "x", Kind: target.Ratio, Better: tt.better},
				tt.points, progress.Weather{})
			if err != nil || got.Category != tt.want {
				t.Errorf("got %s, %v, want %s", got.Category, err, tt.want)
			}
		})
	}
}

func TestTrendReasons(t *testing.T) {
	i := target.Indicator{Code: "x", Kind: target.Ratio, Better: target.Higher}
	for _, p := range []progress.Rule{progress.CAGRRatio{}, progress.UNSD(), progress.Weather{}} {
		one, err := progress.TrackTrend(i, years(2017, "1"), p)
		if err != nil || one.Reason != evaluate.TooFewPoints {
			t.Errorf("%T, one point: %+v, %v", p, one, err)
		}
		aimless := i
		aimless.Better = 0
		if none, err := progress.TrackTrend(aimless, years(2017, "1", "2", "3", "4"), p); err != nil || none.Reason != evaluate.NoDirection {
			t.Errorf("%T, no direction: %+v, %v", p, none, err)
		}
	}

	for _, p := range []progress.Rule{progress.CAGRRatio{}, progress.UNSD()} {
		if zero, err := progress.TrackTrend(i, years(2017, "0", "2"), p); err != nil || zero.Reason != evaluate.ZeroBase {
			t.Errorf("%T, zero base: %+v, %v", p, zero, err)
		}
		// From −4 to −2 is a rise.
		if rise, err := progress.TrackTrend(i, years(2017, "-4", "-2"), p); err != nil || !rise.Measure.Decimal.Equal(num("0.5")) {
			t.Errorf("%T, negative base: %+v, %v", p, rise, err)
		}
	}

	limited := progress.OpenSDG()
	limited.Limit = maybe("100")
	for figures, want := range map[[2]string]string{
		{"100", "100"}: "5",                  // at the limit and staying
		{"250", "255"}: "5",                  // far beyond twice the limit: the cuts as they stand
		{"0.5", "0.5"}: "-2.5",               // no change
		{"150", "149"}: "-3.333333333333333", // −1/150 a year: falling is judged by the cuts as they stand
	} {
		got, err := progress.TrackTrend(i, years(2017, figures[0], figures[1]), limited)
		if err != nil || !got.Score.Decimal.Equal(num(want)) {
			t.Errorf("near a limit, %v: score %v, want %s (%v)", figures, got.Score, want, err)
		}
		// The mirror image has a negative limit.
		mirror, down := limited, i
		mirror.Limit, down.Better = maybe("-100"), target.Lower
		again, err := progress.TrackTrend(down, years(2017, "-"+figures[0], "-"+figures[1]), mirror)
		if err != nil || !again.Score.Decimal.Equal(num(want)) || again.Category != got.Category {
			t.Errorf("near a negative limit, %v: %+v, want %s, %s (%v)", figures, again, want, got.Category, err)
		}
	}

	if got, err := progress.TrackTrend(i, years(2017, "-50", "-49"), limited); err != nil || got.Reason != evaluate.OppositeSigns {
		t.Errorf("a limit on the other side of zero: %+v, %v", got, err)
	}
}

func TestWeatherOf(t *testing.T) {
	points := years(2015, "10", "11", "12", "13", "14", "15")
	code := func(name string, goal target.Target) target.Target {
		goal.Code = name
		return goal
	}

	easy, hard, later := code("easy", by(target.Higher, 2025, "19")), code("hard", by(target.Higher, 2025, "30")),
		code("later", by(target.Higher, 2030, "90"))
	past := code("past", by(target.Higher, 2018, "99"))
	tests := []struct {
		name    string
		targets []target.Target
		want    string
		by      string
	}{
		{"one", []target.Target{easy}, progress.Sun, "easy"},
		{"the next year counts", []target.Target{later, easy}, progress.Sun, "easy"},
		{"the worst of one year counts", []target.Target{later, easy, hard}, progress.Cloud, "hard"},
		{"what is past does not", []target.Target{past, easy}, progress.Sun, "easy"},
		{"whatever its code", []target.Target{code("a", later), code("z", easy)}, progress.Sun, "z"},
		{"that of the last point is the next", []target.Target{code("now", by(target.Higher, 2020, "14")), easy},
			progress.Sun, "now"},
		{"the first of two alike", []target.Target{code("b", hard), code("a", hard), easy}, progress.Cloud, "a"},
		{"all past", []target.Target{past}, "", "past"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, by, err := progress.WeatherOf(tt.targets, points, progress.Weather{})
			if err != nil {
				t.Fatal(err)
			}
			if tt.by == "past" {
				// Only the points up to its end judge a target that is past.
				if got.Current.Period != target.Year(2018) || got.Category != progress.Cloud {
					t.Errorf("got %+v", got)
				}
			} else if got.Category != tt.want || by.Code != tt.by {
				t.Errorf("got %s by %s, want %s by %s", got.Category, by.Code, tt.want, tt.by)
			}
		})
	}

	if got, by, err := progress.WeatherOf([]target.Target{later, hard}, nil, progress.Weather{}); err != nil || got.Reason != evaluate.TooFewPoints || by.Code != "later" {
		t.Errorf("no points: %+v by %s, %v", got, by.Code, err)
	}

	bad := easy
	bad.Period = target.Period{}
	if _, _, err := progress.WeatherOf([]target.Target{bad, code("other", bad)}, points, progress.Weather{}); len(target.AllErrors(err)) != 2 {
		t.Errorf("two targets without a period: %v", err)
	}
	if _, _, err := progress.WeatherOf(nil, points, progress.Weather{}); !errors.Is(err, target.ErrRequired) {
		t.Errorf("no target: %v", err)
	}

	other := easy
	other.Unit = "350000"
	if _, _, err := progress.WeatherOf([]target.Target{easy, other}, points, progress.Weather{}); !errors.Is(err, target.ErrMismatch) {
		t.Errorf("targets of two units: %v", err)
	}
}

func TestAnticipated(t *testing.T) {
	line := years(2015, "10", "12", "14", "16", "18", "20")
	goal := func(value string) target.Target { return from2015(by(target.Higher, 2030, value)) }
	tests := []struct {
		name                   string
		target                 target.Target
		points                 []target.Point
		rule                   progress.Anticipated
		forecast, gap, verdict string
	}{
		{"on the line", goal("40"), line, progress.Anticipated{}, "40", "0", "maintain"},
		{"a tenth short", goal("43.3333333333333333"), line, progress.Anticipated{}, "40", "0.0999999999999999",
			"maintain"},
		{"short", goal("60"), line, progress.Anticipated{}, "40", "0.4", "accelerate"},
		{"wrong way", from2015(by(target.Lower, 2030, "5")), line, progress.Anticipated{}, "40", "7", "reverse"},
		{"points before 2000 do not count", goal("40"), append(years(1990, "99", "98"), line...),
			progress.Anticipated{}, "40", "0", "maintain"},
		// Weights 1, 2, 3 at 0, 1, 2 years: means 4/3 and 2, slope 6/5.
		{"recent weigh more", goal("30"), years(2015, "1", "1", "3"), progress.Anticipated{}, "18.4", "0.58",
			"accelerate"},
		{"weighed alike", goal("30"), years(2015, "1", "1", "3"), progress.Anticipated{EqualWeights: true},
			"15.66666666666667", "0.7166666666666667", "accelerate"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, tt.rule)
			if !got.Forecast.Decimal.Equal(num(tt.forecast)) || got.Category != tt.verdict {
				t.Errorf("forecast %v, %s", got.Forecast.Decimal, got.Category)
			}
			if off := got.Measure.Decimal.Sub(num(tt.gap)).Abs(); off.Cmp(num("1e-15")) > 0 {
				t.Errorf("gap %v, want %s", got.Measure.Decimal, tt.gap)
			}
		})
	}
}

// from2015 sets a baseline of 10 in 2015.
func from2015(goal target.Target) target.Target {
	goal.Baseline = &target.Point{Period: target.Year(2015), Value: num("10")}
	return goal
}
