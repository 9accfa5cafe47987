package integrity

import (
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

func checkFigures(at target.Place, figures []decimal.Decimal) {
	for i, x := range figures {
		at.Index(i).Figure(x)
	}
}

func checkDirection(at target.Place, d target.Direction) {
	const remedy = "must be higher or lower"
	switch d {
	case target.Higher, target.Lower:
	case 0:
		at.Report(nil, target.ErrRequired, remedy)
	default:
		at.Report(d, target.ErrInvalid, remedy)
	}
}
