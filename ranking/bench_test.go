package ranking_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

const million = 1_000_000

func randomFloats(n int) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = r.Float64()
	}
	return x
}

// benchEntries are a million units of 34 groups, in the order of their codes,
// with figures of nine decimals.
func benchEntries(n int) []ranking.Entry {
	r := rand.New(rand.NewPCG(1, 2))
	entries := make([]ranking.Entry, n)
	for i := range entries {
		entries[i] = ranking.Entry{
			Code: fmt.Sprintf("%09d", i), Group: fmt.Sprintf("%02d", r.IntN(34)),
			Value: decimal.New(r.Int64N(1e9), -9),
		}
	}
	return entries
}

// BenchmarkSortFunc is the mark: sorting as many floats, and nothing else.
func BenchmarkSortFunc(b *testing.B) {
	x := randomFloats(million)
	buf := make([]float64, len(x))
	b.ReportAllocs()
	for b.Loop() {
		copy(buf, x)
		slices.SortFunc(buf, cmp.Compare[float64])
	}
}

func BenchmarkNew(b *testing.B) {
	entries := benchEntries(million)
	shuffled := slices.Clone(entries)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) {
		shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
	})
	wordy := slices.Clone(entries)
	tied := slices.Clone(entries)
	for i := range entries {
		wordy[i].Value = decimal.NewFromFloat(randomFloats(1)[0])
		tied[i].Value = decimal.New(entries[i].Value.CoefficientInt64()%100, 0)
	}
	for i, x := range randomFloats(million) {
		wordy[i].Value = decimal.NewFromFloat(x)
	}
	before, err := ranking.New(tied, ranking.Options{Better: target.Higher})
	if err != nil {
		b.Fatal(err)
	}
	places := int32(2)
	for _, c := range []struct {
		name    string
		entries []ranking.Entry
		options ranking.Options
	}{
		{"plain", entries, ranking.Options{Better: target.Higher}},
		{"groups", entries, ranking.Options{Better: target.Higher, Groups: true}},
		{"floats", wordy, ranking.Options{Better: target.Higher}},
		{"tied", tied, ranking.Options{Better: target.Higher}},
		{"published", entries, ranking.Options{Better: target.Higher, Places: &places}},
		{"before", entries, ranking.Options{Better: target.Higher, Before: before}},
		{"shuffled", shuffled, ranking.Options{Better: target.Higher}},
		{"shuffled-groups", shuffled, ranking.Options{Better: target.Higher, Groups: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ranking.New(c.entries, c.options); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
