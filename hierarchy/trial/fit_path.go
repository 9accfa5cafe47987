package trial

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// quotaPath is how the quotas of one family change with one parameter, the others
// being as they are.
type quotaPath struct {
	*comparison // by the children of the family
	parameter   Parameter
	pieces      []piece
	knots       []*big.Rat // between which the distance is monotone, in order
	units       []int      // of the children, places among the units compared; −1 for none
}

// soleFamily is the family of a candidate whose cascade has one family.
type soleFamily struct {
	family hierarchy.Family
	codes  []string
	basis  []*big.Rat
	mass   *big.Rat
	units  []int
}

// soleFamily returns the family, and false if the cascade is more than one family that one
// rule divides.
func (t *trying) soleFamily() (*soleFamily, bool) {
	o, s := t.candidate.Options, t.spec
	if len(o.Levels) > 0 || len(o.Units) > 0 || o.Rule.Stretch.Valid || o.Rule.Reserve.Valid {
		return nil, false
	}
	if s.Target.EffectiveComparator() == target.Within {
		return nil, false
	}

	parent, _ := s.Tree.Unit(s.Target.Unit)
	h := &soleFamily{mass: s.Target.Value.Rat()}
	h.family = hierarchy.Family{Root: parent.Code, Target: t.fine, Parent: parent, Amount: s.Target.Value}
	whole, compared := new(big.Rat), 0
	for u := range s.Tree.Children(parent.Code) {
		if u.Role == hierarchy.Memo {
			continue
		}
		if o.LastLevel != u.Level {
			for range s.Tree.Children(u.Code) {
				return nil, false
			}
		}
		h.family.Children, h.codes = append(h.family.Children, u), append(h.codes, u.Code)
		basis := big.NewRat(1, 1)
		if t.mean {
			b, _ := s.Basis.At(u.Code)
			h.family.Basis, basis = append(h.family.Basis, b), b.Rat()
		}
		h.basis = append(h.basis, basis)
		whole.Add(whole, basis)
		if i, ok := t.place[u.Code]; ok {
			h.units = append(h.units, i)
			compared++
		} else {
			h.units = append(h.units, -1)
		}
	}
	if t.mean {
		h.mass.Mul(h.mass, whole)
	}
	return h, compared == len(t.frame.units)
}

// demand is what a rule asks of a family at one value of a parameter.
type demand struct {
	claims
	least, most []*big.Rat
}

// demand returns the claims and the bounds of a rule. It returns false if there is no answer,
// or if bounds and claims do not decide the quotas.
func (h *soleFamily) demand(c Candidate, values []decimal.Decimal) (*demand, bool) {
	r, err := c.rule(values)
	if err != nil || r.Stretch.Valid || r.Reserve.Valid {
		return nil, false
	}
	method, low, high := r.Method, r.Min, r.Max
	if method == nil {
		if method = c.Options.Rule.Method; method == nil {
			method = hierarchy.Equal()
		}
	}
	if low.Len() == 0 {
		low = c.Options.Rule.Min
	}
	if high.Len() == 0 {
		high = c.Options.Rule.Max
	}

	made, err := method.Claims(h.family)
	if err != nil || len(made) != len(h.codes) {
		return nil, false
	}
	d := &demand{}
	for i, code := range h.codes {
		d.offset, d.weight = append(d.offset, made[i].Offset.Rat()), append(d.weight, made[i].Weight.Rat())
		d.least, d.most = append(d.least, bound(low, code)), append(d.most, bound(high, code))
	}
	return d, len(c.Options.GroupBounds) == 0 && d.hold(h, c.Options.Holds) && d.boundSigns(h)
}

// boundSigns bounds the quotas that no bound allows to have the sign opposite to the amount's.
// It returns false if one would have it without bounds: the cascade refuses that.
func (d *demand) boundSigns(h *soleFamily) bool {
	amount := 1
	bounds, others := d.least, d.most
	if h.mass.Sign() < 0 {
		amount, bounds, others = -1, d.most, d.least
	}

	lambda := (&sharing{mass: h.mass, basis: h.basis}).unbounded(d.claims)
	for i := range bounds {
		if bounds[i] != nil {
			continue
		}
		//mutate:equal o.Sign() / amount: the amount is 1 or −1
		if o := others[i]; o != nil && o.Sign()*amount < 0 {
			bounds[i] = o
			continue
		}
		quota := new(big.Rat).Mul(lambda, d.weight[i])
		//mutate:equal quota.Add(quota, d.offset[i]).Sign() / amount: the amount is 1 or −1
		if quota.Add(quota, d.offset[i]).Sign()*amount < 0 {
			return false //mutate:equal return !false: a bound that is missing here and there is no line
		}
		bounds[i] = new(big.Rat)
	}
	return true
}

func bound(c hierarchy.Column, code string) *big.Rat {
	if x, ok := c.At(code); ok {
		return x.Rat()
	}
	return nil
}

// hold makes bounds of the holds that are in force. It returns false for a hold of another
// unit.
func (d *demand) hold(h *soleFamily, held []hierarchy.Hold) bool {
	for _, x := range held {
		if !x.Until.IsZero() && x.Until.Last().Compare(h.family.Target.Period.Last()) < 0 {
			continue
		}
		i := slices.Index(h.codes, x.Unit)
		if i < 0 {
			return false
		}
		d.least[i], d.most[i] = x.Value.Rat(), x.Value.Rat()
	}
	return true
}

// path follows the quotas along a parameter. It returns nil if claims and bounds are not lines
// in it.
func (t *trying) path(values []decimal.Decimal, k int) *quotaPath {
	h, ok := t.soleFamily()
	p := t.candidate.Parameters[k]
	if !ok || p.Steps < 2 || p.At(0).Cmp(p.At(p.Steps)) == 0 || len(h.codes) > mostFollowed {
		return nil
	}

	var demands []*demand
	var at []*big.Rat
	for i := range p.Steps + 1 {
		d, ok := h.demand(t.candidate, with(values, k, p.At(i)))
		if !ok {
			return nil
		}
		demands, at = append(demands, d), append(at, p.At(i).Rat())
	}
	line, ok := h.track(demands, at)
	if !ok {
		return nil
	}
	pieces, ok := line.pieces(at[0], at[p.Steps])
	if !ok {
		return nil
	}

	out := &quotaPath{parameter: p, pieces: pieces, units: h.units}
	observed, weight := make([]*big.Rat, len(h.units)), make([]*big.Rat, len(h.units))
	for i, unit := range h.units {
		if unit >= 0 {
			observed[i], weight[i] = t.observed[unit], t.weight[unit]
		}
	}
	out.comparison = newComparison(t.distance, observed, weight, t.tolerance)
	for i := range pieces {
		out.knots = append(out.knots, out.comparison.knots(&pieces[i])...)
	}
	//mutate:equal left out: it only takes longer
	out.knots = slices.CompactFunc(out.knots, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	return out
}

// mostFollowed is how many children a family may have for its path to be followed.
const mostFollowed = 400

// track makes lines of demands at values of a parameter. It returns false if they do not lie
// on lines.
func (h *soleFamily) track(demands []*demand, at []*big.Rat) (*track, bool) {
	n := len(h.codes)
	t := &track{mass: h.mass, basis: h.basis, hasLeast: make([]bool, n), hasMost: make([]bool, n)}
	lines := func(of func(d *demand) []*big.Rat, has []bool) ([]linear, bool) {
		return linesOf(demands, at, of, has)
	}

	var ok, level bool
	if t.offset, ok = lines(func(d *demand) []*big.Rat { return d.offset }, nil); !ok {
		return nil, false
	}
	if t.least, ok = lines(func(d *demand) []*big.Rat { return d.least }, t.hasLeast); !ok {
		return nil, false
	}
	if t.most, ok = lines(func(d *demand) []*big.Rat { return d.most }, t.hasMost); !ok {
		return nil, false
	}
	level = allConstant(t.offset) && allConstant(t.least) && allConstant(t.most)

	// Only the proportions of weights matter: their sum may change from one value of
	// the parameter to the next.
	scaled := func(d *demand) []*big.Rat { return h.scaled(d.weight) }
	if t.weight, ok = lines(scaled, nil); ok && (level || allConstant(t.weight)) {
		return t, true
	}
	if t.weight, ok = lines(func(d *demand) []*big.Rat { return d.weight }, nil); ok && level {
		return t, true
	}
	return nil, false
}

// scaled divides weights by their sum, nil if that is zero.
func (h *soleFamily) scaled(weights []*big.Rat) []*big.Rat {
	sum := new(big.Rat)
	for i, w := range weights {
		sum.Add(sum, new(big.Rat).Mul(w, h.basis[i]))
	}
	if sum.Sign() == 0 {
		return nil
	}
	out := make([]*big.Rat, len(weights))
	for i, w := range weights {
		out[i] = new(big.Rat).Quo(w, sum)
	}
	return out
}

// linesOf makes lines of figures. It returns false if a figure is not on the line through its
// first and its last value, or exists only at some values.
func linesOf(demands []*demand, at []*big.Rat, of func(d *demand) []*big.Rat, has []bool) ([]linear, bool) {
	all := make([][]*big.Rat, len(demands))
	for j, d := range demands {
		if all[j] = of(d); all[j] == nil {
			return nil, false
		}
	}

	end := len(at) - 1
	lines := make([]linear, len(all[0]))
	for i := range lines {
		given := all[0][i] != nil
		for j := range all {
			if (all[j][i] != nil) != given {
				return nil, false
			}
		}
		if !given {
			continue
		}
		if has != nil {
			has[i] = true
		}
		lines[i] = through(at[0], all[0][i], at[end], all[end][i])
		for j := range all {
			if lines[i].at(at[j]).Cmp(all[j][i]) != 0 {
				return nil, false
			}
		}
	}
	return lines, true
}

// allConstant reports whether no line that is given depends on the parameter.
func allConstant(lines []linear) bool {
	return !slices.ContainsFunc(lines, func(l linear) bool { return l.b != nil && !l.isConstant() })
}

// noteAll tells the units how near the path comes to their observations.
func (p *quotaPath) noteAll(t *trying) {
	for i := range p.pieces {
		one := &p.pieces[i]
		start, end := one.quotas(one.from), one.quotas(one.to)
		for k, unit := range p.units {
			if unit < 0 || t.observed[unit] == nil {
				continue
			}
			a, b := new(big.Rat).Sub(start[k], p.observed[k]), new(big.Rat).Sub(end[k], p.observed[k])
			if a.Sign()*b.Sign() < 0 { //mutate:equal a.Sign()*b.Sign() <= 0: an end of zero is noted below
				t.closest[unit] = new(big.Rat)
				continue
			}
			t.noteOff(unit, a.Abs(a))
			t.noteOff(unit, b.Abs(b))
		}
	}
}
