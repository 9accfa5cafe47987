package target

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
)

// Status says how firm an observation is. The zero Status is Final.
type Status uint8

const (
	Final       Status = iota // published, not expected to change
	Provisional               // published, to be revised
	Revised                   // replaces an earlier figure
	Estimated                 // not measured
)

var statusWords = enum.New[Status]("status", UnknownError, []string{
	Final: "final", Provisional: "provisional", Revised: "revised", Estimated: "estimated",
})

// String returns the status in lower case.
func (s Status) String() string { return statusWords.String(s) }

// MarshalText returns the status in lower case.
func (s Status) MarshalText() ([]byte, error) { return statusWords.Marshal(s) }

// UnmarshalText reads a status as String prints it.
func (s *Status) UnmarshalText(text []byte) error { return statusWords.Unmarshal(s, text) }

// Compare orders statuses, the firmest first: Revised, Final, Provisional,
// Estimated, and then numbers that are no status.
func (s Status) Compare(o Status) int { return cmp.Compare(s.place(), o.place()) }

func (s Status) place() int {
	order := [...]int{Revised: 0, Final: 1, Provisional: 2, Estimated: 3}
	if int(s) < len(order) {
		return order[s]
	}
	return len(order)
}

// Observation is a measured figure: of one indicator and one unit, over a period
// or at its end.
type Observation struct {
	Unit      string          `strict:"required"` // code of the unit of the hierarchy
	Indicator string          `strict:"required"` // code
	Period    Period          `strict:"required"`
	Value     decimal.Decimal `strict:"required"`
	Status    Status
	Coverage  string // what was counted, if not everything was; mixes with no other coverage
	Source    Source
}

// Validate returns an error if:
//   - the period is missing, or the unit or the indicator is missing or no code;
//   - the status is none of the constants;
//   - the figure is out of bounds.
//
// It reports every problem.
func (o Observation) Validate() error {
	if o.isSound() {
		return nil
	}
	var p Problems
	o.validate(p.At("observation"))
	return p.Err()
}

// isSound reports whether validate would report nothing. Almost every observation
// is sound, and there may be a million of them.
func (o *Observation) isSound() bool {
	return fault.IsCode(o.Unit) && fault.IsCode(o.Indicator) && !o.Period.IsZero() && o.Status <= Estimated &&
		fixed.InBounds(o.Value)
}

func (o Observation) validate(at Place) {
	if o.isSound() {
		return
	}
	at.Field("unit").Code(o.Unit)
	at.Field("indicator").Code(o.Indicator)
	at.Field("period").Required(!o.Period.IsZero(), "")
	at.Field("status").Add(statusWords.Check(o.Status))
	at.Field("value").Figure(o.Value)
}
