package system

import (
	"slices"

	"github.com/targetcascade/cascade/hierarchy"
)

// With returns years in which one year has another plan, and other options, as no caller can make them.
func (y *Years) With(year int, plan *hierarchy.Plan, o YearsOptions) *Years {
	out := *y
	out.plans, out.options = slices.Clone(y.plans), o
	out.plans[year] = plan
	return &out
}
