package integrity_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate/integrity"
)

// exactSquares solves the normal equations of min |xβ − y| in rational numbers.
func exactSquares(x [][]*big.Rat, y []*big.Rat) []*big.Rat {
	n := len(x[0])
	a := make([][]*big.Rat, n)
	for i := range a {
		a[i] = make([]*big.Rat, n+1)
		for j := range a[i] {
			a[i][j] = new(big.Rat)
			for r := range x {
				other := y[r]
				if j < n {
					other = x[r][j]
				}
				a[i][j].Add(a[i][j], new(big.Rat).Mul(x[r][i], other))
			}
		}
	}

	for i := range n {
		p := i
		for a[p][i].Sign() == 0 {
			p++
		}
		a[i], a[p] = a[p], a[i]
		for r := range n {
			if r == i || a[r][i].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Quo(a[r][i], a[i][i])
			for j := i; j <= n; j++ {
				a[r][j] = new(big.Rat).Sub(a[r][j], new(big.Rat).Mul(f, a[i][j]))
			}
		}
	}

	beta := make([]*big.Rat, n)
	for i := range beta {
		beta[i] = new(big.Rat).Quo(a[i][n], a[i][i])
	}
	return beta
}

func rat(f float64) *big.Rat { return new(big.Rat).SetFloat64(f) }

// exactBunch estimates without a correction, with a dummy for every bin of the
// region, in rational numbers.
func exactBunch(counts []int, o integrity.BunchOptions) (excess, height float64) {
	var x [][]*big.Rat
	var y []*big.Rat
	region := o.ExcludeBelow + 1 + o.ExcludeAbove

	for i, c := range counts {
		k := int64(i - o.Below)
		row := make([]*big.Rat, 0, o.Order+1+region)
		power := big.NewRat(1, 1)
		for range o.Order + 1 {
			row = append(row, power)
			power = new(big.Rat).Mul(power, big.NewRat(k, 1))
		}
		for d := range region {
			dummy := new(big.Rat)
			if k == int64(d-o.ExcludeBelow) {
				dummy.SetInt64(1)
			}
			row = append(row, dummy)
		}
		x, y = append(x, row), append(y, big.NewRat(int64(c), 1))
	}

	beta := exactSquares(x, y)
	b, h := new(big.Rat), new(big.Rat)
	for d := range region {
		b.Add(b, beta[o.Order+1+d])
		k := big.NewRat(int64(d-o.ExcludeBelow), 1)
		power := big.NewRat(1, 1)
		for p := range o.Order + 1 {
			h.Add(h, new(big.Rat).Mul(beta[p], power))
			power = new(big.Rat).Mul(power, k)
		}
	}

	excess, _ = b.Float64()
	height, _ = h.Mul(h, big.NewRat(1, int64(region))).Float64()
	return excess, height
}

// crowd draws figures around 100 with some more at 100.
func crowd(t *rapid.T) []decimal.Decimal {
	seed := rapid.Uint64().Draw(t, "seed")
	rnd := rand.New(rand.NewPCG(seed, 0))
	figures := make([]decimal.Decimal, 0, 1000)
	for range rapid.IntRange(400, 900).Draw(t, "n") {
		figures = append(figures, decimal.New(8000+rnd.Int64N(4000), -2))
	}
	for range rapid.IntRange(0, 100).Draw(t, "extra") {
		figures = append(figures, decimal.New(10000+rnd.Int64N(20), -2))
	}
	return figures
}

func testBunch(t *rapid.T) {
	figures := crowd(t)
	o := integrity.BunchOptions{
		Target: dec("100"), Width: dec("1"), Below: 15, Above: 15,
		Edge:         integrity.Edge(rapid.IntRange(0, 2).Draw(t, "edge")),
		Order:        rapid.IntRange(1, 5).Draw(t, "order"),
		ExcludeBelow: rapid.IntRange(0, 2).Draw(t, "below"), ExcludeAbove: rapid.IntRange(0, 2).Draw(t, "above"),
	}
	b, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Skip(err)
	}
	var counts []int
	total := b.Outside
	for _, bin := range b.Bins {
		counts = append(counts, bin.Count)
		total += bin.Count
	}
	if total != len(figures) {
		t.Fatalf("%d figures counted of %d", total, len(figures))
	}
	excess, height := exactBunch(counts, o)
	if math.Abs(b.Excess-excess) > 1e-9*max(1, height) || !near(b.Height, height, 1e-9) {
		t.Fatalf("excess %v over %v, exactly %v over %v", b.Excess, b.Height, excess, height)
	}

	shuffled := slices.Clone(figures)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) {
		shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
	})
	again, err := integrity.Bunch(shuffled, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, again); diff != "" {
		t.Fatalf("the order of figures changes the estimate (-want +got):\n%s", diff)
	}

	// Another unit of measure, and another origin, leave the estimate alone,
	// whether the figures fit machine words or not.
	scale, shift := dec("0.25"), dec("-37.5")
	if rapid.Bool().Draw(t, "wide") {
		scale, shift = dec("0.2500000000000000000000000000001"), dec("1e40")
	}
	moved := make([]decimal.Decimal, len(figures))
	for i, x := range figures {
		moved[i] = x.Mul(scale).Add(shift)
	}
	m := o
	m.Target, m.Width = o.Target.Mul(scale).Add(shift), o.Width.Mul(scale)
	again, err = integrity.Bunch(moved, m)
	if err != nil {
		t.Fatal(err)
	}
	if again.Excess != b.Excess || again.Height != b.Height {
		t.Fatalf("in another unit %v over %v, not %v over %v", again.Excess, again.Height, b.Excess, b.Height)
	}
}

func TestBunchProperties(t *testing.T) { rapid.Check(t, testBunch) }
func FuzzBunch(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(testBunch)) }

// A target near the end of the bins, where a polynomial of high order is least
// certain, costs no digits.
func TestBunchLopsided(t *testing.T) {
	for _, tt := range []struct{ order, below, above, exclude int }{
		{7, 20, 1, 0}, {10, 50, 3, 2}, {12, 50, 3, 0}, {15, 20, 1, 0}, {15, 3, 50, 1}, {15, 100, 3, 2}, {15, 20, 20, 0},
	} {
		o := integrity.BunchOptions{
			Width: dec("1"), Below: tt.below, Above: tt.above, Order: tt.order,
			ExcludeBelow: tt.exclude, ExcludeAbove: tt.exclude,
		}
		var figures []decimal.Decimal
		var counts []int
		for k := -tt.below; k <= tt.above; k++ {
			counts = append(counts, 50+(k*k*7+k*13)%17+k/5)
			figures = append(
				figures, slices.Repeat([]decimal.Decimal{decimal.New(int64(k), 0)}, counts[len(counts)-1])...,
			)
		}
		b, err := integrity.Bunch(figures, o)
		if err != nil {
			t.Errorf("%+v: %v", tt, err)
			continue
		}
		excess, height := exactBunch(counts, o)
		if !near(b.Excess, excess, 1e-9) || !near(b.Height, height, 1e-9) {
			t.Errorf("%+v: excess %v over %v, exactly %v over %v", tt, b.Excess, b.Height, excess, height)
		}
		for i, bin := range b.Bins {
			x, y := float64(i-tt.below), 0.0
			for p := tt.order; p >= 0; p-- {
				y = y*x + b.Polynomial[p]
			}
			if tt.order < 10 && !near(y, bin.Counterfactual, 1e-9) {
				t.Errorf("%+v: the polynomial at %v is %v, the counterfactual %v", tt, x, y, bin.Counterfactual)
			}
		}
	}
}

func TestBunchCorrectionIsAFixedPoint(t *testing.T) {
	figures := kink(t)
	o := integrity.BunchOptions{Target: dec("10000"), Width: dec("50"), Below: 19, Above: 19, Order: 4}
	plain, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}

	for _, correct := range []integrity.BunchCorrection{integrity.AboveTarget, integrity.AboveRegion} {
		o.Correct, o.ExcludeAbove = correct, 1
		b, err := integrity.Bunch(figures, o)
		if err != nil {
			t.Fatal(err)
		}

		first := o.Below + 1
		if correct == integrity.AboveRegion {
			first++
		}
		above := 0
		for _, bin := range b.Bins[first:] {
			above += bin.Count
		}

		// Refit the raised counts exactly: the excess must come out again.
		raised := make([]*big.Rat, len(b.Bins))
		var x [][]*big.Rat
		for i, bin := range b.Bins {
			raised[i] = big.NewRat(int64(bin.Count), 1)
			if i >= first {
				raised[i].Mul(raised[i], rat(1+b.Excess/float64(above)))
			}
			var row []*big.Rat
			k := float64(i - o.Below)
			for p := range 5 {
				row = append(row, rat(math.Pow(k, float64(p))))
			}
			for _, d := range []int{o.Below, o.Below + 1} {
				dummy := new(big.Rat)
				if i == d {
					dummy.SetInt64(1)
				}
				row = append(row, dummy)
			}
			x = append(x, row)
		}

		beta := exactSquares(x, raised)
		excess := 0.0
		for k := range 2 {
			c := new(big.Rat)
			for p := range 5 {
				c.Add(c, new(big.Rat).Mul(beta[p], rat(math.Pow(float64(k), float64(p)))))
			}
			f, _ := c.Float64()
			excess += float64(b.Bins[o.Below+k].Count) - f
		}

		if math.Abs(excess-b.Excess) > 1e-6 {
			t.Errorf("correction %d: the excess %v gives %v", correct, b.Excess, excess)
		}
		if b.Iterations < 2 || b.Excess >= plain.Excess {
			t.Errorf("correction %d: %d iterations to %v from %v", correct, b.Iterations, b.Excess, plain.Excess)
		}
	}
}

func TestBunchBootstrap(t *testing.T) {
	figures := kink(t)
	o := integrity.BunchOptions{
		Target: dec("10000"), Width: dec("100"), Below: 19, Above: 19, Order: 5, Replicates: 200, Seed: 7,
	}
	b, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}

	again, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}

	if b.ExcessError != again.ExcessError || b.RatioError != again.RatioError {
		t.Error("the same seed gives other errors")
	}
	o.Seed = 8
	other, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}

	if other.ExcessError == b.ExcessError {
		t.Error("another seed gives the same errors")
	}
	// Without a correction the excess is a count less a fitted value, so that
	// its error is near s·√(1 + h) with s the residuals' deviation.
	var squares float64
	for _, bin := range b.Bins {
		if !bin.Region {
			squares += (float64(bin.Count) - bin.Counterfactual) * (float64(bin.Count) - bin.Counterfactual)
		}
	}

	s := math.Sqrt(squares / float64(len(b.Bins)-1))
	if b.ExcessError < s || b.ExcessError > 1.6*s {
		t.Errorf("standard error %v with residuals of %v", b.ExcessError, s)
	}
	o.Correct = integrity.AboveTarget
	if c, err := integrity.Bunch(figures, o); err != nil || c.ExcessError <= 0 || c.ExcessError > 2*s {
		t.Errorf("corrected standard error %v, %v", c.ExcessError, err)
	}
}
