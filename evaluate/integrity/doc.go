// Package integrity asks whether reported figures are believable if a target presses
// on them.
//
// The calls that matter, without their errors:
//
//	near, err := integrity.NearTarget(ahead, integrity.WindowOptions{
//		Width: decimal.New(2, -1), Better: target.Higher,
//	})
//	fmt.Println(near.Met, "met,", near.Missed, "missed, probability", near.Greater)
//	digits, err := integrity.FirstDigits(granted)
//	fmt.Printf("first digits %v, probability %.3f\n", digits.Counts, digits.P)
//
// The package answers five questions. Each answer has an effect size, and a Caveat that
// says what it cannot show:
//
//	Bunch          do more figures lie at the target than a smooth curve expects?
//	NearTarget     do more just meet the target than just miss it?
//	FirstDigits    do the first digits follow Benford's law?
//	Ratchet        does the next target rise more with a success than it falls with a failure?
//	CompareGuards  did the quality guard worsen where the volume rose?
//
// # A worked case
//
// China's provinces and prefectures set targets for growth each January and report
// growth a year later. 170 reports of 2000 to 2025 are within a tenth of a point of
// the target: 156 met it and 14 missed it. Even chances give that with a probability
// below 10⁻³⁰. A point of growth above the target raised the next target by 0.25
// points, a point below lowered it by 0.08: the next target follows success more than
// failure. Neither figure says that a report was invented. Real effort that stops at
// the target looks the same.
//
// # What it is not
//
// None of these finds a culprit or proves an invention. Each finds a trace that gaming
// leaves, and that other causes leave too. A small probability with a small effect
// size only says that the sample is large. If a test finds something, look at the
// records.
//
// # Exactness
//
// Figures are compared, binned and counted exactly. The probabilities of [Binomial]
// and [CompareGuards] are exact, and rounded once. The coefficients of [Ratchet] are
// the float64 nearest to the exact ones. The rest are floating-point statistics with
// the same bits on every platform and for every order of the figures. Each function
// says how many digits are correct.
//
// # Errors
//
// An error lists every problem of the figures and the options as a
// [target.FieldError]. A sample that is too small or too uniform for an answer is an
// error, never a number.
//
// # Concurrency
//
// Everything here is a pure function of its arguments, the seed of a bootstrap
// included, and safe for concurrent use.
package integrity
