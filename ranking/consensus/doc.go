// Package consensus makes one ranking from several, and measures how far two
// rankings are apart.
//
// # One ranking from several
//
// A [Ballot] is a [Ranking] with a weight: provinces by patents, by density
// and by growth, or the orders that five evaluators gave. [New] gathers
// ballots into a [Profile], from which come
//
//   - [Profile.Borda]: points for every item that one is ranked above;
//   - [Profile.Copeland]: duels won less duels lost;
//   - [Profile.MeanRank]: the average place;
//   - [Profile.Kemeny]: the orders that contradict the ballots least, all of
//     them, or a bound on how far from the least an order can be.
//
// Rankings may have ties and may leave items out; [Options] says what being
// left out means. The rules disagree, as they must: no rule for more than two
// items satisfies every reasonable demand (K. J. Arrow, 1951). Kemeny's order
// follows every majority that can be followed; Borda's counts how far apart
// two items are and so depends on what else is ranked between them.
//
// # How far two rankings are apart
//
// [NewKendall] counts the pairs that two rankings order alike and otherwise,
// in O(n log n), and derives τ-a, τ-b, τ-c, Somers' D and a distance from the
// counts. [WeightedTau] lets the top of the table weigh more. [Spearman] and
// [Footrule] compare places. For lists that need not hold the same items, such
// as the best twenty of two months, there are [TopOverlap], [AverageOverlap],
// [RBO] and [RBOExtrapolated].
//
// # Exactness
//
// Counts, points, costs and distances are exact. Coefficients are the exact
// value, square roots included, rounded once to [Places] decimals, halves away
// from zero. [WeightedTau] alone is a float64, since its weights are; it is
// computed in a fixed order from operations that give the same bits on every
// platform.
//
// Nothing depends on the order of ballots or on the order of items within a
// tie; wherever items tie in a result they are listed by code. All values are
// immutable and safe for concurrent use.
package consensus
