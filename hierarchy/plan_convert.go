package hierarchy

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
)

// ConvertOptions say into which form [Plan.Convert] puts a plan.
type ConvertOptions struct {
	Code string // of the new target; may be empty

	// Conversion has the law and the new indicator. The value of its basis is left 0,
	// as Basis has one for each unit. Its basis takes the name of that column if it has
	// none itself.
	Conversion convert.Conversion

	// Basis has the basis of the conversion for each unit: the denominator, the whole,
	// or the level of the base period or before the increment. If it adds up, a unit
	// without a figure has the sum of its children. It adds up for a ratio or a share,
	// and if the level does. A Residual unit without a figure has a basis of 0.
	Basis Column

	// MeanBasis has the weights of the new plan, if its kind is a weighted mean and they
	// are not the basis of the conversion. The two are the same for NumeratorToRatio and
	// PartToShare, and for the growth or reduction of a level that adds up.
	MeanBasis Column
}

// conversion is what a converted plan was made from.
type conversion struct {
	from    *Plan
	options ConvertOptions
	whole   convert.Conversion // with the basis of the target's unit
	bases   numbers            // at the exponent of options.Basis
	based   []bool
}

// Convert returns the plan in another form: one of densities as one of numbers. The law
// is that of a [convert.Conversion], which is applied unit by unit:
//
//  1. The figure of each unit that hands nothing down is converted, and rounded once to
//     the new quantum, halves away from zero.
//  2. The figure of a parent is what its children make by the law of the new kind: their
//     sum, or their mean, rounded to the quantum. [Plan.Residual] returns what rounding
//     leaves of a mean.
//  3. A parent that stretches its quota or keeps a reserve is converted as in 1, because
//     its children make another figure. The mean of bases that are all zero is no figure,
//     and its parent is converted as in 1 too.
//
// Parts therefore add up. The figure of the target's unit can differ from its own
// converted figure: by the rounding of the parts, by bases that do not add up, or by
// rates that compound over years. [Plan.Explain] says by how much.
//
// A basis of zero gives a part or a level of zero. It gives a ratio, share or rate of zero
// if the figure is zero too, and is an error otherwise.
//
// The new plan keeps what decided each quota, the exemptions and the last level. It
// has no holds, bounds and rules of its own, and cannot be revised. To change it, revise
// the plan before, which [Plan.From] returns, and convert that. [Plan.Continue] hands its
// quotas down further.
//
// Convert returns an error if
//   - the plan is nil, empty or made by [Strictest];
//   - [convert.Conversion.Target] returns an error for the target;
//   - Conversion.Basis.Value is not 0, or the new kind has no law;
//   - a column is missing, not needed or of another tree;
//   - the basis of a unit that is converted is missing, or negative and not that of an
//     increment;
//   - [convert.Conversion.Figure] returns an error for the figure of a unit.
//
// It reports every unit, by code.
func (p *Plan) Convert(o ConvertOptions) (*Plan, error) {
	c := converter{
		conversion: conversion{from: p, options: o, whole: o.Conversion}, problems: target.Problems{ByPath: true},
	}
	if !c.check() || !c.prepare() {
		return nil, c.problems.Err()
	}
	c.run()
	if c.problems.Len() > 0 {
		return nil, c.problems.Err()
	}

	to := c.to
	to.target.Value = to.value(to.lower, to.root)
	if to.upper != nil {
		to.target.Upper = to.value(to.upper, to.root)
	}
	c.problems.At("plan").Add(to.target.Validate())
	if c.problems.Len() > 0 {
		return nil, c.problems.Err()
	}
	to.converted = new(c.conversion)
	return to, nil
}

// From returns the plan that [Plan.Convert] converted into this one, and the options.
// It returns nil for other plans.
func (p *Plan) From() (*Plan, ConvertOptions) {
	if p == nil || p.converted == nil {
		return nil, ConvertOptions{}
	}
	return p.converted.from, p.converted.options
}

// checkConverted is Check for a converted plan.
func (p *Plan) checkConverted() error {
	c := p.converted
	var problems target.Problems
	problems.At("from").Add(c.from.Check())
	again, err := c.from.Convert(c.options)
	if !problems.At("from").Add(err) {
		return problems.Err()
	}

	var l fault.List
	p.checkFamilies(&l, func(at int) bool { return !c.byItself(at) })
	problems.Add(l.Err())
	for at := range p.places() {
		if p.lower.differs(again.lower, at) || p.upper != nil && p.upper.differs(again.upper, at) {
			problems.At("units").Key(p.tree.units[at].Code).Report(p.value(p.lower, at), target.ErrBroken,
				"the plan before gives "+quotaText(again.quota(at)))
		}
	}
	return problems.Err()
}

// differs reports whether another result has another quota for a unit.
func (r *result) differs(o *result, at int) bool {
	return r.state[at] != o.state[at] || r.quotas.big(at).Cmp(o.quotas.big(at)) != 0
}

// ExplainConversion says how a quota of a plan of [Plan.Convert] follows from the plan
// before.
type ExplainConversion struct {
	// Steps convert the unit's own quota of the plan before; for a range, both ends of
	// it, that of Quota.Value first. There are none if the unit has no basis, or one of
	// zero.
	Steps    []convert.Step
	Children int // that make the quota; 0 if the unit is converted by itself
	// Difference is the quota less the result of Steps, for a quota that children make.
	Difference decimal.NullDecimal
}

// explainConverted explains a quota of a converted plan.
func (p *Plan) explainConverted(at int) Explanation {
	c, code := p.converted, p.tree.units[at].Code
	s := ExplainStep{Quota: p.quota(at), Conversion: &ExplainConversion{}}
	out := s.Conversion
	for i, hi := p.tree.family(at); i < hi && !c.byItself(at); i++ {
		if p.lower.state[i] != 0 {
			out.Children++
		}
	}

	conv := c.whole
	conv.Basis.Value = c.basis(at)
	figures := []decimal.Decimal{c.from.value(c.from.lower, at)}
	if c.from.upper != nil {
		figures = append(figures, c.from.value(c.from.upper, at))
	}
	if c.falls() {
		slices.Reverse(figures)
	}
	for _, x := range figures {
		step, err := conv.Figure(x, c.from.target.Indicator)
		if err != nil || !c.based[at] {
			break // of a parent without a basis, or of nothing
		}
		out.Steps = append(out.Steps, step)
	}

	if p.isMean() {
		s.Basis = decimal.NewNullDecimal(fixed.FromBig(p.basis.big(at), p.options.Basis.figures.Exp()))
		s.BasisName = p.options.Basis.name
	}
	if out.Children > 0 && len(out.Steps) > 0 {
		out.Difference = decimal.NewNullDecimal(s.Quota.Value.Sub(out.Steps[0].Result))
	}
	return Explanation{Unit: code, Target: p.Target(), Steps: []ExplainStep{s}, From: new(c.from.Explain(code))}
}

// text says how a quota was converted.
func (c *ExplainConversion) text(x Explanation, s ExplainStep) string {
	var own []string
	for _, step := range c.Steps {
		own = append(own, step.String())
	}
	text := strings.Join(own, "; to ")
	switch {
	case c.Children == 0 && len(own) == 0:
		return x.value(s.Quota) + ", as its basis is zero"
	case c.Children == 0:
		return text
	}

	law := "the sum"
	if x.Target.Indicator.Kind.Law() == target.WeightedMean {
		law = "the mean"
	}
	whose := fmt.Sprintf("%s, %s of its %d parts", x.value(s.Quota), law, c.Children)
	switch {
	case len(own) == 0:
		return whose
	case c.Difference.Decimal.IsZero():
		return whose + "; by itself " + text
	}
	more := "more"
	//mutate:equal c.Difference.Decimal.Sign() <= 0: it is not zero
	if c.Difference.Decimal.Sign() < 0 {
		more = "less"
	}
	return whose + ", " + x.figure(c.Difference.Decimal.Abs()) + " " + more + " than by itself: " + text
}

// converter converts one plan.
type converter struct {
	conversion
	to       *Plan
	linear   linear
	problems target.Problems
}

// check checks what does not depend on figures.
func (c *converter) check() bool {
	p := c.from
	if !c.problems.At("plan").Required(p != nil && p.lower != nil, "convert a plan made by Cascade") {
		return false
	}
	if p.lines != nil {
		c.problems.At("plan").Report(nil, target.ErrInvalid,
			"its quotas need not add up: convert its lines, and take the strictest of these")
	}

	at := c.problems.At("options")
	to := at.Field("conversion")
	if v := c.options.Conversion.Basis.Value; !v.IsZero() {
		to.Field("basis").Field("value").Report(v, target.ErrInvalid, "leave it 0: options.basis has one for each unit")
	}
	if kind := c.options.Conversion.To.Kind; kind == target.Index || kind == target.Position {
		to.Field("to").Field("kind").Report(kind.String(), target.ErrKind, "a plan in this form has no law")
	}
	c.column(at.Field("basis"), c.options.Basis, true)
	c.column(at.Field("meanBasis"), c.options.MeanBasis, c.needsMeanBasis())
	return c.problems.Len() == 0
}

// column checks a column that is needed or must be left out.
func (c *converter) column(at target.Place, col Column, needed bool) {
	switch {
	case !col.given() && needed:
		at.Report(nil, target.ErrRequired, "make it by Tree.Column")
	case col.given() && !needed:
		at.Report(
			col.nameOrNil(), target.ErrInvalid, "leave it out: the new plan is no mean, or options.basis weighs it",
		)
	case col.given() && col.tree != c.from.tree:
		at.Report(col.nameOrNil(), target.ErrMismatch,
			"the column is of another tree: make it by Tree.Column of the tree of the plan")
	}
}

// needsMeanBasis reports whether the weights of the new plan are not the basis of the
// conversion.
func (c *converter) needsMeanBasis() bool {
	switch c.options.Conversion.Formula {
	case convert.NumeratorToRatio, convert.PartToShare:
		return false
	case convert.LevelToGrowth, convert.LevelToReduction:
		return c.from.isMean()
	}
	return c.options.Conversion.To.Kind.Law() == target.WeightedMean
}

// addsUp reports whether the basis of a parent is the sum of those of its children.
func (c *converter) addsUp() bool {
	switch c.whole.Formula {
	case convert.RatioToNumerator, convert.NumeratorToRatio, convert.ShareToPart, convert.PartToShare:
		return true
	case convert.LevelToGrowth, convert.LevelToReduction:
		return !c.from.isMean()
	}
	return c.whole.To.Kind.Law() == target.Sum
}

// prepare finds the bases, and makes the new plan without its quotas.
func (c *converter) prepare() bool {
	p, o := c.from, c.options
	c.bases, c.based = p.filled(o.Basis.figures, c.addsUp())
	root := c.problems.At("options").Field("basis").Key(p.tree.units[p.root].Code)
	if !root.Required(c.based[p.root], "the target's own unit is converted too: give its basis") {
		return false
	}
	if value := c.basis(p.root); !c.isIncrement() && !root.Positive(value) {
		return false
	}

	c.whole.Basis.Value = c.basis(p.root)
	c.whole.Basis.Name = cmp.Or(c.whole.Basis.Name, o.Basis.name)
	converted, err := c.whole.Target(p.target, o.Code)
	for _, e := range target.AllErrors(err) {
		if place := c.problems.At("options"); strings.HasPrefix(e.Path, "conversion") {
			place.Add(e)
		} else {
			c.problems.At("plan").Add(e)
		}
	}
	if err != nil {
		return false
	}

	c.to = &Plan{
		tree: p.tree, target: converted.Target, law: converted.Target.Indicator.Kind.Law(),
		options: Options{LastLevel: p.options.LastLevel, Exempt: slices.Clone(p.options.Exempt)},
		roles:   p.roles, exempt: p.exempt, root: p.root, depth: p.depth,
		step: fixed.NewQuantum(converted.Target.Indicator.EffectiveQuantum()),
		rule: &rule{plain: true}, byLevel: make([]*rule, len(p.tree.levels)),
	}
	if c.to.isMean() {
		column := "meanBasis"
		if c.to.options.Basis = o.MeanBasis; !o.MeanBasis.given() {
			c.to.options.Basis, column = o.Basis, "basis"
		}
		c.to.fillBasis()
		e := engine{Plan: c.to}
		for at := range p.places() {
			if p.divides(at) {
				c.problems.At("options").Add(e.checkBasis(e.family(at), column))
			}
		}
	}
	c.linear = c.inWords(c.to.step)
	return c.problems.Len() == 0
}

// basis returns the basis of a unit.
func (c *conversion) basis(at int) decimal.Decimal {
	return fixed.FromBig(c.bases.big(at), c.options.Basis.figures.Exp())
}

// byItself reports whether the figure of a unit is converted by itself. What a parent
// hands down as it is, its children make.
func (c *conversion) byItself(at int) bool { return !c.from.divides(at) || !c.from.ruleOf(at).plain }

// isIncrement reports whether the basis can be of any sign.
func (c *conversion) isIncrement() bool {
	return c.whole.Formula == convert.IncrementToLevel || c.whole.Formula == convert.LevelToIncrement
}

// isOverBasis reports whether the law divides by the basis.
func (c *conversion) isOverBasis() bool {
	switch c.whole.Formula {
	case convert.NumeratorToRatio, convert.PartToShare, convert.LevelToGrowth, convert.LevelToReduction:
		return true
	}
	return false
}

// run converts the quotas, from the leaves up.
func (c *converter) run() {
	ends := []*result{c.from.lower}
	if c.from.upper != nil {
		ends = append(ends, c.from.upper)
	}
	var out []*result
	for _, end := range ends {
		to := &result{quotas: numbers{words: make([]int64, c.from.tree.Len())}, state: slices.Clone(end.state)}
		for at := len(to.state) - 1; at >= c.from.root; at-- {
			if to.state[at] == 0 {
				continue
			}
			if c.byItself(at) || !c.family(at, to) {
				c.unit(at, end, to)
			}
		}
		out = append(out, to)
	}

	if c.to.lower = out[0]; len(out) > 1 {
		c.to.upper = out[1]
	}
	if c.to.upper != nil && c.falls() {
		c.to.lower, c.to.upper = c.to.upper, c.to.lower
	}
}

// falls reports whether a greater figure makes a smaller one.
func (c *conversion) falls() bool {
	return c.whole.Formula == convert.ReductionToLevel || c.whole.Formula == convert.LevelToReduction
}

// family makes the figure of a parent from those of its children. It returns false for
// the mean of bases that are all zero.
func (c *converter) family(at int, out *result) bool {
	if !c.to.isMean() {
		c.sum(at, out)
		return true
	}

	mass, whole := new(big.Int), new(big.Int)
	basis, quota, product := new(big.Int), new(big.Int), new(big.Int)
	for i, hi := c.to.tree.family(at); i < hi; i++ {
		if out.state[i] == 0 {
			continue
		}
		b := c.to.basis.peek(i, basis)
		whole.Add(whole, b)
		mass.Add(mass, product.Mul(b, out.quotas.peek(i, quota)))
	}
	if whole.Sign() == 0 {
		return false
	}
	mean := fixed.DivHalfUp(mass, whole)
	c.set(at, mean, out)
	out.leave(at, new(big.Int).Sub(product.Mul(mean, whole), mass))
	return true
}

// sum adds the figures of children up.
func (c *converter) sum(at int, out *result) {
	var sum int128.Int
	var wide *big.Int
	for i, hi := c.to.tree.family(at); i < hi; i++ {
		switch {
		case out.state[i] == 0:
		case out.quotas.wide[i] == nil:
			sum = sum.Add(int128.Of(out.quotas.words[i]))
		case wide == nil:
			wide = new(big.Int).Set(out.quotas.wide[i])
		default:
			wide.Add(wide, out.quotas.wide[i])
		}
	}

	if wide == nil {
		if w, ok := sum.Int64(); ok && isOrdinary(w) {
			out.quotas.words[at] = w
			return
		}
		wide = new(big.Int)
	}
	c.set(at, wide.Add(wide, sum.Big()), out)
}

// unit converts the figure of a unit.
func (c *converter) unit(at int, end, out *result) {
	if !c.checkBasis(at, end) {
		return
	}
	if c.bases.sign(at) == 0 && !c.isIncrement() {
		return // of nothing
	}
	if end.quotas.wide[at] == nil && c.bases.wide[at] == nil {
		x := end.quotas.words[at]
		if q, ok := c.linear.word(x, c.bases.words[at]); ok && c.isInside(x, q) {
			out.quotas.words[at] = q
			return
		}
	}

	conv := c.whole
	conv.Basis.Value = c.basis(at)
	//mutate:equal left out: nobody reads the interval
	conv.Rounded, conv.Basis.Rounded = false, false // no interval is needed
	step, err := conv.Figure(c.from.value(end, at), c.from.target.Indicator)
	if c.problems.At("units").Key(c.from.tree.units[at].Code).AddRooted(err) {
		out.quotas.set(at, c.to.quanta(step.Result))
	}
}

// checkBasis reports a basis with which the figure of a unit cannot be converted.
func (c *converter) checkBasis(at int, end *result) bool {
	sign := c.bases.sign(at)
	if c.based[at] && (sign > 0 || c.isIncrement()) {
		return true
	}

	u := c.from.tree.units[at]
	place := c.problems.At("options").Field("basis").Key(u.Code)
	switch {
	case !c.based[at] && u.Role != Residual:
		place.Report(nil, target.ErrMissing, "give it: the figure of the unit is converted")
	case sign < 0:
		place.Report(c.basis(at), target.ErrRange, "a basis must not be negative")
	case sign == 0 && c.isOverBasis() && end.quotas.sign(at) != 0:
		place.Report(c.basis(at), target.ErrRange,
			"must be greater than 0: the figure of the unit is "+fault.Text(c.from.value(end, at)))
	default:
		return true
	}
	//mutate:equal return !false: a plan with a problem is not returned
	return false
}

// isInside reports whether a share is between 0 and the whole. It returns false if the
// rounded share is at the end, so that the exact one has to be looked at.
func (c *converter) isInside(x, quota int64) bool {
	switch {
	case c.whole.BeyondWhole:
	case c.whole.Formula == convert.ShareToPart:
		//mutate:equal x > 0: it only takes longer
		//mutate:equal x < c.linear.most: it only takes longer
		return x >= 0 && x <= c.linear.most
	case c.whole.Formula == convert.PartToShare:
		//mutate:equal x > 0: it only takes longer
		return x >= 0 && quota < c.linear.most
	}
	return true
}

// set keeps a figure that children make.
func (c *converter) set(at int, q *big.Int, out *result) {
	if !q.IsInt64() {
		c.problems.At("units").Key(c.from.tree.units[at].Code).Figure(c.to.step.Times(q))
	}
	out.quotas.set(at, q)
}

// linear is a conversion of x quanta with a basis of B:
//
//	(B·(factor·x + constant) + own·x) / divisor    or    … / (divisor·B)
//
// The coefficients are whole numbers. The zero linear converts nothing.
type linear struct {
	factor, constant, own, divisor int64

	overBasis bool
	most      int64 // a whole share in quanta, rounded down
}

// inWords returns the conversion from the quanta of one plan into those of another. It
// returns the zero linear for rates over years, and if a coefficient does not fit a word.
func (c *conversion) inWords(to fixed.Quantum) linear {
	//mutate:equal to.M.BitLen() >= 62: it only takes longer
	//mutate:equal max(to.Exp, -to.Exp) >= 50: it only takes longer
	if c.whole.Years > 1 || to.M.BitLen() > 62 || max(to.Exp, -to.Exp) > 50 {
		return linear{}
	}

	from, law := c.from.step.Rat(bigOne), c.whole.Formula
	quantum, basis := to.Rat(bigOne), decimal.New(1, c.options.Basis.figures.Exp()).Rat()
	if in := c.whole.Basis.In; !in.IsZero() {
		basis = timesRat(basis, in.Rat())
	}
	per := c.whole.To.Scale().Rat() // of the indicator that is not the level
	switch law {
	case convert.RatioToNumerator, convert.ShareToPart, convert.GrowthToLevel, convert.ReductionToLevel:
		per = c.from.target.Indicator.Scale().Rat()
	}

	out := linear{most: math.MaxInt64}
	factor, constant, own := new(big.Rat), new(big.Rat), new(big.Rat)
	switch law {
	case convert.RatioToNumerator, convert.ShareToPart:
		factor = overRat(timesRat(from, basis), timesRat(per, quantum))
		out.setMost(overRat(per, from))
	case convert.NumeratorToRatio, convert.PartToShare:
		own = overRat(timesRat(from, per), timesRat(basis, quantum))
		out.setMost(overRat(per, quantum))
		out.overBasis = true
	case convert.GrowthToLevel, convert.ReductionToLevel:
		factor = overRat(timesRat(from, basis), timesRat(per, quantum))
		constant = overRat(basis, quantum)
	case convert.LevelToGrowth, convert.LevelToReduction:
		own = overRat(timesRat(from, per), timesRat(basis, quantum))
		constant = overRat(per, quantum)
		constant.Neg(constant)
		out.overBasis = true
	case convert.IncrementToLevel, convert.LevelToIncrement:
		own, constant = overRat(from, quantum), overRat(basis, quantum)
	}

	switch law {
	case convert.ReductionToLevel:
		factor.Neg(factor)
	case convert.LevelToReduction:
		constant.Neg(constant)
		own.Neg(own)
	case convert.LevelToIncrement:
		constant.Neg(constant)
	}
	return out.with(factor, constant, own)
}

func timesRat(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
func overRat(x, y *big.Rat) *big.Rat  { return new(big.Rat).Quo(x, y) }

// setMost sets the quanta of a whole share.
func (l *linear) setMost(whole *big.Rat) {
	if n := new(big.Int).Quo(whole.Num(), whole.Denom()); n.IsInt64() {
		l.most = n.Int64()
	}
}

// with sets factor, constant and own over their common denominator.
func (l linear) with(coefficients ...*big.Rat) linear {
	common := new(big.Int).Set(bigOne)
	for _, q := range coefficients {
		gcd := new(big.Int).GCD(nil, nil, common, q.Denom())
		common.Mul(common, gcd.Quo(q.Denom(), gcd))
	}
	for i, to := range []*int64{&l.factor, &l.constant, &l.own} {
		q := new(big.Int).Quo(common, coefficients[i].Denom())
		if q.Mul(q, coefficients[i].Num()); !q.IsInt64() {
			return linear{}
		}
		*to = q.Int64()
	}
	if !common.IsInt64() {
		return linear{}
	}
	l.divisor = common.Int64()
	return l
}

// word returns the result for a figure and a basis, halves away from zero, and whether
// all numbers fit. The basis is not zero if the result is over it.
func (l *linear) word(x, basis int64) (q int64, ok bool) {
	inner, ok := int128.Mul(l.factor, x).Add(int128.Of(l.constant)).Int64()
	if !ok || l.divisor == 0 {
		return 0, false
	}
	num, ok := int128.Mul(basis, inner).AddOK(int128.Mul(l.own, x))
	if !ok {
		return 0, false
	}
	den := int128.Of(l.divisor)
	if l.overBasis {
		den = int128.Mul(l.divisor, basis)
	}
	q, ok = num.QuoHalfUp(den).Int64()
	return q, ok && isOrdinary(q)
}

// isOrdinary reports whether a word is none of the two that numbers leaves to others.
func isOrdinary(w int64) bool { return w != math.MinInt64 && w != math.MaxInt64 }
