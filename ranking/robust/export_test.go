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
