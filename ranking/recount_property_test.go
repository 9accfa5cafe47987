package ranking_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/ranking"
)

// checkPlainRecount holds the ratios of all denominators that a published one
// stands for, as an interval of rationals, against the published ratio.
func checkPlainRecount(t *rapid.T) {
	var lines []ranking.Quotient
	o := ranking.RecountOptions{Places: rapid.Int32Range(0, 2).Draw(t, "p"), Denominators: rapid.Int32Range(0, 2).Draw(t, "d"), Change: decimal.New(rapid.Int64Range(0, 60).Draw(t, "c"), -2)}
	if rapid.Bool().Draw(t, "per") {
		o.Per = decimal.New(1, rapid.Int32Range(-1, 2).Draw(t, "pere"))
	}
	per := o.Per.Rat()
	if per.Sign() == 0 {
		per = big.NewRat(1, 1)
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "n") {
		q := ranking.Quotient{Code: string(rune('a' + i)), Numerator: decimal.New(rapid.Int64Range(0, 40).Draw(t, "num"), -int32(rapid.IntRange(0, 1).Draw(t, "e"))), Denominator: decimal.New(rapid.Int64Range(1, 40).Draw(t, "den"), -int32(rapid.IntRange(0, 2).Draw(t, "e")))}
		if rapid.Bool().Draw(t, "pub") {
			q.Published = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(0, 400).Draw(t, "num"), -int32(rapid.IntRange(0, 2).Draw(t, "e"))))
		}
		if rapid.Bool().Draw(t, "ear") {
			q.Earlier = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(1, 40).Draw(t, "num"), -int32(rapid.IntRange(0, 2).Draw(t, "e"))))
		}
		lines = append(lines, q)
	}
	half := func(p int32) *big.Rat { return decimal.New(5, -p-1).Rat() }
	fits := func(q ranking.Quotient, d decimal.Decimal) bool {
		if !q.Published.Valid {
			return true
		}
		n := new(big.Rat).Mul(q.Numerator.Rat(), per)
		lo, hi := new(big.Rat).Sub(d.Rat(), half(o.Denominators)), new(big.Rat).Add(d.Rat(), half(o.Denominators))
		least := new(big.Rat).Quo(n, hi)
		r0, r1 := new(big.Rat).Sub(q.Published.Decimal.Rat(), half(o.Places)), new(big.Rat).Add(q.Published.Decimal.Rat(), half(o.Places))
		if least.Cmp(r1) > 0 {
			return false
		}
		if lo.Sign() <= 0 {
			return n.Sign() > 0 || r0.Sign() <= 0
		}
		return new(big.Rat).Quo(n, lo).Cmp(r0) >= 0
	}
	steady := func(q ranking.Quotient, d decimal.Decimal) bool {
		if !q.Earlier.Valid {
			return true
		}
		x := new(big.Rat).Sub(d.Rat(), q.Earlier.Decimal.Rat())
		return x.Abs(x).Cmp(new(big.Rat).Mul(o.Change.Rat(), q.Earlier.Decimal.Rat())) <= 0
	}
	var want []ranking.Finding
	for _, q := range lines {
		f := ranking.Finding{Quotient: q}
		if !fits(q, q.Denominator) {
			f.Doubt |= ranking.Misfit
		}
		if !steady(q, q.Denominator) {
			f.Doubt |= ranking.Jump
		}
		if f.Doubt == 0 {
			continue
		}
		n := new(big.Rat).Mul(q.Numerator.Rat(), per)
		lo, hi := new(big.Rat).Sub(q.Denominator.Rat(), half(o.Denominators)), new(big.Rat).Add(q.Denominator.Rat(), half(o.Denominators))
		f.Low = num(new(big.Rat).Quo(n, hi).FloatString(int(o.Places)))
		f.High = f.Low
		if lo.Sign() > 0 {
			f.High = num(new(big.Rat).Quo(n, lo).FloatString(int(o.Places)))
		}
		want = append(want, f)
	}
	ok := func(f ranking.Finding, d decimal.Decimal) bool {
		return (f.Doubt&ranking.Misfit == 0 || fits(f.Quotient, d)) && (f.Doubt&ranking.Jump == 0 || steady(f.Quotient, d))
	}
	for i := range want {
		for j := i + 1; j < len(want); j++ {
			a, b := &want[i], &want[j]
			if a.Swapped == "" && b.Swapped == "" && ok(*a, b.Denominator) && ok(*b, a.Denominator) {
				a.Swapped, b.Swapped = b.Code, a.Code
				x := new(big.Rat).Mul(a.Numerator.Rat(), per)
				a.Mended = num(x.Quo(x, b.Denominator.Rat()).FloatString(int(o.Places)))
				x = new(big.Rat).Mul(b.Numerator.Rat(), per)
				b.Mended = num(x.Quo(x, a.Denominator.Rat()).FloatString(int(o.Places)))
			}
		}
	}
	got, err := ranking.Recount(lines, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%+v\nRecount() mismatch (-want +got):\n%s", o, diff)
	}
}

func TestPlainRecount(t *testing.T) { rapid.Check(t, checkPlainRecount) }

// A ratio of nothing to anything is nothing, even where the denominator may be
// all but zero.
func TestRecountOfNothing(t *testing.T) {
	line := ranking.Quotient{Code: "a", Denominator: num("0.4"), Published: some("2")}
	found, err := ranking.Recount([]ranking.Quotient{line}, ranking.RecountOptions{})
	if err != nil || len(found) != 1 || found[0].Doubt != ranking.Misfit {
		t.Errorf("Recount() = %v, %v, want a misfit", found, err)
	}
}
