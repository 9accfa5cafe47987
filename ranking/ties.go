package ranking

import "github.com/targetcascade/cascade/target"

// Ties is the rule by which units that stand equal are numbered. The zero Ties
// is Competition.
type Ties uint8

const (
	Competition Ties = iota // 1 2 2 4: one more than the number of units ahead
	Modified                // 1 3 3 4: the number of units ahead or equal
	Dense                   // 1 2 2 3: one more than the number of places ahead
	Ordinal                 // 1 2 3 4: equal units follow in the order of their codes
)

var tiesText = [...]string{"competition", "modified", "dense", "ordinal"}

const tiesAllowed = "one of competition, modified, dense, ordinal"

// String returns the rule's name in lower case, "unknown" for a number that is
// no rule.
func (t Ties) String() string {
	if int(t) < len(tiesText) {
		return tiesText[t]
	}
	return "unknown"
}

// MarshalText returns the rule's name.
func (t Ties) MarshalText() ([]byte, error) {
	if int(t) < len(tiesText) {
		return []byte(tiesText[t]), nil
	}
	return nil, &target.FieldError{Path: "ties", Value: uint8(t), Err: target.ErrUnknown, Remedy: tiesAllowed}
}

// UnmarshalText reads a rule's name as String prints it.
func (t *Ties) UnmarshalText(text []byte) error {
	for i, name := range tiesText {
		if name == string(text) {
			*t = Ties(i)
			return nil
		}
	}
	return &target.FieldError{Path: "ties", Value: string(text), Err: target.ErrUnknown, Remedy: tiesAllowed}
}
