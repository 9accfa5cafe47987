package hierarchy_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/target"
)

// What a cascade over common figures allocates does not grow with the number of
// units: it works on machine words, and makes decimals when it is asked for them.
func TestCascadeOnWordsAllocatesNothingPerUnit(t *testing.T) {
	const few, many = 100, 1100
	type setting struct {
		kind  target.Kind
		total string // of ten units
		bound string // "", "min", "max", "both", "beyond": minima above the total
	}

	var settings []setting
	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		for _, bound := range []string{"", "min", "max", "both", "beyond"} {
			settings = append(settings, setting{kind, "1000", bound}, setting{kind, "-1000", bound})
		}
	}

	methods := []struct {
		name     string
		of       func(a, b hierarchy.Column) hierarchy.Method
		negative bool // also of a total below zero
		flow     bool // not of means, of which the claims would be too large
	}{
		{"equal", func(_, _ hierarchy.Column) hierarchy.Method { return hierarchy.Equal() }, true, false},
		{
			"proportional", func(a, _ hierarchy.Column) hierarchy.Method { return hierarchy.Proportional(a) }, true,
			false,
		},
		{
			"converge", func(a, _ hierarchy.Column) hierarchy.Method { return hierarchy.Converge(a, d("0.25")) },
			true, false,
		},
		{"blend", func(a, b hierarchy.Column) hierarchy.Method {
			return hierarchy.Blend(hierarchy.Part{Weight: d("0.6"), Method: hierarchy.Proportional(a)}, hierarchy.Part{
				Weight: d("4"), Method: hierarchy.Proportional(b),
			})
		}, true, false},
		{"blend of one", func(a, _ hierarchy.Column) hierarchy.Method {
			return hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(a)})
		}, true, false},
		{"blend of blends", func(a, b hierarchy.Column) hierarchy.Method {
			inner := hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: hierarchy.Proportional(a)}, hierarchy.Part{
				Weight: d("1"), Method: hierarchy.Equal(),
			})
			return hierarchy.Blend(hierarchy.Part{Weight: d("1"), Method: inner}, hierarchy.Part{
				Weight: d("2"), Method: hierarchy.Proportional(b),
			})
		}, true, true},
		{"increment", func(a, b hierarchy.Column) hierarchy.Method { return hierarchy.Increment(a, b) }, false, false},
		{"shift", func(a, _ hierarchy.Column) hierarchy.Method { return hierarchy.Shift(a) }, false, false},
		{"negotiated", func(a, b hierarchy.Column) hierarchy.Method {
			return hierarchy.Negotiated(a, d("0.5"), hierarchy.Proportional(b))
		}, false, false},
	}

	for _, m := range methods {
		for _, s := range settings {
			negative := s.total[0] == '-'
			if negative && !m.negative || m.flow && s.kind != target.Flow {
				continue
			}

			t.Run(fmt.Sprintf("%s/%v/%s/%s", m.name, s.kind, s.total, s.bound), func(t *testing.T) {
				allocs := func(n int) float64 {
					f := newFan(n)
					sign, total := int64(1), d(s.total)
					if negative {
						sign = -1
					}
					if s.kind == target.Flow {
						total = total.Mul(decimal.New(int64(n), 0))
					}
					column := func(figure func(i int) int64) hierarchy.Column {
						// which is a bound of the root that the target keeps
						x := map[string]decimal.Decimal{"00": total}
						for i, code := range f.codes {
							if v := figure(i); v != 0 {
								x[code] = decimal.New(v, -1)
							}
						}
						c, err := f.tree.Column(maps.All(x))
						if err != nil {
							t.Fatal(err)
						}
						return c
					}

					// Every third unit is bounded at four tenths of what it would get, at
					// three times as much, or such that the others go below zero.
					near := column(func(i int) int64 { return map[bool]int64{true: sign * 4000}[i%3 == 0] })
					far := column(func(i int) int64 { return map[bool]int64{true: sign * 30_000}[i%3 == 0] })
					beyond := column(func(i int) int64 { return sign * []int64{60_000, -40_000, -40_000}[i%3] })
					tgt := f.target(s.kind, total.String(), 0)
					o := hierarchy.Options{
						Rule: hierarchy.Rule{Method: m.of(
							column(func(i int) int64 { return int64(3000 + i%7) }),
							column(func(i int) int64 { return int64(2500 + i%5) }),
						)},
						Basis: column(func(i int) int64 { return int64(10 + i%3) }),
					}

					if negative {
						near, far = far, near
					}

					switch s.bound {
					case "min":
						o.Rule.Min = near
					case "max":
						o.Rule.Max = far
					case "both":
						o.Rule.Min, o.Rule.Max = near, far
					case "beyond":
						if o.Rule.Min = beyond; negative {
							o.Rule.Min, o.Rule.Max = hierarchy.Column{}, beyond
						}
					}

					return testing.AllocsPerRun(2, func() {
						if _, err := hierarchy.Cascade(f.tree, tgt, o); err != nil {
							t.Fatal(err)
						}
					})
				}
				if more := allocs(many) - allocs(few); more > (many-few)/20 {
					t.Errorf("a thousand units more take %v allocations", more)
				}
			})
		}
	}
}

// Bounds are carried up on machine words, whatever the method is.
func TestCarryingBoundsUpAllocatesLittlePerFamily(t *testing.T) {
	const few, many = 10, 60
	for _, c := range []struct {
		name   string
		kind   target.Kind
		method func(weights hierarchy.Column) hierarchy.Method
		limit  float64 // of a family
	}{
		{"a sum", target.Flow, hierarchy.Proportional, 1},
		{"equal shares", target.Flow, func(hierarchy.Column) hierarchy.Method { return hierarchy.Equal() }, 1},
		{"a mean", target.Ratio, hierarchy.Proportional, 6},
	} {
		allocs := func(n int) float64 {
			units := []hierarchy.Unit{{Code: "0", Level: "0"}}
			weights, low, high := figures("0", "1"), figures(), figures()
			for i := range n {
				p := fmt.Sprintf("%02d", i)
				units = append(units, hierarchy.Unit{Code: p, Level: "1", Parent: "0"})
				weights[p] = d("50")
				for j := range 5 {
					u := hierarchy.Unit{Code: p + fmt.Sprint(j), Level: "2", Parent: p}
					units = append(units, u)
					weights[u.Code], low[u.Code], high[u.Code] = d("10"), d("2"), d("90")
				}
			}

			tree, err := hierarchy.NewTree([]string{"0", "1", "2"}, units)
			if err != nil {
				t.Fatal(err)
			}
			w := column(t, tree, weights)
			o := hierarchy.Options{Basis: w, Rule: hierarchy.Rule{
				Method: c.method(w), Min: column(t, tree, low), Max: column(t, tree, high),
			}}
			tgt := target.Target{
				Code: "t", Unit: "0", Period: target.Year(2020), Value: decimal.New(int64(100*n), 0),
				Indicator: target.Indicator{Code: "x", Kind: c.kind, Better: target.Higher, Places: target.Places(0)},
			}
			if c.kind == target.Ratio {
				tgt.Value = d("20")
			}

			return testing.AllocsPerRun(2, func() {
				if _, err := hierarchy.Cascade(tree, tgt, o); err != nil {
					t.Fatal(err)
				}
			})
		}
		if more := (allocs(many) - allocs(few)) / (many - few); more > c.limit {
			t.Errorf("%s: a family more takes %v allocations, want at most %v", c.name, more, c.limit)
		}
	}
}

// Explain of a milestone without bounds does not look at the rest of the tree.
func TestExplainOfMilestonesAllocatesNothingPerUnit(t *testing.T) {
	allocs := func(n int) float64 {
		f := newFan(n)
		p, err := hierarchy.Cascade(f.tree, f.target(target.Milestone, "5", 0), hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(2, func() { p.Explain("01") })
	}
	if more := allocs(600) - allocs(100); more > 50 {
		t.Errorf("five hundred units more take %v allocations", more)
	}
}

// Nor does what adding up allocates, but for the blocks of the column.
func TestRollUpOnWordsAllocatesNothingPerUnit(t *testing.T) {
	tree := func(provinces int) (*hierarchy.Tree, hierarchy.Column, hierarchy.Column) {
		units := []hierarchy.Unit{{Code: "0", Level: "nation"}}
		x, b := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
		for i := range provinces {
			p := fmt.Sprintf("%04d", i)
			units = append(units, hierarchy.Unit{Code: p, Level: "province", Parent: "0"})
			for j := range 5 {
				c := fmt.Sprintf("%s%d", p, j)
				units = append(units, hierarchy.Unit{Code: c, Level: "prefecture", Parent: p})
				x[c], b[c] = decimal.New(int64(i%17-j), -1), decimal.New(int64(1+i%5+j), 0)
			}
		}
		tree, err := hierarchy.NewTree([]string{"nation", "province", "prefecture"}, units)
		if err != nil {
			t.Fatal(err)
		}
		return tree, column(t, tree, x), column(t, tree, b)
	}

	const few, many = 20, 220
	for _, kind := range []target.Kind{target.Flow, target.Ratio} {
		allocs := func(n int) float64 {
			_, x, b := tree(n)
			return testing.AllocsPerRun(2, func() {
				if _, err := hierarchy.RollUp(kind, x, b); err != nil {
					t.Fatal(err)
				}
			})
		}
		if more := allocs(many) - allocs(few); more > (many-few)/20 {
			t.Errorf("%v: two hundred provinces more take %v allocations", kind, more)
		}
	}
}

// Apportion makes the shares, and no big number for any claim.
func TestApportionOnWordsAllocatesNothingPerClaim(t *testing.T) {
	const few, many = 100, 1100
	for _, bounded := range []bool{false, true} {
		allocs := func(n int) float64 {
			claims := make([]apportion.Party, n)
			for i := range claims {
				claims[i].Weight = decimal.New(int64(10+i%7), 0)
				if bounded && i%3 == 0 {
					claims[i].Min, claims[i].Max = decimal.NewNullDecimal(decimal.New(
						2, 0,
					)), decimal.NewNullDecimal(decimal.New(12, 0))
				}
			}
			total := decimal.New(int64(10*n), 0)
			return testing.AllocsPerRun(2, func() {
				if _, err := apportion.Apportion(total, claims, apportion.Options{}); err != nil {
					t.Fatal(err)
				}
			})
		}
		// Two for the number in each share; a bound takes some to be read.
		limit := 2.05
		if bounded {
			limit = 8
		}
		if more := allocs(many) - allocs(few); more > limit*(many-few) {
			t.Errorf("bounded %v: a thousand claims more take %v allocations", bounded, more)
		}
	}
}
