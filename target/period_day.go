package target

import "time"

// day is a date as the number of days since the first day of the year 1, which
// is day 1. Day 0 is before every date.
type day int32

// parseDay returns the last day that an ISO 8601 date can mean: a date without a
// day means the last day of its month or its year.
func parseDay(text string) (day, bool) {
	if len(text) != 10 {
		p := parsePart(text)
		isPart := len(text) == 7 && p.Len() > 1 // a quarter or a half-year
		if p.IsZero() || isPart {
			return 0, false
		}
		return lastDay(p), true
	}

	y, _ := digits(text[:4]) // 0, which no date has, of what is no number
	m, _ := digits(text[5:7])
	d, _ := digits(text[8:])
	if text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	month := Month(y, time.Month(m))
	if month.IsZero() || d < 1 || day(d) > lastDay(month)-firstDay(month)+1 {
		return 0, false
	}
	return firstDay(month) + day(d) - 1, true
}

// firstDay returns the first day of a period. The Gregorian calendar is also used
// before its introduction, as in ISO 8601.
func firstDay(p Period) day { return monthStart(int(p.first)) }

func lastDay(p Period) day { return monthStart(int(p.last)+1) - 1 }

// monthStart returns the first day of a month, counted from January of year 0.
func monthStart(m int) day {
	y := m/12 - 1 // whole years since the first day of year 1
	leaps := y/4 - y/100 + y/400
	before := [12]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}[m%12]
	isLeap := (y+1)%4 == 0 && (y+1)%100 != 0 || (y+1)%400 == 0
	if isLeap && m%12 > 1 {
		before++
	}
	return day(y*365 + leaps + before + 1)
}
