package index

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Spec describes a composite indicator: a tree of nodes, and what holds for
// every node that does not say otherwise. The zero values are min-max scores
// from 0 to 100, the given weights, arithmetic means, and no gaps.
type Spec struct {
	Nodes        []Node
	Normalise    Normalisation       // of indicators; nil is MinMax{}
	Weigh        Weighting           // of a group's children; nil is Given{}
	Aggregate    Mean                // of a group's children; nil is Arithmetic{}
	Availability decimal.NullDecimal // of a group; see Node
}

// Node is one node of the tree. A node that is the parent of none is an
// indicator and takes figures; every other is a group, whose score is the mean
// of its children's scores. The one node without a parent is the index itself.
type Node struct {
	Code, Name string
	Parent     string
	Weight     decimal.NullDecimal // among its siblings, in any unit; absent is 1

	// An indicator's.
	Better    target.Direction // required
	Normalise Normalisation    // nil is the Spec's
	Winsorise *Winsorise       // nil leaves outliers alone

	// A group's.
	Weigh     Weighting // nil is the Spec's
	Aggregate Mean      // nil is the Spec's

	// Availability is the least share of a group's children, counted without
	// weights, that must have a score for the unit to get one from the rest,
	// with the weights of those that are there. Where neither the node nor
	// the Spec gives it, a gap among the children is an error.
	Availability decimal.NullDecimal
}

// Composite is a checked [Spec], ready to score any number of data sets. It is
// immutable and safe for concurrent use.
type Composite struct {
	nodes []node // breadth first, siblings by code: a node's children are contiguous
	at    map[string]int
}

type node struct {
	code, name  string
	parent      int // −1 for the root
	first, past int // its children
	weight      float64

	better    target.Direction
	normalise Normalisation
	winsorise *Winsorise

	weigh     Weighting
	own       []float64 // weights of the children where they do not depend on data
	mean      Mean
	refuse    bool // gaps among the children
	available int  // how many children must have a score
}

func (n *node) leaf() bool { return n.first == n.past }

// New checks a specification.
//
// New returns an error if there is no node, a code is missing or given twice,
// a parent is unknown, there is more or less than one root, parents form a
// cycle, an indicator has no direction or one that its normalisation does not
// take, a node has fields of the other sort, a weight is negative, all the
// weights of a group's children are zero, an availability is not between 0 and
// 1, or a normalisation, weighting, mean or winsorising has parameters that
// its own comment excludes. It reports every problem.
func New(s Spec) (*Composite, error) {
	var l fault.List
	sorted := codes(&l, s.Nodes)
	if l.Len() == 0 {
		parents(&l, sorted)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	c := grow(sorted)
	for i := range c.nodes {
		n := &c.nodes[i]
		from := sorted[sortedAt(sorted, n.code)]
		path := nodePath(n.code)
		n.weight = weight(&l, path, from.Weight)
		if n.leaf() {
			c.indicator(&l, path, n, from, s)
		} else {
			c.group(&l, path, n, from, s)
		}
	}
	for i := range c.nodes {
		if n := &c.nodes[i]; !n.leaf() {
			c.fixedWeights(&l, n)
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

func nodePath(code string) string { return fmt.Sprintf("nodes[%q]", fault.Clip(code, 60)) }

// codes returns the nodes by code.
func codes(l *fault.List, nodes []Node) []Node {
	if len(nodes) == 0 {
		l.Add(&target.FieldError{Path: "nodes", Err: target.ErrRequired, Remedy: "give the indicators and the groups above them"})
	}
	sorted := slices.Clone(nodes)
	slices.SortStableFunc(sorted, func(a, b Node) int { return cmp.Compare(a.Code, b.Code) })
	for i, n := range sorted {
		switch {
		case n.Code == "":
			l.Add(&target.FieldError{Path: nodePath(n.Code) + ".code", Err: target.ErrRequired})
		case i > 0 && n.Code == sorted[i-1].Code && (i < 2 || n.Code != sorted[i-2].Code):
			l.Add(&target.FieldError{Path: nodePath(n.Code), Err: target.ErrDuplicate, Remedy: "give every node a code of its own"})
		}
	}
	return sorted
}

func sortedAt(sorted []Node, code string) int {
	i, _ := slices.BinarySearchFunc(sorted, code, func(n Node, code string) int { return cmp.Compare(n.Code, code) })
	return i
}

// parents checks that the nodes, sorted by distinct codes, form one tree.
func parents(l *fault.List, sorted []Node) {
	const none, unknown = -1, -2
	up := make([]int, len(sorted))
	root := none
	for i, n := range sorted {
		up[i] = none
		if n.Parent == "" {
			if root != none {
				l.Add(&target.FieldError{
					Path: nodePath(n.Code) + ".parent", Err: target.ErrRequired,
					Remedy: fmt.Sprintf("only one node can be the index itself, and %s has no parent either", fault.Text(sorted[root].Code)),
				})
				continue
			}
			root = i
			continue
		}
		up[i] = sortedAt(sorted, n.Parent)
		if up[i] == len(sorted) || sorted[up[i]].Code != n.Parent {
			up[i] = unknown
			l.Add(&target.FieldError{Path: nodePath(n.Code) + ".parent", Value: n.Parent, Err: target.ErrUnknown, Remedy: "name the code of a node"})
		}
	}
	// A walk up from each node ends at a root, at a walk made before, or at a
	// node of the same walk, which closes a cycle.
	walk := make([]int, len(sorted))
	for i := range sorted {
		at := i
		for at >= 0 && walk[at] == 0 {
			walk[at] = i + 1
			at = up[at]
		}
		if at < 0 || walk[at] != i+1 {
			continue
		}
		for from := at; ; {
			l.Add(&target.FieldError{Path: nodePath(sorted[at].Code) + ".parent", Value: sorted[at].Parent, Err: target.ErrCycle})
			if at = up[at]; at == from {
				break
			}
		}
	}
}

// grow numbers the nodes, sorted by code and known to form a tree, breadth
// first.
func grow(sorted []Node) *Composite {
	children := make(map[string][]int, len(sorted))
	for i, n := range sorted {
		children[n.Parent] = append(children[n.Parent], i)
	}
	c := &Composite{nodes: make([]node, 0, len(sorted)), at: make(map[string]int, len(sorted))}
	add := func(parent int, from []int) {
		for _, i := range from {
			c.at[sorted[i].Code] = len(c.nodes)
			c.nodes = append(c.nodes, node{code: sorted[i].Code, name: sorted[i].Name, parent: parent})
		}
	}
	add(-1, children[""])
	for i := 0; i < len(c.nodes); i++ {
		c.nodes[i].first = len(c.nodes)
		add(i, children[c.nodes[i].code])
		c.nodes[i].past = len(c.nodes)
	}
	return c
}

func weight(l *fault.List, path string, w decimal.NullDecimal) float64 {
	switch {
	case !w.Valid:
		return 1
	case !bounded(l, path+".weight", w.Decimal):
		return 1
	case w.Decimal.Sign() < 0:
		l.Add(&target.FieldError{Path: path + ".weight", Value: w.Decimal, Err: target.ErrRange, Remedy: "give zero or a positive number"})
	}
	return detmath.Float(w.Decimal)
}

func bounded(l *fault.List, path string, d decimal.Decimal) bool {
	if fixed.InBounds(d) {
		return true
	}
	l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
	return false
}

func (c *Composite) indicator(l *fault.List, path string, n *node, from Node, s Spec) {
	for _, f := range []struct {
		name  string
		given bool
	}{
		{"weigh", from.Weigh != nil},
		{"aggregate", from.Aggregate != nil},
		{"availability", from.Availability.Valid},
	} {
		if f.given {
			l.Add(&target.FieldError{Path: path + "." + f.name, Err: target.ErrMismatch, Remedy: "the node has no children: only a group has this"})
		}
	}
	n.better = from.Better
	switch {
	case from.Better == 0:
		l.Add(&target.FieldError{Path: path + ".better", Err: target.ErrRequired, Remedy: "higher or lower"})
	case from.Better > target.Nearer:
		l.Add(&target.FieldError{Path: path + ".better", Value: uint8(from.Better), Err: target.ErrUnknown, Remedy: "higher or lower"})
	}
	n.normalise = from.Normalise
	if n.normalise == nil {
		n.normalise = s.Normalise
	}
	if n.normalise == nil {
		n.normalise = MinMax{}
	}
	checkNormalisation(l, path, n.normalise, from.Better)
	if from.Winsorise != nil {
		w := from.Winsorise.withDefaults()
		w.check(l, path+".winsorise")
		n.winsorise = &w
	}
}

func (c *Composite) group(l *fault.List, path string, n *node, from Node, s Spec) {
	for _, f := range []struct {
		name  string
		given bool
	}{
		{"better", from.Better != 0},
		{"normalise", from.Normalise != nil},
		{"winsorise", from.Winsorise != nil},
	} {
		if f.given {
			l.Add(&target.FieldError{Path: path + "." + f.name, Err: target.ErrMismatch, Remedy: "the node has children: only an indicator has this"})
		}
	}
	n.weigh = from.Weigh
	if n.weigh == nil {
		n.weigh = s.Weigh
	}
	if n.weigh == nil {
		n.weigh = Given{}
	}
	n.mean = from.Aggregate
	if n.mean == nil {
		n.mean = s.Aggregate
	}
	if n.mean == nil {
		n.mean = Arithmetic{}
	}
	checkMean(l, path, n.mean)
	share, at := from.Availability, path
	if !share.Valid {
		share, at = s.Availability, "spec"
	}
	if !share.Valid {
		n.refuse = true
		return
	}
	if !bounded(l, at+".availability", share.Decimal) {
		return
	}
	if share.Decimal.Sign() < 0 || share.Decimal.Cmp(decimal.New(1, 0)) > 0 {
		l.Add(&target.FieldError{Path: at + ".availability", Value: share.Decimal, Err: target.ErrRange, Remedy: "from 0 to 1"})
		return
	}
	// The least whole number of children that is not below the share, at least
	// one: nobody has a score from nothing.
	children := int64(n.past - n.first)
	least := share.Decimal.Mul(decimal.New(children, 0)).Ceil().IntPart()
	n.available = int(max(least, 1))
}

// fixedWeights weighs the children of a group where that needs no data.
func (c *Composite) fixedWeights(l *fault.List, n *node) {
	children := c.nodes[n.first:n.past]
	path := nodePath(n.code)
	switch w := n.weigh.(type) {
	case Given:
		n.own = make([]float64, len(children))
		weightless := true
		for i, child := range children {
			n.own[i] = child.weight
			weightless = weightless && child.weight == 0
		}
		if weightless {
			l.Add(&target.FieldError{Path: path, Err: target.ErrInvalid, Remedy: "the weights of its children are all zero: give one of them weight"})
			return
		}
		toShares(n.own)
	case Equal:
		n.own = slices.Repeat([]float64{1 / float64(len(children))}, len(children))
	case AHP:
		n.own = w.weigh(l, path+".weigh", children)
		n.weigh = Given{} // what it held is copied
	case Entropy, CRITIC, StandardDeviation:
		if len(children) == 1 {
			n.own = []float64{1}
		}
	default:
		l.Add(&target.FieldError{Path: path + ".weigh", Value: fmt.Sprintf("%T", w), Err: target.ErrUnknown, Remedy: "Given, Equal, Entropy, CRITIC, StandardDeviation or AHP"})
	}
}

func toShares(w []float64) {
	sum := detmath.Sum(w)
	for i := range w {
		w[i] /= sum
	}
}

// Indicators lists the codes of the indicators, which [Data] must hold, in the
// order of the tree: level by level from the top, siblings by code.
func (c *Composite) Indicators() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.nodes {
			if n := &c.nodes[i]; n.leaf() && !yield(n.code) {
				return
			}
		}
	}
}

// Nodes lists the codes of all nodes in the order of the tree, the index
// itself first.
func (c *Composite) Nodes() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.nodes {
			if !yield(c.nodes[i].code) {
				return
			}
		}
	}
}
