// Package biproportional divides a two-way table into whole units with both margins
// exact (Balinski and Demange, Mathematical Programming 45, 1989). Entry ij is the
// product of a weight, a multiplier of its row and a multiplier of its column. It is
// rounded by a divisor method and kept within bounds.
//
// Such a table minimises the sum of log(s(n)/w) over the cells and over the units n
// handed to each. Here s(n) is the signpost from which a product is rounded up to n.
// This is a convex flow. A table is optimal exactly if no cycle of cells, alternately raised
// and lowered, multiplies to less than one. The factor of a raised cell is s(n+1)/w, and that
// of a lowered cell is w/s(n).
//
// [Solve] works in three steps:
//   - It guesses the multipliers by proportional fitting in floating point.
//   - It transfers single units along cheapest paths (tie and transfer, which is
//     successive shortest paths). If the guess was bad, it begins with larger steps
//     and halves them.
//   - It proves or refutes the result on integers. The cells that are not clearly off
//     their signposts form a graph, whose nodes are the rows and columns. The table is
//     optimal if every cycle of the graph multiplies to exactly one.
//
// If some cycle does not, the multipliers get more bits, as far as the numbers need.
// Finally, cycles are compared as exact fractions.
package biproportional
