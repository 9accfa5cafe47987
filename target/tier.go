package target

import "github.com/targetcascade/cascade/internal/enum"

// Tier says which of several figures for one thing a target is. The zero Tier is
// Standard.
type Tier uint8

const (
	Standard   Tier = iota // the target itself
	BottomLine             // 底线: the least that is acceptable
	Stretch                // 挑战: more than the target, to be striven for
)

var tierWords = enum.New[Tier]("tier", UnknownError, []string{
	Standard: "standard", BottomLine: "bottom line", Stretch: "stretch",
})

// String returns the tier in words.
func (t Tier) String() string { return tierWords.String(t) }

// MarshalText returns the tier in words.
func (t Tier) MarshalText() ([]byte, error) { return tierWords.Marshal(t) }

// UnmarshalText reads a tier as String prints it.
func (t *Tier) UnmarshalText(text []byte) error { return tierWords.Unmarshal(t, text) }
