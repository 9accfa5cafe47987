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

	// Reporter is the code of the body or unit that reports the figure.
	Reporter string

	// Vintage is the ISO 8601 date at which the figure was known; empty means that
	// of the source.
	Vintage string

	// Correction is what was added to the figure as reported, and why.
	Correction Correction

	Source Source
}

// Correction is what was added to a figure, and why: abnormal filings that were
// taken out, a splice of two definitions. The figure as reported was the value less
// the amount.
type Correction struct {
	Amount decimal.Decimal
	Reason string
}

// IsZero reports whether nothing was corrected.
func (c Correction) IsZero() bool {
	return c.Reason == "" && fixed.InBounds(c.Amount) && c.Amount.IsZero()
}

// Known returns the date at which the figure was known: Vintage or, if it is empty,
// the date of the source. It is empty if neither is given.
func (o Observation) Known() string {
	if o.Vintage != "" {
		return o.Vintage
	}
	return o.Source.Date
}

// Correct returns the observation with an amount added to its figure, as Revised,
// known at a date. Both can be kept: they are two vintages of one figure.
func (o Observation) Correct(amount decimal.Decimal, reason, date string) (Observation, error) {
	o.Correction = Correction{Amount: amount, Reason: reason}
	o.Status, o.Vintage = Revised, date

	var p Problems
	p.At("reason").Required(reason != "", "say why the figure is corrected")
	p.At("date").Required(date != "", "give the date of the correction")
	if fixed.InBounds(amount) && fixed.InBounds(o.Value) {
		o.Value = o.Value.Add(amount)
	}
	o.validate(p.At("observation"))
	if err := p.Err(); err != nil {
		return Observation{}, err
	}
	return o, nil
}

// Validate returns an error if:
//   - the period is missing, or the unit or the indicator is missing or no code;
//   - the status is none of the constants;
//   - the reporter is no code, or the vintage is not an ISO 8601 date;
//   - a correction has an amount without a reason;
//   - a figure is out of bounds.
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
		fixed.InBounds(o.Value) && o.Reporter == "" && o.Vintage == "" && o.Correction.IsZero()
}

func (o Observation) validate(at Place) {
	if o.isSound() {
		return
	}
	at.Field("unit").Code(o.Unit)
	at.Field("indicator").Code(o.Indicator)
	at.Field("period").Required(!o.Period.IsZero(), "give the period of the figure")
	at.Field("status").Add(statusWords.Check(o.Status))
	at.Field("value").Figure(o.Value)
	if o.Reporter != "" {
		at.Field("reporter").Code(o.Reporter)
	}
	at.Field("vintage").date(o.Vintage)
	correction := at.Field("correction")
	hasReason := o.Correction.Amount.IsZero() || o.Correction.Reason != ""
	if correction.Field("amount").Figure(o.Correction.Amount) {
		correction.Field("reason").Required(hasReason, "say why the figure was corrected")
	}
}
