package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/target"
)

// shareDigits is the number of decimals of a share of units: the greatest with
// which a share is a machine word.
const shareDigits = 18

// Row is what a table says about one unit. Gaps are between the figures that are
// ranked: the published digits with Options.Places, and distances from the target
// if Nearer is better. A gap is positive if the unit is behind.
//
// For a unit without a rank, Rank, Tied, First, Last, FromEnd, Tile and Move are
// zero, and there is no gap except the one to its target.
type Row struct {
	Entry

	Rank        int    // by the table's tie rule; 0 if missing or exempt
	Of          int    // number of units with a rank, in its group
	Tied        int    // number of units with equal figure and tie-break keys, itself included
	First, Last int    // first and last of the places that the equal units take
	FromEnd     int    // rank counted from the worst (倒数), by the same tie rule
	Tile        int    // which of the tiles, 1 is the best; equal units may differ under the ordinal rule
	Class       string // the first class that takes it

	ToNext   decimal.NullDecimal // gap to the rank above; none for the first
	ToLeader decimal.NullDecimal // gap to the first
	ToTarget decimal.NullDecimal // gap to the target; negative if the target is passed

	Before int                 // rank in the earlier table; 0 if it had none, or was in another group
	Move   int                 // places gained since the earlier table
	Streak int                 // tables in a row, this one included, in which it rose; negative: in which it fell
	Change decimal.NullDecimal // ranked figure less that of the earlier table
}

// Mean returns the fractional rank, 1 2.5 2.5 4: the mean of the places that the
// equal units take. It does not depend on the tie rule. It is 0 for a unit
// without a rank.
func (r Row) Mean() decimal.Decimal {
	return decimal.New(5*int64(r.First+r.Last), -1)
}

// Percentile returns the share of the others that are ahead, (First−1)/(Of−1), in 18
// decimals: SQL's PERCENT_RANK. It is 0 if the unit is alone or has no rank.
func (r Row) Percentile() decimal.Decimal {
	return share(int64(r.First)-1, int64(r.Of)-1)
}

// CumeDist returns the share of the units that are ahead or equal, itself
// included: Last/Of in 18 decimals, SQL's CUME_DIST. It is 0 for a unit without a
// rank.
func (r Row) CumeDist() decimal.Decimal {
	return share(int64(r.Last), int64(r.Of))
}

// share returns a/b in 18 decimals, halves away from zero, and 0 if b is 0
// or a is not positive; a ≤ b.
func share(a, b int64) decimal.Decimal {
	if a <= 0 || b == 0 {
		return decimal.Decimal{}
	}
	return shareOfWords(a, b)
}

// shareOfWords is share for 0 ≤ a ≤ b and a positive b. It has 18 decimals even if
// it is 0.
func shareOfWords(a, b int64) decimal.Decimal {
	q, _ := int128.Mul(a, 1e18).QuoHalfUp(int128.Of(b)).Int64()
	return decimal.New(q, -shareDigits)
}

// firstPlace returns the first of the places that the unit at place p and its
// equals take, counted from 1 within the segment.
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

// rowCache keeps the decimals of the row that was made last. A row with the same decimals
// shares their memory, so that tied rows need little. The zero rowCache is empty.
type rowCache struct {
	run              int32 // 1 plus the number of the run of equals; 0 means none
	toNext, toLeader decimal.NullDecimal

	word     int64 // the mantissa of value
	hasValue bool
	value    decimal.Decimal
}

// gaps returns the gaps of the unit at place p to the rank above and to the first.
func (t *Table) gaps(p int, seg segment, last *rowCache) (toNext, toLeader decimal.NullDecimal) {
	u, run := t.order[p], t.run[p]
	if last.run == run+1 {
		return last.toNext, last.toLeader
	}
	if above := t.above(p, seg); above >= 0 {
		toNext = decimal.NewNullDecimal(t.lead(t.order[above], u))
	}
	toLeader = decimal.NewNullDecimal(t.lead(t.order[seg.from], u))

	// Equal figures of different exponents have gaps of different exponents, and under
	// the ordinal rule equal units have different gaps to the rank above.
	if t.score.Words() != nil && t.options.Ties != Ordinal {
		last.run, last.toNext, last.toLeader = run+1, toNext, toLeader
	}
	return toNext, toLeader
}

// figure returns the figure of unit u.
func (t *Table) figure(u int32, last *rowCache) decimal.Decimal {
	words := t.value.Words()
	if words == nil {
		return t.value.Decimal(int(u))
	}
	if !last.hasValue || last.word != words[u] {
		last.word, last.value, last.hasValue = words[u], t.value.Decimal(int(u)), true
	}
	return last.value
}

// row makes the row at place p. It shares decimals with the last row if they are the same.
func (t *Table) row(p int, seg segment, last *rowCache) Row {
	u := t.order[p]
	r := Row{Entry: t.entry(u, last), Of: seg.ranked - seg.from}
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
	r.Tile = t.tile(p, seg)
	r.Class = t.class(r.First, u)

	r.ToNext, r.ToLeader = t.gaps(p, seg, last)
	if r.Before != 0 {
		r.Move = r.Before - r.Rank
		r.Change = decimal.NewNullDecimal(t.score.Decimal(int(u)).Sub(t.since.Decimal(int(u))))
	}
	return r
}

// entry returns the entry that unit u was made from.
func (t *Table) entry(u int32, last *rowCache) Entry {
	e := Entry{Code: t.codes[u], Group: t.groupOf(int(u)), Period: t.options.Publication.Period}
	if t.names != nil {
		e.Name = t.names[u]
	}
	e.Missing = !t.value.Has(int(u))
	if !e.Missing {
		e.Value = t.figure(u, last)
	}
	if t.exempt != nil {
		e.Exempt = t.exempt[u]
	}
	if t.keys != nil {
		e.TieBreak = slices.Clone(t.keys[u])
	}
	if t.quota.Has(int(u)) {
		e.Target = decimal.NewNullDecimal(t.quota.Decimal(int(u)))
	}
	return e
}

// above returns a place with the rank above that of p, or −1.
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

// setTarget sets the gap to the unit's target if it has a figure and a target.
func (t *Table) setTarget(r *Row, u int32) {
	goal := t.goal(u)
	if !goal.Valid || r.Missing {
		return
	}
	score := t.score.Decimal(int(u))
	switch t.options.Better {
	case target.Higher:
		score = goal.Decimal.Sub(score)
	case target.Lower:
		score = score.Sub(goal.Decimal)
	}
	r.ToTarget = decimal.NewNullDecimal(score)
}
