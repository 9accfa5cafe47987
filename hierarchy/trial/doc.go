// Package trial puts rules on trial: it compares what different ways to share a target do to
// each unit, and finds the rule that comes nearest to quotas that were handed out.
//
// The calls that matter, without their errors:
//
//	same := hierarchy.Rule{Method: hierarchy.Equal()}
//	byPatents := hierarchy.Rule{Method: hierarchy.Proportional(inForce)}
//	result, err := trial.Run(trial.Spec{
//		Tree: tree, Heads: people,
//		Candidates: []trial.Candidate{
//			{Name: "the same", Options: hierarchy.Options{Rule: same}},
//			{Name: "by patents", Options: hierarchy.Options{Rule: byPatents}},
//		},
//		Measures: []trial.Measure{{Of: trial.GiniEffort, Per: trial.PerHead}},
//	})
//
// The package has four parts:
//
//   - [Run] cascades a target by many candidates, each with all values of its
//     parameters. It measures every outcome, and says which outcomes no other beats.
//   - [Fit] finds the rule and the parameters that come nearest to given quotas.
//   - [Doubt] says how far quotas, verdicts and ranks depend on denominators that are
//     estimates.
//   - [Distribution] measures how equal figures are: Gini, Theil, Atkinson, Lorenz.
//
// For example, the European Union asked Bulgaria for a cut of 0 % by 2030 and Sweden for
// 40 %. A trial says which rules come near to these figures, how even each rule is per
// head, and how hard it is for the hardest hit.
//
// A rule that fits is not the rule that was used: [Caveat] says why.
package trial
