// Package leastchange finds the figures of a tree that are nearest to proposed
// ones, in whole quanta.
//
// Each unit of a tree may have a proposed figure pᵢ with a weight wᵢ, a minimum and a
// maximum. [Solve] returns the whole numbers of quanta xᵢ that minimise
//
//	Σ wᵢ·(xᵢ − pᵢ)²   with every parent the sum of its children, within all bounds
//
// The result is the global minimum. In real numbers the problem is known as
// reconciliation with diagonal weights (Wickramasuriya, Athanasopoulos and Hyndman,
// Optimal forecast reconciliation, JASA 114, 2019).
//
// # Why exchanges suffice
//
// The figures are a flow of quanta from the root to the leaves. The simple cycles of
// this flow are of two kinds:
//   - one leaf gains a quantum and another loses one, which changes the units between
//     them and their common ancestor;
//   - one leaf gains or loses a quantum, which changes all its ancestors.
//
// Every change of the figures that keeps the sums is made of such cycles. If none of
// them lowers a sum of convex functions of the figures, no change does (Ahuja, Magnanti
// and Orlin, Network Flows, 1993, chapter 14).
//
// # How it is done
//
//  1. The problem is solved in real numbers, in floating point. Without bounds this
//     takes one pass up the tree and one down. With bounds, each figure is a piecewise
//     linear function of a price.
//  2. Leaves are rounded at the prices of their families. If that makes the sums of too many
//     families differ much from their figures, the figures of each family are rounded from the
//     root down, so that they add up.
//  3. From the leaves up, quanta are exchanged until no exchange lowers the objective.
//     Costs are compared in floating point if that is certain, and in fractions
//     otherwise. Leaves of one weight without bounds do not take part: their figures
//     follow from their sum.
//
// The third step alone decides the result. The first two make it fast: few units are
// left for exchanges. If many are left, exchanges of many quanta come first. The number
// of exchanges then grows with the digits of the figures, not with the figures.
//
// The time is of the order of n·log n for n units in a tree of limited depth. Bounds on
// all units make it some five times as long. In a deep tree, an exchange takes time for
// each unit between a leaf and the root.
//
// # Ties
//
// Several solutions can be equally near, because units without weight can have any
// figure, and figures can be halfway between two quanta. Ties are settled so:
//
//  1. The units without weight have the figures nearest to their figures in real
//     numbers. In real numbers, leaves without weight have equal figures if their bounds
//     allow it.
//  2. The first unit that differs, in the order of the numbers, has the larger figure.
//
// The first rule uses real numbers in floating point, which are the same on every
// platform.
package leastchange
