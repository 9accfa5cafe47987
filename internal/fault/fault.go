// Package fault gathers the problems of one input, so that a caller sees them
// all at once, in a fixed order, and a hostile input cannot make an error of
// unbounded size.
package fault

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

const (
	maxFaults = 50   // problems that an error holds; the rest are counted
	maxText   = 4000 // bytes of an error's text
	maxValue  = 80   // bytes of a value quoted in a text
)

// List gathers problems in the order in which they are added. The zero List is
// empty and ready to use.
type List struct {
	errs []error
	more int
}

// Add appends a problem; nil is ignored. After the first 50 problems only
// their number is kept.
func (l *List) Add(err error) {
	switch {
	case err == nil:
	case len(l.errs) == maxFaults:
		l.more++
	default:
		l.errs = append(l.errs, err)
	}
}

// Full reports whether no further problem is kept, and counts one if so. Who
// would have to make an error that nobody will see asks first.
func (l *List) Full() bool {
	if len(l.errs) < maxFaults {
		return false
	}
	l.more++
	return true
}

// Len returns how many problems were added.
func (l *List) Len() int { return len(l.errs) + l.more }

// Err returns nil for an empty list, the problem itself where there is one,
// and otherwise an error that unwraps to all that were kept.
func (l *List) Err() error {
	switch l.Len() {
	case 0:
		return nil
	case 1:
		return l.errs[0]
	}
	return &joined{errs: l.errs[:len(l.errs):len(l.errs)], more: l.more}
}

type joined struct {
	errs []error
	more int
}

func (j *joined) Unwrap() []error { return j.errs }

// Error prints one problem a line and says how many were left out.
func (j *joined) Error() string {
	var b strings.Builder
	left := len(j.errs) + j.more
	fmt.Fprintf(&b, "%d problems:", left)
	for _, err := range j.errs {
		text := Clip(err.Error(), 1000)
		if b.Len()+len(text) > maxText-40 {
			break
		}
		b.WriteString("\n")
		b.WriteString(text)
		left--
	}
	if left > 0 {
		fmt.Fprintf(&b, "\nand %d more", left)
	}
	return b.String()
}

// Text renders a value for an error message: strings quoted, decimals in at
// most a line whatever their exponent, everything clipped to a bounded length.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if len(v) > maxValue {
			return fmt.Sprintf("%q… (%d bytes)", cut(v, maxValue), len(v))
		}
		return fmt.Sprintf("%q", v)
	case decimal.Decimal:
		return number(v)
	case decimal.NullDecimal:
		if !v.Valid {
			return "nothing"
		}
		return number(v.Decimal)
	case error:
		return Clip(v.Error(), maxValue)
	case fmt.Stringer:
		return Clip(v.String(), maxValue)
	}
	return Clip(fmt.Sprintf("%v", v), maxValue)
}

// number prints a decimal without expanding its exponent into zeros.
func number(d decimal.Decimal) string {
	const (
		plain   = 60
		counted = 1 << 16 // bits of a mantissa; to count the digits of a longer one takes too long
	)
	if bits := d.Coefficient().BitLen(); bits > counted {
		return fmt.Sprintf("a number of more than %d digits times 1e%d", bits/10*3, d.Exponent())
	}
	digits, exp := d.NumDigits(), int64(d.Exponent())
	if exp <= plain && exp >= -plain && digits <= plain {
		return d.StringFixed(max(0, -d.Exponent()))
	}
	if digits > plain {
		return fmt.Sprintf("a number of %d digits times 1e%d", digits, exp)
	}
	return fmt.Sprintf("%de%d", d.Coefficient(), exp)
}

// Clip shortens s to at most n bytes, at a rune, and marks the cut.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return cut(s, n) + "…"
}

func cut(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
