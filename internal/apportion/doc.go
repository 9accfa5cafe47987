// Package apportion divides a whole number of quanta among claims, exactly.
//
// It is the kernel under every quota of this module. It knows neither decimals nor
// trees nor targets. The input is a total, one weight per claim, and optional bounds:
// one minimum and one maximum per claim. All are whole numbers. The output is one
// whole share per claim, and the shares sum to the total. If no such shares exist,
// the result is an [*InfeasibleError], never a wrong sum.
//
// # Division without bounds
//
// Let T be the total, w the weights and W = Σ w. Largest remainder
// ([LargestRemainder]) begins with the quotas x:
//
//	xᵢ = T · wᵢ / W
//
// Each claim gets ⌊xᵢ⌋. The claims with the largest remainders xᵢ − ⌊xᵢ⌋ get one more
// each, until the sum is T. A divisor method rounds a common multiple of the weights:
//
//	sᵢ = round(a · wᵢ), with a such that Σ sᵢ = T
//
// Here round goes up from k to k+1 at the signpost s(k) of the method:
//
//	Jefferson, D'Hondt        k + 1
//	Webster, Sainte-Laguë     k + 1/2
//	Hill, Huntington-Hill     √(k(k+1))
//	Dean                      2k(k+1) / (2k+1)
//	Adams                     k
//
// Equivalently, it hands out the T smallest of the quotients s(k)/wᵢ. This form also
// defines ties and edge cases. The first signpost of Hill, Dean and Adams is zero:
// each claim with a weight gets one quantum before any claim gets two. If the total
// is too small for that, the claims with the largest weights get one each.
//
// # Ties
//
// Claims tie if they have the same remainder, or the same quotient, and the total
// does not suffice for all of them. The earlier claim is served first. The outcome
// names the tied claims and how many of them were served, so that a caller can decide
// otherwise. The shares of the other claims do not depend on it.
//
// # Weights of zero
//
// A claim without weight has no quota and no quotient, in any method. It gets the
// number within its bounds that is nearest to zero: zero, unless its minimum is above
// zero or its maximum below.
//
// # Bounds
//
// Bounds are part of the problem. They are not applied afterwards. A divisor method
// gives
//
//	sᵢ = clamp(round(a · wᵢ), lᵢ, uᵢ), with a such that Σ sᵢ = T
//
// The quotas of largest remainder are the proportional division within bounds:
//
//	xᵢ = clamp(λ · wᵢ, lᵢ, uᵢ), with λ such that Σ xᵢ = T
//
// They are rounded as above. A quota on a bound is whole and has no remainder. Only
// claims strictly between their bounds take part in the rounding, and stay within
// them because bounds are whole. Among all whole shares with the sum T and within the
// bounds, the result has the least Σ (sᵢ − xᵢ)².
//
// Shares have the sign of the total, unless a bound requires otherwise. For a total ≥
// 0, a claim without a minimum has the minimum min(0, its maximum). For a total ≤ 0,
// a claim without a maximum has the maximum max(0, its minimum). Minima above the
// total are therefore an error, unless a negative minimum of some claim compensates
// for them.
//
// # Negative totals
//
// The division of −T within [−u, −l] is the division of T within [l, u] with all
// signs reversed. The quanta that tie are then negative.
//
// # How it is done
//
// Time is proportional to the number of claims and does not depend on the total.
//
//   - Largest remainder is one pass and one selection among the remainders.
//   - A divisor method counts the quotients up to the continuous multiplier. That
//     misses the total by at most the number of claims. It then selects among the few
//     quotients between there and the true multiplier: the sandwich of Reitzig and
//     Wild (Building Fences Straight and High, arXiv 1504.06475), with bounds.
//   - The multiplier with bounds is found by pruning (Kiwiel, Variable fixing
//     algorithms for the continuous quadratic knapsack problem, 2008).
//
// Every comparison is of products of integers: of two or four machine words in
// [Divider.Words], of any size in [Big]. No comparison divides, and there is no
// floating-point number.
//
// The methods and their properties are in Balinski and Young, Fair Representation,
// 1982, and Pukelsheim, Proportional Representation, 2nd edition, 2017.
package apportion
