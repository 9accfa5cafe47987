package evaluate_test

import (
	"encoding/json"
	"testing"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestJSON(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[evaluate.AssessOptions](), "assessOptions")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Assessment](), "assessment")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Award](), "award")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Bonus](), "bonus")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Breakpoint](), "breakpoint")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Case](), "case")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Due](), "due")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Grade](), "grade")
	testkit.ReadsBack(t, testkit.Filled[evaluate.ItemScore](), "itemScore")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Opinion](), "opinion")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Standing](), "standing")
	testkit.ReadsBack(t, testkit.Filled[evaluate.ToDateOptions](), "toDateOptions")
	testkit.ReadsBack(t, testkit.Filled[evaluate.YearWeights](), "yearWeights")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Recheck](), "recheck")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Item](evaluate.ProRata{}), "item")
	testkit.ReadsBack(t, evaluate.MonitorOptions{Published: true}, "options")
}

// TestJSONOfPoints reads each form of points by its name.
func TestJSONOfPoints(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[evaluate.ProRata](), "method")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Steps](), "method")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Interpolation](), "method")
	testkit.ReadsBack(t, testkit.Filled[evaluate.Deductions](), "method")
}

// TestJSONRefuses writes what cannot be read back.
func TestJSONRefuses(t *testing.T) {
	for _, v := range []any{
		new(evaluate.Assessed), new(evaluate.Monitored),
		evaluate.MonitorOptions{Path: func(target.Target) []target.Point { return nil }},
	} {
		if data, err := json.Marshal(v); err == nil {
			t.Errorf("Marshal(%T) = %s, want an error", v, data)
		}
	}
}
