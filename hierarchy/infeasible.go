package hierarchy

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// InfeasibleError says that an amount cannot be divided as bounds, holds and
// claims ask, and which of them are in conflict. It matches
// [target.ErrInfeasible], and [target.AllErrors] lists it as the
// [target.FieldError] that it unwraps to.
type InfeasibleError struct {
	Parent string // code of the unit whose amount it is
	Reason string
	Amount decimal.Decimal
	// Least and Most are what the children can have together, within their
	// bounds; not valid where there is no limit. For a weighted mean they are
	// means, rounded to four places more than the quantum.
	Least, Most decimal.NullDecimal
	Units       []string // codes of the smallest set of units in conflict
	Holds       []Hold   // on these units, and those further down that limit them
	Remedy      string   // by how much the amount is missed, and what can be changed
}

// mostNamed is how many claims, units or holds a message names.
const mostNamed = 10

// Error names the parent, the amount, the limits and the first ten units and
// holds in conflict.
func (e *InfeasibleError) Error() string { return e.field().Error() }

// Unwrap returns the error as a [target.FieldError].
func (e *InfeasibleError) Unwrap() error { return e.field() }

func (e *InfeasibleError) field() *target.FieldError {
	return &target.FieldError{
		Path: "units[" + quote(e.Parent) + "]", Value: e.Amount, Err: target.ErrInfeasible, Remedy: e.text(),
	}
}

func (e *InfeasibleError) text() string {
	var b strings.Builder
	b.WriteString(e.Reason)
	if e.Least.Valid {
		fmt.Fprintf(&b, ", at least %s", fault.Text(e.Least))
	}
	if e.Most.Valid {
		fmt.Fprintf(&b, ", at most %s", fault.Text(e.Most))
	}

	var named []string
	for _, code := range e.Units {
		named = append(named, quote(code))
	}
	if len(named) > 0 {
		fmt.Fprintf(&b, " (%s)", firstOf(named))
	}

	var held []string
	for _, h := range e.Holds {
		held = append(held, h.text())
	}
	if len(held) > 0 {
		fmt.Fprintf(&b, ": %s", firstOf(held))
	}
	if e.Remedy != "" {
		fmt.Fprintf(&b, ": %s", e.Remedy)
	}
	return b.String()
}

// firstOf lists the first ten of some names, and says how many more there are.
func firstOf(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// text says which unit is held at what, and by whom.
func (h Hold) text() string {
	text := quote(h.Unit) + " is held at " + fault.Text(h.Value)
	if h.By != "" {
		text += " by " + fault.Clip(h.By, 60)
	}
	return text
}
