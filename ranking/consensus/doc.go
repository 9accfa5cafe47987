// Package consensus makes one ranking of several, and measures the distance
// between two rankings.
//
// The calls that matter, without their errors:
//
//	applied := consensus.Strict("Jiangsu", "Guangdong", "Shandong", "Beijing", "Zhejiang")
//	preferences, err := consensus.New(consensus.Ballots(applied, granted, inForce), consensus.Options{})
//	best, err := preferences.Kemeny()
//	fmt.Println(best)
//	for _, score := range preferences.Borda() {
//		fmt.Println(score.Rank, score.Item, score.Value)
//	}
//	pairs, err := consensus.NewKendall(applied, granted)
//	fmt.Println(pairs.Discordant, "of", pairs.Pairs, "pairs in opposite ways")
//
// # One ranking of several
//
// A [Ballot] is a [Ranking] with a weight: provinces by patents, by density and by
// growth, or the orders that five evaluators gave. [New] makes [Preferences] of
// ballots, which have these rules:
//
//   - [Preferences.Borda]: points for every item that one is ranked above;
//   - [Preferences.Copeland]: duels won less duels lost;
//   - [Preferences.MeanRank]: the mean place;
//   - [Preferences.Kemeny]: the orders that contradict the ballots least, all of them,
//     or a bound on the cost of an order.
//
// Rankings may have ties and may leave items out; [Options] says what that
// means. The rules give different results, and no rule for more than two items
// satisfies every reasonable condition (K. J. Arrow, 1951). Kemeny's order follows
// every majority that can be followed. Borda's counts how far apart two items are,
// and so depends on what is ranked between them.
//
// # A worked case
//
// The 31 provinces of China were ranked by the invention patents applied for,
// granted and in force in 2015. The tables of grants and of stock order 12 of the
// 465 pairs in opposite ways (τ-b 0.948), the table of applications and either of
// them 44 (0.811). Three orders contradict the tables least, 51 times, and begin
// with Jiangsu, Guangdong, Beijing, Zhejiang, Shanghai. Borda's order has Shandong
// before Shanghai.
//
// # Distance of two rankings
//
// [NewKendall] counts the pairs that two rankings order in the same way and in
// opposite ways, in O(n log n), and derives τ-a, τ-b, τ-c, Somers' D and a distance
// from the counts. [WeightedTau] gives the top of the table more weight. [Spearman]
// and [Footrule] compare places. Lists of different items, such as the best twenty
// of two months, are compared by [TopOverlap], [AverageOverlap], [RBO] and
// [RBOExtrapolated].
//
// # Exactness
//
// Counts, points, costs and distances are exact. Coefficients are the exact value,
// square roots included, rounded once to [CoefficientPlaces] decimals, halves away
// from zero. Only [WeightedTau] is a float64, as its weights are; it has the same
// bits on every platform.
//
// The order of ballots, and that of items within a tie, does not matter. Tied
// items of a result are listed by code.
//
// # Errors
//
// An error about ballots or rankings lists every problem as a
// [target.FieldError]. A coefficient that does not exist is absent, for example if
// a ranking ties all items.
//
// # Concurrency
//
// All values are immutable and safe for concurrent use.
//
// # What it is not for
//
// A consensus says what several rankings have in common, not which is right. How
// far one ranking can be trusted is the subject of package robust.
package consensus
