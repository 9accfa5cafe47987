package biproportional_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/biproportional"
)

// checkExtreme solves tables with many zeros whose weights and margins have very
// different sizes, up to a hundred digits apart.
func checkExtreme(t *rapid.T) {
	m, n := rapid.IntRange(1, 6).Draw(t, "m"), rapid.IntRange(1, 6).Draw(t, "n")
	digits := rapid.SampledFrom([]int64{0, 0, 15, 50}).Draw(t, "digits")
	top := rapid.SampledFrom([]int64{2, 1000, math.MaxInt64}).Draw(t, "top")
	most := rapid.SampledFrom([]int64{2, 1000, 1e12}).Draw(t, "most")
	scale := func(x int64) *big.Int {
		e := new(big.Int).Exp(big.NewInt(10), big.NewInt(rapid.Int64Range(0, 2*digits).Draw(t, "exp")), nil)
		return e.Mul(e, big.NewInt(x))
	}

	p := biproportional.Problem{
		Rows: bigs(make([]int64, m)), Cols: bigs(make([]int64, n)),
		Rounding: rapid.SampledFrom(divisors).Draw(t, "rounding"),
	}

	for c := range m * n {
		p.Weights = append(p.Weights, new(big.Int))
		if rapid.IntRange(0, 3).Draw(t, "zero") == 0 {
			continue
		}
		p.Weights[c] = scale(rapid.Int64Range(1, top).Draw(t, "w"))
		x := scale(rapid.Int64Range(1, most).Draw(t, "x"))
		p.Rows[c/n].Add(p.Rows[c/n], x)
		p.Cols[c%n].Add(p.Cols[c%n], x)
	}

	s, cut := biproportional.Solve(p)
	if cut != nil {
		t.Fatal(cut)
	}
	checkOptimal(t, p, s.X)
}

func TestExtreme(t *testing.T) { rapid.Check(t, checkExtreme) }

func FuzzExtreme(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkExtreme)) }

// TestFarFromProduct solves a table drawn by chance on which networks leave an
// entry 10¹² units off its product. A transfer in steps of one takes for ever.
func TestFarFromProduct(t *testing.T) {
	weights := []string{
		"44e39", "438e17", "0", "1e27", "356e3", "839e33",
		"0", "7e12", "1e12", "1e21", "24e29", "67e22",
		"613e30", "4e22", "995e21", "226e22", "0", "44e44",
		"0", "564", "479e24", "189e47", "0", "0",
		"0", "18e40", "2e31", "17e27", "0", "0",
		"2e37", "4e12", "3e21", "1e22", "668e18", "0",
	}
	rows := []string{"1337654728e25", "106313e25", "1000000516993e25", "74e25", "1000000463178e25", "41397259709e26"}
	cols := []string{"412626933923e25", "1000000514558e25", "588289e25", "1345633209e25", "76e25", "1001337668321e25"}

	for _, rounding := range divisors {
		p := biproportional.Problem{
			Weights: wholes(t, weights), Rows: wholes(t, rows), Cols: wholes(t, cols), Rounding: rounding,
		}

		s, cut := biproportional.Solve(p)
		if cut != nil {
			t.Fatal(cut)
		}
		checkOptimal(t, p, s.X)
	}
}

// wholes reads whole numbers with exponents.
func wholes(t *testing.T, list []string) []*big.Int {
	t.Helper()

	var out []*big.Int
	for _, text := range list {
		x, ok := new(big.Rat).SetString(text)
		if !ok || !x.IsInt() {
			t.Fatalf("%q is no whole number", text)
		}
		out = append(out, x.Num())
	}
	return out
}
