package target

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Indicator defines what is measured. Figures of indicators with different
// codes never mix.
type Indicator struct {
	Code     string `strict:"required"`
	Name     string
	Measure  string // unit of measure, in words: "patents per 10,000 people"
	Kind     Kind   `strict:"required"`
	Better   Direction
	Per      decimal.Decimal // figures are per this many: 100 for percent, 10,000 for patents per 10,000 people; zero is 1
	Places   Precision       // decimals in which figures are stated and quotas handed out
	Quantum  decimal.Decimal // optional: hand out in multiples of it (100s of patents) instead
	Revises  string          // code of the definition that this one replaces; the series breaks here
	OverTime TimeLaw         // how the figures of parts of a period make the period's; zero is by the kind
	Coverage string          // what is counted, where not everything is: "enterprises above 20 million yuan"
}

// EffectiveQuantum returns the quantum in which quotas are handed out: Quantum if it is
// set, 10^−Places if that is said, and 1 otherwise.
func (i Indicator) EffectiveQuantum() decimal.Decimal {
	if !i.Quantum.IsZero() {
		return i.Quantum
	}
	return decimal.New(1, -i.Places.Or(0))
}

// Scale returns Per, or 1 where Per is zero.
func (i Indicator) Scale() decimal.Decimal {
	if i.Per.IsZero() {
		return decimal.New(1, 0)
	}
	return i.Per
}

// Format prints a figure with the indicator's Places, rounded half away from
// zero. If Places is not said, a figure of a Sum or Count kind is rounded to a
// whole number, and any other is printed with the decimals that it has.
func (i Indicator) Format(figure decimal.Decimal) string {
	if !fixed.InBounds(figure) {
		return fault.Text(figure)
	}
	places := i.Places.Or(0)
	if law := i.Kind.Law(); i.Places.IsZero() && law != Sum && law != Count {
		places = -figure.Exponent()
	}
	return figure.StringFixed(min(max(places, 0), MaxPlaces))
}

// Validate returns an error if the code or the kind is missing, the direction
// (which may be left out) or the law over time is none of the constants, Per
// or Quantum is negative, Places is not between 0 and [MaxPlaces], or the
// indicator revises itself. It reports every problem.
func (i Indicator) Validate() error {
	var l fault.List
	i.validate(&l, "indicator")
	return l.Err()
}

func (i Indicator) validate(l *fault.List, path string) {
	if i.Code == "" {
		l.Add(&FieldError{Path: path + ".code", Err: ErrRequired})
	}
	if i.Kind == 0 {
		l.Add(&FieldError{Path: path + ".kind", Err: ErrRequired, Remedy: kindWords.OneOf()})
	} else if i.Kind > Milestone {
		l.Add(&FieldError{Path: path + ".kind", Value: uint8(i.Kind), Err: ErrUnknown, Remedy: kindWords.OneOf()})
	}
	if i.Better > Nearer {
		l.Add(&FieldError{Path: path + ".better", Value: uint8(i.Better), Err: ErrUnknown, Remedy: directionWords.OneOf()})
	}
	if i.OverTime > NoTimeLaw {
		l.Add(&FieldError{Path: path + ".overTime", Value: uint8(i.OverTime), Err: ErrUnknown, Remedy: timeLawWords.OneOf()})
	}
	if !i.Places.Valid() {
		l.Add(&FieldError{Path: path + ".places", Value: i.Places, Err: ErrRange, Remedy: "from 0 to 30"})
	}
	positive(l, path+".per", i.Per)
	positive(l, path+".quantum", i.Quantum)
	if i.Revises != "" && i.Revises == i.Code {
		l.Add(&FieldError{Path: path + ".revises", Value: i.Revises, Err: ErrCycle, Remedy: "name the definition that came before"})
	}
}

func positive(l *fault.List, path string, d decimal.Decimal) {
	if bounded(l, path, d) && d.Sign() < 0 {
		l.Add(&FieldError{Path: path, Value: d, Err: ErrRange, Remedy: "give a positive number, or leave it zero"})
	}
}

func bounded(l *fault.List, path string, d decimal.Decimal) bool {
	if fixed.InBounds(d) {
		return true
	}
	l.Add(&FieldError{Path: path, Value: d, Err: ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
	return false
}
