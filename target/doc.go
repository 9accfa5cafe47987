// Package target is the vocabulary of targets: what is measured, over which
// period, what figure is to be reached, who set it, how it was revised, and
// what it means for the steps on the way.
//
// # Kinds and laws
//
// The [Kind] of an [Indicator] says how its figures combine over units ([Law])
// and over time ([TimeLaw]); every calculation of this library obeys both.
// Applications filed add up over provinces and over months; patents in force
// add up over provinces, and over time the last figure counts; a cut of energy
// per output is a weighted mean over provinces and compounds over years; the
// place in a ranking does neither, and to ask for it is an error.
//
// # A worked case
//
// China's eleventh five-year plan wanted energy per unit of output 20 % lower
// in 2010 than in 2005. [Path] makes yearly targets of it: cuts by 4.36, 4.37,
// 4.36, 4.37 and 4.36 %, which compound to 20.00 %. Five cuts by 4.3648 % do so
// to two places as well; five by 4 % make 18.46 %. [Combine] goes the other
// way: Qinghai's changes of +1.51, −2.20 and −4.18 % in the first three years
// make a cut by 4.87 %.
//
// Where figures are known for long periods only, [Disaggregate] makes those of
// short ones along a related series, and [EstimateRho] finds the correlation
// that two of its methods ask for.
//
// The twelfth plan wanted 3.3 invention patents in force per 10,000 people in
// 2015. The figure stood in the patent office's own strategy of 2010 before the
// plan took it over in March 2011, the action plan of 2014 named 14 by 2020, and
// the thirteenth plan 12. An [Agenda] holds all of them with their dates: what
// was in force at any date ([Agenda.AsOf]), what replaced what
// ([Agenda.History]), and what changed between two dates ([Agenda.Changes]).
//
// # Exactness
//
// Figures are decimals, in and out. Sums and comparisons are exact. A quotient
// or a product is rounded once, to the indicator's Places, halves away from
// zero. Roots and logarithms are correctly rounded, and results have the same
// digits on every platform. The package-level switches of the decimal package
// move none of them. Figures may have up to 100 digits before and 100 after the
// point; anything else is refused before any arithmetic.
//
// # Text
//
// Every type is written as JSON and reads back equal; enumerations are words,
// periods ISO 8601, decimals strings with their scale. Reading is strict: an
// unknown, repeated or missing field, a null, or anything after the value is an
// error.
//
// # Errors
//
// An error about an input holds one [FieldError] for each problem, with the
// path to it, the value, and what to do; [errors.Is] matches the sentinels
// ([ErrRequired] and the others), and [AllErrors] lists the problems. Nothing
// panics on account of its input.
//
// # Concurrency
//
// Everything here is a value or immutable, and safe for concurrent use. There
// is no clock: a date is an argument.
//
// # What it is not for
//
// The package does not hand targets down to other units (package hierarchy),
// does not score results (package evaluate), and does not forecast. Periods are
// whole months of the Gregorian calendar: weeks and fiscal years that begin
// within a month have no place in them.
package target
