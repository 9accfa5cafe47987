package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/target"
)

// sources are those of data/SOURCES.md, by number.
var sources = []string{
	"State Intellectual Property Office, Table 8 of the months named",
	"China Statistical Yearbook on Science and Technology, 2011 and 2016",
	"National Bureau of Statistics, resident population at year end",
	"Outline of the 12th Five-Year Plan, National People's Congress, 2011-03-14",
	"Reports on the work of the governments of Anhui, Chongqing, Guangxi and Shanghai",
	"Press report on Qinghai's 12th five-year plan, 2015-11-28",
	"Cheng and Drahos 2018, IIC 49:5–40, note 59",
	"Population of 2015 as revised by the census of 2020, compiled",
}

// leading is how many provinces the first page has.
const leading = 10

// Page is the first page.
func (c *chain) Page() string {
	return strings.Join([]string{c.head(), c.leaders(), c.why()}, "\n")
}

// leaders are the first provinces of the ranking, with their quotas.
func (c *chain) leaders() string {
	t := page.Table{{
		" Rank", " Since", "Province", fmt.Sprintf(" %d", setIn), fmt.Sprintf(" Quota %d", dueIn),
		fmt.Sprintf(" Result %d", dueIn), " Attainment",
	}}
	for _, r := range c.Ranking[:leading] {
		p := c.Provinces[slices.IndexFunc(c.Provinces, func(s standing) bool { return s.Code == r.Code })]
		t = append(t, []string{
			fmt.Sprint(r.Rank), page.Move(r.Move), p.Name, p.Before.StringFixed(2), density.Format(p.Target.Value),
			density.Format(p.Actual), page.Percent(p.Attainment.Decimal, 0),
		})
	}
	return fmt.Sprintf("Patents per 10,000 people, the first %d of %d provinces of %d, and places won or lost "+
		"since %d\n\n%s\n%s",
		leading, len(c.Provinces), dueIn, setIn, t, c.reached())
}

// reached says how many provinces met their quota, and what the quotas come to.
func (c *chain) reached() string {
	met := 0
	for _, p := range c.Provinces {
		if p.Met {
			met++
		}
	}
	return fmt.Sprintf("  %d of %d reached their quota.\n"+
		"  Σ people × quota / Σ people = %s by the population of %d, and %s by that of %d.\n",
		met, len(c.Provinces), c.KnownMean.StringFixed(5), setIn, c.DueMean.StringFixed(5), dueIn)
}

// Text is everything.
func (c *chain) Text() string {
	return strings.Join([]string{
		c.head(), c.provinces(), c.cities(), c.why(), c.ranks(), c.own(), c.months(), c.roles(),
		c.known(),
		page.Sources("documents, dates and addresses: examples/patents/data/SOURCES.md", sources),
	}, "\n")
}

func (c *chain) head() string {
	return fmt.Sprintf(`A target handed down: China's invention patents, 2011-2015

  The 12th five-year plan wants %s invention patents in force per 10,000 people by %s [4].
  How the provinces were to share it was not published. Here each gets the same multiple of its own
  density of %d [2, 3], weighted by the population of that year, the last one known at the time.
`, density.Format(c.National.Value), c.National.Period, setIn)
}

func (c *chain) provinces() string {
	t := page.Table{{
		"", "Province", fmt.Sprintf(" %d", setIn), fmt.Sprintf(" Quota %d", dueIn),
		fmt.Sprintf(" Result %d", dueIn), " Over quota", " Attainment", "Met",
	}}
	for _, p := range c.Provinces {
		verdict := "no"
		if p.Met {
			verdict = "yes"
		}
		t = append(t, []string{
			p.Code, p.Name, p.Before.StringFixed(2), density.Format(p.Target.Value), density.Format(p.Actual),
			density.Format(p.Gap), page.Percent(p.Attainment.Decimal, 0), verdict,
		})
	}
	return fmt.Sprintf("1. To the provinces: patents per 10,000 people\n\n%s\n%s", t, c.reached())
}

func (c *chain) cities() string {
	head := []string{"", "", " Quota"}
	for _, m := range c.Months {
		head = append(head, " "+m.Period.String())
	}

	t := page.Table{head}
	for _, s := range c.Cities {
		row := []string{s.Code, s.Name, numtext.Figure(s.Quota)}
		share := []string{"", "", ""}
		for _, a := range s.At {
			row = append(row, numtext.Figure(a.Actual))
			share = append(share, page.Percent(a.Attainment.Decimal, 1))
		}
		t = append(t, row, share)
	}

	sum := []string{guangdong, "Guangdong", numtext.Figure(c.Guangdong.Value)}
	for _, table := range c.data.Tables {
		sum = append(sum, numtext.Figure(table.Inventions[guangdong]))
	}
	return fmt.Sprintf("2. To the cities of Guangdong: patents in force, and share of the quota [1]\n\n"+
		"  %s\n"+
		"  They are shared by what each had in %s. The table of December 2015 is not among those\n  read, so "+
		"every month is compared with the quota.\n\n%s",
		c.counted(), c.Months[0].Period, append(t, sum))
}

// counted says how Guangdong's density became a number.
func (c *chain) counted() string {
	return c.NumberPlan.Explain(guangdong).Steps[0].Conversion.Steps[0].String()
}

// why is the way of Shenzhen's number up to the centre.
func (c *chain) why() string {
	return "3. Why Shenzhen has its number\n\n" + page.Indent(c.CityPlan.Explain(shenzhen).String(), 2)
}

func (c *chain) ranks() string {
	t := page.Table{{" Rank", " Since", "Province", " Density", " To the next", " To the leader"}}
	for _, r := range c.Ranking {
		t = append(t, []string{
			fmt.Sprint(r.Rank), page.Move(r.Move), r.Name, density.Format(r.Value),
			page.OrDash(r.ToNext, density.Places.Or(0)), page.OrDash(r.ToLeader, density.Places.Or(0)),
		})
	}
	return fmt.Sprintf(
		"4. In public: the provinces of %d by density, and places won or lost since %d [2, 3]\n\n%s", dueIn, setIn,
		t,
	)
}

func (c *chain) own() string {
	t := page.Table{{
		"Province", " Own target", " For", " Announced", " Assigned 2015", " Own / assigned", " Result", "Source",
	}}
	for _, a := range c.Announcements {
		announced := a.Announced
		if announced == "" {
			announced = "–"
		}
		t = append(t, []string{
			a.Name, density.Format(a.Value), a.By, announced, density.Format(a.Assigned), page.OrDash(a.Factor, 2),
			page.OrDash(a.Result, density.Places.Or(0)), fmt.Sprintf("[%d]", a.Source),
		})
	}
	return fmt.Sprintf("5. What provinces announced themselves, beside what the cascade assigns (层层加码)\n\n%s", t)
}

func (c *chain) months() string {
	t := page.Table{{
		"Month", " Patents", " Million people", " In no province listed", " Printed", " Recomputed", " Plain mean",
	}}
	for _, m := range c.Months {
		t = append(t, []string{
			m.Period.String(), numtext.Figure(m.Inventions), m.People.StringFixed(1), m.Outside.StringFixed(1),
			m.Printed.StringFixed(1), m.Computed.StringFixed(1), m.PlainMean.StringFixed(1),
		})
	}
	return fmt.Sprintf("6. The national density per million people, printed and recomputed as Σ patents / Σ "+
		"people [1]\n\n%s\n"+
		"  The plain mean of the provinces' densities is another number. The 15 cities are inside their\n  "+
		"provinces and enter no sum.\n", t)
}

// Data is the chain as values.
func (c *chain) Data() any {
	return struct {
		Target             target.Target
		Provinces          []standing
		KnownMean, DueMean decimal.Decimal
		Guangdong          target.Target
		Cities             []cityStanding
		Explained          hierarchy.Explanation
		Ranking            []ranking.Row
		Announcements      []adopted
		Months             []month
		Roles              roles
		Vintages           vintages
		Sources            []string
	}{
		c.National, c.Provinces, c.KnownMean, c.DueMean, c.Guangdong, c.Cities,
		c.CityPlan.Explain(shenzhen),
		c.Ranking, c.Announcements, c.Months, c.Roles, c.Vintages, sources,
	}
}
