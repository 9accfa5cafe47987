package integrity

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

// MarshalJSON writes both figures as an object, without the fields that are zero.
func (b BeforeAfter) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *BeforeAfter) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, b, "beforeAfter")
}

// MarshalJSON writes the bin as an object, without the fields that are zero.
func (b Bin) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Bin) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "bin") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o BunchOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *BunchOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "bunchOptions")
}

// MarshalJSON writes the bunching as an object, without the fields that are zero.
func (b Bunching) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (b *Bunching) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, b, "bunching") }

// MarshalJSON writes the digits as an object, without the fields that are zero.
func (d Digits) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Digits) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, d, "digits") }

// MarshalJSON writes the finding as an object, without the fields that are zero.
func (f Finding) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Finding) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "finding") }

// MarshalJSON writes the guard comparison as an object, without the fields that are zero.
func (g GuardComparison) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GuardComparison) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, g, "guardComparison")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (g GuardOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GuardOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, g, "guardOptions")
}

// MarshalJSON writes the guarded unit as an object, without the fields that are zero.
func (g GuardedUnit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GuardedUnit) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, g, "guardedUnit")
}

// MarshalJSON writes the guarded volume as an object, without the fields that are zero.
func (g GuardedVolume) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GuardedVolume) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, g, "guardedVolume")
}

// MarshalJSON writes the published ratio as an object, without the fields that are zero.
func (p PublishedRatio) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *PublishedRatio) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, p, "publishedRatio")
}

// MarshalJSON writes the ratchet estimate as an object, without the fields that are zero.
func (r RatchetEstimate) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *RatchetEstimate) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, r, "ratchetEstimate")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o RecountOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *RecountOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "recountOptions")
}

// MarshalJSON writes the target revision as an object, without the fields that are zero.
func (t TargetRevision) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (t *TargetRevision) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, t, "targetRevision")
}

// MarshalJSON writes the window as an object, without the fields that are zero.
func (w Window) MarshalJSON() ([]byte, error) { return strictjson.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (w *Window) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, w, "window") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (w WindowOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(w) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (w *WindowOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, w, "windowOptions")
}
