// Package robust tells how far a rank can be trusted.
//
// A rank says 7th; it does not say that 5th to 11th would have been as well
// founded. Two things put a rank in doubt, and each has its half of this
// package.
//
// # A worked case
//
// With weights of 0.2, 0.3 and 0.5 for applications, grants and stock of
// invention patents in 2015, Guangdong is first of China's 31 provinces. Had each
// weight been up to a tenth of itself greater or smaller, it could be second,
// and 29 of the 31 ranks are settled; had it been up to half, 12 are. Tianjin,
// 13th, could be anything from 10th to 16th if weights may vary by all of
// themselves.
//
// # The weights were chosen
//
// A composite score is a weighted sum, and its weights are a judgement. A
// [Region] holds the weights that could have been chosen as well: all there
// are ([Simplex]), those within a share of the given ones ([Around]), or
// explicit bounds ([Box]). Over a region,
//
//   - [Intervals] gives the best and the worst rank that follow from which
//     units beat which at every weight, and which at some;
//   - [Shares] draws weights from the region and counts the ranks;
//   - [LeaveOneOut] ranks without each component in turn.
//
// These are exact: scores are compared as integers, and a tie is a tie.
//
// # The figures were estimated
//
// Where figures are estimates with standard errors, or counts of a sample, the
// true ranking is unknown, and a confidence set for a rank covers the true one
// with a stated probability. [ConfidenceSets] has the sets of Mogstad, Romano,
// Shaikh and Wilhelm for independent estimates, [Multinomial] those for counts;
// both for one unit at a time ([Marginal]) or for all at once ([Simultaneous]),
// and from the latter which units may be among the k best or worst
// ([RankSets.Best], [RankSets.Worst]).
//
// [OmegaRanks] are the ranks that such sets are about, with every rule of ties
// between the smallest and the largest.
//
// # Randomness
//
// What is drawn at random comes from a seed that the caller passes: the same
// units, options and seed give the same result, to the last bit, on every
// platform and in whatever order the units are given. Draws are made by code
// order from PCG-DXSM; normal figures are the inverse of the distribution
// function at a uniform figure of 53 bits.
//
// # Errors
//
// What is wrong with units, estimates or options is one error that lists every
// problem as a [target.FieldError]; so is a task that would take too long.
//
// # Concurrency
//
// All values are immutable and safe for concurrent use.
//
// # What it is not for
//
// Nothing here says that a figure is right: errors of measurement that standard
// errors do not hold, and figures that were made up, are out of its sight.
package robust
