package ranking

import (
	"fmt"

	"github.com/shopspring/decimal"
	"golang.org/x/exp/constraints"

	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// keyDirection is the direction of a tie-break key, empty if it is that of the
// table.
type keyDirection target.Direction

func (k keyDirection) MarshalText() ([]byte, error) {
	if k == 0 {
		return nil, nil
	}
	return target.Direction(k).MarshalText()
}

func (k *keyDirection) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*k = 0
		return nil
	}
	return (*target.Direction)(k).UnmarshalText(text)
}

// convertDirections returns the list as one of target.Direction or of keyDirection.
func convertDirections[T, F constraints.Unsigned](from []F) []T {
	if from == nil {
		return nil
	}
	to := make([]T, len(from))
	for i, d := range from {
		to[i] = T(d)
	}
	return to
}

type tableJSON struct {
	Indicator string
	Better    target.Direction `strict:"required"`
	Ties      Ties             `strict:"required"`
	TieBreak  []keyDirection
	Places    target.Precision
	Groups    bool
	Target    decimal.NullDecimal
	Tiles     int
	Classes   []Class
	Moves     bool

	Publication target.Publication
	Disclosures []Disclosure
	Rows        []rowJSON `strict:"required"`
}

// MarshalJSON writes the options, and every row in the order of All. The direction
// of a tie-break key is empty if it is that of the table.
func (t *Table) MarshalJSON() ([]byte, error) {
	o := t.Options()
	j := tableJSON{
		Indicator: o.Indicator, Better: o.Better, Ties: o.Ties, TieBreak: convertDirections[keyDirection](o.TieBreak),
		Places: o.Places, Groups: o.Groups, Target: o.Target, Tiles: o.Tiles, Classes: o.Classes,
		Moves: t != nil && t.before != nil, Publication: o.Publication, Disclosures: o.Disclosures,
	}
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

	o := Options{
		Indicator: j.Indicator, Better: j.Better, Ties: j.Ties,
		TieBreak: convertDirections[target.Direction](j.TieBreak),
		Places:   j.Places, Groups: j.Groups, Target: j.Target, Tiles: j.Tiles, Classes: j.Classes,
		Publication: j.Publication, Disclosures: j.Disclosures,
	}
	entries := make([]Entry, len(j.Rows))
	for i, row := range j.Rows {
		entries[i] = row.entry()
	}
	read, err := New(entries, o)
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
