package target

import (
	"cmp"
	"iter"
	"math/big"
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
func Years(first, last int) Period { return span(january(first), january(last)+11) }

// january returns the first month of a year, or 0 if there is no such year.
func january(y int) int64 {
	if y < 1 || y > 9999 {
		return 0
	}
	return int64(y) * 12
}

// Quarter returns quarter q, 1 to 4, of year y.
func Quarter(y, q int) Period {
	if q < 1 || q > 4 {
		return Period{}
	}
	first := january(y) + int64(q-1)*3
	return span(first, first+2)
}

// Half returns half h, 1 or 2, of year y.
func Half(y, h int) Period {
	if h < 1 || h > 2 {
		return Period{}
	}
	first := january(y) + int64(h-1)*6
	return span(first, first+5)
}

// Month returns month m of year y.
func Month(y int, m time.Month) Period {
	if m < time.January || m > time.December {
		return Period{}
	}
	at := january(y) + int64(m-1)
	return span(at, at)
}

// Months returns the span from the first month of p to the last month of q. With
// a year for p and a month of it for q it is the year to date: January to May.
func Months(p, q Period) Period {
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

// Last returns the last month of p.
func (p Period) Last() Period { return Period{p.last, p.last} }

// Shift returns the period of the same length that begins so many months later,
// or earlier if the number is negative: 2015-Q2 shifted by 3 is 2015-Q3.
func (p Period) Shift(months int) Period {
	if p.IsZero() {
		return Period{}
	}
	return span(int64(p.first)+int64(months), int64(p.last)+int64(months))
}

// Next returns the period of the same length that follows p: 2015-Q3 after
// 2015-Q2, the years 2016 to 2020 after 2011 to 2015.
func (p Period) Next() Period { return p.Shift(p.Len()) }

// YearBefore returns the same months of the year before: 2014-01/2014-05 for
// 2015-01/2015-05. Growth to date is on this period.
func (p Period) YearBefore() Period { return p.Shift(-12) }

// Split yields the whole months, quarters, half-years or calendar years within p,
// in order. It can be ranged over again. The months of p before the first of them
// and after the last belong to none. A frequency that is none of the constants
// yields nothing. [FiscalCalendar.Split] yields fiscal years and their parts.
func (p Period) Split(by Frequency) iter.Seq[Period] { return FiscalCalendar{}.Split(p, by) }

// Elapsed returns the number of days of p that have passed at the end of a date,
// and the number that p has: 74 of 365 for the year 2011 on 2011-03-15. Before p
// the first number is 0, after p it is the second. A date without a day or a
// month means its last day.
//
// Elapsed returns an error if p is the zero Period or the text is not an ISO
// 8601 date.
func (p Period) Elapsed(date string) (days, of int, err error) {
	if p.IsZero() {
		return 0, 0, &FieldError{Path: "period", Err: ErrRequired, Remedy: "give a period"}
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
