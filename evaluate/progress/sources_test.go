package progress_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
	"pgregory.net/rapid"
)

// Each test below holds one published rule, and each of its subtests one
// sentence of the text, in other words. A verdict is written as ratio, score,
// category, reason; "none" is an absent figure.

// verdict prints what a rule says of a series.
func verdict(p progress.Progress) string {
	parts := []string{brief(p.Measure), brief(p.Score)}
	if p.Category != "" {
		parts = append(parts, p.Category)
	}
	if p.Reason != 0 {
		parts = append(parts, "("+p.Reason.String()+")")
	}
	return strings.Join(parts, " ")
}

// sentence is one of a rule: a target, or without one the indicator, a series
// and the verdict.
type sentence struct {
	text   string
	goal   target.Target
	points []target.Point
	rule   progress.Rule
	want   string
}

func (s sentence) check(t *testing.T) {
	t.Helper()
	t.Run(s.text, func(t *testing.T) {
		var got progress.Progress
		var err error
		if s.goal.Period.IsZero() {
			got, err = progress.TrackTrend(s.goal.Indicator, s.points, s.rule)
		} else {
			got, err = progress.Track(s.goal, s.points, s.rule)
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s.want, verdict(got)); diff != "" {
			t.Errorf("verdict mismatch (-want +got):\n%s", diff)
		}
	})
}

// toward is an indicator without a target.
func toward(better target.Direction) target.Target {
	return target.Target{Indicator: target.Indicator{Code: "x", Kind: target.Ratio, Better: better,
		Places: target.Places(2)}}
}

// TestOpenSDGText: Open SDG, docs/progress-methodology.md of 2025, the method of
// Statistics Canada.
func TestOpenSDGText(t *testing.T) {
	const (
		achieved, onTrack, moderate, limited, worse = "target achieved", "substantial progress", "moderate progress",
			"limited progress", "deterioration"
	)
	up, down, near := target.Higher, target.Lower, target.Nearer
	rule := progress.OpenSDG()
	limit := func(l string) progress.CAGRRatio {
		r := progress.OpenSDG()
		r.Limit = maybe(l)
		return r
	}
	// From 1 to 32,768 in fifteen years a figure doubles each year: R is what the
	// first year adds.
	double := by(up, 2030, "32768")
	for _, s := range []sentence{
		{"R from 95 % is on track", double, years(2015, "1", "1.95"), rule, "0.95 2.5 " + onTrack},
		{"R below 95 % needs acceleration", double, years(2015, "1", "1.9499"), rule, "0.9499 2.49928571 " + moderate},
		{"R from 60 % needs acceleration", double, years(2015, "1", "1.6"), rule, "0.6 0 " + moderate},
		{"R below 60 % is limited", double, years(2015, "1", "1.5999"), rule, "0.5999 -0.00041667 " + limited},
		{"R of 0 is limited", double, years(2015, "1", "1"), rule, "0 -2.5 " + limited},
		{"R below 0 is deterioration", double, years(2015, "1", "0.9999"), rule, "-0.0001 -2.50041667 " + worse},
		{"the score ends at 5 from 130 %", double, years(2015, "1", "2.3"), rule, "1.3 5 " + onTrack},
		{"the score ends at 5 beyond 130 %", double, years(2015, "1", "2.5"), rule, "1.5 5 " + onTrack},
		{"the score ends at -5 from -60 %", double, years(2015, "1", "0.4"), rule, "-0.6 -5 " + worse},
		{"the score ends at -5 beyond -60 %", double, years(2015, "1", "0.1"), rule, "-0.9 -5 " + worse},
		{"the observed rate is compared with the magnitude of the required one", by(up, 2030, "10"),
			years(2015, "20", "9"), rule, "-12.17935196 -5 " + worse + " (already met)"},

		{"without a target 1.5 % is on track", toward(up), years(2015, "1000", "1015"), rule, "0.015 2.5 " + onTrack},
		{"without a target less than 1.5 % needs acceleration", toward(up), years(2015, "1000", "1014.9"), rule,
			"0.0149 2.475 " + moderate},
		{"without a target 0.5 % needs acceleration", toward(down), years(2015, "1000", "995"), rule,
			"0.005 0 " + moderate},
		{"without a target less than 0.5 % is limited", toward(down), years(2015, "1000", "995.1"), rule,
			"0.0049 -0.05 " + limited},
		{"without a target no change is limited", toward(down), years(2015, "1000", "1000"), rule, "0 -2.5 " + limited},
		{"without a target the wrong way is deterioration", toward(down), years(2015, "1000", "1001"), rule,
			"-0.001 -2.625 " + worse},
		{"without a target the score ends at 2 %", toward(up), years(2015, "1000", "1020"), rule, "0.02 5 " + onTrack},
		{"without a target the score ends at -2 %", toward(up), years(2015, "1000", "980"), rule, "-0.02 -5 " + worse},

		// C is 1 − 0.95^4.44 = 0.2036515: 1.5 % becomes 0.3055 %.
		{"near a maximum the thresholds shrink", toward(up), years(2015, "95", "95.3"), limit("100"),
			"0.00315789 2.75246003 " + onTrack},
		{"near a minimum the thresholds shrink alike", toward(down), years(2015, "105", "104.7"), limit("100"),
			"0.00285714 2.25706525 " + moderate},
		{"a threshold of 0 and below does not shrink", toward(up), years(2015, "95", "94.9"), limit("100"),
			"-0.00105263 -2.63157895 " + worse},
		{"twice as far as a minimum nothing shrinks", toward(down), years(2015, "200", "198"), limit("100"),
			"0.01 1.25 " + moderate},
		{"a maximum does not count where less is better", toward(down), years(2015, "95", "94.43"), limit("100"),
			"0.006 0.25 " + moderate},
		{"a minimum does not count where more is better", toward(up), years(2015, "105", "105.63"), limit("100"),
			"0.006 0.25 " + moderate},
		{"a negative maximum", toward(up), years(2015, "-105", "-104.7"), limit("-100"),
			"0.00285714 2.25706525 " + moderate},
		{"a limit does not count beside a target", by(up, 2030, "99"), years(2015, "95", "95.3"), limit("100"),
			"1.14694319 3.90673707 " + onTrack},
		{"held at its limit a series is on track", toward(up), years(2015, "100", "100"), limit("100"),
			"0 5 " + onTrack},
		{"so it is beyond its limit", toward(up), years(2015, "100", "100.1"), limit("100"), "0.001 5 " + onTrack},
		{"below its limit it is judged as usual", toward(up), years(2015, "100", "99"), limit("100"),
			"-0.01 -3.75 " + worse},

		{"an achieved target scores 5 although the series falls", by(up, 2030, "10"), years(2015, "12", "11"), rule,
			"-6.89776976 5 " + achieved + " (already met)"},
		{"an achieved target scores 5 although the series rises", by(down, 2030, "10"), years(2015, "5", "6"), rule,
			"-4.22885526 5 " + achieved + " (already met)"},
		{"an achieved target scores 5 if the base was at it", by(down, 2030, "5"), years(2015, "5", "4"), rule,
			"none 5 " + achieved + " (at baseline)"},
		{"an achieved target scores 5 from the other side of zero", by(up, 2030, "10"), years(2015, "-5", "12"), rule,
			"none 5 " + achieved + " (opposite signs)"},
		{"an achieved target of zero scores 5", by(down, 2030, "0"), years(2015, "5", "0"), rule,
			"2.30820898 5 " + achieved},
		{"an achieved growth rate scores 5", percent(kind(by(up, 2030, "5"), target.Growth)), years(2015, "4", "6"),
			rule, "none 5 " + achieved + " (growth of growth)"},

		{"a target of zero is replaced by 0.001", by(down, 2030, "0"), years(2015, "10", "5"), rule,
			"1.0897271 3.4980507 " + onTrack},
		{"a base of zero is replaced by 0.001", by(up, 2030, "32.768"), years(2015, "0", "0.00195"), rule,
			"0.95 2.5 " + onTrack},
		{"a base of zero without a target too", toward(up), years(2015, "0", "0.001005"), rule, "0.005 0 " + moderate},
		{"two years are needed", by(up, 2030, "10"), years(2015, "5"), rule, "none none (too few points)"},
		{"figures are all positive or all negative", by(up, 2030, "10"), years(2015, "-5", "3"), rule,
			"none none (opposite signs)"},
		{"a target on the other side of zero is no target of an exponential", by(up, 2030, "5"),
			years(2015, "-5", "-3"), rule, "none none (opposite signs)"},
		{"negative figures turn the direction", toward(up), years(2015, "-1000", "-985"), rule, "0.015 2.5 " + onTrack},
		{"a milestone that is done is achieved", kind(by(up, 2030, "1"), target.Milestone), years(2015, "0", "1"), rule,
			"none 5 " + achieved},
		{"a milestone that is not is not achieved", kind(by(up, 2030, "1"), target.Milestone), years(2015, "0"), rule,
			"none none target not achieved"},
		{"rates of growth cannot be judged", percent(kind(by(up, 2030, "5"), target.Growth)), years(2015, "2", "3"),
			rule, "none none (growth of growth)"},
		{"nor without a target", kind(toward(up), target.Growth), years(2015, "2", "3"), rule,
			"none none (growth of growth)"},

		{"parity is the greater of y and 1/y", by(near, 2016, "1"), years(2014, "0.5", "0.8"), rule,
			"1.28033009 4.85950061 " + onTrack},
		{"half as well is as far from parity as twice as well", by(near, 2016, "1"), years(2014, "2", "1.25"), rule,
			"1.28033009 4.85950061 " + onTrack},
		{"from half to twice parity nothing is gained", by(near, 2016, "1"), years(2014, "0.5", "2"), rule,
			"0 -2.5 " + limited},
		{"within its tolerance parity is reached", about(by(near, 2016, "1"), "0.03"), years(2014, "0.5", "0.97"), rule,
			"1.70710678 5 " + achieved},
		{"beyond its tolerance parity is still 1", about(by(near, 2016, "1"), "0.03"), years(2014, "0.5", "0.8"), rule,
			"1.28033009 4.85950061 " + onTrack},
		{"no ratio of zero to one", by(near, 2016, "1"), years(2014, "0", "0.8"), rule, "none none (zero actual)"},
		{"shares are 50 + |y - 50| away from half", percent(kind(by(near, 2030, "50"), target.Share)),
			years(2015, "35", "", "", "", "", "58"), rule, "1.29945864 4.99613312 " + onTrack},
		{"which is a fall from 65 to 58 towards 50", percent(kind(by(down, 2030, "50"), target.Share)),
			years(2015, "65", "", "", "", "", "58"), rule, "1.29945864 4.99613312 " + onTrack},
		{"the other way it is deterioration", percent(kind(by(near, 2030, "50"), target.Share)),
			years(2015, "58", "", "", "", "", "35"), rule, "-2.34113266 -5 " + worse},
		{"spending is 100 + |y - 100| away from the budget", percent(by(near, 2030, "100")), years(2015, "80", "95"),
			rule, "10.34665464 5 " + onTrack},
		{"whichever side it is on", percent(by(near, 2030, "100")), years(2015, "120", "105"), rule,
			"10.34665464 5 " + onTrack},
		{"on the aim it is achieved", by(near, 2030, "50"), years(2015, "35", "50"), rule, "13.30935643 5 " + achieved},
	} {
		s.check(t)
	}
}

// TestUNSDText: the Progress Chart of the United Nations Statistics Division,
// as Eustat restates its technical note of 2023.
func TestUNSDText(t *testing.T) {
	up, down, near := target.Higher, target.Lower, target.Nearer
	rule := progress.UNSD()
	share := func(g target.Target) target.Target { return kind(g, target.Share) }
	for _, s := range []sentence{
		{"95 % of the way scores 3", by(up, 2030, "200"),
			years(2015, "100", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "195"), rule,
			"0.95 3 substantial progress"},
		{"less than 95 % scores 2", by(up, 2030, "200"),
			years(2015, "100", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "194.9"), rule,
			"0.949 2 fair progress"},
		{"10 % of the way scores 2", by(down, 2030, "100"),
			years(2015, "200", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "190"), rule,
			"0.1 2 fair progress"},
		{"less than 10 % scores 1", by(down, 2030, "100"),
			years(2015, "200", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "190.1"), rule,
			"0.099 1 limited or no progress"},
		{"the figure grows on as it has grown", by(up, 2017, "200"), years(2015, "100", "130"), rule,
			"0.69 2 fair progress"},
		{"without a target 2 % a year scores 3", toward(up), years(2015, "1000", "1020"), rule,
			"0.02 3 substantial progress"},
		{"without a target 0.5 % scores 2", toward(down), years(2015, "1000", "995"), rule, "0.005 2 fair progress"},
		{"without a target less than 0.5 % scores 1", toward(down), years(2015, "1000", "995.1"), rule,
			"0.0049 1 limited or no progress"},
		{"without a target a fall scores 1", toward(up), years(2015, "1000", "900"), rule,
			"-0.1 1 limited or no progress"},

		{"met in the last year it is reached, whatever the trend", by(up, 2030, "10"), years(2015, "12", "11"), rule,
			"none 3 target reached (already met)"},
		{"met from the target on", by(down, 2030, "5"), years(2015, "5", "4"), rule,
			"none 3 target reached (at baseline)"},
		{"within one point of 100 % it is reached", percent(share(by(up, 2030, "100"))), years(2015, "99.5", "99"),
			rule, "-14.48368011 3 target reached"},
		{"not further", percent(share(by(up, 2030, "100"))), years(2015, "99.5", "98.99"), rule,
			"-14.7630527 1 limited or no progress"},
		{"within one point of 0 % it is reached", percent(share(by(down, 2030, "0"))), years(2015, "0.5", "1"), rule,
			"-32767 3 target reached"},
		{"a point of a share of 1 is 0.01", share(by(up, 2030, "1")), years(2015, "0.995", "0.99"), rule,
			"-14.48368011 3 target reached"},
		{"half of a share is no point", share(by(up, 2030, "1")), years(2015, "0.5", "0.6"), rule,
			"14.40702157 3 substantial progress"},
		{"deaths per 100,000 are no points", per(by(down, 2030, "0"), "100000"), years(2015, "0.5", "1"), rule,
			"-32767 1 limited or no progress"},
		{"a count of 1 is no percentage", kind(by(up, 2030, "1"), target.Stock), years(2015, "0.995", "0.99"), rule,
			"-14.48368011 1 limited or no progress"},
		{"other targets have no points", percent(share(by(up, 2030, "50"))), years(2015, "49.8", "49.5"), rule,
			"-21.57553083 1 limited or no progress"},
		{"a target that is past is judged up to its year", by(up, 2017, "200"), years(2015, "100", "110", "130", "300"),
			rule, "0.3 2 fair progress"},
		{"two figures are needed", by(up, 2030, "200"), years(2015, "100"), rule, "none none (too few points)"},
		{"growth of growth rates makes no sense", percent(kind(by(up, 2030, "7"), target.Growth)),
			years(2015, "2", "3"), rule, "none none (growth of growth)"},
		{"yes is reached", kind(by(up, 2030, "1"), target.Milestone), years(2015, "1"), rule, "none 3 target reached"},
		{"no is no progress", kind(by(up, 2030, "1"), target.Milestone), years(2015, "0"), rule,
			"none 1 limited or no progress"},
		{"within its range from the base on it is reached", within(by(near, 2030, "10"), "20"), years(2015, "12", "15"),
			rule, "none 3 target reached (already met)"},
		{"nearer to its aim it has made progress", by(near, 2030, "50"), years(2015, "35", "", "", "", "", "58"), rule,
			"1.254643 3 substantial progress"},
	} {
		s.check(t)
	}
}

// TestESCAPText: Asia-Pacific SDG progress assessment, technical notes; the
// formula of parity as UNICEF MENARO codes it.
func TestESCAPText(t *testing.T) {
	up, down, near := target.Higher, target.Lower, target.Nearer
	status, anticipated := progress.CurrentStatus{}, progress.Anticipated{}
	line := years(2015, "35", "37.8", "40.6", "43.4", "46.2", "49")
	for _, s := range []sentence{
		{"status is ten times the share of the way", by(up, 2030, "100"), years(2015, "50", "60"), status, "0.2 2"},
		{"downwards too", by(down, 2030, "10"), years(2015, "50", "30"), status, "0.5 5"},
		{"a regression is negative", by(up, 2030, "100"), years(2015, "50", "45"), status, "-0.1 -1"},
		{"beyond the target it is more than 10", by(up, 2030, "100"), years(2015, "50", "110"), status, "1.2 12"},
		{"of parity it is 10 less the distance that is left", by(near, 2030, "1"), years(2015, "0.8", "1.1"), status,
			"0.5 5"},
		{"further from parity it is negative", by(near, 2030, "1"), years(2015, "0.8", "1.3"), status, "-0.5 -5"},
		{"at the base there is no way", by(up, 2030, "50"), years(2015, "50", "60"), status, "none none (at baseline)"},

		{"up to a tenth of the way missing is to be maintained", by(up, 2030, "100"), years(2015, "50", "53"),
			anticipated, "0.1 9 maintain"},
		{"more than a tenth is to be accelerated", by(up, 2030, "100"), years(2015, "50", "52.99"), anticipated,
			"0.103 8.97 accelerate"},
		{"all of the way is to be accelerated", by(up, 2030, "100"), years(2015, "50", "50"), anticipated,
			"1 0 accelerate"},
		{"more than all is to be reversed", by(up, 2030, "100"), years(2015, "50", "49.99"), anticipated,
			"1.003 -0.03 reverse"},
		{"of parity a line through the aim misses it on the other side", by(near, 2030, "50"), line, anticipated,
			"1.8 -8 reverse"},
		{"and one that ends there does not", by(near, 2030, "77"), line, anticipated, "0 10 maintain"},
		{"from 2000 on", by(up, 2030, "100"), years(1998, "0", "", "", "", "50", "53"), anticipated,
			"-0.34 13.4 maintain"},
		{"recent figures weigh more", by(up, 2030, "100"), years(2015, "50", "50", "53"), anticipated,
			"0.478 5.22 accelerate"},
		{"two figures are needed", by(up, 2030, "100"), years(2015, "50"), anticipated, "none none (too few points)"},
	} {
		s.check(t)
	}
}

// TestSDSNText: SDG Index and Dashboards, as the Africa SDG Index FAQ (questions
// 13 and 14) explains its trends.
func TestSDSNText(t *testing.T) {
	up, down, near := target.Higher, target.Lower, target.Nearer
	rule := progress.LinearRatio{}
	for _, s := range []sentence{
		{"rates are linear, from the base to the goal", by(up, 2030, "15"), years(2015, "0", "0.75"), rule,
			"0.75 none moderately improving"},
		{"all of the rate that is needed is on track", by(up, 2030, "15"), years(2015, "0", "1"), rule,
			"1 none on track"},
		{"half of it is improving", by(up, 2030, "15"), years(2015, "0", "0.5"), rule, "0.5 none moderately improving"},
		{"less than half is stagnating", by(up, 2030, "15"), years(2015, "0", "0.49"), rule, "0.49 none stagnating"},
		{"no change is stagnating", by(down, 2030, "1"), years(2015, "16", "16"), rule, "0 none stagnating"},
		{"away is decreasing", by(down, 2030, "1"), years(2015, "16", "16.1"), rule, "-0.1 none decreasing"},
		{"who holds what was reached is maintaining", by(up, 2030, "10"), years(2015, "12", "11"), rule,
			"none none on track or maintaining (already met)"},
		{"movements beyond the goal are ignored", by(up, 2030, "15"), years(2015, "0", "20"), rule,
			"15 none on track or maintaining"},
		{"so a fall counts from the goal on", by(up, 2030, "10"), years(2015, "12", "9"), rule,
			"none none decreasing (already met)"},
		{"as it does from the goal itself", by(up, 2030, "10"), years(2015, "10", "9"), rule,
			"none none decreasing (at baseline)"},
		{"nearer is better: 15 of 30 in half of the time", by(near, 2030, "50"),
			years(2020, "20", "", "", "", "", "65"), rule, "1 none on track"},
		{"two figures are needed", by(up, 2030, "15"), years(2015, "0"), rule, "none none (too few points)"},
	} {
		s.check(t)
	}
}

// TestGermanText: German Sustainable Development Strategy, status of indicators,
// methodology (Destatis).
func TestGermanText(t *testing.T) {
	up, down, near := target.Higher, target.Lower, target.Nearer
	rule, each := progress.Weather{}, progress.Weather{EachYear: true}
	sun, slight, cloud, storm := progress.Sun, progress.SlightlyCloudy, progress.Cloud, progress.Thunderstorm
	met := " (already met)"
	six := years(2015, "10", "11", "12", "13", "14", "15")

	for _, s := range []sentence{
		{"the mean of five changes goes on: met in time", by(up, 2030, "25"), six, rule, "0 none " + sun},
		{"missed by less than 5 % of what is left", by(up, 2030, "25.5"), six, rule, "0.04761905 none " + sun},
		{"missed by 5 %", by(up, 2020, "25"), years(2010, "5.5", "8", "10", "12", "14", "15"), rule,
			"0.05 none " + slight},
		{"missed by 20 %", by(up, 2030, "27.5"), six, rule, "0.2 none " + slight},
		{"missed by more than 20 %", by(up, 2030, "27.6"), six, rule, "0.20634921 none " + cloud},
		{"no change is not in the right direction", by(up, 2030, "20"), years(2015, "15", "11", "12", "13", "14", "15"),
			rule, "1 none " + storm},
		{"the gap grows", by(down, 2030, "5"), six, rule, "2 none " + storm},
		{"four years are enough", by(up, 2030, "25"), six[2:], rule, "0 none " + sun},
		{"three are not", by(up, 2030, "25"), six[3:], rule, "none none (too few points)"},
		{"of an interval the weakest end counts, upwards the lower", within(by(up, 2030, "25"), "40"), six, rule,
			"0 none " + sun},
		{"downwards the upper", within(by(down, 2030, "1"), "5"), years(2015, "20", "19", "18", "17", "16", "15"), rule,
			"0 none " + sun},
		{"to an aim from both sides", by(near, 2030, "25"), years(2015, "10", "12", "14", "31", "32", "33"), rule,
			"-0.75 none " + sun},
		{"each year: met and not falling", by(up, 2030, "14"), years(2017, "14", "15", "15", "14"), each,
			"none none " + sun + met},
		{"each year: met but falling", by(up, 2030, "14"), years(2017, "16", "15", "15", "14"), each,
			"none none " + slight + met},
		{"each year: missed but not falling", by(up, 2030, "14"), years(2017, "13", "15", "15", "13"), each,
			"none none " + cloud},
		{"each year: missed and falling", by(up, 2030, "14"), years(2017, "15", "15", "15", "13"), each,
			"none none " + storm},
		{"a target that is met already is judged so too", by(up, 2030, "14"), years(2017, "16", "15", "15", "14"), rule,
			"none none " + slight + met},
		{"direction only: mean and last change right", toward(up), years(2017, "1", "2", "2", "3"), rule,
			"none none " + sun},
		{"direction only: the last change is none", toward(up), years(2017, "1", "2", "3", "3"), rule,
			"none none " + slight},
		{"direction only: the mean stagnates, the last change is right", toward(up), years(2017, "3", "2", "2", "3"),
			rule, "none none " + cloud},
		{"direction only: neither", toward(up), years(2017, "3", "2", "2", "2"), rule, "none none " + storm},
	} {
		s.check(t)
	}

	// Of targets for several years the next one counts, of several for one year
	// the worst symbol.
	got, decisive, err := progress.WeatherOf([]target.Target{
		by(up, 2040, "500"), by(up, 2030, "20"), by(up, 2030, "27.6"), by(up, 2018, "1"),
	}, six, rule)
	if err != nil || got.Category != cloud || !decisive.Value.Equal(num("27.6")) {
		t.Errorf("WeatherOf() = %q by %v, %v, want %q by 27.6", got.Category, decisive.Value, err, cloud)
	}
}

// TestEurostatText: Sustainable development in the European Union, monitoring
// report, annex on the assessment of trends.
func TestEurostatText(t *testing.T) {
	up, down, near := target.Higher, target.Lower, target.Nearer
	rule := progress.CAGRRatio{}
	double := by(up, 2030, "32768")
	for _, s := range []sentence{
		{"95 % of the required rate is significant", double, years(2015, "1", "1.95"), rule,
			"0.95 none significant progress towards"},
		{"60 % is moderate", double, years(2015, "1", "1.6"), rule, "0.6 none moderate progress towards"},
		{"less is insufficient", double, years(2015, "1", "1.5999"), rule, "0.5999 none insufficient progress towards"},
		{"no change is insufficient", double, years(2015, "1", "1"), rule, "0 none insufficient progress towards"},
		{"the wrong way is movement away", double, years(2015, "1", "0.9999"), rule, "-0.0001 none movement away"},
		{"without a target 1 % is significant", toward(up), years(2015, "100", "101"), rule,
			"0.01 none significant progress"},
		{"less is moderate", toward(down), years(2015, "1000", "999"), rule, "0.001 none moderate progress"},
		{"nothing is no change", toward(down), years(2015, "100", "100"), rule, "0 none no change"},
		{"a little the wrong way is moderate movement away", toward(up), years(2015, "1000", "999"), rule,
			"-0.001 none moderate movement away"},
		{"1 % the wrong way is significant", toward(up), years(2015, "100", "99"), rule,
			"-0.01 none significant movement away"},
		{"zeros have no rate", by(up, 2030, "5"), years(2015, "0", "2"), rule, "none none (zero base)"},
		{"nor does a target of zero", by(down, 2030, "0"), years(2015, "5", "2"), rule, "none none (zero target)"},
		{"nearer is better", by(near, 2030, "50"), years(2015, "35", "", "", "", "", "58"), rule,
			"1.29945864 none significant progress towards"},
	} {
		s.check(t)
	}
}

// The forecast is the path's: of 120,000, with 46,000 by May, where the months are
// as last year's.
func TestForecastAlongThePath(t *testing.T) {
	monthly := func(year int, figures ...string) []target.Point {
		var points []target.Point
		for i, f := range figures {
			points = append(points, target.Point{Period: target.Month(year, time.Month(i+1)), Value: num(f)})
		}
		return points
	}
	lastYear := monthly(2025, "7", "5", "9", "9", "9", "10", "9", "9", "11", "9", "12", "21")
	goal := kind(by(target.Higher, 2025, "120000"), target.Flow)
	goal.Indicator.Places = target.Places(0)
	path, err := temporal.Path(goal, temporal.Profile{Series: lastYear}, target.Monthly)
	if err != nil {
		t.Fatal(err)
	}

	got := track(t, goal, monthly(2025, "8000", "9000", "9000", "10000", "10000"), progress.PathGap{Path: path})
	// 46,000·120/39; the months of the path make 39,000 by May.
	if !got.Forecast.Decimal.Equal(num("141538.4615384615")) || !got.Gap.Decimal.Equal(num("7000")) ||
		got.Category != "on path" {
		t.Errorf("Track() = forecast %v, gap %v, %q, want 141538.4615384615, 7000, on path", got.Forecast, got.Gap,
			got.Category)
	}
	// To date is the same as by months.
	toDate := []target.Point{{Period: target.Months(target.Month(2025, 1), target.Month(2025, 5)), Value: num("46000")}}
	again := track(t, goal, toDate, progress.PathGap{Path: path})
	if again.Base = got.Base; !cmp.Equal(got, again) {
		t.Errorf("months and to date mismatch:\n%s", cmp.Diff(got, again))
	}
	// Nothing was due in the first two months: no forecast.
	late := progress.PathGap{Path: monthly(2025, "0", "0", "60000", "60000")}
	if got := track(t, goal, monthly(2025, "1", "2"), late); got.Forecast.Valid {
		t.Errorf("Track() = forecast %v before anything is due, want none", got.Forecast)
	}

	// A reduction goes on along its path, which saves little at first:
	// 1 − 0.96^(ln 0.8/ln 0.95).
	cut := percent(kind(by(target.Higher, 2015, "20"), target.Reduction))
	cut.Period = target.FiveYearPlan(12)
	steep := progress.PathGap{Path: []target.Point{{Period: target.Years(2011, 2012), Value: num("5")},
		{Period: target.Years(2011, 2015), Value: num("20")}}}
	if got := track(t, cut, []target.Point{{Period: target.Years(2011, 2012), Value: num("4")}}, steep); got.Forecast.Decimal.StringFixed(9) != "16.271417496" {
		t.Errorf("Track() = forecast %v of a reduction, want 16.271417496", got.Forecast.Decimal)
	}
}

// A rate of some months is on the same months of the year before, and is not
// compared with the year's.
func TestRateToDateIsRefused(t *testing.T) {
	half := target.Months(target.Month(2015, 1), target.Month(2015, 6))
	for _, k := range []target.Kind{target.Growth, target.Reduction} {
		year := percent(aim(k, target.Higher, "7.5"))
		plan := year
		plan.Period = target.FiveYearPlan(12)
		for name, tt := range map[string]struct {
			goal target.Target
			at   target.Period
			ok   bool
		}{
			"half a year of a year":     {year, half, false},
			"a month of a year":         {year, target.Month(2015, 12), false},
			"half a year of a plan":     {plan, half, false},
			"half a year into a plan":   {plan, target.Months(target.Month(2011, 1), target.Month(2011, 6)), false},
			"a year of a plan":          {plan, target.Year(2011), true},
			"three years of a plan":     {plan, target.Years(2011, 2013), true},
			"the plan":                  {plan, plan.Period, true},
			"the year":                  {year, year.Period, true},
			"a quarter of another year": {year, target.Quarter(2014, 4), true}, // is no part of it
		} {
			t.Run(k.String()+", "+name, func(t *testing.T) {
				points := []target.Point{{Period: tt.at, Value: num("7.4")}}
				for _, rule := range []progress.PathGap{{}, {Path: points}} {
					series := points
					if rule.Path != nil {
						series = []target.Point{{Period: tt.goal.Period, Value: num("7")}}
					}
					_, err := progress.Track(tt.goal, series, rule)
					if ok := !errors.Is(err, target.ErrMismatch); ok != tt.ok {
						t.Errorf("Track() = %v, want accepted: %t", err, tt.ok)
					}
					if !tt.ok && !strings.Contains(err.Error(), "give the figure of whole years") {
						t.Errorf("Track() = %v, want a remedy", err)
					}
				}

				o := seen("7.4")
				o.Period = tt.at
				if _, err := evaluate.Assess(tt.goal, o); !tt.ok && (err == nil || !strings.Contains(err.Error(), "give the figure of whole years")) {
					t.Errorf("Assess() = %v, want a remedy", err)
				}
			})
		}
	}
}

// betterNeverScoresLess has the last figure of a series be the better one, and
// the score of every rule that has one no lower.
func betterNeverScoresLess(t *rapid.T) {
	goal, points := drawCourse(t)
	goal.Comparator, goal.Upper, goal.Tolerance = target.AtLeast, decimal.Decimal{}, decimal.Decimal{}
	if goal.Indicator.Better == target.Lower {
		goal.Comparator = target.AtMost
	}
	if len(points) == 0 || points[len(points)-1].Period.EndYear() > goal.Period.EndYear() {
		t.Skip("nothing to judge")
	}
	last := &points[len(points)-1]
	one, other := last.Value, decimal.New(rapid.Int64Range(-12, 12).Draw(t, "other"), 0)
	if (one.Cmp(other) > 0) == (goal.Comparator == target.AtLeast) {
		one, other = other, one
	}

	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.CurrentStatus{},
		progress.Anticipated{},
		progress.PathGap{},
	} {
		last.Value = one
		worse, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}
		last.Value = other
		better, err := progress.Track(goal, points, p)
		if err != nil {
			t.Fatal(err)
		}
		if worse.Score.Valid && better.Score.Valid && worse.Score.Decimal.Cmp(better.Score.Decimal) > 0 {
			t.Errorf("%T: %v scores %v, %v only %v", p, one, worse.Score.Decimal, other, better.Score.Decimal)
		}
	}
}

func TestBetterNeverScoresLess(t *testing.T) { rapid.Check(t, betterNeverScoresLess) }

func FuzzBetterNeverScoresLess(f *testing.F) { f.Fuzz(rapid.MakeFuzz(betterNeverScoresLess)) }

// nearerIsBetter has every rule call it progress where the distance to the aim
// has become less, and none where it has become more, as Assess does.
func nearerIsBetter(t *rapid.T) {
	whole := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(1, 99).Draw(t, name), 0) }
	goal := percent(kind(by(target.Nearer, 2030, "0"), target.Share))
	goal.Value = whole("aim")
	if rapid.Bool().Draw(t, "range") {
		goal.Comparator, goal.Upper = target.Within, goal.Value.Add(whole("width"))
	}
	base, now := whole("base"), whole("now")
	goal.Baseline = &target.Point{Period: target.Year(2015), Value: base}
	o := seen("0")
	o.Value, goal.Period = now, o.Period
	a, err := evaluate.Assess(goal, o)
	if err != nil || !a.Progress.Valid || a.Progress.Decimal.IsZero() {
		t.Skip("no way to go")
	}

	nearer := a.Progress.Decimal.Sign() > 0
	goal.Period = target.Year(2030)
	path := []target.Point{{Period: target.Year(2020), Value: base}, {Period: target.Year(2030), Value: goal.Value}}
	for _, p := range []progress.Rule{
		progress.CAGRRatio{},
		progress.OpenSDG(),
		progress.LinearRatio{},
		progress.Forecast{},
		progress.UNSD(),
		progress.CurrentStatus{},
		progress.PathGap{Path: path},
	} {
		got, err := progress.Track(goal, []target.Point{{Period: target.Year(2020), Value: now}}, p)
		if err != nil {
			t.Fatal(err)
		}
		if got.Reason != 0 {
			t.Errorf("%T: reason %q from %v to %v", p, got.Reason, base, now)
		}
		if (got.Measure.Decimal.Sign() > 0) != nearer {
			t.Errorf("%T: ratio %v from %v to %v, aim %v", p, got.Measure.Decimal, base, now, goal.Value)
		}
		if _, ok := p.(progress.PathGap); ok && (got.Gap.Decimal.Sign() > 0) != nearer {
			t.Errorf("%T: gap %v from %v to %v, aim %v", p, got.Gap.Decimal, base, now, goal.Value)
		}
	}

	// The symbols need four years; the first and the last decide the direction.
	years := years(2017, base.String(), base.String(), now.String(), now.String())
	goal.Baseline = nil
	if got := track(t, goal, years, progress.Weather{}); (got.Category == progress.Thunderstorm) == nearer {
		t.Errorf("weather: %q from %v to %v, aim %v", got.Category, base, now, goal.Value)
	}
}

func TestNearerIsBetter(t *testing.T) { rapid.Check(t, nearerIsBetter) }

func FuzzNearerIsBetter(f *testing.F) { f.Fuzz(rapid.MakeFuzz(nearerIsBetter)) }
