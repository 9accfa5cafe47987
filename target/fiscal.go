package target

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// FiscalCalendar says in which month fiscal years begin, and which calendar years
// name them. Without it a name means nothing: FY2021 is April 2021 to March 2022
// in Japan, and October 2020 to September 2021 in the United States.
//
//	                      Start      NamedBy       2021-04/2022-03
//	Japan, SDMX           April      ByStartYear   FY2021
//	India                 April      ByBothYears   2021-22
//	pandas A-MAR          April      ByEndYear     FY2022
//
// The zero FiscalCalendar is the calendar year. Fiscal years that begin within a
// month, as the tax year of the United Kingdom on 6 April, have no calendar here.
type FiscalCalendar struct {
	Start   time.Month   // first month of a fiscal year; 0 means January
	NamedBy FiscalNaming // required unless fiscal years are calendar years
}

// FiscalNaming says which calendar years name a fiscal year that is part of two.
// The zero FiscalNaming is not said.
type FiscalNaming uint8

const (
	ByEndYear   FiscalNaming = iota + 1 // FY2022: the year in which it ends
	ByStartYear                         // FY2021: the year in which it begins
	ByBothYears                         // 2021-22
)

var fiscalNamingWords = enum.New[FiscalNaming]("namedBy", UnknownError, []string{
	ByEndYear: "end year", ByStartYear: "start year", ByBothYears: "both years",
})

// String returns the naming in words: end year.
func (n FiscalNaming) String() string { return fiscalNamingWords.String(n) }

// MarshalText returns the naming in words.
func (n FiscalNaming) MarshalText() ([]byte, error) { return fiscalNamingWords.Marshal(n) }

// UnmarshalText reads a naming as String prints it.
func (n *FiscalNaming) UnmarshalText(text []byte) error { return fiscalNamingWords.Unmarshal(n, text) }

// Validate returns an error if:
//   - the first month is none;
//   - the naming is missing or none of the constants;
//   - a naming is given although fiscal years are calendar years, which have one
//     year in their names.
//
// It reports every problem.
func (c FiscalCalendar) Validate() error {
	var p Problems
	c.validate(p.At("calendar"))
	return p.Err()
}

func (c FiscalCalendar) validate(at Place) {
	if !at.Field("start").Count(int(c.Start), 0, 12) {
		return
	}
	naming := at.Field("namedBy")
	switch {
	case c.Start > time.January && naming.Required(c.NamedBy != 0, fiscalNamingWords.OneOf()):
		naming.Add(fiscalNamingWords.Check(c.NamedBy))
	case c.Start <= time.January && c.NamedBy != 0:
		naming.Report(c.NamedBy, ErrMismatch, "calendar years have one year in their names: leave it out")
	}
}

// isValid reports whether Validate returns no error.
func (c FiscalCalendar) isValid() bool {
	if c.Start <= time.January {
		return c.Start >= 0 && c.NamedBy == 0
	}
	return c.Start <= time.December && fiscalNamingWords.Known(c.NamedBy)
}

// offset returns the months from January to the first month of a fiscal year.
func (c FiscalCalendar) offset() int32 { return int32(max(c.Start, time.January) - time.January) }

// earlier returns by how many years a fiscal year begins before the year that
// numbers it.
func (c FiscalCalendar) earlier() int {
	if c.NamedBy == ByEndYear {
		return 1
	}
	return 0
}

// Year returns the fiscal year with a number: the calendar year that names it,
// and the first of the two years if it is named by both.
func (c FiscalCalendar) Year(n int) Period { return c.Years(n, n) }

// Years returns the fiscal years from first to last, both included. India's
// twelfth plan, of the years 2012-13 to 2016-17, is Years(2012, 2016).
func (c FiscalCalendar) Years(first, last int) Period {
	if !c.isValid() {
		return Period{}
	}
	start := int64(c.offset()) - 12*int64(c.earlier())
	return span(january(first)+start, january(last)+start+11)
}

// Half returns half h, 1 or 2, of a fiscal year.
func (c FiscalCalendar) Half(year, h int) Period { return c.part(year, h, 6) }

// Quarter returns quarter q, 1 to 4, of a fiscal year.
func (c FiscalCalendar) Quarter(year, q int) Period { return c.part(year, q, 3) }

// part returns the n-th part of so many months.
func (c FiscalCalendar) part(year, n, months int) Period {
	y := c.Year(year)
	if y.IsZero() || n < 1 || n > 12/months {
		return Period{}
	}
	first := y.First().Shift((n - 1) * months)
	return Months(first, first.Shift(months-1))
}

// YearOf returns the number of the fiscal year that contains a period, or 0 if
// none does.
func (c FiscalCalendar) YearOf(p Period) int {
	n := int(p.first-c.offset())/12 + c.earlier()
	if !c.Year(n).Contains(p) {
		return 0
	}
	return n
}

// HalfOf returns in which half of its fiscal year a period is, 1 or 2, or 0 if
// it is in none.
func (c FiscalCalendar) HalfOf(p Period) int { return c.partOf(p, 6) }

// QuarterOf returns in which quarter of its fiscal year a period is, 1 to 4, or
// 0 if it is in none.
func (c FiscalCalendar) QuarterOf(p Period) int { return c.partOf(p, 3) }

func (c FiscalCalendar) partOf(p Period, months int) int {
	year := c.YearOf(p)
	if year == 0 {
		return 0
	}
	n := int(p.first-c.Year(year).first)/months + 1
	if !c.part(year, n, months).Contains(p) {
		return 0
	}
	return n
}

// Split yields the whole months, fiscal quarters, half-years or years within a
// period, in order. It can be ranged over again. The months before the first of
// them and after the last belong to none. Split yields nothing if the calendar is
// not valid or the frequency is none of the constants.
func (c FiscalCalendar) Split(p Period, by Frequency) iter.Seq[Period] {
	return func(yield func(Period) bool) {
		n, start := int32(by.Months()), c.offset()
		if n == 0 || p.IsZero() || !c.isValid() {
			return
		}
		for m := (p.first-start+n-1)/n*n + start; m+n-1 <= p.last; m += n {
			if !yield(Period{m, m + n - 1}) {
				return
			}
		}
	}
}

// Name returns the usual name of a fiscal year, or of a half or a quarter of one:
//
//	ByEndYear, ByStartYear   FY2022   FY2022 H1   FY2022 Q2
//	ByBothYears              2021-22  2021-22 H1  2021-22 Q2
//	calendar years           2022     2022 H1     2022 Q2
//
// It returns the empty string for any other period, and if the calendar is not
// valid.
func (c FiscalCalendar) Name(p Period) string {
	year := c.YearOf(p)
	if year == 0 {
		return ""
	}
	name := fmt.Sprintf("FY%04d", year)
	switch {
	case c.NamedBy == ByBothYears:
		name = fmt.Sprintf("%04d-%02d", year, (year+1)%100)
	case c.NamedBy == 0:
		name = fmt.Sprintf("%04d", year)
	}

	switch half, quarter := c.HalfOf(p), c.QuarterOf(p); {
	case p == c.Year(year):
		return name
	case p == c.Half(year, half):
		return fmt.Sprintf("%s H%d", name, half)
	case p == c.Quarter(year, quarter):
		return fmt.Sprintf("%s Q%d", name, quarter)
	}
	return ""
}

// Parse reads the name of a fiscal year, or of a part of one:
//
//	FY2022, 2022           the year named 2022; not if years are named by both
//	FY22                   the same: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999
//	2021-22, 2021/22       the year that is part of both; 1999-2000 too
//	FY2021-22              the same, however years are named
//	FY2022 H1, 2001-S1     a half of it; the second form is that of SDMX
//	FY2022 Q2, 2001-Q1     a quarter
//	2001-A1, 2001-M03      the year, and its third month
//
// Between two years may be a hyphen, a solidus, an underscore or a space. The
// text 2011-12 is a fiscal year here if years are named by both. [ParsePeriod]
// reads it as a month.
//
// Parse returns an error if the calendar is not valid, or the text is no name by
// it. The second year must be the one after the first.
func (c FiscalCalendar) Parse(name string) (Period, error) {
	if err := c.Validate(); err != nil {
		return Period{}, err
	}
	if p := c.parse(name); !p.IsZero() {
		return p, nil
	}
	return Period{}, &FieldError{Path: "name", Value: name, Err: ErrInvalid, Remedy: c.nameRemedy()}
}

func (c FiscalCalendar) nameRemedy() string {
	switch c.NamedBy {
	case ByBothYears:
		return "write a fiscal year as 2021-22, or 2021-22 Q2; the second year must be the one after the first"
	case 0:
		return "write a year as 2022, or 2022 Q2"
	}
	return "write a fiscal year as FY2022, or FY2022 Q2; two years need FY before them"
}

// parse returns the zero Period for text that is no name.
func (c FiscalCalendar) parse(name string) Period {
	rest, hasPrefix := strings.CutPrefix(name, "FY")
	rest = strings.TrimPrefix(rest, " ")
	first, rest := cutDigits(rest)
	start, ok := digits(first)
	switch {
	case !ok:
		return Period{}
	case len(first) == 2 && hasPrefix:
		start = century(start)
	case len(first) != 4:
		return Period{}
	}

	second, after := cutDigits(strings.TrimLeft(rest, "-/_ "))
	if second == "" {
		if c.NamedBy == ByBothYears {
			return Period{}
		}
		return c.parsePartOf(start, rest)
	}
	isNext := second == fmt.Sprintf("%04d", start+1) || second == fmt.Sprintf("%02d", (start+1)%100)
	isRead := c.NamedBy == ByBothYears || c.NamedBy != 0 && hasPrefix
	if !isNext || !isRead || len(rest) != 1+len(second)+len(after) || len(first) != 4 {
		return Period{}
	}
	return c.parsePartOf(start+c.earlier(), after)
}

// parsePartOf reads the part of a fiscal year, or nothing for the year itself.
func (c FiscalCalendar) parsePartOf(year int, text string) Period {
	if text == "" {
		return c.Year(year)
	}
	text = strings.TrimLeft(text, "- ")
	if len(text) < 2 || len(text) > 3 {
		return Period{}
	}
	n, ok := digits(text[1:])
	months := map[byte]int{'A': 12, 'H': 6, 'S': 6, 'Q': 3, 'M': 1}[text[0]]
	if !ok || months == 0 || (len(text) == 3) != (months == 1) {
		return Period{}
	}
	return c.part(year, n, months)
}

// cutDigits cuts the digits off the beginning of a text.
func cutDigits(s string) (number, rest string) {
	rest = strings.TrimLeft(s, "0123456789")
	return s[:len(s)-len(rest)], rest
}

// century returns the year that two digits mean, as in POSIX.
func century(yy int) int {
	if yy < 69 {
		return 2000 + yy
	}
	return 1900 + yy
}

type fiscalCalendarJSON struct {
	Start   string // --04, or --04-01 as in SDMX
	NamedBy FiscalNaming
}

// MarshalJSON writes the calendar as an object, the first month as in ISO 8601:
//
//	{"start": "--04", "namedBy": "both years"}
func (c FiscalCalendar) MarshalJSON() ([]byte, error) {
	wire := fiscalCalendarJSON{NamedBy: c.NamedBy}
	if c.Start != 0 {
		wire.Start = fmt.Sprintf("--%02d", int(c.Start))
	}
	return strictjson.Marshal(wire)
}

// UnmarshalJSON reads a calendar as MarshalJSON writes it. The first day of the
// first month may follow, as in SDMX: --07-01. It returns an error if a field is
// unknown or given twice, the calendar is not valid, or years begin within a
// month.
func (c *FiscalCalendar) UnmarshalJSON(data []byte) error {
	var wire fiscalCalendarJSON
	if err := readJSON(data, &wire, "calendar"); err != nil {
		return err
	}

	var p Problems
	at := p.At("calendar")
	fresh := FiscalCalendar{NamedBy: wire.NamedBy}
	if wire.Start != "" {
		fresh.Start = parseStart(at.Field("start"), wire.Start)
	}
	if p.Len() == 0 {
		fresh.validate(at)
	}
	if err := p.Err(); err != nil {
		return err
	}
	*c = fresh
	return nil
}

// parseStart reads the day with which fiscal years begin.
func parseStart(at Place, text string) time.Month {
	const remedy = "write the first month of fiscal years as --04, or its first day as --04-01"
	rest, ok := strings.CutPrefix(text, "--")
	month, dayOfMonth, hasDay := strings.Cut(rest, "-")
	n, isNumber := digits(month)
	switch {
	case !ok || !isNumber || len(month) != 2 || n < 1 || n > 12 || hasDay && len(dayOfMonth) != 2:
		at.Report(text, ErrInvalid, remedy)
	case hasDay && dayOfMonth != "01":
		at.Report(text, ErrInvalid, "periods are whole months: a fiscal year must begin with the first day of one")
	}
	return time.Month(n)
}
