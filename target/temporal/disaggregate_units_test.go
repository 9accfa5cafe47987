package temporal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// What is in proportion to a series, or regressed on it, is the same whatever the
// unit of the series.
func TestDisaggregateInAnyUnit(t *testing.T) {
	long := decs("40 55 49 70 90")
	series := decs("3 4 5 4 6 5 7 5 4 6 8 9 7 8 9 10 12 9 11 13")
	related := make([]target.Point, len(series))

	for _, o := range []temporal.DisaggregateOptions{
		{Method: temporal.DentonProportional},
		{Method: temporal.DentonProportional, Difference: 2},
		{Method: temporal.ChowLin, Rho: dec("0.5")},
		{Method: temporal.ChowLin, NoConstant: true},
		{Method: temporal.Fernandez},
		{Method: temporal.Litterman, Rho: dec("0.25")},
	} {
		o.Places = 10
		figures := func(unit int32) []decimal.Decimal {
			t.Helper()
			for k, x := range series {
				related[k] = target.Point{Period: target.Quarter(2001+k/4, 1+k%4), Value: x.Shift(unit)}
			}
			got, err := temporal.Disaggregate(points(2001, 1, long), related, o)
			if err != nil {
				t.Fatalf("%v, the series times 10^%d: %v", o.Method, unit, err)
			}
			var out []decimal.Decimal
			for _, x := range got {
				out = append(out, x.Value)
			}
			return out
		}
		want := figures(0)
		for _, unit := range []int32{-90, -60, -20, 20, 60, 90} {
			if diff := cmp.Diff(want, figures(unit)); diff != "" {
				t.Errorf("%v mismatch with the series times 10^%d (-want +got):\n%s", o.Method, unit, diff)
			}
		}
	}
}
