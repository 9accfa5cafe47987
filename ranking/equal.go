package ranking

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// Equal reports whether the tables were made with options and entries of the
// same values, however their figures are written, and remember the same
// earlier ranks.
func (t *Table) Equal(o *Table) bool {
	if t == nil || o == nil {
		return t == o
	}
	return t.options.equal(o.options) && slices.Equal(t.codes, o.codes) && slices.Equal(t.names, o.names) &&
		slices.Equal(t.groups, o.groups) && slices.Equal(t.group, o.group) && maps.Equal(t.exempt, o.exempt) &&
		maps.EqualFunc(t.keys, o.keys, func(a, b []decimal.Decimal) bool { return slices.EqualFunc(a, b, decimal.Decimal.Equal) }) &&
		t.value.equal(o.value) && t.quota.equal(o.quota) && (t.before == nil) == (o.before == nil) &&
		slices.Equal(t.before, o.before) && slices.Equal(t.streak, o.streak) && t.since.equal(o.since)
}

func (o Options) equal(p Options) bool {
	return o.Indicator == p.Indicator && o.Better == p.Better && o.Ties == p.Ties && o.Groups == p.Groups && o.Tiles == p.Tiles &&
		slices.Equal(o.TieBreak, p.TieBreak) && (o.Places == nil) == (p.Places == nil) &&
		(o.Places == nil || *o.Places == *p.Places) && sameNull(o.Target, p.Target) &&
		slices.EqualFunc(o.Tiers, p.Tiers, func(a, b Tier) bool {
			return a.Name == b.Name && a.Place == b.Place && sameNull(a.Value, b.Value)
		})
}

func sameNull(a, b decimal.NullDecimal) bool {
	return a.Valid == b.Valid && (!a.Valid || a.Decimal.Equal(b.Decimal))
}

// equal compares figures as numbers.
func (f *figures) equal(g *figures) bool {
	if f == nil || g == nil {
		return f == g
	}
	if !slices.Equal(f.has, g.has) {
		return false
	}
	for u := range f.words {
		if u := int32(u); f.at(u) && !f.decimal(u).Equal(g.decimal(u)) {
			return false
		}
	}
	return true
}
