package index

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// Winsorise replaces the outliers of an indicator before it is normalised. An
// indicator passes if
//
//	|skewness| < Skewness or excess kurtosis < Kurtosis
//
// As long as it does not pass, the highest figures are set to the next lower one; if
// the skewness is negative, the lowest are set to the next higher one. Equal figures
// change together. This stops when Most figures or more have changed. An indicator with
// fewer than four figures passes.
//
// The statistics are the sample-adjusted G₁ and G₂ (Joanes & Gill 1998). The rule and
// its thresholds are the practice of the European Commission's Joint Research
// Centre.
type Winsorise struct {
	Skewness decimal.NullDecimal // absent means 2
	Kurtosis decimal.NullDecimal // absent means 3.5
	Most     int                 // at most 1,000; 0 means 5
}

const maxTreated = 1000

// TreatedFigure is a figure that was winsorised.
type TreatedFigure struct {
	Indicator, Unit string
	Before, After   decimal.Decimal
	Passed          bool // whether the indicator passed in the end
}

// winsoriser is a [Winsorise] with its defaults.
type winsoriser struct {
	skewness, kurtosis float64
	most               int
}

func newWinsoriser(at target.Place, w Winsorise) *winsoriser {
	out := &winsoriser{skewness: 2, kurtosis: 3.5, most: 5}
	if w.Skewness.Valid && at.Field("skewness").NonNegative(w.Skewness.Decimal) {
		out.skewness = detmath.Float(w.Skewness.Decimal)
	}
	if w.Kurtosis.Valid && at.Field("kurtosis").Figure(w.Kurtosis.Decimal) {
		out.kurtosis = detmath.Float(w.Kurtosis.Decimal)
	}
	if w.Most != 0 && at.Field("most").Count(w.Most, 1, maxTreated) {
		out.most = w.Most
	}
	return out
}

// winsorise changes x in place. It returns for each unit the unit whose figure it
// has now, or nil if nothing changed, and whether the figures pass.
func (w *winsoriser) winsorise(x []float64) (taken []int, passed bool) {
	for changed := 0; ; {
		skewness, kurtosis, ok := shape(x)
		if !ok || math.Abs(skewness) < w.skewness || kurtosis < w.kurtosis {
			return taken, true
		}
		if changed >= w.most {
			return taken, false
		}

		if taken == nil {
			taken = make([]int, len(x))
			for i := range taken {
				taken[i] = i
			}
		}
		changed += pull(x, taken, skewness >= 0)
	}
}

// pull sets the highest figures, or the lowest, to the next one. It returns the
// number of figures that it is the first to change.
func pull(x []float64, taken []int, high bool) (fresh int) {
	sign := 1.0
	if !high {
		sign = -1
	}
	end, next := -1, -1
	for i, v := range x {
		switch {
		case isGap(v):
		case end < 0 || sign*v > sign*x[end]:
			end, next = i, end
		case v != x[end] && (next < 0 || sign*v > sign*x[next]):
			next = i
		}
	}

	extreme := x[end]
	for i, v := range x {
		if v == extreme {
			if taken[i] == i {
				fresh++
			}
			x[i], taken[i] = x[next], taken[next]
		}
	}
	return fresh
}

// shape returns the adjusted skewness and excess kurtosis. It is not ok for fewer
// than four figures, or if all figures are equal.
func shape(x []float64) (skewness, kurtosis float64, ok bool) {
	d := detmath.Deviate(x)
	if d.N < 4 || d.Unit == 0 {
		return 0, 0, false
	}

	squares, cubes, fourths := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for i, v := range d.Of {
		squares[i] = float64(v * v)
		cubes[i] = float64(squares[i] * v)
		fourths[i] = float64(squares[i] * squares[i])
	}
	s2, s3, s4 := detmath.Sum(squares), detmath.Sum(cubes), detmath.Sum(fourths)

	n := float64(d.N)
	skewness = math.Sqrt(n) * s3 / (s2 * math.Sqrt(s2)) * math.Sqrt(n*(n-1)) / (n - 2)
	excess := n*s4/(s2*s2) - 3
	kurtosis = (float64((n+1)*excess) + 6) * (n - 1) / ((n - 2) * (n - 3))
	return skewness, kurtosis, true
}
