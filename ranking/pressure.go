package ranking

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Parts holds one number for each part of the pressure on a unit: a value from
// 0 to 1, or a weight.
type Parts struct {
	Shortfall decimal.Decimal // how far the figure is short of the quota
	Ahead     decimal.Decimal // share of the peers that are ahead
	Next      decimal.Decimal // how close the next better figure is
	Cut       decimal.Decimal // how close the place that matters is, from either side
	Time      decimal.Decimal // share of the time that has passed
	Force     decimal.Decimal // how much the target obliges
	Publicity decimal.Decimal // how many see the table
}

func (p *Parts) all() [7]*decimal.Decimal {
	return [...]*decimal.Decimal{&p.Shortfall, &p.Ahead, &p.Next, &p.Cut, &p.Time, &p.Force, &p.Publicity}
}

var partNames = [...]string{"shortfall", "ahead", "next", "cut", "time", "force", "publicity"}

// PressureOptions says what exerts pressure beside the table itself. A part about
// which nothing is said does not count, or counts as zero with AbsentAsZero.
type PressureOptions struct {
	// Cut is the last place that is safe. A negative Cut is the number of places
	// at the end that are not safe: −3 means the worst three. 0 means no cut.
	Cut int
	// Period is the period in which the target is to be reached, and At the period
	// of the table. Give both or neither.
	Period, At target.Period
	Force      target.Force
	Publicity  Publicity
	// On is an ISO 8601 date: the publicity is that which the table has on it
	// ([Table.PublicityOn]), and counts as 0 if nobody sees the table. Give it
	// instead of Publicity.
	On string
	// Weights are the weights of the parts. If all are zero, the parts have equal
	// weights.
	Weights Parts
	// AbsentAsZero counts a part that does not apply as 0. Use it to compare tables
	// with different parts; without it, publishing a table can lower its index.
	AbsentAsZero bool
}

// Pressure is the pressure of a table on one unit.
type Pressure struct {
	Row   Row
	Index decimal.Decimal // from 0 to 1
	Parts Parts           // of which the index is the mean
}

// Pressures returns the pressure on each unit with a rank, in the order of the
// table. The index is the weighted mean of the parts that apply to the table, or
// of all parts with AbsentAsZero:
//
//	P = Σ wₖpₖ / Σ wₖ
//
// It grows with each of them. Without AbsentAsZero, indices can be compared only
// between tables to which the same parts apply. All results are rounded to 18
// decimals.
//
// The parts are those of the pressure driving mechanism (Cheng and Drahos, 2018):
// a number with a date and a duty, and peers in view. Their scales are this
// library's:
//
//	Shortfall   gap to the target / |target|, between 0 and 1; 1 for a shortfall
//	            from a target of zero; applies if a unit has a target, and is 0
//	            for units without one
//	Ahead       (First − 1) / (Of − 1)
//	Next        1 − gap to the rank above / spread; 0 for the first, and if all
//	            are equal
//	Cut         1 − distance / spread; the distance of a unit outside the cut is
//	            that to the last figure inside, and the other way round; applies
//	            with Cut; 0 if a group has no unit on one of the sides, and if all
//	            are equal
//	Time        months passed at the end of At / months of Period, between 0 and 1;
//	            applies with Period
//	Force       expected ⅓, binding ⅔, veto 1; applies with Force
//	Publicity   own position ⅓, among peers ⅔, public 1; applies with Publicity,
//	            and with On, where nobody counts as 0
//
// The spread is the difference between the best and the worst ranked figure of
// the unit's group.
//
// Pressures returns an error if:
//   - a weight is negative or out of bounds;
//   - no part that counts has weight;
//   - one of Period and At is missing;
//   - On is not an ISO 8601 date, or is given beside Publicity;
//   - an enumerated option is none of its constants.
//
// It reports every problem.
func (t *Table) Pressures(o PressureOptions) ([]Pressure, error) {
	weights, err := t.weights(&o)
	if err != nil || t == nil {
		return nil, err
	}

	common := Parts{
		Time:      elapsed(o.Period, o.At),
		Force:     share(int64(o.Force), 3),
		Publicity: share(int64(o.Publicity), 3),
	}
	ranked := 0
	for _, seg := range t.segments {
		ranked += seg.ranked - seg.from
	}
	all := slices.Grow([]Pressure(nil), ranked)
	mean := meanOf(weights)
	var last rowCache
	for _, seg := range t.segments {
		for p := seg.from; p < seg.ranked; p++ {
			parts := common
			row := t.row(p, seg, &last)
			parts.Shortfall = t.shortfall(row)
			parts.Ahead = row.Percentile()
			parts.Next = t.closeness(p, t.above(p, seg), seg)
			parts.Cut = t.closeness(p, t.acrossCut(p, seg, o.Cut), seg)
			all = append(all, Pressure{Row: row, Index: mean.of(&parts), Parts: parts})
		}
	}
	return all, nil
}

// weights checks the options and returns the weights of the parts; 0 for a part that does
// not count.
func (t *Table) weights(o *PressureOptions) (*Parts, error) {
	var problems target.Problems
	at := problems.At("options")
	if o.Force > target.Veto {
		at.Field("force").Unknown(uint8(o.Force), "expected", "binding", "veto")
	}
	at.Field("publicity").Add(publicityWords.Check(o.Publicity))
	switch {
	case o.On == "":
	case o.Publicity != 0:
		at.Field("on").Report(o.On, target.ErrMismatch, "give the publicity or a date, not both")
	default:
		publicity, err := t.PublicityOn(o.On)
		at.Field("on").AddRooted(err)
		o.Publicity = publicity
	}
	if o.Period.IsZero() != o.At.IsZero() {
		at.Field("period").Report(nil, target.ErrMismatch, "give both the target's period and the table's, or neither")
	}

	weights, equal := o.Weights, true
	for i, w := range weights.all() {
		at.Field("weights").Field(partNames[i]).NonNegative(*w)
		equal = equal && w.IsZero()
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}

	applies := t.applies(o)
	some := false
	for i, w := range weights.all() {
		switch {
		case !applies[i] && !o.AbsentAsZero:
			*w = decimal.Decimal{}
		case equal:
			*w = decimal.New(1, 0)
		}
		some = some || w.Sign() > 0
	}
	at.Field("weights").Required(some, "give weight to a part that applies to the table")
	return &weights, problems.Err()
}

// applies reports for each part whether it applies to the table.
func (t *Table) applies(o *PressureOptions) [7]bool {
	hasTargets := t != nil && (t.quota.Len() > 0 || t.options.Target.Valid)
	hasPublicity := o.Publicity != 0 || o.On != ""
	return [...]bool{hasTargets, true, true, o.Cut != 0, !o.Period.IsZero(), o.Force != 0, hasPublicity}
}

// shortfall returns the gap to the target as a share of it.
func (t *Table) shortfall(r Row) decimal.Decimal {
	goal := r.Target
	if !goal.Valid {
		goal = t.options.Target
	}
	if !r.ToTarget.Valid || r.ToTarget.Decimal.Sign() <= 0 {
		return decimal.Decimal{}
	}

	gap, size := r.ToTarget.Decimal, goal.Decimal.Abs()
	if gap.Cmp(size) >= 0 {
		return decimal.New(1, 0)
	}
	return shareOf(gap, size)
}

// shareOf returns a/b in 18 decimals, halves away from zero; 0 < a ≤ b.
func shareOf(a, b decimal.Decimal) decimal.Decimal {
	exp := min(a.Exponent(), b.Exponent())
	m, ok := fixed.Word(a)
	n, fits := fixed.Word(b)
	if ok && fits {
		m, ok = fixed.Scale(m, a.Exponent()-exp)
		n, fits = fixed.Scale(n, b.Exponent()-exp)
	}
	if ok && fits {
		return shareOfWords(m, n)
	}
	return a.DivRound(b, shareDigits)
}

// closeness returns 1 − |gap| / spread between the units at two places. It is 0 if
// there is no other place or no spread.
func (t *Table) closeness(p, other int, seg segment) decimal.Decimal {
	if other < 0 {
		return decimal.Decimal{}
	}
	best, worst := t.order[seg.from], t.order[seg.ranked-1]
	if words := t.score.Words(); words != nil {
		spread := distance(words[best], words[worst])
		gap := distance(words[t.order[other]], words[t.order[p]])
		if 0 < spread && spread <= math.MaxInt64 {
			return shareOfWords(int64(spread-gap), int64(spread))
		}
	}

	spread := t.lead(best, worst)
	if spread.IsZero() {
		return decimal.Decimal{}
	}
	gap := t.lead(t.order[other], t.order[p]).Abs()
	return spread.Sub(gap).DivRound(spread, shareDigits)
}

// distance returns |a − b|.
func distance(a, b int64) uint64 {
	if a < b {
		a, b = b, a
	}
	return uint64(a) - uint64(b)
}

// acrossCut returns the nearest place on the other side of the cut, or −1. Equal
// units are on one side: that of the first of them if the cut counts from the
// top, and that of the last if it counts from the end.
func (t *Table) acrossCut(p int, seg segment, cut int) int {
	inside := seg.from // the place after the last safe one
	switch {
	case cut > 0:
		inside = t.best(seg, cut)
	case cut < 0:
		inside = t.worst(seg, -max(cut, -seg.to-1))
	}
	switch {
	case cut == 0 || inside <= seg.from || inside >= seg.ranked:
		return -1
	case p < inside:
		return inside
	default:
		return inside - 1
	}
}

// elapsed returns the share of the period that has passed at the end of at.
func elapsed(period, at target.Period) decimal.Decimal {
	if period.IsZero() { // then both are
		return decimal.Decimal{}
	}
	passed := target.Months(period.First(), at.Last())
	return share(int64(min(passed.Len(), period.Len())), int64(period.Len()))
}
