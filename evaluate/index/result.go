package index

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/target"
)

// Result is the scores of all nodes for all units. It is immutable and safe for
// concurrent use.
//
// Scores and weights are floating-point statistics. They have 12 correct digits,
// relative to their scale, if the figures of every indicator differ by at least a
// ten-thousandth of their size. For a smaller spread they have fewer digits, by as
// many as the spread is smaller. They have the same bits on every platform and for
// every order of units, nodes and children in the input.
type Result struct {
	of        *Composite
	units     units
	scores    [][]float64 // by node and unit; NaN is a gap
	weights   []float64   // by node, adding up to 1 among siblings
	effective []float64
	treated   []TreatedFigure
}

// String prints the scores of the whole index by unit, with two decimals, the best
// first, and at most 50 of them. Units without a score are left out.
func (r *Result) String() string {
	const most, places = numtext.Rows, 2
	var rows []unitScore
	if nodes := r.composite().nodes; len(nodes) > 0 {
		for unit, score := range r.All(nodes[0].code) {
			rows = append(rows, unitScore{unit, score})
		}
	}
	slices.SortStableFunc(rows, func(a, b unitScore) int { return cmp.Compare(b.score, a.score) })

	table := texttable.Table{{"unit", "score"}}
	for _, row := range rows[:min(most, len(rows))] {
		score := numtext.Fixed(detmath.Decimal(row.score, places), places)
		table = append(table, []string{texttable.Cell(row.unit, 40), score})
	}
	return table.Layout("lr") + numtext.More(len(rows)-most)
}

// composite returns what was scored, which is nothing if r was not made by Score.
func (r *Result) composite() *Composite {
	if r.of == nil {
		return new(Composite)
	}
	return r.of
}

type unitScore struct {
	unit  string
	score float64
}

// Units lists the units in order of code.
func (r *Result) Units() iter.Seq[string] { return slices.Values(r.units.codes) }

// Score returns the score of a unit at a node. For an indicator it is the normalised
// figure. It is not ok if the unit has no score, or if the unit or the node is
// unknown.
func (r *Result) Score(unit, node string) (score float64, ok bool) {
	i, known := r.composite().at[node]
	if !known {
		return 0, false
	}
	k, known := slices.BinarySearch(r.units.codes, unit)
	if !known || isGap(r.scores[i][k]) {
		return 0, false
	}
	return r.scores[i][k], true
}

// All lists the scores at a node by unit, in order of code. Units without a score are
// left out. It is empty if the node is unknown.
func (r *Result) All(node string) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		i, ok := r.composite().at[node]
		if !ok {
			return
		}
		for k, v := range r.scores[i] {
			if !isGap(v) && !yield(r.units.codes[k], v) {
				return
			}
		}
	}
}

// Figures lists the scores at a node as [Result.All] does, rounded to a number of
// decimals for publication and for rankings. The number is limited to 0 to
// [target.MaxPlaces].
func (r *Result) Figures(node string, places int32) iter.Seq2[string, decimal.Decimal] {
	places = min(max(places, 0), target.MaxPlaces)
	return func(yield func(string, decimal.Decimal) bool) {
		for unit, v := range r.All(node) {
			if !yield(unit, detmath.Decimal(v, places)) {
				return
			}
		}
	}
}

// Weight is the weight of one node.
type Weight struct {
	Code, Parent string
	Weight       float64 // among its siblings, adding up to 1
	Effective    float64 // in the index: the product of the weights up to the root
}

// Weights lists the weights of the nodes, in the order of the tree. For a unit with
// gaps the weights of missing children are spread over the others; see
// [Result.Contributions].
func (r *Result) Weights() []Weight {
	out := make([]Weight, len(r.weights))
	for i := range out {
		n := &r.of.nodes[i]
		out[i] = Weight{Code: n.code, Weight: r.weights[i], Effective: r.effective[i]}
		if n.parent >= 0 {
			out[i].Parent = r.of.nodes[n.parent].code
		}
	}
	return out
}

// Treated lists the figures that were winsorised, by indicator in the order of the
// tree and by unit.
func (r *Result) Treated() []TreatedFigure { return slices.Clone(r.treated) }
