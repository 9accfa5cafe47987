package consensus_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// drawWeighted draws ballots that leave items out anywhere and whose weights
// are at exponents of both signs.
func drawWeighted(t *rapid.T) []consensus.Ballot {
	n := rapid.IntRange(1, 6).Draw(t, "n")
	ballots := make([]consensus.Ballot, rapid.IntRange(1, 5).Draw(t, "ballots"))
	for i := range ballots {
		order := draw(t, n, rapid.IntRange(1, n+3).Draw(t, "groups"), "order")
		if from := rapid.IntRange(0, len(order)-1).Draw(t, "from"); rapid.Bool().Draw(t, "cut") {
			order = order[from:rapid.IntRange(from+1, len(order)).Draw(t, "to")]
		}
		ballots[i].Order = order
		if rapid.Bool().Draw(t, "weighted") {
			ballots[i].Weight = decimal.NewNullDecimal(
				decimal.New(rapid.Int64Range(1, 30).Draw(t, "weight"), rapid.Int32Range(-5, 5).Draw(t, "exponent")),
			)
		}
	}
	return ballots
}

// checkScores adds up points, duels and mean ranks ballot by ballot, on
// fractions, as the comments define them.
func checkScores(t *rapid.T) {
	ballots := drawWeighted(t)
	unranked := consensus.Unranked(rapid.IntRange(0, 1).Draw(t, "unranked"))
	p := must(consensus.New(ballots, consensus.Options{Unranked: unranked}))
	var items []string

	for _, b := range ballots {
		items = append(items, slices.Concat(b.Order...)...)
	}
	slices.Sort(items)
	items = slices.Compact(items)
	if diff := cmp.Diff(items, p.Items()); diff != "" {
		t.Fatalf("Items() mismatch (-want +got):\n%s", diff)
	}
	type sums map[string]*big.Rat
	zero := func() sums {
		s := sums{}
		for _, item := range items {
			s[item] = new(big.Rat)
		}
		return s
	}

	borda, copeland, rank, weight := zero(), zero(), zero(), zero()
	prefers := map[string]sums{}

	for _, item := range items {
		prefers[item] = zero()
	}
	for _, b := range ballots {
		w := big.NewRat(1, 1)
		if b.Weight.Valid {
			w = b.Weight.Decimal.Rat()
		}
		at := places(b.Order)
		for _, item := range items {
			if _, ok := at[item]; !ok && unranked == consensus.TiedLast {
				at[item] = len(b.Order)
			}
		}
		for x, px := range at {
			r := big.NewRat(1, 1)
			weight[x].Add(weight[x], w)
			for y, py := range at {
				half := new(big.Rat).Mul(w, big.NewRat(1, 2))
				switch {
				case x == y:
				case px < py:
					borda[x].Add(borda[x], w)
					prefers[x][y].Add(prefers[x][y], w)
				case px == py:
					borda[x].Add(borda[x], half)
					r.Add(r, big.NewRat(1, 2))
				default:
					r.Add(r, big.NewRat(1, 1))
				}
			}
			rank[x].Add(rank[x], r.Mul(r, w))
		}
	}

	for _, x := range items {
		rank[x].Quo(rank[x], weight[x]).Neg(rank[x]) // the least is best
		for _, y := range items {
			if got := must(p.Prefers(x, y)); got.Rat().Cmp(prefers[x][y]) != 0 {
				t.Fatalf("Prefers(%s, %s) = %v, want %v", x, y, got, prefers[x][y])
			}
			copeland[x].Add(copeland[x], big.NewRat(int64(prefers[x][y].Cmp(prefers[y][x])), 1))
		}
	}

	for _, c := range []struct {
		name string
		got  consensus.Scores
		want sums
	}{{"Borda", p.Borda(), borda}, {"Copeland", p.Copeland(), copeland}, {"MeanRank", p.MeanRank(), rank}} {
		var want consensus.Scores
		for _, x := range items {
			s := consensus.Score{
				Item:  x,
				Rank:  1,
				Value: decimal.RequireFromString(new(big.Rat).Abs(c.want[x]).FloatString(consensus.CoefficientPlaces)),
			}
			if c.want[x].Sign() < 0 && c.name == "Copeland" {
				s.Value = s.Value.Neg()
			}
			for _, y := range items {
				if c.want[y].Cmp(c.want[x]) > 0 {
					s.Rank++
				}
			}
			want = append(want, s)
		}
		slices.SortStableFunc(want, func(a, b consensus.Score) int { return a.Rank - b.Rank })
		if diff := cmp.Diff(want, c.got); diff != "" {
			t.Fatalf("%s() mismatch (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestScores(t *testing.T) { rapid.Check(t, checkScores) }
