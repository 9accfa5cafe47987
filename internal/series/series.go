// Package series reads figures over time.
package series

import (
	"slices"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Sorted returns the points in order of their periods, and reports a point
// without a period, two points whose periods end in the same month, and a figure
// out of bounds.
func Sorted(at target.Place, points []target.Point) []target.Point {
	sorted := slices.SortedFunc(slices.Values(points), compare)
	for i, p := range sorted {
		place := at.Key(p.Period.String())
		switch {
		case p.Period.IsZero():
			place.Field("period").Required(false, "give the month, quarter or year")
		case i > 0 && p.Period.Last() == sorted[i-1].Period.Last():
			place.Report(nil, target.ErrDuplicate, "give one figure for each end of a period")
		}
		place.Field("value").Figure(p.Value)
	}
	return sorted
}

// compare orders points by period, and points of one period by figure, so that
// the order of the input never shows. Figures out of bounds are not compared.
func compare(p, q target.Point) int {
	if c := p.Period.Compare(q.Period); c != 0 || !fixed.InBounds(p.Value) || !fixed.InBounds(q.Value) {
		return c
	}
	return p.Value.Cmp(q.Value)
}

// MonthsBetween returns the number of months from the end of p to the end of q,
// negative if q ends first.
func MonthsBetween(p, q target.Period) int {
	if p.Last().Compare(q.Last()) <= 0 { //mutate:equal p.Last().Compare(q.Last()) < 0: no month lies between equals
		return target.Months(p.Last(), q.Last()).Len() - 1
	}
	return 1 - target.Months(q.Last(), p.Last()).Len()
}

// At returns the point of a period, of points in order.
func At(points []target.Point, p target.Period) (target.Point, bool) {
	i, ok := slices.BinarySearchFunc(points, p, func(q target.Point, p target.Period) int {
		return q.Period.Compare(p)
	})
	if !ok {
		return target.Point{}, false
	}
	return points[i], true
}
