package consensus

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// Score is the score of an item by some rule, and the rank that follows from it.
type Score struct {
	Item  string
	Value decimal.Decimal
	Rank  int // 1 + the number of items with a better score
}

// Scores are items by score, the best first. Equal items are listed by code.
type Scores []Score

// Ranking returns the order of the items. Equal scores tie.
func (s Scores) Ranking() Ranking {
	var r Ranking
	for i, score := range s {
		if i > 0 && s[i-1].Rank == score.Rank {
			r[len(r)-1] = append(r[len(r)-1], score.Item)
		} else {
			r = append(r, []string{score.Item})
		}
	}
	return r
}

// Borda gives an item, on each ballot, 1 point for every item that it is ranked
// above and ½ point for every item with which it ties. On a complete ballot that
// is the number of items less the mean rank. Points count by the weights of the
// ballots, and the most points are best.
//
// Source: J.-C. de Borda (1781); ties and incomplete ballots by the pairwise
// form of D. Black (1958).
func (p *Preferences) Borda() Scores {
	twice := make([]int64, len(p.items))
	for k := range p.ballots {
		b := &p.ballots[k]
		for i, rank := range b.twice {
			if rank > 0 {
				twice[i] += b.weight * (2*b.ranked - int64(rank))
			}
		}
	}
	return p.scores(
		func(i int) decimal.Decimal { return decimal.New(5*twice[i], p.exp-1) },
		func(i, j int) int { return cmp.Compare(twice[j], twice[i]) },
	)
}

// Copeland gives an item the number of duels that it wins less the number that it
// loses. A duel between two items is won by the one that the ballots prefer by
// weight. The greatest score is best.
//
// Source: A. H. Copeland (1951).
func (p *Preferences) Copeland() Scores {
	net := netWins(len(p.items), p.duel)
	return p.scores(
		func(i int) decimal.Decimal { return decimal.New(net[i], 0) },
		func(i, j int) int { return cmp.Compare(net[j], net[i]) },
	)
}

// netWins returns for each of n items the number of duels that it wins less the number that
// it loses.
func netWins(n int, duel func(i, j int) (above, below int64)) []int64 {
	net := make([]int64, n)
	for i := range n {
		for j := range i {
			above, below := duel(i, j)
			won := int64(cmp.Compare(above, below))
			net[i] += won
			net[j] -= won
		}
	}
	return net
}

// byNetWins returns the items with the most net wins first, equal ones in their order.
func byNetWins(net []int64) []int32 {
	order := make([]int32, len(net))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int { return cmp.Compare(net[j], net[i]) })
	return order
}

// MeanRank gives an item the weighted mean of its ranks on the ballots that rank
// it, to [CoefficientPlaces] decimals. Tied items have the mean of the places that
// they take. The least mean is best; means are compared as exact fractions.
func (p *Preferences) MeanRank() Scores {
	sum, weight := make([]int64, len(p.items)), make([]int64, len(p.items))
	for k := range p.ballots {
		b := &p.ballots[k]
		for i, rank := range b.twice {
			if rank > 0 {
				sum[i] += b.weight * int64(rank)
				weight[i] += 2 * b.weight
			}
		}
	}

	mean := make([]*big.Rat, len(p.items))
	for i := range mean {
		mean[i] = big.NewRat(sum[i], weight[i])
	}
	return p.scores(
		func(i int) decimal.Decimal { return fixed.Round(mean[i].Num(), mean[i].Denom(), CoefficientPlaces) },
		func(i, j int) int { return mean[i].Cmp(mean[j]) },
	)
}

// scores returns the items in the order of compare, the best first.
func (p *Preferences) scores(value func(i int) decimal.Decimal, compare func(i, j int) int) Scores {
	order := make([]int, len(p.items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)

	s := make(Scores, len(order))
	for k, i := range order {
		s[k] = Score{Item: p.items[i], Value: value(i), Rank: k + 1}
		if k > 0 && compare(order[k-1], i) == 0 {
			s[k].Rank = s[k-1].Rank
		}
	}
	return s
}
