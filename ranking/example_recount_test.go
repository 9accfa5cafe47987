package ranking_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
)

// Two populations of CNIPA's table of September 2014 stand in each other's
// line, as those of January show.
func ExampleRecount() {
	found, err := ranking.Recount([]ranking.Quotient{
		{
			Code: "450000", Name: "Guangxi", Numerator: decimal.New(5020, 0), Denominator: decimal.RequireFromString("46.8"),
			Published: decimal.NewNullDecimal(decimal.RequireFromString("107.2")), Earlier: decimal.NewNullDecimal(decimal.RequireFromString("46.8")),
		},
		{
			Code: "520000", Name: "Guizhou", Numerator: decimal.New(3940, 0), Denominator: decimal.RequireFromString("45.0"),
			Published: decimal.NewNullDecimal(decimal.RequireFromString("87.5")), Earlier: decimal.NewNullDecimal(decimal.RequireFromString("34.8")),
		},
		{
			Code: "360000", Name: "Jiangxi", Numerator: decimal.New(3896, 0), Denominator: decimal.RequireFromString("34.8"),
			Earlier: decimal.NewNullDecimal(decimal.RequireFromString("45.0")),
		},
	}, ranking.RecountOptions{Places: 1, Denominators: 1, Change: decimal.RequireFromString("0.05")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found {
		fmt.Printf("%s: %s million people; with those of %s the density is %s\n",
			f.Name, f.Denominator.StringFixed(1), f.Swapped, f.Mended.StringFixed(1))
	}
	// Output:
	// Jiangxi: 34.8 million people; with those of 520000 the density is 86.6
	// Guizhou: 45.0 million people; with those of 360000 the density is 113.2
}

// A line can be in doubt for two reasons at once: 250 patents of 2.5 million
// people are not 90 per million, and there were 3.1 million people before.
func ExampleDoubt() {
	found, err := ranking.Recount([]ranking.Quotient{{
		Code: "A", Numerator: decimal.New(250, 0), Denominator: decimal.RequireFromString("2.5"),
		Published: decimal.NewNullDecimal(decimal.RequireFromString("90.0")),
		Earlier:   decimal.NewNullDecimal(decimal.RequireFromString("3.1")),
	}}, ranking.RecountOptions{Places: 1, Denominators: 1, Change: decimal.RequireFromString("0.05")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found {
		fmt.Printf("misfit %v, jump %v; any ratio from %s to %s would do\n",
			f.Doubt&ranking.Misfit != 0, f.Doubt&ranking.Jump != 0, f.Low.StringFixed(1), f.High.StringFixed(1))
	}
	// Output:
	// misfit true, jump true; any ratio from 98.0 to 102.0 would do
}
