package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/examples/internal/page"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/target"
)

// sources are those of data/SOURCES.md, by number.
var sources = []string{
	"Report on the work of the government of Anhui, 2011; National Bureau of Statistics, population",
	"Ministry of Civil Affairs, Handbook of the Administrative Divisions, 2005: population of 2003",
	"areacodes (codes and moves); State Council, letter 2011 No. 84",
	"Wikipedia, population of the town of Shenxiang, undated: the weights of He are an estimate",
	"illustrative: the claims of the prefectures, and so every quota below the province",
}

// Page is the first page.
func (c *carried) Page() string {
	return strings.Join([]string{c.head(), c.counted(), c.conserved()}, "\n")
}

// Text is everything.
func (c *carried) Text() string {
	return strings.Join([]string{
		c.head(), c.counted(), c.over(), c.conserved(), c.why(), c.refused(),
		page.Sources("documents, dates and addresses: examples/crosswalk/data/SOURCES.md", sources),
	}, "\n")
}

func (c *carried) head() string {
	return fmt.Sprintf(`A target carried through the end of a prefecture: Anhui, 2011

  REAL: Anhui's target, %s invention patents in force per 10,000 people by %s, and its people;
  the prefectures and counties; what became of them on %s; the people of Chaohu's counties.
  ILLUSTRATIVE: the claims by which the prefectures share the target, and so every quota below.
  ESTIMATED: that %s of He County's people were in the town that went to Wuhu.

  %s per 10,000 people × %s people = %s, so %s patents at least [1]. The %d
  prefectures of early 2011 share them [5], and Chaohu's counties theirs by their people [2].
`,
		set, c.Target.Period, c.data.Changes[0].Date, c.moved(),
		set, numtext.Figure(population.Shift(4)), numtext.Figure(set.Mul(population)), numtext.Figure(c.Target.Value),
		len(c.data.Prefectures))
}

// moved is the share of He that went to Jiujiang.
func (c *carried) moved() string {
	for _, share := range c.ByCounty.From("340207") {
		return page.Percent(share, 1)
	}
	return ""
}

func (c *carried) counted() string {
	t := page.Table{
		{"", "County of Chaohu", " 10,000 people", " Quota", "", "Became", "Under", " Share", " Exactly", " Quota"},
	}
	for _, u := range c.data.Counties {
		row := []string{u.Code, u.Name, u.People.String(), numtext.Figure(c.quota(u.Code).Decimal)}
		for to, share := range c.ByCounty.To(u.Code) {
			parent, _ := c.New.Unit(to.Parent)
			exactly, whole := at(c.Counties, to.Code).String(), numtext.Figure(at(c.Whole, to.Code))
			t = append(t, append(row, to.Code, to.Name, parent.Name, share.String(), exactly, whole))
			row = []string{"", "", "", ""}
		}
	}
	return fmt.Sprintf("1. The counties' quotas, carried [2, 3, 4]\n\n%s\n"+
		"  Four are recoded and keep their quotas. He's is split by weight; in whole patents the part that\n"+
		"  rounding down leaves goes to the largest remainder.\n", t)
}

func (c *carried) over() string {
	t := page.Table{{"", "Prefecture", " Quota before", " From counties", " By weight", " Change", "Made of"}}
	for _, p := range c.data.Prefectures {
		before := c.quota(p.Code).Decimal
		if p.Code == chaohu {
			t = append(t, []string{p.Code, p.Name, numtext.Figure(before), "–", "–", "", "abolished"})
			continue
		}

		after := at(c.Up, p.Code)
		change, made := after.Sub(before), ""
		if !change.IsZero() {
			made = c.made(p.Code)
		}
		weighted := numtext.Figure(at(c.Prefectures, p.Code))
		t = append(t, []string{
			p.Code, p.Name, numtext.Figure(before), numtext.Figure(after), weighted, signed(change), made,
		})
	}

	return "2. The prefectures' quotas, in two ways [5]\n\n" + t.String() + `
  From counties: the counties' quotas are carried and rolled up in the new tree; no weight is needed
  for Chaohu itself. By weight: the prefectures' own quotas are carried, and Chaohu's is shared by
  where its people went, in thousandths.
`
}

// made names what a prefecture's quota by weight is made of.
func (c *carried) made(code string) string {
	var parts []string
	for u, share := range c.ByWeight.From(code) {
		part := u.Name
		if !share.Equal(decimal.New(1, 0)) {
			part = page.Percent(share, 1) + " of " + part
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " and ")
}

func signed(d decimal.Decimal) string {
	switch d.Sign() {
	case 0:
		return "="
	case 1:
		return numtext.Signed(numtext.Figure(d))
	}
	return numtext.Figure(d)
}

func (c *carried) conserved() string {
	quotas := c.Plan.Column()
	up := func(x hierarchy.Column, level string) string { return numtext.Figure(sum(x, level)) }
	t := page.Table{
		{"Sum of the", " Before", " After", "Why"},
		{
			"counties", up(quotas, countyLevel), up(c.Counties, countyLevel),
			"the weights out of each old county add up to 1 exactly",
		},
		{
			"… in whole patents", up(quotas, countyLevel), up(c.Whole, countyLevel),
			"what rounding leaves stays among the parts of He",
		},
		{
			"prefectures, from counties", up(quotas, prefectureLevel), up(c.Up, prefectureLevel),
			"each is the sum of its counties",
		},
		{
			"prefectures, by weight", up(quotas, prefectureLevel), up(c.Prefectures, prefectureLevel),
			"the weights out of Chaohu add up to 1 exactly",
		},
		{"province", up(quotas, province), up(c.Up, province), "the target that was set"},
	}

	return "3. What is conserved\n\n" + t.String()
}

func (c *carried) why() string {
	var s strings.Builder
	s.WriteString("4. Why Jiujiang has its number\n\n")
	for u, share := range c.ByCounty.From("340207") {
		quota := numtext.Figure(c.quota(u.Code).Decimal)
		fmt.Fprintf(&s, "  %s %s: %s × %s = %s, rounded to %s\n",
			u.Code, u.Name, quota, share, at(c.Counties, "340207"), at(c.Whole, "340207"))
	}
	for change := range c.ByCounty.Changes("340207") {
		fmt.Fprintf(&s, "  %s: %s, %s\n", change, change.Source.Issuer, change.Source.Document)
	}
	s.WriteString("\n  All changes:\n\n")
	return s.String() + page.Indent(c.ByWeight.String(), 2)
}

func (c *carried) refused() string {
	var s strings.Builder
	s.WriteString("5. What is refused\n")
	for _, r := range c.Refused {
		s.WriteString("\n  Carrying " + r.What + ":\n")
		for _, e := range target.AllErrors(r.Err) {
			s.WriteString(page.Indent(e.Error(), 4))
		}
	}
	return s.String()
}

// Data is the result as values: the plan before the change, and the columns after it.
func (c *carried) Data() any {
	return struct {
		Plan                             *hierarchy.Plan
		ByCounty, ByWeight               *crosswalk.Crosswalk
		Counties, Whole, Up, Prefectures hierarchy.Column
		Refused                          []refusal
		Sources                          []string
	}{c.Plan, c.ByCounty, c.ByWeight, c.Counties, c.Whole, c.Up, c.Prefectures, c.Refused, sources}
}
