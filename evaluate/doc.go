// Package evaluate compares results with targets, and scores units by a scoring book.
//
// The calls that matter, without their errors:
//
//	result, err := evaluate.Assess(goal, observed) // a target and an observation
//	fmt.Println(result)
//	book, err := evaluate.New(evaluate.Scheme{
//		Items:  []evaluate.Item{{Code: "energy", Max: decimal.New(100, 0), Points: evaluate.ProRata{}}},
//		Grades: []evaluate.Grade{{Name: "fulfilled", From: decimal.New(60, 0)}, {Name: "not fulfilled"}},
//	})
//	card, err := book.Score(evaluate.Case{Unit: "510300", Assessments: []evaluate.Assessment{result}})
//	fmt.Print(card)
//
// The parts of the package:
//
//   - [Assess] compares one observation with one target. The [Assessment] has the gap,
//     the attainment, the progress from the baseline, and whether the target is met.
//     [AssessAll] compares many observations with many targets.
//   - [ToDate] compares an observation within the target's period. The [Standing] has
//     what is due by then, the lead over that, and a forecast. [Monitor] does so for many.
//   - [New] makes an [Evaluator] from a scoring book, which is a [Scheme]: an assessment
//     of provinces, a sheet of KPIs, or OKRs. It turns the assessments of a unit into a
//     [Scorecard]: points, bonuses, vetoes and a grade, each line with its reason.
//   - [NewRecheck] says what has changed since an earlier assessment.
//
// Package evaluate/progress judges whether a series is on schedule for its target, and
// package evaluate/response whether behaviour followed when a target changed.
//
// # A worked case
//
// In 2007 Hebei was to reduce the energy intensity of its GDP by 4.40 %, and
// reduced it by 4.02 %. The gap is −0.38 points and the attainment is 4.02/4.40 =
// 0.9136…. The book of that year gives 36 of 40 points from 90 % of the target
// on, and up to 60 points for measures. With all of them Hebei has 96 points,
// enough for the best grade. But the target is a veto (一票否决): a province that
// misses it has not fulfilled its duty, whatever its points. That was the verdict
// that was published.
//
// # Exactness
//
// Figures that have an exact answer are exact. Points are added and compared as
// fractions, so no bound is decided by rounding. Quotients, roots and logarithms
// are given with [SignificantDigits] digits, rounded half away from zero. There is
// no floating point.
//
// A figure that does not exist, such as the share of a target of zero, is absent
// and has a [Reason]. No small number is used in its place. The score of a unit
// does not depend on other units.
//
// # Errors
//
// Malformed input is an error that lists every problem as a [target.FieldError]. A
// figure that a rule cannot judge is not an error but a result with a reason.
//
// # Concurrency
//
// Everything here is a pure function of its arguments. Slices and maps of the
// caller are copied or only read, and results are safe for concurrent use. An
// [Evaluator] is immutable: make one of each book and share it.
//
// # What it is not for
//
// Package evaluate does not set targets or hand them down (package hierarchy). It
// does not compare units with one another (package ranking), makes no composite
// score (evaluate/index), and does not test whether figures are true
// (evaluate/integrity).
package evaluate
