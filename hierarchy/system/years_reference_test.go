package system_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/temporal"
)

// TestYearsAreRefusedOnlyIfImpossible compares with Gale's condition (A theorem on flows in
// networks, 1957), by trying all sets of units: a table exists if and only if the units of
// every set have no more than the years in which one of them has a path that is not zero.
func TestYearsAreRefusedOnlyIfImpossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n, steps = 4, 3
		units := []hierarchy.Unit{{Code: "N", Level: "nation"}}
		quotas, shapes := map[string]decimal.Decimal{}, map[string]temporal.Shape{}
		var rows [n]int64
		var open [n][steps]bool
		total := int64(0)
		draw := func(name string) (shape temporal.Schedule, parts [steps]int64) {
			sum := int64(0)
			for k := range parts {
				parts[k] = rapid.Int64Range(0, 2).Draw(t, fmt.Sprintf("part %d of %s", k, name))
				sum += parts[k]
				shape.Shares = append(shape.Shares, decimal.New(sum, 0))
			}
			if sum == 0 {
				parts[0], shape.Shares = 1, decimals(1, 1, 1)
			}
			return shape, parts
		}
		for i := range n {
			code := fmt.Sprint("U", i)
			units = append(units, hierarchy.Unit{Code: code, Level: "unit", Parent: "N"})
			rows[i] = rapid.Int64Range(0, 6).Draw(t, "quota of "+code)
			quotas[code], total = decimal.New(rows[i], 0), total+rows[i]
			shape, parts := draw(code)
			shapes[code] = shape
			for k, part := range parts {
				open[i][k] = part > 0
			}
		}
		tree, err := hierarchy.NewTree([]string{"nation", "unit"}, units)
		if err != nil {
			t.Fatal(err)
		}
		top, _ := draw("N")

		shapes["N"] = top
		goal := flow("x", total)
		goal.Period = target.Years(2011, 2013)
		figures, err := tree.ColumnFunc(func(u hierarchy.Unit) (decimal.Decimal, bool) {
			x, ok := quotas[u.Code]
			return x, ok
		})
		if err != nil {
			t.Fatal(err)
		}
		plan, err := hierarchy.MiddleOut(tree, goal, figures, hierarchy.Options{})
		if err != nil {
			t.Fatal(err)
		}
		path, err := temporal.Path(plan.Target(), top, target.Yearly)
		if err != nil {
			t.Fatal(err)
		}

		possible := true
		for set := range 1 << n {
			need, room, years := int64(0), int64(0), [steps]bool{}
			for i := range n {
				if set>>i&1 == 0 || rows[i] == 0 {
					continue
				}
				need += rows[i]
				for k := range years {
					years[k] = years[k] || open[i][k]
				}
			}
			for k, x := range path {
				if years[k] {
					room += x.Value.IntPart()
				}
			}
			possible = possible && need <= room
		}

		years, err := system.Spread(plan, system.YearsOptions{Units: shapes})
		if none, ok := errors.AsType[*system.YearsError](err); possible && err != nil || !possible && !ok {
			t.Fatalf("Spread() = %v, %v, possible: %v", none, err, possible)
		}
		for i := range n {
			for k, x := range years.Quotas(fmt.Sprint("U", i)) {
				if !open[i][k] && !x.Value.IsZero() {
					t.Errorf("U%d has %s in year %d, where its path is zero", i, x.Value, k)
				}
			}
		}
	})
}
