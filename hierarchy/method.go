package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Method gives each child of a parent its claim on the parent's load. The
// children's figures are in proportion to their claims,
//
//	Sum, Count     qᵢ = L · cᵢ / Σ c         so that Σ qᵢ = L
//	WeightedMean   qᵢ = B·L · cᵢ / Σ bᵢcᵢ     so that Σ bᵢqᵢ = B·L
//
// with L the load, bᵢ the children's bases and B = Σ bᵢ, before bounds and
// rounding. Only the proportions of the claims matter. A child whose basis is
// zero does not move the mean and goes by the same multiplier of its claim;
// where bounds leave that open, by the one nearest to zero.
//
// Claims must return one claim for each of f.Children, zero or above, and the
// same ones for the same family; it may be called again for an explanation, and
// from several goroutines at once if the plan is shared.
type Method interface {
	Claims(f Family) ([]decimal.Decimal, error)
}

// Family is a parent and those of its children that take part in a division,
// which are all but its [Memo] children.
type Family struct {
	Root     string        // code of the unit whose target is decomposed
	Target   target.Target // the parent's: its value is the parent's quota
	Parent   Unit
	Children []Unit
	Load     decimal.Decimal   // what is handed down: the quota, stretched and less the reserve
	Basis    []decimal.Decimal // of each child; nil unless the law is WeightedMean
}

// claimer is a method that fills in the claims of a family on scaled integers.
type claimer interface {
	Method
	fmt.Stringer
	accepts(target.Law) bool
	columns() []Column
	claim(f *family) error
}

// Equal gives every child the same claim. Of a Sum kind the members get equal
// shares, and a [Residual] nothing; of a WeightedMean kind every child gets the
// same figure, as with [Uniform].
func Equal() Method { return equal{} }

type equal struct{}

func (equal) String() string          { return "equally" }
func (equal) accepts(target.Law) bool { return true }
func (equal) columns() []Column       { return nil }

// Claims implements [Method].
func (m equal) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (equal) exact(g *group) ([]*big.Int, int32, error) { return g.ones(), 0, nil }

func (equal) claim(f *family) error {
	f.words = f.onesWords()
	return nil
}

// Uniform gives every child the parent's own value: 7 % of growth for the
// nation is 7 % for each province. It is for WeightedMean kinds only.
func Uniform() Method { return uniform{} }

type uniform struct{ equal }

// Claims implements [Method].
func (m uniform) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (uniform) String() string              { return "the same value for each" }
func (uniform) accepts(law target.Law) bool { return law == target.WeightedMean }

// Proportional shares the load in proportion to a column: quotas by population,
// by last year's result, by output. Of a WeightedMean kind it is the children's
// figures that are in that proportion, as with [Scale].
//
// A member without a weight is an error; a [Residual] or a held unit without one
// counts as zero.
func Proportional(weights Column) Method {
	return proportional{weights, "in proportion to "}
}

// Scale multiplies a reference by one number for all children of a parent such
// that the law holds: densities of 2010, each times 1.94.
//
// A member without a reference is an error; a [Residual] or a held unit without
// one counts as zero.
func Scale(reference Column) Method { return proportional{reference, "as multiples of "} }

type proportional struct {
	weights Column
	verb    string
}

func (m proportional) String() string        { return m.verb + m.weights.label("the weights given") }
func (proportional) accepts(target.Law) bool { return true }
func (m proportional) columns() []Column     { return []Column{m.weights} }

func (c Column) label(otherwise string) string {
	if c.name == "" {
		return otherwise
	}
	return c.name
}

// Claims implements [Method].
func (m proportional) Claims(f Family) ([]decimal.Decimal, error) { return claimsOf(m, f) }

func (m proportional) exact(g *group) ([]*big.Int, int32, error) {
	claims, err := g.column(m.weights)
	return claims, m.weights.figures.Exp(), err
}

func (m proportional) claim(f *family) error {
	c := m.weights.figures
	f.exp = c.Exp()
	words := c.Words()
	if words != nil && f.places == nil && c.Full() {
		f.words = words[f.lo:f.hi]
		return nil
	}
	if words == nil {
		f.wide = make([]*big.Int, f.n)
	} else {
		f.words = f.scratch()
	}
	for k := range f.n {
		at := f.place(k)
		if _, held := f.held[at]; !c.Has(at) && !held && f.role(k) != Residual {
			return missing(f.tree.units[at].Code)
		}
		if words == nil {
			f.wide[k] = c.Mantissa(at)
		} else {
			f.words[k] = words[at]
		}
	}
	return nil
}

func missing(code string) error {
	return &target.FieldError{Path: figure(code), Err: target.ErrMissing, Remedy: "the method needs a weight for it: give it, or roll the column up from below"}
}

// checked is a method with arguments that may be wrong whatever the family.
type checked interface{ check() error }

func checkMethod(m claimer) error {
	if c, ok := m.(checked); ok {
		return c.check()
	}
	return nil
}

// wrap makes a claimer of any method; nil is Equal.
func wrap(m Method) claimer {
	switch m := m.(type) {
	case nil:
		return equal{}
	case claimer:
		return m
	default:
		return custom{m}
	}
}

// custom makes a claimer of a method that a user implements.
type custom struct{ Method }

func (m custom) String() string {
	if s, ok := m.Method.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("by %T", m.Method)
}

func (custom) accepts(target.Law) bool { return true }
func (custom) columns() []Column       { return nil }

func (m custom) claim(f *family) error {
	c, err := m.column(f.public())
	if err != nil {
		return err
	}
	f.exp = c.Exp()
	if f.words = c.Words(); f.words == nil {
		f.wide = make([]*big.Int, f.n)
		for k := range f.wide {
			f.wide[k] = c.Mantissa(k)
		}
	}
	return nil
}

// column checks what a user's method returns.
func (m custom) column(f Family) (fixed.Column, error) {
	claims, err := m.call(f)
	if err != nil {
		return fixed.Column{}, err
	}
	path := "method " + m.String()
	if len(claims) != len(f.Children) {
		return fixed.Column{}, &target.FieldError{Path: path, Value: len(claims), Err: target.ErrInvalid, Remedy: fmt.Sprintf("it must return one claim for each of the %d children", len(f.Children))}
	}
	b := fixed.NewBuilder(len(claims))
	for k, c := range claims {
		if !fixed.InBounds(c) {
			return fixed.Column{}, &target.FieldError{Path: path, Value: c, Err: target.ErrRange, Remedy: "a claim has at most 100 digits before and 100 after the point"}
		}
		b.Set(k, c)
	}
	return b.Column(), nil
}

// call turns a panic of the user's method into an error.
func (m custom) call(f Family) (claims []decimal.Decimal, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &target.FieldError{Path: "method " + m.String(), Value: fmt.Sprint(r), Err: target.ErrInvalid, Remedy: "it panicked"}
		}
	}()
	return m.Claims(f)
}
