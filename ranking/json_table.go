package ranking

import (
	"fmt"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

type tableJSON struct {
	optionsJSON
	Moves bool
	Rows  []rowJSON `strict:"required"`
}

// MarshalJSON writes the options, and every row in the order of All. The direction
// of a tie-break key is empty if it is that of the table.
func (t *Table) MarshalJSON() ([]byte, error) {
	o := t.Options()
	j := tableJSON{optionsJSON: o.json(), Moves: t != nil && t.before != nil}
	for row := range t.All() {
		row.Period = target.Period{} // that of the table
		j.Rows = append(j.Rows, row.json())
	}
	return strictjson.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, so that a table can be kept and used
// as the earlier one later. It ranks the entries again. It takes from the text
// only what the entries do not tell: the earlier ranks and figures, and the
// streaks.
//
// UnmarshalJSON returns an error, and leaves t as it is, if:
//   - [Row.UnmarshalJSON] returns one;
//   - the entries cannot be ranked (see [New]);
//   - a row is not what the entries give.
func (t *Table) UnmarshalJSON(text []byte) error {
	var j tableJSON
	if err := targetjson.Unmarshal(text, &j, "table"); err != nil {
		return err
	}

	entries := make([]Entry, len(j.Rows))
	for i, row := range j.Rows {
		entries[i] = row.entry()
	}
	read, err := New(entries, j.options())
	if err != nil {
		return err
	}
	if err := read.remember(j); err != nil {
		return err
	}
	*t = *read
	return nil
}

// remember takes over the earlier ranks, figures and streaks of the rows that were read.
// It then reports the rows that differ from the table's own.
func (t *Table) remember(j tableJSON) error {
	var problems target.Problems
	if j.Moves {
		t.rememberMoves(&problems, j.Rows)
	}

	at := 0
	for row := range t.All() {
		if read := &j.Rows[at]; !row.json().equal(read) {
			remedy := fmt.Sprintf("the entries put %s here, with rank %d", fault.Text(row.Code), row.Rank)
			problems.At("rows").Key(read.Code).Report(read.Rank, target.ErrBroken, remedy)
		}
		at++
	}
	return problems.Err()
}

func (t *Table) rememberMoves(problems *target.Problems, rows []rowJSON) {
	t.before = make([]int32, len(t.codes))
	t.streak = make([]int32, len(t.codes))
	since := fixed.NewBuilder(len(t.codes))
	for _, row := range rows {
		if !row.movesArePossible() {
			remedy := "an earlier rank counts from 1, and a streak has the direction of the move"
			problems.At("rows").Key(row.Code).Report(row.Before, target.ErrRange, remedy)
			continue
		}

		u, _ := t.unit(row.Code)
		t.before[u], t.streak[u] = int32(row.Before), int32(row.Streak)
		if row.Change != nil && t.ranked(u) {
			since.Set(int(u), t.score.Decimal(int(u)).Sub(row.Change.Decimal))
		}
	}
	t.since = since.Column()
}
