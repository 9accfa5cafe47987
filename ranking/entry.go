package ranking

import (
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

// check adds what is wrong with the entry.
func (e *Entry) check(faults *fault.Sorted, o *Options) {
	report := func(field string, value any, err error, remedy string) {
		faults.Add(entryKey(e.Code), &target.FieldError{Path: entryPath(e.Code) + field, Value: value, Err: err, Remedy: remedy})
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

// checkCodes reports codes that entries share, which are next to each other in
// the order of the codes.
func checkCodes(faults *fault.Sorted, entries []Entry, order []int32) {
	for i := 1; i < len(order); i++ {
		code := entries[order[i]].Code
		first := i < 2 || entries[order[i-2]].Code != code
		if code != "" && first && entries[order[i-1]].Code == code {
			faults.Add(entryKey(code), &target.FieldError{
				Path: entryPath(code), Err: target.ErrDuplicate, Remedy: "a unit has one entry",
			})
		}
	}
}

func entryPath(code string) string { return "entries[" + fault.Text(code) + "]" }

// Problems of the options come before those of the entries.
const optionsKey = "0"

func entryKey(code string) string { return "1" + code }
