package hierarchy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

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
// order. It returns an error if a field is unknown, given twice or missing, the
// version is another one, or for what [NewTree] returns one.
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
