package hierarchy

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes the adoption gap as an object, without the fields that are zero.
func (a AdoptionGap) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *AdoptionGap) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, a, "adoptionGap")
}

// MarshalJSON writes the claim as an object, without the fields that are zero.
func (c Claim) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Claim) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "claim") }

// MarshalJSON writes the difference as an object, without the fields that are zero.
func (d Difference) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Difference) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, d, "difference")
}

// MarshalJSON writes the division as an object, without the fields that are zero.
func (d Division) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Division) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, d, "division") }

// MarshalJSON writes the explain step as an object, without the fields that are zero.
func (s ExplainStep) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *ExplainStep) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "explainStep")
}

// MarshalJSON writes the family as an object, without the fields that are zero.
func (f Family) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Family) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "family") }

// MarshalJSON writes the hold as an object, without the fields that are zero.
func (h Hold) MarshalJSON() ([]byte, error) { return strictjson.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (h *Hold) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, h, "hold") }

// MarshalJSON writes the level slack as an object, without the fields that are zero.
func (l LevelSlack) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LevelSlack) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "levelSlack")
}

// MarshalJSON writes the line gap as an object, without the fields that are zero.
func (l LineGap) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LineGap) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, l, "lineGap") }

// MarshalJSON writes the parent adoption as an object, without the fields that are zero.
func (p ParentAdoption) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *ParentAdoption) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, p, "parentAdoption")
}

// MarshalJSON writes the quota as an object, without the fields that are zero.
func (q Quota) MarshalJSON() ([]byte, error) { return strictjson.Marshal(q) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (q *Quota) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, q, "quota") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (r RepeatOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *RepeatOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, r, "repeatOptions")
}

// MarshalJSON writes the structure effect as an object, without the fields that are zero.
func (s StructureEffect) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *StructureEffect) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "structureEffect")
}

// MarshalJSON writes the adoption as an object, without the fields that are zero.
func (a Adoption) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Adoption) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, a, "adoption") }

// MarshalJSON writes the move as an object, without the fields that are zero.
func (m BoundMove) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *BoundMove) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, m, "boundMove")
}

// MarshalJSON writes the explanation as an object, without the fields that are zero.
func (m ExplainMove) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *ExplainMove) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, m, "explainMove")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o LeadershipOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *LeadershipOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "leadershipOptions")
}

// MarshalJSON writes the move as an object, without the fields that are zero.
func (m Move) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *Move) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, m, "move") }
