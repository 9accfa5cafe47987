package target

import (
	"cmp"
	"fmt"
	"iter"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// Period is a span of whole months in the years 1 to 9999: a month, a quarter,
// a year, a plan. Periods can be compared by ==. The zero Period is no period.
// A function that makes a Period returns the zero Period if its arguments make
// none.
type Period struct{ first, last int32 } // months since January of year 0

const (
	minMonth = 12
	maxMonth = 9999*12 + 11
)

func span(first, last int64) Period {
	if first < minMonth || last > maxMonth || first > last {
		return Period{}
	}
	return Period{int32(first), int32(last)}
}

// Year returns the calendar year y.
func Year(y int) Period { return Years(y, y) }

// Years returns the years from first to last, both included.
func Years(first, last int) Period { return span(int64(first)*12, int64(last)*12+11) }

// Quarter returns quarter q, 1 to 4, of year y.
func Quarter(y, q int) Period {
	if q < 1 || q > 4 {
		return Period{}
	}
	first := int64(y)*12 + int64(q-1)*3
	return span(first, first+2)
}

// Month returns month m of year y.
func Month(y int, m time.Month) Period {
	if m < time.January || m > time.December {
		return Period{}
	}
	at := int64(y)*12 + int64(m-1)
	return span(at, at)
}

// Months returns the span from the first month of p to the last month of q.
func Months(p, q Period) Period {
	if p.IsZero() || q.IsZero() {
		return Period{}
	}
	return span(int64(p.first), int64(q.last))
}

// FiveYearPlan returns the years of China's n-th five-year plan (五年规划,
// until 2005 五年计划): 12 is 2011–2015. The first two are 1953–1957 and
// 1958–1962; the years 1963–1965 belong to none.
func FiveYearPlan(n int) Period {
	switch {
	case n < 1 || n > 1000:
		return Period{}
	case n <= 2:
		return Years(1948+5*n, 1952+5*n)
	}
	return Years(1951+5*n, 1955+5*n)
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p == Period{} }

// Equal reports whether p and q are the same span.
func (p Period) Equal(q Period) bool { return p == q }

// Compare orders periods by their last month. Of two that end together the
// longer comes first: a plan comes just before its last year. The zero Period
// comes before all others.
func (p Period) Compare(q Period) int {
	return cmp.Or(cmp.Compare(p.last, q.last), cmp.Compare(p.first, q.first))
}

// Contains reports whether all of q lies within p. No period contains the zero
// Period.
func (p Period) Contains(q Period) bool {
	return !q.IsZero() && p.first <= q.first && q.last <= p.last
}

// Len returns the number of months.
func (p Period) Len() int {
	if p.IsZero() {
		return 0
	}
	return int(p.last-p.first) + 1
}

// First returns the first month of p.
func (p Period) First() Period { return Period{p.first, p.first} }

// Split yields the whole months, quarters or calendar years within p, in order.
// It can be ranged over again. The months of p before the first of them and
// after the last belong to none. A frequency that is none of the constants
// yields nothing.
func (p Period) Split(by Frequency) iter.Seq[Period] {
	return func(yield func(Period) bool) {
		n := int32(by.Months())
		if n == 0 || p.IsZero() {
			return
		}
		for m := (p.first + n - 1) / n * n; m+n-1 <= p.last; m += n {
			if !yield(Period{m, m + n - 1}) {
				return
			}
		}
	}
}

// Elapsed returns the number of days of p that have passed at the end of a date,
// and the number that p has: 74 of 365 for the year 2011 on 2011-03-15. Before p
// the first number is 0, after p it is the second. A date without a day or a
// month means its last day.
//
// Elapsed returns an error if p is the zero Period or the text is not an ISO
// 8601 date.
func (p Period) Elapsed(date string) (days, of int, err error) {
	if p.IsZero() {
		return 0, 0, &FieldError{Path: "period", Err: ErrRequired}
	}
	at, ok := parseDay(date)
	if !ok {
		return 0, 0, &FieldError{Path: "date", Value: date, Err: ErrInvalid, Remedy: dateRemedy}
	}
	before, last := firstDay(p)-1, lastDay(p)
	return int(min(max(at-before, 0), last-before)), int(last - before), nil
}

// ElapsedShare returns the share of p's days that have passed at the end of a
// date, rounded to so many places, halves up: 0.2027 for the year 2011 on
// 2011-03-15.
//
// ElapsedShare returns an error if [Period.Elapsed] does, or if places is not
// between 0 and 100.
func (p Period) ElapsedShare(date string, places int32) (decimal.Decimal, error) {
	days, of, err := p.Elapsed(date)
	if err != nil {
		return decimal.Decimal{}, err
	}
	var problems Problems
	if !problems.At("places").Count(int(places), 0, MaxDigits) {
		return decimal.Decimal{}, problems.Err()
	}
	return fixed.Round(big.NewInt(int64(days)), big.NewInt(int64(of)), places), nil
}

// Last returns the last month of p.
func (p Period) Last() Period { return Period{p.last, p.last} }

// Start returns the year and the month in which p begins, 0 and 0 for the zero
// Period.
func (p Period) Start() (year int, month time.Month) { return calendar(p.first) }

// End returns the year and the month in which p ends, 0 and 0 for the zero
// Period.
func (p Period) End() (year int, month time.Month) { return calendar(p.last) }

// EndYear returns the calendar year in which p ends: the year that a target "by"
// the period means. It is 0 for the zero Period.
func (p Period) EndYear() int { return int(p.last / 12) }

func calendar(m int32) (year int, month time.Month) {
	if m == 0 {
		return 0, 0
	}
	return int(m / 12), time.Month(m%12 + 1)
}

// String returns the ISO 8601 text of p in its coarsest form: 2015, 2015-Q2,
// 2015-06, or two of one form with a solidus, 2011/2015. The zero Period
// prints as the empty string.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}

	unit, form := int32(1), monthText
	switch {
	case p.first%12 == 0 && p.last%12 == 11:
		unit, form = 12, yearText
	case p.first%3 == 0 && p.last%3 == 2:
		unit, form = 3, quarterText
	}

	if p.last-p.first < unit {
		return form(p.first)
	}
	return form(p.first) + "/" + form(p.last)
}

func yearText(m int32) string    { return fmt.Sprintf("%04d", m/12) }
func quarterText(m int32) string { return fmt.Sprintf("%04d-Q%d", m/12, m%12/3+1) }
func monthText(m int32) string   { return fmt.Sprintf("%04d-%02d", m/12, m%12+1) }

// ParsePeriod reads a year 2015, a quarter 2015-Q2, a month 2015-06, or a span
// of two of these, 2011/2015 or 2015-01/2015-Q3.
//
// ParsePeriod returns an error if the text has another form, a year outside
// 0001 to 9999, or a span that ends before it begins.
func ParsePeriod(s string) (Period, error) {
	from, to, isSpan := strings.Cut(s, "/")
	p, ok := parsePart(from)
	if ok && isSpan {
		var q Period
		if q, ok = parsePart(to); ok {
			p = Months(p, q)
		}
	}

	if !ok || p.IsZero() {
		return Period{}, &FieldError{
			Path: "period", Value: s, Err: ErrInvalid,
			Remedy: "write 2015, 2015-Q2, 2015-06 or a span such as 2011/2015",
		}
	}
	return p, nil
}

func parsePart(s string) (Period, bool) {
	if len(s) < 4 {
		return Period{}, false
	}
	y, ok := digits(s[:4])
	switch {
	case !ok:
		return Period{}, false
	case len(s) == 4:
		return Year(y), true
	case len(s) != 7 || s[4] != '-':
		return Period{}, false
	case s[5] == 'Q':
		q, ok := digits(s[6:])
		return Quarter(y, q), ok
	}
	m, ok := digits(s[5:])
	return Month(y, time.Month(m)), ok
}

func digits(s string) (int, bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// MarshalText returns the text of p as String prints it.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a period as [ParsePeriod] does; the empty text is the
// zero Period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	q, err := ParsePeriod(string(text))
	if err == nil {
		*p = q
	}
	return err
}
