package temporal_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// China's eleventh five-year plan wanted energy per unit of output 20 % lower in 2010
// than in 2005. The first three years brought cuts by 2.74, 5.04 and 5.20 % (National
// Bureau of Statistics, revised after the second economic census).
func Example() {
	number := decimal.RequireFromString
	intensity := target.Indicator{
		Code: "energy per output", Kind: target.Reduction, Better: target.Higher,
		Per: decimal.New(100, 0), Places: target.Places(2),
	}
	plan := target.Target{Indicator: intensity, Unit: "CN", Period: target.FiveYearPlan(11), Value: number("20")}

	path, err := temporal.Path(plan, temporal.ConstantRate{}, target.Yearly)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("each year:", path[0].Value, path[1].Value, path[2].Value, path[3].Value, path[4].Value)

	cuts := []target.Point{
		{Period: target.Year(2006), Value: number("2.74")},
		{Period: target.Year(2007), Value: number("5.04")},
		{Period: target.Year(2008), Value: number("5.20")},
	}
	done, err := temporal.Combine(intensity, target.Years(2006, 2008), cuts, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	rest, err := temporal.Rest(intensity, target.Point{Period: plan.Period, Value: plan.Value}, cuts)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("2006 to 2008:", done)
	fmt.Println("needed in", rest.Period, "together:", rest.Value)
	// Output:
	// each year: 4.36 4.37 4.36 4.37 4.36
	// 2006 to 2008: 12.44
	// needed in 2009/2010 together: 8.63
}
