package hierarchy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// Incomes and populations may be given in any units: the quotas are those of
// the same figures in other ones.
func TestCapabilityUnitsOfMeasure(t *testing.T) {
	column := func(exp int32, figures map[string]int64) hierarchy.Column {
		c, err := places.Column(func(yield func(string, decimal.Decimal) bool) {
			for code, v := range figures {
				if !yield(code, decimal.New(v, exp)) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	base := column(0, map[string]int64{"11": 120, "31": 230, "44": 570})
	quotas := func(income, population int32) []string {
		tg := goal
		tg.Indicator = target.Indicator{
			Code: "co2", Measure: "Mt", Kind: target.Flow, Better: target.Lower, Places: target.Places(12),
		}
		tg.Value = decimal.New(800, 0)
		p, err := hierarchy.Cascade(places, tg, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Capability(
			base, column(income, map[string]int64{"11": 17879, "31": 20182, "44": 57068}),
			column(population, map[string]int64{"11": 19600, "31": 23000, "44": 104300}),
		)}})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for q := range p.Level("province") {
			all = append(all, q.Value.StringFixed(12))
		}
		return all
	}

	want := quotas(0, 0)
	for _, exp := range [][2]int32{{-95, 90}, {90, -95}, {-100, -100}, {0, -3}, {-1, 0}} {
		if diff := cmp.Diff(want, quotas(exp[0], exp[1])); diff != "" {
			t.Errorf("at exponents %v: quotas() mismatch (-want +got):\n%s", exp, diff)
		}
	}
}

// A column with a figure far larger than the others has ratios far below one.
func TestCapabilityOfFewAndMany(t *testing.T) {
	many := decimal.New(1, 99)
	population, err := places.Column(func(yield func(string, decimal.Decimal) bool) {
		_ = yield("11", decimal.New(1, -100)) && yield("31", many) && yield("44", many)
	})
	if err != nil {
		t.Fatal(err)
	}

	tg := goal
	tg.Indicator, tg.Value = target.Indicator{Code: "co2", Kind: target.Flow, Better: target.Lower}, decimal.New(900, 0)
	even := mustColumn(places, map[string]int64{"11": 1000, "31": 1000, "44": 1000})
	p, err := hierarchy.Cascade(
		places, tg, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Capability(even, even, population)}},
	)
	if err == nil {
		t.Fatalf("a cut of 2100 that falls on one unit with 1000 is met: %v", p.Column())
	}

	tg.Value = decimal.New(2500, 0)
	if p, err = hierarchy.Cascade(
		places, tg, hierarchy.Options{Rule: hierarchy.Rule{Method: hierarchy.Capability(even, even, population)}},
	); err != nil {
		t.Fatal(err)
	}

	for code, want := range map[string]int64{"11": 500, "31": 1000, "44": 1000} {
		if q, _ := p.Quota(code); !q.Value.Equal(decimal.New(want, 0)) {
			t.Errorf("%s: %s, want %d", code, q.Value.StringFixed(0), want)
		}
	}
}

// Where the roots are exact, so is a quota of zero: from bases of 1 and 1 to −2,
// 4 are cut as 1 and 3.
func TestCapabilityOfCubes(t *testing.T) {
	f := newFan(2)
	for _, income := range [][]string{{"1", "27"}, {"0.001", "0.027"}, {"1000", "27000"}} {
		for _, population := range [][]string{{"1", "1"}, {"0.001", "0.001"}, {"8", "8"}} {
			p, err := hierarchy.Cascade(f.tree, f.target(target.Flow, "-2", 0), hierarchy.Options{Rule: hierarchy.Rule{
				Method: hierarchy.Capability(f.column("1", "1"), f.column(income...), f.column(population...)),
			}})
			if err != nil {
				t.Errorf("%v by %v: %v", income, population, err)
			} else if got := shown(p.Column()); got != "00=-2 01=0 02=-2" {
				t.Errorf("%v by %v: %s", income, population, got)
			}
		}
	}
}
