// Package temporal relates the figures of one indicator in one unit over time:
// the figures of years to those of months, and a target to the steps that lead
// to it.
//
// The calls that matter, without their errors:
//
//	path, err := temporal.Path(plan, temporal.ConstantRate{}, target.Yearly)
//	done, err := temporal.Combine(intensity, target.Years(2006, 2008), cuts, nil)
//	rest, err := temporal.Rest(intensity, target.Point{Period: plan.Period, Value: plan.Value}, cuts)
//
// All calls:
//
//	Combine         figures of parts      → figure of the whole period
//	Rest            what is done          → what the rest of the period must make
//	Path            target of the end     → interim targets of the steps
//	Season          earlier years         → the proportions of another year's parts
//	ToDate, Single  single months         ⇄ the year to date
//	YearOnYear      levels                → rates on the same period of the year before
//	RateToDate      rates of parts        ⇄ rates to date, with RatesOfParts
//	RateOfQuotient  rates of two levels   → the rate of their quotient
//	Disaggregate    figures of years      → figures of months, along another series
//	EstimateRho     the correlation that two methods of Disaggregate need
//	Series          observations          → one series of points
//
// The law over time of the indicator ([target.Indicator.TimeLaw]) decides how
// figures combine. Path and Combine are inverse for totals and rates: the steps of a
// path combine to the target.
//
// # A worked case
//
// China's eleventh five-year plan wanted energy per unit of output 20 % lower
// in 2010 than in 2005. [Path] makes yearly targets of it: cuts by 4.36, 4.37,
// 4.36, 4.37 and 4.36 %, which compound to 20.00 %. Five cuts by 4 % make
// 18.46 %. [Combine] goes the other way: Qinghai's changes of +1.51, −2.20 and
// −4.18 % in the first three years make a cut by 4.87 %.
//
// # Exactness
//
// Sums are exact. A quotient or a product is rounded once, halves away from
// zero. Paths of equal rates are correctly rounded. [Disaggregate] works with 512
// bits and [EstimateRho] with floating-point numbers; both have the same digits
// on every platform. Figures may have up to 100 digits before and 100 after the
// decimal point.
//
// # What it is not for
//
// The package does not judge whether a series is on its way (package
// evaluate/progress) and does not forecast.
package temporal
