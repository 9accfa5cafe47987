package system_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
)

// The 12th five-year plan of China sets reductions of energy intensity from 2010 to
// 2015: 17, 18 and 18 % for these provinces. Energy in 10,000 t of coal equivalent
// and GDP in 100 million yuan of 2010 give the intensities of 2010 in t per 10,000
// yuan. With GDP growing by 8 % a year, the reductions leave so much energy for 2015.
func ExampleDerive() {
	tree, err := hierarchy.NewTree([]string{"group", "province"}, []hierarchy.Unit{
		{Code: "00", Level: "group"},
		{Code: "11", Name: "Beijing", Level: "province", Parent: "00"},
		{Code: "31", Name: "Shanghai", Level: "province", Parent: "00"},
		{Code: "44", Name: "Guangdong", Level: "province", Parent: "00"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	column := func(beijing, shanghai, guangdong string) hierarchy.Column {
		figures := map[string]string{"11": beijing, "31": shanghai, "44": guangdong}
		c, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			text, ok := figures[u.Code]
			if !ok {
				return decimal.Decimal{}, false
			}
			return decimal.RequireFromString(text), true
		})
		if err != nil {
			panic(err) // no figure is out of range
		}
		return c
	}
	times := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }

	derived, err := system.Derive(map[string]hierarchy.Column{
		"energy 2010": column("6359.5", "10243.26", "25445.22"),
		"GDP 2010":    column("14113.6", "18319.63", "46821.3"),
		"remaining %": column("83", "82", "82"),
		"GDP index":   column("1.4693", "1.4693", "1.4693"),
	}, []system.Derivation{
		{
			Name: "consumption", Code: "energy 2015", Form: system.Product, Of: "intensity 2015", By: "GDP 2015",
			Places: 1,
		},
		{Name: "base", Code: "intensity 2010", Form: system.Quotient, Of: "energy 2010", By: "GDP 2010", Places: 3},
		{
			Name: "reduction", Code: "intensity 2015", Form: system.Product, Of: "intensity 2010", By: "remaining %",
			Times: times("0.01"), Places: 3,
		},
		{Name: "growth", Code: "GDP 2015", Form: system.Product, Of: "GDP 2010", By: "GDP index"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for u := range tree.Level("province") {
		intensity, _ := derived.Columns["intensity 2015"].At(u.Code)
		output, _ := derived.Columns["GDP 2015"].At(u.Code)
		energy, _ := derived.Columns["energy 2015"].At(u.Code)
		fmt.Printf("%s: %s × %s = %s\n", u.Name, intensity, output, energy)
	}
	for _, r := range derived.Residuals {
		if r.Identity == "consumption" {
			fmt.Printf("rounding leaves %s in %s\n", r.By, r.Unit.Name)
		}
	}
	// Output:
	// Beijing: 0.374 × 20737 = 7755.6
	// Shanghai: 0.458 × 26917 = 12328
	// Guangdong: 0.445 × 68795 = 30613.8
	// rounding leaves -0.038 in Beijing
	// rounding leaves 0.014 in Shanghai
	// rounding leaves 0.025 in Guangdong
}

// Two indicators that follow from each other are refused.
func ExampleDerivation() {
	tree, err := hierarchy.NewTree([]string{"region"}, []hierarchy.Unit{{Code: "00", Level: "region"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	output, err := tree.Constant("region", decimal.New(100, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	derive := func(code string, form system.Form, of string) system.Derivation {
		return system.Derivation{
			Name: "dual control of " + code, Code: code, Form: form, Of: of, By: "output", Places: 3,
		}
	}
	derivations := []system.Derivation{
		derive("energy", system.Product, "intensity"), derive("intensity", system.Quotient, "energy"),
	}
	_, err = system.Derive(map[string]hierarchy.Column{"output": output}, derivations)
	fmt.Println(err)
	// Output:
	// derivations "energy, intensity" is part of a cycle: they follow from one another: give one of them instead of deriving it
}

// What rounding leaves: 2 of 3 is 67 %, which is 0.3333… too much.
func ExampleResidual() {
	tree, err := hierarchy.NewTree([]string{"region"}, []hierarchy.Unit{{Code: "00", Name: "North", Level: "region"}})
	if err != nil {
		fmt.Println(err)
		return
	}

	constant := func(n int64) hierarchy.Column {
		c, err := tree.Constant("region", decimal.New(n, 0))
		if err != nil {
			panic(err) // the level exists
		}
		return c
	}

	inputs := map[string]hierarchy.Column{"part": constant(2), "whole": constant(3)}
	derived, err := system.Derive(inputs, []system.Derivation{{
		Name: "share", Code: "percentage", Form: system.Quotient, Of: "part", By: "whole",
		Times: decimal.NewNullDecimal(decimal.New(100, 0)),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	show := func(d *system.Derived, r system.Residual) {
		share, _ := d.Columns["percentage"].At(r.Unit.Code)
		fmt.Printf("%s of %s: %s, %s too much\n", r.Identity, r.Unit.Name, share, r.By)
	}
	for _, residual := range derived.Residuals {
		show(derived, residual)
	}
	// Output:
	// share of North: 67, 0.3333333333333333 too much
}
