package apportion_test

import (
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/apportion"
)

// benchWeights are log-normal, with a median of about 100,000.
func benchWeights(n int) []int64 {
	r := rand.New(rand.NewSource(1))
	w := make([]int64, n)
	for i := range w {
		x := 1.0
		for range 12 {
			x *= 1 + r.Float64()
		}
		w[i] = 1 + int64(800*x)
	}
	return w
}

var benchSizes = []int{31, 334, 2850, 41_000, 1_000_000}

func benchWords(b *testing.B, n int, total int64, m apportion.Method) {
	var d apportion.Divider
	w := benchWeights(n)
	dst := make([]int64, n)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Words(dst, total, w, nil, nil, m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/claim")
}

func BenchmarkLargestRemainder(b *testing.B) {
	for _, n := range benchSizes {
		for _, per := range []int64{10, 1000} {
			b.Run(fmt.Sprintf("n=%d/total=%dn", n, per), func(b *testing.B) {
				benchWords(b, n, per*int64(n), apportion.LargestRemainder)
			})
		}
	}
}

func BenchmarkDivisor(b *testing.B) {
	for _, m := range methods[1:] {
		for _, n := range []int{31, 41_000, 1_000_000} {
			b.Run(fmt.Sprintf("%v/n=%d/total=10n", m, n), func(b *testing.B) { benchWords(b, n, 10*int64(n), m) })
		}
	}
}

// BenchmarkWebsterTotal shows that the total does not matter.
func BenchmarkWebsterTotal(b *testing.B) {
	for _, total := range []int64{10_000_000, 1_000_000_000, 1_000_000_000_000} {
		b.Run(fmt.Sprint(total), func(b *testing.B) { benchWords(b, 1_000_000, total, apportion.Webster) })
	}
}

// BenchmarkEqual is the division of the cascade's equal split, where all claims tie.
func BenchmarkEqual(b *testing.B) {
	for _, m := range []apportion.Method{apportion.LargestRemainder, apportion.Webster} {
		b.Run(m.String(), func(b *testing.B) {
			const n = 1_000_000
			var d apportion.Divider
			w, dst := slices.Repeat([]int64{1}, n), make([]int64, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.Words(dst, 10*n+n/2, w, nil, nil, m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFamilies divides 100,000 families of ten, as a cascade does.
func BenchmarkFamilies(b *testing.B) {
	const families, size = 100_000, 10
	w := benchWeights(families * size)
	dst := make([]int64, len(w))
	lo, hi := make([]int64, len(w)), slices.Repeat([]int64{150}, len(w))

	for _, c := range []struct {
		name   string
		lo, hi []int64
		m      apportion.Method
	}{
		{"largest remainder", nil, nil, apportion.LargestRemainder},
		{"Webster", nil, nil, apportion.Webster},
		{"largest remainder bounded", lo, hi, apportion.LargestRemainder},
		{"Webster bounded", lo, hi, apportion.Webster},
	} {
		b.Run(c.name, func(b *testing.B) {
			var d apportion.Divider
			b.ReportAllocs()
			for b.Loop() {
				for i := 0; i < len(w); i += size {
					var l, h []int64
					if c.lo != nil {
						l, h = c.lo[i:i+size], c.hi[i:i+size]
					}
					if _, err := d.Words(dst[i:i+size], 1003, w[i:i+size], l, h, c.m); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(w)), "ns/claim")
		})
	}
}

// BenchmarkBounded has a minimum and a maximum for each claim, a third of which bind.
func BenchmarkBounded(b *testing.B) {
	for _, m := range []apportion.Method{apportion.LargestRemainder, apportion.Webster} {
		b.Run(m.String(), func(b *testing.B) {
			const n = 1_000_000
			var d apportion.Divider
			w, dst := benchWeights(n), make([]int64, n)
			lo, hi := slices.Repeat([]int64{5}, n), slices.Repeat([]int64{20}, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := d.Words(dst, 10*n, w, lo, hi, m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNaive is largest remainder as it is written with shopspring/decimal and with
// math/big: quotas, floors, and a sort of all remainders.
func BenchmarkNaive(b *testing.B) {
	for _, n := range []int{31, 2850, 41_000} {
		w := benchWeights(n)
		b.Run(fmt.Sprintf("decimal/n=%d", n), func(b *testing.B) {
			weights := make([]decimal.Decimal, n)
			for i := range w {
				weights[i] = decimal.NewFromInt(w[i])
			}
			b.ReportAllocs()
			for b.Loop() {
				naiveDecimal(decimal.NewFromInt(int64(10*n)), weights)
			}
		})

		b.Run(fmt.Sprintf("big/n=%d", n), func(b *testing.B) {
			weights := make([]*big.Int, n)
			for i := range w {
				weights[i] = big.NewInt(w[i])
			}
			b.ReportAllocs()
			for b.Loop() {
				naiveBig(big.NewInt(int64(10*n)), weights)
			}
		})
	}
}

func naiveDecimal(total decimal.Decimal, weights []decimal.Decimal) []decimal.Decimal {
	sum := decimal.Zero
	for _, w := range weights {
		sum = sum.Add(w)
	}
	shares, rems, order := make(
		[]decimal.Decimal,
		len(weights),
	), make(
		[]decimal.Decimal,
		len(weights),
	), make(
		[]int,
		len(weights),
	)

	left := total

	for i, w := range weights {
		shares[i], rems[i] = total.Mul(w).QuoRem(sum, 0)
		left = left.Sub(shares[i])
		order[i] = i
	}

	slices.SortStableFunc(order, func(a, b int) int { return rems[b].Cmp(rems[a]) })

	for _, i := range order[:left.IntPart()] {
		shares[i] = shares[i].Add(decimal.NewFromInt(1))
	}
	return shares
}

func naiveBig(total *big.Int, weights []*big.Int) []*big.Int {
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	shares, rems, order := make([]*big.Int, len(weights)), make([]*big.Int, len(weights)), make([]int, len(weights))
	left := new(big.Int).Set(total)
	for i, w := range weights {
		x := new(big.Int).Mul(total, w)
		shares[i], rems[i] = x.QuoRem(x, sum, new(big.Int))
		left.Sub(left, shares[i])
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rems[b].Cmp(rems[a]) })
	for _, i := range order[:left.Int64()] {
		shares[i].Add(shares[i], big.NewInt(1))
	}
	return shares
}
