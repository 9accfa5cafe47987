package model

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// A Problem is one thing that is wrong with a choice, and the control to which
// it belongs.
type Problem struct {
	Control string   `json:"control"` // "levels.province.stretch"; empty if it belongs to none
	Path    string   `json:"path"`    // as the library names the place
	Value   string   `json:"value"`
	Problem string   `json:"problem"`
	Remedy  string   `json:"remedy"`
	Units   []string `json:"units"` // names of the units in conflict
	Codes   []string `json:"codes"` // and their codes
}

// problems turns an error of the library into problems of the page. Those that
// differ in the unit alone become one.
func (s *state) problems(err error) []Problem {
	var all []Problem
	for _, single := range singles(err) {
		for _, p := range s.describe(single) {
			at := slices.IndexFunc(all, func(o Problem) bool {
				return o.Control == p.Control && o.Problem == p.Problem && o.Remedy == p.Remedy && len(o.Units) > 0
			})
			if at < 0 {
				all = append(all, p)
				continue
			}
			all[at].Units = append(all[at].Units, p.Units...)
			all[at].Codes = append(all[at].Codes, p.Codes...)
		}
	}
	return all
}

// singles lists the errors that are joined to one.
func singles(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, singles(e)...)
	}
	return all
}

func (s *state) describe(err error) []Problem {
	if conflict, ok := errors.AsType[*hierarchy.InfeasibleError](err); ok {
		return []Problem{s.conflict(conflict)}
	}
	var all []Problem
	for _, e := range target.AllErrors(err) {
		p := Problem{Path: e.Path, Value: valueText(e.Value), Problem: e.Err.Error(), Remedy: e.Remedy}
		p.Control = s.control(err.Error(), e.Path)
		if code := quoted(e.Path); code != "" {
			if unit, known := s.set.tree.Unit(code); known {
				p.Units, p.Codes = []string{unit.Name}, []string{code}
			}
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		all = []Problem{{Problem: err.Error()}}
	}
	return all
}

// conflict describes what cannot be met.
func (s *state) conflict(e *hierarchy.InfeasibleError) Problem {
	parent, _ := s.set.tree.Unit(e.Parent)
	p := Problem{
		Path: fmt.Sprintf("units[%q]", e.Parent), Value: s.figure(e.Amount),
		Problem: "cannot be met by the units below " + parent.Name + ": " + e.Reason,
	}

	if e.Least.Valid {
		p.Problem += ", at least " + s.figure(e.Least.Decimal)
	}
	if e.Most.Valid {
		p.Problem += ", at most " + s.figure(e.Most.Decimal)
	}
	if p.Remedy = e.Remedy; p.Remedy == "" {
		p.Remedy = "change a hold or a bound of these units, or the target"
	}

	for _, code := range e.Units {
		unit, _ := s.set.tree.Unit(code)
		p.Units = append(p.Units, unit.Name)
		p.Codes = append(p.Codes, code)
	}
	if len(e.Units) > 0 {
		p.Control = s.bound(e.Units[0], e.Most.Valid)
	}
	return p
}

// bound is the control that bounds a unit: its own, that of a unit below it, or
// else its level's.
func (s *state) bound(code string, upper bool) string {
	for _, set := range s.choice.Units {
		if set.Unit != code && !s.above(code, set.Unit) {
			continue
		}
		switch {
		case set.Hold != "":
			return "units." + set.Unit + ".hold"
		case upper && set.Max != "":
			return "units." + set.Unit + ".max"
		case !upper && set.Min != "":
			return "units." + set.Unit + ".min"
		}
	}

	unit, _ := s.set.tree.Unit(code)
	rule := s.choice.Levels[unit.Level]
	switch {
	case upper && rule.AtMost != "":
		return "levels." + unit.Level + ".atMost"
	case !upper && rule.AtLeast != "":
		return "levels." + unit.Level + ".atLeast"
	}
	return s.method(unit.Level)
}

// above reports whether one unit is an ancestor of another.
func (s *state) above(code, below string) bool {
	for unit := range s.set.tree.Ancestors(below) {
		if unit.Code == code {
			return true
		}
	}
	return false
}

// method is the control for the method of a level, or of the first level if
// that gets no quotas.
func (s *state) method(level string) string {
	if _, ruled := s.choice.Levels[level]; !ruled {
		level = s.set.Levels[0].Key
	}
	return "levels." + level + ".method"
}

var (
	ofLevel = regexp.MustCompile(`options\.levels\["([^"]+)"\](?:\.(\w+))?`)
	ofUnit  = regexp.MustCompile(`\["([^"]+)"\]`)
)

// control finds the control for a problem by the library's path and by the
// text of the whole error, which names the level of a method's problem.
func (s *state) control(whole, path string) string {
	if strings.HasPrefix(path, "target.") {
		return "target"
	}
	if strings.HasSuffix(path, ".progress") || strings.HasSuffix(path, ".weight") {
		if m := ofLevel.FindStringSubmatch(whole); m != nil {
			return "levels." + m[1] + ".share"
		}
	}
	if m := ofLevel.FindStringSubmatch(whole); m != nil {
		field := m[2]
		switch field {
		case "min":
			field = "atLeast"
		case "max":
			field = "atMost"
		}
		return "levels." + m[1] + "." + field
	}

	code := quoted(path)
	unit, known := s.set.tree.Unit(code)
	if !known {
		return ""
	}
	switch {
	case strings.HasPrefix(path, "options.holds"):
		return "units." + code + ".hold"
	case strings.HasPrefix(path, "min["):
		return s.bound(code, false)
	case strings.HasPrefix(path, "max["):
		return s.bound(code, true)
	case strings.HasSuffix(path, ".reserve"):
		for child := range s.set.tree.Children(code) {
			return "levels." + child.Level + ".reserve"
		}
	}
	return s.method(unit.Level)
}

// quoted is the code of the innermost unit in a path.
func quoted(path string) string {
	all := ofUnit.FindAllStringSubmatch(path, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}
