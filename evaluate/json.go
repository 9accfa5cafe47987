package evaluate

import "github.com/targetcascade/cascade/internal/strictjson"

// MarshalJSON writes the assessment as an object, decimals as strings.
func (a Assessment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// MarshalJSON writes the card as an object, decimals as strings.
func (c Scorecard) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }
