package integrity_test

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

//go:embed testdata/growth.csv
var growth string

// China's provinces and prefectures set a target for GDP growth each January
// and report the growth a year later: 1,574 pairs from government work reports
// of 2000 to 2025. Growth that just meets the target is far more common than
// growth that just misses it, and a point of growth above the target raises the
// next one three times as much as a point below lowers it.
func Example_growthTargets() {
	records, err := csv.NewReader(strings.NewReader(growth)).ReadAll()
	if err != nil {
		fmt.Println(err)
		return
	}
	var ahead []decimal.Decimal
	var revisions []integrity.TargetRevision
	for _, rec := range records[1:] {
		set, err := decimal.NewFromString(rec[2])
		if err != nil {
			fmt.Println(err)
			return
		}
		grown, err := decimal.NewFromString(rec[3])
		if err != nil {
			fmt.Println(err)
			return
		}
		ahead = append(ahead, grown.Sub(set))
		if rec[4] == "" {
			continue
		}
		next, err := decimal.NewFromString(rec[4])
		if err != nil {
			fmt.Println(err)
			return
		}
		revisions = append(revisions, integrity.TargetRevision{Unit: rec[0], Target: set, Actual: grown, Next: next})
	}
	tenth := decimal.New(1, -1)

	w, err := integrity.NearTarget(ahead, integrity.WindowOptions{Width: tenth, Better: target.Higher})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("within a tenth of a point: %d met, %d missed\n", w.Met, w.Missed)
	fmt.Printf("by even chances: %s\n", w.TwoSided.StringFixed(33))

	b, err := integrity.Bunch(ahead, integrity.BunchOptions{
		Width: tenth, Below: 20, Above: 20, Order: 3,
		// Half points are round numbers of reports, whatever the target.
		RoundNumbers: []decimal.Decimal{decimal.New(5, -1)},
		Correct:      integrity.AboveTarget,
		Replicates:   200, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf(
		"at the target: %.0f reports more than expected, %.1f times (standard error %.1f)\n", b.Excess, b.Ratio,
		b.RatioError,
	)

	r, err := integrity.Ratchet(revisions, target.Higher)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("next target: %.3f for each point above (%.3f), %.3f for each point below (%.3f)\n",
		r.Above, r.AboveError, r.Below, r.BelowError)
	fmt.Println(strings.ReplaceAll(r.Caveat(), ". ", ".\n"))
	// Output:
	// within a tenth of a point: 156 met, 14 missed
	// by even chances: 0.000000000000000000000000000000163
	// at the target: 93 reports more than expected, 1.5 times (standard error 0.2)
	// next target: 0.253 for each point above (0.021), 0.082 for each point below (0.016)
	// The regression shows how targets followed results, not that anyone held back because of it.
	// Results and targets share causes that it does not see.
	// The revisions of one unit are not independent, so that the errors are too small if units differ.
	// Targets that follow from a plan that was fixed beforehand respond to nothing.
}
