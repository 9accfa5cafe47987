package evaluate

import (
	"strings"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// attainmentPlaces is after how many decimals String cuts an attainment.
const attainmentPlaces = 4

// String prints the assessment in one line, with the attainment cut after four
// decimals:
//
//	440000: 138,878, target at least 102,218 patents in force by 2015: met by 36,660, attainment 1.3586…
func (a Assessment) String() string {
	var b strings.Builder
	b.WriteString(fault.Clip(a.Target.Unit, 80) + ": " + numtext.Figure(a.Actual))
	if a.Observation.Status != target.Final {
		b.WriteString(" (" + a.Observation.Status.String() + ")")
	}
	b.WriteString(", target " + a.Target.String())
	if !a.Due.IsZero() {
		b.WriteString(", due " + a.Due.String())
	}
	b.WriteString(": ")

	verdict := "missed"
	if a.Met {
		verdict = "met"
	}
	if a.ToDate {
		verdict += " to date"
	}
	b.WriteString(verdict)
	if !a.Gap.IsZero() {
		b.WriteString(" by " + numtext.Figure(a.Gap.Abs()))
	}
	if a.Attainment.Valid {
		b.WriteString(", attainment " + quotient.Cut(a.Attainment.Decimal, attainmentPlaces))
	}
	return b.String()
}
