package progress_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/progress"
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
			for _, p := range []progress.Rule{progress.CAGRRatio{}, progress.UNSD()} {
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

// At its natural limit a series that does not fall is as well as it can be. In the
// mirror, where lower is better and figures and limit are negative, all is the same.
func TestAtTheNaturalLimit(t *testing.T) {
	openSDG := func(limit string) progress.CAGRRatio {
		r := progress.OpenSDG()
		r.Limit = maybe(limit)
		return r
	}
	plain := func(limit string) progress.CAGRRatio { return progress.CAGRRatio{Limit: maybe(limit)} }

	for _, tt := range []struct {
		name     string
		rule     func(limit string) progress.CAGRRatio
		base     string
		current  string
		score    string
		category string
	}{
		{"a rise", openSDG, "100", "100.1", "5", "substantial progress"},
		{"no change", openSDG, "100", "100", "5", "substantial progress"},
		{"a fall", openSDG, "100", "99", "-3.75", "deterioration"},
		{"a rise, without scores", plain, "100", "101", "", "significant progress"},
		{"no change, without scores", plain, "100", "100", "", "significant progress"},
		{"far beyond it", openSDG, "200", "200", "-2.5", "limited progress"},
		{"a rise far beyond it", openSDG, "200", "202", "1.25", "moderate progress"},
		{"a great rise far beyond it", openSDG, "250", "255", "5", "substantial progress"},
		{"a fall beyond it", openSDG, "150", "149", "-3.33333333", "deterioration"},
		{"no change far below it", openSDG, "0.5", "0.5", "-2.5", "limited progress"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, mirror := range []struct {
				better target.Direction
				sign   string
			}{{target.Higher, ""}, {target.Lower, "-"}} {
				points := years(2015, mirror.sign+tt.base, mirror.sign+tt.current)
				got, err := progress.TrackTrend(toward(mirror.better).Indicator, points, tt.rule(mirror.sign+"100"))
				if err != nil {
					t.Fatal(err)
				}
				checkFigure(t, "Score", got.Score, tt.score, 8)
				if got.Category != tt.category || got.Reason != 0 {
					t.Errorf("TrackTrend() = %q, %q, want %q", got.Category, got.Reason, tt.category)
				}
			}
		})
	}
}

// A target without a point is judged by its baseline alone.
func TestBaselineAlone(t *testing.T) {
	goal := from(by(target.Higher, 2020, "5"), "3")
	got := track(t, goal, nil, progress.LinearRatio{})
	if got.Reason != evaluate.TooFewPoints || got.Base != *goal.Baseline || got.Current != *goal.Baseline {
		t.Errorf("got %+v", got)
	}
	// In the range that is aimed at, a path still asks for a point.
	inside := from(within(by(target.Nearer, 2020, "1"), "5"), "3")
	if got := track(t, inside, nil, progress.PathGap{}); got.Reason != evaluate.TooFewPoints || got.Category != "" {
		t.Errorf("got %+v", got)
	}
}
