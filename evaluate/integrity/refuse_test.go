package integrity_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/target"
)

func faults(err error) []string {
	var out []string
	for _, e := range target.AllErrors(err) {
		out = append(out, e.Path+" "+e.Err.Error())
	}
	return out
}

func decs(s ...string) []decimal.Decimal {
	var out []decimal.Decimal
	for _, s := range s {
		out = append(out, dec(s))
	}
	return out
}

var (
	huge = decimal.New(1, 1_000_000_000)
	tiny = decimal.New(1, -1_000_000_000)
)

func TestRefusals(t *testing.T) {
	around := func(change func(o *integrity.BunchOptions)) integrity.BunchOptions {
		o := integrity.BunchOptions{Target: dec("100"), Width: dec("1"), Below: 10, Above: 10, Order: 3}
		change(&o)
		return o
	}

	even := make([]decimal.Decimal, 0, 200)
	for i := range int64(200) {
		even = append(even, decimal.New(900+i, -1))
	}
	bunch := func(figures []decimal.Decimal, change func(o *integrity.BunchOptions)) func() error {
		return func() error { _, err := integrity.Bunch(figures, around(change)); return err }
	}
	ratchet := func(better target.Direction, revisions ...integrity.TargetRevision) func() error {
		return func() error { _, err := integrity.Ratchet(revisions, better); return err }
	}
	step := func(t, a, n string) integrity.TargetRevision {
		return integrity.TargetRevision{Target: dec(t), Actual: dec(a), Next: dec(n)}
	}
	guard := func(o integrity.GuardOptions, volumes ...integrity.GuardedVolume) func() error {
		return func() error { _, err := integrity.CompareGuards(volumes, o); return err }
	}

	for _, tt := range []struct {
		name string
		call func() error
		want []string
	}{
		{"bunch: nothing said", func() error {
			_, err := integrity.Bunch(
				even, integrity.BunchOptions{},
			)
			return err
		}, []string{
			"options.width is out of range", "options.below is out of range", "options.above is out of range",
		}},
		{"bunch: out of bounds", bunch([]decimal.Decimal{huge, dec("1"), tiny}, func(o *integrity.BunchOptions) {
			o.Target, o.Width, o.Tolerance = huge, tiny, tiny
		}), []string{
			"options.target is out of range", "options.width is out of range", "options.tolerance is out of range",
			"figures[0] is out of range", "figures[2] is out of range",
		}},
		{"bunch: enumerations and sizes", bunch(even, func(o *integrity.BunchOptions) {
			o.Edge, o.Correct, o.Order, o.Replicates, o.ExcludeAbove, o.Tolerance = 3, 3, 16, -1, -1, dec("-1")
		}), []string{
			"options.edge is unknown", "options.correct is unknown", "options.excludeAbove is out of range",
			"options.order is out of range", "options.replicates is out of range", "options.tolerance is out of range",
		}},
		{"bunch: round numbers", bunch(even, func(o *integrity.BunchOptions) {
			o.RoundNumbers = decs("0", "5", "5.0")
		}), []string{
			"options.roundNumbers[0] is out of range", "options.roundNumbers[2] is given twice",
		}},
		{"bunch: elsewhere", bunch(even, func(o *integrity.BunchOptions) {
			o.ExcludeBelow, o.ExcludeAbove, o.Elsewhere = 1, 1, decs(
				"99", "95", "95", "95.5", "1e90", "101", "98", "102",
			)
		}), []string{
			"options.elsewhere[0] does not fit", "options.elsewhere[2] is given twice",
			"options.elsewhere[3] is unknown", "options.elsewhere[4] is unknown",
			"options.elsewhere[5] does not fit",
		}},
		{
			"bunch: too few bins", bunch(even, func(o *integrity.BunchOptions) { o.Below, o.Above = 2, 2 }),
			[]string{"options is out of range"},
		},
		{
			"bunch: round numbers everywhere",
			bunch(even, func(o *integrity.BunchOptions) { o.RoundNumbers = decs("1") }),
			[]string{"options.roundNumbers cannot be met"},
		},
		{"bunch: no figures", bunch(nil, func(*integrity.BunchOptions) {}), []string{"figures cannot be met"}},
		{"bunch: nothing above", bunch(
			decs("92", "93", "94", "95", "96", "97", "98", "99", "100"),
			func(o *integrity.BunchOptions) { o.Order, o.Correct = 1, integrity.AboveTarget },
		), []string{"options.correct cannot be met"}},
		{"window: nothing said", func() error {
			_, err := integrity.NearTarget(
				even, integrity.WindowOptions{},
			)
			return err
		}, []string{
			"options.width is out of range", "options.better is required",
		}},
		{"window: no direction of use", func() error {
			_, err := integrity.NearTarget([]decimal.Decimal{tiny}, integrity.WindowOptions{
				Target: huge, Width: dec("1"), Better: target.Nearer,
			})
			return err
		}, []string{"options.target is out of range", "options.better is not valid", "figures[0] is out of range"}},
		{"window: empty", func() error {
			_, err := integrity.NearTarget(even, integrity.WindowOptions{
				Target: dec("1"), Width: dec("1"), Better: target.Higher,
			})
			return err
		}, []string{"figures has no figure"}},
		{
			"binomial: counts", func() error { _, err := integrity.Binomial(-1, 100_001); return err },
			[]string{"met is out of range", "missed is out of range"},
		},
		{
			"binomial: together", func() error { _, err := integrity.Binomial(50_001, 50_000); return err },
			[]string{"met + missed is out of range"},
		},
		{
			"digits: zeros", func() error { _, err := integrity.FirstDigits(decs("0", "0.00")); return err },
			[]string{"figures has no figure"},
		},
		{
			"digits: out of bounds",
			func() error { _, err := integrity.FirstDigits([]decimal.Decimal{huge}); return err },
			[]string{"figures[0] is out of range"},
		},
		{"ratchet: nothing", ratchet(0), []string{"better is required", "revisions has no figure"}},
		{"ratchet: out of bounds", ratchet(target.Nearer, step("1", "1", "1"), integrity.TargetRevision{
			Unit: "A", Actual: huge, Next: tiny,
		}, step("1", "1", "1"), step("1", "1", "1")), []string{
			"better is not valid", "revisions[1 A].actual is out of range", "revisions[1 A].next is out of range",
		}},
		{
			"ratchet: never beaten",
			ratchet(target.Higher, step("5", "5", "6"), step("5", "4", "6"), step("5", "3", "6"), step("5", "2", "6")),
			[]string{"revisions has no figure"},
		},
		{
			"ratchet: never missed",
			ratchet(target.Lower, step("5", "5", "6"), step("5", "4", "6"), step("5", "3", "6"), step("5", "2", "6")),
			[]string{"revisions has no figure"},
		},
		{
			"ratchet: two results only",
			ratchet(target.Higher, step("5", "6", "6"), step("5", "6", "7"), step("5", "3", "6"), step("5", "3", "5")),
			[]string{"revisions is not valid"},
		},
		{"guard: nothing", guard(integrity.GuardOptions{Rise: dec("-1"), Worse: huge}), []string{
			"options.better is required", "options.rise is out of range", "options.worse is out of range",
			"volumes is out of range",
		}},
		{
			"guard: volumes",
			guard(
				integrity.GuardOptions{Better: target.Lower},
				integrity.GuardedVolume{Unit: "b", Volume: integrity.BeforeAfter{Before: dec("-1"), After: tiny}},
				integrity.GuardedVolume{Unit: "", Guard: integrity.BeforeAfter{Before: huge}},
				integrity.GuardedVolume{Unit: "b"},
			),
			[]string{
				`volumes[""] is required`, `volumes[""].guard.before is out of range`,
				`volumes["b"].volume.before is out of range`, `volumes["b"].volume.after is out of range`,
				`volumes["b"] is given twice`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, faults(tt.call())); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEdgesOfBins(t *testing.T) {
	figures := decs("-1.5", "-1", "-0.5", "0", "0.5", "1", "1.4999999999999999999999", "1.5")
	for _, tt := range []struct {
		edge integrity.Edge
		want []int // of the bins -1, 0 and 1
	}{
		{integrity.MiddleOfBin, []int{2, 2, 3}},
		{integrity.LowerEdge, []int{2, 2, 3}},
		{integrity.UpperEdge, []int{2, 2, 2}},
	} {
		// Far figures give the polynomial something to fit.
		all := slices.Clone(figures)
		for k := int64(3); k <= 9; k++ {
			for range 4 {
				all = append(all, decimal.New(k, 0), decimal.New(-k, 0))
			}
		}
		b, err := integrity.Bunch(all, integrity.BunchOptions{
			Width: dec("1"), Below: 9, Above: 9, Order: 1, Edge: tt.edge,
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, bin := range b.Bins[8:11] {
			got = append(got, bin.Count)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("edge %d: counts mismatch (-want +got):\n%s", tt.edge, diff)
		}
	}
}

// Bins are the same whether or not figures, target and width fit machine words.
func TestBinsOfWideFigures(t *testing.T) {
	figures := decs("-1e99", "1e99", "-99999999999999999999")
	for k := int64(-9); k <= 9; k++ {
		figures = append(figures, decimal.New(k, 0), decimal.New(k, 0))
	}

	for _, o := range []integrity.BunchOptions{
		{Width: dec("1")},
		{Width: dec("1.0000000000000000000000000000001")},
		{Width: dec("1"), Target: dec("0.0000000000000000000000000000001")},
	} {
		o.Below, o.Above, o.Order = 8, 8, 1
		b, err := integrity.Bunch(figures, o)
		if err != nil {
			t.Fatal(err)
		}
		if b.Outside != 3+4 {
			t.Errorf("width %s: %d figures outside", o.Width, b.Outside)
		}
		for _, bin := range b.Bins {
			if bin.Count != 2 {
				t.Errorf("width %s: %d figures at %s", o.Width, bin.Count, bin.At)
			}
		}
	}
}

func TestMagnitude(t *testing.T) {
	d, err := integrity.FirstDigits(decs("0.02", "5", "-30000", "0", "123456789012345678901234"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Magnitude != 25 || d.Zeros != 1 || d.N != 4 {
		t.Errorf("%d powers of ten, %d zeros, %d digits", d.Magnitude, d.Zeros, d.N)
	}
}

func TestEdgesOfWindows(t *testing.T) {
	figures := decs("8.9", "9", "9.99", "10", "10.5", "11", "11.1")
	for _, tt := range []struct {
		better      target.Direction
		met, missed int
	}{
		{target.Higher, 2, 2}, // 10, 10.5; 9, 9.99
		{target.Lower, 2, 2},  // 10, 9.99; 10.5, 11
	} {
		w, err := integrity.NearTarget(figures, integrity.WindowOptions{
			Target: dec("10"), Width: dec("1"), Better: tt.better,
		})
		if err != nil {
			t.Fatal(err)
		}
		if w.Met != tt.met || w.Missed != tt.missed {
			t.Errorf("%v: %d met, %d missed", tt.better, w.Met, w.Missed)
		}
	}
}

func TestElsewhereIsLeftOut(t *testing.T) {
	figures := make([]decimal.Decimal, 0, 400)
	for k := int64(-10); k <= 10; k++ {
		for range 10 {
			figures = append(figures, decimal.New(k, 0))
		}
	}
	for range 50 {
		figures = append(figures, decimal.New(0, 0), decimal.New(5, 0))
	}
	o := integrity.BunchOptions{Width: dec("1"), Below: 10, Above: 10, Order: 2, Elsewhere: decs("5")}
	b, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}
	if !near(b.Excess, 50, 1e-12) || !near(b.Height, 10, 1e-12) || !near(b.Bins[15].Counterfactual, 10, 1e-12) {
		t.Errorf("excess %v over %v, at 5 %v", b.Excess, b.Height, b.Bins[15].Counterfactual)
	}
}

func TestProbabilitiesFarOut(t *testing.T) {
	for _, tt := range []struct {
		met, missed int
		want        string
	}{
		{1, 0, "0.5"},
		{0, 1, "1"},
		{64, 0, "0.00000000000000000005421010862427522"},
		{
			300, 0,
			"0.0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000004909093465",
		},
		{1000, 0, "0"},
		{100_000, 0, "0"},
		{0, 100_000, "1"},
	} {
		w, err := integrity.Binomial(tt.met, tt.missed)
		if err != nil {
			t.Fatal(err)
		}
		if w.Greater.Cmp(dec(tt.want)) != 0 {
			t.Errorf("Binomial(%d, %d).Greater = %s, want %s", tt.met, tt.missed, w.Greater, tt.want)
		}
	}

	w, err := integrity.Binomial(50_100, 49_900)
	if err != nil {
		t.Fatal(err)
	}

	// P(K ≥ n/2 + d) for n = 100,000 and d = 100 is near that of a normal
	// variable at (d − ½)/√(n/4) = 0.6293.
	if p := w.Greater.InexactFloat64(); p < 0.2645 || p > 0.2647 {
		t.Errorf("p %v", p)
	}
}

func TestCallersSlicesStayTheirs(t *testing.T) {
	figures := decs("1", "2", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")
	before := slices.Clone(figures)
	o := integrity.BunchOptions{
		Target: dec("6"), Width: dec("1"), Below: 5, Above: 5, Order: 1, RoundNumbers: decs("4", "2"),
	}
	b, err := integrity.Bunch(figures, o)
	if err != nil {
		t.Fatal(err)
	}

	want := b.Bins[0].Count
	figures[0] = dec("99")
	if b.Bins[0].Count != want || o.RoundNumbers[0].Cmp(dec("4")) != 0 {
		t.Error("Bunch shares the caller's slices")
	}
	figures[0] = before[0]
	for i := range figures {
		if figures[i].Cmp(before[i]) != 0 {
			t.Error("Bunch changed the caller's figures")
		}
	}

	volumes := []integrity.GuardedVolume{{Unit: "b"}, {Unit: "a"}}
	if _, err := integrity.CompareGuards(volumes, integrity.GuardOptions{Better: target.Lower}); err != nil ||
		volumes[0].Unit != "b" {
		t.Errorf("Guard changed the caller's volumes, %v", err)
	}
}

func TestGuardThresholds(t *testing.T) {
	pair := func(unit, vb, va, gb, ga string) integrity.GuardedVolume {
		return integrity.GuardedVolume{
			Unit: unit, Volume: integrity.BeforeAfter{Before: dec(vb), After: dec(va)},
			Guard: integrity.BeforeAfter{Before: dec(gb), After: dec(ga)},
		}
	}

	g, err := integrity.CompareGuards([]integrity.GuardedVolume{
		pair("at both", "100", "110", "1", "3"),
		pair("from nothing", "0", "1", "0", "2"),
		pair("less volume", "100", "109.99", "1", "9"),
		pair("less worse", "100", "120", "1", "2.99"),
		pair("still", "100", "100", "1", "1"),
	}, integrity.GuardOptions{Better: target.Lower, Rise: dec("0.1"), Worse: dec("2")})
	if err != nil {
		t.Fatal(err)
	}

	var flagged []string
	for _, u := range g.Units {
		if u.Flagged {
			flagged = append(flagged, u.Unit)
		}
		if u.Rise.Valid == (u.Unit == "from nothing") {
			t.Errorf("rise of %s is %v", u.Unit, u.Rise)
		}
	}

	if diff := cmp.Diff([]string{"at both", "from nothing"}, flagged); diff != "" {
		t.Errorf("flagged mismatch (-want +got):\n%s", diff)
	}
}

func TestConformity(t *testing.T) {
	for d, want := range map[float64]string{
		0: "close conformity", 0.006: "close conformity", 0.0061: "acceptable conformity",
		0.012: "acceptable conformity",
		0.015: "marginally acceptable conformity", 0.0151: "nonconformity",
	} {
		if got := (integrity.Digits{Deviation: d}).Conformity().String(); got != want {
			t.Errorf("deviation %v: %s, want %s", d, got, want)
		}
	}
	if got := integrity.Conformity(9).String(); got != "unknown" {
		t.Errorf("got %s", got)
	}
}

// The error of a bunching estimate says what its numbers are.
func TestBunchErrorSaysWhatItCounts(t *testing.T) {
	_, err := integrity.Bunch(nil, integrity.BunchOptions{
		Target: dec("100"), Width: dec("1"), Edge: integrity.LowerEdge, Below: 20, Above: 20,
	})
	const want = "figures cannot be met: a polynomial of order 7 through the 0 figures in 41 bins expects none " +
		"around the target: " +
		"lower the order, widen the bins, or give more figures"
	if err == nil || err.Error() != want {
		t.Errorf("Bunch() = %v, want %s", err, want)
	}
}
