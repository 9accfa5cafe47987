package consensus

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the ballot as an object, without the fields that are zero.
func (b Ballot) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Ballot) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "ballot") }

// MarshalJSON writes the counts as an object, without the fields that are zero.
func (k Kendall) MarshalJSON() ([]byte, error) { return strictjson.Marshal(k) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (k *Kendall) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, k, "kendall") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o Options) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *Options) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "options")
}

// MarshalJSON writes the score as an object, without the fields that are zero.
func (s Score) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *Score) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, s, "score") }
