// Package hierarchy hands a target down the levels of a government, or of any
// organisation, and rolls results up again, by the law that the kind of the
// indicator fixes.
//
// # Trees and columns
//
// A [Tree] is one line of leadership: units at named levels, each with one
// parent, siblings in the order of their codes. Besides members it has memo
// units, an "of which" that never enters a sum (Shenzhen, which China's patent
// office lists beside the province that contains it), and residual units, for what
// a parent has and no child covers. A [Column] is one figure per unit, with gaps.
// [RollUp] makes the parents' figures from the children's.
//
// # Cascading
//
// [Cascade] decomposes one target to a [Plan] of quotas. How a parent divides is
// a [Rule]: a [Method] that gives each child its claim, bounds, a stretch
// (层层加码: the children's targets add up to more than the parent's), a reserve,
// and the rounding. Rules are given by default, by level and by parent, and a
// [Hold] fixes a single quota. The formulas are at [Cascade] and [Method].
//
// A nation's 1,000 patents, shared among three provinces in proportion to what
// they had the year before, 62,787, 55,879 and 32,744:
//
//	exact shares   414.6528   369.0315   216.2461   of L·cᵢ/Σc, rounded to four places here
//	rounded down   414        369        216        999 of 1,000
//	quotas         415        369        216        the last to the largest remainder, .6528
//
// For a density of 3.3 per 10,000 people the quotas are densities and the law is
// about numerators and denominators: Σ dᵢqᵢ / Σ dᵢ = 3.3.
//
// # Why each number is what it is
//
// [Plan.Explain] returns the chain of reasons for one quota, [Plan.Check]
// recomputes every law from the quotas alone, and [Plan.Slack] measures by how much
// each level asks for more than the one above it.
//
// # Bids from below
//
// [Reconcile] finds the plan that is nearest to figures proposed anywhere in the
// tree, targets from above and bids from below, each as firm as the caller says. Its
// plans explain how far each figure was moved, and by whose bounds.
//
// # What came of it
//
// [Compare] sets what units adopted beside what they were assigned, level by
// level; [Strictest] merges the plans of several lines of leadership;
// [StructureEffects] says what reductions of a ratio come to when the units grow at
// different speeds; [Plan.Revise] and [Plan.Diff] change a plan and say what
// has changed.
//
// # When the tree changes
//
// Package crosswalk carries figures through mergers, splits and recodings of
// units, so that a target set for the old units can be compared with results of
// the new ones. [Tree.Index], [Column.FigureAt] and their kin read trees and
// columns by index, for programs that run over many of them.
//
// # Keeping and proving
//
// Trees, columns, options and plans are written as JSON. A plan's document holds
// what the plan was made from, except the tree and the columns, to which it refers
// by digests; [ReadPlan] reads it, and makes the plan anew. [Plan.Verify] proves or
// disproves a published table of quotas.
//
// # Division without a tree
//
// Package apportion divides a total among parties, and fills two-way tables whose
// rows and columns both add up, in whole quanta or in real numbers.
//
// # Exactness
//
// Figures are scaled integers throughout. Sums hold to the last digit; a weighted
// mean is rounded once, and what rounding leaves is reported. Where a method
// leaves a tie, the smaller code wins, and the explanation says so. The order of
// the input never matters, and the same input gives the same bytes on every
// platform.
//
// # Errors
//
// Input is checked as a whole, and every problem is reported at once, each as a
// [target.FieldError] with its path, value and remedy. What cannot be met is an
// [*InfeasibleError] that names the units in conflict. No input makes a function
// panic or run without bound: a figure has at most 100 digits before and 100
// after the point.
//
// # Concurrency
//
// Trees, columns and plans are immutable and can be shared by goroutines. Nothing
// in this package starts one.
//
// # What it is not for
//
// It does not forecast, does not optimise across indicators, and does not draw
// maps. A ranking or a composite score has no law and is not decomposed; it can
// only be repeated ([Repeat]) or turned into a figure ([Column.FigureAtPlace]). See packages
// ranking and evaluate/index.
package hierarchy
