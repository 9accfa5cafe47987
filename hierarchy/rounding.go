package hierarchy

import (
	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/biproportional"
	"github.com/targetcascade/cascade/internal/enum"
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
	LargestRemainder Rounding = iota + 1 // Hamilton, Hare quota, Hare-Niemeyer
	Webster                              // Sainte-Laguë: s(k) = k + ½
	Jefferson                            // D'Hondt: s(k) = k + 1
	Adams                                // s(k) = k
	Hill                                 // Huntington-Hill: s(k) = √(k(k+1))
	Dean                                 // s(k) = 2k(k+1) / (2k+1)
)

var roundingWords = enum.New[Rounding]("rounding", target.UnknownError, []string{
	LargestRemainder: "largest remainder",
	Webster:          "Webster",
	Jefferson:        "Jefferson",
	Adams:            "Adams",
	Hill:             "Hill",
	Dean:             "Dean",
})

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

// oneWay are the methods of the kernel that divides one total. The zero Rounding
// is largest remainder.
var oneWay = [...]apportion.Method{
	0:                apportion.LargestRemainder,
	LargestRemainder: apportion.LargestRemainder,
	Webster:          apportion.Webster,
	Jefferson:        apportion.Jefferson,
	Adams:            apportion.Adams,
	Hill:             apportion.Hill,
	Dean:             apportion.Dean,
}

// twoWays are the methods of the kernel that fills tables. The zero Rounding is
// Webster's.
var twoWays = [...]biproportional.Rounding{
	0:         biproportional.Webster,
	Webster:   biproportional.Webster,
	Jefferson: biproportional.Jefferson,
	Adams:     biproportional.Adams,
	Hill:      biproportional.Hill,
	Dean:      biproportional.Dean,
}

// method returns the method of the kernel that divides one total.
func (r Rounding) method() apportion.Method { return oneWay[r] }
