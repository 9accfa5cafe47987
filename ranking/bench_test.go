package ranking_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// sizes are those of China's provinces, prefectures, counties, towns and, with
// all above them, villages.
var sizes = []int{31, 334, 2_850, 41_352, 1_062_247}

func randomFloats(n int) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = r.Float64()
	}
	return x
}

// benchEntries are units of 34 groups, in the order of their codes, with
// figures of nine decimals.
func benchEntries(n int) []ranking.Entry {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]ranking.Entry, n)
	for i := range list {
		list[i] = ranking.Entry{
			Code: fmt.Sprintf("%09d", i), Group: fmt.Sprintf("%02d", r.IntN(34)),
			Value: decimal.New(r.Int64N(1e9), -9),
		}
	}
	return list
}

// naive ranks as one would without this package: sort by decimals and code,
// then number the ties.
func naive(list []ranking.Entry) map[string]int {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b ranking.Entry) int {
		return cmp.Or(b.Value.Cmp(a.Value), cmp.Compare(a.Code, b.Code))
	})
	ranks := make(map[string]int, len(sorted))
	for i, e := range sorted {
		ranks[e.Code] = i + 1
		if i > 0 && e.Value.Equal(sorted[i-1].Value) {
			ranks[e.Code] = ranks[sorted[i-1].Code]
		}
	}
	return ranks
}

// BenchmarkSortFunc is the mark: sorting n floats, and nothing else. It
// allocates nothing.
func BenchmarkSortFunc(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			x := randomFloats(n)
			buf := make([]float64, len(x))
			b.ReportAllocs()
			for b.Loop() {
				copy(buf, x)
				slices.SortFunc(buf, cmp.Compare[float64])
			}
		})
	}
}

// BenchmarkNaive sorts decimals and numbers the ties. What it allocates is the
// copy it sorts and its map of ranks.
func BenchmarkNaive(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			list := benchEntries(n)
			b.ReportAllocs()
			for b.Loop() {
				naive(list)
			}
		})
	}
}

// BenchmarkNew ranks n entries: in the order of their codes, within groups,
// with figures that share no exponent in a word, with many ties, by published
// digits, with an earlier table, and scattered in memory. It allocates some
// columns, whose number does not grow with n: between 40 and 52 allocations.
func BenchmarkNew(b *testing.B) {
	for _, n := range sizes {
		list := benchEntries(n)
		shuffled := slices.Clone(list)
		rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) {
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		// Sixteen and more decimals each, which share no exponent in a word.
		floats := slices.Clone(list)

		for i, x := range randomFloats(n) {
			floats[i].Value = decimal.NewFromFloat(x)
		}
		tied := slices.Clone(list)

		for i := range tied {
			tied[i].Value = decimal.New(list[i].Value.CoefficientInt64()%100, 0)
		}
		before, err := ranking.New(tied, ranking.Options{Better: target.Higher})
		if err != nil {
			b.Fatal(err)
		}
		higher := ranking.Options{Better: target.Higher}

		for _, c := range []struct {
			name    string
			entries []ranking.Entry
			options ranking.Options
		}{
			{"plain", list, higher},
			{"groups", list, ranking.Options{Better: target.Higher, Groups: true}},
			{"floats", floats, higher},
			{"tied", tied, higher},
			{"published", list, ranking.Options{Better: target.Higher, Places: target.Places(2)}},
			{"before", list, ranking.Options{Better: target.Higher, Before: before}},
			{"shuffled", shuffled, higher},
			{"shuffled groups", shuffled, ranking.Options{Better: target.Higher, Groups: true}},
		} {
			b.Run(c.name+"/"+strconv.Itoa(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := ranking.New(c.entries, c.options); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkAll reads every row of a table: 6 allocations a row, for the
// decimals that it holds. Rows of tied units share them.
func BenchmarkAll(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			table, err := ranking.New(benchEntries(n), ranking.Options{Better: target.Higher})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				sum := 0
				for row := range table.All() {
					sum += row.Rank
				}
				if sum == 0 {
					b.Fatal("no ranks")
				}
			}
		})
	}
}
