package temporal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// With two long figures, each of one short period, and the series x alone to
// explain them, the likelihood is |[x y]|⁻² (x₁² + x₂² − 2ρx₁x₂) / √(1 − ρ²), but
// for a constant. It grows with ρ where one x is zero, and falls where both are
// equal, or nearly up to the end, whatever the figures are.
func TestEstimateRhoEnds(t *testing.T) {
	o := temporal.DisaggregateOptions{Method: temporal.ChowLin, NoConstant: true}
	tests := []struct {
		name         string
		series, long []decimal.Decimal
		want         string
	}{
		{"grows", decs("1 0"), decs("3 5"), "0.999"},
		{"grows to the other side", decs("0 -7"), decs("2 1"), "0.999"},
		{"falls", decs("1 1"), decs("3 5"), "0"},
		{"falls but for the very end", decs("1 0.9"), decs("3 5"), "0"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rho, err := temporal.EstimateRho(points(2001, 1, tt.long), points(2001, 1, tt.series), o)
			if err != nil || !rho.Equal(dec(tt.want)) {
				t.Errorf("rho %s, %v; want %s", rho, err, tt.want)
			}
		})
	}
}

// Far apart, the ends of long periods say nothing of a small rho that rounding
// leaves to be seen: it is the smallest of those that are alike.
func TestEstimateRhoWhereItIsFlat(t *testing.T) {
	for _, each := range []int{12, 40, 100, 365, 1000} {
		series := points(1, 1, make([]decimal.Decimal, 2*each))
		for k := range series {
			series[k].Value = dec("1")
		}
		rho, err := temporal.EstimateRho(
			points(1, each, decs("1 3")),
			series,
			temporal.DisaggregateOptions{Method: temporal.ChowLin, Conversion: target.TimeLast, NoConstant: true},
		)
		if err != nil || !rho.IsZero() {
			t.Errorf("%d short periods each: rho %s, %v; want 0", each, rho, err)
		}
	}
}

// Only two of the methods have a rho, and the last of all is none of them.
func TestEstimateRhoMethods(t *testing.T) {
	for method := range temporal.Even + 2 {
		_, err := temporal.EstimateRho(
			points(2001, 1, decs("3 5 4 7")),
			points(2001, 1, decs("1 2 1 1")),
			temporal.DisaggregateOptions{Method: method},
		)
		want := []string{"options.method is not valid"}
		switch {
		case method == temporal.ChowLin || method == temporal.Litterman:
			want = nil
		case method > temporal.Even:
			want = []string{"options.method is unknown"}
		}
		if diff := cmp.Diff(want, faults(err)); diff != "" {
			t.Errorf("%v mismatch (-want +got):\n%s", method, diff)
		}
	}
}

// Means of many short periods say what their sums say.
func TestEstimateRhoOfMeans(t *testing.T) {
	const each = 1000
	series := points(1, 1, make([]decimal.Decimal, 4*each))
	for k := range series {
		series[k].Value = decimal.New(int64(k*k%1009), 0)
	}
	long := points(1, each, decs("31000 -9000 26000 44000"))
	o := temporal.DisaggregateOptions{Method: temporal.Litterman, Conversion: target.TimeSum}
	sums, err := temporal.EstimateRho(long, series, o)
	if err != nil {
		t.Fatal(err)
	}

	for k := range long {
		long[k].Value = long[k].Value.Mul(decimal.New(1, -3))
	}
	o.Conversion = target.TimeMean
	means, err := temporal.EstimateRho(long, series, o)
	if err != nil || !means.Equal(sums) {
		t.Errorf("rho %s of the means, %v; want %s", means, err, sums)
	}
}
