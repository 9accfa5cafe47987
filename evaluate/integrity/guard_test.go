package integrity_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

func testGuard(t *rapid.T) {
	figure := rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64Range(0, 5).Draw(t, "figure"), 0)
	})

	n := rapid.IntRange(1, 25).Draw(t, "n")
	var volumes []integrity.GuardedVolume
	for i := range n {
		volumes = append(volumes, integrity.GuardedVolume{
			Unit:   string(rune('a' + i)),
			Volume: integrity.BeforeAfter{Before: figure.Draw(t, "vb"), After: figure.Draw(t, "va")},
			Guard:  integrity.BeforeAfter{Before: figure.Draw(t, "gb"), After: figure.Draw(t, "ga")},
		})
	}

	g, err := integrity.CompareGuards(volumes, integrity.GuardOptions{Better: target.Lower})
	if err != nil {
		t.Fatal(err)
	}

	var cells [2][2]int
	for i, u := range g.Units {
		rising, worse := 0, 0
		if volumes[i].Volume.After.Cmp(volumes[i].Volume.Before) > 0 {
			rising = 1
		}
		if volumes[i].Guard.After.Cmp(volumes[i].Guard.Before) > 0 {
			worse = 1
		}
		cells[rising][worse]++
		if u.Flagged != (rising*worse == 1) {
			t.Fatalf("unit %s flagged %v", u.Unit, u.Flagged)
		}
	}

	if got := [2][2]int{{g.OtherNot, g.OtherWorse}, {g.RisingNot, g.RisingWorse}}; got != cells {
		t.Fatalf("table %v, want %v", got, cells)
	}

	rising, other := cells[1][0]+cells[1][1], cells[0][0]+cells[0][1]
	worse := cells[0][1] + cells[1][1]
	p := new(big.Rat)

	for x := cells[1][1]; x <= min(rising, worse); x++ {
		if worse-x <= other {
			p.Add(p, new(big.Rat).SetFrac(
				new(big.Int).Mul(choose(rising, x), choose(other, worse-x)), choose(n, worse),
			))
		}
	}

	closeTo(t, "p", g.P, p)
	if g.Effect.Valid != (rising > 0 && other > 0) {
		t.Fatalf("effect %v with %d and %d units", g.Effect, rising, other)
	}

	if g.Effect.Valid {
		want := new(big.Rat).Sub(
			big.NewRat(int64(cells[1][1]), int64(rising)), big.NewRat(int64(cells[0][1]), int64(other)),
		)
		if g.Effect.Decimal.Cmp(dec(want.FloatString(16))) != 0 {
			t.Fatalf("effect %s, want %s", g.Effect.Decimal, want.FloatString(16))
		}
	}

	slices.Reverse(volumes)
	for i, v := range volumes {
		volumes[i].Guard = integrity.BeforeAfter{Before: v.Guard.After, After: v.Guard.Before}
	}
	again, err := integrity.CompareGuards(volumes, integrity.GuardOptions{Better: target.Higher})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(g, again); diff != "" {
		t.Fatalf("mirrored guards in another order (-want +got):\n%s", diff)
	}
}

func TestGuardProperties(t *testing.T) { rapid.Check(t, testGuard) }
func FuzzGuard(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(testGuard)) }
