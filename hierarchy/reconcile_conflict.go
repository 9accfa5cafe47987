package hierarchy

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/target"
)

// contradict reports bounds, holds and figures that contradict each other.
func (e *engine) contradict(n *nodes, own *constraints, total *big.Int, conflicts []*leastchange.Conflict) {
	for _, c := range conflicts {
		x := contradiction{engine: e, own: own, total: total}
		low, high := n.placesOf(c.Low), n.placesOf(c.High)
		switch {
		case slices.Equal(low, high):
			x.parent = low[0]
			e.faults.Add(e.tree.units[x.parent].Code, x.crossed())
			continue
		case len(low) == 1 && e.above(low[0], high[0]):
			x.parent, x.below, x.up = low[0], high, true
			x.amount = x.limit(low[0], false)
		default:
			x.parent, x.below = high[0], low
			x.amount = x.limit(high[0], true)
		}
		e.faults.Add(e.tree.units[x.parent].Code, x.err())
	}
}

// placesOf returns the places of the units of nodes.
func (n *nodes) placesOf(all []int) []int {
	var out []int
	for _, node := range all {
		out = append(out, n.place(node))
	}
	return out
}

// above reports whether a unit is above another one.
func (e *engine) above(at, below int) bool {
	for below != at && below > 0 {
		below = int(e.tree.parent[below])
	}
	return below == at && at >= 0
}

// contradiction is a set of bounds and holds of units below one, and its own.
type contradiction struct {
	*engine
	own    *constraints
	total  *big.Int
	parent int
	below  []int
	amount *big.Int // what the parent has by itself
	up     bool     // the units below cannot have that much; otherwise that little
}

// limit returns a bound that a unit has by itself.
func (x *contradiction) limit(at int, high bool) *big.Int {
	switch {
	case at == x.root && x.total != nil:
		return x.total
	case high:
		return x.own.allowed.high(at)
	}
	return x.own.allowed.low(at)
}

func (x *contradiction) err() error {
	out := &InfeasibleError{Parent: x.tree.units[x.parent].Code, Amount: x.step.Times(x.amount)}
	sum := new(big.Int)
	if i, ok := x.held[x.parent]; ok {
		out.Holds = append(out.Holds, x.options.Holds[i])
	}
	for _, at := range x.below {
		sum.Add(sum, x.limit(at, x.up))
		out.Units = append(out.Units, x.tree.units[at].Code)
		if i, ok := x.held[at]; ok {
			out.Holds = append(out.Holds, x.options.Holds[i])
		}
	}

	by := new(big.Int).Sub(sum, x.amount)
	change, ease := "raise ", "lower these "
	limit := decimal.NewNullDecimal(x.step.Times(sum))
	if x.up {
		by.Neg(by)
		change, ease = "lower ", "raise these "
		out.Most, out.Reason = limit, x.kinds()+" fall short of the amount"
	} else {
		out.Least, out.Reason = limit, x.kinds()+" exceed the amount"
	}
	out.Remedy = change + x.amountOf() + " by " + fault.Text(x.step.Times(by)) + ", or " + ease + x.kinds() +
		" by as much"
	return out
}

// kinds names what limits the units below.
func (x *contradiction) kinds() string {
	held, stuck, bounded := false, false, false
	for _, at := range x.below {
		_, isHeld := x.held[at]
		isStuck := !isHeld && x.stuck(at)
		held, stuck, bounded = held || isHeld, stuck || isStuck, bounded || !isHeld && !isStuck
	}
	var kinds []string
	if held {
		kinds = append(kinds, "holds")
	}
	if bounded && x.up {
		kinds = append(kinds, "maxima")
	} else if bounded {
		kinds = append(kinds, "minima")
	}
	if stuck {
		kinds = append(kinds, "figures that cannot move")
	}
	return strings.Join(kinds, " and ")
}

// amountOf names what the parent has by itself.
func (x *contradiction) amountOf() string {
	code := quote(x.tree.units[x.parent].Code)
	_, held := x.held[x.parent]
	switch {
	case x.parent == x.root:
		return "the target"
	case held:
		return "the hold of " + code
	case x.stuck(x.parent):
		return "the figure that is proposed for " + code + " and cannot move"
	case x.up:
		return "the minimum of " + code
	}
	return "the maximum of " + code
}

// crossed reports a unit whose own hold, bounds and figures leave it no quota.
func (x *contradiction) crossed() error {
	code := x.tree.units[x.parent].Code
	low, high := x.limit(x.parent, false), x.limit(x.parent, true)
	return &target.FieldError{
		Path: "units[" + quote(code) + "]", Err: target.ErrInfeasible,
		Remedy: "by its hold, its bounds and the figures that cannot move its quota must be at least " +
			fault.Text(x.step.Times(low)) + " and at most " + fault.Text(x.step.Times(high)) + ": change one of them",
	}
}
