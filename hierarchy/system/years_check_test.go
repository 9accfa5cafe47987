package system_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
)

// TestCheckOfYears says what Check finds in years that are not coherent.
func TestCheckOfYears(t *testing.T) {
	tree := grove(t)
	before := columnOf(t, tree, stocks)
	planned := func(year int, o hierarchy.Options, value int64) *hierarchy.Plan {
		return homes(t, tree, func(g *target.Target, to *hierarchy.Options) {
			stock(g, to)
			g.Period, g.Value = target.Year(year), decimal.New(value, 0)
			*to = o
		})
	}
	held := func(unit string, value int64) hierarchy.Options {
		return hierarchy.Options{Holds: []hierarchy.Hold{{Unit: unit, Value: decimal.New(value, 0), By: "the test"}}}
	}
	plain := system.YearsOptions{Before: before}
	oneWay := system.YearsOptions{Before: before, OneWay: true}
	limits := oneWay
	limits.Limits = limit(-1, 210)

	for _, c := range []struct {
		name string
		kind target.Kind
		year int
		plan *hierarchy.Plan
		o    system.YearsOptions
		want string // empty means that the years are coherent
	}{
		{name: "another year", year: 1, plan: planned(2012, hierarchy.Options{}, 420), o: oneWay},
		{
			name: "the last year", year: 2, plan: planned(2013, held("A", 290), 600), o: plain,
			want: `units["A"] -10 breaks`,
		},
		{
			name: "a fall", year: 1, plan: planned(2012, held("B2", 20), 420), o: oneWay,
			want: `units["B2"]["2012"] 20`,
		},
		{
			name: "a fall that is allowed", year: 1, plan: planned(2012, held("B2", 20), 420), o: plain,
		},
		{
			name: "beyond the end", year: 1, plan: planned(2012, held("B2", 151), 420), o: oneWay,
			want: `units["B2"]["2012"] 151`,
		},
		{
			name: "back from the end", year: 0, plan: planned(2011, held("B2", 150), 240), o: oneWay,
			want: `units["B2"]["2012"] 10`,
		},
		{
			name: "more than a limit", year: 1, plan: planned(2012, held("B", 50), 420), o: limits,
			want: `units["A"]["2012"] 243`,
		},
	} {
		years, err := system.Spread(homes(t, tree, stock), plain)
		if err != nil {
			t.Fatal(err)
		}
		err = years.With(c.year, c.plan, c.o).Check()
		broken := err != nil && errors.Is(err, target.ErrBroken) && strings.Contains(err.Error(), c.want)
		if c.want == "" && err != nil || c.want != "" && !broken {
			t.Errorf("%s: Check() = %v, want %s", c.name, err, c.want)
		}
	}

	years, err := system.Spread(homes(t, tree, stock), plain)
	if err != nil {
		t.Fatal(err)
	}
	small := planned(2012, hierarchy.Options{LastLevel: "province"}, 420)
	if err := years.With(1, small, plain).Check(); !errors.Is(err, target.ErrMissing) {
		t.Errorf("a year without cities: Check() = %v, want %v", err, target.ErrMissing)
	}
}

// TestCheckOfTotals says that years of a Flow add up and never turn back.
func TestCheckOfTotals(t *testing.T) {
	tree := grove(t)
	years, err := system.Spread(homes(t, tree, nil), system.YearsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	other := homes(t, tree, func(g *target.Target, _ *hierarchy.Options) {
		g.Period, g.Value = target.Year(2012), decimal.New(190, 0)
	})
	err = years.With(1, other, system.YearsOptions{OneWay: true}).Check()
	if err == nil || !strings.Contains(err.Error(), `units["A"] -5 breaks`) || strings.Contains(err.Error(), "turns") {
		t.Errorf("Check() = %v, want that the years of A miss its quota by -5", err)
	}
}
