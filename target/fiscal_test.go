package target_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// span is a period as the oracle writes it: first and last month.
type span [2]string

func spanOf(p target.Period) span {
	if p.IsZero() {
		return span{}
	}
	return span{p.First().String(), p.Last().String()}
}

func spansOf(periods ...target.Period) []span {
	var out []span
	for _, p := range periods {
		out = append(out, spanOf(p))
	}
	return out
}

// fiscalCase is a case of testdata/fiscal.json. Its sources are in the file.
type fiscalCase struct {
	ID, Method string
	Inputs     struct {
		Name, Text, Date, By string
		Start                int    `json:"start_month"`
		StartDay             int    `json:"start_day"`
		NamedBy              string `json:"named_by"`
		YearStartDay         string `json:"year_start_day"`
		Period               span
		From, To             int
		Calendars            []struct {
			Start     int    `json:"start_month"`
			NamedBy   string `json:"named_by"`
			LastYear  int    `json:"last_year"`
			FirstYear int    `json:"first_year"`
		}
	}
	Expected json.RawMessage
}

type fiscalResult struct {
	Error                   bool
	Period                  span
	ISO                     string
	Halves, Quarters, Parts []span
	Year, Quarter, Half     int
	QuarterPeriod           span `json:"quarter_period"`
	YearPeriod              span `json:"year_period"`
	Label                   string
	NamesByBoth             []string `json:"names_by_both"`
	NamesByEnd              []string `json:"names_by_end"`
	AsFiscalYear            span     `json:"as_fiscal_year"`
	AsMonth                 string   `json:"as_iso_8601_month"`
	AsISO                   string   `json:"as_iso_8601_1"`
	FiscalYears             []string `json:"fiscal_years"`
	Months                  int
	MonthsText              string `json:"iso_months"`
	Days, Of                int
	Share4                  string `json:"share_4"`
}

func calendar(t testing.TB, start int, namedBy string) target.FiscalCalendar {
	t.Helper()
	c := target.FiscalCalendar{Start: time.Month(start)}
	if namedBy != "" {
		if err := c.NamedBy.UnmarshalText([]byte(namedBy)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestFiscalCases(t *testing.T) {
	var file struct{ Cases []fiscalCase }
	testkit.ReadJSON(t, "testdata/fiscal.json", &file)
	if len(file.Cases) != 44 {
		t.Fatalf("%d cases, want 44", len(file.Cases))
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if c.Method == "change of calendar" {
				changeOfCalendar(t, c)
				return
			}
			var want fiscalResult
			if err := json.Unmarshal(c.Expected, &want); err != nil {
				t.Fatal(err)
			}
			checkFiscalCase(t, c, want)
		})
	}
}

func checkFiscalCase(t *testing.T, c fiscalCase, want fiscalResult) {
	in := c.Inputs
	years := calendar(t, in.Start, in.NamedBy)
	period := func() target.Period { return parsed(t, in.Period[0]+"/"+in.Period[1]) }

	var got fiscalResult
	switch c.Method {
	case "fiscal year", "fiscal year name":
		if in.StartDay > 1 {
			text := []byte(`{"start": "--04-06", "namedBy": "both years"}`)
			got.Error = errors.Is(json.Unmarshal(text, &years), target.ErrInvalid)
			break
		}
		p, err := years.Parse(in.Name)
		got.Error, got.Period = err != nil, spanOf(p)
		if want.ISO != "" {
			got.ISO = p.String()
			got.Halves = spansOf(slices.Collect(years.Split(p, target.HalfYearly))...)
			got.Quarters = spansOf(slices.Collect(years.Split(p, target.Quarterly))...)
		}
	case "ambiguous text":
		p, err := years.Parse(in.Text)
		if err != nil {
			t.Fatal(err)
		}
		got.AsFiscalYear = spanOf(p)
		month, err := target.ParsePeriod(in.Text)
		got.AsMonth = month.String()
		if err != nil {
			got.AsISO = "error"
		}
	case "fiscal quarter of a date":
		day := parsed(t, in.Date[:7])
		got.Year, got.Quarter, got.Half = years.YearOf(day), years.QuarterOf(day), years.HalfOf(day)
		got.QuarterPeriod = spanOf(years.Quarter(got.Year, got.Quarter))
		got.YearPeriod = spanOf(years.Year(got.Year))
	case "label":
		day := parsed(t, in.Date[:7])
		got.Label = years.Name(years.Quarter(years.YearOf(day), years.QuarterOf(day)))
	case "split":
		by := map[string]target.Frequency{
			"fiscal year": target.Yearly, "fiscal half-year": target.HalfYearly, "fiscal quarter": target.Quarterly,
		}[in.By]
		if years.Start > time.January {
			years.NamedBy = target.ByEndYear
		}
		parts := slices.Collect(years.Split(period(), by))
		got.Parts = spansOf(parts...)
		if want.NamesByEnd != nil {
			got.NamesByEnd = names(years, parts)
		}
		if years.NamedBy = target.ByBothYears; want.NamesByBoth != nil {
			got.NamesByBoth = names(years, parts)
		}
	case "plan of fiscal years":
		years.NamedBy = target.ByBothYears
		plan := years.Years(in.From, in.To-1)
		got.Period, got.Months = spanOf(plan), plan.Len()
		got.FiscalYears = names(years, slices.Collect(years.Split(plan, target.Yearly)))
	case "iso 8601":
		p := period
		if in.Text != "" {
			p = func() target.Period { return parsed(t, in.Text) }
		}
		if want.MonthsText != "" {
			got.MonthsText = p().String()
		} else {
			got.Period = spanOf(p())
		}
	case "sdmx reporting period":
		text := `{"start": "` + in.YearStartDay + `", "namedBy": "start year"}`
		if in.YearStartDay == "" || in.YearStartDay == "--01-01" {
			text = `{}`
		}
		if err := json.Unmarshal([]byte(text), &years); err != nil {
			t.Fatal(err)
		}
		p, err := years.Parse(in.Text)
		got.Error, got.Period = err != nil, spanOf(p)
	case "elapsed":
		var err error
		if got.Days, got.Of, err = period().Elapsed(in.Date); err != nil {
			t.Fatal(err)
		}
		share, err := period().ElapsedShare(in.Date, 4)
		if err != nil {
			t.Fatal(err)
		}
		got.Share4 = share.StringFixed(4)
	default:
		t.Fatalf("method %q is not tried", c.Method)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// Between two calendars lies what belongs to neither: the transition quarter of
// 1976.
func changeOfCalendar(t *testing.T, c fiscalCase) {
	old, fresh := c.Inputs.Calendars[0], c.Inputs.Calendars[1]
	last := calendar(t, old.Start, old.NamedBy).Year(old.LastYear)
	first := calendar(t, fresh.Start, fresh.NamedBy).Year(fresh.FirstYear)
	between := target.Months(last.Last().Next(), first.First().Shift(-1))

	var want struct {
		FY1976, TQ, FY1977 span
		Months             int `json:"months_between"`
	}
	if err := json.Unmarshal(c.Expected, &want); err != nil {
		t.Fatal(err)
	}
	got := want
	got.FY1976, got.TQ, got.FY1977, got.Months = spanOf(last), spanOf(between), spanOf(first), between.Len()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func parsed(t *testing.T, text string) target.Period {
	t.Helper()
	p, err := target.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func names(c target.FiscalCalendar, periods []target.Period) []string {
	var out []string
	for _, p := range periods {
		out = append(out, c.Name(p))
	}
	return out
}

func TestFiscalNames(t *testing.T) {
	us := target.FiscalCalendar{Start: time.October, NamedBy: target.ByEndYear}
	japan := target.FiscalCalendar{Start: time.April, NamedBy: target.ByStartYear}
	india := target.FiscalCalendar{Start: time.April, NamedBy: target.ByBothYears}
	var plain target.FiscalCalendar

	for _, tt := range []struct {
		calendar   target.FiscalCalendar
		name, want string // the text of the period; empty if the name is refused
		canonical  string // as Name writes it
	}{
		{us, "FY2021", "2020-10/2021-09", "FY2021"},
		{us, "2021", "2020-10/2021-09", "FY2021"},
		{us, "FY 2021", "2020-10/2021-09", "FY2021"},
		{us, "FY21", "2020-10/2021-09", "FY2021"},
		{us, "FY68", "2067-10/2068-09", "FY2068"},
		{us, "FY69", "1968-10/1969-09", "FY1969"},
		{us, "FY2020-21", "2020-10/2021-09", "FY2021"},
		{us, "FY2021 Q1", "2020-Q4", "FY2021 Q1"},
		{us, "FY2021-H2", "2021-04/2021-09", "FY2021 H2"},
		{us, "FY2020-21 H2", "2021-04/2021-09", "FY2021 H2"},
		{us, "2021-M12", "2021-09", ""},
		{us, "2020-21", "", ""},
		{us, "21", "", ""},
		{us, "FY1", "", ""},
		{us, "FY0001", "", ""},
		{us, "FY10000", "", ""},
		{us, "FY2021 Q5", "", ""},
		{us, "FY2021 Q01", "", ""},
		{us, "FY2021 X1", "", ""},
		{us, "FY2021 M1", "", ""},
		{us, "FY2021 M13", "", ""},
		{us, "FY2021-", "", ""},
		{us, "FY20-21", "", ""},
		{us, "", "", ""},
		{us, "FY", "", ""},
		{japan, "FY2021", "2021-04/2022-03", "FY2021"},
		{japan, "FY2021-22", "2021-04/2022-03", "FY2021"},
		{japan, "2021-S2", "2021-10/2022-03", "FY2021 H2"},
		{japan, "2021-A1", "2021-04/2022-03", "FY2021"},
		{india, "2021-22", "2021-04/2022-03", "2021-22"},
		{india, "2021/22", "2021-04/2022-03", "2021-22"},
		{india, "FY2021-22 Q4", "2022-Q1", "2021-22 Q4"},
		{india, "2021-22-Q4", "2022-Q1", "2021-22 Q4"},
		{india, "1999-2000", "1999-04/2000-03", "1999-00"},
		{india, "1999-00", "1999-04/2000-03", "1999-00"},
		{india, "2011-12", "2011-04/2012-03", "2011-12"},
		{india, "2021", "", ""},
		{india, "FY2021", "", ""},
		{india, "2021-Q1", "", ""},
		{india, "2021--22", "", ""},
		{india, "2021-2023", "", ""},
		{india, "2021-21", "", ""},
		{plain, "2021", "2021", "2021"},
		{plain, "2021 Q3", "2021-Q3", "2021 Q3"},
		{plain, "FY2021", "2021", "2021"},
		{plain, "2021-22", "", ""},
		{plain, "FY2021-22", "", ""},
		{target.FiscalCalendar{Start: time.April}, "FY2021", "", ""},
	} {
		got, err := tt.calendar.Parse(tt.name)
		if got.String() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Parse(%q) of %v = %v, %v, want %s", tt.name, tt.calendar, got, err, tt.want)
		}
		if name := tt.calendar.Name(got); name != tt.canonical {
			t.Errorf("Name(%v) of %v = %q, want %q", got, tt.calendar, name, tt.canonical)
		}
	}
}

func TestFiscalParts(t *testing.T) {
	us := target.FiscalCalendar{Start: time.October, NamedBy: target.ByEndYear}
	year := us.Year(2021)
	for _, tt := range []struct {
		p                   target.Period
		year, half, quarter int
	}{
		{year, 2021, 0, 0},
		{us.Half(2021, 2), 2021, 2, 0},
		{us.Quarter(2021, 2), 2021, 1, 2},
		{target.Month(2021, time.September), 2021, 2, 4},
		{target.Year(2021), 0, 0, 0},
		{target.Months(target.Month(2020, 12), target.Month(2021, 1)), 2021, 1, 0},
		{target.Period{}, 0, 0, 0},
		{target.Month(1, time.January), 0, 0, 0},
		{target.Month(9999, time.December), 0, 0, 0},
	} {
		gotYear, gotHalf, gotQuarter := us.YearOf(tt.p), us.HalfOf(tt.p), us.QuarterOf(tt.p)
		if gotYear != tt.year || gotHalf != tt.half || gotQuarter != tt.quarter {
			t.Errorf("%v is in year %d, half %d, quarter %d, want %d, %d, %d",
				tt.p, gotYear, gotHalf, gotQuarter, tt.year, tt.half, tt.quarter)
		}
	}

	for _, p := range []target.Period{
		us.Year(0), us.Year(1), us.Year(10000), us.Year(math.MaxInt), us.Year(2021 + math.MaxInt/2 + 1),
		us.Years(2022, 2021),
		us.Half(2021, 0), us.Half(2021, 3), us.Quarter(2021, 5), us.Quarter(2021, math.MinInt),
		target.FiscalCalendar{Start: 13, NamedBy: target.ByEndYear}.Year(2021),
		target.FiscalCalendar{Start: -1}.Year(2021),
		target.FiscalCalendar{Start: time.April, NamedBy: 9}.Year(2021),
	} {
		if !p.IsZero() {
			t.Errorf("got %v, want no period", p)
		}
	}

	odd := target.Months(target.Month(2020, time.November), target.Month(2022, time.November))
	if got := names(us, slices.Collect(us.Split(odd, target.Yearly))); !slices.Equal(got, []string{"FY2022"}) {
		t.Errorf("Split(%v) = %v, want FY2022 only", odd, got)
	}
	for range us.Split(year, target.Quarterly) {
		break // the iterator must stop
	}
	for p := range (target.FiscalCalendar{Start: time.April}).Split(year, target.Quarterly) {
		t.Errorf("a calendar without names yields %v", p)
	}
}

func TestFiscalCalendarValidate(t *testing.T) {
	for _, tt := range []struct {
		calendar target.FiscalCalendar
		want     []string
	}{
		{target.FiscalCalendar{}, nil},
		{target.FiscalCalendar{Start: time.January}, nil},
		{target.FiscalCalendar{Start: time.July, NamedBy: target.ByStartYear}, nil},
		{target.FiscalCalendar{Start: time.July}, []string{"calendar.namedBy is required"}},
		{target.FiscalCalendar{Start: time.July, NamedBy: 4}, []string{"calendar.namedBy is unknown"}},
		{target.FiscalCalendar{Start: 13, NamedBy: 4}, []string{"calendar.start is out of range"}},
		{target.FiscalCalendar{Start: -1}, []string{"calendar.start is out of range"}},
		{
			target.FiscalCalendar{Start: time.January, NamedBy: target.ByEndYear},
			[]string{"calendar.namedBy does not fit"},
		},
		{
			target.FiscalCalendar{NamedBy: target.ByBothYears},
			[]string{"calendar.namedBy does not fit"},
		},
	} {
		if diff := cmp.Diff(tt.want, testkit.Problems(tt.calendar.Validate())); diff != "" {
			t.Errorf("Validate() of %v (-want +got):\n%s", tt.calendar, diff)
		}
	}
}

func TestFiscalCalendarJSON(t *testing.T) {
	for text, want := range map[string]target.FiscalCalendar{
		`{"start":"--04","namedBy":"both years"}`: {Start: time.April, NamedBy: target.ByBothYears},
		`{"start":"--12","namedBy":"end year"}`:   {Start: time.December, NamedBy: target.ByEndYear},
		`{"start":"--01"}`:                        {Start: time.January},
		`{}`:                                      {},
	} {
		data, err := json.Marshal(want)
		if err != nil || string(data) != text {
			t.Errorf("Marshal(%v) = %s, %v, want %s", want, data, err, text)
		}
		var got target.FiscalCalendar
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", data, got, err, want)
		}
	}

	for _, text := range []string{
		`{"start":"--04-06","namedBy":"both years"}`, `{"start":"--04"}`, `{"start":"04","namedBy":"end year"}`,
		`{"start":"--13","namedBy":"end year"}`, `{"start":"--00"}`, `{"start":"--4","namedBy":"end year"}`,
		`{"start":"--04-1","namedBy":"end year"}`, `{"namedBy":"end year"}`, `{"start":4,"namedBy":"end year"}`,
		`{"day":1}`, `null`, `[]`,
	} {
		got := target.FiscalCalendar{Start: time.May, NamedBy: target.ByEndYear}
		if err := json.Unmarshal([]byte(text), &got); err == nil && text != "null" {
			t.Errorf("Unmarshal(%s) = %v, want an error", text, got)
		}
		if got != (target.FiscalCalendar{Start: time.May, NamedBy: target.ByEndYear}) {
			t.Errorf("Unmarshal(%s) changed the calendar to %v", text, got)
		}
	}

	err := new(target.FiscalCalendar).UnmarshalJSON([]byte(`{"start":"--13","namedBy":"end year"}`))
	if want := []string{"calendar.start is not valid"}; !slices.Equal(testkit.Problems(err), want) {
		t.Errorf("Unmarshal() of month 13 = %v, want %q", err, want)
	}
}

// Every name that is written reads back as the period that it names.
func fiscalNameReadsBack(t *rapid.T) {
	c := target.FiscalCalendar{Start: time.Month(rapid.IntRange(1, 12).Draw(t, "start"))}
	if c.Start > time.January {
		c.NamedBy = target.FiscalNaming(rapid.IntRange(1, 3).Draw(t, "named by"))
	}
	year := rapid.IntRange(2, 9998).Draw(t, "year")
	for _, p := range []target.Period{
		c.Year(year), c.Half(year, rapid.IntRange(1, 2).Draw(t, "half")),
		c.Quarter(year, rapid.IntRange(1, 4).Draw(t, "quarter")),
	} {
		name := c.Name(p)
		if got, err := c.Parse(name); err != nil || got != p {
			t.Errorf("Parse(%q) of %v = %v, %v, want %v", name, c, got, err, p)
		}
		if n := c.YearOf(p); n != year {
			t.Errorf("YearOf(%v) of %v = %d, want %d", p, c, n, year)
		}
	}
	if months := slices.Collect(c.Split(c.Year(year), target.Monthly)); len(months) != 12 {
		t.Errorf("%d months in %v", len(months), c.Year(year))
	}
}

func TestFiscalNameReadsBack(t *testing.T) { rapid.Check(t, fiscalNameReadsBack) }

func FuzzFiscalName(f *testing.F) { f.Fuzz(rapid.MakeFuzz(fiscalNameReadsBack)) }
