package apportion_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// totals reads totals, null for a free one.
func totals(t testing.TB, text []json.RawMessage) []decimal.NullDecimal {
	t.Helper()
	a := make([]decimal.NullDecimal, len(text))
	for i, x := range text {
		if err := json.Unmarshal(x, &a[i]); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func fixedTotals(a []decimal.Decimal) []decimal.NullDecimal {
	b := make([]decimal.NullDecimal, len(a))
	for i, x := range a {
		b[i] = decimal.NewNullDecimal(x)
	}
	return b
}

func TestRakePublished(t *testing.T) {
	var cases []struct {
		Name    string
		Shape   []int
		Seed    []decimal.Decimal
		Margins []struct {
			Axes   []int
			Totals []json.RawMessage
		}
		Want                 []float64
		Infeasible, Mismatch bool
	}

	fixture(t, "rake_cases.json", &cases)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			var margins []apportion.Margin
			for _, m := range c.Margins {
				margins = append(margins, apportion.Margin{Axes: m.Axes, Totals: totals(t, m.Totals)})
			}
			got, err := apportion.Rake(
				apportion.Block{Shape: c.Shape, Values: c.Seed}, margins,
				apportion.RakeOptions{Tolerance: d("0.0000000001")},
			)

			switch {
			case c.Infeasible:
				if !errors.Is(err, target.ErrInfeasible) {
					t.Errorf("Rake() = %v, %v; want ErrInfeasible", got, err)
				}
				return
			case c.Mismatch:
				if !errors.Is(err, target.ErrMismatch) {
					t.Errorf("Rake() = %v, %v; want ErrMismatch", got, err)
				}
				return
			case err != nil:
				t.Fatal(err)
			}

			if !got.Converged || got.Off.GreaterThan(d("0.0000000001")) {
				t.Errorf("Rake() is off by %v at %d, %d", got.Off, got.Margin, got.Total)
			}
			for i, v := range got.Values {
				if f := v.InexactFloat64(); math.Abs(f-c.Want[i]) > 1e-9 {
					t.Errorf("value %d is %v, want %v", i, v, c.Want[i])
				}
			}
		})
	}
}

func TestRakeInfeasible(t *testing.T) {
	block := func(rows, cols int, values ...int64) apportion.Block {
		return apportion.Block{Shape: []int{rows, cols}, Values: wholes(values)}
	}
	margin := func(axis int, values ...any) apportion.Margin {
		m := apportion.Margin{Axes: []int{axis}}
		for _, v := range values {
			total := decimal.NullDecimal{}
			if n, ok := v.(int); ok {
				total = decimal.NewNullDecimal(decimal.NewFromInt(int64(n)))
			}
			m.Totals = append(m.Totals, total)
		}
		return m
	}

	cases := []struct {
		name    string
		seed    apportion.Block
		margins []apportion.Margin
		want    apportion.RakeError
	}{
		{
			"diagonal", block(2, 2, 0, 1, 1, 0),
			[]apportion.Margin{margin(0, 10, 20), margin(1, 10, 20)},
			apportion.RakeError{
				Margin: 0, Totals: []int{1}, Amount: d("20"), Across: 1, Others: []int{0}, Room: d("10"),
			},
		},
		{
			"free column", block(2, 3, 1, 0, 0, 1, 1, 1),
			[]apportion.Margin{margin(0, 30, 10), margin(1, 20, nil, nil)},
			apportion.RakeError{
				Margin: 0, Totals: []int{0}, Amount: d("30"), Across: 1, Others: []int{0}, Room: d("20"),
			},
		},
		{
			"free row", block(3, 2, 1, 0, 1, 1, 1, 1),
			[]apportion.Margin{margin(1, 20, 30), margin(0, 10, 25, nil)},
			apportion.RakeError{},
		},
		{
			"column with too little", block(3, 2, 1, 0, 1, 1, 1, 0),
			[]apportion.Margin{margin(0, nil, 5, nil), margin(1, 20, 30)},
			apportion.RakeError{
				Margin: 1, Totals: []int{1}, Amount: d("30"), Across: 0, Others: []int{1}, Room: d("5"),
			},
		},
	}

	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := apportion.Rake(c.seed, c.margins, apportion.RakeOptions{})
			if c.want.Totals == nil {
				if err != nil || !got.Converged {
					t.Fatalf("Rake() = %v, %v", got, err)
				}
				return
			}
			e, ok := errors.AsType[*apportion.RakeError](err)
			if !ok || !errors.Is(err, target.ErrInfeasible) {
				t.Fatalf("Rake() error %v", err)
			}
			if e.Margin != c.want.Margin || e.Across != c.want.Across || !slices.Equal(e.Totals, c.want.Totals) ||
				!slices.Equal(e.Others, c.want.Others) || !e.Amount.Equal(c.want.Amount) || !e.Room.Equal(c.want.Room) {
				t.Errorf("Rake() error %+v, want %+v", e, c.want)
			}
		})
	}
}

// TestRakeContradiction: totals of three axes that agree in pairs and leave
// nothing all the same.
func TestRakeContradiction(t *testing.T) {
	pair := func(axes []int, a ...int64) apportion.Margin {
		return apportion.Margin{Axes: axes, Totals: fixedTotals(wholes(a))}
	}
	seed := apportion.Block{Shape: []int{2, 2, 2}, Values: wholes([]int64{1, 1, 1, 1, 1, 1, 1, 1})}
	// The zeros of the first two leave values that the third forbids.
	_, err := apportion.Rake(seed, []apportion.Margin{
		pair([]int{0, 1}, 1, 0, 0, 1), pair([]int{1, 2}, 1, 0, 0, 1), pair([]int{0, 2}, 0, 1, 1, 0),
	}, apportion.RakeOptions{})
	if !errors.Is(err, target.ErrInfeasible) {
		t.Errorf("Rake() = %v, want %v", err, target.ErrInfeasible)
	}
	// Without a zero, nothing shows until the sums do.
	got, err := apportion.Rake(seed, []apportion.Margin{
		pair([]int{0, 1}, 9, 1, 1, 9), pair([]int{1, 2}, 9, 1, 1, 9), pair([]int{0, 2}, 1, 9, 9, 1),
	}, apportion.RakeOptions{})
	if err != nil {
		t.Fatal(err)
	}

	if got.Converged || got.Off.LessThan(d("0.1")) {
		t.Errorf("Rake() says converged %v, off by %v", got.Converged, got.Off)
	}
}

func TestRakeRefuses(t *testing.T) {
	ones := apportion.Block{Shape: []int{2, 2}, Values: wholes([]int64{1, 1, 1, 1})}
	rows := apportion.Margin{Axes: []int{0}, Totals: fixedTotals(wholes([]int64{2, 2}))}
	cases := []struct {
		name    string
		seed    apportion.Block
		margins []apportion.Margin
		o       apportion.RakeOptions
		path    string
		want    error
	}{
		{
			"no axes",
			apportion.Block{},
			[]apportion.Margin{rows},
			apportion.RakeOptions{},
			"seed.shape",
			target.ErrRequired,
		},
		{
			"shape",
			apportion.Block{Shape: []int{2, 3}, Values: ones.Values},
			[]apportion.Margin{rows},
			apportion.RakeOptions{},
			"seed.values", target.ErrMismatch,
		},
		{
			"huge shape",
			apportion.Block{Shape: []int{1 << 30, 1 << 30, 1 << 30}, Values: ones.Values},
			[]apportion.Margin{rows},
			apportion.RakeOptions{},
			"seed.values", target.ErrMismatch,
		},
		{"no margins", ones, nil, apportion.RakeOptions{}, "margins", target.ErrRequired},
		{
			"axis", ones,
			[]apportion.Margin{{Axes: []int{2}, Totals: rows.Totals}},
			apportion.RakeOptions{},
			"margins[0].axes", target.ErrInvalid,
		},
		{
			"axes out of order", ones,
			[]apportion.Margin{{Axes: []int{1, 0}}},
			apportion.RakeOptions{},
			"margins[0].axes", target.ErrInvalid,
		},
		{
			"totals", ones,
			[]apportion.Margin{{Axes: []int{0}, Totals: rows.Totals[:1]}},
			apportion.RakeOptions{},
			"margins[0].totals", target.ErrMismatch,
		},
		{
			"negative value",
			apportion.Block{Shape: ones.Shape, Values: wholes([]int64{1, -1, 1, 1})},
			[]apportion.Margin{rows},
			apportion.RakeOptions{},
			"seed.values[1]", target.ErrRange,
		},
		{
			"negative total", ones,
			[]apportion.Margin{{Axes: []int{0}, Totals: fixedTotals(wholes([]int64{2, -2}))}},
			apportion.RakeOptions{},
			"margins[0].totals[1]", target.ErrRange,
		},
		{
			"zero group",
			apportion.Block{Shape: ones.Shape, Values: wholes([]int64{0, 0, 1, 1})},
			[]apportion.Margin{rows},
			apportion.RakeOptions{},
			"margins[0].totals[0]", target.ErrInfeasible,
		},
		{
			"out of bounds",
			apportion.Block{Shape: ones.Shape, Values: append(wholes([]int64{1, 1, 1}), decimal.New(1, 1_000_000_000))},
			[]apportion.Margin{rows},
			apportion.RakeOptions{},
			"seed.values[3]", target.ErrRange,
		},
		{
			"margins disagree", ones,
			[]apportion.Margin{rows, {Axes: []int{1}, Totals: fixedTotals(wholes([]int64{2, 3}))}},
			apportion.RakeOptions{},
			"margins[1].totals", target.ErrMismatch,
		},
		{
			"a margin that is free", ones,
			[]apportion.Margin{rows, {Axes: []int{1}, Totals: make([]decimal.NullDecimal, 2)}},
			apportion.RakeOptions{},
			"margins[1].totals", target.ErrRequired,
		},
		{
			"tolerance", ones,
			[]apportion.Margin{rows},
			apportion.RakeOptions{Tolerance: d("-1")},
			"options.tolerance", target.ErrRange,
		},
		{
			"places", ones,
			[]apportion.Margin{rows},
			apportion.RakeOptions{Places: target.Places(-1)},
			"options.places", target.ErrRange,
		},
		{
			"sweeps", ones,
			[]apportion.Margin{rows},
			apportion.RakeOptions{Sweeps: -1},
			"options.sweeps",
			target.ErrRange,
		},
	}

	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := apportion.Rake(c.seed, c.margins, c.o)
			e, ok := errors.AsType[*target.FieldError](err)
			if !ok || e.Path != c.path || !errors.Is(e, c.want) {
				t.Errorf("Rake() = %v, %v; want %s: %v", got, err, c.path, c.want)
			}
		})
	}
}

// checkRake rakes a block to the margins of another one with the same zeros.
func checkRake(t *rapid.T) {
	shape := []int{rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "cols")}
	for range rapid.IntRange(0, 3).Draw(t, "more axes") {
		shape = append(shape, rapid.IntRange(1, 3).Draw(t, "layers"))
	}
	size := 1
	for _, n := range shape {
		size *= n
	}
	seed := apportion.Block{Shape: shape, Values: make([]decimal.Decimal, size)}
	sums := make([][]decimal.Decimal, len(shape))
	for axis, n := range shape {
		sums[axis] = make([]decimal.Decimal, n)
	}

	for c := range size {
		if rapid.IntRange(0, 4).Draw(t, "zero") == 0 {
			continue
		}
		seed.Values[c] = decimal.New(rapid.Int64Range(1, 1000).Draw(t, "value"), -2)
		// Values that are near those of the seed keep the fitting fast.
		other := seed.Values[c].Mul(decimal.New(rapid.Int64Range(50, 200).Draw(t, "change"), -2))
		for axis, at := len(shape)-1, c; axis >= 0; axis-- {
			sums[axis][at%shape[axis]] = sums[axis][at%shape[axis]].Add(other)
			at /= shape[axis]
		}
	}

	var margins []apportion.Margin
	for axis := range shape {
		m := apportion.Margin{Axes: []int{axis}, Totals: fixedTotals(sums[axis])}
		if shape[axis] > 1 && rapid.IntRange(0, 3).Draw(t, "free") == 0 {
			m.Totals[rapid.IntRange(0, shape[axis]-1).Draw(t, "which")] = decimal.NullDecimal{}
		}
		margins = append(margins, m)
	}

	got, err := apportion.Rake(seed, margins, apportion.RakeOptions{})
	if err != nil {
		t.Fatal(err)
	}

	off := decimal.Zero
	for _, m := range margins {
		at := make([]decimal.Decimal, len(m.Totals))
		inner := 1
		for _, n := range shape[m.Axes[0]+1:] {
			inner *= n
		}
		for c, v := range got.Values {
			at[c/inner%len(at)] = at[c/inner%len(at)].Add(v)
		}
		for g, total := range m.Totals {
			if total.Valid && total.Decimal.Sign() > 0 {
				off = decimal.Max(off, at[g].Sub(total.Decimal).Abs().DivRound(total.Decimal, 20))
			}
		}
	}

	if !off.Equal(got.Off) || got.Converged != off.LessThanOrEqual(d("0.000001")) {
		t.Errorf("Rake() says converged %v, off by %v; it is off by %v", got.Converged, got.Off, off)
	}
	for c, v := range got.Values {
		if v.Sign() < 0 || seed.Values[c].IsZero() && !v.IsZero() {
			t.Errorf("value %d is %v, from %v", c, v, seed.Values[c])
		}
	}

	again, err := apportion.Rake(seed, margins, apportion.RakeOptions{})
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("the second time differs (-want +got):\n%s", diff)
	}
	if !got.Converged || len(shape) > 2 {
		return
	}

	// In two dimensions the odds ratios of the seed remain.
	for i := range shape[0] - 1 {
		for j := range shape[1] - 1 {
			x := func(b []decimal.Decimal) float64 {
				at := func(i, j int) float64 { return b[i*shape[1]+j].InexactFloat64() }
				return at(i, j) * at(i+1, j+1) / (at(i+1, j) * at(i, j+1))
			}
			a, b := x(seed.Values), x(got.Values)
			if !math.IsNaN(a) && !math.IsInf(a, 0) && a > 0 && math.Abs(b/a-1) > 1e-5 && !math.IsNaN(b) &&
				!math.IsInf(b, 0) {
				t.Errorf("odds ratio at %d, %d is %v, in the seed %v", i, j, b, a)
			}
		}
	}
}

func TestRakeProperties(t *testing.T) { rapid.Check(t, checkRake) }

func FuzzRake(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkRake)) }

func TestRakeKeepsNothing(t *testing.T) {
	seed := apportion.Block{Shape: []int{2, 2}, Values: wholes([]int64{1, 2, 3, 4})}
	rows := apportion.Margin{Axes: []int{0}, Totals: fixedTotals(wholes([]int64{6, 14}))}
	got, err := apportion.Rake(seed, []apportion.Margin{rows}, apportion.RakeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(got)
	seed.Shape[0], seed.Values[0], rows.Totals[0] = 9, d("9"), decimal.NullDecimal{}
	if after := fmt.Sprint(got); after != before {
		t.Errorf("the block was %s and is %s", before, after)
	}
}

func BenchmarkRake(b *testing.B) {
	for _, size := range tableSizes {
		weights, rows, cols := randomTable(size[0], size[1], int64(size[0]*size[1])*100)
		seed := apportion.Block{Shape: size[:], Values: slices.Concat(weights...)}
		margins := []apportion.Margin{
			{Axes: []int{0}, Totals: fixedTotals(rows)}, {Axes: []int{1}, Totals: fixedTotals(cols)},
		}
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got, err := apportion.Rake(seed, margins, apportion.RakeOptions{}); err != nil || !got.Converged {
					b.Fatal(got.Off, err)
				}
			}
		})
	}
}
