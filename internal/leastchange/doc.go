// Package leastchange finds the figures of a tree that are nearest to proposed
// ones, in whole quanta.
//
// Each unit of a tree may have a proposed figure pᵢ, with a weight wᵢ that says
// how firmly it stands, a minimum and a maximum. [Solve] returns the whole
// numbers of quanta xᵢ that minimise
//
//	Σ wᵢ·(xᵢ − pᵢ)²   with every parent the sum of its children, within all bounds
//
// There are no better ones, whether near or far. Forecasters know the problem in
// real numbers as reconciliation with diagonal weights (Wickramasuriya,
// Athanasopoulos and Hyndman, Optimal forecast reconciliation, JASA 114, 2019).
//
// # Why exchanges suffice
//
// The figures are a flow of quanta from the root to the leaves. A quantum more for
// one leaf and one less for another changes the figures on the two ways up to
// their common ancestor, and these changes, with those of a single leaf and all its
// ancestors, are all simple cycles of the flow. If no such cycle lowers a sum of
// convex functions of the figures, nothing does (Ahuja, Magnanti and Orlin,
// Network Flows, 1993, chapter 14).
//
// # How it is done
//
//  1. The problem is solved in real numbers, in floating point: without bounds by
//     one pass up the tree and one down; with bounds by functions of the price at
//     which a figure moves, which are piecewise linear.
//  2. From the root down, each family rounds its figures so that they add up.
//  3. From the leaves up, quanta are exchanged until no exchange pays. What an
//     exchange costs is compared in floating point where that is certain, and in
//     fractions otherwise.
//
// The result is decided by the third step alone. The first two make it fast: they
// leave exchanges for a small part of the units. Where they do not, exchanges of
// many quanta come first, so that their number grows with the digits of the figures
// and not with the figures.
//
// The time is of the order of n·log n for n units in a tree of limited depth. A
// million units take some 60 ms without bounds, and 400 ms with bounds on all. In
// a deep tree an exchange takes time for each unit on its way.
//
// # Ties
//
// Several plans can be equally near: every unit without a weight can take what
// others leave, and figures can be halfway between two quanta. Then
//
//  1. the units without weight have the figures nearest to those that they have in
//     real numbers, where the leaves without weight have equal figures if their
//     bounds allow it;
//  2. the first unit that differs, in the order of the numbers, has the larger
//     figure.
//
// The first rule compares with real numbers as floating point gives them, which is
// the same on every platform.
package leastchange
