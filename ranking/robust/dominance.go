package robust

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/target"
)

// RankInterval is the range of ranks that a unit can have.
type RankInterval struct {
	Code        string
	Rank        int // at the weights of [Around]; 0 for other regions
	Best, Worst int
}

// Dominance is the comparison of units over a region of weights.
type Dominance struct {
	table  *scoreTable
	region *Region
	rows   []RankInterval
}

// Intervals returns the best and the worst rank of every unit over a region of
// weights. It compares each unit with every other one. A unit beats another
// necessarily if its score is higher at every weight of the region, and possibly
// if its score is higher at some weight. Then
//
//	best  = 1 + number of units that necessarily beat it
//	worst = 1 + number of units that possibly beat it
//
// Every rank at a weight of the region is in between. Both ends are attained if
// each other unit beats it at every weight or at none. Otherwise there may be no
// single weight at which all units that possibly beat it do so, and the interval
// can be wider than the ranks that occur.
//
// Each comparison is a linear program with bounds and one sum. It is solved exactly
// by filling up the weights in the order of the gains. Units of equal score share
// the better rank.
//
// Intervals returns an error if:
//   - the region is nil;
//   - there is no unit, or more than 50,000;
//   - a code is empty or given twice;
//   - the number of a unit's scores is not that of the weights;
//   - a score is out of bounds;
//   - the square of the number of units times the components exceeds 4·10⁹.
//
// Sources: A. Salo and R. P. Hämäläinen (1992) on dominance with incomplete
// weights; A. Salo and A. Punkka (2011), Ranking intervals and dominance
// relations for ratio-based efficiency analysis.
func Intervals(units []ScoredUnit, region *Region) (*Dominance, error) {
	if err := checkRegion(region); err != nil {
		return nil, err
	}
	var problems target.Problems
	p := newScoreTable(&problems, units, region.Components(), int64(len(units)))
	if err := problems.Err(); err != nil {
		return nil, err
	}

	d := &Dominance{table: p, region: region, rows: make([]RankInterval, len(p.codes))}
	for i, code := range p.codes {
		d.rows[i] = RankInterval{Code: code, Best: 1, Worst: 1}
	}

	signs := d.signs()
	for i := range d.rows {
		for j := range i {
			least, most := signs(i, j)
			a, b := &d.rows[i], &d.rows[j]
			switch {
			case least > 0: // i beats j
				b.Best++
			case most < 0:
				a.Best++
			}
			if most > 0 {
				b.Worst++
			}
			if least < 0 {
				a.Worst++
			}
		}
	}

	if region.weights != nil {
		for i, r := range p.ranks(region.weights) {
			d.rows[i].Rank = r
		}
	}
	return d, nil
}

func checkRegion(region *Region) error {
	if region == nil || len(region.low) == 0 {
		return &target.FieldError{Path: "region", Err: target.ErrRequired, Remedy: "make one by Simplex, Around or Box"}
	}
	return nil
}

// signs returns a function that compares two units over the region. It returns the
// signs of the least and of the greatest difference of their scores.
func (d *Dominance) signs() func(i, j int) (least, most int) {
	r, p := d.region, d.table

	// No bound is above twice the total.
	if p.words == nil || r.total.BitLen() > 61 {
		return func(i, j int) (int, int) {
			least, most := r.extremes(p.gain(i, j))
			return least.Sign(), most.Sign()
		}
	}
	low, high, rest := wordsOf(r.low), wordsOf(r.high), r.total.Int64()
	for _, l := range low {
		rest -= l
	}

	m := p.components
	gain, order := make([]int64, m), make([]int, m)
	return func(i, j int) (int, int) {
		var base int128.Int
		for c := range gain {
			gain[c] = p.words[i*m+c] - p.words[j*m+c]
			base = base.Add(int128.Mul(gain[c], low[c]))
			k := c
			for ; k > 0 && gain[order[k-1]] > gain[c]; k-- {
				order[k] = order[k-1]
			}
			order[k] = c
		}

		least, most := base, base
		for left, k := rest, 0; left > 0; k++ {
			c := order[k]
			take := min(left, high[c]-low[c])
			least, left = least.Add(int128.Mul(take, gain[c])), left-take
		}
		for left, k := rest, m-1; left > 0; k-- {
			c := order[k]
			take := min(left, high[c]-low[c])
			most, left = most.Add(int128.Mul(take, gain[c])), left-take
		}
		return least.Sign(), most.Sign()
	}
}

// All yields the intervals by best rank, then by worst, then by code.
func (d *Dominance) All() iter.Seq[RankInterval] {
	rows := slices.Clone(d.rows)
	slices.SortFunc(rows, func(a, b RankInterval) int {
		return cmp.Or(cmp.Compare(a.Best, b.Best), cmp.Compare(a.Worst, b.Worst), cmp.Compare(a.Code, b.Code))
	})
	return slices.Values(rows)
}

// String prints the units with their best and worst ranks, at most 50 of them.
func (d *Dominance) String() string {
	lines := texttable.Table{{"unit", "best", "worst"}}
	for row := range d.All() {
		lines = append(lines, []string{row.Code, strconv.Itoa(row.Best), strconv.Itoa(row.Worst)})
	}
	return clipped(lines, "lrr")
}

// clipped prints at most 50 lines of a table.
func clipped(lines texttable.Table, align string) string {
	const most = numtext.Rows + 1 // with the heads
	return lines[:min(most, len(lines))].Layout(align) + numtext.More(len(lines)-most)
}

// ScoreMargin is the range, over a region, of the score of one unit less that of
// another.
type ScoreMargin struct{ Least, Most decimal.Decimal }

// Necessary reports whether the first unit beats the other at every weight.
func (m ScoreMargin) Necessary() bool { return m.Least.Sign() > 0 }

// Possible reports whether the first unit beats the other at some weight.
func (m ScoreMargin) Possible() bool { return m.Most.Sign() > 0 }

// Margin returns the least and the greatest difference of the scores of unit a and
// unit b, at weights of the region. Both are exact.
//
// Margin returns an error if a code is unknown.
func (d *Dominance) Margin(a, b string) (ScoreMargin, error) {
	var problems target.Problems
	find := func(at target.Place, code string) int {
		if d.table == nil {
			at.Report(code, target.ErrUnknown, "make the comparison by Intervals")
			return 0
		}
		i, ok := slices.BinarySearch(d.table.codes, code)
		if !ok {
			at.Report(code, target.ErrUnknown, "must be the code of a unit")
		}
		return i
	}
	i, j := find(problems.At("a"), a), find(problems.At("b"), b)
	if err := problems.Err(); err != nil {
		return ScoreMargin{}, err
	}

	least, most := d.region.extremes(d.table.gain(i, j))
	exp := d.region.exp + d.table.exp
	return ScoreMargin{fixed.FromBig(least, exp), fixed.FromBig(most, exp)}, nil
}
