package index

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// Weighting gives the children of a group their weights, which add up to 1. It is
// one of [GivenWeights], [EqualWeights], [Entropy], [CRITIC], [StandardDeviation]
// and [AHP].
//
// Entropy, CRITIC and StandardDeviation use the spread of the children's scores,
// over the units for which every child has one. They give more weight to children
// that distinguish units more, which is not the same as more important children.
// The weights of the nodes have an effect only with GivenWeights.
type Weighting interface {
	json.Marshaler
	weighting()
}

// GivenWeights uses the weights of the nodes.
type GivenWeights struct{}

// EqualWeights gives every child the same weight.
type EqualWeights struct{}

// Entropy gives more weight to uneven scores (Shannon's entropy, Zeleny 1982):
//
//	pᵢⱼ = xᵢⱼ / Σᵢ xᵢⱼ,  eⱼ = −Σᵢ pᵢⱼ ln pᵢⱼ / ln n,  wⱼ = (1 − eⱼ) / Σ (1 − e)
//
// A negative score is an error.
type Entropy struct{}

// CRITIC gives more weight to spread and to disagreement with the siblings
// (Diakoulaki, Mavrotas & Papayannakis 1995):
//
//	wⱼ ∝ sdⱼ · Σₖ (1 − rⱼₖ)
//
// with standard deviations sd and Pearson correlations r of the scores. The authors
// use min-max scores, which makes the spreads comparable.
type CRITIC struct{}

// StandardDeviation gives more weight to spread: wⱼ ∝ sdⱼ, the standard deviation
// of the scores.
type StandardDeviation struct{}

func (GivenWeights) weighting()      {}
func (EqualWeights) weighting()      {}
func (Entropy) weighting()           {}
func (CRITIC) weighting()            {}
func (StandardDeviation) weighting() {}

// checkWeighting checks the type of a weighting. Only a group can check an AHP,
// which names its children.
func checkWeighting(at target.Place, w Weighting) {
	switch w := w.(type) {
	case GivenWeights, EqualWeights, Entropy, CRITIC, StandardDeviation, AHP:
	default:
		at.Unknown(
			fmt.Sprintf("%T", w), "GivenWeights", "EqualWeights", "Entropy", "CRITIC", "StandardDeviation", "AHP",
		)
	}
}

// fixWeights weighs the children of a group if that needs no data.
func (b *builder) fixWeights(n *treeNode) {
	children := b.composite.nodes[n.first:n.past]
	switch w := n.weigh.(type) {
	case GivenWeights:
		n.fixed = b.givenWeights(n, children)
	case EqualWeights:
		n.fixed = slices.Repeat([]float64{1 / float64(len(children))}, len(children))
	case AHP:
		n.fixed = w.weights(b.at(n).Field("weigh"), children)
		n.weigh = GivenWeights{} // the caller can change the matrix afterwards
	default:
		if len(children) == 1 {
			n.fixed = []float64{1}
		}
	}
}

func (b *builder) givenWeights(n *treeNode, children []treeNode) []float64 {
	weights := make([]float64, len(children))
	for i, child := range children {
		weights[i] = child.weight
	}
	if slices.Max(weights) == 0 {
		b.at(n).Report(nil, target.ErrInvalid, "the weights of its children are all 0: at least one must be positive")
		return nil
	}
	toShares(weights)
	return weights
}

// toShares divides weights by their sum.
func toShares(w []float64) {
	sum := detmath.Sum(w)
	for i := range w {
		w[i] /= sum
	}
}
