package ranking

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// Equal reports whether both tables were made with equal options and entries, and
// have the same earlier ranks. Figures are compared as numbers.
func (t *Table) Equal(o *Table) bool {
	if t == nil || o == nil {
		return t == o
	}
	sameKeys := func(a, b []decimal.Decimal) bool { return slices.EqualFunc(a, b, decimal.Decimal.Equal) }
	sameBefore := (t.before == nil) == (o.before == nil) && slices.Equal(t.before, o.before)
	return t.options.equal(&o.options) &&
		slices.Equal(t.codes, o.codes) && slices.Equal(t.names, o.names) &&
		slices.Equal(t.groups, o.groups) && slices.Equal(t.group, o.group) &&
		maps.Equal(t.exempt, o.exempt) && maps.EqualFunc(t.keys, o.keys, sameKeys) &&
		t.value.Equal(o.value) && t.quota.Equal(o.quota) &&
		sameBefore && slices.Equal(t.streak, o.streak) && t.since.Equal(o.since)
}

func (o *Options) equal(p *Options) bool {
	sameClass := func(a, b Class) bool {
		return a.Name == b.Name && a.Place == b.Place && sameNull(a.Value, b.Value)
	}
	return o.Indicator == p.Indicator && o.Better == p.Better && o.Ties == p.Ties &&
		o.Groups == p.Groups && o.Tiles == p.Tiles && o.Places == p.Places &&
		o.Publication == p.Publication && slices.Equal(o.Disclosures, p.Disclosures) &&
		slices.Equal(o.TieBreak, p.TieBreak) && sameNull(o.Target, p.Target) &&
		slices.EqualFunc(o.Classes, p.Classes, sameClass)
}

func sameNull(a, b decimal.NullDecimal) bool {
	return a.Valid == b.Valid && (!a.Valid || a.Decimal.Equal(b.Decimal))
}
