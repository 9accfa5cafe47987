package index

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// Mean computes the score of a group from the scores xᵢ of its children and their
// weights wᵢ, over the children that have a score. It is one of [Arithmetic],
// [Geometric], [Harmonic], [Power] and [Minimum].
//
// A lower mean lets a strong child compensate less for a weak one: Minimum ≤
// Harmonic ≤ Geometric ≤ Arithmetic.
type Mean interface {
	json.Marshaler
	mean()
}

// Arithmetic is Σ wᵢxᵢ / Σ wᵢ.
type Arithmetic struct{}

// Geometric is exp(Σ wᵢ ln xᵢ / Σ wᵢ). Every score with a weight must be positive:
// normalise onto a range that begins above 0, such as 1 to 100.
type Geometric struct{}

// Harmonic is Σ wᵢ / Σ (wᵢ/xᵢ). Every score with a weight must be positive.
type Harmonic struct{}

// Power is (Σ wᵢxᵢᴾ / Σ wᵢ)^(1/P). P is between −100 and 100 and not 0, which would
// be [Geometric]. A score with a weight must not be negative, and must be positive
// if P is negative.
type Power struct{ P decimal.Decimal }

// Minimum is the least score of the children with a weight.
type Minimum struct{}

func (Arithmetic) mean() {}
func (Geometric) mean()  {}
func (Harmonic) mean()   {}
func (Power) mean()      {}
func (Minimum) mean()    {}

// checkMean checks the parameters of a mean.
func checkMean(at target.Place, m Mean) {
	switch m := m.(type) {
	case Arithmetic, Geometric, Harmonic, Minimum:
	case Power:
		at = at.Field("p")
		most := decimal.New(100, 0)
		if at.Between(m.P, most.Neg(), most) && m.P.IsZero() {
			at.Report(m.P, target.ErrRange, "must not be 0: use Geometric")
		}
	default:
		at.Unknown(fmt.Sprintf("%T", m), "Arithmetic", "Geometric", "Harmonic", "Power", "Minimum")
	}
}

// lowest returns the number that every score with a weight must exceed, or may equal
// if included.
func lowest(m Mean) (bound float64, included bool) {
	switch m := m.(type) {
	case Geometric, Harmonic:
		return 0, false
	case Power:
		return 0, m.P.Sign() > 0
	}
	return math.Inf(-1), true
}

// aggregation computes the scores of a group for all units. No score is
// below the lowest that the mean accepts.
type aggregation struct {
	children [][]float64 // by child and unit; NaN is a gap
	weights  []float64   // by child
	enough   int         // how many children must have a score
}

// scores returns the mean of each unit, which is NaN if too few children have a
// score, or none with a weight.
func (a aggregation) scores(m Mean, n int) []float64 {
	out := make([]float64, n)
	total, count := a.totals(n)
	switch m := m.(type) {
	case Arithmetic:
		a.arithmetic(out, total)
	case Geometric:
		a.geometric(out, total)
	case Harmonic:
		a.power(out, total, -1)
	case Power:
		a.power(out, total, detmath.Float(m.P))
	case Minimum:
		a.extreme(out, false)
	}

	for i := range out {
		if int(count[i]) < a.enough || !(total[i] > 0) {
			out[i] = math.NaN()
		}
	}
	return out
}

// totals returns for each unit the sum of the weights, and the number, of the
// children that have a score.
func (a aggregation) totals(n int) (total []float64, count []int32) {
	total, count = make([]float64, n), make([]int32, n)
	for j, x := range a.children {
		w := a.weights[j]
		for i, v := range x {
			if !isGap(v) {
				total[i] += w
				count[i]++
			}
		}
	}
	return total, count
}

func (a aggregation) arithmetic(out, total []float64) {
	for j, x := range a.children {
		w := a.weights[j]
		for i, v := range x {
			if !isGap(v) {
				out[i] += float64(w * v)
			}
		}
	}
	for i := range out {
		out[i] /= total[i]
	}
}

func (a aggregation) geometric(out, total []float64) {
	for j, x := range a.children {
		w := a.weights[j]
		if w == 0 {
			continue
		}
		for i, v := range x {
			if !isGap(v) {
				out[i] += float64(w * detmath.Log(v))
			}
		}
	}
	for i := range out {
		out[i] = detmath.Exp(out[i] / total[i])
	}
}

// extreme writes the least score of each unit, or the greatest, of the children with
// a weight. It writes ±Inf if there is none.
func (a aggregation) extreme(out []float64, greatest bool) {
	sign := -1.0
	if greatest {
		sign = 1
	}
	for i := range out {
		out[i] = sign * math.Inf(-1)
	}

	for j, x := range a.children {
		if a.weights[j] == 0 {
			continue
		}
		for i, v := range x {
			if sign*v > sign*out[i] {
				out[i] = v
			}
		}
	}
}

// power writes power means. Each score is divided by the one that dominates the sum,
// so that no power overflows. If p is small, every power is nearly 1; the sum is then
// that of the differences from 1, which keeps their digits.
func (a aggregation) power(out, total []float64, p float64) {
	lead := make([]float64, len(out))
	a.extreme(lead, p > 0)
	small := math.Abs(p) < 1.0/64
	for j, x := range a.children {
		w := a.weights[j]
		if w == 0 {
			continue
		}
		for i, v := range x {
			switch {
			case isGap(v) || v == 0 && !small:
			case small && v == 0:
				out[i] -= w
			case small:
				u := p * (detmath.Log(v) - detmath.Log(lead[i]))
				out[i] += float64(w * (u * detmath.Expm1Over(u)))
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
			out[i] = lead[i] * detmath.Exp(detmath.Log1p(sum/total[i])/p)
		case p == -1:
			out[i] = lead[i] * (total[i] / sum)
		default:
			out[i] = lead[i] * detmath.Exp(detmath.Log(sum/total[i])/p)
		}
	}
}
