package progress_test

import (
	"testing"

	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestJSON(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[progress.Category](), "category")
	testkit.ReadsBack(t, testkit.Filled[progress.Progress](), "progress")
	testkit.ReadsBack(t, testkit.Filled[progress.ScorePoint](), "scorePoint")
}

// TestJSONOfRules reads each rule by its name.
func TestJSONOfRules(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[progress.Anticipated](), "method")
	testkit.ReadsBack(t, testkit.Filled[progress.CAGRRatio](), "method")
	testkit.ReadsBack(t, testkit.Filled[progress.CurrentStatus](), "method")
	testkit.ReadsBack(t, testkit.Filled[progress.Forecast](), "method")
	testkit.ReadsBack(t, testkit.Filled[progress.LinearRatio](), "method")
	testkit.ReadsBack(t, testkit.Filled[progress.PathGap](), "method")
	testkit.ReadsBack(t, testkit.Filled[progress.Weather](), "method")
}
