package fault

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// maxValue is how many bytes of a value a text quotes.
const maxValue = 80

// Text writes a value for an error message, in bounded length: nothing for nil,
// numbers and truth values as they are, everything else in quotes. Characters
// that do not print are escaped. A decimal is never expanded into a long row of
// zeros, whatever its exponent is.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return quote(v)
	case decimal.Decimal:
		return number(v)
	case decimal.NullDecimal:
		if !v.Valid {
			return "nothing"
		}
		return number(v.Decimal)
	case error:
		return quote(v.Error())
	case fmt.Stringer:
		return quote(v.String())
	case bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64:
		return fmt.Sprint(v)
	}

	return quote(fmt.Sprint(v))
}

func quote(s string) string {
	if len(s) > maxValue {
		return fmt.Sprintf("%q… (%d bytes)", cut(s, maxValue), len(s))
	}
	return strconv.Quote(s)
}

// number writes a decimal without expanding its exponent into zeros.
func number(d decimal.Decimal) string {
	const (
		plain   = 60
		counted = 1 << 16 // bits of a mantissa; to count the digits of a longer one takes too long
	)
	if bits := d.Coefficient().BitLen(); bits > counted {
		return fmt.Sprintf("a number of more than %d digits times 1e%d", bits/10*3, d.Exponent())
	}

	digits, exp := d.NumDigits(), int64(d.Exponent())
	switch {
	case exp <= plain && exp >= -plain && digits <= plain:
		return fixed.Plain(d)
	case digits > plain:
		return fmt.Sprintf("a number of %d digits times 1e%d", digits, exp)
	}
	return fmt.Sprintf("%de%d", d.Coefficient(), exp)
}

// Line returns s on one line of at most n bytes and a mark of the cut.
// Characters that do not print are escaped.
func Line(s string, n int) string {
	s = Clip(s, n)
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}

	var b []byte
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			b = fmt.Appendf(b, `\x%02x`, s[0])
		case unprintable(r):
			escaped := strconv.AppendQuoteRune(nil, r)
			b = append(b, escaped[1:len(escaped)-1]...)
		default:
			b = utf8.AppendRune(b, r)
		}
		s = s[size:]
	}
	return Clip(string(b), n)
}

func unprintable(r rune) bool { return r == utf8.RuneError || !strconv.IsPrint(r) }

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

// IsCode reports whether a text can be a code: it is not empty, is UTF-8, and does
// not begin with a byte-order mark.
func IsCode(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.HasPrefix(s, "\ufeff")
}
