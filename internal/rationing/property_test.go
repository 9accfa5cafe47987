package rationing_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/rationing"
)

// drawProblem draws claims with zeros, ties and one that may exceed the estate
// alone; a scale beyond a machine word takes the other kernel of random arrival.
func drawProblem(t *rapid.T, most int) rationing.Problem {
	scale := big.NewInt(1)
	if rapid.Bool().Draw(t, "wide") {
		scale.Lsh(scale, 70)
	}
	p := rationing.Problem{}
	for range rapid.IntRange(1, most).Draw(t, "n") {
		d := big.NewInt(rapid.SampledFrom([]int64{0, 1, 2, 3, 5, 7, 7, 12, 40, 100}).Draw(t, "claim"))
		p.Claims = append(p.Claims, d.Mul(d, scale))
	}
	total := p.Total()
	part := rapid.Int64Range(0, 60).Draw(t, "sixtieths")
	p.Estate = new(big.Int).Mul(total, big.NewInt(part))
	p.Estate.Quo(p.Estate, big.NewInt(60))
	return p
}

func sum(awards []*big.Rat) *big.Rat {
	s := new(big.Rat)
	for _, a := range awards {
		s.Add(s, a)
	}
	return s
}

func equal(a, b []*big.Rat) bool {
	return slices.EqualFunc(a, b, func(x, y *big.Rat) bool { return x.Cmp(y) == 0 })
}

// Every award is from zero to its claim, the awards add up, and larger claims
// get no less and lose no less.
func awardsAreFair(t *rapid.T) {
	p := drawProblem(t, 9)
	for name, rule := range rules {
		got := rule(p)
		if sum(got).Cmp(new(big.Rat).SetInt(p.Estate)) != 0 {
			t.Fatalf("%s(%v, %v) = %v, which adds up to %v", name, p.Estate, p.Claims, got, sum(got))
		}
		for i, a := range got {
			claim := new(big.Rat).SetInt(p.Claims[i])
			if a.Sign() < 0 || a.Cmp(claim) > 0 {
				t.Fatalf("%s(%v, %v)[%d] = %v, not within the claim", name, p.Estate, p.Claims, i, a)
			}
			for j, b := range got {
				larger := p.Claims[j].Cmp(p.Claims[i]) >= 0
				loss := new(big.Rat).Sub(claim, a)
				other := new(big.Rat).Sub(new(big.Rat).SetInt(p.Claims[j]), b)
				if larger && (b.Cmp(a) < 0 || other.Cmp(loss) < 0) {
					t.Fatalf("%s(%v, %v) = %v, out of order at %d and %d", name, p.Estate, p.Claims, got, i, j)
				}
			}
		}
	}
}

func TestAwardsAreFair(t *testing.T) { rapid.Check(t, awardsAreFair) }
func FuzzAwardsAreFair(f *testing.F) { f.Fuzz(rapid.MakeFuzz(awardsAreFair)) }

// The awards of a self-dual rule are the claims less the awards of what is
// missing (Thomson 2019, chapter 7).
func selfDual(t *rapid.T) {
	p := drawProblem(t, 8)
	missing := p.Total()
	missing.Sub(missing, p.Estate)
	for _, name := range []string{"proportional", "talmud", "random_arrival", "adjusted_proportional"} {
		got := rules[name](p)
		for i, loss := range rules[name](rationing.Problem{Estate: missing, Claims: p.Claims}) {
			if want := loss.Sub(new(big.Rat).SetInt(p.Claims[i]), loss); got[i].Cmp(want) != 0 {
				t.Fatalf("%s(%v, %v)[%d] = %v, want %v by its dual", name, p.Estate, p.Claims, i, got[i], want)
			}
		}
	}
}

func TestSelfDual(t *testing.T) { rapid.Check(t, selfDual) }

// If some leave with their awards, the others divide what remains as before
// (Thomson 2019, chapter 10). Random arrival, minimal overlap and the adjusted
// proportional rule are not consistent.
func consistent(t *rapid.T) {
	p := drawProblem(t, 7)
	stays := rapid.SliceOfN(rapid.Bool(), len(p.Claims), len(p.Claims)).Draw(t, "stays")
	for _, name := range []string{
		"proportional", "constrained_equal_awards", "constrained_equal_losses", "talmud", "piniles",
	} {
		all := rules[name](p)
		var want []*big.Rat
		var claims []*big.Int
		for i, a := range all {
			if stays[i] {
				want, claims = append(want, a), append(claims, p.Claims[i])
			}
		}

		// What remains is a fraction: all in units of its denominator.
		rest := sum(want)
		part := rationing.Problem{Estate: rest.Num()}
		for _, d := range claims {
			part.Claims = append(part.Claims, new(big.Int).Mul(d, rest.Denom()))
		}
		got := rules[name](part)
		for i := range got {
			if got[i].Quo(got[i], new(big.Rat).SetInt(rest.Denom())).Cmp(want[i]) != 0 {
				t.Fatalf("%s(%v, %v) of those who stay %v = %v, want %v", name, p.Estate, p.Claims, stays, got, want)
			}
		}
	}
}

func TestConsistent(t *testing.T) { rapid.Check(t, consistent) }

func orderFree(t *rapid.T) {
	p := drawProblem(t, 8)
	order := rapid.Permutation(indices(len(p.Claims))).Draw(t, "order")
	shuffled := rationing.Problem{Estate: p.Estate}
	for _, i := range order {
		shuffled.Claims = append(shuffled.Claims, p.Claims[i])
	}
	for name, rule := range rules {
		want, got := rule(p), rule(shuffled)
		for k, i := range order {
			if got[k].Cmp(want[i]) != 0 {
				t.Fatalf("%s(%v, %v)[%d] = %v, want %v", name, p.Estate, shuffled.Claims, k, got[k], want[i])
			}
		}
	}
}

func TestOrderFree(t *testing.T) { rapid.Check(t, orderFree) }

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// The Talmud rule gives every two claims what "one grasps half and one grasps
// all" gives them of what both have: each concedes what it does not claim, and
// the rest is halved (Aumann and Maschler 1985).
func contestedGarment(t *rapid.T) {
	p := drawProblem(t, 6)
	got := rationing.Talmud(p)
	for i, a := range got {
		for j, b := range got[:i] {
			both := new(big.Rat).Add(a, b)
			concededByI := positivePart(new(big.Rat).Sub(both, new(big.Rat).SetInt(p.Claims[i])))
			concededByJ := positivePart(new(big.Rat).Sub(both, new(big.Rat).SetInt(p.Claims[j])))
			want := new(big.Rat).Sub(both, concededByI)
			want.Sub(want, concededByJ)
			want.Quo(want, big.NewRat(2, 1)).Add(want, concededByJ)
			if a.Cmp(want) != 0 {
				t.Fatalf("Talmud(%v, %v) = %v: %d has %v beside %d, want %v", p.Estate, p.Claims, got, i, a, j, want)
			}
		}
	}
}

func TestContestedGarment(t *testing.T) { rapid.Check(t, contestedGarment) }

func positivePart(x *big.Rat) *big.Rat {
	if x.Sign() < 0 {
		return new(big.Rat)
	}
	return x
}

// With two claims, the Talmud, random arrival, minimal overlap and the adjusted
// proportional rule are one rule.
func TestTwoClaims(t *testing.T) {
	for a := int64(0); a <= 6; a++ {
		for b := int64(0); b <= 6; b++ {
			for e := int64(0); e <= a+b; e++ {
				p := rationing.Problem{Estate: big.NewInt(e), Claims: []*big.Int{big.NewInt(a), big.NewInt(b)}}
				want := rationing.Talmud(p)
				for _, name := range []string{"random_arrival", "minimal_overlap", "adjusted_proportional"} {
					if got := rules[name](p); !equal(got, want) {
						t.Errorf("%s(%d; %d, %d) = %v, want %v", name, e, a, b, got, want)
					}
				}
			}
		}
	}
}

func TestNoClaims(t *testing.T) {
	for name, rule := range rules {
		if got := rule(rationing.Problem{Estate: new(big.Int)}); len(got) != 0 {
			t.Errorf("%s() = %v, want none", name, got)
		}
	}
}

func TestValid(t *testing.T) {
	for _, tt := range []struct {
		estate int64
		claims []int64
		want   bool
	}{
		{estate: 2, claims: []int64{1, 2}, want: true},
		{estate: 3, claims: []int64{1, 2}, want: true},
		{estate: 4, claims: []int64{1, 2}, want: false},
		{estate: -1, claims: []int64{1, 2}, want: false},
		{estate: 1, claims: []int64{3, -1}, want: false},
		{estate: 0, claims: nil, want: true},
	} {
		p := rationing.Problem{Estate: big.NewInt(tt.estate)}
		for _, d := range tt.claims {
			p.Claims = append(p.Claims, big.NewInt(d))
		}
		if got := p.Valid(); got != tt.want {
			t.Errorf("Problem{%d, %d}.Valid() = %t, want %t", tt.estate, tt.claims, got, tt.want)
		}
	}
}
