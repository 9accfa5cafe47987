package evaluate_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// series returns points of the years from first on; an empty text is a gap.
func series(t testing.TB, first int, figures ...string) []target.Point {
	t.Helper()
	var points []target.Point
	for i, f := range figures {
		if f != "" {
			points = append(points, target.Point{Period: target.Year(first + i), Value: num(f)})
		}
	}
	return points
}

// by returns a target for a year.
func by(better target.Direction, year int, value string) target.Target {
	goal := aim(target.Ratio, better, value)
	goal.Period = target.Year(year)
	return goal
}

func track(t testing.TB, goal target.Target, points []target.Point, p evaluate.Pace) evaluate.Progress {
	t.Helper()
	got, err := evaluate.Track(goal, points, p)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

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

// expect compares a figure with one that was reckoned in floating point.
func (c progressCase) expect(t *testing.T, name string, got decimal.NullDecimal, tolerance string) {
	t.Helper()
	want := string(c.Expected[name])
	if want == "null" || !got.Valid {
		if got.Valid != (want != "null") {
			t.Errorf("%s is %v, want %s", name, got, want)
		}
		return
	}
	w := num(want)
	if limit := num(tolerance).Mul(decimal.Max(w.Abs(), num("1"))); got.Decimal.Sub(w).Abs().Cmp(limit) > 0 {
		t.Errorf("%s is %s, want %s", name, got.Decimal, w)
	}
}

func (c progressCase) label(t *testing.T, name, got string) {
	t.Helper()
	want := strings.ReplaceAll(strings.Trim(string(c.Expected[name]), `"`), "_", " ")
	if got != want {
		t.Errorf("%s is %q, want %q", name, got, want)
	}
}

const float = "1e-12" // of a figure that was reckoned in floating point

// zeroBase are the cases of Open SDG that put 0.001 in the place of a zero.
func zeroBase(c progressCase) bool {
	return c.Method == "open_sdg_statcan" && (c.figure("y0") == "0" || c.figure("target") == "0")
}

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
		got := track(t, by(c.better("direction"), c.year("tT"), c.figure("target")), two("t0", "t", "y0", "y"), evaluate.CAGRRatio{})
		c.expect(t, "cagr_actual", got.Observed, float)
		c.expect(t, "cagr_required", got.Required, float)
		c.expect(t, "ratio", got.Ratio, float)
		c.label(t, "label", got.Category)
	case "eurostat_no_target":
		points := []target.Point{
			{Period: target.Year(2000), Value: num(c.figure("y0"))},
			{Period: target.Year(2000 + c.year("years")), Value: num(c.figure("y"))},
		}
		got, err := evaluate.TrackTrend(target.Indicator{Code: "x", Kind: target.Ratio, Better: c.better("direction")}, points, evaluate.CAGRRatio{})
		if err != nil {
			t.Fatal(err)
		}
		c.expect(t, "cagr", got.Observed, float)
		c.label(t, "label", got.Category)
	case "open_sdg_statcan":
		rule := evaluate.OpenSDG()
		points := two("t0", "t", "y0", "y")
		if points[0].Period == points[1].Period {
			points = points[1:]
		}
		var got evaluate.Progress
		var err error
		if c.In["target"] != nil {
			got = track(t, by(c.better("d"), 2030, c.figure("target")), points, rule)
		} else {
			if c.In["limit"] != nil {
				rule.Limit = maybe(c.figure("limit"))
			}
			got, err = evaluate.TrackTrend(target.Indicator{Code: "x", Kind: target.Ratio, Better: c.better("d")}, points, rule)
			if err != nil {
				t.Fatal(err)
			}
		}
		if zeroBase(c) {
			if got.Category != "" || got.Reason != evaluate.ZeroBase {
				t.Errorf("a zero base gives %q, %v", got.Category, got.Reason)
			}
			return
		}
		// The slopes of that code, 7.1429 and 4.1667, are rounded; ours are exact.
		c.expect(t, "progress_value", got.Ratio, float)
		c.expect(t, "score", got.Score, "5e-5")
		if string(c.Expected["status"]) == `"not_available"` {
			if got.Category != "" || got.Reason == 0 {
				t.Errorf("got %q, %v, want no category and a reason", got.Category, got.Reason)
			}
			return
		}
		c.label(t, "status", got.Category)
	case "unsd_progress_chart_target":
		better := target.Higher
		if num(c.figure("target")).Cmp(num(c.figure("vb"))) < 0 {
			better = target.Lower
		}
		got := track(t, by(better, 2030, c.figure("target")), two("b", "t", "vb", "vt"), evaluate.UNSD())
		c.expect(t, "cagr", got.Observed, float)
		c.expect(t, "expected_2030", got.Forecast, float)
		c.expect(t, "ratio", got.Ratio, float)
		c.expect(t, "score", got.Score, "0")
	case "unsd_progress_chart_no_target":
		points := series(t, 2015, "1", num("1").Add(num(c.figure("cagr"))).StringFixed(4))
		got, err := evaluate.TrackTrend(target.Indicator{Code: "x", Kind: target.Ratio, Better: c.better("direction")}, points, evaluate.UNSD())
		if err != nil {
			t.Fatal(err)
		}
		c.expect(t, "score", got.Score, "0")
	case "unescap_current_status":
		goal := by(c.better("direction"), 2030, c.figure("TV"))
		if c.figure("parity") == "true" {
			goal.Indicator.Better = target.Nearer
		}
		points := series(t, 2015, c.figure("I0"), c.figure("I_cv"))
		c.expect(t, "csi", track(t, goal, points, evaluate.CurrentStatus{}).Score, "1e-14")
	case "germany_weather_symbol":
		first, _ := strconv.Atoi(c.list("years")[0])
		got := track(t, by(c.better("direction"), c.year("target_year"), c.figure("target")), series(t, first, c.list("values")...), evaluate.Weather{})
		c.expect(t, "avg_change", got.Observed, float)
		c.expect(t, "hypothetical", got.Forecast, float)
		c.expect(t, "miss_share", got.Ratio, float)
		c.label(t, "symbol", got.Category)
	case "sdr_trend_arrow":
		goal := by(target.Higher, 2030, num(c.figure("required")).Mul(num("15")).StringFixed(2))
		c.label(t, "label", track(t, goal, series(t, 2015, "0", c.figure("rate")), evaluate.Linear{}).Category)
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
		zone := func(name string) evaluate.Cut {
			from := num(c.figure(name)).Sub(base).Mul(num("10")).DivRound(way, 20)
			return evaluate.Cut{Name: strings.ToUpper(name), From: from}
		}
		got := track(t, goal, series(t, 2015, c.figure("baseline"), c.figure("value")), evaluate.CurrentStatus{
			Cuts: []evaluate.Cut{zone("stretch"), zone("target"), zone("commit"), {Name: "FAIL"}},
		})
		c.label(t, "zone", got.Category)
		percent := maybe(decimal.Max(num("0"), got.Score.Decimal.Mul(num("10"))).StringFixed(20))
		c.expect(t, "percent", percent, "0")
	default:
		t.Errorf("unknown method %s", c.Method)
	}
}

// TestGermanSymbols holds the rule against what was published. Where they
// differ the series was revised after the assessment.
func TestGermanSymbols(t *testing.T) {
	f, err := os.Open("testdata/de_weather.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var differ []string
	agree := 0
	for _, row := range rows[1:] {
		better := target.Higher
		if row[3] == "lower" {
			better = target.Lower
		}
		deadline, _ := strconv.Atoi(row[5])
		year, _ := strconv.Atoi(row[6])
		got := track(t, by(better, deadline, row[4]), series(t, year-5, row[7:13]...), evaluate.Weather{EachYear: row[2] == "yes"})
		if got.Category == row[13] {
			agree++
			continue
		}
		differ = append(differ, fmt.Sprintf("%s by %s, %s: %s, published %s", row[0], row[5], row[6], got.Category, row[13]))
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
	if agree != 165 || len(rows) != 176 {
		t.Errorf("%d of %d symbols agree", agree, len(rows)-1)
	}
}

func TestGoalColourAndTrend(t *testing.T) {
	raw, err := os.ReadFile("testdata/sdsn.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Colours []struct {
			Indicators []string
			Goal       string
		}
		Trends []struct {
			Indicators []decimal.Decimal
			Of         int
			Mean       decimal.Decimal
			Goal       string
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	byName := map[string]evaluate.Colour{"red": evaluate.Red, "orange": evaluate.Orange, "yellow": evaluate.Yellow, "green": evaluate.Green}
	for i, c := range file.Colours {
		var colours []evaluate.Colour
		for _, name := range c.Indicators {
			colours = append(colours, byName[name])
		}
		got := evaluate.GoalColour(colours)
		caution := got == evaluate.Orange || got == evaluate.Yellow
		if got.String() != c.Goal && !(c.Goal == "caution" && caution) {
			t.Errorf("colours %d: %v, want %s", i, got, c.Goal)
		}
	}
	if got := evaluate.GoalColour([]evaluate.Colour{0, evaluate.Yellow}); got != evaluate.Yellow {
		t.Errorf("one indicator with data: %v", got)
	}
	if got := evaluate.GoalColour(nil); got != 0 || got.String() != "no data" {
		t.Errorf("no indicator: %v", got)
	}
	for i, c := range file.Trends {
		mean, goal, err := evaluate.GoalTrend(c.Indicators, c.Of)
		if err != nil {
			t.Fatal(err)
		}
		if c.Goal == "not reported" {
			if mean.Valid || goal != "" {
				t.Errorf("trends %d: %v %s, want none", i, mean, goal)
			}
		} else if !mean.Decimal.Equal(c.Mean) || goal != c.Goal {
			t.Errorf("trends %d: %v %s, want %v %s", i, mean.Decimal, goal, c.Mean, c.Goal)
		}
	}
	if _, _, err := evaluate.GoalTrend([]decimal.Decimal{num("4.1"), num("-1")}, 1); len(target.AllErrors(err)) != 3 {
		t.Errorf("trends out of range: %v", err)
	}
}

func TestTrackReasons(t *testing.T) {
	all := []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.OpenSDG(),
		evaluate.Linear{},
		evaluate.Forecast{},
		evaluate.UNSD(),
		evaluate.Weather{},
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
		evaluate.PathGap{},
	}
	growth := []evaluate.Pace{evaluate.CAGRRatio{}, evaluate.OpenSDG(), evaluate.UNSD()}
	based := []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.OpenSDG(),
		evaluate.Linear{},
		evaluate.Forecast{},
		evaluate.UNSD(),
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
	}
	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		paces  []evaluate.Pace
		want   evaluate.Reason
	}{
		{"no points", by(target.Higher, 2020, "5"), nil, all, evaluate.TooFewPoints},
		{"all after the deadline", by(target.Higher, 2014, "5"), series(t, 2015, "1", "2"), all, evaluate.DeadlinePassed},
		{"one point", by(target.Higher, 2020, "5"), series(t, 2015, "1"), based, evaluate.TooFewPoints},
		{"one point before the deadline", by(target.Higher, 2015, "5"), series(t, 2015, "1", "9"), based, evaluate.TooFewPoints},
		{"three points", by(target.Higher, 2020, "5"), series(t, 2015, "1", "2", "3"), []evaluate.Pace{evaluate.Weather{}}, evaluate.TooFewPoints},
		{"zero base", by(target.Higher, 2020, "5"), series(t, 2015, "0", "2"), growth, evaluate.ZeroBase},
		{"sign change", by(target.Higher, 2020, "5"), series(t, 2015, "-1", "2"), growth, evaluate.OppositeSigns},
		{"target across zero", by(target.Higher, 2020, "5"), series(t, 2015, "-2", "-1"), growth[:2], evaluate.OppositeSigns},
		{"zero target", by(target.Lower, 2020, "0"), series(t, 2015, "5", "2"), growth[:2], evaluate.ZeroTarget},
		{"target is the base", by(target.Higher, 2020, "5"), series(t, 2015, "5.0", "4"), based, evaluate.AtBaseline},
		{"met at the base", by(target.Higher, 2020, "5"), series(t, 2015, "6", "4"), based, evaluate.AlreadyMet},
		{"left the range", within(by(target.Nearer, 2020, "1"), "3"), series(t, 2015, "2", "4"), []evaluate.Pace{evaluate.CurrentStatus{}, evaluate.Forecast{}, evaluate.UNSD()}, evaluate.AlreadyMet},
		{"stayed in the range", within(by(target.Nearer, 2020, "1"), "3"), series(t, 2015, "2", "2.5"), based, evaluate.AlreadyMet},
		{"no step due", by(target.Higher, 2020, "5"), series(t, 2020, "4"), []evaluate.Pace{evaluate.PathGap{Path: series(t, 2021, "5")}}, evaluate.NoPath},
		{"no base for the way", by(target.Higher, 2020, "5"), series(t, 2020, "4"), []evaluate.Pace{evaluate.PathGap{}}, evaluate.NoBaseline},
	}
	for _, tt := range tests {
		for _, p := range tt.paces {
			t.Run(fmt.Sprintf("%s, %T", tt.name, p), func(t *testing.T) {
				got := track(t, tt.target, tt.points, p)
				if got.Reason != tt.want {
					t.Errorf("reason %q, want %q: %+v", got.Reason, tt.want, got)
				}
				if tt.want != evaluate.AlreadyMet && got.Category != "" {
					t.Errorf("category %q beside reason %q", got.Category, got.Reason)
				}
			})
		}
	}
}

// TestRates are rates that are hard to round: growth by next to nothing, to
// nothing, over a part of a year, and from one bound of the figures to the
// other.
func TestRates(t *testing.T) {
	year := func(y int, figure string) target.Point {
		return target.Point{Period: target.Year(y), Value: num(figure)}
	}
	hair := "1." + strings.Repeat("0", 89) + "1"
	tests := []struct {
		name                      string
		target                    target.Target
		points                    []target.Point
		observed, ratio, forecast string
	}{
		{"next to nothing", by(target.Higher, 2020, "2"), []target.Point{year(2015, "1"), year(2020, hair)}, "2e-91", "1.345004791774515e-90", hair},
		{"next to nothing needed", by(target.Higher, 2020, hair), []target.Point{year(2015, "1"), year(2019, "1.5")}, "0.1066819197003216", "5.33409598501608e89", "1.660022879550482"},
		{"to nothing", by(target.Lower, 2025, "1"), []target.Point{year(2015, "2"), year(2020, "0")}, "-1", "14.93272617291297", "0"},
		{"one year", by(target.Higher, 2016, "121"), []target.Point{year(2014, "100"), year(2015, "110")}, "0.1", "1", "121"},
		{"half a year", by(target.Higher, 2016, "121"), []target.Point{year(2014, "100"), {Period: target.Quarter(2015, 2), Value: num("110")}}, "0.21", "2.1", "146.41"},
		{"exact root", by(target.Higher, 2020, "400"), []target.Point{year(2010, "100"), year(2012, "121")}, "0.1", "0.6725023958872576", "259.37424601"},
		{"no time left", by(target.Higher, 2012, "400"), []target.Point{year(2010, "100"), year(2012, "144")}, "0.2", "0.2", "144"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := track(t, tt.target, tt.points, evaluate.CAGRRatio{})
			for what, pair := range map[string][2]decimal.Decimal{
				"observed": {num(tt.observed), got.Observed.Decimal},
				"ratio":    {num(tt.ratio), got.Ratio.Decimal},
				"forecast": {num(tt.forecast), got.Forecast.Decimal},
			} {
				if !pair[0].Equal(pair[1]) {
					t.Errorf("%s is %v, want %v", what, pair[1], pair[0])
				}
			}
		})
	}
	far := by(target.Higher, 9999, "5")
	jump := []target.Point{{Period: target.Month(2015, 1), Value: num("1e-100")}, {Period: target.Month(2015, 2), Value: num("1e99")}}
	far.Value = num("1e100").Sub(num("1"))
	if got := track(t, far, jump, evaluate.UNSD()); got.Reason != evaluate.Unbounded || got.Category != "" {
		t.Errorf("growth without bounds: %+v", got)
	}
	if got := track(t, far, jump, evaluate.CAGRRatio{}); got.Forecast.Valid || got.Category == "" {
		t.Errorf("growth without bounds: %+v", got)
	}
	rise := percent(aim(target.Reduction, target.Higher, "17"))
	rise.Period = target.Years(2015, 9999)
	if got := track(t, rise, []target.Point{{Period: target.Month(2015, 1), Value: num("-1e99")}}, evaluate.PathGap{}); got.Forecast.Valid {
		t.Errorf("a rise without bounds: %v", got.Reason)
	}
	wide := track(t, by(target.Higher, 2020, "1e99"), []target.Point{year(2010, "1e-100"), year(2011, "1e98")}, evaluate.CAGRRatio{})
	if !wide.Observed.Decimal.Equal(num("1e198")) || wide.Category != "significant progress towards" {
		t.Errorf("from bound to bound: %v", wide)
	}
}

func TestTrackErrors(t *testing.T) {
	goal := by(target.Higher, 2020, "5")
	good := series(t, 2015, "1", "2")
	bad := []target.Point{{}, {Period: target.Year(2015), Value: num("1")}, {Period: target.Month(2015, 12), Value: decimal.New(1, 1<<30)}}
	tests := []struct {
		name   string
		target target.Target
		points []target.Point
		pace   evaluate.Pace
		want   []error
	}{
		{"no pace", goal, good, nil, []error{target.ErrRequired}},
		{"pace by pointer", goal, good, (*evaluate.Linear)(nil), []error{target.ErrRequired}},
		{"bad points", goal, bad, evaluate.Linear{}, []error{target.ErrRequired, target.ErrRange, target.ErrDuplicate}},
		{"cuts rise", goal, good, evaluate.Linear{Cuts: []evaluate.Cut{{Name: "a", From: num("1")}, {Name: "b", From: num("2")}, {Name: "c"}}}, []error{target.ErrInvalid}},
		{"last cut has a bound", goal, good, evaluate.CAGRRatio{Cuts: []evaluate.Cut{{Name: "a", From: num("1")}}}, []error{target.ErrInvalid}},
		{"nameless cut", goal, good, evaluate.CurrentStatus{Cuts: []evaluate.Cut{{}}}, []error{target.ErrRequired}},
		{"corners rise", goal, good, evaluate.CAGRRatio{Scores: []evaluate.Corner{{At: num("1")}, {At: num("1")}}}, []error{target.ErrInvalid}},
		{"negative nearness", goal, good, evaluate.Forecast{Near: maybe("-1")}, []error{target.ErrRange}},
		{"no year", goal, good, evaluate.Anticipated{Since: -1}, []error{target.ErrRange}},
		{"path and schedule", goal, good, evaluate.PathGap{Path: good, Schedule: []decimal.Decimal{num("1")}}, []error{target.ErrMismatch}},
		{"path of bad points", goal, good, evaluate.PathGap{Path: bad[:1]}, []error{target.ErrRequired}},
		{"negative schedule", goal, good, evaluate.PathGap{Schedule: []decimal.Decimal{num("-1")}}, []error{target.ErrRange}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := evaluate.Track(tt.target, tt.points, tt.pace)
			all := target.AllErrors(err)
			if len(all) != len(tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			for _, want := range tt.want {
				if !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
			}
		})
	}
	for _, p := range []evaluate.Pace{evaluate.Linear{}, evaluate.CurrentStatus{}, evaluate.Anticipated{}, evaluate.PathGap{}} {
		if _, err := evaluate.TrackTrend(goal.Indicator, good, p); !errors.Is(err, target.ErrRequired) {
			t.Errorf("%T without a target: %v", p, err)
		}
	}
}

func TestTrackOrderAndCopies(t *testing.T) {
	goal := by(target.Lower, 2030, "10")
	points := series(t, 2015, "20", "19", "17", "16", "14")
	turned := slices.Clone(points)
	slices.Reverse(turned)
	before := slices.Clone(turned)
	for _, p := range []evaluate.Pace{
		evaluate.CAGRRatio{},
		evaluate.Linear{},
		evaluate.Forecast{},
		evaluate.Weather{},
		evaluate.CurrentStatus{},
		evaluate.Anticipated{},
		evaluate.PathGap{Path: turned},
	} {
		if diff := cmp.Diff(track(t, goal, points, p), track(t, goal, turned, p)); diff != "" {
			t.Errorf("%T depends on the order (-sorted +turned):\n%s", p, diff)
		}
	}
	if diff := cmp.Diff(before, turned); diff != "" {
		t.Errorf("the caller's points were moved:\n%s", diff)
	}
}
