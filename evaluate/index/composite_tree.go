package index

import (
	"cmp"
	"slices"

	"github.com/targetcascade/cascade/internal/cycle"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// sortNodes returns the nodes by code.
func sortNodes(p *target.Problems, nodes []Node) []Node {
	p.At("nodes").Required(len(nodes) > 0, "give the indicators and the groups above them")
	sorted := slices.Clone(nodes)
	slices.SortStableFunc(sorted, func(a, b Node) int { return cmp.Compare(a.Code, b.Code) })

	for i, n := range sorted {
		at := p.At("nodes").Key(n.Code)
		if at.Field("code").Code(n.Code) && isSecondWithKey(sorted, i, func(n Node) string { return n.Code }) {
			at.Report(nil, target.ErrDuplicate, "give every node a code of its own")
		}
	}
	return sorted
}

// isSecondWithKey reports whether element i of a list in order of keys is the second with
// its key. So each repeated key is reported once.
func isSecondWithKey[E any](sorted []E, i int, key func(E) string) bool {
	same := func(j int) bool { return j >= 0 && key(sorted[j]) == key(sorted[i]) }
	return same(i-1) && !same(i-2)
}

// indexOf returns where a code is, or would be, among nodes in order of their
// codes.
func indexOf(sorted []Node, code string) int {
	i, _ := slices.BinarySearchFunc(sorted, code, func(n Node, code string) int { return cmp.Compare(n.Code, code) })
	return i
}

// checkTree checks that the nodes, which are in order of distinct codes, form one
// tree.
func checkTree(p *target.Problems, sorted []Node) {
	const none = -1
	parents := make([]int, len(sorted))
	root := none
	for i, n := range sorted {
		parents[i] = none
		at := p.At("nodes").Key(n.Code).Field("parent")
		if n.Parent == "" {
			if root != none {
				remedy := "only one node can be the index itself, and " + fault.Text(sorted[root].Code) +
					" has no parent either"
				at.Report(nil, target.ErrRequired, remedy)
			} else {
				root = i
			}
			continue
		}

		parent := indexOf(sorted, n.Parent)
		if parent == len(sorted) || sorted[parent].Code != n.Parent {
			at.Report(n.Parent, target.ErrUnknown, "must be the code of a node")
			continue
		}
		parents[i] = parent
	}

	edges := func(yield func(int, int) bool) {
		for child, parent := range parents {
			if parent != none && !yield(parent, child) {
				return
			}
		}
	}
	for _, i := range cycle.Nodes(len(sorted), edges) {
		p.At("nodes").Key(sorted[i].Code).Field("parent").Report(sorted[i].Parent, target.ErrCycle,
			"it must not lead back to itself, directly or through others")
	}
}

// newTree returns a composite of nodes that are numbered level by level, siblings by code.
func newTree(sorted []Node) *Composite {
	children := make(map[string][]int, len(sorted))
	for i, n := range sorted {
		children[n.Parent] = append(children[n.Parent], i)
	}

	c := &Composite{nodes: make([]treeNode, 0, len(sorted)), at: make(map[string]int, len(sorted))}
	add := func(parent int, family []int) {
		for _, i := range family {
			c.at[sorted[i].Code] = len(c.nodes)
			c.nodes = append(c.nodes, treeNode{code: sorted[i].Code, name: sorted[i].Name, parent: parent})
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
