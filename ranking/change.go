package ranking

import (
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// ChangeOptions says how a change is stated. The zero value is the plain
// difference.
type ChangeOptions struct {
	Rate   bool            // relative to the earlier figure
	Per    decimal.Decimal // a rate is per this many: 100 for percent; zero is 1
	Places *int32          // decimals of a rate, rounded half away from zero; 18 without
}

// Changes returns what the change list (变化排名) ranks: for each unit of now, in
// the order of the codes,
//
//	x − x₀                without Rate
//	Per · (x − x₀) / x₀   with it
//
// where x₀ is its figure in then. A unit without one of the two figures is
// missing, and so are the rate of one whose earlier figure is not positive and
// a change of more than 100 digits before the point.
// Name, group and exemption are those of now; targets and tie-break keys, which
// belong to the level, are left out. The change of a figure is better in the
// same direction as the figure, unless nearer is better.
//
// Changes returns an error if Per is negative, Places is not between 0 and 30,
// a code is empty or given twice, or a figure is out of bounds. It reports
// every problem.
func Changes(now, then []Entry, o ChangeOptions) ([]Entry, error) {
	var faults fault.Sorted
	if !fixed.InBounds(o.Per) || o.Per.Sign() < 0 {
		faults.Add(optionsKey, &target.FieldError{Path: "options.per", Value: o.Per, Err: target.ErrRange, Remedy: "a positive number, or zero for 1"})
	}
	places := int32(shareDigits)
	if o.Places != nil {
		if places = *o.Places; places < 0 || places > target.MaxPlaces {
			faults.Add(optionsKey, &target.FieldError{Path: "options.places", Value: places, Err: target.ErrRange, Remedy: "from 0 to 30"})
		}
	}
	order := checkList(&faults, now)
	earlier := checkList(&faults, then)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	changes := make([]Entry, 0, len(now))
	for _, i := range order {
		e := now[i]
		at, found := slices.BinarySearchFunc(earlier, e.Code, func(j int32, code string) int {
			return strings.Compare(then[j].Code, code)
		})
		c := Entry{Code: e.Code, Name: e.Name, Group: e.Group, Exempt: e.Exempt, Missing: true}
		if found && !e.Missing && !then[earlier[at]].Missing {
			c.Value, c.Missing = o.change(e.Value, then[earlier[at]].Value, places)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// checkList reports what is wrong with entries that are not ranked yet, and
// returns their order by code.
func checkList(faults *fault.Sorted, entries []Entry) []int32 {
	order, _ := orderByCode(entries)
	checkCodes(faults, entries, order)
	for i := range entries {
		entries[i].check(faults, &Options{})
	}
	return order
}

func (o *ChangeOptions) change(x, was decimal.Decimal, places int32) (change decimal.Decimal, missing bool) {
	change = x.Sub(was)
	if o.Rate {
		if was.Sign() <= 0 {
			return decimal.Decimal{}, true
		}
		if !o.Per.IsZero() {
			change = change.Mul(o.Per)
		}
		change = change.DivRound(was, places)
	}
	if !fixed.InBounds(change) {
		return decimal.Decimal{}, true
	}
	return change, false
}

// Bulletin is a level list and a change list side by side, as they are
// published together.
type Bulletin struct{ level, change *Table }

// Line is what a bulletin says of one unit.
type Line struct{ Level, Change Row }

// NewBulletin puts two tables of the same units side by side.
//
// NewBulletin returns an error that names every unit that is in one of the
// tables only.
func NewBulletin(level, change *Table) (*Bulletin, error) {
	var l fault.List
	only := func(t, other *Table, path, remedy string) {
		if t == nil {
			return
		}
		for _, code := range t.codes {
			if _, ok := other.unit(code); !ok {
				l.Add(&target.FieldError{Path: path, Value: code, Err: target.ErrMismatch, Remedy: remedy})
			}
		}
	}
	only(level, change, "level", "the change list lacks the unit")
	only(change, level, "change", "the level list lacks the unit")
	if err := l.Err(); err != nil {
		return nil, err
	}
	return &Bulletin{level: level, change: change}, nil
}

// All yields the lines in the order of the level list.
func (b *Bulletin) All() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for row := range b.level.All() {
			change, _ := b.change.Row(row.Code)
			if !yield(Line{Level: row, Change: change}) {
				return
			}
		}
	}
}

// String prints both ranks and figures of each unit as a text table.
func (b *Bulletin) String() string {
	level, change := b.level.digits(), b.change.digits()
	g := grid{{"rank", "unit", "figure", "change", "rank of change"}}
	for line := range b.All() {
		g = append(g, []string{
			line.Level.place(b.level.Options().Ties), line.Level.unitName(), line.Level.figure(level),
			line.Change.figure(change), line.Change.place(b.change.Options().Ties),
		})
	}
	return g.text("rlrrr") + "\nlevel: " + legend(b.level) + "change: " + legend(b.change)
}
