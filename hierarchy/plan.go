package hierarchy

import (
	"iter"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Plan is a target decomposed over a tree: one quota for each unit that the cascade
// reached. It is immutable and safe for concurrent use, except that [Plan.Explain]
// calls the methods of its rules again. The zero Plan and a nil *Plan have no quotas.
//
// Memory, without the tree and the columns: 9 bytes per unit, 9 more with a basis and
// 17 more with bounds. For a target within a range, the first and the last double.
type Plan struct {
	tree    *Tree
	target  target.Target
	options Options
	law     target.Law
	step    fixed.Quantum
	root    int   // place of the target's unit
	depth   int32 // index of the last level
	rule    *rule
	byLevel []*rule
	byUnit  map[int]*rule
	held    map[int]int   // by place: the hold in force, an index of options.Holds
	lapsed  map[int][]int // by place: the holds that have lapsed, by their last period
	taken   []Hold        // those without an end that Revise took over
	marks   []bool        // what reach found; only while the plan is made
	basis   numbers       // of each unit, filled in from below where a unit has none
	based   []bool        // which units have one

	prepared *Prepared   // that made the plan; nil without one
	nearest  *reconciled // what Reconcile made the plan from; nil for other plans

	before *Plan   // that Revise or ReviseTo revised
	lines  []*Plan // that Strictest merged
	line   []uint8 // which of them gave each quota

	lower, upper *result // upper only for a target within a range
}

// result is one division of the whole tree, in quanta by place.
type result struct {
	quotas numbers
	state  []uint8          // zero for no quota, else the Bound and one
	rest   map[int]*big.Int // by parent, for WeightedMean kinds: what rounding left of the mass
	bounds *constraints     // nil when nothing is bounded or held
}

func quotaState(b apportion.DecidedBy) uint8 { return uint8(b) + 1 }

// Quota is what one unit is to reach.
type Quota struct {
	Unit      Unit
	Value     decimal.Decimal
	Upper     decimal.NullDecimal // the far end of a target within a range
	DecidedBy apportion.DecidedBy
	Line      int // of a plan by Strictest: which of its plans gave the quota
}

// Target returns the target that the plan decomposes.
func (p *Plan) Target() target.Target {
	if p == nil {
		return target.Target{}
	}
	return p.target.Clone()
}

// Tree returns the tree of the plan.
func (p *Plan) Tree() *Tree {
	if p == nil {
		return nil
	}
	return p.tree
}

// Len returns the number of quotas, that of the target's own unit included.
func (p *Plan) Len() int {
	n := 0
	for range p.places() {
		n++
	}
	return n
}

// places yields the places of the units that have a quota.
func (p *Plan) places() iter.Seq[int] {
	return func(yield func(int) bool) {
		if p == nil || p.lower == nil {
			return
		}
		for at := p.root; at < len(p.lower.state); at++ {
			if p.lower.state[at] != 0 && !yield(at) {
				return
			}
		}
	}
}

func (p *Plan) quota(at int) Quota {
	q := Quota{
		Unit: p.tree.units[at], Value: p.value(p.lower, at), DecidedBy: apportion.DecidedBy(p.lower.state[at] - 1),
	}
	if p.upper != nil {
		q.Upper = decimal.NewNullDecimal(p.value(p.upper, at))
	}
	if p.line != nil {
		q.Line = int(p.line[at])
	}
	return q
}

func (p *Plan) value(r *result, at int) decimal.Decimal {
	if len(r.quotas.wide) > 0 {
		return p.step.Times(r.quotas.big(at))
	}
	return p.step.Word(r.quotas.words[at])
}

// Quota returns the quota of a unit, and whether it has one. The quota of the
// target's own unit is the target's value.
func (p *Plan) Quota(code string) (Quota, bool) {
	at, ok := p.at(code)
	if !ok {
		return Quota{}, false
	}
	return p.quota(at), true
}

func (p *Plan) at(code string) (int, bool) {
	if p == nil || p.lower == nil {
		return 0, false
	}
	at, ok := p.tree.at(code)
	return at, ok && p.lower.state[at] != 0
}

// All yields the quotas breadth first: that of the target's own unit first, and
// siblings by code.
func (p *Plan) All() iter.Seq[Quota] {
	return func(yield func(Quota) bool) {
		for at := range p.places() {
			if !yield(p.quota(at)) {
				return
			}
		}
	}
}

// Level yields the quotas of the units of a level in the order of [Plan.All].
func (p *Plan) Level(level string) iter.Seq[Quota] {
	return func(yield func(Quota) bool) {
		for at := range p.places() {
			if p.tree.units[at].Level == level && !yield(p.quota(at)) {
				return
			}
		}
	}
}

// Children yields the quotas of the units directly under the one with the code,
// by code.
func (p *Plan) Children(code string) iter.Seq[Quota] {
	return func(yield func(Quota) bool) {
		at, ok := p.at(code)
		if !ok {
			return
		}
		for i, hi := p.tree.family(at); i < hi; i++ {
			if p.lower.state[i] != 0 && !yield(p.quota(i)) {
				return
			}
		}
	}
}

// Bounded yields the units whose quota a bound or a hold decided, in the order of
// [Plan.All].
func (p *Plan) Bounded() iter.Seq2[Unit, apportion.DecidedBy] {
	return func(yield func(Unit, apportion.DecidedBy) bool) {
		for at := range p.places() {
			if b := apportion.DecidedBy(p.lower.state[at] - 1); b != apportion.ByClaim && !yield(p.tree.units[at], b) {
				return
			}
		}
	}
}

// Targets yields the quotas as targets, in the order of [Plan.All]. The first is
// the target that was decomposed; the others take its setter, tier, indicator,
// period, comparator, tolerance, force, goal and source. Their code is its code, a
// solidus and the code of the unit, and From is the code of their parent's
// target.
func (p *Plan) Targets() iter.Seq[target.Target] {
	return func(yield func(target.Target) bool) {
		if p == nil || p.lower == nil {
			return
		}
		if !yield(p.Target()) {
			return
		}

		codes := planCodes{plan: p, parent: -1}
		given := p.target
		given.Baseline = nil // its figure is that of the root
		for at := range p.places() {
			if at == p.root {
				continue
			}
			t := given.Clone()
			t.Code, t.From = codes.next(at)
			p.setQuota(&t, at)
			if !yield(t) {
				return
			}
		}
	}
}

func (p *Plan) targetOf(at int) target.Target {
	t := p.Target()
	if at != p.root {
		t.Code, t.From = p.codeOf(at), p.codeOf(int(p.tree.parent[at]))
		p.setQuota(&t, at)
	}
	return t
}

// setQuota makes the target of the plan that of the unit at a place, but for its
// codes.
func (p *Plan) setQuota(t *target.Target, at int) {
	t.Unit = p.tree.units[at].Code
	t.Baseline = nil
	if p.lower != nil {
		t.Value = p.value(p.lower, at)
	}
	if p.upper != nil {
		t.Upper = p.value(p.upper, at)
	}
}

func (p *Plan) codeOf(at int) string {
	if at == p.root {
		return p.target.Code
	}
	return p.target.Code + "/" + p.tree.units[at].Code
}

// Column returns the quotas as a column of the plan's tree, for use as a
// weight, a bound or an earlier figure in another cascade.
func (p *Plan) Column() Column {
	if p == nil || p.lower == nil {
		return Column{}
	}
	words := len(p.lower.quotas.wide) == 0 && p.step.Plain()
	if words && p.step.Exp <= 0 && !slices.Contains(p.lower.state, 0) {
		return Column{tree: p.tree, figures: fixed.FromWords(p.lower.quotas.words, p.step.Exp)}
	}

	b := fixed.NewBuilder(p.tree.Len())
	for at := range p.places() {
		if words {
			b.SetWord(at, p.lower.quotas.words[at], p.step.Exp)
		} else {
			b.Set(at, p.value(p.lower, at))
		}
	}
	return Column{tree: p.tree, figures: b.Column()}
}

// Residual returns the amount of a unit minus the weighted mean of its children's
// quotas, in the indicator's unit and rounded to 16 decimals. It is positive if the
// mean is below the amount, and zero for Sum and Count kinds.
func (p *Plan) Residual(code string) decimal.Decimal {
	at, ok := p.at(code)
	if !ok || p.lower.rest[at] == nil {
		return decimal.Zero
	}
	e := engine{Plan: p}
	f := e.family(at)
	whole := new(big.Int)
	for k := range f.n {
		whole.Add(whole, e.basis.big(f.place(k)))
	}
	num := new(big.Int).Mul(p.lower.rest[at], p.step.M)
	const places = 16
	shift := p.step.Exp + places
	if shift >= 0 {
		num.Mul(num, fixed.Pow10(shift))
	} else {
		whole.Mul(whole, fixed.Pow10(-shift))
	}
	return fixed.FromBig(fixed.DivHalfUp(num, whole), -places)
}
