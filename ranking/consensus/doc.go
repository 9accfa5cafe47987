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
// # A worked case
//
// The 31 provinces of China were ranked by invention patents applied for,
// granted and in force in 2015. The tables of grants and stock turn 12 of the
// 465 pairs (τ-b 0.948), that of applications turns 44 against either (0.811).
// Three orders contradict the tables least, 51 times, and begin with Jiangsu,
// Guangdong, Beijing, Zhejiang, Shanghai; Borda's has Shandong before Shanghai.
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
// tie; wherever items tie in a result they are listed by code.
//
// # Errors
//
// What is wrong with ballots or rankings is one error that lists every problem
// as a [target.FieldError]. A coefficient that does not exist, as where a ranking
// ties everything, is absent.
//
// # Concurrency
//
// All values are immutable and safe for concurrent use.
//
// # What it is not for
//
// A consensus says what several rankings have in common, not which is right.
// How far one ranking can be trusted is the subject of package robust.
package consensus
