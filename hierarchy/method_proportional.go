package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/target"
)

// Proportional divides the amount in proportion to a column: by population, by last
// year's result, by output. For a WeightedMean kind the children's figures have that
// proportion, as with [Scale]. The claim of a child is
//
//	oᵢ = 0, wᵢ = its weight
//
// A member without a weight is an error. A [Residual] or a held unit without one
// counts as zero.
func Proportional(weights Column) Method {
	return proportional{weights, "in proportion to "}
}

// Scale multiplies a reference by one number for all children of a parent such that
// the law holds: the densities of 2010, each times 1.94. The claim of a child is
//
//	oᵢ = 0, wᵢ = its reference
//
// A member without a reference is an error. A [Residual] or a held unit without one
// counts as zero.
func Scale(reference Column) Method { return proportional{reference, scaleVerb} }

// scaleVerb is how an explanation speaks of Scale.
const scaleVerb = "as multiples of "

type proportional struct {
	column Column
	verb   string
}

func (m proportional) String() string        { return m.verb + m.column.label("the weights given") }
func (proportional) accepts(target.Law) bool { return true }
func (m proportional) inputs() []input       { return []input{{column: m.column, every: true}} }

// Claims implements [Method].
func (m proportional) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (m proportional) formula(g *group) (formula, error) {
	weights, err := g.column(m.column)
	return formula{weights: weights, exp: m.column.figures.Exp()}, err
}

func (m proportional) claim(f *family) error {
	c := m.column.figures
	f.exp = c.Exp()
	words := c.Words()
	if words != nil && f.places == nil {
		f.words = words[f.lo:f.hi] // zero where there is no figure
		return nil
	}

	if words == nil {
		f.weights = make([]*big.Int, f.n)
	} else {
		f.words = f.scratch()
	}
	for k := range f.n {
		if at := f.place(k); words == nil {
			f.weights[k] = c.Mantissa(at)
		} else {
			f.words[k] = words[at]
		}
	}
	return nil
}

func (m proportional) steady(f *family, k int) (*big.Rat, bool) {
	return nil, m.column.zero(f.place(k))
}

// zero reports whether a column has zero, or nothing, at a place.
func (c Column) zero(at int) bool {
	if words := c.figures.Words(); words != nil {
		return words[at] == 0
	}
	return c.figures.Mantissa(at).Sign() == 0
}

func (m proportional) names() (offset, weight string) { return "", m.column.label("") }
