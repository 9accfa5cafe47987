package robust

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

type regionJSON struct {
	Low     []decimal.Decimal `strict:"required"`
	High    []decimal.Decimal `strict:"required"`
	Weights []decimal.Decimal
}

// MarshalJSON writes the bounds of the weights, and the weights of a region by
// [Around].
func (r *Region) MarshalJSON() ([]byte, error) {
	if err := checkRegion(r); err != nil {
		return nil, err
	}
	return strictjson.Marshal(regionJSON{decimals(r.low, r.exp), decimals(r.high, r.exp), decimals(r.weights, r.exp)})
}

// UnmarshalJSON reads a region as MarshalJSON writes it. It returns an error, and
// leaves r as it is, if bounds or weights are not those of a region by [Simplex],
// [Around] or [Box].
func (r *Region) UnmarshalJSON(data []byte) error {
	var j regionJSON
	if err := targetjson.Unmarshal(data, &j, "region"); err != nil {
		return err
	}
	read, err := j.region()
	if err == nil {
		*r = *read
	}
	return err
}

func (j regionJSON) region() (*Region, error) {
	if j.Weights == nil {
		return Box(j.Low, j.High)
	}
	var problems target.Problems
	at := problems.At("region")
	checkWeights(at.Field("weights"), j.Weights)
	if n := len(j.Weights); len(j.Low) != n || len(j.High) != n {
		at.Report(n, target.ErrMismatch, "write as many bounds as weights")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	exp := min(leastExponent(j.Weights), leastExponent(j.Low), leastExponent(j.High))
	r := &Region{total: new(big.Int), exp: exp}
	for i, weight := range j.Weights {
		twice := weight.Add(weight)
		at.Field("low").Index(i).Between(j.Low[i], decimal.Zero, weight)
		at.Field("high").Index(i).Between(j.High[i], weight, twice)
		if problems.Len() == 0 {
			r.add(fixed.Rescale(j.Low[i], exp), fixed.Rescale(j.High[i], exp), fixed.Rescale(weight, exp))
		}
	}
	return r, problems.Err()
}

// decimals returns integers times 10^exp.
func decimals(mantissas []*big.Int, exp int32) []decimal.Decimal {
	all := make([]decimal.Decimal, len(mantissas))
	for i, m := range mantissas {
		all[i] = fixed.FromBig(m, exp)
	}
	return all
}

type dominanceJSON struct {
	Units     []ScoredUnit   `strict:"required"`
	Region    *Region        `strict:"required"`
	Intervals []RankInterval `strict:"required"`
}

// MarshalJSON writes the units with their scores, the region and the intervals.
func (d *Dominance) MarshalJSON() ([]byte, error) {
	if d.table == nil {
		return nil, &target.FieldError{Path: "dominance", Err: target.ErrRequired, Remedy: "make one by Intervals"}
	}
	j := dominanceJSON{Region: d.region, Intervals: d.rows}
	for i, code := range d.table.codes {
		j.Units = append(j.Units, ScoredUnit{code, decimals(d.table.row(i), d.table.exp)})
	}
	return strictjson.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes. It compares the units again by
// [Intervals]. It returns the errors of that, and one if the intervals are others.
func (d *Dominance) UnmarshalJSON(data []byte) error {
	var j dominanceJSON
	if err := targetjson.Unmarshal(data, &j, "dominance"); err != nil {
		return err
	}
	read, err := Intervals(j.Units, j.Region)
	if err != nil {
		return err
	}
	if !slices.Equal(read.rows, j.Intervals) {
		return &target.FieldError{
			Path: "dominance.intervals", Err: target.ErrBroken, Remedy: "the scores give other intervals",
		}
	}
	*d = *read
	return nil
}

type rankSetsJSON struct {
	Family SetFamily `strict:"required"`
	Side   Side      `strict:"required"`
	Sets   []RankSet `strict:"required"`
}

// MarshalJSON writes the sets in the order of All, with what they cover.
func (s *RankSets) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(rankSetsJSON{s.family, s.side, s.rows})
}

// UnmarshalJSON reads what MarshalJSON writes. It returns an error, and leaves s as it
// is, if a set has ranks that there are not.
func (s *RankSets) UnmarshalJSON(data []byte) error {
	var j rankSetsJSON
	if err := targetjson.Unmarshal(data, &j, "rankSets"); err != nil {
		return err
	}
	var problems target.Problems
	for i, set := range j.Sets {
		if min(set.Lower, set.Rank, set.Upper) < 1 || max(set.Lower, set.Rank, set.Upper) > len(j.Sets) {
			const remedy = "a set has no ranks but those of the units"
			problems.At("rankSets").Field("sets").Index(i).Report(set.Code, target.ErrRange, remedy)
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	*s = RankSets{j.Sets, j.Family, j.Side}
	return nil
}
