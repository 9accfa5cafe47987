package random_test

import (
	"math"
	"testing"

	"github.com/targetcascade/cascade/internal/random"
)

// Quantiles from tables of the normal distribution, and the far ends that a
// uniform figure of 53 bits reaches.
func TestNormalQuantile(t *testing.T) {
	for _, tt := range []struct{ u, want float64 }{
		{0.5, 0},
		{0.75, 0.67448975019608174320},
		{0.975, 1.9599639845400542355},
		{0.995, 2.5758293035489004},
		{0.001, -3.0902323061678135},
		{1e-10, -6.3613409024040557},
		{0x1p-54, -8.2923610758135951},
	} {
		if got := random.NormalQuantile(tt.u); math.Abs(got-tt.want) > 4e-15*max(1, math.Abs(tt.want)) {
			t.Errorf("NormalQuantile(%v) = %.17g, want %.17g", tt.u, got, tt.want)
		}
	}

	// It inverts the distribution function, at the ends too.
	for u := 0x1p-54; u < 1e-3; u *= 3 {
		x := random.NormalQuantile(u)
		if back := math.Erfc(-x/math.Sqrt2) / 2; math.Abs(back/u-1) > 1e-13 {
			t.Errorf("NormalQuantile(%v) = %v, of which Φ is %v", u, x, back)
		}
	}
	for u := 0.0005; u < 1; u += 0.001 {
		x := random.NormalQuantile(u)
		if back := math.Erfc(-x/math.Sqrt2) / 2; math.Abs(back-u) > 1e-15 {
			t.Errorf("NormalQuantile(%v) = %v, of which Φ is %v", u, x, back)
		}
		if other := random.NormalQuantile(1 - u); math.Abs(other+x) > 1e-12 {
			t.Errorf("NormalQuantile(%v) = %v, NormalQuantile(1-u) = %v", u, x, other)
		}
	}
}

// The bits below were computed once; every platform has to find them again.
func TestNormalBitsAreFixed(t *testing.T) {
	normal := random.New(20260101).Normal
	var sum uint64
	var mean, square float64
	const n = 100_000
	for range n {
		z := normal()
		sum = sum*1099511628211 ^ math.Float64bits(z)
		mean += z / n
		square += z * z / n
	}
	if sum != 0xa8f2131d3d92dc80 {
		t.Errorf("bits of %d normal figures hash to %#x", n, sum)
	}
	if math.Abs(mean) > 4/math.Sqrt(n) || math.Abs(square-1) > 4*math.Sqrt(2.0/n) {
		t.Errorf("mean %v, mean square %v", mean, square)
	}
}

func below(seed, n uint64) func() uint64 {
	source := random.New(seed)
	return func() uint64 { return source.Below(n) }
}

func TestBelow(t *testing.T) {
	draw, seen := below(1, 6), make(map[uint64]int)
	for range 6000 {
		seen[draw()]++
	}
	for face := range uint64(6) {
		if n := seen[face]; n < 850 || n > 1150 {
			t.Errorf("%d came up %d times of 6000", face, n)
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d faces", len(seen))
	}

	// A bound just above 2⁶³ rejects nearly half of what is drawn.
	most := uint64(1<<63 + 1)
	draw = below(2, most)
	for range 1000 {
		if v := draw(); v >= most {
			t.Fatalf("%d is not below %d", v, most)
		}
	}
}

// Of 3·2⁶² figures a third each leave a remainder of 0, 1 and 2 by 3; without
// rejection half of what is drawn would leave 0, and with too much of it one
// of the others would not come up.
func TestBelowIsEven(t *testing.T) {
	draw, seen := below(3, 3<<62), make(map[uint64]int)
	for range 3000 {
		seen[draw()%3]++
	}
	for rest := range uint64(3) {
		if n := seen[rest]; n < 890 || n > 1110 {
			t.Errorf("a remainder of %d came up %d times of 3000", rest, n)
		}
	}
}

func BenchmarkNormal(b *testing.B) {
	normal := random.New(1).Normal
	for b.Loop() {
		normal()
	}
}
