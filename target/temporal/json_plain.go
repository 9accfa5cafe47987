package temporal

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o DisaggregateOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *DisaggregateOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "disaggregateOptions")
}

// MarshalJSON writes the implied rate as an object, without the fields that are zero.
func (i ImpliedRate) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (i *ImpliedRate) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, i, "impliedRate")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o SpliceOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *SpliceOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "spliceOptions")
}

// MarshalJSON writes the series as an object, without the fields that are zero.
func (s Spliced) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Spliced) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, s, "spliced") }
