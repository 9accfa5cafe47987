package evaluate

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o AssessOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *AssessOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "assessOptions")
}

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Assessment) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, a, "assessment")
}

// MarshalJSON writes the award as an object, without the fields that are zero.
func (a Award) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Award) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, a, "award") }

// MarshalJSON writes the bonus as an object, without the fields that are zero.
func (b Bonus) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Bonus) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "bonus") }

// MarshalJSON writes the breakpoint as an object, without the fields that are zero.
func (b Breakpoint) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Breakpoint) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, b, "breakpoint")
}

// MarshalJSON writes the case as an object, without the fields that are zero.
func (c Case) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Case) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "case") }

// MarshalJSON writes what is due as an object, without the fields that are zero.
func (d Due) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Due) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, d, "due") }

// MarshalJSON writes the grade as an object, without the fields that are zero.
func (g Grade) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *Grade) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, g, "grade") }

// MarshalJSON writes the item score as an object, without the fields that are zero.
func (l ItemScore) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *ItemScore) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "itemScore")
}

// MarshalJSON writes the opinion as an object, without the fields that are zero.
func (o Opinion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *Opinion) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, o, "opinion") }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Standing) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, s, "standing") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (t ToDateOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (t *ToDateOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, t, "toDateOptions")
}

// MarshalJSON writes the year weights as an object, without the fields that are zero.
func (y YearWeights) MarshalJSON() ([]byte, error) { return strictjson.Marshal(y) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (y *YearWeights) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, y, "yearWeights")
}

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Recheck) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "recheck") }

// MarshalJSON writes the standing as an object, decimals as strings.
func (s Standing) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// MarshalJSON writes the recheck as an object, decimals as strings.
func (r Recheck) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// MarshalJSON writes the assessment as an object, decimals as strings.
func (a Assessment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }
