package integrity

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// WindowOptions says which figures just met a target and which just missed it.
type WindowOptions struct {
	Target decimal.Decimal
	Width  decimal.Decimal  // on either side
	Better target.Direction // Higher or Lower; required
}

// Window compares the figures that just met a target with those that just
// missed it.
type Window struct {
	Met, Missed int
	// Share is the effect size: what part of the figures in the window met the
	// target; a half is expected.
	Share decimal.Decimal
	// Greater is the chance of at least so many on the met side, and TwoSided
	// of at least so uneven a division to either side, where each figure falls
	// on either side with chance ½. Both are exact, rounded to 16 significant
	// digits and at most 100 places: zero is less than 10⁻¹⁰⁰.
	Greater, TwoSided decimal.Decimal
}

// maxTrials bounds the work of the exact tests.
const maxTrials = 100_000

// NearTarget counts the figures in a window around the target and tests
// whether more meet it than chance explains (the binomial test of Cattaneo,
// Titiunik & Vazquez-Bare 2017). A figure x of a higher-is-better target t
//
//	just met it    where t ≤ x < t + Width
//	just missed it where t − Width ≤ x < t
//
// and the mirror image where lower is better.
//
// NearTarget returns an error if the width is not positive, the direction is
// neither higher nor lower, a figure is out of bounds, or the window holds no
// figure or more than 100,000.
func NearTarget(figures []decimal.Decimal, o WindowOptions) (Window, error) {
	var l fault.List
	bounded(&l, "options.target", o.Target)
	if bounded(&l, "options.width", o.Width) && o.Width.Sign() <= 0 {
		l.Add(&target.FieldError{
			Path: "options.width", Value: o.Width, Err: target.ErrRange, Remedy: "give a positive width",
		})
	}

	checkDirection(&l, "options.better", o.Better)
	checkFigures(&l, figures)
	if err := l.Err(); err != nil {
		return Window{}, err
	}

	met, missed := 0, 0
	for _, x := range figures {
		ahead := x.Sub(o.Target)
		if o.Better == target.Lower {
			ahead = ahead.Neg()
		}
		switch {
		case ahead.Sign() >= 0 && ahead.Cmp(o.Width) < 0:
			met++
		case ahead.Sign() < 0 && ahead.Abs().Cmp(o.Width) <= 0:
			missed++
		}
	}

	if met+missed == 0 {
		return Window{}, &target.FieldError{
			Path: "figures", Value: len(figures), Err: target.ErrMissing,
			Remedy: "none lies in the window: widen it",
		}
	}

	return Binomial(met, missed)
}

func checkDirection(l *fault.List, path string, d target.Direction) {
	switch d {
	case target.Higher, target.Lower:
	case 0:
		l.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "higher or lower"})
	default:
		l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrInvalid, Remedy: "higher or lower"})
	}
}

// Binomial tests how many figures met a target and how many missed it against
// even chances:
//
//	Greater  = Σ C(n,k)/2ⁿ over k ≥ met
//	TwoSided = 2 Σ C(n,k)/2ⁿ over k ≤ min(met, missed), at most 1
//
// Binomial returns an error if a count is negative, or both are zero or more
// than 100,000 together.
func Binomial(met, missed int) (Window, error) {
	var l fault.List
	for _, c := range []struct {
		path  string
		count int
	}{{"met", met}, {"missed", missed}} {
		if c.count < 0 || c.count > maxTrials {
			l.Add(&target.FieldError{
				Path: c.path, Value: c.count, Err: target.ErrRange, Remedy: "from 0 to 100000: narrow the window",
			})
		}
	}

	if err := l.Err(); err != nil {
		return Window{}, err
	}
	n := met + missed
	if n == 0 || n > maxTrials {
		return Window{}, &target.FieldError{
			Path: "met + missed", Value: n, Err: target.ErrRange, Remedy: "from 1 to 100000 figures in the window",
		}
	}

	all := new(big.Int).Lsh(big.NewInt(1), uint(n))
	fewer := min(met, missed)
	tail := lowerTail(n, fewer)
	w := Window{Met: met, Missed: missed, Share: rounded(big.NewInt(int64(met)), big.NewInt(int64(n)))}
	twice := new(big.Int).Lsh(tail, 1)
	if twice.Cmp(all) > 0 {
		twice.Set(all)
	}

	w.TwoSided = rounded(twice, all)
	if met <= missed {
		// P(K ≥ met) = 1 − P(K ≤ met − 1)
		tail.Sub(tail, new(big.Int).Binomial(int64(n), int64(met)))
		tail.Sub(all, tail)
	}

	w.Greater = rounded(tail, all)
	return w, nil
}

// lowerTail returns Σ C(n,k) over k ≤ m.
func lowerTail(n, m int) *big.Int {
	sum, term := big.NewInt(1), big.NewInt(1)
	var factor big.Int
	for k := 1; k <= m; k++ {
		term.Mul(term, factor.SetInt64(int64(n-k+1)))
		term.Quo(term, factor.SetInt64(int64(k)))
		sum.Add(sum, term)
	}
	return sum
}

// Caveat says what the test cannot show.
func (w Window) Caveat() string {
	return "Even chances hold only in a window so narrow that the figures would lie evenly in it; where figures " +
		"are dense on one side the test finds a difference without any gaming. " +
		"It does not tell effort that stops at the target from figures that were adjusted, and it names no unit."
}

// String prints the test in one sentence, with the caveat after it.
func (w Window) String() string {
	return fmt.Sprintf("%d of %d figures near the target just met it; by even chances so many or more would "+
		"with probability %s. %s",
		w.Met, w.Met+w.Missed, short(w.Greater), w.Caveat())
}
