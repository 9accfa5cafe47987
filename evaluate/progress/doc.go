// Package progress says whether a series is on its way to its target, by rules
// that statistical offices publish.
//
// The calls that matter, without their errors:
//
//	goal := target.Target{
//		Indicator: electricity, Unit: "DE", Period: target.Year(2020), Value: decimal.New(35, 0),
//	}
//	verdict, err := progress.Track(goal, series, progress.Weather{}) // series is a []target.Point
//	fmt.Println(verdict)
//	trend, err := progress.TrackTrend(electricity, series, progress.CAGRRatio{}) // without a target
//	fmt.Println(trend)
//
// [Track] judges a series by a [Rule]:
//
//	rule                  compares                                     published by
//	CAGRRatio             observed and required growth rates           Eurostat
//	OpenSDG()             the same, with scores from −5 to 5           Statistics Canada, Open SDG
//	LinearRatio           observed and required changes a year         SDG Index (SDSN)
//	UNSD(), Forecast      where growth leads with where it should      UN Statistics Division
//	Weather               the mean of five changes, carried on         Destatis
//	CurrentStatus         the way made with the whole way              ESCAP
//	Anticipated           a regression, carried on, with the target    ESCAP
//	PathGap               the way made with the way that is due        five-year plans of China
//
// [TrackTrend] judges a series that has a direction but no target. [GoalColour]
// and [GoalTrend] make the verdict of a goal from those of its indicators.
//
// # Figures
//
// Straight-line rules are exact. Roots, logarithms and quotients have
// [evaluate.SignificantDigits] digits, rounded half away from zero. Growth rates
// are compared with the bounds of categories at those digits.
//
// A figure that does not exist, such as the growth from zero, is absent and has an
// [evaluate.Reason]. A series that a rule cannot judge is a result with a reason
// and not an error.
package progress
