package series

import "github.com/targetcascade/cascade/target"

// RateToDateRemedy says what to give instead of a rate to date.
const RateToDateRemedy = "a rate to date is on the same months of the year before and is no part of the year's rate: " +
	"give the figure of whole years"

// IsRateToDate reports whether a figure of period p is a growth or a reduction of
// some months of the target's period that are not whole years.
func IsRateToDate(t target.Target, p target.Period) bool {
	k := t.Indicator.Kind
	return (k == target.Growth || k == target.Reduction) &&
		p != t.Period && t.Period.Contains(p) && p.Len()%12 != 0
}
