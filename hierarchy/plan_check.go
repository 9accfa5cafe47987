package hierarchy

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Check recomputes the law of every parent from the quotas alone:
//
//	Sum, Count     the children's quotas make the amount exactly
//	WeightedMean   their mean is the amount plus or minus the residual that the plan reports,
//	               which is at most half a quantum of the mean
//
// It also checks that every quota keeps its hold or its bounds, and every group of units
// its bounds. Of a plan of [Plan.Convert] it checks the plan before too, and that this one
// follows from it. It returns nil for a sound plan.
//
// Check returns an error that names every parent whose children break the law
// ([target.ErrBroken]), every unit or group that breaks its hold or its bounds
// ([target.ErrRange]), and every unit whose quota the plan before does not give.
func (p *Plan) Check() error {
	if p == nil || p.lower == nil {
		return nil
	}
	if p.lines != nil {
		return p.checkStrictest()
	}

	if p.converted != nil {
		return p.checkConverted()
	}

	var l fault.List
	p.checkFamilies(&l, p.divides)
	return l.Err()
}

// checkFamilies checks the children of the parents for which a function is true.
func (p *Plan) checkFamilies(l *fault.List, of func(at int) bool) {
	e := engine{Plan: p}
	for _, r := range []*result{p.lower, p.upper} {
		if r == nil {
			continue
		}
		for at := range p.places() {
			if of(at) {
				e.check(at, r, l)
			}
		}
	}
}

// check checks the children of one parent.
func (e *engine) check(at int, r *result, l *fault.List) {
	f := e.family(at)
	amount := f.rule.amountOf(r.quotas.big(at))
	due, got := new(big.Int).Set(amount), new(big.Int)
	weight, whole := bigOne, new(big.Int)
	quota, basis, mass := new(big.Int), new(big.Int), new(big.Int)
	bounded := len(e.held) > 0 || f.rule.bounded()

	for k := range f.n {
		i := f.place(k)
		if e.isMean() {
			weight = e.basis.peek(i, basis)
			whole.Add(whole, weight)
		}
		got.Add(got, mass.Mul(weight, r.quotas.peek(i, quota)))
		if bounded {
			e.checkBounds(f.rule, i, r, l)
		}
	}

	for _, g := range e.groups[at] {
		e.checkGroup(g, r, l)
	}

	if e.isMean() {
		due.Mul(due, whole)
	}
	rest := due.Sub(due, got)
	known := r.rest[at]
	if known == nil {
		known = new(big.Int)
	}
	// Bounds miss the mean by half a quantum at most, and so does rounding.
	if rest.Cmp(known) == 0 && (!e.isMean() || rest.Lsh(rest, 1).CmpAbs(whole) <= 0) {
		return
	}

	remedy := "the quotas of its children do not make this amount"
	if !e.isMean() {
		remedy = "the quotas of its children make " + fault.Text(e.step.Times(got)) + " instead of this amount"
	}
	l.Add(&target.FieldError{
		Path: "units[" + quote(e.tree.units[at].Code) + "]", Value: e.step.Times(amount), Err: target.ErrBroken,
		Remedy: remedy,
	})
}

// checkBounds checks the hold or the bounds of one unit.
func (e *engine) checkBounds(r *rule, at int, of *result, l *fault.List) {
	hold, held := e.held[at]
	if !held && !r.lower.has(at) && !r.upper.has(at) {
		return
	}

	remedy, q := "", e.step.Times(of.quotas.big(at))
	switch {
	case held:
		if v := e.options.Holds[hold].Value; !q.Equal(v) {
			remedy = "it is held at " + fault.Text(v)
		}
	case r.lower.has(at) && q.Cmp(r.lower.figures.Decimal(at)) < 0:
		remedy = "its minimum is " + fault.Text(r.lower.figures.Decimal(at))
	case r.upper.has(at) && q.Cmp(r.upper.figures.Decimal(at)) > 0:
		remedy = "its maximum is " + fault.Text(r.upper.figures.Decimal(at))
	}
	if remedy != "" {
		l.Add(&target.FieldError{
			Path: "units[" + quote(e.tree.units[at].Code) + "]", Value: q, Err: target.ErrRange, Remedy: remedy,
		})
	}
}

// checkGroup checks the bounds of one group.
func (e *engine) checkGroup(g *unitGroup, of *result, l *fault.List) {
	total := g.total(&of.quotas)
	if g.keeps(total) {
		return
	}
	remedy := "the maximum of the group is " + fault.Text(g.Max)
	if g.least != nil && total.Cmp(g.least) < 0 {
		remedy = "the minimum of the group is " + fault.Text(g.Min)
	}
	l.Add(&target.FieldError{
		Path: "groups[" + quote(g.Name) + "]", Value: e.step.Times(total), Err: target.ErrRange, Remedy: remedy,
	})
}

// slackPlaces is the number of decimals of a slack.
const slackPlaces = 16

// LevelSlack measures how much more, or less, the quotas of a level ask for than the
// target that was decomposed (层层加码, over-assignment).
type LevelSlack struct {
	Level string
	Units int // of the level, that have a quota
	// Figure is the sum of the quotas of the level or, for a WeightedMean kind, their
	// weighted mean. If branches of the tree skip the level or end above it, the units
	// that take its place there count: those below the level whose parent is above it,
	// and those above the level that hand nothing down.
	Figure decimal.Decimal
	// Step compares Figure with that of the next level above that has quotas, and
	// Total compares it with the target:
	//
	//	Sum, Count     Figure / the other figure − 1; absent if that is zero
	//	WeightedMean   Figure − the other figure, in the indicator's unit; absent if the bases
	//	               of either are zero
	//
	// They have sixteen decimals, halves away from zero. They are positive if the
	// lower level asks for a greater figure or, for sums below zero, for a figure further
	// below zero.
	Step, Total decimal.NullDecimal
}

// Slack returns the slack of each level below the target's unit that has quotas,
// from the top. Steps compose: for a Sum kind 1 + Total is the product of
// 1 + Step over the levels down to it. [Plan.Groups] says how far groups are from their
// bounds.
func (p *Plan) Slack() []LevelSlack {
	if p == nil || p.lower == nil {
		return nil
	}

	fronts := p.fronts()
	top := fronts[0]
	above := top
	var out []LevelSlack
	units := make([]int, len(p.tree.levels))
	for at := range p.places() {
		units[p.tree.level[at]]++
	}

	first := int(p.tree.level[p.root])
	for level := first + 1; level < len(units); level++ {
		if units[level] == 0 {
			continue
		}
		f := fronts[level-first]
		out = append(out, LevelSlack{
			Level: p.tree.levels[level], Units: units[level],
			Figure: p.figure(f), Step: p.slack(f, above), Total: p.slack(f, top),
		})
		above = f
	}

	return out
}

// fronts adds up quotas across the tree at each level, from that of the plan's root on. On
// each branch it takes the first unit at or below the level, or the last unit if the
// branch ends above the level. For a WeightedMean kind the quotas are weighted by the
// basis.
func (p *Plan) fronts() []fraction {
	first := p.tree.level[p.root]
	fronts := make([]fraction, len(p.tree.levels)-int(first))
	for k := range fronts {
		fronts[k] = fraction{new(big.Int), new(big.Int)}
	}

	// A unit is in the fronts of the levels below its parent's, down to its own level. If
	// it hands nothing down, it is in all further fronts too. Each front starts as what
	// enters at its level less what leaves, and is then added to the front above.
	weight, mean := bigOne, p.law == target.WeightedMean
	quota, basis, mass := new(big.Int), new(big.Int), new(big.Int)
	for at := range p.places() {
		if mean {
			weight = p.basis.peek(at, basis)
		}
		mass.Mul(weight, p.lower.quotas.peek(at, quota))
		enters := int32(0)
		if at != p.root {
			enters = p.tree.level[p.tree.parent[at]] + 1 - first
		}
		f := fronts[enters]
		f.num.Add(f.num, mass)
		f.den.Add(f.den, weight)
		if leaves := int(p.tree.level[at] + 1 - first); leaves < len(fronts) && p.divides(at) {
			f = fronts[leaves]
			f.num.Sub(f.num, mass)
			f.den.Sub(f.den, weight)
		}
	}

	for k, f := range fronts[1:] {
		f.num.Add(f.num, fronts[k].num)
		f.den.Add(f.den, fronts[k].den)
	}

	if !mean {
		for _, f := range fronts {
			f.den.SetInt64(1)
		}
	}

	return fronts
}

func (p *Plan) figure(f fraction) decimal.Decimal {
	if f.den.Sign() == 0 {
		return decimal.Zero
	}
	if p.law != target.WeightedMean {
		return p.step.Times(f.num)
	}
	return p.inUnits(f)
}

// inUnits returns a fraction of quanta in the indicator's unit.
func (p *Plan) inUnits(f fraction) decimal.Decimal {
	num, den := new(big.Int).Mul(f.num, p.step.M), new(big.Int).Set(f.den)
	if p.step.Exp >= 0 {
		num.Mul(num, fixed.Pow10(p.step.Exp))
	} else {
		den.Mul(den, fixed.Pow10(-p.step.Exp))
	}
	return fixed.Round(num, den, slackPlaces)
}

func (p *Plan) slack(f, above fraction) decimal.NullDecimal {
	if f.den.Sign() == 0 || above.den.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	num := new(big.Int).Sub(new(big.Int).Mul(f.num, above.den), new(big.Int).Mul(above.num, f.den))
	if p.law == target.WeightedMean {
		return decimal.NewNullDecimal(p.inUnits(fraction{num, new(big.Int).Mul(f.den, above.den)}))
	}
	if above.num.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	den := new(big.Int).Mul(above.num, f.den)
	return decimal.NewNullDecimal(fixed.Round(num, den, slackPlaces))
}

// Equal reports whether both plans decompose the same target over equal trees to
// equal quotas, whatever decided them. Targets are the same if their codes are
// and a [target.AgendaChange] from one to the other has no fields. For plans of the
// same target over equal trees, Equal is true if and only if [Plan.Diff] is
// empty.
func (p *Plan) Equal(o *Plan) bool {
	if p == nil || o == nil || p.lower == nil || o.lower == nil {
		return p == o
	}
	return sameTarget(p.target, o.target) && p.tree.Equal(o.tree) && len(p.Diff(o)) == 0
}

// Adoption compares what units adopted, announced or bid with what a plan assigned to
// them.
type Adoption struct {
	// Parents are the units that handed a quota down to at least one child,
	// in the order of [Plan.All].
	Parents []ParentAdoption
}

// ParentAdoption is the adoption among the children of one parent. Figures are added up
// by the law of the kind: sums, or means weighted by the basis.
type ParentAdoption struct {
	Unit     Unit
	Quota    decimal.Decimal // of the parent
	Children int             // that have a quota
	Adopted  int             // of them, that have adopted a figure
	// Assigned is the total of the quotas of the children that adopted a figure, and
	// Announced the total of their figures. Both are absent if no child adopted one or, for
	// a WeightedMean kind, if the bases of these children are zero. Means have sixteen
	// decimals.
	Assigned, Announced decimal.NullDecimal
	// Amplification compares the two:
	//
	//	Sum, Count     Announced / Assigned − 1; absent if Assigned is zero
	//	WeightedMean   Announced − Assigned, before these are rounded
	//
	// It has sixteen decimals, halves away from zero.
	Amplification decimal.NullDecimal
	Over, Under   []AdoptionGap // by code: those that adopted more and less than assigned
	None          []Unit        // by code: those that adopted nothing
}

// AdoptionGap is one unit that adopted another figure than it was assigned.
type AdoptionGap struct {
	Unit              Unit
	Assigned, Adopted decimal.Decimal
	Gap               decimal.Decimal // Adopted − Assigned
}

// Compare consolidates what the units of a plan adopted, parent by parent. A unit
// that adopted nothing is a gap of the column. Figures of units without a quota, and
// of the target's own unit, are not used. For a target within a range the lower ends
// count.
//
// Compare returns an error if the plan is nil or empty, or if the column is not given
// or is of another tree.
func Compare(p *Plan, adopted Column) (Adoption, error) {
	var problems target.Problems
	sound := problems.At("plan").Required(p != nil && p.lower != nil, "make one by Cascade")
	at := problems.At("adopted")
	if at.Required(adopted.given(), "make it by Tree.Column; units that adopted nothing are gaps") && sound &&
		adopted.tree != p.tree {
		at.Report(
			adopted.nameOrNil(), target.ErrMismatch,
			"the column is of another tree: make it by Tree.Column of the tree of the plan",
		)
	}
	if problems.Len() > 0 {
		return Adoption{}, problems.Err()
	}

	var out Adoption
	e := &engine{Plan: p}
	for at := range p.places() {
		if p.divides(at) {
			out.Parents = append(out.Parents, e.compare(at, adopted))
		}
	}
	return out, nil
}

func (e *engine) compare(at int, adopted Column) ParentAdoption {
	f := e.family(at)
	out := ParentAdoption{Unit: e.tree.units[at], Quota: e.value(e.lower, at), Children: f.n}
	assigned, announced := new(big.Int), new(big.Int) // at the exponents of the quantum and the column
	whole, weight := new(big.Int), bigOne

	for k := range f.n {
		i := f.place(k)
		u := e.tree.units[i]
		if !adopted.has(i) {
			out.None = append(out.None, u)
			continue
		}

		out.Adopted++
		if e.law == target.WeightedMean {
			weight = e.basis.big(i)
		}
		whole.Add(whole, weight)
		assigned.Add(assigned, new(big.Int).Mul(weight, e.lower.quotas.big(i)))
		announced.Add(announced, new(big.Int).Mul(weight, adopted.figures.Mantissa(i)))
		q, a := e.value(e.lower, i), adopted.figures.Decimal(i)

		switch gap := (AdoptionGap{Unit: u, Assigned: q, Adopted: a, Gap: a.Sub(q)}); gap.Gap.Sign() {
		case 1:
			out.Over = append(out.Over, gap)
		case -1:
			out.Under = append(out.Under, gap)
		}
	}

	if whole.Sign() == 0 {
		return out // none adopted a figure, or only those on a basis of zero
	}

	assigned.Mul(assigned, e.step.M)
	was, is := fixed.FromBig(assigned, e.step.Exp), fixed.FromBig(announced, adopted.figures.Exp())
	if e.law == target.WeightedMean {
		mean := func(sum decimal.Decimal) decimal.NullDecimal {
			return decimal.NewNullDecimal(sum.DivRound(fixed.FromBig(whole, 0), slackPlaces))
		}
		out.Assigned, out.Announced, out.Amplification = mean(was), mean(is), mean(is.Sub(was))
		return out
	}

	out.Assigned, out.Announced = decimal.NewNullDecimal(was), decimal.NewNullDecimal(is)
	if was.Sign() != 0 {
		out.Amplification = decimal.NewNullDecimal(is.Sub(was).DivRound(was, slackPlaces))
	}
	return out
}
