package index_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// sizes are those of China's provinces, prefectures, counties, towns and, with
// all above them, villages over ten indicators, and what the R package COINr was timed on.
var sizes = []struct{ units, indicators int }{
	{31, 10}, {334, 10}, {2_850, 10}, {41_352, 10}, {1_062_247, 10}, {40_000, 50},
}

// large is an index over indicators in groups of five.
func large(units, indicators int) (index.Spec, index.Data) {
	const size = 5
	s := index.Spec{
		Nodes:     []index.Node{{Code: "index"}},
		Normalise: index.MinMax{Onto: index.ScoreRange{From: decimal.New(1, 0), To: decimal.New(100, 0)}},
	}
	d := index.Data{Figures: map[string][]decimal.NullDecimal{}}
	for i := range units {
		d.Units = append(d.Units, fmt.Sprintf("%07d", i))
	}

	rnd := rand.New(rand.NewPCG(3, 4))
	for g := range indicators / size {
		group := fmt.Sprintf("g%d", g)
		s.Nodes = append(s.Nodes, index.Node{Code: group, Parent: "index"})
		for j := range size {
			code := fmt.Sprintf("%s.%d", group, j)
			s.Nodes = append(s.Nodes, index.Node{Code: code, Parent: group, Better: target.Higher})
			column := make([]decimal.NullDecimal, units)
			for i := range column {
				column[i] = decimal.NullDecimal{Decimal: decimal.New(rnd.Int64N(10_000_000), -3), Valid: true}
			}
			d.Figures[code] = column
		}
	}

	return s, d
}

// BenchmarkScore scores all units by each mean, beside the floor: one plain
// weighted sum over floats that are scores already. Its allocations do not grow
// with the units: 8 for an indicator and
// 25 beside.
func BenchmarkScore(b *testing.B) {
	for _, size := range sizes {
		s, d := large(size.units, size.indicators)
		name := fmt.Sprintf("/%dx%d", size.units, size.indicators)
		for mean, m := range map[string]index.Mean{
			"arithmetic": index.Arithmetic{}, "geometric": index.Geometric{}, "harmonic": index.Harmonic{},
		} {
			b.Run(mean+name, func(b *testing.B) {
				s.Aggregate = m
				c, err := index.New(s)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := c.Score(d); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run("floor"+name, func(b *testing.B) {
			columns := make([][]float64, 0, len(d.Figures))
			for _, code := range sortedKeys(d.Figures) {
				column := make([]float64, len(d.Units))
				for i, f := range d.Figures[code] {
					column[i] = f.Decimal.InexactFloat64()
				}
				columns = append(columns, column)
			}
			b.ReportAllocs()
			for b.Loop() {
				out := make([]float64, len(d.Units))
				for _, column := range columns {
					for i, v := range column {
						out[i] += float64(0.02 * v)
					}
				}
			}
		})
	}
}
