package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Bands gives each child the step of the group that it is in, and multiplies all
// by one number such that the law holds: the energy targets of China's 12th
// five-year plan, of 10, 15, 16, 17 or 18 %. The column holds the number of the
// group, 1 for the first step.
//
// For steps that are handed out exactly as they stand, whatever their mean,
// [Compare] a plan by [Uniform] with a column of them: it says by how much the
// mean goes beyond the target.
func Bands(group Column, steps ...decimal.Decimal) Method {
	return bands{group, append([]decimal.Decimal(nil), steps...)}
}

type bands struct {
	group Column
	steps []decimal.Decimal
}

func (m bands) String() string        { return "in bands by " + m.group.label("the groups given") }
func (bands) accepts(target.Law) bool { return true }
func (m bands) columns() []Column     { return []Column{m.group} }
func (m bands) claim(f *family) error { return claimExact(m, f) }

func (m bands) check() error {
	if len(m.steps) == 0 {
		return &target.FieldError{Path: "bands.steps", Err: target.ErrRequired, Remedy: "give one step for each group"}
	}
	for _, s := range m.steps {
		if !fixed.InBounds(s) || s.Sign() < 0 {
			return &target.FieldError{Path: "bands.steps", Value: s, Err: target.ErrRange, Remedy: "a step is zero or above"}
		}
	}
	return nil
}

// Claims implements [Method].
func (m bands) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (m bands) exact(g *group) ([]*big.Int, int32, error) {
	b := fixed.NewBuilder(len(g.units))
	for k, u := range g.units {
		d, ok := m.group.At(u.Code)
		if !ok {
			if u.Role == Residual || g.held != nil && g.held[k] {
				b.SetWord(k, 0, 0)
				continue
			}
			return nil, 0, missing(u.Code)
		}
		if !d.IsInteger() || d.Sign() <= 0 || d.Cmp(decimal.New(int64(len(m.steps)), 0)) > 0 {
			return nil, 0, &target.FieldError{Path: figure(u.Code), Value: d, Err: target.ErrRange, Remedy: "the number of a group, 1 for the first step"}
		}
		b.Set(k, m.steps[d.IntPart()-1])
	}
	c := b.Column()
	out := make([]*big.Int, len(g.units))
	for k := range out {
		out[k] = c.Mantissa(k)
	}
	return out, c.Exp(), nil
}
