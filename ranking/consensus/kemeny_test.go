package consensus_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// noisy returns rankings of n items, each a true order with some neighbours
// exchanged.
func noisy(n, ballots, swaps int, seed uint64) []consensus.Ranking {
	r := rand.New(rand.NewPCG(seed, 0))
	orders := make([]consensus.Ranking, ballots)
	for i := range orders {
		items := make([]string, n)
		for j := range items {
			items[j] = code(j)
		}
		for range swaps {
			j := r.IntN(n - 1)
			k := min(n-1, j+1+r.IntN(6))
			items[j], items[k] = items[k], items[j]
		}
		orders[i] = consensus.Strict(items...)
	}
	return orders
}

// cyclic returns n rankings of n items, each turned by one place: every duel
// of neighbours is n−1 to 1, and no item stands out.
func cyclic(n int) []consensus.Ranking {
	orders := make([]consensus.Ranking, n)
	for i := range orders {
		var items []string
		for j := range n {
			items = append(items, code((i+j)%n))
		}
		orders[i] = consensus.Strict(items...)
	}
	return orders
}

// Of the orders of a full turn each turned order is optimal, and no other: to
// follow the neighbours all round is impossible, and each order breaks once.
func TestKemenyOfACycle(t *testing.T) {
	for _, n := range []int{3, 5, 12, 13} {
		k := must(must(consensus.New(consensus.Ballots(cyclic(n)...), consensus.Options{})).Kemeny())
		want := int64(0)
		for d := 1; d < n; d++ {
			want += int64((n - d) * d) // items d apart, in that order
		}
		if !k.Exact || !k.Complete || k.Cost.IntPart() != want || k.Count().Int64() != int64(n) {
			t.Errorf("%d items: cost %v, %v optima, want %d and %d", n, k.Cost, k.Count(), want, n)
		}
		i := 0
		for order := range k.All() {
			if order[0] != code(i) || order[n-1] != code((i+n-1)%n) {
				t.Errorf("%d items: optimum %d is %v", n, i, order)
			}
			i++
		}
	}
}

// All orders are optimal where the ballots prefer nothing, too many to list.
func TestKemenyOfTies(t *testing.T) {
	var group []string
	for i := range 20 {
		group = append(group, code(i))
	}
	k := must(must(consensus.New(consensus.Ballots(consensus.Ranking{group}), consensus.Options{})).Kemeny())
	if got := k.Count().String(); got != "2432902008176640000" {
		t.Errorf("Count() = %s, want 20!", got)
	}
	n := 0
	for order := range k.All() {
		if n++; n == 3 {
			if want := []string{"0018", "0017", "0019"}; !slices.Equal(order[17:], want) {
				t.Errorf("third order ends in %v, want %v", order[17:], want)
			}
			break
		}
	}
}

func TestKemenyRefusesTooMany(t *testing.T) {
	group := make([]string, 4097)
	for i := range group {
		group[i] = code(i)
	}
	_, err := must(consensus.New(consensus.Ballots(consensus.Ranking{group}), consensus.Options{})).Kemeny()
	if diff := cmp.Diff([]string{"items range"}, problems(err)); diff != "" {
		t.Errorf("error mismatch (-want +got):\n%s", diff)
	}
}

// Beyond 20 items that no majority separates, the bound is not above the least
// cost, which the order of a cycle reaches.
func TestKemenyHeuristic(t *testing.T) {
	for _, n := range []int{21, 40} {
		p := must(consensus.New(consensus.Ballots(cyclic(n)...), consensus.Options{}))
		k := must(p.Kemeny())
		least := int64(0)
		for d := 1; d < n; d++ {
			least += int64((n - d) * d)
		}
		if k.Complete || k.Bound.IntPart() > least || k.Cost.IntPart() != least {
			t.Errorf("%d items: bound %v, least %d, cost %v", n, k.Bound, least, k.Cost)
		}
		if got := cost(p, k.Order()); !got.Equal(k.Cost) {
			t.Errorf("%d items: cost %v, recounted %v", n, k.Cost, got)
		}
		if orders := slices.Collect(k.All()); len(orders) != 1 || k.Count().Int64() != 1 {
			t.Errorf("%d orders", len(orders))
		}
	}
}

// The heuristic and its bound enclose the least cost, which is known for four
// copies of a small set that no ballot compares with each other: four
// times that of one.
func TestKemenyBoundHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		orders := noisy(7, 3+2*int(seed%2), 20, seed)
		p := must(consensus.New(consensus.Ballots(orders...), consensus.Options{}))
		small := must(p.Kemeny())
		var copies []consensus.Ballot

		for _, order := range orders {
			for c := range 4 {
				var items []string
				for _, group := range order {
					items = append(items, fmt.Sprintf("%s-%d", group[0], c))
				}
				copies = append(copies, consensus.Ballot{Order: consensus.Strict(items...)})
			}
		}

		large := must(must(consensus.New(copies, consensus.Options{})).Kemeny())
		four := small.Cost.Mul(decimal.NewFromInt(4))
		if large.Bound.GreaterThan(four) || large.Cost.LessThan(four) || large.Exact != large.Cost.Equal(large.Bound) {
			t.Fatalf("bound %v, four times the least %v, cost %v", large.Bound, four, large.Cost)
		}
	})
}

// Eight circles of three that no ballot compares with each other: the bound
// finds that each costs one majority more than the lighter sides, and so that
// the order is optimal.
func TestKemenyBoundOfCycles(t *testing.T) {
	var orders []consensus.Ranking
	for c := range 8 {
		a, b, d := fmt.Sprintf("a%d", c), fmt.Sprintf("b%d", c), fmt.Sprintf("c%d", c)
		orders = append(orders, consensus.Strict(a, b, d), consensus.Strict(b, d, a), consensus.Strict(d, a, b))
	}
	k := must(must(consensus.New(consensus.Ballots(orders...), consensus.Options{})).Kemeny())
	if !k.Exact || k.Complete || k.Cost.IntPart() != 32 || k.Bound.IntPart() != 32 {
		t.Errorf(
			"cost %v, bound %v, exact %v, complete %v, want 32, 32, true, false",
			k.Cost,
			k.Bound,
			k.Exact,
			k.Complete,
		)
	}
}

// No single item of the order can be moved to where it costs less.
func TestKemenyHeuristicIsSettled(t *testing.T) {
	for seed := range uint64(3) {
		p := must(consensus.New(consensus.Ballots(noisy(26, 5, 300, seed)...), consensus.Options{}))
		k := must(p.Kemeny())
		if k.Complete {
			t.Fatalf("seed %d: no component is too large", seed)
		}
		order := k.Order()
		for i, item := range order {
			rest := slices.Delete(slices.Clone(order), i, i+1)
			for j := range order {
				if moved := cost(p, slices.Insert(slices.Clone(rest), j, item)); moved.LessThan(k.Cost) {
					t.Fatalf("seed %d: item %d moved to %d lowers the cost from %v to %v", seed, i, j, k.Cost, moved)
				}
			}
		}
	}
}

// Majorities that agree on an order leave nothing to search, however many the
// items.
func TestKemenyOfMany(t *testing.T) {
	p := must(consensus.New(consensus.Ballots(noisy(400, 9, 60, 1)...), consensus.Options{}))
	k := must(p.Kemeny())
	if !k.Exact || !cost(p, k.Order()).Equal(k.Cost) {
		t.Errorf("cost %v, bound %v, recounted %v", k.Cost, k.Bound, cost(p, k.Order()))
	}
}

func TestIncompleteBallots(t *testing.T) {
	ballots := consensus.Ballots(
		consensus.Strict("a", "b"),
		consensus.Strict("c"),
		consensus.Ranking{{"b"}, {"a", "d"}},
	)

	tests := []struct {
		unranked             consensus.Unranked
		borda, copeland, own map[string]string
	}{
		{
			consensus.Abstain,
			map[string]string{"a": "1.5", "b": "2", "c": "0", "d": "0.5"},
			map[string]string{"a": "0", "b": "1", "c": "0", "d": "-1"},
			map[string]string{"a": "1.75", "b": "1.5", "c": "1", "d": "2.5"},
		},
		{
			consensus.TiedLast,
			map[string]string{"a": "5.5", "b": "6", "c": "3.5", "d": "3"},
			map[string]string{"a": "2", "b": "2", "c": "-2", "d": "-2"},
			map[string]string{"a": "2.1666666666666667", "b": "2", "c": "2.8333333333333333", "d": "3"},
		},
	}

	for _, tt := range tests {
		p := must(consensus.New(ballots, consensus.Options{Unranked: tt.unranked}))
		for _, rule := range []struct {
			name string
			got  consensus.Scores
			want map[string]string
		}{{"Borda", p.Borda(), tt.borda}, {"Copeland", p.Copeland(), tt.copeland}, {"MeanRank", p.MeanRank(), tt.own}} {
			got := make(map[string]string)
			for _, s := range rule.got {
				got[s.Item] = s.Value.String()
			}
			if diff := cmp.Diff(rule.want, got); diff != "" {
				t.Errorf("%d: %s mismatch (-want +got):\n%s", tt.unranked, rule.name, diff)
			}
		}
	}
}

func BenchmarkKemeny(b *testing.B) {
	run := func(name string, orders []consensus.Ranking) {
		p := must(consensus.New(consensus.Ballots(orders...), consensus.Options{}))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(p.Kemeny())
			}
		})
	}

	run("one cycle of 8", cyclic(8))
	run("one cycle of 12", cyclic(12))
	run("one cycle of 20", cyclic(20))
	run("heuristic, one cycle of 100", cyclic(100))
	run("2850 items, 9 ballots", noisy(2850, 9, 400, 1))
	p := must(consensus.New(consensus.Ballots(cyclic(8)...), consensus.Options{}))
	b.Run("naive, one cycle of 8", func(b *testing.B) {
		for b.Loop() {
			permutations(p.Items(), func(order []string) { cost(p, order) })
		}
	})
}

func BenchmarkKendall(b *testing.B) {
	shuffle := func(n int, seed uint64) consensus.Ranking {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf("%06d", i)
		}
		rand.New(rand.NewPCG(seed, 0)).Shuffle(n, func(i, j int) { items[i], items[j] = items[j], items[i] })
		return consensus.Strict(items...)
	}

	for _, n := range []int{1000, 100_000} {
		x, y := shuffle(n, 1), shuffle(n, 2)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(consensus.NewKendall(x, y))
			}
		})
		b.Run(fmt.Sprintf("weighted/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(consensus.WeightedTau(x, y, consensus.WeightedTauOptions{}))
			}
		})
	}

	x, y := shuffle(1000, 1), shuffle(1000, 2)
	b.Run("naive/1000", func(b *testing.B) {
		for b.Loop() {
			naiveKendall(x, y)
		}
	})

	b.Run("footrule/100000", func(b *testing.B) {
		x, y := shuffle(100_000, 1), shuffle(100_000, 2)
		for b.Loop() {
			must(consensus.Footrule(x, y, consensus.MeanPlace))
		}
	})
}
