package target

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Indicator defines what is measured. Figures of indicators with different
// codes never mix.
type Indicator struct {
	Code    string `strict:"required"`
	Name    string
	Measure string // unit of measure, in words: "patents per 10,000 people"
	Kind    Kind   `strict:"required"`
	Better  Direction
	// Per is the number that figures are per: 100 for percent, 10,000 for patents
	// per 10,000 people. 0 means 1.
	Per decimal.Decimal
	// Places is the number of decimals in which figures are stated and quotas are
	// handed out.
	Places Precision
	// Quantum is optional: quotas are multiples of it (hundreds of patents)
	// instead of 10^−Places.
	Quantum decimal.Decimal
	// Revises is the code of the definition that this one replaces. The series
	// breaks there.
	Revises string
	// OverTime says how the figures of parts of a period make the figure of the
	// period. ByKind, the zero value, takes the law of the kind.
	OverTime TimeLaw
	// Coverage says what is counted, if not everything is: "enterprises above 20
	// million yuan".
	Coverage string
}

// EffectiveQuantum returns the quantum in which quotas are handed out: Quantum if
// it is set, 10^−Places if Places is said, and 1 otherwise.
func (i Indicator) EffectiveQuantum() decimal.Decimal {
	if !i.Quantum.IsZero() {
		return i.Quantum
	}
	return decimal.New(1, -i.Places.Or(0))
}

// Scale returns Per, or 1 if Per is 0.
func (i Indicator) Scale() decimal.Decimal {
	if i.Per.IsZero() {
		return decimal.New(1, 0)
	}
	return i.Per
}

// Format prints a figure with the indicator's Places, rounded half away from
// zero. If Places is not said, a figure of a Sum or Count kind is rounded to a
// whole number, or to the decimals of Quantum. Any other is printed with the decimals
// that it has, but at most [MaxPlaces].
func (i Indicator) Format(figure decimal.Decimal) string {
	if !fixed.InBounds(figure) {
		return fault.Text(figure)
	}
	places := i.Places.Or(-i.Quantum.Exponent())
	if law := i.Kind.Law(); i.Places.IsZero() && law != Sum && law != Count {
		places = -figure.Exponent()
	}
	return figure.StringFixed(min(max(places, 0), MaxPlaces))
}

// Validate returns an error if:
//   - the code or the kind is missing;
//   - the kind, the direction or the law over time is none of the constants;
//   - Per or Quantum is negative or out of bounds;
//   - Places is not between 0 and [MaxPlaces];
//   - the indicator revises itself.
//
// It reports every problem.
func (i Indicator) Validate() error {
	var p Problems
	i.validate(p.At("indicator"))
	return p.Err()
}

// isSound reports whether validate would report nothing.
func (i *Indicator) isSound() bool {
	return fault.IsCode(i.Code) && kindWords.Known(i.Kind) && i.Better <= Nearer && i.OverTime <= NoTimeLaw &&
		i.Places.Valid() && isNonNegative(i.Per) && isNonNegative(i.Quantum) &&
		(i.Revises == "" || i.Revises != i.Code)
}

func isNonNegative(d decimal.Decimal) bool {
	return d.Sign() >= 0 && (d.IsZero() || fixed.InBounds(d))
}

func (i Indicator) validate(at Place) {
	if !fault.IsCode(i.Code) {
		at.Field("code").Code(i.Code)
	}
	if !kindWords.Known(i.Kind) {
		required(at.Field("kind"), i.Kind, kindWords)
	}

	if err := directionWords.Check(i.Better); err != nil {
		at.Field("better").Add(err)
	}
	if err := timeLawWords.Check(i.OverTime); err != nil {
		at.Field("overTime").Add(err)
	}

	if !i.Places.Valid() {
		at.Field("places").Count(int(i.Places.Or(0)), 0, MaxPlaces)
	}
	if !i.Per.IsZero() {
		at.Field("per").NonNegative(i.Per)
	}
	if !i.Quantum.IsZero() {
		at.Field("quantum").NonNegative(i.Quantum)
	}

	if i.Revises != "" && i.Revises == i.Code {
		at.Field("revises").Report(i.Revises, ErrCycle, "name the definition that came before")
	}
}
