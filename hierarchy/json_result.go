package hierarchy

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *InfeasibleError) MarshalJSON() ([]byte, error) { return e.field().MarshalJSON() }

type (
	explanationJSON struct {
		Unit   string
		Absent string
		Target target.Target
		Steps  []explainedJSON
		From   []explanationJSON // one after the other
	}
	explainedJSON struct {
		ExplainStep
		Text string `strict:"required"`
	}
)

// MarshalJSON writes the steps, each with its text, which is what String prints of
// it. The explanations in From, and in theirs, are written as one list.
func (x Explanation) MarshalJSON() ([]byte, error) {
	out := x.json()
	for from := x.From; from != nil; from = from.From {
		out.From = append(out.From, from.json())
	}
	return targetjson.Marshal(out, "explanation")
}

// json returns what is written of one explanation.
func (x Explanation) json() explanationJSON {
	out := explanationJSON{Unit: x.Unit, Absent: x.Absent, Target: x.Target}
	for i, s := range x.Steps {
		out.Steps = append(out.Steps, explainedJSON{s, x.text(i)})
	}
	return out
}

// UnmarshalJSON reads what MarshalJSON writes. It returns an error, and leaves x as it
// is, if a text is not what its step says.
func (x *Explanation) UnmarshalJSON(data []byte) error {
	var written explanationJSON
	if err := targetjson.Unmarshal(data, &written, "explanation"); err != nil {
		return err
	}
	var p target.Problems
	at := p.At("explanation")
	var from *Explanation
	for i, w := range slices.Backward(written.From) {
		if len(w.From) > 0 {
			at.Field("from").Index(i).Field("from").Report(nil, target.ErrInvalid, "write all explanations in one list")
		}
		from = w.read(at.Field("from").Index(i), from)
	}
	read := written.read(at, from)
	if err := p.Err(); err != nil {
		return err
	}
	*x = *read
	return nil
}

// read returns the explanation that was written, and reports steps whose text is another.
func (w explanationJSON) read(at target.Place, from *Explanation) *Explanation {
	read := &Explanation{Unit: w.Unit, Absent: w.Absent, Target: w.Target, From: from}
	for _, s := range w.Steps {
		read.Steps = append(read.Steps, s.ExplainStep)
	}
	for i, s := range w.Steps {
		if s.Text != read.text(i) {
			at.Field("steps").Index(i).Field("text").Report(nil, target.ErrBroken, "the step says something else")
		}
	}
	return read
}

type scenarioWire struct {
	Value, Upper decimal.NullDecimal
	Rule         ruleWire
	Basis        *columnRef
}

// MarshalJSON writes the scenario as [Options.MarshalJSON] writes options, with the
// value and the upper end of the target.
func (s Scenario) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	written, err := w.rule(s.Rule)
	if err != nil {
		return nil, err
	}
	return w.marshal(scenarioWire{s.Value, s.Upper, written, w.some(s.Basis)})
}

// UnmarshalJSON returns an error: [ReadScenario] reads scenarios, with the columns to
// which they refer.
func (s *Scenario) UnmarshalJSON([]byte) error {
	return &target.FieldError{
		Path: "scenario", Err: target.ErrInvalid,
		Remedy: "a scenario refers to columns: read it by ReadScenario",
	}
}

// ReadScenario reads a scenario as [Scenario.MarshalJSON] writes it. Columns and
// methods are found as by [ReadOptions], which says what is refused.
func ReadScenario(data []byte, in Inputs) (Scenario, error) {
	r := jsonReader{inputs: in}
	var wire scenarioWire
	at := r.problems.At("scenario")
	if !at.Add(strictjson.Unmarshal(data, &wire)) {
		return Scenario{}, r.problems.Err()
	}
	s := Scenario{Value: wire.Value, Upper: wire.Upper, Rule: r.rule(at.Field("rule"), wire.Rule)}
	if wire.Basis != nil {
		s.Basis = r.column(at.Field("basis"), *wire.Basis)
	}
	if err := r.problems.Err(); err != nil {
		return Scenario{}, err
	}
	return s, nil
}

// convertedWire is what a plan of Plan.Convert was made from.
type convertedWire struct {
	From       json.RawMessage // the document of the plan; absent in options alone
	Code       string
	Conversion conversionWire `strict:"required"`
	Basis      *columnRef
	MeanBasis  *columnRef
}

// conversionWire is a conversion whose basis has no value.
type conversionWire struct {
	Formula     convert.Formula  `strict:"required"`
	To          target.Indicator `strict:"required"`
	Basis       basisWire
	Years       int
	BeyondWhole bool
	Rounded     bool
}

type basisWire struct {
	Name     string
	In       decimal.Decimal
	Period   target.Period
	Coverage string
	Rounded  bool
}

func (w *jsonWriter) converted(o ConvertOptions) convertedWire {
	c, b := o.Conversion, o.Conversion.Basis
	if b.In.IsZero() {
		b.In = decimal.Decimal{} // not written, whatever its scale
	}
	return convertedWire{
		Code: o.Code,
		Conversion: conversionWire{
			c.Formula, c.To,
			basisWire{b.Name, b.In, b.Period, b.Coverage, b.Rounded},
			c.Years, c.BeyondWhole, c.Rounded,
		},
		Basis: w.some(o.Basis), MeanBasis: w.some(o.MeanBasis),
	}
}

func (r *jsonReader) converted(at target.Place, wire convertedWire) ConvertOptions {
	c, b := wire.Conversion, wire.Conversion.Basis
	return ConvertOptions{
		Code: wire.Code,
		Conversion: convert.Conversion{
			Formula: c.Formula, To: c.To,
			Basis: convert.Basis{Name: b.Name, In: b.In, Period: b.Period, Coverage: b.Coverage, Rounded: b.Rounded},
			Years: c.Years, BeyondWhole: c.BeyondWhole, Rounded: c.Rounded,
		},
		Basis:     r.some(at.Field("basis"), wire.Basis),
		MeanBasis: r.some(at.Field("meanBasis"), wire.MeanBasis),
	}
}

// MarshalJSON writes the options, with their columns by name and digest:
//
//	{
//	  "code":"CN-2015/number",
//	  "conversion":{"formula":"ratio to numerator","to":{…},"basis":{"in":"10000"}},
//	  "basis":{"name":"residents","digest":"sha256:…"}
//	}
//
// It returns an error if Conversion.Basis.Value is not 0.
func (o ConvertOptions) MarshalJSON() ([]byte, error) {
	if v := o.Conversion.Basis.Value; !v.IsZero() {
		return nil, &target.FieldError{
			Path: "options.conversion.basis.value", Value: v, Err: target.ErrInvalid,
			Remedy: "leave it 0: options.basis has one for each unit",
		}
	}
	w := jsonWriter{}
	return w.marshal(w.converted(o))
}

// UnmarshalJSON returns an error: [ReadConvertOptions] reads them, with the columns to
// which they refer.
func (o *ConvertOptions) UnmarshalJSON([]byte) error {
	return &target.FieldError{
		Path: "options", Err: target.ErrInvalid,
		Remedy: "they refer to columns: read them by ReadConvertOptions",
	}
}

// ReadConvertOptions reads options as [ConvertOptions.MarshalJSON] writes them. Columns
// are found as by [ReadOptions], which says what is refused.
func ReadConvertOptions(data []byte, in Inputs) (ConvertOptions, error) {
	r := jsonReader{inputs: in}
	var wire convertedWire
	at := r.problems.At("options")
	if at.Add(strictjson.Unmarshal(data, &wire)) && len(wire.From) > 0 {
		at.Field("from").Report(nil, target.ErrUnknown, "only the document of a plan has it")
	}
	if r.problems.Len() > 0 {
		return ConvertOptions{}, r.problems.Err()
	}
	o := r.converted(at, wire)
	if err := r.problems.Err(); err != nil {
		return ConvertOptions{}, err
	}
	return o, nil
}

// MarshalJSON writes the part as [Options.MarshalJSON] writes those of a blend.
func (p Part) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	method, err := w.method(p.Method)
	if err != nil {
		return nil, err
	}
	return w.marshal(partOfBlend{p.Weight, method})
}

// UnmarshalJSON returns an error: [ReadOptions] reads parts, with the columns to which
// their methods refer.
func (p *Part) UnmarshalJSON([]byte) error {
	return &target.FieldError{
		Path: "part", Err: target.ErrInvalid,
		Remedy: "a part refers to columns: read it within options by ReadOptions",
	}
}

// unwritten says that a value holds what is written by itself.
func unwritten(path, remedy string) ([]byte, error) {
	return nil, &target.FieldError{Path: path, Err: target.ErrInvalid, Remedy: remedy}
}

// MarshalJSON returns an error: inputs are trees, columns and a function.
func (in Inputs) MarshalJSON() ([]byte, error) {
	return unwritten("inputs", "write the trees and columns, or a plan by Plan.MarshalWithInputs")
}

// MarshalJSON returns an error: a builder is not finished.
func (b *ColumnBuilder) MarshalJSON() ([]byte, error) {
	return unwritten("columnBuilder", "write the column that it builds")
}

// MarshalJSON returns an error: write the target and the options.
func (p *Prepared) MarshalJSON() ([]byte, error) {
	return unwritten("prepared", "write the target and the options, and prepare them again")
}

// MarshalJSON returns an error: the options are columns, which are written by
// themselves.
func (o StructureOptions) MarshalJSON() ([]byte, error) {
	return unwritten("structureOptions", "write the columns by Column.MarshalJSON")
}

// inPlan says that what is proposed is read within a plan.
func inPlan(path string) error {
	return &target.FieldError{
		Path: path, Err: target.ErrInvalid,
		Remedy: "it refers to columns: read the plan by ReadPlan",
	}
}

// MarshalJSON writes the firmness, with its column by name and digest.
func (f Firmness) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	return w.marshal(w.firmness(f))
}

// UnmarshalJSON returns an error: [ReadPlan] reads it within a plan.
func (f *Firmness) UnmarshalJSON([]byte) error { return inPlan("firmness") }

// MarshalJSON writes the proposal, with its columns by name and digest.
func (p Proposal) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	return w.marshal(proposalWire{p.By, w.ref(p.Figures), w.firmness(p.Firmness)})
}

// UnmarshalJSON returns an error: [ReadPlan] reads it within a plan.
func (p *Proposal) UnmarshalJSON([]byte) error { return inPlan("proposal") }

// MarshalJSON writes the options, with their columns by name and digest.
func (o ReconcileOptions) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	return w.marshal(w.reconciled(&reconciled{options: o}))
}

// UnmarshalJSON returns an error: [ReadPlan] reads it within a plan.
func (o *ReconcileOptions) UnmarshalJSON([]byte) error { return inPlan("options") }

type reconciliationWire struct {
	*reconciledWire
	Objective, Least, Loss decimal.Decimal
	Immovable              []Move
}

// MarshalJSON writes the proposals and options, with their columns by name and digest,
// and what the reconciliation costs.
func (r Reconciliation) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	wire := w.reconciled(&reconciled{proposals: r.Proposals, options: r.Options})
	return w.marshal(reconciliationWire{wire, r.Objective, r.Least, r.Loss, r.Immovable})
}

// UnmarshalJSON returns an error: [ReadPlan] reads it within a plan.
func (r *Reconciliation) UnmarshalJSON([]byte) error { return inPlan("reconciliation") }

// reconciledWire is what a plan of Reconcile was made from.
type reconciledWire struct {
	Proposals []proposalWire `strict:"required"`
	Min, Max  *columnRef
	Basis     *columnRef
	Holds     []Hold
	LastLevel string
	Target    *firmnessWire       // of the target's value, if it can move
	Value     decimal.NullDecimal // of the target, before it moved
}

type proposalWire struct {
	By       string
	Figures  columnRef `strict:"required"`
	Firmness firmnessWire
}

type firmnessWire struct {
	Rule   FirmnessRule
	Of     *columnRef
	Factor decimal.NullDecimal
}

// reconciled returns what is written of a plan of Reconcile.
func (w *jsonWriter) reconciled(r *reconciled) *reconciledWire {
	o := r.options
	out := &reconciledWire{
		Min: w.some(o.Min), Max: w.some(o.Max), Basis: w.some(o.Basis),
		Holds: sortedHolds(o.Holds), LastLevel: o.LastLevel,
	}
	for _, p := range r.proposals {
		out.Proposals = append(out.Proposals, proposalWire{p.By, w.ref(p.Figures), w.firmness(p.Firmness)})
	}
	if o.Target != nil {
		out.Target, out.Value = new(w.firmness(*o.Target)), decimal.NewNullDecimal(r.value)
	}
	return out
}

func (w *jsonWriter) firmness(f Firmness) firmnessWire {
	return firmnessWire{Rule: f.Rule, Of: w.some(f.Of), Factor: f.Factor}
}

// sortedHolds returns holds in the order of their units.
func sortedHolds(holds []Hold) []Hold {
	out := slices.Clone(holds)
	slices.SortFunc(out, func(x, y Hold) int { return cmp.Or(cmp.Compare(x.Unit, y.Unit), x.compare(y)) })
	return out
}

// reconciled reads what a plan of Reconcile was made from.
func (r *jsonReader) reconciled(at target.Place, wire reconciledWire) ([]Proposal, ReconcileOptions) {
	o := ReconcileOptions{
		Min: r.some(at.Field("min"), wire.Min), Max: r.some(at.Field("max"), wire.Max),
		Basis: r.some(at.Field("basis"), wire.Basis), Holds: wire.Holds, LastLevel: wire.LastLevel,
	}
	if wire.Target != nil {
		o.Target = new(r.firmness(at.Field("target"), *wire.Target))
	}
	if wire.Value.Valid != (wire.Target != nil) {
		at.Field("value").Report(
			nil, target.ErrInvalid,
			"give both the target's value before it moved and the firmness of the target, or neither",
		)
	}

	var proposals []Proposal
	for i, p := range wire.Proposals {
		place := at.Field("proposals").Index(i)
		proposals = append(proposals, Proposal{
			By: p.By, Figures: r.column(place.Field("figures"), p.Figures),
			Firmness: r.firmness(place.Field("firmness"), p.Firmness),
		})
	}
	return proposals, o
}

func (r *jsonReader) firmness(at target.Place, wire firmnessWire) Firmness {
	return Firmness{Rule: wire.Rule, Of: r.some(at.Field("of"), wire.Of), Factor: wire.Factor}
}

// some reads a reference to a column that may not be given.
func (r *jsonReader) some(at target.Place, ref *columnRef) Column {
	if ref == nil {
		return Column{}
	}
	return r.column(at, *ref)
}

// reconcile makes the plan of Reconcile again.
func (r *planReader) reconcile(at target.Place, wire planWire, tree *Tree, before *Plan) *Plan {
	place := at.Field("reconciled")
	read := jsonReader{inputs: r.inputs, tree: tree}
	proposals, o := read.reconciled(read.problems.At("reconciled"), *wire.Reconciled)
	at.Add(read.problems.Err())
	if wire.Options != nil {
		place.Report(nil, target.ErrInvalid, "a reconciled plan has no options of a cascade: leave options out")
	}
	if before != nil && (before.nearest == nil || before.tree != tree || before.target.Unit != wire.Target.Unit) {
		at.Field("revises").Report(
			nil, target.ErrMismatch, "a reconciled plan revises a reconciled plan of the same unit",
		)
	}
	if r.problems.Len() > 0 {
		return nil
	}

	t := wire.Target
	if wire.Reconciled.Value.Valid {
		t.Value = wire.Reconciled.Value.Decimal
	}
	p, err := reconcile(tree, t, proposals, o, before)
	if !at.Add(err) {
		return nil
	}
	if !p.target.Value.Equal(wire.Target.Value) {
		at.Field("target").Field("value").Report(wire.Target.Value, target.ErrMismatch,
			"the proposals give "+numtext.Plain(p.target.Value))
	}
	p.before = before
	r.taken(at.Field("takenOver"), wire.TakenOver, p)
	r.compare(at, wire, p)
	return p
}
