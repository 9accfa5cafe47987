package fixed_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
)

// Everyday figures are calculated on words: an operation takes a few slices for the whole
// column, and nothing for a place.
func TestWordColumnsTakeNothingPerPlace(t *testing.T) {
	const places, most = 512, 12
	filled := func(exp int32, gap int) fixed.Column {
		b := fixed.NewBuilder(places)
		for i := range places {
			if gap == 0 || i%gap != 0 {
				b.SetWord(i, int64(i*37-9000), exp)
			}
		}
		return b.Column()
	}

	cents := filled(-2, 0)
	few := []int{3, 7, 11}
	figures := []decimal.Decimal{decimal.New(5, 0), decimal.New(25, -1), decimal.New(-125, -2)}
	others := map[string]fixed.Column{"full": filled(0, 0), "gaps": filled(0, 5), "of one scale": filled(-2, 3)}
	for name, o := range others {
		for operation, run := range map[string]func(){
			"Add":      func() { cents.Add(o) },
			"Sub":      func() { o.Sub(cents) },
			"Mul":      func() { cents.Mul(o) },
			"Times":    func() { o.Times(big.NewInt(3), -1) },
			"Least":    func() { cents.Least(o) },
			"Greatest": func() { o.Greatest(cents) },
			"Quo":      func() { cents.Quo(o, big.NewInt(100), 0, 2) },
			"Round":    func() { cents.Round(1) },
			"Fill":     func() { o.Fill(cents) },
			"With":     func() { o.Fill(cents).With(few, figures) },
			"Equal":    func() { o.Equal(o) },
		} {
			if n := testing.AllocsPerRun(5, run); n > most {
				t.Errorf("%s of %d places, %s, takes %v allocations, want at most %d", operation, places, name, n, most)
			}
		}
	}
}
