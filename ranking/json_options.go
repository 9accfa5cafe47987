package ranking

import (
	"github.com/shopspring/decimal"
	"golang.org/x/exp/constraints"

	"github.com/targetcascade/cascade/target"
)

// optionsJSON are the options of a table, without the earlier one, as tables and views are
// written with them.
type optionsJSON struct {
	Indicator   string
	Better      target.Direction `strict:"required"`
	Ties        Ties             `strict:"required"`
	TieBreak    []keyDirection
	Places      target.Precision
	Groups      bool
	Target      decimal.NullDecimal
	Tiles       int
	Classes     []Class
	Publication target.Publication
	Disclosures []Disclosure
}

func (o *Options) json() optionsJSON {
	return optionsJSON{
		Indicator: o.Indicator, Better: o.Better, Ties: o.Ties, TieBreak: convertDirections[keyDirection](o.TieBreak),
		Places: o.Places, Groups: o.Groups, Target: o.Target, Tiles: o.Tiles, Classes: o.Classes,
		Publication: o.Publication, Disclosures: o.Disclosures,
	}
}

func (j *optionsJSON) options() Options {
	return Options{
		Indicator: j.Indicator, Better: j.Better, Ties: j.Ties,
		TieBreak: convertDirections[target.Direction](j.TieBreak),
		Places:   j.Places, Groups: j.Groups, Target: j.Target, Tiles: j.Tiles, Classes: j.Classes,
		Publication: j.Publication, Disclosures: j.Disclosures,
	}
}

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
