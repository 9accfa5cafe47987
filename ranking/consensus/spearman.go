package consensus

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Spearman returns the correlation ρ of the mean ranks of two rankings of the
// same items,
//
//	ρ = Σ (rᵢ − r̄)(sᵢ − s̄) / √(Σ (rᵢ − r̄)² Σ (sᵢ − s̄)²).
//
// It is absent if all items of a ranking tie.
//
// Spearman returns an error if a ranking is not valid, or if they do not rank the
// same items.
//
// Source: C. Spearman (1904).
func Spearman(a, b Ranking) (decimal.NullDecimal, error) {
	p, err := align(a, b)
	if err != nil {
		return decimal.NullDecimal{}, err
	}

	ranksA, ranksB := twiceRanks(p.sizeA), twiceRanks(p.sizeB)
	mean := int64(len(p.a)) + 1 // twice the mean of all ranks
	var ab, aa, bb, term big.Int
	for i := range p.a {
		x, y := big.NewInt(ranksA[p.a[i]]-mean), big.NewInt(ranksB[p.b[i]]-mean)
		ab.Add(&ab, term.Mul(x, y))
		aa.Add(&aa, term.Mul(x, x))
		bb.Add(&bb, term.Mul(y, y))
	}
	return overRoot(&ab, aa.Mul(&aa, &bb)), nil
}

// TiedPlace says which place tied items have.
type TiedPlace uint8

const (
	MeanPlace    TiedPlace = iota // the mean of the places that they take: 1 2.5 2.5 4
	HighestPlace                  // the best of them: 1 2 2 4
	LowestPlace                   // the worst of them: 1 3 3 4
)

var tiedPlaceWords = enum.New[TiedPlace]("ties", target.UnknownError, []string{
	MeanPlace: "mean", HighestPlace: "highest", LowestPlace: "lowest",
})

// String returns the place in lower case.
func (t TiedPlace) String() string { return tiedPlaceWords.String(t) }

// MarshalText returns the place in lower case.
func (t TiedPlace) MarshalText() ([]byte, error) { return tiedPlaceWords.Marshal(t) }

// UnmarshalText reads a place as String prints it.
func (t *TiedPlace) UnmarshalText(text []byte) error { return tiedPlaceWords.Unmarshal(t, text) }

// Footrule returns the sum of the distances between the places of all items in
// the two rankings. It is a metric for each rule of ties.
//
// Footrule returns an error if:
//   - a ranking is not valid;
//   - they do not rank the same items;
//   - the rule is none of the constants.
//
// Source: C. Spearman (1906); P. Diaconis and R. L. Graham (1977).
func Footrule(a, b Ranking, ties TiedPlace) (decimal.Decimal, error) {
	var problems target.Problems
	if !problems.At("ties").Add(tiedPlaceWords.Check(ties)) {
		return decimal.Decimal{}, problems.Err()
	}
	p, err := align(a, b)
	if err != nil {
		return decimal.Decimal{}, err
	}

	ranksA, ranksB := ties.twice(p.sizeA), ties.twice(p.sizeB)
	sum := int64(0)
	for i := range p.a {
		d := ranksA[p.a[i]] - ranksB[p.b[i]]
		sum += max(d, -d)
	}
	return decimal.New(5*sum, -1), nil
}

// twice returns twice the place of each group.
func (t TiedPlace) twice(sizes []int32) []int64 {
	ranks := twiceRanks(sizes)
	for i, size := range sizes {
		switch t {
		case HighestPlace:
			ranks[i] -= int64(size) - 1
		case LowestPlace:
			ranks[i] += int64(size) - 1
		}
	}
	return ranks
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
