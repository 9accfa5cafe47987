package robust

// Normals returns the stream of normal figures of a seed.
func Normals(seed uint64) func() float64 { return newSource(seed).normal }

// Below returns the stream of figures below n of a seed.
func Below(seed, n uint64) func() uint64 {
	s := newSource(seed)
	return func() uint64 { return s.below(n) }
}

// NormalQuantile is the function that normal figures are made by.
var NormalQuantile = normalQuantile

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
