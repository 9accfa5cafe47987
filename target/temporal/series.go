package temporal

import (
	"cmp"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Series makes one series of points, by period, from the observations of an
// indicator in one unit. If a period was observed more than once, the firmest
// figure counts: Revised before Final before Provisional before Estimated.
//
// Series returns an error if:
//   - the indicator or an observation is not valid;
//   - the observations are of more than one unit (ErrMismatch);
//   - an observation is of another indicator, for example of the older
//     definition that the indicator revises (ErrMismatch);
//   - an observation has another coverage than the indicator (ErrMismatch);
//   - a period has two figures of one status (ErrDuplicate).
//
// It reports every problem.
func Series(i target.Indicator, observations []target.Observation) ([]target.Point, error) {
	var problems target.Problems
	problems.Add(i.Validate())
	byPeriod := slices.Clone(observations)
	slices.SortStableFunc(byPeriod, func(a, b target.Observation) int {
		return cmp.Or(a.Period.Compare(b.Period), a.Status.Compare(b.Status))
	})
	checkOneUnit(&problems, byPeriod)

	var points []target.Point
	for k, o := range byPeriod {
		at := problems.At("observations").Key(o.Period.String())
		at.AddRooted(o.Validate())
		checkSubject(at, i, o)

		switch {
		case k == 0 || o.Period != byPeriod[k-1].Period:
			points = append(points, target.Point{Period: o.Period, Value: o.Value})
		case o.Status == byPeriod[k-1].Status:
			at.Report(o.Status, target.ErrDuplicate, "give one figure of each status for a period")
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return points, nil
}

func checkOneUnit(problems *target.Problems, observations []target.Observation) {
	var units []string
	for _, o := range observations {
		units = append(units, o.Unit)
	}
	slices.Sort(units)
	if units = slices.Compact(units); len(units) > 1 {
		remedy := "a series is of one unit, and some are of " + fault.Text(units[0])
		problems.At("observations").Report(units[1], target.ErrMismatch, remedy)
	}
}

// checkSubject reports an observation of something else than the indicator.
func checkSubject(at target.Place, i target.Indicator, o target.Observation) {
	switch {
	case o.Indicator == i.Code:
	case o.Indicator == i.Revises && i.Revises != "":
		remedy := "the series breaks where the definition was replaced"
		at.Field("indicator").Report(o.Indicator, target.ErrMismatch, remedy)
	default:
		at.Field("indicator").Report(o.Indicator, target.ErrMismatch, "the series is of "+fault.Text(i.Code))
	}
	if o.Coverage != i.Coverage {
		at.Field("coverage").Report(o.Coverage, target.ErrMismatch, "the indicator covers "+fault.Text(i.Coverage))
	}
}
