package int128_test

import (
	"encoding/binary"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/int128"
)

// words are machine words at which something may go wrong.
var words = []int64{
	math.MinInt64, math.MinInt64 + 1, -1 << 62, -1<<62 + 1, -1e18, -1 << 32, -1<<32 + 1, -3, -2, -1,
	0, 1, 2, 3, 7, 10, 1<<32 - 1, 1 << 32, 1e18, 1<<62 - 1, 1 << 62, 1<<62 + 1, math.MaxInt64 - 1, math.MaxInt64,
}

var (
	modulus = new(big.Int).Lsh(big.NewInt(1), 128)
	least   = new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), 127))
	most    = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 127), big.NewInt(1))
)

func fits(x *big.Int) bool { return x.Cmp(least) >= 0 && x.Cmp(most) <= 0 }

// wrapped is what two's complement of 128 bits makes of x.
func wrapped(x *big.Int) *big.Int {
	w := new(big.Int).Mod(x, modulus)
	if w.Cmp(most) > 0 {
		w.Sub(w, modulus)
	}
	return w
}

// edges are integers at which something may go wrong.
func edges() []*big.Int {
	var all []*big.Int
	for _, w := range words {
		all = append(all, big.NewInt(w))
	}
	for _, bit := range []uint{63, 64, 65, 95, 96, 126, 127} {
		p := new(big.Int).Lsh(big.NewInt(1), bit)
		for d := int64(-2); d <= 2; d++ {
			x := new(big.Int).Add(p, big.NewInt(d))
			all = append(all, x, new(big.Int).Neg(x))
		}
	}
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)
	all = append(all, ten, new(big.Int).Neg(ten), new(big.Int).SetUint64(math.MaxUint64))

	var in []*big.Int
	for _, x := range all {
		if fits(x) {
			in = append(in, x)
		}
	}
	return in
}

func TestEdges(t *testing.T) {
	all := edges()
	for _, x := range all {
		checkOne(t, x)
		for _, y := range all {
			checkTwo(t, x, y)
		}
		for _, w := range words {
			checkWord(t, x, w)
		}
	}
}

// reporter is a test, or a check of rapid.
type reporter interface {
	Errorf(format string, args ...any)
}

func checkOne(t reporter, x *big.Int) {
	a, ok := int128.FromBig(x)
	if !ok {
		t.Errorf("FromBig(%d) does not fit", x)
	}
	same := func(name string, got int128.Int, want *big.Int) {
		if got.Big().Cmp(want) != 0 {
			t.Errorf("%s of %d = %d, want %d", name, x, got.Big(), want)
		}
	}

	same("Big", a, x)
	same("Neg", a.Neg(), wrapped(new(big.Int).Neg(x)))
	same("Abs", a.Abs(), wrapped(new(big.Int).Abs(x)))
	if got := a.SetBig(big.NewInt(-77)); got.Cmp(x) != 0 {
		t.Errorf("SetBig of %d = %d", x, got)
	}
	if got := a.Sign(); got != x.Sign() {
		t.Errorf("Sign of %d = %d", x, got)
	}
	if got := a.BitLen(); got != x.BitLen() {
		t.Errorf("BitLen of %d = %d, want %d", x, got, x.BitLen())
	}
	if w, ok := a.Int64(); ok != x.IsInt64() || ok && w != x.Int64() {
		t.Errorf("Int64 of %d = %d, %t", x, w, ok)
	}
	if w, ok := a.Uint64(); ok != x.IsUint64() || ok && w != x.Uint64() {
		t.Errorf("Uint64 of %d = %d, %t", x, w, ok)
	}
	if x.Sign() >= 0 {
		hi, lo := a.Words()
		high := new(big.Int).Lsh(new(big.Int).SetUint64(hi), 64)
		if high.Add(high, new(big.Int).SetUint64(lo)).Cmp(x) != 0 {
			t.Errorf("Words of %d = %d, %d", x, hi, lo)
		}
	}
	if x.IsInt64() && int128.Of(x.Int64()) != a {
		t.Errorf("Of(%d) = %d", x, int128.Of(x.Int64()).Big())
	}
	if x.IsUint64() && int128.OfUint(x.Uint64()) != a {
		t.Errorf("OfUint(%d) = %d", x, int128.OfUint(x.Uint64()).Big())
	}

	for _, n := range []int{0, 1, 2, 17, 18, 19, 36, 37, 38, 39, 60, 1000} {
		want := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
		want.Mul(want, x)
		if got, ok := a.MulPow10(n); ok != fits(want) || ok && got.Big().Cmp(want) != 0 {
			t.Errorf("MulPow10 of %d by %d = %d, %t, want %d", x, n, got.Big(), ok, want)
		}
	}
}

func checkTwo(t reporter, x, y *big.Int) {
	a, _ := int128.FromBig(x)
	b, _ := int128.FromBig(y)
	same := func(name string, got int128.Int, want *big.Int) {
		if got.Big().Cmp(want) != 0 {
			t.Errorf("%s of %d and %d = %d, want %d", name, x, y, got.Big(), want)
		}
	}

	sum, difference := new(big.Int).Add(x, y), new(big.Int).Sub(x, y)
	same("Add", a.Add(b), wrapped(sum))
	same("Sub", a.Sub(b), wrapped(difference))
	if got, ok := a.AddOK(b); ok != fits(sum) || got != a.Add(b) {
		t.Errorf("AddOK of %d and %d = %d, %t, want %d", x, y, got.Big(), ok, sum)
	}
	if got := a.Cmp(b); got != x.Cmp(y) {
		t.Errorf("Cmp of %d and %d = %d", x, y, got)
	}
	if got := a.Less(b); got != (x.Cmp(y) < 0) {
		t.Errorf("Less of %d and %d = %t", x, y, got)
	}

	if y.Sign() != 0 {
		quotient, remainder := new(big.Int).QuoRem(x, y, new(big.Int))
		q, r := a.QuoRem(b)
		same("quotient", q, wrapped(quotient))
		same("remainder", r, remainder)
		same("QuoHalfUp", a.QuoHalfUp(b), wrapped(halfUp(x, y)))
	}

	if x.Sign() >= 0 && y.Sign() >= 0 {
		z, w := new(big.Int).Xor(x, y), new(big.Int).Or(x, y)
		left, right := new(big.Int).Mul(x, y), new(big.Int).Mul(z, w)
		c, _ := int128.FromBig(z)
		d, _ := int128.FromBig(w)
		if got := int128.CmpProducts(a, b, c, d); got != left.Cmp(right) {
			t.Errorf("CmpProducts(%d, %d, %d, %d) = %d", x, y, z, w, got)
		}
		if got := int128.CmpProducts(a, b, b, a); got != 0 {
			t.Errorf("CmpProducts(%d, %d) with itself = %d", x, y, got)
		}
		for _, divisor := range []uint64{1, 2, 3, 1 << 32, 1 << 63, math.MaxUint64} {
			checkMulQuo(t, x, y, divisor)
		}
	}
}

// checkMulQuo compares MulQuo with package big; x and y are not negative.
func checkMulQuo(t reporter, x, y *big.Int, divisor uint64) {
	a, _ := int128.FromBig(x)
	b, _ := int128.FromBig(y)
	want, rest := new(big.Int).Mul(x, y), new(big.Int)
	want.QuoRem(want, new(big.Int).SetUint64(divisor), rest)

	got, exact, ok := a.MulQuo(b, divisor)
	if exact != (rest.Sign() == 0) || ok != fits(want) || ok && got.Big().Cmp(want) != 0 {
		t.Errorf(
			"MulQuo of %d and %d by %d = %d, %t, %t, want %d, remainder %d",
			x, y, divisor, got.Big(), exact, ok, want, rest,
		)
	}
}

// halfUp rounds by doubling.
func halfUp(x, y *big.Int) *big.Int {
	two := new(big.Int).Lsh(new(big.Int).Abs(x), 1)
	two.Add(two, new(big.Int).Abs(y))
	two.Quo(two, new(big.Int).Lsh(new(big.Int).Abs(y), 1))
	if x.Sign() != y.Sign() {
		two.Neg(two)
	}
	return two
}

func checkWord(t reporter, x *big.Int, w int64) {
	a, _ := int128.FromBig(x)
	want := new(big.Int).Mul(x, big.NewInt(w))
	if got, ok := a.MulWord(w); ok != fits(want) || ok && got.Big().Cmp(want) != 0 {
		t.Errorf("MulWord of %d by %d = %d, %t, want %d", x, w, got.Big(), ok, want)
	}
	if v, ok := a.Int64(); ok {
		if got := int128.Mul(v, w).Big(); got.Cmp(want) != 0 {
			t.Errorf("Mul(%d, %d) = %d", v, w, got)
		}
		u, z := uint64(v), uint64(w)
		product := new(big.Int).Mul(new(big.Int).SetUint64(u), new(big.Int).SetUint64(z))
		if got, ok := int128.MulUint(u, z); ok != fits(product) || ok && got.Big().Cmp(product) != 0 {
			t.Errorf("MulUint(%d, %d) = %d, %t, want %d", u, z, got.Big(), ok, product)
		}
	}
}

func TestFromBigRefuses(t *testing.T) {
	for _, x := range []*big.Int{
		new(big.Int).Add(most, big.NewInt(1)), new(big.Int).Sub(least, big.NewInt(1)),
		modulus, new(big.Int).Neg(modulus), new(big.Int).Sub(modulus, big.NewInt(1)), new(big.Int).Lsh(modulus, 500),
	} {
		if a, ok := int128.FromBig(x); ok {
			t.Errorf("FromBig(%d) = %d, which fits", x, a.Big())
		}
	}
	if int128.Min.Big().Cmp(least) != 0 || int128.Max.Big().Cmp(most) != 0 {
		t.Errorf("Min = %d, Max = %d", int128.Min.Big(), int128.Max.Big())
	}
}

// A sum of products is right if it fits, whatever its partial sums do.
func TestSumsOfProductsWrapAround(t *testing.T) {
	const far = math.MinInt64
	sum := int128.Int{}
	for range 4 {
		sum = sum.Add(int128.Mul(far, far)) // 4·2¹²⁶ does not fit
	}
	for range 4 {
		sum = sum.Sub(int128.Mul(far, far))
	}
	if sum = sum.Add(int128.Of(7)); sum != int128.Of(7) {
		t.Errorf("sum = %d, want 7", sum.Big())
	}
}

func TestDivisionByZeroPanics(t *testing.T) {
	for name, divide := range map[string]func(){
		"QuoRem":    func() { int128.Of(1).QuoRem(int128.Int{}) },
		"QuoHalfUp": func() { int128.Of(1).QuoHalfUp(int128.Int{}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s by zero did not panic", name)
				}
			}()
			divide()
		}()
	}
}

// draw draws integers of every length, often with long rows of equal bits.
func draw(t *rapid.T, name string) *big.Int {
	b := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0xff, 1, 0x80, 0x7f, 0xa5, 3}), 0, 16).Draw(t, name)
	if rapid.Bool().Draw(t, name+" any") {
		b = rapid.SliceOfN(rapid.Byte(), 0, 16).Draw(t, name+" bytes")
	}
	return wrapped(new(big.Int).SetBytes(b))
}

func property(t *rapid.T) {
	x, y := draw(t, "x"), draw(t, "y")
	checkOne(t, x)
	checkTwo(t, x, y)
	checkWord(t, x, rapid.Int64().Draw(t, "w"))

	// A divisor that is near to a divisor of x finds the estimates that are off by one.
	if d := new(big.Int).Rsh(new(big.Int).Abs(x), uint(rapid.IntRange(0, 64).Draw(t, "shift"))); d.Sign() > 0 {
		d.Add(d, big.NewInt(rapid.Int64Range(-2, 2).Draw(t, "near")))
		if d.Sign() != 0 && fits(d) {
			checkTwo(t, x, d)
		}
	}
}

func TestAgainstBig(t *testing.T) { rapid.Check(t, property) }

func FuzzAgainstBig(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(property))
}

// FuzzDivide goes to the division alone, where the fuzzer can change bits.
func FuzzDivide(f *testing.F) {
	f.Add(make([]byte, 32))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 32 {
			return
		}
		part := func(i int) *big.Int {
			hi, lo := binary.BigEndian.Uint64(data[i:]), binary.BigEndian.Uint64(data[i+8:])
			x := new(big.Int).Lsh(new(big.Int).SetUint64(hi), 64)
			return wrapped(x.Or(x, new(big.Int).SetUint64(lo)))
		}
		checkTwo(t, part(0), part(16))
	})
}
