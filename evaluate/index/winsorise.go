package index

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Winsorise pulls in an indicator's outliers before it is normalised. While
// the figures fail
//
//	|skewness| < Skewness or excess kurtosis < Kurtosis
//
// and fewer than Most figures have been changed, the highest figures (where
// the skewness is not negative) or the lowest are set to the next ones. Both
// statistics are the sample-adjusted G₁ and G₂ (Joanes & Gill 1998); the rule
// and its thresholds are those of the JRC's composite-indicator practice. An
// indicator with fewer than four figures is left alone.
//
// Zero fields are 2, 3.5 and 5. Most is at most 1000.
type Winsorise struct {
	Skewness, Kurtosis decimal.Decimal
	Most               int
}

const maxTreated = 1000

// Treated is a figure that was winsorised.
type Treated struct {
	Indicator, Unit string
	Was, Is         decimal.Decimal
	Passed          bool // whether the indicator met the rule in the end
}

func (w Winsorise) withDefaults() Winsorise {
	if w.Skewness.IsZero() {
		w.Skewness = decimal.New(2, 0)
	}
	if w.Kurtosis.IsZero() {
		w.Kurtosis = decimal.New(35, -1)
	}
	if w.Most == 0 {
		w.Most = 5
	}
	return w
}

func (w Winsorise) check(l *fault.List, path string) {
	if bounded(l, path+".skewness", w.Skewness) && w.Skewness.Sign() < 0 {
		l.Add(&target.FieldError{Path: path + ".skewness", Value: w.Skewness, Err: target.ErrRange, Remedy: "give a positive number, or leave it zero for 2"})
	}
	bounded(l, path+".kurtosis", w.Kurtosis)
	if w.Most < 0 || w.Most > maxTreated {
		l.Add(&target.FieldError{Path: path + ".most", Value: w.Most, Err: target.ErrRange, Remedy: "from 1 to 1000, or leave it zero for 5"})
	}
}

// winsorise changes x in place and returns, for each unit, the unit whose
// figure it now has, or nil if nothing was changed; and whether the rule is met.
func (w Winsorise) winsorise(x []float64) (taken []int, passed bool) {
	skewMax, kurtMax := detmath.Float(w.Skewness), detmath.Float(w.Kurtosis)
	changed := 0
	for {
		skew, kurt, ok := shape(x)
		if !ok || math.Abs(skew) < skewMax || kurt < kurtMax {
			return taken, true
		}
		if changed >= w.Most {
			return taken, false
		}
		if taken == nil {
			taken = make([]int, len(x))
			for i := range taken {
				taken[i] = i
			}
		}
		changed += pull(x, taken, skew >= 0)
	}
}

// pull sets the highest figures, or the lowest, to the next and returns how
// many it had not changed before.
func pull(x []float64, taken []int, high bool) (fresh int) {
	sign := 1.0
	if !high {
		sign = -1
	}
	end, next := -1, -1
	for i, v := range x {
		switch {
		case v != v:
		case end < 0 || sign*v > sign*x[end]:
			end, next = i, end
		case v != x[end] && (next < 0 || sign*v > sign*x[next]):
			next = i
		}
	}
	was := x[end]
	for i, v := range x {
		if v == was {
			if taken[i] == i {
				fresh++
			}
			x[i], taken[i] = x[next], taken[next]
		}
	}
	return fresh
}

// shape returns the adjusted skewness and excess kurtosis; not ok for fewer
// than four figures or figures that do not differ.
func shape(x []float64) (skew, kurt float64, ok bool) {
	lo, hi, count := span(x)
	if count < 4 || lo == hi {
		return 0, 0, false
	}
	n := float64(count)
	mean := detmath.Sum(x) / n
	unit := max(hi-mean, mean-lo) // keeps the powers in range
	m2, m3, m4 := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		d := (v - mean) / unit
		m2[i] = float64(d * d)
		m3[i] = float64(m2[i] * d)
		m4[i] = float64(m2[i] * m2[i])
	}
	s2, s3, s4 := detmath.Sum(m2), detmath.Sum(m3), detmath.Sum(m4)
	skew = math.Sqrt(n) * s3 / (s2 * math.Sqrt(s2)) * math.Sqrt(n*(n-1)) / (n - 2)
	excess := n*s4/(s2*s2) - 3
	kurt = (float64((n+1)*excess) + 6) * (n - 1) / ((n - 2) * (n - 3))
	return skew, kurt, true
}
