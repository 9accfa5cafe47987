package exact

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"
)

func decimals(a, b decimal.Decimal, x float64) {
	_ = a.Div(b) // want `Div: its precision is a package-level switch`
	_ = a.DivRound(b, 4)
	root := a.Sqrt // want `Sqrt: its precision`
	_ = root
	_ = decimal.Avg(a, b)             // want `Avg: its precision`
	_ = decimal.DivisionPrecision     // want `results do not depend on package-level switches`
	_ = decimal.NewFromFloat(x)       // want `it panics for NaN`
	_, _ = decimal.NewFromString("1") // want `its range is a package-level switch`
	_ = a.String()                    // want `use StringFixed`
	_ = a == b                        // want `== between decimals`
	_ = a.Cmp(b) == 0
	_ = map[decimal.Decimal]int{} // want `a map by decimals`
	_ = fmt.Sprint(a)             // want `a decimal printed by fmt`
	_ = fmt.Sprint(a.StringFixed(2))
}

type pair struct{ d decimal.Decimal }

func structs(a, b decimal.Decimal) bool {
	return pair{a} != pair{b} // want `!= between decimals`
}

func floats(x, y float64, i int) {
	_ = x == y
	_ = x*y + x      // want `may be fused`
	_ = x - (x * y)  // want `may be fused`
	_ = x - -(x * y) // want `may be fused`
	x += x * y       // want `may be fused`
	x += (y - 1) / 2 // want `may be fused`
	x += 1 + y/3
	x += 1 / y
	x += float64(x * y)
	_ = float64(x*y) + x
	_ = i*i + i
	_ = x + 2*3.5
	_ = math.Log(x) // want `its bits are not promised`
	_ = math.Sqrt(x)
}
