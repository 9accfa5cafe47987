package rows

import (
	"iter"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

var indicatorFields = []field[target.Indicator]{
	textField("code", true, func(i *target.Indicator) *string { return &i.Code }),
	textField("name", false, func(i *target.Indicator) *string { return &i.Name }),
	textField("measure", false, func(i *target.Indicator) *string { return &i.Measure }),
	wordField("kind", true, func(i *target.Indicator) *target.Kind { return &i.Kind }),
	wordField("better", false, func(i *target.Indicator) *target.Direction { return &i.Better }),
	figureField("per", func(i *target.Indicator) *decimal.Decimal { return &i.Per }),
	{"places", false, setPlaces, placesText},
	figureField("quantum", func(i *target.Indicator) *decimal.Decimal { return &i.Quantum }),
	textField("revises", false, func(i *target.Indicator) *string { return &i.Revises }),
	wordField("over time", false, func(i *target.Indicator) *target.TimeLaw { return &i.OverTime }),
	textField("coverage", false, func(i *target.Indicator) *string { return &i.Coverage }),
}

func setPlaces(i *target.Indicator, c input) {
	n, err := strconv.ParseInt(c.text, 10, 32)
	if err != nil {
		c.at.Report(c.text, target.ErrInvalid, "write a whole number of decimals")
		return
	}
	i.Places = target.Places(int32(n))
}

func placesText(i *target.Indicator) string {
	if i.Places.IsZero() {
		return ""
	}
	return i.Places.String()
}

// ReadIndicators reads indicators, in the order of the table. The fields are:
//
//	required   code, kind
//	optional   name, measure, better, per, places, quantum, revises, over time, coverage
//
// ReadIndicators returns an error if the table does not have the layout, an
// indicator is not valid, or a code is given twice. It reports every problem by
// row and column.
func ReadIndicators(src Records, l Layout) ([]target.Indicator, error) {
	t := new(table)
	var all []target.Indicator
	err := readRecords(src, l, indicatorFields, t, func(r *Row, _ string, i target.Indicator) {
		r.validated(i.Validate(), l)
		if slices.ContainsFunc(all, func(o target.Indicator) bool { return o.Code == i.Code }) {
			r.At(l.header("code")).Duplicate(i.Code)
		}
		all = append(all, i)
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Indicators returns the rows of indicators, with a column for each field that
// one of them has. [ReadIndicators] reads them back.
func Indicators(all []target.Indicator) iter.Seq[[]string] {
	return write(slices.Clone(all), indicatorFields)
}
