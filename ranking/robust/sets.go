package robust

import (
	"cmp"
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Family says what a confidence set covers with the stated probability.
type Family uint8

const (
	// Simultaneous sets cover the true ranks of all units together.
	Simultaneous Family = iota
	// Marginal sets each cover the true rank of their own unit.
	Marginal
)

// Side says which ends of a confidence set are sought.
type Side uint8

const (
	TwoSided   Side = iota // how good and how bad the rank can be
	LowerBound             // how good the rank can be; the other end is the last rank
	UpperBound             // how bad the rank can be; the other end is 1
)

// RankSet is the confidence set of one rank: all from Lower to Upper.
type RankSet struct {
	Code         string
	Rank         int // as estimated: 1 + the number of units with a better figure
	Lower, Upper int
}

// RankSets are the confidence sets of all units.
type RankSets struct {
	rows   []RankSet
	family Family
	side   Side
}

// All lists the sets by estimated rank, equals by code.
func (s *RankSets) All() iter.Seq[RankSet] { return slices.Values(s.rows) }

// Best lists the codes of the units that may be among the k best, by estimated
// rank: those whose set reaches rank k. The list holds all of the k best with
// at least the stated probability.
//
// Best returns an error if k is below 1 or above the number of units, or the
// sets are marginal or have no lower bound.
func (s *RankSets) Best(k int) ([]string, error) {
	return s.among(k, UpperBound, func(r RankSet) bool { return r.Lower <= k })
}

// Worst lists the codes of the units that may be among the k worst, by
// estimated rank; otherwise it is [RankSets.Best] from the other end.
func (s *RankSets) Worst(k int) ([]string, error) {
	return s.among(k, LowerBound, func(r RankSet) bool { return r.Upper > len(s.rows)-k })
}

func (s *RankSets) among(k int, without Side, in func(RankSet) bool) ([]string, error) {
	var faults fault.List
	if k < 1 || k > len(s.rows) {
		faults.Add(&target.FieldError{
			Path: "k", Value: k, Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d, the number of units", len(s.rows)),
		})
	}
	if s.family != Simultaneous || s.side == without {
		faults.Add(&target.FieldError{
			Path: "sets", Err: target.ErrMismatch,
			Remedy: "a list of the best or worst needs simultaneous sets that are bounded on its side",
		})
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	var codes []string
	for _, row := range s.rows {
		if in(row) {
			codes = append(codes, row.Code)
		}
	}
	return codes, nil
}

// newSets makes the sets from how many units are significantly better and
// worse than each, and sorts them.
func newSets(codes []string, better func(i, j int) bool, above, below []int, family Family, side Side) *RankSets {
	p := len(codes)
	order := make([]int, p)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case better(i, j):
			return -1
		case better(j, i):
			return 1
		}
		return cmp.Compare(codes[i], codes[j])
	})
	s := &RankSets{rows: make([]RankSet, p), family: family, side: side}
	for k, i := range order {
		row := RankSet{Code: codes[i], Rank: k + 1, Lower: 1, Upper: p}
		if k > 0 && !better(order[k-1], i) {
			row.Rank = s.rows[k-1].Rank
		}
		if side != UpperBound {
			row.Lower = 1 + above[i]
		}
		if side != LowerBound {
			row.Upper = p - below[i]
		}
		s.rows[k] = row
	}
	return s
}

// checkAlpha adds what is wrong with alpha and returns it, or the default.
func checkAlpha(alpha decimal.Decimal, faults *fault.List) *big.Rat {
	switch {
	case !fixed.InBounds(alpha):
		faults.Add(&target.FieldError{Path: "options.alpha", Value: alpha, Err: target.ErrRange, Remedy: "at most 100 decimals"})
	case alpha.IsZero():
		return big.NewRat(1, 20)
	case alpha.IsNegative() || alpha.Cmp(decimal.New(1, 0)) >= 0:
		faults.Add(&target.FieldError{
			Path: "options.alpha", Value: alpha, Err: target.ErrRange, Remedy: "more than 0 and less than 1; absent is 0.05",
		})
	default:
		return alpha.Rat()
	}
	return nil
}

func checkKind(family Family, side Side, faults *fault.List) {
	if family > Marginal {
		faults.Add(&target.FieldError{
			Path: "options.family", Value: family, Err: target.ErrUnknown, Remedy: "Simultaneous or Marginal",
		})
	}
	if side > UpperBound {
		faults.Add(&target.FieldError{
			Path: "options.side", Value: side, Err: target.ErrUnknown, Remedy: "TwoSided, LowerBound or UpperBound",
		})
	}
}

// checkCodes adds empty and repeated codes and returns the order of the codes.
func checkCodes(what string, codes []string, most int, faults *fault.List) []int {
	if len(codes) == 0 {
		faults.Add(&target.FieldError{Path: what, Err: target.ErrRequired})
	}
	if len(codes) > most {
		faults.Add(&target.FieldError{Path: what, Value: len(codes), Err: target.ErrRange, Remedy: fmt.Sprintf("at most %d", most)})
	}
	order := make([]int, len(codes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(codes[i], codes[j]) })
	for k, i := range order {
		switch {
		case codes[i] == "":
			faults.Add(&target.FieldError{Path: fmt.Sprintf("%s[%d].code", what, i), Err: target.ErrRequired})
		case k > 0 && codes[order[k-1]] == codes[i] && (k == 1 || codes[order[k-2]] != codes[i]):
			faults.Add(&target.FieldError{
				Path: fmt.Sprintf("%s[%q]", what, fault.Clip(codes[i], 80)), Value: codes[i], Err: target.ErrDuplicate,
			})
		}
	}
	return order
}
