package hierarchy

import (
	"errors"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Cascade decomposes t, the target of a unit of the tree, to the units below
// it, parent by parent. The kind of the indicator fixes the law, for a parent
// with load L and children with quotas qᵢ:
//
//	Sum            Σ qᵢ = L, exactly
//	Count          Σ qᵢ = L, and no unit more than there are units to reach it: a count becomes that many yes
//	WeightedMean   Σ bᵢqᵢ = L · Σ bᵢ, but for the rounding of the qᵢ
//
// The load is the parent's quota, stretched and less its reserve as its [Rule]
// says. The rule of a parent is the one under its own code in o.Units, or else
// the one for the level of its children in o.Levels, or else o.Rule; where its
// children are of several levels, the highest counts.
//
// The exact quotas are in proportion to the claims of the rule's [Method],
// within the bounds; [Method] has the formulas. For Sum and Count kinds they are
// rounded to quanta by the rule's [Rounding], which keeps the sum. For
// WeightedMean kinds each is rounded to the nearest quantum, and then some go
// to their other neighbour, largest bases first, until no single one more would
// bring the weighted mean nearer to the load; what remains is in
// [Plan.Residual]. The basis of a unit that o.Basis lacks is the sum of its
// children's; where a unit has one of its own that is not that sum, the law of
// its parent goes by its own, and [RollUp], which adds up from below, makes
// another mean.
//
// [Memo] units and what is below them get no quota. Held units get what the
// hold says. The holds and bounds further down are set aside at each ancestor
// first, so that its quota suffices for them. A target within a range is
// decomposed at both ends, and no unit's upper end is below its lower one.
//
// Cascade returns an error if
//   - the tree is nil or empty, the target is not valid or its unit is not in the tree;
//   - the kind has no law ([target.ErrKind]), or a method is not for it;
//   - the value is no multiple of the quantum ([target.ErrQuantum]), or a hold is not;
//   - a level, a unit or a rounding of the options is unknown, or a unit is held twice;
//   - a column is of another tree, or a weight or a basis is missing or negative;
//   - a stretch is not between −1 and 1, or turns with a reserve the load's sign;
//   - claims are all zero under a parent with a load, or bounds and holds cannot be met ([*InfeasibleError]).
//
// It reports every problem that can be seen at once. The time is proportional to
// the number of units and does not depend on the size of the figures.
func Cascade(tree *Tree, t target.Target, o Options) (*Plan, error) {
	p, err := prepare(tree, t, o)
	if err != nil {
		return nil, err
	}
	e := engine{Plan: p}
	if p.lower, err = e.run(p.load(t.Value), nil); err != nil {
		return nil, err
	}
	if t.Compare() == target.Within {
		if p.upper, err = e.run(p.load(t.Upper), &p.lower.quotas); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// prepare checks everything that can be checked before dividing.
func prepare(tree *Tree, t target.Target, o Options) (*Plan, error) {
	c := checker{tree: tree, target: t}
	p := &Plan{tree: tree, target: t, options: o.clone()}
	p.target = p.Target() // a baseline of its own
	if tree.Len() == 0 {
		c.faults.Add(&target.FieldError{Path: "tree", Err: target.ErrRequired, Remedy: "make one by NewTree"})
	}
	err := t.Validate()
	c.faults.Add(err)
	at, ok := tree.at(t.Unit)
	if p.root = at; !ok && t.Unit != "" && tree.Len() > 0 {
		c.faults.Add(&target.FieldError{Path: "target.unit", Value: t.Unit, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
	}
	if err != nil || tree.Len() == 0 {
		return nil, c.faults.Err()
	}
	if p.law = t.Indicator.Kind.Law(); p.law == target.NoLaw {
		c.faults.Add(&target.FieldError{
			Path: "target.indicator.kind", Value: t.Indicator.Kind.String(), Err: target.ErrKind,
			Remedy: "an index or a position does not decompose by arithmetic: set a target for what it is made from",
		})
		return nil, c.faults.Err()
	}
	c.step = newQuantum(t.Indicator.Step())
	p.step = c.step
	c.whole("target.value", t.Value)
	if t.Compare() == target.Within {
		c.whole("target.upper", t.Upper)
	}
	c.options(p)
	if c.faults.Len() > 0 {
		return nil, c.faults.Err()
	}
	if p.law == target.WeightedMean {
		p.fillBasis()
	}
	return p, nil
}

func (c *checker) whole(path string, d decimal.Decimal) bool {
	if _, whole := c.step.count(d); !whole {
		c.faults.Add(&target.FieldError{Path: path, Value: d, Err: target.ErrQuantum, Remedy: "round it to a multiple of " + fault.Text(c.target.Indicator.Step())})
		return false
	}
	return true
}

func (c *checker) options(p *Plan) {
	o := p.options
	p.rule = c.rule("options.rule", o.Rule)
	p.byLevel = make([]*rule, len(c.tree.levels))
	for _, name := range slices.Sorted(maps.Keys(o.Levels)) {
		path := "options.levels[" + quote(name) + "]"
		r := c.rule(path, o.Levels[name])
		if i := slices.Index(c.tree.levels, name); i >= 0 {
			p.byLevel[i] = r
		} else {
			c.faults.Add(&target.FieldError{Path: path, Err: target.ErrUnknown, Remedy: "use a level of the tree"})
		}
	}
	p.byUnit = make(map[int]*rule, len(o.Units))
	for _, code := range slices.Sorted(maps.Keys(o.Units)) {
		path := "options.units[" + quote(code) + "]"
		r := c.rule(path, o.Units[code])
		if at, ok := c.tree.at(code); ok {
			p.byUnit[at] = r
		} else {
			c.faults.Add(&target.FieldError{Path: path, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
		}
	}
	if p.law == target.WeightedMean {
		c.column("options.basis", o.Basis, true)
	}
	p.depth = int32(len(c.tree.levels))
	if o.Depth != "" {
		if p.depth = int32(slices.Index(c.tree.levels, o.Depth)); p.depth < 0 {
			c.faults.Add(&target.FieldError{Path: "options.depth", Value: o.Depth, Err: target.ErrUnknown, Remedy: "use a level of the tree"})
		}
	}
	c.holds(p)
}

func (c *checker) holds(p *Plan) {
	p.held = make(map[int]int, len(p.options.Held))
	if len(p.options.Held) == 0 {
		return
	}
	reach := p.reach()
	for i, h := range p.options.Held {
		path := "options.held[" + quote(h.Unit) + "]"
		at, ok := c.tree.at(h.Unit)
		if !ok {
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrUnknown, Remedy: "name a unit of the tree"})
			continue
		}
		if !h.Until.IsZero() && h.Until.Last().Compare(c.target.Period.Last()) < 0 {
			continue // it has run out
		}
		if _, twice := p.held[at]; twice {
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrDuplicate, Remedy: "one hold a unit"})
			continue
		}
		switch {
		case !reach[at] || at == p.root:
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrMismatch, Remedy: "hold a unit that gets a quota: below the target's unit, within the depth, and not under a memo unit"})
		case !fixed.InBounds(h.Value):
			c.faults.Add(&target.FieldError{Path: path, Value: h.Value, Err: target.ErrRange, Remedy: "at most 100 digits before and 100 after the point"})
		default:
			c.whole(path, h.Value)
		}
		p.held[at] = i
	}
}

// reach marks the units that get a quota, the target's own included.
func (p *Plan) reach() []bool {
	marks := make([]bool, p.tree.Len())
	if len(marks) == 0 {
		return nil
	}
	marks[p.root] = true
	for at := p.root; at < len(marks); at++ {
		if !marks[at] || !p.divides(at) {
			continue
		}
		for i, hi := p.tree.family(at); i < hi; i++ {
			marks[i] = p.tree.units[i].Role != Memo
		}
	}
	return marks
}

// divides reports whether the unit at a place hands its quota down.
func (p *Plan) divides(at int) bool {
	if p.tree.level[at] >= p.depth {
		return false
	}
	for i, hi := p.tree.family(at); i < hi; i++ {
		if p.tree.units[i].Role != Memo {
			return true
		}
	}
	return false
}

// ruleOf returns the rule of a parent.
func (p *Plan) ruleOf(at int) *rule {
	if r := p.byUnit[at]; r != nil {
		return r
	}
	lo, hi := p.tree.family(at)
	level := p.tree.level[lo]
	for i := lo + 1; i < hi; i++ {
		level = min(level, p.tree.level[i])
	}
	if r := p.byLevel[level]; r != nil {
		return r
	}
	return p.rule
}

func (p *Plan) load(d decimal.Decimal) *big.Int {
	n, _ := p.step.count(d)
	return n
}

// engine divides the families of a plan, from the top down.
type engine struct {
	*Plan
	divider apportion.Divider
	bounds  *constraints // nil when nothing is bounded or held
	claims  []int64
	means   meanScratch
	ones    []int64
	blended [2][]int64
	faults  fault.Sorted
}

// run divides a total of the target's unit; atLeast are quotas that none may
// fall below, or nil.
func (e *engine) run(total *big.Int, atLeast *numbers) (*result, error) {
	n := e.tree.Len()
	out := &result{quotas: numbers{words: make([]int64, n)}, state: make([]uint8, n)}
	out.quotas.set(e.root, total)
	out.state[e.root] = quotaState(Free)
	e.bounds = e.constrain(total.Sign(), atLeast)
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}
	for at := e.root; at < n; at++ {
		if out.state[at] == 0 || !e.divides(at) {
			continue
		}
		f := e.family(at)
		f.quota = out.quotas.big(at)
		if err := e.divide(f, out); err != nil {
			e.faults.Add(e.tree.units[at].Code, err)
		}
	}
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}
	out.bounds = e.bounds.release()
	return out, nil
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
	load   *big.Int

	words []int64    // the claims, as words
	wide  []*big.Int // or, when one does not fit
	exp   int32      // of the claims
}

func (e *engine) family(at int) *family {
	f := &family{engine: e, parent: at, rule: e.ruleOf(at)}
	f.lo, f.hi = e.tree.family(at)
	f.n = f.hi - f.lo
	for i := f.lo; i < f.hi; i++ {
		if e.tree.units[i].Role == Memo {
			f.skip()
			break
		}
	}
	return f
}

func (f *family) skip() {
	f.places = make([]int32, 0, f.n)
	for i := f.lo; i < f.hi; i++ {
		if f.tree.units[i].Role != Memo {
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

func (f *family) role(k int) Role { return f.tree.units[f.place(k)].Role }

// scratch returns memory for the claims of the family.
func (f *family) scratch() []int64 {
	if cap(f.claims) < f.n {
		f.engine.claims = make([]int64, f.n)
	}
	return f.engine.claims[:f.n]
}

// public is the family as a user's method sees it.
func (f *family) public() Family {
	out := Family{Root: f.tree.units[f.root].Code, Target: f.targetOf(f.parent), Parent: f.tree.units[f.parent], Load: f.step.times(f.load)}
	out.Target.Value = f.step.times(f.quota)
	for k := range f.n {
		out.Children = append(out.Children, f.tree.units[f.place(k)])
		if f.law == target.WeightedMean {
			at := f.place(k)
			out.Basis = append(out.Basis, fixed.FromBig(f.basis.big(at), f.options.Basis.figures.Exp()))
		}
	}
	return out
}

// divide gives the children of a family their quotas.
func (e *engine) divide(f *family, out *result) error {
	f.load = f.rule.from(f.quota)
	if f.load.Sign() != 0 && f.load.Sign() != f.quota.Sign() {
		return &target.FieldError{Path: "units[" + quote(e.tree.units[f.parent].Code) + "].reserve", Value: f.rule.Reserve, Err: target.ErrRange, Remedy: "it is more than there is to hand down"}
	}
	if err := f.rule.claim(f); err != nil {
		return err
	}
	if e.law == target.WeightedMean {
		return e.divideMean(f, out)
	}
	o, err := e.apportion(f, f.load, &out.quotas)
	if err != nil {
		return e.explainFailure(f, err)
	}
	e.mark(f, o, out)
	return nil
}

// mark records for each child that it has a quota, and what bound decided it.
func (e *engine) mark(f *family, o apportion.Outcome, out *result) {
	for k := range f.n {
		at := f.place(k)
		b := Free
		if o.Bounds != nil {
			b = Bound(o.Bounds[k])
		}
		if e.bounds != nil {
			b = e.bounds.refine(at, b)
		}
		out.state[at] = quotaState(b)
	}
}

// apportion divides a load by the claims of a family into dst, on words if all
// fit.
func (e *engine) apportion(f *family, load *big.Int, dst *numbers) (apportion.Outcome, error) {
	method := f.rule.Rounding.method()
	if f.words != nil && load.IsInt64() && (e.bounds == nil || e.bounds.fit(f)) {
		shares := dst.words[f.lo:f.hi]
		if f.places != nil {
			shares = make([]int64, f.n)
		}
		var lo, hi []int64
		if e.bounds != nil {
			lo, hi = e.bounds.words(f)
		}
		o, err := e.divider.Words(shares, load.Int64(), f.words, lo, hi, method)
		if err == nil && f.places != nil {
			for k, s := range shares {
				dst.words[f.places[k]] = s
			}
		}
		if !errors.Is(err, apportion.ErrWide) {
			return o, err
		}
	}
	var lo, hi []*big.Int
	if e.bounds != nil {
		lo, hi = e.bounds.big(f)
	}
	shares, o, err := apportion.Big(load, f.bigClaims(), lo, hi, method)
	for k, s := range shares {
		dst.set(f.place(k), s)
	}
	return o, err
}

func (f *family) bigClaims() []*big.Int {
	if f.words == nil {
		return f.wide
	}
	wide := make([]*big.Int, f.n)
	for k, w := range f.words {
		wide[k] = big.NewInt(w)
	}
	return wide
}

// explainFailure puts the units of a family into an error of the kernel.
func (e *engine) explainFailure(f *family, err error) error {
	var failed *apportion.InfeasibleError
	if !errors.As(err, &failed) {
		return err
	}
	code := e.tree.units[f.parent].Code
	if failed.Kind == apportion.NegativeWeight {
		var l fault.List
		for _, k := range failed.Claims {
			l.Add(&target.FieldError{Path: figure(e.tree.units[f.place(k)].Code), Err: target.ErrRange, Remedy: "a claim is zero or above"})
		}
		return l.Err()
	}
	out := &InfeasibleError{Parent: code, Reason: failed.Kind.String(), Load: e.step.times(f.load)}
	if e.law != target.WeightedMean {
		out.Least, out.Most = e.step.limit(failed.SumMin), e.step.limit(failed.SumMax)
	} else if e.bounds != nil {
		least, most, whole := e.bounds.masses(f)
		out.Least, out.Most = e.meanLimit(least, whole), e.meanLimit(most, whole)
	}
	for _, k := range failed.Claims {
		out.Units = append(out.Units, e.tree.units[f.place(k)].Code)
	}
	return out
}

// meanLimit is a limit on a mass as one on the weighted mean.
func (p *Plan) meanLimit(mass, whole *big.Int) decimal.NullDecimal {
	if mass == nil {
		return decimal.NullDecimal{}
	}
	mean := p.inUnits(fraction{mass, whole})
	return decimal.NewNullDecimal(mean.Round(max(0, -p.step.exp) + exactPlaces).Normalize())
}

// fillBasis takes the basis of each unit from the column or, where that has
// none, from its children.
func (p *Plan) fillBasis() {
	c := p.options.Basis.figures
	n := p.tree.Len()
	p.basis = numbers{words: make([]int64, n)}
	p.based = make([]bool, n)
	for at := n - 1; at >= 0; at-- {
		if c.Has(at) {
			if words := c.Words(); words != nil {
				p.basis.words[at] = words[at]
			} else {
				p.basis.set(at, c.Mantissa(at))
			}
			p.based[at] = true
			continue
		}
		lo, hi := p.tree.family(at)
		sum, some, complete := new(big.Int), false, true
		for i := lo; i < hi && complete; i++ {
			switch {
			case p.tree.units[i].Role == Memo:
			case p.based[i]:
				sum.Add(sum, p.basis.big(i))
				some = true
			default:
				complete = p.tree.units[i].Role == Residual
			}
		}
		if some && complete {
			p.basis.set(at, sum)
			p.based[at] = true
		}
	}
}
