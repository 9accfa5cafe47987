package hierarchy

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// InfeasibleError says that a load cannot be divided as the bounds, holds and
// claims ask, and which of them are in conflict. It matches
// [target.ErrInfeasible].
type InfeasibleError struct {
	Parent string // code of the unit whose load it is; empty for Apportion
	Reason string
	Load   decimal.Decimal
	// Least and Most are what the claims can have together, within their
	// bounds; not valid where there is no limit. For a weighted mean they are
	// means, rounded to four places more than the quantum.
	Least, Most decimal.NullDecimal
	Claims      []int    // of Apportion: the claims in conflict, ascending
	Units       []string // of Cascade: the codes of the smallest set of units in conflict
}

// Error names the parent, the load, the sums and the first ten in conflict.
func (e *InfeasibleError) Error() string {
	var b strings.Builder
	if e.Parent == "" {
		b.WriteString("total ")
	} else {
		fmt.Fprintf(&b, "units[%s]: load ", quote(e.Parent))
	}
	fmt.Fprintf(&b, "%s %v: %s", fault.Text(e.Load), target.ErrInfeasible, e.Reason)
	if e.Least.Valid {
		fmt.Fprintf(&b, ", at least %s", fault.Text(e.Least))
	}
	if e.Most.Valid {
		fmt.Fprintf(&b, ", at most %s", fault.Text(e.Most))
	}
	const most = 10
	var named []string
	for i, c := range e.Claims {
		if i < most {
			named = append(named, fmt.Sprintf("claims[%d]", c))
		}
	}
	for i, code := range e.Units {
		if i < most {
			named = append(named, quote(code))
		}
	}
	if len(named) > 0 {
		fmt.Fprintf(&b, " (%s", strings.Join(named, ", "))
		if more := len(e.Claims) + len(e.Units) - len(named); more > 0 {
			fmt.Fprintf(&b, " and %d more", more)
		}
		b.WriteString(")")
	}
	return b.String()
}

// Unwrap returns [target.ErrInfeasible].
func (e *InfeasibleError) Unwrap() error { return target.ErrInfeasible }
