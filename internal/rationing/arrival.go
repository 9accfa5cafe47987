package rationing

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"
)

// MostArrivals is the greatest number of claims that RandomArrival divides among,
// and MostWideArrivals the greatest number if their sum exceeds 2⁶³ − 1. Both keep
// it below half a second.
const (
	MostArrivals     = 32
	MostWideArrivals = 22
)

// Arrivals returns how many claims RandomArrival divides among, given how large
// they are.
func (p Problem) Arrivals() int {
	if p.Total().IsInt64() {
		return MostArrivals
	}
	return MostWideArrivals
}

// RandomArrival gives each claim its mean award over all orders in which the claims could
// arrive, first come, first served (O'Neill 1982). That is the Shapley value of the game
// in which a coalition has the estate that the others leave. RandomArrival panics if there
// are more than [Problem.Arrivals] claims.
//
// A claim d that finds the claims of a set S before it gets
// max(0, E − d(S)) − max(0, E − d − d(S)), and exactly S comes before it in
// |S|!·(n − 1 − |S|)! of the n! orders. The sets are pairs of subsets of two
// halves of the claims. For two sizes, all pairs are added up in one pass over
// both lists of subsets, which are sorted by their sums. That takes in the order
// of n²·2^(n/2) steps instead of 2ⁿ.
func RandomArrival(p Problem) []*big.Rat {
	n := len(p.Claims)
	if n > p.Arrivals() {
		panic("rationing: too many claims for random arrival")
	}

	var left func(estate *big.Int, i int) []*big.Int
	if p.Total().IsInt64() {
		left = newWordHalves(p.Claims).left
	} else {
		left = newBigHalves(p.Claims).left
	}
	weights, whole := orders(n), new(big.Int).MulRange(1, int64(n))
	awards := zeros(n)
	for i, d := range p.Claims {
		award := new(big.Int)
		with, without := left(p.Estate, i), left(new(big.Int).Sub(p.Estate, d), i)
		for size, w := range weights {
			gain := new(big.Int).Sub(with[size], without[size])
			award.Add(award, gain.Mul(gain, w))
		}
		awards[i].SetFrac(award, whole)
	}
	return awards
}

// orders returns, for each size of a set, in how many of n! orders exactly that
// set comes before one claim.
func orders(n int) []*big.Int {
	weights := make([]*big.Int, n)
	for size := range weights {
		weights[size] = new(big.Int).MulRange(1, int64(size))
		weights[size].Mul(weights[size], new(big.Int).MulRange(1, int64(n-1-size)))
	}
	return weights
}

// subset is a set of the claims of a half, as a set of their places in it, with
// the sum of its claims. Claim i is at place i/2 of half i%2.
type subset[T any] struct {
	members uint32
	sum     T
}

func (s subset[T]) has(place int) bool { return s.members>>place&1 == 1 }

// subsets returns all subsets of claims by size.
func subsets[T any](claims []T, zero T, add func(a, b T) T, compare func(a, b T) int) [][]subset[T] {
	bySize := make([][]subset[T], len(claims)+1)
	all := make([]subset[T], 1<<len(claims))
	all[0].sum = zero
	for members := 1; members < len(all); members++ {
		place := bits.TrailingZeros(uint(members))
		all[members] = subset[T]{uint32(members), add(all[members&(members-1)].sum, claims[place])}
	}

	for _, s := range all {
		size := bits.OnesCount32(s.members)
		bySize[size] = append(bySize[size], s)
	}
	for _, sets := range bySize {
		slices.SortFunc(sets, func(a, b subset[T]) int { return compare(a.sum, b.sum) })
	}
	return bySize
}

// wordHalves are the subsets of both halves of claims whose sum fits a word.
type wordHalves [2][][]subset[int64]

func newWordHalves(claims []*big.Int) *wordHalves {
	var parts [2][]int64
	for i, d := range claims {
		parts[i%2] = append(parts[i%2], d.Int64())
	}

	h := new(wordHalves)
	for k, part := range parts {
		h[k] = subsets(part, 0, func(a, b int64) int64 { return a + b }, cmp.Compare[int64])
	}
	return h
}

// left adds up max(0, estate − d(S)) over all sets S without claim i, by size.
func (h *wordHalves) left(estate *big.Int, i int) []*big.Int {
	sums := make([]*big.Int, len(h[0])+len(h[1]))
	for size := range sums {
		sums[size] = new(big.Int)
	}
	if estate.Sign() <= 0 {
		return sums
	}

	own, other := h[i%2], h[1-i%2]
	for b, ys := range other {
		var total pair
		for _, y := range ys {
			total.add(0, uint64(y.sum))
		}
		for a, xs := range own {
			sum := leftOfPairs(estate.Int64(), xs, ys, i/2, total)
			sums[a+b].Add(sums[a+b], sum.big())
		}
	}
	return sums
}

// leftOfPairs adds up max(0, estate − x − y) over all x without a place and all
// y, whose total is given.
func leftOfPairs(estate int64, xs, ys []subset[int64], place int, total pair) pair {
	var sum pair
	count, below := len(ys), total // the y that leave something beside x, and their total
	for _, x := range xs {
		if x.has(place) {
			continue
		}
		rest := estate - x.sum
		for count > 0 && ys[count-1].sum >= rest {
			count--
			below.sub(0, uint64(ys[count].sum))
		}
		if count == 0 {
			break
		}
		high, low := bits.Mul64(uint64(count), uint64(rest))
		sum.add(high, low)
		sum.sub(below.high, below.low)
	}
	return sum
}

// pair is an unsigned number of two words. A half has at most 2¹⁶ subsets with
// sums below 2⁶³, so that 2³² pairs of them add up to less than 2⁹⁶.
type pair struct{ high, low uint64 }

func (p *pair) add(high, low uint64) {
	var carry uint64
	p.low, carry = bits.Add64(p.low, low, 0)
	p.high += high + carry
}

func (p *pair) sub(high, low uint64) {
	var borrow uint64
	p.low, borrow = bits.Sub64(p.low, low, 0)
	p.high -= high + borrow
}

func (p pair) big() *big.Int {
	n := new(big.Int).SetUint64(p.high)
	return n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(p.low))
}

// bigHalves are the subsets of both halves of claims of any size.
type bigHalves [2][][]subset[*big.Int]

func newBigHalves(claims []*big.Int) *bigHalves {
	var parts [2][]*big.Int
	for i, d := range claims {
		parts[i%2] = append(parts[i%2], d)
	}

	h := new(bigHalves)
	add := func(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }
	for k, part := range parts {
		h[k] = subsets(part, new(big.Int), add, (*big.Int).Cmp)
	}
	return h
}

// left is the same as for words.
func (h *bigHalves) left(estate *big.Int, i int) []*big.Int {
	sums := make([]*big.Int, len(h[0])+len(h[1]))
	for size := range sums {
		sums[size] = new(big.Int)
	}
	if estate.Sign() <= 0 {
		return sums
	}

	own, other := h[i%2], h[1-i%2]
	for b, ys := range other {
		total := new(big.Int)
		for _, y := range ys {
			total.Add(total, y.sum)
		}
		for a, xs := range own {
			addLeftOfPairs(sums[a+b], estate, xs, ys, i/2, total)
		}
	}
	return sums
}

func addLeftOfPairs(sum, estate *big.Int, xs, ys []subset[*big.Int], place int, total *big.Int) {
	count, below := len(ys), new(big.Int).Set(total)
	rest, part := new(big.Int), new(big.Int)
	for _, x := range xs {
		if x.has(place) {
			continue
		}
		rest.Sub(estate, x.sum)
		for count > 0 && ys[count-1].sum.Cmp(rest) >= 0 {
			count--
			below.Sub(below, ys[count].sum)
		}
		if count == 0 {
			break
		}
		part.SetInt64(int64(count))
		sum.Add(sum, part.Mul(part, rest)).Sub(sum, below)
	}
}
