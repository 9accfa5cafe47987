package index

import (
	"math"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Weighting gives the children of a group their weights. It is one of [Given],
// [Equal], [Entropy], [CRITIC], [StandardDeviation] and [AHP].
//
// Entropy, CRITIC and StandardDeviation look at how the children's scores
// spread, over the units in which every child has one, and give more weight to
// what tells units apart more; they say nothing of what matters more. The
// nodes' own weights count only under Given.
type Weighting interface{ weighting() }

// Given takes the nodes' own weights.
type Given struct{}

// Equal gives every child the same weight.
type Equal struct{}

// Entropy gives weight to uneven scores (Shannon's entropy, Zeleny 1982):
//
//	pᵢⱼ = xᵢⱼ / Σᵢ xᵢⱼ,  eⱼ = −Σᵢ pᵢⱼ ln pᵢⱼ / ln n,  wⱼ = (1 − eⱼ) / Σ (1 − e)
//
// No score may be negative.
type Entropy struct{}

// CRITIC gives weight to spread and to disagreement with the siblings
// (Diakoulaki, Mavrotas & Papayannakis 1995):
//
//	wⱼ ∝ sdⱼ · Σₖ (1 − rⱼₖ)
//
// with standard deviations and Pearson correlations of the scores. The authors
// take min-max scores, for which the spreads compare.
type CRITIC struct{}

// StandardDeviation gives weight to spread: wⱼ ∝ sdⱼ of the scores.
type StandardDeviation struct{}

func (Given) weighting()             {}
func (Equal) weighting()             {}
func (Entropy) weighting()           {}
func (CRITIC) weighting()            {}
func (StandardDeviation) weighting() {}

// weigh returns the weights of the columns by their spread, adding up to one.
func weigh(l *fault.List, path string, w Weighting, columns [][]float64, codes []string) []float64 {
	columns = complete(columns)
	if len(columns[0]) < 2 {
		l.Add(&target.FieldError{Path: path + ".weigh", Err: target.ErrMissing, Remedy: "at least two units need a score in every child for weights that follow the spread"})
		return nil
	}
	weights := make([]float64, len(columns))
	before := l.Len()
	switch w.(type) {
	case Entropy:
		for j, x := range columns {
			lo, hi, _ := span(x)
			switch {
			case lo < 0:
				l.Add(&target.FieldError{Path: nodePath(codes[j]), Err: target.ErrRange, Remedy: "entropy takes no negative scores: normalise onto a range that begins at zero or above"})
			case lo < hi:
				weights[j] = unevenness(x)
			}
		}
	case StandardDeviation:
		for j, x := range columns {
			if _, sd, ok := standardise(x); ok {
				weights[j] = sd
			}
		}
	case CRITIC:
		weights = critic(l, columns, codes)
	}
	if l.Len() > before {
		return nil
	}
	if detmath.Sum(weights) == 0 {
		l.Add(&target.FieldError{Path: path + ".weigh", Err: target.ErrInvalid, Remedy: "no child tells units apart, so that their spread gives no weights"})
		return nil
	}
	toShares(weights)
	return weights
}

// complete leaves out the units that lack a score in one of the columns.
func complete(columns [][]float64) [][]float64 {
	out := make([][]float64, len(columns))
	for i := range columns[0] {
		whole := true
		for _, x := range columns {
			whole = whole && x[i] == x[i]
		}
		if !whole {
			continue
		}
		for j, x := range columns {
			out[j] = append(out[j], x[i])
		}
	}
	return out
}

// unevenness returns how far the entropy of scores that are not negative and
// not all zero falls short of the greatest there can be, as a share of it. With
// δ the deviation from the mean in multiples of the mean, which add up to zero,
//
//	1 − e = Σ ((1+δ) ln(1+δ) − δ) / (n ln n)
//
// which does not cancel where the scores are nearly even.
func unevenness(x []float64) float64 {
	n := float64(len(x))
	mean := detmath.Sum(x) / n
	terms := make([]float64, len(x))
	for i, v := range x {
		d := (v - mean) / mean
		switch {
		case v == 0:
			terms[i] = 1
		case math.Abs(d) > 1.0/16:
			terms[i] = float64((1+d)*detmath.Log(1+d)) - d
		default:
			// δ²(1/2 − δ/6 + δ²/12 − …)
			series := 0.0
			for k := 15.0; k > 0; k-- {
				series = 1/(k*(k+1)) - float64(d*series)
			}
			terms[i] = d * d * series
		}
	}
	return detmath.Sum(terms) / (n * detmath.Log(n))
}

// standardise returns the deviations from the mean in multiples of the
// greatest, and the standard deviation with n − 1; not ok if there is none.
func standardise(x []float64) (u []float64, sd float64, ok bool) {
	lo, hi, n := span(x)
	if lo == hi {
		return nil, 0, false
	}
	mean := detmath.Sum(x) / float64(n)
	unit := max(hi-mean, mean-lo)
	u = make([]float64, len(x))
	squares := make([]float64, len(x))
	for i, v := range x {
		u[i] = (v - mean) / unit
		squares[i] = float64(u[i] * u[i])
	}
	return u, unit * math.Sqrt(detmath.Sum(squares)/float64(n-1)), true
}

// agree is the difference from 1 below which a correlation is one but for
// rounding.
const agree = 1e-12

func critic(l *fault.List, columns [][]float64, codes []string) []float64 {
	k := len(columns)
	u, sd := make([][]float64, k), make([]float64, k)
	for j, x := range columns {
		var ok bool
		if u[j], sd[j], ok = standardise(x); !ok {
			l.Add(&target.FieldError{Path: nodePath(codes[j]), Err: target.ErrInvalid, Remedy: "all its scores are the same, and correlate with nothing: weigh it in another way"})
		}
	}
	if l.Len() > 0 {
		return nil
	}
	conflict := make([]float64, k)
	products := make([]float64, len(columns[0]))
	dot := func(a, b []float64) float64 {
		for i := range products {
			products[i] = float64(a[i] * b[i])
		}
		return detmath.Sum(products)
	}
	for j := range u {
		length := math.Sqrt(dot(u[j], u[j]))
		for i := range u[j] {
			u[j][i] /= length
		}
	}
	for j := range u {
		for i := range j {
			// Half of the squared distance of two unit vectors is 1 less their
			// product, and does not cancel where they are near.
			for m := range products {
				off := u[i][m] - u[j][m]
				products[m] = float64(off * off)
			}
			if apart := float64(detmath.Sum(products) / 2); apart > agree {
				conflict[i] += apart
				conflict[j] += apart
			}
		}
	}
	weights := make([]float64, k)
	for j := range weights {
		weights[j] = float64(sd[j] * conflict[j])
	}
	return weights
}
