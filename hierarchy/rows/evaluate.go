package rows

import (
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/target"
)

var assessmentFields = []field[evaluate.Assessment]{
	textField("unit", true, func(a *evaluate.Assessment) *string { return &a.Target.Unit }),
	textField("indicator", true, func(a *evaluate.Assessment) *string { return &a.Target.Indicator.Code }),
	wordField("period", true, func(a *evaluate.Assessment) *target.Period { return &a.Target.Period }),
	textField("target", false, func(a *evaluate.Assessment) *string { return &a.Target.Code }),
	{"comparator", true, nil, func(a *evaluate.Assessment) string { return a.Target.EffectiveComparator().String() }},
	{valueField, true, nil, func(a *evaluate.Assessment) string { return figureText(a.Target.Value, true) }},
	figureField("upper", func(a *evaluate.Assessment) *decimal.Decimal { return &a.Target.Upper }),
	figureField("tolerance", func(a *evaluate.Assessment) *decimal.Decimal { return &a.Target.Tolerance }),
	{"actual", true, nil, func(a *evaluate.Assessment) string { return figureText(a.Actual, true) }},
	{"met", true, nil, func(a *evaluate.Assessment) string { return yesNo(a.Met) }},
	{"gap", true, nil, func(a *evaluate.Assessment) string { return figureText(a.Gap, true) }},
	nullField("attainment", func(a *evaluate.Assessment) decimal.NullDecimal { return a.Attainment }),
	nullField("progress", func(a *evaluate.Assessment) decimal.NullDecimal { return a.Progress }),
	wordField("status", false, func(a *evaluate.Assessment) *target.Status { return &a.Observation.Status }),
}

// Assessments returns the rows of assessments. The fields are:
//
//	always           unit, indicator, period, comparator, value, actual, met, gap
//	if any has it    target (its code), upper, tolerance, attainment, progress, status
//
// Met is yes or no.
func Assessments(all []evaluate.Assessment) iter.Seq[[]string] {
	return write(slices.Clone(all), assessmentFields)
}

var standingFields = []field[evaluate.Standing]{
	textField("unit", true, func(s *evaluate.Standing) *string { return &s.Target.Unit }),
	textField("indicator", true, func(s *evaluate.Standing) *string { return &s.Target.Indicator.Code }),
	wordField("period", true, func(s *evaluate.Standing) *target.Period { return &s.Target.Period }),
	textField("target", false, func(s *evaluate.Standing) *string { return &s.Target.Code }),
	{valueField, true, nil, func(s *evaluate.Standing) string { return figureText(s.Target.Value, true) }},
	wordField("to date", true, func(s *evaluate.Standing) *target.Period { return &s.Observation.Period }),
	{"due", true, nil, func(s *evaluate.Standing) string { return figureText(s.DueValue, true) }},
	{"actual", true, nil, func(s *evaluate.Standing) string { return figureText(s.Actual, true) }},
	{"met", true, nil, func(s *evaluate.Standing) string { return yesNo(s.Met) }},
	{"gap", true, nil, func(s *evaluate.Standing) string { return figureText(s.Gap, true) }},
	nullField("attainment", func(s *evaluate.Standing) decimal.NullDecimal { return s.Attainment }),
	nullField("made", func(s *evaluate.Standing) decimal.NullDecimal { return s.Made }),
	nullField("ahead", func(s *evaluate.Standing) decimal.NullDecimal { return s.Ahead }),
	nullField("forecast", func(s *evaluate.Standing) decimal.NullDecimal { return s.Forecast }),
	{"reached", true, nil, func(s *evaluate.Standing) string { return yesNo(s.Reached) }},
	{"overdue", true, nil, func(s *evaluate.Standing) string { return yesNo(s.Overdue) }},
}

// Standings returns the rows of standings to date. The fields are:
//
//	always           unit, indicator, period, value, to date (the observation's period),
//	                 due, actual, met, gap, reached, overdue
//	if any has it    target (its code), attainment, made, ahead, forecast
//
// Met, reached and overdue are yes or no.
func Standings(all []evaluate.Standing) iter.Seq[[]string] {
	return write(slices.Clone(all), standingFields)
}

var scorecardFields = []field[evaluate.Scorecard]{
	textField("unit", true, func(c *evaluate.Scorecard) *string { return &c.Unit }),
	textField("scheme", false, func(c *evaluate.Scorecard) *string { return &c.Scheme }),
	{"total", true, nil, func(c *evaluate.Scorecard) string { return figureText(c.Total, true) }},
	textField("grade", false, func(c *evaluate.Scorecard) *string { return &c.Grade }),
	textField("by points", false, func(c *evaluate.Scorecard) *string { return &c.ByPoints }),
	{"vetoes", false, nil, func(c *evaluate.Scorecard) string { return strings.Join(c.Vetoes, "; ") }},
	{"notes", false, nil, func(c *evaluate.Scorecard) string { return strings.Join(c.Notes, "; ") }},
}

// Scorecards returns a row for each scorecard. The fields are:
//
//	always           unit, total
//	if any has it    scheme, grade, by points (the grade without vetoes), vetoes, notes
//
// Semicolons separate several vetoes or notes.
func Scorecards(cards []evaluate.Scorecard) iter.Seq[[]string] {
	return write(slices.Clone(cards), scorecardFields)
}

// item is one line of a scorecard.
type item struct {
	unit string
	evaluate.ItemScore
}

var itemFields = []field[item]{
	textField("unit", true, func(i *item) *string { return &i.unit }),
	textField("item", true, func(i *item) *string { return &i.Code }),
	textField("name", false, func(i *item) *string { return &i.Name }),
	{"max", true, nil, func(i *item) string { return figureText(i.Max, true) }},
	{"points", true, nil, func(i *item) string { return figureText(i.Points, true) }},
	figureField("bonus", func(i *item) *decimal.Decimal { return &i.Bonus }),
	nullField("attainment", func(i *item) decimal.NullDecimal { return i.Attainment }),
	{"veto", false, nil, func(i *item) string {
		if i.Veto {
			return "missed"
		}
		return ""
	}},
	textField("why", false, func(i *item) *string { return &i.Why }),
}

// ScorecardItems returns a row for each item of each scorecard. The fields are:
//
//	always           unit, item, max, points
//	if any has it    name, bonus, attainment, veto (missed), why
func ScorecardItems(cards []evaluate.Scorecard) iter.Seq[[]string] {
	var items []item
	for _, c := range cards {
		for _, line := range c.Items() {
			items = append(items, item{c.Unit, line})
		}
	}
	return write(items, itemFields)
}
