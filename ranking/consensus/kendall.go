package consensus

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fenwick"
)

// Kendall counts the pairs of items by how two rankings order them.
type Kendall struct {
	Pairs      int64 // n(n−1)/2
	Concordant int64 // ordered in the same way
	Discordant int64 // ordered in opposite ways
	TiedA      int64 // tied in a, also if tied in b
	TiedB      int64 // tied in b, also if tied in a
	TiedBoth   int64 // tied in both
	Items      int   // n
	GroupsA    int   // different places in a
	GroupsB    int   // different places in b
}

// NewKendall compares two rankings of the same items pair by pair, in time
// O(n log n).
//
// NewKendall returns an error if a ranking is not valid, or if they do not rank
// the same items.
func NewKendall(a, b Ranking) (Kendall, error) {
	p, err := align(a, b)
	if err != nil {
		return Kendall{}, err
	}

	n := int64(len(p.a))
	k := Kendall{
		Pairs: n * (n - 1) / 2, Items: len(p.a), GroupsA: len(a), GroupsB: len(b),
		TiedA: tiedPairs(p.sizeA), TiedB: tiedPairs(p.sizeB),
	}

	// Items of one place in both rankings are next to each other in the order.
	order := p.order()
	run := int64(0)
	for i := range order {
		if i > 0 && (p.a[order[i]] != p.a[order[i-1]] || p.b[order[i]] != p.b[order[i-1]]) {
			run = 0
		}
		k.TiedBoth += run
		run++
	}

	// Within a place of a the places in b ascend, so no pair of it is an inversion.
	seen := make(fenwick.Tree[int64], len(p.sizeB))
	for i, item := range order {
		place := int(p.b[item])
		k.Discordant += int64(i) - seen.Sum(place)
		seen.Add(place, 1)
	}
	k.Concordant = k.Pairs - k.Discordant - k.TiedA - k.TiedB + k.TiedBoth
	return k, nil
}

// tiedPairs returns the number of pairs in groups of the given sizes.
func tiedPairs(sizes []int32) int64 {
	sum := int64(0)
	for _, size := range sizes {
		sum += int64(size) * (int64(size) - 1) / 2
	}
	return sum
}

// TauA returns (C − D) / P, with P the number of all pairs, so that ties lower it.
// It is absent for fewer than two items.
func (k Kendall) TauA() decimal.NullDecimal { return ratio(k.Concordant-k.Discordant, k.Pairs) }

// TauB returns Kendall's coefficient corrected for ties,
//
//	τ-b = (C − D) / √((P − Tₐ)(P − T_b)),
//
// which is 1 exactly if both rankings are the same. It is absent if all items of a
// ranking tie.
//
// Source: M. G. Kendall (1945).
func (k Kendall) TauB() decimal.NullDecimal {
	return overRoot(
		big.NewInt(k.Concordant-k.Discordant),
		new(big.Int).Mul(big.NewInt(k.Pairs-k.TiedA), big.NewInt(k.Pairs-k.TiedB)),
	)
}

// TauC returns Stuart's coefficient for rankings with few places,
//
//	τ-c = 2m (C − D) / (n² (m − 1)),
//
// where m is the lesser of the numbers of places in the two rankings. It is absent
// if all items of a ranking tie.
//
// Source: A. Stuart (1953).
func (k Kendall) TauC() decimal.NullDecimal {
	n, m := big.NewInt(int64(k.Items)), int64(min(k.GroupsA, k.GroupsB))
	num := new(big.Int).Mul(big.NewInt(2*m), big.NewInt(k.Concordant-k.Discordant))
	den := n.Mul(n, n)
	return quotient(num, den.Mul(den, big.NewInt(m-1)))
}

// SomersD returns (C − D) / (P − Tₐ): how far b follows a, over the pairs that a
// does not tie. It is absent if a ties all items.
//
// Source: R. H. Somers (1962).
func (k Kendall) SomersD() decimal.NullDecimal {
	return ratio(k.Concordant-k.Discordant, k.Pairs-k.TiedA)
}

// Distance returns the number of pairs that the rankings order in opposite ways,
// and ½ for each pair that only one of them ties. It is a metric on rankings with
// ties.
//
// Source: R. Fagin, R. Kumar, M. Mahdian, D. Sivakumar, E. Vee (2004), with
// penalty 1/2; J. G. Kemeny (1959) has twice this figure.
func (k Kendall) Distance() decimal.Decimal { return decimal.New(5*k.twiceDistance(), -1) }

// Normalized returns the distance divided by the number of pairs: 0 for equal
// rankings, 1 for a reversed one without ties. It is absent for fewer than two
// items.
func (k Kendall) Normalized() decimal.NullDecimal { return ratio(k.twiceDistance(), 2*k.Pairs) }

func (k Kendall) twiceDistance() int64 {
	return 2*k.Discordant + k.TiedA + k.TiedB - 2*k.TiedBoth
}
