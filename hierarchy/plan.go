package hierarchy

import (
	"iter"
	"maps"
	"math/big"
	"slices"
	"strings"

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
	roles   []Role // of each unit; an exempt one has that of a memo unit
	law     target.Law
	step    fixed.Quantum
	root    int   // place of the target's unit
	depth   int32 // index of the last level
	rule    *rule
	byLevel []*rule
	byUnit  map[int]*rule
	held    map[int]int          // by place: the hold in force, an index of options.Holds
	groups  map[int][]*unitGroup // by place of the parent, smaller groups first
	exempt  map[int]int          // by place: an index of options.Exempt
	lapsed  map[int][]int        // by place: the holds that have lapsed, by their last period
	taken   []Hold               // those without an end that Revise took over
	marks   []bool               // what reach found; only while the plan is made
	basis   numbers              // of each unit, filled in from below where a unit has none
	based   []bool               // which units have one

	prepared *Prepared   // that made the plan; nil without one
	nearest  *reconciled // what Reconcile made the plan from; nil for other plans

	converted *conversion // what Convert made the plan from; nil for other plans
	above     *Plan       // whose quota Continue divided

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
// period, comparator, tolerance, force, goal, tags, source and withdrawal. Their code
// is its code, a solidus and the code of the unit, and From is the code of their
// parent's target. In a plan of [Plan.Convert] a link leads to the unit's target in the
// plan before. Baseline, Replaces and other links are those of the first target alone.
func (p *Plan) Targets() iter.Seq[target.Target] {
	return func(yield func(target.Target) bool) {
		if p == nil || p.lower == nil {
			return
		}
		if !yield(p.Target()) {
			return
		}

		codes := planCodes{plan: p, parent: -1}
		given := p.handedDown()
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
	if at == p.root {
		return p.Target()
	}
	t := p.handedDown().Clone()
	t.Code, t.From = p.codeOf(at), p.codeOf(int(p.tree.parent[at]))
	p.setQuota(&t, at)
	return t
}

// handedDown returns the target of the plan without what is of its own unit alone.
func (p *Plan) handedDown() target.Target {
	t := p.target
	t.Baseline, t.Replaces = nil, ""
	if c := p.converted; c != nil && c.from.target.Code != "" {
		t.Links = t.Links[len(t.Links)-1:] // to the target that was converted
	} else {
		t.Links = nil
	}
	return t
}

// setQuota makes the target of the plan that of the unit at a place, but for its
// codes.
func (p *Plan) setQuota(t *target.Target, at int) {
	t.Unit = p.tree.units[at].Code
	if p.lower != nil {
		t.Value = p.value(p.lower, at)
	}
	if p.upper != nil {
		t.Upper = p.value(p.upper, at)
	}
	if c := p.converted; c != nil && c.from.target.Code != "" {
		t.Links[0].Target = c.from.codeOf(at)
	}
}

func (p *Plan) codeOf(at int) string {
	if at == p.root {
		return p.target.Code
	}
	return p.target.Code + "/" + p.tree.units[at].Code
}

// Column returns the quotas as a column of the plan's tree, for use as a
// weight, a bound or an earlier figure in another cascade. For a target within a range
// they are the lower ends.
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
// mean is below the amount. For a target within a range it is that of the lower ends. It
// is zero for Sum and Count kinds, and in a plan by [Strictest], whose quotas need not
// add up.
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

// planCodes makes the codes of a plan's targets, for units in the order of the
// plan. The codes of units that follow each other are cut from one text, and
// siblings share the code of their parent: a plan may have a million targets.
type planCodes struct {
	plan *Plan
	text string // the codes that are made and not yet taken

	parent     int32 // whose code is parentCode; −1 for none
	parentCode string
}

// next returns the code of the target at a place and that of its parent's target.
// The place is not the root's, and the one of the call before is not after it.
func (c *planCodes) next(at int) (code, from string) {
	p := c.plan
	size := len(p.target.Code) + 1 + len(p.tree.units[at].Code)
	if len(c.text) < size {
		c.write(at)
	}
	code, c.text = c.text[:size], c.text[size:]

	if parent := p.tree.parent[at]; parent != c.parent {
		c.parent, c.parentCode = parent, p.codeOf(int(parent))
	}
	return code, c.parentCode
}

// write makes the codes of the units with a quota from a place on.
func (c *planCodes) write(at int) {
	const most = 64 // so that who keeps one target does not keep all codes

	p := c.plan
	units, state := p.tree.units, p.lower.state
	end, size := at, 0
	for n := 0; end < len(state) && n < most; end++ {
		if state[end] != 0 {
			size += len(p.target.Code) + 1 + len(units[end].Code)
			n++
		}
	}

	var b strings.Builder
	b.Grow(size)
	for i := at; i < end; i++ {
		if state[i] != 0 {
			b.WriteString(p.target.Code)
			b.WriteByte('/')
			b.WriteString(units[i].Code)
		}
	}
	c.text = b.String()
}

// Holds yields the holds that are in force in the plan, in the order of
// [Plan.All]. Those of a plan by [Strictest] are of the line that gave each quota.
func (p *Plan) Holds() iter.Seq[Hold] {
	return func(yield func(Hold) bool) {
		for at := range p.places() {
			from, at := p.lineOf(at)
			if i, ok := from.held[at]; ok && !yield(from.options.Holds[i]) {
				return
			}
		}
	}
}

// Exemptions yields the exemptions of the plan, in the order of their units in the
// tree. Those of a plan by [Strictest] are those of its lines, which it does not yield.
func (p *Plan) Exemptions() iter.Seq[Exemption] {
	return func(yield func(Exemption) bool) {
		if p == nil || p.lines != nil {
			return
		}
		for _, at := range slices.Sorted(maps.Keys(p.exempt)) {
			if !yield(p.options.Exempt[p.exempt[at]]) {
				return
			}
		}
	}
}

// Lapsed yields the holds whose last period ends before that of the target, in
// the order of [Plan.All] and, for one unit, of their last periods. They fix
// nothing in this plan.
func (p *Plan) Lapsed() iter.Seq[Hold] {
	return func(yield func(Hold) bool) {
		for at := range p.places() {
			from, at := p.lineOf(at)
			for _, i := range from.lapsed[at] {
				if !yield(from.options.Holds[i]) {
					return
				}
			}
		}
	}
}

// TakenOver yields the holds without an end that [Plan.Revise] or
// [Plan.ReviseTo] took over from the plan before, in the order of [Plan.All].
// They stay in force in every later plan until they are released. The plan of
// [Cascade] has none.
func (p *Plan) TakenOver() iter.Seq[Hold] {
	return func(yield func(Hold) bool) {
		if p == nil || len(p.taken) == 0 {
			return
		}
		taken := make(map[string]Hold, len(p.taken))
		for _, h := range p.taken {
			taken[h.Unit] = h
		}
		for at := range p.places() {
			if h, ok := taken[p.tree.units[at].Code]; ok && !yield(h) {
				return
			}
		}
	}
}

// lineOf returns the plan that gave the quota at a place, and the place in its
// tree.
func (p *Plan) lineOf(at int) (*Plan, int) {
	if p.lines == nil {
		return p, at
	}
	line := p.lines[p.line[at]]
	place, _ := line.tree.at(p.tree.units[at].Code)
	return line, place
}

// Options returns the options that the plan was made with, from which [Cascade]
// makes it again. Those of a plan by [Plan.ReviseTo] are complete: with what it took
// over from the plan before, and with methods that divide by the former quotas. A
// plan by [Strictest] has those of its first line. Of a plan of [Reconcile] they are
// only its bounds, holds, basis and last level: [Plan.Reconciliation] has the rest. Of
// a plan of [Plan.Convert] they are its basis, exemptions and last level: [Plan.From]
// has the rest.
func (p *Plan) Options() Options {
	if p == nil {
		return Options{}
	}
	if p.lines != nil {
		p = p.lines[0]
	}
	return p.options.clone()
}

// Before returns the plan that this one revises, nil for a plan that [Plan.Revise]
// and [Plan.ReviseTo] did not make.
func (p *Plan) Before() *Plan {
	if p == nil {
		return nil
	}
	return p.before
}
