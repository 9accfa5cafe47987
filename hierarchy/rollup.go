package hierarchy

import (
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// meanPlaces is how many more decimals than its figures a rolled-up mean has.
const meanPlaces = 12

var decimalOne = decimal.New(1, 0)

// RollUp computes the parents' figures from the children's by the law of the kind:
//
//	Sum, Count     x = Σ xᵢ
//	WeightedMean   x = Σ nᵢ / Σ dᵢ, with nᵢ = dᵢxᵢ for a unit whose own figure is used
//
// Figures may begin at any level. A parent without figures below it keeps its own, if it
// has one. A parent with figures below it has the figure computed from them. [Memo]
// children take no part, and a [Residual] without a figure counts as zero.
//
// Numerators and denominators are added up exactly. A mean is rounded once, halves away
// from zero, to twelve decimals more than the figures have, and to at most 100.
//
// The basis dᵢ of a weighted mean is that of the column for a unit whose own figure is
// used, and Σ dᵢ above it. For the other laws it may be the zero Column. If all bases
// below a parent are zero, there is no mean. Such a parent keeps its own figure, or stays
// a gap, and has no weight in the mean of its own parent.
//
// RollUp returns an error if:
//   - the kind has no law ([target.ErrKind]);
//   - the columns are of different trees;
//   - a member has no figure and a sibling has one;
//   - a figure of a weighted mean has no basis or a negative one;
//   - the milestone of a leaf is neither 0 nor 1, or that of a unit with children, where
//     it is their count, is not a whole number.
func RollUp(kind target.Kind, c, basis Column) (Column, error) {
	out, _, err := rollUp{c: c, basis: basis}.run(kind)
	return out, err
}

// RollUpCovered is [RollUp] with gaps: a parent's figure is computed from the members
// that have one. Nothing is filled in for the others.
//
// The second column is the coverage of each figure, from 0 to 1: the share of the leaves
// below the unit that a figure covers, or the share of their basis if one is given. It
// has sixteen decimals, rounded down. A unit that uses its own figure has the coverage 1.
// A unit without a figure, of its own or below it, counts with its own basis if it has
// one, and otherwise with the bases below it.
//
// RollUpCovered returns the errors of RollUp except that of gaps. It also returns an error
// if a basis that counts is negative, whatever the kind.
func RollUpCovered(kind target.Kind, c, basis Column) (figures, coverage Column, err error) {
	r := rollUp{c: c, basis: basis, gaps: true}
	if basis.given() && c.given() && basis.tree != c.tree {
		return Column{}, Column{}, &target.FieldError{
			Path: "basis", Err: target.ErrMismatch,
			Remedy: "take both columns from one tree",
		}
	}
	figures, covered, err := r.run(kind)
	if err != nil {
		return Column{}, Column{}, err
	}
	return figures, Column{tree: c.tree, name: "coverage", figures: covered}, nil
}

// rollUp rolls one column up.
type rollUp struct {
	c, basis Column
	gaps     bool // are allowed
	// made marks the units whose figure is made from their children's, own
	// those whose own figure is used.
	made, own []bool
	out       *fixed.Builder
	faults    fault.Sorted
}

// check returns why the columns cannot be rolled up by the law of a kind.
func (r rollUp) check(kind target.Kind) error {
	switch law := kind.Law(); {
	case law == target.NoLaw:
		return &target.FieldError{
			Path: "kind", Value: kind.String(), Err: target.ErrKind,
			Remedy: "an index or a position is never added or averaged: roll up what it is made from",
		}
	case !r.c.given():
		return &target.FieldError{Path: "column", Err: target.ErrRequired, Remedy: "make one by Tree.Column"}
	case law == target.WeightedMean && !r.basis.given():
		return &target.FieldError{
			Path: "basis", Err: target.ErrRequired,
			Remedy: "a " + kind.String() + " is averaged by its denominators",
		}
	case law == target.WeightedMean && r.basis.tree != r.c.tree:
		return &target.FieldError{
			Path: "basis", Err: target.ErrMismatch, Remedy: "take both columns from one tree",
		}
	}
	return nil
}

// run returns the rolled-up column and, if gaps are allowed, the coverage.
func (r rollUp) run(kind target.Kind) (Column, fixed.Column, error) {
	if err := r.check(kind); err != nil {
		return Column{}, fixed.Column{}, err
	}

	c := r.c
	if whole, ok := r.whole(kind.Law()); ok {
		return Column{tree: c.tree, name: c.name, figures: whole}, fixed.Column{}, nil
	}

	r.plan()
	switch kind.Law() {
	case target.Count:
		r.milestones()
		r.sums()
	case target.Sum:
		r.sums()
	case target.WeightedMean:
		r.means()
	}

	if r.faults.Len() > 0 {
		return Column{}, fixed.Column{}, r.faults.Err()
	}

	var covered fixed.Column
	if r.gaps {
		if covered = r.coverage(); r.faults.Len() > 0 {
			return Column{}, fixed.Column{}, r.faults.Err()
		}
	}

	return Column{tree: c.tree, name: c.name, figures: r.out.Column()}, covered, nil
}

// coverage adds up, under each unit, the units at the ends of the tree or their
// basis, and those of them that a figure covers.
func (r *rollUp) coverage() fixed.Column {
	t := r.c.tree
	n := t.Len()
	whole, covered := make([]*big.Int, n), make([]*big.Int, n)
	out := fixed.NewBuilder(n)

	for p := n - 1; p >= 0; p-- {
		whole[p], covered[p] = new(big.Int), new(big.Int)
		inner := false
		for i, hi := t.family(p); i < hi; i++ {
			if t.roles[i] != Memo {
				whole[p].Add(whole[p], whole[i])
				covered[p].Add(covered[p], covered[i])
			}
			inner = inner || t.roles[i] == Member
		}

		switch {
		case r.basis.has(p) && (!inner || !r.made[p]):
			if whole[p] = r.basis.figures.Mantissa(p); whole[p].Sign() < 0 {
				r.negative(p)
			}
		case !inner && !r.basis.given() && t.roles[p] != Residual:
			whole[p] = bigOne
		}

		if r.own[p] {
			covered[p] = whole[p]
		}

		switch {
		case r.own[p]:
			out.SetWord(p, 1, 0)
		case r.made[p] && whole[p].Sign() > 0:
			num := new(big.Int).Mul(covered[p], fixed.Pow10(slackPlaces))
			out.SetBig(p, num.Quo(num, whole[p]), -slackPlaces)
		}
	}

	return out.Column()
}

// whole rolls up, on machine words, a column that has a figure for every unit
// without children in a tree of members only. It reports false for any other.
func (r *rollUp) whole(law target.Law) (fixed.Column, bool) {
	switch {
	case r.gaps:
	case law == target.Sum:
		return r.wholeSums()
	case law == target.WeightedMean:
		return r.wholeMeans()
	}
	return fixed.Column{}, false
}

func (r *rollUp) wholeSums() (fixed.Column, bool) {
	t, words := r.c.tree, r.c.figures.Words()
	if words == nil {
		return fixed.Column{}, false
	}

	sums := make([]int64, t.Len())
	for p := t.Len() - 1; p >= 0; p-- {
		if t.roles[p] != Member {
			return fixed.Column{}, false
		}
		lo, hi := t.family(p)
		if lo == hi {
			if !r.c.has(p) {
				return fixed.Column{}, false
			}
			sums[p] = words[p]
			continue
		}
		sum, ok := fixed.SumWords(sums[lo:hi])
		if !ok {
			return fixed.Column{}, false
		}
		sums[p] = sum
	}
	return fixed.FromWords(sums, r.c.figures.Exp()), true
}

func (r *rollUp) wholeMeans() (fixed.Column, bool) {
	t, figures, basis := r.c.tree, r.c.figures.Words(), r.basis.figures.Words()
	exp, to := r.meanExponents()
	scale, ok := fixed.Scale(1, exp-to)
	if !ok || figures == nil || basis == nil || t.Len() == 1 {
		return fixed.Column{}, false
	}

	means := make([]int64, t.Len())
	nums, dens := make([]int64, t.Len()), make([]int64, t.Len()) // of units with children
	for p := t.Len() - 1; p >= 0; p-- {
		if t.roles[p] != Member {
			return fixed.Column{}, false
		}
		var num, den int64
		var fits bool
		if lo, hi := t.family(p); lo < hi {
			num, den = nums[p], dens[p]
			fits = den > 0
			if fits {
				means[p], fits = roundWords(num, scale, den)
			}
		} else {
			den = basis[p]
			fits = r.c.has(p) && r.basis.has(p) && den >= 0
			if fits {
				num, fits = fixed.MulWords(den, figures[p])
			}
			if fits {
				means[p], fits = fixed.MulWords(figures[p], scale)
			}
		}
		if !fits {
			return fixed.Column{}, false
		}

		if p > 0 {
			parent := t.parent[p]
			var numFits, denFits bool
			nums[parent], numFits = fixed.AddWords(nums[parent], num)
			dens[parent], denFits = fixed.AddWords(dens[parent], den)
			if !numFits || !denFits {
				return fixed.Column{}, false
			}
		}
	}
	return fixed.FromWords(means, to), true
}

// meanExponents returns the exponents of the figures and of the means made from them.
func (r *rollUp) meanExponents() (exp, to int32) {
	exp = r.c.figures.Exp()
	return exp, max(exp-meanPlaces, -fixed.Digits)
}

// plan decides for each unit where its figure comes from, bottom up.
func (r *rollUp) plan() {
	t := r.c.tree
	n := t.Len()
	r.made, r.own = make([]bool, n), make([]bool, n)
	r.out = fixed.NewBuilder(n)

	for p := n - 1; p >= 0; p-- {
		lo, hi := t.family(p)
		some := false
		for i := lo; i < hi && !some; i++ {
			some = t.roles[i] != Memo && (r.made[i] || r.own[i])
		}
		r.made[p] = some
		r.own[p] = !some && r.c.has(p)
		if !some || r.gaps {
			continue
		}
		for i := lo; i < hi; i++ {
			if t.roles[i] == Member && !r.made[i] && !r.own[i] {
				r.fault(i, target.ErrMissing, "its siblings have one; give it, or 0")
			}
		}
	}
}

func (r *rollUp) fault(i int, err error, remedy string) {
	code := r.c.tree.units[i].Code
	r.faults.Add(code, &target.FieldError{Path: figurePath(code), Err: err, Remedy: remedy})
}

func (r *rollUp) milestones() {
	for i, own := range r.own {
		if own {
			if m := r.c.figures.Decimal(i); !m.IsZero() && !m.Equal(decimalOne) {
				code := r.c.tree.units[i].Code
				lo, hi := r.c.tree.family(i)
				counts := slices.ContainsFunc(r.c.tree.units[lo:hi], func(u Unit) bool { return u.Role != Memo })
				if !counts || m.Sign() < 0 || !m.IsInteger() {
					r.faults.Add(code, &target.FieldError{
						Path: figurePath(code), Value: m, Err: target.ErrRange,
						Remedy: "a milestone is 0 or 1",
					})
				}
			}
		}
	}
}

func (r *rollUp) sums() {
	t, exp := r.c.tree, r.c.figures.Exp()
	words := r.c.figures.Words()
	sums := make([]int64, t.Len())
	wide := map[int]*big.Int{} // sums that do not fit a word
	value := func(i int) *big.Int {
		if w := wide[i]; w != nil {
			return w
		}
		return big.NewInt(sums[i])
	}

	for p := t.Len() - 1; p >= 0; p-- {
		switch {
		case r.own[p] && words != nil:
			sums[p] = words[p]
		case r.own[p]:
			wide[p] = r.c.figures.Mantissa(p)
		case r.made[p]:
			sum, ok := int64(0), len(wide) == 0
			lo, hi := t.family(p)
			for i := lo; i < hi && ok; i++ {
				if t.roles[i] != Memo {
					sum, ok = fixed.AddWords(sum, sums[i])
				}
			}
			if ok {
				sums[p] = sum
				break
			}
			total := new(big.Int)
			for i := lo; i < hi; i++ {
				if t.roles[i] != Memo {
					total.Add(total, value(i))
				}
			}
			wide[p] = total

		default:
			continue
		}
		if w := wide[p]; w != nil {
			r.out.SetBig(p, w, exp)
		} else {
			r.out.SetWord(p, sums[p], exp)
		}
	}
}

// fraction is a mean before it is rounded.
type fraction struct{ num, den *big.Int }

// fractions are numerators and denominators by place: machine words, and aside
// those that do not fit.
type fractions struct {
	nums, dens []int64
	wide       map[int]fraction
}

func (x *fractions) at(i int) fraction {
	if f, ok := x.wide[i]; ok {
		return f
	}
	return fraction{big.NewInt(x.nums[i]), big.NewInt(x.dens[i])}
}

func (x *fractions) set(i int, f fraction) {
	if f.num.IsInt64() && f.den.IsInt64() {
		x.nums[i], x.dens[i] = f.num.Int64(), f.den.Int64()
		return
	}
	if x.wide == nil {
		x.wide = make(map[int]fraction)
	}
	x.wide[i] = f
}

// sum adds up the fractions of a family, if they are words.
func (x *fractions) sum(t *Tree, p int) (num, den int64, ok bool) {
	for i, hi := t.family(p); i < hi; i++ {
		if t.roles[i] == Memo {
			continue
		}
		var numFits, denFits bool
		num, numFits = fixed.AddWords(num, x.nums[i])
		den, denFits = fixed.AddWords(den, x.dens[i])
		if !numFits || !denFits {
			return 0, 0, false
		}
	}
	return num, den, len(x.wide) == 0
}

func (r *rollUp) means() {
	t := r.c.tree
	// The exponents of numerators and denominators are those of the columns;
	// that of the denominators cancels out.
	exp, to := r.meanExponents()
	figures, basis := r.c.figures.Words(), r.basis.figures.Words()
	scale, _ := fixed.Scale(1, exp-to)
	parts := fractions{nums: make([]int64, t.Len()), dens: make([]int64, t.Len())}

	for p := t.Len() - 1; p >= 0; p-- {
		switch {
		case r.own[p]:
			if figures != nil {
				r.out.SetWord(p, figures[p], exp)
			} else {
				r.out.SetBig(p, r.c.figures.Mantissa(p), exp)
			}
			if p == 0 || t.roles[p] == Memo {
				continue // no parent takes its part
			}
			if !r.basis.has(p) {
				r.missing(p)
				continue
			}
			if figures != nil && basis != nil && basis[p] >= 0 {
				if num, fits := fixed.MulWords(basis[p], figures[p]); fits {
					parts.nums[p], parts.dens[p] = num, basis[p]
					continue
				}
			}
			den := r.basis.figures.Mantissa(p)
			if den.Sign() < 0 {
				r.negative(p)
			}
			parts.set(p, fraction{new(big.Int).Mul(den, r.c.figures.Mantissa(p)), den})
		case r.made[p]:
			if num, den, ok := parts.sum(t, p); ok && den > 0 {
				if mean, fits := roundWords(num, scale, den); fits {
					parts.nums[p], parts.dens[p] = num, den
					r.out.SetWord(p, mean, to)
					continue
				}
			}
			r.mean(&parts, p, exp, to)
		}
	}
}

// mean makes one parent's mean from numbers of any size.
func (r *rollUp) mean(parts *fractions, p int, exp, to int32) {
	t := r.c.tree
	f := fraction{new(big.Int), new(big.Int)}
	for i, hi := t.family(p); i < hi; i++ {
		if t.roles[i] != Memo {
			part := parts.at(i)
			f.num.Add(f.num, part.num)
			f.den.Add(f.den, part.den)
		}
	}
	parts.set(p, f)
	if f.den.Sign() == 0 { // no mean exists, and it has no weight above
		if r.c.has(p) {
			r.out.SetBig(p, r.c.figures.Mantissa(p), exp)
		}
		return
	}
	product := new(big.Int).Mul(f.num, fixed.Pow10(exp-to))
	r.out.SetBig(p, fixed.DivHalfUp(product, f.den), to)
}

// roundWords returns num·scale/den, halves away from zero, if it fits a word.
func roundWords(num, scale, den int64) (int64, bool) {
	h, l := bits.Mul64(fixed.Magnitude(num), uint64(scale))
	if h >= uint64(den) {
		return 0, false
	}
	q, rest := bits.Div64(h, l, uint64(den))
	if q >= math.MaxInt64 { // before it is rounded up, which might come round to zero
		return 0, false
	}
	if rest >= uint64(den)-rest {
		q++
	}
	if num < 0 {
		return -int64(q), true
	}
	return int64(q), true
}

func (r *rollUp) negative(i int) {
	code := r.c.tree.units[i].Code
	r.faults.Add(code, &target.FieldError{
		Path: "basis[" + quote(code) + "]", Value: r.basis.figures.Decimal(i), Err: target.ErrRange,
		Remedy: "a basis is not negative",
	})
}

func (r *rollUp) missing(i int) {
	code := r.c.tree.units[i].Code
	r.faults.Add(code, &target.FieldError{
		Path: "basis[" + quote(code) + "]", Err: target.ErrMissing,
		Remedy: "a figure is averaged by its basis; give it",
	})
}
