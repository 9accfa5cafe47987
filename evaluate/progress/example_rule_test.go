package progress_test

import (
	"fmt"

	"github.com/shopspring/decimal"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// patents2015 is the target of the twelfth five-year plan: invention patents in
// force per 10,000 people.
var patents2015 = target.Target{
	Indicator: target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher, Places: target.Places(2)},
	Unit:      "000000", Period: target.Year(2015), Value: decimal.RequireFromString("3.3"),
	Baseline: &target.Point{Period: target.Year(2010), Value: decimal.RequireFromString("1.7")},
}

// Cuts and scores of one's own. The density grew by 39 % in the first year
// where 14 % a year would do.
func ExampleCAGRRatio() {
	rule := progress.CAGRRatio{
		Categories: []progress.Category{
			{Name: "far ahead", From: decimal.New(2, 0)},
			{Name: "on schedule", From: decimal.New(1, 0)},
			{Name: "behind"},
		},
		Scores: []progress.ScorePoint{
			{At: decimal.New(3, 0), Score: decimal.New(100, 0)},
			{At: decimal.New(1, 0), Score: decimal.New(60, 0)},
			{At: decimal.New(0, 0), Score: decimal.New(0, 0)},
		},
	}

	v, err := progress.Track(patents2015, yearly(2011, "2.37"), rule)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Printf("%s × the rate required: %s, score %s\n", v.Measure.Decimal.StringFixed(2), v.Category,
		v.Score.Decimal.StringFixed(1))
	rule.Scores[0].At = decimal.New(-1, 0)
	_, err = progress.Track(patents2015, yearly(2011, "2.37"), rule)
	fmt.Println(err)
	// Output:
	// 2.78 × the rate required: far ahead, score 95.6
	// rule.scores[1].at 1 is not valid: order the points by falling measures: the highest first
}

// Corners make a line of scores: what lies between two of them is interpolated,
// what lies beyond keeps the score of the last.
func ExampleScorePoint() {
	rule := progress.OpenSDG()
	for _, c := range rule.Scores {
		fmt.Println("ratio", c.At, "scores", c.Score)
	}

	for _, value := range []string{"1.7", "1.9", "2.37"} {
		v, err := progress.Track(patents2015, yearly(2011, value), rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(value, "has ratio", v.Measure.Decimal.StringFixed(2), "and scores", v.Score.Decimal.StringFixed(2))
	}
	// Output:
	// ratio 1.3 scores 5
	// ratio 0.95 scores 2.5
	// ratio 0.6 scores 0
	// ratio 0 scores -2.5
	// ratio -0.6 scores -5
	// 1.7 has ratio 0.00 and scores -2.50
	// 1.9 has ratio 0.83 and scores 1.64
	// 2.37 has ratio 2.78 and scores 5.00
}

// Near its natural limit a series need not grow fast: a quarter of a per cent a
// year is little at 40 %, a tenth of one is much at 99 %.
func ExampleOpenSDG() {
	rule := progress.OpenSDG()
	rule.Limit = decimal.NewNullDecimal(decimal.New(100, 0))
	access := target.Indicator{Code: "electricity", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
		Places: target.Places(1)}
	for _, series := range [][]target.Point{yearly(2014, "40.0", "40.1"), yearly(2014, "99.0", "99.1")} {
		v, err := progress.TrackTrend(access, series, rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("from %v: %s %% a year, %s\n", series[0].Value, v.ObservedRate.Decimal.Shift(2).StringFixed(2),
			v.Category)
	}
	// Output:
	// from 40: 0.25 % a year, limited progress
	// from 99: 0.10 % a year, substantial progress
}

// A figure within one point of everybody is taken for everybody.
func ExampleUNSD() {
	everybody := target.Target{
		Indicator: target.Indicator{Code: "electricity", Kind: target.Share, Better: target.Higher,
			Per: decimal.New(100, 0), Places: target.Places(1)},
		Unit: "000000", Period: target.Year(2030), Value: decimal.New(100, 0),
	}
	for _, value := range []string{"98.9", "99.0"} {
		v, err := progress.Track(everybody, yearly(2015, "96.9", value), progress.UNSD())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %%: %s\n", value, v.Category)
	}
	// Output:
	// 98.9 %: substantial progress
	// 99.0 %: target reached
}
