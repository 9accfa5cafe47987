package transcend

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// checkWord compares the logarithm of a word with that of many bits.
func checkWord(t interface{ Fatalf(string, ...any) }, x uint64) {
	got := new(big.Int).Lsh(lnWord(x).big(), 256-lnPlaces)
	want := ln(new(big.Rat).SetInt(new(big.Int).SetUint64(x)), 256)
	off := new(big.Int).Sub(got, want.m)
	off.Abs(off).Add(off, want.err)
	if off.Cmp(new(big.Int).Lsh(one, 256-120)) >= 0 {
		t.Fatalf("lnWord(%d) is off by 2^%d", x, off.BitLen()-256)
	}
}

// The bound on the error holds where the tables change from one entry to the
// next, at powers of two and anywhere else.
func TestLnWord(t *testing.T) {
	for k := range 64 {
		for _, x := range []uint64{1<<k - 1, 1 << k, 1<<k + 1} {
			if x > 0 {
				checkWord(t, x)
			}
		}
	}
	for at := range uint64(128) {
		edge := (128 + at) << 56
		for _, x := range []uint64{edge - 1, edge, edge + 1, edge + 1<<55} {
			checkWord(t, x)
		}
	}
	for x := uint64(1); x < 3000; x++ {
		checkWord(t, x)
	}
	checkWord(t, 1<<64-1)
}

func TestLnWordAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkWord(t, rapid.Uint64Min(1).Draw(t, "x")) })
}

func drawTerms(t *rapid.T) (LnTerms, []*big.Rat, []*big.Int, int64) {
	var terms LnTerms
	var xs []*big.Rat
	var counts []*big.Int
	whole := int64(0)
	word := rapid.OneOf(rapid.Int64Range(1, 9), rapid.Int64Range(1, 1<<62))
	for range rapid.IntRange(1, 6).Draw(t, "n") {
		c := rapid.Int64Range(0, 1<<40).Draw(t, "count")
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		terms.Counts = append(terms.Counts, c)
		terms.Nums, terms.Dens = append(terms.Nums, a), append(terms.Dens, b)
		xs, counts = append(xs, big.NewRat(a, b)), append(counts, big.NewInt(c))
		whole += c
	}
	if whole == 0 {
		terms.Counts[0], counts[0], whole = 1, big.NewInt(1), 1
	}
	return terms, xs, counts, whole
}

// Words give every digit that big integers give, also where terms cancel out.
func wordsAgree(t *rapid.T) {
	terms, xs, counts, whole := drawTerms(t)
	num, den := rapid.Int64Range(1, 1<<62).Draw(t, "num"), int64(1)
	if rapid.Bool().Draw(t, "cancel") {
		terms.Nums, terms.Dens = append(terms.Nums, 7, 49), append(terms.Dens, 49, 7)
		terms.Counts = append(terms.Counts, whole, whole)
		num, den = terms.Dens[0], terms.Nums[0]
		xs, counts = append(xs, big.NewRat(1, 1)), append(counts, new(big.Int))
		whole *= 3
	}
	xs, counts = append(xs, big.NewRat(num, den)), append(counts, big.NewInt(whole))
	digits := rapid.IntRange(1, 60).Draw(t, "digits")
	got, want := LnMeanWords(terms, num, den, digits), LnMean(xs, counts, big.NewInt(whole), digits)
	if !got.Equal(want) {
		t.Fatalf("LnMeanWords(%v, %d, %d, %d) = %v, want %v", terms, num, den, digits, got, want)
	}
}

func TestWordsAgree(t *testing.T) { rapid.Check(t, wordsAgree) }
func FuzzWordsAgree(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wordsAgree)) }

func TestLnMeanWordsPanics(t *testing.T) {
	tests := map[string]func(){
		"no count":       func() { LnMeanWords(LnTerms{}, 1, 1, 5) },
		"negative count": func() { LnMeanWords(LnTerms{[]int64{2, -1}, []int64{1, 1}, []int64{1, 1}}, 1, 1, 5) },
		"too many": func() {
			LnMeanWords(LnTerms{[]int64{1 << 62, 1 << 62}, []int64{1, 1}, []int64{1, 1}}, 1, 1, 5)
		},
		"zero": func() { LnMeanWords(LnTerms{[]int64{1}, []int64{0}, []int64{1}}, 1, 1, 5) },
		"last": func() { LnMeanWords(LnTerms{[]int64{1}, []int64{1}, []int64{1}}, 1, 0, 5) },
	}
	for name, f := range tests {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func BenchmarkLnWord(b *testing.B) {
	x := uint64(1)
	for b.Loop() {
		x = x*6364136223846793005 + 1442695040888963407
		lnWord(x | 1)
	}
}

func BenchmarkLnWide(b *testing.B) {
	for b.Loop() {
		ln(big.NewRat(6364136223846793005, 1), 128)
	}
}
