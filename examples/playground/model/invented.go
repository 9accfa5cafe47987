package model

import (
	"fmt"
	"strings"
)

// inventedUnits makes the table of 3,000 units: a nation, 30 provinces and their
// counties. The figures follow from the numbers of the units.
func inventedUnits() string {
	const provinces, counties = 30, 2969
	var rows [provinces]strings.Builder
	var before, after, people [provinces]int
	for i := range counties {
		p, n := i%provinces, i/provinces+1
		had := 100 + i*i%1511 + 40*p
		got := had * (120 + i*37%101) / 100
		heads := 200 + i*53%800
		before[p], after[p], people[p] = before[p]+had, after[p]+got, people[p]+heads
		fmt.Fprintf(&rows[p], "%02d%04d,County %02d.%02d,county,%02d0000,member,", p+1, n, p+1, n, p+1)
		fmt.Fprintf(&rows[p], "%d,%d,%d\n", had, got, heads)
	}

	var table strings.Builder
	var had, got, heads int
	for p := range provinces {
		had, got, heads = had+before[p], got+after[p], heads+people[p]
		fmt.Fprintf(&table, "%02d0000,Province %02d,province,000000,member,", p+1, p+1)
		fmt.Fprintf(&table, "%d,%d,%d\n", before[p], after[p], people[p])
		table.WriteString(rows[p].String())
	}
	nation := fmt.Sprintf("000000,Nation,nation,,member,%d,%d,%d\n", had, got, heads)
	return "code,name,level,parent,role,before,after,people\n" + nation + table.String()
}
