package fault

import (
	"strconv"
	"strings"
)

// maxName is how many bytes of a name or a code a path quotes.
const maxName = 80

const maxSteps = 4

// Path is the place of a value in an input, as in `options.levels["county"].reserve`.
// It is a small value: its text is made by [Path.String] only. The zero Path is
// the input itself.
type Path struct {
	prefix string         // text of the steps before those in steps
	steps  [maxSteps]step // the first n are in use
	n      uint8
}

// step is one step of a path. Its index is negative for a step by name.
type step struct {
	name  string
	index int
}

const (
	byField = -1 // .name
	byKey   = -2 // ["name"]
)

// At returns a path that begins with text, which is written as it is.
func At(text string) Path { return Path{prefix: text} }

// Field returns the path of a field. A name that is no plain word, as in a
// document from outside, is written as a key.
func (p Path) Field(name string) Path { return p.with(step{name, byField}) }

// Index returns the path of an element of a list.
func (p Path) Index(i int) Path { return p.with(step{index: max(i, 0)}) }

// Key returns the path of an element that is found by its code.
func (p Path) Key(code string) Path { return p.with(step{code, byKey}) }

func (p Path) with(s step) Path {
	if p.n == maxSteps {
		p = p.written()
	}
	p.steps[p.n%maxSteps] = s
	p.n++
	return p
}

// written returns the path with its steps written out.
func (p Path) written() Path { return Path{prefix: p.String()} }

// String writes the path. Long names are clipped, and characters that do not
// print are escaped.
func (p Path) String() string {
	if p.n == 0 {
		return p.prefix
	}

	b := make([]byte, 0, len(p.prefix)+64)
	b = append(b, p.prefix...)
	for _, s := range p.steps[:p.n] {
		switch {
		case s.index >= 0:
			b = append(b, '[')
			b = strconv.AppendInt(b, int64(s.index), 10)
			b = append(b, ']')
		case s.index == byField && plainWord(s.name):
			if len(b) > 0 {
				b = append(b, '.')
			}
			b = append(b, s.name...)
		default:
			b = append(b, '[')
			b = strconv.AppendQuote(b, Clip(s.name, maxName))
			b = append(b, ']')
		}
	}
	return string(b)
}

// Below returns the path of something below p, whose own path is given as text.
func (p Path) Below(text string) string {
	above := p.String()
	switch {
	case text == "":
		return above
	case above == "" || strings.HasPrefix(text, "["):
		return above + text
	}
	return above + "." + text
}

// Inside returns the path of something inside the value at p. The text begins
// with a name of that value, in place of which p stands.
func (p Path) Inside(text string) string {
	end := strings.IndexAny(text, ".[")
	if end < 0 {
		return p.String()
	}
	return p.Below(strings.TrimPrefix(text[end:], "."))
}

// plainWord reports whether a name needs no quotes: it is a short word of ASCII
// letters, digits and underscores.
func plainWord(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_') {
			return false
		}
	}
	return true
}
