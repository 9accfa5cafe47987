package integrity

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/detmath"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Digits compares the first digits of a set of figures with Benford's law.
type Digits struct {
	N      int    // figures with a first digit
	Zeros  int    // figures without
	Counts [9]int // of the first digits 1 to 9

	ChiSquare float64 // with 8 degrees of freedom
	P         float64 // chance of as great a χ² under the law
	Deviation float64 // effect size: mean absolute difference of the nine shares from the law's
	Effect    float64 // effect size: Cohen's w = √(χ²/N)
	Magnitude int     // powers of ten between the least and the greatest figure
}

// Conformity grades a mean absolute deviation of first digits by the cut
// points of Nigrini (2012): 0.006, 0.012 and 0.015, each included in the better
// grade.
type Conformity uint8

const (
	Close                Conformity = iota + 1 // up to 0.006
	Acceptable                                 // up to 0.012
	MarginallyAcceptable                       // up to 0.015
	Nonconforming                              // above
)

var conformityWords = enum.New[Conformity]("conformity", target.UnknownError, []string{
	Close: "close conformity", Acceptable: "acceptable conformity",
	MarginallyAcceptable: "marginally acceptable conformity", Nonconforming: "nonconformity",
})

// String returns the grade in words.
func (c Conformity) String() string { return conformityWords.String(c) }

// MarshalText returns the grade in words.
func (c Conformity) MarshalText() ([]byte, error) { return conformityWords.Marshal(c) }

// UnmarshalText reads a grade as String prints it.
func (c *Conformity) UnmarshalText(text []byte) error { return conformityWords.Unmarshal(c, text) }

// benford is log₁₀(1 + 1/d) for the digits d from 1 to 9.
var benford = [9]float64{
	0.30102999566398119521, 0.17609125905568124208, 0.12493873660829995313,
	0.096910013008056414359, 0.079181246047624827723, 0.066946789630613198203,
	0.057991946977686754930, 0.051152522447381288949, 0.045757490560675125409,
}

// FirstDigits counts the first significant digits d of the figures and compares
// them with Benford's law:
//
//	expected share  pᵈ = log₁₀(1 + 1/d)
//	χ² = Σ (nᵈ − N pᵈ)² / (N pᵈ)
//	deviation = Σ |nᵈ/N − pᵈ| / 9
//
// Signs do not matter. Zeros have no first digit and are counted apart. The digits are
// exact, and the statistics have 12 correct significant digits.
//
// FirstDigits returns an error if a figure is out of bounds, or none has a
// first digit.
func FirstDigits(figures []decimal.Decimal) (Digits, error) {
	var p target.Problems
	checkFigures(p.At("figures"), figures)
	if err := p.Err(); err != nil {
		return Digits{}, err
	}

	var d Digits
	var least, most int
	for _, x := range figures {
		if x.IsZero() {
			d.Zeros++
			continue
		}
		digit, power := firstDigit(x)
		if d.N == 0 {
			least, most = power, power
		}
		least, most = min(least, power), max(most, power)
		d.Counts[digit-1]++
		d.N++
	}
	if d.N == 0 {
		p.At("figures").Report(len(figures), target.ErrMissing, "at least one must not be 0")
		return Digits{}, p.Err()
	}

	d.Magnitude = most - least
	n := float64(d.N)
	var square, off [9]float64
	for i, p := range benford {
		e := float64(n * p)
		diff := float64(d.Counts[i]) - e
		square[i] = diff * diff / e
		off[i] = math.Abs(float64(d.Counts[i])/n - p)
	}
	d.ChiSquare = detmath.Sum(square[:])
	d.Deviation = detmath.Sum(off[:]) / 9
	d.Effect = math.Sqrt(d.ChiSquare / n)
	d.P = chiSquare8(d.ChiSquare)
	return d, nil
}

// firstDigit returns the first significant digit of a figure that is not zero,
// and the power of ten at which it stands.
func firstDigit(x decimal.Decimal) (digit, power int) {
	power = x.NumDigits() - 1 + int(x.Exponent())
	if m, ok := fixed.Word(x); ok {
		for m <= -10 || m >= 10 {
			m /= 10
		}
		return int(max(m, -m)), power
	}
	m := x.Coefficient()
	return int(m.Abs(m).String()[0] - '0'), power
}

// chiSquare8 is the chance that χ² with 8 degrees of freedom is at least x:
// exp(−x/2) Σ (x/2)ⁱ/i! over i < 4.
func chiSquare8(x float64) float64 {
	h := x / 2
	sum := 1 + float64(h*(1+float64(h/2*(1+h/3))))
	return min(1, detmath.Exp(-h)*sum)
}

// Conformity grades the deviation.
func (d Digits) Conformity() Conformity {
	switch {
	case d.Deviation <= 0.006:
		return Close
	case d.Deviation <= 0.012:
		return Acceptable
	case d.Deviation <= 0.015:
		return MarginallyAcceptable
	}
	return Nonconforming
}

// Caveat says what the test cannot show.
func (d Digits) Caveat() string {
	text := "Benford's law describes figures that spread over several powers of ten and come from many sources; " +
		"honest figures with a floor, a ceiling or a common size do not follow it, and invented ones may. " +
		"With many figures any small departure is significant: look at the deviation."
	if d.Magnitude < 2 {
		text += fmt.Sprintf(" These figures span %d powers of ten: the law is not expected to hold.", d.Magnitude)
	}
	return text
}

// String prints the test in one sentence, with the caveat after it.
func (d Digits) String() string {
	return fmt.Sprintf("First digits of %s figures: %s with Benford's law (mean absolute deviation %.4f, χ² "+
		"%s with 8 degrees of freedom, p %.4f). %s",
		numtext.Count(d.N), d.Conformity(), d.Deviation, numtext.Float(d.ChiSquare, 2), d.P, d.Caveat())
}
