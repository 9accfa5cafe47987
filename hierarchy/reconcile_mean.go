package hierarchy

import (
	"math/big"

	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/leastchange"
	"github.com/targetcascade/cascade/target"
)

// reconcileMeans finds the nearest quotas of a weighted mean: it solves the problem
// in real numbers, and divides family by family with the claims that follow.
func (e *engine) reconcileMeans(total *big.Int, atLeast *numbers) (*result, error) {
	own := e.ownLimits(atLeast)
	if e.faults.Len() > 0 {
		return nil, e.faults.Err()
	}
	p := e.inReal(e.nodes(), own)
	at := p.floats(total).Active()
	real := p.solve(at, total)
	if total == nil {
		total = p.rootQuota(real)
		real = p.solve(at, total)
	}

	m := &nearestMean{realProblem: p, real: real, of: make([]int32, e.tree.Len())}
	for node := range p.len() {
		if p.own(node) {
			m.of[p.place(node)] = int32(node)
		}
	}
	r := *e.rule
	r.claimer = m
	e.Plan.rule = &r
	defer func() { e.Plan.rule.claimer = equal{} }()
	return e.run(total, atLeast)
}

// rootQuota returns the quota of a root that moves: the nearest quantum, within its
// own bounds.
func (p *realProblem) rootQuota(real *leastchange.Real) *big.Int {
	x := newFloat()
	real.Root(x)
	q := nearestInt(x)
	if p.limits != nil {
		if low := p.limits.allowed.low(p.root); low != nil && q.Cmp(low) < 0 {
			q = low
		}
		if high := p.limits.allowed.high(p.root); high != nil && q.Cmp(high) > 0 {
			q = high
		}
	}
	return q
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
	real *leastchange.Real
	of   []int32 // the own node of each unit
}

func (*nearestMean) String() string                   { return "nearest to the figures proposed" }
func (*nearestMean) accepts(law target.Law) bool      { return law == target.WeightedMean }
func (*nearestMean) inputs() []input                  { return nil }
func (*nearestMean) Claims(f Family) ([]Claim, error) { return make([]Claim, len(f.Children)), nil }

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
	price(children, loose, due)

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

// price finds the price at which the children make what is due, and sets their
// figures.
func price(children []moving, loose bool, due *big.Float) {
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

	if rest = move(first, rest); rest.Sign() == 0 || !loose {
		return
	}
	// Those that move before the others are all at their bounds.
	for _, c := range then {
		rest.Add(rest, c.mass(c.x))
	}
	move(then, rest)
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

// mass is what a figure makes of the mean.
func (c *moving) mass(x *big.Float) *big.Float { return newFloat().Mul(c.share, x) }

// move moves children until they make what is due, and returns what is left of it.
// Those beyond a bound are set to it: on the side where that changes the sum more,
// since the price then goes that way; the others move again (Bitran and Hax,
// Disaggregation and resource allocation, Management Science 27, 1981).
func move(children []*moving, due *big.Float) *big.Float {
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
