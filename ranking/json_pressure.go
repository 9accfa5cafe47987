package ranking

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/internal/targetjson"
)

type pressureJSON struct {
	Row   rowJSON         `strict:"required"`
	Index decimal.Decimal `strict:"required"`
	Parts Parts
}

// MarshalJSON writes the row, as [Row.MarshalJSON] does, the index and its parts.
func (p Pressure) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(pressureJSON{p.Row.json(), p.Index, p.Parts})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Pressure) UnmarshalJSON(text []byte) error {
	var j pressureJSON
	if err := targetjson.Unmarshal(text, &j, "pressure"); err != nil {
		return err
	}
	*p = Pressure{j.Row.row(), j.Index, j.Parts}
	return nil
}
