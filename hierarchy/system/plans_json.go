package system

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// The formats of the documents of plans and of years, and their version.
const (
	plansFormat     = "targetcascade plans"
	yearsFormat     = "targetcascade years"
	documentVersion = 1
)

type plansWire struct {
	Format     string `strict:"required"`
	Version    int    `strict:"required"`
	Tree       string `strict:"required"`
	Indicators []indicatorWire
	Sums       []Sum
	Ratios     []Ratio
	Quotas     map[string]json.RawMessage
}

type indicatorWire struct {
	Target  target.Target
	Options json.RawMessage
	Figures json.RawMessage
}

func (x Indicator) wire() (out indicatorWire, err error) {
	out.Target = x.Target
	if out.Options, err = x.Options.MarshalJSON(); err != nil {
		return out, err
	}
	if x.Figures.Tree() != nil {
		out.Figures, err = x.Figures.MarshalJSON()
	}
	return out, err
}

// MarshalJSON writes the indicator. Its options refer to columns by their digests, as
// those of [hierarchy.Options.MarshalJSON] do.
func (x Indicator) MarshalJSON() ([]byte, error) {
	wire, err := x.wire()
	if err != nil {
		return nil, err
	}
	return strictjson.Marshal(wire)
}

// UnmarshalJSON returns an error: [ReadPlans] reads indicators, with the columns to
// which they refer.
func (x *Indicator) UnmarshalJSON([]byte) error { return readBy("ReadPlans", "indicator") }

// MarshalJSON writes the indicators and the identities.
func (c Config) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON returns an error: [ReadPlans] reads systems, with the columns to which
// they refer.
func (c *Config) UnmarshalJSON([]byte) error { return readBy("ReadPlans", "config") }

// UnmarshalJSON returns an error: [ReadPlans] reads plans, with the tree and the
// columns to which they refer.
func (p *Plans) UnmarshalJSON([]byte) error { return readBy("ReadPlans", "plans") }

// readBy refuses what only a function that knows tree and columns can read.
func readBy(reader, path string) error {
	return &target.FieldError{
		Path: path, Err: target.ErrInvalid, Remedy: "it refers to a tree and columns: read the document by " + reader,
	}
}

// MarshalJSON writes the plans with everything that they were made from, except the
// tree and the columns of the options, to which it refers by their digests:
//
//	{
//	  "format":"targetcascade plans","version":1,
//	  "tree":"sha256:…",
//	  "indicators":[{"target":{…},"options":{…},"figures":{…}},…],
//	  "sums":[{"name":"types","whole":"patents","parts":["designs","inventions"]}],
//	  "ratios":[…],
//	  "quotas":{"patents":{…},…}
//	}
//
// Quotas are columns ([hierarchy.Column.MarshalJSON]) by the codes of the indicators.
// [ReadPlans] reads the document. It returns an error for plans without indicators,
// and if a method is neither of package hierarchy nor a [hierarchy.NamedMethod].
func (p *Plans) MarshalJSON() ([]byte, error) {
	if p == nil || p.tree == nil {
		return nil, &target.FieldError{Path: "plans", Err: target.ErrRequired, Remedy: "make them by Cascade"}
	}
	out := plansWire{
		Format: plansFormat, Version: documentVersion, Tree: p.tree.Digest(),
		Sums: p.config.Sums, Ratios: p.config.Ratios, Quotas: map[string]json.RawMessage{},
	}
	var problems target.Problems
	for _, x := range p.config.Indicators {
		wire, err := x.wire()
		problems.At("indicators").Key(x.Target.Code).Add(err)
		out.Indicators = append(out.Indicators, wire)
		quotas, err := p.plans[x.Target.Code].Column().MarshalJSON()
		problems.At("quotas").Key(x.Target.Code).Add(err)
		out.Quotas[x.Target.Code] = quotas
	}
	if problems.Len() > 0 {
		return nil, problems.Err()
	}
	return targetjson.Marshal(out, "plans")
}

// ReadPlans reads plans as [Plans.MarshalJSON] writes them. It plans the system again
// and compares the quotas, so that the plans are those that were written.
//
// ReadPlans returns an error if
//   - the document is of another format or version, or a field is unknown, given twice or missing;
//   - no tree of the inputs has the digest, or for options what [hierarchy.ReadOptions] returns one;
//   - [Cascade] returns one;
//   - a quota is not what the rules give, or is missing.
func ReadPlans(data []byte, in hierarchy.Inputs) (*Plans, error) {
	var wire plansWire
	if err := targetjson.Unmarshal(data, &wire, "plans"); err != nil {
		return nil, err
	}
	var problems target.Problems
	at := problems.At("plans")
	checkFormat(at, wire.Format, plansFormat, wire.Version)
	tree := treeOf(at.Field("tree"), wire.Tree, in)
	if problems.Len() > 0 {
		return nil, problems.Err()
	}

	config := readConfig(at, wire, tree, in)
	if problems.Len() > 0 {
		return nil, problems.Err()
	}
	p, err := Cascade(tree, config)
	if err != nil {
		return nil, err
	}
	verifyQuotas(at.Field("quotas"), wire.Quotas, p.All())
	if problems.Len() > 0 {
		return nil, problems.Err()
	}
	return p, nil
}

// checkFormat checks the format and the version of a document.
func checkFormat(at target.Place, format, want string, version int) {
	if format != want {
		at.Field("format").Report(format, target.ErrInvalid, "must be "+want)
	}
	if version != documentVersion {
		at.Field("version").Report(version, target.ErrInvalid, "must be 1: the document is of another version")
	}
}

// verifyQuotas compares the quotas of a document with those of plans by the same names.
func verifyQuotas(at target.Place, written map[string]json.RawMessage, plans iter.Seq2[string, *hierarchy.Plan]) {
	var names []string
	for name, plan := range plans {
		names = append(names, name)
		place := at.Key(name)
		if !place.Required(written[name] != nil, "give the quotas of this plan") {
			continue
		}
		quotas, err := plan.Tree().ReadColumn(written[name])
		if place.Add(err) {
			place.Add(plan.Verify(quotas))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		if !slices.Contains(names, name) {
			at.Unknown(name, names...)
		}
	}
}

// treeOf finds the tree with a digest.
func treeOf(at target.Place, digest string, in hierarchy.Inputs) *hierarchy.Tree {
	for _, t := range in.Trees {
		if t.Len() > 0 && t.Digest() == digest {
			return t
		}
	}
	at.Report(digest, target.ErrUnknown, "give the tree among the inputs")
	return nil
}

// readConfig reads the indicators, with the columns of the tree.
func readConfig(at target.Place, wire plansWire, tree *hierarchy.Tree, in hierarchy.Inputs) Config {
	var columns []hierarchy.Column
	for _, c := range in.Columns {
		if c.Tree() == tree {
			columns = append(columns, c)
		}
	}
	in.Columns = columns

	out := Config{Sums: wire.Sums, Ratios: wire.Ratios}
	for i, w := range wire.Indicators {
		place := at.Field("indicators").Index(i)
		x := Indicator{Target: w.Target}
		var err error
		if place.Field("options").Required(w.Options != nil, "give the options of its cascade") {
			x.Options, err = hierarchy.ReadOptions(w.Options, in)
			place.Field("options").AddRooted(err)
		}
		if w.Figures != nil {
			x.Figures, err = tree.ReadColumn(w.Figures)
			place.Field("figures").AddRooted(err)
		}
		out.Indicators = append(out.Indicators, x)
	}
	return out
}
