package ranking

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

type tournamentJSON struct {
	Row               rowJSON `strict:"required"`
	Predecessor, Past decimal.NullDecimal
	Neighbours        []Rival
	OverMean          decimal.NullDecimal
	Won, Lost         int
}

// MarshalJSON writes the row, as [Row.MarshalJSON] does, and the leads over the
// rivals. An absent lead is left out.
func (t Tournament) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(tournamentJSON{
		t.Row.json(), t.Predecessor, t.Past, t.Neighbours, t.OverMean, t.Won, t.Lost,
	})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tournament) UnmarshalJSON(text []byte) error {
	var j tournamentJSON
	if err := targetjson.Unmarshal(text, &j, "tournament"); err != nil {
		return err
	}
	*t = Tournament{j.Row.row(), j.Predecessor, j.Past, j.Neighbours, j.OverMean, j.Won, j.Lost}
	return nil
}
