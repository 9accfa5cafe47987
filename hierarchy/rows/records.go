package rows

import (
	"errors"
	"io"
	"iter"
)

// Records yields the rows of a table of text, the header first. An error ends the
// table, and the reading function returns it.
type Records = iter.Seq2[[]string, error]

// Of returns records in memory: Of(slices.Values(records)).
func Of(records iter.Seq[[]string]) Records {
	return func(yield func([]string, error) bool) {
		if records == nil {
			return
		}
		for record := range records {
			if !yield(record, nil) {
				return
			}
		}
	}
}

// From returns the records that a function reads one by one, until it
// returns io.EOF, as the method Read of a csv.Reader does. They can be read once.
func From(next func() ([]string, error)) Records {
	return func(yield func([]string, error) bool) {
		for next != nil {
			record, err := next()
			if errors.Is(err, io.EOF) || !yield(record, err) || err != nil {
				return
			}
		}
	}
}
