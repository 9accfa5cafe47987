package index

import (
	"math"
	"slices"

	"github.com/targetcascade/cascade/internal/detmath"
)

// Contribution is the part of a unit's index that comes from one node.
type Contribution struct {
	Code, Parent string
	Score        float64
	Weight       float64 // among the siblings that have a score, adding up to 1
	Points       float64 // of the index
}

// Contributions decomposes the index of a unit, in the order of the tree and
// beginning with the index itself. The points of the children of a node add up to its
// points, and those of all indicators to the index. Nodes without a score are left
// out, and so are the nodes below them. A unit that is unknown or has no index has no
// contributions.
//
// With an arithmetic mean, the points of the children are in proportion to weight ×
// score. Every other mean M is also an arithmetic mean, with weights that depend on
// the scores:
//
//	Geometric  wᵢ (ln xᵢ − ln M)/(xᵢ − M)    (Reinsdorf, Diewert & Ehemann 2002)
//	Harmonic   wᵢ/xᵢ
//	Power      wᵢ (xᵢᴾ − Mᴾ)/(xᵢ − M)
//	Minimum    equal for the least scores, 0 for the others
//
// Their points use these weights. A low score then has more than its weight.
func (r *Result) Contributions(unit string) []Contribution {
	k, ok := slices.BinarySearch(r.units.codes, unit)
	if !ok || isGap(r.scores[0][k]) {
		return nil
	}

	nodes := r.of.nodes
	shares := make([]float64, len(nodes)) // of a node's points in those of its score; NaN if left out
	weights := make([]float64, len(nodes))
	shares[0], weights[0] = 1, 1
	var out []Contribution
	for i := range nodes {
		n := &nodes[i]
		if isGap(shares[i]) {
			for j := n.first; j < n.past; j++ {
				shares[j] = math.NaN()
			}
			continue
		}

		score := r.scores[i][k]
		c := Contribution{Code: n.code, Score: score, Weight: weights[i], Points: float64(shares[i] * score)}
		if n.parent >= 0 {
			c.Parent = nodes[n.parent].code
		}
		out = append(out, c)
		r.divide(n, k, shares, weights, shares[i], score)
	}
	return out
}

// divide sets the shares and the weights of the children of a node, which has a
// share and a score itself.
func (r *Result) divide(n *treeNode, k int, shares, weights []float64, share, score float64) {
	var total, implied float64
	for j := n.first; j < n.past; j++ {
		x, w := r.scores[j][k], r.weights[j]
		if isGap(x) {
			shares[j] = math.NaN()
			continue
		}
		weights[j] = w
		total += w
		if w > 0 {
			shares[j] = implicit(n.mean, w, x, score)
			implied += shares[j]
		}
	}

	for j := n.first; j < n.past; j++ {
		weights[j] /= total
		shares[j] = share * (shares[j] / implied)
	}
}

// implicit returns the weight of x in the arithmetic mean that equals m, up to a
// factor that is the same for its siblings.
func implicit(mean Mean, w, x, m float64) float64 {
	switch mean := mean.(type) {
	case Geometric:
		return w * slopeLog(x, m)
	case Harmonic:
		return w * (m / x)
	case Power:
		return w * slopePower(x, m, detmath.Float(mean.P))
	case Minimum:
		if x == m {
			return 1
		}
		return 0
	}
	return w
}

// slopeLog returns m·(ln x − ln m)/(x − m). It uses the series of artanh if x and m
// are near to each other.
func slopeLog(x, m float64) float64 {
	s := (x - m) / (x + m)
	if math.Abs(s) > 0.05 {
		return detmath.Log(x/m) / (x/m - 1)
	}

	z := float64(s * s)
	series := float64(z * (1.0 / 11))
	for _, c := range [...]float64{1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3} {
		series = float64(z * (c + series))
	}
	return 2 * (1 + series) * (m / (x + m))
}

// slopePower returns (xᵖ − mᵖ)/(x − m), divided by pmᵖ⁻¹. It is the slope of the
// logarithm times (eᵘ − 1)/u, with u = p ln(x/m).
func slopePower(x, m, p float64) float64 {
	switch {
	case m == 0 && x > 0: // the mean is too small for a float64
		return 0
	case m == 0:
		return 1
	case x == 0:
		return 1 / p
	}
	slope := slopeLog(x, m)
	return slope * detmath.Expm1Over(p*slope*((x-m)/m))
}
