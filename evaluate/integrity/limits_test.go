package integrity_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

// What is at a limit is accepted, what is just beyond it is not, and options
// that are wrong keep bins from being looked for.
func TestLimits(t *testing.T) {
	type options = integrity.BunchOptions
	// No figure is in bounds, so that nothing is estimated.
	bunch := func(change func(o *options)) error {
		o := options{Target: dec("100"), Width: dec("1"), Below: 10, Above: 10}
		change(&o)
		_, err := integrity.Bunch([]decimal.Decimal{huge}, o)
		return err
	}

	numbers := func(n int) []decimal.Decimal {
		list := make([]decimal.Decimal, n)
		for i := range list {
			list[i] = decimal.New(int64(200+i), 0)
		}
		return list
	}

	guard := func(n int) error {
		volumes := make([]integrity.GuardedVolume, n)
		for i := range volumes {
			volumes[i].Unit = fmt.Sprint(i)
		}
		_, err := integrity.CompareGuards(volumes, integrity.GuardOptions{})
		return err
	}

	figure := "figures[0] is out of range"
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"most of all", bunch(func(o *options) {
			o.Below, o.Above, o.ExcludeBelow, o.ExcludeAbove, o.Order, o.Replicates = 1000, 1000, 999, 999, 15, 10_000
			o.RoundNumbers = numbers(10)
		}), []string{figure}},
		{
			"most bins elsewhere", bunch(func(o *options) { o.Above, o.Elsewhere = 1000, numbers(100) }),
			[]string{figure},
		},
		{"too many bins", bunch(func(o *options) { o.Below, o.Above = 1001, 1001 }), []string{
			"options.below is out of range", "options.above is out of range", figure,
		}},
		{"all bins excluded", bunch(func(o *options) { o.ExcludeBelow, o.ExcludeAbove = 10, 10 }), []string{
			"options.excludeBelow is out of range", "options.excludeAbove is out of range", figure,
		}},
		{
			"too many replicates", bunch(func(o *options) { o.Replicates = 10_001 }),
			[]string{"options.replicates is out of range", figure},
		},
		{
			"too many round numbers", bunch(func(o *options) { o.RoundNumbers = numbers(11) }),
			[]string{"options.roundNumbers is out of range", figure},
		},
		{"too many bins elsewhere", bunch(func(o *options) { o.Above, o.Elsewhere = 1000, numbers(101) }), []string{
			"options.elsewhere is out of range", figure,
		}},
		{
			"no width", bunch(func(o *options) { o.Width, o.Elsewhere = decimal.Zero, decs("95") }),
			[]string{"options.width is out of range", figure},
		},
		{
			"width out of bounds", bunch(func(o *options) { o.Width, o.Elsewhere = tiny, decs("95") }),
			[]string{"options.width is out of range", figure},
		},
		{
			"no bins below", bunch(func(o *options) { o.Below, o.Elsewhere = 0, decs("95") }),
			[]string{"options.below is out of range", figure},
		},
		{
			"no bins above", bunch(func(o *options) { o.Above, o.Elsewhere = 0, decs("105") }),
			[]string{"options.above is out of range", figure},
		},
		{"negative and out of bounds", bunch(func(o *options) {
			o.Tolerance, o.RoundNumbers, o.Elsewhere = tiny.Neg(), []decimal.Decimal{huge.Neg()}, []decimal.Decimal{
				huge,
			}
		}), []string{
			"options.tolerance is out of range", "options.roundNumbers[0] is out of range",
			"options.elsewhere[0] is out of range", figure,
		}},
		{"most volumes", guard(100_000), []string{"options.better is required"}},
		{"too many volumes", guard(100_001), []string{"options.better is required", "volumes is out of range"}},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, faults(tt.err)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}

	_, err := integrity.CompareGuards(
		[]integrity.GuardedVolume{{Unit: "a", Guard: integrity.BeforeAfter{After: tiny}}},
		integrity.GuardOptions{Better: target.Lower},
	)
	if diff := cmp.Diff([]string{`volumes["a"].guard.after is out of range`}, faults(err)); diff != "" {
		t.Errorf("faults mismatch (-want +got):\n%s", diff)
	}
}

// Two figures in each of 17 bins are found where no number fits a machine word,
// also if the lowest bits of all do, and where all fit but not their
// differences.
func TestBinsOfWideNumbers(t *testing.T) {
	for _, tt := range []struct{ target, width, off string }{
		{"5.0000000000000000000000000000001", "1.0000000000000000000000000000003", "0.1"},
		{"73786976294838206464", "73786976294838206468", "100"}, // 2⁶⁶ and four more
		{"1152921504606846976", "1152921504606846976", "100"},   // 2⁶⁰
		{"-1152921504606846976", "1152921504606846976", "100"},
	} {
		o := integrity.BunchOptions{Target: dec(tt.target), Width: dec(tt.width), Below: 8, Above: 8, Order: 1}
		var figures []decimal.Decimal
		for k := int64(-9); k <= 9; k++ {
			x := o.Target.Add(o.Width.Mul(decimal.New(k, 0)))
			figures = append(figures, x, x.Add(dec(tt.off)))
		}
		b, err := integrity.Bunch(figures, o)
		if err != nil {
			t.Fatal(err)
		}
		if b.Outside != 4 {
			t.Errorf("width %s: %d figures outside", o.Width, b.Outside)
		}
		for _, bin := range b.Bins {
			if bin.Count != 2 {
				t.Errorf("width %s: %d figures at %s", o.Width, bin.Count, bin.At)
			}
		}
	}
}

// The multiple of 10 is in the bunching region alone, so that the target's
// counterfactual is that of a number that is not round, whatever the order of
// the round numbers: 30 figures at it are 20 more than elsewhere, where the
// multiples of 5 have 15.
func TestRoundNumberInTheRegionAlone(t *testing.T) {
	var figures []decimal.Decimal
	for k := int64(92); k <= 108; k++ {
		n := 10
		switch {
		case k == 100:
			n = 30
		case k%5 == 0:
			n = 15
		}
		figures = append(figures, slices.Repeat([]decimal.Decimal{decimal.New(k, 0)}, n)...)
	}

	o := integrity.BunchOptions{Target: dec("100"), Width: dec("1"), Below: 8, Above: 8, Order: 2}
	for _, o.RoundNumbers = range [][]decimal.Decimal{decs("5", "10"), decs("10", "5")} {
		b, err := integrity.Bunch(figures, o)
		if err != nil {
			t.Fatal(err)
		}
		if !near(b.Excess, 20, 1e-12) || !near(b.Height, 10, 1e-12) {
			t.Errorf("round numbers %v: excess %v over %v, want 20 over 10", o.RoundNumbers, b.Excess, b.Height)
		}
	}
}

// A correction that moves the excess by as much as the tolerance has not
// settled.
func TestBunchTolerance(t *testing.T) {
	figures := kink(t)
	o := integrity.BunchOptions{Target: dec("10000"), Width: dec("50"), Below: 19, Above: 19, Order: 4}
	excess := func() (float64, int) {
		b, err := integrity.Bunch(figures, o)
		if err != nil {
			t.Fatal(err)
		}
		return b.Excess, b.Iterations
	}

	plain, _ := excess()
	o.Correct, o.Tolerance = integrity.AboveTarget, dec("1000000")
	once, n := excess()
	if n != 1 {
		t.Fatalf("%d iterations", n)
	}

	moved := math.Abs(once - plain)
	exact := dec(rat(moved).FloatString(60))
	for _, tt := range []struct {
		tolerance decimal.Decimal
		settled   bool
	}{{exact, false}, {exact.Add(dec("0.0001")), true}} {
		o.Tolerance = tt.tolerance
		if _, n := excess(); n == 1 != tt.settled {
			t.Errorf("%d iterations at a tolerance of %v, moved by %v", n, tt.tolerance, moved)
		}
	}
}

// With few bins above to come from, each round takes back nearly what the last
// one added. The least tolerance, to a thousandth, at which the correction
// settles is met in the last of a thousand rounds.
func TestBunchRounds(t *testing.T) {
	o := integrity.BunchOptions{
		Width: dec("1"), Below: 10, Above: 45, ExcludeAbove: 30, Order: 1, Correct: integrity.AboveRegion,
	}
	var figures []decimal.Decimal
	for k := int64(-10); k <= 45; k++ {
		figures = append(figures, slices.Repeat([]decimal.Decimal{decimal.New(k, 0)}, 4)...)
	}

	figures = append(figures, slices.Repeat([]decimal.Decimal{decimal.Zero}, 8)...)
	settles, rounds := int64(1_000_000), 0 // in units of 10⁻¹²
	for fails := int64(1); settles-fails > settles/1000+1; {
		middle := (fails + settles) / 2
		o.Tolerance = decimal.New(middle, -12)
		b, err := integrity.Bunch(figures, o)
		if err == nil {
			settles, rounds = middle, b.Iterations
			continue
		}
		if diff := cmp.Diff([]string{"options.correct cannot be met"}, faults(err)); diff != "" {
			t.Fatalf("faults mismatch (-want +got):\n%s", diff)
		}
		fails = middle
	}

	if rounds != 1000 {
		t.Errorf("%d rounds at a tolerance of %de-12", rounds, settles)
	}
}

// The deviation of two samples is not zero, and of one it is.
func TestBunchFewReplicates(t *testing.T) {
	o := integrity.BunchOptions{Target: dec("10000"), Width: dec("50"), Below: 19, Above: 19, Order: 4}
	for _, o.Replicates = range []int{1, 2} {
		b, err := integrity.Bunch(kink(t), o)
		if err != nil {
			t.Fatal(err)
		}
		if several := o.Replicates > 1; b.ExcessError > 0 != several || b.RatioError > 0 != several {
			t.Errorf("%d replicates: errors %v and %v", o.Replicates, b.ExcessError, b.RatioError)
		}
	}
}

// What a sentence says at its limits.
func TestSentences(t *testing.T) {
	bunching := integrity.Bunching{Excess: 12.34, Height: 8.25, Ratio: 1.5}
	uncertain := bunching
	uncertain.RatioError = 0.254

	for _, tt := range []struct {
		got  fmt.Stringer
		want string
	}{
		{
			bunching,
			"12.3 more figures at the target than expected, 1.50 times the 8.2 expected in a bin. Bunching shows",
		},
		{uncertain, "12.3 more figures at the target than expected, 1.50 times the 8.2 expected in a bin " +
			"(standard error 0.25). Bunching shows"},
		{integrity.Window{Met: 9, Missed: 1, Greater: dec("0.0001")}, "9 of 10 figures near the target just met " +
			"it; by even chances so many or more would with probability 0.0001. Even"},
		{integrity.Window{Met: 9, Missed: 1, Greater: dec("0.000099")}, "9 of 10 figures near the target just " +
			"met it; by even chances so many or more would with probability below 0.0001. Even"},
	} {
		if got := tt.got.String(); !strings.HasPrefix(got, tt.want) {
			t.Errorf("String() = %q, want it to begin %q", got, tt.want)
		}
	}

	for magnitude, want := range []bool{true, true, false, false} {
		if got := strings.Contains(
			integrity.Digits{Magnitude: magnitude}.Caveat(), "not expected to hold",
		); got != want {
			t.Errorf("Caveat() of %d powers of ten doubts the law: %v", magnitude, got)
		}
	}
}

// Before and after have not as many decimals.
func TestGuardRiseOfOtherDecimals(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"8", "9.5", "0.1875"}, {"0.8", "1", "0.25"}, {"3e3", "2e3", "-0.3333333333333333"},
	} {
		g, err := integrity.CompareGuards([]integrity.GuardedVolume{
			{Unit: "a", Volume: integrity.BeforeAfter{Before: dec(tt.before), After: dec(tt.after)}},
		}, integrity.GuardOptions{Better: target.Lower})
		if err != nil {
			t.Fatal(err)
		}
		if got := g.Units[0].Rise; !got.Valid || !got.Decimal.Equal(dec(tt.want)) {
			t.Errorf("from %s to %s: rise %v, want %s", tt.before, tt.after, got, tt.want)
		}
	}
}

// Targets that all rise by the same leave nothing to explain.
func TestRatchetOfConstantChanges(t *testing.T) {
	var revisions []integrity.TargetRevision
	for _, actual := range []string{"4", "5", "7", "10", "2"} {
		revisions = append(revisions, integrity.TargetRevision{Target: dec("5"), Actual: dec(actual), Next: dec("6.5")})
	}
	got, err := integrity.Ratchet(revisions, target.Higher)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(integrity.RatchetEstimate{N: 5, Constant: 1.5}, got); diff != "" {
		t.Errorf("Ratchet() mismatch (-want +got):\n%s", diff)
	}
}
