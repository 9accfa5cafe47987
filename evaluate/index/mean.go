package index

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Mean makes the score of a group from the scores xᵢ of its children and
// their weights wᵢ, over the children that have a score. The less a mean lets
// a strong child make up for a weak one, the lower it is: Minimum ≤ Harmonic ≤
// Geometric ≤ Arithmetic. It is one of [Arithmetic], [Geometric], [Harmonic],
// [Power] and [Minimum].
type Mean interface{ mean() }

// Arithmetic is Σ wᵢxᵢ / Σ wᵢ.
type Arithmetic struct{}

// Geometric is exp(Σ wᵢ ln xᵢ / Σ wᵢ). Every score with weight must be
// positive: normalise onto a range that begins above zero, such as 1 to 100.
type Geometric struct{}

// Harmonic is Σ wᵢ / Σ (wᵢ/xᵢ). Every score with weight must be positive.
type Harmonic struct{}

// Power is (Σ wᵢxᵢᴾ / Σ wᵢ)^(1/P), with P from −100 to 100 and not zero, where
// it would be [Geometric]. No score with weight may be negative, nor zero
// where P is negative.
type Power struct{ P decimal.Decimal }

// Minimum is the least score among the children with weight: the weakest
// decides.
type Minimum struct{}

func (Arithmetic) mean() {}
func (Geometric) mean()  {}
func (Harmonic) mean()   {}
func (Power) mean()      {}
func (Minimum) mean()    {}

func checkMean(l *fault.List, path string, m Mean) {
	switch m := m.(type) {
	case Arithmetic, Geometric, Harmonic, Minimum:
	case Power:
		at := path + ".aggregate.p"
		if !bounded(l, at, m.P) {
			return
		}
		if m.P.IsZero() || m.P.Abs().Cmp(decimal.New(100, 0)) > 0 {
			l.Add(&target.FieldError{Path: at, Value: m.P, Err: target.ErrRange, Remedy: "from −100 to 100 without zero: at zero it is the geometric mean"})
		}
	default:
		l.Add(&target.FieldError{Path: path + ".aggregate", Value: fmt.Sprintf("%T", m), Err: target.ErrUnknown, Remedy: "Arithmetic, Geometric, Harmonic, Power or Minimum"})
	}
}

// below returns what every score with weight has to be above, and whether it
// may be that itself.
func below(m Mean) (floor float64, included bool) {
	switch m := m.(type) {
	case Geometric, Harmonic:
		return 0, false
	case Power:
		return 0, m.P.Sign() > 0
	}
	return math.Inf(-1), true
}

// aggregate writes the means of the children's scores to out, which is NaN
// where a unit is to have no score: there are fewer than enough, or none with
// weight. Every score is allowed by below.
func aggregate(m Mean, out []float64, children [][]float64, weights []float64, enough int) {
	total := make([]float64, len(out))
	count := make([]int32, len(out))
	for j, x := range children {
		w := weights[j]
		for i, v := range x {
			if v == v {
				total[i] += w
				count[i]++
			}
		}
	}
	clear(out)
	switch m := m.(type) {
	case Arithmetic:
		for j, x := range children {
			w := weights[j]
			for i, v := range x {
				if v == v {
					out[i] += float64(w * v)
				}
			}
		}
		for i := range out {
			out[i] /= total[i]
		}
	case Geometric:
		for j, x := range children {
			w := weights[j]
			if w == 0 {
				continue
			}
			for i, v := range x {
				if v == v {
					out[i] += float64(w * detmath.Log(v))
				}
			}
		}
		for i := range out {
			out[i] = detmath.Exp(out[i] / total[i])
		}
	case Harmonic:
		power(out, children, weights, total, -1)
	case Power:
		power(out, children, weights, total, detmath.Float(m.P))
	case Minimum:
		extreme(out, children, weights, false)
	}
	for i := range out {
		if int(count[i]) < enough || !(total[i] > 0) {
			out[i] = math.NaN()
		}
	}
}

// extreme writes the greatest score with weight of each unit, or the least;
// ±Inf where there is none.
func extreme(out []float64, children [][]float64, weights []float64, greatest bool) {
	sign := -1.0
	if greatest {
		sign = 1
	}
	for i := range out {
		out[i] = sign * math.Inf(-1)
	}
	for j, x := range children {
		if weights[j] == 0 {
			continue
		}
		for i, v := range x {
			if sign*v > sign*out[i] {
				out[i] = v
			}
		}
	}
}

// power writes power means. Each unit's scores are taken relative to the one
// that dominates the sum, so that no power can overflow. A small power takes
// every score almost to one, where only the difference from one, which is added
// up instead, still tells them apart.
func power(out []float64, children [][]float64, weights, total []float64, p float64) {
	lead := make([]float64, len(out))
	extreme(lead, children, weights, p > 0)
	small := math.Abs(p) < 1.0/64
	for j, x := range children {
		w := weights[j]
		if w == 0 {
			continue
		}
		for i, v := range x {
			switch {
			case v != v || v == 0 && !small:
			case small && v == 0:
				out[i] -= w
			case small:
				u := p * (detmath.Log(v) - detmath.Log(lead[i]))
				out[i] += float64(w * (u * rise(u)))
			case v == lead[i]:
				out[i] += w
			case p == -1:
				out[i] += float64(w * (lead[i] / v))
			default:
				out[i] += float64(w * detmath.Exp(p*detmath.Log(v/lead[i])))
			}
		}
	}
	for i, sum := range out {
		switch {
		case lead[i] == 0:
			out[i] = 0
		case small:
			out[i] = lead[i] * detmath.Exp(logOnePlus(sum/total[i])/p)
		case p == -1:
			out[i] = lead[i] * (total[i] / sum)
		default:
			out[i] = lead[i] * detmath.Exp(detmath.Log(sum/total[i])/p)
		}
	}
}

// rise is (eᵘ − 1)/u, and 1 at zero.
func rise(u float64) float64 {
	if math.Abs(u) > 0.5 {
		return (detmath.Exp(u) - 1) / u
	}
	series := 0.0
	for k := 16.0; k > 1; k-- {
		series = (1 + series) * u / k
	}
	return 1 + series
}

// logOnePlus is ln(1 + x). What 1 + x loses of a small x is in both the
// logarithm and the difference by which it is divided (Kahan).
func logOnePlus(x float64) float64 {
	y := 1 + x
	if y == 1 {
		return x
	}
	return detmath.Log(y) * (x / (y - 1))
}
