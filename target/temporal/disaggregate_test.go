package temporal_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

type disaggregateInput struct {
	First, Years int
	Step         target.Frequency
	Long, Series []decimal.Decimal
}

func (in disaggregateInput) points() (long, series []target.Point) {
	long = points(in.First, in.Years, in.Long)
	for p := range target.Months(long[0].Period, long[len(long)-1].Period).Split(in.Step) {
		series = append(series, target.Point{Period: p, Value: in.Series[len(series)]})
	}
	return long, series
}

type disaggregateCases struct {
	Source string
	Inputs map[string]disaggregateInput
	Cases  []struct {
		Name, Input string
		Options     struct {
			Method     temporal.Disaggregation
			Conversion *target.TimeLaw
			Difference int
			Original   bool
			Rho        decimal.Decimal
		}
		Want []decimal.Decimal
	}
}

func published(t *testing.T) (all disaggregateCases) {
	t.Helper()
	data, err := os.ReadFile("testdata/tempdisagg.json")
	if err == nil {
		err = json.Unmarshal(data, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What R's package tempdisagg gives, to the twelve significant digits that it
// was asked for.
func TestDisaggregatePublished(t *testing.T) {
	all := published(t)
	for _, c := range all.Cases {
		t.Run(c.Name, func(t *testing.T) {
			long, series := all.Inputs[c.Input].points()
			o := temporal.DisaggregateOptions{
				Method: c.Options.Method, Difference: c.Options.Difference,
				Original: c.Options.Original, Rho: c.Options.Rho, Places: 15,
			}
			if c.Options.Conversion != nil {
				o.Conversion = *c.Options.Conversion
			}

			got, err := temporal.Disaggregate(long, series, o)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(c.Want) {
				t.Fatalf("%d figures, want %d", len(got), len(c.Want))
			}

			for k, x := range got {
				digits := int32(math.Floor(math.Log10(c.Want[k].Abs().InexactFloat64()))) - 11
				if d := x.Value.Sub(c.Want[k]).Abs(); d.Cmp(decimal.New(6, digits-1)) > 0 {
					t.Errorf("%v: got %s, want %s", x.Period, x.Value, c.Want[k])
				}
			}
		})
	}
}

func points(first, years int, values []decimal.Decimal) []target.Point {
	var out []target.Point
	for k, v := range values {
		out = append(out, target.Point{Period: target.Years(first+k*years, first+(k+1)*years-1), Value: v})
	}
	return out
}

func TestDisaggregateRefuses(t *testing.T) {
	long, series := points(2001, 5, decs("500 1000")), points(2001, 1, decs("1 2 3 4 5 6 7 8 9 10"))
	flat := points(2001, 1, decs("1 1 1 1 1 1 1 1 1 1"))
	gap := append(append([]target.Point{}, series[:3]...), series[4:]...)
	negative := append([]target.Point{{Period: target.Year(2001), Value: dec("-1")}}, series[1:]...)
	tests := []struct {
		name         string
		long, series []target.Point
		o            temporal.DisaggregateOptions
		want         []string
	}{
		{
			"options",
			long,
			series,
			temporal.DisaggregateOptions{
				Method:     6,
				Conversion: target.TimeCompound,
				Difference: 3,
				Rho:        dec("1"),
				Places:     31,
			},
			[]string{
				"options.method is unknown", "options.conversion is unknown", "options.difference is out of range",
				"options.rho is out of range", "options.places is out of range",
			},
		},
		{"nothing", nil, nil, temporal.DisaggregateOptions{}, []string{"long is out of range"}},
		{"no series", long, nil, temporal.DisaggregateOptions{}, []string{`long["2001/2005"] has no figure`}},
		{
			"a series that begins late",
			long,
			series[1:],
			temporal.DisaggregateOptions{},
			[]string{`long["2001/2005"] does not fit`},
		},
		{
			"a series that ends early",
			long,
			series[:9],
			temporal.DisaggregateOptions{},
			[]string{`long["2006/2010"] has no figure`},
		},
		{"a gap", long, gap, temporal.DisaggregateOptions{}, []string{`series["2005"] has no figure`}},
		{
			"a long figure missing",
			points(2001, 5, decs("1 2 3"))[1:],
			points(2001, 1, decs("1 2")),
			temporal.DisaggregateOptions{},
			[]string{`long["2006/2010"] does not fit`},
		},
		{
			"one twice",
			append(long, long[0]),
			series,
			temporal.DisaggregateOptions{},
			[]string{`long["2001/2005"] is given twice`},
		},
		{
			"months among years",
			long[:1],
			append(series[:4:4], months(2005, "1 1 1 1 1 1 1 1 1 1 1 1")...),
			temporal.DisaggregateOptions{},
			nil,
		},
		{
			"a negative series in proportion",
			long,
			negative,
			temporal.DisaggregateOptions{},
			[]string{`series["2001"] is out of range`},
		},
		{
			"a series of zero in part",
			long,
			append([]target.Point{{Period: target.Year(2001), Value: dec("0")}}, series[1:]...),
			temporal.DisaggregateOptions{},
			[]string{`series["2001"] is out of range`},
		},
		{
			"a figure of the series twice",
			long,
			append(series[:10:10], series[3]),
			temporal.DisaggregateOptions{},
			[]string{`series["2004"] is given twice`},
		},
		{
			"too long a series",
			long,
			points(1, 1, make([]decimal.Decimal, 4001)),
			temporal.DisaggregateOptions{},
			[]string{"series is out of range"},
		},
		{
			"places too few",
			points(2001, 5, decs("500.5 1000")),
			series,
			temporal.DisaggregateOptions{},
			[]string{`long["2001/2005"] is not a multiple of the quantum`},
		},
		{
			"a constant twice",
			long,
			flat,
			temporal.DisaggregateOptions{Method: temporal.ChowLin},
			[]string{"long cannot be met"},
		},
		{
			"more regressors than figures",
			long[:1],
			series[:5],
			temporal.DisaggregateOptions{Method: temporal.Fernandez},
			[]string{"long cannot be met"},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := temporal.Disaggregate(tt.long, tt.series, tt.o)
			if tt.want == nil { // twelve months, each of another length than the years
				if len(target.AllErrors(err)) != 12 || !errors.Is(err, target.ErrMismatch) {
					t.Errorf("Disaggregate(): %v", err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" || got != nil {
				t.Errorf("Disaggregate() = %v, mismatch (-want +got):\n%s", got, diff)
			}
		})
	}
}

// Whatever the method, the figures make the long ones: exactly where they add
// up, end or begin with them, and to the last place where they average them.
func disaggregateKeepsTheLong(t *rapid.T) {
	o := temporal.DisaggregateOptions{
		Method: temporal.Disaggregation(rapid.IntRange(0, 5).Draw(t, "method")),
		Conversion: rapid.SampledFrom([]target.TimeLaw{
			target.TimeSum, target.TimeMean, target.TimeLast, target.TimeFirst,
		}).
			Draw(t, "conversion"),
		Difference: rapid.IntRange(1, 2).Draw(t, "difference"),
		Original:   rapid.Bool().Draw(t, "original"),
		Rho:        decimal.New(rapid.Int64Range(-99, 99).Draw(t, "rho"), -2),
		Places:     2,
	}

	m, extra := rapid.IntRange(3, 6).Draw(t, "long"), rapid.IntRange(0, 3).Draw(t, "extra")
	var long, series []target.Point

	for k := range m {
		long = append(
			long,
			target.Point{
				Period: target.Year(2001 + k),
				Value:  decimal.New(rapid.Int64Range(-99999, 99999).Draw(t, "y"), -2),
			},
		)
	}

	for q := range target.Years(2001, 2001+m).Split(target.Quarterly) {
		if len(series) < 4*m+extra {
			series = append(
				series,
				target.Point{Period: q, Value: decimal.New(rapid.Int64Range(1, 9999).Draw(t, "s"), -1)},
			)
		}
	}

	got, err := temporal.Disaggregate(long, series, o)
	if errors.Is(err, target.ErrInfeasible) && o.Method >= temporal.ChowLin && o.Method <= temporal.Litterman {
		return // the series happens to be constant over the years
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(series) {
		t.Fatalf("%d figures, want %d", len(got), len(series))
	}
	i := target.Indicator{Code: "i", Kind: target.Flow, OverTime: o.Conversion, Places: target.Places(10)}

	for k, y := range long {
		back, err := temporal.Combine(i, y.Period, got[4*k:4*k+4], nil)
		if err != nil {
			t.Fatal(err)
		}
		off := back.Sub(y.Value).Abs()
		if !off.IsZero() && (o.Conversion != target.TimeMean || off.Cmp(dec("0.005")) > 0) {
			t.Fatalf("%v is %s, but its quarters make %s", y.Period, y.Value, back)
		}
	}
}

func TestDisaggregateKeepsTheLong(t *testing.T) { rapid.Check(t, disaggregateKeepsTheLong) }
func FuzzDisaggregateKeepsTheLong(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(disaggregateKeepsTheLong))
}

// A series that is in proportion already is only scaled, and the order of the
// points does not matter.
func TestDisaggregateScales(t *testing.T) {
	long := points(2001, 5, decs("45 120"))
	series := points(2001, 1, decs("1 2 3 4 5 6 7 8 9 10"))
	flipped := []target.Point{long[1], long[0]}
	shuffled := append(append([]target.Point{}, series[7:]...), series[:7]...)
	if got, err := temporal.Disaggregate(flipped, shuffled, temporal.DisaggregateOptions{Places: 30}); err != nil ||
		got[9].Value.StringFixed(0) != "30" ||
		got[9].Value.Exponent() != -30 {
		t.Errorf("to thirty places: %s, %v", line(got), err)
	}
	for _, o := range []temporal.DisaggregateOptions{{}, {Difference: 2}} {
		got, err := temporal.Disaggregate(flipped, series, o)
		if err != nil || line(got) != "3 6 9 12 15 18 21 24 27 30" {
			t.Errorf("%+v: %s, %v", o, line(got), err)
		}
		if long[0].Value.Cmp(dec("45")) != 0 || flipped[0].Period != long[1].Period {
			t.Error("the input was changed")
		}
	}
}

func BenchmarkDisaggregate(b *testing.B) {
	data, err := os.ReadFile("testdata/tempdisagg.json")
	if err != nil {
		b.Fatal(err)
	}
	var all disaggregateCases
	if err := json.Unmarshal(data, &all); err != nil {
		b.Fatal(err)
	}
	in := all.Inputs["pharma"]
	long := points(in.First, in.Years, in.Long)
	var series []target.Point

	for q := range target.Years(1975, 2010).Split(target.Quarterly) {
		series = append(series, target.Point{Period: q, Value: in.Series[len(series)]})
	}
	b.ReportAllocs()

	for b.Loop() {
		if _, err := temporal.Disaggregate(long, series, temporal.DisaggregateOptions{Places: 15}); err != nil {
			b.Fatal(err)
		}
	}
}

// An end or a beginning is the long figure itself, whatever the places.
func TestDisaggregateKeepsEnds(t *testing.T) {
	long, series := points(2001, 2, decs("10.25 20.125")), points(2001, 1, decs("1 2 3 4"))
	for law, want := range map[target.TimeLaw][2]int{target.TimeLast: {1, 3}, target.TimeFirst: {0, 2}} {
		got, err := temporal.Disaggregate(long, series, temporal.DisaggregateOptions{Conversion: law})
		if err != nil {
			t.Fatal(err)
		}
		for k, at := range want {
			if !got[at].Value.Equal(long[k].Value) {
				t.Errorf("%v: %s, want %s at place %d", law, line(got), long[k].Value.StringFixed(3), at)
			}
		}
	}
}

// Halves are rounded away from zero and of equal remainders the earlier comes
// first also where the way to them is by numbers that are not exact.
func TestDisaggregateTies(t *testing.T) {
	series := points(2001, 1, decs("1 1 1 1 1 1 1 1"))
	for k := range series {
		series[k].Period = target.Quarter(2001+k/4, k%4+1)
	}

	for _, o := range []temporal.DisaggregateOptions{
		{},
		{Difference: 2},
		{Method: temporal.DentonAdditive, Difference: 2},
		{Method: temporal.Even},
		{Method: temporal.Fernandez, NoConstant: true},
		{Method: temporal.ChowLin, NoConstant: true, Rho: dec("0.7")},
		{Method: temporal.Litterman, NoConstant: true, Rho: dec("0.3")},
	} {
		sums, err := temporal.Disaggregate(points(2001, 1, decs("10 10")), series, o)
		if err != nil || line(sums) != "3 3 2 2 3 3 2 2" {
			t.Errorf("%+v: sums %s, %v", o, line(sums), err)
		}
		o.Conversion = target.TimeMean
		means, err := temporal.Disaggregate(points(2001, 1, decs("2.5 2.5")), series, o)
		if err != nil || line(means) != "3 3 3 3 3 3 3 3" {
			t.Errorf("%+v: means %s, %v", o, line(means), err)
		}
	}
}
