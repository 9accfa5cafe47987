package target

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String returns the text of p: 2015, 2015-H1, 2015-Q2, 2015-06, the years
// 2011/2015, or for any other span its first and its last month,
// 2021-04/2022-03. The zero Period prints as the empty string.
func (p Period) String() string {
	starts, months := p.first%12, p.last-p.first+1
	switch {
	case p.IsZero():
		return ""
	case starts == 0 && months == 12:
		return yearText(p.first)
	case starts == 0 && months%12 == 0:
		return yearText(p.first) + "/" + yearText(p.last)
	case starts%6 == 0 && months == 6:
		return fmt.Sprintf("%s-H%d", yearText(p.first), starts/6+1)
	case starts%3 == 0 && months == 3:
		return fmt.Sprintf("%s-Q%d", yearText(p.first), starts/3+1)
	case months == 1:
		return monthText(p.first)
	}
	return monthText(p.first) + "/" + monthText(p.last)
}

func yearText(m int32) string  { return fmt.Sprintf("%04d", m/12) }
func monthText(m int32) string { return fmt.Sprintf("%04d-%02d", m/12, m%12+1) }

// ParsePeriod reads the text of a period, by ISO 8601 where it has a form:
//
//	2015                      a year
//	2015-H1, 2015-S1          a half-year; the second form is that of SDMX
//	2015-Q2                   a quarter
//	2015-06                   a month
//	2011/2015                 from the first of two of these to the last
//	2021-04-01/2022-03-31     from the first day of a month to the last of one
//	2021-04/P5Y, 2021-04/P6M  so many years or months; P1Y6M is both
//
// A fiscal year has no text of its own here: 2011-12 is a month.
// [FiscalCalendar.Parse] reads the names of fiscal years.
//
// ParsePeriod returns an error if the text has another form, a year outside
// 0001 to 9999, or a span that ends before it begins, or that begins or ends
// within a month.
func ParsePeriod(s string) (Period, error) {
	if p := parsePeriod(s); !p.IsZero() {
		return p, nil
	}
	return Period{}, &FieldError{
		Path: "period", Value: s, Err: ErrInvalid,
		Remedy: "write 2015, 2015-H1, 2015-Q2, 2015-06 or a span such as 2011/2015",
	}
}

// parsePeriod returns the zero Period for any other text.
func parsePeriod(s string) Period {
	from, to, isSpan := strings.Cut(s, "/")
	if !isSpan {
		return parsePart(s)
	}

	first := parseEnd(strings.TrimSuffix(from, "T00:00:00"), firstDay)
	if months := parseDuration(to); months > 0 {
		first = first.First()
		return Months(first, first.Shift(months-1))
	}
	return Months(first, parseEnd(to, lastDay))
}

// parsePart reads a year or a part of one.
func parsePart(s string) Period {
	if len(s) < 4 {
		return Period{}
	}
	y, ok := digits(s[:4])
	switch {
	case !ok:
		return Period{}
	case len(s) == 4:
		return Year(y)
	case len(s) != 7 || s[4] != '-':
		return Period{}
	}

	n, ok := digits(s[6:])
	switch {
	case s[5] == 'Q' && ok:
		return Quarter(y, n)
	case (s[5] == 'H' || s[5] == 'S') && ok:
		return Half(y, n)
	}
	m, ok := digits(s[5:])
	if !ok {
		return Period{}
	}
	return Month(y, time.Month(m))
}

// parseEnd reads one end of a span: a period, or the day with which its month
// begins or ends.
func parseEnd(s string, dayOf func(Period) day) Period {
	if len(s) != len("2021-04-01") {
		return parsePart(s)
	}
	month := parsePart(s[:7])
	if d, ok := parseDay(s); !ok || d != dayOf(month) {
		return Period{}
	}
	return month
}

// parseDuration reads PnYnM as a number of months; either part may be absent. It
// returns 0 for any other text.
func parseDuration(s string) int {
	rest, isDuration := strings.CutPrefix(s, "P")
	if !isDuration {
		return 0
	}

	months := 0
	for _, unit := range []struct {
		letter string
		months int
	}{{"Y", 12}, {"M", 1}} {
		number, after, has := strings.Cut(rest, unit.letter)
		if !has {
			continue
		}
		n, isNumber := digits(number)
		if !isNumber || len(number) > 5 {
			return 0
		}
		months, rest = months+n*unit.months, after
	}
	if rest != "" {
		return 0
	}
	return months
}

// digits reads a number without a sign. It returns 0 for any other text.
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
