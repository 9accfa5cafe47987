package target

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/targetcascade/cascade/internal/fault"
)

// checker gathers what is wrong with an agenda.
type checker struct {
	faults         fault.Sorted
	goals, targets map[string]int // index by code
}

func (c *checker) add(path string, value any, err error, remedy string) {
	c.faults.Add(path, &FieldError{Path: path, Value: value, Err: err, Remedy: remedy})
}

func (c *checker) addAll(path string, l *fault.List) {
	for _, e := range AllErrors(l.Err()) {
		c.faults.Add(path, e)
	}
}

func goalPath(code string) string   { return fmt.Sprintf("goals[%q]", fault.Clip(code, 80)) }
func targetPath(code string) string { return fmt.Sprintf("targets[%q]", fault.Clip(code, 80)) }

func (c *checker) codes(a *Agenda) {
	for i, g := range a.goals {
		switch _, twice := c.goals[g.Code]; {
		case g.Code == "":
			c.add(fmt.Sprintf("goals[%d].code", i), nil, ErrRequired, "")
		case twice:
			c.add(goalPath(g.Code)+".code", nil, ErrDuplicate, "")
		}
		c.goals[g.Code] = i
	}
	for i, t := range a.targets {
		switch _, twice := c.targets[t.Code]; {
		case t.Code == "":
			c.add(fmt.Sprintf("targets[%d].code", i), nil, ErrRequired, "")
		case twice:
			c.add(targetPath(t.Code)+".code", nil, ErrDuplicate, "")
		}
		c.targets[t.Code] = i
	}
}

func (c *checker) elements(a *Agenda) {
	for _, g := range a.goals {
		var l fault.List
		g.validate(&l, goalPath(g.Code))
		c.addAll(goalPath(g.Code), &l)
	}
	for _, t := range a.targets {
		var l fault.List
		path := targetPath(t.Code)
		t.validate(&l, path)
		t.Source.validate(&l, path+".source")
		dated(&l, path+".withdrawn", t.Withdrawn)
		for k, link := range t.Links {
			dated(&l, fmt.Sprintf("%s.links[%d].date", path, k), link.Date)
		}
		c.addAll(path, &l)
	}
}

// references checks that what is named is there and nothing leads back to
// itself.
func (c *checker) references(a *Agenda) {
	remedy := "name one that is in the agenda"
	var serves, stems, replaces graph
	for _, g := range a.goals {
		if g.Parent == "" {
			continue
		}
		if a.findGoal(g.Parent) < 0 {
			c.add(goalPath(g.Code)+".parent", g.Parent, ErrUnknown, remedy)
		}
		serves.add(g.Code, g.Parent)
	}
	replacedBy := make(map[string]string)
	for _, t := range a.targets {
		path := targetPath(t.Code)
		if t.Goal != "" && a.findGoal(t.Goal) < 0 {
			c.add(path+".goal", t.Goal, ErrUnknown, remedy)
		}
		known := func(field, code string) {
			if code != "" && a.find(code) < 0 {
				c.add(path+"."+field, code, ErrUnknown, remedy)
			}
		}
		known("from", t.From)
		known("replaces", t.Replaces)
		if t.From != "" {
			stems.add(t.Code, t.From)
		}
		for k, link := range t.Links {
			known(fmt.Sprintf("links[%d].target", k), link.Target)
			switch link.Relation {
			case DecomposedFrom, AdoptedFrom:
				stems.add(t.Code, link.Target)
			case PromotedTo:
				stems.add(link.Target, t.Code)
			}
		}
		if t.Replaces == "" {
			continue
		}
		replaces.add(t.Code, t.Replaces)
		if other, twice := replacedBy[t.Replaces]; twice {
			c.add(path+".replaces", t.Replaces, ErrDuplicate, "it is replaced by "+fault.Text(other)+" already")
		}
		replacedBy[t.Replaces] = t.Code
	}
	for _, code := range serves.cyclic() {
		c.add(goalPath(code)+".parent", nil, ErrCycle, "")
	}
	for _, code := range stems.cyclic() {
		c.add(targetPath(code)+".from", nil, ErrCycle, "no target stems from itself, by way of others either")
	}
	for _, code := range replaces.cyclic() {
		c.add(targetPath(code)+".replaces", nil, ErrCycle, "")
	}
}

// definitions checks that a code stands for one indicator.
func (c *checker) definitions(a *Agenda) {
	first := make(map[string]Target)
	var revises graph
	for _, t := range a.targets {
		i := t.Indicator
		if other, ok := first[i.Code]; !ok {
			first[i.Code] = t
			if i.Revises != "" {
				revises.add(i.Code, i.Revises)
			}
		} else if !sameIndicator(i, other.Indicator) {
			c.add(targetPath(t.Code)+".indicator", i.Code, ErrMismatch, "its definition differs from that in target "+fault.Text(other.Code))
		}
	}
	for _, code := range revises.cyclic() {
		c.add(targetPath(first[code].Code)+".indicator.revises", code, ErrCycle, "")
	}
}

// revisions checks dates, and that no two targets say two things at a time.
func (c *checker) revisions(a *Agenda) {
	type subject struct {
		unit, indicator string
		period          Period
	}
	same := make(map[subject][]int)
	for i, t := range a.targets {
		if old := a.find(t.Replaces); old >= 0 && a.issued[i] < a.issued[old] {
			c.add(targetPath(t.Code)+".source.date", t.Source.Date, ErrRange, "a replacement is not dated before what it replaces; a date without a day counts from its last day")
		}
		if a.ended[i] > a.issued[i] {
			s := subject{t.Unit, t.Indicator.Code, t.Period}
			same[s] = append(same[s], i)
		}
	}
	for _, group := range slices.SortedFunc(maps.Values(same), func(x, y []int) int { return cmp.Compare(x[0], y[0]) }) {
		slices.SortStableFunc(group, func(i, j int) int { return cmp.Compare(a.issued[i], a.issued[j]) })
		latest := group[0] // of those before, the one that ends last
		for _, i := range group[1:] {
			if a.issued[i] < a.ended[latest] {
				c.add(targetPath(a.targets[i].Code), nil, ErrDuplicate, "target "+fault.Text(a.targets[latest].Code)+
					" is in force for the same unit, indicator and period; let one replace the other")
			}
			if a.ended[i] > a.ended[latest] {
				latest = i
			}
		}
	}
}
