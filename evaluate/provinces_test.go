package evaluate_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// energy returns the assessment of a yearly target of energy intensity.
func energy(t testing.TB, unit, goal, actual string) evaluate.Assessment {
	t.Helper()
	a, err := evaluate.Assess(target.Target{
		Code: "target",
		Indicator: target.Indicator{
			Code: "energy", Kind: target.Reduction, Better: target.Higher, Per: num("100"), Places: target.Places(2),
		},
		Unit: unit, Period: target.Year(2007), Value: num(goal), Force: target.Veto,
	}, target.Observation{Unit: unit, Indicator: "energy", Period: target.Year(2007), Value: num(actual)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The provinces by the book of 2007. Those that missed the target were published as not
// fulfilled, and are so here whatever points their measures bring.
func TestEnergyEvaluation2007(t *testing.T) {
	e := evaluator(t, energyBook())
	missed := map[string]bool{}
	for _, row := range testkit.Table(t, "testdata/energy_2007.csv") {
		card := score(t, e, evaluate.Case{
			Unit:        row[0],
			Assessments: []evaluate.Assessment{energy(t, row[0], row[2], row[3])},
			Awarded:     map[string]decimal.Decimal{"measures": num("60")},
		})
		if card.ByPoints == "not fulfilled" {
			t.Errorf("%s: Score() = %s by points, with all points for measures", row[1], card.ByPoints)
		}
		failed := card.Grade == "not fulfilled"
		if published := row[4] == "not_fulfilled"; failed != published {
			t.Errorf("%s: Score() =\n%swant %s", row[1], card.Explain(), row[4])
		}
		if failed {
			missed[row[1]] = true
		}
	}

	if diff := cmp.Diff(map[string]bool{"Hebei": true, "Shanxi": true, "Inner Mongolia": true}, missed); diff != "" {
		t.Errorf("provinces that failed mismatch (-want +got):\n%s", diff)
	}
}

// All prefectures with the same points for measures. With 46 to 48 of 60 the bonus for
// exceeding the target gives each of them the grade that was published. With fewer or
// more it does not.
func TestSichuanGrades2016(t *testing.T) {
	e := evaluator(t, energyBook())
	names := map[string]string{"over_fulfilled": "over-fulfilled", "fulfilled": "fulfilled"}
	var reproduced []int64
	for measures := range int64(61) {
		same := true
		for _, row := range testkit.Table(t, "testdata/sichuan_2016.csv") {
			card := score(t, e, evaluate.Case{
				Unit:        row[0],
				Assessments: []evaluate.Assessment{energy(t, row[0], row[2], row[3])},
				Awarded:     map[string]decimal.Decimal{"measures": decimal.New(measures, 0)},
			})
			same = same && card.Grade == names[row[4]]
		}
		if same {
			reproduced = append(reproduced, measures)
		}
	}

	if !slices.Equal(reproduced, []int64{46, 47, 48}) {
		t.Errorf("the published grades follow from %v points for measures, want 46 to 48", reproduced)
	}
}

// The progress that statistics bureaus published.
func TestFiveYearProgress(t *testing.T) {
	for _, row := range testkit.Table(t, "testdata/five_year_progress.csv") {
		goal := percent(aim(target.Reduction, target.Higher, row[3]))
		plan, err := target.ParsePeriod(row[1])
		if err != nil {
			t.Fatal(err)
		}
		elapsed, err := target.ParsePeriod(row[2])
		if err != nil {
			t.Fatal(err)
		}

		goal.Period = plan
		o := seen(row[4])
		o.Period = elapsed
		a, err := evaluate.Assess(goal, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Progress.Decimal.Shift(2).Round(2); !got.Equal(num(row[6])) || !a.ToDate {
			t.Errorf("%s: Assess() = progress %v, want %s", row[0], got, row[6])
		}
	}
}
