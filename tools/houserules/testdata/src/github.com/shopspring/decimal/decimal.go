// Package decimal declares what the tests of the rules use of its namesake.
package decimal

type Decimal struct{ value, exp int }

type NullDecimal struct {
	Decimal Decimal
	Valid   bool
}

var DivisionPrecision = 16

func Avg(first Decimal, rest ...Decimal) Decimal  { return first }
func NewFromFloat(float64) Decimal                { return Decimal{} }
func NewFromString(string) (Decimal, error)       { return Decimal{}, nil }
func (d Decimal) Div(Decimal) Decimal             { return d }
func (d Decimal) DivRound(Decimal, int32) Decimal { return d }
func (d Decimal) Sqrt() Decimal                   { return d }
func (d Decimal) String() string                  { return "" }
func (d Decimal) StringFixed(int32) string        { return "" }
func (d Decimal) Cmp(Decimal) int                 { return 0 }
