package temporal_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// line prints the figures of a path.
func line(points []target.Point) string {
	var s []string
	for _, p := range points {
		s = append(s, p.Value.StringFixed(max(0, -p.Value.Exponent())))
	}
	return strings.Join(s, " ")
}

func goal(kind target.Kind, places int32, p target.Period, value string, base *target.Point) target.Target {
	i := target.Indicator{Code: "i", Kind: kind, Places: target.Places(places)}
	if i.Kind.Law() == target.WeightedMean {
		i.Per = dec("100")
	}
	return target.Target{Indicator: i, Unit: "000000", Period: p, Value: dec(value), Baseline: base}
}

func point(p target.Period, v string) *target.Point { return &target.Point{Period: p, Value: dec(v)} }

func TestPath(t *testing.T) {
	plan, eleventh := target.FiveYearPlan(12), target.FiveYearPlan(11)
	in2010 := func(v string) *target.Point { return point(target.Year(2010), v) }
	steps := temporal.Schedule{Shares: decs("20 40 60 80 100")}
	late := temporal.Schedule{Shares: decs("0.1 0.1 0.4 0.7 1")}
	quantum := goal(target.Flow, 0, plan, "1000", nil)
	quantum.Indicator.Quantum = dec("25")
	nothingLeft := goal(target.Reduction, 0, target.Years(2011, 2012), "100", nil)
	nothingLeft.Indicator.Quantum = dec("100")
	pairs := goal(target.Flow, 0, target.Years(2011, 2012), "4", in2010("9")) // exactly 3 and 1
	pairs.Indicator.Quantum = dec("2")
	falling := goal(target.Stock, 0, plan, "10", in2010("20"))
	tests := []struct {
		name  string
		t     target.Target
		shape temporal.Shape
		by    target.Frequency
		want  string
	}{
		// A cut by 20 % in five years is one by 4.3648 % a year.
		{
			"a cut at equal rates",
			goal(target.Reduction, 4, eleventh, "20", nil),
			temporal.ConstantRate{},
			target.Yearly,
			"4.3648 4.3647 4.3648 4.3647 4.3648",
		},
		{
			"stated in two places",
			goal(target.Reduction, 2, eleventh, "20", nil),
			temporal.ConstantRate{},
			target.Yearly,
			"4.36 4.37 4.36 4.37 4.36",
		},
		{
			"a cut in equal amounts",
			goal(target.Reduction, 4, eleventh, "20", nil),
			temporal.StraightLine{},
			target.Yearly,
			"4.0000 4.1667 4.3478 4.5454 4.7620",
		},
		{
			"a cut by the rule of 2012",
			goal(target.Reduction, 4, eleventh, "20", nil),
			steps,
			target.Yearly,
			"4.3648 4.3647 4.3648 4.3647 4.3648",
		},
		{"a late cut", goal(target.Reduction, 2, eleventh, "20", nil), late, target.Yearly, "2.21 0.00 6.47 6.48 6.47"},
		{
			"to nothing",
			goal(target.Reduction, 1, target.Years(2011, 2012), "100", nil),
			temporal.StraightLine{},
			target.Yearly,
			"50.0 100.0",
		},
		{
			"growth",
			goal(target.Growth, 2, plan, "40", nil),
			temporal.ConstantRate{},
			target.Yearly,
			"6.96 6.96 6.96 6.96 6.97",
		},
		{
			"growth of one year is a level",
			goal(target.Growth, 1, target.Year(2015), "7.0", in2010("10.0")),
			temporal.StraightLine{},
			target.Yearly,
			"9.4 8.8 8.2 7.6 7.0",
		},
		{
			"a flow in equal parts",
			goal(target.Flow, 0, plan, "1001", nil),
			temporal.StraightLine{},
			target.Yearly,
			"201 200 200 200 200",
		},
		{
			"in lots of 25",
			quantum,
			temporal.StraightLine{},
			target.Quarterly,
			"50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50",
		},
		{
			"by month",
			goal(target.Flow, 0, target.Year(2011), "100", nil),
			temporal.StraightLine{},
			target.Monthly,
			"9 9 9 9 8 8 8 8 8 8 8 8",
		},
		{
			"from a baseline",
			goal(target.Flow, 0, plan, "1000", in2010("150")),
			temporal.StraightLine{},
			target.Yearly,
			"167 183 200 217 233",
		},
		{
			"at a rate from a baseline",
			goal(target.Flow, 0, plan, "1000", in2010("150")),
			temporal.ConstantRate{},
			target.Yearly,
			"165 181 198 217 239",
		},
		{
			"at a rate from a baseline years before",
			goal(target.Flow, 0, target.Years(2011, 2012), "24", point(target.Year(2008), "1")),
			temporal.ConstantRate{},
			target.Yearly,
			"8 16",
		},
		{
			"at a rate from a longer baseline",
			goal(target.Flow, 0, target.Years(2011, 2012), "24", point(target.Years(2007, 2009), "3")),
			temporal.ConstantRate{},
			target.Yearly,
			"8 16",
		},
		{
			"growth after a series",
			goal(target.Growth, 2, target.Years(2011, 2012), "44", nil),
			temporal.Profile{Series: years(2011, "1 1")},
			target.Yearly,
			"20.00 20.00",
		},
		{
			"growth after a late series",
			goal(target.Growth, 2, target.Years(2011, 2012), "46.41", nil),
			temporal.Profile{Series: years(2011, "1 3")},
			target.Yearly,
			"10.00 33.10",
		},
		{"a cut that rounding ends early", nothingLeft, temporal.StraightLine{}, target.Yearly, "100 0"},
		{
			"a flow after a longer series",
			goal(target.Flow, 0, target.Year(2011), "20", point(target.Years(2009, 2010), "20")),
			temporal.Profile{
				Series: append([]target.Point{*point(target.Years(2009, 2010), "100")}, years(2011, "100")...),
			},
			target.Yearly,
			"20",
		},
		{
			"a total after nothing but its last",
			goal(target.Cumulative, 0, plan, "50", in2010("50")),
			temporal.StraightLine{},
			target.Yearly,
			"50 50 50 50 50",
		},
		{"a flow by shares", goal(target.Flow, 0, plan, "1000", nil), late, target.Yearly, "100 0 300 300 300"},
		{
			"a flow after a series",
			goal(target.Flow, 0, plan, "1000", nil),
			temporal.Profile{Series: years(2011, "100 110 120 130 140")},
			target.Yearly,
			"167 183 200 217 233",
		},
		{
			"a negative flow",
			goal(target.Flow, 0, target.Years(2011, 2013), "-100", nil),
			temporal.StraightLine{},
			target.Yearly,
			"-33 -33 -34",
		},
		{
			"one year of a flow",
			goal(target.Flow, 0, target.Year(2015), "300", in2010("150")),
			temporal.StraightLine{},
			target.Yearly,
			"180 210 240 270 300",
		},
		{
			"from a longer baseline",
			goal(target.Flow, 0, target.Year(2015), "300", point(target.Years(2006, 2010), "500")),
			temporal.StraightLine{},
			target.Yearly,
			"186 214 243 271 300",
		},
		{
			"a density",
			goal(target.Ratio, 2, plan, "3.30", in2010("1.70")),
			temporal.StraightLine{},
			target.Yearly,
			"2.02 2.34 2.66 2.98 3.30",
		},
		{
			"a density at a rate",
			goal(target.Ratio, 2, plan, "3.30", in2010("1.70")),
			temporal.ConstantRate{},
			target.Yearly,
			"1.94 2.22 2.53 2.89 3.30",
		},
		{
			"a stock by shares",
			goal(target.Stock, 0, plan, "150", in2010("100")),
			late,
			target.Yearly,
			"105 105 120 135 150",
		},
		{"a stock that falls", falling, temporal.StraightLine{}, target.Yearly, "18 16 14 12 10"},
		{
			"a stock after a series",
			goal(target.Stock, 0, plan, "150", in2010("100")),
			temporal.Profile{Series: years(2010, "10 11 12 20 14 10")},
			target.Yearly,
			"121 144 260 196 150",
		},
		{
			"a running total from nothing",
			goal(target.Cumulative, 0, plan, "100", nil),
			temporal.StraightLine{},
			target.Yearly,
			"20 40 60 80 100",
		},
		{
			"a running total after a series",
			goal(target.Cumulative, 0, plan, "100", in2010("50")),
			temporal.Profile{Series: years(2011, "1 1 1 1 6")},
			target.Yearly,
			"55 60 65 70 100",
		},
		{
			"an index",
			goal(target.Index, 1, plan, "80", in2010("70")),
			temporal.StraightLine{},
			target.Yearly,
			"72.0 74.0 76.0 78.0 80.0",
		},
		{
			"a baseline within a year",
			goal(target.Stock, 0, target.Years(2011, 2012), "100", point(target.Month(2011, 6), "10")),
			temporal.StraightLine{},
			target.Yearly,
			"40 100",
		},
		// From 2010-11 the middle of 2010 lies behind.
		{
			"a flow from late in a year",
			goal(target.Flow, 0, target.Year(2012), "1000", point(target.Month(2010, 11), "50")),
			temporal.StraightLine{},
			target.Yearly,
			"754 1000",
		},
		{
			"a flow from early in a year",
			goal(target.Flow, 0, target.Year(2011), "1000", point(target.Quarter(2010, 1), "150")),
			temporal.StraightLine{},
			target.Yearly,
			"709 1000",
		},
		{"at a rate with a tie", pairs, temporal.ConstantRate{}, target.Yearly, "4 0"},
		{
			"one step and no baseline",
			goal(target.Stock, 0, target.Year(2012), "100", nil),
			temporal.StraightLine{},
			target.Yearly,
			"100",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := temporal.Path(tt.t, tt.shape, tt.by)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, line(got)); diff != "" {
				t.Errorf("Path() mismatch (-want +got):\n%s", diff)
			}
			last := got[len(got)-1].Period
			if last.Last() != tt.t.Period.Last() {
				t.Errorf("the path ends with %v, the target with %v", last, tt.t.Period)
			}
		})
	}
}

func TestPathRefuses(t *testing.T) {
	plan := target.FiveYearPlan(12)
	base := point(target.Year(2010), "1")
	tests := []struct {
		name  string
		t     target.Target
		shape temporal.Shape
		by    target.Frequency
		want  []string
	}{
		{"nothing", target.Target{}, nil, 0, []string{
			"target.indicator.code is required", "target.indicator.kind is required", "target.unit is required",
			"target.period is required", "shape is required", "frequency is unknown",
		}},
		{
			"a position",
			goal(target.Position, 0, plan, "2", base),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.indicator.kind is ruled out"},
		},
		{
			"a milestone",
			goal(target.Milestone, 0, plan, "1", base),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.indicator.kind is ruled out"},
		},
		{
			"half a patent",
			goal(target.Flow, 0, plan, "1.5", base),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.value is not a multiple of the quantum"},
		},
		{
			"no baseline",
			goal(target.Stock, 0, plan, "5", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline is required"},
		},
		{
			"no baseline for a rate",
			goal(target.Flow, 0, plan, "5", nil),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"target.baseline is required"},
		},
		{
			"a baseline of zero for a rate",
			goal(target.Flow, 0, plan, "5", point(target.Year(2010), "0")),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"shape is out of range"},
		},
		{
			"nothing at a rate",
			goal(target.Flow, 0, plan, "0", base),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"shape is out of range"},
		},
		{
			"a level of nothing at a rate",
			goal(target.Stock, 0, plan, "0", base),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"shape is out of range"},
		},
		{
			"a level from zero at a rate",
			goal(target.Stock, 0, plan, "5", point(target.Year(2010), "0")),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"shape is out of range"},
		},
		{
			"a baseline within a total",
			goal(target.Flow, 0, plan, "5", point(target.Year(2012), "1")),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline.period is out of range"},
		},
		{
			"a baseline in the middle",
			goal(
				target.Flow,
				0,
				target.Year(2012),
				"5",
				point(target.Months(target.Month(2012, 6), target.Month(2012, 7)), "1"),
			),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline.period is out of range"},
		},
		{
			"a baseline at the end",
			goal(target.Stock, 0, plan, "5", point(target.Year(2015), "1")),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline.period is out of range"},
		},
		{
			"a baseline of another length",
			goal(target.Growth, 0, target.Year(2015), "5", point(target.Years(2006, 2010), "1")),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.baseline.period does not fit"},
		},
		{
			"a total from July",
			goal(target.Flow, 0, target.Months(target.Month(2011, 7), target.Year(2015)), "5", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.period does not fit"},
		},
		{
			"a step too long",
			goal(target.Flow, 0, target.Quarter(2015, 4), "5", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"frequency does not fit"},
		},
		{
			"too many steps",
			goal(target.Flow, 0, target.Years(1, 9999), "5", nil),
			temporal.StraightLine{},
			target.Monthly,
			[]string{"frequency is out of range"},
		},
		{
			"too few shares",
			goal(target.Flow, 0, plan, "5", nil),
			temporal.Schedule{Shares: []decimal.Decimal{dec("1")}},
			target.Yearly,
			[]string{"shape.shares does not fit"},
		},
		{
			"shares that fall",
			goal(target.Flow, 0, plan, "5", nil),
			temporal.Schedule{Shares: decs("1 3 2 4 5")},
			target.Yearly,
			[]string{"shape.shares[2] is out of range"},
		},
		{
			"shares of nothing",
			goal(target.Growth, 0, plan, "5", nil),
			temporal.Schedule{Shares: decs("0 0 0 0 0")},
			target.Yearly,
			[]string{"shape.shares[4] is out of range"},
		},
		{
			"shares out of bounds",
			goal(target.Stock, 0, plan, "5", base),
			temporal.Schedule{Shares: []decimal.Decimal{decimal.New(1, 1e9), dec("1"), dec("1"), dec("1"), dec("1")}},
			target.Yearly,
			[]string{"shape.shares[0] is out of range"},
		},
		{
			"a series with a gap",
			goal(target.Flow, 0, plan, "5", nil),
			temporal.Profile{Series: years(2011, "1 1 1 1")},
			target.Yearly,
			[]string{`shape.series["2015"] has no figure`},
		},
		{
			"a series without the baseline",
			goal(target.Stock, 0, plan, "5", base),
			temporal.Profile{Series: years(2011, "1 1 1 1 1")},
			target.Yearly,
			[]string{`shape.series["2010"] has no figure`},
		},
		{
			"a series of zero",
			goal(target.Reduction, 0, plan, "5", nil),
			temporal.Profile{Series: years(2011, "0 0 0 0 0")},
			target.Yearly,
			[]string{"shape.series is out of range"},
		},
		{
			"a total that falls",
			goal(target.Cumulative, 0, plan, "5", point(target.Year(2010), "6")),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.value is out of range"},
		},
		{
			"a cut to nothing at a rate",
			goal(target.Reduction, 0, plan, "100", nil),
			temporal.ConstantRate{},
			target.Yearly,
			[]string{"target.value is out of range"},
		},
		{
			"a cut to less than nothing",
			goal(target.Reduction, 0, plan, "101", nil),
			temporal.StraightLine{},
			target.Yearly,
			[]string{"target.value is out of range"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := temporal.Path(tt.t, tt.shape, tt.by)
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" || got != nil {
				t.Errorf("Path() = %v, mismatch (-want +got):\n%s", got, diff)
			}
		})
	}
}

// Extreme figures neither panic nor hang, and still add up.
func TestPathExtremes(t *testing.T) {
	top, bottom := "9"+strings.Repeat("0", 99), "0."+strings.Repeat("0", 29)+"1"
	for _, shape := range []temporal.Shape{temporal.StraightLine{}, temporal.ConstantRate{}} {
		for _, kind := range []target.Kind{target.Flow, target.Stock, target.Growth} {
			tg := goal(kind, 30, target.Years(2001, 2010), top, point(target.Year(2000), bottom))
			got, err := temporal.Path(tg, shape, target.Monthly)
			if kind == target.Growth && err != nil && errors.Is(err, target.ErrRange) {
				continue
			}
			if err != nil {
				t.Fatalf("%v: %v", kind, err)
			}
			if kind == target.Flow {
				if sum, err := temporal.Combine(tg.Indicator, tg.Period, got, nil); err != nil || !sum.Equal(tg.Value) {
					t.Errorf("%v: the parts make %s, %v", kind, sum, err)
				}
			}
		}
	}
}

// shapes draws one of the shapes for five yearly steps from 2011.
func shapes(t *rapid.T) temporal.Shape {
	shares, series, sum := make([]decimal.Decimal, 5), make([]target.Point, 6), int64(0)
	for k := range series {
		v := rapid.Int64Range(1, 1000).Draw(t, "series")
		series[k] = target.Point{Period: target.Year(2010 + k), Value: decimal.New(v, -1)}
		if k > 0 {
			sum += v
			shares[k-1] = decimal.New(sum, 0)
		}
	}
	return rapid.SampledFrom([]temporal.Shape{
		temporal.StraightLine{},
		temporal.ConstantRate{},
		temporal.Schedule{Shares: shares},
		temporal.Profile{Series: series},
	}).Draw(t, "shape")
}

func figure(t *rapid.T, name string, low int64) decimal.Decimal {
	return decimal.New(rapid.Int64Range(low, 1_000_000).Draw(t, name), -2)
}

// The parts of a flow add up to the target, to the last quantum.
func flowAddsUp(t *rapid.T) {
	tg := goal(target.Flow, 2, target.FiveYearPlan(12), "0", point(target.Year(2010), "0"))
	tg.Value, tg.Baseline.Value = figure(t, "value", 1), figure(t, "baseline", 1)
	got, err := temporal.Path(tg, shapes(t), target.Yearly)
	if err != nil {
		t.Fatal(err)
	}
	sum := decimal.Zero
	for _, p := range got {
		sum = sum.Add(p.Value)
		if !p.Value.Mod(tg.Indicator.EffectiveQuantum()).IsZero() {
			t.Fatalf("%s is no multiple of %s", p.Value, tg.Indicator.EffectiveQuantum())
		}
	}
	if !sum.Equal(tg.Value) {
		t.Fatalf("%s add up to %s, want %s", line(got), sum, tg.Value)
	}
}

func TestFlowAddsUp(t *testing.T) { rapid.Check(t, flowAddsUp) }
func FuzzFlowAddsUp(f *testing.F) { f.Fuzz(rapid.MakeFuzz(flowAddsUp)) }

// The rates of a cut compound to the target, to its places.
func TestCutCompounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tg := goal(target.Reduction, 2, target.FiveYearPlan(12), "0", nil)
		tg.Value = decimal.New(rapid.Int64Range(-3000, 9900).Draw(t, "value"), -2)
		got, err := temporal.Path(tg, shapes(t), target.Yearly)
		if err != nil {
			t.Fatal(err)
		}
		cut, err := temporal.Combine(tg.Indicator, tg.Period, got, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Half a quantum of the last rate, on what was left before it: at most
		// 1.3 of a hundred, so 0.65 of a quantum, and the rounding of the cut.
		if off := cut.Sub(tg.Value).Abs(); off.Cmp(dec("0.01")) > 0 || tg.Value.Sign() > 0 && !off.IsZero() {
			t.Fatalf("%s compound to %s, want %s", line(got), cut, tg.Value)
		}
	})
}

// Levels end at the target, run one way on straight lines and at rates, and a
// running total never falls.
func TestLevelsEndAtTheTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]target.Kind{target.Stock, target.Cumulative, target.Ratio, target.Index}).
			Draw(t, "kind")
		tg := goal(kind, 2, target.FiveYearPlan(12), "0", point(target.Year(2010), "0"))
		tg.Value, tg.Baseline.Value = figure(t, "value", 1), figure(t, "baseline", 1)
		if kind == target.Cumulative && tg.Value.Cmp(tg.Baseline.Value) < 0 {
			tg.Value, tg.Baseline.Value = tg.Baseline.Value, tg.Value
		}

		shape := shapes(t)
		got, err := temporal.Path(tg, shape, target.Yearly)
		if err != nil {
			t.Fatal(err)
		}
		if !got[4].Value.Equal(tg.Value) {
			t.Fatalf("%s ends beside %s", line(got), tg.Value)
		}

		switch shape.(type) {
		case temporal.StraightLine, temporal.ConstantRate:
		default:
			if kind != target.Cumulative {
				return
			}
		}

		before, up := tg.Baseline.Value, tg.Value.Cmp(tg.Baseline.Value) >= 0

		for _, p := range got {
			if d := p.Value.Cmp(before); up && d < 0 || !up && d > 0 {
				t.Fatalf("%s from %s turns back at %v", line(got), tg.Baseline.Value, p.Period)
			}
			before = p.Value
		}
	})
}

// A path at a rate is the nearest quantum to the geometric mean: raised to the
// number of steps, half a quantum less is below and half a quantum more above.
func TestCompoundIsNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tg := goal(target.Stock, 2, target.FiveYearPlan(12), "0", point(target.Year(2010), "0"))
		tg.Value, tg.Baseline.Value = figure(t, "value", 1), figure(t, "baseline", 1)
		got, err := temporal.Path(tg, temporal.ConstantRate{}, target.Yearly)
		if err != nil {
			t.Fatal(err)
		}

		pow := func(x *big.Rat, n int) *big.Rat {
			p := big.NewRat(1, 1)
			for range n {
				p.Mul(p, x)
			}
			return p
		}

		half := big.NewRat(1, 200)

		for k, p := range got {
			want := new(big.Rat).Mul(pow(tg.Baseline.Value.Rat(), 4-k), pow(tg.Value.Rat(), k+1))
			low, high := new(big.Rat).Sub(p.Value.Rat(), half), new(big.Rat).Add(p.Value.Rat(), half)
			if low.Sign() > 0 && pow(low, 5).Cmp(want) > 0 || pow(high, 5).Cmp(want) <= 0 {
				t.Fatalf("%v: %s is not the nearest", p.Period, p.Value)
			}
		}
	})
}

func BenchmarkPath(b *testing.B) {
	plan := target.FiveYearPlan(12)
	base := point(target.Year(2010), "150")
	for name, tg := range map[string]target.Target{
		"flow":  goal(target.Flow, 0, plan, "1000000", base),
		"stock": goal(target.Stock, 0, plan, "1000000", base),
		"cut":   goal(target.Reduction, 2, plan, "16", nil),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := temporal.Path(tg, temporal.ConstantRate{}, target.Quarterly); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
