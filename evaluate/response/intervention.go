package response

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Intervention is a changed target whose effect is looked for. Figures whose period
// ends before the end of At are from before it.
type Intervention struct {
	What     string              // what changed, in words
	At       target.Period       // first period under the changed target
	From, To decimal.NullDecimal // the target before and after, if it is a number
}

// InterventionOf returns the intervention that a change of an agenda is for yearly
// figures. Its first period is the first year that begins on the date of the change or
// later. A date without a day or a month means the last day that it can be. From and To
// are set if the change is from one target to another of the same indicator.
//
// InterventionOf returns an error if the change has no date, or one that is not ISO
// 8601.
func InterventionOf(c target.AgendaChange) (Intervention, error) {
	year, err := firstYearFrom(c.Date)
	if err != nil {
		return Intervention{}, err
	}
	i := Intervention{What: c.String(), At: year}
	if c.From != nil && c.To != nil && c.From.Indicator.Code == c.To.Indicator.Code {
		i.From, i.To = decimal.NewNullDecimal(c.From.Value), decimal.NewNullDecimal(c.To.Value)
	}
	return i, nil
}

// firstYearFrom returns the first year that begins on a date or later.
func firstYearFrom(date string) (target.Period, error) {
	year, rest, _ := strings.Cut(date, "-")
	p, err := target.ParsePeriod(year)
	if err == nil && rest != "" {
		month, _, _ := strings.Cut(rest, "-")
		_, err = target.ParsePeriod(year + "-" + month)
	}
	if err != nil || p.Len() != 12 {
		var problems target.Problems
		problems.At("change.date").Report(date, target.ErrInvalid, "give the ISO 8601 date from which the change holds")
		return target.Period{}, problems.Err()
	}
	if rest == "01-01" {
		return p, nil
	}
	return target.Year(p.EndYear() + 1), nil
}

func (i Intervention) check(at target.Place) {
	at.Field("at").Required(!i.At.IsZero(), "give the first period under the changed target")
	if i.From.Valid {
		at.Field("from").Figure(i.From.Decimal)
	}
	if i.To.Valid {
		at.Field("to").Figure(i.To.Decimal)
	}
}
