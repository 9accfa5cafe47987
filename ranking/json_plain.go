package ranking

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the audience as an object, without the fields that are zero.
func (a Audience) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Audience) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, a, "audience") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o ChangeOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *ChangeOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "changeOptions")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o Options) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *Options) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, o, "options") }

// MarshalJSON writes the parts as an object, without the fields that are zero.
func (p Parts) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *Parts) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, p, "parts") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (p PressureOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *PressureOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, p, "pressureOptions")
}

// MarshalJSON writes the rival as an object, without the fields that are zero.
func (r Rival) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Rival) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "rival") }

// MarshalJSON writes the rivals as an object, without the fields that are zero.
func (r Rivals) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Rivals) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "rivals") }

// MarshalJSON writes the class as an object, without the fields that are zero.
func (c Class) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Class) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "class") }
