package robust

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// Estimate is the estimated figure of a unit.
type Estimate struct {
	Code  string
	Value float64
	SE    float64 // standard error
}

// ConfidenceOptions are the options of [ConfidenceSets]. Better is required. The zero
// values of the others are the defaults.
type ConfidenceOptions struct {
	Alpha      decimal.Decimal  // 1 − the probability of coverage; 0 means 0.05
	Better     target.Direction // Higher or Lower
	Family     SetFamily
	Side       Side
	SingleStep bool   // leave out the step-down improvement
	Replicates int    // of the bootstrap; 0 means 1,000
	Seed       uint64 // of the bootstrap
}

const (
	stepDownRounds = 4 // rounds of tests, the first included

	maxUnits      = 50_000
	maxReplicates = 1_000_000
	maxDraws      = 1 << 28 // normal figures of one call
	maxStored     = 1 << 25 // normal figures in memory
	maxMagnitude  = 1e100   // so that squares of standard errors do not overflow
	minSE         = 1e-100  // so that squares of standard errors do not vanish
	maxSpread     = 1e12    // largest over smallest standard error
)

// ConfidenceSets returns confidence sets for the ranks of independent, about
// normal estimates.
//
// Unit j is significantly better than unit k if
//
//	(xⱼ − xₖ) / √(sⱼ² + sₖ²) > q.
//
// The set of a unit begins one rank below the units that are significantly better,
// and ends above those that are significantly worse. The critical value q is the
// ⌈R(1−α)⌉-th smallest, over R replicates, of
//
//	max (Zⱼ − Zₖ) / √(sⱼ² + sₖ²),  Zⱼ ~ N(0, sⱼ²).
//
// The maximum is over the ordered pairs that are tested:
//
//	Simultaneous  all pairs
//	Marginal      the pairs of the unit, on the side that is asked for
//
// For an alpha of 1/2 or more q may be negative. A set may then lack the estimated
// rank, or be empty, with Lower above Upper.
//
// The step-down procedure then leaves out the significant pairs and tests the
// others with the smaller q of new replicates. It does so three times; the second
// time hardly ever finds more, and the third almost never. The number is fixed,
// and the least q counts, so that sets for a smaller α always contain those for a
// larger one.
//
// Only the largest maxima are kept, and most pairs are ruled out together, by
// bounds over units of similar standard error. So 2,850 units take seconds, and
// memory grows with the number of units, not of pairs: simultaneous sets keep one
// replicate at a time, marginal ones all of them. The result is that of a search
// over every pair, to the last bit.
//
// ConfidenceSets returns an error if:
//   - there is no estimate, or more than 50,000;
//   - a code is empty or given twice;
//   - a value is not finite or beyond ±1e100;
//   - a standard error is not between 1e-100 and 1e100;
//   - the greatest standard error is more than 10¹² times the least;
//   - Better is missing, or an option is out of range;
//   - units times replicates exceed 2²⁸, or 2²⁵ for marginal sets.
//
// Source: M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm (2024), Inference
// for ranks with applications to mobility across neighbourhoods and academic
// achievement across countries.
func ConfidenceSets(estimates []Estimate, o ConfidenceOptions) (*RankSets, error) {
	var problems target.Problems
	order := checkEstimates(problems.At("estimates"), estimates)
	alpha := o.check(problems.At("options"), len(estimates))
	if err := problems.Err(); err != nil {
		return nil, err
	}

	sign := 1.0
	if o.Better == target.Lower {
		sign = -1
	}
	n := len(order)
	codes, values, se := make([]string, n), make([]float64, n), make([]float64, n)
	for k, i := range order {
		e := estimates[i]
		codes[k], values[k], se[k] = e.Code, sign*e.Value, e.SE
	}
	better := func(i, j int) bool { return values[i] > values[j] }

	rounds := stepDownRounds
	if o.SingleStep {
		rounds = 1
	}
	b := newBootstrap(values, se, o.replicates(), tailCount(alpha, o.replicates()), o.Seed)
	var tests significance
	if o.Family == Marginal {
		tests, _ = b.marginal(o.Side, rounds)
	} else {
		tests = b.significant(b.critical(rounds))
	}
	return newSets(codes, better, tests, o.Family, o.Side), nil
}

func (o *ConfidenceOptions) replicates() int {
	if o.Replicates == 0 {
		return 1000
	}
	return o.Replicates
}

// check checks the options for a number of units and returns alpha.
func (o *ConfidenceOptions) check(at target.Place, units int) *big.Rat {
	alpha := checkAlpha(at.Field("alpha"), o.Alpha)
	checkSets(at, o.Family, o.Side)
	better := at.Field("better")
	if better.Required(o.Better != 0, "must be one of higher, lower") &&
		o.Better != target.Higher && o.Better != target.Lower {

		remedy := "must be higher or lower; rank distances to the aim if nearer is better"
		better.Report(o.Better, target.ErrInvalid, remedy)
	}

	draws := maxDraws
	if o.Family == Marginal {
		draws = maxStored
	}
	replicates := at.Field("replicates")
	if !replicates.Count(o.replicates(), 1, maxReplicates) {
		return alpha
	}
	if most := draws / max(1, units); o.replicates() > most {
		replicates.Count(o.replicates(), 1, most)
	}
	return alpha
}

// checkEstimates checks the estimates and returns the order of their codes.
func checkEstimates(at target.Place, estimates []Estimate) []int {
	codes := make([]string, len(estimates))
	for i, e := range estimates {
		codes[i] = e.Code
	}
	order := checkCodes(at, codes, maxUnits)

	least, most := math.Inf(1), 0.0
	for _, i := range order {
		e, at := estimates[i], at.Key(codes[i])
		if !(math.Abs(e.Value) <= maxMagnitude) {
			at.Field("value").Report(e.Value, target.ErrRange, "must be between -1e100 and 1e100")
		}
		if !(e.SE >= minSE && e.SE <= maxMagnitude) {
			remedy := "must be between 1e-100 and 1e100; rank exact figures with ranking.New"
			at.Field("se").Report(e.SE, target.ErrRange, remedy)
			continue
		}
		least, most = min(least, e.SE), max(most, e.SE)
	}
	if most/least > maxSpread {
		at.Report(most/least, target.ErrMismatch,
			"the greatest standard error must be at most 1e12 times the least: rank the precise figures by themselves")
	}
	return order
}

// tailCount returns which of R maxima, counted from the largest, is the critical value:
// R − ⌈R(1−α)⌉ + 1 = ⌊Rα⌋ + 1.
func tailCount(alpha *big.Rat, replicates int) int {
	n := new(big.Int).Mul(alpha.Num(), big.NewInt(int64(replicates)))
	return int(n.Quo(n, alpha.Denom()).Int64()) + 1
}
