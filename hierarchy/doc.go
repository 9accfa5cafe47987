// Package hierarchy hands a target down the levels of a government, or of any
// organisation, and rolls results up again. The kind of the indicator fixes the law:
// sums add up, ratios are means weighted by a basis, milestones are counted.
//
// The calls that matter, without their errors:
//
//	tree, err := hierarchy.NewTree([]string{"nation", "province"}, []hierarchy.Unit{
//		{Code: "00", Name: "The three", Level: "nation"},
//		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
//		…
//	})
//	inForce, err := tree.Column(maps.All(map[string]decimal.Decimal{
//		"11": decimal.New(55879, 0), "31": decimal.New(32744, 0), "44": decimal.New(62787, 0),
//	}))
//	rule := hierarchy.Rule{Method: hierarchy.Proportional(inForce.Named("patents in force, 2012-03"))}
//	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{Rule: rule})
//	fmt.Println("adds up:", plan.Check() == nil) // from the quotas alone
//	fmt.Print(plan.Explain("44"))                // why Guangdong has its quota
//
// # Trees and columns
//
// A [Tree] has units at named levels, each with one parent, siblings in the order of
// their codes. It is one line of leadership; several lines are several trees. A unit
// has one of three roles:
//
//   - a member counts towards its parent;
//   - a memo unit is part of its parent, but never enters a sum: Shenzhen, which China's
//     patent office lists beside its province;
//   - a residual unit has the part of its parent that no other child covers.
//
// A [Column] is one figure per unit, with gaps. [RollUp] computes the parents'
// figures from the children's.
//
// # Cascading
//
// [Cascade] decomposes one target, such as a budget or a KPI, into a [Plan] of quotas,
// top-down. A [Rule] says how a parent allocates its amount to its children:
//
//   - a [Method] gives each child its claim on the parent's amount;
//   - bounds limit the quotas;
//   - a stretch asks the children for more than the parent's target (层层加码);
//   - a reserve keeps a part for the parent;
//   - a rounding makes whole quanta.
//
// Rules are given by default, by level and by parent. A [Hold] fixes a single quota, a
// [GroupBound] bounds several units together, and an [Exemption] takes a unit out of the
// plan. The formulas are at [Cascade] and [Method]. Three other functions make plans too:
//
//   - [MiddleOut] begins with figures in the middle of the tree;
//   - [Prepare] checks a cascade once, to run it for many scenarios;
//   - [Reconcile] begins with bids from below.
//
// For example, a nation's 1,000 patents are shared among three provinces in
// proportion to last year's 62,787, 55,879 and 32,744:
//
//	exact shares   414.6528   369.0315   216.2461   A·cᵢ/Σc, with A the amount
//	rounded down   414        369        216        999 of 1,000
//	quotas         415        369        216        the last to the largest remainder, .6528
//
// For a density of 3.3 per 10,000 people the quotas are densities. Their law is about
// numerators and denominators: Σ dᵢqᵢ / Σ dᵢ = 3.3.
//
// # Why each number is what it is
//
// [Plan.Explain] returns the chain of reasons for one quota. [Plan.Check] recomputes
// every law from the quotas alone. [Plan.Slack] measures how much more each level
// asks for than the one above it.
//
// # Bids from below
//
// [Reconcile] finds the plan that is nearest to figures proposed anywhere in the tree:
// targets from above and bids from below, each with its [Firmness]. Its plans explain
// how far each figure was moved, and by whose bounds.
//
// # After the plan
//
//   - [Compare] compares what units adopted with what they were assigned.
//   - [Plan.Revise] changes a plan, and [Plan.Diff] lists the changes.
//   - [Plan.Convert] puts a plan into another form, of densities into numbers, and
//     [Plan.Continue] hands a quota of it down further.
//   - [Strictest] merges the plans of several lines of leadership for one indicator, and
//     [Demands] lists what all lines ask of a unit.
//   - [StructureEffects] computes the reduction of the nation's ratio that reductions of
//     the units' ratios give if the units grow at different speeds.
//
// # When the tree changes
//
// Package crosswalk carries figures through mergers, splits and recodings of units. A
// target that was set for the old units can then be compared with results of the new
// ones. [Tree.Index], [Column.FigureAt] and similar methods read trees and columns by
// index, for programs that run over many of them.
//
// # Saving, loading and proving
//
// Trees, columns, options and plans are written as JSON. [Plan.MarshalWithInputs] saves a
// plan with everything that it was made from; json.Marshal refers to the tree and the
// columns by digests. [ReadPlan] loads either document and cascades again.
// [Plan.Verify] proves or disproves a published table of quotas.
//
// # Division without a tree
//
// Package apportion divides a total among parties. It also fills two-way tables whose
// rows and columns both add up, in whole quanta or in real numbers.
//
// # Exactness
//
// Figures are scaled integers. Sums hold to the last digit. A weighted mean is
// rounded once, and the residual of the rounding is reported. If a method leaves a
// tie, the smaller code wins, and the explanation says so. The order of the input
// never matters, and the same input gives the same bytes on every platform.
//
// # Errors
//
// Input is checked as a whole. Every problem is reported at once, each as a
// [target.FieldError] with its path, value and remedy. A division that cannot be met
// is an [*InfeasibleError] that names the units in conflict. No input makes a
// function panic or run without bound: a figure has at most 100 digits before and 100
// after the point.
//
// # Concurrency
//
// Trees, columns and plans are immutable and can be shared by goroutines. Nothing in
// this package starts a goroutine.
//
// # What it is not for
//
// The package does not forecast and does not draw maps. Plans of several indicators that
// must stay coherent are the subject of package system. A ranking or a composite score
// has no law and is not decomposed: its target can only be repeated ([Repeat]) or turned
// into a figure to reach ([Column.FigureAtPlace]). See packages ranking and
// evaluate/index.
package hierarchy
