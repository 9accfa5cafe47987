package ranking

import (
	"iter"

	"github.com/targetcascade/cascade/internal/texttable"
	"github.com/targetcascade/cascade/target"
)

// Bulletin is a level list and a change list side by side, as they are published
// together.
type Bulletin struct{ level, change *Table }

// BulletinRow is what a bulletin says about one unit.
type BulletinRow struct{ Level, Change Row }

// NewBulletin puts two tables of the same units side by side.
//
// NewBulletin returns an error if the tables are of different periods. It names
// every unit that is in only one of the tables.
func NewBulletin(level, change *Table) (*Bulletin, error) {
	var problems target.Problems
	checkUnits(problems.At("level"), level, change, "add the unit to the change list")
	checkUnits(problems.At("change"), change, level, "add the unit to the level list")
	a, b := level.Options().Publication.Period, change.Options().Publication.Period
	if !a.IsZero() && !b.IsZero() && a != b {
		problems.At("change").Report(b, target.ErrMismatch, "the level list is of "+a.String())
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &Bulletin{level: level, change: change}, nil
}

// checkUnits reports the units of a table that another lacks.
func checkUnits(at target.Place, t, other *Table, remedy string) {
	if t == nil {
		return
	}
	for _, code := range t.codes {
		if _, ok := other.unit(code); !ok {
			at.Report(code, target.ErrMismatch, remedy)
		}
	}
}

// All yields the rows in the order of the level list.
func (b *Bulletin) All() iter.Seq[BulletinRow] {
	return func(yield func(BulletinRow) bool) {
		for row := range b.level.All() {
			change, _ := b.change.Row(row.Code)
			if !yield(BulletinRow{Level: row, Change: change}) {
				return
			}
		}
	}
}

// String prints both ranks and figures of each unit as a text table.
func (b *Bulletin) String() string {
	levelTies, changeTies := b.level.Options().Ties, b.change.Options().Ties
	level, change := b.level.digits(), b.change.digits()

	lines := texttable.Table{{"rank", "unit", "figure", "change", "rank of change"}}
	for row := range b.All() {
		lines = append(lines, []string{
			row.Level.rankText(levelTies), row.Level.unitName(), row.Level.figureText(level),
			row.Change.figureText(change), row.Change.rankText(changeTies),
		})
	}
	return lines.Layout("rlrrr") + "\nlevel: " + legend(b.level) + "change: " + legend(b.change)
}
