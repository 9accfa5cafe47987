package hierarchy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// bids is a proposal in words: figures by code, and what weighs them.
type bids struct {
	by, figures string
	rule        hierarchy.FirmnessRule
	of, factor  string
}

func (b bids) firmness(t *testing.T, tree *hierarchy.Tree) hierarchy.Firmness {
	t.Helper()
	f := hierarchy.Firmness{Rule: b.rule, Of: codedFigures(t, tree, b.of)}
	if b.factor != "" {
		f.Factor = some(b.factor)
	}
	return f
}

// reconciling is a problem of Reconcile in words. The tree is as for the function under, and
// its root, 0, has the target.
type reconciling struct {
	tree         string
	kind         target.Kind // a flow if it is not given
	places       int32
	value, upper string
	bids         []bids
	open         *bids // the firmness of the target
	basis        string
	min, max     string
	holds        string // by the council
	last         string
}

func (n reconciling) inputs(t *testing.T) (
	*hierarchy.Tree, target.Target, []hierarchy.Proposal, hierarchy.ReconcileOptions,
) {
	t.Helper()
	tree := under(t, n.tree)
	goal := target.Target{
		Code: "t", Unit: "0", Period: target.Year(2020), Value: d(n.value),
		Indicator: target.Indicator{
			Code: "x", Kind: n.kind, Better: target.Higher, Places: target.Places(n.places),
		},
	}
	if n.kind == 0 {
		goal.Indicator.Kind = target.Flow
	}
	if n.upper != "" {
		goal.Comparator, goal.Upper = target.Within, d(n.upper)
	}

	var proposed []hierarchy.Proposal
	for _, b := range n.bids {
		proposed = append(proposed, hierarchy.Proposal{
			By: b.by, Figures: codedFigures(t, tree, b.figures), Firmness: b.firmness(t, tree),
		})
	}
	o := hierarchy.ReconcileOptions{
		Basis: codedFigures(t, tree, n.basis), LastLevel: n.last,
		Min: codedFigures(t, tree, n.min), Max: codedFigures(t, tree, n.max),
	}
	for word := range strings.FieldsSeq(n.holds) {
		code, value, _ := strings.Cut(word, "=")
		o.Holds = append(o.Holds, hierarchy.Hold{Unit: code, Value: d(value), By: "council"})
	}
	if n.open != nil {
		o.Target = new(n.open.firmness(t, tree))
	}
	return tree, goal, proposed, o
}

func (n reconciling) reconcile(t *testing.T) (*hierarchy.Plan, error) {
	t.Helper()
	return hierarchy.Reconcile(n.inputs(t))
}

// beyondWords returns the problem with a further figure, of thirty decimals, in each
// proposal. It does not count, and no figure of the column fits a word beside it.
func (n reconciling) beyondWords() reconciling {
	n.bids = slices.Clone(n.bids)
	for i := range n.bids {
		n.bids[i].figures += " W=1e-30"
	}
	n.tree += " W*"
	return n
}
