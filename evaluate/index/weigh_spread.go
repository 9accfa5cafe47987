package index

import (
	"math"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// sibling is a child of a group that is weighed by the spread of scores.
type sibling struct {
	at     target.Place
	scores []float64
}

// spreadWeights returns the weights of children by the spread of their scores. It
// returns nil if it reports a problem.
func spreadWeights(p *target.Problems, at target.Place, w Weighting, children []sibling) []float64 {
	children = complete(children)
	if len(children[0].scores) < 2 {
		remedy := "weights by spread need at least two units that have a score for every child"
		at.Report(nil, target.ErrMissing, remedy)
		return nil
	}

	before := p.Len()
	var weights []float64
	switch w.(type) {
	case Entropy:
		weights = entropyWeights(children)
	case StandardDeviation:
		weights = make([]float64, len(children))
		for j, c := range children {
			weights[j] = detmath.Deviate(c.scores).SD()
		}
	case CRITIC:
		weights = criticWeights(children)
	}
	if p.Len() > before {
		return nil
	}

	if detmath.Sum(weights) == 0 {
		remedy := "its children do not distinguish units, or all agree: weigh them in another way"
		at.Report(nil, target.ErrInvalid, remedy)
		return nil
	}
	toShares(weights)
	return weights
}

// complete keeps the units that have a score for every child.
func complete(children []sibling) []sibling {
	out := make([]sibling, len(children))
	for j, c := range children {
		out[j].at = c.at
	}
	for i := range children[0].scores {
		whole := true
		for _, c := range children {
			whole = whole && !isGap(c.scores[i])
		}
		if !whole {
			continue
		}
		for j, c := range children {
			out[j].scores = append(out[j].scores, c.scores[i])
		}
	}
	return out
}

func entropyWeights(children []sibling) []float64 {
	weights := make([]float64, len(children))
	for j, c := range children {
		low, high, _ := span(c.scores)
		switch {
		case low < 0:
			remedy := "must not have negative scores for entropy: normalise onto a range that begins at 0 or above"
			c.at.Report(nil, target.ErrRange, remedy)
		case low < high:
			weights[j] = unevenness(c.scores)
		}
	}
	return weights
}

// unevenness returns 1 − e, where e is the entropy of scores as a share of the
// greatest possible entropy. The scores are not negative and not all zero.
//
// With the deviation δ from the mean, in multiples of the mean,
//
//	1 − e = Σ ((1+δ) ln(1+δ) − δ) / (n ln n)
//
// as the deviations add up to zero. This does not cancel if the scores are nearly
// even.
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

// agreement is the difference from 1 below which a correlation counts as 1: it is a
// rounding error.
const agreement = 1e-12

func criticWeights(children []sibling) []float64 {
	vectors := make([][]float64, len(children)) // vectors of length 1
	weights := make([]float64, len(children))
	constant := false
	for j, c := range children {
		d := detmath.Deviate(c.scores)
		if d.Unit == 0 {
			remedy := "all its scores are equal, so that it has no correlation: weigh in another way"
			c.at.Report(nil, target.ErrInvalid, remedy)
			constant = true
			continue
		}
		weights[j] = d.SD()
		vectors[j] = unitVector(d.Of)
	}
	if constant {
		return nil
	}

	conflicts := make([]float64, len(children))
	squares := make([]float64, len(children[0].scores))
	for j := range vectors {
		for i := range j {
			// Half the squared distance of two unit vectors is 1 minus their product.
			// It does not cancel if they are near to each other.
			for m := range squares {
				difference := vectors[i][m] - vectors[j][m]
				squares[m] = float64(difference * difference)
			}
			if apart := float64(detmath.Sum(squares) / 2); apart > agreement {
				conflicts[i] += apart
				conflicts[j] += apart
			}
		}
	}
	for j := range weights {
		weights[j] = float64(weights[j] * conflicts[j])
	}
	return weights
}

// unitVector divides a vector by its length in place.
func unitVector(x []float64) []float64 {
	squares := make([]float64, len(x))
	for i, v := range x {
		squares[i] = float64(v * v)
	}
	length := math.Sqrt(detmath.Sum(squares))
	for i := range x {
		x[i] /= length
	}
	return x
}
