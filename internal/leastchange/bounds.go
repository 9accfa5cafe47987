package leastchange

import (
	"fmt"

	"github.com/targetcascade/cascade/internal/int128"
)

// A Conflict is a set of bounds that contradict each other: minima of some units and
// maxima of the same units, or of units above or below them. The set is minimal: without
// any one of the bounds, the others can be met.
type Conflict struct {
	Low, High []int // units, ascending
}

// Error names the units.
func (c *Conflict) Error() string {
	return fmt.Sprintf("leastchange: the minima of %v contradict the maxima of %v", c.Low, c.High)
}

// Tighten returns the problem with bounds that every unit can reach. A minimum is at
// least the sum of the children's minima, and a maximum at most the sum of their maxima.
//
// Tighten returns a [*Conflict] for each unit at which bounds contradict each other. The
// bounds below such a unit are not considered further up. It returns [ErrWide] if a sum
// is too large.
func (p *Problem) Tighten() (*Problem, []*Conflict, error) {
	if !p.bounded() {
		return p, nil, nil
	}

	n := p.len()
	out := *p
	out.Total = nil
	out.Low, out.High = make([]int64, n), make([]int64, n)
	var conflicts []*Conflict
	for unit := n - 1; unit >= 0; unit-- {
		low, high := p.low(unit), p.high(unit)
		if !p.leaf(unit) {
			least, most, err := out.sums(unit)
			if err != nil {
				return nil, nil, err
			}
			low, high = max(low, least), min(high, most)
		}
		out.Low[unit], out.High[unit] = low, high
		if low > high {
			conflicts = append(conflicts, p.conflict(&out, unit))
			out.Low[unit], out.High[unit] = NoLow, NoHigh
		}
	}
	return &out, conflicts, nil
}

// sums returns the sums of the minima and of the maxima of the children of a unit.
func (p *Problem) sums(unit int) (least, most int64, err error) {
	var low, high int128.Int
	noLow, noHigh := false, false
	for i := p.First[unit]; i < p.First[unit+1]; i++ {
		noLow = noLow || p.Low[i] == NoLow
		noHigh = noHigh || p.High[i] == NoHigh
		low, high = low.Add(int128.Of(p.Low[i])), high.Add(int128.Of(p.High[i]))
	}

	least, most = NoLow, NoHigh
	if !noLow {
		var ok bool
		if least, ok = low.Int64(); !ok || least > maxQuanta || least < -maxQuanta {
			return 0, 0, ErrWide
		}
	}
	if !noHigh {
		var ok bool
		if most, ok = high.Int64(); !ok || most > maxQuanta || most < -maxQuanta {
			return 0, 0, ErrWide
		}
	}
	return least, most, nil
}

// conflict finds the bounds that make up the minimum and the maximum of a unit.
func (p *Problem) conflict(tight *Problem, unit int) *Conflict {
	mine := func(i int, high bool) bool {
		if high {
			return p.high(i) == tight.High[i]
		}
		return p.low(i) == tight.Low[i]
	}
	return conflictOf(p.First, unit, p.low(unit) > p.high(unit), mine)
}

// conflictOf lists the bounds that contradict each other at a unit. crossed says that the
// unit's own bounds contradict each other. mine reports whether a bound of unit i is its
// own, and not a sum of its children's.
func conflictOf(first []int32, unit int, crossed bool, mine func(i int, high bool) bool) *Conflict {
	support := func(high bool) []int {
		if mine(unit, high) {
			return []int{unit}
		}
		var units []int
		for stack := []int{unit}; len(stack) > 0; {
			var at int
			at, stack = stack[0], stack[1:]
			for i := int(first[at]); i < int(first[at+1]); i++ {
				if mine(i, high) || first[i] == first[i+1] {
					units = append(units, i)
				} else {
					stack = append(stack, i)
				}
			}
		}
		return units
	}

	if crossed {
		return &Conflict{Low: []int{unit}, High: []int{unit}}
	}
	return &Conflict{Low: support(false), High: support(true)}
}
