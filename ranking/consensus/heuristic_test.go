package consensus_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// naiveHeuristic orders items by net wins, then moves one after the other to
// the nearest place, above before below, of the least cost, and recounts the
// cost for each. The bound takes a circle of three from the majorities that
// are left, for each that the order contradicts.
func naiveHeuristic(p *consensus.Preferences) (order []string, least, bound int64) {
	prefers := make(map[[2]string]int64)
	net := make(map[string]int)
	items := p.Items()

	for _, a := range items {
		for _, b := range items {
			if a != b {
				prefers[[2]string{a, b}] = must(p.Prefers(a, b)).IntPart()
				net[a] += must(p.Prefers(a, b)).Cmp(must(p.Prefers(b, a)))
			}
		}
	}

	costOf := func(order []string) (sum int64) {
		for i, below := range order {
			for _, above := range order[:i] {
				sum += prefers[[2]string{below, above}]
			}
		}
		return sum
	}

	order = slices.Clone(items)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(net[b], net[a]) })
	least = costOf(order)

	for moved := true; moved; {
		moved = false
		for _, item := range items {
			from := slices.Index(order, item)
			rest := slices.Delete(slices.Clone(order), from, from+1)
			var free []int
			for k := from - 1; k >= 0; k-- {
				free = append(free, k)
			}
			for k := from + 1; k < len(order); k++ {
				free = append(free, k)
			}
			for _, k := range free {
				if other := slices.Insert(slices.Clone(rest), k, item); costOf(other) < least {
					order, least, moved = other, costOf(other), true
				}
			}
		}
	}

	left := make(map[[2]string]int64)

	for i, a := range items {
		for _, b := range items[:i] {
			ab, ba := prefers[[2]string{a, b}], prefers[[2]string{b, a}]
			left[[2]string{a, b}], left[[2]string{b, a}] = max(0, ab-ba), max(0, ba-ab)
			bound += min(ab, ba)
		}
	}

	for i, below := range order {
		for _, above := range order[:i] {
			for _, via := range items {
				circle := [][2]string{{below, above}, {above, via}, {via, below}}
				used := min(left[circle[0]], left[circle[1]], left[circle[2]])
				for _, majority := range circle {
					left[majority] -= used
				}
				bound += used
			}
		}
	}
	return order, least, bound
}

func TestKemenyHeuristicAgainstNaive(t *testing.T) {
	profiles := map[string][]consensus.Ranking{"circle": cyclic(21)}
	for seed := range uint64(4) {
		profiles[fmt.Sprintf("noise %d", seed)] = noisy(22, 4+int(seed), 300, seed)
	}
	for name, orders := range profiles {
		p := must(consensus.New(consensus.Ballots(orders...), consensus.Options{}))
		k := must(p.Kemeny())
		if k.Complete {
			t.Fatalf("%s: no component is too large", name)
		}
		order, least, bound := naiveHeuristic(p)
		if diff := gocmp.Diff(order, k.Order()); diff != "" {
			t.Errorf("%s: order mismatch (-want +got):\n%s", name, diff)
		}
		if k.Cost.IntPart() != least || k.Bound.IntPart() != bound {
			t.Errorf("%s: cost %v, bound %v, want %d, %d", name, k.Cost, k.Bound, least, bound)
		}
	}
}

// Of the circle of a, b and c the majority of b over c is the lightest, and the
// order that contradicts it alone has c first. Moving a to the end instead costs
// more, since a is above b by more than c above a. All others tie.
func TestKemenyHeuristicMovesToTheTop(t *testing.T) {
	var rest []string
	for i := range 18 {
		rest = append(rest, fmt.Sprintf("d%02d", i))
	}
	ballots := []consensus.Ballot{{Order: consensus.Ranking{rest}}}

	for _, duel := range []struct {
		better, worse string
		weight        int64
	}{{"a", "b", 6}, {"b", "c", 3}, {"c", "a", 5}} {
		ballots = append(ballots, consensus.Ballot{
			Order: consensus.Strict(
				duel.better,
				duel.worse,
			), Weight: decimal.NewNullDecimal(decimal.NewFromInt(duel.weight)),
		})
	}

	k := must(must(consensus.New(ballots, consensus.Options{})).Kemeny())
	if diff := gocmp.Diff(append([]string{"c", "a", "b"}, rest...), k.Order()); diff != "" {
		t.Errorf("Order() mismatch (-want +got):\n%s", diff)
	}
	if k.Complete || !k.Exact || k.Cost.IntPart() != 3 {
		t.Errorf("cost %v, bound %v, complete %v, want 3, 3, false", k.Cost, k.Bound, k.Complete)
	}
}

// blocks returns rankings whose items fall into circles, each wholly above the
// next.
func blocks(sizes ...int) []consensus.Ranking {
	orders := make([]consensus.Ranking, slices.Max(sizes))
	for i := range orders {
		for b, n := range sizes {
			for j := range n {
				orders[i] = append(orders[i], []string{fmt.Sprintf("%c%02d", 'a'+b, (i+j)%n)})
			}
		}
	}
	return orders
}

// A part that is too large to be solved stands once behind each optimum of the
// part before, and before each of the part behind.
func TestKemenyListsAroundALargePart(t *testing.T) {
	k := must(must(consensus.New(consensus.Ballots(blocks(3, 21, 3)...), consensus.Options{})).Kemeny())
	orders := slices.Collect(k.All())
	if len(orders) != 9 || k.Count().Int64() != 9 || k.Complete {
		t.Fatalf("%d orders, Count() = %v, Complete = %v, want 9 and false", len(orders), k.Count(), k.Complete)
	}
	for i, order := range orders {
		first, last := fmt.Sprintf("a%02d", i/3), fmt.Sprintf("c%02d", i%3)
		if order[0] != first || order[24] != last || !slices.Equal(order[3:24], orders[0][3:24]) {
			t.Errorf("order %d is %v", i, order)
		}
	}
	n := 0
	for range k.All() {
		if n++; n == 2 {
			break
		}
	}
}

// Eight parts of 20 items have 2²³ subsets together, and a ninth is one too
// many.
func TestKemenySubsetsOfAllParts(t *testing.T) {
	k := must(
		must(
			consensus.New(consensus.Ballots(blocks(20, 20, 20, 20, 20, 20, 20, 20, 20)...), consensus.Options{}),
		).Kemeny(),
	)
	if got := k.Count().String(); got != "25600000000" || k.Complete {
		t.Errorf("Count() = %s, Complete = %v, want 20⁸ and false", got, k.Complete)
	}
}
