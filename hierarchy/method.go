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
// A child whose weight is zero has its offset as exact quota, for every amount.
// Largest remainder rounds that down or up to the quantum. The other roundings divide
// the amount in proportion to the exact quotas, and can move the child further: of 3 on
// exact quotas of 2, ½ and ½, Jefferson gives 3, 0 and 0. If no other child can make up
// the amount, the roundings of such children may.
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

// family is one parent with those of its children that take part.
type family struct {
	*engine
	parent int
	rule   *rule
	n      int
	lo, hi int     // the children, when all take part
	places []int32 // those that take part, otherwise
	quota  *big.Int
	amount *big.Int
	box    *box // that groups make; nil without one
	formula
}

func (e *engine) family(at int) *family {
	f := new(family)
	f.open(e, at)
	return f
}

// open makes f the family of a parent.
func (f *family) open(e *engine, at int) {
	*f = family{engine: e, parent: at, rule: e.ruleOf(at)}
	f.lo, f.hi = e.tree.family(at)
	f.n = f.hi - f.lo
	for i := f.lo; i < f.hi; i++ {
		if e.roles[i] == Memo {
			f.skip()
			break
		}
	}
}

// skip leaves out the memo units.
func (f *family) skip() {
	f.places = make([]int32, 0, f.n)
	for i := f.lo; i < f.hi; i++ {
		if f.roles[i] != Memo {
			f.places = append(f.places, int32(i))
		}
	}
	f.n = len(f.places)
}

func (f *family) place(k int) int {
	if f.places != nil {
		return int(f.places[k])
	}
	return f.lo + k
}

func (f *family) role(k int) Role { return f.roles[f.place(k)] }

// scratch returns memory for the weights of the family.
func (f *family) scratch() []int64 {
	f.engine.room = resize(f.engine.room, f.n)
	return f.engine.room
}

// root returns the code of the unit whose figure is divided down to the family.
func (f *family) root() string {
	at := f.parent
	for at != f.Plan.root {
		if i, ok := f.held[at]; ok && f.options.Holds[i].Start {
			break
		}
		at = int(f.tree.parent[at])
	}
	return f.tree.units[at].Code
}

// public is the family as a user's method sees it.
func (f *family) public() Family {
	out := Family{
		Root: f.root(), Target: f.targetOf(f.parent), Parent: f.tree.units[f.parent], Amount: f.step.Times(f.amount),
	}
	out.Target.Value = f.step.Times(f.quota)
	for k := range f.n {
		at := f.place(k)
		out.Children = append(out.Children, f.tree.units[at])
		if f.law == target.WeightedMean {
			out.Basis = append(out.Basis, fixed.FromBig(f.basis.big(at), f.options.Basis.figures.Exp()))
		}
	}
	return out
}

// Some methods make their weights as x·a + y·b from two sets of figures. These
// are the parts of that on machine words. Each reports false if a number does not
// fit; the method then makes its formula from big integers, by [exact].

// wordsOf returns the figures of a column for a family, if none is below zero.
func (f *family) wordsOf(c Column) ([]int64, bool) {
	words, ok := f.wordsOfAny(c)
	for _, w := range words {
		if w < 0 {
			return nil, false
		}
	}
	return words, ok
}

// wordsOfAny returns the figures of a column for a family, zero where there is
// none.
func (f *family) wordsOfAny(c Column) ([]int64, bool) {
	if f.places != nil || c.figures.Words() == nil {
		return nil, false
	}
	return c.figures.Words()[f.lo:f.hi], true
}

// onesWords returns equal weights: nothing for a residual of a sum.
func (f *family) onesWords() []int64 {
	f.engine.ones = resize(f.engine.ones, f.n)
	ones := f.engine.ones
	for k := range ones {
		if ones[k] = 1; f.law != target.WeightedMean && f.role(k) == Residual {
			ones[k] = 0
		}
	}
	return ones
}

// stash copies weights to memory of their own, until they are given back: a method
// within a method may make others in between.
func (e *engine) stash(weights []int64) []int64 {
	var room []int64
	if n := len(e.spare); n > 0 {
		room, e.spare = e.spare[n-1], e.spare[:n-1]
	}
	return append(room[:0], weights...)
}

func (e *engine) unstash(weights ...[]int64) { e.spare = append(e.spare, weights...) }

// weigh adds weights up, each times the basis for a weighted mean.
func (f *family) weigh(weights []int64) (sum int64, ok bool) {
	if f.law != target.WeightedMean {
		return fixed.SumWords(weights)
	}
	if len(f.basis.wide) > 0 {
		return 0, false
	}
	for k, w := range weights {
		part, fits := fixed.MulWords(w, f.basis.words[f.place(k)])
		if sum, ok = fixed.AddWords(sum, part); !fits || !ok {
			return 0, false
		}
	}
	return sum, true
}

// massAt returns what the quotas make together, as a mantissa at an exponent.
func (f *family) massAt(exp int32) (int64, bool) {
	if !f.amount.IsInt64() || f.amount.Sign() < 0 {
		return 0, false
	}
	amount, ok := f.step.Mantissa(f.amount.Int64(), exp)
	if !ok || f.law != target.WeightedMean {
		return amount, ok
	}
	whole, ok := f.weigh(f.onesWords())
	if !ok {
		return 0, false
	}
	return fixed.MulWords(whole, amount)
}

// linear makes the weights x·aᵢ + y·bᵢ, of numbers none of which is below zero.
func (f *family) linear(x int64, a []int64, y int64, b []int64) bool {
	if x < 0 || y < 0 {
		return false
	}
	x, y = reduce(x, y)
	f.formula = formula{words: f.scratch()}
	for k := range f.words {
		first, firstFits := fixed.MulWords(x, a[k])
		second, secondFits := fixed.MulWords(y, b[k])
		sum, sumFits := fixed.AddWords(first, second)
		if !firstFits || !secondFits || !sumFits {
			return false
		}
		f.words[k] = sum
	}
	return true
}

// mixWords is mix on words.
func mixWords(p decimal.Decimal) (with, without int64, ok bool) {
	places := max(0, -p.Exponent())
	whole, ok := fixed.Scale(1, places)
	if !ok {
		return 0, 0, false
	}
	with, ok = fixed.Word(p)
	if !ok || p.Exponent() > 0 {
		return 0, 0, false
	}
	return with, whole - with, true
}

// reduce divides two numbers by their greatest common divisor.
func reduce(a, b int64) (int64, int64) {
	x, y := fixed.Magnitude(a), fixed.Magnitude(b)
	for y != 0 {
		x, y = y, x%y
	}
	if x == 0 || x > 1<<62 {
		return a, b
	}
	return a / int64(x), b / int64(x)
}

func resize[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n)
	}
	return s[:n]
}
