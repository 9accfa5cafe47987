package progress_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// The share of renewable sources in Germany's electricity was to be 35 % in 2020. By
// the figures of 2010 to 2015 the statistical office published the symbol of the sun
// (Destatis, indicators of the German Sustainable Development Strategy, 7.2.b).
func Example() {
	electricity := target.Indicator{
		Code: "electricity", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
	}
	goal := target.Target{
		Indicator: electricity, Unit: "DE", Period: target.Year(2020), Value: decimal.New(35, 0),
	}
	var series []target.Point
	for i, tenths := range []int64{172, 206, 238, 253, 275, 316} {
		series = append(series, target.Point{Period: target.Year(2010 + i), Value: decimal.New(tenths, -1)})
	}

	verdict, err := progress.Track(goal, series, progress.Weather{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verdict)

	trend, err := progress.TrackTrend(electricity, series, progress.CAGRRatio{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(trend)
	// Output:
	// sun: 31.6 in 2015, forecast 46
	// significant progress: 31.6 in 2015
}
