package evaluate_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

// A forecast is given as long as its logarithm to the base 2 surely lies below
// 4096, for falls as for rises, however small the steps that lead there.
func TestForecastWithinBounds(t *testing.T) {
	month := func(n int) target.Period { return target.Month(2000+n/12, time.Month(1+n%12)) }
	for _, tt := range []struct {
		name     string
		from, to string
		after    int // months from the second figure to the target
		want     bool
	}{
		{"eightfold each month, 1023 times", "1", "8", 1023, true},
		{"eightfold each month, 1024 times", "1", "8", 1024, false},
		{"an eighth each month, 1023 times", "8", "1", 1023, true},
		{"an eighth each month, 1024 times", "8", "1", 1024, false},
		{"a millionth more each month", "1000000", "1000001", 3000, true},
		{"a millionth less each month", "1000001", "1000000", 3000, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			goal := by(target.Higher, 2015, "7")
			goal.Period = month(1 + tt.after)
			points := []target.Point{{Period: month(0), Value: num(tt.from)}, {Period: month(1), Value: num(tt.to)}}
			for _, p := range []evaluate.Pace{evaluate.CAGRRatio{}, evaluate.UNSD()} {
				got := track(t, goal, points, p)
				if got.Forecast.Valid != tt.want {
					t.Fatalf("%T: forecast %v, %s", p, got.Forecast, got.Reason)
				}
				if !tt.want {
					continue
				}
				// One more figure multiplied by the growth, as often as there are months.
				want, growth := num(tt.to).Rat(), new(big.Rat).Quo(num(tt.to).Rat(), num(tt.from).Rat())
				power := new(big.Rat).SetFrac(
					new(big.Int).Exp(growth.Num(), big.NewInt(int64(tt.after)), nil),
					new(big.Int).Exp(growth.Denom(), big.NewInt(int64(tt.after)), nil))
				off := new(big.Rat).Quo(got.Forecast.Decimal.Rat(), want.Mul(want, power))
				if off.Sub(off, big.NewRat(1, 1)); off.Abs(off).Cmp(big.NewRat(1, 1e15)) > 0 {
					t.Errorf("%T: forecast %v is off by %s", p, got.Forecast.Decimal.String(), off.FloatString(20))
				}
			}
		})
	}
}

// At its natural limit a series that does not fall is as well as it can be.
func TestAtTheNaturalLimit(t *testing.T) {
	rule := evaluate.OpenSDG()
	rule.Limit = maybe("100")
	plain := evaluate.CAGRRatio{Limit: rule.Limit}
	i := by(target.Higher, 2020, "1").Indicator
	for _, tt := range []struct {
		name     string
		pace     evaluate.Pace
		figures  []string
		score    string
		category string
	}{
		{"a rise", rule, []string{"100", "100.1"}, "5", "substantial progress"},
		{"no change", rule, []string{"100", "100"}, "5", "substantial progress"},
		{"a fall", rule, []string{"100", "99"}, "-3.75", "deterioration"},
		{"a rise, without scores", plain, []string{"100", "101"}, "0.01", "significant progress"},
		{"no change, without scores", plain, []string{"100", "100"}, "0", "significant progress"},
		{"far from it", rule, []string{"200", "200"}, "-2.5", "limited progress"},
		{"a rise far from it", rule, []string{"200", "202"}, "1.25", "moderate progress"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evaluate.TrackTrend(i, series(t, 2015, tt.figures...), tt.pace)
			if err != nil {
				t.Fatal(err)
			}
			if brief(got.Score) != tt.score || got.Category != tt.category || got.Reason != 0 {
				t.Errorf("score %v, %q, %s; want %s, %q", got.Score, got.Category, got.Reason, tt.score, tt.category)
			}
		})
	}
}

// A target without a point is judged by its baseline alone.
func TestBaselineAlone(t *testing.T) {
	goal := from(by(target.Higher, 2020, "5"), "3")
	got := track(t, goal, nil, evaluate.Linear{})
	if got.Reason != evaluate.TooFewPoints || got.Base != *goal.Baseline || got.Current != *goal.Baseline {
		t.Errorf("got %+v", got)
	}
	// In the range that is aimed at, a path still asks for a point.
	inside := from(within(by(target.Nearer, 2020, "1"), "5"), "3")
	if got := track(t, inside, nil, evaluate.PathGap{}); got.Reason != evaluate.TooFewPoints || got.Category != "" {
		t.Errorf("got %+v", got)
	}
}

// A p value below what four places show is said to be.
func TestEffectText(t *testing.T) {
	for p, want := range map[string]string{
		"0.00005":  "2.0000 (t 3.00, p 0.0001)",
		"0.000049": "2.0000 (t 3.00, p below 0.0001)",
		"0":        "2.0000 (t 3.00, p below 0.0001)",
	} {
		e := evaluate.Effect{Estimate: maybe("2"), Error: maybe("1"), T: maybe("3"), P: maybe(p)}
		if got := e.String(); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
	if got := (evaluate.Effect{Estimate: maybe("2")}).String(); got != "2.0000" {
		t.Errorf("without an error: %s", got)
	}
}

// The caution is broken into lines as full as 97 characters allow.
func TestCautionLines(t *testing.T) {
	text := respond(t, evaluate.Turn{At: target.Year(2014)}, evaluate.Behaviour{}).Explain()
	lines := strings.Split(strings.TrimSuffix(text[strings.Index(text, "  A break at"):], "\n"), "\n")
	for i, line := range lines {
		if n := len([]rune(line)); n > 97 {
			t.Errorf("%q has %d characters", line, n)
		}
		if !strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "   ") {
			t.Errorf("%q is not indented by two", line)
		}
		if i+1 == len(lines) {
			break
		}
		next, _, _ := strings.Cut(strings.TrimSpace(lines[i+1]), " ")
		if n := len([]rune(line + " " + next)); n <= 97 {
			t.Errorf("%q has room for %q", line, next)
		}
	}
}

// The shares of a control have their own line.
func TestContrastExplainShares(t *testing.T) {
	b := evaluate.Behaviour{Figures: series(t, 2010, "10", "12", "13", "15", "25", "27", "30"), Part: series(t, 2010, "1", "2", "4", "5", "6", "9", "9")}
	b.Control = evaluate.Control{Unit: "44", Figures: series(t, 2010, "10", "11", "13", "14", "15", "17", "18"), Part: series(t, 2010, "1", "2", "3", "3", "4", "5", "5")}
	turn := evaluate.Turn{At: target.Year(2014)}
	r := respond(t, turn, b)
	line := fmt.Sprintf("  shares less the control's: jump %s, bend %s a year, 3 degrees of freedom", r.Contrast.Shares.Jump, r.Contrast.Shares.Bend)
	if text := r.Explain(); !strings.Contains(text, line) || !strings.Contains(text, ", share ") {
		t.Errorf("Explain() = %s, want %s in it", text, line)
	}
	b.Control.Part = nil
	if text := respond(t, turn, b).Explain(); strings.Contains(text, "shares less") {
		t.Errorf("no shares: %s", text)
	}
}

// Of a panel each member must award each item that one of them awards, and
// that is all that is said of it.
func TestPanelAwardsAScoredItem(t *testing.T) {
	awards := func(points ...string) map[string]decimal.Decimal {
		m := map[string]decimal.Decimal{"measures": num(points[0])}
		if len(points) > 1 {
			m["target"] = num(points[1])
		}
		return m
	}
	_, err := evaluator(t, energyBook()).Score(evaluate.Case{
		Assessments: []evaluate.Assessment{attained(t, "target", "1")},
		Panel:       []evaluate.Opinion{{By: "a", Awarded: awards("50", "40")}, {By: "b", Awarded: awards("50")}},
	})
	all := target.AllErrors(err)
	if len(all) != 1 || all[0].Path != `case.panel["b"].awarded["target"]` || all[0].Err != target.ErrMissing {
		t.Errorf("got %v", err)
	}
}
