package evaluate

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// ScoreBy says by which number an item is scored. The number is 1 if the target is just
// met. The zero ScoreBy is ByAttainment.
//
//	               at least t               at most t
//	ByAttainment   a/t                      t/a
//	ByLinear       1 + (a − t)/|t|          1 + (t − a)/|t|
//	ByProgress     (a − b)/(t − b)          (a − b)/(t − b)
//
// Here a is the figure, t the part of the target that is due, and b the baseline.
//
// ByLinear for "at most" is 2 − a/t: a tenth too much counts as 0.9, and its attainment
// is 0.909. ByLinear exists if figure and target lie on different sides of zero. For a
// range it is 1 inside; outside, t is the end that the figure lies beyond.
//
// ByProgress is the Progress of the assessment. For a [Standing] it is the progress to
// the whole target, not to what is due. OKR tools score in this way.
type ScoreBy uint8

const (
	ByAttainment ScoreBy = iota // figure/target, or target/figure if less is better
	ByLinear                    // 1 + gap/|target|
	ByProgress                  // share of the way from the baseline
)

var scoreByWords = enum.New[ScoreBy]("scoreBy", target.UnknownError, []string{
	ByAttainment: "attainment", ByLinear: "linear attainment", ByProgress: "progress",
})

// String returns the number in words.
func (s ScoreBy) String() string { return scoreByWords.String(s) }

// MarshalText returns s as String prints it. It returns an error if s is none of the
// constants.
func (s ScoreBy) MarshalText() ([]byte, error) { return scoreByWords.Marshal(s) }

// UnmarshalText reads s as String prints it. It returns an error for other text.
func (s *ScoreBy) UnmarshalText(text []byte) error { return scoreByWords.Unmarshal(s, text) }

// rate returns the number by which an item is scored. If it does not exist, rate also
// returns why; the number is then 1 if the target is met, and 0 if not.
func (i Item) rate(a Assessment) (scoreRate, Reason) {
	switch {
	case i.ScoreBy == ByAttainment && a.Attainment.Valid:
		return a.attainmentRate(), 0
	case i.ScoreBy == ByAttainment:
		return a.attainmentRate(), a.AttainmentReason
	}

	rate, why := new(big.Rat), a.ProgressReason
	if a.Met {
		rate = one
	}
	if !a.isSound() {
		return scoreRate{value: rate}, why
	}
	g := newGauge(a.Target, AssessOptions{Published: a.Published}).withDue(a.Due)
	switch {
	case i.ScoreBy == ByLinear:
		linear, whyNot := g.linear(a)
		if why = whyNot; why == 0 {
			rate = linear
		}
	case g.compared.Indicator.Kind == target.Reduction && a.Progress.Valid:
		rate = a.Progress.Decimal.Rat()
	case g.compared.Indicator.Kind != target.Reduction && why == 0:
		made, whyNot := g.wayMade(a.Actual)
		if why = whyNot; why == 0 {
			rate = made
		}
	}
	return scoreRate{value: rate}, why
}

// linear returns 1 + gap/|end|, with the end of what is due that the figure is
// measured from.
func (g gauge) linear(a Assessment) (*big.Rat, Reason) {
	if g.compared.Indicator.Kind == target.Position {
		return nil, NotComparable
	}

	figure := g.due.scaled(a.Actual)
	margin, end := g.dueBand.Margin(figure), g.dueBand.Low.Decimal
	switch {
	case g.dueBand.IsRange() && margin.Sign() >= 0:
		return one, 0
	case !g.dueBand.Low.Valid || g.dueBand.IsAbove(figure):
		end = g.dueBand.High.Decimal
	}
	if end.IsZero() {
		return nil, ZeroTarget
	}
	over := new(big.Rat).Quo(margin.Rat(), end.Abs().Rat())
	return over.Add(over, one), 0
}

// isSound reports whether the figures of an assessment can be calculated with, even
// if Assess did not make it.
func (a Assessment) isSound() bool {
	t := a.Target
	figures := []decimal.Decimal{
		a.Actual, t.Value, t.Upper, t.Tolerance, a.Due.From, a.Due.To.Decimal, a.Due.Part, a.Due.Of,
	}
	if a.Progress.Valid && !isQuotient(a.Progress.Decimal) {
		return false
	}
	if t.Baseline != nil {
		figures = append(figures, t.Baseline.Value)
	}
	return t.Indicator.Places.Valid() && !slices.ContainsFunc(figures, func(d decimal.Decimal) bool {
		return !fixed.InBounds(d)
	})
}

// scoreRate is the number by which an item is scored; see [ScoreBy].
type scoreRate struct {
	value     *big.Rat
	unbounded bool // more than every number; value is nil
}

// cmp compares the rate with a number.
func (r scoreRate) cmp(x *big.Rat) int {
	if r.unbounded {
		return 1
	}
	return r.value.Cmp(x)
}

// attainmentRate returns the exact attainment by which an assessment is scored.
func (a Assessment) attainmentRate() scoreRate {
	if a.Attainment.Valid {
		return scoreRate{value: a.exactAttainment()}
	}

	switch {
	case !a.Met:
		return scoreRate{value: new(big.Rat)}
	case a.AttainmentReason == ZeroActual || a.AttainmentReason == OppositeSigns:
		return scoreRate{unbounded: true}
	}
	return scoreRate{value: one}
}

// exactAttainment returns the exact quotient of the assessment's figures, so that no
// step is decided by a rounding. If Attainment is not that quotient rounded, Assess
// did not make the assessment, and Attainment counts as it is.
func (a Assessment) exactAttainment() *big.Rat {
	a.Target.Baseline = nil // has no part in it
	if !a.isSound() {
		return a.Attainment.Decimal.Rat()
	}

	g := newGauge(a.Target, AssessOptions{Published: a.Published}).withDue(a.Due)
	if r, why := g.attainment(a.Actual); why == 0 && quotient.Round(r).Equal(a.Attainment.Decimal) {
		return r
	}
	return a.Attainment.Decimal.Rat()
}
