package consensus_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// draw returns a ranking of n items with ties, drawn from places 0 … groups−1.
func draw(t *rapid.T, n, groups int, label string) consensus.Ranking {
	drawn := rapid.SliceOfN(rapid.IntRange(0, groups-1), n, n).Draw(t, label)
	byPlace := make([][]string, groups)
	for i, place := range drawn {
		byPlace[place] = append(byPlace[place], code(i))
	}
	return slices.DeleteFunc(byPlace, func(g []string) bool { return len(g) == 0 })
}

// places returns the group of each item.
func places(r consensus.Ranking) map[string]int {
	at := make(map[string]int)
	for g, group := range r {
		for _, item := range group {
			at[item] = g
		}
	}
	return at
}

func reversed(r consensus.Ranking) consensus.Ranking {
	back := slices.Clone(r)
	slices.Reverse(back)
	return back
}

// shuffled lists the items of every tie in another order.
func shuffled(r consensus.Ranking) consensus.Ranking {
	var s consensus.Ranking
	for _, group := range r {
		group = slices.Clone(group)
		slices.Reverse(group)
		s = append(s, group)
	}
	return s
}

// must panics where an error would be a fault of the test itself.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func sign(i int) int { return min(1, max(-1, i)) }

// naiveKendall compares every pair.
func naiveKendall(a, b consensus.Ranking) consensus.Kendall {
	inA, inB := places(a), places(b)
	k := consensus.Kendall{Items: len(inA), GroupsA: len(a), GroupsB: len(b)}

	for x := range inA {
		for y := range inA {
			if x <= y {
				continue
			}
			k.Pairs++
			switch da, db := sign(inA[x]-inA[y]), sign(inB[x]-inB[y]); {
			case da*db > 0:
				k.Concordant++
			case da*db < 0:
				k.Discordant++
			case da == 0 && db == 0:
				k.TiedA, k.TiedB, k.TiedBoth = k.TiedA+1, k.TiedB+1, k.TiedBoth+1
			case da == 0:
				k.TiedA++
			default:
				k.TiedB++
			}
		}
	}
	return k
}

func testCorrelations(t *rapid.T) {
	n := rapid.IntRange(1, 12).Draw(t, "n")
	a := draw(t, n, rapid.IntRange(1, 12).Draw(t, "groups a"), "a")
	b := draw(t, n, rapid.IntRange(1, 12).Draw(t, "groups b"), "b")
	c := draw(t, n, 6, "c")
	ab := must(consensus.NewKendall(a, b))
	if diff := cmp.Diff(naiveKendall(a, b), ab); diff != "" {
		t.Fatalf("NewKendall() mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(ab, must(consensus.NewKendall(shuffled(a), shuffled(b)))); diff != "" {
		t.Fatalf("the order within ties matters:\n%s", diff)
	}

	// Reversal turns the sign.
	turned := must(consensus.NewKendall(a, reversed(b)))
	for _, pair := range [][2]decimal.NullDecimal{
		{ab.TauA(), turned.TauA()},
		{ab.TauB(), turned.TauB()},
		{ab.TauC(), turned.TauC()},
		{ab.SomersD(), turned.SomersD()},
		{must(consensus.Spearman(a, b)), must(consensus.Spearman(a, reversed(b)))},
	} {
		if pair[0].Valid != pair[1].Valid || !pair[0].Decimal.Neg().Equal(pair[1].Decimal) {
			t.Fatalf("reversal: %v becomes %v", pair[0], pair[1])
		}
		if one := decimal.NewFromInt(1); pair[0].Decimal.Abs().GreaterThan(one) {
			t.Fatalf("coefficient %v", pair[0])
		}
	}
	// τ-b is the correctly rounded root: (2|τ| ± 10⁻ᵏ)² encloses the exact square.
	if tau := ab.TauB(); tau.Valid {
		num, square := big.NewRat(
			ab.Concordant-ab.Discordant,
			1,
		), big.NewRat(
			(ab.Pairs-ab.TiedA)*(ab.Pairs-ab.TiedB),
			1,
		)
		exact := num.Mul(num, num)
		exact.Quo(exact, square)
		half := big.NewRat(5, 1)
		half.Quo(
			half,
			new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(consensus.CoefficientPlaces+1), nil)),
		)
		low, high := new(big.Rat).Sub(tau.Decimal.Abs().Rat(), half), new(big.Rat).Add(tau.Decimal.Abs().Rat(), half)
		if low.Sign() > 0 && low.Mul(low, low).Cmp(exact) > 0 || high.Mul(high, high).Cmp(exact) <= 0 {
			t.Fatalf("τ-b %v is not rounded from √%v", tau.Decimal, exact)
		}
	}

	// Metric axioms.
	type metric struct {
		name string
		d    func(a, b consensus.Ranking) decimal.Decimal
	}
	metrics := []metric{{"Kendall", func(a, b consensus.Ranking) decimal.Decimal {
		return must(consensus.NewKendall(a, b)).Distance()
	}}}
	for _, ties := range []consensus.TiedPlace{consensus.MeanPlace, consensus.HighestPlace, consensus.LowestPlace} {
		metrics = append(
			metrics,
			metric{fmt.Sprintf("footrule %d", ties), func(a, b consensus.Ranking) decimal.Decimal {
				return must(consensus.Footrule(a, b, ties))
			}},
		)
	}
	same := cmp.Equal(places(a), places(b))
	for _, m := range metrics {
		dab, dba, dbc, dac := m.d(a, b), m.d(b, a), m.d(b, c), m.d(a, c)
		if !dab.Equal(dba) || dac.GreaterThan(dab.Add(dbc)) || dab.IsNegative() || dab.IsZero() != same ||
			!m.d(a, a).IsZero() {
			t.Fatalf("%s is no metric: ab %v, ba %v, bc %v, ac %v", m.name, dab, dba, dbc, dac)
		}
	}
	// Diaconis and Graham: K ≤ F ≤ 2K for the profile metrics (Fagin and others).
	k, f := metrics[0].d(a, b), metrics[1].d(a, b)
	if k.GreaterThan(f) || f.GreaterThan(k.Add(k)) {
		t.Fatalf("Kendall %v, footrule %v", k, f)
	}
}

func TestCorrelations(t *testing.T) { rapid.Check(t, testCorrelations) }

func FuzzCorrelations(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testCorrelations)) }

func TestList(t *testing.T) {
	got := must(consensus.Strict("b", "c", "a").List())
	if diff := cmp.Diff([]string{"b", "c", "a"}, got); diff != "" {
		t.Errorf("List() mismatch (-want +got):\n%s", diff)
	}
}

// A tie of three for the first place stands at 1, 2 or 3.
func TestFootruleOfTies(t *testing.T) {
	a, b := consensus.Ranking{{"a", "b", "c"}, {"d"}}, consensus.Strict("d", "a", "b", "c")
	for ties, want := range map[consensus.TiedPlace]int64{
		consensus.MeanPlace: 6, consensus.HighestPlace: 9, consensus.LowestPlace: 5,
	} {
		if got := must(consensus.Footrule(a, b, ties)); !got.Equal(decimal.NewFromInt(want)) {
			t.Errorf("Footrule() with ties at %d = %v, want %d", ties, got, want)
		}
	}
}

// Consensus of the same ranking, however often, is that ranking.
func TestConsensusOfOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t, rapid.IntRange(1, 9).Draw(t, "n"), 9, "r")
		p := must(consensus.New(consensus.Ballots(r, shuffled(r), r), consensus.Options{}))
		for _, group := range r {
			slices.Sort(group)
		}
		for name, got := range map[string]consensus.Ranking{
			"Borda": p.Borda().Ranking(), "Copeland": p.Copeland().Ranking(), "MeanRank": p.MeanRank().Ranking(),
		} {
			if diff := cmp.Diff(r, got); diff != "" {
				t.Fatalf("%s mismatch (-want +got):\n%s", name, diff)
			}
		}
		k := must(p.Kemeny())
		if want := slices.Concat(r...); !slices.Equal(k.Order(), want) || !k.Cost.IsZero() {
			t.Fatalf("Kemeny order %v at %v, want %v at 0", k.Order(), k.Cost, want)
		}
	})
}
