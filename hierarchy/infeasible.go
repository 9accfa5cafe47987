package hierarchy

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// InfeasibleError says that an amount cannot be divided within the bounds, holds and
// claims of the children, and which of them are in conflict. It matches
// [target.ErrInfeasible]. It unwraps to a [target.FieldError], by which
// [target.AllErrors] lists it.
type InfeasibleError struct {
	// Parent is the code of the unit whose amount is divided. If a unit's own hold,
	// bounds and figures contradict each other, as in [Reconcile], it is that unit, and
	// Amount is the figure that it should keep.
	Parent string
	Reason string
	Amount decimal.Decimal
	// Least and Most are the limits of what the children can have together within
	// their bounds. A limit that is not valid is absent. For a weighted mean they are
	// means, rounded to four places more than the quantum.
	Least, Most decimal.NullDecimal
	Units       []string // codes of the smallest set of units in conflict
	Holds       []Hold   // holds of these units, and those further down that limit them
	// Groups are the bounds on several units together that take part in the conflict. In
	// place of their units, they are what the conflict is about. If a group itself cannot keep
	// its bound, it is the first, and Amount is that bound.
	Groups []GroupBound
	Remedy string // by how much the amount misses the limit, and what to change
}

// mostNamed is how many claims, units or holds a message names.
const mostNamed = 10

// Error names the parent, the amount, the limits and the first ten units and
// holds in conflict.
func (e *InfeasibleError) Error() string { return e.field().Error() }

// Unwrap returns the error as a [target.FieldError].
func (e *InfeasibleError) Unwrap() error { return e.field() }

func (e *InfeasibleError) field() *target.FieldError {
	return &target.FieldError{
		Path: "units[" + quote(e.Parent) + "]", Value: e.Amount, Err: target.ErrInfeasible, Remedy: e.text(),
	}
}

func (e *InfeasibleError) text() string {
	var b strings.Builder
	b.WriteString(e.Reason)
	if e.Least.Valid {
		fmt.Fprintf(&b, ", at least %s", fault.Text(e.Least))
	}
	if e.Most.Valid {
		fmt.Fprintf(&b, ", at most %s", fault.Text(e.Most))
	}

	var named []string
	for _, code := range e.Units {
		named = append(named, quote(code))
	}
	if len(named) > 0 {
		fmt.Fprintf(&b, " (%s)", firstOf(named))
	}

	var held []string
	for _, h := range e.Holds {
		held = append(held, h.text())
	}
	if len(held) > 0 {
		fmt.Fprintf(&b, ": %s", firstOf(held))
	}
	var grouped []string
	for _, g := range e.Groups {
		grouped = append(grouped, g.text(func(d decimal.Decimal) string { return fault.Text(d) }))
	}
	if len(grouped) > 0 {
		fmt.Fprintf(&b, ": %s", firstOf(grouped))
	}
	if e.Remedy != "" {
		fmt.Fprintf(&b, ": %s", e.Remedy)
	}
	return b.String()
}

// firstOf lists the first ten names, and the number of the others.
func firstOf(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// text prints the unit, the value and the setter of the hold.
func (h Hold) text() string {
	text := quote(h.Unit) + " is held at " + fault.Text(h.Value)
	if h.By != "" {
		text += " by " + fault.Clip(h.By, 60)
	}
	return text
}

// explainFailure says why a family cannot divide its amount.
func (e *engine) explainFailure(f *family) error {
	d := f.inIntegers(f.amount, f.bigWeights())
	if d.lo, d.hi = f.limits(); d.lo == nil {
		d.lo, d.hi = make([]*big.Int, f.n), make([]*big.Int, f.n)
	}
	d.weigh()

	if d.a.negative {
		return e.negativeWeights(f, d)
	}
	if all := d.opposite(); len(all) > 0 {
		return e.reversed(f, all)
	}

	x := shortage{engine: e, f: f, d: d, amount: f.amount, sign: d.sign}
	x.whole = d.amounts(true)
	if tooMuch := !x.whole.noMost && x.whole.most.Cmp(f.amount) < 0; tooMuch {
		x.up = true
	} else if x.whole.noLeast || x.whole.least.Cmp(f.amount) <= 0 {
		return errors.New("hierarchy: a feasible division was refused") // not reached
	}
	return x.err()
}

func (e *engine) negativeWeights(f *family, d *division[*big.Int, *integers]) error {
	var p target.Problems
	for k, w := range d.weights {
		if w.Sign() < 0 {
			f.negativeWeight(&p, e.tree.units[f.place(k)].Code)
		}
	}
	return p.Err()
}

// negativeWeight reports the figure below zero from which a child has its weight.
func (f *family) negativeWeight(p *target.Problems, code string) {
	for _, in := range f.rule.inputs() {
		if figure, ok := in.column.At(code); ok && figure.Sign() < 0 {
			at := p.At(in.pathBelow(f.rule.source.method)).Field("figures").Key(code)
			at.Report(figure, target.ErrRange, "a weight must not be negative: correct "+in.column.label("the column"))
			return
		}
	}
	p.At(f.rule.source.method).Add(negativeWeight(code))
}

// reversed reports quotas of the sign opposite to the amount's.
func (e *engine) reversed(f *family, children []int) error {
	var p target.Problems
	side, bound := "below zero", "a minimum"
	if e.signOf(f.amount) < 0 {
		side, bound = "above zero", "a maximum"
	}
	for _, k := range children {
		code := e.tree.units[f.place(k)].Code
		p.At("units").Key(e.tree.units[f.parent].Code).Field("claims").Key(code).Report(nil, target.ErrInfeasible,
			"its quota would fall "+side+": bound the quotas ("+bound+
				", such as 0), or divide the amount by another method")
	}
	return p.Err()
}

// shortage is an amount that the children of a family, or the units of a group, cannot
// share.
type shortage struct {
	*engine
	f      *family
	d      *division[*big.Int, *integers]
	amount *big.Int
	sign   int
	up     bool // the amount is more than the children can have; otherwise less
	whole  extent[*big.Int]
	group  *unitGroup // whose bound the amount is; nil for that of the parent
	reason string     // if it is not about bounds
}

// shortOf reports that the units of a group cannot keep its bound. all are the least and
// the greatest total that they can have.
func (f *family) shortOf(
	part *division[*big.Int, *integers], g *unitGroup, bound *big.Int, all extent[*big.Int],
) error {
	up := !all.noMost && bound.Cmp(all.most) > 0
	return (&shortage{
		engine: f.engine, f: f, d: part, amount: bound, sign: part.sign, up: up, whole: all, group: g,
	}).err()
}

func (x *shortage) err() error {
	parent := x.tree.units[x.f.parent].Code
	out := &InfeasibleError{Parent: parent, Reason: x.reason, Amount: x.step.Times(x.amount)}
	s := x.d.extent(false)
	if !s.noLeast {
		out.Least = x.limit(s.least)
	}
	if !s.noMost {
		out.Most = x.limit(s.most)
	}

	in, groups := x.conflict()
	if x.group != nil {
		out.Groups = append(out.Groups, x.group.clone())
	}
	for _, g := range groups {
		out.Groups = append(out.Groups, g.clone())
	}
	for _, at := range in {
		out.Units = append(out.Units, x.tree.units[at].Code)
		x.holds(at, &out.Holds)
	}
	if out.Reason == "" {
		out.Reason = x.why(in, groups)
	}
	out.Remedy = x.remedy(in, groups)
	return out
}

// limit returns a least or most mass in the indicator's unit.
func (x *shortage) limit(mass *big.Int) decimal.NullDecimal {
	by := new(big.Int).Mul(x.d.unit, x.d.whole)
	if by.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	mean := x.inUnits(fraction{mass, by})
	return decimal.NewNullDecimal(mean.Round(max(0, -x.step.Exp) + exactPlaces).Normalize())
}

// weightless reports whether no child that counts has a weight by which its quota could
// change.
func (x *shortage) weightless() bool {
	if x.up != (x.sign >= 0) && x.d.offsets == nil {
		return false // minima cause the conflict
	}
	for k, w := range x.d.weights {
		if w.Sign() > 0 && x.d.counts(k) {
			return false
		}
	}
	return true
}

// conflict returns the places of the children, and the groups, in conflict:
//
//	no child has a weight        all children
//	minima exceed the amount     the fewest children and groups whose minima exceed it
//	maxima fall short of it      all children and groups with a maximum
//	quotas can have any sign     the units that limit each child with a basis
//
// The units of a group whose own bound takes part are not in conflict themselves.
func (x *shortage) conflict() (in []int, groups []*unitGroup) {
	var all []limited
	for k := range x.f.n {
		lo, hi := x.d.lo[k], x.d.hi[k]
		switch {
		case x.weightless():
			all = append(all, limited{of: []int{k}})
		case x.anySign:
			if x.d.counts(k) {
				in = x.limiting(x.f.place(k), in)
			}
		case x.up && hi != nil && (x.sign >= 0 || hi.Sign() < 0), !x.up && lo != nil && (x.sign < 0 || lo.Sign() > 0):
			if x.d.counts(k) {
				all = x.join(all, k)
			}
		}
	}
	if !x.up && x.sign >= 0 && !x.weightless() {
		all = x.fewest(all)
	}

	for _, l := range all {
		if l.group != nil {
			groups = append(groups, l.group)
			continue
		}
		for _, k := range l.of {
			in = append(in, x.f.place(k))
		}
	}
	return in, groups
}

// limiting appends the units whose own holds and bounds limit a unit: itself or, if its
// limit comes from below, those further down.
func (x *shortage) limiting(at int, all []int) []int {
	if !x.isNeeded(at) {
		return append(all, at)
	}
	for i, hi := x.tree.family(at); i < hi; i++ {
		if x.roles[i] != Memo && x.basis.sign(i) > 0 {
			all = x.limiting(i, all)
		}
	}
	return all
}

// isNeeded reports whether the limit of a unit comes from the units further down.
func (x *shortage) isNeeded(at int) bool {
	flag := leastNeeded
	if x.up {
		flag = mostNeeded
	}
	_, held := x.held[at]
	return !held && x.bounds != nil && x.bounds.allowed.needed[at]&flag != 0
}

// limited is a child in conflict, or a group with its units.
type limited struct {
	group *unitGroup // nil for a child
	of    []int
}

// join adds a child, or its outermost group whose bound takes part.
func (x *shortage) join(all []limited, k int) []limited {
	g := x.outermost(x.f.place(k))
	if g == nil {
		return append(all, limited{of: []int{k}})
	}
	if i := slices.IndexFunc(all, func(l limited) bool { return l.group == g }); i >= 0 {
		all[i].of = append(all[i].of, k)
		return all
	}
	return append(all, limited{g, []int{k}})
}

// outermost returns the largest group of a unit whose bound limits its units, or nil. If
// the conflict is in a group, it is inside that group.
func (x *shortage) outermost(at int) *unitGroup {
	b := x.f.box
	if b == nil {
		return nil
	}
	by := b.least
	if x.up {
		by = b.most
	}
	for _, g := range slices.Backward(x.groups[x.f.parent]) {
		if g == x.group || !g.holds(at) || x.group != nil && len(g.places) > len(x.group.places) {
			continue
		}
		if slices.ContainsFunc(g.places, func(i int) bool { return by[i-x.f.lo] == g }) {
			return g
		}
	}
	return nil
}

// fewest returns the fewest children and groups whose minima together exceed the amount:
// those with the largest minima. It returns all of them if one of the minima is negative.
func (x *shortage) fewest(all []limited) []limited {
	minima := make([]*big.Int, len(all))
	due := new(big.Int).Mul(x.amount, x.d.whole)
	for i, l := range all {
		minima[i] = new(big.Int)
		for _, k := range l.of {
			least := x.d.lo[k]
			if least.Sign() < 0 {
				return all
			}
			if x.d.basis != nil {
				least = new(big.Int).Mul(least, x.d.basis[k])
			}
			minima[i].Add(minima[i], least)
		}
	}

	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return minima[j].Cmp(minima[i]) })
	sum := new(big.Int)
	for n, i := range order {
		if sum.Add(sum, minima[i]); sum.Cmp(due) > 0 {
			order = order[:n+1]
			break
		}
	}

	slices.Sort(order)
	var out []limited
	for _, i := range order {
		out = append(out, all[i])
	}
	return out
}

// holds appends the holds that limit the quota of a unit: its own hold, or those of the
// units further down.
func (x *shortage) holds(at int, all *[]Hold) {
	if i, ok := x.held[at]; ok {
		*all = append(*all, x.options.Holds[i])
		return
	}
	if !x.isNeeded(at) {
		return
	}
	for i, hi := x.tree.family(at); i < hi; i++ {
		if x.roles[i] != Memo {
			x.holds(i, all)
		}
	}
}

// limits names what limits the units and groups in conflict.
func (x *shortage) limits(in []int, groups []*unitGroup) string {
	return x.limitKinds(in, x.up, len(groups) > 0)
}

func (x *shortage) why(in []int, groups []*unitGroup) string {
	if x.weightless() {
		return "no claim has a weight"
	}
	amount := "the amount"
	switch {
	case x.group != nil && x.up:
		amount = "the minimum of a group"
	case x.group != nil:
		amount = "the maximum of a group"
	}
	if x.up {
		return x.limits(in, groups) + " fall short of " + amount
	}
	return x.limits(in, groups) + " exceed " + amount
}

// remedy says by how much the amount misses the limit, and what to change.
func (x *shortage) remedy(in []int, groups []*unitGroup) string {
	if x.weightless() {
		return "give weights, or another method"
	}

	by, change, ease := new(big.Int), "raise ", "lower these "
	if x.up {
		change, ease = "lower ", "raise these "
		by.Sub(x.amount, x.whole.most)
	} else {
		by.Sub(x.whole.least, x.amount)
	}
	text := change + x.amountOf() + " by " + fault.Text(x.step.Times(by))
	switch {
	case len(in)+len(groups) == 0:
		return text
	case x.isMean():
		return text + ", or " + ease + x.limits(in, groups)
	}
	return text + ", or " + ease + x.limits(in, groups) + " by as much"
}

// amountOf names what has to change for the amount to change.
func (x *shortage) amountOf() string {
	code := quote(x.tree.units[x.f.parent].Code)
	_, held := x.held[x.f.parent]
	switch {
	case x.group != nil && x.up:
		return "the minimum of " + quote(x.group.Name)
	case x.group != nil:
		return "the maximum of " + quote(x.group.Name)
	case !x.f.rule.plain:
		return "what " + code + " hands down"
	case x.anySign:
		return x.ownLimit(x.f.parent, x.up)
	case x.f.parent == x.root:
		return "the target"
	case held:
		return "the hold of " + code
	}
	return "the quota of " + code
}

// conflict reports that the children of a unit cannot share any amount that its own
// bounds or hold, and the rounding of the amount, allow.
func (c *constraints) conflict(f *family, d *division[*big.Int, *integers], own [2]*big.Int, whole extent[*big.Int]) {
	x := shortage{engine: c.engine, f: f, d: d, sign: d.sign, whole: whole}
	x.bounds = c
	switch {
	case own[1] != nil && !whole.noLeast && f.rule.amountOf(own[1]).Cmp(whole.least) < 0:
		x.amount = f.rule.amountOf(own[1])
	case own[0] != nil && !whole.noMost && f.rule.amountOf(own[0]).Cmp(whole.most) > 0:
		x.amount, x.up = f.rule.amountOf(own[0]), true
	default:
		x.reason = "no quota gives an amount that suits the holds and bounds below it"
		q := c.allowed.low(f.parent)
		if x.sign < 0 {
			q = c.allowed.high(f.parent)
		}
		x.amount = f.rule.amountOf(q)
		x.up = !whole.noMost && x.amount.Cmp(whole.most) > 0
	}

	err := x.err()
	if i, ok := c.held[f.parent]; ok {
		if failed, is := err.(*InfeasibleError); is {
			failed.Holds = append([]Hold{c.options.Holds[i]}, failed.Holds...)
		}
	}
	c.faults.Add(c.tree.units[f.parent].Code, err)
	c.allowed.forget(f.parent)
}
