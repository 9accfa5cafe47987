// Package evaluate judges results against targets: how far, on its way or not,
// how many points, and whether behaviour followed.
//
//   - [Assess] holds one observation against one target, [AssessAll] many
//     against many: gap, attainment, progress, met or not.
//   - [Track] asks whether a series is on its way, by the rule of a [Pace]:
//     those of Eurostat, Open SDG, the UN's Progress Chart, ESCAP, the SDG
//     Index, the German weather symbols, and the schedule of a five-year plan.
//   - [New] makes an [Evaluator] of a scoring book, a [Scheme], which turns the
//     assessments of a unit into a [Scorecard]: points, bonuses, vetoes and a
//     grade, each line with its reason.
//   - [Respond] sets what a unit did before a target changed beside what it did
//     after, and beside a control that the change left alone.
//
// # A worked case
//
// In 2007 Hebei was to cut the energy that a unit of its GDP takes by 4.40 %,
// and cut it by 4.02 %. The gap is −0.38 points, the attainment 4.02/4.40 =
// 0.9136…. The book of that year gives 36 of 40 points from 90 % of the target
// on, and up to 60 for measures: with all of them Hebei has 96 points, enough
// for the best grade. But the target is a veto (一票否决): whoever misses it has
// not fulfilled, whatever the points, and so it was published.
//
// # Exactness
//
// Figures that have an exact answer are exact: points are added and compared as
// fractions, and so are straight-line rates, so that no cut is decided by a
// rounding. Quotients, roots and logarithms are given to [Digits] significant
// digits, rounded half away from zero, the same everywhere; growth rates are
// cut at those digits. There is no floating point.
//
// A figure that does not exist, the share of a target of zero or the growth
// from nothing, is absent and has a [Reason]; no small number ever stands in.
// Scoring does not depend on who else is scored.
//
// # Errors
//
// Malformed input is an error that lists every problem as a
// [target.FieldError]; a series or a figure that a rule cannot judge is not an
// error but a result with a reason.
//
// # Concurrency
//
// Everything here is a pure function of its arguments. Slices and maps of the
// caller are copied or only read, and results are safe for concurrent use. An
// [Evaluator] is immutable: make one of each book and share it.
//
// # What it is not for
//
// It does not set targets or hand them down (package hierarchy), does not
// compare units with one another (package ranking), makes no composite score
// (evaluate/index), and does not ask whether a figure is true
// (evaluate/integrity). A forecast says where a line leads, not what will happen.
package evaluate
