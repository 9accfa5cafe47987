package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
)

// Evaluator scores units by a book. It is immutable and safe for concurrent use.
type Evaluator struct {
	scheme  Scheme
	most    map[string]decimal.Decimal // maximum of an item, by code
	onWords *wordScheme                // the book on machine words, if it fits them
}

// New returns the evaluator of a book, which it copies. It returns an error if
// [Scheme.Validate] does.
func New(s Scheme) (*Evaluator, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}

	most := make(map[string]decimal.Decimal, len(s.Items))
	for _, item := range s.Items {
		most[item.Code] = item.Max
	}
	e := &Evaluator{scheme: s.clone(), most: most}
	e.onWords = newWordScheme(&e.scheme)
	return e, nil
}

// String names the book and says how many items and grades it has.
func (e *Evaluator) String() string {
	if e == nil {
		return "no book"
	}
	text := numtext.Counted(len(e.scheme.Items), "item")
	if n := len(e.scheme.Grades); n > 0 {
		text += ", " + numtext.Counted(n, "grade")
	}
	if e.scheme.Name == "" {
		return "book of " + text
	}
	return fault.Clip(e.scheme.Name, 80) + ", " + text
}

// Scheme returns a copy of the book.
func (e *Evaluator) Scheme() Scheme { return e.scheme.clone() }
