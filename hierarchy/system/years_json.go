package system

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

type yearsWire struct {
	Format  string          `strict:"required"`
	Version int             `strict:"required"`
	Plan    json.RawMessage `strict:"required"`
	Options yearsOptionsWire
	Quotas  map[string]json.RawMessage
}

type yearsOptionsWire struct {
	By        target.Frequency
	Shape     json.RawMessage
	Levels    map[string]json.RawMessage
	Units     map[string]json.RawMessage
	Before    json.RawMessage
	Bases     []yearColumnWire
	Published []yearColumnWire
	Past      []yearColumnWire
	OneWay    bool

	Limits      YearLimits
	LevelLimits map[string]YearLimits
	UnitLimits  map[string]YearLimits
}

type yearColumnWire struct {
	Year    target.Period   `strict:"required"`
	Figures json.RawMessage `strict:"required"`
}

func (c YearColumn) wire() (out yearColumnWire, err error) {
	out.Year = c.Year
	out.Figures, err = c.Figures.MarshalJSON()
	return out, err
}

// MarshalJSON writes the year and the figures.
func (c YearColumn) MarshalJSON() ([]byte, error) {
	wire, err := c.wire()
	if err != nil {
		return nil, err
	}
	return strictjson.Marshal(wire)
}

// UnmarshalJSON returns an error: [ReadYears] reads columns, with the tree to which they
// belong.
func (c *YearColumn) UnmarshalJSON([]byte) error { return readBy("ReadYears", "yearColumn") }

func (o YearsOptions) wire() (yearsOptionsWire, error) {
	var p target.Problems
	out := yearsOptionsWire{
		By: o.By, OneWay: o.OneWay, Limits: o.Limits, LevelLimits: o.LevelLimits, UnitLimits: o.UnitLimits,
	}
	shape := func(at target.Place, s temporal.Shape) json.RawMessage {
		if s == nil {
			return nil
		}
		data, err := s.MarshalJSON()
		at.Add(err)
		return data
	}
	shapes := func(at target.Place, all map[string]temporal.Shape) map[string]json.RawMessage {
		var data map[string]json.RawMessage
		for _, key := range slices.Sorted(maps.Keys(all)) {
			if data == nil {
				data = map[string]json.RawMessage{}
			}
			data[key] = shape(at.Key(key), all[key])
		}
		return data
	}
	columns := func(at target.Place, all []YearColumn) (data []yearColumnWire) {
		for i, c := range all {
			wire, err := c.wire()
			at.Index(i).Add(err)
			data = append(data, wire)
		}
		return data
	}

	out.Shape = shape(p.At("shape"), o.Shape)
	out.Levels, out.Units = shapes(p.At("levels"), o.Levels), shapes(p.At("units"), o.Units)
	if o.Before.Tree() != nil {
		data, err := o.Before.MarshalJSON()
		p.At("before").Add(err)
		out.Before = data
	}
	out.Bases, out.Published = columns(p.At("bases"), o.Bases), columns(p.At("published"), o.Published)
	out.Past = columns(p.At("past"), o.Past)
	return out, p.Err()
}

// MarshalJSON writes the options as an object, without the fields that are zero.
func (o YearsOptions) MarshalJSON() ([]byte, error) {
	wire, err := o.wire()
	if err != nil {
		return nil, err
	}
	return strictjson.Marshal(wire)
}

// UnmarshalJSON returns an error: [ReadYears] reads options, with the tree to which
// their columns belong.
func (o *YearsOptions) UnmarshalJSON([]byte) error { return readBy("ReadYears", "yearsOptions") }

// UnmarshalJSON returns an error: [ReadYears] reads years, with the tree and the columns
// to which their plan refers.
func (y *Years) UnmarshalJSON([]byte) error { return readBy("ReadYears", "years") }

// MarshalJSON writes the years with everything that they were made from, except the
// tree and the columns of the plan, to which it refers by their digests:
//
//	{
//	  "format":"targetcascade years","version":1,
//	  "plan":{"format":"targetcascade plan",…},
//	  "options":{"by":"yearly","shape":{"method":"schedule",…},…},
//	  "quotas":{"2011":{…},"2012":{…},…}
//	}
//
// Plan is as of [hierarchy.Plan.MarshalJSON]. Quotas are columns
// ([hierarchy.Column.MarshalJSON]) by year. [ReadYears] reads the document. MarshalJSON
// returns an error for years that Spread has not made, and if the plan does.
func (y *Years) MarshalJSON() ([]byte, error) {
	if y == nil || y.of == nil {
		return nil, &target.FieldError{Path: "years", Err: target.ErrRequired, Remedy: "make them by Spread"}
	}
	var p target.Problems
	out := yearsWire{Format: yearsFormat, Version: documentVersion, Quotas: map[string]json.RawMessage{}}
	var err error
	out.Plan, err = y.of.MarshalJSON()
	p.At("plan").AddRooted(err)
	out.Options, err = y.options.wire()
	p.At("options").Add(err)
	for year, plan := range y.All() {
		quotas, err := plan.Column().MarshalJSON()
		p.At("quotas").Key(year.String()).Add(err)
		out.Quotas[year.String()] = quotas
	}
	if p.Len() > 0 {
		return nil, p.Err()
	}
	return targetjson.Marshal(out, "years")
}

// ReadYears reads years as [Years.MarshalJSON] writes them. It spreads the plan again
// and compares the quotas, so that the years are those that were written.
//
// ReadYears returns an error if
//   - the document is of another format or version, or a field is unknown, given twice or missing;
//   - [hierarchy.ReadPlan] returns one for the plan, or [temporal.ReadShape] for a shape;
//   - [Spread] returns one;
//   - a quota is not what the options give, or is missing.
func ReadYears(data []byte, in hierarchy.Inputs) (*Years, error) {
	var wire yearsWire
	if err := targetjson.Unmarshal(data, &wire, "years"); err != nil {
		return nil, err
	}
	var p target.Problems
	at := p.At("years")
	checkFormat(at, wire.Format, yearsFormat, wire.Version)
	if p.Len() > 0 {
		return nil, p.Err()
	}
	plan, err := hierarchy.ReadPlan(wire.Plan, in)
	at.Field("plan").AddRooted(err)
	if p.Len() > 0 {
		return nil, p.Err()
	}

	o := readYearsOptions(at.Field("options"), wire.Options, plan.Tree())
	if p.Len() > 0 {
		return nil, p.Err()
	}
	y, err := Spread(plan, o)
	if err != nil {
		return nil, err
	}
	verifyQuotas(at.Field("quotas"), wire.Quotas, func(yield func(string, *hierarchy.Plan) bool) {
		for year, of := range y.All() {
			if !yield(year.String(), of) {
				return
			}
		}
	})
	if p.Len() > 0 {
		return nil, p.Err()
	}
	return y, nil
}

// readYearsOptions reads options with columns of a tree.
func readYearsOptions(at target.Place, wire yearsOptionsWire, tree *hierarchy.Tree) YearsOptions {
	o := YearsOptions{
		By: wire.By, OneWay: wire.OneWay,
		Limits: wire.Limits, LevelLimits: wire.LevelLimits, UnitLimits: wire.UnitLimits,
	}
	shape := func(at target.Place, data json.RawMessage) temporal.Shape {
		s, err := temporal.ReadShape(data)
		at.AddRooted(err)
		return s
	}
	shapes := func(at target.Place, all map[string]json.RawMessage) map[string]temporal.Shape {
		var out map[string]temporal.Shape
		for _, key := range slices.Sorted(maps.Keys(all)) {
			if out == nil {
				out = map[string]temporal.Shape{}
			}
			out[key] = shape(at.Key(key), all[key])
		}
		return out
	}
	column := func(at target.Place, data json.RawMessage) hierarchy.Column {
		c, err := tree.ReadColumn(data)
		at.AddRooted(err)
		return c
	}
	columns := func(at target.Place, all []yearColumnWire) (out []YearColumn) {
		for i, w := range all {
			out = append(out, YearColumn{w.Year, column(at.Index(i).Field("figures"), w.Figures)})
		}
		return out
	}

	if wire.Shape != nil {
		o.Shape = shape(at.Field("shape"), wire.Shape)
	}
	o.Levels, o.Units = shapes(at.Field("levels"), wire.Levels), shapes(at.Field("units"), wire.Units)
	if wire.Before != nil {
		o.Before = column(at.Field("before"), wire.Before)
	}
	o.Bases, o.Published = columns(at.Field("bases"), wire.Bases), columns(at.Field("published"), wire.Published)
	o.Past = columns(at.Field("past"), wire.Past)
	return o
}

// MarshalJSON writes the explanation as an object, without the fields that are zero.
func (x YearExplanation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(x) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (x *YearExplanation) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, x, "yearExplanation")
}

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *YearsError) MarshalJSON() ([]byte, error) { return infeasible("years", e).MarshalJSON() }

// MarshalJSON writes the limits as an object, without the fields that are zero.
func (l YearLimits) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *YearLimits) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "yearLimits")
}

// MarshalJSON writes the limit as an object, without the fields that are zero.
func (l UnitLimit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads what MarshalJSON writes, and refuses anything else.
func (l *UnitLimit) UnmarshalJSON(data []byte) error {
	return targetjson.Unmarshal(data, l, "unitLimit")
}

// MarshalJSON writes the error as the [target.FieldError] that it unwraps to.
func (e *LimitsError) MarshalJSON() ([]byte, error) { return infeasible("limits", e).MarshalJSON() }
