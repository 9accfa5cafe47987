package hierarchy_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// One family of a weighted mean with bounds of either sign and bases of zero,
// against the slow reference.
func meansMatchReference(t *rapid.T) {
	n := rapid.IntRange(1, 5).Draw(t, "children")
	f := newFan(n)
	sign := rapid.SampledFrom([]int64{1, -1}).Draw(t, "sign")
	load := sign * rapid.Int64Range(1, 9).Draw(t, "load")
	text := map[string][]string{}
	claims, bases := make([]*big.Rat, n), make([]*big.Rat, n)
	lo, hi := make([]int64, n), make([]*int64, n)
	put := func(name string, v int64) { text[name] = append(text[name], decimal.New(v, 0).String()) }
	given := make([]interval, n)
	for k := range n {
		c, b := rapid.Int64Range(0, 4).Draw(t, "claim"), rapid.Int64Range(0, 4).Draw(t, "basis")
		claims[k], bases[k] = rat(c), rat(b)
		put("claims", c)
		put("basis", b)
		in := &given[k]
		for i, bound := range []**int64{&in.least, &in.most} {
			name := []string{"min", "max"}[i]
			text[name] = append(text[name], "")
			if rapid.IntRange(0, 2).Draw(t, name+"?") == 0 {
				v := rapid.Int64Range(-12, 12).Draw(t, name)
				*bound, text[name][k] = &v, decimal.New(v, 0).String()
			}
		}
		if in.least != nil && in.most != nil && *in.least > *in.most {
			in.most, text["max"][k] = nil, ""
		}
		turned := *in
		if sign < 0 {
			turned = interval{least: minus(in.most), most: minus(in.least)}
		}
		turned = turned.toward(1)
		lo[k], hi[k] = *turned.least, turned.most
	}
	var ref reference
	want := ref.mean(sign*load, claims, bases, lo, hi)
	plan, err := hierarchy.Cascade(f.tree, f.target(target.Ratio, decimal.New(load, 0).String(), 0), hierarchy.Options{
		Rule:  hierarchy.Rule{Method: hierarchy.Proportional(f.column(text["claims"]...)), Min: f.column(text["min"]...), Max: f.column(text["max"]...)},
		Basis: f.column(text["basis"]...),
	})
	if ref.failed != (err != nil) {
		t.Fatalf("Cascade() says %v, the reference failed: %v", err, ref.failed)
	}
	if err != nil {
		if !errors.Is(err, target.ErrInfeasible) && !errors.Is(err, target.ErrRange) {
			t.Fatalf("unexpected error %v", err)
		}
		return
	}
	if err := plan.Check(); err != nil {
		t.Error(err)
	}
	for k, code := range f.codes {
		q, _ := plan.Quota(code)
		got, in := q.Value.IntPart(), given[k]
		if got != sign*want[k] {
			t.Errorf("%s has %v, want %d", code, q.Value, sign*want[k])
		}
		if q.Bound == hierarchy.AtMin && (in.least == nil || *in.least != got) || q.Bound == hierarchy.AtMax && (in.most == nil || *in.most != got) {
			t.Errorf("%s has %v, but is %v", code, q.Value, q.Bound)
		}
		x := plan.Explain(code).Steps[0].Exact
		if x.Valid && x.Decimal.Sub(q.Value).Abs().Cmp(d("1")) >= 0 {
			t.Errorf("%s has %v, and %v exactly", code, q.Value, x.Decimal)
		}
		if q.Bound != hierarchy.Free && x.Valid {
			t.Errorf("%s is %v, but is said to have %v exactly", code, q.Bound, x.Decimal)
		}
		if e := x.Decimal.Rat(); x.Valid && (in.least != nil && e.Cmp(rat(*in.least)) < 0 || in.most != nil && e.Cmp(rat(*in.most)) > 0) {
			t.Errorf("%s is said to have %v exactly, which its bounds do not allow", code, x.Decimal)
		}
	}
}

func TestMeansMatchReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // since many of the draws cannot be met
			meansMatchReference(t)
		}
	})
}

func FuzzMeans(f *testing.F) { f.Fuzz(rapid.MakeFuzz(meansMatchReference)) }
