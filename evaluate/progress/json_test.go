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
