package trial

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/transcend"
	"github.com/targetcascade/cascade/target"
)

// finer is how many decimals more than the target the cascades of a fit have.
const finer = 9

// fitting is a checked spec with the figures of its units.
type fitting struct {
	frame
	*comparison
	spec   FitSpec
	fine   target.Target // with more decimals
	places int32         // of the distances that are reported
	within *big.Rat
}

func newFitting(s FitSpec) (*fitting, error) {
	f, err := Spec{Tree: s.Tree, Target: s.Target, Basis: s.Basis, Candidates: s.Candidates, Level: s.Level}.frame()
	if err != nil {
		return nil, err
	}

	var p target.Problems
	out := &fitting{frame: *f, spec: s, fine: s.Target.Clone()}
	p.At("distance").Add(distanceWords.Check(s.Distance))
	p.At("tolerance").NonNegative(s.Tolerance)
	p.At("within").NonNegative(s.Within)
	observed, _ := f.some(p.At("observed"), s.Observed)
	weights, weighted := f.every(p.At("weights"), s.Weights, target.Place.NonNegative)
	if err := p.Err(); err != nil {
		return nil, err
	}

	own, each := make([]*big.Rat, len(observed)), make([]*big.Rat, len(observed))
	for i, x := range observed {
		if each[i] = big.NewRat(1, 1); weighted {
			each[i] = weights.rat(i)
		}
		if f.mean && f.basis.sign(i) == 0 {
			each[i] = new(big.Rat) // it does not move the mean
		}
		if x.Valid {
			own[i] = x.Decimal.Rat()
		}
	}
	out.comparison = newComparison(s.Distance, own, each, s.Tolerance.Rat())
	p.At("observed").Required(out.whole.Sign() > 0, "give a quota of a unit that is compared and has a weight")
	out.within = s.Within.Rat()
	out.refine()
	return out, p.Err()
}

// refine gives the target more decimals.
func (f *fitting) refine() {
	step := f.spec.Target.Indicator.EffectiveQuantum()
	f.places = min(max(0, -step.Exponent())+finer, target.MaxPlaces)
	f.fine.Indicator.Quantum = decimal.Decimal{}
	f.fine.Indicator.Places = target.Places(f.places)
}

// trying is a candidate whose cascade is prepared.
type trying struct {
	*fitting
	candidate Candidate
	prepared  *hierarchy.Prepared
	closest   []*big.Rat // least |off| of each unit so far
}

func (f *fitting) try(c Candidate) (*trying, error) {
	t := &trying{fitting: f, candidate: c, closest: make([]*big.Rat, len(f.units))}
	fine := f.frame
	fine.spec.Target = f.fine
	prepared, err := fine.prepare(c)
	t.prepared = prepared
	return t, err
}

// quotas cascades the target with parameters.
func (t *trying) quotas(values []decimal.Decimal) ([]*big.Rat, error) {
	rule, err := t.candidate.rule(values)
	if err != nil {
		return nil, err
	}
	plan, err := t.prepared.Run(hierarchy.Scenario{Rule: rule})
	if err != nil {
		return nil, err
	}

	figures := t.figures(plan.Column())
	quotas := make([]*big.Rat, figures.len())
	for i := range quotas {
		quotas[i] = figures.rat(i)
	}
	return quotas, nil
}

// at returns the distance at parameters. The units note how near it comes to them.
func (t *trying) at(values []decimal.Decimal) (*big.Rat, error) {
	quotas, err := t.quotas(values)
	if err != nil {
		return nil, err
	}
	t.note(quotas)
	return t.of(quotas), nil
}

// decimal rounds a figure to the decimals that are reported.
func (f *fitting) decimal(x *big.Rat) decimal.Decimal {
	return fixed.Round(x.Num(), x.Denom(), f.places)
}

// note tells the units how near quotas come to their observations.
func (t *trying) note(quotas []*big.Rat) {
	for i, o := range t.observed {
		if o == nil {
			continue
		}
		off := new(big.Rat).Sub(quotas[i], o)
		t.noteOff(i, off.Abs(off))
	}
}

// noteOff tells a unit that a quota is off its observation by so much.
func (t *trying) noteOff(unit int, off *big.Rat) {
	//mutate:equal off.Cmp(t.closest[unit]) <= 0: it is the same number then
	if t.closest[unit] == nil || off.Cmp(t.closest[unit]) < 0 {
		t.closest[unit] = off
	}
}

// shown is a distance as it is reported: a mean square as its root.
func (f *fitting) shown(distance *big.Rat) decimal.Decimal {
	if f.distance == RootMeanSquare {
		return transcend.Sqrt(distance, defaultDigits)
	}
	return transcend.Fraction(distance, defaultDigits)
}

// isNear reports whether a distance exceeds the least one by at most Within. Mean
// squares are compared as roots.
func (f *fitting) isNear(distance, least *big.Rat) bool {
	if f.distance != RootMeanSquare {
		return distance.Cmp(new(big.Rat).Add(least, f.within)) <= 0
	}

	// √a ≤ √b + w exactly when a − b − w² ≤ 2w·√b.
	left := new(big.Rat).Sub(distance, least)
	square := new(big.Rat).Mul(f.within, f.within)
	if left.Sub(left, square); left.Sign() <= 0 { //mutate:equal left.Sign() < 0: zero is at most any square
		return true
	}
	right := square.Mul(square, least)
	right.Mul(right, big.NewRat(4, 1))
	return left.Mul(left, left).Cmp(right) <= 0
}
