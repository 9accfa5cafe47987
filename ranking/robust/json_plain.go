package robust

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the category count as an object, without the fields that are zero.
func (c CategoryCount) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *CategoryCount) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "categoryCount")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o ConfidenceOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *ConfidenceOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "confidenceOptions")
}

// MarshalJSON writes the estimate as an object, without the fields that are zero.
func (e Estimate) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (e *Estimate) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, e, "estimate") }

// MarshalJSON writes the interval as an object, without the fields that are zero.
func (i RankInterval) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (i *RankInterval) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, i, "interval")
}

// MarshalJSON writes the ranks as an object, without the fields that are zero.
func (l LeftOut) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LeftOut) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, l, "leftOut") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (m MultinomialOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *MultinomialOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, m, "multinomialOptions")
}

// MarshalJSON writes the omega rank as an object, without the fields that are zero.
func (o OmegaRank) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *OmegaRank) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "omegaRank")
}

// MarshalJSON writes the rank set as an object, without the fields that are zero.
func (r RankSet) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *RankSet) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, r, "rankSet") }

// MarshalJSON writes the rank shares as an object, without the fields that are zero.
func (r RankShares) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *RankShares) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, r, "rankShares")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (s SampleOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *SampleOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "sampleOptions")
}

// MarshalJSON writes the score margin as an object, without the fields that are zero.
func (m ScoreMargin) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *ScoreMargin) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, m, "scoreMargin")
}

// MarshalJSON writes the scored unit as an object, without the fields that are zero.
func (s ScoredUnit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *ScoredUnit) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "scoredUnit")
}
