package trial

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the decomposition as an object, without the fields that are zero.
func (d Decomposition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Decomposition) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, d, "decomposition")
}

// MarshalJSON writes the row as an object, without the fields that are zero.
func (r DoubtRow) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *DoubtRow) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "doubtRow") }

// MarshalJSON writes the row as an object, without the fields that are zero.
func (f FitRow) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *FitRow) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "fitRow") }

// MarshalJSON writes the interval as an object, without the fields that are zero.
func (v Interval) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (v *Interval) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, v, "interval") }

// MarshalJSON writes the lorenz point as an object, without the fields that are zero.
func (l LorenzPoint) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LorenzPoint) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "lorenzPoint")
}

// MarshalJSON writes the parameter as an object, without the fields that are zero.
func (p Parameter) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *Parameter) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, p, "parameter")
}

// MarshalJSON writes the range as an object, without the fields that are zero.
func (r Range) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Range) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "range") }

// MarshalJSON writes the row as an object, without the fields that are zero.
func (r Row) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *Row) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "row") }
