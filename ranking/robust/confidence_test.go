package robust_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

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
		o      robust.Confidence
	}{
		{"simultaneous", "simul", robust.Confidence{}},
		{"single step", "singlestep", robust.Confidence{SingleStep: true}},
		{"marginal", "marg", robust.Confidence{Family: robust.Marginal}},
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
	want := byCode(must(robust.ConfidenceSets(pisa(t), robust.Confidence{Replicates: 20000})))
	for seed := range uint64(10) {
		got := byCode(must(robust.ConfidenceSets(pisa(t), robust.Confidence{Replicates: 20000, Seed: 1000 + seed})))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d mismatch (-want +got):\n%s", seed, diff)
		}
	}
}

func counties(n int, seed uint64) []robust.Estimate {
	r := rand.New(rand.NewPCG(seed, 0))
	estimates := make([]robust.Estimate, n)
	for i := range estimates {
		se := 0.002 * (1 + 20*r.Float64()*r.Float64())
		estimates[i] = robust.Estimate{Code: fmt.Sprintf("%05d", i), Value: 0.42 + 0.05*r.NormFloat64() + se*r.NormFloat64(), SE: se}
	}
	return estimates
}

func BenchmarkConfidenceSets(b *testing.B) {
	for _, n := range []int{300, 2850} {
		for name, o := range map[string]robust.Confidence{"simultaneous": {}, "marginal": {Family: robust.Marginal}} {
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

var _ = math.Pi
var _ = rapid.Check
var _ = target.Higher
