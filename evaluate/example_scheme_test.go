package evaluate_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// The book of the energy-saving target responsibility system of 2007 (节能目标责任评价考核): 40
// points for the target by steps, with a bonus, 60 for measures, and the
// target a veto.
const book2007 = `{
	"name": "energy saving, 2007",
	"items": [
		{"code": "target", "name": "energy per unit of GDP", "max": "40", "veto": true,
		 "points": {"method": "steps", "breakpoints": [
			{"at": "1", "points": "40"}, {"at": "0.9", "points": "36"}, {"at": "0.8", "points": "32"},
			{"at": "0.7", "points": "28"}, {"at": "0.6", "points": "24"}, {"at": "0.5", "points": "20"}]},
		 "bonus": {"per": "0.1", "points": "3", "max": "9"}},
		{"code": "measures", "max": "60"}
	],
	"grades": [
		{"name": "over-fulfilled", "from": "95"}, {"name": "fulfilled", "from": "80"},
		{"name": "basically fulfilled", "from": "60"}, {"name": "not fulfilled"}
	],
	"failed": "not fulfilled"
}`

// Three provinces in 2007: reductions of energy per unit of GDP as NDRC
// Announcement 2008 No. 55 gives them; the points for measures are invented.
var provinces2007 = []struct{ name, target, actual, measures string }{
	{"Beijing", "5.00", "6.04", "52"},
	{"Jilin", "4.00", "4.41", "45"},
	{"Hebei", "4.40", "4.02", "60"},
}

// Example_book reads a scoring book, assesses the provinces' figures and
// explains each result. Hebei has points enough for the best grade, but it
// missed its target.
func Example_book() {
	var book evaluate.Scheme
	if err := json.Unmarshal([]byte(book2007), &book); err != nil {
		fmt.Println(err)
		return
	}

	e, err := evaluate.New(book)
	if err != nil {
		fmt.Println(err)
		return
	}

	intensity := target.Indicator{
		Code: "intensity", Name: "reduction of energy per unit of GDP", Measure: "%",
		Kind: target.Reduction, Better: target.Higher, Per: decimal.New(100, 0), Places: target.Places(2),
	}

	for _, p := range provinces2007 {
		goal := target.Target{
			Code: "target", Indicator: intensity, Unit: p.name, Period: target.Year(2007),
			Value: decimal.RequireFromString(p.target), Force: target.Veto,
		}

		assessment, err := evaluate.Assess(goal, target.Observation{
			Unit: p.name, Indicator: "intensity", Period: target.Year(2007), Value: decimal.RequireFromString(p.actual),
		})
		if err != nil {
			fmt.Println(err)
			return
		}

		card, err := e.Score(evaluate.Case{
			Unit:        p.name,
			Assessments: []evaluate.Assessment{assessment},
			Awarded:     map[string]decimal.Decimal{"measures": decimal.RequireFromString(p.measures)},
		})
		if err != nil {
			fmt.Println(err)
			return
		}

		fmt.Print(card.Explain())
	}
	// Output:
	// Beijing, energy saving, 2007
	//   target energy per unit of GDP  46  of 40 + 6: attainment 1.208: step from 1; bonus 2 × 3 over
	//   measures                       52  of 60: awarded
	//   total                          98
	//   grade over-fulfilled
	// Jilin, energy saving, 2007
	//   target energy per unit of GDP  43  of 40 + 3: attainment 1.1025: step from 1; bonus 1 × 3 over
	//   measures                       45  of 60: awarded
	//   total                          88
	//   grade fulfilled
	// Hebei, energy saving, 2007
	//   target energy per unit of GDP  36  of 40: attainment 0.913636…: step from 0.9; missed, which is a veto
	//   measures                       60  of 60: awarded
	//   total                          96
	//   grade not fulfilled: missed target, whatever the total (by points: over-fulfilled)
}
