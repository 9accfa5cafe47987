package hierarchy_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// BenchmarkColumnArithmetic is about columns of a million figures, beside the
// same on a slice of decimals.
func BenchmarkColumnArithmetic(b *testing.B) {
	for _, n := range []int{3101, 1_000_000} {
		tree, filed, costs := twoColumns(b, n)
		small, err := tree.Constant("county", decimal.New(-9, -1))
		if err != nil {
			b.Fatal(err)
		}
		division := hierarchy.Division{Per: decimal.New(10_000, 0), Places: target.Places(2)}

		for _, op := range []struct {
			name string
			do   func() (hierarchy.Column, error)
		}{
			{"Add", func() (hierarchy.Column, error) { return filed.Add(costs) }},
			{"Mul", func() (hierarchy.Column, error) { return filed.Mul(costs) }},
			{"Div", func() (hierarchy.Column, error) { return filed.Div(costs, division) }},
			{"Scale", func() (hierarchy.Column, error) { return filed.Scale(decimal.New(9, -1)) }},
			{"Round", func() (hierarchy.Column, error) { return costs.Round(0) }},
			{"Greatest", func() (hierarchy.Column, error) { return filed.Greatest(costs) }},
			{"Fill", func() (hierarchy.Column, error) { return small.Fill(costs) }},
			{"With", func() (hierarchy.Column, error) { return costs.With("0000007", decimal.New(5, 0)) }},
			{"Map", func() (hierarchy.Column, error) {
				return costs.Map(func(_ hierarchy.Unit, x decimal.Decimal) decimal.Decimal { return x })
			}},
		} {
			b.Run(fmt.Sprintf("%s/%d", op.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := op.do(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run(fmt.Sprintf("Sum/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := costs.Sum("county"); err != nil {
					b.Fatal(err)
				}
			}
		})
		naiveColumns(b, n)
	}
}

// naiveColumns is the product and the quotient on decimals.
func naiveColumns(b *testing.B, n int) {
	x, y, out := make([]decimal.Decimal, n), make([]decimal.Decimal, n), make([]decimal.Decimal, n)
	for i := range x {
		x[i], y[i] = decimal.New(int64(i), 0), decimal.New(int64(7*i+3), -2)
	}

	b.Run(fmt.Sprintf("NaiveMul/%d", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i := range x {
				out[i] = x[i].Mul(y[i])
			}
		}
	})

	b.Run(fmt.Sprintf("NaiveDiv/%d", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i := range x {
				out[i] = x[i].Shift(4).DivRound(y[i], 2)
			}
		}
	})
}

func twoColumns(tb testing.TB, n int) (tree *hierarchy.Tree, filed, costs hierarchy.Column) {
	tb.Helper()
	units := []hierarchy.Unit{{Code: "nation", Level: "nation"}}
	for i := range n - 1 {
		units = append(units, hierarchy.Unit{Code: fmt.Sprintf("%07d", i), Level: "county", Parent: "nation"})
	}

	tree, err := hierarchy.NewTree([]string{"nation", "county"}, units)
	if err != nil {
		tb.Fatal(err)
	}

	i := int64(0)
	filed, err = tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
		i++
		return decimal.New(i, 0), true
	})
	if err != nil {
		tb.Fatal(err)
	}
	costs, err = tree.ColumnFunc(func(hierarchy.Unit) (decimal.Decimal, bool) {
		i++
		return decimal.New(7*i+3, -2), true
	})
	if err != nil {
		tb.Fatal(err)
	}
	return tree, filed, costs
}
