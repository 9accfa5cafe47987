package evaluate_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// Progress of provinces as published, against what equal rates would have made by
// then. Tianjin has more than its target after four of five years, which a fifth could
// still undo.
func TestFiveYearProgressToDate(t *testing.T) {
	want := map[string]string{
		"Guangdong": "due 13.02, ahead 5.77, forecast 17.05, on schedule",
		"Tianjin":   "due 16.35, ahead 20.39, forecast 24.42, on schedule",
		"Henan":     "due 3.43, ahead 25.58, forecast 32.79, on schedule",
		"Sichuan":   "due 3.43, ahead 4.79, forecast 19.43, on schedule",
		"Beijing":   "due 3.66, ahead 18.60, forecast 30.21, on schedule",
	}
	for _, row := range testkit.Table(t, "testdata/five_year_progress.csv") {
		goal := percent(aim(target.Reduction, target.Higher, row[3]))
		goal.Period = months(row[1])
		s := toDate(t, goal, months(row[2]), num(row[4]), nil)
		if got := inPercent(s.Made).StringFixed(2); got != row[6] {
			t.Errorf("%s: %s %% made, want %s", row[0], got, row[6])
		}
		text := "due " + s.DueValue.StringFixed(2) + ", ahead " + inPercent(s.Ahead).StringFixed(2) +
			", forecast " + s.Forecast.Decimal.StringFixed(2)
		if s.Met {
			text += ", on schedule"
		}
		if text != want[row[0]] {
			t.Errorf("%s: %s, want %s", row[0], text, want[row[0]])
		}
	}
}

// The eleventh plan ended with 19.1 % of 20 %. (Announcement 2011 No. 9 of the National
// Development and Reform Commission and the National Bureau of Statistics.)
func TestEleventhPlanIsOverdue(t *testing.T) {
	goal := percent(aim(target.Reduction, target.Higher, "20"))
	goal.Period = target.FiveYearPlan(11)
	s := toDate(t, goal, goal.Period, num("19.1"), nil)
	if s.Met || !s.Overdue || !s.Gap.Equal(num("-0.9")) || !s.Forecast.Decimal.Equal(num("19.1")) {
		t.Errorf("ToDate() = %v, want overdue by 0.9", s)
	}
}

// Progress of the twelfth plan after three of five years, in percent. (Reuters,
// 14 August 2014, on data of the National Development and Reform Commission: 26 of 30
// regions were above 60.) All of these had the best level of the barometer of that
// summer, as they have here.
func TestBarometerOfThePlan(t *testing.T) {
	progress := map[string]string{
		"220000": "100", "510000": "96.5", "500000": "94.5", "110000": "91", "310000": "82", "130000": "82",
	}
	level := evaluator(t, evaluate.Scheme{Items: []evaluate.Item{{
		Code: "t", Max: num("3"), Points: evaluate.Steps{Breakpoints: breakpoints("1 3", "0.9 2", "0 1")},
	}}})

	published := make(map[string]decimal.Decimal)
	for _, list := range [][2]string{{"2014-01..06", "fyp_progress"}, {"2014-01..07", "fyp_progress"}} {
		entries, _ := levels(t, list[0], list[1])
		for _, e := range entries {
			published[e.Code] = e.Value
		}
		for unit, made := range progress {
			goal := aim(target.Cumulative, target.Higher, "100")
			goal.Period = target.FiveYearPlan(12)
			s := toDate(t, goal, target.Years(2011, 2013), num(made), nil)
			if !s.DueValue.Equal(num("60")) {
				t.Errorf("due %v, want 60", s.DueValue)
			}
			if card := score(t, level, assessed(s.Assessment)); !card.Total.Equal(published[unit]) {
				t.Errorf("%s in %s: level %v, published %v", unit, list[0], card.Total, published[unit])
			}
		}
	}
}

// Monthly reports of the patent office: invention patents in force per million people,
// on the way from 1.7 per 10,000 people in 2010 to 3.3 in 2015.
func TestPatentDensityByMonth(t *testing.T) {
	goal := from(aim(target.Ratio, target.Higher, "3.3"), "1.7")
	for _, tt := range []struct {
		month   string
		density string // per million people
		want    string
	}{
		{"2012-03", "252.5", "440000, 2012-03: 2.525, better than what is due by 0.425; forecast 5"},
		{
			"2013-04", "349.8",
			"440000, 2013-04: 3.498, better than what is due by 1.0513…; forecast 5.5529; target reached",
		},
		{
			"2014-01", "407.6",
			"440000, 2014-01: 4.076, better than what is due by 1.3893…; forecast 5.5530; target reached",
		},
		{
			"2014-09", "464.3",
			"440000, 2014-09: 4.643, better than what is due by 1.743; forecast 5.624; target reached",
		},
		{"2016-12", "802.6", "440000, 2016-12: 8.026, better than the target by 4.726"},
	} {
		if s := toDate(t, goal, months(tt.month), num(tt.density).Shift(-2), nil); s.String() != tt.want {
			t.Errorf("ToDate() = %s, want %s", s, tt.want)
		}
	}
}
