package ranking

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Publicity says who sees a table. The zero Publicity is not stated.
type Publicity uint8

const (
	OwnPosition Publicity = iota + 1 // each unit is told its own place
	AmongPeers                       // the ranked units see the whole table
	Public                           // everybody sees it
)

var publicityText = [...]string{OwnPosition: "own position", AmongPeers: "among peers", Public: "public"}

const publicityAllowed = "one of own position, among peers, public"

// String returns the publicity in lower case, "unknown" for none.
func (p Publicity) String() string {
	if p >= OwnPosition && p <= Public {
		return publicityText[p]
	}
	return "unknown"
}

// MarshalText returns the publicity in lower case.
func (p Publicity) MarshalText() ([]byte, error) {
	if p >= OwnPosition && p <= Public {
		return []byte(publicityText[p]), nil
	}
	return nil, &target.FieldError{Path: "publicity", Value: uint8(p), Err: target.ErrUnknown, Remedy: publicityAllowed}
}

// UnmarshalText reads a publicity as String prints it.
func (p *Publicity) UnmarshalText(text []byte) error {
	for i, s := range publicityText {
		if s != "" && s == string(text) {
			*p = Publicity(i)
			return nil
		}
	}
	return &target.FieldError{Path: "publicity", Value: string(text), Err: target.ErrUnknown, Remedy: publicityAllowed}
}

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

// PressureOptions says what presses beside the table itself. Parts that nothing
// is said about do not count, or count as zero.
type PressureOptions struct {
	Cut       int           // last place that is safe, or, negative, how many at the end are not: −3 is the worst three
	Period    target.Period // over which the target is to be reached
	At        target.Period // the table's own; with Period
	Force     target.Force
	Publicity Publicity
	Weights   Parts // all zero is equal weights

	// AbsentAsZero counts a part that does not apply as 0 in the index rather
	// than leave it out, so that indices of tables to which different parts
	// apply compare: one that is published then presses no less than the same
	// unpublished.
	AbsentAsZero bool
}

// Pressure is how hard a table presses on one unit.
type Pressure struct {
	Row   Row
	Index decimal.Decimal // from 0 to 1
	Parts Parts           // what it is made of
}

// Pressures returns the pressure on each unit with a rank, in the order of the
// table. The index is the mean of the parts that apply to the table, by weight,
// or of all parts with AbsentAsZero,
//
//	P = Σ wₖpₖ / Σ wₖ
//
// and grows with each of them. Without AbsentAsZero it compares units of tables
// to which the same parts apply, and only those: a further part, however great,
// may lower a mean. All are rounded to 18 decimals. The parts are
// those from which the pressure driving mechanism works (Cheng and Drahos,
// 2018): a number with a date and a duty, and peers in view. Their scales are
// this library's:
//
//	Shortfall   gap to the target / |target|, between 0 and 1; 1 for any shortfall
//	            from a target of zero; applies if a unit has a target, and is 0 for
//	            the units without
//	Ahead       (First − 1) / (Of − 1)
//	Next        1 − gap to the rank above / spread; 0 for the first and where all
//	            are equal
//	Cut         1 − distance / spread to the far side of the cut: for a unit
//	            outside, the last figure inside, and the other way round; applies
//	            with Cut; 0 where a group has no unit on one of the sides, and
//	            where all are equal
//	Time        months passed at the end of At / months of Period, between 0 and 1;
//	            applies with Period
//	Force       expected ⅓, binding ⅔, veto 1; applies with Force
//	Publicity   own position ⅓, among peers ⅔, public 1; applies with Publicity
//
// The spread is that of the ranked figures of the unit's group, best to worst.
//
// Pressures returns an error if a weight is negative or out of bounds, no part
// that applies has weight and absent ones do not count, Period or At is given
// without the other, or an enumerated option is none of its constants. It
// reports every problem.
func (t *Table) Pressures(o PressureOptions) ([]Pressure, error) {
	weights, err := t.weights(&o)
	if err != nil || t == nil {
		return nil, err
	}
	common := Parts{Time: elapsed(o.Period, o.At), Force: share(int(o.Force), 3), Publicity: share(int(o.Publicity), 3)}
	var all []Pressure
	for _, seg := range t.segments {
		for p := seg.from; p < seg.ranked; p++ {
			parts := common
			row := t.row(p, seg)
			parts.Shortfall = t.shortfall(row)
			parts.Ahead = row.Percentile
			parts.Next = t.closeness(p, t.above(p, seg), seg)
			parts.Cut = t.closeness(p, t.acrossCut(p, seg, o.Cut), seg)
			all = append(all, Pressure{Row: row, Index: weightedMean(&parts, weights), Parts: parts})
		}
	}
	return all, nil
}

// weights checks the options and returns the weights of the parts that count.
func (t *Table) weights(o *PressureOptions) (*Parts, error) {
	var l fault.List
	report := func(field string, value any, err error, remedy string) {
		l.Add(&target.FieldError{Path: "options." + field, Value: value, Err: err, Remedy: remedy})
	}
	if o.Force > target.Veto {
		report("force", uint8(o.Force), target.ErrUnknown, "one of expected, binding, veto")
	}
	if o.Publicity > Public {
		report("publicity", uint8(o.Publicity), target.ErrUnknown, publicityAllowed)
	}
	if o.Period.IsZero() != o.At.IsZero() {
		report("period", nil, target.ErrMismatch, "the time left needs both the target's period and the table's")
	}
	quotas := t != nil && (t.quota != nil || t.options.Target.Valid)
	applies := [...]bool{quotas, true, true, o.Cut != 0, !o.Period.IsZero(), o.Force != 0, o.Publicity != 0}
	weights, equal, some := o.Weights, true, false
	for i, w := range weights.all() {
		if !fixed.InBounds(*w) || w.Sign() < 0 {
			report("weights."+partNames[i], *w, target.ErrRange, "a number of at least zero in bounds")
		}
		equal = equal && w.IsZero()
	}
	for i, w := range weights.all() {
		switch {
		case !applies[i] && !o.AbsentAsZero:
			*w = decimal.Decimal{}
		case equal:
			*w = decimal.New(1, 0)
		}
		some = some || w.Sign() > 0
	}
	if !some && l.Len() == 0 {
		report("weights", nil, target.ErrRequired, "give weight to a part that applies to the table")
	}
	return &weights, l.Err()
}

// weightedMean returns Σ wp / Σ w.
func weightedMean(parts, weights *Parts) decimal.Decimal {
	var sum, total decimal.Decimal
	p, w := parts.all(), weights.all()
	for i := range p {
		sum, total = sum.Add(w[i].Mul(*p[i])), total.Add(*w[i])
	}
	return sum.DivRound(total, shareDigits)
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
	return gap.DivRound(size, shareDigits)
}

// closeness returns 1 − |gap| / spread between the units at two places, 0 where
// there is no other place or no spread.
func (t *Table) closeness(p, other int, seg segment) decimal.Decimal {
	if other < 0 {
		return decimal.Decimal{}
	}
	spread := t.lead(t.order[seg.from], t.order[seg.ranked-1])
	if spread.IsZero() {
		return decimal.Decimal{}
	}
	gap := t.lead(t.order[other], t.order[p]).Abs()
	return spread.Sub(gap).DivRound(spread, shareDigits)
}

// acrossCut returns the nearest place on the other side of the cut, or −1.
// Equals are on one side: that of the first of them where the cut counts from
// the top, that of the last where it counts from the end.
func (t *Table) acrossCut(p int, seg segment, cut int) int {
	inside := seg.from // the place after the last that is safe
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
	if period.IsZero() || at.IsZero() {
		return decimal.Decimal{}
	}
	passed := target.Months(period.First(), at.Last())
	return share(min(passed.Len(), period.Len()), period.Len())
}
