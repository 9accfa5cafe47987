package target_test

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
)

type disaggregateCases struct {
	Source string
	Inputs map[string]struct {
		First, Years int
		Step         target.Step
		Long, Series []decimal.Decimal
	}
	Cases []struct {
		Name, Input string
		Options     struct {
			Method     target.Disaggregation
			Conversion *target.TimeLaw
			Difference int
			Original   bool
			Rho        decimal.Decimal
		}
		Want []decimal.Decimal
	}
}

// What R's package tempdisagg gives, to the twelve significant digits that it
// was asked for.
func TestDisaggregatePublished(t *testing.T) {
	data, err := os.ReadFile("testdata/tempdisagg.json")
	if err != nil {
		t.Fatal(err)
	}
	var all disaggregateCases
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Cases {
		t.Run(c.Name, func(t *testing.T) {
			in := all.Inputs[c.Input]
			long := points(in.First, in.Years, in.Long)
			whole := target.Months(long[0].Period, long[len(long)-1].Period)
			var series []target.Point
			for p := range whole.Split(in.Step) {
				series = append(series, target.Point{Period: p, Value: in.Series[len(series)]})
			}
			o := target.DisaggregateOptions{
				Method: c.Options.Method, Difference: c.Options.Difference,
				Original: c.Options.Original, Rho: c.Options.Rho, Places: 15,
			}
			if c.Options.Conversion != nil {
				o.Conversion = *c.Options.Conversion
			}
			got, err := target.Disaggregate(long, series, o)
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

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func decs(values ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(values))
	for i, v := range values {
		out[i] = dec(v)
	}
	return out
}

var _ = cmp.Diff
var _ = errors.Is
var _ = rapid.Check
