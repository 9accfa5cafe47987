package transcend_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/transcend"
)

func fracs(s ...string) []*big.Rat {
	var out []*big.Rat
	for _, x := range s {
		out = append(out, frac(x))
	}
	return out
}

func wholes(n ...int64) []*big.Int {
	var out []*big.Int
	for _, x := range n {
		out = append(out, big.NewInt(x))
	}
	return out
}

func TestFraction(t *testing.T) {
	tests := []struct {
		q      string
		digits int
		want   string
	}{
		{"0", 3, "0"},
		{"2/3", 3, "0.667"},
		{"-2/3", 1, "-0.7"},
		{"5/4", 2, "1.3"}, // halves away from zero
		{"-5/4", 2, "-1.3"},
		{"9995/10", 3, "1000"},
		{"1/1000000", 2, "0.000001"},
		{"123456789", 4, "123500000"},
	}

	for _, tt := range tests {
		if got := transcend.Fraction(frac(tt.q), tt.digits); !got.Equal(dec(tt.want)) {
			t.Errorf("Fraction(%s, %d) = %v, want %s", tt.q, tt.digits, got, tt.want)
		}
	}
}

// A quotient of sums is the fraction that they make, also at ties and at zero.
func quotientsAreFractions(t *rapid.T) {
	draw := func(name string, least int64) (sum transcend.FractionSum, whole *big.Rat) {
		whole = new(big.Rat)
		for range rapid.IntRange(1, 4).Draw(t, name) {
			n := big.NewInt(rapid.Int64Range(least, 40).Draw(t, "num"))
			d := big.NewInt(rapid.SampledFrom([]int64{1, 2, 3, 7, 8, 1 << 40}).Draw(t, "den"))
			sum.Nums, sum.Dens = append(sum.Nums, n), append(sum.Dens, d)
			whole.Add(whole, new(big.Rat).SetFrac(n, d))
		}
		return sum, whole
	}
	a, x := draw("a", -40)
	b, y := draw("b", 1)
	n := rapid.IntRange(1, 20).Draw(t, "digits")
	want := transcend.Fraction(x.Quo(x, y), n)
	if got := transcend.Quotient(a, b, n); !got.Equal(want) {
		t.Fatalf("Quotient(%v, %v, %d) = %v, want %v", a, b, n, got, want)
	}
}

func TestQuotientsAreFractions(t *testing.T) { rapid.Check(t, quotientsAreFractions) }

func TestLnMean(t *testing.T) {
	tests := []struct {
		name   string
		xs     []*big.Rat
		counts []*big.Int
		n      int64
		want   string
	}{
		{"one", fracs("2"), wholes(1), 1, "0.69314718055994530941723212145818"},
		{"half of it", fracs("2"), wholes(1), 2, "0.34657359027997265470861606072909"},
		{"Theil's T of 10 10 0 0 0", fracs("5/2", "5/2"), wholes(10, 10), 20, "0.91629073187415506518352721176801"},
		{"8 against 2 three times", fracs("8", "2"), wholes(1, -3), 1, "0"},
		{"nothing", nil, nil, 1, "0"},
		{"below zero", fracs("1/2"), wholes(1), 1, "-0.69314718055994530941723212145818"},
	}

	for _, tt := range tests {
		if got := transcend.LnMean(tt.xs, tt.counts, big.NewInt(tt.n), 32); !got.Equal(dec(tt.want)) {
			t.Errorf("%s: LnMean() = %v, want %s", tt.name, got, tt.want)
		}
	}
}

func meanOf(order string, xs []*big.Rat, ws []*big.Int) transcend.PowerMean {
	return transcend.PowerMean{Figures: xs, Weights: ws, Order: frac(order)}
}

func TestAffinePowerMean(t *testing.T) {
	withZeros := meanOf("1/2", fracs("5/2"), wholes(2))
	withZeros.Zeros = big.NewInt(3)

	tests := []struct {
		name   string
		a, b   string
		m      transcend.PowerMean
		digits int
		want   string
	}{
		{"arithmetic", "0", "1", meanOf("1", fracs("1", "2"), wholes(1, 3)), 5, "1.75"},
		{"harmonic", "0", "1", meanOf("-1", fracs("1", "2"), wholes(1, 1)), 4, "1.333"},
		{"geometric", "0", "1", meanOf("0", fracs("4", "9"), wholes(1, 1)), 16, "6"},
		{"geometric, no fraction", "0", "1", meanOf("0", fracs("1", "2"), wholes(1, 1)), 20, "1.4142135623730950488"},
		{"geometric, a tie", "0", "1", meanOf("0", fracs("1", "9/4"), wholes(1, 1)), 1, "2"},
		{"geometric, none left", "6", "-1", meanOf("0", fracs("4", "9"), wholes(1, 1)), 5, "0"},
		{"of order ½, a tie", "0", "1", meanOf("1/2", fracs("1", "4"), wholes(1, 1)), 2, "2.3"},
		{"of order ½, none left", "9/4", "-1", meanOf("1/2", fracs("1", "4"), wholes(1, 1)), 2, "0"},
		{"of order ½, a common root", "0", "1", meanOf("1/2", fracs("2", "8"), wholes(1, 1)), 5, "4.5"},
		{"of order ½, no fraction", "0", "1", meanOf("1/2", fracs("1", "2"), wholes(1, 1)), 10, "1.457106781"},
		{"with zeros", "1", "-1", withZeros, 10, "0.6"},
		{"of order −½, a tie", "0", "1", meanOf("-1/2", fracs("1", "1/9"), wholes(1, 1)), 1, "0.3"},
	}
	for _, tt := range tests {
		if got := transcend.AffinePowerMean(frac(tt.a), frac(tt.b), tt.m, tt.digits); !got.Equal(dec(tt.want)) {
			t.Errorf("%s: AffinePowerMean() = %v, want %s", tt.name, got, tt.want)
		}
	}
}

func drawMean(t *rapid.T) transcend.PowerMean {
	num, den := rapid.Int64Range(-9, 9).Draw(t, "num"), rapid.Int64Range(1, 9).Draw(t, "den")
	m := transcend.PowerMean{Order: big.NewRat(num, den)}
	for range rapid.IntRange(1, 4).Draw(t, "n") {
		m.Figures = append(m.Figures, positiveFraction(t, "figure"))
		m.Weights = append(m.Weights, big.NewInt(rapid.Int64Range(1, 9).Draw(t, "weight")))
	}
	if m.Order.Sign() > 0 {
		m.Zeros = big.NewInt(rapid.Int64Range(0, 3).Draw(t, "zeros"))
	}
	return m
}

// A power mean lies between the least and the greatest figure, and grows with
// its order; with a whole order it is the root of a fraction.
func powerMeansAreOrdered(t *rapid.T) {
	m := drawMean(t)
	m.Zeros = nil
	more := m
	more.Order = new(big.Rat).Add(m.Order, big.NewRat(rapid.Int64Range(1, 9).Draw(t, "more"), 7))
	const digits = 20
	zero, one := new(big.Rat), big.NewRat(1, 1)
	low, high := transcend.AffinePowerMean(zero, one, m, digits), transcend.AffinePowerMean(zero, one, more, digits)
	if low.GreaterThan(high) {
		t.Fatalf("AffinePowerMean(%v) = %v, above %v of order %v", m, low, high, more.Order)
	}

	least, greatest := m.Figures[0], m.Figures[0]
	for _, x := range m.Figures {
		if x.Cmp(least) < 0 {
			least = x
		}
		if x.Cmp(greatest) > 0 {
			greatest = x
		}
	}
	if low.LessThan(transcend.Fraction(least, digits)) || high.GreaterThan(transcend.Fraction(greatest, digits)) {
		t.Fatalf("AffinePowerMean(%v) = %v and %v, not within %v and %v", m, low, high, least, greatest)
	}
}

func TestPowerMeansAreOrdered(t *testing.T) { rapid.Check(t, powerMeansAreOrdered) }

// The mean of order n of powers of n-th roots is a fraction, whatever the way in
// which it is computed: the nearest decimal is known exactly.
func powerMeansOfPowers(t *rapid.T) {
	n := rapid.Int64Range(1, 3).Draw(t, "n")
	m := transcend.PowerMean{Order: big.NewRat(1, n), Zeros: new(big.Int)}
	sum, whole := new(big.Rat), int64(0)
	for range rapid.IntRange(1, 4).Draw(t, "count") {
		root, w := positiveFraction(t, "root"), rapid.Int64Range(1, 5).Draw(t, "weight")
		m.Figures, m.Weights = append(m.Figures, powerOf(root, n)), append(m.Weights, big.NewInt(w))
		sum.Add(sum, root.Mul(root, big.NewRat(w, 1)))
		whole += w
	}
	want := powerOf(sum.Quo(sum, big.NewRat(whole, 1)), n)
	digits := rapid.IntRange(1, 30).Draw(t, "digits")
	got := transcend.AffinePowerMean(new(big.Rat), big.NewRat(1, 1), m, digits)
	if exact := transcend.Fraction(want, digits); !got.Equal(exact) {
		t.Fatalf("AffinePowerMean(%v, %d) = %v, want %v", m, digits, got, exact)
	}
}

func TestPowerMeansOfPowers(t *testing.T) { rapid.Check(t, powerMeansOfPowers) }

// Zeros are figures like others: a mean of order 1 over n figures is the sum over
// n, and one of any order is (n⁺/n)^(1/r) times that of the others.
func TestZerosOfPowerMean(t *testing.T) {
	m := meanOf("1/3", fracs("7"), wholes(1))
	m.Zeros = big.NewInt(3)
	if got, want := transcend.AffinePowerMean(new(big.Rat), big.NewRat(1, 1), m, 12), dec("0.109375"); !got.Equal(
		want,
	) {
		t.Errorf("AffinePowerMean() = %v, want %v", got, want)
	}
}

func TestMeanPanics(t *testing.T) {
	one, many := big.NewRat(1, 1), new(big.Int).Lsh(big.NewInt(1), 200)
	tests := map[string]func(){
		"LnMean of zero":     func() { transcend.LnMean(fracs("0"), wholes(1), big.NewInt(1), 5) },
		"LnMean without n":   func() { transcend.LnMean(fracs("1"), wholes(1), new(big.Int), 5) },
		"LnMean of two, one": func() { transcend.LnMean(fracs("1", "2"), wholes(1), big.NewInt(1), 5) },
		"Quotient over zero": func() {
			nothing := transcend.FractionSum{Nums: wholes(1, -1), Dens: wholes(3, 3)}
			transcend.Quotient(nothing, nothing, 5)
		},
		"no figure":            func() { transcend.AffinePowerMean(one, one, transcend.PowerMean{Order: one}, 5) },
		"figure of zero":       func() { mean("0", 1, nil, "1") },
		"weight of zero":       func() { mean("1", 0, nil, "1") },
		"zeros of order 0":     func() { mean("1", 1, big.NewInt(1), "0") },
		"order too large":      func() { mean("1", 1, nil, "20000") },
		"order below too many": func() { mean("1", 1, many, "1/100") },
	}

	for name, f := range tests {
		t.Run(name, func(t *testing.T) { panics(t, f) })
	}
}

func mean(x string, w int64, nothing *big.Int, order string) decimal.Decimal {
	m := meanOf(order, fracs(x), wholes(w))
	m.Zeros = nothing
	return transcend.AffinePowerMean(new(big.Rat), big.NewRat(1, 1), m, 5)
}
