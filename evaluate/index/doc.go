// Package index makes composite indicators. A composite indicator gives each
// unit one score from many indicators, through a tree of groups of any depth.
//
// The calls that matter, without their errors:
//
//	composite, err := index.New(index.Spec{Nodes: []index.Node{
//		{Code: "efficiency"},
//		{Code: "energy", Parent: "efficiency", Better: target.Lower},
//		{Code: "electricity", Parent: "efficiency", Better: target.Lower},
//	}})
//	result, err := composite.Score(data) // data has the figures of the units
//	fmt.Print(result)
//	for _, c := range result.Contributions("Guangdong") {
//		fmt.Printf("%s: score %.1f gives %.1f points\n", c.Code, c.Score, c.Points)
//	}
//
// A [Spec] states the tree and the method:
//
//   - [Node]: the indicators and groups, and their weights.
//   - [Normalisation]: how figures are brought to a common scale.
//   - [Weighting]: how the children of a group are weighed.
//   - [Mean]: which mean of its children a group takes.
//
// [New] checks the Spec once. [Composite.Score] then scores any number of sets of
// figures. A [Result] has the scores of every node, the weights that were used, and
// the contribution of every node to the index of a unit.
//
//	figures → winsorise → normalise → weigh → aggregate, from the leaves up
//
// # A worked case
//
// Five provinces of China in 2015 have two indicators: invention patents in force
// per 10,000 people, and the share of inventions in all patents granted. The
// density weighs twice as much as the share. Shanghai's index is:
//
//	            Shanghai   least   greatest   score of 100
//	density     28.98      12.80   61.28      (28.98 − 12.80)/(61.28 − 12.80) = 33.4
//	share, %    29.03       9.93   37.55      (29.03 −  9.93)/(37.55 −  9.93) = 69.2
//	index                                     (2·33.4 + 69.2)/3               = 45.3
//
// # Limits
//
// An index depends on choices: its weights and means. Other choices rank the units
// differently. Package ranking/robust measures how much.
//
// Scores are of kind [target.Index]. They do not add up over units, and a target
// for them cannot be divided.
//
// A score relative to other units (min-max, ranks, z-scores) does not tell whether
// a target was met. Use [OwnTarget], or package evaluate.
//
// # Gaps
//
// A figure that is not Valid is a gap. Nothing is imputed. Gaps are errors unless a
// group has an Availability, the least share of its children that must have a
// score. A unit with at least that share gets the mean of the children that it has,
// and their weights are scaled up to a sum of 1. A unit with less, or with children of
// weight 0 only, has no score for the group, which is a gap one level up.
//
// # Exactness
//
// Figures are decimals, and ranks compare them exactly. All other results are
// floating-point statistics: figures are rounded once to the nearest float64, and
// [Result] states the number of digits. The results have the same bits on every
// platform and for every order of the input. [Result.Figures] rounds scores to
// decimals, for publication and for rankings.
//
// # Errors
//
// An error lists every problem of a specification or of data as a
// [target.FieldError]. What cannot be scored is an error: an indicator with the same
// figure for all units, a geometric mean of a score of zero, judgements that
// contradict each other.
//
// # Concurrency
//
// A [Composite] and a [Result] are immutable and safe for concurrent use.
package index
