package ranking

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Entry is one unit's line in a table: its figure, or why it has no rank.
type Entry struct {
	Code, Name, Group string
	Period            target.Period // of the figure; zero means that of the table
	Value             decimal.Decimal
	Missing           bool                // there is no figure; Value is ignored
	Exempt            string              // reason for being listed without a rank
	TieBreak          []decimal.Decimal   // settles equal figures, key by key; an absent key comes last
	Target            decimal.NullDecimal // the unit's own quota, instead of Options.Target
}

// sound reports whether check would report nothing.
func (e *Entry) sound(o *Options) bool {
	return fault.IsCode(e.Code) &&
		!e.isOfAnotherPeriod(o) && !e.lacksGroup(o) && !e.lacksTarget(o) &&
		(e.Missing || fixed.InBounds(e.Value)) &&
		(!e.Target.Valid || fixed.InBounds(e.Target.Decimal)) &&
		!slices.ContainsFunc(e.TieBreak, func(key decimal.Decimal) bool { return !fixed.InBounds(key) })
}

// isOfAnotherPeriod reports whether the figure is of another period than the table.
func (e *Entry) isOfAnotherPeriod(o *Options) bool {
	period := o.Publication.Period
	return !e.Period.IsZero() && !period.IsZero() && e.Period != period
}

func (e *Entry) lacksGroup(o *Options) bool { return o.Groups && e.Group == "" }

func (e *Entry) lacksTarget(o *Options) bool {
	return o.Better == target.Nearer && !e.Target.Valid && !o.Target.Valid && !e.Missing
}

// check reports what is wrong with the entry.
func (e *Entry) check(problems *target.Problems, o *Options) {
	at := problems.At("entries").Key(e.Code)
	at.Field("code").Code(e.Code)
	if !e.Missing {
		at.Field("value").Figure(e.Value)
	}
	if e.isOfAnotherPeriod(o) {
		remedy := "rank figures of one period; the table is of " + o.Publication.Period.String()
		at.Field("period").Report(e.Period, target.ErrMismatch, remedy)
	}
	at.Field("group").Required(!e.lacksGroup(o), "give every entry a group, as the table is ranked within groups")
	for i, key := range e.TieBreak {
		at.Field("tieBreak").Index(i).Figure(key)
	}

	goal := at.Field("target")
	if e.Target.Valid {
		goal.Figure(e.Target.Decimal)
	}
	goal.Required(!e.lacksTarget(o), "give a target to the entry or to the options, as nearer is better")
}

// checkEntries reports what is wrong with entries, by path. The order is that of
// their codes.
func checkEntries(entries []Entry, order []int32, o *Options) error {
	problems := target.Problems{ByPath: true}
	for i, j := range order {
		entries[j].check(&problems, o)
		code := entries[j].Code
		if code != "" && i > 0 && entries[order[i-1]].Code == code && (i < 2 || entries[order[i-2]].Code != code) {
			problems.At("entries").Key(code).Duplicate(nil)
		}
	}
	return problems.Err()
}
