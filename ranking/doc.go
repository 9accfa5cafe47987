// Package ranking ranks units by one figure and publishes the result: the table
// in which every unit sees who is ahead of it, by how much, and whether it has
// gained or lost. In the pressure driving mechanism (Cheng and Drahos, 2018) it
// is what makes a quota felt before its date.
//
// The calls that matter, without their errors:
//
//	march2012 := []ranking.Entry{
//		{Code: "530000", Name: "Yunnan", Value: decimal.RequireFromString("70.7")}, // and others
//	}
//	before, err := ranking.New(march2012, ranking.Options{Better: target.Higher})
//	table, err := ranking.New(december2016, ranking.Options{Better: target.Higher, Before: before})
//	fmt.Print(table)
//	if yunnan, ok := table.Row("530000"); ok {
//		fmt.Println("\nYunnan is", yunnan.Rank, "of", yunnan.Of, "and lacks", yunnan.ToNext.Decimal)
//	}
//
// # A table
//
// [New] ranks entries, each with the code of its unit and its figure. A figure may
// be missing, and a unit may be exempt for a reason. Both are listed after the
// others, without a rank, and change no rank. Equal figures are settled by the
// entries' tie-break keys. If these are equal too, the units share a place, which is
// numbered by one of four rules; [Row.Mean] gives a fifth:
//
//	figures      9   7   7   4
//	Competition  1   2   2   4
//	Modified     1   3   3   4
//	Dense        1   2   2   3
//	Ordinal      1   2   3   4    in the order of the codes
//	Mean         1  2.5 2.5  4
//
// A table ranks exact figures unless Places says that the published digits count:
// with one decimal, 9.96 and 10.04 are equal, as a reader of the published list
// sees them. The options are part of the table: [Table.Options] returns them, and
// [Table.String] and the JSON print them.
//
// Each [Row] has the rank, also counted from the end, the two usual percentiles
// (PERCENT_RANK and CUME_DIST), the tile and the class, and the gaps to the next
// unit, to the leader and to the target. With an earlier table it has the places
// gained and the number of tables in a row in which the unit has risen or fallen.
// A table keeps only its own rows of an earlier one, so a series of any length
// takes the memory of two tables.
//
// # A worked case
//
// In January 2014 Shandong had 293.8 invention patents in force per million
// people and Anhui 198.7: fourth and fifth of five provinces of East China. In
// December 2016 Shandong had 629.7 and Anhui 636.5:
//
//	rank  unit      figure  to next  to leader  before  move
//	   1  Shanghai  3521.3        –        0.0       1     0
//	   2  Jiangsu   1841.2   1680.1     1680.1       2     0
//	   3  Zhejiang  1649.6    191.6     1871.7       3     0
//	   4  Anhui      636.5   1013.1     2884.8       5    +1
//	   5  Shandong   629.7      6.8     2891.6       4    -1
//
// Anhui has grown by 220 % and leads the change list. Shandong has more than
// doubled its figure and lost a place.
//
// # Publication
//
// [Table.Top] and [Table.Bottom] are the lists of the best and the worst.
// [Table.View] is what one audience sees. [Changes] makes the entries of the
// change list, and a [Bulletin] prints level and change side by side. JSON goes
// both ways: a table that is read back can be used as the earlier one.
//
// # Effects on the units
//
// [Table.Pressures] measures the pressure of a table on each unit and reports the
// parts of it. [Table.Tournament] compares a unit with its predecessor, its own
// past and its neighbours.
//
// # Exactness
//
// Figures are compared exactly, whatever their number of digits. Shares and
// quotients are rounded once, half away from zero, to a stated number of
// decimals. The order of the entries does not matter.
//
// # Errors
//
// An error about entries or options lists every problem as a
// [target.FieldError], by path.
//
// # Concurrency
//
// Tables are immutable, share no memory with the caller's slices, and are safe
// for concurrent use.
//
// # What it is not for
//
// The package ranks by one figure and does not compute it: packages evaluate and
// evaluate/index do. Package consensus makes one ranking of several, and package
// robust measures how far a rank can be trusted.
package ranking
