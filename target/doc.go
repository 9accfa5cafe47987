// Package target is the vocabulary of targets: what is measured, over which
// period, which figure is to be reached, who set it, and how it was revised.
//
// The calls that matter, without their errors:
//
//	goal := target.Target{
//		Code: "12FYP/density", Unit: "CN", Period: target.FiveYearPlan(12), Value: decimal.New(33, -1),
//		Indicator: target.Indicator{
//			Code: "density", Measure: "patents per 10,000 people", Kind: target.Ratio, Better: target.Higher,
//			Per: decimal.New(10_000, 0), Places: target.Places(1), OverTime: target.TimeLast,
//		},
//	}
//	fmt.Println("met:", goal.Meets(decimal.New(63, -1)))
//	agenda, err := target.NewAgenda(nil, []target.Target{goal})
//	then, err := agenda.AsOf("2011-03-13") // what was in force on a day
//
// # Kinds and laws
//
// The [Kind] of an [Indicator] says how its figures combine over units ([Law])
// and over time ([TimeLaw]). Every calculation of this library obeys both:
//
//	                             over units       over time
//	applications filed           add up           add up
//	patents in force             add up           the last figure counts
//	cut of energy per output     weighted mean    compounds
//	place in a ranking           an error         an error
//
// # A worked case
//
// The twelfth five-year plan of China wanted 3.3 invention patents in force per
// 10,000 people in 2015. The figure was in the patent office's own strategy of
// 2010 before the plan took it over in March 2011. The action plan of 2014 named
// 14 by 2020, and the thirteenth plan 12. An [Agenda] holds all of them with
// their dates: what was in force at any date ([Agenda.AsOf]), what replaced what
// ([Agenda.History]), and what changed between two dates ([Agenda.Changes]).
//
// # Whose target, and whose figure
//
// A [Target] has a setter and a tier. An [Agenda] keeps those of the ministry and of
// the local government side by side, and [Precedence] says which binds. [Bodies] say
// who leads whom. An [Observation] has a reporter and a vintage; [Choice] takes one of
// several figures, and says by how much the others differ.
//
// What lies between the figures of two dates is in package temporal.
//
// # Exactness
//
// Figures are decimals. Sums and comparisons are exact, and results have the
// same digits on every platform. The package-level switches of the decimal
// package change none of them. Figures may have up to [MaxDigits] digits before
// the decimal point and as many after it. Other figures are refused before any
// arithmetic.
//
// # Text
//
// Every type is written as JSON and reads back equal. Enumerations are words,
// periods ISO 8601, decimals strings with their scale. Reading is strict: an
// unknown, repeated or missing field, a null, or anything after the value is an
// error.
//
// # Errors
//
// An error about an input holds one [FieldError] for each problem, with its
// path, the value, and what to do. [errors.Is] matches the sentinels
// ([ErrRequired] and the others), and [AllErrors] lists the problems. [Problems]
// gathers them, also for methods and rules of your own. No input causes a panic.
//
// # Concurrency
//
// Everything here except [Problems] is a value or immutable, and safe for
// concurrent use. There is no clock: a date is an argument.
//
// # What it is not for
//
// The package does not hand targets down to other units (package hierarchy) and
// does not score results (package evaluate). Periods are whole months of the
// Gregorian calendar. Weeks, and fiscal years that begin within a month, are not
// periods.
package target
