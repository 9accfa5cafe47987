package index

import (
	"encoding/json"
	"maps"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

type (
	nodeWire struct {
		Code         string `strict:"required"`
		Name, Parent string
		Weight       decimal.NullDecimal
		Better       target.Direction
		Normalise    json.RawMessage
		Winsorise    *Winsorise
		Weigh        json.RawMessage
		Aggregate    json.RawMessage
		Availability decimal.NullDecimal
	}
	specWire struct {
		Nodes        []nodeWire `strict:"required"`
		Normalise    json.RawMessage
		Weigh        json.RawMessage
		Aggregate    json.RawMessage
		Availability decimal.NullDecimal
	}
	resultWire struct {
		Spec    specWire                      `strict:"required"`
		Units   []string                      `strict:"required"`
		Weights map[string]float64            `strict:"required"` // by node, among its siblings
		Scores  map[string]map[string]float64 `strict:"required"` // by node and unit, without gaps
		Treated []TreatedFigure
	}
)

// methods are the normalisation, the weighting and the mean of a node or a spec.
type methods struct {
	normalise Normalisation
	weigh     Weighting
	aggregate Mean
}

func readMethods(at target.Place, normalise, weigh, aggregate json.RawMessage) (m methods) {
	if normalise != nil {
		m.normalise, _ = normalisations.Read(at.Field("normalise"), normalise)
	}
	if weigh != nil {
		m.weigh, _ = weightings.Read(at.Field("weigh"), weigh)
	}
	if aggregate != nil {
		m.aggregate, _ = means.Read(at.Field("aggregate"), aggregate)
	}
	return m
}

func (w nodeWire) node(at target.Place) Node {
	m := readMethods(at, w.Normalise, w.Weigh, w.Aggregate)
	return Node{
		Code: w.Code, Name: w.Name, Parent: w.Parent, Weight: w.Weight, Better: w.Better,
		Normalise: m.normalise, Winsorise: w.Winsorise, Weigh: m.weigh,
		Aggregate: m.aggregate, Availability: w.Availability,
	}
}

func (w specWire) spec(at target.Place) Spec {
	m := readMethods(at, w.Normalise, w.Weigh, w.Aggregate)
	s := Spec{Normalise: m.normalise, Weigh: m.weigh, Aggregate: m.aggregate, Availability: w.Availability}
	for i, node := range w.Nodes {
		s.Nodes = append(s.Nodes, node.node(at.Field("nodes").Index(i)))
	}
	return s
}

// read reads JSON into a wire type and builds the value from it.
func read[W, T any](data []byte, root string, build func(W, target.Place) T) (T, error) {
	var p target.Problems
	at := p.At(root)
	var wire W
	var fresh T
	if at.Add(strictjson.Unmarshal(data, &wire)) {
		fresh = build(wire, at)
	}
	return fresh, p.Err()
}

// MarshalJSON writes the node, its methods by name:
//
//	{"code":"density","parent":"innovation","weight":"2","better":"higher",
//	 "normalise":{"method":"goalposts","low":"0","high":"120"}}
func (n Node) MarshalJSON() ([]byte, error) { return strictjson.Marshal(n) }

// UnmarshalJSON reads a node as MarshalJSON writes it. [New] checks it.
func (n *Node) UnmarshalJSON(data []byte) error {
	fresh, err := read(data, "node", nodeWire.node)
	if err == nil {
		*n = fresh
	}
	return err
}

// MarshalJSON writes the nodes as [Node.MarshalJSON] does, and what holds for all of
// them.
func (s Spec) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a specification as MarshalJSON writes it. [New] checks it.
func (s *Spec) UnmarshalJSON(data []byte) error {
	fresh, err := read(data, "spec", specWire.spec)
	if err == nil {
		*s = fresh
	}
	return err
}

// MarshalJSON writes the specification, with the nodes by code. It returns an error
// if the composite was not made by [New].
func (c *Composite) MarshalJSON() ([]byte, error) {
	if len(c.nodes) == 0 {
		return nil, &target.FieldError{Path: "composite", Err: target.ErrRequired, Remedy: "make one by New"}
	}
	return c.spec.MarshalJSON()
}

// UnmarshalJSON reads a specification, as [Spec.UnmarshalJSON] does, and makes the
// composite of it by [New]. After an error c is as it was.
func (c *Composite) UnmarshalJSON(data []byte) error {
	var s Spec
	if err := s.UnmarshalJSON(data); err != nil {
		return err
	}
	fresh, err := New(s)
	if err == nil {
		*c = *fresh
	}
	return err
}

// MarshalJSON writes the specification, the weights of the nodes and the scores by
// node and unit, without gaps:
//
//	{"spec":{…},"units":["110000","310000"],"weights":{"density":0.5,…},
//	 "scores":{"density":{"110000":100,"310000":33.4},…}}
func (r *Result) MarshalJSON() ([]byte, error) {
	if r.of == nil {
		return nil, &target.FieldError{Path: "result", Err: target.ErrRequired, Remedy: "make one by Composite.Score"}
	}
	out := struct {
		Spec    Spec                          `strict:"required"`
		Units   []string                      `strict:"required"`
		Weights map[string]float64            `strict:"required"`
		Scores  map[string]map[string]float64 `strict:"required"`
		Treated []TreatedFigure
	}{r.of.spec, r.units.codes, map[string]float64{}, map[string]map[string]float64{}, r.treated}
	for i, n := range r.of.nodes {
		out.Weights[n.code] = r.weights[i]
		out.Scores[n.code] = maps.Collect(r.All(n.code))
	}
	return strictjson.Marshal(out)
}

// UnmarshalJSON reads a result as MarshalJSON writes it.
//
// UnmarshalJSON returns an error, and leaves r as it is, if:
//   - a field is unknown, given twice, missing or not of its form;
//   - [New] refuses the specification;
//   - the units are not in order of code, or one is given twice;
//   - a node has no weight or no scores, or a score is of an unknown node or unit.
func (r *Result) UnmarshalJSON(data []byte) error {
	var p target.Problems
	at := p.At("result")
	var wire resultWire
	if !at.Add(strictjson.Unmarshal(data, &wire)) {
		return p.Err()
	}

	spec := wire.Spec.spec(at.Field("spec"))
	if err := p.Err(); err != nil {
		return err
	}

	c, err := New(spec)
	if !at.Field("spec").Add(err) {
		return p.Err()
	}

	fresh := wire.result(at, c)
	if err := p.Err(); err != nil {
		return err
	}

	*r = *fresh
	return nil
}

func (w resultWire) result(at target.Place, c *Composite) *Result {
	r := &Result{of: c, units: units{codes: w.Units}, treated: w.Treated}
	if !slices.IsSorted(w.Units) || len(slices.Compact(slices.Clone(w.Units))) != len(w.Units) {
		at.Field("units").Report(nil, target.ErrDuplicate, "write each unit once, in order of code")
		return nil
	}
	const each = "write one for each node and for nothing else"
	if n := len(w.Weights); n != len(c.nodes) {
		at.Field("weights").Report(n, target.ErrMismatch, each)
	}
	if n := len(w.Scores); n != len(c.nodes) {
		at.Field("scores").Report(n, target.ErrMismatch, each)
	}

	for _, n := range c.nodes {
		weight, ok := w.Weights[n.code]
		at.Field("weights").Key(n.code).Required(ok, "write the weight of each node")
		r.weights = append(r.weights, weight)
		effective := weight
		if n.parent >= 0 {
			effective *= r.effective[n.parent]
		}
		r.effective = append(r.effective, effective)

		of := at.Field("scores").Key(n.code)
		scores, ok := w.Scores[n.code]
		of.Required(ok, "write the scores of each node, {} for none")
		r.scores = append(r.scores, r.column(of, scores))
	}
	return r
}

// column returns the scores of a node by unit.
func (r *Result) column(at target.Place, scores map[string]float64) []float64 {
	column := make([]float64, len(r.units.codes))
	known := 0
	for k, code := range r.units.codes {
		score, ok := scores[code]
		if !ok {
			column[k] = math.NaN()
			continue
		}
		column[k] = score
		known++
	}
	if known < len(scores) {
		at.Report(len(scores)-known, target.ErrUnknown, "write scores of the units of the result only")
	}
	return column
}
