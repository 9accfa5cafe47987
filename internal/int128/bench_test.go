package int128_test

import (
	"math/big"
	"math/bits"
	"testing"

	"github.com/targetcascade/cascade/internal/int128"
)

// mulChecked and addChecked are words that are checked at each step.
func mulChecked(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if hi != 0 || lo > 1<<62 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func addChecked(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0)
}

// BenchmarkSumOfProducts is x·a + y·b, summed over a thousand pairs.
func BenchmarkSumOfProducts(b *testing.B) {
	const n = 1000
	x, y := make([]int64, n), make([]int64, n)
	bigX, bigY := make([]*big.Int, n), make([]*big.Int, n)
	for i := range x {
		x[i], y[i] = int64(i*7919%1000), int64(i*104729%100003)
		bigX[i], bigY[i] = big.NewInt(x[i]), big.NewInt(y[i])
	}

	b.Run("int128", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var sum int128.Int
			for i, v := range x {
				sum = sum.Add(int128.Mul(v, y[i]))
			}
			if _, ok := sum.Int64(); !ok {
				b.Fatal("too large")
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/product")
	})

	b.Run("checked words", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var sum int64
			for i, v := range x {
				p, ok1 := mulChecked(v, y[i])
				s, ok2 := addChecked(sum, p)
				if !ok1 || !ok2 {
					b.Fatal("too large")
				}
				sum = s
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/product")
	})

	b.Run("big", func(b *testing.B) {
		b.ReportAllocs()
		sum, p := new(big.Int), new(big.Int)
		for b.Loop() {
			sum.SetInt64(0)
			for i, v := range bigX {
				sum.Add(sum, p.Mul(v, bigY[i]))
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/product")
	})
}

// BenchmarkQuotient is a quotient of two words to sixteen digits.
func BenchmarkQuotient(b *testing.B) {
	const num, den = 1234567, 7654321
	b.Run("int128", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			scaled, ok := int128.Of(num).MulPow10(16)
			if q := scaled.QuoHalfUp(int128.Of(den)); !ok || q.Sign() <= 0 {
				b.Fatal(q)
			}
		}
	})

	b.Run("int128 wide divisor", func(b *testing.B) {
		b.ReportAllocs()
		divisor := int128.Mul(den, 1e15)
		scaled, ok := int128.Of(num).MulPow10(31)
		for b.Loop() {
			if q := scaled.QuoHalfUp(divisor); !ok || q.Sign() <= 0 {
				b.Fatal(q)
			}
		}
	})

	b.Run("big", func(b *testing.B) {
		b.ReportAllocs()
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(16), nil)
		x, y, rest := big.NewInt(num), big.NewInt(den), new(big.Int)
		q := new(big.Int)
		for b.Loop() {
			q.Mul(x, power)
			q.QuoRem(q, y, rest)
			if rest.Lsh(rest, 1).CmpAbs(y) >= 0 {
				q.Add(q, big.NewInt(1))
			}
		}
	})
}
