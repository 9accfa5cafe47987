// Package ranking ranks peers by one figure and publishes the result: the
// table in which every unit sees who is ahead of it, by how much, and whether
// it has gained or lost. In the pressure driving mechanism (Cheng and Drahos,
// 2018) it is what makes a quota felt before its date.
//
// # A table
//
// [New] ranks entries, each with the code of its unit and its figure:
//
//	table, err := ranking.New(entries, ranking.Options{Better: target.Higher})
//
// A figure may be missing, and a unit may be exempt for a reason; both are
// listed after the others, without a rank, and change no rank. Equal figures
// are settled by the entries' tie-break keys and otherwise share a place,
// which is numbered by one of four rules; [Row.Mean] gives the fifth, the mean
// of the places:
//
//	figures      9   7   7   4
//	Competition  1   2   2   4
//	Modified     1   3   3   4
//	Dense        1   2   2   3
//	Ordinal      1   2   3   4    in the order of the codes
//	Mean         1  2.5 2.5  4
//
// A table ranks exact figures unless Places says that the published digits
// count: 9.96 and 10.04 are then equal in one decimal, as a reader of the
// published list would have it. What was done is part of the table:
// [Table.Options] returns it, and [Table.String] and the JSON print it.
//
// Each [Row] carries the rank, also counted from the end, the two usual
// percentiles (PERCENT_RANK and CUME_DIST), the tile and tier, and the gaps to
// the next, to the leader and to the target. With an earlier table it says how
// many places the unit has gained and for how many tables in a row. A table
// keeps of an earlier one only what its own rows say, so a series of any
// length costs no more than two.
//
// # A worked case
//
// In January 2014 Shandong had 293.8 invention patents in force per million
// people and Anhui 198.7: fourth and fifth of five provinces of East China. In
// December 2016 it was 629.7 and 636.5:
//
//	rank  unit      figure  to next  to leader  before  move
//	   1  Shanghai  3521.3        –        0.0       1     0
//	   2  Jiangsu   1841.2   1680.1     1680.1       2     0
//	   3  Zhejiang  1649.6    191.6     1871.7       3     0
//	   4  Anhui      636.5   1013.1     2884.8       5    +1
//	   5  Shandong   629.7      6.8     2891.6       4    -1
//
// Anhui has grown by 220 % and leads the change list; Shandong has more than
// doubled its figure and lost a place.
//
// # How it is published
//
// [Table.Top] and [Table.Bottom] are the lists of the best and the worst, in
// full where the last place is shared. [Table.View] is what one audience sees.
// [Changes] makes the entries of the change list, and a [Bulletin] prints level
// and change side by side. JSON goes both ways: a table that is read back can
// serve as the earlier one.
//
// # What it does to the units
//
// [Table.Pressures] puts a number on the pressure that a table exerts on each
// unit and reports the parts it is made of. [Table.Tournament] compares a unit
// with its predecessor, its own past and its neighbours. [Recount] recomputes
// published ratios, finds those that do not follow from their numerators and
// denominators, and pairs of lines whose denominators are exchanged.
//
// # Exactness
//
// Figures are compared exactly, whatever their number of digits. Shares and
// quotients are rounded once, half away from zero, to a stated number of
// decimals. The order of the entries never matters.
//
// # Errors
//
// What is wrong with entries or options is one error that lists every problem as
// a [target.FieldError], by the code of the entry.
//
// # Concurrency
//
// Tables are immutable, keep nothing of the caller's slices, and are safe for
// concurrent use.
//
// # What it is not for
//
// It ranks by one figure, and does not make that figure: packages evaluate and
// evaluate/index do.
// One ranking from several is the subject of package consensus, and how far a
// rank can be trusted that of package robust.
package ranking
