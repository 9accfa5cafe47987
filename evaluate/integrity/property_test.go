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
	"github.com/targetcascade/cascade/target"
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
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
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

func TestBunchCorrectionIsAFixedPoint(t *testing.T) {
	figures := kink(t)
	o := integrity.BunchOptions{Target: dec("10000"), Width: dec("50"), Below: 19, Above: 19, Order: 4}
	plain, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, correct := range []integrity.Correction{integrity.AboveTarget, integrity.AboveRegion} {
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
	o := integrity.BunchOptions{Target: dec("10000"), Width: dec("100"), Below: 19, Above: 19, Order: 5, Replicates: 200, Seed: 7}
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

// choose is the obvious binomial coefficient.
func choose(n, k int) *big.Int { return new(big.Int).Binomial(int64(n), int64(k)) }

func closeTo(t *rapid.T, name string, got decimal.Decimal, want *big.Rat) {
	t.Helper()
	diff := new(big.Rat).Sub(got.Rat(), want)
	unit := decimal.New(1, got.Exponent()).Rat()
	if diff.Abs(diff).Cmp(unit.Mul(unit, big.NewRat(1, 2))) > 0 {
		t.Fatalf("%s is %s, want %s", name, got, want.FloatString(20))
	}
	if got.NumDigits() < 16 && new(big.Rat).Sub(got.Rat(), want).Sign() != 0 {
		t.Fatalf("%s is %s, short of 16 digits of %s", name, got, want.FloatString(20))
	}
}

func testBinomial(t *rapid.T) {
	met, missed := rapid.IntRange(0, 200).Draw(t, "met"), rapid.IntRange(0, 200).Draw(t, "missed")
	w, err := integrity.Binomial(met, missed)
	if met+missed == 0 {
		if err == nil {
			t.Fatal("no figures and no error")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	n := met + missed
	greater, least := new(big.Rat), new(big.Rat)
	all := new(big.Int).Lsh(big.NewInt(1), uint(n))
	for k := range n + 1 {
		p := new(big.Rat).SetFrac(choose(n, k), all)
		if k >= met {
			greater.Add(greater, p)
		}
		// As likely as what was seen, or less so.
		if choose(n, k).Cmp(choose(n, met)) <= 0 {
			least.Add(least, p)
		}
	}
	closeTo(t, "greater", w.Greater, greater)
	closeTo(t, "two-sided", w.TwoSided, least)
	closeTo(t, "share", w.Share, big.NewRat(int64(met), int64(n)))
	mirror, err := integrity.Binomial(missed, met)
	if err != nil || mirror.TwoSided.Cmp(w.TwoSided) != 0 {
		t.Fatalf("two-sided %s, mirrored %s, %v", w.TwoSided, mirror.TwoSided, err)
	}
}

func TestBinomialIsExact(t *testing.T) { rapid.Check(t, testBinomial) }
func FuzzBinomial(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(testBinomial)) }

func testDigits(t *rapid.T) {
	figures := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64().Draw(t, "m"), rapid.Int32Range(-50, 50).Draw(t, "exp"))
	}), 1, 50).Draw(t, "figures")
	d, err := integrity.FirstDigits(figures)
	if err != nil {
		t.Skip(err)
	}
	var counts [9]int
	for _, x := range figures {
		for _, c := range x.Coefficient().String() {
			if c >= '1' && c <= '9' {
				counts[c-'1']++
				break
			}
		}
	}
	if d.Counts != counts || d.N+d.Zeros != len(figures) {
		t.Fatalf("counts %v of %d, want %v", d.Counts, d.N, counts)
	}
	if !near(d.Effect*d.Effect*float64(d.N), d.ChiSquare, 1e-12) || d.P < 0 || d.P > 1 || d.Deviation > 2.0/9 {
		t.Fatalf("effect %v, χ² %v, p %v, deviation %v", d.Effect, d.ChiSquare, d.P, d.Deviation)
	}
	// Tenfold figures of the other sign have the same digits, in any order.
	for i, x := range figures {
		figures[i] = x.Neg().Mul(dec("10"))
	}
	slices.Reverse(figures)
	again, err := integrity.FirstDigits(figures)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, again); diff != "" {
		t.Fatalf("digits of ten times the figures (-want +got):\n%s", diff)
	}
}

func TestFirstDigitsProperties(t *testing.T) { rapid.Check(t, testDigits) }
func FuzzFirstDigits(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(testDigits)) }

func steps(t *rapid.T) []integrity.Step {
	figure := rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-1000, 1000).Draw(t, "m"), rapid.Int32Range(-3, 1).Draw(t, "exp"))
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) integrity.Step {
		return integrity.Step{Target: figure.Draw(t, "target"), Actual: figure.Draw(t, "actual"), Next: figure.Draw(t, "next")}
	}), 4, 30).Draw(t, "steps")
}

func testRatchet(t *rapid.T) {
	s := steps(t)
	r, err := integrity.Ratchet(s, target.Higher)
	if err != nil {
		t.Skip(err)
	}
	var x [][]*big.Rat
	var y []*big.Rat
	for _, step := range s {
		d := new(big.Rat).Sub(step.Actual.Rat(), step.Target.Rat())
		row := []*big.Rat{big.NewRat(1, 1), new(big.Rat), new(big.Rat)}
		if d.Sign() > 0 {
			row[1] = d
		} else {
			row[2] = d
		}
		x, y = append(x, row), append(y, new(big.Rat).Sub(step.Next.Rat(), step.Target.Rat()))
	}
	beta := exactSquares(x, y)
	rss := new(big.Rat)
	for i, row := range x {
		e := new(big.Rat).Set(y[i])
		for j := range row {
			e.Sub(e, new(big.Rat).Mul(row[j], beta[j]))
		}
		rss.Add(rss, e.Mul(e, e))
	}
	for j, got := range []float64{r.Constant, r.Above, r.Below} {
		if want, _ := beta[j].Float64(); got != want {
			t.Fatalf("coefficient %d is %v, want %v", j, got, want)
		}
	}
	s2, _ := rss.Mul(rss, big.NewRat(1, int64(len(s)-3))).Float64()
	inverse := func(j int) float64 {
		e := make([]*big.Rat, len(x))
		// (X'X)⁻¹ eⱼ solves X'X b = eⱼ; its j-th entry is the least squares of
		// the j-th column's own part: 1/|column − fit by the others|².
		var others [][]*big.Rat
		for i, row := range x {
			e[i] = row[j]
			others = append(others, append(slices.Clone(row[:j]), row[j+1:]...))
		}
		b := exactSquares(others, e)
		sum := new(big.Rat)
		for i := range others {
			d := new(big.Rat).Set(e[i])
			for k := range b {
				d.Sub(d, new(big.Rat).Mul(b[k], others[i][k]))
			}
			sum.Add(sum, d.Mul(d, d))
		}
		f, _ := sum.Inv(sum).Float64()
		return f
	}
	for j, got := range []float64{r.ConstantError, r.AboveError, r.BelowError} {
		if want := math.Sqrt(s2 * inverse(j)); math.Abs(got-want) > 1e-12*want {
			t.Fatalf("error %d is %v, want %v", j, got, want)
		}
	}
	// Mirrored figures of a lower-is-better target give the same response, and
	// so does any order.
	mirrored := slices.Clone(s)
	slices.Reverse(mirrored)
	for i, m := range mirrored {
		mirrored[i] = integrity.Step{Target: m.Target.Neg(), Actual: m.Actual.Neg(), Next: m.Next.Neg()}
	}
	again, err := integrity.Ratchet(mirrored, target.Lower)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, again); diff != "" {
		t.Fatalf("mirrored response (-want +got):\n%s", diff)
	}
	if !near(r.Asymmetry, r.Above-r.Below, 1e-12) || r.RSquared < 0 || r.RSquared > 1 {
		t.Fatalf("asymmetry %v of %v and %v, R² %v", r.Asymmetry, r.Above, r.Below, r.RSquared)
	}
}

func TestRatchetIsExact(t *testing.T) { rapid.Check(t, testRatchet) }
func FuzzRatchet(f *testing.F)        { f.Fuzz(rapid.MakeFuzz(testRatchet)) }

func TestRatchetAsymmetryError(t *testing.T) {
	// With λ⁺ and λ⁻ replaced by λ⁻ + δ and λ⁻ the regression has δ as the
	// coefficient of max(A−T, 0) beside A−T: its error is that of δ.
	s := panel(t)
	r, err := integrity.Ratchet(s, target.Higher)
	if err != nil {
		t.Fatal(err)
	}
	var x [][]*big.Rat
	var above, y []*big.Rat
	for _, step := range s {
		d := step.Actual.Sub(step.Target).Rat()
		p := new(big.Rat)
		if d.Sign() > 0 {
			p = d
		}
		x = append(x, []*big.Rat{big.NewRat(1, 1), d})
		above = append(above, p)
		y = append(y, step.Next.Sub(step.Target).Rat())
	}
	residual := func(v []*big.Rat) (square *big.Rat, e []*big.Rat) {
		b := exactSquares(x, v)
		square = new(big.Rat)
		for i := range v {
			d := new(big.Rat).Set(v[i])
			for k := range b {
				d.Sub(d, new(big.Rat).Mul(b[k], x[i][k]))
			}
			e = append(e, d)
			square.Add(square, new(big.Rat).Mul(d, d))
		}
		return square, e
	}
	own, e := residual(above)
	yy, f := residual(y)
	cross := new(big.Rat)
	for i := range e {
		cross.Add(cross, new(big.Rat).Mul(e[i], f[i]))
	}
	delta := new(big.Rat).Quo(cross, own)
	rest := new(big.Rat).Sub(yy, new(big.Rat).Mul(delta, cross))
	variance, _ := rest.Quo(rest, new(big.Rat).Mul(own, big.NewRat(int64(len(s)-3), 1))).Float64()
	want, _ := delta.Float64()
	if r.Asymmetry != want || !near(r.AsymmetryError, math.Sqrt(variance), 1e-13) {
		t.Errorf("asymmetry %v (%v), want %v (%v)", r.Asymmetry, r.AsymmetryError, want, math.Sqrt(variance))
	}
}

func testGuard(t *rapid.T) {
	figure := rapid.Custom(func(t *rapid.T) decimal.Decimal {
		return decimal.New(rapid.Int64Range(0, 5).Draw(t, "figure"), 0)
	})
	n := rapid.IntRange(1, 25).Draw(t, "n")
	var pairs []integrity.Pair
	for i := range n {
		pairs = append(pairs, integrity.Pair{
			Unit:   string(rune('a' + i)),
			Volume: integrity.Change{Before: figure.Draw(t, "vb"), After: figure.Draw(t, "va")},
			Guard:  integrity.Change{Before: figure.Draw(t, "gb"), After: figure.Draw(t, "ga")},
		})
	}
	g, err := integrity.Guard(pairs, integrity.GuardOptions{Better: target.Lower})
	if err != nil {
		t.Fatal(err)
	}
	var cells [2][2]int
	for i, u := range g.Units {
		rising, worse := 0, 0
		if pairs[i].Volume.After.Cmp(pairs[i].Volume.Before) > 0 {
			rising = 1
		}
		if pairs[i].Guard.After.Cmp(pairs[i].Guard.Before) > 0 {
			worse = 1
		}
		cells[rising][worse]++
		if u.Flagged != (rising*worse == 1) {
			t.Fatalf("unit %s flagged %v", u.Unit, u.Flagged)
		}
	}
	if got := [2][2]int{{g.OtherNot, g.OtherWorse}, {g.RisingNot, g.RisingWorse}}; got != cells {
		t.Fatalf("table %v, want %v", got, cells)
	}
	rising, other := cells[1][0]+cells[1][1], cells[0][0]+cells[0][1]
	worse := cells[0][1] + cells[1][1]
	p := new(big.Rat)
	for x := cells[1][1]; x <= min(rising, worse); x++ {
		if worse-x <= other {
			p.Add(p, new(big.Rat).SetFrac(new(big.Int).Mul(choose(rising, x), choose(other, worse-x)), choose(n, worse)))
		}
	}
	closeTo(t, "p", g.P, p)
	if g.Effect.Valid != (rising > 0 && other > 0) {
		t.Fatalf("effect %v with %d and %d units", g.Effect, rising, other)
	}
	if g.Effect.Valid {
		want := new(big.Rat).Sub(big.NewRat(int64(cells[1][1]), int64(rising)), big.NewRat(int64(cells[0][1]), int64(other)))
		if g.Effect.Decimal.Cmp(dec(want.FloatString(16))) != 0 {
			t.Fatalf("effect %s, want %s", g.Effect.Decimal, want.FloatString(16))
		}
	}
	slices.Reverse(pairs)
	for i, pair := range pairs {
		pairs[i].Guard = integrity.Change{Before: pair.Guard.After, After: pair.Guard.Before}
	}
	again, err := integrity.Guard(pairs, integrity.GuardOptions{Better: target.Higher})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(g, again); diff != "" {
		t.Fatalf("mirrored guards in another order (-want +got):\n%s", diff)
	}
}

func TestGuardProperties(t *testing.T) { rapid.Check(t, testGuard) }
func FuzzGuard(f *testing.F)           { f.Fuzz(rapid.MakeFuzz(testGuard)) }

// The bits were computed once; every platform has to find them again.
func TestBitsAreFixed(t *testing.T) {
	var sum uint64
	add := func(values ...float64) {
		for _, v := range values {
			sum = sum*31 + math.Float64bits(v)
		}
	}
	figures := kink(t)
	for _, correct := range []integrity.Correction{integrity.NoCorrection, integrity.AboveTarget} {
		b, err := integrity.Bunch(figures, integrity.BunchOptions{
			Target: dec("10000"), Width: dec("100"), Below: 19, Above: 19, Correct: correct, Replicates: 20, Seed: 3,
		})
		if err != nil {
			t.Fatal(err)
		}
		add(b.Excess, b.Ratio, b.ExcessError, b.RatioError)
		add(b.Polynomial...)
	}
	d, err := integrity.FirstDigits(figures)
	if err != nil {
		t.Fatal(err)
	}
	add(d.ChiSquare, d.P, d.Deviation, d.Effect)
	r, err := integrity.Ratchet(panel(t), target.Higher)
	if err != nil {
		t.Fatal(err)
	}
	add(r.Above, r.AboveError, r.Asymmetry, r.AsymmetryError, r.RSquared)
	if sum != 0x7d2f6a4171934039 {
		t.Errorf("checksum %#x", sum)
	}
}
