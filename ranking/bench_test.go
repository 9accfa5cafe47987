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

// BenchmarkPressures computes the pressure on every unit of a table. The naive
// version takes the same shares of decimals, without the rows.
func BenchmarkPressures(b *testing.B) {
	options := ranking.PressureOptions{
		Cut: -3, Period: target.FiveYearPlan(12), At: target.Year(2013),
		Force: target.Binding, Publicity: ranking.Public,
	}
	for _, n := range sizes {
		table, err := ranking.New(benchEntries(n), ranking.Options{Better: target.Higher})
		if err != nil {
			b.Fatal(err)
		}

		b.Run("library/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := table.Pressures(options); err != nil {
					b.Fatal(err)
				}
			}
		})

		rows := slices.Collect(table.All())
		b.Run("naive/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				naivePressures(rows)
			}
		})
	}
}

// naivePressures returns the mean of the six parts for the rows of a table, with a cut
// before the worst three.
func naivePressures(rows []ranking.Row) []decimal.Decimal {
	n := len(rows)
	one, six := decimal.New(1, 0), decimal.New(6, 0)
	spread := rows[0].Value.Sub(rows[n-1].Value)
	time, force := decimal.New(6, -1), decimal.New(2, 0).DivRound(decimal.New(3, 0), 18)
	common := one.Add(time).Add(force)
	means := make([]decimal.Decimal, n)
	for i, row := range rows {
		sum := common.Add(decimal.New(int64(row.First-1), 0).DivRound(decimal.New(int64(row.Of-1), 0), 18))
		if row.ToNext.Valid {
			sum = sum.Add(one.Sub(row.ToNext.Decimal.DivRound(spread, 18)))
		}
		other := n - 3
		if i >= n-3 {
			other = n - 4
		}
		sum = sum.Add(one.Sub(row.Value.Sub(rows[other].Value).Abs().DivRound(spread, 18)))
		means[i] = sum.DivRound(six, 18)
	}
	return means
}
