package consensus

import (
	"fmt"
	"iter"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

const (
	maxExact   = 20      // items of a component that are solved over all subsets
	maxSubsets = 1 << 23 // subsets in all components together
	maxPairs   = 4096    // items of a component whose pairs fit memory
)

// Consensus is the result of [Preferences.Kemeny].
type Consensus struct {
	// Cost is the weight of the preferences that the order contradicts, summed
	// over pairs of items. No order costs less than Bound.
	Cost, Bound decimal.Decimal
	// Exact reports whether no order costs less: Cost equals Bound.
	Exact bool
	// Complete reports whether [Consensus.All] has every order of that cost.
	Complete bool

	preferences *Preferences
	items       []string
	parts       []part
}

// part is a component with its optimal orders: items that are next to each other in every
// optimal order of all.
type part struct {
	items []int32
	next  []uint32 // by the set of the items so far, those that can follow; nil if only one order is known
	count uint64   // number of optimal orders
}

// Kemeny returns the strict orders that contradict the ballots least. The cost of
// an order is the weight of the ballots that rank b above a, summed over all pairs
// of which the order ranks a above b. Ties on a ballot, and pairs that it does not
// compare, cost nothing.
//
// If each item of a set beats each of the others in their duel, the set precedes
// the others in every optimal order (the extended Condorcet criterion). So the
// preferences fall into components, which are solved one by one:
//
//  1. A component of at most 20 items is solved over all its subsets, as long as
//     the components together have at most 2²³ subsets. All optimal orders are
//     known.
//  2. A larger one is ordered by Copeland's rule. Then single items are moved to
//     where they cost least, until no move helps or each was moved 1,000 times. The
//     bound is the lighter side of every duel, plus the lightest majority of each
//     of some disjoint cycles of majorities, as every order contradicts one
//     majority of a cycle. If the order meets the bound it is optimal, but other
//     optimal orders are not listed.
//
// Kemeny returns an error if a component has more than 4,096 items.
//
// Sources: J. G. Kemeny (1959); M. Truchon (1998) for the criterion; M. Held
// and R. M. Karp (1962) for the recursion over subsets.
func (p *Preferences) Kemeny() (*Consensus, error) {
	c := &Consensus{preferences: p, items: p.items, Exact: true, Complete: true}
	components := p.components()
	for _, component := range components {
		if len(component) > maxPairs {
			return nil, &target.FieldError{
				Path: "items", Value: len(component), Err: target.ErrRange,
				Remedy: fmt.Sprintf("at most %d items may be tied by cycles of majorities", maxPairs),
			}
		}
	}
	cost := p.costBetween(components)
	bound := cost

	subsets := 0
	for _, component := range components {
		prefer := p.matrix(component)
		if n := len(component); n <= maxExact && subsets+1<<n <= maxSubsets {
			subsets += 1 << n
			solved, least := solve(component, prefer)
			c.parts = append(c.parts, solved)
			cost, bound = cost+least, bound+least
			continue
		}
		order, found, least := improve(prefer)
		chosen := part{items: make([]int32, len(order)), count: 1}
		for k, i := range order {
			chosen.items[k] = component[i]
		}
		c.parts = append(c.parts, chosen)
		cost, bound = cost+found, bound+least
		c.Complete = false
	}
	c.Cost, c.Bound, c.Exact = decimal.New(cost, p.exp), decimal.New(bound, p.exp), cost == bound
	return c, nil
}

// costBetween returns the cost of the pairs of items of different components.
func (p *Preferences) costBetween(components [][]int32) (cost int64) {
	component := make([]int, len(p.items))
	for k, items := range components {
		for _, i := range items {
			component[i] = k
		}
	}
	for i := range p.items {
		for j := range i {
			if component[i] != component[j] {
				above, below := p.duel(i, j)
				cost += min(above, below)
			}
		}
	}
	return cost
}

// Order returns the first order of [Consensus.All].
func (c *Consensus) Order() []string {
	for order := range c.All() {
		return order
	}
	return nil
}

// String prints the order, the best item first, at most 50 of them, and its cost.
func (c *Consensus) String() string {
	order := c.Order()
	text := strings.Join(order[:min(numtext.Rows, len(order))], " > ")
	if more := len(order) - numtext.Rows; more > 0 {
		text += " and " + numtext.Count(more) + " more"
	}
	if !c.Exact {
		return text + ", cost " + numtext.Figure(c.Cost) + ", not less than " + numtext.Figure(c.Bound)
	}
	return text + ", cost " + numtext.Figure(c.Cost)
}

// Count returns the number of orders of [Consensus.All].
func (c *Consensus) Count() *big.Int {
	count := big.NewInt(1)
	for _, p := range c.parts {
		count.Mul(count, new(big.Int).SetUint64(p.count))
	}
	return count
}

// All yields the optimal orders, the best item first, sorted by the code of the
// first item, then of the second, and so on. There may be very many: n! if the
// ballots have no preference. If the consensus is not complete, All yields the
// orders that were found.
func (c *Consensus) All() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		order := make([]string, 0, len(c.items))
		c.extend(order, 0, 0, yield)
	}
}

// extend yields every order that begins with the given items: parts before k in full, and
// the items of the set done of part k. It returns false if yield did.
func (c *Consensus) extend(order []string, k int, done uint32, yield func([]string) bool) bool {
	if k == len(c.parts) {
		return yield(slices.Clone(order))
	}

	p := c.parts[k]
	if p.next == nil {
		for _, i := range p.items {
			order = append(order, c.items[i])
		}
		return c.extend(order, k+1, 0, yield)
	}
	if bits.OnesCount32(done) == len(p.items) {
		return c.extend(order, k+1, 0, yield)
	}

	for rest := p.next[done]; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros32(rest)
		if !c.extend(append(order, c.items[p.items[i]]), k, done|1<<i, yield) {
			return false
		}
	}
	return true
}

// components returns the finest division of the items, the best first, in which
// every item of a component beats every item of a later one. A set of k items
// beats the others exactly if its net wins add up to k(n−k), the greatest possible
// sum. It then has the k items with the most net wins.
func (p *Preferences) components() [][]int32 {
	net := netWins(len(p.items), p.duel)
	order := byNetWins(net)

	var components [][]int32
	start, sum := 0, int64(0)
	for k, i := range order {
		sum += net[i]
		if sum == int64(k+1)*int64(len(order)-k-1) {
			component := slices.Clone(order[start : k+1])
			slices.Sort(component)
			components = append(components, component)
			start = k + 1
		}
	}
	return components
}

// matrix returns prefer[i][j], the weight of ballots that rank component[i]
// above component[j].
func (p *Preferences) matrix(component []int32) [][]int64 {
	n := len(component)
	cells := make([]int64, n*n)
	prefer := make([][]int64, n)
	for i := range prefer {
		prefer[i] = cells[i*n : (i+1)*n]
		for j := range i {
			prefer[i][j], prefer[j][i] = p.duel(int(component[i]), int(component[j]))
		}
	}
	return prefer
}

// stepCosts are the costs of putting an item before a set of others. They are
// added up for the two halves of a set, low and high.
type stepCosts struct {
	low, high [][]int64
	half      int
	lowSet    uint32
}

func newStepCosts(prefer [][]int64) stepCosts {
	n := len(prefer)
	half := (n + 1) / 2
	c := stepCosts{low: make([][]int64, n), high: make([][]int64, n), half: half, lowSet: uint32(1)<<half - 1}
	sums := func(size, first, item int) []int64 {
		sum := make([]int64, 1<<size)
		for set := 1; set < len(sum); set++ {
			j := bits.TrailingZeros(uint(set))
			sum[set] = sum[set&(set-1)] + prefer[first+j][item]
		}
		return sum
	}
	for i := range n {
		c.low[i], c.high[i] = sums(half, 0, i), sums(n-half, half, i)
	}
	return c
}

// of returns the cost of putting item i before all of rest.
func (c *stepCosts) of(i int, rest uint32) int64 {
	return c.low[i][rest&c.lowSet] + c.high[i][rest>>c.half]
}

// solve finds all optimal orders of a component. It computes, for each set of
// items, the least cost of ordering them behind the others.
func solve(component []int32, prefer [][]int64) (part, int64) {
	n := len(component)
	full := uint32(1)<<n - 1
	step := newStepCosts(prefer)

	least := make([]int64, full+1) // by the set of items still to place
	for rest := uint32(1); rest <= full; rest++ {
		best := int64(math.MaxInt64)
		for open := rest; open != 0; open &= open - 1 {
			i := bits.TrailingZeros32(open)
			best = min(best, step.of(i, rest)+least[rest&^(1<<i)])
		}
		least[rest] = best
	}

	solved := part{items: component, next: make([]uint32, full+1)}
	counts := make([]uint64, full+1) // of orders after each set of first items; 0 means not yet counted
	var count func(done uint32) uint64
	count = func(done uint32) uint64 {
		if done == full {
			return 1
		}
		if counts[done] > 0 {
			return counts[done]
		}
		rest := full &^ done
		for open := rest; open != 0; open &= open - 1 {
			i := bits.TrailingZeros32(open)
			if step.of(i, rest)+least[rest&^(1<<i)] == least[rest] {
				solved.next[done] |= 1 << i
				counts[done] += count(done | 1<<i)
			}
		}
		return counts[done]
	}
	solved.count = count(0)
	return solved, least[full]
}
