package temporal_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

var (
	dec    = testkit.Dec
	decs   = testkit.Decs
	years  = testkit.Years
	faults = testkit.Problems
)

func months(year int, values string) []target.Point {
	var out []target.Point
	for k, v := range decs(values) {
		out = append(out, target.Point{Period: target.Month(year, time.Month(k+1)), Value: v})
	}
	return out
}

func TestCombine(t *testing.T) {
	percent := func(k target.Kind, places int32) target.Indicator {
		return target.Indicator{Code: "i", Kind: k, Per: dec("100"), Places: target.Places(places)}
	}
	kind := func(k target.Kind) target.Indicator {
		return target.Indicator{Code: "i", Kind: k, Places: target.Places(4)}
	}
	law := func(l target.TimeLaw) target.Indicator {
		return target.Indicator{Code: "i", Kind: target.Stock, OverTime: l, Places: target.Places(2)}
	}
	y3 := target.Years(2006, 2008)
	tests := []struct {
		name         string
		i            target.Indicator
		p            target.Period
		parts, basis []target.Point
		want         string
	}{
		{"a flow adds up", kind(target.Flow), y3, years(2006, "1.5 2 0.25"), nil, "3.75"},
		{
			"and is not rounded",
			target.Indicator{Code: "i", Kind: target.Flow},
			y3,
			years(2006, "1.5 2 0.25"),
			nil,
			"3.75",
		},
		{"a stock counts at the end", kind(target.Stock), y3, years(2006, "5 9 7"), nil, "7"},
		{
			"whatever is missing before",
			kind(target.Stock),
			target.Year(2006),
			[]target.Point{{Period: target.Month(2006, 12), Value: dec("7")}},
			nil,
			"7",
		},
		{"a running total", kind(target.Cumulative), y3, years(2006, "5 5 7"), nil, "7"},
		{"a milestone that was revoked", kind(target.Milestone), y3, years(2006, "0 1 0"), nil, "0"},
		{"a first", law(target.TimeFirst), y3, years(2006, "5 9 7"), nil, "5"},
		{"whatever is missing after", law(target.TimeFirst), y3, years(2006, "5"), nil, "5"},
		{
			"whatever is missing between",
			law(target.TimeFirst),
			y3,
			append(years(2006, "5"), years(2008, "7")...),
			nil,
			"5",
		},
		{"a mean", law(target.TimeMean), y3, years(2006, "5 9 8"), nil, "7.33"},
		{"a mean by months", law(target.TimeMean), target.Year(2006), []target.Point{
			{
				Period: target.Quarter(2006, 1),
				Value:  dec("10"),
			}, {Period: target.Months(target.Quarter(2006, 2), target.Quarter(2006, 4)), Value: dec("2")},
		}, nil, "4.00"},
		{
			"a share by its whole",
			percent(target.Share, 2),
			target.Years(2006, 2007),
			years(2006, "10 40"),
			years(2006, "300 100"),
			"17.50",
		},
		{
			"a basis of zero in part",
			percent(target.Share, 2),
			target.Years(2006, 2007),
			years(2006, "10 40"),
			years(2006, "0 100"),
			"40.00",
		},
		{"rates compound", percent(target.Growth, 4), target.Years(2006, 2007), years(2006, "10 10"), nil, "21.0000"},
		{"a fall", percent(target.Growth, 2), target.Years(2006, 2007), years(2006, "-50 -50"), nil, "-75.00"},
		{
			"a rate per one",
			target.Indicator{Code: "i", Kind: target.Growth, Places: target.Places(3)},
			target.Years(2006, 2007),
			years(2006, "0.1 0.1"),
			nil,
			"0.210",
		},
		{"all of it", percent(target.Reduction, 0), y3, years(2006, "10 100 3"), nil, "100"},
		{
			"twelve months",
			percent(target.Growth, 4),
			target.Year(2006),
			months(2006, "1 1 1 1 1 1 1 1 1 1 1 1"),
			nil,
			"12.6825",
		},
		// Qinghai 2006–2008, statistics bureau, 2009-09-17: a fall by 4.87 %.
		{
			"Qinghai's energy per output",
			percent(target.Reduction, 9),
			y3,
			years(2006, "-1.51 2.20 4.18"),
			nil,
			"4.872989404",
		},
		// 20 % in five years are 4.3648 % a year.
		{
			"the eleventh plan's cut",
			percent(target.Reduction, 2),
			target.FiveYearPlan(11),
			years(2006, "4.3648 4.3648 4.3648 4.3648 4.3648"),
			nil,
			"20.00",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				got, err := temporal.Combine(tt.i, tt.p, tt.parts, tt.basis)
				if err != nil || !got.Equal(dec(tt.want)) || got.Exponent() != dec(tt.want).Exponent() {
					t.Errorf("got %s (exponent %d), %v; want %s", got, got.Exponent(), err, tt.want)
				}
				slices.Reverse(tt.parts) // order does not matter
				slices.Reverse(tt.basis)
			}
		})
	}
}

func TestCombineRefuses(t *testing.T) {
	flow := target.Indicator{Code: "i", Kind: target.Flow}
	of := func(k target.Kind) target.Indicator {
		return target.Indicator{Code: "i", Kind: k, Per: dec("100"), Places: target.Places(0)}
	}
	p := target.Years(2006, 2008)
	tests := []struct {
		name         string
		i            target.Indicator
		p            target.Period
		parts, basis []target.Point
		want         []string
	}{
		{
			"nothing",
			target.Indicator{},
			target.Period{},
			nil,
			nil,
			[]string{"indicator.code is required", "indicator.kind is required", "period is required"},
		},
		{"an index", of(target.Index), p, years(2006, "1 2 3"), nil, []string{"indicator.kind is ruled out"}},
		{"a position", of(target.Position), p, years(2006, "1 2 3"), nil, []string{"indicator.kind is ruled out"}},
		{"no part", flow, p, nil, nil, []string{"parts has no figure"}},
		{"a gap", flow, p, append(years(2006, "1"), years(2008, "1")...), nil, []string{"parts has no figure"}},
		{"gaps at the ends", flow, p, years(2007, "1"), nil, []string{"parts has no figure", "parts has no figure"}},
		{
			"a month at the end",
			flow,
			target.Year(2006),
			months(2006, "1 1 1 1 1 1 1 1 1 1 1"),
			nil,
			[]string{"parts has no figure"},
		},
		{
			"no beginning",
			target.Indicator{Code: "i", Kind: target.Stock, OverTime: target.TimeFirst},
			p,
			years(2007, "1"),
			nil,
			[]string{"parts has no figure"},
		},
		{"no end", of(target.Stock), p, years(2006, "1 2"), nil, []string{"parts has no figure"}},
		{"a part beyond", flow, p, years(2006, "1 1 1 1"), nil, []string{`parts["2009"] is out of range`}},
		{
			"one twice",
			flow,
			p,
			append(years(2006, "1 1 1"), years(2007, "1")...),
			nil,
			[]string{`parts["2007"] is given twice`},
		},
		{
			"an overlap",
			flow,
			p,
			append(years(2006, "1 1 1"), months(2008, "1")...),
			nil,
			[]string{`parts["2008"] is given twice`},
		},
		{
			"a part without a period",
			flow,
			p,
			append(years(2006, "1 1 1"), target.Point{}),
			nil,
			[]string{`parts[""].period is required`},
		},
		{
			"out of bounds",
			flow,
			p,
			append(years(2007, "1 1"), target.Point{Period: target.Year(2006), Value: decimal.New(1, 101)}),
			nil,
			[]string{`parts["2006"].value is out of range`},
		},
		{
			"no basis",
			of(target.Share),
			p,
			years(2006, "1 1 1"),
			years(2006, "1 1"),
			[]string{`basis["2008"] has no figure`},
		},
		{
			"a negative basis",
			of(target.Share),
			p,
			years(2006, "1 1 1"),
			years(2006, "1 -1 1"),
			[]string{`basis["2007"] is out of range`},
		},
		{
			"a basis of zero",
			of(target.Share),
			p,
			years(2006, "1 1 1"),
			years(2006, "0 0 0"),
			[]string{"basis is out of range"},
		},
		{
			"half a milestone",
			of(target.Milestone),
			p,
			years(2006, "0 0.5 1"),
			nil,
			[]string{`parts["2007"] is out of range`},
		},
		{
			"a total that falls",
			of(target.Cumulative),
			p,
			years(2006, "1 3 2"),
			nil,
			[]string{`parts["2008"] breaks the law of its kind`},
		},
		{
			"more than all",
			of(target.Reduction),
			p,
			years(2006, "1 101 1"),
			nil,
			[]string{`parts["2007"] is out of range`},
		},
		{
			"less than nothing",
			of(target.Growth),
			p,
			years(2006, "1 -101 1"),
			nil,
			[]string{`parts["2007"] is out of range`},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := temporal.Combine(tt.i, tt.p, tt.parts, tt.basis)
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("Combine() mismatch (-want +got):\n%s", diff)
			}
		})
	}

	_, err := temporal.Combine(flow, p, append(years(2006, "1"), years(2008, "1")...), nil)
	if e, ok := errors.AsType[*target.FieldError](err); !ok || e.Value != target.Year(2007) {
		t.Errorf("the gap is not named: %v", err)
	}
	big := target.Point{Period: target.Year(2006), Value: decimal.New(9, 99)}
	next := target.Point{Period: target.Year(2007), Value: decimal.New(9, 99)}
	if _, err := temporal.Combine(flow, target.Years(2006, 2007), []target.Point{big, next}, nil); !errors.Is(
		err,
		target.ErrRange,
	) {
		t.Errorf("a sum out of bounds: %v", err)
	}
}

// Months compound to the year as fractions of big integers do.
func TestCombineAgainstFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom([]target.Kind{target.Growth, target.Reduction}).Draw(t, "kind")
		i := target.Indicator{
			Code:   "i",
			Kind:   k,
			Per:    dec("100"),
			Places: target.Places(rapid.Int32Range(0, 6).Draw(t, "places")),
		}

		var parts []target.Point
		left := big.NewRat(1, 1)

		for p := range target.Year(2015).Split(target.Monthly) {
			v := decimal.New(rapid.Int64Range(-9999, 9999).Draw(t, "rate"), -2)
			parts = append(parts, target.Point{Period: p, Value: v})
			f := new(big.Rat).Quo(v.Rat(), big.NewRat(100, 1))
			if k == target.Reduction {
				f.Neg(f)
			}
			left.Mul(left, f.Add(f, big.NewRat(1, 1)))
		}

		left.Sub(left, big.NewRat(1, 1)).Mul(left, big.NewRat(100, 1))
		if k == target.Reduction {
			left.Neg(left)
		}
		got, err := temporal.Combine(i, target.Year(2015), parts, nil)
		want := left.FloatString(int(i.Places.Or(0))) // rounds halves away from zero
		if err != nil || !got.Equal(dec(want)) {
			t.Fatalf("got %s, %v; want %s", got, err, want)
		}
	})
}

// Quarters of months make the year that the months make.
func TestCombineInTwoSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom([]target.Kind{target.Flow, target.Stock, target.Cumulative}).Draw(t, "kind")
		i := target.Indicator{Code: "i", Kind: k}
		var parts, quarters []target.Point
		sum := int64(0)

		for p := range target.Year(2015).Split(target.Monthly) {
			v := rapid.Int64Range(0, 1e12).Draw(t, "figure")
			if sum += v; k == target.Cumulative {
				v = sum
			}
			parts = append(parts, target.Point{Period: p, Value: decimal.New(v, -3)})
		}

		for q := range target.Year(2015).Split(target.Quarterly) {
			n := 3 * len(quarters)
			v, err := temporal.Combine(i, q, parts[n:n+3], nil)
			if err != nil {
				t.Fatal(err)
			}
			quarters = append(quarters, target.Point{Period: q, Value: v})
		}

		direct, err1 := temporal.Combine(i, target.Year(2015), parts, nil)
		twice, err2 := temporal.Combine(i, target.Year(2015), quarters, nil)
		if err1 != nil || err2 != nil || !direct.Equal(twice) {
			t.Fatalf("months make %s, %v; quarters make %s, %v", direct, err1, twice, err2)
		}
	})
}

func TestSeries(t *testing.T) {
	above := target.Indicator{
		Code:     "large",
		Kind:     target.Flow,
		Coverage: "enterprises above 20 million yuan",
		Revises:  "all",
	}

	obs := func(y int, v string, s target.Status) target.Observation {
		return target.Observation{
			Unit:      "320000",
			Indicator: "large",
			Period:    target.Year(y),
			Value:     dec(v),
			Status:    s,
			Coverage:  above.Coverage,
		}
	}

	in := []target.Observation{
		obs(2013, "3", target.Estimated), obs(2011, "1", target.Final), obs(2012, "2", target.Provisional),
		obs(
			2012,
			"2.5",
			target.Revised,
		), obs(2012, "2.2", target.Final), obs(2011, "1.5", target.Provisional), obs(2013, "4", target.Provisional),
	}

	got, err := temporal.Series(above, in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(years(2011, "1 2.5 4"), got); diff != "" {
		t.Errorf("Series() mismatch (-want +got):\n%s", diff)
	}
	tests := []struct {
		name   string
		change func(*target.Observation)
		want   string
	}{
		{
			"the definition before",
			func(o *target.Observation) { o.Indicator = "all" },
			`observations["2014"].indicator does not fit`,
		},
		{
			"another indicator",
			func(o *target.Observation) { o.Indicator = "small" },
			`observations["2014"].indicator does not fit`,
		},
		{"another unit", func(o *target.Observation) { o.Unit = "340000" }, "observations does not fit"},
		{
			"another coverage",
			func(o *target.Observation) { o.Coverage = "" },
			`observations["2014"].coverage does not fit`,
		},
		{
			"a figure twice",
			func(o *target.Observation) { o.Period = target.Year(2011) },
			`observations["2011"] is given twice`,
		},
		{
			"no period",
			func(o *target.Observation) { o.Period = target.Period{} },
			`observations[""].period is required`,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := obs(2014, "5", target.Final)
			tt.change(&o)
			_, err := temporal.Series(above, append([]target.Observation{o}, in...))
			if diff := cmp.Diff([]string{tt.want}, faults(err)); diff != "" {
				t.Errorf("Series() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The units and the reason are named whatever the order of the observations.
func TestSeriesNames(t *testing.T) {
	to := target.Indicator{Code: "new", Kind: target.Flow, Revises: "old"}
	obs := func(unit, indicator string, y int) target.Observation {
		return target.Observation{Unit: unit, Indicator: indicator, Period: target.Year(y), Value: dec("1")}
	}
	tests := []struct {
		name string
		i    target.Indicator
		in   []target.Observation
		want string
	}{
		{
			"units",
			to,
			[]target.Observation{obs("b", "new", 2011), obs("a", "new", 2012), obs("b", "new", 2013)},
			`some are of "a"`,
		},
		{
			"units turned round",
			to,
			[]target.Observation{obs("a", "new", 2011), obs("b", "new", 2012), obs("a", "new", 2013)},
			`some are of "a"`,
		},
		{
			"the definition before",
			to,
			[]target.Observation{obs("a", "old", 2011)},
			"the series breaks where the definition was replaced",
		},
		{"another indicator", to, []target.Observation{obs("a", "other", 2011)}, `the series is of "new"`},
		{
			"no indicator",
			target.Indicator{Code: "new", Kind: target.Flow},
			[]target.Observation{obs("a", "", 2011)},
			`the series is of "new"`,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := temporal.Series(tt.i, tt.in); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}

	_, err := temporal.Series(target.Indicator{}, nil)
	if diff := cmp.Diff([]string{"indicator.code is required", "indicator.kind is required"}, faults(err)); diff != "" {
		t.Errorf("Series() mismatch (-want +got):\n%s", diff)
	}
}
