package target

import (
	"cmp"
	"iter"
	"slices"

	"github.com/targetcascade/cascade/internal/strictjson"
)

// Of yields the targets in force for a unit, by code. With [Agenda.AsOf] it says
// what was in force for the unit on a date.
func (a *Agenda) Of(unit string) iter.Seq[Target] {
	return a.some(func(i int) bool { return a.targets[i].Unit == unit })
}

// some yields the targets in force for which keep returns true, by code.
func (a *Agenda) some(keep func(i int) bool) iter.Seq[Target] {
	return func(yield func(Target) bool) {
		for i := range a.targets {
			if a.ended[i] == forever && !a.isRelative(i) && keep(i) && !yield(a.targets[i].Clone()) {
				return
			}
		}
	}
}

// Subgoals yields the goals that serve a goal, directly or through others, by
// code.
func (a *Agenda) Subgoals(goal string) iter.Seq[Goal] {
	return func(yield func(Goal) bool) {
		serving := a.serving(goal)
		for i, g := range a.goals {
			if serving[i] && g.Code != goal && !yield(g) {
				return
			}
		}
	}
}

// serving returns for each goal whether it is the one with a code or serves it.
func (a *Agenda) serving(goal string) []bool {
	serves, known := make([]bool, len(a.goals)), make([]bool, len(a.goals))
	for i := range a.goals {
		var chain []int
		for i >= 0 && !known[i] && a.goals[i].Code != goal {
			chain = append(chain, i)
			i = a.findGoal(a.goals[i].Parent)
		}

		answer := i >= 0 && (serves[i] || a.goals[i].Code == goal)
		if i >= 0 {
			chain = append(chain, i)
		}
		for _, k := range chain {
			known[k], serves[k] = true, answer
		}
	}
	return serves
}

// Under yields the targets in force that hang under a goal: those of the goal and
// of the goals that serve it, by code.
func (a *Agenda) Under(goal string) iter.Seq[Target] {
	return func(yield func(Target) bool) {
		serving := a.serving(goal)
		a.some(func(i int) bool {
			k := a.findGoal(a.targets[i].Goal)
			return k >= 0 && serving[k]
		})(yield)
	}
}

// Children yields the targets in force that were made directly from a target or
// from one of its revisions, by code: decomposed, adopted or converted from it, or
// taking its place by promotion.
func (a *Agenda) Children(code string) iter.Seq[Target] {
	return func(yield func(Target) bool) {
		i := a.find(code)
		if i < 0 {
			return
		}
		l := a.lineage()
		children := l.children[l.first[i]]
		a.some(func(k int) bool { return slices.Contains(children, k) })(yield)
	}
}

// Lineage yields the targets from which a target stems, in force or not: its
// parents, then theirs, each once. Those of one generation come by code.
func (a *Agenda) Lineage(code string) iter.Seq[Target] {
	return func(yield func(Target) bool) {
		i := a.find(code)
		if i < 0 || a.isRelative(i) {
			return
		}
		l := a.lineage()
		for _, k := range generations(i, func(k int) []int { return l.parents[k] }) {
			if !yield(a.targets[k].Clone()) {
				return
			}
		}
	}
}

// lineage is what stems from what, each target by its place.
type lineage struct {
	parents  [][]int // of each target
	children [][]int // of the first revision of each target: what stems from any of its revisions
	first    []int   // the first revision of each target
}

func (a *Agenda) lineage() lineage {
	n := len(a.targets)
	l := lineage{parents: make([][]int, n), children: make([][]int, n), first: make([]int, n)}
	for i, t := range a.targets {
		if a.find(t.Replaces) >= 0 {
			continue
		}
		for k := i; k >= 0; k = a.next[k] {
			l.first[k] = i
		}
	}

	for _, t := range a.targets {
		for from, to := range t.lineage() { // which the agenda has, both
			child, parent := a.find(from), a.find(to)
			l.parents[child] = append(l.parents[child], parent)
			l.children[l.first[parent]] = append(l.children[l.first[parent]], child)
		}
	}
	return l
}

// generations returns what is reached from a target by steps, without the target
// itself: each once, generation by generation, and within one in order.
func generations(from int, steps func(i int) []int) []int {
	var all []int
	seen := map[int]bool{from: true}
	for generation := []int{from}; len(generation) > 0; {
		var next []int
		for _, i := range generation {
			for _, k := range steps(i) {
				if !seen[k] {
					seen[k] = true
					next = append(next, k)
				}
			}
		}
		slices.Sort(next)
		all = append(all, next...)
		generation = next
	}
	return all
}

// Answer says how a unit answered a target: with the first target of its own that
// stems from it.
type Answer struct {
	Unit   string  `strict:"required"`
	Target *Target // nil if the unit has not answered
	Before bool    // the unit announced its target before the one that it answers was issued; false without a date
}

func (a Answer) validate(at Place) {
	at.Field("unit").Code(a.Unit)
	if a.Target != nil {
		a.Target.validate(at.Field("target"))
	} else if a.Before {
		at.Field("target").Report(nil, ErrRequired, "a unit that was before has a target")
	}
}

// MarshalJSON writes the answer as an object.
func (a Answer) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an answer as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the target is not valid.
func (a *Answer) UnmarshalJSON(data []byte) error {
	return unmarshal(data, a, "answer", Answer.validate)
}

// Answers returns how units answered a target, by unit: directly, or through the
// targets of others that stem from it. The units are those given, and all that
// have answered. Targets that were replaced, promoted or withdrawn count: they
// were issued.
//
// Three provinces of China issued an intellectual property strategy before the
// nation did (Cheng and Drahos 2018, note 55): their links came later.
//
// Answers returns an error if the target is not in the agenda.
func (a *Agenda) Answers(code string, units ...string) ([]Answer, error) {
	asked := a.find(code)
	if asked < 0 || a.isRelative(asked) {
		return nil, &FieldError{
			Path: "code", Value: code, Err: ErrUnknown, Remedy: "name a target that is in the agenda",
		}
	}

	l := a.lineage()
	stemming := generations(asked, func(i int) []int { return l.children[l.first[i]] })
	first := make(map[string]int)
	for _, i := range stemming {
		if a.isRelative(i) {
			continue
		}
		unit := a.targets[i].Unit
		k, known := first[unit]
		order := cmp.Or(cmp.Compare(a.issued[i], a.issued[k]), cmp.Compare(i, k))
		if !known || order < 0 { //mutate:equal order <= 0: i is not k
			first[unit] = i
		}
	}
	delete(first, a.targets[asked].Unit)

	all := slices.Clone(units)
	for unit := range first {
		all = append(all, unit)
	}
	slices.Sort(all)
	var answers []Answer
	for _, unit := range slices.Compact(all) {
		answer := Answer{Unit: unit}
		if i, answered := first[unit]; answered {
			answer.Target = new(a.targets[i].Clone())
			answer.Before = answer.Target.Source.Date != "" && a.issued[i] < a.issued[l.first[asked]]
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// Waypoints returns the mid-term values on the way to a target, by period: those
// of the targets in force that are linked to it, or to one of its revisions, by
// [MidTermOf]. They are the waypoints of a path in package temporal.
func (a *Agenda) Waypoints(code string) []Point {
	var revisions []string
	for t := range a.History(code) {
		revisions = append(revisions, t.Code)
	}

	var points []Point
	for t := range a.Targets() {
		for _, link := range t.Links {
			if link.Relation == MidTermOf && slices.Contains(revisions, link.Target) {
				points = append(points, Point{Period: t.Period, Value: t.Value})
				break
			}
		}
	}
	slices.SortStableFunc(points, func(x, y Point) int { return x.Period.Compare(y.Period) })
	return points
}
