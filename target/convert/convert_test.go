package convert_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// of returns an indicator of a kind with a number of decimals, in percent if it
// is a rate or a share.
func of(kind target.Kind, places int32) target.Indicator {
	i := target.Indicator{Code: kind.String(), Kind: kind, Better: target.Higher, Places: target.Places(places)}
	switch kind {
	case target.Growth, target.Reduction, target.Share:
		i.Per = decimal.New(100, 0)
	case target.Ratio:
		i.Per = decimal.New(10_000, 0)
	}
	return i
}

// formulas are the pairs of formulas with indicators between which they lead.
var formulas = []struct {
	formula  convert.Formula
	from, to target.Kind
}{
	{convert.GrowthToLevel, target.Growth, target.Flow},
	{convert.ReductionToLevel, target.Reduction, target.Ratio},
	{convert.RatioToNumerator, target.Ratio, target.Stock},
	{convert.ShareToPart, target.Share, target.Flow},
	{convert.IncrementToLevel, target.Stock, target.Stock},
}

// inFractions applies a formula in fractions: the slow way, without roots.
func inFractions(formula convert.Formula, x, b, per *big.Rat, years int) *big.Rat {
	one, y := big.NewRat(1, 1), new(big.Rat)
	switch formula {
	case convert.GrowthToLevel, convert.ReductionToLevel:
		y.Quo(x, per)
		if formula == convert.ReductionToLevel {
			y.Neg(y)
		}
		y.Add(y, one)
		out := new(big.Rat).Set(b)
		for range max(years, 1) {
			out.Mul(out, y)
		}
		return out
	case convert.RatioToNumerator, convert.ShareToPart:
		return y.Quo(y.Mul(x, b), per)
	}
	return y.Add(x, b)
}

// rounded rounds a fraction to decimals, halves away from zero.
func rounded(x *big.Rat, places int32) decimal.Decimal {
	return testkit.Dec(x.FloatString(int(places)))
}

func convertsByFormula(t *rapid.T) {
	l := rapid.SampledFrom(formulas).Draw(t, "formula")
	places := rapid.Int32Range(0, 8).Draw(t, "places")
	from, to := of(l.from, 3), of(l.to, places)
	years := 0
	if l.formula == convert.GrowthToLevel || l.formula == convert.ReductionToLevel {
		years = rapid.IntRange(0, 12).Draw(t, "years")
	}
	x := decimal.New(rapid.Int64Range(0, 99_999).Draw(t, "figure"), -3)
	if l.formula == convert.GrowthToLevel || l.formula == convert.IncrementToLevel {
		x = x.Sub(decimal.New(50, 0))
	}
	basis := decimal.New(rapid.Int64Range(1, 1e12).Draw(t, "basis"), -rapid.Int32Range(0, 4).Draw(t, "basis places"))
	c := convert.Conversion{Formula: l.formula, To: to, Basis: convert.Basis{Value: basis}, Years: years}

	s, err := c.Figure(x, from)
	if err != nil {
		t.Fatal(err)
	}
	want := inFractions(l.formula, x.Rat(), basis.Rat(), from.Scale().Rat(), years)
	if got := rounded(want, places); !s.Result.Equal(got) {
		t.Fatalf("%s = %s, want %s", s, s.Result, got)
	}
	if !s.Approximate && s.Exact.Rat().Cmp(want) != 0 {
		t.Fatalf("exact %s, want %s", s.Exact, want.FloatString(40))
	}

	// The reverse of the exact result is the figure.
	if s.Approximate || s.Exact.Sign() <= 0 && years > 1 {
		return
	}
	c.Formula, c.To = l.formula.Inverse(), from
	back, err := c.Figure(s.Exact, to)
	if err != nil || !back.Result.Equal(x) || !back.Exact.Equal(x) {
		t.Fatalf("back from %s: %s, %v, want %s", s.Exact, back, err, x)
	}
}

func TestConvertsByFormula(t *testing.T) { rapid.Check(t, convertsByFormula) }

func FuzzConvertsByFormula(f *testing.F) { f.Fuzz(rapid.MakeFuzz(convertsByFormula)) }

// The rate that a level gives is the nearest: half a quantum more, compounded, is
// above the level, and half a quantum less is below it.
func ratesAreNearest(t *rapid.T) {
	falls := rapid.Bool().Draw(t, "reduction")
	formula, kind := convert.LevelToGrowth, target.Growth
	if falls {
		formula, kind = convert.LevelToReduction, target.Reduction
	}
	to := of(kind, rapid.Int32Range(0, 6).Draw(t, "places"))
	if rapid.Bool().Draw(t, "quantum") {
		to.Quantum = decimal.New(rapid.Int64Range(1, 7).Draw(t, "step"), -2)
	}
	years := rapid.IntRange(2, 15).Draw(t, "years")
	x := decimal.New(rapid.Int64Range(1, 1e9).Draw(t, "level"), -2)
	basis := decimal.New(rapid.Int64Range(1, 1e9).Draw(t, "basis"), -2)
	c := convert.Conversion{Formula: formula, To: to, Basis: convert.Basis{Value: basis}, Years: years}
	s, err := c.Figure(x, of(target.Flow, 2))
	if err != nil {
		t.Fatal(err)
	}

	half := new(big.Rat).Quo(to.EffectiveQuantum().Rat(), big.NewRat(2, 1))
	low := inFractions(formula.Inverse(), new(big.Rat).Sub(s.Result.Rat(), half), basis.Rat(), to.Scale().Rat(), years)
	high := inFractions(formula.Inverse(), new(big.Rat).Add(s.Result.Rat(), half), basis.Rat(), to.Scale().Rat(), years)
	if falls {
		low, high = high, low
	}
	worst := new(big.Rat).Sub(half, s.Result.Rat()) // of a growth; the loss half a quantum below it
	if falls {
		worst.Add(s.Result.Rat(), half)
	}
	if worst.Cmp(to.Scale().Rat()) > 0 {
		return // more than the whole is lost
	}
	if low.Cmp(x.Rat()) > 0 || high.Cmp(x.Rat()) < 0 {
		t.Fatalf("%s: a level from %s to %s has that rate", s, low.FloatString(6), high.FloatString(6))
	}
}

func TestRatesAreNearest(t *testing.T) { rapid.Check(t, ratesAreNearest) }

func FuzzRatesAreNearest(f *testing.F) { f.Fuzz(rapid.MakeFuzz(ratesAreNearest)) }

// Whatever rounds to a printed figure and basis has its result in the interval.
func intervalsHold(t *rapid.T) {
	l := rapid.SampledFrom(formulas).Draw(t, "formula")
	from, to := of(l.from, 1), of(l.to, 2)
	formula := l.formula
	if rapid.Bool().Draw(t, "inverse") {
		formula, from, to = formula.Inverse(), to, from
	}
	years := 0
	if strings.Contains(formula.String(), "growth") || strings.Contains(formula.String(), "reduction") {
		years = rapid.IntRange(0, 5).Draw(t, "years")
	}
	x := decimal.New(rapid.Int64Range(1, 999).Draw(t, "figure"), -1)
	basis := decimal.New(rapid.Int64Range(1_000, 99_999).Draw(t, "basis"), -1)
	c := convert.Conversion{Formula: formula, To: to, Basis: convert.Basis{Value: basis}, Years: years}
	c.Rounded, c.Basis.Rounded = rapid.Bool().Draw(t, "rounded"), rapid.Bool().Draw(t, "basis rounded")
	s, err := c.Figure(x, from)
	if err != nil {
		t.Fatal(err)
	}
	if s.Low.Valid != s.High.Valid || s.Low.Valid && !c.Rounded && !c.Basis.Rounded {
		t.Fatalf("interval %v to %v", s.Low, s.High)
	}
	if !s.Low.Valid {
		return
	}

	true1, true2 := x, basis
	if c.Rounded {
		true1 = x.Add(decimal.New(rapid.Int64Range(-500, 499).Draw(t, "off"), -4))
	}
	if c.Basis.Rounded {
		true2 = basis.Add(decimal.New(rapid.Int64Range(-500, 499).Draw(t, "basis off"), -4))
	}
	c.Basis.Value, c.Rounded, c.Basis.Rounded = true2, false, false
	c.To.Places = target.Places(12)
	one, err := c.Figure(true1, from)
	if err != nil {
		t.Fatal(err)
	}
	if one.Result.Cmp(s.Low.Decimal) < 0 || one.Result.Cmp(s.High.Decimal) > 0 {
		t.Fatalf("%s is outside of %s", one, s)
	}
}

func TestIntervalsHold(t *testing.T) { rapid.Check(t, intervalsHold) }

func TestFigureRefuses(t *testing.T) {
	growth, share, ratio := of(target.Growth, 1), of(target.Share, 1), of(target.Ratio, 2)
	flow, stock := of(target.Flow, 0), of(target.Stock, 0)
	basis := convert.Basis{Value: decimal.New(100, 0)}
	no := flow
	no.Places = target.Precision{}
	covered := flow
	covered.Coverage = "large firms"
	long := decimal.New(1, 100)
	for _, tt := range []struct {
		name string
		c    convert.Conversion
		from target.Indicator
		x    string
		want string
	}{
		{
			"nothing",
			convert.Conversion{},
			growth, "1",
			"conversion.formula is required, conversion.to.code is required, conversion.to.kind is required, " +
				"conversion.to.places is required, conversion.basis.value is out of range",
		},
		{
			"an unknown formula",
			convert.Conversion{Formula: 11, To: flow, Basis: basis},
			growth, "1",
			"conversion.formula is unknown",
		},
		{
			"no places",
			convert.Conversion{Formula: convert.GrowthToLevel, To: no, Basis: basis},
			growth, "1",
			"conversion.to.places is required",
		},
		{
			"an indicator",
			convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis},
			target.Indicator{Code: "g"},
			"1", "from.kind is required",
		},
		{
			"a basis of 0",
			convert.Conversion{Formula: convert.GrowthToLevel, To: flow},
			growth, "1",
			"conversion.basis.value is out of range",
		},
		{
			"a basis in thousands",
			convert.Conversion{
				Formula: convert.GrowthToLevel, To: flow, Basis: convert.Basis{Value: basis.Value, In: basis.Value},
			},
			growth, "1", "conversion.basis.in is not valid",
		},
		{
			"a negative number",
			convert.Conversion{
				Formula: convert.RatioToNumerator, To: flow,
				Basis: convert.Basis{Value: basis.Value, In: basis.Value.Neg()},
			},
			ratio, "1", "conversion.basis.in is out of range",
		},
		{
			"years of a ratio",
			convert.Conversion{Formula: convert.RatioToNumerator, To: flow, Basis: basis, Years: 5},
			ratio, "1", "conversion.years is not valid",
		},
		{
			"too many years",
			convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis, Years: 201},
			growth, "1", "conversion.years is out of range",
		},
		{
			"beyond no whole",
			convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis, BeyondWhole: true},
			growth, "1",
			"conversion.beyondWhole is not valid",
		},
		{
			"growth to growth",
			convert.Conversion{Formula: convert.GrowthToLevel, To: growth, Basis: basis},
			growth, "1",
			"conversion.to.kind is ruled out",
		},
		{
			"a level to a level",
			convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis},
			flow, "1",
			"conversion.to.kind is ruled out",
		},
		{
			"a position",
			convert.Conversion{Formula: convert.LevelToGrowth, To: growth, Basis: basis},
			of(target.Position, 0), "1", "conversion.to.kind is ruled out",
		},
		{
			"a ratio to a ratio",
			convert.Conversion{Formula: convert.RatioToNumerator, To: ratio, Basis: basis},
			ratio,
			"1", "conversion.to.kind is ruled out",
		},
		{
			"a ratio as a share",
			convert.Conversion{Formula: convert.ShareToPart, To: stock, Basis: basis},
			ratio, "1",
			"conversion.to.kind is ruled out",
		},
		{
			"points on a number",
			convert.Conversion{Formula: convert.IncrementToLevel, To: stock, Basis: basis},
			share,
			"1", "conversion.to.kind is ruled out",
		},
		{
			"increments of growth",
			convert.Conversion{Formula: convert.IncrementToLevel, To: growth, Basis: basis},
			growth, "1", "conversion.to.kind is ruled out",
		},
		{
			"coverage",
			convert.Conversion{Formula: convert.GrowthToLevel, To: covered, Basis: basis},
			growth, "1",
			"conversion.to.coverage does not fit",
		},
		{
			"coverage of the basis",
			convert.Conversion{
				Formula: convert.GrowthToLevel, To: flow, Basis: convert.Basis{Value: basis.Value, Coverage: "x"},
			},
			growth, "1", "conversion.basis.coverage does not fit",
		},
		{
			"a share above the whole",
			convert.Conversion{Formula: convert.ShareToPart, To: stock, Basis: basis},
			share,
			"100.1", "figure is out of range",
		},
		{
			"a negative share",
			convert.Conversion{Formula: convert.ShareToPart, To: stock, Basis: basis},
			share, "-0.1",
			"figure is out of range",
		},
		{
			"a part above the whole",
			convert.Conversion{Formula: convert.PartToShare, To: share, Basis: basis},
			stock,
			"101", "figure is out of range",
		},
		{
			"losing more than all",
			convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis, Years: 2},
			growth, "-100", "figure is out of range",
		},
		{
			"a root of 0",
			convert.Conversion{Formula: convert.LevelToGrowth, To: growth, Basis: basis, Years: 2},
			flow,
			"0", "figure is out of range",
		},
	} {
		s, err := tt.c.Figure(testkit.Dec(tt.x), tt.from)
		if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" {
			t.Errorf("%s: %s, problems (-want +got):\n%s", tt.name, s, diff)
		}
	}

	grown := convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis}
	if _, err := grown.Figure(long, growth); !errors.Is(err, target.ErrRange) {
		t.Errorf("a long figure: got error %v, want one of its range", err)
	}
	grown.Years = 200
	if _, err := grown.Figure(testkit.Dec("9999"), growth); !errors.Is(err, target.ErrRange) {
		t.Errorf("a long result: got error %v, want one of its range", err)
	}
	over := convert.Conversion{Formula: convert.ShareToPart, To: stock, Basis: basis, BeyondWhole: true}
	if s, err := over.Figure(testkit.Dec("150"), share); err != nil || !s.Result.Equal(testkit.Dec("150")) {
		t.Errorf("150 %% of 100 = %s, %v", s, err)
	}
}

func TestStepString(t *testing.T) {
	density, patents := of(target.Ratio, 2), of(target.Stock, 0)
	density.Measure = "patents per 10,000 people"
	residents := convert.Basis{Name: "residents", Value: testkit.Dec("10441"), In: decimal.New(10_000, 0)}
	heads := convert.Basis{Value: testkit.Dec("104410000")}
	thousands := convert.Basis{Value: testkit.Dec("104410"), In: decimal.New(1000, 0)}
	plain := of(target.Ratio, 2)
	for _, tt := range []struct {
		c    convert.Conversion
		from target.Indicator
		x    string
		want string
	}{
		{
			convert.Conversion{Formula: convert.RatioToNumerator, To: patents, Basis: residents},
			density, "7.68",
			"7.68 patents per 10,000 people × 10,441 (residents) = 80,186.88 → 80,187",
		},
		{
			convert.Conversion{Formula: convert.RatioToNumerator, To: patents, Basis: heads},
			plain, "7.68",
			"7.68 per 10,000 × 104,410,000 = 80,186.88 → 80,187",
		},
		{
			convert.Conversion{Formula: convert.RatioToNumerator, To: patents, Basis: thousands},
			plain, "7.5",
			"7.5 per 10,000 × 104,410 × 1,000 = 78,307.5 → 78,308",
		},
		{
			convert.Conversion{Formula: convert.NumeratorToRatio, To: density, Basis: residents},
			patents, "80187",
			"80,187 / 10,441 (residents) ≈ 7.680011 → 7.68",
		},
		{
			convert.Conversion{Formula: convert.NumeratorToRatio, To: density, Basis: heads},
			patents, "80187",
			"80,187 / 104,410,000 × 10,000 ≈ 7.680011 → 7.68",
		},
		{
			convert.Conversion{
				Formula: convert.GrowthToLevel, To: patents,
				Basis: convert.Basis{Name: "people in 2010", Value: testkit.Dec("1370536875")},
			},
			of(target.Growth, 2), "5.84",
			"1,370,536,875 (people in 2010) × (1 + 5.84 / 100) = 1,450,576,228.5 → 1,450,576,229",
		},
		{
			convert.Conversion{
				Formula: convert.GrowthToLevel, To: of(target.Flow, 1),
				Basis: convert.Basis{Value: testkit.Dec("67.7")}, Years: 5, Rounded: true,
			},
			of(target.Growth, 1), "6.5",
			"67.7 × (1 + 6.5 / 100)^5 = 92.7548671132378125 → 92.8; " +
				"from 92.53733 to 92.97281, since the figures are rounded",
		},
		{
			convert.Conversion{
				Formula: convert.LevelToGrowth, To: of(target.Growth, 1),
				Basis: convert.Basis{Value: testkit.Dec("67.7")}, Years: 5,
			},
			of(target.Flow, 1), "92.7",
			"((92.7 / 67.7)^(1/5) − 1) × 100 ≈ 6.4874 → 6.5",
		},
		{
			convert.Conversion{
				Formula: convert.ReductionToLevel, To: of(target.Flow, 1),
				Basis: convert.Basis{Value: testkit.Dec("476.13")},
			},
			of(target.Reduction, 0), "38",
			"476.13 × (1 − 38 / 100) = 295.2006 → 295.2",
		},
		{
			convert.Conversion{
				Formula: convert.ReductionToLevel, To: of(target.Flow, 1),
				Basis: convert.Basis{Value: testkit.Dec("100")},
			},
			of(target.Reduction, 0), "-2",
			"100 × (1 + 2 / 100) = 102",
		},
		{
			convert.Conversion{
				Formula: convert.LevelToReduction, To: of(target.Reduction, 1),
				Basis: convert.Basis{Value: testkit.Dec("476.13")},
			},
			of(target.Flow, 1), "295.2",
			"(1 − 295.2 / 476.13) × 100 ≈ 38.00013 → 38.0",
		},
		{
			convert.Conversion{
				Formula: convert.IncrementToLevel, To: density, Basis: convert.Basis{Value: testkit.Dec("1.7")},
			},
			density, "-0.2",
			"1.7 − 0.2 = 1.5",
		},
		{
			convert.Conversion{
				Formula: convert.LevelToIncrement, To: density,
				Basis: convert.Basis{Name: "2010", Value: testkit.Dec("1.7")},
			},
			density, "3.3",
			"3.3 − 1.7 (2010) = 1.6",
		},
		{
			convert.Conversion{
				Formula: convert.ShareToPart, To: of(target.Flow, 2), Basis: convert.Basis{Value: testkit.Dec("92.7")},
			},
			of(target.Share, 1), "2.5",
			"2.5 per 100 × 92.7 = 2.3175 → 2.32",
		},
	} {
		s, err := tt.c.Figure(testkit.Dec(tt.x), tt.from)
		if err != nil {
			t.Errorf("%s: %v", tt.want, err)
			continue
		}
		if got := s.String(); got != tt.want {
			t.Errorf("String() = %s, want %s", got, tt.want)
		}
	}

	if got := (convert.Step{}).String(); got == "" {
		t.Error("the zero Step prints nothing")
	}
}

func TestTarget(t *testing.T) {
	density := of(target.Ratio, 2)
	patents := of(target.Stock, 0)
	cut, emissions := of(target.Reduction, 0), of(target.Flow, 1)
	emissions.Better = target.Lower
	base := convert.Basis{Value: testkit.Dec("476.13"), Period: target.Year(2005)}
	old := target.Target{
		Code: "t1", Goal: "g", Indicator: cut, Unit: "DE", Period: target.Years(2021, 2030), Value: testkit.Dec("38"),
		Force: target.Binding, From: "EU", Replaces: "t0", Withdrawn: "2023", Tags: []string{"climate"},
		Baseline: &target.Point{Period: target.Year(2020), Value: testkit.Dec("20")},
		Links:    []target.Link{{Relation: target.AdoptedFrom, Target: "x"}}, Source: target.Source{Document: "ESR"},
		Setter: "eu", Tier: target.Stretch,
	}
	toLevel := convert.Conversion{Formula: convert.ReductionToLevel, To: emissions, Basis: base}
	onTheWay := old.Clone() // to a target in the old form
	onTheWay.Links = append([]target.Link{{Relation: target.MidTermOf, Target: "t9"}}, onTheWay.Links...)
	got, err := toLevel.Target(onTheWay, "t1-mt")
	if err != nil {
		t.Fatal(err)
	}
	want := old.Clone()
	want.Code, want.Indicator, want.Value, want.Period = "t1-mt", emissions, testkit.Dec("295.2"), target.Year(2030)
	want.Replaces, want.Withdrawn = "", ""
	want.Baseline = &target.Point{Period: target.Year(2005), Value: testkit.Dec("476.13")}
	want.Links = append(want.Links, target.Link{Relation: target.ConvertedFrom, Target: "t1"})
	if diff := cmp.Diff(want, got.Target, sameNumber); diff != "" {
		t.Errorf("Target() mismatch (-want +got):\n%s", diff)
	}
	if got.Target.EffectiveComparator() != target.AtMost || len(got.Steps) != 1 {
		t.Errorf("%v in %d steps, want at most in 1", got.Target.EffectiveComparator(), len(got.Steps))
	}
	if old.Links[0].Target != "x" || len(old.Links) != 1 {
		t.Error("the target that was converted is changed")
	}

	back, err := convert.Conversion{Formula: convert.LevelToReduction, To: cut, Basis: base}.Target(got.Target, "t2")
	if err != nil || back.Target.Period != target.Years(2006, 2030) || !back.Target.Value.Equal(testkit.Dec("38")) {
		t.Errorf("back: %v, %v", back.Target, err)
	}
	if got := back.Target.EffectiveComparator(); got != target.AtLeast {
		t.Errorf("back: %v, want at least", got)
	}

	// A range turns around, and a comparator that was said is kept.
	old.Comparator, old.Value, old.Upper = target.Within, testkit.Dec("30"), testkit.Dec("40")
	ranged, err := toLevel.Target(old, "")
	if err != nil || ranged.Target.String() != "from 285.7 to 333.3 in 2030" {
		t.Fatalf("range: %v, %v", ranged.Target, err)
	}
	if len(ranged.Steps) != 2 || !ranged.Steps[0].Result.Equal(ranged.Target.Value) {
		t.Errorf("steps of a range: %v", ranged.Steps)
	}
	old.Comparator, old.Value, old.Upper = target.AtMost, testkit.Dec("30"), decimal.Zero
	most, err := toLevel.Target(old, "")
	if err != nil || most.Target.Comparator != target.AtLeast {
		t.Errorf("at most: %v, %v", most.Target, err)
	}

	// A tolerance is a distance.
	about := target.Target{
		Indicator: density, Unit: "44", Period: target.Year(2015), Comparator: target.About,
		Value: testkit.Dec("7.68"), Tolerance: testkit.Dec("0.05"),
	}
	toNumber := convert.Conversion{
		Formula: convert.RatioToNumerator, To: patents, Basis: convert.Basis{Value: testkit.Dec("104410000")},
	}
	number, err := toNumber.Target(about, "n")
	if err != nil || number.Target.String() != "about 80,187 ± 522 by 2015" || len(number.Target.Links) != 0 {
		t.Errorf("about: %v, %v", number.Target, err)
	}
}

var sameNumber = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })

func TestTargetRefuses(t *testing.T) {
	growth, flow := of(target.Growth, 1), of(target.Flow, 0)
	basis := convert.Basis{Value: testkit.Dec("100"), Period: target.Year(2015)}
	c := convert.Conversion{Formula: convert.GrowthToLevel, To: flow, Basis: basis}
	sound := target.Target{Indicator: growth, Unit: "00", Period: target.Year(2020), Value: testkit.Dec("5")}

	for _, tt := range []struct {
		name string
		c    convert.Conversion
		do   func(*target.Target)
		want string
	}{
		{"a target", c, func(x *target.Target) { x.Unit = "" }, "target.unit is required"},
		{
			"a basis that is not over", c, func(x *target.Target) { x.Period = target.Year(2015) },
			"conversion.basis.period is out of range",
		},
		{"a tolerance over years", convert.Conversion{
			Formula: c.Formula, To: flow, Basis: basis, Years: 5,
		}, func(x *target.Target) {
			x.Comparator, x.Tolerance = target.About, testkit.Dec("1")
		}, "target.tolerance is not valid"},
		{
			"a figure",
			convert.Conversion{Formula: c.Formula, To: flow, Basis: basis, Years: 5},
			func(x *target.Target) { x.Value = testkit.Dec("-101") }, "target.value is out of range",
		},
		{
			"a conversion",
			convert.Conversion{Formula: c.Formula, To: growth, Basis: basis},
			func(*target.Target) {},
			"conversion.to.kind is ruled out",
		},
	} {
		x := sound
		tt.do(&x)
		got, err := tt.c.Target(x, "")
		if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" {
			t.Errorf("%s: %v, problems (-want +got):\n%s", tt.name, got.Target, diff)
		}
	}
}

func TestObservation(t *testing.T) {
	density, patents := of(target.Ratio, 1), of(target.Stock, 0)
	c := convert.Conversion{
		Formula: convert.RatioToNumerator, To: patents,
		Basis: convert.Basis{Value: testkit.Dec("137462"), In: decimal.New(10_000, 0)}, Rounded: true,
	}
	o := target.Observation{
		Unit: "00", Indicator: "ratio", Period: target.Year(2015), Value: testkit.Dec("6.3"),
		Status: target.Provisional, Source: target.Source{Document: "communiqué"},
	}
	got, err := c.Observation(o, density)
	if err != nil {
		t.Fatal(err)
	}
	want := o
	want.Indicator, want.Value = "stock", testkit.Dec("866011")
	if diff := cmp.Diff(want, got.Observation, sameNumber); diff != "" {
		t.Errorf("Observation() mismatch (-want +got):\n%s", diff)
	}
	if low := got.Step.Low.Decimal; !low.Equal(testkit.Dec("859137.5")) {
		t.Errorf("at least %s, want 859137.5", low)
	}

	// 7.3 as reported is 1,003,472.6.
	o.Correction = target.Correction{Amount: testkit.Dec("-1"), Reason: "abnormal filings"}
	o.Reporter, o.Vintage = "office", "2016-02"
	corrected, err := c.Observation(o, density)
	want = o
	want.Indicator, want.Value, want.Correction.Amount = "stock", testkit.Dec("866011"), testkit.Dec("-137462")
	if diff := cmp.Diff(want, corrected.Observation, sameNumber); diff != "" || err != nil {
		t.Errorf("Observation() mismatch (-want +got), %v:\n%s", err, diff)
	}

	o.Correction = target.Correction{}
	o.Indicator, o.Coverage, o.Unit = "density", "x", ""
	_, err = c.Observation(o, density)
	problems := []string{
		"observation.unit is required",
		"observation.indicator does not fit",
		"observation.coverage does not fit",
	}
	if diff := cmp.Diff(problems, testkit.Problems(err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestConversionJSON(t *testing.T) {
	c := convert.Conversion{
		Formula: convert.NumeratorToRatio, To: of(target.Ratio, 2), Rounded: true,
		Basis: convert.Basis{
			Name: "residents", Value: testkit.Dec("10441.00"), In: decimal.New(10_000, 0), Period: target.Year(2015),
		},
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"formula":"numerator to ratio",` +
		`"to":{"code":"ratio","kind":"ratio","better":"higher","per":"10000","places":2},` +
		`"basis":{"name":"residents","value":"10441.00","in":"10000","period":"2015"},"rounded":true}`
	if string(data) != want {
		t.Errorf("JSON %s, want %s", data, want)
	}

	var back convert.Conversion
	if err := json.Unmarshal(data, &back); err != nil || cmp.Diff(c, back, sameNumber) != "" {
		t.Errorf("read back as %+v, %v", back, err)
	}
	for _, bad := range []string{
		`{}`, `{"formula":"growth"}`,
		strings.Replace(want, `"in"`, `"per"`, 1), strings.Replace(want, `"10441.00"`, `"0"`, 1),
	} {
		kept := back
		err := json.Unmarshal([]byte(bad), &kept)
		if len(target.AllErrors(err)) == 0 || cmp.Diff(back, kept, sameNumber) != "" {
			t.Errorf("%s is read: %v", bad, err)
		}
	}
}

func TestLaws(t *testing.T) {
	for l := convert.GrowthToLevel; l <= convert.LevelToIncrement; l++ {
		if i := l.Inverse(); i == l || i.Inverse() != l {
			t.Errorf("the inverse of %s is %s", l, i)
		}
		text, err := l.MarshalText()
		var back convert.Formula
		if err != nil || back.UnmarshalText(text) != nil || back != l {
			t.Errorf("%s reads back as %s, %v", l, back, err)
		}
	}
	if convert.Formula(0).Inverse() != 0 || convert.Formula(11).Inverse() != 0 {
		t.Error("what is no formula has an inverse")
	}
}
