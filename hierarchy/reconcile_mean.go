package hierarchy

import (
	"math"
	"math/big"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/int128"
	"github.com/targetcascade/cascade/internal/leastchange"
)

// reconcileMeans finds the nearest quotas of a weighted mean: it solves the problem
// in real numbers, and divides family by family with the claims that follow.
//
// It divides in floating point wherever the errors of that cannot change a quota. The bounds
// that decide are found in floating point, and certified by the conditions of optimality.
// Families with such bounds, and those of uncertain quotas, are solved with many bits, and
// all families if it is uncertain which bounds decide.
func (e *engine) reconcileMeans(total *big.Int, atLeast *numbers) (*result, error) {
	own := e.ownLimits(atLeast)
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}

	m := e.nearestMean(own)
	if e.near = m.inFloats(); own != nil {
		e.near = e.near.within(own, total)
	}
	return e.runNearest(m, total, atLeast)
}

// nearestMean states the problem in real numbers.
func (e *engine) nearestMean(own *constraints) *nearestMean {
	p := e.inReal(e.nodes(), own)
	m := &nearestMean{realProblem: p, claimer: e.rule.claimer, of: make([]int32, e.tree.Len())}
	for node := range p.len() {
		if p.own(node) {
			m.of[p.place(node)] = int32(node)
		}
	}
	return m
}

// runNearest solves the problem and divides a total, or the quota that the root has
// if that is nil.
func (e *engine) runNearest(m *nearestMean, total *big.Int, atLeast *numbers) (*result, error) {
	r := *e.rule
	r.claimer = m
	e.Plan.rule = &r
	defer func() { e.Plan.rule.claimer = equal{} }()

	at := m.at
	if m.limits == nil || e.near != nil {
		m.real = leastchange.NewRealUpward(m.first, m.realProblem, at)
		if total == nil {
			total = m.met(e.near.rootQuota(m), atLeast)
		}
	} else {
		at = m.floats(total).Active()
		m.real = m.solve(at, total)
		if total == nil {
			total = m.met(m.realProblem.rootQuota(m.real), atLeast)
			m.real = m.solve(at, total)
		}
	}

	out, err := e.run(total, atLeast)
	if err == nil {
		m.markDeciding(at, out)
	}
	return out, err
}

// markDeciding records which quotas their own bounds decide: claims are within them already,
// and do not show it.
func (m *nearestMean) markDeciding(at []leastchange.Bound, out *result) {
	for node, b := range at {
		if b == leastchange.Inside || !m.own(node) {
			continue
		}
		place := m.place(node)
		limit, decided := m.limits.allowed.low(place), apportion.ByMinimum
		if b == leastchange.AtHigh {
			limit, decided = m.limits.allowed.high(place), apportion.ByMaximum
		}
		if out.state[place] == quotaState(apportion.ByClaim) && out.quotas.big(place).Cmp(limit) == 0 {
			out.state[place] = quotaState(decided)
		}
	}
}

// met returns the quota of a root that moves, taken to the nearest one that the bounds of
// its descendants can meet: these may allow only the quantum on the other side of the
// exact quota.
func (m *nearestMean) met(quota *big.Int, atLeast *numbers) *big.Int {
	e := m.engine
	c := e.constrain(atLeast)
	if c != nil && e.faults.Len() == 0 {
		c.need(e.root)
	}
	if e.faults.Len() > 0 {
		e.faults = fault.Sorted{} // run finds the contradiction again
		return quota
	}
	return c.within(e.root, quota)
}

// rootQuota returns the quota of a root that moves: the nearest quantum, within its
// own bounds.
func (p *realProblem) rootQuota(answer *leastchange.Real) *big.Int {
	x := newFloat()
	answer.Alone(0, x, newFloat())
	return p.limits.within(p.root, nearestInt(x))
}

// within returns the quota of a unit that is allowed and nearest to one.
func (c *constraints) within(at int, quota *big.Int) *big.Int {
	if c == nil {
		return quota
	}
	//mutate:equal quota.Cmp(low) <= 0: both are the same then
	if low := c.allowed.low(at); low != nil && quota.Cmp(low) < 0 {
		return low
	}
	//mutate:equal quota.Cmp(high) >= 0: both are the same then
	if high := c.allowed.high(at); high != nil && quota.Cmp(high) > 0 {
		return high
	}
	return quota
}

// nearMean divides the families of a mean in floating point.
type nearMean struct {
	*nearestMean
	near   *leastchange.Near[*nearMean]
	units  []float64 // of each bid: how many quanta a unit of its mantissas is
	scales []float64 // of each bid: its firmness beside that of the first

	// Of a family.
	estimates []leastchange.Estimate
	bases     []int64
	rounded   []int64
}

// inFloats returns the problem in floating point, nil if its numbers are not words.
func (m *nearestMean) inFloats() *nearMean {
	if len(m.basis.wide) > 0 {
		return nil
	}
	n := &nearMean{nearestMean: m}
	first := m.nearest.bids[0]
	for k, b := range m.nearest.bids {
		part, _ := m.parts[k].Float64()
		//mutate:equal new(big.Rat).Mul(b.scale, first.scale): only the ratios of the scales matter
		scale, _ := new(big.Rat).Quo(b.scale, first.scale).Float64()
		//mutate:equal scale >= 0x1p-200: no ratio of decimals of a hundred digits is that
		//mutate:equal scale <= 0x1p200: no ratio of decimals of a hundred digits is that
		if !(scale > 0x1p-200 && scale < 0x1p200) || b.words == nil {
			return nil
		}
		n.units, n.scales = append(n.units, part), append(n.scales, scale)
	}
	n.near = leastchange.NewNear(m.first, n, nil)
	return n
}

// within finds out which bounds decide a figure in real numbers. It returns nil if that is
// not certain.
func (n *nearMean) within(own *constraints, total *big.Int) *nearMean {
	if n == nil || !own.allowed.narrow() {
		return nil
	}
	if n.certified(own, total) {
		return n
	}
	f := n.floats(own, total)
	if f == nil {
		return nil
	}

	pins := &leastchange.Pins{At: f.Active(), Figures: f.Low}
	for node, at := range pins.At {
		if at == leastchange.AtHigh {
			pins.Figures[node] = f.High[node]
		}
	}
	n.near = leastchange.NewNear(n.first, n, pins)
	if n.at = pins.At; n.certified(own, total) {
		return n
	}
	return nil
}

// certified reports whether it is certain which bounds decide: whether all other figures are
// within their bounds, and whether the bounds that decide keep figures from being beyond
// them.
func (n *nearMean) certified(own *constraints, total *big.Int) bool {
	inside := func(node int, x leastchange.Estimate) bool {
		if !n.own(node) {
			return true
		}
		place := n.place(node)
		low, high := float64(own.allowed.least.words[place]), float64(own.allowed.most.words[place])
		switch {
		case n.at == nil || n.at[node] == leastchange.Inside:
			return x.Figure-x.Error > low && x.Figure+x.Error < high
		case low == high:
			return true
		case n.at[node] == leastchange.AtLow:
			return x.Figure+x.Error < low
		}
		return x.Figure-x.Error > high
	}

	if total != nil {
		return total.IsInt64() && wordOf(total.Int64()) &&
			n.near.Inside(leastchange.Estimate{Figure: float64(total.Int64())}, inside)
	}
	// The root has its own figure first, and then its quota.
	x, ok := n.near.Root()
	q, side := certain(x)
	return ok && side != unknownQuota && n.near.Inside(x, inside) &&
		n.near.Inside(leastchange.Estimate{Figure: float64(q)}, inside)
}

// floats states the problem in floating point. It returns nil if floating point does not
// hold its numbers.
func (n *nearMean) floats(own *constraints, total *big.Int) *leastchange.Floats {
	count := n.len()
	f := &leastchange.Floats{First: n.first, Figures: make([]float64, count), Weights: make([]float64, count)}
	n.Near(0, count, f.Figures, f.Weights)
	f.Shares, f.Low, f.High = make([]float64, count), make([]float64, count), make([]float64, count)
	f.Shares[0] = 1
	for node := range count {
		if lo, hi := n.first[node], n.first[node+1]; lo < hi {
			n.NearShares(node, f.Shares[lo:hi])
		}

		f.Low[node], f.High[node] = math.Inf(-1), math.Inf(1)
		if !n.own(node) {
			continue
		}
		low, high := own.allowed.least.words[n.place(node)], own.allowed.most.words[n.place(node)]
		if low != noLeast {
			f.Low[node] = float64(low)
		}
		if high != noMost {
			f.High[node] = float64(high)
		}
		if low != noLeast && !wordOf(low) || high != noMost && !wordOf(high) {
			return nil
		}
	}

	for node, w := range f.Weights {
		if !(w < 0x1p400) || math.IsNaN(f.Shares[node]) {
			return nil
		}
	}
	if total != nil {
		x, _ := new(big.Float).SetInt(total).Float64()
		f.Total = &x
	}
	return f
}

// wordOf reports whether floating point holds a number and those around it.
func wordOf(x int64) bool { return x > -1<<51 && x < 1<<51 }

// Near sets the figures and the firmness of nodes. It is of a
// [leastchange.NearSource].
func (n *nearMean) Near(lo, hi int, figures, weights []float64) {
	for node := lo; node < hi; node++ {
		figure, weight := &figures[node-lo], &weights[node-lo]
		*figure, *weight = 0, 0
		b := n.bidAt(n.nodes, node)
		if b == nil {
			continue
		}
		at, k := n.place(node), 0
		if n.bid != nil {
			k = int(n.bid[node])
		}
		*figure = float64(float64(b.words[at]) * n.units[k])
		switch num, den, ok := b.ratio(at); {
		case !ok:
			*weight = math.NaN() // nothing is known
		case den > 0:
			*weight = float64(float64(num) / float64(den) * n.scales[k])
		}
	}
}

// NearShares sets the parts that the children of a node have in its mean.
func (n *nearMean) NearShares(node int, shares []float64) {
	lo, hi := int(n.first[node]), int(n.first[node+1])
	shares = shares[:hi-lo]
	if !n.own(node) {
		shares[0] = 1 // another figure of the unit
		return
	}

	var sum int128.Int
	for child := lo; child < hi; child++ {
		sum = sum.Add(int128.Of(n.basis.words[n.place(child)]))
	}
	word, ok := sum.Int64()
	whole := float64(word)
	if !ok {
		whole = math.NaN()
	}

	for child := lo; child < hi; child++ {
		shares[child-lo] = 0
		if basis := n.basis.words[n.place(child)]; basis != 0 {
			shares[child-lo] = float64(basis) / whole
		}
	}
}

// rootQuota is that of a [realProblem], in floating point if that is certain.
func (n *nearMean) rootQuota(m *nearestMean) *big.Int {
	if n != nil {
		if x, ok := n.near.Root(); ok {
			if q, side := certain(x); side != unknownQuota {
				return big.NewInt(q)
			}
		}
	}
	return m.realProblem.rootQuota(m.real)
}

// The sides on which an exact figure can be of its quota, besides −1 and 1.
const (
	unknownSide  = 2 // it is too near to its quota
	unknownQuota = 3 // it is too near to the middle of two quotas
)

// certain returns the quota to which a figure is rounded, and on which side of it
// the figure is.
func certain(x leastchange.Estimate) (q int64, side int8) {
	nearest := math.Round(x.Figure)
	off := x.Figure - nearest
	switch {
	case !(math.Abs(nearest) < 1<<51) || !(0.5-math.Abs(off) > x.Error):
		return 0, unknownQuota
	case off > x.Error:
		side = 1
	case off < -x.Error:
		side = -1
	default:
		side = unknownSide
	}
	return int64(nearest), side
}

// offsetError is more than what the rounding of offsets makes of a figure, before it
// is divided by a child's part in the mean. Each offset can be off by half a unit of
// its last digit. λ makes up for all of them together, and a child gets at most the
// whole of that.
const offsetError = 1e-24

// divide gives the children of a family their quotas. It reports false if floating
// point leaves one of them open.
func (n *nearMean) divide(f *family, out *result) bool {
	d, ok := n.round(f)
	if !ok {
		return false
	}
	if d.rest != 0 {
		// A side counts only for a quota that could move.
		limit := d.twice()
		for k, side := range d.other {
			if side != unknownSide {
				continue
			}
			if d.basis[k] < limit {
				return false
			}
			d.other[k] = 0
		}
		if d.improveMean(); !d.a.fits() {
			return false
		}
	}

	for k, q := range d.quotas {
		out.quotas.words[f.place(k)] = q
	}
	n.mark(f, nil, out)
	if d.rest != 0 {
		out.leave(f.parent, big.NewInt(d.rest))
	}
	return true
}

// round takes the figures of a family to quanta, and what that leaves of the mass
// into the rest of a division.
func (n *nearMean) round(f *family) (d *division[int64, *onWords], ok bool) {
	amount := f.amount.Int64()
	if !f.amount.IsInt64() || !wordOf(amount) {
		return nil, false
	}
	n.estimates = resize(n.estimates, f.n)
	parent := int(n.of[f.parent])
	if n.at != nil {
		for _, at := range n.at[n.first[parent]:n.first[parent+1]] {
			if at != leastchange.Inside {
				return nil, false
			}
		}
	}
	if !n.near.Family(parent, leastchange.Estimate{Figure: float64(amount)}, n.estimates) {
		return nil, false
	}

	n.bases, n.rounded = resize(n.bases, f.n), resize(n.rounded, f.n)
	var sum int128.Int
	for k := range f.n {
		n.bases[k] = n.basis.words[f.place(k)]
		sum = sum.Add(int128.Of(n.bases[k]))
	}
	whole, ok := sum.Int64()
	if !ok {
		return nil, false
	}

	d = n.inHand(f.n)
	d.basis, d.quotas = n.bases, n.rounded
	rest := int128.Mul(amount, whole)
	for k, b := range n.bases {
		if b <= 0 {
			return nil, false // it does not move the mean
		}
		x := &n.estimates[k]
		x.Error += float64(offsetError*float64(whole)) / float64(b)
		if n.rounded[k], d.other[k] = certain(*x); d.other[k] == unknownQuota || !n.room(f.place(k), n.rounded[k]) {
			return nil, false
		}
		rest = rest.Sub(int128.Mul(b, n.rounded[k]))
	}
	d.rest, ok = rest.Int64()
	return d, ok && d.rest > -1<<60 && d.rest < 1<<60
}

// room reports whether the bounds of a unit allow a quota and the two beside it, and the exact
// limits of the units below it do.
func (n *nearMean) room(at int, q int64) bool {
	bounds := n.engine.bounds
	if bounds == nil {
		return true
	}
	exact := bounds.exact
	return exact.narrow() && exact.least.words[at] < q && exact.most.words[at] > q
}

// nearestInt returns the nearest integer, halves away from zero. What is within
// 2⁻¹⁰⁰ of a half is a half.
func nearestInt(x *big.Float) *big.Int {
	half := newFloat().SetMantExp(newFloat().SetInt64(1), -1)
	half.Add(half, newFloat().SetMantExp(newFloat().SetInt64(1), -100))
	if x.Sign() < 0 {
		half.Neg(half)
	}
	q, _ := half.Add(half, x).Int(nil)
	return q
}

// nearestMean is the method that divides the amounts of a reconciled mean: the
// quotas that are nearest given that of their parent.
type nearestMean struct {
	*realProblem
	claimer // of the plan's rule, for all but the claims
	real    *leastchange.Real
	of      []int32             // the own node of each unit
	at      []leastchange.Bound // which bounds decide, if that is certain; nil means none
}

// moving is a child in real numbers: it is at alone + moves·price within its
// bounds, and counts share in the mean.
type moving struct {
	alone, moves, share, low, high *big.Float
	free                           bool
	x                              *big.Float
}

// claim sets offsets that are the exact quotas. Weights say who takes what rounding
// leaves of them.
func (m *nearestMean) claim(f *family) error {
	children, loose := m.children(f)
	due := newFloat().SetInt(f.amount)
	setFigures(children, loose, due)

	f.formula = formula{weights: make([]*big.Int, f.n), offsets: make([]*big.Rat, f.n)}
	most, counts, moves := newFloat(), false, false
	for _, c := range children {
		if c.moves.Cmp(most) > 0 {
			most.Set(c.moves)
		}
	}
	for k, c := range children {
		f.offsets[k] = m.offset(c.x)
		f.weights[k] = m.weight(c.moves, most)
		counts = counts || c.share.Sign() > 0
		moves = moves || c.share.Sign() > 0 && f.weights[k].Sign() > 0
	}
	for k := range f.weights {
		switch {
		case !counts: // no mean: each has its own figure
			f.weights[k] = new(big.Int)
		case !moves: // all are fixed, but for rounding
			f.weights[k] = bigOne
		}
	}
	return nil
}

// children returns the children of a family, and whether the family is loose: some
// move before anybody else.
func (m *nearestMean) children(f *family) (children []moving, loose bool) {
	parent := int(m.of[f.parent])
	for k := range f.n {
		node := int(m.first[parent]) + k
		c := moving{alone: newFloat(), moves: newFloat(), share: newFloat(), x: newFloat()}
		c.free = m.real.Alone(node, c.alone, c.moves)
		if c.moves.Sign() == 0 && !c.free {
			// At a bound: within the family it can still move.
			c.free = m.real.Unbound(node, c.alone, c.moves)
		}

		m.Share(node, c.share)
		at := f.place(k)
		if m.engine.bounds != nil {
			if v := m.engine.bounds.allowed.low(at); v != nil {
				c.low = newFloat().SetInt(v)
			}
			if v := m.engine.bounds.allowed.high(at); v != nil {
				c.high = newFloat().SetInt(v)
			}
		}

		if c.share.Sign() == 0 && c.free {
			c.alone.SetInt(f.quota) // it does not move the mean, and nothing is proposed
			c.free = false
		}

		loose = loose || c.free
		children = append(children, c)
	}

	return children, loose
}

// setFigures finds the price at which the children make what is due, and sets their
// figures.
func setFigures(children []moving, loose bool, due *big.Float) {
	var first, then []*moving
	rest := newFloat().Set(due)
	for k := range children {
		c := &children[k]
		c.x.Set(c.alone)
		c.clamp()
		if c.share.Sign() == 0 {
			continue
		}
		if loose && !c.free {
			then = append(then, c)
			rest.Sub(rest, c.mass(c.x))
		} else {
			first = append(first, c)
		}
	}

	if rest = moveFigures(first, rest); rest.Sign() == 0 || !loose {
		return
	}
	// Those that move before the others are all at their bounds.
	for _, c := range then {
		rest.Add(rest, c.mass(c.x))
	}
	moveFigures(then, rest)
}

// clamp takes a figure into the bounds of its child. It reports on which side it
// was.
func (c *moving) clamp() int {
	switch {
	case c.low != nil && c.x.Cmp(c.low) < 0:
		c.x.Set(c.low)
		return -1
	case c.high != nil && c.x.Cmp(c.high) > 0:
		c.x.Set(c.high)
		return 1
	}
	return 0
}

// mass is the contribution of a figure to the mean.
func (c *moving) mass(x *big.Float) *big.Float { return newFloat().Mul(c.share, x) }

// moveFigures moves children until they add up to what is due, and returns the rest that
// they cannot make up. Children beyond a bound are set to it, on the side on which that
// changes the sum more. The others then move again (Bitran and Hax, Disaggregation and
// resource allocation, Management Science 27, 1981).
func moveFigures(children []*moving, due *big.Float) *big.Float {
	rest := newFloat().Set(due)
	side := make([]int, len(children))
	for len(children) > 0 {
		at := priceOf(children, rest)
		over := newFloat() // what setting them to their bounds adds to the sum
		for k, c := range children {
			c.x.Mul(c.moves, c.mass(at))
			c.x.Add(c.x, c.alone)
			before := c.mass(c.x)
			side[k] = c.clamp()
			over.Add(over, before.Sub(c.mass(c.x), before))
		}

		var open []*moving
		for k, c := range children {
			if over.Sign() != 0 && side[k] != -over.Sign() {
				open = append(open, c)
			} else {
				rest.Sub(rest, c.mass(c.x))
			}
		}
		children = open
	}
	return rest
}

// priceOf returns the price at which children without bounds make what is due, zero
// if none can move.
func priceOf(children []*moving, due *big.Float) *big.Float {
	at, slope := newFloat().Set(due), newFloat()
	for _, c := range children {
		at.Sub(at, c.mass(c.alone))
		slope.Add(slope, newFloat().Mul(c.moves, c.mass(c.share)))
	}
	if slope.Sign() == 0 {
		return at.SetInt64(0)
	}
	return at.Quo(at, slope)
}

// offsetDigits is how many decimals of a quantum an offset has, and weightDigits
// how many the largest weight of a family has.
const (
	offsetDigits = 24
	weightDigits = 18
)

// offset returns a figure in the indicator's unit.
func (m *nearestMean) offset(x *big.Float) *big.Rat {
	scaled := newFloat().Mul(x, newFloat().SetInt(fixed.Pow10(offsetDigits)))
	out := new(big.Rat).SetFrac(nearestInt(scaled), fixed.Pow10(offsetDigits))
	return out.Mul(out, m.step.Rat(bigOne))
}

// weight returns how far a child moves, beside the one that moves most.
func (m *nearestMean) weight(moves, most *big.Float) *big.Int {
	if most.Sign() == 0 {
		return new(big.Int)
	}
	scaled := newFloat().Quo(moves, most)
	return nearestInt(scaled.Mul(scaled, newFloat().SetInt(fixed.Pow10(weightDigits))))
}
