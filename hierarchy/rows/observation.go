package rows

import (
	"errors"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

var observationFields = append([]field[target.Observation]{
	textField("unit", true, func(o *target.Observation) *string { return &o.Unit }),
	textField("indicator", true, func(o *target.Observation) *string { return &o.Indicator }),
	wordField("period", true, func(o *target.Observation) *target.Period { return &o.Period }),
	figureField(valueField, func(o *target.Observation) *decimal.Decimal { return &o.Value }),
	wordField("status", false, func(o *target.Observation) *target.Status { return &o.Status }),
	textField("coverage", false, func(o *target.Observation) *string { return &o.Coverage }),
	textField("reporter", false, func(o *target.Observation) *string { return &o.Reporter }),
	textField("vintage", false, func(o *target.Observation) *string { return &o.Vintage }),
	figureField("correction", func(o *target.Observation) *decimal.Decimal { return &o.Correction.Amount }),
	textField("reason", false, func(o *target.Observation) *string { return &o.Correction.Reason }),
}, sourceFields(func(o *target.Observation) *target.Source { return &o.Source })...)

// ReadObservations reads observations, in the order of the table. The fields are:
//
//	required   unit, indicator, period, value
//	optional   status, coverage, reporter, vintage, correction, reason (of the correction),
//	           document, issuer, paragraph, date, url
//
// A wide table has the values of one field Across, most often of period. A cell without a
// figure makes no observation.
//
// ReadObservations returns an error if the table does not have the layout, or an
// observation is not valid. It reports every problem by row and column.
func ReadObservations(src Records, l Layout) ([]target.Observation, error) {
	t := new(table)
	var all []target.Observation
	err := readRecords(src, l, observationFields, t, func(r *Row, _ string, o target.Observation) {
		r.validated(errors.Join(o.Validate(), o.Source.Validate()), l)
		all = append(all, o)
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Observations returns the rows of observations, with a column for each field
// that one of them has. [ReadObservations] reads them back.
func Observations(all []target.Observation) iter.Seq[[]string] {
	return write(slices.Clone(all), observationFields)
}
