package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// The years in which the two counts of the people of 2015 were known.
const (
	firstKnown   = "2018"
	revisedKnown = "2021"
)

// vintages are the verdicts on the provinces, by what was known at two dates.
type vintages struct {
	Rechecks []evaluate.Recheck // the greatest change of the attainment first
	Turned   int                // verdicts that changed between met and missed
}

// recheck assesses the provinces by the population before the revision and after it.
func (c *chain) recheck(*hierarchy.Tree) error {
	then, err := c.verdictsAsOf(firstKnown)
	if err != nil {
		return err
	}
	later, err := c.verdictsAsOf(revisedKnown)
	if err != nil {
		return err
	}

	for _, code := range slices.Sorted(maps.Keys(then)) {
		r, err := evaluate.NewRecheck(then[code], later[code])
		if err != nil {
			return err
		}
		c.Vintages.Rechecks = append(c.Vintages.Rechecks, r)
		if r.Then.Met != r.Now.Met {
			c.Vintages.Turned++
		}
	}
	slices.SortStableFunc(c.Vintages.Rechecks, func(a, b evaluate.Recheck) int {
		return changeOf(b).Abs().Cmp(changeOf(a).Abs())
	})
	return nil
}

// changeOf is by how much the attainment of a quota changed.
func changeOf(r evaluate.Recheck) decimal.Decimal {
	return r.Now.Attainment.Decimal.Sub(r.Then.Attainment.Decimal)
}

// verdictsAsOf assesses the provinces by the densities that were known at a date.
func (c *chain) verdictsAsOf(date string) (map[string]evaluate.Assessment, error) {
	d := c.data
	var all []target.Observation
	for _, code := range d.Provinces {
		first := target.Observation{
			Unit: code, Indicator: density.Code, Period: target.Year(dueIn), Vintage: firstKnown,
			Value: d.Inventions[dueIn][code].DivRound(d.People[dueIn][code], density.Places.Or(0)),
		}
		revised := first
		revised.Status, revised.Vintage = target.Revised, revisedKnown
		revised.Value = d.Inventions[dueIn][code].DivRound(d.Revised[code], density.Places.Or(0))
		all = append(all, first, revised)
	}

	assessed, err := evaluate.AssessAll(c.ProvincePlan.Targets(), slices.Values(all), evaluate.AssessOptions{
		Choice: &target.Choice{AsOf: date},
	})
	if err != nil {
		return nil, err
	}
	verdicts := map[string]evaluate.Assessment{}
	for a := range assessed.All() {
		verdicts[a.Target.Unit] = a
	}
	return verdicts, nil
}

// known prints what became of the verdicts that changed most.
func (c *chain) known() string {
	v := c.Vintages
	t := page.Table{{
		"Province", " Quota", " Known " + firstKnown, " Attainment", " Known " + revisedKnown, " Attainment",
	}}
	const most = 6
	for _, r := range v.Rechecks[:most] {
		row := []string{c.data.Names[r.Then.Target.Unit], density.Format(r.Then.Target.Value)}
		for _, a := range []evaluate.Assessment{r.Then, r.Now} {
			row = append(row, density.Format(a.Actual), page.Percent(a.Attainment.Decimal, 0))
		}
		t = append(t, row)
	}
	return fmt.Sprintf("8. What was known when: the results by the population before and after its revision [3, 8]\n\n"+
		"%s\n  These %d changed most; the quotas stay as they were issued. %d of %d verdicts changed.\n",
		t, most, v.Turned, len(v.Rechecks))
}
