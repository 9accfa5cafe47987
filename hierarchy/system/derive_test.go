package system_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// Every derived figure is the nearest to its exact one, the residual is what is
// between them, and the order of the derivations does not matter.
func derivedIsNearest(t *rapid.T) {
	tree := grove(t)
	given := map[string]hierarchy.Column{}
	for _, code := range []string{"x", "y"} {
		figures := map[string]int64{}
		for _, unit := range units {
			if rapid.IntRange(0, 5).Draw(t, "gap") > 0 {
				v := rapid.Int64Range(1, 99).Draw(t, "figure")
				if rapid.Bool().Draw(t, "negative") {
					v = -v
				}
				figures[unit] = v
			}
		}
		given[code] = columnOf(t, tree, figures)
	}
	places := rapid.Int32Range(0, 3).Draw(t, "places")
	chain := []system.Derivation{
		{Name: "last", Code: "z", Form: system.Product, Of: "ratio", By: "y", Places: places},
		{Name: "first", Code: "ratio", Form: system.Quotient, Of: "x", By: "y", Times: some("100"), Places: places},
	}
	got, err := system.Derive(given, chain)
	if err != nil {
		t.Fatal(err)
	}
	chain[0], chain[1] = chain[1], chain[0]
	again, err := system.Derive(given, chain)
	if err != nil {
		t.Fatal(err)
	}

	misses := map[string]decimal.Decimal{}
	for _, r := range got.Residuals {
		misses[r.Identity+r.Unit.Code] = r.By
	}
	half := new(big.Rat).Quo(big.NewRat(1, 2), d("1").Shift(places).Rat())
	for _, unit := range units {
		x, hasX := given["x"].At(unit)
		y, hasY := given["y"].At(unit)
		ratio, ok := got.Columns["ratio"].At(unit)
		if ok != (hasX && hasY) {
			t.Fatalf("ratio of %s: %t, want %t", unit, ok, hasX && hasY)
		}
		if !ok {
			continue
		}
		z, _ := got.Columns["z"].At(unit)
		for _, c := range []struct {
			name  string
			value decimal.Decimal
			exact *big.Rat
		}{
			{"first", ratio, new(big.Rat).Quo(x.Mul(d("100")).Rat(), y.Rat())},
			{"last", z, ratio.Mul(y).Rat()},
		} {
			miss := new(big.Rat).Sub(c.value.Rat(), c.exact)
			if new(big.Rat).Abs(miss).Cmp(half) > 0 {
				t.Fatalf("%s of %s = %v, want %v", c.name, unit, c.value, c.exact)
			}
			off := new(big.Rat).Sub(miss, misses[c.name+unit].Rat())
			if off.Abs(off).Cmp(big.NewRat(1, 1e15)) > 0 {
				t.Fatalf("residual of %s in %s = %v, want %v", c.name, unit, misses[c.name+unit], miss)
			}
		}
	}
	for code, c := range got.Columns {
		if !c.Equal(again.Columns[code]) {
			t.Fatalf("%s in another order = %v, want %v", code, again.Columns[code], c)
		}
	}
}

func TestDerivedIsNearest(t *testing.T) { rapid.Check(t, derivedIsNearest) }

func TestDeriveErrors(t *testing.T) {
	tree := grove(t)
	x := columnOf(t, tree, map[string]int64{"A": 3, "B": 4})
	zero := columnOf(t, tree, map[string]int64{"A": 0, "B": 4})
	given := map[string]hierarchy.Column{"x": x, "zero": zero}
	one := func(change func(*system.Derivation)) []system.Derivation {
		v := system.Derivation{Name: "i", Code: "z", Form: system.Product, Of: "x", By: "x"}
		change(&v)
		return []system.Derivation{v}
	}
	for _, tt := range []struct {
		name  string
		given map[string]hierarchy.Column
		all   []system.Derivation
		want  string
	}{
		{"nothing", nil, nil, "given"},
		{"no derivation", given, nil, "derivations"},
		{"no column", map[string]hierarchy.Column{"x": {}}, one(func(*system.Derivation) {}), `given["x"]`},
		{"another tree", map[string]hierarchy.Column{"w": columnOf(t, grove(t), map[string]int64{"A": 1}), "x": x}, one(func(*system.Derivation) {}), `given["x"]`},
		{"no name", given, one(func(v *system.Derivation) { v.Name = "" }), "name"},
		{"no code", given, one(func(v *system.Derivation) { v.Code = "" }), "code"},
		{"given", given, one(func(v *system.Derivation) { v.Code = "x" }), `derivations["i"].code`},
		{"no form", given, one(func(v *system.Derivation) { v.Form = 0 }), "form"},
		{"no factor", given, one(func(v *system.Derivation) { v.Times = some("0") }), "times"},
		{"too many places", given, one(func(v *system.Derivation) { v.Places = 101 }), "places"},
		{"unknown", given, one(func(v *system.Derivation) { v.By = "nobody" }), `derivations["i"].by`},
		{"by zero", given, one(func(v *system.Derivation) { v.Form, v.By = system.Quotient, "zero" }), `derivations["i"]["A"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := system.Derive(tt.given, tt.all)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Derive() = %v, want an error with %s", err, tt.want)
			}
		})
	}

	_, err := system.Derive(given, []system.Derivation{
		{Name: "i", Code: "a", Form: system.Product, Of: "x", By: "b"},
		{Name: "j", Code: "b", Form: system.Quotient, Of: "a", By: "x"},
	})
	if !errors.Is(err, target.ErrCycle) {
		t.Errorf("Derive() = %v, want ErrCycle", err)
	}
}
