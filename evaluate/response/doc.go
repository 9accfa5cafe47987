// Package response asks whether behaviour followed when a target changed.
//
// The calls that matter, without their errors:
//
//	change := response.Intervention{What: "end of subsidies", At: target.Year(2021)}
//	r, err := response.Analyse(change, response.Behaviour{Unit: "Jiangsu", Figures: grants})
//	fmt.Println("mean before:", r.Before.Mean.StringFixed(0), "after:", r.After.Mean.StringFixed(0))
//	fmt.Println("change of slope:", r.Figures.SlopeChange)
//	fmt.Print(r.Explain())
//
// [Analyse] compares what a unit did before an [Intervention] with what it did after:
// level, growth and composition, and an interrupted-series regression with the change
// of level and of slope at the intervention. With a control, a series that did not
// face the intervention, it also compares the differences between the two.
//
// A break at the time of a change is not its effect: [Caution] says why.
//
// Regressions are exact up to the last step. Figures have
// [evaluate.SignificantDigits] digits, rounded half away from zero. There is no
// floating point.
package response
