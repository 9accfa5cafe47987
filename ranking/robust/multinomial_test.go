package robust_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

func read(t testing.TB, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func unitCode(i int) string { return fmt.Sprintf("%04d", i) }

func categories(x []int64) []robust.CategoryCount {
	counts := make([]robust.CategoryCount, len(x))
	for i, n := range x {
		counts[i] = robust.CategoryCount{Code: unitCode(i), Count: n}
	}
	return counts
}

func TestMultinomialPublished(t *testing.T) {
	var oracle struct {
		Cases []struct {
			X        []int64
			Coverage json.Number
			Type     string `json:"cstype"`
			Simul    bool
			Multcorr string
			Result   struct {
				L, Rank, U []int
			}
		}
	}

	read(t, "csranks_multinom.json", &oracle)
	sides := map[string]robust.Side{
		"two-sided": robust.TwoSided,
		"lower":     robust.LowerBound,
		"upper":     robust.UpperBound,
	}

	for _, c := range oracle.Cases {
		t.Run(fmt.Sprintf("%d categories %s simul %v %s", len(c.X), c.Type, c.Simul, c.Multcorr), func(t *testing.T) {
			o := robust.MultinomialOptions{
				Alpha: decimal.NewFromInt(1).Sub(dec(c.Coverage.String())),
				Side:  sides[c.Type],
			}
			if !c.Simul {
				o.Family = robust.Marginal
			}
			// csranks computes marginal sets by Holm's method whatever it is
			// asked for.
			if c.Multcorr == "Bonferroni" && c.Simul {
				o.Adjustment = robust.Bonferroni
			}
			got := byCode(must(robust.Multinomial(categories(c.X), o)))
			for i := range c.X {
				want := robust.RankSet{
					Code:  unitCode(i),
					Rank:  c.Result.Rank[i],
					Lower: c.Result.L[i],
					Upper: c.Result.U[i],
				}
				if diff := cmp.Diff(want, got[unitCode(i)]); diff != "" {
					t.Errorf("Multinomial() mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestOmegaRanksPublished(t *testing.T) {
	var oracle struct {
		Cases []struct {
			X          []json.Number
			Omega      []json.Number
			Increasing []bool
			Irank      []float64
			Frank      []float64
		}
	}

	read(t, "csranks_irank_omega.json", &oracle)

	for i, c := range oracle.Cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			var figures []decimal.Decimal
			for _, x := range c.X {
				figures = append(figures, dec(x.String()))
			}
			better := target.Higher
			if c.Increasing[0] {
				better = target.Lower
			}
			got := must(robust.OmegaRanks(figures, dec(c.Omega[0].String()), better))
			for j, r := range got {
				if r.Rank.InexactFloat64() != c.Irank[j] || math.Abs(r.Share.InexactFloat64()-c.Frank[j]) > 1e-14 {
					t.Errorf("figure %d has rank %v, share %v, want %v, %v", j, r.Rank, r.Share, c.Irank[j], c.Frank[j])
				}
			}
		})
	}
}

// exactTail is P(X ≥ x) for X ~ Binomial(s, 1/2).
func exactTail(x, s int64) *big.Rat {
	sum := new(big.Int)
	for i := x; i <= s; i++ {
		sum.Add(sum, new(big.Int).Binomial(s, i))
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Lsh(big.NewInt(1), uint(s)))
}

// naiveMultinomial tests pair after pair, sorted by exact p-values.
func naiveMultinomial(x []int64, alpha *big.Rat, o robust.MultinomialOptions) []robust.RankSet {
	type test struct {
		j, k int
		p    *big.Rat
	}

	p := len(x)
	rejected := func(in func(j, k int) bool) (above, below []int) {
		var tests []test
		for j := range p {
			for k := range p {
				if j != k && in(j, k) {
					tests = append(tests, test{j, k, exactTail(x[j], x[j]+x[k])})
				}
			}
		}
		sort.SliceStable(tests, func(a, b int) bool { return tests[a].p.Cmp(tests[b].p) < 0 })
		above, below = make([]int, p), make([]int, p)
		for i, t := range tests {
			m := int64(len(tests))
			if o.Adjustment == robust.Holm {
				m -= int64(i)
			}
			if t.p.Cmp(new(big.Rat).Mul(alpha, big.NewRat(1, m))) > 0 {
				break
			}
			below[t.j]++
			above[t.k]++
		}
		return above, below
	}

	rows := make([]robust.RankSet, p)
	above, below := rejected(func(int, int) bool { return true })

	for i := range rows {
		if o.Family == robust.Marginal {
			a, b := rejected(func(j, k int) bool {
				return j == i && o.Side != robust.LowerBound || k == i && o.Side != robust.UpperBound
			})
			above[i], below[i] = a[i], b[i]
		}
		rows[i] = robust.RankSet{Code: unitCode(i), Rank: 1, Lower: 1 + above[i], Upper: p - below[i]}
		for _, n := range x {
			if n > x[i] {
				rows[i].Rank++
			}
		}
		if o.Side == robust.LowerBound {
			rows[i].Upper = p
		}
		if o.Side == robust.UpperBound {
			rows[i].Lower = 1
		}
	}
	return rows
}

func testMultinomial(t *rapid.T) {
	// Few small counts make p-values that equal their bounds, as 1/16 = α/m.
	most := rapid.SampledFrom([]int64{4, 12, 60, 300}).Draw(t, "most")
	x := rapid.SliceOfN(rapid.Int64Range(0, most), 1, 7).Draw(t, "x")
	alpha := rapid.SampledFrom([]string{"0.01", "0.05", "0.0625", "0.125", "0.375", "0.5", "0.9"}).Draw(t, "alpha")
	o := robust.MultinomialOptions{
		Alpha:      dec(alpha),
		Family:     robust.SetFamily(rapid.IntRange(0, 1).Draw(t, "family")),
		Side:       robust.Side(rapid.IntRange(0, 2).Draw(t, "side")),
		Adjustment: robust.Adjustment(rapid.IntRange(0, 1).Draw(t, "correction")),
	}

	sets := must(robust.Multinomial(categories(x), o))
	want := make(map[string]robust.RankSet)

	for _, row := range naiveMultinomial(x, dec(alpha).Rat(), o) {
		want[row.Code] = row
	}
	if diff := cmp.Diff(want, byCode(sets)); diff != "" {
		t.Fatalf("Multinomial() mismatch (-want +got):\n%s", diff)
	}
	counts := categories(x)
	slices.Reverse(counts)
	again := must(robust.Multinomial(counts, o))
	if diff := cmp.Diff(slices.Collect(sets.All()), slices.Collect(again.All())); diff != "" {
		t.Fatalf("the order of input matters:\n%s", diff)
	}
}

func TestMultinomial(t *testing.T) { rapid.Check(t, testMultinomial) }
func FuzzMultinomial(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testMultinomial)) }

// P-values that equal their bounds, and those that are just above them, are
// told apart, at every step of either correction.
func TestMultinomialAtTheBound(t *testing.T) {
	tests := []struct {
		alphas []string
		counts [][]int64
	}{
		// P(X ≥ 4) of 4 is 1/16, against α/m for m of 1, 2 and 6.
		{
			[]string{"0.0625", "0.06249999999", "0.06250000001", "0.125", "0.1249999999", "0.375", "0.3749999999"},
			[][]int64{{4, 0}, {4, 0, 0}, {4, 4, 0}},
		},
		// P(X ≥ 9) of 12 is 299/4096, against α and α/2.
		{[]string{"0.072998046875", "0.0729980468749", "0.0729980468751", "0.14599609375"}, [][]int64{{9, 3}, {8, 4}}},
		// After the pair of 9 to 3, P(X ≥ 3) of 12 is 4017/4096.
		{[]string{"0.980712890625", "0.98071289062", "0.98071289063", "0.9", "0.5"}, [][]int64{{9, 3}, {3, 9}}},
		// Pairs of one count, which no bound below 1/2 finds.
		{[]string{"0.9", "0.75", "0.999", "0.5"}, [][]int64{{0, 0}, {1, 1}, {3, 3}, {1, 2, 1}, {0, 5, 5, 9}, {7}, {0}}},
	}

	for _, tt := range tests {
		for _, alpha := range tt.alphas {
			for _, x := range tt.counts {
				for options := range 12 {
					o := robust.MultinomialOptions{
						Alpha: dec(alpha), Family: robust.SetFamily(options % 2), Side: robust.Side(options / 2 % 3),
						Adjustment: robust.Adjustment(options / 6),
					}
					want := make(map[string]robust.RankSet)
					for _, row := range naiveMultinomial(x, o.Alpha.Rat(), o) {
						want[row.Code] = row
					}
					if diff := cmp.Diff(want, byCode(must(robust.Multinomial(categories(x), o)))); diff != "" {
						t.Errorf("%v, %+v mismatch (-want +got):\n%s", x, o, diff)
					}
				}
			}
		}
	}
}

// A p-value that is below its bound by less than a hundred-millionth counts as
// not significant above 65,536 counts; up to there it is compared as a
// fraction.
func TestMultinomialOpenComparison(t *testing.T) {
	for _, tt := range []struct {
		more, less int64
		above      float64 // of the bound, as a share of the p-value
		want       int     // the lower end of the set of the less frequent category
	}{
		{34_768, 30_768, 4e-9, 2},
		{34_768, 30_768, 4e-8, 2},
		{34_769, 30_768, 4e-9, 1},
		{34_769, 30_768, -4e-9, 1},
		{34_769, 30_768, 4e-8, 2},
	} {
		p := robust.UpperTail(tt.more, tt.more+tt.less)
		sets := byCode(must(robust.Multinomial(categories([]int64{tt.more, tt.less}), robust.MultinomialOptions{
			Alpha: decimal.NewFromFloat(p * (1 + tt.above)), Family: robust.Marginal, Side: robust.LowerBound,
		})))
		if got := sets[unitCode(1)].Lower; got != tt.want {
			t.Errorf(
				"%d against %d at a bound %v above: the set begins at %d, want %d",
				tt.more,
				tt.less,
				tt.above,
				got,
				tt.want,
			)
		}
	}
}

// The critical count of a pair is found by the exact tail also where the
// floating-point one is used.
func TestMultinomialLargeCounts(t *testing.T) {
	for _, s := range []int64{1000, 20_000} {
		alpha, tail, x := big.NewRat(1, 20), new(big.Int), s+1
		limit := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(s)))
		limit.Mul(limit, alpha)
		term := big.NewInt(1)

		for {
			next := new(big.Int).Add(tail, term)
			if new(big.Rat).SetInt(next).Cmp(limit) > 0 {
				break
			}
			tail, x = next, x-1
			term.Quo(term.Mul(term, big.NewInt(x)), big.NewInt(s-x+1))
		}

		for _, n := range []int64{x - 1, x} {
			sets := byCode(must(robust.Multinomial(categories([]int64{n, s - n}), robust.MultinomialOptions{
				Family: robust.Marginal, Side: robust.LowerBound,
			})))
			if got := sets[unitCode(1)].Lower == 2; got != (n >= x) {
				t.Errorf("%d against %d is significant: %v; the critical count is %d", n, s-n, got, x)
			}
		}
	}
}

func BenchmarkMultinomial(b *testing.B) {
	for _, n := range []int{31, 2850} {
		x := make([]int64, n)
		for i := range x {
			x[i] = int64(i) * int64(i) % 10007 * 7
		}
		counts := categories(x)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(robust.Multinomial(counts, robust.MultinomialOptions{}))
			}
		})
	}

	x := make([]int64, 31)
	for i := range x {
		x[i] = int64(10 * i)
	}
	b.Run("naive/31", func(b *testing.B) {
		for b.Loop() {
			naiveMultinomial(x, big.NewRat(1, 20), robust.MultinomialOptions{})
		}
	})
}

func TestUpperTail(t *testing.T) {
	for _, s := range []int64{0, 1, 2, 3, 10, 63, 200, 201, 202, 601} {
		for _, x := range []int64{0, 1, s / 4, s / 2, s/2 + 1, s/2 + 20, s/2 + s/8, s - 1, s} {
			if x < 0 || x > s {
				continue
			}
			want, _ := new(big.Float).SetRat(exactTail(x, s)).Float64()
			got := robust.UpperTail(x, s)
			if math.Abs(got-want) > 1e-11*want && !(got == 0 && want < 1e-300) {
				t.Errorf("P(X ≥ %d) of %d = %v, want %v", x, s, got, want)
			}
		}
	}
}
