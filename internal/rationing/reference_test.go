package rationing_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/rationing"
)

// byOrders is random arrival by its definition: every order is tried.
func byOrders(p rationing.Problem) []*big.Rat {
	sums := make([]*big.Int, len(p.Claims))
	for i := range sums {
		sums[i] = new(big.Int)
	}
	orders := int64(0)
	order := indices(len(p.Claims))
	var try func(k int)
	try = func(k int) {
		if k < len(order) {
			for j := k; j < len(order); j++ {
				order[k], order[j] = order[j], order[k]
				try(k + 1)
				order[k], order[j] = order[j], order[k]
			}
			return
		}
		orders++
		left := new(big.Int).Set(p.Estate)
		for _, i := range order {
			got := new(big.Int).Set(p.Claims[i])
			if got.Cmp(left) > 0 {
				got.Set(left)
			}
			sums[i].Add(sums[i], got)
			left.Sub(left, got)
		}
	}
	try(0)

	awards := make([]*big.Rat, len(sums))
	for i, s := range sums {
		awards[i] = new(big.Rat).SetFrac(s, big.NewInt(orders))
	}
	return awards
}

func arrivalIsMeanOfOrders(t *rapid.T) {
	p := drawProblem(t, 7)
	if got, want := rationing.RandomArrival(p), byOrders(p); !equal(got, want) {
		t.Fatalf("RandomArrival(%v, %v) = %v, want %v", p.Estate, p.Claims, got, want)
	}
}

func TestArrivalIsMeanOfOrders(t *testing.T) { rapid.Check(t, arrivalIsMeanOfOrders) }
func FuzzArrivalIsMeanOfOrders(f *testing.F) { f.Fuzz(rapid.MakeFuzz(arrivalIsMeanOfOrders)) }

// arithmetic is n claims that grow, in units of 2^shift.
func arithmetic(n int, shift uint) rationing.Problem {
	p := rationing.Problem{}
	for i := range n {
		d := big.NewInt(int64(1_000 + i*i*7%311))
		p.Claims = append(p.Claims, d.Lsh(d, shift))
	}
	p.Estate = new(big.Int).Lsh(big.NewInt(int64(n)*350), shift)
	return p
}

// Both kernels give the same at the most claims that the slower one takes: claims whose
// sets add up to one word, to two words, and big integers.
func TestArrivalKernelsAgree(t *testing.T) {
	got := rationing.RandomArrival(arithmetic(rationing.MostWideArrivals, 0))
	for _, shift := range []uint{48, 60} {
		for i, a := range rationing.RandomArrival(arithmetic(rationing.MostWideArrivals, shift)) {
			a.Quo(a, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), shift)))
			if a.Cmp(got[i]) != 0 {
				t.Errorf("RandomArrival()[%d] = %v of units, %v of units of 2^%d", i, got[i], a, shift)
			}
		}
	}
}

func TestMostArrivals(t *testing.T) {
	p := arithmetic(rationing.MostArrivals, 0)
	if got := sum(rationing.RandomArrival(p)); got.Cmp(new(big.Rat).SetInt(p.Estate)) != 0 {
		t.Errorf("RandomArrival() adds up to %v, want %v", got, p.Estate)
	}
	for _, most := range []rationing.Problem{p, arithmetic(rationing.MostWideArrivals, 60)} {
		most.Claims = append(most.Claims, big.NewInt(1))
		if len(most.Claims) != most.Arrivals()+1 {
			t.Errorf("Arrivals() = %d, want %d", most.Arrivals(), len(most.Claims)-1)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("RandomArrival() of %d claims, want a panic", len(most.Claims))
				}
			}()
			rationing.RandomArrival(most)
		}()
	}
}

// equalAwardsByRounds gives everybody the same until a claim is met, again and
// again.
func equalAwardsByRounds(p rationing.Problem) []*big.Rat {
	awards := make([]*big.Rat, len(p.Claims))
	for i := range awards {
		awards[i] = new(big.Rat)
	}

	left := new(big.Rat).SetInt(p.Estate)
	for left.Sign() > 0 {
		var open []int
		for i, a := range awards {
			if a.Cmp(new(big.Rat).SetInt(p.Claims[i])) < 0 {
				open = append(open, i)
			}
		}

		step := new(big.Rat).Quo(left, big.NewRat(int64(len(open)), 1))
		for _, i := range open {
			if room := new(big.Rat).Sub(new(big.Rat).SetInt(p.Claims[i]), awards[i]); room.Cmp(step) < 0 {
				step = room
			}
		}
		for _, i := range open {
			awards[i].Add(awards[i], step)
			left.Sub(left, step)
		}
	}
	return awards
}

// minimalOverlapBySlices shares the estate in slices of half a unit, which is
// fine enough for claims of whole units and at most one level in between; the
// level is found by trying.
func minimalOverlapBySlices(p rationing.Problem, fine int64) []*big.Rat {
	awards := make([]*big.Rat, len(p.Claims))
	claims := make([]int64, len(p.Claims))
	largest := int64(0)
	for i, d := range p.Claims {
		awards[i] = new(big.Rat)
		claims[i] = d.Int64() * fine
		largest = max(largest, claims[i])
	}

	estate := p.Estate.Int64() * fine
	level := estate
	if largest < estate {
		for level = 0; ; level++ {
			above := int64(0)
			for _, d := range claims {
				above += max(d-level, 0)
			}
			if above <= estate-level {
				break
			}
		}
		for i, d := range claims {
			awards[i].SetInt64(max(d-level, 0))
		}
	}

	for slice := range level {
		asking := int64(0)
		for _, d := range claims {
			if d > slice {
				asking++
			}
		}
		for i, d := range claims {
			if d > slice {
				awards[i].Add(awards[i], big.NewRat(1, asking))
			}
		}
	}
	for _, a := range awards {
		a.Quo(a, big.NewRat(fine, 1))
	}
	return awards
}

func agreesWithReferences(t *rapid.T) {
	p := rationing.Problem{}
	total := int64(0)
	for range rapid.IntRange(1, 5).Draw(t, "n") {
		d := rapid.Int64Range(0, 9).Draw(t, "claim")
		p.Claims = append(p.Claims, big.NewInt(d))
		total += d
	}
	p.Estate = big.NewInt(rapid.Int64Range(0, total).Draw(t, "estate"))

	if got, want := rationing.EqualAwards(p), equalAwardsByRounds(p); !equal(got, want) {
		t.Fatalf("EqualAwards(%v, %v) = %v, want %v", p.Estate, p.Claims, got, want)
	}
	// The level is a fraction with a denominator from 1 to 4.
	if got, want := rationing.MinimalOverlap(p), minimalOverlapBySlices(p, 12); !equal(got, want) {
		t.Fatalf("MinimalOverlap(%v, %v) = %v, want %v", p.Estate, p.Claims, got, want)
	}
}

func TestAgreesWithReferences(t *testing.T) { rapid.Check(t, agreesWithReferences) }

func BenchmarkRandomArrival(b *testing.B) {
	for _, n := range []int{8, 16, 27, 32} {
		p := arithmetic(n, 0)
		b.Run(fmt.Sprintf("%02d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rationing.RandomArrival(p)
			}
		})
	}
}
