package houserules_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/targetcascade/cascade/tools/houserules"
)

func TestExact(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), houserules.Exact, "exact")
}

func TestPure(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), houserules.Pure, "pure")
}

func TestPage(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), houserules.Page, "page")
}
