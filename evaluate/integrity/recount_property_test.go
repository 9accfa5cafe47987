package integrity_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/integrity"
)

// checkPlainRecount holds the ratios of all denominators that a published one
// stands for, as an interval of rationals, against the published ratio.
func checkPlainRecount(t *rapid.T) {
	var lines []integrity.PublishedRatio
	o := integrity.RecountOptions{
		Places:            rapid.Int32Range(0, 2).Draw(t, "p"),
		DenominatorPlaces: rapid.Int32Range(0, 2).Draw(t, "d"),
		MaxChange:         decimal.New(rapid.Int64Range(0, 60).Draw(t, "c"), -2),
	}

	if rapid.Bool().Draw(t, "per") {
		o.Per = decimal.New(1, rapid.Int32Range(-1, 2).Draw(t, "pere"))
	}
	per := o.Per.Rat()
	if per.Sign() == 0 {
		per = big.NewRat(1, 1)
	}

	for i := range rapid.IntRange(0, 6).Draw(t, "n") {
		figure := func(name string, low, high int64, places int) decimal.Decimal {
			return decimal.New(rapid.Int64Range(low, high).Draw(t, name), -int32(rapid.IntRange(0, places).Draw(t, name+
				" places")))
		}
		q := integrity.PublishedRatio{
			Code:        string(rune('a' + i)),
			Numerator:   figure("numerator", 0, 40, 1),
			Denominator: figure("denominator", 1, 40, 2),
		}
		if rapid.Bool().Draw(t, "published") {
			q.Ratio = decimal.NewNullDecimal(figure("ratio", 0, 400, 2))
		}
		if rapid.Bool().Draw(t, "before") {
			q.Earlier = decimal.NewNullDecimal(figure("earlier", 1, 40, 2))
		}
		lines = append(lines, q)
	}

	half := func(p int32) *big.Rat { return decimal.New(5, -p-1).Rat() }
	fits := func(q integrity.PublishedRatio, d decimal.Decimal) bool {
		if !q.Ratio.Valid {
			return true
		}
		n := new(big.Rat).Mul(q.Numerator.Rat(), per)
		rounding := half(o.DenominatorPlaces)
		lo, hi := new(big.Rat).Sub(d.Rat(), rounding), new(big.Rat).Add(d.Rat(), rounding)
		least := new(big.Rat).Quo(n, hi)
		r0 := new(big.Rat).Sub(q.Ratio.Decimal.Rat(), half(o.Places))
		r1 := new(big.Rat).Add(q.Ratio.Decimal.Rat(), half(o.Places))
		if least.Cmp(r1) > 0 {
			return false
		}
		if lo.Sign() <= 0 {
			return n.Sign() > 0 || r0.Sign() <= 0
		}
		return new(big.Rat).Quo(n, lo).Cmp(r0) >= 0
	}

	steady := func(q integrity.PublishedRatio, d decimal.Decimal) bool {
		if !q.Earlier.Valid {
			return true
		}
		x := new(big.Rat).Sub(d.Rat(), q.Earlier.Decimal.Rat())
		return x.Abs(x).Cmp(new(big.Rat).Mul(o.MaxChange.Rat(), q.Earlier.Decimal.Rat())) <= 0
	}

	var want []integrity.Finding
	for _, q := range lines {
		f := integrity.Finding{
			PublishedRatio: q,
			Inconsistent:   !fits(q, q.Denominator),
			Changed:        !steady(q, q.Denominator),
		}
		if !f.Inconsistent && !f.Changed {
			continue
		}
		n := new(big.Rat).Mul(q.Numerator.Rat(), per)
		rounding := half(o.DenominatorPlaces)
		lo, hi := new(big.Rat).Sub(q.Denominator.Rat(), rounding), new(big.Rat).Add(q.Denominator.Rat(), rounding)
		f.Low = num(new(big.Rat).Quo(n, hi).FloatString(int(o.Places)))
		f.High = f.Low
		if lo.Sign() > 0 {
			f.High = num(new(big.Rat).Quo(n, lo).FloatString(int(o.Places)))
		}
		want = append(want, f)
	}

	ok := func(f integrity.Finding, d decimal.Decimal) bool {
		return (!f.Inconsistent || fits(f.PublishedRatio, d)) && (!f.Changed || steady(f.PublishedRatio, d))
	}

	for i := range want {
		for j := i + 1; j < len(want); j++ {
			a, b := &want[i], &want[j]
			if a.SwappedWith == "" && b.SwappedWith == "" && ok(*a, b.Denominator) && ok(*b, a.Denominator) {
				a.SwappedWith, b.SwappedWith = b.Code, a.Code
				x := new(big.Rat).Mul(a.Numerator.Rat(), per)
				a.Corrected = num(x.Quo(x, b.Denominator.Rat()).FloatString(int(o.Places)))
				x = new(big.Rat).Mul(b.Numerator.Rat(), per)
				b.Corrected = num(x.Quo(x, a.Denominator.Rat()).FloatString(int(o.Places)))
			}
		}
	}

	got, err := integrity.Recount(lines, o)
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
	line := integrity.PublishedRatio{Code: "a", Denominator: num("0.4"), Ratio: some("2")}
	found, err := integrity.Recount([]integrity.PublishedRatio{line}, integrity.RecountOptions{})
	if err != nil || len(found) != 1 || !found[0].Inconsistent || found[0].Changed {
		t.Errorf("Recount() = %v, %v, want an inconsistent line", found, err)
	}
}
