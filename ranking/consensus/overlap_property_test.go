package consensus_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

func testOverlap(t *rapid.T) {
	pool := make([]string, 14)
	for i := range pool {
		pool[i] = code(i)
	}
	a := rapid.Permutation(pool).Draw(t, "a")[:rapid.IntRange(1, 14).Draw(t, "len a")]
	b := rapid.Permutation(pool).Draw(t, "b")[:rapid.IntRange(1, 14).Draw(t, "len b")]
	p := decimal.New(rapid.Int64Range(1, 999).Draw(t, "p"), -3)

	// The same sums over fractions.
	agreement := func(d int) *big.Rat {
		common := 0
		for _, item := range a[:min(d, len(a))] {
			if slices.Contains(b[:min(d, len(b))], item) {
				common++
			}
		}
		return big.NewRat(int64(common), 1)
	}
	s, l := min(len(a), len(b)), max(len(a), len(b))
	one, pr, pd := big.NewRat(1, 1), p.Rat(), big.NewRat(1, 1)
	average, rbo, ext := new(big.Rat), new(big.Rat), new(big.Rat)
	xs, xl := agreement(s), agreement(l)
	for d := 1; d <= l; d++ {
		share := new(big.Rat).Quo(agreement(d), big.NewRat(int64(d), 1))
		if d <= s {
			average.Add(average, share)
			rbo.Add(rbo, new(big.Rat).Mul(share, pd))
		} else {
			share.Add(share, new(big.Rat).Mul(xs, big.NewRat(int64(d-s), int64(s)*int64(d))))
		}
		ext.Add(ext, share.Mul(share, pd))
		pd = new(big.Rat).Mul(pd, pr)
	}
	average.Quo(average, big.NewRat(int64(s), 1))
	rest := new(big.Rat).Sub(one, pr)
	rbo.Mul(rbo, rest)
	ext.Mul(ext, rest)
	tail := new(big.Rat).Quo(new(big.Rat).Sub(xl, xs), big.NewRat(int64(l), 1))
	tail.Add(tail, new(big.Rat).Quo(xs, big.NewRat(int64(s), 1)))
	ext.Add(ext, tail.Mul(tail, pd))

	for _, c := range []struct {
		name string
		got  decimal.Decimal
		want *big.Rat
	}{
		{"AverageOverlap", must(consensus.AverageOverlap(a, b, 0)), average},
		{"RBO", must(consensus.RBO(a, b, p)), rbo},
		{"RBOExtrapolated", must(consensus.RBOExtrapolated(a, b, p)), ext},
		{"RBO swapped", must(consensus.RBO(b, a, p)), rbo},
		{"RBOExtrapolated swapped", must(consensus.RBOExtrapolated(b, a, p)), ext},
	} {
		if want := c.want.FloatString(consensus.CoefficientPlaces); c.got.StringFixed(
			consensus.CoefficientPlaces,
		) != want {
			t.Fatalf("%s = %v, want %v", c.name, c.got, want)
		}
	}
	k := rapid.IntRange(1, s).Draw(t, "k")
	common := agreement(k)
	if got := must(consensus.TopOverlap(a, b, k)); got.StringFixed(
		8,
	) != common.Quo(common, big.NewRat(int64(k), 1)).
		FloatString(8) {
		t.Fatalf("TopOverlap(%d) = %v, want %v", k, got, common)
	}
}

// Equal lists of 17 items overlap by 1 − 2⁻¹⁷ at p = 1/2, which ends in a 5
// one place beyond those that are given.
func TestOverlapRoundsHalvesUp(t *testing.T) {
	list := strings.Split("abcdefghijklmnopq", "")
	got := must(consensus.RBO(list, list, decimal.New(5, -1)))
	if want := "0.9999923706054688"; got.StringFixed(16) != want {
		t.Errorf("RBO() = %v, want %v", got, want)
	}
}

// Lists that differ by an exchange of neighbours here and there, so that thirds
// add up to an end in 5 one place beyond those that are given, which only
// fractions tell.
func TestOverlapOfThirds(t *testing.T) {
	exchanged := func(n int, at ...int) (a, b []string) {
		for i := range n {
			a = append(a, code(i))
		}
		b = slices.Clone(a)
		for _, i := range at {
			b[i], b[i+1] = b[i+1], b[i]
		}
		return a, b
	}

	// 1 − (1/3 + 1/6 + 1/128)/1024 = 1 − 65·2⁻¹⁷
	a, b := exchanged(1024, 2, 5, 127)
	if got, want := must(consensus.AverageOverlap(a, b, 0)), "0.9995040893554688"; got.StringFixed(16) != want {
		t.Errorf("AverageOverlap() = %v, want %v", got, want)
	}
	// 1 − 2⁻¹⁷ − 2⁻³/3 − 2⁻¹²/12 = 1 − 5465·2⁻¹⁷
	a, b = exchanged(17, 2, 11)
	if got, want := must(consensus.RBO(a, b, decimal.New(5, -1))), "0.9583053588867188"; got.StringFixed(16) != want {
		t.Errorf("RBO() = %v, want %v", got, want)
	}
}

// Each of seven places adds to what is cut off before the sum comes to an end in
// 5 one place beyond those that are given:
//
//	1/8 + 7/8²·1/2 + 7²/8³·1/3 + 7³/8⁴·1/4 + 7⁴/8⁵·9/20 + 7⁵/8⁶·7/12 + 7⁶/8⁷·19/28 + (7/8)⁷·19/28
func TestOverlapOfManyCuts(t *testing.T) {
	a, b := strings.Split("amno", ""), strings.Split("axyzmno", "")
	got := must(consensus.RBOExtrapolated(a, b, decimal.New(875, -3)))
	if want := "0.6074356079101563"; got.StringFixed(16) != want {
		t.Errorf("RBOExtrapolated() = %v, want %v", got, want)
	}
}

func TestOverlap(t *testing.T) { rapid.Check(t, testOverlap) }

func FuzzOverlap(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testOverlap)) }
