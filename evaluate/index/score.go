package index

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/target"
)

// Score normalises the figures of a set of units, weighs them and aggregates them.
//
// Score returns an error if:
//   - the composite was not made by [New];
//   - there is no unit, or a unit has no code or is given twice;
//   - an indicator is missing or unknown, or has not one figure for each unit;
//   - a figure is out of bounds;
//   - an indicator cannot be normalised as the specification says;
//   - a group that does not accept gaps has one among its children;
//   - a score is not accepted by a mean or a weighting;
//   - the spread of the scores of a group's children gives no weights.
//
// Score works in steps: the columns, the figures, the normalisation, and each group
// from the leaves up. It reports every problem of the first step that fails.
func (c *Composite) Score(d Data) (*Result, error) {
	if len(c.nodes) == 0 {
		return nil, &target.FieldError{Path: "composite", Err: target.ErrRequired, Remedy: "make one by New"}
	}

	var p target.Problems
	s := scorer{problems: &p, composite: c, data: d, units: newUnits(p.At("units"), d.Units)}
	d.check(&p, c)
	if err := p.Err(); err != nil {
		return nil, err
	}

	s.result = &Result{
		of: c, units: s.units,
		scores:    make([][]float64, len(c.nodes)),
		weights:   make([]float64, len(c.nodes)),
		effective: make([]float64, len(c.nodes)),
	}
	for _, step := range []func() error{s.read, s.normalise, s.aggregate} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return s.result, nil
}

// scorer scores one set of figures.
type scorer struct {
	problems  *target.Problems
	composite *Composite
	data      Data
	units     units
	result    *Result
}

// read reads the figures of the indicators as float64.
func (s *scorer) read() error {
	for i := range s.composite.nodes {
		if n := &s.composite.nodes[i]; n.leaf() {
			s.result.scores[i] = s.figures(n)
		}
	}
	return s.problems.Err()
}

// figures returns the figures of an indicator by unit.
func (s *scorer) figures(n *treeNode) []float64 {
	column, at := s.data.Figures[n.code], s.problems.At("figures").Key(n.code)
	x := make([]float64, len(column))
	for i := range x {
		f := &column[s.units.at(i)]
		if !f.Valid {
			x[i] = math.NaN()
			continue
		}
		var ok bool
		if x[i], ok = detmath.Short(f.Decimal); ok {
			continue
		}
		if at.Key(s.units.codes[i]).Figure(f.Decimal) {
			x[i] = detmath.Float(f.Decimal)
		}
	}

	if goals, ok := s.data.Targets[n.code]; ok {
		checkFigures(s.problems.At("targets").Key(n.code), s.units, goals)
	}
	if baselines, ok := s.data.Baselines[n.code]; ok {
		checkFigures(s.problems.At("baselines").Key(n.code), s.units, baselines)
	}
	return x
}

func (s *scorer) normalise() error {
	for i := range s.composite.nodes {
		if s.composite.nodes[i].leaf() {
			s.normaliseIndicator(i)
		}
	}
	return s.problems.Err()
}

// normaliseIndicator winsorises and normalises the indicator at node i.
func (s *scorer) normaliseIndicator(i int) {
	n := &s.composite.nodes[i]
	figures := s.data.Figures[n.code]
	col := &figureColumn{
		node: n, at: s.problems.At("figures").Key(n.code), x: s.result.scores[i],
		exact:     func(unit int) decimal.Decimal { return figures[s.units.at(unit)].Decimal },
		targets:   s.units.sorted(s.data.Targets[n.code]),
		baselines: s.units.sorted(s.data.Baselines[n.code]),
		targetAt: func(unit int) target.Place {
			return s.problems.At("targets").Key(n.code).Key(s.units.codes[unit])
		},
	}

	if n.winsorise != nil {
		s.winsorise(col)
	}
	col.normalise()
}

// winsorise winsorises a column, and records the figures that it changes.
func (s *scorer) winsorise(col *figureColumn) {
	taken, passed := col.node.winsorise.winsorise(col.x)
	if taken == nil {
		return
	}

	before := col.exact
	col.exact = func(unit int) decimal.Decimal { return before(taken[unit]) }
	for unit, from := range taken {
		if from != unit {
			s.result.treated = append(s.result.treated, TreatedFigure{
				Indicator: col.node.code, Unit: s.units.codes[unit],
				Before: before(unit), After: before(from), Passed: passed,
			})
		}
	}
}

// aggregate scores the groups from the leaves up.
func (s *scorer) aggregate() error {
	nodes, r := s.composite.nodes, s.result
	r.weights[0] = 1
	for i := len(nodes) - 1; i >= 0; i-- {
		if nodes[i].leaf() {
			continue
		}
		s.aggregateGroup(i)
		if err := s.problems.Err(); err != nil {
			return err
		}
	}

	for i := range nodes {
		r.effective[i] = r.weights[i]
		if parent := nodes[i].parent; parent >= 0 {
			r.effective[i] *= r.effective[parent]
		}
	}
	return nil
}

// aggregateGroup weighs the children of the group at node i and takes their mean.
func (s *scorer) aggregateGroup(i int) {
	n := &s.composite.nodes[i]
	a := aggregation{children: s.result.scores[n.first:n.past], weights: n.fixed, enough: n.available}
	if n.refusesGaps {
		a.enough = len(a.children)
	}

	if a.weights == nil {
		a.weights = s.spreadWeights(n)
		if a.weights == nil {
			return
		}
	}
	copy(s.result.weights[n.first:n.past], a.weights)

	s.checkScores(n, a)
	if s.problems.Len() == 0 {
		s.result.scores[i] = a.scores(n.mean, len(s.units.codes))
	}
}

func (s *scorer) spreadWeights(n *treeNode) []float64 {
	var siblings []sibling
	for j := n.first; j < n.past; j++ {
		at := s.problems.At("nodes").Key(s.composite.nodes[j].code)
		siblings = append(siblings, sibling{at: at, scores: s.result.scores[j]})
	}
	at := s.problems.At("nodes").Key(n.code).Field("weigh")
	return spreadWeights(s.problems, at, n.weigh, siblings)
}

// checkScores checks the scores of the children of a group: gaps that the group does
// not accept, and scores that its mean does not accept.
func (s *scorer) checkScores(n *treeNode, a aggregation) {
	bound, included := lowest(n.mean)
	for j, x := range a.children {
		child := &s.composite.nodes[n.first+j]
		field := "scores"
		if child.leaf() {
			field = "figures"
		}

		for unit, v := range x {
			switch {
			case isGap(v) && n.refusesGaps:
				at := s.problems.At(field).Key(child.code).Key(s.units.codes[unit])
				at.Report(nil, target.ErrMissing, "fill the gap, or give the group an Availability below 1")
			case a.weights[j] > 0 && (v < bound || v == bound && !included):
				at := s.problems.At("scores").Key(child.code).Key(s.units.codes[unit])
				remedy := fmt.Sprintf("too low for the mean %T: normalise onto a range that begins above 0", n.mean)
				at.Report(v, target.ErrRange, remedy)
			}
		}
	}
}
