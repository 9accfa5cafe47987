package hierarchy_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// drawClaims draws whole weights whose sizes are spread over several orders.
func drawClaims(n int) []apportion.Party {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	claims := make([]apportion.Party, n)
	for i := range claims {
		claims[i].Weight = decimal.New(1+rng.Int64N(1+rng.Int64N(1_000_000)), 0)
	}
	return claims
}

// naiveShares is largest remainder on decimals, as one would write it first.
func naiveShares(total decimal.Decimal, claims []apportion.Party) []decimal.Decimal {
	sum := decimal.Zero
	for _, c := range claims {
		sum = sum.Add(c.Weight)
	}
	type remainder struct {
		r  decimal.Decimal
		at int
	}
	shares, rest, left := make([]decimal.Decimal, len(claims)), make([]remainder, len(claims)), total
	for i, c := range claims {
		q, r := total.Mul(c.Weight).QuoRem(sum, 0)
		shares[i], rest[i] = q, remainder{r, i}
		left = left.Sub(q)
	}
	slices.SortFunc(rest, func(a, b remainder) int { return cmp.Or(b.r.Cmp(a.r), cmp.Compare(a.at, b.at)) })
	for _, r := range rest[:left.IntPart()] {
		shares[r.at] = shares[r.at].Add(decimal.New(1, 0))
	}
	return shares
}

// BenchmarkApportion divides among n claims, decimals in and out: by largest
// remainder (2 allocations a claim, for its share), by Webster's method, by the
// naive code on decimals, and as a cascade to n children on columns, which makes
// no decimals (no allocation a claim).
func BenchmarkApportion(b *testing.B) {
	for _, n := range []int{31, 334, 2_850, 41_000, 1_000_000} {
		claims := drawClaims(n)
		for _, per := range []int{10, 1000} {
			total := decimal.New(int64(n)*int64(per), 0)
			size := fmt.Sprintf("%d×%d", n, per)
			for _, r := range []apportion.Rounding{apportion.LargestRemainder, apportion.Webster} {
				name := map[apportion.Rounding]string{
					apportion.LargestRemainder: "remainder", apportion.Webster: "webster",
				}[r]
				b.Run(name+"/"+size, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := apportion.Apportion(total, claims, apportion.Options{Rounding: r}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			b.Run("naive/"+size, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					naiveShares(total, claims)
				}
			})
			tree, weights := flatTree(b, claims)
			tgt := target.Target{
				Code: "t", Unit: "0", Period: target.Year(2015), Value: total,
				Indicator: target.Indicator{Code: "x", Kind: target.Flow},
			}
			for _, r := range []apportion.Rounding{apportion.LargestRemainder, apportion.Webster} {
				name := map[apportion.Rounding]string{
					apportion.LargestRemainder: "columns", apportion.Webster: "columns-webster",
				}[r]
				b.Run(name+"/"+size, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := hierarchy.Cascade(tree, tgt, hierarchy.Options{Rule: hierarchy.Rule{
							Method: hierarchy.Proportional(weights), Rounding: r,
						}}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// flatTree is one parent over all the claims.
func flatTree(tb testing.TB, claims []apportion.Party) (*hierarchy.Tree, hierarchy.Column) {
	tb.Helper()
	units := make([]hierarchy.Unit, 1, len(claims)+1)
	units[0] = hierarchy.Unit{Code: "0", Level: "whole"}
	for i := range claims {
		units = append(units, hierarchy.Unit{Code: fmt.Sprintf("c%07d", i), Level: "part", Parent: "0"})
	}
	tree, err := hierarchy.NewTree([]string{"whole", "part"}, units)
	if err != nil {
		tb.Fatal(err)
	}

	weights, err := tree.Column(func(yield func(string, decimal.Decimal) bool) {
		if !yield("0", decimal.Zero) {
			return
		}
		for i, c := range claims {
			if !yield(units[i+1].Code, c.Weight) {
				return
			}
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	return tree, weights
}
