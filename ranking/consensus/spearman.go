package consensus

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Spearman returns the correlation ρ of the mean ranks of two rankings of the
// same items,
//
//	ρ = Σ (rᵢ − r̄)(sᵢ − s̄) / √(Σ (rᵢ − r̄)² Σ (sᵢ − s̄)²).
//
// It is absent where all items of a ranking tie.
//
// Spearman returns an error if a ranking is not valid or they do not rank the
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

// Place says which place tied items have.
type Place uint8

const (
	Mean    Place = iota // the mean of the places that they fill: 1 2.5 2.5 4
	Highest              // the best of them: 1 2 2 4
	Lowest               // the worst of them: 1 3 3 4
)

// Footrule returns the sum over all items of how many places apart the two
// rankings have them. It is a metric for each rule of ties.
//
// Footrule returns an error if a ranking is not valid, they do not rank the
// same items, or the rule is unknown.
//
// Source: C. Spearman (1906); P. Diaconis and R. L. Graham (1977).
func Footrule(a, b Ranking, ties Place) (decimal.Decimal, error) {
	if ties > Lowest {
		return decimal.Decimal{}, &target.FieldError{
			Path: "ties", Value: ties, Err: target.ErrUnknown, Remedy: "Mean, Highest or Lowest",
		}
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
func (t Place) twice(sizes []int32) []int64 {
	ranks := twiceRanks(sizes)
	for i, size := range sizes {
		switch t {
		case Highest:
			ranks[i] -= int64(size) - 1
		case Lowest:
			ranks[i] += int64(size) - 1
		}
	}
	return ranks
}
