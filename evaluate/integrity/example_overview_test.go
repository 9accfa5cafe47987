package integrity_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

// By how much the cuts of energy per unit of GDP in twenty provinces of China passed their
// targets in 2007, in hundredths of a point (NDRC Announcement 2008 No. 55). Within a fifth
// of a point, twelve met the target and none missed it.
//
// The invention patents granted in 2015 in the 31 provinces (China Statistical Yearbook on
// Science and Technology) depart from Benford's law no more than chance explains.
func Example() {
	var ahead []decimal.Decimal
	for _, n := range []int64{104, 50, -38, -108, -76, 1, 41, 9, 66, 8, 18, 11, 1, 1, 4, 11, 6, 43, 15, 11} {
		ahead = append(ahead, decimal.New(n, -2))
	}

	near, err := integrity.NearTarget(ahead, integrity.WindowOptions{
		Width: decimal.New(2, -1), Better: target.Higher,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(near.Met, "met,", near.Missed, "missed, probability", near.Greater)
	fmt.Println(strings.ReplaceAll(near.Caveat(), ". ", ".\n"))

	var granted []decimal.Decimal
	for _, n := range []int64{
		35308, 4624, 3840, 2432, 797, 6569, 2240, 4024, 17601, 36015, 23345, 11180, 5730, 1639, 16881, 5384,
		7766, 6776, 33477, 4017, 417, 3964, 9105, 1501, 2079, 40, 6812, 1238, 207, 442, 950,
	} {
		granted = append(granted, decimal.New(n, 0))
	}
	digits, err := integrity.FirstDigits(granted)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("first digits %v, probability %.3f\n", digits.Counts, digits.P)
	// Output:
	// 12 met, 0 missed, probability 0.000244140625
	// Even chances hold only in a window so narrow that the figures would be spread evenly in it.
	// If figures are dense on one side, the test finds a difference without any gaming.
	// It does not tell effort that stops at the target from figures that were adjusted, and it names no unit.
	// first digits [6 5 5 6 2 3 2 0 2], probability 0.549
}
