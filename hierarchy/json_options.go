package hierarchy

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// Inputs are what the documents of plans and options refer to, for those that read
// them.
type Inputs struct {
	// Trees are the trees of the plans; only the one with the digest is used.
	Trees []*Tree

	// Columns are found by their digests or, where a document gives only a name,
	// by their names.
	Columns []Column

	// Method returns the method that a user's method with a name and arguments was
	// ([NamedMethod]). It may be nil if there is none.
	Method func(name string, arguments []byte) (Method, error)
}

// columnRef is a column by its digest, its name, or both.
type columnRef struct {
	Name, Digest string
	_            struct{} // so that it reads itself
}

type columnRefWire struct{ Name, Digest string }

// MarshalJSON writes {"name":…,"digest":…}.
func (c columnRef) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(columnRefWire{c.Name, c.Digest})
}

// UnmarshalJSON reads what MarshalJSON writes, or a string that is the name.
func (c *columnRef) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		c.Name = strictjson.Unquote(data)
		return nil
	}
	var wire columnRefWire
	if err := targetjson.Unmarshal(data, &wire, "column"); err != nil {
		return err
	}
	c.Name, c.Digest = wire.Name, wire.Digest
	return nil
}

type ruleWire struct {
	Method           json.RawMessage
	Min, Max         *columnRef
	Stretch, Reserve decimal.NullDecimal
	Rounding         apportion.Rounding
}

type optionsWire struct {
	Rule   ruleWire
	Levels map[string]ruleWire
	Units  map[string]ruleWire
	Basis  *columnRef
	Holds  []Hold

	GroupBounds []GroupBound

	Exempt  []Exemption
	Release []string

	LastLevel string
}

// jsonWriter writes options and plans.
type jsonWriter struct {
	canonical bool
	before    *Plan // that the plan revises
	columns   []Column
	digests   map[digestKey]string
}

// digestKey tells columns apart that are not the same in memory.
type digestKey struct {
	first *int64
	tree  *Tree
	len   int
}

func (w *jsonWriter) marshal(v any) ([]byte, error) {
	if w.canonical {
		return targetjson.Canonical(v, "options")
	}
	return targetjson.Marshal(v, "options")
}

// ref returns the name and the digest of a column, and keeps the column.
func (w *jsonWriter) ref(c Column) columnRef {
	words := c.figures.Words()
	if len(words) == 0 {
		w.columns = append(w.columns, c)
		return columnRef{Name: c.name, Digest: c.Digest()}
	}

	// The same figures are often in several rules.
	key := digestKey{&words[0], c.tree, c.Len()}
	digest, known := w.digests[key]
	if !known {
		if w.digests == nil {
			w.digests = map[digestKey]string{}
		}
		digest = c.Digest()
		w.digests[key] = digest
		w.columns = append(w.columns, c)
	}
	return columnRef{Name: c.name, Digest: digest}
}

// some returns a reference to a column that may not be given.
func (w *jsonWriter) some(c Column) *columnRef {
	if !c.given() {
		return nil
	}
	return new(w.ref(c))
}

func (w *jsonWriter) rule(r Rule) (ruleWire, error) {
	method, err := w.method(r.Method)
	return ruleWire{method, w.some(r.Min), w.some(r.Max), r.Stretch, r.Reserve, r.Rounding}, err
}

func (w *jsonWriter) options(o Options) (out optionsWire, err error) {
	var p target.Problems
	at := p.At("options")
	if out.Rule, err = w.rule(o.Rule); err != nil {
		at.Field("rule").Add(err)
	}

	for _, set := range []struct {
		name  string
		rules map[string]Rule
		out   *map[string]ruleWire
	}{{"levels", o.Levels, &out.Levels}, {"units", o.Units, &out.Units}} {
		if set.rules != nil {
			*set.out = make(map[string]ruleWire, len(set.rules))
		}
		for _, key := range slices.Sorted(maps.Keys(set.rules)) {
			wire, err := w.rule(set.rules[key])
			at.Field(set.name).Key(key).Add(err)
			(*set.out)[key] = wire
		}
	}

	out.Basis, out.LastLevel = w.some(o.Basis), o.LastLevel
	out.Holds, out.Release = sortedHolds(o.Holds), slices.Clone(o.Release)
	slices.Sort(out.Release)
	out.GroupBounds = sortedGroups(o.GroupBounds)
	out.Exempt = slices.Clone(o.Exempt)
	slices.SortStableFunc(out.Exempt, func(a, b Exemption) int { return cmp.Compare(a.Unit, b.Unit) })
	return out, p.Err()
}

// MarshalJSON writes the options. Columns are written by name and digest
// ([Column.Digest]), and methods by name:
//
//	{
//	  "rule":{"method":{"method":"proportional","weights":{"name":"people","digest":"sha256:…"}}},
//	  "levels":{"city":{"stretch":"0.05"}},
//	  "holds":[{"unit":"11","value":"70000","by":"State Council"}]
//	}
//
// Holds and exemptions are in the order of their units, and groups in that of their names.
// MarshalJSON returns an error if a method is neither of this package nor a [NamedMethod].
func (o Options) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	wire, err := w.options(o)
	if err != nil {
		return nil, err
	}
	return w.marshal(wire)
}

// UnmarshalJSON returns an error: [ReadOptions] reads options, with the columns to
// which they refer.
func (o *Options) UnmarshalJSON([]byte) error {
	return &target.FieldError{
		Path: "options", Err: target.ErrInvalid,
		Remedy: "options refer to columns: read them by ReadOptions",
	}
}

// MarshalJSON writes the rule as [Options.MarshalJSON] does.
func (r Rule) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	wire, err := w.rule(r)
	if err != nil {
		return nil, err
	}
	return w.marshal(wire)
}

// UnmarshalJSON returns an error: [ReadOptions] reads rules, with the columns to
// which they refer.
func (r *Rule) UnmarshalJSON([]byte) error {
	return &target.FieldError{
		Path: "rule", Err: target.ErrInvalid,
		Remedy: "a rule refers to columns: read it within options by ReadOptions",
	}
}

// ReadOptions reads options as [Options.MarshalJSON] writes them. A column may also
// be given by its name alone, as a string: "weights":"people".
//
// ReadOptions returns an error if
//   - a field is unknown, given twice or missing;
//   - a method is unknown, or Inputs.Method returns an error for it;
//   - no column of the inputs has the digest that a document gives, or the name, or several have
//     the name with different figures.
//
// It reports every problem. Whether the options suit a tree and a target, [Cascade]
// checks.
func ReadOptions(data []byte, in Inputs) (Options, error) {
	r := jsonReader{inputs: in}
	var wire optionsWire
	at := r.problems.At("options")
	if !at.Add(strictjson.Unmarshal(data, &wire)) {
		return Options{}, r.problems.Err()
	}
	o := r.options(at, wire)
	if r.problems.Len() > 0 {
		return Options{}, r.problems.Err()
	}
	return o, nil
}

// jsonReader reads options and plans.
type jsonReader struct {
	problems target.Problems
	inputs   Inputs
	tree     *Tree // of the plan that is read, nil if only options are
	revises  bool  // whether the plan that is read revises another one
	before   *Plan // which one, nil if it could not be read
	digests  []string
}

func (r *jsonReader) options(at target.Place, wire optionsWire) Options {
	o := Options{
		Holds: wire.Holds, GroupBounds: wire.GroupBounds, Exempt: wire.Exempt, Release: wire.Release,
		LastLevel: wire.LastLevel,
	}
	o.Rule = r.rule(at.Field("rule"), wire.Rule)

	for _, set := range []struct {
		name  string
		wires map[string]ruleWire
		out   *map[string]Rule
	}{{"levels", wire.Levels, &o.Levels}, {"units", wire.Units, &o.Units}} {
		if set.wires != nil {
			*set.out = make(map[string]Rule, len(set.wires))
		}
		for _, key := range slices.Sorted(maps.Keys(set.wires)) {
			(*set.out)[key] = r.rule(at.Field(set.name).Key(key), set.wires[key])
		}
	}

	if wire.Basis != nil {
		o.Basis = r.column(at.Field("basis"), *wire.Basis)
	}
	return o
}

func (r *jsonReader) rule(at target.Place, wire ruleWire) Rule {
	out := Rule{Stretch: wire.Stretch, Reserve: wire.Reserve, Rounding: wire.Rounding}
	if len(wire.Method) > 0 {
		out.Method = r.readMethod(at.Field("method"), wire.Method, 1)
	}
	if wire.Min != nil {
		out.Min = r.column(at.Field("min"), *wire.Min)
	}
	if wire.Max != nil {
		out.Max = r.column(at.Field("max"), *wire.Max)
	}
	return out
}

// column finds a column of the inputs.
func (r *jsonReader) column(at target.Place, ref columnRef) Column {
	if ref == (columnRef{}) {
		return Column{} // reported as missing
	}
	if r.digests == nil && ref.Digest != "" {
		r.digests = make([]string, len(r.inputs.Columns))
		for i, c := range r.inputs.Columns {
			r.digests[i] = c.Digest()
		}
	}
	if ref.Digest == "" {
		return r.byName(at, ref.Name)
	}

	for i, c := range r.inputs.Columns {
		if r.digests[i] == ref.Digest && r.serves(c) {
			return c.Named(ref.Name)
		}
	}
	if none, err := r.tree.Column(nil); err == nil && r.tree != nil && none.Digest() == ref.Digest {
		return none.Named(ref.Name)
	}
	remedy := "give the column among the inputs"
	if slices.ContainsFunc(r.inputs.Columns, func(c Column) bool { return c.name == ref.Name && r.serves(c) }) {
		remedy = "the column of that name among the inputs has other figures: give the one that was used"
	}
	at.Report(ref.Name, target.ErrUnknown, remedy)
	return Column{}
}

// serves reports whether a column is of the tree of the plan that is read.
func (r *jsonReader) serves(c Column) bool { return r.tree == nil || c.tree == r.tree }

func (r *jsonReader) byName(at target.Place, name string) Column {
	var found Column
	for _, c := range r.inputs.Columns {
		switch {
		case c.name != name || !r.serves(c):
		case !found.given():
			found = c
		case !found.Equal(c):
			at.Report(name, target.ErrDuplicate, "several columns of the inputs have this name: give the digest of one")
			return Column{}
		}
	}

	if !found.given() && len(r.inputs.Columns) == 0 {
		at.Report(name, target.ErrUnknown, "give the column among the inputs")
	} else if !found.given() {
		var names []string
		for _, c := range r.inputs.Columns {
			names = append(names, c.name)
		}
		at.Unknown(name, names...)
	}
	return found
}

// MarshalJSON writes the adoption gap as an object, without the fields that are zero.
func (a AdoptionGap) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *AdoptionGap) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, a, "adoptionGap")
}

// MarshalJSON writes the claim as an object, without the fields that are zero.
func (c Claim) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Claim) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, c, "claim") }

// MarshalJSON writes the difference as an object, without the fields that are zero.
func (d Difference) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Difference) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, d, "difference")
}

// MarshalJSON writes the division as an object, without the fields that are zero.
func (d Division) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (d *Division) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, d, "division") }

// MarshalJSON writes the exemption as an object, without the fields that are empty.
func (x Exemption) MarshalJSON() ([]byte, error) { return strictjson.Marshal(x) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (x *Exemption) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, x, "exemption")
}

// MarshalJSON writes the explain step as an object, without the fields that are zero.
func (s ExplainStep) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *ExplainStep) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "explainStep")
}

// MarshalJSON writes the family as an object, without the fields that are zero.
func (f Family) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (f *Family) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, f, "family") }

// MarshalJSON writes the group bound as an object, without the fields that are empty.
func (g GroupBound) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GroupBound) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, g, "groupBound")
}

// MarshalJSON writes the group total as an object, without the fields that are zero.
func (g GroupTotal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (g *GroupTotal) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, g, "groupTotal")
}

// MarshalJSON writes the hold as an object, without the fields that are zero.
func (h Hold) MarshalJSON() ([]byte, error) { return strictjson.Marshal(h) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (h *Hold) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, h, "hold") }

// MarshalJSON writes the level slack as an object, without the fields that are zero.
func (l LevelSlack) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LevelSlack) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "levelSlack")
}

// MarshalJSON writes the line gap as an object, without the fields that are zero.
func (l LineGap) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *LineGap) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, l, "lineGap") }

// MarshalJSON writes the parent adoption as an object, without the fields that are zero.
func (p ParentAdoption) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (p *ParentAdoption) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, p, "parentAdoption")
}

// MarshalJSON writes the quota as an object, without the fields that are zero.
func (q Quota) MarshalJSON() ([]byte, error) { return strictjson.Marshal(q) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (q *Quota) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, q, "quota") }

// MarshalJSON writes the options as an object, without the fields that are zero.
func (r RepeatOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (r *RepeatOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, r, "repeatOptions")
}

// MarshalJSON writes the structure effect as an object, without the fields that are zero.
func (s StructureEffect) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (s *StructureEffect) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, s, "structureEffect")
}

// MarshalJSON writes the adoption as an object, without the fields that are zero.
func (a Adoption) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (a *Adoption) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, a, "adoption") }

// MarshalJSON writes the conversion as an object, without the fields that are zero.
func (c ExplainConversion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *ExplainConversion) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "explainConversion")
}

// MarshalJSON writes the move as an object, without the fields that are zero.
func (m BoundMove) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *BoundMove) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, m, "boundMove")
}

// MarshalJSON writes the counterpart as an object, without the fields that are zero.
func (c Counterpart) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (c *Counterpart) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, c, "counterpart")
}

// MarshalJSON writes the explanation as an object, without the fields that are zero.
func (m ExplainMove) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *ExplainMove) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, m, "explainMove")
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o LeadershipOptions) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (o *LeadershipOptions) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, o, "leadershipOptions")
}

// MarshalJSON writes the move as an object, without the fields that are zero.
func (m Move) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (m *Move) UnmarshalJSON(data []byte) error { return targetjson.Unmarshal(data, m, "move") }
