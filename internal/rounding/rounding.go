// Package rounding numbers the methods by which exact shares become whole quanta.
// The types of the packages that round take their constants from it, so that a
// value of one converts to that of another.
package rounding

// Method is a method of rounding. The zero Method is none.
type Method uint8

// The methods. All but the first are divisor methods, by their signposts s(k),
// from which on a product between k and k+1 is rounded up.
const (
	LargestRemainder Method = iota + 1 // Hamilton, Hare quota
	Webster                            // Sainte-Laguë: k + ½
	Jefferson                          // D'Hondt: k + 1
	Adams                              // k
	Hill                               // Huntington-Hill: √(k(k+1))
	Dean                               // 2k(k+1) / (2k+1)
)

// Words are the names of the methods, by number.
var Words = []string{
	LargestRemainder: "largest remainder",
	Webster:          "Webster",
	Jefferson:        "Jefferson",
	Adams:            "Adams",
	Hill:             "Hill",
	Dean:             "Dean",
}
