package response_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// coefficient is a published coefficient.
type coefficient struct {
	Estimate, Error, T, P decimal.NullDecimal
}

func TestReports(t *testing.T) {
	var file struct {
		Cases []struct {
			Source, What        string
			First, Intervention int
			Figures             string
			Degrees             int
			DurbinWatson        decimal.NullDecimal
			Level, Slope        coefficient
		}
	}
	testkit.ReadJSON(t, "testdata/reports.json", &file)

	for _, c := range file.Cases {
		t.Run(c.Source+": "+c.What, func(t *testing.T) {
			i := response.Intervention{At: target.Year(c.Intervention)}
			got := analyse(t, i, response.Behaviour{Figures: years(c.First, c.Figures)}).Figures
			if got.DegreesOfFreedom != c.Degrees {
				t.Errorf("DegreesOfFreedom = %d, want %d", got.DegreesOfFreedom, c.Degrees)
			}
			checkNear(t, "DurbinWatson", got.DurbinWatson, c.DurbinWatson)
			checkCoefficient(t, "LevelChange", got.LevelChange, c.Level)
			checkCoefficient(t, "SlopeChange", got.SlopeChange, c.Slope)
		})
	}
}

func checkCoefficient(t *testing.T, name string, got response.Coefficient, want coefficient) {
	t.Helper()
	checkNear(t, name+".Estimate", got.Estimate, want.Estimate)
	checkNear(t, name+".StandardError", got.StandardError, want.Error)
	checkNear(t, name+".T", got.T, want.T)
	checkNear(t, name+".P", got.P, want.P)
}

// checkNear compares figures to ten digits.
func checkNear(t *testing.T, name string, got, want decimal.NullDecimal) {
	t.Helper()
	off := got.Decimal.Sub(want.Decimal).Abs()
	if got.Valid != want.Valid || off.Cmp(want.Decimal.Abs().Shift(-10)) > 0 {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}
