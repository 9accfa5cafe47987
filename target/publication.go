package target

import (
	"strings"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Publication says what a table or a scorecard is of, who made it, and for how long
// it is valid. The evaluator and the publisher may be different bodies: an
// affiliated centre publishes what an office has evaluated.
type Publication struct {
	Period    Period // of the figures
	Evaluator string // code of a body
	Publisher string // code of a body
	Date      string // ISO 8601, of the publication
	Until     string // ISO 8601, the last day on which it is valid; empty means without end
}

// IsZero reports whether nothing is said.
func (p Publication) IsZero() bool { return p == Publication{} }

// Validate returns an error if the evaluator or the publisher is no code, a date is
// not ISO 8601, or the last day is before the publication. It reports every problem.
func (p Publication) Validate() error {
	if p.IsZero() {
		return nil // as in nearly every case that is scored
	}

	var problems Problems
	p.validate(problems.At("publication"))
	return problems.Err()
}

func (p Publication) validate(at Place) {
	if p.Evaluator != "" {
		at.Field("evaluator").Code(p.Evaluator)
	}
	if p.Publisher != "" {
		at.Field("publisher").Code(p.Publisher)
	}
	at.Field("date").date(p.Date)
	until := at.Field("until")
	until.date(p.Until)
	first, _ := parseDay(p.Date)
	if last, ends := parseDay(p.Until); ends && last < first {
		until.Report(p.Until, ErrRange, "the last day must not be before the publication, "+p.Date)
	}
}

// ValidOn reports whether the publication is out and still valid on a date.
//
// ValidOn returns an error if the publication is not valid, or the date is not ISO
// 8601.
func (p Publication) ValidOn(date string) (bool, error) {
	var problems Problems
	p.validate(problems.At("publication"))
	on, ok := parseDay(date)
	if !ok {
		problems.At("date").Report(date, ErrInvalid, dateRemedy)
	}
	return ok && inForce(p.Date, p.Until, on), problems.Err()
}

// String prints what is said: "2013, evaluated by sipo, published by the centre on
// 2014-03-20, valid until 2015".
func (p Publication) String() string {
	var parts []string
	if !p.Period.IsZero() {
		parts = append(parts, p.Period.String())
	}
	if p.Evaluator != "" {
		parts = append(parts, "evaluated by "+fault.Line(p.Evaluator, 80))
	}

	published := "published"
	if p.Publisher != "" {
		published += " by " + fault.Line(p.Publisher, 80)
	}
	if p.Date != "" {
		published += " on " + fault.Line(p.Date, 80)
	}
	if published != "published" {
		parts = append(parts, published)
	}

	if p.Until != "" {
		parts = append(parts, "valid until "+fault.Line(p.Until, 80))
	}
	return strings.Join(parts, ", ")
}

// MarshalJSON writes the publication as an object, without the fields that are
// empty.
func (p Publication) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a publication as MarshalJSON writes it. It returns an error if
// a field is unknown or given twice, or the publication is not valid
// ([Publication.Validate]).
func (p *Publication) UnmarshalJSON(data []byte) error {
	return unmarshal(data, p, "publication", Publication.validate)
}
