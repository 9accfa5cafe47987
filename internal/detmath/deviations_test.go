package detmath_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/detmath"
)

func TestDeviate(t *testing.T) {
	gap := math.NaN()
	for _, tt := range []struct {
		name           string
		x              []float64
		n              int
		mean, unit, sd float64
	}{
		{"none", nil, 0, gap, 0, 0},
		{"gaps only", []float64{gap, gap}, 0, gap, 0, 0},
		{"one", []float64{7}, 1, 7, 0, 0},
		{"equal", []float64{0.5, 0.5, 0.5}, 3, 0.5, 0, 0},
		{"two", []float64{1, 3}, 2, 2, 1, math.Sqrt2},
		{"a gap", []float64{1, gap, 3}, 2, 2, 1, math.Sqrt2},
		{"squares would overflow", []float64{1e200, 3e200}, 2, 2e200, 1e200, math.Sqrt2 * 1e200},
		{"squares would vanish", []float64{1e-200, 3e-200}, 2, 2e-200, 1e-200, math.Sqrt2 * 1e-200},
	} {
		d := detmath.Deviate(tt.x)
		same := d.N == tt.n && (d.Mean == tt.mean || isNaN(d.Mean) && isNaN(tt.mean)) && near(d.Unit, tt.unit)
		if !same || !near(d.SD(), tt.sd) {
			t.Errorf("%s: Deviate(%v) = %+v with SD %v, want n %d, mean %v, unit %v, SD %v",
				tt.name, tt.x, d, d.SD(), tt.n, tt.mean, tt.unit, tt.sd)
		}
	}
}

func isNaN(x float64) bool { return x != x }

func near(got, want float64) bool { return math.Abs(got-want) <= 1e-15*math.Abs(want) }

// testSD compares the standard deviation with that of exact fractions, whose root
// is taken in a format that has no least exponent.
func testSD(t *rapid.T) {
	x := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 20).Draw(t, "x")
	if rapid.Bool().Draw(t, "far from zero") {
		for i := range x {
			x[i] += 1e9
		}
	}

	checkSD(t, x)
}

// TestSDOfSubnormalSquares has figures whose variance has four digits as a float.
func TestSDOfSubnormalSquares(t *testing.T) {
	checkSD(t, []float64{1.1653657392500323e-156, 2.2783277182222044e-159})
}

func checkSD(t rapid.TB, x []float64) {
	sum, squares := new(big.Rat), new(big.Rat)
	for _, v := range x {
		r := new(big.Rat).SetFloat64(v)
		sum.Add(sum, r)
		squares.Add(squares, r.Mul(r, r))
	}
	n := big.NewRat(int64(len(x)), 1)
	squares.Sub(squares, new(big.Rat).Quo(new(big.Rat).Mul(sum, sum), n))
	variance := new(big.Float).SetPrec(100).SetRat(squares.Quo(squares, n.Sub(n, big.NewRat(1, 1))))
	want, _ := variance.Sqrt(variance).Float64()

	d := detmath.Deviate(x)
	if got := d.SD(); math.Abs(got-want) > 1e-12*want+1e-12*d.Unit {
		t.Fatalf("SD of %v = %v, want %v", x, got, want)
	}
}

func TestSD(t *testing.T) { rapid.Check(t, testSD) }
func FuzzSD(f *testing.F) { f.Fuzz(rapid.MakeFuzz(testSD)) }
