package consensus

import (
	"fmt"
	"iter"
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

const (
	maxExact   = 20      // items of a component that are solved over all subsets
	maxSubsets = 1 << 23 // subsets in all components together
	maxPairs   = 4096    // items of a component whose pairs fit memory
)

// Consensus is the outcome of [Profile.Kemeny].
type Consensus struct {
	// Cost is the weight of the preferences that the order contradicts, summed
	// over pairs of items. No order can cost less than Bound.
	Cost, Bound decimal.Decimal
	// Exact says that no order costs less: Cost equals Bound.
	Exact bool
	// Complete says that [Consensus.All] has every order of that cost.
	Complete bool

	items []string
	parts []part
}

// part is a set of items that stand together in every optimal order.
type part struct {
	items []int32
	next  []uint32 // by the set of items that stand first: which may follow on the way to an optimum
	count uint64   // optimal orders
}

// Kemeny returns the strict orders that contradict the ballots least: the cost
// of an order is the weight of ballots that rank b above a, summed over all
// pairs of which it ranks a above b. Ties on a ballot, and items that it does
// not compare, cost nothing.
//
// A set of items each of which beats each of the rest in their duel precedes
// the rest in every optimal order (the extended Condorcet criterion), so the
// profile falls into components that are solved one by one. Up to 20 items a
// component is solved over all its subsets, and all optima are known, as long
// as the components together have no more than 2²³ subsets. Larger ones are
// ordered by Copeland's rule, then single items are moved to where they cost
// least until no move helps, or 1,000 times each; their bound is the lighter side of every duel,
// and for disjoint cycles of majorities the lightest majority of each, since
// every order contradicts one of a cycle. Where the order meets the bound it
// is optimal nevertheless, but other optima are not listed.
//
// Kemeny returns an error if a component has more than 4,096 items.
//
// Sources: J. G. Kemeny (1959); M. Truchon (1998) for the criterion; M. Held
// and R. M. Karp (1962) for the recursion over subsets.
func (p *Profile) Kemeny() (*Consensus, error) {
	c := &Consensus{items: p.items, Exact: true, Complete: true}
	components := p.components()
	var cost, bound int64
	// Items of different components cost what is preferred the other way.
	above := make([]int32, len(p.items))
	for k, component := range components {
		if len(component) > maxPairs {
			return nil, &target.FieldError{
				Path: "items", Value: len(component), Err: target.ErrRange,
				Remedy: fmt.Sprintf("at most %d items that no majority separates", maxPairs),
			}
		}
		for _, i := range component {
			above[i] = int32(k)
		}
	}
	for i := range p.items {
		for j := range i {
			if above[i] != above[j] {
				ij, ji := p.duel(i, j)
				cost += min(ij, ji)
			}
		}
	}
	bound = cost

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

// Order returns the first of the orders of [Consensus.All].
func (c *Consensus) Order() []string {
	for order := range c.All() {
		return order
	}
	return nil
}

// Count returns how many orders [Consensus.All] has.
func (c *Consensus) Count() *big.Int {
	count := big.NewInt(1)
	for _, p := range c.parts {
		count.Mul(count, new(big.Int).SetUint64(p.count))
	}
	return count
}

// All lists the optimal orders, best item first, sorted by the codes of the
// first item, then of the second, and so on: there may be very many, n! where
// the ballots prefer nothing. Where the consensus is not complete it lists the
// orders found.
func (c *Consensus) All() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		order := make([]string, 0, len(c.items))
		c.extend(order, 0, 0, yield)
	}
}

// extend puts in what remains of part k behind the items of the set done, then
// the other parts.
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

// components returns the finest division of the items, best first, in which
// every item of a component beats every item of a later one. A set of k items
// does so if and only if its net wins add up to k(n−k), the most there can be,
// and then it holds the k most.
func (p *Profile) components() [][]int32 {
	net := p.copeland()
	order := make([]int32, len(net))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int { return int(net[j] - net[i]) })
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
func (p *Profile) matrix(component []int32) [][]int64 {
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

// solve finds all optimal orders of a component by the least cost of
// completing each set of items that may stand first.
func solve(component []int32, prefer [][]int64) (part, int64) {
	n := len(component)
	full := uint32(1)<<n - 1
	// low[i] and high[i] add up prefer[j][i] over the two halves of a set of j.
	half := (n + 1) / 2
	low, high := make([][]int64, n), make([][]int64, n)
	for i := range n {
		low[i], high[i] = make([]int64, 1<<half), make([]int64, 1<<(n-half))
		for set := 1; set < len(low[i]); set++ {
			j := bits.TrailingZeros(uint(set))
			low[i][set] = low[i][set&(set-1)] + prefer[j][i]
		}
		for set := 1; set < len(high[i]); set++ {
			j := bits.TrailingZeros(uint(set))
			high[i][set] = high[i][set&(set-1)] + prefer[half+j][i]
		}
	}
	lowSet := uint32(1)<<half - 1
	// step is what it costs to put i next, before all of rest.
	step := func(i int, rest uint32) int64 { return low[i][rest&lowSet] + high[i][rest>>half] }

	least := make([]int64, full+1) // by the set of items still to place
	for rest := uint32(1); rest <= full; rest++ {
		best := int64(math.MaxInt64)
		for open := rest; open != 0; open &= open - 1 {
			i := bits.TrailingZeros32(open)
			best = min(best, step(i, rest)+least[rest&^(1<<i)])
		}
		least[rest] = best
	}

	solved := part{items: component, next: make([]uint32, full+1)}
	counts := make([]uint64, full+1) // at least 1 once known
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
			if step(i, rest)+least[rest&^(1<<i)] == least[rest] {
				solved.next[done] |= 1 << i
				counts[done] += count(done | 1<<i)
			}
		}
		return counts[done]
	}
	solved.count = count(0)
	return solved, least[full]
}
