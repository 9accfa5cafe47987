package target_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// An observation prints on one line, without what is not said.
func TestObservationString(t *testing.T) {
	plain := target.Observation{
		Unit: "34", Indicator: "density", Period: target.Year(2015), Value: decimal.New(430, -2),
	}
	full := plain
	full.Status, full.Reporter, full.Vintage = target.Revised, "anhui", "2017-02-10"
	long := plain
	long.Value = decimal.New(1, 1_000_000_000)

	for _, tt := range []struct {
		in   target.Observation
		want string
	}{
		{plain, "34 density 2015: 4.30"},
		{full, "34 density 2015: 4.30, revised, by anhui, known 2017-02-10"},
		{long, "34 density 2015: 1e1000000000"},
		{target.Observation{}, " : 0"},
	} {
		if got := tt.in.String(); got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
	}
}
