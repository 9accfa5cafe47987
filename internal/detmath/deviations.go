package detmath

import "math"

// Deviations are the deviations of figures from their mean, as multiples of the
// largest one, so that their powers neither overflow nor vanish.
type Deviations struct {
	N    int       // the number of figures that are not NaN
	Mean float64   // NaN if there is no figure
	Unit float64   // the largest deviation; 0 if all figures are equal
	Of   []float64 // by figure, from −1 to 1, NaN for a gap; nil if Unit is 0
}

// Deviate returns the deviations of the figures of x. NaN marks a gap.
func Deviate(x []float64) Deviations {
	var d Deviations
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if v == v {
			d.N++
		}
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
	}
	d.Mean = Sum(x) / float64(d.N)
	if !(low < high) {
		return d
	}

	d.Unit = max(high-d.Mean, d.Mean-low)
	d.Of = make([]float64, len(x))
	for i, v := range x {
		d.Of[i] = (v - d.Mean) / d.Unit
	}
	return d
}

// SD returns the standard deviation with n − 1, and 0 if all figures are equal.
func (d Deviations) SD() float64 {
	if d.Unit == 0 {
		return 0
	}
	squares := make([]float64, len(d.Of))
	for i, v := range d.Of {
		squares[i] = float64(v * v)
	}

	// The mean is rounded, so that the deviations do not quite add up to zero. The
	// second term removes what this adds to the squares.
	rest := Sum(d.Of)
	sum := Sum(squares) - float64(rest*rest)/float64(d.N)
	return d.Unit * math.Sqrt(sum/float64(d.N-1))
}
