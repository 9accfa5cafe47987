package target

import (
	"time"

	"github.com/targetcascade/cascade/internal/fault"
)

// Source says where a figure or a wording stands, so that a reader can look it
// up. All fields are free text but Date, which is an ISO 8601 date where it is
// given: 2011-03-14, 2011-03 or 2011.
type Source struct{ Document, Issuer, Paragraph, Date, URL string }

func (s Source) validate(l *fault.List, path string) {
	dated(l, path+".date", s.Date)
}

// dated adds a fault where text is given and is no date.
func dated(l *fault.List, path, text string) {
	if _, ok := parseDay(text); text != "" && !ok {
		l.Add(&FieldError{Path: path, Value: text, Err: ErrInvalid, Remedy: dateRemedy})
	}
}

const dateRemedy = "write a date as 2011-03-14, 2011-03 or 2011"

// day is a date as the number of days since the first day of the year 1, which
// is 1; 0 is before any date.
type day int32

// parseDay returns the last day that an ISO 8601 date can mean: that of the
// month or the year where it names no day.
func parseDay(text string) (day, bool) {
	if len(text) != 10 {
		p, ok := parsePart(text)
		if !ok || p.IsZero() || len(text) == 7 && text[5] == 'Q' {
			return 0, false
		}
		return lastDay(p), true
	}
	y, ok1 := digits(text[:4])
	m, ok2 := digits(text[5:7])
	d, ok3 := digits(text[8:])
	if !ok1 || !ok2 || !ok3 || text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	month := Month(y, time.Month(m))
	if month.IsZero() || d < 1 || day(d) > lastDay(month)-firstDay(month)+1 {
		return 0, false
	}
	return firstDay(month) + day(d) - 1, true
}

// firstDay returns the first day of a period, in the Gregorian calendar also
// before its introduction, as ISO 8601 has it.
func firstDay(p Period) day {
	return monthStart(int(p.first))
}

func lastDay(p Period) day {
	return monthStart(int(p.last)+1) - 1
}

// monthStart returns the first day of a month, counted from January of year 0.
func monthStart(m int) day {
	y := m/12 - 1 // whole years since the first day of year 1
	leaps := y/4 - y/100 + y/400
	before := [12]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}[m%12]
	if leap := (y+1)%4 == 0 && (y+1)%100 != 0 || (y+1)%400 == 0; leap && m%12 > 1 {
		before++
	}
	return day(y*365 + leaps + before + 1)
}
