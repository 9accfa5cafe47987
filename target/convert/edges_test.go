package convert_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

func TestJSONReadsBack(t *testing.T) {
	c := convert.Conversion{
		Formula: convert.GrowthToLevel, To: of(target.Flow, 0),
		Basis: convert.Basis{Value: testkit.Dec("100")}, Years: 2,
	}
	testkit.ReadsBack(t, c, "conversion")
	testkit.ReadsBack(t, testkit.Filled[convert.Basis](), "basis")
	testkit.ReadsBack(t, testkit.Filled[convert.Step](c), "step")
	for l := convert.GrowthToLevel; l <= convert.LevelToIncrement; l++ {
		testkit.ReadsBack(t, l, "formula")
	}

	goal := target.Target{
		Indicator: of(target.Growth, 1), Unit: "00", Period: target.Year(2020), Value: testkit.Dec("5"),
	}
	converted, err := c.Target(goal, "level")
	if err != nil {
		t.Fatal(err)
	}
	testkit.ReadsBack(t, converted, "converted")
	observed, err := c.Observation(target.Observation{
		Unit: "00", Indicator: "growth", Period: target.Year(2020), Value: testkit.Dec("5"),
	}, of(target.Growth, 1))
	if err != nil {
		t.Fatal(err)
	}
	testkit.ReadsBack(t, observed, "convertedObservation")
}

// Edges of the formulas: what is lost whole, halves below zero, results without an end.
func TestEdges(t *testing.T) {
	basis := func(x string) convert.Basis { return convert.Basis{Value: testkit.Dec(x)} }
	steps := of(target.Growth, 0)
	steps.Quantum = testkit.Dec("0.03")

	for _, tt := range []struct {
		name          string
		c             convert.Conversion
		from          target.Indicator
		x             string
		result, exact string
	}{
		{
			"all is lost in one period",
			convert.Conversion{Formula: convert.ReductionToLevel, To: of(target.Flow, 1), Basis: basis("50")},
			of(target.Reduction, 0), "100", "0", "0",
		},
		{
			"more than all, of what can be negative",
			convert.Conversion{Formula: convert.GrowthToLevel, To: of(target.Flow, 1), Basis: basis("50"), Years: 1},
			of(target.Growth, 0), "-150", "-25", "-25",
		},
		{
			"a half below zero",
			convert.Conversion{Formula: convert.IncrementToLevel, To: of(target.Flow, 1), Basis: basis("-0.5")},
			of(target.Flow, 2), "0.25", "-0.3", "-0.25",
		},
		{
			"a half above zero",
			convert.Conversion{Formula: convert.IncrementToLevel, To: of(target.Flow, 1), Basis: basis("0.5")},
			of(target.Flow, 2), "-0.25", "0.3", "0.25",
		},
		{
			"an increment of another kind that adds up",
			convert.Conversion{Formula: convert.IncrementToLevel, To: of(target.Stock, 0), Basis: basis("7")},
			of(target.Flow, 0), "3", "10", "10",
		},
		{
			// 100·(√0.81 − 1) = −10, which is 333⅓ steps.
			"a root that ends between two steps",
			convert.Conversion{Formula: convert.LevelToGrowth, To: steps, Basis: basis("100"), Years: 2},
			of(target.Flow, 0), "81", "-9.99", "-10",
		},
		{
			"a year that a ratio does not need",
			convert.Conversion{
				Formula: convert.RatioToNumerator, To: of(target.Stock, 0), Basis: basis("20000"), Years: 1,
			},
			of(target.Ratio, 1), "1.5", "3", "3",
		},
		{
			"a part of a whole in thousands",
			convert.Conversion{
				Formula: convert.PartToShare, To: of(target.Share, 1),
				Basis: convert.Basis{Value: testkit.Dec("2"), In: testkit.Dec("1000")},
			},
			of(target.Flow, 0), "2000", "100.0", "100",
		},
	} {
		s, err := tt.c.Figure(testkit.Dec(tt.x), tt.from)
		if err != nil || !s.Result.Equal(testkit.Dec(tt.result)) || s.Exact.String() != tt.exact {
			t.Errorf("%s: Figure(%s) = %s, %v, want %s and exactly %s", tt.name, tt.x, s, err, tt.result, tt.exact)
		}
		// Exact results have no zeros at the end of their decimals.
		if text := s.Exact.StringFixed(-min(0, s.Exact.Exponent())); text != tt.exact {
			t.Errorf("%s: the exact result is written %s, want %s", tt.name, text, tt.exact)
		}
	}
}

func TestEdgesRefused(t *testing.T) {
	basis := convert.Basis{Value: decimal.New(100, 0)}
	wide := of(target.Stock, 0)
	wide.Quantum = testkit.Dec("3e99")
	covered := of(target.Flow, 0)
	covered.Coverage = "large firms"

	for _, tt := range []struct {
		name   string
		c      convert.Conversion
		from   target.Indicator
		x      string
		want   string
		remedy string
	}{
		{
			"a basis of many digits",
			convert.Conversion{
				Formula: convert.IncrementToLevel, To: wide, Basis: convert.Basis{Value: decimal.New(1, 200)},
			},
			wide, "1", "conversion.basis.value is out of range", "100 digits",
		},
		{
			"an exact result of many digits, though three quanta are fewer",
			convert.Conversion{
				Formula: convert.IncrementToLevel, To: wide, Basis: convert.Basis{Value: testkit.Dec("5e99")},
			},
			wide, "5e99", "figure is out of range", "100 digits",
		},
		{
			"more than the whole in thousands",
			convert.Conversion{
				Formula: convert.PartToShare, To: of(target.Share, 1),
				Basis: convert.Basis{Value: testkit.Dec("2"), In: testkit.Dec("1000")},
			},
			of(target.Flow, 0), "2001", "figure is out of range", "2000",
		},
		{
			"a reduction of growth",
			convert.Conversion{Formula: convert.ReductionToLevel, To: of(target.Flow, 0), Basis: basis},
			of(target.Growth, 0), "1", "conversion.to.kind is ruled out", "a reduction and a level",
		},
		{
			"a reduction of a position",
			convert.Conversion{Formula: convert.ReductionToLevel, To: of(target.Position, 0), Basis: basis},
			of(target.Reduction, 0), "1", "conversion.to.kind is ruled out", "a reduction and a level",
		},
		{
			"an increment in another unit",
			convert.Conversion{Formula: convert.IncrementToLevel, To: of(target.Ratio, 0), Basis: basis},
			of(target.Flow, 0), "1", "conversion.to.kind is ruled out", "figures of one unit of measure",
		},
		{
			"a coverage that only the figure lacks",
			convert.Conversion{
				Formula: convert.GrowthToLevel, To: covered,
				Basis: convert.Basis{Value: basis.Value, Coverage: "large firms"},
			},
			of(target.Growth, 0), "1", "conversion.to.coverage does not fit, conversion.basis.coverage does not fit",
			"the figure has no coverage",
		},
		{
			"a coverage that only the figure has",
			convert.Conversion{Formula: convert.LevelToGrowth, To: of(target.Growth, 1), Basis: basis},
			covered, "1", "conversion.to.coverage does not fit, conversion.basis.coverage does not fit",
			"the figure is of large firms",
		},
	} {
		_, err := tt.c.Figure(testkit.Dec(tt.x), tt.from)
		if diff := cmp.Diff(tt.want, strings.Join(testkit.Problems(err), ", ")); diff != "" {
			t.Errorf("%s: problems (-want +got):\n%s", tt.name, diff)
		}
		if err == nil || !strings.Contains(err.Error(), tt.remedy) {
			t.Errorf("%s: %v, want a remedy with %s", tt.name, err, tt.remedy)
		}
	}
}

// An interval ends where the result does, and is absent if a figure within its rounding
// cannot be converted.
func TestIntervalEdges(t *testing.T) {
	tiny := convert.Conversion{
		Formula: convert.LevelToGrowth, To: of(target.Growth, 1), Basis: convert.Basis{Value: testkit.Dec("1e30")},
		Years: 2, Rounded: true,
	}
	s, err := tiny.Figure(testkit.Dec("0.003"), of(target.Flow, 3))
	if err != nil || !s.Low.Decimal.Equal(testkit.Dec("-100")) || !s.High.Decimal.Equal(testkit.Dec("-99.99999")) {
		t.Errorf("next to nothing is left: %s, %v, want from −100 to −99.99999", s, err)
	}

	// A loss of 0.1 of 0.15, rounded, can be one of the whole, which does not compound.
	growth := of(target.Growth, 1)
	growth.Per = testkit.Dec("0.15")
	whole := convert.Conversion{
		Formula: convert.GrowthToLevel, To: of(target.Flow, 1), Basis: convert.Basis{Value: testkit.Dec("9")},
		Years: 2, Rounded: true,
	}
	s, err = whole.Figure(testkit.Dec("-0.1"), growth)
	if err != nil || !s.Result.Equal(testkit.Dec("1")) || s.Low.Valid || s.High.Valid {
		t.Errorf("a figure that may not compound: %s, %v, want 1 without an interval", s, err)
	}
}

func TestStringOfYears(t *testing.T) {
	for years, want := range map[int]string{
		0: "100 × (1 + 0 / 100) = 100", 1: "100 × (1 + 0 / 100) = 100", 2: "100 × (1 + 0 / 100)^2 = 100",
	} {
		c := convert.Conversion{
			Formula: convert.GrowthToLevel, To: of(target.Flow, 0), Basis: convert.Basis{Value: testkit.Dec("100")},
			Years: years,
		}
		s, err := c.Figure(decimal.Zero, of(target.Growth, 0))
		if got := s.String(); err != nil || got != want {
			t.Errorf("String() over %d years = %s, %v, want %s", years, got, err, want)
		}
	}
	c := convert.Conversion{
		Formula: convert.LevelToReduction, To: of(target.Reduction, 0), Basis: convert.Basis{Value: testkit.Dec("100")},
		Years: 2,
	}
	s, err := c.Figure(testkit.Dec("81"), of(target.Flow, 0))
	if want := "(1 − (81 / 100)^(1/2)) × 100 = 10"; err != nil || s.String() != want {
		t.Errorf("String() = %s, %v, want %s", s, err, want)
	}
}

// A basis of another year moves the period of a growth, and that of no ratio.
func TestPeriods(t *testing.T) {
	growth := convert.Conversion{
		Formula: convert.GrowthToLevel, To: of(target.Flow, 0),
		Basis: convert.Basis{Value: testkit.Dec("100"), Period: target.Quarter(2015, 4)},
	}
	o := target.Observation{Unit: "00", Indicator: "growth", Period: target.Year(2016), Value: testkit.Dec("5")}
	got, err := growth.Observation(o, of(target.Growth, 1))
	if want := target.Quarter(2016, 4); err != nil || got.Observation.Period != want {
		t.Errorf("a level at the end of a year: %v, %v, want %v", got.Observation.Period, err, want)
	}

	ratio := convert.Conversion{
		Formula: convert.RatioToNumerator, To: of(target.Stock, 0),
		Basis: convert.Basis{Value: testkit.Dec("10000"), Period: target.Year(2020)},
	}
	goal := target.Target{
		Indicator: of(target.Ratio, 1), Unit: "00", Period: target.Year(2016), Value: testkit.Dec("5"),
	}
	number, err := ratio.Target(goal, "")
	if err != nil || number.Target.Period != goal.Period || number.Target.Baseline != nil {
		t.Errorf("a ratio on people of 2020: %v, baseline %v, %v", number.Target, number.Target.Baseline, err)
	}

	level := growth
	level.Basis.Period = target.Period{}
	grown, err := level.Target(target.Target{
		Indicator: of(target.Growth, 1), Unit: "00", Period: target.Year(2016), Value: testkit.Dec("5"),
	}, "")
	if err != nil || grown.Target.Baseline != nil || grown.Target.Period != target.Year(2016) {
		t.Errorf("a basis without a period: baseline %v, %v, want none", grown.Target.Baseline, err)
	}
}

// The tolerance of a growth is a distance of levels, whatever the growth.
func TestToleranceOfGrowth(t *testing.T) {
	goal := target.Target{
		Indicator: of(target.Growth, 1), Unit: "00", Period: target.Year(2016), Comparator: target.About,
		Value: testkit.Dec("5"), Tolerance: testkit.Dec("1"),
	}
	c := convert.Conversion{
		Formula: convert.GrowthToLevel, To: of(target.Flow, 1),
		Basis: convert.Basis{Value: testkit.Dec("300")}, Years: 1,
	}
	got, err := c.Target(goal, "")
	if want := "about 315.0 ± 3.0 in 2016"; err != nil || got.Target.String() != want {
		t.Errorf("Target() = %v, %v, want %s", got.Target, err, want)
	}
}

// Every problem is reported: of the target or observation, of the conversion, and of the
// target that comes of them.
func TestAllProblems(t *testing.T) {
	c := convert.Conversion{
		Formula: convert.GrowthToLevel, To: of(target.Flow, 0), Basis: convert.Basis{Value: testkit.Dec("100")},
	}
	wrong := c
	wrong.Years = -1
	goal := target.Target{
		Code: "t", Indicator: of(target.Growth, 1), Unit: "00", Period: target.Year(2016), Value: testkit.Dec("5"),
	}
	late := goal
	late.Baseline = &target.Point{Period: target.Year(2017), Value: testkit.Dec("1")}
	late.Unit = ""

	for _, tt := range []struct {
		name string
		c    convert.Conversion
		t    target.Target
		code string
		want []string
	}{
		{
			"target and conversion", wrong, late, "level",
			[]string{
				"target.unit is required", "target.baseline.period is out of range", "conversion.years is out of range",
			},
		},
		{"the code of the old one", c, goal, "t", []string{"target.links[0].target is part of a cycle"}},
	} {
		got, err := tt.c.Target(tt.t, tt.code)
		if diff := cmp.Diff(tt.want, testkit.Problems(err)); diff != "" || got.Steps != nil {
			t.Errorf("%s: Target() = %v, problems (-want +got):\n%s", tt.name, got, diff)
		}
	}

	// The figure is looked at when the rest is right.
	share := convert.Conversion{
		Formula: convert.ShareToPart, To: of(target.Ratio, 0), Basis: convert.Basis{Value: testkit.Dec("100")},
	}
	o := target.Observation{Unit: "", Indicator: "share", Period: target.Year(2016), Value: testkit.Dec("101")}
	_, err := share.Observation(o, of(target.Share, 1))
	want := []string{"observation.unit is required"}
	if diff := cmp.Diff(want, testkit.Problems(err)); diff != "" {
		t.Errorf("Observation() problems (-want +got):\n%s", diff)
	}
	o.Unit = "00"
	_, err = share.Observation(o, of(target.Share, 1))
	if !errors.Is(err, target.ErrKind) || len(target.AllErrors(err)) != 1 {
		t.Errorf("Observation() = %v, want the kind alone", err)
	}
}
