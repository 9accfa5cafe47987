package apportion_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// block reads the values of a block from words.
func block(shape []int, values string) apportion.Block {
	return apportion.Block{Shape: shape, Values: decimalsOf(values)[0]}
}

// sumsTo reads a margin from words; "." is a free total.
func sumsTo(totals string, axes ...int) apportion.Margin {
	return apportion.Margin{Axes: axes, Totals: numbersOf(totals)[0]}
}

// Rake stops when it is there, when it gets no nearer, or when it was told to.
func TestRakeStops(t *testing.T) {
	// Each two of these margins agree, and all three contradict each other: nine
	// tenths are alike on the first two axes, and on the last two, but different
	// on the outer ones.
	contradiction := []apportion.Margin{sumsTo("45 5 5 45", 0, 1), sumsTo("45 5 5 45", 1, 2), sumsTo("5 45 45 5", 0, 2)}
	slow := []apportion.Margin{sumsTo("1 1", 0), sumsTo("1 1", 1)}

	for _, tt := range []struct {
		name      string
		seed      apportion.Block
		margins   []apportion.Margin
		o         apportion.RakeOptions
		sweeps    int
		converged bool
	}{
		{
			"there after one sweep, which the second finds", block([]int{2, 2}, "1 2 3 4"),
			[]apportion.Margin{sumsTo("6 14", 0)},
			apportion.RakeOptions{},
			2, true,
		},
		{
			"two margins of the seed's own proportions", block([]int{2, 2}, "1 2 2 4"),
			[]apportion.Margin{sumsTo("6 12", 0), sumsTo("6 12", 1)},
			apportion.RakeOptions{},
			2, true,
		},
		{
			"off by a quarter of the tolerance", block([]int{1, 2}, "5 5"),
			[]apportion.Margin{sumsTo("16", 0)},
			apportion.RakeOptions{Tolerance: d("1.5")},
			1, true,
		},
		{
			"as many sweeps as were given", block([]int{2, 2}, "1 1 0.0001 1"), slow,
			apportion.RakeOptions{Sweeps: 3},
			3, false,
		},
		{"no nearer", block([]int{2, 2, 2}, "1 1 1 1 1 1 1 1"), contradiction, apportion.RakeOptions{}, 200, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := apportion.Rake(tt.seed, tt.margins, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if got.Sweeps != tt.sweeps || got.Converged != tt.converged {
				t.Errorf(
					"Rake() took %d sweeps, converged %v; want %d, %v", got.Sweeps, got.Converged, tt.sweeps,
					tt.converged,
				)
			}
		})
	}
}

// Where it gets nearer slowly it goes on.
func TestRakeSlowly(t *testing.T) {
	got, err := apportion.Rake(block([]int{2, 2}, "1 1 0.0001 1"), []apportion.Margin{
		sumsTo("1 1", 0), sumsTo("1 1", 1),
	}, apportion.RakeOptions{})
	if err != nil || !got.Converged || got.Sweeps <= 200 {
		t.Errorf("Rake() took %d sweeps, converged %v, %v; want more than 200", got.Sweeps, got.Converged, err)
	}
}

func TestRakeZeros(t *testing.T) {
	got, err := apportion.Rake(
		block([]int{2, 2}, "0 0 3 4"), []apportion.Margin{sumsTo("0 14", 0), sumsTo("7 7", 1)},
		apportion.RakeOptions{Places: target.Places(2)},
	)
	if s := fmt.Sprint(got.Values); err != nil || s != "[0 0 7 7]" || !got.Converged || got.Sweeps > 3 {
		t.Errorf("Rake() = %s in %d sweeps, %v; want [0 0 7 7]", s, got.Sweeps, err)
	}
}

// The earliest of sums that are equally far off is named, and one that is off by
// the tolerance is within it.
func TestRakeOff(t *testing.T) {
	exact, err := apportion.Rake(block([]int{2, 2}, "1 2 3 4"), []apportion.Margin{
		sumsTo("3 7", 0), sumsTo("4 6", 1),
	}, apportion.RakeOptions{})
	if err != nil || !exact.Off.IsZero() || exact.Margin != 0 || exact.Total != 0 {
		t.Errorf("Rake() of what fits is off by %v at %d, %d, %v", exact.Off, exact.Margin, exact.Total, err)
	}
	thirds, err := apportion.Rake(
		block([]int{2, 3}, "1 1 1 1 1 1"), []apportion.Margin{sumsTo("1 1", 0)},
		apportion.RakeOptions{Tolerance: d("0.01"), Places: target.Places(2)},
	)

	if err != nil || !thirds.Off.Equal(d("0.01")) || !thirds.Converged || thirds.Margin != 0 || thirds.Total != 0 {
		t.Errorf(
			"Rake() in hundredths is off by %v at %d, %d, converged %v, %v", thirds.Off, thirds.Margin,
			thirds.Total, thirds.Converged, err,
		)
	}

	fine, err := apportion.Rake(
		block([]int{1, 2}, "1 1"), []apportion.Margin{sumsTo("1", 0)},
		apportion.RakeOptions{Places: target.Places(100)},
	)
	if err != nil || !fine.Converged {
		t.Errorf("Rake() to 100 places: %v, %v", fine, err)
	}
}

func TestRakeReportsEachProblemOnce(t *testing.T) {
	ones := block([]int{2, 2}, "1 1 1 1")
	cube := block([]int{2, 2, 2}, "1 1 1 1 1 1 1 1")
	half := math.MaxInt>>1 + 2 // four times as much is 4 again

	for _, tt := range []struct {
		name    string
		seed    apportion.Block
		margins []apportion.Margin
		o       apportion.RakeOptions
		want    string
	}{
		{
			"a total out of bounds and below zero", ones,
			[]apportion.Margin{sumsTo("-1e101 2", 0)},
			apportion.RakeOptions{},
			"margins[0].totals[0]",
		},
		{
			"a value out of bounds and below zero", block([]int{2, 2}, "-1e101 1 1 1"),
			[]apportion.Margin{sumsTo("2 2", 0)},
			apportion.RakeOptions{},
			"seed.values[0]",
		},
		{
			"a tolerance out of bounds and below zero", ones,
			[]apportion.Margin{sumsTo("2 2", 0)},
			apportion.RakeOptions{Tolerance: d("-1e101")},
			"options.tolerance",
		},
		{
			"places beyond a hundred", ones,
			[]apportion.Margin{sumsTo("2 2", 0)},
			apportion.RakeOptions{Places: target.Places(101)},
			"options.places",
		},
		{
			"an axis of nothing",
			apportion.Block{Shape: []int{0, 2}},
			[]apportion.Margin{sumsTo("2 2", 0)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"a second axis of nothing",
			apportion.Block{Shape: []int{1, 0}},
			[]apportion.Margin{sumsTo("2", 0)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"an axis below nothing", block([]int{-2, -2}, "1 1 1 1"),
			[]apportion.Margin{sumsTo("2 2", 0)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"too few values", block([]int{4, 2}, "1 1 1 1"),
			[]apportion.Margin{sumsTo("2 2", 1)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"too many values", block([]int{1, 2}, "1 1 1 1"),
			[]apportion.Margin{sumsTo("2 2", 1)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"a shape beyond all numbers", block([]int{half, 4}, "1 1 1 1"),
			[]apportion.Margin{sumsTo("4", 0)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"a second axis beyond all numbers", block([]int{4, half}, "1 1 1 1"),
			[]apportion.Margin{sumsTo("1 1 1 1", 0)},
			apportion.RakeOptions{},
			"seed.values",
		},
		{
			"an axis twice", ones,
			[]apportion.Margin{sumsTo("1 1 1 1", 0, 0)},
			apportion.RakeOptions{},
			"margins[0].axes",
		},
		{
			"margins that differ on a shared axis", cube,
			[]apportion.Margin{sumsTo("1 2 1 2", 0, 1), sumsTo("2 2 1 1", 1, 2)},
			apportion.RakeOptions{},
			"margins[1].totals margins[1].totals",
		},
		{
			"margins that differ by row", cube,
			[]apportion.Margin{sumsTo("1 2 3 4", 0, 1), sumsTo("3 2 1 4", 0, 1)},
			apportion.RakeOptions{},
			"margins[1].totals margins[1].totals",
		},
		{
			"margins that differ across the diagonal", cube,
			[]apportion.Margin{sumsTo("1 2 3 4", 0, 1), sumsTo("1 3 2 4", 0, 1)},
			apportion.RakeOptions{},
			"margins[1].totals margins[1].totals",
		},
		{
			"a part that exceeds the whole", ones,
			[]apportion.Margin{sumsTo("2 2", 0), sumsTo("5 .", 1)},
			apportion.RakeOptions{},
			"margins[1].totals",
		},
		{
			"a whole that is exceeded by a part", ones,
			[]apportion.Margin{sumsTo("5 .", 0), sumsTo("2 2", 1)},
			apportion.RakeOptions{},
			"margins[1].totals",
		},
		{
			"two wholes, the first one larger", ones,
			[]apportion.Margin{sumsTo("3 2", 0), sumsTo("2 2", 1)},
			apportion.RakeOptions{},
			"margins[1].totals",
		},
		{
			"two wholes, the second one larger", ones,
			[]apportion.Margin{sumsTo("2 2", 0), sumsTo("2 3", 1)},
			apportion.RakeOptions{},
			"margins[1].totals",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := apportion.Rake(tt.seed, tt.margins, tt.o)
			if got := paths(t, err); got != tt.want {
				t.Errorf("Rake() reports %s, want %s: %v", got, tt.want, err)
			}
		})
	}
}

// Margins of up to a million pairs of totals are compared with the zeros of the
// seed before, and larger ones found out about afterwards.
func TestRakeOfManyPairs(t *testing.T) {
	for _, tt := range []struct {
		last int
		is   error
	}{{8, target.ErrInfeasible}, {9, nil}} {
		shape := []int{128, 8, tt.last}
		seed := apportion.Block{Shape: shape, Values: make([]decimal.Decimal, 128*8*tt.last)}
		across, down := sumsTo("", 0, 1), sumsTo("", 0, 2)
		for range 128 * 8 {
			across.Totals = append(across.Totals, decimal.NewNullDecimal(decimal.New(int64(tt.last), 0)))
		}
		for range 128 * tt.last {
			down.Totals = append(down.Totals, decimal.NewNullDecimal(decimal.New(8, 0)))
		}
		for c := range seed.Values {
			seed.Values[c] = decimal.New(1, 0)
		}
		// Only one value at the first place, in a row and a column that ask for more
		// than it can be at once.
		for k := 1; k < tt.last; k++ {
			seed.Values[k] = decimal.Decimal{}
		}
		across.Totals[0].Decimal = decimal.New(9, 0)
		across.Totals[1].Decimal = decimal.New(int64(2*tt.last-9), 0)
		got, err := apportion.Rake(seed, []apportion.Margin{across, down}, apportion.RakeOptions{Sweeps: 1})
		if !errors.Is(err, tt.is) || err == nil && got.Converged {
			t.Errorf(
				"%d by %d totals: converged %v, %v; want %v", len(across.Totals), len(down.Totals), got.Converged,
				err, tt.is,
			)
		}
	}
}

// The tolerance is a fraction of each total, however large or small.
func TestRakeToleranceIsRelative(t *testing.T) {
	seed := block([]int{2, 2}, "1 2 3 4")
	for _, scale := range []string{"1e-90", "1e-13", "1e-7", "1", "1e13", "1e90"} {
		times := func(m apportion.Margin) apportion.Margin {
			for i := range m.Totals {
				m.Totals[i].Decimal = m.Totals[i].Decimal.Mul(d(scale))
			}
			return m
		}
		margins := []apportion.Margin{times(sumsTo("4 6", 0)), times(sumsTo("3 7", 1))}
		got, err := apportion.Rake(seed, margins, apportion.RakeOptions{})
		if err != nil || !got.Converged || got.Off.GreaterThan(d("0.000001")) {
			t.Errorf("Rake() to totals of %s = %v, converged %t, off by %s", scale, err, got.Converged, got.Off)
			continue
		}
		want := d(scale) // x·(3+x) / ((4−x)·(3−x)) = 2/3, the seed's odds ratio, for x = 1
		if off := got.Values[0].Sub(want).Abs(); off.GreaterThan(want.Mul(d("0.000001"))) {
			t.Errorf("Rake() to totals of %s = %v, want %s first", scale, got.Values, want)
		}
	}

	// Off by a third of the total, which is less than the tolerance of one.
	third, err := apportion.Rake(block([]int{1, 3}, "1 1 1"), []apportion.Margin{
		sumsTo("0.0000001", 0), sumsTo("0.00000003 0.00000003 0.00000004", 1),
	},
		apportion.RakeOptions{Places: target.Places(7)})
	if err != nil || third.Converged || !third.Off.Equal(d("1")) {
		t.Errorf(
			"Rake() = %v, %v, converged %t, off by %s; want it off by all of it", third.Values, err,
			third.Converged, third.Off,
		)
	}
}

// A value that is positive in the seed but zero in every block that meets the
// margins is set to zero; the fitting alone comes nearer by one part in n sweeps.
func TestRakeForcedZeros(t *testing.T) {
	margins := []apportion.Margin{sumsTo("1 1", 0), sumsTo("1 1", 1)}
	got, err := apportion.Rake(block([]int{2, 2}, "1 1 0 1"), margins, apportion.RakeOptions{Places: target.Places(3)})
	if s := fmt.Sprint(got.Values); err != nil || !got.Converged || s != "[1 0 0 1]" || got.Sweeps > 3 {
		t.Errorf("Rake() = %s in %d sweeps, converged %t, %v; want [1 0 0 1]", s, got.Sweeps, got.Converged, err)
	}

	// The first zero forces the next: in three dimensions from pair to pair.
	cube := block([]int{2, 2, 2}, "1 1 1 1 0 0 1 1")
	margins = []apportion.Margin{sumsTo("1 . 0 1", 0, 1), sumsTo("1 1", 0), sumsTo("1 1", 2)}
	got, err = apportion.Rake(cube, margins, apportion.RakeOptions{Places: target.Places(1)})
	if s := fmt.Sprint(got.Values); err != nil || !got.Converged || s != "[0.5 0.5 0 0 0 0 0.5 0.5]" || got.Sweeps > 3 {
		t.Errorf(
			"Rake() = %s in %d sweeps, converged %t, %v; want [0.5 0.5 0 0 0 0 0.5 0.5]", s, got.Sweeps,
			got.Converged, err,
		)
	}
}

// Two margins whose known totals are all zero leave room in their free groups.
func TestRakeFreeBesideZeros(t *testing.T) {
	margins := []apportion.Margin{sumsTo("0.005", 0), sumsTo(". 0", 1), sumsTo(". 0", 2)}
	got, err := apportion.Rake(block([]int{1, 2, 2}, "0.01 0 0 0"), margins, apportion.RakeOptions{})
	if s := fmt.Sprint(got.Values); err != nil || !got.Converged || s != "[0.005 0 0 0]" {
		t.Errorf("Rake() = %s, converged %t, %v; want [0.005 0 0 0]", s, got.Converged, err)
	}
}

// One axis, and five.
func TestRakeAxes(t *testing.T) {
	line, err := apportion.Rake(
		block([]int{3}, "1 2 1"), []apportion.Margin{sumsTo("8")}, apportion.RakeOptions{Places: target.Places(0)},
	)
	if s := fmt.Sprint(line.Values); err != nil || s != "[2 4 2]" || !line.Converged {
		t.Errorf("Rake() of a line = %s, %v; want [2 4 2]", s, err)
	}

	shape := []int{2, 3, 2, 3, 2}
	seed := apportion.Block{Shape: shape}
	for c := range 72 {
		seed.Values = append(seed.Values, decimal.New(int64(c*c%17+1), 0))
	}
	margins := []apportion.Margin{
		sumsTo("30 60", 0), sumsTo("20 30 40", 1), sumsTo("45 45", 2), sumsTo("10 40 40", 3), sumsTo("81 9", 4),
	}
	got, err := apportion.Rake(seed, margins, apportion.RakeOptions{})
	if err != nil || !got.Converged {
		t.Fatalf("Rake() of five axes = %v, converged %t", err, got.Converged)
	}
	// Ratios of values that differ on two axes stay those of the seed.
	at := func(b apportion.Block, i ...int) float64 {
		c := 0
		for axis, x := range i {
			c = c*shape[axis] + x
		}
		return b.Values[c].InexactFloat64()
	}
	odds := func(b apportion.Block) float64 {
		return at(b, 0, 0, 0, 0, 0) * at(b, 1, 0, 0, 2, 0) / at(b, 1, 0, 0, 0, 0) / at(b, 0, 0, 0, 2, 0)
	}
	if g, w := odds(got.Block), odds(seed); math.Abs(g/w-1) > 1e-5 {
		t.Errorf("odds ratio = %v, want %v", g, w)
	}
}

// After one pass the columns have their totals. In the first case the rows have 19.5 of 20 and 10.5
// of 10.
func TestRakeSaysWhere(t *testing.T) {
	for _, tt := range []struct {
		name          string
		rows, columns string
		margin, total int
		off           string
	}{
		{"the second row", "20 10", "12 18", 0, 1, "0.05"},
		{"a total that is not given", "20 10", ". 18", 0, 0, "0.075"},
		{"the first row", "10 20", "18 12", 0, 0, "0.126"},
	} {
		margins := []apportion.Margin{sumsTo(tt.rows, 0), sumsTo(tt.columns, 1)}
		got, err := apportion.Rake(block([]int{2, 2}, "1 3 1 1"), margins, apportion.RakeOptions{Sweeps: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got.Converged || got.Margin != tt.margin || got.Total != tt.total || got.Off.Round(3).String() != tt.off {
			t.Errorf("%s: Rake() = %+v, want %s off at margin %d, total %d", tt.name, got, tt.off, tt.margin, tt.total)
		}
	}
}
