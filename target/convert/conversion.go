package convert

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// Basis is the figure that a conversion needs beside the one that it converts:
// the level of the base period, the denominator, or the whole.
type Basis struct {
	Name  string          // what it is, for people: "residents at the end of 2015"
	Value decimal.Decimal `strict:"required"`

	// In is the number in which Value is stated: 10,000 if a population is given
	// in units of 10,000 people. 0 means 1. Only ratios and shares have it: a
	// level and its base are in one unit.
	In decimal.Decimal

	// Period is the period of the basis. If it is given, it determines the period of
	// the result of a growth, a reduction or an increment: see [Conversion.Target].
	Period target.Period

	Coverage string // what is counted; must be that of both indicators
	Rounded  bool   // the figure is published with the decimals that it has
}

// Conversion says how a figure is put into another form. The zero Conversion is
// not valid.
type Conversion struct {
	Formula Formula          `strict:"required"`
	To      target.Indicator `strict:"required"` // of the result; Places or Quantum must be set
	Basis   Basis            `strict:"required"`

	// Years is n in the formulas of growth and reduction: the number of years over which
	// a yearly rate compounds. 0 means 1: the rate is of the whole period.
	Years int

	// BeyondWhole allows shares below 0 and above the whole.
	BeyondWhole bool

	// Rounded means that the figures are published with the decimals that they
	// have, so that they stand for all figures that round to them. Steps then have
	// an interval.
	Rounded bool
}

// maxYears is the greatest number of years over which a rate compounds.
const maxYears = 200

// Validate returns an error if
//   - the formula is none of the constants;
//   - To is no valid indicator, or has neither Places nor Quantum;
//   - the basis is out of bounds, or, except for increments, not greater than 0;
//   - Basis.In is negative, or the formula is not of a ratio or a share;
//   - Years is not between 0 and 200, or the formula is not of a growth or a reduction;
//   - BeyondWhole is set for a formula that is not of a share.
//
// It reports every problem.
func (c Conversion) Validate() error {
	var p target.Problems
	c.validate(p.At("conversion"))
	return p.Err()
}

func (c Conversion) validate(at target.Place) {
	formula := at.Field("formula")
	if formula.Required(c.Formula != 0, formulaWords.OneOf()) {
		formula.Add(formulaWords.Check(c.Formula))
	}
	at.Field("to").AddRooted(c.To.Validate())
	if c.To.Quantum.IsZero() {
		at.Field("to").Field("places").Required(!c.To.Places.IsZero(),
			"set the number of decimals of the result, 0 for whole numbers")
	}

	basis := at.Field("basis")
	if c.Formula.pair() == IncrementToLevel {
		basis.Field("value").Figure(c.Basis.Value)
	} else {
		basis.Field("value").Positive(c.Basis.Value)
	}
	if basis.Field("in").NonNegative(c.Basis.In) && !c.Basis.In.IsZero() && !c.perBasis() {
		basis.Field("in").Report(c.Basis.In, target.ErrInvalid, "leave it out: only a ratio or a share has it")
	}
	if at.Field("years").Count(c.Years, 0, maxYears) && c.Years > 1 && !c.Formula.compounds() {
		at.Field("years").Report(c.Years, target.ErrInvalid, "leave it out: only a growth or a reduction compounds")
	}
	if c.BeyondWhole && c.Formula.pair() != ShareToPart {
		at.Field("beyondWhole").Report(true, target.ErrInvalid, "leave it out: only a share has a whole")
	}
}

// perBasis reports whether the formula is of a ratio or a share.
func (c Conversion) perBasis() bool {
	return c.Formula.pair() == RatioToNumerator || c.Formula.pair() == ShareToPart
}

// check reports everything that is wrong with the conversion of a figure of an
// indicator.
func (c Conversion) check(p *target.Problems, from target.Indicator) bool {
	at := p.At("conversion")
	c.validate(at)
	p.At("from").AddRooted(from.Validate())
	if p.Len() > 0 {
		return false
	}

	c.Formula.checkKinds(from.Kind, c.To.Kind, at)
	if from.Coverage != c.To.Coverage {
		at.Field("to").Field("coverage").Report(c.To.Coverage, target.ErrMismatch, coverageRemedy(from.Coverage))
	}
	if from.Coverage != c.Basis.Coverage {
		at.Field("basis").Field("coverage").Report(c.Basis.Coverage, target.ErrMismatch, coverageRemedy(from.Coverage))
	}
	return p.Len() == 0
}

func coverageRemedy(coverage string) string {
	if coverage == "" {
		return "the figure has no coverage: all figures must have the same"
	}
	return "the figure is of " + coverage + ": all figures must be of the same coverage"
}

// MarshalJSON writes the conversion as an object, decimals as strings with their
// scale, without the fields that are zero.
func (c Conversion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a conversion as MarshalJSON writes it. It returns an error
// if a field is unknown, given twice or missing, or the conversion is not valid.
func (c *Conversion) UnmarshalJSON(data []byte) error {
	var fresh Conversion
	if err := targetjson.Unmarshal(data, &fresh, "conversion"); err != nil {
		return err
	}
	if err := fresh.Validate(); err != nil {
		return err
	}
	*c = fresh
	return nil
}
