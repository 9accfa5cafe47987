package apportion

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// InfeasibleError says that a total cannot be divided as bounds and weights ask,
// and which of them are in conflict. It matches [target.ErrInfeasible], and
// [target.AllErrors] lists it as the [target.FieldError] that it unwraps to.
type InfeasibleError struct {
	Reason  string
	Total   decimal.Decimal
	Parties []int // in conflict, ascending

	// Least and Most limit what the parties can have together. They are absent if
	// there is no limit.
	Least, Most decimal.NullDecimal
}

// Error prints the total, the reason, the limits and the first ten parties in
// conflict.
func (e *InfeasibleError) Error() string { return e.field().Error() }

// Unwrap returns the error as a [target.FieldError].
func (e *InfeasibleError) Unwrap() error { return e.field() }

func (e *InfeasibleError) field() *target.FieldError {
	var b strings.Builder
	b.WriteString(e.Reason)
	if e.Least.Valid {
		fmt.Fprintf(&b, ", at least %s", fault.Text(e.Least))
	}
	if e.Most.Valid {
		fmt.Fprintf(&b, ", at most %s", fault.Text(e.Most))
	}
	if len(e.Parties) > 0 {
		fmt.Fprintf(&b, " (%s)", listPlaces("parties", e.Parties))
	}
	return &target.FieldError{Path: "total", Value: e.Total, Err: target.ErrInfeasible, Remedy: b.String()}
}

// listPlaces lists the first ten places of a slice.
func listPlaces(name string, all []int) string {
	const most = 10
	if len(all) == 0 {
		return "no " + name
	}
	var b strings.Builder
	for k, i := range all {
		switch {
		case k == most:
			fmt.Fprintf(&b, " and %d more", len(all)-most)
			return b.String()
		case k > 0:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s[%d]", name, i)
	}
	return b.String()
}
