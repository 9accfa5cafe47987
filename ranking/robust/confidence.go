package robust

import (
	"fmt"
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Estimate is the estimated figure of a unit.
type Estimate struct {
	Code  string
	Value float64
	SE    float64 // standard error
}

// Confidence are the options of [ConfidenceSets]. The zero value is the
// default.
type Confidence struct {
	Alpha      decimal.Decimal  // 1 − the probability of covering; zero is 0.05
	Better     target.Direction // Higher or Lower; zero is Higher
	Family     Family
	Side       Side
	SingleStep bool   // leave out the step-down improvement
	Replicates int    // of the bootstrap; zero is 1,000
	Seed       uint64 // of the bootstrap
}

const (
	stepDownRounds = 4 // of testing, the first included

	maxUnits      = 50_000
	maxReplicates = 1_000_000
	maxDraws      = 1 << 28 // normal figures in all
	maxStored     = 1 << 25 // normal figures held in memory
	maxMagnitude  = 1e100   // squares of standard errors must not overflow,
	minSE         = 1e-100  // nor vanish
	maxSpread     = 1e12    // largest over smallest standard error
)

// ConfidenceSets returns confidence sets for the ranks of independent, about
// normal estimates.
//
// Unit j is significantly better than unit k where
//
//	(xⱼ − xₖ) / √(sⱼ² + sₖ²) > q,
//
// and the set of a unit begins one rank below the units that are
// significantly better than it and ends above those that are significantly
// worse. The critical figure q is the ⌈R(1−α)⌉th smallest over R replicates of
//
//	max (Zⱼ − Zₖ) / √(sⱼ² + sₖ²),  Zⱼ ~ N(0, sⱼ²),
//
// the maximum being over the ordered pairs that are tested: all of them for
// simultaneous sets; for a marginal set those that hold its unit, on the side
// that is sought. The step-down procedure then leaves out the pairs that were
// found significant and tests the others with the smaller q of new replicates,
// three times; the second time hardly ever finds more, the third as good as
// never. The number is fixed, and the least q counts, so that sets for a
// smaller α always contain those for a larger one.
//
// Only the largest maxima are kept and most pairs are ruled out in bulk, by
// bounds over units of like standard error, so that 2,850 units take seconds
// and memory grows with the number of units, not of pairs: simultaneous sets
// hold one replicate at a time, marginal ones all of them. The figures are
// those of a search over every pair, to the last bit.
//
// ConfidenceSets returns an error if there is no estimate or more than 50,000,
// a code is empty or given twice, a value is not finite or beyond ±1e100, a
// standard error is not from 1e-100 to 1e100 or the largest is more than 10¹²
// times the smallest, an option is out of range, or units times replicates
// exceed 2²⁸, or 2²⁵ for marginal sets.
//
// Source: M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm (2024), Inference
// for ranks with applications to mobility across neighbourhoods and academic
// achievement across countries.
func ConfidenceSets(estimates []Estimate, o Confidence) (*RankSets, error) {
	var faults fault.List
	codes := make([]string, len(estimates))
	for i, e := range estimates {
		codes[i] = e.Code
	}
	order := checkCodes("estimates", codes, maxUnits, &faults)
	for _, i := range order {
		e, path := estimates[i], fmt.Sprintf("estimates[%q]", fault.Clip(estimates[i].Code, 80))
		if !(math.Abs(e.Value) <= maxMagnitude) {
			faults.Add(&target.FieldError{Path: path + ".value", Value: e.Value, Err: target.ErrRange, Remedy: "finite, from -1e100 to 1e100"})
		}
		if !(e.SE >= minSE && e.SE <= maxMagnitude) {
			faults.Add(&target.FieldError{
				Path: path + ".se", Value: e.SE, Err: target.ErrRange,
				Remedy: "from 1e-100 to 1e100; rank figures that are known without error by themselves",
			})
		}
	}
	least, most := math.Inf(1), 0.0
	for _, e := range estimates {
		if e.SE >= minSE && e.SE <= maxMagnitude {
			least, most = min(least, e.SE), max(most, e.SE)
		}
	}
	if most/least > maxSpread {
		faults.Add(&target.FieldError{
			Path: "estimates", Value: most / least, Err: target.ErrMismatch,
			Remedy: "the largest standard error is more than 1e12 times the smallest: rank the precise figures by themselves",
		})
	}
	alpha := checkAlpha(o.Alpha, &faults)
	checkKind(o.Family, o.Side, &faults)
	if o.Better != 0 && o.Better != target.Higher && o.Better != target.Lower {
		faults.Add(&target.FieldError{
			Path: "options.better", Value: o.Better, Err: target.ErrInvalid, Remedy: "Higher or Lower; rank distances to the aim where nearer is better",
		})
	}
	replicates, draws := o.Replicates, int64(maxDraws)
	if replicates == 0 {
		replicates = 1000
	}
	if o.Family == Marginal {
		draws = maxStored
	}
	switch {
	case replicates < 1 || replicates > maxReplicates:
		faults.Add(&target.FieldError{
			Path: "options.replicates", Value: o.Replicates, Err: target.ErrRange, Remedy: fmt.Sprintf("from 1 to %d; zero is 1,000", maxReplicates),
		})
	case int64(replicates)*int64(len(estimates)) > draws:
		faults.Add(&target.FieldError{
			Path: "options.replicates", Value: o.Replicates, Err: target.ErrRange, Remedy: fmt.Sprintf("units times replicates at most %d", draws),
		})
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}

	sign := 1.0
	if o.Better == target.Lower {
		sign = -1
	}
	sorted, values, se := make([]string, len(order)), make([]float64, len(order)), make([]float64, len(order))
	for k, i := range order {
		sorted[k], values[k], se[k] = codes[i], sign*estimates[i].Value, estimates[i].SE
	}
	b := newBootstrap(values, se, replicates, tailCount(alpha, replicates), o.Seed)
	rounds := stepDownRounds
	if o.SingleStep {
		rounds = 1
	}
	var above, below []int
	if o.Family == Marginal {
		above, below, _ = b.marginal(o.Side, rounds)
	} else {
		above, below = b.significant(b.critical(rounds))
	}
	return newSets(sorted, func(i, j int) bool { return values[i] > values[j] }, above, below, o.Family, o.Side), nil
}

// tailCount returns how many of the largest of R maxima the critical figure is
// the least of: R − ⌈R(1−α)⌉ + 1 = ⌊Rα⌋ + 1.
func tailCount(alpha *big.Rat, replicates int) int {
	n := new(big.Int).Mul(alpha.Num(), big.NewInt(int64(replicates)))
	return int(n.Quo(n, alpha.Denom()).Int64()) + 1
}
