package target

import "github.com/targetcascade/cascade/internal/fault"

// Goal is what a setter wants, in words; targets put numbers and dates on it.
// A goal without a target is legal.
type Goal struct {
	Code, Title, Statement string
	Parent                 string // code of the goal that it serves
	Horizon                Period // zero where none is set
	Setter                 string // body that set it, which is not a unit of territory
	Priority               int    // place among the goals of one document, from 1; zero is none
	Source                 Source
}

// Validate returns an error if the goal has neither a title nor a statement,
// serves itself, has a negative priority, or the date of its source is not ISO
// 8601. It reports every problem.
func (g Goal) Validate() error {
	var l fault.List
	g.validate(&l, "goal")
	return l.Err()
}

func (g Goal) validate(l *fault.List, path string) {
	if g.Title == "" && g.Statement == "" {
		l.Add(&FieldError{Path: path + ".title", Err: ErrRequired, Remedy: "give a title or a statement"})
	}
	if g.Parent != "" && g.Parent == g.Code {
		l.Add(&FieldError{Path: path + ".parent", Value: g.Parent, Err: ErrCycle, Remedy: "name the goal that it serves"})
	}
	if g.Priority < 0 {
		l.Add(&FieldError{Path: path + ".priority", Value: g.Priority, Err: ErrRange, Remedy: "count from 1, or leave it zero"})
	}
	g.Source.validate(l, path+".source")
}
