package consensus_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// naiveWeightedTau sums over all pairs; weights are by the order of a, ties by
// b, ties of both by code.
func naiveWeightedTau(a, b consensus.Ranking, weigh func(int) float64, multiply bool) float64 {
	inA, inB := places(a), places(b)
	var items []string
	for item := range inA {
		items = append(items, item)
	}
	slices.SortFunc(items, func(x, y string) int {
		switch {
		case inA[x] != inA[y]:
			return inA[x] - inA[y]
		case inB[x] != inB[y]:
			return inB[x] - inB[y]
		case x < y:
			return -1
		}
		return 1
	})

	var ab, aa, bb float64

	for i, x := range items {
		for j, y := range items[:i] {
			w := weigh(i) + weigh(j)
			if multiply {
				w = weigh(i) * weigh(j)
			}
			da, db := float64(sign(inA[x]-inA[y])), float64(sign(inB[x]-inB[y]))
			ab, aa, bb = ab+da*db*w, aa+da*da*w, bb+db*db*w
		}
	}
	return ab / math.Sqrt(aa*bb)
}

func testWeightedTau(t *rapid.T) {
	n := rapid.IntRange(2, 12).Draw(t, "n")
	a, b := draw(t, n, 8, "a"), draw(t, n, 8, "b")
	if len(a) < 2 || len(b) < 2 {
		return
	}

	weights := rapid.SliceOfN(rapid.Float64Range(0.01, 10), n, n).Draw(t, "weights")
	if rapid.Bool().Draw(t, "some of little weight") {
		for i := range weights {
			weights[i] = math.Ldexp(weights[i], -rapid.IntRange(0, 200).Draw(t, "little"))
		}
	}

	weigh := func(i int) float64 { return weights[i] }
	multiply := rapid.Bool().Draw(t, "multiply")
	w := consensus.WeightedTauOptions{Weigh: weigh, Multiply: multiply, By: consensus.ByA}
	got := must(consensus.WeightedTau(a, b, w))
	if want := naiveWeightedTau(a, b, weigh, multiply); math.Abs(got-want) > 1e-9 {
		t.Fatalf("WeightedTau = %v, want %v", got, want)
	}
	if again := must(consensus.WeightedTau(shuffled(a), shuffled(b), w)); again != got {
		t.Fatalf("the order within ties matters: %v, %v", got, again)
	}
	w.By = consensus.ByB
	byB := must(consensus.WeightedTau(b, a, w))
	if byB != got {
		t.Fatalf("by a %v, swapped and by b %v", got, byB)
	}
	// An order of importance that is neither ranking.
	items := slices.Sorted(maps.Keys(places(a)))
	byOrder := consensus.WeightedTauOptions{
		Weigh:    weigh,
		Multiply: multiply,
		By:       consensus.ByOrder,
		Order:    rapid.Permutation(items).Draw(t, "order"),
	}

	got = must(consensus.WeightedTau(a, b, byOrder))
	importance := consensus.Strict(byOrder.Order...)
	inA, inB, at := places(a), places(b), places(importance)
	var ab, aa, bb float64

	for _, x := range items {
		for _, y := range items {
			w := weigh(at[x]) + weigh(at[y])
			if multiply {
				w = weigh(at[x]) * weigh(at[y])
			}
			da, db := float64(sign(inA[x]-inA[y])), float64(sign(inB[x]-inB[y]))
			ab, aa, bb = ab+da*db*w, aa+da*da*w, bb+db*db*w
		}
	}

	if want := ab / math.Sqrt(aa*bb); math.Abs(got-want) > 1e-9 {
		t.Fatalf("by order: WeightedTau = %v, want %v", got, want)
	}
	if again := must(consensus.WeightedTau(shuffled(a), shuffled(b), byOrder)); again != got {
		t.Fatalf("by order: the order within ties matters: %v, %v", got, again)
	}
	// Equal weights give τ-b.
	w.Weigh = func(int) float64 { return 1 }
	got = must(consensus.WeightedTau(a, b, w))
	if want := must(consensus.NewKendall(a, b)).TauB().Decimal.InexactFloat64(); math.Abs(got-want) > 1e-12 {
		t.Fatalf("equal weights: %v, τ-b %v", got, want)
	}
}

func TestWeightedTau(t *testing.T) { rapid.Check(t, testWeightedTau) }

func FuzzWeightedTau(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testWeightedTau)) }

// Items that tie in both rankings are summed in one order, whichever way they
// are listed, to the last bit.
func TestWeightedTauOfListedTies(t *testing.T) {
	var a, b consensus.Ranking
	var order []string
	for g := range 3 {
		var group []string
		for i := range 10 {
			group = append(group, code(10*g+i))
		}
		order = append(order, group...)
		a = append(a, group)
	}

	b = consensus.Ranking{a[1], a[0], a[2]}
	w := consensus.WeightedTauOptions{By: consensus.ByOrder, Order: order}

	for range 2 {
		want := must(consensus.WeightedTau(a, b, w))
		for turn := 1; turn < 10; turn++ {
			var turned consensus.Ranking
			for _, group := range a {
				turned = append(turned, slices.Concat(group[turn:], group[:turn]))
			}
			if got := must(consensus.WeightedTau(turned, b, w)); got != want {
				t.Errorf("turned by %d: %v, was %v", turn, got, want)
			}
		}
		w.Multiply = true
	}
}

// Pairs of little weight count beside others of much: those that a tells apart
// weigh 2⁻⁵⁷ of all. It is the exchange of the last two that b contradicts.
func TestWeightedTauOfLittleWeight(t *testing.T) {
	var top []string
	for i := range 58 {
		top = append(top, code(i))
	}
	a, b := consensus.Ranking{top, {code(58)}, {code(59)}}, consensus.Ranking{top, {code(59)}, {code(58)}}
	half := func(place int) float64 { return math.Ldexp(1, -place) }
	for _, by := range []consensus.Importance{consensus.ByBoth, consensus.ByA, consensus.ByB} {
		got, err := consensus.WeightedTau(a, b, consensus.WeightedTauOptions{Weigh: half, Multiply: true, By: by})
		if err != nil || math.Abs(got-1) > 1e-15 {
			t.Errorf("WeightedTau() by %d = %v, %v, want 1 − 2⁻⁵⁸", by, got, err)
		}
	}
}
