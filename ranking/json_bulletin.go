package ranking

import (
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
	"github.com/targetcascade/cascade/target"
)

type bulletinJSON struct {
	Level, Change *Table `strict:"required"`
}

// MarshalJSON writes both tables, as [Table.MarshalJSON] does.
func (b *Bulletin) MarshalJSON() ([]byte, error) {
	if b.level == nil || b.change == nil {
		return nil, &target.FieldError{
			Path: "bulletin", Err: target.ErrRequired, Remedy: "make one of two tables by NewBulletin",
		}
	}
	return strictjson.Marshal(bulletinJSON{b.level, b.change})
}

// UnmarshalJSON reads both tables, as [Table.UnmarshalJSON] does, and puts them side
// by side by [NewBulletin]. After an error b is as it was.
func (b *Bulletin) UnmarshalJSON(text []byte) error {
	var j bulletinJSON
	if err := targetjson.Unmarshal(text, &j, "bulletin"); err != nil {
		return err
	}
	read, err := NewBulletin(j.Level, j.Change)
	if err == nil {
		*b = *read
	}
	return err
}

type bulletinRowJSON struct {
	Level, Change rowJSON `strict:"required"`
}

// MarshalJSON writes both rows, as [Row.MarshalJSON] does.
func (r BulletinRow) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(bulletinRowJSON{r.Level.json(), r.Change.json()})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *BulletinRow) UnmarshalJSON(text []byte) error {
	var j bulletinRowJSON
	if err := targetjson.Unmarshal(text, &j, "bulletinRow"); err != nil {
		return err
	}
	*r = BulletinRow{j.Level.row(), j.Change.row()}
	return nil
}
