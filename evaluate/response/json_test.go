package response_test

import (
	"testing"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/internal/testkit"
)

func TestJSON(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[response.Behaviour](), "behaviour")
	testkit.ReadsBack(t, testkit.Filled[response.Coefficient](), "coefficient")
	testkit.ReadsBack(t, testkit.Filled[response.Control](), "control")
	testkit.ReadsBack(t, testkit.Filled[response.Controlled](), "controlled")
	testkit.ReadsBack(t, testkit.Filled[response.Regression](), "regression")
	testkit.ReadsBack(t, testkit.Filled[response.Intervention](), "intervention")
	testkit.ReadsBack(t, testkit.Filled[response.Response](), "response")
	testkit.ReadsBack(t, testkit.Filled[response.Segment](), "segment")
}
