package hierarchy

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Method says by which formula the children of a parent divide its amount. It gives
// each of them a [Claim]. The exact quota of child i is
//
//	qᵢ = clamp(oᵢ + λ·wᵢ, minᵢ, maxᵢ)
//
// with the offset oᵢ and the weight wᵢ of the claim, the bounds of the child, and one
// λ for all children of the parent. The law of the kind fixes λ. Let A be the amount,
// bᵢ the children's bases and B = Σ bᵢ:
//
//	Sum, Count     Σ qᵢ = A
//	WeightedMean   Σ bᵢqᵢ = A·B
//
// Children that no bound and no hold decides therefore keep the formula of the
// method: proportions if the offsets are zero, differences if the weights are equal.
//
// If bounds and holds decide all children with a basis, a range of λ satisfies the
// law. The λ of the range that is nearest to the λ without bounds and holds is used.
// If all bases are zero, λ is that of a mean in which all children count equally.
//
// Claims returns one claim for each of f.Children, in their order. No weight is
// negative. Claims returns the same claims for the same family: it may be called
// again for an explanation, and from several goroutines at once if the plan is
// shared.
type Method interface {
	Claims(f Family) ([]Claim, error)
}

// Claim is what a [Method] gives one child. Its exact quota is Offset + λ·Weight.
// Only the proportions of the weights matter. The offset is a quota, in the
// indicator's unit.
//
// A child whose weight is zero gets its offset, rounded down or up to the quantum,
// for every amount. If no other child can make up the amount, these roundings may.
type Claim struct {
	Offset, Weight decimal.Decimal
}

// Family is a parent and those of its children that take part in a division,
// which are all except its [Memo] children.
type Family struct {
	// Root is the code of the unit whose figure is divided down to the family: the
	// target's unit or, below a hold that says Start, the held unit.
	Root     string
	Target   target.Target // the parent's: its value is the parent's quota
	Parent   Unit
	Children []Unit
	Amount   decimal.Decimal   // what is handed down: the quota, stretched and less the reserve
	Basis    []decimal.Decimal // of each child; nil unless the law is WeightedMean
}

// claimer is a method as the engine sees it.
type claimer interface {
	Method
	fmt.Stringer
	// accepts reports whether the method is for kinds with the law.
	accepts(target.Law) bool
	// inputs are the columns that the method reads.
	inputs() []input
	// claim sets the claims of a family.
	claim(f *family) error
}

// input is a column that a method reads.
type input struct {
	column Column
	path   string // below the path of the method; may be empty
	// every says that the method needs a figure for every member that is not held.
	every bool
}

// steady is a method that knows of some children, before the amount is known, that
// their weight is zero.
type steady interface {
	// steady returns the offset of a child whose weight is zero whatever the
	// amount, nil for an offset of zero, and whether its weight is.
	steady(f *family, k int) (offset *big.Rat, zero bool)
}

// fixing is a method that may give a child an offset and no weight, so that its
// quota limits that of its parent.
type fixing interface{ fixes(t *Tree) bool }

func fixesSome(m claimer, t *Tree) bool {
	f, ok := m.(fixing)
	return ok && f.fixes(t)
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
func (custom) inputs() []input         { return nil }

func (m custom) claim(f *family) error {
	weights, offsets, err := m.columns(f.public())
	if err != nil {
		return err
	}

	f.exp = weights.Exp()
	if f.words = weights.Words(); f.words == nil {
		f.weights = mantissas(weights)
	}
	if offsets.Count() > 0 {
		f.offsets = make([]*big.Rat, f.n)
		for k := range f.offsets {
			f.offsets[k] = offsets.Decimal(k).Rat()
		}
	}
	return nil
}

// columns checks what a user's method returns. The column of the offsets has no
// figure if all are zero.
func (m custom) columns(f Family) (weights, offsets fixed.Column, err error) {
	claims, err := m.call(f)
	if err != nil {
		return fixed.Column{}, fixed.Column{}, err
	}
	if len(claims) != len(f.Children) {
		return fixed.Column{}, fixed.Column{}, &target.FieldError{
			Path: "claims", Value: len(claims), Err: target.ErrInvalid,
			Remedy: fmt.Sprintf("the method must return one claim for each of the %d children", len(f.Children)),
		}
	}

	var problems target.Problems
	w, o := fixed.NewBuilder(len(claims)), fixed.NewBuilder(len(claims))
	shifts := false
	for k, c := range claims {
		at := problems.At("claims").Key(f.Children[k].Code)
		if at.Field("weight").NonNegative(c.Weight) {
			w.Set(k, c.Weight)
		}
		if at.Field("offset").Figure(c.Offset) {
			o.Set(k, c.Offset)
			shifts = shifts || !c.Offset.IsZero()
		}
	}
	if err := problems.Err(); err != nil {
		return fixed.Column{}, fixed.Column{}, err
	}
	if shifts {
		offsets = o.Column()
	}
	return w.Column(), offsets, nil
}

// call turns a panic of the user's method into an error.
func (m custom) call(f Family) (claims []Claim, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &target.FieldError{
				Path: "", Value: fmt.Sprint(r), Err: target.ErrInvalid, Remedy: "the method panics",
			}
		}
	}()
	return m.Claims(f)
}

// mantissas are the figures of a column at its exponent, zero at gaps.
func mantissas(c fixed.Column) []*big.Int {
	all := make([]*big.Int, c.Len())
	for k := range all {
		all[k] = c.Mantissa(k)
	}
	return all
}

func missing(code string) error {
	return &target.FieldError{
		Path: figurePath(code), Err: target.ErrMissing, Remedy: "give it, or roll the column up from below",
	}
}

func (c Column) label(otherwise string) string {
	if c.name == "" {
		return otherwise
	}
	return c.name
}
