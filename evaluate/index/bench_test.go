package index_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/target"
)

// large is an index of 40,000 units over 50 indicators in ten groups of five.
func large() (index.Spec, index.Data) {
	const units, groups, size = 40_000, 10, 5
	s := index.Spec{
		Nodes:     []index.Node{{Code: "index"}},
		Normalise: index.MinMax{Onto: index.Range{From: decimal.New(1, 0), To: decimal.New(100, 0)}},
	}
	d := index.Data{Figures: map[string][]decimal.NullDecimal{}}
	for i := range units {
		d.Units = append(d.Units, fmt.Sprintf("%06d", i))
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for g := range groups {
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

func BenchmarkScore(b *testing.B) {
	s, d := large()
	for _, m := range []index.Mean{index.Arithmetic{}, index.Geometric{}, index.Harmonic{}} {
		b.Run(fmt.Sprintf("40000x50 %T", m), func(b *testing.B) {
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
}

// The floor: one plain weighted sum over floats that are scores already.
func BenchmarkWeightedSum(b *testing.B) {
	_, d := large()
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
}
