package hierarchy

import "github.com/targetcascade/cascade/target"

// Role says whether a unit counts towards its parent.
type Role uint8

const (
	Member   Role = iota // counts towards its parent
	Memo                 // an "of which": Shenzhen inside Guangdong; shown, never summed
	Residual             // what the parent has and no child covers
)

var roleText = [...]string{Member: "member", Memo: "memo", Residual: "residual"}

// String returns the role in lower case, "unknown" for a number that is no role.
func (r Role) String() string {
	if int(r) < len(roleText) {
		return roleText[r]
	}
	return "unknown"
}

// MarshalText returns the role in lower case, and an error if it is none of the
// constants.
func (r Role) MarshalText() ([]byte, error) {
	if int(r) >= len(roleText) {
		return nil, &target.FieldError{Path: "role", Value: uint8(r), Err: target.ErrUnknown, Remedy: "use Member, Memo or Residual"}
	}
	return []byte(roleText[r]), nil
}

// UnmarshalText reads a role as String prints it, and returns an error for any
// other text.
func (r *Role) UnmarshalText(text []byte) error {
	for i, s := range roleText {
		if s == string(text) {
			*r = Role(i)
			return nil
		}
	}
	return &target.FieldError{Path: "role", Value: string(text), Err: target.ErrUnknown, Remedy: "one of member, memo, residual"}
}
