package quadratic

import (
	"math/big"
	"slices"
)

// component is a coefficient of a vector that has few.
type component[T number[T]] struct {
	at   int
	coef T
}

// condition is a constraint in the numbers of a method: terms ≥ limit or terms = limit.
type condition[T number[T]] struct {
	terms []component[T]
	limit T
	equal bool
}

// method is the dual active-set method of Goldfarb and Idnani.
//
// G is the matrix of the squares, H its inverse, and Hg the minimum without constraints. N has
// the terms of the active constraints as its columns. At every step, x is the minimum under
// the active constraints alone, each with a multiplier u that says how hard it pulls:
//
//	G·x = g + N·u,   N′·x = the limits of the active constraints
//
// A further constraint with the terms d is met by letting its own multiplier grow. Per unit of
// that, x moves by z and the other multipliers fall by r, so that both equations hold on:
//
//	r = (N′HN)⁻¹·N′Hd,   z = Hd − HN·r
//
// The terms of the constraint grow by d′z. If that is zero, d is a combination of the columns
// of N, with the factors r. The multiplier of an inequality never falls below zero: the
// constraint leaves when it gets there.
type method[T number[T]] struct {
	h          inverted[T]
	conditions []condition[T]
	x          []T
	most       []T // the largest size that each variable has had

	active []int // the active constraints; those that are equations come first
	u      []T   // their multipliers
	m      [][]T // inverse of N′HN, with the active constraints as the columns of N
	hn     [][]T // the columns of HN

	zero, one T
}

// outcome is what a method ended with.
type outcome struct {
	active   []int // constraints that hold with equality at the minimum, linearly independent
	conflict []int // or those that contradict each other
	settled  bool  // false if the method gave up
}

// begin sets a method up at the minimum without constraints.
func begin[T number[T]](f *form, rows []linear) (*method[T], bool) {
	m := &method[T]{conditions: make([]condition[T], len(rows))}
	var none T
	m.zero, m.one = none.from(new(big.Rat)), none.from(big.NewRat(1, 1))

	var ok bool
	if m.h, ok = invert[T](f); !ok {
		return nil, false
	}
	g := make([]component[T], len(f.g))
	for i, e := range f.g {
		g[i] = component[T]{i, none.from(e)}
	}
	m.x = m.h.times(g)
	m.most = make([]T, len(m.x))
	for i, x := range m.x {
		m.most[i] = x.abs()
	}

	for i, r := range rows {
		d := condition[T]{limit: none.from(r.limit), equal: r.equal}
		for _, t := range r.terms {
			d.terms = append(d.terms, component[T]{t.At, none.from(t.Coef)})
		}
		m.conditions[i] = d
	}
	return m, true
}

// run adds the equations, and then violated inequalities until there is none.
// It gives up after a number of steps, 0 means never.
func (m *method[T]) run(steps int) outcome {
	for i, d := range m.conditions {
		if !d.equal {
			continue
		}
		if conflict := m.equate(i); conflict != nil {
			return outcome{conflict: conflict, settled: true}
		}
	}

	for step := 0; steps == 0 || step < steps; step++ {
		worst := m.worst()
		if worst < 0 {
			return outcome{active: m.active, settled: true}
		}
		if conflict := m.satisfy(worst); conflict != nil {
			return outcome{conflict: conflict, settled: true}
		}
	}
	return outcome{}
}

// short returns by how much the terms of a constraint miss its limit, and the size
// of the numbers of which that is the difference.
func (m *method[T]) short(d *condition[T]) (by, size T) {
	by, size = d.limit, d.limit.abs()
	for _, e := range d.terms {
		term := e.coef.mul(m.x[e.at])
		by, size = by.sub(term), size.add(e.coef.abs().mul(m.most[e.at]))
	}
	return by, size
}

// worst returns the inequality that is missed by most, −1 if none is missed.
func (m *method[T]) worst() int {
	worst, most := -1, m.zero
	for i := range m.conditions {
		d := &m.conditions[i]
		//mutate:equal d.equal && slices.Contains(m.active, i): one that is active is missed by a small number at most
		if d.equal || slices.Contains(m.active, i) {
			continue
		}
		by, size := m.short(d)
		if by.cmp(most) > 0 && !by.small(size) {
			worst, most = i, by
		}
	}
	return worst
}

// direction is how the minimum and the multipliers move as a constraint is met. [method] has
// the formulas.
type direction[T number[T]] struct {
	z     []T // of x
	r     []T // of the multipliers, down
	along T   // d′z: by how much the terms of the constraint grow; zero if they cannot
	bound bool
}

func (m *method[T]) direction(d *condition[T]) direction[T] {
	hd := m.h.times(d.terms)
	length := dot(d.terms, hd, m.zero)

	// r = (N′HN)⁻¹ N′Hd
	nhd := make([]T, len(m.active))
	for k, i := range m.active {
		nhd[k] = dot(m.conditions[i].terms, hd, m.zero)
	}
	r := make([]T, len(m.active))
	for k, row := range m.m {
		r[k] = m.zero
		for j, e := range row {
			r[k] = r[k].add(e.mul(nhd[j]))
		}
	}

	along := length
	for k := range r {
		along = along.sub(r[k].mul(nhd[k]))
	}
	//mutate:equal along.cmp(m.zero) < 0: zero is small
	if along.small(length) || along.cmp(m.zero) <= 0 {
		return direction[T]{r: r, along: m.zero, bound: true}
	}
	z := hd
	for k, f := range r {
		if f.cmp(m.zero) == 0 {
			continue
		}
		for j, e := range m.hn[k] {
			z[j] = z[j].sub(f.mul(e))
		}
	}
	return direction[T]{z: z, r: r, along: along}
}

func dot[T number[T]](terms []component[T], v []T, zero T) T {
	sum := zero
	for _, e := range terms {
		sum = sum.add(e.coef.mul(v[e.at]))
	}
	return sum
}

// equate makes an equation hold. It returns the contradiction if that cannot be;
// an equation that follows from others is left out.
func (m *method[T]) equate(i int) (conflict []int) {
	d := &m.conditions[i]
	by, size := m.short(d)
	dir := m.direction(d)
	if dir.bound {
		if by.small(size) {
			return nil
		}
		return m.contradiction(i, dir.r)
	}

	t := by.quo(dir.along)
	m.move(dir, t)
	m.enter(i, dir, t)
	return nil
}

// satisfy makes an inequality hold, and drops others where that is in the way. It returns the
// contradiction if that cannot be.
func (m *method[T]) satisfy(i int) (conflict []int) {
	d := &m.conditions[i]
	u := m.zero
	for {
		dir := m.direction(d)

		// How far to go until the multiplier of an inequality becomes zero.
		leaves, first := -1, m.zero
		for k, j := range m.active {
			//mutate:equal dir.r[k].cmp(m.zero) < 0: zero is small
			if m.conditions[j].equal || dir.r[k].cmp(m.zero) <= 0 || dir.r[k].small(m.largest(dir.r)) {
				continue
			}
			if at := m.u[k].quo(dir.r[k]); leaves < 0 || at.cmp(first) < 0 {
				leaves, first = k, at
			}
		}
		if dir.bound && leaves < 0 {
			return m.contradiction(i, dir.r)
		}

		// How far to go until the constraint is met.
		by, _ := m.short(d)
		if !dir.bound {
			t := by.quo(dir.along)
			if leaves < 0 || t.cmp(first) <= 0 {
				m.move(dir, t)
				m.enter(i, dir, u.add(t))
				return nil
			}
		}
		u = u.add(first)
		m.move(dir, first)
		m.leave(leaves)
	}
}

func (m *method[T]) largest(r []T) T {
	most := m.zero
	for _, e := range r {
		most = larger(most, e.abs())
	}
	return most
}

func larger[T number[T]](a, b T) T {
	//mutate:equal a.cmp(b) >= 0: equal numbers are the same
	if a.cmp(b) > 0 {
		return a
	}
	return b
}

// contradiction lists the constraints of which one is a combination.
func (m *method[T]) contradiction(i int, r []T) []int {
	most := m.largest(r)
	out := []int{i}
	for k, j := range m.active {
		if !r[k].small(most) {
			out = append(out, j)
		}
	}
	slices.Sort(out)
	return out
}

// move goes a distance in a direction.
func (m *method[T]) move(dir direction[T], t T) {
	if !dir.bound {
		for i := range m.x {
			m.x[i] = m.x[i].add(t.mul(dir.z[i]))
			m.most[i] = larger(m.most[i], m.x[i].abs())
		}
	}
	for k := range m.u {
		m.u[k] = m.u[k].sub(t.mul(dir.r[k]))
	}
}

// enter adds a constraint to the active ones: the inverse of N′HN grows by a border.
func (m *method[T]) enter(i int, dir direction[T], u T) {
	corner := m.one.quo(dir.along)
	border := make([]T, len(m.active)+1)
	for k, e := range dir.r {
		scaled := e.mul(corner)
		for j, f := range dir.r {
			m.m[k][j] = m.m[k][j].add(scaled.mul(f))
		}
		m.m[k] = append(m.m[k], m.zero.sub(scaled))
		border[k] = m.m[k][len(m.active)]
	}
	border[len(m.active)] = corner

	m.m = append(m.m, border)
	m.active = append(m.active, i)
	m.u = append(m.u, u)
	m.hn = append(m.hn, m.h.times(m.conditions[i].terms))
}

// leave takes the k-th constraint out of the active ones.
func (m *method[T]) leave(k int) {
	column, pivot := make([]T, len(m.m)), m.m[k][k]
	for i := range m.m {
		column[i] = m.m[i][k]
	}
	for i, row := range m.m {
		if i == k {
			continue
		}
		factor := column[i].quo(pivot)
		for j := range row {
			row[j] = row[j].sub(factor.mul(column[j]))
		}
	}

	m.m = slices.Delete(m.m, k, k+1)
	for i := range m.m {
		m.m[i] = slices.Delete(m.m[i], k, k+1)
	}
	m.active = slices.Delete(m.active, k, k+1)
	m.u = slices.Delete(m.u, k, k+1)
	m.hn = slices.Delete(m.hn, k, k+1)
}
