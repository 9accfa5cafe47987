package quadratic

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// A WholeProblem asks for the rounding of figures to whole numbers. Each figure becomes
// the whole number just below or just above it; a whole number stays. All constraints
// hold, and the sum of the weighted squares of the changes is least. That is controlled
// rounding (Cox and Ernst, Controlled rounding, INFOR 20, 1982).
type WholeProblem struct {
	Figures     []*big.Rat
	Weights     []*big.Rat // above zero; nil means 1 for all
	Constraints []Constraint
	// Most is how many of the answers that are equally near are listed. 0 means 1.
	Most int
}

// A WholeSolution lists the answers to a [WholeProblem].
type WholeSolution struct {
	// Optima are the nearest answers. They come in the order of their first
	// difference, the larger number first.
	Optima [][]*big.Int
	// More reports that there are more answers than were asked for.
	More      bool
	Objective *big.Rat
}

// NoWholeError says that no whole numbers just below and just above the figures
// satisfy the constraints. The set is minimal: without any of them there are.
type NoWholeError struct {
	Constraints []int // ascending
}

// Error names the constraints.
func (e *NoWholeError) Error() string {
	return fmt.Sprintf("quadratic: no whole numbers satisfy constraints %v", e.Constraints)
}

// ErrTooHard says that a search has exceeded its number of steps. Trees and
// two-way tables of any size do not do so unless many answers are equally near.
var ErrTooHard = errors.New("quadratic: the search for whole numbers takes too long")

// wholeSteps is the number of choices that a search may make.
const wholeSteps = 200_000

// Whole returns the nearest whole numbers.
//
// Whole returns an error if there are none ([*NoWholeError]) or if the search
// takes too long ([ErrTooHard]).
func Whole(p *WholeProblem) (*WholeSolution, error) { return wholeWithin(p, wholeSteps) }

// wholeWithin is Whole with a number of choices that each search may make.
func wholeWithin(p *WholeProblem, steps int) (*WholeSolution, error) {
	all := make([]int, len(p.Constraints))
	for i := range all {
		all[i] = i
	}
	s := newSearch(p, all, steps)
	found, err := s.run(max(p.Most, 1))
	if err != nil || found != nil {
		return found, err
	}

	// Leave out one constraint after the other that is not needed for the
	// contradiction.
	conflict := s.conflict()
	for k := 0; k < len(conflict); {
		rest := newSearch(p, slices.Delete(slices.Clone(conflict), k, k+1), steps)
		found, err := rest.run(1)
		if err != nil {
			return nil, err
		}
		if found != nil {
			k++
		} else {
			conflict = slices.Delete(conflict, k, k+1)
		}
	}
	return nil, &NoWholeError{conflict}
}

// search goes through the choices of the upper or the lower whole number, with
// what the constraints force, and leaves out what cannot be nearest.
type search struct {
	lower []*big.Int
	open  []bool     // figures that are not whole
	gain  []*big.Rat // by how much the objective grows if a figure is rounded up
	base  *big.Rat   // the objective if all are rounded down
	rows  []wholeRow
	of    [][]place // the rows of each figure

	// contradict are the rows that contradict each other in real numbers; empty if
	// that is not known.
	contradict []int

	// The objective is the least one in real numbers, and what each choice costs
	// beyond it: the reduced costs.
	bound *big.Rat
	cost  [2][]*big.Rat // of rounding down and up: one of them is zero
	likes []int8        // the choice nearest to the solution in real numbers

	choice  []int8 // −1 means open, 0 down, 1 up
	trail   []int
	spent   *big.Rat
	allowed int // number of choices
	steps   int // how many of them are left

	best   *big.Rat // of what has been found
	limit  *big.Rat // of what is looked for; nil means none
	optima [][]int8
	most   int
	more   bool
}

// wholeRow is a constraint on the choices. Its left side is from low to high, depending on
// the choices that are still open.
type wholeRow struct {
	at        int // index of the constraint
	terms     []Term
	op        Op
	limit     *big.Rat
	low, high *big.Rat
}

type place struct {
	row  int
	coef *big.Rat
}

func newSearch(p *WholeProblem, constraints []int, steps int) *search {
	n := len(p.Figures)
	s := &search{
		lower: make([]*big.Int, n), open: make([]bool, n), gain: make([]*big.Rat, n), base: new(big.Rat),
		of: make([][]place, n), choice: make([]int8, n), spent: new(big.Rat), allowed: steps, steps: steps,
	}
	one := big.NewRat(1, 1)
	for i, f := range p.Figures {
		s.lower[i] = new(big.Int).Div(f.Num(), f.Denom())
		s.open[i] = !f.IsInt()
		s.choice[i] = -1
		weight := one
		if p.Weights != nil {
			weight = p.Weights[i]
		}
		part := new(big.Rat).Sub(f, new(big.Rat).SetInt(s.lower[i]))
		square := new(big.Rat).Mul(part, part)
		s.base.Add(s.base, square.Mul(square, weight))
		s.gain[i] = new(big.Rat).Sub(one, part.Add(part, part))
		s.gain[i].Mul(s.gain[i], weight)
	}

	for _, k := range constraints {
		c := p.Constraints[k]
		r := wholeRow{at: k, op: c.Op, limit: new(big.Rat).Set(c.Limit), low: new(big.Rat), high: new(big.Rat)}
		for _, t := range collect(c.Terms) {
			r.limit.Sub(r.limit, new(big.Rat).Mul(t.Coef, new(big.Rat).SetInt(s.lower[t.At])))
			if !s.open[t.At] {
				continue
			}
			s.of[t.At] = append(s.of[t.At], place{len(s.rows), t.Coef})
			r.terms = append(r.terms, t)
			if t.Coef.Sign() > 0 {
				r.high.Add(r.high, t.Coef)
			} else {
				r.low.Add(r.low, t.Coef)
			}
		}
		s.rows = append(s.rows, r)
	}
	return s
}

// run looks for the optima, up to a number of them. It returns nil if there is none.
func (s *search) run(most int) (*WholeSolution, error) {
	for k := range s.rows {
		if !s.possible(k) {
			s.contradict = []int{k}
			return nil, nil
		}
	}
	for i, open := range s.open {
		if !open {
			s.choice[i] = 0
		}
	}
	if !s.relax() {
		return nil, nil
	}
	queue := make([]int, len(s.rows))
	for k := range queue {
		queue[k] = k
	}
	if !s.force(queue) {
		return nil, nil
	}

	// Once for the objective, and once more for all that reach it.
	if err := s.descend(0); err != nil {
		return nil, err
	}
	if s.best == nil {
		return nil, nil
	}
	s.limit, s.most, s.steps = s.best, most, s.allowed
	s.exclude()
	if err := s.descend(0); err != nil {
		return nil, err
	}

	out := &WholeSolution{More: s.more, Objective: new(big.Rat).Add(s.base, s.best)}
	for _, choice := range s.optima {
		whole := make([]*big.Int, len(choice))
		for i, up := range choice {
			whole[i] = new(big.Int).Add(s.lower[i], big.NewInt(int64(up)))
		}
		out.Optima = append(out.Optima, whole)
	}
	return out, nil
}

// relax solves the problem in real numbers between 0 and 1. It reports false if
// that has no solution.
func (s *search) relax() bool {
	x := s.newSimplex()
	if s.contradict = x.run(); s.contradict != nil {
		return false
	}

	zero, half := new(big.Rat), big.NewRat(1, 2)
	s.bound, s.likes = new(big.Rat), make([]int8, len(s.open))
	for side := range s.cost {
		s.cost[side] = slices.Repeat([]*big.Rat{zero}, len(s.open))
	}
	for k, i := range x.figures {
		s.bound.Add(s.bound, new(big.Rat).Mul(s.gain[i], x.value[k]))
		s.likes[i] = choiceOf(x.value[k].Cmp(half) >= 0)
		if cost := x.cost[k]; cost.Sign() < 0 {
			s.cost[0][i] = cost.Neg(cost)
		} else {
			s.cost[1][i] = cost
		}
	}
	return true
}

// conflict returns the constraints among which there is a contradiction.
func (s *search) conflict() []int {
	var out []int
	for k, r := range s.rows {
		if len(s.contradict) == 0 || slices.Contains(s.contradict, k) {
			out = append(out, r.at)
		}
	}
	return out
}

// exclude makes the choices whose alternative costs too much.
func (s *search) exclude() {
	room := new(big.Rat).Sub(s.limit, s.bound)
	var queue []int
	for i := range s.choice {
		for up := range int8(2) {
			if s.choice[i] < 0 && s.cost[1-up][i].Cmp(room) > 0 {
				queue = s.choose(i, up, queue)
			}
		}
	}
	s.force(queue)
}

// possible reports whether a row can still hold.
func (s *search) possible(k int) bool {
	r := &s.rows[k]
	return (r.op == AtLeast || r.low.Cmp(r.limit) <= 0) && (r.op == AtMost || r.high.Cmp(r.limit) >= 0)
}

// choose makes a choice and adds the rows that it concerns to a queue.
func (s *search) choose(i int, up int8, queue []int) []int {
	s.choice[i] = up
	s.trail = append(s.trail, i)
	s.spent.Add(s.spent, s.cost[up][i])
	for _, p := range s.of[i] {
		s.narrow(p, up, false)
		queue = append(queue, p.row)
	}
	return queue
}

// narrow takes a coefficient out of what is open of a row, or puts it back.
func (s *search) narrow(p place, up int8, back bool) {
	r := &s.rows[p.row]
	end, change := r.low, new(big.Rat).Set(p.coef)
	if (p.coef.Sign() > 0) == (up == 0) {
		end = r.high
	}
	if (up == 0) != back {
		change.Neg(change)
	}
	end.Add(end, change)
}

// undo takes back the choices after the first few.
func (s *search) undo(to int) {
	for len(s.trail) > to {
		last := len(s.trail) - 1
		i := s.trail[last]
		up := s.choice[i]
		for _, p := range s.of[i] {
			s.narrow(p, up, true)
		}
		s.spent.Sub(s.spent, s.cost[up][i])
		s.choice[i] = -1
		s.trail = s.trail[:last]
	}
}

// force makes the choices to which the rows of a queue leave no alternative. It reports
// false if a row cannot hold any more, or if the objective cannot be reached.
func (s *search) force(queue []int) bool {
	room := new(big.Rat)
	for len(queue) > 0 {
		k := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !s.possible(k) {
			return false
		}

		r := &s.rows[k]
		for _, t := range r.terms {
			if s.choice[t.At] >= 0 {
				continue
			}
			positive := t.Coef.Sign() > 0
			if r.op != AtLeast && room.Sub(r.limit, r.low).Cmp(new(big.Rat).Abs(t.Coef)) < 0 {
				queue = s.choose(t.At, choiceOf(!positive), queue)
			} else if r.op != AtMost && room.Sub(r.high, r.limit).Cmp(new(big.Rat).Abs(t.Coef)) < 0 {
				queue = s.choose(t.At, choiceOf(positive), queue)
			}
		}
	}
	return !s.hopeless()
}

func choiceOf(up bool) int8 {
	if up {
		return 1
	}
	return 0
}

// hopeless reports whether the choices cost more than what is looked for.
func (s *search) hopeless() bool {
	total := new(big.Rat).Add(s.bound, s.spent)
	if s.limit != nil {
		return total.Cmp(s.limit) > 0
	}
	return s.best != nil && total.Cmp(s.best) >= 0
}

// descend tries both choices of the first figure that is open: first the one that
// is likely, or up where all answers are looked for in their order.
func (s *search) descend(from int) error {
	for from < len(s.choice) && s.choice[from] >= 0 {
		from++
	}
	if from == len(s.choice) {
		s.found()
		return nil
	}

	if s.steps--; s.steps < 0 {
		return ErrTooHard
	}
	mark, first := len(s.trail), int8(1)
	if s.limit == nil {
		first = s.likes[from]
	}
	for _, up := range []int8{first, 1 - first} {
		if s.force(s.choose(from, up, nil)) {
			if err := s.descend(from + 1); err != nil {
				return err
			}
		}
		s.undo(mark)
		if s.more {
			break
		}
	}
	return nil
}

// found keeps an answer.
func (s *search) found() {
	total := new(big.Rat)
	for i, up := range s.choice {
		if up == 1 {
			total.Add(total, s.gain[i])
		}
	}
	switch {
	case s.limit == nil:
		if s.best == nil || total.Cmp(s.best) < 0 {
			s.best = total
		}
	case total.Cmp(s.limit) > 0:
	case len(s.optima) == s.most:
		s.more = true
	default:
		s.optima = append(s.optima, slices.Clone(s.choice))
	}
}
