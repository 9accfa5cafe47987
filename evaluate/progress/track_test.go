package progress_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

type progressCase struct {
	Method   string
	In       map[string]json.RawMessage
	Expected map[string]json.RawMessage
}

func (c progressCase) figure(name string) string { return strings.Trim(string(c.In[name]), `"`) }

func (c progressCase) year(name string) int {
	y, _ := strconv.Atoi(c.figure(name))
	return y
}

func (c progressCase) better(name string) target.Direction {
	if c.figure(name) == "-1" {
		return target.Lower
	}
	return target.Higher
}

func (c progressCase) list(name string) []string {
	var raw []json.Number
	if err := json.Unmarshal(c.In[name], &raw); err != nil {
		panic(err)
	}
	var out []string
	for _, n := range raw {
		out = append(out, n.String())
	}
	return out
}

// expect compares a figure with one that was computed in floating point.
func (c progressCase) expect(t *testing.T, name string, got decimal.NullDecimal, tolerance string) {
	t.Helper()
	want := string(c.Expected[name])
	if want == "null" || !got.Valid {
		if got.Valid != (want != "null") {
			t.Errorf("%s = %v, want %s", name, got, want)
		}
		return
	}

	w := num(want)
	if limit := num(tolerance).Mul(decimal.Max(w.Abs(), num("1"))); got.Decimal.Sub(w).Abs().Cmp(limit) > 0 {
		t.Errorf("%s = %s, want %s", name, got.Decimal, w)
	}
}

func (c progressCase) label(t *testing.T, name, got string) {
	t.Helper()
	want := strings.ReplaceAll(strings.Trim(string(c.Expected[name]), `"`), "_", " ")
	if got != want {
		t.Errorf("%s = %q, want %q", name, got, want)
	}
}

const float = "1e-12" // tolerance of a figure that was computed in floating point

func TestProgressMethods(t *testing.T) {
	raw, err := os.ReadFile("testdata/progress.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []progressCase }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for i, c := range file.Cases {
		t.Run(fmt.Sprintf("%02d %s", i, c.Method), func(t *testing.T) { checkMethod(t, c) })
	}
}

func checkMethod(t *testing.T, c progressCase) {
	two := func(t0, t1, y0, y1 string) []target.Point {
		return []target.Point{
			{Period: target.Year(c.year(t0)), Value: num(c.figure(y0))},
			{Period: target.Year(c.year(t1)), Value: num(c.figure(y1))},
		}
	}
	switch c.Method {
	case "eurostat_target":
		got := track(t, by(c.better("direction"), c.year("tT"), c.figure("target")), two("t0", "t", "y0", "y"),
			progress.CAGRRatio{})
		c.expect(t, "cagr_actual", got.ObservedRate, float)
		c.expect(t, "cagr_required", got.RequiredRate, float)
		c.expect(t, "ratio", got.Measure, float)
		c.label(t, "label", got.Category)
	case "eurostat_no_target":
		points := []target.Point{
			{Period: target.Year(2000), Value: num(c.figure("y0"))},
			{Period: target.Year(2000 + c.year("years")), Value: num(c.figure("y"))},
		}
		got, err := progress.TrackTrend(toward(c.better("direction")).Indicator,
			points, progress.CAGRRatio{})
		if err != nil {
			t.Fatal(err)
		}
		c.expect(t, "cagr", got.ObservedRate, float)
		c.label(t, "label", got.Category)
	case "open_sdg_statcan":
		rule := progress.OpenSDG()
		points := two("t0", "t", "y0", "y")
		if points[0].Period == points[1].Period {
			points = points[1:]
		}
		var got progress.Progress
		var err error
		if c.In["target"] != nil {
			got = track(t, by(c.better("d"), 2030, c.figure("target")), points, rule)
		} else {
			if c.In["limit"] != nil {
				rule.Limit = maybe(c.figure("limit"))
			}
			got, err = progress.TrackTrend(toward(c.better("d")).Indicator,
				points, rule)
			if err != nil {
				t.Fatal(err)
			}
		}
		// The slopes of that code, 7.1429 and 4.1667, are rounded; ours are exact.
		c.expect(t, "progress_value", got.Measure, float)
		c.expect(t, "score", got.Score, "5e-5")
		if string(c.Expected["status"]) == `"not_available"` {
			if got.Category != "" || got.Reason == 0 {
				t.Errorf("Track() = %q, %q, want no category and a reason", got.Category, got.Reason)
			}
			return
		}
		c.label(t, "status", got.Category)
	case "unsd_progress_chart_target":
		better := target.Higher
		if num(c.figure("target")).Cmp(num(c.figure("vb"))) < 0 {
			better = target.Lower
		}
		got := track(t, by(better, 2030, c.figure("target")), two("b", "t", "vb", "vt"), progress.UNSD())
		c.expect(t, "cagr", got.ObservedRate, float)
		c.expect(t, "expected_2030", got.Forecast, float)
		c.expect(t, "ratio", got.Measure, float)
		c.expect(t, "score", got.Score, "0")
	case "unsd_progress_chart_no_target":
		points := years(2015, "1", num("1").Add(num(c.figure("cagr"))).StringFixed(4))
		got, err := progress.TrackTrend(toward(c.better("direction")).Indicator,
			points, progress.UNSD())
		if err != nil {
			t.Fatal(err)
		}
		c.expect(t, "score", got.Score, "0")
	case "unescap_current_status":
		goal := by(c.better("direction"), 2030, c.figure("TV"))
		if c.figure("parity") == "true" {
			goal.Indicator.Better = target.Nearer
		}
		points := years(2015, c.figure("I0"), c.figure("I_cv"))
		c.expect(t, "csi", track(t, goal, points, progress.CurrentStatus{}).Score, "1e-14")
	case "germany_weather_symbol":
		first, _ := strconv.Atoi(c.list("years")[0])
		got := track(t, by(c.better("direction"), c.year("target_year"), c.figure("target")),
			years(first, c.list("values")...), progress.Weather{})
		c.expect(t, "avg_change", got.ObservedRate, float)
		c.expect(t, "hypothetical", got.Forecast, float)
		c.expect(t, "miss_share", got.Measure, float)
		c.label(t, "symbol", got.Category)
	case "sdr_trend_arrow":
		goal := by(target.Higher, 2030, num(c.figure("required")).Mul(num("15")).StringFixed(2))
		c.label(t, "label", track(t, goal, years(2015, "0", c.figure("rate")), progress.LinearRatio{}).Category)
	case "okr_tracker_clamped_linear":
		goal := aim(target.Ratio, target.Higher, c.figure("target"))
		if c.figure("target") == "0" {
			goal.Indicator.Better = target.Lower
		}
		a, err := evaluate.Assess(from(goal, c.figure("start")), seen(c.figure("current")))
		if err != nil {
			t.Fatal(err)
		}
		a.Progress.Decimal = decimal.Max(decimal.Min(a.Progress.Decimal, num("1")), num("0"))
		c.expect(t, "progression", a.Progress, "0")
	case "puzzle_okr_zone":
		goal := by(target.Higher, 2030, c.figure("stretch"))
		if c.figure("stretch") == "0" {
			goal.Indicator.Better = target.Lower
		}
		base, way := num(c.figure("baseline")), num(c.figure("stretch")).Sub(num(c.figure("baseline")))
		zone := func(name string) progress.Category {
			start := num(c.figure(name)).Sub(base).Mul(num("10")).DivRound(way, 20)
			return progress.Category{Name: strings.ToUpper(name), From: start}
		}
		got := track(t, goal, years(2015, c.figure("baseline"), c.figure("value")), progress.CurrentStatus{
			Categories: []progress.Category{zone("stretch"), zone("target"), zone("commit"), {Name: "FAIL"}},
		})
		c.label(t, "zone", got.Category)
		share := maybe(decimal.Max(num("0"), got.Score.Decimal.Mul(num("10"))).StringFixed(20))
		c.expect(t, "percent", share, "0")
	default:
		t.Errorf("unknown method %s", c.Method)
	}
}

// The rule is held to what was published. Where they differ, the series was revised
// after the assessment.
func TestGermanSymbols(t *testing.T) {
	rows := testkit.Table(t, "testdata/de_weather.csv")
	var differ []string
	agree := 0
	for _, row := range rows {
		better := target.Higher
		if row[3] == "lower" {
			better = target.Lower
		}
		figures := slices.Clone(row[7:13])
		for i, f := range figures {
			if f == "" {
				figures[i] = "-"
			}
		}

		goal := by(better, whole(t, row[5]), row[4])
		points := years(whole(t, row[6])-5, figures...)
		got := track(t, goal, points, progress.Weather{EachYear: row[2] == "yes"})
		if got.Category == row[13] {
			agree++
			continue
		}
		differ = append(differ,
			fmt.Sprintf("%s by %s, %s: %s, published %s", row[0], row[5], row[6], got.Category, row[13]))
	}

	want := []string{
		"4-1-a by 2020, 2016: sun, published cloud",
		"4-1-a by 2020, 2017: sun, published cloud",
		"7-2-a by 2020, 2018: slightly cloudy, published sun",
		"7-2-a by 2020, 2019: slightly cloudy, published sun",
		"7-2-a by 2030, 2020: cloud, published slightly cloudy",
		"7-2-a by 2040, 2022: cloud, published slightly cloudy",
		"7-2-b by 2030, 2020: cloud, published slightly cloudy",
		"11-3-a by 2030, 2023: sun, published slightly cloudy",
		"11-3-a by 2030, 2024: sun, published slightly cloudy",
		"12-4 by 2030, 2021: slightly cloudy, published cloud",
	}
	if diff := cmp.Diff(want, differ); diff != "" {
		t.Errorf("differing symbols mismatch (-want +got):\n%s", diff)
	}
	if agree != 165 || len(rows) != 175 {
		t.Errorf("%d of %d symbols agree, want 165 of 175", agree, len(rows))
	}
}

// A verdict prints on one line.
func TestProgressString(t *testing.T) {
	now := target.Point{Period: target.Year(2023), Value: num("850")}
	for _, tt := range []struct {
		in   progress.Progress
		want string
	}{
		{
			progress.Progress{Current: now, Category: "sun", Score: maybe("3.511"), Forecast: maybe("1032.1428")},
			"sun: 850 in 2023, forecast 1,032.14…",
		},
		{progress.Progress{Current: now, Score: maybe("3.511")}, "score 3.51…: 850 in 2023"},
		{progress.Progress{Current: now, Reason: evaluate.NoBaseline}, "no verdict (no baseline): 850 in 2023"},
		{
			progress.Progress{Current: target.Point{Value: decimal.New(1, 1_000_000_000)}, Category: "sun"},
			"sun: 1e1000000000",
		},
	} {
		if got := tt.in.String(); got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
	}
}
