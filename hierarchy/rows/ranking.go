package rows

import (
	"iter"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
)

var rankingFields = []field[ranking.Row]{
	{"rank", true, nil, func(r *ranking.Row) string { return countText(r.Rank) }},
	textField("unit", true, func(r *ranking.Row) *string { return &r.Code }),
	textField("name", false, func(r *ranking.Row) *string { return &r.Name }),
	textField("group", false, func(r *ranking.Row) *string { return &r.Group }),
	{"period", false, nil, func(r *ranking.Row) string { return r.Period.String() }},
	{valueField, true, nil, func(r *ranking.Row) string { return figureText(r.Value, !r.Missing) }},
	{"tied", false, nil, func(r *ranking.Row) string {
		if r.Tied < 2 {
			return ""
		}
		return countText(r.Tied)
	}},
	textField("class", false, func(r *ranking.Row) *string { return &r.Class }),
	{"tile", false, nil, func(r *ranking.Row) string { return countText(r.Tile) }},
	nullField("target", func(r *ranking.Row) decimal.NullDecimal { return r.Target }),
	nullField("to next", func(r *ranking.Row) decimal.NullDecimal { return r.ToNext }),
	nullField("to leader", func(r *ranking.Row) decimal.NullDecimal { return r.ToLeader }),
	nullField("to target", func(r *ranking.Row) decimal.NullDecimal { return r.ToTarget }),
	{"before", false, nil, func(r *ranking.Row) string { return countText(r.Before) }},
	{"move", false, nil, func(r *ranking.Row) string {
		if r.Before == 0 || r.Rank == 0 {
			return ""
		}
		return strconv.Itoa(r.Move)
	}},
	nullField("change", func(r *ranking.Row) decimal.NullDecimal { return r.Change }),
	textField("exempt", false, func(r *ranking.Row) *string { return &r.Exempt }),
}

// Ranking returns the rows of a ranking, in its order. The fields are those of
// [ranking.Row]:
//
//	always           rank, unit, value
//	if any has it    name, group, period, tied, class, tile, target, to next, to leader,
//	                 to target, before, move, change, exempt
//
// A unit without a rank has an empty rank, and a unit without a figure an empty value.
// Values are the figures of the entries: with Options.Places, what is published is a
// [ranking.View].
func Ranking(t *ranking.Table) iter.Seq[[]string] {
	return write(slices.Collect(t.All()), rankingFields)
}
