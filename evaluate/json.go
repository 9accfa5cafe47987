package evaluate

import "github.com/targetcascade/cascade/internal/strictjson"

// MarshalJSON writes the assessment as an object, decimals as strings.
func (a Assessment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// MarshalJSON writes the card as an object, decimals as strings.
func (c Scorecard) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// MarshalJSON writes the book of the evaluator, as [Scheme.MarshalJSON] does. It
// returns an error if the evaluator was not made by [New].
func (e *Evaluator) MarshalJSON() ([]byte, error) {
	if err := e.scheme.Validate(); err != nil {
		return nil, err
	}
	return e.scheme.MarshalJSON()
}

// UnmarshalJSON reads a book, as [Scheme.UnmarshalJSON] does, and makes the evaluator
// of it. After an error e is as it was.
func (e *Evaluator) UnmarshalJSON(data []byte) error {
	var s Scheme
	if err := s.UnmarshalJSON(data); err != nil {
		return err
	}
	fresh, err := New(s)
	if err != nil {
		return err
	}
	*e = *fresh
	return nil
}
