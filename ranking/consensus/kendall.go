package consensus

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// Places is how many decimals a coefficient is given to.
const Places = 16

// Kendall counts how two rankings order the pairs of their items.
type Kendall struct {
	Pairs      int64 // n(n−1)/2
	Concordant int64 // ordered alike
	Discordant int64 // ordered oppositely
	TiedA      int64 // tied in a, whatever b says
	TiedB      int64 // tied in b, whatever a says
	TiedBoth   int64
	Items      int // n
	GroupsA    int // different places in a
	GroupsB    int
}

// NewKendall compares two rankings of the same items pair by pair, in time
// O(n log n).
//
// NewKendall returns an error if a ranking is not valid or they do not rank
// the same items.
func NewKendall(a, b Ranking) (Kendall, error) {
	p, err := align(a, b)
	if err != nil {
		return Kendall{}, err
	}
	n := int64(len(p.a))
	k := Kendall{
		Pairs: n * (n - 1) / 2, Items: len(p.a), GroupsA: len(a), GroupsB: len(b),
		TiedA: tied(p.sizeA), TiedB: tied(p.sizeB),
	}
	order := p.order()
	// Items of one place in both rankings stand together in order.
	run := int64(0)
	for i := range order {
		if i > 0 && (p.a[order[i]] != p.a[order[i-1]] || p.b[order[i]] != p.b[order[i-1]]) {
			run = 0
		}
		k.TiedBoth += run
		run++
	}
	// Within a place of a, b ascends: no pair of it counts as an inversion.
	seen := make(counts, len(p.sizeB))
	for i, item := range order {
		k.Discordant += int64(i) - seen.upTo(p.b[item])
		seen.add(p.b[item])
	}
	k.Concordant = k.Pairs - k.Discordant - k.TiedA - k.TiedB + k.TiedBoth
	return k, nil
}

func tied(sizes []int32) int64 {
	sum := int64(0)
	for _, size := range sizes {
		sum += int64(size) * (int64(size) - 1) / 2
	}
	return sum
}

// counts is a Fenwick tree: how many items were added at each place.
type counts []int64

func (c counts) add(place int32) {
	for i := int(place); i < len(c); i |= i + 1 {
		c[i]++
	}
}

func (c counts) upTo(place int32) int64 {
	sum := int64(0)
	for i := int(place); i >= 0; i = i&(i+1) - 1 {
		sum += c[i]
	}
	return sum
}

// TauA returns (C − D) / P over all pairs P: ties lower it. It is absent for
// fewer than two items.
func (k Kendall) TauA() decimal.NullDecimal { return ratio(k.Concordant-k.Discordant, k.Pairs) }

// TauB returns Kendall's coefficient corrected for ties,
//
//	τ-b = (C − D) / √((P − Tₐ)(P − T_b)),
//
// 1 exactly where both rankings are the same. It is absent where all items of
// a ranking tie.
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
// where m is the number of places in the ranking that has fewer. It is absent
// where all items of a ranking tie.
//
// Source: A. Stuart (1953).
func (k Kendall) TauC() decimal.NullDecimal {
	n, m := big.NewInt(int64(k.Items)), int64(min(k.GroupsA, k.GroupsB))
	num := new(big.Int).Mul(big.NewInt(2*m), big.NewInt(k.Concordant-k.Discordant))
	den := n.Mul(n, n)
	return quotient(num, den.Mul(den, big.NewInt(m-1)))
}

// SomersD returns (C − D) / (P − Tₐ): how far b follows a, over the pairs that
// a tells apart. It is absent where a tells none apart.
//
// Source: R. H. Somers (1962).
func (k Kendall) SomersD() decimal.NullDecimal {
	return ratio(k.Concordant-k.Discordant, k.Pairs-k.TiedA)
}

// Distance returns the number of pairs that the rankings order oppositely,
// and half for each pair that one of them ties and the other orders. It is a
// metric on rankings with ties.
//
// Source: R. Fagin, R. Kumar, M. Mahdian, D. Sivakumar, E. Vee (2004), with
// penalty 1/2; J. G. Kemeny (1959) has twice this figure.
func (k Kendall) Distance() decimal.Decimal { return decimal.New(5*k.twiceDistance(), -1) }

// Normalized returns the distance divided by the number of pairs: 0 for the
// same ranking, 1 for a reversed one without ties. It is absent for fewer than
// two items.
func (k Kendall) Normalized() decimal.NullDecimal { return ratio(k.twiceDistance(), 2*k.Pairs) }

func (k Kendall) twiceDistance() int64 {
	return 2*k.Discordant + k.TiedA + k.TiedB - 2*k.TiedBoth
}

func ratio(num, den int64) decimal.NullDecimal { return quotient(big.NewInt(num), big.NewInt(den)) }

// quotient rounds num/den, and is absent for den = 0.
func quotient(num, den *big.Int) decimal.NullDecimal {
	if den.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(fixed.Round(num, den, Places))
}

// overRoot rounds num/√square once, halves away from zero, and is absent for
// square = 0.
func overRoot(num, square *big.Int) decimal.NullDecimal {
	if square.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	// ⌊2·|num|·10ᵏ/√square⌋, one more, halved, rounds the half up.
	twice := new(big.Int).Mul(num, fixed.Pow10(Places))
	twice.Lsh(twice, 1)
	twice.Mul(twice, twice)
	twice.Sqrt(twice.Quo(twice, square))
	twice.Add(twice, big.NewInt(1)).Rsh(twice, 1)
	if num.Sign() < 0 {
		twice.Neg(twice)
	}
	return decimal.NewNullDecimal(fixed.FromBig(twice, -Places))
}

// twiceRanks returns twice the mean rank of each place.
func twiceRanks(sizes []int32) []int64 {
	ranks := make([]int64, len(sizes))
	before := int64(0)
	for i, size := range sizes {
		ranks[i] = 2*before + int64(size) + 1
		before += int64(size)
	}
	return ranks
}
