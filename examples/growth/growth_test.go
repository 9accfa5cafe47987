package main

import (
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/golden"
	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
)

func TestOutput(t *testing.T) {
	_, r := computed(t)
	golden.Check(t, "growth", r)
}

// computed is the result on the embedded data.
func computed(t *testing.T) (data, *result) {
	t.Helper()
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := run(d)
	if err != nil {
		t.Fatal(err)
	}
	return d, r
}

func (r *result) year(y int) yearResult {
	return r.Years[slices.IndexFunc(r.Years, func(row yearResult) bool { return row.Year == y })]
}

// TestPublishedMeans has the means that were counted when the targets were
// collected: the nation, and the plain means of provinces and prefectures.
func TestPublishedMeans(t *testing.T) {
	_, r := computed(t)
	for y, want := range map[int][3]string{
		2014: {"7.50", "9.55", "10.45"}, 2016: {"6.50", "7.69", "8.24"}, 2021: {"6.00", "7.00", "7.60"},
		2023: {"5.00", "5.95", "6.69"}, 2025: {"5.00", "5.35", "5.80"},
	} {
		row := r.year(y)
		got := [3]string{page.OrDash(row.Nation, 2), page.OrDash(row.Plain, 2), page.OrDash(row.Lower, 2)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d mismatch (-want +got):\n%s", y, diff)
		}
	}
	// The Wall Street Journal, 2016-01-29, had the mean of the provinces by
	// their GDP at 7.5 %, against the nation's 6.5 to 7.
	row := r.year(2016)
	if row.Weighted.Decimal.StringFixed(1) != "7.5" || row.Upper.Decimal.StringFixed(0) != "7" {
		t.Errorf("2016 is %v by GDP against %v to %v", row.Weighted, row.Nation, row.Upper)
	}
}

// TestAmplification recomputes both steps of every year in fractions.
func TestAmplification(t *testing.T) {
	d, r := computed(t)
	for _, row := range r.Years {
		targets, gdp := d.Targets[row.Year], d.GDP[row.Year-1]
		mass, weight := new(big.Rat), new(big.Rat)                // of the provinces
		over, overWeight := new(big.Rat), new(big.Rat)            // of the prefectures over them
		sums, counts := map[string]*big.Rat{}, map[string]int64{} // of the prefectures, by province
		for code, x := range targets {
			switch {
			case code == china:
			case isProvince(code):
				mass.Add(mass, new(big.Rat).Mul(x.Rat(), gdp[code].Rat()))
				weight.Add(weight, gdp[code].Rat())
			default:
				p := provinceOf(code)
				if sums[p] == nil {
					sums[p] = new(big.Rat)
				}
				sums[p].Add(sums[p], x.Rat())
				counts[p]++
			}
		}
		all, n := new(big.Rat), int64(0)
		for p, sum := range sums {
			all.Add(all, sum)
			n += counts[p]
			if own, ok := targets[p]; ok {
				gap := new(big.Rat).Quo(sum, big.NewRat(counts[p], 1))
				gap.Sub(gap, own.Rat())
				over.Add(over, gap.Mul(gap, gdp[p].Rat()))
				overWeight.Add(overWeight, gdp[p].Rat())
			}
		}
		average := mass.Quo(mass, weight)
		check := func(what string, got decimal.NullDecimal, want *big.Rat) {
			t.Helper()
			off := new(big.Rat).Sub(got.Decimal.Rat(), want)
			if !got.Valid || off.Abs(off).Cmp(big.NewRat(1, 1_000_000_000_000)) > 0 {
				t.Errorf("%d: %s is %v, want %s", row.Year, what, got.Decimal, want.FloatString(12))
			}
		}
		check("mean by GDP", row.Weighted, average)
		check("mean of the prefectures", row.Lower, all.Quo(all, big.NewRat(n, 1)))
		check("over their provinces", row.OverProvince, over.Quo(over, overWeight))
		if x, ok := targets[china]; ok {
			check("over the nation", row.OverNation, new(big.Rat).Sub(average, x.Rat()))
		} else if row.OverNation.Valid || row.Nation.Valid {
			t.Errorf("%d: no national target, but %v over it", row.Year, row.OverNation)
		}
	}
}

// TestSlack holds the provinces at what they announced in a plan stretched by
// what was measured: the plan's own slack is the amplification.
func TestSlack(t *testing.T) {
	d, r := computed(t)
	tree, err := d.tree(nil)
	if err != nil {
		t.Fatal(err)
	}

	whole := 0
	for _, row := range r.Years {
		if row.Announced < len(d.Provinces) || !row.Nation.Valid || row.Upper.Valid {
			continue
		}

		whole++
		weights, err := tree.Column(maps.All(d.GDP[row.Year-1]))
		if err != nil {
			t.Fatal(err)
		}

		o := hierarchy.Options{Basis: weights, Rule: hierarchy.Rule{
			Stretch: decimal.NewNullDecimal(row.OverNation.Decimal.DivRound(row.Nation.Decimal, 6)),
		}}
		for _, code := range d.Provinces {
			o.Holds = append(o.Holds, hierarchy.Hold{
				Unit: code, Value: d.Targets[row.Year][code], By: "its government",
			})
		}

		plan, err := hierarchy.Cascade(tree, d.national(row.Year, row.Nation.Decimal), o)
		if err != nil {
			t.Errorf("%d: %v", row.Year, err)
			continue
		}

		if got := plan.Slack(); len(got) != 1 || !got[0].Step.Decimal.Equal(row.OverNation.Decimal) {
			t.Errorf("%d: slack %v, want one level of %v", row.Year, got, row.OverNation.Decimal)
		}
	}

	if whole != 8 {
		t.Errorf("%d years with all 31 provinces, want 8", whole)
	}
}

func TestCoverage(t *testing.T) {
	d, r := computed(t)
	three := 0
	for _, row := range r.Years {
		if row.Nation.Valid && row.Announced > 0 && row.Prefectures > 0 {
			three++
		}
		if row.Above+row.At+row.Below != row.Announced && row.Nation.Valid {
			t.Errorf("%d: %d + %d + %d of %d provinces", row.Year, row.Above, row.At, row.Below, row.Announced)
		}
		whole := row.Covered.Equal(decimal.New(1, 0))
		if all := row.Announced == len(d.Provinces); whole != all {
			t.Errorf("%d: %d provinces cover %v", row.Year, row.Announced, row.Covered)
		}
	}

	if three != 23 {
		t.Errorf("%d years have all three levels, want 23", three)
	}
	for i, a := range r.Provinces {
		if i > 0 && a.Mean.Cmp(r.Provinces[i-1].Mean) > 0 {
			t.Errorf("%s is out of order", a.Name)
		}
	}
}
