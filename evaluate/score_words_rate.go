package evaluate

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/quotient"
	"github.com/targetcascade/cascade/target"
)

// itemRate is [Item.rate]. It returns the zero rate if the rate does not fit words or is
// unbounded, or if the assessment is one that Assess would not make.
func itemRate(by ScoreBy, a *Assessment) (r wordRate, absent Reason) {
	if by == ByAttainment && !a.Attainment.Valid {
		switch {
		case !a.Met:
			return wordRate{d: 1}, a.AttainmentReason
		case a.AttainmentReason == ZeroActual || a.AttainmentReason == OppositeSigns:
			return r, 0
		}
		return wordRate{n: 1, d: 1}, a.AttainmentReason
	}

	if !a.isPlain() {
		return r, 0
	}
	w, ok := wordsOf(&a.Target, a.Actual, AssessOptions{Published: a.Published})
	switch {
	case !ok:
	case by == ByAttainment:
		r = w.attainedRate(a.Attainment.Decimal)
	case by == ByLinear:
		r = w.linear()
	case a.ProgressReason == NoBaseline:
	case a.Target.Indicator.Kind == target.Reduction:
		if a.Progress.Valid {
			r = statedRate(a.Progress.Decimal)
		}
	default:
		if n, d, why := w.progressRatio(); why == 0 {
			r = rateOfWords(n, d)
		}
	}
	return r, 0
}

// isPlain reports whether the whole target is due, and no figure that fits a word is out
// of bounds. Whether the figures fit words, wordsOf checks.
func (a *Assessment) isPlain() bool {
	t, d := &a.Target, &a.Due
	return isBlank(d.From) && !d.To.Valid && isBlank(d.To.Decimal) && isBlank(d.Part) && isBlank(d.Of) &&
		t.Indicator.Places.Valid() && fixed.InBounds(t.Upper) && fixed.InBounds(t.Tolerance) &&
		fixed.WordInBounds(t.Value.Exponent()) && fixed.WordInBounds(a.Actual.Exponent()) &&
		(t.Baseline == nil || fixed.WordInBounds(t.Baseline.Value.Exponent())) &&
		(!a.Attainment.Valid || fitsWord(a.Attainment.Decimal)) && (!a.Progress.Valid || fitsWord(a.Progress.Decimal))
}

// isBlank reports whether d is the zero Decimal, which no figure that was given is.
func isBlank(d decimal.Decimal) bool { return d.IsZero() && d.Exponent() == 0 }

// fitsWord reports whether a decimal fits a word and is in bounds.
func fitsWord(d decimal.Decimal) bool {
	_, ok := fixed.Word(d)
	return ok && fixed.WordInBounds(d.Exponent())
}

// statedRate returns a decimal as a rate, the zero rate if it does not fit.
func statedRate(d decimal.Decimal) wordRate {
	m, isWord := fixed.Word(d)
	exp := d.Exponent()
	num, fits := fixed.Scale(m, max(exp, 0))
	den, fitsToo := fixed.Scale(1, max(-exp, 0))
	if !isWord || !fits || !fitsToo {
		return wordRate{}
	}
	return rateOfWords(num, den)
}

// attainedRate is [Assessment.exactAttainment].
func (w *words) attainedRate(stated decimal.Decimal) wordRate {
	num, den, why := w.attainmentRatio()
	if why != 0 {
		return statedRate(stated)
	}
	r := rateOfWords(num, den)
	if r.isNone() {
		return r
	}
	m, exp := r.rounded()
	given, _ := fixed.Word(stated)
	if given == m && stated.Exponent() == exp || decimal.New(m, exp).Equal(stated) {
		return r
	}
	return statedRate(stated)
}

// linear is [gauge.linear].
func (w *words) linear() wordRate {
	margin, end := w.margin(), w.low
	switch {
	case w.isPosition:
		return wordRate{}
	case w.isRange() && margin >= 0:
		return rateOfWords(1, 1)
	case !w.hasLow || w.hasHigh && w.figure > w.high:
		end = w.high
	}
	if end < 0 {
		end = -end
	}
	return rateOfWords(end+margin, end)
}

// wordRate is [scoreRate] on words: n/d. The zero rate is none.
type wordRate struct{ n, d int64 }

func (r wordRate) isNone() bool { return r.d == 0 }

// rateOfWords returns n/d as a rate, the zero rate if d is zero or a number is too large.
// A rate is below 10^14, so that [wordRate.rounded] always fits.
func rateOfWords(n, d int64) wordRate {
	if d < 0 {
		n, d = -n, -d
	}
	if d == 0 || d > room || n > room || n < -room {
		return wordRate{}
	}
	const most = 100_000_000_000_000
	if n/d <= -most || n/d >= most {
		return wordRate{}
	}
	return wordRate{n, d}
}

// rounded returns the rate to SignificantDigits digits: m·10^exp.
func (r wordRate) rounded() (m int64, exp int32) {
	m, exp, _ = quotient.RoundWords(int128.Of(r.n), r.d, 0)
	return m, exp
}

// brief appends the rate to a reason.
func (r wordRate) brief(why []byte) []byte {
	if why == nil {
		return nil
	}
	m, exp := r.rounded()
	return quotient.AppendBrief(why, m, exp)
}

// isBelow reports whether the rate is below a figure.
func (r wordRate) isBelow(f *wordFigure) bool {
	return int128.Mul(r.n, f.unit).Less(int128.Mul(f.m, r.d))
}
