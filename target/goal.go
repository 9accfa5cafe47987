package target

// Goal is an aim in words. Targets put numbers and dates on it. A goal without a
// target is legal.
type Goal struct {
	Code, Title, Statement string
	Parent                 string // code of the goal that it serves
	Horizon                Period // zero if none is set
	Setter                 string // code of the body that set it
	Priority               int    // place among the goals of one document, from 1; 0 means none
	Source                 Source
}

// Validate returns an error if:
//   - the goal has neither a title nor a statement;
//   - it serves itself;
//   - its priority is negative;
//   - the date of its source is not ISO 8601.
//
// It reports every problem.
func (g Goal) Validate() error {
	var p Problems
	g.validate(p.At("goal"))
	return p.Err()
}

func (g Goal) validate(at Place) {
	at.Field("title").Required(g.Title != "" || g.Statement != "", "give a title or a statement")
	if g.Parent != "" && g.Parent == g.Code {
		at.Field("parent").Report(g.Parent, ErrCycle, "name the goal that it serves")
	}
	if g.Priority < 0 {
		at.Field("priority").Report(g.Priority, ErrRange, "must be 1 or greater, or 0 for none")
	}
	g.Source.validate(at.Field("source"))
}
