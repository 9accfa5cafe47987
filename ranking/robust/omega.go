package robust

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// OmegaRank is the rank of a figure with ties taken by a share ω.
type OmegaRank struct {
	Rank  decimal.Decimal
	Share decimal.Decimal // Rank divided by the number of figures, to 16 decimals
}

// OmegaRanks returns the ranks of figures, in the order of the figures,
//
//	ω·A + (1−ω)·B + 1 − ω,
//
// where A figures are at least as good, itself included, and B are better: the
// smallest of the places that a tie fills for ω = 0, the largest for ω = 1 and
// their mean for ω = 1/2.
//
// OmegaRanks returns an error if there is no figure, one or ω has more than
// 100 digits before or after the point, ω is not from 0 to 1, or better is
// neither Higher nor Lower.
//
// Source: D. Chetverikov and D. Wilhelm (2023), Inference for rank-rank
// regressions.
func OmegaRanks(figures []decimal.Decimal, omega decimal.Decimal, better target.Direction) ([]OmegaRank, error) {
	var faults fault.List
	if len(figures) == 0 {
		faults.Add(&target.FieldError{Path: "figures", Err: target.ErrRequired})
	}
	for i, f := range figures {
		checkDecimal(fmt.Sprintf("figures[%d]", i), f, &faults)
	}
	if checkDecimal("omega", omega, &faults) && (omega.Sign() < 0 || omega.Cmp(decimal.New(1, 0)) > 0) {
		faults.Add(&target.FieldError{Path: "omega", Value: omega, Err: target.ErrRange, Remedy: "from 0 to 1"})
	}
	if better != target.Higher && better != target.Lower {
		faults.Add(&target.FieldError{Path: "better", Value: better, Err: target.ErrInvalid, Remedy: "Higher or Lower"})
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}

	order := make([]int, len(figures))
	for i := range order {
		order[i] = i
	}
	compare := func(i, j int) int {
		if better == target.Lower {
			return figures[i].Cmp(figures[j])
		}
		return figures[j].Cmp(figures[i])
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(compare(i, j), cmp.Compare(i, j)) })
	exp := min(0, omega.Exponent())
	share, _ := fixed.Mantissa(omega, exp)
	ranks := make([]OmegaRank, len(figures))
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && compare(order[start], order[end]) == 0 {
			end++
		}
		// ω·end + (1−ω)·start + 1 − ω = start + 1 + ω·(end − start − 1)
		mantissa := new(big.Int).Mul(share, big.NewInt(int64(end-start-1)))
		mantissa.Add(mantissa, new(big.Int).Mul(fixed.Pow10(-exp), big.NewInt(int64(start+1))))
		rank := OmegaRank{
			Rank:  fixed.FromBig(mantissa, exp),
			Share: fixed.Round(mantissa, new(big.Int).Mul(fixed.Pow10(-exp), big.NewInt(int64(len(order)))), 16),
		}
		for _, i := range order[start:end] {
			ranks[i] = rank
		}
		start = end
	}
	return ranks, nil
}

func checkDecimal(path string, d decimal.Decimal, faults *fault.List) bool {
	if fixed.InBounds(d) {
		return true
	}
	faults.Add(&target.FieldError{
		Path: path, Value: d, Err: target.ErrRange, Remedy: "at most 100 digits before the point and 100 after it",
	})
	return false
}
