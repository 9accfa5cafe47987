package response

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the behaviour as an object, without the fields that are zero.
func (b Behaviour) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Behaviour) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, b, "behaviour")
}

// MarshalJSON writes the coefficient as an object, without the fields that are zero.
func (c Coefficient) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Coefficient) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "coefficient")
}

// MarshalJSON writes the control as an object, without the fields that are zero.
func (c Control) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Control) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "control") }

// MarshalJSON writes the comparison as an object, without the fields that are zero.
func (c Controlled) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Controlled) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "controlled")
}

// MarshalJSON writes the regression as an object, without the fields that are zero.
func (f Regression) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Regression) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, f, "regression")
}

// MarshalJSON writes the intervention as an object, without the fields that are zero.
func (i Intervention) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (i *Intervention) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, i, "intervention")
}

// MarshalJSON writes the response as an object, without the fields that are zero.
func (r Response) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Response) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "response") }

// MarshalJSON writes the segment as an object, without the fields that are zero.
func (s Segment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Segment) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, s, "segment") }
