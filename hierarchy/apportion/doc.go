// Package apportion divides without a tree. [Apportion] divides a total among parties.
// [Table] divides a two-way total among the cells of a table. [Rake] scales a block of
// any number of dimensions to its margins, in real numbers.
//
// Apportion and Table divide into multiples of a quantum, and the parts make the
// whole exactly. The rounding methods are those of the apportionment of seats
// ([Rounding]). The cascade of package hierarchy rounds by the same methods.
//
//	seats 7, votes 53, 24, 23    largest remainder  4 2 1
//	                             Webster            4 2 1
//	                             Jefferson          5 1 1
//
// Figures are exact. Input is checked as a whole, and every problem is reported
// with its path, value and remedy. What cannot be met is an [*InfeasibleError], a
// [*TableError] or a [*RakeError] that says why.
package apportion
