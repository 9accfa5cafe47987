package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Bands gives each child the step of its group, and multiplies all steps by one
// number such that the law holds. An example is the energy targets of China's 12th
// five-year plan, of 10, 15, 16, 17 or 18 %. The column has the number of the group,
// 1 for the first step.
//
// To hand out steps exactly as they are, whatever their mean, make a plan by
// [Uniform] and [Compare] it with a column of the steps. The comparison says by how
// much the mean exceeds the target.
func Bands(groups Column, steps ...decimal.Decimal) Method {
	return bands{groups, append([]decimal.Decimal(nil), steps...)}
}

type bands struct {
	group Column
	steps []decimal.Decimal
}

func (m bands) String() string        { return "in bands by " + m.group.label("the groups given") }
func (bands) accepts(target.Law) bool { return true }
func (m bands) inputs() []input       { return []input{{column: m.group, every: true}} }
func (m bands) claim(f *family) error { return claimExact(m, f) }

func (m bands) check() error {
	var p target.Problems
	steps := p.At("bands.steps")
	steps.Required(len(m.steps) > 0, "give one step for each group")
	for i, s := range m.steps {
		steps.Index(i).NonNegative(s)
	}
	return p.Err()
}

// Claims implements [Method].
func (m bands) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m bands) formula(g *group) (formula, error) {
	var p target.Problems
	b := fixed.NewBuilder(len(g.units))
	for k, u := range g.units {
		number, ok := m.group.At(u.Code)
		switch {
		case !ok && (u.Role == Residual || g.held != nil && g.held[k]):
			b.SetWord(k, 0, 0)
		case !ok:
			p.Add(missing(u.Code))
		case !m.numbered(number):
			p.At("figures").Key(u.Code).Report(
				number, target.ErrRange, fmt.Sprintf("must be the number of a group, from 1 to %d", len(m.steps)),
			)
		default:
			b.Set(k, m.steps[number.IntPart()-1])
		}
	}
	if err := p.Err(); err != nil {
		return formula{}, err
	}

	c := b.Column()
	return formula{weights: mantissas(c), exp: c.Exp()}, nil
}

// numbered reports whether a figure is the number of a group that has a step.
func (m bands) numbered(d decimal.Decimal) bool {
	return d.IsInteger() && d.Sign() > 0 && d.Cmp(decimal.New(int64(len(m.steps)), 0)) <= 0
}

func (m bands) steady(f *family, k int) (*big.Rat, bool) {
	number := m.group.figures.Decimal(f.place(k))
	return nil, !m.numbered(number) || m.steps[number.IntPart()-1].IsZero()
}
