package hierarchy_test

import (
	"maps"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// rollUpIsTheLaw compares RollUp with the sum over all units at the ends of the
// tree, in fractions, and a cascade's quotas rolled up with its target.
func rollUpIsTheLaw(t *rapid.T) {
	units := drawUnits(t)
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}

	children := map[string]bool{}
	memo := map[string]bool{}
	for _, u := range units {
		memo[u.Code] = memo[u.Parent] || u.Role == hierarchy.Memo
		if u.Role != hierarchy.Memo {
			children[u.Parent] = true
		}
	}

	x, b := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	sum, num, den := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, u := range units {
		if children[u.Code] {
			continue
		}
		x[u.Code] = decimal.New(rapid.Int64().Draw(t, "x"), -int32(rapid.IntRange(0, 3).Draw(t, "places")))
		b[u.Code] = decimal.New(rapid.Int64Range(1, 1<<40).Draw(t, "b"), 0)
		if !memo[u.Code] {
			sum.Add(sum, x[u.Code].Rat())
			num.Add(num, new(big.Rat).Mul(x[u.Code].Rat(), b[u.Code].Rat()))
			den.Add(den, b[u.Code].Rat())
		}
	}

	columnOf := func(m map[string]decimal.Decimal) hierarchy.Column {
		c, err := tree.Column(maps.All(m))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	up, err := hierarchy.RollUp(target.Flow, columnOf(x), hierarchy.Column{})
	if err != nil {
		t.Fatal(err)
	}

	if got, _ := up.At("0"); got.Rat().Cmp(sum) != 0 {
		t.Errorf("the sum is %v, want %s", got, sum.FloatString(3))
	}
	up, err = hierarchy.RollUp(target.Ratio, columnOf(x), columnOf(b))
	if err != nil {
		t.Fatal(err)
	}

	got, _ := up.At("0")
	miss := new(big.Rat).Sub(got.Rat(), num.Quo(num, den))
	if miss.Abs(miss).Cmp(big.NewRat(1, 1_000_000_000_000)) > 0 {
		t.Errorf("the mean is %v, want %s", got, num.FloatString(15))
	}
}

// wholeRollUp rolls columns without gaps up, in trees of members, and compares the
// result with that of RollUpCovered, which uses no shortcut. The decimals must have
// the same exponents too.
func wholeRollUp(t *rapid.T) {
	units := drawUnits(t)
	for i := range units {
		units[i].Role = hierarchy.Member
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		t.Fatal(err)
	}
	parents := map[string]bool{}
	for _, u := range units {
		parents[u.Parent] = true
	}

	large := rapid.Int64Range(1, 1<<62)
	most := rapid.SampledFrom([]int64{9, 1 << 20, 1 << 40, 1 << 62}).Draw(t, "most")
	inner := rapid.Bool().Draw(t, "inner")
	x, b := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, u := range units {
		if !inner && parents[u.Code] {
			continue
		}
		m := large.Draw(t, "x")%most - most/3
		x[u.Code] = decimal.New(m, -rapid.Int32Range(0, 3).Draw(t, "places"))
		b[u.Code] = decimal.New(large.Draw(t, "b")%most, 0)
	}
	figures, err := tree.Column(maps.All(x))
	if err != nil {
		t.Fatal(err)
	}
	basis, err := tree.Column(maps.All(b))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []target.Kind{target.Flow, target.Ratio, target.Milestone} {
		got, err := hierarchy.RollUp(kind, figures, basis)
		want, _, wantErr := hierarchy.RollUpCovered(kind, figures, basis)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%v: %v, but RollUpCovered returns %v", kind, err, wantErr)
		}
		for i := range tree.Len() {
			g, ok := got.FigureAt(i)
			w, has := want.FigureAt(i)
			if ok != has || !g.Equal(w) || g.Exponent() != w.Exponent() {
				t.Fatalf("%v: unit %d has %v, %t, want %v, %t", kind, i, g, ok, w, has)
			}
		}
	}
}

func TestWholeRollUp(t *testing.T) { rapid.Check(t, wholeRollUp) }

func TestRollUpIsTheLaw(t *testing.T) { rapid.Check(t, rollUpIsTheLaw) }

func FuzzRollUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(rollUpIsTheLaw)) }
