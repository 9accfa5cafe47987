package hierarchy_test

import (
	"cmp"
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// refClaims are the claims of one family, as the documentation of a method says
// them, in fractions and in the indicator's unit.
type refClaims struct{ offsets, weights []*big.Rat }

// massOf adds figures up, each times its basis.
func massOf(bases, figures []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i, x := range figures {
		sum.Add(sum, new(big.Rat).Mul(bases[i], x))
	}
	return sum
}

// blended mixes claims by shares, as Blend says.
func blended(bases []*big.Rat, shares []*big.Rat, parts []refClaims) refClaims {
	n := len(bases)
	out := refClaims{offsets: make([]*big.Rat, n), weights: make([]*big.Rat, n)}
	whole := new(big.Rat)
	for _, s := range shares {
		whole.Add(whole, s)
	}
	for i := range n {
		out.offsets[i], out.weights[i] = new(big.Rat), new(big.Rat)
		for k, part := range parts {
			s := new(big.Rat).Quo(shares[k], whole)
			v := new(big.Rat).Quo(part.weights[i], massOf(bases, part.weights))
			o := new(big.Rat).Mul(v, massOf(bases, part.offsets))
			out.offsets[i].Add(out.offsets[i], o.Mul(s, o.Sub(part.offsets[i], o)))
			out.weights[i].Add(out.weights[i], v.Mul(s, v))
		}
	}
	return out
}

// Methods of several parts keep the formula of each part under bounds and holds.
func methodsUnderBounds(t *rapid.T) {
	n := rapid.IntRange(1, 4).Draw(t, "n")
	f := newFan(n)
	draw := func(label string, low, high int64) (hierarchy.Column, []*big.Rat) {
		text, all := make([]string, n), make([]*big.Rat, n)
		for i := range n {
			v := decimal.New(rapid.Int64Range(low, high).Draw(t, label), -int32(rapid.IntRange(0, 1).Draw(t, label+
				" places")))
			text[i], all[i] = v.String(), v.Rat()
		}
		return f.column(text...), all
	}
	zeros, ones := make([]*big.Rat, n), make([]*big.Rat, n)
	for i := range n {
		zeros[i], ones[i] = new(big.Rat), rat(1)
	}
	a, done := draw("done", 0, 30)
	b, weights := draw("weights", 1, 30)
	c, reference := draw("reference", 0, 30)
	e, bids := draw("bids", 1, 30)
	basis, bases := draw("basis", 1, 9)
	kind := rapid.SampledFrom([]target.Kind{target.Flow, target.Ratio}).Draw(t, "kind")
	mass := rat(1)
	if kind == target.Flow {
		bases = ones
	} else {
		mass = massOf(bases, ones)
	}
	amount := rapid.Int64Range(0, 90).Draw(t, "amount")
	mass.Mul(mass, rat(amount))
	share := func(label string) decimal.Decimal { return decimal.New(rapid.Int64Range(1, 9).Draw(t, label), -1) }
	p, q, alpha := share("first"), share("second"), share("alpha")

	shift, increment := refClaims{reference, ones}, refClaims{done, weights}
	proportional := refClaims{zeros, weights}
	part := func(share decimal.Decimal, m hierarchy.Method) hierarchy.Part {
		return hierarchy.Part{Weight: share, Method: m}
	}
	negotiation := func(inner refClaims) refClaims {
		rest := new(big.Rat).Sub(rat(1), alpha.Rat())
		shares := []*big.Rat{new(big.Rat).Mul(alpha.Rat(), mass), rest.Mul(rest, massOf(bases, bids))}
		return blended(bases, shares, []refClaims{inner, {zeros, bids}})
	}
	cases := []struct {
		method hierarchy.Method
		want   refClaims
	}{
		{hierarchy.Blend(part(p, hierarchy.Shift(c))), shift},
		{
			hierarchy.Blend(part(p, hierarchy.Shift(c)), part(q, hierarchy.Proportional(b))),
			blended(bases, []*big.Rat{p.Rat(), q.Rat()}, []refClaims{shift, proportional}),
		},
		{
			hierarchy.Blend(part(p, hierarchy.Shift(c)), part(q, hierarchy.Increment(a, b))),
			blended(bases, []*big.Rat{p.Rat(), q.Rat()}, []refClaims{shift, increment}),
		},
		{hierarchy.Negotiated(e, alpha, hierarchy.Increment(a, b)), negotiation(increment)},
		{hierarchy.Negotiated(e, alpha, hierarchy.Proportional(b)), negotiation(proportional)},
		{hierarchy.Converge(b, alpha), blended(bases, []*big.Rat{
			new(big.Rat).Sub(rat(1), alpha.Rat()), alpha.Rat(),
		}, []refClaims{proportional, {zeros, ones}})},
	}
	x := cases[rapid.IntRange(0, len(cases)-1).Draw(t, "method")]

	// Bounds, and a hold.
	low, high, in := make([]string, n), make([]string, n), make([]interval, n)
	for i := range n {
		if rapid.IntRange(0, 2).Draw(t, "min?") == 0 {
			v := rapid.Int64Range(-10, 30).Draw(t, "min")
			low[i], in[i].least = fmt.Sprint(v), &v
		}
		if rapid.IntRange(0, 2).Draw(t, "max?") == 0 {
			v := rapid.Int64Range(0, 60).Draw(t, "max")
			if in[i].least == nil || *in[i].least <= v {
				high[i], in[i].most = fmt.Sprint(v), &v
			}
		}
	}
	o := hierarchy.Options{Rule: hierarchy.Rule{Method: x.method}, Basis: basis}
	if c := f.column(low...); c.Len() > 0 {
		o.Rule.Min = c
	}
	if c := f.column(high...); c.Len() > 0 {
		o.Rule.Max = c
	}
	if rapid.Bool().Draw(t, "hold?") {
		v := rapid.Int64Range(0, 40).Draw(t, "hold")
		o.Holds = []hierarchy.Hold{{Unit: f.codes[0], Value: decimal.New(v, 0)}}
		in[0] = interval{least: &v, most: &v}
	}

	ref := refFamily{
		mean: kind == target.Ratio, amount: amount, sign: cmp.Compare(amount, 0),
		weights: x.want.weights, offsets: x.want.offsets, bases: bases, tiers: [][]interval{in},
	}
	want, _, ok := ref.divide()
	plan, err := hierarchy.Cascade(f.tree, f.target(kind, fmt.Sprint(amount), 0), o)
	if ok != (err == nil) {
		t.Fatalf("%v: Cascade() says %v, the reference can divide: %t", x.method, err, ok)
	}
	if err != nil {
		return
	}
	for i, code := range f.codes {
		if q, _ := plan.Quota(code); q.Value.IntPart() != want[i] {
			t.Errorf("%v: quotas are %s, want %v", x.method, quotas(plan), want)
		}
	}
}

func TestMethodsUnderBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 5 { // since many of the draws cannot be divided
			methodsUnderBounds(t)
		}
	})
}

func FuzzMethodsUnderBounds(f *testing.F) { f.Fuzz(rapid.MakeFuzz(methodsUnderBounds)) }
