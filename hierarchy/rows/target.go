package rows

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// baseline returns the baseline of a target, which it makes if there is none.
func baseline(t *target.Target) *target.Point {
	if t.Baseline == nil {
		t.Baseline = new(target.Point)
	}
	return t.Baseline
}

var targetFields = append([]field[target.Target]{
	textField("code", false, func(t *target.Target) *string { return &t.Code }),
	textField("goal", false, func(t *target.Target) *string { return &t.Goal }),
	textField("setter", false, func(t *target.Target) *string { return &t.Setter }),
	wordField("tier", false, func(t *target.Target) *target.Tier { return &t.Tier }),
	textField("indicator", true, func(t *target.Target) *string { return &t.Indicator.Code }),
	textField("unit", true, func(t *target.Target) *string { return &t.Unit }),
	wordField("period", true, func(t *target.Target) *target.Period { return &t.Period }),
	wordField("comparator", false, func(t *target.Target) *target.Comparator { return &t.Comparator }),
	figureField(valueField, func(t *target.Target) *decimal.Decimal { return &t.Value }),
	figureField("upper", func(t *target.Target) *decimal.Decimal { return &t.Upper }),
	figureField("tolerance", func(t *target.Target) *decimal.Decimal { return &t.Tolerance }),
	{
		"baseline", false,
		func(t *target.Target, c input) {
			if d := c.figure(); d.Valid {
				baseline(t).Value = d.Decimal
			}
		},
		func(t *target.Target) string {
			if t.Baseline == nil {
				return ""
			}
			return figureText(t.Baseline.Value, true)
		},
	},
	{
		"baseline period", false,
		func(t *target.Target, c input) { c.at.AddRooted(baseline(t).Period.UnmarshalText([]byte(c.text))) },
		func(t *target.Target) string {
			if t.Baseline == nil {
				return ""
			}
			return t.Baseline.Period.String()
		},
	},
	wordField("force", false, func(t *target.Target) *target.Force { return &t.Force }),
	textField("from", false, func(t *target.Target) *string { return &t.From }),
	textField("replaces", false, func(t *target.Target) *string { return &t.Replaces }),
	textField("withdrawn", false, func(t *target.Target) *string { return &t.Withdrawn }),
	{
		"tags", false,
		func(t *target.Target, c input) {
			for tag := range strings.SplitSeq(c.text, ";") {
				t.Tags = append(t.Tags, clean(tag))
			}
		},
		func(t *target.Target) string { return strings.Join(t.Tags, "; ") },
	},
}, sourceFields(func(t *target.Target) *target.Source { return &t.Source })...)

// ReadTargets reads targets, in the order of the table. The fields are:
//
//	required   indicator (a code of the indicators), unit, period, value
//	optional   code, goal, setter, tier, comparator, upper, tolerance, baseline,
//	           baseline period, force, from, replaces, withdrawn, tags (separated by
//	           semicolons), document, issuer, paragraph, date, url
//
// A wide table has the values of one field Across. A cell without a figure makes no
// target.
//
// ReadTargets returns an error if the table does not have the layout, an
// indicator is not one of those given, or a target is not valid. It reports every
// problem by row and column.
func ReadTargets(src Records, indicators []target.Indicator, l Layout) ([]target.Target, error) {
	t := new(table)
	known := make([]string, len(indicators))
	for i, one := range indicators {
		known[i] = one.Code
		t.problems.At("indicators").Index(i).AddRooted(one.Validate())
	}
	if t.problems.Len() > 0 {
		return nil, t.problems.Err()
	}

	var all []target.Target
	err := readRecords(src, l, targetFields, t, func(r *Row, _ string, one target.Target) {
		i := slices.Index(known, one.Indicator.Code)
		if one.Indicator.Code != "" && i < 0 {
			r.At(l.header("indicator")).Unknown(one.Indicator.Code, known...)
		}
		if i >= 0 {
			one.Indicator = indicators[i]
		}
		r.validated(errors.Join(one.Validate(), one.Source.Validate()), l)
		all = append(all, one.Clone())
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Targets returns the rows of targets, with a column for each field that one of
// them has. [ReadTargets] reads them back with their indicators, which
// [Indicators] writes.
//
// Targets returns an error if a target has links, for which a row has no room,
// or a tag with a semicolon in it. Write such targets as JSON.
func Targets(all []target.Target) (iter.Seq[[]string], error) {
	var p target.Problems
	out := make([]target.Target, len(all))
	for i, t := range all {
		at := p.At("targets").Index(i)
		if len(t.Links) > 0 {
			at.Field("links").Report(len(t.Links), target.ErrInvalid,
				"a row has no room for links: write the target as JSON")
		}
		for _, tag := range t.Tags {
			if tag == "" || strings.Contains(tag, ";") || clean(tag) != tag {
				at.Field("tags").Report(tag, target.ErrInvalid,
					"tags in a row must be without semicolons and without white space around them")
			}
		}
		out[i] = t.Clone()
	}

	if p.Len() > 0 {
		return nil, p.Err()
	}
	return write(out, targetFields), nil
}
