// Package evaluate judges results against targets.
//
// [Assess] holds one observation against one target: gap, attainment, progress
// and met or not. [New] compiles a scoring book, a [Scheme], into an
// [Evaluator], which turns the assessments of a unit into a [Scorecard] of
// points, vetoes and a grade.
//
// Figures that have an exact answer are exact: points are added and compared
// as fractions, so that no cut is decided by a rounding. Quotients, roots and
// logarithms are given to 16 significant digits, rounded half away from zero.
// A figure that does not exist, the share of a target of zero, is absent with
// a [Reason], and never replaced by a small number.
//
// Everything here is a pure function of its arguments, and results are safe
// for concurrent use.
package evaluate
