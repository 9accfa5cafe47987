package integrity

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Edge says where the target lies in its bin.
type Edge uint8

const (
	MiddleOfBin Edge = iota // bins [t + (k−½)w, t + (k+½)w)
	LowerEdge               // bins [t + kw, t + (k+1)w): the target is the least figure of its bin
	UpperEdge               // bins (t + (k−1)w, t + kw]: the target is the greatest figure of its bin
)

// BunchCorrection says which bins the figures that bunch are taken to come from.
// Without a correction the counterfactual counts them twice: where they are
// and where they would have been.
type BunchCorrection uint8

const (
	NoCorrection BunchCorrection = iota // from nowhere: they are extra
	AboveTarget                         // all bins above the target's
	AboveRegion                         // the bins above the bunching region
)

// BunchOptions says where to look for bunching and what to compare it with.
// Zero fields are the defaults that their comments name.
type BunchOptions struct {
	Target decimal.Decimal
	Width  decimal.Decimal // of a bin; required
	Edge   Edge            // MiddleOfBin

	// Bins below and above the target's that are looked at, required; and how
	// many of them next to it belong to the bunching region as it does.
	Below, Above               int
	ExcludeBelow, ExcludeAbove int

	Order int // of the polynomial; zero is 7

	// RoundNumbers have bins at their multiples that hold more figures than
	// others for that reason alone. A bin that is a multiple of two, one of
	// which is a multiple of the other, counts for the greater only. A round
	// number none of whose bins is in the comparison raises no counterfactual.
	RoundNumbers []decimal.Decimal
	// Elsewhere are bins left out of the comparison, by their figure t + kw:
	// other targets.
	Elsewhere []decimal.Decimal

	Correct BunchCorrection
	// Tolerance is the change of the corrected excess, in figures, below which it
	// has settled. Zero is 10⁻⁹; the R package bunching stops at 1.
	Tolerance decimal.Decimal

	// Replicates is how many bootstrap samples the standard errors are from;
	// zero is none. The same seed gives the same errors.
	Replicates int
	Seed       uint64
}

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

const (
	maxBins       = 1000 // on either side
	maxOrder      = 15
	maxIterations = 1000
	maxReplicates = 10_000
)

// Bunch estimates how many figures gather at a target that would otherwise lie
// elsewhere (Chetty, Friedman, Olsen & Pistaferri 2011; Kleven & Waseem 2013).
// It counts the figures in bins around the target, fits
//
//	Cₖ = Σᵢ βᵢkⁱ + Σ ρᵣ [bin k is a multiple of r] + Σ γⱼ [k = j] + εₖ
//
// by least squares with a dummy γ for every bin j of the bunching region and
// every bin Elsewhere, and takes the fit without these dummies as the
// counterfactual Ĉ. Then
//
//	B = Σ (Cₖ − Ĉₖ) over the region,  b = B / mean Ĉₖ over the region
//
// With a correction the counts of the bins above are raised by the factor
// 1 + B/Σ Cₖ over these bins and the fit repeated until B moves by less than the
// tolerance. The bootstrap resamples the residuals of the fit.
//
// The estimates are floating-point statistics that hold about 9 significant
// digits, the coefficients of the polynomial fewer the more its terms cancel.
// They have the same bits on every platform and for every order of the figures.
// Binning is exact.
//
// Bunch returns an error if an option is out of range or contradicts another,
// a figure is out of bounds, there are not more bins to fit than parameters,
// the round numbers cannot be told from the polynomial, the counterfactual of
// the region is not positive, there is nothing above to correct with, or the
// correction does not settle.
func Bunch(figures []decimal.Decimal, o BunchOptions) (Bunching, error) {
	var l fault.List
	o.check(&l)
	checkFigures(&l, figures)
	if err := l.Err(); err != nil {
		return Bunching{}, err
	}
	if o.Order == 0 {
		o.Order = 7
	}
	if o.Tolerance.IsZero() {
		o.Tolerance = decimal.New(1, -9)
	}
	f := newFit(o)
	counts := make([]float64, len(f.bins))
	var b Bunching
	bins := newBinner(o)
	for _, x := range figures {
		if k, ok := bins.bin(x); ok {
			f.bins[k+o.Below].Count++
		} else {
			b.Outside++
		}
	}
	for i, bin := range f.bins {
		counts[i] = float64(bin.Count)
	}
	if err := f.factor(); err != nil {
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

func checkFigures(l *fault.List, figures []decimal.Decimal) {
	for i, x := range figures {
		if !fixed.InBounds(x) {
			outOfBounds(l, fmt.Sprintf("figures[%d]", i), x)
		}
	}
}

func outOfBounds(l *fault.List, path string, d decimal.Decimal) {
	l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
}

func bounded(l *fault.List, path string, d decimal.Decimal) bool {
	if fixed.InBounds(d) {
		return true
	}
	outOfBounds(l, path, d)
	return false
}

func (o BunchOptions) check(l *fault.List) {
	sound := bounded(l, "options.target", o.Target)
	if bounded(l, "options.width", o.Width) {
		if o.Width.Sign() <= 0 {
			l.Add(&target.FieldError{Path: "options.width", Value: o.Width, Err: target.ErrRange, Remedy: "give a positive width"})
			sound = false
		}
	} else {
		sound = false
	}
	if o.Edge > UpperEdge {
		l.Add(&target.FieldError{Path: "options.edge", Value: uint8(o.Edge), Err: target.ErrUnknown, Remedy: "MiddleOfBin, LowerEdge or UpperEdge"})
	}
	if o.Correct > AboveRegion {
		l.Add(&target.FieldError{Path: "options.correct", Value: uint8(o.Correct), Err: target.ErrUnknown, Remedy: "NoCorrection, AboveTarget or AboveRegion"})
	}
	within := func(path string, v, lo, hi int) bool {
		if v >= lo && v <= hi {
			return true
		}
		l.Add(&target.FieldError{Path: "options." + path, Value: v, Err: target.ErrRange, Remedy: fmt.Sprintf("from %d to %d", lo, hi)})
		return false
	}
	below, above := within("below", o.Below, 1, maxBins), within("above", o.Above, 1, maxBins)
	if below {
		within("excludeBelow", o.ExcludeBelow, 0, o.Below-1)
	}
	if above {
		within("excludeAbove", o.ExcludeAbove, 0, o.Above-1)
	}
	sound = sound && below && above
	within("order", o.Order, 0, maxOrder)
	within("replicates", o.Replicates, 0, maxReplicates)
	if bounded(l, "options.tolerance", o.Tolerance) && o.Tolerance.Sign() < 0 {
		l.Add(&target.FieldError{Path: "options.tolerance", Value: o.Tolerance, Err: target.ErrRange, Remedy: "give a positive number, or leave it zero"})
	}
	within("roundNumbers", len(o.RoundNumbers), 0, 10)
	for i, r := range o.RoundNumbers {
		path := fmt.Sprintf("options.roundNumbers[%d]", i)
		if !bounded(l, path, r) {
			continue
		}
		switch {
		case r.Sign() <= 0:
			l.Add(&target.FieldError{Path: path, Value: r, Err: target.ErrRange, Remedy: "give a positive number"})
		case slices.ContainsFunc(o.RoundNumbers[:i], r.Equal):
			l.Add(&target.FieldError{Path: path, Value: r, Err: target.ErrDuplicate})
		}
	}
	within("elsewhere", len(o.Elsewhere), 0, 100)
	for i, x := range o.Elsewhere {
		path := fmt.Sprintf("options.elsewhere[%d]", i)
		if !bounded(l, path, x) || !sound {
			continue
		}
		k, ok := o.bin(x)
		switch {
		case !ok || o.at(k).Cmp(x) != 0:
			l.Add(&target.FieldError{Path: path, Value: x, Err: target.ErrUnknown, Remedy: "name a bin by the target plus or minus a number of whole widths"})
		case k >= -o.ExcludeBelow && k <= o.ExcludeAbove:
			l.Add(&target.FieldError{Path: path, Value: x, Err: target.ErrMismatch, Remedy: "the bin belongs to the bunching region"})
		case slices.ContainsFunc(o.Elsewhere[:i], x.Equal):
			l.Add(&target.FieldError{Path: path, Value: x, Err: target.ErrDuplicate})
		}
	}
}

// Caveat says what the estimate cannot show.
func (b Bunching) Caveat() string {
	return "Bunching shows that more figures lie at the target than a smooth curve through their neighbours leads to expect. " +
		"It does not show why: real effort that stops at the target, timing, rounding and invention look alike, and it names no unit. " +
		"The curve, the region and the width of the bins are choices: vary them."
}

// String prints the estimate in one sentence, with the caveat after it.
func (b Bunching) String() string {
	text := fmt.Sprintf("%.1f more figures at the target than expected, %.2f times the %.1f expected in a bin", b.Excess, b.Ratio, b.Height)
	if b.RatioError > 0 {
		text += fmt.Sprintf(" (standard error %.2f)", b.RatioError)
	}
	return text + ". " + b.Caveat()
}
