package system

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// limiter divides what years bring within limits, exactly, in whole quanta.
//
// The limits of a unit are the same in every year. What the years can bring a unit and the units
// below it are therefore the bases of a polymatroid whose rank depends only on the number of
// years: most(k) is the most that any k years bring. The ranks of the children of a unit add
// up, and the unit's own limits reduce their sum. A parent whose years keep its rank has children whose
// years keep theirs, in whole numbers (Edmonds, Submodular functions, matroids, and certain
// polyhedra, 1970).
//
// Each such polymatroid is in turn a sum of rows with one maximum each, which
// [apportion.Table] divides.
type limiter struct {
	*spreader
	quantum fixed.Quantum
	sign    *big.Int // of what a total shares out; 1 for levels
	years   int      // that are left
	ranks   map[int]*rank
}

// rank is the most that any k years bring a unit, for k from 0 to all, in quanta.
type rank struct {
	low, high *big.Int   // of one year; nil for the plan's own unit
	below     []*big.Int // what its children allow; nil without children
	least     []*big.Int // what its children and its own minimum allow
	most      []*big.Int // what its children, its own minimum and its own maximum allow: the rank
}

// newLimiter finds the ranks of all units, those of children first.
func (s *spreader) newLimiter() (*limiter, error) {
	l := &limiter{
		spreader: s, quantum: fixed.NewQuantum(s.target.Indicator.EffectiveQuantum()),
		sign: big.NewInt(1), years: len(s.steps) - s.past, ranks: map[int]*rank{},
	}
	if s.mode == yearTotals && s.toBring(s.units[0]).IsNegative() {
		l.sign.SetInt64(-1)
	}
	for _, i := range slices.Backward(s.units) {
		if err := l.rank(i); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// total returns what the years have to bring a unit, in quanta, positive for totals.
func (l *limiter) total(i int) *big.Int {
	n, _ := l.quantum.Count(l.toBring(i))
	//mutate:equal new(big.Int).Quo(n, l.sign): the sign is 1 or −1
	return new(big.Int).Mul(n, l.sign)
}

// between returns what one year of a unit may bring at least and at most.
func (l *limiter) between(i int) (low, high *big.Int) {
	total := l.total(i)
	low, high = new(big.Int), new(big.Int).Abs(total)
	least, most := l.limitAmounts(i)
	if least.Valid {
		low = l.quantum.Ceil(least.Decimal)
	}
	if most.Valid {
		//mutate:equal n.Cmp(high) <= 0: both are the same then
		if n := l.quantum.Floor(most.Decimal); n.Cmp(high) < 0 {
			high = n
		}
	}
	if total.Sign() < 0 {
		low, high = high.Neg(high), new(big.Int).Neg(low)
	}
	return low, high
}

// rank finds the rank of a unit from those of its children.
func (l *limiter) rank(i int) error {
	r, total, n := &rank{}, l.total(i), l.years
	l.ranks[i] = r
	children := l.children(i)
	if len(children) > 0 {
		r.below = make([]*big.Int, n+1)
		for k := range r.below {
			r.below[k] = new(big.Int)
			for _, c := range children {
				r.below[k].Add(r.below[k], l.ranks[c].most[k])
			}
		}
	}
	if i == l.units[0] {
		r.most = r.below
		return nil
	}

	r.low, r.high = l.between(i)
	if err := l.mustFit(i); err != nil {
		return err
	}
	r.least = make([]*big.Int, n+1)
	r.least[n] = total
	//mutate:equal k >= 0: nobody reads what no years bring
	for k := n - 1; k > 0; k-- {
		r.least[k] = new(big.Int).Sub(r.least[k+1], r.low)
		//mutate:equal r.below[k].Cmp(r.least[k]) <= 0: both are the same then
		if r.below != nil && r.below[k].Cmp(r.least[k]) < 0 {
			r.least[k] = r.below[k]
		}
	}
	r.most = slices.Clone(r.least)
	r.most[0] = new(big.Int)
	//mutate:equal k <= n: all years bring what they must
	for k := 1; k < n; k++ {
		//mutate:equal x.Cmp(r.most[k]) <= 0: both are the same then
		if x := new(big.Int).Add(r.most[k-1], r.high); x.Cmp(r.most[k]) < 0 {
			r.most[k] = x
		}
	}
	return nil
}

// mustFit checks that all years together can bring a unit what they must, each within the limits
// of the unit. The units below it are no obstacle then: they have passed the same check, so that
// they allow the mean in every year.
func (l *limiter) mustFit(i int) error {
	r, total := l.ranks[i], l.total(i)
	all := func(n *big.Int) *big.Int { return new(big.Int).Mul(n, big.NewInt(int64(l.years))) }
	switch least, most := all(r.low), all(r.high); {
	case least.Cmp(total) > 0:
		return l.conflict(i, l.steps[l.past:], least, total, l.ownLimit(i, false))
	case most.Cmp(total) < 0:
		return l.conflict(i, l.steps[l.past:], total, most, l.ownLimit(i, true))
	}
	return nil
}

// fromLeast returns the j ≤ k for which most(k) is least(j) and the maximum of the unit in
// each of k − j years.
func (r *rank) fromLeast(k int) int {
	for k > 0 && r.most[k].Cmp(r.least[k]) != 0 {
		k--
	}
	return k
}

// fromBelow returns the j ≥ k for which least(k) is below(j) less the minimum of the unit in
// each of j − k years.
func (r *rank) fromBelow(k int) int {
	//mutate:equal k <= len(r.least)-1: in all years, below is what it is, and without it nothing is below
	//mutate:equal len(r.least) + 1: in all years, below is what it is, and without it nothing is below
	for k < len(r.least)-1 && (r.below == nil || r.least[k].Cmp(r.below[k]) != 0) {
		k++
	}
	return k
}

// conflict says that years must bring an amount for which there is no room.
func (l *limiter) conflict(i int, years []target.Period, amount, room *big.Int, named []UnitLimit) error {
	if i != l.units[0] && l.total(i).Sign() < 0 {
		amount, room = room, amount // on its way down
	}
	//mutate:equal new(big.Int).Quo(n, l.sign): the sign is 1 or −1
	value := func(n *big.Int) decimal.Decimal { return l.quantum.Times(new(big.Int).Mul(n, l.sign)) }
	return &LimitsError{
		Unit: l.tree.UnitAt(i).Code, Years: slices.Clone(years),
		Amount: value(amount), Room: value(room), Limits: named,
	}
}

// ownLimit returns the limit of a unit that is its most, or its least, if it was given one.
func (l *limiter) ownLimit(i int, most bool) []UnitLimit {
	low, high := l.limitAmounts(i)
	if l.total(i).Sign() < 0 {
		most = !most
	}
	switch {
	case most && high.Valid:
		return []UnitLimit{{Unit: l.tree.UnitAt(i).Code, Max: high}}
	case !most && low.Valid:
		return []UnitLimit{{Unit: l.tree.UnitAt(i).Code, Min: low}}
	}
	return nil
}

// appendMost appends the limits that keep k years of a unit from bringing more.
func (l *limiter) appendMost(all []UnitLimit, i, k int) []UnitLimit {
	j := l.ranks[i].fromLeast(k)
	if j < k {
		all = append(all, l.ownLimit(i, true)...)
	}
	if j == 0 {
		return all
	}
	return l.appendLeast(all, i, j)
}

// appendLeast is appendMost without the maximum of the unit.
func (l *limiter) appendLeast(all []UnitLimit, i, k int) []UnitLimit {
	r := l.ranks[i]
	j := r.fromBelow(k)
	if j > k && r.low.Sign() != 0 {
		all = append(all, l.ownLimit(i, false)...)
	}
	return l.appendBelow(all, i, j)
}

// appendBelow appends the limits that keep k years of the children of a unit from bringing more.
func (l *limiter) appendBelow(all []UnitLimit, i, k int) []UnitLimit {
	for _, c := range l.children(i) {
		all = l.appendMost(all, c, k)
	}
	return all
}

// divide returns what each year brings each unit, in quanta.
func (l *limiter) divide() (map[int][]*big.Int, error) {
	top := l.units[0]
	brings := map[int][]*big.Int{top: l.path()}
	if err := l.fits(top, brings[top]); err != nil {
		return nil, err
	}
	for _, at := range l.units {
		if err := l.family(brings, at); err != nil {
			return nil, err
		}
	}
	return brings, nil
}

// path returns what the years bring the plan's own unit.
func (l *limiter) path() []*big.Int {
	var out []*big.Int
	last := decimal.Decimal{}
	if start := l.startOf(l.own[l.units[0]]); start != nil && l.mode == yearLevels {
		last = start.Value
	}
	for _, x := range l.top {
		n, _ := l.quantum.Count(x.Sub(last))
		//mutate:equal n.Quo(n, l.sign): the sign is 1 or −1
		out = append(out, n.Mul(n, l.sign))
		if l.mode == yearLevels {
			last = x
		}
	}
	return out
}

// fits checks that the units below one can take what its years bring: the k years that bring
// the most, for every k.
func (l *limiter) fits(at int, brings []*big.Int) error {
	r, order := l.ranks[at], make([]int, l.years)
	if r.most == nil {
		return nil
	}
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return brings[b].Cmp(brings[a]) })

	sum := new(big.Int)
	for k, year := range order {
		sum.Add(sum, brings[year])
		if sum.Cmp(r.most[k+1]) <= 0 {
			continue
		}
		var years []target.Period
		for _, t := range slices.Sorted(slices.Values(order[:k+1])) {
			years = append(years, l.steps[l.past+t])
		}
		return l.conflict(at, years, sum, r.most[k+1], l.appendBelow(nil, at, k+1))
	}
	return nil
}

// yearsRow is a row of the table of a family: what a unit, or a part of it, brings above a minimum.
type yearsRow struct {
	unit     int // of the children
	total    *big.Int
	min, max *big.Int
}

// rows returns the rows of a child, and what the child has in every year beside them. A child
// with only one minimum and one maximum is one row; a minimum below zero stands beside it. Any
// other child is a sum of rows for j from 1 to n − 1: row j has j·maxⱼ in all and at most maxⱼ in
// a year, where maxⱼ is by how much the slope of the rank falls at j.
func (l *limiter) rows(unit, i int) (all []yearsRow, beside *big.Int) {
	most, n := l.ranks[i].most, l.years
	least := new(big.Int).Sub(most[n], most[n-1])
	beside = new(big.Int)
	if l.boxed(most) {
		//mutate:equal least.Sign() <= 0: zero is beside the rows anyway
		if least.Sign() < 0 {
			beside.Set(least)
		}
		total := new(big.Int).Mul(beside, big.NewInt(int64(n)))
		//mutate:equal least.Add(least, beside): a minimum below zero is none
		return []yearsRow{{
			unit: unit, total: total.Sub(most[n], total),
			min: least.Sub(least, beside), max: new(big.Int).Sub(most[1], beside),
		}}, beside
	}

	for j := 1; j < n; j++ {
		bend := new(big.Int).Add(most[j-1], most[j+1])
		//mutate:equal …bend, most[j]).Sub(bend, most[j]).Sign() <= 0: a row of zero changes nothing
		if bend.Sub(bend, most[j]).Sub(bend, most[j]).Sign() < 0 {
			bend.Neg(bend)
			all = append(all, yearsRow{unit, new(big.Int).Mul(bend, big.NewInt(int64(j))), new(big.Int), bend})
		}
	}
	return all, least
}

// boxed reports whether one minimum and one maximum for each year make the rank.
func (l *limiter) boxed(most []*big.Int) bool {
	n := l.years
	least := new(big.Int).Sub(most[n], most[n-1])
	//mutate:equal k <= n: all years bring what they must
	for k := 1; k < n; k++ {
		high := new(big.Int).Mul(most[1], big.NewInt(int64(k)))
		low := new(big.Int).Mul(least, big.NewInt(int64(n-k)))
		if low.Sub(most[n], low); most[k].Cmp(low) != 0 && most[k].Cmp(high) != 0 {
			return false
		}
	}
	return true
}

// family divides what the years bring a unit among its children.
func (l *limiter) family(brings map[int][]*big.Int, at int) error {
	children := l.children(at)
	cols := make([]*big.Int, len(brings[at]))
	for k, x := range brings[at] {
		cols[k] = new(big.Int).Set(x)
	}
	var rows []yearsRow
	for n, c := range children {
		some, beside := l.rows(n, c)
		rows = append(rows, some...)
		brings[c] = make([]*big.Int, l.years)
		for k := range cols {
			brings[c][k] = new(big.Int).Set(beside)
			cols[k].Sub(cols[k], beside)
		}
	}
	if len(rows) == 0 {
		return nil
	}

	entries, err := l.table(rows, cols, children, brings)
	if err != nil {
		return l.under(at, err)
	}
	for n, x := range rows {
		for k, entry := range entries[n] {
			count, _ := l.quantum.Count(entry)
			of := brings[children[x.unit]][k]
			of.Add(of, count)
		}
	}
	return nil
}

// table fills in the table of a family, as nearly proportional to the own paths as the limits
// and both totals allow.
func (l *limiter) table(
	rows []yearsRow, cols []*big.Int, children []int, beside map[int][]*big.Int,
) ([][]decimal.Decimal, error) {
	var sums, years []decimal.Decimal
	var weights [][]decimal.Decimal
	o := apportion.TableOptions{Quantum: l.quantum.Times(big.NewInt(1))}
	for _, x := range rows {
		c := children[x.unit]
		sums = append(sums, l.quantum.Times(x.total))
		weights = append(weights, l.weights(c, beside[c]))
		low, high := make([]decimal.NullDecimal, l.years), make([]decimal.NullDecimal, l.years)
		for k := range low {
			low[k] = decimal.NewNullDecimal(l.quantum.Times(x.min))
			high[k] = decimal.NewNullDecimal(l.quantum.Times(x.max))
		}
		o.Min, o.Max = append(o.Min, low), append(o.Max, high)
	}
	for _, x := range cols {
		years = append(years, l.quantum.Times(x))
	}
	table, err := apportion.Table(weights, sums, years, o)
	return table.Entries, err
}

// weights returns what the years bring a unit on its own path, less what it has beside its
// rows. A year that would have nothing has next to nothing, because the others may need it.
func (l *limiter) weights(i int, beside []*big.Int) []decimal.Decimal {
	x, last := l.own[i], decimal.Decimal{}
	if start := l.startOf(x); start != nil && l.mode == yearLevels {
		last = start.Value
	}
	sign, least := decimal.NewFromBigInt(l.sign, 0), finer(l.quantum.Times(big.NewInt(1)))
	var out []decimal.Decimal
	for k, figure := range x.figures {
		weight := figure.Sub(last).Mul(sign).Sub(l.quantum.Times(beside[k]))
		out = append(out, decimal.Max(weight, least))
		if l.mode == yearLevels {
			last = figure
		}
	}
	return out
}
