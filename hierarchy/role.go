package hierarchy

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/target"
)

// Role says whether a unit counts towards its parent.
type Role uint8

const (
	Member   Role = iota // counts towards its parent
	Memo                 // an "of which": Shenzhen inside Guangdong; shown, never summed
	Residual             // what the parent has and no child covers
)

var roleWords = enum.New[Role]("role", target.UnknownError, []string{
	Member: "member", Memo: "memo", Residual: "residual",
})

// String returns the role in lower case, "unknown" for a number that is no role.
func (r Role) String() string { return roleWords.String(r) }

// MarshalText returns the role in lower case, and an error if it is none of the
// constants.
func (r Role) MarshalText() ([]byte, error) { return roleWords.Marshal(r) }

// UnmarshalText reads a role as String prints it, and returns an error for any
// other text.
func (r *Role) UnmarshalText(text []byte) error { return roleWords.Unmarshal(r, text) }
