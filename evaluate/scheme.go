package evaluate

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Scheme is a scoring book (考核办法) as data: what is scored, how attainment
// becomes points, what overrides the total, and which grade a total earns.
type Scheme struct {
	Name   string
	Items  []Item
	Grades []Grade             // each from its lower bound, bound included; the highest first, the lowest has none
	Failed string              // grade given by a missed veto; empty is the lowest grade
	Cap    decimal.NullDecimal // the total is never more; absent is no limit
	Round  decimal.NullDecimal // the total is rounded to a multiple of it, half away from zero, but to no more than Cap, before it is graded; absent is not at all
	Years  *Years              // how the years of a plan make one result; nil is half and half
}

// Item is a line of the book. It is scored from the assessment of the target
// with its code or, where there is none, from points awarded by the evaluator.
type Item struct {
	Code, Name string
	Max        decimal.Decimal
	Points     Points // nil: points are awarded
	Bonus      *Bonus
	Veto       bool // missing it fails the unit, whatever the total (一票否决)
	Deduction  bool // the points awarded are taken off the total
}

// Bonus is Points for each full Per of attainment above 1, at most Max.
type Bonus struct{ Per, Points, Max decimal.Decimal }

// Grade is a verdict from a total up.
type Grade struct {
	Name string
	From decimal.Decimal // included (以上含本数); zero for the lowest grade
}

// Years weighs the results of a plan's years: the mean of all but the last
// counts Earlier, the last counts Last. They add up to 1.
type Years struct{ Earlier, Last decimal.Decimal }

func (s Scheme) clone() Scheme {
	s.Items = slices.Clone(s.Items)
	for i, item := range s.Items {
		if item.Bonus != nil {
			b := *item.Bonus
			s.Items[i].Bonus = &b
		}
		switch p := item.Points.(type) {
		case Steps:
			s.Items[i].Points = slices.Clone(p)
		case Bands:
			s.Items[i].Points = slices.Clone(p)
		}
	}
	s.Grades = slices.Clone(s.Grades)
	if s.Years != nil {
		y := *s.Years
		s.Years = &y
	}
	return s
}

// Validate returns an error if
//
//   - there is no item, an item has no code, or two have the same one;
//   - a maximum, a bonus or a deduction is negative, or an amount that is
//     counted by is not positive;
//   - steps or corners are missing, do not fall strictly, give more points for
//     less, or give more than the item's maximum;
//   - an awarded item has a bonus, a scored one is a deduction, or an awarded
//     veto has no points that could be missed;
//   - a grade has no name or another's, the lower bounds do not fall strictly,
//     or the last grade, and no other, is not the one without a bound;
//   - there is a veto but no grade that missing it gives;
//   - the cap is negative, totals are rounded to no positive number, or the
//     weights of the years are negative or do not add up to 1;
//   - a number has more than 100 digits before or after the point.
//
// It reports every problem.
func (s Scheme) Validate() error {
	var l fault.List
	if len(s.Items) == 0 {
		l.Add(&target.FieldError{Path: "scheme.items", Err: target.ErrRequired, Remedy: "give at least one item"})
	}
	seen := make(map[string]bool, len(s.Items))
	for i, item := range s.Items {
		path := "scheme.items[" + strconv.Itoa(i) + "]"
		switch {
		case item.Code == "":
			l.Add(&target.FieldError{Path: path + ".code", Err: target.ErrRequired})
		case seen[item.Code]:
			l.Add(&target.FieldError{Path: path + ".code", Value: item.Code, Err: target.ErrDuplicate, Remedy: "give each item its own code"})
		}
		seen[item.Code] = true
		item.validate(&l, path)
	}
	s.validateGrades(&l)
	if s.Cap.Valid {
		atLeastZero(&l, "scheme.cap", s.Cap.Decimal)
	}
	if s.Round.Valid {
		aboveZero(&l, "scheme.round", s.Round.Decimal)
	}
	if y := s.Years; y != nil {
		sound := atLeastZero(&l, "scheme.years.earlier", y.Earlier)
		sound = atLeastZero(&l, "scheme.years.last", y.Last) && sound
		if sum := decimal.Sum; sound && !sum(y.Earlier, y.Last).Equal(decimal.New(1, 0)) {
			l.Add(&target.FieldError{Path: "scheme.years", Value: sum(y.Earlier, y.Last), Err: target.ErrInvalid, Remedy: "the two weights add up to 1"})
		}
	}
	return l.Err()
}

func (i Item) validate(l *fault.List, path string) {
	sound := atLeastZero(l, path+".max", i.Max)
	switch p := i.Points.(type) {
	case nil:
		if i.Bonus != nil {
			l.Add(&target.FieldError{Path: path + ".bonus", Err: target.ErrMismatch, Remedy: "points that are awarded have no attainment to exceed"})
		}
		if i.Veto && sound && i.Max.IsZero() {
			l.Add(&target.FieldError{Path: path + ".veto", Value: i.Code, Err: target.ErrMismatch, Remedy: "score it from a target, or give a maximum that can be missed"})
		}
		if i.Veto && i.Deduction {
			l.Add(&target.FieldError{Path: path + ".veto", Value: i.Code, Err: target.ErrMismatch, Remedy: "a deduction cannot be missed"})
		}
	case Pro, Steps, Bands, Deduct:
		if i.Deduction {
			l.Add(&target.FieldError{Path: path + ".deduction", Value: i.Code, Err: target.ErrMismatch, Remedy: "only points that are awarded can be a deduction"})
		}
		if sound {
			p.validate(l, path+".points", i.Max)
		}
	default:
		l.Add(&target.FieldError{Path: path + ".points", Err: target.ErrUnknown, Remedy: "one of Pro, Steps, Bands, Deduct, by value"})
	}
	if b := i.Bonus; b != nil {
		aboveZero(l, path+".bonus.per", b.Per)
		atLeastZero(l, path+".bonus.points", b.Points)
		atLeastZero(l, path+".bonus.max", b.Max)
	}
}

func (s Scheme) validateGrades(l *fault.List) {
	names := make(map[string]bool, len(s.Grades))
	for i, g := range s.Grades {
		path := "scheme.grades[" + strconv.Itoa(i) + "]"
		switch {
		case g.Name == "":
			l.Add(&target.FieldError{Path: path + ".name", Err: target.ErrRequired})
		case names[g.Name]:
			l.Add(&target.FieldError{Path: path + ".name", Value: g.Name, Err: target.ErrDuplicate})
		}
		names[g.Name] = true
		if !atLeastZero(l, path+".from", g.From) {
			continue
		}
		last := i == len(s.Grades)-1
		switch {
		case last && !g.From.IsZero():
			l.Add(&target.FieldError{Path: path + ".from", Value: g.From, Err: target.ErrRequired, Remedy: "the last grade is the lowest and has no lower bound; add it"})
		case !last && g.From.IsZero():
			l.Add(&target.FieldError{Path: path + ".from", Value: g.Name, Err: target.ErrDuplicate, Remedy: "only the last grade has no lower bound"})
		}
		if i > 0 && fixed.InBounds(s.Grades[i-1].From) && !g.From.IsZero() && g.From.Cmp(s.Grades[i-1].From) >= 0 {
			l.Add(&target.FieldError{Path: path + ".from", Value: g.From, Err: target.ErrInvalid, Remedy: "lower bounds fall from grade to grade: the highest grade first"})
		}
	}
	if len(s.Grades) == 0 && s.Failed == "" && slices.ContainsFunc(s.Items, func(i Item) bool { return i.Veto }) {
		l.Add(&target.FieldError{Path: "scheme.failed", Err: target.ErrRequired, Remedy: "name the grade that a missed veto gives"})
	}
}

func atLeastZero(l *fault.List, path string, d decimal.Decimal) bool {
	if fixed.InBounds(d) && d.Sign() >= 0 {
		return true
	}
	l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "a number from 0 with at most 100 digits before and after the point"})
	return false
}

func aboveZero(l *fault.List, path string, d decimal.Decimal) {
	if !fixed.InBounds(d) || d.Sign() <= 0 {
		l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "a number above 0 with at most 100 digits before and after the point"})
	}
}
