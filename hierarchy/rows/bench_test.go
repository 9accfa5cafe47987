package rows_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/rows"
)

// BenchmarkReadColumns reads two columns of a million units, beside a loop over
// the same cells that checks nothing.
func BenchmarkReadColumns(b *testing.B) {
	for _, n := range []int{3101, 1_000_000} {
		cells := [][]string{{"code", "level", "parent", "people", "patents"}, {"0", "nation", "", "", ""}}
		for i := range n - 1 {
			people, patents := strconv.Itoa(7*i+3), strconv.Itoa(i)+".5"
			cells = append(cells, []string{fmt.Sprintf("u%07d", i), "county", "0", people, patents})
		}
		src := rows.Of(slices.Values(cells))
		two := []string{"nation", "county"}
		layout := rows.Layout{Ignore: []string{"people", "patents"}}
		tree, err := rows.ReadTree(src, two, layout)
		if err != nil {
			b.Fatal(err)
		}

		b.Run(fmt.Sprintf("tree/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rows.ReadTree(src, two, layout); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("columns/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			layout := rows.Layout{Headers: map[string]string{"unit": "code"}, Across: "name"}
			for b.Loop() {
				if _, err := rows.ReadColumns(src, tree, layout, "people", "patents"); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("naive/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := naive(tree, cells); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("write/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for range rows.Tree(tree) {
				}
			}
		})
	}
}

// naive makes the columns from maps of figures.
func naive(tree *hierarchy.Tree, cells [][]string) error {
	for k := range 2 {
		figures := map[string]decimal.Decimal{}
		for _, row := range cells[2:] {
			d, err := decimal.NewFromString(row[3+k])
			if err != nil {
				return err
			}
			figures[row[0]] = d
		}
		if _, err := tree.Column(maps.All(figures)); err != nil {
			return err
		}
	}
	return nil
}
