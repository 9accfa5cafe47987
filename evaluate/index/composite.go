package index

import (
	"cmp"
	"iter"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Composite is a checked [Spec], ready to score any number of data sets. It is
// immutable and safe for concurrent use.
type Composite struct {
	spec  Spec       // with the nodes by code
	nodes []treeNode // level by level, siblings by code: the children of a node are contiguous
	at    map[string]int
}

type treeNode struct {
	code, name  string
	parent      int // −1 for the root
	first, past int // its children: nodes[first:past]
	weight      float64

	// Of an indicator.
	better    target.Direction
	normalise Normalisation
	winsorise *winsoriser

	// Of a group.
	weigh       Weighting
	fixed       []float64 // weights of the children if they do not depend on data
	mean        Mean
	refusesGaps bool
	available   int // how many children must have a score
}

// leaf reports whether the node is an indicator.
func (n *treeNode) leaf() bool { return n.first == n.past }

// New checks a specification.
//
// New returns an error if:
//   - there is no node, or a code is missing or given twice;
//   - a parent is unknown, parents form a cycle, or there is not exactly one root;
//   - an indicator has no direction, or one that its normalisation does not support;
//   - an indicator has fields of a group, or a group those of an indicator;
//   - a weight is negative, or all weights among siblings are zero;
//   - an availability is not between 0 and 1;
//   - a parameter of a normalisation, weighting, mean or winsorising is not what its
//     comment requires.
//
// It reports every problem.
func New(s Spec) (*Composite, error) {
	var p target.Problems
	sorted := sortNodes(&p, s.Nodes)
	if err := p.Err(); err != nil {
		return nil, err
	}
	checkTree(&p, sorted)
	if err := p.Err(); err != nil {
		return nil, err
	}

	b := builder{composite: newTree(sorted), spec: s, problems: &p}
	b.checkDefaults()
	for i := range b.composite.nodes {
		n := &b.composite.nodes[i]
		b.fill(n, sorted[indexOf(sorted, n.code)])
	}
	for i := range b.composite.nodes {
		if n := &b.composite.nodes[i]; !n.leaf() {
			b.fixWeights(n)
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	b.composite.spec = s
	b.composite.spec.Nodes, b.composite.spec.Weigh = cloneNodes(sorted), cloneWeighting(s.Weigh)
	return b.composite, nil
}

// builder fills the nodes of a composite, whose tree is known.
type builder struct {
	composite *Composite
	spec      Spec
	problems  *target.Problems
}

func (b *builder) at(n *treeNode) target.Place { return b.problems.At("nodes").Key(n.code) }

// checkDefaults checks the methods of the Spec, which many nodes can share.
func (b *builder) checkDefaults() {
	at := b.problems.At
	if b.spec.Normalise != nil {
		checkNormalisation(at("normalise"), b.spec.Normalise)
	}
	if b.spec.Weigh != nil {
		checkWeighting(at("weigh"), b.spec.Weigh)
	}
	if b.spec.Aggregate != nil {
		checkMean(at("aggregate"), b.spec.Aggregate)
	}
	checkAvailability(at("availability"), b.spec.Availability)
}

// fill sets the fields of a node from its specification.
func (b *builder) fill(n *treeNode, from Node) {
	n.weight = 1
	if from.Weight.Valid && b.at(n).Field("weight").NonNegative(from.Weight.Decimal) {
		n.weight = detmath.Float(from.Weight.Decimal)
	}
	if n.leaf() {
		b.fillIndicator(n, from)
	} else {
		b.fillGroup(n, from)
	}
}

func (b *builder) fillIndicator(n *treeNode, from Node) {
	at := b.at(n)
	const remedy = "the node has no children: only a group has this"
	onlyIf(at.Field("weigh"), from.Weigh == nil, remedy)
	onlyIf(at.Field("aggregate"), from.Aggregate == nil, remedy)
	onlyIf(at.Field("availability"), !from.Availability.Valid, remedy)

	n.better = from.Better
	switch {
	case n.better == 0:
		at.Field("better").Required(false, "must be higher or lower")
	case n.better > target.Nearer:
		at.Field("better").Unknown(uint8(n.better), "higher", "lower")
	}

	n.normalise = cmp.Or[Normalisation](from.Normalise, b.spec.Normalise, MinMax{})
	if from.Normalise != nil {
		checkNormalisation(at.Field("normalise"), from.Normalise)
	}
	checkBetter(at.Field("better"), n.normalise, n.better)

	if from.Winsorise != nil {
		n.winsorise = newWinsoriser(at.Field("winsorise"), *from.Winsorise)
	}
}

func (b *builder) fillGroup(n *treeNode, from Node) {
	at := b.at(n)
	const remedy = "the node has children: only an indicator has this"
	onlyIf(at.Field("better"), from.Better == 0, remedy)
	onlyIf(at.Field("normalise"), from.Normalise == nil, remedy)
	onlyIf(at.Field("winsorise"), from.Winsorise == nil, remedy)

	n.weigh = cmp.Or[Weighting](from.Weigh, b.spec.Weigh, GivenWeights{})
	if from.Weigh != nil {
		checkWeighting(at.Field("weigh"), from.Weigh)
	}
	n.mean = cmp.Or[Mean](from.Aggregate, b.spec.Aggregate, Arithmetic{})
	if from.Aggregate != nil {
		checkMean(at.Field("aggregate"), from.Aggregate)
	}

	checkAvailability(at.Field("availability"), from.Availability)
	share := from.Availability
	if !share.Valid {
		share = b.spec.Availability
	}
	n.refusesGaps = !share.Valid
	if share.Valid && b.problems.Len() == 0 {
		n.available = leastChildren(share.Decimal, n.past-n.first)
	}
}

// onlyIf reports a field that does not fit the node.
func onlyIf(at target.Place, fits bool, remedy string) {
	if !fits {
		at.Report(nil, target.ErrMismatch, remedy)
	}
}

func checkAvailability(at target.Place, share decimal.NullDecimal) {
	if share.Valid {
		at.Between(share.Decimal, decimal.Zero, decimal.New(1, 0))
	}
}

// leastChildren returns the least number of children that is at least the share,
// and at least 1: no unit has a score without any figure.
func leastChildren(share decimal.Decimal, children int) int {
	least := share.Mul(decimal.New(int64(children), 0)).Ceil().IntPart()
	return int(max(least, 1))
}

// Indicators lists the codes of the indicators, which [Data] must have. They are in
// the order of the tree: level by level from the top, siblings by code.
func (c *Composite) Indicators() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.nodes {
			if n := &c.nodes[i]; n.leaf() && !yield(n.code) {
				return
			}
		}
	}
}

// String names the index and says how many indicators it is made of.
func (c *Composite) String() string {
	n := 0
	for range c.Indicators() {
		n++
	}
	if n == 0 {
		return "no index"
	}
	return "index " + fault.Clip(c.nodes[0].code, 80) + " of " + numtext.Counted(n, "indicator")
}

// Nodes lists the codes of all nodes in the order of the tree, beginning with the
// index itself.
func (c *Composite) Nodes() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.nodes {
			if !yield(c.nodes[i].code) {
				return
			}
		}
	}
}
