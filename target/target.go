package target

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Comparator says which figures meet a target. The zero Comparator follows from
// the indicator's direction, as [Target.EffectiveComparator] says.
type Comparator uint8

const (
	AtLeast Comparator = iota + 1 // not below the value
	AtMost                        // not above the value
	About                         // no further from the value than the tolerance (左右)
	Within                        // from the value to the upper end, both included
)

var comparatorWords = enum.New[Comparator]("comparator", UnknownError, []string{
	AtLeast: "at least", AtMost: "at most", About: "about", Within: "within",
})

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

var forceWords = enum.New[Force]("force", UnknownError, []string{
	Expected: "expected", Binding: "binding", Veto: "veto",
})

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

// Validate returns an error if the period is missing or the value is out of
// bounds.
func (p Point) Validate() error {
	var problems Problems
	p.validate(problems.At("point"))
	return problems.Err()
}

func (p Point) validate(at Place) {
	at.Field("period").Required(!p.Period.IsZero(), "give the period of the figure")
	at.Field("value").Figure(p.Value)
}

// Target is a number that a unit is to reach in or by a period.
type Target struct {
	Code, Goal string
	Setter     string    // code of the body or unit that set it
	Tier       Tier      // bottom line, the target itself, or a stretch
	Indicator  Indicator `strict:"required"`
	Unit       string    `strict:"required"` // code of the unit of the hierarchy
	Period     Period    `strict:"required"`
	Baseline   *Point
	Comparator Comparator
	Value      decimal.Decimal `strict:"required"`
	Upper      decimal.Decimal // Within: the upper end
	Tolerance  decimal.Decimal // About: the greatest distance that counts as met
	Force      Force
	From       string   // code of the parent's target that it was decomposed from
	Links      []Link   // further lineage: adopted from, promoted to, corrects
	Replaces   string   // code of the target that this one replaces, from Source.Date on
	Withdrawn  string   // ISO 8601 date from which it is no longer in force, if nothing replaced it
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

// EffectiveComparator returns the target's own comparator or, if it has none,
// that of the indicator's direction:
//
//	Higher        AtLeast
//	Lower         AtMost
//	Nearer        About
//	no direction  AtLeast
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

// Meets reports whether a figure meets the target. The comparison is exact:
//
//	AtLeast  figure ≥ Value
//	AtMost   figure ≤ Value
//	About    |figure − Value| ≤ Tolerance
//	Within   Value ≤ figure ≤ Upper
//
// No figure meets an About target whose value or tolerance is out of bounds.
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

// Validate returns an error if:
//   - the indicator is not valid, or the unit or the period is missing;
//   - the setter is no code;
//   - the tier, the comparator or the force is none of the constants;
//   - the baseline has no period, or one that ends after the target's;
//   - the target stems from itself or replaces itself;
//   - a link lacks its relation or its target, or leads to the target itself;
//   - a figure is out of bounds, or a tolerance is negative;
//   - the upper end of a range is below its value;
//   - Upper or Tolerance is given, and the comparator has none.
//
// It reports every problem.
func (t Target) Validate() error {
	if t.isSound() {
		return nil
	}
	var p Problems
	t.validate(p.At("target"))
	return p.Err()
}

// isSound reports whether validate would report nothing. A target with links is
// left to validate. Almost every target is sound, and a plan has a million.
func (t *Target) isSound() bool {
	return t.Indicator.isSound() && fault.IsCode(t.Unit) && !t.Period.IsZero() &&
		(t.Baseline == nil || t.Baseline.isBefore(t.Period)) &&
		(t.Setter == "" || fault.IsCode(t.Setter)) && t.Tier <= Stretch && t.Comparator <= Within && t.Force <= Veto &&
		(t.From == "" || t.From != t.Code) && (t.Replaces == "" || t.Replaces != t.Code) &&
		len(t.Links) == 0 && t.hasSoundFigures()
}

// hasSoundFigures reports whether validateFigures would report nothing.
func (t *Target) hasSoundFigures() bool {
	if !fixed.InBounds(t.Value) || !fixed.InBounds(t.Upper) || !fixed.InBounds(t.Tolerance) {
		return false
	}
	comparator := t.Comparator
	if comparator == 0 { // the call copies the target
		comparator = t.EffectiveComparator()
	}
	switch comparator {
	case Within:
		return t.Upper.Cmp(t.Value) >= 0 && t.Tolerance.IsZero()
	case About:
		return t.Upper.IsZero() && t.Tolerance.Sign() >= 0
	}
	return t.Upper.IsZero() && t.Tolerance.IsZero()
}

// isBefore reports whether the point is sound and its period does not end after
// another.
func (p *Point) isBefore(end Period) bool {
	return !p.Period.IsZero() && p.Period.last <= end.last && fixed.InBounds(p.Value)
}

func (t Target) validate(at Place) {
	t.Indicator.validate(at.Field("indicator"))
	if !fault.IsCode(t.Unit) {
		at.Field("unit").Code(t.Unit)
	}
	if t.Period.IsZero() {
		at.Field("period").Report(nil, ErrRequired, "give the period by whose end it is due")
	}
	if t.Setter != "" && !fault.IsCode(t.Setter) {
		at.Field("setter").Code(t.Setter)
	}
	if err := tierWords.Check(t.Tier); err != nil {
		at.Field("tier").Add(err)
	}
	t.validateBaseline(at)
	if err := comparatorWords.Check(t.Comparator); err != nil {
		at.Field("comparator").Add(err)
	}
	if err := forceWords.Check(t.Force); err != nil {
		at.Field("force").Add(err)
	}

	if t.From != "" && t.From == t.Code {
		at.Field("from").Report(t.From, ErrCycle, "name the parent's target")
	}
	if t.Replaces != "" && t.Replaces == t.Code {
		at.Field("replaces").Report(t.Replaces, ErrCycle, "name the target that came before")
	}
	for i, k := range t.Links {
		k.validate(at.Field("links").Index(i), t.Code)
	}
	t.validateFigures(at)
}

func (t Target) validateBaseline(at Place) {
	b := t.Baseline
	if b == nil || b.isBefore(t.Period) {
		return
	}

	at = at.Field("baseline")
	period := at.Field("period")
	given := period.Required(!b.Period.IsZero(), "give the period of the figure")
	if given && b.Period.last > t.Period.last && !t.Period.IsZero() {
		period.Report(b.Period, ErrRange, "a baseline must end before the target's end, "+t.Period.String())
	}
	at.Field("value").Figure(b.Value)
}

func (t Target) validateFigures(at Place) {
	if !fixed.InBounds(t.Value) || !fixed.InBounds(t.Upper) || !fixed.InBounds(t.Tolerance) {
		at.Field("value").Figure(t.Value)
		at.Field("upper").Figure(t.Upper)
		at.Field("tolerance").Figure(t.Tolerance)
		return
	}

	comparator := t.EffectiveComparator()
	switch {
	case comparator == Within && t.Upper.Cmp(t.Value) < 0:
		at.Field("upper").Report(t.Upper, ErrRange, "the upper end of a range must not be below its value")
	case comparator != Within && !t.Upper.IsZero():
		at.Field("upper").Report(t.Upper, ErrMismatch, "only a target within a range has an upper end")
	}
	switch {
	case t.Tolerance.Sign() < 0: //mutate:equal t.Tolerance.Sign() <= 0: zero is reported by neither
		at.Field("tolerance").NonNegative(t.Tolerance)
	case comparator != About && !t.Tolerance.IsZero():
		at.Field("tolerance").Report(t.Tolerance, ErrMismatch, "only a target about a value has a tolerance")
	}
}
