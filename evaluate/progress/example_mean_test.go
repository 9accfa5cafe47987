package progress_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// The shares of women in two assemblies, to be 50 % in 2030. One share has been reached
// already; the indicator is achieved only if both are.
func ExampleCAGRRatio_Mean() {
	women := target.Target{
		Indicator: target.Indicator{
			Code: "women", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
		},
		Unit: "CA", Period: target.Year(2030), Value: decimal.New(50, 0),
	}
	var verdicts []progress.Progress
	for _, figures := range [][2]string{{"38.7", "50.2"}, {"26.0", "30.5"}} {
		v, err := progress.Track(women, []target.Point{
			{Period: target.Year(2015), Value: decimal.RequireFromString(figures[0])},
			{Period: target.Year(2022), Value: decimal.RequireFromString(figures[1])},
		}, progress.OpenSDG())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(v.Score.Decimal.StringFixed(2), v.Category)
		verdicts = append(verdicts, v)
	}

	indicator, err := progress.OpenSDG().Mean(verdicts)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(indicator.Score.Decimal.StringFixed(2), indicator.Category)
	// Output:
	// 5.00 target achieved
	// -0.34 limited progress
	// 2.33 moderate progress
}
