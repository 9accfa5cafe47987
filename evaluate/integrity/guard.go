package integrity

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// BeforeAfter is a figure before and after.
type BeforeAfter struct{ Before, After decimal.Decimal }

// GuardedVolume is the volume of one unit, which targets press upwards, and the guard
// of its quality. Examples are patent applications and the share of them whose fees
// were not paid, or grants and the share of them that was not maintained.
type GuardedVolume struct {
	Unit          string
	Volume, Guard BeforeAfter
}

// GuardOptions says what counts as a rise of the volume and as a worsening of
// the guard.
type GuardOptions struct {
	Better target.Direction // of the guard, Higher or Lower; required
	Rise   decimal.Decimal  // least relative rise of the volume, 0.10 for 10 %; 0 means any rise
	Worse  decimal.Decimal  // least worsening in the guard's unit; 0 means any worsening
}

// GuardedUnit is the result for one unit.
type GuardedUnit struct {
	Unit      string
	Rise      decimal.NullDecimal // relative change of the volume to 16 places; absent if it began at 0
	Worsening decimal.Decimal     // of the guard, in its unit; negative if it improved
	Flagged   bool                // the volume rose and the guard worsened
}

// GuardComparison compares the guards of the units whose volume rose with those of
// the others.
type GuardComparison struct {
	Units []GuardedUnit // in order of code

	RisingWorse, RisingNot int // units whose volume rose, by whether the guard worsened
	OtherWorse, OtherNot   int // the other units

	// Effect is the effect size: the share of worsened guards among the units whose
	// volume rose, minus that among the others, to 16 places. It is absent if one of
	// the two has no unit.
	Effect decimal.NullDecimal
	// P is the probability of at least as many worsened guards among the units whose
	// volume rose, if the two are independent (Fisher's exact test, one-sided). It is
	// exact, and rounded as in [Window].
	P decimal.Decimal
}

// CompareGuards checks whether quality paid for volume: whether the quality guards of
// units whose volume rose worsened, and more often than those of the others.
//
// Cheng & Drahos (2018, note 82) name two guards: unpaid application fees, and grants
// that are not maintained. Fees were left unpaid, and patents left to lapse, once the
// subsidy for them had been paid.
//
// A volume rises if After > Before and After − Before ≥ Rise·Before. A guard worsens
// if it moves against its direction by more than 0 and by at least Worse. All
// comparisons are exact.
//
// CompareGuards returns an error if:
//   - there is no volume, or more than 100,000;
//   - a unit has no code or appears twice;
//   - the direction of the guard is neither higher nor lower;
//   - a volume or a threshold is negative;
//   - a figure is out of bounds.
func CompareGuards(volumes []GuardedVolume, o GuardOptions) (GuardComparison, error) {
	sorted := slices.Clone(volumes)
	slices.SortStableFunc(sorted, func(a, b GuardedVolume) int { return cmp.Compare(a.Unit, b.Unit) })
	if err := checkGuards(sorted, o); err != nil {
		return GuardComparison{}, err
	}

	var g GuardComparison
	for _, v := range sorted {
		g.count(v, o)
	}

	rising, other := g.RisingWorse+g.RisingNot, g.OtherWorse+g.OtherNot
	if rising > 0 && other > 0 {
		num := int64(g.RisingWorse)*int64(other) - int64(g.OtherWorse)*int64(rising)
		den := int64(rising) * int64(other)
		g.Effect = decimal.NewNullDecimal(fixed.Round(big.NewInt(num), big.NewInt(den), 16))
	}
	g.P = fisher(g.RisingWorse, g.RisingNot, g.OtherWorse, g.OtherNot)
	return g, nil
}

func checkGuards(sorted []GuardedVolume, o GuardOptions) error {
	var p target.Problems
	at := p.At("options")
	checkDirection(at.Field("better"), o.Better)
	at.Field("rise").NonNegative(o.Rise)
	at.Field("worse").NonNegative(o.Worse)
	p.At("volumes").Count(len(sorted), 1, maxTrials)

	for i, v := range sorted {
		at := p.At("volumes").Key(v.Unit)
		switch {
		case v.Unit == "":
			at.Report(nil, target.ErrRequired, "give every unit a code")
		case i > 0 && v.Unit == sorted[i-1].Unit:
			at.Report(nil, target.ErrDuplicate, "give every unit a code of its own")
		}
		at.Field("volume").Field("before").NonNegative(v.Volume.Before)
		at.Field("volume").Field("after").NonNegative(v.Volume.After)
		at.Field("guard").Field("before").Figure(v.Guard.Before)
		at.Field("guard").Field("after").Figure(v.Guard.After)
	}
	return p.Err()
}

// count adds one unit to the comparison.
func (g *GuardComparison) count(v GuardedVolume, o GuardOptions) {
	u := GuardedUnit{Unit: v.Unit, Worsening: v.Guard.After.Sub(v.Guard.Before)}
	up := v.Volume.After.Sub(v.Volume.Before)
	if !v.Volume.Before.IsZero() {
		u.Rise = decimal.NewNullDecimal(quotient(up, v.Volume.Before))
	}
	if o.Better == target.Higher {
		u.Worsening = u.Worsening.Neg()
	}

	rising := up.Sign() > 0 && up.Cmp(o.Rise.Mul(v.Volume.Before)) >= 0
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

// quotient returns a/b to 16 places.
func quotient(a, b decimal.Decimal) decimal.Decimal {
	r := new(big.Rat).Quo(a.Rat(), b.Rat())
	return fixed.Round(r.Num(), r.Denom(), 16)
}

// fisher returns the probability of at least a in the first cell of a table with the
// margins of a, b; c, d:
//
//	Σ C(a+b, x) C(c+d, a+c−x) / C(n, a+c) over x ≥ a
func fisher(a, b, c, d int) decimal.Decimal {
	rising, other, worse := int64(a+b), int64(c+d), int64(a+c)
	x := int64(a)
	term := new(big.Int).Binomial(rising, x)
	term.Mul(term, new(big.Int).Binomial(other, worse-x))
	sum := new(big.Int).Set(term)
	var by big.Int
	for ; x < min(rising, worse); x++ {
		// C(r, x+1) C(o, w−x−1) from C(r, x) C(o, w−x)
		term.Mul(term, by.SetInt64((rising-x)*(worse-x)))
		term.Quo(term, by.SetInt64((x+1)*(other-worse+x+1)))
		sum.Add(sum, term)
	}
	return rounded(sum, new(big.Int).Binomial(rising+other, worse))
}

// Caveat says what the comparison cannot show.
func (g GuardComparison) Caveat() string {
	return "Subsidised filings leave guards that worsen where volume rises. Newcomers, a change of fees or a " +
		"change of the rules of counting leave the same trace. " +
		"Fees fall due years after filing: the guard must be that of the filings whose volume rose. " +
		"Units are compared with themselves: one that always was worse is not flagged."
}

// String prints the comparison in one sentence, with the caveat after it.
func (g GuardComparison) String() string {
	text := fmt.Sprintf("The guard worsened in %s of %s units whose volume rose and in %s of %s others",
		numtext.Count(g.RisingWorse), numtext.Count(g.RisingWorse+g.RisingNot),
		numtext.Count(g.OtherWorse), numtext.Count(g.OtherWorse+g.OtherNot))
	if g.Effect.Valid {
		text += fmt.Sprintf(", a difference of %s (one-sided p %s)", numtext.Fixed(g.Effect.Decimal, 2), short(g.P))
	}
	return text + ". " + g.Caveat()
}
