// Package integrity asks whether reported figures are believable, where a
// target presses on them.
//
// Five questions, each with its effect size and a Caveat, the plain statement
// of what the answer cannot show:
//
//	Bunch        do more figures lie at the target than a smooth curve expects?
//	NearTarget   do more just meet the target than just miss it?
//	FirstDigits  do the first digits follow Benford's law?
//	Ratchet      does the next target rise more with a success than it falls with a failure?
//	Guard        did the quality guard worsen where the volume rose?
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
// [Binomial] and [Guard] are exact, rounded once; the coefficients of [Ratchet]
// are the float64 nearest to the exact ones. The rest are floating-point
// statistics with the same bits on every platform and for every order of the
// figures; each function says to how many digits they hold.
package integrity
