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

// Bodies that set, report and publish.
const (
	congress   = "National People's Congress"
	office     = "patent office"
	yearbook   = "statistical yearbook"
	reportedIn = 2016 // the year of which both office and yearbook have the end
)

// roles are who set, who reported and who published.
type roles struct {
	Answers   []target.Answer
	Chosen    target.Chosen
	Both      int // units of which both office and yearbook report
	Publicity []publicity
}

// publicity is the ranking of one year as it was seen on a date.
type publicity struct {
	Date    string
	SeenBy  string
	Hardest string          // the province under the greatest pressure
	Index   decimal.Decimal // its pressure
}

// assign finds out who set, who reported and who published.
func (c *chain) assign(*hierarchy.Tree) error {
	for _, step := range []func() error{c.setters, c.reporters, c.publishers} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// setters finds which provinces answered the target of the centre with one of their own.
func (c *chain) setters() error {
	all := []target.Target{c.National}
	for i, a := range c.data.Announcements[1:] {
		by, err := target.ParsePeriod(a.By)
		if err != nil {
			return err
		}
		all = append(all, target.Target{
			Code: fmt.Sprintf("%s-%d", a.Code, i), Indicator: density, Unit: a.Code, Setter: "government of " + a.Name,
			Period: by, Value: a.Value, Source: target.Source{Date: a.Announced},
			Links: []target.Link{{Relation: target.AdoptedFrom, Target: c.National.Code}},
		})
	}
	agenda, err := target.NewAgenda(nil, all)
	if err != nil {
		return err
	}
	c.Roles.Answers, err = agenda.Answers(c.National.Code, c.data.Provinces...)
	return err
}

// reporters chooses between the last table of the patent office and the yearbook, which
// are both of the end of a year.
func (c *chain) reporters() error {
	var all []target.Observation
	report := func(reporter, vintage string, f figures) {
		for _, code := range append([]string{china}, c.data.Provinces...) {
			if value, ok := f[code]; ok {
				all = append(all, target.Observation{
					Unit: code, Indicator: stock.Code, Period: target.Year(reportedIn), Value: value,
					Reporter: reporter, Vintage: vintage,
				})
			}
		}
	}
	last, book := c.data.Tables[len(c.data.Tables)-1].Inventions, c.data.Inventions[reportedIn]
	report(office, fmt.Sprint(reportedIn+1), last)
	report(yearbook, fmt.Sprint(reportedIn+1), book)
	for code := range book {
		if _, ok := last[code]; ok {
			c.Roles.Both++
		}
	}

	var err error
	c.Roles.Chosen, err = target.Choice{Reporters: []string{office, yearbook}}.Choose(slices.Values(all))
	return err
}

// publishers ranks the provinces in a report that is public until the end of 2013.
func (c *chain) publishers() error {
	const year = 2013
	var entries []ranking.Entry
	for _, code := range c.data.Provinces {
		value, ok := c.data.density(code, year, density.Places.Or(0))
		entries = append(entries, ranking.Entry{
			Code: code, Name: c.data.Names[code], Period: target.Year(year), Value: value, Missing: !ok,
		})
	}
	table, err := ranking.New(entries, ranking.Options{
		Indicator: density.Code, Better: density.Better,
		Publication: target.Publication{Evaluator: office, Publisher: office, Date: fmt.Sprint(year + 1)},
		Disclosures: []ranking.Disclosure{{Publicity: ranking.Public, Until: fmt.Sprint(year)}},
	})
	if err != nil {
		return err
	}

	for _, date := range []string{fmt.Sprint(year), fmt.Sprint(year + 1)} {
		seen, err := table.PublicityOn(date)
		if err != nil {
			return err
		}
		all, err := table.Pressures(ranking.PressureOptions{On: date, Cut: -3})
		if err != nil {
			return err
		}
		most := slices.MaxFunc(all, func(a, b ranking.Pressure) int { return a.Index.Cmp(b.Index) })
		by := "nobody outside"
		if seen != 0 {
			by = "the public"
		}
		c.Roles.Publicity = append(c.Roles.Publicity, publicity{date, by, most.Row.Name, most.Index})
	}
	return nil
}

// roles prints who set, who reported and who published.
func (c *chain) roles() string {
	var before, after, undated, none []string
	for _, a := range c.Roles.Answers {
		name := c.data.Names[a.Unit]
		switch {
		case a.Target == nil:
			none = append(none, name)
		case a.Target.Source.Date == "":
			undated = append(undated, name)
		case a.Before:
			before = append(before, name)
		default:
			after = append(after, name)
		}
	}

	var b strings.Builder
	fmt.Fprintf(&b, "7. Who set, who reported, and who published\n\n"+
		"  Set by the %s on %s. Of the provinces read [5, 6],\n"+
		"  %s announced a target of their own since.\n"+
		"  The date of %s is not known. %d others have not been read.\n\n",
		congress, c.National.Source.Date, list(append(before, after...)), list(undated), len(none))

	chosen := c.Roles.Chosen
	fmt.Fprintf(&b, "  Reported for the end of %d by the %s [1] and by the %s [2].\n"+
		"  The former counts. They differ in %d of the %d units of which both report.\n",
		reportedIn, office, yearbook, len(chosen.Disagreements), c.Roles.Both)
	for _, d := range chosen.Disagreements {
		fmt.Fprintf(&b, "  %s: %s and %s, %s more. The yearbook includes Hong Kong, Macao and Taiwan.\n",
			c.data.Names[d.Taken.Unit], numtext.Figure(d.Taken.Value), numtext.Figure(d.Other.Value),
			numtext.Figure(d.Difference))
	}

	b.WriteString("\n  Published: had the ranking of 2013 been public in that year alone, as the report of the\n" +
		"  patent office was [7], the pressure on the last province would have been\n\n")
	t := page.Table{{"In", "seen by", "Province", " Pressure"}}
	for _, p := range c.Roles.Publicity {
		t = append(t, []string{p.Date, p.SeenBy, p.Hardest, p.Index.StringFixed(2)})
	}
	return b.String() + t.String()
}

// list joins names as people do.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
