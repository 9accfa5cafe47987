package index_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

// exactly is a float as a decimal.
func exactly(f float64) decimal.Decimal {
	return dec(new(big.Rat).SetFloat64(f).FloatString(90))
}

// units returns u, v, w, … with figures of the indicators a and b.
func units(a, b []decimal.NullDecimal) index.Data {
	d := index.Data{Figures: map[string][]decimal.NullDecimal{"a": a}}
	if b != nil {
		d.Figures["b"] = b
	}
	for i := range a {
		d.Units = append(d.Units, string(rune('a'+i)))
	}
	return d
}

// Each parameter is checked by itself, and nothing else is said of one that is
// out of bounds.
func TestNewChecksParameters(t *testing.T) {
	huge := decimal.New(1, 1_000_000_000)
	wrong := index.ScoreRange{From: dec("1")}
	beyond := index.ScoreRange{From: huge, To: dec("1")}
	one := func(n index.Node) index.Spec { return index.Spec{Nodes: []index.Node{group("x", ""), n}} }
	normalise := func(n index.Normalisation) index.Spec {
		return one(with(leaf("a", "x"), func(l *index.Node) { l.Normalise = n }))
	}
	winsorise := func(w index.Winsorise) index.Spec {
		return one(with(leaf("a", "x"), func(l *index.Node) { l.Winsorise = &w }))
	}
	limit := func(limit string) index.Spec {
		return index.Spec{
			Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")},
			Weigh: index.AHP{Order: []string{"a", "b"}, Matrix: matrix("1 2", "0 1"), Limit: maybe(limit)},
		}
	}

	to := []string{`nodes["a"].normalise.onto.to is out of range`}
	from := []string{`nodes["a"].normalise.onto.from is out of range`}
	for _, tt := range []struct {
		name string
		spec index.Spec
		want []string
	}{
		{"range of goalposts", normalise(index.Goalposts{High: dec("1"), Onto: wrong}), to},
		{"range of percentiles", normalise(index.PercentileRank{Onto: wrong}), to},
		{"range of shares", normalise(index.ShareOfBest{Onto: wrong}), to},
		{"range of own targets", normalise(index.OwnTarget{Onto: wrong}), to},
		{"range from out of bounds", normalise(index.MinMax{Onto: beyond}), from},
		{
			"goalpost out of bounds", normalise(index.Goalposts{Low: huge, High: dec("1")}),
			[]string{`nodes["a"].normalise.low is out of range`},
		},
		{
			"mean out of bounds", normalise(index.ZScore{Mean: huge}),
			[]string{`nodes["a"].normalise.mean is out of range`},
		},
		{
			"kurtosis out of bounds", winsorise(index.Winsorise{Kurtosis: decimal.NewNullDecimal(huge)}),
			[]string{`nodes["a"].winsorise.kurtosis is out of range`},
		},
		{
			"fewer than none", winsorise(index.Winsorise{Most: -1}),
			[]string{`nodes["a"].winsorise.most is out of range`},
		},
		{"most figures to change", winsorise(index.Winsorise{Most: 1000}), nil},
		{"negative limit", limit("-0.1"), []string{`nodes["x"].weigh.limit is out of range`}},
		{"limit of nothing", limit("0"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := index.New(tt.spec)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScoreChecksColumns(t *testing.T) {
	good := figures("1 2 3")
	huge := []decimal.NullDecimal{{Decimal: decimal.New(1, 1_000_000_000), Valid: true}, good[1], good[2]}
	nodes := []index.Node{group("x", ""), leaf("a", "x")}
	columns := func(c ...[]decimal.NullDecimal) index.Data {
		d := units(c[0], nil)
		if len(c) > 1 {
			d.Targets = map[string][]decimal.NullDecimal{"a": c[1]}
		}
		if len(c) > 2 {
			d.Baselines = map[string][]decimal.NullDecimal{"a": c[2]}
		}
		return d
	}

	stray := columns(good)
	stray.Baselines = map[string][]decimal.NullDecimal{"a": good}
	named := func(codes ...string) index.Data {
		d := columns(good)
		d.Units = codes
		return d
	}

	own := index.Spec{Nodes: nodes, Normalise: index.OwnTarget{}}
	for _, tt := range []struct {
		name string
		spec index.Spec
		data index.Data
		want []string
	}{
		{"baselines of no use", index.Spec{Nodes: nodes}, stray, []string{`baselines["a"] is unknown`}},
		{"targets out of bounds", own, columns(good, huge), []string{`targets["a"]["a"] is out of range`}},
		{
			"baselines out of bounds", own, columns(good, figures("5 5 5"), huge),
			[]string{`baselines["a"]["a"] is out of range`},
		},
		{"two units of a code", index.Spec{Nodes: nodes}, named("v", "a", "v"), []string{`units["v"] is given twice`}},
		{
			"three units of a code",
			index.Spec{Nodes: nodes},
			named("v", "v", "v"),
			[]string{`units["v"] is given twice`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := index.New(tt.spec)
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Score(tt.data)
			if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" {
				t.Errorf("faults mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// Targets and baselines follow their units where these are not in order.
func TestOwnTargetsOfUnitsInAnyOrder(t *testing.T) {
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x")}, Normalise: index.OwnTarget{}}
	r := mustScore(t, s, index.Data{
		Units:     []string{"w", "u", "v"},
		Figures:   map[string][]decimal.NullDecimal{"a": figures("3 5 8")},
		Targets:   map[string][]decimal.NullDecimal{"a": figures("4 10 20")},
		Baselines: map[string][]decimal.NullDecimal{"a": figures("- 0 4")},
	})
	for unit, want := range map[string]float64{"w": 75, "u": 50, "v": 25} {
		if got, ok := r.Score(unit, "x"); !ok || !near(got, want) {
			t.Errorf("%s scores %v, want %v", unit, got, want)
		}
	}
}

// One or two things are consistent to the last bit, a mirror image may be off
// by 1 in 100, and a ratio at the limit is accepted.
func TestCompareAtTheLimits(t *testing.T) {
	for _, m := range []string{"3", "7", "0.3", "1.7", "1e-5", "11", "13.37", "49"} {
		c, err := index.ComparePairwise(matrix("1 "+m, "0 1"))
		if err != nil || c.Lambda != 2 {
			t.Errorf("judgement %s: λ %v, %v", m, c.Lambda, err)
		}
	}

	for down, ok := range map[string]bool{"0.505": true, "0.5050001": false, "0.495": true, "0.4949999": false} {
		if _, err := index.ComparePairwise(matrix("1 2", down+" 1")); (err == nil) != ok {
			t.Errorf("2 and %s: %v", down, err)
		}
	}

	equal, err := index.ComparePairwise(matrix("1 1 2", "1 1 2", "0 0 1"))
	if diff := cmp.Diff([]float64{0.4, 0.4, 0.2}, equal.Weights, approx(1e-15)); err != nil || diff != "" {
		t.Errorf("weights mismatch (-want +got):\n%s%v", diff, err)
	}
	m := matrix("1 2 5", "0 1 4", "0 0 1")
	c, err := index.ComparePairwise(m)
	if err != nil || c.Ratio <= 0 {
		t.Fatal(c, err)
	}

	for _, tt := range []struct {
		limit decimal.Decimal
		ok    bool
	}{{exactly(c.Ratio), true}, {exactly(c.Ratio).Sub(dec("1e-9")), false}} {
		_, err := index.New(index.Spec{
			Nodes: []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x"), leaf("c", "x")},
			Weigh: index.AHP{Order: []string{"a", "b", "c"}, Matrix: m, Limit: decimal.NewNullDecimal(tt.limit)},
		})
		if (err == nil) != tt.ok {
			t.Errorf("ratio %v, limit %v: %v", c.Ratio, tt.limit, err)
		}
	}
}

// The first figure alone differs, by less than a float64 tells.
func TestRankOfFiguresThatAreNearlyConstant(t *testing.T) {
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x")}, Normalise: index.Rank{}}
	r := mustScore(t, s, units(figures("100000000000000000001 100000000000000000000 100000000000000000000"), nil))
	for unit, want := range map[string]float64{"a": 3, "b": 1, "c": 1} {
		if got, _ := r.Score(unit, "a"); got != want {
			t.Errorf("%s scores %v, want %v", unit, got, want)
		}
	}
}

// Scores of figures whose spread is a ten-thousandth of their size hold 12
// digits; where the mean is no float64, what it is off by does not widen the
// spread: 0, 1, 2 and 4 beyond 4·10¹⁵ deviate by √(8.75/3).
func TestZScoresOfSmallSpreads(t *testing.T) {
	s := index.Spec{Nodes: []index.Node{group("x", ""), leaf("a", "x")}, Normalise: index.ZScore{}}
	apart := func(texts ...string) float64 {
		d := units(figures(texts...), nil)
		r := mustScore(t, s, d)
		first, _ := r.Score(d.Units[0], "a")
		last, _ := r.Score(d.Units[len(texts)-1], "a")
		return last - first
	}
	if got := apart("10000", "10001", "10002"); math.Abs(got-2) > 1e-12 {
		t.Errorf("scores of 10000 and 10002 are %v apart, want 2", got)
	}
	got, want := apart(
		"4000000000000000", "4000000000000001", "4000000000000002", "4000000000000004",
	), 4/math.Sqrt(8.75/3)
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("scores are %v apart, want %v", got, want)
	}
}

// A treated figure is that of another unit, exactly, and ranks as it does,
// wherever both stand.
func TestWinsorisedFiguresRankAlike(t *testing.T) {
	n := with(leaf("a", "x"), func(n *index.Node) { n.Winsorise, n.Normalise = &index.Winsorise{}, index.Rank{} })
	r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), n}}, units(
		figures("18 900 10 11 12 13 14 15 16 17"), nil,
	))
	treated := r.Treated()
	if len(treated) != 1 || treated[0].Unit != "b" || !treated[0].After.Equal(dec("18")) {
		t.Errorf("Treated() = %v, want b at 18", treated)
	}
	for unit, want := range map[string]float64{"a": 9, "b": 9, "c": 1, "j": 8} {
		if got, _ := r.Score(unit, "a"); got != want {
			t.Errorf("%s scores %v, want %v", unit, got, want)
		}
	}
}

// A statistic that equals its threshold does not pass. Of four zeros and a 5
// the kurtosis is 5 and the skewness √5, but for rounding.
func TestWinsoriseAtTheThreshold(t *testing.T) {
	n, s2, s3 := 5.0, 1.25, 0.9375 // of deviations −1/4 and 1
	skewness := exactly(math.Sqrt(n) * s3 / (s2 * math.Sqrt(s2)) * math.Sqrt(n*(n-1)) / (n - 2))
	small := dec("0.000000001")

	for _, tt := range []struct {
		skewness, kurtosis decimal.Decimal
		treated            int
	}{
		{dec("1"), dec("5"), 1},
		{dec("1"), dec("5").Add(small), 0},
		{skewness, dec("1"), 1},
		{skewness.Add(small), dec("1"), 0},
	} {
		l := with(leaf("a", "x"), func(l *index.Node) {
			l.Normalise = index.AsIs{}
			l.Winsorise = &index.Winsorise{
				Skewness: decimal.NewNullDecimal(tt.skewness), Kurtosis: decimal.NewNullDecimal(tt.kurtosis),
				Most: 1,
			}
		})
		r := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), l}}, units(figures("0 0 0 0 5"), nil))
		if got := len(r.Treated()); got != tt.treated {
			t.Errorf("skewness %v, kurtosis %v: %d figures treated, want %d", tt.skewness, tt.kurtosis, got, tt.treated)
		}
	}

	// The size of the figures does not matter.
	for _, scale := range []int32{-95, 95} {
		l := with(leaf("a", "x"), func(l *index.Node) { l.Normalise, l.Winsorise = index.AsIs{}, &index.Winsorise{} })
		column := figures("10 11 12 13 14 15 16 17 18 900")
		for i := range column {
			column[i].Decimal = column[i].Decimal.Shift(scale)
		}
		got := mustScore(t, index.Spec{Nodes: []index.Node{group("x", ""), l}}, units(column, nil)).Treated()
		if len(got) != 1 || got[0].Unit != "j" || !got[0].Passed {
			t.Errorf("at 10^%d: Treated() = %v, want the last alone", scale, got)
		}
	}
}

// Entropy of zeros, of one child, and beside a child that is zero throughout.
func TestEntropyWeights(t *testing.T) {
	three := []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x")}
	s := index.Spec{Nodes: three, Normalise: index.AsIs{}, Weigh: index.Entropy{}}
	got := siblings(mustScore(t, s, units(figures("0 0 0"), figures("1 2 3"))))
	if diff := cmp.Diff([]float64{0, 1}, got); diff != "" {
		t.Errorf("weights beside zeros mismatch (-want +got):\n%s", diff)
	}
	// 1 − e of 0, 1, 3 and of 2, 3, 5.
	uneven := func(shares ...float64) float64 {
		e := 0.0
		for _, p := range shares {
			if p > 0 {
				e -= p * math.Log(p)
			}
		}
		return 1 - e/math.Log(float64(len(shares)))
	}

	a, b := uneven(0, 0.25, 0.75), uneven(0.2, 0.3, 0.5)
	got = siblings(mustScore(t, s, units(figures("0 1 3"), figures("2 3 5"))))
	if diff := cmp.Diff([]float64{a / (a + b), b / (a + b)}, got, approx(1e-13)); diff != "" {
		t.Errorf("weights mismatch (-want +got):\n%s", diff)
	}

	for _, w := range []index.Weighting{index.Entropy{}, index.CRITIC{}, index.StandardDeviation{}} {
		s := index.Spec{Nodes: three[:2], Normalise: index.AsIs{}, Weigh: w}
		if got, ok := mustScore(t, s, units(figures("7"), nil)).Score("a", "x"); !ok || got != 7 {
			t.Errorf("%T of one child and one unit: %v, %v", w, got, ok)
		}
	}
}

// A small power of scores of which one is a gap, and of zeros alone.
func TestSmallPowersOfGapsAndZeros(t *testing.T) {
	nodes := []index.Node{group("x", ""), leaf("a", "x"), leaf("b", "x"), leaf("c", "x")}
	d := units(figures("2 0"), figures("9 0"))
	d.Figures["c"] = figures("- 0")

	for _, p := range []string{"0.01", "0.001", "2"} {
		s := index.Spec{
			Nodes: nodes, Normalise: index.AsIs{}, Aggregate: index.Power{P: dec(p)}, Availability: maybe("0"),
		}
		r := mustScore(t, s, d)
		f := dec(p).InexactFloat64()
		want := math.Pow((math.Pow(2, f)+math.Pow(9, f))/2, 1/f)
		if got, _ := r.Score("a", "x"); math.Abs(got/want-1) > 1e-11 {
			t.Errorf("power %s of 2, 9 and a gap is %v, want %v", p, got, want)
		}
		if got, ok := r.Score("b", "x"); !ok || got != 0 {
			t.Errorf("power %s of zeros is %v, %v", p, got, ok)
		}
		contributions := r.Contributions("b")
		if len(contributions) != len(nodes) {
			t.Errorf("power %s of zeros: %d contributions", p, len(contributions))
		}
		for _, c := range contributions {
			if c.Points != 0 {
				t.Errorf("power %s of zeros: %s has %v points", p, c.Code, c.Points)
			}
		}
	}
}

// A child without weight adds nothing to the least, though it is as low.
func TestContributionsOfTheWeightless(t *testing.T) {
	s := index.Spec{
		Nodes: []index.Node{group("x", ""), leaf("a", "x"), with(leaf("b", "x"), func(n *index.Node) {
			n.Weight = maybe("0")
		})},
		Normalise: index.AsIs{}, Aggregate: index.Minimum{},
	}
	var points []float64
	for _, c := range mustScore(t, s, units(figures("5"), figures("5"))).Contributions("a") {
		points = append(points, c.Points)
	}
	if diff := cmp.Diff([]float64{5, 5, 0}, points); diff != "" {
		t.Errorf("points mismatch (-want +got):\n%s", diff)
	}
}

// Contributions to a geometric mean whose children are a few hundredths apart,
// where logarithms cancel, hold 13 digits.
func TestContributionsNearTheMean(t *testing.T) {
	node := func(code, weight string) index.Node {
		return index.Node{Code: code, Parent: "x", Better: target.Higher, Weight: maybe(weight)}
	}
	s := index.Spec{
		Nodes:     []index.Node{group("x", ""), node("a", "0.9"), node("b", "0.1")},
		Normalise: index.AsIs{}, Aggregate: index.Geometric{},
	}
	for _, y := range []string{"1.05", "1.08", "1.11", "0.9"} {
		f := dec(y).InexactFloat64()
		log := math.Log(f)
		// With m the mean, Σ w ln(x/m) = 0: shares are w ln(x/m)/(x/m − 1).
		first := 0.9 * (-0.1 * log) / math.Expm1(-0.1*log)
		second := 0.1 * (0.9 * log) / math.Expm1(0.9*log)
		c := mustScore(t, s, units(figures("1"), figures(y))).Contributions("a")
		got, want := c[2].Points/c[0].Points, f*second/(first+second)/math.Exp(0.1*log)
		if math.Abs(got/want-1) > 1e-13 {
			t.Errorf("%s has a share of %v, want %v", y, got, want)
		}
	}
}
