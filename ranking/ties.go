package ranking

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Ties is the rule by which equal units are numbered. The zero Ties is
// Competition.
type Ties uint8

const (
	Competition Ties = iota // 1 2 2 4: one more than the number of units ahead
	Modified                // 1 3 3 4: the number of units ahead or equal
	Dense                   // 1 2 2 3: one more than the number of places ahead
	Ordinal                 // 1 2 3 4: equal units follow in the order of their codes
)

var tiesWords = enum.New[Ties]("ties", target.UnknownError, []string{
	Competition: "competition", Modified: "modified", Dense: "dense", Ordinal: "ordinal",
})

// String returns the rule's name in lower case.
func (t Ties) String() string { return tiesWords.String(t) }

// MarshalText returns the rule's name.
func (t Ties) MarshalText() ([]byte, error) { return tiesWords.Marshal(t) }

// UnmarshalText reads a rule's name as String prints it.
func (t *Ties) UnmarshalText(text []byte) error { return tiesWords.Unmarshal(t, text) }
