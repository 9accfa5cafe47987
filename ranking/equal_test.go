package ranking_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// Tables are equal if nothing tells them apart but how figures are written.
func TestTableEqual(t *testing.T) {
	before := mustNew(t, entries("a", "1", "b", "2"), ranking.Options{Indicator: "i", Better: target.Higher})
	other := mustNew(t, entries("a", "1", "b", "3"), ranking.Options{Indicator: "i", Better: target.Higher})
	turned := mustNew(t, entries("a", "2", "b", "1"), ranking.Options{Indicator: "i", Better: target.Higher})
	oldest := mustNew(t, entries("a", "1", "b", "3", "c", "2"), ranking.Options{Indicator: "i", Better: target.Higher})
	rising := mustNew(
		t,
		entries("a", "1", "b", "2"),
		ranking.Options{Indicator: "i", Better: target.Higher, Before: oldest},
	)

	build := func(change func(list []ranking.Entry, o *ranking.Options)) *ranking.Table {
		t.Helper()
		list := entries("a", "7.5", "b", "4", "c", "", "d", "4")
		list[0].TieBreak, list[3].TieBreak = []decimal.Decimal{num("1")}, []decimal.Decimal{num("2"), num("3")}
		list[1].Target = some("5")
		for i := range list {
			list[i].Group = "g"
		}
		o := ranking.Options{
			Indicator: "i", Better: target.Higher, Places: target.Places(1), Target: some("5.0"), Tiles: 2,
			Before:   before,
			TieBreak: []target.Direction{target.Lower},
			Classes:  []ranking.Class{{Name: "one", Place: 1}, {Name: "good", Value: some("5")}, {Name: "rest"}},
		}
		change(list, &o)
		return mustNew(t, list, o)
	}

	base := build(func([]ranking.Entry, *ranking.Options) {})
	tests := []struct {
		name   string
		same   bool
		change func(list []ranking.Entry, o *ranking.Options)
	}{
		{"nothing", true, func([]ranking.Entry, *ranking.Options) {}},
		{"figures written otherwise", true, func(list []ranking.Entry, o *ranking.Options) {
			list[0].Value, list[3].TieBreak[0], list[1].Target = num("7.500"), num("2.0"), some("5.00")
			o.Target, o.Classes[1].Value = some("5"), some("5.000")
		}},
		{
			"the order of the entries",
			true,
			func(list []ranking.Entry, _ *ranking.Options) { list[0], list[3] = list[3], list[0] },
		},
		{"an earlier table of one kind", true, func(_ []ranking.Entry, o *ranking.Options) {
			o.Before = mustNew(t, entries("a", "1", "b", "2"), ranking.Options{Indicator: "i", Better: target.Higher})
		}},
		{"a code", false, func(list []ranking.Entry, _ *ranking.Options) { list[2].Code = "e" }},
		{"a name", false, func(list []ranking.Entry, _ *ranking.Options) { list[0].Name = "A" }},
		{"a group's name", false, func(list []ranking.Entry, _ *ranking.Options) {
			for i := range list {
				list[i].Group = "h"
			}
		}},
		{"the group of one", false, func(list []ranking.Entry, _ *ranking.Options) { list[1].Group = "h" }},
		{"a figure", false, func(list []ranking.Entry, _ *ranking.Options) { list[1].Value = num("4.01") }},
		{"a figure more", false, func(list []ranking.Entry, _ *ranking.Options) { list[2].Missing = false }},
		{"an exemption", false, func(list []ranking.Entry, _ *ranking.Options) { list[1].Exempt = "x" }},
		{"a key", false, func(list []ranking.Entry, _ *ranking.Options) { list[3].TieBreak[1] = num("4") }},
		{"a key less", false, func(list []ranking.Entry, _ *ranking.Options) { list[0].TieBreak = nil }},
		{"a target", false, func(list []ranking.Entry, _ *ranking.Options) { list[1].Target = some("6") }},
		{
			"no target of its own",
			false,
			func(list []ranking.Entry, _ *ranking.Options) { list[1].Target = decimal.NullDecimal{} },
		},
		{"the indicator", false, func(_ []ranking.Entry, o *ranking.Options) { o.Indicator, o.Before = "j", nil }},
		{"no earlier table", false, func(_ []ranking.Entry, o *ranking.Options) { o.Before = nil }},
		{"the earlier ranks", false, func(_ []ranking.Entry, o *ranking.Options) { o.Before = turned }},
		{"the earlier figures", false, func(_ []ranking.Entry, o *ranking.Options) { o.Before = other }},
		{"how long the ranks last", false, func(_ []ranking.Entry, o *ranking.Options) { o.Before = rising }},
		{"the direction", false, func(_ []ranking.Entry, o *ranking.Options) {
			o.Better, o.Before, o.Classes = target.Lower, nil, []ranking.Class{{Name: "rest"}}
		}},
		{"the ties", false, func(_ []ranking.Entry, o *ranking.Options) { o.Ties, o.Before = ranking.Dense, nil }},
		{"ranks within groups", false, func(_ []ranking.Entry, o *ranking.Options) { o.Groups, o.Before = true, nil }},
		{"the tiles", false, func(_ []ranking.Entry, o *ranking.Options) { o.Tiles = 3 }},
		{
			"the directions of keys",
			false,
			func(_ []ranking.Entry, o *ranking.Options) { o.TieBreak[0] = target.Higher },
		},
		{"the places", false, func(_ []ranking.Entry, o *ranking.Options) { o.Places = target.Places(2) }},
		{"no places", false, func(_ []ranking.Entry, o *ranking.Options) { o.Places = target.Precision{} }},
		{"the target", false, func(_ []ranking.Entry, o *ranking.Options) { o.Target = some("6") }},
		{"no target", false, func(_ []ranking.Entry, o *ranking.Options) { o.Target = decimal.NullDecimal{} }},
		{"a class's name", false, func(_ []ranking.Entry, o *ranking.Options) { o.Classes[0].Name = "two" }},
		{"a class's place", false, func(_ []ranking.Entry, o *ranking.Options) { o.Classes[0].Place = 2 }},
		{"a class's figure", false, func(_ []ranking.Entry, o *ranking.Options) { o.Classes[1].Value = some("6") }},
		{"a class less", false, func(_ []ranking.Entry, o *ranking.Options) { o.Classes = o.Classes[:2] }},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := build(tt.change)
			if base.Equal(got) != tt.same || got.Equal(base) != tt.same {
				t.Errorf("Equal() = %t, %t, want %t", base.Equal(got), got.Equal(base), tt.same)
			}
		})
	}

	// What only an earlier table or its absence tells apart.
	first := func(o ranking.Options) *ranking.Table {
		o.Indicator, o.Better = "i", target.Higher
		return mustNew(t, entries("a", "1", "b", "2"), o)
	}

	for name, o := range map[string]ranking.Options{
		"ties": {Ties: ranking.Dense}, "places": {Places: target.Places(0)}, "tiles": {Tiles: 1},
		"target":  {Target: some("1")},
		"classes": {Classes: []ranking.Class{{Name: "rest"}}}, "keys": {TieBreak: []target.Direction{target.Lower}},
		"before": {Before: before},
	} {
		if first(ranking.Options{}).Equal(first(o)) {
			t.Errorf("a table with other %s is equal", name)
		}
	}

	plain := func(o ranking.Options) *ranking.Table { return mustNew(t, entries("a", "1", "b", "1"), o) }
	if !plain(ranking.Options{Better: target.Higher}).Equal(plain(ranking.Options{Better: target.Higher})) ||
		plain(ranking.Options{Better: target.Higher}).Equal(plain(ranking.Options{Better: target.Lower})) ||
		plain(
			ranking.Options{Better: target.Higher},
		).Equal(plain(ranking.Options{Better: target.Higher, Indicator: "i"})) {
		t.Error("tables are equal but for their direction or indicator, or not themselves")
	}

	var none *ranking.Table
	if base.Equal(none) || none.Equal(base) || !none.Equal(none) {
		t.Error("a table that is none equals one, or not itself")
	}
}
