package consensus

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// TopOverlap returns the share of items that the first k of two lists have in
// common. The lists are best first and need not hold the same items.
//
// TopOverlap returns an error if a list is empty, holds an empty code or a
// code twice, or k is below 1 or above the length of the shorter list.
func TopOverlap(a, b []string, k int) (decimal.Decimal, error) {
	common, err := overlaps(a, b, k, false)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return fixed.Round(big.NewInt(common[k]), big.NewInt(int64(k)), Places), nil
}

// AverageOverlap returns the mean over the depths d = 1 … depth of the share
// of items that the first d of two lists have in common; depth 0 is the length
// of the shorter list.
//
// AverageOverlap returns an error if a list is empty, holds an empty code or a
// code twice, or the depth is negative or above the length of the shorter
// list.
//
// Source: S. Wu and F. Crestani (2003); the name is from W. Webber, A. Moffat
// and J. Zobel (2010).
func AverageOverlap(a, b []string, depth int) (decimal.Decimal, error) {
	common, err := overlaps(a, b, depth, true)
	if err != nil {
		return decimal.Decimal{}, err
	}
	n := int64(len(common) - 1)
	return settle(n,
		func(scale int32) *big.Int {
			sum, one, term := new(big.Int), fixed.Pow10(scale), new(big.Int)
			for d := int64(1); d <= n; d++ {
				term.Mul(one, big.NewInt(common[d]))
				sum.Add(sum, term.Quo(term, big.NewInt(d)))
			}
			return sum.Quo(sum, big.NewInt(n))
		},
		func() *big.Rat {
			sum := new(big.Rat)
			for d := int64(1); d <= n; d++ {
				sum.Add(sum, big.NewRat(common[d], d))
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
// where A_d is the share of items that the first d of both have in common and
// p is how likely a reader who has seen one place is to look at the next. It
// leaves out what lies deeper, at most p^k: it is 1 − p^k for equal lists.
// [RBOExtrapolated] adds an estimate of the rest.
//
// RBO returns an error if a list is empty, holds an empty code or a code
// twice, or p is not between 0 and 1 or has more than 100 decimals.
//
// Source: W. Webber, A. Moffat, J. Zobel (2010), A similarity measure for
// indefinite rankings.
func RBO(a, b []string, p decimal.Decimal) (decimal.Decimal, error) {
	common, err := persistent(a, b, p)
	if err != nil {
		return decimal.Decimal{}, err
	}
	agreement := make([]share, min(len(a), len(b)))
	for i := range agreement {
		agreement[i] = share{common[i+1], int64(i + 1)}
	}
	return biased(agreement, share{0, 1}, p), nil
}

// RBOExtrapolated returns the rank-biased overlap of two lists that are
// continued for ever with the agreement that they had at their ends,
//
//	(1−p)/p (Σ_{d=1…l} X_d/d·pᵈ + Σ_{d=s+1…l} X_s(d−s)/(s·d)·pᵈ) + ((X_l − X_s)/l + X_s/s)·p^l,
//
// where X_d is the number of items that the first d of both have in common, s
// the length of the shorter list and l that of the longer. It is 1 for equal
// lists and 0 for lists that share nothing.
//
// RBOExtrapolated returns an error as [RBO] does.
//
// Source: W. Webber, A. Moffat, J. Zobel (2010), equation 32.
func RBOExtrapolated(a, b []string, p decimal.Decimal) (decimal.Decimal, error) {
	common, err := persistent(a, b, p)
	if err != nil {
		return decimal.Decimal{}, err
	}
	s, l := int64(min(len(a), len(b))), int64(max(len(a), len(b)))
	agreement := make([]share, l)
	for d := int64(1); d <= l; d++ {
		if agreement[d-1] = (share{common[d], d}); d > s {
			agreement[d-1] = share{common[d]*s + common[s]*(d-s), s * d}
		}
	}
	return biased(agreement, share{(common[l]-common[s])*s + common[s]*l, l * s}, p), nil
}

type share struct{ num, den int64 }

// biased returns (1 − p) Σ p^{d−1} agreement_d + p^l·rest.
func biased(agreement []share, rest share, p decimal.Decimal) decimal.Decimal {
	exp := min(0, p.Exponent())
	unit := fixed.Pow10(-exp)
	in, _ := fixed.Mantissa(p, exp)
	out := new(big.Int).Sub(unit, in)
	return settle(int64(len(agreement))+1,
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

// settle rounds a figure that is not negative to [Places]. Down returns it in
// units of 10^-scale, cut down by at most two units for each of the n steps;
// the fraction itself is asked for only where that leaves the last digit open,
// since it may have thousands of digits.
func settle(n int64, down func(scale int32) *big.Int, exact func() *big.Rat) decimal.Decimal {
	const guard = 40
	low := down(Places + guard)
	high := new(big.Int).Add(low, big.NewInt(2*n+2))
	a, b := fixed.Round(low, fixed.Pow10(Places+guard), Places), fixed.Round(high, fixed.Pow10(Places+guard), Places)
	if a.Equal(b) {
		return a
	}
	r := exact()
	return fixed.Round(r.Num(), r.Denom(), Places)
}

// persistent checks the lists and p, and counts common items to the depth of
// the longer list.
func persistent(a, b []string, p decimal.Decimal) ([]int64, error) {
	var faults fault.List
	switch {
	case !fixed.InBounds(p):
		faults.Add(&target.FieldError{Path: "p", Value: p, Err: target.ErrRange, Remedy: "at most 100 decimals"})
	case p.Sign() <= 0 || p.Cmp(decimal.New(1, 0)) >= 0:
		faults.Add(&target.FieldError{Path: "p", Value: p, Err: target.ErrRange, Remedy: "more than 0 and less than 1"})
	}
	checkList("a", a, &faults)
	checkList("b", b, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return common(a, b, max(len(a), len(b))), nil
}

// overlaps checks the lists and the depth, where 0 may be the most, and counts
// common items.
func overlaps(a, b []string, depth int, zeroIsAll bool) ([]int64, error) {
	var faults fault.List
	checkList("a", a, &faults)
	checkList("b", b, &faults)
	most, path, least := min(len(a), len(b)), "k", 1
	if zeroIsAll {
		path, least = "depth", 0
	}
	if depth < least || depth > most && most > 0 {
		faults.Add(&target.FieldError{
			Path: path, Value: depth, Err: target.ErrRange,
			Remedy: fmt.Sprintf("from %d to %d, the length of the shorter list", least, most),
		})
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if depth == 0 {
		depth = most
	}
	return common(a, b, depth), nil
}

func checkList(path string, list []string, faults *fault.List) {
	if len(list) == 0 {
		faults.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "list at least one item"})
	}
	seen := make(map[string]bool, len(list))
	for i, item := range list {
		switch {
		case item == "":
			faults.Add(&target.FieldError{Path: fmt.Sprintf("%s[%d]", path, i), Err: target.ErrRequired})
		case seen[item]:
			faults.Add(&target.FieldError{Path: fmt.Sprintf("%s[%d]", path, i), Value: item, Err: target.ErrDuplicate})
		}
		seen[item] = true
	}
}

// common returns how many items the first d of both lists share, for d from 0
// to depth; a list is not longer than it is.
func common(a, b []string, depth int) []int64 {
	x := make([]int64, depth+1)
	seen := make(map[string]bool, 2*depth)
	for d := 1; d <= depth; d++ {
		x[d] = x[d-1]
		for _, list := range [2][]string{a, b} {
			if d > len(list) {
				continue
			}
			if item := list[d-1]; seen[item] {
				x[d]++
			} else {
				seen[item] = true
			}
		}
	}
	return x
}
