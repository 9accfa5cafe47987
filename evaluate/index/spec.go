package index

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Spec describes a composite indicator: a tree of nodes, and the defaults of its
// nodes. The zero values mean min-max scores from 0 to 100, the weights of the
// nodes, arithmetic means, and no gaps.
type Spec struct {
	Nodes []Node

	Normalise    Normalisation       // of indicators; nil means MinMax{}
	Weigh        Weighting           // of the children of a group; nil means GivenWeights{}
	Aggregate    Mean                // of the children of a group; nil means Arithmetic{}
	Availability decimal.NullDecimal // of groups; see Node
}

// Node is one node of the tree. A node without children is an indicator and has
// figures. A node with children is a group, and its score is a mean of their scores.
// The only node without a parent is the index itself.
type Node struct {
	Code, Name string
	Parent     string
	Weight     decimal.NullDecimal // relative to its siblings; absent means 1

	// Fields of an indicator.
	Better    target.Direction // required
	Normalise Normalisation    // nil means that of the Spec
	Winsorise *Winsorise       // nil leaves outliers as they are

	// Fields of a group.
	Weigh     Weighting // nil means that of the Spec
	Aggregate Mean      // nil means that of the Spec

	// Availability is the least share of the children, from 0 to 1 and counted
	// without weights, that must have a score for a unit. Absent means that of
	// the Spec. If that is absent too, a gap among the children is an error.
	Availability decimal.NullDecimal
}

func cloneNodes(nodes []Node) []Node {
	nodes = slices.Clone(nodes)
	for i, n := range nodes {
		nodes[i].Weigh = cloneWeighting(n.Weigh)
		if n.Winsorise != nil {
			nodes[i].Winsorise = new(*n.Winsorise)
		}
	}
	return nodes
}

func cloneWeighting(w Weighting) Weighting {
	a, ok := w.(AHP)
	if !ok {
		return w
	}
	a.Order, a.Matrix = slices.Clone(a.Order), slices.Clone(a.Matrix)
	for i, row := range a.Matrix {
		a.Matrix[i] = slices.Clone(row)
	}
	return a
}
