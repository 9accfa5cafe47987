package robust

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// OmegaRank is the rank of a figure, with ties placed by a share ω.
type OmegaRank struct {
	Rank  decimal.Decimal
	Share decimal.Decimal // Rank divided by the number of figures, to 16 decimals
}

// OmegaRanks returns the ranks of figures, in the order of the figures,
//
//	ω·A + (1−ω)·B + 1 − ω,
//
// where A is the number of figures that are at least as good, itself included, and
// B the number of those that are better. A tie has the least of the places that it
// takes for ω = 0, the greatest for ω = 1, and their mean for ω = 1/2.
//
// OmegaRanks returns an error if:
//   - there is no figure, or a figure is out of bounds;
//   - ω is not between 0 and 1;
//   - better is neither Higher nor Lower.
//
// Source: D. Chetverikov and D. Wilhelm (2023), Inference for rank-rank
// regressions.
func OmegaRanks(figures []decimal.Decimal, omega decimal.Decimal, better target.Direction) ([]OmegaRank, error) {
	var problems target.Problems
	at := problems.At("figures")
	at.Required(len(figures) > 0, "give at least one")
	for i, f := range figures {
		at.Index(i).Figure(f)
	}
	problems.At("omega").Between(omega, decimal.Zero, decimal.New(1, 0))
	if better != target.Higher && better != target.Lower {
		problems.At("better").Report(better, target.ErrInvalid, "must be higher or lower")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	order := indices(len(figures))
	compare := func(i, j int) int {
		if better == target.Lower {
			return figures[i].Cmp(figures[j])
		}
		return figures[j].Cmp(figures[i])
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(compare(i, j), cmp.Compare(i, j)) })

	exp := min(0, omega.Exponent())
	share, unit := fixed.Rescale(omega, exp), fixed.Pow10(-exp)
	ranks := make([]OmegaRank, len(figures))
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && compare(order[start], order[end]) == 0 {
			end++
		}

		// ω·end + (1−ω)·start + 1 − ω = start + 1 + ω·(end − start − 1)
		m := new(big.Int).Mul(share, big.NewInt(int64(end-start-1)))
		m.Add(m, new(big.Int).Mul(unit, big.NewInt(int64(start+1))))
		all := new(big.Int).Mul(unit, big.NewInt(int64(len(order))))
		result := OmegaRank{Rank: fixed.FromBig(m, exp), Share: fixed.Round(m, all, 16)}
		for _, i := range order[start:end] {
			ranks[i] = result
		}
		start = end
	}
	return ranks, nil
}
