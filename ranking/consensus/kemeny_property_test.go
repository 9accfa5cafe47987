package consensus_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// cost sums up what an order contradicts.
func cost(p *consensus.Preferences, order []string) decimal.Decimal {
	sum := decimal.Zero
	for i, below := range order {
		for _, above := range order[:i] {
			sum = sum.Add(must(p.Prefers(below, above)))
		}
	}
	return sum
}

func permutations(items []string, yield func([]string)) {
	var extend func(done, rest []string)
	extend = func(done, rest []string) {
		if len(rest) == 0 {
			yield(slices.Clone(done))
		}
		for i := range rest {
			extend(append(done, rest[i]), slices.Concat(rest[:i], rest[i+1:]))
		}
	}
	extend(nil, items)
}

func drawBallots(t *rapid.T, n int) []consensus.Ballot {
	ballots := make([]consensus.Ballot, rapid.IntRange(1, 5).Draw(t, "ballots"))
	for i := range ballots {
		order := draw(t, n, rapid.IntRange(1, n+3).Draw(t, "groups"), "order")
		if len(order) > 1 && rapid.Bool().Draw(t, "cut") {
			order = order[:len(order)-1]
		}
		ballots[i].Order = order
		if rapid.Bool().Draw(t, "weighted") {
			ballots[i].Weight = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(1, 30).Draw(t, "weight"), -1))
		}
	}
	return ballots
}

func testKemeny(t *rapid.T) {
	n := rapid.IntRange(1, 6).Draw(t, "n")
	ballots := drawBallots(t, n)
	unranked := consensus.Unranked(rapid.IntRange(0, 1).Draw(t, "unranked"))
	p := must(consensus.New(ballots, consensus.Options{Unranked: unranked}))
	k := must(p.Kemeny())

	best, orders := decimal.NullDecimal{}, [][]string(nil)
	permutations(p.Items(), func(order []string) {
		switch c := cost(p, order); {
		case !best.Valid || c.LessThan(best.Decimal):
			best, orders = decimal.NewNullDecimal(c), [][]string{order}
		case c.Equal(best.Decimal):
			orders = append(orders, order)
		}
	})
	if !k.Cost.Equal(best.Decimal) || !k.Exact || !k.Complete {
		t.Fatalf("cost %v (exact %v, complete %v), want %v", k.Cost, k.Exact, k.Complete, best.Decimal)
	}
	if diff := cmp.Diff(orders, slices.Collect(k.All())); diff != "" {
		t.Fatalf("optima mismatch (-want +got):\n%s", diff)
	}
	if k.Count().Int64() != int64(len(orders)) || !slices.Equal(k.Order(), orders[0]) {
		t.Fatalf("Count() = %v, Order() = %v, want %d orders from %v", k.Count(), k.Order(), len(orders), orders[0])
	}

	// Neither the order of ballots nor that within ties matters.
	other := slices.Clone(ballots)
	slices.Reverse(other)
	for i := range other {
		other[i].Order = shuffled(other[i].Order)
	}
	q := must(consensus.New(other, consensus.Options{Unranked: unranked}))
	if diff := cmp.Diff(slices.Collect(k.All()), slices.Collect(must(q.Kemeny()).All())); diff != "" {
		t.Fatalf("the order of input matters:\n%s", diff)
	}
	for _, rule := range []func(*consensus.Preferences) consensus.Scores{
		(*consensus.Preferences).Borda, (*consensus.Preferences).Copeland, (*consensus.Preferences).MeanRank,
	} {
		if diff := cmp.Diff(rule(p), rule(q)); diff != "" {
			t.Fatalf("the order of input matters:\n%s", diff)
		}
	}
	// Borda and Copeland by their definitions over pairs.
	net := make(map[string]int)
	for _, a := range p.Items() {
		for _, b := range p.Items() {
			net[a] += must(p.Prefers(a, b)).Cmp(must(p.Prefers(b, a)))
		}
	}
	for _, s := range p.Copeland() {
		if !s.Value.Equal(decimal.NewFromInt(int64(net[s.Item]))) {
			t.Fatalf("Copeland of %s = %v, want %d", s.Item, s.Value, net[s.Item])
		}
	}
}

func TestKemeny(t *testing.T) { rapid.Check(t, testKemeny) }

func FuzzKemeny(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testKemeny)) }
