package index

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Data holds the figures of a set of units: for each indicator one figure per
// unit, in the order of Units. What is not Valid is a gap. The order of the
// units does not matter.
type Data struct {
	Units   []string
	Figures map[string][]decimal.NullDecimal // by indicator

	// Of indicators normalised by OwnTarget: the units' targets, and their
	// baselines where an indicator has them.
	Targets, Baselines map[string][]decimal.NullDecimal
}

// Result holds the scores of all nodes for all units. It is immutable and safe
// for concurrent use.
//
// Scores and weights are floating-point statistics. They hold 12 significant
// digits of their scale where every indicator's figures spread over at least a
// ten-thousandth of their size, and fewer by as many as the spread is smaller.
// They have the same bits on every platform and for every order of units, nodes
// and children in the input.
type Result struct {
	of        *Composite
	units     units
	scores    [][]float64 // by node and unit; NaN is a gap
	weights   []float64   // by node, adding up to 1 among siblings
	effective []float64
	treated   []Treated
}

// units are the codes of the units in order, and where each was in the input.
type units struct {
	codes []string
	from  []int32 // nil where the input was in order
}

func (u units) at(i int) int {
	if u.from == nil {
		return i
	}
	return int(u.from[i])
}

func (u units) path(field, node string, i int) string {
	return fmt.Sprintf("%s[%q][%q]", field, fault.Clip(node, 60), fault.Clip(u.codes[i], 60))
}

// Score normalises the figures, weighs and aggregates them.
//
// Score returns an error if there is no unit, a unit has no code or appears
// twice, an indicator is missing, unknown, or has more or fewer figures than
// there are units, a figure is out of bounds, an indicator cannot be
// normalised as the specification says, the children of a group that refuses
// gaps have one, a score is outside of what a mean takes, or the spread of a
// group's children gives no weights. It reports every problem of one kind of
// step: what comes after a step that failed is not tried.
func (c *Composite) Score(d Data) (*Result, error) {
	var l fault.List
	u := sortUnits(&l, d.Units)
	c.checkColumns(&l, d)
	if err := l.Err(); err != nil {
		return nil, err
	}
	r := &Result{
		of: c, units: u,
		scores:    make([][]float64, len(c.nodes)),
		weights:   make([]float64, len(c.nodes)),
		effective: make([]float64, len(c.nodes)),
	}
	for i := range c.nodes {
		if c.nodes[i].leaf() {
			r.scores[i] = c.figures(&l, &c.nodes[i], u, d)
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	for i := range c.nodes {
		if c.nodes[i].leaf() {
			r.normalise(&l, i, d)
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	r.weights[0] = 1
	for i := len(c.nodes) - 1; i >= 0; i-- {
		if n := &c.nodes[i]; !n.leaf() {
			r.aggregate(&l, i)
			if err := l.Err(); err != nil {
				return nil, err
			}
		}
	}
	for i := range c.nodes {
		r.effective[i] = r.weights[i]
		if p := c.nodes[i].parent; p >= 0 {
			r.effective[i] *= r.effective[p]
		}
	}
	return r, nil
}

func sortUnits(l *fault.List, codes []string) units {
	if len(codes) == 0 {
		l.Add(&target.FieldError{Path: "units", Err: target.ErrRequired})
	}
	u := units{codes: slices.Clone(codes)}
	if !slices.IsSorted(codes) {
		u.from = make([]int32, len(codes))
		for i := range u.from {
			u.from[i] = int32(i)
		}
		slices.SortStableFunc(u.from, func(a, b int32) int { return cmp.Compare(codes[a], codes[b]) })
		for i, from := range u.from {
			u.codes[i] = codes[from]
		}
	}
	for i, code := range u.codes {
		switch {
		case code == "":
			l.Add(&target.FieldError{Path: `units[""]`, Err: target.ErrRequired, Remedy: "give every unit a code"})
		case i > 0 && code == u.codes[i-1] && (i < 2 || code != u.codes[i-2]):
			l.Add(&target.FieldError{Path: fmt.Sprintf("units[%q]", fault.Clip(code, 60)), Err: target.ErrDuplicate, Remedy: "give every unit a code of its own"})
		}
	}
	return u
}

// checkColumns checks that the data have the columns that the tree needs, and
// no others.
func (c *Composite) checkColumns(l *fault.List, d Data) {
	known := func(field string, columns map[string][]decimal.NullDecimal, wanted func(n *node) bool, remedy string) {
		for _, code := range slices.Sorted(maps.Keys(columns)) {
			path := fmt.Sprintf("%s[%q]", field, fault.Clip(code, 60))
			if i, ok := c.at[code]; !ok || !wanted(&c.nodes[i]) {
				l.Add(&target.FieldError{Path: path, Err: target.ErrUnknown, Remedy: remedy})
				continue
			}
			if got := len(columns[code]); got != len(d.Units) {
				l.Add(&target.FieldError{Path: path, Value: got, Err: target.ErrMismatch, Remedy: fmt.Sprintf("give one figure for each of the %d units, not valid where it is a gap", len(d.Units))})
			}
		}
	}
	ownTarget := func(n *node) bool {
		_, ok := n.normalise.(OwnTarget)
		return ok
	}
	known("figures", d.Figures, (*node).leaf, "the specification has no such indicator")
	known("targets", d.Targets, ownTarget, "only an indicator normalised by OwnTarget has targets")
	known("baselines", d.Baselines, ownTarget, "only an indicator normalised by OwnTarget has baselines")
	for _, code := range slices.Sorted(maps.Keys(c.at)) {
		n := &c.nodes[c.at[code]]
		if _, ok := d.Figures[code]; !ok && n.leaf() {
			l.Add(&target.FieldError{Path: fmt.Sprintf("figures[%q]", fault.Clip(code, 60)), Err: target.ErrRequired})
		}
		if _, ok := d.Targets[code]; !ok && ownTarget(n) {
			l.Add(&target.FieldError{Path: fmt.Sprintf("targets[%q]", fault.Clip(code, 60)), Err: target.ErrRequired, Remedy: "OwnTarget needs each unit's target"})
		}
	}
}

// figures returns an indicator's figures by unit.
func (c *Composite) figures(l *fault.List, n *node, u units, d Data) []float64 {
	check := func(field string, column []decimal.NullDecimal) {
		for i := range u.codes {
			if f := column[u.at(i)]; f.Valid {
				bounded(l, u.path(field, n.code, i), f.Decimal)
			}
		}
	}
	column := d.Figures[n.code]
	x := make([]float64, len(column))
	for i := range x {
		f := &column[u.at(i)]
		if !f.Valid {
			x[i] = math.NaN()
			continue
		}
		var ok bool
		if x[i], ok = detmath.Short(f.Decimal); ok {
			continue
		}
		if bounded(l, u.path("figures", n.code, i), f.Decimal) {
			x[i] = detmath.Float(f.Decimal)
		}
	}
	if t, ok := d.Targets[n.code]; ok {
		check("targets", t)
	}
	if b, ok := d.Baselines[n.code]; ok {
		check("baselines", b)
	}
	return x
}

// normalise winsorises and normalises the indicator at node i.
func (r *Result) normalise(l *fault.List, i int, d Data) {
	n := &r.of.nodes[i]
	figures := d.Figures[n.code]
	col := &column{
		node: n, x: r.scores[i], units: r.units,
		path:  fmt.Sprintf("figures[%q]", fault.Clip(n.code, 60)),
		exact: func(k int) decimal.Decimal { return figures[r.units.at(k)].Decimal },
	}
	if w := n.winsorise; w != nil {
		if taken, passed := w.winsorise(col.x); taken != nil {
			was := col.exact
			col.exact = func(k int) decimal.Decimal { return was(taken[k]) }
			for k, from := range taken {
				if from != k {
					r.treated = append(r.treated, Treated{
						Indicator: n.code, Unit: r.units.codes[k],
						Was: was(k), Is: was(from), Passed: passed,
					})
				}
			}
		}
	}
	col.targets = r.sorted(d.Targets[n.code])
	col.bases = r.sorted(d.Baselines[n.code])
	col.normalise(l)
}

func (r *Result) sorted(column []decimal.NullDecimal) []decimal.NullDecimal {
	if column == nil || r.units.from == nil {
		return column
	}
	out := make([]decimal.NullDecimal, len(column))
	for i, from := range r.units.from {
		out[i] = column[from]
	}
	return out
}

// aggregate weighs the children of the group at node i and takes their mean.
func (r *Result) aggregate(l *fault.List, i int) {
	c := r.of
	n := &c.nodes[i]
	children := r.scores[n.first:n.past]
	weights := n.own
	if weights == nil {
		codes := make([]string, len(children))
		for j := range codes {
			codes[j] = c.nodes[n.first+j].code
		}
		if weights = weigh(l, nodePath(n.code), n.weigh, children, codes); weights == nil {
			return
		}
	}
	copy(r.weights[n.first:n.past], weights)
	floor, included := below(n.mean)
	enough := n.available
	if n.refuse {
		enough = len(children)
	}
	for j, x := range children {
		child := &c.nodes[n.first+j]
		field := "scores"
		if child.leaf() {
			field = "figures"
		}
		for k, v := range x {
			switch {
			case v != v && n.refuse:
				l.Add(&target.FieldError{Path: r.units.path(field, child.code, k), Err: target.ErrMissing, Remedy: "fill the gap, or give the group an availability above which gaps are left out"})
			case weights[j] > 0 && (v < floor || v == floor && !included):
				l.Add(&target.FieldError{Path: r.units.path("scores", child.code, k), Value: v, Err: target.ErrRange, Remedy: fmt.Sprintf("the mean %T takes no score that low: normalise onto a range that begins above zero", n.mean)})
			}
		}
	}
	if l.Len() > 0 {
		return
	}
	r.scores[i] = make([]float64, len(r.units.codes))
	aggregate(n.mean, r.scores[i], children, weights, enough)
}

// Units lists the units in order of code.
func (r *Result) Units() iter.Seq[string] { return slices.Values(r.units.codes) }

// Score returns a unit's score at a node, which is the normalised figure for
// an indicator. It is not ok where the unit has none, or where there is no
// such unit or node.
func (r *Result) Score(unit, node string) (score float64, ok bool) {
	i, found := r.of.at[node]
	if !found {
		return 0, false
	}
	k, found := slices.BinarySearch(r.units.codes, unit)
	if !found || r.scores[i][k] != r.scores[i][k] {
		return 0, false
	}
	return r.scores[i][k], true
}

// All lists the scores at a node by unit, in order of code, without the units
// that have none. It is empty where there is no such node.
func (r *Result) All(node string) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		i, ok := r.of.at[node]
		if !ok {
			return
		}
		for k, v := range r.scores[i] {
			if v == v && !yield(r.units.codes[k], v) {
				return
			}
		}
	}
}

// Figures lists the scores at a node as All does, rounded to at most 30
// places: what is published, and what is to be ranked.
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

// Weight is what one node weighs.
type Weight struct {
	Code, Parent string
	Weight       float64 // among its siblings, adding up to 1
	Effective    float64 // in the index: the product of the weights on the way up
}

// Weights lists the weights that the scores were made with, in the order of
// the tree. Units with gaps have the weights of what is missing spread over
// what is there; [Result.Contributions] has theirs.
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

// Treated lists the figures that were winsorised, by indicator in the order of
// the tree and by unit.
func (r *Result) Treated() []Treated { return slices.Clone(r.treated) }
