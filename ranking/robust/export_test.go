package robust

// UpperTail is the binomial tail in floating point.
var UpperTail = upperTail

// StepDownRounds is the number of rounds of tests.
const StepDownRounds = stepDownRounds

// Exceeds reports whether the difference, divided by least if it is positive
// and by most if it is negative, is above best.
var Exceeds = exceeds

// Critical returns the critical values of the tests: one for simultaneous sets,
// and those of all units for marginal ones.
func Critical(values, se []float64, family SetFamily, side Side, replicates, count int, seed uint64) []float64 {
	b := newBootstrap(values, se, replicates, count, seed)
	if family == Simultaneous {
		return []float64{b.critical(stepDownRounds)}
	}
	_, cuts := b.marginal(side, stepDownRounds)
	return cuts
}
