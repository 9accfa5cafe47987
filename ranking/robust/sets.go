package robust

import (
	"cmp"
	"iter"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/target"
)

// SetFamily says what confidence sets cover with the stated probability.
type SetFamily uint8

const (
	// Simultaneous sets cover the true ranks of all units together.
	Simultaneous SetFamily = iota
	// Marginal sets each cover the true rank of their own unit.
	Marginal
)

var familyWords = enum.New[SetFamily]("family", target.UnknownError, []string{
	Simultaneous: "simultaneous", Marginal: "marginal",
})

// String returns the family in lower case.
func (f SetFamily) String() string { return familyWords.String(f) }

// MarshalText returns the family in lower case.
func (f SetFamily) MarshalText() ([]byte, error) { return familyWords.Marshal(f) }

// UnmarshalText reads a family as String prints it.
func (f *SetFamily) UnmarshalText(text []byte) error { return familyWords.Unmarshal(f, text) }

// Side says which ends of a confidence set are computed.
type Side uint8

const (
	TwoSided   Side = iota // the best and the worst rank
	LowerBound             // the best rank; the other end is the last rank
	UpperBound             // the worst rank; the other end is 1
)

var sideWords = enum.New[Side]("side", target.UnknownError, []string{
	TwoSided: "two-sided", LowerBound: "lower bound", UpperBound: "upper bound",
})

// String returns the side in lower case.
func (s Side) String() string { return sideWords.String(s) }

// MarshalText returns the side in lower case.
func (s Side) MarshalText() ([]byte, error) { return sideWords.Marshal(s) }

// UnmarshalText reads a side as String prints it.
func (s *Side) UnmarshalText(text []byte) error { return sideWords.Unmarshal(s, text) }

// RankSet is the confidence set of one rank: all ranks from Lower to Upper.
type RankSet struct {
	Code         string
	Rank         int // as estimated: 1 + the number of units with a better figure
	Lower, Upper int
}

// RankSets are the confidence sets of all units.
type RankSets struct {
	rows   []RankSet
	family SetFamily
	side   Side
}

// All yields the sets by estimated rank, and equal ranks by code.
func (s *RankSets) All() iter.Seq[RankSet] { return slices.Values(s.rows) }

// String prints the units with their estimated ranks and the ends of their confidence
// sets, at most 50 of them.
func (s *RankSets) String() string {
	lines := texttable.Table{{"unit", "rank", "from", "to"}}
	for row := range s.All() {
		lines = append(lines, []string{
			row.Code, strconv.Itoa(row.Rank), strconv.Itoa(row.Lower), strconv.Itoa(row.Upper),
		})
	}
	return clipped(lines, "lrrr")
}

// Best returns the codes of the units that may be among the k best, by estimated
// rank: those whose set reaches rank k. With at least the stated probability the
// list has all of the k best.
//
// Best returns an error if:
//   - k is not between 1 and the number of units;
//   - the sets are marginal, or have no lower bound.
func (s *RankSets) Best(k int) ([]string, error) {
	return s.among(k, UpperBound, func(r RankSet) bool { return r.Lower <= k })
}

// Worst is [RankSets.Best] from the other end: it returns the codes of the units
// that may be among the k worst, by estimated rank.
func (s *RankSets) Worst(k int) ([]string, error) {
	return s.among(k, LowerBound, func(r RankSet) bool { return r.Upper > len(s.rows)-k })
}

func (s *RankSets) among(k int, without Side, in func(RankSet) bool) ([]string, error) {
	var problems target.Problems
	problems.At("k").Count(k, 1, len(s.rows))
	if s.family != Simultaneous || s.side == without {
		remedy := "a list of the best or worst needs simultaneous sets that are bounded on its side"
		problems.At("sets").Report(nil, target.ErrMismatch, remedy)
	}
	if err := problems.Err(); err != nil {
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

// significance is, for each unit, the number of units that are significantly
// better, and of those that are significantly worse.
type significance struct{ above, below []int }

// newSets returns the sets that follow from tests, sorted.
func newSets(codes []string, better func(i, j int) bool, tests significance, family SetFamily, side Side) *RankSets {
	p := len(codes)
	order := indices(p)
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
			row.Lower = 1 + tests.above[i]
		}
		if side != LowerBound {
			row.Upper = p - tests.below[i]
		}
		s.rows[k] = row
	}
	return s
}

// checkAlpha checks an alpha and returns it, or the default.
func checkAlpha(at target.Place, alpha decimal.Decimal) *big.Rat {
	switch {
	case !at.Figure(alpha):
		return nil
	case alpha.IsZero():
		return big.NewRat(1, 20)
	case alpha.IsNegative() || alpha.Cmp(decimal.New(1, 0)) >= 0:
		at.Report(alpha, target.ErrRange, "must be greater than 0 and less than 1; 0 means 0.05")
		return nil
	}
	return alpha.Rat()
}

func checkSets(at target.Place, family SetFamily, side Side) {
	at.Field("family").Add(familyWords.Check(family))
	at.Field("side").Add(sideWords.Check(side))
}

// checkCodes reports empty and repeated codes, and returns the order of the codes.
func checkCodes(at target.Place, codes []string, most int) []int {
	if at.Required(len(codes) > 0, "give at least one") {
		at.Count(len(codes), 1, most)
	}
	order := indices(len(codes))
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(codes[i], codes[j]) })

	for k, i := range order {
		repeated := k > 0 && codes[order[k-1]] == codes[i]
		first := k == 1 || k > 1 && codes[order[k-2]] != codes[i]
		switch {
		case codes[i] == "":
			at.Index(i).Field("code").Required(false, "give the code of the unit")
		case repeated && first:
			at.Key(codes[i]).Duplicate(codes[i])
		}
	}
	return order
}
