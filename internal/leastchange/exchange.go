package leastchange

import (
	"math"
	"math/big"
)

// store holds the figures of all units, which add up along the tree.
type store interface {
	// edge returns the growth of the objective if a unit's figure moves a step up or
	// down, and false if a bound forbids the step.
	edge(unit, dir int) (cost, bool)
	step(unit, dir int)
	// total sets a figure to the sum of its children's figures.
	total(unit int)
	// outside returns the direction in which a figure must move to be within its
	// bounds. It returns false if no whole step is needed.
	outside(unit int) (dir int, ok bool)
	// exactly is edge in fractions: of the objective, and of the secondary one.
	exactly(unit, dir int) (main *big.Rat, second *big.Int)
	// fraction is exactly on words. It reports false if a number does not fit.
	fraction(unit, dir int) (fraction, bool)
	// alike reports whether the edges of two leaves are certainly equal.
	alike(a, b int) bool
	// leaves finds the cheapest children of a family of leaves with costs of that
	// accuracy. It reports false if it has no quick way to do so.
	leaves(lo, hi int32, accuracy float64) (by [2]int32, ok bool)
}

// The directions of a step.
const (
	down = 0
	up   = 1
)

// cost is the change of the objective, and of the secondary one, in floating point.
// Beside each stands the sum of the sizes of its terms, which bounds its error.
type cost struct{ main, size, second, secondSize float64 }

func (a cost) add(b cost) cost {
	return cost{a.main + b.main, a.size + b.size, a.second + b.second, a.secondSize + b.secondSize}
}

// ways are the cheapest ways to move the figure of a unit with children.
type ways struct {
	cost [2]cost     // by direction, the unit's own edge included
	open [2]bool     // whether there is one
	by   [2][2]int32 // the cheapest child and the second cheapest, −1 for none
}

// none stands for no child, and unknown for the second cheapest child until it is looked for.
const (
	none    = -1
	unknown = -2
)

// exchange moves single steps between units until no step lowers the objective.
type exchange[S store] struct {
	store   S
	first   []int32
	parents int     // units up to the last one with children
	inner   []int32 // by unit: its place in ways, or −1 for a leaf
	ways    []ways

	// accuracy is the relative error of a cost. It is zero if costs are whole
	// numbers that floating point holds.
	accuracy float64

	// exact are costs in fractions, zero if not known. It is made when first asked for.
	exact [][2]fraction

	games map[int]*game // of large families, which are not searched anew after each move
	path  []int32

	// nodes are the families in real numbers, if their prices are good to steer by, and nil
	// otherwise. scale is how much a price of one is among costs.
	nodes []node
	scale float64

	// moves is how many more steps may be walked. A trade walks two, and may end below zero.
	moves int64
}

// way returns the cost of the cheapest way to move a figure, and whether there is one.
func (e *exchange[S]) way(unit, dir int) (cost, bool) {
	if k := e.inner[unit]; k >= 0 {
		return e.ways[k].cost[dir], e.ways[k].open[dir]
	}
	return e.store.edge(unit, dir)
}

// optimise brings every figure to its optimum, from the leaves to the root. When it comes
// to a unit, the units below it are optimal for the unit's present figure. Moves along
// the cheapest way keep them optimal.
//
// It returns false if that needs more moves than are allowed.
func (e *exchange[S]) optimise() bool {
	clear(e.games)
	parent := e.parents - 1 //mutate:equal e.parents + 1: the units beyond are no parents either
	for unit := e.parents - 1; unit >= 0 && e.more(); unit-- {
		if e.inner[unit] < 0 {
			continue
		}
		e.store.total(unit)
		e.survey(unit)
		e.trade(unit)

		if unit > 0 && e.nodes != nil {
			for int(e.first[parent]) > unit {
				parent--
			}
			e.steer(unit, float64(e.scale*e.nodes[e.inner[parent]].price))
		}
		for dir, ok := e.store.outside(unit); ok && e.more(); dir, ok = e.store.outside(unit) {
			if _, open := e.way(unit, dir); !open {
				break
			}
			e.walk(unit, dir)
		}
	}

	e.float()
	return e.more()
}

// more reports whether more steps may be walked.
func (e *exchange[S]) more() bool {
	return e.moves > 0 //mutate:equal e.moves >= 0: the limit only says how soon strides come first
}

// large reports whether a family has a [game].
func (e *exchange[S]) large(unit int) bool { return e.first[unit+1]-e.first[unit] >= large }

// steer moves a unit as long as that costs less than it is worth at the price of its parent's
// family. Few steps are left then between the unit and its siblings.
func (e *exchange[S]) steer(unit int, price float64) {
	if e.large(unit) {
		return
	}
	for e.more() {
		dir := up
		c, ok := e.way(unit, up)
		//mutate:equal c.main <= price: a step at the very price is left to the exchange or not
		if !ok || !(c.main < price) {
			dir = down
			c, ok = e.way(unit, down)
			//mutate:equal c.main <= -price: a step at the very price is left to the exchange or not
			if !ok || !(c.main < -price) {
				return
			}
		}
		if c.size == 0 {
			return // a figure that nothing is proposed for
		}
		e.walk(unit, dir)
	}
}

// float moves the root until neither a step up nor a step down is better. Of two equally
// good figures it takes the larger one.
func (e *exchange[S]) float() {
	for e.more() {
		if w, ok := e.way(0, up); ok && e.sign(w, 0, -1) <= 0 {
			e.walk(0, up)
		} else if w, ok := e.way(0, down); ok && e.sign(w, -1, 0) < 0 {
			e.walk(0, down)
		} else {
			return
		}
	}
}

// trade moves steps from one child to another as long as that lowers the objective. Of
// equally good children, the first one gains the step.
func (e *exchange[S]) trade(unit int) {
	for e.more() {
		gains, gives, ok := e.pair(unit)
		if !ok {
			return
		}
		e.walk(gains, up)
		e.walk(gives, down)
		e.changed(unit, gains, gives)
	}
}

// pair returns a child that gains a step and a child that loses it, or false if no such
// pair lowers the objective.
//
// There is none if one child is the cheapest both ways. Other pairs cost at least as much as
// a step of this child up and down again, which is more than nothing.
func (e *exchange[S]) pair(unit int) (gains, gives int, ok bool) {
	by := &e.ways[e.inner[unit]].by
	gains, gives = int(by[up][0]), int(by[down][0])
	if gains == none || gives == none || gains == gives {
		return 0, 0, false
	}
	more, _ := e.way(gains, up)
	less, _ := e.way(gives, down)
	sign := e.sign(more.add(less), gains, gives)
	//mutate:equal gains <= gives: they are two children
	return gains, gives, sign < 0 || sign == 0 && gains < gives
}

// walk moves the figure of a unit a step, and those of one unit on each level
// below it, along the cheapest way.
func (e *exchange[S]) walk(unit, dir int) {
	e.moves--
	path := e.path[:0]
	for {
		e.store.step(unit, dir)
		path = append(path, int32(unit))
		k := e.inner[unit]
		if k < 0 {
			break
		}
		unit = int(e.ways[k].by[dir][0])
	}
	e.path = path //mutate:equal left out: the path is scratch

	for k := len(path) - 2; k >= 0; k-- {
		stepped := [2]int{none, none}
		stepped[dir] = int(path[k+1])
		e.changed(int(path[k]), stepped[up], stepped[down])
	}
}

// survey finds the cheapest ways through the children of a unit.
func (e *exchange[S]) survey(unit int) {
	w := &e.ways[e.inner[unit]]
	lo, hi := e.first[unit], e.first[unit+1]
	if e.first[lo] == e.first[hi] {
		if by, ok := e.store.leaves(lo, hi, e.accuracy); ok {
			w.by = [2][2]int32{{by[0], unknown}, {by[1], unknown}}
			least, _ := e.store.edge(int(by[down]), down)
			most, _ := e.store.edge(int(by[up]), up)
			e.close(unit, least, most)
			return
		}
	}

	var found [2]cheapest
	for dir := range 2 {
		found[dir].unit = [2]int32{none, none}
		for child := lo; child < hi; child++ {
			e.enter(&found[dir], child, dir)
		}
		w.by[dir] = found[dir].unit
	}
	e.close(unit, found[down].cost[0], found[up].cost[0])
}

// changed finds the cheapest ways of a unit after a child has gained a step, or another one
// has given one, or both. −1 means no child.
func (e *exchange[S]) changed(unit, gains, gives int) {
	if e.large(unit) {
		e.play(unit, gains, gives)
		return
	}

	by := &e.ways[e.inner[unit]].by
	if !e.dearer(&by[up], int32(gains), up) || !e.dearer(&by[down], int32(gives), down) {
		e.survey(unit)
		return
	}
	e.cheapen(&by[down], int32(gains), down)
	e.cheapen(&by[up], int32(gives), up)

	var costs [2]cost
	for dir, best := range [...]int32{by[down][0], by[up][0]} {
		if best != none {
			costs[dir], _ = e.way(int(best), dir)
		}
	}
	e.close(unit, costs[down], costs[up])
}

// dearer corrects the two cheapest children after a step of one, which makes one more
// in the same direction dearer. It reports false if they must be looked for.
func (e *exchange[S]) dearer(by *[2]int32, child int32, dir int) bool {
	switch {
	case child == none:
	case by[1] == child:
		by[1] = unknown
	case by[0] != child:
	case by[1] == unknown:
		return false
	case by[1] == none:
		if _, open := e.way(int(child), dir); !open {
			by[0] = none
		}
	case e.match(e.entrant(child, dir), by[1], dir) != child:
		*by = [2]int32{by[1], unknown}
	}
	return true
}

// cheapen corrects the two cheapest children after a step of one, which makes one in
// the other direction cheaper.
func (e *exchange[S]) cheapen(by *[2]int32, child int32, dir int) {
	if child != none {
		child = e.entrant(child, dir)
	}
	switch {
	case child == none || child == by[0]:
	case e.match(child, by[0], dir) == child:
		*by = [2]int32{child, by[0]}
	case by[1] != child && by[1] != unknown && e.match(child, by[1], dir) == child:
		by[1] = child
	}
}

// cheapest are the two cheapest children of a family, −1 for none, and their costs.
type cheapest struct {
	unit [2]int32
	cost [2]cost
}

// enter notes a child that is one of the two cheapest so far.
func (e *exchange[S]) enter(p *cheapest, child int32, dir int) {
	var edge cost
	c, open := &edge, false
	//mutate:equal k > 0: family 0 is that of the root, which is no child
	if k := e.inner[child]; k >= 0 {
		c, open = &e.ways[k].cost[dir], e.ways[k].open[dir]
	} else {
		edge, open = e.store.edge(int(child), dir)
	}
	if !open {
		return
	}

	// Most children are far dearer than the second one.
	second := &p.cost[1]
	if p.unit[1] != none && c.main-second.main > e.accuracy*(c.size+second.size) {
		return
	}
	switch {
	case p.unit[0] == none || e.cheaper(*c, child, p.cost[0], p.unit[0], dir):
		p.unit = [2]int32{child, p.unit[0]}
		p.cost = [2]cost{*c, p.cost[0]}
	case p.unit[1] == none || e.cheaper(*c, child, *second, p.unit[1], dir):
		p.unit[1] = child
		*second = *c
	}
}

// close adds the unit's own edge to the cheapest ways through its children.
func (e *exchange[S]) close(unit int, least, most cost) {
	w := &e.ways[e.inner[unit]]
	for dir, c := range [...]cost{least, most} {
		own, ok := e.store.edge(unit, dir)
		if w.open[dir] = ok && w.by[dir][0] != none; w.open[dir] {
			w.cost[dir] = own.add(c)
		}
		if e.exact != nil {
			e.exact[e.inner[unit]][dir] = fraction{}
		}
	}
}

// cheaper reports whether child a is the better one to move. If both are equally good,
// the first child moves up, and the last one moves down.
func (e *exchange[S]) cheaper(a cost, child int32, b cost, other int32, dir int) bool {
	if d := e.compare(a, int(child), b, int(other), dir); d != 0 {
		return d < 0 //mutate:equal d <= 0: it is not zero
	}
	//mutate:equal child <= other: they are two children
	return (child < other) == (dir == up)
}

// compare compares the costs of two ways in one direction.
func (e *exchange[S]) compare(a cost, unit int, b cost, other, dir int) int {
	size := a.size + b.size
	if d := a.main - b.main; math.Abs(d) > e.accuracy*size {
		return signOf(d)
	} else if (e.accuracy == 0 || size == 0) && whole(a.secondSize+b.secondSize) {
		return signOf(a.second - b.second)
	}
	if e.inner[unit] < 0 && e.inner[other] < 0 && e.store.alike(unit, other) {
		return 0
	}
	if f, ok := e.fractionWay(unit, dir); ok {
		if o, ok := e.fractionWay(other, dir); ok {
			return f.compare(o)
		}
	}

	main, second := e.exactWay(unit, dir)
	otherMain, otherSecond := e.exactWay(other, dir)
	if d := main.Cmp(otherMain); d != 0 {
		return d
	}
	return second.Cmp(otherSecond)
}

// sign returns the sign of the cost of a way up plus that of a way down.
func (e *exchange[S]) sign(c cost, gains, gives int) int {
	if math.Abs(c.main) > e.accuracy*c.size {
		return signOf(c.main)
	} else if (e.accuracy == 0 || c.size == 0) && whole(c.secondSize) {
		return signOf(c.second)
	}
	if more, less, ok := e.fractions(gains, gives); ok {
		return more.compare(less.negative())
	}

	main, second := new(big.Rat), new(big.Int)
	for dir, unit := range [...]int{gives, gains} {
		if unit >= 0 {
			m, s := e.exactWay(unit, dir)
			main.Add(main, m)
			second.Add(second, s)
		}
	}
	if main.Sign() != 0 {
		return main.Sign()
	}
	return second.Sign()
}

// whole reports whether whole numbers of a size are certain in floating point.
func whole(size float64) bool {
	return size < 1<<52 //mutate:equal size <= 1<<52: that number is certain too
}

func signOf(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// fractions returns the costs of a way up and of a way down, zero where the unit is
// −1. It reports false if a number does not fit.
func (e *exchange[S]) fractions(gains, gives int) (more, less fraction, ok bool) {
	more, less = fraction{den: 1}, fraction{den: 1}
	if gains >= 0 {
		if more, ok = e.fractionWay(gains, up); !ok {
			return more, less, false
		}
	}
	if gives >= 0 {
		if less, ok = e.fractionWay(gives, down); !ok {
			return more, less, false
		}
	}
	return more, less, true
}

// fractionWay is exactWay on words. It reports false if a number does not fit.
func (e *exchange[S]) fractionWay(unit, dir int) (fraction, bool) {
	k := e.inner[unit]
	if k < 0 {
		return e.store.fraction(unit, dir)
	}
	if e.exact == nil {
		e.exact = make([][2]fraction, len(e.ways))
	}
	known := &e.exact[k][dir]
	if known.den != 0 {
		return *known, true
	}

	f, ok := e.fractionWay(int(e.ways[k].by[dir][0]), dir)
	if !ok {
		return f, false
	}
	own, ok := e.store.fraction(unit, dir)
	if !ok || !f.add(own) {
		return f, false
	}
	*known = f
	return f, true
}

// exactWay returns what the cheapest way costs, in fractions.
func (e *exchange[S]) exactWay(unit, dir int) (*big.Rat, *big.Int) {
	main, second := e.store.exactly(unit, dir)
	for k := e.inner[unit]; k >= 0; k = e.inner[unit] {
		unit = int(e.ways[k].by[dir][0])
		m, s := e.store.exactly(unit, dir)
		main.Add(main, m)
		second.Add(second, s)
	}
	return main, second
}
