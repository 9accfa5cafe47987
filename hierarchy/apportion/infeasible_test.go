package apportion_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
)

func TestInfeasibleErrorNamesTen(t *testing.T) {
	const ten = "parties[0], parties[1], parties[2], parties[3], parties[4], parties[5], parties[6], " +
		"parties[7], parties[8], parties[9]"
	places := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	tests := []struct {
		name string
		err  apportion.InfeasibleError
		want string
	}{
		{
			"no one",
			apportion.InfeasibleError{Least: decimal.NewNullDecimal(d("7"))},
			"total 5 cannot be met: why, at least 7",
		},
		{
			"one",
			apportion.InfeasibleError{Most: decimal.NewNullDecimal(d("3")), Parties: places[:1]},
			"total 5 cannot be met: why, at most 3 (parties[0])",
		},
		{"ten", apportion.InfeasibleError{Parties: places[:10]}, "total 5 cannot be met: why (" + ten + ")"},
		{"twelve", apportion.InfeasibleError{Parties: places}, "total 5 cannot be met: why (" + ten + " and 2 more)"},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.err.Reason, tt.err.Total = "why", d("5")
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() = %s, want %s", got, tt.want)
			}
		})
	}
}
