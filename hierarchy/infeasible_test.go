package hierarchy_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

func TestInfeasibleErrorNamesTen(t *testing.T) {
	var units []string
	for i := range 12 {
		units = append(units, fmt.Sprint("u", i))
	}

	const tenUnits = `"u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"`
	for _, tt := range []struct {
		name string
		err  hierarchy.InfeasibleError
		want string
	}{
		{
			"no one",
			hierarchy.InfeasibleError{Parent: "p", Least: decimal.NewNullDecimal(d("7"))},
			`units["p"] 5 cannot be met: why, at least 7`,
		},
		{
			"ten units",
			hierarchy.InfeasibleError{Parent: "p", Units: units[:10]},
			`units["p"] 5 cannot be met: why (` + tenUnits + ")",
		},
		{
			"twelve units",
			hierarchy.InfeasibleError{Parent: "p", Units: units, Most: decimal.NewNullDecimal(d("3"))},
			`units["p"] 5 cannot be met: why, at most 3 (` + tenUnits + " and 2 more)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.err.Reason, tt.err.Amount = "why", d("5")
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}
