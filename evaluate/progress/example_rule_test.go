package progress_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/target"
)

// A rule with categories and scores of its own. The density of patents grew by 39 % in
// the first year; 14 % a year are required.
func ExampleCAGRRatio() {
	density := target.Target{
		Indicator: target.Indicator{Code: "density", Kind: target.Ratio, Better: target.Higher},
		Unit:      "000000", Period: target.Year(2015), Value: decimal.RequireFromString("3.3"),
		Baseline: &target.Point{Period: target.Year(2010), Value: decimal.RequireFromString("1.7")},
	}
	series := []target.Point{{Period: target.Year(2011), Value: decimal.RequireFromString("2.37")}}
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

	p, err := progress.Track(density, series, rule)
	if err != nil {
		fmt.Println(err)
		return
	}
	measure, score := p.Measure.Decimal.StringFixed(2), p.Score.Decimal.StringFixed(1)
	fmt.Printf("%s × the required rate: %s, score %s\n", measure, p.Category, score)

	rule.Scores[0].At = decimal.New(-1, 0)
	_, err = progress.Track(density, series, rule)
	fmt.Println(err)
	// Output:
	// 2.78 × the required rate: far ahead, score 95.6
	// rule.scores[1].at 1 is not valid: order the points by falling measures: the highest first
}

// Score points make a line. Between two of them the score is interpolated, and beyond
// the last it stays.
func ExampleScorePoint() {
	indicator := target.Indicator{Code: "access", Kind: target.Ratio, Better: target.Higher}
	rule := progress.OpenSDG()
	for _, point := range rule.TrendScores {
		fmt.Println(point.At, "scores", point.Score)
	}

	for _, value := range []int64{1000, 1010, 1100} {
		p, err := progress.TrackTrend(indicator, []target.Point{
			{Period: target.Year(2020), Value: decimal.New(1000, 0)},
			{Period: target.Year(2021), Value: decimal.New(value, 0)},
		}, rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("from 1000 to", value, "scores", p.Score.Decimal.StringFixed(2))
	}
	// Output:
	// 0.02 scores 5
	// 0.015 scores 2.5
	// 0.005 scores 0
	// 0 scores -2.5
	// -0.02 scores -5
	// from 1000 to 1000 scores -2.50
	// from 1000 to 1010 scores 1.25
	// from 1000 to 1100 scores 5.00
}

// Near its natural limit a series need not grow fast. A quarter of a per cent a year is
// little at 40 %, and a tenth of one is much at 99 %.
func ExampleOpenSDG() {
	rule := progress.OpenSDG()
	rule.Limit = decimal.NewNullDecimal(decimal.New(100, 0))
	access := target.Indicator{
		Code: "electricity", Kind: target.Share, Better: target.Higher, Per: decimal.New(100, 0),
	}

	for _, tenths := range [][2]int64{{400, 401}, {990, 991}} {
		p, err := progress.TrackTrend(access, []target.Point{
			{Period: target.Year(2014), Value: decimal.New(tenths[0], -1)},
			{Period: target.Year(2015), Value: decimal.New(tenths[1], -1)},
		}, rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		rate := p.ObservedRate.Decimal.Shift(2).StringFixed(2)
		fmt.Printf("from %v: %s %% a year, %s\n", p.Base.Value, rate, p.Category)
	}
	// Output:
	// from 40: 0.25 % a year, limited progress
	// from 99: 0.10 % a year, substantial progress
}

// A service reads the rule from the JSON of its configuration.
func ExampleReadRule() {
	rule, err := progress.ReadRule([]byte(`{"method":"linear ratio","categories":[
		{"name":"on schedule","from":"0.95"},{"name":"behind"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := rule.MarshalJSON()
	fmt.Println(string(text), err)

	_, err = progress.ReadRule([]byte(`{"method":"linear","places":2}`))
	fmt.Println(err)
	// Output:
	// {"method":"linear ratio","categories":[{"name":"on schedule","from":"0.95"},{"name":"behind"}]} <nil>
	// rule.method "linear" is unknown: must be one of anticipated, cagr ratio, current status, forecast, linear ratio, path gap, weather
}
