package target

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Comparator says what meets a target. The zero Comparator follows from the
// indicator's direction: [Target.EffectiveComparator] says how.
type Comparator uint8

const (
	AtLeast Comparator = iota + 1 // not below the value
	AtMost                        // not above the value
	About                         // no further from the value than the tolerance (左右)
	Within                        // from the value to the upper end, both included
)

var comparatorWords = enum.New[Comparator]("comparator", UnknownError, []string{AtLeast: "at least", AtMost: "at most", About: "about", Within: "within"})

// String returns the comparator in words.
func (c Comparator) String() string { return comparatorWords.String(c) }

// MarshalText returns the comparator in words.
func (c Comparator) MarshalText() ([]byte, error) { return comparatorWords.Marshal(c) }

// UnmarshalText reads a comparator as String prints it.
func (c *Comparator) UnmarshalText(text []byte) error { return comparatorWords.Unmarshal(c, text) }

// Force says how much a target obliges. The zero Force is not stated.
type Force uint8

const (
	Expected Force = iota + 1 // 预期性: left to the market and to effort
	Binding                   // 约束性: a duty of the government that has it
	Veto                      // 一票否决: missing it fails the whole evaluation
)

var forceWords = enum.New[Force]("force", UnknownError, []string{Expected: "expected", Binding: "binding", Veto: "veto"})

// String returns the force in lower case.
func (f Force) String() string { return forceWords.String(f) }

// MarshalText returns the force in lower case.
func (f Force) MarshalText() ([]byte, error) { return forceWords.Marshal(f) }

// UnmarshalText reads a force as String prints it.
func (f *Force) UnmarshalText(text []byte) error { return forceWords.Unmarshal(f, text) }

// Point is one figure of a series.
type Point struct {
	Period Period          `strict:"required"`
	Value  decimal.Decimal `strict:"required"`
}

func (p Point) validate(l *fault.List, path string) {
	if p.Period.IsZero() {
		l.Add(&FieldError{Path: path + ".period", Err: ErrRequired})
	}
	bounded(l, path+".value", p.Value)
}

// Target is one number that one unit is to reach by one period.
type Target struct {
	Code, Goal string
	Indicator  Indicator `strict:"required"`
	Unit       string    `strict:"required"` // code of the unit of the hierarchy
	Period     Period    `strict:"required"`
	Baseline   *Point
	Comparator Comparator
	Value      decimal.Decimal `strict:"required"`
	Upper      decimal.Decimal // Within: the far end
	Tolerance  decimal.Decimal // About: what still counts as met
	Force      Force
	From       string   // code of the parent's target that it was decomposed from
	Links      []Link   // further lineage: adopted from, promoted to, corrects
	Replaces   string   // code of the target that this one replaces, from Source.Date on
	Withdrawn  string   // ISO 8601 date from which it no longer holds, where nothing replaced it
	Tags       []string // areas: application, management, enforcement
	Source     Source
}

// Clone returns a copy that shares no memory with the target.
func (t Target) Clone() Target {
	if t.Baseline != nil {
		t.Baseline = new(*t.Baseline)
	}
	t.Links, t.Tags = slices.Clone(t.Links), slices.Clone(t.Tags)
	return t
}

// EffectiveComparator returns the comparator in force: the target's own or, where it has
// none, AtLeast where higher is better, AtMost where lower is, About where
// nearer is, and AtLeast for an indicator without a direction.
func (t Target) EffectiveComparator() Comparator {
	if t.Comparator != 0 {
		return t.Comparator
	}
	switch t.Indicator.Better {
	case Lower:
		return AtMost
	case Nearer:
		return About
	}
	return AtLeast
}

// Meets reports whether the figure meets the target, compared exactly: not
// below Value for AtLeast, not above it for AtMost, at most Tolerance away for
// About, from Value to Upper for Within, ends included. No figure is about a
// value, or away from it by a tolerance, that is out of bounds.
func (t Target) Meets(figure decimal.Decimal) bool {
	low, high := t.Value, t.Upper
	switch t.EffectiveComparator() {
	case AtMost:
		return fixed.Cmp(figure, t.Value) <= 0
	case Within:
	case About:
		if !fixed.InBounds(t.Value) || !fixed.InBounds(t.Tolerance) {
			return false
		}
		low, high = t.Value.Sub(t.Tolerance), t.Value.Add(t.Tolerance)
	default:
		return fixed.Cmp(figure, t.Value) >= 0
	}
	return fixed.Cmp(figure, low) >= 0 && fixed.Cmp(figure, high) <= 0
}

// Validate returns an error if the unit, the period, or the indicator's code
// or kind is missing, the indicator is not valid, an enumerated field is none
// of its constants, the baseline has no period or one that ends after the
// target's, a link lacks its relation or its target or leads to the target
// itself, the target replaces or stems from itself, a range ends below its beginning, a tolerance is negative, Upper
// or Tolerance is given to a comparator that has none, or a figure is out of
// bounds. It reports every problem.
func (t Target) Validate() error {
	var l fault.List
	t.validate(&l, "target")
	return l.Err()
}

func (t Target) validate(l *fault.List, path string) {
	t.Indicator.validate(l, path+".indicator")
	if t.Unit == "" {
		l.Add(&FieldError{Path: path + ".unit", Err: ErrRequired, Remedy: "give the code of a unit"})
	}
	if t.Period.IsZero() {
		l.Add(&FieldError{Path: path + ".period", Err: ErrRequired, Remedy: "say by when"})
	}
	if b := t.Baseline; b != nil {
		switch {
		case b.Period.IsZero():
			l.Add(&FieldError{Path: path + ".baseline.period", Err: ErrRequired})
		case b.Period.last > t.Period.last && !t.Period.IsZero():
			l.Add(&FieldError{Path: path + ".baseline.period", Value: b.Period, Err: ErrRange, Remedy: "a baseline comes before the target's end, " + t.Period.String()})
		}
		bounded(l, path+".baseline.value", b.Value)
	}
	if t.Comparator > Within {
		l.Add(&FieldError{Path: path + ".comparator", Value: uint8(t.Comparator), Err: ErrUnknown, Remedy: comparatorWords.OneOf()})
	}
	if t.Force > Veto {
		l.Add(&FieldError{Path: path + ".force", Value: uint8(t.Force), Err: ErrUnknown, Remedy: forceWords.OneOf()})
	}
	if t.From != "" && t.From == t.Code {
		l.Add(&FieldError{Path: path + ".from", Value: t.From, Err: ErrCycle, Remedy: "name the parent's target"})
	}
	if t.Replaces != "" && t.Replaces == t.Code {
		l.Add(&FieldError{Path: path + ".replaces", Value: t.Replaces, Err: ErrCycle, Remedy: "name the target that came before"})
	}
	for i, k := range t.Links {
		k.validate(l, fmt.Sprintf("%s.links[%d]", path, i), t.Code)
	}
	sound := bounded(l, path+".value", t.Value)
	sound = bounded(l, path+".upper", t.Upper) && sound
	sound = bounded(l, path+".tolerance", t.Tolerance) && sound
	if !sound {
		return
	}
	switch compare := t.EffectiveComparator(); {
	case compare == Within && t.Upper.Cmp(t.Value) < 0:
		l.Add(&FieldError{Path: path + ".upper", Value: t.Upper, Err: ErrRange, Remedy: "the far end of a range is not below its value"})
	case compare != Within && !t.Upper.IsZero():
		l.Add(&FieldError{Path: path + ".upper", Value: t.Upper, Err: ErrMismatch, Remedy: "only a target within a range has an upper end"})
	}
	switch {
	case t.Tolerance.Sign() < 0:
		l.Add(&FieldError{Path: path + ".tolerance", Value: t.Tolerance, Err: ErrRange, Remedy: "give a positive number, or leave it zero"})
	case t.EffectiveComparator() != About && !t.Tolerance.IsZero():
		l.Add(&FieldError{Path: path + ".tolerance", Value: t.Tolerance, Err: ErrMismatch, Remedy: "only a target about a value has a tolerance"})
	}
}
