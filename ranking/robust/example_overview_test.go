package robust_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// Five provinces of China have a score for their energy and one for their electricity per
// unit of GDP in 2008: 100 is the least of the five, 0 the most (from a bulletin of the
// National Bureau of Statistics of 30 June 2009). If the weight of each can be from a
// quarter to three quarters, Guangdong and Shanghai can change places.
//
// The five Nordic countries have mean scores in mathematics with standard errors (OECD,
// PISA 2018). Denmark is first, but Finland or Sweden could be.
func Example() {
	units := []robust.ScoredUnit{
		{Code: "Beijing", Scores: []decimal.Decimal{decimal.New(1000, -1), decimal.New(1000, -1)}},
		{Code: "Guangdong", Scores: []decimal.Decimal{decimal.New(624, -1), decimal.New(242, -1)}},
		{Code: "Jiangsu", Scores: []decimal.Decimal{decimal.New(0, 0), decimal.New(109, -1)}},
		{Code: "Shanghai", Scores: []decimal.Decimal{decimal.New(14, -1), decimal.New(659, -1)}},
		{Code: "Zhejiang", Scores: []decimal.Decimal{decimal.New(149, -1), decimal.New(0, 0)}},
	}
	half := decimal.New(5, -1)

	region, err := robust.Around([]decimal.Decimal{half, half}, half)
	if err != nil {
		fmt.Println(err)
		return
	}
	intervals, err := robust.Intervals(units, region)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(intervals)

	nordic := []robust.Estimate{
		{Code: "Denmark", Value: 509.40, SE: 1.74},
		{Code: "Finland", Value: 507.30, SE: 1.97},
		{Code: "Iceland", Value: 495.19, SE: 1.95},
		{Code: "Norway", Value: 500.96, SE: 2.22},
		{Code: "Sweden", Value: 502.39, SE: 2.65},
	}
	sets, err := robust.ConfidenceSets(nordic, robust.ConfidenceOptions{Better: target.Higher, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(sets)
	// Output:
	// unit       best  worst
	// Beijing       1      1
	// Guangdong     2      3
	// Shanghai      2      3
	// Jiangsu       4      5
	// Zhejiang      4      5
	// unit     rank  from  to
	// Denmark     1     1   3
	// Finland     2     1   4
	// Sweden      3     1   5
	// Norway      4     2   5
	// Iceland     5     3   5
}
