package apportion

import (
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/rounding"
	"github.com/targetcascade/cascade/target"
)

// Rounding is how exact shares become whole quanta. The zero Rounding is not
// said: the function or rule that takes it has a default.
//
// [LargestRemainder] rounds every exact share down and gives the quanta that
// are left to the largest remainders. The others are divisor methods. They
// multiply the weights by one number such that the rounded products make the
// total. A product between k and k+1 is rounded up from the method's signpost
// s(k) on. Divisor methods never take a quantum from anyone when the total
// grows. Largest remainder keeps every share within one quantum of its exact
// value.
type Rounding uint8

const (
	LargestRemainder = Rounding(rounding.LargestRemainder) // Hamilton, Hare quota, Hare-Niemeyer
	Webster          = Rounding(rounding.Webster)          // Sainte-Laguë: s(k) = k + ½
	Jefferson        = Rounding(rounding.Jefferson)        // D'Hondt: s(k) = k + 1
	Adams            = Rounding(rounding.Adams)            // s(k) = k
	Hill             = Rounding(rounding.Hill)             // Huntington-Hill: s(k) = √(k(k+1))
	Dean             = Rounding(rounding.Dean)             // s(k) = 2k(k+1) / (2k+1)
)

var roundingWords = enum.New[Rounding]("rounding", target.UnknownError, rounding.Words)

// String returns the name of the method, and "not said" for the zero Rounding.
func (r Rounding) String() string {
	if r == 0 {
		return "not said"
	}
	return roundingWords.String(r)
}

// MarshalText returns the name of the method, and an error if it is none of the
// constants.
func (r Rounding) MarshalText() ([]byte, error) { return roundingWords.Marshal(r) }

// UnmarshalText reads the name of a method as String prints it, and returns an
// error for any other text.
func (r *Rounding) UnmarshalText(text []byte) error { return roundingWords.Unmarshal(r, text) }

// Validate returns an error if the rounding is neither zero nor one of the
// constants.
func (r Rounding) Validate() error { return roundingWords.Check(r) }

// DecidedBy says what decided a share or a quota.
type DecidedBy uint8

const (
	ByClaim       = DecidedBy(kernel.Free)      // its weight or claim
	ByMinimum     = DecidedBy(kernel.AtMin)     // its minimum
	ByMaximum     = DecidedBy(kernel.AtMax)     // its maximum
	ByHold        = DecidedBy(kernel.AtMax) + 1 // a hold on the unit, or a figure that cannot move; not of Apportion
	ByDescendants = DecidedBy(kernel.AtMax) + 2 // holds and bounds of units below it; not of Apportion
	ByGroup       = DecidedBy(kernel.AtMax) + 3 // a bound on several units together; not of Apportion
)

var decidedWords = enum.New[DecidedBy]("decidedBy", target.UnknownError, []string{
	ByClaim: "claim", ByMinimum: "minimum", ByMaximum: "maximum", ByHold: "hold", ByDescendants: "descendants",
	ByGroup: "group",
})

// String returns what decided in one word.
func (d DecidedBy) String() string { return decidedWords.String(d) }

// MarshalText returns the word that String prints, and an error if d is none of
// the constants.
func (d DecidedBy) MarshalText() ([]byte, error) { return decidedWords.Marshal(d) }

// UnmarshalText reads a word as String prints it, and returns an error for any
// other text.
func (d *DecidedBy) UnmarshalText(text []byte) error { return decidedWords.Unmarshal(d, text) }
