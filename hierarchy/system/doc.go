// Package system keeps indicators coherent that are tied by identities: equations
// between them, such as a whole and its parts.
//
// # Plans of parts
//
// [Parts] divides a plan into plans of its parts: three types of patents that add up
// to all patents in every unit, while the units of each type add up to its target.
// Each part is a [hierarchy.Plan]. [CheckParts] proves from the quotas alone that they
// are coherent.
//
// # Products and quotients
//
// [Derive] computes indicators that follow from others, unit by unit: consumption =
// intensity · output, or whichever of the three is not given. It says what rounding
// leaves of each identity, and refuses derivations that go in a circle.
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
