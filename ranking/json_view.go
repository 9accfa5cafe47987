package ranking

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

// readView is the content of a view that was read.
type readView struct {
	layout
	rows []Row
}

type viewJSON struct {
	optionsJSON
	Digits  int32 // of printed figures
	Targets bool
	Moves   bool
	Rows    []rowJSON `strict:"required"`
}

// MarshalJSON writes the rows that the audience sees, and how the table was ranked;
// nothing of the other rows. It returns an error for the view of no table.
func (v *View) MarshalJSON() ([]byte, error) {
	var l layout
	switch {
	case v.read != nil:
		l = v.read.layout
	case v.table != nil:
		l = v.table.layout()
	default:
		return nil, &target.FieldError{Path: "view", Err: target.ErrRequired, Remedy: "make one by Table.View"}
	}

	j := viewJSON{
		optionsJSON: l.options.json(), Digits: l.digits, Targets: l.targets, Moves: l.moves, Rows: []rowJSON{},
	}
	for row := range v.All() {
		row.Period = target.Period{} // that of the publication
		j.Rows = append(j.Rows, row.json())
	}

	return strictjson.Marshal(j)
}

// UnmarshalJSON reads a view as MarshalJSON writes it. The view prints and yields its
// rows as the one that was written; the table is not in it. After an error v is as
// it was.
func (v *View) UnmarshalJSON(text []byte) error {
	var j viewJSON
	if err := targetjson.Unmarshal(text, &j, "view"); err != nil {
		return err
	}

	var problems target.Problems
	at, o := problems.At("view"), j.options()
	o.check(at)
	if j.Digits < 0 || j.Digits > target.MaxDigits {
		at.Field("digits").Report(int(j.Digits), target.ErrRange, "must be from 0 to 100")
	}
	if err := problems.Err(); err != nil {
		return err
	}

	rows := make([]Row, len(j.Rows))
	for i, row := range j.Rows {
		rows[i] = row.row()
		rows[i].Period = o.Publication.Period
	}

	*v = View{read: &readView{layout{o, j.Digits, j.Targets, j.Moves}, rows}}
	return nil
}
