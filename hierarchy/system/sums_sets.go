package system

import "github.com/shopspring/decimal"

// mostInSets is the greatest number of parts of which every set has a limit.
const mostInSets = 6

// sets has the most that the parts of each set can have together in a unit, by the bits of
// the set. A division in whole quanta is possible exactly if it keeps these limits: they are
// a submodular function, and such functions add up over the units below (Edmonds, Submodular
// functions, matroids, and certain polyhedra, 1970).
type sets []decimal.Decimal

// clone returns a copy.
func (s sets) clone() sets { return append(sets(nil), s...) }

// atMost limits a part to the most that it can have.
func (s sets) atMost(part int, most decimal.Decimal) {
	for set := range s {
		if bit := 1 << part; set&bit != 0 {
			s[set] = decimal.Min(s[set], s[set&^bit].Add(most))
		}
	}
}

// atLeast leaves a part the least that it must have.
func (s sets) atLeast(part int, least decimal.Decimal) {
	for set := range s {
		if bit := 1 << part; set&bit == 0 {
			s[set] = decimal.Min(s[set], s[set|bit].Sub(least))
		}
	}
}

// total returns the sum of the figures of a set.
func (s sets) total(set int, of func(part int) decimal.Decimal) decimal.Decimal {
	sum := decimal.Decimal{}
	//mutate:equal 1<<part <= len(s): no set has such a part
	for part := 0; 1<<part < len(s); part++ {
		if set&(1<<part) != 0 {
			sum = sum.Add(of(part))
		}
	}
	return sum
}

// needsSets reports whether limits of single parts are not enough to know what can be met.
func (d *divider) needsSets() bool {
	//mutate:equal d.limited || len(d.parts) > 3: it only takes longer
	//mutate:equal len(d.parts) >= 3: it only takes longer
	return d.limited && len(d.parts) > 3 && len(d.parts) <= mostInSets
}

// limitSets finds what the parts of each set can have together in a unit. It returns an
// error if they must have more.
func (d *divider) limitSets(at int, children []int) error {
	all := 1<<len(d.parts) - 1
	most := make(sets, all+1)
	for _, c := range children {
		for set, v := range d.sets[c] {
			most[set] = most[set].Add(v)
		}
	}
	total := d.totals[at]
	if len(children) == 0 {
		for set := range most {
			if set != 0 {
				most[set] = total
			}
		}
	}

	below := most.clone()
	for j, p := range d.parts {
		if w, _ := p.weights.FigureAt(at); at != d.units[0] && w.IsZero() {
			// No more than what it must have, which may be more than by itself.
			p.high[at] = decimal.Max(p.high[at], total.Sub(below[all&^(1<<j)]))
		}
		most.atMost(j, p.high[at])
		most.atLeast(j, p.low[at])
	}
	d.sets[at] = most
	if !most[0].IsNegative() && most[all].Equal(total) {
		return nil
	}

	for set := range below {
		low := below.total(set, func(j int) decimal.Decimal { return d.parts[j].low[at] })
		if low.GreaterThan(below[set]) {
			return d.conflict(at, d.codes(set), low, below[set], false)
		}
		high := below.total(set, func(j int) decimal.Decimal { return d.parts[j].high[at] })
		if least := total.Sub(below[all&^set]); least.GreaterThan(high) {
			return d.conflict(at, d.codes(set), high, least, true)
		}
	}
	return nil
}

// conflict returns the error of parts that cannot have what they must in a unit.
func (d *divider) conflict(at int, parts []string, amount, room decimal.Decimal, floor bool) error {
	return &PartsError{
		Identity: d.identity, Parent: d.tree.UnitAt(max(d.tree.ParentAt(at), 0)).Code,
		Units: []string{d.tree.UnitAt(at).Code}, Parts: parts,
		Amount: d.mirror(amount), Room: d.mirror(room), Floor: floor,
	}
}

// codes returns the codes of the parts of a set.
func (d *divider) codes(set int) []string {
	var all []string
	for j, p := range d.parts {
		if set&(1<<j) != 0 {
			all = append(all, p.code)
		}
	}
	return all
}

// divideFeasibly divides a family such that the units below each child can be divided too. If
// a table gives several parts more in a child than they can have there together, it lowers
// their maxima, as far as the other children can take the difference, and fills it again.
func (d *divider) divideFeasibly(at int, children []int) error {
	for {
		if err := d.table(at, children); err != nil || !d.needsSets() {
			return err
		}
		child, set, excess := d.violated(children)
		//mutate:equal child <= 0: the first unit is no child
		if child < 0 {
			return nil
		}
		d.lower(at, children, child, set, excess)
	}
}

// violated returns the child and the set of parts with the greatest excess over what they
// can have together, and the excess. The child is −1 if there is none.
func (d *divider) violated(children []int) (child, set int, excess decimal.Decimal) {
	child = -1
	for _, c := range children {
		for s, most := range d.sets[c] {
			sum := d.sets[c].total(s, func(j int) decimal.Decimal { return d.parts[j].quotas[c] })
			if more := sum.Sub(most); more.GreaterThan(excess) {
				child, set, excess = c, s, more
			}
		}
	}
	return child, set, excess
}

// lower lowers the maxima of a set of parts in a child. No maximum goes below what the
// other children leave it at least, so that a division remains.
func (d *divider) lower(at int, children []int, child, set int, excess decimal.Decimal) {
	rest := make(sets, len(d.sets[child])) // of the other children
	for _, c := range children {
		if c == child {
			continue
		}
		for s, v := range d.sets[c] {
			rest[s] = rest[s].Add(v)
		}
	}

	own := d.sets[child]
	for j, p := range d.parts {
		bit := 1 << j
		if set&bit == 0 || !excess.IsPositive() {
			continue
		}
		least := decimal.Decimal{}
		for s := range own {
			if s&bit != 0 {
				need := own.total(s, func(k int) decimal.Decimal { return d.parts[k].quotas[at] })
				least = decimal.Max(least, need.Sub(rest[s]).Sub(own[s&^bit]))
			}
		}
		most := decimal.Max(least, p.quotas[child].Sub(excess))
		if less := p.quotas[child].Sub(most); less.IsPositive() {
			excess = excess.Sub(less)
			p.high[child] = most
			own.atMost(j, most)
		}
	}
}
