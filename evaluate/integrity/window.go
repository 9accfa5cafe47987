package integrity

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// WindowOptions says which figures just met a target and which just missed it.
type WindowOptions struct {
	Target decimal.Decimal
	Width  decimal.Decimal  // on either side; required
	Better target.Direction // Higher or Lower; required
}

// Window compares the figures that just met a target with those that just
// missed it.
type Window struct {
	Met, Missed int
	// Share is the effect size: the share of the figures in the window that met the
	// target. Even chances make it ½.
	Share decimal.Decimal
	// Greater is the probability of at least as many figures that met the target, if
	// each does so with probability ½. TwoSided is that of a division at least as
	// uneven, to either side. Both are exact, and rounded to 16 significant digits
	// and at most 100 places: 0 is less than 10⁻¹⁰⁰.
	Greater, TwoSided decimal.Decimal
}

// maxTrials bounds the work of the exact tests.
const maxTrials = 100_000

// NearTarget counts the figures in a window around the target. It tests whether more
// of them meet it than chance explains (the binomial test of Cattaneo, Titiunik &
// Vazquez-Bare 2017). If higher is better, a figure x
//
//	just met the target t    if t ≤ x < t + Width
//	just missed the target t if t − Width ≤ x < t
//
// If lower is better, the window is mirrored.
//
// NearTarget returns an error if:
//   - the width is not positive;
//   - the direction is neither higher nor lower;
//   - a figure is out of bounds;
//   - the window has no figure, or more than 100,000.
func NearTarget(figures []decimal.Decimal, o WindowOptions) (Window, error) {
	var p target.Problems
	at := p.At("options")
	at.Field("target").Figure(o.Target)
	at.Field("width").Positive(o.Width)
	checkDirection(at.Field("better"), o.Better)
	checkFigures(p.At("figures"), figures)
	if err := p.Err(); err != nil {
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
		p.At("figures").Report(len(figures), target.ErrMissing, "none is in the window: widen it")
		return Window{}, p.Err()
	}
	return Binomial(met, missed)
}

// Binomial compares the numbers of figures that met and that missed a target with
// even chances:
//
//	Greater  = Σ C(n,k)/2ⁿ over k ≥ met
//	TwoSided = 2 Σ C(n,k)/2ⁿ over k ≤ min(met, missed), at most 1
//
// Binomial returns an error if a count is negative, or both are zero or more
// than 100,000 together.
func Binomial(met, missed int) (Window, error) {
	var p target.Problems
	p.At("met").Count(met, 0, maxTrials)
	p.At("missed").Count(missed, 0, maxTrials)
	n := met + missed
	if p.Len() == 0 {
		p.At("met + missed").Count(n, 1, maxTrials)
	}
	if err := p.Err(); err != nil {
		return Window{}, err
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
	var by big.Int
	for k := 1; k <= m; k++ {
		term.Mul(term, by.SetInt64(int64(n-k+1)))
		term.Quo(term, by.SetInt64(int64(k)))
		sum.Add(sum, term)
	}
	return sum
}

// Caveat says what the test cannot show.
func (w Window) Caveat() string {
	return "Even chances hold only in a window so narrow that the figures would be spread evenly in it. " +
		"If figures are dense on one side, the test finds a difference without any gaming. " +
		"It does not tell effort that stops at the target from figures that were adjusted, and it names no unit."
}

// String prints the test in one sentence, with the caveat after it.
func (w Window) String() string {
	return fmt.Sprintf("%s of %s figures near the target just met it; by even chances so many or more would "+
		"with probability %s. %s",
		numtext.Count(w.Met), numtext.Count(w.Met+w.Missed), short(w.Greater), w.Caveat())
}
