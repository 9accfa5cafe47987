package target_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
)

func TestPeriodText(t *testing.T) {
	tests := []struct {
		p    target.Period
		want string
	}{
		{target.Period{}, ""},
		{target.Year(2015), "2015"},
		{target.Year(1), "0001"},
		{target.Year(9999), "9999"},
		{target.Quarter(2015, 2), "2015-Q2"},
		{target.Half(2015, 1), "2015-H1"},
		{target.Half(2015, 2), "2015-H2"},
		{target.Months(target.Year(2015), target.Quarter(2015, 2)), "2015-H1"},
		{target.Month(2015, time.June), "2015-06"},
		{target.FiveYearPlan(12), "2011/2015"},
		{target.Months(target.Month(2015, 1), target.Month(2015, 12)), "2015"},
		{target.Months(target.Quarter(2014, 3), target.Quarter(2015, 2)), "2014-07/2015-06"},
		{target.Months(target.Year(2014), target.Month(2015, 2)), "2014-01/2015-02"},
		{target.Months(target.Year(2014), target.Quarter(2015, 2)), "2014-01/2015-06"},
		{target.Months(target.Month(2014, 12), target.Month(2015, 1)), "2014-12/2015-01"},
		{target.Months(target.Quarter(2014, 4), target.Quarter(2015, 1)), "2014-10/2015-03"},
		{target.Months(target.Quarter(2015, 1), target.Quarter(2015, 3)), "2015-01/2015-09"},
		{target.Months(target.Quarter(2015, 2), target.Quarter(2015, 3)), "2015-04/2015-09"},
		{target.Years(2014, 2015), "2014/2015"},
		{target.Year(0), ""},
		{target.Year(10000), ""},
		{target.Year(math.MaxInt), ""},
		{target.Year(math.MinInt), ""},
		{target.Years(2015, 2014), ""},
		{target.Quarter(2015, 0), ""},
		{target.Quarter(2015, 5), ""},
		{target.Half(2015, 0), ""},
		{target.Half(2015, 3), ""},
		{target.Half(0, 2), ""},
		{target.Year(2015 + math.MaxInt/2 + 1), ""}, // twelve times as many months wrap around
		{target.Month(2015+math.MaxInt/2+1, 1), ""},
		{target.Month(2015, 0), ""},
		{target.Month(2015, 13), ""},
		{target.Months(target.Year(2015), target.Period{}), ""},
		{target.Months(target.Year(2015), target.Year(2014)), ""},
	}

	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			if got := tt.p.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.p.IsZero() != (tt.want == "") {
				t.Errorf("IsZero() = %t", tt.p.IsZero())
			}
			text, err := tt.p.MarshalText()
			back := target.Year(1)
			if err != nil || back.UnmarshalText(text) != nil || back != tt.p {
				t.Errorf("%q reads back as %v", text, back)
			}
		})
	}
}

func TestParsePeriod(t *testing.T) {
	good := map[string]target.Period{
		"2015":            target.Year(2015),
		"2015-Q4":         target.Quarter(2015, 4),
		"2015-12":         target.Month(2015, time.December),
		"2015/2015":       target.Year(2015),
		"2015-01/2015-Q3": target.Months(target.Quarter(2015, 1), target.Quarter(2015, 3)),
		"2011/2015":       target.Years(2011, 2015),
		"0001/9999":       target.Years(1, 9999),
		"2015-Q1/2015-Q4": target.Year(2015),
		"2014-12/2015-01": target.Months(target.Month(2014, 12), target.Month(2015, 1)),
		"2015-H2":         target.Half(2015, 2),
		"2015-S2":         target.Half(2015, 2), // SDMX
		"2015/P1Y":        target.Year(2015),
		"0001/P9999Y":     target.Years(1, 9999),
		"2001/P12000M":    target.Years(2001, 3000),
		"2015-04/P1Y6M":   target.Months(target.Month(2015, 4), target.Month(2016, 9)),

		"2015-04-01/2015-06-30":   target.Quarter(2015, 2),
		"2016-02-01/2016-02-29":   target.Month(2016, 2),
		"2015-04-01/2015-Q2":      target.Quarter(2015, 2),
		"2015-04-01/P3M":          target.Quarter(2015, 2),
		"2015-04-01T00:00:00/P3M": target.Quarter(2015, 2),
	}

	for text, want := range good {
		if got, err := target.ParsePeriod(text); err != nil || got != want {
			t.Errorf("ParsePeriod(%q) = %v, %v; want %v", text, got, err, want)
		}
	}

	for _, text := range []string{
		"", "15", "02015", "2015-", "2015-1", "2015-00", "2015-13", "2015-Q0", "2015-Q5", "2015-q1", "2015Q1", "2015-Q",
		"0000", "2015/2014", "2015/", "/2015", "2014/2015/2016", " 2015", "2015 ", "+201", "-001", "２０１５", "2015-06-01",
		"2015\x00",
		"2015-H0", "2015-H3", "2015-h1", "2015-A1", "2021-22", "P1Y", "2015/P", "2015/P0M", "2015/P1", "2015/P1M1Y",
		"2015/P-1Y",
		"2015/PxY1M", "2015/1Y", "2015/1M",
		"2015/P1D", "2015/P1Y2", "/P1Y", "2015/P9999Y", "2015/P123456789012345678M", "2015-04-02/2015-06-30",
		"2015-04-01/2015-06-29", "2015-04-01/2015-06-31", "2015-02-01/2015-02-29", "2015-04-31/2015-06-30",
		"2015-04-01/2015-07-01T00:00:00", "2015-04-01T12:00:00/P3M",
	} {
		if got, err := target.ParsePeriod(text); !errors.Is(err, target.ErrInvalid) || !got.IsZero() {
			t.Errorf("ParsePeriod(%q) = %v, %v; want an error", text, got, err)
		}
	}
}

// The first plans: 1953–1957, 1958–1962, then 1966–1970 and on.
func TestFiveYearPlan(t *testing.T) {
	want := map[int]string{
		-1:          "",
		0:           "",
		1:           "1953/1957",
		2:           "1958/1962",
		3:           "1966/1970",
		10:          "2001/2005",
		11:          "2006/2010",
		12:          "2011/2015",
		13:          "2016/2020",
		14:          "2021/2025",
		1000:        "6951/6955",
		1001:        "",
		math.MaxInt: "",
	}

	for n, text := range want {
		if got := target.FiveYearPlan(n).String(); got != text {
			t.Errorf("FiveYearPlan(%d) = %q, want %q", n, got, text)
		}
	}
}

func TestPeriodRelations(t *testing.T) {
	plan, year, month := target.FiveYearPlan(12), target.Year(2015), target.Month(2015, time.December)
	if !plan.Contains(year) || !year.Contains(month) || !plan.Contains(plan) || year.Contains(plan) ||
		plan.Contains(target.Year(2016)) {
		t.Error("Contains() is wrong")
	}

	if plan.Contains(target.Period{}) || (target.Period{}).Contains(year) {
		t.Error("the zero Period contains or is contained")
	}
	if plan.Len() != 60 || month.Len() != 1 || (target.Period{}).Len() != 0 {
		t.Error("Len() is wrong")
	}
	if plan.EndYear() != 2015 || (target.Period{}).EndYear() != 0 {
		t.Error("Year() is wrong")
	}
	if plan.First() != target.Month(2011, time.January) || plan.Last() != month {
		t.Error("First() or Last() is wrong")
	}
	got := []target.Period{month, year, target.Year(2014), plan, {}}
	slices.SortFunc(got, target.Period.Compare)
	if diff := cmp.Diff([]target.Period{{}, target.Year(2014), plan, year, month}, got); diff != "" {
		t.Errorf("Compare() mismatch (-want +got):\n%s", diff)
	}
	if !plan.Equal(target.Years(2011, 2015)) || plan.Equal(year) {
		t.Error("Equal() is wrong")
	}
}

func TestSplit(t *testing.T) {
	texts := func(p target.Period, by target.Frequency) []string {
		var s []string
		for q := range p.Split(by) {
			s = append(s, q.String())
		}
		return s
	}

	odd := target.Months(target.Month(2013, time.December), target.Month(2015, time.February))
	tests := []struct {
		name string
		got  []string
		want []string
	}{
		{"plan", texts(target.FiveYearPlan(12), target.Yearly), []string{"2011", "2012", "2013", "2014", "2015"}},
		{"quarters", texts(target.Year(2015), target.Quarterly), []string{"2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4"}},
		{"whole years only", texts(odd, target.Yearly), []string{"2014"}},
		{"whole quarters only", texts(odd, target.Quarterly), []string{"2014-Q1", "2014-Q2", "2014-Q3", "2014-Q4"}},
		{"no year in it", texts(target.Quarter(2015, 1), target.Yearly), nil},
		{"zero", texts(target.Period{}, target.Monthly), nil},
		{"no step", texts(target.Year(2015), 0), nil},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("Split() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	for p := range target.FiveYearPlan(12).Split(target.Yearly) {
		if p != target.Year(2011) {
			t.Fatalf("first year %v", p)
		}
		break // the iterator must stop
	}

	if n := len(slices.Collect(odd.Split(target.Monthly))); n != 15 {
		t.Errorf("%d months", n)
	}
	if n := len(slices.Collect(odd.Split(target.Quarterly))); n != 4 {
		t.Errorf("%d quarters", n)
	}
}

func TestElapsed(t *testing.T) {
	tests := []struct {
		p        target.Period
		date     string
		days, of int
		share    string
	}{
		{target.Year(2011), "2011-03-15", 74, 365, "0.2027"},
		{target.Year(2011), "2010-12-31", 0, 365, "0.0000"},
		{target.Year(2011), "2011-01-01", 1, 365, "0.0027"},
		{target.Year(2011), "2011-12-31", 365, 365, "1.0000"},
		{target.Year(2011), "2019", 365, 365, "1.0000"},
		{target.Year(2012), "2012-02", 60, 366, "0.1639"},
		{target.FiveYearPlan(12), "2013", 1096, 1826, "0.6002"},
		{target.Year(1900), "1900-03-01", 60, 365, "0.1644"},
		{target.Year(2000), "2000-03-01", 61, 366, "0.1667"},
		{target.Month(2012, time.February), "2012-02-10", 10, 29, "0.3448"},
		{target.Month(2012, time.January), "2012-01-31", 31, 31, "1.0000"},
		{target.Month(2013, time.February), "2013-02-10", 10, 28, "0.3571"},
		{target.Years(1, 9999), "9999-12-31", 3652059, 3652059, "1.0000"},
	}

	for _, tt := range tests {
		t.Run(tt.p.String()+" on "+tt.date, func(t *testing.T) {
			days, of, err := tt.p.Elapsed(tt.date)
			if err != nil || days != tt.days || of != tt.of {
				t.Errorf("Elapsed() = %d of %d, %v; want %d of %d", days, of, err, tt.days, tt.of)
			}
			share, err := tt.p.ElapsedShare(tt.date, 4)
			if err != nil || share.StringFixed(4) != tt.share {
				t.Errorf("ElapsedShare() = %s, %v; want %s", share, err, tt.share)
			}
		})
	}

	for _, date := range []string{
		"", "2011-02-29", "2011-13", "2011-Q1", "2011-04-31", "2011-1-1", "2011-01-00", "0000-01-01", "2011/2012",
		"20110101", "2011-01-1x", "10000-01-0", "2011/03-15", "2011-03/15", "2x11-03-15", "2011-x3-15",
	} {
		if _, _, err := target.Year(2011).Elapsed(date); !errors.Is(err, target.ErrInvalid) {
			t.Errorf("Elapsed(%q): %v, want ErrInvalid", date, err)
		}
	}

	if _, _, err := (target.Period{}).Elapsed("2011"); !errors.Is(err, target.ErrRequired) {
		t.Errorf("Elapsed() of no period: %v", err)
	}

	for places, want := range map[int32]string{
		0: "1", 1: "0.5",
		100: "0.5041095890410958904109589041095890410958904109589041095890410958904109589041095890410958904109589041",
	} {
		if share, err := target.Year(2011).ElapsedShare("2011-07-03", places); err != nil ||
			share.StringFixed(places) != want {
			t.Errorf("ElapsedShare(%d places) = %s, %v; want %s", places, share.StringFixed(places), err, want)
		}
	}

	for _, places := range []int32{-1, 101} {
		if _, err := target.Year(2011).ElapsedShare("2011", places); !errors.Is(err, target.ErrRange) {
			t.Errorf("ElapsedShare(%d places): %v", places, err)
		}
	}
}

// Days agree with package time's calendar.
func TestElapsedAgreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := period(t, "period")
		on := time.Date(
			rapid.IntRange(1, 9999).Draw(t, "year"),
			time.Month(rapid.IntRange(1, 12).Draw(t, "month")),
			rapid.IntRange(1, 28).Draw(t, "day"),
			0,
			0,
			0,
			0,
			time.UTC,
		)

		day := func(at time.Time) int { return int(at.Unix() / 86400) }
		first := time.Date(p.First().EndYear(), firstMonth(p), 1, 0, 0, 0, 0, time.UTC)
		end := first.AddDate(0, p.Len(), 0)
		days, of, err := p.Elapsed(on.Format("2006-01-02"))
		want := min(max(day(on)+1-day(first), 0), day(end)-day(first))
		if err != nil || days != want || of != day(end)-day(first) {
			t.Fatalf("%v on %v: %d of %d, %v; want %d of %d", p, on, days, of, err, want, day(end)-day(first))
		}
	})
}

func firstMonth(p target.Period) time.Month {
	for m := time.January; ; m++ {
		if target.Month(p.First().EndYear(), m) == p.First() {
			return m
		}
	}
}

func period(t *rapid.T, name string) target.Period {
	month := rapid.Custom(func(t *rapid.T) target.Period {
		return target.Month(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")))
	})
	p, q := month.Draw(t, name+" from"), month.Draw(t, name+" to")
	if p.Compare(q) > 0 {
		p, q = q, p
	}
	return target.Months(p, q)
}

func periodReadsBack(t *rapid.T) {
	p := period(t, "p")
	got, err := target.ParsePeriod(p.String())
	if err != nil || got != p {
		t.Fatalf("%v reads back as %v, %v", p, got, err)
	}
}

func TestPeriodReadsBack(t *testing.T) { rapid.Check(t, periodReadsBack) }

// What is split is disjoint, in order, within the period and, by months, whole.
func TestSplitThenJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := period(t, "p")
		if p.Len() > 3000 {
			p = target.Months(p.First(), p.First())
		}
		by := rapid.SampledFrom([]target.Frequency{target.Monthly, target.Quarterly, target.Yearly}).Draw(t, "by")
		var parts []target.Period

		for q := range p.Split(by) {
			parts = append(parts, q)
		}
		for i, q := range parts {
			if !p.Contains(q) {
				t.Fatalf("%v is not within %v", q, p)
			}
			if i > 0 && target.Months(parts[i-1], q).Len() != parts[i-1].Len()+q.Len() {
				t.Fatalf("%v does not follow %v", q, parts[i-1])
			}
		}

		if by == target.Monthly && target.Months(parts[0], parts[len(parts)-1]) != p {
			t.Fatalf("the months of %v make %v", p, target.Months(parts[0], parts[len(parts)-1]))
		}
	})
}

// Whatever text is accepted is written back to a text with the same meaning.
func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{
		"2015", "2015-Q2", "2015-06", "2011/2015", "2015-01/2015-Q3", "", "0000", "9999-12/0001",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := target.ParsePeriod(s)
		if err != nil {
			if !p.IsZero() {
				t.Errorf("%q: %v with an error", s, p)
			}
			return
		}
		if q, err := target.ParsePeriod(p.String()); err != nil || q != p {
			t.Errorf("%q is %v, which reads back as %v, %v", s, p, q, err)
		}
	})
}

func TestPeriodEnds(t *testing.T) {
	tests := []struct {
		period      target.Period
		start, end  int
		first, last time.Month
	}{
		{target.Period{}, 0, 0, 0, 0},
		{target.Month(1, time.January), 1, 1, time.January, time.January},
		{target.Month(9999, time.December), 9999, 9999, time.December, time.December},
		{target.Quarter(2015, 3), 2015, 2015, time.July, time.September},
		{
			target.Months(target.Month(2014, time.April), target.Month(2015, time.March)),
			2014,
			2015,
			time.April,
			time.March,
		},
		{target.FiveYearPlan(12), 2011, 2015, time.January, time.December},
	}

	for _, tt := range tests {
		if year, month := tt.period.Start(); year != tt.start || month != tt.first {
			t.Errorf("Start() of %v = %d, %v, want %d, %v", tt.period, year, month, tt.start, tt.first)
		}
		if year, month := tt.period.End(); year != tt.end || month != tt.last {
			t.Errorf("End() of %v = %d, %v, want %d, %v", tt.period, year, month, tt.end, tt.last)
		}
		if year := tt.period.EndYear(); year != tt.end {
			t.Errorf("EndYear() of %v = %d, want %d", tt.period, year, tt.end)
		}
	}
}

func TestFrequencyMonths(t *testing.T) {
	months := map[target.Frequency]int{
		0: 0, target.Monthly: 1, target.Quarterly: 3, target.HalfYearly: 6, target.Yearly: 12, 5: 0,
	}
	for f, want := range months {
		if got := f.Months(); got != want {
			t.Errorf("Months() of %v = %d, want %d", f, got, want)
		}
	}
}

func TestShift(t *testing.T) {
	month, plan := target.Month(2015, time.November), target.FiveYearPlan(12)
	toDate := target.Months(target.Month(2016, time.January), target.Month(2016, time.February))

	for _, tt := range []struct {
		name      string
		got, want target.Period
	}{
		{"a month later", month.Shift(1), target.Month(2015, time.December)},
		{"over the new year", month.Shift(2), target.Month(2016, time.January)},
		{"back", month.Shift(-11), target.Month(2014, time.December)},
		{"not at all", plan.Shift(0), plan},
		{"out of all years", month.Shift(1 << 30), target.Period{}},
		{"out of all numbers", month.Shift(math.MinInt), target.Period{}},
		{"before year 1", target.Year(1).Shift(-1), target.Period{}},
		{"after year 9999", target.Year(9999).Shift(1), target.Period{}},
		{"nothing", target.Period{}.Shift(12), target.Period{}},
		{"the next month", month.Next(), target.Month(2015, time.December)},
		{"the next plan", plan.Next(), target.FiveYearPlan(13)},
		{"the next of none", target.Period{}.Next(), target.Period{}},
		{"the last of all", target.Year(9999).Next(), target.Period{}},
		{"the same months of the year before", toDate.YearBefore(), toDate.Shift(-12)},
		{"the quarter of the year before", target.Quarter(2016, 3).YearBefore(), target.Quarter(2015, 3)},
		{"the plan, a year before", plan.YearBefore(), target.Years(2010, 2014)},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
