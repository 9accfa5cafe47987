package response_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/target"
)

// The fit of the differences is that of a regression on four columns. Its breaks are
// also those of one regression of both series on eight columns, in which the control
// has its own line and breaks.
func TestControlledAgainstNormalEquations(t *testing.T) {
	figures := patents(t, 5, 2007, 2020)
	unit, control := figures["340000"], figures["440000"]
	r := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{
		Figures: unit, Control: response.Control{Unit: "440000", Figures: control},
	})
	rows := segments(2014, unit)
	var differences, both []*big.Rat
	var stacked [][]int64
	for i, row := range rows {
		differences = append(differences, new(big.Rat).Sub(unit[i].Value.Rat(), control[i].Value.Rat()))
		both = append(both, unit[i].Value.Rat(), control[i].Value.Rat())
		stacked = append(stacked, slices.Concat(row, row), slices.Concat(row, make([]int64, 4)))
	}
	x, variance, freedom := regress(rows, differences)
	checkFit(t, "differences", r.Controlled.Figures, x, variance, freedom)
	x, _, _ = regress(stacked, both)
	near(t, "level change of the stacked series", r.Controlled.Figures.LevelChange.Estimate, x[6], false)
	near(t, "slope change of the stacked series", r.Controlled.Figures.SlopeChange.Estimate, x[7], false)

	alone := analyse(t, response.Intervention{At: target.Year(2014)},
		response.Behaviour{Unit: "440000", Figures: control})
	want := []response.Segment{alone.Before, alone.After}
	got := []response.Segment{r.Controlled.Before, r.Controlled.After}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("segments of the control mismatch (-want +got):\n%s", diff)
	}
	if r.Controlled.Unit != "440000" {
		t.Errorf("Analyse() = control %q, want 440000", r.Controlled.Unit)
	}
	if alone.Controlled != nil {
		t.Errorf("Analyse() = %+v without a control, want nil", alone.Controlled)
	}
}

// The fit of the differences of shares is that of the series of these differences.
func TestControlledShares(t *testing.T) {
	all, inventions := patents(t, 5, 2010, 2020), patents(t, 6, 2010, 2020)
	intervention := response.Intervention{At: target.Year(2014)}
	r := analyse(t, intervention, response.Behaviour{
		Figures: all["340000"], Part: inventions["340000"],
		Control: response.Control{Figures: all["440000"], Part: inventions["440000"]},
	})

	var y []*big.Rat
	for i := range all["340000"] {
		share := func(code string) *big.Rat {
			return new(big.Rat).Quo(inventions[code][i].Value.Rat(), all[code][i].Value.Rat())
		}
		y = append(y, new(big.Rat).Sub(share("340000"), share("440000")))
	}

	x, variance, freedom := regress(segments(2014, all["340000"]), y)
	checkFit(t, "shares", r.Controlled.Shares, x, variance, freedom)
}

func TestControlledEdges(t *testing.T) {
	intervention := response.Intervention{At: target.Year(2014)}
	unit := years(2010, "1 2 3 5 15 17 20")
	// Years that only one of the two has do not count, whatever stands there.
	short := years(2009, "7 1 1 1 - 1 1 1 9")
	zero, loss := years(2010, "0 1"), years(2010, "-1")

	for _, tt := range []struct {
		name          string
		unit, control []target.Point
		log           bool
		points        int
		reason        evaluate.Reason
	}{
		{"years in common", unit, short, false, 6, 0},
		{"too few years in common", unit, short[:6], false, 5, evaluate.TooFewPoints},
		{"logarithm of zero in the control", unit, zero, true, 0, evaluate.ZeroBase},
		{"the unit's reason comes first", loss, zero, true, 0, evaluate.OppositeSigns},
		{"a control alone", nil, unit, false, 0, evaluate.TooFewPoints},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := response.Behaviour{Figures: tt.unit, Log: tt.log, Control: response.Control{Figures: tt.control}}
			got := analyse(t, intervention, b).Controlled.Figures
			if got.Points != tt.points || got.Reason != tt.reason {
				t.Errorf("Analyse() = %d points, %q, want %d, %q", got.Points, got.Reason, tt.points, tt.reason)
			}
		})
	}
}

func TestControlledErrors(t *testing.T) {
	unit := years(2010, "1")
	far := decimal.New(1, 1<<30)
	_, err := response.Analyse(response.Intervention{At: target.Year(2014)}, response.Behaviour{
		Figures: []target.Point{{}},
		Part:    slices.Concat(unit, unit),
		Control: response.Control{Part: []target.Point{{Period: target.Year(2010), Value: far}}},
	})

	var paths []string
	for _, fe := range target.AllErrors(err) {
		paths = append(paths, fe.Path)
	}
	want := []string{
		`behaviour.figures[""].period`,
		`behaviour.part["2010"]`,
		`behaviour.control.part["2010"].value`,
		"behaviour.control.figures",
	}
	if diff := cmp.Diff(want, paths); diff != "" || !errors.Is(err, target.ErrDuplicate) {
		t.Errorf("Analyse() mismatch (-want +got):\n%s", diff)
	}
}

// What moves both series alike leaves no trace: a level and a trend of figures, a
// factor and a rate of logarithms. A control that is the series itself leaves nothing.
// The order of the points does not count.
func sharedMovesLeaveNoTrace(t *rapid.T) {
	intervention := response.Intervention{At: target.Year(2014)}
	draw := func(name string) []target.Point {
		var points []target.Point
		for year := 2010; year < 2019; year++ {
			value := decimal.New(rapid.Int64Range(1, 9999).Draw(t, name), -1)
			points = append(points, target.Point{Period: target.Year(year), Value: value})
		}
		return points
	}

	b := response.Behaviour{
		Figures: draw("figures"), Log: rapid.Bool().Draw(t, "logarithms"),
		Control: response.Control{Figures: draw("control")},
	}
	level := decimal.New(rapid.Int64Range(1, 999).Draw(t, "level"), -1)
	trend := decimal.New(rapid.Int64Range(1, 99).Draw(t, "trend"), -1)
	shift := func(points []target.Point) []target.Point {
		points = slices.Clone(points)
		factor := level
		for i := range points {
			if b.Log {
				points[i].Value = points[i].Value.Mul(factor)
				factor = factor.Mul(trend)
			} else {
				points[i].Value = points[i].Value.Add(level).Add(trend.Mul(decimal.New(int64(i), 0)))
			}
		}
		return points
	}

	run := func(b response.Behaviour) response.Regression {
		r, err := response.Analyse(intervention, b)
		if err != nil {
			t.Fatal(err)
		}
		return r.Controlled.Figures
	}

	before := run(b)
	moved := b
	moved.Figures, moved.Control.Figures = shift(b.Figures), shift(b.Control.Figures)

	// Logarithms are taken to 40 digits. Their fits agree to all digits but the last.
	nearly := cmp.Comparer(func(x, y decimal.Decimal) bool {
		return x.Sub(y).Abs().Cmp(decimal.Max(x.Abs(), decimal.New(1, -20)).Shift(-14)) <= 0
	})
	if diff := cmp.Diff(before, run(moved), nearly); diff != "" {
		t.Errorf("moved alike (-before +after):\n%s", diff)
	}

	reversed := b
	reversed.Control.Figures = slices.Clone(b.Control.Figures)
	slices.Reverse(reversed.Control.Figures)
	if diff := cmp.Diff(before, run(reversed)); diff != "" {
		t.Errorf("reversed (-before +after):\n%s", diff)
	}

	itself := b
	itself.Control.Figures = b.Figures
	zero := decimal.NewNullDecimal(decimal.Decimal{})
	none := response.Coefficient{Estimate: zero, StandardError: zero}
	want := response.Regression{Points: 9, DegreesOfFreedom: 5, LevelChange: none, SlopeChange: none}
	if diff := cmp.Diff(want, run(itself)); diff != "" {
		t.Errorf("its own control mismatch (-want +got):\n%s", diff)
	}
}

func TestSharedMovesLeaveNoTrace(t *testing.T) { rapid.Check(t, sharedMovesLeaveNoTrace) }

func FuzzSharedMovesLeaveNoTrace(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(sharedMovesLeaveNoTrace))
}

func TestExplainControlled(t *testing.T) {
	r := analyse(t, response.Intervention{At: target.Year(2014)}, response.Behaviour{
		Unit: "34", Figures: years(2010, "10 12 13 15 25 27 30"),
		Control: response.Control{Unit: "44", Figures: years(2010, "10 11 13 14 15 17 18")},
	})

	text, _, _ := strings.Cut(r.Explain(), "  A break")
	const want = `34: target, from 2014 on
  before  2010 to 2013, mean 12.5, growth 14.47 % a year
  after   2014 to 2016, mean 27.3, growth 9.54 % a year
  figures, 3 degrees of freedom, Durbin-Watson 3.23
    level change         8.3333 (t 15.60, p 0.0006)
    slope change a year  0.9000 (t 3.08, p 0.0543)
  control 44
  before  2010 to 2013, mean 12.0, growth 11.87 % a year
  after   2014 to 2016, mean 16.7, growth 9.54 % a year
  figures less the control's, 3 degrees of freedom, Durbin-Watson 3.23
    level change         8.6667 (t 8.11, p 0.0039)
    slope change a year  0.8000 (t 1.37, p 0.2649)
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("Explain() mismatch (-want +got):\n%s", diff)
	}
}
