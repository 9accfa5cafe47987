package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// slackPlaces is the number of decimals of a slack.
const slackPlaces = 16

// LevelSlack measures by how much the quotas of a level ask for more, or less,
// than the target that was decomposed (层层加码, over-assignment).
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
	top := p.front(p.tree.level[p.root])
	above := top
	var out []LevelSlack
	units := make([]int, len(p.tree.levels))
	for at := range p.places() {
		units[p.tree.level[at]]++
	}
	for level := int(p.tree.level[p.root]) + 1; level < len(units); level++ {
		if units[level] == 0 {
			continue
		}
		f := p.front(int32(level))
		out = append(out, LevelSlack{
			Level: p.tree.levels[level], Units: units[level],
			Figure: p.figure(f), Step: p.slack(f, above), Total: p.slack(f, top),
		})
		above = f
	}
	return out
}

// front adds up the quotas along the cut through the tree at a level: on each
// way down the first unit at or below it or, where the way ends above it, the
// last one. For a WeightedMean kind they are weighted by the basis.
func (p *Plan) front(level int32) fraction {
	f := fraction{new(big.Int), new(big.Int)}
	quota, basis, mass := new(big.Int), new(big.Int), new(big.Int)
	for at := range p.places() {
		if p.tree.level[at] < level {
			if p.divides(at) {
				continue
			}
		} else if at != p.root && p.tree.level[p.tree.parent[at]] >= level {
			continue
		}
		weight := bigOne
		if p.law == target.WeightedMean {
			weight = p.basis.peek(at, basis)
		}
		f.num.Add(f.num, mass.Mul(weight, p.lower.quotas.peek(at, quota)))
		f.den.Add(f.den, weight)
	}
	if p.law != target.WeightedMean {
		f.den.SetInt64(1)
	}
	return f
}

func (p *Plan) figure(f fraction) decimal.Decimal {
	if f.den.Sign() == 0 {
		return decimal.Zero
	}
	if p.law != target.WeightedMean {
		return p.step.times(f.num)
	}
	return p.inUnits(f)
}

// inUnits returns a fraction of quanta in the indicator's unit.
func (p *Plan) inUnits(f fraction) decimal.Decimal {
	num, den := new(big.Int).Mul(f.num, p.step.m), new(big.Int).Set(f.den)
	if p.step.exp >= 0 {
		num.Mul(num, fixed.Pow10(p.step.exp))
	} else {
		den.Mul(den, fixed.Pow10(-p.step.exp))
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
