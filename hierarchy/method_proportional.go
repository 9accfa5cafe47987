package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
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

func (m proportional) formula(g *wideFamily) (formula, error) {
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

// Equal gives every child the same claim. For a Sum kind the members get equal
// quotas, and a [Residual] nothing. For a WeightedMean kind every child gets the same
// figure, as with [Uniform].
func Equal() Method { return equal{} }

type equal struct{}

func (equal) String() string          { return "equally" }
func (equal) accepts(target.Law) bool { return true }
func (equal) inputs() []input         { return nil }

// Claims implements [Method].
func (m equal) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (equal) formula(g *wideFamily) (formula, error) { return formula{weights: g.ones()}, nil }

func (equal) claim(f *family) error {
	f.words = f.onesWords()
	return nil
}

func (equal) steady(f *family, k int) (*big.Rat, bool) {
	return nil, f.role(k) == Residual && f.law != target.WeightedMean
}

// Uniform gives every child the parent's own value: 7 % of growth for the
// nation is 7 % for each province. It is for WeightedMean kinds only.
func Uniform() Method { return uniform{} }

type uniform struct{ equal }

// Claims implements [Method].
func (m uniform) Claims(f Family) ([]Claim, error) { return claimsOf(m, f) }

func (uniform) String() string              { return "the same value for each" }
func (uniform) accepts(law target.Law) bool { return law == target.WeightedMean }

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

func (m bands) formula(g *wideFamily) (formula, error) {
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

// gaps reports every unit for which a column has no figure although the method
// needs one: the members of the family that are not held.
func (f *family) gaps(m claimer) error {
	var p target.Problems
	for _, in := range m.inputs() {
		if in.every && !in.column.figures.Full() {
			f.gapsOf(&p, "", in)
		}
	}
	return p.Err()
}

func (f *family) gapsOf(p *target.Problems, path string, in input) {
	at := p.At(in.pathBelow(path))
	for k := range f.n {
		place := f.place(k)
		if _, held := f.held[place]; held || in.column.has(place) || f.role(k) == Residual {
			continue
		}
		at.Field("figures").Key(f.tree.units[place].Code).Report(nil, target.ErrMissing,
			"give a figure of "+in.column.label("the column")+" for it, or roll the column up from below")
	}
}

// pathBelow returns the path of an input below that of its method.
func (in input) pathBelow(method string) string {
	switch {
	case method == "":
		return in.path
	case in.path == "":
		return method
	}
	return method + "." + in.path
}

// checkGaps reports the gaps of all columns in all families of a plan, by the rule
// that asks for the column.
func (p *Plan) checkGaps(problems *target.Problems) {
	asked := map[*rule]bool{}
	for _, r := range p.rules() {
		for _, in := range r.inputs() {
			if in.every && !in.column.figures.Full() {
				asked[r] = true
			}
		}
	}
	if len(asked) == 0 {
		return
	}

	e := &engine{Plan: p}
	reach := p.reach()
	for at := p.root; at < len(reach); at++ {
		if !reach[at] || !p.divides(at) {
			continue
		}
		f := e.family(at)
		if !asked[f.rule] {
			continue
		}
		for _, in := range f.rule.inputs() {
			if in.every && !in.column.figures.Full() {
				f.gapsOf(problems, f.rule.source.method, in)
			}
		}
	}
}

// rules returns the rules of a plan.
func (p *Plan) rules() []*rule {
	all := []*rule{p.rule}
	for _, r := range p.byLevel {
		if r != nil {
			all = append(all, r)
		}
	}
	for _, r := range p.byUnit {
		all = append(all, r)
	}
	return all
}
