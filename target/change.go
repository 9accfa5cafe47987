package target

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Event says what happened to a target.
type Event uint8

const (
	Issued    Event = iota + 1 // a target that replaces no other
	Replaced                   // by another target
	Promoted                   // another target stands in its place from now on
	Withdrawn                  // and nothing replaced it
)

var eventWords = enum.New[Event]("what", UnknownError, []string{Issued: "issued", Replaced: "replaced", Promoted: "promoted", Withdrawn: "withdrawn"})

// String returns the event in lower case.
func (e Event) String() string { return eventWords.String(e) }

// MarshalText returns the event in lower case.
func (e Event) MarshalText() ([]byte, error) { return eventWords.Marshal(e) }

// UnmarshalText reads an event as String prints it.
func (e *Event) UnmarshalText(text []byte) error { return eventWords.Unmarshal(e, text) }

// Change is one difference between an agenda at two dates.
type Change struct {
	What Event   `strict:"required"`
	Date string  // ISO 8601, as its source gives it; empty where none is given
	From *Target // what held before; nil where a target was issued
	To   *Target // what holds from then on; nil where a target was withdrawn
}

// Fields names what is not the same before and after, in the order of the
// fields of [Target]: goal, indicator, unit, period, baseline, comparator,
// value, upper, tolerance, force. It is empty for a target that was issued or
// withdrawn.
func (c Change) Fields() []string {
	if c.From == nil || c.To == nil {
		return nil
	}
	return slices.DeleteFunc(differences(*c.From, *c.To), func(name string) bool {
		switch name {
		case "code", "from", "links", "replaces", "withdrawn", "tags", "source":
			return true
		}
		return false
	})
}

// String prints the change on one line: the date, what happened, the targets.
func (c Change) String() string {
	var b strings.Builder
	if c.Date != "" {
		b.WriteString(c.Date + " ")
	}
	b.WriteString(c.What.String() + ": ")
	switch {
	case c.From != nil && c.To != nil:
		b.WriteString(c.From.String() + " → " + c.To.String())
	case c.To != nil:
		b.WriteString(c.To.String())
	case c.From != nil:
		b.WriteString(c.From.String())
	}
	return b.String()
}

func (c Change) validate(l *fault.List, path string) {
	if c.What == 0 || c.What > Withdrawn {
		l.Add(&FieldError{Path: path + ".what", Value: uint8(c.What), Err: ErrUnknown, Remedy: eventWords.OneOf()})
	}
	dated(l, path+".date", c.Date)
	end := func(name string, t *Target, wanted bool) {
		switch {
		case t == nil && wanted:
			l.Add(&FieldError{Path: path + "." + name, Err: ErrRequired})
		case t != nil && !wanted:
			l.Add(&FieldError{Path: path + "." + name, Err: ErrMismatch, Remedy: "leave it out where a target was " + c.What.String()})
		case t != nil:
			t.validate(l, path+"."+name)
		}
	}
	end("from", c.From, c.What != Issued)
	end("to", c.To, c.What != Withdrawn)
}

// MarshalJSON writes the change as an object.
func (c Change) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a change as MarshalJSON writes it. It returns an error if
// a field is unknown, given twice or missing, a target is not valid, or there
// is a target too many or too few for what happened.
func (c *Change) UnmarshalJSON(data []byte) error {
	return unmarshal(data, c, "change", func(c Change, l *fault.List, path string) { c.validate(l, path) })
}

// Changes yields what happened to targets after the end of one date and until
// the end of another, by date and then by code. An empty from is before
// everything, what has no date included; an empty to is after everything.
//
// Changes returns an error if a text is not an ISO 8601 date, or to is before
// from.
func (a *Agenda) Changes(from, to string) (iter.Seq[Change], error) {
	var l fault.List
	dated(&l, "from", from)
	dated(&l, "to", to)
	after, until := day(-1), forever
	if from != "" {
		after, _ = parseDay(from)
	}
	if to != "" {
		until, _ = parseDay(to)
	}
	if l.Len() == 0 && until < after {
		l.Add(&FieldError{Path: "to", Value: to, Err: ErrRange, Remedy: "not before " + from})
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	type event struct {
		on       day
		what     Event
		date     string
		from, to int
	}
	var events []event
	add := func(on day, what Event, date string, from, to int) {
		if on > after && on <= until {
			events = append(events, event{on, what, date, from, to})
		}
	}
	for i, t := range a.targets {
		if old := a.find(t.Replaces); old >= 0 {
			add(a.issued[i], Replaced, t.Source.Date, old, i)
		} else {
			add(a.issued[i], Issued, t.Source.Date, -1, i)
		}
		if d, ok := parseDay(t.Withdrawn); ok {
			add(d, Withdrawn, t.Withdrawn, i, -1)
		}
		for _, k := range t.Links {
			if k.Relation != PromotedTo {
				continue
			}
			to, on := a.find(k.Target), a.linked(i, k)
			date := k.Date
			if since, _ := parseDay(k.Date); since < on {
				// since both were there
				if date = t.Source.Date; a.issued[to] == on {
					date = a.targets[to].Source.Date
				}
			}
			add(on, Promoted, date, i, to)
		}
	}
	slices.SortStableFunc(events, func(x, y event) int {
		return cmp.Or(cmp.Compare(x.on, y.on), cmp.Compare(max(x.from, x.to), max(y.from, y.to)), cmp.Compare(x.what, y.what))
	})
	return func(yield func(Change) bool) {
		for _, e := range events {
			c := Change{What: e.what, Date: e.date}
			if e.from >= 0 {
				c.From = new(a.targets[e.from].Clone())
			}
			if e.to >= 0 {
				c.To = new(a.targets[e.to].Clone())
			}
			if !yield(c) {
				return
			}
		}
	}, nil
}
