package apportion_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

// 200,000 patents are divided among four provinces by the 64,452 invention patents that
// they had in force in 2010 (China Statistical Yearbook on Science and Technology). The
// last one gets at least 10,000.
func Example() {
	parties := []apportion.Party{
		{Weight: decimal.New(23843, 0)},
		{Weight: decimal.New(19682, 0)},
		{Weight: decimal.New(17955, 0)},
		{Weight: decimal.New(2972, 0), Min: decimal.NewNullDecimal(decimal.New(10_000, 0))},
	}
	parts, err := apportion.Apportion(decimal.New(200_000, 0), parties, apportion.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(parts.Shares, parts.DecidedBy)
	// Output:
	// [73685 60826 55489 10000] [claim claim claim minimum]
}
