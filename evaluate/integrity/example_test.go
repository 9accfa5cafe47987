package integrity_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

// Of the results within half a point of the target, 59 just met it and 41 just
// missed it.
func ExampleBinomial() {
	w, err := integrity.Binomial(59, 41)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("share", w.Share)
	fmt.Println("chance of so many or more", w.Greater)
	fmt.Println("chance of so uneven a division", w.TwoSided)
	// Output:
	// share 0.59
	// chance of so many or more 0.04431304005703379
	// chance of so uneven a division 0.08862608011406759
}

// Energy intensity was to fall to 0.80: lower is better, and to hit the target
// is to meet it.
func ExampleNearTarget() {
	var figures []decimal.Decimal
	for _, s := range []string{"0.80", "0.79", "0.80", "0.78", "0.79", "0.80", "0.83", "0.81", "0.70", "0.80"} {
		figures = append(figures, decimal.RequireFromString(s))
	}
	w, err := integrity.NearTarget(figures, integrity.WindowOptions{
		Target: decimal.RequireFromString("0.80"),
		Width:  decimal.RequireFromString("0.025"),
		Better: target.Lower,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w.Met, "just met it,", w.Missed, "just missed it")
	fmt.Println(strings.ReplaceAll(w.String(), ". ", ".\n"))
	// Output:
	// 7 just met it, 1 just missed it
	// 7 of 8 figures near the target just met it; by even chances so many or more would with probability 0.0352.
	// Even chances hold only in a window so narrow that the figures would be spread evenly in it.
	// If figures are dense on one side, the test finds a difference without any gaming.
	// It does not tell effort that stops at the target from figures that were adjusted, and it names no unit.
}

// Forty counties report from 91 to 110 % of their quota, two for each per cent,
// and twelve more report 100.
func ExampleBunch() {
	var figures []decimal.Decimal
	for pct := int64(91); pct <= 110; pct++ {
		figures = append(figures, decimal.New(pct, 0), decimal.New(pct, 0))
	}
	for range 12 {
		figures = append(figures, decimal.New(100, 0))
	}
	b, err := integrity.Bunch(figures, integrity.BunchOptions{
		Target: decimal.New(100, 0),
		Width:  decimal.New(1, 0),
		Edge:   integrity.MiddleOfBin,
		Below:  9, Above: 10,
		Order: 2,
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Printf("%.2f more than expected, %.2f times the %.2f expected\n", b.Excess, b.Ratio, b.Height)
	for _, bin := range b.Bins[8:11] {
		fmt.Printf("%s: %d, expected %.2f\n", bin.At, bin.Count, bin.Counterfactual)
	}
	// Output:
	// 12.00 more than expected, 6.00 times the 2.00 expected
	// 99: 2, expected 2.00
	// 100: 14, expected 2.00
	// 101: 2, expected 2.00
}

// Three counties report each per cent of their quota from 90 to 110, two more
// report each multiple of five, and another two report 100. Where it is known
// that multiples of five are popular, only the last two stand out.
func ExampleBin() {
	var figures []decimal.Decimal
	for pct := int64(90); pct <= 110; pct++ {
		for range 3 {
			figures = append(figures, decimal.New(pct, 0))
		}
		if pct%5 == 0 {
			figures = append(figures, decimal.New(pct, 0), decimal.New(pct, 0))
		}
	}

	figures = append(figures, decimal.New(100, 0), decimal.New(100, 0))
	for _, round := range [][]decimal.Decimal{nil, {decimal.New(5, 0)}} {
		b, err := integrity.Bunch(figures, integrity.BunchOptions{
			Target: decimal.New(100, 0), Width: decimal.New(1, 0), Below: 10, Above: 10, Order: 1, RoundNumbers: round,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		i := slices.IndexFunc(b.Bins, func(bin integrity.Bin) bool { return bin.Region })
		fmt.Printf(
			"%s has %d, expected %.2f: %.2f too many\n", b.Bins[i].At, b.Bins[i].Count, b.Bins[i].Counterfactual,
			b.Excess,
		)
	}
	// Output:
	// 100 has 7, expected 3.40: 3.60 too many
	// 100 has 7, expected 5.00: 2.00 too many
}

// What is wrong with the options comes in one error.
func ExampleBunch_error() {
	_, err := integrity.Bunch(nil, integrity.BunchOptions{Target: decimal.New(100, 0), Below: 10, ExcludeBelow: 10})
	fmt.Println(err)
	// Output:
	// 3 problems:
	// options.width 0 is out of range: must be greater than 0
	// options.above 0 is out of range: must be between 1 and 1000
	// options.excludeBelow 10 is out of range: must be between 0 and 9
}

// The first hundred Fibonacci numbers follow Benford's law.
func ExampleFirstDigits() {
	var figures []decimal.Decimal
	a, b := decimal.New(1, 0), decimal.New(1, 0)
	for range 100 {
		figures = append(figures, a)
		a, b = b, a.Add(b)
	}
	d, err := integrity.FirstDigits(figures)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Counts)
	fmt.Printf("deviation %.4f, effect %.3f, χ² %.2f, p %.3f\n", d.Deviation, d.Effect, d.ChiSquare, d.P)
	fmt.Println(d.Conformity())
	// Output:
	// [30 18 13 9 8 6 5 7 4]
	// deviation 0.0064, effect 0.101, χ² 1.03, p 0.998
	// acceptable conformity
}

// Numbers of one size do not follow the law, and the caveat says that they are
// not expected to.
func ExampleDigits_Caveat() {
	var figures []decimal.Decimal
	for i := range int64(40) {
		figures = append(figures, decimal.New(60+i, 0))
	}
	d, err := integrity.FirstDigits(figures)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Conformity())
	fmt.Println(strings.ReplaceAll(d.Caveat(), ". ", ".\n"))
	// Output:
	// nonconformity
	// Benford's law describes figures that spread over several powers of ten and come from many sources; honest figures with a floor, a ceiling or a common size do not follow it, and invented ones may.
	// With many figures any small departure is significant: look at the deviation.
	// These figures span 0 powers of ten: the law is not expected to hold.
}

// Half of what a success brings beyond the target is added to the next one; a
// failure takes a tenth away.
func ExampleRatchet() {
	f := decimal.RequireFromString
	revisions := []integrity.TargetRevision{
		{Unit: "A", Target: f("10"), Actual: f("12"), Next: f("11")},
		{Unit: "A", Target: f("11"), Actual: f("9"), Next: f("10.8")},
		{Unit: "B", Target: f("8"), Actual: f("8"), Next: f("8")},
		{Unit: "B", Target: f("8"), Actual: f("11"), Next: f("9.5")},
		{Unit: "C", Target: f("9"), Actual: f("8"), Next: f("8.9")},
	}
	r, err := integrity.Ratchet(revisions, target.Higher)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("after a success", r.Above, "of it, after a failure", r.Below)
	fmt.Println("asymmetry", r.Asymmetry, "explains", r.RSquared)
	// Output:
	// after a success 0.5 of it, after a failure 0.1
	// asymmetry 0.4 explains 1
}

// Who is to be looked at first? Those that were flagged, the worst before the
// others (figures invented).
func ExampleGuardedUnit() {
	f := decimal.RequireFromString
	unpaid := func(unit, filed, files, left, leaves string) integrity.GuardedVolume {
		return integrity.GuardedVolume{
			Unit: unit, Volume: integrity.BeforeAfter{Before: f(filed), After: f(files)},
			Guard: integrity.BeforeAfter{Before: f(left), After: f(leaves)},
		}
	}

	g, err := integrity.CompareGuards([]integrity.GuardedVolume{
		unpaid("Anqing", "1200", "2100", "4.1", "9.8"),
		unpaid("Bozhou", "800", "960", "5.0", "4.2"),
		unpaid("Chuzhou", "640", "1500", "3.8", "14.0"),
	}, integrity.GuardOptions{Better: target.Lower})
	if err != nil {
		fmt.Println(err)
		return
	}

	units := slices.DeleteFunc(g.Units, func(u integrity.GuardedUnit) bool { return !u.Flagged })
	slices.SortStableFunc(units, func(a, b integrity.GuardedUnit) int { return b.Worsening.Cmp(a.Worsening) })
	for _, u := range units {
		fmt.Printf("%s: the share left unpaid rose by %s points\n", u.Unit, u.Worsening.StringFixed(1))
	}
	// Output:
	// Chuzhou: the share left unpaid rose by 10.2 points
	// Anqing: the share left unpaid rose by 5.7 points
}

// Applications rose in Anqing and Bozhou, and in Anqing more of their fees were
// left unpaid.
func ExampleCompareGuards() {
	f := decimal.RequireFromString
	g, err := integrity.CompareGuards([]integrity.GuardedVolume{
		{
			Unit: "Anqing", Volume: integrity.BeforeAfter{Before: f("1200"), After: f("2100")},
			Guard: integrity.BeforeAfter{Before: f("4.1"), After: f("9.8")},
		},
		{
			Unit: "Bozhou", Volume: integrity.BeforeAfter{Before: f("800"), After: f("960")},
			Guard: integrity.BeforeAfter{Before: f("5.0"), After: f("4.2")},
		},
		{
			Unit: "Chizhou", Volume: integrity.BeforeAfter{Before: f("500"), After: f("510")},
			Guard: integrity.BeforeAfter{Before: f("3.3"), After: f("3.1")},
		},
	}, integrity.GuardOptions{Better: target.Lower, Rise: f("0.10")})
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, u := range g.Units {
		fmt.Println(u.Unit, "volume", u.Rise.Decimal.StringFixed(2), "guard", u.Worsening, "flagged", u.Flagged)
	}
	fmt.Println("effect", g.Effect.Decimal, "p", g.P)
	// Output:
	// Anqing volume 0.75 guard 5.7 flagged true
	// Bozhou volume 0.20 guard -0.8 flagged false
	// Chizhou volume 0.02 guard -0.2 flagged false
	// effect 0.5 p 0.6666666666666667
}
