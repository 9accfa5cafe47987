package ranking

import (
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"
)

// shareDigits is the number of decimals of a share of units: the most that
// leave it a machine word.
const shareDigits = 18

// Row is what a table says of one unit. Gaps are of the figures that are
// ranked: the published digits where these are, the distances from the target
// where nearer is better. A gap is positive where the unit is behind.
//
// A unit without a rank has Rank, Tied, First, Last, FromEnd, Percentile, Tile
// and Move zero, and no gaps but the one to its target.
type Row struct {
	Entry
	Rank        int                 // by the table's tie rule; 0 when missing or exempt
	Of          int                 // how many have a rank, in its group
	Tied        int                 // how many are equal in figure and tie-break keys, itself included
	First, Last int                 // first and last of the places that the equals take
	FromEnd     int                 // rank counted from the worst (倒数), by the same tie rule
	Percentile  decimal.Decimal     // share of the others that are ahead, (First−1)/(Of−1), 0 if alone: SQL's PERCENT_RANK; 18 decimals
	Tile        int                 // which of the tiles, 1 the best; under the ordinal rule equals may be in two
	Tier        string              // the first tier that takes it
	ToNext      decimal.NullDecimal // gap to the rank above; none for the first
	ToLeader    decimal.NullDecimal // gap to the first
	ToTarget    decimal.NullDecimal // gap to the target: negative where it is passed
	Before      int                 // rank in the earlier table, 0 where it had none or, in a table of groups, was of another
	Move        int                 // places gained since the earlier table
	Streak      int                 // tables in a row, this one included, in which it rose, or if negative fell
	Change      decimal.NullDecimal // ranked figure less that of the earlier table
}

// Mean is the fractional rank, 1 2.5 2.5 4, whatever the tie rule: the mean of
// the places that the equals take. It is 0 for a unit without a rank.
func (r Row) Mean() decimal.Decimal {
	return decimal.New(5*int64(r.First+r.Last), -1)
}

// CumeDist returns the share of the units that are ahead or equal, itself
// included, Last/Of, in 18 decimals: SQL's CUME_DIST. It is 0 for a unit
// without a rank.
func (r Row) CumeDist() decimal.Decimal {
	return share(r.Last, r.Of)
}

// share returns a/b in 18 decimals, halves away from zero, and 0 where b is;
// 0 ≤ a ≤ b < 2³¹.
func share(a, b int) decimal.Decimal {
	if a == 0 || b == 0 {
		return decimal.Decimal{}
	}
	hi, lo := bits.Mul64(uint64(a), 1e18)
	q, r := bits.Div64(hi, lo, uint64(b))
	if 2*r >= uint64(b) {
		q++
	}
	return decimal.New(int64(q), -shareDigits)
}

// firstPlace returns the first of the places within the segment, from 1, that
// the equals of the unit at place p take.
func (t *Table) firstPlace(p int, seg segment) int {
	if t.options.Ties == Ordinal {
		return p - seg.from + 1
	}
	return int(t.start[t.run[p]]) - seg.from + 1
}

// runEnd returns the place after the last of run r.
func (t *Table) runEnd(r int32, seg segment) int {
	if int(r) == seg.run+seg.runs-1 {
		return seg.ranked
	}
	return int(t.start[r+1])
}

// rank returns the rank of the unit at place p by the table's tie rule.
func (t *Table) rank(p int, seg segment) int {
	switch r := t.run[p]; t.options.Ties {
	case Modified:
		return t.runEnd(r, seg) - seg.from
	case Dense:
		return int(r) - seg.run + 1
	case Ordinal:
		return p - seg.from + 1
	default:
		return int(t.start[r]) - seg.from + 1
	}
}

// fromEnd returns the rank that the unit at place p would have if the worst
// came first.
func (t *Table) fromEnd(p int, seg segment) int {
	switch r := t.run[p]; t.options.Ties {
	case Modified:
		return seg.ranked - int(t.start[r])
	case Dense:
		return seg.run + seg.runs - int(r)
	case Ordinal:
		return seg.ranked - p
	default:
		return seg.ranked - t.runEnd(r, seg) + 1
	}
}

// row makes the row at place p.
func (t *Table) row(p int, seg segment) Row {
	u := t.order[p]
	r := Row{Entry: t.entry(u), Of: seg.ranked - seg.from}
	if t.before != nil {
		r.Before, r.Streak = int(t.before[u]), int(t.streak[u])
	}
	t.setTarget(&r, u)
	if p >= seg.ranked {
		return r
	}
	run := t.run[p]
	end := t.runEnd(run, seg)
	r.Rank = t.rank(p, seg)
	r.First, r.Last = int(t.start[run])-seg.from+1, end-seg.from
	r.Tied = r.Last - r.First + 1
	r.FromEnd = t.fromEnd(p, seg)
	r.Percentile = share(r.First-1, r.Of-1)
	r.Tile = t.tile(p, seg)
	r.Tier = t.tier(r.First, u)
	if above := t.above(p, seg); above >= 0 {
		r.ToNext = decimal.NewNullDecimal(t.lead(t.order[above], u))
	}
	r.ToLeader = decimal.NewNullDecimal(t.lead(t.order[seg.from], u))
	if r.Before != 0 {
		r.Move = r.Before - r.Rank
		r.Change = decimal.NewNullDecimal(t.score.decimal(u).Sub(t.since.decimal(u)))
	}
	return r
}

// entry returns the entry that unit u was made from.
func (t *Table) entry(u int32) Entry {
	e := Entry{Code: t.codes[u], Group: t.groupOf(int(u))}
	if t.names != nil {
		e.Name = t.names[u]
	}
	if t.value.at(u) {
		e.Value = t.value.decimal(u)
	} else {
		e.Missing = true
	}
	if t.exempt != nil {
		e.Exempt = t.exempt[u]
	}
	if t.keys != nil {
		e.TieBreak = slices.Clone(t.keys[u])
	}
	if t.quota != nil && t.quota.at(u) {
		e.Target = decimal.NewNullDecimal(t.quota.decimal(u))
	}
	return e
}

// above returns a place of the rank above that of p, or −1.
func (t *Table) above(p int, seg segment) int {
	above := int(t.start[t.run[p]]) - 1
	if t.options.Ties == Ordinal {
		above = p - 1
	}
	if above < seg.from {
		return -1
	}
	return above
}
