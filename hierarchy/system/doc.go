// Package system makes figures agree that identities tie together, such as a whole and its
// parts: the plans of several indicators, the years of a plan, and figures that exist.
//
// The calls that matter, without their errors:
//
//	types := system.Sum{Name: "types", Whole: "patents", Parts: []string{"inventions", "others"}}
//	plans, err := system.Cascade(tree, system.Config{Indicators: indicators, Sums: []system.Sum{types}})
//	years, err := system.Spread(plans.Plan("patents"), system.YearsOptions{
//		Shape: temporal.StraightLine{}, Before: inForce["patents"],
//	})
//	fmt.Println("coherent:", plans.Check() == nil, years.Check() == nil)
//
// # Plans that stay coherent
//
// [Cascade] plans indicators and the identities between them in one call, and returns
// a [hierarchy.Plan] for each:
//
//	[Sum]     three types of patents add up to all patents, in every unit
//	[Ratio]   energy = intensity · output; share · whole = part; growth of a level
//
// Parts are divided together, in whole quanta, within their bounds and holds. A derived
// indicator follows from the others in every unit. The caller says which one is derived.
// [Plans.Check] proves from the quotas alone that all identities hold in all units, and
// [Plans.Explain] says which identity moved or made a figure.
//
// # Years
//
// [Spread] makes a plan for each year of a plan, such that units and years agree:
//
//	total: homes built       every year adds up over the units, and every unit over the years
//	level: patents in force  every year adds up over the units; the last year is the plan
//	rate: a cut by 16 %      3.43, 6.74, 9.93, 13.02 and 16 % since the plan began
//
// Each unit has a path of its own, by a shape or as announced, and leaves it as little as
// the totals allow. [YearLimits] bound what a year may bring. [Years.Revise] keeps the years
// that are past and makes the others anew.
//
// # Figures that exist
//
// [Balance] takes figures that miss their identities, and returns the nearest ones
// that satisfy them all:
//
//	three types of patents   31, 27 and 45, published total 100
//	the parts add up         30¼, 26¼ and 44¼, total 100¾
//	in whole patents         31, 26 and 44, total 101
//
// Identities are linear, with =, ≤ or ≥. A figure can be kept, have bounds, or be
// absent, so that the others determine it. Answers are exact fractions, and say which
// identity or bound moved each figure, and how far. Constraints that contradict
// each other are an [*InfeasibleError] with a minimal set of them.
package system
