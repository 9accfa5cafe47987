package robust

// UpperTail is the binomial tail in floating point.
var UpperTail = upperTail

// StepDownRounds is how often pairs are tested.
const StepDownRounds = stepDownRounds

// Exceeds reports whether the difference, divided by least if it is positive
// and by most if it is negative, is above best.
var Exceeds = exceeds

// Critical returns the critical figures that sets are made with: one for
// simultaneous sets, those of all units for marginal ones.
func Critical(values, se []float64, family Family, side Side, replicates, tail int, seed uint64) []float64 {
	b := newBootstrap(values, se, replicates, tail, seed)
	if family == Simultaneous {
		return []float64{b.critical(stepDownRounds)}
	}
	_, _, cuts := b.marginal(side, stepDownRounds)
	return cuts
}
