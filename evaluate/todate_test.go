package evaluate_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func in(p target.Period, value string) target.Observation {
	o := seen(value)
	o.Period = p
	return o
}

func until(goal target.Target, p target.Period) target.Target {
	goal.Period = p
	return goal
}

// pointsOf reads periods and figures, such as "2015-Q1 3".
func pointsOf(pairs ...string) []target.Point {
	var out []target.Point
	for k := 0; k < len(pairs); k += 2 {
		out = append(out, target.Point{Period: months(pairs[k]), Value: num(pairs[k+1])})
	}
	return out
}

func TestToDate(t *testing.T) {
	flow := aim(target.Flow, target.Higher, "120")
	stock := from(aim(target.Stock, target.Higher, "20"), "10") // 2010 to 2015
	plan := target.Years(2011, 2015)
	reduction := until(percent(aim(target.Reduction, target.Higher, "19")), target.Years(2011, 2012))
	growth := until(percent(aim(target.Growth, target.Higher, "21")), target.Years(2011, 2012))
	place := aim(target.Position, target.Lower, "3")
	cumulative := until(aim(target.Cumulative, target.Higher, "50"), plan)
	nothing := until(percent(aim(target.Reduction, target.Higher, "100")), target.Years(2011, 2012))
	quarters := pointsOf("2015-Q1", "0", "2015-Q2", "1", "2015-Q3", "3", "2015-Q4", "0")
	sixteenths := pointsOf("2015-Q1", "3", "2015-Q2", "13", "2015-H2", "0")

	for _, tt := range []struct {
		name               string
		goal               target.Target
		period             string
		actual             string
		path               []target.Point
		due, gap, rate     string // rate: attainment
		made, share, ahead string
		forecast           string
		flags              string // m(et) r(eached) t(o date) o(verdue)
	}{
		{
			"total, ahead", flow, "2015-01/2015-05", "60", nil,
			"50", "10", "1.2", "0.5", "0.4166666666666667", "0.08333333333333333", "144", "mt",
		},
		{
			"total, behind", flow, "2015-Q1", "29", nil,
			"30", "-1", "0.9666666666666667", "0.2416666666666667", "0.25", "-0.008333333333333333", "116", "t",
		},
		{
			"total, whole", flow, "2015", "119", nil,
			"120", "-1", "0.9916666666666667", "0.9916666666666667", "1", "-0.008333333333333333", "119", "o",
		},
		{"total, reached", flow, "2015-H1", "120", nil, "60", "60", "2", "1", "0.5", "0.5", "240", "mrt"},
		{
			"total on a path", flow, "2015-01/2015-09", "130", quarters,
			"120", "10", "1.083333333333333", "1.083333333333333", "1", "0.08333333333333333", "130", "mrt",
		},
		{
			"total, half of the path", flow, "2015-H1", "29", quarters,
			"30", "-1", "0.9666666666666667", "0.2416666666666667", "0.25", "-0.008333333333333333", "116", "t",
		},
		{
			"total, nothing due", flow, "2015-Q1", "5", quarters,
			"0", "5", "", "0.04166666666666667", "0", "0.04166666666666667", "", "mt",
		},
		{
			"ceiling kept", atMost(flow), "2015-H1", "59", nil,
			"60", "1", "1.016949152542373", "0.4916666666666667", "0.5", "-0.008333333333333333", "118", "mt",
		},
		{
			"ceiling broken", atMost(flow), "2015-H1", "121", nil,
			"60", "-61", "0.4958677685950413", "1.008333333333333", "0.5", "0.5083333333333333", "242", "t",
		},
		{"ceiling kept in the end", atMost(flow), "2015", "120", nil, "120", "0", "1", "1", "1", "0", "120", "mr"},
		{
			"range of a total, below", within(flow, "240"), "2015-Q1", "29", nil,
			"30", "-1", "0.9666666666666667", "0.2416666666666667", "0.25", "-0.008333333333333333", "116", "t",
		},
		{
			"range of a total, above", within(flow, "240"), "2015-Q1", "61", nil,
			"30", "-1", "0.9836065573770492", "0.5083333333333333", "0.25", "0.2583333333333333", "244", "t",
		},
		{
			"tolerance of a total", about(flow, "12"), "2015-H1", "53", nil,
			"60", "-1", "0.9814814814814815", "0.4416666666666667", "0.5", "-0.05833333333333333", "106", "t",
		},

		{
			"total with a baseline", from(flow, "100"), "2015-Q1", "29", nil,
			"30", "-1", "0.9666666666666667", "0.2416666666666667", "0.25", "-0.008333333333333333", "116", "t",
		},
		{
			"total, half of an odd figure", aim(target.Flow, target.Higher, "121"), "2015-H1", "60", nil,
			"60.5", "-0.5", "0.9917355371900826", "0.4958677685950413", "0.5", "-0.004132231404958678", "120", "t",
		},
		{
			"total, a third", aim(target.Flow, target.Higher, "100"), "2015-01/2015-04", "33", nil,
			"33.33333333333333", "-0.3333333333333333", "0.99", "0.33", "0.3333333333333333", "-0.003333333333333333",
			"99", "t",
		},
		{
			"total, by sixteenths", aim(target.Flow, target.Higher, "1"), "2015-Q1", "0.3", sixteenths,
			"0.1875", "0.1125", "1.6", "0.3", "0.1875", "0.1125", "1.6", "mt",
		},

		{
			"rate within the year", percent(aim(target.Growth, target.Higher, "7.5")), "2015-H1", "7.4", nil,
			"7.5", "-0.1", "0.9866666666666667", "", "", "", "7.4", "t",
		},
		{
			"rate ahead is not reached", percent(aim(target.Growth, target.Higher, "7.5")), "2015-H1", "7.6", nil,
			"7.5", "0.1", "1.013333333333333", "", "", "", "7.6", "mt",
		},
		{
			"reduction after one year of two", reduction, "2011", "10", nil, "10", "0", "1", "0.5", "0.5", "0", "19",
			"mt",
		},
		{
			"reduction behind", reduction, "2011", "9", nil,
			"10", "-1", "0.9", "0.4475617781595198", "0.5", "-0.05243822184048024", "17.19", "t",
		},
		{
			"reduction without end", until(reduction, target.Years(2011, 2013)), "2011", "7", nil,
			"6.783024821384234", "0.216975178615766", "1.031987967658872", "0.3443922629921411", "0.3333333333333333",
			"0.01105892965880776", "19.5643", "mt",
		},
		{"reduction by the whole", reduction, "2011", "100", nil, "10", "90", "10", "", "0.5", "", "", "mt"},
		{
			"reduction to nothing", nothing, "2011", "60", nil,
			"0", "60", "", "", "", "", "", "mt",
		},
		{
			"growth beyond all bounds", until(growth, target.Years(1001, 6000)), "1001", "100", nil,
			"0.003812479865339518", "99.99618752013466", "26229.64672131968", "3.63627044867086",
			"0.0002", "3.63607044867086", "", "mt",
		},
		{
			"growth after one year of two", growth, "2011", "12", nil,
			"10", "2", "1.2", "0.5945256085953827", "0.5", "0.09452560859538267", "25.44", "mt",
		},

		{
			"level on a straight line", stock, "2013", "17", nil,
			"16", "1", "1.0625", "0.7", "0.6", "0.1", "21.66666666666667", "mt",
		},
		{"level by month", stock, "2015-06", "19", nil, "19", "0", "1", "0.9", "0.9", "0", "20", "mt"},
		{
			"level on its way down", atMost(from(aim(target.Stock, target.Lower, "10"), "20")), "2011", "17", nil,
			"18", "1", "1.058823529411765", "0.3", "0.2", "0.1", "5", "mt",
		},
		{"level after its period", stock, "2016", "19", nil, "20", "-1", "0.95", "0.9", "1", "-0.1", "", "o"},
		{
			"level without baseline", aim(target.Ratio, target.Higher, "3.3"), "2013", "3.4", nil,
			"3.3", "0.1", "1.03030303030303", "", "", "", "3.4", "mrt",
		},
		{
			"level on a path", stock, "2012-06", "12", pointsOf("2011", "11", "2013", "14"),
			"11.75", "0.25", "1.021276595744681", "0.2", "0.175", "0.025", "21.42857142857143", "mt",
		},
		{
			"level at a step", stock, "2013", "14", pointsOf("2011", "11", "2013", "14"),
			"14", "0", "1", "0.4", "0.4", "0", "20", "mt",
		},
		{
			"level after the last step", stock, "2014", "16", pointsOf("2011", "11", "2013", "14"),
			"17", "-1", "0.9411764705882353", "0.6", "0.7", "-0.1", "18.57142857142857", "t",
		},
		{
			"cumulative from nothing", cumulative, "2011/2012", "18", nil,
			"20", "-2", "0.9", "0.36", "0.4", "-0.04", "45", "t",
		},
		{
			"cumulative budget", atMost(cumulative), "2011/2012", "18", nil,
			"20", "2", "1.111111111111111", "0.36", "0.4", "-0.04", "45", "mt",
		},
		{
			"level to a range", within(from(aim(target.Ratio, target.Nearer, "20"), "10"), "30"), "2013", "17", nil,
			"16", "1", "1", "0.7", "0.6", "0.1", "21.66666666666667", "mt",
		},

		{"place", place, "2013", "4", nil, "3", "-1", "", "", "", "", "", "t"},
		{
			"milestone before its date", aim(target.Milestone, target.Higher, "1"), "2015-06", "0", nil,
			"0", "0", "", "", "0", "", "", "mt",
		},
		{
			"milestone done early", aim(target.Milestone, target.Higher, "1"), "2015-06", "1", nil,
			"0", "1", "", "", "0", "", "", "mrt",
		},
		{
			"milestone overdue", aim(target.Milestone, target.Higher, "1"), "2016", "0", nil,
			"1", "-1", "0", "", "1", "", "", "o",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := slices.Clone(tt.path)
			slices.Reverse(path)
			s, err := evaluate.ToDate(tt.goal, in(months(tt.period), tt.actual), evaluate.ToDateOptions{Path: path})
			if err != nil {
				t.Fatal(err)
			}
			var flags strings.Builder
			for k, isSet := range []bool{s.Met, s.Reached, s.ToDate, s.Overdue} {
				if isSet {
					flags.WriteString("mrto"[k : k+1])
				}
			}
			got := []string{
				plainText(decimal.NewNullDecimal(s.DueValue)), plainText(decimal.NewNullDecimal(s.Gap)),
				plainText(s.Attainment), plainText(s.Made), plainText(s.DueShare), plainText(s.Ahead),
				plainText(s.Forecast), flags.String(),
			}
			want := []string{tt.due, tt.gap, tt.rate, tt.made, tt.share, tt.ahead, tt.forecast, tt.flags}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("ToDate() mismatch (-want +got):\n%s", diff)
			}

			// On fractions it is the same. Words do for what has one end.
			o := in(months(tt.period), tt.actual)
			slow := evaluate.ToDateByFractions(tt.goal, o, tt.path, evaluate.AssessOptions{})
			slow.Reached, slow.Overdue, slow.ToDate = s.Reached, s.Overdue, s.ToDate
			if diff := cmp.Diff(slow, s, sameDigits); diff != "" {
				t.Errorf("ToDate() mismatch (-fractions +words):\n%s", diff)
			}
			k, c := tt.goal.Indicator.Kind, tt.goal.EffectiveComparator()
			isRate := k == target.Growth || k == target.Reduction
			isPath := tt.path != nil && k != target.Flow
			isOneEnd := c == target.AtLeast || c == target.AtMost
			isOnWords := !isRate && !isPath && isOneEnd && k != target.Position && k != target.Milestone
			if got := evaluate.JudgesOnWords(tt.goal, o, tt.path); got != isOnWords {
				t.Errorf("on words: %t, want %t", got, isOnWords)
			}
		})
	}
}

func plainText(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// A target about a figure without a tolerance is one figure, to which a path can lead. A
// target of a year and a half can have the rate of a year, and says so.
func TestToDatePathToAFigure(t *testing.T) {
	stock := about(from(aim(target.Stock, target.Higher, "20"), "10"), "0")
	s, err := evaluate.ToDate(stock, in(target.Year(2014), "15"), evaluate.ToDateOptions{
		Path: pointsOf("2014", "16", "2015", "20"),
	})
	if err != nil || !s.DueValue.Equal(num("16")) {
		t.Errorf("ToDate() = %v, %v, want 16 due", s.DueValue, err)
	}

	growth := percent(aim(target.Growth, target.Higher, "7"))
	for period, want := range map[string]string{
		"2015":            "give the rate of the months from 2015-01 on",
		"2015-01/2016-06": "give the rate of whole years from the beginning of 2015-01/2016-06",
	} {
		late := in(target.Quarter(2015, 2), "1")
		_, err := evaluate.ToDate(until(growth, months(period)), late, evaluate.ToDateOptions{})
		if all := target.AllErrors(err); len(all) != 1 || all[0].Remedy != want {
			t.Errorf("ToDate() of a growth in %s = %v, want %s", period, err, want)
		}
	}
	if _, err := evaluate.ToDate(growth, in(target.Quarter(2015, 1), "1"), evaluate.ToDateOptions{}); err != nil {
		t.Errorf("ToDate() of a growth in the first quarter = %v", err)
	}

	// What is due of a total has all digits of a quotient that ends.
	total := aim(target.Flow, target.Higher, "1.23456789012345678")
	s, err = evaluate.ToDate(total, in(target.Quarter(2015, 1), "0.3"), evaluate.ToDateOptions{})
	if want := num("0.308641972530864195"); err != nil || !s.DueValue.Equal(want) {
		t.Errorf("ToDate() = %v, %v, want %v due", s.DueValue, err, want)
	}
	s, err = evaluate.ToDate(total, in(target.Month(2015, 1), "0.3"), evaluate.ToDateOptions{})
	if want := num("0.1028806575102880"); err != nil || !s.DueValue.Round(15).Equal(want.Round(15)) {
		t.Errorf("ToDate() = %v, %v, want %v due", s.DueValue, err, want)
	}
}

func TestToDateRefuses(t *testing.T) {
	flow := aim(target.Flow, target.Higher, "120")
	stock := from(aim(target.Stock, target.Higher, "20"), "10")
	pathless := aim(target.Stock, target.Higher, "20")
	reduction := until(percent(aim(target.Reduction, target.Higher, "19")), target.Years(2011, 2015))
	half := target.Half(2015, 1)
	path := func(pairs ...string) evaluate.ToDateOptions {
		return evaluate.ToDateOptions{Path: pointsOf(pairs...)}
	}
	other := in(half, "1")
	other.Unit, other.Indicator, other.Coverage = "110000", "y", "above scale"
	noPlaces := percent(aim(target.Growth, target.Higher, "7"))
	noPlaces.Indicator.Places = target.Precision{}

	for _, tt := range []struct {
		name        string
		goal        target.Target
		observation target.Observation
		options     evaluate.ToDateOptions
		want        []string
	}{
		{"nothing", target.Target{}, target.Observation{}, evaluate.ToDateOptions{}, []string{
			"target.indicator.code is required", "target.indicator.kind is required",
			"target.unit is required", "target.period is required",
			"observation.unit is required", "observation.indicator is required", "observation.period is required",
		}},
		{"another thing", flow, other, evaluate.ToDateOptions{}, []string{
			"observation.unit does not fit", "observation.indicator does not fit",
			"observation.coverage does not fit",
		}},
		{"a single month of a total", flow, in(target.Month(2015, 5), "1"), evaluate.ToDateOptions{}, []string{
			`observation.period does not fit`,
		}},
		{"a total beyond its period", flow, in(months("2015-01/2016-12"), "1"), evaluate.ToDateOptions{}, []string{
			`observation.period does not fit`,
		}},
		{"half a rate of years", reduction, in(target.Half(2011, 1), "1"), evaluate.ToDateOptions{}, []string{
			`observation.period does not fit`,
		}},
		{"a rate that begins late", reduction, in(target.Year(2012), "1"), evaluate.ToDateOptions{}, []string{
			`observation.period does not fit`,
		}},
		{
			"a quarter of a rate of the year",
			percent(aim(target.Growth, target.Higher, "7")), in(target.Quarter(2015, 2), "1"),
			evaluate.ToDateOptions{},
			[]string{`observation.period does not fit`},
		},
		{"a level before its baseline", stock, in(target.Year(2010), "1"), evaluate.ToDateOptions{}, []string{
			`observation.period does not fit`,
		}},
		{"a level before its path", pathless, in(target.Year(2012), "1"), path("2013", "15"), []string{
			`observation.period does not fit`,
		}},
		{"within a step", flow, in(target.Quarter(2015, 1), "1"), path("2015-H1", "1", "2015-H2", "1"), []string{
			`observation.period does not fit`,
		}},
		{"a path with a gap", flow, in(half, "1"), path("2015-Q1", "1", "2015-H2", "1"), []string{
			`options.path["2015-H2"] has no figure`,
		}},
		{"a path that ends early", flow, in(half, "1"), path("2015-H1", "1", "2015-Q3", "1"), []string{
			`options.path has no figure`,
		}},
		{"a negative step", flow, in(half, "1"), path("2015-H1", "-1", "2015-H2", "3"), []string{
			`options.path["2015-H1"] is out of range`,
		}},
		{"a path of nothing", flow, in(half, "1"), path("2015-H1", "0", "2015-H2", "0"), []string{
			`options.path is out of range`,
		}},
		{"a step twice", stock, in(half, "1"), path("2014", "1", "2014-Q4", "3"), []string{
			`options.path["2014-Q4"] is given twice`,
		}},
		{"a path of a rate", reduction, in(target.Year(2011), "1"), path("2011", "1"), []string{
			"options.path is ruled out",
		}},
		{"a path of a place", aim(target.Position, target.Lower, "3"), in(half, "1"), path("2014", "1"), []string{
			"options.path is ruled out",
		}},
		{"a path of a range", within(stock, "30"), in(half, "1"), path("2014", "1"), []string{
			"options.path does not fit",
		}},
		{"a path about a figure", about(stock, "1"), in(half, "1"), path("2014", "1"), []string{
			"options.path does not fit",
		}},
		{"a path beyond the target", stock, in(half, "1"), path("2016", "25"), []string{
			`options.path["2016"] is out of range`,
		}},
		{"a path to another figure", stock, in(half, "1"), path("2014", "15", "2015", "21"), []string{
			`options.path["2015"] does not fit`,
		}},
		{"judged before", flow, in(half, "1"), evaluate.ToDateOptions{By: target.Month(2015, 5)}, []string{
			`options.by is out of range`,
		}},
		{"published without places", noPlaces, in(half, "1"), evaluate.ToDateOptions{Published: true}, []string{
			"target.indicator.places is required",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := evaluate.ToDate(tt.goal, tt.observation, tt.options)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("problems mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(evaluate.Standing{}, s); diff != "" {
				t.Errorf("ToDate() is not zero: %s", diff)
			}
		})
	}
}

// A total of thirds: what is due has no end as a decimal, but a book compares the exact
// figures, and a gap has sixteen digits.
func TestToDateIsScoredExactly(t *testing.T) {
	goal := aim(target.Flow, target.Higher, "100")
	book := single(t, evaluate.Item{
		Code: "t", Max: num("2"), Points: evaluate.Steps{Breakpoints: breakpoints("1 2", "0.5 1")},
	})
	for actual, want := range map[string]string{
		"33.33333333333333333333": "1", "33.33333333333333333334": "2", "16.66666666666666666666": "0",
	} {
		s, err := evaluate.ToDate(goal, in(months("2015-01/2015-04"), actual), evaluate.ToDateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if card := score(t, book, assessed(s.Assessment)); !card.Total.Equal(num(want)) {
			t.Errorf("%s: %v points, want %s", actual, card.Total, want)
		}
	}
}

func TestToDatePublished(t *testing.T) {
	goal := aim(target.Flow, target.Higher, "120.4")
	goal.Indicator.Places = target.Places(0)
	s, err := evaluate.ToDate(goal, in(target.Half(2015, 1), "59.6"), evaluate.ToDateOptions{Published: true})
	if err != nil || !s.Met || !s.Gap.IsZero() || !s.DueValue.Equal(num("60")) {
		t.Errorf("ToDate() = %v, %v, want 60 of 60", s, err)
	}
}

// By is when an overdue target shows, although its last figure is older.
func TestToDateBy(t *testing.T) {
	stock := from(aim(target.Stock, target.Higher, "20"), "10")
	for by, want := range map[target.Period]bool{
		{}: false, target.Month(2014, 12): false, target.Month(2015, 11): false,
		target.Month(2015, 12): true, target.Year(2016): true,
	} {
		s, err := evaluate.ToDate(stock, in(target.Year(2014), "18"), evaluate.ToDateOptions{By: by})
		if err != nil || s.Overdue != want {
			t.Errorf("by %v: overdue %t, %v, want %t", by, s.Overdue, err, want)
		}
	}
}

func TestStandingText(t *testing.T) {
	flow := aim(target.Flow, target.Higher, "120")
	flow.Indicator.Places = target.Places(0)
	for _, tt := range []struct {
		goal         target.Target
		period, want string
	}{
		{flow, "2015-Q1", "440000, 2015-Q1: 35, better than what is due by 5; forecast 140"},
		{flow, "2015-01/2015-07", "440000, 2015-01/2015-07: 35, short of what is due by 35; forecast 60"},
		{flow, "2015", "440000, 2015: 35, short of the target by 85; overdue since 2015-12"},
		{
			aim(target.Ratio, target.Higher, "35"), "2014",
			"440000, 2014: 35, at the target; forecast 35; target reached",
		},
	} {
		s, err := evaluate.ToDate(tt.goal, in(months(tt.period), "35"), evaluate.ToDateOptions{})
		if err != nil || s.String() != tt.want {
			t.Errorf("String() = %s, %v, want %s", s, err, tt.want)
		}
	}
	s, err := evaluate.ToDate(flow, in(target.Quarter(2015, 1), "35"), evaluate.ToDateOptions{})
	const want = "440000: 35, target at least 120 in 2015, due 3 of 12: met to date by 5, attainment 1.1666…"
	if got := s.Assessment.String(); err != nil || got != want {
		t.Errorf("String() = %s, %v, want %s", got, err, want)
	}

	for want, due := range map[string]evaluate.Due{
		"all": {}, "5 of 12": {Part: num("5"), Of: num("12")},
		"10 and 3 of 5 of the rest": {From: num("10"), Part: num("3"), Of: num("5")},
	} {
		if got := due.String(); got != want {
			t.Errorf("String() = %s, want %s", got, want)
		}
	}
}

func TestStandingJSON(t *testing.T) {
	goal := aim(target.Flow, target.Higher, "120")
	s, err := evaluate.ToDate(goal, in(target.Half(2015, 1), "60"), evaluate.ToDateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"made": "0.5", "remaining": "60", "forecast": "120", "met": true} {
		if read[name] != want {
			t.Errorf("%s = %v, want %v in %s", name, read[name], want, data)
		}
	}
}

func TestPerStep(t *testing.T) {
	flow := aim(target.Flow, target.Higher, "120")
	stock := from(aim(target.Stock, target.Higher, "20"), "10")

	for _, tt := range []struct {
		name          string
		goal          target.Target
		period        string
		by            target.Frequency
		soFar, needed string
	}{
		{"months of a total", flow, "2015-01/2015-08", target.Monthly, "7.5", "15"},
		{"no whole quarters", flow, "2015-01/2015-08", target.Quarterly, "", ""},
		{"quarters so far", flow, "2015-H1", target.Quarterly, "30", "30"},
		{"nothing left", flow, "2015", target.Quarterly, "15", ""},
		{"years of a level", stock, "2013", target.Yearly, "16.66666666666667", "-20"},
		{"level without baseline", aim(target.Stock, target.Higher, "20"), "2013", target.Yearly, "", ""},
		{"rate", percent(aim(target.Growth, target.Higher, "20")), "2015-H1", target.Quarterly, "", ""},
		{"milestone", aim(target.Milestone, target.Higher, "1"), "2013", target.Yearly, "", ""},
		{"open milestone", from(aim(target.Milestone, target.Higher, "1"), "0"), "2013", target.Yearly, "", ""},
		{
			"rate with a baseline", from(percent(aim(target.Growth, target.Higher, "20")), "5"), "2015-H1",
			target.Quarterly, "", "",
		},
		{"no frequency", flow, "2015-H1", 0, "", ""},
	} {
		value := "60"
		if tt.goal.Indicator.Kind == target.Milestone {
			value = "0"
		}

		s, err := evaluate.ToDate(tt.goal, in(months(tt.period), value), evaluate.ToDateOptions{})
		if err != nil {
			t.Fatal(err)
		}

		soFar, needed := s.PerStep(tt.by)
		if plainText(soFar) != tt.soFar || plainText(needed) != tt.needed {
			t.Errorf("%s: PerStep() = %v, %v, want %s, %s", tt.name, soFar, needed, tt.soFar, tt.needed)
		}
	}
}

func TestMonitor(t *testing.T) {
	flow := func(unit, value string) target.Target {
		goal := aim(target.Flow, target.Higher, value)
		goal.Unit, goal.Code = unit, ""
		return goal
	}
	of := func(unit, period, value string, status target.Status) target.Observation {
		o := in(months(period), value)
		o.Unit, o.Status = unit, status
		return o
	}
	ended := flow("c", "10")
	ended.Period = target.Half(2015, 1)
	targets := []target.Target{flow("a", "120"), flow("b", "120"), ended, flow("d", "120")}
	observations := []target.Observation{
		of("a", "2015-Q1", "40", target.Final),
		of("a", "2015-H1", "50", target.Provisional),
		of("a", "2015-H1", "61", target.Revised),
		of("a", "2015-05", "9", target.Final), // no total to date
		of("b", "2015-01/2015-09", "95", target.Final),
		of("e", "2015-H1", "40", target.Final),
	}
	monitor := func(o evaluate.MonitorOptions) *evaluate.Monitored {
		slices.Reverse(observations)
		m, err := evaluate.Monitor(slices.Values(targets), slices.Values(observations), o)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	texts := func(m *evaluate.Monitored) []string {
		var out []string
		for s := range m.All() {
			out = append(out, s.Target.Unit+" "+s.Actual.String())
		}
		for x := range m.Missing() {
			out = append(out, "missing "+x.Unit)
		}
		for x := range m.Overdue() {
			out = append(out, "overdue "+x.Unit)
		}
		var untargeted []string
		for o := range m.Untargeted() {
			untargeted = append(untargeted, "untargeted "+o.Unit+" "+o.Period.String())
		}
		slices.Sort(untargeted)
		return append(out, untargeted...)
	}

	want := []string{
		"a 61", "b 95", "missing c", "missing d", "untargeted a 2015-05", "untargeted e 2015-H1",
	}
	if diff := cmp.Diff(want, texts(monitor(evaluate.MonitorOptions{}))); diff != "" {
		t.Errorf("Monitor() mismatch (-want +got):\n%s", diff)
	}

	// By June what was known later counts for nothing, and c is over.
	want = []string{
		"a 61", "missing b", "missing c", "missing d", "overdue c", "untargeted a 2015-05", "untargeted e 2015-H1",
	}
	june := evaluate.MonitorOptions{By: target.Month(2015, 6)}
	if diff := cmp.Diff(want, texts(monitor(june))); diff != "" {
		t.Errorf("Monitor() by June mismatch (-want +got):\n%s", diff)
	}

	// Each target has its own path.
	paths := evaluate.MonitorOptions{Path: func(g target.Target) []target.Point {
		if g.Unit != "a" {
			return nil
		}
		return pointsOf("2015-Q1", "10", "2015-Q2", "0", "2015-H2", "30")
	}}
	standings := slices.Collect(monitor(paths).All())
	if due := standings[0].DueValue; !due.Equal(num("30")) {
		t.Errorf("due %v, want 30", due)
	}
	if due := standings[1].DueValue; !due.Equal(num("90")) {
		t.Errorf("due %v, want 90", due)
	}
}

func TestMonitorRefuses(t *testing.T) {
	bad := aim(target.Flow, target.Higher, "1")
	bad.Code, bad.Unit = "", ""
	pathless := percent(aim(target.Growth, target.Higher, "7"))
	twice := in(target.Half(2015, 1), "3")
	m, err := evaluate.Monitor(
		slices.Values([]target.Target{bad, pathless}),
		slices.Values([]target.Observation{twice, twice, {Unit: "a"}}),
		evaluate.MonitorOptions{Path: func(target.Target) []target.Point { return pointsOf("2015", "1") }},
	)

	want := []string{
		`observations["440000", "x", 2015-H1, final] is given twice`,
		`observations["a", "", , final].indicator is required`,
		`observations["a", "", , final].period is required`,
		`targets["", "x", 2015].unit is required`,
		`targets["t"].path is ruled out`,
	}

	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
	if !errors.Is(err, target.ErrKind) || m != nil {
		t.Errorf("Monitor() = %v, %v", m, err)
	}
}

func TestMonitorPublished(t *testing.T) {
	goal := percent(aim(target.Growth, target.Higher, "7"))
	goal.Indicator.Places = target.Precision{}
	options := evaluate.MonitorOptions{Published: true}
	_, err := evaluate.Monitor(slices.Values([]target.Target{goal}), slices.Values([]target.Observation{}), options)
	want := []string{`targets["t"].indicator.places is required`}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
}

// toDateHolds judges totals and levels by fractions that are written down anew.
func toDateHolds(t *rapid.T) {
	draw := func(name string, least int64) decimal.Decimal {
		return decimal.New(
			rapid.Int64Range(least, 300).Draw(t, name), rapid.Int32Range(-1, 1).Draw(t, name+" exponent"),
		)
	}
	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Stock, target.Ratio, target.Cumulative}).Draw(t, "kind")
	goal := aim(kind, target.Direction(rapid.IntRange(1, 2).Draw(t, "better")), "0")
	goal.Value, goal.Period = draw("value", -300), target.Years(2011, 2013)
	end := goal.Period.First().Shift(rapid.IntRange(0, 35).Draw(t, "month"))
	o := in(target.Months(goal.Period, end), "0")
	o.Value = draw("actual", -300)

	base, gone, of := new(big.Rat), int64(o.Period.Len()), int64(36)
	if kind != target.Flow && rapid.Bool().Draw(t, "baseline") {
		goal.Baseline = &target.Point{Period: target.Year(2009), Value: draw("baseline", -300)}
		base, gone, of = rat(goal.Baseline.Value), gone+12, of+12
	}
	var path []target.Point
	part, whole := big.NewRat(gone, 1), big.NewRat(of, 1)
	if kind == target.Flow && rapid.Bool().Draw(t, "path") {
		part, whole = new(big.Rat), new(big.Rat)
		for p := range goal.Period.Split(target.Monthly) {
			step := target.Point{Period: p, Value: draw("step", 0)}
			path = append(path, step)
			whole.Add(whole, rat(step.Value))
			if p.Compare(end) <= 0 {
				part.Add(part, rat(step.Value))
			}
		}
		if whole.Sign() == 0 {
			t.Skip("a path of nothing")
		}
	}

	s, err := evaluate.ToDate(goal, o, evaluate.ToDateOptions{Path: path})
	if err != nil {
		t.Fatal(err)
	}

	// Levels without baseline hold at any time, but a cumulative figure begins with 0.
	due, share := rat(goal.Value), new(big.Rat).Quo(part, whole)
	isWay := kind == target.Flow || kind == target.Cumulative || goal.Baseline != nil
	if isWay {
		due.Sub(due, base)
		due.Add(base, due.Mul(due, share))
	}
	gap := new(big.Rat).Sub(rat(o.Value), due)
	if goal.Indicator.Better == target.Lower {
		gap.Neg(gap)
	}
	agree := func(name string, got decimal.Decimal, want *big.Rat) {
		off := new(big.Rat).Sub(rat(got), want)
		most := new(big.Rat).Mul(new(big.Rat).Abs(want), big.NewRat(1, 1e15))
		if off.Abs(off).Cmp(most) > 0 {
			t.Errorf("%s = %v, want %s", name, got, want.FloatString(20))
		}
	}
	agree("due", s.DueValue, due)
	agree("gap", s.Gap, gap)
	if s.Met != (gap.Sign() >= 0) {
		t.Errorf("met %t with a gap of %v", s.Met, gap)
	}

	way := new(big.Rat).Sub(rat(goal.Value), base)
	if !isWay || way.Sign() == 0 {
		return
	}
	made := new(big.Rat).Sub(rat(o.Value), base)
	agree("made", s.Made.Decimal, made.Quo(made, way))
	agree("ahead", s.Ahead.Decimal, new(big.Rat).Sub(made, share))
	if share.Sign() > 0 {
		made.Quo(made, share)
		agree("forecast", s.Forecast.Decimal, made.Add(base, made.Mul(made, way)))
	}
}

func TestToDateHolds(t *testing.T) { rapid.Check(t, toDateHolds) }

func FuzzToDateHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(toDateHolds)) }

// toDatePathHolds judges levels by a line that is drawn through the steps anew.
func toDatePathHolds(t *rapid.T) {
	kind := rapid.SampledFrom([]target.Kind{target.Stock, target.Share, target.Index}).Draw(t, "kind")
	goal := aim(kind, target.Higher, "0")
	draw := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(-50, 50).Draw(t, name), -1) }
	goal.Value = draw("value")
	month := func(n int) target.Period { return target.Month(2010, 12).Shift(n) } // 60 is the end of 2015
	knots := map[int]decimal.Decimal{60: goal.Value}
	if rapid.Bool().Draw(t, "baseline") {
		goal = from(goal, draw("baseline").String())
		knots[0] = goal.Baseline.Value
	}
	var path []target.Point
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(1, 60), 1, 4, rapid.ID).Draw(t, "steps") {
		if n < 60 {
			knots[n] = draw("step")
		}
		path = append(path, target.Point{Period: month(n), Value: knots[n]})
	}
	at := rapid.IntRange(1, 59).Draw(t, "month")
	o := in(month(at), draw("actual").String())

	before, after := -1, 60
	for n := range knots {
		if n <= at {
			before = max(before, n)
		} else {
			after = min(after, n)
		}
	}
	s, err := evaluate.ToDate(goal, o, evaluate.ToDateOptions{Path: path})
	if before < 0 {
		if !errors.Is(err, target.ErrMismatch) {
			t.Errorf("ToDate() = %v, %v, want that nothing is due yet", s, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	rise := new(big.Rat).Sub(rat(knots[after]), rat(knots[before]))
	due := rise.Mul(rise, big.NewRat(int64(at-before), int64(after-before)))
	due.Add(due, rat(knots[before]))
	if diff := new(big.Rat).Sub(rat(s.DueValue), due); diff.Abs(diff).Cmp(big.NewRat(1, 1e14)) > 0 {
		t.Errorf("due %v, want %s", s.DueValue, due.FloatString(16))
	}
	if want := rat(o.Value).Cmp(due) >= 0; s.Met != want {
		t.Errorf("met %t with %v of %s", s.Met, o.Value, due.FloatString(16))
	}
}

func TestToDatePathHolds(t *testing.T) { rapid.Check(t, toDatePathHolds) }

func FuzzToDatePathHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(toDatePathHolds)) }

// toDateRateHolds judges rates of years by powers: what is due after some years makes, in
// the power of all years, what the target makes in the power of those years.
func toDateRateHolds(t *rapid.T) {
	isGrowth := rapid.Bool().Draw(t, "growth")
	goal := percent(aim(target.Reduction, target.Higher, "0"))
	if isGrowth {
		goal = percent(aim(target.Growth, target.Higher, "0"))
	}
	goal.Value = decimal.New(rapid.Int64Range(-900, 900).Draw(t, "target"), -1)
	years := rapid.IntRange(2, 6).Draw(t, "years")
	gone := rapid.IntRange(1, years-1).Draw(t, "gone")
	goal.Period = target.Years(2011, 2010+years)
	o := in(target.Years(2011, 2010+gone), "0")
	o.Value = decimal.New(rapid.Int64Range(-900, 900).Draw(t, "actual"), -1)
	s, err := evaluate.ToDate(goal, o, evaluate.ToDateOptions{})
	if err != nil {
		t.Fatal(err)
	}

	kept := func(rate decimal.Decimal) float64 {
		r := rate.InexactFloat64() / 100
		if !isGrowth {
			r = -r
		}
		return 1 + r
	}
	agree := func(name string, got, want float64) {
		if math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	share := float64(gone) / float64(years)
	agree("due", kept(s.DueValue), math.Pow(kept(goal.Value), share))
	agree("forecast", kept(s.Forecast.Decimal), math.Pow(kept(o.Value), 1/share))
	agree("share", s.DueShare.Decimal.InexactFloat64(), share)
	if goal.Value.IsZero() {
		if s.Made.Valid {
			t.Errorf("%v made of nothing", s.Made.Decimal)
		}
		return
	}
	made := math.Log(kept(o.Value)) / math.Log(kept(goal.Value))
	agree("made", s.Made.Decimal.InexactFloat64(), made)
	agree("ahead", s.Ahead.Decimal.InexactFloat64(), made-share)
}

func TestToDateRateHolds(t *testing.T) { rapid.Check(t, toDateRateHolds) }

func FuzzToDateRateHolds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(toDateRateHolds)) }

// A standing that somebody made of figures that no standing has takes no time.
func TestPerStepOutOfBounds(t *testing.T) {
	far := decimal.New(1, 2_000_000_000)
	goal, o := aim(target.Flow, target.Higher, "12"), in(months("2015-01/2015-06"), "3")
	goal.Period = target.Year(2015)
	good, err := evaluate.ToDate(goal, o, evaluate.ToDateOptions{})
	if err != nil {
		t.Fatal(err)
	}

	for name, change := range map[string]func(*evaluate.Standing){
		"the figure": func(s *evaluate.Standing) { s.Actual = far },
		"the rest":   func(s *evaluate.Standing) { s.Remaining = far },
		"the baseline": func(s *evaluate.Standing) {
			s.Target.Indicator.Kind = target.Stock
			s.Target.Baseline = &target.Point{Period: target.Year(2014), Value: far}
		},
	} {
		s := good
		change(&s)
		if soFar, needed := s.PerStep(target.Monthly); soFar.Valid || needed.Valid {
			t.Errorf("PerStep() = %v, %v with %s out of bounds, want none", soFar, needed, name)
		}
	}
}
