// Package index makes composite indicators: one score for each unit from many
// indicators, through a tree of groups of any depth.
//
// A [Spec] says what the tree is, how each [Node] weighs, how figures are
// brought to a common scale ([Normalisation]), how the children of a group are
// weighed ([Weighting]) and what mean of them the group takes ([Mean]). [New]
// checks it once; [Composite.Score] then scores any number of sets of figures.
// A [Result] has the scores of every node, the weights in force, and what each
// component contributes to each unit's index.
//
//	figures → winsorise → normalise → weigh → aggregate, from the leaves up
//
// # A worked case
//
// Shanghai had 28.98 invention patents in force per 10,000 people in 2015, where
// Guangdong with 12.80 had the fewest of five provinces and Beijing with 61.28
// the most; of its patents granted 29.03 % were inventions, where the range was
// 9.93 to 37.55. Density weighs twice as much:
//
//	density   (28.98 − 12.80)/(61.28 − 12.80) = 33.4 of 100
//	share     (29.03 −  9.93)/(37.55 −  9.93) = 69.2 of 100
//	index     (2·33.4 + 69.2)/3               = 45.3
//
// # What it is not
//
// An index is an opinion in numbers: its weights and means are choices, and a
// different choice ranks the units differently. Scores of kind
// [target.Index] never add up over units and are never decomposed. A score
// relative to the peers (min-max, ranks, z-scores) says nothing about whether a
// target was met: for that there is [OwnTarget], which never looks at them, and
// package evaluate.
//
// # Gaps
//
// A figure that is not Valid is a gap. Gaps are refused unless a group states
// its Availability: then a unit with at least that share of the group's children
// gets a score from these, their weights scaled up to one; with fewer, the
// group has no score for the unit, which is in its turn a gap one level up.
// Nothing is ever imputed.
//
// # Exactness
//
// Figures come as decimals, and ranks compare them exactly. Everything else is
// a floating-point statistic: figures are rounded once to the nearest float64,
// scores and weights hold the digits that [Result] states, and they are the
// same to the last bit on every platform and for any order of the input. To
// publish or rank scores, take [Result.Figures], which rounds them to decimals.
//
// # Errors
//
// What is wrong with a specification or with data is one error that lists every
// problem as a [target.FieldError]. What cannot be scored is refused: an
// indicator on which all units are alike, a geometric mean of a score of zero,
// judgements that contradict each other.
//
// # Concurrency
//
// A [Composite] and a [Result] are immutable and safe for concurrent use.
package index
