package target

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
)

// Status says how firm an observation is. The zero Status is Final.
type Status uint8

const (
	Final       Status = iota // published, not expected to change
	Provisional               // published, to be revised
	Revised                   // replaces an earlier figure
	Estimated                 // not measured
)

var statusWords = enum.New[Status]("status", UnknownError, []string{Final: "final", Provisional: "provisional", Revised: "revised", Estimated: "estimated"})

// String returns the status in lower case.
func (s Status) String() string { return statusWords.String(s) }

// MarshalText returns the status in lower case.
func (s Status) MarshalText() ([]byte, error) { return statusWords.Marshal(s) }

// UnmarshalText reads a status as String prints it.
func (s *Status) UnmarshalText(text []byte) error { return statusWords.Unmarshal(s, text) }

// Observation is what was measured: one indicator of one unit over or at the
// end of one period.
type Observation struct {
	Unit      string          `strict:"required"` // code of the unit of the hierarchy
	Indicator string          `strict:"required"` // code
	Period    Period          `strict:"required"`
	Value     decimal.Decimal `strict:"required"`
	Status    Status
	Coverage  string // what was counted, where not everything was; mixes with no other coverage
	Source    Source
}

// Validate returns an error if the unit, the indicator or the period is
// missing, the status is none of the constants, or the figure is out of
// bounds. It reports every problem.
func (o Observation) Validate() error {
	var l fault.List
	o.validate(&l, "observation")
	return l.Err()
}

func (o Observation) validate(l *fault.List, path string) {
	if o.Unit == "" {
		l.Add(&FieldError{Path: path + ".unit", Err: ErrRequired})
	}
	if o.Indicator == "" {
		l.Add(&FieldError{Path: path + ".indicator", Err: ErrRequired})
	}
	if o.Period.IsZero() {
		l.Add(&FieldError{Path: path + ".period", Err: ErrRequired})
	}
	if o.Status > Estimated {
		l.Add(&FieldError{Path: path + ".status", Value: uint8(o.Status), Err: ErrUnknown, Remedy: statusWords.OneOf()})
	}
	bounded(l, path+".value", o.Value)
}
