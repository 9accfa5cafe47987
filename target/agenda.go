package target

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Agenda holds goals and targets with their revisions, checked as a whole. It
// is immutable and safe for concurrent use.
//
// A target is in force from the date of its source until the first of these:
//   - the target that replaces it is issued;
//   - a target to which it was promoted takes its place;
//   - it is withdrawn.
//
// It remains in force when its period is over. A target without a date is in
// force from the beginning. A date without a day or a month means its last day,
// so that nothing shows too early.
//
// Several targets for one unit, indicator and period may be in force together if they
// differ in setter or tier. Examples are the ministry's target and the local
// government's (条块), the assigned target and the announced one (层层加码), a bottom
// line and a stretch. [Precedence] says which of them binds.
//
// Relative targets stand beside the others. They have no value until [Agenda.Resolve]
// gives it to them. Until then [Agenda.Relatives] yields them, [Agenda.Cited] names
// them, and all other queries leave them out.
type Agenda struct {
	goals   []Goal   // by code
	targets []Target // by code, with those of the relative targets
	// relative are the relative targets, by code.
	relative map[string]Relative
	issued   []day // of each target
	ended    []day // of each target, the first day on which it is not in force
	next     []int // index of the target that replaces it, or −1
}

const forever = day(math.MaxInt32)

// NewAgenda returns the agenda of the goals, targets and relative targets, in any
// order. It copies what it keeps.
//
// NewAgenda returns an error if:
//   - a goal or a target is not valid, or has no code (ErrRequired);
//   - two goals or two targets have one code (ErrDuplicate);
//   - a goal's parent, a target's goal, or a target that another names is not in
//     the agenda (ErrUnknown);
//   - goals serve, targets stem from or replace, or definitions revise each other
//     in a cycle (ErrCycle);
//   - an indicator's code has two definitions (ErrMismatch);
//   - a target is replaced twice, or two targets of one setter and tier for one
//     unit, indicator and period are in force at a time (ErrDuplicate);
//   - a mid-term target is of another unit or indicator than the target on whose
//     way it is (ErrMismatch), or does not end before it (ErrRange);
//   - a date is not ISO 8601, a replacement is dated before the target that it
//     replaces, or a target is withdrawn before it is issued (ErrRange);
//   - a relative target replaces another one, or a target names one that has no value
//     yet (ErrMismatch).
//
// It reports every problem, by path.
func NewAgenda(goals []Goal, targets []Target, relatives ...Relative) (*Agenda, error) {
	a := &Agenda{goals: slices.Clone(goals), targets: make([]Target, len(targets), len(targets)+len(relatives))}
	for i, t := range targets {
		a.targets[i] = t.Clone()
	}
	for _, r := range relatives {
		a.addRelative(r.clone())
	}

	c := agendaCheck{Agenda: a, given: len(targets), problems: Problems{ByPath: true}}
	c.codes()
	a.sort()
	if c.problems.Len() == 0 {
		c.elements()
		c.references()
		c.definitions()
	}
	if c.problems.Len() == 0 {
		a.index()
		c.revisions()
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Agenda) sort() {
	slices.SortStableFunc(a.goals, func(x, y Goal) int { return cmp.Compare(x.Code, y.Code) })
	slices.SortStableFunc(a.targets, func(x, y Target) int { return cmp.Compare(x.Code, y.Code) })
}

// find returns the index of a target, or −1.
func (a *Agenda) find(code string) int {
	return findCode(a.targets, code, func(t Target) string { return t.Code })
}

// findGoal returns the index of a goal, or −1.
func (a *Agenda) findGoal(code string) int {
	return findCode(a.goals, code, func(g Goal) string { return g.Code })
}

func findCode[E any](sorted []E, code string, codeOf func(E) string) int {
	if code == "" {
		return -1
	}
	byCode := func(e E, code string) int { return cmp.Compare(codeOf(e), code) }
	i, found := slices.BinarySearchFunc(sorted, code, byCode)
	if !found {
		return -1
	}
	return i
}

// index finds when each target is in force.
func (a *Agenda) index() {
	n := len(a.targets)
	a.issued, a.ended, a.next = make([]day, n), make([]day, n), make([]int, n)
	for i, t := range a.targets {
		a.issued[i], _ = parseDay(t.Source.Date)
		a.ended[i], a.next[i] = forever, -1
		if d, ok := parseDay(t.Withdrawn); ok {
			a.ended[i] = d
		}
	}

	for i, t := range a.targets {
		if old := a.find(t.Replaces); old >= 0 {
			a.next[old] = i
			a.ended[old] = min(a.ended[old], a.issued[i])
		}
		for _, k := range t.Links {
			if k.Relation == PromotedTo {
				a.ended[i] = min(a.ended[i], a.linked(i, k))
			}
		}
	}
}

// linked returns the day from which a link of a target is valid: both targets
// must be issued.
func (a *Agenda) linked(i int, k Link) day {
	since, _ := parseDay(k.Date)
	since = max(since, a.issued[i])
	if to := a.find(k.Target); to >= 0 {
		since = max(since, a.issued[to])
	}
	return since
}

// Goals yields the goals, by code.
func (a *Agenda) Goals() iter.Seq[Goal] { return slices.Values(a.goals) }

// Goal returns the goal with a code.
func (a *Agenda) Goal(code string) (Goal, bool) {
	if i := a.findGoal(code); i >= 0 {
		return a.goals[i], true
	}
	return Goal{}, false
}

// Targets yields the targets that are in force when everything in the agenda is
// issued, by code. It leaves out those that were replaced, promoted or withdrawn.
func (a *Agenda) Targets() iter.Seq[Target] {
	return func(yield func(Target) bool) {
		for i, t := range a.targets {
			if a.ended[i] == forever && !a.isRelative(i) && !yield(t.Clone()) {
				return
			}
		}
	}
}

// String says how many goals, targets and relative targets the agenda has, and prints the
// targets, at most 50 of them. Relative targets are only counted.
func (a *Agenda) String() string {
	if a == nil {
		return "no targets\n"
	}

	var b strings.Builder
	n := len(a.targets) - len(a.relative)
	b.WriteString(numtext.Counted(len(a.goals), "goal") + ", " + numtext.Counted(n, "target"))
	if len(a.relative) > 0 {
		b.WriteString(", " + numtext.Counted(len(a.relative), "relative target"))
	}
	b.WriteString("\n")

	printed := 0
	for t := range a.All() {
		if printed++; printed > numtext.Rows {
			break
		}
		line := t.Code + ": " + t.Unit + " " + t.Indicator.Code + " " + t.String()
		b.WriteString("  " + fault.Line(line, 200) + "\n")
	}
	b.WriteString(numtext.More(n - numtext.Rows))
	return b.String()
}

// All yields every target, in force or not, by code.
func (a *Agenda) All() iter.Seq[Target] {
	return func(yield func(Target) bool) {
		for i, t := range a.targets {
			if !a.isRelative(i) && !yield(t.Clone()) {
				return
			}
		}
	}
}

// Target returns the target with a code, in force or not.
func (a *Agenda) Target(code string) (Target, bool) {
	if i := a.find(code); i >= 0 && !a.isRelative(i) {
		return a.targets[i].Clone(), true
	}
	return Target{}, false
}

// InForce reports whether the target with a code is one of [Agenda.Targets].
func (a *Agenda) InForce(code string) bool {
	i := a.find(code)
	return i >= 0 && a.ended[i] == forever && !a.isRelative(i)
}

// History yields the revisions of one target, the earliest first. The code may be
// that of any of them. History yields nothing for a code that is not in the
// agenda.
func (a *Agenda) History(code string) iter.Seq[Target] {
	return func(yield func(Target) bool) {
		i := a.find(code)
		if i < 0 || a.isRelative(i) {
			return
		}
		for old := i; old >= 0; old = a.find(a.targets[i].Replaces) {
			i = old
		}
		for ; i >= 0; i = a.next[i] {
			if !yield(a.targets[i].Clone()) {
				return
			}
		}
	}
}

// AsOf returns the agenda as it was at the end of a date. Goals, targets, links,
// replacements and withdrawals that came later are left out. A reference to
// something that was not yet issued, such as a parent that came after its
// target, is left empty.
//
// AsOf returns an error if the text is not an ISO 8601 date.
func (a *Agenda) AsOf(date string) (*Agenda, error) {
	on, ok := parseDay(date)
	if !ok {
		return nil, &FieldError{Path: "date", Value: date, Err: ErrInvalid, Remedy: dateRemedy}
	}

	then := &Agenda{}
	for _, g := range a.goals {
		if d, _ := parseDay(g.Source.Date); d <= on {
			then.goals = append(then.goals, g)
		}
	}
	for i := range then.goals {
		if then.findGoal(then.goals[i].Parent) < 0 {
			then.goals[i].Parent = ""
		}
	}

	for i, t := range a.targets {
		if a.issued[i] <= on {
			known := a.targetAsOf(i, t.Clone(), then, on)
			if r, isRelative := a.relative[t.Code]; isRelative {
				r.Target = known
				then.addRelative(r)
			} else {
				then.targets = append(then.targets, known)
			}
		}
	}
	then.index()
	return then, nil
}

// targetAsOf empties the references of a target that came after a day.
func (a *Agenda) targetAsOf(i int, t Target, then *Agenda, on day) Target {
	issued := func(code string) bool {
		k := a.find(code)
		return k >= 0 && a.issued[k] <= on
	}
	if then.findGoal(t.Goal) < 0 {
		t.Goal = ""
	}
	if !issued(t.From) {
		t.From = ""
	}
	if d, _ := parseDay(t.Withdrawn); d > on {
		t.Withdrawn = ""
	}
	t.Links = slices.DeleteFunc(t.Links, func(k Link) bool { return a.linked(i, k) > on })
	return t
}

// Equal reports whether both agendas hold the same goals, targets and relative
// targets, decimals compared as numbers.
func (a *Agenda) Equal(b *Agenda) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.goals, b.goals) && maps.EqualFunc(a.relative, b.relative, Relative.equal) &&
		slices.EqualFunc(a.targets, b.targets, func(x, y Target) bool {
			return len(differences(x, y)) == 0
		})
}

type agendaJSON struct {
	Goals     []Goal
	Targets   []Target
	Relatives []Relative
}

// MarshalJSON writes the goals, all targets and all relative targets as an object, by
// code.
func (a *Agenda) MarshalJSON() ([]byte, error) {
	out := agendaJSON{Goals: a.goals}
	for _, t := range a.targets {
		if r, isRelative := a.relative[t.Code]; isRelative {
			out.Relatives = append(out.Relatives, r)
		} else {
			out.Targets = append(out.Targets, t)
		}
	}
	return strictjson.Marshal(out)
}

// UnmarshalJSON reads an agenda as MarshalJSON writes it, in any order. It
// returns an error if a field is unknown, given twice or missing, or if
// [NewAgenda] does.
func (a *Agenda) UnmarshalJSON(data []byte) error {
	var in agendaJSON
	if err := readJSON(data, &in, ""); err != nil {
		return err
	}
	read, err := NewAgenda(in.Goals, in.Targets, in.Relatives...)
	if err == nil {
		*a = *read
	}
	return err
}
