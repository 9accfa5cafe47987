package consensus_test

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/consensus"
)

// draw returns a ranking of n items with ties, drawn from places 0 … groups−1.
func draw(t *rapid.T, n, groups int, label string) consensus.Ranking {
	places := rapid.SliceOfN(rapid.IntRange(0, groups-1), n, n).Draw(t, label)
	byPlace := make([][]string, groups)
	for i, place := range places {
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
		num, square := big.NewRat(ab.Concordant-ab.Discordant, 1), big.NewRat((ab.Pairs-ab.TiedA)*(ab.Pairs-ab.TiedB), 1)
		exact := num.Mul(num, num)
		exact.Quo(exact, square)
		half := big.NewRat(5, 1)
		half.Quo(half, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(consensus.Places+1), nil)))
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
	for _, ties := range []consensus.Place{consensus.Mean, consensus.Highest, consensus.Lowest} {
		metrics = append(metrics, metric{fmt.Sprintf("footrule %d", ties), func(a, b consensus.Ranking) decimal.Decimal {
			return must(consensus.Footrule(a, b, ties))
		}})
	}
	same := cmp.Equal(places(a), places(b))
	for _, m := range metrics {
		dab, dba, dbc, dac := m.d(a, b), m.d(b, a), m.d(b, c), m.d(a, c)
		if !dab.Equal(dba) || dac.GreaterThan(dab.Add(dbc)) || dab.IsNegative() || dab.IsZero() != same || !m.d(a, a).IsZero() {
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
	weigh := func(i int) float64 { return weights[i] }
	multiply := rapid.Bool().Draw(t, "multiply")
	w := consensus.Weighting{Weigh: weigh, Multiply: multiply, By: consensus.ByA}
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
	byOrder := consensus.Weighting{Weigh: weigh, Multiply: multiply, By: consensus.ByOrder, Order: rapid.Permutation(items).Draw(t, "order")}
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
		if want := c.want.FloatString(consensus.Places); c.got.StringFixed(consensus.Places) != want {
			t.Fatalf("%s = %v, want %v", c.name, c.got, want)
		}
	}
	k := rapid.IntRange(1, s).Draw(t, "k")
	common := agreement(k)
	if got := must(consensus.TopOverlap(a, b, k)); got.StringFixed(8) != common.Quo(common, big.NewRat(int64(k), 1)).FloatString(8) {
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
	w := consensus.Weighting{By: consensus.ByOrder, Order: order}
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

func TestList(t *testing.T) {
	got := must(consensus.Strict("b", "c", "a").List())
	if diff := cmp.Diff([]string{"b", "c", "a"}, got); diff != "" {
		t.Errorf("List() mismatch (-want +got):\n%s", diff)
	}
}

// A tie of three for the first place stands at 1, 2 or 3.
func TestFootruleOfTies(t *testing.T) {
	a, b := consensus.Ranking{{"a", "b", "c"}, {"d"}}, consensus.Strict("d", "a", "b", "c")
	for ties, want := range map[consensus.Place]int64{consensus.Mean: 6, consensus.Highest: 9, consensus.Lowest: 5} {
		if got := must(consensus.Footrule(a, b, ties)); !got.Equal(decimal.NewFromInt(want)) {
			t.Errorf("Footrule() with ties at %d = %v, want %d", ties, got, want)
		}
	}
}

func TestOverlap(t *testing.T) { rapid.Check(t, testOverlap) }
func FuzzOverlap(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testOverlap)) }

// cost sums up what an order contradicts.
func cost(p *consensus.Profile, order []string) decimal.Decimal {
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
	for _, rule := range []func(*consensus.Profile) consensus.Scores{
		(*consensus.Profile).Borda, (*consensus.Profile).Copeland, (*consensus.Profile).MeanRank,
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
