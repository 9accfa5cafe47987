// Package apportion divides without a tree. [Apportion] divides a total among parties.
// [Table] divides a two-way total among the cells of a table. [Rake] scales a block of
// any number of dimensions to its margins, in real numbers.
//
// The calls that matter, without their errors:
//
//	parties := []apportion.Party{
//		{Weight: decimal.New(23843, 0)},
//		{Weight: decimal.New(19682, 0)},
//		{Weight: decimal.New(17955, 0)},
//		{Weight: decimal.New(2972, 0), Min: decimal.NewNullDecimal(decimal.New(10_000, 0))},
//	}
//	parts, err := apportion.Apportion(decimal.New(200_000, 0), parties, apportion.Options{})
//	fmt.Println(parts.Shares, parts.DecidedBy) // [73685 60826 55489 10000] [claim claim claim minimum]
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
