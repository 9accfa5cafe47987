package rows

import (
	"errors"
	"io"
	"iter"
)

// Source yields the rows of a table of text, the header first. An error ends the
// table, and the reading function returns it.
type Source = iter.Seq2[[]string, error]

// Of returns the source of rows in memory: Of(slices.Values(records)).
func Of(records iter.Seq[[]string]) Source {
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

// From returns the source of the rows that a function reads one by one, until it
// returns io.EOF, as the method Read of a csv.Reader does. It can be read once.
func From(next func() ([]string, error)) Source {
	return func(yield func([]string, error) bool) {
		for next != nil {
			record, err := next()
			if errors.Is(err, io.EOF) || !yield(record, err) || err != nil {
				return
			}
		}
	}
}
