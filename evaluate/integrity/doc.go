// Package integrity asks whether reported figures are believable, where a
// target presses on them.
//
// Five questions, each with its effect size and a Caveat, the plain statement
// of what the answer cannot show:
//
//	Bunch          do more figures lie at the target than a smooth curve expects?
//	NearTarget     do more just meet the target than just miss it?
//	FirstDigits    do the first digits follow Benford's law?
//	Ratchet        does the next target rise more with a success than it falls with a failure?
//	CompareGuards  did the quality guard worsen where the volume rose?
//
// # A worked case
//
// China's provinces and prefectures set targets for growth each January and
// report growth a year later. Of 170 reports of 2000 to 2025 within a tenth of a
// point of the target 156 met it and 14 missed it, which even chances give with
// a probability below 10⁻³⁰. A point of growth above the target raised the next
// one by 0.25 points, a point below lowered it by 0.08: success is built into
// the next target, failure is forgiven. Neither figure says that a report was
// invented; whoever steers by the target lands just above it as well.
//
// # What it is not
//
// None of these finds a culprit or proves an invention. Each finds a trace that
// gaming leaves, and that other things leave too; a small probability with a
// small effect size is a large sample, nothing more. Where one test finds
// something, look at the records.
//
// # Exactness
//
// Figures are compared, binned and counted exactly. The probabilities of
// [Binomial] and [CompareGuards] are exact, rounded once; the coefficients of [Ratchet]
// are the float64 nearest to the exact ones. The rest are floating-point
// statistics with the same bits on every platform and for every order of the
// figures; each function says to how many digits they hold.
//
// # Errors
//
// What is wrong with the figures or the options is one error that lists every
// problem as a [target.FieldError]. A sample too small or too uniform for an
// answer is an error as well, never a number.
//
// # Concurrency
//
// Everything here is a pure function of its arguments, the seed of a bootstrap
// included, and safe for concurrent use.
package integrity
