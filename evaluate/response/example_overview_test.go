package response_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

// In January 2021 China's patent office asked the provinces to end subsidies for patent
// applications. These are the utility models granted in Jiangsu from 2016 to 2023 (China
// Statistical Yearbook on Science and Technology).
func Example() {
	var grants []target.Point
	for i, n := range []int64{117827, 126482, 200333, 233114, 405885, 515935, 427156, 302132} {
		grants = append(grants, target.Point{Period: target.Year(2016 + i), Value: decimal.New(n, 0)})
	}

	change := response.Intervention{What: "end of subsidies", At: target.Year(2021)}
	r, err := response.Analyse(change, response.Behaviour{Unit: "Jiangsu", Figures: grants})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("mean before:", r.Before.Mean.StringFixed(0), "after:", r.After.Mean.StringFixed(0))
	fmt.Println("change of slope:", r.Figures.SlopeChange)
	fmt.Print(r.Explain())
	// Output:
	// mean before: 216728 after: 415074
	// change of slope: −175,176.3000 (t −5.11, p 0.0070)
	// Jiangsu: end of subsidies, from 2021 on
	//   before  2016 to 2020, mean 216,728.2, growth 36.24 % a year
	//   after   2021 to 2023, mean 415,074.3, growth −23.48 % a year
	//   figures, 4 degrees of freedom, Durbin-Watson 2.53
	//     level change         100,423.2333 (t 1.63, p 0.1783)
	//     slope change a year  −175,176.3000 (t −5.11, p 0.0070)
	//   A break at the time of a change is not its effect. Whatever else changed then shows the same
	//   way. Behaviour may have moved before the date or long after it. A few yearly figures that
	//   depend on one another make errors look small. A date that was picked because the series breaks
	//   there proves nothing.
}
