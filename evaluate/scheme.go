package evaluate

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Scheme is a scoring book (考核办法) as data: what is scored, how attainment
// becomes points, what overrides the total, and which grade a total earns.
type Scheme struct {
	Name   string
	Items  []Item
	Grades []Grade             // the highest first
	Failed string              // grade of a unit that misses a veto; empty means the lowest grade
	Cap    decimal.NullDecimal // greatest total; absent means no limit
	Round  decimal.NullDecimal // totals are rounded to a multiple of it; absent means not at all
	Floor  bool                // totals are rounded down instead of to the nearest multiple
	Years  *YearWeights        // how the years of a plan make one result; nil means half and half
}

// Item is a line of the book. It is scored from the assessment of the target with its
// code, or from points that the evaluator awards.
type Item struct {
	Code, Name string
	Max        decimal.Decimal
	Points     Points  // nil means that points are awarded
	ScoreBy    ScoreBy // the number for which points are given
	Bonus      *Bonus
	Veto       bool // missing it fails the unit, whatever the total (一票否决)
	VetoAtEnd  bool // a veto once the target's period is over; while it is under way none
	Penalty    bool // the points awarded are taken off the total
	Optional   bool // if nothing is known of it, the other items take over its maximum
}

// Bonus gives Points for each full Per of attainment above 1, at most Max.
type Bonus struct{ Per, Points, Max decimal.Decimal }

// Grade is the verdict on totals from a bound up.
type Grade struct {
	Name string
	From decimal.Decimal // included (以上含本数); zero for the lowest grade, which has no bound
}

// YearWeights are the weights of a plan's years. They add up to 1.
type YearWeights struct {
	Earlier decimal.Decimal // of the mean of all years but the last
	Last    decimal.Decimal // of the last year
}

func (s Scheme) clone() Scheme {
	s.Items = slices.Clone(s.Items)
	for i, item := range s.Items {
		if item.Bonus != nil {
			s.Items[i].Bonus = new(*item.Bonus)
		}
		if item.Points != nil {
			s.Items[i].Points = item.Points.clone()
		}
	}
	s.Grades = slices.Clone(s.Grades)
	if s.Years != nil {
		s.Years = new(*s.Years)
	}
	return s
}

// Validate returns an error that lists every problem if
//
//   - there is no item, an item has no code, or two items have the same code;
//   - a maximum or a bonus is negative, or the Per of a bonus or of deductions is
//     not positive;
//   - breakpoints are missing, their attainments do not fall, their points rise as
//     attainment falls, or they give more points than the item's maximum;
//   - an awarded item has a bonus or a ScoreBy, a scored item is a penalty, or an
//     awarded veto has no points that could be missed;
//   - a ScoreBy is none of the constants;
//   - a grade has no name or the name of another, or the bounds do not fall to a
//     last grade without a bound;
//   - there is a veto but no grade for a unit that misses it;
//   - the cap is negative, the multiple for rounding is not positive or, to round
//     down to, absent, or the weights of the years are negative or do not add up to 1;
//   - an item is both Veto and VetoAtEnd, or a veto and optional, or an awarded one
//     is VetoAtEnd;
//   - a number has more than 100 digits before or after the decimal point.
func (s Scheme) Validate() error {
	var p target.Problems
	at := p.At("scheme")
	s.checkItems(at.Field("items"))
	s.checkGrades(at)
	if s.Cap.Valid {
		at.Field("cap").NonNegative(s.Cap.Decimal)
	}
	if s.Round.Valid {
		at.Field("round").Positive(s.Round.Decimal)
	}
	at.Field("round").Required(s.Round.Valid || !s.Floor, "give the multiple to which totals are rounded down")
	if s.Years != nil {
		s.Years.check(at.Field("years"))
	}
	return p.Err()
}

func (s Scheme) checkItems(at target.Place) {
	at.Required(len(s.Items) > 0, "give at least one item")

	seen := make(map[string]bool, len(s.Items))
	for i, item := range s.Items {
		place := at.Index(i)
		if code := place.Field("code"); code.Code(item.Code) && seen[item.Code] {
			code.Report(item.Code, target.ErrDuplicate, "give each item a code of its own")
		}
		seen[item.Code] = true
		item.check(place)
	}
}

func (i Item) check(at target.Place) {
	sound := at.Field("max").NonNegative(i.Max)
	if i.Optional && (i.Veto || i.VetoAtEnd) {
		at.Field("optional").Report(i.Code, target.ErrMismatch, "a veto must always be judged")
	}
	if i.VetoAtEnd && i.Veto {
		at.Field("vetoAtEnd").Report(i.Code, target.ErrMismatch, "give either veto or vetoAtEnd")
	}
	if i.Points == nil {
		i.checkAwarded(at, sound)
	} else {
		i.checkScored(at, sound)
	}
	if b := i.Bonus; b != nil {
		at.Field("bonus").Field("per").Positive(b.Per)
		at.Field("bonus").Field("points").NonNegative(b.Points)
		at.Field("bonus").Field("max").NonNegative(b.Max)
	}
}

func (i Item) checkAwarded(at target.Place, sound bool) {
	if i.Bonus != nil {
		at.Field("bonus").Report(nil, target.ErrMismatch, "awarded points exceed no attainment: leave the bonus out")
	}
	if i.ScoreBy != ByAttainment {
		at.Field("scoreBy").
			Report(i.ScoreBy, target.ErrMismatch, "awarded points are not scored by a number: leave it out")
	}
	if i.VetoAtEnd {
		at.Field("vetoAtEnd").Report(i.Code, target.ErrMismatch, "only a target has an end: score the item from one")
	}
	veto := at.Field("veto")
	if i.Veto && sound && i.Max.IsZero() {
		veto.Report(i.Code, target.ErrMismatch, "score it from a target, or give a maximum that can be missed")
	}
	if i.Veto && i.Penalty {
		veto.Report(i.Code, target.ErrMismatch, "a penalty cannot be missed: leave the veto out")
	}
}

func (i Item) checkScored(at target.Place, sound bool) {
	if !isPoints(i.Points) {
		at.Field("points").Report(nil, target.ErrUnknown, pointsRemedy)
		return
	}
	if i.Penalty {
		at.Field("penalty").Report(i.Code, target.ErrMismatch, "only points that are awarded can be a penalty")
	}
	at.Field("scoreBy").Add(scoreByWords.Check(i.ScoreBy))
	if sound {
		i.Points.check(at.Field("points"), i.Max)
	}
}

func (s Scheme) checkGrades(at target.Place) {
	seen := make(map[string]bool, len(s.Grades))
	for i, g := range s.Grades {
		place := at.Field("grades").Index(i)
		if name := place.Field("name"); name.Required(g.Name != "", "name the grade") && seen[g.Name] {
			name.Report(g.Name, target.ErrDuplicate, "give each grade a name of its own")
		}
		seen[g.Name] = true
		if place.Field("from").NonNegative(g.From) {
			s.checkBound(place.Field("from"), i)
		}
	}

	hasVeto := slices.ContainsFunc(s.Items, func(i Item) bool { return i.Veto || i.VetoAtEnd })
	if hasVeto && len(s.Grades) == 0 {
		at.Field("failed").Required(s.Failed != "", "name the grade of a unit that misses a veto")
	}
}

// checkBound reports a grade whose bound does not follow those before it.
func (s Scheme) checkBound(at target.Place, i int) {
	from, isLast := s.Grades[i].From, i == len(s.Grades)-1
	switch {
	case isLast && !from.IsZero():
		at.Report(from, target.ErrRequired, "the last grade has no lower bound: add it")
	case !isLast && from.IsZero():
		at.Report(s.Grades[i].Name, target.ErrDuplicate, "give a lower bound: only the last grade has none")
	}
	if i == 0 || from.IsZero() {
		return
	}
	if before := s.Grades[i-1].From; fixed.InBounds(before) && from.Cmp(before) >= 0 {
		at.Report(from, target.ErrInvalid, "order the grades by falling bounds: the highest grade first")
	}
}

func (y YearWeights) check(at target.Place) {
	sound := at.Field("earlier").NonNegative(y.Earlier)
	sound = at.Field("last").NonNegative(y.Last) && sound
	if !sound {
		return
	}
	if sum := y.Earlier.Add(y.Last); !sum.Equal(decimal.New(1, 0)) {
		at.Report(sum, target.ErrInvalid, "the two weights must add up to 1")
	}
}
