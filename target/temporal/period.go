package temporal

import (
	"time"

	"github.com/targetcascade/cascade/target"
)

// firstMonth returns the first month of a period, counted from January of the
// year 0. It is −1 for the zero Period.
func firstMonth(p target.Period) int {
	year, month := p.Start()
	return 12*year + int(month) - 1
}

// lastMonth is firstMonth for the last month.
func lastMonth(p target.Period) int {
	year, month := p.End()
	return 12*year + int(month) - 1
}

// monthSpan returns the period from one month to another, both included.
func monthSpan(first, last int) target.Period {
	month := func(m int) target.Period { return target.Month(m/12, time.Month(m%12+1)) }
	return target.Months(month(first), month(last))
}

// halfMonthsBetween returns the number of half months between the middles of two periods.
func halfMonthsBetween(from, to target.Period) int64 {
	return int64(firstMonth(to) + lastMonth(to) - firstMonth(from) - lastMonth(from))
}
