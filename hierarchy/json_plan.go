package hierarchy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// planFormat tells the document of a plan from others.
const planFormat = "targetcascade plan"

// maxRevisions is how many plans a document can hold that revise each other.
const maxRevisions = 200

type planWire struct {
	Format  string        `strict:"required"`
	Version int           `strict:"required"`
	Tree    string        // digest
	Target  target.Target `strict:"required"`
	Options *optionsWire

	Reconciled *reconciledWire // in place of options
	Converted  *convertedWire  // in place of options
	Continues  json.RawMessage // the plan above, unless the plan that this one revises has it

	TakenOver []string // units whose holds the revision took over without an end
	Revises   json.RawMessage
	Lines     []json.RawMessage

	Quotas    json.RawMessage `strict:"required"`
	Residuals map[string]decimal.Decimal
	Inputs    []inputsWire
}

// inputsWire is a tree and its columns, in a document that refers to nothing else.
type inputsWire struct {
	Tree    json.RawMessage `strict:"required"`
	Columns []json.RawMessage
}

// MarshalJSON writes the plan with everything that it was made from, except the
// tree and the columns, to which it refers by their digests:
//
//	{
//	  "format":"targetcascade plan","version":1,
//	  "tree":"sha256:…",
//	  "target":{…},
//	  "options":{…},
//	  "revises":{…},
//	  "quotas":[{"unit":"00","value":"300000"},{"unit":"11","value":"110717","decidedBy":"hold"},…],
//	  "residuals":{"00":"-0.0000213"}
//	}
//
// Options are as [Options.MarshalJSON] writes them. Revises is the document of the
// plan that this one revises ([Plan.Before]). A plan by [Strictest] has the documents
// of its lines instead of options. A plan of [Reconcile] has the member reconciled:
// its proposals and options, and the target's value before it moved. A plan of
// [Plan.Convert] has the member converted: the document of the plan before, and the
// options as [ConvertOptions.MarshalJSON] writes them. A plan of [Plan.Continue] has
// the document of the plan above in the member continues.
//
// Quotas are in the order of [Plan.All]. They have upper, decidedBy and line if these
// are not absent, the claim or 0. Residuals are those of [Plan.Residual] that are
// not 0.
//
// [ReadPlan] reads the document. [Plan.MarshalWithInputs] writes one that needs
// nothing else.
//
// MarshalJSON returns an error for a plan without quotas, if a method is neither of
// this package nor a [NamedMethod], or if a rule has the method of another revision.
func (p *Plan) MarshalJSON() ([]byte, error) {
	w := planWriter{}
	return w.document(p)
}

// MarshalWithInputs writes the plan as MarshalJSON does, with the tree and the
// columns that it was made from. The document can be read by itself, by [ReadPlan]
// or into a Plan.
func (p *Plan) MarshalWithInputs() ([]byte, error) {
	w := planWriter{embed: true}
	return w.document(p)
}

// Digest returns a fingerprint of the plan: the SHA-256 of the text that MarshalJSON
// writes, without zeros at the end of decimals, as sha256: and 64 hexadecimal digits.
// Plans that were made from equal inputs have the same digest on every platform. A
// plan that cannot be written has none.
func (p *Plan) Digest() string {
	w := planWriter{canonical: true}
	text, err := w.document(p)
	if err != nil {
		return ""
	}
	return digestOf(text)
}

// planWriter writes the documents of a plan and of those within it.
type planWriter struct {
	canonical bool
	embed     bool
	trees     []*Tree
	columns   []Column
	digests   map[digestKey]string
	depth     int
}

// document writes the outermost plan.
func (w *planWriter) document(p *Plan) ([]byte, error) {
	wire, err := w.wire(p)
	if err != nil {
		return nil, err
	}
	if w.embed {
		if wire.Inputs, err = w.inputs(); err != nil {
			return nil, err
		}
	}
	return w.marshal(wire)
}

func (w *planWriter) marshal(v any) ([]byte, error) {
	if w.canonical {
		return targetjson.Canonical(v, "plan")
	}
	return targetjson.Marshal(v, "plan")
}

// wire returns what is written of one plan.
func (w *planWriter) wire(p *Plan) (planWire, error) {
	if p == nil || p.lower == nil {
		return planWire{}, &target.FieldError{
			Path: "plan", Err: target.ErrRequired,
			Remedy: "write a plan made by Cascade or Reconcile",
		}
	}
	if w.depth++; w.depth > maxRevisions {
		return planWire{}, &target.FieldError{
			Path: "plan", Err: target.ErrRange,
			Remedy: fmt.Sprintf(
				"at most %d plans that revise each other fit a document: cascade the quotas anew", maxRevisions,
			),
		}
	}
	defer func() { w.depth-- }()

	out := planWire{Format: planFormat, Version: jsonVersion, Target: p.target}
	var err error
	if p.lines != nil {
		err = w.lines(p, &out)
	} else {
		err = w.options(p, &out)
	}
	if err != nil {
		return planWire{}, err
	}

	out.Quotas = p.quotasJSON(w.canonical)
	out.Residuals = p.residuals()
	return out, nil
}

// lines writes the plans that Strictest merged.
func (w *planWriter) lines(p *Plan, out *planWire) error {
	for _, line := range p.lines {
		text, err := w.nested(line)
		if err != nil {
			return err
		}
		out.Lines = append(out.Lines, text)
	}
	return nil
}

// options writes what a plan of Cascade was made from.
func (w *planWriter) options(p *Plan, out *planWire) error {
	out.Tree = p.tree.Digest()
	if !slices.Contains(w.trees, p.tree) {
		w.trees = append(w.trees, p.tree)
	}
	var err error
	if out.Revises, err = w.nested(p.before); err != nil {
		return err
	}
	if p.before == nil {
		if out.Continues, err = w.nested(p.above); err != nil {
			return err
		}
	}
	var from json.RawMessage
	if p.converted != nil {
		if from, err = w.nested(p.converted.from); err != nil {
			return err
		}
	}

	o := jsonWriter{canonical: w.canonical, before: p.before, digests: w.digests}
	switch {
	case p.nearest != nil:
		out.Reconciled = o.reconciled(p.nearest)
	case p.converted != nil:
		out.Converted = new(o.converted(p.converted.options))
		out.Converted.From = from
	default:
		wire, err := o.options(p.options)
		if err != nil {
			return err
		}
		out.Options = &wire
	}
	w.digests = o.digests
	w.columns = append(w.columns, o.columns...)
	for _, h := range p.taken {
		out.TakenOver = append(out.TakenOver, h.Unit)
	}
	slices.Sort(out.TakenOver)
	return nil
}

// nested writes the document of a plan within another one, nothing for a nil plan.
func (w *planWriter) nested(p *Plan) (json.RawMessage, error) {
	if p == nil {
		return nil, nil
	}
	wire, err := w.wire(p)
	if err != nil {
		return nil, err
	}
	return w.marshal(wire)
}

// inputs writes the trees and columns of the plans that were written.
func (w *planWriter) inputs() ([]inputsWire, error) {
	var all []inputsWire
	for _, t := range w.trees {
		tree, err := t.MarshalJSON()
		if err != nil {
			return nil, err
		}
		in := inputsWire{Tree: tree}
		for _, c := range w.columns {
			if c.tree != t {
				continue
			}
			column, err := c.MarshalJSON()
			if err != nil {
				return nil, err
			}
			in.Columns = append(in.Columns, column)
		}
		all = append(all, in)
	}
	return all, nil
}

// quotasJSON writes the quotas.
func (p *Plan) quotasJSON(canonical bool) []byte {
	b := append(make([]byte, 0, 48*len(p.lower.state)+2), '[')
	for at := range p.places() {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = p.appendQuota(b, at, canonical)
	}
	return append(b, ']')
}

func (p *Plan) appendQuota(b []byte, at int, canonical bool) []byte {
	b = append(b, `{"unit":`...)
	b, _ = strictjson.AppendQuoted(b, p.tree.units[at].Code) // which is UTF-8
	b = p.appendValue(append(b, `,"value":`...), p.lower, at, canonical)
	if p.upper != nil {
		b = p.appendValue(append(b, `,"upper":`...), p.upper, at, canonical)
	}
	if by := apportion.DecidedBy(p.lower.state[at] - 1); by != apportion.ByClaim {
		b = append(b, `,"decidedBy":"`...)
		b = append(b, by.String()...)
		b = append(b, '"')
	}
	if p.line != nil && p.line[at] > 0 {
		b = fmt.Appendf(b, `,"line":%d`, p.line[at])
	}
	return append(b, '}')
}

// appendValue appends a quota as a string of JSON.
func (p *Plan) appendValue(b []byte, r *result, at int, canonical bool) []byte {
	if len(r.quotas.wide) == 0 && p.step.Plain() {
		return appendWord(b, r.quotas.words[at], p.step.Exp, canonical)
	}
	return appendDecimal(b, p.value(r, at), canonical)
}

// residuals returns the residuals of parents that are not zero.
func (p *Plan) residuals() map[string]decimal.Decimal {
	var all map[string]decimal.Decimal
	for at := range p.lower.rest {
		code := p.tree.units[at].Code
		if d := p.Residual(code); !d.IsZero() {
			if all == nil {
				all = map[string]decimal.Decimal{}
			}
			all[code] = d
		}
	}
	return all
}

// UnmarshalJSON reads a plan as [Plan.MarshalWithInputs] writes it. It returns the
// errors of [ReadPlan], and one for a document without its tree and columns.
func (p *Plan) UnmarshalJSON(data []byte) error {
	read, err := ReadPlan(data, Inputs{})
	if err == nil {
		*p = *read
	}
	return err
}

// ReadPlan reads a plan as [Plan.MarshalJSON] or [Plan.MarshalWithInputs] writes it.
// It cascades the target again by the options of the document, or reconciles its
// proposals again, and compares the quotas. The plan that it returns therefore equals the
// plan that was written: it checks, explains, compares and revises in the same way.
//
// ReadPlan returns an error if
//   - the document is of another format or of a later version;
//   - a field is unknown, given twice or missing, or a document within it has one of these problems;
//   - no tree of the inputs has the digest;
//   - [ReadOptions] returns an error for the options, their columns or their methods;
//   - the function that made the plan returns an error;
//   - the target of a plan by [Strictest], [Plan.Convert] or [Plan.Continue] is not the one
//     that follows from the plans within the document;
//   - a quota, what decided it or a residual is not what the rules give, or is missing.
//
// It reports every problem of the first of these steps that fails.
func ReadPlan(data []byte, in Inputs) (*Plan, error) {
	r := planReader{inputs: in}
	p := r.read(r.problems.At("plan"), data, 1)
	if r.problems.Len() > 0 {
		return nil, r.problems.Err()
	}
	return p, nil
}

type planReader struct {
	problems target.Problems
	inputs   Inputs
	digests  []string // of the trees
}

// read reads a document that may hold others.
func (r *planReader) read(at target.Place, data []byte, depth int) *Plan {
	if depth > maxRevisions {
		at.Report(depth, target.ErrRange, "the document holds too many plans within one another")
		return nil
	}
	if !r.header(at, data) {
		return nil
	}
	var wire planWire
	if !at.Add(strictjson.Unmarshal(data, &wire)) {
		return nil
	}
	r.embedded(at.Field("inputs"), wire.Inputs)
	if wire.Lines != nil {
		return r.merged(at, wire, depth)
	}

	if wire.Converted != nil {
		return r.convert(at, wire, depth)
	}

	hasOptions := wire.Options != nil || wire.Reconciled != nil
	at.Field("options").Required(hasOptions, "give the options with which the plan was made")
	tree := r.tree(at.Field("tree"), wire.Tree)
	var before, above *Plan
	if len(wire.Revises) > 0 {
		before = r.read(at.Field("revises"), wire.Revises, depth+1)
	}
	if len(wire.Continues) > 0 {
		above = r.read(at.Field("continues"), wire.Continues, depth+1)
		if before != nil || wire.Reconciled != nil {
			at.Field("continues").Report(nil, target.ErrInvalid, "only a plan of Continue has it: leave it out")
		}
	}
	if r.problems.Len() > 0 && (tree == nil || wire.Options == nil && wire.Reconciled == nil) {
		return nil
	}
	if above != nil && !r.continues(at, wire, tree, above) {
		return nil
	}
	if wire.Reconciled != nil {
		return r.reconcile(at, wire, tree, before)
	}
	p := r.cascade(at, wire, tree, before)
	if p != nil && above != nil {
		p.above = above
	}
	return p
}

// continues reports whether a target is that of a unit of the plan above.
func (r *planReader) continues(at target.Place, wire planWire, tree *Tree, above *Plan) bool {
	unit, ok := above.at(wire.Target.Unit)
	if ok && above.tree == tree && !above.divides(unit) {
		return r.sameTarget(at, wire, above.targetOf(unit))
	}
	at.Field("continues").Report(
		wire.Target.Unit, target.ErrMismatch, "the unit of the target must be one that hands nothing down in it",
	)
	return false
}

// sameTarget compares the target of a document with the one that follows from another
// plan in it.
func (r *planReader) sameTarget(at target.Place, wire planWire, want target.Target) bool {
	got, err := strictjson.Marshal(wire.Target)
	expected, otherErr := strictjson.Marshal(want)
	if err == nil && otherErr == nil && bytes.Equal(got, expected) {
		return true
	}
	at.Field("target").Report(wire.Target.Code, target.ErrMismatch, "another target follows from the plans within it")
	return false
}

// convert makes a converted plan again.
func (r *planReader) convert(at target.Place, wire planWire, depth int) *Plan {
	place := at.Field("converted")
	if wire.Options != nil || wire.Reconciled != nil || len(wire.Revises) > 0 || len(wire.Continues) > 0 ||
		len(wire.TakenOver) > 0 {
		place.Report(nil, target.ErrInvalid,
			"a converted plan has no options of its own and revises no plan: leave them out")
	}
	tree := r.tree(at.Field("tree"), wire.Tree)
	var from *Plan
	if place.Field("from").Required(len(wire.Converted.From) > 0, "give the plan that was converted") {
		from = r.read(place.Field("from"), wire.Converted.From, depth+1)
	}
	read := jsonReader{inputs: r.inputs, tree: tree}
	o := read.converted(read.problems.At("converted"), *wire.Converted)
	at.Add(read.problems.Err())
	if from != nil && from.tree != tree {
		at.Field("tree").Report(wire.Tree, target.ErrMismatch, "the plan that was converted is of another tree")
	}
	if r.problems.Len() > 0 {
		return nil
	}

	p, err := from.Convert(o)
	if !at.Add(err) || !r.sameTarget(at, wire, p.target) {
		return nil
	}
	r.compare(at, wire, p)
	return p
}

// header checks the format and the version before anything else: what a later
// version has instead is not known.
func (r *planReader) header(at target.Place, data []byte) bool {
	if !json.Valid(data) || bytes.TrimSpace(data)[0] != '{' {
		return at.Add(strictjson.Unmarshal(data, new(planWire)))
	}

	var format, version []byte
	for name, value := range strictjson.Members(bytes.TrimSpace(data)) {
		switch string(name) {
		case `"format"`:
			format = value
		case `"version"`:
			version = value
		}
	}

	if string(format) != `"`+planFormat+`"` {
		at.Field("format").Report(clipped(format), target.ErrInvalid, "must be "+planFormat)
		return false
	}

	var n int
	if json.Unmarshal(version, &n) != nil {
		return true // reported with the fields
	}
	return checkVersion(at.Field("version"), n)
}

// embedded adds the trees and columns of a document to the inputs.
func (r *planReader) embedded(at target.Place, all []inputsWire) {
	for i, in := range all {
		if r.problems.Full() {
			continue
		}
		place := at.Index(i)
		tree := new(Tree)
		if !place.AddRooted(tree.UnmarshalJSON(in.Tree)) {
			continue
		}
		r.inputs.Trees = append(slices.Clip(r.inputs.Trees), tree)
		for k, raw := range in.Columns {
			if r.problems.Full() {
				continue
			}
			c, err := tree.ReadColumn(raw)
			if place.Field("columns").Index(k).AddRooted(err) {
				r.inputs.Columns = append(slices.Clip(r.inputs.Columns), c)
			}
		}
	}
}

// tree finds the tree with a digest.
func (r *planReader) tree(at target.Place, digest string) *Tree {
	if !at.Required(digest != "", "") {
		return nil
	}
	for i, t := range r.inputs.Trees {
		if i == len(r.digests) {
			r.digests = append(r.digests, t.Digest())
		}
		if r.digests[i] == digest {
			return t
		}
	}
	remedy := "give the tree among the inputs, or write the plan by Plan.MarshalWithInputs"
	if len(r.inputs.Trees) > 0 {
		remedy = "no tree of the inputs has this digest: the plan was made over another one"
	}
	at.Report(digest, target.ErrUnknown, remedy)
	return nil
}

// merged makes the plan of Strictest again.
func (r *planReader) merged(at target.Place, wire planWire, depth int) *Plan {
	lines := make([]*Plan, len(wire.Lines))
	for i, raw := range wire.Lines {
		if r.problems.Full() {
			continue
		}
		lines[i] = r.read(at.Field("lines").Index(i), raw, depth+1)
	}

	if wire.Options != nil || wire.Reconciled != nil || wire.Converted != nil || len(wire.Revises) > 0 ||
		len(wire.Continues) > 0 || len(wire.TakenOver) > 0 || wire.Tree != "" {
		at.Field("lines").Report(
			nil, target.ErrInvalid,
			"a plan of several lines has neither tree nor options nor a plan that it revises",
		)
	}

	if r.problems.Len() > 0 {
		return nil
	}
	p, err := Strictest(lines...)
	if !at.Add(err) || !r.sameTarget(at, wire, p.target) {
		return nil
	}

	r.compare(at, wire, p)
	return p
}

// cascade makes the plan of Cascade again.
func (r *planReader) cascade(at target.Place, wire planWire, tree *Tree, before *Plan) *Plan {
	o := jsonReader{inputs: r.inputs, tree: tree, revises: len(wire.Revises) > 0, before: before}
	options := o.options(o.problems.At("options"), *wire.Options)
	at.Add(o.problems.Err())
	if r.problems.Len() > 0 {
		return nil
	}

	p, err := Cascade(tree, wire.Target, options)
	if !at.Add(err) {
		return nil
	}
	if before != nil {
		p.revises(before)
	}
	r.taken(at.Field("takenOver"), wire.TakenOver, p)
	r.compare(at, wire, p)
	return p
}

// taken restores which holds a revision took over.
func (r *planReader) taken(at target.Place, units []string, p *Plan) {
	for i, code := range units {
		k := slices.IndexFunc(p.options.Holds, func(h Hold) bool { return h.Unit == code && h.Until.IsZero() })
		if p.before == nil || k < 0 {
			at.Index(i).Report(
				code, target.ErrUnknown,
				"it must be a hold without an end, in a plan that revises another one",
			)
			continue
		}
		p.taken = append(p.taken, p.options.Holds[k])
	}
}

// compare compares the quotas of a document with those of the plan.
func (r *planReader) compare(at target.Place, wire planWire, p *Plan) {
	q := quotaReader{plan: p, problems: &r.problems, at: at.Field("quotas"), seen: make([]bool, p.tree.Len())}
	q.read(wire.Quotas)

	residuals := p.residuals()
	place := at.Field("residuals")
	for _, code := range sortedKeys(wire.Residuals) {
		if got, want := wire.Residuals[code], residuals[code]; !got.Equal(want) {
			place.Key(code).Report(got, target.ErrMismatch, "the rules give "+fixed.Plain(want))
		}
	}
	for _, code := range sortedKeys(residuals) {
		if _, ok := wire.Residuals[code]; !ok {
			place.Key(code).Report(nil, target.ErrMissing, "the rules give "+fixed.Plain(residuals[code]))
		}
	}
}

// Verify compares the plan with a table of figures that somebody published as its
// quotas. It proves or disproves the table for anybody who has the tree, the target
// and the options, or the document of the plan and its inputs:
//
//	plan, err := hierarchy.ReadPlan(document, inputs) // or Cascade
//	…
//	err = plan.Verify(published)
//
// For a target within a range, the figures are the lower ends.
//
// Verify returns an error if the column is of another tree, or if a unit has a figure
// other than its quota, a figure without a quota, or a quota without a figure. It
// reports every such unit, by code.
func (p *Plan) Verify(published Column) error {
	problems := target.Problems{ByPath: true}
	if p == nil || p.lower == nil {
		problems.At("plan").Required(false, "verify by a plan made by Cascade")
		return problems.Err()
	}
	if published.tree != p.tree {
		problems.At("published").Report(
			published.nameOrNil(), target.ErrMismatch,
			"make the column by the tree of the plan",
		)
		return problems.Err()
	}

	for at := range p.tree.units {
		place := problems.At("published").Key(p.tree.units[at].Code)
		has, had := p.lower.state[at] != 0, published.has(at)
		switch {
		case has && !had:
			place.Report(nil, target.ErrMissing, "its quota is "+fixed.Plain(p.value(p.lower, at)))
		case !has && had:
			place.Report(published.figures.Decimal(at), target.ErrMismatch, "the plan gives it no quota")
		case has && !published.figures.Decimal(at).Equal(p.value(p.lower, at)):
			place.Report(
				published.figures.Decimal(at), target.ErrMismatch,
				"its quota is "+fixed.Plain(p.value(p.lower, at)),
			)
		}
	}
	return problems.Err()
}

// MarshalJSON writes the unit as an object, without the fields that are empty.
func (u Unit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(u) }

// UnmarshalJSON reads a unit as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing.
func (u *Unit) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, u, "unit") }

// quotaReader compares the quotas of a document with those of a plan.
type quotaReader struct {
	plan     *Plan
	problems *target.Problems
	at       target.Place
	seen     []bool
}

// quotaWire is a quota of a document.
type quotaWire struct {
	Unit  string          `strict:"required"`
	Value decimal.Decimal `strict:"required"`
	Upper decimal.NullDecimal

	DecidedBy apportion.DecidedBy
	Line      int
}

func (r *quotaReader) read(raw []byte) {
	if raw[0] != '[' {
		r.at.Report(nil, target.ErrInvalid, "write an array")
		return
	}

	var text []byte
	expected := slices.Collect(r.plan.places())
	for i, element := range strictjson.Elements(raw) {
		// Most documents are as they were written: then nothing has to be read.
		if i < len(expected) {
			text = r.plan.appendQuota(text[:0], expected[i], false)
			if bytes.Equal(text, element) {
				r.seen[expected[i]] = true
				continue
			}
		}
		if !r.problems.Full() {
			r.one(r.at.Index(i), element)
		}
	}

	for _, at := range expected {
		if !r.seen[at] {
			r.at.Key(r.plan.tree.units[at].Code).Report(nil, target.ErrMissing,
				"the rules give "+fixed.Plain(r.plan.value(r.plan.lower, at)))
		}
	}
}

// one reads a quota that does not stand where the plan has it.
func (r *quotaReader) one(place target.Place, element []byte) {
	var q quotaWire
	if !place.Add(strictjson.Unmarshal(element, &q)) {
		return
	}
	at, ok := r.plan.at(q.Unit)
	switch {
	case !ok:
		place.Field("unit").Report(q.Unit, target.ErrUnknown, "the rules give this unit no quota")
		return
	case r.seen[at]:
		place.Field("unit").Duplicate(q.Unit)
		return
	}
	r.seen[at] = true

	p := r.plan
	place = r.at.Key(q.Unit)
	want := p.quota(at)
	if !q.Value.Equal(want.Value) {
		place.Field("value").Report(q.Value, target.ErrMismatch, "the rules give "+fixed.Plain(want.Value))
	}
	if q.Upper.Valid != want.Upper.Valid || !q.Upper.Decimal.Equal(want.Upper.Decimal) {
		place.Field("upper").Report(q.Upper, target.ErrMismatch, "the rules give "+nullText(want.Upper))
	}
	if q.DecidedBy != want.DecidedBy {
		place.Field("decidedBy").Report(q.DecidedBy, target.ErrMismatch, "the rules give "+want.DecidedBy.String())
	}
	if q.Line != want.Line {
		place.Field("line").Report(q.Line, target.ErrMismatch, "another line gives the strictest quota")
	}
}

func nullText(d decimal.NullDecimal) string {
	if !d.Valid {
		return "none"
	}
	return fixed.Plain(d.Decimal)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
