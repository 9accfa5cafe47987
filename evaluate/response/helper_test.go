package response_test

import (
	"testing"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/internal/testkit"
)

var (
	num   = testkit.Dec
	maybe = testkit.Null
	years = testkit.Years
)

func analyse(t testing.TB, i response.Intervention, b response.Behaviour) response.Response {
	t.Helper()
	r, err := response.Analyse(i, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
