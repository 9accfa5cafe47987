package crosswalk_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// BenchmarkCrosswalk carries a figure of each of 40,000 towns, one in twenty of
// which lost a tenth of itself to the next: made once, carried, and the same with
// decimals in a map.
func BenchmarkCrosswalk(b *testing.B) {
	const n = 40_000
	units := []hierarchy.Unit{{Code: "0", Level: "nation"}}
	figures := map[string]decimal.Decimal{}
	var changes []crosswalk.Change

	for i := range n {
		code := fmt.Sprintf("t%05d", i)
		units = append(units, hierarchy.Unit{Code: code, Level: "town", Parent: "0"})
		figures[code] = decimal.New(int64(i*7919%10007), 0)
		if i%20 == 0 {
			changes = append(changes,
				crosswalk.Change{Date: "2011", From: code, To: code, Weight: decimal.New(9, -1)},
				crosswalk.Change{Date: "2011", From: code, To: fmt.Sprintf("t%05d", i+1), Weight: decimal.New(1, -1)})
		}
	}

	tree, err := hierarchy.NewTree([]string{"nation", "town"}, units)
	if err != nil {
		b.Fatal(err)
	}

	s := succeed(b, tree, tree, changes...)
	c := column(b, tree, figures)
	b.Run("New", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := crosswalk.New(tree, tree, changes); err != nil {
				b.Fatal(err)
			}
		}
	})

	b.Run("Carry", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Carry(target.Stock, c, crosswalk.CarryOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})

	b.Run("decimals in a map", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			next := maps.Clone(figures)
			for _, c := range changes {
				delete(next, c.From)
			}
			for _, c := range changes {
				next[c.To] = next[c.To].Add(figures[c.From].Mul(c.Weight))
			}
		}
	})
}
