// Package robust measures how far a rank can be trusted.
//
// The calls that matter, without their errors:
//
//	region, err := robust.Around([]decimal.Decimal{half, half}, half)
//	intervals, err := robust.Intervals(units, region) // weights could also have been others
//	fmt.Print(intervals)
//	sets, err := robust.ConfidenceSets(nordic, robust.ConfidenceOptions{Better: target.Higher, Seed: 1})
//	fmt.Print(sets) // figures are estimates
//
// A unit may be 7th, and 5th to 11th might be as well founded. Two things make a
// rank uncertain, and each has its half of this package.
//
// # A worked case
//
// Let applications, grants and stock of invention patents in 2015 have the weights
// 0.2, 0.3 and 0.5. Guangdong is then first of China's 31 provinces. If each weight
// could be up to 10 % greater or smaller, it could be second, and 29 of the 31 ranks
// are certain; with 50 %, 12 ranks are. If weights can vary by 100 %, Tianjin, 13th,
// can have any rank from 10th to 16th.
//
// # Uncertain weights
//
// A composite score is a weighted sum, and its weights are a judgement. A [Region]
// is a set of weights that could also have been chosen: all weights ([Simplex]),
// those within a share of given ones ([Around]), or those within explicit bounds
// ([Box]). Over a region,
//
//   - [Intervals] gives the best and the worst rank of each unit;
//   - [SampleRanks] draws weights and counts the ranks;
//   - [LeaveOneOut] ranks without each component in turn.
//
// These are exact: scores are compared as integers, and equal scores tie.
//
// # Uncertain figures
//
// If figures are estimates with standard errors, or counts of a sample, the true
// ranking is unknown. A confidence set for a rank covers the true rank with a stated
// probability. [ConfidenceSets] has the sets of Mogstad, Romano, Shaikh and Wilhelm
// for independent estimates, and [Multinomial] those for counts. Both are for one
// unit at a time ([Marginal]) or for all together ([Simultaneous]). The latter also
// say which units may be among the k best or worst ([RankSets.Best],
// [RankSets.Worst]).
//
// [OmegaRanks] are the ranks that such sets cover, with every rule of ties between
// the least and the greatest place.
//
// # Randomness
//
// Random figures come from a seed that the caller gives. The same units, options and
// seed give the same result, to the last bit, on every platform and in every order
// of the units. Figures are drawn in the order of the codes from PCG-DXSM. Normal
// figures are the quantile at a uniform figure of 53 bits.
//
// # Errors
//
// An error about units, estimates or options lists every problem as a
// [target.FieldError]. A task that would take too long is an error too.
//
// # Concurrency
//
// All values are immutable and safe for concurrent use.
//
// # What it is not for
//
// The package does not say whether a figure is right. It cannot see errors of
// measurement that standard errors leave out, or figures that were made up.
package robust
