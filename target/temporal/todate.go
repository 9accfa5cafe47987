package temporal

import (
	"github.com/targetcascade/cascade/target"
)

// ToDate returns the running totals of a Flow from the beginning of each fiscal
// year: January, January to February, and so on. Parts may have any length and any
// order. Each is within one fiscal year, and the first of a year begins with it.
// The zero calendar is the calendar year. [Single] goes the other way.
//
// ToDate returns an error if:
//   - the indicator is not valid or does not add up over time (ErrKind);
//   - the calendar is not valid;
//   - a part is not valid, given twice, or in no fiscal year (ErrRange);
//   - two parts overlap (ErrDuplicate);
//   - there is a gap before a part in its year (ErrMissing).
//
// It reports every problem.
func ToDate(i target.Indicator, years target.FiscalCalendar, parts []target.Point) ([]target.Point, error) {
	var problems target.Problems
	checkAddsUp(&problems, i, years)
	parts = sorted(&problems, "parts", parts)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	out := make([]target.Point, 0, len(parts))
	var year target.Period
	var sum target.Point
	for _, x := range parts {
		at := problems.At("parts").Key(x.Period.String())
		if fresh := fiscalYear(at, years, x.Period); fresh != year {
			year, sum = fresh, target.Point{}
		}
		if year.IsZero() {
			continue
		}
		if checkNext(at, year, sum.Period, x.Period) {
			sum = target.Point{Period: target.Months(year, x.Period), Value: sum.Value.Add(x.Value)}
			problems.At("result").Figure(sum.Value)
			out = append(out, sum)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// Single returns the figures of the parts of a year from reports to date: January,
// February to August, and so on, each the difference of two reports. What lies
// between two reports remains one part, so that no month is invented. Each report
// begins with a fiscal year and ends within it. The zero calendar is the calendar
// year. [ToDate] goes the other way.
//
// The difference of rounded reports is off by up to one unit of the last place.
//
// Single returns an error if:
//   - the indicator is not valid or does not add up over time (ErrKind);
//   - the calendar is not valid;
//   - a report is not valid or given twice;
//   - a report does not begin with a fiscal year, or goes on into the next one
//     (ErrRange), where the count begins anew.
//
// It reports every problem.
func Single(i target.Indicator, years target.FiscalCalendar, reports []target.Point) ([]target.Point, error) {
	var problems target.Problems
	checkAddsUp(&problems, i, years)
	reports = sorted(&problems, "reports", reports)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	out := make([]target.Point, 0, len(reports))
	var before target.Point
	for _, x := range reports {
		at := problems.At("reports").Key(x.Period.String())
		year := fiscalYear(at, years, x.Period)
		if year.IsZero() {
			continue
		}
		if first := year.First(); x.Period.First() != first {
			at.Report(nil, target.ErrRange, "a report to date must begin with "+first.String())
			continue
		}

		part := x
		if before.Period.First() == x.Period.First() {
			part.Period = target.Months(before.Period.Last().Next(), x.Period)
			part.Value = x.Value.Sub(before.Value)
		}
		out = append(out, part)
		before = x
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// checkAddsUp checks that figures of the indicator add up within the years.
func checkAddsUp(problems *target.Problems, i target.Indicator, years target.FiscalCalendar) {
	if problems.Add(i.Validate()) && i.TimeLaw() != target.TimeSum {
		remedy := "only figures that add up over time have totals to date"
		problems.At("indicator").Field("kind").Report(i.Kind, target.ErrKind, remedy)
	}
	problems.Add(years.Validate())
}

// fiscalYear returns the fiscal year of a period, and reports if there is none.
func fiscalYear(at target.Place, years target.FiscalCalendar, p target.Period) target.Period {
	n := years.YearOf(p)
	if n == 0 {
		at.Report(nil, target.ErrRange, "must be within one year: the count begins anew in each")
		return target.Period{}
	}
	return years.Year(n)
}

// checkNext checks that a part follows what was added up before it in its year.
func checkNext(at target.Place, year, before, part target.Period) bool {
	next := year.First()
	if !before.IsZero() {
		next = before.Last().Next()
	}
	switch first := part.First(); {
	case first == next:
		return true
	case first.Compare(next) < 0:
		at.Report(nil, target.ErrDuplicate, overlapRemedy)
	default:
		gap := target.Months(next, first.Shift(-1))
		at.Report(nil, target.ErrMissing, "give the figure of "+gap.String()+" too, or the total to date")
	}
	return false
}
