package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

// page prints what the scenarios came to, the state with the greatest median cut
// first.
func page(d Documents, rows []Row) (string, error) {
	tree := new(hierarchy.Tree)
	if err := json.Unmarshal(d.Tree, tree); err != nil {
		return "", err
	}
	set, err := tree.ReadColumn(d.Columns[adopted])
	if err != nil {
		return "", err
	}
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(
			cmp.Compare(quantile(b.Tally.Quotas, 50), quantile(a.Tally.Quotas, 50)), cmp.Compare(a.Code, b.Code),
		)
	})

	var s strings.Builder
	if len(rows) > 0 {
		answered, refused := count(rows[0].Tally.Quotas), rows[0].Tally.Refused
		fmt.Fprintf(&s, "%d ways to share the European Union's cut of emissions by 2030; %d more have no answer\n\n",
			answered, refused)
	}
	s.WriteString(`  A cut grows with every 1000 euro of GDP per head, of 2005 or of 2013: by 1.00 to 2.20 points below
  the mean of the states, by 0 to 1.20 above it. The least cut is 0 to 15 %, the greatest 40 to 55,
  the Union's 36 to 44. Cuts are in % below 2005; Rank is the middle 90 % of places, the greatest
  cut first. Easier and Harder are the ways that ask for half a point less or more than was set.

`)
	fmt.Fprintf(&s, "  %-12s %5s %6s %6s %6s %6s %6s  %-6s %7s %7s\n",
		"State", "Set", "Least", "5 %", "Median", "95 %", "Most", "Rank", "Easier", "Harder")
	for _, r := range rows {
		u, _ := tree.Unit(r.Code)
		x, _ := set.At(r.Code)
		fmt.Fprintf(&s, "  %-12s %5s", u.Name, x.StringFixed(1))
		for _, percent := range []int64{0, 5, 50, 95, 100} {
			fmt.Fprintf(&s, " %6s", decimal.New(quantile(r.Tally.Quotas, percent), -2).StringFixed(2))
		}
		fmt.Fprintf(&s, "  %-6s", fmt.Sprintf("%d–%d", quantile(r.Tally.Ranks, 5), quantile(r.Tally.Ranks, 95)))
		for _, n := range []int64{r.Tally.Easier, r.Tally.Harder} {
			fmt.Fprintf(&s, " %5d %%", n*100/max(1, count(r.Tally.Quotas)))
		}
		s.WriteString("\n")
	}
	return strings.TrimSuffix(s.String(), "\n"), nil
}
