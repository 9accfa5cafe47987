package rows

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Format says how the figures of a table are written. The zero Format reads
// plain figures such as -1234.50. What can have one meaning only is always read:
//
//	white space around a cell, no-break spaces included
//	full-width digits, points, commas and signs     １２．５ is 12.5
//	the minus signs U+2212 and U+FF0D               −5 is -5
//	a plus sign                                     +5 is 5
//
// What could mean two things is read only as the fields say.
type Format struct {
	// Decimal is the decimal mark: "." or ",". Empty means ".": 4.000 is then 4, also in a
	// table that means four thousand.
	Decimal string

	// Thousands are the characters that may separate groups of digits before
	// the decimal mark: "," or "." or " " or "'", or several of them. A space
	// stands for no-break and thin spaces too. Empty means none. A figure whose
	// groups are not of three digits, or of two digits before the last three as
	// in India, is an error.
	Thousands string

	// Missing are the texts of cells, without white space around them, that mean that
	// there is no figure: "NA", "–", "...". An empty cell always does.
	Missing []string

	// Percent says what a percent sign after a figure means.
	Percent Percent
}

// Percent says what a percent sign means. The zero Percent is PercentRefused.
type Percent uint8

const (
	PercentRefused Percent = iota // a figure with a percent sign is an error
	PercentDropped                // 5.84 % is 5.84: figures are per 100 anyway
	PercentDivided                // 5.84 % is 0.0584, and 8 ‰ is 0.008; figures without a sign stay as they are
)

var percentWords = enum.New[Percent]("percent", target.UnknownError, []string{
	PercentRefused: "refused", PercentDropped: "dropped", PercentDivided: "divided",
})

// String returns the word of a constant: refused, dropped or divided.
func (p Percent) String() string { return percentWords.String(p) }

// MarshalText returns the word as String does.
func (p Percent) MarshalText() ([]byte, error) { return percentWords.Marshal(p) }

// UnmarshalText reads a word as String prints it.
func (p *Percent) UnmarshalText(text []byte) error { return percentWords.Unmarshal(p, text) }

// Validate returns an error if
//   - the decimal mark is neither a point nor a comma;
//   - a separator of thousands is the decimal mark, a digit or a sign;
//   - Percent is none of its constants.
//
// It reports every problem.
func (f Format) Validate() error {
	var p target.Problems
	f.validate(p.At("format"))
	return p.Err()
}

func (f Format) validate(at target.Place) {
	if f.Decimal != "" {
		at.Field("decimal").OneOf(f.Decimal, ".", ",")
	}
	for _, r := range f.Thousands {
		if strings.ContainsRune(f.mark()+"+-0123456789%‰", plainRune(r)) {
			at.Field("thousands").Report(f.Thousands, target.ErrInvalid,
				"must not have the decimal mark, a digit or a sign")
			break
		}
	}
	at.Field("percent").Add(percentWords.Check(f.Percent))
}

func (f Format) mark() string {
	if f.Decimal == "" {
		return "."
	}
	return f.Decimal
}

// Figure reads one cell. It returns no figure, and no error, for an empty cell
// and for one of the texts of Missing.
//
// Figure returns an error if the cell is no figure in this format, or has more
// than 100 digits before or after the decimal mark.
func (f Format) Figure(cell string) (decimal.NullDecimal, error) {
	var p target.Problems
	f.validate(p.At("format"))
	if p.Len() > 0 {
		return decimal.NullDecimal{}, p.Err()
	}
	d, _ := f.read(clean(cell), p.At("cell"))
	return d, p.Err()
}

// maxCell is how many bytes of a cell are read as a figure: enough for 200
// digits with separators, all of them full-width.
const maxCell = 1000

// read reads a cell without white space around it, and reports whether it is a
// figure or means that there is none.
func (f Format) read(cell string, at target.Place) (decimal.NullDecimal, bool) {
	if cell == "" || slices.Contains(f.Missing, cell) {
		return decimal.NullDecimal{}, true
	}
	if f.Decimal != "," {
		//mutate:equal len(cell) <= 2*fixed.Digits: only a shorter way
		//mutate:equal len(cell) >= 2*fixed.Digits: only a shorter way
		if d, ok := fixed.Parse(cell); ok && len(cell) < 2*fixed.Digits {
			return decimal.NewNullDecimal(d), at.Figure(d)
		}
	}
	if len(cell) > maxCell { //mutate:equal len(cell) >= maxCell: no figure is so long
		at.Report(cell, target.ErrRange,
			"a figure must have at most 100 digits before and 100 digits after the decimal mark")
		return decimal.NullDecimal{}, false
	}

	text := strings.Map(plainRune, cell)
	text, shift, remedy := f.percent(text)
	if remedy == "" {
		text, remedy = f.digits(text)
	}
	d, ok := fixed.Parse(text)
	if remedy != "" || !ok {
		at.Report(cell, target.ErrInvalid, cmp.Or(remedy, f.advise(cell)))
		return decimal.NullDecimal{}, false
	}
	d = fixed.FromBig(d.Coefficient(), d.Exponent()-shift)
	return decimal.NewNullDecimal(d), at.Figure(d)
}

// percent takes a percent sign off a figure, and returns by how many decimals the figure
// is to be shifted, or what to do about the sign.
func (f Format) percent(text string) (rest string, shift int32, remedy string) {
	sign := int32(0)
	switch {
	case strings.HasSuffix(text, "%"):
		sign, rest = 2, strings.TrimSuffix(text, "%")
	case strings.HasSuffix(text, "‰"):
		sign, rest = 3, strings.TrimSuffix(text, "‰")
	default:
		return text, 0, ""
	}

	rest = strings.TrimRight(rest, " ")
	switch {
	case f.Percent == PercentRefused:
		return "", 0, "set Format.Percent to say what the percent sign means"
	case f.Percent == PercentDivided:
		return rest, sign, ""
	case sign == 3:
		return "", 0, "set Format.Percent to PercentDivided to read per mille"
	}
	return rest, 0, ""
}

// digits returns a figure with a point for its decimal mark, without a plus sign and
// without separators of thousands, or what to do about it.
func (f Format) digits(text string) (plain, remedy string) {
	sign := ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, text = "-", rest
	} else {
		text = strings.TrimPrefix(text, "+")
	}
	text = strings.TrimLeft(text, " ")

	whole, decimals, point := strings.Cut(text, f.mark())
	if point {
		decimals = "." + decimals
	}
	whole, ok := f.ungroup(whole)
	switch {
	case !ok:
		return "", grouping
	case strings.Trim(whole, "0123456789") != "":
		return "", f.advise(text)
	}
	return sign + whole + decimals, ""
}

// ungroup takes the separators out of the digits before the decimal mark. It reports
// whether they stand at the right places.
func (f Format) ungroup(whole string) (string, bool) {
	if f.Thousands == "" {
		return whole, true
	}
	groups := strings.FieldsFunc(whole, f.separates)
	if len(groups) < 2 {
		return whole, true
	}

	// A separator at either end, or two side by side, leaves more runes over
	// than the groups and the separators between them.
	if utf8.RuneCountInString(whole) != utf8.RuneCountInString(strings.Join(groups, ".")) {
		return "", false
	}
	last, size := len(groups)-1, 3
	if last > 1 && len(groups[1]) == 2 {
		size = 2 // as in India
	}
	isOdd := func(g string) bool { return len(g) != size }
	if len(groups[0]) > size || slices.ContainsFunc(groups[1:last], isOdd) || len(groups[last]) != 3 {
		return "", false
	}
	return strings.Join(groups, ""), true
}

func (f Format) separates(r rune) bool {
	return strings.ContainsRune(strings.Map(plainRune, f.Thousands), r)
}

const grouping = "separators of thousands must stand before groups of three digits"

// usualMissing are texts that often mean that there is no figure.
var usualMissing = []string{
	"-", "−", "－", "–", "—", "--", "---", "…", "...", "..", ".", "/", "x",
	"na", "n/a", "nan", "#n/a", "null", "none", "nil",
}

// advise returns what to do about a cell that is no figure.
func (f Format) advise(cell string) string {
	switch {
	case slices.Contains(usualMissing, strings.ToLower(cell)):
		return "add it to Format.Missing if it means that there is no figure"
	case strings.ContainsFunc(cell, f.separates):
		return grouping
	case f.mark() == "." && strings.ContainsAny(cell, ",，"):
		return `set Format.Thousands to "," if the comma separates thousands, ` +
			`or Format.Decimal to "," if it is the decimal mark`
	case f.mark() == "," && strings.Contains(cell, "."):
		return `set Format.Thousands to "." if the point separates thousands, ` +
			`or leave Format.Decimal empty if it is the decimal mark`
	case strings.ContainsAny(cell, " '’\u00a0\u202f"):
		return "set Format.Thousands to the character that separates thousands"
	case strings.ContainsAny(cell, "eE"):
		return "write all digits, without an exponent"
	}
	return "write digits with at most one decimal mark, as in -1234.50"
}

// clean returns a cell without white space around it.
func clean(cell string) string {
	return strings.TrimFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' })
}

// plainRune returns the ASCII character that a rune stands for in a figure.
func plainRune(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return '0' + r - '０'
	case r == '．' || r == '，' || r == '％' || r == '＋' || r == '－' || r == '＇':
		return r - '！' + '!'
	case r == '−':
		return '-'
	case r == '’':
		return '\''
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}
