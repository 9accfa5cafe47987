package evaluate_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// monitorCase is a case of testdata/monitor.json, most of them published. Their
// sources are in the file.
type monitorCase struct {
	ID, Method       string
	Inputs, Expected map[string]json.RawMessage
}

// has reports whether the case has an input of a name.
func (c monitorCase) has(name string) bool {
	text, ok := c.Inputs[name]
	return ok && string(text) != "null"
}

func input[T any](t *testing.T, c monitorCase, name string) (v T) {
	t.Helper()
	if err := json.Unmarshal(c.Inputs[name], &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func inputDec(t *testing.T, c monitorCase, name string) decimal.Decimal {
	t.Helper()
	return num(input[string](t, c, name))
}

func inputDecs(t *testing.T, c monitorCase, name string) []decimal.Decimal {
	t.Helper()
	return testkit.Decs(input[[]string](t, c, name)...)
}

// wanted returns the exact figures of the case, of which there must be n.
func wanted(t *testing.T, c monitorCase, name string, n int) []decimal.Decimal {
	t.Helper()
	var texts []string
	if text := c.Expected[name]; text[0] == '[' {
		if err := json.Unmarshal(text, &texts); err != nil {
			t.Fatal(err)
		}
	} else {
		texts = []string{strings.Trim(string(text), `"`)}
	}
	if len(texts) != n {
		t.Fatalf("%s: %d figures, want %d", name, n, len(texts))
	}
	return testkit.Decs(texts...)
}

// expect compares figures with the exact ones of the case, to fifteen digits.
func expect(t *testing.T, c monitorCase, name string, got ...decimal.Decimal) {
	t.Helper()
	for k, want := range wanted(t, c, name, len(got)) {
		if !near(got[k], want) {
			t.Errorf("%s[%d] = %v, want %v", name, k, got[k], want)
		}
	}
}

// near reports whether two figures have the same first fifteen digits. The percent
// of a quotient of sixteen digits has no more.
func near(a, b decimal.Decimal) bool {
	off := a.Sub(b).Abs()
	return off.Mul(decimal.New(1, 15)).Cmp(decimal.Max(a.Abs(), b.Abs()).Mul(num("2"))) <= 0
}

func inPercent(d decimal.NullDecimal) decimal.Decimal { return d.Decimal.Mul(num("100")) }

// monthsOf is the year of a case, and its first months.
func monthsOf(t *testing.T, c monitorCase) (year, elapsed target.Period, by target.Frequency) {
	t.Helper()
	gone, of := input[int](t, c, "elapsed"), input[int](t, c, "of")
	year = target.Year(2021)
	by = target.Frequency(map[int]target.Frequency{12: target.Monthly, 4: target.Quarterly}[of])
	return year, target.Months(year, target.Month(2021, time.Month(gone*12/of))), by
}

// flowTo is a target for a total.
func flowTo(value decimal.Decimal, year target.Period, lower bool) target.Target {
	goal := aim(target.Flow, target.Higher, "0")
	goal.Value, goal.Period = value, year
	if lower {
		goal.Comparator = target.AtMost
	}
	return goal
}

func toDate(
	t *testing.T, goal target.Target, p target.Period, value decimal.Decimal, path []target.Point,
) evaluate.Standing {
	t.Helper()
	o := seen("0")
	o.Period, o.Value = p, value
	s, err := evaluate.ToDate(goal, o, evaluate.ToDateOptions{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// steps are the figures of the months of a period, or of equal parts of it.
func steps(first target.Period, values []decimal.Decimal) []target.Point {
	var out []target.Point
	for _, v := range values {
		out = append(out, target.Point{Period: first, Value: v})
		first = first.Next()
	}
	return out
}

// firstAndRest are the figures of the first months of a year and of the others.
func firstAndRest(year, first target.Period, sofar, whole decimal.Decimal) []target.Point {
	return []target.Point{
		{Period: first, Value: sofar},
		{Period: target.Months(first.Last().Next(), year), Value: whole.Sub(sofar)},
	}
}

func sumOf(values []decimal.Decimal) decimal.Decimal {
	return decimal.Sum(decimal.Decimal{}, values...)
}

// notAsked are the cases that this library does not answer, and why.
var notAsked = map[string]string{
	"industry-2023-plausible": "the implied weight of a month is a quotient of three rounded rates; with the base of " +
		"the year before temporal.RatesOfParts gives the interval that they imply",
	"barometer-2021-h1": "lists of levels, published without figures: there is nothing to judge, only to count",
}

func TestMonitorCases(t *testing.T) {
	var file struct{ Cases []monitorCase }
	testkit.ReadJSON(t, "testdata/monitor.json", &file)
	if len(file.Cases) != 56 {
		t.Fatalf("%d cases, want 56", len(file.Cases))
	}

	methods := map[string]func(*testing.T, monitorCase){
		"attainment to date":                monitorAttainment,
		"parts and whole to date":           monitorParts,
		"points ahead of time":              monitorPoints,
		"attainment against last year":      monitorLastYear,
		"profile of last year":              monitorProfile,
		"schedule of months":                monitorSchedule,
		"schedule from last year":           monitorScheduleFrom,
		"mean profile of years":             monitorMeanProfile,
		"over schedule by month":            monitorOver,
		"cumulative to periods":             monitorSingle,
		"periods to cumulative":             monitorCumulate,
		"year on year":                      monitorYearOnYear,
		"year on year from the change":      monitorChange,
		"year on year as a check of labels": monitorLabels,
		"year on year by period":            monitorYearByPeriod,
		"growth to date against target":     monitorGrowth,
		"needed growth of the rest":         monitorNeeded,
		"growth of parts to growth to date": monitorGrowthOfParts,
		"growth to date to growth of parts": monitorGrowthBack,
		"rest of a reduction target":        monitorReduction,
		"intensity from two growth rates":   monitorIntensity,
		"stock on a straight path":          monitorStock,
		"traffic light by shortfall":        monitorLight,
		"changes of level":                  monitorLevels,
		"scheduled share":                   monitorScheduled,
		"over an annual limit":              monitorLimit,
		"refuse":                            monitorRefuse,
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if why := notAsked[c.ID]; why != "" {
				t.Log(why)
				return
			}
			try := methods[c.Method]
			if try == nil {
				t.Fatalf("method %q is not tried", c.Method)
			}
			try(t, c)
		})
	}
}

func monitorAttainment(t *testing.T, c monitorCase) {
	year, p, by := monthsOf(t, c)
	goal := flowTo(inputDec(t, c, "target"), year, input[string](t, c, "better") == "lower")
	s := toDate(t, goal, p, inputDec(t, c, "to_date"), nil)
	soFar, needed := s.PerStep(by)

	expect(t, c, "attained_pct", inPercent(s.Made))
	expect(t, c, "time_pct", inPercent(s.DueShare))
	expect(t, c, "ahead_points", inPercent(s.Ahead))
	expect(t, c, "remaining", s.Remaining)
	expect(t, c, "linear_forecast", s.Forecast.Decimal)
	expect(t, c, "needed_per_period", needed.Decimal)
	expect(t, c, "so_far_per_period", soFar.Decimal)

	// A ceiling is kept as long as less is used than time has gone.
	if isAhead := s.Ahead.Decimal.Sign() >= 0; s.Met != (isAhead == (goal.Comparator != target.AtMost)) {
		t.Errorf("met %t, %v ahead", s.Met, s.Ahead.Decimal)
	}
	if early := s.Remaining.Sign() <= 0; s.Reached != early && goal.Comparator != target.AtMost {
		t.Errorf("reached %t, %v remaining", s.Reached, s.Remaining)
	}
}

// The budget behind a rounded percentage is an interval: at both of its ends the
// share that is made is half a place off the percentage.
func monitorParts(t *testing.T, c monitorCase) {
	half := target.Half(2021, 1)
	revenue := sumOf(inputDecs(t, c, "revenue_parts"))
	expect(t, c, "revenue", revenue)
	expect(t, c, "expenditure", sumOf(inputDecs(t, c, "expenditure_parts")))

	made := inputDec(t, c, "revenue_attained_pct")
	for name, off := range map[string]string{"revenue_budget_low": "0.05", "revenue_budget_high": "-0.05"} {
		var budget string
		if err := json.Unmarshal(c.Expected[name], &budget); err != nil {
			t.Fatal(err)
		}
		s := toDate(t, flowTo(num(budget), target.Year(2021), false), half, revenue, nil)
		if got, want := inPercent(s.Made), made.Add(num(off)); !near(got, want) {
			t.Errorf("%s: %v %% made, want %v", name, got, want)
		}
	}
}

func monitorPoints(t *testing.T, c monitorCase) {
	year, p, _ := monthsOf(t, c)
	var got []decimal.Decimal
	for _, made := range inputDecs(t, c, "attained_pct") {
		got = append(got, inPercent(toDate(t, flowTo(num("100"), year, false), p, made, nil).Ahead))
	}
	expect(t, c, "ahead_points", got...)
}

func monitorLastYear(t *testing.T, c monitorCase) {
	year, p := target.Year(2017), target.Half(2017, 1)
	sofar, outcome := inputDec(t, c, "last_year_attained_pct"), inputDec(t, c, "last_year_outcome_pct_of_target")
	path := firstAndRest(year, p, sofar, outcome)
	s := toDate(t, flowTo(num("100"), year, true), p, inputDec(t, c, "attained_pct"), path)
	expect(t, c, "points", inPercent(s.Ahead))
	expect(t, c, "forecast_pct_of_target", s.Forecast.Decimal)
	if s.Met || !s.Gap.Equal(num("-7.4")) {
		t.Errorf("gap %v, met %t, want -7.4, false", s.Gap, s.Met)
	}
}

func monitorProfile(t *testing.T, c monitorCase) {
	year, p, _ := monthsOf(t, c)
	lastYear, lastToDate := inputDec(t, c, "last_year"), inputDec(t, c, "last_year_to_date")
	value := inputDec(t, c, "to_date")
	season, err := temporal.Season(firstAndRest(year.YearBefore(), p.YearBefore(), lastToDate, lastYear), year)
	if err != nil {
		t.Fatal(err)
	}

	goal := flowTo(inputDec(t, c, "outcome"), year, false)
	s := toDate(t, goal, p, value, season)
	expect(t, c, "profile_pct", inPercent(s.DueShare))
	expect(t, c, "forecast", s.Forecast.Decimal)
	linear := toDate(t, goal, p, value, nil)
	expect(t, c, "linear_forecast", linear.Forecast.Decimal)
	expect(t, c, "growth_to_date_pct", growthOn(t, value, lastToDate))

	// The error of a forecast is its rate of change from the outcome.
	expectPlaces(t, c, "forecast_error_pct", growthOn(t, s.Forecast.Decimal, goal.Value))
	expectPlaces(t, c, "linear_error_pct", growthOn(t, linear.Forecast.Decimal, goal.Value))
}

var growthRate = target.Indicator{Code: "growth", Kind: target.Growth, Per: num("100"), Places: target.Places(18)}

// growthOn returns the growth of a figure on that of the year before, in percent.
func growthOn(t *testing.T, x, before decimal.Decimal) decimal.Decimal {
	t.Helper()
	pair := []target.Point{{Period: target.Year(2020), Value: before}, {Period: target.Year(2021), Value: x}}
	rates, err := temporal.YearOnYear(growthRate, pair)
	if err != nil || len(rates) != 1 {
		t.Fatalf("YearOnYear() = %v, %v, want a rate", rates, err)
	}
	return rates[0].Value
}

func monitorSchedule(t *testing.T, c monitorCase) {
	year := target.Year(2013)
	path := steps(target.Month(2013, 1), inputDecs(t, c, "schedule"))
	p := target.Months(year, path[input[int](t, c, "periods_elapsed")-1].Period)
	s := toDate(t, flowTo(inputDec(t, c, "target"), year, false), p, inputDec(t, c, "to_date"), path)

	expect(t, c, "scheduled", s.DueValue)
	expect(t, c, "profile_pct", inPercent(s.DueShare))
	expect(t, c, "against_schedule", s.Gap)
	expect(t, c, "attained_pct", inPercent(s.Made))
	expect(t, c, "of_schedule_pct", inPercent(s.Attainment))
	expect(t, c, "forecast", s.Forecast.Decimal)
	if c.has("outcome") {
		expectPlaces(t, c, "forecast_error_pct", growthOn(t, s.Forecast.Decimal, inputDec(t, c, "outcome")))
	}
}

// The schedule of a year in the proportions of the year before. What is due to date
// grows by the part.
func monitorScheduleFrom(t *testing.T, c monitorCase) {
	year := target.Year(2014)
	var series []target.Point
	for _, x := range input[[]struct{ From, To, Value string }](t, c, "last_year_parts") {
		series = append(series, target.Point{Period: months("2013-" + x.From + "/2013-" + x.To), Value: num(x.Value)})
	}
	flow := target.Indicator{Code: "x", Kind: target.Flow}
	rest, err := temporal.Rest(
		flow, target.Point{Period: target.Year(2013), Value: inputDec(t, c, "last_year")}, series,
	)
	if err != nil {
		t.Fatal(err)
	}
	season, err := temporal.Season(append(series, rest), year)
	if err != nil {
		t.Fatal(err)
	}

	var got []decimal.Decimal
	var before decimal.Decimal
	for _, part := range season[:len(season)-1] {
		p := target.Months(year, part.Period)
		due := toDate(t, flowTo(inputDec(t, c, "target"), year, false), p, decimal.Decimal{}, season).DueValue
		got = append(got, due.Sub(before))
		before = due
	}
	for k, want := range wanted(t, c, "schedule", len(got)) {
		if off := got[k].Sub(want).Abs(); off.Cmp(num("0.000001")) > 0 {
			t.Errorf("part %d: %v, want %v", k, got[k], want)
		}
	}
}

// The printed shares of a year do not add up to 100. Season divides each year by its
// own sum, so that it is within a hundredth of the mean of the printed shares.
func monitorMeanProfile(t *testing.T, c monitorCase) {
	var series []target.Point
	for k, shares := range input[[][]string](t, c, "shares_pct") {
		for y, share := range shares {
			series = append(series, target.Point{Period: target.Month(2013+y, 10).Shift(k), Value: num(share)})
		}
	}
	season, err := temporal.Season(series, target.Months(target.Month(2018, 10), target.Month(2019, 9)))
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range wanted(t, c, "mean_pct", len(season)) {
		if off := season[k].Value.Sub(want).Abs(); off.Cmp(num("0.005")) > 0 {
			t.Errorf("%v: %v, want %v", season[k].Period, season[k].Value, want)
		}
	}
}

func monitorOver(t *testing.T, c monitorCase) {
	path := steps(target.Month(2018, 10), inputDecs(t, c, "schedule"))
	actual := steps(target.Month(2018, 10), inputDecs(t, c, "actual"))
	year := target.FiscalCalendar{Start: time.October, NamedBy: target.ByEndYear}
	toDates, err := temporal.ToDate(target.Indicator{Code: "x", Kind: target.Flow}, year, actual)
	if err != nil {
		t.Fatal(err)
	}

	goal := flowTo(num("1000000"), target.Months(path[0].Period, path[len(path)-1].Period), false)
	goal.Value = decimal.Sum(decimal.Decimal{}, inputDecs(t, c, "schedule")...)
	var month, sofar []decimal.Decimal
	for k, x := range toDates {
		one := toDate(t, flowTo(path[k].Value, path[k].Period, false), path[k].Period, actual[k].Value, nil)
		month = append(month, inPercent(one.Attainment).Sub(num("100")))
		s := toDate(t, goal, x.Period, x.Value, path)
		sofar = append(sofar, inPercent(s.Attainment).Sub(num("100")))
	}
	expectPlaces(t, c, "month_pct", month...)
	expectPlaces(t, c, "to_date_pct", sofar...)
}

// expectPlaces compares figures to ten decimals: differences of quotients of sixteen
// digits have no more.
func expectPlaces(t *testing.T, c monitorCase, name string, got ...decimal.Decimal) {
	t.Helper()
	for k, want := range wanted(t, c, name, len(got)) {
		if !got[k].Round(10).Equal(want.Round(10)) {
			t.Errorf("%s[%d] = %v, want %v", name, k, got[k], want)
		}
	}
}

// months reads a span of months.
func months(text string) target.Period {
	p, err := target.ParsePeriod(text)
	if err != nil {
		panic(err)
	}
	return p
}

func monitorSingle(t *testing.T, c monitorCase) {
	first := input[string](t, c, "first_period")
	var toDates []target.Point
	for _, x := range input[[]struct{ Through, Value string }](t, c, "to_date") {
		toDates = append(toDates, target.Point{Period: months(first + "/" + x.Through), Value: num(x.Value)})
	}
	got, err := temporal.Single(target.Indicator{Code: "x", Kind: target.Flow}, startingIn(months(first)), toDates)
	if err != nil {
		t.Fatal(err)
	}

	var want []struct{ From, To, Value string }
	if err := json.Unmarshal(c.Expected["periods"], &want); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("%d parts, want %d", len(got), len(want))
	}

	for k, w := range want {
		if x := got[k]; x.Period != months(w.From+"/"+w.To) || !x.Value.Equal(num(w.Value)) {
			t.Errorf("part %v, want %v", x, w)
		}
	}
}

// startingIn is the calendar whose years begin with a month.
func startingIn(first target.Period) target.FiscalCalendar {
	if _, m := first.Start(); m != time.January {
		return target.FiscalCalendar{Start: m, NamedBy: target.ByEndYear}
	}
	return target.FiscalCalendar{}
}

func monitorCumulate(t *testing.T, c monitorCase) {
	parts := steps(months(input[[]string](t, c, "periods")[0]), inputDecs(t, c, "values"))
	got, err := temporal.ToDate(target.Indicator{Code: "x", Kind: target.Flow}, startingIn(parts[0].Period), parts)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "to_date", valuesOf(got)...)
}

func valuesOf(series []target.Point) []decimal.Decimal {
	var out []decimal.Decimal
	for _, p := range series {
		out = append(out, p.Value)
	}
	return out
}

func monitorYearOnYear(t *testing.T, c monitorCase) {
	value, before := inputDec(t, c, "value"), inputDec(t, c, "year_before")
	expect(t, c, "growth_pct", growthOn(t, value, before))
	expect(t, c, "change", value.Sub(before))
}

// The three printed figures contradict each other: the growth is 8.0 and not 7.6.
func monitorChange(t *testing.T, c monitorCase) {
	value := inputDec(t, c, "value")
	before := value.Sub(inputDec(t, c, "change"))
	expect(t, c, "year_before", before)
	expect(t, c, "growth_pct", growthOn(t, value, before))
}

// A row of a published table belongs to the province whose figure of the year before
// gives the printed growth.
func monitorLabels(t *testing.T, c monitorCase) {
	before := input[map[string]string](t, c, "year_before")
	var growth, who map[string]string
	var fits map[string]bool
	for name, v := range map[string]any{"growth_as_labelled_pct": &growth, "fits": &fits, "who_it_is": &who} {
		if err := json.Unmarshal(c.Expected[name], v); err != nil {
			t.Fatal(err)
		}
	}

	type row struct {
		Label, Value string
		Printed      string `json:"printed_growth"`
	}

	for _, r := range input[[]row](t, c, "rows") {
		as := growthOn(t, num(r.Value), num(before[r.Label]))
		if !near(as, num(growth[r.Label])) {
			t.Errorf("%s: growth %v, want %s", r.Label, as, growth[r.Label])
		}
		if got := as.Round(1).Equal(num(r.Printed)); got != fits[r.Label] {
			t.Errorf("%s: fits %t, want %t", r.Label, got, fits[r.Label])
		}
		var owners []string
		for name, old := range before {
			if growthOn(t, num(r.Value), num(old)).Round(1).Equal(num(r.Printed)) {
				owners = append(owners, name)
			}
		}

		want := r.Label
		if who[r.Label] != "" {
			want = who[r.Label]
		}
		if !slices.Equal(owners, []string{want}) {
			t.Errorf("row of %s: is %v, want %s", r.Label, owners, want)
		}
	}
}

func monitorYearByPeriod(t *testing.T, c monitorCase) {
	value, before := inputDecs(t, c, "values"), inputDecs(t, c, "year_before")
	var now, both []target.Point
	for k, text := range input[[]string](t, c, "periods") {
		p := months("2014-" + strings.Replace(text, "-", "/2014-", 1))
		now = append(now, target.Point{Period: p, Value: value[k]})
		both = append(both, now[k], target.Point{Period: p.YearBefore(), Value: before[k]})
	}
	rates, err := temporal.YearOnYear(growthRate, both)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "growth_pct", valuesOf(rates)...)
	if c.Expected["to_date_growth_pct"] == nil {
		return
	}

	sums, err := temporal.ToDate(target.Indicator{Code: "x", Kind: target.Flow}, target.FiscalCalendar{}, both)
	if err != nil {
		t.Fatal(err)
	}
	if rates, err = temporal.YearOnYear(growthRate, sums); err != nil {
		t.Fatal(err)
	}
	expect(t, c, "to_date_growth_pct", valuesOf(rates)...)
}

func monitorGrowth(t *testing.T, c monitorCase) {
	y := input[int](t, c, "year")
	goal := percent(aim(target.Growth, target.Higher, input[string](t, c, "target_pct")))
	goal.Period = target.Year(y)
	if c.has("target_high_pct") {
		goal = within(goal, input[string](t, c, "target_high_pct"))
	}

	var outside []decimal.Decimal
	var met []bool
	for k, rate := range inputDecs(t, c, "growth_to_date_pct") {
		p := target.Months(goal.Period, target.Quarter(y, k+1))
		s := toDate(t, goal, p, rate, nil)
		if !s.Forecast.Decimal.Equal(rate) || s.ToDate != (k < 3) {
			t.Errorf("%v: forecast %v, to date %t, want %v, %t", p, s.Forecast.Decimal, s.ToDate, rate, k < 3)
		}
		if goal.Comparator == target.Within {
			s.Gap = decimal.Min(s.Gap, decimal.Decimal{})
		}
		outside, met = append(outside, s.Gap), append(met, s.Met)
	}

	expect(t, c, "outside_target_points", outside...)
	var want []bool
	if err := json.Unmarshal(c.Expected["met_strictly"], &want); err != nil || !slices.Equal(met, want) {
		t.Errorf("met %v, want %v (%v)", met, want, err)
	}
}

// quartersToDate are figures of the year 2023 to the end of each quarter.
func quartersToDate(y int, values []decimal.Decimal) []target.Point {
	var out []target.Point
	for k, v := range values {
		out = append(out, target.Point{Period: target.Months(target.Year(y), target.Quarter(y, k+1)), Value: v})
	}
	return out
}

func monitorNeeded(t *testing.T, c monitorCase) {
	quarter := target.Quarter(2024, 1)
	if c.ID == "gdp-2024-after-q3" {
		quarter = target.Months(target.Year(2024), target.Quarter(2024, 3))
	}
	whole, before := inputDec(t, c, "last_year"), inputDec(t, c, "last_year_to_date")
	base := firstAndRest(target.Year(2023), quarter.YearBefore(), before, whole)
	toDates := []target.Point{
		{Period: quarter, Value: inputDec(t, c, "growth_to_date_pct")},
		{Period: target.Year(2024), Value: inputDec(t, c, "target_pct")},
	}
	parts, err := temporal.RatesOfParts(growthRate, toDates, base)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "needed_pct", parts[1].Value)
	s := toDate(t, flowTo(whole, target.Year(2023), false), quarter.YearBefore(), before, nil)
	expect(t, c, "weight_to_date_pct", inPercent(s.Made))
}

func monitorGrowthOfParts(t *testing.T, c monitorCase) {
	base := quartersToDate(2023, inputDecs(t, c, "last_year_to_date"))
	parts, err := temporal.Single(target.Indicator{Code: "x", Kind: target.Flow}, target.FiscalCalendar{}, base)
	if err != nil {
		t.Fatal(err)
	}
	rates := steps(target.Quarter(2024, 1), inputDecs(t, c, "growth_of_part_pct"))
	got, err := temporal.RateToDate(growthRate, rates, parts)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "growth_to_date_pct", valuesOf(got)...)
}

func monitorGrowthBack(t *testing.T, c monitorCase) {
	rate := growthRate
	rate.Places = target.Places(1)
	base := quartersToDate(2023, inputDecs(t, c, "last_year_to_date"))
	got, err := temporal.RatesOfParts(rate, quartersToDate(2024, inputDecs(t, c, "growth_to_date_pct")), base)
	if err != nil {
		t.Fatal(err)
	}
	var value, low, high []decimal.Decimal
	for _, x := range got {
		value, low, high = append(value, x.Value), append(low, x.Low), append(high, x.High)
	}
	expect(t, c, "growth_of_part_pct", value...)
	expect(t, c, "low", low...)
	expect(t, c, "high", high...)
}

func monitorReduction(t *testing.T, c monitorCase) {
	goal := percent(aim(target.Reduction, target.Higher, input[string](t, c, "target_pct")))
	goal.Period, goal.Indicator.Places = target.Years(2006, 2010), target.Places(18)
	parts := steps(target.Year(2006), inputDecs(t, c, "reductions_pct"))
	made, err := temporal.Combine(goal.Indicator, target.Years(2006, 2009), parts, nil)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "together_pct", made)
	rest, err := temporal.Rest(goal.Indicator, target.Point{Period: goal.Period, Value: goal.Value}, parts)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "needed_pct", rest.Value)

	// Four years of five at equal rates would have made 16.35 %.
	if s := toDate(t, goal, target.Years(2006, 2009), made, nil); s.Met || s.DueValue.Round(2).String() != "16.35" {
		t.Errorf("due %v, met %t, want 16.35, false", s.DueValue, s.Met)
	}
}

func monitorIntensity(t *testing.T, c monitorCase) {
	got, err := temporal.RateOfQuotient(
		growthRate, inputDec(t, c, "energy_growth_pct"), inputDec(t, c, "gdp_growth_pct"),
	)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, c, "intensity_growth_pct", got)
}

func monitorStock(t *testing.T, c monitorCase) {
	goal := aim(target.Stock, target.Higher, input[string](t, c, "target"))
	if inputDec(t, c, "base").Cmp(goal.Value) > 0 {
		goal = atMost(goal)
	}
	goal.Period = months(input[string](t, c, "target_at"))
	start := months(input[string](t, c, "base_at"))
	goal.Baseline = &target.Point{Period: start, Value: inputDec(t, c, "base")}
	s := toDate(t, goal, start.Shift(input[int](t, c, "elapsed")), inputDec(t, c, "observed"), nil)

	expect(t, c, "scheduled", s.DueValue)
	expect(t, c, "progress_pct", inPercent(s.Made))
	expect(t, c, "against_schedule", s.Gap)
	expect(t, c, "forecast_same_pace", s.Forecast.Decimal)
	if c.Expected["time_pct"] != nil {
		expect(t, c, "time_pct", inPercent(s.DueShare))
	}
	if c.has("outcome") {
		expectPlaces(t, c, "forecast_error_pct", growthOn(t, s.Forecast.Decimal, inputDec(t, c, "outcome")))
	}
	if !s.Met {
		t.Error("not on the path")
	}
}

// At 11/12 of the year 91.66 % is behind and 91.67 % is not, although the share is
// printed as 91.7.
func monitorScheduled(t *testing.T, c monitorCase) {
	year, p, _ := monthsOf(t, c)
	for made, want := range map[string]bool{"91.66": false, "91.67": true, "91.68": true} {
		s := toDate(t, flowTo(num("100"), year, false), p, num(made), nil)
		expect(t, c, "scheduled_pct", inPercent(s.DueShare))
		if s.Met != want {
			t.Errorf("%s %% is on schedule: %t, want %t", made, s.Met, want)
		}
	}
	all := decimal.New(int64(input[int](t, c, "targets")), 0)
	on := decimal.New(int64(input[int](t, c, "on_schedule")), 0)
	expect(t, c, "on_schedule_pct", inPercent(toDate(t, flowTo(all, year, false), year, on, nil).Attainment))
	expect(t, c, "behind_pct", inPercent(toDate(t, flowTo(all, year, false), year, all.Sub(on), nil).Attainment))
}

func monitorRefuse(t *testing.T, c monitorCase) {
	flow := target.Indicator{Code: "x", Kind: target.Flow}
	year, half := target.Year(2014), target.Half(2014, 1)
	switch c.ID {
	case "refuse-profile-zero":
		// What does not exist is absent here, with the reason, and not an error.
		path := firstAndRest(year, half, inputDec(t, c, "last_year_to_date"), inputDec(t, c, "last_year"))
		s := toDate(t, flowTo(num("100"), year, false), half, inputDec(t, c, "to_date"), path)
		if s.Forecast.Valid || s.Attainment.Valid || s.AttainmentReason != evaluate.ZeroTarget {
			t.Errorf("forecast %v, attainment %v (%v)", s.Forecast, s.Attainment, s.AttainmentReason)
		}

	case "refuse-last-year-unfinished":
		series := []target.Point{{Period: half.YearBefore(), Value: inputDec(t, c, "last_year_to_date")}}
		if got, err := temporal.Season(series, year); err == nil {
			t.Errorf("Season() = %v, want an error", got)
		}

	case "refuse-cumulative-over-new-year":
		var toDates []target.Point
		for _, x := range input[[]struct{ Through, Value string }](t, c, "to_date") {
			toDates = append(toDates, target.Point{Period: months("2014-01/" + x.Through), Value: num(x.Value)})
		}
		if got, err := temporal.Single(flow, target.FiscalCalendar{}, toDates); err == nil {
			t.Errorf("Single() = %v, want an error", got)
		}

	default:
		t.Fatalf("%s is not tried", c.ID)
	}
}

// The barometer: a target that is met is green, one that is missed by at most 10 % of
// it yellow. In binary fractions 2.2 is more than 10 % above 2.0.
func monitorLight(t *testing.T, c monitorCase) {
	goal := percent(aim(target.Growth, target.Higher, input[string](t, c, "target_pct")))
	if input[string](t, c, "kind") == "limit" {
		goal = atMost(goal)
	}
	a := assess(t, goal, input[string](t, c, "actual_pct"))
	light := evaluator(t, evaluate.Scheme{
		Items: []evaluate.Item{{
			Code: "t", Max: num("3"), ScoreBy: evaluate.ByLinear,
			Points: evaluate.Steps{Breakpoints: breakpoints("1 3", "0.9 2", "0 1")},
		}},
		Grades: []evaluate.Grade{{Name: "green", From: num("3")}, {Name: "yellow", From: num("2")}, {Name: "red"}},
	})
	card := score(t, light, assessed(a))

	var level string
	if err := json.Unmarshal(c.Expected["level"], &level); err != nil {
		t.Fatal(err)
	}
	if card.Grade != level {
		t.Errorf("%s, want %s", card, level)
	}
	if text := c.Expected["shortfall_pct_of_target"]; text != nil && string(text) != "null" {
		expect(t, c, "shortfall_pct_of_target", shortfall(t, goal, a))
	}
}

// shortfall returns the percent of its target by which an assessment misses it: the
// points that a book takes off 100.
func shortfall(t *testing.T, goal target.Target, a evaluate.Assessment) decimal.Decimal {
	t.Helper()
	return growthOn(t, goal.Value.Sub(a.Gap), goal.Value)
}

func monitorLimit(t *testing.T, c monitorCase) {
	limits, emissions := inputDecs(t, c, "limits"), input[[]string](t, c, "emissions")
	var over, share []decimal.Decimal
	for k, limit := range limits {
		goal := atMost(aim(target.Flow, target.Lower, "0"))
		goal.Value = limit
		a := assess(t, goal, emissions[k])
		over, share = append(over, a.Gap.Neg()), append(share, shortfall(t, goal, a))
	}
	expect(t, c, "over", over...)
	expect(t, c, "together", sumOf(over))
	expect(t, c, "over_pct_of_limit", share...)
}

// The levels of the barometer go from 1, the worst, to 3. What is better is a change
// above 0.
func monitorLevels(t *testing.T, c monitorCase) {
	criterion := input[string](t, c, "criterion")
	then, _ := levels(t, input[string](t, c, "from"), criterion)
	now, counts := levels(t, input[string](t, c, "to"), criterion)
	changes, err := ranking.Changes(now, then, ranking.ChangeOptions{})
	if err != nil {
		t.Fatal(err)
	}

	var want struct {
		Changes       map[string][2]int64
		Better, Worse int
		Counts        []int
	}
	for name, v := range map[string]any{
		"changes": &want.Changes, "better": &want.Better, "worse": &want.Worse, "counts_after": &want.Counts,
	} {
		if err := json.Unmarshal(c.Expected[name], v); err != nil {
			t.Fatal(err)
		}
	}
	var better, worse int
	for _, e := range changes {
		pair := want.Changes[e.Name]
		if step := decimal.New(pair[1]-pair[0], 0); !e.Value.Equal(step) {
			t.Errorf("%s: %v, want %v", e.Name, e.Value, step)
		}
		better, worse = better+max(0, e.Value.Sign()), worse-min(0, e.Value.Sign())
	}
	if better != want.Better || worse != want.Worse || !slices.Equal(counts, want.Counts) {
		t.Errorf("%d better, %d worse, %v, want %+v", better, worse, counts, want)
	}
}

// levels reads a list of the barometer, and counts its levels.
func levels(t *testing.T, period, criterion string) (list []ranking.Entry, counts []int) {
	t.Helper()
	counts = make([]int, 3)
	for _, row := range testkit.Table(t, "testdata/energy_barometer.csv") {
		if row[2] == period && row[3] == criterion {
			level := num(row[4])
			list = append(list, ranking.Entry{Code: row[0], Name: row[1], Value: level})
			counts[level.IntPart()-1]++
		}
	}
	return list, counts
}
