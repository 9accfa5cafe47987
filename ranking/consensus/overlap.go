package consensus

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// TopOverlap returns the share of items that the first k of two lists have in
// common. The lists begin with the best item and may have different items.
//
// TopOverlap returns an error if:
//   - a list is empty, or has an empty code or a code twice;
//   - k is not between 1 and the length of the shorter list.
func TopOverlap(a, b []string, k int) (decimal.Decimal, error) {
	var problems target.Problems
	least := checkLists(&problems, a, b)
	problems.At("k").Count(k, 1, max(1, least))
	if err := problems.Err(); err != nil {
		return decimal.Decimal{}, err
	}

	shared := inCommon(a, b, k)
	return fixed.Round(big.NewInt(shared[k]), big.NewInt(int64(k)), CoefficientPlaces), nil
}

// AverageOverlap returns the mean, over the depths d = 1 … depth, of the share of
// items that the first d of two lists have in common. Depth 0 means the length of
// the shorter list.
//
// AverageOverlap returns an error if:
//   - a list is empty, or has an empty code or a code twice;
//   - the depth is not between 0 and the length of the shorter list.
//
// Source: S. Wu and F. Crestani (2003); the name is from W. Webber, A. Moffat
// and J. Zobel (2010).
func AverageOverlap(a, b []string, depth int) (decimal.Decimal, error) {
	var problems target.Problems
	least := checkLists(&problems, a, b)
	if least > 0 {
		problems.At("depth").Count(depth, 0, least)
	}
	if err := problems.Err(); err != nil {
		return decimal.Decimal{}, err
	}
	if depth == 0 {
		depth = least
	}

	shared, n := inCommon(a, b, depth), int64(depth)
	return rounded(n,
		func(scale int32) *big.Int {
			sum, one, term := new(big.Int), fixed.Pow10(scale), new(big.Int)
			for d := int64(1); d <= n; d++ {
				term.Mul(one, big.NewInt(shared[d]))
				sum.Add(sum, term.Quo(term, big.NewInt(d)))
			}
			return sum.Quo(sum, big.NewInt(n))
		},
		func() *big.Rat {
			sum := new(big.Rat)
			for d := int64(1); d <= n; d++ {
				sum.Add(sum, big.NewRat(shared[d], d))
			}
			return sum.Quo(sum, new(big.Rat).SetInt64(n))
		},
	), nil
}

// RBO returns the rank-biased overlap of two lists down to the depth k of the
// shorter,
//
//	(1 − p) Σ_{d=1…k} p^{d−1} A_d,
//
// where A_d is the share of items that the first d of both have in common, and p
// is the probability that a reader who has seen one place looks at the next. It
// leaves out the deeper places, at most p^k: for equal lists it is 1 − p^k.
// [RBOExtrapolated] adds an estimate of the rest.
//
// RBO returns an error if:
//   - a list is empty, or has an empty code or a code twice;
//   - p is not greater than 0 and less than 1, or has more than 100 decimals.
//
// Source: W. Webber, A. Moffat, J. Zobel (2010), A similarity measure for
// indefinite rankings.
func RBO(a, b []string, p decimal.Decimal) (decimal.Decimal, error) {
	if err := checkPersistence(a, b, p); err != nil {
		return decimal.Decimal{}, err
	}
	least := min(len(a), len(b))
	shared := inCommon(a, b, least)
	agreement := make([]fraction, least)
	for i := range agreement {
		agreement[i] = fraction{shared[i+1], int64(i + 1)}
	}
	return rankBiased(agreement, fraction{0, 1}, p), nil
}

// RBOExtrapolated returns the rank-biased overlap of two lists that are continued
// without end, with the agreement that they have at their ends,
//
//	(1−p)/p (Σ_{d=1…l} X_d/d·pᵈ + Σ_{d=s+1…l} X_s(d−s)/(s·d)·pᵈ) + ((X_l − X_s)/l + X_s/s)·p^l,
//
// where X_d is the number of items that the first d of both have in common, s the
// length of the shorter list and l that of the longer. It is 1 for equal lists and
// 0 for lists without a common item.
//
// RBOExtrapolated returns an error if [RBO] does.
//
// Source: W. Webber, A. Moffat, J. Zobel (2010), equation 32.
func RBOExtrapolated(a, b []string, p decimal.Decimal) (decimal.Decimal, error) {
	if err := checkPersistence(a, b, p); err != nil {
		return decimal.Decimal{}, err
	}
	s, l := int64(min(len(a), len(b))), int64(max(len(a), len(b)))
	shared := inCommon(a, b, int(l))
	agreement := make([]fraction, l)
	for d := int64(1); d <= l; d++ {
		agreement[d-1] = fraction{shared[d], d}
		if d > s {
			agreement[d-1] = fraction{shared[d]*s + shared[s]*(d-s), s * d}
		}
	}
	rest := fraction{(shared[l]-shared[s])*s + shared[s]*l, l * s}
	return rankBiased(agreement, rest, p), nil
}

type fraction struct{ num, den int64 }

// rankBiased returns (1 − p) Σ p^{d−1} agreement_d + p^l·rest.
func rankBiased(agreement []fraction, rest fraction, p decimal.Decimal) decimal.Decimal {
	exp := min(0, p.Exponent())
	unit := fixed.Pow10(-exp)
	in := fixed.Rescale(p, exp)
	out := new(big.Int).Sub(unit, in)

	return rounded(int64(len(agreement))+1,
		func(scale int32) *big.Int {
			one, term := fixed.Pow10(scale), new(big.Int)
			sum := new(big.Int).Mul(one, big.NewInt(rest.num))
			sum.Quo(sum, big.NewInt(rest.den))
			for i := len(agreement) - 1; i >= 0; i-- {
				term.Mul(one, big.NewInt(agreement[i].num))
				term.Quo(term, big.NewInt(agreement[i].den))
				sum.Mul(sum, in)
				sum.Add(sum, term.Mul(term, out))
				sum.Quo(sum, unit)
			}
			return sum
		},
		func() *big.Rat {
			stay, leave := new(big.Rat).SetFrac(in, unit), new(big.Rat).SetFrac(out, unit)
			sum := big.NewRat(rest.num, rest.den)
			for i := len(agreement) - 1; i >= 0; i-- {
				term := big.NewRat(agreement[i].num, agreement[i].den)
				sum.Add(sum.Mul(sum, stay), term.Mul(term, leave))
			}
			return sum
		},
	)
}

// rounded rounds a figure that is not negative to [CoefficientPlaces]. Down returns the
// figure in units of 10^−scale, too low by at most two units for each of n steps. Exact
// returns the fraction itself, which may have thousands of digits. It is called only if
// down leaves two roundings possible.
func rounded(n int64, down func(scale int32) *big.Int, exact func() *big.Rat) decimal.Decimal {
	const guard = 40
	unit := fixed.Pow10(CoefficientPlaces + guard)
	low := down(CoefficientPlaces + guard)
	high := new(big.Int).Add(low, big.NewInt(2*n+2))
	a, b := fixed.Round(low, unit, CoefficientPlaces), fixed.Round(high, unit, CoefficientPlaces)
	if a.Equal(b) {
		return a
	}
	r := exact()
	return fixed.Round(r.Num(), r.Denom(), CoefficientPlaces)
}

// checkPersistence checks the lists and the probability of a rank-biased overlap.
func checkPersistence(a, b []string, p decimal.Decimal) error {
	var problems target.Problems
	at := problems.At("p")
	if at.Figure(p) && (p.Sign() <= 0 || p.Cmp(decimal.New(1, 0)) >= 0) {
		at.Report(p, target.ErrRange, "must be greater than 0 and less than 1")
	}
	checkLists(&problems, a, b)
	return problems.Err()
}

// checkLists checks two lists, and returns the length of the shorter.
func checkLists(problems *target.Problems, a, b []string) int {
	checkList(problems.At("a"), a)
	checkList(problems.At("b"), b)
	return min(len(a), len(b))
}

func checkList(at target.Place, list []string) {
	at.Required(len(list) > 0, "list at least one item")
	seen := make(map[string]bool, len(list))
	for i, item := range list {
		switch {
		case item == "":
			at.Index(i).Required(false, "name the item, or leave it out")
		case seen[item]:
			at.Index(i).Duplicate(item)
		}
		seen[item] = true
	}
}

// inCommon returns the number of items that the first d of both lists share, for
// d from 0 to depth. A list may be shorter than the depth.
func inCommon(a, b []string, depth int) []int64 {
	shared := make([]int64, depth+1)
	seen := make(map[string]bool, 2*depth)
	for d := 1; d <= depth; d++ {
		shared[d] = shared[d-1]
		for _, list := range [2][]string{a, b} {
			if d > len(list) {
				continue
			}
			if item := list[d-1]; seen[item] {
				shared[d]++
			} else {
				seen[item] = true
			}
		}
	}
	return shared
}
