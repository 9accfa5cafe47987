package index

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the comparison as an object, without the fields that are zero.
func (c PairwiseComparison) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *PairwiseComparison) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "pairwiseComparison")
}

// MarshalJSON writes the contribution as an object, without the fields that are zero.
func (c Contribution) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Contribution) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "contribution")
}

// MarshalJSON writes the data as an object, without the fields that are zero.
func (d Data) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Data) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, d, "data") }

// MarshalJSON writes the range as an object, without the fields that are zero.
func (s ScoreRange) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *ScoreRange) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "scoreRange")
}

// MarshalJSON writes the figure as an object, without the fields that are zero.
func (t TreatedFigure) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (t *TreatedFigure) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, t, "treatedFigure")
}

// MarshalJSON writes the weight as an object, without the fields that are zero.
func (w Weight) MarshalJSON() ([]byte, error) { return strictjson.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (w *Weight) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, w, "weight") }

// MarshalJSON writes the parameters as an object, without the fields that are zero.
func (w Winsorise) MarshalJSON() ([]byte, error) { return strictjson.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (w *Winsorise) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, w, "winsorise")
}
