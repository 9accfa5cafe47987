package evaluate

import "github.com/targetcascade/cascade/target"

// AssessByFractions is AssessWith without machine words, for a target and an
// observation that are valid and fit.
func AssessByFractions(t target.Target, o target.Observation, options AssessOptions) Assessment {
	return newGauge(t, options).assess(o)
}
