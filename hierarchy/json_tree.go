package hierarchy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// jsonVersion is the version of the documents of trees, columns and plans. A later
// version is refused.
const jsonVersion = 1

// digestOf returns the digest of canonical text: sha256: and 64 hexadecimal digits.
func digestOf(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// checkVersion reports a version that this package does not read.
func checkVersion(at target.Place, version int) bool {
	switch {
	case version == jsonVersion:
		return true
	case version > jsonVersion:
		at.Report(
			version, target.ErrRange,
			"the document is of a later version: read it with a later version of this module",
		)
	default:
		at.Report(version, target.ErrRange, "must be 1")
	}
	return false
}

type treeWire struct {
	Version int      `strict:"required"`
	Levels  []string `strict:"required"`
	Units   unitList `strict:"required"`
}

// unitList is a list of units that is written and read without reflection: a tree
// may have a million of them.
type unitList struct{ units []Unit }

// MarshalJSON writes the levels and the units of the tree, breadth first:
//
//	{"version":1,"levels":["nation","province"],"units":[
//	  {"code":"00","name":"China","level":"nation"},
//	  {"code":"11","name":"Beijing","level":"province","parent":"00"}
//	]}
//
// The role is left out for a [Member]. Equal trees have the same text.
//
// MarshalJSON returns an error for a tree without units.
func (t *Tree) MarshalJSON() ([]byte, error) {
	if t.Len() == 0 {
		return nil, &target.FieldError{
			Path: "tree", Err: target.ErrRequired,
			Remedy: "a tree without units has no document: make one by NewTree",
		}
	}
	return strictjson.Marshal(treeWire{jsonVersion, t.levels, unitList{t.units}})
}

// UnmarshalJSON reads a tree as MarshalJSON writes it, with the units in any
// order. It returns an error if a field is unknown, given twice or missing, or the
// version is another one. It also returns the errors of [NewTree].
func (t *Tree) UnmarshalJSON(data []byte) error {
	var p target.Problems
	var wire treeWire
	p.At("tree").Add(strictjson.Unmarshal(data, &wire))
	if p.Len() > 0 || !checkVersion(p.At("tree").Field("version"), wire.Version) {
		return p.Err()
	}
	read, err := NewTree(wire.Levels, wire.Units.units)
	if p.At("tree").Add(err) {
		*t = *read
	}
	return p.Err()
}

// Digest returns a fingerprint of the tree: the SHA-256 of the text that
// MarshalJSON writes, as sha256: and 64 hexadecimal digits. Equal trees have the
// same digest on every platform. A nil or empty tree has none.
func (t *Tree) Digest() string {
	text, err := t.MarshalJSON()
	if err != nil {
		return ""
	}
	return digestOf(text)
}

// MarshalJSON writes the units.
func (l unitList) MarshalJSON() (b []byte, err error) {
	b = make([]byte, 0, 80*len(l.units)+2)
	b = append(b, '[')
	for i := range l.units {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = l.units[i].append(b); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// append appends the unit as an object.
func (u *Unit) append(b []byte) (_ []byte, err error) {
	role := ""
	if u.Role != Member {
		text, err := u.Role.MarshalText()
		if err != nil {
			return nil, err
		}
		role = string(text)
	}

	b = append(b, '{')
	for i, f := range [...]struct{ name, text string }{
		{`"code":`, u.Code}, {`"name":`, u.Name}, {`"level":`, u.Level}, {`"parent":`, u.Parent}, {`"role":`, role},
	} {
		if f.text == "" && i != 0 && i != 2 {
			continue
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, f.name...)
		if b, err = strictjson.AppendQuoted(b, f.text); err != nil {
			return nil, err
		}
	}

	return append(b, '}'), nil
}

// UnmarshalJSON reads the units.
func (l *unitList) UnmarshalJSON(data []byte) error {
	var p target.Problems
	at := p.At("units")
	if data[0] != '[' {
		at.Report(nil, target.ErrInvalid, "write an array")
		return p.Err()
	}
	var above Unit
	for i, raw := range strictjson.Elements(data) {
		var u Unit
		if fast, ok := readUnit(raw, above); ok {
			u = fast
		} else if p.Full() || !at.Index(i).Add(strictjson.Unmarshal(raw, &u)) {
			continue
		}
		l.units = append(l.units, u)
		above = u
	}
	return p.Err()
}

// readUnit reads a unit quickly. It reports false if anything is wrong with it, or
// a text has an escape. A level or parent that is that of the unit above shares its
// memory.
func readUnit(raw []byte, above Unit) (u Unit, ok bool) {
	if raw[0] != '{' {
		return u, false
	}

	var seen uint8
	for name, value := range strictjson.Members(raw) {
		if value[0] != '"' || bytes.IndexByte(value, '\\') >= 0 {
			return u, false
		}

		text := value[1 : len(value)-1]
		var bit uint8
		switch string(name) {
		case `"code"`:
			bit, u.Code = 1, string(text)
		case `"name"`:
			bit, u.Name = 2, string(text)
		case `"level"`:
			bit, u.Level = 4, shared(text, above.Level)
		case `"parent"`:
			bit, u.Parent = 8, shared(text, above.Parent)
		case `"role"`:
			if bit = 16; u.Role.UnmarshalText(text) != nil {
				return u, false
			}
		}

		if bit == 0 || seen&bit != 0 {
			return u, false
		}

		seen |= bit
	}

	return u, seen&5 == 5
}

// shared returns a text, as the string given if that is the same.
func shared(text []byte, same string) string {
	if string(text) == same {
		return same
	}
	return string(text)
}

type columnWire struct {
	Version int `strict:"required"`
	Name    string
	Figures figureList `strict:"required"`
}

// figureList is the figures of a column as an object, read without reflection.
type figureList struct {
	column Column // to be written
	raw    []byte // that was read
}

// MarshalJSON writes the name and the figures of the column by code, in the order
// of [Tree.All] and with their scale:
//
//	{"version":1,"name":"patents in force","figures":{"11":"55879","44":"62787"}}
//
// MarshalJSON returns an error for the zero Column, which is of no tree.
func (c Column) MarshalJSON() ([]byte, error) {
	if err := c.some(); err != nil {
		return nil, err
	}
	return strictjson.Marshal(columnWire{jsonVersion, c.name, figureList{column: c}})
}

// UnmarshalJSON returns an error: only a tree can read a column, by
// [Tree.ReadColumn].
func (c *Column) UnmarshalJSON([]byte) error {
	return &target.FieldError{
		Path: "column", Err: target.ErrInvalid,
		Remedy: "a column is read by the tree that it is of: use Tree.ReadColumn",
	}
}

// ReadColumn reads a column as [Column.MarshalJSON] writes it, with the figures in
// any order.
//
// ReadColumn returns an error if a field is unknown, given twice or missing, or the
// version is another one. It also returns the errors of [Tree.Column]. It reports every
// problem.
func (t *Tree) ReadColumn(data []byte) (Column, error) {
	var p target.Problems
	at := p.At("column")
	if !at.Required(t.Len() > 0, "read it by a tree that has units") {
		return Column{}, p.Err()
	}
	var wire columnWire
	at.Add(strictjson.Unmarshal(data, &wire))
	if p.Len() > 0 || !checkVersion(at.Field("version"), wire.Version) {
		return Column{}, p.Err()
	}

	c, err := t.readFigures(wire.Figures.raw)
	if !at.Add(err) {
		return Column{}, p.Err()
	}
	return c.Named(wire.Name), nil
}

// readFigures reads an object of figures by code.
func (t *Tree) readFigures(raw []byte) (Column, error) {
	var p target.Problems
	b := fixed.NewBuilder(t.Len())
	places := finder{tree: t}
	for name, value := range strictjson.Members(raw) {
		at, known := places.quotedAt(name)
		if known && !b.Has(at) {
			if m, exp, ok := readWord(value); ok {
				b.SetWord(at, m, exp)
				continue
			}
		}

		code := strictjson.Unquote(name)
		place := p.At("figures").Key(code)
		if known && b.Has(at) {
			place.Duplicate(nil)
			continue
		}
		d, ok := readDecimal(value)
		switch {
		case !ok:
			place.Report(
				clipped(value), target.ErrInvalid,
				`write the number as a string of digits with at most one point, as in "2.50"`,
			)
		case !known:
			place.Report(d, target.ErrUnknown, t.unknown(code))
		case place.Figure(d):
			b.Set(at, d)
		}
	}
	if p.Len() > 0 {
		return Column{}, p.Err()
	}
	return Column{tree: t, figures: b.Column()}, nil
}

// quotedAt returns the place of a unit whose code is a string of JSON.
func (f *finder) quotedAt(name []byte) (int, bool) {
	if bytes.IndexByte(name, '\\') >= 0 {
		return f.at(strictjson.Unquote(name))
	}
	return f.at(string(name[1 : len(name)-1]))
}

// readWord reads a string of JSON that has a decimal whose digits fit a word.
func readWord(value []byte) (m int64, exp int32, ok bool) {
	const most = 18 // digits that always fit
	if len(value) < 3 || len(value) > most+4 || value[0] != '"' {
		return 0, 0, false
	}
	digits := value[1 : len(value)-1]
	negative := digits[0] == '-'
	if negative {
		digits = digits[1:]
	}

	point, count := -1, 0
	for i, c := range digits {
		switch {
		case c >= '0' && c <= '9' && count < most:
			m, count = m*10+int64(c-'0'), count+1
		case c == '.' && point < 0 && i > 0 && i < len(digits)-1:
			point = i
		default:
			return 0, 0, false
		}
	}
	if negative {
		m = -m
	}
	if point >= 0 {
		exp = -int32(len(digits) - 1 - point)
	}
	return m, exp, count > 0
}

// readDecimal reads a string of JSON that has the digits of a decimal.
func readDecimal(value []byte) (decimal.Decimal, bool) {
	const most = 2*fixed.Digits + 4 // with sign, point and quotes
	if value[0] != '"' || len(value) > most {
		return decimal.Decimal{}, false
	}
	return fixed.Parse(string(value[1 : len(value)-1]))
}

// clipped returns the beginning of a text of JSON.
func clipped(value []byte) string { return string(value[:min(len(value), 40)]) }

// Digest returns a fingerprint of the figures: the SHA-256 of the object that
// MarshalJSON writes under figures, without white space and without zeros at the
// end of decimals, as sha256: and 64 hexadecimal digits. The name has no part in it.
// Columns with equal figures for the units of equal trees have the same digest on
// every platform. The zero Column has none.
func (c Column) Digest() string {
	if !c.given() {
		return ""
	}
	h := sha256.New()
	b := append(make([]byte, 0, 1<<13), '{')
	separator := ""
	for at := range c.places() {
		b = append(b, separator...)
		b, _ = c.appendFigure(b, at, true) // codes are UTF-8
		separator = ","
		if len(b) > 1<<12 {
			h.Write(b)
			b = b[:0]
		}
	}
	h.Write(append(b, '}'))
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// appendFigure appends a unit's code and figure as a member of an object.
func (c Column) appendFigure(b []byte, at int, canonical bool) ([]byte, error) {
	b, err := strictjson.AppendQuoted(b, c.tree.units[at].Code)
	b = append(b, ':')
	if words := c.figures.Words(); words != nil {
		return appendWord(b, words[at], c.figures.Exp(), canonical), err
	}
	return appendDecimal(b, c.figures.Decimal(at), canonical), err
}

// appendWord appends m·10^exp as a string of JSON.
func appendWord(b []byte, m int64, exp int32, canonical bool) []byte {
	b = append(b, '"')
	from := len(b)
	if b = fixed.AppendWord(b, m, exp); canonical {
		b = strictjson.TrimAppended(b, from)
	}
	return append(b, '"')
}

// appendDecimal appends a figure as a string of JSON.
func appendDecimal(b []byte, d decimal.Decimal, canonical bool) []byte {
	b = append(b, '"')
	from := len(b)
	if b = append(b, fixed.Plain(d)...); canonical {
		b = strictjson.TrimAppended(b, from)
	}
	return append(b, '"')
}

// MarshalJSON writes the figures.
func (l figureList) MarshalJSON() (b []byte, err error) {
	b = append(make([]byte, 0, 24*l.column.Len()+2), '{')
	for at := range l.column.places() {
		if len(b) > 1 {
			b = append(b, ',')
		}
		if b, err = l.column.appendFigure(b, at, false); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// UnmarshalJSON keeps the text, which is read when the tree is known.
func (l *figureList) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return &target.FieldError{Path: "figures", Err: target.ErrInvalid, Remedy: "write an object of figures by code"}
	}
	l.raw = bytes.Clone(data)
	return nil
}
