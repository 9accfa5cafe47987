package apportion_test

import (
	"math"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/internal/apportion"
)

var methods = []apportion.Method{
	apportion.LargestRemainder, apportion.Webster, apportion.Jefferson,
	apportion.Adams, apportion.Hill, apportion.Dean,
}

// result is what the references and the kernels are compared on.
type result struct {
	Shares []int64
	Tied   []int
	Win    int
	Bounds []apportion.Bound
	Kind   apportion.Kind
}

// refClaim is a claim turned so that the division goes up from base.
type refClaim struct {
	w    *big.Rat
	base int64
	cap  int64 // math.MaxInt64 if there is none
	n    int64
}

// reference divides as the package comment says, in the most obvious way: one quantum at a
// time for divisor methods, by fractions for largest remainder.
func reference(total int64, weights, lo, hi []int64, m apportion.Method) result {
	n := len(weights)
	l, u := make([]int64, n), make([]int64, n)
	for i := range weights {
		l[i], u[i] = math.MinInt64, math.MaxInt64
		if lo != nil {
			l[i] = lo[i]
		}
		if hi != nil {
			u[i] = hi[i]
		}
		if weights[i] < 0 {
			return result{Kind: apportion.NegativeWeight}
		}
	}

	base, rest, anyWeight := make([]int64, n), total, false

	for i := range weights {
		if l[i] > u[i] {
			return result{Kind: apportion.MinAboveMax}
		}
		base[i] = min(max(0, l[i]), u[i])
		rest -= base[i]
		anyWeight = anyWeight || weights[i] > 0
	}

	sign := int64(1)
	if rest < 0 {
		sign = -1
	}
	claims := make([]refClaim, n)
	room := int64(0)

	for i := range weights {
		end := u[i]
		if sign < 0 {
			end = math.MaxInt64
			if l[i] != math.MinInt64 {
				end = -l[i]
			}
		}
		c := refClaim{w: new(big.Rat).SetInt64(weights[i]), base: sign * base[i], cap: end}
		if weights[i] == 0 || end == math.MaxInt64 && total*sign <= 0 {
			c.cap = c.base
		}
		if c.cap > c.base+1000 {
			c.cap = c.base + 1000 // beyond any total that is tested
		}
		room += c.cap - c.base
		c.n = c.base
		claims[i] = c
	}

	units := sign * rest
	if units > room {
		switch {
		case total*sign > 0 && !anyWeight:
			return result{Kind: apportion.NoWeight}
		case sign > 0:
			return result{Kind: apportion.MaximaBelowTotal}
		}
		return result{Kind: apportion.MinimaAboveTotal}
	}

	var r result
	if m == apportion.LargestRemainder {
		r = refQuotas(claims, units)
	} else {
		r = refDivide(claims, units, m)
	}

	for i := range claims {
		r.Shares = append(r.Shares, sign*claims[i].n)
	}
	return r
}

// signpost is s(k), squared for Hill, so quotients are compared as s(k)/w, or (s(k)/w)².
func signpost(m apportion.Method, k int64) *big.Rat {
	switch m {
	case apportion.Webster:
		return big.NewRat(2*k+1, 2)
	case apportion.Jefferson:
		return big.NewRat(k+1, 1)
	case apportion.Hill:
		return big.NewRat(k*(k+1), 1)
	case apportion.Dean:
		return big.NewRat(2*k*(k+1), 2*k+1)
	}
	return big.NewRat(k, 1)
}

type refQuotient struct{ at, w *big.Rat }

func (c refClaim) quotient(m apportion.Method, k int64) refQuotient {
	at := signpost(m, k)
	at.Quo(at, c.w)
	if m == apportion.Hill {
		at.Quo(at, c.w)
	}
	return refQuotient{at, c.w}
}

func (a refQuotient) cmp(b refQuotient) int {
	if a.at.Sign() == 0 && b.at.Sign() == 0 {
		return b.w.Cmp(a.w)
	}
	return a.at.Cmp(b.at)
}

func refDivide(claims []refClaim, units int64, m apportion.Method) (r result) {
	var last refQuotient
	for range units {
		best := -1
		for i, c := range claims {
			if c.n < c.cap && (best < 0 || c.quotient(m, c.n).cmp(claims[best].quotient(m, claims[best].n)) < 0) {
				best = i
			}
		}
		last = claims[best].quotient(m, claims[best].n)
		claims[best].n++
	}

	if units == 0 {
		return r
	}

	for i, c := range claims {
		if c.n > c.base && c.quotient(m, c.n-1).cmp(last) == 0 {
			r.Tied = append(r.Tied, i)
			r.Win++
		} else if c.n < c.cap && c.quotient(m, c.n).cmp(last) == 0 {
			r.Tied = append(r.Tied, i)
		}
	}

	if r.Win == len(r.Tied) {
		r.Tied, r.Win = nil, 0
	}
	return r
}

// refLevel is the vector clamp(λw, base, cap) with the given sum: the ends of the claims are
// tried in order until the sum is passed, and λ is interpolated from there.
func refLevel(claims []refClaim, sum *big.Rat) []*big.Rat {
	at := func(lambda *big.Rat) ([]*big.Rat, *big.Rat) {
		x, all := make([]*big.Rat, len(claims)), new(big.Rat)
		for i, c := range claims {
			x[i] = new(big.Rat).Mul(lambda, c.w)
			if b := new(big.Rat).SetInt64(c.base); x[i].Cmp(b) < 0 {
				x[i] = b
			}
			if e := new(big.Rat).SetInt64(c.cap); x[i].Cmp(e) > 0 {
				x[i] = e
			}
			all.Add(all, x[i])
		}
		return x, all
	}

	ends := []*big.Rat{new(big.Rat)}
	for _, c := range claims {
		if c.w.Sign() > 0 {
			ends = append(
				ends,
				new(big.Rat).Quo(new(big.Rat).SetInt64(max(c.base, 0)), c.w),
				new(big.Rat).Quo(new(big.Rat).SetInt64(max(c.cap, 0)), c.w),
			)
		}
	}

	slices.SortFunc(ends, (*big.Rat).Cmp)

	for i, e := range ends {
		x, all := at(e)
		if all.Cmp(sum) < 0 {
			continue
		}
		if i == 0 {
			return x
		}
		// Linear between the two ends.
		_, before := at(ends[i-1])
		part := new(big.Rat).Sub(sum, before)
		part.Quo(part, new(big.Rat).Sub(all, before))
		step := new(big.Rat).Sub(e, ends[i-1])
		x, _ = at(step.Add(step.Mul(step, part), ends[i-1]))
		return x
	}

	panic("no level")
}

func refQuotas(claims []refClaim, units int64) (r result) {
	sum := units
	for _, c := range claims {
		sum += c.base
	}
	x := refLevel(claims, new(big.Rat).SetInt64(sum))
	rems := make([]*big.Rat, len(claims))
	order := make([]int, len(claims))

	for i := range claims {
		// Only shares below zero are not on the way up, and those do not move.
		whole := new(big.Int).Div(x[i].Num(), x[i].Denom())
		rems[i] = new(big.Rat).Sub(x[i], new(big.Rat).SetInt(whole))
		claims[i].n = whole.Int64()
		sum -= claims[i].n
		order[i] = i
	}

	if sum == 0 {
		return r
	}
	slices.SortStableFunc(order, func(a, b int) int { return rems[b].Cmp(rems[a]) })

	for _, i := range order[:sum] {
		claims[i].n++
	}
	cut := rems[order[sum-1]]

	for k, i := range order {
		if rems[i].Cmp(cut) == 0 {
			r.Tied = append(r.Tied, i)
			if k < int(sum) {
				r.Win++
			}
		}
	}

	if r.Win == len(r.Tied) {
		r.Tied, r.Win = nil, 0
	}
	slices.Sort(r.Tied)
	return r
}
