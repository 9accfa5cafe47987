// Package random draws figures from a seed that a caller gives: the same figures
// on every platform.
package random

import (
	"math"
	"math/bits"
	"math/rand/v2"

	"github.com/targetcascade/cascade/internal/detmath"
)

// Source draws from PCG-DXSM. It is made by New.
type Source struct{ pcg *rand.PCG }

// New returns the source of a seed.
func New(seed uint64) Source { return Source{rand.NewPCG(seed, 0)} }

// Normal draws a standard normal figure: the quantile at a uniform figure of 53
// bits.
func (s Source) Normal() float64 {
	const unit = 1.0 / (1 << 53)
	return NormalQuantile(float64((float64(s.pcg.Uint64()>>11) + 0.5) * unit))
}

// Below draws one of 0 … n−1, for n > 0 (D. Lemire, 2019).
func (s Source) Below(n uint64) uint64 {
	high, low := bits.Mul64(s.pcg.Uint64(), n)
	if low < n { //mutate:equal low <= n: what is rejected is below n
		for reject := -n % n; low < reject; {
			high, low = bits.Mul64(s.pcg.Uint64(), n)
		}
	}
	return high
}

// NormalQuantile returns the standard normal quantile of 0 < u < 1 to about 16
// digits: M. J. Wichura (1988), algorithm AS 241, PPND16. Products are
// converted one by one so that no compiler may fuse them into sums.
func NormalQuantile(u float64) float64 {
	q := u - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return float64(q*polynomial(r, &centreNum)) / polynomial(r, &centreDen)
	}
	r := math.Sqrt(-detmath.Log(min(u, 1-u)))
	var z float64
	if r <= 5 {
		z = polynomial(r-1.6, &nearNum) / polynomial(r-1.6, &nearDen)
	} else {
		z = polynomial(r-5, &farNum) / polynomial(r-5, &farDen)
	}
	return math.Copysign(z, q)
}

func polynomial(x float64, c *[8]float64) float64 {
	sum := c[7]
	for i := 6; i >= 0; i-- {
		sum = float64(sum*x) + c[i]
	}
	return sum
}

var (
	centreNum = [8]float64{
		3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
		45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
	}
	centreDen = [8]float64{
		1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
		21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
	}
	nearNum = [8]float64{
		1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
		1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 0.000774545014278341407640,
	}
	nearDen = [8]float64{
		1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
		0.148103976427480074590, 0.0151986665636164571966, 0.000547593808499534494600, 1.05075007164441684324e-9,
	}
	farNum = [8]float64{
		6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
		0.0265321895265761230930, 0.00124266094738807843860, 0.0000271155556874348757815, 2.01033439929228813265e-7,
	}
	farDen = [8]float64{
		1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
		0.000786869131145613259100, 0.0000184631831751005468180, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
	}
)
