package robust_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/random"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// must panics where an error would be a fault of the test itself.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// table reads a CSV file as one map a row.
func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}

	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string

	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, field := range line {
			row[lines[0][i]] = field
		}
		rows = append(rows, row)
	}
	return rows
}

func pisa(t testing.TB) []robust.Estimate {
	t.Helper()
	var estimates []robust.Estimate
	for _, row := range table(t, "csranks_pisa2018_math.csv") {
		estimates = append(estimates, robust.Estimate{
			Code:  row["jurisdiction"],
			Value: must(strconv.ParseFloat(row["math_score"], 64)),
			SE:    must(strconv.ParseFloat(row["math_se"], 64)),
		})
	}
	return estimates
}

func byCode(s *robust.RankSets) map[string]robust.RankSet {
	rows := make(map[string]robust.RankSet)
	for row := range s.All() {
		rows[row.Code] = row
	}
	return rows
}

func TestPISA(t *testing.T) {
	rows := table(t, "csranks_pisa2018_math.csv")
	for _, tt := range []struct {
		name   string
		prefix string
		o      robust.ConfidenceOptions
	}{
		{"simultaneous", "simul", robust.ConfidenceOptions{Better: target.Higher}},
		{"single step", "singlestep", robust.ConfidenceOptions{Better: target.Higher, SingleStep: true}},
		{"marginal", "marg", robust.ConfidenceOptions{Better: target.Higher, Family: robust.Marginal}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Replicates, tt.o.Seed = 20000, 7
			sets := must(robust.ConfidenceSets(pisa(t), tt.o))
			want := make(map[string]robust.RankSet)

			for _, row := range rows {
				want[row["jurisdiction"]] = robust.RankSet{
					Code: row["jurisdiction"], Rank: must(strconv.Atoi(row["rank"])),
					Lower: must(strconv.Atoi(row[tt.prefix+"_L"])), Upper: must(strconv.Atoi(row[tt.prefix+"_U"])),
				}
			}

			if diff := cmp.Diff(want, byCode(sets)); diff != "" {
				t.Errorf("ConfidenceSets() mismatch (-want +got):\n%s", diff)
			}
			if tt.prefix != "simul" {
				return
			}
			best, worst := must(sets.Best(5)), must(sets.Worst(5))

			for _, row := range rows {
				code := row["jurisdiction"]
				if got := slices.Contains(best, code); got != (row["tau5best"] == "TRUE") {
					t.Errorf("Best(5) has %s: %v", code, got)
				}
				if got := slices.Contains(worst, code); got != (row["tau5worst"] == "TRUE") {
					t.Errorf("Worst(5) has %s: %v", code, got)
				}
			}
		})
	}
}

func TestPISAIsStableOverSeeds(t *testing.T) {
	want := byCode(must(robust.ConfidenceSets(pisa(t), robust.ConfidenceOptions{
		Better: target.Higher, Replicates: 20000,
	})))
	for seed := range uint64(3) {
		got := byCode(
			must(robust.ConfidenceSets(pisa(t), robust.ConfidenceOptions{
				Better: target.Higher, Replicates: 20000, Seed: 1000 + seed,
			})),
		)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d mismatch (-want +got):\n%s", seed, diff)
		}
	}
}

// naiveSets draws the same replicates and searches every pair in each. It
// returns the critical figures as well.
func naiveSets(estimates []robust.Estimate, o robust.ConfidenceOptions) (map[string]robust.RankSet, []float64) {
	sorted := slices.Clone(estimates)
	slices.SortFunc(sorted, func(a, b robust.Estimate) int { return strings.Compare(a.Code, b.Code) })
	p := len(sorted)

	for i := range sorted {
		if o.Better == target.Lower {
			sorted[i].Value = -sorted[i].Value
		}
	}

	sd := func(j, k int) float64 {
		return math.Sqrt(float64(sorted[j].SE*sorted[j].SE) + float64(sorted[k].SE*sorted[k].SE))
	}
	stat := func(j, k int) float64 { return (sorted[j].Value - sorted[k].Value) / sd(j, k) }
	alpha := o.Alpha
	if alpha.IsZero() {
		alpha = dec("0.05")
	}
	order := decimal.NewFromInt(int64(o.Replicates)).Mul(decimal.NewFromInt(1).Sub(alpha)).Ceil().IntPart()
	rounds := robust.StepDownRounds
	if o.SingleStep {
		rounds = 1
	}
	counts := func(in func(j, k int) bool) (above, below []int, cut float64) {
		normal := random.New(o.Seed).Normal
		cut = math.Inf(1)
		for range rounds {
			var maxima []float64
			for range o.Replicates {
				z := make([]float64, p)
				for i := range z {
					z[i] = float64(normal() * sorted[i].SE)
				}
				most := math.Inf(-1)
				for j := range p {
					for k := range p {
						if j != k && in(j, k) && stat(j, k) <= cut {
							most = max(most, (z[j]-z[k])/sd(j, k))
						}
					}
				}
				maxima = append(maxima, most)
			}
			slices.Sort(maxima)
			cut = min(cut, maxima[order-1])
		}
		above, below = make([]int, p), make([]int, p)
		for j := range p {
			for k := range p {
				if j != k && in(j, k) && stat(j, k) > cut {
					below[j]++
					above[k]++
				}
			}
		}
		return above, below, cut
	}

	rows := make(map[string]robust.RankSet)
	above, below, cut := counts(func(int, int) bool { return true })
	cuts := []float64{cut}
	if o.Family == robust.Marginal {
		cuts = make([]float64, p)
	}

	for i, e := range sorted {
		if o.Family == robust.Marginal {
			a, b, c := counts(func(j, k int) bool {
				return j == i && o.Side != robust.LowerBound || k == i && o.Side != robust.UpperBound
			})
			above[i], below[i], cuts[i] = a[i], b[i], c
		}
		row := robust.RankSet{Code: e.Code, Rank: 1, Lower: 1 + above[i], Upper: p - below[i]}
		for _, f := range sorted {
			if f.Value > e.Value {
				row.Rank++
			}
		}
		switch o.Side {
		case robust.LowerBound:
			row.Upper = p
		case robust.UpperBound:
			row.Lower = 1
		}
		rows[e.Code] = row
	}
	return rows, cuts
}

func drawEstimates(t *rapid.T, most int) []robust.Estimate {
	estimates := make([]robust.Estimate, rapid.IntRange(1, most).Draw(t, "units"))
	for i := range estimates {
		estimates[i] = robust.Estimate{
			Code:  unitCode(i),
			Value: float64(rapid.IntRange(-40, 40).Draw(t, "value")),
			SE:    rapid.SampledFrom([]float64{0.5, 1, 1.5, 3, 10, 1e-3}).Draw(t, "se"),
		}
	}
	return estimates
}

// The bounds over blocks leave no pair out that matters.
func testConfidenceSets(t *rapid.T) {
	estimates := drawEstimates(t, 9)
	o := robust.ConfidenceOptions{
		Alpha:      dec(rapid.SampledFrom([]string{"0", "0.05", "0.1", "0.3", "0.5", "0.9"}).Draw(t, "alpha")),
		Family:     robust.SetFamily(rapid.IntRange(0, 1).Draw(t, "family")),
		Side:       robust.Side(rapid.IntRange(0, 2).Draw(t, "side")),
		SingleStep: rapid.Bool().Draw(t, "single step"),
		Replicates: rapid.IntRange(1, 30).Draw(t, "replicates"),
		Seed:       rapid.Uint64().Draw(t, "seed"),
		Better:     rapid.SampledFrom([]target.Direction{target.Higher, target.Lower}).Draw(t, "better"),
	}

	sets := must(robust.ConfidenceSets(estimates, o))
	want, _ := naiveSets(estimates, o)
	if diff := cmp.Diff(want, byCode(sets)); diff != "" {
		t.Fatalf("ConfidenceSets() mismatch (-want +got):\n%s", diff)
	}
	slices.Reverse(estimates)
	again := must(robust.ConfidenceSets(estimates, o))
	if diff := cmp.Diff(slices.Collect(sets.All()), slices.Collect(again.All())); diff != "" {
		t.Fatalf("the order of input matters:\n%s", diff)
	}
}

func TestConfidenceSets(t *testing.T) { rapid.Check(t, testConfidenceSets) }
func FuzzConfidenceSets(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testConfidenceSets)) }

// The critical figures are those of a search over every pair, to the last bit,
// also where a large α makes them and the bounds over blocks negative.
func TestCriticalFigures(t *testing.T) {
	for seed := range uint64(20) {
		estimates := counties(14, seed)
		var values, se []float64
		for i := range estimates {
			estimates[i].SE *= float64(1 + i*i%11)
			values, se = append(values, estimates[i].Value), append(se, estimates[i].SE)
		}

		for _, alpha := range []string{"0.05", "0.97"} {
			for _, family := range []robust.SetFamily{robust.Simultaneous, robust.Marginal} {
				o := robust.ConfidenceOptions{
					Better: target.Higher, Alpha: dec(alpha),
					Family:     family,
					Side:       robust.LowerBound,
					Replicates: 40,
					Seed:       seed,
				}
				tail := int(dec(alpha).Mul(decimal.NewFromInt(40)).IntPart()) + 1
				_, want := naiveSets(estimates, o)
				if diff := cmp.Diff(want, robust.Critical(values, se, family, o.Side, 40, tail, seed)); diff != "" {
					t.Fatalf("seed %d, α %s, family %d mismatch (-want +got):\n%s", seed, alpha, family, diff)
				}
			}
		}
	}
}

func TestConfidenceSetsOfMany(t *testing.T) {
	o := robust.ConfidenceOptions{Better: target.Higher, Replicates: 20, Seed: 5}
	estimates := counties(150, 4)
	want, _ := naiveSets(estimates, o)
	if diff := cmp.Diff(want, byCode(must(robust.ConfidenceSets(estimates, o)))); diff != "" {
		t.Errorf("ConfidenceSets() mismatch (-want +got):\n%s", diff)
	}
}

// A set for a smaller α, and one from a single step, holds that for a larger
// one and that of the step-down procedure, which holds the rank; simultaneous
// sets hold marginal ones only in expectation, so that is not tested.
func testNested(t *rapid.T) {
	estimates := drawEstimates(t, 9)
	o := robust.ConfidenceOptions{
		Better: target.Higher, Family: robust.SetFamily(rapid.IntRange(0, 1).Draw(t, "family")),
		Replicates: rapid.IntRange(50, 200).Draw(t, "replicates"),
		Seed:       rapid.Uint64().Draw(t, "seed"),
	}

	small := rapid.Int64Range(1, 40).Draw(t, "alpha")
	large := rapid.Int64Range(small, 40).Draw(t, "larger alpha")
	o.Alpha = decimal.New(large, -2)
	inner := byCode(must(robust.ConfidenceSets(estimates, o)))
	single := o
	single.SingleStep = true
	wide := byCode(must(robust.ConfidenceSets(estimates, single)))
	o.Alpha = decimal.New(small, -2)
	outer := byCode(must(robust.ConfidenceSets(estimates, o)))

	for code, in := range inner {
		if in.Lower > in.Rank || in.Upper < in.Rank {
			t.Fatalf("%+v does not hold its rank", in)
		}
		for _, out := range []robust.RankSet{outer[code], wide[code]} {
			if out.Lower > in.Lower || out.Upper < in.Upper {
				t.Fatalf("%+v does not hold %+v", out, in)
			}
		}
	}
}

func TestNested(t *testing.T) { rapid.Check(t, testNested) }
func FuzzNested(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testNested)) }

// Simultaneous sets hold all true ranks in about 95 of 100 samples or more.
func TestCoverage(t *testing.T) {
	const samples, p = 200, 12
	covered := 0
	normal := random.New(99).Normal

	for s := range samples {
		estimates := make([]robust.Estimate, p)
		for i := range estimates {
			se := 0.5 + float64(i%4)
			estimates[i] = robust.Estimate{Code: unitCode(i), Value: float64(-i) + se*normal(), SE: se}
		}
		all := true
		sets := must(
			robust.ConfidenceSets(
				estimates,
				robust.ConfidenceOptions{Better: target.Higher, Alpha: dec("0.1"), Replicates: 400, Seed: uint64(s)},
			),
		)
		for code, row := range byCode(sets) {
			rank := 1 + must(strconv.Atoi(code))
			all = all && row.Lower <= rank && rank <= row.Upper
		}
		if all {
			covered++
		}
	}

	// 0.9 · 200 less four standard errors.
	if covered < 163 {
		t.Errorf("%d of %d samples covered, want about 180 or more", covered, samples)
	}
}

func counties(n int, seed uint64) []robust.Estimate {
	r := rand.New(rand.NewPCG(seed, 0))
	estimates := make([]robust.Estimate, n)
	for i := range estimates {
		se := 0.002 * (1 + 20*r.Float64()*r.Float64())
		estimates[i] = robust.Estimate{
			Code:  fmt.Sprintf("%05d", i),
			Value: 0.42 + 0.05*r.NormFloat64() + se*r.NormFloat64(),
			SE:    se,
		}
	}
	return estimates
}

func BenchmarkConfidenceSets(b *testing.B) {
	for _, n := range []int{300, 2850} {
		for name, o := range map[string]robust.ConfidenceOptions{
			"simultaneous": {Better: target.Higher},
			"marginal":     {Better: target.Higher, Family: robust.Marginal},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				estimates := counties(n, 1)
				b.ReportAllocs()
				for b.Loop() {
					must(robust.ConfidenceSets(estimates, o))
				}
			})
		}
	}
}

func BenchmarkNaiveSets(b *testing.B) {
	estimates := counties(300, 1)
	for b.Loop() {
		naiveSets(estimates, robust.ConfidenceOptions{Better: target.Higher, Replicates: 10})
	}
}
