package integrity

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// TargetRevision is a target, its result, and the target that followed it.
type TargetRevision struct {
	Unit                 string
	Target, Actual, Next decimal.Decimal
}

// RatchetEstimate is the response of the next target to the last result: the ratchet
// effect (棘轮效应). Above and Below are numbers of the target's units per unit.
type RatchetEstimate struct {
	N        int
	Constant float64 // change of the target when it was met exactly
	Above    float64 // λ⁺: change for each unit by which the target was beaten
	Below    float64 // λ⁻: change for each unit by which it was missed

	ConstantError, AboveError, BelowError float64 // standard errors

	// Asymmetry is the effect size λ⁺ − λ⁻. It is positive for a ratchet: the next
	// target follows a success more than a failure.
	Asymmetry, AsymmetryError float64

	RSquared float64 // share of the targets' changes that the response explains
}

// Ratchet estimates by least squares
//
//	ΔT = a + λ⁺·max(A − T, 0) + λ⁻·min(A − T, 0) + ε,  ΔT = Next − T
//
// with T the target and A the result. If lower is better, A − T and ΔT have the
// opposite sign: a harder target and a better result are positive. The standard
// errors are homoskedastic:
//
//	s² = Σ ε̂² / (N − 3)
//
// The estimates are solved in rational numbers and rounded once: they are the float64
// nearest to the exact ones.
//
// Ratchet returns an error if:
//   - the direction is neither higher nor lower;
//   - there are fewer than 4 revisions;
//   - a figure is out of bounds;
//   - no target was beaten, or none was missed;
//   - the results do not separate the constant from the responses.
func Ratchet(revisions []TargetRevision, better target.Direction) (RatchetEstimate, error) {
	exp, err := checkRevisions(revisions, better)
	if err != nil {
		return RatchetEstimate{}, err
	}

	var p target.Problems
	at := p.At("revisions")
	m := sums(revisions, better, exp)
	if m.pp.Sign() == 0 {
		at.Report(nil, target.ErrMissing, "no target was beaten: give revisions of some that were")
		return RatchetEstimate{}, p.Err()
	}
	if m.mm.Sign() == 0 {
		at.Report(nil, target.ErrMissing, "no target was missed: give revisions of some that were")
		return RatchetEstimate{}, p.Err()
	}

	r, ok := m.solve()
	if !ok {
		at.Report(nil, target.ErrInvalid, "all targets were beaten by one figure and missed by one figure, "+
			"which does not separate the constant from the responses")
		return RatchetEstimate{}, p.Err()
	}
	return r, nil
}

// checkRevisions returns the least exponent of the figures.
func checkRevisions(revisions []TargetRevision, better target.Direction) (exp int32, err error) {
	var p target.Problems
	checkDirection(p.At("better"), better)
	if len(revisions) < 4 {
		p.At("revisions").Report(len(revisions), target.ErrMissing, "give at least 4 revisions")
	}

	for i, r := range revisions {
		at := p.At(fmt.Sprintf("revisions[%d]", i))
		if r.Unit != "" {
			at = p.At(fmt.Sprintf("revisions[%d %s]", i, fault.Clip(r.Unit, 60)))
		}
		for _, f := range []struct {
			name  string
			value decimal.Decimal
		}{{"target", r.Target}, {"actual", r.Actual}, {"next", r.Next}} {
			if at.Field(f.name).Figure(f.value) {
				exp = min(exp, f.value.Exponent())
			}
		}
	}
	return exp, p.Err()
}

// moments are sums over revisions, in units of the figures' last place: of
// p = max(A−T, 0), m = min(A−T, 0), y = ΔT and their products; Σpm is zero.
type moments struct {
	n                           int
	unit                        *big.Rat
	p, m, y, pp, mm, yy, py, my big.Int
}

func sums(revisions []TargetRevision, better target.Direction, exp int32) *moments {
	s := &moments{n: len(revisions), unit: new(big.Rat).SetFrac(big.NewInt(1), fixed.Pow10(-exp))}
	var product big.Int
	for _, r := range revisions {
		t, a, y := fixed.Rescale(r.Target, exp), fixed.Rescale(r.Actual, exp), fixed.Rescale(r.Next, exp)
		a.Sub(a, t)
		y.Sub(y, t)
		if better == target.Lower {
			a.Neg(a)
			y.Neg(y)
		}
		s.y.Add(&s.y, y)
		s.yy.Add(&s.yy, product.Mul(y, y))
		sum, squares, cross := &s.p, &s.pp, &s.py
		if a.Sign() < 0 {
			sum, squares, cross = &s.m, &s.mm, &s.my
		}
		sum.Add(sum, a)
		squares.Add(squares, product.Mul(a, a))
		cross.Add(cross, product.Mul(a, y))
	}

	return s
}

// solve solves the normal equations
//
//	n a + Σp λ⁺ + Σm λ⁻ = Σy,  Σp a + Σp² λ⁺ = Σpy,  Σm a + Σm² λ⁻ = Σmy
func (s *moments) solve() (RatchetEstimate, bool) {
	frac := func(a, b *big.Int) *big.Rat { return new(big.Rat).SetFrac(a, b) }
	mul := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	sub := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
	add := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
	whole := func(a *big.Int) *big.Rat { return new(big.Rat).SetInt(a) }

	// meanP and meanM are Σp/Σp² and Σm/Σm².
	meanP, meanM := frac(&s.p, &s.pp), frac(&s.m, &s.mm)
	n := new(big.Rat).SetInt64(int64(s.n))
	d := sub(sub(n, mul(whole(&s.p), meanP)), mul(whole(&s.m), meanM))
	if d.Sign() <= 0 {
		return RatchetEstimate{}, false
	}
	inverse := new(big.Rat).Inv(d)
	a := sub(sub(whole(&s.y), mul(meanP, whole(&s.py))), mul(meanM, whole(&s.my)))
	a.Mul(a, inverse)
	above := sub(frac(&s.py, &s.pp), mul(a, meanP))
	below := sub(frac(&s.my, &s.mm), mul(a, meanM))

	rest := sub(whole(&s.yy), mul(a, whole(&s.y)))
	rest.Sub(rest, mul(above, whole(&s.py)))
	rest.Sub(rest, mul(below, whole(&s.my)))
	variance := mul(rest, big.NewRat(1, int64(s.n-3)))

	// The inverse of the normal matrix, without the covariances of the constant.
	squareP := add(new(big.Rat).Inv(whole(&s.pp)), mul(mul(meanP, meanP), inverse))
	squareM := add(new(big.Rat).Inv(whole(&s.mm)), mul(mul(meanM, meanM), inverse))
	cross := mul(mul(meanP, meanM), inverse)
	spread := sub(add(squareP, squareM), add(cross, cross))

	total := sub(whole(&s.yy), mul(whole(&s.y), mul(whole(&s.y), new(big.Rat).Inv(n))))
	r := RatchetEstimate{
		N:              s.n,
		Constant:       float(mul(a, s.unit)),
		Above:          float(above),
		Below:          float(below),
		Asymmetry:      float(sub(above, below)),
		ConstantError:  root(mul(mul(variance, inverse), mul(s.unit, s.unit))),
		AboveError:     root(mul(variance, squareP)),
		BelowError:     root(mul(variance, squareM)),
		AsymmetryError: root(mul(variance, spread)),
	}
	if total.Sign() > 0 {
		r.RSquared = float(sub(big.NewRat(1, 1), mul(rest, total.Inv(total))))
	}
	return r, true
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// root returns the square root of a rational number that is not negative.
func root(r *big.Rat) float64 {
	if r.Sign() <= 0 {
		return 0
	}
	x := new(big.Float).SetPrec(256).SetRat(r)
	f, _ := x.Sqrt(x).Float64()
	return f
}

// Caveat says what the regression cannot show.
func (r RatchetEstimate) Caveat() string {
	return "The regression shows how targets followed results, not that anyone held back because of it. " +
		"Results and targets share causes that it does not see. The revisions of one unit are not independent, " +
		"so that the errors are too small if units differ. " +
		"Targets that follow from a plan that was fixed beforehand respond to nothing."
}

// String prints the estimate in one sentence, with the caveat after it.
func (r RatchetEstimate) String() string {
	text := func(x float64) string { return numtext.Float(x, 3) }
	return fmt.Sprintf("For each unit above the target the next rises by %s (standard error %s), for each "+
		"unit below it falls by %s (%s): asymmetry %s (%s) over %s revisions. %s",
		text(r.Above), text(r.AboveError), text(r.Below), text(r.BelowError), text(r.Asymmetry),
		text(r.AsymmetryError), numtext.Count(r.N), r.Caveat())
}
