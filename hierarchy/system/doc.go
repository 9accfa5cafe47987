// Package system keeps indicators coherent that are tied by identities: equations
// between them, such as a whole and its parts.
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
// indicator follows from the others unit by unit; which one that is, the caller says.
// [Plans.Check] proves from the quotas alone that all identities hold in all units, and
// [Plans.Explain] says which identity moved or made a figure.
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
// absent, so that the others determine it. Answers are exact fractions, and say
// which identity or bound moved each figure by how much. Demands that contradict
// each other are an [*InfeasibleError] with a minimal set of them.
package system
