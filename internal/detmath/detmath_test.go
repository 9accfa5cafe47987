package detmath_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/detmath"
)

const prec = 160

// exactExp returns eˣ to 140 bits by halving the argument and the power series.
func exactExp(x *big.Float) *big.Float {
	const halvings = 30
	r := new(big.Float).SetPrec(prec + 2*halvings)
	r.SetMantExp(r.Set(x), -halvings)
	sum := new(big.Float).SetPrec(r.Prec()).SetInt64(1)
	term := new(big.Float).SetPrec(r.Prec()).SetInt64(1)
	for n := int64(1); n < 60; n++ {
		term.Mul(term, r)
		term.Quo(term, new(big.Float).SetInt64(n))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// exactLog returns ln x by Newton's method on exactExp.
func exactLog(x float64) *big.Float {
	m, e := math.Frexp(x) // math.Log is wrong for subnormal numbers on amd64
	y := new(big.Float).SetPrec(prec).SetFloat64(math.Log(m) + float64(e)*math.Ln2)
	for range 4 {
		q := new(big.Float).SetPrec(prec).Quo(new(big.Float).SetFloat64(x), exactExp(y))
		q.Sub(q, big.NewFloat(1))
		half := new(big.Float).SetPrec(prec).Mul(q, q)
		half.SetMantExp(half, -1)
		y.Add(y, q)
		y.Sub(y, half)
	}
	return y
}

// ulps returns how many units in the last place got is from want.
func ulps(got float64, want *big.Float) float64 {
	diff := new(big.Float).SetPrec(prec).SetFloat64(got)
	diff.Sub(diff, want)
	near, _ := want.Float64()
	near = math.Abs(near)
	unit := math.Nextafter(near, math.Inf(1)) - near
	d, _ := diff.Quo(diff, big.NewFloat(unit)).Float64()
	return math.Abs(d)
}

func TestLogAndExpHoldTheLastPlace(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var worstLog, worstExp float64
	logs := []float64{
		math.SmallestNonzeroFloat64, 0x1p-1022, math.MaxFloat64, 0.5, 2, 10, 100, 1.0000000001, 0.9999999999,
		math.Sqrt2, math.Nextafter(math.Sqrt2, 1), math.Sqrt2 / 2, math.Nextafter(1, 0), math.Nextafter(1, 2),
	}

	for range 1500 {
		logs = append(logs, rnd.Float64()*2, rnd.Float64()*100, math.Ldexp(1+rnd.Float64(), rnd.IntN(2000)-1000))
	}
	for _, x := range logs {
		d := ulps(detmath.Log(x), exactLog(x))
		worstLog = max(worstLog, d)
		if !(d <= 1) {
			t.Errorf("Log(%v) is off by %.3f ulp", x, d)
		}
	}

	exps := []float64{709.7, -708, 1e-300, -1e-300, 0.34657359, -0.34657359, 1, -1}

	for range 3000 {
		exps = append(exps, rnd.Float64()*4-2, rnd.Float64()*1400-700)
	}
	for _, x := range exps {
		d := ulps(detmath.Exp(x), exactExp(new(big.Float).SetFloat64(x)))
		worstExp = max(worstExp, d)
		if !(d <= 1) {
			t.Errorf("Exp(%v) is off by %.3f ulp", x, d)
		}
	}

	t.Logf("worst: Log %.3f ulp, Exp %.3f ulp", worstLog, worstExp)
}

// Near zero the plain formulas lose the digits of x for which 1 + x and eˣ have no room.
func TestSmallArgumentsKeepTheirDigits(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	args := []float64{0.5, -0.5, 0.50000001, -0.50000001, 1, -0.9, 1e-8, -1e-8, 1e-15, -1e-15, 1e-17, -1e-17}
	for range 1000 {
		args = append(args, rnd.Float64()*1.8-0.9, math.Ldexp(rnd.Float64()-0.5, -rnd.IntN(60)))
	}

	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(prec + 60).SetFloat64(x) }
	for _, x := range args {
		// The error of l = ln(1 + x) is that of eˡ relative to 1 + x.
		l, sum := detmath.Log1p(x), wide(1)
		sum.Add(sum, wide(x))
		ratio := wide(0)
		off, _ := ratio.Sub(ratio.Quo(exactExp(wide(l)), sum), wide(1)).Float64()
		if !(math.Abs(off) <= 4*0x1p-53*math.Abs(l)) {
			t.Errorf("Log1p(%v) = %v, off by %v", x, l, off)
		}

		want := wide(0)
		want.Quo(want.Sub(exactExp(wide(x)), wide(1)), wide(x))
		if d := ulps(detmath.Expm1Over(x), want); !(d <= 4) {
			t.Errorf("Expm1Over(%v) is off by %.3f ulp", x, d)
		}
	}

	if got := detmath.Log1p(0); got != 0 {
		t.Errorf("Log1p(0) = %v, want 0", got)
	}
	if got := detmath.Expm1Over(0); got != 1 {
		t.Errorf("Expm1Over(0) = %v, want 1", got)
	}
}

func TestEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, tt := range []struct {
		name      string
		got, want float64
	}{
		{"Log 0", detmath.Log(0), -inf},
		{"Log 1", detmath.Log(1), 0},
		{"Log Inf", detmath.Log(inf), inf},
		{"Log negative", detmath.Log(-1), math.NaN()},
		{"Log NaN", detmath.Log(math.NaN()), math.NaN()},
		{"Exp 0", detmath.Exp(0), 1},
		{"Exp large", detmath.Exp(710.1), inf},
		{"Exp overflow", detmath.Exp(709.9), inf},
		{"Exp -Inf", detmath.Exp(-inf), 0},
		{"Exp small", detmath.Exp(-745.2), 0},
		{"Exp subnormal", detmath.Exp(-745.1), math.SmallestNonzeroFloat64},
		{"Exp NaN", detmath.Exp(math.NaN()), math.NaN()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if math.Float64bits(tt.got) != math.Float64bits(tt.want) && !(math.IsNaN(tt.got) && math.IsNaN(tt.want)) {
				t.Errorf("got %v, want %v", tt.got, tt.want)
			}
		})
	}
}

// The bits below were computed once; every platform has to find them again.
func TestBitsAreFixed(t *testing.T) {
	var logs, exps uint64
	for i := range 20000 {
		x := float64(i+1) / 137
		logs = logs*31 + math.Float64bits(detmath.Log(x))
		exps = exps*31 + math.Float64bits(detmath.Exp(x-70))
	}
	if logs != 0xaadb9172c15f4b25 || exps != 0x6b500166599dd925 {
		t.Errorf(
			"checksums %#x and %#x, want %#x and %#x",
			logs,
			exps,
			uint64(0xaadb9172c15f4b25),
			uint64(0x6b500166599dd925),
		)
	}
}

func testFloat(t *rapid.T) {
	m := rapid.Int64().Draw(t, "mantissa")
	d := decimal.New(m, 0).
		Mul(decimal.New(rapid.Int64Range(1, 1<<40).Draw(t, "factor"), rapid.Int32Range(-60, 40).Draw(t, "exponent")))
	want, _ := d.Rat().Float64()
	if got := detmath.Float(d); got != want {
		t.Fatalf("Float(%s) = %v, want %v", d, got, want)
	}
}

func TestFloatIsTheNearest(t *testing.T) { rapid.Check(t, testFloat) }
func FuzzFloat(f *testing.F)             { f.Fuzz(rapid.MakeFuzz(testFloat)) }

func TestFloatShort(t *testing.T) {
	for _, s := range []string{
		"0", "0.1", "-2.675", "1e22", "9007199254740991e22", "9007199254740993", "4.0979850000000004", "1e99",
		"-1e-100",
	} {
		d := decimal.RequireFromString(s)
		want, _ := d.Rat().Float64()
		if got := detmath.Float(d); got != want {
			t.Errorf("Float(%s) = %v, want %v", s, got, want)
		}
	}
}

func TestSum(t *testing.T) {
	for _, tt := range []struct {
		name string
		x    []float64
		want float64
	}{
		{"nothing", nil, 0},
		{"gaps", []float64{math.NaN(), 2, math.NaN(), 3}, 5},
		{"cancellation", []float64{1, 1e100, 1, -1e100}, 2},
		{"tenths", slices.Repeat([]float64{0.1}, 1000), 100},
	} {
		if got := detmath.Sum(tt.x); got != tt.want {
			t.Errorf("%s: Sum() = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, tt := range []struct {
		x      float64
		places int32
		want   string
	}{
		{2.5, 0, "2"},
		{3.5, 0, "4"},
		{0.1, 20, "0.10000000000000000555"},
		{-1e-9, 4, "0"},
		{75.2278046542818, 2, "75.23"},
		{math.Inf(1), 2, "0"},
	} {
		if got := detmath.Decimal(tt.x, tt.places); got.Cmp(decimal.RequireFromString(tt.want)) != 0 {
			t.Errorf("Decimal(%v, %d) = %s, want %s", tt.x, tt.places, got, tt.want)
		}
	}
}

var sink float64

func BenchmarkLog(b *testing.B) {
	b.ReportAllocs()
	x := 1.0
	for b.Loop() {
		x += 0.001
		sink += detmath.Log(x)
	}
}

func BenchmarkFloat(b *testing.B) {
	b.ReportAllocs()
	d := decimal.RequireFromString("75.2278")
	for b.Loop() {
		sink += detmath.Float(d)
	}
}
