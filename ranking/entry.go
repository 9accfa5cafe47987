package ranking

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// Entry is one unit's line in a table: its figure, or why it has no rank.
type Entry struct {
	Code, Name, Group string
	Value             decimal.Decimal
	Missing           bool                // there is no figure; Value is ignored
	Exempt            string              // reason for being listed without a rank
	TieBreak          []decimal.Decimal   // settles equal figures, key by key; an absent key comes last
	Target            decimal.NullDecimal // the unit's own quota, in place of Options.Target
}

// check hands every problem of the entry to add.
func (e *Entry) check(o *Options, add func(*target.FieldError)) {
	report := func(field string, value any, err error, remedy string) {
		add(&target.FieldError{Path: entryPath(e.Code) + field, Value: value, Err: err, Remedy: remedy})
	}
	if e.Code == "" {
		report(".code", nil, target.ErrRequired, "")
	}
	if !e.Missing && !fixed.InBounds(e.Value) {
		report(".value", e.Value, target.ErrRange, boundsRemedy)
	}
	if o.Groups && e.Group == "" {
		report(".group", nil, target.ErrRequired, "a table ranked within groups needs a group for every entry")
	}
	for _, key := range e.TieBreak {
		if !fixed.InBounds(key) {
			report(".tieBreak", key, target.ErrRange, boundsRemedy)
		}
	}
	switch {
	case e.Target.Valid && !fixed.InBounds(e.Target.Decimal):
		report(".target", e.Target.Decimal, target.ErrRange, boundsRemedy)
	case o.Better == target.Nearer && !e.Target.Valid && !o.Target.Valid && !e.Missing:
		report(".target", nil, target.ErrRequired, "where nearer is better, give a target to the entry or to the options")
	}
}

const boundsRemedy = "at most 100 digits before and 100 after the point"

func entryPath(code string) string { return "entries[" + fault.Text(code) + "]" }

// checkEntries adds the problems of all entries, which it visits in the order
// of their codes. Problems of entries that share a code are ordered by text.
func checkEntries(l *fault.List, entries []Entry, byCode []int32, o *Options) {
	for i := 0; i < len(byCode); {
		code := entries[byCode[i]].Code
		end := i + 1
		for end < len(byCode) && entries[byCode[end]].Code == code {
			end++
		}
		if end == i+1 {
			entries[byCode[i]].check(o, func(e *target.FieldError) { l.Add(e) })
			i = end
			continue
		}
		var shared []*target.FieldError
		if code != "" {
			shared = append(shared, &target.FieldError{
				Path: entryPath(code), Value: nil, Err: target.ErrDuplicate,
				Remedy: "a unit has one entry",
			})
		}
		for ; i < end; i++ {
			entries[byCode[i]].check(o, func(e *target.FieldError) { shared = append(shared, e) })
		}
		slices.SortStableFunc(shared, func(a, b *target.FieldError) int { return cmp.Compare(a.Error(), b.Error()) })
		for _, e := range shared {
			l.Add(e)
		}
	}
}
