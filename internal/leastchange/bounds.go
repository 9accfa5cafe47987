package leastchange

import (
	"fmt"

	"github.com/targetcascade/cascade/internal/int128"
)

// A Conflict is a set of bounds that contradict each other: the minima of some
// units and the maxima of others, which are above or below them or are themselves.
// It is minimal: without any of them, the others can be met.
type Conflict struct {
	Low, High []int // units, ascending
}

// Error names the units.
func (c *Conflict) Error() string {
	return fmt.Sprintf("leastchange: the minima of %v contradict the maxima of %v", c.Low, c.High)
}

// Tighten returns the problem with bounds that every unit can reach: a minimum is
// never below what the children have at least together, and a maximum never above
// what they have at most.
//
// Tighten returns a [*Conflict] for each unit at which bounds contradict each
// other, the units below it not considered any more; or [ErrWide] if a sum is too
// large.
func (p *Problem) Tighten() (*Problem, []*Conflict, error) {
	if p.Low == nil && p.High == nil {
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

// sums returns what the children of a unit have together at least and at most.
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

// conflict finds which bounds make the minimum of a unit and which its maximum.
func (p *Problem) conflict(tight *Problem, unit int) *Conflict {
	mine := func(i int, high bool) bool {
		if high {
			return p.high(i) == tight.High[i]
		}
		return p.low(i) == tight.Low[i]
	}
	return conflictOf(p.First, unit, p.low(unit) > p.high(unit), mine)
}

// conflictOf lists the bounds that contradict each other at a unit. Crossed says
// that its own ones do, and mine whether a bound is a unit's own.
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
