package hierarchy

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	kernel "github.com/targetcascade/cascade/internal/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// Explanation is the chain of reasons for one quota, from its unit up to the
// unit of the target that was decomposed.
type Explanation struct {
	Unit   string        // code of the unit that was asked for
	Absent string        // why the unit has no quota; empty if it has one
	Target target.Target // that was decomposed
	Steps  []ExplainStep // the unit's own first; the target's unit last

	// From explains the quota of the last step in the plan before: of a plan of
	// [Plan.Convert] the one that was converted, of a plan of [Plan.Continue] the one
	// above. It is nil for other plans.
	From *Explanation
}

// ExplainStep explains the quota of one unit by the division of its parent's quota.
type ExplainStep struct {
	Quota Quota `strict:"required"`
	Hold  *Hold // that fixed it; nil without one
	// Lapsed are the holds of the unit that ended before the target's period does,
	// by their last period. They fix nothing.
	Lapsed []Hold

	// The following fields describe the division of the parent's quota. They are zero
	// in the last step, in which the quota was set and not divided. Two kinds of plans are
	// exceptions: one of [Plan.Convert] has Conversion and Basis, and one of [Reconcile] with
	// ReconcileOptions.Target has Move, Min, Max and Exact.
	Parent  Unit
	From    decimal.Decimal // the parent's quota
	Stretch decimal.Decimal
	Reserve decimal.Decimal
	Amount  decimal.Decimal // of the parent: what was divided
	Method  string
	Kept    bool // a revision has left the former quotas of the family as they were

	// The claim, and the names of the columns that offset and weight come from.
	Claim                  Claim
	OffsetName, WeightName string
	// Multiple is λ of the exact quota Offset + λ·Weight. It is rounded to six digits,
	// or to four places more than the quantum if these are more digits. It is absent if
	// bounds decide the whole family.
	Multiple decimal.NullDecimal
	// Weights is the sum of the weights of the children that no bound or hold decides.
	// For WeightedMean kinds it is the sum over all children, each times its basis.
	Weights decimal.Decimal
	// Shared is the amount that these children share: the amount less what bounds and
	// holds decide. It is zero for WeightedMean kinds, and if there are offsets.
	Shared decimal.Decimal

	Basis     decimal.NullDecimal // for WeightedMean kinds
	BasisName string
	NoMean    bool // the bases of the whole family are zero

	Min, Max decimal.NullDecimal // limits of the quota
	// Group is the bound on several units together that decided the quota, if one did and
	// a revision has not kept the quota. Min or Max is then the unit's part of that bound.
	Group *GroupBound
	// Exact is the exact quota, to four places more than the quantum. It is absent if
	// bounds determine none.
	Exact decimal.NullDecimal
	// Unbounded is the quota that the unit would have if no child of Parent had a hold or
	// a bound and nothing below it had. The limits of a claims rule, and the number of
	// units that a milestone counts, remain. Unbounded is absent if
	//   - it equals the quota, or its lower end for a target within a range;
	//   - all children of Parent are held, so that the claims divide nothing;
	//   - the claims cannot divide the amount without holds and bounds;
	//   - a revision has kept the former quotas.
	Unbounded decimal.NullDecimal
	// Counterparts are the children of Parent that holds and bounds have moved in the
	// direction opposite to the unit's. If a hold or a bound decides the unit's quota,
	// they are those that took over the difference. Otherwise they are those whose hold
	// or bound caused it. The largest difference comes first, for WeightedMean kinds the
	// largest product of difference and basis; equal ones are in the order of codes. There
	// are at most three. MoreCounterparts counts the others.
	Counterparts     []Counterpart
	MoreCounterparts int

	Rounding apportion.Rounding // for Sum and Count kinds
	Up       int                // number of children that largest remainder rounded up
	Family   int                // number of children that took part
	Exempt   []string           // codes of the children of Parent that are exempt
	Cut      decimal.Decimal    // the smallest remainder, in quanta, that was rounded up
	Tied     []string           // codes that tied for the last quanta; the smaller codes got them
	Won      int                // number of them that got one
	Residual decimal.Decimal    // of the parent's weighted mean

	// Move says what moved the unit in a plan of [Reconcile], in place of claim,
	// weights and rounding. It is nil in other plans.
	Move *ExplainMove
	// Conversion says how the quota follows from the plan before, in a plan of
	// [Plan.Convert]. It is nil in other plans.
	Conversion *ExplainConversion
}

// Counterpart is a unit that has another quota than without holds and bounds.
type Counterpart struct {
	Unit      Unit
	DecidedBy apportion.DecidedBy // what decided its quota
	By        string              // who set its hold; empty without one
	More      decimal.Decimal     // its quota less the one without holds and bounds
}

// exactPlaces is how many more decimals than the quantum an exact quota shows.
const exactPlaces = 4

// mostCounterparts is how many counterparts a step lists.
const mostCounterparts = 3

// Explain returns why a unit has the quota that it has. For a unit without one there
// are no steps, and Absent says why. It divides the unit's own family again, and
// those of its ancestors, and so costs what these have in children, not the tree. It
// divides a family twice if a hold or a bound decided a quota in it. For milestones and
// claims rules, that takes time for every unit of the plan. In a plan of [Reconcile] it
// solves the problem again in real numbers, which takes as long.
func (p *Plan) Explain(code string) Explanation {
	at, ok := p.at(code)
	if !ok {
		return Explanation{Unit: code, Absent: p.absence(code)}
	}
	if p.lines != nil {
		return p.lines[p.line[at]].Explain(code)
	}
	if p.nearest != nil {
		return p.explainNearest(at)
	}
	if p.converted != nil {
		return p.explainConverted(at)
	}

	x := Explanation{Unit: code, Target: p.Target()}
	r := explainer{Plan: p}
	for ; at != p.root; at = int(p.tree.parent[at]) {
		x.Steps = append(x.Steps, r.stepOf(at))
	}
	x.Steps = append(x.Steps, ExplainStep{Quota: p.quota(at)})
	if p.above != nil {
		x.From = new(p.above.Explain(p.target.Unit))
	}
	return x
}

// absence says why a unit has no quota.
func (p *Plan) absence(code string) string {
	if p == nil || p.tree == nil {
		return "there is no plan"
	}
	i, ok := p.tree.Index(code)
	switch {
	case !ok:
		return "the tree has no such unit"
	case p.tree.level[i] > p.depth:
		return "the plan ends above its level"
	}

	//mutate:equal above > 0: the root is not exempt
	for above := i; above >= 0; above = int(p.tree.parent[above]) {
		if k, isExempt := p.exempt[above]; isExempt {
			text := p.options.Exempt[k].text()
			if above != i {
				text = "unit " + unitText(p.tree.units[above]) + ", above it, is " + text
			}
			return text
		}
	}
	return "it takes no part in the division of " + quote(p.target.Unit)
}

// text says who exempted a unit, and why.
func (x Exemption) text() string {
	text := "exempt"
	if x.By != "" {
		text += " by " + x.By
	}
	return text + ": " + x.Reason
}

// explainer makes the steps of one explanation.
type explainer struct {
	*Plan
	free *Plan // the plan without holds, bounds and groups; nil until it is needed
}

// stepOf divides the family of a unit again and reads the unit's part off.
func (p *explainer) stepOf(at int) ExplainStep {
	e := &engine{Plan: p.Plan, sign: p.lower.quotas.sign(p.root), bounds: p.lower.bounds}
	parent := int(p.tree.parent[at])
	f := e.family(parent)
	f.quota = p.lower.quotas.big(parent)
	f.amount = f.rule.amountOf(f.quota)

	s := ExplainStep{
		Quota:   p.quota(at),
		Parent:  p.tree.units[parent],
		From:    p.step.Times(f.quota),
		Stretch: f.rule.Stretch.Decimal,
		Reserve: f.rule.Reserve.Decimal,
		Amount:  p.step.Times(f.amount),
		Method:  f.rule.String(),
		Family:  f.n,
	}

	// What is not part of the division: exemptions, names, holds and bounds.
	for i := f.lo; i < f.hi; i++ {
		if _, isExempt := p.exempt[i]; isExempt {
			s.Exempt = append(s.Exempt, p.tree.units[i].Code)
		}
	}
	if n, ok := f.rule.claimer.(namer); ok {
		s.OffsetName, s.WeightName = n.names()
	}
	if i, ok := p.held[at]; ok {
		s.Hold = new(p.options.Holds[i])
	}
	for _, i := range p.lapsed[at] {
		s.Lapsed = append(s.Lapsed, p.options.Holds[i])
	}
	if e.bounds != nil {
		s.Min, s.Max = p.step.Limit(e.bounds.allowed.low(at)), p.step.Limit(e.bounds.allowed.high(at))
	}

	if p.isMean() {
		exp := p.options.Basis.figures.Exp()
		s.Basis = decimal.NewNullDecimal(fixed.FromBig(p.basis.big(at), exp))
		s.BasisName = p.options.Basis.name
		s.Residual = p.Residual(s.Parent.Code)
	}

	if _, s.Kept = e.kept(f); s.Kept || e.claim(f) != nil {
		return s // or a method that no longer gives the claims that it gave
	}

	k := f.child(at)
	if f.box = e.boxOf(parent); f.box != nil {
		s.enclosed(e, f, at)
	}
	if p.isMean() || f.shifted() {
		s.affine(e, f, k)
	} else {
		s.sum(e, f, k)
	}
	p.compare(&s, f, k)
	return s
}

// boxOf returns the limits that groups have made for the children of a parent, or nil.
func (e *engine) boxOf(parent int) *box {
	if e.bounds == nil {
		return nil
	}
	return e.bounds.boxes[parent]
}

// enclosed explains the limits that groups have made for a unit.
func (s *ExplainStep) enclosed(e *engine, f *family, at int) {
	lo, hi := f.box.lo[at-f.lo], f.box.hi[at-f.lo]
	s.Min, s.Max = e.step.Limit(lo), e.step.Limit(hi)
	if s.Quota.DecidedBy != apportion.ByGroup {
		return
	}

	g := f.box.most[at-f.lo]
	if least := f.box.least[at-f.lo]; least != nil && lo.Cmp(e.lower.quotas.big(at)) == 0 {
		g = least
	}
	s.Group = new(g.clone())
}

// namer is a method that has names for what offsets and weights are.
type namer interface {
	names() (offset, weight string)
}

// sum explains a sum of claims without offsets.
func (s *ExplainStep) sum(e *engine, f *family, k int) {
	weight, sum := f.weightOf(k)
	s.Claim.Weight, s.Weights, s.Shared = fixed.FromBig(weight, f.exp), fixed.FromBig(sum, f.exp), s.Amount
	s.Rounding = f.rule.Rounding
	_, o, err := e.shares(f, make([]int64, f.n))
	if err != nil {
		return
	}
	s.tie(e, f, o)

	total := f.amount
	if e.bounds != nil {
		if s.Rounding != apportion.LargestRemainder {
			return
		}
		if total, sum = o.Quota(); o.Down {
			total.Neg(total)
		}
		if o.Bounds[k] == kernel.Free {
			s.Weights, s.Shared = fixed.FromBig(sum, f.exp), e.step.Times(total)
		}
	}
	if sum.Sign() == 0 {
		return
	}
	s.Multiple = e.multiple(total, sum, bigOne, f.exp)
	exact := new(big.Int).Mul(total, weight)
	if e.bounds != nil && o.Bounds[k] != kernel.Free {
		return
	}
	if at := f.place(k); e.bounds != nil {
		if lo, hi := f.limitsOf(at); oppositeSign(exact, f.amount, lo, hi) {
			exact.SetInt64(0)
		}
	}
	s.Exact = decimal.NewNullDecimal(e.share(exact, sum))
	s.cut(o, sum)
}

// oppositeSign reports whether a quota has the sign opposite to the amount's, or
// any sign if the amount is zero, without a bound that allows it.
func oppositeSign(quota, amount, lo, hi *big.Int) bool {
	switch quota.Sign() {
	case 1:
		return hi == nil && amount.Sign() <= 0
	case -1:
		return lo == nil && amount.Sign() >= 0
	}
	return false
}

func (s *ExplainStep) tie(e *engine, f *family, o kernel.Outcome) {
	for _, i := range o.Tied {
		s.Tied = append(s.Tied, e.tree.units[f.place(i)].Code)
	}
	s.Won = o.Win
}

func (s *ExplainStep) cut(o kernel.Outcome, of *big.Int) {
	if s.Rounding == apportion.LargestRemainder {
		s.Up = o.Won
		s.Cut = fixed.Round(o.Cut(), of, exactPlaces)
	}
}

// weightOf returns the weight of a child and the sum of all.
func (f *family) weightOf(k int) (weight, sum *big.Int) {
	if f.words != nil {
		if sum, ok := fixed.SumWords(f.words); ok {
			return big.NewInt(f.words[k]), big.NewInt(sum)
		}
	}
	all, sum := f.bigWeights(), new(big.Int)
	for _, w := range all {
		sum.Add(sum, w)
	}
	return all[k], sum
}

// affine explains a mean, or a sum of claims with offsets.
func (s *ExplainStep) affine(e *engine, f *family, k int) {
	d, how := e.solveBig(f)
	s.Claim.Weight = fixed.FromBig(d.weights[k], f.exp)
	if d.offsets != nil {
		s.Claim.Offset = f.offsetAt(k)
	}
	if how != solved {
		return
	}

	s.Weights = fixed.FromBig(d.weight, f.exp)
	decided := false
	if d.mean {
		s.Weights = fixed.FromBig(d.weight, f.exp+e.options.Basis.figures.Exp())
		s.NoMean = d.whole.Sign() == 0
		decided = s.Quota.DecidedBy != apportion.ByClaim
	} else {
		s.Rounding = f.rule.Rounding
		o, err := roundSumBig(d, kernel.Method(f.rule.Rounding))
		if err != nil {
			return
		}
		s.tie(e, f, o)
		if parts, of := o.Quota(); parts.Sign() != 0 {
			s.cut(o, of)
		}
		decided = d.bounds != nil && d.bounds[k] != kernel.Free
	}

	if f.decidedBy(d) {
		s.Multiple = e.multiple(d.num, d.den, d.unit, f.exp)
	}
	if decided {
		return
	}
	exact := d.a.fraction(d.offsetOf(k), d.den, d.weights[k], d.num)
	of := new(big.Int).Mul(d.unit, d.den)
	if d.bounds != nil { // the rule of signs may limit it
		lo, hi := d.bound(k)
		if lo != nil {
			exact = maxBig(exact, new(big.Int).Mul(lo, of))
		}
		if hi != nil {
			exact = minBig(exact, new(big.Int).Mul(hi, of))
		}
	}
	s.Exact = decimal.NewNullDecimal(e.share(exact, of))
}

// compare explains what the holds and bounds of a family have changed for one child.
func (p *explainer) compare(s *ExplainStep, f *family, k int) {
	without := p.without(f)
	if without == nil {
		return
	}
	quotas := &p.lower.quotas
	own := f.place(k)
	more := new(big.Int).Sub(quotas.big(own), without[k])
	if more.Sign() == 0 {
		return
	}
	s.Unbounded = decimal.NewNullDecimal(p.step.Times(without[k]))
	if p.isMean() && p.basis.sign(own) == 0 {
		return // it changes nothing for anybody else
	}

	type moved struct {
		Counterpart
		mass *big.Int
	}
	var all []moved
	for i, u := range without {
		at := f.place(i)
		by := apportion.DecidedBy(p.lower.state[at] - 1)
		extra := new(big.Int).Sub(quotas.big(at), u)
		if extra.Sign() != -more.Sign() || s.Quota.DecidedBy == apportion.ByClaim && by == apportion.ByClaim {
			continue
		}
		m := moved{Counterpart{p.tree.units[at], by, "", p.step.Times(extra)}, extra}
		if i, ok := p.held[at]; ok {
			m.By = p.options.Holds[i].By
		}
		if p.isMean() {
			m.mass = new(big.Int).Mul(extra, p.basis.big(at))
		}
		if m.mass.Sign() != 0 {
			all = append(all, m)
		}
	}

	slices.SortStableFunc(all, func(a, b moved) int { return b.mass.CmpAbs(a.mass) })
	for i, m := range all {
		if i == mostCounterparts {
			s.MoreCounterparts = len(all) - i
			break
		}
		s.Counterparts = append(s.Counterparts, m.Counterpart)
	}
}

// without returns the quotas of a family if there were no holds, bounds and groups. It
// returns nil if they decided no quota, if all quotas are held, and if the claims alone
// cannot divide the amount.
func (p *explainer) without(f *family) []*big.Int {
	// What is bounded below a unit can also let it have more of a milestone.
	decided, allHeld := p.law == target.Count && p.limited(), true
	for k := range f.n {
		decided = decided || p.lower.state[f.place(k)] != quotaState(apportion.ByClaim)
		_, held := p.held[f.place(k)]
		allHeld = allHeld && held
	}
	if !decided || allHeld {
		return nil
	}

	if p.free == nil {
		p.free = p.withoutLimits()
	}
	p.free.held = p.startAbove(f.parent)
	e := &engine{Plan: p.free, sign: p.lower.quotas.sign(p.root)}
	if e.bounds = e.constrain(nil); e.faults.Len() > 0 {
		return nil
	}
	free := e.family(f.parent)
	free.quota, free.amount = f.quota, f.amount
	return e.whole(free)
}

// limited reports whether the plan has a hold, a group or a bound of a rule.
func (p *Plan) limited() bool {
	return len(p.held) > 0 || len(p.groups) > 0 ||
		slices.ContainsFunc(p.rules(), func(r *rule) bool { return r.Min.given() || r.Max.given() })
}

// withoutLimits returns the plan without groups, and without the bounds of its rules.
func (p *Plan) withoutLimits() *Plan {
	out := *p
	out.marks, out.groups = nil, nil
	out.rule = p.rule.withoutBounds(p.step)
	out.byLevel = slices.Clone(p.byLevel)
	for i, r := range out.byLevel {
		out.byLevel[i] = r.withoutBounds(p.step)
	}
	out.byUnit = make(map[int]*rule, len(p.byUnit))
	for at, r := range p.byUnit {
		out.byUnit[at] = r.withoutBounds(p.step)
	}
	return &out
}

// withoutBounds returns the rule with no bounds but those of its method.
func (r *rule) withoutBounds(step fixed.Quantum) *rule {
	if r == nil || !r.bounded() {
		return r
	}
	out := *r
	out.Min, out.Max, out.lower, out.upper = Column{}, Column{}, Column{}, Column{}
	if l, ok := out.claimer.(limiter); ok {
		out.lower, out.upper = l.limits(Column{}, Column{})
	}
	out.min, out.max = scaleOf(out.lower.figures, step), scaleOf(out.upper.figures, step)
	return &out
}

// startAbove returns the hold from which the plan starts at or above a unit, which a
// method can see as [Family].Root.
func (p *Plan) startAbove(at int) map[int]int {
	for ; at != p.root; at = int(p.tree.parent[at]) {
		if i, ok := p.held[at]; ok && p.options.Holds[i].Start {
			return map[int]int{at: i}
		}
	}
	return nil
}

// whole divides a family by itself. It returns nil if its amount cannot be divided.
func (e *engine) whole(f *family) []*big.Int {
	if _, kept := e.kept(f); kept {
		quotas, _ := f.rule.claimer.(formerQuotas).quotas(f)
		return quotas
	}
	if e.claim(f) != nil {
		return nil
	}
	if !e.isMean() && !f.shifted() {
		words := make([]int64, f.n)
		quotas, _, err := e.shares(f, words)
		if err != nil || quotas != nil {
			return quotas
		}
		quotas = make([]*big.Int, f.n)
		for k, q := range words {
			quotas[k] = big.NewInt(q)
		}
		return quotas
	}

	d, s := e.solveBig(f)
	if s != solved {
		return nil
	}
	if e.isMean() {
		f.roundMean(d)
	} else if _, err := roundSumBig(d, kernel.Method(f.rule.Rounding)); err != nil {
		return nil
	}
	return d.quotas
}

// decidedBy reports whether λ decides the quota of some child with a basis.
func (f *family) decidedBy(d *division[*big.Int, *integers]) bool {
	for k, w := range d.weights {
		if w.Sign() > 0 && d.counts(k) && (d.bounds == nil || d.bounds[k] == kernel.Free) {
			return true
		}
	}
	return false
}

// offsetAt returns the offset of a child.
func (f *family) offsetAt(k int) decimal.Decimal {
	if f.offsets != nil {
		return offsetDecimal(f.offsets[k])
	}
	return decimal.New(f.offsetWords[k], f.offsetExp)
}

// multiple returns λ = num/den for weights at an exponent, in parts of a quantum,
// as a decimal in the indicator's unit.
func (e *engine) multiple(num, den, unit *big.Int, exp int32) decimal.NullDecimal {
	lambda := new(big.Rat).SetFrac(num, new(big.Int).Mul(den, unit))
	lambda.Mul(lambda, e.step.Rat(bigOne))
	//mutate:equal exp < 0: both are the same at zero
	if exp <= 0 {
		lambda.Mul(lambda, new(big.Rat).SetInt(fixed.Pow10(-exp)))
	} else {
		lambda.Quo(lambda, new(big.Rat).SetInt(fixed.Pow10(exp)))
	}

	places := max(0, -e.step.Exp) + exactPlaces
	for limit := decimal.New(1, 5-places); places < fixed.Digits && lambda.Sign() != 0; places++ {
		if new(big.Rat).Abs(lambda).Cmp(limit.Rat()) >= 0 {
			break
		}
		limit = limit.Shift(-1)
	}
	return decimal.NewNullDecimal(fixed.Round(lambda.Num(), lambda.Denom(), places).Normalize())
}

// share returns num/den quanta, rounded to exactPlaces more decimals.
func (p *Plan) share(num, den *big.Int) decimal.Decimal {
	exp := p.step.Exp
	places := max(0, -exp) + exactPlaces
	num = new(big.Int).Mul(num, p.step.M)
	//mutate:equal exp > 0: both are the same at zero
	if exp >= 0 {
		return fixed.Round(num.Mul(num, fixed.Pow10(exp)), den, places)
	}
	return fixed.Round(num, new(big.Int).Mul(den, fixed.Pow10(-exp)), places)
}

func maxBig(a, b *big.Int) *big.Int {
	//mutate:equal a.Cmp(b) > 0: both are the same if they are equal
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

func minBig(a, b *big.Int) *big.Int {
	//mutate:equal a.Cmp(b) < 0: both are the same if they are equal
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// String prints the explanation for people: a line for the unit, and for each
// ancestor a line on what it handed down and one on the claim. Figures have the
// indicator's places and commas between thousands. The lines of From follow. Each line
// ends in a newline. For a unit without a quota it prints why there is none.
func (x Explanation) String() string {
	var b strings.Builder
	if len(x.Steps) == 0 {
		fmt.Fprintf(&b, "%s: no quota: %s\n", quote(x.Unit), x.Absent)
	} else {
		b.WriteString(x.headline(x.Steps[0]))
	}
	for from := &x; from != nil; from = from.From {
		for i := range from.Steps {
			b.WriteString(from.text(i))
		}
	}
	return b.String()
}

// String prints the step for people: the unit with its quota, and the lines that
// [Explanation.String] has for it. It ends in a newline. A step does not know its
// indicator, so that figures have the decimals that they have.
func (s ExplainStep) String() string {
	x := Explanation{Steps: []ExplainStep{s}}
	if s.Parent.Code != "" {
		x.Steps = append(x.Steps, ExplainStep{}) // s is not the last
	}
	return unitText(s.Quota.Unit) + ": " + x.value(s.Quota) + "\n" + x.text(0)
}

func (x Explanation) headline(s ExplainStep) string {
	t := x.Target
	text := fmt.Sprintf("%s: %s%s, %s, %v",
		unitText(s.Quota.Unit), x.value(s.Quota), measure(t), t.Due(), t.EffectiveComparator())
	if t.Force != 0 {
		text += fmt.Sprintf(", %v", t.Force)
	}
	return text + "\n"
}

// text prints one step.
func (x Explanation) text(i int) string {
	var b strings.Builder
	s := x.Steps[i]
	if s.Move != nil {
		return x.moveText(s, i == len(x.Steps)-1)
	}
	if s.Conversion != nil {
		return fmt.Sprintf("  %s: %s\n", unitText(s.Quota.Unit), s.Conversion.text(x, s))
	}
	if i == len(x.Steps)-1 && x.From != nil {
		return fmt.Sprintf("  %s: %s, as in the plan of %s\n", unitText(s.Quota.Unit), x.value(s.Quota), x.From.plan())
	}
	if i == len(x.Steps)-1 {
		fmt.Fprintf(&b, "  %s: %s, set%s\n", unitText(s.Quota.Unit), x.value(s.Quota), sourceText(x.Target.Source))
		return b.String()
	}

	fmt.Fprintf(&b, "  %s: %s", unitText(s.Parent), x.figure(s.From))
	if !s.Stretch.IsZero() {
		fmt.Fprintf(&b, ", stretched by %s %%", numtext.Plain(s.Stretch.Shift(2)))
	}
	if !s.Reserve.IsZero() {
		fmt.Fprintf(&b, ", less a reserve of %s", x.figure(s.Reserve))
	}
	if !s.Amount.Equal(s.From) {
		fmt.Fprintf(&b, ": %s", x.figure(s.Amount))
	}
	fmt.Fprintf(&b, ", shared %s", s.Method)
	if len(s.Exempt) > 0 {
		fmt.Fprintf(&b, ", without %s (exempt)", firstOf(s.Exempt))
	}
	fmt.Fprintf(&b, "\n    %s\n", x.reason(s))
	return b.String()
}

// plan names the plan of an explanation: by the indicator, and by the code of its target.
func (x Explanation) plan() string {
	i := x.Target.Indicator
	name := cmp.Or(i.Name, i.Code)
	if x.Target.Code != "" {
		name += " (" + x.Target.Code + ")"
	}
	return name
}

// moveText says what moved the unit of a step of a reconciled plan.
func (x Explanation) moveText(s ExplainStep, last bool) string {
	if last {
		return fmt.Sprintf("  %s: %s\n", unitText(s.Quota.Unit), x.reason(s))
	}
	return fmt.Sprintf("  %s: %s\n    %s\n", unitText(s.Parent), x.figure(s.From), x.reason(s))
}

// reason says why the unit of a step has its quota.
func (x Explanation) reason(s ExplainStep) string {
	var text strings.Builder
	text.WriteString(x.decided(s))
	for _, h := range s.Lapsed {
		text.WriteString(fmt.Sprintf("; a hold at %s%s lapsed: it ended with %s",
			x.figure(h.Value), byText(h), h.Until))
	}
	text.WriteString(x.withoutText(s))
	return text.String()
}

func byText(h Hold) string {
	if h.By == "" {
		return ""
	}
	return " by " + h.By
}

// decided says what decided the quota of a step.
func (x Explanation) decided(s ExplainStep) string {
	switch {
	case s.Hold != nil:
		return x.heldText(*s.Hold)
	case s.Move != nil:
		return s.Move.text(x, s)
	case s.Kept:
		return "kept at " + x.value(s.Quota) + ": the revision has left the former quotas of the family as they were"
	}

	var b strings.Builder
	b.WriteString(x.claimText(s))
	if s.Exact.Valid {
		fmt.Fprintf(&b, "%s → ", numtext.Figure(s.Exact.Decimal))
	}
	b.WriteString(x.value(s.Quota))
	b.WriteString(x.decisionText(s))
	if slices.Contains(s.Tied, s.Quota.Unit.Code) {
		fmt.Fprintf(&b, "; %s of %s that tied got one more, the smaller codes first",
			numtext.Count(s.Won), numtext.Count(len(s.Tied)))
	}
	return b.String()
}

func (x Explanation) heldText(h Hold) string {
	text := "held at " + x.figure(h.Value) + byText(h)
	if h.Reason != "" {
		text += ": " + h.Reason
	}
	return text
}

func (x Explanation) groupText(g GroupBound) string {
	text := g.text(x.figure)
	if g.Reason != "" {
		text += ": " + g.Reason
	}
	return text
}

// claimText says what the claim is and what λ makes of it.
func (x Explanation) claimText(s ExplainStep) string {
	var b strings.Builder
	mean := s.Basis.Valid
	switch {
	case s.OffsetName != "" || !s.Claim.Offset.IsZero():
		b.WriteString(x.offsetText(s))
	case mean && s.Multiple.Valid && short(s.Claim.Weight):
		text := "claim " + numtext.Plain(s.Claim.Weight)
		if s.WeightName != "" {
			text = numtext.Plain(s.Claim.Weight) + " (" + s.WeightName + ")"
		}
		fmt.Fprintf(&b, "%s × %s", text, numtext.Plain(s.Multiple.Decimal))
	default:
		fmt.Fprintf(&b, "claim %s", numtext.Plain(s.Claim.Weight))
		if !mean && s.Weights.Sign() > 0 {
			fmt.Fprintf(&b, " of %s (%s %%)", numtext.Plain(s.Weights), percent(s.Claim.Weight, s.Weights))
			if !s.Shared.Equal(s.Amount) && !s.Shared.IsZero() {
				fmt.Fprintf(&b, " on the %s that holds and bounds leave", x.figure(s.Shared))
			}
		}
	}

	if mean {
		fmt.Fprintf(&b, ", basis %s", numtext.Plain(s.Basis.Decimal))
		if s.BasisName != "" {
			fmt.Fprintf(&b, " (%s)", s.BasisName)
		}
	}

	b.WriteString(": ")
	return b.String()
}

// offsetText says by how much the offset is moved.
func (x Explanation) offsetText(s ExplainStep) string {
	offset := s.Claim.Offset
	if !short(offset) && s.Exact.Valid && s.Claim.Weight.IsZero() {
		offset = s.Exact.Decimal // a fraction without an end
	}
	text := numtext.Plain(offset)
	if s.OffsetName != "" {
		text += " (" + s.OffsetName + ")"
	}
	if !s.Multiple.Valid || s.Claim.Weight.IsZero() {
		return text
	}

	places := max(0, -x.Target.Indicator.EffectiveQuantum().Exponent()) + exactPlaces
	shift := s.Claim.Weight.Mul(s.Multiple.Decimal).Round(places)
	if s.Exact.Valid {
		shift = s.Exact.Decimal.Sub(s.Claim.Offset).Round(max(0, -s.Exact.Decimal.Exponent()))
	}
	if s.WeightName == shiftName {
		return text + ", shifted by " + numtext.Signed(numtext.Plain(shift))
	}

	text += " " + signedWord(shift)
	switch {
	case s.WeightName == "":
		return text
	case short(s.Claim.Weight):
		product := numtext.Plain(s.Claim.Weight) + " × " + numtext.Plain(s.Multiple.Decimal)
		return text + " (" + s.WeightName + " " + product + ")"
	}

	return text + " (" + s.WeightName + ")"
}

// short reports whether a weight is one that people can read.
func short(weight decimal.Decimal) bool { return weight.NumDigits() <= 12 }

// signedWord prints a number with its sign and a space after the sign.
func signedWord(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return "− " + numtext.Plain(d.Neg())
	}
	return "+ " + numtext.Plain(d)
}

// decisionText says what decided the quota in the end.
func (x Explanation) decisionText(s ExplainStep) string {
	switch {
	case s.Group != nil:
		return ", its part of a bound on several units: " + x.groupText(*s.Group)
	case s.Quota.DecidedBy == apportion.ByDescendants:
		return ", by what is held or bounded below it"
	case s.Quota.DecidedBy != apportion.ByClaim:
		return ", at " + s.Quota.DecidedBy.String()
	case x.Target.Indicator.Kind.Law() == target.Count && s.Max.Valid && s.Quota.Value.Equal(s.Max.Decimal):
		return ", as many as there are"
	case s.NoMean:
		return "; the bases of the family are all zero, so that it has no mean"
	case s.Basis.Valid && s.Basis.Decimal.IsZero():
		return "; its basis is zero, so that it does not move the mean"
	case s.Basis.Valid:
		places := max(0, -x.Target.Indicator.EffectiveQuantum().Exponent()) + exactPlaces
		return fmt.Sprintf("; the family's residual is %s", numtext.Plain(s.Residual.Round(places)))
	}

	text := fmt.Sprintf(" by %v", s.Rounding)
	if s.Up > 0 {
		text += fmt.Sprintf(" (%s of %s rounded up, remainders from %s)",
			numtext.Count(s.Up), numtext.Count(s.Family), s.Cut.StringFixed(exactPlaces))
	}

	return text
}

// withoutText says what the quota would have been without holds and bounds, and which
// units make up the difference.
func (x Explanation) withoutText(s ExplainStep) string {
	if !s.Unbounded.Valid {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n    without holds and bounds %s: it has %s",
		x.figure(s.Unbounded.Decimal), x.moreText(s.Quota.Value.Sub(s.Unbounded.Decimal)))

	mark := ", and "
	if s.Quota.DecidedBy == apportion.ByClaim {
		mark = " because "
	}
	for _, c := range s.Counterparts {
		b.WriteString(mark + unitText(c.Unit) + c.text() + " has " + x.moreText(c.More))
		mark = ", "
	}
	if s.MoreCounterparts > 0 {
		fmt.Fprintf(&b, ", and %s others", numtext.Count(s.MoreCounterparts))
	}
	return b.String()
}

// moreText prints a difference.
func (x Explanation) moreText(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return x.figure(d.Neg()) + " less"
	}
	return x.figure(d) + " more"
}

// text says what decided the unit's quota, if its claim did not.
func (c Counterpart) text() string {
	switch c.DecidedBy {
	case apportion.ByClaim:
		return ""
	case apportion.ByHold:
		return " (held" + byText(Hold{By: c.By}) + ")"
	case apportion.ByDescendants:
		return " (by what is held or bounded below it)"
	case apportion.ByGroup:
		return " (its part of a bound on several units)"
	}
	return " (at " + c.DecidedBy.String() + ")"
}

func (x Explanation) figure(d decimal.Decimal) string {
	return numtext.Comma(x.Target.Indicator.Format(d))
}

func (x Explanation) value(q Quota) string {
	if q.Upper.Valid {
		return x.figure(q.Value) + " to " + x.figure(q.Upper.Decimal)
	}
	return x.figure(q.Value)
}

func unitText(u Unit) string {
	if u.Name == "" {
		return u.Code
	}
	return u.Name + " " + u.Code
}

func measure(t target.Target) string {
	if t.Indicator.Measure == "" {
		return ""
	}
	return " " + t.Indicator.Measure
}

func sourceText(s target.Source) string {
	var text strings.Builder
	for _, part := range []string{s.Issuer, s.Document, s.Paragraph, s.Date} {
		if part != "" {
			text.WriteString(", " + part)
		}
	}
	return text.String()
}

func percent(part, whole decimal.Decimal) string {
	return part.Shift(2).DivRound(whole, 2).StringFixed(2)
}
