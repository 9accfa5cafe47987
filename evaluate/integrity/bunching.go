package integrity

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Bin is one bin of figures.
type Bin struct {
	At             decimal.Decimal // t + kw
	Count          int
	Counterfactual float64 // the count expected without bunching
	Region         bool    // in the bunching region
}

// Bunching is what a bunching estimate found.
type Bunching struct {
	Excess float64 // figures in the bunching region beyond the counterfactual, B
	Ratio  float64 // effect size: Excess over Height, b
	Height float64 // mean counterfactual of the region's bins

	// Standard errors by the bootstrap; zero without one.
	ExcessError, RatioError float64

	Bins       []Bin
	Polynomial []float64 // coefficients of the powers of k, the bin's distance from the target
	Iterations int       // of the correction
	Outside    int       // figures beyond the bins, not looked at
}

// Bunch estimates how many figures gather at a target that would otherwise be
// elsewhere (Chetty, Friedman, Olsen & Pistaferri 2011; Kleven & Waseem 2013). It
// counts the figures Cₖ in bins around the target and fits them by least squares:
//
//	Cₖ = Σᵢ βᵢkⁱ + Σ ρᵣ [bin k is a multiple of r] + Σ γⱼ [k = j] + εₖ
//
// Every bin j of the bunching region, and every bin Elsewhere, has a dummy γ. The
// fit without these dummies is the counterfactual Ĉ:
//
//	B = Σ (Cₖ − Ĉₖ) over the region,  b = B / mean Ĉₖ over the region
//
// A correction multiplies the counts of the bins above by 1 + B/Σ Cₖ, with the sum
// over these bins, and repeats the fit until B moves by less than the tolerance. The
// bootstrap resamples the residuals of the fit.
//
// Binning is exact. The estimates are floating-point statistics of about 9
// significant digits. The coefficients of the polynomial have fewer, the more its
// terms cancel. All have the same bits on every platform and for every order of the
// figures.
//
// Bunch returns an error if:
//   - an option is out of range or contradicts another;
//   - a figure is out of bounds;
//   - there are not more bins to fit than parameters;
//   - the bins do not separate the round numbers from the polynomial;
//   - the counterfactual of the region is not positive;
//   - there is no figure above to correct with, or the correction does not settle.
func Bunch(figures []decimal.Decimal, o BunchOptions) (Bunching, error) {
	var p target.Problems
	o.check(p.At("options"))
	checkFigures(p.At("figures"), figures)
	if err := p.Err(); err != nil {
		return Bunching{}, err
	}
	if o.Order == 0 {
		o.Order = 7
	}
	if o.Tolerance.IsZero() {
		o.Tolerance = decimal.New(1, -9)
	}

	f := newBunchFit(o)
	var b Bunching
	bins := newBinner(o)
	for _, x := range figures {
		if k, ok := bins.bin(x); ok {
			f.bins[k+o.Below].Count++
		} else {
			b.Outside++
		}
	}
	counts := make([]float64, len(f.bins))
	for i, bin := range f.bins {
		counts[i] = float64(bin.Count)
	}

	if err := f.prepare(); err != nil {
		return Bunching{}, err
	}
	e, err := f.estimate(counts)
	if err != nil {
		return Bunching{}, err
	}
	b.Excess, b.Height, b.Ratio, b.Iterations = e.excess, e.height, e.excess/e.height, e.iterations
	b.Polynomial = o.polynomial(e.beta)
	b.Bins = f.bins
	for i := range b.Bins {
		b.Bins[i].Counterfactual = e.counterfactual[i]
	}

	if o.Replicates > 0 {
		if b.ExcessError, b.RatioError, err = f.bootstrap(counts, e); err != nil {
			return Bunching{}, err
		}
	}
	return b, nil
}

// Caveat says what the estimate cannot show.
func (b Bunching) Caveat() string {
	return "Bunching shows that more figures lie at the target than a smooth curve through their neighbours " +
		"leads to expect. " +
		"It does not show why: real effort that stops at the target, timing, rounding and invention look alike. " +
		"It names no unit. The curve, the region and the width of the bins are choices: vary them."
}

// String prints the estimate in one sentence, with the caveat after it.
func (b Bunching) String() string {
	text := fmt.Sprintf("%s more figures at the target than expected, %s times the %s expected in a bin",
		numtext.Float(b.Excess, 1), numtext.Float(b.Ratio, 2), numtext.Float(b.Height, 1))
	if b.RatioError > 0 {
		text += fmt.Sprintf(" (standard error %s)", numtext.Float(b.RatioError, 2))
	}
	return text + ". " + b.Caveat()
}
