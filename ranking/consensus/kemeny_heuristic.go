package consensus

import (
	"slices"
)

const maxRounds = 1000 // in each of which every item is moved if that helps

// improve orders the items of a component by their net wins, and then moves single
// items to where they cost least, until no move helps. It returns the order, its
// cost, and a cost that no order is below.
func improve(prefer [][]int64) (order []int32, cost, bound int64) {
	n := len(prefer)
	duel := func(i, j int) (above, below int64) { return prefer[i][j], prefer[j][i] }
	order = byNetWins(netWins(n, duel))

	moved := true
	for round := 0; moved && round < maxRounds; round++ {
		moved = false
		for item := range n {
			moved = moveItem(order, int32(item), prefer) || moved
		}
	}

	for k, below := range order {
		for _, above := range order[:k] {
			cost += prefer[below][above]
		}
	}
	return order, cost, lowerBound(order, prefer)
}

// moveItem moves an item to the nearest of the places at which it costs least, a
// place above before one below. It reports whether that lowers the cost.
func moveItem(order []int32, item int32, prefer [][]int64) bool {
	from := slices.Index(order, item)
	to, change, best := from, int64(0), int64(0)
	for k := from - 1; k >= 0; k-- {
		other := order[k]
		change += prefer[other][item] - prefer[item][other]
		if change < best {
			to, best = k, change
		}
	}
	change = 0
	for k := from + 1; k < len(order); k++ {
		other := order[k]
		change += prefer[item][other] - prefer[other][item]
		if change < best {
			to, best = k, change
		}
	}

	if to < from {
		copy(order[to+1:from+1], order[to:from])
	} else {
		copy(order[from:to], order[from+1:to+1])
	}
	order[to] = item
	return best < 0
}

// lowerBound adds up the lighter side of every duel and, for disjoint cycles of
// three majorities, the lightest of each, as every order contradicts one of them.
// It looks for cycles along the majorities that the order contradicts. A majority
// counts less what earlier cycles have used of it.
func lowerBound(order []int32, prefer [][]int64) int64 {
	n := len(prefer)
	cells := make([]int64, n*n)
	left := make([][]int64, n) // majorities not yet in a cycle
	bound := int64(0)
	for i := range left {
		left[i] = cells[i*n : (i+1)*n]
		for j := range n {
			left[i][j] = max(0, prefer[i][j]-prefer[j][i])
			if j < i {
				bound += min(prefer[i][j], prefer[j][i])
			}
		}
	}

	for k, below := range order {
		for _, above := range order[:k] {
			for via := 0; via < n && left[below][above] > 0; via++ {
				used := min(left[below][above], left[above][via], left[via][below])
				left[below][above] -= used
				left[above][via] -= used
				left[via][below] -= used
				bound += used
			}
		}
	}
	return bound
}
