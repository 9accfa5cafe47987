package temporal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

var flow = target.Indicator{Code: "i", Kind: target.Flow}

// list prints points as period and figure.
func list(points []target.Point) string {
	var out []string
	for _, x := range points {
		out = append(out, x.Period.String()+" "+x.Value.String())
	}
	return strings.Join(out, ", ")
}

// through is a report of a year to date.
func through(year int, m time.Month, value string) target.Point {
	return *point(target.Months(target.Year(year), target.Month(year, m)), value)
}

func TestToDateAndBack(t *testing.T) {
	us := target.FiscalCalendar{Start: time.October, NamedBy: target.ByEndYear}
	for _, tt := range []struct {
		name          string
		years         target.FiscalCalendar
		parts, toDate string
	}{
		{"months", target.FiscalCalendar{}, "2014-01 3, 2014-02 4", "2014-01 3, 2014-01/2014-02 7"},
		{"with a sum", target.FiscalCalendar{}, "2014-01/2014-02 7, 2014-03 1", "2014-01/2014-02 7, 2014-Q1 8"},
		{"over New Year", target.FiscalCalendar{}, "2014 9, 2015-01 2", "2014 9, 2015-01 2"},
		{"a fiscal year", us, "2013-10/2014-01 5, 2014-02 1", "2013-10/2014-01 5, 2013-10/2014-02 6"},
		{"below zero", target.FiscalCalendar{}, "2014-Q1 5, 2014-Q2 -6", "2014-Q1 5, 2014-H1 -1"},
		{"none", target.FiscalCalendar{}, "", ""},
	} {
		parts, reports := pointsOf(t, tt.parts), pointsOf(t, tt.toDate)
		slices.Reverse(parts)
		slices.Reverse(reports)
		got, err := temporal.ToDate(flow, tt.years, parts)
		if err != nil || list(got) != tt.toDate {
			t.Errorf("%s: ToDate() = %s, %v, want %s", tt.name, list(got), err, tt.toDate)
		}
		back, err := temporal.Single(flow, tt.years, reports)
		if err != nil || list(back) != tt.parts {
			t.Errorf("%s: Single() = %s, %v, want %s", tt.name, list(back), err, tt.parts)
		}
	}
}

func pointsOf(t *testing.T, text string) []target.Point {
	t.Helper()
	var out []target.Point
	for one := range strings.SplitSeq(text, ", ") {
		period, value, ok := strings.Cut(one, " ")
		if !ok {
			continue
		}
		p, err := target.ParsePeriod(period)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, *point(p, value))
	}
	return out
}

// What lies between two reports remains one sum.
func TestSingleInventsNoMonth(t *testing.T) {
	reports := []target.Point{
		through(2014, 1, "57251"), through(2014, 8, "417606"), through(2014, 11, "669695"), through(2014, 12, "801135"),
		through(2015, 1, "66415"),
	}
	got, err := temporal.Single(flow, target.FiscalCalendar{}, reports)
	want := "2014-01 57251, 2014-02/2014-08 360355, 2014-09/2014-11 252089, 2014-12 131440, 2015-01 66415"
	if err != nil || list(got) != want {
		t.Errorf("Single() = %s, %v, want %s", list(got), err, want)
	}
}

func TestToDateRefuses(t *testing.T) {
	var plain target.FiscalCalendar
	for _, tt := range []struct {
		name      string
		indicator target.Indicator
		years     target.FiscalCalendar
		points    string
		toDate    []string
		single    []string
	}{
		{
			"a report over New Year", flow, plain, "2014-01/2014-11 669695, 2014-01/2015-01 66415",
			[]string{`parts["2014-01/2015-01"] is out of range`},
			[]string{`reports["2014-01/2015-01"] is out of range`},
		},
		{
			"months without January", flow, plain, "2014-02 1, 2014-03 1",
			[]string{`parts["2014-02"] has no figure`, `parts["2014-03"] has no figure`},
			[]string{`reports["2014-02"] is out of range`, `reports["2014-03"] is out of range`},
		},
		{
			"a gap", flow, plain, "2014-01 1, 2014-03 1",
			[]string{`parts["2014-03"] has no figure`},
			[]string{`reports["2014-03"] is out of range`},
		},
		{
			"an overlap", flow, plain, "2014-01 1, 2014-01/2014-02 1",
			[]string{`parts["2014-01/2014-02"] is given twice`},
			nil,
		},
		{
			"one twice", flow, plain, "2014-01 1, 2014-01 1",
			[]string{`parts["2014-01"] is given twice`},
			[]string{`reports["2014-01"] is given twice`},
		},
		{
			"a stock",
			target.Indicator{Code: "i", Kind: target.Stock},
			plain, "2014-01 1",
			[]string{"indicator.kind is ruled out"},
			[]string{"indicator.kind is ruled out"},
		},
		{
			"no calendar", flow,
			target.FiscalCalendar{Start: time.April},
			"2014-01 1",
			[]string{"calendar.namedBy is required"},
			[]string{"calendar.namedBy is required"},
		},
		{
			"no indicator",
			target.Indicator{Kind: target.Flow},
			plain, "2014-01 1",
			[]string{"indicator.code is required"},
			[]string{"indicator.code is required"},
		},
		{
			"another fiscal year", flow, india, "2014-01/2014-04 1",
			[]string{`parts["2014-01/2014-04"] is out of range`},
			[]string{`reports["2014-01/2014-04"] is out of range`},
		},
	} {
		_, err := temporal.ToDate(tt.indicator, tt.years, pointsOf(t, tt.points))
		if diff := cmp.Diff(tt.toDate, testkit.Problems(err)); diff != "" {
			t.Errorf("%s: ToDate() (-want +got):\n%s", tt.name, diff)
		}
		_, err = temporal.Single(tt.indicator, tt.years, pointsOf(t, tt.points))
		if diff := cmp.Diff(tt.single, testkit.Problems(err)); diff != "" {
			t.Errorf("%s: Single() (-want +got):\n%s", tt.name, diff)
		}
	}

	far := []target.Point{
		*point(target.Month(2014, 1), "1"), {Period: target.Month(2014, 2), Value: decimal.New(1, 1<<30)},
	}
	if _, err := temporal.ToDate(flow, plain, far); err == nil {
		t.Error("ToDate() took a figure out of bounds")
	}
	most := decimal.New(9, 99)
	sum := []target.Point{{Period: target.Month(2014, 1), Value: most}, {Period: target.Month(2014, 2), Value: most}}
	if _, err := temporal.ToDate(flow, plain, sum); err == nil {
		t.Error("ToDate() made a sum out of bounds")
	}
}

// Reports to date and the parts of any division of years are each other's
// inverse, and the last report is what Combine makes of the parts.
func toDateAndBack(t *rapid.T) {
	years := target.FiscalCalendar{Start: time.Month(rapid.IntRange(1, 12).Draw(t, "start"))}
	if years.Start > time.January {
		years.NamedBy = target.ByStartYear
	}
	var parts []target.Point
	for y := range rapid.IntRange(1, 3).Draw(t, "years") {
		year := years.Year(2010 + 2*y)
		end := rapid.IntRange(0, 12).Draw(t, "months")
		for at := 0; at < end; {
			n := rapid.IntRange(1, end-at).Draw(t, "length")
			first := year.First().Shift(at)
			parts = append(parts, target.Point{
				Period: target.Months(first, first.Shift(n-1)),
				Value: decimal.New(
					rapid.Int64Range(-1000, 1000).Draw(t, "value"), rapid.Int32Range(-3, 1).Draw(t, "exp"),
				),
			})
			at += n
		}
	}

	shuffled := rapid.Permutation(parts).Draw(t, "order")
	reports, err := temporal.ToDate(flow, years, shuffled)
	if err != nil || len(reports) != len(parts) {
		t.Fatalf("ToDate(%s) = %s, %v", list(parts), list(reports), err)
	}
	for k, r := range reports {
		within := slices.DeleteFunc(slices.Clone(parts), func(x target.Point) bool {
			return !r.Period.Contains(x.Period)
		})
		want, err := temporal.Combine(flow, r.Period, within, nil)
		if err != nil || !want.Equal(r.Value) {
			t.Errorf("report %d is %v, want %v, %v", k, r, want, err)
		}
	}

	back, err := temporal.Single(flow, years, rapid.Permutation(reports).Draw(t, "order of reports"))
	if err != nil || list(back) != list(parts) && len(parts) > 0 {
		same := slices.EqualFunc(back, parts, func(a, b target.Point) bool {
			return a.Period == b.Period && a.Value.Equal(b.Value)
		})
		if err != nil || !same {
			t.Errorf("Single(%s) = %s, %v, want %s", list(reports), list(back), err, list(parts))
		}
	}
}

func TestToDateAndBackProperty(t *testing.T) { rapid.Check(t, toDateAndBack) }

func FuzzToDateAndBack(f *testing.F) { f.Fuzz(rapid.MakeFuzz(toDateAndBack)) }
