package integrity_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
)

// In the table of September 2014 of China's patent office, two provinces have
// each other's population, in millions. The table of January shows it.
func ExampleRecount() {
	figure := decimal.RequireFromString
	lines := []integrity.PublishedRatio{
		{
			Code: "450000", Name: "Guangxi",
			Numerator: figure("5020"), Denominator: figure("46.8"),
			Ratio: decimal.NewNullDecimal(figure("107.2")), Earlier: decimal.NewNullDecimal(figure("46.8")),
		},
		{
			Code: "520000", Name: "Guizhou",
			Numerator: figure("3940"), Denominator: figure("45.0"),
			Ratio: decimal.NewNullDecimal(figure("87.5")), Earlier: decimal.NewNullDecimal(figure("34.8")),
		},
		{
			Code: "360000", Name: "Jiangxi",
			Numerator: figure("3896"), Denominator: figure("34.8"),
			Earlier: decimal.NewNullDecimal(figure("45.0")),
		},
	}

	found, err := integrity.Recount(lines, integrity.RecountOptions{
		Places:            1,
		DenominatorPlaces: 1,
		MaxChange:         figure("0.05"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found {
		fmt.Printf("%s: %s million people; with those of %s the density is %s\n",
			f.Name, f.Denominator.StringFixed(1), f.SwappedWith, f.Corrected.StringFixed(1))
	}
	// Output:
	// Jiangxi: 34.8 million people; with those of 520000 the density is 86.6
	// Guizhou: 45.0 million people; with those of 360000 the density is 113.2
}

// A line can be in doubt for two reasons at once: 250 patents of 2.5 million
// people are not 90 per million, and there were 3.1 million people before.
func ExampleFinding() {
	figure := decimal.RequireFromString
	found, err := integrity.Recount([]integrity.PublishedRatio{{
		Code:        "A",
		Numerator:   figure("250"),
		Denominator: figure("2.5"),
		Ratio:       decimal.NewNullDecimal(figure("90.0")),
		Earlier:     decimal.NewNullDecimal(figure("3.1")),
	}}, integrity.RecountOptions{Places: 1, DenominatorPlaces: 1, MaxChange: figure("0.05")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found {
		fmt.Println("inconsistent:", f.Inconsistent, "changed:", f.Changed)
		fmt.Println("possible ratios: from", f.Low.StringFixed(1), "to", f.High.StringFixed(1))
	}
	// Output:
	// inconsistent: true changed: true
	// possible ratios: from 98.0 to 102.0
}
