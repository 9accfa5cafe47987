// Package apportion divides a whole number of quanta among claims, exactly.
//
// It is the kernel under every quota of this module. It knows neither decimals
// nor trees nor targets: a total, one weight per claim and, where there are any,
// one minimum and one maximum per claim go in, all of them whole numbers; one
// whole share per claim comes out, and the shares sum to the total. What cannot
// be divided so is an [*InfeasibleError], never a sum that is off.
//
// # Division without bounds
//
// With total T, weights w and W = Σ w, largest remainder ([LargestRemainder])
// starts from the quotas x
//
//	xᵢ = T · wᵢ / W
//
// gives each claim ⌊xᵢ⌋ and hands what is left, one each, to the claims with the
// largest remainders xᵢ − ⌊xᵢ⌋. A divisor method rounds a common multiple of
// the weights,
//
//	sᵢ = round(a · wᵢ), with a such that Σ sᵢ = T
//
// where round goes up from k to k+1 at the method's signpost s(k):
//
//	Jefferson, D'Hondt        k + 1
//	Webster, Sainte-Laguë     k + 1/2
//	Hill, Huntington-Hill     √(k(k+1))
//	Dean                      2k(k+1) / (2k+1)
//	Adams                     k
//
// That is the same as giving out the T smallest of the quotients s(k)/wᵢ, and
// this is how ties and edge cases are to be read. For Hill, Dean and Adams the
// first signpost is zero, so each claim with a weight gets one quantum before
// any claim gets two; a total that is too small for that goes, one each, to the
// claims with the largest weights.
//
// # Ties
//
// Claims tie when they have the same remainder, or the same quotient, and the
// total does not suffice for all of them. The earlier claim is served first, and
// the outcome names the tied claims and how many of them were served, so that a
// caller can decide otherwise: the others' shares do not depend on it.
//
// # Weights of zero
//
// A claim without weight has no quota and no quotient, in any method. It gets
// what of its bounds is nearest to zero, which is nothing unless its minimum is
// above zero or its maximum below.
//
// # Bounds
//
// Bounds are part of what is asked for, not repaired afterwards. A divisor
// method gives
//
//	sᵢ = clamp(round(a · wᵢ), lᵢ, uᵢ), with a such that Σ sᵢ = T
//
// Largest remainder takes as quotas the proportional division within bounds,
//
//	xᵢ = clamp(λ · wᵢ, lᵢ, uᵢ), with λ such that Σ xᵢ = T
//
// and rounds it as above. A quota on a bound is whole and so has no remainder;
// only claims strictly between their bounds take part in the rounding, which
// never leaves the bounds because they are whole. Among all whole shares with
// the sum T and within the bounds, the result has the least Σ (sᵢ − xᵢ)².
//
// A share never takes the sign opposite to the total's, and a total of zero is
// never moved between claims, unless a bound says so: where a bound is absent on
// that side of zero, the bound that is nearest to zero stands in for it. So
// minima above the total are an error, unless some claim has a minimum below
// zero that makes up for them.
//
// # Negative totals
//
// The division of −T within [−u, −l] is the division of T within [l, u] with
// all signs turned. The quanta that tie are then negative ones.
//
// # How it is done
//
// Time is proportional to the number of claims and does not depend on the total.
// Largest remainder is one pass and one selection among the remainders. A divisor
// method counts the quotients up to the continuous multiplier, which misses the
// total by no more than the number of claims, and selects among the few quotients
// that lie between there and the true one (the sandwich of Reitzig and Wild,
// Building Fences Straight and High, arXiv 1504.06475, carried over to bounds).
// The multiplier with bounds is found by pruning, as in Kiwiel, Variable fixing
// algorithms for the continuous quadratic knapsack problem, 2008.
// Everything is compared by products of integers: of two or four machine words in
// [Divider.Words], of any size in [Big]. There is no division in a comparison and no
// floating-point number anywhere.
//
// The methods and their properties are in Balinski and Young, Fair Representation,
// 1982, and Pukelsheim, Proportional Representation, 2nd edition, 2017.
package apportion
