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

	p := biproportional.Problem{Rows: bigs(make([]int64, m)), Cols: bigs(make([]int64, n))}

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
