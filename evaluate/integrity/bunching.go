package integrity

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Edge says where the target lies in its bin.
type Edge uint8

const (
	Middle Edge = iota // bins [t + (k−½)w, t + (k+½)w)
	Lower              // bins [t + kw, t + (k+1)w): the target is the least figure of its bin
	Upper              // bins (t + (k−1)w, t + kw]: the target is the greatest figure of its bin
)

// Correction says which bins the figures that bunch are taken to come from.
// Without a correction the counterfactual counts them twice: where they are
// and where they would have been.
type Correction uint8

const (
	NoCorrection Correction = iota
	AboveTarget             // all bins above the target's
	AboveRegion             // the bins above the bunching region
)

// BunchOptions says where to look for bunching and what to compare it with.
// Zero fields are the defaults that their comments name.
type BunchOptions struct {
	Target decimal.Decimal
	Width  decimal.Decimal // of a bin; required
	Edge   Edge            // Middle

	// Bins below and above the target's that are looked at, required; and how
	// many of them next to it belong to the bunching region as it does.
	Below, Above               int
	ExcludeBelow, ExcludeAbove int

	Order int // of the polynomial; zero is 7

	// RoundNumbers have bins at their multiples that hold more figures than
	// others for that reason alone. A bin that is a multiple of two, one of
	// which is a multiple of the other, counts for the greater only.
	RoundNumbers []decimal.Decimal
	// Elsewhere are bins left out of the comparison, by their figure t + kw:
	// other targets.
	Elsewhere []decimal.Decimal

	Correct Correction
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
// digits and have the same bits on every platform and for every order of the
// figures. Binning is exact.
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
	b.Polynomial = e.polynomial
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
	if o.Edge > Upper {
		l.Add(&target.FieldError{Path: "options.edge", Value: uint8(o.Edge), Err: target.ErrUnknown, Remedy: "Middle, Lower or Upper"})
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

func (o BunchOptions) at(k int) decimal.Decimal {
	return o.Target.Add(o.Width.Mul(decimal.New(int64(k), 0)))
}

// bin returns the number of the bin that holds x, from −Below to Above.
func (o BunchOptions) bin(x decimal.Decimal) (k int, ok bool) {
	num, den := x.Sub(o.Target), o.Width
	if o.Edge == Middle {
		two := decimal.New(2, 0)
		num, den = num.Mul(two).Add(den), den.Mul(two)
	}
	if num.Abs().Cmp(den.Mul(decimal.New(maxBins+2, 0))) > 0 {
		return 0, false
	}
	q, rest := num.QuoRem(den, 0)
	return o.number(q.IntPart(), rest.Sign())
}

// number turns a quotient towards zero and the sign of its remainder into the
// number of a bin.
func (o BunchOptions) number(q int64, rest int) (k int, ok bool) {
	switch {
	case o.Edge == Upper && rest > 0:
		q++
	case o.Edge != Upper && rest < 0:
		q--
	}
	return int(q), q >= int64(-o.Below) && q <= int64(o.Above)
}

// binner finds bins as BunchOptions.bin does, on machine words where target,
// width and figure fit.
type binner struct {
	o             BunchOptions
	exp           int32
	target, width int64
	words         bool
}

// far bounds words whose differences and doubles cannot overflow.
const far = 1 << 60

func newBinner(o BunchOptions) binner {
	b := binner{o: o, exp: min(o.Target.Exponent(), o.Width.Exponent(), 0)}
	var t, w bool
	b.target, t = b.word(o.Target)
	b.width, w = b.word(o.Width)
	b.words = t && w
	return b
}

func (b binner) word(d decimal.Decimal) (int64, bool) {
	m, ok := fixed.Word(d)
	if !ok || d.Exponent() < b.exp {
		return 0, false
	}
	m, ok = fixed.Scale(m, d.Exponent()-b.exp)
	return m, ok && m > -far && m < far
}

func (b binner) bin(x decimal.Decimal) (k int, ok bool) {
	m, ok := b.word(x)
	if !ok || !b.words {
		return b.o.bin(x)
	}
	num, den := m-b.target, b.width
	if b.o.Edge == Middle {
		num, den = 2*num+den, 2*den
	}
	return b.o.number(num/den, cmp.Compare(num%den, 0))
}

// fit is the regression behind a bunching estimate.
type fit struct {
	o       BunchOptions
	bins    []Bin
	rows    [][]float64 // regressors of every bin: powers of k over scale, then round numbers
	dropped []bool      // bins with a dummy of their own
	scale   float64
	used    []int // columns of rows that some bin in the fit has
	regression
}

func newFit(o BunchOptions) *fit {
	n := o.Below + 1 + o.Above
	f := &fit{o: o, bins: make([]Bin, n), rows: make([][]float64, n), dropped: make([]bool, n), scale: float64(max(o.Below, o.Above))}
	numbers := slices.Clone(o.RoundNumbers)
	slices.SortFunc(numbers, decimal.Decimal.Cmp)
	for i := range n {
		k := i - o.Below
		b := &f.bins[i]
		b.At = o.at(k)
		b.Region = k >= -o.ExcludeBelow && k <= o.ExcludeAbove
		f.dropped[i] = b.Region || slices.ContainsFunc(o.Elsewhere, b.At.Equal)
		row := make([]float64, o.Order+1+len(numbers))
		row[0] = 1
		for p := 1; p <= o.Order; p++ {
			row[p] = row[p-1] * (float64(k) / f.scale)
		}
		for r, number := range numbers {
			if multiple(b.At, number) && !slices.ContainsFunc(numbers[r+1:], func(larger decimal.Decimal) bool {
				return multiple(larger, number) && multiple(b.At, larger)
			}) {
				row[o.Order+1+r] = 1
			}
		}
		f.rows[i] = row
	}
	for j := range f.rows[0] {
		for i, row := range f.rows {
			if row[j] != 0 && !f.dropped[i] {
				f.used = append(f.used, j)
				break
			}
		}
	}
	return f
}

func multiple(x, of decimal.Decimal) bool {
	_, rest := x.QuoRem(of, 0)
	return rest.IsZero()
}

// factor prepares the regression on the bins without a dummy of their own.
func (f *fit) factor() error {
	var x [][]float64
	for i, row := range f.rows {
		if f.dropped[i] {
			continue
		}
		kept := make([]float64, len(f.used))
		for j, column := range f.used {
			kept[j] = row[column]
		}
		x = append(x, kept)
	}
	if len(x) <= len(f.used) {
		return &target.FieldError{
			Path: "options", Value: len(x), Err: target.ErrRange,
			Remedy: fmt.Sprintf("%d parameters need more bins outside of the region than that: widen below and above, or lower the order", len(f.used)),
		}
	}
	var ok bool
	if f.regression, ok = factor(x); !ok {
		return &target.FieldError{Path: "options.roundNumbers", Err: target.ErrInfeasible, Remedy: "the bins outside of the region do not tell the round numbers and the polynomial apart: leave some out, or look at more bins"}
	}
	return nil
}

type estimate struct {
	excess, height float64
	counterfactual []float64
	polynomial     []float64
	iterations     int
}

// estimate fits the counts, and corrects the fit if that is asked for.
func (f *fit) estimate(counts []float64) (estimate, error) {
	e, err := f.fit(counts, counts)
	if err != nil || f.o.Correct == NoCorrection {
		return e, err
	}
	first := f.o.Below + 1
	if f.o.Correct == AboveRegion {
		first += f.o.ExcludeAbove
	}
	above := detmath.Sum(counts[first:])
	if above <= 0 {
		return e, &target.FieldError{Path: "options.correct", Err: target.ErrInfeasible, Remedy: "there are no figures above for those that bunch to come from"}
	}
	tolerance := detmath.Float(f.o.Tolerance)
	raised := slices.Clone(counts)
	for i := 1; i <= maxIterations; i++ {
		for j := first; j < len(counts); j++ {
			raised[j] = counts[j] * (1 + e.excess/above)
		}
		next, err := f.fit(raised, counts)
		if err != nil {
			return e, err
		}
		moved := math.Abs(next.excess - e.excess)
		e = next
		e.iterations = i
		if moved < tolerance {
			return e, nil
		}
	}
	return e, &target.FieldError{Path: "options.correct", Err: target.ErrInfeasible, Remedy: "the correction does not settle: allow more tolerance, or look at more bins above"}
}

// fit fits the counts y and compares the counterfactual with the counts.
func (f *fit) fit(y, counts []float64) (estimate, error) {
	z := make([]float64, 0, len(y))
	for i, dropped := range f.dropped {
		if !dropped {
			z = append(z, y[i])
		}
	}
	beta := f.regression.solve(z)
	e := estimate{counterfactual: make([]float64, len(y)), polynomial: make([]float64, f.o.Order+1)}
	terms := make([]float64, len(beta))
	var over, expected []float64
	for i, row := range f.rows {
		for j, column := range f.used {
			terms[j] = beta[j] * row[column]
		}
		e.counterfactual[i] = detmath.Sum(terms)
		if f.bins[i].Region {
			over = append(over, counts[i]-e.counterfactual[i])
			expected = append(expected, e.counterfactual[i])
		}
	}
	e.excess = detmath.Sum(over)
	e.height = detmath.Sum(expected) / float64(len(expected))
	power := 1.0
	for p := range e.polynomial {
		e.polynomial[p] = beta[p] / power
		power *= f.scale
	}
	if !(e.height > 0) {
		return e, &target.FieldError{Path: "figures", Value: len(y), Err: target.ErrInfeasible, Remedy: "the counterfactual at the target is not positive: there are too few figures around it for a polynomial of this order"}
	}
	return e, nil
}

// bootstrap returns the standard deviations of the excess and its ratio over
// samples with the residuals drawn anew.
func (f *fit) bootstrap(counts []float64, e estimate) (excess, ratio float64, err error) {
	var residuals []float64
	fitted := slices.Clone(counts)
	for i, dropped := range f.dropped {
		if !dropped {
			fitted[i] = e.counterfactual[i]
			residuals = append(residuals, counts[i]-fitted[i])
		}
	}
	// The fit of a corrected estimate is to the raised counts; its level above
	// the target is not that of the counts, so that the residuals are those of
	// a fit to the counts themselves.
	if f.o.Correct != NoCorrection {
		plain, err := f.fit(counts, counts)
		if err != nil {
			return 0, 0, err
		}
		residuals = residuals[:0]
		for i, dropped := range f.dropped {
			if !dropped {
				fitted[i] = plain.counterfactual[i]
				residuals = append(residuals, counts[i]-fitted[i])
			}
		}
	}
	pcg := rand.NewPCG(f.o.Seed, 0)
	draw := func() float64 {
		// The high word of the product is uniform on the indices, whatever a
		// later version of the standard library makes of IntN.
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
	return deviation(excesses), deviation(ratios), nil
}

// deviation returns the standard deviation with n − 1; zero for one figure.
func deviation(x []float64) float64 {
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

// regression is a matrix of regressors taken apart by Householder reflections,
// so that it can be fitted to many columns.
type regression struct {
	x        [][]float64 // the reflections' vectors below the diagonal, R above it
	diagonal []float64   // of R
	half     []float64   // minus half of the squared length of each vector
}

// factor takes x apart in place. It is not ok if the columns are not
// independent.
func factor(x [][]float64) (r regression, ok bool) {
	columns := len(x[0])
	r = regression{x: x, diagonal: make([]float64, columns), half: make([]float64, columns)}
	column := make([]float64, len(x))
	for j := range columns {
		var whole, square float64
		for i := range x {
			v := float64(x[i][j] * x[i][j])
			whole += v
			if i >= j {
				square += v
			}
		}
		length := math.Sqrt(square)
		// Reflections keep a column's length, so that the whole is as at the start.
		if length <= 1e-11*math.Sqrt(whole) {
			return r, false
		}
		if x[j][j] > 0 {
			length = -length
		}
		r.diagonal[j] = length
		x[j][j] -= length
		r.half[j] = length * x[j][j]
		for k := j + 1; k < columns; k++ {
			for i := range x {
				column[i] = x[i][k]
			}
			r.reflect(j, column)
			for i := range x {
				x[i][k] = column[i]
			}
		}
	}
	return r, true
}

// reflect applies the j-th reflection to y.
func (r regression) reflect(j int, y []float64) {
	var dot float64
	for i := j; i < len(y); i++ {
		dot += float64(r.x[i][j] * y[i])
	}
	dot /= r.half[j]
	for i := j; i < len(y); i++ {
		y[i] += float64(dot * r.x[i][j])
	}
}

// solve returns the coefficients with the least squares for y, which it
// overwrites.
func (r regression) solve(y []float64) []float64 {
	for j := range r.diagonal {
		r.reflect(j, y)
	}
	beta := make([]float64, len(r.diagonal))
	for j := len(beta) - 1; j >= 0; j-- {
		sum := y[j]
		for k := j + 1; k < len(beta); k++ {
			sum -= float64(r.x[j][k] * beta[k])
		}
		beta[j] = sum / r.diagonal[j]
	}
	return beta
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

// rounded returns num/den, not negative, to 16 significant digits but to no
// more than 100 places, halves up.
func rounded(num, den *big.Int) decimal.Decimal {
	if num.Sign() == 0 {
		return decimal.Decimal{}
	}
	// 2^(bits−1) < num/den < 2^(bits+1), so that the estimate of the first
	// digit's place is right or one too high or low.
	bits := num.BitLen() - den.BitLen()
	places := int32(min(16-math.Floor(float64(bits)*0.30102999566398), fixed.Digits))
	limit := fixed.Pow10(16)
	for ; ; places-- {
		d := new(big.Int).Mul(num, fixed.Pow10(max(places, 0)))
		q := fixed.DivHalfUp(d, den)
		if q.CmpAbs(limit) <= 0 || places <= 0 {
			return fixed.FromBig(q, -max(places, 0))
		}
	}
}
