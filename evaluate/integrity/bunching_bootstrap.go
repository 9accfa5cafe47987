package integrity

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/targetcascade/cascade/internal/detmath"
)

// bootstrap returns the standard deviations of the excess and its ratio over
// samples with the residuals drawn anew.
func (f *bunchFit) bootstrap(counts []float64, e estimate) (excess, ratio float64, err error) {
	// A corrected estimate fits raised counts. The residuals are those of a fit to the
	// counts themselves.
	if f.o.Correct != NoCorrection {
		if e, err = f.fitCounts(counts, counts); err != nil {
			return 0, 0, err
		}
	}

	var residuals []float64
	fitted := slices.Clone(counts)
	for i, dropped := range f.dropped {
		if !dropped {
			fitted[i] = e.counterfactual[i]
			residuals = append(residuals, counts[i]-fitted[i])
		}
	}

	pcg := rand.NewPCG(f.o.Seed, 0)
	draw := func() float64 {
		// The high word of the product is uniform on the indices. It does not depend on
		// the standard library's IntN, which may change.
		hi, _ := bits.Mul64(pcg.Uint64(), uint64(len(residuals)))
		return residuals[hi]
	}
	excesses, ratios := make([]float64, f.o.Replicates), make([]float64, f.o.Replicates)
	sample := make([]float64, len(counts))

	for r := range f.o.Replicates {
		for i := range sample {
			sample[i] = fitted[i] + draw()
		}
		s, err := f.estimate(sample)
		if err != nil {
			return 0, 0, err
		}
		excesses[r], ratios[r] = s.excess, s.excess/s.height
	}

	return standardDeviation(excesses), standardDeviation(ratios), nil
}

// standardDeviation returns the standard deviation with n − 1, and 0 for one figure.
func standardDeviation(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mean := detmath.Sum(x) / float64(len(x))
	squares := make([]float64, len(x))
	for i, v := range x {
		squares[i] = (v - mean) * (v - mean)
	}
	return math.Sqrt(detmath.Sum(squares) / float64(len(x)-1))
}
