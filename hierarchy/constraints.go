package hierarchy

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// constraints limit the quota of each unit by the bounds of its parent's rule, by its
// hold, and by the needs of the units below it.
//
// The children of a weighted mean can seldom meet an amount exactly in whole quanta.
// There are therefore two kinds of limits:
//
//	allowed   the children can meet the amount within half a quantum of the mean
//	exact     the children can meet the amount with quotas that are exact
//	          themselves, except for the rounding of each
//
// A family is divided within the exact limits if its amount is within them, and within
// the allowed limits otherwise. In the second case a child whose weight is zero keeps
// its quota within the exact limits, or as near to them as the amount permits.
type constraints struct {
	*engine
	allowed limits
	exact   *limits      // of weighted means; nil for other kinds, and after the division
	boxes   map[int]*box // by parent: where groups limited the division
	f       family       // used again for each parent
}

// constrain finds the constraints from the bottom up, and reports contradictions. It
// returns nil if there are no constraints.
func (e *engine) constrain(atLeast *numbers) *constraints {
	if !e.constrained() && atLeast == nil {
		return nil
	}
	n := e.tree.Len()
	c := &constraints{engine: e, allowed: newLimits(n)}
	if e.law == target.WeightedMean {
		exact := newLimits(n)
		c.exact = &exact
	}
	reach := e.reach()
	var ends []int64
	if e.law == target.Count {
		ends = e.ends()
	}

	parent, under, bounded := -1, (*rule)(nil), false // of the siblings, which follow one another
	for at := n - 1; at > e.root; at-- {
		if !reach[at] {
			continue
		}
		if above := int(e.tree.parent[at]); above != parent {
			parent, under = above, e.ruleOf(above)
			//mutate:equal left out: the slower way finds the same
			bounded = c.ownWords(parent, under, reach)
		}
		if !bounded {
			c.own(at, under)
		}
		if c.stuck(at) {
			c.keep(at)
		}
		if atLeast != nil {
			c.allowed.raise(at, atLeast.big(at))
		}
		if c.exact != nil {
			c.exact.copy(&c.allowed, at)
		}
		if e.divides(at) {
			c.need(at)
		} else if ends != nil {
			c.count(at, ends[at], under)
		}
	}
	return c
}

// release drops what only the division needs.
func (c *constraints) release() *constraints {
	if c != nil {
		c.engine, c.exact, c.f = nil, nil, family{}
	}
	return c
}

// constrained reports whether a bound or a hold limits the quota of any unit.
func (p *Plan) constrained() bool {
	if len(p.held) > 0 || len(p.groups) > 0 || p.nearest != nil && len(p.nearest.fixed) > 0 || p.law == target.Count {
		return true
	}
	for _, r := range p.rules() {
		if r.bounded() || fixesSome(r.claimer, p.tree) {
			return true
		}
	}
	return false
}

// bounded reports whether the rule has bounds, or its method has.
func (r *rule) bounded() bool { return r.lower.given() || r.upper.given() }

// own applies the hold of a unit, or else its bounds by the rule of its parent.
func (c *constraints) own(at int, r *rule) {
	l := &c.allowed
	if i, ok := c.held[at]; ok {
		v := c.quanta(c.options.Holds[i].Value)
		l.least.set(at, v)
		l.most.set(at, v)
		return
	}

	if r.lower.has(at) {
		c.bound(&l.least, at, r.lower.figures, r.min, true)
	}
	if r.upper.has(at) {
		c.bound(&l.most, at, r.upper.figures, r.max, false)
	}

	if l.crossed(at) {
		code := c.tree.units[at].Code
		most := r.upper.figures.Decimal(at)
		c.faults.Add(code, &target.FieldError{
			Path: "min[" + quote(code) + "]", Value: r.lower.figures.Decimal(at), Err: target.ErrInfeasible,
			Remedy: "no multiple of the quantum lies between it and the maximum, " +
				most.StringFixed(max(0, -most.Exponent())),
		})
		l.forget(at)
	}
}

// ownWords is own for all children of a parent. It returns false if one of them has to be
// looked at by itself: it may have a hold, receive no quota, have a bound that is no word,
// or a minimum above its maximum.
func (c *constraints) ownWords(parent int, r *rule, reach []bool) bool {
	lo, hi := c.tree.family(parent)
	//mutate:equal len(c.held) >= 0: the slower way finds the same
	if len(c.held) > 0 || slices.Contains(reach[lo:hi], false) {
		return false
	}

	least, most := c.allowed.least.words[lo:hi], c.allowed.most.words[lo:hi]
	if !r.min.countAll(least, r.lower, lo, true) || !r.max.countAll(most, r.upper, lo, false) {
		return false
	}
	for k, low := range least {
		//mutate:equal low >= most[k]: the slower way finds the same
		if low > most[k] {
			return false
		}
	}
	//mutate:equal return !true: the slower way finds the same
	return true
}

// ends returns the number of leaves of each unit. A leaf counts itself.
func (p *Plan) ends() []int64 {
	ends := make([]int64, p.tree.Len())
	//mutate:equal at > 0: nobody asks for the root
	for at := len(ends) - 1; at >= 0; at-- {
		ends[at] = max(ends[at], 1)
		//mutate:equal above > 0: nobody asks for the root
		if above := p.tree.parent[at]; above >= 0 && p.roles[at] != Memo {
			ends[above] += ends[at]
		}
	}
	return ends
}

// count limits the quota of a unit that hands nothing down to the number of its leaves.
func (c *constraints) count(at int, ends int64, r *rule) {
	l := &c.allowed
	l.raise(at, new(big.Int))
	l.lower(at, big.NewInt(ends))
	if !l.crossed(at) {
		return
	}

	code := c.tree.units[at].Code
	problem := &target.FieldError{
		Err:    target.ErrInfeasible,
		Remedy: fmt.Sprintf("must be between 0 and %d, the number of units to count", ends),
	}
	if i, ok := c.held[at]; ok {
		problem.Path, problem.Value = "options.holds["+quote(code)+"]", c.options.Holds[i].Value
		//mutate:equal r.upper.figures.Decimal(at).Sign() <= 0: a maximum of zero is no problem
	} else if r.upper.has(at) && r.upper.figures.Decimal(at).Sign() < 0 {
		problem.Path, problem.Value = "max["+quote(code)+"]", r.upper.figures.Decimal(at)
	} else {
		problem.Path, problem.Value = "min["+quote(code)+"]", r.lower.figures.Decimal(at)
	}
	c.faults.Add(code, problem)
	l.forget(at)
}

// signAt returns the sign of a unit's quota. It is the sign of the total, unless the
// unit's own hold or bounds require the opposite one.
func (c *constraints) signAt(at int) int {
	if c.allowed.least.sign(at) > 0 { // an absent limit is below zero
		return 1
	}
	if c.allowed.most.sign(at) < 0 {
		return -1
	}
	return c.sign
}

// refine returns the cause of a bound that decided a quota: a hold, a bound of the rule
// or of the method, or the needs of descendants.
func (c *constraints) refine(at int, r *rule, b apportion.DecidedBy) apportion.DecidedBy {
	if _, ok := c.held[at]; ok || c.stuck(at) {
		return apportion.ByHold
	}
	if c.law == target.Count && b == apportion.ByMaximum && !r.upper.has(at) &&
		c.allowed.high(at).Cmp(c.counted(at)) >= 0 {
		return apportion.ByClaim
	}
	needed := c.allowed.needed[at]
	if b == apportion.ByMinimum && needed&leastNeeded != 0 || b == apportion.ByMaximum && needed&mostNeeded != 0 {
		return apportion.ByDescendants
	}
	return b
}

// counted returns the greatest quota of a unit of a milestone if nothing below it is
// bounded or held: as many as there are.
func (p *Plan) counted(at int) *big.Int {
	var sum *big.Int
	for i, hi := p.tree.family(at); i < hi; i++ {
		if p.roles[i] == Memo {
			continue
		}
		if sum == nil {
			sum = new(big.Int)
		}
		sum.Add(sum, p.counted(i))
	}
	switch {
	case sum == nil:
		return bigOne // a leaf
	case p.divides(at):
		return p.ruleOf(at).mostQuota(sum)
	}
	return sum
}

// prefer makes the exact limits of all children the allowed ones.
func (c *constraints) prefer(f *family) {
	for k := range f.n {
		c.allowed.copy(c.exact, f.place(k))
	}
}

// inOrder returns the limits within which a family is divided, in the order in which
// they are tried. A child with a basis of zero has its exact limits in both.
func (c *constraints) inOrder(f *family) []*limits {
	if c.exact == nil {
		return []*limits{&c.allowed}
	}
	for k := range f.n {
		if at := f.place(k); f.basis.sign(at) == 0 {
			c.allowed.copy(c.exact, at)
		}
	}
	return []*limits{c.exact, &c.allowed}
}

const (
	noLeast = math.MinInt64
	noMost  = math.MaxInt64
)

// limits are the least and the greatest quota of each unit, by place.
type limits struct {
	least, most numbers
	needed      []needs
}

// needs says which limits of a unit are those of the units below it.
type needs uint8

const (
	leastNeeded needs = 1 << iota
	mostNeeded
)

func newLimits(n int) limits {
	l := limits{
		least: numbers{words: make([]int64, n)}, most: numbers{words: make([]int64, n)}, needed: make([]needs, n),
	}
	for at := range n {
		l.least.words[at], l.most.words[at] = noLeast, noMost
	}
	return l
}

// low and high return a limit, or nil if it is absent.
func (l *limits) low(at int) *big.Int {
	if l.least.wide[at] == nil && l.least.words[at] == noLeast {
		return nil
	}
	return l.least.big(at)
}

func (l *limits) high(at int) *big.Int {
	if l.most.wide[at] == nil && l.most.words[at] == noMost {
		return nil
	}
	return l.most.big(at)
}

// raise and lower tighten a limit and report whether that changed it.
func (l *limits) raise(at int, v *big.Int) bool {
	if low := l.low(at); low != nil && low.Cmp(v) >= 0 {
		return false
	}
	l.least.set(at, v)
	return true
}

func (l *limits) lower(at int, v *big.Int) bool {
	if high := l.high(at); high != nil && high.Cmp(v) <= 0 {
		return false
	}
	l.most.set(at, v)
	return true
}

// crossed reports whether the least of a unit is above its most.
func (l *limits) crossed(at int) bool {
	if l.narrow() {
		return l.least.words[at] > l.most.words[at]
	}
	low, high := l.low(at), l.high(at)
	return low != nil && high != nil && low.Cmp(high) > 0
}

// narrow reports whether all limits are words.
func (l *limits) narrow() bool { return len(l.least.wide)+len(l.most.wide) == 0 }

// forget drops the limits of a unit.
func (l *limits) forget(at int) {
	l.least.words[at], l.most.words[at] = noLeast, noMost
	delete(l.least.wide, at)
	delete(l.most.wide, at)
}

// copy copies the limits of a unit from other limits.
func (l *limits) copy(from *limits, at int) {
	l.needed[at] = from.needed[at]
	if from.narrow() && l.narrow() {
		l.least.words[at], l.most.words[at] = from.least.words[at], from.most.words[at]
		return
	}
	l.assign(at, from.low(at), from.high(at))
}

// assign sets the limits of a unit. nil means no limit.
func (l *limits) assign(at int, low, high *big.Int) {
	l.forget(at)
	if low != nil {
		l.least.set(at, low)
	}
	if high != nil {
		l.most.set(at, high)
	}
}

// words returns the limits of a family as words, or false if they do not fit.
func (l *limits) words(f *family) (lo, hi []int64, ok bool) {
	if !l.narrow() {
		for k := range f.n {
			if at := f.place(k); l.least.wide[at] != nil || l.most.wide[at] != nil {
				return nil, nil, false
			}
		}
	}
	if f.places == nil {
		return l.least.words[f.lo:f.hi], l.most.words[f.lo:f.hi], true
	}
	lo, hi = make([]int64, f.n), make([]int64, f.n)
	for k := range f.n {
		lo[k], hi[k] = l.least.words[f.place(k)], l.most.words[f.place(k)]
	}
	return lo, hi, true
}

// big returns the limits of a family. nil means no limit.
func (l *limits) big(f *family) (lo, hi []*big.Int) {
	lo, hi = make([]*big.Int, f.n), make([]*big.Int, f.n)
	for k := range f.n {
		lo[k], hi[k] = l.low(f.place(k)), l.high(f.place(k))
	}
	return lo, hi
}

// columnScale converts the mantissas of a column to quanta: m·times/per.
type columnScale struct{ times, per int64 }

// scaleOf returns the scale of a column, or the zero scale if it does not fit words.
func scaleOf(c fixed.Column, q fixed.Quantum) columnScale {
	if !q.M.IsInt64() {
		return columnScale{}
	}

	shift := c.Exp() - q.Exp
	var s columnScale
	var ok bool
	//mutate:equal shift > 0: both are the same at zero
	if shift >= 0 {
		s.per = q.M.Int64()
		//mutate:equal left out: the slower way finds the same
		s.times, ok = fixed.Scale(1, shift)
	} else {
		//mutate:equal left out: the slower way finds the same
		s.times = 1
		//mutate:equal left out: the slower way finds the same
		s.per, ok = fixed.Scale(q.M.Int64(), -shift)
	}
	if !ok {
		return columnScale{}
	}
	return s
}

// count converts a mantissa to quanta, rounded up or down. It returns false if the
// result does not fit a word.
func (s columnScale) count(m int64, up bool) (int64, bool) {
	//mutate:equal m / s.times: the result is then found from decimals
	p := m * s.times
	//mutate:equal p * m: the result is then found from decimals
	if m != 0 && p/m != s.times {
		return 0, false
	}
	n, rest := p/s.per, p%s.per
	switch {
	case up && rest > 0:
		n++
	case !up && rest < 0:
		n--
	}
	return n, n != noLeast && n != noMost
}

// countAll converts the figures of units in succession, from the place lo on. It leaves the
// gaps as they are. It returns false if a result does not fit a word.
func (s columnScale) countAll(dst []int64, c Column, lo int, up bool) bool {
	if !c.given() {
		//mutate:equal return !true: the slower way finds the same
		return true
	}
	words := c.figures.Words()
	if words == nil || s.times == 0 {
		return false
	}

	words = words[lo : lo+len(dst)]
	full, same := c.figures.Full(), s == columnScale{1, 1}
	for k, m := range words {
		switch {
		case !full && !c.has(lo+k):
		case same && m != noLeast && m != noMost:
			dst[k] = m
		default:
			n, ok := s.count(m, up)
			if !ok {
				return false
			}
			dst[k] = n
		}
	}
	//mutate:equal return !true: the slower way finds the same
	return true
}

// bound sets the bound of a unit from a column, rounded inwards to whole quanta.
func (c *constraints) bound(x *numbers, at int, col fixed.Column, s columnScale, up bool) {
	if words := col.Words(); words != nil && s.times != 0 {
		if m, ok := s.count(words[at], up); ok {
			x.words[at] = m
			return
		}
	}
	if d := col.Decimal(at); up {
		x.set(at, c.step.Ceil(d))
	} else {
		x.set(at, c.step.Floor(d))
	}
}

// need tightens the constraints of a parent to the quotas whose amount its children can
// share.
func (c *constraints) need(at int) {
	f := &c.f
	f.open(c.engine, at)
	//mutate:equal len(c.groups[at]) >= 0: needBig finds the same
	//mutate:equal !c.needSums(f) || !c.needWords(f): needWords finds the same again, and needBig finds the same
	if len(c.groups[at]) > 0 || !c.needSums(f) && !c.needWords(f) {
		c.needBig(f)
	}
}

// needSums is needWords for the most common case: a sum whose quotas are zero or
// above. It needs two sums of words. It returns false, and changes nothing, in other
// cases and if the constraints of the parent cross.
func (c *constraints) needSums(f *family) bool {
	l := &c.allowed
	//mutate:equal c.signAt(f.parent) <= 0: needBig finds the same
	if c.exact != nil || c.anySign || !f.rule.plain || f.places != nil || !l.narrow() || c.signAt(f.parent) < 0 {
		return false
	}
	weights, ok := f.steadyWords()
	//mutate:equal ok: needBig finds the same
	if !ok || !anyNonZero(weights) {
		return false
	}

	least, most, finite := int64(0), int64(0), true
	for k, w := range weights {
		low, high := l.least.words[f.lo+k], l.most.words[f.lo+k]
		if low == noLeast {
			low = min(0, high)
		}
		if w == 0 {
			low = min(max(low, 0), high)
			high = low
		}
		var fits bool
		//mutate:equal fits: needBig finds the same
		if least, fits = fixed.AddWords(least, low); !fits {
			return false
		}
		//mutate:equal finite || high != noMost: needBig finds the same
		if finite = finite && high != noMost; finite {
			//mutate:equal fits: needBig finds the same
			if most, fits = fixed.AddWords(most, high); !fits {
				return false
			}
		}
	}

	low, high := &l.least.words[f.parent], &l.most.words[f.parent]
	//mutate:equal least >= *high: needBig finds the same
	//mutate:equal finite || (most < *low || most == noMost): needBig finds the same
	//mutate:equal most <= *low: needBig finds the same
	//mutate:equal most != noMost: needBig finds the same
	if least > *high || finite && (most < *low || most == noMost) {
		return false
	}
	if least > 0 && least > *low {
		*low = least
		l.needed[f.parent] |= leastNeeded
	}
	if finite && most < *high {
		*high = most
		l.needed[f.parent] |= mostNeeded
	}
	//mutate:equal return !true: needBig finds the same
	return true
}

func anyNonZero(weights []int64) bool {
	return slices.ContainsFunc(weights, func(w int64) bool { return w != 0 })
}

// needWords is need on machine words, for a rule whose amount is the quota. It returns
// false, and changes nothing, if a number does not fit or the constraints of the parent
// cross.
func (c *constraints) needWords(f *family) bool {
	if !f.rule.plain {
		return false
	}
	weights, ok := f.steadyWords()
	if !ok {
		return false
	}
	d, ok := f.inWords(new(big.Int), weights)
	if !ok {
		return false
	}

	sign := c.signAt(f.parent)
	d.sign, d.still = sign, false
	d.sumBasis()
	d.loosen(f.scratch())

	var all [2]tier[int64]
	var found [2]extent[int64]
	tiers := c.tiers()
	for i, l := range tiers {
		var lo, hi []int64
		if lo, hi, ok = l.words(f); !ok {
			return false
		}
		all[i] = tier[int64]{lo, hi, i == 0}
	}
	for i := range tiers {
		found[i] = d.amountsWithin(all[:len(tiers)], i)
	}
	if !d.a.fits() {
		return false
	}

	for i, l := range tiers {
		if !l.narrow() {
			return false
		}
		if c.tightenWords(f.parent, l, &found[i], sign) {
			continue
		}
		if i == 0 {
			return false // needBig reports it
		}
		l.copy(&c.allowed, f.parent)
		break
	}
	//mutate:equal return !true: needBig finds the same
	return true
}

// tightenWords tightens the limits of a parent to what its children can share. It returns
// false, and changes nothing, if the limits would cross.
func (c *constraints) tightenWords(at int, l *limits, s *extent[int64], sign int) bool {
	low, high := l.least.words[at], l.most.words[at]
	least := !s.noLeast && (c.anySign || sign < 0 || s.least > 0) && s.least > low
	most := !s.noMost && (c.anySign || sign >= 0 || s.most < 0) && s.most < high
	if least {
		low = s.least
	}
	if most {
		high = s.most
	}
	//mutate:equal low >= high: needBig finds the same
	if low > high {
		return false
	}

	l.least.words[at], l.most.words[at] = low, high
	if least {
		l.needed[at] |= leastNeeded
	}
	if most {
		l.needed[at] |= mostNeeded
	}
	//mutate:equal return !true: needBig finds the same
	return true
}

// tiers returns the limits to find: allowed and, for weighted means, exact.
func (c *constraints) tiers() []*limits {
	if c.exact == nil {
		return []*limits{&c.allowed}
	}
	return []*limits{&c.allowed, c.exact}
}

func (c *constraints) needBig(f *family) {
	d := f.inIntegers(new(big.Int), f.steadyWeights())
	at, sign := f.parent, c.signAt(f.parent)
	d.sign, d.still = sign, false
	d.sumBasis()
	d.loosen(d.weights)

	var all []tier[*big.Int]
	for i, l := range c.tiers() {
		lo, hi := l.big(f)
		all = append(all, tier[*big.Int]{lo, hi, i == 0})
	}
	//mutate:equal len(c.groups[at]) >= 0: without groups, needGroups changes nothing
	if len(c.groups[at]) > 0 && !c.needGroups(f, d, &all[0]) {
		return
	}
	for i, l := range c.tiers() {
		s := d.amountsWithin(all, i)
		own := [2]*big.Int{l.low(at), l.high(at)}
		// A quota of the parent's sign always meets minima of zero.
		if !s.noLeast && (c.anySign || sign < 0 || s.least.Sign() > 0) && l.raise(at, f.rule.leastQuota(s.least)) {
			l.needed[at] |= leastNeeded
		}
		if !s.noMost && (c.anySign || sign >= 0 || s.most.Sign() < 0) && l.lower(at, f.rule.mostQuota(s.most)) {
			l.needed[at] |= mostNeeded
		}
		if !l.crossed(at) {
			continue
		}
		if i > 0 { // no whole quantum is exact: use the allowed limits
			l.copy(&c.allowed, at)
			continue
		}
		c.conflict(f, d, own, s)
		return
	}
}

// needGroups narrows the limits of a family to what its groups allow. It reports groups
// that contradict each other or the limits of their units, and then returns false.
func (c *constraints) needGroups(f *family, d *division[*big.Int, *integers], t *tier[*big.Int]) bool {
	c.engine.bounds = c
	d.lo, d.hi = t.lo, t.hi
	if err := f.encloseBy(d, kernel.LargestRemainder); err != nil {
		c.faults.Add(c.tree.units[f.parent].Code, err)
		return false
	}
	t.lo, t.hi = f.boxed()
	return true
}

// sumBasis adds up the bases.
func (d *division[N, A]) sumBasis() {
	if d.whole = d.a.of(1); d.basis == nil {
		return
	}
	d.whole = d.a.of(0)
	for _, b := range d.basis {
		d.whole = d.a.add(d.whole, b)
	}
}

// amountsWithin returns the amounts that the children can share within tier i: 0 is the
// allowed tier, 1 the exact one. In the allowed tier, the quota of a child whose weight
// is zero is anywhere between its quotas in the two tiers.
func (d *division[N, A]) amountsWithin(tiers []tier[N], i int) extent[N] {
	d.lo, d.hi = tiers[i].lo, tiers[i].hi
	s := d.amounts(tiers[i].rounded)
	if i > 0 || len(tiers) < 2 || !d.anyIdle() {
		return s
	}

	a := d.a
	d.lo, d.hi = d.idleWithin(tiers[1], tiers[0])
	other := d.amounts(true)
	//mutate:equal a.cmp(other.least, s.least) <= 0: both are the same if they are equal
	if a.cmp(other.least, s.least) < 0 {
		s.least = other.least
	}
	//mutate:equal a.cmp(other.most, s.most) >= 0: both are the same if they are equal
	if a.cmp(other.most, s.most) > 0 {
		s.most = other.most
	}
	return s
}

// amounts returns the least and the greatest whole amount that the children can share.
// If rounded is set, a mean may miss the amount by half a quantum.
func (d *division[N, A]) amounts(rounded bool) extent[N] {
	a := d.a
	s := d.extent(rounded)
	if a.sign(d.whole) == 0 {
		return extent[N]{noLeast: true, noMost: true}
	}
	by, slack := a.mul(d.unit, d.whole), a.of(0)
	if !a.fits() {
		return s
	}
	if d.mean && rounded {
		slack, by = by, a.add(by, by)
		s.least, s.most = a.add(s.least, s.least), a.add(s.most, s.most)
	}

	one, zero := a.of(1), a.of(0)
	least, rest := a.floor(a.sub(s.least, slack), one, zero, zero, by)
	if a.sign(rest) > 0 {
		least = a.add(least, one)
	}
	s.least = least
	s.most, _ = a.floor(a.add(s.most, slack), one, zero, zero, by)
	return s
}

// steadyWords returns weights that are zero for the children whose weight is zero
// whatever the amount is. It returns false if such a child has an offset.
func (f *family) steadyWords() (weights []int64, ok bool) {
	if p, is := f.rule.claimer.(proportional); is {
		if weights, ok = f.wordsOfAny(p.column); ok {
			return weights, true
		}
	}
	weights = f.scratch()
	s, is := f.rule.claimer.(steady)
	for k := range weights {
		if weights[k] = 1; !is {
			continue
		}
		offset, zero := s.steady(f, k)
		if offset != nil {
			return nil, false
		}
		if zero {
			weights[k] = 0
		}
	}
	return weights, true
}

// steadyWeights is steadyWords with the offsets of children whose weight is zero.
func (f *family) steadyWeights() []*big.Int {
	weights := make([]*big.Int, f.n)
	f.formula = formula{offsets: zeros(f.n)}
	s, is := f.rule.claimer.(steady)
	for k := range weights {
		if weights[k] = bigOne; !is {
			continue
		}
		offset, zero := s.steady(f, k)
		if zero {
			weights[k] = new(big.Int)
		}
		if offset != nil {
			f.offsets[k] = offset
		}
	}
	return weights
}

// loosen sets all weights to 1 if no child that counts has a weight. Such a family
// cannot divide any amount. It then does not limit the quota of its parent, and the
// problem is reported when the family is divided.
func (d *division[N, A]) loosen(weights []N) {
	for k, w := range d.weights {
		if d.a.sign(w) != 0 && d.counts(k) {
			return
		}
	}
	d.weights = weights
	for k := range weights {
		weights[k] = d.a.of(1)
	}
}
