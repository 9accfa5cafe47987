package target

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Event says what happened to a target.
type Event uint8

const (
	Issued    Event = iota + 1 // a target that replaces no other
	Replaced                   // another target replaced it
	Promoted                   // a target of a higher document took its place
	Withdrawn                  // nothing replaced it
)

var eventWords = enum.New[Event]("what", UnknownError, []string{
	Issued: "issued", Replaced: "replaced", Promoted: "promoted", Withdrawn: "withdrawn",
})

// String returns the event in lower case.
func (e Event) String() string { return eventWords.String(e) }

// MarshalText returns the event in lower case.
func (e Event) MarshalText() ([]byte, error) { return eventWords.Marshal(e) }

// UnmarshalText reads an event as String prints it.
func (e *Event) UnmarshalText(text []byte) error { return eventWords.Unmarshal(e, text) }

// AgendaChange is one difference between an agenda at two dates.
type AgendaChange struct {
	What Event   `strict:"required"`
	Date string  // ISO 8601, as its source gives it; empty if it gives none
	From *Target // the target before; nil if a target was issued
	To   *Target // in force from then on; nil if a target was withdrawn
}

// Fields names the fields that differ before and after, in the order of
// [Target]: goal, setter, tier, indicator, unit, period, baseline, comparator,
// value, upper, tolerance, force. It is empty if a target was issued or withdrawn.
func (c AgendaChange) Fields() []string {
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
func (c AgendaChange) String() string {
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

func (c AgendaChange) validate(at Place) {
	at.Field("date").date(c.Date)
	c.validateEnd(at.Field("from"), c.From, c.What != Issued)
	c.validateEnd(at.Field("to"), c.To, c.What != Withdrawn)
}

// validateEnd checks the target before or after the change.
func (c AgendaChange) validateEnd(at Place, t *Target, wanted bool) {
	switch {
	case t == nil && wanted:
		at.Report(nil, ErrRequired, "give the target, as the target was "+c.What.String())
	case t != nil && !wanted:
		at.Report(nil, ErrMismatch, "leave it out, as the target was "+c.What.String())
	case t != nil:
		t.validate(at)
	}
}

// MarshalJSON writes the change as an object.
func (c AgendaChange) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a change as MarshalJSON writes it. It returns an error if
// a field is unknown, given twice or missing, a target is not valid, or there
// is a target too many or too few for the event.
func (c *AgendaChange) UnmarshalJSON(data []byte) error {
	return unmarshal(data, c, "change", AgendaChange.validate)
}

// Changes yields the changes after the end of one date and until the end of
// another, by date and then by code. If from is empty, everything before to is
// yielded, also what has no date. If to is empty, everything after from is
// yielded. A withdrawal or a promotion of a target that is no longer in force
// changes nothing and is left out.
//
// Changes returns an error if a text is not an ISO 8601 date, or if to is before
// from.
func (a *Agenda) Changes(from, to string) (iter.Seq[AgendaChange], error) {
	var p Problems
	p.At("from").date(from)
	p.At("to").date(to)
	after, until := day(-1), forever
	if from != "" {
		after, _ = parseDay(from)
	}
	if last, ends := parseDay(to); ends {
		until = last
	}
	if until < after {
		p.At("to").Report(to, ErrRange, "must not be before "+from)
	}
	if err := p.Err(); err != nil {
		return nil, err
	}

	changes := slices.DeleteFunc(a.changes(), func(c dated) bool { return c.on <= after || c.on > until })
	slices.SortStableFunc(changes, func(x, y dated) int {
		return cmp.Or(
			cmp.Compare(x.on, y.on),
			cmp.Compare(max(x.from, x.to), max(y.from, y.to)),
			cmp.Compare(x.what, y.what),
		)
	})
	return func(yield func(AgendaChange) bool) {
		for _, c := range changes {
			if !yield(a.change(c)) {
				return
			}
		}
	}, nil
}

// dated is a change with the places of its targets; −1 means none.
type dated struct {
	on       day
	what     Event
	date     string
	from, to int
}

// change returns a change with copies of its targets.
func (a *Agenda) change(c dated) AgendaChange {
	out := AgendaChange{What: c.what, Date: c.date}
	if c.from >= 0 {
		out.From = new(a.targets[c.from].Clone())
	}
	if c.to >= 0 {
		out.To = new(a.targets[c.to].Clone())
	}
	return out
}

// changes returns all changes, by target.
func (a *Agenda) changes() []dated {
	var all []dated
	for i, t := range a.targets {
		if a.isRelative(i) {
			continue
		}
		if old := a.find(t.Replaces); old >= 0 {
			all = append(all, dated{a.issued[i], Replaced, t.Source.Date, old, i})
		} else {
			all = append(all, dated{a.issued[i], Issued, t.Source.Date, -1, i})
		}
		if d, ok := parseDay(t.Withdrawn); ok && d < a.superseded(i) {
			all = append(all, dated{d, Withdrawn, t.Withdrawn, i, -1})
		}
		for _, k := range t.Links {
			if k.Relation == PromotedTo && a.linked(i, k) <= a.ended[i] {
				all = append(all, a.promotion(i, k))
			}
		}
	}
	return all
}

// superseded returns the first day on which another target has taken the place of
// target i, by replacement or promotion.
func (a *Agenda) superseded(i int) day {
	first := forever
	if a.next[i] >= 0 {
		first = a.issued[a.next[i]]
	}
	for _, k := range a.targets[i].Links {
		if k.Relation == PromotedTo {
			first = min(first, a.linked(i, k))
		}
	}
	return first
}

// promotion returns the change that a link to a higher document makes. If the
// link is older than one of its targets, it has the date of the later target.
func (a *Agenda) promotion(i int, k Link) dated {
	to, on, date := a.find(k.Target), a.linked(i, k), k.Date
	if since, _ := parseDay(k.Date); since < on {
		date = a.targets[i].Source.Date
		if a.issued[to] == on {
			date = a.targets[to].Source.Date
		}
	}
	return dated{on, Promoted, date, i, to}
}
