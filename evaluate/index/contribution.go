package index

import (
	"math"
	"slices"

	"github.com/targetcascade/cascade/internal/detmath"
)

// Contribution is what one node adds to a unit's index.
type Contribution struct {
	Code, Parent string
	Score        float64
	Weight       float64 // among the siblings that have a score, adding up to 1
	Points       float64 // of the index
}

// Contributions takes a unit's index apart, in the order of the tree, the
// index itself first: the points of a node's children add up to its own points,
// and those of all indicators to the index. Nodes without a score are left out, and
// what is below them.
//
// Under an arithmetic mean a child has its parent's points in proportion to
// weight × score. Every other mean M of this package is an arithmetic mean with
// weights that depend on the scores, and is taken apart by these:
//
//	Geometric  wᵢ (ln xᵢ − ln M)/(xᵢ − M)    (Reinsdorf, Diewert & Ehemann 2002)
//	Harmonic   wᵢ/xᵢ
//	Power      wᵢ (xᵢᴾ − Mᴾ)/(xᵢ − M)
//	Minimum    the same for each of the least, none for the others
//
// so that a weak score weighs more than its weight where weakness is punished.
//
// Contributions is empty for a unit that has no index or is unknown.
func (r *Result) Contributions(unit string) []Contribution {
	k, ok := slices.BinarySearch(r.units.codes, unit)
	if !ok || r.scores[0][k] != r.scores[0][k] {
		return nil
	}
	nodes := r.of.nodes
	points := make([]float64, len(nodes)) // NaN where the node is left out
	share := make([]float64, len(nodes))
	weights := make([]float64, len(nodes))
	share[0], weights[0] = 1, 1
	var out []Contribution
	for i := range nodes {
		n := &nodes[i]
		if share[i] != share[i] {
			for j := n.first; j < n.past; j++ {
				share[j] = math.NaN()
			}
			continue
		}
		points[i] = float64(share[i] * r.scores[i][k])
		c := Contribution{Code: n.code, Score: r.scores[i][k], Weight: weights[i], Points: points[i]}
		if n.parent >= 0 {
			c.Parent = nodes[n.parent].code
		}
		out = append(out, c)
		r.divide(n, k, share[i], r.scores[i][k], share, weights)
	}
	return out
}

// divide sets the shares and the weights of a node's children.
func (r *Result) divide(n *node, k int, whole, mean float64, share, weights []float64) {
	var total, implied float64
	for j := n.first; j < n.past; j++ {
		x, w := r.scores[j][k], r.weights[j]
		if x != x {
			share[j] = math.NaN()
			continue
		}
		weights[j] = w
		total += w
		if w > 0 {
			share[j] = implicit(n.mean, w, x, mean)
			implied += share[j]
		}
	}
	for j := n.first; j < n.past; j++ {
		weights[j] /= total
		share[j] = whole * (share[j] / implied)
	}
}

// implicit returns the weight of x in the arithmetic mean that equals m, up to
// a factor that its siblings share.
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

// slopeLog is (ln x − ln m)/(x − m) times m, by the series of artanh where x and
// m are near.
func slopeLog(x, m float64) float64 {
	s := (x - m) / (x + m)
	if math.Abs(s) > 0.05 {
		return detmath.Log(x/m) / (x/m - 1)
	}
	z := float64(s * s)
	series := 1 + float64(z*(1.0/3+float64(z*(1.0/5+float64(z*(1.0/7+float64(z*(1.0/9+float64(z*(1.0/11))))))))))
	return 2 * series * (m / (x + m))
}

// slopePower is (xᵖ − mᵖ)/(x − m) over pmᵖ⁻¹, which is the slope of the
// logarithm times (eᵘ − 1)/u with u = p ln(x/m).
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
	return slope * rise(p*slope*((x-m)/m))
}
