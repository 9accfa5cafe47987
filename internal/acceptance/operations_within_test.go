package acceptance_test

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// fiscalArgs are a calendar and what it is asked.
type fiscalArgs struct {
	Calendar         target.FiscalCalendar
	Name             string
	Period           target.Period
	Year, To, Number int
	Months           int
	By               target.Frequency
}

func runFiscal(a *fiscalArgs) (any, error) {
	c := a.Calendar
	var s several
	s.add(nil, c.Validate())
	s.add(c.Parse(a.Name))
	for _, p := range []target.Period{
		a.Period, c.Year(a.Year), c.Years(a.Year, a.To), c.Half(a.Year, a.Number), c.Quarter(a.Year, a.Number),
		target.Half(a.Year, a.Number),
	} {
		s.add([]any{
			p, c.Name(p), c.YearOf(p), c.HalfOf(p), c.QuarterOf(p), p.Shift(a.Months), p.Next(), p.YearBefore(),
			slices.Collect(c.Split(p, a.By)),
		}, nil)
	}
	return s.done()
}

// monthsArgs are single months and reports to date of one indicator.
type monthsArgs struct {
	Indicator      target.Indicator
	Years          target.FiscalCalendar
	Parts, Reports []target.Point
	Year           target.Period
	Whole          target.Point
}

func runMonths(a *monthsArgs) (any, error) {
	var s several
	s.add(temporal.ToDate(a.Indicator, a.Years, a.Parts))
	s.add(temporal.Single(a.Indicator, a.Years, a.Reports))
	s.add(temporal.Season(a.Parts, a.Year))
	s.add(temporal.Rest(a.Indicator, a.Whole, a.Reports[:min(1, len(a.Reports))]))
	return s.done()
}

// ratesArgs are rates on the year before.
type ratesArgs struct {
	Rate                   target.Indicator
	Levels, Rates, Base    []target.Point
	Numerator, Denominator decimal.Decimal
}

func runRates(a *ratesArgs) (any, error) {
	var s several
	s.add(temporal.YearOnYear(a.Rate, a.Levels))
	s.add(temporal.RateToDate(a.Rate, a.Rates, a.Base))
	s.add(temporal.RatesOfParts(a.Rate, a.Rates[:min(1, len(a.Rates))], a.Base))
	s.add(temporal.RateOfQuotient(a.Rate, a.Numerator, a.Denominator))
	return s.done()
}

// quarters reads the quarters of years from one text.
func quarters(first int, s string) []target.Point {
	var out []target.Point
	for k, v := range nums(s) {
		out = append(out, target.Point{Period: target.Quarter(first+k/4, k%4+1), Value: v})
	}
	return out
}

func withinOperations() []operation {
	india := target.FiscalCalendar{Start: time.April, NamedBy: target.ByBothYears}
	return []operation{
		use("target.FiscalCalendar", func() fiscalArgs {
			return fiscalArgs{india, "2021-22 Q2", india.Years(2021, 2025), 2021, 2025, 2, -12, target.HalfYearly}
		}, runFiscal),
		use("temporal.ToDate", func() monthsArgs {
			return monthsArgs{
				indicator(target.Flow),
				target.FiscalCalendar{},
				quarters(2013, "5 0 7.5 8 6 9.25 0 12"),
				[]target.Point{{Period: target.Half(2014, 1), Value: num("30.5")}, {
					Period: target.Year(2014), Value: num("61"),
				}},
				target.Year(2015),
				target.Point{Period: target.Year(2014), Value: num("70")},
			}
		}, runMonths),
		use("temporal.YearOnYear", func() ratesArgs {
			return ratesArgs{
				indicator(target.Growth), quarters(2013, "5 3 7.5 8 6 9.25 2 12"), quarters(2014, "5.3 4.7 4.6 5.4"),
				quarters(2013, "292368.8 316237.5 328440.7 357224.7"), num("11.2"), num("11.1"),
			}
		}, runRates),
	}
}
