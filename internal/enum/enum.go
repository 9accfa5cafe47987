// Package enum gives the values of an enumeration their words: how they print,
// and how they are written and read as text.
//
//	var stepWords = enum.New[Step]("step", target.UnknownError, []string{Monthly: "monthly", Yearly: "yearly"})
//
//	func (s Step) String() string                     { return stepWords.String(s) }
//	func (s Step) MarshalText() ([]byte, error)       { return stepWords.Marshal(s) }
//	func (s *Step) UnmarshalText(text []byte) error   { return stepWords.Unmarshal(s, text) }
package enum

import (
	"slices"
	"strings"

	"golang.org/x/exp/constraints"
)

// Words are the words of an enumeration. They are immutable.
type Words[E constraints.Unsigned] struct {
	name    string
	words   []string
	oneOf   string
	unknown Unknown
}

// Unknown makes the error for a value that is none of those that are known.
type Unknown func(path string, value any, known ...string) error

// New returns the words of an enumeration by the numbers of its values. An empty
// word is that of a number without a value. The name is the path of errors.
func New[E constraints.Unsigned](name string, unknown Unknown, words []string) Words[E] {
	named := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "" })
	return Words[E]{
		name:    name,
		words:   slices.Clone(words),
		oneOf:   "must be one of " + strings.Join(named, ", "),
		unknown: unknown,
	}
}

// Known reports whether e is a value.
func (w Words[E]) Known(e E) bool { return uint64(e) < uint64(len(w.words)) && w.words[e] != "" }

// String returns the word of e, "unknown" if e is no value.
func (w Words[E]) String(e E) string {
	if !w.Known(e) {
		return "unknown"
	}
	return w.words[e]
}

// Marshal returns the word of e as text, and an error if e is no value.
func (w Words[E]) Marshal(e E) ([]byte, error) {
	if !w.Known(e) {
		return nil, w.unknown(w.name, uint64(e), w.words...)
	}
	return []byte(w.words[e]), nil
}

// Unmarshal sets *e to the value of a word. It returns an error, and leaves *e as
// it is, if the text is no word of the enumeration.
func (w Words[E]) Unmarshal(e *E, text []byte) error {
	word := string(text)
	i := slices.Index(w.words, word)
	if i < 0 || word == "" {
		return w.unknown(w.name, word, w.words...)
	}
	*e = E(i)
	return nil
}

// Check returns an error without a path if e is neither a value nor a zero that
// means "not given".
func (w Words[E]) Check(e E) error {
	if e == 0 || w.Known(e) {
		return nil
	}
	return w.unknown("", uint64(e), w.words...)
}

// OneOf returns "must be one of" and the words, for the remedy of a value that
// is required.
func (w Words[E]) OneOf() string { return w.oneOf }
