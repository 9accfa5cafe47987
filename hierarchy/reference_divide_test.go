package hierarchy_test

import (
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// divide gives the units below one their quotas.
func (r *reference) divide(parent string) {
	family := r.children[parent]
	if len(family) == 0 || r.failed {
		return
	}
	load := r.load(parent, r.quotas[parent])
	if load < 0 {
		r.failed = true
		return
	}
	n := len(family)
	claims, bases := make([]*big.Rat, n), make([]*big.Rat, n)
	lo, hi := make([]int64, n), make([]*int64, n)
	for i, u := range family {
		claims[i], bases[i] = rat(1), rat(1)
		if w := r.rule[parent].weights; w != nil {
			if claims[i] = w[u.Code]; claims[i] == nil {
				claims[i] = new(big.Rat)
			}
		} else if u.Role == hierarchy.Residual && r.law != target.WeightedMean {
			claims[i] = new(big.Rat)
		}
		if r.law == target.WeightedMean {
			bases[i] = r.basis[u.Code]
		}
		in := r.allowed(parent, u).toward(1)
		lo[i], hi[i] = *in.least, in.most
	}
	var shares []int64
	if r.law == target.WeightedMean {
		shares = r.mean(load, claims, bases, lo, hi)
	} else {
		shares = r.sum(load, claims, bases, lo, hi)
	}
	if r.failed {
		return
	}
	for i, u := range family {
		r.quotas[u.Code] = shares[i]
	}
	for _, u := range family {
		r.divide(u.Code)
	}
}

// fill returns λ and x with xᵢ = clamp(λcᵢ, lᵢ, uᵢ) and Σ bᵢxᵢ = mass: the root
// of a function that grows in pieces, found between two breakpoints.
func (r *reference) fill(mass *big.Rat, claims, bases []*big.Rat, lo []int64, hi []*int64) (*big.Rat, []*big.Rat) {
	at := func(lambda *big.Rat) ([]*big.Rat, *big.Rat) {
		x, sum := make([]*big.Rat, len(claims)), new(big.Rat)
		for i, c := range claims {
			x[i] = new(big.Rat).Mul(lambda, c)
			if x[i].Cmp(rat(lo[i])) < 0 {
				x[i] = rat(lo[i])
			}
			if hi[i] != nil && x[i].Cmp(rat(*hi[i])) > 0 {
				x[i] = rat(*hi[i])
			}
			sum.Add(sum, new(big.Rat).Mul(bases[i], x[i]))
		}
		return x, sum
	}
	points := []*big.Rat{new(big.Rat)}
	for i, c := range claims {
		if c.Sign() > 0 {
			points = append(points, new(big.Rat).Quo(rat(lo[i]), c))
			if hi[i] != nil {
				points = append(points, new(big.Rat).Quo(rat(*hi[i]), c))
			}
		}
	}
	slices.SortFunc(points, (*big.Rat).Cmp)
	points = append(points, new(big.Rat).Add(points[len(points)-1], rat(1)))
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		_, low := at(a)
		_, high := at(b)
		last := i == len(points)-1
		if mass.Cmp(low) < 0 {
			break
		}
		if mass.Cmp(high) > 0 && !last {
			continue
		}
		if high.Cmp(low) == 0 {
			if mass.Cmp(low) == 0 { // any λ of a range will do: the one nearest to zero
				lambda := a
				for _, b := range points[i:] {
					if _, sum := at(b); lambda.Sign() < 0 && sum.Cmp(mass) == 0 {
						lambda = b
					}
				}
				x, _ := at(lambda)
				return lambda, x
			}
			continue
		}
		// Linear from a on.
		slope := new(big.Rat).Quo(new(big.Rat).Sub(high, low), new(big.Rat).Sub(b, a))
		lambda := new(big.Rat).Add(a, new(big.Rat).Quo(new(big.Rat).Sub(mass, low), slope))
		if mass.Cmp(high) == 0 && lambda.Sign() < 0 {
			continue
		}
		x, _ := at(lambda)
		return lambda, x
	}
	r.failed = true
	return nil, nil
}

func (r *reference) sum(load int64, claims, ones []*big.Rat, lo []int64, hi []*int64) []int64 {
	_, x := r.fill(rat(load), claims, ones, lo, hi)
	if r.failed {
		return nil
	}
	shares := make([]int64, len(x))
	order := make([]int, len(x))
	left := load
	rest := func(i int) *big.Rat { return new(big.Rat).Sub(x[i], rat(shares[i])) }
	for i := range x {
		order[i] = i
		shares[i] = floorRat(x[i])
		left -= shares[i]
	}
	slices.SortStableFunc(order, func(i, j int) int { return rest(j).Cmp(rest(i)) })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}

func (r *reference) mean(load int64, claims, bases []*big.Rat, lo []int64, hi []*int64) []int64 {
	whole := new(big.Rat)
	least, most, limited := new(big.Rat), new(big.Rat), true
	for i, b := range bases {
		whole.Add(whole, b)
		least.Add(least, new(big.Rat).Mul(b, rat(lo[i])))
		if hi[i] == nil {
			limited = false
		} else {
			most.Add(most, new(big.Rat).Mul(b, rat(*hi[i])))
		}
	}
	if whole.Sign() == 0 {
		r.failed = true
		return nil
	}
	due := new(big.Rat).Mul(whole, rat(load))
	mass := due
	if gap := new(big.Rat).Sub(least, mass); gap.Sign() > 0 && gap.Cmp(whole) < 0 {
		mass = least
	}
	if gap := new(big.Rat).Sub(mass, most); limited && gap.Sign() > 0 && gap.Cmp(whole) < 0 {
		mass = most
	}
	lambda, x := r.fill(mass, claims, bases, lo, hi)
	if r.failed {
		return nil
	}
	_ = lambda
	figures, other := make([]int64, len(x)), make([]int64, len(x))
	rest := new(big.Rat).Set(due)
	for i := range x {
		figures[i] = roundRat(x[i])
		other[i] = int64(x[i].Cmp(rat(figures[i])))
		rest.Sub(rest, new(big.Rat).Mul(bases[i], rat(figures[i])))
	}
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return bases[j].Cmp(bases[i]) })
	for moved := true; moved && rest.Sign() != 0; {
		moved = false
		side := int64(rest.Sign())
		for _, i := range order {
			after := new(big.Rat).Sub(rest, new(big.Rat).Mul(rat(side), bases[i]))
			if bases[i].Sign() == 0 || other[i] != side || cmpAbs(after, rest) >= 0 {
				continue
			}
			figures[i] += side
			other[i] = -side
			rest = after
			moved = true
			if int64(rest.Sign()) != side {
				break
			}
		}
	}
	return figures
}

func cmpAbs(a, b *big.Rat) int {
	return new(big.Rat).Abs(a).Cmp(new(big.Rat).Abs(b))
}
