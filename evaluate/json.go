package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// scorecardWire is a scorecard in JSON.
type scorecardWire struct {
	Unit, Scheme    string
	Total           decimal.Decimal
	ByPoints, Grade string
	Vetoes          []string
	Items           []ItemScore
	Notes           []string
	Places          target.Precision
	Publication     target.Publication
}

// MarshalJSON writes the card as an object, decimals as strings.
func (c Scorecard) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(scorecardWire{
		Unit: c.Unit, Scheme: c.Scheme, Total: c.Total, ByPoints: c.ByPoints, Grade: c.Grade,
		Vetoes: c.Vetoes, Items: c.Items(), Notes: c.Notes, Places: c.Places, Publication: c.Publication,
	})
}

// UnmarshalJSON reads a card as MarshalJSON writes it. It returns an error, and leaves
// c as it was, if a field is unknown, given twice or not of its form.
func (c *Scorecard) UnmarshalJSON(data []byte) error {
	var wire scorecardWire
	if err := targetjson.Unmarshal(data, &wire, "scorecard"); err != nil {
		return err
	}
	*c = Scorecard{
		Unit: wire.Unit, Scheme: wire.Scheme, Total: wire.Total, ByPoints: wire.ByPoints, Grade: wire.Grade,
		Vetoes: wire.Vetoes, Notes: wire.Notes, Places: wire.Places, Publication: wire.Publication, items: wire.Items,
	}
	return nil
}

// MarshalJSON writes the book of the evaluator, as [Scheme.MarshalJSON] does. It
// returns an error if the evaluator was not made by [New].
func (e *Evaluator) MarshalJSON() ([]byte, error) {
	if err := e.scheme.Validate(); err != nil {
		return nil, err
	}
	return e.scheme.MarshalJSON()
}

// UnmarshalJSON reads a book, as [Scheme.UnmarshalJSON] does, and makes the evaluator
// of it. After an error e is as it was.
func (e *Evaluator) UnmarshalJSON(data []byte) error {
	var s Scheme
	if err := s.UnmarshalJSON(data); err != nil {
		return err
	}
	fresh, err := New(s)
	if err != nil {
		return err
	}
	*e = *fresh
	return nil
}

type monitorOptionsWire struct {
	By        target.Period
	Published bool
	Choice    *target.Choice
}

// MarshalJSON writes the options. It returns an error if Path is set: a function cannot
// be written.
func (o MonitorOptions) MarshalJSON() ([]byte, error) {
	if o.Path != nil {
		return nil, &target.FieldError{
			Path: "options.path", Err: target.ErrInvalid,
			Remedy: "a function cannot be written: leave it nil, and set it again",
		}
	}
	return strictjson.Marshal(monitorOptionsWire{o.By, o.Published, o.Choice})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (o *MonitorOptions) UnmarshalJSON(data []byte) error {
	var wire monitorOptionsWire
	if err := targetjson.Unmarshal(data, &wire, "options"); err != nil {
		return err
	}
	*o = MonitorOptions{By: wire.By, Published: wire.Published, Choice: wire.Choice}
	return nil
}

// MarshalJSON returns an error: an Assessed keeps no assessments that it could write.
func (a *Assessed) MarshalJSON() ([]byte, error) {
	return nil, &target.FieldError{
		Path: "assessed", Err: target.ErrInvalid,
		Remedy: "write what its methods yield: the assessments, and what is missing or untargeted",
	}
}

// MarshalJSON returns an error: a Monitored keeps no standings that it could write.
func (m *Monitored) MarshalJSON() ([]byte, error) {
	return nil, &target.FieldError{
		Path: "monitored", Err: target.ErrInvalid,
		Remedy: "write what its methods yield: the standings, and what is missing, overdue or untargeted",
	}
}
