package integrity

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// BeforeAfter is a figure before and after.
type BeforeAfter struct{ Before, After decimal.Decimal }

// GuardedVolume is one unit's volume, which targets press upwards, and the guard of its
// quality: patent applications and the share of them whose fees were not paid,
// grants and the share of them that was not maintained.
type GuardedVolume struct {
	Unit          string
	Volume, Guard BeforeAfter
}

// GuardOptions says what counts as a rise of the volume and as a worsening of
// the guard.
type GuardOptions struct {
	Better target.Direction // of the guard, Higher or Lower; required
	Rise   decimal.Decimal  // least relative rise of the volume, 0.10 for 10 %; zero is any rise
	Worse  decimal.Decimal  // least worsening in the guard's unit; zero is any
}

// GuardedUnit is what became of one unit.
type GuardedUnit struct {
	Unit      string
	Rise      decimal.NullDecimal // relative change of the volume to 16 places; absent where it began at zero
	Worsening decimal.Decimal     // of the guard, in its unit; negative where it improved
	Flagged   bool                // the volume rose and the guard worsened
}

// GuardComparison is the guards of the units whose volume rose beside those of the
// others.
type GuardComparison struct {
	Units []GuardedUnit // in order of code

	RisingWorse, RisingNot int // units whose volume rose, by whether the guard worsened
	OtherWorse, OtherNot   int // the other units

	// Effect is the effect size: the share of worsened guards among the units
	// with rising volume less that among the others, to 16 places; absent where
	// one of the two has no unit.
	Effect decimal.NullDecimal
	// P is the chance of at least so many worsened guards among the rising
	// units if worsening had nothing to do with rising (Fisher's exact test,
	// one-sided), exact and rounded as in [Window].
	P decimal.Decimal
}

// CompareGuards checks whether quality paid for volume: whether units whose volume rose
// had their quality guard worsen, and did so more often than the others. Unpaid
// application fees and unmaintained grants are the guards that Cheng & Drahos
// (2018, note 82) name: fees were left unpaid, and patents left to lapse, once
// the subsidy for them had been paid.
//
// A volume rises where After > Before and After − Before ≥ Rise·Before. A guard
// worsens where it moves against its direction by more than zero and by at
// least Worse. All comparisons are exact.
//
// CompareGuards returns an error if there is no volume, or more than 100,000, a unit has
// no code or appears twice, the guard's direction is neither higher nor lower,
// a volume or a threshold is negative, or a figure is out of bounds.
func CompareGuards(volumes []GuardedVolume, o GuardOptions) (GuardComparison, error) {
	var l fault.List
	checkDirection(&l, "options.better", o.Better)
	notNegative(&l, "options.rise", o.Rise)
	notNegative(&l, "options.worse", o.Worse)

	if len(volumes) == 0 || len(volumes) > maxTrials {
		l.Add(&target.FieldError{
			Path: "volumes", Value: len(volumes), Err: target.ErrRange, Remedy: "from 1 to 100000",
		})
	}

	sorted := slices.Clone(volumes)
	slices.SortStableFunc(sorted, func(a, b GuardedVolume) int { return cmp.Compare(a.Unit, b.Unit) })
	for i, p := range sorted {
		path := fmt.Sprintf("volumes[%q]", fault.Clip(p.Unit, 60))
		switch {
		case p.Unit == "":
			l.Add(&target.FieldError{Path: path, Err: target.ErrRequired, Remedy: "give every unit a code"})
		case i > 0 && p.Unit == sorted[i-1].Unit:
			l.Add(&target.FieldError{Path: path, Err: target.ErrDuplicate, Remedy: "give every unit a code of its own"})
		}
		notNegative(&l, path+".volume.before", p.Volume.Before)
		notNegative(&l, path+".volume.after", p.Volume.After)
		bounded(&l, path+".guard.before", p.Guard.Before)
		bounded(&l, path+".guard.after", p.Guard.After)
	}

	if err := l.Err(); err != nil {
		return GuardComparison{}, err
	}

	var g GuardComparison
	for _, p := range sorted {
		u := GuardedUnit{Unit: p.Unit}
		up := p.Volume.After.Sub(p.Volume.Before)
		if !p.Volume.Before.IsZero() {
			u.Rise = decimal.NullDecimal{Decimal: quotient(up, p.Volume.Before), Valid: true}
		}
		u.Worsening = p.Guard.After.Sub(p.Guard.Before)
		if o.Better == target.Higher {
			u.Worsening = u.Worsening.Neg()
		}
		rising := up.Sign() > 0 && up.Cmp(o.Rise.Mul(p.Volume.Before)) >= 0
		worse := u.Worsening.Sign() > 0 && u.Worsening.Cmp(o.Worse) >= 0
		u.Flagged = rising && worse
		switch {
		case rising && worse:
			g.RisingWorse++
		case rising:
			g.RisingNot++
		case worse:
			g.OtherWorse++
		default:
			g.OtherNot++
		}
		g.Units = append(g.Units, u)
	}

	rising, other := g.RisingWorse+g.RisingNot, g.OtherWorse+g.OtherNot
	if rising > 0 && other > 0 {
		num := int64(g.RisingWorse)*int64(other) - int64(g.OtherWorse)*int64(rising)
		den := int64(rising) * int64(other)
		g.Effect = decimal.NullDecimal{Decimal: fixed.Round(big.NewInt(num), big.NewInt(den), 16), Valid: true}
	}

	g.P = fisher(g.RisingWorse, g.RisingNot, g.OtherWorse, g.OtherNot)
	return g, nil
}

func notNegative(l *fault.List, path string, d decimal.Decimal) {
	if bounded(l, path, d) && d.Sign() < 0 {
		l.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrRange, Remedy: "not below zero"})
	}
}

// quotient returns a/b to 16 places.
func quotient(a, b decimal.Decimal) decimal.Decimal {
	exp := min(a.Exponent(), b.Exponent())
	x, y := raise(a, exp), raise(b, exp)
	return fixed.Round(x, y, 16)
}

// raise returns d as a multiple of 10^exp, which is at most d's own exponent.
func raise(d decimal.Decimal, exp int32) *big.Int {
	m := d.Coefficient()
	return m.Mul(m, fixed.Pow10(d.Exponent()-exp))
}

// fisher returns the chance of at least a in the first cell of a table with
// the margins of a, b; c, d:
//
//	Σ C(a+b, x) C(c+d, a+c−x) / C(n, a+c) over x ≥ a
func fisher(a, b, c, d int) decimal.Decimal {
	rising, other, worse := int64(a+b), int64(c+d), int64(a+c)
	x := int64(a)
	term := new(big.Int).Binomial(rising, x)
	term.Mul(term, new(big.Int).Binomial(other, worse-x))
	sum := new(big.Int).Set(term)
	var factor big.Int
	for ; x < min(rising, worse); x++ {
		// C(r, x+1) C(o, w−x−1) from C(r, x) C(o, w−x)
		term.Mul(term, factor.SetInt64((rising-x)*(worse-x)))
		term.Quo(term, factor.SetInt64((x+1)*(other-worse+x+1)))
		sum.Add(sum, term)
	}
	return rounded(sum, new(big.Int).Binomial(rising+other, worse))
}

// Caveat says what the comparison cannot show.
func (g GuardComparison) Caveat() string {
	return "A guard that worsens where volume rises is what subsidised filings leave behind, but newcomers, a " +
		"change of fees or of the rules of counting leave the same trace. " +
		"Fees fall due years after filing: the guard has to be of the filings whose volume rose. Units are " +
		"compared once, so that one that always was worse is not flagged."
}

// String prints the comparison in one sentence, with the caveat after it.
func (g GuardComparison) String() string {
	text := fmt.Sprintf("The guard worsened in %d of %d units whose volume rose and in %d of %d others",
		g.RisingWorse, g.RisingWorse+g.RisingNot, g.OtherWorse, g.OtherWorse+g.OtherNot)
	if g.Effect.Valid {
		text += fmt.Sprintf(", a difference of %s (one-sided p %s)", g.Effect.Decimal.StringFixed(2), short(g.P))
	}
	return text + ". " + g.Caveat()
}
