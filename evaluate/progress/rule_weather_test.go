package progress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func named(code string, goal target.Target) target.Target {
	goal.Code = code
	return goal
}

func TestWeatherOf(t *testing.T) {
	up := target.Higher
	easy, hard := named("easy", by(up, 2025, "19")), named("hard", by(up, 2025, "30"))
	later, past := named("later", by(up, 2030, "90")), named("past", by(up, 2018, "99"))
	now := named("now", by(up, 2020, "14"))
	list := func(targets ...target.Target) []target.Target { return targets }

	for _, tt := range []struct {
		name     string
		targets  []target.Target
		want     string
		decisive string
	}{
		{"one", list(easy), progress.Sun, "easy"},
		{"the next year counts", list(later, easy), progress.Sun, "easy"},
		{"the worst of one year counts", list(later, easy, hard), progress.Cloud, "hard"},
		{"what is past does not", list(past, easy), progress.Sun, "easy"},
		{"whatever its code", list(named("a", later), named("z", easy)), progress.Sun, "z"},
		{"that of the last point is the next", list(now, easy), progress.Sun, "now"},
		{"the first of two alike", list(named("b", hard), named("a", hard), easy), progress.Cloud, "a"},
		// Only the points up to its end judge a target that is past.
		{"all past", list(past), progress.Cloud, "past"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, decisive, err := progress.WeatherOf(tt.targets, years(2015, "10 11 12 13 14 15"), progress.Weather{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Category != tt.want || decisive.Code != tt.decisive {
				t.Errorf("WeatherOf() = %s by %s, want %s by %s", got.Category, decisive.Code, tt.want, tt.decisive)
			}
		})
	}

	got, decisive, err := progress.WeatherOf(list(later, hard), nil, progress.Weather{})
	if err != nil || got.Reason != evaluate.TooFewPoints || decisive.Code != "later" {
		t.Errorf("WeatherOf() = %q by %s, %v without points, want too few by later", got.Reason, decisive.Code, err)
	}
}

func TestWeatherOfErrors(t *testing.T) {
	easy := named("easy", by(target.Higher, 2025, "19"))
	timeless := named("timeless", easy)
	timeless.Period = target.Period{}
	elsewhere := named("elsewhere", easy)
	elsewhere.Unit = "350000"
	other := named("other", easy)
	other.Indicator.Code = "y"

	for _, tt := range []struct {
		name    string
		targets []target.Target
		want    []string
	}{
		{"no target", nil, []string{"targets is required"}},
		{"no period", []target.Target{timeless}, []string{`targets["timeless"].period is required`}},
		{"two units", []target.Target{easy, elsewhere}, []string{`targets["elsewhere"].unit does not fit`}},
		{
			"two indicators",
			[]target.Target{easy, other},
			[]string{`targets["other"].indicator.code does not fit`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := progress.WeatherOf(tt.targets, years(2015, "10 11 12 13"), progress.Weather{})
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("WeatherOf() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The last five years decide alone, on whatever side of a range the baseline was.
func TestWeatherIgnoresTheBaseline(t *testing.T) {
	goal := within(by(target.Nearer, 2030, "10"), "20")
	for want, points := range map[string][]target.Point{
		progress.Thunderstorm:   years(2017, "25 26 27 28"),
		progress.Sun:            years(2017, "15 15 15 15.5"),
		progress.SlightlyCloudy: years(2017, "15 16 17 18"),
	} {
		for _, base := range []string{"5", "15", "25"} {
			if got := track(t, from(goal, base), points, progress.Weather{}); got.Category != want {
				t.Errorf("Track() = %s from %s, want %s", got.Category, base, want)
			}
		}
	}
}
