package target

import (
	"cmp"
	"maps"
	"slices"

	"github.com/targetcascade/cascade/internal/cycle"
	"github.com/targetcascade/cascade/internal/fault"
)

// agendaCheck gathers the problems of an agenda.
type agendaCheck struct {
	*Agenda
	given    int // targets with a value; those of the relative targets follow
	problems Problems
}

func (c *agendaCheck) goal(code string) Place { return c.problems.At("goals").Key(code) }

func (c *agendaCheck) target(code string) Place {
	if _, isRelative := c.relative[code]; isRelative {
		return c.problems.At("relatives").Key(code).Field("target")
	}
	return c.problems.At("targets").Key(code)
}

// codes checks that each goal and each target has a code of its own.
func (c *agendaCheck) codes() {
	seen := make(map[string]bool)
	check := func(at Place, i int, code string, field func(Place) Place) {
		switch {
		case code == "":
			field(at.Index(i)).Code(code)
		case seen[code]:
			field(at.Key(code)).Duplicate(nil)
		default:
			field(at.Key(code)).Code(code)
		}
		seen[code] = true
	}

	own := func(at Place) Place { return at.Field("code") }
	ofTarget := func(at Place) Place { return at.Field("target").Field("code") }
	for i, g := range c.goals {
		check(c.problems.At("goals"), i, g.Code, own)
	}
	clear(seen)
	for i, t := range c.targets {
		if i < c.given {
			check(c.problems.At("targets"), i, t.Code, own)
		} else {
			check(c.problems.At("relatives"), i-c.given, t.Code, ofTarget)
		}
	}
}

// elements checks each goal and each target by itself.
func (c *agendaCheck) elements() {
	for _, g := range c.goals {
		g.validate(c.goal(g.Code))
	}
	for _, t := range c.targets {
		at := c.target(t.Code)
		if r, isRelative := c.relative[t.Code]; isRelative {
			r.validate(c.problems.At("relatives").Key(t.Code))
		} else {
			t.validate(at)
		}
		t.Source.validate(at.Field("source"))
		at.Field("withdrawn").date(t.Withdrawn)
		for k, link := range t.Links {
			at.Field("links").Index(k).Field("date").date(link.Date)
		}
	}
}

// references checks that every code that is named is in the agenda, and that
// there are no cycles.
func (c *agendaCheck) references() {
	const remedy = "name one that is in the agenda"
	var serves graph
	for _, g := range c.goals {
		if g.Parent == "" {
			continue
		}
		if c.findGoal(g.Parent) < 0 {
			c.goal(g.Code).Field("parent").Report(g.Parent, ErrUnknown, remedy)
		}
		serves.add(g.Code, g.Parent)
	}

	var stems, replaces graph
	replacement := make(map[string]string)
	for _, t := range c.targets {
		at := c.target(t.Code)
		if t.Goal != "" && c.findGoal(t.Goal) < 0 {
			at.Field("goal").Report(t.Goal, ErrUnknown, remedy)
		}
		c.checkTargets(at, t, remedy)
		for child, parent := range t.lineage() {
			stems.add(child, parent)
		}

		if t.Replaces == "" {
			continue
		}
		replaces.add(t.Code, t.Replaces)
		if other, twice := replacement[t.Replaces]; twice {
			at.Field("replaces").Report(t.Replaces, ErrDuplicate, "target "+fault.Text(other)+" replaces it already")
		}
		replacement[t.Replaces] = t.Code
	}

	for _, code := range serves.cyclic() {
		c.goal(code).Field("parent").Report(nil, ErrCycle, noCycle)
	}
	for _, code := range stems.cyclic() {
		c.target(code).Field("from").Report(nil, ErrCycle, noCycle)
	}
	for _, code := range replaces.cyclic() {
		c.target(code).Field("replaces").Report(nil, ErrCycle, noCycle)
	}
}

const noCycle = "it must not lead back to itself, directly or through others"

// checkTargets reports the targets that a target names and that are not there.
func (c *agendaCheck) checkTargets(at Place, t Target, remedy string) {
	known := func(at Place, code string) bool {
		_, isRelative := c.relative[code]
		switch {
		case code == "":
		case c.find(code) < 0:
			at.Report(code, ErrUnknown, remedy)
			return false
		case isRelative:
			at.Report(code, ErrMismatch, "it is a relative target without a value: resolve the agenda first")
			return false
		}
		return true
	}

	known(at.Field("from"), t.From)
	if _, isRelative := c.relative[t.Code]; isRelative && t.Replaces != "" {
		remedy := "a relative target has no value yet: withdraw the target that it takes the place of"
		at.Field("replaces").Report(t.Replaces, ErrMismatch, remedy)
	} else {
		known(at.Field("replaces"), t.Replaces)
	}

	for k, link := range t.Links {
		place := at.Field("links").Index(k)
		switch {
		case !known(place.Field("target"), link.Target):
		case link.Relation == MidTermOf && link.Target != "": // a link without a target is reported already
			checkMidTerm(place, t, c.targets[c.find(link.Target)])
		}
	}
}

// checkMidTerm checks that a target is on the way to another one.
func checkMidTerm(at Place, t, end Target) {
	switch {
	case t.Unit != end.Unit || t.Indicator.Code != end.Indicator.Code:
		at.Report(
			end.Code, ErrMismatch,
			"a mid-term target has the unit and the indicator of the target on whose way it is",
		)
	case t.Period.last >= end.Period.last:
		at.Report(end.Code, ErrRange, "a mid-term target ends before the target on whose way it is, "+
			end.Period.String())
	}
}

// definitions checks that each code of an indicator has one definition.
func (c *agendaCheck) definitions() {
	first := make(map[string]Target)
	var revises graph
	for _, t := range c.targets {
		i := t.Indicator
		other, known := first[i.Code]
		switch {
		case !known:
			first[i.Code] = t
			if i.Revises != "" {
				revises.add(i.Code, i.Revises)
			}
		case !sameIndicator(i, other.Indicator):
			remedy := "its definition must be the same as in target " + fault.Text(other.Code)
			c.target(t.Code).Field("indicator").Report(i.Code, ErrMismatch, remedy)
		}
	}

	for _, code := range revises.cyclic() {
		at := c.target(first[code].Code).Field("indicator").Field("revises")
		at.Report(code, ErrCycle, noCycle)
	}
}

// revisions checks the dates, and that no two targets of one setter and tier for
// one subject are in force at a time.
func (c *agendaCheck) revisions() {
	type key struct {
		unit, indicator, setter string
		tier                    Tier
		period                  Period
	}
	same := make(map[key][]int)
	for i, t := range c.targets {
		if old := c.find(t.Replaces); old >= 0 && c.issued[i] < c.issued[old] {
			at := c.target(t.Code).Field("source").Field("date")
			at.Report(t.Source.Date, ErrRange, "a replacement must not be dated before the target that it replaces; "+
				"a date without a day means its last day")
		}
		if d, ok := parseDay(t.Withdrawn); ok && d < c.issued[i] {
			c.target(t.Code).Field("withdrawn").Report(t.Withdrawn, ErrRange, "a target must not be withdrawn before "+
				"it is issued; a date without a day means its last day")
		}
		if c.ended[i] > c.issued[i] {
			s := key{t.Unit, t.Indicator.Code, t.Setter, t.Tier, t.Period}
			same[s] = append(same[s], i)
		}
	}

	for _, group := range slices.SortedFunc(maps.Values(same), slices.Compare[[]int]) {
		c.overlaps(group)
	}
}

// overlaps reports those of the targets for one subject that are in force at the
// same time.
func (c *agendaCheck) overlaps(group []int) {
	slices.SortStableFunc(group, func(i, j int) int { return cmp.Compare(c.issued[i], c.issued[j]) })
	latest := group[0] // of the targets before, the one that ends last
	for _, i := range group[1:] {
		if c.issued[i] < c.ended[latest] {
			c.target(c.targets[i].Code).Report(nil, ErrDuplicate, "target "+fault.Text(c.targets[latest].Code)+
				" is in force for the same unit, indicator and period, by the same setter and at the same tier: "+
				"let one replace the other, or name the setter or the tier of each")
		}
		if c.ended[i] > c.ended[latest] {
			latest = i
		}
	}
}

// graph is a set of edges between codes.
type graph struct {
	codes []string
	index map[string]int
	edges [][2]int
}

func (g *graph) add(from, to string) { g.edges = append(g.edges, [2]int{g.node(from), g.node(to)}) }

func (g *graph) node(code string) int {
	i, known := g.index[code]
	if !known {
		if g.index == nil {
			g.index = make(map[string]int)
		}
		i = len(g.codes)
		g.index[code] = i
		g.codes = append(g.codes, code)
	}
	return i
}

// cyclic returns the codes that are on a cycle, or between two.
func (g *graph) cyclic() []string {
	var codes []string
	for _, i := range cycle.Nodes(len(g.codes), func(yield func(int, int) bool) {
		for _, e := range g.edges {
			if !yield(e[0], e[1]) {
				return
			}
		}
	}) {
		codes = append(codes, g.codes[i])
	}
	return codes
}
