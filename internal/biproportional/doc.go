// Package biproportional divides a two-way table into whole units with both
// margins exact: entry ij is the product of a weight, a multiplier of its row
// and a multiplier of its column, rounded by a divisor method and kept within
// bounds (Balinski and Demange, Mathematical Programming 45, 1989).
//
// Such a table minimises the sum, over cells and over the units n handed to
// them, of log(s(n)/w), where s(n) is the signpost from which on a product is
// rounded up to n. That is a convex flow: a table is right exactly when no
// cycle of cells, one raised and the next lowered, multiplies to less than one.
//
// [Solve] guesses the multipliers by proportional fitting in floating point,
// then transfers single units along cheapest paths (tie and transfer, that is
// successive shortest paths), in steps of halving size where the guess was bad.
// Floating point only guides this. What it found is then proved or
// refuted on integers: all cells that are not clearly off their signposts make a
// graph, and the table is right if every cycle of that graph multiplies to one
// exactly. Where some cycle does not, the multipliers are refined, as far as
// the numbers need, and at the end cycles are compared as exact fractions.
package biproportional
