package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// slackPlaces is the number of decimals of a slack.
const slackPlaces = 16

// LevelSlack measures how much more, or less, the quotas of a level ask for than the
// target that was decomposed (层层加码, over-assignment).
type LevelSlack struct {
	Level string
	Units int // of the level, that have a quota
	// Figure is what the quotas make together, by the law of the kind, along
	// the cut through the tree at the level: its units, those further down that
	// sit directly under a unit above it, and those above it that hand nothing
	// down.
	Figure decimal.Decimal
	// Step is the slack against the level above that has quotas, and Total that
	// against the target. For Sum and Count kinds both are ratios, Figure over
	// the figure above less 1, and absent where that is zero; for WeightedMean
	// kinds they are differences in the indicator's unit. Sixteen decimals,
	// halves away from zero; positive where the lower level asks for more.
	Step, Total decimal.NullDecimal
}

// Slack returns the slack of each level below the target's unit that has quotas,
// from the top. Steps compose: for a Sum kind 1 + Total is the product of
// 1 + Step over the levels down to it.
func (p *Plan) Slack() []LevelSlack {
	if p == nil || p.lower == nil {
		return nil
	}
	fronts := p.fronts()
	top := fronts[0]
	above := top
	var out []LevelSlack
	units := make([]int, len(p.tree.levels))
	for at := range p.places() {
		units[p.tree.level[at]]++
	}
	first := int(p.tree.level[p.root])
	for level := first + 1; level < len(units); level++ {
		if units[level] == 0 {
			continue
		}
		f := fronts[level-first]
		out = append(out, LevelSlack{
			Level: p.tree.levels[level], Units: units[level],
			Figure: p.figure(f), Step: p.slack(f, above), Total: p.slack(f, top),
		})
		above = f
	}
	return out
}

// fronts adds up the quotas along the cut through the tree at each level from
// that of the plan's root: on each way down the first unit at or below it or,
// where the way ends above it, the last one. For a WeightedMean kind they are
// weighted by the basis.
func (p *Plan) fronts() []fraction {
	first := p.tree.level[p.root]
	fronts := make([]fraction, len(p.tree.levels)-int(first))
	for k := range fronts {
		fronts[k] = fraction{new(big.Int), new(big.Int)}
	}
	// A unit is in the cuts below its parent's level down to its own, and in all
	// that follow if the way ends with it. Each cut starts as what enters less
	// what leaves with it.
	weight, mean := bigOne, p.law == target.WeightedMean
	quota, basis, mass := new(big.Int), new(big.Int), new(big.Int)
	for at := range p.places() {
		if mean {
			weight = p.basis.peek(at, basis)
		}
		mass.Mul(weight, p.lower.quotas.peek(at, quota))
		enters := int32(0)
		if at != p.root {
			enters = p.tree.level[p.tree.parent[at]] + 1 - first
		}
		f := fronts[enters]
		f.num.Add(f.num, mass)
		f.den.Add(f.den, weight)
		if leaves := int(p.tree.level[at] + 1 - first); leaves < len(fronts) && p.divides(at) {
			f = fronts[leaves]
			f.num.Sub(f.num, mass)
			f.den.Sub(f.den, weight)
		}
	}
	for k, f := range fronts[1:] {
		f.num.Add(f.num, fronts[k].num)
		f.den.Add(f.den, fronts[k].den)
	}
	if !mean {
		for _, f := range fronts {
			f.den.SetInt64(1)
		}
	}
	return fronts
}

func (p *Plan) figure(f fraction) decimal.Decimal {
	if f.den.Sign() == 0 {
		return decimal.Zero
	}
	if p.law != target.WeightedMean {
		return p.step.Times(f.num)
	}
	return p.inUnits(f)
}

// inUnits returns a fraction of quanta in the indicator's unit.
func (p *Plan) inUnits(f fraction) decimal.Decimal {
	num, den := new(big.Int).Mul(f.num, p.step.M), new(big.Int).Set(f.den)
	if p.step.Exp >= 0 {
		num.Mul(num, fixed.Pow10(p.step.Exp))
	} else {
		den.Mul(den, fixed.Pow10(-p.step.Exp))
	}
	return fixed.Round(num, den, slackPlaces)
}

func (p *Plan) slack(f, above fraction) decimal.NullDecimal {
	if f.den.Sign() == 0 || above.den.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	num := new(big.Int).Sub(new(big.Int).Mul(f.num, above.den), new(big.Int).Mul(above.num, f.den))
	if p.law == target.WeightedMean {
		return decimal.NewNullDecimal(p.inUnits(fraction{num, new(big.Int).Mul(f.den, above.den)}))
	}
	if above.num.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	den := new(big.Int).Mul(above.num, f.den)
	return decimal.NewNullDecimal(fixed.Round(num, den, slackPlaces))
}
